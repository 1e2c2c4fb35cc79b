//! A manifest that its sender signed, whatever it says.
#![no_main]

use std::sync::OnceLock;

use fachuang_envelope_fuzz::{Parts, open_at_centre, read_all, small, station_keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|manifest: &[u8]| {
    static TRUE: OnceLock<Parts> = OnceLock::new();
    let mut parts = TRUE.get_or_init(|| Parts::of(&small())).clone();
    parts.sign(manifest, &station_keys());
    if let Ok(mut opened) = open_at_centre(&parts.sealed()) {
        read_all(&mut opened);
    }
});
