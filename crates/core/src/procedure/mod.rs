//! The procedures of the windows: which steps there are, who takes them when, and which clocks they move.
//!
//! One file per window and one line in [`PROCEDURES`]. A procedure is data: [`permit`] answers for the person at the desk
//! and for the fold, [`clocks`] tells what runs, [`take_step`] records a step. Steps of every window stand in `common`.

mod clock;
mod common;
mod consult;
mod field;
mod forensic;
mod home_visit;
mod legal_aid;
mod mediation;
mod notary;
mod path;
mod recheck;
mod referral;
mod run;
mod special;
mod step;
mod take;
#[cfg(test)]
mod tests;
mod way;

pub use clock::{Clock, From, Length, Start, clocks, start};
pub use field::{FieldFault, Kind, Required, StepField, ask};
pub use mediation::{FileLine, QUALIFICATIONS, file_lines};
pub use path::{PaperRule, Part, Place, Sheet, Standing, either, shelf, spared};
pub use run::{ActRule, DoneStep, Given, Offer, StageState, bar, offers, permit};
pub use step::{
    CENTRE, COUNTER, CloseRule, DECIDE, Effect, End, Hand, Named, RECORD, Sets, Stage, Step, When,
    act, named, need, sets, stage, step,
};
pub use take::{Wish, check_close, step_for_delivery, take_step};
pub use way::{Way, next_step, way};

pub(crate) use recheck::recheck;
pub(crate) use run::{advance, left_to_a_step, outside, reopen, step_of};

use crate::journal::Record;
use crate::ticket::Ticket;

/// How a window works through its tickets.
#[derive(Debug)]
pub struct Procedure {
    /// Code of the window.
    pub window: &'static str,
    /// In their order; a registered ticket stands in the first.
    pub stages: &'static [Stage],
    /// The window's own steps; one with the code of a common step stands in its place.
    pub steps: &'static [Step],
    /// What the common acts (接办、办结…) mean here; stands before that of every window.
    pub acts: &'static [ActRule],
    /// What usually comes next, in order; the first that is possible is offered by one key.
    pub way: &'static [Way],
    /// What must have happened before a ticket is closed.
    pub close: &'static [CloseRule],
    /// Lists what belongs into the file (卷宗) of a ticket; none where nothing is listed.
    pub file: Option<fn(&Ticket) -> Vec<FileLine>>,
    /// Papers that one of them stands for another, or that an answer makes needless.
    pub papers: &'static [PaperRule],
    /// How an ended ticket is spoken of where its outcome alone does not say it; the first that fits.
    pub results: &'static [Named],
}

/// Every procedure, one for each window.
pub static PROCEDURES: [&Procedure; 6] = [
    &consult::PROCEDURE,
    &legal_aid::PROCEDURE,
    &mediation::PROCEDURE,
    &notary::PROCEDURE,
    &forensic::PROCEDURE,
    &special::PROCEDURE,
];

/// Finds the procedure of a window.
pub fn find(window: &str) -> Option<&'static Procedure> {
    PROCEDURES
        .iter()
        .copied()
        .find(|procedure| procedure.window == window)
}

impl Procedure {
    /// Lists the steps of this window, its own ones first.
    pub fn steps(&self) -> impl Iterator<Item = &'static Step> {
        let own = self.steps;
        let common = common::STEPS
            .iter()
            .filter(move |step| own.iter().all(|known| known.code != step.code));
        own.iter().chain(common)
    }

    /// Finds a step by its code.
    pub fn step(&self, code: &str) -> Option<&'static Step> {
        self.steps().find(|step| step.code == code)
    }

    /// Finds a stage by its code.
    pub fn stage(&self, code: &str) -> Option<&'static Stage> {
        self.stages.iter().find(|stage| stage.code == code)
    }

    /// Returns the code of the stage a registered ticket stands in.
    pub fn first_stage(&self) -> &'static str {
        self.stages.first().map_or("", |stage| stage.code)
    }

    /// Returns what a common act may mean here: the window's own rule, then that of every window.
    pub fn rules_of(&self, act: crate::ticket::Act) -> impl Iterator<Item = &'static ActRule> {
        let own = self.acts.iter();
        own.chain(common::ACTS).filter(move |rule| rule.act == act)
    }

    /// Returns what a common act means here after what was recorded with it.
    pub fn act_rules(
        &self,
        act: crate::ticket::Act,
        record: &Record,
    ) -> impl Iterator<Item = &'static ActRule> {
        self.rules_of(act)
            .filter(move |rule| rule.only.is_none_or(|only| only(record)))
    }
}
