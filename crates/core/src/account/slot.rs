//! The slot file: the random database key, sealed once per account and once per recovery code.
//!
//! An account's password seals a private key, and the database key is sealed for its public half. The administrator can
//! therefore give the database a new key, with which everybody goes on and only who left does not. Keys of before are
//! kept under the new one: they open old backups.
//!
//! Two copies lie beside the database and travel in every backup. All accounts of a database share one key; what a role
//! may do is enforced by the program, not by cryptography.

mod cost;
mod door;
mod error;
mod hex;
mod key;
mod rekey;

use std::io;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use cost::KdfCost;
pub use error::SlotError;
pub use key::{DatabaseKey, KeyCheck};
pub use rekey::Rekeyed;

use door::Door;
use hex::Hex;
use key::hmac_sha256;
use rekey::Past;

use super::recovery::RecoveryCode;
use crate::chance::{Random, draw};
use crate::storage::durable::write_durably;

/// File name of the slot file, beside the database.
pub const KEYS_FILE: &str = "desk.keys";

/// File name of its second copy.
pub const KEYS_COPY_FILE: &str = "desk.keys.copy";

/// Version of the file layout.
const VERSION: u32 = 2;

/// The password seals the database key itself: slots of version 1, which are renewed at the next login.
const DIRECT: &str = "argon2id+xchacha20poly1305";

/// The password seals a private key, whose public half the database key is sealed for.
const BY_DOOR: &str = "argon2id+xchacha20poly1305+x25519";

/// Who chose the password of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordOrigin {
    /// Its owner; it stays.
    Owner,
    /// An administrator; it opens the desk once and must then be changed.
    OneTime,
}

/// An opened slot.
#[derive(Debug)]
pub struct Unlocked {
    /// Key of the database.
    pub key: DatabaseKey,
    /// The password was given by an administrator and must be changed now.
    pub must_change: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SlotKind {
    Account,
    Recovery,
    Escrow,
}

/// Who keeps a recovery code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder<'a> {
    /// The office itself, in a sealed envelope.
    Office,
    /// Somebody outside, such as the bureau above; by name.
    Escrow(&'a str),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    kind: SlotKind,
    /// Login name, or name of the holder outside; empty for the office's recovery code.
    account: String,
    /// Generation of the file in which this slot was sealed.
    generation: u64,
    must_change: bool,
    alg: String,
    cost: KdfCost,
    salt: Hex,
    nonce: Hex,
    sealed: Hex,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    door: Option<Door>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    version: u32,
    database: Uuid,
    generation: u64,
    key_check: KeyCheck,
    slots: Vec<Slot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    past: Vec<Past>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    body: Body,
    mac: Hex,
    /// SHA-256 over body and MAC; shows damage before anybody types a password.
    checksum: Hex,
}

/// What is read first, so that a newer layout is named as newer and not as damaged.
#[derive(Deserialize)]
struct VersionOnly {
    body: VersionOnlyBody,
}

#[derive(Deserialize)]
struct VersionOnlyBody {
    version: u32,
}

/// State of the two copies when they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// Both are whole and equal.
    Alike,
    /// One is missing, damaged or older; saving again repairs it.
    NeedRepair,
}

/// The database key in one sealed slot per account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotFile {
    body: Body,
    mac: Hex,
}

impl SlotFile {
    /// Draws a database key and seals it for the first account and for a recovery code.
    ///
    /// The recovery code is returned once; the file holds no trace of it.
    ///
    /// # Errors
    /// `keys.bad_login`, `keys.bad_cost`.
    pub fn create(
        database: Uuid,
        login: &str,
        password: &str,
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<(Self, DatabaseKey, RecoveryCode), SlotError> {
        check_login(login)?;
        let key = DatabaseKey::generate(random);
        let recovery = RecoveryCode::generate(random);
        let mut file = Self {
            body: Body {
                version: VERSION,
                database,
                generation: 1,
                key_check: key.check(database),
                slots: Vec::new(),
                past: Vec::new(),
            },
            mac: Hex(Vec::new()),
        };
        let owner = Owner::Account(login, PasswordOrigin::Owner);
        let secret = normalised(password);
        let slot = file.seal(&key, owner, secret.as_bytes(), cost, random)?;
        file.body.slots.push(slot);
        let owner = Owner::Recovery(Holder::Office);
        let slot = file.seal(&key, owner, recovery.secret(), cost, random)?;
        file.body.slots.push(slot);
        file.mac = file.mac_with(&key);
        Ok((file, key, recovery))
    }

    /// Opens the slot of an account.
    ///
    /// # Errors
    /// `keys.unknown_account`, `keys.wrong_password`, `keys.altered`.
    pub fn unlock(&self, login: &str, password: &str) -> Result<Unlocked, SlotError> {
        let slot = self
            .account(login)
            .ok_or_else(|| SlotError::UnknownAccount(login.to_owned()))?;
        let secret = normalised(password);
        let key = self
            .open(slot, secret.as_bytes())?
            .ok_or(SlotError::WrongPassword)?;
        self.verify(&key)?;
        Ok(Unlocked {
            key,
            must_change: slot.must_change,
        })
    }

    /// Opens the slot of a recovery code, the office's or that of the holder outside.
    ///
    /// # Errors
    /// `keys.wrong_recovery`, `keys.altered`.
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<DatabaseKey, SlotError> {
        let slots = self.body.slots.iter();
        for slot in slots.filter(|slot| slot.kind != SlotKind::Account) {
            if let Some(key) = self.open(slot, code.secret())? {
                self.verify(&key)?;
                return Ok(key);
            }
        }
        Err(SlotError::WrongRecovery)
    }

    /// Tells whether the slot of an account should be sealed anew at the login whose password is known: it is of the
    /// first layout, or cheaper to guess than the least an account pays.
    pub fn should_refresh(&self, login: &str, wanted: KdfCost) -> bool {
        self.account(login)
            .is_some_and(|slot| slot.door.is_none() || slot.cost.is_under_floor(wanted))
    }

    /// Tells whether the password of an account was given by an administrator and not yet changed.
    pub fn must_change(&self, login: &str) -> bool {
        self.account(login).is_some_and(|slot| slot.must_change)
    }

    /// Returns the name of the holder outside, if there is one.
    pub fn escrow_holder(&self) -> Option<&str> {
        let mut slots = self.body.slots.iter();
        slots
            .find(|slot| slot.kind == SlotKind::Escrow)
            .map(|slot| slot.account.as_str())
    }

    /// Refuses a file older than the generation the database remembers.
    ///
    /// Call it after the database is open. A file that is newer is fine: the program stopped between writing the file
    /// and the database, and the database learns the generation now.
    ///
    /// # Errors
    /// `keys.outdated`.
    pub fn require_generation(&self, known: u64) -> Result<(), SlotError> {
        let found = self.body.generation;
        if found < known {
            return Err(SlotError::Outdated { found, known });
        }
        Ok(())
    }

    /// Seals the key for a further account.
    ///
    /// # Errors
    /// `keys.account_exists`, `keys.bad_login`, `keys.altered`.
    pub fn add_slot(
        &mut self,
        key: &DatabaseKey,
        login: &str,
        password: &str,
        origin: PasswordOrigin,
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<(), SlotError> {
        check_login(login)?;
        if self.account(login).is_some() {
            return Err(SlotError::AccountExists(login.to_owned()));
        }
        self.change(key, |file| {
            let owner = Owner::Account(login, origin);
            let secret = normalised(password);
            let slot = file.seal(key, owner, secret.as_bytes(), cost, random)?;
            file.body.slots.push(slot);
            Ok(())
        })
    }

    /// Seals the key under a new password: a change by the owner, or a one-time password by the administrator.
    ///
    /// # Errors
    /// `keys.unknown_account`, `keys.altered`.
    pub fn replace_slot(
        &mut self,
        key: &DatabaseKey,
        login: &str,
        password: &str,
        origin: PasswordOrigin,
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<(), SlotError> {
        let at = self.position(login)?;
        self.change(key, |file| {
            let owner = Owner::Account(login, origin);
            let secret = normalised(password);
            file.body.slots[at] = file.seal(key, owner, secret.as_bytes(), cost, random)?;
            Ok(())
        })
    }

    /// Removes the slot of an account that left.
    ///
    /// Whoever had a slot may have kept the database key; only a new key for the database shuts them out for good.
    ///
    /// # Errors
    /// `keys.unknown_account`, `keys.last_account`, `keys.altered`.
    pub fn remove_slot(&mut self, key: &DatabaseKey, login: &str) -> Result<(), SlotError> {
        let at = self.position(login)?;
        if self.logins().count() == 1 {
            return Err(SlotError::LastAccount(login.to_owned()));
        }
        self.change(key, |file| {
            file.body.slots.remove(at);
            Ok(())
        })
    }

    /// Replaces the recovery code of a holder, or gives the first one to a holder outside; the old envelope is worthless
    /// from now on.
    ///
    /// # Errors
    /// `keys.bad_holder`, `keys.altered`, `keys.bad_cost`.
    pub fn renew_recovery(
        &mut self,
        key: &DatabaseKey,
        holder: Holder<'_>,
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<RecoveryCode, SlotError> {
        if let Holder::Escrow(name) = holder {
            check_holder(name)?;
        }
        let recovery = RecoveryCode::generate(random);
        let owner = Owner::Recovery(holder);
        self.change(key, |file| {
            let slot = file.seal(key, owner, recovery.secret(), cost, random)?;
            file.body.slots.retain(|s| s.kind != owner.kind());
            file.body.slots.push(slot);
            Ok(())
        })?;
        Ok(recovery)
    }

    /// Takes the key from the holder outside; without one nothing changes.
    ///
    /// # Errors
    /// `keys.altered`.
    pub fn remove_escrow(&mut self, key: &DatabaseKey) -> Result<(), SlotError> {
        self.change(key, |file| {
            file.body.slots.retain(|s| s.kind != SlotKind::Escrow);
            Ok(())
        })
    }

    /// Returns the identity of the database the key belongs to.
    pub fn database(&self) -> Uuid {
        self.body.database
    }

    /// Returns the generation, which grows with every change.
    pub fn generation(&self) -> u64 {
        self.body.generation
    }

    /// Returns the value that tells the right key from any other.
    pub fn key_check(&self) -> &KeyCheck {
        &self.body.key_check
    }

    /// Gives the logins of all accounts in the order they were added.
    pub fn logins(&self) -> impl Iterator<Item = &str> {
        self.body
            .slots
            .iter()
            .filter(|slot| slot.kind == SlotKind::Account)
            .map(|slot| slot.account.as_str())
    }

    /// Returns the file as JSON.
    ///
    /// # Errors
    /// `keys.io`, which JSON of this shape never meets.
    pub fn to_json(&self) -> Result<Vec<u8>, SlotError> {
        let stored = Stored {
            body: self.body.clone(),
            mac: self.mac.clone(),
            checksum: self.checksum(),
        };
        Ok(serde_json::to_vec_pretty(&stored).map_err(io::Error::other)?)
    }

    /// Reads the file from JSON and checks that it is whole; the MAC needs the key and is checked when unlocking.
    ///
    /// # Errors
    /// `keys.damaged`, `keys.newer`.
    pub fn from_json(json: &[u8]) -> Result<Self, SlotError> {
        let version: VersionOnly = serde_json::from_slice(json).map_err(|_| SlotError::Damaged)?;
        if version.body.version > VERSION {
            return Err(SlotError::Newer(version.body.version));
        }
        let stored: Stored = serde_json::from_slice(json).map_err(|_| SlotError::Damaged)?;
        let file = Self {
            body: stored.body,
            mac: stored.mac,
        };
        let slots = &file.body.slots;
        let usable = slots
            .iter()
            .all(|slot| slot.cost.is_acceptable() && slot.alg == slot.layout());
        if file.checksum() == stored.checksum && usable {
            Ok(file)
        } else {
            Err(SlotError::Damaged)
        }
    }

    /// Writes both copies, one after the other, so that one of them is always whole.
    ///
    /// # Errors
    /// `keys.io`.
    pub fn save(&self, directory: &Path) -> Result<(), SlotError> {
        let json = self.to_json()?;
        write_durably(&directory.join(KEYS_FILE), &json)?;
        write_durably(&directory.join(KEYS_COPY_FILE), &json)?;
        Ok(())
    }

    /// Reads both copies and returns the newest whole one.
    ///
    /// # Errors
    /// `keys.missing`, `keys.damaged`, `keys.newer`, `keys.io`.
    pub fn load(directory: &Path) -> Result<(Self, Copies), SlotError> {
        let first = read_copy(&directory.join(KEYS_FILE));
        let second = read_copy(&directory.join(KEYS_COPY_FILE));
        match (first, second) {
            (Err(SlotError::Newer(version)), _) | (_, Err(SlotError::Newer(version))) => {
                Err(SlotError::Newer(version))
            }
            (Ok(first), Ok(second)) if first == second => Ok((first, Copies::Alike)),
            (Ok(first), Ok(second)) => {
                let newest = if second.generation() > first.generation() {
                    second
                } else {
                    first
                };
                Ok((newest, Copies::NeedRepair))
            }
            (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok((only, Copies::NeedRepair)),
            (Err(SlotError::Missing), Err(fault)) | (Err(fault), Err(_)) => Err(fault),
        }
    }

    fn account(&self, login: &str) -> Option<&Slot> {
        let mut slots = self.body.slots.iter();
        slots.find(|slot| slot.kind == SlotKind::Account && slot.account == login)
    }

    fn position(&self, login: &str) -> Result<usize, SlotError> {
        let mut slots = self.body.slots.iter();
        slots
            .position(|slot| slot.kind == SlotKind::Account && slot.account == login)
            .ok_or_else(|| SlotError::UnknownAccount(login.to_owned()))
    }

    /// Runs one change as the next generation; nothing has happened when it fails.
    fn change(
        &mut self,
        key: &DatabaseKey,
        edit: impl FnOnce(&mut Self) -> Result<(), SlotError>,
    ) -> Result<(), SlotError> {
        // A file that was altered must not get a valid MAC by way of an honest change.
        self.verify(key)?;
        let mut next = self.clone();
        next.body.generation += 1;
        next.body.version = VERSION;
        edit(&mut next)?;
        next.mac = next.mac_with(key);
        *self = next;
        Ok(())
    }

    fn verify(&self, key: &DatabaseKey) -> Result<(), SlotError> {
        let whole = key.check(self.body.database) == self.body.key_check
            && Hmac::<Sha256>::new_from_slice(&self.mac_key(key)[..])
                .map(|mac| mac.chain_update(self.body_json()))
                .is_ok_and(|mac| mac.verify_slice(&self.mac.0).is_ok());
        if whole {
            Ok(())
        } else {
            Err(SlotError::Altered)
        }
    }

    fn mac_key(&self, key: &DatabaseKey) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(key.mac("fachuang slot file mac key 1", &[]))
    }

    fn mac_with(&self, key: &DatabaseKey) -> Hex {
        Hex(hmac_sha256(&self.mac_key(key)[..], &[&self.body_json()]).to_vec())
    }

    fn checksum(&self) -> Hex {
        let mut hash = Sha256::new();
        hash.update(self.body_json());
        hash.update(&self.mac.0);
        Hex(hash.finalize().to_vec())
    }

    /// Returns the bytes that MAC and checksum cover: fields in the order they are declared, no blanks.
    fn body_json(&self) -> Vec<u8> {
        // Strings, numbers and lists only: nothing in this shape can fail to serialise.
        serde_json::to_vec(&self.body).unwrap_or_default()
    }

    fn seal(
        &self,
        key: &DatabaseKey,
        owner: Owner<'_>,
        secret: &[u8],
        cost: KdfCost,
        random: &mut dyn Random,
    ) -> Result<Slot, SlotError> {
        let mut slot = Slot {
            kind: owner.kind(),
            account: owner.account().to_owned(),
            generation: self.body.generation,
            must_change: owner.must_change(),
            alg: BY_DOOR.to_owned(),
            cost,
            salt: Hex(draw::<16>(random).to_vec()),
            nonce: Hex(draw::<24>(random).to_vec()),
            sealed: Hex(Vec::new()),
            door: None,
        };
        let private = Door::draw_private(random);
        let bound_to = self.bound_to_door(&slot);
        let door = Door::for_private(&private, key, &bound_to, random);
        slot.door = Some(door.ok_or(SlotError::BadCost)?);
        let bound_to = self.bound_to(&slot);
        let payload = Payload {
            msg: &private[..],
            aad: &bound_to,
        };
        let (cipher, nonce) = cipher(&slot, secret)?;
        let sealed = cipher.encrypt(&nonce, payload);
        slot.sealed = Hex(sealed.map_err(|_| SlotError::BadCost)?);
        Ok(slot)
    }

    /// Returns the key, or nothing when the secret is wrong.
    fn open(&self, slot: &Slot, secret: &[u8]) -> Result<Option<DatabaseKey>, SlotError> {
        let (cipher, nonce) = cipher(slot, secret)?;
        let bound_to = self.bound_to(slot);
        let payload = Payload {
            msg: &slot.sealed.0,
            aad: &bound_to,
        };
        let Ok(opened) = cipher.decrypt(&nonce, payload) else {
            return Ok(None);
        };
        let opened = Zeroizing::new(opened);
        if let Some(door) = &slot.door {
            let key = door.open(&opened, &self.bound_to_door(slot));
            return key.map(Some).ok_or(SlotError::Altered);
        }
        let bytes: [u8; 32] = opened[..].try_into().map_err(|_| SlotError::Damaged)?;
        Ok(Some(DatabaseKey::from_bytes(bytes)))
    }

    /// Returns what a slot is bound to, so that it opens in no other file, for no other account and no other layout.
    fn bound_to(&self, slot: &Slot) -> Vec<u8> {
        let layout: u32 = if slot.door.is_some() { 2 } else { 1 };
        let mut bytes = b"fachuang slot".to_vec();
        bytes.extend(layout.to_be_bytes());
        bytes.extend(self.body.database.as_bytes());
        bytes.push(slot.kind.number());
        bytes.extend(slot.generation.to_be_bytes());
        bytes.extend(slot.account.as_bytes());
        bytes
    }

    /// Returns what the database key inside a slot is bound to; it outlives the key.
    fn bound_to_door(&self, slot: &Slot) -> Vec<u8> {
        let mut bytes = b"fachuang door".to_vec();
        bytes.extend(self.body.database.as_bytes());
        bytes.push(slot.kind.number());
        bytes.extend(slot.account.as_bytes());
        bytes
    }
}

impl Slot {
    /// Returns the name of the algorithms this layout goes with.
    fn layout(&self) -> &'static str {
        if self.door.is_some() { BY_DOOR } else { DIRECT }
    }
}

impl SlotKind {
    fn number(self) -> u8 {
        match self {
            Self::Account => 1,
            Self::Recovery => 2,
            Self::Escrow => 3,
        }
    }
}

#[derive(Clone, Copy)]
enum Owner<'a> {
    Account(&'a str, PasswordOrigin),
    Recovery(Holder<'a>),
}

impl Owner<'_> {
    fn kind(&self) -> SlotKind {
        match self {
            Self::Account(..) => SlotKind::Account,
            Self::Recovery(Holder::Office) => SlotKind::Recovery,
            Self::Recovery(Holder::Escrow(_)) => SlotKind::Escrow,
        }
    }

    fn account(&self) -> &str {
        match self {
            Self::Account(name, _) | Self::Recovery(Holder::Escrow(name)) => name,
            Self::Recovery(Holder::Office) => "",
        }
    }

    fn must_change(&self) -> bool {
        matches!(self, Self::Account(_, PasswordOrigin::OneTime))
    }
}

fn read_copy(path: &Path) -> Result<SlotFile, SlotError> {
    match std::fs::read(path) {
        Ok(json) => SlotFile::from_json(&json),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Err(SlotError::Missing),
        Err(fault) => Err(SlotError::Io(fault)),
    }
}

fn check_login(login: &str) -> Result<(), SlotError> {
    let visible = login.chars().all(|c| !c.is_whitespace() && !c.is_control());
    if visible && (1..=64).contains(&login.chars().count()) {
        Ok(())
    } else {
        Err(SlotError::BadLogin)
    }
}

/// Accepts the name of a holder outside: 1 to 40 characters, none of them invisible.
fn check_holder(name: &str) -> Result<(), SlotError> {
    let fits = (1..=40).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits && name.trim() == name {
        Ok(())
    } else {
        Err(SlotError::BadHolder)
    }
}

/// Returns the same bytes for the same text, whichever keyboard composed it.
fn normalised(password: &str) -> Zeroizing<String> {
    // Room for the longest composed form, so that no copy is left behind when the text grows.
    let mut text = Zeroizing::new(String::with_capacity(password.len() * 3));
    text.extend(password.nfc());
    text
}

fn cipher(slot: &Slot, secret: &[u8]) -> Result<(XChaCha20Poly1305, XNonce), SlotError> {
    let sealing_key = slot.cost.derive(secret, &slot.salt.0)?;
    let cipher =
        XChaCha20Poly1305::new_from_slice(&sealing_key[..]).map_err(|_| SlotError::Damaged)?;
    let nonce = XNonce::try_from(&slot.nonce.0[..]).map_err(|_| SlotError::Damaged)?;
    Ok((cipher, nonce))
}

#[cfg(test)]
mod tests;
