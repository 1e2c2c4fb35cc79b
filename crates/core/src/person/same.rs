//! Is it somebody we know? Found by blocks that an index serves, then compared one by one.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::named_params;
use uuid::Uuid;

use super::merge::canonical;
use super::read::{PersonRow, list_rows, list_where};
use crate::desk::View;
use crate::error::Result;
use crate::naming::{self, PersonKey, Reason, Score};

/// Somebody who may be the same person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub person: PersonRow,
    /// 0 to 100.
    pub score: u8,
    pub certain: bool,
    pub reasons: Vec<Reason>,
}

/// Most rows looked at per block; a block this full says nothing about identity.
const BLOCK_MAX: u32 = 200;
/// Most candidates shown.
const SHOWN_MAX: usize = 5;

/// Finds who the person may be, best first. `except` leaves one entry and its family out.
pub fn find_same(view: &View<'_>, key: &PersonKey, except: Option<Uuid>) -> Result<Vec<Candidate>> {
    let mut rows: BTreeMap<i64, PersonRow> = BTreeMap::new();
    let mut block = |condition: &str, value: &str| -> Result<()> {
        if !value.is_empty() {
            rows.extend(
                list_where(view, condition, &value, BLOCK_MAX)?
                    .into_iter()
                    .map(|row| (row.rid, row)),
            );
        }
        Ok(())
    };
    block(
        "id_key = :value AND id_key <> ''",
        key.id_number.as_deref().unwrap_or_default(),
    )?;
    block(
        "name_key = :value AND name_key <> ''",
        &naming::compare_form(&key.name),
    )?;
    for phone in &key.phones {
        block("phone = :value AND phone <> ''", phone)?;
    }
    if let Some(birth) = key.birth {
        block("birth = :value AND birth <> ''", &birth.to_string())?;
    }
    for reading in naming::name_keys(&key.name).full.iter().take(4) {
        block(
            "rid IN (SELECT rid FROM person_reading WHERE reading = :value)",
            reading,
        )?;
    }
    let mut found: BTreeMap<Uuid, Candidate> = BTreeMap::new();
    for row in rows.into_values() {
        let Score { value, reasons } = naming::similarity(key, &row.key());
        let score = Score { value, reasons };
        if !score.is_likely() {
            continue;
        }
        let leads_to = canonical(view, row.id)?;
        if except.is_some_and(|own| own == leads_to || own == row.id) {
            continue;
        }
        let person = if leads_to == row.id {
            row
        } else {
            list_rows(view, &[leads_to])?.pop().unwrap_or(row)
        };
        let candidate = Candidate {
            score: score.value,
            certain: score.is_certain(),
            reasons: score.reasons,
            person,
        };
        let better = found
            .get(&leads_to)
            .is_none_or(|known| known.score < candidate.score);
        if better {
            found.insert(leads_to, candidate);
        }
    }
    let mut candidates: Vec<Candidate> = found.into_values().collect();
    candidates.sort_by(|a, b| b.score.cmp(&a.score).then(b.person.rid.cmp(&a.person.rid)));
    candidates.truncate(SHOWN_MAX);
    Ok(candidates)
}

/// Finds others with the same phone or address, who are not the same person.
pub fn find_contacts(
    view: &View<'_>,
    phone: &str,
    address: &str,
    own: Option<Uuid>,
) -> Result<Vec<(PersonRow, bool)>> {
    let mut found = Vec::new();
    for (condition, value, by_phone) in [
        ("phone = :value AND phone <> ''", phone, true),
        ("address = :value AND address <> ''", address, false),
    ] {
        if value.is_empty() {
            continue;
        }
        for row in list_where(view, condition, &value, 20)? {
            let leads_to = canonical(view, row.id)?;
            let known = found
                .iter()
                .any(|(other, _): &(PersonRow, bool)| other.id == row.id);
            if !known && own != Some(leads_to) && own != Some(row.id) {
                found.push((row, by_phone));
            }
        }
    }
    Ok(found)
}

/// Two register entries that are probably one person; the older one first.
pub type Pair = (PersonRow, PersonRow, Score);

/// Lists pairs of register entries that are probably one person, best first. Looks at entries that share a number, a
/// name with a birth day, or a name with a phone; at most `limit` pairs.
pub fn list_duplicates(view: &View<'_>, limit: usize) -> Result<Vec<Pair>> {
    let mut statement = view.connection.prepare_cached(
        "SELECT a.id, b.id FROM person a JOIN person b ON a.id_key = b.id_key AND a.rid < b.rid
         WHERE a.id_key <> '' AND b.id_key <> '' AND a.merged_into IS NULL AND b.merged_into IS NULL
         UNION
         SELECT a.id, b.id FROM person a JOIN person b ON a.name_key = b.name_key AND a.rid < b.rid
         WHERE a.name_key <> '' AND b.name_key <> '' AND a.merged_into IS NULL AND b.merged_into IS NULL
             AND ((a.birth <> '' AND a.birth = b.birth) OR (a.phone <> '' AND a.phone = b.phone))
         LIMIT 500",
    )?;
    let pairs = statement
        .query_map([], |row| {
            Ok((Uuid::from_bytes(row.get(0)?), Uuid::from_bytes(row.get(1)?)))
        })?
        .collect::<rusqlite::Result<BTreeSet<_>>>()?;
    likely(view, pairs, limit)
}

/// Lists those of these pairs that one of some entries is part of, as [`list_duplicates`] does.
pub fn list_duplicates_of(
    view: &View<'_>,
    ids: impl IntoIterator<Item = Uuid>,
    limit: usize,
) -> Result<Vec<Pair>> {
    let mut by_number = view.connection.prepare_cached(
        "SELECT b.id, a.rid < b.rid FROM person a JOIN person b ON b.id_key = a.id_key
         WHERE a.id = :id AND a.id_key <> '' AND b.id_key <> '' AND a.rid <> b.rid
             AND a.merged_into IS NULL AND b.merged_into IS NULL",
    )?;
    let mut by_name = view.connection.prepare_cached(
        "SELECT b.id, a.rid < b.rid FROM person a JOIN person b ON b.name_key = a.name_key
         WHERE a.id = :id AND a.name_key <> '' AND b.name_key <> '' AND a.rid <> b.rid
             AND a.merged_into IS NULL AND b.merged_into IS NULL
             AND ((a.birth <> '' AND a.birth = b.birth) OR (a.phone <> '' AND a.phone = b.phone))",
    )?;
    let mut pairs = BTreeSet::new();
    for id in ids {
        for statement in [&mut by_number, &mut by_name] {
            let mut rows = statement.query(named_params! { ":id": id.as_bytes().as_slice() })?;
            while let Some(row) = rows.next()? {
                let other = Uuid::from_bytes(row.get(0)?);
                let is_older = row.get(1)?;
                pairs.insert(if is_older { (id, other) } else { (other, id) });
            }
        }
        if pairs.len() >= limit {
            break;
        }
    }
    likely(view, pairs, limit)
}

/// Returns the pairs that are likely one person, best first.
fn likely(view: &View<'_>, pairs: BTreeSet<(Uuid, Uuid)>, limit: usize) -> Result<Vec<Pair>> {
    let mut found = Vec::with_capacity(pairs.len());
    for (first, second) in pairs {
        let mut rows = list_rows(view, &[first, second])?;
        let (Some(second), Some(first)) = (rows.pop(), rows.pop()) else {
            continue;
        };
        let score = naming::similarity(&first.key(), &second.key());
        if score.is_likely() {
            found.push((first, second, score));
        }
    }
    found.sort_by(|a, b| {
        b.2.value
            .cmp(&a.2.value)
            .then(a.0.rid.cmp(&b.0.rid))
            .then(a.1.rid.cmp(&b.1.rid))
    });
    found.truncate(limit);
    Ok(found)
}
