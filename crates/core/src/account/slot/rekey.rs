//! A new key for the database, with which everybody goes on but who left.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::hex::Hex;
use super::{
    DatabaseKey, Holder, KdfCost, KeyCheck, Owner, PasswordOrigin, RecoveryCode, Slot, SlotError,
    SlotFile, SlotKind, VERSION,
};
use crate::chance::{Random, draw};

/// Keys of before that are kept; backups older than that many changes of the key are gone by then.
const PAST_MAX: usize = 24;

/// What a new database key leaves to be told.
#[derive(Debug)]
pub struct Rekeyed {
    /// The new key.
    pub key: DatabaseKey,
    /// Accounts that nobody has logged in to since their slot learnt to be handed a key: login and one-time password.
    pub one_time: Vec<(String, String)>,
    /// New recovery code where the old envelope could not be handed the key.
    pub recovery: Option<RecoveryCode>,
    /// The holder outside whose code could not be handed the key and is worthless now.
    pub lost_escrow: bool,
}

/// A database key of before, sealed under the one of now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Past {
    key_check: KeyCheck,
    nonce: Hex,
    sealed: Hex,
}

impl SlotFile {
    /// Returns the keys of before, newest first. They open what was backed up under them.
    ///
    /// # Errors
    /// `keys.altered`.
    pub fn past_keys(&self, key: &DatabaseKey) -> Result<Vec<DatabaseKey>, SlotError> {
        self.verify(key)?;
        let mut keys = Vec::new();
        for past in &self.body.past {
            keys.push(self.open_past(past, key).ok_or(SlotError::Altered)?);
        }
        Ok(keys)
    }

    /// Draws a new database key and hands it to every account and every recovery code; nobody's password changes.
    ///
    /// Slots of the first layout cannot be handed anything: such accounts get a one-time password, the office a new
    /// recovery code. The database itself still has the old key, see [`crate::storage::rekey`].
    ///
    /// # Errors
    /// `keys.altered`, `keys.bad_cost`.
    pub fn rekey(
        &mut self,
        old: &DatabaseKey,
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<Rekeyed, SlotError> {
        let past = self.past_keys(old)?;
        let key = DatabaseKey::generate(random);
        let mut done = Rekeyed {
            key: key.clone(),
            one_time: Vec::new(),
            recovery: None,
            lost_escrow: false,
        };
        let mut next = self.clone();
        next.body.generation += 1;
        next.body.version = VERSION;
        next.body.key_check = key.check(next.body.database);
        next.body.past.clear();
        for known in [old].into_iter().chain(&past).take(PAST_MAX) {
            let sealed = next.seal_past(known, &key, random)?;
            next.body.past.push(sealed);
        }
        next.body.slots.clear();
        for slot in &self.body.slots {
            let slot = match &slot.door {
                Some(door) => {
                    let door = door.with_key(&key, &self.bound_to_door(slot), random);
                    Slot {
                        door: Some(door.ok_or(SlotError::Altered)?),
                        ..slot.clone()
                    }
                }
                None if slot.kind == SlotKind::Account => {
                    let password = one_time_password(random);
                    let owner = Owner::Account(&slot.account, PasswordOrigin::OneTime);
                    let fresh = next.seal(&key, owner, password.as_bytes(), cost, random)?;
                    done.one_time.push((slot.account.clone(), password));
                    fresh
                }
                None if slot.kind == SlotKind::Recovery => {
                    let code = RecoveryCode::generate(random);
                    let owner = Owner::Recovery(Holder::Office);
                    let fresh = next.seal(&key, owner, code.secret(), cost, random)?;
                    done.recovery = Some(code);
                    fresh
                }
                None => {
                    done.lost_escrow = true;
                    continue;
                }
            };
            next.body.slots.push(slot);
        }
        next.mac = next.mac_with(&key);
        *self = next;
        Ok(done)
    }

    fn seal_past(
        &self,
        past: &DatabaseKey,
        key: &DatabaseKey,
        random: &mut dyn Random,
    ) -> Result<Past, SlotError> {
        let nonce = draw::<24>(random);
        let key_check = past.check(self.body.database);
        let payload = Payload {
            msg: past.expose(),
            aad: key_check.0.as_bytes(),
        };
        let sealed = past_cipher(key)?.encrypt(&XNonce::from(nonce), payload);
        Ok(Past {
            key_check: key_check.clone(),
            nonce: Hex(nonce.to_vec()),
            sealed: Hex(sealed.map_err(|_| SlotError::BadCost)?),
        })
    }

    fn open_past(&self, past: &Past, key: &DatabaseKey) -> Option<DatabaseKey> {
        let payload = Payload {
            msg: &past.sealed.0,
            aad: past.key_check.0.as_bytes(),
        };
        let nonce = XNonce::try_from(&past.nonce.0[..]).ok()?;
        let opened = past_cipher(key).ok()?.decrypt(&nonce, payload).ok()?;
        let bytes: [u8; 32] = Zeroizing::new(opened)[..].try_into().ok()?;
        Some(DatabaseKey::from_bytes(bytes))
    }
}

/// Draws a password that can be read out: letters and digits that cannot be taken for one another.
fn one_time_password(random: &mut dyn Random) -> String {
    const LETTERS: &[u8; 16] = b"abcdefghjkmnprst";
    const DIGITS: &[u8; 8] = b"23456789";
    let drawn: [u8; 12] = draw(random);
    let mut text = String::with_capacity(14);
    for (at, byte) in drawn.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        let sign = match at % 4 {
            3 => DIGITS[usize::from(byte % 8)],
            _ => LETTERS[usize::from(byte % 16)],
        };
        text.push(char::from(sign));
    }
    text
}

fn past_cipher(key: &DatabaseKey) -> Result<XChaCha20Poly1305, SlotError> {
    let sealing = Zeroizing::new(key.mac("fachuang past key 1", &[]));
    XChaCha20Poly1305::new_from_slice(&sealing[..]).map_err(|_| SlotError::Damaged)
}
