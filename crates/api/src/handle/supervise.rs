//! 督办: the daily sweep, the list, answers and results.

use fachuang_core::account::role::Right;
use fachuang_core::deadline::Rules;
use fachuang_core::desk::{Actor, View};
use fachuang_core::storage::due::{self, SupervisionFilter};
use fachuang_core::ticket::supervise::{self, Level, Supervision};
use fachuang_core::ticket::{self, Act, Ticket, act, limit};
use fachuang_core::time;

use super::intake::id;
use super::show;
use crate::front::{Answer, Front, staff_name};
use crate::refusal::Refusal;
use crate::wire::supervise::{
    ListSupervisions, SupervisionList, SupervisionRow, SupervisionText, SweepDone,
};
use crate::wire::{Nothing, Saved};

/// Tickets the sweep looks at in one write.
const STRETCH: u32 = 500;

pub fn sweep(front: &mut Front, _: Nothing) -> Answer<SweepDone> {
    let open = front.open()?;
    let actor = supervise::sweeper();
    let mut done = SweepDone {
        opened: 0,
        raised: 0,
    };
    let mut after = Some(0);
    while let Some(rid) = after {
        let swept = open
            .desk
            .write(&actor, |tx| supervise::sweep(tx, rid, STRETCH))?;
        done.opened += swept.opened;
        done.raised += swept.raised;
        after = swept.next;
    }
    Ok(done)
}

/// Counts what waits for the person at the desk, and what waits at all.
pub(super) fn waiting(view: &View<'_>, me: &str) -> Answer<(u32, u32)> {
    let count = |staff: &str| {
        let filter = SupervisionFilter {
            staff: staff.to_owned(),
            ..SupervisionFilter::default()
        };
        due::list_supervisions(view.connection, &filter).map(|(_, total)| total)
    };
    Ok((count(me)?, count("")?))
}

pub fn rule_name(rule: &str, view: &View<'_>) -> String {
    match Rules::bundled().get(rule, view.today()) {
        Some(rule) => rule.name.clone(),
        None if rule == limit::PROMISED => "承诺办结".to_owned(),
        None => rule.to_owned(),
    }
}

/// Shows one supervision; nothing of the case to a reader without the right.
fn row(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    one: &Supervision,
) -> Answer<SupervisionRow> {
    let progress = ticket.progress()?;
    let seen = act::sees(actor, ticket);
    let listed = ticket::list::row(view, ticket.id)?;
    let open = |text: &str| if seen { text.to_owned() } else { String::new() };
    let holder = match progress.assignee.as_str() {
        "" => &progress.first_contact,
        assignee => assignee,
    };
    let at = |ms: Option<i64>| ms.map(time::to_text).unwrap_or_default();
    let due = time::day_from_text(&one.due);
    let closed = one.closed_ms.is_some();
    let may = |act| seen && !closed && act::may(view, actor, ticket, act).is_ok();
    let answered = one.level == Level::Remind || one.replied_ms.is_some();
    Ok(SupervisionRow {
        ticket_id: ticket.id.to_string(),
        key: one.key.clone(),
        number: listed.number,
        window: listed.window,
        visitor: open(&listed.visitor),
        matter: open(&listed.matter),
        restricted: listed.restricted && !seen,
        green: !listed.green.is_empty(),
        level: one.level.number() as u32,
        level_name: one.level.name().to_owned(),
        state: one.state().to_owned(),
        rule: one.rule.clone(),
        rule_name: rule_name(&one.rule, view),
        due: one.due.clone(),
        days_left: due.map(|due| show::days_between(view.today(), due)),
        holder: staff_name(view, holder)?,
        superior: staff_name(view, &one.superior)?,
        opened_at: time::to_text(one.opened_ms),
        raised_at: time::to_text(one.raised_ms),
        reply: open(&one.reply),
        replied_by: staff_name(view, &one.replied_by)?,
        replied_at: at(one.replied_ms),
        result: open(&one.result),
        closed_by: staff_name(view, &one.closed_by)?,
        closed_at: at(one.closed_ms),
        may_reply: may(Act::SuperviseReply),
        may_close: may(Act::SuperviseClose) && answered,
    })
}

/// Shows every supervision of a ticket, in the order they were opened.
pub(super) fn of_ticket(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
) -> Answer<Vec<SupervisionRow>> {
    let known = &ticket.progress()?.supervisions;
    known
        .iter()
        .map(|one| row(view, actor, ticket, one))
        .collect()
}

pub fn list_supervisions(front: &mut Front, wish: ListSupervisions) -> Answer<SupervisionList> {
    if !(1..=100).contains(&wish.limit) {
        return Err(Refusal::at("list.filter", "limit"));
    }
    if !matches!(wish.state.as_str(), "" | "open" | "replied" | "closed") {
        return Err(Refusal::at("list.filter", "state"));
    }
    let level = Level::from_number(wish.level.into());
    if level.is_none() && wish.level != 0 {
        return Err(Refusal::at("list.filter", "level"));
    }
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let filter = SupervisionFilter {
        window: wish.window,
        level,
        state: wish.state,
        staff: if wish.mine {
            actor.id.to_string()
        } else {
            String::new()
        },
        skip: wish.skip,
        limit: wish.limit,
    };
    let (found, total) = due::list_supervisions(view.connection, &filter)?;
    let mut rows = Vec::new();
    for one in found {
        let ticket = ticket::get(&view, one.ticket)?;
        let supervisions = &ticket.progress()?.supervisions;
        if let Some(known) = supervisions.iter().find(|known| known.key == one.key) {
            rows.push(row(&view, actor, &ticket, known)?);
        }
    }
    Ok(SupervisionList { rows, total })
}

fn saved(front: &Front, ticket_id: uuid::Uuid) -> Answer<Saved> {
    let (desk, _) = front.desk()?;
    let ticket = ticket::get(&desk.view(), ticket_id)?;
    Ok(Saved {
        id: ticket_id.to_string(),
        version: ticket.version.to_string(),
    })
}

pub fn reply_supervision(front: &mut Front, wish: SupervisionText) -> Answer<Saved> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    front.write(|tx| supervise::reply(tx, ticket_id, &wish.key, &wish.text))?;
    saved(front, ticket_id)
}

pub fn close_supervision(front: &mut Front, wish: SupervisionText) -> Answer<Saved> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    front.write(|tx| supervise::close(tx, ticket_id, &wish.key, &wish.text))?;
    saved(front, ticket_id)
}
