//! What a step is made of. Builders keep the window files short.

use super::clock::Start;
use super::field::StepField;
use super::run::{ActRule, Given};
use crate::account::role::{Right, Role};
use crate::error::Result;
use crate::ticket::machine::Progress;
use crate::ticket::{Act, State, Ticket};

/// A place in the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    pub code: &'static str,
    pub name: &'static str,
    /// Drawn on the bar; a side way such as 待补正 is named only while the ticket stands in it.
    pub bar: bool,
}

/// Returns a stage of the bar.
pub const fn stage(code: &'static str, name: &'static str) -> Stage {
    Stage {
        code,
        name,
        bar: true,
    }
}

impl Stage {
    /// Takes the stage off the bar: a side way.
    pub const fn aside(self) -> Self {
        Self { bar: false, ..self }
    }
}

/// When in the life of a ticket a step is possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// While it is open.
    Open,
    /// After it has ended: 已办结, 不予受理, 已撤回.
    Ended,
    /// Both; never once it is void.
    Both,
}

/// By whose hand a step is done.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    pub right: Right,
    /// Roles it is left to; empty for everyone with the right.
    pub roles: &'static [Role],
    /// Never by a station: neither at its desk nor in what it sends.
    pub centre_only: bool,
    /// Four eyes: whoever took one of these steps does not take this one. `register` means who registered the ticket or
    /// received the visitor first.
    pub not_by: &'static [&'static str],
    /// By whoever has the ticket in hand, nobody else.
    pub holder_only: bool,
    /// A proposal: for those who may propose what the right is about, and somebody else carries out.
    pub proposes: bool,
}

impl Hand {
    /// Returns a hand with a right and no further condition.
    pub const fn of(right: Right) -> Self {
        Self {
            right,
            roles: &[],
            centre_only: false,
            not_by: &[],
            holder_only: false,
            proposes: false,
        }
    }

    /// Returns the hand of those who may only propose what a right is about.
    pub const fn proposing(right: Right) -> Self {
        Self {
            proposes: true,
            ..Self::of(right)
        }
    }

    /// Leaves the step to some roles.
    pub const fn roles(self, roles: &'static [Role]) -> Self {
        Self { roles, ..self }
    }

    /// Leaves the step to the centre.
    pub const fn centre_only(self) -> Self {
        Self {
            centre_only: true,
            ..self
        }
    }

    /// Keeps away whoever took one of these steps.
    pub const fn not_by(self, not_by: &'static [&'static str]) -> Self {
        Self { not_by, ..self }
    }

    /// Leaves the step to whoever has the ticket in hand.
    pub const fn holder_only(self) -> Self {
        Self {
            holder_only: true,
            ..self
        }
    }
}

/// Who works the ticket writes down what happened, also what others did: 当事人、律师、调解员、法院.
pub const RECORD: Hand = Hand::of(Right::WorkTicket);
/// Anybody at the counter, also for a ticket another has in hand: what comes in must be taken in.
pub const COUNTER: Hand = Hand::of(Right::RegisterVisit);
/// 审批: reviewer or director at the centre, never who registered the ticket.
pub const DECIDE: Hand = Hand::of(Right::DecideApplication)
    .centre_only()
    .not_by(&["register"]);
/// Work of the centre's reviewer or director that decides nothing: 复核, 审验, 移送.
pub const CENTRE: Hand = Hand::of(Right::DecideApplication).centre_only();

/// What a step does to the common state of the ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    None,
    /// Hands the ticket to the member of staff in this field.
    Assign(&'static str),
    /// Makes the member of staff in this field responsible as who received the visitor first (首问负责).
    PassFirstContact(&'static str),
    /// Gives a visitor who stayed unnamed the name in the fields `name`, `id_kind`, `id_number`, `phone` and
    /// `no_document_reason`.
    NameVisitor,
    /// 承办中: by the holder; where nobody holds it, by the author.
    Accept,
    /// Ends the ticket.
    End(State, End),
    /// Takes an ended ticket up again when this field has this value; otherwise nothing of it changes.
    Reopen(&'static str, &'static str),
}

/// Outcome a step ends a ticket with: a code of the window's outcomes or, for [`State::Refused`], of its refusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Code(&'static str),
    /// The code stands in this field of the step.
    Field(&'static str),
}

/// A field of the ticket that a step sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sets {
    /// For example `restricted` or `field.amount`.
    pub ticket: &'static str,
    /// Field of the step whose value is taken; empty for yes.
    pub from: &'static str,
}

/// Sets a field of the ticket from a field of the step; to yes when that is empty.
pub const fn sets(ticket: &'static str, from: &'static str) -> Sets {
    Sets { ticket, from }
}

/// Looks at the values together, at write only; may note facts that were worked out.
pub type Check = fn(&mut Given<'_>) -> Result<()>;

/// One step of a procedure.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// Stable code that is stored and exchanged; the same code means the same step in every window.
    pub code: &'static str,
    pub name: &'static str,
    /// Stages it is possible in; empty for every one.
    pub from: &'static [&'static str],
    /// Stage the ticket stands in afterwards; none where it stays.
    pub to: Option<&'static str>,
    /// Stages it does not lead out of: what it leads to has begun already.
    pub keeps: &'static [&'static str],
    pub hand: Hand,
    pub when: When,
    /// Whose act it is when it is not that of the person at the desk: 法院, 当事人.
    pub whose: &'static str,
    pub fields: &'static [StepField],
    /// Steps that must have taken effect, all of them.
    pub after: &'static [&'static str],
    /// Steps of which one must have taken effect; empty for no condition.
    pub after_any: &'static [&'static str],
    /// Steps that exclude it.
    pub not_after: &'static [&'static str],
    /// Steps whose effect ends with it, so that they may be taken again: 更换律师 undoes 指派.
    pub undoes: &'static [&'static str],
    /// Possible once, until undone.
    pub once: bool,
    pub effect: Effect,
    pub sets: &'static [Sets],
    pub starts: &'static [Start],
    /// Rules whose running clocks it meets.
    pub meets: &'static [&'static str],
    /// Rules whose running clocks stand still from its day on.
    pub pauses: &'static [&'static str],
    /// Rules whose clocks run again after its day.
    pub resumes: &'static [&'static str],
    /// Rules whose running clocks end unmet.
    pub drops: &'static [&'static str],
    pub check: Option<Check>,
    /// Chinese citation; empty for a rule of the house.
    pub basis: &'static str,
    /// A person has compared it with its source; otherwise it is shown with 待核实.
    pub verified: bool,
    /// Codes of papers that belong to it.
    pub papers: &'static [&'static str],
    /// Codes of papers whose delivery it records.
    pub delivers: &'static [&'static str],
}

/// Returns a step that whoever works the ticket writes down at any time, and that moves nothing.
pub const fn step(code: &'static str, name: &'static str) -> Step {
    Step {
        code,
        name,
        from: &[],
        to: None,
        keeps: &[],
        hand: RECORD,
        when: When::Open,
        whose: "",
        fields: &[],
        after: &[],
        after_any: &[],
        not_after: &[],
        undoes: &[],
        once: false,
        effect: Effect::None,
        sets: &[],
        starts: &[],
        meets: &[],
        pauses: &[],
        resumes: &[],
        drops: &[],
        check: None,
        basis: "",
        verified: true,
        papers: &[],
        delivers: &[],
    }
}

impl Step {
    /// Makes it possible in these stages only.
    pub const fn from(self, from: &'static [&'static str]) -> Self {
        Self { from, ..self }
    }

    /// Names the stage the ticket stands in afterwards.
    pub const fn to(self, stage: &'static str) -> Self {
        Self {
            to: Some(stage),
            ..self
        }
    }

    /// Stays in some stages instead of moving on.
    pub const fn keeps(self, stages: &'static [&'static str]) -> Self {
        Self {
            keeps: stages,
            ..self
        }
    }

    /// Says by whose hand.
    pub const fn by(self, hand: Hand) -> Self {
        Self { hand, ..self }
    }

    /// Says whose act it is that the desk writes down.
    pub const fn whose(self, whose: &'static str) -> Self {
        Self { whose, ..self }
    }

    /// Moves it behind the end of the ticket.
    pub const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// Asks for values.
    pub const fn fields(self, fields: &'static [StepField]) -> Self {
        Self { fields, ..self }
    }

    /// Requires steps before it.
    pub const fn after(self, after: &'static [&'static str]) -> Self {
        Self { after, ..self }
    }

    /// Requires one of several steps before it.
    pub const fn after_any(self, after_any: &'static [&'static str]) -> Self {
        Self { after_any, ..self }
    }

    /// Excludes it after some steps.
    pub const fn not_after(self, not_after: &'static [&'static str]) -> Self {
        Self { not_after, ..self }
    }

    /// Ends the effect of earlier steps.
    pub const fn undoes(self, undoes: &'static [&'static str]) -> Self {
        Self { undoes, ..self }
    }

    /// Makes it possible once only.
    pub const fn once(self) -> Self {
        Self { once: true, ..self }
    }

    /// Gives it an effect on the common state.
    pub const fn effect(self, effect: Effect) -> Self {
        Self { effect, ..self }
    }

    /// Sets fields of the ticket.
    pub const fn sets(self, sets: &'static [Sets]) -> Self {
        Self { sets, ..self }
    }

    /// Starts clocks.
    pub const fn starts(self, starts: &'static [Start]) -> Self {
        Self { starts, ..self }
    }

    /// Meets clocks.
    pub const fn meets(self, meets: &'static [&'static str]) -> Self {
        Self { meets, ..self }
    }

    /// Stops clocks for the time being.
    pub const fn pauses(self, pauses: &'static [&'static str]) -> Self {
        Self { pauses, ..self }
    }

    /// Lets clocks run again.
    pub const fn resumes(self, resumes: &'static [&'static str]) -> Self {
        Self { resumes, ..self }
    }

    /// Ends clocks unmet.
    pub const fn drops(self, drops: &'static [&'static str]) -> Self {
        Self { drops, ..self }
    }

    /// Looks at the values together before it is written.
    pub const fn check(self, check: Check) -> Self {
        Self {
            check: Some(check),
            ..self
        }
    }

    /// Cites its source.
    pub const fn basis(self, basis: &'static str) -> Self {
        Self { basis, ..self }
    }

    /// Marks it 待核实.
    pub const fn unverified(self) -> Self {
        Self {
            verified: false,
            ..self
        }
    }

    /// Names the papers that belong to it.
    pub const fn papers(self, papers: &'static [&'static str]) -> Self {
        Self { papers, ..self }
    }

    /// Makes it the step that records the delivery of some papers, with the day in its field `served`.
    pub const fn delivers(self, papers: &'static [&'static str]) -> Self {
        Self {
            delivers: papers,
            ..self
        }
    }

    /// The values of this step say that it moves the ticket: one that reopens does so for one answer only.
    pub(super) fn moves(&self, done: &super::DoneStep) -> bool {
        match self.effect {
            Effect::Reopen(field, value) => done.value(field) == value,
            _ => true,
        }
    }

    /// This event of the step takes an ended ticket up again.
    pub(super) fn reopens(&self, event: &crate::journal::Event) -> bool {
        let Effect::Reopen(field, wanted) = self.effect else {
            return false;
        };
        let given = event.record.data.get(&format!("field.{field}"));
        given.is_some_and(|given| given.as_text() == wanted)
    }

    /// Changes where the ticket stands, so that its place among other acts matters.
    pub fn moves_state(&self) -> bool {
        let moves = !matches!(
            self.effect,
            Effect::None | Effect::NameVisitor | Effect::PassFirstContact(_)
        );
        self.to.is_some() || moves || !self.undoes.is_empty()
    }
}

/// What must have happened before a ticket is closed.
#[derive(Debug, Clone, Copy)]
pub struct CloseRule {
    /// Outcomes it is asked for; empty for all.
    pub outcomes: &'static [&'static str],
    /// Steps of which one must have taken effect.
    pub any_of: &'static [&'static str],
    /// Further conditions, such as a material that must not be missing.
    pub check: Option<fn(&Ticket) -> Result<()>>,
}

/// Requires one of some steps before a ticket is closed with any of these outcomes; no outcomes for all.
pub const fn need(outcomes: &'static [&'static str], any_of: &'static [&'static str]) -> CloseRule {
    CloseRule {
        outcomes,
        any_of,
        check: None,
    }
}

impl CloseRule {
    /// Adds a condition that looks at the ticket.
    pub const fn check(self, check: fn(&Ticket) -> Result<()>) -> Self {
        Self {
            check: Some(check),
            ..self
        }
    }
}

/// How a ticket that ended is spoken of.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// Outcomes it is said of; empty for all.
    pub outcomes: &'static [&'static str],
    pub name: &'static str,
    /// Only when this field of the latest of this step has this value.
    pub only: Option<(&'static str, &'static str, &'static str)>,
}

/// Returns a way to speak of a ticket that ended with any of these outcomes; no outcomes for all.
pub const fn named(outcomes: &'static [&'static str], name: &'static str) -> Named {
    Named {
        outcomes,
        name,
        only: None,
    }
}

impl Named {
    /// Says it only when a step was taken with a value.
    pub const fn only(self, step: &'static str, field: &'static str, value: &'static str) -> Self {
        Self {
            only: Some((step, field, value)),
            ..self
        }
    }

    /// Fits a ticket as it ended.
    pub fn fits(&self, progress: &Progress) -> bool {
        let outcome =
            self.outcomes.is_empty() || self.outcomes.contains(&progress.outcome.as_str());
        let told = self.only.is_none_or(|(step, field, value)| {
            let done = progress.last(step);
            done.is_some_and(|done| done.value(field) == value)
        });
        outcome && told
    }
}

/// Returns a rule about a common act that does nothing yet.
pub const fn act(act: Act) -> ActRule {
    ActRule {
        act,
        only_in: None,
        only: None,
        to: None,
        starts: &[],
        meets: &[],
        drops: &[],
    }
}
