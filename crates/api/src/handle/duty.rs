//! What waits on tickets, whoever has them in hand, and a desk that goes to others.

use fachuang_core::account::role::Right;
use fachuang_core::desk::{Actor, View};
use fachuang_core::error::Error;
use fachuang_core::institution;
use fachuang_core::procedure::{self, DoneStep, Wish};
use fachuang_core::storage::project;
use fachuang_core::ticket::pending::{self, Filter, Waits};
use fachuang_core::ticket::{self, Act, Ticket, act, hand_over};
use fachuang_core::{person, time};
use uuid::Uuid;

use super::intake::id;
use super::person::version as parse_version;
use super::{show, ticket as on_ticket};
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::duty::{
    DecideProposal, HandOver, HandOverList, HandOverRow, HomeVisitList, HomeVisitRow, ListHandOver,
    ListHomeVisits, ListReferrals, ProposalList, ProposalRow, ReferralList, ReferralRow,
};
use crate::wire::list::TicketRow;
use crate::wire::{Nothing, Saved};

/// A ticket on which something waits, as its reader may see it.
struct Waiting {
    ticket: Ticket,
    row: TicketRow,
    seen: bool,
}

fn waiting(
    view: &View<'_>,
    actor: &Actor,
    waits: Waits,
    filter: &Filter,
) -> Answer<Vec<(Waiting, DoneStep)>> {
    actor.require(Right::ViewCases)?;
    let mut found = Vec::new();
    for id in pending::list(view, waits, filter)? {
        let ticket = ticket::get(view, id)?;
        let Some(begun) = pending::waiting(ticket.progress()?, waits).cloned() else {
            continue;
        };
        let row = show::row(view, actor, &ticket::list::row(view, id)?)?;
        let seen = act::sees(actor, &ticket);
        found.push((Waiting { ticket, row, seen }, begun));
    }
    Ok(found)
}

fn day_filter(text: &str, field: &str) -> Answer<()> {
    if text.is_empty() || time::day_from_text(text).is_some() {
        Ok(())
    } else {
        Err(Refusal::at("day.shape", field))
    }
}

pub fn list_home_visits(front: &mut Front, wish: ListHomeVisits) -> Answer<HomeVisitList> {
    front.look(|sight| {
        Ok(HomeVisitList {
            rows: home_visits(sight.view, sight.actor, &wish)?,
        })
    })
}

/// Lists home visits that were ordered, the earliest first.
pub(super) fn home_visits(
    view: &View<'_>,
    actor: &Actor,
    wish: &ListHomeVisits,
) -> Answer<Vec<HomeVisitRow>> {
    day_filter(&wish.from, "from")?;
    day_filter(&wish.until, "until")?;
    let filter = Filter {
        window: wish.window.clone(),
        staff: wish.staff.clone(),
        from: wish.from.clone(),
        until: wish.until.clone(),
    };
    let found = waiting(view, actor, Waits::HomeVisit, &filter)?;
    let rows = found.into_iter();
    rows.map(|(on, order)| home_visit(view, &on, &order))
        .collect()
}

fn home_visit(view: &View<'_>, on: &Waiting, order: &DoneStep) -> Answer<HomeVisitRow> {
    let ticket = &on.ticket;
    let open = |text: &str| {
        if on.seen {
            text.to_owned()
        } else {
            String::new()
        }
    };
    let person = match ticket.id_in("person") {
        Some(id) => view.fold(person::canonical(view, id)?)?,
        None => Default::default(),
    };
    let flag = |known: &str, own: &str| {
        person.value(known).as_bool() || ticket.folded.value(own).as_bool()
    };
    let beside = ["companion", "guardian"].map(|who| {
        let name = ticket.text(&format!("{who}.name"));
        match ticket.text(&format!("{who}.relation")) {
            "" => name.to_owned(),
            relation => format!("{name}（{relation}）"),
        }
    });
    let beside: Vec<String> = beside.into_iter().filter(|one| !one.is_empty()).collect();
    let at = order.value("at");
    let day = at.get(..10).and_then(time::day_from_text);
    Ok(HomeVisitRow {
        ticket_id: on.row.id.clone(),
        number: on.row.number.clone(),
        window: on.row.window.clone(),
        visitor: on.row.visitor.clone(),
        matter: on.row.matter.clone(),
        restricted: on.row.restricted,
        green: on.row.green,
        at: at.to_owned(),
        days_left: day.map_or(0, |day| show::days_between(view.today(), day)),
        address: open(order.value("address")),
        for_what: open(order.value("for_what")),
        staff: vec![
            staff_name(view, order.value("staff_one"))?,
            staff_name(view, order.value("staff_two"))?,
        ],
        companion: open(&beside.join("、")),
        do_not_call: flag("do_not_call", "safe.no_call"),
        do_not_announce: flag("do_not_announce", "safe.no_announce"),
        safe_way: open(ticket.text("safe.way")),
    })
}

pub fn list_proposals(front: &mut Front, _: Nothing) -> Answer<ProposalList> {
    front.look(|sight| {
        let (view, actor) = (sight.view, sight.actor);
        let mut found = Vec::new();
        for waits in [Waits::Void, Waits::Reopen] {
            for (on, proposal) in waiting(view, actor, waits, &Filter::default())? {
                found.push((
                    proposal.at_ms,
                    show_proposal(view, actor, waits, &on, &proposal)?,
                ));
            }
        }
        found.sort_by_key(|(at_ms, _)| *at_ms);
        let rows = found.into_iter().map(|(_, row)| row).collect();
        Ok(ProposalList { rows })
    })
}

fn show_proposal(
    view: &View<'_>,
    actor: &Actor,
    waits: Waits,
    on: &Waiting,
    proposal: &DoneStep,
) -> Answer<ProposalRow> {
    let verdict = match waits {
        _ if !on.seen => Err(Error::refused("ticket.restricted")),
        Waits::Void => act::may(view, actor, &on.ticket, Act::Void),
        _ => act::may(view, actor, &on.ticket, Act::Reopen),
    };
    let step = procedure::find(&on.row.window).and_then(|known| known.step(&proposal.code));
    Ok(ProposalRow {
        ticket_id: on.row.id.clone(),
        version: on.ticket.version.to_string(),
        number: on.row.number.clone(),
        window: on.row.window.clone(),
        visitor: on.row.visitor.clone(),
        matter: on.row.matter.clone(),
        restricted: on.row.restricted,
        green: on.row.green,
        kind: waits.code().to_owned(),
        kind_name: step.map_or("", |step| step.name).to_owned(),
        state_name: on.row.state_name.clone(),
        reason: if on.seen {
            proposal.value("reason").to_owned()
        } else {
            String::new()
        },
        proposed_by: staff_name(view, &proposal.author)?,
        proposed_on: proposal.day.to_string(),
        may_decide: verdict.is_ok(),
        why_not: verdict
            .err()
            .map(|fault| message::sentence(fault.code(), "").0)
            .unwrap_or_default(),
    })
}

pub fn decide_proposal(front: &mut Front, wish: DecideProposal) -> Answer<Saved> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let seen = parse_version(&wish.version)?;
    let step = match wish.kind.as_str() {
        "void" => "void_refused",
        "reopen" => "reopen_refused",
        _ => return Err(Refusal::at("choice.unknown", "kind")),
    };
    front.write(|tx| match (wish.follow, wish.kind.as_str()) {
        (true, "void") => act::void(tx, ticket_id, seen, &wish.reason),
        (true, _) => act::reopen(tx, ticket_id, seen, &wish.reason),
        (false, _) => {
            let refusal = Wish {
                step: step.to_owned(),
                day: None,
                values: [("reason".to_owned(), wish.reason.clone())].into(),
            };
            procedure::take_step(tx, ticket_id, seen, &refusal)
        }
    })?;
    on_ticket::saved(front, ticket_id)
}

pub fn list_referrals(front: &mut Front, wish: ListReferrals) -> Answer<ReferralList> {
    front.look(|sight| {
        let filter = Filter {
            window: wish.window.clone(),
            ..Filter::default()
        };
        let found = waiting(sight.view, sight.actor, Waits::Referral, &filter)?;
        let rows = found.into_iter();
        Ok(ReferralList {
            rows: rows
                .map(|(on, sent)| referral(sight.view, &on, &sent))
                .collect::<Answer<_>>()?,
        })
    })
}

fn referral(view: &View<'_>, on: &Waiting, sent: &DoneStep) -> Answer<ReferralRow> {
    let progress = on.ticket.progress()?;
    let open = |text: String| if on.seen { text } else { String::new() };
    let limits = project::limits(view, &on.ticket)?;
    let mut running = limits.iter().rev();
    let due = running
        .find(|limit| limit.code() == pending::REFER_BACK && limit.is_open())
        .and_then(|limit| limit.counted.due);
    let later = progress
        .done
        .iter()
        .skip_while(|done| done.entry != sent.entry);
    let chases: Vec<&DoneStep> = later
        .filter(|done| !done.undone && done.code == "chase")
        .collect();
    let last = chases.last();
    let named = sent.value("institution");
    let institution =
        institution::find_named(view, named)?.map_or_else(|| named.to_owned(), |one| one.name);
    Ok(ReferralRow {
        ticket_id: on.row.id.clone(),
        number: on.row.number.clone(),
        window: on.row.window.clone(),
        visitor: on.row.visitor.clone(),
        matter: on.row.matter.clone(),
        restricted: on.row.restricted,
        green: on.row.green,
        institution: open(institution),
        letter_number: open(sent.value("letter_number").to_owned()),
        sent_on: sent.day.to_string(),
        days_since: show::days_between(sent.day, view.today()),
        receipt: pending::has_receipt(progress, sent),
        due: due.map(|due| due.to_string()).unwrap_or_default(),
        days_left: due.map(|due| show::days_between(view.today(), due)),
        chased: chases.len() as u32,
        chased_on: last.map(|done| done.day.to_string()).unwrap_or_default(),
        next_on: last
            .map(|done| done.value("next_on").to_owned())
            .unwrap_or_default(),
    })
}

fn ids(texts: &[String], field: &str) -> Answer<Vec<Uuid>> {
    texts.iter().map(|text| id(text, field)).collect()
}

pub fn list_hand_over(front: &mut Front, wish: ListHandOver) -> Answer<HandOverList> {
    let (from, to) = (id(&wish.from_id, "from_id")?, ids(&wish.to_ids, "to_ids")?);
    front.look(|sight| {
        let (view, actor) = (sight.view, sight.actor);
        actor.require(Right::AssignTicket)?;
        let mut rows = Vec::new();
        for one in hand_over::propose(view, actor, from, &to)? {
            let row = show::row(view, actor, &ticket::list::row(view, one.ticket.id)?)?;
            rows.push(HandOverRow {
                ticket_id: row.id,
                number: row.number,
                window: row.window,
                visitor: row.visitor,
                matter: row.matter,
                restricted: row.restricted,
                green: row.green,
                state_name: row.state_name,
                due: row.due,
                days_left: row.days_left,
                to_id: one.to.map(|to| to.to_string()).unwrap_or_default(),
                why_not: match &one.fault {
                    Some(fault) => message::sentence(fault.code(), &detail(fault)).0,
                    None => String::new(),
                },
            });
        }
        Ok(HandOverList { rows })
    })
}

fn detail(fault: &Error) -> String {
    match fault {
        Error::Refused { detail, .. } => detail.clone(),
        _ => String::new(),
    }
}

pub fn hand_over(front: &mut Front, wish: HandOver) -> Answer<Nothing> {
    let from = id(&wish.from_id, "from_id")?;
    let mut parts = Vec::new();
    for part in &wish.parts {
        parts.push((id(&part.ticket_id, "parts")?, id(&part.to_id, "parts")?));
    }
    front.write(|tx| hand_over::hand_over(tx, from, &parts, &wish.reason))?;
    Ok(Nothing {})
}

/// Counts what waits for 工作台: home visits of today and before, proposals, referrals.
pub(super) fn counts(view: &View<'_>) -> Answer<(u32, u32, u32)> {
    let count = |waits| pending::count(view, waits);
    Ok((
        count(Waits::HomeVisit)?,
        count(Waits::Void)? + count(Waits::Reopen)?,
        count(Waits::Referral)?,
    ))
}
