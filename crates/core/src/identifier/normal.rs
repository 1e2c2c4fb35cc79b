//! Normal forms of what is typed, shared by numbers, phones and names.

/// Returns a number in half width and upper case without blanks.
pub(crate) fn number(text: &str) -> String {
    text.chars()
        .map(half_width)
        .filter(|character| !character.is_whitespace())
        .map(|character| character.to_ascii_uppercase())
        .collect()
}

/// Returns the half-width form of a full-width letter, digit, sign or blank.
pub(crate) fn half_width(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        _ => character,
    }
}

/// Tells whether a character cannot be seen: controls, zero-width marks and direction marks.
pub(crate) fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
        )
}

/// Replaces everything between the first `head` and the last `tail` characters by stars.
pub(crate) fn mask(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(index, character)| {
            if index < head || index + tail >= length {
                character
            } else {
                '*'
            }
        })
        .collect()
}

/// Returns a number with its last character first, so that its end can be looked up.
pub(crate) fn back_to_front(number: &str) -> String {
    number.chars().rev().collect()
}
