//! Memory does not grow with the number of entries, nor with what they claim: 200,000 of them are sealed and opened, and
//! then a package of entries that take thirty times their room.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{self, BufWriter, Seek};
use std::sync::Arc;
use std::time::Instant;

use fachuang_envelope::{
    Acks, Address, Addressee, DeviceSecret, Entry, EntryId, Head, Hlc, Keyring, LinkId, Lock,
    Origin, Senders, SignPublic, Standing, Subject, Waybill, open, seal,
};

const ENTRIES: u64 = 200_000;

/// More than this for a package of any size is a leak: chunk buffers, the ids of the entries, the libraries' own.
const MEMORY_MAX_KIB: u64 = 48 * 1024;

/// And for one that is made to take as much as it can.
const GREEDY_MAX_KIB: u64 = 96 * 1024;

const GREEDY_ENTRIES: u64 = 6;

const GREEDY_FIELDS: usize = 340_000;

struct Anybody;

impl Senders for Anybody {
    fn standing(&self, _: &Address, _: &SignPublic) -> Standing {
        Standing::Known
    }
}

fn entry(seq: u64, prev: [u8; 32]) -> Entry {
    let head = Head {
        id: EntryId {
            device: 7,
            epoch: 1,
            seq,
        },
        hlc: Hlc {
            wall_ms: 1_790_000_000_000 + seq as i64,
            counter: 0,
        },
        origin: Arc::new(Origin {
            account: [4; 16],
            role: "clerk".into(),
            site: "YC".into(),
            tier: "station".into(),
        }),
        subject: Subject {
            kind: "ticket".into(),
            id: [7; 16],
        },
        kind: "ticket.note".into(),
        version: 1,
        base: Vec::new(),
        payload_hash: [0; 32],
        prev,
    };
    let text = format!("{seq:>60}");
    Entry::seal(
        head,
        [&[0xa1, 0x61, b'n', 0x78, 60], text.as_bytes()].concat(),
    )
}

/// An entry that replaces as many fields without a name as a chunk holds: three bytes each, and many more in memory.
fn greedy_entry(seq: u64) -> Entry {
    let mut head = entry(seq, [0; 32]).head;
    head.base = vec![(String::new(), Vec::new()); GREEDY_FIELDS];
    Entry::seal(head, vec![0xa0])
}

/// Lets the peak of this process begin anew.
fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Returns a figure of this process in KiB.
fn memory_kib(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Seals entries into a file and reads them back chunk by chunk; tells how it went.
fn journey(count: u64, entries: impl Iterator<Item = Entry>, most_kib: u64) {
    let (station, centre) = (
        DeviceSecret::from_seeds([1; 32], [2; 32]),
        DeviceSecret::from_seeds([3; 32], [4; 32]),
    );
    let from = Address::new("YC", 7, 1).unwrap();
    let to = Address::new("ZX", 1, 0).unwrap();
    let waybill = Waybill {
        package: [5; 16],
        number: 1,
        made_ms: 0,
        from: from.clone(),
        to: to.clone(),
        link: LinkId::between(&from, &to),
        feed_first: 1,
        previous: None,
        part: 1,
        prerequisites: Vec::new(),
        schema: 1,
        capabilities: Vec::new(),
        acks: Acks::default(),
        audit: None,
        more: [].into(),
    };
    let mut entries = entries.map(Ok::<_, io::Error>).peekable();
    let lock = Lock::Keys {
        device: centre.public().open,
        escrow: None,
    };
    forget_peak();
    let before = memory_kib("VmRSS");
    let mut file = tempfile::tempfile().unwrap();
    let begun = Instant::now();
    let into = BufWriter::new(&file);
    let sealed = seal(into, waybill, &mut entries, [], &station, lock).unwrap();
    let seal_ms = begun.elapsed().as_millis();
    let sealing = memory_kib("VmHWM") - before;
    assert_eq!(sealed.manifest.content.entries, count);

    file.rewind().unwrap();
    let keyring = Keyring {
        addressee: Addressee::Me(&[to]),
        secrets: &[centre.open().clone()],
        passphrase: None,
        senders: &Anybody,
    };
    let begun = Instant::now();
    let mut opened = open(&file, tempfile::tempfile().unwrap(), &keyring).unwrap();
    let open_ms = begun.elapsed().as_millis();
    let begun = Instant::now();
    let mut read = 0;
    for chunk in 0..opened.chunk_count() {
        read += opened.read_chunk(chunk).unwrap().len() as u64;
    }
    let read_ms = begun.elapsed().as_millis();
    let both = memory_kib("VmHWM") - before;
    assert_eq!(read, count);
    println!(
        "{count} entries: {} bytes raw, {} in the file; sealing took {sealing} KiB, with opening {both} KiB; \
         made and sealed in {seal_ms} ms, verified in {open_ms} ms, read in {read_ms} ms",
        sealed.manifest.content.raw, sealed.file_size,
    );
    assert!(both < most_kib, "{both} KiB");
}

#[test]
fn a_package_needs_no_more_memory_than_a_few_chunks() {
    let mut prev = [0; 32];
    let small = (1..=ENTRIES).map(|seq| {
        let entry = entry(seq, prev);
        prev = entry.hash;
        entry
    });
    journey(ENTRIES, small, MEMORY_MAX_KIB);
    journey(
        GREEDY_ENTRIES,
        (1..=GREEDY_ENTRIES).map(greedy_entry),
        GREEDY_MAX_KIB,
    );
}
