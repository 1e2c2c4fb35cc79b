//! What this machine gives the desk: directory, mount table, clock, chance and fonts.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use fachuang_api::{Front, Host, whereabouts};
use fachuang_carrier::ObjectStores;
use fachuang_core::account::slot::KdfCost;
use fachuang_core::chance::{Random, Seeded};
use fachuang_core::time::{Clock, SetClock};

/// Cost of a password guess: 64 MiB, 3 passes, 1 lane.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// Random bytes of the operating system.
#[derive(Debug, Clone, Copy)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        // Going on with predictable keys would be worse than stopping.
        if getrandom::fill(bytes).is_err() {
            std::process::abort();
        }
    }
}

/// Returns now in Unix milliseconds.
pub fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_millis() as i64)
}

/// Returns the front over a data directory of this machine.
pub fn front(data: &Path) -> Front {
    let started = Instant::now();
    Front::new(host(data))
        .measuring(Arc::new(move || started.elapsed().as_millis() as u64))
        .located(whereabouts(data))
        .reaching(Arc::new(ObjectStores::default()))
}

fn host(data: &Path) -> Host {
    let kdf = KdfCost::new(MEMORY_KIB, PASSES, LANES)
        .unwrap_or_else(|_| unreachable!("the cost is above the floor"));
    Host {
        data_dir: data.to_owned(),
        fonts_dir: fonts_dir(),
        mountinfo: std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        clock: Arc::new(now_ms),
        random: Box::new(SystemRandom),
        kdf,
    }
}

/// Returns a front for invented people: a clock that is set, chance from a seed, and passwords that are cheap to check
/// because everybody knows them.
pub fn invented(data: &Path, clock: &SetClock, seed: &str) -> Front {
    let clock = clock.clone();
    Front::new(Host {
        clock: Arc::new(move || clock.now_ms()),
        random: Box::new(Seeded::new(seed)),
        kdf: KdfCost::for_tests(),
        ..host(data)
    })
}

/// Finds the fonts of the papers: beside the program when installed, in the source tree when built there.
fn fonts_dir() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let places = program.ancestors().skip(1).flat_map(|place| {
        ["fonts", "share/fachuang/fonts", "assets/fonts"].map(|below| place.join(below))
    });
    places
        .into_iter()
        .find(|place| place.join("fonts.toml").is_file())
        .unwrap_or_else(|| PathBuf::from("fonts"))
}
