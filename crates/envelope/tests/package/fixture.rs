//! Packages of version 1 of the format, made once. They are read for ever, by these keys and to these values.

use std::io::Cursor;

use fachuang_envelope::{
    Address, Addressee, Algorithm, DeviceSecret, EntryId, Keyring, LinkId, OpenSecret, Opened,
    Passphrase, Senders, SignPublic, Standing, open, read_outer,
};

pub const KEYS: &[u8] = include_bytes!("../fixtures/v1-keys.fcx");
pub const WORDS: &[u8] = include_bytes!("../fixtures/v1-words.fcx");

/// Knows the key that signed the fixtures.
struct Station;

impl Senders for Station {
    fn standing(&self, from: &Address, signer: &SignPublic) -> Standing {
        let station = DeviceSecret::from_seeds([0x11; 32], [0x12; 32]);
        let known = from.to_string() == "YC.7.2" && *signer == station.public().sign;
        if known {
            Standing::Known
        } else {
            Standing::Unknown
        }
    }
}

fn read(file: &[u8], secret: &OpenSecret, words: Option<&Passphrase>) -> Opened<Cursor<Vec<u8>>> {
    let keyring = Keyring {
        addressee: Addressee::Me(&[Address::new("ZX", 1, 0).unwrap()]),
        secrets: std::slice::from_ref(secret),
        passphrase: words,
        senders: &Station,
    };
    open(file, Cursor::new(Vec::new()), &keyring).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check(mut opened: Opened<Cursor<Vec<u8>>>) {
    let manifest = opened.manifest().clone();
    let waybill = &manifest.waybill;
    assert_eq!(&waybill.package, b"fixture package1");
    assert_eq!((waybill.number, waybill.made_ms), (12, 1_790_812_800_000));
    assert_eq!(waybill.from.to_string(), "YC.7.2");
    assert_eq!(waybill.to.to_string(), "ZX.1.0");
    assert_eq!(waybill.link, LinkId::between(&waybill.from, &waybill.to));
    assert_eq!(hex(&waybill.link.0), "e1a6dca227e7d6c6de5788036ff00fd7");
    assert_eq!(waybill.previous, Some([0xab; 32]));
    let before = waybill.prerequisites[0];
    assert_eq!(
        (before.device, before.epoch, before.seq, before.hash),
        (7, 1, 100, [0x77; 32])
    );
    assert_eq!(
        (waybill.schema, &waybill.capabilities[..]),
        (4, &["fold.version-2".to_owned()][..])
    );
    assert_eq!(
        manifest.lacking(&["other"]).collect::<Vec<_>>(),
        ["fold.version-2"]
    );
    let acks = &waybill.acks;
    assert_eq!(
        (acks.links[0].through, acks.links[0].package),
        (55, [0xcd; 32])
    );
    assert_eq!((acks.series[0].device, acks.series[0].seq), (1, 900));
    assert_eq!(
        acks.rejected[0].id,
        EntryId {
            device: 1,
            epoch: 0,
            seq: 899
        }
    );
    assert_eq!(acks.rejected[0].reason, "entry.head_changed");
    assert_eq!(
        waybill.audit.map(|audit| (audit.count, audit.hash)),
        Some((33, [0x5a; 32]))
    );
    assert_eq!(
        waybill.more[&100],
        b"\x83\x01\xf5\x66\xe6\xb3\x95\xe7\xaa\x97"
    );
    assert_eq!((waybill.feed_first, manifest.content.feed_last), (101, 103));
    assert!(manifest.content.part.is_last && manifest.content.part.index == 1);

    let carried = opened.read_chunk(0).unwrap();
    assert_eq!(opened.chunk_count(), 1);
    let told: Vec<(u64, String, bool)> = carried
        .iter()
        .map(|one| {
            (
                one.feed,
                one.entry.head.id.to_string(),
                one.entry.body.is_empty(),
            )
        })
        .collect();
    let id = |text: &str| text.to_owned();
    assert_eq!(
        told,
        [
            (101, id("7.2.1"), false),
            (102, id("7.2.2"), true),
            (103, id("8.2.1"), false)
        ]
    );
    assert!(carried.iter().all(|one| one.fault.is_none()));
    let head = &carried[0].entry.head;
    assert_eq!((head.hlc.wall_ms, head.hlc.counter), (1_790_000_000_000, 3));
    assert_eq!(carried[2].entry.head.hlc.wall_ms, -5);
    assert_eq!(
        (head.origin.role.as_str(), &head.origin.account),
        ("clerk", b"account of clerk")
    );
    assert_eq!(
        (head.subject.kind.as_str(), &head.subject.id),
        ("ticket", b"one ticket of it")
    );
    assert_eq!(head.base[0], ("matter".to_owned(), vec![head.id]));
    assert_eq!(carried[1].entry.head.prev, carried[0].entry.hash);
    assert_eq!(
        hex(&carried[0].entry.hash),
        "b8484dbdf3a1fcc6f5dcd7ab7817d2ba8fdda45bf20a525422ba678f25c325d9"
    );
    assert_eq!(
        hex(&carried[2].entry.hash),
        "600e9285feaf1eab8b39f5d2dae7d3d0326ecee195513c0d39bfcd15f22c0a73"
    );

    let extras: Vec<_> = manifest
        .content
        .extras
        .iter()
        .map(|extra| (extra.name.as_str(), extra.version, extra.size))
        .collect();
    assert_eq!(
        extras,
        [("calendar", 2026, 3_000), ("later.unknown-thing_1", 1, 0)]
    );
    let calendar: Vec<u8> = (0..=255).cycle().take(3_000).collect();
    assert_eq!(opened.read_extra(0).unwrap(), calendar);
}

#[test]
fn the_package_of_version_1_for_keys_is_read_for_ever() {
    let outer = read_outer(KEYS).unwrap();
    assert_eq!(
        (outer.format, outer.algorithm, outer.number),
        (1, Algorithm::Keys, 12)
    );
    let centre = DeviceSecret::from_seeds([0x21; 32], [0x22; 32]);
    check(read(KEYS, centre.open(), None));
    check(read(KEYS, &OpenSecret::from_seed([0x33; 32]), None));
}

#[test]
fn the_package_of_version_1_for_words_is_read_for_ever() {
    let outer = read_outer(WORDS).unwrap();
    assert_eq!((outer.format, outer.algorithm), (1, Algorithm::Passphrase));
    let words = Passphrase::new(" 马 河 灯 山 书 伞 2026 法窗\n").unwrap();
    let nobody = OpenSecret::from_seed([1; 32]);
    check(read(WORDS, &nobody, Some(&words)));
}
