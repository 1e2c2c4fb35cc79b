//! Institutions matters are referred to: notary offices, appraisal bodies, committees, with the categories they take.

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::dictionary;
use crate::error::{Error, Result};
use crate::identifier::{CreditCode, normalise_name};
use crate::journal::{Record, Value};

/// Table of the categories an appraisal body may take.
pub const CATEGORIES: &str = "forensic_classes";
/// Longest address, contact or phone in code points.
const SHORT_TEXT_MAX: usize = 100;
/// Longest remark in code points.
const NOTE_MAX: usize = 500;

/// An institution of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    pub id: Uuid,
    pub version: u32,
    pub name: String,
    /// Windows that refer to it; empty for all.
    pub windows: Vec<String>,
    /// Categories it takes, by code of [`CATEGORIES`]; empty for all.
    pub categories: Vec<String>,
    /// 统一社会信用代码; empty when unknown.
    pub credit_code: String,
    /// Name of the body it is a branch or station of; empty for none.
    pub branch_of: String,
    pub address: String,
    pub phone: String,
    /// Who answers there.
    pub contact: String,
    /// Where its fees are published, and what else is good to know.
    pub note: String,
    pub active: bool,
}

/// What is said about an institution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InstitutionData {
    pub name: String,
    pub windows: Vec<String>,
    pub categories: Vec<String>,
    pub credit_code: String,
    pub branch_of: String,
    pub address: String,
    pub phone: String,
    pub contact: String,
    pub note: String,
    pub active: bool,
}

impl Institution {
    /// Takes referrals of a window.
    pub fn serves(&self, window: &str) -> bool {
        self.windows.is_empty() || self.windows.iter().any(|own| own == window)
    }

    /// Takes a category; an unknown one passes.
    pub fn takes(&self, category: &str) -> bool {
        category.is_empty()
            || self.categories.is_empty()
            || self.categories.iter().any(|own| own == category)
    }
}

fn fields(data: &InstitutionData) -> Result<Record> {
    let name = normalise_name(&data.name).map_err(|fault| Error::at(fault.code(), "name"))?;
    for (field, text, most) in [
        ("branch_of", &data.branch_of, SHORT_TEXT_MAX),
        ("address", &data.address, SHORT_TEXT_MAX),
        ("phone", &data.phone, SHORT_TEXT_MAX),
        ("contact", &data.contact, SHORT_TEXT_MAX),
        ("note", &data.note, NOTE_MAX),
    ] {
        if text.chars().any(char::is_control) {
            return Err(Error::at("text.control", field));
        }
        if text.chars().count() > most {
            return Err(Error::at("text.too_long", field));
        }
    }
    let unknown = |code: &&String| crate::window::find(code).is_none();
    if let Some(unknown) = data.windows.iter().find(unknown) {
        return Err(Error::at("setting.window", "windows").with(unknown.clone()));
    }
    let classes = dictionary::bundled(CATEGORIES);
    let known = |code: &String| {
        classes
            .as_ref()
            .is_some_and(|table| table.find(code).is_some())
    };
    if !data.categories.iter().all(known) {
        return Err(Error::at("choice.unknown", "categories"));
    }
    let credit_code = match data.credit_code.trim() {
        "" => String::new(),
        typed => CreditCode::parse(typed)
            .map(|code| code.as_str().to_owned())
            .map_err(|fault| Error::at(fault.code(), "credit_code"))?,
    };
    Ok(Record::setting([
        ("name", Value::text(&name)),
        ("windows", Value::texts(&data.windows)),
        ("categories", Value::texts(&data.categories)),
        ("credit_code", Value::text(&credit_code)),
        ("branch_of", Value::text(data.branch_of.trim())),
        ("address", Value::text(data.address.trim())),
        ("phone", Value::text(data.phone.trim())),
        ("contact", Value::text(data.contact.trim())),
        ("note", Value::text(data.note.trim())),
        ("active", Value::Bool(data.active)),
    ]))
}

/// Enters an institution, or changes the one with this id and version.
///
/// # Errors
/// `right.missing`, `institution.not_found`, `institution.twice`, `record.changed_meanwhile`, `setting.window`,
/// `choice.unknown`, `text.too_long`, `text.control`, and those of names and credit codes.
pub fn save(tx: &mut Tx<'_>, known: Option<(Uuid, u32)>, data: &InstitutionData) -> Result<Uuid> {
    tx.actor().require(Right::ManageSettings)?;
    let body = fields(data)?;
    let same = find_by_name(&tx.view(), body.set["name"].as_text())?;
    if let Some(same) = same.filter(|same| known.is_none_or(|(id, _)| id != same.id)) {
        return Err(Error::at("institution.twice", "name").with(same.name));
    }
    let Some((id, version)) = known else {
        let id = tx.new_id();
        tx.append(
            subject::INSTITUTION,
            id,
            "institution.set",
            &body,
            Vec::new(),
        )?;
        return Ok(id);
    };
    let Some(known) = find(&tx.view(), id)? else {
        return Err(Error::refused("institution.not_found"));
    };
    if known.version != version {
        return Err(Error::refused("record.changed_meanwhile").with(known.name));
    }
    tx.set(subject::INSTITUTION, id, "institution.set", &body)?;
    Ok(id)
}

const COLUMNS: &str = "id, name, windows, categories, credit_code, branch_of, address, phone, contact, note, active, \
     version";

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Institution> {
    let codes = |text: String| -> Vec<String> {
        text.split(' ')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Ok(Institution {
        id: Uuid::from_bytes(row.get("id")?),
        version: row.get("version")?,
        name: row.get("name")?,
        windows: codes(row.get("windows")?),
        categories: codes(row.get("categories")?),
        credit_code: row.get("credit_code")?,
        branch_of: row.get("branch_of")?,
        address: row.get("address")?,
        phone: row.get("phone")?,
        contact: row.get("contact")?,
        note: row.get("note")?,
        active: row.get("active")?,
    })
}

/// Returns an institution, if known.
pub fn find(view: &View<'_>, id: Uuid) -> Result<Option<Institution>> {
    let sql = format!("SELECT {COLUMNS} FROM institution WHERE id = :id");
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, read)
        .optional()?)
}

fn find_by_name(view: &View<'_>, name: &str) -> Result<Option<Institution>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM institution WHERE name = :name ORDER BY active DESC, id LIMIT 1"
    );
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":name": name }, read)
        .optional()?)
}

/// Finds an institution by its id as text or by its exact name.
pub fn find_named(view: &View<'_>, id_or_name: &str) -> Result<Option<Institution>> {
    match Uuid::parse_str(id_or_name) {
        Ok(id) => find(view, id),
        Err(_) => find_by_name(view, id_or_name.trim()),
    }
}

/// Lists the register: those in use first, by name.
pub fn list(view: &View<'_>) -> Result<Vec<Institution>> {
    let sql = format!("SELECT {COLUMNS} FROM institution ORDER BY active DESC, name, id");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
