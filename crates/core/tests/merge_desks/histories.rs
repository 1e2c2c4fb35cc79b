//! Real desks with wrong clocks that do what desks do and exchange what they like: all of them end up with the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::moves::{KINDS, Move, act_at, moves, ticket_ids};
use crate::support::{
    self, Place, TestDesk, TicketAdder, centre, comparable, difference, entries, open, station,
};
use fachuang_core::desk::Desk;
use fachuang_core::journal::Record;
use fachuang_core::number::TicketNumber;
use fachuang_envelope::{Entry, EntryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use uuid::Uuid;

pub const THREE_YEARS_MS: i64 = 3 * 365 * support::DAY_MS;
const HISTORIES: u32 = 48;

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
    let history = prop::collection::vec(skew, 2..6)
        .prop_flat_map(|skews| (moves(skews.len(), 0..KINDS, 25..55), Just(skews)));
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
