//! The papers of a ticket as its screen lists them.

use std::collections::BTreeMap;

use fachuang_core::procedure::{PROCEDURES, PaperRule};
use fachuang_forms::{Group, Need};
use serde_json::{Value, json};

use crate::{Counter, text_of, version};

/// Forms by where they stand.
fn places(counter: &mut Counter, ticket: &str) -> BTreeMap<String, Vec<String>> {
    let page = counter.call("get_ticket", json!({ "id": ticket }));
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for paper in page["papers"].as_array().unwrap() {
        let text = |key: &str| paper[key].as_str().unwrap().to_owned();
        places.entry(text("state")).or_default().push(text("form"));
    }
    places
}

pub(crate) fn take(counter: &mut Counter, ticket: &str, step: &str, values: &[(&str, &str)]) {
    let version = version(counter, ticket);
    let values: Vec<Value> = values
        .iter()
        .map(|(field, value)| json!({ "field": field, "value": value }))
        .collect();
    counter.call(
        "take_step",
        json!({ "ticketId": ticket, "version": version, "step": step, "day": "", "values": values }),
    );
}

#[test]
fn what_a_notified_defence_lacks_is_told_and_the_volume_holds_its_frame() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let before = places(&mut counter, &ticket);
    assert!(
        !before.contains_key("missing") && !before.contains_key("aside"),
        "{before:?}"
    );
    let letter = [
        ("organ", "云川县人民法院"),
        ("doc_no", "〔2026〕3号"),
        ("notified_for", "disabled"),
    ];
    take(&mut counter, &ticket, "notify_letter", &letter);
    let now = places(&mut counter, &ticket);
    assert_eq!(now["missing"], ["aid_rights"]);
    let aside = [
        "aid_apply",
        "aid_economy",
        "aid_received",
        "aid_approve",
        "aid_grant",
        "aid_served",
    ];
    assert_eq!(now["aside"], aside);
    assert!(now["ahead"].contains(&"aid_cover".to_owned()), "{now:?}");

    let rights = counter.issue(&ticket, "aid_rights_large");
    assert!(!places(&mut counter, &ticket).contains_key("missing"));
    let volume = json!({ "ticketId": ticket, "filled": [], "printer": "file" });
    let bound = counter.call("issue_volume", volume);
    let notes = bound["notes"].to_string();
    assert!(!notes.contains("卷宗里还没有"), "{notes}");
    let now = places(&mut counter, &ticket);
    assert_eq!(now["bound"], ["aid_cover", "aid_contents", "aid_remarks"]);
    assert_eq!(now["made"], ["aid_rights_large"]);
    let why = json!({ "number": rights["number"], "reason": "写错" });
    counter.call("void_paper", why);
    let now = places(&mut counter, &ticket);
    assert_eq!(
        now["missing"],
        ["aid_rights_large"],
        "what is void is not made"
    );
}

#[test]
fn a_proof_of_delivery_lists_the_decision_before_it_was_handed_over_and_other_papers_know_nothing_of_it()
 {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let empty = text_of(&counter.issue(&ticket, "aid_served"));
    assert!(!empty.contains("给予法律援助决定书"), "{empty}");
    let grant = counter.issue(&ticket, "aid_grant");
    counter.issue(&ticket, "notify");
    let number = grant["number"].as_str().unwrap();
    let proof = text_of(&counter.issue(&ticket, "aid_served"));
    assert!(
        proof.contains("给予法律援助决定书") && proof.contains(number),
        "{proof}"
    );
    assert!(!proof.contains("一次性告知书"), "{proof}");
    counter.call("deliver_papers", json!({
        "ticketId": ticket, "papers": [number], "way": "direct", "day": "2026-02-10", "place": "尔古村委会",
        "receiver": "addressee", "receiverName": "阿的·木呷约布", "reason": "", "witness": "", "evidence": "",
        "consent": false, "note": "当面说明",
    }));
    let proof = text_of(&counter.issue(&ticket, "aid_served"));
    assert!(
        proof.contains(number) && proof.contains("尔古村委会"),
        "{proof}"
    );
    let approval = text_of(&counter.issue(&ticket, "aid_approve"));
    assert!(!approval.contains("当面说明"), "{approval}");
}

/// A paper without which a procedure does not do is called for by one of its steps, frames the file, or is due from the
/// beginning, which is said here.
#[test]
fn every_paper_of_a_procedure_has_its_place_on_the_path() {
    let mut free = Vec::new();
    for form in fachuang_forms::list() {
        for window in form.windows.iter().filter(|_| form.need == Need::Must) {
            let procedure = fachuang_core::procedure::find(window).unwrap();
            let called = procedure
                .steps()
                .any(|step| step.papers.contains(&form.code));
            let frames = form.group != Group::Desk && (form.outside_count || form.step >= 900);
            if !called && !frames {
                free.push(form.code);
            }
        }
    }
    assert_eq!(free, ["special_register", "med_apply", "med_register"]);
    for procedure in PROCEDURES {
        for rule in procedure.papers {
            let (form, other) = match *rule {
                PaperRule::Either(one, other) => (one, other),
                PaperRule::Spared {
                    form, step, field, ..
                } => {
                    let step = procedure.step(step).unwrap();
                    assert!(step.fields.iter().any(|known| known.code == field));
                    (form, form)
                }
            };
            assert!(fachuang_forms::find(form).is_some() && fachuang_forms::find(other).is_some());
        }
    }
}
