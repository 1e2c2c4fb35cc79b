//! The stream inside the age file: frames, chunks, and where the manifest begins.
#![no_main]

use std::sync::OnceLock;

use fachuang_envelope_fuzz::{Parts, open_at_centre, read_all, seed_files};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    static TRUE: OnceLock<[Parts; 2]> = OnceLock::new();
    let known = TRUE.get_or_init(|| seed_files().map(|file| Parts::of(&file)));
    let parts = Parts {
        outer: known[0].outer.clone(),
        body: body.to_vec(),
    };
    if let Ok(mut opened) = open_at_centre(&parts.sealed()) {
        // Nobody but the station can sign another content.
        assert!(known.iter().any(|one| body == one.body));
        read_all(&mut opened);
    }
});
