//! Papers and their texts, once more after the program has changed or begun anew.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{Counter, FORMS, fonts, text_of};

/// A folder of fonts in which every role asks the serif faces, as a later version of the program might.
fn other_fonts() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(fonts()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "ttf") {
            let to = dir.path().join(path.file_name().unwrap());
            std::os::unix::fs::symlink(&path, to).unwrap();
        }
    }
    let manifest = std::fs::read_to_string(fonts().join("fonts.toml")).unwrap();
    let changed = manifest
        .replace("text = [\"sans\"", "text = [\"serif\"")
        .replace("strong = [\"sans-bold\"", "strong = [\"serif-bold\"");
    assert_ne!(changed, manifest);
    std::fs::write(dir.path().join("fonts.toml"), changed).unwrap();
    dir
}

#[test]
fn an_issued_paper_outlives_what_it_was_made_with() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let mut papers: Vec<Value> = FORMS
        .iter()
        .chain(&["receipt_80mm", "queue", "aid_grant_large"])
        .map(|form| counter.issue(&ticket, form))
        .collect();
    let volume = json!({ "ticketId": ticket, "filled": [], "printer": "窗口一" });
    papers.push(counter.call("issue_volume", volume));
    let preview = json!({ "ticketId": ticket, "form": "notify" });
    let before = counter.call("preview_paper", preview.clone());
    let later = other_fonts();
    counter.restart_with(later.path());
    let after = counter.call("preview_paper", preview);
    assert_ne!(
        before["sha256"], after["sha256"],
        "papers look different now"
    );
    for paper in &papers {
        let number = &paper["number"];
        let copy = counter.copy(paper, false);
        assert_eq!(copy["pdf"], paper["pdf"], "{number}");
        let bytes = STANDARD.decode(copy["pdf"].as_str().unwrap()).unwrap();
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(paper["sha256"], hash.as_str(), "{number}");
        let found = counter.call("verify_paper", json!({ "code": hash }));
        assert_eq!(found["papers"][0]["number"], *number);
    }
    // Without its file a paper that cannot be made the same is refused, and not replaced by another.
    counter
        .database()
        .execute_batch("DELETE FROM paper_file")
        .unwrap();
    let wish = json!({ "number": papers[1]["number"], "marked": false, "printer": "file" });
    assert_eq!(counter.refusal("copy_paper", wish), "paper.not_exact");
}

#[test]
fn what_was_typed_before_is_offered_again_where_it_means_the_same() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let offered = |counter: &mut Counter, ticket: &str, form: &str| -> BTreeMap<String, String> {
        let wish = json!({ "ticketId": ticket, "form": form });
        let texts = counter.call("first_texts", wish);
        let filled = texts["filled"].as_array().unwrap().iter();
        filled
            .map(|text| {
                let part = |key: &str| text[key].as_str().unwrap().to_owned();
                (part("field"), part("value"))
            })
            .collect()
    };
    let blanks = |counter: &mut Counter, form: &str| -> Vec<String> {
        let catalogue = counter.call("catalogue", json!({}));
        let papers = catalogue["papers"].as_array().unwrap();
        let paper = papers.iter().find(|paper| paper["code"] == form).unwrap();
        let blanks = paper["blanks"].as_array().unwrap().iter();
        blanks
            .map(|blank| blank["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(offered(&mut counter, &ticket, "aid_assign").is_empty());
    let typed: Vec<Value> = blanks(&mut counter, "aid_assign")
        .into_iter()
        .map(|name| json!({ "field": name, "value": format!("填过的{name}") }))
        .collect();
    assert!(typed.len() > 3, "{typed:?}");
    counter.call("issue_paper", json!({
        "ticketId": ticket, "form": "aid_assign", "printer": "file", "filled": typed, "serves": null,
    }));
    counter.restart();
    let again = offered(&mut counter, &ticket, "aid_assign");
    assert_eq!(again.len(), typed.len(), "all of it for the same paper");
    let other = offered(&mut counter, &ticket, "aid_letter");
    assert_eq!(other["agency"], "填过的agency", "{other:?}");
    assert_eq!(other["lawyer_name"], "填过的lawyer_name", "{other:?}");
    assert!(!other.contains_key("serial"), "{other:?}");
    let (stranger, _) = counter.visit("单巧云");
    let names: Vec<String> = offered(&mut counter, &stranger, "aid_letter")
        .into_keys()
        .collect();
    assert_eq!(names, ["agency"], "of another ticket the office alone");
}

#[test]
fn a_paper_that_comes_up_several_times_in_a_case_is_no_copy_of_the_one_before() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    for (form, copy) in [("correct", false), ("notify", true)] {
        let first = counter.issue(&ticket, form);
        let second = counter.issue(&ticket, form);
        assert_ne!(first["number"], second["number"]);
        assert_eq!(second["count"], if copy { 2 } else { 1 });
        assert!(!text_of(&first).contains("补打"));
        assert_eq!(text_of(&second).contains("补打"), copy, "{form}");
    }
    let page = counter.call("get_ticket", json!({ "id": ticket }));
    let papers = page["papers"].as_array().unwrap();
    let repeats =
        |form: &str| papers.iter().find(|one| one["form"] == form).unwrap()["repeats"].clone();
    assert_eq!(
        (repeats("correct"), repeats("notify")),
        (json!(true), json!(false))
    );
}
