//! Keys that are renewed while files are under way: no file is lost, whichever comes first, and the old keys end.

use fachuang_core::exchange::apply::apply;
use fachuang_core::exchange::enrol::enrol;
use fachuang_core::exchange::package::State;
use fachuang_core::exchange::{keys, renewal};

use crate::pair::{card, carry, file, paired, take, tickets};
use crate::support::{TestDesk, TicketAdder};

fn renew(desk: &mut TestDesk) {
    let admin = desk.admin.clone();
    desk.write(&admin, keys::renew).unwrap();
}

/// Enrols the station at the centre anew, by its card of now.
fn hand_over_card(station: &mut TestDesk, centre: &mut TestDesk) {
    let renewed = card(station);
    let (admin, code) = (centre.admin.clone(), renewed.fingerprint().to_string());
    let wrong = centre.write(&admin, |tx| enrol(tx, &renewed, "AAAA-AAAA").map(drop));
    assert_eq!(wrong.unwrap_err().code(), "exchange.fingerprint");
    centre
        .write(&admin, |tx| enrol(tx, &renewed, &code))
        .unwrap();
}

fn confirmed(station: &TestDesk) -> bool {
    renewal::is_confirmed(&station.view(), 1).unwrap()
}

fn register(desk: &mut TestDesk, name: &str) {
    TicketAdder::at("consult").applicant(name).add(desk);
}

#[test]
fn a_file_that_comes_before_the_new_card_is_taken_under_the_old_keys() {
    let (mut centre, mut station) = paired();
    let waiting = file(&mut centre, 3);
    renew(&mut station);
    assert!(!confirmed(&station));
    take(&mut station, &waiting);
    assert!(!confirmed(&station), "the centre wrote for the old keys");
    register(&mut station, "张三");
    assert_eq!(
        carry(&mut station, &mut centre).package.state,
        State::Applied
    );
    hand_over_card(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    assert!(confirmed(&station), "the centre wrote for the new keys");
    register(&mut station, "李四");
    carry(&mut station, &mut centre);
    assert_eq!(tickets(&centre), 2);
}

#[test]
fn a_file_under_the_old_keys_that_comes_after_the_new_card_is_taken_too() {
    let (mut centre, mut station) = paired();
    register(&mut station, "张三");
    renew(&mut station);
    let under_way = file(&mut station, 1);
    hand_over_card(&mut station, &mut centre);
    assert_eq!(take(&mut centre, &under_way).package.state, State::Applied);
    carry(&mut centre, &mut station);
    assert!(confirmed(&station));
}

#[test]
fn the_old_keys_end_with_the_first_file_under_the_new_ones() {
    let (mut centre, mut station) = paired();
    register(&mut station, "张三");
    renew(&mut station);
    let old = file(&mut station, 1);
    hand_over_card(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    register(&mut station, "李四");
    carry(&mut station, &mut centre);
    assert_eq!(tickets(&centre), 2, "the later file has everything");
    let clerk = centre.clerk.clone();
    let refused = apply(&mut centre, &clerk, &old, "old.fcx").unwrap_err();
    assert_eq!(refused.code(), "package.unknown_sender");
}

#[test]
fn keys_that_are_renewed_twice_before_anybody_heard_lose_nothing() {
    let (mut centre, mut station) = paired();
    renew(&mut station);
    register(&mut station, "张三");
    renew(&mut station);
    carry(&mut station, &mut centre);
    hand_over_card(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    assert!(confirmed(&station));
    register(&mut station, "李四");
    carry(&mut station, &mut centre);
    assert_eq!(tickets(&centre), 2);
}
