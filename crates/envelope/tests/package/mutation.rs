//! Random changes to real packages, on every layer a reader has: whatever comes of them is refused or is what was sealed.
//!
//! These run with every change; the coverage-guided fuzzer in `fuzz` goes further. `FACHUANG_MUTATIONS=100000` runs more.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fachuang_envelope::{Entry, read_outer};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use crate::fixture::{KEYS, WORDS};
use crate::support::*;

/// Cases of each layer where nobody asks for more.
const CASES: u32 = 1_500;

/// One change of a run of bytes.
#[derive(Debug, Clone)]
enum Change {
    Set(Index, u8),
    Flip(Index, u8),
    Cut(Index, u8),
    Insert(Index, Vec<u8>),
    Copy(Index, Index, u8),
    Number(Index, u32),
}

fn change() -> impl Strategy<Value = Change> {
    let edge = prop_oneof![
        Just(0),
        Just(1),
        Just(u32::MAX),
        Just(0x7fff_ffff),
        Just(1 << 20),
        Just((1 << 20) + 1),
        any::<u32>(),
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        (any::<Index>(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, 1 << bit)),
        (any::<Index>(), 1..40_u8).prop_map(|(at, count)| Change::Cut(at, count)),
        (any::<Index>(), vec(any::<u8>(), 1..20)).prop_map(|(at, new)| Change::Insert(at, new)),
        (any::<Index>(), any::<Index>(), 1..80_u8)
            .prop_map(|(from, to, count)| Change::Copy(from, to, count)),
        (any::<Index>(), edge).prop_map(|(at, number)| Change::Number(at, number)),
    ]
}

fn changed(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let length = bytes.len();
        match change {
            Change::Set(at, byte) => bytes[at.index(length)] = *byte,
            Change::Flip(at, mask) => bytes[at.index(length)] ^= mask,
            Change::Cut(at, count) => {
                let from = at.index(length);
                bytes.drain(from..(from + usize::from(*count)).min(length));
            }
            Change::Insert(at, new) => {
                let at = at.index(length);
                bytes.splice(at..at, new.iter().copied());
            }
            Change::Copy(from, to, count) => {
                let from = from.index(length);
                let piece = bytes[from..(from + usize::from(*count)).min(length)].to_vec();
                let to = to.index(length);
                let end = (to + piece.len()).min(length);
                bytes.splice(to..end, piece);
            }
            Change::Number(at, number) => {
                let at = at.index(length);
                let end = (at + 4).min(length);
                bytes.splice(at..end, number.to_be_bytes());
            }
        }
    }
    bytes
}

/// Runs a property over random changes of one of some files, and says what came of them.
fn run(layer: &str, corpus: &[Vec<u8>], property: impl Fn(&[u8], Vec<u8>) -> &'static str) {
    let cases = std::env::var("FACHUANG_MUTATIONS")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let codes = RefCell::new(BTreeMap::new());
    let given = (any::<Index>(), vec(change(), 1..5));
    let done = TestRunner::new(config).run(&given, |(which, changes)| {
        let original = &corpus[which.index(corpus.len())];
        let code = property(original, changed(original, &changes));
        *codes.borrow_mut().entry(code).or_insert(0) += 1;
        Ok(())
    });
    done.unwrap();
    println!("{layer}: {cases} changed files, {:?}", codes.borrow());
}

fn corpus() -> Vec<Vec<u8>> {
    let entries = series(7, 40, 300);
    let extras = [extra("calendar", 5_000), extra("staff", 100)];
    vec![small(), make(&entries, &extras, for_centre()).0]
}

#[test]
fn changed_files() {
    let files = [corpus(), vec![KEYS.to_vec(), WORDS.to_vec()]].concat();
    run("file", &files, |original, file| {
        let code = refusal(&file);
        assert!(code != "opened" || file == original);
        code
    });
}

#[test]
fn changed_covers() {
    let files = [corpus(), vec![KEYS.to_vec(), WORDS.to_vec()]].concat();
    let heads: Vec<Vec<u8>> = files
        .iter()
        .map(|file| {
            let length = u16::from_be_bytes([file[12], file[13]]);
            file[..14 + usize::from(length) + 8].to_vec()
        })
        .collect();
    run("cover", &heads, |original, head| {
        match read_outer(&head[..]) {
            Ok(_) => {
                assert!(head.starts_with(original));
                "read"
            }
            Err(error) => error.code(),
        }
    });
}

#[test]
fn changed_age_files_under_a_trailer_that_fits() {
    let files: Vec<Vec<u8>> = corpus()
        .into_iter()
        .map(|file| file[..file.len() - TRAILER].to_vec())
        .collect();
    run("age file", &files, |original, file| {
        let code = refusal(&with_trailer(file.clone()));
        assert!(code != "opened" || file == original);
        code
    });
}

#[test]
fn changed_streams_inside_the_age_file() {
    let outer = Parts::of(&small()).outer;
    let bodies: Vec<Vec<u8>> = corpus().iter().map(|file| Parts::of(file).body).collect();
    run("stream", &bodies, |original, body| {
        let same = body == original;
        let outer = outer.clone();
        let code = refusal(&Parts { outer, body }.sealed());
        assert!(code != "opened" || same);
        code
    });
}

#[test]
fn changed_manifests_that_the_sender_signed() {
    let parts: Vec<Parts> = corpus().iter().map(|file| Parts::of(file)).collect();
    let manifests: Vec<Vec<u8>> = parts.iter().map(Parts::manifest).collect();
    run("manifest", &manifests, |original, manifest| {
        let at = manifests
            .iter()
            .position(|known| known == original)
            .unwrap();
        let mut parts = parts[at].clone();
        parts.sign(&manifest, &station_keys());
        // What the sender signs may say something else; it has to be readable or refused.
        refusal(&parts.sealed())
    });
}

#[test]
fn changed_entries_that_the_sender_signed() {
    let chunks: Vec<Vec<u8>> = [series(7, 3, 40), series(8, 12, 200)]
        .iter()
        .map(|entries| plain_chunk(entries))
        .collect();
    run("entries", &chunks, |_, chunk| {
        if chunk.is_empty() {
            return "empty";
        }
        let count = count_of(&chunk);
        match open_at_centre(&crate::hostile::with_chunk(
            1,
            0,
            count,
            chunk.len() as u32,
            &chunk,
        )) {
            Ok(mut opened) => {
                let faults = read_all(&mut opened)
                    .iter()
                    .filter(|one| one.fault.is_some())
                    .count();
                if faults > 0 {
                    "opened, faults named"
                } else {
                    "opened"
                }
            }
            Err(error) => error.code(),
        }
    });
}

/// Returns entries as they stand in a chunk before compression.
fn plain_chunk(entries: &[Entry]) -> Vec<u8> {
    let parts = Parts::of(&make(entries, &[], for_centre()).0);
    let (from, to) = parts.frames().0[0];
    let frame = &parts.body[from..to];
    let raw = u32::from_be_bytes(frame[6..10].try_into().unwrap());
    match frame[1] {
        0 => frame[14..].to_vec(),
        _ => zstd::bulk::decompress(&frame[14..], raw as usize).unwrap(),
    }
}

/// Counts by length prefixes, so that a change is not refused for its count alone.
fn count_of(chunk: &[u8]) -> u32 {
    let (mut at, mut count) = (0, 0);
    while let Some(length) = chunk.get(at..at + 4) {
        at += 4 + u32::from_be_bytes(length.try_into().unwrap()) as usize;
        count += 1;
    }
    count
}
