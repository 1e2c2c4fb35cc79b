//! Is the database what the journal says?

use std::collections::BTreeMap;

use fachuang_envelope::{ChainFault, Entry, check_series};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

use super::project::{self, Scope};
use super::{access, local, series};
use crate::desk::{View, key};
use crate::error::Result;

/// What a check found. Everything empty means sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub entries: usize,
    /// Faults of the hash chains, by entry.
    pub broken: Vec<String>,
    /// First line of the access log that does not follow.
    pub access_fault: Option<i64>,
    /// Counters that differ from a recount and rows that differ from a fresh build; at most [`DIFFERENCES_MAX`].
    pub differing: Vec<String>,
    /// Damaged pages as the database names them.
    pub damaged: Vec<String>,
}

/// Most differences listed.
pub const DIFFERENCES_MAX: usize = 100;

impl Report {
    /// Nothing was found.
    pub fn is_sound(&self) -> bool {
        self.broken.is_empty()
            && self.access_fault.is_none()
            && self.differing.is_empty()
            && self.damaged.is_empty()
    }
}

/// Checks everything. Rebuilds the read model in the caller's transaction, which the caller rolls back.
pub fn verify(view: &View<'_>) -> Result<Report> {
    let mut report = Report {
        damaged: check_pages(view.connection)?,
        ..Report::default()
    };
    let mut current: Vec<Entry> = Vec::new();
    let mut entries = 0;
    let mut broken = Vec::new();
    let own = local::get_number(view.connection, key::DEVICE)?;
    let mut close = |current: &mut Vec<Entry>| {
        let of_here = current
            .first()
            .is_some_and(|entry| i64::from(entry.head.id.device) == own);
        let faults = faults_of(current, of_here);
        broken.extend(faults.iter().map(ToString::to_string));
        current.clear();
    };
    series::for_each(view.connection, |entry| {
        entries += 1;
        let same = |last: &Entry| {
            let (last, next) = (last.head.id, entry.head.id);
            // Of another device's series only a part may have come; each run of it is checked by itself.
            (last.device, last.epoch) == (next.device, next.epoch)
                && (i64::from(next.device) == own || last.seq + 1 == next.seq)
        };
        if !current.last().is_none_or(same) {
            close(&mut current);
        }
        current.push(entry);
        Ok(())
    })?;
    close(&mut current);
    report.entries = entries;
    report.broken = broken;
    report.access_fault = access::first_fault(view.connection)?;
    report.differing = miscounted(view.connection)?;
    // What the search has yet to learn after an import is no difference.
    project::write_waiting_names(view.connection)?;
    let all: Vec<_> = Scope::ALL.iter().chain([&Scope::NAMES]).copied().collect();
    let before = dump(view.connection, &all)?;
    project::all(view)?;
    let after = dump(view.connection, &all)?;
    report.differing.extend(differences(&before, &after));
    report.differing.truncate(DIFFERENCES_MAX);
    Ok(report)
}

/// Lists the faults of a run of entries; where the series is not of this device, what came before the run is elsewhere.
fn faults_of(run: &[Entry], of_here: bool) -> Vec<ChainFault> {
    let mut faults = check_series(run);
    if let Some(first) = run.first().map(|entry| entry.head.id)
        && !of_here
    {
        faults.retain(
            |fault| !matches!(fault, ChainFault::Gap(id) | ChainFault::Link(id) if *id == first),
        );
    }
    faults
}

/// Compares the counters with a count of the tickets' rows.
fn miscounted(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT kind, window, day, coalesce(counter.n, 0) AS kept, coalesce(recount.n, 0) AS counted
         FROM counter FULL JOIN recount USING (kind, window, day)
         WHERE counter.n IS NOT recount.n ORDER BY kind, window, day",
    )?;
    let rows = statement.query_map([], |row| {
        let words: [String; 3] = [row.get("kind")?, row.get("window")?, row.get("day")?];
        let (kept, counted): (i64, i64) = (row.get("kept")?, row.get("counted")?);
        Ok(format!(
            "counter: {} {kept}, counted {counted}",
            words.join(" ")
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn check_pages(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("PRAGMA integrity_check(20)")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut found: Vec<String> = rows.collect::<rusqlite::Result<_>>()?;
    found.retain(|line| line != "ok");
    Ok(found)
}

fn differences(before: &[String], after: &[String]) -> Vec<String> {
    let count = |rows: &[String]| {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows {
            *counts.entry(row.clone()).or_default() += 1;
        }
        counts
    };
    let (before, after) = (count(before), count(after));
    let mut found: Vec<String> = Vec::new();
    found.extend(
        before
            .iter()
            .filter(|(row, n)| after.get(*row) != Some(n))
            .map(|(row, _)| format!("stored: {row}")),
    );
    found.extend(
        after
            .iter()
            .filter(|(row, n)| before.get(*row) != Some(n))
            .map(|(row, _)| format!("journal: {row}")),
    );
    found.truncate(DIFFERENCES_MAX);
    found
}

/// Writes tables as text, one line a row, in a fixed order.
pub fn dump(connection: &Connection, tables: &[(&str, &str)]) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (table, order) in tables {
        let mut statement =
            connection.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let mut line = (*table).to_owned();
            for (at, column) in columns.iter().enumerate() {
                let value = match row.get_ref(at)? {
                    ValueRef::Null => "null".to_owned(),
                    ValueRef::Integer(number) => number.to_string(),
                    ValueRef::Real(number) => number.to_string(),
                    ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    ValueRef::Blob(bytes) => {
                        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
                    }
                };
                line.push_str(&format!(" {column}={value}"));
            }
            lines.push(line);
        }
    }
    Ok(lines)
}
