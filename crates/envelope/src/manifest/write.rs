//! The manifest as bytes.

use super::{Acks, Manifest, Rejected, SeriesPoint, key};
use crate::address::Address;
use crate::cbor::Writer;

/// Returns the bytes that are signed: a map with numbers as keys, ascending.
pub(crate) fn write(manifest: &Manifest) -> Vec<u8> {
    let Manifest {
        waybill,
        content,
        outer,
        signer,
    } = manifest;
    let mut to = Writer::default();
    to.map(key::LAST as usize + waybill.more.len());
    to.uint(key::PACKAGE);
    to.bytes(&waybill.package);
    to.uint(key::NUMBER);
    to.uint(waybill.number);
    to.uint(key::MADE);
    to.int(waybill.made_ms);
    to.uint(key::FROM);
    write_address(&mut to, &waybill.from);
    to.uint(key::TO);
    write_address(&mut to, &waybill.to);
    to.uint(key::LINK);
    to.bytes(&waybill.link.0);
    to.uint(key::FEED);
    to.array(2);
    to.uint(waybill.feed_first);
    to.uint(content.feed_last);
    to.uint(key::PREVIOUS);
    to.optional_bytes(waybill.previous.as_ref().map(|hash| &hash[..]));
    to.uint(key::PART);
    to.array(2);
    to.uint(content.part.index);
    to.flag(content.part.is_last);
    to.uint(key::PREREQUISITES);
    to.list(&waybill.prerequisites, write_point);
    to.uint(key::SCHEMA);
    to.uint(waybill.schema);
    to.uint(key::CAPABILITIES);
    to.list(&waybill.capabilities, |to, name| to.text(name));
    write_acks(&mut to, &waybill.acks);
    to.uint(key::CHUNKS);
    to.list(&content.chunks, |to, chunk| {
        to.array(5);
        to.uint(chunk.kind.tag());
        to.uint(chunk.stored);
        to.uint(chunk.raw);
        to.uint(chunk.count);
        to.bytes(&chunk.hash);
    });
    to.uint(key::EXTRAS);
    to.list(&content.extras, |to, extra| {
        to.array(4);
        to.text(&extra.name);
        to.uint(extra.version);
        to.uint(extra.size);
        to.bytes(&extra.hash);
    });
    to.uint(key::ENTRIES);
    to.uint(content.entries);
    to.uint(key::RAW);
    to.uint(content.raw);
    to.uint(key::AUDIT);
    match waybill.audit {
        Some(audit) => {
            to.array(2);
            to.uint(audit.count);
            to.bytes(&audit.hash);
        }
        None => to.null(),
    }
    to.uint(key::OUTER);
    to.bytes(outer);
    to.uint(key::SIGNER);
    to.bytes(&signer.0);
    for (unknown, value) in &waybill.more {
        to.uint(*unknown);
        to.raw(value);
    }
    to.finish()
}

pub(crate) fn write_address(to: &mut Writer, address: &Address) {
    to.array(3);
    to.text(address.site());
    to.uint(address.device());
    to.uint(address.epoch());
}

fn write_point(to: &mut Writer, point: &SeriesPoint) {
    to.array(4);
    to.uint(point.device);
    to.uint(point.epoch);
    to.uint(point.seq);
    to.bytes(&point.hash);
}

fn write_acks(to: &mut Writer, acks: &Acks) {
    to.uint(key::LINK_ACKS);
    to.list(&acks.links, |to, ack| {
        to.array(3);
        to.bytes(&ack.link.0);
        to.uint(ack.through);
        to.bytes(&ack.package);
    });
    to.uint(key::SERIES_ACKS);
    to.list(&acks.series, write_point);
    to.uint(key::REJECTED);
    to.list(&acks.rejected, write_rejected);
}

fn write_rejected(to: &mut Writer, rejected: &Rejected) {
    to.array(5);
    to.uint(rejected.id.device);
    to.uint(rejected.id.epoch);
    to.uint(rejected.id.seq);
    to.bytes(&rejected.hash);
    to.text(&rejected.reason);
}
