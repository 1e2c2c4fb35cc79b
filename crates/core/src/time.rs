//! Time as the desk uses it: civil days and instants at +08:00. The fronts bring the clock.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};

/// A civil day in China.
pub type Day = NaiveDate;

/// Seconds China's civil time is ahead of UTC.
const CHINA_OFFSET_SECONDS: i32 = 8 * 3600;

/// Where the time comes from.
pub trait Clock {
    /// Returns now in Unix milliseconds.
    fn now_ms(&self) -> i64;
}

/// A clock that stands where it was put; tests and replays move it.
#[derive(Debug, Clone, Default)]
pub struct SetClock(std::sync::Arc<std::sync::atomic::AtomicI64>);

impl SetClock {
    /// Returns a clock standing at an instant.
    pub fn at_ms(ms: i64) -> Self {
        let clock = Self::default();
        clock.set_ms(ms);
        clock
    }

    /// Moves the clock, forwards or backwards.
    pub fn set_ms(&self, ms: i64) {
        self.0.store(ms, std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now_ms(&self) -> i64 {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}

fn china() -> FixedOffset {
    FixedOffset::east_opt(CHINA_OFFSET_SECONDS)
        .unwrap_or_else(|| unreachable!("eight hours are a valid offset"))
}

/// Returns an instant as civil time at +08:00; instants beyond chrono's range become its first instant.
pub fn civil(ms: i64) -> DateTime<FixedOffset> {
    china()
        .timestamp_millis_opt(ms)
        .single()
        .unwrap_or_else(|| DateTime::UNIX_EPOCH.with_timezone(&china()))
}

/// Returns the instant of a civil time at +08:00, in Unix milliseconds.
pub fn ms_of(civil: chrono::NaiveDateTime) -> i64 {
    civil.and_utc().timestamp_millis() - i64::from(CHINA_OFFSET_SECONDS) * 1000
}

/// Returns the civil day of an instant.
pub fn day_of(ms: i64) -> Day {
    civil(ms).date_naive()
}

/// Returns an instant as RFC 3339 with +08:00, to the second.
pub fn to_text(ms: i64) -> String {
    civil(ms).format("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// Reads RFC 3339 with any offset; none when it is no time.
pub fn from_text(text: &str) -> Option<i64> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|at| at.timestamp_millis())
}

/// Reads `YYYY-MM-DD`; none when there is no such day.
pub fn day_from_text(text: &str) -> Option<Day> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|_| text.len() == 10)
}

/// Returns the age in full years on a day; none before birth.
pub fn age_on(birth: Day, day: Day) -> Option<u32> {
    day.years_since(birth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_shown_in_chinese_time() {
        let ms = from_text("2026-02-10T01:53:07Z").unwrap();
        assert_eq!(to_text(ms), "2026-02-10T09:53:07+08:00");
        assert_eq!(
            day_of(from_text("2026-02-10T16:00:00Z").unwrap()),
            day_from_text("2026-02-11").unwrap()
        );
    }

    #[test]
    fn a_day_is_written_in_full_or_refused() {
        assert_eq!(day_from_text("2026-02-30"), None);
        assert_eq!(day_from_text("2026-2-3"), None);
        assert!(day_from_text("2024-02-29").is_some());
    }

    #[test]
    fn age_counts_full_years() {
        let birth = day_from_text("2012-03-21").unwrap();
        assert_eq!(
            age_on(birth, day_from_text("2026-03-20").unwrap()),
            Some(13)
        );
        assert_eq!(
            age_on(birth, day_from_text("2026-03-21").unwrap()),
            Some(14)
        );
        assert_eq!(age_on(birth, day_from_text("2012-03-20").unwrap()), None);
    }
}
