use unicode_normalization::UnicodeNormalization;

use super::{IdentifierError, normal};

/// Longest name of a person, in code points; transliterated names of minorities are long.
pub const PERSON_NAME_MAX: usize = 50;

/// Longest name of an organisation, in code points.
pub const ORGANISATION_NAME_MAX: usize = 100;

/// Returns a person's name in its normal form: NFC, one sort of name dot, single blanks.
///
/// Counts and cuts by code point, so characters outside the basic plane (𠅤, 𬭬) are one character each.
/// 依据：GB 18030-2022《信息技术 中文编码字符集》；间隔号用 U+00B7。
///
/// # Errors
/// `name.empty`, `name.too_long`, `name.control`.
pub fn normalise_name(text: &str) -> Result<String, IdentifierError> {
    normalise(text, PERSON_NAME_MAX)
}

/// Returns an organisation's name in the same normal form.
///
/// # Errors
/// `name.empty`, `name.too_long`, `name.control`.
pub fn normalise_organisation_name(text: &str) -> Result<String, IdentifierError> {
    normalise(text, ORGANISATION_NAME_MAX)
}

fn normalise(text: &str, max: usize) -> Result<String, IdentifierError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(IdentifierError::NameEmpty);
    }
    if trimmed.chars().any(normal::is_invisible) {
        return Err(IdentifierError::NameControl);
    }
    let words: Vec<&str> = trimmed.split_whitespace().collect();
    let composed: Vec<char> = words.join(" ").nfc().collect();
    let name = unify_dots(&composed);
    let length = name.chars().count();
    if length > max {
        return Err(IdentifierError::NameTooLong(length));
    }
    Ok(name)
}

/// Writes every variant of the name dot as U+00B7 and drops blanks beside it.
fn unify_dots(characters: &[char]) -> String {
    let mut name = String::with_capacity(characters.len() * 3);
    let mut after_dot = false;
    for (index, character) in characters.iter().enumerate() {
        if is_name_dot(characters, index) {
            while name.ends_with(' ') {
                name.pop();
            }
            name.push('\u{B7}');
            after_dot = true;
        } else if !(after_dot && *character == ' ') {
            name.push(*character);
            after_dot = false;
        }
    }
    name
}

/// Tells whether the character is a dot between parts of a name.
///
/// A full stop is one only beside Han characters: in "J. Smith" it stays a full stop.
fn is_name_dot(characters: &[char], index: usize) -> bool {
    match characters[index] {
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}' | '\u{FF65}' => {
            true
        }
        '.' | '\u{FF0E}' => {
            let neighbour = |step: Option<&char>| step.is_some_and(|found| !found.is_ascii());
            neighbour(
                index
                    .checked_sub(1)
                    .and_then(|before| characters.get(before)),
            ) && neighbour(characters.get(index + 1))
        }
        _ => false,
    }
}
