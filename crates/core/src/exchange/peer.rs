//! The other desks, as this one enrolled them: who they are, by which keys they are known, and whether they are heard.
//!
//! Only entries of the own series count here: nobody enrols themselves at another desk.

use fachuang_envelope::{Address, DevicePublic, OpenPublic, SignPublic};
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use uuid::Uuid;

use super::keys::{from_hex, to_hex};
use crate::desk::{View, key};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::storage::{local, series};

/// What another desk is to this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The centre of a station: it is given everything and believed about everything.
    Superior,
    /// A station of this centre: it is given what concerns it and believed about its own work.
    Subordinate,
    /// Another desk of the same site: both give each other everything.
    Sibling,
}

impl Relation {
    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Superior => "superior",
            Self::Subordinate => "subordinate",
            Self::Sibling => "sibling",
        }
    }

    /// Finds the relation with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Superior, Self::Subordinate, Self::Sibling]
            .into_iter()
            .find(|relation| relation.code() == code)
    }
}

/// Whether files of a desk are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeerState {
    Enrolled,
    /// Two different entries under one number came from it: one of two copies is false.
    Frozen,
    /// Lost, stolen or given up.
    Revoked,
}

impl PeerState {
    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::Frozen => "frozen",
            Self::Revoked => "revoked",
        }
    }

    fn from_code(code: &str) -> Self {
        match code {
            "revoked" => Self::Revoked,
            "frozen" => Self::Frozen,
            _ => Self::Enrolled,
        }
    }
}

/// Another desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    pub device: u32,
    pub relation: Relation,
    /// Two letters at the head of its ticket numbers.
    pub segment: String,
    pub tier: String,
    pub site_name: String,
    pub desk_name: String,
    /// Mark inside its ticket numbers.
    pub mark: String,
    /// Epoch it was in when it was enrolled.
    pub epoch: u16,
    pub keys: DevicePublic,
    pub state: PeerState,
    /// Why it is frozen or revoked.
    pub reason: String,
    /// Device that went on for it.
    pub successor: Option<u32>,
    pub changed_ms: i64,
}

impl Peer {
    /// Returns where files for it go; none when its segment is none.
    pub fn address(&self, epoch: u16) -> Option<Address> {
        Address::new(&self.segment, self.device, epoch)
    }
}

/// Kinds of entries about a device.
pub mod kind {
    pub const ENROL: &str = "device.enrol";
    pub const FREEZE: &str = "device.freeze";
    pub const THAW: &str = "device.thaw";
    pub const REVOKE: &str = "device.revoke";
}

/// Returns the subject of what is written about a device.
pub fn subject_of(device: u32) -> Uuid {
    let mut id = *b"fachuang dev\0\0\0\0";
    id[12..].copy_from_slice(&device.to_be_bytes());
    Uuid::from_bytes(id)
}

fn device_of(subject: Uuid) -> Option<u32> {
    let bytes = subject.as_bytes();
    let named = bytes[..12] == *b"fachuang dev";
    named.then(|| u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]))
}

/// Returns what an enrolment writes into the journal.
pub(super) fn record(peer: &Peer) -> Record {
    Record::of([
        ("relation", Value::text(peer.relation.code())),
        ("segment", Value::text(&peer.segment)),
        ("tier", Value::text(&peer.tier)),
        ("site_name", Value::text(&peer.site_name)),
        ("desk_name", Value::text(&peer.desk_name)),
        ("mark", Value::text(&peer.mark)),
        ("epoch", Value::Int(i64::from(peer.epoch))),
        ("sign_key", Value::text(&to_hex(&peer.keys.sign.0))),
        ("open_key", Value::text(&to_hex(&peer.keys.open.0))),
    ])
}

fn enrolled(device: u32, record: &Record, at_ms: i64) -> Option<Peer> {
    let text = |key: &str| record.data.get(key).map_or("", Value::as_text).to_owned();
    Some(Peer {
        device,
        relation: Relation::from_code(&text("relation"))?,
        segment: text("segment"),
        tier: text("tier"),
        site_name: text("site_name"),
        desk_name: text("desk_name"),
        mark: text("mark"),
        epoch: record
            .data
            .get("epoch")
            .and_then(Value::as_int)
            .and_then(|epoch| u16::try_from(epoch).ok())?,
        keys: DevicePublic {
            sign: SignPublic(from_hex(&text("sign_key"))?),
            open: OpenPublic(from_hex(&text("open_key"))?),
        },
        state: PeerState::Enrolled,
        reason: String::new(),
        successor: None,
        changed_ms: at_ms,
    })
}

fn fold_peer(connection: &Connection, device: u32, subject: Uuid) -> Result<Option<Peer>> {
    let own = local::get_number(connection, key::DEVICE)?;
    let mut entries = series::list_of_subject(connection, subject.as_bytes())?.entries;
    entries.retain(|entry| i64::from(entry.head.id.device) == own);
    entries.sort_by_key(|entry| entry.head.id);
    let mut peer: Option<Peer> = None;
    for entry in entries {
        let Some(record) = Record::decode(&entry.body) else {
            continue;
        };
        let at_ms = record.at_ms(entry.head.hlc.wall_ms);
        let state = match entry.head.kind.as_str() {
            kind::ENROL => {
                peer = enrolled(device, &record, at_ms).or(peer);
                continue;
            }
            kind::FREEZE => PeerState::Frozen,
            kind::THAW => PeerState::Enrolled,
            kind::REVOKE => PeerState::Revoked,
            _ => continue,
        };
        let text = |key: &str| record.data.get(key).map_or("", Value::as_text).to_owned();
        if let Some(peer) = &mut peer {
            peer.state = state;
            peer.reason = text("reason");
            peer.successor = text("successor").parse().ok();
            peer.changed_ms = at_ms;
        }
    }
    Ok(peer)
}

/// Lists the signing keys a device was enrolled with, the newest last.
pub(super) fn sign_keys(connection: &Connection, device: u32) -> Result<Vec<SignPublic>> {
    let own = local::get_number(connection, key::DEVICE)?;
    let subject = subject_of(device);
    let mut entries = series::list_of_subject(connection, subject.as_bytes())?.entries;
    entries
        .retain(|entry| i64::from(entry.head.id.device) == own && entry.head.kind == kind::ENROL);
    entries.sort_by_key(|entry| entry.head.id);
    let records = entries
        .iter()
        .filter_map(|entry| Record::decode(&entry.body));
    let peers = records.filter_map(|record| enrolled(device, &record, 0));
    Ok(peers.map(|peer| peer.keys.sign).collect())
}

/// Writes the row of a device.
pub(crate) fn project(view: &View<'_>, subject: Uuid) -> Result<()> {
    let Some(device) = device_of(subject) else {
        return Ok(());
    };
    let Some(peer) = fold_peer(view.connection, device, subject)? else {
        view.connection
            .prepare_cached("DELETE FROM peer WHERE device = :device")?
            .execute(named_params! { ":device": device })?;
        return Ok(());
    };
    view.connection
        .prepare_cached(
            "INSERT OR REPLACE INTO peer (device, relation, segment, tier, site_name, desk_name, mark, epoch,
                 sign_key, open_key, state, reason, successor, changed_ms)
             VALUES (:device, :relation, :segment, :tier, :site_name, :desk_name, :mark, :epoch,
                 :sign_key, :open_key, :state, :reason, :successor, :changed_ms)",
        )?
        .execute(named_params! {
            ":device": device,
            ":relation": peer.relation.code(),
            ":segment": peer.segment,
            ":tier": peer.tier,
            ":site_name": peer.site_name,
            ":desk_name": peer.desk_name,
            ":mark": peer.mark,
            ":epoch": peer.epoch,
            ":sign_key": peer.keys.sign.0.as_slice(),
            ":open_key": peer.keys.open.0.as_slice(),
            ":state": peer.state.code(),
            ":reason": peer.reason,
            ":successor": peer.successor,
            ":changed_ms": peer.changed_ms,
        })?;
    Ok(())
}

const COLUMNS: &str = "device, relation, segment, tier, site_name, desk_name, mark, epoch, sign_key, open_key, state, \
     reason, successor, changed_ms";

fn read(row: &Row<'_>) -> rusqlite::Result<Peer> {
    Ok(Peer {
        device: row.get("device")?,
        relation: Relation::from_code(row.get_ref("relation")?.as_str()?)
            .unwrap_or(Relation::Subordinate),
        segment: row.get("segment")?,
        tier: row.get("tier")?,
        site_name: row.get("site_name")?,
        desk_name: row.get("desk_name")?,
        mark: row.get("mark")?,
        epoch: row.get("epoch")?,
        keys: DevicePublic {
            sign: SignPublic(row.get("sign_key")?),
            open: OpenPublic(row.get("open_key")?),
        },
        state: PeerState::from_code(row.get_ref("state")?.as_str()?),
        reason: row.get("reason")?,
        successor: row.get("successor")?,
        changed_ms: row.get("changed_ms")?,
    })
}

/// Returns a desk, if it was ever enrolled.
pub fn find(connection: &Connection, device: u32) -> Result<Option<Peer>> {
    let sql = format!("SELECT {COLUMNS} FROM peer WHERE device = :device");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":device": device }, read)
        .optional()?)
}

/// Returns a desk that was enrolled.
///
/// # Errors
/// `exchange.peer_unknown`.
pub fn get(connection: &Connection, device: u32) -> Result<Peer> {
    find(connection, device)?.ok_or_else(|| Error::refused("exchange.peer_unknown"))
}

/// Lists every desk, those of one site together.
pub fn list(connection: &Connection) -> Result<Vec<Peer>> {
    let sql = format!("SELECT {COLUMNS} FROM peer ORDER BY relation DESC, segment, device");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the centre this desk sends to, if it was enrolled.
pub fn superior(connection: &Connection) -> Result<Option<Peer>> {
    let found = list(connection)?;
    Ok(found
        .into_iter()
        .find(|peer| peer.relation == Relation::Superior && peer.state == PeerState::Enrolled))
}

/// Refuses to change here what the centre sets for the county: its files bring it.
///
/// # Errors
/// `exchange.centre_decides` with the name of the centre.
pub(crate) fn require_own_rules(connection: &Connection) -> Result<()> {
    match superior(connection)? {
        Some(centre) => Err(Error::refused("exchange.centre_decides").with(centre.site_name)),
        None => Ok(()),
    }
}

/// Lists the entries of this desk that another one refused, with the code of the reason.
pub fn rejected(connection: &Connection, device: u32) -> Result<Vec<(String, String)>> {
    let mut statement = connection
        .prepare_cached("SELECT entry, reason FROM rejected WHERE peer = :peer ORDER BY entry")?;
    let rows = statement.query_map(named_params! { ":peer": device }, |row| {
        Ok((row.get("entry")?, row.get("reason")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the name of the site with a segment, where one of its desks is enrolled.
pub fn site_name(connection: &Connection, segment: &str) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached(
            "SELECT site_name FROM peer WHERE segment = :segment ORDER BY changed_ms DESC, device LIMIT 1",
        )?
        .query_row(named_params! { ":segment": segment }, |row| row.get(0))
        .optional()?)
}
