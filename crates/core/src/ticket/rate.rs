//! 评价: asked by staff, given by the citizen alone, looked into by somebody else.

use uuid::Uuid;

use super::act::{append, open, reason, text};
use super::machine::{Act, RatingState};
use crate::desk::Tx;
use crate::error::{Error, Result};
use crate::journal::{Record, Value};

/// Asks the citizen to rate.
pub fn ask_rating(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let ticket = open(tx, id, None, Act::AskRating)?;
    if ticket.progress()?.rating_state == RatingState::Asked {
        return Ok(());
    }
    append(tx, &ticket, Act::AskRating, &Record::default())
}

/// Records that asking brought no rating: the citizen declined, or did not answer.
///
/// # Errors
/// `reason.missing`, and those of every act.
pub fn end_asking(tx: &mut Tx<'_>, id: Uuid, declined: bool, why: &str) -> Result<()> {
    let act = if declined {
        Act::DeclineRating
    } else {
        Act::NoAnswer
    };
    let ticket = open(tx, id, None, act)?;
    append(
        tx,
        &ticket,
        act,
        &Record::of([("reason", Value::text(&reason(why)?))]),
    )
}

/// A citizen's answer.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// Each level 1 (非常不满意) to 5 (非常满意).
    pub attitude: u32,
    pub efficiency: u32,
    pub skill: u32,
    pub overall: u32,
    pub comment: String,
    pub anonymous: bool,
}

/// Stores a citizen's rating. Only the citizen's own window gets here: staff are refused by the state machine.
///
/// # Errors
/// `rating.level`, `rating.already_rated`, `rating.citizen_only`, `text.too_long`.
pub fn rate(tx: &mut Tx<'_>, id: Uuid, answer: &Answer) -> Result<()> {
    let ticket = open(tx, id, None, Act::Rate)?;
    for (field, level) in [
        ("attitude", answer.attitude),
        ("efficiency", answer.efficiency),
        ("skill", answer.skill),
        ("overall", answer.overall),
    ] {
        if !(1..=5).contains(&level) {
            return Err(Error::at("rating.level", field));
        }
    }
    let comment = text("comment", &answer.comment)?;
    if comment.chars().count() > 500 {
        return Err(Error::at("text.too_long", "comment"));
    }
    let record = Record::of([
        ("attitude", Value::Int(i64::from(answer.attitude))),
        ("efficiency", Value::Int(i64::from(answer.efficiency))),
        ("skill", Value::Int(i64::from(answer.skill))),
        ("overall", Value::Int(i64::from(answer.overall))),
        ("comment", Value::text(&comment)),
        ("anonymous", Value::Bool(answer.anonymous)),
    ]);
    append(tx, &ticket, Act::Rate, &record)
}

/// Records that the citizen does not want to rate, from the citizen's own window.
pub fn decline_rating(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let ticket = open(tx, id, None, Act::DeclineRating)?;
    append(tx, &ticket, Act::DeclineRating, &Record::default())
}

/// Ends the task a bad rating opened.
///
/// # Errors
/// `rating.own` for anybody who had the ticket in hand, `note.empty`, and those of every act.
pub fn finish_rating(tx: &mut Tx<'_>, id: Uuid, result: &str) -> Result<()> {
    let ticket = open(tx, id, None, Act::FinishRating)?;
    let result = text("result", result)?;
    if result.is_empty() {
        return Err(Error::at("note.empty", "result"));
    }
    append(
        tx,
        &ticket,
        Act::FinishRating,
        &Record::of([("result", Value::text(&result))]),
    )
}
