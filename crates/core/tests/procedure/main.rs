//! Steps of the procedures: who may take them, what they move, and what the fold says to those who may not.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod authority;
mod rights;
mod shelf;
mod stage;
#[path = "../support/mod.rs"]
mod support;
mod tables;
mod walk;
mod way;
mod windows;

use std::collections::BTreeMap;

use fachuang_core::deadline::Unit;
use fachuang_core::desk::{Actor, subject};
use fachuang_core::journal::{Record, Value};
use fachuang_core::procedure::{self, Clock, StageState, Wish, clocks};
use fachuang_core::ticket::machine::Idle;
use fachuang_core::ticket::{Act, act};
use support::{DAY_MS, TestDesk, TicketAdder, centre, comparable, day, entries, open, station};
use uuid::Uuid;

pub(crate) fn wish(step: &str, values: &[(&str, &str)]) -> Wish {
    Wish {
        step: step.to_owned(),
        day: None,
        values: values
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

pub(crate) fn take(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    wish: &Wish,
) -> Result<(), &'static str> {
    let version = desk.version(id);
    desk.write(actor, |tx| procedure::take_step(tx, id, version, wish))
        .map_err(|fault| fault.code())
}

pub(crate) fn clock(desk: &TestDesk, id: Uuid, rule: &str) -> Clock {
    let ticket = desk.ticket(id);
    let mut found = clocks(&ticket).into_iter().filter(|one| one.rule == rule);
    let clock = found.next().unwrap();
    assert_eq!(found.next(), None, "one clock of {rule}");
    clock
}

fn petition(desk: &mut TestDesk) -> Uuid {
    let id = TicketAdder::at("consult").applicant("张三").add(desk);
    let clerk = desk.clerk.clone();
    let received = wish("petition_received", &[("classification", "appeal")]);
    take(desk, &clerk, id, &received).unwrap();
    let misrouted = wish("misrouted", &[("competent", "县生态环境局")]);
    take(desk, &clerk, id, &misrouted).unwrap();
    id
}

#[test]
fn a_step_moves_the_stage_and_is_kept_with_its_answers() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    assert_eq!(desk.ticket(id).progress().unwrap().stage, "received");
    let (clerk, lawyer) = (desk.clerk.clone(), desk.handler.id.to_string());
    let advise = wish("advise", &[("lawyer", &lawyer), ("minutes", "035")]);
    take(&mut desk, &clerk, id, &advise).unwrap();

    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    assert_eq!(progress.stage, "advised");
    let done = progress.last("advise").unwrap();
    assert_eq!(
        (done.value("lawyer"), done.value("minutes")),
        (lawyer.as_str(), "35")
    );
    assert_eq!(
        (done.day, done.author.clone()),
        (day("2026-11-20"), clerk.id.to_string())
    );
    let states: Vec<StageState> = procedure::bar(progress)
        .iter()
        .map(|(_, state)| *state)
        .collect();
    assert_eq!(
        states,
        [StageState::Done, StageState::Now, StageState::Next]
    );
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn whoever_may_not_take_a_step_is_refused_with_its_code_and_nothing_changes() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let other = petition(&mut desk);
    let (clerk, second, auditor) = (
        desk.clerk.clone(),
        desk.second.clone(),
        desk.auditor.clone(),
    );
    let lawyer = desk.handler.id.to_string();
    let advise = wish("advise", &[("lawyer", &lawyer)]);
    let objection = wish("petition_objection", &[("to", "县信访局")]);
    let future = Wish {
        day: Some(day("2026-11-21")),
        ..advise.clone()
    };
    let early = Wish {
        day: Some(day("2026-11-19")),
        ..advise.clone()
    };
    let cases: [(&str, &Actor, Uuid, Wish, &str); 11] = [
        (
            "a lawyer who does not hold it",
            &second,
            id,
            advise.clone(),
            "ticket.not_yours",
        ),
        ("an auditor", &auditor, id, advise.clone(), "right.missing"),
        ("a clerk decides", &clerk, other, objection, "right.missing"),
        (
            "a step before its time",
            &clerk,
            id,
            wish("misrouted", &[("competent", "某局")]),
            "step.before",
        ),
        (
            "a second time",
            &clerk,
            other,
            wish("petition_received", &[("classification", "appeal")]),
            "step.once",
        ),
        (
            "an unknown step",
            &clerk,
            id,
            wish("decide_grant", &[]),
            "step.unknown",
        ),
        (
            "a missing answer",
            &clerk,
            id,
            wish("advise", &[]),
            "field.missing",
        ),
        (
            "an unknown question",
            &clerk,
            id,
            wish("advise", &[("lawyer", &lawyer), ("age", "3")]),
            "field.unknown",
        ),
        (
            "a number out of range",
            &clerk,
            id,
            wish("advise", &[("lawyer", &lawyer), ("minutes", "601")]),
            "field.number",
        ),
        ("tomorrow", &clerk, id, future, "step.day_future"),
        ("before the visit", &clerk, id, early, "step.day_early"),
    ];
    let before = (desk.dump().unwrap(), entries(&desk).len());
    for (title, actor, id, wish, code) in cases {
        assert_eq!(take(&mut desk, actor, id, &wish), Err(code), "{title}");
    }
    assert_eq!((desk.dump().unwrap(), entries(&desk).len()), before);
}

#[test]
fn steps_start_meet_and_outlive_clocks() {
    let mut desk = open(&centre());
    let id = petition(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let served = wish(
        "judgment_served_note",
        &[
            ("served_on", "2026-11-12"),
            ("days", "15"),
            ("what", "上诉"),
        ],
    );
    take(&mut desk, &clerk, id, &served).unwrap();
    let note = clock(&desk, id, "CASE-EXT");
    assert_eq!(
        (note.from_day, note.length),
        (day("2026-11-12"), Some((15, Unit::Natural)))
    );
    assert_eq!(note.subject, "上诉");
    assert_eq!(clock(&desk, id, "PET-OBJ").met, None);

    desk.clock.set_ms(desk.now_ms() + 3 * DAY_MS);
    let objection = Wish {
        day: Some(day("2026-11-22")),
        ..wish("petition_objection", &[("to", "县信访局")])
    };
    take(&mut desk, &director, id, &objection).unwrap();
    assert_eq!(clock(&desk, id, "PET-OBJ").met, Some(day("2026-11-22")));

    let version = desk.version(id);
    desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了"))
        .unwrap();
    let told = clock(&desk, id, "PET-TELL");
    assert!(
        told.dropped && told.met.is_none(),
        "ended without being met"
    );
    assert!(
        clock(&desk, id, "CASE-EXT").is_open(),
        "a limit of law runs on"
    );
}

/// Writes a step as a program without rules would.
fn forge(desk: &mut TestDesk, actor: &Actor, id: Uuid, step: &str) {
    let body = Record::of([
        ("step", Value::text(step)),
        ("day", Value::text("2026-11-20")),
        ("field.to", Value::text("县信访局")),
    ]);
    let ticket = desk.ticket(id);
    let seen = ticket
        .folded
        .event_heads(|kind| Act::from_kind(kind).is_some());
    let base = vec![("@state".to_owned(), seen)];
    desk.write(actor, |tx| {
        tx.append(subject::TICKET, id, "ticket.step", &body, base)
    })
    .unwrap();
}

#[test]
fn a_step_nobody_there_may_take_is_kept_and_shown_without_effect() {
    let (mut a, mut b) = (open(&centre()), open(&station(3)));
    let id = petition(&mut a);
    b.merge(&entries(&a)).unwrap();
    let (director, clerk) = (b.director.clone(), b.clerk.clone());
    forge(&mut b, &director, id, "petition_objection");
    forge(&mut b, &clerk, id, "petition_objection");
    forge(&mut b, &director, id, "written_by_a_newer_program");
    a.merge(&entries(&b)).unwrap();
    assert_eq!(comparable(&a), comparable(&b));

    let ticket = a.ticket(id);
    let idle: Vec<Option<Idle>> = ticket
        .life
        .steps
        .iter()
        .filter(|step| step.act == Act::Step)
        .map(|step| step.idle)
        .collect();
    assert_eq!(
        idle,
        [
            None,
            None,
            Some(Idle::CentreOnly),
            Some(Idle::NoRight),
            Some(Idle::StepUnknown)
        ]
    );
    assert!(!ticket.progress().unwrap().has("petition_objection"));
    assert_eq!(clock(&a, id, "PET-OBJ").met, None);
    assert_eq!(ticket.life.clashes, []);
    assert!(a.verify().unwrap().is_sound());
}

#[test]
fn a_ticket_is_closed_as_answered_after_an_answer_and_the_notice_of_aid_only() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, lawyer) = (desk.clerk.clone(), desk.handler.id.to_string());
    let close = |desk: &mut TestDesk, outcome: &str| {
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::close(tx, id, version, outcome, ""))
            .map_err(|fault| fault.to_string())
    };
    let fault = close(&mut desk, "answered").unwrap_err();
    assert!(
        fault.starts_with("ticket.close_before outcome 解答咨询"),
        "{fault}"
    );
    take(
        &mut desk,
        &clerk,
        id,
        &wish("advise", &[("lawyer", &lawyer)]),
    )
    .unwrap();
    let fault = close(&mut desk, "answered").unwrap_err();
    assert!(fault.starts_with("told.aid_right"), "{fault}");
    take(&mut desk, &clerk, id, &wish("told_aid_right", &[])).unwrap();
    close(&mut desk, "answered").unwrap();
    assert_eq!(clock(&desk, id, "EVAL").from_day, day("2026-11-20"));
    assert_eq!(
        take(
            &mut desk,
            &clerk,
            id,
            &wish("advise", &[("lawyer", &lawyer)])
        ),
        Err("ticket.not_now")
    );
    let call = wish("callback", &[("result", "satisfied")]);
    take(&mut desk, &clerk, id, &call).unwrap();
}

#[test]
fn every_step_that_is_not_offered_says_why() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let ticket = desk.ticket(id);
    let mut told = BTreeMap::new();
    for actor in desk.everybody() {
        for offer in procedure::offers(&desk.view(), &actor, &ticket) {
            let tried = take(&mut desk, &actor, id, &wish(offer.step.code, &[]));
            match offer.idle {
                Some(idle) if actor.role != "admin" && actor.role != "citizen" => {
                    assert_eq!(
                        tried,
                        Err(idle.code()),
                        "{} {}",
                        actor.role,
                        offer.step.code
                    );
                    *told.entry(idle.code()).or_insert(0) += 1;
                }
                Some(_) => assert!(tried.is_err()),
                None => assert!(
                    !matches!(tried, Err(code) if code.starts_with("step.") || code.starts_with("right.")),
                    "{} {}: {tried:?}",
                    actor.role,
                    offer.step.code
                ),
            }
        }
    }
    assert!(told.len() >= 3, "{told:?}");
}
