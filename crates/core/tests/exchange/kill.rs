//! The power goes anywhere while a file is taken in, taken back or written: what was begun is finished after the restart,
//! and the record is what it is without any cut.

use std::path::Path;

use fachuang_core::chance::Seeded;
use fachuang_core::desk::{Actor, Desk};
use fachuang_core::error::Result;
use fachuang_core::exchange::apply::{Applied, apply, resume};
use fachuang_core::exchange::card::Card;
use fachuang_core::exchange::enrol::enrol;
use fachuang_core::exchange::export::{Order, Since, export};
use fachuang_core::exchange::package::{self, State};
use fachuang_core::exchange::withdraw::withdraw;
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA};
use fachuang_core::time::SetClock;

use crate::fault_vfs::{Dice, FaultVfs};
use crate::pair::{Stick, apply_in_steps, card, file, state};
use crate::support::{
    self, TestDesk, TicketAdder, centre, comparable, difference, found_on, key, open, station,
};

const CUTS: u32 = 60;

fn path() -> &'static Path {
    Path::new("/desk.db")
}

/// A centre on a disk that loses power.
pub struct Fragile {
    pub vfs: FaultVfs,
    desk: Option<Desk>,
    clock: SetClock,
    pub clerk: Actor,
    admin: Actor,
    lives: u32,
}

impl Fragile {
    pub fn found(name: &str) -> Self {
        let vfs = FaultVfs::register(name, 7);
        let key = key();
        let database = Database::at(path(), &key, SCHEMA)
            .on_vfs(vfs.name())
            .alone();
        let mut connection = database.create().unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let (desk, clock, actors) = found_on(connection, &centre());
        Self {
            vfs,
            desk: Some(desk),
            clock,
            clerk: actors["clerk"].clone(),
            admin: actors["admin"].clone(),
            lives: 0,
        }
    }

    pub fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().unwrap()
    }

    pub fn clock_ms(&mut self) -> i64 {
        self.desk().now_ms()
    }

    pub fn set_ms(&mut self, ms: i64) {
        self.clock.set_ms(ms);
    }

    /// Lets the power go and the machine start again.
    pub fn restart(&mut self) {
        self.desk = None;
        self.vfs.restart();
        let key = key();
        let database = Database::at(path(), &key, SCHEMA)
            .on_vfs(self.vfs.name())
            .alone();
        let connection = database.writer().unwrap();
        self.lives += 1;
        let random = Box::new(Seeded::new(&format!("life {}", self.lives)));
        self.desk = Some(Desk::start(connection, Box::new(self.clock.clone()), random).unwrap());
    }

    fn apply(&mut self, bytes: &[u8]) -> Result<Applied> {
        let clerk = self.clerk.clone();
        apply(self.desk(), &clerk, bytes, "stick.fcx")
    }

    fn apply_in_steps(&mut self, bytes: &[u8]) -> Result<Applied> {
        let clerk = self.clerk.clone();
        apply_in_steps(self.desk(), &clerk, bytes)
    }

    pub fn introduce(&mut self, other: &mut TestDesk) {
        let admin = self.admin.clone();
        let own = self.desk().write(&admin, Card::own).unwrap();
        let theirs = card(other);
        let code = theirs.fingerprint().to_string();
        self.desk()
            .write(&admin, |tx| enrol(tx, &theirs, &code))
            .unwrap();
        let (code, admin) = (own.fingerprint().to_string(), other.admin.clone());
        other.write(&admin, |tx| enrol(tx, &own, &code)).unwrap();
    }

    pub fn state(&mut self) -> Vec<String> {
        let mut lines = comparable(self.desk());
        lines.retain(|line| !line.starts_with("peer ") && !line.starts_with("withdrawn "));
        lines
    }
}

/// Cuts imports that make some `writes`; returns how many were gone on with after the restart.
fn cut_imports(
    name: &str,
    writes: u64,
    import: fn(&mut Fragile, &[u8]) -> Result<Applied>,
) -> usize {
    let mut fragile = Fragile::found(name);
    let mut sound = open(&centre());
    let mut out = open(&station(3));
    fragile.introduce(&mut out);
    // The sound centre has the keys of the fragile one, as it was founded by the same chance.
    crate::pair::enrol_only(&mut sound, &mut out);
    let mut dice = Dice::new(11);
    let (mut cut, mut resumed) = (0, 0);
    for round in 0..CUTS {
        for name in ["张三", "李四", "王五"] {
            TicketAdder::at("consult")
                .applicant(name)
                .opponent("单巧云")
                .add(&mut out);
        }
        let bytes = file(&mut out, 1);
        fragile.vfs.cut_after(dice.below(writes));
        let tried = import(&mut fragile, &bytes);
        cut += u32::from(tried.is_err());
        fragile.restart();
        let clerk = fragile.clerk.clone();
        resumed += resume(fragile.desk(), &clerk).unwrap().len();
        let done = import(&mut fragile, &bytes).unwrap();
        assert_eq!(done.package.state, State::Applied, "round {round}");
        crate::pair::take(&mut sound, &bytes);
        let (a, b) = (fragile.state(), state(&sound));
        assert!(a == b, "round {round}: {}", difference(&a, &b));
    }
    assert!(cut > CUTS / 3, "{cut} cuts");
    assert!(fragile.desk().verify().unwrap().is_sound());
    println!("imports cut {cut} of {CUTS}, of them gone on with {resumed}");
    resumed
}

#[test]
fn a_cut_at_any_moment_of_an_import_is_made_good_after_the_restart() {
    let resumed = cut_imports("exchange-import", 260, Fragile::apply_in_steps);
    assert!(resumed > 0);
}

#[test]
fn a_file_that_comes_in_as_a_whole_is_there_or_is_not_after_a_cut() {
    let resumed = cut_imports("exchange-whole", 110, Fragile::apply);
    assert_eq!(resumed, 0);
}

#[test]
fn a_cut_at_any_moment_of_an_undo_leaves_it_done_or_not_begun() {
    let mut fragile = Fragile::found("exchange-undo");
    let mut out = open(&station(3));
    fragile.introduce(&mut out);
    TicketAdder::at("consult").applicant("张三").add(&mut out);
    let bytes = file(&mut out, 1);
    let before = fragile.state();
    let id = fragile.apply(&bytes).unwrap().package.id;
    let after = fragile.state();
    let mut dice = Dice::new(12);
    let (mut done, mut not_begun) = (0, 0);
    for _ in 0..CUTS {
        let clerk = fragile.clerk.clone();
        fragile.vfs.cut_after(dice.below(140));
        let told = fragile
            .desk()
            .write(&clerk, |tx| withdraw(tx, id, "核对后再导"))
            .is_ok();
        fragile.restart();
        let now = fragile.state();
        let state = package::get_taken(fragile.desk().view().connection, id)
            .unwrap()
            .state;
        match state {
            State::Withdrawn => {
                done += 1;
                assert!(now == before, "{}", difference(&now, &before));
                fragile.apply(&bytes).unwrap();
                assert!(fragile.state() == after);
            }
            other => {
                not_begun += 1;
                assert!(!told, "what was said to be done is done");
                assert_eq!(other, State::Applied);
                assert!(now == after, "{}", difference(&now, &after));
            }
        }
    }
    assert!(done > 0 && not_begun > 0, "{done} {not_begun}");
    println!("undone {done}, not begun {not_begun}");
}

#[test]
fn a_cut_at_any_moment_of_an_export_loses_nothing_and_says_nothing_false() {
    let mut fragile = Fragile::found("exchange-export");
    let mut out = open(&station(3));
    fragile.introduce(&mut out);
    let mut dice = Dice::new(13);
    let mut cut = 0;
    for _ in 0..CUTS {
        let clerk = fragile.clerk.clone();
        let stick = Stick::new();
        let folder = stick.path();
        let order = Order {
            peer: 3,
            since: Since::Confirmed,
            folder: &folder,
            program: "test",
        };
        fragile.vfs.cut_after(dice.below(30));
        let told = export(fragile.desk(), &clerk, order);
        fragile.restart();
        let listed = package::list(fragile.desk().view().connection, None, 1_000).unwrap();
        match told {
            Ok(written) => {
                let newest = &listed[0];
                assert_eq!(newest.number, written[0].number, "what was said is there");
            }
            Err(_) => cut += 1,
        }
        // Whatever lies on the stick is a whole file, also one that was never said to be there.
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            crate::pair::take(&mut out, &bytes);
        }
        let bytes = {
            let again = Stick::new();
            let folder = again.path();
            let order = Order {
                folder: &folder,
                ..order
            };
            let written = export(fragile.desk(), &clerk, order).unwrap();
            std::fs::read(&written[0].path).unwrap()
        };
        crate::pair::take(&mut out, &bytes);
    }
    assert!(cut > 0);
    assert!(out.verify().unwrap().is_sound());
    assert!(fragile.desk().verify().unwrap().is_sound());
    let staff = |lines: Vec<String>| {
        lines
            .iter()
            .filter(|line| line.starts_with("staff "))
            .count()
    };
    assert_eq!(staff(state(&out)), staff(fragile.state()) + support::PEOPLE);
    println!("exports cut {cut} of {CUTS}");
}
