//! By which file entries came: runs of rows of the journal. A row is in one run at most.

use fachuang_envelope::EntryId;
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use crate::error::Result;

/// The package the entry `e` came with, for a statement; nothing for one that was made here.
pub(super) const PACKAGE_OF_E: &str =
    "(SELECT iif(arrival.last >= e.rid, arrival.package, NULL) FROM arrival
     WHERE arrival.first <= e.rid ORDER BY arrival.first DESC LIMIT 1)";

/// Rows one behind the other, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    first: i64,
    last: i64,
}

/// Rows as they come, put together to runs.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    /// Adds a row; one that is right behind the one before lengthens its run.
    pub(super) fn add(&mut self, rid: i64) {
        match self.0.last_mut() {
            Some(run) if run.last + 1 == rid => run.last = rid,
            _ => self.0.push(Run {
                first: rid,
                last: rid,
            }),
        }
    }

    /// Notes that the rows came with a package; where they had come with another one, that one no longer has them.
    pub(super) fn note(&self, connection: &Connection, package: i64) -> Result<()> {
        for run in &self.0 {
            note_run(connection, *run, package)?;
        }
        Ok(())
    }
}

fn note_run(connection: &Connection, run: Run, package: i64) -> Result<()> {
    let mut whole = run;
    for (known, of) in list_near(connection, run)? {
        remove(connection, known)?;
        if of == package {
            whole.first = whole.first.min(known.first);
            whole.last = whole.last.max(known.last);
            continue;
        }
        let before = Run {
            last: run.first - 1,
            ..known
        };
        let behind = Run {
            first: run.last + 1,
            ..known
        };
        for rest in [before, behind] {
            if rest.first <= rest.last {
                add(connection, rest, of)?;
            }
        }
    }
    add(connection, whole, package)
}

/// Lists the runs that share a row with one, and the one that ends right before it, if it is of the same package or not.
fn list_near(connection: &Connection, run: Run) -> Result<Vec<(Run, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT first, last, package FROM arrival WHERE first <= :last ORDER BY first DESC",
    )?;
    let mut rows = statement.query(named_params! { ":last": run.last })?;
    let mut near = Vec::new();
    while let Some(row) = rows.next()? {
        let known = Run {
            first: row.get("first")?,
            last: row.get("last")?,
        };
        if known.last < run.first - 1 {
            break;
        }
        near.push((known, row.get("package")?));
    }
    Ok(near)
}

fn add(connection: &Connection, run: Run, package: i64) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO arrival (first, last, package) VALUES (:first, :last, :package)",
        )?
        .execute(named_params! { ":first": run.first, ":last": run.last, ":package": package })?;
    Ok(())
}

fn remove(connection: &Connection, run: Run) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM arrival WHERE first = :first")?
        .execute(named_params! { ":first": run.first })?;
    Ok(())
}

/// Lists the entries that came with a package, in the order of their ids.
pub(super) fn list(connection: &Connection, package: i64) -> Result<Vec<EntryId>> {
    let mut statement = connection.prepare_cached(
        "SELECT device, epoch, seq FROM arrival JOIN entry ON entry.rid BETWEEN arrival.first AND arrival.last
         WHERE arrival.package = :package ORDER BY device, epoch, seq",
    )?;
    let rows = statement.query_map(named_params! { ":package": package }, |row| {
        Ok(EntryId {
            device: row.get("device")?,
            epoch: row.get("epoch")?,
            seq: row.get::<_, i64>("seq")? as u64,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the tickets whose registration came with a package.
pub(super) fn list_tickets(connection: &Connection, package: i64) -> Result<Vec<Uuid>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT subject_id FROM arrival JOIN entry ON entry.rid BETWEEN arrival.first AND arrival.last
         WHERE arrival.package = :package AND entry.kind = 'ticket.register' ORDER BY subject_id",
    )?;
    let rows = statement.query_map(named_params! { ":package": package }, |row| {
        Ok(Uuid::from_bytes(row.get("subject_id")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::storage::MIGRATIONS;

    fn table() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE arrival (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, package INTEGER NOT NULL)",
            )
            .unwrap();
        connection
    }

    fn rows(connection: &Connection) -> Vec<(i64, i64, i64)> {
        let mut statement = connection
            .prepare("SELECT first, last, package FROM arrival ORDER BY first")
            .unwrap();
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    fn note(connection: &Connection, rids: impl IntoIterator<Item = i64>, package: i64) {
        let mut runs = Runs::default();
        rids.into_iter().for_each(|rid| runs.add(rid));
        runs.note(connection, package).unwrap();
    }

    #[test]
    fn a_file_that_comes_step_by_step_is_one_run() {
        let connection = table();
        note(&connection, 1..=300, 7);
        note(&connection, 301..=600, 7);
        note(&connection, 602..=610, 8);
        note(&connection, 611..=611, 7);
        assert_eq!(
            rows(&connection),
            [(1, 600, 7), (602, 610, 8), (611, 611, 7)]
        );
    }

    #[test]
    fn what_was_noted_entry_by_entry_is_kept_as_runs() {
        let connection = Connection::open_in_memory().unwrap();
        let (before, behind) = MIGRATIONS.split_at(11);
        for migration in before {
            connection.execute_batch(migration.sql).unwrap();
        }
        let noted = [(3, 1), (4, 1), (5, 2), (6, 1), (8, 1), (9, 1), (20, 2)];
        for (rid, package) in noted {
            connection
                .execute(
                    "INSERT INTO arrival (entry_rid, package) VALUES (?, ?)",
                    [rid, package],
                )
                .unwrap();
        }
        for migration in behind {
            connection.execute_batch(migration.sql).unwrap();
        }
        assert_eq!(
            rows(&connection),
            [(3, 4, 1), (5, 5, 2), (6, 6, 1), (8, 9, 1), (20, 20, 2)]
        );
    }

    proptest! {
        #[test]
        fn every_row_is_with_the_package_it_came_with_last(
            notes in prop::collection::vec((prop::collection::btree_set(1_i64..40, 1..12), 1_i64..4), 0..20)
        ) {
            let connection = table();
            let mut want: BTreeMap<i64, i64> = BTreeMap::new();
            for (rids, package) in notes {
                note(&connection, rids.iter().copied(), package);
                want.extend(rids.into_iter().map(|rid| (rid, package)));
            }
            let mut have: BTreeMap<i64, i64> = BTreeMap::new();
            for (first, last, package) in rows(&connection) {
                for rid in first..=last {
                    prop_assert_eq!(have.insert(rid, package), None);
                }
            }
            prop_assert_eq!(have, want.clone());
            let sql = format!("SELECT {PACKAGE_OF_E} FROM (SELECT ?1 AS rid) e");
            for rid in 0..45_i64 {
                let of: Option<i64> = connection.query_row(&sql, [rid], |row| row.get(0)).unwrap_or(None);
                prop_assert_eq!(of, want.get(&rid).copied());
            }
        }
    }
}
