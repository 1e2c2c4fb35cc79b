//! Keys of a device: one to sign what it sends, one to open what is sent to it. Secrets are wiped when dropped.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::code::{self, narrow};
use crate::limit::WORK_MAX;

/// Separates the fingerprint of a device from every other use of the hash function.
const FINGERPRINT_DOMAIN: &[u8] = b"fachuang device keys 1\0";

/// Characters of a fingerprint: 86 bits and a check character.
const FINGERPRINT_SIGNS: usize = 20;

/// Least work factor of a passphrase: 2^14 rounds.
const WORK_MIN: u8 = 14;

/// Least characters of a passphrase that anybody may find on a stick.
const PASSPHRASE_MIN: usize = 12;

/// Opens what is sealed for its public half.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct OpenSecret([u8; 32]);

/// What a package can be sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpenPublic(pub [u8; 32]);

/// What a signature is checked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignPublic(pub [u8; 32]);

/// Both secret keys of a device.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DeviceSecret {
    sign: [u8; 32],
    open: OpenSecret,
}

/// Both public keys of a device; what enrolment pins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DevicePublic {
    pub sign: SignPublic,
    pub open: OpenPublic,
}

/// Public keys as a code that two people compare by telephone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(String);

/// Words agreed on by telephone, where the device of the recipient has no keys yet.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

/// Price of one guess at a passphrase: two to the power of this many rounds, of one KiB of memory each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorkFactor(u8);

impl OpenSecret {
    /// Takes over a key drawn by the caller.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(seed)
    }

    /// Returns the bytes, for a key store.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns what to seal for.
    pub fn public(&self) -> OpenPublic {
        OpenPublic(PublicKey::from(&StaticSecret::from(self.0)).to_bytes())
    }
}

impl DeviceSecret {
    /// Takes over two keys drawn by the caller, which must differ.
    pub fn from_seeds(sign: [u8; 32], open: [u8; 32]) -> Self {
        Self {
            sign,
            open: OpenSecret::from_seed(open),
        }
    }

    /// Returns both keys, signing key first, for a key store.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 64]> {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..32].copy_from_slice(&self.sign);
        bytes[32..].copy_from_slice(self.open.expose());
        bytes
    }

    /// Reads what [`DeviceSecret::to_bytes`] returned.
    pub fn from_bytes(bytes: &[u8; 64]) -> Self {
        let (mut sign, mut open) = ([0; 32], [0; 32]);
        sign.copy_from_slice(&bytes[..32]);
        open.copy_from_slice(&bytes[32..]);
        Self::from_seeds(sign, open)
    }

    /// Returns what opens packages.
    pub fn open(&self) -> &OpenSecret {
        &self.open
    }

    /// Returns both public halves.
    pub fn public(&self) -> DevicePublic {
        DevicePublic {
            sign: SignPublic(
                SigningKey::from_bytes(&self.sign)
                    .verifying_key()
                    .to_bytes(),
            ),
            open: self.open.public(),
        }
    }

    /// Signs `message`, which begins with the name of its purpose.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        SigningKey::from_bytes(&self.sign).sign(message).to_bytes()
    }
}

impl SignPublic {
    /// Says the signature is this key's over this message. Weak keys have none.
    pub fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            let signature = Signature::from_bytes(signature);
            key.verify_strict(message, &signature).is_ok()
        })
    }
}

impl DevicePublic {
    /// Returns the code to compare.
    pub fn fingerprint(&self) -> Fingerprint {
        let hash = Sha256::new()
            .chain_update(FINGERPRINT_DOMAIN)
            .chain_update(self.sign.0)
            .chain_update(self.open.0)
            .finalize();
        Fingerprint(code::readable(&hash.into(), FINGERPRINT_SIGNS))
    }
}

impl Fingerprint {
    /// Reads a typed fingerprint; nothing where it has a slip.
    pub fn parse(typed: &str) -> Option<Self> {
        code::normal(typed, FINGERPRINT_SIGNS).map(Self)
    }

    /// Returns the code in groups of four.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Passphrase {
    /// Takes over a passphrase as it was typed: full width, capital letters and how wide a blank is do not count. Nothing
    /// for one of fewer than 12 characters.
    pub fn new(typed: &str) -> Option<Self> {
        let mut words = Self(String::with_capacity(typed.len()));
        for word in typed.split_whitespace() {
            if !words.0.is_empty() {
                words.0.push(' ');
            }
            let signs = word.chars().map(narrow);
            words.0.extend(signs.map(|sign| sign.to_ascii_lowercase()));
        }
        (words.0.chars().count() >= PASSPHRASE_MIN).then_some(words)
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl WorkFactor {
    /// Two to the 16 rounds and 64 MiB, some tenths of a second on an office machine.
    pub const USUAL: Self = Self(16);

    /// Returns a work factor of 14 to 17; nothing outside.
    pub fn new(log_rounds: u8) -> Option<Self> {
        (WORK_MIN..=WORK_MAX)
            .contains(&log_rounds)
            .then_some(Self(log_rounds))
    }

    /// Returns a price that protects nothing, so that tests stay quick. Never for a real package.
    pub fn for_tests() -> Self {
        Self(2)
    }

    pub(crate) fn log_rounds(self) -> u8 {
        self.0
    }
}

impl fmt::Debug for OpenSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenSecret(hidden)")
    }
}

impl fmt::Debug for DeviceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSecret(hidden)")
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(hidden)")
    }
}
