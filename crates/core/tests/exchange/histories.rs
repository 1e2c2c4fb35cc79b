//! Real desks with wrong clocks that carry files as people do: late, twice, in another order, not at all, taken back. In
//! the end everybody has the same, and nothing anybody wrote is lost.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use fachuang_core::exchange::export::{Since, standing};
use fachuang_core::exchange::link::{self, Way};
use fachuang_core::exchange::package::{self, Package, State};
use fachuang_core::exchange::peer;
use fachuang_core::exchange::withdraw::withdraw;
use fachuang_core::journal::{Record, Value};
use fachuang_envelope::{Entry, EntryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use uuid::Uuid;

use crate::pair::{Stick, carry as carry_over, introduce, state, take, take_in_steps, write_since};
use crate::said::{self, Foretold};
use crate::support::moves::{KINDS, Move, act_at, moves};
use crate::support::{
    self, Place, TestDesk, TicketAdder, centre, difference, entries, open, open_copy, station,
};

const THREE_YEARS_MS: i64 = 3 * 365 * support::DAY_MS;
const HISTORIES: u32 = 500;
/// Kinds of moves beyond those at a desk: writing a file, taking one in, taking one back.
const CARRYING: u8 = 22;

/// Kind of a correction to a person.
const CORRECT: u8 = 5;

fn any_moves() -> impl Strategy<Value = Vec<Move>> {
    // Persons are corrected at every desk, so this is where most values meet.
    let what = prop_oneof![10 => 0..KINDS, 5 => Just(CORRECT), 11 => KINDS..KINDS + CARRYING];
    moves(6, what, 14..36)
}

/// The centre, a second desk of it, and stations. All are founded once; a history works on copies.
pub struct County {
    desks: Vec<TestDesk>,
}

impl County {
    pub fn found() -> Self {
        let hall = Place {
            device: 2,
            mark: "2",
            ..centre()
        };
        let places = [
            centre(),
            hall,
            station(3),
            station(4),
            station(5),
            station(6),
        ];
        let mut desks: Vec<TestDesk> = places.iter().map(open).collect();
        // What everybody knows from the start is what they meet over.
        TicketAdder::at("consult")
            .applicant("张三")
            .opponent("李四")
            .add(&mut desks[0]);
        let (first, others) = desks.split_first_mut().unwrap();
        for other in others.iter_mut() {
            introduce(first, other);
            TicketAdder::at("mediation")
                .applicant("李四")
                .id_number(&support::id18("19850312", 1))
                .opponent("张三")
                .add(other);
        }
        for _ in 0..2 {
            for other in others.iter_mut() {
                carry_over(other, first);
                carry_over(first, other);
            }
        }
        for desk in &desks {
            desk.settle_file();
        }
        Self { desks }
    }

    fn copy(&self, count: usize, skews: &[i64], seed: u64) -> Vec<TestDesk> {
        let all = self.desks.iter().zip(skews).take(count).enumerate();
        all.map(|(at, (desk, skew))| {
            let copy = open_copy(desk, support::MORNING_MS + skew, &format!("{seed} {at}"));
            // The power stays on here; `power_cut` and `kill` are about the rest.
            let connection = copy.connection();
            connection
                .execute_batch("PRAGMA synchronous = OFF")
                .unwrap();
            copy
        })
        .collect()
    }
}

#[derive(Debug, Default)]
pub struct Tally {
    histories: u32,
    desks: usize,
    writes: u64,
    refused: u64,
    entries: usize,
    files: u64,
    taken: u64,
    /// What looks at files had said and was there then.
    foretold: Foretold,
    seen_again: u64,
    held: u64,
    withdrawn: u64,
    conflicts: usize,
    rebuilt: u32,
}

impl Tally {
    fn and(self, other: Self) -> Self {
        Self {
            histories: self.histories + other.histories,
            desks: self.desks + other.desks,
            writes: self.writes + other.writes,
            refused: self.refused + other.refused,
            entries: self.entries + other.entries,
            files: self.files + other.files,
            taken: self.taken + other.taken,
            foretold: self.foretold.and(other.foretold),
            seen_again: self.seen_again + other.seen_again,
            held: self.held + other.held,
            withdrawn: self.withdrawn + other.withdrawn,
            conflicts: self.conflicts + other.conflicts,
            rebuilt: self.rebuilt + other.rebuilt,
        }
    }
}

/// A file on its way; it stays on the stick after it was taken in.
struct OnItsWay {
    to: usize,
    bytes: Vec<u8>,
}

/// Desks that exchange files are the first one and each other one.
fn other_end(desk: usize, count: usize, which: usize) -> usize {
    if desk == 0 {
        1 + which % (count - 1)
    } else {
        0
    }
}

fn write_file(desks: &mut [TestDesk], from: usize, to: usize, since: Since) -> Vec<OnItsWay> {
    let stick = Stick::new();
    let device = desks[to].tail().device;
    let written = write_since(&mut desks[from], device, since, &stick);
    written
        .into_iter()
        .map(|file| OnItsWay {
            to,
            bytes: std::fs::read(file.path).unwrap(),
        })
        .collect()
}

/// Every move but those at a desk.
fn carry(desks: &mut [TestDesk], under_way: &mut Vec<OnItsWay>, one: &Move, tally: &mut Tally) {
    let desk = one.desk % desks.len();
    match one.what - KINDS {
        0..=7 => {
            let to = other_end(desk, desks.len(), one.which);
            let since = match one.how % 3 {
                0 => Since::LastFile,
                _ => Since::Confirmed,
            };
            under_way.extend(write_file(desks, desk, to, since));
            tally.files += 1;
        }
        8..=18 => {
            // Mostly the newest, sometimes any that ever was: again, late, before its turn.
            let at = match one.how % 4 {
                0 => one.which % under_way.len().max(1),
                _ => under_way.len().saturating_sub(1 + one.which % 3),
            };
            let Some(file) = under_way.get(at) else {
                return;
            };
            let take = match one.how / 4 % 2 {
                0 => take,
                _ => take_in_steps,
            };
            let desk = &mut desks[file.to];
            let said = (one.how / 8)
                .is_multiple_of(2)
                .then(|| said::look(desk, &file.bytes));
            let done = take(desk, &file.bytes);
            if let Some(said) = said {
                tally.foretold = tally.foretold.and(said.came_true(desk, &done));
            }
            tally.taken += 1;
            tally.seen_again += u64::from(done.seen_before);
            tally.held += u64::from(done.package.state == State::Held);
        }
        _ => {
            // Of a desk that takes part: another would not send again what is taken back.
            let there: Vec<u32> = desks.iter().map(|desk| desk.tail().device).collect();
            let desk = &mut desks[desk];
            let all = package::list(desk.view().connection, None, 20).unwrap();
            let applied = |one: &&Package| one.state == State::Applied && there.contains(&one.peer);
            let Some(newest) = all.iter().find(applied) else {
                return;
            };
            let (clerk, id) = (desk.clerk.clone(), newest.id);
            match desk.write(&clerk, |tx| withdraw(tx, id, "先撤回再核对")) {
                Ok(()) => tally.withdrawn += 1,
                Err(fault) => assert_eq!(fault.code(), "exchange.undo_later_first"),
            }
        }
    }
}

/// Nothing is to be sent, and the other side knows what was taken in of it.
fn is_idle(from: &TestDesk, to: &TestDesk) -> bool {
    let peer = |desk: &TestDesk, device| peer::get(desk.view().connection, device).unwrap();
    let ours = standing(&from.view(), from.tail(), &peer(from, to.tail().device)).unwrap();
    let theirs = standing(&to.view(), to.tail(), &peer(to, from.tail().device)).unwrap();
    ours.not_written + ours.unconfirmed == 0 && !ours.taken_back && theirs.unconfirmed == 0
}

/// Files go both ways until nobody has anything to tell.
fn settle(desks: &mut [TestDesk]) {
    for _ in 0..12 {
        let mut fresh = 0;
        for other in 1..desks.len() {
            for (from, to) in [(other, 0), (0, other)] {
                if is_idle(&desks[from], &desks[to]) {
                    continue;
                }
                for file in write_file(desks, from, to, Since::Confirmed) {
                    let counts = take(&mut desks[to], &file.bytes).package.counts;
                    assert_eq!(counts.refused, 0, "{counts:?}");
                    fresh += 1;
                    assert!(counts.entries >= counts.fresh + counts.returned);
                }
            }
        }
        if fresh == 0 {
            return;
        }
    }
    // Taking a file in is noted in the own journal of nobody, so it must come to rest.
    panic!("files never come to rest");
}

pub fn run(county: &County, moves: &[Move], skews: &[i64], count: usize, tally: &mut Tally) {
    let mut desks = county.copy(count, skews, moves.first().map_or(0, |one| one.how));
    let mut under_way = Vec::new();
    for one in moves {
        let at = one.desk % count;
        desks[at].pass_minutes(one.how as i64 % 500 - 60);
        if one.what >= KINDS {
            carry(&mut desks, &mut under_way, one, tally);
            continue;
        }
        match act_at(&mut desks[at], one) {
            Ok(()) => tally.writes += 1,
            Err(fault) => {
                assert_ne!(fault.code(), "app.internal", "{one:?}: {fault}");
                assert_ne!(fault.code(), "journal.equivocation", "{one:?}: {fault}");
                tally.refused += 1;
            }
        }
    }
    let before: BTreeMap<EntryId, Entry> = union(&desks);
    settle(&mut desks);
    let written = union(&desks);
    for (id, entry) in &before {
        assert_eq!(written.get(id), Some(entry), "an entry was changed");
    }
    check_centre(&mut desks, &written, tally);
    check_stations(&desks);
    if tally.histories.is_multiple_of(10) {
        for desk in &mut desks {
            let report = desk.verify().unwrap();
            assert!(report.is_sound(), "{report:?}");
            tally.rebuilt += 1;
        }
    }
    tally.histories += 1;
    tally.desks += desks.len();
    tally.entries += written.len();
}

pub fn union(desks: &[TestDesk]) -> BTreeMap<EntryId, Entry> {
    let all = desks.iter().flat_map(|desk| entries(desk));
    all.map(|entry| (entry.head.id, entry)).collect()
}

/// The centre has everything that was written anywhere, the hall the same, and both show the same.
fn check_centre(desks: &mut [TestDesk], written: &BTreeMap<EntryId, Entry>, tally: &mut Tally) {
    let has: BTreeMap<EntryId, Entry> = entries(&desks[0])
        .into_iter()
        .map(|entry| (entry.head.id, entry))
        .collect();
    for id in written.keys() {
        assert!(has.contains_key(id), "{id} never came");
    }
    if desks.len() > 1 {
        let (a, b) = (state(&desks[0]), state(&desks[1]));
        assert!(a == b, "{}", difference(&a, &b));
    }
    for desk in desks.iter() {
        let gone: i64 = desk
            .connection()
            .query_row("SELECT count(*) FROM withdrawn", [], |row| row.get(0))
            .unwrap();
        assert_eq!(gone, 0, "what was taken back came again");
        check_links(desk);
    }
    tally.conflicts += check_values(&desks[0], written);
}

/// No place on a link passes a hole.
fn check_links(desk: &TestDesk) {
    let connection = desk.view().connection;
    for peer in peer::list(connection).unwrap() {
        for link in link::list(connection, Way::In, peer.device).unwrap() {
            assert!(package::find_held(connection, link.nr).unwrap().is_none());
        }
        for link in link::list(connection, Way::Out, peer.device).unwrap() {
            assert_eq!(link.done, link.written, "everything is confirmed");
        }
    }
}

/// Values by field, as the entries alone say: everything nobody who had seen it replaced. Counts fields with several.
pub fn check_values(desk: &TestDesk, written: &BTreeMap<EntryId, Entry>) -> usize {
    let mut replaced: BTreeSet<(&str, EntryId)> = BTreeSet::new();
    for entry in written.values() {
        for (field, seen) in &entry.head.base {
            replaced.extend(seen.iter().map(|id| (field.as_str(), *id)));
        }
    }
    let mut standing: BTreeMap<(Uuid, String), Vec<(EntryId, Value)>> = BTreeMap::new();
    for entry in written.values() {
        let record = Record::decode(&entry.body).unwrap();
        for (field, value) in record.set {
            if !replaced.contains(&(field.as_str(), entry.head.id)) {
                let of = (Uuid::from_bytes(entry.head.subject.id), field);
                standing.entry(of).or_default().push((entry.head.id, value));
            }
        }
    }
    let mut conflicts = 0;
    let mut folded = BTreeMap::new();
    for ((subject, field), values) in &standing {
        let folded = folded
            .entry(*subject)
            .or_insert_with(|| desk.view().fold(*subject).unwrap());
        let mut heads: Vec<EntryId> = folded.base(field);
        heads.sort();
        let ids: Vec<EntryId> = values.iter().map(|(id, _)| *id).collect();
        assert_eq!(heads, ids, "{field} of {subject}");
        let different: BTreeSet<&Value> = values.iter().map(|(_, value)| value).collect();
        let disputed = folded.fields[field].disputed();
        assert_eq!(disputed, different.len() > 1, "{field} of {subject}");
        conflicts += usize::from(disputed);
    }
    conflicts
}

/// A station shows of its tickets what the centre shows, and misses none of them.
fn check_stations(desks: &[TestDesk]) {
    const OWN: [&str; 6] = [
        "ticket ",
        "party ",
        "hand ",
        "visit ",
        "person ",
        "ticket_limit ",
    ];
    let centre: BTreeSet<String> = state(&desks[0]).into_iter().collect();
    for station in desks.iter().skip(2) {
        let segment = format!(" site={} ", station.site().segment);
        let shown: BTreeSet<String> = state(station)
            .into_iter()
            .filter(|line| OWN.iter().any(|table| line.starts_with(table)))
            .collect();
        let strange: Vec<&String> = shown.difference(&centre).take(2).collect();
        assert!(strange.is_empty(), "only at the station: {strange:?}");
        let of_it = |line: &&String| line.starts_with("ticket ") && line.contains(&segment);
        for line in centre.iter().filter(of_it) {
            assert!(shown.contains(line), "only at the centre: {line}");
        }
    }
}

/// Runs a share of the histories; each share has its own chance.
fn run_share(histories: u32, share: u8) -> Tally {
    let county = County::found();
    let tally = RefCell::new(Tally::default());
    let config = Config {
        cases: histories,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[share; 32]);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let skew = prop_oneof![Just(0), -THREE_YEARS_MS..THREE_YEARS_MS];
    let count = prop_oneof![4 => Just(3usize), 3 => Just(2usize), 1 => 4usize..7];
    let history = (any_moves(), prop::collection::vec(skew, 6), count);
    let outcome = runner.run(&history, |(moves, skews, count)| {
        run(&county, &moves, &skews, count, &mut tally.borrow_mut());
        Ok(())
    });
    outcome.unwrap();
    tally.into_inner()
}

#[test]
fn desks_that_carry_files_in_any_way_end_up_with_the_same() {
    let histories = std::env::var("FACHUANG_EXCHANGE_HISTORIES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(HISTORIES);
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(8)) as u32;
    let share = |at: u32| histories / threads + u32::from(at < histories % threads);
    let tally = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|at| scope.spawn(move || run_share(share(at), at as u8)))
            .collect();
        running
            .into_iter()
            .map(|one| one.join().unwrap())
            .fold(Tally::default(), Tally::and)
    });
    println!("{tally:?}");
    assert!(tally.writes > u64::from(histories), "things happen");
    if histories >= HISTORIES {
        let happened = [
            tally.seen_again,
            tally.held,
            tally.withdrawn,
            tally.conflicts as u64,
        ];
        assert!(happened.iter().all(|count| *count > 0), "{tally:?}");
        assert!(tally.foretold.all_kinds(), "{tally:?}");
    }
}
