//! Files that are no package, or one of tomorrow; sticks that fail.

use std::io::{self, Cursor, Seek, Write};

use fachuang_envelope::{Addressee, Keyring, OpenError, check_whole, open, read_outer};

use crate::support::*;

#[test]
fn other_files_are_told_at_their_first_bytes() {
    for other in [
        &b"PK\x03\x04 a spreadsheet"[..],
        b"%PDF-1.7",
        &[0; 4096],
        "法窗".as_bytes(),
    ] {
        assert_eq!(refusal(other), "package.not_a_package");
        assert!(matches!(read_outer(other), Err(OpenError::NotAPackage)));
    }
    assert_eq!(
        refusal(b""),
        "package.cut",
        "an empty file is one that was not written"
    );
}

#[test]
fn a_transfer_that_changed_line_ends_is_told() {
    let mut file = small();
    file.remove(4);
    assert_eq!(refusal(&file), "package.not_a_package");
}

#[test]
fn a_newer_format_is_told_from_a_damaged_one() {
    let mut file = small();
    file[9] = 2;
    assert_eq!(refusal(&file), "package.damaged");
    let newer = trailed_again(&file);
    assert!(matches!(
        open_at_centre(&newer),
        Err(OpenError::NewerFormat(2))
    ));
    assert!(matches!(
        read_outer(&newer[..]),
        Err(OpenError::NewerFormat(2))
    ));
}

#[test]
fn an_algorithm_of_tomorrow_is_told() {
    let mut file = small();
    file[11] = 77;
    let length = u16::from_be_bytes([file[12], file[13]]);
    let end = 14 + usize::from(length);
    let sum = <sha2::Sha256 as sha2::Digest>::digest(&file[..end]);
    file[end..end + 8].copy_from_slice(&sum[..8]);
    let file = trailed_again(&file);
    assert!(matches!(
        open_at_centre(&file),
        Err(OpenError::UnknownAlgorithm(77))
    ));
}

#[test]
fn what_was_written_is_checked_without_a_key() {
    let (file, sealed) = make(&series(7, 30, 90), &[], for_centre());
    let (outer, hash) = check_whole(Cursor::new(&file)).unwrap();
    assert_eq!((outer.to, hash), (centre(), sealed.file_hash));
    let code = |file: &[u8]| check_whole(Cursor::new(file)).unwrap_err().code();
    assert_eq!(code(&file[..file.len() - 1]), "package.cut");
    let mut changed = file.clone();
    changed[file.len() / 2] ^= 4;
    assert_eq!(code(&changed), "package.damaged");
}

#[test]
fn an_opened_package_can_be_read_by_another_thread() {
    let mut opened = open_at_centre(&small()).unwrap();
    let read = std::thread::spawn(move || read_all(&mut opened).len());
    assert_eq!(read.join().unwrap(), 2);
}

#[test]
fn a_stick_that_is_pulled_is_a_failure_of_the_stick() {
    let file = small();
    let keyring = Keyring {
        addressee: Addressee::Anybody,
        secrets: &[],
        passphrase: None,
        senders: &Pinned { revoked: false },
    };
    let stick = Pulled {
        bytes: &file[..500],
    };
    let opened = open(stick, Cursor::new(Vec::new()), &keyring);
    assert_eq!(opened.unwrap_err().code(), "package.io");
}

/// A disk that is full after some bytes.
struct Full {
    place: Cursor<Vec<u8>>,
    room: usize,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let most = bytes.len().min(self.room);
        self.room -= most;
        self.place.write(&bytes[..most])
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl io::Read for Full {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.place.read(buffer)
    }
}

impl Seek for Full {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.place.seek(to)
    }
}

#[test]
fn a_full_disk_is_told_at_every_place_where_it_can_fill() {
    let file = small();
    let keyring = Keyring {
        addressee: Addressee::Anybody,
        secrets: &[centre_keys().open().clone()],
        passphrase: None,
        senders: &Pinned { revoked: false },
    };
    for room in 0..file.len() {
        let place = Full {
            place: Cursor::new(Vec::new()),
            room,
        };
        match open(&file[..], place, &keyring) {
            Err(OpenError::Io(error)) => assert_eq!(error.kind(), io::ErrorKind::StorageFull),
            other => panic!("{room}: {other:?}"),
        }
    }
    let mut none = std::iter::empty().peekable();
    let place = Full {
        place: Cursor::new(Vec::new()),
        room: 300,
    };
    let done = fachuang_envelope::seal(
        place,
        waybill(),
        &mut none,
        [],
        &station_keys(),
        for_centre(),
    );
    assert_eq!(done.unwrap_err().code(), "package.io");
}

#[test]
fn a_file_larger_than_any_package_is_not_copied_to_its_end() {
    let head = small();
    let endless = io::Read::chain(&head[..], io::repeat(7));
    let place = tempfile::tempfile().unwrap();
    let keyring = Keyring {
        addressee: Addressee::Anybody,
        secrets: &[],
        passphrase: None,
        senders: &Pinned { revoked: false },
    };
    let opened = open(endless, &place, &keyring);
    assert_eq!(opened.unwrap_err().code(), "package.too_big");
    let written = place.metadata().unwrap().len();
    assert_eq!(written, fachuang_envelope::limit::FILE_MAX + 1);
}
