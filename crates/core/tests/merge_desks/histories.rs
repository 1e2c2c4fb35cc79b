//! Real desks with wrong clocks that do what desks do and exchange what they like: all of them end up with the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{
    self, Place, TestDesk, TicketAdder, centre, comparable, difference, entries, open, station,
};
use fachuang_core::desk::{Actor, Desk};
use fachuang_core::error::Result;
use fachuang_core::journal::Record;
use fachuang_core::number::TicketNumber;
use fachuang_core::person;
use fachuang_core::staff;
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::list::{self, Filter};
use fachuang_core::ticket::rate::{self, Answer};
use fachuang_core::ticket::{Material, Party};
use fachuang_envelope::{Entry, EntryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

pub const THREE_YEARS_MS: i64 = 3 * 365 * support::DAY_MS;
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

pub fn ticket_ids(desk: &Desk) -> Vec<Uuid> {
    let filter = Filter {
        limit: 100,
        ..Filter::default()
    };
    let page = list::list(&desk.view(), "", &filter).unwrap();
    let mut ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids
}

pub fn person_ids(desk: &Desk) -> Vec<Uuid> {
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
            desk.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer))
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
                rate::ask_rating(tx, id)
            } else {
                rate::finish_rating(tx, id, "已回电道歉")
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
pub fn check_numbers(written: &BTreeMap<EntryId, Entry>) {
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
