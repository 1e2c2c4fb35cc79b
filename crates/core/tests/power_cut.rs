//! What "saved" is worth: thousands of power cuts and a full disk under the settings of the product.
#![allow(
    unsafe_code,
    reason = "an SQLite file system is a table of C functions"
)]
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod fault_vfs;
mod support;

use std::path::Path;

use fachuang_core::account::slot::DatabaseKey;
use fachuang_core::storage::connect::{Database, Migration, migrate};
use fault_vfs::{Dice, FaultVfs, Flush};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use sha2::{Digest, Sha256};

const CUTS: u32 = 5_000;

/// Enough to see what a weaker setting loses.
const CONTROL_CUTS: u32 = 1_000;

/// A fresh disk now and then, so that early and late lives of a database are both cut.
const CUTS_PER_DISK: u32 = 25;

const SCHEMA: &[Migration] = &[Migration {
    number: 1,
    name: "journal and summary",
    sql: "CREATE TABLE journal (
              seq INTEGER PRIMARY KEY,
              subject INTEGER NOT NULL,
              body BLOB NOT NULL,
              hash BLOB NOT NULL
          ) STRICT;
          CREATE INDEX journal_by_subject ON journal (subject, seq);
          CREATE TABLE summary (
              subject INTEGER PRIMARY KEY,
              entries INTEGER NOT NULL,
              bytes INTEGER NOT NULL
          ) STRICT;",
}];

fn path() -> &'static Path {
    Path::new("/desk.db")
}

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sync {
    Full,
    Off,
}

fn set_up(vfs: &FaultVfs) -> Connection {
    let key = key();
    let database = Database::at(path(), &key, 1).on_vfs(vfs.name()).alone();
    let mut connection = database.create().unwrap();
    migrate(&mut connection, SCHEMA).unwrap();
    connection
}

fn reopen(vfs: &FaultVfs, sync: Sync) -> Option<Connection> {
    let key = key();
    let database = Database::at(path(), &key, 1).on_vfs(vfs.name()).alone();
    let connection = database.writer().ok()?;
    tune(&connection, sync).ok()?;
    Some(connection)
}

/// Checkpoints often, so that cuts fall into checkpoints too, and leaves every other setting of the product alone.
fn tune(connection: &Connection, sync: Sync) -> rusqlite::Result<()> {
    connection.execute_batch("PRAGMA wal_autocheckpoint = 12")?;
    match sync {
        Sync::Full => Ok(()),
        Sync::Off => connection.execute_batch("PRAGMA synchronous = OFF"),
    }
}

/// Commits one transaction: two journal entries and their summaries.
fn commit(connection: &mut Connection, dice: &mut Dice) -> rusqlite::Result<i64> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut last = head(&tx)?;
    for _ in 0..2 {
        let subject = i64::try_from(dice.below(40)).unwrap();
        let body = vec![dice.below(256) as u8; 50 + dice.below(900) as usize];
        let hash = link(&last.1, &body);
        last = (last.0 + 1, hash);
        tx.execute(
            "INSERT INTO journal (seq, subject, body, hash) VALUES (?1, ?2, ?3, ?4)",
            (last.0, subject, &body, &last.1),
        )?;
        tx.execute(
            "INSERT INTO summary (subject, entries, bytes) VALUES (?1, 1, ?2)
             ON CONFLICT (subject) DO UPDATE SET entries = entries + 1, bytes = bytes + ?2",
            (subject, i64::try_from(body.len()).unwrap()),
        )?;
    }
    tx.commit()?;
    Ok(last.0)
}

fn head(connection: &Connection) -> rusqlite::Result<(i64, Vec<u8>)> {
    let last = connection.query_row(
        "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    );
    match last {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok((0, Vec::new())),
        other => other,
    }
}

fn link(previous: &[u8], body: &[u8]) -> Vec<u8> {
    Sha256::new()
        .chain_update(previous)
        .chain_update(body)
        .finalize()
        .to_vec()
}

/// Returns the number of the last journal entry, or nothing when something is half there.
fn last_if_whole(connection: &Connection) -> Option<i64> {
    let verdict: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .ok()?;
    let off: i64 = connection
        .query_row(
            "SELECT count(*) FROM (
                 SELECT subject, count(*) AS entries, sum(length(body)) AS bytes FROM journal GROUP BY subject
             ) AS counted FULL JOIN summary USING (subject)
             WHERE counted.entries IS NOT summary.entries OR counted.bytes IS NOT summary.bytes",
            [],
            |row| row.get(0),
        )
        .ok()?;
    let mut statement = connection
        .prepare("SELECT seq, body, hash FROM journal ORDER BY seq")
        .ok()?;
    let mut rows = statement.query([]).ok()?;
    let (mut last, mut hash) = (0, Vec::new());
    while let Some(row) = rows.next().ok()? {
        let (seq, body, found): (i64, Vec<u8>, Vec<u8>) =
            (row.get(0).ok()?, row.get(1).ok()?, row.get(2).ok()?);
        hash = link(&hash, &body);
        last += 1;
        if seq != last || hash != found {
            return None;
        }
    }
    (verdict == "ok" && off == 0 && last % 2 == 0).then_some(last)
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    cuts: u32,
    /// Commits that were acknowledged.
    acknowledged: u64,
    /// Rounds in which an acknowledged commit was gone.
    lost: u32,
    /// Rounds in which the database did not open, was damaged or held half a transaction.
    half: u32,
}

fn cut_power(name: &str, cuts: u32, sync: Sync, flush: Flush) -> Tally {
    let vfs = FaultVfs::register(name, 20_261_122);
    let mut dice = Dice::new(1);
    let mut tally = Tally::default();
    let mut running: Option<Connection> = None;
    let mut acknowledged = 0;
    while tally.cuts < cuts {
        let mut connection = match running.take() {
            Some(connection) if tally.cuts % CUTS_PER_DISK != 0 => connection,
            before => {
                drop(before);
                vfs.format();
                vfs.set_flush(Flush::Honest);
                drop(set_up(&vfs));
                vfs.restart();
                vfs.set_flush(flush);
                acknowledged = 0;
                reopen(&vfs, sync).expect("a database at rest opens")
            }
        };
        vfs.cut_after(dice.below(120));
        while vfs.is_powered() {
            if let Ok(last) = commit(&mut connection, &mut dice) {
                acknowledged = last;
                tally.acknowledged += 1;
            }
        }
        drop(connection);
        vfs.restart();
        tally.cuts += 1;
        let survivor = reopen(&vfs, sync).and_then(|c| last_if_whole(&c).map(|last| (c, last)));
        match survivor {
            None => tally.half += 1,
            Some((connection, last)) => {
                if last < acknowledged {
                    tally.lost += 1;
                }
                // A commit that was cut before it was acknowledged may be there all the same.
                acknowledged = last;
                running = Some(connection);
            }
        }
    }
    println!(
        "{name}: {} cuts, {} acknowledged commits, lost in {} rounds, half in {} rounds",
        tally.cuts, tally.acknowledged, tally.lost, tally.half
    );
    tally
}

#[test]
fn no_power_cut_loses_or_halves_a_commit_under_the_settings_of_the_product() {
    let tally = cut_power("wal-full", CUTS, Sync::Full, Flush::Honest);
    assert!(
        tally.acknowledged > u64::from(CUTS),
        "most lives commit something"
    );
    assert_eq!((tally.cuts, tally.lost, tally.half), (CUTS, 0, 0));
}

#[test]
fn the_simulator_finds_the_damage_that_synchronous_off_allows() {
    let tally = cut_power("wal-off", CONTROL_CUTS, Sync::Off, Flush::Honest);
    assert!(tally.lost + tally.half > CONTROL_CUTS / 2, "{tally:?}");
    assert!(tally.half > 0, "{tally:?}");
}

#[test]
fn no_setting_helps_on_a_disk_that_ignores_flush() {
    let tally = cut_power(
        "wal-full-lying-disk",
        CONTROL_CUTS,
        Sync::Full,
        Flush::Ignored,
    );
    assert!(tally.lost + tally.half > CONTROL_CUTS / 2, "{tally:?}");
}

#[test]
fn a_full_disk_rolls_back_one_transaction_and_writing_goes_on_when_there_is_room() {
    let vfs = FaultVfs::register("full-disk", 5);
    let mut connection = set_up(&vfs);
    let mut dice = Dice::new(2);
    let mut last = 0;
    // Every size of the remaining room is met: the disk runs full in the log, in a checkpoint and between the two.
    for extra in 0..60 {
        vfs.set_capacity(Some(vfs.used() + extra * 1_711));
        let fault = loop {
            match commit(&mut connection, &mut dice) {
                Ok(number) => last = number,
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault.sqlite_error_code(), Some(ErrorCode::DiskFull));
        assert!(connection.is_autocommit(), "no transaction is left open");
        assert_eq!(
            last_if_whole(&connection),
            Some(last),
            "the failed commit left nothing"
        );
        vfs.set_capacity(None);
        last = commit(&mut connection, &mut dice).expect("there is room again");
    }
    drop(connection);
    vfs.restart();
    let reopened = reopen(&vfs, Sync::Full).expect("a database that met a full disk opens");
    assert_eq!(last_if_whole(&reopened), Some(last));
}

#[test]
fn a_copy_on_a_full_disk_fails_and_the_original_stays_whole() {
    let vfs = FaultVfs::register("full-copy", 6);
    let mut connection = set_up(&vfs);
    let mut dice = Dice::new(3);
    for _ in 0..50 {
        commit(&mut connection, &mut dice).unwrap();
    }
    let size = vfs.size_of(path()).unwrap();
    vfs.set_capacity(Some(vfs.used() + size / 2));
    let fault = connection
        .execute("VACUUM INTO '/copy.db'", [])
        .unwrap_err();
    assert_eq!(fault.sqlite_error_code(), Some(ErrorCode::DiskFull));
    assert_eq!(last_if_whole(&connection), Some(100));
    vfs.set_capacity(None);
    commit(&mut connection, &mut dice).expect("there is room again");
}

mod real {
    //! The write path of the desk itself on the failing disk.

    use std::collections::BTreeMap;

    use fachuang_core::desk::{Actor, Desk};
    use fachuang_core::storage::{MIGRATIONS, SCHEMA};
    use fachuang_core::ticket::act::{self, Note};
    use fachuang_core::ticket::list::{self, Filter};
    use fachuang_core::time::SetClock;
    use fachuang_core::visit;
    use uuid::Uuid;

    use super::*;
    use crate::support::{self, TicketAdder};

    /// As many as a coffee break in a debug build allows.
    const REAL_CUTS: u32 = 400;
    const REAL_CUTS_PER_DISK: u32 = 20;

    fn found(vfs: &FaultVfs) -> Actor {
        let key = key();
        let database = Database::at(path(), &key, SCHEMA)
            .on_vfs(vfs.name())
            .alone();
        let mut connection = database.create().unwrap();
        migrate(&mut connection, MIGRATIONS).unwrap();
        let (_, _, actors) = support::found_on(connection, &support::centre());
        actors["clerk"].clone()
    }

    fn start(vfs: &FaultVfs, life: u32) -> Option<(Desk, SetClock)> {
        let key = key();
        let database = Database::at(path(), &key, SCHEMA)
            .on_vfs(vfs.name())
            .alone();
        let connection = database.writer().ok()?;
        tune(&connection, Sync::Full).ok()?;
        let clock = SetClock::at_ms(support::MORNING_MS);
        let random = fachuang_core::chance::Seeded::new(&format!("life {life}"));
        let desk = Desk::start(connection, Box::new(clock.clone()), Box::new(random)).ok()?;
        Some((desk, clock))
    }

    /// What the clerk was told is saved: tickets by number, with how many notes they have and whether they are ended.
    #[derive(Default)]
    struct Told {
        tickets: BTreeMap<String, (Uuid, usize, bool)>,
    }

    fn work(
        desk: &mut Desk,
        clerk: &Actor,
        dice: &mut Dice,
        told: &mut Told,
    ) -> Result<(), &'static str> {
        let open: Vec<String> = told
            .tickets
            .iter()
            .filter(|(_, (_, _, ended))| !ended)
            .map(|(number, _)| number.clone())
            .collect();
        let what = dice.below(3);
        if what == 0 || open.is_empty() {
            let adder = TicketAdder::at("consult")
                .applicant("张三")
                .and_at("mediation");
            let done = desk
                .write(clerk, |tx| visit::register(tx, &adder.visit))
                .map_err(|fault| fault.code())?;
            for ticket in done.tickets {
                let known = told
                    .tickets
                    .insert(ticket.number.clone(), (ticket.id, 0, false));
                assert!(known.is_none(), "{} was given out twice", ticket.number);
            }
            return Ok(());
        }
        let number = &open[dice.below(open.len() as u64) as usize];
        let entry = told.tickets.get_mut(number).unwrap();
        if what == 1 {
            let note = Note {
                kind: "work".into(),
                text: "已联系对方".repeat(dice.below(60) as usize + 1),
                ..Note::default()
            };
            desk.write(clerk, |tx| act::note(tx, entry.0, &note))
                .map_err(|fault| fault.code())?;
            entry.1 += 1;
        } else {
            let id = entry.0;
            desk.write(clerk, |tx| {
                let version = fachuang_core::ticket::get(&tx.view(), id)?.version;
                act::withdraw(tx, id, version, "不办了")
            })
            .map_err(|fault| fault.code())?;
            entry.2 = true;
        }
        Ok(())
    }

    /// Checks what survived against what was told, and tells anew: a cut commit may be there all the same.
    fn look(desk: &mut Desk, told: &mut Told) {
        let report = desk.verify().unwrap();
        assert!(report.is_sound(), "{report:?}");
        let mut filter = Filter {
            limit: 100,
            ..Filter::default()
        };
        let mut there = Told::default();
        loop {
            let page = list::list(&desk.view(), "", &filter).unwrap();
            for row in &page.rows {
                let ticket = fachuang_core::ticket::get(&desk.view(), row.id).unwrap();
                let notes = ticket
                    .life
                    .steps
                    .iter()
                    .filter(|step| step.act.kind() == "ticket.note");
                let ended = !ticket.progress().unwrap().state.is_open();
                there
                    .tickets
                    .insert(row.number.clone(), (row.id, notes.count(), ended));
            }
            if page.next.is_empty() {
                break;
            }
            filter.after = page.next;
        }
        for (number, (id, notes, ended)) in &told.tickets {
            let found = there
                .tickets
                .get(number)
                .unwrap_or_else(|| panic!("{number} is lost"));
            assert_eq!(found.0, *id);
            assert!(found.1 >= *notes, "{number} lost a note");
            assert!(found.2 || !ended, "{number} lost its end");
        }
        // Both tickets of a visit, or none.
        assert_eq!(there.tickets.len() % 2, 0, "half a visit is there");
        *told = there;
    }

    #[test]
    fn no_power_cut_loses_or_halves_what_the_desk_said_is_saved() {
        let vfs = FaultVfs::register("real-desk", 77);
        let mut dice = Dice::new(9);
        let mut told = Told::default();
        let (mut cuts, mut saved) = (0, 0_u64);
        let mut clerk = None;
        while cuts < REAL_CUTS {
            if cuts % REAL_CUTS_PER_DISK == 0 {
                vfs.format();
                clerk = Some(found(&vfs));
                vfs.restart();
                told = Told::default();
            }
            let clerk = clerk.clone().unwrap();
            let (mut desk, clock) = start(&vfs, cuts).expect("the database opens after every cut");
            look(&mut desk, &mut told);
            vfs.cut_after(dice.below(450));
            while vfs.is_powered() {
                clock.set_ms(support::MORNING_MS + i64::try_from(saved % 1_000).unwrap() * 1_000);
                if work(&mut desk, &clerk, &mut dice, &mut told).is_ok() {
                    saved += 1;
                }
            }
            drop(desk);
            vfs.restart();
            cuts += 1;
        }
        let (mut desk, _) = start(&vfs, cuts).unwrap();
        look(&mut desk, &mut told);
        println!("real desk: {cuts} cuts, {saved} saved operations, none lost, none half");
        assert!(saved > u64::from(REAL_CUTS));
    }

    #[test]
    fn a_full_disk_is_told_to_the_clerk_and_work_goes_on_when_there_is_room() {
        let vfs = FaultVfs::register("real-full", 78);
        let clerk = found(&vfs);
        vfs.restart();
        let (mut desk, _) = start(&vfs, 0).unwrap();
        let mut dice = Dice::new(10);
        let mut told = Told::default();
        for extra in 0..25 {
            vfs.set_capacity(Some(vfs.used() + extra * 2_711));
            let code = loop {
                if let Err(code) = work(&mut desk, &clerk, &mut dice, &mut told) {
                    break code;
                }
            };
            assert_eq!(code, "storage.full");
            vfs.set_capacity(None);
            let before = told.tickets.len();
            look(&mut desk, &mut told);
            assert_eq!(
                told.tickets.len(),
                before,
                "the refused operation left nothing"
            );
            work(&mut desk, &clerk, &mut dice, &mut told).expect("there is room again");
        }
        drop(desk);
        vfs.restart();
        let (mut desk, _) = start(&vfs, 1).unwrap();
        look(&mut desk, &mut told);
    }
}
