//! Steps as they take effect: one permission for the desk and for the fold, and the bar of the procedure.

use std::collections::BTreeMap;

use fachuang_envelope::EntryId;

use super::clock::Start;
use super::field::Kind;
use super::step::{Effect, End, Step, When};
use super::{Procedure, find};
use crate::account::role::{Grant, Role};
use crate::desk::{Actor, View};
use crate::journal::{Event, Record, Value};
use crate::ticket::machine::{Author, Idle, Progress, State, began, holds};
use crate::ticket::{Act, Ticket};
use crate::time::Day;

/// What a common act means in a procedure.
#[derive(Debug, Clone, Copy)]
pub struct ActRule {
    pub act: Act,
    /// Stages it is possible in; none where the procedure says nothing. What else decides there is a step.
    pub only_in: Option<&'static [&'static str]>,
    /// Only when what was recorded says so.
    pub only: Option<fn(&Record) -> bool>,
    /// Stage the ticket stands in afterwards.
    pub to: Option<&'static str>,
    pub starts: &'static [Start],
    pub meets: &'static [&'static str],
    pub drops: &'static [&'static str],
}

impl ActRule {
    /// Leaves the act to some stages: elsewhere a step of the procedure stands in its place.
    pub const fn only_in(self, stages: &'static [&'static str]) -> Self {
        Self {
            only_in: Some(stages),
            ..self
        }
    }

    /// Makes it hold only when what was recorded says so.
    pub const fn only(self, only: fn(&Record) -> bool) -> Self {
        Self {
            only: Some(only),
            ..self
        }
    }

    /// Names the stage the ticket stands in afterwards.
    pub const fn to(self, stage: &'static str) -> Self {
        Self {
            to: Some(stage),
            ..self
        }
    }

    /// Starts clocks.
    pub const fn starts(self, starts: &'static [Start]) -> Self {
        Self { starts, ..self }
    }

    /// Meets clocks.
    pub const fn meets(self, meets: &'static [&'static str]) -> Self {
        Self { meets, ..self }
    }

    /// Ends clocks unmet.
    pub const fn drops(self, drops: &'static [&'static str]) -> Self {
        Self { drops, ..self }
    }
}

/// A step that took effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneStep {
    pub code: String,
    /// Window whose step it was.
    pub window: String,
    pub day: Day,
    pub at_ms: i64,
    /// Staff id of the author.
    pub author: String,
    pub entry: EntryId,
    /// Answers by field code, and facts worked out at writing under `noted.<code>`.
    pub values: BTreeMap<String, String>,
    /// A later step ended its effect.
    pub undone: bool,
}

impl DoneStep {
    /// Returns an answer; empty for none.
    pub fn value(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }
}

impl Progress {
    /// Returns the latest step of this code that stands, in the window the ticket is at.
    pub fn last(&self, code: &str) -> Option<&DoneStep> {
        self.done
            .iter()
            .rev()
            .find(|done| !done.undone && done.window == self.window && done.code == code)
    }

    /// A step of this code stands.
    pub fn has(&self, code: &str) -> bool {
        self.last(code).is_some()
    }
}

/// What a check looks at.
#[derive(Debug)]
pub struct Given<'a> {
    pub view: View<'a>,
    pub actor: &'a Actor,
    pub ticket: &'a Ticket,
    pub progress: &'a Progress,
    pub step: &'static Step,
    pub day: Day,
    /// Answers as they will be stored, by field code; the empty ones are absent.
    pub values: &'a BTreeMap<String, String>,
    pub(super) noted: BTreeMap<&'static str, String>,
}

impl Given<'_> {
    /// Returns an answer; empty for none.
    pub fn value(&self, field: &str) -> &str {
        self.values.get(field).map_or("", String::as_str)
    }

    /// An answer is yes.
    pub fn yes(&self, field: &str) -> bool {
        self.value(field) == "true"
    }

    /// Returns an answer that is a whole number; money is in fen.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.value(field).parse().ok()
    }

    /// Returns an answer that is a day.
    pub fn day_in(&self, field: &str) -> Option<Day> {
        crate::time::day_from_text(self.value(field))
    }

    /// Stores a fact that was worked out, such as an income per head, beside the answers under `noted.<code>`.
    pub fn note(&mut self, code: &'static str, fact: impl Into<String>) {
        self.noted.insert(code, fact.into());
    }
}

/// Says whether a step is possible now and by this hand.
///
/// # Errors
/// The reason why it is not.
pub fn permit(progress: &Progress, step: &Step, author: Author) -> Result<(), Idle> {
    let Some(procedure) = find(&progress.window) else {
        return Err(Idle::StepUnknown);
    };
    authorise(progress, step, author)?;
    let ended = matches!(
        progress.state,
        State::Closed | State::Refused | State::Withdrawn
    );
    let fits = match step.when {
        When::Open => progress.state.is_open(),
        When::Ended => ended,
        When::Both => progress.state.is_open() || ended,
    };
    if !fits {
        return Err(Idle::NotNow);
    }
    if !step.from.is_empty() && !step.from.contains(&progress.stage.as_str()) {
        let name = procedure
            .stage(&progress.stage)
            .map_or("", |stage| stage.name);
        return Err(Idle::StepStage(name));
    }
    let name = |code: &str| procedure.step(code).map_or("", |step| step.name);
    if step.once && progress.has(step.code) {
        return Err(Idle::StepOnce);
    }
    if let Some(missing) = step.after.iter().find(|code| !progress.has(code)) {
        return Err(Idle::StepBefore(name(missing)));
    }
    if let Some(first) = step.after_any.first()
        && !step.after_any.iter().any(|code| progress.has(code))
    {
        return Err(Idle::StepBefore(name(first)));
    }
    if let Some(excludes) = step.not_after.iter().find(|code| progress.has(code)) {
        return Err(Idle::StepExcluded(name(excludes)));
    }
    Ok(())
}

fn authorise(progress: &Progress, step: &Step, author: Author) -> Result<(), Idle> {
    let role = Role::from_code(author.role).ok_or(Idle::NoRight)?;
    let hand = &step.hand;
    if !hand.roles.is_empty() && !hand.roles.contains(&role) {
        return Err(Idle::NoRight);
    }
    match role.grant(hand.right) {
        Grant::Propose if hand.proposes => {}
        Grant::Propose => return Err(Idle::ProposeOnly),
        _ if hand.proposes => return Err(Idle::NoRight),
        Grant::No | Grant::Approve | Grant::TwoPersons => return Err(Idle::NoRight),
        Grant::Own if !holds(progress, author) => return Err(Idle::NotYours),
        Grant::NotOwn if began(progress, author) => return Err(Idle::FourEyes),
        Grant::Yes | Grant::Own | Grant::NotOwn | Grant::LowRisk => {}
    }
    if hand.centre_only && author.tier != "centre" {
        return Err(Idle::CentreOnly);
    }
    let took = |code: &&str| match *code {
        "register" => began(progress, author),
        code => progress
            .done
            .iter()
            .any(|done| !done.undone && done.code == code && done.author == author.id),
    };
    if hand.not_by.iter().any(took) {
        return Err(Idle::FourEyes);
    }
    if hand.holder_only && progress.assignee != author.id {
        return Err(Idle::NotYours);
    }
    Ok(())
}

/// Says whether the procedure leaves a common act to a step at this stage.
pub(crate) fn left_to_a_step(progress: &Progress, act: Act) -> bool {
    find(&progress.window).is_some_and(|procedure| {
        let mut rules = procedure.rules_of(act);
        rules.any(|rule| {
            rule.only_in
                .is_some_and(|stages| !stages.contains(&progress.stage.as_str()))
        })
    })
}

/// Puts a permitted step into effect.
pub(crate) fn advance(progress: &mut Progress, step: &Step, event: &Event, author: &str) {
    let values: BTreeMap<String, String> = event
        .record
        .data
        .iter()
        .filter_map(|(key, value)| {
            let code = key.strip_prefix("field.").map(str::to_owned);
            let code = code.or_else(|| key.starts_with("noted.").then(|| key.clone()))?;
            Some((code, value.as_text().to_owned()))
        })
        .collect();
    let done = DoneStep {
        code: step.code.to_owned(),
        window: progress.window.clone(),
        day: super::clock::day_of_event(event),
        at_ms: event.at_ms,
        author: author.to_owned(),
        entry: event.entry,
        values,
        undone: false,
    };
    if step.moves(&done) {
        for earlier in &mut progress.done {
            if earlier.window == done.window && step.undoes.contains(&earlier.code.as_str()) {
                earlier.undone = true;
            }
        }
        if let Some(stage) = step.to
            && !step.keeps.contains(&progress.stage.as_str())
        {
            progress.stage = stage.to_owned();
        }
    }
    match step.effect {
        Effect::None | Effect::NameVisitor => {}
        Effect::PassFirstContact(field) => {
            progress.first_contact = done.value(field).to_owned();
        }
        Effect::Assign(field) => {
            progress.take(done.value(field));
            progress.state = State::Assigned;
            progress.assigned_ms = Some(event.at_ms);
            progress.accepted_ms = None;
        }
        Effect::Accept => {
            if progress.assignee.is_empty() {
                progress.take(author);
            }
            progress.state = State::InProgress;
            progress.assigned_ms = progress.assigned_ms.or(Some(event.at_ms));
            progress.accepted_ms = Some(event.at_ms);
        }
        Effect::End(state, end) => {
            progress.state = state;
            progress.outcome = match end {
                End::Code(code) => code.to_owned(),
                End::Field(field) => done.value(field).to_owned(),
            };
            progress.outcome_text = done.value("reason").to_owned();
            progress.ended_ms = Some(event.at_ms);
        }
        Effect::Reopen(..) if step.moves(&done) => progress.take_up_again(),
        Effect::Reopen(..) => {}
    }
    let staff = step.fields.iter().filter(|field| field.kind == Kind::Staff);
    for helper in staff.map(|field| done.value(field.code)) {
        if !helper.is_empty() && !progress.hands.iter().any(|hand| hand == helper) {
            progress.hands.push(helper.to_owned());
        }
    }
    progress.done.push(done);
}

/// Step that proposes to take an ended ticket up again.
const PROPOSES_REOPEN: &str = "propose_reopen";

/// Ends the effect of the steps that had ended the ticket, because it is taken up again.
pub(crate) fn reopen(progress: &mut Progress) {
    let Some(procedure) = find(&progress.window) else {
        return;
    };
    for done in &mut progress.done {
        let ended = procedure
            .step(&done.code)
            .is_some_and(|step| matches!(step.effect, Effect::End(..)));
        // The proposal was followed, and is none for another time.
        done.undone |= ended || done.code == PROPOSES_REOPEN;
    }
    progress.stage = stage_by_steps(procedure, progress).to_owned();
}

/// Returns the stage that the steps which stand have led to.
fn stage_by_steps(procedure: &Procedure, progress: &Progress) -> &'static str {
    let standing = progress
        .done
        .iter()
        .filter(|done| !done.undone && done.window == progress.window);
    let steps = standing.filter_map(|done| procedure.step(&done.code));
    steps.fold(procedure.first_stage(), |stage, step| match step.to {
        Some(to) if !step.keeps.contains(&stage) => to,
        _ => stage,
    })
}

/// The step an event records, in the window the ticket is at.
pub(crate) fn step_of(progress: &Progress, event: &Event) -> Option<&'static Step> {
    let code = event.record.data.get("step").map_or("", Value::as_text);
    find(&progress.window)?.step(code)
}

/// Says what a step is that the window does not know: one of a window the ticket had left meanwhile, by somebody who might
/// take it there; else nothing known.
pub(crate) fn outside(progress: &Progress, event: &Event, author: Author) -> Idle {
    let code = event.record.data.get("step").map_or("", Value::as_text);
    let mut left = progress.left.iter().rev();
    let Some(step) = left.find_map(|window| find(window)?.step(code)) else {
        return Idle::StepUnknown;
    };
    match authorise(progress, step, author) {
        Err(idle) if !idle.has_authority() => idle,
        _ => super::recheck(step, event).err().unwrap_or(Idle::StepLeft),
    }
}

/// Says whether a step is possible on a ticket at the desk, where its fields are at hand too.
pub(super) fn permit_on(
    ticket: &Ticket,
    progress: &Progress,
    step: &Step,
    author: Author,
) -> Result<(), Idle> {
    permit(progress, step, author)?;
    if step.effect == Effect::NameVisitor && ticket.id_in("person").is_some() {
        return Err(Idle::NamedAlready);
    }
    Ok(())
}

/// A step with the answer whether it is possible.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    pub step: &'static Step,
    /// Why it is not offered; none when it is.
    pub idle: Option<Idle>,
}

/// Lists every step of a ticket's procedure and whether the actor may take it now.
pub fn offers(view: &View<'_>, actor: &Actor, ticket: &Ticket) -> Vec<Offer> {
    let Some(progress) = ticket.life.progress.as_ref() else {
        return Vec::new();
    };
    let id = actor.id.to_string();
    let author = Author {
        id: &id,
        role: &actor.role,
        tier: &view.site.tier,
    };
    find(&progress.window)
        .into_iter()
        .flat_map(Procedure::steps)
        .map(|step| Offer {
            step,
            idle: permit_on(ticket, progress, step, author).err(),
        })
        .collect()
}

/// Where a stage stands on the bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageState {
    Done,
    Now,
    Next,
}

/// Returns the stages to draw: those of the bar, and the side way the ticket stands in. An ended ticket has no stage
/// that is now: what it went through is done.
pub fn bar(progress: &Progress) -> Vec<(&'static super::Stage, StageState)> {
    let Some(procedure) = find(&progress.window) else {
        return Vec::new();
    };
    let now = procedure
        .stages
        .iter()
        .position(|stage| stage.code == progress.stage)
        .unwrap_or(0);
    let open = progress.state.is_open();
    procedure
        .stages
        .iter()
        .enumerate()
        .filter(|(at, stage)| stage.bar || (*at == now && open))
        .map(|(at, stage)| {
            let state = match at.cmp(&now) {
                std::cmp::Ordering::Less => StageState::Done,
                std::cmp::Ordering::Equal if open => StageState::Now,
                std::cmp::Ordering::Equal => StageState::Done,
                std::cmp::Ordering::Greater => StageState::Next,
            };
            (stage, state)
        })
        .collect()
}
