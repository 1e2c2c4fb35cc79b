//! What a file rests on: entries its recipient must have before it is applied.

use fachuang_envelope::{EntryId, SeriesPoint};
use rusqlite::{Connection, OptionalExtension, named_params};

use super::peer::Peer;
use crate::error::{Error, Result};
use crate::storage::series::{self, Tail};

/// Names the recipient's own series as far as it has come here: what goes to it may rest on that, and a recipient that
/// does not have it is an older copy of itself.
pub(super) fn of_recipient(
    connection: &Connection,
    to: &Peer,
    epoch: u16,
) -> Result<Vec<SeriesPoint>> {
    let newest = connection
        .prepare_cached(
            "SELECT seq, hash FROM entry WHERE device = :device AND epoch = :epoch ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(
            named_params! { ":device": to.device, ":epoch": epoch },
            |row| {
                Ok(SeriesPoint {
                    device: to.device,
                    epoch,
                    seq: row.get::<_, i64>("seq")? as u64,
                    hash: row.get("hash")?,
                })
            },
        )
        .optional()?;
    Ok(newest.into_iter().collect())
}

/// Says everything a file rests on is here.
///
/// # Errors
/// `exchange.own_older` when it rests on what this device never wrote, and `exchange.forked` when something else stands
/// under a number it names.
pub(super) fn met(connection: &Connection, tail: Tail, points: &[SeriesPoint]) -> Result<bool> {
    let mut met = true;
    for point in points {
        let id = EntryId {
            device: point.device,
            epoch: point.epoch,
            seq: point.seq,
        };
        let here = series::find_rid(connection, id)?.map(|(_, hash)| hash);
        let own = id.device == tail.device && id.epoch >= tail.epoch;
        match here {
            Some(hash) if hash == point.hash => {}
            _ if own => return Err(Error::refused("exchange.own_older")),
            Some(_) => return Err(Error::refused("exchange.forked").with(id.to_string())),
            None => met = false,
        }
    }
    Ok(met)
}
