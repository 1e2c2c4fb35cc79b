//! Registering a visit: what is refused, where, and what is kept.

mod support;

use fachuang_core::error::Error;
use fachuang_core::person::{self, Visitor};
use fachuang_core::slip;
use fachuang_core::visit::{self, NewParty};
use support::{TicketAdder, centre, credit, id18, open, refusal};

#[test]
fn a_pure_enquiry_needs_no_name() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let done = TicketAdder::at("consult")
        .register(&mut desk, &clerk)
        .unwrap();
    assert_eq!(done.person, None);
    let ticket = desk.ticket(done.tickets[0].id);
    assert!(ticket.text("number").starts_with("YC-Z261120-1001"));
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_slip_that_cannot_be_looked_up_is_not_called_unknown() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let numbers = desk.write(&clerk, |tx| slip::hand_out(tx, 1, "窗口抽屉"));
    let mut on_slip = TicketAdder::at("consult").visit;
    on_slip.slip.clone_from(&numbers.unwrap()[0]);
    on_slip.received_ms = Some(desk.now_ms());
    let checked = visit::check(&desk.view(), &on_slip).unwrap();
    assert!(checked.slip.is_some());
    desk.connection().execute_batch("DROP TABLE slip").unwrap();
    let fault = visit::check(&desk.view(), &on_slip).unwrap_err();
    assert!(matches!(fault, Error::Sql(_)), "{fault}");
}

#[test]
fn a_refusal_names_its_field_and_leaves_nothing_behind() {
    let wrong_digit = {
        let mut number = id18("19850312", 7);
        let last = if number.ends_with('1') { '2' } else { '1' };
        number.pop();
        number.push(last);
        number
    };
    let firm = |credit_code: &str| NewParty {
        role: "opponent".into(),
        kind: "organisation".into(),
        name: "云川县远山建筑有限公司".into(),
        credit_code: credit_code.into(),
        ..NewParty::default()
    };
    let named = || TicketAdder::at("legal_aid").applicant("张三");
    let cases = [
        ("visitor.name name.missing", TicketAdder::at("legal_aid")),
        ("visitor.birth birth.future", named().birth("2026-11-21")),
        ("visitor.birth day.shape", named().birth("1985-02-30")),
        (
            "visitor.id_number id.check_digit",
            named().id_number(&wrong_digit),
        ),
        ("visitor.phone phone.shape", named().phone("12345")),
        (
            "tickets[0].parties[0].credit_code credit.check",
            named().party(firm("91510000MA0000001Y")),
        ),
        (
            "tickets[0].parties[0].name name.empty",
            named().opponent(" "),
        ),
        ("tickets[0].matter matter.missing", named().matter(" ")),
        (
            "tickets[0].window choice.unknown",
            TicketAdder::at("tax").applicant("张三"),
        ),
        ("tickets[1].matter matter.missing", {
            let mut adder = named().and_at("mediation");
            adder.visit.tickets[1].matter.clear();
            adder
        }),
        ("tickets[0].told choice.unknown", {
            let mut adder = named();
            adder.visit.tickets[0].told.push("nothing".into());
            adder
        }),
        ("tickets visit.no_ticket", {
            let mut adder = named();
            adder.visit.tickets.clear();
            adder
        }),
        ("channel choice.unknown", {
            let mut adder = named();
            adder.visit.channel = "pigeon".into();
            adder
        }),
        ("received_at received.future", {
            let mut adder = named();
            adder.visit.received_ms = Some(support::MORNING_MS + 1);
            adder
        }),
    ];
    let mut desk = open(&centre());
    TicketAdder::at("consult").applicant("李四").add(&mut desk);
    let clerk = desk.clerk.clone();
    let before = (desk.dump().unwrap(), support::entries(&desk).len());
    for (expected, adder) in cases {
        let fault = adder.register(&mut desk, &clerk).unwrap_err();
        assert_eq!(refusal(&fault), expected);
        let after = (desk.dump().unwrap(), support::entries(&desk).len());
        assert_eq!(after, before, "{expected} left something");
    }
    let next = named().register(&mut desk, &clerk).unwrap();
    assert!(
        next.tickets[0].number.starts_with("YC-Y261120-1002"),
        "a refused visit uses up no number: {}",
        next.tickets[0].number
    );
}

#[test]
fn only_those_who_receive_visitors_register() {
    let mut desk = open(&centre());
    let before = desk.dump().unwrap();
    for actor in desk.everybody() {
        let done = TicketAdder::at("consult").register(&mut desk, &actor);
        match actor.role.as_str() {
            "clerk" | "handler" => assert!(done.is_ok(), "{}", actor.role),
            _ => assert_eq!(done.unwrap_err().code(), "right.missing", "{}", actor.role),
        }
    }
    assert_eq!(
        desk.dump().unwrap().len(),
        before.len() + 3 * 2 + 3,
        "ticket, hand; and the counters of one window and one day"
    );
}

#[test]
fn a_known_number_is_the_known_person_and_the_register_keeps_its_writing() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let number = id18("19850312", 7);
    let first = TicketAdder::at("consult")
        .applicant("欧阳𬭬")
        .id_number(&number)
        .register(&mut desk, &clerk)
        .unwrap();
    let again = TicketAdder::at("mediation")
        .applicant("欧阳金")
        .id_number(&number)
        .phone("19900010592")
        .register(&mut desk, &clerk)
        .unwrap();
    assert_eq!(again.person, first.person);
    let person = person::get(&desk.view(), first.person.unwrap()).unwrap();
    assert_eq!(person.folded.text("name"), "欧阳𬭬");
    assert_eq!(
        person.folded.text("phone"),
        "19900010592",
        "what was empty is filled in"
    );
    let visit = desk.view().fold(again.visit).unwrap();
    assert_eq!(visit.text("name_as_given"), "欧阳金");
}

#[test]
fn every_paper_that_carries_the_identity_number_leads_to_the_person() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let number = id18("19850312", 7);
    let first = TicketAdder::at("consult")
        .applicant("张三")
        .id_number(&number)
        .register(&mut desk, &clerk)
        .unwrap();
    for (kind, typed) in [
        ("resident_id_15", support::id15("19850312", 7)),
        ("disability_card", format!("{number}11")),
        ("resident_id", number.to_lowercase()),
    ] {
        let visitor = Visitor {
            name: "张三".into(),
            id_kind: kind.into(),
            id_number: typed,
            ..Visitor::default()
        };
        let again = TicketAdder::at("consult")
            .visitor(visitor)
            .register(&mut desk, &clerk)
            .unwrap();
        assert_eq!(again.person, first.person, "{kind}");
    }
}

#[test]
fn a_card_shown_first_is_found_by_the_identity_number_later() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let number = id18("19850312", 7);
    let visitor = Visitor {
        name: "张三".into(),
        id_kind: "disability_card".into(),
        id_number: format!("{number}11"),
        ..Visitor::default()
    };
    let first = TicketAdder::at("consult")
        .visitor(visitor)
        .register(&mut desk, &clerk)
        .unwrap();
    let again = TicketAdder::at("consult")
        .applicant("张三")
        .id_number(&number)
        .register(&mut desk, &clerk)
        .unwrap();
    assert_eq!(again.person, first.person);
}

#[test]
fn the_age_is_that_of_the_day_of_application_for_good() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let done = TicketAdder::at("consult")
        .applicant("小周")
        .birth("2008-11-21")
        .register(&mut desk, &clerk)
        .unwrap();
    let id = done.tickets[0].id;
    assert_eq!(desk.ticket(id).folded.value("age").as_int(), Some(17));
    desk.clock
        .set_ms(support::MORNING_MS + 40 * support::DAY_MS);
    desk.rebuild().unwrap();
    assert_eq!(desk.ticket(id).folded.value("age").as_int(), Some(17));
    let later = TicketAdder::at("consult")
        .person(done.person.unwrap())
        .register(&mut desk, &clerk)
        .unwrap();
    let later = desk.ticket(later.tickets[0].id);
    assert_eq!(later.folded.value("age").as_int(), Some(18));
}

#[test]
fn a_credit_code_that_checks_is_taken() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("mediation")
        .applicant("张三")
        .party(NewParty {
            role: "被告".into(),
            kind: "organisation".into(),
            name: "云川县远山建筑有限公司".into(),
            credit_code: credit("91510000MA0000001"),
            ..NewParty::default()
        })
        .add(&mut desk);
    let party = &desk.ticket(id).parties()[0];
    assert_eq!(
        (party.role.as_str(), party.kind.as_str()),
        ("opponent", "organisation")
    );
}

#[test]
fn every_segment_that_set_up_takes_can_give_out_numbers() {
    for first in 'A'..='Z' {
        let segment = format!("{first}C");
        if fachuang_core::site::check_segment(&segment).is_err() {
            continue;
        }
        let letters = fachuang_core::number::LETTERS;
        assert!(
            letters.contains(first),
            "{segment} would stop the desk at its first ticket"
        );
    }
}
