//! The hand-over of a database key to an account whose password nobody present knows.
//!
//! Every account keeps a private key under its password and shows the public half. A database key is sealed for the
//! public half, so a new one can be handed to everybody although only the administrator is at the desk.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::DatabaseKey;
use super::hex::Hex;
use super::key::hmac_sha256;
use crate::chance::{Random, draw};

/// A database key sealed for one account's public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Door {
    /// Public key of the account.
    public: Hex,
    /// Public half of the key drawn for this one sealing.
    given: Hex,
    nonce: Hex,
    sealed: Hex,
}

impl Door {
    /// Draws the private key of a new account.
    pub(super) fn draw_private(random: &mut dyn Random) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(draw(random))
    }

    /// Seals `key` for the owner of a private key.
    pub(super) fn for_private(
        private: &[u8; 32],
        key: &DatabaseKey,
        bound_to: &[u8],
        random: &mut dyn Random,
    ) -> Option<Self> {
        let public = PublicKey::from(&StaticSecret::from(*private));
        Self::for_public(public, key, bound_to, random)
    }

    /// Seals another key for the same account.
    pub(super) fn with_key(
        &self,
        key: &DatabaseKey,
        bound_to: &[u8],
        random: &mut dyn Random,
    ) -> Option<Self> {
        let public: [u8; 32] = self.public.0[..].try_into().ok()?;
        Self::for_public(PublicKey::from(public), key, bound_to, random)
    }

    fn for_public(
        public: PublicKey,
        key: &DatabaseKey,
        bound_to: &[u8],
        random: &mut dyn Random,
    ) -> Option<Self> {
        let once = StaticSecret::from(draw::<32>(random));
        let given = PublicKey::from(&once);
        let cipher = cipher(&once, &public, &given, &public)?;
        let nonce = draw::<24>(random);
        let payload = Payload {
            msg: key.expose(),
            aad: bound_to,
        };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).ok()?;
        Some(Self {
            public: Hex(public.as_bytes().to_vec()),
            given: Hex(given.as_bytes().to_vec()),
            nonce: Hex(nonce.to_vec()),
            sealed: Hex(sealed),
        })
    }

    /// Returns the key; nothing when the private key is another account's or the place another one.
    pub(super) fn open(&self, private: &[u8], bound_to: &[u8]) -> Option<DatabaseKey> {
        let private: Zeroizing<[u8; 32]> = Zeroizing::new(private.try_into().ok()?);
        let public: [u8; 32] = self.public.0[..].try_into().ok()?;
        let given: [u8; 32] = self.given.0[..].try_into().ok()?;
        let (public, given) = (PublicKey::from(public), PublicKey::from(given));
        let cipher = cipher(&StaticSecret::from(*private), &given, &given, &public)?;
        let payload = Payload {
            msg: &self.sealed.0,
            aad: bound_to,
        };
        let nonce = XNonce::try_from(&self.nonce.0[..]).ok()?;
        let opened = Zeroizing::new(cipher.decrypt(&nonce, payload).ok()?);
        let bytes: [u8; 32] = opened[..].try_into().ok()?;
        Some(DatabaseKey::from_bytes(bytes))
    }
}

fn cipher(
    own: &StaticSecret,
    other: &PublicKey,
    given: &PublicKey,
    public: &PublicKey,
) -> Option<XChaCha20Poly1305> {
    let shared = own.diffie_hellman(other);
    // A public key of low order would make the seal the same for everybody.
    if !shared.was_contributory() {
        return None;
    }
    let key = Zeroizing::new(hmac_sha256(
        shared.as_bytes(),
        &[b"fachuang door 1", given.as_bytes(), public.as_bytes()],
    ));
    XChaCha20Poly1305::new_from_slice(&key[..]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Seeded;

    fn sealed() -> (Door, Zeroizing<[u8; 32]>, DatabaseKey) {
        let mut random = Seeded::new("door");
        let private = Door::draw_private(&mut random);
        let key = DatabaseKey::generate(&mut random);
        let door = Door::for_private(&private, &key, b"here", &mut random).unwrap();
        (door, private, key)
    }

    #[test]
    fn a_key_sealed_for_an_account_opens_for_that_account_in_that_place_only() {
        let (door, private, key) = sealed();
        assert_eq!(door.open(&private[..], b"here"), Some(key));
        assert_eq!(door.open(&private[..], b"there"), None);
        let stranger = Door::draw_private(&mut Seeded::new("stranger"));
        assert_eq!(door.open(&stranger[..], b"here"), None);
    }

    #[test]
    fn a_new_key_is_handed_over_without_the_private_key() {
        let (door, private, key) = sealed();
        let mut random = Seeded::new("next");
        let next = DatabaseKey::generate(&mut random);
        let handed = door.with_key(&next, b"here", &mut random).unwrap();
        assert_eq!(handed.open(&private[..], b"here"), Some(next));
        assert_eq!(door.open(&private[..], b"here"), Some(key));
    }

    #[test]
    fn a_public_key_of_low_order_is_refused() {
        let (mut door, _, key) = sealed();
        door.public = Hex(vec![0; 32]);
        assert_eq!(door.with_key(&key, b"here", &mut Seeded::new("low")), None);
    }
}
