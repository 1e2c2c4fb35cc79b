//! Papers and the clocks their delivery starts.

mod support;

use fachuang_core::desk::Actor;
use fachuang_core::procedure::{self, Wish, clocks};
use fachuang_core::ticket::paper::{self, Delivery, Made};
use support::{TestDesk, TicketAdder, centre, day, open};
use uuid::Uuid;

fn take(desk: &mut TestDesk, actor: &Actor, id: Uuid, step: &str, values: &[(&str, &str)]) {
    let wish = Wish {
        step: step.to_owned(),
        day: None,
        values: values
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect(),
    };
    let version = desk.version(id);
    desk.write(actor, |tx| procedure::take_step(tx, id, version, &wish))
        .unwrap();
}

/// Refuses an application, without a day of delivery unless one is given.
fn refused(desk: &mut TestDesk, served: &[(&str, &str)]) -> Uuid {
    let id = TicketAdder::at("legal_aid")
        .applicant("石怀远")
        .matter("交通事故人身损害赔偿")
        .add(desk);
    let (clerk, reviewer, director) = (
        desk.clerk.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    );
    take(desk, &clerk, id, "application_received", &[]);
    let other = reviewer.id.to_string();
    let mut values = vec![
        ("reason", "matter"),
        ("co_sign", other.as_str()),
        ("told_objection", "true"),
    ];
    values.extend(served);
    take(desk, &director, id, "decide_refuse", &values);
    id
}

fn issue(desk: &mut TestDesk, id: Uuid, form: &str) -> String {
    let clerk = desk.clerk.clone();
    desk.write(&clerk, |tx| {
        let number = paper::take_number(tx)?;
        let made = Made {
            count: 1,
            number: number.clone(),
            ..Made::default()
        };
        paper::record(tx, id, form, "file", &made)?;
        Ok(number)
    })
    .unwrap()
}

fn deliver(desk: &mut TestDesk, id: Uuid, number: String, on: &str) -> &'static str {
    let clerk = desk.clerk.clone();
    let delivery = Delivery {
        papers: vec![number],
        way: "direct".into(),
        day: Some(day(on)),
        receiver: "addressee".into(),
        receiver_name: "石怀远".into(),
        ..Delivery::default()
    };
    let step = desk.write(&clerk, |tx| paper::deliver(tx, id, &delivery));
    step.unwrap().map_or("", |step| step.name)
}

/// Grants an application.
fn granted(desk: &mut TestDesk) -> Uuid {
    let mut visit = TicketAdder::at("legal_aid")
        .applicant("石怀远")
        .matter("请求支付劳动报酬（农民工欠薪）");
    visit.visit.visitor.groups = vec!["migrant_worker".to_owned()];
    let id = visit.add(desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    take(desk, &clerk, id, "application_received", &[]);
    take(desk, &director, id, "decide_grant", &[]);
    id
}

fn objection_from(desk: &TestDesk, id: Uuid) -> Vec<String> {
    let running = clocks(&desk.ticket(id));
    let objection = running.iter().filter(|clock| clock.rule == "LA-OBJ-FILE");
    objection.map(|clock| clock.from_day.to_string()).collect()
}

#[test]
fn the_delivery_of_a_refusal_starts_the_time_to_object() {
    let mut desk = open(&centre());
    let id = refused(&mut desk, &[]);
    assert!(objection_from(&desk, id).is_empty());
    let decision = issue(&mut desk, id, "aid_refuse");
    let today = desk.view().today().to_string();
    assert_eq!(deliver(&mut desk, id, decision, &today), "送达决定书");
    assert_eq!(objection_from(&desk, id), [today]);
}

#[test]
fn a_delivery_that_was_written_down_before_starts_nothing_twice() {
    let mut desk = open(&centre());
    let today = desk.view().today().to_string();
    let id = refused(&mut desk, &[("served", today.as_str())]);
    let decision = issue(&mut desk, id, "aid_refuse");
    assert_eq!(deliver(&mut desk, id, decision, &today), "");
    assert_eq!(objection_from(&desk, id), [today]);
    let receipt = issue(&mut desk, id, "receipt_a4");
    let on = desk.view().today().to_string();
    assert_eq!(
        deliver(&mut desk, id, receipt, &on),
        "",
        "a receipt starts no clock"
    );
}

#[test]
fn the_delivery_of_a_grant_is_a_step_that_starts_no_time_to_object() {
    let mut desk = open(&centre());
    let id = granted(&mut desk);
    let decision = issue(&mut desk, id, "aid_grant");
    let today = desk.view().today().to_string();
    let step = deliver(&mut desk, id, decision.clone(), &today);
    assert_eq!(step, "送达给予援助决定书");
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    assert_eq!(progress.stage, "granted", "the case goes on");
    let served = progress.last("grant_served").unwrap();
    assert_eq!(served.value("served"), today);
    assert_eq!(served.value("way"), "直接送达");
    assert!(objection_from(&desk, id).is_empty());
    assert_eq!(deliver(&mut desk, id, decision, &today), "", "once");
}

#[test]
fn the_large_print_of_a_decision_is_the_decision() {
    let mut desk = open(&centre());
    let id = refused(&mut desk, &[]);
    let decision = issue(&mut desk, id, "aid_refuse_large");
    let today = desk.view().today().to_string();
    assert_eq!(deliver(&mut desk, id, decision, &today), "送达决定书");
    assert_eq!(objection_from(&desk, id), [today]);
}

#[test]
fn a_grant_is_not_handed_over_before_it_was_decided() {
    let mut desk = open(&centre());
    let id = granted(&mut desk);
    let clerk = desk.clerk.clone();
    for (served, code) in [
        ("2026-11-19", "step.day_early"),
        ("2026-11-21", "step.day_future"),
    ] {
        let wish = Wish {
            step: "grant_served".to_owned(),
            day: None,
            values: [("served".to_owned(), served.to_owned())].into(),
        };
        let version = desk.version(id);
        let taken = desk.write(&clerk, |tx| procedure::take_step(tx, id, version, &wish));
        assert_eq!(taken.unwrap_err().code(), code, "{served}");
    }
}

#[test]
fn papers_do_not_take_numbers_away_from_tickets() {
    let mut desk = open(&centre());
    let first = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let paper = issue(&mut desk, first, "receipt_a4");
    let second = TicketAdder::at("consult").applicant("李四").add(&mut desk);
    let counter = |number: &str| {
        fachuang_core::number::TicketNumber::parse(number)
            .unwrap()
            .counter()
    };
    assert_eq!(counter(desk.ticket(first).text("number")), 1);
    assert_eq!(counter(desk.ticket(second).text("number")), 2);
    assert_eq!(counter(&paper), 1);
}
