//! A station whose program knows no rules: whatever it writes without the right to leaves nothing but itself.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_core::desk::{Actor, subject};
use fachuang_core::error::Result;
use fachuang_core::journal::{Record, Value};
use fachuang_core::procedure::{self, Step};
use fachuang_core::ticket::act;
use fachuang_core::ticket::machine::Idle;
use fachuang_envelope::{Entry, EntryId};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use uuid::Uuid;

use crate::support::{TestDesk, TicketAdder, centre, comparable, entries, open, station};
use crate::{take, wish};

const HISTORIES: u32 = 16;
const WINDOWS: [&str; 3] = ["legal_aid", "special", "notary"];
/// Fields of a ticket that a forger would like to set.
const COVETED: [&str; 5] = [
    "restricted",
    "green",
    "matter",
    "complaint.target",
    "safe.no_call",
];

/// What is done next; the numbers choose among what is there.
#[derive(Debug, Clone)]
struct Move {
    what: u8,
    which: usize,
    how: usize,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (0u8..10, any::<u16>(), any::<u32>()).prop_map(|(what, which, how)| Move {
        what,
        which: usize::from(which),
        how: how as usize,
    });
    prop::collection::vec(one, 12..30)
}

fn answers(step: &Step, desk: &TestDesk, how: usize) -> BTreeMap<String, String> {
    let staff = [desk.handler.id, desk.second.id];
    let value = |field: &procedure::StepField| match field.kind {
        procedure::Kind::Options(options) | procedure::Kind::Several(options) => {
            options[how % options.len()].0.to_owned()
        }
        procedure::Kind::Number(from, to) => {
            (from as usize + how % (to - from + 1) as usize).to_string()
        }
        procedure::Kind::Moment => "2026-11-20T09:30".to_owned(),
        procedure::Kind::Staff | procedure::Kind::StaffAbout => staff[how % 2].to_string(),
        procedure::Kind::Plain(fachuang_core::window::FieldKind::Bool) => "true".to_owned(),
        procedure::Kind::Plain(fachuang_core::window::FieldKind::Day) => "2026-11-20".to_owned(),
        procedure::Kind::Plain(fachuang_core::window::FieldKind::Money) => "12000".to_owned(),
        _ => format!("写明{}", how % 5),
    };
    let fields = step.fields.iter();
    fields
        .map(|field| (field.code.to_owned(), value(field)))
        .collect()
}

/// Writes a step as a program without rules would: sound now and then, else with answers no desk takes, fields the step
/// does not set, or a day that has not come.
fn forge(desk: &mut TestDesk, id: Uuid, step: &Step, how: usize) -> Result<()> {
    let roles = [
        desk.clerk.clone(),
        desk.director.clone(),
        desk.auditor.clone(),
    ];
    let actor = roles[how % 3].clone();
    let mut values = answers(step, desk, how / 3);
    let kind = how / 16 % 4;
    if kind == 1
        && let Some(first) = values.values_mut().next()
    {
        *first = "\u{7}".to_owned();
    }
    let day = if kind == 2 {
        "2027-01-01"
    } else {
        "2026-11-20"
    };
    let mut data = BTreeMap::from([
        ("step".to_owned(), Value::text(step.code)),
        ("day".to_owned(), Value::text(day)),
    ]);
    data.extend(
        values
            .iter()
            .map(|(code, value)| (format!("field.{code}"), Value::text(value))),
    );
    let mut set: BTreeMap<String, Value> = step
        .sets
        .iter()
        .map(|sets| {
            let value =
                values
                    .get(sets.from)
                    .map_or(Value::Bool(true), |text| match text.as_str() {
                        "true" => Value::Bool(true),
                        text => Value::text(text),
                    });
            (sets.ticket.to_owned(), value)
        })
        .collect();
    if kind == 3 {
        let coveted = COVETED[how / 64 % COVETED.len()];
        set.insert(coveted.to_owned(), Value::text("伪"));
    }
    let ticket = desk.ticket(id);
    let mut base = vec![(
        "@state".to_owned(),
        ticket
            .folded
            .event_heads(|kind| kind.starts_with("ticket.")),
    )];
    base.extend(
        set.keys()
            .map(|field| (field.clone(), ticket.folded.base(field))),
    );
    let record = Record { set, data };
    desk.write(&actor, |tx| {
        tx.append(subject::TICKET, id, "ticket.step", &record, base)
            .map(drop)
    })
}

fn pick_step(window: &str, which: usize) -> &'static Step {
    let procedure = procedure::find(window).unwrap();
    let steps: Vec<&Step> = procedure.steps().collect();
    let codes = steps[which % steps.len()].code;
    procedure.step(codes).unwrap()
}

fn run(moves: &[Move], tally: &mut BTreeMap<&'static str, u32>) {
    let (mut a, mut b) = (open(&centre()), open(&station(3)));
    b.merge(&entries(&a)).unwrap();
    let mut ids = Vec::new();
    for window in WINDOWS {
        ids.push((
            window,
            TicketAdder::at(window).applicant("张三").add(&mut b),
        ));
    }
    a.merge(&entries(&b)).unwrap();
    for one in moves {
        let (window, id) = ids[one.which % ids.len()];
        let step = pick_step(window, one.which / 3);
        match one.what {
            0..=4 => forge(&mut b, id, step, one.how).unwrap(),
            5 => {
                a.merge(&entries(&b)).unwrap();
                b.merge(&entries(&a)).unwrap();
            }
            6 => {
                let clerk = b.clerk.clone();
                let version = b.version(id);
                let change = ("matter".to_owned(), format!("改{}", one.how % 4));
                let _refused = b.write(&clerk, |tx| {
                    act::edit(tx, id, version, &BTreeMap::from([change]), "")
                });
            }
            _ => {
                let everybody = [a.clerk.clone(), a.reviewer.clone(), a.director.clone()];
                let actor: &Actor = &everybody[one.how % 3];
                let values = answers(step, &a, one.how / 3);
                let wish = procedure::Wish {
                    step: step.code.to_owned(),
                    day: None,
                    values,
                };
                let _refused = take(&mut a, actor, id, &wish);
            }
        }
    }
    a.merge(&entries(&b)).unwrap();
    b.merge(&entries(&a)).unwrap();
    assert_eq!(comparable(&a), comparable(&b));
    assert!(a.verify().unwrap().is_sound());
    let mut barred: BTreeSet<EntryId> = BTreeSet::new();
    for (_, id) in &ids {
        let ticket = a.ticket(*id);
        for step in &ticket.life.steps {
            let Some(idle) = step.idle else { continue };
            *tally.entry(idle.code()).or_default() += 1;
            let out_of_place = matches!(
                idle,
                Idle::NotNow
                    | Idle::ByStep
                    | Idle::NotYours
                    | Idle::StepStage(_)
                    | Idle::StepBefore(_)
                    | Idle::StepExcluded(_)
                    | Idle::StepOnce
                    | Idle::StepLeft
            );
            if !out_of_place {
                barred.insert(step.event.entry);
            }
        }
    }
    // The same history in which its author had written an empty remark each time.
    let harmless: Vec<Entry> = entries(&a)
        .into_iter()
        .map(|entry| {
            if !barred.contains(&entry.head.id) {
                return entry;
            }
            let mut head = entry.head.clone();
            head.kind = "ticket.note".to_owned();
            head.base.retain(|(name, _)| name.starts_with('@'));
            let at_ms = Record::decode(&entry.body).unwrap();
            let record =
                Record::default().written_at(at_ms.at_ms(head.hlc.wall_ms), head.hlc.wall_ms);
            Entry::seal(head, record.encode())
        })
        .collect();
    let mut witness = open(&crate::support::Place {
        device: 9,
        ..station(2)
    });
    witness.merge(&harmless).unwrap();
    for (window, id) in &ids {
        let (with, without) = (a.ticket(*id), witness.ticket(*id));
        assert_eq!(with.folded.fields, without.folded.fields, "{window}");
        assert_eq!(with.life.progress, without.life.progress, "{window}");
        assert_eq!(with.life.clashes, without.life.clashes, "{window}");
        for state in with.folded.fields.values() {
            assert!(state.heads.iter().all(|head| !barred.contains(&head.entry)));
        }
    }
}

#[test]
fn whatever_a_station_writes_without_the_right_to_leaves_no_trace_in_the_state() {
    let tally = std::cell::RefCell::new(BTreeMap::new());
    let config = Config {
        cases: HISTORIES,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let outcome = runner.run(&moves(), |moves| {
        run(&moves, &mut tally.borrow_mut());
        Ok(())
    });
    let tally = tally.into_inner();
    println!("{tally:?}");
    outcome.unwrap();
    for code in ["right.missing", "ticket.centre_only", "step.values"] {
        assert!(tally.contains_key(code), "{code} is met: {tally:?}");
    }
}

type Change = fn(&mut Record);

/// A step as its desk wrote it, with one thing changed on the way.
fn tampered(change: impl Fn(&mut Record)) -> (Option<Idle>, Value) {
    let mut a = open(&centre());
    let mut b = open(&station(3));
    let id = TicketAdder::at("special").applicant("张三").add(&mut a);
    let before = entries(&a).len();
    let clerk = a.clerk.clone();
    let safe = wish(
        "safe_contact",
        &[("no_call", "true"), ("way", "晚七点后打妹妹电话")],
    );
    take(&mut a, &clerk, id, &safe).unwrap();
    let mut all = entries(&a);
    let last = all
        .iter()
        .position(|entry| entry.head.kind == "ticket.step");
    assert_eq!(all.len(), before + 1);
    let entry = &mut all[last.unwrap()];
    let mut record = Record::decode(&entry.body).unwrap();
    change(&mut record);
    *entry = Entry::seal(entry.head.clone(), record.encode());
    b.merge(&all).unwrap();
    let ticket = b.ticket(id);
    let idle = ticket.life.steps.last().unwrap().idle;
    (idle, ticket.folded.value("safe.no_call").clone())
}

#[test]
fn a_step_that_no_desk_would_have_written_has_no_effect() {
    let kept = (None, Value::Bool(true));
    let barred = (Some(Idle::StepValues), Value::Empty);
    assert_eq!(tampered(|_| {}), kept);
    let newer = |record: &mut Record| {
        record.data.insert("field.later".into(), Value::text("甲"));
    };
    assert_eq!(tampered(newer), kept, "a newer program may ask more");
    let cases: [(&str, Change); 6] = [
        ("an answer that is none of the kind", |record| {
            record
                .data
                .insert("field.no_call".into(), Value::text("也许"));
        }),
        ("a required answer is missing", |record| {
            record.data.remove("field.way");
        }),
        ("an answer that is no text", |record| {
            record.data.insert("field.way".into(), Value::Int(3));
        }),
        ("a day that had not come", |record| {
            record.data.insert("day".into(), Value::text("2026-11-21"));
        }),
        ("a field the step does not set", |record| {
            record.set.insert("restricted".into(), Value::Bool(true));
        }),
        ("a field with another value than the answer", |record| {
            record.set.insert("safe.way".into(), Value::text("随便打"));
        }),
    ];
    for (title, change) in cases {
        assert_eq!(tampered(change), barred, "{title}");
    }
}

#[test]
fn what_was_taken_down_for_a_window_the_ticket_had_left_keeps_its_fields() {
    let (mut a, mut b) = (open(&centre()), open(&station(3)));
    let id = TicketAdder::at("consult").applicant("张三").add(&mut a);
    b.merge(&entries(&a)).unwrap();
    let (at_centre, at_station) = (a.clerk.clone(), b.clerk.clone());
    let version = a.version(id);
    a.write(&at_centre, |tx| {
        act::transfer(tx, id, version, "special", "走错窗口")
    })
    .unwrap();
    let complaint = wish(
        "complaint_taken",
        &[("about", "态度差"), ("target_unit", "某所")],
    );
    take(&mut b, &at_station, id, &complaint).unwrap();
    b.merge(&entries(&a)).unwrap();
    let ticket = b.ticket(id);
    let last = ticket.life.steps.iter().find(|step| step.idle.is_some());
    assert_eq!(last.unwrap().idle, Some(Idle::StepLeft));
    assert!(
        ticket.folded.value("restricted").as_bool(),
        "a complaint stays restricted"
    );
}
