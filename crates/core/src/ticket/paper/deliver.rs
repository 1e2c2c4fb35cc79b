//! Handing papers over (送达), with what the 送达回证 says of it.
//!
//! 依据：《中华人民共和国民事诉讼法》第八十七条至第九十一条，参照适用。

use uuid::Uuid;

use super::form_of;
use super::list::{Issued, issued, spoken};
use crate::desk::Tx;
use crate::dictionary;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::procedure;
use crate::ticket::act::{append, open, text};
use crate::ticket::{Act, Ticket, get};
use crate::time::{self, Day};

/// Table of the ways papers are handed over.
pub const WAYS: &str = "delivery_ways";
/// Table of who may take them.
pub const RECEIVERS: &str = "delivery_receivers";

/// Most papers handed over at once.
const PAPERS_MAX: usize = 50;

/// Papers that were handed over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Their numbers.
    pub papers: Vec<String>,
    /// Code of [`WAYS`].
    pub way: String,
    /// Civil day on which they count as handed over.
    pub day: Option<Day>,
    pub place: String,
    /// Code of [`RECEIVERS`]; empty where nobody signed.
    pub receiver: String,
    /// Who signed.
    pub receiver_name: String,
    /// Why somebody else took it, why it was refused, or where it was made public.
    pub reason: String,
    pub witness: String,
    /// Number of the postal slip, of the message, of the photographs.
    pub evidence: String,
    /// The addressee agreed to be served electronically.
    pub consent: bool,
    pub note: String,
    /// When it was written down, and by whom: staff id as text. Of no meaning on one that is to be recorded.
    pub at_ms: i64,
    pub author: String,
}

impl Delivery {
    /// Reads what an entry says.
    pub(super) fn read(record: &Record, at_ms: i64, author: &str) -> Self {
        let value = |key: &str| record.data.get(key).unwrap_or(&Value::Empty);
        let text = |key: &str| value(key).as_text().to_owned();
        Self {
            papers: value("papers").as_texts(),
            way: text("way"),
            day: time::day_from_text(&text("day")),
            place: text("place"),
            receiver: text("receiver"),
            receiver_name: text("receiver_name"),
            reason: text("reason"),
            witness: text("witness"),
            evidence: text("evidence"),
            consent: value("consent").as_bool(),
            note: text("note"),
            at_ms,
            author: author.to_owned(),
        }
    }

    fn record(&self) -> Record {
        Record::of([
            ("papers", Value::texts(&self.papers)),
            ("way", Value::text(&self.way)),
            (
                "day",
                Value::text(&self.day.map(|day| day.to_string()).unwrap_or_default()),
            ),
            ("place", Value::text(&self.place)),
            ("receiver", Value::text(&self.receiver)),
            ("receiver_name", Value::text(&self.receiver_name)),
            ("reason", Value::text(&self.reason)),
            ("witness", Value::text(&self.witness)),
            ("evidence", Value::text(&self.evidence)),
            ("consent", Value::Bool(self.consent)),
            ("note", Value::text(&self.note)),
        ])
    }
}

/// Records that papers were handed over. Where the procedure has a step for the delivery of one of them, and it is
/// possible now, the step is taken with the same day, so that its clocks start. Returns that step.
///
/// # Errors
/// `paper.not_found`, `paper.void`, `delivery.none`, `choice.unknown`, `delivery.day`, `delivery.receiver`,
/// `delivery.reason`, `delivery.evidence`, `delivery.consent`, those of texts and those of every act.
pub fn deliver(
    tx: &mut Tx<'_>,
    id: Uuid,
    wish: &Delivery,
) -> Result<Option<&'static procedure::Step>> {
    let ticket = open(tx, id, None, Act::Deliver)?;
    let papers = wanted(&ticket, &wish.papers)?;
    let mut delivery = Delivery {
        place: text("place", &wish.place)?,
        receiver_name: text("receiver_name", &wish.receiver_name)?,
        reason: text("reason", &wish.reason)?,
        witness: text("witness", &wish.witness)?,
        evidence: text("evidence", &wish.evidence)?,
        note: text("note", &wish.note)?,
        ..wish.clone()
    };
    let today = tx.view().today();
    let day = delivery.day.unwrap_or(today);
    let first = papers.iter().map(|paper| time::day_of(paper.at_ms)).max();
    if day > today || first.is_some_and(|first| day < first) {
        return Err(Error::at("delivery.day", "day"));
    }
    delivery.day = Some(day);
    check(&delivery)?;
    append(tx, &ticket, Act::Deliver, &delivery.record())?;
    start_clocks(tx, id, &papers, &delivery)
}

fn wanted(ticket: &Ticket, numbers: &[String]) -> Result<Vec<Issued>> {
    if numbers.is_empty() {
        return Err(Error::at("delivery.none", "papers"));
    }
    if numbers.len() > PAPERS_MAX {
        return Err(Error::at("list.too_long", "papers"));
    }
    let known = issued(ticket);
    let mut wanted = Vec::new();
    for number in numbers {
        let paper = known
            .iter()
            .find(|paper| paper.number == *number && !number.is_empty());
        let paper =
            paper.ok_or_else(|| Error::at("paper.not_found", "papers").with(spoken(number)))?;
        if paper.void.is_some() {
            return Err(Error::at("paper.void", "papers").with(number));
        }
        wanted.push(paper.clone());
    }
    Ok(wanted)
}

/// What each way asks for is said by its line in the table.
fn check(delivery: &Delivery) -> Result<()> {
    let ways = dictionary::bundled(WAYS);
    let Some(way) = ways.and_then(|table| table.find(&delivery.way)) else {
        return Err(Error::at("choice.unknown", "way"));
    };
    let receivers = dictionary::bundled(RECEIVERS);
    let receiver = receivers.and_then(|table| table.find(&delivery.receiver));
    if receiver.is_none() && !delivery.receiver.is_empty() {
        return Err(Error::at("choice.unknown", "receiver"));
    }
    if way.flag("signed") && (receiver.is_none() || delivery.receiver_name.is_empty()) {
        return Err(Error::at("delivery.receiver", "receiver_name"));
    }
    let instead = way.flag("signed") && receiver.is_some_and(|receiver| receiver.flag("reason"));
    if (way.flag("reason") || instead) && delivery.reason.is_empty() {
        return Err(Error::at("delivery.reason", "reason"));
    }
    if way.flag("evidence") && delivery.evidence.is_empty() && delivery.witness.is_empty() {
        return Err(Error::at("delivery.evidence", "evidence"));
    }
    if way.flag("consent") && !delivery.consent {
        return Err(Error::at("delivery.consent", "consent"));
    }
    Ok(())
}

fn start_clocks(
    tx: &mut Tx<'_>,
    id: Uuid,
    papers: &[Issued],
    delivery: &Delivery,
) -> Result<Option<&'static procedure::Step>> {
    let ticket = get(&tx.view(), id)?;
    let forms: Vec<&str> = papers.iter().map(|paper| form_of(&paper.form)).collect();
    let Some(step) = procedure::step_for_delivery(&tx.view(), tx.actor(), &ticket, &forms) else {
        return Ok(None);
    };
    let day = delivery.day.map(|day| day.to_string()).unwrap_or_default();
    let way = dictionary::bundled(WAYS).map_or("", |table| table.name_of(&delivery.way));
    let values = [("served", day), ("way", way.to_owned())];
    let has = |code: &str| step.fields.iter().any(|field| field.code == code);
    let wish = procedure::Wish {
        step: step.code.to_owned(),
        values: values
            .into_iter()
            .filter(|(code, _)| has(code))
            .map(|(code, value)| (code.to_owned(), value))
            .collect(),
        ..procedure::Wish::default()
    };
    match procedure::take_step(tx, id, ticket.version, &wish) {
        Ok(()) => Ok(Some(step)),
        // The delivery stands; the step may have been written down by hand before.
        Err(Error::Refused { .. }) => Ok(None),
        Err(fault) => Err(fault),
    }
}
