//! Every byte changed, every length cut, on each of the three layers: the file, the file with a new trailer, and what is
//! inside the age file. Each is refused before anything was handed out.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use fachuang_envelope::{
    Address, Addressee, Keyring, OpenError, Senders, SignPublic, Standing, Verified, open,
    open_keeping, open_staged,
};

use crate::support::*;

/// Changes that are tried on each byte: one bit, the sign bit, all bits.
const MASKS: [u8; 3] = [0x01, 0x80, 0xff];

/// Opens each file and counts the codes they are refused with.
fn refusals(files: impl Iterator<Item = Vec<u8>>) -> BTreeMap<&'static str, usize> {
    let mut codes = BTreeMap::new();
    for file in files {
        *codes.entry(refusal(&file)).or_default() += 1;
    }
    codes
}

fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len()).flat_map(move |at| {
        MASKS.into_iter().map(move |mask| {
            let mut changed = bytes.to_vec();
            changed[at] ^= mask;
            changed
        })
    })
}

fn report(what: &str, codes: &BTreeMap<&'static str, usize>) {
    let all: usize = codes.values().sum();
    println!("{what}: {all} files, {codes:?}");
}

#[test]
fn every_changed_byte_of_a_file_is_found() {
    let file = small();
    let codes = refusals(flips(&file));
    report("byte changed", &codes);
    assert_eq!(codes.values().sum::<usize>(), file.len() * MASKS.len());
    let expected = ["package.cut", "package.damaged", "package.not_a_package"];
    assert!(codes.keys().eq(expected.iter()), "{codes:?}");
    assert_eq!(
        codes["package.not_a_package"],
        8 * MASKS.len(),
        "only the magic"
    );
    assert_eq!(
        codes["package.cut"],
        8 * MASKS.len(),
        "only the mark of the end"
    );
}

#[test]
fn every_changed_byte_is_found_under_a_trailer_that_fits() {
    let file = small();
    let before = &file[..file.len() - TRAILER];
    let codes = refusals(flips(before).map(with_trailer));
    report("byte changed, trailer made anew", &codes);
    assert!(!codes.contains_key("opened"), "{codes:?}");
    assert!(codes.contains_key("package.damaged") && codes.contains_key("package.no_key"));
}

#[test]
fn every_changed_byte_inside_the_age_file_is_found() {
    let parts = Parts::of(&small());
    let changed = flips(&parts.body).map(|body| {
        let outer = parts.outer.clone();
        Parts { outer, body }.sealed()
    });
    let codes = refusals(changed);
    report("byte changed inside", &codes);
    assert!(!codes.contains_key("opened"), "{codes:?}");
    for code in [
        "package.content_differs",
        "package.signature_wrong",
        "package.unknown_sender",
    ] {
        assert!(codes.contains_key(code), "{code}: {codes:?}");
    }
}

#[test]
fn every_cut_file_is_called_cut() {
    let file = small();
    let codes = refusals((0..file.len()).map(|length| file[..length].to_vec()));
    report("cut", &codes);
    assert_eq!(codes, BTreeMap::from([("package.cut", file.len())]));
}

#[test]
fn a_file_of_the_right_length_that_was_never_written_to_its_end_is_called_cut() {
    let file = small();
    let half = file.len() / 2;
    let blank = [&file[..half], &vec![0; file.len() - half]].concat();
    assert_eq!(refusal(&blank), "package.cut");
}

#[test]
fn every_cut_is_found_under_a_trailer_that_fits() {
    let file = small();
    let cut = |length| with_trailer(file[..length].to_vec());
    let codes = refusals((0..file.len() - TRAILER).map(cut));
    report("cut, trailer made anew", &codes);
    assert!(!codes.contains_key("opened"), "{codes:?}");
}

#[test]
fn every_cut_inside_the_age_file_is_found() {
    let parts = Parts::of(&small());
    let cut = (0..parts.body.len()).map(|length| {
        let outer = parts.outer.clone();
        let body = parts.body[..length].to_vec();
        Parts { outer, body }.sealed()
    });
    let codes = refusals(cut);
    report("cut inside", &codes);
    assert_eq!(codes, BTreeMap::from([("package.cut", parts.body.len())]));
}

#[test]
fn bytes_after_the_end_are_found() {
    let file = small();
    let longer = [&file[..], b"more"].concat();
    assert_eq!(refusal(&longer), "package.cut");
    let mut parts = Parts::of(&file);
    parts.body.push(0);
    assert_eq!(refusal(&parts.sealed()), "package.malformed");
    let twice = [&file[..], &file].concat();
    assert_eq!(refusal(&twice), "package.damaged");
}

#[test]
fn chunks_swapped_left_out_or_doubled_are_found() {
    let entries = series(7, 5_000, 600);
    let (file, _) = make(&entries, &[extra("calendar", 200_000)], for_centre());
    let parts = Parts::of(&file);
    let (frames, manifest) = parts.frames();
    assert!(frames.len() >= 3, "{}", frames.len());
    let mut tried = 0;
    for (at, first) in frames.iter().enumerate() {
        for other in 0..frames.len() {
            let mut order: Vec<usize> = (0..frames.len()).collect();
            if at == other {
                order.remove(at);
            } else {
                order.swap(at, other);
            }
            let mut body = parts.body[..8].to_vec();
            for at in order {
                body.extend_from_slice(&parts.body[frames[at].0..frames[at].1]);
            }
            body.extend_from_slice(&parts.body[manifest..]);
            let outer = parts.outer.clone();
            assert_eq!(
                refusal(&Parts { outer, body }.sealed()),
                "package.content_differs"
            );
            tried += 1;
        }
        let mut body = parts.body[..first.1].to_vec();
        body.extend_from_slice(&parts.body[first.0..]);
        let outer = parts.outer.clone();
        assert_eq!(
            refusal(&Parts { outer, body }.sealed()),
            "package.content_differs"
        );
        tried += 1;
    }
    println!("{tried} orders of {} chunks", frames.len());
}

#[test]
fn an_old_manifest_over_other_chunks_is_found() {
    let old = Parts::of(&make(&series(7, 3, 80), &[], for_centre()).0);
    let new = Parts::of(&make(&series(8, 3, 80), &[], for_centre()).0);
    let body = [&new.body[..new.frames().1], &old.body[old.frames().1..]].concat();
    let outer = old.outer.clone();
    assert_eq!(
        refusal(&Parts { outer, body }.sealed()),
        "package.content_differs"
    );
}

#[test]
fn a_staging_place_that_changes_after_the_check_yields_nothing_wrong() {
    let entries = series(7, 5_000, 600);
    let (file, _) = make(&entries, &[], for_centre());
    let (secret, senders) = (centre_keys(), Pinned { revoked: false });
    let keyring = Keyring {
        addressee: Addressee::Me(&[centre()]),
        secrets: &[secret.open().clone()],
        passphrase: None,
        senders: &senders,
    };
    let path = tempfile::NamedTempFile::new().unwrap();
    let staging = std::fs::File::options()
        .read(true)
        .write(true)
        .open(path.path())
        .unwrap();
    let mut opened = open(&file[..], staging, &keyring).unwrap();
    assert!(opened.chunk_count() > 2);
    assert!(opened.read_chunk(1).is_ok());
    let mut changed = file.clone();
    let middle = changed.len() / 2;
    changed[middle..middle + 100_000].fill(0);
    std::fs::write(path.path(), &changed).unwrap();
    let read: Vec<bool> = (0..opened.chunk_count())
        .map(|chunk| match opened.read_chunk(chunk) {
            Ok(carried) => {
                assert!(carried.iter().all(|one| entries.contains(&one.entry)));
                true
            }
            Err(error) => {
                assert!(matches!(
                    error,
                    OpenError::Damaged(_) | OpenError::ContentDiffers
                ));
                false
            }
        })
        .collect();
    assert!(read.contains(&false), "{read:?}");
}

#[test]
fn a_copy_staged_before_a_crash_is_verified_anew_and_goes_on_at_its_cursor() {
    let entries = series(7, 5_000, 600);
    let (file, _) = make(&entries, &[], for_centre());
    let (secret, senders) = (centre_keys(), Pinned { revoked: false });
    let keyring = Keyring {
        addressee: Addressee::Me(&[centre()]),
        secrets: &[secret.open().clone()],
        passphrase: None,
        senders: &senders,
    };
    let mut place = Cursor::new(Vec::new());
    let first = {
        let mut opened = open(&file[..], &mut place, &keyring).unwrap();
        opened.read_chunk(0).unwrap().len()
    };
    let mut opened = open_staged(&mut place, &keyring).unwrap();
    let next = opened.read_chunk(1).unwrap();
    assert_eq!(next[0].feed, 41 + first as u64);
    assert_eq!(*next[0].entry, entries[first]);
}

#[test]
fn what_is_known_of_one_file_is_believed_of_no_other_and_of_nobody_else() {
    let entries = series(7, 40, 60);
    let (file, _) = make(&entries, &[], for_centre());
    let (other, _) = make(&entries[..30], &[], for_centre());
    let secret = centre_keys();
    let open_with = |file: &[u8], revoked, known: Option<&Arc<Verified>>| {
        let keyring = Keyring {
            addressee: Addressee::Me(&[centre()]),
            secrets: &[secret.open().clone()],
            passphrase: None,
            senders: &Pinned { revoked },
        };
        open_keeping(Cursor::new(file.to_vec()), &keyring, u64::MAX, known)
    };
    let mut first = open_with(&file, false, None).unwrap();
    let known = Arc::clone(first.verified());
    let mut same = open_with(&file, false, Some(&known)).unwrap();
    assert!(Arc::ptr_eq(same.verified(), &known));
    assert_eq!(same.read_chunk(0).unwrap(), first.read_chunk(0).unwrap());
    let another = open_with(&other, false, Some(&known)).unwrap();
    assert_eq!(another.manifest().content.entries, 30);
    let refused = open_with(&file, true, Some(&known));
    assert!(matches!(refused, Err(OpenError::RevokedSender { .. })));
    for at in (0..file.len()).step_by(97) {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        assert!(open_with(&damaged, false, Some(&known)).is_err(), "{at}");
    }
}

/// Knows the sender, and one package as taken in.
struct Taken([u8; 32]);

impl Senders for Taken {
    fn standing(&self, _: &Address, _: &SignPublic) -> Standing {
        Standing::Known
    }

    fn has_taken(&self, _: &[u8; 16], hash: &[u8; 32]) -> bool {
        *hash == self.0
    }
}

#[test]
fn a_package_that_was_taken_in_hands_nothing_out_and_another_one_everything() {
    let entries = series(7, 40, 60);
    let (file, _) = make(&entries, &[], for_centre());
    let (other, _) = make(&entries[..30], &[], for_centre());
    let secret = centre_keys();
    let taken = Taken(open_at_centre(&file).unwrap().package_hash());
    let open_with = |file: Vec<u8>| {
        let keyring = Keyring {
            addressee: Addressee::Me(&[centre()]),
            secrets: &[secret.open().clone()],
            passphrase: None,
            senders: &taken,
        };
        open_staged(Cursor::new(file), &keyring)
    };
    let mut again = open_with(file.clone()).unwrap();
    assert_eq!(
        (again.chunk_count(), again.manifest().content.entries),
        (0, 40)
    );
    assert!(again.read_chunk(0).unwrap().is_empty());
    let mut fresh = open_with(other).unwrap();
    assert_eq!(fresh.read_chunk(0).unwrap().len(), 30);
    for at in (0..file.len()).step_by(97) {
        let mut damaged = file.clone();
        damaged[at] ^= 1;
        assert!(open_with(damaged).is_err(), "{at}");
    }
}
