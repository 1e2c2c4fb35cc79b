//! A difference between two places, made as it comes about: a copy of the desk goes on as another device, both change
//! the same field, and one takes in the entries of the other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use fachuang_api::DATABASE_FILE;
use fachuang_core::account::slot::SlotFile;
use fachuang_core::chance::Seeded;
use fachuang_core::desk::{Actor, Desk, Device};
use fachuang_core::staff;
use fachuang_core::storage::connect::Database;
use fachuang_core::storage::{SCHEMA, series};
use fachuang_core::ticket::{self, act};
use fachuang_core::time::SetClock;
use uuid::Uuid;

use crate::app::Data;
use crate::desk::PASSWORD;

const LOGIN: &str = "yao";

/// Gives a field of a ticket one value at this desk and another one at a copy of it, and brings both together.
pub fn make(data: &Data, ticket: &str, field: &str, here: &str, there: &str) {
    let ticket = Uuid::parse_str(ticket).expect("an id");
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let path = data.path().join(DATABASE_FILE);
    let copy = elsewhere.path().join(DATABASE_FILE);
    fs::copy(&path, &copy).expect("the database is closed");
    // What was written last may still stand beside the database.
    if path_of_log(&path).exists() {
        fs::copy(path_of_log(&path), path_of_log(&copy)).expect("the log is copied");
    }
    let device = Device {
        id: 77,
        epoch: 0,
        mark: "7".to_owned(),
        name: "青石镇工作站".to_owned(),
    };
    let mut other = open(data, &copy, Some(&device));
    edit(&mut other, ticket, field, there);
    let mut entries = Vec::new();
    series::for_each(other.connection(), |entry| {
        entries.push(entry);
        Ok(())
    })
    .expect("the entries are read");
    let mut own = open(data, &path, None);
    edit(&mut own, ticket, field, here);
    own.merge(&entries).expect("the entries are taken in");
}

/// Returns where SQLite keeps what is not yet in the database.
fn path_of_log(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn open(data: &Data, path: &Path, device: Option<&Device>) -> Desk {
    let (slots, _) = SlotFile::load(data.path()).expect("the key slots");
    let unlocked = slots.unlock(LOGIN, PASSWORD).expect("the password");
    let connection = Database::at(path, &unlocked.key, SCHEMA)
        .with_slots(&slots)
        .writer()
        .expect("the database opens");
    if let Some(device) = device {
        Desk::install(&connection, device).expect("another device");
    }
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    let now_ms = i64::try_from(now.as_millis()).expect("a time of this age");
    let seed = format!("difference {}", device.map_or(0, |device| device.id));
    Desk::start(
        connection,
        Box::new(SetClock::at_ms(now_ms)),
        Box::new(Seeded::new(&seed)),
    )
    .expect("the desk starts")
}

fn edit(desk: &mut Desk, ticket: Uuid, field: &str, value: &str) {
    let member = staff::find_by_login(&desk.view(), LOGIN)
        .expect("the staff is read")
        .expect("the clerk");
    let actor = Actor {
        id: member.id,
        name: member.name,
        role: member.role,
    };
    let version = ticket::get(&desk.view(), ticket)
        .expect("the ticket")
        .version;
    let changes = BTreeMap::from([(field.to_owned(), value.to_owned())]);
    desk.write(&actor, |tx| {
        act::edit(tx, ticket, version, &changes, "来访人更正")
    })
    .expect("the edit is stored");
}
