//! Which papers the path of a ticket calls for: those of steps that were taken, those of steps that may still come, and
//! those of branches it did not take.

use std::collections::BTreeSet;

use super::step::{Effect, Step, When};
use super::{Procedure, find};
use crate::ticket::State;
use crate::ticket::machine::Progress;

/// What a procedure says of papers beyond its steps.
#[derive(Debug, Clone, Copy)]
pub enum PaperRule {
    /// One of the two does.
    Either(&'static str, &'static str),
    /// The answer of a step makes a paper needless.
    Spared {
        form: &'static str,
        step: &'static str,
        field: &'static str,
        values: &'static [&'static str],
    },
}

/// Lets one of two papers do.
pub const fn either(one: &'static str, other: &'static str) -> PaperRule {
    PaperRule::Either(one, other)
}

/// Does without a paper when the latest of a step has one of these answers.
pub const fn spared(
    form: &'static str,
    step: &'static str,
    field: &'static str,
    values: &'static [&'static str],
) -> PaperRule {
    PaperRule::Spared {
        form,
        step,
        field,
        values,
    }
}

/// What a paper is to the file of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It stays out: receipts, slips, letters of the desk.
    Outside,
    /// It is bound.
    Leaf,
    /// It makes a volume out of the others: cover, contents, remarks, back.
    Frame,
}

/// A form as the shelf of a ticket knows it.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// Code of the form in usual print.
    pub form: &'a str,
    /// The procedure of this window cannot do without it (必须).
    pub must: bool,
    pub part: Part,
    /// It was issued, in usual or in large print, and is not void.
    pub made: bool,
}

/// Where a paper of a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Made,
    /// It is in the bound volume.
    Bound,
    /// The path that was taken calls for it, and nobody issued it.
    Missing,
    /// A step that may still come calls for it.
    Ahead,
    /// It belongs to a branch that was not taken (未走的分支).
    Aside,
}

/// A paper in its place.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    pub place: Place,
    /// The last step that was taken and calls for it; the next that will where none was.
    pub step: Option<&'static Step>,
    /// Form of the paper that would do as well.
    pub instead: Option<&'static str>,
}

/// Tells where each sheet stands; none for one that nobody asks for. `bound` says that a volume stands.
pub fn shelf(progress: &Progress, sheets: &[Sheet<'_>], bound: bool) -> Vec<Option<Standing>> {
    let Some(procedure) = find(&progress.window) else {
        return vec![None; sheets.len()];
    };
    let path = Path {
        procedure,
        progress,
        sheets,
        ahead: ahead(procedure, progress),
    };
    sheets
        .iter()
        .map(|sheet| match sheet.part {
            Part::Frame => path.frame(sheet, bound),
            Part::Leaf | Part::Outside => path.leaf(sheet),
        })
        .collect()
}

struct Path<'a> {
    procedure: &'static Procedure,
    progress: &'a Progress,
    sheets: &'a [Sheet<'a>],
    ahead: BTreeSet<&'static str>,
}

impl Path<'_> {
    fn leaf(&self, sheet: &Sheet<'_>) -> Option<Standing> {
        let form = sheet.form;
        let taken = self.taken(form);
        let at = |place| {
            Some(Standing {
                place,
                step: taken,
                instead: None,
            })
        };
        if sheet.made {
            return at(Place::Made);
        }
        if taken.is_none() && !sheet.must {
            return None;
        }
        let instead = self.instead_of(form);
        if self.progress.state == State::Void
            || self.is_spared(form)
            || instead.is_some_and(|other| self.is_made(other))
        {
            return at(Place::Aside);
        }
        let next = self.next(form);
        let free = !self.steps_for(form).any(|_| true);
        let place = match (taken, next) {
            (Some(_), _) => Place::Missing,
            (None, _) if free && self.goes_on() => Place::Missing,
            (None, Some(_)) => Place::Ahead,
            (None, None) => Place::Aside,
        };
        Some(Standing {
            place,
            step: taken.or(next),
            // Of two branches the one that was taken has its own paper.
            instead: instead.filter(|_| free),
        })
    }

    /// A frame belongs to a file, and is due once the ticket has ended with one.
    fn frame(&self, sheet: &Sheet<'_>, bound: bool) -> Option<Standing> {
        let merged = self.progress.outcome == MERGED;
        let has_file = self.sheets.iter().any(|other| {
            other.part == Part::Leaf && (other.made || self.taken(other.form).is_some())
        });
        let place = match self.progress.state {
            _ if bound => Place::Bound,
            _ if sheet.made => Place::Made,
            _ if !sheet.must => return None,
            State::Closed | State::Refused if has_file && !merged => Place::Missing,
            state if state.is_open() => Place::Ahead,
            _ => Place::Aside,
        };
        Some(Standing {
            place,
            step: None,
            instead: None,
        })
    }

    /// The matter is worked, or was worked to its end.
    fn goes_on(&self) -> bool {
        let ended_here = self.progress.state == State::Closed && self.progress.outcome != MERGED;
        self.progress.state.is_open() || ended_here
    }

    fn steps_for(&self, form: &str) -> impl Iterator<Item = &'static Step> {
        self.procedure
            .steps()
            .filter(move |step| step.papers.contains(&form))
    }

    /// Returns the last step that stands and calls for a paper.
    fn taken(&self, form: &str) -> Option<&'static Step> {
        let standing = self.progress.done.iter().rev();
        let own = standing.filter(|done| !done.undone && done.window == self.progress.window);
        own.filter_map(|done| self.procedure.step(&done.code))
            .find(|step| step.papers.contains(&form))
    }

    fn next(&self, form: &str) -> Option<&'static Step> {
        self.steps_for(form)
            .find(|step| self.ahead.contains(step.code))
    }

    fn is_made(&self, form: &str) -> bool {
        let mut sheets = self.sheets.iter();
        sheets.any(|sheet| sheet.form == form && sheet.made)
    }

    fn instead_of(&self, form: &str) -> Option<&'static str> {
        self.procedure.papers.iter().find_map(|rule| match rule {
            PaperRule::Either(one, other) if *one == form => Some(*other),
            PaperRule::Either(one, other) if *other == form => Some(*one),
            _ => None,
        })
    }

    fn is_spared(&self, paper: &str) -> bool {
        self.procedure.papers.iter().any(|rule| match rule {
            PaperRule::Spared {
                form,
                step,
                field,
                values,
            } if *form == paper => {
                let done = self.progress.last(step);
                done.is_some_and(|done| values.contains(&done.value(field)))
            }
            _ => false,
        })
    }
}

/// Outcome of a ticket that goes on as another.
const MERGED: &str = "merged";

/// Returns the steps that were not taken and may still come. A step that ends the ticket, or takes it up again, may come
/// itself; what only follows from it may not, since that is another path.
fn ahead(procedure: &Procedure, progress: &Progress) -> BTreeSet<&'static str> {
    let mut stages = BTreeSet::from([progress.stage.as_str()]);
    let mut ahead = BTreeSet::new();
    let mut onward: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = ahead.len();
        for step in procedure.steps() {
            if ahead.contains(step.code) || progress.has(step.code) {
                continue;
            }
            let reached = |code: &&str| progress.has(code) || onward.contains(code);
            let begins = step.after.iter().all(reached)
                && (step.after_any.is_empty() || step.after_any.iter().any(reached));
            let excluded = step.not_after.iter().any(|code| progress.has(code));
            let stands = step.from.is_empty() || step.from.iter().any(|from| stages.contains(from));
            let in_time = progress.state.is_open() || step.when != When::Open;
            if !begins || excluded || !stands || !in_time {
                continue;
            }
            ahead.insert(step.code);
            if !matches!(step.effect, Effect::End(..) | Effect::Reopen(..)) {
                onward.insert(step.code);
                stages.extend(step.to);
            }
        }
        if ahead.len() == before {
            return ahead;
        }
    }
}
