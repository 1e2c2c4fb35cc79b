//! Clocks: which limits run on a ticket, told by its steps. Due days are worked out elsewhere.

use super::run::ActRule;
use super::step::Step;
use crate::deadline::Unit;
use crate::journal::{Event, Value};
use crate::ticket::{Act, Ticket};
use crate::time::{self, Day};

/// Where a clock starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The day the step happened on; for an act, the day it was written.
    Day,
    /// The instant the step was written; for limits in hours.
    Moment,
    /// A day or moment in a field of the step.
    Field(&'static str),
    /// A moment in a field of the step; the instant it was written where the field is empty.
    FieldOrMoment(&'static str),
    /// A day in a field of the ticket, such as `limitation_day`.
    Ticket(&'static str),
}

/// How long a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// As the rule says.
    Rule,
    /// As a number in a field of the step says: printed on a notice. As the rule says where the field is empty.
    Field(&'static str, Unit),
    /// The same with the unit in a second field: `W` for working days, anything else for natural days.
    FieldIn(&'static str, &'static str),
}

/// A clock that a step or an act starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// Code in the table of deadline rules.
    pub rule: &'static str,
    pub from: From,
    pub length: Length,
    /// Goes on when the ticket ends: 回访, 司法确认, 起诉期限.
    pub outlives: bool,
    /// Field of the step that says what it is about; empty for nothing.
    pub subject: &'static str,
    /// Starts only when this field of the step has one of these values.
    pub only: Option<(&'static str, &'static [&'static str])>,
    /// The step itself keeps the limit: it is shown as met, and not at all where the step met an earlier one of the rule.
    pub kept: bool,
    /// Steps after which it does not start any more.
    pub unless: &'static [&'static str],
}

/// Returns a start on the day of the step with the length of the rule.
pub const fn start(rule: &'static str) -> Start {
    Start {
        rule,
        from: From::Day,
        length: Length::Rule,
        outlives: false,
        subject: "",
        only: None,
        kept: false,
        unless: &[],
    }
}

impl Start {
    /// Starts elsewhere.
    pub const fn from(self, from: From) -> Self {
        Self { from, ..self }
    }

    /// Takes the length from a field of the step.
    pub const fn lasting(self, field: &'static str, unit: Unit) -> Self {
        Self {
            length: Length::Field(field, unit),
            ..self
        }
    }

    /// Takes the length and its unit from fields of the step.
    pub const fn lasting_in(self, days: &'static str, unit: &'static str) -> Self {
        Self {
            length: Length::FieldIn(days, unit),
            ..self
        }
    }

    /// Does not start after some steps.
    pub const fn unless(self, steps: &'static [&'static str]) -> Self {
        Self {
            unless: steps,
            ..self
        }
    }

    /// Goes on when the ticket ends.
    pub const fn outlives(self) -> Self {
        Self {
            outlives: true,
            ..self
        }
    }

    /// Starts only when a field of the step has one of some values.
    pub const fn only(self, field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            only: Some((field, values)),
            ..self
        }
    }

    /// Is kept by the step that starts it.
    pub const fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    /// Says in which field of the step it is told what it is about.
    pub const fn about(self, field: &'static str) -> Self {
        Self {
            subject: field,
            ..self
        }
    }
}

/// A limit that runs, was met, or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Code of the rule.
    pub rule: String,
    /// The day that starts it, which is not counted.
    pub from_day: Day,
    /// The instant that starts it, for limits in hours.
    pub from_at_ms: i64,
    /// Printed on a notice; none where the rule says it.
    pub length: Option<(u32, Unit)>,
    /// Day of a notice and day the material arrived; open while there is none.
    pub pauses: Vec<(Day, Option<Day>)>,
    pub met: Option<Day>,
    /// Ended without being met: 撤回, 不予受理, 另有规定.
    pub dropped: bool,
    /// What it is about, beside others of the same rule; empty for nothing.
    pub subject: String,
}

impl Clock {
    /// Still runs, or stands still for the time being.
    pub fn is_open(&self) -> bool {
        self.met.is_none() && !self.dropped
    }
}

struct Running {
    clock: Clock,
    outlives: bool,
    /// Dropped by the end of the ticket, so that taking it up again lets it run on.
    by_end: bool,
}

struct Moves {
    starts: &'static [Start],
    meets: &'static [&'static str],
    pauses: &'static [&'static str],
    resumes: &'static [&'static str],
    drops: &'static [&'static str],
}

impl Moves {
    fn of_step(step: &'static Step) -> Self {
        Self {
            starts: step.starts,
            meets: step.meets,
            pauses: step.pauses,
            resumes: step.resumes,
            drops: step.drops,
        }
    }

    fn of_act(rule: &'static ActRule) -> Self {
        Self {
            starts: rule.starts,
            meets: rule.meets,
            pauses: &[],
            resumes: &[],
            drops: rule.drops,
        }
    }
}

/// Returns the clocks of a ticket in the order they were started.
pub fn clocks(ticket: &Ticket) -> Vec<Clock> {
    let mut running: Vec<Running> = Vec::new();
    let mut window = String::new();
    for done in ticket.life.steps.iter().filter(|done| done.idle.is_none()) {
        let event = &done.event;
        if matches!(done.act, Act::Register | Act::Transfer) {
            window = text(event, "window").to_owned();
        }
        let Some(procedure) = super::find(&window) else {
            continue;
        };
        let day = day_of_event(event);
        let step = procedure
            .step(text(event, "step"))
            .filter(|_| done.act == Act::Step);
        let moves: Vec<Moves> = match step {
            Some(step) => vec![Moves::of_step(step)],
            None => procedure
                .act_rules(done.act, &event.record)
                .map(Moves::of_act)
                .collect(),
        };
        let met: Vec<String> = running
            .iter()
            .filter(|one| one.clock.is_open())
            .filter(|one| {
                let rule = one.clock.rule.as_str();
                moves.iter().any(|moves| moves.meets.contains(&rule))
            })
            .map(|one| one.clock.rule.clone())
            .collect();
        for moves in &moves {
            settle(&mut running, moves, day);
        }
        match done.act {
            _ if step.is_some_and(|step| matches!(step.effect, super::Effect::End(..))) => {
                end(&mut running)
            }
            Act::Close | Act::Refuse | Act::Withdraw | Act::Void | Act::Transfer => {
                end(&mut running)
            }
            Act::Reopen => take_up_again(&mut running),
            _ if step.is_some_and(|step| step.reopens(event)) => take_up_again(&mut running),
            _ => {}
        }
        let before = |code: &&str| {
            let earlier = ticket.life.steps.iter();
            earlier
                .take_while(|other| other.event.entry != event.entry)
                .any(|other| other.idle.is_none() && text(&other.event, "step") == *code)
        };
        for start in moves.iter().flat_map(|moves| moves.starts) {
            let answered = start.kept && met.iter().any(|rule| rule == start.rule);
            if !answered && !start.unless.iter().any(before) {
                running.extend(begin(start, ticket, event, day));
            }
        }
    }
    running.into_iter().map(|one| one.clock).collect()
}

fn settle(running: &mut [Running], moves: &Moves, day: Day) {
    for one in running.iter_mut().filter(|one| one.clock.is_open()) {
        let clock = &mut one.clock;
        let named = |rules: &[&str]| rules.contains(&clock.rule.as_str());
        let (met, dropped) = (named(moves.meets), named(moves.drops));
        let (stops, goes_on) = (named(moves.pauses), named(moves.resumes));
        if goes_on && let Some((_, until)) = clock.pauses.last_mut() {
            until.get_or_insert(day);
        }
        if stops && clock.pauses.last().is_none_or(|(_, until)| until.is_some()) {
            clock.pauses.push((day, None));
        }
        if met {
            clock.met = Some(day);
        }
        clock.dropped |= dropped;
    }
}

fn end(running: &mut [Running]) {
    for one in running
        .iter_mut()
        .filter(|one| one.clock.is_open() && !one.outlives)
    {
        one.clock.dropped = true;
        one.by_end = true;
    }
}

fn take_up_again(running: &mut [Running]) {
    for one in running.iter_mut().filter(|one| one.by_end) {
        one.clock.dropped = false;
        one.by_end = false;
    }
}

fn begin(start: &Start, ticket: &Ticket, event: &Event, day: Day) -> Option<Running> {
    let field = |code: &str| text(event, &format!("field.{code}"));
    if let Some((code, values)) = start.only
        && !values.contains(&field(code))
        && !(field(code).is_empty() && values.contains(&"false"))
    {
        return None;
    }
    let at_day = |text: &str| {
        time::day_from_text(text)
            .map(|day| (day, midnight_ms(day)))
            .or_else(|| super::field::moment_ms(text).map(|ms| (time::day_of(ms), ms)))
    };
    let (from_day, from_at_ms) = match start.from {
        From::Day if time::day_of(event.at_ms) == day => (day, event.at_ms),
        From::Day => (day, midnight_ms(day)),
        From::Moment => (time::day_of(event.at_ms), event.at_ms),
        From::Field(code) => at_day(field(code))?,
        From::FieldOrMoment(code) => {
            at_day(field(code)).unwrap_or((time::day_of(event.at_ms), event.at_ms))
        }
        From::Ticket(code) => at_day(ticket.text(code))?,
    };
    let length = match start.length {
        Length::Rule => None,
        Length::Field(code, unit) => field(code).parse().ok().map(|number| (number, unit)),
        Length::FieldIn(days, unit) => {
            let unit = match field(unit) {
                "W" => Unit::Working,
                _ => Unit::Natural,
            };
            field(days).parse().ok().map(|number| (number, unit))
        }
    };
    Some(Running {
        clock: Clock {
            rule: start.rule.to_owned(),
            from_day,
            from_at_ms,
            length,
            pauses: Vec::new(),
            met: start.kept.then_some(day),
            dropped: false,
            subject: if start.subject.is_empty() {
                String::new()
            } else {
                field(start.subject).to_owned()
            },
        },
        outlives: start.outlives,
        by_end: false,
    })
}

fn text<'a>(event: &'a Event, key: &str) -> &'a str {
    event.record.data.get(key).map_or("", Value::as_text)
}

/// Returns the civil day an event happened on: as its author says, else the day it was written.
pub(super) fn day_of_event(event: &Event) -> Day {
    time::day_from_text(text(event, "day")).unwrap_or_else(|| time::day_of(event.at_ms))
}

fn midnight_ms(day: Day) -> i64 {
    time::from_text(&format!("{day}T00:00:00+08:00")).unwrap_or_default()
}
