//! Takes a file back: its entries stay in the journal and no longer count, until the file or a later one brings them again.
//!
//! What was written here since is kept. It may be about a ticket that is not there any more; it counts again when the
//! ticket comes back.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_envelope::EntryId;
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use super::arrival;
use super::link;
use super::package::{self, State};
use crate::account::role::Right;
use crate::desk::{Tx, View, key, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::person::require_reason;
use crate::storage::{local, series};

/// Entries of a package no longer count.
const WITHDRAW: &str = "package.withdraw";
/// Some of them count again.
const RESTORE: &str = "package.restore";

/// Takes back the newest file of its link: one that was applied, or what came of one whose sender is not heard any more.
///
/// # Errors
/// `right.missing`, `exchange.package_unknown`, `exchange.not_applied`, `exchange.under_way`,
/// `exchange.undo_later_first`, and those of reasons.
pub fn withdraw(tx: &mut Tx<'_>, id: Uuid, reason: &str) -> Result<()> {
    tx.actor().require(Right::Exchange)?;
    let reason = require_reason(reason)?;
    let connection = tx.view().connection;
    let mut taken = package::get_taken(connection, id)?;
    match taken.state {
        State::Applied => {}
        State::Applying if package::is_stopped(connection, &taken)? => {
            package::unstage(connection, taken.rid)?;
        }
        State::Applying => return Err(Error::refused("exchange.under_way")),
        _ => return Err(Error::refused("exchange.not_applied")),
    }
    if let Some(later) = package::find_later(connection, &taken)? {
        return Err(Error::refused("exchange.undo_later_first").with(later.number.to_string()));
    }
    let came = arrival::list(connection, taken.rid)?;
    let body = Record::of([
        ("entries", Value::texts(&ranges(came))),
        ("reason", Value::text(&reason)),
    ]);
    tx.append(subject::PACKAGE, id, WITHDRAW, &body, Vec::new())?;
    let mut link = link::get(connection, taken.link)?;
    let (done, number, hash) = taken.before;
    // A file that came again late has seen the link further on than it is now, if a later one was taken back since.
    link.done = link.done.min(done);
    if number < link.number {
        (link.number, link.hash) = (number, hash);
    }
    link::save(connection, &link)?;
    taken.state = State::Withdrawn;
    taken.place = 0;
    package::save(connection, &taken)?;
    tx.log_access("package_withdrawn", &id.to_string(), &reason)
}

/// Says a file of a desk was taken back by an entry behind a row.
pub(super) fn is_untold(connection: &Connection, peer: u32, row: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry JOIN package ON package.id = entry.subject_id
             WHERE entry.rid > :row AND entry.subject_kind = :subject AND entry.kind = :kind
                 AND package.way = 'in' AND package.peer = :peer)",
        )?
        .query_row(
            named_params! { ":row": row, ":subject": subject::PACKAGE, ":kind": WITHDRAW, ":peer": peer },
            |row| row.get(0),
        )?)
}

/// Lets entries count again, each in the package that took it back.
pub(super) fn restore(tx: &mut Tx<'_>, rids: &[i64]) -> Result<()> {
    let connection = tx.view().connection;
    let mut by_package: BTreeMap<Uuid, Vec<EntryId>> = BTreeMap::new();
    for rid in rids {
        let package: [u8; 16] = connection
            .prepare_cached("SELECT package FROM withdrawn WHERE entry_rid = :rid")?
            .query_row(named_params! { ":rid": rid }, |row| row.get("package"))?;
        by_package
            .entry(Uuid::from_bytes(package))
            .or_default()
            .push(series::get(connection, *rid)?.head.id);
    }
    for (package, mut ids) in by_package {
        ids.sort();
        let body = Record::of([("entries", Value::texts(&ranges(ids)))]);
        tx.append(subject::PACKAGE, package, RESTORE, &body, Vec::new())?;
    }
    if let Some(first) = rids.iter().min() {
        // Other desks may have been passed over while the entries did not count.
        connection
            .prepare_cached(
                "UPDATE link SET looked = :rid - 1 WHERE way = 'out' AND looked >= :rid",
            )?
            .execute(named_params! { ":rid": first })?;
    }
    Ok(())
}

/// Writes sorted ids as runs: `device.epoch.first-last`.
fn ranges(ids: Vec<EntryId>) -> Vec<String> {
    let mut runs: Vec<(EntryId, u64)> = Vec::new();
    for id in ids {
        match runs.last_mut() {
            Some((first, last))
                if (first.device, first.epoch) == (id.device, id.epoch) && *last + 1 == id.seq =>
            {
                *last = id.seq;
            }
            _ => runs.push((id, id.seq)),
        }
    }
    runs.into_iter()
        .map(|(first, last)| format!("{first}-{last}"))
        .collect()
}

fn read_range(text: &str) -> Option<(EntryId, u64)> {
    let (first, last) = text.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// Returns the rows of the entries in a run.
fn rows_of(connection: &Connection, (first, last): (EntryId, u64)) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT rid FROM entry
         WHERE device = :device AND epoch = :epoch AND seq BETWEEN :first AND :last ORDER BY seq",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":device": first.device,
            ":epoch": first.epoch,
            ":first": first.seq as i64,
            ":last": i64::try_from(last).unwrap_or(i64::MAX),
        },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the rows a package took back and did not give again, by the entries of the own series about it.
fn gone(view: &View<'_>, id: Uuid) -> Result<BTreeSet<i64>> {
    let own = local::get_number(view.connection, key::DEVICE)?;
    let mut entries = series::list_of_subject(view.connection, id.as_bytes())?.entries;
    entries.retain(|entry| i64::from(entry.head.id.device) == own);
    entries.sort_by_key(|entry| entry.head.id);
    let mut gone = BTreeSet::new();
    for entry in entries {
        let Some(record) = Record::decode(&entry.body) else {
            continue;
        };
        let named = record.data.get("entries").map(Value::as_texts);
        for range in named
            .unwrap_or_default()
            .iter()
            .filter_map(|text| read_range(text))
        {
            let rows = rows_of(view.connection, range)?;
            match entry.head.kind.as_str() {
                WITHDRAW => gone.extend(rows),
                RESTORE => rows.iter().for_each(|rid| {
                    gone.remove(rid);
                }),
                _ => {}
            }
        }
    }
    Ok(gone)
}

/// Brings the list of entries that do not count up to date for a package. Returns the subjects this changes.
pub(crate) fn project(view: &View<'_>, id: Uuid) -> Result<BTreeSet<(String, Uuid)>> {
    let now = gone(view, id)?;
    let before: BTreeSet<i64> = view
        .connection
        .prepare_cached("SELECT entry_rid FROM withdrawn WHERE package = :id")?
        .query_map(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
            row.get(0)
        })?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = BTreeSet::new();
    let mut subject_of = view
        .connection
        .prepare_cached("SELECT subject_kind, subject_id FROM entry WHERE rid = :rid")?;
    let mut add = view.connection.prepare_cached(
        "INSERT OR REPLACE INTO withdrawn (entry_rid, package) VALUES (:rid, :id)",
    )?;
    let mut remove = view
        .connection
        .prepare_cached("DELETE FROM withdrawn WHERE entry_rid = :rid")?;
    for rid in now.symmetric_difference(&before) {
        changed.insert(subject_of.query_row(named_params! { ":rid": rid }, |row| {
            Ok((
                row.get::<_, String>("subject_kind")?,
                Uuid::from_bytes(row.get("subject_id")?),
            ))
        })?);
        if now.contains(rid) {
            add.execute(named_params! { ":rid": rid, ":id": id.as_bytes().as_slice() })?;
        } else {
            remove.execute(named_params! { ":rid": rid })?;
        }
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_as_runs_and_read_back() {
        let id = |device, seq| EntryId {
            device,
            epoch: 1,
            seq,
        };
        let ids = vec![id(3, 1), id(3, 2), id(3, 4), id(4, 5)];
        let runs = ranges(ids);
        assert_eq!(runs, ["3.1.1-2", "3.1.4-4", "4.1.5-5"]);
        assert_eq!(read_range(&runs[0]), Some((id(3, 1), 2)));
        for wrong in ["", "3.1.1", "3.1.1-", "x-2", "3.1.1-2-3"] {
            assert_eq!(read_range(wrong), None, "{wrong}");
        }
    }
}
