//! Makes a package.

use std::collections::HashSet;
use std::io::{self, Write};
use std::iter::Peekable;

use age::stream::StreamWriter;
use sha2::{Digest, Sha256};

use crate::carry;
use crate::cbor::measure;
use crate::entry::{Entry, EntryId};
use crate::error::SealError;
use crate::frame::{BODY_MAGIC, MANIFEST_TAG, Packer, signed};
use crate::keys::DeviceSecret;
use crate::limit::{CHUNK_RAW_MAX, EXTRAS_MAX, MANIFEST_MAX, RAW_MAX};
use crate::lock::Lock;
use crate::manifest::{
    self, ChunkInfo, ChunkKind, Content, ExtraInfo, Manifest, Part, Waybill, is_name, package_hash,
};
use crate::outer::{FORMAT, Outer};
use crate::trailer;
use crate::window::Hashed;

/// A named blob to carry beside the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Small letters, digits, `.`, `-` and `_`, beginning with a letter, at most 64.
    pub name: String,
    pub version: u32,
    pub bytes: Vec<u8>,
}

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub manifest: Manifest,
    /// Names the package; the next one on the link says it came before.
    pub package_hash: [u8; 32],
    /// SHA-256 of the whole file, to compare with what is read back from the stick.
    pub file_hash: [u8; 32],
    pub file_size: u64,
}

/// Writes entries and extras as one package.
///
/// Takes as many entries as one part holds; what is left in `entries` goes into the next part, with another waybill.
/// The feed number of an entry is `feed_first` and its place in the order given. Memory does not grow with the number of
/// entries, but for their ids. What is inside depends on the arguments alone; the age file around it draws its keys from
/// the operating system.
///
/// # Errors
/// `package.waybill`, `package.entry_too_big`, `package.duplicate_entry`, `package.extras_too_big`, `package.bad_name`,
/// `package.bad_recipient`, `package.io`.
pub fn seal<W: Write, I: Iterator<Item = io::Result<Entry>>>(
    into: W,
    waybill: Waybill,
    entries: &mut Peekable<I>,
    extras: impl IntoIterator<Item = io::Result<Extra>>,
    signer: &DeviceSecret,
    lock: Lock<'_>,
) -> Result<Sealed, SealError> {
    let outer = Outer {
        format: FORMAT,
        algorithm: lock.algorithm(),
        from: waybill.from.clone(),
        to: waybill.to.clone(),
        number: waybill.number,
        made_ms: waybill.made_ms,
    };
    let outer = outer.to_bytes();
    let mut manifest = blank(waybill, Sha256::digest(&outer).into(), signer);
    if !is_readable(&manifest) {
        return Err(SealError::Waybill("what it names"));
    }
    let mut into = Hashed::new(into);
    into.write_all(&outer)?;

    let mut body = Body::begin(lock.wrap(&mut into)?)?;
    for extra in extras {
        body.add_extra(&extra?)?;
    }
    while let Some(entry) = entries.next_if(|entry| body.has_room(entry)) {
        body.add_entry(&entry?)?;
    }
    body.close_chunk()?;
    body.note.part.is_last = entries.peek().is_none();
    body.note.part.index = manifest.waybill.part;
    body.note.feed_last = (manifest.waybill.feed_first - 1).saturating_add(body.note.entries);
    manifest.content = body.note.clone();
    let signed_bytes = body.finish(&manifest, signer)?;

    let trailer = trailer::to_bytes(into.size(), into.hash());
    into.write_all(&trailer)?;
    into.flush()?;
    Ok(Sealed {
        package_hash: package_hash(&signed_bytes),
        manifest,
        file_hash: into.hash(),
        file_size: into.size(),
    })
}

/// Returns a manifest of nothing yet.
fn blank(waybill: Waybill, outer: [u8; 32], signer: &DeviceSecret) -> Manifest {
    let content = Content {
        feed_last: waybill.feed_first.saturating_sub(1),
        part: Part {
            index: waybill.part,
            is_last: true,
        },
        entries: 0,
        raw: 0,
        chunks: Vec::new(),
        extras: Vec::new(),
    };
    Manifest {
        waybill,
        content,
        outer,
        signer: signer.public().sign,
    }
}

/// Says a reader takes the manifest for what it is.
fn is_readable(manifest: &Manifest) -> bool {
    manifest::read(&manifest::write(manifest)).is_ok_and(|read| read == *manifest)
}

/// What stands inside the age file, as it grows.
struct Body<W: Write> {
    into: StreamWriter<W>,
    packer: Packer,
    note: Content,
    /// Entries of the chunk that is not full yet, as they will stand in it.
    chunk: Vec<u8>,
    count: u32,
    /// Hash of the last entry in it.
    before: Option<[u8; 32]>,
    /// The entry that was asked about and found to fit.
    ready: Vec<u8>,
    seen: HashSet<EntryId>,
}

impl<W: Write> Body<W> {
    fn begin(mut into: StreamWriter<W>) -> Result<Self, SealError> {
        into.write_all(&BODY_MAGIC)?;
        Ok(Self {
            into,
            packer: Packer::new()?,
            note: Content {
                feed_last: 0,
                part: Part {
                    index: 1,
                    is_last: true,
                },
                entries: 0,
                raw: 0,
                chunks: Vec::new(),
                extras: Vec::new(),
            },
            chunk: Vec::with_capacity(CHUNK_RAW_MAX),
            count: 0,
            before: None,
            ready: Vec::new(),
            seen: HashSet::new(),
        })
    }

    fn add_extra(&mut self, extra: &Extra) -> Result<(), SealError> {
        let is_known = self
            .note
            .extras
            .iter()
            .any(|known| known.name == extra.name);
        if is_known || !is_name(&extra.name) {
            return Err(SealError::BadName);
        }
        let index = self.note.extras.len();
        let size = extra.bytes.len() as u64;
        // Room for one chunk of entries stays, so that an export always gets on.
        let room = RAW_MAX - self.note.raw - CHUNK_RAW_MAX as u64;
        if index == EXTRAS_MAX || size > room {
            return Err(SealError::ExtrasTooBig);
        }
        for piece in extra.bytes.chunks(CHUNK_RAW_MAX) {
            self.write_chunk(ChunkKind::Extra, index as u32, piece)?;
        }
        self.note.extras.push(ExtraInfo {
            name: extra.name.clone(),
            version: extra.version,
            size,
            hash: Sha256::digest(&extra.bytes).into(),
        });
        Ok(())
    }

    /// Says the next entry still goes into this part; what is no entry is let pass to be reported.
    fn has_room(&mut self, entry: &io::Result<Entry>) -> bool {
        let Ok(entry) = entry else {
            return true;
        };
        self.ready = carry::write(entry, self.before);
        let open = self.chunk.len() as u64;
        let needed = (self.ready.len() + carry::LENGTH_BYTES) as u64;
        let with_hash = needed + carry::HASH_BYTES;
        // An entry too big for any part is let pass as well.
        needed > CHUNK_RAW_MAX as u64 || self.note.raw + open + with_hash <= RAW_MAX
    }

    fn add_entry(&mut self, entry: &Entry) -> Result<(), SealError> {
        let id = entry.head.id;
        if !self.seen.insert(id) {
            return Err(SealError::DuplicateEntry(id));
        }
        if self.chunk.len() + carry::LENGTH_BYTES + self.ready.len() > CHUNK_RAW_MAX {
            self.close_chunk()?;
            self.ready = carry::write(entry, None);
        }
        let fits = carry::LENGTH_BYTES + self.ready.len() <= CHUNK_RAW_MAX;
        if !fits || measure(&self.ready) != Ok(self.ready.len()) {
            return Err(SealError::EntryTooBig(id));
        }
        let length = self.ready.len() as u32;
        self.chunk.extend_from_slice(&length.to_be_bytes());
        self.chunk.extend_from_slice(&self.ready);
        self.count += 1;
        self.note.entries += 1;
        self.before = Some(entry.hash);
        Ok(())
    }

    fn close_chunk(&mut self) -> Result<(), SealError> {
        if self.count > 0 {
            let chunk = std::mem::take(&mut self.chunk);
            self.write_chunk(ChunkKind::Entries, self.count, &chunk)?;
            self.chunk = chunk;
            self.chunk.clear();
            self.count = 0;
            self.before = None;
        }
        Ok(())
    }

    fn write_chunk(&mut self, kind: ChunkKind, count: u32, raw: &[u8]) -> Result<(), SealError> {
        let (frame, stored) = self.packer.pack(kind, count, raw)?;
        self.into.write_all(&frame.to_bytes())?;
        self.into.write_all(&stored)?;
        let info: ChunkInfo = frame.info(&stored);
        self.note.raw += u64::from(info.raw);
        self.note.chunks.push(info);
        Ok(())
    }

    /// Writes the manifest with its signature and ends the age file; returns the bytes that were signed.
    fn finish(mut self, manifest: &Manifest, signer: &DeviceSecret) -> Result<Vec<u8>, SealError> {
        let bytes = manifest::write(manifest);
        if bytes.len() > MANIFEST_MAX {
            return Err(SealError::Waybill("how much it names"));
        }
        self.into.write_all(&[MANIFEST_TAG])?;
        self.into.write_all(&(bytes.len() as u32).to_be_bytes())?;
        self.into.write_all(&bytes)?;
        self.into.write_all(&signer.sign(&signed(&bytes)))?;
        self.into.finish()?;
        Ok(bytes)
    }
}
