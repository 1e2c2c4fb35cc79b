//! What the manifest of a file says, for whoever can open it: the desk it is for, or whoever has its passphrase. Nothing is
//! taken in; this program seals to keys, and desks take files under keys alone.

use std::path::Path;

use fachuang_envelope::{
    Address, Addressee, Keyring, Passphrase, Senders, SignPublic, Standing, open_staged,
};

use super::open::{self, Source};
use crate::account::role::Right;
use crate::desk::{Actor, Desk};
use crate::error::{Error, Result};

pub use fachuang_envelope::{Algorithm, Manifest};

/// Takes any signer: who signed is shown, and believed by nobody.
struct Anyone;

impl Senders for Anyone {
    fn standing(&self, _: &Address, _: &SignPublic) -> Standing {
        Standing::Known
    }
}

/// Opens a file with the keys of this desk and checks it to its last byte.
///
/// # Errors
/// `right.missing`, and those of opening a file.
pub fn for_this_desk(desk: &Desk, actor: &Actor, file: &Path) -> Result<Manifest> {
    actor.require(Right::Exchange)?;
    let (opened, _) = open::check(&desk.view(), desk.tail(), Source::File(file))?;
    Ok(opened.manifest().clone())
}

/// Opens a file with the passphrase and checks it to its last byte.
///
/// # Errors
/// Those of the format, all `package.…`; `package.no_key` for a file that is sealed to keys.
pub fn under_passphrase(file: &Path, words: &str) -> Result<Manifest> {
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
