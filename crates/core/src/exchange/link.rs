//! Directed links: how far each has come.
//!
//! A link joins two devices in their epochs. After a restore of either a new link begins with everything, so that what one
//! of them forgot comes back and nothing has to be negotiated.

use fachuang_envelope::{Address, LinkId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::peer::Peer;
use crate::desk::View;
use crate::error::{Error, Result};
use crate::storage::series::Tail;

/// Direction of a link as seen from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Out,
    In,
}

impl Way {
    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::In => "in",
        }
    }
}

/// One direction between two devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub nr: i64,
    pub way: Way,
    pub own_epoch: u16,
    pub peer: u32,
    pub peer_epoch: u16,
    /// Out: newest feed number the other side confirmed. In: newest one applied with nothing missing before it.
    pub done: u64,
    /// Out: newest feed number in a file that was written.
    pub written: u64,
    /// Number of the newest file written or applied.
    pub number: u64,
    pub hash: [u8; 32],
    /// Out: entries up to this row have been looked at.
    pub looked: i64,
}

const COLUMNS: &str = "nr, way, own_epoch, peer, peer_epoch, done, written, number, hash, looked";

fn read(row: &Row<'_>) -> rusqlite::Result<Link> {
    let way: String = row.get("way")?;
    Ok(Link {
        nr: row.get("nr")?,
        way: if way == Way::Out.code() {
            Way::Out
        } else {
            Way::In
        },
        own_epoch: row.get("own_epoch")?,
        peer: row.get("peer")?,
        peer_epoch: row.get("peer_epoch")?,
        done: row.get::<_, i64>("done")? as u64,
        written: row.get::<_, i64>("written")? as u64,
        number: row.get::<_, i64>("number")? as u64,
        hash: row.get("hash")?,
        looked: row.get("looked")?,
    })
}

/// Returns a link, if anything has gone along it.
pub fn find(
    connection: &Connection,
    way: Way,
    peer: u32,
    own_epoch: u16,
    peer_epoch: u16,
) -> Result<Option<Link>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM link
         WHERE way = :way AND peer = :peer AND own_epoch = :own_epoch AND peer_epoch = :peer_epoch"
    );
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(
            named_params! {
                ":way": way.code(),
                ":peer": peer,
                ":own_epoch": own_epoch,
                ":peer_epoch": peer_epoch,
            },
            read,
        )
        .optional()?)
}

/// Returns a link, or one that nothing has gone along yet.
pub(super) fn find_or_new(
    connection: &Connection,
    way: Way,
    peer: u32,
    own_epoch: u16,
    peer_epoch: u16,
) -> Result<Link> {
    let known = find(connection, way, peer, own_epoch, peer_epoch)?;
    Ok(known.unwrap_or(Link {
        nr: 0,
        way,
        own_epoch,
        peer,
        peer_epoch,
        done: 0,
        written: 0,
        number: 0,
        hash: [0; 32],
        looked: 0,
    }))
}

/// Returns a link, making it first where it is new. For a transaction.
pub(super) fn open(
    connection: &Connection,
    way: Way,
    peer: u32,
    own_epoch: u16,
    peer_epoch: u16,
) -> Result<Link> {
    connection
        .prepare_cached(
            "INSERT OR IGNORE INTO link (way, own_epoch, peer, peer_epoch, done, written, number, hash, looked)
             VALUES (:way, :own_epoch, :peer, :peer_epoch, 0, 0, 0, zeroblob(32), 0)",
        )?
        .execute(named_params! {
            ":way": way.code(),
            ":own_epoch": own_epoch,
            ":peer": peer,
            ":peer_epoch": peer_epoch,
        })?;
    find(connection, way, peer, own_epoch, peer_epoch)?
        .ok_or_else(|| Error::refused("app.internal"))
}

/// Returns the link of a number.
pub(super) fn get(connection: &Connection, nr: i64) -> Result<Link> {
    let sql = format!("SELECT {COLUMNS} FROM link WHERE nr = :nr");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":nr": nr }, read)?)
}

/// Lists the links with a desk in one direction, the newest epochs last.
pub fn list(connection: &Connection, way: Way, peer: u32) -> Result<Vec<Link>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM link WHERE way = :way AND peer = :peer ORDER BY peer_epoch, own_epoch"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":way": way.code(), ":peer": peer }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Stores how far a link has come.
pub(super) fn save(connection: &Connection, link: &Link) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE link SET done = :done, written = :written, number = :number, hash = :hash, looked = :looked
             WHERE nr = :nr",
        )?
        .execute(named_params! {
            ":done": link.done as i64,
            ":written": link.written as i64,
            ":number": link.number as i64,
            ":hash": link.hash.as_slice(),
            ":looked": link.looked,
            ":nr": link.nr,
        })?;
    Ok(())
}

/// Returns the epoch another desk is in, as far as is known: that of its newest file, or of its card.
pub fn epoch_of(connection: &Connection, peer: &Peer) -> Result<u16> {
    let heard: Option<u16> = connection
        .prepare_cached("SELECT max(peer_epoch) FROM link WHERE way = 'in' AND peer = :peer")?
        .query_row(named_params! { ":peer": peer.device }, |row| row.get(0))?;
    Ok(heard.unwrap_or(0).max(peer.epoch))
}

/// Returns the address of this desk in one of its epochs.
///
/// # Errors
/// `desk.not_set_up` when the desk has no site yet.
pub fn own_address(view: &View<'_>, device: u32, epoch: u16) -> Result<Address> {
    Address::new(&view.site.segment, device, epoch).ok_or_else(|| Error::refused("desk.not_set_up"))
}

/// Returns the identity both sides give a link.
pub(super) fn identity(view: &View<'_>, tail: Tail, peer: &Peer, link: &Link) -> Result<LinkId> {
    let own = own_address(view, tail.device, link.own_epoch)?;
    let other = peer
        .address(link.peer_epoch)
        .ok_or_else(|| Error::refused("exchange.peer_unknown"))?;
    Ok(match link.way {
        Way::Out => LinkId::between(&own, &other),
        Way::In => LinkId::between(&other, &own),
    })
}
