//! The read model as a function of the journal: folds a subject and writes its rows.
//!
//! Rows of a ticket show the person its visitor is now, so a touched person brings along the tickets of everybody merged
//! into it.

mod coming;
mod find;
mod folds;
mod ticket;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, named_params};
use uuid::Uuid;

use crate::desk::{View, subject};
use crate::error::Result;
use crate::exchange;
use crate::journal::{Folded, fold};
use crate::party_check::id_key;
use crate::storage::due::{self, Recomputed, Which};
use crate::storage::rows::{Row, Rows};
use crate::storage::series;
use crate::time::Day;
use crate::{calendar, naming, parameter, person, slip, staff};

use coming::Coming;
pub use find::{INDEXED_AT_ONCE, INDEXED_MS, index, index_waiting, write_waiting_names};
use folds::Folds;
pub use ticket::limits;
use ticket::project_ticket;

/// Tables of the read model.
#[derive(Debug, Clone, Copy)]
pub struct Scope;

impl Scope {
    /// Every table of the read model with the order of its rows but those of the search, which is compared by its hits.
    pub const ALL: &[(&str, &str)] = &[
        ("person", "rid"),
        ("person_reading", "reading, rid"),
        ("staff", "id"),
        ("duty", "day, staff"),
        ("institution", "id"),
        ("ticket", "rid"),
        ("party", "ticket_id, key"),
        ("hand", "ticket_id, staff"),
        ("ticket_limit", "rid, nr"),
        ("supervision", "rid, key"),
        ("pending", "rid, kind"),
        ("paper", "rid, nr"),
        ("slip", "number"),
        // Triggers on the tickets keep it as well, so it is emptied after them.
        ("counter", "kind, window, day"),
        ("peer", "device"),
        ("withdrawn", "entry_rid"),
    ];

    /// What names are found by; after an import it is behind with the search index.
    pub const NAMES: (&str, &str) = ("name_key", "key, rid");
}

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

    /// Returns what has to be read anew after this and what came later.
    pub fn and(self, later: Self) -> Self {
        Self {
            site: self.site || later.site,
            calendar: self.calendar || later.calendar,
            parameters: self.parameters || later.parameters,
            recomputed: later.recomputed.or(self.recomputed),
        }
    }
}

/// A ticket as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub number: String,
    pub window: String,
    pub restricted: bool,
    pub visitor: String,
    pub person: Option<Uuid>,
    pub disputed: bool,
    /// It has no row without the look.
    pub is_new: bool,
}

/// The tickets a look at what would be has come upon.
pub type Lines = BTreeMap<Uuid, Line>;

/// How much of the read model is written.
#[derive(Debug, Clone, Copy)]
pub enum Depth<'l> {
    Whole,
    /// All but the search index, which [`index_waiting`] brings up to date.
    IndexLater,
    /// What the checks for conflicts of interest and for persons entered twice read, and into memory the tickets as they
    /// would be. Never to be committed.
    Look(&'l RefCell<Lines>),
}

impl Depth<'_> {
    fn is_look(self) -> bool {
        matches!(self, Self::Look(_))
    }
}

/// Folds the touched subjects and writes their rows. Returns what else has to be read anew.
pub fn touched(
    view: &View<'_>,
    touched: &BTreeSet<(String, Uuid)>,
    depth: Depth<'_>,
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
        view.forget_fresh()?;
        all.extend(exchange::withdraw::project(view, *id)?);
    }
    Ok(all)
}

fn subjects_touched(
    view: &View<'_>,
    touched: &BTreeSet<(String, Uuid)>,
    depth: Depth<'_>,
) -> Result<()> {
    let mut tickets: BTreeSet<Uuid> = BTreeSet::new();
    let mut folds = Folds::default();
    let mut rows = Rows::of(view.connection);
    for (kind, id) in touched {
        match kind.as_str() {
            subject::PERSON => project_person(view, *id, &mut folds, &mut rows, depth)?,
            subject::STAFF => project_staff(view, *id)?,
            subject::DUTY => project_duty(view, *id)?,
            subject::INSTITUTION => project_institution(view, *id)?,
            subject::DEVICE => exchange::peer::project(view, *id)?,
            subject::SLIP => slip::project(view, *id)?,
            subject::VISIT => tickets.extend(tickets_where(view.connection, "visit_id", *id)?),
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
    let mut coming = Coming::default();
    for id in tickets {
        project_ticket(view, id, &mut folds, &mut coming, &mut rows, depth)?;
    }
    if depth.is_look() {
        return Ok(());
    }
    coming.write(view.connection)
}

/// Builds the whole read model anew.
pub fn all(view: &View<'_>) -> Result<()> {
    for (table, _) in Scope::ALL.iter().chain([&Scope::NAMES]) {
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
    let mut rows = Rows::of(view.connection);
    for id in subjects(view, subject::PERSON)? {
        project_person(view, id, &mut folds, &mut rows, Depth::Whole)?;
    }
    let mut coming = Coming::default();
    for id in subjects(view, subject::TICKET)? {
        project_ticket(view, id, &mut folds, &mut coming, &mut rows, Depth::Whole)?;
    }
    coming.write(view.connection)
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

fn project_person(
    view: &View<'_>,
    id: Uuid,
    folds: &mut Folds,
    rows: &mut Rows<'_>,
    depth: Depth<'_>,
) -> Result<()> {
    let found = view.entries_of(id)?;
    if found.entries.is_empty() {
        clear_readings(view.connection, found.first_rid)?;
        return forget(view.connection, "person", id);
    }
    let folded = folds.keep(id, fold(&found.entries));
    let is_new = view.is_without_rows(id);
    let merged_into = id_in(&folded, "merged_into");
    if merged_into.is_none() {
        folds.stands_alone(id);
    }
    let row: &Row<'_> = &[
        ("rid", &found.first_rid),
        ("id", id.as_bytes()),
        ("merged_into", &merged_into.map(|id| *id.as_bytes())),
        ("name", &folded.text("name")),
        ("name_key", &naming::compare_form(folded.text("name"))),
        ("gender", &folded.text("gender")),
        ("birth", &folded.text("birth")),
        ("id_kind", &folded.text("id_kind")),
        ("id_number", &folded.text("id_number")),
        ("id_key", &id_key(folded.text("id_number"))),
        ("phone", &folded.text("phone")),
        ("address", &folded.text("address")),
        ("disputed", &!folded.disputed().is_empty()),
        ("version", &(found.entries.len() as i64)),
    ];
    if is_new || rows.change("UPDATE person SET", row)? == 0 {
        rows.add("INSERT INTO person", row)?;
    }
    if depth.is_look() {
        return Ok(());
    }
    if !is_new {
        clear_readings(view.connection, found.first_rid)?;
    }
    for reading in folds.keys_of(folded.text("name")).full.iter().take(4) {
        let row: &Row<'_> = &[("reading", reading), ("rid", &found.first_rid)];
        rows.add("INSERT OR IGNORE INTO person_reading", row)?;
    }
    Ok(())
}

fn clear_readings(connection: &Connection, rid: i64) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM person_reading WHERE rid = :rid")?
        .execute(named_params! { ":rid": rid })?;
    Ok(())
}

fn project_staff(view: &View<'_>, id: Uuid) -> Result<()> {
    let found = view.entries_of(id)?;
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
    let found = view.entries_of(id)?;
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
