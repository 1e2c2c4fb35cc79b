//! The plain header, which anybody reads off a file before any key is tried.
#![no_main]

use fachuang_envelope::{check_whole, read_outer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|head: &[u8]| {
    if let Ok(outer) = read_outer(head) {
        // What follows the header says nothing about it.
        let longer = [head, b"more"].concat();
        assert_eq!(read_outer(&longer[..]).unwrap(), outer);
    }
    // With a trailer that fits, the header alone decides.
    let whole = fachuang_envelope_fuzz::with_trailer(head.to_vec());
    if let Ok((outer, _)) = check_whole(std::io::Cursor::new(&whole)) {
        assert_eq!(read_outer(&whole[..]).unwrap(), outer);
    }
});
