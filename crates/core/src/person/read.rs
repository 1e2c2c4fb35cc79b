//! Reading and changing a person.

use std::collections::BTreeMap;

use rusqlite::named_params;
use uuid::Uuid;

use super::check::{Visitor, check_visitor, reason_text, require_reason};
use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::{Folded, Record, Value, fold};
use crate::naming::PersonKey;
use crate::time;

/// A person with every value that stands.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Uuid,
    pub version: u32,
    pub folded: Folded,
}

impl Person {
    /// Returns the entry this one was merged into.
    pub fn merged_into(&self) -> Option<Uuid> {
        Uuid::parse_str(self.folded.text("merged_into")).ok()
    }
}

/// Returns a person.
///
/// # Errors
/// `person.not_found`.
pub fn get(view: &View<'_>, id: Uuid) -> Result<Person> {
    let found = view.entries_of(id)?;
    if !found
        .entries
        .iter()
        .any(|entry| entry.head.subject.kind == subject::PERSON)
    {
        return Err(Error::refused("person.not_found"));
    }
    Ok(Person {
        id,
        version: found.entries.len() as u32,
        folded: fold(&found.entries),
    })
}

/// A person as the register lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    pub rid: i64,
    pub id: Uuid,
    pub merged_into: Option<Uuid>,
    pub name: String,
    pub gender: String,
    pub birth: String,
    pub id_kind: String,
    pub id_number: String,
    pub id_key: String,
    pub phone: String,
    pub address: String,
}

impl PersonRow {
    /// Returns what the comparison of persons looks at.
    pub fn key(&self) -> PersonKey {
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        PersonKey {
            name: self.name.clone(),
            id_number: filled(&self.id_key),
            birth: time::day_from_text(&self.birth),
            gender: crate::identifier::Gender::from_code(&self.gender),
            phones: filled(&self.phone).into_iter().collect(),
            address: filled(&self.address),
        }
    }
}

const COLUMNS: &str =
    "rid, id, merged_into, name, gender, birth, id_kind, id_number, id_key, phone, address";

/// Lists persons by a condition on their row, newest first.
pub(super) fn list_where(
    view: &View<'_>,
    condition: &str,
    value: &dyn rusqlite::ToSql,
    limit: u32,
) -> Result<Vec<PersonRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM person WHERE {condition} ORDER BY rid DESC LIMIT :limit");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":value": value, ":limit": limit }, |row| {
        Ok(PersonRow {
            rid: row.get("rid")?,
            id: Uuid::from_bytes(row.get("id")?),
            merged_into: row
                .get::<_, Option<[u8; 16]>>("merged_into")?
                .map(Uuid::from_bytes),
            name: row.get("name")?,
            gender: row.get("gender")?,
            birth: row.get("birth")?,
            id_kind: row.get("id_kind")?,
            id_number: row.get("id_number")?,
            id_key: row.get("id_key")?,
            phone: row.get("phone")?,
            address: row.get("address")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the rows of some persons.
pub fn list_rows(view: &View<'_>, ids: &[Uuid]) -> Result<Vec<PersonRow>> {
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(list_where(
            view,
            "id = :value",
            &id.as_bytes().as_slice(),
            1,
        )?);
    }
    Ok(rows)
}

/// Changes fields of a person. A field given empty is cleared.
///
/// # Errors
/// `right.missing`, `person.not_found`, `record.changed_meanwhile`, `field.unknown`, `reason.missing` for name, number
/// and birth, and whatever is wrong with a value, at its field.
pub fn change(
    tx: &mut Tx<'_>,
    id: Uuid,
    version: u32,
    changes: &BTreeMap<String, String>,
    reason: &str,
) -> Result<()> {
    tx.actor().require(Right::EditPerson)?;
    let person = get(&tx.view(), id)?;
    if person.version != version {
        return Err(Error::refused("record.changed_meanwhile"));
    }
    let mut visitor = Visitor::default();
    for (field, text) in changes {
        let place = match field.as_str() {
            "name" => &mut visitor.name,
            "gender" => &mut visitor.gender,
            "birth" => &mut visitor.birth,
            "id_kind" => &mut visitor.id_kind,
            "id_kind_text" => &mut visitor.id_kind_text,
            "id_number" => &mut visitor.id_number,
            "no_document_reason" => &mut visitor.no_document_reason,
            "phone" => &mut visitor.phone,
            "address" => &mut visitor.address,
            "ethnicity" => &mut visitor.ethnicity,
            "education" => &mut visitor.education,
            "name_reading" => &mut visitor.name_reading,
            "groups" => {
                visitor.groups = text
                    .split(' ')
                    .filter(|code| !code.is_empty())
                    .map(str::to_owned)
                    .collect();
                continue;
            }
            "do_not_call" => {
                visitor.do_not_call = text == "true";
                continue;
            }
            "do_not_announce" => {
                visitor.do_not_announce = text == "true";
                continue;
            }
            _ => return Err(Error::at("field.unknown", field.clone())),
        };
        *place = text.clone();
    }
    if visitor.id_kind.is_empty() && !visitor.id_number.is_empty() {
        visitor.id_kind = person.folded.text("id_kind").to_owned();
    }
    if visitor.id_kind == "other" && visitor.id_kind_text.is_empty() {
        visitor.id_kind_text = person.folded.text("id_kind_text").to_owned();
    }
    let (checked, notices) = check_visitor(&visitor, tx.view().today());
    if let Some(wrong) = notices.into_iter().find(|notice| notice.blocks) {
        let field = wrong.field.trim_start_matches("visitor.").to_owned();
        return Err(super::Notice { field, ..wrong }.refuse());
    }
    let mut set: BTreeMap<String, Value> = changes
        .keys()
        .map(|field| (field.clone(), Value::Empty))
        .collect();
    set.extend(checked.fields);
    set.retain(|field, value| {
        person.folded.value(field) != value
            || person
                .folded
                .fields
                .get(field)
                .is_some_and(|f| f.disputed())
    });
    if set.is_empty() {
        return Ok(());
    }
    let risky = set
        .keys()
        .any(|field| super::HIGH_RISK.contains(&field.as_str()));
    let reason = if risky {
        require_reason(reason)?
    } else {
        reason_text(reason)?
    };
    let body = Record {
        set,
        data: BTreeMap::from([("reason".to_owned(), Value::text(&reason))]),
    };
    tx.set(subject::PERSON, id, "person.set", &body)?;
    Ok(())
}
