//! A desk with many tickets: set up and staffed through the commands, filled through the core's own write path.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use fachuang_api::DATABASE_FILE;
use fachuang_api::{Front, Host};
use fachuang_core::account::slot::{DatabaseKey, KdfCost, SlotFile};
use fachuang_core::chance::Seeded;
use fachuang_core::desk::{Actor, Desk};
use fachuang_core::error::Error;
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA};
use fachuang_core::ticket::act;
use fachuang_core::time::{self, SetClock};
use fachuang_core::{visit, window};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Failure;
use crate::county::{County, Dice};
use crate::figure::{Figures, timed};

pub const LOGIN: &str = "yao";
pub const PASSWORD: &str = "Ziji-2026";
const FIRST_PASSWORD: &str = "Yici-2026";
const ADMIN_PASSWORD: &str = "Guanli-2026";
/// The day the desk is looked at.
const TODAY: &str = "2026-11-20T10:00:00+08:00";
/// Days over which the tickets are spread.
const DAYS: usize = 1000;
const DAY_MS: i64 = 24 * 3_600_000;
/// Registrations in one transaction.
const BATCH: usize = 1000;
/// Raised when the filling makes other desks.
const FILLING: u32 = 1;
/// As the window asks for at set-up.
const KDF: (u32, u32, u32) = (128 * 1024, 3, 1);

/// A filled desk, closed.
#[derive(Debug)]
pub struct Filled {
    pub directory: PathBuf,
    pub clerk: Actor,
    pub now_ms: i64,
}

impl Filled {
    /// Starts the program over the desk, locked.
    pub fn front(&self, seed: &str) -> Result<Front, Failure> {
        front(&self.directory, Arc::new(AtomicI64::new(self.now_ms)), seed)
    }

    /// Returns the key, at the price of a password guess.
    pub fn key(&self) -> Result<(SlotFile, DatabaseKey), Failure> {
        let (slots, _) = SlotFile::load(&self.directory)?;
        let key = slots.unlock(LOGIN, PASSWORD)?.key;
        Ok((slots, key))
    }

    /// Opens the desk below the commands.
    pub fn open(&self, key: &DatabaseKey, seed: &str) -> Result<(Desk, SetClock), Failure> {
        let path = self.directory.join(DATABASE_FILE);
        let mut connection = Database::at(&path, key, SCHEMA).writer()?;
        migrate(&mut connection, MIGRATIONS)?;
        let clock = SetClock::at_ms(self.now_ms);
        let desk = Desk::start(
            connection,
            Box::new(clock.clone()),
            Box::new(Seeded::new(seed)),
        )?;
        Ok((desk, clock))
    }
}

fn front(directory: &Path, now: Arc<AtomicI64>, seed: &str) -> Result<Front, Failure> {
    let (memory_kib, passes, lanes) = KDF;
    Ok(Front::new(Host {
        data_dir: directory.to_owned(),
        fonts_dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/fonts"),
        mountinfo: String::new(),
        program_version: "bench".into(),
        clock: Arc::new(move || now.load(Ordering::SeqCst)),
        random: Box::new(Seeded::new(seed)),
        kdf: KdfCost::new(memory_kib, passes, lanes)?,
    }))
}

/// Calls a command and returns its answer.
pub fn call(front: &mut Front, command: &str, args: Value) -> Result<Value, Failure> {
    let request = json!({ "id": 1, "command": command, "args": args }).to_string();
    let mut answer: Value = serde_json::from_str(&front.call(&request))?;
    match answer.get_mut("ok") {
        Some(ok) => Ok(ok.take()),
        None => Err(format!("{command}: {}", answer["error"]).into()),
    }
}

/// Returns the name of a desk with so many tickets as this program would fill it: other migrations, another index or
/// another filling make another name.
pub fn name(tickets: usize) -> String {
    let migrations: Vec<String> = MIGRATIONS
        .iter()
        .map(|migration| migration.fingerprint()[..8].to_owned())
        .collect();
    format!(
        "{tickets}-{FILLING}-{}-{}",
        fachuang_core::search::VERSION,
        migrations.join("-")
    )
}

/// Copies a closed desk, so that what is measured leaves the filled one as it was.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        if file.file_type()?.is_file() {
            std::fs::copy(file.path(), to.join(file.file_name()))?;
        }
    }
    Ok(())
}

/// Returns a desk with so many tickets, made anew unless one is there.
pub fn ready(directory: &Path, tickets: usize, figures: &mut Figures) -> Result<Filled, Failure> {
    let today_ms = time::from_text(TODAY).ok_or("the day of the run is no day")?;
    let there = directory.join(DATABASE_FILE).exists();
    if !there {
        set_up(directory, today_ms - DAYS as i64 * DAY_MS)?;
    }
    let mut filled = Filled {
        directory: directory.to_owned(),
        clerk: Actor::citizen(),
        now_ms: today_ms,
    };
    let mut front = filled.front("looking")?;
    call(
        &mut front,
        "log_in",
        json!({ "login": LOGIN, "password": PASSWORD }),
    )?;
    let mut handlers = Vec::new();
    for row in call(&mut front, "list_staff", json!({}))?["staff"]
        .as_array()
        .into_iter()
        .flatten()
    {
        let id = Uuid::parse_str(row["id"].as_str().unwrap_or_default())?;
        match row["role"].as_str() {
            Some("clerk") => {
                filled.clerk = Actor {
                    id,
                    name: row["name"].as_str().unwrap_or_default().to_owned(),
                    role: "clerk".into(),
                }
            }
            Some("handler") => handlers.push(id),
            _ => {}
        }
    }
    front.lock();
    if !there {
        fill(&filled, &handlers, tickets, figures)?;
    }
    let size = std::fs::metadata(filled.directory.join(DATABASE_FILE))?.len();
    figures.add_values("database", vec![size as f64 / 1048576.0], "MB", None);
    Ok(filled)
}

fn set_up(directory: &Path, now_ms: i64) -> Result<(), Failure> {
    let mut front = front(directory, Arc::new(AtomicI64::new(now_ms)), "set-up")?;
    call(
        &mut front,
        "set_up",
        json!({
            "tier": "centre", "area": "云川县", "segment": "YC", "address": "云川县文昌路8号", "phone": "0999-8000001",
            "complaintPhone": "0999-8000008", "deskName": "3号窗口机", "deviceMark": "3", "adminLogin": "admin",
            "adminName": "管理员", "adminPassword": ADMIN_PASSWORD,
        }),
    )?;
    call(
        &mut front,
        "log_in",
        json!({ "login": "admin", "password": ADMIN_PASSWORD }),
    )?;
    for (login, name, role) in [
        (LOGIN, "姚素琴", "clerk"),
        ("", "骆以安", "handler"),
        ("", "庄可欣", "handler"),
        ("", "陶然之", "handler"),
    ] {
        let password = if login.is_empty() { "" } else { FIRST_PASSWORD };
        call(
            &mut front,
            "add_staff",
            json!({
                "login": login, "name": name, "role": role, "windows": [], "phone": "", "unit": "",
                "oneTimePassword": password,
            }),
        )?;
    }
    call(
        &mut front,
        "log_in",
        json!({ "login": LOGIN, "password": FIRST_PASSWORD }),
    )?;
    call(
        &mut front,
        "change_password",
        json!({ "oldPassword": FIRST_PASSWORD, "newPassword": PASSWORD }),
    )?;
    Ok(())
}

fn withdrawn(outcome: &window::Outcome) -> bool {
    outcome.kind == window::OutcomeKind::Withdrawn
}

/// Registers the tickets day by day. Nineteen of twenty are closed, the others in somebody's hand or in nobody's.
fn fill(
    filled: &Filled,
    handlers: &[Uuid],
    tickets: usize,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (mut desk, clock) = filled.open(&key, "filling")?;
    let mut county = County::new(1);
    let mut dice = Dice::new(2);
    let start = Instant::now();
    let mut batches = Vec::new();
    let mut at = 0;
    while at < tickets {
        let day = at * DAYS / tickets;
        clock.set_ms(filled.now_ms - (DAYS - day) as i64 * DAY_MS + at as i64 % 1000);
        let end = tickets.min(at + BATCH);
        let (done, taken) = timed(|| {
            desk.write(&filled.clerk, |tx| {
                for _ in at..end {
                    let visit = county.visit(None);
                    let registered = visit::register(tx, &visit)?;
                    for ticket in registered.tickets {
                        // No procedure asks for a step before a withdrawal.
                        let outcome = window::find(&ticket.window)
                            .and_then(|window| window.outcomes.iter().find(|one| withdrawn(one)))
                            .map_or("", |outcome| outcome.code);
                        if dice.percent(95) {
                            act::close(tx, ticket.id, 1, outcome, "已当场答复并留存记录")?;
                        } else if dice.percent(60) {
                            match act::assign(tx, ticket.id, 1, *dice.pick(handlers), "") {
                                // Gave the other side advice before: it stays with the receiver.
                                Err(Error::Refused {
                                    code: "staff.excluded",
                                    ..
                                }) => {}
                                other => other?,
                            }
                        }
                    }
                }
                Ok(())
            })
        });
        done?;
        batches.push(taken / (end - at) as u32);
        at = end;
    }
    figures.add("fill, per ticket", &batches, None);
    let seconds = start.elapsed().as_secs_f64();
    figures.add_values("fill, all", vec![seconds], "s", None);
    Ok(())
}
