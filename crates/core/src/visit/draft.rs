//! Forms kept for later: they survive a kill, belong to one account and stay on this device.

use rusqlite::{OptionalExtension, named_params};

use crate::desk::{Tx, View};
use crate::error::{Error, Result};
use crate::person::short_text;

/// A kept form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub id: String,
    pub title: String,
    pub content: String,
    pub saved_ms: i64,
}

/// Head of the ids of drafts that are steps of a ticket and no intake.
pub const OF_STEP: &str = "step-";
/// Longest content in bytes.
const CONTENT_MAX: usize = 256 * 1024;
/// Longest id or title in code points.
const SHORT_MAX: usize = 100;

/// Keeps a form under its id.
///
/// # Errors
/// `draft.too_long`, `draft.id`, `text.too_long`, `text.control`, `draft.not_yours`.
pub fn save(tx: &mut Tx<'_>, id: &str, title: &str, content: &str) -> Result<i64> {
    if id.is_empty()
        || id.len() > SHORT_MAX
        || !id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    {
        return Err(Error::at("draft.id", "id"));
    }
    if content.len() > CONTENT_MAX {
        return Err(Error::at("draft.too_long", "content"));
    }
    let title = short_text(title, SHORT_MAX).map_err(|code| Error::at(code, "title"))?;
    let account = tx.actor().id.to_string();
    let kept = tx
        .view()
        .connection
        .prepare_cached(
            "INSERT INTO draft (id, account, title, content, saved_ms)
             VALUES (:id, :account, :title, :content, :saved_ms)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, content = excluded.content,
                 saved_ms = excluded.saved_ms, discarded_ms = NULL
             WHERE account = excluded.account",
        )?
        .execute(named_params! {
            ":id": id, ":account": account, ":title": title, ":content": content, ":saved_ms": tx.now_ms(),
        })?;
    if kept == 1 {
        Ok(tx.now_ms())
    } else {
        Err(Error::at("draft.not_yours", "id"))
    }
}

/// Takes a form off the list. It stays in the database and is found again by its id.
pub fn discard(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let account = tx.actor().id.to_string();
    tx.view()
        .connection
        .prepare_cached(
            "UPDATE draft SET discarded_ms = :now WHERE id = :id AND account = :account AND discarded_ms IS NULL",
        )?
        .execute(named_params! { ":now": tx.now_ms(), ":id": id, ":account": account })?;
    Ok(())
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get("id")?,
        title: row.get("title")?,
        content: row.get("content")?,
        saved_ms: row.get("saved_ms")?,
    })
}

/// Lists the kept forms of an account, newest first; without their content.
pub fn list(view: &View<'_>, account: &str) -> Result<Vec<Draft>> {
    let mut statement = view.connection.prepare_cached(
        "SELECT id, title, '' AS content, saved_ms FROM draft
         WHERE account = :account AND discarded_ms IS NULL ORDER BY saved_ms DESC, id LIMIT 100",
    )?;
    let rows = statement.query_map(named_params! { ":account": account }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns a kept form of an account, also a discarded one.
///
/// # Errors
/// `draft.not_found`.
pub fn get(view: &View<'_>, account: &str, id: &str) -> Result<Draft> {
    view.connection
        .prepare_cached(
            "SELECT id, title, content, saved_ms FROM draft WHERE id = :id AND account = :account",
        )?
        .query_row(named_params! { ":id": id, ":account": account }, read)
        .optional()?
        .ok_or_else(|| Error::at("draft.not_found", "id"))
}
