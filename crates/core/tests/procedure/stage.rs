//! Tickets on their way through a procedure, without a desk.

use fachuang_core::procedure::DoneStep;
use fachuang_core::ticket::{Progress, RatingState, State};

use crate::support::day;

/// A ticket in the holder's hand at a stage, with nothing done yet.
pub fn in_progress(window: &str, stage: &str) -> Progress {
    Progress {
        state: State::InProgress,
        window: window.to_owned(),
        left: Vec::new(),
        stage: stage.to_owned(),
        done: Vec::new(),
        first_contact: "first".to_owned(),
        assignee: "holder".to_owned(),
        outcome: String::new(),
        outcome_text: String::new(),
        registered_ms: 0,
        assigned_ms: None,
        accepted_ms: None,
        ended_ms: None,
        hands: Vec::new(),
        rating_state: RatingState::NotAsked,
        rating: None,
        rating_finished: None,
        supervisions: Vec::new(),
    }
}

/// A step that somebody took, without answers.
pub fn done_at(window: &str, code: &str) -> DoneStep {
    DoneStep {
        code: code.to_owned(),
        window: window.to_owned(),
        day: day("2026-11-20"),
        at_ms: 0,
        author: "somebody".to_owned(),
        entry: fachuang_envelope::EntryId {
            device: 1,
            epoch: 0,
            seq: 1,
        },
        values: Default::default(),
        undone: false,
    }
}
