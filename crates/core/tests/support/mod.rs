//! A founded desk on a real sealed database in a temporary directory, and builders for what happens at it.
#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its part of it"
)]

pub mod moves;
pub mod path;

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use fachuang_core::account::role::Role;
use fachuang_core::account::slot::DatabaseKey;
use fachuang_core::chance::{Random, Seeded};
use fachuang_core::desk::{Actor, Desk, Device};
use fachuang_core::error::Error;
use fachuang_core::person::Visitor;
use fachuang_core::site::{self, NewSite, Tier};
use fachuang_core::staff::{self, StaffData};
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA};
use fachuang_core::ticket::{self, Ticket};
use fachuang_core::time::{self, SetClock};
use fachuang_core::visit::{self, NewMaterial, NewParty, NewTicket, NewVisit, Registered};
use fachuang_envelope::Entry;
use tempfile::TempDir;
use uuid::Uuid;

/// Accounts of a founded desk.
pub const PEOPLE: usize = 8;
/// 2026-11-20 09:00 in China, a Friday.
pub const MORNING_MS: i64 = 1_795_136_400_000;
pub const MINUTE_MS: i64 = 60_000;
pub const DAY_MS: i64 = 86_400_000;

pub fn key() -> DatabaseKey {
    DatabaseKey::from_bytes([7; 32])
}

/// A desk with everybody who works at it.
pub struct TestDesk {
    pub desk: Desk,
    pub clock: SetClock,
    pub clerk: Actor,
    pub handler: Actor,
    /// Another lawyer.
    pub second: Actor,
    pub reviewer: Actor,
    pub director: Actor,
    pub archivist: Actor,
    pub auditor: Actor,
    pub admin: Actor,
    dir: TempDir,
}

impl Deref for TestDesk {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl DerefMut for TestDesk {
    fn deref_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }
}

/// Says which desk is founded.
#[derive(Debug, Clone)]
pub struct Place {
    pub tier: Tier,
    pub area: &'static str,
    pub segment: &'static str,
    pub device: u32,
    pub mark: &'static str,
    pub now_ms: i64,
}

pub fn centre() -> Place {
    Place {
        tier: Tier::Centre,
        area: "云川县",
        segment: "YC",
        device: 1,
        mark: "1",
        now_ms: MORNING_MS,
    }
}

pub fn station(device: u32) -> Place {
    Place {
        tier: Tier::Station,
        area: "青石镇",
        segment: ["QS", "HK", "WC", "LT"][device as usize % 4],
        device,
        mark: "1",
        now_ms: MORNING_MS,
    }
}

/// Everything after the connection: device, site and staff.
pub fn found_on(
    connection: rusqlite::Connection,
    place: &Place,
) -> (Desk, SetClock, BTreeMap<&'static str, Actor>) {
    let clock = SetClock::at_ms(place.now_ms);
    let device = Device {
        id: place.device,
        epoch: 0,
        mark: place.mark.to_owned(),
        name: format!("{}号窗口机", place.device),
    };
    Desk::install(&connection, &device).unwrap();
    let seed = format!("desk {} {}", place.device, place.segment);
    let mut desk = Desk::start(
        connection,
        Box::new(clock.clone()),
        Box::new(Seeded::new(&seed)),
    )
    .unwrap();
    let admin_id =
        Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + u128::from(place.device));
    let admin = Actor {
        id: admin_id,
        name: "管理员".to_owned(),
        role: Role::Admin.code().to_owned(),
    };
    let new = NewSite {
        tier: place.tier,
        area: place.area.to_owned(),
        segment: place.segment.to_owned(),
        address: "文明路1号".to_owned(),
        phone: "0999-8123456".to_owned(),
        complaint_phone: "0999-8123457".to_owned(),
    };
    desk.write(&admin, |tx| {
        site::found(tx, &new)?;
        staff::found(
            tx,
            admin_id,
            place.segment,
            &StaffData::new("admin", "管理员", Role::Admin),
        )
    })
    .unwrap();
    let mut actors = BTreeMap::from([("admin", admin.clone())]);
    for (code, name, role) in [
        ("clerk", "林窗口", Role::Clerk),
        ("handler", "周律师", Role::Handler),
        ("second", "吴律师", Role::Handler),
        ("reviewer", "郑审批", Role::Reviewer),
        ("director", "王主任", Role::Director),
        ("archivist", "冯档案", Role::Archivist),
        ("auditor", "陈审计", Role::Auditor),
    ] {
        let data = StaffData::new(&format!("{code}{}", place.device), name, role);
        let id = desk.write(&admin, |tx| staff::add(tx, &data)).unwrap();
        actors.insert(
            code,
            Actor {
                id,
                name: name.to_owned(),
                role: role.code().to_owned(),
            },
        );
    }
    (desk, clock, actors)
}

/// Founds a desk in a directory of its own.
pub fn open(place: &Place) -> TestDesk {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let key = key();
    let mut connection = Database::at(&path, &key, SCHEMA).create().unwrap();
    migrate(&mut connection, MIGRATIONS).unwrap();
    let (desk, clock, mut actors) = found_on(connection, place);
    let mut take = |code: &str| actors.remove(code).unwrap();
    TestDesk {
        desk,
        clock,
        clerk: take("clerk"),
        handler: take("handler"),
        second: take("second"),
        reviewer: take("reviewer"),
        director: take("director"),
        archivist: take("archivist"),
        auditor: take("auditor"),
        admin: take("admin"),
        dir,
    }
}

impl TestDesk {
    pub fn pass_minutes(&self, minutes: i64) {
        let now = self.desk.now_ms();
        self.clock.set_ms(now + minutes * MINUTE_MS);
    }

    pub fn ticket(&self, id: Uuid) -> Ticket {
        ticket::get(&self.desk.view(), id).unwrap()
    }

    pub fn version(&self, id: Uuid) -> u32 {
        self.ticket(id).version
    }

    /// Role by role, everybody who may sit at a desk.
    pub fn everybody(&self) -> Vec<Actor> {
        vec![
            self.clerk.clone(),
            self.handler.clone(),
            self.second.clone(),
            self.reviewer.clone(),
            self.director.clone(),
            self.archivist.clone(),
            self.auditor.clone(),
            self.admin.clone(),
            Actor::citizen(),
        ]
    }

    /// Copies the database file as somebody with a stick would, and opens the copy as another device.
    pub fn copy_as(&self, device: &Device) -> (Desk, SetClock, TempDir) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("copy.db");
        self.desk
            .connection()
            .execute("VACUUM INTO ?1", [path.to_str().unwrap()])
            .unwrap();
        let key = key();
        let connection = Database::at(&path, &key, SCHEMA).writer().unwrap();
        Desk::install(&connection, device).unwrap();
        let clock = SetClock::at_ms(self.desk.now_ms());
        let random = Seeded::new(&format!("copy {} {}", device.id, device.epoch));
        let desk = Desk::start(connection, Box::new(clock.clone()), Box::new(random)).unwrap();
        (desk, clock, dir)
    }
}

/// Returns every entry of a desk, series by series.
pub fn entries(desk: &Desk) -> Vec<Entry> {
    let mut all = Vec::new();
    fachuang_core::storage::series::for_each(desk.connection(), |entry| {
        all.push(entry);
        Ok(())
    })
    .unwrap();
    all
}

/// Returns the dump with local row ids replaced by what they stand for, since arrival order differs between devices.
pub fn comparable(desk: &Desk) -> Vec<String> {
    let dump = desk.dump().unwrap();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for line in &dump {
        if line.starts_with("person rid=") || line.starts_with("ticket rid=") {
            let mut words = line.split(' ').skip(1);
            let rid = words.next().unwrap().trim_start_matches("rid=");
            let id = words.next().unwrap().trim_start_matches("id=");
            names.insert(rid.to_owned(), id.to_owned());
        }
    }
    let mut lines: Vec<String> = dump
        .iter()
        .map(|line| {
            let Some(at) = line.find(" rid=") else {
                return line.clone();
            };
            let from = at + " rid=".len();
            let length = line[from..].find(' ').unwrap_or(line.len() - from);
            let name = &names[&line[from..from + length]];
            format!("{}{name}{}", &line[..from], &line[from + length..])
        })
        .collect();
    lines.sort();
    lines
}

/// Says where two dumps differ, for a message that can be read.
pub fn difference(a: &[String], b: &[String]) -> String {
    let only = |these: &[String], those: &[String]| {
        these
            .iter()
            .filter(|line| !those.contains(line))
            .take(3)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    };
    format!("only here:\n{}\nonly there:\n{}", only(a, b), only(b, a))
}

/// Returns where a refusal points and why: `tickets[0].matter matter.missing`.
pub fn refusal(fault: &Error) -> String {
    match fault {
        Error::Refused { code, field, .. } if field.is_empty() => (*code).to_owned(),
        Error::Refused { code, field, .. } => format!("{field} {code}"),
        other => other.code().to_owned(),
    }
}

/// Builds a visit with one ticket.
#[derive(Debug, Clone)]
pub struct TicketAdder {
    pub visit: NewVisit,
}

impl TicketAdder {
    pub fn at(window: &str) -> Self {
        let mut ticket = NewTicket {
            window: window.to_owned(),
            matter: "欠薪".to_owned(),
            ..NewTicket::default()
        };
        if window == "legal_aid" {
            ticket
                .fields
                .insert("source".into(), first_code("aid_sources"));
            ticket.fields.insert(
                "economic_condition".into(),
                first_code("economic_conditions"),
            );
        }
        for (code, value) in passing_fields(window) {
            ticket.fields.entry(code).or_insert(value);
        }
        Self {
            visit: NewVisit {
                channel: "counter".to_owned(),
                tickets: vec![ticket],
                ..NewVisit::default()
            },
        }
    }

    fn last(&mut self) -> &mut NewTicket {
        self.visit.tickets.last_mut().unwrap()
    }

    /// The visitor, by name.
    pub fn applicant(mut self, name: &str) -> Self {
        self.visit.visitor.name = name.to_owned();
        self
    }

    pub fn id_number(mut self, number: &str) -> Self {
        self.visit.visitor.id_number = number.to_owned();
        self.visit.visitor.id_kind = match number.len() {
            0 => "",
            15 => "resident_id_15",
            _ => "resident_id",
        }
        .to_owned();
        self
    }

    pub fn phone(mut self, phone: &str) -> Self {
        self.visit.visitor.phone = phone.to_owned();
        self
    }

    pub fn birth(mut self, day: &str) -> Self {
        self.visit.visitor.birth = day.to_owned();
        self
    }

    pub fn visitor(mut self, visitor: Visitor) -> Self {
        self.visit.visitor = visitor;
        self
    }

    pub fn person(mut self, id: Uuid) -> Self {
        self.visit.person = Some(id);
        self
    }

    pub fn matter(mut self, matter: &str) -> Self {
        self.last().matter = matter.to_owned();
        self
    }

    pub fn summary(mut self, summary: &str) -> Self {
        self.last().summary = summary.to_owned();
        self
    }

    pub fn restricted(mut self) -> Self {
        self.last().restricted = true;
        self
    }

    pub fn opponent(self, name: &str) -> Self {
        self.party(NewParty {
            role: "opponent".to_owned(),
            kind: "person".to_owned(),
            name: name.to_owned(),
            ..NewParty::default()
        })
    }

    pub fn party(mut self, party: NewParty) -> Self {
        self.last().parties.push(party);
        self
    }

    pub fn material(mut self, name: &str) -> Self {
        self.last().materials.push(NewMaterial {
            name: name.to_owned(),
            form: "copy".to_owned(),
            copies: 1,
            present: true,
        });
        self
    }

    pub fn same_matter_as(mut self, id: Uuid) -> Self {
        self.last().same_matter_as = Some(id);
        self
    }

    /// Another matter of the same visit.
    pub fn and_at(mut self, window: &str) -> Self {
        let other = Self::at(window);
        self.visit.tickets.extend(other.visit.tickets);
        self
    }

    pub fn register(&self, desk: &mut Desk, actor: &Actor) -> Result<Registered, Error> {
        desk.write(actor, |tx| visit::register(tx, &self.visit))
    }

    /// Registers at the desk's own counter and returns the first ticket.
    pub fn add(&self, desk: &mut TestDesk) -> Uuid {
        let clerk = desk.clerk.clone();
        self.register(&mut desk.desk, &clerk).unwrap().tickets[0].id
    }
}

fn first_code(table: &str) -> String {
    fachuang_core::dictionary::bundled(table).unwrap().entries()[0]
        .code
        .clone()
}

/// A value that passes for every field of a window.
fn passing_fields(code: &str) -> Vec<(String, String)> {
    use fachuang_core::window::FieldKind;
    let Some(window) = fachuang_core::window::find(code) else {
        return Vec::new();
    };
    window
        .fields
        .iter()
        .map(|field| {
            let value = match field.kind {
                FieldKind::Choice(table) => first_code(table),
                FieldKind::Money => "10000".to_owned(),
                FieldKind::Day => "2026-11-01".to_owned(),
                FieldKind::Bool => "true".to_owned(),
                FieldKind::Text | FieldKind::LongText => "已写明".to_owned(),
            };
            (field.code.to_owned(), value)
        })
        .collect()
}

/// Returns a sound identity number of an invented area.
pub fn id18(day: &str, order: u32) -> String {
    let body = format!("519921{day}{order:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    let check = b"10X98765432"[(sum % 11) as usize] as char;
    format!("{body}{check}")
}

/// Returns the older form of the same number.
pub fn id15(day: &str, order: u32) -> String {
    format!("519921{}{order:03}", &day[2..])
}

/// Returns a sound credit code from 17 characters.
pub fn credit(body: &str) -> String {
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    assert_eq!(body.len(), 17);
    let mut weight = 1;
    let mut sum = 0;
    for character in body.chars() {
        sum += alphabet.find(character).unwrap() * weight;
        weight = weight * 3 % 31;
    }
    let check = alphabet.as_bytes()[(31 - sum % 31) % 31] as char;
    format!("{body}{check}")
}

pub fn day(text: &str) -> time::Day {
    time::day_from_text(text).unwrap()
}

/// Throws that are the same in every run.
pub struct Dice(Seeded);

impl Dice {
    pub fn new(seed: &str) -> Self {
        Self(Seeded::new(seed))
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % limit
    }

    /// Chooses one of several.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len() as u64) as usize]
    }
}

/// Opens a copy of a desk that was founded before, with everybody who works at it; quicker than founding one.
pub fn open_copy(founded: &TestDesk, now_ms: i64, seed: &str) -> TestDesk {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    std::fs::copy(founded.dir.path().join("desk.db"), &path).unwrap();
    let key = key();
    let connection = Database::at(&path, &key, SCHEMA).writer().unwrap();
    let clock = SetClock::at_ms(now_ms);
    let random = Seeded::new(seed);
    let desk = Desk::start(connection, Box::new(clock.clone()), Box::new(random)).unwrap();
    TestDesk {
        desk,
        clock,
        clerk: founded.clerk.clone(),
        handler: founded.handler.clone(),
        second: founded.second.clone(),
        reviewer: founded.reviewer.clone(),
        director: founded.director.clone(),
        archivist: founded.archivist.clone(),
        auditor: founded.auditor.clone(),
        admin: founded.admin.clone(),
        dir,
    }
}

impl TestDesk {
    /// Writes everything into the database file itself, so that the file can be copied.
    pub fn settle_file(&self) {
        self.desk
            .connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .unwrap();
    }

    /// Goes on with a copy of the database as another device, with the same people.
    pub fn go_on_as(self, device: &Device) -> (Self, TempDir) {
        let (desk, clock, dir) = self.copy_as(device);
        (
            Self {
                desk,
                clock,
                ..self
            },
            dir,
        )
    }

    /// Directory of the database.
    pub fn directory(&self) -> &std::path::Path {
        self.dir.path()
    }
}
