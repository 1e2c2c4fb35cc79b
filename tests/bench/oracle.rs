//! What a search has to find, by looking at every ticket.

use std::collections::HashMap;

use fachuang_core::desk::View;
use fachuang_core::naming::{name_keys, normalise_reading};
use fachuang_core::number::TicketNumber;
use fachuang_core::party_check::id_key;
use fachuang_core::search::normal;
use uuid::Uuid;

use crate::Failure;

/// One ticket as the scan sees it.
#[derive(Debug)]
pub struct Scanned {
    pub rid: i64,
    pub number: String,
    pub id_key: String,
    /// Digits of the phone, last first.
    pub phone_tail: String,
    pub text: String,
    pub visitor: String,
    pub names: Vec<u32>,
}

/// Every ticket in memory, newest first.
#[derive(Debug, Default)]
pub struct Oracle {
    pub tickets: Vec<Scanned>,
    /// Keys of each name, each behind a line break.
    readings: Vec<String>,
}

impl Oracle {
    /// Reads all tickets.
    pub fn read(view: &View<'_>) -> Result<Self, Failure> {
        let mut oracle = Self::default();
        let mut statement = view.connection.prepare(
            "SELECT rid, id, number, visit_id, id_key, phone_tail, find_text, visitor FROM ticket ORDER BY rid DESC",
        )?;
        let mut at = HashMap::new();
        let mut known = HashMap::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            at.insert(row.get::<_, [u8; 16]>("id")?, oracle.tickets.len());
            oracle.tickets.push(Scanned {
                rid: row.get("rid")?,
                number: row.get("number")?,
                id_key: row.get("id_key")?,
                phone_tail: row.get("phone_tail")?,
                text: row.get("find_text")?,
                visitor: row.get("visitor")?,
                names: Vec::new(),
            });
            // The name as it was given at the counter, which may not be that of the register.
            let visit = view.fold(Uuid::from_bytes(row.get("visit_id")?))?;
            let last = oracle.tickets.len() - 1;
            oracle.name(&mut known, last, visit.text("name_as_given"));
        }
        let mut statement = view
            .connection
            .prepare("SELECT ticket_id, name FROM party")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(at) = at.get(&row.get::<_, [u8; 16]>("ticket_id")?) {
                let name: String = row.get("name")?;
                oracle.name(&mut known, *at, &name);
            }
        }
        Ok(oracle)
    }

    /// Notes that a ticket names somebody.
    fn name(&mut self, known: &mut HashMap<String, u32>, at: usize, name: &str) {
        let number = known.get(name).copied().unwrap_or_else(|| {
            let keys = name_keys(name);
            let lines = keys.full.iter().chain(&keys.initials);
            self.readings
                .push(lines.map(|key| format!("\n{key}")).collect());
            let number = known.len() as u32;
            known.insert(name.to_owned(), number);
            number
        });
        self.tickets[at].names.push(number);
    }

    /// Returns the newest tickets that a query means, at most `limit`.
    pub fn search(&self, query: &str, limit: usize) -> Vec<i64> {
        let query = normal(query.trim());
        let terms: Vec<&str> = query.split(' ').filter(|term| !term.is_empty()).collect();
        let compact: String = query.chars().filter(|c| c.is_alphanumeric()).collect();
        if compact.is_empty() {
            return Vec::new();
        }
        let upper = compact.to_ascii_uppercase();
        let all_digits = upper.bytes().all(|b| b.is_ascii_digit());
        let body = upper.strip_suffix('X').unwrap_or(&upper);
        let numeric = body.len() >= 4 && body.bytes().all(|b| b.is_ascii_digit());
        let reversed: String = upper.chars().rev().collect();
        let whole: String = query.chars().filter(|c| !c.is_whitespace()).collect();
        let whole = Some(whole)
            .filter(|whole| whole.len() >= 5 && whole.bytes().any(|b| b.is_ascii_digit()))
            .map(|whole| id_key(&whole.to_uppercase()));
        let number = TicketNumber::parse(&compact).ok().map(|n| n.to_string());
        let letters = query
            .chars()
            .all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '\'');
        let named: Vec<bool> = if letters {
            let reading = format!("\n{}", normalise_reading(&query));
            self.readings
                .iter()
                .map(|keys| keys.contains(&reading))
                .collect()
        } else {
            Vec::new()
        };
        let meant = |ticket: &&Scanned| {
            whole.as_ref() == Some(&ticket.id_key)
                || (numeric && ticket.id_key.ends_with(&upper))
                || (numeric && all_digits && ticket.phone_tail.starts_with(&reversed))
                || number.as_ref() == Some(&ticket.number)
                || (letters && ticket.names.iter().any(|name| named[*name as usize]))
                || terms.iter().all(|term| ticket.text.contains(term))
        };
        let found = self.tickets.iter().filter(meant).take(limit);
        found.map(|ticket| ticket.rid).collect()
    }
}
