use chrono::{Datelike, NaiveDate};

use crate::identifier::{Gender, is_sound_18, normal, to_18};

use super::compare_form;
use super::reading::readings_of;

/// What is known of a person when records are compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonKey {
    pub name: String,
    /// Identity number as entered, 18 characters or the older 15; numbers of other papers only match exactly.
    pub id_number: Option<String>,
    /// Birth date as entered; the one inside the identity number goes before it.
    pub birth: Option<NaiveDate>,
    pub gender: Option<Gender>,
    /// Phones in their normal form.
    pub phones: Vec<String>,
    pub address: Option<String>,
}

/// One ground for or against two records meaning the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The identity numbers are equal.
    SameId,
    /// One identity number is the 15-digit form of the other.
    SameId15To18,
    /// The identity numbers differ by one slip, and one of them cannot be checked or does not check.
    NearId,
    /// Both identity numbers are sound and differ: two persons.
    ContradictingId,
    /// The names are the same person's by number but written differently; one of them wants correcting.
    NameDiffers,
    SameName,
    /// The names sound the same, or differ by one rare or variant glyph.
    SimilarName,
    SameNameBirth,
    SameNamePhone,
    SameNameAddress,
    SimilarNameBirth,
    SimilarNamePhone,
    SamePhone,
    /// Phones differ by one digit or by two swapped ones.
    NearPhone,
    /// Birth dates differ by one digit or by two swapped ones.
    NearBirth,
    SameAddress,
    BirthDiffers,
    GenderDiffers,
}

impl Reason {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameId => "same_id",
            Self::SameId15To18 => "same_id_15_to_18",
            Self::NearId => "near_id",
            Self::ContradictingId => "contradicting_id",
            Self::NameDiffers => "name_differs",
            Self::SameName => "same_name",
            Self::SimilarName => "similar_name",
            Self::SameNameBirth => "same_name_birth",
            Self::SameNamePhone => "same_name_phone",
            Self::SameNameAddress => "same_name_address",
            Self::SimilarNameBirth => "similar_name_birth",
            Self::SimilarNamePhone => "similar_name_phone",
            Self::SamePhone => "same_phone",
            Self::NearPhone => "near_phone",
            Self::NearBirth => "near_birth",
            Self::SameAddress => "same_address",
            Self::BirthDiffers => "birth_differs",
            Self::GenderDiffers => "gender_differs",
        }
    }
}

/// How likely two records mean the same person, with the grounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// 0 (two persons) to 100 (one person by number).
    pub value: u8,
    pub reasons: Vec<Reason>,
}

impl Score {
    /// From this value on the pair is shown to the clerk as possibly the same person.
    pub const LIKELY: u8 = 60;

    /// Tells whether the pair should be shown to the clerk.
    pub fn is_likely(&self) -> bool {
        self.value >= Self::LIKELY
    }

    /// Tells whether the pair is one person by identity number.
    pub fn is_certain(&self) -> bool {
        self.value == 100
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    Same,
    /// Sounds the same, or one rare glyph stands where the other has another one.
    Homophone,
    /// One character is missing, added or other.
    OneOff,
    Different,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closeness {
    Same,
    Near,
    Different,
    Unknown,
}

pub(super) enum IdRelation {
    Same,
    Same15To18,
    Near,
    Contradicting,
    Unknown,
}

/// Compares two records of persons.
///
/// One identity number is one person, however the names are written. Two sound numbers that differ are two persons,
/// whatever else agrees. Otherwise names, births, phones and addresses are weighed.
pub fn similarity(a: &PersonKey, b: &PersonKey) -> Score {
    let likeness = name_likeness(&a.name, &b.name);
    let ids = compare_ids(a.id_number.as_deref(), b.id_number.as_deref());
    let mut reasons = Vec::new();
    let mut value: i32 = 0;
    match ids {
        IdRelation::Same | IdRelation::Same15To18 => {
            reasons.push(match ids {
                IdRelation::Same => Reason::SameId,
                _ => Reason::SameId15To18,
            });
            if a.name.trim() != b.name.trim() {
                reasons.push(Reason::NameDiffers);
            }
            return Score {
                value: 100,
                reasons,
            };
        }
        IdRelation::Contradicting => {
            return Score {
                value: 0,
                reasons: vec![Reason::ContradictingId],
            };
        }
        IdRelation::Near => {
            reasons.push(Reason::NearId);
            value += 35;
        }
        IdRelation::Unknown => {}
    }

    let birth = birth_closeness(birth_of(a), birth_of(b));
    let phone = phone_closeness(&a.phones, &b.phones);
    let address = same_address(a.address.as_deref(), b.address.as_deref());
    let (points, name_reason) = match likeness {
        Likeness::Same => (40, Some(Reason::SameName)),
        Likeness::Homophone => (30, Some(Reason::SimilarName)),
        Likeness::OneOff => (25, Some(Reason::SimilarName)),
        Likeness::Different => (0, None),
    };
    value += points;
    let combined = reasons.len();
    match (birth, likeness) {
        (Closeness::Same, Likeness::Same) => reasons.push(Reason::SameNameBirth),
        (Closeness::Same, Likeness::Homophone | Likeness::OneOff) => {
            reasons.push(Reason::SimilarNameBirth);
        }
        (Closeness::Near, _) if name_reason.is_some() => reasons.push(Reason::NearBirth),
        (Closeness::Different, _) => reasons.push(Reason::BirthDiffers),
        _ => {}
    }
    value += match birth {
        Closeness::Same => 35,
        Closeness::Near => 20,
        Closeness::Different => -30,
        Closeness::Unknown => 0,
    };
    match (phone, likeness) {
        (Closeness::Same, Likeness::Same) => reasons.push(Reason::SameNamePhone),
        (Closeness::Same, Likeness::Homophone | Likeness::OneOff) => {
            reasons.push(Reason::SimilarNamePhone);
        }
        (Closeness::Same, Likeness::Different) => reasons.push(Reason::SamePhone),
        (Closeness::Near, _) if name_reason.is_some() => reasons.push(Reason::NearPhone),
        _ => {}
    }
    value += match phone {
        Closeness::Same => 30,
        Closeness::Near if name_reason.is_some() => 20,
        _ => 0,
    };
    if address {
        value += 20;
        reasons.push(match likeness {
            Likeness::Same => Reason::SameNameAddress,
            _ => Reason::SameAddress,
        });
    }
    if reasons.len() == combined
        && let Some(reason) = name_reason
    {
        reasons.push(reason);
    }
    if gender_differs(a.gender, b.gender) {
        value -= 30;
        reasons.push(Reason::GenderDiffers);
    }
    Score {
        // Only an identity number makes a pair certain.
        value: value.clamp(0, 99) as u8,
        reasons,
    }
}

/// Brings a number to 18 upper-case characters, or leaves it as it is.
fn long_form(number: &str) -> String {
    let number = normal::number(number);
    to_18(&number).unwrap_or(number)
}

pub(super) fn compare_ids(a: Option<&str>, b: Option<&str>) -> IdRelation {
    let (Some(a), Some(b)) = (a, b) else {
        return IdRelation::Unknown;
    };
    let (a_entered, b_entered) = (normal::number(a), normal::number(b));
    if a_entered.is_empty() || b_entered.is_empty() {
        return IdRelation::Unknown;
    }
    if a_entered == b_entered {
        return IdRelation::Same;
    }
    let (a, b) = (long_form(&a_entered), long_form(&b_entered));
    if a == b {
        return IdRelation::Same15To18;
    }
    // A 15-digit number has no check character, and that of its long form follows from its digits.
    let unchecked = |number: &str| number.len() == 15 || !is_sound_18(number);
    if unchecked(&a_entered) || unchecked(&b_entered) {
        let body = |number: &str| number.get(..17).map(str::to_owned);
        if let (Some(a), Some(b)) = (body(&a), body(&b))
            && one_slip(&a, &b)
        {
            return IdRelation::Near;
        }
    }
    // Numbers of other papers do not contradict: one person may show a passport one day and a card the next.
    if is_sound_18(&a) && is_sound_18(&b) {
        IdRelation::Contradicting
    } else {
        IdRelation::Unknown
    }
}

fn birth_of(key: &PersonKey) -> Option<NaiveDate> {
    let inside = key.id_number.as_deref().and_then(|number| {
        let number = long_form(number);
        is_sound_18(&number).then(|| NaiveDate::parse_from_str(&number[6..14], "%Y%m%d").ok())?
    });
    inside.or(key.birth)
}

pub(super) fn birth_closeness(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Closeness {
    let (Some(a), Some(b)) = (a, b) else {
        return Closeness::Unknown;
    };
    if a == b {
        return Closeness::Same;
    }
    let text = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let month_and_day_swapped =
        a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
    if month_and_day_swapped || one_slip(&text(a), &text(b)) {
        Closeness::Near
    } else {
        Closeness::Different
    }
}

pub(super) fn phone_closeness(a: &[String], b: &[String]) -> Closeness {
    if a.is_empty() || b.is_empty() {
        return Closeness::Unknown;
    }
    if a.iter().any(|phone| b.contains(phone)) {
        return Closeness::Same;
    }
    if a.iter()
        .any(|phone| b.iter().any(|other| one_slip(phone, other)))
    {
        Closeness::Near
    } else {
        Closeness::Different
    }
}

fn same_address(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a.map(compare_form), b.map(compare_form)) else {
        return false;
    };
    // A longer address often only adds the house or the county to the shorter one.
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= 6 && long.contains(&short)
}

fn gender_differs(a: Option<Gender>, b: Option<Gender>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a.is_known() && b.is_known() && a != b)
}

/// Tells whether two texts of one length differ by one character or by two swapped neighbours.
fn one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() != b.len() {
        return false;
    }
    let different: Vec<usize> = (0..a.len())
        .filter(|index| a[*index] != b[*index])
        .collect();
    match different.as_slice() {
        [_] => true,
        [first, second] => {
            first + 1 == *second && a[*first] == b[*second] && a[*second] == b[*first]
        }
        _ => false,
    }
}

pub(super) fn name_likeness(a: &str, b: &str) -> Likeness {
    let (a, b): (Vec<char>, Vec<char>) = (
        compare_form(a).chars().collect(),
        compare_form(b).chars().collect(),
    );
    if a.is_empty() || b.is_empty() {
        return Likeness::Different;
    }
    if a == b {
        return Likeness::Same;
    }
    let (short, long) = if a.len() <= b.len() {
        (&a, &b)
    } else {
        (&b, &a)
    };
    if short.len() == long.len() {
        let sounds_alike = short.iter().zip(long).all(|(a, b)| sound_alike(*a, *b));
        if sounds_alike && short.len() >= 2 {
            return Likeness::Homophone;
        }
        let mut different = short.iter().zip(long).filter(|(a, b)| a != b);
        return match (different.next(), different.next()) {
            (Some((a, b)), None) if short.len() >= 2 && (is_rare(*a) || is_rare(*b)) => {
                Likeness::Homophone
            }
            (Some(_), None) if short.len() >= 3 => Likeness::OneOff,
            _ => Likeness::Different,
        };
    }
    let one_missing = long.len() >= 3
        && long.len() == short.len() + 1
        && (0..long.len()).any(|left_out| {
            let rest = long.iter().enumerate();
            rest.filter(|(index, _)| *index != left_out)
                .map(|(_, character)| character)
                .eq(short.iter())
        });
    // A long name is often given without the part before or behind its dot.
    let part = short.len() >= 3 && long.windows(short.len()).any(|window| window == short);
    if one_missing || part {
        Likeness::OneOff
    } else {
        Likeness::Different
    }
}

fn sound_alike(a: char, b: char) -> bool {
    if a == b {
        return true;
    }
    let readings = readings_of(b);
    readings_of(a)
        .iter()
        .any(|reading| readings.contains(reading))
}

/// Characters outside the block that every old input method knows are often replaced by something else.
fn is_rare(character: char) -> bool {
    !character.is_ascii() && !('\u{4E00}'..='\u{9FA5}').contains(&character)
}
