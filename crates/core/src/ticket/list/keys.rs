//! Which tickets a list shows, and in which order: keys from the index, before any row is read.
//!
//! Only an open ticket has a due day. The order by due day is therefore that of the open ones with a green channel, then
//! of the other open ones that have a due day, and after them that of all others by age.

use std::collections::HashSet;

use rusqlite::{Connection, ToSql, named_params};

use super::{COUNT_MAX, Filter, ListView, SOON_DAYS, TEXT_COUNT_MAX};
use crate::desk::View;
use crate::error::Result;
use crate::search::cut::{self, Conditions, Cut, From};
use crate::search::{self, Stretch, Wanted, keys_in};
use crate::ticket::State;
use crate::time::Day;

/// Stands for "no due day" in orders and cursors; later than every day.
pub(super) const NO_DUE: &str = "9999-99-99";

/// The last ticket of the page before.
#[derive(Debug, Clone)]
pub(super) struct After {
    pub rank: u8,
    pub due: String,
    pub rid: i64,
}

/// Ranks of open tickets in the order by due day: those with a green channel, and the rest.
const GREEN: u8 = 0;
const REST: u8 = 1;

/// A filter with what it depends on.
pub(super) struct Keys<'a> {
    connection: &'a Connection,
    filter: &'a Filter,
    of: ListView,
    me: &'a str,
    today: String,
    soon: String,
    /// None where every text will do.
    wanted: Option<Wanted>,
    /// The text has nothing to look for, so nothing is found.
    hopeless: bool,
}

/// Returns today and the last day that counts as near.
pub(super) fn today_and_soon(view: &View<'_>) -> (String, String) {
    let today = view.today();
    let soon = today
        .checked_add_days(chrono::Days::new(SOON_DAYS - 1))
        .unwrap_or(Day::MAX);
    (today.to_string(), soon.to_string())
}

impl<'a> Keys<'a> {
    pub(super) fn new(view: &View<'a>, me: &'a str, filter: &'a Filter) -> Self {
        let (today, soon) = today_and_soon(view);
        let text = filter.text.trim();
        let wanted = Wanted::new(&search::normal(text)).map(|wanted| wanted.or_number(text));
        Self {
            connection: view.connection,
            filter,
            of: filter.view.unwrap_or(ListView::All),
            me,
            today,
            soon,
            hopeless: wanted.is_none() && !text.is_empty(),
            wanted,
        }
    }

    /// Only text may cost a look at the row.
    pub(super) fn looks_for_text(&self) -> bool {
        self.wanted.is_some()
    }

    /// Returns how far its tickets are counted.
    pub(super) fn count_max(&self) -> u32 {
        if self.looks_for_text() {
            TEXT_COUNT_MAX
        } else {
            COUNT_MAX
        }
    }

    /// Lists keys in the order of the filter.
    pub(super) fn list(&self, after: Option<&After>, limit: usize) -> Result<Vec<i64>> {
        if self.hopeless {
            return Ok(Vec::new());
        }
        if self.are_open() {
            return match self.filter.by_due {
                true => self.by_due("", after, limit),
                false => self.among_open(None, "", after, limit),
            };
        }
        if !self.filter.by_due {
            let stretch = Stretch {
                newest_first: true,
                after: after.map(|after| after.rid),
                limit,
            };
            return self.among_all(self.from(), stretch);
        }
        let mut keys = Vec::new();
        let past_due_days =
            after.is_some_and(|after| after.rank == REST && after.due.as_str() >= NO_DUE);
        let every_state = self.of == ListView::All && self.filter.state.is_empty();
        if every_state && !past_due_days {
            keys = self.by_due(" AND due_key < '9999-99-99'", after, limit)?;
        }
        if keys.len() < limit {
            let from = if every_state {
                From::Behind
            } else {
                self.from()
            };
            let stretch = Stretch {
                newest_first: false,
                after: after
                    .filter(|_| past_due_days || !every_state)
                    .map(|after| after.rid),
                limit: limit - keys.len(),
            };
            keys.extend(self.among_all(from, stretch)?);
        }
        Ok(keys)
    }

    fn are_open(&self) -> bool {
        match self.of {
            ListView::Mine | ListView::Open | ListView::DueSoon | ListView::Overdue => true,
            ListView::All => State::from_code(&self.filter.state).is_some_and(State::is_open),
            ListView::ToRate => false,
        }
    }

    fn from(&self) -> From<'a> {
        match (self.of, self.filter.state.as_str()) {
            (ListView::ToRate, "") => From::ToRate,
            (ListView::ToRate, state) => From::ToRateInState(state),
            (_, "") => From::Every,
            (_, state) => From::InState(state),
        }
    }

    fn conditions(&self) -> Conditions<'a> {
        Conditions {
            window: &self.filter.window,
            assignee: &self.filter.assignee,
            group: &self.filter.group,
            green: self.filter.green,
        }
    }

    fn among_all(&self, from: From<'a>, stretch: Stretch) -> Result<Vec<i64>> {
        let conditions = self.conditions();
        let cut = Some(Cut { from, conditions })
            .filter(|_| from != From::Every || !conditions.is_empty());
        match (&self.wanted, cut) {
            (Some(wanted), cut) => wanted.keys(self.connection, cut.as_ref(), stretch),
            (None, Some(cut)) => keys_in(self.connection, &cut, stretch),
            (None, None) => self.every_ticket(stretch),
        }
    }

    fn every_ticket(&self, stretch: Stretch) -> Result<Vec<i64>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT rid FROM ticket WHERE rid < :after ORDER BY rid DESC LIMIT :limit",
        )?;
        let rows = statement.query_map(
            named_params! { ":after": stretch.after.unwrap_or(i64::MAX), ":limit": stretch.limit as i64 },
            |row| row.get("rid"),
        )?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Open tickets by rank and due day; `rest` narrows those without a green channel.
    fn by_due(&self, rest: &str, after: Option<&After>, limit: usize) -> Result<Vec<i64>> {
        let mut keys = Vec::new();
        for (rank, more) in [(GREEN, ""), (REST, rest)] {
            if keys.len() < limit && after.is_none_or(|after| after.rank <= rank) {
                let follows = after.filter(|after| after.rank == rank);
                keys.extend(self.among_open(Some(rank), more, follows, limit - keys.len())?);
            }
        }
        Ok(keys)
    }

    /// Open tickets are few: their index holds all that is asked, and a text is looked for among them alone. With a rank
    /// by due day, else newest first.
    fn among_open(
        &self,
        rank: Option<u8>,
        more: &str,
        after: Option<&After>,
        limit: usize,
    ) -> Result<Vec<i64>> {
        let by_due = rank.is_some();
        let (index, holder) = match (self.of == ListView::Mine, by_due) {
            (false, false) => ("ticket_open_newest", ""),
            (false, true) => ("ticket_open_by_due", ""),
            (true, false) => ("ticket_held_newest", " AND holder = :me"),
            (true, true) => ("ticket_held_by_due", " AND holder = :me"),
        };
        let ranked = if by_due { " AND rank = :rank" } else { "" };
        let near = match (self.of, by_due) {
            (ListView::DueSoon, true) => " AND due_key >= :today AND due_key <= :soon",
            (ListView::DueSoon, false) => " AND due >= :today AND due <= :soon",
            (ListView::Overdue, true) => " AND due_key < :today",
            (ListView::Overdue, false) => " AND due < :today",
            _ => "",
        };
        let follows = match (after.is_some(), by_due) {
            (false, _) => "",
            (true, false) => " AND rid < :after_rid",
            (true, true) => " AND (due_key, rid) > (:after_due, :after_rid)",
        };
        let order = if by_due { "due_key, rid" } else { "rid DESC" };
        let sql = format!(
            "SELECT rid FROM ticket INDEXED BY {index} WHERE open = 1{holder}{ranked}{near}{more}{}{follows} ORDER BY {order}",
            self.narrow()
        );
        let group = format!(" {} ", self.filter.group);
        let (after_due, after_rid) = after.map_or(("", 0), |after| (after.due.as_str(), after.rid));
        let all: [(&str, &dyn ToSql); 10] = [
            (":me", &self.me),
            (":rank", &rank),
            (":today", &self.today),
            (":soon", &self.soon),
            (":window", &self.filter.window),
            (":state", &self.filter.state),
            (":assignee", &self.filter.assignee),
            (":group", &group),
            (":after_due", &after_due),
            (":after_rid", &after_rid),
        ];
        let used: Vec<(&str, &dyn ToSql)> = all
            .into_iter()
            .filter(|(name, _)| sql.contains(name))
            .collect();
        let mut candidates = None;
        if let Some(wanted) = &self.wanted {
            let open = Cut {
                from: From::Open,
                conditions: Conditions::default(),
            };
            let keys = wanted.may_hold(self.connection, &open)?;
            candidates = Some((wanted, keys.into_iter().collect::<HashSet<i64>>()));
        }
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(used.as_slice())?;
        let mut keys = Vec::new();
        while keys.len() < limit
            && let Some(row) = rows.next()?
        {
            let rid = row.get("rid")?;
            let holds = match &candidates {
                None => true,
                Some((wanted, among)) => {
                    among.contains(&rid) && wanted.is_in(self.connection, rid)?
                }
            };
            if holds {
                keys.push(rid);
            }
        }
        Ok(keys)
    }

    fn narrow(&self) -> String {
        let mut narrow = String::new();
        let mut when = |used: bool, condition: &str| {
            if used {
                narrow.push_str(condition);
            }
        };
        let filter = self.filter;
        when(!filter.window.is_empty(), " AND window = :window");
        when(!filter.state.is_empty(), " AND state = :state");
        when(filter.assignee == cut::NOBODY, " AND assignee = ''");
        when(
            !filter.assignee.is_empty() && filter.assignee != cut::NOBODY,
            " AND assignee = :assignee",
        );
        when(
            !filter.group.is_empty(),
            " AND instr(' ' || groups || ' ', :group) > 0",
        );
        when(filter.green, " AND rank = 0");
        narrow
    }
}
