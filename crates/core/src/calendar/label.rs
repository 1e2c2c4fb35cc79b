use chrono::{Datelike, NaiveDate, Weekday};

use super::{Calendar, Rest};

fn weekday_name(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "周一",
        Weekday::Tue => "周二",
        Weekday::Wed => "周三",
        Weekday::Thu => "周四",
        Weekday::Fri => "周五",
        Weekday::Sat => "周六",
        Weekday::Sun => "周日",
    }
}

/// Returns the weekday with the mark of a make-up working day: `周二`, `周六上班`.
pub(crate) fn weekday(day: NaiveDate, calendar: &Calendar) -> String {
    let work = match calendar.is_rest_day(day) {
        Rest::MakeUp(_) => "上班",
        _ => "",
    };
    format!("{}{work}", weekday_name(day))
}

/// Returns a day as lists show it: `2月24日 周二`, `2月14日 周六上班`.
pub fn on_screen(day: NaiveDate, calendar: &Calendar) -> String {
    format!(
        "{}月{}日 {}",
        day.month(),
        day.day(),
        weekday(day, calendar)
    )
}

/// Returns a day as papers print it: `2026年2月24日（周二）`.
pub fn on_paper(day: NaiveDate) -> String {
    format!(
        "{}年{}月{}日（{}）",
        day.year(),
        day.month(),
        day.day(),
        weekday_name(day)
    )
}

/// Returns the countdown to a due day: `剩 3 天`, `今天到期`, `超期 1 天`.
pub fn remaining(due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        0 => "今天到期".to_owned(),
        left if left > 0 => format!("剩 {left} 天"),
        late => format!("超期 {} 天", -late),
    }
}
