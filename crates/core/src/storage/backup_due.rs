//! When the next backup is due.

use crate::time::day_of;

const MINUTE_MS: i64 = 60_000;

/// Hours of work after which the newest backup is too old.
pub const BACKUP_EVERY_HOURS: i64 = 4;

/// Minutes to wait after a backup that failed, so that a full disk is not tried every minute.
const RETRY_MINUTES: i64 = 15;

/// When backups were made and tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackupTimes {
    /// Newest backup that was opened and counted.
    pub good_ms: Option<i64>,
    /// Newest one that failed.
    pub failed_ms: Option<i64>,
}

/// Tells whether a backup is due while somebody works: at the start of each day, and every four hours.
///
/// A backup from the future was dated by a wrong clock and counts for nothing.
pub fn is_backup_due(times: BackupTimes, now_ms: i64) -> bool {
    let since = |then: i64| (now_ms.saturating_sub(then)).max(0);
    let tried_lately = times
        .failed_ms
        .is_some_and(|failed| failed <= now_ms && since(failed) < RETRY_MINUTES * MINUTE_MS);
    if tried_lately {
        return false;
    }
    match times.good_ms {
        None => true,
        Some(good) if good > now_ms => true,
        Some(good) => {
            day_of(good) != day_of(now_ms) || since(good) >= BACKUP_EVERY_HOURS * 60 * MINUTE_MS
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::from_text;

    fn at(text: &str) -> i64 {
        from_text(&format!("2026-02-{text}:00+08:00")).unwrap()
    }

    fn due(good: Option<&str>, failed: Option<&str>, now: &str) -> bool {
        let times = BackupTimes {
            good_ms: good.map(at),
            failed_ms: failed.map(at),
        };
        is_backup_due(times, at(now))
    }

    #[test]
    fn a_backup_is_due_at_the_start_of_the_day_and_every_four_hours() {
        for (good, now, expected) in [
            (None, "10T09:00", true),
            (Some("10T09:00"), "10T09:01", false),
            (Some("10T09:00"), "10T12:59", false),
            (Some("10T09:00"), "10T13:00", true),
            (Some("09T23:50"), "10T00:01", true),
            (Some("09T17:00"), "10T08:30", true),
        ] {
            assert_eq!(due(good, None, now), expected, "{good:?} {now}");
        }
    }

    #[test]
    fn the_day_is_the_civil_day_of_china() {
        // 07:59 and 08:01 in China lie on two days of UTC and on one of the office.
        assert!(!due(Some("10T07:59"), None, "10T08:01"));
    }

    #[test]
    fn a_failed_backup_is_tried_again_after_a_quarter_of_an_hour() {
        assert!(!due(None, Some("10T09:00"), "10T09:14"));
        assert!(due(None, Some("10T09:00"), "10T09:15"));
        assert!(!due(Some("10T08:00"), Some("10T07:00"), "10T09:00"));
    }

    #[test]
    fn a_clock_that_was_wrong_does_not_stop_the_backups() {
        assert!(due(Some("20T09:00"), None, "10T09:00"));
        assert!(due(None, Some("20T09:00"), "10T09:00"));
        let edge = BackupTimes {
            good_ms: Some(i64::MIN),
            failed_ms: Some(i64::MAX),
        };
        assert!(is_backup_due(edge, i64::MAX - 1));
    }
}
