use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use crate::calendar::{Calendar, Rest, weekday};

use super::{Rule, Unit};

/// Writes a day the way it is said; the year only when it is not the year of the start.
fn said(day: NaiveDate, start: NaiveDate) -> String {
    if day.year() == start.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        format!("{}年{}月{}日", day.year(), day.month(), day.day())
    }
}

pub(super) fn rule(
    rule: &Rule,
    from: NaiveDate,
    end: NaiveDate,
    day: NaiveDate,
    estimated: bool,
    calendar: &Calendar,
) -> String {
    let start = format!("{}{}", said(from, from), rule.trigger);
    if rule.length == 0 {
        return finish(format!("{start}，当天"), end, estimated, calendar);
    }
    let steps = match rule.unit {
        Unit::Natural => format!("{start}，{} 日，末日{}", rule.length, said(end, from)),
        Unit::Working => {
            let passed = passed_holidays(from, end, calendar);
            format!(
                "{start}，{} 个工作日，{passed}末日{}",
                rule.length,
                said(end, from)
            )
        }
        Unit::Hours => format!("{start}，{} 小时，末日{}", rule.length, said(end, from)),
        Unit::Months if end.day() == from.day() => {
            format!("{start}，{}，末日{}", months(rule.length), said(end, from))
        }
        Unit::Months => format!(
            "{start}，{}；{}月无{}日，取月末{}",
            months(rule.length),
            end.month(),
            from.day(),
            said(end, from)
        ),
    };
    let rolled = roll(rule.rolls, from, end, day, calendar);
    finish(format!("{steps}{rolled}"), day, estimated, calendar)
}

pub(super) fn hours(rule: &Rule, from: DateTime<FixedOffset>, at: DateTime<FixedOffset>) -> String {
    let (start, end) = (from.date_naive(), at.date_naive());
    format!(
        "{} {}{}，{} 小时，夜间和休息日照算，{} {}前。",
        said(start, start),
        from.format("%H:%M"),
        rule.trigger,
        rule.length,
        said(end, start),
        at.format("%H:%M")
    )
}

pub(super) fn promise(
    trigger: &str,
    working_days: u32,
    from: NaiveDate,
    day: NaiveDate,
    estimated: bool,
    calendar: &Calendar,
) -> String {
    let passed = passed_holidays(from, day, calendar);
    let steps = format!(
        "{}{trigger}，承诺 {working_days} 个工作日，{passed}末日{}",
        said(from, from),
        said(day, from)
    );
    finish(steps, day, estimated, calendar)
}

fn months(count: u32) -> String {
    match count {
        1 => "一个月".to_owned(),
        count => format!("{count} 个月"),
    }
}

/// Says why the last day moves, or why a Saturday or Sunday does not move.
fn roll(
    rolls: bool,
    from: NaiveDate,
    end: NaiveDate,
    day: NaiveDate,
    calendar: &Calendar,
) -> String {
    let reason = match calendar.is_rest_day(end) {
        Rest::Holiday(name) if rolls => format!("为{}", holiday(name)),
        Rest::Weekend if rolls => format!("为{}", weekday(end, calendar)),
        Rest::MakeUp(_) if rolls => return "，当天调休上班，不顺延".to_owned(),
        _ => return String::new(),
    };
    format!("{reason}，顺延至{}", said(day, from))
}

fn holiday(name: &str) -> String {
    // 清明节 is said as 清明假期, 元旦 as 元旦假期.
    let names: Vec<&str> = name
        .split('、')
        .map(|one| match one.strip_suffix('节') {
            Some(short) if short.chars().count() > 1 => short,
            _ => one,
        })
        .collect();
    format!("{}假期", names.join("、"))
}

/// Names the holidays and make-up days that lie between start and end of a count of working days.
fn passed_holidays(from: NaiveDate, end: NaiveDate, calendar: &Calendar) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut run: Option<(NaiveDate, NaiveDate, &str)> = None;
    let close = |run: Option<(NaiveDate, NaiveDate, &str)>, parts: &mut Vec<String>| {
        if let Some((first, last, name)) = run {
            let span = if first == last {
                said(first, from)
            } else if first.month() == last.month() {
                format!("{}至{}日", said(first, from), last.day())
            } else {
                format!("{}至{}", said(first, from), said(last, from))
            };
            parts.push(format!("{span}{}", holiday(name)));
        }
    };
    for day in from
        .iter_days()
        .skip(1)
        .take_while(|candidate| *candidate <= end)
    {
        match (calendar.is_rest_day(day), run) {
            (Rest::Holiday(name), Some((first, _, running))) if name == running => {
                run = Some((first, day, name));
            }
            (Rest::Holiday(name), before) => {
                close(before, &mut parts);
                run = Some((day, day, name));
            }
            (Rest::MakeUp(_), before) => {
                close(before, &mut parts);
                run = None;
                parts.push(format!("{}上班", said(day, from)));
            }
            (_, before) => {
                close(before, &mut parts);
                run = None;
            }
        }
    }
    close(run, &mut parts);
    if parts.is_empty() {
        String::new()
    } else {
        format!("其间{}，", parts.join("、"))
    }
}

fn finish(steps: String, day: NaiveDate, estimated: bool, calendar: &Calendar) -> String {
    if !estimated {
        return format!("{steps}。");
    }
    let year = day.year();
    let year = if calendar.estimated(year) {
        year
    } else {
        year - 1
    };
    format!("{steps}。估算：{year}年放假安排未公布。")
}
