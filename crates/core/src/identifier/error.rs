use thiserror::Error;

use super::IdKind;

/// A value that cannot be taken as a number, a phone or a name; the clerk has to look at the original again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdentifierError {
    /// Nothing was typed although this kind of document has a number.
    #[error("identity number is empty")]
    IdEmpty,
    /// The number has another count of characters than its kind.
    #[error("identity number has {found} characters, its kind has {expected}")]
    IdLength {
        found: usize,
        expected: &'static str,
    },
    /// A character stands where the kind allows another sort of character.
    #[error("identity number has the wrong shape for its kind")]
    IdShape,
    /// The last character does not follow from the others; one of them is a slip.
    #[error("check character of the identity number does not fit")]
    IdCheckDigit,
    /// The birth date inside the number is no day of the calendar.
    #[error("birth date in the identity number does not exist")]
    IdBirthImpossible,
    /// The birth date inside the number lies after the day of registration.
    #[error("birth date in the identity number lies in the future")]
    IdBirthFuture,
    /// The number is sound but belongs to another kind of document.
    #[error("identity number belongs to kind {}", .0.code())]
    IdWrongKind(IdKind),
    /// A number was typed although there is no document.
    #[error("identity number given without a document")]
    IdUnexpected,
    /// The birth date typed beside the number lies after the day of registration.
    #[error("birth date lies in the future")]
    BirthFuture,
    /// The credit code does not have 18 characters.
    #[error("credit code has {0} characters instead of 18")]
    CreditLength(usize),
    /// The credit code has a character outside its alphabet (I, O, S, V and Z do not occur).
    #[error("credit code has a character outside its alphabet")]
    CreditAlphabet,
    /// The last character of the credit code does not follow from the others.
    #[error("check character of the credit code does not fit")]
    CreditCheck,
    /// The phone number is neither a mainland mobile nor a landline with area code nor a 400 number.
    #[error("phone number has an unknown shape")]
    PhoneShape,
    /// The name is empty or only blank.
    #[error("name is empty")]
    NameEmpty,
    /// The name has more characters than the field holds.
    #[error("name has {0} characters")]
    NameTooLong(usize),
    /// The name contains a control or an invisible character.
    #[error("name contains a control character")]
    NameControl,
}

impl IdentifierError {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::IdEmpty => "id.empty",
            Self::IdLength { .. } => "id.length",
            Self::IdShape => "id.shape",
            Self::IdCheckDigit => "id.check_digit",
            Self::IdBirthImpossible => "id.birth_impossible",
            Self::IdBirthFuture => "id.birth_future",
            Self::IdWrongKind(_) => "id.wrong_kind",
            Self::IdUnexpected => "id.unexpected",
            Self::BirthFuture => "birth.future",
            Self::CreditLength(_) => "credit.length",
            Self::CreditAlphabet => "credit.alphabet",
            Self::CreditCheck => "credit.check",
            Self::PhoneShape => "phone.shape",
            Self::NameEmpty => "name.empty",
            Self::NameTooLong(_) => "name.too_long",
            Self::NameControl => "name.control",
        }
    }
}
