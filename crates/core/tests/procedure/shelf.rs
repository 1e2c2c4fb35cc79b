//! Which papers the path of a ticket calls for, over every procedure.

use std::collections::BTreeMap;

use fachuang_core::procedure::{
    self, DoneStep, Effect, PROCEDURES, Part, Place, Sheet, Standing, shelf,
};
use fachuang_core::ticket::{Progress, State};

use crate::stage::{done_at, in_progress};

/// A step as it was taken, with the answers that matter.
type Taken<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// The forms of a window without which its procedure does not do, in their order.
fn must(window: &str) -> &'static [&'static str] {
    match window {
        "legal_aid" => &[
            "aid_apply",
            "aid_economy",
            "aid_received",
            "aid_approve",
            "aid_grant",
            "aid_rights",
            "aid_served",
            "aid_assign",
            "aid_agreement",
            "aid_power",
            "aid_letter",
            "aid_closing",
            "aid_subsidy",
        ],
        "mediation" => &[
            "med_apply",
            "med_register",
            "med_rights",
            "med_identity",
            "med_record",
            "med_agreement",
        ],
        "special" => &["special_register"],
        _ => &[],
    }
}

fn frame(window: &str) -> &'static [&'static str] {
    match window {
        "legal_aid" => &["aid_cover", "aid_contents", "aid_remarks"],
        "mediation" => &["med_cover", "med_contents", "med_back"],
        _ => &[],
    }
}

/// A ticket that went along these steps.
fn walked(window: &str, steps: &[Taken<'_>]) -> Progress {
    let procedure = procedure::find(window).unwrap();
    let mut progress = in_progress(window, procedure.first_stage());
    for (code, values) in steps {
        let step = procedure.step(code).unwrap();
        for earlier in &mut progress.done {
            earlier.undone |= step.undoes.contains(&earlier.code.as_str());
        }
        if let Some(to) = step.to {
            progress.stage = to.to_owned();
        }
        if let Effect::End(state, _) = step.effect {
            progress.state = state;
        }
        let values = values.iter();
        progress.done.push(DoneStep {
            values: values
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            ..done_at(window, code)
        });
    }
    progress
}

fn closed(progress: Progress, outcome: &str) -> Progress {
    Progress {
        state: State::Closed,
        outcome: outcome.to_owned(),
        ..progress
    }
}

/// Where the papers of a window stand, and those of others that are named.
fn places<'a>(
    progress: &Progress,
    made: &[&'a str],
    others: &[&'a str],
    bound: bool,
) -> BTreeMap<&'a str, Standing> {
    let leaf = |form: &&'a str, must| Sheet {
        form,
        must,
        part: Part::Leaf,
        made: made.contains(form),
    };
    let mut sheets: Vec<Sheet<'a>> = must(&progress.window)
        .iter()
        .map(|form| leaf(form, true))
        .collect();
    sheets.extend(others.iter().map(|form| leaf(form, false)));
    sheets.extend(frame(&progress.window).iter().map(|form| Sheet {
        part: Part::Frame,
        ..leaf(form, true)
    }));
    let standing = shelf(progress, &sheets, bound);
    let named = sheets.iter().zip(standing);
    named
        .filter_map(|(sheet, standing)| Some((sheet.form, standing?)))
        .collect()
}

/// The forms that stand in a place, in the order of their codes.
fn in_place<'a>(places: &BTreeMap<&'a str, Standing>, place: Place) -> Vec<&'a str> {
    let there = places.iter().filter(|(_, one)| one.place == place);
    there.map(|(form, _)| *form).collect()
}

fn sorted<'a>(lists: &[&[&'a str]]) -> Vec<&'a str> {
    let mut all = lists.concat();
    all.sort_unstable();
    all
}

const GRANTED: &[Taken<'_>] = &[
    ("application_received", &[]),
    ("economic_check", &[("result", "exempt")]),
    ("decide_grant", &[]),
    ("grant_served", &[]),
    ("assign", &[]),
    ("sign", &[]),
    ("case_end", &[]),
    ("report", &[]),
];

#[test]
fn a_granted_aid_case_asks_for_every_paper_of_its_path_and_for_none_of_a_refusal() {
    let mut steps = GRANTED.to_vec();
    let running = walked("legal_aid", &steps);
    let open = places(&running, &[], &["aid_refuse", "aid_terminate"], false);
    assert_eq!(
        in_place(&open, Place::Ahead),
        sorted(&[frame("legal_aid"), &["aid_subsidy"]])
    );
    assert_eq!(
        open["aid_subsidy"].step.map(|step| step.name),
        Some("支付办案补贴")
    );
    steps.push(("subsidy", &[]));
    let ended = closed(walked("legal_aid", &steps), "done");
    let found = places(&ended, &[], &["aid_refuse", "aid_terminate"], false);
    assert_eq!(
        in_place(&found, Place::Missing),
        sorted(&[must("legal_aid"), frame("legal_aid")])
    );
    assert_eq!(found.len(), in_place(&found, Place::Missing).len());
    let served = found["aid_served"].step.map(|step| step.code);
    assert_eq!(served, Some("grant_served"));
}

#[test]
fn a_refused_application_asks_for_no_paper_of_a_grant() {
    let steps: &[Taken<'_>] = &[("application_received", &[]), ("decide_refuse", &[])];
    let refused = walked("legal_aid", steps);
    assert_eq!(refused.state, State::Refused);
    let found = places(&refused, &[], &["aid_refuse", "aid_terminate"], false);
    let asked = ["aid_apply", "aid_approve", "aid_received", "aid_refuse"];
    assert_eq!(
        in_place(&found, Place::Missing),
        sorted(&[&asked, frame("legal_aid")])
    );
    assert_eq!(in_place(&found, Place::Ahead), ["aid_served"]);
    let aside = in_place(&found, Place::Aside);
    assert_eq!(aside.len(), must("legal_aid").len() - 4, "{aside:?}");
    assert!(!found.contains_key("aid_terminate"));
}

#[test]
fn a_notified_defence_asks_for_no_paper_of_an_application() {
    let steps: &[Taken<'_>] = &[("notify_letter", &[]), ("assign", &[])];
    let found = places(&walked("legal_aid", steps), &[], &[], false);
    let missing = ["aid_assign", "aid_letter", "aid_rights"];
    assert_eq!(in_place(&found, Place::Missing), missing);
    let ahead = ["aid_agreement", "aid_closing", "aid_power", "aid_subsidy"];
    assert_eq!(
        in_place(&found, Place::Ahead),
        sorted(&[&ahead, frame("legal_aid")])
    );
    let aside = [
        "aid_apply",
        "aid_approve",
        "aid_economy",
        "aid_grant",
        "aid_received",
        "aid_served",
    ];
    assert_eq!(in_place(&found, Place::Aside), aside);
}

#[test]
fn an_application_that_lapsed_asks_for_what_was_due_until_then() {
    let steps: &[Taken<'_>] = &[
        ("application_received", &[]),
        ("supplement_notice", &[]),
        ("lapse", &[]),
    ];
    let lapsed = walked("legal_aid", steps);
    assert_eq!(lapsed.state, State::Withdrawn);
    let found = places(&lapsed, &["aid_apply"], &["aid_supplement"], false);
    assert_eq!(
        in_place(&found, Place::Missing),
        ["aid_received", "aid_supplement"]
    );
    assert_eq!(in_place(&found, Place::Made), ["aid_apply"]);
    assert_eq!(in_place(&found, Place::Ahead), [""; 0]);
    let void = Progress {
        state: State::Void,
        ..lapsed
    };
    let found = places(&void, &["aid_apply"], &[], false);
    assert_eq!(in_place(&found, Place::Missing), [""; 0]);
}

#[test]
fn who_needs_to_meet_no_economic_condition_states_no_economy() {
    for (result, place) in [
        ("meets", Place::Missing),
        ("exempt", Place::Missing),
        ("no_condition", Place::Aside),
        ("recognised", Place::Aside),
    ] {
        let values = [("result", result)];
        let steps: &[Taken<'_>] = &[("application_received", &[]), ("economic_check", &values)];
        let found = places(&walked("legal_aid", steps), &[], &[], false);
        assert_eq!(found["aid_economy"].place, place, "{result}");
    }
}

#[test]
fn what_is_in_the_volume_is_not_missing() {
    let steps = [GRANTED, &[("subsidy", &[])]].concat();
    let ended = closed(walked("legal_aid", &steps), "done");
    let found = places(&ended, must("legal_aid"), &[], true);
    assert_eq!(
        in_place(&found, Place::Bound),
        sorted(&[frame("legal_aid")])
    );
    assert_eq!(in_place(&found, Place::Missing), [""; 0]);
}

#[test]
fn a_mediation_asks_for_the_papers_of_the_way_it_ended() {
    let accepted: &[Taken<'_>] = &[
        ("consent_asked", &[]),
        ("mediate_accept", &[]),
        ("told_rights", &[]),
        ("assign_mediator", &[]),
        ("mediate_session", &[]),
    ];
    let always = ["med_identity", "med_record", "med_register", "med_rights"];
    for (last, outcome, missing, aside) in [
        (
            "agreement_written",
            "written",
            &["med_agreement"][..],
            &["med_apply"][..],
        ),
        (
            "agreement_oral",
            "oral",
            &["med_oral"],
            &["med_agreement", "med_apply"],
        ),
        (
            "mediate_fail",
            "failed",
            &[],
            &["med_agreement", "med_apply"],
        ),
    ] {
        let steps = [accepted, &[(last, &[])]].concat();
        let ended = closed(walked("mediation", &steps), outcome);
        let found = places(&ended, &["med_register"], &["med_oral"], false);
        let expected: Vec<&str> = always
            .into_iter()
            .filter(|form| *form != "med_register")
            .collect();
        assert_eq!(
            in_place(&found, Place::Missing),
            sorted(&[&expected, missing, frame("mediation")]),
            "{outcome}"
        );
        assert_eq!(in_place(&found, Place::Aside), aside, "{outcome}");
    }
    let refused = [("consent_asked", &[][..]), ("consent_refused", &[])];
    let ended = closed(walked("mediation", &refused), "refused");
    let found = places(&ended, &["med_apply"], &["med_oral"], false);
    assert_eq!(
        in_place(&found, Place::Missing),
        sorted(&[frame("mediation")])
    );
    let aside = in_place(&found, Place::Aside);
    assert_eq!(aside.len(), must("mediation").len() - 1, "{aside:?}");
    assert_eq!(
        in_place(&found, Place::Ahead),
        [""; 0],
        "rights are told while it is open"
    );
}

#[test]
fn one_of_two_papers_that_do_is_enough() {
    let begun = walked("mediation", &[]);
    let found = places(&begun, &[], &[], false);
    assert_eq!(found["med_apply"].instead, Some("med_register"));
    assert_eq!(found["med_register"].instead, Some("med_apply"));
    assert_eq!(found["med_agreement"].place, Place::Ahead);
    assert_eq!(found["med_agreement"].instead, None);
    let found = places(&begun, &["med_apply"], &[], false);
    assert_eq!(found["med_register"].place, Place::Aside);
}

#[test]
fn the_other_windows_ask_for_what_their_steps_ask_for_alone() {
    for window in ["consult", "notary", "forensic", "special"] {
        let found = places(&walked(window, &[]), &[], &["notify", "refer"], false);
        assert_eq!(in_place(&found, Place::Missing), must(window), "{window}");
    }
    for window in ["notary", "forensic"] {
        let steps: &[Taken<'_>] = &[("one_time_notice", &[])];
        let found = places(&walked(window, steps), &[], &["notify", "refer"], false);
        assert_eq!(in_place(&found, Place::Missing), ["notify"], "{window}");
        let found = places(&walked(window, steps), &["notify"], &["notify"], false);
        assert_eq!(in_place(&found, Place::Made), ["notify"], "{window}");
    }
    let withdrawn = Progress {
        state: State::Withdrawn,
        ..walked("special", &[])
    };
    let found = places(&withdrawn, &[], &[], false);
    assert_eq!(in_place(&found, Place::Missing), [""; 0]);
}

/// No paper is due before its step, none of a fresh ticket belongs to a branch already.
#[test]
fn a_fresh_ticket_has_every_paper_before_it() {
    for procedure in PROCEDURES {
        let found = places(&walked(procedure.window, &[]), &[], &[], false);
        assert_eq!(
            found.len(),
            must(procedure.window).len() + frame(procedure.window).len()
        );
        assert_eq!(
            in_place(&found, Place::Aside),
            [""; 0],
            "{}",
            procedure.window
        );
        for (form, standing) in &found {
            let calls = procedure.steps().any(|step| step.papers.contains(form));
            let is_frame = frame(procedure.window).contains(form);
            let place = if calls || is_frame {
                Place::Ahead
            } else {
                Place::Missing
            };
            assert_eq!(standing.place, place, "{form}");
        }
    }
}
