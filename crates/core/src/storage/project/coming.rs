//! Counters of tickets that come, counted here and written once for many. Tickets that change or go are counted by triggers.

use std::collections::BTreeMap;

use rusqlite::{Connection, named_params};

use crate::error::Result;

/// Stands for the due day of an open ticket without one.
const NO_DUE: &str = "9999-99-99";

/// A ticket as the counters see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub window: &'a str,
    pub received_day: &'a str,
    pub is_open: bool,
    pub due: Option<&'a str>,
    pub is_to_rate: bool,
}

/// Tickets that have come and are not counted yet, by kind, window and day.
#[derive(Debug, Default)]
pub(super) struct Coming(BTreeMap<(&'static str, String, String), i64>);

impl Coming {
    /// Counts a ticket whose row is new.
    pub(super) fn add(&mut self, ticket: Counted<'_>) {
        let mut count = |kind, day: &str| {
            let key = (kind, ticket.window.to_owned(), day.to_owned());
            *self.0.entry(key).or_default() += 1;
        };
        count("all", "");
        count("received", ticket.received_day);
        if ticket.is_open {
            count("open", ticket.due.unwrap_or(NO_DUE));
        }
        if ticket.is_to_rate {
            count("to_rate", "");
        }
    }

    /// Writes what was counted.
    pub(super) fn write(self, connection: &Connection) -> Result<()> {
        let mut add = connection.prepare_cached(
            "INSERT INTO counter (kind, window, day, n) VALUES (:kind, :window, :day, :n)
             ON CONFLICT (kind, window, day) DO UPDATE SET n = n + excluded.n",
        )?;
        for ((kind, window, day), n) in self.0 {
            add.execute(named_params! { ":kind": kind, ":window": window, ":day": day, ":n": n })?;
        }
        Ok(())
    }
}
