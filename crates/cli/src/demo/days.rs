//! When the demonstration takes place.

use chrono::{Days as Span, NaiveDate};
use fachuang_core::calendar::Calendar;
use fachuang_core::time;

use super::dice::Dice;

pub(super) const MINUTE_MS: i64 = 60_000;
pub(super) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Opening hours in minutes after midnight.
pub(super) const OPENS: u32 = 8 * 60 + 40;
pub(super) const CLOSES: u32 = 17 * 60 + 20;
/// Visits of a day, about, before the demonstration reaches further back.
const VISITS_PER_DAY: u32 = 9;
/// Days of duty drawn up before and after the last day.
const ROSTER_BEFORE: u64 = 7;
const ROSTER_AFTER: u64 = 14;

/// The working days of the demonstration, the last of which is today.
#[derive(Debug, Clone)]
pub struct Days {
    days: Vec<NaiveDate>,
    /// When the demonstration ends.
    pub(super) now_ms: i64,
}

impl Days {
    /// Returns as many working days as the tickets need, and today, whatever day today is.
    pub fn ending(now_ms: i64, tickets: u32) -> Self {
        let calendar = Calendar::bundled();
        let today = time::day_of(now_ms);
        let wanted = (tickets / VISITS_PER_DAY).clamp(15, 240) as usize;
        let mut days = vec![today];
        let mut day = today;
        while days.len() < wanted {
            day = day.checked_sub_days(Span::new(1)).unwrap_or(day);
            if !calendar.is_rest_day(day).rests() {
                days.push(day);
            }
        }
        days.reverse();
        Self { days, now_ms }
    }

    /// Returns when the office was set up: the morning before the first visits.
    pub fn opening_ms(&self) -> i64 {
        let first = self.days.first().copied().unwrap_or_default();
        midnight_ms(first) - DAY_MS + i64::from(OPENS) * MINUTE_MS
    }

    /// Returns the days a duty roster is drawn up for.
    pub fn roster(&self) -> Vec<NaiveDate> {
        let today = time::day_of(self.now_ms);
        let first = today.checked_sub_days(Span::new(ROSTER_BEFORE));
        let days = first.unwrap_or(today).iter_days();
        days.take((ROSTER_BEFORE + ROSTER_AFTER) as usize).collect()
    }

    /// Draws when visits come in, in order; none after now.
    pub(super) fn arrivals(&self, dice: &mut Dice, tickets: u32) -> Vec<i64> {
        let mut times: Vec<i64> = (0..tickets)
            .map(|_| {
                let day = *dice.pick(&self.days);
                let at = midnight_ms(day) + i64::from(dice.between(OPENS, CLOSES)) * MINUTE_MS;
                // What would come in later today came in yesterday's place, a day earlier at the same hour.
                if at > self.now_ms { at - DAY_MS } else { at }
            })
            .collect();
        times.sort_unstable();
        times
    }
}

/// Returns the first instant of a day.
pub(super) fn midnight_ms(day: NaiveDate) -> i64 {
    time::from_text(&format!("{day}T00:00:00+08:00")).unwrap_or(0)
}
