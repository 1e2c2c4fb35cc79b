use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};

use super::explain::{self, Told};
use super::rule::{Keeper, Rule, Unit};
use crate::calendar::Calendar;
use crate::parameter::Parameters;
use crate::time::{self, Day};

/// A clock that was started: what a limit is computed from, beside its rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Day the clock starts; it is not counted. For an alarm, the day it warns of.
    pub from: Day,
    /// Exact start in Unix milliseconds, for limits in hours.
    pub from_ms: i64,
    /// Length a notice states, in place of that of the rule.
    pub length: Option<(u32, Unit)>,
    /// Day of the notice to supplement and day the material arrived; open while none.
    pub pauses: Vec<(Day, Option<Day>)>,
    /// Day whose parameters and rules are in force: the ticket's acceptance.
    pub in_force: Day,
}

/// The end of a promise of the house, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub day: Day,
    pub explanation: String,
    /// A year without a published holiday table took part in the count (估算).
    pub estimated: bool,
}

/// The end of a limit, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    pub rule: String,
    /// What has to be done.
    pub name: String,
    /// Length in words: 7 日, 15 个工作日; empty where nobody has said.
    pub length: String,
    pub unit: Unit,
    pub from: Day,
    pub from_at: DateTime<FixedOffset>,
    /// Last day on which the thing may still be done; none while the length is not known.
    pub due: Option<Day>,
    /// Exact end of a limit in hours; a limit in days lasts until the end of its day.
    pub due_at: Option<DateTime<FixedOffset>>,
    /// The end if no pause were taken out; none where none was.
    pub due_strict: Option<Day>,
    /// Days taken out, in the unit of the rule.
    pub suspended_days: u32,
    /// A pause that has not ended: the end is not known yet.
    pub paused_since: Option<Day>,
    /// The office's own, shorter promise.
    pub promised: Option<Due>,
    /// Chinese, step by step: `2月10日收到申请，7 日，末日2月17日为春节假期，顺延至2月24日。`
    pub explanation: String,
    /// Chinese citation.
    pub basis: String,
    pub hard: bool,
    pub keeper: Keeper,
    /// A year without a published holiday table took part in the count (估算).
    pub estimated: bool,
    /// Nobody has confirmed the rule, its length or its pause yet (待核实).
    pub unverified: bool,
    /// Rest days moved its end.
    pub rolled: bool,
    /// The month it ends in has no day with the number of the first one.
    pub month_end: bool,
}

impl Limit {
    /// Warns of a day rather than limiting.
    pub fn is_alarm(&self) -> bool {
        self.unit == Unit::Before
    }
}

/// Time taken out of a clock.
pub(super) struct Span {
    pub notice: Day,
    pub arrival: Option<Day>,
}

/// Pauses in order, those that overlap as one, none before the clock starts.
fn spans(pauses: &[(Day, Option<Day>)], from: Day) -> Vec<Span> {
    let mut given: Vec<(Day, Option<Day>)> = pauses
        .iter()
        .map(|(notice, arrival)| ((*notice).max(from), *arrival))
        .filter(|(notice, arrival)| arrival.is_none_or(|arrival| arrival > *notice))
        .collect();
    given.sort_by_key(|(notice, arrival)| (*notice, arrival.unwrap_or(Day::MAX)));
    let mut spans: Vec<Span> = Vec::new();
    for (notice, arrival) in given {
        match spans.last_mut() {
            Some(last) if last.arrival.is_none_or(|end| end >= notice) => {
                last.arrival = match (last.arrival, arrival) {
                    (Some(a), Some(b)) => Some(a.max(b)),
                    _ => None,
                };
            }
            _ => spans.push(Span { notice, arrival }),
        }
    }
    spans
}

/// Returns the limit of a rule whose clock runs.
///
/// The start day is not counted; a last day that is a rest day moves to the next working day where the rule says so.
/// Days after a notice to supplement up to and including the day the material arrives are not counted, provided that the
/// notice came before the end; a limit never ends before the material it waits for has arrived.
///
/// 依据：《中华人民共和国民法典》第二百条至第二百零三条；《中华人民共和国民事诉讼法》第八十五条。
pub fn compute(rule: &Rule, run: &Run, calendar: &Calendar, parameters: &Parameters) -> Limit {
    let (length, assumed) = length_of(rule, run, parameters);
    let unit = length.map_or(rule.unit, |(_, unit)| unit);
    let rolls = rule.rolls && matches!(unit, Unit::Natural | Unit::Months);
    let promised = parameters
        .number(&rule.promise, run.in_force)
        .and_then(|days| u32::try_from(days).ok())
        .filter(|days| *days > 0)
        .map(|days| promised(&rule.trigger, days, run.from, calendar));
    let mut limit = Limit {
        rule: rule.code.clone(),
        name: rule.name.clone(),
        length: length.map_or_else(String::new, |(count, unit)| explain::length(count, unit)),
        unit,
        from: run.from,
        from_at: time::civil(run.from_ms),
        due: None,
        due_at: None,
        due_strict: None,
        suspended_days: 0,
        paused_since: None,
        promised,
        explanation: explain::unknown(rule, run.from),
        basis: rule.basis.clone(),
        hard: rule.hard,
        keeper: rule.keeper,
        estimated: false,
        unverified: !rule.verified || assumed,
        rolled: false,
        month_end: false,
    };
    let Some((count, unit)) = length else {
        return limit;
    };
    let roll = |day| {
        if rolls {
            calendar.roll_forward(day)
        } else {
            day
        }
    };
    let strict_raw = end(unit, run.from, count, 0, calendar);
    let strict = roll(strict_raw);
    let (mut raw, mut day) = (strict_raw, strict);
    let mut taken_out = Vec::new();
    let mut waits_until = None;
    if let Some(counted) = rule.pauses {
        for span in spans(&run.pauses, run.from) {
            // What is asked for after the end no longer moves it.
            if span.notice > day {
                break;
            }
            let Some(arrival) = span.arrival else {
                limit.paused_since = Some(span.notice);
                taken_out.push(span);
                break;
            };
            limit.suspended_days += match counted {
                Unit::Working => calendar.working_days_between(span.notice, arrival),
                _ => (arrival - span.notice).num_days().max(0) as u32,
            };
            raw = end(unit, run.from, count, limit.suspended_days, calendar);
            day = roll(raw);
            let arrived = calendar.roll_forward(arrival);
            if day < arrived {
                waits_until = Some(arrived);
                day = arrived;
            } else {
                waits_until = None;
            }
            taken_out.push(span);
        }
    }
    if unit == Unit::Hours {
        let hours = i64::from(count) + i64::from(limit.suspended_days) * 24;
        let at = limit.from_at.checked_add_signed(TimeDelta::hours(hours));
        let at = at.unwrap_or(limit.from_at);
        limit.due_at = Some(at);
        day = at.date_naive();
        raw = day;
    }
    limit.due = Some(day);
    limit.rolled = rolls && day > raw;
    limit.month_end = unit == Unit::Months && raw.day() != run.from.day();
    limit.due_strict = (!taken_out.is_empty()).then_some(strict);
    let first_counted = if unit == Unit::Working { run.from } else { raw };
    limit.estimated = (rolls || unit == Unit::Working || waits_until.is_some())
        && spans_estimate(first_counted, day, calendar);
    limit.unverified |= !taken_out.is_empty() && rule.pause_basis.is_empty();
    limit.explanation = explain::limit(&Told {
        rule,
        count,
        unit,
        rolls,
        limit: &limit,
        raw,
        taken_out: &taken_out,
        waits_until,
        calendar,
    });
    if !taken_out.is_empty() && !rule.pause_basis.is_empty() && rule.pause_basis != rule.basis {
        limit.basis = format!("{}；{}", rule.basis, rule.pause_basis);
    }
    limit
}

/// Returns the length that applies, and whether it rests on a value nobody has confirmed.
fn length_of(rule: &Rule, run: &Run, parameters: &Parameters) -> (Option<(u32, Unit)>, bool) {
    if run.length.is_some() {
        return (run.length, false);
    }
    if rule.parameter.is_empty() {
        return (rule.length.map(|count| (count, rule.unit)), false);
    }
    match parameters.in_force(&rule.parameter, "", run.in_force) {
        Some(found) => {
            let count = u32::try_from(found.value).unwrap_or(0);
            (Some((count, rule.unit)), found.unverified)
        }
        None => (None, false),
    }
}

fn end(unit: Unit, from: Day, count: u32, more: u32, calendar: &Calendar) -> Day {
    let total = count.saturating_add(more);
    match unit {
        Unit::Natural => calendar.add_natural_days(from, total),
        Unit::Working => calendar.add_working_days(from, total),
        Unit::Hours => calendar.add_natural_days(from, (count / 24).saturating_add(more)),
        Unit::Months => calendar.add_natural_days(calendar.add_months(from, count), more),
        Unit::Before => from
            .checked_sub_days(chrono::Days::new(count.into()))
            .unwrap_or(NaiveDate::MIN),
    }
}

/// Returns the last day of a promise of the house (承诺时限) in working days.
pub fn promised(trigger: &str, working_days: u32, from: Day, calendar: &Calendar) -> Due {
    let day = calendar.add_working_days(from, working_days);
    let estimated = spans_estimate(from, day, calendar);
    Due {
        day,
        explanation: explain::promise(trigger, working_days, from, day, estimated, calendar),
        estimated,
    }
}

fn spans_estimate(from: Day, to: Day, calendar: &Calendar) -> bool {
    (from.year()..=to.year()).any(|year| calendar.estimated(year))
}
