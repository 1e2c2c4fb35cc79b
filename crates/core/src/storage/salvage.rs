//! What a damaged database still has beyond the newest backup.

use std::path::Path;

use fachuang_envelope::{Entry, EntryId, Hlc};
use rusqlite::Connection;

use super::connect::Database;
use super::identity::Identity;
use super::series::{self, Tail};
use crate::account::slot::DatabaseKey;
use crate::error::Result;

/// Reads what a damaged database still has of the own series beyond a backup; `last_epoch` is its newest epoch.
///
/// # Errors
/// Faults of the backup.
pub fn beyond(
    database: &Path,
    key: &DatabaseKey,
    known_schema: u32,
    backup: &Connection,
    last_epoch: u16,
) -> Result<Vec<Entry>> {
    let of = Identity::of(backup)?;
    let unseen = Hlc {
        wall_ms: 0,
        counter: 0,
    };
    let after = series::tail(backup, of.device, of.epoch, unseen)?;
    Ok(read_on(database, key, known_schema, after, last_epoch))
}

/// Reads on in the own series from where `after` ends, as far as entries can be read and follow one another.
///
/// Later epochs of the device, up to `last_epoch`, are read from their beginning. A database that cannot be opened at
/// all gives nothing; the damaged file is only read.
fn read_on(
    database: &Path,
    key: &DatabaseKey,
    known_schema: u32,
    after: Tail,
    last_epoch: u16,
) -> Vec<Entry> {
    let mut found = Vec::new();
    let Ok(connection) = Database::at(database, key, known_schema).reader() else {
        return found;
    };
    for epoch in after.epoch..=last_epoch {
        let (mut seq, mut prev) = match epoch == after.epoch {
            true => (after.seq, after.prev),
            false => (0, [0; 32]),
        };
        loop {
            let id = EntryId {
                device: after.device,
                epoch,
                seq: seq + 1,
            };
            let next = series::find(&connection, id).ok().flatten();
            let follows = |entry: &Entry| {
                entry.head.prev == prev && entry.head_is_whole() && entry.body_is_whole()
            };
            let Some(entry) = next.filter(follows) else {
                break;
            };
            (seq, prev) = (entry.head.id.seq, entry.hash);
            found.push(entry);
        }
    }
    found
}
