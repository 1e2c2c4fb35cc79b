//! Desks of a hall over an object store: in the end every desk has the same, whatever befalls the line and the programs.

use std::collections::BTreeMap;

use fachuang_core::exchange::hall::{Hall, PlaceFault, round};
use fachuang_envelope::{Entry, EntryId};

use crate::contract::{reach, store};
use crate::pair::state;
use crate::place::hall;
use crate::server::{Server, Way};
use crate::support::moves::{KINDS, Move, act_at};
use crate::support::{self, Dice, TestDesk, TicketAdder, difference};

const HISTORIES: u64 = 12;
const MOVES: usize = 50;

/// Desks, each with its program and its way to the store.
struct Team {
    desks: Vec<TestDesk>,
    halls: Vec<Hall>,
    places: Vec<fachuang_carrier::StoreCarrier>,
}

impl Team {
    fn of(count: u32, server: &Server, prefix: &str) -> Self {
        let mut store = store(server);
        prefix.clone_into(&mut store.prefix);
        Self {
            desks: hall(count),
            halls: (0..count).map(|_| Hall::default()).collect(),
            places: (1..=count).map(|own| reach(&store, own)).collect(),
        }
    }

    fn round(&mut self, at: usize) {
        let (hall, desk) = (&mut self.halls[at], &mut self.desks[at]);
        round(hall, desk, "test", &self.places[at]).unwrap();
    }

    fn entries(&self) -> BTreeMap<EntryId, Entry> {
        let all = self.desks.iter().flat_map(|desk| support::entries(desk));
        all.map(|entry| (entry.head.id, entry)).collect()
    }

    /// Rounds until everybody has everything.
    fn settle(&mut self) {
        for turn in 0..60 {
            for at in 0..self.desks.len() {
                self.desks[at].pass_minutes(if turn % 8 == 7 { 11 } else { 1 });
                self.round(at);
            }
            let all = self.entries().len();
            let has_all = |desk: &TestDesk| support::entries(desk).len() == all;
            if turn > 4 && self.desks.iter().all(has_all) {
                return;
            }
        }
        panic!("the hall never comes to rest");
    }

    fn same(&self) {
        for other in &self.desks[1..] {
            let (a, b) = (state(&self.desks[0]), state(other));
            assert!(a == b, "{}", difference(&a, &b));
        }
    }
}

#[test]
fn a_ticket_is_at_every_other_desk_after_a_round_of_each() {
    let server = Server::start();
    let mut team = Team::of(3, &server, "hall/yc");
    team.settle();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    for at in 0..3 {
        team.round(at);
        assert_eq!(team.halls[at].fault(), None);
    }
    for desk in &team.desks {
        assert_eq!(desk.ticket(id).text("matter"), "欠薪");
    }
    team.same();
}

#[test]
fn a_store_that_goes_away_and_comes_back_loses_nothing() {
    let server = Server::start();
    let mut team = Team::of(3, &server, "hall/yc");
    team.settle();
    server.line().set(Way::Down);
    let mut ids = Vec::new();
    for at in 0..3 {
        ids.push(TicketAdder::at("consult").add(&mut team.desks[at]));
        team.round(at);
        assert_eq!(team.halls[at].fault(), Some(PlaceFault::Missing));
    }
    server.line().set(Way::Open);
    team.settle();
    for desk in &team.desks {
        for id in &ids {
            assert_eq!(desk.ticket(*id).text("matter"), "欠薪");
        }
    }
    team.same();
}

#[test]
fn what_a_store_can_see_says_nothing() {
    let server = Server::start();
    let mut team = Team::of(2, &server, "hall/yc");
    TicketAdder::at("consult")
        .applicant("单巧云")
        .summary("欠薪三个月")
        .add(&mut team.desks[0]);
    team.round(0);
    team.round(1);
    let mut seen = 0;
    for of in std::fs::read_dir(server.lying("hall/yc")).unwrap() {
        for lying in std::fs::read_dir(of.unwrap().path()).unwrap() {
            let bytes = std::fs::read(lying.unwrap().path()).unwrap();
            seen += usize::from(bytes.len() > 500);
            for word in ["单巧云", "欠薪", "云川县"] {
                let found = bytes
                    .windows(word.len())
                    .any(|part| part == word.as_bytes());
                assert!(!found, "{word}");
            }
        }
    }
    assert!(seen > 0, "a letter lies there");
}

/// What befalls the line, the programs and what lies at the store.
fn befall(team: &mut Team, server: &Server, prefix: &str, dice: &mut Dice) {
    match dice.below(8) {
        0 | 1 => server.line().set(Way::Down),
        2 => server
            .line()
            .set(Way::CutAfter(dice.below(20_000) as usize)),
        3 => server.line().set(Way::CutBack(dice.below(20_000) as usize)),
        4 | 5 => server.line().set(Way::Open),
        6 => {
            let at = dice.below(team.halls.len() as u64) as usize;
            team.halls[at] = Hall::default();
        }
        _ => {
            // Somebody empties the bucket.
            let _ = std::fs::remove_dir_all(server.lying(prefix));
        }
    }
}

#[test]
fn histories_of_three_desks_converge_over_a_line_that_breaks() {
    let server = Server::start();
    let (mut writes, mut rounds, mut failed) = (0, 0, 0);
    for history in 0..HISTORIES {
        let mut dice = Dice::new(&format!("store {history}"));
        let prefix = format!("hall/{history}");
        let mut team = Team::of(3, &server, &prefix);
        for _ in 0..MOVES {
            let at = dice.below(3) as usize;
            team.desks[at].pass_minutes(dice.below(30) as i64 - 3);
            match dice.below(10) {
                0..4 => {
                    let one = Move {
                        desk: at,
                        what: dice.below(u64::from(KINDS)) as u8,
                        which: dice.below(1_000) as usize,
                        how: dice.below(u64::MAX),
                    };
                    match act_at(&mut team.desks[at], &one) {
                        Ok(()) => writes += 1,
                        Err(fault) => assert_ne!(fault.code(), "app.internal", "{fault}"),
                    }
                }
                4..8 => {
                    team.round(at);
                    rounds += 1;
                    failed += u32::from(team.halls[at].fault().is_some());
                }
                _ => befall(&mut team, &server, &prefix, &mut dice),
            }
        }
        let before = team.entries();
        server.line().set(Way::Open);
        team.settle();
        let after = team.entries();
        for (id, entry) in &before {
            assert_eq!(after.get(id), Some(entry), "an entry was changed");
        }
        team.same();
    }
    assert!(
        writes > 50 && rounds > 50 && failed > 10,
        "{writes} {rounds} {failed}"
    );
}
