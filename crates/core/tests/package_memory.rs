//! Taking a file in needs no more memory when the file is larger: what the program itself allocates is counted, the page
//! cache of the database has a bound of its own.
#![allow(unsafe_code, reason = "an allocator that counts is a global one")]
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

#[path = "exchange/pair.rs"]
#[allow(dead_code, reason = "two test binaries use their part of it")]
mod pair;
mod support;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use fachuang_core::desk::subject;
use fachuang_core::exchange::apply::apply;
use fachuang_core::exchange::export::Since;
use fachuang_core::exchange::preview::preview;
use fachuang_core::journal::{Record, Value};
use uuid::Uuid;

use pair::{Stick, paired, write_since};

/// More than this beside a file of any size is a leak: a chunk as it came, unpacked and read, and what keeps the place.
const MOST: usize = 16 * 1024 * 1024;

const SMALL: usize = 200;
const LARGE: usize = 1_100;

/// Bytes of the text of an entry; more than a package takes would be 64 KiB.
const TEXT: usize = 54_000;

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is handed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(now, Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Runs something and returns how much more was allocated at once meanwhile than before.
fn peak_of(run: impl FnOnce()) -> usize {
    let before = NOW.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    run();
    PEAK.load(Ordering::Relaxed) - before
}

/// Writes, looks at and takes in a file with so many large entries; returns the bytes of the file and the highest peak.
fn journey(entries: usize) -> (u64, usize) {
    let (mut hub, mut out) = paired();
    let clerk = out.clerk.clone();
    for at in 0..entries {
        let line: String = (0..TEXT / 8)
            .map(|nr| {
                format!(
                    "{:08x}",
                    (at * 7919 + nr).wrapping_mul(2_654_435_761) as u32
                )
            })
            .collect();
        let body = Record::of([("text", Value::text(&line))]);
        let id = Uuid::from_u128(at as u128 + 1);
        out.write(&clerk, |tx| {
            tx.append(subject::PAPER, id, "paper.issue", &body, Vec::new())
        })
        .unwrap();
    }
    let stick = Stick::new();
    let mut files = Vec::new();
    let mut peak = peak_of(|| files = write_since(&mut out, 1, Since::Confirmed, &stick));
    assert_eq!(files.len(), 1, "one file as large as it gets");
    let clerk = hub.clerk.clone();
    let path = &files[0].path;
    peak = peak.max(peak_of(|| {
        let seen = preview(&mut hub, &clerk, path).unwrap();
        assert!(seen.counts.fresh >= entries as u64);
    }));
    peak = peak.max(peak_of(|| {
        let done = apply(&mut hub, &clerk, path, "large.fcx").unwrap();
        assert!(done.package.counts.fresh >= entries as u64);
    }));
    (files[0].bytes, peak)
}

#[test]
fn a_larger_file_needs_no_more_memory() {
    let (small, of_small) = journey(SMALL);
    let (large, of_large) = journey(LARGE);
    println!("{small} bytes: {of_small} at most; {large} bytes: {of_large} at most");
    assert!(large > 5 * small);
    assert!(of_small < MOST && of_large < MOST, "{of_small}, {of_large}");
}
