//! Chance that repeats itself for the same seed.

use fachuang_core::chance::{Seeded, draw};

/// Draws from a seeded series.
#[derive(Debug, Clone)]
pub struct Dice(Seeded);

impl Dice {
    /// Returns the dice of a seed.
    pub fn new(seed: &str) -> Self {
        Self(Seeded::new(seed))
    }

    /// Draws a number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        let number = u64::from_le_bytes(draw(&mut self.0));
        // The remainder's bias over 64 bits is far below what a demonstration shows.
        number.checked_rem(u64::from(end)).unwrap_or(0) as u32
    }

    /// Draws a number from `from` to `to`, both included.
    pub fn between(&mut self, from: u32, to: u32) -> u32 {
        from + self.below(to.saturating_sub(from) + 1)
    }

    /// Says yes in `percent` of a hundred cases.
    pub fn happens(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// Picks one of a table, which is not empty.
    pub fn pick<'a, T>(&mut self, table: &'a [T]) -> &'a T {
        &table[self.below(table.len() as u32) as usize]
    }

    /// Picks one of a table by weight.
    pub fn weigh<'a, T>(&mut self, table: &'a [(u32, T)]) -> &'a T {
        let total = table.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for (weight, item) in table {
            if left < *weight {
                return item;
            }
            left -= weight;
        }
        &table[table.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_weights_are_kept_to() {
        let draws = |seed: &str| {
            let mut dice = Dice::new(seed);
            (0..50).map(|_| dice.between(3, 9)).collect::<Vec<_>>()
        };
        assert_eq!(draws("a"), draws("a"));
        assert_ne!(draws("a"), draws("b"));
        assert!(draws("a").iter().all(|number| (3..=9).contains(number)));
        let mut dice = Dice::new("weights");
        let table = [(0, "never"), (1, "rarely"), (9, "often")];
        let often = (0..500).filter(|_| *dice.weigh(&table) == "often").count();
        assert!((400..=490).contains(&often), "{often}");
        assert!((0..500).all(|_| *dice.weigh(&table) != "never"));
    }
}
