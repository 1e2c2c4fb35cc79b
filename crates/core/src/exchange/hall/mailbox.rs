//! What this desk knows of the mail with each other desk at the place.

use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::name::{ENDING, Name};
use crate::error::Result;

/// The mail with one other desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    pub peer: u32,
    /// Newest letter of it that was taken in.
    pub taken: Option<Name>,
    /// When something of it was last taken in.
    pub heard_ms: Option<i64>,
    /// Code of why its newest letter could not be taken in; empty when it could.
    pub fault: String,
    /// Since when it has to be told what was taken in.
    pub owes_ms: Option<i64>,
    /// Letter that lies for it, when it was put there, and the newest feed number in it; 0 for one without entries.
    pub put: Option<Name>,
    pub put_ms: i64,
    pub put_last: u64,
}

const COLUMNS: &str = "peer, taken, heard_ms, fault, owes_ms, put, put_ms, put_last";

fn read(row: &Row<'_>) -> rusqlite::Result<Mailbox> {
    Ok(Mailbox {
        peer: row.get("peer")?,
        taken: Name::parse(row.get_ref("taken")?.as_str()?),
        heard_ms: row.get("heard_ms")?,
        fault: row.get("fault")?,
        owes_ms: row.get("owes_ms")?,
        put: Name::parse(row.get_ref("put")?.as_str()?),
        put_ms: row.get("put_ms")?,
        put_last: row.get::<_, i64>("put_last")? as u64,
    })
}

/// Returns the mail with a desk; empty where there was none yet.
///
/// # Errors
/// Faults of the database.
pub fn of(connection: &Connection, peer: u32) -> Result<Mailbox> {
    let sql = format!("SELECT {COLUMNS} FROM mailbox WHERE peer = :peer");
    let known = connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":peer": peer }, read)
        .optional()?;
    Ok(known.unwrap_or(Mailbox {
        peer,
        ..Mailbox::default()
    }))
}

/// Stores the mail with a desk. For a transaction.
pub(super) fn save(connection: &Connection, mailbox: &Mailbox) -> Result<()> {
    let text = |name: &Option<Name>| name.as_ref().map_or_else(String::new, Name::to_string);
    connection
        .prepare_cached(
            "INSERT INTO mailbox (peer, taken, heard_ms, fault, owes_ms, put, put_ms, put_last, hears)
             VALUES (:peer, :taken, :heard_ms, :fault, :owes_ms, :put, :put_ms, :put_last, '[]')
             ON CONFLICT (peer) DO UPDATE SET taken = excluded.taken, heard_ms = excluded.heard_ms,
                 fault = excluded.fault, owes_ms = excluded.owes_ms, put = excluded.put, put_ms = excluded.put_ms,
                 put_last = excluded.put_last",
        )?
        .execute(named_params! {
            ":peer": mailbox.peer,
            ":taken": text(&mailbox.taken),
            ":heard_ms": mailbox.heard_ms,
            ":fault": mailbox.fault,
            ":owes_ms": mailbox.owes_ms,
            ":put": text(&mailbox.put),
            ":put_ms": mailbox.put_ms,
            ":put_last": mailbox.put_last as i64,
        })?;
    Ok(())
}

/// Forgets who is heard at the place, so that nobody relies on it any more. For a transaction.
///
/// # Errors
/// Faults of the database.
pub fn leave(connection: &Connection) -> Result<()> {
    connection.execute("UPDATE mailbox SET heard_ms = NULL, owes_ms = NULL", [])?;
    Ok(())
}

/// Lists the other desks of this site that are heard at the place, so that nobody else has to send their entries here.
pub(in crate::exchange) fn heard(connection: &Connection) -> Result<Vec<u32>> {
    let mut statement = connection.prepare_cached(
        "SELECT mailbox.peer FROM mailbox JOIN peer ON peer.device = mailbox.peer
         WHERE heard_ms IS NOT NULL AND fault = '' AND state = 'enrolled' AND relation = 'sibling'
         ORDER BY mailbox.peer",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns whom another desk says it hears itself, as a JSON list.
pub(in crate::exchange) fn hears(connection: &Connection, peer: u32) -> Result<String> {
    let list: Option<String> = connection
        .prepare_cached("SELECT hears FROM mailbox WHERE peer = :peer")?
        .query_row(named_params! { ":peer": peer }, |row| row.get("hears"))
        .optional()?;
    Ok(list.unwrap_or_else(|| "[]".to_owned()))
}

/// Keeps whom another desk says it hears itself. What was left to one it no longer hears is looked at again.
pub(in crate::exchange) fn note_hears(
    connection: &Connection,
    peer: u32,
    devices: &[u32],
) -> Result<()> {
    let before = hears(connection, peer)?;
    let words: Vec<String> = devices.iter().map(u32::to_string).collect();
    let now = format!("[{}]", words.join(","));
    if now == before {
        return Ok(());
    }
    let inside = before.trim_matches(['[', ']']);
    let mut left_to = inside.split(',').flat_map(u32::from_str);
    if left_to.any(|device| !devices.contains(&device)) {
        connection
            .prepare_cached("UPDATE link SET looked = 0 WHERE way = 'out' AND peer = :peer")?
            .execute(named_params! { ":peer": peer })?;
    }
    save(connection, &of(connection, peer)?)?;
    connection
        .prepare_cached("UPDATE mailbox SET hears = :hears WHERE peer = :peer")?
        .execute(named_params! { ":hears": now, ":peer": peer })?;
    Ok(())
}

/// Lets go of what was noted of letters that nothing rests on: those sent before the newest one, unless it is the oldest
/// that is not confirmed, and those taken in just before that brought nothing.
pub(super) fn forget_letters(connection: &Connection, link: i64, done: u64) -> Result<()> {
    let letters = format!("%.{ENDING}");
    connection
        .prepare_cached(
            "DELETE FROM package WHERE link = :link AND way = 'out' AND file_name LIKE :letters
             AND rid < (SELECT max(rid) FROM package WHERE link = :link)
             AND rid IS NOT (SELECT min(rid) FROM package WHERE link = :link AND feed_last > :done)",
        )?
        .execute(named_params! { ":link": link, ":letters": letters, ":done": done as i64 })?;
    connection
        .prepare_cached(
            "DELETE FROM package WHERE link = :link AND way = 'in' AND file_name LIKE :letters
             AND state = 'applied'
             AND number < (SELECT max(number) FROM package WHERE link = :link)
             AND number > (SELECT max(number) FROM package WHERE link = :link) - 5
             AND NOT EXISTS (SELECT 1 FROM arrival WHERE arrival.package = package.rid)
             AND NOT EXISTS (SELECT 1 FROM quarantine WHERE quarantine.package = package.rid)",
        )?
        .execute(named_params! { ":link": link, ":letters": letters })?;
    Ok(())
}
