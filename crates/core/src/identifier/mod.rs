//! Numbers, phones and names by which people and organisations are known.
//!
//! Everything here takes what was typed and gives back a normal form or the reason why not. A refusal is always a
//! reason to look at the original again; a doubt that the original itself may justify is only a warning.

mod credit;
mod error;
mod kind;
mod name;
pub(crate) mod normal;
mod person;
mod phone;
#[cfg(test)]
mod tests;

pub use credit::CreditCode;
pub use error::IdentifierError;
pub use kind::IdKind;
pub use name::{
    ORGANISATION_NAME_MAX, PERSON_NAME_MAX, normalise_name, normalise_organisation_name,
};
pub use person::{Gender, IdWarning, Identifier, check_birth, is_sound_18, to_18};
pub use phone::Phone;
