//! What a front is told when something did not happen.

use fachuang_core::error::Error;

use crate::message;

/// A refusal, ready for a person. Fronts branch on the code.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
pub struct Refusal {
    pub code: String,
    /// `slip`, `right`, `state`, `storage` or `bug`.
    pub kind: String,
    pub message: String,
    /// Next step; empty when there is none.
    pub hint: String,
    /// Path of the field it is about; empty when it is about none.
    pub field: String,
}

/// Longest path of a field in code points; a longer one is none of ours.
const FIELD_MAX: usize = 100;

impl Refusal {
    /// Returns the refusal of a code.
    pub fn of(code: &str) -> Self {
        Self::new(code, "", "")
    }

    /// Returns the refusal of a code at a field.
    pub fn at(code: &str, field: &str) -> Self {
        Self::new(code, "", field)
    }

    fn new(code: &str, detail: &str, field: &str) -> Self {
        let known = message::message(code);
        let (message, hint) = message::sentence(code, detail);
        Self {
            code: known.code.to_owned(),
            kind: known.kind.code().to_owned(),
            message,
            hint,
            field: field.chars().take(FIELD_MAX).collect(),
        }
    }

    /// Says the sentence with a fact.
    pub(crate) fn with_detail(self, detail: &str) -> Self {
        Self::new(&self.code, detail, &self.field)
    }
}

impl From<Error> for Refusal {
    fn from(fault: Error) -> Self {
        match &fault {
            Error::Refused {
                code,
                field,
                detail,
            } => Self::new(code, detail, field),
            other => Self::of(other.code()),
        }
    }
}
