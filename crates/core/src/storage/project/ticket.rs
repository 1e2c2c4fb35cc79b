//! Rows of a ticket: its own, and what hangs on it.

use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, ToSql, named_params};
use uuid::Uuid;

use super::coming::{Coming, Counted};
use super::folds::Folds;
use super::{Depth, Line, Lines, find, forget};
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

/// Everything a ticket is found by.
struct Findable {
    names: Vec<String>,
    text: String,
    id_tail: String,
    phone_tail: String,
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
    }
}

/// What the rows of a ticket are written from.
struct Told<'t> {
    ticket: &'t Ticket,
    progress: &'t Progress,
    visit_id: Option<Uuid>,
    person_id: Option<Uuid>,
    /// The visitor as known now.
    person: Option<Rc<Folded>>,
    received_ms: i64,
    disputed: bool,
    may_have_rows: bool,
}

impl<'t> Told<'t> {
    fn of(
        view: &View<'_>,
        ticket: &'t Ticket,
        progress: &'t Progress,
        folds: &mut Folds,
    ) -> Result<Self> {
        let person_id = ticket.id_in("person");
        let person = match person_id {
            Some(id) => {
                let leads_to = folds.canonical(view, id)?;
                Some(folds.get(view, leads_to)?)
            }
            None => None,
        };
        let received = ticket.folded.value("received").as_int();
        let is_disputed = |folded: &Folded| !folded.disputed().is_empty();
        Ok(Self {
            received_ms: received.unwrap_or(progress.registered_ms),
            disputed: person.as_deref().is_some_and(is_disputed)
                || is_disputed(&ticket.folded)
                || !ticket.life.clashes.is_empty(),
            may_have_rows: !view.is_without_rows(ticket.id),
            ticket,
            progress,
            visit_id: ticket.id_in("visit"),
            person_id,
            person,
        })
    }

    fn of_person(&self, field: &str) -> &str {
        self.person
            .as_deref()
            .map_or("", |person| person.text(field))
    }
}

/// Writes the rows of a ticket; removes them while its registration has not arrived or was taken back.
pub(super) fn project_ticket(
    view: &View<'_>,
    id: Uuid,
    folds: &mut Folds,
    coming: &mut Coming,
    rows: &mut Rows<'_>,
    depth: Depth<'_>,
) -> Result<()> {
    let ticket = match ticket::get(view, id) {
        Err(fault) if fault.code() == "ticket.not_found" => return forget_ticket(view, id, depth),
        ticket => ticket?,
    };
    // The registration has not arrived yet, or was taken back: nothing to show until it comes.
    let Some(progress) = &ticket.life.progress else {
        return forget_ticket(view, id, depth);
    };
    let told = Told::of(view, &ticket, progress, folds)?;
    if let Depth::Look(lines) = depth {
        return look_at(view, &told, rows, &mut lines.borrow_mut());
    }
    let visit = match told.visit_id {
        Some(visit) => folds.get(view, visit)?,
        None => Rc::default(),
    };
    let limits = limits(view, &ticket)?;
    let (due, due_text) = due::shown(&limits, progress.state.is_open());
    let findable = findable(&ticket, told.person.as_deref(), &visit);
    let rating = progress.rating.as_ref();
    let task = match (rating, &progress.rating_finished) {
        (Some(rating), None) if rating.is_bad() => "open",
        (Some(rating), Some(_)) if rating.is_bad() => "done",
        _ => "",
    };
    let visit_id = told.visit_id.unwrap_or_default();
    let received_day = time::day_of(told.received_ms).to_string();
    let row: &Row<'_> = &[
        ("rid", &ticket.rid),
        ("id", id.as_bytes()),
        ("number", &ticket.text("number")),
        ("visit_id", visit_id.as_bytes()),
        ("person_id", &told.person_id.map(|id| *id.as_bytes())),
        ("window", &progress.window),
        ("state", &progress.state.code()),
        ("open", &progress.state.is_open()),
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
        ("received_ms", &told.received_ms),
        ("received_day", &received_day),
        ("ended_ms", &progress.ended_ms),
        ("due", &due),
        ("due_text", &due_text),
        ("visitor", &told.of_person("name")),
        ("visitor_key", &naming::compare_form(told.of_person("name"))),
        ("id_number", &told.of_person("id_number")),
        ("id_tail", &findable.id_tail),
        ("phone_tail", &findable.phone_tail),
        (
            "groups",
            &ticket.folded.value("groups").as_texts().join(" "),
        ),
        ("restricted", &ticket.folded.value("restricted").as_bool()),
        ("green", &ticket.text("green")),
        ("disputed", &told.disputed),
        ("rating_state", &progress.rating_state.code()),
        ("rating_overall", &rating.map_or(0, |rating| rating.overall)),
        ("rating_task", &task),
        ("rating_code", &ticket.text("rating_code")),
        ("find_text", &findable.text),
        ("version", &ticket.version),
    ];
    if told.may_have_rows {
        clear(view.connection, *id.as_bytes(), CHECKED)?;
        clear(view.connection, ticket.rid, LISTED)?;
    }
    // Changed where it is there, so that only the indexes it concerns are touched and the counters hear of it.
    if !told.may_have_rows || rows.change("UPDATE ticket SET", row)? == 0 {
        rows.add("INSERT INTO ticket", row)?;
        coming.add(Counted {
            window: &progress.window,
            received_day: &received_day,
            is_open: progress.state.is_open(),
            due: due.as_deref(),
            is_to_rate: is_to_rate(progress),
        });
    }
    project_checked(rows, &told)?;
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
    if let Depth::IndexLater = depth {
        return find::wait(rows, ticket.rid, &findable.names);
    }
    find::project_names(view.connection, ticket.rid, &findable.names, folds)?;
    find::project_find(view.connection, ticket.rid)
}

/// Columns of a ticket that nobody reads who only looks at what would be.
const NOT_LOOKED_AT: [&str; 21] = [
    "outcome",
    "matter",
    "requests",
    "summary",
    "assignee",
    "first_contact",
    "site",
    "channel",
    "received_day",
    "due_text",
    "visitor",
    "visitor_key",
    "id_number",
    "id_tail",
    "phone_tail",
    "groups",
    "green",
    "rating_state",
    "rating_task",
    "rating_code",
    "find_text",
];

/// Notes a ticket as it would be, and writes what the check for conflicts of interest reads of it.
fn look_at(view: &View<'_>, told: &Told<'_>, rows: &mut Rows<'_>, lines: &mut Lines) -> Result<()> {
    let ticket = told.ticket;
    let visit_id = told.visit_id.unwrap_or_default();
    let person_id = told.person_id.map(|id| *id.as_bytes());
    let (number, state) = (ticket.text("number"), told.progress.state.code());
    let mut row: Vec<(&str, &dyn ToSql)> = vec![
        ("rid", &ticket.rid),
        ("id", ticket.id.as_bytes()),
        ("number", &number),
        ("visit_id", visit_id.as_bytes()),
        ("person_id", &person_id),
        ("window", &told.progress.window),
        ("state", &state),
        ("received_ms", &told.received_ms),
    ];
    if told.may_have_rows {
        clear(view.connection, *ticket.id.as_bytes(), CHECKED)?;
    }
    let is_new = !told.may_have_rows || rows.change("UPDATE ticket SET", &row)? == 0;
    if is_new {
        row.extend(NOT_LOOKED_AT.map(|column| (column, &"" as &dyn ToSql)));
        let zeros = [
            "open",
            "restricted",
            "disputed",
            "rating_overall",
            "version",
        ];
        row.extend(zeros.map(|column| (column, &0 as &dyn ToSql)));
        rows.add("INSERT INTO ticket", &row)?;
    }
    let line = Line {
        number: number.to_owned(),
        window: told.progress.window.clone(),
        restricted: ticket.folded.value("restricted").as_bool(),
        visitor: told.of_person("name").to_owned(),
        person: told.person_id,
        disputed: told.disputed,
        is_new: is_new || lines.get(&ticket.id).is_some_and(|line| line.is_new),
    };
    lines.insert(ticket.id, line);
    project_checked(rows, told)
}

/// Writes what hangs on a ticket and the check for conflicts of interest reads.
fn project_checked(rows: &mut Rows<'_>, told: &Told<'_>) -> Result<()> {
    project_parties(rows, told.ticket, told.person.as_deref())?;
    project_hands(rows, told.ticket.id, &told.progress.hands)
}

/// Somebody may still be asked for a rating; as the table says it.
fn is_to_rate(progress: &Progress) -> bool {
    matches!(progress.state, State::Closed | State::Refused)
        && matches!(
            progress.rating_state,
            RatingState::NotAsked | RatingState::Asked
        )
}

/// Tables of what hangs on a ticket and the check for conflicts of interest reads, by the ticket's id.
const CHECKED: (&str, &[&str]) = ("ticket_id", &["party", "hand"]);

/// Tables of what else hangs on the row of a ticket.
const LISTED: (&str, &[&str]) = ("rid", &["ticket_limit", "supervision", "pending", "paper"]);

/// Removes what hangs on a ticket and is written anew.
fn clear(
    connection: &Connection,
    of: impl ToSql + Copy,
    (column, tables): (&str, &[&str]),
) -> Result<()> {
    for table in tables {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?"))?
            .execute([of])?;
    }
    Ok(())
}

/// Removes all rows of a ticket, if there are any.
fn forget_ticket(view: &View<'_>, id: Uuid, depth: Depth<'_>) -> Result<()> {
    if let Depth::Look(lines) = depth {
        lines.borrow_mut().remove(&id);
    }
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
    clear(view.connection, *id.as_bytes(), CHECKED)?;
    clear(view.connection, rid, LISTED)?;
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
