//! What a package says of itself, signed.

mod key;
mod read;
mod write;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::address::{Address, LinkId};
use crate::entry::EntryId;
use crate::keys::SignPublic;

pub(crate) use read::{read, read_address};
pub(crate) use write::{write, write_address};

/// Separates the hash of a package from every other use of the hash function.
const PACKAGE_DOMAIN: &[u8] = b"fachuang package 1\0";

/// Keys that a later version added, each with its value as it stood; they travel on.
pub type More = BTreeMap<u64, Vec<u8>>;

/// An entry of a series and its hash: everything of the series up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesPoint {
    pub device: u32,
    pub epoch: u16,
    pub seq: u64,
    pub hash: [u8; 32],
}

/// How far a link has been applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkAck {
    pub link: LinkId,
    /// Last feed number up to which nothing is missing; 0 for nothing yet.
    pub through: u64,
    /// Hash of the last package applied, zeros for none.
    pub package: [u8; 32],
}

/// An entry the receiver did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    pub id: EntryId,
    /// Hash of the entry that was refused.
    pub hash: [u8; 32],
    /// Code of the reason, as in the message table.
    pub reason: String,
}

/// What the sender of a package has of the recipient's and others' series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Acks {
    pub links: Vec<LinkAck>,
    pub series: Vec<SeriesPoint>,
    pub rejected: Vec<Rejected>,
}

/// Where a package stands in an export that was too large for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// From 1.
    pub index: u32,
    /// Nothing of this export follows.
    pub is_last: bool,
}

/// End of the access log of the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditHead {
    pub count: u64,
    pub hash: [u8; 32],
}

/// What the sender states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waybill {
    /// Identity of the package, drawn by the caller.
    pub package: [u8; 16],
    /// Number of the package on its link, from 1 without a gap.
    pub number: u64,
    /// When it was made by the clock of the sender, in Unix milliseconds.
    pub made_ms: i64,
    pub from: Address,
    pub to: Address,
    pub link: LinkId,
    /// Feed number of the first entry, from 1.
    pub feed_first: u64,
    /// Hash of the package before on this link; none for the first.
    pub previous: Option<[u8; 32]>,
    /// Which part of an export this is, from 1.
    pub part: u32,
    /// What the recipient must have before.
    pub prerequisites: Vec<SeriesPoint>,
    /// Version of the records inside, apart from the version of the format.
    pub schema: u32,
    /// What a program must know to fold this; one that does not keeps it for later.
    pub capabilities: Vec<String>,
    pub acks: Acks,
    pub audit: Option<AuditHead>,
    pub more: More,
}

/// What a chunk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChunkKind {
    Entries,
    Extra,
}

impl ChunkKind {
    /// Returns its number in frames and manifests.
    pub(crate) fn tag(self) -> u8 {
        match self {
            Self::Entries => 1,
            Self::Extra => 2,
        }
    }

    pub(crate) fn of_tag(tag: u8) -> Option<Self> {
        [Self::Entries, Self::Extra]
            .into_iter()
            .find(|kind| kind.tag() == tag)
    }
}

/// One chunk as it was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkInfo {
    pub kind: ChunkKind,
    /// Bytes in the file.
    pub stored: u32,
    /// Bytes before compression.
    pub raw: u32,
    /// Entries in it; for a chunk of an extra the index of the extra.
    pub count: u32,
    /// Hash of the chunk as it stands in the file, with its frame.
    pub hash: [u8; 32],
}

/// A named blob beside the entries, such as a snapshot of reference data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraInfo {
    /// Small letters, digits, `.`, `-` and `_`; never a path.
    pub name: String,
    pub version: u32,
    pub size: u64,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
}

/// What sealing counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Feed number of the last entry; one less than the first where there are none.
    pub feed_last: u64,
    pub part: Part,
    pub entries: u64,
    /// Bytes of all chunks before compression.
    pub raw: u64,
    pub chunks: Vec<ChunkInfo>,
    pub extras: Vec<ExtraInfo>,
}

/// All of it, as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub waybill: Waybill,
    pub content: Content,
    /// SHA-256 of the plain header.
    pub outer: [u8; 32],
    pub signer: SignPublic,
}

impl Manifest {
    /// Returns the capabilities it asks for beyond those in `known`.
    pub fn lacking<'a>(&'a self, known: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let asked = self.waybill.capabilities.iter().map(String::as_str);
        asked.filter(|capability| !known.contains(capability))
    }
}

/// Returns the hash that names a package: of its manifest as it was signed.
pub(crate) fn package_hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(PACKAGE_DOMAIN)
        .chain_update(bytes)
        .finalize()
        .into()
}

/// Says a name is one: small letters, digits, `.`, `-` and `_`, beginning with a letter, no two dots in a row.
pub(crate) fn is_name(name: &str) -> bool {
    let signs = name.bytes().all(|sign| {
        sign.is_ascii_lowercase() || sign.is_ascii_digit() || matches!(sign, b'.' | b'-' | b'_')
    });
    let begins = name
        .bytes()
        .next()
        .is_some_and(|sign| sign.is_ascii_lowercase());
    signs && begins && !name.contains("..") && name.len() <= crate::limit::NAME_MAX
}
