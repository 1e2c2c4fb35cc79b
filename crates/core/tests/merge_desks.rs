//! Real desks with wrong clocks that do what desks do and exchange what they like: all of them end up with the same.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use fachuang_core::desk::{Actor, Desk, Device, Tx};
use fachuang_core::error::Result;
use fachuang_core::journal::{Record, Value};
use fachuang_core::number::TicketNumber;
use fachuang_core::person;
use fachuang_core::staff;
use fachuang_core::ticket::act::{self, Answer, Note};
use fachuang_core::ticket::list::{self, Filter};
use fachuang_core::ticket::{Idle, Material, Party, RatingState, State};
use fachuang_envelope::{Entry, EntryId, Head, Hlc, Origin, Subject};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use support::{
    Place, TestDesk, TicketAdder, centre, comparable, difference, entries, open, station,
};
use uuid::Uuid;

const THREE_YEARS_MS: i64 = 3 * 365 * support::DAY_MS;
const HISTORIES: u32 = 48;

/// What one desk does next; the numbers choose among what is there.
#[derive(Debug, Clone)]
struct Move {
    desk: usize,
    what: u8,
    which: usize,
    how: u64,
}

fn moves(desks: usize) -> impl Strategy<Value = Vec<Move>> {
    let one =
        (0..desks, 0u8..28, any::<u16>(), any::<u64>()).prop_map(|(desk, what, which, how)| Move {
            desk,
            what,
            which: usize::from(which),
            how,
        });
    prop::collection::vec(one, 25..55)
}

fn places(skews: &[i64]) -> Vec<Place> {
    let hall = Place {
        device: 2,
        mark: "2",
        ..centre()
    };
    let all = [centre(), hall, station(3), station(4), station(5)];
    let skewed = all.into_iter().zip(skews).map(|(place, skew)| Place {
        now_ms: place.now_ms + skew,
        ..place
    });
    skewed.collect()
}

#[derive(Debug, Default)]
struct Tally {
    histories: u32,
    desks: usize,
    done: u64,
    refused: u64,
    entries: usize,
    deliveries: u64,
    disputed: usize,
    clashes: usize,
    idle: usize,
}

fn pick<T: Clone>(items: &[T], which: usize) -> Option<T> {
    if items.is_empty() {
        None
    } else {
        Some(items[which % items.len()].clone())
    }
}

fn ticket_ids(desk: &Desk) -> Vec<Uuid> {
    let filter = Filter {
        limit: 100,
        ..Filter::default()
    };
    let page = list::list(&desk.view(), "", &filter).unwrap();
    let mut ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids
}

fn person_ids(desk: &Desk) -> Vec<Uuid> {
    let mut ids = BTreeSet::new();
    for entry in entries(desk) {
        if entry.head.subject.kind == "person" {
            ids.insert(Uuid::from_bytes(entry.head.subject.id));
        }
    }
    ids.into_iter().collect()
}

const NAMES: [&str; 6] = ["张三", "李四", "欧阳𬭬", "阿卜杜·外力", "单巧云", "王五"];
const WINDOWS: [&str; 4] = ["consult", "legal_aid", "mediation", "notary"];

/// Does one thing at one desk; refusals are part of life, faults are not.
fn act_at(desk: &mut TestDesk, one: &Move) -> Result<()> {
    let how = one.how as usize;
    // A few tickets in many hands meet more often than many tickets.
    let tickets = ticket_ids(desk);
    if one.what == 0 || (one.what < 5 && tickets.len() < 5) {
        let mut adder = TicketAdder::at(WINDOWS[how % 4]).applicant(NAMES[how / 4 % 6]);
        if how.is_multiple_of(5) {
            adder = adder.id_number(&support::id18("19850312", (how % 3) as u32));
        }
        if how % 7 < 3 {
            adder = adder.opponent(NAMES[how / 24 % 6]);
        }
        if how.is_multiple_of(11) {
            adder = adder.and_at("consult");
        }
        let clerk = desk.clerk.clone();
        return adder.register(&mut desk.desk, &clerk).map(drop);
    }
    if (5..=8).contains(&one.what) {
        return act_on_person(desk, one);
    }
    let Some(id) = pick(&tickets, one.which) else {
        return Ok(());
    };
    let version = desk.version(id);
    let everybody = [
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    ];
    let anybody = everybody[how / 100 % 4].clone();
    let handler = if how.is_multiple_of(2) {
        desk.handler.clone()
    } else {
        desk.second.clone()
    };
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let staff: Vec<Uuid> = staff::list(&desk.view())
        .unwrap()
        .iter()
        .filter(|one| one.role == "handler")
        .map(|one| one.id)
        .collect();
    let lawyer = pick(&staff, how).unwrap();
    let desk = &mut desk.desk;
    match one.what {
        1..=4 | 9 | 10 => {
            let field = ["matter", "summary", "requests"][how % 3];
            let changes = BTreeMap::from([(field.to_owned(), format!("改{}", how % 4))]);
            desk.write(&clerk, |tx| act::edit(tx, id, version, &changes, ""))
        }
        11 | 12 => desk.write(&anybody, |tx| act::assign(tx, id, version, lawyer, "")),
        13 | 14 => desk.write(&handler, |tx| act::accept(tx, id, version)),
        15 => desk.write(&handler, |tx| act::decline(tx, id, version, "手上太满")),
        16 => desk.write(&clerk, |tx| {
            act::transfer(tx, id, version, WINDOWS[how % 4], "走错窗口")
        }),
        17 | 18 => desk.write(&handler, |tx| act::close(tx, id, version, "withdrawn", "")),
        19 => desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了")),
        20 => desk.write(&director, |tx| act::void(tx, id, version, "重复登记")),
        21 => desk.write(&director, |tx| act::reopen(tx, id, version, "材料补齐")),
        22 => desk.write(&clerk, |tx| {
            let note = Note {
                kind: "advice".into(),
                text: "已解答".into(),
                on_behalf_of: lawyer.to_string(),
                minutes: 5,
            };
            act::note(tx, id, &note)
        }),
        23 | 24 => {
            let level = (how % 5) as u32 + 1;
            let answer = Answer {
                attitude: level,
                efficiency: level,
                skill: level,
                overall: level,
                ..Answer::default()
            };
            desk.write(&Actor::citizen(), |tx| act::rate(tx, id, &answer))
        }
        25 => desk.write(&clerk, |tx| {
            let material = Material {
                name: format!("材料{}", how % 3),
                form: "copy".into(),
                copies: 1,
                present: how.is_multiple_of(2),
                ..Material::default()
            };
            act::save_material(tx, id, version, &material)
        }),
        26 => desk.write(&clerk, |tx| {
            let party = Party {
                role: "opponent".into(),
                kind: "person".into(),
                name: NAMES[how % 6].into(),
                ..Party::default()
            };
            act::save_party(tx, id, version, &party, "补登")
        }),
        _ => desk.write(&anybody, |tx| {
            if how.is_multiple_of(2) {
                act::ask_rating(tx, id)
            } else {
                act::finish_rating(tx, id, "已回电道歉")
            }
        }),
    }
}

fn act_on_person(desk: &mut TestDesk, one: &Move) -> Result<()> {
    let persons = person_ids(desk);
    let Some(id) = pick(&persons, one.which) else {
        return Ok(());
    };
    let (clerk, archivist) = (desk.clerk.clone(), desk.archivist.clone());
    match one.what {
        5 | 6 => {
            let version = person::get(&desk.view(), id)?.version;
            let change = match one.how % 4 {
                0 => ("name", NAMES[one.how as usize / 4 % 6].to_owned()),
                1 => ("phone", format!("1990001{:04}", one.how / 4 % 3)),
                2 => ("address", format!("文明路{}号", one.how / 4 % 3)),
                _ => ("birth", format!("1985-03-{:02}", one.how / 4 % 3 + 1)),
            };
            let changes = BTreeMap::from([(change.0.to_owned(), change.1)]);
            desk.write(&clerk, |tx| {
                person::change(tx, id, version, &changes, "核对原件")
            })
        }
        7 => {
            let other = pick(&persons, one.how as usize).unwrap();
            desk.write(&archivist, |tx| person::merge(tx, id, other, "同一人"))
        }
        _ => desk.write(&archivist, |tx| person::unmerge(tx, id, "不是同一人")),
    }
}

/// Delivers the first part of every series, how much of each as the number says.
fn deliver(desks: &mut [TestDesk], from: usize, to: usize, how: u64) -> usize {
    let mut series: BTreeMap<(u32, u16), Vec<Entry>> = BTreeMap::new();
    for entry in entries(&desks[from]) {
        let key = (entry.head.id.device, entry.head.id.epoch);
        series.entry(key).or_default().push(entry);
    }
    let mut parcel = Vec::new();
    for (at, (_, mut whole)) in series.into_iter().enumerate() {
        let share = how.rotate_right(at as u32 * 8) % 8;
        whole.truncate(if share > 4 {
            whole.len()
        } else {
            whole.len() * share as usize / 4
        });
        parcel.extend(whole);
    }
    if how.is_multiple_of(3) {
        parcel.reverse();
    }
    if how.is_multiple_of(5) {
        let again = parcel.clone();
        parcel.extend(again);
    }
    desks[to].merge(&parcel).unwrap()
}

fn run(moves: &[Move], skews: &[i64], tally: &mut Tally) {
    let mut desks: Vec<TestDesk> = places(skews).iter().map(open).collect();
    // What everybody knows from the start is what they meet over.
    TicketAdder::at("consult")
        .applicant("张三")
        .opponent("李四")
        .add(&mut desks[0]);
    TicketAdder::at("legal_aid")
        .applicant("李四")
        .add(&mut desks[0]);
    let start = entries(&desks[0]);
    for desk in &mut desks[1..] {
        desk.merge(&start).unwrap();
    }
    for one in moves {
        let minutes = one.how as i64 % 500 - 60;
        desks[one.desk].pass_minutes(minutes);
        if one.which % 5 < 2 {
            let to = one.how as usize / 3 % desks.len();
            if to != one.desk {
                deliver(&mut desks, one.desk, to, one.how);
                tally.deliveries += 1;
            }
        }
        match act_at(&mut desks[one.desk], one) {
            Ok(()) => tally.done += 1,
            Err(fault) => {
                assert_ne!(fault.code(), "app.internal", "{one:?}: {fault}");
                assert_ne!(fault.code(), "journal.equivocation", "{one:?}: {fault}");
                tally.refused += 1;
            }
        }
    }
    let written: BTreeMap<EntryId, Entry> = desks
        .iter()
        .flat_map(|desk| entries(desk))
        .map(|entry| (entry.head.id, entry))
        .collect();
    for _ in 0..2 {
        for from in 0..desks.len() {
            for to in 0..desks.len() {
                if from != to {
                    let all = entries(&desks[from]);
                    desks[to].merge(&all).unwrap();
                }
            }
        }
    }
    let expected = comparable(&desks[0]);
    for desk in &mut desks {
        // P1 to P4: whatever came first, came twice or came late, the same follows.
        let found = comparable(desk);
        assert!(found == expected, "{}", difference(&expected, &found));
        // P5: nothing that was written anywhere is missing anywhere.
        let has: BTreeMap<EntryId, Entry> = entries(desk)
            .into_iter()
            .map(|entry| (entry.head.id, entry))
            .collect();
        assert!(has == written, "a desk lacks entries");
        // P7: what grew step by step is what a fresh build gives.
        let grown = desk.dump().unwrap();
        desk.rebuild().unwrap();
        let built = desk.dump().unwrap();
        assert!(grown == built, "{}", difference(&grown, &built));
        let report = desk.verify().unwrap();
        assert!(report.is_sound(), "{report:?}");
    }
    check_values(&desks[0], &written);
    check_numbers(&written);
    tally.histories += 1;
    tally.desks += desks.len();
    tally.entries += written.len();
    let disputed = |line: &&String| line.starts_with("person ") && line.contains(" disputed=1");
    tally.disputed += expected.iter().filter(disputed).count();
    for id in ticket_ids(&desks[0]) {
        let ticket = desks[0].ticket(id);
        tally.disputed += usize::from(!ticket.folded.disputed().is_empty());
        tally.clashes += ticket.life.clashes.len();
        tally.idle += ticket
            .life
            .steps
            .iter()
            .filter(|step| step.idle.is_some())
            .count();
    }
}

/// Every value somebody entered stands, unless somebody who had it entered another one.
fn check_values(desk: &Desk, written: &BTreeMap<EntryId, Entry>) {
    for entry in written.values() {
        let folded = desk
            .view()
            .fold(Uuid::from_bytes(entry.head.subject.id))
            .unwrap();
        let record = Record::decode(&entry.body).unwrap();
        for field in record.set.keys() {
            let stands = folded.base(field).contains(&entry.head.id);
            let replaced = written
                .values()
                .any(|other| other.base_of(field).contains(&entry.head.id));
            assert!(stands != replaced, "{field} of {}", entry.head.id);
        }
        if !entry.head.kind.ends_with(".set") {
            let told = folded
                .events
                .iter()
                .any(|event| event.entry == entry.head.id);
            assert!(told, "{} {} is not told", entry.head.kind, entry.head.id);
        }
    }
}

/// P9: no number twice, and within a device, epoch and day they grow.
fn check_numbers(written: &BTreeMap<EntryId, Entry>) {
    let mut all = BTreeSet::new();
    let mut last: BTreeMap<(String, String, String), u32> = BTreeMap::new();
    for entry in written
        .values()
        .filter(|entry| entry.head.kind == "ticket.register")
    {
        let record = Record::decode(&entry.body).unwrap();
        let text = record.set["number"].as_text();
        let number = TicketNumber::parse(text).unwrap();
        assert!(all.insert(text.to_owned()), "{text} was given out twice");
        let key = (
            number.site().to_owned(),
            number.device().as_str().to_owned(),
            number.day().to_string(),
        );
        let before = last.insert(key, number.counter());
        assert!(
            before.is_none_or(|before| before < number.counter()),
            "{text}"
        );
    }
}

#[test]
fn desks_that_exchange_anything_in_any_order_end_up_with_the_same() {
    let histories = std::env::var("FACHUANG_HISTORIES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(HISTORIES);
    let tally = std::cell::RefCell::new(Tally::default());
    let config = Config {
        cases: histories,
        failure_persistence: None,
        max_shrink_iters: 300,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let skew = prop_oneof![Just(0), -THREE_YEARS_MS..THREE_YEARS_MS];
    let history =
        prop::collection::vec(skew, 2..6).prop_flat_map(|skews| (moves(skews.len()), Just(skews)));
    let outcome = runner.run(&history, |(moves, skews)| {
        run(&moves, &skews, &mut tally.borrow_mut());
        Ok(())
    });
    let tally = tally.into_inner();
    println!("{tally:?}");
    outcome.unwrap();
    assert!(
        tally.done > u64::from(histories) * 10,
        "histories in which things happen"
    );
    assert!(histories < HISTORIES || (tally.disputed > 0 && tally.clashes > 0 && tally.idle > 0));
}

/// Gives everything one desk has to another.
fn give(from: &TestDesk, to: &mut TestDesk) -> usize {
    let all = entries(from);
    to.merge(&all).unwrap()
}

/// A centre and a station that know of each other's staff.
fn paired_desks() -> (TestDesk, TestDesk) {
    let (mut centre, mut station) = (open(&centre()), open(&station(3)));
    give(&centre, &mut station);
    give(&station, &mut centre);
    (centre, station)
}

fn good() -> Answer {
    Answer {
        attitude: 5,
        efficiency: 5,
        skill: 5,
        overall: 5,
        ..Answer::default()
    }
}

#[test]
fn a_second_entry_under_a_known_id_is_refused_and_nothing_changes() {
    let (mut centre, mut station) = paired_desks();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    let mut parcel = entries(&station);
    let known = parcel
        .iter()
        .find(|entry| entry.head.kind == "visit.register")
        .unwrap();
    let body = Record::setting([("channel", Value::text("web"))]).encode();
    parcel.push(Entry::seal(known.head.clone(), body));
    let before = (centre.dump().unwrap(), entries(&centre));
    assert_eq!(
        centre.merge(&parcel).unwrap_err().code(),
        "journal.equivocation"
    );
    assert_eq!((centre.dump().unwrap(), entries(&centre)), before);
    assert!(centre.verify().unwrap().is_sound());
    assert!(
        give(&station, &mut centre) > 0,
        "the honest part still comes in"
    );
}

#[test]
fn an_entry_that_is_not_as_it_was_sealed_is_refused() {
    let (mut centre, mut station) = paired_desks();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let before = centre.dump().unwrap();
    for spoil in [
        (|entry: &mut Entry| entry.body[0] ^= 1) as fn(&mut Entry),
        |entry| entry.head.origin.tier = "centre".into(),
        |entry| entry.hash[0] ^= 1,
    ] {
        let mut parcel = entries(&station);
        spoil(parcel.last_mut().unwrap());
        assert_eq!(centre.merge(&parcel).unwrap_err().code(), "journal.damaged");
        assert_eq!(centre.dump().unwrap(), before);
    }
}

#[test]
fn a_restored_copy_under_a_new_epoch_and_mark_gives_out_no_number_again() {
    let (mut old, mut other) = paired_desks();
    TicketAdder::at("consult").applicant("张三").add(&mut old);
    let restored = Device {
        id: 1,
        epoch: 1,
        mark: "AB".into(),
        name: "1号窗口机".into(),
    };
    let (mut copy, clock, _dir) = old.copy_as(&restored);
    // The battery of the old computer's clock was empty.
    clock.set_ms(support::MORNING_MS - THREE_YEARS_MS);
    let newest = entries(&copy)
        .iter()
        .map(|entry| entry.head.hlc)
        .max()
        .unwrap();
    for _ in 0..5 {
        TicketAdder::at("consult").applicant("李四").add(&mut old);
    }
    let clerk = old.clerk.clone();
    for _ in 0..5 {
        TicketAdder::at("consult")
            .applicant("王五")
            .register(&mut copy, &clerk)
            .unwrap();
    }
    let first = entries(&copy)
        .into_iter()
        .find(|entry| entry.head.id.epoch == 1)
        .unwrap();
    assert!(
        first.head.hlc > newest,
        "an epoch goes on where the one before ended"
    );
    give(&old, &mut other);
    other.merge(&entries(&copy)).unwrap();
    copy.merge(&entries(&old)).unwrap();
    assert_eq!(comparable(&copy).len(), comparable(&other).len());
    let all: BTreeMap<EntryId, Entry> = entries(&other)
        .into_iter()
        .map(|entry| (entry.head.id, entry))
        .collect();
    check_numbers(&all);
    assert!(copy.verify().unwrap().is_sound());
    assert!(other.verify().unwrap().is_sound());
}

#[test]
fn a_copy_that_went_on_under_the_same_name_is_found_out_by_both() {
    let (mut old, _) = paired_desks();
    TicketAdder::at("consult").applicant("张三").add(&mut old);
    let same = Device {
        id: 1,
        epoch: 0,
        mark: "1".into(),
        name: "1号窗口机".into(),
    };
    let (mut copy, _, _dir) = old.copy_as(&same);
    let clerk = old.clerk.clone();
    TicketAdder::at("consult")
        .applicant("王五")
        .register(&mut copy, &clerk)
        .unwrap();
    let before = old.dump().unwrap();
    let parcel = entries(&copy);
    assert_eq!(
        old.merge(&parcel).unwrap_err().code(),
        "journal.equivocation"
    );
    assert_eq!(old.dump().unwrap(), before);
    TicketAdder::at("consult").applicant("李四").add(&mut old);
    assert!(old.verify().unwrap().is_sound());
}

#[test]
fn a_station_assigns_nobody_at_a_window_of_the_centre() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut station);
    let (clerk, lawyer) = (station.clerk.clone(), station.handler.id);
    let version = station.version(id);
    let fault = station
        .write(&clerk, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap_err();
    assert_eq!(fault.code(), "ticket.centre_only");
    // A station that leaves the question out still changes nothing.
    station
        .write(&clerk, |tx| {
            let record = Record::of([("assignee", Value::text(&lawyer.to_string()))]);
            tx.append("ticket", id, "ticket.assign", &record, Vec::new())
        })
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().state, State::Registered);
    assert_eq!(
        ticket.life.steps.last().unwrap().idle,
        Some(Idle::CentreOnly)
    );
    // The centre's own assignment, made without knowledge of the other, meets no rival.
    let (clerk, own) = (centre.clerk.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, own, ""))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, own.to_string());
    assert!(ticket.life.clashes.is_empty());
}

#[test]
fn an_act_without_authority_is_no_rival_of_one_with_it() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    let lawyer = station.handler.id;
    let clerk = station.clerk.clone();
    station
        .write(&clerk, |tx| {
            let record = Record::of([("assignee", Value::text(&lawyer.to_string()))]);
            tx.append("ticket", id, "ticket.assign", &record, Vec::new())
        })
        .unwrap();
    let (clerk, own) = (centre.clerk.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, own, ""))
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, own.to_string());
    assert_eq!(ticket.life.clashes, []);
}

fn close_at(desk: &mut TestDesk, id: Uuid) {
    let handler = desk.handler.clone();
    let version = desk.version(id);
    desk.write(&handler, |tx| act::accept(tx, id, version))
        .unwrap();
    desk.write(&handler, |tx| {
        act::close(tx, id, version + 1, "answered", "")
    })
    .unwrap();
}

#[test]
fn a_rating_at_the_centre_counts_for_a_ticket_closed_at_a_station() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    give(&station, &mut centre);
    // The clock of the centre is a year behind.
    centre
        .clock
        .set_ms(support::MORNING_MS - 365 * support::DAY_MS);
    centre
        .write(&Actor::citizen(), |tx| act::rate(tx, id, &good()))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().rating_state, RatingState::Rated);
    assert!(ticket.life.steps.iter().all(|step| step.idle.is_none()));
    give(&centre, &mut station);
    assert_eq!(comparable(&station), comparable(&centre));
}

#[test]
fn a_rating_stays_when_somebody_who_saw_it_takes_the_ticket_up_again() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    station
        .write(&Actor::citizen(), |tx| act::rate(tx, id, &good()))
        .unwrap();
    give(&station, &mut centre);
    let director = centre.director.clone();
    let version = centre.version(id);
    centre
        .write(&director, |tx| act::reopen(tx, id, version, "又有新情况"))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().rating_state, RatingState::Rated);
    assert_eq!(ticket.progress().unwrap().state, State::InProgress);
}

#[test]
fn a_note_at_the_centre_on_a_ticket_of_a_station_takes_effect() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    let lawyer = centre.handler.id.to_string();
    let clerk = centre.clerk.clone();
    let note = Note {
        kind: "advice".into(),
        text: "值班律师已解答".into(),
        on_behalf_of: lawyer.clone(),
        minutes: 20,
    };
    centre.write(&clerk, |tx| act::note(tx, id, &note)).unwrap();
    let ticket = centre.ticket(id);
    assert!(ticket.progress().unwrap().hands.contains(&lawyer));
    assert!(ticket.life.steps.iter().all(|step| step.idle.is_none()));
}

#[test]
fn staff_cannot_rate_wherever_the_entry_comes_from() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    let handler = station.handler.clone();
    let fault = station
        .write(&handler, |tx| act::rate(tx, id, &good()))
        .unwrap_err();
    assert_eq!(fault.code(), "rating.citizen_only");
    station
        .write(&handler, |tx| {
            let record = Record::of([("overall", Value::Int(5))]);
            tx.append("ticket", id, "ticket.rate", &record, Vec::new())
        })
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(
        ticket.progress().unwrap().rating_state,
        RatingState::NotAsked
    );
    assert!(
        ticket
            .life
            .steps
            .iter()
            .any(|step| step.idle == Some(Idle::CitizenOnly))
    );
    centre
        .write(&Actor::citizen(), |tx| act::rate(tx, id, &good()))
        .unwrap();
    assert_eq!(
        centre.ticket(id).progress().unwrap().rating_state,
        RatingState::Rated
    );
}

#[test]
fn a_clock_that_is_years_ahead_elsewhere_moves_no_date_here() {
    let (mut centre, mut station) = paired_desks();
    station.clock.set_ms(support::MORNING_MS + THREE_YEARS_MS);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    give(&station, &mut centre);
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut centre);
    let clerk = centre.clerk.clone();
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| {
            act::transfer(tx, id, version, "legal_aid", "申请援助")
        })
        .unwrap();
    let row = list::row(&centre.view(), id).unwrap();
    assert!(
        row.due.as_str() < "2027",
        "a limit runs from the day of transfer: {}",
        row.due
    );
    let ticket = centre.ticket(id);
    assert_eq!(
        ticket.progress().unwrap().registered_ms,
        support::MORNING_MS
    );
    let director = centre.director.clone();
    centre
        .write(&director, |tx| act::void(tx, id, version + 1, "登错了"))
        .unwrap();
    assert_eq!(
        centre.ticket(id).progress().unwrap().ended_ms,
        Some(support::MORNING_MS)
    );
}

/// Makes an entry as a foreign program might.
fn foreign(
    seq: u64,
    prev: [u8; 32],
    subject: (&str, Uuid),
    kind: &str,
    wall_ms: i64,
    body: Vec<u8>,
) -> Entry {
    let head = Head {
        id: EntryId {
            device: 77,
            epoch: 0,
            seq,
        },
        hlc: Hlc {
            wall_ms,
            counter: 0,
        },
        origin: Origin {
            account: [9; 16],
            role: "clerk".into(),
            site: "XX".into(),
            tier: "station".into(),
        },
        subject: Subject {
            kind: subject.0.into(),
            id: *subject.1.as_bytes(),
        },
        kind: kind.into(),
        version: 1,
        base: Vec::new(),
        payload_hash: [0; 32],
        prev,
    };
    Entry::seal(head, body)
}

#[test]
fn nonsense_in_an_entry_is_kept_and_harms_nothing() {
    let mut desk = open(&centre());
    let ticket = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let wild = Record {
        set: BTreeMap::from([
            ("received".to_owned(), Value::Int(i64::MAX)),
            ("promised_days".to_owned(), Value::Int(i64::MAX)),
            (
                "person".to_owned(),
                Value::text(&Uuid::from_u128(5).to_string()),
            ),
            ("party.visitor.role".to_owned(), Value::text("opponent")),
            (
                "party.visitor.name".to_owned(),
                Value::text("\u{0}\u{202e}"),
            ),
            ("groups".to_owned(), Value::Int(3)),
            ("material..name".to_owned(), Value::text("x")),
            ("day".to_owned(), Value::text("never")),
        ]),
        data: BTreeMap::from([("window".to_owned(), Value::text("nowhere"))]),
    };
    let mut prev = [0; 32];
    let mut parcel = Vec::new();
    let mut seq = 0;
    for wall_ms in [i64::MIN, -1, 8_210_000_000_000_000, i64::MAX] {
        for (kind, id) in [
            ("ticket", ticket),
            ("ticket", Uuid::from_u128(7)),
            ("person", ticket),
            ("person", Uuid::from_u128(5)),
            ("visit", Uuid::from_u128(6)),
            ("staff", Uuid::from_u128(8)),
            ("duty", Uuid::from_u128(9)),
            ("dragon", Uuid::from_u128(10)),
        ] {
            for entry_kind in [
                "ticket.register",
                "ticket.transfer",
                "ticket.set",
                "dragon.fly",
            ] {
                for body in [wild.encode(), vec![0xff, 0x00], Vec::new()] {
                    seq += 1;
                    let entry = foreign(seq, prev, (kind, id), entry_kind, wall_ms, body);
                    prev = entry.hash;
                    parcel.push(entry);
                }
            }
        }
    }
    assert_eq!(desk.merge(&parcel).unwrap(), parcel.len());
    let report = desk.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    TicketAdder::at("consult").applicant("李四").add(&mut desk);
    assert_eq!(ticket_ids(&desk).len(), 3);
}

#[test]
fn an_id_no_series_can_have_is_refused() {
    let mut desk = open(&centre());
    let before = entries(&desk).len();
    for seq in [0, u64::MAX] {
        let entry = foreign(
            seq,
            [0; 32],
            ("visit", Uuid::from_u128(6)),
            "visit.register",
            0,
            vec![0xa0],
        );
        assert_eq!(desk.merge(&[entry]).unwrap_err().code(), "journal.damaged");
    }
    assert_eq!(entries(&desk).len(), before);
}

#[test]
fn a_station_record_arrives_in_any_pieces_and_no_name_is_lost_on_the_way() {
    let (mut centre, mut station) = paired_desks();
    let first = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    TicketAdder::at("consult")
        .applicant("张叁")
        .add(&mut station);
    let kept = person_ids(&station);
    let first_person = station.ticket(first).id_in("person").unwrap();
    let other = *kept.iter().find(|id| **id != first_person).unwrap();
    let archivist = station.archivist.clone();
    station
        .write(&archivist, |tx| {
            person::merge(tx, other, first_person, "同一人")
        })
        .unwrap();
    // Everything but the entry the merge leads to.
    let parcel: Vec<Entry> = entries(&station)
        .into_iter()
        .filter(|entry| entry.head.subject.id != *other.as_bytes())
        .collect();
    centre.merge(&parcel).unwrap();
    let row = list::row(&centre.view(), first).unwrap();
    assert_eq!(
        row.visitor, "张三",
        "the visitor keeps a name until the other entry is there"
    );
    give(&station, &mut centre);
    assert_eq!(comparable(&centre), comparable(&station));
}

#[test]
fn a_decision_that_refuses_halfway_leaves_nothing() {
    let mut desk = open(&centre());
    let before = (desk.dump().unwrap(), entries(&desk));
    let clerk = desk.clerk.clone();
    let adder = TicketAdder::at("consult").applicant("张三");
    let fault = desk
        .write(&clerk, |tx: &mut Tx<'_>| {
            fachuang_core::visit::register(tx, &adder.visit)?;
            Err::<(), _>(fachuang_core::error::Error::refused("right.missing"))
        })
        .unwrap_err();
    assert_eq!(fault.code(), "right.missing");
    assert_eq!((desk.dump().unwrap(), entries(&desk)), before);
    adder.add(&mut desk);
    assert!(desk.verify().unwrap().is_sound());
}
