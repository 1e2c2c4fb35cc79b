//! 公证 and 司法鉴定: nothing leaves without consent, missing materials are told once, the institution's answer is waited
//! for, and relief of fees rests on aid that was granted.

mod support;

use fachuang_core::desk::Actor;
use fachuang_core::institution::{self, InstitutionData};
use fachuang_core::ticket::act;
use fachuang_core::visit::NewMaterial;
use support::path::{
    applied_for_aid, clocks_of, close, granted_aid, limits, pass_days, take, walk,
};
use support::{
    TestDesk, TicketAdder, centre, comparable, credit, day, entries, open, refusal, station,
};
use uuid::Uuid;

type Values<'a> = &'a [(&'a str, &'a str)];

const REFER: Values = &[
    ("institution", "云川县公证处"),
    ("separate_consent", "true"),
    ("letter", "转介函"),
];

fn at(desk: &mut TestDesk, window: &str) -> Uuid {
    let mut adder = TicketAdder::at(window).applicant("来访人");
    adder.visit.tickets[0].fields.clear();
    adder.visit.tickets[0].materials.push(NewMaterial {
        name: "居民身份证".to_owned(),
        form: "copy".to_owned(),
        copies: 1,
        present: true,
    });
    adder.add(desk)
}

fn refused(desk: &mut TestDesk, id: Uuid, step: &str, values: Values) -> String {
    let clerk = desk.clerk.clone();
    refused_to(desk, &clerk, id, step, values)
}

fn refused_to(desk: &mut TestDesk, actor: &Actor, id: Uuid, step: &str, values: Values) -> String {
    let before = (desk.dump().unwrap(), entries(desk).len());
    let code = take(desk, actor, id, step, values).unwrap_err();
    assert_eq!(
        (desk.dump().unwrap(), entries(desk).len()),
        before,
        "{step}"
    );
    code
}

fn stage(desk: &TestDesk, id: Uuid) -> String {
    desk.ticket(id).progress().unwrap().stage.clone()
}

#[test]
fn nothing_is_referred_without_consent_of_its_own() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    let without = [REFER[0], ("separate_consent", "false")];
    assert_eq!(
        refused(&mut desk, id, "refer_to", &without),
        "values.separate_consent referral.no_consent"
    );
    assert_eq!(
        refused(&mut desk, id, "refer_to", &[REFER[0]]),
        "values.separate_consent field.missing"
    );
    walk(&mut desk, id, &[("refer_to", REFER)]);
    assert_eq!(stage(&desk, id), "referred");
}

#[test]
fn a_childs_data_leave_with_the_consent_of_a_guardian() {
    let mut desk = open(&centre());
    let mut adder = TicketAdder::at("forensic")
        .applicant("来访人")
        .birth("2015-03-01");
    adder.visit.tickets[0].fields.clear();
    let id = adder.add(&mut desk);
    walk(
        &mut desk,
        id,
        &[("ask_case_organ", &[("answer", "无办案机关，户籍登记用途")])],
    );
    assert_eq!(
        refused(&mut desk, id, "refer_to", REFER),
        "referral.guardian"
    );
    walk(
        &mut desk,
        id,
        &[
            ("guardian_consent", &[("relation", "母亲")]),
            ("refer_to", REFER),
        ],
    );
}

#[test]
fn missing_materials_are_told_once_before_a_referral() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    walk(
        &mut desk,
        id,
        &[("checklist", &[("missing", "亲属关系证明\n死亡证明")])],
    );
    assert_eq!(
        refused(&mut desk, id, "refer_to", REFER),
        "referral.notice_first"
    );
    walk(&mut desk, id, &[("one_time_notice", &[])]);
    assert_eq!(stage(&desk, id), "supplement");
    walk(
        &mut desk,
        id,
        &[("checklist", &[("missing", "亲属关系证明")])],
    );
    assert_eq!(refused(&mut desk, id, "one_time_notice", &[]), "step.once");
    walk(
        &mut desk,
        id,
        &[("materials_completed", &[]), ("refer_to", REFER)],
    );
}

#[test]
fn a_ground_for_refusal_found_before_holds_the_referral_until_it_is_gone() {
    let mut desk = open(&centre());
    for (window, grounds) in [("notary", "dispute expert"), ("forensic", "double")] {
        let id = at(&mut desk, window);
        if window == "forensic" {
            walk(
                &mut desk,
                id,
                &[("ask_case_organ", &[("answer", "县法院")])],
            );
        }
        walk(&mut desk, id, &[("precheck", &[("grounds", grounds)])]);
        assert_eq!(
            refused(&mut desk, id, "refer_to", REFER),
            "referral.grounds"
        );
        assert_eq!(
            close(&mut desk, id, "referred_done"),
            Err("outcome ticket.close_before".to_owned())
        );
        walk(&mut desk, id, &[("precheck", &[]), ("refer_to", REFER)]);
    }
}

#[test]
fn the_first_question_of_an_appraisal_is_the_case_organ() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "forensic");
    for step in ["refer_to", "guide_slip"] {
        assert_eq!(refused(&mut desk, id, step, REFER), "step.before", "{step}");
    }
    assert_eq!(
        refused(&mut desk, id, "ask_case_organ", &[]),
        "values.answer field.missing"
    );
}

#[test]
fn a_station_guides_and_the_centre_refers() {
    let mut desk = open(&station(3));
    let id = at(&mut desk, "notary");
    assert_eq!(
        refused(&mut desk, id, "refer_to", REFER),
        "ticket.centre_only"
    );
    walk(
        &mut desk,
        id,
        &[("guide_slip", &[("institution", "云川县公证处")])],
    );
    assert_eq!(stage(&desk, id), "referred");
}

#[test]
fn an_unanswered_referral_has_a_clock_until_the_institution_answers() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    walk(&mut desk, id, &[("refer_to", REFER)]);
    assert!(clocks_of(&desk, id, "REFER-BACK")[0].is_open());
    assert_eq!(
        close(&mut desk, id, "no_reply"),
        Err("outcome ticket.close_before".to_owned()),
        "nobody has asked"
    );
    pass_days(&desk, 9);
    let limits = limits(&desk, id);
    let reply = limits
        .iter()
        .find(|limit| limit.code() == "REFER-BACK")
        .unwrap();
    assert_eq!(
        reply.counted.due,
        Some(day("2026-11-27")),
        "five working days"
    );
    assert!(
        !reply.counted.hard,
        "a limit of others is no overdue of ours"
    );
    walk(
        &mut desk,
        id,
        &[("chase", &[("by", "phone"), ("answer", "本周回复")])],
    );
    assert!(clocks_of(&desk, id, "REFER-BACK")[0].is_open());
    walk(&mut desk, id, &[("refer_ack", &[("number", "收001")])]);
    assert_eq!(
        clocks_of(&desk, id, "REFER-BACK")[0].met,
        Some(day("2026-11-29"))
    );
    walk(
        &mut desk,
        id,
        &[(
            "notary_decline",
            &[("ground", "insufficient"), ("text", "缺产权证明")],
        )],
    );
    assert_eq!(stage(&desk, id), "declined");
    assert_eq!(
        close(&mut desk, id, "referred_done"),
        Err("outcome ticket.close_before".to_owned())
    );
    assert_eq!(close(&mut desk, id, "not_accepted"), Ok(()));
}

#[test]
fn the_limits_of_the_institution_stand_still_while_it_waits_for_material() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    walk(
        &mut desk,
        id,
        &[
            ("refer_to", REFER),
            ("notary_accept", &[("number", "受001")]),
        ],
    );
    assert_eq!(desk.ticket(id).text("field.acceptance_number"), "受001");
    pass_days(&desk, 2);
    walk(
        &mut desk,
        id,
        &[("notary_supplement", &[("item", "放弃声明")])],
    );
    assert_eq!(
        refused(&mut desk, id, "notary_supplement", &[("item", "再补")]),
        "step.stage"
    );
    pass_days(&desk, 3);
    walk(&mut desk, id, &[("notary_supplied", &[])]);
    assert_eq!(
        clocks_of(&desk, id, "NOT-CERT")[0].pauses,
        [(day("2026-11-22"), Some(day("2026-11-25")))]
    );
    walk(
        &mut desk,
        id,
        &[("certificate", &[("number", "（2026）云证字第1号")])],
    );
    assert!(clocks_of(&desk, id, "NOT-CERT")[0].met.is_some());
    assert_eq!(close(&mut desk, id, "转介办结"), Ok(()));
}

#[test]
fn an_appraisal_runs_as_agreed_and_is_extended_with_approval_only() {
    let mut desk = open(&centre());
    let entrusted: [(&str, Values); 4] = [
        ("ask_case_organ", &[("answer", "云川县人民法院")]),
        (
            "refer_to",
            &[("institution", "衡信鉴定所"), ("separate_consent", "true")],
        ),
        ("entrust", &[]),
        ("forensic_accept", &[]),
    ];
    let id = at(&mut desk, "forensic");
    walk(&mut desk, id, &entrusted);
    assert!(clocks_of(&desk, id, "FOR-ACC")[0].met.is_some());
    walk(&mut desk, id, &[("entrust_effective", &[])]);
    assert_eq!(clocks_of(&desk, id, "FOR-DONE")[0].length, None);
    let extend = |approved| {
        [
            ("from_on", "2027-01-05"),
            ("days", "20"),
            ("approved", approved),
        ]
    };
    assert_eq!(
        refused(&mut desk, id, "forensic_extend", &extend("false")),
        "values.approved referral.extension_unapproved"
    );
    assert_eq!(
        refused(
            &mut desk,
            id,
            "forensic_extend",
            &[
                ("from_on", "2027-01-05"),
                ("days", "31"),
                ("approved", "true")
            ]
        ),
        "values.days field.number"
    );
    walk(&mut desk, id, &[("forensic_extend", &extend("true"))]);
    let done = clocks_of(&desk, id, "FOR-DONE");
    assert!(done[0].dropped && done[1].is_open());
    assert_eq!(done[1].from_day, day("2027-01-05"));

    let other = at(&mut desk, "forensic");
    walk(&mut desk, other, &entrusted);
    walk(
        &mut desk,
        other,
        &[("entrust_effective", &[("agreed_days", "60")])],
    );
    let agreed = clocks_of(&desk, other, "FOR-DONE");
    assert_eq!(agreed.len(), 1);
    assert_eq!(agreed[0].length.map(|(days, _)| days), Some(60));
}

#[test]
fn relief_of_fees_rests_on_aid_granted_to_this_person() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "forensic");
    let director = desk.director.clone();
    let applied = applied_for_aid(&mut desk, id).to_string();
    let others = TicketAdder::at("legal_aid")
        .applicant("别人")
        .add(&mut desk)
        .to_string();
    let kind: Values = &[("kind", "waived")];
    assert_eq!(
        refused_to(&mut desk, &director, id, "fee_relief_letter", kind),
        "step.before"
    );
    for (case, code) in [
        (applied.as_str(), "values.case referral.no_aid"),
        (others.as_str(), "values.case referral.other_person"),
        ("", "values.case field.missing"),
    ] {
        assert_eq!(
            refused(&mut desk, id, "verify_aid", &[("case", case)]),
            code
        );
    }
    let aid = granted_aid(&mut desk, id).to_string();
    walk(&mut desk, id, &[("verify_aid", &[("case", aid.as_str())])]);
    assert_eq!(
        refused(&mut desk, id, "fee_relief_letter", kind),
        "right.missing"
    );
    take(&mut desk, &director, id, "fee_relief_letter", kind).unwrap();
    assert_eq!(
        refused(
            &mut desk,
            id,
            "fee_written_back",
            &[("case", applied.as_str())]
        ),
        "values.case referral.other_case"
    );
    let back = [
        ("case", aid.as_str()),
        ("amount", "120000"),
        ("kind", "waived"),
    ];
    walk(&mut desk, id, &[("fee_written_back", &back)]);
    let ticket = desk.ticket(id);
    let kept = ticket.progress().unwrap().last("fee_written_back").unwrap();
    assert_eq!(kept.value("amount"), "120000");
}

#[test]
fn aid_granted_by_another_agency_is_named_by_its_decision() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    let named = [
        ("decision_number", "南援决〔2026〕8号"),
        ("agency", "南屏县法律援助中心"),
    ];
    walk(&mut desk, id, &[("verify_aid", &named)]);
}

fn office(name: &str) -> InstitutionData {
    InstitutionData {
        name: name.to_owned(),
        windows: vec!["notary".to_owned()],
        active: true,
        ..InstitutionData::default()
    }
}

fn save(desk: &mut TestDesk, data: &InstitutionData) -> Result<Uuid, String> {
    let admin = desk.admin.clone();
    desk.write(&admin, |tx| institution::save(tx, None, data))
        .map_err(|fault| refusal(&fault))
}

#[test]
fn the_register_says_who_takes_which_referrals() {
    let mut desk = open(&centre());
    let notary = save(&mut desk, &office("云川县公证处")).unwrap();
    let closed = InstitutionData {
        active: false,
        ..office("白石公证处")
    };
    save(&mut desk, &closed).unwrap();
    let appraisal = InstitutionData {
        windows: vec!["forensic".to_owned()],
        categories: vec!["trace".to_owned()],
        ..office("衡信司法鉴定所")
    };
    save(&mut desk, &appraisal).unwrap();
    let id = at(&mut desk, "notary");
    let refer = |name| [("institution", name), ("separate_consent", "true")];
    for (name, code) in [
        ("白石公证处", "values.institution institution.inactive"),
        (
            "衡信司法鉴定所",
            "values.institution institution.other_window",
        ),
    ] {
        assert_eq!(refused(&mut desk, id, "refer_to", &refer(name)), code);
    }
    let by_id = notary.to_string();
    walk(&mut desk, id, &[("refer_to", &refer(&by_id))]);
    let ticket = desk.ticket(id);
    let done = ticket.progress().unwrap().last("refer_to").unwrap();
    assert_eq!(done.value("noted.institution"), "云川县公证处");

    let mut adder = TicketAdder::at("forensic").applicant("来访人");
    let fields = &mut adder.visit.tickets[0].fields;
    fields.clear();
    fields.insert("class".to_owned(), "medical".to_owned());
    let medical = adder.add(&mut desk);
    walk(
        &mut desk,
        medical,
        &[("ask_case_organ", &[("answer", "县法院")])],
    );
    assert_eq!(
        refused(&mut desk, medical, "refer_to", &refer("衡信司法鉴定所")),
        "values.institution institution.other_class"
    );
}

#[test]
fn the_register_is_kept_by_those_who_may_and_says_what_is_wrong_with_an_entry() {
    let mut desk = open(&centre());
    let clerk = desk.clerk.clone();
    let denied = desk.write(&clerk, |tx| {
        institution::save(tx, None, &office("云川县公证处"))
    });
    assert_eq!(denied.map_err(|fault| fault.code()), Err("right.missing"));
    let id = save(&mut desk, &office("云川县公证处")).unwrap();
    let changed = |change: &dyn Fn(&mut InstitutionData)| {
        let mut data = office("东关公证处");
        change(&mut data);
        data
    };
    for (data, code) in [
        (office("云川县公证处"), "name institution.twice"),
        (office(""), "name name.empty"),
        (
            changed(&|data| data.windows = vec!["moon".to_owned()]),
            "windows setting.window",
        ),
        (
            changed(&|data| data.categories = vec!["moon".to_owned()]),
            "categories choice.unknown",
        ),
        (
            changed(&|data| data.credit_code = "91519921MAYC006323".to_owned()),
            "credit_code credit.check",
        ),
        (
            changed(&|data| data.address = "长".repeat(101)),
            "address text.too_long",
        ),
        (
            changed(&|data| data.note = "行\u{7}".to_owned()),
            "note text.control",
        ),
    ] {
        assert_eq!(save(&mut desk, &data), Err(code.to_owned()));
    }
    let admin = desk.admin.clone();
    let full = changed(&|data| {
        data.credit_code = credit("32519921MAYC00149");
        data.contact = "冼主任".to_owned();
    });
    let mut change = |version: u32, id: Uuid| {
        desk.write(&admin, |tx| {
            institution::save(tx, Some((id, version)), &full)
        })
        .map_err(|fault| refusal(&fault))
    };
    assert_eq!(
        change(1, Uuid::nil()),
        Err("institution.not_found".to_owned())
    );
    assert_eq!(change(2, id), Err("record.changed_meanwhile".to_owned()));
    assert_eq!(change(1, id), Ok(id));
    let list = institution::list(&desk.view()).unwrap();
    assert_eq!(
        (list.len(), list[0].name.as_str(), list[0].version),
        (1, "东关公证处", 2)
    );
    assert_eq!(list[0].contact, "冼主任");

    let mut other = open(&station(2));
    other.merge(&entries(&desk)).unwrap();
    desk.merge(&entries(&other)).unwrap();
    assert_eq!(comparable(&desk), comparable(&other));
    assert_eq!(
        institution::list(&other.view()).unwrap(),
        institution::list(&desk.view()).unwrap()
    );
}

#[test]
fn whoever_only_looks_takes_no_step() {
    let mut desk = open(&centre());
    let id = at(&mut desk, "notary");
    for actor in [
        desk.auditor.clone(),
        desk.archivist.clone(),
        desk.reviewer.clone(),
    ] {
        assert_eq!(
            refused_to(&mut desk, &actor, id, "refer_to", REFER),
            "right.missing",
            "{}",
            actor.role
        );
    }
    let stranger = desk.second.clone();
    assert_eq!(
        refused_to(&mut desk, &stranger, id, "refer_to", REFER),
        "ticket.not_yours"
    );
    let (clerk, version) = (desk.clerk.clone(), desk.version(id));
    desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了"))
        .unwrap();
    assert_eq!(refused(&mut desk, id, "refer_to", REFER), "ticket.not_now");
}
