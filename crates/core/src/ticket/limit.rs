//! Limits of a ticket: what the law gives and what the office promised, and how each of them stands.

use chrono::{DateTime, FixedOffset};

use super::data::Ticket;
use super::machine::{Act, State};
use crate::calendar::Calendar;
use crate::deadline::{self, Keeper, Light, Rules, Run, Thresholds, Unit};
use crate::error::Result;
use crate::parameter::Parameters;
use crate::procedure;
use crate::time::{self, Day};
use crate::window::{self, Window};

/// Code of the promise the office gave for the whole ticket.
pub const PROMISED: &str = "promised";
/// Code of the rule that starts when a ticket ends.
const ASKED_AT_END: &str = "EVAL";
/// What the office's own limit is counted from, in words.
const RECEIVED: &str = "收到";

/// A limit of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What it was computed from.
    pub run: Run,
    pub counted: deadline::Limit,
    /// What it is about, beside others of the same rule; empty for nothing.
    pub subject: String,
    pub met: Option<Day>,
    /// Ended without being met.
    pub dropped: bool,
}

impl Limit {
    /// Code of the rule; [`PROMISED`] for the office's own promise.
    pub fn code(&self) -> &str {
        &self.counted.rule
    }

    /// 法定 rather than 承诺.
    pub fn statutory(&self) -> bool {
        self.code() != PROMISED
    }

    /// Somebody still has to meet it.
    pub fn is_open(&self) -> bool {
        self.met.is_none() && !self.dropped
    }

    /// For example 法定 7 日.
    pub fn title(&self) -> String {
        let word = if self.statutory() { "法定" } else { "承诺" };
        format!("{word} {}", self.counted.length)
            .trim_end()
            .to_owned()
    }

    /// Met after its last day.
    pub fn met_late(&self) -> bool {
        let due = self.counted.due;
        self.met.is_some_and(|met| due.is_some_and(|due| met > due)) && !self.counted.is_alarm()
    }

    /// Returns the light of an open limit; none of one that was met or dropped.
    pub fn light(&self, now: DateTime<FixedOffset>, thresholds: Thresholds) -> Option<Light> {
        self.is_open()
            .then(|| deadline::light(&self.counted, now, thresholds))
    }

    /// Days by which the ticket stands in the lists: the end of a hard limit and the day that was promised.
    pub fn list_days(&self) -> Option<Day> {
        if !self.is_open() {
            return None;
        }
        let hard = self
            .counted
            .due
            .filter(|_| self.counted.hard && self.counted.paused_since.is_none());
        let promised = self.counted.promised.as_ref().map(|promised| promised.day);
        hard.into_iter().chain(promised).min()
    }

    /// Returns the explanation of the day the ticket stands in the lists by.
    pub fn list_text(&self) -> &str {
        let promised = self.counted.promised.as_ref();
        match promised.filter(|promised| Some(promised.day) == self.list_days()) {
            Some(promised) => &promised.explanation,
            None => &self.counted.explanation,
        }
    }
}

/// Returns the office's promise for a whole ticket as a limit.
pub fn promise(days: u32, run: Run, calendar: &Calendar) -> Limit {
    let due = deadline::promised(RECEIVED, days, run.from, calendar);
    Limit {
        counted: deadline::Limit {
            rule: PROMISED.to_owned(),
            name: "承诺办结".to_owned(),
            length: format!("{days} 个工作日"),
            unit: Unit::Working,
            from: run.from,
            from_at: time::civil(run.from_ms),
            due: Some(due.day),
            due_at: None,
            due_strict: None,
            suspended_days: 0,
            paused_since: None,
            promised: None,
            explanation: due.explanation,
            basis: String::new(),
            hard: true,
            keeper: Keeper::Office,
            estimated: due.estimated,
            unverified: false,
            rolled: false,
            month_end: false,
        },
        run: Run {
            length: Some((days, Unit::Working)),
            ..run
        },
        subject: String::new(),
        met: None,
        dropped: false,
    }
}

/// Computes the limit of a rule by its code, or of a promise; none for a code this program does not know.
pub fn of_code(
    code: &str,
    run: Run,
    calendar: &Calendar,
    parameters: &Parameters,
) -> Option<Limit> {
    if code == PROMISED {
        let days = run.length.map_or(0, |(days, _)| days);
        return Some(promise(days, run, calendar));
    }
    let rule = Rules::bundled().get(code, run.in_force)?;
    Some(Limit {
        counted: deadline::compute(rule, &run, calendar, parameters),
        run,
        subject: String::new(),
        met: None,
        dropped: false,
    })
}

/// A clock that starts at a moment, with rules and parameters of a day.
fn run_from(from_ms: i64, in_force: Day) -> Run {
    Run {
        from: time::day_of(from_ms),
        from_ms,
        length: None,
        pauses: Vec::new(),
        in_force,
    }
}

/// Returns the limits that start with the moment a matter comes to a window, the promised one first.
pub fn on_arrival(
    window: &Window,
    at_ms: i64,
    promised_days: u32,
    calendar: &Calendar,
    parameters: &Parameters,
) -> Vec<Limit> {
    let run = run_from(at_ms, time::day_of(at_ms));
    let mut limits = Vec::new();
    if promised_days > 0 {
        limits.push(promise(promised_days, run.clone(), calendar));
    }
    let rules = window.limits.iter().filter(|code| **code != ASKED_AT_END);
    limits.extend(rules.filter_map(|code| of_code(code, run.clone(), calendar, parameters)));
    limits
}

/// Returns every limit of a ticket: the promise for the whole of it first, then in the order they were started.
///
/// # Errors
/// `ticket.not_found` while its registration has not arrived.
pub fn list(ticket: &Ticket, calendar: &Calendar, parameters: &Parameters) -> Result<Vec<Limit>> {
    let progress = ticket.progress()?;
    let received_ms = ticket
        .folded
        .value("received")
        .as_int()
        .unwrap_or(progress.registered_ms);
    let in_force = time::day_of(received_ms);
    let arrived_ms = ticket
        .life
        .steps
        .iter()
        .rev()
        .find(|step| step.idle.is_none() && step.act == Act::Transfer)
        .map_or(received_ms, |step| step.event.at_ms);
    let days = ticket.folded.value("promised_days").as_int().unwrap_or(0);
    let ended = progress.ended_ms.map(time::day_of);
    let mut limits = Vec::new();
    if days > 0 {
        let run = run_from(arrived_ms, in_force);
        limits.push(promise(days.clamp(0, 365) as u32, run, calendar));
    }
    let clocks = procedure::clocks(ticket);
    if let Some(window) = window::find(&progress.window) {
        let run = run_from(arrived_ms, in_force);
        // Nobody has said yet when the clock of the law started: to be safe, with the arrival.
        let untold = |code: &str| {
            let procedure = procedure::find(window.code);
            let waits = procedure.is_some_and(|known| progress.stage == known.first_stage());
            waits && progress.state.is_open() && clocks.iter().all(|clock| clock.rule != code)
        };
        let rules = window.limits.iter().filter(|code| {
            **code != ASKED_AT_END && (!told_by_steps(window, code) || untold(code))
        });
        limits.extend(rules.filter_map(|code| of_code(code, run.clone(), calendar, parameters)));
    }
    for limit in &mut limits {
        match progress.state {
            State::Closed | State::Refused => limit.met = ended,
            State::Withdrawn | State::Void => limit.dropped = true,
            State::Registered | State::Assigned | State::InProgress => {}
        }
    }
    for clock in clocks {
        let run = Run {
            from: clock.from_day,
            from_ms: clock.from_at_ms,
            length: clock.length,
            pauses: clock.pauses,
            in_force,
        };
        let Some(limit) = of_code(&clock.rule, run, calendar, parameters) else {
            continue;
        };
        limits.push(Limit {
            subject: clock.subject,
            met: clock.met,
            dropped: clock.dropped || progress.state == State::Void,
            ..limit
        });
    }
    Ok(limits)
}

/// The clock of a rule is started by a step or act of the window's procedure, and not by the arrival of the ticket.
fn told_by_steps(window: &Window, rule: &str) -> bool {
    let Some(procedure) = procedure::find(window.code) else {
        return false;
    };
    let of_steps = procedure.steps().flat_map(|step| step.starts);
    let rules = Act::ALL.into_iter().flat_map(|act| procedure.rules_of(act));
    let of_acts = rules.flat_map(|rule| rule.starts);
    of_steps.chain(of_acts).any(|start| start.rule == rule)
}

/// Returns the limit a ticket stands in the lists by: the earliest end of an open hard limit or promise.
pub fn first(limits: &[Limit]) -> Option<&Limit> {
    limits
        .iter()
        .filter(|limit| limit.list_days().is_some())
        .min_by_key(|limit| limit.list_days())
}
