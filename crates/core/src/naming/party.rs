use chrono::NaiveDate;

use crate::identifier::normal;

use super::form::compare_organisation_form;
use super::person::{
    Closeness, IdRelation, Likeness, birth_closeness, compare_ids, name_likeness, phone_closeness,
};

/// What is known of a party when conflicts of interest are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartyKey {
    pub name: String,
    /// An organisation, not a natural person.
    pub organisation: bool,
    /// Identity number of a person or credit code of an organisation.
    pub number: Option<String>,
    pub birth: Option<NaiveDate>,
    /// Phones in their normal form.
    pub phones: Vec<String>,
}

/// How sure it is that two records mean the same party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Worth a look by the clerk; often somebody else.
    Possible,
    /// Two things agree; somebody else only by accident.
    Likely,
    /// The number agrees.
    Certain,
}

impl Strength {
    /// Returns the stable code that is stored and exchanged.
    pub fn code(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// Why two records may mean the same party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchReason {
    SameId,
    SameId15To18,
    SameCreditCode,
    SameOrganisationName,
    /// One is a branch (分公司, 支公司) of the other by its name.
    Branch,
    SameNamePhone,
    SameNameBirth,
    SimilarNamePhone,
    SimilarNameBirth,
    SameName,
    SamePhone,
}

impl MatchReason {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(self) -> &'static str {
        match self {
            Self::SameId => "same_id",
            Self::SameId15To18 => "same_id_15_to_18",
            Self::SameCreditCode => "same_credit_code",
            Self::SameOrganisationName => "same_organisation_name",
            Self::Branch => "branch",
            Self::SameNamePhone => "same_name_phone",
            Self::SameNameBirth => "same_name_birth",
            Self::SimilarNamePhone => "similar_name_phone",
            Self::SimilarNameBirth => "similar_name_birth",
            Self::SameName => "same_name",
            Self::SamePhone => "same_phone",
        }
    }
}

/// A party found a second time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    pub strength: Strength,
    pub reason: MatchReason,
}

const fn found(strength: Strength, reason: MatchReason) -> Option<Match> {
    Some(Match { strength, reason })
}

/// Tells whether two records may mean the same party, for the check on conflicts of interest (利益冲突).
///
/// Two different numbers are two parties, whatever else agrees. A name alone is only a possibility, and none if the
/// births differ.
pub fn party_match(a: &PartyKey, b: &PartyKey) -> Option<Match> {
    if a.organisation != b.organisation {
        return same_phone(a, b);
    }
    match compare_numbers(a, b) {
        IdRelation::Same if a.organisation => {
            return found(Strength::Certain, MatchReason::SameCreditCode);
        }
        IdRelation::Same => return found(Strength::Certain, MatchReason::SameId),
        IdRelation::Same15To18 => return found(Strength::Certain, MatchReason::SameId15To18),
        IdRelation::Contradicting => return None,
        // A number with a slip says nothing; the other evidence decides.
        IdRelation::Near | IdRelation::Unknown => {}
    }
    if a.organisation {
        match_organisations(a, b)
    } else {
        match_persons(a, b)
    }
}

fn compare_numbers(a: &PartyKey, b: &PartyKey) -> IdRelation {
    let (Some(a_number), Some(b_number)) = (&a.number, &b.number) else {
        return IdRelation::Unknown;
    };
    if !a.organisation {
        return compare_ids(Some(a_number), Some(b_number));
    }
    // Credit codes are checked on entry, so two that differ are two organisations.
    if normal::number(a_number) == normal::number(b_number) {
        IdRelation::Same
    } else {
        IdRelation::Contradicting
    }
}

fn match_organisations(a: &PartyKey, b: &PartyKey) -> Option<Match> {
    let (a_name, b_name) = (
        compare_organisation_form(&a.name),
        compare_organisation_form(&b.name),
    );
    if a_name.is_empty() || b_name.is_empty() {
        return same_phone(a, b);
    }
    if a_name == b_name {
        return found(Strength::Likely, MatchReason::SameOrganisationName);
    }
    let (short, long) = if a_name.len() < b_name.len() {
        (a_name, b_name)
    } else {
        (b_name, a_name)
    };
    let branch = ["分公司", "支公司", "分店", "营业部", "分所", "项目部"];
    let is_branch = long
        .strip_prefix(&short)
        .is_some_and(|rest| branch.iter().any(|end| rest.ends_with(end)));
    if is_branch && short.chars().count() >= 4 {
        return found(Strength::Possible, MatchReason::Branch);
    }
    same_phone(a, b)
}

fn match_persons(a: &PartyKey, b: &PartyKey) -> Option<Match> {
    let phone = phone_closeness(&a.phones, &b.phones) == Closeness::Same;
    let birth = birth_closeness(a.birth, b.birth);
    match name_likeness(&a.name, &b.name) {
        Likeness::Same if phone => found(Strength::Likely, MatchReason::SameNamePhone),
        Likeness::Same if birth == Closeness::Same => {
            found(Strength::Likely, MatchReason::SameNameBirth)
        }
        Likeness::Same if birth == Closeness::Different => None,
        Likeness::Same => found(Strength::Possible, MatchReason::SameName),
        Likeness::Homophone | Likeness::OneOff if phone => {
            found(Strength::Likely, MatchReason::SimilarNamePhone)
        }
        Likeness::Homophone | Likeness::OneOff if birth == Closeness::Same => {
            found(Strength::Likely, MatchReason::SimilarNameBirth)
        }
        _ => same_phone(a, b),
    }
}

fn same_phone(a: &PartyKey, b: &PartyKey) -> Option<Match> {
    match phone_closeness(&a.phones, &b.phones) {
        Closeness::Same => found(Strength::Possible, MatchReason::SamePhone),
        _ => None,
    }
}
