//! What an enrolled sender gone bad could sign.

use ciborium::Value;
use fachuang_envelope::{EntryId, limit};
use sha2::{Digest, Sha256};

use crate::support::*;

/// A package with one chunk of the given frame and bytes, signed by the station, whose manifest says so.
pub fn with_chunk(kind: u8, codec: u8, count: u32, raw: u32, stored: &[u8]) -> Vec<u8> {
    with_chunk_in(
        Parts::of(&make(&[], &[], for_centre()).0),
        (kind, codec, count, raw),
        stored,
    )
}

/// Puts such a chunk into a package that has none.
pub fn with_chunk_in(
    mut parts: Parts,
    (kind, codec, count, raw): (u8, u8, u32, u32),
    stored: &[u8],
) -> Vec<u8> {
    let manifest = parts.manifest();
    let mut frame = vec![kind, codec];
    for number in [count, raw, stored.len() as u32] {
        frame.extend_from_slice(&number.to_be_bytes());
    }
    let hash = Sha256::new()
        .chain_update(b"fachuang chunk 1\0")
        .chain_update(&frame)
        .chain_update(stored)
        .finalize();
    parts.body = [b"FCXBODY\x01", &frame[..], stored, &[16, 0, 0, 0, 0]].concat();
    parts.body.extend_from_slice(&[0; 64]);
    parts.sign(&manifest, &station_keys());
    parts.amend(|map| {
        let chunk = [
            kind.into(),
            (stored.len() as u64).into(),
            raw.into(),
            count.into(),
            Value::Bytes(hash.to_vec()),
        ];
        map.set(16, Value::Array(vec![Value::Array(chunk.to_vec())]));
        map.set(18, count);
        map.set(19, raw);
        map.set(
            7,
            Value::Array(vec![41.into(), (40 + u64::from(count)).into()]),
        );
    });
    parts.sealed()
}

/// One entry as it stands in a chunk, as plain CBOR.
fn framed(cbor: &[u8]) -> Vec<u8> {
    let length = cbor.len() as u32;
    [&length.to_be_bytes(), cbor].concat()
}

/// An entry as an array of values, to be made wrong.
fn entry_values(seq: u64, body: Value) -> Vec<Value> {
    let id = Value::Array(vec![7.into(), 1.into(), seq.into()]);
    let text = |text: &str| Value::Text(text.into());
    let bytes = |size| Value::Bytes(vec![1; size]);
    vec![
        id.clone(),
        Value::Array(vec![5.into(), 0.into()]),
        Value::Array(vec![bytes(16), text("clerk"), text("YC"), text("station")]),
        Value::Array(vec![text("ticket"), bytes(16)]),
        text("ticket.note"),
        1.into(),
        Value::Array(vec![Value::Array(vec![
            text("matter"),
            Value::Array(vec![id]),
        ])]),
        Value::Null,
        bytes(32),
        bytes(32),
        body,
    ]
}

fn encoded(values: Vec<Value>) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(&Value::Array(values), &mut bytes).unwrap();
    bytes
}

fn entries_code(count: u32, chunk: &[u8]) -> &'static str {
    refusal(&with_chunk(1, 0, count, chunk.len() as u32, chunk))
}

#[test]
fn the_smallest_hostile_package_is_taken_where_nothing_is_wrong_with_it() {
    let chunk = framed(&encoded(entry_values(1, Value::Bytes(vec![0]))));
    assert_eq!(entries_code(1, &chunk), "opened");
}

#[test]
fn an_entry_that_is_none_is_refused() {
    let mut tried = 0;
    for at in 0..11 {
        for wrong in [
            Value::Null,
            Value::Bool(true),
            Value::Float(0.5),
            Value::Array(vec![]),
            (-1).into(),
            Value::Text("x".into()),
        ] {
            let mut values = entry_values(1, Value::Bytes(vec![0]));
            let is_fine = match at {
                4 => wrong.is_text(),
                6 => wrong.is_array(),
                7 => wrong.is_null(),
                _ => false,
            };
            values[at] = wrong;
            let code = entries_code(1, &framed(&encoded(values)));
            assert_eq!(code == "opened", is_fine, "{at}");
            tried += 1;
        }
    }
    assert_eq!(tried, 66);
    let mut more = entry_values(1, Value::Bytes(vec![0]));
    more.push(1.into());
    assert_eq!(
        entries_code(1, &framed(&encoded(more))),
        "package.malformed"
    );
    let mut orphan = entry_values(1, Value::Bytes(vec![0]));
    orphan[8] = Value::Null;
    assert_eq!(
        entries_code(1, &framed(&encoded(orphan))),
        "package.malformed",
        "nothing stands before it"
    );
    let fine = encoded(entry_values(1, Value::Bytes(vec![0])));
    let longer = [&fine[..], &[0]].concat();
    assert_eq!(entries_code(1, &framed(&longer)), "package.malformed");
    assert_eq!(
        entries_code(2, &framed(&fine)),
        "package.malformed",
        "one entry, not two"
    );
    assert_eq!(entries_code(1, &[0, 0, 0]), "package.malformed");
    assert_eq!(entries_code(1, &[0xff; 8]), "package.too_big");
}

#[test]
fn the_same_entry_twice_is_refused_across_chunks_too() {
    let one = framed(&encoded(entry_values(1, Value::Bytes(vec![0]))));
    let two = framed(&encoded(entry_values(2, Value::Bytes(vec![0]))));
    assert_eq!(entries_code(2, &[&one[..], &two].concat()), "opened");
    assert_eq!(
        entries_code(2, &[&one[..], &one].concat()),
        "package.duplicate_entry"
    );
}

#[test]
fn nesting_is_refused_before_it_is_followed() {
    for levels in [17, 1_000, 500_000] {
        let mut deep = vec![0x81; levels];
        deep.push(0);
        assert_eq!(entries_code(1, &framed(&deep)), "package.too_deep");
        let mut parts = Parts::of(&small());
        // A map of one key, whose value is deep.
        parts.sign(&[&[0xa1, 0x18, 0x63], &deep[..]].concat(), &station_keys());
        assert_eq!(refusal(&parts.sealed()), "package.too_deep");
    }
}

#[test]
fn one_deep_body_costs_one_entry_and_not_the_package() {
    let mut deep = vec![0x81; 100_000];
    deep.push(0);
    let id = |seq| EntryId {
        device: 7,
        epoch: 1,
        seq,
    };
    let entries = [
        entry(id(1), [0; 32], deep),
        entry(id(2), [0; 32], vec![0xa0]),
        entry(id(3), [0; 32], vec![0xff]),
    ];
    let (file, _) = make(&entries, &[], for_centre());
    let mut opened = open_at_centre(&file).unwrap();
    let faults: Vec<_> = read_all(&mut opened)
        .iter()
        .map(|one| one.fault.map(|fault| fault.code()))
        .collect();
    let unreadable = Some("entry.unreadable");
    assert_eq!(faults, [unreadable, None, unreadable]);
}

#[test]
fn bombs_are_refused_by_their_own_word() {
    let zeros = vec![0; limit::CHUNK_RAW_MAX];
    let packed = zstd::bulk::compress(&zeros, 19).unwrap();
    assert!(packed.len() < 200);
    let whole = limit::CHUNK_RAW_MAX as u32;
    assert_eq!(
        refusal(&with_chunk(2, 1, 0, whole, &packed)),
        "package.ratio"
    );
    assert_eq!(
        refusal(&with_chunk(2, 1, 0, whole + 1, &packed)),
        "package.too_big"
    );
    assert_eq!(
        refusal(&with_chunk(2, 1, 0, u32::MAX, &packed)),
        "package.too_big"
    );
    // A stream that holds more than its frame says, and one that holds less.
    let text = text_body(1, 50_000);
    let honest = zstd::bulk::compress(&text, 3).unwrap();
    assert_eq!(
        refusal(&with_chunk(1, 1, 0, 40_000, &honest)),
        "package.malformed"
    );
    assert_eq!(
        refusal(&with_chunk(1, 1, 0, 60_000, &honest)),
        "package.malformed"
    );
    assert_eq!(
        refusal(&with_chunk(1, 1, 1, 60_000, &[0x55; 5_000])),
        "package.malformed"
    );
    assert_eq!(
        refusal(&with_chunk(1, 0, 1, 60_000, &[0x55; 5_000])),
        "package.malformed"
    );
    assert_eq!(refusal(&with_chunk(1, 0, 0, 0, &[])), "package.malformed");
    assert_eq!(refusal(&with_chunk(3, 0, 0, 1, &[0])), "package.malformed");
    assert_eq!(refusal(&with_chunk(1, 2, 0, 1, &[0])), "package.malformed");
    assert_eq!(refusal(&with_chunk(1, 0, 0, 1, &[0, 0])), "package.too_big");
}

#[test]
fn more_than_a_part_holds_is_refused_while_it_is_read() {
    let chunk = vec![0; limit::CHUNK_RAW_MAX];
    let frame = [
        &[1, 0, 0, 0, 0, 1][..],
        &(chunk.len() as u32).to_be_bytes().repeat(2),
        &chunk,
    ]
    .concat();
    let outer = Parts::of(&small()).outer;
    let body = [b"FCXBODY\x01", &frame.repeat(65)[..]].concat();
    assert_eq!(
        refusal(
            &Parts {
                outer: outer.clone(),
                body
            }
            .sealed()
        ),
        "package.too_big"
    );
    let tiny = [1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9];
    let body = [b"FCXBODY\x01", &tiny.repeat(limit::CHUNKS_MAX + 1)[..]].concat();
    assert_eq!(
        refusal(
            &Parts {
                outer: outer.clone(),
                body
            }
            .sealed()
        ),
        "package.too_big"
    );
    let body = [b"FCXBODY\x01", &[16, 0xff, 0xff, 0xff, 0xff][..]].concat();
    assert_eq!(refusal(&Parts { outer, body }.sealed()), "package.too_big");
}

#[test]
fn an_age_header_of_many_keys_is_refused() {
    let file = small();
    let parts = Parts::of(&file);
    let at = parts.outer.len();
    let line = b"-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\nAAAA\n";
    for count in [20, 2_000] {
        let intro = at + b"age-encryption.org/v1\n".len();
        let many = [&file[..intro], &line.repeat(count), &file[intro..]].concat();
        assert_eq!(refusal(&trailed_again(&many)), "package.too_big");
    }
}

#[test]
fn a_signed_manifest_that_is_none_is_refused_for_what_is_wrong() {
    let amended = |change: &dyn Fn(&mut Map)| {
        let mut parts = Parts::of(&small());
        parts.amend(change);
        refusal(&parts.sealed())
    };
    assert_eq!(amended(&|_| ()), "opened", "the same again is the same");
    for key in 1..=22 {
        let gone = |map: &mut Map| {
            map.0
                .as_map_mut()
                .unwrap()
                .retain(|(found, _)| *found != Value::from(key));
        };
        assert_eq!(amended(&gone), "package.malformed", "{key}");
        assert_eq!(
            amended(&|map| map.set(key, Value::Float(0.5))),
            "package.malformed",
            "{key}"
        );
    }
    let list = |count: usize, item: Value| Value::Array(vec![item; count]);
    let hash = || Value::Bytes(vec![1; 32]);
    let point = |device: u32| Value::Array(vec![device.into(), 0.into(), 1.into(), hash()]);
    let text = |text: &str| Value::Text(text.into());
    let rejected =
        |reason: &str| Value::Array(vec![1.into(), 0.into(), 1.into(), hash(), text(reason)]);
    let named = |name: &str| {
        Value::Array(vec![Value::Array(vec![
            text(name),
            2.into(),
            30.into(),
            hash(),
        ])])
    };
    let link = Value::Array(vec![Value::Bytes(vec![1; 16]), 1.into(), hash()]);
    let address = |site: &str| Value::Array(vec![text(site), 1.into(), 0.into()]);
    let cases: Vec<(u64, Value, &str)> = vec![
        (2, 0.into(), "package.malformed"),
        (4, address("yc"), "package.malformed"),
        (4, address("../YC"), "package.malformed"),
        (5, address(""), "package.malformed"),
        (
            7,
            Value::Array(vec![0.into(), 1.into()]),
            "package.malformed",
        ),
        (
            7,
            Value::Array(vec![41.into(), 99.into()]),
            "package.malformed",
        ),
        (
            7,
            Value::Array(vec![u64::MAX.into(), 42.into()]),
            "package.malformed",
        ),
        (
            9,
            Value::Array(vec![0.into(), true.into()]),
            "package.malformed",
        ),
        (10, list(2, point(1)), "package.duplicate"),
        (10, list(limit::SERIES_MAX + 1, point(1)), "package.too_big"),
        (12, list(2, text("redact")), "package.duplicate"),
        (12, list(1, text("re/dact")), "package.bad_name"),
        (12, list(1, text(&"x".repeat(65))), "package.bad_name"),
        (
            12,
            list(1, text(&"x".repeat(limit::TEXT_MAX + 1))),
            "package.too_big",
        ),
        (13, list(2, link), "package.duplicate"),
        (14, list(2, point(1)), "package.duplicate"),
        (15, list(2, rejected("x")), "package.duplicate"),
        (15, list(1, rejected("../../x")), "package.bad_name"),
        (16, list(0, Value::Null), "package.content_differs"),
        (
            16,
            list(limit::CHUNKS_MAX + 1, Value::Null),
            "package.too_big",
        ),
        (17, list(0, Value::Null), "package.malformed"),
        (17, named("..\\x"), "package.bad_name"),
        (17, named("calendar"), "package.malformed"),
        (18, 3.into(), "package.malformed"),
        (19, 3.into(), "package.malformed"),
        (21, hash(), "package.cover_differs"),
        (22, hash(), "package.unknown_sender"),
    ];
    for (key, value, code) in cases {
        assert_eq!(
            amended(&|map| map.set(key, value.clone())),
            code,
            "{key}: {value:?}"
        );
    }
    let push =
        |key: u64| move |map: &mut Map| map.0.as_map_mut().unwrap().push((key.into(), 1.into()));
    assert_eq!(amended(&push(22)), "package.malformed", "after a later key");
    assert_eq!(amended(&push(90)), "package.duplicate");
    assert_eq!(amended(&push(91)), "opened", "a key of tomorrow");
    assert_eq!(
        amended(&|map| map.0.as_map_mut().unwrap().insert(0, (0.into(), 1.into()))),
        "package.malformed"
    );
}

#[test]
fn keys_of_tomorrow_are_kept_as_they_stand() {
    let mut parts = Parts::of(&small());
    parts.amend(|map| {
        map.0
            .as_map_mut()
            .unwrap()
            .push((1_000.into(), Value::Text("later".into())))
    });
    let opened = open_at_centre(&parts.sealed()).unwrap();
    let more = &opened.manifest().waybill.more;
    assert_eq!(more[&90], [0x82, 1, 0x61, b'x']);
    assert_eq!(more[&1_000], b"\x65later");
}

#[test]
fn a_manifest_larger_than_allowed_is_refused() {
    let mut parts = Parts::of(&small());
    parts.sign(&vec![0x40; limit::MANIFEST_MAX + 1], &station_keys());
    assert_eq!(refusal(&parts.sealed()), "package.too_big");
}
