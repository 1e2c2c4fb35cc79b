//! Keys that change while files are under way.
//!
//! A desk that renewed its keys signs for each other desk with the keys that one knows, until it hears that the new ones
//! have arrived. Whoever was given new keys takes files under the old ones until the first under the new ones. So no file
//! is refused, whichever comes first: the card or the file.

use fachuang_envelope::{Address, DeviceSecret, Extra, SignPublic};

use super::board;
use super::keys::{self, to_hex};
use super::open::Checked;
use super::peer::{self, Peer, PeerState};
use crate::desk::{Tx, View};
use crate::error::Result;

/// Name of the extra that tells about keys.
const EXTRA: &str = "keys";
/// Version of what is in it.
const EXTRA_VERSION: u32 = 1;

/// What a file tells of keys: the one it is signed with, and the one of the recipient it was sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Used {
    signer: [u8; 32],
    sealed_for: [u8; 32],
}

/// Local setting: the opening key of this device that another one is known to have.
fn known_there(device: u32) -> String {
    format!("keys_known_to {device}")
}

/// Local setting: the newest signing key under which something came from a device.
fn heard_under(device: u32) -> String {
    format!("keys_heard_from {device}")
}

/// Returns what signs for another desk: the keys that it knows.
pub(super) fn signer_for(view: &View<'_>, device: u32) -> Result<DeviceSecret> {
    let known = view.local(&known_there(device))?;
    let mut all = keys::all(view)?;
    let at = all
        .iter()
        .position(|keys| to_hex(&keys.public().open.0) == known);
    Ok(all.swap_remove(at.unwrap_or(0)))
}

/// Says another desk has the keys of now, as far as is known here.
///
/// # Errors
/// Faults of the database.
pub fn is_confirmed(view: &View<'_>, device: u32) -> Result<bool> {
    let known = view.local(&known_there(device))?;
    if known.is_empty() {
        return Ok(true);
    }
    let own = keys::secret(view)?.public();
    Ok(to_hex(&own.open.0) == known)
}

/// Before new keys are drawn: every desk that is heard knows the ones of now.
pub(super) fn keep_known(tx: &mut Tx<'_>, old: &DeviceSecret) -> Result<()> {
    let peers = peer::list(tx.view().connection)?;
    for peer in peers.iter().filter(|peer| peer.state != PeerState::Revoked) {
        let name = known_there(peer.device);
        if tx.view().local(&name)?.is_empty() {
            tx.set_local(&name, &to_hex(&old.public().open.0))?;
        }
    }
    Ok(())
}

/// Returns the key a sender signed with before it was enrolled with other ones; none once it was heard under the new one.
pub(super) fn earlier_sign(
    view: &View<'_>,
    peers: &[Peer],
    from: &Address,
) -> Result<Option<SignPublic>> {
    let known = peers
        .iter()
        .find(|peer| peer.device == from.device() && peer.segment == from.site());
    let Some(known) = known else {
        return Ok(None);
    };
    if view.local(&heard_under(known.device))? == to_hex(&known.keys.sign.0) {
        return Ok(None);
    }
    let signs = peer::sign_keys(view.connection, known.device)?;
    Ok(signs
        .into_iter()
        .rev()
        .find(|sign| *sign != known.keys.sign))
}

/// Returns what a file tells of keys, as an extra of it.
pub(super) fn extra(signer: &DeviceSecret, to: &Peer) -> Extra {
    let mut bytes = signer.public().sign.0.to_vec();
    bytes.extend(to.keys.open.0);
    Extra {
        name: EXTRA.to_owned(),
        version: EXTRA_VERSION,
        bytes,
    }
}

/// Reads what a file tells of keys; none where it tells nothing, or in a later way.
pub(super) fn read(opened: &mut Checked<'_>) -> Result<Option<Used>> {
    let Some(bytes) = board::read_extra(opened, EXTRA, EXTRA_VERSION)? else {
        return Ok(None);
    };
    let split = bytes.split_first_chunk::<32>();
    Ok(split.and_then(|(signer, rest)| {
        Some(Used {
            signer: *signer,
            sealed_for: rest.try_into().ok()?,
        })
    }))
}

/// Notes which keys both sides know, from the newest file of a desk.
pub(super) fn note(tx: &mut Tx<'_>, from: &Peer, used: Option<Used>) -> Result<()> {
    let Some(used) = used else {
        return Ok(());
    };
    let all = keys::all(&tx.view())?;
    let mine = all
        .iter()
        .any(|keys| keys.public().open.0 == used.sealed_for);
    if mine {
        set_if_new(tx, &known_there(from.device), &used.sealed_for)?;
    }
    if used.signer == from.keys.sign.0 {
        set_if_new(tx, &heard_under(from.device), &used.signer)?;
    }
    Ok(())
}

fn set_if_new(tx: &mut Tx<'_>, name: &str, key: &[u8; 32]) -> Result<()> {
    let hex = to_hex(key);
    if tx.view().local(name)? != hex {
        tx.set_local(name, &hex)?;
    }
    Ok(())
}
