//! Desks that know each other's keys, and files carried between them.

use std::path::PathBuf;

use fachuang_core::desk::{Actor, Desk};
use fachuang_core::error::Result;
use fachuang_core::exchange::apply::{Applied, Started, apply, start};
use fachuang_core::exchange::card::Card;
use fachuang_core::exchange::enrol::enrol;
use fachuang_core::exchange::export::{Order, Since, Written, export};
use fachuang_core::exchange::open::read_file;
use tempfile::TempDir;

use crate::support::{TestDesk, centre, open, station};

/// A folder that files are put into, like a stick.
pub struct Stick(TempDir);

impl Stick {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }
}

pub fn card(desk: &mut TestDesk) -> Card {
    let admin = desk.admin.clone();
    desk.write(&admin, Card::own).unwrap()
}

/// Enrols two desks with each other.
pub fn introduce(one: &mut TestDesk, other: &mut TestDesk) {
    let (a, b) = (card(one), card(other));
    for (desk, card) in [(one, b), (other, a)] {
        let admin = desk.admin.clone();
        let read = Card::parse(&card.to_text()).unwrap();
        let code = card.fingerprint().to_string();
        desk.write(&admin, |tx| enrol(tx, &read, &code)).unwrap();
    }
}

/// Enrols the other desk here, which was enrolled there before under the same keys.
pub fn enrol_only(here: &mut TestDesk, other: &mut TestDesk) {
    card(here);
    let theirs = card(other);
    let (admin, code) = (here.admin.clone(), theirs.fingerprint().to_string());
    here.write(&admin, |tx| enrol(tx, &theirs, &code)).unwrap();
}

/// A centre and a station that exchange files.
pub fn paired() -> (TestDesk, TestDesk) {
    let (mut hub, mut out) = (open(&centre()), open(&station(3)));
    introduce(&mut hub, &mut out);
    (hub, out)
}

pub fn write_since(from: &mut TestDesk, to: u32, since: Since, stick: &Stick) -> Vec<Written> {
    let clerk = from.clerk.clone();
    let folder = stick.path();
    let order = Order {
        peer: to,
        since,
        folder: &folder,
        program: "test",
    };
    export(from, &clerk, order).unwrap()
}

/// Writes one file with everything that is not confirmed and returns its bytes.
pub fn file(from: &mut TestDesk, to: u32) -> Vec<u8> {
    let stick = Stick::new();
    let mut written = write_since(from, to, Since::Confirmed, &stick);
    assert_eq!(written.len(), 1);
    read_file(&written.remove(0).path).unwrap()
}

pub fn take(desk: &mut TestDesk, bytes: &[u8]) -> Applied {
    let clerk = desk.clerk.clone();
    apply(desk, &clerk, bytes, "stick.fcx").unwrap()
}

/// Applies a file step by step, as the window does.
pub fn apply_in_steps(desk: &mut Desk, actor: &Actor, bytes: &[u8]) -> Result<Applied> {
    let mut going = match start(desk, actor, bytes, "stick.fcx")? {
        Started::Done(applied) => return Ok(*applied),
        Started::Going(going) => going,
    };
    loop {
        if let Some(applied) = going.step(desk, actor)? {
            return Ok(applied);
        }
    }
}

pub fn take_in_steps(desk: &mut TestDesk, bytes: &[u8]) -> Applied {
    let clerk = desk.clerk.clone();
    apply_in_steps(desk, &clerk, bytes).unwrap()
}

/// Carries everything from one desk to the other.
pub fn carry(from: &mut TestDesk, to: &mut TestDesk) -> Applied {
    let bytes = file(from, to.tail().device);
    take(to, &bytes)
}

/// Tables that are the same on both sides whatever the files were called.
pub fn state(desk: &TestDesk) -> Vec<String> {
    let mut lines = crate::support::comparable(desk);
    lines.retain(|line| !line.starts_with("peer ") && !line.starts_with("withdrawn "));
    lines
}

/// Counts the tickets a desk shows.
pub fn tickets(desk: &TestDesk) -> usize {
    desk.dump()
        .unwrap()
        .iter()
        .filter(|line| line.starts_with("ticket "))
        .count()
}
