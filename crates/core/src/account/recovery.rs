//! The recovery code: 160 random bits that people can write down, shown once and kept in a sealed envelope.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::chance::Random;

/// Bytes behind a recovery code.
const SECRET_BYTES: usize = 20;

/// Characters that carry the secret, five bits each.
const DATA_CHARS: usize = 32;

/// Digits and letters without I, L, O and U, so that nothing can be misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Why what was typed is not a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RecoveryError {
    /// Too few or too many characters were typed.
    #[error("a recovery code has 33 characters, not {0}")]
    Length(usize),
    /// A character that no recovery code contains was typed; positions count from 1.
    #[error("character {0} of the recovery code is not part of its alphabet")]
    Symbol(usize),
    /// The check character does not agree with the rest.
    #[error("the check character of the recovery code does not agree")]
    Check,
}

impl RecoveryError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length(_) => "recovery.length",
            Self::Symbol(_) => "recovery.symbol",
            Self::Check => "recovery.check",
        }
    }
}

/// A secret that opens the database without any password.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; SECRET_BYTES]);

impl RecoveryCode {
    /// Draws a new code.
    pub fn generate(random: &mut dyn Random) -> Self {
        let mut code = Self([0; SECRET_BYTES]);
        random.fill(&mut code.0);
        code
    }

    /// Returns the code as printed: seven groups of four characters and one of five, the last being the check character.
    pub fn reveal(&self) -> Zeroizing<String> {
        let digits = self.digits();
        let mut text = Zeroizing::new(String::with_capacity(DATA_CHARS + 8));
        for (at, digit) in digits.iter().chain([&check(&digits[..])]).enumerate() {
            if at > 0 && at % 4 == 0 && at < DATA_CHARS {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*digit)]));
        }
        text
    }

    /// Reads a typed code: case, width, blanks and dashes do not matter, O is read as 0, I and L as 1.
    ///
    /// # Errors
    /// `recovery.length`, `recovery.symbol`, `recovery.check`.
    pub fn parse(text: &str) -> Result<Self, RecoveryError> {
        let mut digits = Zeroizing::new(Vec::with_capacity(DATA_CHARS + 1));
        let typed = text.nfkc().filter(|c| !is_separator(*c));
        for (at, typed) in typed.enumerate() {
            digits.push(digit_of(typed).ok_or(RecoveryError::Symbol(at + 1))?);
        }
        if digits.len() != DATA_CHARS + 1 {
            return Err(RecoveryError::Length(digits.len()));
        }
        let (data, expected) = digits.split_at(DATA_CHARS);
        if check(data) != expected[0] {
            return Err(RecoveryError::Check);
        }
        let mut code = Self([0; SECRET_BYTES]);
        for (five, eight) in code.0.chunks_mut(5).zip(data.chunks(8)) {
            let bits = eight
                .iter()
                .fold(0u64, |bits, digit| bits << 5 | u64::from(*digit));
            five.copy_from_slice(&bits.to_be_bytes()[3..]);
        }
        Ok(code)
    }

    /// Returns the secret bytes for key derivation.
    pub(crate) fn secret(&self) -> &[u8] {
        &self.0
    }

    fn digits(&self) -> Zeroizing<Vec<u8>> {
        let mut digits = Zeroizing::new(Vec::with_capacity(DATA_CHARS));
        for five in self.0.chunks(5) {
            let bits = five
                .iter()
                .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            digits.extend((0..8).map(|at| (bits >> (35 - 5 * at) & 31) as u8));
        }
        digits
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '.' | '·' | '‐' | '‑' | '–' | '—' | '−')
}

fn digit_of(typed: char) -> Option<u8> {
    let upper = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET.iter().position(|c| char::from(*c) == upper)?;
    u8::try_from(at).ok()
}

/// Returns the weighted sum of the digits in the field of 32 elements.
///
/// Each place has a power of the generator as its weight, so one wrong character or two swapped neighbours always show.
fn check(digits: &[u8]) -> u8 {
    digits
        .iter()
        .rev()
        .fold(0, |sum, digit| double(sum ^ digit))
}

/// Multiplies by the generator of the field, x⁵ + x² + 1.
fn double(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 0b10_0000 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Seeded;

    fn code() -> RecoveryCode {
        RecoveryCode::generate(&mut Seeded::new("recovery"))
    }

    #[test]
    fn a_printed_code_is_read_back_however_it_is_typed() {
        let printed = code().reveal().to_string();
        assert_eq!(printed.len(), 40);
        assert_eq!(
            printed.split('-').map(str::len).collect::<Vec<_>>(),
            [4, 4, 4, 4, 4, 4, 4, 5]
        );
        let full_width: String = printed
            .chars()
            .map(|c| match c {
                '-' => '－',
                c => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            })
            .collect();
        for typed in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', ""),
            printed.replace('-', " "),
            format!("  {printed}\r\n"),
            printed.replace('0', "o").replace('1', "l"),
            printed.replace('1', "I"),
            full_width,
        ] {
            assert_eq!(RecoveryCode::parse(&typed), Ok(code()), "{typed}");
        }
    }

    #[test]
    fn every_single_wrong_character_is_noticed() {
        let printed = code().reveal().replace('-', "");
        for at in 0..printed.len() {
            for other in ALPHABET.iter().map(|c| char::from(*c)) {
                if printed[at..].starts_with(other) {
                    continue;
                }
                let mut typed: Vec<char> = printed.chars().collect();
                typed[at] = other;
                let typed: String = typed.into_iter().collect();
                assert_eq!(RecoveryCode::parse(&typed), Err(RecoveryError::Check));
            }
        }
    }

    #[test]
    fn two_swapped_neighbours_are_noticed() {
        let printed = code().reveal().replace('-', "");
        for at in 1..printed.len() {
            let mut typed: Vec<char> = printed.chars().collect();
            typed.swap(at - 1, at);
            let typed: String = typed.into_iter().collect();
            if typed != printed {
                assert_eq!(RecoveryCode::parse(&typed), Err(RecoveryError::Check));
            }
        }
    }

    #[test]
    fn what_is_not_a_code_is_named_for_what_is_wrong() {
        let short = &code().reveal()[..30].to_owned();
        assert_eq!(
            RecoveryCode::parse(short).unwrap_err().code(),
            "recovery.length"
        );
        let foreign = code().reveal().replacen('-', "-U", 1);
        assert_eq!(RecoveryCode::parse(&foreign), Err(RecoveryError::Symbol(5)));
        assert_eq!(
            RecoveryCode::parse("恢复码").unwrap_err().code(),
            "recovery.symbol"
        );
    }

    #[test]
    fn debug_output_hides_the_secret() {
        assert_eq!(format!("{:?}", code()), "RecoveryCode(hidden)");
    }
}
