use std::fmt;

use super::{NumberError, PRIME, compact, weighted_sum};

/// No digit and letter that look alike, and no two letters that do: 0, 1, 2, 5, 8 and B, I, L, O, Q, S, U, Z are out.
const ALPHABET: &str = "34679ACDEFGHJKMNPRTVWXY";

/// Count of characters that carry the secret; one more checks them.
const SECRET: usize = 7;

/// The tear-off code with which a citizen rates a ticket later: `7KHA-M3XW`.
///
/// Eight characters, the last of which checks the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RatingCode(String);

impl RatingCode {
    /// Makes a code from random bits that the caller draws; the code knows nothing of the ticket.
    pub fn from_random(random: u64) -> Self {
        let mut left = random;
        let mut code = String::with_capacity(SECRET + 1);
        for _ in 0..SECRET {
            code.push(character(left % PRIME));
            left /= PRIME;
        }
        code.push(character(weighted_sum(values(&code))));
        Self(code)
    }

    /// Reads a code in any case and width, with or without its hyphen.
    ///
    /// # Errors
    /// `number.shape`, `number.check`.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let characters = compact(text);
        let known = characters.iter().all(|found| ALPHABET.contains(*found));
        if characters.len() != SECRET + 1 || !known {
            return Err(NumberError::Shape);
        }
        let code: String = characters.into_iter().collect();
        let (secret, check) = code.split_at(SECRET);
        if !check.starts_with(character(weighted_sum(values(secret)))) {
            return Err(NumberError::Check);
        }
        Ok(Self(code))
    }

    /// Returns the eight characters without hyphen, as they are stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RatingCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = self.0.split_at(4);
        write!(formatter, "{first}-{second}")
    }
}

fn character(value: u64) -> char {
    ALPHABET.as_bytes()[(value % PRIME) as usize].into()
}

fn values(code: &str) -> impl Iterator<Item = u64> {
    code.chars()
        .map(|found| ALPHABET.find(found).unwrap_or_default() as u64)
}
