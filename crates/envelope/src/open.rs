//! Opens a package: all of it is verified before any of it is handed out.

use std::io::{Read, Seek, Write};

use crate::address::Address;
use crate::entry::Entry;
use crate::error::OpenError;
use crate::keys::{OpenSecret, Passphrase, SignPublic};
use crate::manifest::Manifest;
use crate::outer::Outer;

/// Whose packages are opened.
#[derive(Debug, Clone, Copy)]
pub enum Addressee<'a> {
    /// Those for one of these addresses; a device that was restored answers to those of before as well.
    Me(&'a [Address]),
    /// Anybody's, for an inspection or the holder of the escrow key. Never for an import.
    Anybody,
}

/// What is known of a key that a sender signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Pinned for this sender, now or before.
    Known,
    Revoked,
    Unknown,
}

/// Knows the keys of the senders.
pub trait Senders {
    /// Tells how a key stands that signs for an address.
    fn standing(&self, from: &Address, signer: &SignPublic) -> Standing;
}

/// What a package is opened with.
#[derive(Clone, Copy)]
pub struct Keyring<'a> {
    pub addressee: Addressee<'a>,
    /// Keys of now and of before.
    pub secrets: &'a [OpenSecret],
    pub passphrase: Option<&'a Passphrase>,
    pub senders: &'a dyn Senders,
}

/// What is wrong with one entry. The others of its package are as good as without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryFault {
    /// The head does not have its hash.
    Head,
    /// The body does not have its hash.
    Body,
    /// The body is nested too deep, has too long a text, or is no CBOR.
    Unreadable,
}

impl EntryFault {
    /// Returns the reason code that is reported back.
    pub fn code(self) -> &'static str {
        match self {
            Self::Head => "entry.head_changed",
            Self::Body => "entry.body_changed",
            Self::Unreadable => "entry.unreadable",
        }
    }
}

/// An entry as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its number on the link.
    pub feed: u64,
    pub entry: Entry,
    /// Why it cannot be taken, if so.
    pub fault: Option<EntryFault>,
}

/// A package that was verified to its end.
pub struct Opened<S> {
    staging: S,
}

/// Reads the plain header; nothing in it is certain before the package is opened.
///
/// # Errors
/// `package.not_a_package`, `package.newer_format`, `package.unknown_algorithm`, `package.cut`, `package.damaged`,
/// `package.io`.
pub fn read_outer<R: Read>(from: R) -> Result<Outer, OpenError> {
    let _ = from;
    unimplemented!()
}

/// Copies a package to a staging place, then verifies it as [`open_staged`] does.
///
/// The staging place is empty; the copy stays encrypted as it came. It is on this machine, as a stick may be pulled.
///
/// # Errors
/// Any of [`OpenError`]; nothing of the package has been handed out then.
pub fn open<R: Read, S: Read + Write + Seek>(
    from: R,
    staging: S,
    with: &Keyring<'_>,
) -> Result<Opened<S>, OpenError> {
    let _ = (from, staging, with);
    unimplemented!()
}

/// Verifies a package that was copied before, from its first byte to its last; after a crash, for instance.
///
/// # Errors
/// Any of [`OpenError`].
pub fn open_staged<S: Read + Seek>(staging: S, with: &Keyring<'_>) -> Result<Opened<S>, OpenError> {
    let _ = (staging, with);
    unimplemented!()
}

impl<S: Read + Seek> Opened<S> {
    /// Returns what the plain header says, which is what was signed.
    pub fn outer(&self) -> &Outer {
        unimplemented!()
    }

    /// Returns what was signed.
    pub fn manifest(&self) -> &Manifest {
        unimplemented!()
    }

    /// Returns the hash that names the package.
    pub fn package_hash(&self) -> [u8; 32] {
        unimplemented!()
    }

    /// Returns the SHA-256 of the whole file.
    pub fn file_hash(&self) -> [u8; 32] {
        unimplemented!()
    }

    /// Returns the number of chunks that hold entries; what a cursor counts.
    pub fn chunk_count(&self) -> usize {
        unimplemented!()
    }

    /// Reads the entries of one chunk, counted from 0, in the order of the feed: at most 1 MiB of them.
    ///
    /// # Errors
    /// `package.content_differs` where the staging place was changed meanwhile, `package.io`.
    pub fn read_chunk(&mut self, index: usize) -> Result<Vec<Carried>, OpenError> {
        let _ = index;
        unimplemented!()
    }

    /// Reads one extra, counted as in the manifest.
    ///
    /// # Errors
    /// As [`Opened::read_chunk`].
    pub fn read_extra(&mut self, index: usize) -> Result<Vec<u8>, OpenError> {
        let _ = index;
        unimplemented!()
    }

    /// Gives the staging place back.
    pub fn into_staging(self) -> S {
        self.staging
    }
}
