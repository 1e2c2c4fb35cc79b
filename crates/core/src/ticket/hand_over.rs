//! 离岗移交: all open tickets of somebody who leaves or is away go to others, in one write, an entry for each. Who received
//! the visitor first stays responsible as such (首问责任人).

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::named_params;
use uuid::Uuid;

use super::act::{append, may, open, reason, require_sight, require_worker};
use super::data::{Ticket, get};
use super::machine::Act;
use super::suggest::open_load;
use crate::desk::{Actor, Tx, View};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::staff;

/// A ticket of the one who leaves, and what becomes of it.
#[derive(Debug)]
pub struct Proposal {
    pub ticket: Ticket,
    /// Who would take it; none where nobody named may.
    pub to: Option<Uuid>,
    /// Why it cannot be handed over in this way, or not to anybody named.
    pub fault: Option<Error>,
}

/// Lists the open tickets in somebody's hand, and those received by them that nobody took, in the order of registration.
pub fn list_held(view: &View<'_>, staff: Uuid) -> Result<Vec<Uuid>> {
    let mut statement = view.connection.prepare_cached(
        "SELECT id FROM ticket INDEXED BY ticket_held_newest WHERE open = 1 AND holder = :staff ORDER BY rid",
    )?;
    let rows = statement.query_map(named_params! { ":staff": staff.to_string() }, |row| {
        Ok(Uuid::from_bytes(row.get("id")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn possible(view: &View<'_>, actor: &Actor, ticket: &Ticket) -> Result<()> {
    require_sight(actor, ticket)?;
    may(view, actor, ticket, Act::HandOver)
}

/// Proposes for each open ticket of `from` who of `to` takes it: of those who may, the one with the fewest.
pub fn propose(view: &View<'_>, actor: &Actor, from: Uuid, to: &[Uuid]) -> Result<Vec<Proposal>> {
    let mut load: BTreeMap<Uuid, u32> = BTreeMap::new();
    for staff in to {
        load.insert(*staff, open_load(view, &staff.to_string())?);
    }
    let mut proposals = Vec::new();
    for id in list_held(view, from)? {
        let ticket = get(view, id)?;
        let mut fault = possible(view, actor, &ticket).err();
        let mut able = Vec::new();
        let asked = if fault.is_none() { to } else { &[] };
        for staff in asked {
            match require_worker(view, &ticket, *staff, "to_ids") {
                Ok(()) => able.push(*staff),
                Err(why) if able.is_empty() && to.len() == 1 => fault = Some(why),
                Err(_) => {}
            }
        }
        let taker = able.into_iter().min_by_key(|staff| (load[staff], *staff));
        if let Some(taker) = taker {
            *load.entry(taker).or_default() += 1;
        } else if fault.is_none() && !asked.is_empty() {
            fault = Some(Error::at("hand_over.nobody", "to_ids"));
        }
        proposals.push(Proposal {
            ticket,
            to: taker,
            fault,
        });
    }
    Ok(proposals)
}

/// Hands the desk of `from` over: each ticket to who is named beside it.
///
/// # Errors
/// `reason.missing`, `staff.not_found`, `hand_over.same_person`, `hand_over.not_theirs` for a ticket somebody else holds,
/// `hand_over.left_out` while one of theirs that could go is not named, those of who may work a ticket, and those of every
/// act.
pub fn hand_over(tx: &mut Tx<'_>, from: Uuid, parts: &[(Uuid, Uuid)], why: &str) -> Result<()> {
    let why = reason(why)?;
    staff::get(&tx.view(), from)?;
    let held = list_held(&tx.view(), from)?;
    let named: BTreeSet<Uuid> = parts.iter().map(|(ticket, _)| *ticket).collect();
    for id in held.iter().filter(|id| !named.contains(id)) {
        let ticket = get(&tx.view(), *id)?;
        if possible(&tx.view(), tx.actor(), &ticket).is_ok() {
            let number = ticket.text("number").to_owned();
            return Err(Error::at("hand_over.left_out", "parts").with(number));
        }
    }
    for (id, to) in parts {
        if *to == from {
            return Err(Error::at("hand_over.same_person", "parts"));
        }
        let ticket = open(tx, *id, None, Act::HandOver)?;
        if !held.contains(id) {
            let number = ticket.text("number").to_owned();
            return Err(Error::at("hand_over.not_theirs", "parts").with(number));
        }
        require_worker(&tx.view(), &ticket, *to, "parts")?;
        let record = Record::of([
            ("from", Value::text(&from.to_string())),
            ("to", Value::text(&to.to_string())),
            ("reason", Value::text(&why)),
        ]);
        append(tx, &ticket, Act::HandOver, &record)?;
    }
    Ok(())
}

/// A hand-over as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    pub from: String,
    pub to: String,
    pub reason: String,
    pub at_ms: i64,
}

/// Returns the latest hand-over of a ticket that took effect.
pub fn last(ticket: &Ticket) -> Option<HandedOver> {
    let mut steps = ticket.life.steps.iter().rev();
    let step = steps.find(|step| step.act == Act::HandOver && step.idle.is_none())?;
    let text = |key: &str| {
        let value = step.event.record.data.get(key);
        value.map_or("", Value::as_text).to_owned()
    };
    Some(HandedOver {
        from: text("from"),
        to: text("to"),
        reason: text("reason"),
        at_ms: step.event.at_ms,
    })
}
