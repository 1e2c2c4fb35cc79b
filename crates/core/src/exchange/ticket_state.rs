//! How far a ticket has come on its way to the centre: 未导出, 已导出, 中心已确认.

use rusqlite::named_params;
use uuid::Uuid;

use super::link::{self, Link, Way};
use super::peer;
use crate::desk::{View, key};
use crate::error::Result;
use crate::storage::local;
use crate::storage::series::Tail;

/// How far what this desk wrote about a ticket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TicketState {
    /// Something of it is in no file yet.
    NotExported,
    /// All of it is in files, not all of it confirmed.
    Exported,
    /// The centre has all of it.
    Confirmed,
}

impl TicketState {
    /// Returns the code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotExported => "not_exported",
            Self::Exported => "exported",
            Self::Confirmed => "confirmed",
        }
    }
}

/// Returns how far a ticket has come; none where this desk sends to no centre.
///
/// # Errors
/// Faults of the database.
pub fn of(view: &View<'_>, tail: Tail, ticket: Uuid) -> Result<Option<TicketState>> {
    let Some(way) = to_the_centre(view, tail.epoch)? else {
        return Ok(None);
    };
    along(view, way.as_ref(), tail.device, ticket).map(Some)
}

/// Returns how far each of some tickets has come; nothing where this desk sends to no centre.
///
/// # Errors
/// Faults of the database.
pub fn of_all(view: &View<'_>, tickets: impl Iterator<Item = Uuid>) -> Result<Vec<TicketState>> {
    let epoch = local::get_number(view.connection, key::EPOCH)? as u16;
    let own = local::get_number(view.connection, key::DEVICE)? as u32;
    let Some(way) = to_the_centre(view, epoch)? else {
        return Ok(Vec::new());
    };
    tickets
        .map(|ticket| along(view, way.as_ref(), own, ticket))
        .collect()
}

/// Returns the link to the centre, which is none before the first file; none at all where there is no centre.
fn to_the_centre(view: &View<'_>, own_epoch: u16) -> Result<Option<Option<Link>>> {
    let Some(centre) = peer::superior(view.connection)? else {
        return Ok(None);
    };
    let epoch = link::epoch_of(view.connection, &centre)?;
    link::find(view.connection, Way::Out, centre.device, own_epoch, epoch).map(Some)
}

fn along(view: &View<'_>, link: Option<&Link>, own: u32, ticket: Uuid) -> Result<TicketState> {
    let Some(link) = link else {
        return Ok(TicketState::NotExported);
    };
    let (entries, numbered, newest): (i64, i64, i64) = view
        .connection
        .prepare_cached(
            "SELECT count(*), count(feed.nr), coalesce(max(feed.nr), 0)
             FROM entry LEFT JOIN feed ON feed.entry_rid = entry.rid AND feed.link = :link
             WHERE entry.subject_id = :id AND entry.device = :own",
        )?
        .query_row(
            named_params! {
                ":link": link.nr,
                ":id": ticket.as_bytes().as_slice(),
                ":own": own,
            },
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
    let newest = newest as u64;
    Ok(if numbered < entries || newest > link.written {
        TicketState::NotExported
    } else if newest > link.done {
        TicketState::Exported
    } else {
        TicketState::Confirmed
    })
}

/// Counts the tickets of this site by how far they have come: not exported, exported, confirmed.
///
/// # Errors
/// Faults of the database.
pub fn counts(view: &View<'_>, tail: Tail) -> Result<Option<[u64; 3]>> {
    let Some(centre) = peer::superior(view.connection)? else {
        return Ok(None);
    };
    let epoch = link::epoch_of(view.connection, &centre)?;
    let link = link::find(view.connection, Way::Out, centre.device, tail.epoch, epoch)?;
    let (nr, written, done) = link.map_or((0, 0, 0), |link| (link.nr, link.written, link.done));
    let mut statement = view.connection.prepare_cached(
        "SELECT sum(state = 0) AS fresh, sum(state = 1) AS exported, sum(state = 2) AS confirmed FROM (
             SELECT CASE
                 WHEN count(feed.nr) < count(*) OR coalesce(max(feed.nr), 0) > :written THEN 0
                 WHEN coalesce(max(feed.nr), 0) > :done THEN 1
                 ELSE 2 END AS state
             FROM entry LEFT JOIN feed ON feed.entry_rid = entry.rid AND feed.link = :link
             WHERE entry.subject_kind = 'ticket' AND entry.device = :own
             GROUP BY entry.subject_id)",
    )?;
    let found = statement.query_row(
        named_params! {
            ":link": nr,
            ":own": tail.device,
            ":written": written as i64,
            ":done": done as i64,
        },
        |row| {
            let number = |at: usize| row.get::<_, Option<i64>>(at);
            Ok([number(0)?, number(1)?, number(2)?].map(|n| n.unwrap_or(0) as u64))
        },
    )?;
    Ok(Some(found))
}
