//! Requests that take more than one step: what is done away from the desk meanwhile, and whose turn it is.

use serde_json::Value;

use super::hall::{StoreTrial, StoreTried, StoreWish, keep_store};
use super::import::{ImportDone, ImportErrand};
use crate::front::{Answer, Front, sent, written};
use crate::refusal::Refusal;

/// What a command begins with that takes more than one step.
#[derive(Debug)]
pub(crate) enum Begun {
    /// The file that is under way.
    Import,
    /// An object store is tried before it is kept.
    Store(Box<StoreWish>),
}

/// Who waits for the answer of a request that takes more than one step.
#[derive(Debug)]
pub struct Turn {
    id: Value,
    waits: Waits,
}

/// What the answer waits for.
#[derive(Debug)]
enum Waits {
    /// The file with this count.
    Import(u64),
    Store(Box<StoreWish>),
}

/// Something to be done away from the desk.
#[derive(Debug)]
pub enum TurnErrand {
    Import(Box<ImportErrand>),
    Store(StoreTrial),
}

/// What came of it.
#[derive(Debug)]
pub enum TurnDone {
    Import(ImportDone),
    Store(StoreTried),
}

impl TurnErrand {
    /// Does the errand; it keeps nobody but the caller waiting.
    pub fn run(self) -> TurnDone {
        match self {
            Self::Import(errand) => TurnDone::Import(errand.run()),
            Self::Store(trial) => TurnDone::Store(trial.run()),
        }
    }
}

/// What follows a request.
#[derive(Debug)]
pub enum Next {
    Answer(String),
    /// To be handed back to [`Front::go_on`], after whoever else waits.
    Turn(Turn),
    /// To be run away from the desk, and handed back with what came of it.
    Errand(Turn, TurnErrand),
}

impl Front {
    /// Returns what a request needs first that was just begun.
    pub(crate) fn first_errand(&mut self, id: Value, begun: Begun) -> Next {
        let errand = match &begun {
            Begun::Import => self
                .first_of_import()
                .map(|errand| TurnErrand::Import(Box::new(errand))),
            Begun::Store(wish) => self.first_of_store(wish).map(TurnErrand::Store),
        };
        match errand {
            Ok(errand) => {
                let waits = match begun {
                    Begun::Import => Waits::Import(self.imports.nr()),
                    Begun::Store(wish) => Waits::Store(wish),
                };
                Next::Errand(Turn { id, waits }, errand)
            }
            Err(refusal) => Next::Answer(written(&id, Err(refusal))),
        }
    }

    /// Goes on with a request that takes more than one step, one of them each time. `done` is what its errand brought.
    pub fn go_on(&mut self, turn: Turn, done: Option<TurnDone>) -> Next {
        let answer = match (turn.waits, done) {
            (Waits::Import(nr), done) => {
                let done = done.and_then(|done| match done {
                    TurnDone::Import(done) => Some(done),
                    TurnDone::Store(_) => None,
                });
                match self.step_of_import(nr, done) {
                    Ok(None) => {
                        let waits = Waits::Import(nr);
                        return Next::Turn(Turn { id: turn.id, waits });
                    }
                    Ok(Some(answer)) => Ok(answer),
                    Err(refusal) => Err(refusal),
                }
            }
            (Waits::Store(wish), Some(TurnDone::Store(tried))) => self.end_of_store(*wish, &tried),
            // Whoever drives has lost an errand.
            (Waits::Store(_), _) => Err(Refusal::of("hall.store_unreached")),
        };
        Next::Answer(written(&turn.id, answer))
    }

    fn end_of_store(&mut self, wish: StoreWish, tried: &StoreTried) -> Answer<Value> {
        sent(keep_store(self, wish, tried)?)
    }
}
