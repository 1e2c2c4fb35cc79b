//! Waiting after wrong passwords.
//!
//! The wait is counted by the clock, which whoever sits at the machine can set forward. Therefore wrong passwords are
//! also counted without it: after [`LAST_FAILURE`] in a row no password of the account is tried any more until the
//! administrator gives it a new one or the recovery code sets one.
//!
//! The state is kept outside the locked database, since it is needed before the database opens. Whoever can write to
//! the disk can delete it; against such a person only the cost of the key derivation helps.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::storage::durable::write_durably;

/// File name of the state, beside the database.
pub const ATTEMPTS_FILE: &str = "desk.attempts";

/// Wrong passwords that cost nothing but the time to type them.
const FREE_FAILURES: u32 = 4;

/// Wrong passwords in a row after which waiting no longer helps; with an honest clock that is an hour and a half of
/// guessing.
pub const LAST_FAILURE: u32 = 12;

/// Minutes to wait after the fifth, the sixth and every later wrong password.
const WAIT_MINUTES: [i64; 3] = [1, 5, 15];

const MINUTE_MS: i64 = 60_000;

const VERSION: u32 = 1;

/// How the state was found on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It was read.
    Whole,
    /// There was none; nobody has failed yet.
    Missing,
    /// It could not be understood and was replaced by an empty one; worth an audit entry.
    Damaged,
}

/// Wrong passwords of every account since its last success.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attempts {
    accounts: BTreeMap<String, Account>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    failures: u32,
    /// Time at which `wait_ms` was still to go, Unix milliseconds.
    counted_at_ms: i64,
    wait_ms: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    accounts: BTreeMap<String, Account>,
}

impl Attempts {
    /// Returns how many milliseconds `login` still has to wait at `now_ms`; 0 means a password may be tried.
    ///
    /// A clock that went back starts the wait again from its full length, so it is never shorter and at most one full
    /// wait longer. A clock set forward cannot be told from time that passed; [`Attempts::is_closed`] bounds what that
    /// is worth.
    pub fn wait_ms(&mut self, login: &str, now_ms: i64) -> i64 {
        let Some(account) = self.accounts.get_mut(login) else {
            return 0;
        };
        if account.wait_ms > 0 && now_ms < account.counted_at_ms {
            account.wait_ms = wait_after(account.failures);
            account.counted_at_ms = now_ms;
        }
        let passed_ms = now_ms.saturating_sub(account.counted_at_ms).max(0);
        account.wait_ms.saturating_sub(passed_ms).max(0)
    }

    /// Notes a wrong password and returns the milliseconds to wait before the next try.
    pub fn failed(&mut self, login: &str, now_ms: i64) -> i64 {
        let account = self.accounts.entry(login.to_owned()).or_insert(Account {
            failures: 0,
            counted_at_ms: now_ms,
            wait_ms: 0,
        });
        account.failures = account.failures.saturating_add(1);
        account.counted_at_ms = now_ms;
        account.wait_ms = wait_after(account.failures);
        account.wait_ms
    }

    /// Forgets the failures of `login`, after the right password or when the administrator lifts the wait.
    pub fn succeeded(&mut self, login: &str) {
        self.accounts.remove(login);
    }

    /// Returns the number of wrong passwords since the last success.
    pub fn failures(&self, login: &str) -> u32 {
        self.accounts.get(login).map_or(0, |a| a.failures)
    }

    /// Tells whether too many wrong passwords were tried in a row, whatever the clock says; [`Attempts::succeeded`] opens
    /// the account again.
    pub fn is_closed(&self, login: &str) -> bool {
        self.failures(login) >= LAST_FAILURE
    }

    /// Reads the state from the data directory.
    ///
    /// # Errors
    /// Any fault of the file system other than a missing file.
    pub fn load(directory: &Path) -> io::Result<(Self, Found)> {
        let bytes = match std::fs::read(directory.join(ATTEMPTS_FILE)) {
            Ok(bytes) => bytes,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                return Ok((Self::default(), Found::Missing));
            }
            Err(fault) => return Err(fault),
        };
        match serde_json::from_slice::<Stored>(&bytes) {
            Ok(stored) if stored.version == VERSION => Ok((
                Self {
                    accounts: stored.accounts,
                },
                Found::Whole,
            )),
            _ => Ok((Self::default(), Found::Damaged)),
        }
    }

    /// Writes the state to the data directory; after every change.
    ///
    /// # Errors
    /// Any fault of the file system.
    pub fn save(&self, directory: &Path) -> io::Result<()> {
        let stored = Stored {
            version: VERSION,
            accounts: self.accounts.clone(),
        };
        let json = serde_json::to_vec_pretty(&stored).map_err(io::Error::other)?;
        write_durably(&directory.join(ATTEMPTS_FILE), &json)
    }
}

fn wait_after(failures: u32) -> i64 {
    let Some(step) = failures.checked_sub(FREE_FAILURES + 1) else {
        return 0;
    };
    let last = WAIT_MINUTES.len() - 1;
    let step = usize::try_from(step).unwrap_or(last).min(last);
    WAIT_MINUTES[step] * MINUTE_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_320_000_000;

    fn after_failures(count: u32) -> Attempts {
        let mut attempts = Attempts::default();
        for _ in 0..count {
            attempts.failed("wang", NOON);
        }
        attempts
    }

    #[test]
    fn the_wait_grows_from_the_fifth_failure_and_stays_at_fifteen_minutes() {
        let mut attempts = Attempts::default();
        let waits: Vec<i64> = (0..9)
            .map(|_| attempts.failed("wang", NOON) / MINUTE_MS)
            .collect();
        assert_eq!(waits, [0, 0, 0, 0, 1, 5, 15, 15, 15]);
    }

    #[test]
    fn the_wait_ends_to_the_millisecond_and_concerns_one_account() {
        let mut attempts = after_failures(5);
        assert_eq!(attempts.wait_ms("wang", NOON + 59_999), 1);
        assert_eq!(attempts.wait_ms("wang", NOON + 60_000), 0);
        assert_eq!(attempts.wait_ms("li", NOON), 0);
    }

    #[test]
    fn success_forgets_the_failures() {
        let mut attempts = after_failures(7);
        attempts.succeeded("wang");
        assert_eq!(attempts.failures("wang"), 0);
        assert_eq!(attempts.failed("wang", NOON), 0);
    }

    #[test]
    fn a_clock_moved_back_never_shortens_the_wait() {
        for back_ms in [1, 1_000, 59_000, 3_600_000, 31_536_000_000] {
            let mut attempts = after_failures(6);
            let before = attempts.wait_ms("wang", NOON + 30_000);
            let now = NOON - back_ms;
            let after = attempts.wait_ms("wang", now);
            assert!(after >= before, "{back_ms}");
            assert_eq!(after, 5 * MINUTE_MS, "and never grows beyond one full wait");
            assert_eq!(attempts.wait_ms("wang", now + 5 * MINUTE_MS), 0);
        }
    }

    #[test]
    fn a_clock_moved_back_after_the_wait_is_over_is_still_counted_from_its_start() {
        let mut attempts = after_failures(5);
        assert_eq!(attempts.wait_ms("wang", NOON + 10 * MINUTE_MS), 0);
        assert_eq!(attempts.wait_ms("wang", NOON + 2 * MINUTE_MS), 0);
    }

    #[test]
    fn a_clock_set_far_forward_buys_twelve_guesses_and_no_more() {
        const YEAR_MS: i64 = 31_536_000_000;
        let directory = tempfile::tempdir().unwrap();
        let mut now = NOON;
        let mut guesses = 0;
        for _ in 0..100 {
            let (mut attempts, _) = Attempts::load(directory.path()).unwrap();
            if attempts.is_closed("wang") || attempts.wait_ms("wang", now) > 0 {
                now += YEAR_MS;
                continue;
            }
            guesses += 1;
            attempts.failed("wang", now);
            attempts.save(directory.path()).unwrap();
        }
        assert_eq!(guesses, LAST_FAILURE);
        let (mut attempts, _) = Attempts::load(directory.path()).unwrap();
        assert!(!attempts.is_closed("li"));
        attempts.succeeded("wang");
        assert!(!attempts.is_closed("wang"), "the administrator opens it");
    }

    #[test]
    fn times_at_the_edge_of_the_number_range_do_not_overflow() {
        let mut attempts = after_failures(5);
        assert_eq!(attempts.wait_ms("wang", i64::MAX), 0);
        assert_eq!(attempts.wait_ms("wang", i64::MIN), MINUTE_MS);
        assert_eq!(attempts.wait_ms("wang", i64::MAX), 0);
        assert_eq!(wait_after(u32::MAX), 15 * MINUTE_MS);
    }

    #[test]
    fn the_wait_survives_a_restart() {
        let directory = tempfile::tempdir().unwrap();
        let (empty, found) = Attempts::load(directory.path()).unwrap();
        assert_eq!((empty.failures("wang"), found), (0, Found::Missing));
        let attempts = after_failures(6);
        attempts.save(directory.path()).unwrap();
        let (again, found) = Attempts::load(directory.path()).unwrap();
        assert_eq!((again, found), (attempts, Found::Whole));
    }

    #[test]
    fn a_damaged_state_is_reported_and_replaced() {
        let directory = tempfile::tempdir().unwrap();
        for bytes in [&b"{"[..], b"", b"{\"version\":2,\"accounts\":{}}"] {
            std::fs::write(directory.path().join(ATTEMPTS_FILE), bytes).unwrap();
            let (attempts, found) = Attempts::load(directory.path()).unwrap();
            assert_eq!((attempts, found), (Attempts::default(), Found::Damaged));
        }
    }
}
