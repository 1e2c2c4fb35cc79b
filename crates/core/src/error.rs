//! What can go wrong, by stable code.

use crate::account::slot::SlotError;
use crate::storage::StorageError;

/// Result of an operation of the desk.
pub type Result<T> = std::result::Result<T, Error>;

/// Why an operation did not happen. Nothing is stored then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the desk, or a slip in what was entered; the code has its sentence in the message table.
    #[error("{code} {field} {detail}")]
    Refused {
        code: &'static str,
        /// Path of the field it is about, such as `visitor.id_number`; empty when it is about none.
        field: String,
        /// A fact for the sentence, such as a name or a date; never a secret.
        detail: String,
    },
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Keys(#[from] SlotError),
    #[error("database: {0}")]
    Sql(#[from] rusqlite::Error),
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

impl Error {
    /// Refuses for a reason that concerns no single field.
    pub fn refused(code: &'static str) -> Self {
        Self::Refused {
            code,
            field: String::new(),
            detail: String::new(),
        }
    }

    /// Refuses because of one field.
    pub fn at(code: &'static str, field: impl Into<String>) -> Self {
        Self::Refused {
            code,
            field: field.into(),
            detail: String::new(),
        }
    }

    /// Adds a fact for the sentence.
    pub fn with(self, fact: impl Into<String>) -> Self {
        match self {
            Self::Refused { code, field, .. } => Self::Refused {
                code,
                field,
                detail: fact.into(),
            },
            other => other,
        }
    }

    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { code, .. } => code,
            Self::Storage(fault) => fault.code(),
            Self::Keys(fault) => fault.code(),
            Self::Sql(fault) => match fault.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DiskFull) => "storage.full",
                Some(rusqlite::ErrorCode::DatabaseBusy) => "storage.busy",
                Some(rusqlite::ErrorCode::ReadOnly) => "storage.read_only",
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                    "storage.damaged"
                }
                _ => "app.internal",
            },
            Self::File(_) => "storage.file",
        }
    }
}
