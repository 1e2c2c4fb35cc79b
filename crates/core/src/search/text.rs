//! Text in the index: what it is asked, and the keys it gives.

use rusqlite::{Connection, ToSql, named_params};

use super::cut::Cut;
use super::{list, token};
use crate::error::Result;
use crate::naming;
use crate::number::TicketNumber;

/// Which keys of a run are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// From the newest on rather than from the oldest.
    pub newest_first: bool,
    /// Only keys that follow this one.
    pub after: Option<i64>,
    pub limit: usize,
}

impl Stretch {
    /// Returns the newest keys.
    pub(crate) fn newest(limit: usize) -> Self {
        Self {
            newest_first: true,
            after: None,
            limit,
        }
    }

    fn after(self) -> i64 {
        self.after.unwrap_or(if self.newest_first {
            i64::MAX
        } else {
            i64::MIN
        })
    }

    /// Condition and order on the key `name`.
    fn sql(self, name: &str) -> String {
        let (sign, order) = if self.newest_first {
            ("<", "DESC")
        } else {
            (">", "ASC")
        };
        format!("{name} {sign} :after ORDER BY {name} {order} LIMIT :limit")
    }
}

/// Text that tickets are looked through for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Each has to occur.
    terms: Vec<String>,
    /// What the index is asked.
    matching: String,
    /// Number of the ticket that is meant as well.
    number: String,
}

impl Wanted {
    /// Reads a normal text; none when it has neither letter nor digit.
    pub(crate) fn new(text: &str) -> Option<Self> {
        let pieces: Vec<String> = naming::query_bigrams(text)
            .iter()
            .map(|fragment| {
                let star = if fragment.chars().count() == 1 {
                    "*"
                } else {
                    ""
                };
                format!("\"{}\"{star}", token(fragment))
            })
            .collect();
        if pieces.is_empty() {
            return None;
        }
        let terms = text.split(' ').filter(|term| !term.is_empty());
        Some(Self {
            terms: terms.map(str::to_owned).collect(),
            matching: pieces.join(" AND "),
            number: String::new(),
        })
    }

    /// Means the ticket of this number as well, where the text is one.
    pub(crate) fn or_number(mut self, text: &str) -> Self {
        if let Ok(number) = TicketNumber::parse(text) {
            self.number = number.to_string();
            self.matching = format!("({}) OR \"{}\"", self.matching, number_token(&self.number));
        }
        self
    }

    fn asked(&self, cut: Option<&Cut<'_>>) -> String {
        match cut {
            Some(cut) => format!("({}) AND \"{}\"", self.matching, cut.token()),
            None => self.matching.clone(),
        }
    }

    /// Lists the tickets that hold the text, those of a cut where one is given.
    pub(crate) fn keys(
        &self,
        connection: &Connection,
        cut: Option<&Cut<'_>>,
        stretch: Stretch,
    ) -> Result<Vec<i64>> {
        let indexed = format!(
            "FROM find JOIN ticket ON ticket.rid = find.rowid WHERE find MATCH :query AND ({})",
            self.condition()
        );
        let (waiting, values) = match cut {
            Some(cut) => cut.condition(),
            None => ("1".to_owned(), Vec::new()),
        };
        let waiting = format!("({}) AND {waiting}", self.condition());
        let query = self.asked(cut);
        let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":query", &query)];
        let names = self.names();
        self.bind(&names, &mut parameters);
        parameters.extend(
            values
                .iter()
                .map(|(name, value)| (*name, value as &dyn ToSql)),
        );
        both(connection, &indexed, &waiting, &parameters, stretch)
    }

    /// Lists the tickets of a cut that may hold the text; the row has to confirm it.
    pub(crate) fn may_hold(&self, connection: &Connection, cut: &Cut<'_>) -> Result<Vec<i64>> {
        list(
            connection,
            "SELECT rowid FROM find WHERE find MATCH :query UNION ALL SELECT rid FROM find_waiting",
            named_params! { ":query": self.asked(Some(cut)) },
        )
    }

    /// The ticket holds the text.
    pub(crate) fn is_in(&self, connection: &Connection, rid: i64) -> Result<bool> {
        let sql = format!(
            "SELECT rid FROM ticket WHERE rid = :rid AND ({})",
            self.condition()
        );
        let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":rid", &rid)];
        let names = self.names();
        self.bind(&names, &mut parameters);
        Ok(!list(connection, &sql, &parameters)?.is_empty())
    }

    fn condition(&self) -> String {
        let terms: Vec<String> = (0..self.terms.len())
            .map(|at| format!("instr(ticket.find_text, :t{at}) > 0"))
            .collect();
        let number = if self.number.is_empty() {
            ""
        } else {
            " OR ticket.number = :number"
        };
        format!("{}{number}", terms.join(" AND "))
    }

    fn names(&self) -> Vec<String> {
        (0..self.terms.len()).map(|at| format!(":t{at}")).collect()
    }

    fn bind<'a>(&'a self, names: &'a [String], parameters: &mut Vec<(&'a str, &'a dyn ToSql)>) {
        for (name, term) in names.iter().zip(&self.terms) {
            parameters.push((name, term));
        }
        if !self.number.is_empty() {
            parameters.push((":number", &self.number));
        }
    }
}

/// Returns what the index keeps of a ticket number.
pub(crate) fn number_token(number: &str) -> String {
    format!("\u{e000}{}", token(number))
}

/// Lists the tickets of a cut.
pub(crate) fn keys_in(
    connection: &Connection,
    cut: &Cut<'_>,
    stretch: Stretch,
) -> Result<Vec<i64>> {
    let query = format!("\"{}\"", cut.token());
    let (waiting, values) = cut.condition();
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":query", &query)];
    parameters.extend(
        values
            .iter()
            .map(|(name, value)| (*name, value as &dyn ToSql)),
    );
    let indexed = "FROM find WHERE find MATCH :query";
    both(connection, indexed, &waiting, &parameters, stretch)
}

/// Lists keys the index gives, and with them those of tickets that wait for it, which are looked at one by one. Both in one
/// statement, so that a ticket which moves from the one to the other meanwhile is neither missed nor listed twice.
fn both(
    connection: &Connection,
    indexed: &str,
    waiting: &str,
    parameters: &[(&str, &dyn ToSql)],
    stretch: Stretch,
) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT rid FROM (
             SELECT find.rowid AS rid {indexed}
                 AND find.rowid NOT IN (SELECT rid FROM find_waiting) AND {}
         ) UNION ALL SELECT rid FROM (
             SELECT ticket.rid AS rid FROM find_waiting CROSS JOIN ticket ON ticket.rid = find_waiting.rid
             WHERE {waiting} AND {}
         )",
        stretch.sql("find.rowid"),
        stretch.sql("find_waiting.rid")
    );
    let (after, limit) = (stretch.after(), stretch.limit as i64);
    let mut all = parameters.to_vec();
    all.extend([(":after", &after as &dyn ToSql), (":limit", &limit)]);
    let used: Vec<(&str, &dyn ToSql)> = all
        .into_iter()
        .filter(|(name, _)| sql.contains(name))
        .collect();
    let mut keys = list(connection, &sql, &used)?;
    if stretch.newest_first {
        keys.sort_unstable_by(|a, b| b.cmp(a));
    } else {
        keys.sort_unstable();
    }
    keys.truncate(stretch.limit);
    Ok(keys)
}

/// Tickets wait for the index.
pub(crate) fn waiting(connection: &Connection) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM find_waiting)")?
        .query_row([], |row| row.get(0))?)
}
