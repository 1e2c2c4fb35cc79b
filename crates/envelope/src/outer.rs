//! The plain header: enough to tell the wrong file from the wrong key. Everything in it is repeated inside, signed.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::address::Address;
use crate::error::OpenError;

/// First bytes of a package. The line ends in it show a transfer that changed them.
pub(crate) const MAGIC: [u8; 8] = *b"\x89FCX\r\n\x1a\n";

/// Version of the format this program writes and the newest it reads.
pub const FORMAT: u16 = 1;

/// How a package is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// age v1 for X25519 keys; Ed25519, SHA-256, Zstandard inside.
    Keys,
    /// age v1 for a passphrase through scrypt; the same inside.
    Passphrase,
}

/// What anybody can read off a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outer {
    pub format: u16,
    pub algorithm: Algorithm,
    pub from: Address,
    pub to: Address,
    /// Number of the package on its link.
    pub number: u64,
    /// When it was made by the clock of the sender, in Unix milliseconds.
    pub made_ms: i64,
}
