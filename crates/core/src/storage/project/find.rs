//! The search index: written with a ticket's row, or behind it.

use rusqlite::{Connection, named_params};

use crate::error::Result;
use crate::search;
use crate::search::cut::Marked;

/// Tickets the search index takes up in one transaction.
const INDEXED_AT_ONCE: usize = 100;

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

/// Brings the search index up to date for the newest tickets that wait for it, as many as go into one transaction.
pub fn index_waiting(connection: &Connection) -> Result<()> {
    let mut statement =
        connection.prepare_cached("SELECT rid FROM find_waiting ORDER BY rid DESC LIMIT :most")?;
    let rows = statement.query_map(named_params! { ":most": INDEXED_AT_ONCE as i64 }, |row| {
        row.get("rid")
    })?;
    for rid in rows.collect::<rusqlite::Result<Vec<i64>>>()? {
        project_find(connection, rid)?;
    }
    Ok(())
}

/// Fills the search index anew from the tickets' rows.
pub fn index(connection: &Connection) -> Result<()> {
    connection.execute("INSERT INTO find (find) VALUES ('delete-all')", [])?;
    connection.execute("DELETE FROM find_waiting", [])?;
    let mut statement = connection.prepare("SELECT rid FROM ticket ORDER BY rid")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        project_find(connection, row.get("rid")?)?;
    }
    Ok(())
}
