//! The papers that were issued (电子文书库): of a ticket, of a person, by number, by checksum.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use super::deliver::Delivery;
use super::fate::Copied;
use crate::desk::View;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::person;
use crate::ticket::{Act, Ticket, get};

/// A paper was declared void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voided {
    pub at_ms: i64,
    /// Staff id as text.
    pub author: String,
    pub reason: String,
}

/// An issued paper with all that became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// 文书号; empty on a paper from before papers had numbers.
    pub number: String,
    /// Code of the form, or of its large print.
    pub form: String,
    /// Name of the form as it was; empty on a paper from before papers had numbers.
    pub name: String,
    pub edition: String,
    /// Which print of its form it is.
    pub count: u32,
    pub sha256: String,
    pub pages: u32,
    /// Queue, or `file` when it was saved.
    pub printer: String,
    pub at_ms: i64,
    /// Staff id as text.
    pub author: String,
    /// Segment of the site where it was made.
    pub site: String,
    /// What it was made from, see [`super::kept`].
    pub kept: Option<Uuid>,
    /// Shows identity numbers whole.
    pub whole: bool,
    pub copies: Vec<Copied>,
    pub void: Option<Voided>,
    pub deliveries: Vec<Delivery>,
    /// A later print of the same form that is not void.
    pub followed_by: Option<u32>,
}

/// Lists the papers of a ticket in the order they were issued.
pub fn issued(ticket: &Ticket) -> Vec<Issued> {
    let mut papers: Vec<Issued> = Vec::new();
    for step in &ticket.life.steps {
        let event = &step.event;
        let record = &event.record;
        let author = Uuid::from_bytes(event.origin.account).to_string();
        let named = text(record, "number");
        let paper = |papers: &mut Vec<Issued>| {
            let known = |paper: &Issued| !named.is_empty() && paper.number == named;
            papers.iter().position(known)
        };
        match (step.act, step.idle) {
            // What was printed is on paper, whether or not its author was allowed to.
            (Act::Paper, _) => papers.push(Issued {
                number: named,
                form: text(record, "form"),
                name: text(record, "name"),
                edition: text(record, "edition"),
                count: number(record, "count").max(1),
                sha256: text(record, "sha256"),
                pages: number(record, "pages"),
                printer: text(record, "printer"),
                at_ms: event.at_ms,
                author,
                site: event.origin.site.clone(),
                kept: Uuid::parse_str(&text(record, "kept")).ok(),
                whole: truth(record, "whole"),
                copies: Vec::new(),
                void: None,
                deliveries: Vec::new(),
                followed_by: None,
            }),
            (Act::CopyPaper, None) => {
                if let Some(at) = paper(&mut papers) {
                    papers[at].copies.push(Copied {
                        sha256: text(record, "sha256"),
                        marked: truth(record, "marked"),
                        printer: text(record, "printer"),
                    });
                }
            }
            (Act::VoidPaper, None) => {
                if let Some(at) = paper(&mut papers) {
                    let reason = text(record, "reason");
                    papers[at].void.get_or_insert(Voided {
                        at_ms: event.at_ms,
                        author,
                        reason,
                    });
                }
            }
            (Act::Deliver, None) => {
                let delivery = Delivery::read(record, event.at_ms, &author);
                let delivered = |paper: &&mut Issued| delivery.papers.contains(&paper.number);
                for paper in papers.iter_mut().filter(delivered) {
                    paper.deliveries.push(delivery.clone());
                }
            }
            _ => {}
        }
    }
    let standing: Vec<(String, u32)> = papers
        .iter()
        .filter(|paper| paper.void.is_none())
        .map(|paper| (paper.form.clone(), paper.count))
        .collect();
    for paper in &mut papers {
        let later = standing
            .iter()
            .filter(|(form, count)| *form == paper.form && *count > paper.count);
        paper.followed_by = later.map(|(_, count)| *count).max();
    }
    papers
}

fn text(record: &Record, key: &str) -> String {
    record
        .data
        .get(key)
        .map_or("", |value| value.as_text())
        .to_owned()
}

fn number(record: &Record, key: &str) -> u32 {
    let number = record.data.get(key).and_then(Value::as_int).unwrap_or(0);
    u32::try_from(number).unwrap_or(0)
}

fn truth(record: &Record, key: &str) -> bool {
    record.data.get(key).is_some_and(Value::as_bool)
}

/// Returns the paper of a ticket with a number.
///
/// # Errors
/// `paper.not_found`.
pub fn single(ticket: &Ticket, number: &str) -> Result<Issued> {
    let mut papers = issued(ticket).into_iter();
    papers
        .find(|paper| !number.is_empty() && paper.number == number)
        .ok_or_else(|| Error::refused("paper.not_found").with(spoken(number)))
}

/// Returns as much of what somebody typed as a number of a paper has room for.
pub fn spoken(number: &str) -> String {
    number.chars().take(20).collect()
}

/// Finds a paper by its number, with its ticket.
pub fn find(view: &View<'_>, number: &str) -> Result<Option<(Ticket, Issued)>> {
    let found = ticket_where(view, "number", number)?;
    let Some(ticket) = found else { return Ok(None) };
    let ticket = get(view, ticket)?;
    let paper = issued(&ticket)
        .into_iter()
        .find(|paper| paper.number == number);
    Ok(paper.map(|paper| (ticket, paper)))
}

/// Finds a paper, or a copy of one, by the checksum of its file.
pub fn find_by_hash(view: &View<'_>, sha256: &str) -> Result<Option<(Ticket, Issued)>> {
    let found = ticket_where(view, "sha256", sha256)?;
    let Some(ticket) = found else { return Ok(None) };
    let ticket = get(view, ticket)?;
    let has = |paper: &Issued| {
        paper.sha256 == sha256 || paper.copies.iter().any(|copy| copy.sha256 == sha256)
    };
    let paper = issued(&ticket).into_iter().find(has);
    Ok(paper.map(|paper| (ticket, paper)))
}

fn ticket_where(view: &View<'_>, column: &str, value: &str) -> Result<Option<Uuid>> {
    if value.is_empty() {
        return Ok(None);
    }
    let sql =
        format!("SELECT ticket_id FROM paper WHERE {column} = :value ORDER BY rid, nr LIMIT 1");
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":value": value }, |row| {
            Ok(Uuid::from_bytes(row.get("ticket_id")?))
        })
        .optional()?)
}

/// Lists the tickets of a person, and of everybody merged with them, that have papers; the newest first.
pub fn of_person(view: &View<'_>, person: Uuid) -> Result<Vec<Ticket>> {
    let mut seen = BTreeSet::new();
    let mut found: Vec<(i64, Uuid)> = Vec::new();
    for member in person::family(view, person)? {
        let mut statement = view.connection.prepare_cached(
            "SELECT DISTINCT ticket.rid, ticket.id FROM ticket JOIN paper ON paper.rid = ticket.rid
             WHERE ticket.person_id = :person ORDER BY ticket.rid",
        )?;
        let rows = statement.query_map(
            named_params! { ":person": member.as_bytes().as_slice() },
            |row| Ok((row.get("rid")?, Uuid::from_bytes(row.get("id")?))),
        )?;
        for row in rows {
            let row = row?;
            if seen.insert(row.1) {
                found.push(row);
            }
        }
    }
    found.sort_by_key(|(rid, _)| std::cmp::Reverse(*rid));
    found.into_iter().map(|(_, id)| get(view, id)).collect()
}
