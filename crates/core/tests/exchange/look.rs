//! What a file shows before it is applied, what it rests on, and how far the work on it has come.

use std::collections::BTreeMap;

use fachuang_core::desk::Actor;
use fachuang_core::exchange::apply::apply;
use fachuang_core::exchange::enrol::revoke;
use fachuang_core::exchange::package::State;
use fachuang_core::exchange::preview::{Preview, Verdict, preview};
use fachuang_core::exchange::progress::Doing;
use fachuang_core::exchange::ticket_state::{TicketState, of_all};
use fachuang_core::template_pack::{self, NewPackage};
use fachuang_core::ticket::{self, act};
use uuid::Uuid;

use crate::pair::{
    Stick, carry, file, introduce, paired, state, take, take_in_steps, tickets, write_since,
};
use crate::support::{self, TestDesk, TicketAdder, day, id18, open, open_copy};

fn edit(desk: &mut TestDesk, actor: &Actor, id: Uuid, field: &str, value: &str) {
    let version = desk.version(id);
    let changes = BTreeMap::from([(field.to_owned(), value.to_owned())]);
    desk.write(actor, |tx| {
        act::edit(tx, id, version, &changes, "来访人更正")
    })
    .unwrap();
}

/// Gives a ticket to a handler of the centre.
fn give_to_handler(centre: &mut TestDesk, id: Uuid) {
    let (director, handler) = (centre.director.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&director, |tx| act::assign(tx, id, version, handler, ""))
        .unwrap();
}

fn seen(desk: &mut TestDesk, bytes: &[u8]) -> Preview {
    let clerk = desk.clerk.clone();
    preview(desk, &clerk, bytes).unwrap()
}

#[test]
fn a_file_that_was_looked_at_is_taken_in_as_any_other() {
    let (mut centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let first = file(&mut station, 1);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    let second = file(&mut station, 1);
    let (mut unseen, _) = paired();
    take(&mut unseen, &second);

    // Looked at one, given another: what counts is what lies there now.
    assert_eq!(seen(&mut centre, &first).new_tickets.len(), 1);
    assert_eq!(seen(&mut centre, &second).new_tickets.len(), 2);
    assert_eq!(take(&mut centre, &second).package.state, State::Applied);
    assert_eq!(state(&centre), state(&unseen));
    assert_eq!(seen(&mut centre, &second).verdict, Verdict::SeenBefore);
    assert!(take(&mut centre, &second).seen_before);

    // Looked at, and not believed any more when it is to come in.
    TicketAdder::at("consult")
        .applicant("王五")
        .add(&mut station);
    let third = file(&mut station, 1);
    assert_eq!(seen(&mut centre, &third).new_tickets.len(), 1);
    let admin = centre.admin.clone();
    centre
        .write(&admin, |tx| revoke(tx, 3, "电脑遗失", None))
        .unwrap();
    let clerk = centre.clerk.clone();
    let refused = apply(&mut centre, &clerk, &third, "stick.fcx").unwrap_err();
    assert_eq!(refused.code(), "package.revoked_sender");
    assert_eq!(tickets(&centre), 2);
}

#[test]
fn what_was_written_after_a_look_counts_when_the_file_comes_in() {
    for take in [take, take_in_steps] {
        let (mut centre, mut station) = paired();
        let (mut unseen, _) = paired();
        let known = TicketAdder::at("consult")
            .applicant("张三")
            .add(&mut station);
        let first = file(&mut station, 1);
        take(&mut centre, &first);
        take(&mut unseen, &first);
        let clerk = station.clerk.clone();
        edit(&mut station, &clerk, known, "summary", "欠薪三个月");
        TicketAdder::at("consult")
            .applicant("李四")
            .add(&mut station);
        let second = file(&mut station, 1);
        let looked = seen(&mut centre, &second);
        assert_eq!(
            (looked.new_tickets.len(), looked.changed_tickets.len()),
            (1, 1)
        );
        for desk in [&mut centre, &mut unseen] {
            give_to_handler(desk, known);
            let handler = desk.handler.clone();
            edit(desk, &handler, known, "summary", "欠薪四个月");
            TicketAdder::at("mediation").applicant("王五").add(desk);
        }
        assert_eq!(take(&mut centre, &second).package.counts, looked.counts);
        take(&mut unseen, &second);
        assert_eq!(state(&centre), state(&unseen));
        assert!(centre.verify().unwrap().is_sound());
        let ticket = ticket::get(&centre.view(), known).unwrap();
        assert_eq!(ticket.folded.disputed(), ["summary"]);
    }
}

#[test]
fn both_values_of_a_difference_are_seen_before_they_are_there() {
    let (mut centre, mut station) = paired();
    let open = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let closed = TicketAdder::at("consult")
        .applicant("李四")
        .restricted()
        .add(&mut station);
    carry(&mut station, &mut centre);
    for id in [open, closed] {
        give_to_handler(&mut centre, id);
        let (handler, clerk) = (centre.handler.clone(), station.clerk.clone());
        edit(&mut centre, &handler, id, "summary", "欠薪四个月");
        edit(&mut station, &clerk, id, "summary", "欠薪三个月");
    }
    let bytes = file(&mut station, 1);
    let seen = seen(&mut centre, &bytes);
    assert_eq!(seen.conflicts.len(), 2);
    let [one] = &seen.differences[..] else {
        panic!("the restricted one stays closed: {:?}", seen.differences);
    };
    assert_eq!((one.subject, one.field.as_str()), (open, "summary"));
    let mut values: Vec<_> = one
        .candidates
        .iter()
        .map(|one| (one.value.as_str(), one.site.as_str(), one.actor.is_empty()))
        .collect();
    values.sort_unstable();
    let sites = (
        centre.site().segment.clone(),
        station.site().segment.clone(),
    );
    assert_eq!(
        values,
        [
            ("欠薪三个月", sites.1.as_str(), false),
            ("欠薪四个月", sites.0.as_str(), false)
        ]
    );
    assert!(
        !centre.view().fold(open).unwrap().fields["summary"].disputed(),
        "nothing is stored"
    );
}

#[test]
fn duplicate_persons_come_with_their_reasons() {
    let (mut centre, mut station) = paired();
    for desk in [&mut centre, &mut station] {
        TicketAdder::at("consult")
            .applicant("张三")
            .id_number(&id18("19900101", 7))
            .add(desk);
    }
    let bytes = file(&mut station, 1);
    let seen = seen(&mut centre, &bytes);
    let [twins] = &seen.duplicates[..] else {
        panic!("one pair: {:?}", seen.duplicates);
    };
    assert_eq!(
        (twins.first.as_str(), twins.second.as_str()),
        ("张三", "张三")
    );
    assert!(twins.reasons.contains(&"same_id"), "{:?}", twins.reasons);
}

#[test]
fn an_older_copy_of_a_desk_does_not_take_what_rests_on_its_later_life() {
    let (mut centre, mut station) = paired();
    carry(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    station.settle_file();
    let mut copy = open_copy(&station, station.now_ms(), "older copy");
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    carry(&mut station, &mut centre);
    let answer = file(&mut centre, 3);
    let clerk = copy.clerk.clone();
    let refused = preview(&mut copy, &clerk, &answer).unwrap_err();
    assert_eq!(refused.code(), "exchange.own_older");
    assert_eq!(take(&mut station, &answer).package.state, State::Applied);
}

#[test]
fn how_far_tickets_have_come_is_told_for_a_whole_list() {
    let (mut centre, mut station) = paired();
    let mut ids = vec![
        TicketAdder::at("consult")
            .applicant("张三")
            .add(&mut station),
    ];
    carry(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    ids.push(
        TicketAdder::at("consult")
            .applicant("李四")
            .add(&mut station),
    );
    file(&mut station, 1);
    ids.push(
        TicketAdder::at("consult")
            .applicant("王五")
            .add(&mut station),
    );
    let states = |desk: &TestDesk| of_all(&desk.view(), ids.iter().copied()).unwrap();
    assert_eq!(
        states(&station),
        [
            TicketState::Confirmed,
            TicketState::Exported,
            TicketState::NotExported
        ]
    );
    assert!(states(&centre).is_empty(), "a centre sends to nobody above");
}

#[test]
fn templates_of_the_centre_reach_its_stations_and_not_the_other_way() {
    let (mut centre, mut station) = (open(&support::centre()), open(&support::station(3)));
    let pack = |version: &str| NewPackage {
        name: "文书样式".into(),
        version: version.into(),
        valid_from: day("2026-03-01"),
        source: "县司法局通知".into(),
        text: "[]".into(),
    };
    let bring = |desk: &mut TestDesk, version: &str| {
        let admin = desk.admin.clone();
        desk.write(&admin, |tx| template_pack::import(tx, &pack(version)))
            .unwrap();
    };
    bring(&mut centre, "2026-1");
    bring(&mut station, "own");
    introduce(&mut centre, &mut station);
    let done = carry(&mut station, &mut centre);
    assert_eq!(done.package.counts.refused, 1);
    carry(&mut centre, &mut station);
    let versions = |desk: &TestDesk| {
        let packs = template_pack::list(&desk.view()).unwrap();
        packs
            .into_iter()
            .map(|pack| pack.version)
            .collect::<Vec<_>>()
    };
    assert_eq!(versions(&centre), ["2026-1"]);
    assert!(versions(&station).contains(&"2026-1".to_owned()));
}

#[test]
fn what_is_done_with_a_file_is_counted_and_ends() {
    let (mut centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let stick = Stick::new();
    let looker = station.progress();
    write_since(
        &mut station,
        1,
        fachuang_core::exchange::export::Since::Confirmed,
        &stick,
    );
    assert_eq!(looker.read(), (Doing::Nothing, 0, 0), "it has ended");
    let bytes = file(&mut station, 1);
    let looker = centre.progress();
    assert_eq!(seen(&mut centre, &bytes).verdict, Verdict::Next);
    take(&mut centre, &bytes);
    assert_eq!(looker.read(), (Doing::Nothing, 0, 0), "it has ended");
}
