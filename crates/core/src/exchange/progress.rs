//! How far the work on a file has come, for whoever looks on while the desk is busy with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// What is being done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Doing {
    #[default]
    Nothing,
    /// Checked to its end.
    Checking,
    /// Tried, to see what it would bring.
    Trying,
    /// A backup is made before it is applied.
    BackingUp,
    Applying,
    Writing,
    /// What was written is read back.
    ReadingBack,
}

const ALL: [Doing; 7] = [
    Doing::Nothing,
    Doing::Checking,
    Doing::Trying,
    Doing::BackingUp,
    Doing::Applying,
    Doing::Writing,
    Doing::ReadingBack,
];

impl Doing {
    /// Returns the code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Checking => "checking",
            Self::Trying => "trying",
            Self::BackingUp => "backing_up",
            Self::Applying => "applying",
            Self::Writing => "writing",
            Self::ReadingBack => "reading_back",
        }
    }
}

#[derive(Debug, Default)]
struct Counters {
    doing: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
}

/// Shared by the desk that works and those who look on. What is read may be a moment old and of two moments; it is shown
/// and decides nothing.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

impl Progress {
    /// Begins some work on a number of entries; 0 where that is unknown. It lasts as long as the value that is returned.
    ///
    /// Between two steps of some work other work may begin and end, such as on a letter of the hall; what is shown is then
    /// as it was.
    pub fn begin(&self, doing: Doing, total: u64) -> Work {
        let before = self.read();
        self.set(doing, total);
        Work {
            of: self.clone(),
            before,
        }
    }

    /// Returns what is done, how many entries are, and of how many.
    pub fn read(&self) -> (Doing, u64, u64) {
        let at = usize::from(self.0.doing.load(Ordering::Relaxed));
        let doing = ALL.get(at).copied().unwrap_or_default();
        let total = self.0.total.load(Ordering::Relaxed);
        (doing, self.0.done.load(Ordering::Relaxed).min(total), total)
    }

    fn set(&self, doing: Doing, total: u64) {
        let at = ALL.iter().position(|one| *one == doing).unwrap_or(0);
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.doing.store(at as u8, Ordering::Relaxed);
    }
}

/// Work on a file; dropped, it has ended, however it did.
#[derive(Debug)]
#[must_use]
pub struct Work {
    of: Progress,
    /// What was shown when it began.
    before: (Doing, u64, u64),
}

impl Work {
    /// Says how many entries are done.
    pub fn reach(&self, done: u64) {
        self.of.0.done.store(done, Ordering::Relaxed);
    }

    /// Says some more entries are done.
    pub fn add(&self, more: u64) {
        self.of.0.done.fetch_add(more, Ordering::Relaxed);
    }

    /// Goes over to another part of the work, on as many entries.
    pub fn turn_to(&self, doing: Doing) {
        let total = self.of.0.total.load(Ordering::Relaxed);
        self.of.set(doing, total);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let (doing, done, total) = self.before;
        self.of.set(doing, total);
        self.of.0.done.store(done, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_looks_on_sees_how_far_it_has_come_and_that_it_has_ended() {
        let desk = Progress::default();
        let looker = desk.clone();
        assert_eq!(looker.read(), (Doing::Nothing, 0, 0));
        let work = desk.begin(Doing::Writing, 1_200);
        work.reach(500);
        work.add(500);
        assert_eq!(looker.read(), (Doing::Writing, 1_000, 1_200));
        work.turn_to(Doing::ReadingBack);
        assert_eq!(looker.read(), (Doing::ReadingBack, 0, 1_200));
        work.reach(700);
        let letter = desk.begin(Doing::Applying, 40);
        letter.reach(40);
        drop(letter);
        assert_eq!(looker.read(), (Doing::ReadingBack, 700, 1_200));
        drop(work);
        assert_eq!(looker.read(), (Doing::Nothing, 0, 0));
    }
}
