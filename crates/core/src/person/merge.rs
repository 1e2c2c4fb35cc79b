//! Two entries of one human being: joined and, exactly, parted again.
//!
//! A merge writes one field of the absorbed entry and nothing else; taking it back clears that field. Every ticket stays
//! with the entry it was opened for, and shows the person that entry now leads to.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;

use super::check::require_reason;
use super::read::get;
use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};

/// Returns the entry a person's merges lead to, as far as they have arrived. In a circle, which two sites can make
/// without knowing, it is the smallest id of the circle.
pub fn canonical(view: &View<'_>, id: Uuid) -> Result<Uuid> {
    let mut statement = view.connection.prepare_cached(
        "SELECT other.id FROM person JOIN person AS other ON other.id = person.merged_into
         WHERE person.id = :id",
    )?;
    let mut path = vec![id];
    let mut at = id;
    loop {
        let next: Option<[u8; 16]> = statement
            .query_row(named_params! { ":id": at.as_bytes().as_slice() }, |row| {
                row.get(0)
            })
            .optional()?
            .flatten();
        let Some(next) = next.map(Uuid::from_bytes) else {
            return Ok(at);
        };
        if let Some(start) = path.iter().position(|seen| *seen == next) {
            return Ok(path[start..].iter().copied().min().unwrap_or(at));
        }
        path.push(next);
        at = next;
    }
}

/// Lists a person and everybody merged into it, directly or through others.
pub fn family(view: &View<'_>, id: Uuid) -> Result<Vec<Uuid>> {
    let mut statement = view
        .connection
        .prepare_cached("SELECT id FROM person WHERE merged_into = :id ORDER BY rid")?;
    let mut found = vec![id];
    let mut seen = BTreeSet::from([id]);
    let mut next = 0;
    while next < found.len() {
        let at = found[next];
        let absorbed = statement
            .query_map(named_params! { ":id": at.as_bytes().as_slice() }, |row| {
                row.get::<_, [u8; 16]>(0)
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        found.extend(
            absorbed
                .into_iter()
                .map(Uuid::from_bytes)
                .filter(|id| seen.insert(*id)),
        );
        next += 1;
    }
    Ok(found)
}

/// Declares two entries one person; the second leads to the first from now on.
///
/// # Errors
/// `right.missing`, `person.not_found`, `person.same_entry`, `person.already_merged`, and those of [`require_reason`].
pub fn merge(tx: &mut Tx<'_>, keep: Uuid, absorb: Uuid, reason: &str) -> Result<()> {
    tx.actor().require(Right::MergePersons)?;
    get(&tx.view(), keep)?;
    let absorbed = get(&tx.view(), absorb)?;
    if canonical(&tx.view(), keep)? == canonical(&tx.view(), absorb)? {
        return Err(Error::refused("person.same_entry"));
    }
    if absorbed.merged_into().is_some() {
        return Err(Error::refused("person.already_merged"));
    }
    point(
        tx,
        absorb,
        "person.merge",
        Value::text(&keep.to_string()),
        reason,
    )
}

/// Takes a merge back.
///
/// # Errors
/// `right.missing`, `person.not_found`, `person.not_merged`, and those of [`require_reason`].
pub fn unmerge(tx: &mut Tx<'_>, absorbed: Uuid, reason: &str) -> Result<()> {
    tx.actor().require(Right::MergePersons)?;
    if get(&tx.view(), absorbed)?.merged_into().is_none() {
        return Err(Error::refused("person.not_merged"));
    }
    point(tx, absorbed, "person.unmerge", Value::Empty, reason)
}

fn point(tx: &mut Tx<'_>, absorbed: Uuid, kind: &str, to: Value, reason: &str) -> Result<()> {
    let reason = require_reason(reason)?;
    let mut body = Record::of([("reason", Value::text(&reason))]);
    body.set.insert("merged_into".to_owned(), to);
    tx.set(subject::PERSON, absorbed, kind, &body)?;
    Ok(())
}
