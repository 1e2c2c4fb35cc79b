//! Opens a package: all of it is verified before any of it is handed out.

mod verify;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use crate::address::Address;
use crate::carry::{self, Told};
use crate::entry::Entry;
use crate::error::OpenError;
use crate::frame::{FRAME_BYTES, Frame, unpack};
use crate::keys::{OpenSecret, Passphrase, SignPublic};
use crate::limit::FILE_MAX;
use crate::lock::{Clear, stream_refusal};
use crate::manifest::{ChunkKind, Manifest};
use crate::outer::{MAGIC, Outer};

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

    /// Tells whether a package was taken in before, with all its entries looked at. They are not gone through once more
    /// then, and none of them is handed out.
    fn has_taken(&self, _package: &[u8; 16], _hash: &[u8; 32]) -> bool {
        false
    }
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
    pub entry: Arc<Entry>,
    /// Why it cannot be taken, if so.
    pub fault: Option<EntryFault>,
}

/// What there is in a file whose every byte was looked at.
pub struct Verified {
    outer: Outer,
    manifest: Manifest,
    package_hash: [u8; 32],
    file_hash: [u8; 32],
    /// Where the frame of each chunk begins in the decrypted stream.
    places: Vec<u64>,
    /// Chunks that hold entries, each with the feed number of its first.
    entry_chunks: Vec<(usize, u64)>,
    /// What is wrong with single entries, by chunk of entries and place in it.
    faults: BTreeMap<(usize, usize), EntryFault>,
    /// Entries of the first chunks, as they were verified.
    kept: Vec<Arc<Vec<Carried>>>,
}

/// A package that was verified to its end.
pub struct Opened<S> {
    clear: Clear<S>,
    verified: Arc<Verified>,
}

/// Reads the plain header; nothing in it is certain before the package is opened.
///
/// # Errors
/// `package.not_a_package`, `package.newer_format`, `package.unknown_algorithm`, `package.cut`, `package.damaged`,
/// `package.io`.
pub fn read_outer<R: Read>(from: R) -> Result<Outer, OpenError> {
    Outer::read(from).map(|(outer, _)| outer)
}

/// Says a file is whole without any key: its plain header can be read, and nothing was cut off or changed by accident.
/// Returns the header and the SHA-256 of the file. For what was just written, and for what may still be on its way.
///
/// # Errors
/// Those of [`read_outer`], and `package.too_big`.
pub fn check_whole<S: Read + Seek>(file: S) -> Result<(Outer, [u8; 32]), OpenError> {
    verify::check_whole(file).map(|whole| (whole.outer, whole.file_hash))
}

/// Copies a package to a staging place, then verifies it as [`open_staged`] does.
///
/// The staging place is empty; the copy stays encrypted as it came. It is on this machine, as a stick may be pulled. To
/// keep it, pass it by reference.
///
/// # Errors
/// Any of [`OpenError`]; nothing of the package has been handed out then.
pub fn open<R: Read, S: Read + Write + Seek>(
    mut from: R,
    mut staging: S,
    with: &Keyring<'_>,
) -> Result<Opened<S>, OpenError> {
    let mut begin = Vec::with_capacity(MAGIC.len());
    let first = from.by_ref().take(MAGIC.len() as u64);
    { first }.read_to_end(&mut begin).map_err(OpenError::Io)?;
    if !MAGIC.starts_with(&begin) {
        return Err(OpenError::NotAPackage);
    }
    let mut whole = begin.chain(from).take(FILE_MAX + 1);
    io::copy(&mut whole, &mut staging).map_err(OpenError::Io)?;
    staging.flush().map_err(OpenError::Io)?;
    open_staged(staging, with)
}

/// Verifies a package that was copied before, from its first byte to its last; after a crash, for instance.
///
/// # Errors
/// Any of [`OpenError`].
pub fn open_staged<S: Read + Seek>(staging: S, with: &Keyring<'_>) -> Result<Opened<S>, OpenError> {
    verify::verify(staging, with, 0, None)
}

/// Verifies a package as [`open_staged`] does, and keeps the entries it read for it when there are no more than `keep`
/// bytes of them before compression. Those of a larger one are read again when they are asked for.
///
/// `known` is what an earlier opening found. A file that is the same to its last byte is not gone through once more; whom
/// it is for and who sent it is looked at anew.
///
/// # Errors
/// Any of [`OpenError`].
pub fn open_keeping<S: Read + Seek>(
    staging: S,
    with: &Keyring<'_>,
    keep: u64,
    known: Option<&Arc<Verified>>,
) -> Result<Opened<S>, OpenError> {
    verify::verify(staging, with, keep, known)
}

impl<S: Read + Seek> Opened<S> {
    /// Returns what the plain header says, which is what was signed.
    pub fn outer(&self) -> &Outer {
        &self.verified.outer
    }

    /// Returns what was signed.
    pub fn manifest(&self) -> &Manifest {
        &self.verified.manifest
    }

    /// Returns the hash that names the package.
    pub fn package_hash(&self) -> [u8; 32] {
        self.verified.package_hash
    }

    /// Returns the SHA-256 of the whole file.
    pub fn file_hash(&self) -> [u8; 32] {
        self.verified.file_hash
    }

    /// Returns what was found, for opening the same file once more.
    pub fn verified(&self) -> &Arc<Verified> {
        &self.verified
    }

    /// Returns the number of chunks that hold entries; what a cursor counts. None for a package that was taken in before.
    pub fn chunk_count(&self) -> usize {
        self.verified.entry_chunks.len()
    }

    /// Reads the entries of one chunk, counted from 0, in the order of the feed: at most 1 MiB of them. Beyond the last
    /// chunk there are none.
    ///
    /// # Errors
    /// `package.content_differs` where the staging place was changed meanwhile, `package.io`.
    pub fn read_chunk(&mut self, index: usize) -> Result<Arc<Vec<Carried>>, OpenError> {
        if let Some(kept) = self.verified.kept.get(index) {
            return Ok(Arc::clone(kept));
        }
        let Some(&(chunk, _)) = self.verified.entry_chunks.get(index) else {
            return Ok(Arc::default());
        };
        let entries = self.verified.read_entries(&mut self.clear, chunk)?;
        // The chunk has the hash it had when each of its entries was looked at.
        Ok(Arc::new(self.verified.carried(index, entries)))
    }

    /// Reads one extra, counted as in the manifest.
    ///
    /// # Errors
    /// As [`Opened::read_chunk`].
    pub fn read_extra(&mut self, index: usize) -> Result<Vec<u8>, OpenError> {
        let mut bytes = Vec::new();
        for (chunk, info) in self.verified.manifest.content.chunks.iter().enumerate() {
            if info.kind == ChunkKind::Extra && info.count as usize == index {
                bytes.extend_from_slice(&self.verified.read_raw(&mut self.clear, chunk)?);
            }
        }
        Ok(bytes)
    }
}

impl Verified {
    fn carried(&self, index: usize, entries: Vec<Told>) -> Vec<Carried> {
        let feed_first = self.entry_chunks[index].1;
        let numbered = entries.into_iter().zip(feed_first..).enumerate();
        numbered
            .map(|(at, (told, feed))| Carried {
                feed,
                fault: self.faults.get(&(index, at)).copied(),
                entry: Arc::new(told.entry),
            })
            .collect()
    }

    fn read_entries<S: Read + Seek>(
        &self,
        clear: &mut Clear<S>,
        chunk: usize,
    ) -> Result<Vec<Told>, OpenError> {
        let count = self.manifest.content.chunks[chunk].count;
        let entries = carry::read_all(&self.read_raw(clear, chunk)?, count)?;
        if entries.len() == count as usize {
            Ok(entries)
        } else {
            Err(OpenError::Malformed("count"))
        }
    }

    /// Reads a chunk again and holds it against what was signed before it is decompressed.
    fn read_raw<S: Read + Seek>(
        &self,
        clear: &mut Clear<S>,
        chunk: usize,
    ) -> Result<Vec<u8>, OpenError> {
        let place = SeekFrom::Start(self.places[chunk]);
        clear.seek(place).map_err(stream_refusal)?;
        let mut head = [0; FRAME_BYTES];
        clear.read_exact(&mut head).map_err(stream_refusal)?;
        let frame = Frame::of_bytes(&head)?;
        let mut stored = vec![0; frame.stored as usize];
        clear.read_exact(&mut stored).map_err(stream_refusal)?;
        if frame.info(&stored) != self.manifest.content.chunks[chunk] {
            return Err(OpenError::ContentDiffers);
        }
        unpack(frame, stored)
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("outer", &self.outer)
            .field("content", &self.manifest.content)
            .finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for Opened<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened")
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Keyring<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("addressee", &self.addressee)
            .finish_non_exhaustive()
    }
}

fn fault_of(told: &Told) -> Option<EntryFault> {
    let entry = &told.entry;
    if !entry.head_is_whole() {
        Some(EntryFault::Head)
    } else if told.tells_body && !entry.body_is_whole() {
        Some(EntryFault::Body)
    } else if !carry::is_body(&entry.body) {
        Some(EntryFault::Unreadable)
    } else {
        None
    }
}
