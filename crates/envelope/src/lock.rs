//! The age file inside a package: whom it is sealed for and what opens it.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::iter;

use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient, scrypt, x25519};
use bech32::{ToBase32, Variant};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::error::{OpenError, SealError};
use crate::keys::{OpenPublic, OpenSecret, Passphrase, WorkFactor};
use crate::limit::{AGE_HEADER_MAX, WORK_MAX};
use crate::outer::Algorithm;
use crate::window::Window;

/// First line of an age file.
const AGE_INTRO: &[u8] = b"age-encryption.org/v1\n";

/// Begins the last line of its header.
const AGE_FOOTER: &[u8] = b"\n---";

/// Begins each line that somebody's key is wrapped under.
const AGE_STANZA: &[u8] = b"\n-> ";

/// Wrapped keys of one file: the device, the escrow, the one age adds to keep readers tolerant, and some room.
const STANZAS_MAX: usize = 8;

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

/// A decrypted stream over part of a staged file.
pub(crate) type Clear<S> = StreamReader<BufReader<Window<S>>>;

impl Lock<'_> {
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self {
            Self::Keys { .. } => Algorithm::Keys,
            Self::Passphrase { .. } => Algorithm::Passphrase,
        }
    }

    /// Begins an age file.
    ///
    /// # Errors
    /// `package.bad_recipient`, `package.io`.
    pub(crate) fn wrap<W: Write>(&self, into: W) -> Result<StreamWriter<W>, SealError> {
        let encryptor = match self {
            Self::Keys { device, escrow } => {
                let keys: Vec<x25519::Recipient> = iter::once(device)
                    .chain(escrow)
                    .map(recipient)
                    .collect::<Option<_>>()
                    .ok_or(SealError::BadRecipient)?;
                Encryptor::with_recipients(keys.iter().map(|key| key as &dyn Recipient))
            }
            Self::Passphrase { words, work } => {
                let mut key = scrypt::Recipient::new(SecretString::from(words.expose().to_owned()));
                key.set_work_factor(work.log_rounds());
                Encryptor::with_recipients(iter::once(&key as &dyn Recipient))
            }
        };
        let encryptor = encryptor.map_err(|_| SealError::BadRecipient)?;
        Ok(encryptor.wrap_output(into)?)
    }
}

/// Returns a key as age knows it; nothing for a point that gives everybody the same secret.
fn recipient(key: &OpenPublic) -> Option<x25519::Recipient> {
    let probe = StaticSecret::from([9; 32]);
    let shared = probe.diffie_hellman(&PublicKey::from(key.0));
    if !shared.was_contributory() {
        return None;
    }
    let name = bech32::encode("age", key.0.to_base32(), Variant::Bech32).ok()?;
    name.parse().ok()
}

fn identity(key: &OpenSecret) -> Option<x25519::Identity> {
    let digits = key.expose().to_base32();
    let name = bech32::encode("age-secret-key-", digits, Variant::Bech32).ok()?;
    Zeroizing::new(name).parse().ok()
}

/// Opens the age file that a window shows.
///
/// # Errors
/// `package.no_key`, `package.passphrase_needed`, `package.wrong_passphrase`, `package.excessive_work`,
/// `package.cover_differs`, `package.too_big`, `package.damaged`, `package.cut`, `package.io`.
pub(crate) fn unwrap<S: Read + Seek>(
    mut window: Window<S>,
    algorithm: Algorithm,
    secrets: &[OpenSecret],
    passphrase: Option<&Passphrase>,
) -> Result<Clear<S>, OpenError> {
    check_header(&mut window)?;
    let decryptor = Decryptor::new_buffered(BufReader::new(window)).map_err(refusal)?;
    if decryptor.is_scrypt() != (algorithm == Algorithm::Passphrase) {
        return Err(OpenError::CoverDiffers);
    }
    let opened = match algorithm {
        Algorithm::Keys => {
            let keys: Vec<x25519::Identity> = secrets.iter().filter_map(identity).collect();
            decryptor.decrypt(keys.iter().map(|key| key as &dyn Identity))
        }
        Algorithm::Passphrase => {
            let words = passphrase.ok_or(OpenError::PassphraseNeeded)?;
            let mut key = scrypt::Identity::new(SecretString::from(words.expose().to_owned()));
            key.set_max_work_factor(WORK_MAX);
            decryptor.decrypt(iter::once(&key as &dyn Identity))
        }
    };
    opened.map_err(refusal)
}

/// Looks at the header of the age file before anything parses it, and goes back to its beginning.
fn check_header<S: Read + Seek>(window: &mut Window<S>) -> Result<(), OpenError> {
    let mut head = Vec::with_capacity(AGE_HEADER_MAX);
    let first = window.by_ref().take(AGE_HEADER_MAX as u64);
    { first }.read_to_end(&mut head).map_err(OpenError::Io)?;
    if !head.starts_with(AGE_INTRO) {
        return Err(OpenError::Damaged("age header"));
    }
    let end = find(&head, AGE_FOOTER).next();
    let end = end.ok_or(OpenError::TooBig("age header"))?;
    if find(&head[..end], AGE_STANZA).count() > STANZAS_MAX {
        return Err(OpenError::TooBig("age header"));
    }
    window.seek(SeekFrom::Start(0)).map_err(OpenError::Io)?;
    Ok(())
}

/// Returns the places where `part` stands.
fn find<'a>(bytes: &'a [u8], part: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let windows = bytes.windows(part.len()).enumerate();
    windows.filter_map(move |(at, window)| (window == part).then_some(at))
}

fn refusal(error: DecryptError) -> OpenError {
    match error {
        DecryptError::NoMatchingKeys => OpenError::NoKey,
        DecryptError::KeyDecryptionFailed => OpenError::WrongPassphrase,
        DecryptError::ExcessiveWork { required, .. } => OpenError::ExcessiveWork(required),
        DecryptError::DecryptionFailed => OpenError::WrongPassphrase,
        DecryptError::Io(error) => stream_refusal(error),
        _ => OpenError::Damaged("age header"),
    }
}

/// Tells a stream that ends or was changed from a place that cannot be read.
pub(crate) fn stream_refusal(error: io::Error) -> OpenError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => OpenError::Cut,
        io::ErrorKind::InvalidData => OpenError::Damaged("age stream"),
        _ => OpenError::Io(error),
    }
}
