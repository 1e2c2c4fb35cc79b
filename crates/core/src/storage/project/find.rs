//! The search: keys of names and the index, written with a ticket's row, or behind it.

use std::collections::BTreeSet;

use rusqlite::{Connection, named_params};

use super::folds::Folds;
use crate::error::Result;
use crate::search;
use crate::search::cut::Marked;
use crate::storage::rows::Rows;

/// Most tickets the search index takes up in one transaction.
pub const INDEXED_AT_ONCE: usize = 50;

/// Milliseconds that may take. Now and then the index puts its parts together, which takes three times as long, and a save
/// that waits for it stays under 50 all the same.
pub const INDEXED_MS: i64 = 12;

/// Writes what the index keeps of a ticket, from its row.
pub(super) fn project_find(connection: &Connection, rid: i64) -> Result<()> {
    let kept = connection
        .prepare_cached(
            "SELECT find_text, number, state, open, to_rate, due, rank, green <> '' AS green, window, assignee, groups
             FROM ticket WHERE rid = :rid",
        )?
        .query_row(named_params! { ":rid": rid }, |row| {
            let marked = Marked {
                state: row.get_ref("state")?.as_str()?,
                open: row.get("open")?,
                to_rate: row.get("to_rate")?,
                ahead: row.get::<_, Option<String>>("due")?.is_some() || row.get::<_, u32>("rank")? == 0,
                green: row.get("green")?,
                window: row.get_ref("window")?.as_str()?,
                assignee: row.get_ref("assignee")?.as_str()?,
                groups: row.get_ref("groups")?.as_str()?,
            };
            let text = row.get_ref("find_text")?.as_str()?;
            let number = row.get_ref("number")?.as_str()?;
            Ok(search::kept(text, number, &marked))
        })?;
    connection
        .prepare_cached("DELETE FROM find WHERE rowid = :rid")?
        .execute(named_params! { ":rid": rid })?;
    connection
        .prepare_cached("INSERT INTO find (rowid, t) VALUES (:rid, :kept)")?
        .execute(named_params! { ":rid": rid, ":kept": kept })?;
    connection
        .prepare_cached("DELETE FROM find_waiting WHERE rid = :rid")?
        .execute(named_params! { ":rid": rid })?;
    Ok(())
}

/// Writes the keys of the names a ticket is found by, in place of those it had.
pub(super) fn project_names(
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

/// Leaves a ticket to [`index_waiting`], with the names it is found by until then.
pub(super) fn wait(rows: &mut Rows<'_>, rid: i64, names: &[String]) -> Result<()> {
    rows.add(
        "INSERT OR REPLACE INTO find_waiting",
        &[("rid", &rid), ("names", &search::join_names(names))],
    )?;
    Ok(())
}

/// Removes all that is kept of a ticket.
pub(super) fn forget(connection: &Connection, rid: i64) -> Result<()> {
    for (table, column) in [
        ("name_key", "rid"),
        ("find", "rowid"),
        ("find_waiting", "rid"),
    ] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE {column} = :rid"))?
            .execute(named_params! { ":rid": rid })?;
    }
    Ok(())
}

/// Lists the newest tickets that wait, with the names of each; none for one whose names were written with its row.
fn list_waiting(connection: &Connection, most: i64) -> Result<Vec<(i64, Option<String>)>> {
    let mut statement = connection
        .prepare_cached("SELECT rid, names FROM find_waiting ORDER BY rid DESC LIMIT :most")?;
    let rows = statement.query_map(named_params! { ":most": most }, |row| {
        Ok((row.get("rid")?, row.get("names")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn write_names(
    connection: &Connection,
    rid: i64,
    names: Option<&str>,
    folds: &mut Folds,
) -> Result<()> {
    let Some(names) = names else { return Ok(()) };
    let names: Vec<String> = search::split_names(names).map(str::to_owned).collect();
    project_names(connection, rid, &names, folds)
}

/// Brings the search up to date for the newest tickets that wait for it, and returns for how many.
pub fn index_waiting(connection: &Connection, most: usize) -> Result<usize> {
    let mut folds = Folds::default();
    let waiting = list_waiting(connection, i64::try_from(most).unwrap_or(-1))?;
    for (rid, names) in &waiting {
        write_names(connection, *rid, names.as_deref(), &mut folds)?;
        project_find(connection, *rid)?;
    }
    Ok(waiting.len())
}

/// Writes the keys of the names of every ticket that waits; the tickets go on waiting for the index.
pub fn write_waiting_names(connection: &Connection) -> Result<()> {
    let mut folds = Folds::default();
    for (rid, names) in list_waiting(connection, -1)? {
        write_names(connection, rid, names.as_deref(), &mut folds)?;
    }
    connection.execute("UPDATE find_waiting SET names = NULL", [])?;
    Ok(())
}

/// Fills the search index anew from the tickets' rows.
pub fn index(connection: &Connection) -> Result<()> {
    write_waiting_names(connection)?;
    connection.execute("INSERT INTO find (find) VALUES ('delete-all')", [])?;
    connection.execute("DELETE FROM find_waiting", [])?;
    let mut statement = connection.prepare("SELECT rid FROM ticket ORDER BY rid")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        project_find(connection, row.get("rid")?)?;
    }
    Ok(())
}
