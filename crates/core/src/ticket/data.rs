//! A ticket as its entries tell it.

use std::collections::BTreeMap;
use std::sync::Arc;

use fachuang_envelope::Entry;
use uuid::Uuid;

use super::machine::{Life, Progress, live};
use crate::desk::{View, subject};
use crate::error::{Error, Result};
use crate::journal::{Folded, fold, fold_without};

/// Fields of a ticket that no program chooses between and that a change needs a reason for.
pub fn is_high_risk(field: &str) -> bool {
    field == "limitation_day"
        || field == "field.amount"
        || field.ends_with(".name")
        || field.ends_with(".id_number")
        || field.ends_with(".credit_code")
}

/// A ticket with every value that stands and everything that happened.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: Uuid,
    /// Row id of the first entry: the order of registration on this device.
    pub rid: i64,
    /// Entries so far; what an edit names to prove it has seen them.
    pub version: u32,
    pub folded: Folded,
    pub life: Life,
    pub entries: Vec<Arc<Entry>>,
}

/// A party of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Party {
    pub key: String,
    pub role: String,
    /// `person` or `organisation`.
    pub kind: String,
    pub name: String,
    pub id_number: String,
    pub credit_code: String,
    pub phone: String,
    pub groups: Vec<String>,
}

/// A material of a ticket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Material {
    pub key: String,
    pub name: String,
    pub form: String,
    pub copies: u32,
    pub present: bool,
    pub received_ms: Option<i64>,
}

/// What was decided about a possible conflict of interest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingAnswer {
    pub key: String,
    /// `same`, `different` or `pending`.
    pub answer: String,
    pub reason: String,
    pub sentence: String,
    pub party: String,
    pub excluded: Vec<String>,
}

impl Ticket {
    /// Returns where the ticket stands.
    ///
    /// # Errors
    /// `ticket.not_found` while its registration has not arrived.
    pub fn progress(&self) -> Result<&Progress> {
        self.life
            .progress
            .as_ref()
            .ok_or_else(|| Error::refused("ticket.not_found"))
    }

    /// Returns the shown text of a field.
    pub fn text(&self, field: &str) -> &str {
        self.folded.text(field)
    }

    /// Returns the identity in a field.
    pub fn id_in(&self, field: &str) -> Option<Uuid> {
        Uuid::parse_str(self.text(field)).ok()
    }

    /// Fields under a prefix, grouped by the key that follows it.
    fn grouped(&self, prefix: &str) -> BTreeMap<String, BTreeMap<&str, &crate::journal::Value>> {
        let mut groups: BTreeMap<String, BTreeMap<&str, &crate::journal::Value>> = BTreeMap::new();
        for (field, state) in &self.folded.fields {
            let Some((key, name)) = field
                .strip_prefix(prefix)
                .and_then(|rest| rest.split_once('.'))
            else {
                continue;
            };
            groups
                .entry(key.to_owned())
                .or_default()
                .insert(name, state.value());
        }
        groups
    }

    /// Lists the parties in the order they were entered.
    pub fn parties(&self) -> Vec<Party> {
        let text = |fields: &BTreeMap<&str, &crate::journal::Value>, name: &str| {
            fields
                .get(name)
                .map(|value| value.as_text().to_owned())
                .unwrap_or_default()
        };
        self.grouped("party.")
            .into_iter()
            .map(|(key, fields)| Party {
                role: text(&fields, "role"),
                kind: text(&fields, "kind"),
                name: text(&fields, "name"),
                id_number: text(&fields, "id_number"),
                credit_code: text(&fields, "credit_code"),
                phone: text(&fields, "phone"),
                groups: fields
                    .get("groups")
                    .map(|value| value.as_texts())
                    .unwrap_or_default(),
                key,
            })
            .filter(|party| !party.role.is_empty())
            .collect()
    }

    /// Lists the materials in the order they were entered.
    pub fn materials(&self) -> Vec<Material> {
        self.grouped("material.")
            .into_iter()
            .map(|(key, fields)| Material {
                name: fields
                    .get("name")
                    .map(|value| value.as_text().to_owned())
                    .unwrap_or_default(),
                form: fields
                    .get("form")
                    .map(|value| value.as_text().to_owned())
                    .unwrap_or_default(),
                copies: fields
                    .get("copies")
                    .and_then(|value| value.as_int())
                    .unwrap_or(1)
                    .clamp(0, 9999) as u32,
                present: fields.get("present").is_some_and(|value| value.as_bool()),
                received_ms: fields.get("received").and_then(|value| value.as_int()),
                key,
            })
            .filter(|material| !material.name.is_empty())
            .collect()
    }

    /// Lists the possible conflicts of interest with what was decided.
    pub fn findings(&self) -> Vec<FindingAnswer> {
        self.grouped("finding.")
            .into_iter()
            .map(|(key, fields)| {
                let text = |name: &str| {
                    fields
                        .get(name)
                        .map(|v| v.as_text().to_owned())
                        .unwrap_or_default()
                };
                FindingAnswer {
                    answer: text("answer"),
                    reason: text("reason"),
                    sentence: text("sentence"),
                    party: text("party"),
                    excluded: fields
                        .get("excluded")
                        .map(|value| value.as_texts())
                        .unwrap_or_default(),
                    key,
                }
            })
            .filter(|finding| !finding.answer.is_empty())
            .collect()
    }

    /// Ids of staff who must stay away: everybody excluded by a finding not answered with `different`.
    pub fn excluded_staff(&self) -> Vec<String> {
        let mut excluded: Vec<String> = self
            .findings()
            .into_iter()
            .filter(|finding| finding.answer != "different")
            .flat_map(|finding| finding.excluded)
            .collect();
        excluded.sort();
        excluded.dedup();
        excluded
    }
}

/// Says whether a window's tickets are assigned by the centre alone.
pub(crate) fn centre_only(window: &str) -> bool {
    crate::window::find(window)
        .is_some_and(|window| window.at_station != crate::window::AtStation::Full)
}

/// Returns a ticket.
///
/// # Errors
/// `ticket.not_found`.
pub fn get(view: &View<'_>, id: Uuid) -> Result<Ticket> {
    let found = view.entries_of(id)?;
    if !found
        .entries
        .iter()
        .any(|entry| entry.head.subject.kind == subject::TICKET)
    {
        return Err(Error::refused("ticket.not_found"));
    }
    let mut folded = fold(&found.entries);
    let life = live(&folded, &centre_only);
    let barred = life.barred();
    if !barred.is_empty() {
        folded = fold_without(&found.entries, &barred);
    }
    Ok(Ticket {
        id,
        rid: found.first_rid,
        version: found.entries.len() as u32,
        folded,
        life,
        entries: found.entries,
    })
}
