//! Who files are exchanged with: enrolled by card, compared by fingerprint, given up by name.

use fachuang_envelope::Fingerprint;

use super::card::Card;
use super::peer::{self, Peer, PeerState, Relation, kind, subject_of};
use crate::account::role::Right;
use crate::desk::{Site, Tx, View, key, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::person::require_reason;
use crate::site::Tier;

/// Returns what a desk with this card is to this one.
///
/// # Errors
/// `exchange.relation` for two that exchange nothing with each other, such as two stations.
pub fn relation(site: &Site, card: &Card) -> Result<Relation> {
    if card.segment == site.segment {
        return Ok(Relation::Sibling);
    }
    let rank = |tier: &str| Tier::from_code(tier);
    match (rank(&site.tier), rank(&card.tier)) {
        (Some(own), Some(other)) if own < other => Ok(Relation::Subordinate),
        (Some(own), Some(other)) if own > other => Ok(Relation::Superior),
        _ => Err(Error::at("exchange.relation", "card").with(card.site_name.clone())),
    }
}

/// Enrols another desk, or takes its new keys.
///
/// `fingerprint` is what the other side read out; it must be that of the card.
///
/// # Errors
/// `right.missing`, `exchange.fingerprint`, `exchange.card_own`, `exchange.relation`, `exchange.mark_taken`,
/// `exchange.centre_taken`, `exchange.peer_revoked`.
pub fn enrol(tx: &mut Tx<'_>, card: &Card, fingerprint: &str) -> Result<Peer> {
    tx.actor().require(Right::ManageSettings)?;
    if Fingerprint::parse(fingerprint).as_ref() != Some(&card.fingerprint()) {
        return Err(Error::at("exchange.fingerprint", "fingerprint"));
    }
    let view = tx.view();
    if card.device == tx.tail().device {
        return Err(Error::at("exchange.card_own", "card"));
    }
    let relation = relation(view.site, card)?;
    check_place(&view, card, relation)?;
    let peer = Peer {
        device: card.device,
        relation,
        segment: card.segment.clone(),
        tier: card.tier.clone(),
        site_name: card.site_name.clone(),
        desk_name: card.desk_name.clone(),
        mark: card.mark.clone(),
        epoch: card.epoch,
        keys: card.keys,
        state: PeerState::Enrolled,
        reason: String::new(),
        successor: None,
        changed_ms: tx.now_ms(),
    };
    let id = subject_of(card.device);
    tx.append(
        subject::DEVICE,
        id,
        kind::ENROL,
        &peer::record(&peer),
        Vec::new(),
    )?;
    tx.log_access("peer_enrolled", &card.device.to_string(), &card.site_name)?;
    Ok(peer)
}

/// A desk must not give out numbers another one gives out, nor come back after it was given up.
fn check_place(view: &View<'_>, card: &Card, relation: Relation) -> Result<()> {
    let same_number = |segment: &str, mark: &str| segment == card.segment && mark == card.mark;
    if same_number(&view.site.segment, &view.local(key::MARK)?) {
        return Err(Error::at("exchange.mark_taken", "card").with(card.mark.clone()));
    }
    for known in peer::list(view.connection)? {
        if known.device == card.device {
            if known.state == PeerState::Revoked {
                return Err(Error::at("exchange.peer_revoked", "card").with(known.site_name));
            }
            continue;
        }
        if same_number(&known.segment, &known.mark) {
            return Err(Error::at("exchange.mark_taken", "card").with(card.mark.clone()));
        }
        let second_centre = relation == Relation::Superior
            && known.relation == Relation::Superior
            && known.state == PeerState::Enrolled;
        if second_centre {
            return Err(Error::at("exchange.centre_taken", "card").with(known.site_name));
        }
    }
    Ok(())
}

/// Gives a desk up: lost, stolen or replaced. Its files are refused from now on; what came of it before stays.
///
/// `successor` is the enrolled desk that goes on in its place, if there is one: it is given all tickets of the site.
///
/// # Errors
/// `right.missing`, `exchange.peer_unknown`, `exchange.peer_revoked`, `exchange.successor`, and those of reasons.
pub fn revoke(tx: &mut Tx<'_>, device: u32, reason: &str, successor: Option<u32>) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    let reason = require_reason(reason)?;
    let connection = tx.view().connection;
    let known = peer::get(connection, device)?;
    if known.state == PeerState::Revoked {
        return Err(Error::refused("exchange.peer_revoked").with(known.site_name));
    }
    if let Some(successor) = successor {
        let next = peer::find(connection, successor)?
            .filter(|next| next.state == PeerState::Enrolled && next.segment == known.segment);
        if next.is_none() || successor == device {
            return Err(Error::at("exchange.successor", "successor"));
        }
    }
    let named = successor.map_or_else(String::new, |device| device.to_string());
    let record = Record::of([
        ("reason", Value::text(&reason)),
        ("successor", Value::text(&named)),
    ]);
    let id = subject_of(device);
    tx.append(subject::DEVICE, id, kind::REVOKE, &record, Vec::new())?;
    tx.log_access("peer_revoked", &device.to_string(), &reason)
}

/// Hears a desk again that was frozen, after somebody has looked into it.
///
/// # Errors
/// `right.missing`, `exchange.peer_unknown`, `exchange.not_frozen`, and those of reasons.
pub fn thaw(tx: &mut Tx<'_>, device: u32, reason: &str) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    let reason = require_reason(reason)?;
    let known = peer::get(tx.view().connection, device)?;
    if known.state != PeerState::Frozen {
        return Err(Error::refused("exchange.not_frozen"));
    }
    let record = Record::of([("reason", Value::text(&reason))]);
    let id = subject_of(device);
    tx.append(subject::DEVICE, id, kind::THAW, &record, Vec::new())?;
    tx.log_access("peer_thawed", &device.to_string(), &reason)
}
