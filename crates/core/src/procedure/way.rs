//! The way (办事主线) of a procedure: which step usually comes next, so that one key offers it. What it leaves out is side
//! ways; nothing is allowed or forbidden by it.

use super::run::permit_on;
use super::step::Step;
use super::{Procedure, find};
use crate::desk::{Actor, View};
use crate::ticket::Ticket;
use crate::ticket::machine::{Author, Progress};

/// A step of the way and when it lies on it.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    pub step: &'static str,
    /// Field of the ticket with the values it lies on the way for; none for all.
    pub only: Option<(&'static str, &'static [&'static str])>,
    /// Steps of which one must stand; empty for no condition.
    pub after_any: &'static [&'static str],
    /// Steps that lead elsewhere.
    pub unless: &'static [&'static str],
}

/// Returns a step that lies on the way once and under no condition.
pub const fn way(step: &'static str) -> Way {
    Way {
        step,
        only: None,
        after_any: &[],
        unless: &[],
    }
}

impl Way {
    /// Lies on the way for some values of a field of the ticket.
    pub const fn only(self, field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            only: Some((field, values)),
            ..self
        }
    }

    /// Lies on the way after one of these steps.
    pub const fn after_any(self, steps: &'static [&'static str]) -> Self {
        Self {
            after_any: steps,
            ..self
        }
    }

    /// Lies on the way unless one of these steps stands.
    pub const fn unless(self, steps: &'static [&'static str]) -> Self {
        Self {
            unless: steps,
            ..self
        }
    }

    fn lies_on(&self, ticket: &Ticket, progress: &Progress) -> bool {
        let fits = self
            .only
            .is_none_or(|(field, values)| values.contains(&ticket.text(field)));
        let begun =
            self.after_any.is_empty() || self.after_any.iter().any(|code| progress.has(code));
        let elsewhere = self.unless.iter().any(|code| progress.has(code));
        fits && begun && !elsewhere && !progress.has(self.step)
    }
}

/// Returns the step that comes next on the way of a ticket's procedure and that the actor may take; none where the way
/// has ended, or somebody else has to act.
pub fn next_step(view: &View<'_>, actor: &Actor, ticket: &Ticket) -> Option<&'static Step> {
    let progress = ticket.life.progress.as_ref()?;
    let procedure: &Procedure = find(&progress.window)?;
    if !progress.state.is_open() {
        return None;
    }
    let id = actor.id.to_string();
    let author = Author {
        id: &id,
        role: &actor.role,
        tier: &view.site.tier,
    };
    procedure
        .way
        .iter()
        .filter(|way| way.lies_on(ticket, progress))
        .filter_map(|way| procedure.step(way.step))
        .find(|step| permit_on(ticket, progress, step, author).is_ok())
}
