//! 人民调解: consent on both sides, agreements with what the law asks of them, risks reported at once, a whole file.

mod support;

use fachuang_core::desk::Actor;
use fachuang_core::procedure::{self, StageState, file_lines};
use fachuang_core::ticket::{Act, State, act};
use fachuang_core::visit::{NewMaterial, NewTicket};
use support::path::{clocks_of, close, pass_days, take, walk};
use support::{TestDesk, TicketAdder, centre, day, entries, open, station};
use uuid::Uuid;

const CONSENT: (&str, &[(&str, &str)]) = ("consent_asked", &[("result", "双方同意")]);
const ACCEPT: (&str, &[(&str, &str)]) = ("mediate_accept", &[]);
const SESSION: (&str, &[(&str, &str)]) = ("mediate_session", &[]);
const WRITTEN: &[(&str, &str)] = &[
    ("terms", "退还45厘米，共同埋界石"),
    ("effective", "true"),
    ("copies", "3"),
];

fn adder() -> TicketAdder {
    let mut adder = TicketAdder::at("mediation")
        .applicant("甘有水")
        .matter("山林土地纠纷")
        .opponent("蒋家顺");
    adder.visit.tickets[0].fields.clear();
    adder
}

fn new(desk: &mut TestDesk) -> Uuid {
    adder().add(desk)
}

/// A dispute in mediation: agreed to, accepted, with a mediator and a first session.
fn mediating(desk: &mut TestDesk) -> Uuid {
    let id = new(desk);
    bring_to_session(desk, id);
    id
}

fn bring_to_session(desk: &mut TestDesk, id: Uuid) {
    walk(desk, id, &[CONSENT, ACCEPT]);
    assign(desk, id);
    walk(desk, id, &[SESSION]);
}

fn assign(desk: &mut TestDesk, id: Uuid) {
    let mediator = desk.handler.id.to_string();
    let values = [
        ("committee", "石板滩镇人民调解委员会"),
        ("mediator", mediator.as_str()),
    ];
    walk(desk, id, &[("assign_mediator", &values)]);
}

/// The clerk tries a step; nothing is written when it is refused.
fn refused(desk: &mut TestDesk, id: Uuid, step: &str, values: &[(&str, &str)]) -> String {
    let clerk = desk.clerk.clone();
    refused_to(desk, &clerk, id, step, values)
}

fn refused_to(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    step: &str,
    values: &[(&str, &str)],
) -> String {
    let before = (desk.dump().unwrap(), entries(desk).len());
    let code = take(desk, actor, id, step, values).unwrap_err();
    assert_eq!(
        (desk.dump().unwrap(), entries(desk).len()),
        before,
        "{step}"
    );
    code
}

#[test]
fn nobody_is_mediated_before_every_side_has_agreed() {
    let mut desk = open(&centre());
    let id = new(&mut desk);
    assert_eq!(
        refused(&mut desk, id, "mediate_accept", &[]),
        "mediation.no_consent"
    );
    walk(&mut desk, id, &[("consent_asked", &[])]);
    assert_eq!(
        refused(&mut desk, id, "mediate_accept", &[]),
        "mediation.no_consent"
    );
    let unclear = [("result", "申请人同意，对方不在家")];
    assert_eq!(
        refused(&mut desk, id, "consent_asked", &unclear),
        "values.answer mediation.answer_unclear"
    );
    let some = [unclear[0], ("answer", "some")];
    walk(&mut desk, id, &[("consent_asked", &some)]);
    assert_eq!(
        refused(&mut desk, id, "mediate_accept", &[]),
        "mediation.no_consent"
    );
    let all = [("result", "对方回来后也同意"), ("answer", "all")];
    walk(&mut desk, id, &[("consent_asked", &all), ACCEPT]);
    assert_eq!(desk.ticket(id).progress().unwrap().stage, "accepted");
}

#[test]
fn one_refusal_ends_it_until_everybody_is_asked_again() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    walk(
        &mut desk,
        id,
        &[("consent_refused", &[("party", "蒋家顺")])],
    );
    for step in [
        "mediate_accept",
        "mediate_session",
        "agreement_oral",
        "mediate_fail",
    ] {
        assert_eq!(refused(&mut desk, id, step, &[]), "step.stage", "{step}");
    }
    assert!(clocks_of(&desk, id, "MED-1M")[0].dropped);
    assert_eq!(
        close(&mut desk, id, "refused"),
        Err("outcome ticket.close_before".to_owned()),
        "other ways are told first"
    );
    walk(&mut desk, id, &[CONSENT]);
    assert_eq!(
        close(&mut desk, id, "refused"),
        Err("outcome ticket.close_before".to_owned()),
        "the refusal has no effect any more"
    );
    walk(&mut desk, id, &[ACCEPT, SESSION]);
    assert_eq!(
        clocks_of(&desk, id, "MED-1M").len(),
        2,
        "a month from the second acceptance"
    );
}

#[test]
fn a_refusal_is_closed_once_other_ways_were_told() {
    let mut desk = open(&centre());
    let id = new(&mut desk);
    walk(
        &mut desk,
        id,
        &[
            ("consent_asked", &[]),
            ("consent_refused", &[]),
            ("told_other_ways", &[("ways", "起诉\n申请主管部门查勘")]),
        ],
    );
    assert_eq!(close(&mut desk, id, "一方明确拒绝"), Ok(()));
}

#[test]
fn consent_given_in_the_ticket_it_was_opened_from_counts() {
    let mut desk = open(&centre());
    let parent = new(&mut desk);
    walk(&mut desk, parent, &[CONSENT]);
    let stranger = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let clerk = desk.clerk.clone();
    let mut split = |id: Uuid| {
        let wish = NewTicket {
            window: "mediation".to_owned(),
            matter: "宅基地".to_owned(),
            ..NewTicket::default()
        };
        let version = desk.version(id);
        desk.write(&clerk, |tx| act::split(tx, id, version, &wish, "转调解"))
            .unwrap()
            .0
    };
    let (child, other) = (split(parent), split(stranger));
    walk(&mut desk, child, &[ACCEPT]);
    assert_eq!(
        refused(&mut desk, other, "mediate_accept", &[]),
        "mediation.no_consent"
    );
}

#[test]
fn the_mediator_holds_the_ticket_and_works_it_from_the_first_session() {
    let mut desk = open(&centre());
    let id = new(&mut desk);
    walk(&mut desk, id, &[CONSENT, ACCEPT]);
    assert_eq!(
        refused(&mut desk, id, "mediate_session", &[]),
        "step.before"
    );
    assign(&mut desk, id);
    let (mediator, stranger) = (desk.handler.clone(), desk.second.clone());
    let progress = |desk: &TestDesk| desk.ticket(id).progress().unwrap().clone();
    assert_eq!(progress(&desk).state, State::Assigned);
    assert_eq!(
        refused_to(&mut desk, &stranger, id, "mediate_session", &[]),
        "ticket.not_yours"
    );
    take(&mut desk, &mediator, id, "mediate_session", &[]).unwrap();
    assert_eq!(progress(&desk).state, State::InProgress);
    assert_eq!(progress(&desk).assignee, mediator.id.to_string());
    let (auditor, archivist) = (desk.auditor.clone(), desk.archivist.clone());
    for actor in [auditor, archivist] {
        assert_eq!(
            refused_to(&mut desk, &actor, id, "perform", &[]),
            "right.missing"
        );
    }
}

#[test]
fn others_take_part_only_with_consent() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    let without = [("who", "村医"), ("consented", "false")];
    assert_eq!(
        refused(&mut desk, id, "invite", &without),
        "values.consented mediation.invite_consent"
    );
    walk(
        &mut desk,
        id,
        &[("invite", &[("who", "村医"), ("consented", "true")])],
    );
}

#[test]
fn a_written_agreement_has_its_copies_and_every_signature_before_it_takes_effect() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    let try_with = |desk: &mut TestDesk, values: &[(&str, &str)]| {
        refused(desk, id, "agreement_written", values)
    };
    assert_eq!(
        try_with(&mut desk, &[("effective", "true")]),
        "values.terms field.missing"
    );
    assert_eq!(
        try_with(&mut desk, &[WRITTEN[0], WRITTEN[1], ("copies", "2")]),
        "values.copies mediation.copies"
    );
    assert_eq!(
        try_with(&mut desk, &[WRITTEN[0], WRITTEN[1], ("lacks", "seal")]),
        "values.lacks mediation.signatures"
    );
    assert_eq!(
        try_with(&mut desk, &[WRITTEN[0], ("effective", "false")]),
        "values.lacks field.missing"
    );
    let unsealed = [
        WRITTEN[0],
        ("effective", "false"),
        ("lacks", "mediator seal"),
    ];
    walk(&mut desk, id, &[("agreement_written", &unsealed)]);
    assert_eq!(clocks_of(&desk, id, "MED-JC"), [], "not in effect");
    assert_eq!(
        refused(
            &mut desk,
            id,
            "jc_apply",
            &[("jointly", "true"), ("court", "县法院")]
        ),
        "mediation.not_effective"
    );
    assert_eq!(
        close(&mut desk, id, "written"),
        Err("outcome mediation.not_effective".to_owned())
    );
    pass_days(&desk, 2);
    walk(
        &mut desk,
        id,
        &[("agreement_effective", &[("signed", "补盖印章")])],
    );
    let confirmation = &clocks_of(&desk, id, "MED-JC")[0];
    assert_eq!(confirmation.from_day, day("2026-11-22"));
    assert_eq!(refused(&mut desk, id, "mediate_fail", &[]), "step.excluded");
    assert_eq!(close(&mut desk, id, "written"), Ok(()));
    assert!(
        clocks_of(&desk, id, "MED-JC")[0].is_open(),
        "thirty days run on"
    );
}

#[test]
fn what_an_agreement_does_not_state_is_noted_for_the_clerk() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    let values = [
        WRITTEN[0],
        WRITTEN[1],
        ("manner", "自行履行"),
        ("place", "村委会"),
    ];
    walk(&mut desk, id, &[("agreement_written", &values)]);
    let ticket = desk.ticket(id);
    let done = ticket
        .progress()
        .unwrap()
        .last("agreement_written")
        .unwrap();
    assert_eq!(done.value("noted.unstated"), "facts perform_by copies");
    assert_eq!(
        refused(&mut desk, id, "agreement_effective", &[("signed", "印章")]),
        "mediation.effective_already"
    );
    assert_eq!(
        refused(&mut desk, id, "mediate_fail", &[]),
        "mediation.agreed"
    );
}

#[test]
fn an_agreement_needs_another_side() {
    let mut desk = open(&centre());
    let mut alone = TicketAdder::at("mediation").applicant("甘有水");
    alone.visit.tickets[0].fields.clear();
    let id = alone.add(&mut desk);
    bring_to_session(&mut desk, id);
    assert_eq!(
        refused(&mut desk, id, "agreement_written", WRITTEN),
        "mediation.other_side"
    );
    let oral = [("recorded", "true")];
    assert_eq!(
        refused(&mut desk, id, "agreement_oral", &oral),
        "mediation.other_side"
    );
}

#[test]
fn an_oral_agreement_is_recorded_and_brings_no_confirmation() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    assert_eq!(
        refused(&mut desk, id, "agreement_oral", &[("recorded", "false")]),
        "values.recorded mediation.oral_unrecorded"
    );
    let asked = [("recorded", "true"), ("written_asked", "true")];
    assert_eq!(
        refused(&mut desk, id, "agreement_oral", &asked),
        "values.written_asked mediation.written_asked"
    );
    walk(
        &mut desk,
        id,
        &[("agreement_oral", &[("recorded", "true")])],
    );
    assert_eq!(clocks_of(&desk, id, "MED-JC"), []);
    assert_eq!(clocks_of(&desk, id, "MED-VISIT").len(), 1);
    assert_eq!(
        refused(
            &mut desk,
            id,
            "jc_apply",
            &[("jointly", "true"), ("court", "县法院")]
        ),
        "step.before"
    );
    assert_eq!(
        close(&mut desk, id, "written"),
        Err("outcome ticket.close_before".to_owned())
    );
    assert_eq!(close(&mut desk, id, "oral"), Ok(()));
}

#[test]
fn confirmation_is_asked_for_jointly_at_the_right_court_and_is_answered_after_the_end() {
    let mut desk = open(&centre());
    let mut sent = adder();
    let fields = &mut sent.visit.tickets[0].fields;
    fields.insert("source".to_owned(), "court".to_owned());
    fields.insert("sender".to_owned(), "云川县人民法院".to_owned());
    let id = sent.add(&mut desk);
    bring_to_session(&mut desk, id);
    walk(&mut desk, id, &[("agreement_written", WRITTEN)]);
    assert_eq!(
        close(&mut desk, id, "written"),
        Err("outcome mediation.return_first".to_owned())
    );
    walk(
        &mut desk,
        id,
        &[("return_receipt", &[("to", "云川县人民法院")])],
    );
    assert_eq!(close(&mut desk, id, "written"), Ok(()));
    pass_days(&desk, 10);
    let court = ("court", "云川县人民法院");
    let cases: [(&[(&str, &str)], &str); 4] = [
        (
            &[("jointly", "false"), court],
            "values.jointly mediation.not_jointly",
        ),
        (
            &[("jointly", "true"), court, ("status_only", "true")],
            "values.status_only mediation.status",
        ),
        (
            &[("jointly", "true"), ("court", "南屏县人民法院")],
            "values.court mediation.inviting_court",
        ),
        (&[("jointly", "true")], "values.court field.missing"),
    ];
    for (values, code) in cases {
        assert_eq!(refused(&mut desk, id, "jc_apply", values), code);
    }
    let values = [
        ("jointly", "true"),
        court,
        ("papers", "application agreement"),
    ];
    walk(&mut desk, id, &[("jc_apply", &values)]);
    assert_eq!(
        clocks_of(&desk, id, "MED-JC")[0].met,
        Some(day("2026-11-30"))
    );
    walk(&mut desk, id, &[("jc_accepted", &[])]);
    assert!(clocks_of(&desk, id, "MED-JC-CT-ACC")[0].met.is_some());
    assert!(clocks_of(&desk, id, "MED-JC-CT-DEC")[0].is_open());
    walk(
        &mut desk,
        id,
        &[
            ("jc_result", &[("result", "confirmed")]),
            ("perform", &[("amount", "200000")]),
            ("med_visit", &[("performed", "part")]),
        ],
    );
    assert!(clocks_of(&desk, id, "MED-VISIT")[0].met.is_some());
    assert_eq!(desk.ticket(id).progress().unwrap().state, State::Closed);
}

#[test]
fn a_grave_risk_makes_a_report_due_at_once_and_holds_the_end_until_it_is_made() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    walk(
        &mut desk,
        id,
        &[("warning_list", &[("level", "关注"), ("risk", "watch")])],
    );
    assert_eq!(clocks_of(&desk, id, "MAJOR"), []);
    pass_days(&desk, 1);
    walk(&mut desk, id, &[("site_visit", &[("risk", "crime")])]);
    assert_eq!(clocks_of(&desk, id, "MAJOR")[0].from_day, day("2026-11-21"));
    walk(
        &mut desk,
        id,
        &[
            ("mediate_fail", &[]),
            ("told_other_ways", &[("ways", "起诉")]),
        ],
    );
    assert_eq!(
        close(&mut desk, id, "failed"),
        Err("outcome mediation.report_first".to_owned())
    );
    assert_eq!(
        close(&mut desk, id, "referred"),
        Err("outcome mediation.report_first".to_owned()),
        "whatever the outcome"
    );
    let report = [("what", "扬言动手"), ("reported_to", "县公安局、县司法局")];
    walk(&mut desk, id, &[("major_event", &report)]);
    let reports = clocks_of(&desk, id, "MAJOR");
    assert_eq!(reports.len(), 1, "the report answers the finding");
    assert_eq!(reports[0].met, Some(day("2026-11-21")));
    assert_eq!(close(&mut desk, id, "failed"), Ok(()));
    pass_days(&desk, 1);
    walk(&mut desk, id, &[("major_event", &report)]);
    let reports = clocks_of(&desk, id, "MAJOR");
    assert_eq!(reports.len(), 2, "an event of its own");
    assert_eq!(
        reports[1].met,
        Some(day("2026-11-22")),
        "kept by being reported"
    );
}

#[test]
fn a_file_that_lacks_a_must_holds_the_end_and_says_what_is_missing() {
    let mut desk = open(&centre());
    let mut listed = adder();
    listed.visit.tickets[0].materials.push(NewMaterial {
        name: "居民身份证".to_owned(),
        form: "copy".to_owned(),
        copies: 1,
        present: false,
    });
    let id = listed.add(&mut desk);
    bring_to_session(&mut desk, id);
    walk(&mut desk, id, &[("agreement_written", WRITTEN)]);
    assert_eq!(
        close(&mut desk, id, "written"),
        Err("outcome mediation.file_missing".to_owned())
    );
    let missing: Vec<&str> = file_lines(&desk.ticket(id))
        .into_iter()
        .filter(|line| line.must && !line.held)
        .map(|line| line.name)
        .collect();
    assert_eq!(missing, ["身份证明"]);
    let (clerk, version) = (desk.clerk.clone(), desk.version(id));
    let material = desk.ticket(id).materials().remove(0);
    let came = fachuang_core::ticket::Material {
        present: true,
        ..material
    };
    desk.write(&clerk, |tx| act::save_material(tx, id, version, &came))
        .unwrap();
    assert_eq!(close(&mut desk, id, "written"), Ok(()));
}

#[test]
fn a_station_mediates_by_itself() {
    let mut desk = open(&station(2));
    let id = mediating(&mut desk);
    walk(&mut desk, id, &[("agreement_written", WRITTEN)]);
    assert_eq!(close(&mut desk, id, "written"), Ok(()));
    let ticket = desk.ticket(id);
    let acts: Vec<Act> = ticket.life.steps.iter().map(|step| step.act).collect();
    assert_eq!(acts.iter().filter(|act| **act == Act::Step).count(), 5);
    assert!(ticket.life.steps.iter().all(|step| step.idle.is_none()));
}

#[test]
fn the_bar_shows_the_side_way_only_while_the_ticket_stands_in_it() {
    let mut desk = open(&centre());
    let id = mediating(&mut desk);
    let names = |desk: &TestDesk| -> Vec<(&'static str, StageState)> {
        procedure::bar(desk.ticket(id).progress().unwrap())
            .iter()
            .map(|(stage, state)| (stage.code, *state))
            .collect()
    };
    assert!(names(&desk).contains(&("mediating", StageState::Now)));
    assert!(!names(&desk).iter().any(|(code, _)| *code == "failed"));
    walk(
        &mut desk,
        id,
        &[("mediate_fail", &[("reason", "no_agreement")])],
    );
    assert!(names(&desk).contains(&("failed", StageState::Now)));
    assert!(names(&desk).contains(&("agreed", StageState::Next)));
}
