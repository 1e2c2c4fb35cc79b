//! Codes that people read to each other.

/// Characters of site codes and ticket numbers: none looks or sounds like another. Their number is a prime.
const SIGNS: &[u8; 23] = b"34679ACDEFGHJKMNPRTVWXY";

/// Returns `signs` characters in groups of four for a hash; the last is a check character.
///
/// A wrong character or two swapped neighbours always show, as the weights of the check differ and the number of
/// characters is a prime. `signs` is at most 22.
pub(crate) fn readable(hash: &[u8; 32], signs: usize) -> String {
    let mut number = [0; 16];
    number.copy_from_slice(&hash[..16]);
    let mut number = u128::from_be_bytes(number);
    let mut digits = Vec::with_capacity(signs);
    for _ in 1..signs {
        digits.push((number % 23) as usize);
        number /= 23;
    }
    digits.push(check(&digits));
    let mut text = String::with_capacity(signs + signs / 4);
    for (at, digit) in digits.into_iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(SIGNS[digit]));
    }
    text
}

/// Reads a code of `signs` characters as it was typed: case, width, blanks and dashes do not matter. Returns it as
/// [`readable`] writes it; nothing where it is none or its check character does not agree.
pub(crate) fn normal(typed: &str, signs: usize) -> Option<String> {
    let mut digits = Vec::with_capacity(signs);
    for sign in typed
        .chars()
        .map(narrow)
        .filter(|sign| !is_separator(*sign))
    {
        let upper = sign.to_ascii_uppercase();
        digits.push(SIGNS.iter().position(|known| char::from(*known) == upper)?);
        if digits.len() > signs {
            return None;
        }
    }
    let (last, data) = digits.split_last()?;
    if digits.len() != signs || check(data) != *last {
        return None;
    }
    let groups: Vec<String> = digits
        .chunks(4)
        .map(|group| {
            group
                .iter()
                .map(|digit| char::from(SIGNS[*digit]))
                .collect()
        })
        .collect();
    Some(groups.join("-"))
}

fn check(digits: &[usize]) -> usize {
    let weighted = digits.iter().enumerate();
    weighted.map(|(at, digit)| (at + 1) * digit).sum::<usize>() % 23
}

/// Returns the ordinary form of a full-width letter, digit or mark.
pub(crate) fn narrow(sign: char) -> char {
    match u32::from(sign) {
        wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0).unwrap_or(sign),
        _ => sign,
    }
}

/// Says a character only parts groups.
pub(crate) fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '-' | '_' | '.' | '·' | '‐' | '‑' | '–' | '—' | '−')
}
