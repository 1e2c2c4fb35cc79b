//! What waits on tickets, who mediates, and a desk that goes to others.

mod support;

use fachuang_core::account::role::Role;
use fachuang_core::desk::Actor;
use fachuang_core::procedure::{self, Wish};
use fachuang_core::staff::{self, StaffData};
use fachuang_core::ticket::pending::{self, Filter, Waits};
use fachuang_core::ticket::suggest::suggest;
use fachuang_core::ticket::{State, act, hand_over};
use support::{TestDesk, TicketAdder, centre, open};
use uuid::Uuid;

const NONE: [Uuid; 0] = [];

fn take(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    step: &str,
    values: &[(&str, &str)],
) -> Result<(), &'static str> {
    let version = desk.version(id);
    let wish = Wish {
        step: step.to_owned(),
        day: None,
        values: values
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect(),
    };
    desk.write(actor, |tx| procedure::take_step(tx, id, version, &wish))
        .map_err(|fault| fault.code())
}

fn waiting(desk: &TestDesk, waits: Waits, filter: &Filter) -> Vec<Uuid> {
    pending::list(&desk.view(), waits, filter).unwrap()
}

fn all(desk: &TestDesk, waits: Waits) -> Vec<Uuid> {
    waiting(desk, waits, &Filter::default())
}

#[test]
fn ordered_home_visits_are_listed_by_day_and_by_who_goes_until_somebody_was_there() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let (one, two) = (desk.handler.id.to_string(), desk.second.id.to_string());
    let mut order = |window: &str, at: &str, first: &str| {
        let id = TicketAdder::at(window).applicant("张三").add(&mut desk);
        let second = desk.clerk.id.to_string();
        let values = [
            ("staff_one", first),
            ("staff_two", second.as_str()),
            ("at", at),
            ("address", "尔古村二组"),
        ];
        take(&mut desk, &clerk, id, "home_visit_order", &values).unwrap();
        id
    };
    let late = order("special", "2026-11-23T15:00", &one);
    let early = order("legal_aid", "2026-11-23T09:30", &two);
    let next_day = order("consult", "2026-11-24T09:00", &one);
    assert_eq!(all(&desk, Waits::HomeVisit), [early, late, next_day]);
    let of_day = Filter {
        from: "2026-11-23".into(),
        until: "2026-11-23".into(),
        ..Filter::default()
    };
    assert_eq!(waiting(&desk, Waits::HomeVisit, &of_day), [early, late]);
    let of_one = Filter {
        staff: one.clone(),
        ..of_day.clone()
    };
    assert_eq!(waiting(&desk, Waits::HomeVisit, &of_one), [late]);
    assert_eq!(pending::count(&desk.view(), Waits::HomeVisit).unwrap(), 0);
    desk.clock.set_ms(desk.now_ms() + 3 * support::DAY_MS);
    assert_eq!(pending::count(&desk.view(), Waits::HomeVisit).unwrap(), 2);

    let staff = [("staff_one", one.as_str()), ("staff_two", two.as_str())];
    let visit = [staff[0], staff[1], ("own_will", "true")];
    take(&mut desk, &clerk, late, "home_visit", &visit).unwrap();
    let reason = [("reason", "已住院")];
    take(&mut desk, &clerk, next_day, "home_visit_cancelled", &reason).unwrap();
    let version = desk.version(early);
    assert_eq!(all(&desk, Waits::HomeVisit), [early]);
    desk.write(&clerk, |tx| act::withdraw(tx, early, version, "不办了"))
        .unwrap();
    assert_eq!(all(&desk, Waits::HomeVisit), NONE);
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_proposal_waits_until_somebody_else_follows_or_refuses_it() {
    let mut desk = open(&centre());
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let reason = [("reason", "重复登记")];
    let mut propose = || {
        let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
        take(&mut desk, &clerk, id, "propose_void", &reason).unwrap();
        id
    };
    let (followed, refused) = (propose(), propose());
    assert_eq!(all(&desk, Waits::Void), [followed, refused]);
    let asked = take(&mut desk, &clerk, refused, "void_refused", &reason);
    assert_eq!(asked, Err("right.propose_only"));
    take(&mut desk, &director, refused, "void_refused", &reason).unwrap();
    let version = desk.version(followed);
    desk.write(&director, |tx| act::void(tx, followed, version, "重复登记"))
        .unwrap();
    assert_eq!(all(&desk, Waits::Void), NONE);
    take(&mut desk, &clerk, refused, "propose_void", &reason).unwrap();
    assert_eq!(all(&desk, Waits::Void), [refused], "proposed once more");

    let id = TicketAdder::at("consult").applicant("李四").add(&mut desk);
    for round in 0..2 {
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了"))
            .unwrap();
        assert_eq!(all(&desk, Waits::Reopen), NONE, "round {round}");
        take(&mut desk, &clerk, id, "propose_reopen", &reason).unwrap();
        assert_eq!(all(&desk, Waits::Reopen), [id]);
        let version = desk.version(id);
        desk.write(&director, |tx| act::reopen(tx, id, version, "又来办"))
            .unwrap();
    }
    assert_eq!(all(&desk, Waits::Reopen), NONE);
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_referral_waits_for_its_answer_and_a_receipt_is_none_yet() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let id = TicketAdder::at("notary").applicant("张三").add(&mut desk);
    let sent = [
        ("institution", "云川县公证处"),
        ("separate_consent", "true"),
    ];
    take(&mut desk, &clerk, id, "refer_to", &sent).unwrap();
    assert_eq!(all(&desk, Waits::Referral), [id]);
    let version = desk.version(id);
    take(
        &mut desk,
        &clerk,
        id,
        "chase",
        &[("letter_number", "催字3号")],
    )
    .unwrap();
    assert!(
        desk.version(id) > version,
        "a letter is sent without an answer"
    );
    assert_eq!(
        take(&mut desk, &clerk, id, "chase", &[]),
        Err("field.missing")
    );
    take(&mut desk, &clerk, id, "refer_ack", &[]).unwrap();
    assert_eq!(all(&desk, Waits::Referral), [id]);
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    let begun = pending::waiting(progress, Waits::Referral).unwrap();
    assert!(pending::has_receipt(progress, begun));
    take(&mut desk, &clerk, id, "notary_accept", &[]).unwrap();
    assert_eq!(all(&desk, Waits::Referral), NONE);
    // A guide to an institution without a limit for its answer is not waited for.
    let id = TicketAdder::at("special").applicant("李四").add(&mut desk);
    take(&mut desk, &clerk, id, "refer_to", &sent).unwrap();
    assert_eq!(all(&desk, Waits::Referral), NONE);
}

fn hire(desk: &mut TestDesk, name: &str, fields: &[&str], qualification: &str) -> Uuid {
    let admin = desk.admin.clone();
    let data = StaffData {
        fields: fields.iter().map(|code| (*code).to_owned()).collect(),
        qualification: qualification.to_owned(),
        ..StaffData::new("", name, Role::Handler)
    };
    desk.write(&admin, |tx| staff::add(tx, &data)).unwrap()
}

#[test]
fn a_mediation_is_suggested_to_who_knows_its_field_and_a_hard_one_to_full_time_mediators() {
    let mut desk = open(&centre());
    hire(&mut desk, "甲调解员", &["family"], "part_time");
    hire(&mut desk, "乙调解员", &["family"], "full_time");
    hire(&mut desk, "丙调解员", &["land"], "full_time");
    let mut named = |dispute: &str, difficulty: &str| {
        let mut adder = TicketAdder::at("mediation").applicant("张三");
        let fields = &mut adder.visit.tickets[0].fields;
        fields.insert("dispute_type".to_owned(), dispute.to_owned());
        fields.insert("difficulty".to_owned(), difficulty.to_owned());
        let id = adder.add(&mut desk);
        let found = suggest(&desk.view(), &desk.ticket(id)).unwrap();
        let names = found.iter().map(|one| one.staff.name.clone());
        names.take(3).collect::<Vec<_>>()
    };
    let plain = named("family", "plain");
    assert!(
        plain[..2].contains(&"甲调解员".to_owned()) && plain[..2].contains(&"乙调解员".to_owned())
    );
    assert_eq!(plain[2], "丙调解员", "a mediator before who is none");
    assert_eq!(
        named("family", "hard"),
        ["乙调解员", "甲调解员", "丙调解员"]
    );
    assert_eq!(named("land", "plain")[0], "丙调解员");
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let found = suggest(&desk.view(), &desk.ticket(id)).unwrap();
    assert!(
        found
            .iter()
            .all(|one| one.field.is_empty() && one.qualification.is_empty())
    );
    let admin = desk.admin.clone();
    for (field, qualification) in [("x", ""), ("family", "x")] {
        let data = StaffData {
            fields: vec![field.to_owned()],
            qualification: qualification.to_owned(),
            ..StaffData::new("", "丁", Role::Handler)
        };
        let fault = desk.write(&admin, |tx| staff::add(tx, &data)).unwrap_err();
        assert_eq!(fault.code(), "choice.unknown");
    }
}

#[test]
fn a_desk_goes_to_others_as_a_whole_and_who_received_first_stays_responsible() {
    let mut desk = open(&centre());
    let (clerk, handler, second, director) = (
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.second.clone(),
        desk.director.clone(),
    );
    let mut ids = Vec::new();
    for at in 0..4 {
        let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::assign(tx, id, version, handler.id, ""))
            .unwrap();
        if at % 2 == 0 {
            let version = desk.version(id);
            desk.write(&handler, |tx| act::accept(tx, id, version))
                .unwrap();
        }
        ids.push(id);
    }
    let unclaimed = TicketAdder::at("consult").applicant("李四").add(&mut desk);
    assert_eq!(hand_over::list_held(&desk.view(), handler.id).unwrap(), ids);
    assert_eq!(
        hand_over::list_held(&desk.view(), clerk.id).unwrap(),
        [unclaimed]
    );
    let proposed =
        hand_over::propose(&desk.view(), &director, handler.id, &[second.id, clerk.id]).unwrap();
    let takers: Vec<Option<Uuid>> = proposed.iter().map(|one| one.to).collect();
    let of = |staff: Uuid| takers.iter().filter(|to| **to == Some(staff)).count();
    assert_eq!((of(second.id), of(clerk.id)), (2, 2), "shared evenly");

    let hand = |desk: &mut TestDesk, actor: &Actor, parts: &[(Uuid, Uuid)], why: &str| {
        desk.write(actor, |tx| hand_over::hand_over(tx, handler.id, parts, why))
            .map_err(|fault| fault.code())
    };
    let parts: Vec<(Uuid, Uuid)> = ids.iter().map(|id| (*id, second.id)).collect();
    let before = desk.dump().unwrap();
    let mut foreign = parts.clone();
    foreign.push((unclaimed, second.id));
    for (actor, parts, why, code) in [
        (&director, &parts[..3], "调离", "hand_over.left_out"),
        (&director, &foreign[..], "调离", "hand_over.not_theirs"),
        (&director, &parts[..], " ", "reason.missing"),
        (&clerk, &parts[..], "调离", "ticket.not_yours"),
        (&desk.auditor.clone(), &parts[..], "调离", "right.missing"),
    ] {
        assert_eq!(hand(&mut desk, actor, parts, why), Err(code));
        assert_eq!(desk.dump().unwrap(), before, "{code} changes nothing");
    }
    let entries = support::entries(&desk).len();
    hand(&mut desk, &director, &parts, "调离").unwrap();
    assert_eq!(support::entries(&desk).len(), entries + 4, "one for each");
    assert!(
        hand_over::list_held(&desk.view(), handler.id)
            .unwrap()
            .is_empty()
    );
    for (at, id) in ids.iter().enumerate() {
        let ticket = desk.ticket(*id);
        let progress = ticket.progress().unwrap();
        assert_eq!(progress.assignee, second.id.to_string());
        assert_eq!(progress.first_contact, clerk.id.to_string());
        let goes_on = if at % 2 == 0 {
            State::InProgress
        } else {
            State::Assigned
        };
        assert_eq!(progress.state, goes_on);
        let last = hand_over::last(&ticket).unwrap();
        assert_eq!(
            (last.to.as_str(), last.reason.as_str()),
            (progress.assignee.as_str(), "调离")
        );
    }
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn a_granted_case_of_legal_aid_changes_its_lawyer_by_its_own_step() {
    let mut desk = open(&centre());
    let (clerk, director, handler) = (
        desk.clerk.clone(),
        desk.director.clone(),
        desk.handler.clone(),
    );
    let mut adder = TicketAdder::at("legal_aid").applicant("张三");
    let fields = &mut adder.visit.tickets[0].fields;
    fields.insert("source".to_owned(), "notification".to_owned());
    let id = adder.add(&mut desk);
    let letter = [("organ", "县人民法院"), ("notified_for", "minor")];
    take(&mut desk, &clerk, id, "notify_letter", &letter).unwrap();
    let lawyer = handler.id.to_string();
    let values = [("lawyer", lawyer.as_str()), ("minor_qualified", "true")];
    take(&mut desk, &director, id, "assign", &values).unwrap();
    let proposed =
        hand_over::propose(&desk.view(), &director, handler.id, &[desk.second.id]).unwrap();
    assert_eq!(proposed[0].fault.as_ref().unwrap().code(), "ticket.by_step");
    let done = desk.write(&director, |tx| {
        hand_over::hand_over(tx, handler.id, &[], "调离")
    });
    done.unwrap();
    assert_eq!(desk.ticket(id).progress().unwrap().assignee, lawyer);
}
