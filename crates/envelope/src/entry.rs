//! One entry of a series.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Separates the hash of an entry from every other use of the hash function.
const ENTRY_DOMAIN: &[u8] = b"fachuang entry 1\0";
/// Separates the hash of a payload likewise.
const PAYLOAD_DOMAIN: &[u8] = b"fachuang payload 1\0";

/// Identity of an entry: dense from 1 within one device and epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    pub device: u32,
    /// Grows with every restore or clone, so that numbers used after it cannot meet those used before.
    pub epoch: u16,
    pub seq: u64,
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.device, self.epoch, self.seq)
    }
}

impl FromStr for EntryId {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let mut parts = text.split('.');
        let mut next = || parts.next().ok_or(DecodeError::EntryId);
        let id = Self {
            device: next()?.parse().map_err(|_| DecodeError::EntryId)?,
            epoch: next()?.parse().map_err(|_| DecodeError::EntryId)?,
            seq: next()?.parse().map_err(|_| DecodeError::EntryId)?,
        };
        if parts.next().is_some() {
            Err(DecodeError::EntryId)
        } else {
            Ok(id)
        }
    }
}

/// Hybrid logical clock: wall time as far as known, and a counter where it stands still. Orders what people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hlc {
    /// Unix milliseconds.
    pub wall_ms: i64,
    pub counter: u32,
}

impl Hlc {
    /// Returns the next reading at a wall time: never at or before `self`.
    pub fn next(self, wall_ms: i64) -> Self {
        if wall_ms > self.wall_ms {
            Self {
                wall_ms,
                counter: 0,
            }
        } else {
            Self {
                wall_ms: self.wall_ms,
                counter: self.counter.saturating_add(1),
            }
        }
    }
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    pub kind: String,
    pub id: [u8; 16],
}

/// Who made an entry, in which role, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub account: [u8; 16],
    pub role: String,
    /// Segment of the site.
    pub site: String,
    /// Tier of the site at that time.
    pub tier: String,
}

/// Per field, the entries this one replaces: what its author had seen. Sorted by field.
pub type Base = Vec<(String, Vec<EntryId>)>;

/// Everything of an entry but its body; what the hash chain covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub id: EntryId,
    pub hlc: Hlc,
    pub origin: Origin,
    pub subject: Subject,
    pub kind: String,
    pub version: u16,
    pub base: Base,
    pub payload_hash: [u8; 32],
    /// Hash of the previous entry of the series; zeros for the first.
    pub prev: [u8; 32],
}

/// An entry as it is kept and carried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub head: Head,
    /// CBOR of the record; empty after a redaction by legal authority.
    pub body: Vec<u8>,
    pub hash: [u8; 32],
}

/// Bytes that are no entry.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("not an entry id")]
    EntryId,
    #[error("not an entry: {0}")]
    Entry(String),
}

impl Head {
    /// Returns the hash over all fields in their fixed order.
    pub fn hash(&self) -> [u8; 32] {
        let tuple = (
            (self.id.device, self.id.epoch, self.id.seq),
            (self.hlc.wall_ms, self.hlc.counter),
            (
                &self.origin.account,
                &self.origin.role,
                &self.origin.site,
                &self.origin.tier,
            ),
            (&self.subject.kind, &self.subject.id),
            (&self.kind, self.version),
            &self.base,
            &self.payload_hash,
            &self.prev,
        );
        let mut bytes = Vec::with_capacity(256);
        ciborium::into_writer(&tuple, &mut bytes)
            .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
        Sha256::new()
            .chain_update(ENTRY_DOMAIN)
            .chain_update(&bytes)
            .finalize()
            .into()
    }
}

/// Returns the hash of a body.
pub fn payload_hash(body: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(PAYLOAD_DOMAIN)
        .chain_update(body)
        .finalize()
        .into()
}

impl Entry {
    /// Closes an entry: fills in the payload hash and computes the hash.
    pub fn seal(mut head: Head, body: Vec<u8>) -> Self {
        head.base.sort();
        for (_, seen) in &mut head.base {
            seen.sort();
            seen.dedup();
        }
        head.payload_hash = payload_hash(&body);
        let hash = head.hash();
        Self { head, body, hash }
    }

    /// The body is as it was sealed, or was emptied by a redaction.
    pub fn body_is_whole(&self) -> bool {
        self.body.is_empty() || payload_hash(&self.body) == self.head.payload_hash
    }

    /// The head is as it was sealed.
    pub fn head_is_whole(&self) -> bool {
        self.head.hash() == self.hash
    }

    /// Returns what the author had seen of a field.
    pub fn base_of(&self, field: &str) -> &[EntryId] {
        match self
            .head
            .base
            .binary_search_by(|(name, _)| name.as_str().cmp(field))
        {
            Ok(at) => &self.head.base[at].1,
            Err(_) => &[],
        }
    }
}
