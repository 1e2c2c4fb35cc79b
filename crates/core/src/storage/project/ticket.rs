//! Rows of a ticket: its own, and what hangs on it.

use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;

use super::coming::{Coming, Counted};
use super::folds::Folds;
use super::{Depth, find, forget};
use crate::desk::View;
use crate::error::Result;
use crate::identifier::Phone;
use crate::identifier::normal::back_to_front;
use crate::journal::{Folded, Value};
use crate::party_check::{id_key, name_key};
use crate::storage::rows::{Row, Rows};
use crate::storage::{due, paper_file};
use crate::ticket::{self, Progress, RatingState, State, Ticket, limit};
use crate::visit::{Side, side_of};
use crate::{naming, search, time};

/// Lists the limits of a ticket.
///
/// # Errors
/// `ticket.not_found` while its registration has not arrived.
pub fn limits(view: &View<'_>, ticket: &Ticket) -> Result<Vec<limit::Limit>> {
    limit::list(ticket, view.calendar, view.parameters)
}

/// Everything a ticket is found by. None of it where there is only a look at what would be, which searches nothing: most of
/// the indexes are then left alone.
#[derive(Default)]
struct Findable {
    names: Vec<String>,
    text: String,
    id_tail: String,
    phone_tail: String,
    rating_code: String,
}

fn findable(ticket: &Ticket, person: Option<&Folded>, visit: &Folded) -> Findable {
    let mut names: Vec<String> = Vec::new();
    let mut add = |given: &str| {
        for name in search::split_names(given) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    };
    if let Some(person) = person {
        add(person.text("name"));
    }
    add(visit.text("name_as_given"));
    for party in ticket.parties() {
        add(&party.name);
    }
    let mut pieces: Vec<String> = names.clone();
    pieces.push(ticket.text("matter").to_owned());
    pieces.extend(ticket.folded.value("requests").as_texts());
    pieces.push(ticket.text("summary").to_owned());
    let of_person = |field| person.map_or("", |person| person.text(field));
    Findable {
        names,
        text: search::normal(&pieces.join("\n")),
        id_tail: back_to_front(&id_key(of_person("id_number"))),
        phone_tail: phone_tail(of_person("phone")),
        rating_code: ticket.text("rating_code").to_owned(),
    }
}

/// Writes the rows of a ticket; removes them while its registration has not arrived or was taken back.
pub(super) fn project_ticket(
    view: &View<'_>,
    id: Uuid,
    folds: &mut Folds,
    coming: &mut Coming,
    rows: &mut Rows<'_>,
    depth: Depth,
) -> Result<()> {
    let ticket = match ticket::get(view, id) {
        Err(fault) if fault.code() == "ticket.not_found" => return forget_ticket(view, id),
        ticket => ticket?,
    };
    // The registration has not arrived yet, or was taken back: nothing to show until it comes.
    let Some(progress) = &ticket.life.progress else {
        return forget_ticket(view, id);
    };
    let visit = match ticket.id_in("visit") {
        Some(visit) => folds.get(view, visit)?,
        None => Rc::default(),
    };
    let person_id = ticket.id_in("person");
    let person = match person_id {
        Some(id) => {
            let leads_to = folds.canonical(view, id)?;
            Some(folds.get(view, leads_to)?)
        }
        None => None,
    };
    let of_person = |field: &str| {
        person
            .as_ref()
            .map(|folded| folded.text(field).to_owned())
            .unwrap_or_default()
    };
    let limits = match depth {
        Depth::Preview => Vec::new(),
        Depth::Whole | Depth::IndexLater => limits(view, &ticket)?,
    };
    let (due, due_text) = due::shown(&limits, progress.state.is_open());
    let received_ms = ticket
        .folded
        .value("received")
        .as_int()
        .unwrap_or(progress.registered_ms);
    let findable = match depth {
        Depth::Preview => Findable::default(),
        Depth::Whole | Depth::IndexLater => findable(&ticket, person.as_deref(), &visit),
    };
    let rating = progress.rating.as_ref();
    let task = match (rating, &progress.rating_finished) {
        (Some(rating), None) if rating.is_bad() => "open",
        (Some(rating), Some(_)) if rating.is_bad() => "done",
        _ => "",
    };
    let person_disputed = person
        .as_ref()
        .is_some_and(|folded| !folded.disputed().is_empty());
    let disputed =
        person_disputed || !ticket.folded.disputed().is_empty() || !ticket.life.clashes.is_empty();
    let visit_id = ticket.id_in("visit").unwrap_or_default();
    let received_day = time::day_of(received_ms).to_string();
    let row: &Row<'_> = &[
        ("rid", &ticket.rid),
        ("id", id.as_bytes()),
        ("number", &ticket.text("number")),
        ("visit_id", &visit_id.as_bytes().as_slice()),
        (
            "person_id",
            &person_id.as_ref().map(|id| id.as_bytes().as_slice()),
        ),
        ("window", &progress.window),
        ("state", &progress.state.code()),
        // What lists go by; nobody lists what is only looked at.
        (
            "open",
            &(progress.state.is_open() && depth != Depth::Preview),
        ),
        ("outcome", &progress.outcome),
        ("matter", &ticket.text("matter")),
        (
            "requests",
            &ticket.folded.value("requests").as_texts().join("；"),
        ),
        ("summary", &ticket.text("summary")),
        ("assignee", &progress.assignee),
        ("first_contact", &ticket.text("first_contact")),
        ("site", &visit.text("site")),
        ("channel", &visit.text("channel")),
        ("received_ms", &received_ms),
        ("received_day", &received_day),
        ("ended_ms", &progress.ended_ms),
        ("due", &due),
        ("due_text", &due_text),
        ("visitor", &of_person("name")),
        ("visitor_key", &naming::compare_form(&of_person("name"))),
        ("id_number", &of_person("id_number")),
        ("id_tail", &findable.id_tail),
        ("phone_tail", &findable.phone_tail),
        (
            "groups",
            &ticket.folded.value("groups").as_texts().join(" "),
        ),
        ("restricted", &ticket.folded.value("restricted").as_bool()),
        ("green", &ticket.text("green")),
        ("disputed", &disputed),
        ("rating_state", &progress.rating_state.code()),
        ("rating_overall", &rating.map_or(0, |rating| rating.overall)),
        ("rating_task", &task),
        ("rating_code", &findable.rating_code),
        ("find_text", &findable.text),
        ("version", &ticket.version),
    ];
    let may_have_rows = !view.is_without_rows(id);
    if may_have_rows {
        clear(view.connection, id, ticket.rid, depth)?;
    }
    // Changed where it is there, so that only the indexes it concerns are touched and the counters hear of it.
    if !may_have_rows || rows.change("UPDATE ticket SET", row)? == 0 {
        rows.add("INSERT INTO ticket", row)?;
        coming.add(Counted {
            window: &progress.window,
            received_day: &received_day,
            is_open: progress.state.is_open(),
            due: due.as_deref(),
            is_to_rate: is_to_rate(progress),
        });
    }
    project_parties(rows, &ticket, person.as_deref())?;
    project_hands(rows, id, &progress.hands)?;
    if depth == Depth::Preview {
        return Ok(());
    }
    due::write(rows, ticket.rid, &progress.window, &limits)?;
    due::write_supervisions(
        rows,
        ticket.rid,
        progress,
        ticket.text("first_contact"),
        !ticket.text("green").is_empty(),
    )?;
    project_pending(rows, ticket.rid, progress)?;
    paper_file::project(rows, &ticket)?;
    if depth == Depth::IndexLater {
        return find::wait(rows, ticket.rid, &findable.names);
    }
    find::project_names(view.connection, ticket.rid, &findable.names, folds)?;
    find::project_find(view.connection, ticket.rid)
}

/// Somebody may still be asked for a rating; as the table says it.
fn is_to_rate(progress: &Progress) -> bool {
    matches!(progress.state, State::Closed | State::Refused)
        && matches!(
            progress.rating_state,
            RatingState::NotAsked | RatingState::Asked
        )
}

/// Removes what hangs on the row of a ticket and is written anew: all of it, or what a look at what would be writes.
fn clear(connection: &Connection, id: Uuid, rid: i64, depth: Depth) -> Result<()> {
    for table in ["party", "hand"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE ticket_id = :id"))?
            .execute(named_params! { ":id": id.as_bytes().as_slice() })?;
    }
    if depth == Depth::Preview {
        return Ok(());
    }
    for table in ["ticket_limit", "supervision", "pending", "paper"] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE rid = :rid"))?
            .execute(named_params! { ":rid": rid })?;
    }
    Ok(())
}

/// Removes all rows of a ticket, if there are any.
fn forget_ticket(view: &View<'_>, id: Uuid) -> Result<()> {
    let rid: Option<i64> = view
        .connection
        .prepare_cached("SELECT rid FROM ticket WHERE id = :id")?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
            row.get("rid")
        })
        .optional()?;
    let Some(rid) = rid else {
        return Ok(());
    };
    clear(view.connection, id, rid, Depth::Whole)?;
    find::forget(view.connection, rid)?;
    forget(view.connection, "ticket", id)
}

/// Returns the digits of a phone back to front, without its extension.
fn phone_tail(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| String::new(), |phone| phone.tail_key())
}

fn project_parties(rows: &mut Rows<'_>, ticket: &Ticket, person: Option<&Folded>) -> Result<()> {
    let visitor = person
        .filter(|folded| *folded.value("name") != Value::Empty)
        .map(|folded| ticket::Party {
            key: "visitor".to_owned(),
            role: "visitor".to_owned(),
            kind: "person".to_owned(),
            name: folded.text("name").to_owned(),
            id_number: folded.text("id_number").to_owned(),
            phone: folded.text("phone").to_owned(),
            ..ticket::Party::default()
        });
    for party in visitor.into_iter().chain(ticket.parties()) {
        let is_organisation = party.kind == "organisation";
        rows.add(
            "INSERT OR IGNORE INTO party",
            &[
                ("ticket_id", ticket.id.as_bytes()),
                ("key", &party.key),
                ("role", &party.role),
                ("kind", &party.kind),
                ("name", &party.name),
                ("name_key", &name_key(&party.name, is_organisation)),
                ("id_key", &id_key(&party.id_number)),
                ("credit_code", &party.credit_code),
                ("phone", &party.phone),
                ("against", &(side_of(&party.role) == Side::Against)),
            ],
        )?;
    }
    Ok(())
}

fn project_hands(rows: &mut Rows<'_>, id: Uuid, hands: &[String]) -> Result<()> {
    for staff in hands {
        let hand: &Row<'_> = &[("ticket_id", id.as_bytes()), ("staff", staff)];
        rows.add("INSERT OR IGNORE INTO hand", hand)?;
    }
    Ok(())
}

fn project_pending(rows: &mut Rows<'_>, rid: i64, progress: &ticket::Progress) -> Result<()> {
    for row in ticket::pending::rows(progress) {
        rows.add(
            "INSERT INTO pending",
            &[
                ("rid", &rid),
                ("kind", &row.waits.code()),
                ("window", &progress.window),
                ("at", &row.at),
                ("staff", &row.staff),
            ],
        )?;
    }
    Ok(())
}
