use chrono::{DateTime, FixedOffset};

use super::{Limit, Unit};

/// From how many days before the end on a limit is yellow and red; a short limit has shorter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    pub yellow_days: u32,
    pub red_days: u32,
}

/// How near a limit that is still to be met has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// The clock stands still, or nobody has said how long the limit is.
    Still,
    Green,
    Yellow,
    Red,
    Overdue,
}

impl Light {
    /// Returns the code fronts draw by.
    pub fn code(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Red => "red",
            Self::Overdue => "overdue",
        }
    }
}

const DAY_MINUTES: i64 = 24 * 60;

/// Returns the light of a limit nobody has met yet.
///
/// The warning never takes more than half of the limit, and red never more than a quarter: a limit of three days is not
/// yellow from its first day on. A limit that is only a reminder is never red or overdue; an alarm is red from its day
/// on and never overdue.
pub fn light(limit: &Limit, now: DateTime<FixedOffset>, thresholds: Thresholds) -> Light {
    let Some(due) = limit.due.filter(|_| limit.paused_since.is_none()) else {
        return Light::Still;
    };
    let today = now.date_naive();
    // Minutes for limits in hours, whole days otherwise.
    let (left, span, a_day) = match limit.due_at {
        Some(at) => (
            (at - now).num_minutes(),
            (at - limit.from_at).num_minutes(),
            DAY_MINUTES,
        ),
        None => (
            (due - today).num_days(),
            (due - limit.from).num_days().abs(),
            1,
        ),
    };
    let yellow = (i64::from(thresholds.yellow_days) * a_day).min(span / 2);
    let red = (i64::from(thresholds.red_days) * a_day).min(span / 4);
    let passed = left < 0 || (limit.due_at.is_some() && left == 0);
    if limit.unit == Unit::Before {
        return match left {
            left if left <= 0 => Light::Red,
            left if left <= yellow => Light::Yellow,
            _ => Light::Green,
        };
    }
    match () {
        () if passed && limit.hard => Light::Overdue,
        () if left <= red && limit.hard => Light::Red,
        () if passed || left <= yellow => Light::Yellow,
        () => Light::Green,
    }
}
