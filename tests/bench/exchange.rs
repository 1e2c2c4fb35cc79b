//! Files between a station and its centre: written, looked at, taken in, taken in again; beside it the same rows by plain
//! inserts.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fachuang_core::account::role::Role;
use fachuang_core::account::slot::DatabaseKey;
use fachuang_core::chance::Seeded;
use fachuang_core::desk::{Actor, Desk, Device};
use fachuang_core::error::Error;
use fachuang_core::exchange::apply::{Started, apply, start};
use fachuang_core::exchange::card::Card;
use fachuang_core::exchange::enrol::enrol;
use fachuang_core::exchange::export::{Order, Since, Written, export};
use fachuang_core::exchange::preview::preview;
use fachuang_core::site::{self, NewSite, Tier};
use fachuang_core::staff::{self, StaffData};
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA};
use fachuang_core::ticket::act;
use fachuang_core::time::{self, Clock, SetClock};
use fachuang_core::{visit, window};
use rusqlite::Connection;
use rusqlite::types::Value;
use uuid::Uuid;

use crate::county::{County, Dice};
use crate::figure::{Figures, Taken, timed};
use crate::shell::{self, Table};
use crate::{Failure, Options};

const TODAY: &str = "2026-11-20T10:00:00+08:00";
const DAY_MS: i64 = 24 * 3_600_000;
const DAYS: usize = 365;
const CENTRE: u32 = 1;
const STATION: u32 = 3;
const FILE: &str = "desk.db";
/// Tickets of a file that comes when the others are in.
const MORE: usize = 1_000;
/// Registrations in one transaction while the station is filled.
const BATCH: usize = 500;
/// A thousand tickets looked at and taken in.
const ROUND_MS: f64 = 150.0;
const ROUND: f64 = 1_000.0;
/// Percent of the speed of plain inserts.
const SHARE: f64 = 70.0;
const AGAIN_MS: f64 = 2_000.0;
const WAIT_MS: f64 = 50.0;
const MEMORY_MB: f64 = 250.0;
/// What the tables begin with that an import leaves behind.
const SEARCH: [&str; 2] = ["find", "name_key"];
/// Rows of plain inserts in one transaction.
const PLAIN_BATCH: usize = 10_000;

/// Tickets up to which the way is gone several times, each time at a centre that knows nothing of the station.
const SMALL: usize = 2_000;
const ROUNDS: usize = 5;

/// Time that goes on from where it was put, so that the desk sees how long its steps take.
struct Passing {
    from: SetClock,
    begun: Instant,
}

impl Clock for Passing {
    fn now_ms(&self) -> i64 {
        self.from.now_ms() + self.begun.elapsed().as_millis() as i64
    }
}

/// A desk with the people that work at it.
struct Place {
    desk: Desk,
    clock: SetClock,
    clerk: Actor,
    admin: Actor,
}

fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

/// Starts a desk at a time that goes on.
fn start_at(connection: Connection, from_ms: i64, seed: &str) -> Result<(Desk, SetClock), Failure> {
    let clock = SetClock::at_ms(from_ms);
    let passing = Passing {
        from: clock.clone(),
        begun: Instant::now(),
    };
    let random = Seeded::new(seed);
    let desk = Desk::start(connection, Box::new(passing), Box::new(random))?;
    Ok((desk, clock))
}

fn found(folder: &Path, tier: Tier, device: u32, segment: &str) -> Result<Place, Failure> {
    fs::create_dir_all(folder)?;
    let path = folder.join(FILE);
    let mut connection = Database::at(&path, &key(), SCHEMA).create()?;
    migrate(&mut connection, MIGRATIONS)?;
    Desk::install(
        &connection,
        &Device {
            id: device,
            epoch: 0,
            mark: "1".into(),
            name: format!("{device}号窗口机"),
        },
    )?;
    let today_ms = time::from_text(TODAY).ok_or("the day of the run is no day")?;
    let begin_ms = today_ms - DAYS as i64 * DAY_MS;
    let (mut desk, clock) = start_at(connection, begin_ms, &format!("exchange {device}"))?;
    let admin = Actor {
        id: Uuid::from_u128(u128::from(device)),
        name: "管理员".into(),
        role: Role::Admin.code().into(),
    };
    let new = NewSite {
        tier,
        area: if tier == Tier::Centre {
            "云川县"
        } else {
            "青石镇"
        }
        .into(),
        segment: segment.into(),
        address: "文明路1号".into(),
        phone: "0999-8123456".into(),
        complaint_phone: "0999-8123457".into(),
    };
    let person = |name, role, login| StaffData::new(&format!("{login}{device}"), name, role);
    desk.write(&admin, |tx| {
        site::found(tx, &new)?;
        let data = person("管理员", Role::Admin, "admin");
        staff::found(tx, admin.id, segment, &data)
    })?;
    let data = person("姚素琴", Role::Clerk, "yao");
    let clerk = Actor {
        id: desk.write(&admin, |tx| staff::add(tx, &data))?,
        name: data.name,
        role: Role::Clerk.code().into(),
    };
    Ok(Place {
        desk,
        clock,
        clerk,
        admin,
    })
}

fn card(place: &mut Place) -> Result<Card, Failure> {
    let admin = place.admin.clone();
    Ok(place.desk.write(&admin, Card::own)?)
}

fn hear(place: &mut Place, card: &Card) -> Result<(), Failure> {
    let (admin, code) = (place.admin.clone(), card.fingerprint().to_string());
    place.desk.write(&admin, |tx| enrol(tx, card, &code))?;
    Ok(())
}

/// Lets a station and a centre know each other's keys, and the station be known at centres with the same keys, which were
/// founded by the same chance.
fn introduce(station: &mut Place, centre: &mut Place, twins: &mut [Place]) -> Result<(), Failure> {
    let (out, hub) = (card(station)?, card(centre)?);
    hear(station, &hub)?;
    hear(centre, &out)?;
    for twin in twins {
        if card(twin)?.fingerprint() != hub.fingerprint() {
            return Err("the centres have different keys".into());
        }
        hear(twin, &out)?;
    }
    Ok(())
}

/// Registers tickets over a year; nineteen of twenty are closed as far as the desk may. Returns milliseconds per ticket.
fn fill(place: &mut Place, tickets: usize, seed: u64) -> Result<f64, Failure> {
    let (mut county, mut dice) = (County::new(seed), Dice::new(seed + 1));
    let begin_ms = place.desk.now_ms();
    let begun = Instant::now();
    let mut at = 0;
    while at < tickets {
        let day = at * DAYS / tickets;
        place
            .clock
            .set_ms(begin_ms + day as i64 * DAY_MS + at as i64 % 1000);
        let end = tickets.min(at + BATCH);
        let clerk = place.clerk.clone();
        place.desk.write(&clerk, |tx| {
            for _ in at..end {
                for ticket in visit::register(tx, &county.visit(None))?.tickets {
                    let outcome = window::find(&ticket.window)
                        .into_iter()
                        .flat_map(|window| window.outcomes)
                        .find(|one| one.kind == window::OutcomeKind::Withdrawn)
                        .map_or("", |outcome| outcome.code);
                    if dice.percent(95) {
                        match act::close(tx, ticket.id, 1, outcome, "已当场答复并留存记录")
                        {
                            // What only the centre closes stays open.
                            Err(Error::Refused { .. }) => {}
                            other => other?,
                        }
                    }
                }
            }
            Ok(())
        })?;
        at = end;
    }
    Ok(begun.elapsed().as_secs_f64() * 1000.0 / tickets.max(1) as f64)
}

/// Lets the peak of this process begin anew and returns what it takes now, where the system tells.
fn forget_peak() -> Option<f64> {
    // Where it may not be reset, the peak is that of all before as well.
    let _ = fs::write("/proc/self/clear_refs", "5");
    memory_mb("VmRSS")
}

fn memory_mb(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// Runs a stage and notes how long it took and what memory it came to.
fn stage<T>(
    name: &str,
    target_ms: Option<f64>,
    figures: &mut Figures,
    run: impl FnOnce() -> Result<T, Failure>,
) -> Result<(T, Taken), Failure> {
    let before = forget_peak();
    let (done, taken) = timed(run);
    let done = done?;
    figures.add(&format!("exchange: {name}"), &[taken], target_ms);
    note_peak(name, before, figures);
    Ok((done, taken))
}

fn note_peak(name: &str, before: Option<f64>, figures: &mut Figures) {
    if let (Some(peak), Some(before)) = (memory_mb("VmHWM"), before) {
        let whole = format!("exchange: {name}, peak");
        figures.add_values(&whole, vec![peak], "MB", Some(MEMORY_MB));
        let more = format!("exchange: {name}, more than before");
        figures.add_values(&more, vec![(peak - before).max(0.0)], "MB", None);
    }
}

fn sum(taken: &[Taken]) -> f64 {
    let clock = |one: &Taken| one.clock.as_secs_f64() * 1000.0;
    taken.iter().map(clock).sum()
}

fn processor(taken: &[Taken]) -> f64 {
    let time = |one: &Taken| one.processor.unwrap_or(one.clock);
    taken.iter().map(time).sum::<Duration>().as_secs_f64() * 1000.0
}

/// Times the way of a file, and the plain inserts beside it.
pub fn measure(folder: &Path, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let stick = folder.join("stick");
    fs::create_dir_all(&stick)?;
    let mut station = found(&folder.join("station"), Tier::Station, STATION, "QS")?;
    let mut centre = found(&folder.join("centre"), Tier::Centre, CENTRE, "YC")?;
    let rounds = if options.tickets <= SMALL { ROUNDS } else { 1 };
    let twin = |nr| {
        found(
            &folder.join(format!("twin-{nr}")),
            Tier::Centre,
            CENTRE,
            "YC",
        )
    };
    let mut twins: Vec<Place> = (0..rounds).map(twin).collect::<Result<_, _>>()?;
    introduce(&mut station, &mut centre, &mut twins)?;
    let each = fill(&mut station, options.tickets, 1)?;
    figures.add_values("exchange: fill, per ticket", vec![each], "ms", None);
    let now_ms = station.desk.now_ms() + DAY_MS;
    for place in [&station, &centre].into_iter().chain(&twins) {
        place.clock.set_ms(now_ms);
    }

    let files = write_files(&mut station, &stick, options, figures)?;
    let (clerk, admin) = (station.clerk, station.admin);
    drop(station.desk);
    let mut county = County::new(3);
    let (mut looked, mut taken) = (Vec::new(), Vec::new());
    let before = forget_peak();
    for twin in &mut twins {
        for file in &files {
            let [look, take] = take_in(twin, &file.path)?;
            looked.push(look);
            taken.push(take);
        }
    }
    note_peak("preview and apply", before, figures);
    figures.add("exchange: preview", &looked, None);
    figures.add("exchange: apply", &taken, None);
    let (looked, taken) = (rounds_of(&looked, rounds), rounds_of(&taken, rounds));
    let both: Vec<Taken> = looked.iter().zip(&taken).map(|(a, b)| *a + *b).collect();
    let name = format!("exchange: {} tickets seen and taken in", options.tickets);
    let scale = options.tickets as f64 / ROUND;
    figures.add(&name, &both, Some(ROUND_MS * scale));
    if let Some(mut twin) = twins.pop() {
        take_in_again(&mut twin, &files, figures)?;
        plain(&twin, folder, &both, &taken, figures)?;
        let database = folder.join("station").join(FILE);
        let connection = Database::at(&database, &key(), SCHEMA).writer()?;
        let (desk, clock) = start_at(connection, now_ms, "exchange again")?;
        let station = Place {
            desk,
            clock,
            clerk,
            admin,
        };
        take_in_more(&mut twin, station, &stick, figures)?;
    }
    drop(twins);
    for file in &files {
        take_in_among_others(&mut centre, &file.path, &mut county, figures)?;
    }
    catch_up(&mut centre, &mut county, figures)
}

fn write_files(
    station: &mut Place,
    stick: &Path,
    options: &Options,
    figures: &mut Figures,
) -> Result<Vec<Written>, Failure> {
    let clerk = station.clerk.clone();
    let order = Order {
        peer: CENTRE,
        since: Since::Confirmed,
        folder: stick,
        program: "bench",
    };
    let write = || Ok(export(&mut station.desk, &clerk, order)?);
    let (files, _) = stage("export", None, figures, write)?;
    let entries: u64 = files.iter().map(|file| file.entries).sum();
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let tickets = options.tickets.max(1) as f64;
    figures.add_values("exchange: files", vec![files.len() as f64], "", None);
    let each = vec![entries as f64 / tickets];
    figures.add_values("exchange: entries per ticket", each, "", None);
    let each = vec![bytes as f64 / tickets];
    figures.add_values("exchange: bytes per ticket", each, "B", None);
    Ok(files)
}

/// Looks at a file and takes it in while nobody else wants the desk; returns what the two took.
fn take_in(centre: &mut Place, path: &Path) -> Result<[Taken; 2], Failure> {
    let clerk = centre.clerk.clone();
    let (seen, looked) = timed(|| preview(&mut centre.desk, &clerk, path));
    seen?;
    let (done, taken) = timed(|| apply(&mut centre.desk, &clerk, path, "bench.fcx"));
    done?;
    Ok([looked, taken])
}

/// Adds up the files of each round.
fn rounds_of(taken: &[Taken], rounds: usize) -> Vec<Taken> {
    let files = (taken.len() / rounds).max(1);
    let whole = |round: &[Taken]| round.iter().copied().reduce(|a, b| a + b);
    taken.chunks(files).filter_map(whole).collect()
}

/// Returns the middle one.
fn median(taken: &[Taken]) -> f64 {
    let mut all: Vec<f64> = taken.iter().map(|one| processor(&[*one])).collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}

/// Takes a file in with somebody who saves between any two steps.
fn take_in_among_others(
    centre: &mut Place,
    path: &Path,
    county: &mut County,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let clerk = centre.clerk.clone();
    let before = forget_peak();
    let (begun, first) = timed(|| start(&mut centre.desk, &clerk, path, "bench.fcx"));
    let Started::Going(mut going) = begun? else {
        return Err("a new file has nothing to apply".into());
    };
    let (mut steps, mut waits) = (vec![first], Vec::new());
    loop {
        let (done, step) = timed(|| going.step(&mut centre.desk, &clerk));
        steps.push(step);
        let is_done = done?.is_some();
        waits.push(step + save(centre, county)?);
        if is_done {
            break;
        }
    }
    let taken = steps.iter().copied().reduce(|a, b| a + b).unwrap_or(first);
    figures.add("exchange: apply among others", &[taken], None);
    note_peak("apply among others", before, figures);
    figures.add("exchange: a step of it", &steps, None);
    figures.add("save that waits for a step", &waits, Some(WAIT_MS));
    Ok(())
}

/// Registers somebody at the centre.
fn save(centre: &mut Place, county: &mut County) -> Result<Taken, Failure> {
    let (clerk, visit) = (centre.clerk.clone(), county.visit(None));
    let (done, taken) = timed(|| centre.desk.write(&clerk, |tx| visit::register(tx, &visit)));
    done?;
    Ok(taken)
}

/// The index catches up; somebody saves between any two batches.
fn catch_up(centre: &mut Place, county: &mut County, figures: &mut Figures) -> Result<(), Failure> {
    let (mut batches, mut waits) = (Vec::new(), Vec::new());
    loop {
        let (more, batch) = timed(|| centre.desk.index_some());
        batches.push(batch);
        waits.push(batch + save(centre, county)?);
        if !more? {
            break;
        }
    }
    figures.add("exchange: batch of the index", &batches, None);
    let all = batches.iter().copied().reduce(|a, b| a + b);
    figures.add("exchange: all of the index", all.as_slice(), None);
    figures.add("save that waits for a batch", &waits, Some(WAIT_MS));
    Ok(())
}

/// A small file more at the desk that has all of them.
fn take_in_more(
    centre: &mut Place,
    mut station: Place,
    stick: &Path,
    figures: &mut Figures,
) -> Result<(), Failure> {
    fill(&mut station, MORE, 5)?;
    let order = Order {
        peer: CENTRE,
        since: Since::LastFile,
        folder: stick,
        program: "bench",
    };
    let files = export(&mut station.desk, &station.clerk, order)?;
    centre.clock.set_ms(station.desk.now_ms() + DAY_MS);
    drop(station);
    for file in files {
        let [looked, taken] = take_in(centre, &file.path)?;
        let name = |what| format!("exchange: {MORE} tickets more, {what}");
        figures.add(&name("seen"), &[looked], None);
        figures.add(&name("taken in"), &[taken], None);
    }
    Ok(())
}

fn take_in_again(
    centre: &mut Place,
    files: &[Written],
    figures: &mut Figures,
) -> Result<(), Failure> {
    let clerk = centre.clerk.clone();
    let again = || {
        for file in files {
            let done = apply(&mut centre.desk, &clerk, &file.path, "bench.fcx")?;
            if !done.seen_before {
                return Err("a file that was applied is not known".into());
            }
        }
        Ok(())
    };
    stage("the same files again", Some(AGAIN_MS), figures, again)?;
    Ok(())
}

/// Stores the rows the centre has now in an empty database with the same indexes, and nothing else.
fn plain(
    centre: &Place,
    folder: &Path,
    both: &[Taken],
    applied: &[Taken],
    figures: &mut Figures,
) -> Result<(), Failure> {
    let path = folder.join("plain.db");
    let mut to = Database::at(&path, &key(), SCHEMA).create()?;
    migrate(&mut to, MIGRATIONS)?;
    for trigger in names(&to, "trigger")? {
        to.execute_batch(&format!("DROP TRIGGER {trigger}"))?;
    }
    let from = centre.desk.connection();
    let mut taken = Vec::new();
    let mut count = 0;
    let tables = tables(&to)?;
    for table in &tables {
        count += copy(from, &mut to, table, &mut taken)?;
    }
    figures.add_values("plain: rows", vec![count as f64], "", None);
    let whole = processor(&taken);
    figures.add_values(
        "plain: inserts of the same rows",
        vec![sum(&taken)],
        "ms",
        None,
    );
    figures.add_values("plain: the same, on the processor", vec![whole], "ms", None);
    shell::measure(from, &tables, folder, figures)?;
    for (name, of) in [("seen and taken in", both), ("taken in", applied)] {
        let share = vec![100.0 * whole / median(of).max(0.001)];
        let name = format!("share of the plain speed, {name}");
        figures.add_values(&name, share, "%", None);
    }
    figures.add_values("share that is hoped for", vec![SHARE], "%", None);
    Ok(())
}

/// Lists the tables an import writes at once; those of the search catch up later.
fn tables(connection: &Connection) -> Result<Vec<Table>, Failure> {
    let mut tables = Vec::new();
    for name in names(connection, "table")? {
        if SEARCH.iter().any(|behind| name.starts_with(behind)) || name.starts_with("sqlite") {
            continue;
        }
        let columns = connection
            .prepare(&format!("PRAGMA table_info({name})"))?
            .query_map([], |row| row.get("name"))?
            .collect::<rusqlite::Result<_>>()?;
        tables.push(Table { name, columns });
    }
    Ok(tables)
}

fn names(connection: &Connection, kind: &str) -> Result<Vec<String>, Failure> {
    let mut statement =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = ?1 ORDER BY name")?;
    let rows = statement.query_map([kind], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Copies a table; only the inserting is timed.
fn copy(
    from: &Connection,
    to: &mut Connection,
    table: &Table,
    taken: &mut Vec<Taken>,
) -> Result<usize, Failure> {
    let (table, columns) = (&table.name, &table.columns);
    to.execute_batch(&format!("DELETE FROM {table}"))?;
    let marks = vec!["?"; columns.len()].join(", ");
    let columns = columns.join(", ");
    let insert = format!("INSERT INTO {table} ({columns}) VALUES ({marks})");
    let mut statement = from.prepare(&format!("SELECT {columns} FROM {table}"))?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut count = 0;
    loop {
        let mut block: Vec<Vec<Value>> = Vec::new();
        while block.len() < PLAIN_BATCH
            && let Some(row) = rows.next()?
        {
            let values = (0..width).map(|at| row.get(at));
            block.push(values.collect::<rusqlite::Result<_>>()?);
        }
        if block.is_empty() {
            return Ok(count);
        }
        count += block.len();
        let (done, time) = timed(|| -> rusqlite::Result<()> {
            let transaction = to.transaction()?;
            let mut add = transaction.prepare_cached(&insert)?;
            for row in &block {
                add.execute(rusqlite::params_from_iter(row))?;
            }
            drop(add);
            transaction.commit()
        });
        done?;
        taken.push(time);
    }
}
