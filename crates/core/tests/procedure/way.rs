//! One key goes along the way of every window, and offers nobody what they may not do.

use fachuang_core::desk::Actor;
use fachuang_core::procedure::next_step;
use fachuang_core::ticket::act;
use uuid::Uuid;

use crate::support::{TestDesk, TicketAdder, centre, open, station};
use crate::{take, wish};

fn next(desk: &TestDesk, actor: &Actor, id: Uuid) -> &'static str {
    next_step(&desk.view(), actor, &desk.ticket(id)).map_or("", |step| step.code)
}

/// Who takes which step with which answers.
type Leg<'a> = (&'a Actor, &'a str, &'a [(&'a str, &'a str)]);

/// Goes along the way by the main key; every step is the one that was offered.
fn along(desk: &mut TestDesk, id: Uuid, way: &[Leg<'_>]) {
    for (actor, step, values) in way {
        assert_eq!(next(desk, actor, id), *step);
        take(desk, actor, id, &wish(step, values)).unwrap();
    }
}

#[test]
fn a_fresh_ticket_offers_the_first_step_of_its_window() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    for (window, first) in [
        ("consult", "advise"),
        ("legal_aid", "application_received"),
        ("mediation", "consent_asked"),
        ("notary", "checklist"),
        ("forensic", "ask_case_organ"),
        ("special", "group_evidence"),
    ] {
        let id = TicketAdder::at(window).applicant("张三").add(&mut desk);
        assert_eq!(next(&desk, &clerk, id), first, "{window}");
        let auditor = desk.auditor.clone();
        assert_eq!(next(&desk, &auditor, id), "", "{window}");
    }
}

#[test]
fn legal_aid_goes_from_the_application_to_the_agreement_by_one_key() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut desk);
    let (clerk, reviewer, director) = (
        desk.clerk.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    );
    let lawyer = desk.handler.clone();
    along(
        &mut desk,
        id,
        &[
            (&clerk, "application_received", &[]),
            (&reviewer, "first_review", &[("opinion", "fits")]),
            (
                &reviewer,
                "economic_check",
                &[("result", "exempt"), ("proof", "低保证")],
            ),
            (
                &director,
                "decide_grant",
                &[("supplement_basis", "补充事项第三项")],
            ),
            (&clerk, "grant_served", &[("served", "2026-11-20")]),
            (&director, "assign", &[("lawyer", &lawyer.id.to_string())]),
            (&lawyer, "sign", &[]),
            (&lawyer, "case_end", &[("outcome", "支持请求")]),
            (&lawyer, "report", &[]),
        ],
    );
    assert_eq!(
        next(&desk, &lawyer, id),
        "",
        "the file is checked by the centre"
    );
    assert_eq!(next(&desk, &director, id), "file_check");
}

#[test]
fn a_notified_defence_begins_with_its_letter() {
    let mut desk = open(&centre());
    let mut adder = TicketAdder::at("legal_aid").applicant("张三");
    let fields = &mut adder.visit.tickets[0].fields;
    fields.insert("source".to_owned(), "notification".to_owned());
    let id = adder.add(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    along(
        &mut desk,
        id,
        &[(
            &clerk,
            "notify_letter",
            &[("organ", "县人民法院"), ("notified_for", "minor")],
        )],
    );
    assert_eq!(next(&desk, &director, id), "assign");
}

#[test]
fn a_station_ends_its_way_where_the_centre_decides() {
    let mut desk = open(&station(3));
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    along(
        &mut desk,
        id,
        &[
            (&clerk, "application_received", &[]),
            (&reviewer, "first_review", &[("opinion", "fits")]),
            (
                &reviewer,
                "economic_check",
                &[("result", "exempt"), ("proof", "低保证")],
            ),
        ],
    );
    let director = desk.director.clone();
    assert_eq!(next(&desk, &director, id), "");
}

#[test]
fn a_failed_mediation_tells_of_other_ways_and_an_ended_ticket_offers_nothing() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("mediation")
        .applicant("张三")
        .opponent("李四")
        .add(&mut desk);
    let clerk = desk.clerk.clone();
    let mediator = desk.handler.id.to_string();
    along(
        &mut desk,
        id,
        &[
            (&clerk, "consent_asked", &[("answer", "all")]),
            (&clerk, "mediate_accept", &[]),
            (&clerk, "told_rights", &[]),
            (&clerk, "assign_mediator", &[("mediator", &mediator)]),
        ],
    );
    let handler = desk.handler.clone();
    assert_eq!(next(&desk, &handler, id), "mediate_session");
    take(&mut desk, &handler, id, &wish("mediate_fail", &[])).unwrap();
    assert_eq!(next(&desk, &handler, id), "told_other_ways");
    let version = desk.version(id);
    desk.write(&handler, |tx| act::withdraw(tx, id, version, "不办了"))
        .unwrap();
    assert_eq!(next(&desk, &handler, id), "");
}
