//! The checks of a package, in the order in which they cost and in which they can be trusted.

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Addressee, Keyring, Opened, Standing, Verified, fault_of};
use crate::address::Address;
use crate::error::OpenError;
use crate::frame::{BODY_MAGIC, FRAME_BYTES, Frame, MANIFEST_TAG, SIGNATURE_BYTES, signed};
use crate::limit::{CHUNKS_MAX, FILE_MAX, MANIFEST_MAX, RAW_MAX};
use crate::lock::{Clear, stream_refusal, unwrap};
use crate::manifest::{self, ChunkInfo, ChunkKind, Manifest, package_hash};
use crate::outer::Outer;
use crate::trailer::{self, TRAILER};
use crate::window::Window;

/// A file that is whole by its own word.
pub(super) struct Whole<S> {
    file: S,
    pub(super) outer: Outer,
    outer_bytes: Vec<u8>,
    size: u64,
    pub(super) file_hash: [u8; 32],
}

/// Reads the plain header and holds the file against its trailer.
///
/// The trailer comes before all else but the first bytes, as every version of the format has it: a byte changed by accident
/// is damage and not a newer format.
pub(super) fn check_whole<S: Read + Seek>(mut file: S) -> Result<Whole<S>, OpenError> {
    let size = file.seek(SeekFrom::End(0)).map_err(OpenError::Io)?;
    if size > FILE_MAX {
        return Err(OpenError::TooBig("file"));
    }
    file.seek(SeekFrom::Start(0)).map_err(OpenError::Io)?;
    let header = match Outer::read(&mut file) {
        Err(early @ (OpenError::NotAPackage | OpenError::Cut)) => return Err(early),
        header => header,
    };
    let file_hash = trailer::check(&mut file, size)?;
    let (outer, outer_bytes) = header?;
    Ok(Whole {
        file,
        outer,
        outer_bytes,
        size,
        file_hash,
    })
}

/// Verifies a staged package.
///
/// Nothing is decompressed before the signature is found right: until then there is only the frames' own word.
pub(super) fn verify<S: Read + Seek>(
    staging: S,
    with: &Keyring<'_>,
    keep: u64,
    known: Option<&Arc<Verified>>,
) -> Result<Opened<S>, OpenError> {
    let Whole {
        file,
        outer,
        outer_bytes,
        size,
        file_hash,
    } = check_whole(staging)?;
    check_addressee(&outer.to, with.addressee)?;
    let end = size - TRAILER as u64;
    let start = outer_bytes.len() as u64;
    if start > end {
        return Err(OpenError::Cut);
    }
    let window = Window::new(file, start, end).map_err(OpenError::Io)?;
    let mut clear = unwrap(window, outer.algorithm, with.secrets, with.passphrase)?;
    if let Some(known) = known.filter(|known| known.file_hash == file_hash) {
        check_sender(&known.manifest, with)?;
        return Ok(Opened {
            clear,
            verified: Arc::clone(known),
        });
    }
    let walked = walk(&mut clear)?;
    let manifest = manifest::read(&walked.manifest)?;
    check_sender(&manifest, with)?;
    let message = signed(&walked.manifest);
    if !manifest.signer.has_signed(&message, &walked.signature) {
        return Err(OpenError::SignatureWrong);
    }
    check_cover(&manifest, &outer, &outer_bytes)?;
    if manifest.content.chunks != walked.chunks {
        return Err(OpenError::ContentDiffers);
    }
    let mut verified = Verified {
        outer,
        entry_chunks: number_chunks(&manifest),
        package_hash: package_hash(&walked.manifest),
        manifest,
        file_hash,
        places: walked.places,
        faults: BTreeMap::new(),
        kept: Vec::new(),
    };
    let package = &verified.manifest.waybill.package;
    if with.senders.has_taken(package, &verified.package_hash) {
        // The chunks have the hashes they had then.
        verified.entry_chunks.clear();
    } else {
        check_totals(&verified.manifest)?;
        check_entries(&mut verified, &mut clear, keep)?;
        check_extras(&verified, &mut clear)?;
    }
    Ok(Opened {
        clear,
        verified: Arc::new(verified),
    })
}

fn check_addressee(to: &Address, addressee: Addressee<'_>) -> Result<(), OpenError> {
    match addressee {
        Addressee::Me(mine) if !mine.contains(to) => Err(OpenError::WrongAddressee(to.clone())),
        Addressee::Me(_) | Addressee::Anybody => Ok(()),
    }
}

fn check_sender(manifest: &Manifest, with: &Keyring<'_>) -> Result<(), OpenError> {
    let (from, signer) = (manifest.waybill.from.clone(), manifest.signer);
    match with.senders.standing(&from, &signer) {
        Standing::Known => Ok(()),
        Standing::Revoked => Err(OpenError::RevokedSender { from, signer }),
        Standing::Unknown => Err(OpenError::UnknownSender { from, signer }),
    }
}

/// The plain header is the one that was signed, and the manifest says the same.
fn check_cover(manifest: &Manifest, outer: &Outer, bytes: &[u8]) -> Result<(), OpenError> {
    let waybill = &manifest.waybill;
    let is_same = waybill.from == outer.from
        && waybill.to == outer.to
        && waybill.number == outer.number
        && waybill.made_ms == outer.made_ms;
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    if is_same && hash == manifest.outer {
        Ok(())
    } else {
        Err(OpenError::CoverDiffers)
    }
}

/// What was found on the way to the end of the stream.
struct Walked {
    chunks: Vec<ChunkInfo>,
    places: Vec<u64>,
    manifest: Vec<u8>,
    signature: [u8; SIGNATURE_BYTES],
}

/// Goes through the stream to its end, hashing chunk after chunk in one buffer.
fn walk<S: Read + Seek>(clear: &mut Clear<S>) -> Result<Walked, OpenError> {
    let mut magic = [0; BODY_MAGIC.len()];
    clear.read_exact(&mut magic).map_err(stream_refusal)?;
    if magic != BODY_MAGIC {
        return Err(OpenError::Malformed("beginning"));
    }
    let (mut chunks, mut places) = (Vec::new(), Vec::new());
    let (mut place, mut raw) = (BODY_MAGIC.len() as u64, 0);
    let mut stored = Vec::new();
    loop {
        let mut head = [0; FRAME_BYTES];
        clear.read_exact(&mut head[..1]).map_err(stream_refusal)?;
        if head[0] == MANIFEST_TAG {
            break;
        }
        clear.read_exact(&mut head[1..]).map_err(stream_refusal)?;
        let frame = Frame::of_bytes(&head)?;
        raw += u64::from(frame.raw);
        if raw > RAW_MAX || chunks.len() == CHUNKS_MAX {
            return Err(OpenError::TooBig("content"));
        }
        stored.resize(frame.stored as usize, 0);
        clear.read_exact(&mut stored).map_err(stream_refusal)?;
        chunks.push(frame.info(&stored));
        places.push(place);
        place += FRAME_BYTES as u64 + u64::from(frame.stored);
    }
    let mut length = [0; 4];
    clear.read_exact(&mut length).map_err(stream_refusal)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > MANIFEST_MAX {
        return Err(OpenError::TooBig("manifest"));
    }
    let mut manifest = vec![0; length];
    clear.read_exact(&mut manifest).map_err(stream_refusal)?;
    let mut signature = [0; SIGNATURE_BYTES];
    clear.read_exact(&mut signature).map_err(stream_refusal)?;
    if clear.read(&mut [0; 1]).map_err(stream_refusal)? != 0 {
        return Err(OpenError::Malformed("end"));
    }
    Ok(Walked {
        chunks,
        places,
        manifest,
        signature,
    })
}

/// Returns the chunks with entries, each with the feed number of its first.
fn number_chunks(manifest: &Manifest) -> Vec<(usize, u64)> {
    let mut next = manifest.waybill.feed_first;
    let chunks = manifest.content.chunks.iter().enumerate();
    chunks
        .filter(|(_, info)| info.kind == ChunkKind::Entries)
        .map(|(at, info)| {
            let first = next;
            next = next.saturating_add(u64::from(info.count));
            (at, first)
        })
        .collect()
}

/// The manifest agrees with itself.
fn check_totals(manifest: &Manifest) -> Result<(), OpenError> {
    let content = &manifest.content;
    let raw: u64 = content.chunks.iter().map(|info| u64::from(info.raw)).sum();
    let entries = content.chunks.iter();
    let entries = entries.filter(|info| info.kind == ChunkKind::Entries);
    let entries: u64 = entries.map(|info| u64::from(info.count)).sum();
    if raw == content.raw && entries == content.entries {
        Ok(())
    } else {
        Err(OpenError::Malformed("totals"))
    }
}

/// Every entry can be read, and none stands in it twice. What is wrong with one alone is noted, and told when it is handed
/// out.
fn check_entries<S: Read + Seek>(
    verified: &mut Verified,
    clear: &mut Clear<S>,
    keep: u64,
) -> Result<(), OpenError> {
    let is_kept = verified.manifest.content.raw <= keep;
    let mut seen = HashSet::new();
    for at in 0..verified.entry_chunks.len() {
        let (chunk, _) = verified.entry_chunks[at];
        let entries = verified.read_entries(clear, chunk)?;
        for (place, told) in entries.iter().enumerate() {
            let id = told.entry.head.id;
            if !seen.insert(id) {
                return Err(OpenError::DuplicateEntry(id));
            }
            if let Some(fault) = fault_of(told) {
                verified.faults.insert((at, place), fault);
            }
        }
        if is_kept {
            let carried = verified.carried(at, entries);
            verified.kept.push(Arc::new(carried));
        }
    }
    Ok(())
}

/// Every extra is whole, and its chunks stand in its order.
fn check_extras<S: Read + Seek>(
    verified: &Verified,
    clear: &mut Clear<S>,
) -> Result<(), OpenError> {
    let count = verified.manifest.content.extras.len();
    let mut found = vec![(0, Sha256::new()); count];
    let mut last = 0;
    for (chunk, info) in verified.manifest.content.chunks.iter().enumerate() {
        if info.kind != ChunkKind::Extra {
            continue;
        }
        let index = info.count as usize;
        if index < last || index >= count {
            return Err(OpenError::Malformed("extra"));
        }
        last = index;
        let bytes = verified.read_raw(clear, chunk)?;
        let (size, hash) = &mut found[index];
        *size += bytes.len() as u64;
        hash.update(&bytes);
    }
    let told = verified.manifest.content.extras.iter();
    let mut pairs = told.zip(found);
    if pairs.all(|(told, (size, hash))| {
        told.size == size && told.hash == <[u8; 32]>::from(hash.finalize())
    }) {
        Ok(())
    } else {
        Err(OpenError::Malformed("extra"))
    }
}
