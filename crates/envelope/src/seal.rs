//! Makes a package.

use std::io::{self, Write};
use std::iter::Peekable;

use crate::entry::Entry;
use crate::error::SealError;
use crate::keys::{DeviceSecret, OpenPublic, Passphrase, WorkFactor};
use crate::manifest::{Manifest, Waybill};

/// Who can open a package.
#[derive(Debug, Clone, Copy)]
pub enum Lock<'a> {
    /// The device it is for, and the holder of the centre's escrow key if there is one.
    Keys {
        device: OpenPublic,
        escrow: Option<OpenPublic>,
    },
    /// Whoever knows the words; only where the device has no keys yet. No other lock can be added to it.
    Passphrase {
        words: &'a Passphrase,
        work: WorkFactor,
    },
}

/// A named blob to carry beside the entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    /// Small letters, digits, `.`, `-` and `_`, beginning with a letter, at most 64.
    pub name: String,
    pub version: u32,
    pub bytes: Vec<u8>,
}

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub manifest: Manifest,
    /// Names the package; the next one on the link says it came before.
    pub package_hash: [u8; 32],
    /// SHA-256 of the whole file, to compare with what is read back from the stick.
    pub file_hash: [u8; 32],
    pub file_size: u64,
}

/// Writes entries and extras as one package.
///
/// Takes as many entries as one part holds; what is left in `entries` goes into the next part, with another waybill.
/// The feed number of an entry is `feed_first` and its place in the order given. Memory does not grow with the number of
/// entries, but for their ids. What is inside depends on the arguments alone; the age file around it draws its keys from
/// the operating system.
///
/// # Errors
/// `package.waybill`, `package.entry_too_big`, `package.duplicate_entry`, `package.extras_too_big`, `package.bad_name`,
/// `package.bad_recipient`, `package.io`.
pub fn seal<W: Write, I: Iterator<Item = io::Result<Entry>>>(
    into: W,
    waybill: Waybill,
    entries: &mut Peekable<I>,
    extras: impl IntoIterator<Item = io::Result<Extra>>,
    signer: &DeviceSecret,
    lock: Lock<'_>,
) -> Result<Sealed, SealError> {
    let _ = (into, waybill, entries, extras.into_iter(), signer, lock);
    unimplemented!()
}
