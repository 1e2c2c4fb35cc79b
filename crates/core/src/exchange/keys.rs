//! The keys of this device: drawn once, kept in the database, which is encrypted.

use fachuang_envelope::{DevicePublic, DeviceSecret, OpenSecret};

use super::renewal;
use crate::account::role::Right;
use crate::chance::draw;
use crate::desk::{Tx, View, key};
use crate::error::{Error, Result};

/// Earlier keys kept, so that files sealed for them still open.
const PAST_MAX: usize = 8;

pub(super) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

fn stored(text: &str) -> Option<DeviceSecret> {
    from_hex::<64>(text).map(|bytes| DeviceSecret::from_bytes(&bytes))
}

/// Returns the keys of this device.
///
/// # Errors
/// `exchange.no_keys` before it was ever asked for its card.
pub fn secret(view: &View<'_>) -> Result<DeviceSecret> {
    stored(&view.local(key::DEVICE_KEYS)?).ok_or_else(|| Error::refused("exchange.no_keys"))
}

/// Returns the keys of now and after them those of before.
pub(super) fn all(view: &View<'_>) -> Result<Vec<DeviceSecret>> {
    let past = view.local(key::DEVICE_KEYS_PAST)?;
    let mut found = vec![secret(view)?];
    found.extend(past.split(' ').filter_map(stored));
    Ok(found)
}

/// Returns what opens files for this device.
pub(super) fn openers(view: &View<'_>) -> Result<Vec<OpenSecret>> {
    let all = all(view)?;
    Ok(all.iter().map(|keys| keys.open().clone()).collect())
}

/// Returns the public keys of this device, drawing a pair first where there is none yet.
pub fn ensure(tx: &mut Tx<'_>) -> Result<DevicePublic> {
    if let Ok(known) = secret(&tx.view()) {
        return Ok(known.public());
    }
    let drawn = DeviceSecret::from_seeds(draw(tx.random()), draw(tx.random()));
    tx.set_local(key::DEVICE_KEYS, &to_hex(&drawn.to_bytes()[..]))?;
    Ok(drawn.public())
}

/// Gives this device new keys; the other desks have to be told by a new card. Until one has confirmed them, what goes to
/// it is signed with those it knows.
///
/// # Errors
/// `right.missing`, `exchange.no_keys`.
pub fn renew(tx: &mut Tx<'_>) -> Result<DevicePublic> {
    tx.actor().require(Right::ManageSettings)?;
    let known = secret(&tx.view())?;
    renewal::keep_known(tx, &known)?;
    let old = to_hex(&known.to_bytes()[..]);
    let past = tx.view().local(key::DEVICE_KEYS_PAST)?;
    let kept: Vec<&str> = [old.as_str()]
        .into_iter()
        .chain(past.split(' ').filter(|text| !text.is_empty()))
        .take(PAST_MAX)
        .collect();
    tx.set_local(key::DEVICE_KEYS_PAST, &kept.join(" "))?;
    let drawn = DeviceSecret::from_seeds(draw(tx.random()), draw(tx.random()));
    tx.set_local(key::DEVICE_KEYS, &to_hex(&drawn.to_bytes()[..]))?;
    tx.log_access("device_keys_renewed", "", "")?;
    Ok(drawn.public())
}
