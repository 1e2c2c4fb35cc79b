//! How much is done in one transaction while others may want the desk: as much as takes about as long as nobody minds to
//! wait, however slow the machine is.

/// A pace that adapts to how long the last transaction took.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    now: usize,
    most: usize,
    /// Milliseconds a transaction may take.
    aim_ms: i64,
}

impl Pace {
    /// Begins with the most that is ever done at once, at least one, and aims at so many milliseconds.
    pub fn new(most: usize, aim_ms: i64) -> Self {
        let most = most.max(1);
        Self {
            now: most,
            most,
            aim_ms,
        }
    }

    /// Returns how much to do next.
    pub fn amount(&self) -> usize {
        self.now
    }

    /// Notes that `done` took some milliseconds. A clock that went back says nothing.
    pub fn took(&mut self, done: usize, ms: i64) {
        if done == 0 || ms < 0 {
            return;
        }
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        let fits = self.aim_ms.saturating_mul(done) / ms.max(1);
        let fits = usize::try_from(fits).unwrap_or(self.most);
        // One that was held up by something else does not slow down the rest for long.
        self.now = fits.clamp(1, self.now.saturating_mul(2).min(self.most));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_machine_does_less_at_once_and_a_quick_one_as_much_as_it_may() {
        let mut pace = Pace::new(300, 20);
        assert_eq!(pace.amount(), 300);
        pace.took(300, 100);
        assert_eq!(pace.amount(), 60);
        pace.took(60, 20);
        assert_eq!(pace.amount(), 60);
        pace.took(60, 5);
        assert_eq!(pace.amount(), 120);
        pace.took(120, 0);
        pace.took(240, 0);
        assert_eq!(pace.amount(), 300);
    }

    #[test]
    fn it_goes_on_whatever_the_clock_says() {
        let mut pace = Pace::new(0, 20);
        assert_eq!(pace.amount(), 1);
        pace.took(1, i64::MAX);
        pace.took(0, 5);
        pace.took(1, -3_600_000);
        assert_eq!(pace.amount(), 1);
        let mut pace = Pace::new(usize::MAX, 20);
        pace.took(usize::MAX, 1);
        assert!(pace.amount() >= 1);
    }
}
