//! The entries of a chunk whose sender signed it, whatever stands in it.
#![no_main]

use std::sync::OnceLock;

use fachuang_envelope_fuzz::{Parts, for_centre, make, open_at_centre, read_all, with_chunk_in};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|chunk: &[u8]| {
    if chunk.is_empty() {
        return;
    }
    let (mut at, mut count) = (0, 0);
    while let Some(length) = chunk.get(at..at + 4) {
        at += 4 + u32::from_be_bytes(length.try_into().unwrap()) as usize;
        count += 1;
    }
    static EMPTY: OnceLock<Parts> = OnceLock::new();
    let empty = EMPTY.get_or_init(|| Parts::of(&make(&[], &[], for_centre()).0));
    let file = with_chunk_in(empty.clone(), (1, 0, count, chunk.len() as u32), chunk);
    if let Ok(mut opened) = open_at_centre(&file) {
        for carried in read_all(&mut opened) {
            // An entry without a fault is what its hash says.
            assert!(
                carried.fault.is_some()
                    || carried.entry.head_is_whole() && carried.entry.body_is_whole()
            );
        }
    }
});
