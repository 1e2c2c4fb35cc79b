//! Texts for the blanks of papers, remembered: those of a ticket's own paper, and names of the office.

use std::collections::BTreeMap;

use fachuang_core::account::role::Right;
use fachuang_core::desk::{Actor, Tx, View};
use fachuang_core::error::Error;
use fachuang_core::ticket::{self, Ticket, act, paper};

use super::intake::id;
use super::paper::may_see_identity;
use super::paper_volume::{VOLUME, frame_blanks};
use super::shelf::form;
use crate::front::{Answer, Front};
use crate::wire::FieldChange;
use crate::wire::paper::{PaperTexts, TextsOf};

/// Blanks that mean the office and not the visitor, so that what was typed is offered for every ticket.
const OF_THE_OFFICE: [&str; 8] = [
    "agency",
    "committee",
    "bureau",
    "court",
    "office_short",
    "retention",
    "filer",
    "recorder",
];

/// Blanks that mean the same on every paper of a ticket.
const OF_THE_TICKET: [&str; 12] = [
    "lawyer_name",
    "lawyer_phone",
    "firm",
    "licence",
    "case_organ",
    "agent",
    "agent_phone",
    "agent_relation",
    "agent_id",
    "opponents",
    "session_time",
    "session_place",
];

fn key(blank: &str) -> String {
    format!("blank.{blank}")
}

/// Remembers the names of the office among typed texts, on this computer.
pub(super) fn remember(tx: &mut Tx<'_>, filled: &BTreeMap<String, String>) -> Result<(), Error> {
    for name in OF_THE_OFFICE {
        if let Some(text) = filled.get(name).filter(|text| !text.trim().is_empty()) {
            tx.set_local(&key(name), text.trim())?;
        }
    }
    Ok(())
}

/// Returns what the blanks of a paper begin with: what was typed when a paper of the form was issued last for this
/// ticket, what its other papers call the same, and names of the office. Without a form the blanks are those of the papers that frame a volume.
pub fn first_texts(front: &mut Front, wish: TextsOf) -> Answer<PaperTexts> {
    let (desk, actor) = front.desk()?;
    let view = desk.view();
    let ticket = ticket::get(&view, id(&wish.ticket_id, "ticket_id")?)?;
    act::require_sight(actor, &ticket)?;
    actor.require(Right::PrintPaper)?;
    let (blanks, mut texts) = match wish.form.as_str() {
        "" => (
            frame_blanks(&view)?,
            typed_before(&view, actor, &ticket, &[Some(VOLUME)])?,
        ),
        code => {
            let form = form(&view, code)?;
            let blanks = form.info.blanks.iter().map(|blank| blank.name.clone());
            let codes = [Some(form.info.code), form.info.large];
            (
                blanks.collect(),
                typed_before(&view, actor, &ticket, &codes)?,
            )
        }
    };
    for name in OF_THE_OFFICE {
        let text = view.local(&key(name))?;
        if !text.is_empty() {
            texts.entry(name.to_owned()).or_insert(text);
        }
    }
    let filled = texts
        .into_iter()
        .filter(|(name, _)| blanks.contains(name))
        .map(|(field, value)| FieldChange { field, value })
        .collect();
    let shared = OF_THE_OFFICE.into_iter().chain(OF_THE_TICKET);
    let shared = shared
        .filter(|name| blanks.contains(*name))
        .map(str::to_owned);
    Ok(PaperTexts {
        filled,
        shared: shared.collect(),
    })
}

/// Papers looked at for what was typed before.
const LOOKED_AT: usize = 20;

/// Returns what was typed for a ticket's papers, the last text first: everything of the form itself, and of others what
/// means the same on every paper.
fn typed_before(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    codes: &[Option<&str>],
) -> Result<BTreeMap<String, String>, Error> {
    let sees_all = may_see_identity(actor, ticket)?;
    let mut texts = BTreeMap::new();
    let mut own = BTreeMap::new();
    for paper in paper::issued(ticket).iter().rev().take(LOOKED_AT) {
        let Some(id) = paper.kept.filter(|_| sees_all || !paper.whole) else {
            continue;
        };
        let Some(kept) = paper::kept(view, id)? else {
            continue;
        };
        let filled = kept.file.details.filled;
        if own.is_empty() && codes.contains(&Some(paper.form.as_str())) {
            own = filled;
            continue;
        }
        for (name, text) in filled {
            if OF_THE_TICKET.contains(&name.as_str()) {
                texts.entry(name).or_insert(text);
            }
        }
    }
    texts.extend(own);
    Ok(texts)
}
