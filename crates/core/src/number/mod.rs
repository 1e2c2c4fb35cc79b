//! Numbers that people read aloud and type: ticket numbers and the tear-off code for rating.
//!
//! A ticket number can be given out on any device without asking another one, and a slip in reading it shows.

mod rating;
#[cfg(test)]
mod tests;
mod ticket;

use thiserror::Error;

pub use rating::RatingCode;
pub use ticket::{DeviceMark, LETTERS, TicketNumber};

use crate::identifier::normal::half_width;

/// A number that cannot be right; the clerk has to read it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// The parts are not those of such a number.
    #[error("number has the wrong shape")]
    Shape,
    /// The day inside the number does not exist.
    #[error("day in the number does not exist")]
    DayImpossible,
    /// The last character does not follow from the others; one of them is a slip.
    #[error("check character of the number does not fit")]
    Check,
}

impl NumberError {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Shape => "number.shape",
            Self::DayImpossible => "number.day_impossible",
            Self::Check => "number.check",
        }
    }
}

/// Stands where a ticket number has the letter of its window, in the number of a paper (文书号).
pub const PAPER: char = 'P';
/// The same in the number of a blank slip for power cuts (空白单号).
pub const SLIP: char = 'X';

/// Size of both check alphabets: a prime, so that every factor below it can be undone and no slip cancels out.
const PRIME: u64 = 23;

/// Sum of the values, each times another power of 5, which takes 22 steps to return to 1 modulo 23.
///
/// One wrong value changes the sum because its factor is not 0; two swapped neighbours change it because their
/// factors differ.
fn weighted_sum(values: impl IntoIterator<Item = u64>) -> u64 {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        weight = weight * 5 % PRIME;
        sum = (sum + weight * value) % PRIME;
    }
    sum
}

/// Returns what was typed in upper case and half width, without hyphens and blanks.
fn compact(text: &str) -> Vec<char> {
    text.chars()
        .map(half_width)
        .filter(|character| {
            !character.is_whitespace() && !matches!(character, '-' | '‐' | '‑' | '–' | '—' | '−')
        })
        .map(|character| character.to_ascii_uppercase())
        .collect()
}
