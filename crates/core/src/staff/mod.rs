//! Staff: people who work tickets, with an account here or from outside, and the duty roster.

use std::sync::Arc;

use fachuang_envelope::Entry;
use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use crate::account::role::{Right, Role};
use crate::desk::{Site, Tx, View, subject};
use crate::dictionary;
use crate::error::{Error, Result};
use crate::identifier::normalise_name;
use crate::journal::{Folded, Record, Value};
use crate::procedure::QUALIFICATIONS;
use crate::site::Tier;
use crate::time::Day;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: Uuid,
    pub version: u32,
    /// Empty for people without an account here.
    pub login: String,
    pub name: String,
    pub role: String,
    /// Windows this person works at; empty for all.
    pub windows: Vec<String>,
    pub phone: String,
    /// Work unit of people from outside.
    pub unit: String,
    /// Disputes this person knows well, by code of [`FIELDS`]; for mediators.
    pub fields: Vec<String>,
    /// Kind of mediator, by code of [`QUALIFICATIONS`]; empty for none.
    pub qualification: String,
    pub active: bool,
}

impl Staff {
    /// Works at a window.
    pub fn serves(&self, window: &str) -> bool {
        self.windows.is_empty() || self.windows.iter().any(|own| own == window)
    }
}

/// What is said about a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffData {
    pub login: String,
    pub name: String,
    pub role: Role,
    pub windows: Vec<String>,
    pub phone: String,
    pub unit: String,
    pub fields: Vec<String>,
    pub qualification: String,
    pub active: bool,
}

impl StaffData {
    /// Somebody who is active and of whom nothing more is said.
    pub fn new(login: &str, name: &str, role: Role) -> Self {
        Self {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            windows: Vec::new(),
            phone: String::new(),
            unit: String::new(),
            fields: Vec::new(),
            qualification: String::new(),
            active: true,
        }
    }
}

/// Table of the fields of disputes a mediator may know well.
pub const FIELDS: &str = "dispute_types";

/// Longest login in characters.
const LOGIN_MAX: usize = 32;
/// Longest work unit or phone in code points.
const SHORT_TEXT_MAX: usize = 60;

fn fields(data: &StaffData) -> Result<Record> {
    let name = normalise_name(&data.name).map_err(|fault| Error::at(fault.code(), "name"))?;
    let login = data.login.trim().to_ascii_lowercase();
    let plain = login
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-' || b == b'.');
    if !plain || login.len() > LOGIN_MAX {
        return Err(Error::at("staff.login", "login"));
    }
    for (field, text) in [("phone", &data.phone), ("unit", &data.unit)] {
        if text.chars().count() > SHORT_TEXT_MAX || text.chars().any(char::is_control) {
            return Err(Error::at("text.too_long", field));
        }
    }
    if let Some(unknown) = data
        .windows
        .iter()
        .find(|code| crate::window::find(code).is_none())
    {
        return Err(Error::at("setting.window", "windows").with(unknown.clone()));
    }
    let fields = dictionary::bundled(FIELDS);
    let known = |code: &String| fields.is_some_and(|table| table.find(code).is_some());
    if !data.fields.iter().all(known) {
        return Err(Error::at("choice.unknown", "fields"));
    }
    let named = |code: &str| QUALIFICATIONS.iter().any(|(known, _)| *known == code);
    if !data.qualification.is_empty() && !named(&data.qualification) {
        return Err(Error::at("choice.unknown", "qualification"));
    }
    Ok(Record::setting([
        ("login", Value::text(&login)),
        ("name", Value::text(&name)),
        ("role", Value::text(data.role.code())),
        ("windows", Value::texts(&data.windows)),
        ("phone", Value::text(data.phone.trim())),
        ("unit", Value::text(data.unit.trim())),
        ("fields", Value::texts(&data.fields)),
        ("qualification", Value::text(&data.qualification)),
        ("active", Value::Bool(data.active)),
    ]))
}

/// Enters a member of staff.
///
/// # Errors
/// `right.missing`, `staff.login`, `staff.login_taken`, `setting.window`, `choice.unknown`, `text.too_long`, and those of
/// names.
pub fn add(tx: &mut Tx<'_>, data: &StaffData) -> Result<Uuid> {
    tx.actor().require(Right::ManageAccounts)?;
    enter(tx, data)
}

/// Enters the first administrator, when nobody has rights yet.
///
/// The desk does not know its site yet, so the entry names its `segment`.
pub fn found(tx: &mut Tx<'_>, id: Uuid, segment: &str, data: &StaffData) -> Result<()> {
    let mut body = fields(data)?;
    body.set.insert("site".to_owned(), Value::text(segment));
    tx.append(subject::STAFF, id, "staff.set", &body, Vec::new())?;
    Ok(())
}

fn enter(tx: &mut Tx<'_>, data: &StaffData) -> Result<Uuid> {
    let body = fields(data)?;
    let login = body.set["login"].as_text();
    if !login.is_empty() && find_by_login(&tx.view(), login)?.is_some() {
        return Err(Error::at("staff.login_taken", "login"));
    }
    let id = tx.new_id();
    tx.append(subject::STAFF, id, "staff.set", &body, Vec::new())?;
    tx.log_access("staff_added", &id.to_string(), "")?;
    Ok(id)
}

/// Changes a member of staff; the login stays.
///
/// # Errors
/// Those of [`add`], and `staff.not_found`, `record.changed_meanwhile`, `staff.last_admin`.
pub fn change(tx: &mut Tx<'_>, id: Uuid, version: u32, data: &StaffData) -> Result<()> {
    tx.actor().require(Right::ManageAccounts)?;
    let known = get(&tx.view(), id)?;
    if known.version != version {
        return Err(Error::refused("record.changed_meanwhile").with(known.name));
    }
    let leaves = known.role == Role::Admin.code() && (data.role != Role::Admin || !data.active);
    let admins = list(&tx.view())?
        .iter()
        .filter(|one| one.active && one.role == Role::Admin.code())
        .count();
    if leaves && known.active && admins < 2 {
        return Err(Error::at("staff.last_admin", "role"));
    }
    let mut body = fields(&StaffData {
        login: known.login.clone(),
        ..data.clone()
    })?;
    body.set.remove("login");
    tx.set(subject::STAFF, id, "staff.set", &body)?;
    tx.log_access("staff_changed", &id.to_string(), "")?;
    Ok(())
}

const COLUMNS: &str =
    "id, login, name, role, windows, phone, unit, fields, qualification, active, version";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Staff> {
    let codes =
        |text: String| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    Ok(Staff {
        id: Uuid::from_bytes(row.get("id")?),
        version: row.get("version")?,
        login: row.get("login")?,
        name: row.get("name")?,
        role: row.get("role")?,
        windows: codes(row.get("windows")?),
        phone: row.get("phone")?,
        unit: row.get("unit")?,
        fields: codes(row.get("fields")?),
        qualification: row.get("qualification")?,
        active: row.get("active")?,
    })
}

/// Returns a member of staff.
///
/// # Errors
/// `staff.not_found`.
pub fn get(view: &View<'_>, id: Uuid) -> Result<Staff> {
    find(view, id)?.ok_or_else(|| Error::refused("staff.not_found"))
}

/// Returns a member of staff, if known.
pub fn find(view: &View<'_>, id: Uuid) -> Result<Option<Staff>> {
    let sql = format!("SELECT {COLUMNS} FROM staff WHERE id = :id");
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, read)
        .optional()?)
}

/// Accounts of this site; whoever works at another one is known by name and has no place here.
const OF_THIS_SITE: &str = "(:segment = '' OR site IN ('', :segment))";

/// Returns the member of staff of this site with a login, if there is one.
pub fn find_by_login(view: &View<'_>, login: &str) -> Result<Option<Staff>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM staff WHERE login = :login AND login <> '' AND {OF_THIS_SITE}
         ORDER BY site = '', id LIMIT 1"
    );
    let login = login.trim().to_ascii_lowercase();
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(
            named_params! { ":login": login, ":segment": view.site.segment },
            read,
        )
        .optional()?)
}

/// Lists all staff of this site by name.
pub fn list(view: &View<'_>) -> Result<Vec<Staff>> {
    let sql =
        format!("SELECT {COLUMNS} FROM staff WHERE {OF_THIS_SITE} ORDER BY active DESC, name, id");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":segment": view.site.segment }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the name of a member of staff given by id text; the text itself when unknown.
pub fn name_of(view: &View<'_>, id: &str) -> Result<String> {
    match Uuid::parse_str(id) {
        Ok(id) if id.is_nil() => Ok(String::new()),
        Ok(uuid) => Ok(find(view, uuid)?.map_or_else(|| id.to_owned(), |staff| staff.name)),
        Err(_) => Ok(id.to_owned()),
    }
}

/// Stands before the day in the name of a roster: that of the centre, or the segment in the place of the last two letters.
fn roster_name(site: &Site) -> [u8; 12] {
    let mut name = *b"fachuang dut";
    let segment = site.segment.as_bytes();
    if site.tier != Tier::Centre.code() && segment.len() == 2 {
        name[10..].copy_from_slice(segment);
    }
    name
}

/// Subject of the roster of a day: the same on every device of a site.
fn duty_id(site: &Site, day: Day) -> Uuid {
    use chrono::Datelike;
    let mut bytes = [0; 16];
    bytes[..12].copy_from_slice(&roster_name(site));
    bytes[12..].copy_from_slice(&day.num_days_from_ce().to_be_bytes());
    Uuid::from_bytes(bytes)
}

/// Returns the day of a roster of this site; none for any other id.
pub(crate) fn duty_day(site: &Site, id: Uuid) -> Option<Day> {
    let bytes = id.as_bytes();
    if bytes[..12] != roster_name(site) {
        return None;
    }
    let day = i32::from_be_bytes(bytes[12..].try_into().ok()?);
    Day::from_num_days_from_ce_opt(day)
}

/// Returns the segment of the site an account belongs to; empty for one entered before sites exchanged anything.
pub(crate) fn site_of(folded: &Folded, entries: &[Arc<Entry>]) -> String {
    let named = folded.text("site");
    let first = entries
        .iter()
        .filter(|entry| !entry.head.origin.site.is_empty())
        .min_by_key(|entry| entry.head.id);
    match first {
        _ if !named.is_empty() => named.to_owned(),
        Some(entry) => entry.head.origin.site.clone(),
        None => String::new(),
    }
}

/// Sets who is on duty on a day.
///
/// # Errors
/// `right.missing`, `staff.not_found`.
pub fn set_duty(tx: &mut Tx<'_>, day: Day, staff: &[Uuid]) -> Result<()> {
    tx.actor().require(Right::AssignTicket)?;
    let mut ids = Vec::new();
    for id in staff {
        ids.push(get(&tx.view(), *id)?.id.to_string());
    }
    ids.sort();
    ids.dedup();
    let body = Record::setting([
        ("day", Value::text(&day.to_string())),
        ("staff", Value::texts(&ids)),
    ]);
    let id = duty_id(tx.view().site, day);
    tx.set(subject::DUTY, id, "duty.set", &body)?;
    Ok(())
}

/// Lists who is on duty on a day, by id text.
pub fn list_duty(view: &View<'_>, day: Day) -> Result<Vec<String>> {
    let mut statement = view
        .connection
        .prepare_cached("SELECT staff FROM duty WHERE day = :day ORDER BY staff")?;
    let rows = statement.query_map(named_params! { ":day": day.to_string() }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
