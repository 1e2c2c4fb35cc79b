use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::dictionary::Table;
use crate::identifier::normal::is_invisible;

static VARIANTS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let text = include_str!("../../../../assets/reference/variant_glyphs.csv");
    let table = Table::read(text).expect("the bundled glyph table is read by a test");
    let first = |text: &str| text.chars().next();
    table
        .rows()
        .iter()
        .filter_map(|row| Some((first(row.field(0))?, first(row.field(1))?)))
        .collect()
});

/// Returns the form in which two names are compared; never stored in place of a name and never shown.
///
/// NFKC, lower case, variant glyphs by their standard glyph (査 as 查), without name dots, blanks, punctuation and
/// variation selectors.
pub fn compare_form(name: &str) -> String {
    plain_form(name)
        .chars()
        .filter(|character| character.is_alphanumeric())
        .filter(|character| !is_invisible(*character) && !is_variation_selector(*character))
        .map(|character| VARIANTS.get(&character).copied().unwrap_or(character))
        .collect()
}

/// Returns the form in which two names of organisations are compared.
///
/// Beside [`compare_form`], 有限责任公司 and 有限公司 are the same; brackets around a place are dropped, the place
/// stays.
pub fn compare_organisation_form(name: &str) -> String {
    compare_form(name).replace("有限责任公司", "有限公司")
}

/// Returns text in NFKC and lower case. Han characters are the same in both and are passed by.
pub fn plain_form(text: &str) -> String {
    let is_han = |character: char| matches!(character, '\u{4E00}'..='\u{9FFF}');
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (han, after) = rest.split_at(rest.find(|c| !is_han(c)).unwrap_or(rest.len()));
        let (other, left) = after.split_at(after.find(is_han).unwrap_or(after.len()));
        plain.push_str(han);
        plain.extend(other.nfkc().flat_map(char::to_lowercase));
        rest = left;
    }
    plain
}

fn is_variation_selector(character: char) -> bool {
    matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Cuts a text into overlapping pairs for the full-text index, each run of letters and digits by itself.
///
/// The last character of a run also stands alone, so that a query of one character is a prefix of some fragment
/// wherever the character occurs.
pub fn bigrams(text: &str) -> Vec<String> {
    fragments(text, true)
}

/// Cuts a query into the fragments that all must occur; a run of one character gives that character as a prefix.
///
/// Hits are candidates only: they are checked against the text itself.
pub fn query_bigrams(text: &str) -> Vec<String> {
    fragments(text, false)
}

fn fragments(text: &str, with_last: bool) -> Vec<String> {
    let folded = plain_form(text);
    let mut fragments = Vec::new();
    for run in folded.split(|character: char| !character.is_alphanumeric()) {
        let characters: Vec<char> = run.chars().collect();
        for pair in characters.windows(2) {
            fragments.push(pair.iter().collect());
        }
        if let Some(last) = characters.last()
            && (with_last || characters.len() == 1)
        {
            fragments.push(last.to_string());
        }
    }
    fragments
}
