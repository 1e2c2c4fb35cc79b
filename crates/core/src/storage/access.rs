//! The access log: who looked at what, in a chain of its own.

use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use crate::desk::Actor;
use crate::error::Result;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub seq: i64,
    pub at_ms: i64,
    pub account: String,
    pub actor: String,
    /// Code of what was done, such as `reveal`.
    pub action: String,
    pub subject: String,
    pub reason: String,
}

fn hash(line: &Access, prev: &[u8; 32]) -> [u8; 32] {
    let mut bytes = Vec::new();
    let tuple = (
        line.seq,
        line.at_ms,
        &line.account,
        &line.actor,
        &line.action,
        &line.subject,
        &line.reason,
        prev,
    );
    ciborium::into_writer(&tuple, &mut bytes)
        .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
    Sha256::new()
        .chain_update(b"fachuang access 1\0")
        .chain_update(&bytes)
        .finalize()
        .into()
}

/// Adds a line.
pub fn append(
    connection: &Connection,
    at_ms: i64,
    actor: &Actor,
    action: &str,
    subject: &str,
    reason: &str,
) -> Result<()> {
    let last = connection
        .prepare_cached("SELECT seq, hash FROM access ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?))
        })
        .optional()?;
    let (seq, prev) = last.map_or((1, [0; 32]), |(seq, hash)| (seq + 1, hash));
    let line = Access {
        seq,
        at_ms,
        account: actor.id.to_string(),
        actor: actor.name.clone(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        reason: reason.to_owned(),
    };
    connection
        .prepare_cached(
            "INSERT INTO access (seq, at_ms, account, actor, action, subject, reason, prev, hash)
             VALUES (:seq, :at_ms, :account, :actor, :action, :subject, :reason, :prev, :hash)",
        )?
        .execute(named_params! {
            ":seq": line.seq,
            ":at_ms": line.at_ms,
            ":account": line.account,
            ":actor": line.actor,
            ":action": line.action,
            ":subject": line.subject,
            ":reason": line.reason,
            ":prev": prev.as_slice(),
            ":hash": hash(&line, &prev).as_slice(),
        })?;
    Ok(())
}

/// Lists the newest lines, newest first.
pub fn list(connection: &Connection, limit: u32) -> Result<Vec<Access>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, at_ms, account, actor, action, subject, reason FROM access ORDER BY seq DESC LIMIT :limit",
    )?;
    let rows = statement.query_map(named_params! { ":limit": limit }, |row| {
        Ok(Access {
            seq: row.get("seq")?,
            at_ms: row.get("at_ms")?,
            account: row.get("account")?,
            actor: row.get("actor")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            reason: row.get("reason")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the sequence of the first line that was changed or follows a gap; none when the log is whole.
pub fn first_fault(connection: &Connection) -> Result<Option<i64>> {
    let mut statement = connection.prepare(
        "SELECT seq, at_ms, account, actor, action, subject, reason, prev, hash FROM access ORDER BY seq",
    )?;
    let mut rows = statement.query([])?;
    let (mut expected, mut prev) = (1, [0; 32]);
    while let Some(row) = rows.next()? {
        let line = Access {
            seq: row.get("seq")?,
            at_ms: row.get("at_ms")?,
            account: row.get("account")?,
            actor: row.get("actor")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            reason: row.get("reason")?,
        };
        let known: [u8; 32] = row.get("hash")?;
        if line.seq != expected
            || row.get::<_, [u8; 32]>("prev")? != prev
            || hash(&line, &prev) != known
        {
            return Ok(Some(line.seq));
        }
        expected += 1;
        prev = known;
    }
    Ok(None)
}
