//! What a file is refused for, each by its own code, and that nothing is left of it.

use fachuang_core::desk::Device;
use fachuang_core::exchange::apply::apply;
use fachuang_core::exchange::enrol::{enrol, revoke, thaw};
use fachuang_core::exchange::export::{Order, Since, export};
use fachuang_core::exchange::package::State;
use fachuang_core::exchange::peer::{self, PeerState};
use fachuang_core::exchange::preview::{Verdict, preview};
use fachuang_core::journal::{Record, Value};
use fachuang_core::ticket::act;

use crate::pair::{Stick, card, carry, file, introduce, paired, state, take, tickets};
use crate::support::{TestDesk, TicketAdder, centre, entries, open, open_copy, station};

/// Applies and returns the code of the refusal; nothing may have changed then.
fn refused(desk: &mut TestDesk, bytes: &[u8]) -> &'static str {
    let clerk = desk.clerk.clone();
    let before = (desk.dump().unwrap(), entries(desk).len(), version(desk));
    let code = apply(desk, &clerk, bytes, "stick.fcx").unwrap_err().code();
    let seen = preview(desk, &clerk, bytes).unwrap_err().code();
    assert_eq!(code, seen, "the preview says the same");
    let after = (desk.dump().unwrap(), entries(desk).len(), version(desk));
    assert!(before == after, "{code} left something behind");
    code
}

/// Changes with every commit of this connection.
fn version(desk: &TestDesk) -> i64 {
    desk.connection()
        .query_row("SELECT total_changes()", [], |row| row.get(0))
        .unwrap()
}

fn ticket_file() -> (TestDesk, TestDesk, Vec<u8>) {
    let (centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let bytes = file(&mut station, 1);
    (centre, station, bytes)
}

#[test]
fn a_damaged_cut_or_foreign_file_is_refused_at_every_place() {
    let (mut centre, _, bytes) = ticket_file();
    assert_eq!(refused(&mut centre, b""), "package.cut");
    assert_eq!(
        refused(&mut centre, b"PK\x03\x04 a document"),
        "package.not_a_package"
    );
    // Sampled; the format's own tests go through every byte.
    for at in (0..bytes.len()).step_by(bytes.len() / 23) {
        refused(&mut centre, &bytes[..at]);
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        refused(&mut centre, &changed);
    }
    assert_eq!(take(&mut centre, &bytes).package.state, State::Applied);
}

#[test]
fn a_file_for_another_desk_or_from_a_stranger_is_refused() {
    let (mut centre, mut station, bytes) = ticket_file();
    assert_eq!(refused(&mut station, &bytes), "exchange.own_file");
    let mut other = open(&crate::support::station(4));
    introduce(&mut centre, &mut other);
    assert_eq!(refused(&mut other, &bytes), "package.wrong_addressee");
    let for_other = file(&mut centre, 4);
    assert_eq!(refused(&mut station, &for_other), "package.wrong_addressee");
    // A stranger that knows the centre, and is not known there.
    let mut stranger = open(&crate::support::station(5));
    let known = card(&mut centre);
    card(&mut stranger);
    let admin = stranger.admin.clone();
    let code = known.fingerprint().to_string();
    stranger
        .write(&admin, |tx| enrol(tx, &known, &code))
        .unwrap();
    let strange = file(&mut stranger, 1);
    assert_eq!(refused(&mut centre, &strange), "package.unknown_sender");
}

#[test]
fn a_revoked_desk_is_refused_by_name_and_its_successor_gets_the_tickets() {
    let (mut centre, mut station, first) = ticket_file();
    take(&mut centre, &first);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    let later = file(&mut station, 1);
    let mut next = open(&crate::support::Place {
        device: 33,
        mark: "2",
        ..crate::support::station(3)
    });
    introduce(&mut centre, &mut next);
    let admin = centre.admin.clone();
    let wrong = centre.write(&admin, |tx| revoke(tx, 3, "电脑被盗", Some(77)));
    assert_eq!(wrong.unwrap_err().code(), "exchange.successor");
    centre
        .write(&admin, |tx| revoke(tx, 3, "电脑被盗", Some(33)))
        .unwrap();
    assert_eq!(refused(&mut centre, &later), "package.revoked_sender");
    let order = Order {
        peer: 3,
        since: Since::Confirmed,
        folder: &Stick::new().path(),
        program: "test",
    };
    let clerk = centre.clerk.clone();
    let fault = export(&mut centre, &clerk, order).unwrap_err();
    assert!(["exchange.peer_revoked", "exchange.folder_missing"].contains(&fault.code()));
    carry(&mut centre, &mut next);
    assert_eq!(
        tickets(&next),
        1,
        "the series of the lost desk goes on at the next one"
    );
    assert!(next.verify().unwrap().is_sound());
    let old = card(&mut station);
    let code = old.fingerprint().to_string();
    let again = centre.write(&admin, |tx| enrol(tx, &old, &code).map(drop));
    assert_eq!(again.unwrap_err().code(), "exchange.peer_revoked");
}

#[test]
fn two_desks_under_one_identity_are_found_out_and_both_versions_are_kept() {
    let (mut centre, mut station, first) = ticket_file();
    take(&mut centre, &first);
    station.settle_file();
    let mut twin = open_copy(&station, station.now_ms(), "twin");
    for (desk, name) in [(&mut station, "李四"), (&mut twin, "王五")] {
        TicketAdder::at("consult").applicant(name).add(desk);
    }
    let (real, false_one) = (file(&mut station, 1), file(&mut twin, 1));
    take(&mut centre, &real);
    let before = state(&centre);
    let clerk = centre.clerk.clone();
    let seen = preview(&mut centre, &clerk, &false_one).unwrap();
    assert_eq!(seen.verdict, Verdict::Forked);
    assert!(
        seen.twice.starts_with("3."),
        "the preview names the entry: {}",
        seen.twice
    );
    let fault = apply(&mut centre, &clerk, &false_one, "twin.fcx").unwrap_err();
    assert_eq!(fault.code(), "exchange.forked");
    assert_eq!(state(&centre), before, "nothing of it was applied");
    let connection = centre.view().connection;
    assert_eq!(peer::get(connection, 3).unwrap().state, PeerState::Frozen);
    let kept: i64 = connection
        .query_row(
            "SELECT count(DISTINCT package) FROM staged_piece",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 1, "the other version is kept");
    TicketAdder::at("consult")
        .applicant("单巧云")
        .add(&mut station);
    let next = file(&mut station, 1);
    assert_eq!(refused(&mut centre, &next), "exchange.sender_frozen");
    let admin = centre.admin.clone();
    centre
        .write(&admin, |tx| thaw(tx, 3, "副本已停用"))
        .unwrap();
    assert_eq!(take(&mut centre, &next).package.state, State::Applied);
    assert!(centre.verify().unwrap().is_sound());
}

#[test]
fn a_restored_desk_begins_again_and_gets_back_what_its_backup_did_not_have() {
    let (mut centre, mut station, first) = ticket_file();
    take(&mut centre, &first);
    carry(&mut centre, &mut station);
    station.settle_file();
    // The backup; then work that only the centre has heard of when the disk fails.
    let backup = open_copy(&station, station.now_ms(), "backup");
    let lost = TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    carry(&mut station, &mut centre);
    let again = Device {
        id: 3,
        epoch: 1,
        mark: "AA".into(),
        name: "1号窗口机".into(),
    };
    let (mut restored, _dir) = backup.go_on_as(&again);
    let own = TicketAdder::at("consult")
        .applicant("王五")
        .add(&mut restored);
    carry(&mut restored, &mut centre);
    assert_eq!(tickets(&centre), 3);
    carry(&mut centre, &mut restored);
    assert_eq!(
        tickets(&restored),
        3,
        "what the backup did not have came back"
    );
    assert_eq!(restored.ticket(lost).text("matter"), "欠薪");
    assert_ne!(
        restored.ticket(lost).text("number"),
        restored.ticket(own).text("number")
    );
    let report = restored.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    // The old disk turns up again: what it says is of a life before.
    TicketAdder::at("consult")
        .applicant("单巧云")
        .add(&mut station);
    let old = file(&mut station, 1);
    assert_eq!(take(&mut centre, &old).package.state, State::Applied);
    assert_eq!(tickets(&centre), 4);
    // The centre speaks to the new life alone, which the old disk cannot take for its own.
    let to_new = file(&mut centre, 3);
    assert_eq!(refused(&mut station, &to_new), "exchange.own_older");
}

#[test]
fn what_a_station_may_not_say_is_set_aside_and_told_back() {
    let (mut centre, mut station, _) = ticket_file();
    let clerk = station.clerk.clone();
    let own_site = centre.site().id;
    station
        .write(&clerk, |tx| {
            let record = Record::setting([("name", Value::text("假中心"))]);
            tx.append("site", own_site, "site.set", &record, Vec::new())
        })
        .unwrap();
    let bytes = file(&mut station, 1);
    let seen = preview(&mut centre, &clerk, &bytes).unwrap();
    assert_eq!(seen.refused.len(), 1);
    assert_eq!(seen.refused[0].reason, "entry.centre_only");
    let done = take(&mut centre, &bytes);
    assert_eq!(
        (done.package.state, done.package.counts.refused),
        (State::Applied, 1)
    );
    assert_eq!(centre.site().name, "云川县公共法律服务中心");
    assert_eq!(tickets(&centre), 1, "the rest arrived");
    carry(&mut centre, &mut station);
    let told = peer::rejected(station.view().connection, 1).unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].1, "entry.centre_only");
    assert!(centre.verify().unwrap().is_sound());
}

#[test]
fn a_station_cannot_pass_off_entries_as_those_of_the_centre_or_of_another_station() {
    let (mut centre, mut station, _) = ticket_file();
    let mut other = open(&crate::support::station(4));
    introduce(&mut centre, &mut other);
    let id = TicketAdder::at("consult").applicant("李四").add(&mut other);
    // The station got hold of another one's entries and carries them.
    station.merge(&entries(&other)).unwrap();
    let done = carry(&mut station, &mut centre);
    assert!(done.package.counts.refused > 0);
    assert!(fachuang_core::ticket::get(&centre.view(), id).is_err());
    // They come in from whom they are of.
    let done = carry(&mut other, &mut centre);
    assert_eq!(done.package.counts.refused, 0);
    let version = centre.version(id);
    let (clerk, lawyer) = (centre.clerk.clone(), centre.handler.id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap();
}

#[test]
fn cards_that_cannot_be_right_are_refused() {
    let (mut one, mut other) = (open(&centre()), open(&station(3)));
    let own = card(&mut one);
    let admin = one.admin.clone();
    let code = |desk: &mut TestDesk, card: &fachuang_core::exchange::Card| {
        let fingerprint = card.fingerprint().to_string();
        let admin = desk.admin.clone();
        desk.write(&admin, |tx| enrol(tx, card, &fingerprint).map(drop))
            .unwrap_err()
            .code()
    };
    assert_eq!(code(&mut one, &own), "exchange.card_own");
    let mut twin = own.clone();
    twin.device = 99;
    assert_eq!(code(&mut one, &twin), "exchange.mark_taken");
    let mut second = card(&mut open(&station(4)));
    assert_eq!(code(&mut other, &second), "exchange.relation");
    second.segment = "LT".into();
    second.mark = "1".into();
    introduce(&mut one, &mut other);
    let mut same_mark = card(&mut other);
    same_mark.device = 44;
    assert_eq!(code(&mut one, &same_mark), "exchange.mark_taken");
    let mut centre_two = own;
    centre_two.device = 45;
    centre_two.segment = "XC".into();
    assert_eq!(code(&mut other, &centre_two), "exchange.centre_taken");
    let clerk = one.clerk.clone();
    let fingerprint = same_mark.fingerprint().to_string();
    let fault = one
        .write(&clerk, |tx| enrol(tx, &same_mark, &fingerprint).map(drop))
        .unwrap_err();
    assert_eq!(fault.code(), "right.missing");
    let _ = admin;
}
