//! Halls with wrong clocks on a share that comes and goes: in the end every desk has the same, and nothing is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use fachuang_core::exchange::hall::Hall;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::histories::{check_values, union};
use crate::pair::state;
use crate::place::{Place, go_round, hall};
use crate::support::moves::{KINDS, Move, act_at, moves};
use crate::support::{self, TestDesk, TicketAdder, difference, open_copy};

const THREE_YEARS_MS: i64 = 3 * 365 * support::DAY_MS;
const HISTORIES: u32 = 60;
/// Kinds of moves beyond those at a desk: rounds, and what befalls the share and the programs.
const BEFALLING: u8 = 24;
const CORRECT: u8 = 5;

fn any_moves() -> impl Strategy<Value = Vec<Move>> {
    let what = prop_oneof![8 => 0..KINDS, 5 => Just(CORRECT), 14 => KINDS..KINDS + BEFALLING];
    moves(5, what, 20..60)
}

/// Halls of three to five desks, founded once; a history works on copies.
struct Halls(BTreeMap<usize, Vec<TestDesk>>);

impl Halls {
    fn found() -> Self {
        let found = [3, 4, 5].into_iter().map(|count| {
            let mut desks = hall(count as u32);
            TicketAdder::at("consult")
                .applicant("张三")
                .opponent("李四")
                .add(&mut desks[0]);
            let mut halls: Vec<Hall> = desks.iter().map(|_| Hall::default()).collect();
            let place = Place::default();
            for _ in 0..4 {
                for (desk, hall) in desks.iter_mut().zip(&mut halls) {
                    desk.pass_minutes(2);
                    go_round(hall, desk, &place);
                }
            }
            for desk in &desks {
                desk.settle_file();
            }
            (count, desks)
        });
        Self(found.collect())
    }

    fn copy(&self, count: usize, skews: &[i64], seed: u64) -> Vec<TestDesk> {
        let all = self.0[&count].iter().zip(skews).enumerate();
        all.map(|(at, (desk, skew))| {
            let copy = open_copy(desk, support::MORNING_MS + skew, &format!("{seed} {at}"));
            copy.connection()
                .execute_batch("PRAGMA synchronous = OFF")
                .unwrap();
            copy
        })
        .collect()
    }
}

#[derive(Debug, Default)]
struct Tally {
    histories: u32,
    desks: usize,
    writes: u64,
    refused: u64,
    rounds: u64,
    failed: u64,
    cut: u64,
    wiped: u64,
    restarted: u64,
    entries: usize,
    conflicts: usize,
}

fn befall(
    desks: &mut [TestDesk],
    halls: &mut [Hall],
    place: &Place,
    one: &Move,
    tally: &mut Tally,
) {
    let at = one.desk % desks.len();
    match one.what - KINDS {
        0..=15 => {
            go_round(&mut halls[at], &mut desks[at], place);
            tally.rounds += 1;
            tally.failed += u64::from(halls[at].fault().is_some());
        }
        16..=17 => place.set_gone(one.how.is_multiple_of(2)),
        18 => place.set_full(one.how.is_multiple_of(2)),
        19..=20 => {
            place.cut_next(one.which % 1000);
            tally.cut += 1;
        }
        21 => {
            place.wipe();
            tally.wiped += 1;
        }
        _ => {
            halls[at] = Hall::default();
            tally.restarted += 1;
        }
    }
}

/// The share is mended, and everybody goes round until all have the same.
fn settle(desks: &mut [TestDesk], halls: &mut [Hall], place: &Place) {
    place.mend();
    for turn in 0..60 {
        for (desk, hall) in desks.iter_mut().zip(halls.iter_mut()) {
            desk.pass_minutes(if turn % 8 == 7 { 11 } else { 1 });
            go_round(hall, desk, place);
        }
        let newest = support::entries(&desks[0]).len();
        if turn > 4
            && desks
                .iter()
                .all(|desk| support::entries(desk).len() == newest)
        {
            return;
        }
    }
    panic!("the hall never comes to rest");
}

fn run(halls: &Halls, moves: &[Move], skews: &[i64], count: usize, tally: &mut Tally) {
    let mut desks = halls.copy(count, skews, moves.first().map_or(0, |one| one.how));
    let mut halls: Vec<Hall> = desks.iter().map(|_| Hall::default()).collect();
    let place = Place::default();
    for one in moves {
        let at = one.desk % count;
        desks[at].pass_minutes(one.how as i64 % 30 - 3);
        if one.what >= KINDS {
            befall(&mut desks, &mut halls, &place, one, tally);
            continue;
        }
        match act_at(&mut desks[at], one) {
            Ok(()) => tally.writes += 1,
            Err(fault) => {
                assert_ne!(fault.code(), "app.internal", "{one:?}: {fault}");
                tally.refused += 1;
            }
        }
    }
    let before = union(&desks);
    settle(&mut desks, &mut halls, &place);
    let written = union(&desks);
    for (id, entry) in &before {
        assert_eq!(written.get(id), Some(entry), "an entry was changed");
    }
    for desk in &desks {
        assert_eq!(
            support::entries(desk).len(),
            written.len(),
            "something never came"
        );
        let (a, b) = (state(&desks[0]), state(desk));
        assert!(a == b, "{}", difference(&a, &b));
    }
    tally.conflicts += check_values(&desks[0], &written);
    tally.histories += 1;
    tally.desks += desks.len();
    tally.entries += written.len();
}

#[test]
fn desks_of_a_hall_end_up_with_the_same_whatever_befalls_the_share() {
    let histories = std::env::var("FACHUANG_HALL_HISTORIES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(HISTORIES);
    let halls = Halls::found();
    let tally = RefCell::new(Tally::default());
    let config = Config {
        cases: histories,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[42; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let skew = prop_oneof![Just(0), -THREE_YEARS_MS..THREE_YEARS_MS];
    let history = (any_moves(), prop::collection::vec(skew, 5), 3usize..6);
    let outcome = runner.run(&history, |(moves, skews, count)| {
        run(&halls, &moves, &skews, count, &mut tally.borrow_mut());
        Ok(())
    });
    outcome.unwrap();
    let tally = tally.into_inner();
    println!("{tally:?}");
    let happened = [
        tally.failed,
        tally.cut,
        tally.wiped,
        tally.restarted,
        tally.conflicts as u64,
    ];
    assert!(happened.iter().all(|count| *count > 0), "{tally:?}");
}
