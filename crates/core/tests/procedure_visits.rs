//! Whole cases walk through the procedures of mediation, notary and forensic as the counter enters them.

mod support;

use std::collections::BTreeMap;

use fachuang_core::desk::Actor;
use fachuang_core::procedure::{self, Kind, Wish};
use fachuang_core::ticket::State;
use fachuang_core::time;
use fachuang_core::visit::{NewMaterial, NewParty};
use fachuang_core::window::FieldKind;
use serde_json::Value;
use support::path::{close, granted_aid, limits, take_wish};
use support::{Place, TestDesk, TicketAdder, centre, day, open};
use uuid::Uuid;

const WINDOWS: [&str; 3] = ["mediation", "notary", "forensic"];

/// Steps of a path that are no steps of these procedures: acts of every ticket, or work on another one.
const ELSEWHERE: [&str; 7] = [
    "register",
    "rate",
    "export_to_centre",
    "dedupe_hit",
    "correct_name",
    "transfer_to",
    "advise",
];

fn visits() -> Vec<Value> {
    let files = [
        include_str!("../../../tests/fixtures/visits.json"),
        include_str!("../../../tests/fixtures/more_visits.json"),
    ];
    files
        .iter()
        .flat_map(|file| serde_json::from_str::<Vec<Value>>(file).unwrap())
        .filter(|visit| WINDOWS.contains(&text(visit, "window")))
        .filter(|visit| visit["expect_rejected"].is_null())
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Opens a centre on the day of the visit and registers it.
fn register(visit: &Value) -> (TestDesk, Uuid) {
    let place = Place {
        now_ms: time::from_text(text(visit, "received_at")).unwrap(),
        ..centre()
    };
    let mut desk = open(&place);
    let mut adder = TicketAdder::at(text(visit, "window"))
        .applicant("来访人")
        .matter(text(visit, "matter"));
    let ticket = &mut adder.visit.tickets[0];
    ticket.fields.clear();
    if !visit["referral"].is_null() {
        let organ = text(&visit["referral"], "organ").to_owned();
        ticket.fields.insert("sender".to_owned(), organ);
    }
    for party in visit["parties"].as_array().unwrap() {
        ticket.parties.push(NewParty {
            role: text(party, "role").to_owned(),
            kind: text(party, "kind").to_owned(),
            name: text(party, "name").to_owned(),
            ..NewParty::default()
        });
    }
    for material in visit["materials"].as_array().unwrap() {
        ticket.materials.push(NewMaterial {
            name: text(material, "name").to_owned(),
            form: text(material, "form").to_owned(),
            copies: material["copies"].as_u64().unwrap() as u32,
            present: material["present"].as_bool().unwrap(),
        });
    }
    let id = adder.add(&mut desk);
    (desk, id)
}

/// Writes a detail of the file as the form of the step stores it.
fn value(desk: &TestDesk, cases: &BTreeMap<String, Uuid>, kind: Kind, detail: &Value) -> String {
    let words = match detail {
        Value::Array(lines) => lines
            .iter()
            .map(|line| line.as_str().unwrap())
            .collect::<Vec<_>>()
            .join("\n"),
        Value::String(words) => words.clone(),
        other => other.to_string(),
    };
    match kind {
        Kind::Staff => desk.handler.id.to_string(),
        Kind::Ticket => cases.get(&words).map_or(words, Uuid::to_string),
        Kind::Plain(FieldKind::Money) => format!("{words}00"),
        Kind::Options(options) => {
            let fits = |(code, name): &&(&str, &str)| {
                *code == words || *name == words || name.starts_with(&words)
            };
            options
                .iter()
                .find(fits)
                .map_or(words.clone(), |(code, _)| (*code).to_owned())
        }
        _ => words,
    }
}

fn actor(desk: &TestDesk, step: &Value) -> Actor {
    match text(step, "actor") {
        "director" => desk.director.clone(),
        "reviewer" => desk.reviewer.clone(),
        _ => desk.clerk.clone(),
    }
}

/// Takes every step of the path on its day.
fn walk(desk: &mut TestDesk, id: Uuid, visit: &Value, cases: &BTreeMap<String, Uuid>) {
    let procedure = procedure::find(text(visit, "window")).unwrap();
    let began = desk.now_ms();
    for step in visit["path"].as_array().unwrap() {
        let code = text(step, "step");
        desk.clock
            .set_ms(began + step["day"].as_i64().unwrap() * support::DAY_MS);
        let place = format!("{} {code}", text(visit, "id"));
        if code == "close" {
            assert_eq!(close(desk, id, text(step, "outcome")), Ok(()), "{place}");
            continue;
        }
        if ELSEWHERE.contains(&code) {
            continue;
        }
        let known = procedure.step(code).expect(&place);
        let mut values = BTreeMap::new();
        for (key, detail) in step.as_object().unwrap() {
            if ["step", "day", "actor"].contains(&key.as_str()) {
                continue;
            }
            let field = known.fields.iter().find(|field| field.code == *key);
            let field = field.unwrap_or_else(|| panic!("{place}: {key}"));
            values.insert(key.clone(), value(desk, cases, field.kind, detail));
        }
        let wish = Wish {
            step: code.to_owned(),
            day: None,
            values,
        };
        let actor = actor(desk, step);
        assert_eq!(take_wish(desk, &actor, id, &wish), Ok(()), "{place}");
    }
}

#[test]
fn every_visit_of_the_file_walks_its_path_and_its_limits_are_those_of_the_file() {
    let mut walked = 0;
    for visit in visits() {
        let (mut desk, id) = register(&visit);
        let mut cases = BTreeMap::new();
        for related in visit["related"].as_array().into_iter().flatten() {
            let aid = granted_aid(&mut desk, id);
            cases.insert(related.as_str().unwrap().to_owned(), aid);
        }
        walk(&mut desk, id, &visit, &cases);
        let place = text(&visit, "id");
        let ticket = desk.ticket(id);
        assert_eq!(ticket.progress().unwrap().state, State::Closed, "{place}");
        let mut told = limits(&desk, id);
        told.retain(|limit| !["REFER-BACK", "BACK-CALL"].contains(&limit.code()));
        let expected = visit["expected"]["deadlines"].as_array().unwrap();
        for limit in expected {
            let code = match (text(limit, "code"), text(limit, "part")) {
                ("MED-JC-CT", "accept") => "MED-JC-CT-ACC",
                ("MED-JC-CT", _) => "MED-JC-CT-DEC",
                (code, _) => code,
            };
            let mut known = told.iter().filter(|known| known.code() == code);
            let shown = known.next().unwrap_or_else(|| panic!("{place}: {code}"));
            assert_eq!(known.next(), None, "{place}: {code} runs once");
            let counted = &shown.counted;
            assert_eq!(counted.from, day(text(limit, "from")), "{place}: {code}");
            assert_eq!(
                counted.due,
                Some(day(text(limit, "due"))),
                "{place}: {code}"
            );
            if let Some(days) = limit["suspended_days"].as_u64() {
                let strict = Some(day(text(limit, "due_strict")));
                assert_eq!(u64::from(counted.suspended_days), days, "{place}: {code}");
                assert_eq!(counted.due_strict, strict, "{place}: {code}");
            }
        }
        if place.starts_with("RC") {
            assert_eq!(told.len(), expected.len(), "{place}: {told:?}");
        }
        assert!(desk.verify().unwrap().is_sound(), "{place}");
        walked += 1;
    }
    assert_eq!(walked, 20, "all visits of these windows");
}
