//! Legal-aid cases from the application to the archive, through every way the law knows.

mod support;

use std::collections::BTreeMap;

use fachuang_core::desk::Actor;
use fachuang_core::parameter::{self, Change};
use fachuang_core::procedure::{self, Clock, Wish, clocks};
use fachuang_core::ticket::{State, act};
use fachuang_core::visit::NewParty;
use support::{DAY_MS, TestDesk, TicketAdder, centre, day, open, station};
use uuid::Uuid;

type Values<'a> = &'a [(&'a str, &'a str)];

fn take(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    step: &str,
    values: Values,
) -> Result<(), String> {
    let wish = Wish {
        step: step.to_owned(),
        day: None,
        values: values
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect::<BTreeMap<_, _>>(),
    };
    let version = desk.version(id);
    desk.write(actor, |tx| procedure::take_step(tx, id, version, &wish))
        .map_err(|fault| fault.code().to_owned())
}

fn wages(desk: &mut TestDesk) -> Uuid {
    let mut visit = TicketAdder::at("legal_aid")
        .applicant("石怀远")
        .matter("请求支付劳动报酬（农民工欠薪）")
        .opponent("宏达建筑有限公司");
    visit.visit.visitor.groups = vec!["migrant_worker".to_owned()];
    visit.add(desk)
}

fn traffic(desk: &mut TestDesk) -> Uuid {
    TicketAdder::at("legal_aid")
        .applicant("石怀远")
        .matter("交通事故人身损害赔偿")
        .add(desk)
}

/// Takes an application in, grants and assigns it to the desk's first lawyer.
fn assigned(desk: &mut TestDesk) -> Uuid {
    let id = wages(desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    take(desk, &clerk, id, "application_received", &[]).unwrap();
    take(desk, &director, id, "decide_grant", &[]).unwrap();
    let lawyer = desk.handler.id.to_string();
    take(desk, &director, id, "assign", &[("lawyer", &lawyer)]).unwrap();
    id
}

fn clock(desk: &TestDesk, id: Uuid, rule: &str) -> Clock {
    let found = clocks(&desk.ticket(id));
    let mut found = found.into_iter().filter(|clock| clock.rule == rule);
    let clock = found.next().unwrap_or_else(|| panic!("no clock of {rule}"));
    assert_eq!(found.next(), None, "one clock of {rule}");
    clock
}

fn stage(desk: &TestDesk, id: Uuid) -> (String, State) {
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    (progress.stage.clone(), progress.state)
}

#[test]
fn a_case_goes_from_the_application_to_the_archive_and_every_limit_is_met_on_its_day() {
    let mut desk = open(&centre());
    let id = wages(&mut desk);
    let (clerk, director, lawyer) = (
        desk.clerk.clone(),
        desk.director.clone(),
        desk.handler.clone(),
    );
    let lawyer_id = lawyer.id.to_string();
    let steps: [(&str, &Actor, Values, &str); 8] = [
        (
            "application_received",
            &clerk,
            &[("receipt_slip", "true")],
            "review",
        ),
        ("decide_grant", &director, &[], "granted"),
        ("assign", &director, &[("lawyer", &lawyer_id)], "assigned"),
        ("sign", &lawyer, &[("place", "本中心")], "working"),
        ("filing", &lawyer, &[("to", "云川县人民法院")], "working"),
        (
            "case_end",
            &lawyer,
            &[("outcome", "调解结案"), ("amount", "5300000")],
            "ended",
        ),
        ("report", &lawyer, &[], "ended"),
        ("file_check", &director, &[], "ended"),
    ];
    for (step, actor, values, then) in steps {
        take(&mut desk, actor, id, step, values).unwrap_or_else(|code| panic!("{step}: {code}"));
        assert_eq!(stage(&desk, id).0, then, "{step}");
        desk.pass_minutes(DAY_MS / 60_000);
    }
    let version = desk.version(id);
    desk.write(&lawyer, |tx| act::close(tx, id, version, "done", ""))
        .unwrap();
    assert_eq!(stage(&desk, id), ("filed".to_owned(), State::Closed));
    for (rule, from, met) in [
        ("LA-REVIEW", "2026-11-20", Some("2026-11-21")),
        ("LA-ASSIGN", "2026-11-21", Some("2026-11-22")),
        ("LA-SIGN", "2026-11-22", Some("2026-11-23")),
        ("LA-CLOSE", "2026-11-25", Some("2026-11-26")),
        ("LA-PAY", "2026-11-26", None),
    ] {
        let clock = clock(&desk, id, rule);
        assert_eq!(clock.from_day, day(from), "{rule}");
        assert_eq!(clock.met, met.map(day), "{rule}");
        assert!(!clock.dropped, "{rule}");
    }
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn time_for_a_supplement_is_taken_out_of_the_review_and_the_notice_is_given_once() {
    let mut desk = open(&centre());
    let id = traffic(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    let notice: Values = &[("items", "诊断证明"), ("days", "7")];
    take(&mut desk, &reviewer, id, "supplement_notice", notice).unwrap();
    assert_eq!(clock(&desk, id, "LA-SUPP").from_day, day("2026-11-20"));
    let noted = desk.ticket(id);
    let notice_done = noted.progress().unwrap().last("supplement_notice").unwrap();
    assert_eq!(notice_done.value("noted.last_day"), "2026-11-27");
    assert_eq!(
        take(&mut desk, &reviewer, id, "lapse", &[]),
        Err("aid.supplement_running".to_owned())
    );
    desk.pass_minutes(4 * DAY_MS / 60_000);
    take(&mut desk, &clerk, id, "supplement_received", &[]).unwrap();
    let review = clock(&desk, id, "LA-REVIEW");
    assert_eq!(
        review.pauses,
        [(day("2026-11-20"), Some(day("2026-11-24")))]
    );
    assert_eq!(
        take(&mut desk, &reviewer, id, "supplement_notice", notice),
        Err("step.once".to_owned())
    );
}

#[test]
fn an_application_nobody_completes_lapses_after_the_last_day_on_the_notice() {
    let mut desk = open(&centre());
    let id = traffic(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    let notice: Values = &[("items", "诊断证明"), ("days", "3"), ("unit", "W")];
    take(&mut desk, &reviewer, id, "supplement_notice", notice).unwrap();
    desk.pass_minutes(5 * DAY_MS / 60_000);
    assert_eq!(
        take(&mut desk, &reviewer, id, "lapse", &[]),
        Err("aid.supplement_running".to_owned()),
        "three working days after Friday end on Wednesday"
    );
    desk.pass_minutes(DAY_MS / 60_000);
    take(&mut desk, &reviewer, id, "lapse", &[]).unwrap();
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    assert_eq!(
        (progress.state, progress.outcome.as_str()),
        (State::Withdrawn, "deemed_withdrawn")
    );
    assert!(clock(&desk, id, "LA-REVIEW").dropped);
}

#[test]
fn aid_is_granted_only_when_the_economy_is_no_question() {
    let mut desk = open(&centre());
    let (clerk, reviewer, director) = (
        desk.clerk.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    );
    let grant = |desk: &mut TestDesk, id| take(desk, &director, id, "decide_grant", &[]);
    let received = |desk: &mut TestDesk, id| {
        take(desk, &clerk, id, "application_received", &[]).unwrap();
    };
    let open_question = traffic(&mut desk);
    received(&mut desk, open_question);
    assert_eq!(
        grant(&mut desk, open_question),
        Err("aid.economy_open".to_owned())
    );
    take(
        &mut desk,
        &reviewer,
        open_question,
        "economic_check",
        &[("result", "above")],
    )
    .unwrap();
    assert_eq!(
        grant(&mut desk, open_question),
        Err("aid.economic_above".to_owned())
    );
    take(
        &mut desk,
        &reviewer,
        open_question,
        "economic_check",
        &[("result", "meets")],
    )
    .unwrap();
    grant(&mut desk, open_question).unwrap();

    let wages = wages(&mut desk);
    received(&mut desk, wages);
    grant(&mut desk, wages).unwrap();

    let mut violence = TicketAdder::at("legal_aid")
        .applicant("何秋月")
        .matter("离婚");
    violence.visit.visitor.groups = vec!["violence_victim".to_owned()];
    let violence = violence.add(&mut desk);
    received(&mut desk, violence);
    grant(&mut desk, violence).unwrap();
}

#[test]
fn the_arithmetic_of_the_economic_check_stands_against_the_line_of_the_day_it_was_asked_for() {
    let mut desk = open(&centre());
    let admin = desk.admin.clone();
    let id = traffic(&mut desk);
    let (clerk, reviewer) = (desk.clerk.clone(), desk.reviewer.clone());
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    let stated = |result, income| {
        [
            ("result", result),
            ("way", "stated"),
            ("members", "3"),
            ("income", income),
        ]
    };
    assert_eq!(
        take(
            &mut desk,
            &reviewer,
            id,
            "economic_check",
            &stated("meets", "480000")
        ),
        Err("aid.line_unknown".to_owned())
    );
    let line = |from: &str, value: &str| Change {
        code: "hardship.base".to_owned(),
        value: value.to_owned(),
        from: from.to_owned(),
        area: String::new(),
        source: "县民政局〔2026〕1号".to_owned(),
    };
    desk.write(&admin, |tx| {
        parameter::set(tx, &line("2026-01-01", "640.00"))
    })
    .unwrap();
    desk.write(&admin, |tx| {
        parameter::set(tx, &line("2026-11-21", "100.00"))
    })
    .unwrap();
    // 640 yuan times 2.5 are 1600 a head, 4800 for three; the lower line of tomorrow does not count.
    take(
        &mut desk,
        &reviewer,
        id,
        "economic_check",
        &stated("meets", "480000"),
    )
    .unwrap();
    let ticket = desk.ticket(id);
    let done = ticket.progress().unwrap().last("economic_check").unwrap();
    assert_eq!(
        (done.value("noted.per_head"), done.value("noted.line")),
        ("160000", "160000")
    );
    for (result, income) in [("meets", "480001"), ("above", "480000")] {
        assert_eq!(
            take(
                &mut desk,
                &reviewer,
                id,
                "economic_check",
                &stated(result, income)
            ),
            Err("aid.economic_result".to_owned()),
            "{result} {income}"
        );
    }
}

#[test]
fn a_refusal_has_a_coded_reason_a_second_signature_and_the_way_to_object() {
    let mut desk = open(&centre());
    let id = traffic(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let (own, other) = (director.id.to_string(), desk.reviewer.id.to_string());
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    let cases: [(Values, &str); 5] = [
        (
            &[("co_sign", &other), ("told_objection", "true")],
            "field.missing",
        ),
        (
            &[
                ("reason", "bored"),
                ("co_sign", &other),
                ("told_objection", "true"),
            ],
            "choice.unknown",
        ),
        (
            &[("reason", "economic"), ("told_objection", "true")],
            "field.missing",
        ),
        (
            &[
                ("reason", "economic"),
                ("co_sign", &own),
                ("told_objection", "true"),
            ],
            "aid.second_signature",
        ),
        (
            &[
                ("reason", "economic"),
                ("co_sign", &other),
                ("told_objection", "false"),
            ],
            "aid.objection_not_told",
        ),
    ];
    for (values, expected) in cases {
        assert_eq!(
            take(&mut desk, &director, id, "decide_refuse", values),
            Err(expected.to_owned()),
            "{values:?}"
        );
    }
    let version = desk.version(id);
    for actor in [&clerk, &director] {
        let refused = desk.write(actor, |tx| {
            act::refuse(tx, id, version, "economic", "人均过高")
        });
        assert!(
            ["ticket.by_step", "right.missing"].contains(&refused.unwrap_err().code()),
            "the common refusal would pass the second signature by"
        );
    }
    assert_eq!(stage(&desk, id), ("review".to_owned(), State::Registered));
}

#[test]
fn an_objection_that_is_upheld_opens_the_case_again_and_one_that_is_not_leaves_it_refused() {
    let mut desk = open(&centre());
    for (result, expected) in [
        ("ordered", ("review", State::Registered)),
        ("upheld", ("review", State::Refused)),
    ] {
        let id = traffic(&mut desk);
        let (clerk, reviewer, director) = (
            desk.clerk.clone(),
            desk.reviewer.clone(),
            desk.director.clone(),
        );
        let other = reviewer.id.to_string();
        take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
        take(
            &mut desk,
            &reviewer,
            id,
            "economic_check",
            &[("result", "above")],
        )
        .unwrap();
        let refusal: Values = &[
            ("reason", "economic"),
            ("co_sign", &other),
            ("told_objection", "true"),
            ("served", "2026-11-20"),
        ];
        take(&mut desk, &director, id, "decide_refuse", refusal).unwrap();
        assert!(clock(&desk, id, "LA-OBJ-FILE").is_open());
        assert_eq!(
            take(
                &mut desk,
                &clerk,
                id,
                "decision_served",
                &[("served", "2026-11-20")]
            ),
            Err("aid.served_already".to_owned())
        );
        take(&mut desk, &clerk, id, "objection_filed", &[]).unwrap();
        assert!(!clock(&desk, id, "LA-OBJ-FILE").is_open());
        take(
            &mut desk,
            &director,
            id,
            "objection_decided",
            &[("result", result)],
        )
        .unwrap();
        assert!(clock(&desk, id, "LA-OBJ").met.is_some());
        let (stage, state) = stage(&desk, id);
        assert_eq!((stage.as_str(), state), expected, "{result}");
        let granted = take(&mut desk, &director, id, "decide_grant", &[]);
        assert_eq!(granted.is_ok(), result == "ordered", "{granted:?}");
        assert!(desk.verify().unwrap().is_sound());
    }
}

#[test]
fn aid_comes_first_when_fewer_than_seven_days_remain_and_the_decision_follows() {
    let mut desk = open(&centre());
    let urgent = |desk: &mut TestDesk, limit: &str| {
        let mut visit = TicketAdder::at("legal_aid")
            .applicant("石怀远")
            .matter("工伤事故人身损害赔偿");
        visit.visit.visitor.groups = vec!["migrant_worker".to_owned()];
        visit.visit.tickets[0].limitation_day = limit.to_owned();
        let id = visit.add(desk);
        let clerk = desk.clerk.clone();
        take(desk, &clerk, id, "application_received", &[]).unwrap();
        id
    };
    let director = desk.director.clone();
    let by_limit: Values = &[("ground", "limit"), ("reason", "仲裁时效将届满")];
    let seven = urgent(&mut desk, "2026-11-27");
    assert_eq!(
        take(&mut desk, &director, seven, "aid_first", by_limit),
        Err("aid.not_urgent".to_owned()),
        "exactly seven days are not fewer than seven"
    );
    let id = urgent(&mut desk, "2026-11-26");
    let told: Values = &[
        ("ground", "limit"),
        ("reason", "将届满"),
        ("days_left", "5"),
    ];
    assert_eq!(
        take(&mut desk, &director, id, "aid_first", told),
        Err("aid.days_left".to_owned())
    );
    take(&mut desk, &director, id, "aid_first", by_limit).unwrap();
    let urgent = clock(&desk, id, "LA-URGENT");
    assert_eq!(
        (urgent.from_day, urgent.met),
        (day("2026-11-26"), Some(day("2026-11-20")))
    );
    let lawyer = desk.handler.clone();
    let lawyer_id = lawyer.id.to_string();
    take(
        &mut desk,
        &director,
        id,
        "assign",
        &[("lawyer", &lawyer_id)],
    )
    .unwrap();
    take(&mut desk, &lawyer, id, "sign", &[]).unwrap();
    take(&mut desk, &director, id, "decide_grant", &[]).unwrap();
    assert_eq!(
        stage(&desk, id).0,
        "working",
        "the decision leads nobody back"
    );
    assert!(
        clocks(&desk.ticket(id))
            .iter()
            .all(|clock| clock.rule != "LA-ASSIGN"),
        "the lawyer was assigned before"
    );
}

#[test]
fn a_notified_case_needs_its_letter_and_a_lawyer_who_fits() {
    let mut desk = open(&centre());
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let mut visit = TicketAdder::at("legal_aid")
        .applicant("蒋小舟")
        .matter("通知辩护");
    visit.visit.tickets[0].fields.remove("case_organ");
    visit.visit.tickets[0].fields.remove("sender_number");
    let id = visit.add(&mut desk);
    let letter: Values = &[
        ("organ", "云川县人民检察院"),
        ("doc_no", "云川检未通辩〔2026〕9号"),
        ("notified_for", "minor"),
    ];
    for (values, expected) in [
        (&letter[1..], "aid.organ_missing"),
        (&letter[..1], "aid.letter_number_missing"),
    ] {
        assert_eq!(
            take(&mut desk, &clerk, id, "notify_letter", values),
            Err(expected.to_owned())
        );
    }
    take(&mut desk, &clerk, id, "notify_letter", letter).unwrap();
    let lawyer = desk.handler.id.to_string();
    assert_eq!(
        take(&mut desk, &director, id, "assign", &[("lawyer", &lawyer)]),
        Err("aid.minor_lawyer".to_owned())
    );
    let fits: Values = &[("lawyer", &lawyer), ("minor_qualified", "true")];
    take(&mut desk, &director, id, "assign", fits).unwrap();
    assert!(
        clock(&desk, id, "LA-NOTIFY").is_open(),
        "the organ does not know yet"
    );
    take(
        &mut desk,
        &clerk,
        id,
        "inform_organ",
        &[("to", "云川县人民检察院")],
    )
    .unwrap();
    assert_eq!(clock(&desk, id, "LA-NOTIFY").met, Some(day("2026-11-20")));
}

#[test]
fn who_may_be_sentenced_for_life_gets_a_lawyer_of_experience() {
    let mut desk = open(&centre());
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let id = TicketAdder::at("legal_aid")
        .applicant("蒋大成")
        .matter("通知辩护")
        .add(&mut desk);
    take(
        &mut desk,
        &clerk,
        id,
        "notify_letter",
        &[("notified_for", "heavy")],
    )
    .unwrap();
    let lawyer = desk.handler.id.to_string();
    assert_eq!(
        take(&mut desk, &director, id, "assign", &[("lawyer", &lawyer)]),
        Err("aid.experienced_lawyer".to_owned())
    );
    let fits: Values = &[("lawyer", &lawyer), ("experienced", "true")];
    take(&mut desk, &director, id, "assign", fits).unwrap();
}

#[test]
fn a_lawyer_found_on_the_other_side_is_not_assigned() {
    let mut desk = open(&centre());
    let id = wages(&mut desk);
    let (clerk, reviewer, director) = (
        desk.clerk.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    );
    let (first, second) = (desk.handler.id.to_string(), desk.second.id.to_string());
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    take(
        &mut desk,
        &reviewer,
        id,
        "conflict_check",
        &[("excluded_lawyer", &first)],
    )
    .unwrap();
    take(&mut desk, &director, id, "decide_grant", &[]).unwrap();
    assert_eq!(
        take(&mut desk, &director, id, "assign", &[("lawyer", &first)]),
        Err("aid.lawyer_excluded".to_owned())
    );
    take(&mut desk, &director, id, "assign", &[("lawyer", &second)]).unwrap();
}

#[test]
fn who_received_the_application_or_reviewed_it_first_does_not_decide_it() {
    let mut desk = open(&centre());
    let id = wages(&mut desk);
    let (clerk, reviewer, director) = (
        desk.clerk.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    );
    take(&mut desk, &clerk, id, "application_received", &[]).unwrap();
    take(
        &mut desk,
        &reviewer,
        id,
        "first_review",
        &[("opinion", "fits")],
    )
    .unwrap();
    assert_eq!(
        take(&mut desk, &clerk, id, "decide_grant", &[]),
        Err("right.missing".to_owned())
    );
    assert_eq!(
        take(&mut desk, &reviewer, id, "decide_grant", &[]),
        Err("right.four_eyes".to_owned())
    );
    take(&mut desk, &director, id, "decide_grant", &[]).unwrap();
}

#[test]
fn a_station_reviews_first_and_neither_decides_nor_assigns_nor_lets_lapse() {
    let mut desk = open(&station(2));
    let id = wages(&mut desk);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let other = desk.reviewer.id.to_string();
    let lawyer = desk.handler.id.to_string();
    take(
        &mut desk,
        &clerk,
        id,
        "application_received",
        &[("receipt_slip", "true")],
    )
    .unwrap();
    take(
        &mut desk,
        &clerk,
        id,
        "first_review",
        &[("opinion", "fits"), ("econ_check", "exempt")],
    )
    .unwrap();
    let refusal: Values = &[
        ("reason", "economic"),
        ("co_sign", &other),
        ("told_objection", "true"),
    ];
    for (step, values) in [
        ("decide_grant", &[][..]),
        ("decide_refuse", refusal),
        ("aid_first", &[("reason", "急")]),
        ("assign", &[("lawyer", &lawyer)]),
    ] {
        assert_eq!(
            take(&mut desk, &director, id, step, values),
            Err("ticket.centre_only".to_owned()),
            "{step}"
        );
    }
}

#[test]
fn a_change_of_lawyer_opens_the_assignment_again() {
    let mut desk = open(&centre());
    let id = assigned(&mut desk);
    let (clerk, director, first) = (
        desk.clerk.clone(),
        desk.director.clone(),
        desk.handler.clone(),
    );
    let second = desk.second.clone();
    take(&mut desk, &first, id, "sign", &[]).unwrap();
    let asked: Values = &[("who", "recipient"), ("reason", "长期联系不上")];
    take(&mut desk, &clerk, id, "change_asked", asked).unwrap();
    assert!(clock(&desk, id, "LA-CHANGE").is_open());
    take(&mut desk, &director, id, "change_agreed", &[]).unwrap();
    assert!(clock(&desk, id, "LA-CHANGE").met.is_some());
    let second_id = second.id.to_string();
    take(
        &mut desk,
        &director,
        id,
        "assign",
        &[("lawyer", &second_id)],
    )
    .unwrap();
    take(&mut desk, &second, id, "sign", &[]).unwrap();
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    assert_eq!(progress.assignee, second_id);
    assert!(
        progress.hands.contains(&first.id.to_string()),
        "it stays known who had it"
    );
}

#[test]
fn aid_ends_early_on_one_of_the_grounds_and_the_decision_may_be_objected_to() {
    let mut desk = open(&centre());
    let id = assigned(&mut desk);
    let director = desk.director.clone();
    let ended: Values = &[
        ("ground", "own_lawyer"),
        ("reason", "受援人自行委托律师"),
        ("told_objection", "true"),
    ];
    take(&mut desk, &director, id, "terminate", ended).unwrap();
    let ticket = desk.ticket(id);
    let progress = ticket.progress().unwrap();
    assert_eq!(
        (progress.state, progress.outcome.as_str()),
        (State::Closed, "terminated")
    );
    let clerk = desk.clerk.clone();
    take(
        &mut desk,
        &clerk,
        id,
        "decision_served",
        &[("served", "2026-11-20")],
    )
    .unwrap();
    assert!(clock(&desk, id, "LA-OBJ-FILE").is_open());
}

#[test]
fn a_case_is_closed_only_with_its_report_and_graded_by_somebody_else() {
    let mut desk = open(&centre());
    let id = assigned(&mut desk);
    let lawyer = desk.handler.clone();
    take(&mut desk, &lawyer, id, "sign", &[]).unwrap();
    let close = |desk: &mut TestDesk| {
        let version = desk.version(id);
        desk.write(&lawyer, |tx| act::close(tx, id, version, "done", ""))
            .map_err(|fault| fault.code().to_owned())
    };
    assert_eq!(close(&mut desk), Err("ticket.close_before".to_owned()));
    take(
        &mut desk,
        &lawyer,
        id,
        "case_end",
        &[("outcome", "判决支持")],
    )
    .unwrap();
    take(&mut desk, &lawyer, id, "report", &[]).unwrap();
    close(&mut desk).unwrap();
    let reviewer = desk.reviewer.clone();
    take(
        &mut desk,
        &reviewer,
        id,
        "quality_review",
        &[("grade", "good")],
    )
    .unwrap();
}

#[test]
fn a_child_applies_through_somebody_who_is_not_the_other_side() {
    let mut desk = open(&centre());
    let visit = TicketAdder::at("legal_aid")
        .applicant("顾小满")
        .matter("请求给付抚养费")
        .party(NewParty {
            role: "opponent".to_owned(),
            kind: "person".to_owned(),
            name: "顾大年".to_owned(),
            ..NewParty::default()
        });
    let id = visit.add(&mut desk);
    let clerk = desk.clerk.clone();
    assert_eq!(
        take(
            &mut desk,
            &clerk,
            id,
            "application_received",
            &[("agent", "顾大年")]
        ),
        Err("aid.agent_opponent".to_owned())
    );
    take(
        &mut desk,
        &clerk,
        id,
        "application_received",
        &[("agent", "何秋月")],
    )
    .unwrap();
}
