//! Other desks: cards, enrolment, the board.

use fachuang_core::account::role::Right;
use fachuang_core::exchange::board::{self, Row};
use fachuang_core::exchange::package::Package;
use fachuang_core::exchange::{Card, Peer, PeerState, enrol, keys, package, peer, ticket_state};
use fachuang_core::{ticket, time};

use super::second::stand_by;
use crate::front::{Answer, Front};
use crate::lookout::Sight;
use crate::message;
use crate::refusal::Refusal;
use crate::wire::exchange::{
    CardText, DeskCard, EnrolPeer, ExchangeBoard, ExchangeNow, PackageRefusal, PackageRefusals,
    PeerRow, RevokePeer, ThawPeer, TicketExchange,
};
use crate::wire::{ById, Nothing};

/// Returns a number as the wire carries it; larger ones stand at the end of its range.
pub(super) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Reads the number of a device.
pub(super) fn device(text: &str, field: &str) -> Answer<u32> {
    text.trim()
        .parse()
        .map_err(|_| Refusal::at("exchange.peer_unknown", field))
}

fn shown(card: &Card, relation: &str, enrolled: bool) -> DeskCard {
    DeskCard {
        text: card.to_text(),
        fingerprint: card.fingerprint().to_string(),
        site_name: card.site_name.clone(),
        segment: card.segment.clone(),
        tier: card.tier.clone(),
        desk_name: card.desk_name.clone(),
        mark: card.mark.clone(),
        device: card.device.to_string(),
        relation: relation.to_owned(),
        enrolled,
    }
}

pub fn own_card(front: &mut Front, _: Nothing) -> Answer<DeskCard> {
    let actor = front.desk()?.1;
    if !actor.may(Right::Exchange) {
        actor.require(Right::ManageSettings)?;
    }
    let card = front.write(Card::own)?;
    Ok(shown(&card, "", false))
}

pub fn read_card(front: &mut Front, wish: CardText) -> Answer<DeskCard> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ManageSettings)?;
    let card = Card::parse(&wish.card)?;
    let relation = enrol::relation(desk.site(), &card)?;
    let known = peer::find(desk.view().connection, card.device)?;
    let enrolled = known.is_some_and(|known| known.state == PeerState::Enrolled);
    Ok(shown(&card, relation.code(), enrolled))
}

pub fn enrol_peer(front: &mut Front, wish: EnrolPeer) -> Answer<DeskCard> {
    front.desk()?.1.require(Right::ManageSettings)?;
    let card = Card::parse(&wish.card)?;
    let stood_by = stand_by(front, Right::ManageSettings)?;
    let peer = front.write(|tx| {
        let peer = enrol::enrol(tx, &card, &wish.fingerprint)?;
        stood_by.note(tx, "peer_enrolled")?;
        Ok(peer)
    })?;
    Ok(shown(&card, peer.relation.code(), true))
}

pub fn revoke_peer(front: &mut Front, wish: RevokePeer) -> Answer<Nothing> {
    front.desk()?.1.require(Right::ManageSettings)?;
    let lost = device(&wish.device, "device")?;
    let successor = match wish.successor.trim() {
        "" => None,
        text => Some(device(text, "successor")?),
    };
    let stood_by = stand_by(front, Right::ManageSettings)?;
    front.write(|tx| {
        enrol::revoke(tx, lost, &wish.reason, successor)?;
        stood_by.note(tx, "peer_revoked")
    })?;
    Ok(Nothing {})
}

pub fn thaw_peer(front: &mut Front, wish: ThawPeer) -> Answer<Nothing> {
    front.desk()?.1.require(Right::ManageSettings)?;
    let frozen = device(&wish.device, "device")?;
    let stood_by = stand_by(front, Right::ManageSettings)?;
    front.write(|tx| {
        enrol::thaw(tx, frozen, &wish.reason)?;
        stood_by.note(tx, "peer_thawed")
    })?;
    // A file of it that stopped half-way goes on.
    front.resume_import();
    Ok(Nothing {})
}

pub fn renew_device_keys(front: &mut Front, _: Nothing) -> Answer<DeskCard> {
    front.desk()?.1.require(Right::ManageSettings)?;
    let stood_by = stand_by(front, Right::ManageSettings)?;
    let card = front.write(|tx| {
        keys::renew(tx)?;
        stood_by.note(tx, "device_keys_renewed")?;
        Card::own(tx)
    })?;
    Ok(shown(&card, "", false))
}

/// Why a desk is frozen or revoked: a code of the program, or what somebody wrote.
fn state_reason(peer: &Peer) -> String {
    match (peer.state, peer.reason.as_str()) {
        (PeerState::Frozen, "forked") => message::sentence("exchange.forked", "").0,
        (_, reason) => reason.to_owned(),
    }
}

fn at(ms: Option<i64>) -> String {
    ms.map_or_else(String::new, time::to_text)
}

fn row(row: Row) -> PeerRow {
    let peer = row.peer;
    let newest = row.newest.as_ref();
    let (missing_first, missing_last) = row.missing.unwrap_or_default();
    let stopped = row.stopped.as_ref();
    let of_stopped = |count: fn(&Package) -> u64| stopped.map_or(0, |file| small(count(file)));
    PeerRow {
        device: peer.device.to_string(),
        relation: peer.relation.code().to_owned(),
        fingerprint: peer.keys.fingerprint().to_string(),
        state: peer.state.code().to_owned(),
        state_reason: state_reason(&peer),
        last_number: newest.map_or(0, |newest| small(newest.number)),
        last_made_at: at(newest.map(|newest| newest.made_ms)),
        last_received_at: at(newest.map(|newest| newest.received_ms)),
        missing_first: small(missing_first),
        missing_last: small(missing_last),
        waiting_files: small(row.waiting),
        stopped_id: stopped.map_or_else(String::new, |file| file.id.to_string()),
        stopped_number: of_stopped(|file| file.number),
        // Beyond its entries it counts the tickets that were looked at.
        stopped_done: of_stopped(|file| file.place.min(file.counts.entries)),
        stopped_entries: of_stopped(|file| file.counts.entries),
        unconfirmed: small(row.unconfirmed),
        unconfirmed_since: at(row.unconfirmed_since_ms),
        not_written: small(row.not_written),
        taken_back: row.taken_back,
        program: newest.map_or_else(String::new, |newest| newest.told.program.clone()),
        same_rules: row.same_rules,
        keys_confirmed: row.keys_confirmed,
        clock_ahead_minutes: minutes(row.clock_ahead_ms),
        oldest_conflict: at(row.oldest_conflict_ms),
        rejected_there: small(row.rejected_there),
        set_aside_here: small(row.set_aside_here),
        state_code_there: newest.map_or_else(String::new, |newest| newest.told.state.clone()),
        state_code_here: row.state_here,
        site_name: peer.site_name,
        segment: peer.segment,
        tier: peer.tier,
        desk_name: peer.desk_name,
    }
}

/// Returns milliseconds in whole minutes; a few minutes are no difference worth telling.
pub(super) fn minutes(ms: i64) -> u32 {
    const WORTH_TELLING: i64 = 5;
    let minutes = ms / 60_000;
    if minutes < WORTH_TELLING {
        0
    } else {
        small(minutes as u64)
    }
}

pub fn exchange_board(front: &mut Front, _: Nothing) -> Answer<ExchangeBoard> {
    let (desk, actor) = front.desk()?;
    if !actor.may(Right::Exchange) && !actor.may(Right::ReadReports) {
        actor.require(Right::ManageSettings)?;
    }
    let (view, tail) = (desk.view(), desk.tail());
    let counts = ticket_state::counts(&view, tail)?;
    let [not_exported, exported, confirmed] = counts.unwrap_or_default().map(small);
    Ok(ExchangeBoard {
        state_code: board::own_code(tail),
        has_centre: counts.is_some(),
        not_exported,
        exported,
        confirmed,
        peers: board::rows(&view, tail)?.into_iter().map(row).collect(),
    })
}

/// Tells what goes on with files; asked beside the work on them.
pub fn exchange_now(sight: &Sight<'_>, _: Nothing) -> Answer<ExchangeNow> {
    if !sight.actor.may(Right::Exchange) {
        sight.actor.require(Right::ViewCases)?;
    }
    let (doing, done, total) = sight.progress.read();
    let connection = sight.view.connection;
    Ok(ExchangeNow {
        doing: doing.code().to_owned(),
        done: small(done),
        total: small(total),
        waiting_files: small(package::count_waiting(connection)?),
        conflicts: small(ticket::list::count_disputed(sight.view)?),
    })
}

pub fn ticket_exchange(front: &mut Front, wish: ById) -> Answer<TicketExchange> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let id = super::intake::id(&wish.id, "id")?;
    let state = ticket_state::of(&desk.view(), desk.tail(), id)?;
    let code = state.map_or("", |state| state.code());
    Ok(TicketExchange {
        state: code.to_owned(),
        state_name: message::exchange_name(code).to_owned(),
    })
}

pub fn list_rejected(front: &mut Front, wish: ById) -> Answer<PackageRefusals> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::Exchange)?;
    let peer = device(&wish.id, "id")?;
    let refused = peer::rejected(desk.view().connection, peer)?;
    Ok(PackageRefusals {
        refused: refused
            .into_iter()
            .map(|(entry, reason)| refusal(entry, &reason))
            .collect(),
    })
}

/// Says why an entry is not taken in.
pub(super) fn refusal(entry: String, reason: &str) -> PackageRefusal {
    PackageRefusal {
        entry,
        reason: reason.to_owned(),
        reason_text: message::message(reason).text.to_owned(),
    }
}
