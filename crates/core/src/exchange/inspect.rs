//! What stands inside a file under a passphrase, for whoever has the passphrase. Nothing is taken in from it: this program
//! seals to keys, and desks take files under keys alone.

use std::path::Path;

use fachuang_envelope::{
    Address, Addressee, Keyring, Passphrase, Senders, SignPublic, Standing, open_staged,
};

use super::open::Source;
use crate::error::{Error, Result};

pub use fachuang_envelope::{Algorithm, Manifest};

/// Takes any signer: who signed is shown, and believed by nobody.
struct Anyone;

impl Senders for Anyone {
    fn standing(&self, _: &Address, _: &SignPublic) -> Standing {
        Standing::Known
    }
}

/// Opens a file with the passphrase and checks it to its last byte.
///
/// # Errors
/// Those of the format, all `package.…`; `package.no_key` for a file that is sealed to keys.
pub fn manifest(file: &Path, words: &str) -> Result<Manifest> {
    let words = Passphrase::new(words).ok_or_else(|| Error::refused("package.wrong_passphrase"))?;
    let keyring = Keyring {
        addressee: Addressee::Anybody,
        secrets: &[],
        passphrase: Some(&words),
        senders: &Anyone,
    };
    let opened = open_staged(Source::File(file).open()?, &keyring)
        .map_err(|fault| Error::refused(fault.code()))?;
    Ok(opened.manifest().clone())
}
