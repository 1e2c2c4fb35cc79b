//! A second computation of limits, by another way: one day after the other, with its own reading of the holiday table.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta, Weekday};

/// Days off and days of work as the table lists them.
pub struct Days(BTreeMap<NaiveDate, bool>);

impl Days {
    pub fn read() -> Self {
        let text = include_str!("../../../../assets/reference/holidays.csv");
        let mut days = BTreeMap::new();
        for line in text.lines().skip(1) {
            let mut parts = line.split(',');
            let day = parts.next().unwrap().parse().unwrap();
            days.insert(day, parts.next().unwrap() == "off");
        }
        Self(days)
    }

    pub fn rests(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        *self.0.get(&day).unwrap_or(&weekend)
    }
}

/// A pause: the day of the notice and the day the material arrived.
pub type Pause = Option<(NaiveDate, NaiveDate)>;

/// Walks from the start and crosses off one day after the other; returns the last day and the days not counted.
pub fn walk(
    unit: &str,
    length: u32,
    from: NaiveDate,
    pause: Pause,
    days: &Days,
) -> (NaiveDate, u32) {
    let without = arrive(unit, length, from, None, days);
    // A notice after the end comes too late to stop anything.
    let pause = pause.filter(|(notice, _)| *notice <= without);
    let mut end = arrive(unit, length, from, pause, days);
    let mut waited = 0;
    if let Some((notice, arrival)) = pause {
        let mut day = notice;
        while day < arrival {
            day = day.succ_opt().unwrap();
            waited += u32::from(unit != "working" || !days.rests(day));
        }
        // The limit does not end before what it waits for is there.
        let mut reachable = arrival;
        while days.rests(reachable) {
            reachable = reachable.succ_opt().unwrap();
        }
        end = end.max(reachable);
    }
    (end, waited)
}

fn arrive(unit: &str, length: u32, from: NaiveDate, pause: Pause, days: &Days) -> NaiveDate {
    let mut left = if unit == "month" {
        days_of_months(from, length)
    } else {
        length
    };
    if let Some((notice, arrival)) = pause {
        let mut day = notice;
        while day < arrival {
            day = day.succ_opt().unwrap();
            left += u32::from(unit != "working" || !days.rests(day));
        }
    }
    let mut day = from;
    while left > 0 {
        day = day.succ_opt().unwrap();
        if unit != "working" || !days.rests(day) {
            left -= 1;
        }
    }
    while unit != "working" && days.rests(day) {
        day = day.succ_opt().unwrap();
    }
    day
}

/// Counts the days until the same day of the month has come round so often, or the end of a month without it.
fn days_of_months(from: NaiveDate, months: u32) -> u32 {
    let mut day = from;
    let mut passed = 0;
    let mut turns = 0;
    while turns < months {
        day = day.succ_opt().unwrap();
        passed += 1;
        let last_of_month = day.succ_opt().unwrap().month() != day.month();
        turns += u32::from(day.day() == from.day() || (last_of_month && day.day() < from.day()));
    }
    passed
}

/// Runs hour by hour.
pub fn hours(from: DateTime<FixedOffset>, count: u32) -> DateTime<FixedOffset> {
    (0..count).fold(from, |at, _| at + TimeDelta::hours(1))
}
