//! The civil calendar: which days are rest days, and how periods of days and months are counted.
//!
//! The start day is never counted. The holiday table is data; a year without a published table is computed from
//! weekends and fixed holidays and says so.

mod import;
mod label;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::dictionary::{Table, TableError};

pub use import::{Layer, YearTable, import, list, read, withdraw};
pub(crate) use label::weekday;
pub use label::{on_paper, on_screen, remaining};

/// What kind of day a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest<'a> {
    /// A working day by its weekday.
    Working,
    /// A Saturday or Sunday that is a working day (调休上班), with the holiday it makes up for.
    MakeUp(&'a str),
    /// A Saturday or Sunday.
    Weekend,
    /// A day off, with the name of the holiday.
    Holiday(&'a str),
}

impl Rest<'_> {
    /// Tells whether nobody works on the day.
    pub fn rests(self) -> bool {
        matches!(self, Self::Weekend | Self::Holiday(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    off: bool,
    holiday: String,
    source: String,
}

/// The holiday table with the rules of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, Entry>,
    published: BTreeSet<i32>,
    /// Days of an autonomous area, laid over all others.
    local: BTreeMap<NaiveDate, Entry>,
}

impl Calendar {
    /// Returns the calendar with the tables that ship with the program.
    pub fn bundled() -> Self {
        static BUNDLED: LazyLock<Calendar> = LazyLock::new(|| {
            Calendar::read(include_str!("../../../../assets/reference/holidays.csv"))
                .expect("the bundled holiday table is checked by a test")
        });
        BUNDLED.clone()
    }

    /// Reads a table with the columns `day`, `kind` (`off` or `work`), `holiday` and `source`.
    ///
    /// A year counts as published when its 1 January is listed, which every yearly notice does; a file of local
    /// holidays therefore adds days without making a year published.
    ///
    /// # Errors
    /// `table.column_missing`, `table.field_count`, `table.value`, `table.repeated`.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let table = Table::read(text)?;
        let (day, kind) = (table.column("day")?, table.column("kind")?);
        let (holiday, source) = (table.column("holiday")?, table.column("source")?);
        let mut calendar = Self {
            days: BTreeMap::new(),
            published: BTreeSet::new(),
            local: BTreeMap::new(),
        };
        for row in table.rows() {
            let wrong = |column| TableError::Value {
                line: row.line,
                column,
            };
            let date: NaiveDate = row.field(day).parse().map_err(|_| wrong("day"))?;
            let off = match row.field(kind) {
                "off" => true,
                "work" => false,
                _ => return Err(wrong("kind")),
            };
            for (column, name) in [(holiday, "holiday"), (source, "source")] {
                if row.field(column).is_empty() {
                    return Err(wrong(name));
                }
            }
            if off && date.ordinal() == 1 {
                calendar.published.insert(date.year());
            }
            let entry = Entry {
                off,
                holiday: row.field(holiday).to_owned(),
                source: row.field(source).to_owned(),
            };
            if calendar.days.insert(date, entry).is_some() {
                return Err(TableError::Repeated(row.line));
            }
        }
        Ok(calendar)
    }

    fn replace_year(&mut self, year: i32, days: BTreeMap<NaiveDate, Entry>) {
        self.days.retain(|day, _| day.year() != year);
        self.days.extend(days);
        self.published.insert(year);
    }

    fn of_year(&self, year: i32) -> BTreeMap<NaiveDate, Entry> {
        let of_year = self.days.iter().filter(|(day, _)| day.year() == year);
        of_year.map(|(day, entry)| (*day, entry.clone())).collect()
    }

    /// Lists the years whose days differ between two calendars, or of which only one knows a table.
    pub fn differing_years(&self, other: &Self) -> BTreeSet<i32> {
        let mut years: BTreeSet<i32> = self
            .published
            .symmetric_difference(&other.published)
            .copied()
            .collect();
        for (own, theirs) in [(&self.days, &other.days), (&self.local, &other.local)] {
            let all: BTreeSet<&NaiveDate> = own.keys().chain(theirs.keys()).collect();
            let differing = all
                .into_iter()
                .filter(|day| own.get(*day) != theirs.get(*day));
            years.extend(differing.map(|day| day.year()));
        }
        years
    }

    /// Tells whether no table of the year was published, so that its days are computed.
    pub fn estimated(&self, year: i32) -> bool {
        !self.published.contains(&year)
    }

    /// Tells whether and why the day is a rest day.
    ///
    /// 依据：《全国年节及纪念日放假办法》（2025-01-01 起施行）第二条；各年调休见国务院办公厅当年通知。
    pub fn is_rest_day(&self, day: NaiveDate) -> Rest<'_> {
        if let Some(entry) = self.local.get(&day).or_else(|| self.days.get(&day)) {
            return if entry.off {
                Rest::Holiday(&entry.holiday)
            } else {
                Rest::MakeUp(&entry.holiday)
            };
        }
        if self.estimated(day.year())
            && let Some(holiday) = fixed_holiday(day)
        {
            return Rest::Holiday(holiday);
        }
        match day.weekday() {
            Weekday::Sat | Weekday::Sun => Rest::Weekend,
            _ => Rest::Working,
        }
    }

    /// Returns the day itself if it is a working day, otherwise the first working day after the rest.
    ///
    /// 依据：《中华人民共和国民法典》第二百零三条第一款。
    pub fn roll_forward(&self, day: NaiveDate) -> NaiveDate {
        let mut rolled = day;
        while self.is_rest_day(rolled).rests() {
            match rolled.succ_opt() {
                Some(next) => rolled = next,
                None => break,
            }
        }
        rolled
    }

    /// Returns the last of `count` working days after `start`; the start day is not counted.
    pub fn add_working_days(&self, start: NaiveDate, count: u32) -> NaiveDate {
        let mut day = start;
        let mut left = count;
        while left > 0 {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            if !self.is_rest_day(day).rests() {
                left -= 1;
            }
        }
        day
    }

    /// Returns the last of `count` calendar days after `start`, not moved from rest days.
    ///
    /// 依据：《中华人民共和国民法典》第二百零一条第一款：开始的当日不计入。
    pub fn add_natural_days(&self, start: NaiveDate, count: u32) -> NaiveDate {
        start
            .checked_add_days(Days::new(count.into()))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Returns the corresponding day `count` months after `start`, or the end of that month.
    ///
    /// 依据：《中华人民共和国民法典》第二百零二条：没有对应日的，月末日为期间的最后一日。
    pub fn add_months(&self, start: NaiveDate, count: u32) -> NaiveDate {
        start
            .checked_add_months(Months::new(count))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Counts the working days after `start` up to and including `end`.
    pub fn working_days_between(&self, start: NaiveDate, end: NaiveDate) -> u32 {
        let days = start.iter_days().skip(1).take_while(|day| *day <= end);
        days.filter(|day| !self.is_rest_day(*day).rests())
            .map(|_| 1)
            .sum()
    }
}

/// Holidays whose date does not depend on the moon; all that is known of a year without a table.
///
/// 依据：《全国年节及纪念日放假办法》（2025-01-01 起施行）第二条。
fn fixed_holiday(day: NaiveDate) -> Option<&'static str> {
    match (day.month(), day.day()) {
        (1, 1) => Some("元旦"),
        (5, 1 | 2) => Some("劳动节"),
        (10, 1..=3) => Some("国庆节"),
        _ => None,
    }
}
