use std::io;

use thiserror::Error;

/// Why a slot file cannot be used or changed.
#[derive(Debug, Error)]
pub enum SlotError {
    /// Neither copy exists; a new desk or a moved folder.
    #[error("there is no slot file")]
    Missing,
    /// Neither copy is whole: unreadable, or its checksum disagrees. No password will help.
    #[error("the slot file is damaged")]
    Damaged,
    /// A later version of the program wrote the file.
    #[error("the slot file has version {0}, newer than this program")]
    Newer(u32),
    /// The file is whole, but nobody who knew the key made it so.
    #[error("the slot file was altered without the key")]
    Altered,
    /// An older slot file was put back, which may re-activate a removed account.
    #[error("the slot file has generation {found}, the database knows {known}")]
    Outdated {
        /// Generation of the file.
        found: u64,
        /// Generation the database remembers.
        known: u64,
    },
    /// The password does not open the slot of this account.
    #[error("wrong password")]
    WrongPassword,
    /// The recovery code does not open its slot.
    #[error("the recovery code belongs to another database or was replaced")]
    WrongRecovery,
    /// No slot has this login.
    #[error("account {0} has no slot")]
    UnknownAccount(String),
    /// A slot has this login already.
    #[error("account {0} has a slot already")]
    AccountExists(String),
    /// The last account stays; without it only the recovery code would open the desk.
    #[error("account {0} is the last one")]
    LastAccount(String),
    /// A login is 1 to 64 visible characters without blanks.
    #[error("the login is empty, too long or contains blanks")]
    BadLogin,
    /// The name of a holder outside is 1 to 40 visible characters.
    #[error("the name of the holder is empty, too long or not visible")]
    BadHolder,
    /// The key derivation would be too cheap or beyond what this program accepts.
    #[error("the cost of the key derivation is out of range")]
    BadCost,
    /// The file system refused.
    #[error("slot file: {0}")]
    Io(#[from] io::Error),
}

impl SlotError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "keys.missing",
            Self::Damaged => "keys.damaged",
            Self::Newer(_) => "keys.newer",
            Self::Altered => "keys.altered",
            Self::Outdated { .. } => "keys.outdated",
            Self::WrongPassword => "keys.wrong_password",
            Self::WrongRecovery => "keys.wrong_recovery",
            Self::UnknownAccount(_) => "keys.unknown_account",
            Self::AccountExists(_) => "keys.account_exists",
            Self::LastAccount(_) => "keys.last_account",
            Self::BadLogin => "keys.bad_login",
            Self::BadHolder => "keys.bad_holder",
            Self::BadCost => "keys.bad_cost",
            Self::Io(_) => "keys.io",
        }
    }
}
