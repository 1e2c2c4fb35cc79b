//! Steps of every window, of 法律咨询 and of 特殊群体维权.

use fachuang_core::desk::Actor;
use fachuang_core::person;
use fachuang_core::procedure::{Wish, clocks};
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::rate::{self, Answer};
use fachuang_core::visit::NewTicket;
use uuid::Uuid;

use crate::support::{DAY_MS, TestDesk, TicketAdder, centre, day, id18, open};
use crate::{clock, take, wish};

fn taken(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    step: &str,
    values: &[(&str, &str)],
) -> Result<(), &'static str> {
    take(desk, actor, id, &wish(step, values))
}

#[test]
fn an_unnamed_visitor_is_named_before_the_matter_goes_to_a_window_that_needs_a_name() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").add(&mut desk);
    let clerk = desk.clerk.clone();
    let new = NewTicket {
        window: "legal_aid".into(),
        matter: "欠薪".into(),
        ..NewTicket::default()
    };
    let split = |desk: &mut TestDesk| {
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::split(tx, id, version, &new, "申请援助"))
            .map_err(|fault| fault.code())
    };
    assert_eq!(split(&mut desk), Err("ticket.name_needed"));
    let version = desk.version(id);
    let moved = desk.write(&clerk, |tx| {
        act::transfer(tx, id, version, "mediation", "愿意调解")
    });
    assert_eq!(moved.unwrap_err().code(), "ticket.name_needed");

    let number = id18("19850312", 7);
    let wrong = [
        ("name", "李四"),
        ("id_kind", "resident_id"),
        ("id_number", "519921198503120071"),
    ];
    assert!(taken(&mut desk, &clerk, id, "name_visitor", &wrong).is_err());
    let named = [
        ("name", "李四"),
        ("id_kind", "resident_id"),
        ("id_number", number.as_str()),
    ];
    taken(&mut desk, &clerk, id, "name_visitor", &named).unwrap();
    let ticket = desk.ticket(id);
    let known = person::get(&desk.view(), ticket.id_in("person").unwrap()).unwrap();
    assert_eq!(known.folded.text("name"), "李四");
    assert_eq!(ticket.folded.value("age").as_int(), Some(41));
    let step = ticket.progress().unwrap().last("name_visitor").unwrap();
    assert!(
        step.values.is_empty(),
        "particulars stand in the register alone"
    );
    let child = split(&mut desk).unwrap().0;
    assert_eq!(desk.ticket(child).id_in("person"), ticket.id_in("person"));
    assert_eq!(
        taken(&mut desk, &clerk, id, "name_visitor", &named),
        Err("step.once")
    );
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn who_is_complained_of_neither_sees_nor_works_nor_takes_the_complaint() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, handler, second, reviewer) = (
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.second.clone(),
        desk.reviewer.clone(),
    );
    let own = clerk.id.to_string();
    let about = [("about", "态度生硬"), ("target", own.as_str())];
    assert_eq!(
        taken(&mut desk, &clerk, id, "complaint_taken", &about),
        Err("complaint.own")
    );
    let target = handler.id.to_string();
    let about = [("about", "态度生硬"), ("target", target.as_str())];
    taken(&mut desk, &clerk, id, "complaint_taken", &about).unwrap();

    let ticket = desk.ticket(id);
    let director_named = Actor {
        role: "director".into(),
        ..handler.clone()
    };
    for (actor, seen) in [
        (&handler, false),
        (&director_named, false),
        (&second, false),
        (&clerk, true),
        (&reviewer, true),
    ] {
        assert_eq!(
            act::sees(actor, &ticket),
            seen,
            "{} {}",
            actor.name,
            actor.role
        );
    }
    let version = desk.version(id);
    let assigned = desk.write(&reviewer, |tx| act::assign(tx, id, version, handler.id, ""));
    assert_eq!(assigned.unwrap_err().code(), "staff.excluded");

    let examined = [("verdict", "valid"), ("facts", "确有其事")];
    assert_eq!(
        taken(&mut desk, &reviewer, id, "complaint_examined", &examined),
        Err("field.missing")
    );
    let examined = [examined[0], examined[1], ("measure", "批评教育")];
    assert_eq!(
        taken(&mut desk, &clerk, id, "complaint_examined", &examined),
        Err("right.missing")
    );
    taken(&mut desk, &reviewer, id, "complaint_examined", &examined).unwrap();
    assert_eq!(clock(&desk, id, "PET-TELL").met, None);
    taken(
        &mut desk,
        &clerk,
        id,
        "complaint_answered",
        &[("text", "已处理")],
    )
    .unwrap();
    assert_eq!(clock(&desk, id, "PET-TELL").met, Some(day("2026-11-20")));
}

#[test]
fn a_call_back_that_reaches_nobody_is_tried_three_times_and_keeps_to_what_was_agreed() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("special").applicant("张三").add(&mut desk);
    let clerk = desk.clerk.clone();
    assert_eq!(
        taken(
            &mut desk,
            &clerk,
            id,
            "safe_contact",
            &[("no_call", "true")]
        ),
        Err("field.missing")
    );
    let agreed = [("no_call", "true"), ("way", "只联系姐姐，工作日上午")];
    taken(&mut desk, &clerk, id, "safe_contact", &agreed).unwrap();
    let version = desk.version(id);
    desk.write(&clerk, |tx| act::close(tx, id, version, "answered", ""))
        .unwrap();
    let careless = taken(
        &mut desk,
        &clerk,
        id,
        "callback_failed",
        &[("why", "no_answer")],
    );
    assert_eq!(careless, Err("contact.safe_way"));
    for attempt in 1..=3 {
        let early = taken(&mut desk, &clerk, id, "callback_given_up", &[]);
        assert_eq!(
            early,
            Err(if attempt == 1 {
                "step.before"
            } else {
                "callback.too_few"
            })
        );
        let failed = [("why", "no_answer"), ("contact", "姐姐")];
        taken(&mut desk, &clerk, id, "callback_failed", &failed).unwrap();
        let ticket = desk.ticket(id);
        let last = ticket
            .progress()
            .unwrap()
            .last("callback_failed")
            .unwrap()
            .clone();
        assert_eq!(last.value("noted.attempt"), format!("第{attempt}次"));
    }
    assert_eq!(clock(&desk, id, "BACK-CALL").met, None);
    taken(&mut desk, &clerk, id, "callback_given_up", &[]).unwrap();
    assert!(clock(&desk, id, "BACK-CALL").met.is_some());
}

#[test]
fn a_typical_case_tells_nobodys_name_and_is_confirmed_by_a_second_person() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult")
        .applicant("张三丰")
        .opponent("某某公司老板赵六")
        .add(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    for told in ["张三丰讨薪", "赵六欠薪", "某某公司老板赵六欠薪"] {
        let case = [("title", "讨薪一案"), ("text", told)];
        let done = taken(&mut desk, &clerk, id, "typical_case", &case);
        let expected = if told == "赵六欠薪" {
            Ok(())
        } else {
            Err("typical.tells_name")
        };
        assert_eq!(done, expected, "{told}");
    }
    assert!(desk.ticket(id).folded.value("typical").as_bool());
    taken(&mut desk, &reviewer, id, "typical_case_confirmed", &[]).unwrap();
}

#[test]
fn two_persons_go_to_somebodys_home_and_ask_what_they_want() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("special").applicant("张三").add(&mut desk);
    let (clerk, one, two) = (
        desk.clerk.clone(),
        desk.handler.id.to_string(),
        desk.second.id.to_string(),
    );
    let order = |two: &str| {
        wish(
            "home_visit_order",
            &[
                ("staff_one", &one),
                ("staff_two", two),
                ("at", "2026-11-23T09:30"),
                ("address", "文明路2号"),
            ],
        )
    };
    assert_eq!(
        take(&mut desk, &clerk, id, &order(&one)),
        Err("home_visit.two_persons")
    );
    take(&mut desk, &clerk, id, &order(&two)).unwrap();
    let visit = [
        ("staff_one", one.as_str()),
        ("staff_two", &two),
        ("own_will", "false"),
    ];
    assert_eq!(
        taken(&mut desk, &clerk, id, "home_visit", &visit),
        Err("home_visit.own_will")
    );
    assert_eq!(desk.ticket(id).progress().unwrap().stage, "cared");
}

#[test]
fn an_urgent_protection_order_is_decided_within_a_day() {
    for (urgent, rule) in [
        ("", "PO-DECIDE"),
        ("false", "PO-DECIDE"),
        ("true", "PO-DECIDE-24"),
    ] {
        let mut desk = open(&centre());
        let id = TicketAdder::at("special").applicant("张三").add(&mut desk);
        let clerk = desk.clerk.clone();
        taken(
            &mut desk,
            &clerk,
            id,
            "protection_order_apply",
            &[("urgent", urgent)],
        )
        .unwrap();
        let running: Vec<String> = clocks(&desk.ticket(id))
            .into_iter()
            .map(|clock| clock.rule)
            .collect();
        assert_eq!(running, [rule]);
        assert_eq!(clock(&desk, id, rule).from_at_ms, desk.now_ms());
        taken(
            &mut desk,
            &clerk,
            id,
            "protection_order_issued",
            &[("months", "6")],
        )
        .unwrap();
        assert!(clock(&desk, id, rule).met.is_some());
    }
}

#[test]
fn data_goes_to_a_department_with_separate_consent_only() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("special").applicant("张三").add(&mut desk);
    let clerk = desk.clerk.clone();
    for (consent, expected) in [("false", Err("consent.missing")), ("true", Ok(()))] {
        let values = [
            ("department", "women"),
            ("request", "庇护"),
            ("separate_consent", consent),
        ];
        assert_eq!(
            taken(&mut desk, &clerk, id, "coordinate", &values),
            expected
        );
    }
}

#[test]
fn who_takes_over_from_the_first_contact_has_the_ticket_in_hand() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, second, reviewer) = (
        desk.clerk.clone(),
        desk.second.clone(),
        desk.reviewer.clone(),
    );
    let heir = second.id.to_string();
    let drafting = [("doc", "起诉状")];
    assert_eq!(
        taken(&mut desk, &second, id, "drafting", &drafting),
        Err("ticket.not_yours")
    );
    taken(
        &mut desk,
        &reviewer,
        id,
        "first_contact_passed",
        &[("to", &heir), ("reason", "调岗")],
    )
    .unwrap();
    assert_eq!(taken(&mut desk, &second, id, "drafting", &drafting), Ok(()));
    assert_eq!(
        taken(&mut desk, &clerk, id, "drafting", &drafting),
        Err("ticket.not_yours")
    );
    let ticket = desk.ticket(id);
    assert_eq!(
        ticket.text("first_contact"),
        clerk.id.to_string(),
        "what was printed stays"
    );
}

#[test]
fn a_bad_rating_starts_a_limit_that_a_second_person_ends() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    for (level, bad) in [(5, false), (2, true)] {
        let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::close(tx, id, version, "done", ""))
            .unwrap();
        let answer = Answer {
            attitude: level,
            efficiency: 5,
            skill: 5,
            overall: 5,
            ..Answer::default()
        };
        desk.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer))
            .unwrap();
        assert!(clock(&desk, id, "EVAL").met.is_some());
        let fix = clocks(&desk.ticket(id))
            .into_iter()
            .any(|clock| clock.rule == "RATE-FIX");
        assert_eq!(fix, bad);
        if !bad {
            continue;
        }
        taken(
            &mut desk,
            &clerk,
            id,
            "rating_remedied",
            &[("cause", "等太久"), ("measure", "加开窗口")],
        )
        .unwrap();
        let own = desk.write(&clerk, |tx| rate::finish_rating(tx, id, "已改"));
        assert_eq!(own.unwrap_err().code(), "rating.own");
        let director = desk.director.clone();
        desk.write(&director, |tx| rate::finish_rating(tx, id, "已回电道歉"))
            .unwrap();
        assert!(clock(&desk, id, "RATE-FIX").met.is_some());
    }
}

#[test]
fn a_hand_over_runs_for_the_days_its_sheet_says_and_goes_on_after_the_end() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let clerk = desk.clerk.clone();
    let sheet = [("kind", "hotline"), ("number", "RX-7"), ("days", "5")];
    taken(&mut desk, &clerk, id, "hand_over_received", &sheet).unwrap();
    let version = desk.version(id);
    desk.write(&clerk, |tx| act::close(tx, id, version, "done", ""))
        .unwrap();
    let back = clock(&desk, id, "HOT-BACK");
    assert_eq!(back.length.map(|(length, _)| length), Some(5));
    assert!(back.is_open() && back.subject == "RX-7");
    taken(
        &mut desk,
        &clerk,
        id,
        "hand_over_answered",
        &[("text", "已答复")],
    )
    .unwrap();
    assert!(!clock(&desk, id, "HOT-BACK").is_open());
}

#[test]
fn a_petition_that_is_ours_is_answered_within_its_limit_and_may_be_reviewed() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    taken(
        &mut desk,
        &clerk,
        id,
        "petition_received",
        &[("classification", "appeal")],
    )
    .unwrap();
    taken(&mut desk, &director, id, "petition_accepted", &[]).unwrap();
    assert_eq!(
        taken(&mut desk, &clerk, id, "misrouted", &[("competent", "某局")]),
        Err("step.excluded")
    );
    desk.clock.set_ms(desk.now_ms() + 50 * DAY_MS);
    let longer = [
        ("accepted_on", "2026-11-20"),
        ("days", "90"),
        ("reason", "情况复杂"),
    ];
    taken(&mut desk, &director, id, "petition_extended", &longer).unwrap();
    let done: Vec<(bool, Option<u32>)> = clocks(&desk.ticket(id))
        .into_iter()
        .filter(|clock| clock.rule == "PET-DONE")
        .map(|clock| (clock.dropped, clock.length.map(|(length, _)| length)))
        .collect();
    assert_eq!(done, [(true, None), (false, Some(90))]);
    let answered = Wish {
        day: Some(day("2027-01-09")),
        ..wish("petition_answered", &[("text", "支持")])
    };
    take(&mut desk, &clerk, id, &answered).unwrap();
    assert!(clock(&desk, id, "PET-REV-ASK").is_open());
    let note = Note {
        kind: "work".into(),
        text: "已送达".into(),
        ..Note::default()
    };
    desk.write(&clerk, |tx| act::note(tx, id, &note)).unwrap();
}
