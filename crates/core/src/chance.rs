//! Random bytes as an argument: the front hands in the operating system's, tests and demo data a repeatable series.

use sha2::{Digest, Sha256};

/// Gives random bytes; everything in core that needs chance takes one of these.
pub trait Random {
    /// Overwrites all of `bytes` with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Draws an array of random bytes.
pub fn draw<const N: usize>(random: &mut dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// Repeats the same bytes for the same seed: SHA-256 over the seed and a counter.
///
/// For tests and demo data. Whoever knows the seed knows every byte, so no real key may come from it.
#[derive(Debug, Clone)]
pub struct Seeded {
    seed: [u8; 32],
    counter: u64,
    block: [u8; 32],
    used: usize,
}

impl Seeded {
    /// Starts the series that belongs to `seed`.
    pub fn new(seed: &str) -> Self {
        Self {
            seed: Sha256::digest(seed.as_bytes()).into(),
            counter: 0,
            block: [0; 32],
            used: 32,
        }
    }

    fn next_byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(self.counter.to_be_bytes());
            self.block = hash.finalize().into();
            self.counter += 1;
            self.used = 0;
        }
        let byte = self.block[self.used];
        self.used += 1;
        byte
    }
}

impl Random for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next_byte();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_however_they_are_drawn() {
        let mut whole = Seeded::new("demo");
        let mut parts = Seeded::new("demo");
        let all: [u8; 70] = draw(&mut whole);
        let mut pieces = Vec::new();
        for size in [1, 31, 33, 5] {
            let mut piece = vec![0; size];
            parts.fill(&mut piece);
            pieces.extend(piece);
        }
        assert_eq!(all.to_vec(), pieces);
    }

    #[test]
    fn another_seed_gives_other_bytes_and_a_series_does_not_repeat() {
        let mut one = Seeded::new("one");
        let first: [u8; 32] = draw(&mut one);
        let second: [u8; 32] = draw(&mut one);
        assert_ne!(first, second);
        assert_ne!(first, draw::<32>(&mut Seeded::new("two")));
    }
}
