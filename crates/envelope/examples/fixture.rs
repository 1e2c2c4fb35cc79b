//! Writes the packages of version 1 that are read for ever: `cargo run -p fachuang-envelope --example fixture -- DIR`.
//!
//! Made once. The age files in them have keys of their own, so another run gives other bytes with the same content.

use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use fachuang_envelope::{
    Acks, Address, AuditHead, DeviceSecret, Entry, EntryId, Extra, Head, Hlc, LinkAck, LinkId,
    Lock, OpenSecret, Origin, Passphrase, Rejected, SeriesPoint, Subject, Waybill, WorkFactor,
    seal,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = PathBuf::from(env::args_os().nth(1).ok_or("where to?")?);
    let centre = DeviceSecret::from_seeds([0x21; 32], [0x22; 32]);
    let keys = Lock::Keys {
        device: centre.public().open,
        escrow: Some(OpenSecret::from_seed([0x33; 32]).public()),
    };
    let words = Passphrase::new("马 河 灯 山 书 伞 2026 法窗").ok_or("words")?;
    let work = WorkFactor::new(14).ok_or("work")?;
    let words = Lock::Passphrase {
        words: &words,
        work,
    };
    write(dir.join("v1-keys.fcx"), keys)?;
    write(dir.join("v1-words.fcx"), words)
}

fn write(path: PathBuf, lock: Lock<'_>) -> Result<(), Box<dyn std::error::Error>> {
    let station = DeviceSecret::from_seeds([0x11; 32], [0x12; 32]);
    let mut entries = entries().into_iter().map(Ok::<_, io::Error>).peekable();
    let calendar = Extra {
        name: "calendar".into(),
        version: 2026,
        bytes: (0..=255).cycle().take(3_000).collect(),
    };
    let unknown = Extra {
        name: "later.unknown-thing_1".into(),
        version: 1,
        bytes: Vec::new(),
    };
    let into = BufWriter::new(fs::File::create(path)?);
    let waybill = waybill().ok_or("address")?;
    seal(
        into,
        waybill,
        &mut entries,
        [Ok(calendar), Ok(unknown)],
        &station,
        lock,
    )?;
    Ok(())
}

fn waybill() -> Option<Waybill> {
    let from = Address::new("YC", 7, 2)?;
    let to = Address::new("ZX", 1, 0)?;
    Some(Waybill {
        package: *b"fixture package1",
        number: 12,
        made_ms: 1_790_812_800_000,
        link: LinkId::between(&from, &to),
        feed_first: 101,
        previous: Some([0xab; 32]),
        part: 1,
        prerequisites: vec![point(7, 1, 100)],
        schema: 4,
        capabilities: vec!["fold.version-2".into()],
        acks: Acks {
            links: vec![LinkAck {
                link: LinkId::between(&to, &from),
                through: 55,
                package: [0xcd; 32],
            }],
            series: vec![point(1, 0, 900)],
            rejected: vec![Rejected {
                id: EntryId {
                    device: 1,
                    epoch: 0,
                    seq: 899,
                },
                hash: [0xef; 32],
                reason: "entry.head_changed".into(),
            }],
        },
        audit: Some(AuditHead {
            count: 33,
            hash: [0x5a; 32],
        }),
        more: [(100, b"\x83\x01\xf5\x66\xe6\xb3\x95\xe7\xaa\x97".to_vec())].into(),
        from,
        to,
    })
}

fn point(device: u32, epoch: u16, seq: u64) -> SeriesPoint {
    SeriesPoint {
        device,
        epoch,
        seq,
        hash: [0x77; 32],
    }
}

/// Two entries of a series, of which one was redacted, and one of another with a clock before 1970.
fn entries() -> Vec<Entry> {
    let first = entry(
        7,
        1,
        [0x77; 32],
        1_790_000_000_000,
        b"\xa1\x63set\xa1\x64name\x66\xe6\xac\xa7\xe9\x98\xb3",
    );
    let mut second = entry(7, 2, first.hash, 1_790_000_000_001, b"\xa1\x63set\xa0");
    second.body.clear();
    let third = entry(8, 1, [0; 32], -5, b"\xa0");
    vec![first, second, third]
}

fn entry(device: u32, seq: u64, prev: [u8; 32], wall_ms: i64, body: &[u8]) -> Entry {
    let id = EntryId {
        device,
        epoch: 2,
        seq,
    };
    let head = Head {
        id,
        hlc: Hlc {
            wall_ms,
            counter: 3,
        },
        origin: Arc::new(Origin {
            account: *b"account of clerk",
            role: "clerk".into(),
            site: "YC".into(),
            tier: "station".into(),
        }),
        subject: Subject {
            kind: "ticket".into(),
            id: *b"one ticket of it",
        },
        kind: "ticket.note".into(),
        version: 1,
        base: vec![("matter".into(), vec![id]), ("name".into(), vec![])],
        payload_hash: [0; 32],
        prev,
    };
    Entry::seal(head, body.to_vec())
}
