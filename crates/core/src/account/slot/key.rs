//! The key of a database and what may be known of it.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::hex::hex;
use crate::chance::Random;

/// The 256-bit key of one database; wiped from memory when dropped.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DatabaseKey([u8; 32]);

impl DatabaseKey {
    /// Takes over raw key bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Draws a new key.
    pub fn generate(random: &mut dyn Random) -> Self {
        let mut key = Self([0; 32]);
        random.fill(&mut key.0);
        key
    }

    /// Returns the raw bytes.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns a value that tells this key from any other without giving anything of it away.
    pub fn check(&self, database: Uuid) -> KeyCheck {
        let mac = self.mac("fachuang key check 1", &[database.as_bytes()]);
        let mut check = [0; 8];
        check.copy_from_slice(&mac[..8]);
        KeyCheck(hex(&check))
    }

    /// Returns the key as 64 hexadecimal digits.
    #[cfg(feature = "sealed")]
    pub(crate) fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&self.0))
    }

    /// Returns a MAC over `parts` with a key of its own for each purpose.
    pub(super) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let derived = Zeroizing::new(hmac_sha256(&self.0, &[purpose.as_bytes()]));
        hmac_sha256(&*derived, parts)
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(hidden)")
    }
}

/// Tells a wrong key from a damaged database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyCheck(pub(super) String);

/// Returns the HMAC-SHA-256 of `parts`, one after the other.
pub(super) fn hmac_sha256(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mac) => mac,
        Err(_) => unreachable!("HMAC takes keys of any length"),
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
