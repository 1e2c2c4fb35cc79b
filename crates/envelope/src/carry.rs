//! Entries as they stand in a chunk.
//!
//! A hash cannot be compressed, so two of the three are left out where they follow from what stands there anyway: that of
//! the body, and that of the entry before where it is the one before in the chunk.

use std::sync::Arc;

use crate::cbor::{CborFault, Reader, Writer, measure};
use crate::entry::{Base, Entry, EntryId, Head, Hlc, Origin, Subject, payload_hash};
use crate::error::OpenError;
use crate::limit::CHUNK_RAW_MAX;

/// Bytes before an entry that tell its length.
pub(crate) const LENGTH_BYTES: usize = 4;

/// Bytes no entry is shorter than: its hash and its length alone take more.
const LEAST_BYTES: usize = 36;

/// Bytes by which an entry grows where it begins a chunk and so tells the hash before.
pub(crate) const HASH_BYTES: u64 = 34;

/// Items of the array that an entry is.
const ITEMS: u64 = 11;

/// Returns the bytes of an entry that follows one with the hash `before` in its chunk.
pub(crate) fn write(entry: &Entry, before: Option<[u8; 32]>) -> Vec<u8> {
    let Entry { head, body, hash } = entry;
    let mut to = Writer::default();
    to.array(ITEMS as usize);
    write_id(&mut to, &head.id);
    to.array(2);
    to.int(head.hlc.wall_ms);
    to.uint(head.hlc.counter);
    to.array(4);
    to.bytes(&head.origin.account);
    to.text(&head.origin.role);
    to.text(&head.origin.site);
    to.text(&head.origin.tier);
    to.array(2);
    to.text(&head.subject.kind);
    to.bytes(&head.subject.id);
    to.text(&head.kind);
    to.uint(head.version);
    to.list(&head.base, |to, (field, seen)| {
        to.array(2);
        to.text(field);
        to.list(seen, write_id);
    });
    let follows = payload_hash(body) == head.payload_hash;
    to.optional_bytes((!follows).then_some(&head.payload_hash));
    to.optional_bytes((before != Some(head.prev)).then_some(&head.prev));
    to.bytes(hash);
    to.bytes(body);
    to.finish()
}

fn write_id(to: &mut Writer, id: &EntryId) {
    to.array(3);
    to.uint(id.device);
    to.uint(id.epoch);
    to.uint(id.seq);
}

/// An entry as it stands in a chunk.
pub(crate) struct Told {
    pub(crate) entry: Entry,
    /// The hash of the body stands there; else it was computed from the body, which then has it.
    pub(crate) tells_body: bool,
}

/// Reads a chunk of entries.
///
/// # Errors
/// `package.malformed`, `package.too_deep`, `package.too_big`.
pub(crate) fn read_all(chunk: &[u8], count: u32) -> Result<Vec<Told>, OpenError> {
    let most = chunk.len() / LEAST_BYTES;
    let mut entries: Vec<Told> = Vec::with_capacity(most.min(count as usize));
    let mut rest = chunk;
    while let Some((length, after)) = rest.split_first_chunk::<LENGTH_BYTES>() {
        let length = u32::from_be_bytes(*length) as usize;
        if length > CHUNK_RAW_MAX {
            return Err(OpenError::TooBig("entry"));
        }
        let (bytes, after) = after
            .split_at_checked(length)
            .ok_or(OpenError::Malformed("entry"))?;
        let before = entries.last().map(|told| &told.entry);
        entries.push(read(bytes, before)?);
        rest = after;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(OpenError::Malformed("entry"))
    }
}

fn read(bytes: &[u8], before: Option<&Entry>) -> Result<Told, OpenError> {
    if measure(bytes)? != bytes.len() {
        return Err(OpenError::Malformed("entry"));
    }
    Ok(read_entry(&mut Reader::new(bytes), before)?)
}

fn read_entry(from: &mut Reader<'_>, before: Option<&Entry>) -> Result<Told, CborFault> {
    from.tuple(ITEMS)?;
    let id = read_id(from)?;
    from.tuple(2)?;
    let hlc = Hlc {
        wall_ms: from.int()?,
        counter: from.uint()?,
    };
    let origin = read_origin(from, before.map(|entry| &entry.head.origin))?;
    from.tuple(2)?;
    let subject = Subject {
        kind: from.text()?.to_owned(),
        id: from.fixed()?,
    };
    let kind = from.text()?.to_owned();
    let version = from.uint()?;
    let base = read_base(from)?;
    let body_hash = from.optional(Reader::fixed)?;
    let prev = match from.optional(Reader::fixed)? {
        Some(prev) => prev,
        None => before.ok_or(CborFault::Shape)?.hash,
    };
    let hash = from.fixed()?;
    let body = from.bytes()?.to_vec();
    let head = Head {
        id,
        hlc,
        origin,
        subject,
        kind,
        version,
        base,
        payload_hash: body_hash.unwrap_or_else(|| payload_hash(&body)),
        prev,
    };
    Ok(Told {
        entry: Entry { head, body, hash },
        tells_body: body_hash.is_some(),
    })
}

/// Reads who made an entry; mostly it is who made the one before.
fn read_origin(
    from: &mut Reader<'_>,
    before: Option<&Arc<Origin>>,
) -> Result<Arc<Origin>, CborFault> {
    from.tuple(4)?;
    let account = from.fixed()?;
    let (role, site, tier) = (from.text()?, from.text()?, from.text()?);
    let same = before.filter(|before| {
        (before.account, &*before.role, &*before.site, &*before.tier) == (account, role, site, tier)
    });
    Ok(same.map_or_else(
        || {
            Arc::new(Origin {
                account,
                role: role.to_owned(),
                site: site.to_owned(),
                tier: tier.to_owned(),
            })
        },
        Arc::clone,
    ))
}

fn read_base(from: &mut Reader<'_>) -> Result<Base, CborFault> {
    from.list(CHUNK_RAW_MAX, |from| {
        from.tuple(2)?;
        let field = from.text()?.to_owned();
        Ok((field, from.list(CHUNK_RAW_MAX, read_id)?))
    })
}

fn read_id(from: &mut Reader<'_>) -> Result<EntryId, CborFault> {
    from.tuple(3)?;
    Ok(EntryId {
        device: from.uint()?,
        epoch: from.uint()?,
        seq: from.uint()?,
    })
}

/// Says a body may be given to a reader: one value of CBOR within the bounds, or nothing after a redaction.
pub(crate) fn is_body(body: &[u8]) -> bool {
    body.is_empty() || measure(body) == Ok(body.len())
}
