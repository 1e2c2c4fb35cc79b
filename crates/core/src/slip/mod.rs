//! Numbered blank slips for power cuts (空白单): handed out beforehand, entered afterwards by their number.
//!
//! Every number that was given out is out, entered as a ticket, or void with a reason, so that a gap has an explanation.

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::fold::STATE;
use crate::journal::{Folded, Record, Value};
use crate::number::{SLIP, TicketNumber};
use crate::person::short_text;
use crate::ticket::list::row_by_id;
use crate::visit;

/// Most slips printed at once.
pub const BATCH_MAX: u32 = 100;

const OUT: &str = "slip.out";
const BACK: &str = "slip.back";
const VOID: &str = "slip.void";

/// Where a slip is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// 未收回.
    Out,
    /// 已补录.
    Back,
    /// 已作废.
    Void,
}

impl State {
    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::Back => "back",
            Self::Void => "void",
        }
    }
}

/// One slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// 空白单号.
    pub number: String,
    /// The batch it was printed in.
    pub batch: Uuid,
    pub out_ms: i64,
    /// Who printed it: staff id as text.
    pub author: String,
    /// Who took it, in words.
    pub holder: String,
    /// `out`, `back` or `void`.
    pub state: String,
    /// What it was entered as.
    pub ticket: Option<Uuid>,
    pub reason: String,
    pub settled_ms: Option<i64>,
    /// Who entered it or declared it void: staff id as text; empty while it is out.
    pub settled_by: String,
}

/// Hands out the numbers of a batch.
///
/// # Errors
/// `right.missing`, `slip.count`, and those of texts.
pub fn hand_out(tx: &mut Tx<'_>, count: u32, holder: &str) -> Result<Vec<String>> {
    tx.actor().require(Right::RegisterVisit)?;
    if !(1..=BATCH_MAX).contains(&count) {
        return Err(Error::at("slip.count", "count"));
    }
    let holder = short_text(holder, 60).map_err(|code| Error::at(code, "holder"))?;
    let mut numbers = Vec::new();
    for _ in 0..count {
        numbers.push(visit::take_number(tx, SLIP)?);
    }
    let body = Record::of([
        ("numbers", Value::texts(&numbers)),
        ("holder", Value::text(&holder)),
    ]);
    let id = tx.new_id();
    tx.append(subject::SLIP, id, OUT, &body, Vec::new())?;
    Ok(numbers)
}

/// Records that a slip was entered as a ticket that is there already.
///
/// # Errors
/// `right.missing`, `slip.not_found`, `slip.settled`, `slip.other_number`, `ticket.not_found`.
pub fn enter(tx: &mut Tx<'_>, number: &str, ticket_number: &str) -> Result<()> {
    let slip = open(tx, number)?;
    let ticket = TicketNumber::parse(ticket_number)
        .map_err(|fault| Error::at(fault.code(), "ticket_number"))?;
    let row = row_by_id(tx.view().connection, "number = :value", &ticket.to_string())?;
    let ticket = row
        .ok_or_else(|| Error::at("ticket.not_found", "ticket_number"))?
        .id;
    settle_as(tx, &slip, ticket)
}

/// Records that a slip was entered as a ticket.
pub(crate) fn settle_as(tx: &mut Tx<'_>, slip: &Slip, ticket: Uuid) -> Result<()> {
    let body = Record::of([
        ("number", Value::text(&slip.number)),
        ("ticket", Value::text(&ticket.to_string())),
    ]);
    settle(tx, slip.batch, BACK, &body)
}

/// Declares a slip void: spoilt, lost, not used.
///
/// # Errors
/// `right.missing`, `slip.not_found`, `slip.settled`, `slip.other_number`, `reason.missing`, and those of texts.
pub fn void(tx: &mut Tx<'_>, number: &str, reason: &str) -> Result<()> {
    let slip = open(tx, number)?;
    let reason = short_text(reason, 400).map_err(|code| Error::at(code, "reason"))?;
    if reason.is_empty() {
        return Err(Error::at("reason.missing", "reason"));
    }
    let body = Record::of([
        ("number", Value::text(&slip.number)),
        ("reason", Value::text(&reason)),
    ]);
    settle(tx, slip.batch, VOID, &body)
}

fn open(tx: &Tx<'_>, number: &str) -> Result<Slip> {
    tx.actor().require(Right::RegisterVisit)?;
    find_out(&tx.view(), number)?
        .map_err(|fault| Error::at(fault.code(), "number").with(fault.into_number()))
}

/// What is wrong with the number of a slip, which is written here as papers write it.
pub(crate) enum Fault {
    /// It is no number at all; the code says why.
    Misread(&'static str),
    /// That of another paper.
    Other(String),
    NotFound(String),
    Settled(String),
}

impl Fault {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Misread(code) => code,
            Self::Other(_) => "slip.other_number",
            Self::NotFound(_) => "slip.not_found",
            Self::Settled(_) => "slip.settled",
        }
    }

    /// Returns the number, as far as it is one.
    pub(crate) fn into_number(self) -> String {
        match self {
            Self::Misread(_) => String::new(),
            Self::Other(number) | Self::NotFound(number) | Self::Settled(number) => number,
        }
    }
}

/// Returns the slip that is out with a number as somebody typed it, or what is wrong with the number.
pub(crate) fn find_out(view: &View<'_>, number: &str) -> Result<std::result::Result<Slip, Fault>> {
    let parsed = match TicketNumber::parse(number) {
        Ok(parsed) => parsed,
        Err(fault) => return Ok(Err(Fault::Misread(fault.code()))),
    };
    let number = parsed.to_string();
    if parsed.window() != SLIP {
        return Ok(Err(Fault::Other(number)));
    }
    Ok(match find(view, &number)? {
        None => Err(Fault::NotFound(number)),
        Some(slip) if slip.state != State::Out.code() => Err(Fault::Settled(number)),
        Some(slip) => Ok(slip),
    })
}

fn settle(tx: &mut Tx<'_>, batch: Uuid, kind: &str, body: &Record) -> Result<()> {
    let seen = tx
        .view()
        .fold(batch)?
        .event_heads(|kind| kind.starts_with("slip."));
    let base = vec![(STATE.to_owned(), seen)];
    tx.append(subject::SLIP, batch, kind, body, base)?;
    Ok(())
}

/// Tells what the entries of a batch come to. Of two settlements made apart the first in the agreed order counts; an
/// entry as a ticket always counts more than a void, since there is a ticket.
pub(crate) fn slips(batch: Uuid, folded: &Folded) -> Vec<Slip> {
    let mut slips: Vec<Slip> = Vec::new();
    for event in &folded.events {
        let text = |key: &str| {
            let value = event.record.data.get(key);
            value.map_or("", |value| value.as_text()).to_owned()
        };
        let author = Uuid::from_bytes(event.origin.account).to_string();
        if event.kind == OUT {
            let numbers = event.record.data.get("numbers").map(Value::as_texts);
            slips.extend(numbers.unwrap_or_default().into_iter().map(|number| Slip {
                number,
                batch,
                out_ms: event.at_ms,
                author: author.clone(),
                holder: text("holder"),
                state: State::Out.code().to_owned(),
                ticket: None,
                reason: String::new(),
                settled_ms: None,
                settled_by: String::new(),
            }));
            continue;
        }
        let number = text("number");
        let Some(slip) = slips.iter_mut().find(|slip| slip.number == number) else {
            continue;
        };
        let state = match event.kind.as_str() {
            BACK if slip.ticket.is_none() => State::Back,
            VOID if slip.settled_ms.is_none() => State::Void,
            _ => continue,
        };
        slip.state = state.code().to_owned();
        slip.ticket = Uuid::parse_str(&text("ticket")).ok();
        slip.reason = text("reason");
        slip.settled_ms = Some(event.at_ms);
        slip.settled_by = author;
    }
    slips
}

const COLUMNS: &str =
    "number, batch, out_ms, author, holder, state, ticket_id, reason, settled_ms, settled_by";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Slip> {
    let ticket: Option<[u8; 16]> = row.get("ticket_id")?;
    Ok(Slip {
        number: row.get("number")?,
        batch: Uuid::from_bytes(row.get("batch")?),
        out_ms: row.get("out_ms")?,
        author: row.get("author")?,
        holder: row.get("holder")?,
        state: row.get("state")?,
        ticket: ticket.map(Uuid::from_bytes),
        reason: row.get("reason")?,
        settled_ms: row.get("settled_ms")?,
        settled_by: row.get("settled_by")?,
    })
}

/// Returns the slip with a number, if it was given out.
pub fn find(view: &View<'_>, number: &str) -> Result<Option<Slip>> {
    let sql = format!("SELECT {COLUMNS} FROM slip WHERE number = :number");
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":number": number }, read)
        .optional()?)
}

/// Lists the slips that are out, by number: the gap list.
pub fn list_out(view: &View<'_>) -> Result<Vec<Slip>> {
    let sql = format!("SELECT {COLUMNS} FROM slip WHERE state = 'out' ORDER BY number");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the slips that were settled, those settled last first.
pub fn list_settled(view: &View<'_>, limit: u32) -> Result<Vec<Slip>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM slip WHERE state <> 'out' ORDER BY settled_ms DESC, number LIMIT :limit"
    );
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":limit": limit }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes the rows of a batch.
pub(crate) fn project(view: &View<'_>, batch: Uuid) -> Result<()> {
    let slips = slips(batch, &view.fold(batch)?);
    let mut store = view.connection.prepare_cached(
        "INSERT OR REPLACE INTO slip (number, batch, out_ms, author, holder, state, ticket_id, reason, settled_ms,
             settled_by)
         VALUES (:number, :batch, :out_ms, :author, :holder, :state, :ticket_id, :reason, :settled_ms, :settled_by)",
    )?;
    for slip in slips {
        store.execute(named_params! {
            ":number": slip.number,
            ":batch": slip.batch.as_bytes().as_slice(),
            ":out_ms": slip.out_ms,
            ":author": slip.author,
            ":holder": slip.holder,
            ":state": slip.state,
            ":ticket_id": slip.ticket.as_ref().map(|id| id.as_bytes().as_slice()),
            ":reason": slip.reason,
            ":settled_ms": slip.settled_ms,
            ":settled_by": slip.settled_by,
        })?;
    }
    Ok(())
}
