//! A file taken in step by step: others work at the desk in between, and what comes of it is the same.

use std::path::PathBuf;

use fachuang_core::desk::Device;
use fachuang_core::exchange::apply::{Applied, apply, resume};
use fachuang_core::exchange::board;
use fachuang_core::exchange::enrol::{revoke, thaw};
use fachuang_core::exchange::export::Since;
use fachuang_core::exchange::import::Import;
use fachuang_core::exchange::package::{self, State};
use fachuang_core::exchange::peer;
use fachuang_core::exchange::preview::{Verdict, preview};
use fachuang_core::exchange::withdraw::withdraw;
use fachuang_core::journal::{Record, Value};
use fachuang_core::ticket::act;

use crate::pair::{Stick, carry, file, introduce, paired, state, take, tickets, write_since};
use crate::support::{TestDesk, TicketAdder, centre, difference, open, open_copy, station};

/// Enough for several steps of entries.
const TICKETS: usize = 250;

fn register(desk: &mut TestDesk, count: usize) {
    for _ in 0..count {
        TicketAdder::at("consult").applicant("张三").add(desk);
    }
}

/// Writes everything after the newest file as a file on a stick.
fn next_file(from: &mut TestDesk, to: u32, stick: &Stick) -> PathBuf {
    let mut written = write_since(from, to, Since::LastFile, stick);
    assert_eq!(written.len(), 1);
    written.remove(0).path
}

fn begin(desk: &mut TestDesk, path: &std::path::Path) -> Import {
    let clerk = desk.clerk.clone();
    Import::begin(desk, &clerk, path, "stick.fcx").unwrap()
}

/// Takes the steps that are left and counts them.
fn finish(desk: &mut TestDesk, import: &mut Import) -> (Applied, usize) {
    let clerk = desk.clerk.clone();
    for steps in 1.. {
        if let Some(applied) = import.step(desk, &clerk).unwrap() {
            return (applied, steps);
        }
    }
    unreachable!("a file has an end")
}

#[test]
fn somebody_who_works_between_two_steps_changes_nothing_for_the_file() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, TICKETS);
    let path = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let clerk = hub.clerk.clone();
    let mut saved = 0;
    while import.step(&mut hub, &clerk).unwrap().is_none() {
        let own = TicketAdder::at("consult").applicant("李四").add(&mut hub);
        assert_eq!(hub.ticket(own).text("matter"), "欠薪");
        saved += 1;
    }
    assert!(saved > 4, "{saved}");
    assert_eq!(tickets(&hub), TICKETS + saved);
    assert!(hub.verify().unwrap().is_sound());
}

#[test]
fn a_program_that_ends_between_two_steps_goes_on_after_the_next_start() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, TICKETS);
    let path = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let clerk = hub.clerk.clone();
    assert!(import.step(&mut hub, &clerk).unwrap().is_none());
    drop(import);
    std::fs::remove_file(&path).unwrap();
    hub.settle_file();
    let mut again = open_copy(&hub, hub.now_ms(), "next start");
    let mut at_once = open_copy(&hub, hub.now_ms(), "next start");
    assert!(tickets(&again) < TICKETS);
    let mut import = Import::resume(&mut again, &clerk).unwrap().unwrap();
    let (applied, _) = finish(&mut again, &mut import);
    assert_eq!(applied.package.state, State::Applied);
    let counts = applied.package.counts;
    assert_eq!(
        counts.fresh, counts.entries,
        "each entry was taken in once: {counts:?}"
    );
    assert_eq!(tickets(&again), TICKETS);
    assert!(Import::resume(&mut again, &clerk).unwrap().is_none());
    assert_eq!(resume(&mut at_once, &clerk).unwrap().len(), 1);
    let (a, b) = (state(&again), state(&at_once));
    assert!(a == b, "{}", difference(&a, &b));
    assert!(again.verify().unwrap().is_sound());
}

#[test]
fn files_that_waited_follow_by_steps_as_well() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    let mut paths = Vec::new();
    for _ in 0..3 {
        register(&mut out, 3);
        paths.push(next_file(&mut out, 1, &stick));
    }
    for path in [&paths[2], &paths[1]] {
        let (held, _) = {
            let mut import = begin(&mut hub, path);
            finish(&mut hub, &mut import)
        };
        assert_eq!(held.package.state, State::Held);
    }
    let mut import = begin(&mut hub, &paths[0]);
    let (applied, steps) = finish(&mut hub, &mut import);
    assert!(steps > 6, "{steps}");
    let followed: Vec<u64> = applied.followed.iter().map(|one| one.number).collect();
    assert_eq!(
        followed,
        [applied.package.number + 1, applied.package.number + 2]
    );
    assert_eq!(tickets(&hub), 9);
    assert_eq!(package::count_waiting(hub.view().connection).unwrap(), 0);
}

#[test]
fn a_sender_that_is_revoked_between_two_steps_is_heard_no_more() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, TICKETS);
    let path = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let (clerk, admin) = (hub.clerk.clone(), hub.admin.clone());
    import.step(&mut hub, &clerk).unwrap();
    let before = tickets(&hub);
    hub.write(&admin, |tx| revoke(tx, 3, "电脑遗失", None))
        .unwrap();
    let refused = import.step(&mut hub, &clerk).unwrap_err();
    assert_eq!(refused.code(), "package.revoked_sender");
    assert_eq!(tickets(&hub), before);
}

/// A hub that has a file of desk 3 in part, with what it took to get there.
fn half_applied() -> (TestDesk, TestDesk, Stick, PathBuf) {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, TICKETS);
    let path = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let clerk = hub.clerk.clone();
    import.step(&mut hub, &clerk).unwrap();
    assert!((1..TICKETS).contains(&tickets(&hub)));
    (hub, out, stick, path)
}

/// Two entries under one number were found.
fn freeze(desk: &mut TestDesk, device: u32) {
    let clerk = desk.clerk.clone();
    let reason = Record::of([("reason", Value::text("forked"))]);
    let id = peer::subject_of(device);
    desk.write(&clerk, |tx| {
        tx.append("device", id, "device.freeze", &reason, Vec::new())
    })
    .unwrap();
}

fn board_row(desk: &TestDesk, device: u32) -> board::Row {
    let rows = board::rows_beside(&desk.view()).unwrap();
    rows.into_iter()
        .find(|row| row.peer.device == device)
        .unwrap()
}

#[test]
fn a_file_that_stopped_half_way_with_its_sender_is_on_the_board_until_the_sender_is_heard_again() {
    let (mut hub, _out, _stick, path) = half_applied();
    let (clerk, admin) = (hub.clerk.clone(), hub.admin.clone());
    assert_eq!(board_row(&hub, 3).stopped, None, "it goes on by itself");
    let half = package::list(hub.view().connection, Some(3), 1).unwrap();
    let early = hub.write(&clerk, |tx| withdraw(tx, half[0].id, "拿错了文件"));
    assert_eq!(early.unwrap_err().code(), "exchange.under_way");
    freeze(&mut hub, 3);
    let stopped = board_row(&hub, 3).stopped.unwrap();
    assert!((1..stopped.counts.entries).contains(&stopped.place));
    let stands = package::stands(hub.view().connection, &stopped).unwrap();
    assert!(stands.stopped && stands.can_undo);
    assert!(resume(&mut hub, &clerk).unwrap().is_empty());
    let again = apply(&mut hub, &clerk, &path, "stick.fcx").unwrap_err();
    assert_eq!(again.code(), "exchange.sender_frozen");
    hub.write(&admin, |tx| thaw(tx, 3, "副本已停用")).unwrap();
    assert_eq!(board_row(&hub, 3).stopped, None);
    assert_eq!(resume(&mut hub, &clerk).unwrap().len(), 1);
    assert_eq!(tickets(&hub), TICKETS);
    assert!(hub.verify().unwrap().is_sound());
}

#[test]
fn what_came_of_a_file_that_stopped_half_way_can_be_taken_back_and_comes_again() {
    let (mut hub, _out, _stick, path) = half_applied();
    let (clerk, admin) = (hub.clerk.clone(), hub.admin.clone());
    let own = TicketAdder::at("consult").applicant("李四").add(&mut hub);
    freeze(&mut hub, 3);
    let id = board_row(&hub, 3).stopped.unwrap().id;
    hub.write(&clerk, |tx| withdraw(tx, id, "两台电脑真假不明"))
        .unwrap();
    assert_eq!(tickets(&hub), 1, "what was written here stays");
    assert_eq!(hub.ticket(own).text("matter"), "欠薪");
    assert_eq!(board_row(&hub, 3).stopped, None);
    let kept: i64 = hub
        .view()
        .connection
        .query_row("SELECT count(*) FROM staged_piece", [], |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 0, "nothing of the file is kept");
    assert!(hub.verify().unwrap().is_sound());
    hub.write(&admin, |tx| thaw(tx, 3, "副本已停用")).unwrap();
    assert!(resume(&mut hub, &clerk).unwrap().is_empty());
    let done = apply(&mut hub, &clerk, &path, "stick.fcx").unwrap();
    assert_eq!(done.package.state, State::Applied);
    assert_eq!(tickets(&hub), TICKETS + 1);
    assert!(hub.verify().unwrap().is_sound());
}

#[test]
fn a_file_that_stopped_with_its_sender_keeps_no_other_from_going_on() {
    let (mut hub, _out, stick, _) = half_applied();
    let mut other = open(&station(4));
    introduce(&mut hub, &mut other);
    register(&mut other, TICKETS);
    let path = next_file(&mut other, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let (clerk, admin) = (hub.clerk.clone(), hub.admin.clone());
    import.step(&mut hub, &clerk).unwrap();
    hub.write(&admin, |tx| revoke(tx, 3, "电脑遗失", None))
        .unwrap();
    let mut import = Import::resume(&mut hub, &clerk).unwrap().unwrap();
    let (applied, _) = finish(&mut hub, &mut import);
    assert_eq!(applied.package.peer, 4);
    assert!(Import::resume(&mut hub, &clerk).unwrap().is_none());
    assert!(board_row(&hub, 3).stopped.is_some());
}

#[test]
fn a_file_that_came_otherwise_meanwhile_is_done_and_not_taken_in_twice() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, TICKETS);
    let path = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &path);
    let clerk = hub.clerk.clone();
    import.step(&mut hub, &clerk).unwrap();
    apply(&mut hub, &clerk, &path, "stick.fcx").unwrap();
    let (applied, _) = finish(&mut hub, &mut import);
    assert_eq!(applied.package.state, State::Applied);
    let counts = applied.package.counts;
    assert_eq!((counts.fresh, counts.known), (counts.entries, 0));
    assert!(hub.verify().unwrap().is_sound());
}

#[test]
fn a_file_is_not_taken_back_while_a_later_one_is_under_way() {
    let (mut hub, mut out) = paired();
    let stick = Stick::new();
    register(&mut out, 2);
    let first = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &first);
    let id = finish(&mut hub, &mut import).0.package.id;
    register(&mut out, TICKETS);
    let second = next_file(&mut out, 1, &stick);
    let mut import = begin(&mut hub, &second);
    let clerk = hub.clerk.clone();
    import.step(&mut hub, &clerk).unwrap();
    let refused = hub
        .write(&clerk, |tx| withdraw(tx, id, "拿错了文件"))
        .unwrap_err();
    assert_eq!(refused.code(), "exchange.undo_later_first");
    let (applied, _) = finish(&mut hub, &mut import);
    for id in [applied.package.id, id] {
        hub.write(&clerk, |tx| withdraw(tx, id, "拿错了文件"))
            .unwrap();
    }
    assert_eq!(tickets(&hub), 0);
}

#[test]
fn a_file_that_rests_on_a_life_before_waits_until_that_has_come_back() {
    let (mut hub, mut out) = (open(&centre()), open(&station(3)));
    introduce(&mut hub, &mut out);
    let ticket = TicketAdder::at("consult").applicant("李四").add(&mut out);
    carry(&mut out, &mut hub);
    carry(&mut hub, &mut out);
    out.settle_file();
    let backup = open_copy(&out, out.now_ms(), "backup");
    // After the backup the station goes on, and the centre answers what it heard.
    register(&mut out, 1);
    carry(&mut out, &mut hub);
    let (director, handler) = (hub.director.clone(), hub.handler.id);
    let version = hub.version(ticket);
    hub.write(&director, |tx| {
        act::assign(tx, ticket, version, handler, "")
    })
    .unwrap();
    let answer = file(&mut hub, 3);
    let again = Device {
        id: 3,
        epoch: 1,
        mark: "AA".into(),
        name: "1号窗口机".into(),
    };
    let (mut restored, _dir) = backup.go_on_as(&again);
    let clerk = restored.clerk.clone();
    let seen = preview(&mut restored, &clerk, &answer).unwrap();
    assert_eq!(seen.verdict, Verdict::Lacks);
    let before = restored.version(ticket);
    assert_eq!(take(&mut restored, &answer).package.state, State::Held);
    assert_eq!(restored.version(ticket), before, "nothing of it counts yet");
    let waiting = |desk: &TestDesk| package::count_waiting(desk.view().connection).unwrap();
    assert_eq!(waiting(&restored), 1);
    // The centre hears of the new life and sends on the new link what the old one wrote.
    register(&mut restored, 1);
    carry(&mut restored, &mut hub);
    let done = carry(&mut hub, &mut restored);
    let followed: Vec<State> = done.followed.iter().map(|one| one.state).collect();
    assert_eq!(followed, [State::Applied]);
    assert_eq!(waiting(&restored), 0);
    assert_eq!(tickets(&restored), tickets(&hub));
    assert_eq!(restored.version(ticket), hub.version(ticket));
    assert!(restored.verify().unwrap().is_sound());
}
