//! One entry of a series.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cbor::Writer;

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
    pub origin: Arc<Origin>,
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
        Sha256::new()
            .chain_update(ENTRY_DOMAIN)
            .chain_update(self.hashed_bytes())
            .finalize()
            .into()
    }

    /// Returns what is hashed: the CBOR of nested arrays, as frozen with the first journal. An import hashes every entry, so
    /// it is written without a serialiser in between.
    fn hashed_bytes(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.array(8);
        to.array(3);
        to.uint(self.id.device);
        to.uint(self.id.epoch);
        to.uint(self.id.seq);
        to.array(2);
        to.int(self.hlc.wall_ms);
        to.uint(self.hlc.counter);
        to.array(4);
        to.numbers(&self.origin.account);
        to.text(&self.origin.role);
        to.text(&self.origin.site);
        to.text(&self.origin.tier);
        to.array(2);
        to.text(&self.subject.kind);
        to.numbers(&self.subject.id);
        to.array(2);
        to.text(&self.kind);
        to.uint(self.version);
        to.list(&self.base, |to, (field, seen)| {
            to.array(2);
            to.text(field);
            to.list(seen, |to, id| {
                to.map(3);
                to.text("device");
                to.uint(id.device);
                to.text("epoch");
                to.uint(id.epoch);
                to.text("seq");
                to.uint(id.seq);
            });
        });
        to.numbers(&self.payload_hash);
        to.numbers(&self.prev);
        to.finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    /// What was hashed when the journal was frozen: the same fields through a serialiser.
    fn serialised(head: &Head) -> Vec<u8> {
        let tuple = (
            (head.id.device, head.id.epoch, head.id.seq),
            (head.hlc.wall_ms, head.hlc.counter),
            (
                &head.origin.account,
                &head.origin.role,
                &head.origin.site,
                &head.origin.tier,
            ),
            (&head.subject.kind, &head.subject.id),
            (&head.kind, head.version),
            &head.base,
            &head.payload_hash,
            &head.prev,
        );
        let mut bytes = Vec::new();
        ciborium::into_writer(&tuple, &mut bytes).unwrap();
        bytes
    }

    fn any_id() -> impl Strategy<Value = EntryId> {
        let number = prop_oneof![0..30_u64, 200..300_u64, any::<u64>()];
        (any::<u32>(), any::<u16>(), number).prop_map(|(device, epoch, seq)| EntryId {
            device,
            epoch,
            seq,
        })
    }

    fn any_head() -> impl Strategy<Value = Head> {
        let texts = [
            "\\PC{0,30}",
            "[a-z.]{0,12}",
            "\\PC{0,9}",
            "[A-Z]{2}",
            "\\PC{0,9}",
        ];
        let base = vec(("\\PC{0,6}", vec(any_id(), 0..30)), 0..30);
        let hashes = any::<([u8; 16], [u8; 16], [u8; 32], [u8; 32])>();
        let numbers = any::<(i64, u32, u16)>();
        (any_id(), texts, base, hashes, numbers).prop_map(
            |(id, [kind, subject, role, site, tier], base, hashes, (wall_ms, counter, version))| {
                Head {
                    id,
                    hlc: Hlc { wall_ms, counter },
                    origin: Arc::new(Origin {
                        account: hashes.0,
                        role,
                        site,
                        tier,
                    }),
                    subject: Subject {
                        kind: subject,
                        id: hashes.1,
                    },
                    kind,
                    version,
                    base,
                    payload_hash: hashes.2,
                    prev: hashes.3,
                }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn the_hashed_bytes_are_those_of_the_first_journal(head in any_head()) {
            prop_assert_eq!(head.hashed_bytes(), serialised(&head));
        }
    }

    #[test]
    fn the_hash_of_an_entry_is_frozen() {
        let id = EntryId {
            device: 7,
            epoch: 1,
            seq: 300,
        };
        let head = Head {
            id,
            hlc: Hlc {
                wall_ms: 1_790_000_000_000,
                counter: 2,
            },
            origin: Arc::new(Origin {
                account: [0x21; 16],
                role: "clerk".into(),
                site: "YC".into(),
                tier: "centre".into(),
            }),
            subject: Subject {
                kind: "ticket".into(),
                id: [0x99; 16],
            },
            kind: "ticket.note".into(),
            version: 1,
            base: vec![("matter".into(), vec![id])],
            payload_hash: [0; 32],
            prev: [0xfe; 32],
        };
        let hash = Entry::seal(head, vec![0xa0]).hash;
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "f4b8a1025c21cdcdc27094aed34e77145b7f40e7fdbc102017017cc00bec0763"
        );
    }
}
