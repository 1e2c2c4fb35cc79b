//! Who may do what to a ticket: conditions of the role table, at the desk and in the fold.

use std::collections::BTreeMap;

use fachuang_core::account::role::Role;
use fachuang_core::desk::{Actor, subject};
use fachuang_core::journal::{Record, Value};
use fachuang_core::staff::{self, StaffData};
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::machine::Idle;
use fachuang_core::ticket::{Act, State};
use uuid::Uuid;

use crate::support::{TestDesk, TicketAdder, centre, entries, open, station};
use crate::{take, wish};

fn code<T>(done: fachuang_core::error::Result<T>) -> Result<(), &'static str> {
    done.map(drop).map_err(|fault| fault.code())
}

fn add_staff(desk: &mut TestDesk, name: &str, role: Role, windows: &[&str], active: bool) -> Uuid {
    let admin = desk.admin.clone();
    let data = StaffData {
        windows: windows.iter().map(|code| (*code).to_owned()).collect(),
        active,
        ..StaffData::new("", name, role)
    };
    desk.write(&admin, |tx| staff::add(tx, &data)).unwrap()
}

#[test]
fn a_ticket_is_worked_by_who_has_it_in_hand_and_by_who_received_the_visitor() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, handler, second) = (
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.second.clone(),
    );
    let version = desk.version(id);
    desk.write(&handler, |tx| act::accept(tx, id, version))
        .unwrap();
    let version = desk.version(id);
    let changes = BTreeMap::from([("summary".to_owned(), "改".to_owned())]);
    let note = Note {
        kind: "work".into(),
        text: "已联系".into(),
        ..Note::default()
    };
    for (name, actor, expected) in [
        ("another lawyer", &second, Err("ticket.not_yours")),
        ("the holder", &handler, Ok(())),
    ] {
        let withdrawn = code(desk.write(actor, |tx| {
            act::edit(tx, id, version, &changes, "")?;
            act::note(tx, id, &note)?;
            act::withdraw(tx, id, version + 2, "不办了")?;
            Err::<(), _>(fachuang_core::error::Error::refused("rolled.back"))
        }));
        let went_through = expected.map_err(|code: &str| code).and(Err("rolled.back"));
        assert_eq!(withdrawn, went_through, "{name}");
        assert_eq!(
            code(desk.write(actor, |tx| act::accept(tx, id, version))),
            match expected {
                Ok(()) => Err("ticket.not_now"),
                Err(code) => Err(code),
            }
        );
    }
    code(desk.write(&clerk, |tx| act::close(tx, id, version, "withdrawn", ""))).unwrap();
}

#[test]
fn a_clerk_at_another_counter_adds_notes_and_materials_and_changes_nothing() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let other = Actor {
        id: add_staff(&mut desk, "丁窗口", Role::Clerk, &[], true),
        ..desk.clerk.clone()
    };
    let note = Note {
        kind: "told".into(),
        text: "补收材料".into(),
        ..Note::default()
    };
    desk.write(&other, |tx| act::note(tx, id, &note)).unwrap();
    let version = desk.version(id);
    let changes = BTreeMap::from([("summary".to_owned(), "改".to_owned())]);
    let edited = code(desk.write(&other, |tx| act::edit(tx, id, version, &changes, "")));
    assert_eq!(edited, Err("ticket.not_yours"));
    assert_eq!(
        take(
            &mut desk,
            &other,
            id,
            &wish("interpreter", &[("kind", "手语")])
        ),
        Ok(())
    );
    assert_eq!(
        take(
            &mut desk,
            &other,
            id,
            &wish("drafting", &[("doc", "起诉状")])
        ),
        Err("ticket.not_yours")
    );
}

#[test]
fn what_a_clerk_proposes_a_director_who_did_not_begin_it_carries_out() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let version = desk.version(id);
    let voided = |desk: &mut TestDesk, actor: &Actor, version| {
        code(desk.write(actor, |tx| act::void(tx, id, version, "重复登记")))
    };
    assert_eq!(
        voided(&mut desk, &clerk, version),
        Err("right.propose_only")
    );
    let proposal = wish("propose_void", &[("reason", "重复登记")]);
    assert_eq!(
        take(&mut desk, &director, id, &proposal),
        Err("right.missing")
    );
    take(&mut desk, &clerk, id, &proposal).unwrap();
    // The clerk has become a director since: the proposal is still theirs.
    let promoted = Actor {
        role: Role::Director.code().to_owned(),
        ..clerk
    };
    let version = desk.version(id);
    assert_eq!(
        voided(&mut desk, &promoted, version),
        Err("right.four_eyes")
    );
    assert_eq!(voided(&mut desk, &director, version), Ok(()));
    assert_eq!(desk.ticket(id).progress().unwrap().state, State::Void);
}

#[test]
fn who_received_the_visitor_does_not_take_the_matter_up_again() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    let version = desk.version(id);
    desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了"))
        .unwrap();
    let reopened = |desk: &mut TestDesk, actor: &Actor| {
        let version = desk.version(id);
        code(desk.write(actor, |tx| act::reopen(tx, id, version, "又来办")))
    };
    assert_eq!(reopened(&mut desk, &clerk), Err("right.propose_only"));
    let same_person = Actor {
        role: Role::Reviewer.code().to_owned(),
        ..clerk
    };
    assert_eq!(reopened(&mut desk, &same_person), Err("right.four_eyes"));
    assert_eq!(reopened(&mut desk, &reviewer), Ok(()));
}

#[test]
fn a_ticket_is_given_to_those_who_work_tickets_at_its_window() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let clerk = desk.clerk.clone();
    let elsewhere = add_staff(&mut desk, "甲窗口", Role::Clerk, &["notary"], true);
    let here = add_staff(&mut desk, "乙窗口", Role::Clerk, &["consult"], true);
    let lawyer = add_staff(&mut desk, "丙律师", Role::Handler, &["mediation"], true);
    let gone = add_staff(&mut desk, "戊律师", Role::Handler, &[], false);
    let (reviewer, admin) = (desk.reviewer.id, desk.admin.id);
    for (name, staff, expected) in [
        (
            "a clerk of another window",
            elsewhere,
            Err("staff.other_window"),
        ),
        ("a reviewer", reviewer, Err("staff.cannot_work")),
        ("the administrator", admin, Err("staff.cannot_work")),
        ("who has left", gone, Err("staff.inactive")),
        ("nobody known", Uuid::nil(), Err("staff.not_found")),
        ("a clerk of the window", here, Ok(())),
        ("a lawyer", lawyer, Ok(())),
    ] {
        let version = desk.version(id);
        let done = code(desk.write(&clerk, |tx| act::assign(tx, id, version, staff, "")));
        assert_eq!(done, expected, "{name}");
    }
}

/// Writes an act as a program without rules would.
fn forge(desk: &mut TestDesk, actor: &Actor, id: Uuid, act: Act) {
    let body = Record::of([
        ("outcome", Value::text("done")),
        ("reason", Value::text("理由")),
    ]);
    let seen = desk
        .ticket(id)
        .folded
        .event_heads(|kind| Act::from_kind(kind).is_some());
    let base = vec![("@state".to_owned(), seen)];
    desk.write(actor, |tx| {
        tx.append(subject::TICKET, id, act.kind(), &body, base)
    })
    .unwrap();
}

#[test]
fn a_station_ends_no_matter_that_only_the_centre_decides() {
    let (mut a, mut b) = (open(&centre()), open(&station(3)));
    let id = TicketAdder::at("legal_aid").applicant("张三").add(&mut b);
    let clerk = b.clerk.clone();
    let version = b.version(id);
    assert_eq!(
        code(b.write(&clerk, |tx| act::accept(tx, id, version))),
        Err("ticket.centre_only")
    );
    assert_eq!(
        code(b.write(&clerk, |tx| act::close(tx, id, version, "done", ""))),
        Err("ticket.centre_only")
    );
    assert_eq!(
        code(b.write(&clerk, |tx| act::refuse(tx, id, version, "other", ""))),
        Err("ticket.centre_only")
    );
    for act in [Act::Accept, Act::Close, Act::Refuse] {
        forge(&mut b, &clerk, id, act);
    }
    a.merge(&entries(&b)).unwrap();
    let ticket = a.ticket(id);
    assert_eq!(ticket.progress().unwrap().state, State::Registered);
    let idle: Vec<Option<Idle>> = ticket.life.steps.iter().map(|step| step.idle).collect();
    let barred = Some(Idle::CentreOnly);
    assert_eq!(idle, [None, barred, barred, barred]);
    assert_eq!(
        ticket.life.clashes,
        [],
        "who has no say clashes with nobody"
    );
    assert!(a.verify().unwrap().is_sound());
}
