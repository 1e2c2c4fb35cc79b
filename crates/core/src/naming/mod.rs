//! Names as they are searched and compared: readings, fragments, and whether two records mean the same person.

mod form;
mod party;
mod person;
mod reading;
#[cfg(test)]
mod tests;

pub use form::{bigrams, compare_form, compare_organisation_form, plain_form, query_bigrams};
pub use party::{Match, MatchReason, PartyKey, Strength, party_match};
pub use person::{PersonKey, Reason, Score, similarity};
pub use reading::{NameKeys, name_keys, normalise_reading};
