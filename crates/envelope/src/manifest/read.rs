//! A manifest from bytes that came from anywhere.

use std::collections::HashSet;
use std::hash::Hash;

use super::{
    Acks, AuditHead, ChunkInfo, ChunkKind, Content, ExtraInfo, LinkAck, Manifest, More, Part,
    Rejected, SeriesPoint, Waybill, is_name, key,
};
use crate::address::{Address, LinkId};
use crate::cbor::{CborFault, Reader, measure};
use crate::entry::EntryId;
use crate::error::OpenError;
use crate::keys::SignPublic;
use crate::limit::{
    CAPABILITIES_MAX, CHUNKS_MAX, EXTRAS_MAX, LINKS_MAX, MANIFEST_MAX, MORE_MAX, REJECTED_MAX,
    SERIES_MAX,
};

type Read<T> = Result<T, CborFault>;

/// Reads a manifest.
///
/// # Errors
/// `package.too_big`, `package.too_deep`, `package.malformed`, `package.bad_name`, `package.duplicate`.
pub(crate) fn read(bytes: &[u8]) -> Result<Manifest, OpenError> {
    if bytes.len() > MANIFEST_MAX {
        return Err(OpenError::TooBig("manifest"));
    }
    if measure(bytes)? != bytes.len() {
        return Err(OpenError::Malformed("manifest"));
    }
    let mut fields = Fields::default();
    let mut from = Reader::new(bytes);
    from.map(key::LAST as usize + MORE_MAX, |from, key| {
        fields.read(from, key)
    })?;
    let manifest = fields.finish().ok_or(OpenError::Malformed("manifest"))?;
    check(&manifest)?;
    Ok(manifest)
}

/// What was read so far.
#[derive(Default)]
struct Fields {
    package: Option<[u8; 16]>,
    number: Option<u64>,
    made_ms: Option<i64>,
    from: Option<Address>,
    to: Option<Address>,
    link: Option<LinkId>,
    feed: Option<(u64, u64)>,
    previous: Option<Option<[u8; 32]>>,
    part: Option<Part>,
    prerequisites: Option<Vec<SeriesPoint>>,
    schema: Option<u32>,
    capabilities: Option<Vec<String>>,
    links: Option<Vec<LinkAck>>,
    series: Option<Vec<SeriesPoint>>,
    rejected: Option<Vec<Rejected>>,
    chunks: Option<Vec<ChunkInfo>>,
    extras: Option<Vec<ExtraInfo>>,
    entries: Option<u64>,
    raw: Option<u64>,
    audit: Option<Option<AuditHead>>,
    outer: Option<[u8; 32]>,
    signer: Option<SignPublic>,
    more: More,
}

impl Fields {
    fn read(&mut self, from: &mut Reader<'_>, key: u64) -> Read<()> {
        match key {
            key::PACKAGE => self.package = Some(from.fixed()?),
            key::NUMBER => self.number = Some(from.uint()?),
            key::MADE => self.made_ms = Some(from.int()?),
            key::FROM => self.from = Some(read_address(from)?),
            key::TO => self.to = Some(read_address(from)?),
            key::LINK => self.link = Some(LinkId(from.fixed()?)),
            key::FEED => self.feed = Some(read_feed(from)?),
            key::PREVIOUS => self.previous = Some(from.optional(Reader::fixed)?),
            key::PART => self.part = Some(read_part(from)?),
            key::PREREQUISITES => self.prerequisites = Some(from.list(SERIES_MAX, read_point)?),
            key::SCHEMA => self.schema = Some(from.uint()?),
            key::CAPABILITIES => self.capabilities = Some(from.list(CAPABILITIES_MAX, read_text)?),
            key::LINK_ACKS => self.links = Some(from.list(LINKS_MAX, read_link)?),
            key::SERIES_ACKS => self.series = Some(from.list(SERIES_MAX, read_point)?),
            key::REJECTED => self.rejected = Some(from.list(REJECTED_MAX, read_rejected)?),
            key::CHUNKS => self.chunks = Some(from.list(CHUNKS_MAX, read_chunk)?),
            key::EXTRAS => self.extras = Some(from.list(EXTRAS_MAX, read_extra)?),
            key::ENTRIES => self.entries = Some(from.uint()?),
            key::RAW => self.raw = Some(from.uint()?),
            key::AUDIT => self.audit = Some(from.optional(read_audit)?),
            key::OUTER => self.outer = Some(from.fixed()?),
            key::SIGNER => self.signer = Some(SignPublic(from.fixed()?)),
            0 => return Err(CborFault::Shape),
            later => {
                self.more.insert(later, from.raw()?.to_vec());
            }
        }
        Ok(())
    }

    /// Returns the manifest; nothing where a field is missing.
    fn finish(self) -> Option<Manifest> {
        let (feed_first, feed_last) = self.feed?;
        let part = self.part?;
        Some(Manifest {
            waybill: Waybill {
                package: self.package?,
                number: self.number?,
                made_ms: self.made_ms?,
                from: self.from?,
                to: self.to?,
                link: self.link?,
                feed_first,
                previous: self.previous?,
                part: part.index,
                prerequisites: self.prerequisites?,
                schema: self.schema?,
                capabilities: self.capabilities?,
                acks: Acks {
                    links: self.links?,
                    series: self.series?,
                    rejected: self.rejected?,
                },
                audit: self.audit?,
                more: self.more,
            },
            content: Content {
                feed_last,
                part,
                entries: self.entries?,
                raw: self.raw?,
                chunks: self.chunks?,
                extras: self.extras?,
            },
            outer: self.outer?,
            signer: self.signer?,
        })
    }
}

/// Checks what the shape of the values does not tell.
fn check(manifest: &Manifest) -> Result<(), OpenError> {
    let Manifest {
        waybill, content, ..
    } = manifest;
    if waybill.number == 0 || waybill.part == 0 || waybill.feed_first == 0 {
        return Err(OpenError::Malformed("number"));
    }
    let last = waybill.feed_first.checked_add(content.entries);
    if last.map(|after| after - 1) != Some(content.feed_last) {
        return Err(OpenError::Malformed("feed"));
    }
    let names = waybill.capabilities.iter().map(String::as_str);
    let reasons = waybill.acks.rejected.iter().map(|one| one.reason.as_str());
    let extras = content.extras.iter().map(|extra| extra.name.as_str());
    if !names.chain(reasons).chain(extras).all(is_name) {
        return Err(OpenError::BadName);
    }
    let series =
        |points: &[SeriesPoint]| all_differ(points.iter().map(|point| (point.device, point.epoch)));
    let acks = &waybill.acks;
    if !series(&waybill.prerequisites) || !series(&acks.series) {
        return Err(OpenError::Duplicate("series"));
    }
    if !all_differ(acks.links.iter().map(|ack| ack.link)) {
        return Err(OpenError::Duplicate("link"));
    }
    if !all_differ(acks.rejected.iter().map(|one| one.id)) {
        return Err(OpenError::Duplicate("rejected entry"));
    }
    if !all_differ(waybill.capabilities.iter()) {
        return Err(OpenError::Duplicate("capability"));
    }
    if !all_differ(content.extras.iter().map(|extra| extra.name.as_str())) {
        return Err(OpenError::Duplicate("extra"));
    }
    Ok(())
}

fn all_differ<T: Eq + Hash>(items: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    items.into_iter().all(|item| seen.insert(item))
}

pub(crate) fn read_address(from: &mut Reader<'_>) -> Read<Address> {
    from.tuple(3)?;
    let site = from.text()?;
    Address::new(site, from.uint()?, from.uint()?).ok_or(CborFault::Shape)
}

fn read_feed(from: &mut Reader<'_>) -> Read<(u64, u64)> {
    from.tuple(2)?;
    Ok((from.uint()?, from.uint()?))
}

fn read_part(from: &mut Reader<'_>) -> Read<Part> {
    from.tuple(2)?;
    Ok(Part {
        index: from.uint()?,
        is_last: from.flag()?,
    })
}

fn read_point(from: &mut Reader<'_>) -> Read<SeriesPoint> {
    from.tuple(4)?;
    Ok(SeriesPoint {
        device: from.uint()?,
        epoch: from.uint()?,
        seq: from.uint()?,
        hash: from.fixed()?,
    })
}

fn read_text(from: &mut Reader<'_>) -> Read<String> {
    from.text().map(str::to_owned)
}

fn read_link(from: &mut Reader<'_>) -> Read<LinkAck> {
    from.tuple(3)?;
    Ok(LinkAck {
        link: LinkId(from.fixed()?),
        through: from.uint()?,
        package: from.fixed()?,
    })
}

fn read_rejected(from: &mut Reader<'_>) -> Read<Rejected> {
    from.tuple(5)?;
    Ok(Rejected {
        id: EntryId {
            device: from.uint()?,
            epoch: from.uint()?,
            seq: from.uint()?,
        },
        hash: from.fixed()?,
        reason: read_text(from)?,
    })
}

fn read_chunk(from: &mut Reader<'_>) -> Read<ChunkInfo> {
    from.tuple(5)?;
    Ok(ChunkInfo {
        kind: ChunkKind::of_tag(from.uint()?).ok_or(CborFault::Shape)?,
        stored: from.uint()?,
        raw: from.uint()?,
        count: from.uint()?,
        hash: from.fixed()?,
    })
}

fn read_extra(from: &mut Reader<'_>) -> Read<ExtraInfo> {
    from.tuple(4)?;
    Ok(ExtraInfo {
        name: read_text(from)?,
        version: from.uint()?,
        size: from.uint()?,
        hash: from.fixed()?,
    })
}

fn read_audit(from: &mut Reader<'_>) -> Read<AuditHead> {
    from.tuple(2)?;
    Ok(AuditHead {
        count: from.uint()?,
        hash: from.fixed()?,
    })
}
