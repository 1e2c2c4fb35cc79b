//! The headless front: the command list on stdin and stdout, upkeep of a data directory, a demonstration county and
//! visits played from a file.

pub mod demo;
pub mod exchange;
pub mod host;
pub mod password;
pub mod play;
pub mod rpc;
pub mod seat;
pub mod table;
pub mod upkeep;

/// Why a command of the headless front could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file or the terminal could not be used.
    #[error("{what}：{source}")]
    Io {
        /// What was tried, in words.
        what: String,
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{0}")]
    Content(String),
    /// The desk said no.
    #[error("{0}")]
    Refused(seat::Refused),
}

impl Fault {
    /// Returns a closure that names what was tried when a file could not be used.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

impl From<seat::Refused> for Fault {
    fn from(refused: seat::Refused) -> Self {
        Self::Refused(refused)
    }
}
