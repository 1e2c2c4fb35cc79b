//! Counters that triggers keep are what a recount gives, whatever happened to the tickets.

mod support;

use fachuang_core::chance::Seeded;
use fachuang_core::desk::{Actor, Desk, Device, key};
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA, local};
use fachuang_core::ticket::act;
use fachuang_core::ticket::list::{self, Filter, ListView};
use fachuang_core::time::SetClock;
use fachuang_core::window::WINDOWS;
use support::{Dice, TestDesk, TicketAdder, centre, open};
use uuid::Uuid;

const STEPS: usize = 400;

type Count = (String, String, String, i64);

fn counts(desk: &Desk, table: &str) -> Vec<Count> {
    let sql = format!("SELECT kind, window, day, n FROM {table} ORDER BY kind, window, day");
    let mut statement = desk.connection().prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| {
        Ok((
            row.get("kind")?,
            row.get("window")?,
            row.get("day")?,
            row.get("n")?,
        ))
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Lets something happen to some ticket; what may not happen is refused and changes nothing.
fn step(desk: &mut TestDesk, dice: &mut Dice, known: &mut Vec<Uuid>) {
    let what = dice.below(10);
    if known.is_empty() || what < 3 {
        let window = dice.pick(&WINDOWS).code;
        let clerk = desk.clerk.clone();
        let done = TicketAdder::at(window)
            .applicant("张三")
            .register(desk, &clerk);
        known.extend(done.unwrap().tickets.iter().map(|ticket| ticket.id));
        return;
    }
    let id = *dice.pick(known);
    let version = desk.version(id);
    let handler = desk.handler.id;
    let actor: Actor = dice.pick(&desk.everybody()).clone();
    let window = dice.pick(&WINDOWS).code;
    let ended_at = dice.pick(&WINDOWS);
    let outcome = dice.pick(ended_at.outcomes).code;
    let done = desk.write(&actor, |tx| match what {
        3 => act::assign(tx, id, version, handler, ""),
        4 => act::accept(tx, id, version),
        5 => act::transfer(tx, id, version, window, "事项属于那边"),
        6 => act::close(tx, id, version, outcome, "已答复"),
        7 => act::void(tx, id, version, "重复登记"),
        8 => act::reopen(tx, id, version, "还有材料"),
        _ => act::withdraw(tx, id, version, "不办了"),
    });
    if let Err(fault) = done {
        assert!(!fault.code().starts_with("storage"), "{fault}");
    }
}

#[test]
fn the_counters_agree_with_a_recount_after_every_step_of_random_histories() {
    for seed in ["first", "second", "third"] {
        let mut desk = open(&centre());
        let mut dice = Dice::new(seed);
        let mut known = Vec::new();
        let mut changed = 0;
        let mut last = Vec::new();
        for _ in 0..STEPS {
            if dice.below(6) == 0 {
                desk.pass_minutes(9 * 60);
            }
            step(&mut desk, &mut dice, &mut known);
            let kept = counts(&desk, "counter");
            assert_eq!(kept, counts(&desk, "recount"), "{seed}");
            changed += usize::from(kept != last);
            last = kept;
        }
        assert!(changed > STEPS / 4, "{seed}: {changed}");
        for (view, code) in ListView::ALL {
            let filter = Filter {
                view: Some(view),
                limit: 100,
                ..Filter::default()
            };
            // A cut by every window adds up to the whole; the rows of a list say how many there are.
            let mut all = 0;
            for window in WINDOWS {
                let of_window = Filter {
                    window: window.code.into(),
                    ..filter.clone()
                };
                let page = list::list(&desk.view(), "", &of_window).unwrap();
                assert_eq!(
                    list::count(&desk.view(), "", &of_window).unwrap() as usize,
                    page.rows.len() + rest(&desk, &of_window, page.next),
                    "{seed} {code} {}",
                    window.code
                );
                all += list::count(&desk.view(), "", &of_window).unwrap();
            }
            assert_eq!(
                list::count(&desk.view(), "", &filter).unwrap(),
                all,
                "{code}"
            );
        }
        assert!(desk.verify().unwrap().is_sound(), "{seed}");
    }
}

/// Counts the rows of the pages that follow.
fn rest(desk: &Desk, filter: &Filter, next: String) -> usize {
    let mut rows = 0;
    let mut filter = Filter {
        after: next,
        ..filter.clone()
    };
    while !filter.after.is_empty() {
        let page = list::list(&desk.view(), "", &filter).unwrap();
        rows += page.rows.len();
        filter.after = page.next;
    }
    rows
}

#[test]
fn a_counter_that_is_off_is_named_by_the_check_and_mended_by_a_rebuild() {
    let mut desk = open(&centre());
    TicketAdder::at("notary").applicant("张三").add(&mut desk);
    for spoil in [
        "UPDATE counter SET n = n + 4 WHERE kind = 'all'",
        "DELETE FROM counter WHERE kind = 'open'",
        "INSERT INTO counter (kind, window, day, n) VALUES ('to_rate', 'notary', '', 2)",
    ] {
        assert!(desk.verify().unwrap().is_sound());
        assert_eq!(desk.connection().execute(spoil, []).unwrap(), 1, "{spoil}");
        let report = desk.verify().unwrap();
        assert!(
            report
                .differing
                .iter()
                .any(|line| line.starts_with("counter: ")),
            "{spoil}: {:?}",
            report.differing
        );
        desk.rebuild().unwrap();
    }
    assert!(desk.verify().unwrap().is_sound());
}

/// The columns of a ticket's row that have no default, filled with as little as they take.
fn raw_ticket(connection: &rusqlite::Connection, rid: i64, state: &str, text: &str) {
    connection
        .execute(
            "INSERT INTO ticket (rid, id, number, visit_id, window, state, open, outcome, matter, requests, summary,
                 assignee, first_contact, site, channel, received_ms, received_day, due_text, visitor, visitor_key,
                 id_number, id_key, id_tail, phone_tail, groups, restricted, green, disputed, rating_state,
                 rating_overall, rating_task, rating_code, find_text, version)
             VALUES (?1, randomblob(16), 'YC-' || ?1, randomblob(16), 'notary', ?2, ?2 = 'registered', '', '', '', '',
                 '', '', '', '', 0, '2026-11-20', '', '', '', '', '', '', '', 'senior', 0, '', 0, 'not_asked',
                 0, '', '', ?3, 1)",
            (rid, state, text),
        )
        .unwrap();
}

#[test]
fn a_desk_of_the_first_version_is_counted_and_indexed_when_it_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    let key_of_test = support::key();
    let mut connection = Database::at(&path, &key_of_test, 1).create().unwrap();
    migrate(&mut connection, &MIGRATIONS[..1]).unwrap();
    for rid in 1..=30 {
        let state = if rid % 3 == 0 { "registered" } else { "closed" };
        raw_ticket(&connection, rid, state, "公证委托书");
    }
    drop(connection);
    let mut connection = Database::at(&path, &key_of_test, SCHEMA).writer().unwrap();
    migrate(&mut connection, MIGRATIONS).unwrap();
    let device = Device {
        id: 1,
        epoch: 0,
        mark: "1".into(),
        name: "1号窗口机".into(),
    };
    Desk::install(&connection, &device).unwrap();
    // These rows have no journal behind them: a rebuild, which a later version asks for, would take them away.
    local::set(&connection, key::REBUILD, "").unwrap();
    let clock = SetClock::at_ms(support::MORNING_MS);
    let desk = Desk::start(connection, Box::new(clock), Box::new(Seeded::new("old"))).unwrap();
    assert_eq!(counts(&desk, "counter"), counts(&desk, "recount"));
    for (view, state, text, expected) in [
        (ListView::All, "", "", 30),
        (ListView::All, "closed", "", 20),
        (ListView::All, "closed", "委托", 20),
        (ListView::Open, "", "委托", 10),
        (ListView::ToRate, "", "", 20),
        (ListView::All, "", "赡养", 0),
    ] {
        let filter = Filter {
            view: Some(view),
            state: state.into(),
            text: text.into(),
            group: "senior".into(),
            limit: 100,
            ..Filter::default()
        };
        let page = list::list(&desk.view(), "", &filter).unwrap();
        assert_eq!(page.rows.len(), expected, "{filter:?}");
    }
    let index: i64 = local::get_number(desk.connection(), key::FIND).unwrap();
    assert_eq!(index, fachuang_core::search::VERSION);
}
