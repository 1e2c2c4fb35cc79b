//! What goes in comes out.

use std::sync::Arc;

use fachuang_envelope::{
    Algorithm, Entry, EntryId, Head, Hlc, Lock, Origin, SealError, StateCode, Subject, limit,
    read_outer, seal,
};
use proptest::prelude::*;

use crate::support::*;

#[test]
fn entries_extras_and_waybill_come_out_as_they_went_in() {
    let entries = series(7, 300, 600);
    let extras = [extra("calendar", 2_500_000), extra("staff.list_v2", 0)];
    let (file, sealed) = make(&entries, &extras, for_centre());
    let mut opened = open_at_centre(&file).unwrap();
    assert_eq!(opened.manifest(), &sealed.manifest);
    assert_eq!(opened.manifest().waybill, waybill());
    assert_eq!(opened.package_hash(), sealed.package_hash);
    assert_eq!(opened.file_hash(), sealed.file_hash);
    assert_eq!(file.len() as u64, sealed.file_size);
    assert_eq!(opened.manifest().content.feed_last, 340);

    let carried = read_all(&mut opened);
    assert_eq!(carried.len(), 300);
    for (at, (one, entry)) in carried.iter().zip(&entries).enumerate() {
        assert_eq!(one.entry.as_ref(), entry);
        assert_eq!(one.feed, 41 + at as u64);
        assert_eq!(one.fault, None);
    }
    assert_eq!(opened.read_extra(0).unwrap(), extras[0].bytes);
    assert_eq!(opened.read_extra(1).unwrap(), extras[1].bytes);
    assert!(opened.read_chunk(99).unwrap().is_empty());
}

#[test]
fn anybody_reads_the_cover_and_nothing_else() {
    let outer = read_outer(&small()[..]).unwrap();
    assert_eq!((outer.from, outer.to), (station(), centre()));
    assert_eq!((outer.number, outer.made_ms), (3, 1_790_000_000_000));
    assert_eq!(outer.algorithm, Algorithm::Keys);
}

#[test]
fn a_package_of_acknowledgements_alone_has_no_entries() {
    let (file, sealed) = make(&[], &[], for_centre());
    assert_eq!(sealed.manifest.content.feed_last, 40);
    let opened = open_at_centre(&file).unwrap();
    assert_eq!(opened.chunk_count(), 0);
    assert_eq!(opened.manifest().waybill.acks, waybill().acks);
}

#[test]
fn the_escrow_key_and_the_words_open_what_they_are_for() {
    let mut by_escrow = open_with(&small(), &[escrow()], None).unwrap();
    assert_eq!(read_all(&mut by_escrow).len(), 2);

    let words = words();
    let (file, _) = make(&series(7, 2, 20), &[], for_words(&words));
    let outer = read_outer(&file[..]).unwrap();
    assert_eq!(outer.algorithm, Algorithm::Passphrase);
    let mut by_words = open_with(&file, &[], Some(&words)).unwrap();
    assert_eq!(read_all(&mut by_words).len(), 2);
}

#[test]
fn a_redacted_and_a_broken_entry_travel_as_they_are() {
    let mut entries = series(7, 4, 50);
    entries[0].body.clear();
    entries[1].body[3] ^= 1;
    Arc::make_mut(&mut entries[2].head.origin).role = "director".into();
    let (file, _) = make(&entries, &[], for_centre());
    let mut opened = open_at_centre(&file).unwrap();
    let carried = read_all(&mut opened);
    let faults: Vec<_> = carried
        .iter()
        .map(|one| one.fault.map(|fault| fault.code()))
        .collect();
    let (body, head) = (Some("entry.body_changed"), Some("entry.head_changed"));
    assert_eq!(faults, [None, body, head, None]);
    assert!(carried.iter().map(|one| one.entry.as_ref()).eq(&entries));
}

#[test]
fn what_does_not_fit_into_one_part_goes_into_the_next() {
    // Nine tenths of a chunk each, so that 64 MB take 64 of them.
    let entries: Vec<Entry> = (1..=70)
        .map(|seq| {
            let id = EntryId {
                device: 7,
                epoch: 1,
                seq,
            };
            let mut body = vec![0x59, 0xff, 0xff];
            body.resize(3 + 0xffff, seq as u8);
            let body = [&[0x8f][..], &body.repeat(15)].concat();
            entry(id, [seq as u8; 32], body)
        })
        .collect();
    let mut given = entries.iter().cloned().map(Ok).peekable();
    let mut taken = 0;
    let mut parts = Vec::new();
    while given.peek().is_some() {
        let mut next = waybill();
        next.part = parts.len() as u32 + 1;
        next.feed_first += taken;
        let mut file = Vec::new();
        let sealed = seal(
            &mut file,
            next,
            &mut given,
            [],
            &station_keys(),
            for_centre(),
        )
        .unwrap();
        taken += sealed.manifest.content.entries;
        assert!(sealed.manifest.content.raw <= limit::RAW_MAX);
        parts.push((file, sealed));
    }
    let is_last: Vec<bool> = parts
        .iter()
        .map(|(_, one)| one.manifest.content.part.is_last)
        .collect();
    assert_eq!(is_last, [false, true]);
    let mut feeds = Vec::new();
    for (file, _) in &parts {
        let mut opened = open_at_centre(file).unwrap();
        feeds.extend(read_all(&mut opened).into_iter().map(|one| one.feed));
    }
    assert!(feeds.into_iter().eq(41..=110));
}

#[test]
fn what_no_reader_would_take_is_not_made() {
    let refused = |waybill, entries: Vec<Entry>, extras: Vec<_>| {
        let mut given = entries.into_iter().map(Ok).peekable();
        let extras = extras.into_iter().map(Ok);
        let done = seal(
            Vec::new(),
            waybill,
            &mut given,
            extras,
            &station_keys(),
            for_centre(),
        );
        done.unwrap_err().code()
    };
    let twice = vec![series(7, 1, 9).remove(0), series(7, 1, 9).remove(0)];
    assert_eq!(refused(waybill(), twice, vec![]), "package.duplicate_entry");
    let id = EntryId {
        device: 7,
        epoch: 1,
        seq: 1,
    };
    let big = vec![entry(id, [0; 32], vec![0; limit::CHUNK_RAW_MAX])];
    assert_eq!(refused(waybill(), big, vec![]), "package.entry_too_big");
    let mut wordy = series(7, 1, 9).remove(0);
    wordy.head.kind = "k".repeat(limit::TEXT_MAX + 1);
    assert_eq!(
        refused(waybill(), vec![wordy], vec![]),
        "package.entry_too_big"
    );
    for name in [
        "../etc/passwd",
        "a/b",
        "a\\b",
        "C:",
        "",
        ".x",
        "a..b",
        "甲",
        "A",
        "a\0",
    ] {
        let extras = vec![extra(name, 3)];
        assert_eq!(
            refused(waybill(), vec![], extras),
            "package.bad_name",
            "{name}"
        );
    }
    let same = vec![extra("one", 3), extra("one", 4)];
    assert_eq!(refused(waybill(), vec![], same), "package.bad_name");
    let huge = vec![extra("one", limit::RAW_MAX as usize)];
    assert_eq!(refused(waybill(), vec![], huge), "package.extras_too_big");

    let with = |change: fn(&mut fachuang_envelope::Waybill)| {
        let mut waybill = waybill();
        change(&mut waybill);
        refused(waybill, vec![], vec![])
    };
    assert_eq!(with(|w| w.number = 0), "package.waybill");
    assert_eq!(with(|w| w.feed_first = 0), "package.waybill");
    assert_eq!(
        with(|w| w.capabilities = vec!["../x".into()]),
        "package.waybill"
    );
    assert_eq!(
        with(|w| w.prerequisites.push(point(7, 1))),
        "package.waybill"
    );
    assert_eq!(with(|w| drop(w.more.insert(3, vec![0]))), "package.waybill");
    assert_eq!(
        with(|w| drop(w.more.insert(91, vec![0x9b]))),
        "package.waybill"
    );
}

#[test]
fn a_key_that_gives_everybody_the_same_secret_is_not_sealed_for() {
    let lock = Lock::Keys {
        device: fachuang_envelope::OpenPublic([0; 32]),
        escrow: None,
    };
    let mut none = std::iter::empty().peekable();
    let done = seal(Vec::new(), waybill(), &mut none, [], &station_keys(), lock);
    assert!(matches!(done, Err(SealError::BadRecipient)));
}

#[test]
fn the_same_content_is_the_same_inside_and_has_the_same_hash() {
    let entries = series(7, 50, 200);
    let (one, first) = make(&entries, &[extra("calendar", 9_000)], for_centre());
    let (two, second) = make(&entries, &[extra("calendar", 9_000)], for_centre());
    assert_ne!(one, two, "the age file has keys of its own each time");
    assert_eq!(first.package_hash, second.package_hash);
    assert_eq!(Parts::of(&one).body, Parts::of(&two).body);
    assert_eq!(Parts::of(&one).outer, Parts::of(&two).outer);
}

#[test]
fn a_state_code_is_the_same_for_the_same_state_and_shows_a_slip() {
    let points = [point(1, 5), point(2, 9), point(7, 40)];
    let code = StateCode::of_series(points);
    assert_eq!(
        code,
        StateCode::of_series([points[2], points[0], points[1]])
    );
    assert_ne!(code, StateCode::of_series([points[0], points[1]]));
    assert_eq!(code.as_str().len(), 9);
    assert_eq!(
        StateCode::parse(&code.as_str().to_lowercase().replace('-', " ")),
        Some(code.clone())
    );
    let mut slips = 0;
    let signs: Vec<char> = code.as_str().replace('-', "").chars().collect();
    for at in 0..signs.len() {
        for other in "34679ACDEFGHJKMNPRTVWXY"
            .chars()
            .filter(|other| *other != signs[at])
        {
            let mut typed = signs.clone();
            typed[at] = other;
            assert_eq!(StateCode::parse(&typed.iter().collect::<String>()), None);
            slips += 1;
        }
        if at > 0 && signs[at] != signs[at - 1] {
            let mut typed = signs.clone();
            typed.swap(at, at - 1);
            assert_eq!(StateCode::parse(&typed.iter().collect::<String>()), None);
        }
    }
    assert_eq!(slips, 8 * 22);
}

fn any_entry() -> impl Strategy<Value = Entry> {
    let id = (any::<u32>(), any::<u16>(), any::<u64>());
    let clock = (any::<i64>(), any::<u32>());
    let texts = ["[a-z.]{0,12}", "\\PC{0,9}", "[A-Z]{2}", "\\PC{0,9}"];
    let base = proptest::collection::vec(("\\PC{0,6}", proptest::collection::vec(id, 0..4)), 0..4);
    let body = proptest::collection::vec(any::<u8>(), 0..200);
    let hashes = (any::<[u8; 32]>(), any::<[u8; 32]>(), any::<bool>());
    (id, clock, texts, base, body, any::<u16>(), hashes).prop_map(
        |(own, clock, [kind, role, site, tier], base, body, version, (prev, other, is_whole))| {
            let id = |(device, epoch, seq)| EntryId { device, epoch, seq };
            let base = base
                .into_iter()
                .map(|(field, seen)| (field, seen.into_iter().map(id).collect()))
                .collect();
            let head = Head {
                id: id(own),
                hlc: Hlc {
                    wall_ms: clock.0,
                    counter: clock.1,
                },
                origin: Arc::new(Origin {
                    account: [version as u8; 16],
                    role,
                    site,
                    tier,
                }),
                subject: Subject {
                    kind: kind.clone(),
                    id: [clock.1 as u8; 16],
                },
                kind,
                version,
                base,
                payload_hash: other,
                prev,
            };
            if is_whole {
                Entry::seal(head, body)
            } else {
                Entry {
                    head,
                    body,
                    hash: other,
                }
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_entries_survive_the_journey(
        mut entries in proptest::collection::vec(any_entry(), 0..24),
        sizes in proptest::collection::vec(0..3_000_usize, 0..3),
        chained in any::<bool>(),
    ) {
        for (at, entry) in entries.iter_mut().enumerate() {
            entry.head.id.seq = at as u64;
        }
        if chained {
            for at in 1..entries.len() {
                entries[at].head.prev = entries[at - 1].hash;
            }
        }
        let extras: Vec<_> = sizes.iter().enumerate().map(|(at, size)| extra(&format!("e{at}"), *size)).collect();
        let (file, _) = make(&entries, &extras, for_centre());
        let mut opened = open_at_centre(&file).unwrap();
        let carried: Vec<Entry> = read_all(&mut opened).into_iter().map(|one| one.entry.as_ref().clone()).collect();
        prop_assert_eq!(carried, entries);
        for (at, extra) in extras.iter().enumerate() {
            prop_assert_eq!(&opened.read_extra(at).unwrap(), &extra.bytes);
        }
    }
}
