//! What the targets share: the stations, keys and hostile files of the tests of this crate.
#![allow(
    dead_code,
    unused_imports,
    reason = "the tests need more of it than the targets do"
)]

#[path = "../../tests/package/hostile.rs"]
mod hostile;
#[path = "../../tests/package/support.rs"]
mod support;

pub use hostile::with_chunk_in;
pub use support::{
    Parts, for_centre, make, open_at_centre, read_all, series, small, station_keys, with_trailer,
};

/// Returns the files that the seeds are taken from.
pub fn seed_files() -> [Vec<u8>; 2] {
    [small(), make(&series(7, 3, 40), &[], for_centre()).0]
}
