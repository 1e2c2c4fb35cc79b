//! Dates and numbers as Chinese papers write them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Weekday};

/// Returns a day as 2026年2月10日.
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Returns a day with its weekday as 2026年2月10日（周二）.
pub(crate) fn day_with_weekday(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{}（周{weekday}）", day(date))
}

/// Returns a minute as 2026年2月10日 09:50, in the offset it carries.
pub(crate) fn minute(time: DateTime<FixedOffset>) -> String {
    format!(
        "{} {:02}:{:02}",
        day(time.date_naive()),
        time.hour(),
        time.minute()
    )
}

/// Returns a mobile number in the groups people read aloud; other numbers stay as they are.
pub(crate) fn phone(number: &str) -> String {
    let mobile =
        number.len() == 11 && number.starts_with('1') && number.bytes().all(|b| b.is_ascii_digit());
    if mobile {
        format!("{} {} {}", &number[..3], &number[3..7], &number[7..])
    } else {
        number.to_owned()
    }
}
