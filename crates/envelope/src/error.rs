//! Why a package is not opened, or not made.

use std::io;

use thiserror::Error;

use crate::address::Address;
use crate::entry::EntryId;
use crate::keys::SignPublic;

/// Why a package was refused. Nothing of it has been handed out then.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The file does not begin like a package.
    #[error("not an exchange package")]
    NotAPackage,
    /// A later version of the program made it.
    #[error("format {0} is newer than this program")]
    NewerFormat(u16),
    /// Sealed in a way this program has no module for.
    #[error("unknown algorithm {0}")]
    UnknownAlgorithm(u16),
    /// The end is missing: copied in part, or the stick was pulled.
    #[error("the file ends too early")]
    Cut,
    /// Bytes were changed on the way; the text says where.
    #[error("damaged: {0}")]
    Damaged(&'static str),
    /// The package is for somebody else.
    #[error("addressed to {0}")]
    WrongAddressee(Address),
    /// None of the keys at hand opens it: the sender sealed it for another key of this device.
    #[error("no key opens it")]
    NoKey,
    /// It is sealed with a passphrase, and none was given.
    #[error("a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The passphrase would cost more work than a real package asks for.
    #[error("the passphrase asks for 2^{0} rounds")]
    ExcessiveWork(u8),
    /// The sender is not enrolled here, or signs with a key that is not pinned.
    #[error("{from} signs with a key that is not known")]
    UnknownSender { from: Address, signer: SignPublic },
    /// The sender's key was revoked.
    #[error("the key of {from} is revoked")]
    RevokedSender { from: Address, signer: SignPublic },
    /// The signature is not the sender's.
    #[error("the signature is wrong")]
    SignatureWrong,
    /// What stands outside is not what was signed inside: the package was put into another cover.
    #[error("the cover is not that of the content")]
    CoverDiffers,
    /// The chunks are not those that were signed.
    #[error("the chunks are not those of the manifest")]
    ContentDiffers,
    /// Something is larger or more numerous than allowed; the text names it.
    #[error("too big: {0}")]
    TooBig(&'static str),
    /// A chunk would grow beyond any real one.
    #[error("a chunk of {stored} bytes says it holds {raw}")]
    Ratio { stored: u64, raw: u64 },
    /// Values are nested too deep.
    #[error("nested too deep")]
    TooDeep,
    /// The sender is known, but what it made is not as the format says; the text names it.
    #[error("not as the format says: {0}")]
    Malformed(&'static str),
    /// A name that could be taken for a path, or has signs no name has.
    #[error("a name that is none")]
    BadName,
    /// The same entry twice.
    #[error("entry {0} stands in it twice")]
    DuplicateEntry(EntryId),
    /// The same extra, key, series or link twice; the text says which.
    #[error("twice in one package: {0}")]
    Duplicate(&'static str),
    /// The stick or the staging place failed.
    #[error("package: {0}")]
    Io(io::Error),
}

impl OpenError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAPackage => "package.not_a_package",
            Self::NewerFormat(_) => "package.newer_format",
            Self::UnknownAlgorithm(_) => "package.unknown_algorithm",
            Self::Cut => "package.cut",
            Self::Damaged(_) => "package.damaged",
            Self::WrongAddressee(_) => "package.wrong_addressee",
            Self::NoKey => "package.no_key",
            Self::PassphraseNeeded => "package.passphrase_needed",
            Self::WrongPassphrase => "package.wrong_passphrase",
            Self::ExcessiveWork(_) => "package.excessive_work",
            Self::UnknownSender { .. } => "package.unknown_sender",
            Self::RevokedSender { .. } => "package.revoked_sender",
            Self::SignatureWrong => "package.signature_wrong",
            Self::CoverDiffers => "package.cover_differs",
            Self::ContentDiffers => "package.content_differs",
            Self::TooBig(_) => "package.too_big",
            Self::Ratio { .. } => "package.ratio",
            Self::TooDeep => "package.too_deep",
            Self::Malformed(_) => "package.malformed",
            Self::BadName => "package.bad_name",
            Self::DuplicateEntry(_) => "package.duplicate_entry",
            Self::Duplicate(_) => "package.duplicate",
            Self::Io(_) => "package.io",
        }
    }
}

/// Why no package was made. The file begun is worthless.
#[derive(Debug, Error)]
pub enum SealError {
    /// The waybill names more than a manifest may hold, or what no name, number or capability may be.
    #[error("the waybill cannot be carried: {0}")]
    Waybill(&'static str),
    /// One entry is larger than a chunk.
    #[error("entry {0} is too big")]
    EntryTooBig(EntryId),
    /// The same entry was handed in twice.
    #[error("entry {0} was handed in twice")]
    DuplicateEntry(EntryId),
    /// The extras do not fit into one part.
    #[error("the extras are too big")]
    ExtrasTooBig,
    /// An extra has a name that could be taken for a path, or that another has.
    #[error("the name of an extra is none")]
    BadName,
    /// The key of the recipient is none.
    #[error("the key of the recipient is none")]
    BadRecipient,
    /// The stick failed, or whoever gave the entries did.
    #[error("package: {0}")]
    Io(#[from] io::Error),
}

impl SealError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Waybill(_) => "package.waybill",
            Self::EntryTooBig(_) => "package.entry_too_big",
            Self::DuplicateEntry(_) => "package.duplicate_entry",
            Self::ExtrasTooBig => "package.extras_too_big",
            Self::BadName => "package.bad_name",
            Self::BadRecipient => "package.bad_recipient",
            Self::Io(_) => "package.io",
        }
    }
}
