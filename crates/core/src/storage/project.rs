//! The read model as a function of the journal: folds a subject and writes its rows.
//!
//! Rows of a ticket show the person its visitor is now, so a touched person brings along the tickets of everybody merged
//! into it.

mod find;
mod folds;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;

use crate::desk::{View, subject};
use crate::error::Result;
use crate::exchange;
use crate::identifier::Phone;
use crate::journal::{Folded, Value, fold};
use crate::party_check::{id_key, name_key};
use crate::search;
use crate::storage::due::{self, Recomputed, Which};
use crate::storage::{paper_file, series};
use crate::ticket::{self, Ticket, limit};
use crate::time::Day;
use crate::{calendar, naming, parameter, person, slip, staff, time};

use find::project_find;
pub use find::{index, index_waiting};
use folds::Folds;

/// Tables of the read model.
#[derive(Debug, Clone, Copy)]
pub struct Scope;

impl Scope {
    /// Every table of the read model with the order of its rows; the search index is compared by its hits.
    pub const ALL: &[(&str, &str)] = &[
        ("person", "rid"),
        ("person_reading", "reading, rid"),
        ("staff", "id"),
        ("duty", "day, staff"),
        ("institution", "id"),
        ("visit", "id"),
        ("ticket", "rid"),
        ("party", "ticket_id, key"),
        ("hand", "ticket_id, staff"),
        ("ticket_limit", "rid, nr"),
        ("supervision", "rid, key"),
        ("pending", "rid, kind"),
        ("name_key", "key, rid"),
        ("paper", "rid, nr"),
        ("slip", "number"),
        // Kept by triggers on the tickets, so emptied after them.
        ("counter", "kind, window, day"),
        ("peer", "device"),
        ("withdrawn", "entry_rid"),
    ];
}

/// Stored columns of a ticket's row.
const TICKET_COLUMNS: [&str; 37] = [
    "rid",
    "id",
    "number",
    "visit_id",
    "person_id",
    "window",
    "state",
    "open",
    "outcome",
    "matter",
    "requests",
    "summary",
    "assignee",
    "first_contact",
    "site",
    "channel",
    "received_ms",
    "received_day",
    "ended_ms",
    "due",
    "due_text",
    "visitor",
    "visitor_key",
    "id_number",
    "id_key",
    "id_tail",
    "phone_tail",
    "groups",
    "restricted",
    "green",
    "disputed",
    "rating_state",
    "rating_overall",
    "rating_task",
    "rating_code",
    "find_text",
    "version",
];

/// Writes a ticket's row, or changes the one that is there, so that only the indexes it concerns are touched and the
/// counters hear of it.
static STORE_TICKET: LazyLock<String> = LazyLock::new(|| {
    let values: Vec<String> = TICKET_COLUMNS
        .iter()
        .map(|name| format!(":{name}"))
        .collect();
    let changes: Vec<String> = TICKET_COLUMNS[1..]
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    format!(
        "INSERT INTO ticket ({}) VALUES ({}) ON CONFLICT (rid) DO UPDATE SET {}",
        TICKET_COLUMNS.join(", "),
        values.join(", "),
        changes.join(", ")
    )
});

/// What every decision rests on and has to be read anew after a write.
#[derive(Debug, Clone, Copy, Default)]
pub struct Basics {
    pub site: bool,
    pub calendar: bool,
    pub parameters: bool,
    /// What a new calendar or parameter changed of the due days.
    pub recomputed: Option<Recomputed>,
}

impl Basics {
    /// Everything, when a desk starts.
    pub const ALL: Self = Self {
        site: true,
        calendar: true,
        parameters: true,
        recomputed: None,
    };
}

/// How much of the read model is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Whole,
    /// All but the search index, which [`index_waiting`] brings up to date.
    IndexLater,
    /// The rows of subjects alone, without limits, for a look at what would be. Never to be committed.
    Preview,
}

/// Folds the touched subjects and writes their rows. Returns what else has to be read anew.
pub fn touched(
    view: &View<'_>,
    touched: &BTreeSet<(String, Uuid)>,
    depth: Depth,
) -> Result<Basics> {
    let touched = &with_returned(view, touched)?;
    let has = |kind: &str| touched.iter().any(|(known, _)| known == kind);
    let mut basics = Basics {
        site: has(subject::SITE),
        calendar: has(subject::CALENDAR),
        parameters: has(subject::PARAMETER),
        recomputed: None,
    };
    if !basics.calendar && !basics.parameters {
        subjects_touched(view, touched, depth)?;
        return Ok(basics);
    }
    let calendar = calendar::read(view)?;
    let parameters = parameter::read(view)?;
    let new = View {
        calendar: &calendar,
        parameters: &parameters,
        ..*view
    };
    subjects_touched(&new, touched, depth)?;
    let which = if parameters == *view.parameters {
        Which::Years(view.calendar.differing_years(&calendar))
    } else {
        Which::Since(Day::MIN)
    };
    basics.recomputed = Some(due::recompute(
        view.connection,
        &which,
        &calendar,
        &parameters,
    )?);
    Ok(basics)
}

/// Adds the subjects of entries that were taken back or came again, once the list of those is up to date.
fn with_returned(
    view: &View<'_>,
    touched: &BTreeSet<(String, Uuid)>,
) -> Result<BTreeSet<(String, Uuid)>> {
    let mut all = touched.clone();
    for (_, id) in touched.iter().filter(|(kind, _)| kind == subject::PACKAGE) {
        all.extend(exchange::withdraw::project(view, *id)?);
    }
    Ok(all)
}

fn subjects_touched(
    view: &View<'_>,
    touched: &BTreeSet<(String, Uuid)>,
    depth: Depth,
) -> Result<()> {
    let mut tickets: BTreeSet<Uuid> = BTreeSet::new();
    let mut folds = Folds::default();
    for (kind, id) in touched {
        match kind.as_str() {
            subject::PERSON => project_person(view, *id, &mut folds, depth)?,
            subject::STAFF => project_staff(view, *id)?,
            subject::DUTY => project_duty(view, *id)?,
            subject::INSTITUTION => project_institution(view, *id)?,
            subject::DEVICE => exchange::peer::project(view, *id)?,
            subject::SLIP => slip::project(view, *id)?,
            subject::VISIT => {
                project_visit(view, *id, &mut folds)?;
                tickets.extend(tickets_where(view.connection, "visit_id", *id)?);
            }
            subject::TICKET => {
                tickets.insert(*id);
            }
            _ => {}
        }
    }
    // After all persons, so that merges among them are known.
    for (_, id) in touched.iter().filter(|(kind, _)| kind == subject::PERSON) {
        for member in person::family(view, *id)? {
            tickets.extend(tickets_where(view.connection, "person_id", member)?);
        }
    }
    for id in tickets {
        project_ticket(view, id, &mut folds, depth)?;
    }
    Ok(())
}

/// Builds the whole read model anew.
pub fn all(view: &View<'_>) -> Result<()> {
    for (table, _) in Scope::ALL {
        view.connection
            .execute(&format!("DELETE FROM {table}"), [])?;
    }
    view.connection
        .execute("INSERT INTO find (find) VALUES ('delete-all')", [])?;
    view.connection.execute("DELETE FROM find_waiting", [])?;
    for id in subjects(view, subject::PACKAGE)? {
        exchange::withdraw::project(view, id)?;
    }
    for id in subjects(view, subject::DEVICE)? {
        exchange::peer::project(view, id)?;
    }
    for id in subjects(view, subject::STAFF)? {
        project_staff(view, id)?;
    }
    for id in subjects(view, subject::DUTY)? {
        project_duty(view, id)?;
    }
    for id in subjects(view, subject::INSTITUTION)? {
        project_institution(view, id)?;
    }
    for id in subjects(view, subject::SLIP)? {
        slip::project(view, id)?;
    }
    let mut folds = Folds::default();
    for id in subjects(view, subject::PERSON)? {
        project_person(view, id, &mut folds, Depth::Whole)?;
    }
    for id in subjects(view, subject::VISIT)? {
        project_visit(view, id, &mut folds)?;
    }
    for id in subjects(view, subject::TICKET)? {
        project_ticket(view, id, &mut folds, Depth::Whole)?;
    }
    Ok(())
}

fn subjects(view: &View<'_>, kind: &str) -> Result<Vec<Uuid>> {
    Ok(series::list_subjects(view.connection, kind)?
        .into_iter()
        .map(Uuid::from_bytes)
        .collect())
}

fn tickets_where(connection: &Connection, column: &str, id: Uuid) -> Result<Vec<Uuid>> {
    let sql = format!("SELECT id FROM ticket WHERE {column} = :id ORDER BY rid");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
        Ok(Uuid::from_bytes(row.get("id")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn id_in(folded: &Folded, field: &str) -> Option<Uuid> {
    Uuid::parse_str(folded.text(field)).ok()
}

/// Removes the row of a subject whose entries were all taken back.
fn forget(connection: &Connection, table: &str, id: Uuid) -> Result<()> {
    connection
        .prepare_cached(&format!("DELETE FROM {table} WHERE id = :id"))?
        .execute(named_params! { ":id": id.as_bytes().as_slice() })?;
    Ok(())
}

fn project_person(view: &View<'_>, id: Uuid, folds: &mut Folds, depth: Depth) -> Result<()> {
    let found = series::list_of_subject(view.connection, id.as_bytes())?;
    if found.entries.is_empty() {
        view.connection
            .prepare_cached("DELETE FROM person_reading WHERE rid = :rid")?
            .execute(named_params! { ":rid": found.first_rid })?;
        return forget(view.connection, "person", id);
    }
    let folded = folds.keep(id, fold(&found.entries));
    let text = |field: &str| folded.text(field).to_owned();
    let merged_into = id_in(&folded, "merged_into").map(|id| *id.as_bytes());
    view.connection
        .prepare_cached(
            "INSERT OR REPLACE INTO person (rid, id, merged_into, name, name_key, gender, birth, id_kind, id_number,
                 id_key, phone, address, disputed, version)
             VALUES (:rid, :id, :merged_into, :name, :name_key, :gender, :birth, :id_kind, :id_number,
                 :id_key, :phone, :address, :disputed, :version)",
        )?
        .execute(named_params! {
            ":rid": found.first_rid,
            ":id": id.as_bytes().as_slice(),
            ":merged_into": merged_into.as_ref().map(|id| id.as_slice()),
            ":name": text("name"),
            ":name_key": naming::compare_form(folded.text("name")),
            ":gender": text("gender"),
            ":birth": text("birth"),
            ":id_kind": text("id_kind"),
            ":id_number": text("id_number"),
            ":id_key": id_key(folded.text("id_number")),
            ":phone": text("phone"),
            ":address": text("address"),
            ":disputed": !folded.disputed().is_empty(),
            ":version": found.entries.len() as i64,
        })?;
    if depth == Depth::Preview {
        return Ok(());
    }
    view.connection
        .prepare_cached("DELETE FROM person_reading WHERE rid = :rid")?
        .execute(named_params! { ":rid": found.first_rid })?;
    let mut add = view.connection.prepare_cached(
        "INSERT OR IGNORE INTO person_reading (reading, rid) VALUES (:reading, :rid)",
    )?;
    for reading in folds.keys_of(folded.text("name")).full.iter().take(4) {
        add.execute(named_params! { ":reading": reading, ":rid": found.first_rid })?;
    }
    Ok(())
}

fn project_staff(view: &View<'_>, id: Uuid) -> Result<()> {
    let found = series::list_of_subject(view.connection, id.as_bytes())?;
    if found.entries.is_empty() {
        return forget(view.connection, "staff", id);
    }
    let folded = fold(&found.entries);
    view.connection
        .prepare_cached(
            "INSERT OR REPLACE INTO staff (id, login, name, role, windows, phone, unit, fields, qualification, active,
                 version, site)
             VALUES (:id, :login, :name, :role, :windows, :phone, :unit, :fields, :qualification, :active, :version,
                 :site)",
        )?
        .execute(named_params! {
            ":id": id.as_bytes().as_slice(),
            ":login": folded.text("login"),
            ":name": folded.text("name"),
            ":role": folded.text("role"),
            ":windows": folded.value("windows").as_texts().join(" "),
            ":phone": folded.text("phone"),
            ":unit": folded.text("unit"),
            ":fields": folded.value("fields").as_texts().join(" "),
            ":qualification": folded.text("qualification"),
            ":active": folded.value("active").as_bool(),
            ":version": found.entries.len() as i64,
            ":site": staff::site_of(&folded, &found.entries),
        })?;
    Ok(())
}

fn project_institution(view: &View<'_>, id: Uuid) -> Result<()> {
    let found = series::list_of_subject(view.connection, id.as_bytes())?;
    if found.entries.is_empty() {
        return forget(view.connection, "institution", id);
    }
    let folded = fold(&found.entries);
    view.connection
        .prepare_cached(
            "INSERT OR REPLACE INTO institution (id, name, windows, categories, credit_code, branch_of, address,
                 phone, contact, note, active, version)
             VALUES (:id, :name, :windows, :categories, :credit_code, :branch_of, :address,
                 :phone, :contact, :note, :active, :version)",
        )?
        .execute(named_params! {
            ":id": id.as_bytes().as_slice(),
            ":name": folded.text("name"),
            ":windows": folded.value("windows").as_texts().join(" "),
            ":categories": folded.value("categories").as_texts().join(" "),
            ":credit_code": folded.text("credit_code"),
            ":branch_of": folded.text("branch_of"),
            ":address": folded.text("address"),
            ":phone": folded.text("phone"),
            ":contact": folded.text("contact"),
            ":note": folded.text("note"),
            ":active": folded.value("active").as_bool(),
            ":version": found.entries.len() as i64,
        })?;
    Ok(())
}

fn project_duty(view: &View<'_>, id: Uuid) -> Result<()> {
    let folded = view.fold(id)?;
    // The roster of a day has the day for its name, also when its entries were taken back.
    let Some(day) = staff::duty_day(view.site, id).map(|day| day.to_string()) else {
        return Ok(());
    };
    view.connection
        .prepare_cached("DELETE FROM duty WHERE day = :day")?
        .execute(named_params! { ":day": day })?;
    let mut add = view
        .connection
        .prepare_cached("INSERT OR IGNORE INTO duty (day, staff) VALUES (:day, :staff)")?;
    for staff in folded.value("staff").as_texts() {
        add.execute(named_params! { ":day": day, ":staff": staff })?;
    }
    Ok(())
}

fn project_visit(view: &View<'_>, id: Uuid, folds: &mut Folds) -> Result<()> {
    let found = series::list_of_subject(view.connection, id.as_bytes())?;
    if found.entries.is_empty() {
        return forget(view.connection, "visit", id);
    }
    let folded = folds.keep(id, fold(&found.entries));
    let person = id_in(&folded, "person").map(|id| *id.as_bytes());
    view.connection
        .prepare_cached(
            "INSERT OR REPLACE INTO visit (id, person_id, received_ms, channel, site, first_contact)
             VALUES (:id, :person_id, :received_ms, :channel, :site, :first_contact)",
        )?
        .execute(named_params! {
            ":id": id.as_bytes().as_slice(),
            ":person_id": person.as_ref().map(|id| id.as_slice()),
            ":received_ms": folded.value("received").as_int().unwrap_or(0),
            ":channel": folded.text("channel"),
            ":site": folded.text("site"),
            ":first_contact": folded.text("first_contact"),
        })?;
    Ok(())
}

/// Lists the limits of a ticket.
///
/// # Errors
/// `ticket.not_found` while its registration has not arrived.
pub fn limits(view: &View<'_>, ticket: &Ticket) -> Result<Vec<limit::Limit>> {
    limit::list(ticket, view.calendar, view.parameters)
}

/// Everything the search of a ticket looks through, piece by piece.
#[derive(Default)]
struct Findable {
    names: Vec<String>,
    text: String,
}

fn findable(ticket: &Ticket, person: Option<&Folded>, visit: &Folded) -> Findable {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
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
    Findable {
        names,
        text: search::normal(&pieces.join("\n")),
    }
}

fn project_ticket(view: &View<'_>, id: Uuid, folds: &mut Folds, depth: Depth) -> Result<()> {
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
        Some(id) => Some(folds.get(view, person::canonical(view, id)?)?),
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
    let number_key = id_key(&of_person("id_number"));
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
    let reversed = |text: &str| text.chars().rev().collect::<String>();
    let id_bytes = id.as_bytes().as_slice();

    view.connection
        .prepare_cached(&STORE_TICKET)?
        .execute(named_params! {
            ":rid": ticket.rid,
            ":id": id_bytes,
            ":number": ticket.text("number"),
            ":visit_id": ticket.id_in("visit").unwrap_or_default().as_bytes().as_slice(),
            ":person_id": person_id.as_ref().map(|id| id.as_bytes().as_slice()),
            ":window": progress.window,
            ":state": progress.state.code(),
            ":open": progress.state.is_open(),
            ":outcome": progress.outcome,
            ":matter": ticket.text("matter"),
            ":requests": ticket.folded.value("requests").as_texts().join("；"),
            ":summary": ticket.text("summary"),
            ":assignee": progress.assignee,
            ":first_contact": ticket.text("first_contact"),
            ":site": visit.text("site"),
            ":channel": visit.text("channel"),
            ":received_ms": received_ms,
            ":received_day": time::day_of(received_ms).to_string(),
            ":ended_ms": progress.ended_ms,
            ":due": due,
            ":due_text": due_text,
            ":visitor": of_person("name"),
            ":visitor_key": naming::compare_form(&of_person("name")),
            ":id_number": of_person("id_number"),
            ":id_key": number_key,
            ":id_tail": reversed(&number_key),
            ":phone_tail": phone_tail(&of_person("phone")),
            ":groups": ticket.folded.value("groups").as_texts().join(" "),
            ":restricted": ticket.folded.value("restricted").as_bool(),
            ":green": ticket.text("green"),
            ":disputed": disputed,
            ":rating_state": progress.rating_state.code(),
            ":rating_overall": rating.map_or(0, |rating| rating.overall),
            ":rating_task": task,
            ":rating_code": ticket.text("rating_code"),
            ":find_text": findable.text,
            ":version": ticket.version,
        })?;
    project_parties(view.connection, &ticket, person.as_deref())?;
    project_hands(view.connection, id, &progress.hands)?;
    if depth == Depth::Preview {
        return Ok(());
    }
    due::write(view.connection, ticket.rid, &progress.window, &limits)?;
    due::write_supervisions(
        view.connection,
        ticket.rid,
        progress,
        ticket.text("first_contact"),
        !ticket.text("green").is_empty(),
    )?;
    project_pending(view.connection, ticket.rid, progress)?;
    project_names(view.connection, ticket.rid, &findable.names, folds)?;
    paper_file::project(view.connection, &ticket)?;
    if depth == Depth::IndexLater {
        view.connection
            .prepare_cached("INSERT OR IGNORE INTO find_waiting (rid) VALUES (:rid)")?
            .execute(named_params! { ":rid": ticket.rid })?;
        return Ok(());
    }
    project_find(view.connection, ticket.rid)
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
    for (table, column) in [
        ("ticket_limit", "rid"),
        ("supervision", "rid"),
        ("name_key", "rid"),
        ("find", "rowid"),
        ("find_waiting", "rid"),
    ] {
        view.connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = :rid"))?
            .execute(named_params! { ":rid": rid })?;
    }
    for table in ["party", "hand"] {
        view.connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE ticket_id = :id"))?
            .execute(named_params! { ":id": id.as_bytes().as_slice() })?;
    }
    forget(view.connection, "ticket", id)
}

/// Returns the digits of a phone back to front, without its extension.
fn phone_tail(phone: &str) -> String {
    Phone::parse(phone).map_or_else(|_| String::new(), |phone| phone.tail_key())
}

fn project_parties(
    connection: &Connection,
    ticket: &Ticket,
    person: Option<&Folded>,
) -> Result<()> {
    let id = ticket.id.as_bytes().as_slice();
    connection
        .prepare_cached("DELETE FROM party WHERE ticket_id = :id")?
        .execute(named_params! { ":id": id })?;
    let mut add = connection.prepare_cached(
        "INSERT OR IGNORE INTO party (ticket_id, key, role, kind, name, name_key, id_key, credit_code, phone)
         VALUES (:ticket_id, :key, :role, :kind, :name, :name_key, :id_key, :credit_code, :phone)",
    )?;
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
        add.execute(named_params! {
            ":ticket_id": id,
            ":key": party.key,
            ":role": party.role,
            ":kind": party.kind,
            ":name": party.name,
            ":name_key": name_key(&party.name, party.kind == "organisation"),
            ":id_key": id_key(&party.id_number),
            ":credit_code": party.credit_code,
            ":phone": party.phone,
        })?;
    }
    Ok(())
}

fn project_hands(connection: &Connection, id: Uuid, hands: &[String]) -> Result<()> {
    let id = id.as_bytes().as_slice();
    connection
        .prepare_cached("DELETE FROM hand WHERE ticket_id = :id")?
        .execute(named_params! { ":id": id })?;
    let mut add = connection
        .prepare_cached("INSERT OR IGNORE INTO hand (ticket_id, staff) VALUES (:id, :staff)")?;
    for staff in hands {
        add.execute(named_params! { ":id": id, ":staff": staff })?;
    }
    Ok(())
}

fn project_pending(connection: &Connection, rid: i64, progress: &ticket::Progress) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM pending WHERE rid = :rid")?
        .execute(named_params! { ":rid": rid })?;
    let mut add = connection.prepare_cached(
        "INSERT INTO pending (rid, kind, window, at, staff) VALUES (:rid, :kind, :window, :at, :staff)",
    )?;
    for row in ticket::pending::rows(progress) {
        add.execute(named_params! {
            ":rid": rid,
            ":kind": row.waits.code(),
            ":window": progress.window,
            ":at": row.at,
            ":staff": row.staff,
        })?;
    }
    Ok(())
}

fn project_names(
    connection: &Connection,
    rid: i64,
    names: &[String],
    folds: &mut Folds,
) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM name_key WHERE rid = :rid")?
        .execute(named_params! { ":rid": rid })?;
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for name in names {
        let found = folds.keys_of(name);
        keys.extend(found.full.iter().chain(&found.initials).cloned());
    }
    let mut add = connection
        .prepare_cached("INSERT OR IGNORE INTO name_key (key, rid) VALUES (:key, :rid)")?;
    for key in &keys {
        add.execute(named_params! { ":key": key, ":rid": rid })?;
    }
    Ok(())
}
