use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

use crate::dictionary::Table;

use super::compare_form;

/// More combined readings than this are not worth their place in the index.
const MAX_KEYS: usize = 32;

/// Readings of a character in a given name beyond these are so rare that nobody types them.
const MAX_READINGS: usize = 4;

/// Surnames with the syllables of each reading, likeliest first.
static SURNAMES: LazyLock<HashMap<&str, Vec<Vec<&str>>>> = LazyLock::new(|| {
    let text = include_str!("../../../../assets/reference/surnames.csv");
    let table = Table::read(text).expect("the bundled surname table is read by a test");
    table
        .rows()
        .iter()
        .map(|row| {
            let readings = row.field(1).split('|');
            let syllables = readings.map(|reading| reading.split(' ').collect());
            (row.field(0), syllables.collect())
        })
        .collect()
});

/// The keys under which a name is found by typing its reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameKeys {
    /// Whole readings without tone, likeliest first: `shanqiaoyun`, `danqiaoyun`.
    pub full: Vec<String>,
    /// Initials, likeliest first: `sqy`, `dqy`.
    pub initials: Vec<String>,
}

/// Returns the search keys of a name.
///
/// A surname is read as a surname first (单 as shan, 区 as ou); ü is written as v and also as u. Letters and digits
/// stand for themselves, as does a character that has no known reading.
pub fn name_keys(name: &str) -> NameKeys {
    let mut ways = vec![(0, Vec::new())];
    for choices in syllable_choices(name) {
        let mut longer = Vec::new();
        for (cost, syllables) in &ways {
            for (rank, choice) in choices.iter().enumerate() {
                let mut syllables: Vec<String> = syllables.clone();
                syllables.extend(choice.iter().cloned());
                longer.push((cost + rank, syllables));
            }
        }
        longer.sort_by_key(|(cost, _)| *cost);
        longer.truncate(MAX_KEYS);
        ways = longer;
    }
    let mut keys = NameKeys::default();
    for (_, syllables) in ways {
        let initials = syllables
            .iter()
            .filter_map(|syllable| syllable.chars().next());
        push_new(&mut keys.initials, initials.collect());
        push_new(&mut keys.full, syllables.concat());
    }
    keys
}

/// Returns a typed reading in the form of the keys: lower case, without tones, blanks and apostrophes, ü as v.
pub fn normalise_reading(typed: &str) -> String {
    // Tone marks are taken off after decomposition; the dots of ü are kept by turning the letter into v before.
    let lower = typed.to_lowercase();
    let composed: String = lower.nfc().collect();
    composed
        .replace(['ü', 'ǖ', 'ǘ', 'ǚ', 'ǜ'], "v")
        .nfd()
        .filter(|character| character.is_alphanumeric())
        .collect()
}

/// For each character, or for a compound surname as one, the readings it may have.
fn syllable_choices(name: &str) -> Vec<Vec<Vec<String>>> {
    let form = compare_form(name);
    let mut rest = form.as_str();
    let mut choices = Vec::new();
    let surname = [2, 1].into_iter().find_map(|length| {
        let (end, last) = form.char_indices().nth(length - 1)?;
        SURNAMES.get_key_value(&form[..end + last.len_utf8()])
    });
    if let Some((surname, readings)) = surname {
        rest = &form[surname.len()..];
        let mut known: Vec<Vec<String>> = Vec::new();
        for reading in readings {
            push_new(
                &mut known,
                reading.iter().map(|syllable| (*syllable).into()).collect(),
            );
        }
        if surname.chars().count() == 1 {
            for other in surname.chars().flat_map(readings_of) {
                push_new(&mut known, vec![other]);
            }
        }
        known.truncate(MAX_READINGS);
        choices.push(known);
    }
    for character in rest.chars() {
        let readings = readings_of(character).into_iter().take(MAX_READINGS);
        choices.push(readings.map(|reading| vec![reading]).collect());
    }
    choices.retain(|readings| !readings.is_empty());
    choices
}

/// Lists the readings of one character without tone, commonest first.
pub(super) fn readings_of(character: char) -> Vec<String> {
    let Some(multi) = character.to_pinyin_multi() else {
        return vec![character.to_string()];
    };
    let mut readings = Vec::new();
    for reading in multi {
        let plain = reading.plain();
        push_new(&mut readings, plain.replace('ü', "v"));
        if plain.contains('ü') {
            push_new(&mut readings, plain.replace('ü', "u"));
        }
    }
    readings
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
