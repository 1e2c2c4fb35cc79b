//! Steps that take two persons.

use serde_json::json;

use crate::office::*;

#[test]
fn a_step_for_two_needs_another_person_with_the_right_role_and_a_password_of_their_own() {
    let mut office = Office::of_four();
    office.enter(ADMIN);
    let reviewer = || staff("fu", "reviewer");
    assert_eq!(
        code(office.ask("add_staff", reviewer(), None)),
        "second.needed"
    );
    for (second, expected) in [
        (ADMIN, "second.same"),
        (CLERK, "second.role"),
        (AUDITOR, "second.role"),
        (("lu", "Falsch-2026"), "login.wrong"),
        (("nobody", "Falsch-2026"), "login.wrong"),
        (("", ""), "second.needed"),
    ] {
        let refused = office
            .ask("add_staff", reviewer(), Some(second))
            .unwrap_err();
        assert_eq!(
            (&refused["code"], &refused["field"]),
            (&json!(expected), &json!("second")),
            "{second:?}"
        );
    }
    office.ask("add_staff", staff("he", "clerk"), None).unwrap();
    let second_director = office
        .ask("add_staff", staff("fu", "director"), Some(DIRECTOR))
        .unwrap();
    let must_change = office.ask(
        "renew_recovery",
        json!({ "holder": "" }),
        Some(("fu", "Yici-2026")),
    );
    assert_eq!(code(must_change), "second.must_change");
    let reset = json!({ "id": second_director["id"], "oneTimePassword": "Neu-20266" });
    assert_eq!(
        code(office.ask("reset_password", reset, None)),
        "second.needed"
    );
    let log = office.access();
    let id = second_director["id"].as_str().unwrap().to_owned();
    assert!(log.contains(&(
        "lu某".to_owned(),
        "stood_by".to_owned(),
        id,
        "管理员".to_owned()
    )));
}

#[test]
fn guessing_the_second_password_costs_the_same_waits_and_ends_at_twelve() {
    let mut office = Office::of_four();
    office.enter(ADMIN);
    let mut guesses = 0;
    for _ in 0..40 {
        let refused = code(office.ask(
            "renew_recovery",
            json!({ "holder": "" }),
            Some(("lu", "Falsch-2026")),
        ));
        match refused.as_str() {
            "login.wrong" => guesses += 1,
            "login.wait" => office.later(60 * 24 * 365),
            "login.closed" => break,
            other => panic!("{other}"),
        }
    }
    assert_eq!(guesses, 12);
    let right = office.ask("renew_recovery", json!({ "holder": "" }), Some(DIRECTOR));
    assert_eq!(code(right), "login.closed");
    let opened =
        json!({ "recoveryCode": office.recovery_code, "login": "lu", "newPassword": "Neu-20266" });
    office.call("log_in_with_recovery", opened);
    office.enter(ADMIN);
    office
        .ask(
            "renew_recovery",
            json!({ "holder": "" }),
            Some(("lu", "Neu-20266")),
        )
        .unwrap();
}

#[test]
fn an_office_of_one_goes_on_alone_and_the_log_says_so() {
    let mut office = Office::of_one();
    office.enter(ADMIN);
    let renewed = office.call("renew_recovery", json!({ "holder": "" }));
    assert_ne!(renewed["recoveryCode"], json!(office.recovery_code));
    // A director the administrator made has not taken their place before they chose a password.
    office.call("add_staff", staff("lu", "director"));
    office.call("add_staff", staff("shen", "auditor"));
    for (login, _) in [DIRECTOR, AUDITOR] {
        office.enter((login, "Yici-2026"));
        office.call(
            "change_password",
            json!({ "oldPassword": "Yici-2026", "newPassword": "Ziji-2026" }),
        );
    }
    office.enter(ADMIN);
    assert_eq!(
        code(office.ask("renew_recovery", json!({ "holder": "" }), None)),
        "second.needed"
    );
    let log = office.access();
    let alone: Vec<_> = log
        .iter()
        .filter(|(_, action, _, _)| action == "nobody_stood_by")
        .collect();
    assert_eq!(alone.len(), 3, "{log:?}");
}

#[test]
fn settings_of_the_site_take_two_and_those_of_the_counter_do_not() {
    let mut office = Office::of_four();
    office.enter(ADMIN);
    let known = office.call("get_settings", json!({}));
    let mut wish = json!({});
    for field in [
        "version",
        "address",
        "phone",
        "complaintPhone",
        "deskName",
        "lockAfterMinutes",
        "largePrint",
        "receiptForm",
        "printer",
        "promisedDays",
    ] {
        wish[field] = known[field].clone();
    }
    wish["printer"] = json!("另一台");
    let saved = office.call("save_settings", wish.clone());
    wish["version"] = saved["version"].clone();
    wish["promisedDays"][0]["workingDays"] = json!(9);
    assert_eq!(
        code(office.ask("save_settings", wish.clone(), None)),
        "second.needed"
    );
    office.ask("save_settings", wish, Some(DIRECTOR)).unwrap();
}
