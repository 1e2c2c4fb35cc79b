use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use crate::calendar::{Calendar, Rest, weekday};

use super::compute::{Limit, Span};
use super::rule::{Rule, Unit};

/// Writes a day the way it is said; the year only when it is not the year of the start.
fn said(day: NaiveDate, start: NaiveDate) -> String {
    if day.year() == start.year() {
        format!("{}月{}日", day.month(), day.day())
    } else {
        format!("{}年{}月{}日", day.year(), day.month(), day.day())
    }
}

/// What an explanation is told from.
pub(super) struct Told<'a> {
    pub rule: &'a Rule,
    pub count: u32,
    pub unit: Unit,
    pub rolls: bool,
    pub limit: &'a Limit,
    /// Last day before it is moved.
    pub raw: NaiveDate,
    pub taken_out: &'a [Span],
    /// The limit ends with this day because the material came then, and not before.
    pub waits_until: Option<NaiveDate>,
    pub calendar: &'a Calendar,
}

/// Says a length: 7 日, 15 个工作日, 24 小时, 1 个月.
pub(super) fn length(count: u32, unit: Unit) -> String {
    match unit {
        Unit::Natural => format!("{count} 日"),
        Unit::Working => format!("{count} 个工作日"),
        Unit::Hours => format!("{count} 小时"),
        Unit::Months => format!("{count} 个月"),
        Unit::Before => format!("提前 {count} 日"),
    }
}

/// Says that nobody has said how long the limit is.
pub(super) fn unknown(rule: &Rule, from: NaiveDate) -> String {
    format!(
        "{}{}，期限长短未定，须先设参数。",
        said(from, from),
        rule.trigger
    )
}

pub(super) fn limit(told: &Told<'_>) -> String {
    let Told {
        rule,
        limit,
        calendar,
        ..
    } = told;
    let from = limit.from;
    let end = limit.due.unwrap_or(from);
    let start = format!("{}{}", said(from, from), rule.trigger);
    if told.unit == Unit::Before {
        return format!(
            "{start}，提前 {} 日，{}起报警，不顺延。",
            told.count,
            said(end, from)
        );
    }
    if let Some(at) = limit.due_at {
        return hours(told, &start, at);
    }
    if told.count == 0 && told.taken_out.is_empty() {
        return finish(format!("{start}，当天"), end, limit.estimated, calendar);
    }
    let pause = pauses(told);
    let raw = said(told.raw, from);
    let steps = match told.unit {
        Unit::Working => {
            let passed = passed_holidays(from, told.raw, calendar);
            format!("{start}，{} 个工作日，{pause}{passed}末日{raw}", told.count)
        }
        Unit::Months if told.taken_out.is_empty() && told.raw.day() != from.day() => format!(
            "{start}，{}；{}月无{}日，取月末{raw}",
            months(told.count),
            told.raw.month(),
            from.day(),
        ),
        Unit::Months => format!("{start}，{}，{pause}末日{raw}", months(told.count)),
        _ => format!("{start}，{} 日，{pause}末日{raw}", told.count),
    };
    let rolled = match told.waits_until {
        Some(day) => format!("，早于材料补齐，到{}为止", said(day, from)),
        None => roll(told.rolls, from, told.raw, end, calendar),
    };
    let mut text = format!("{steps}{rolled}");
    if let Some(strict) = limit.due_strict {
        text.push_str(&format!("；不扣除为{}", said(strict, from)));
        if rule.pause_basis.is_empty() {
            text.push_str("，扣除的依据待核实");
        }
    }
    if let Some(since) = limit.paused_since {
        text.push_str(&format!("；{}起停计，补齐后另算", said(since, from)));
    }
    finish(text, end, limit.estimated, calendar)
}

/// Says which time is not counted.
fn pauses(told: &Told<'_>) -> String {
    let from = told.limit.from;
    let closed: Vec<String> = told
        .taken_out
        .iter()
        .filter_map(|span| {
            let arrival = span.arrival?;
            Some(format!(
                "{}通知补正、{}补齐",
                said(span.notice, from),
                said(arrival, from)
            ))
        })
        .collect();
    if closed.is_empty() {
        return String::new();
    }
    let unit = match told.rule.pauses {
        Some(Unit::Working) => "个工作日",
        _ => "日",
    };
    format!(
        "{}，扣除 {} {unit}，",
        closed.join("，"),
        told.limit.suspended_days
    )
}

fn hours(told: &Told<'_>, start: &str, at: DateTime<FixedOffset>) -> String {
    let from = told.limit.from_at;
    let day = said(from.date_naive(), from.date_naive());
    // The sentence names the minute the clock started at.
    let start = start.strip_prefix(&day).unwrap_or(start);
    format!(
        "{day} {}{start}，{} 小时，夜间和休息日照算，{}{} {}前。",
        from.format("%H:%M"),
        told.count,
        pauses(told),
        said(at.date_naive(), from.date_naive()),
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
