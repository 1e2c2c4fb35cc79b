//! Numbered blank slips for power cuts, out and back in.

use fachuang_core::number::{PAPER, SLIP};
use serde_json::{Value, json};

use crate::{Counter, stranger, text_of, visit_of};

#[test]
fn blank_slips_go_out_by_number_and_come_back_as_tickets_or_with_a_reason() {
    let mut counter = Counter::opened();
    let slips = counter.call(
        "issue_slips",
        json!({ "count": 3, "holder": "尔古村调解室", "printer": "file" }),
    );
    assert_eq!(slips["pages"], 3, "a slip is one page");
    let text = text_of(&slips);
    let list = |counter: &mut Counter| counter.call("list_slips", json!({}));
    let out = list(&mut counter)["out"].clone();
    let numbers: Vec<String> = out
        .as_array()
        .unwrap()
        .iter()
        .map(|slip| slip["number"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(numbers.len(), 3);
    assert!(numbers.iter().all(|number| text.contains(number)), "{text}");
    assert_eq!(out[0]["holder"], "尔古村调解室");
    let (ticket, _) = counter.visit("阿的·木呷约布");
    let page = counter.call("get_ticket", json!({ "id": ticket }));
    let enter = json!({ "number": numbers[1].to_lowercase(), "ticketNumber": page["number"] });
    counter.call("enter_slip", enter.clone());
    assert_eq!(counter.refusal("enter_slip", enter), "slip.settled");
    let no_reason = json!({ "number": numbers[2], "reason": " " });
    assert_eq!(counter.refusal("void_slip", no_reason), "reason.missing");
    counter.call(
        "void_slip",
        json!({ "number": numbers[2], "reason": "写坏了" }),
    );
    let after = list(&mut counter);
    assert_eq!(after["out"].as_array().unwrap().len(), 1);
    assert_eq!(
        after["out"][0]["number"],
        numbers[0].as_str(),
        "the gap list"
    );
    let settled = after["settled"].as_array().unwrap();
    let states: Vec<&Value> = settled.iter().map(|slip| &slip["state"]).collect();
    assert!(states.contains(&&json!("back")) && states.contains(&&json!("void")));
    let back = settled.iter().find(|slip| slip["state"] == "back").unwrap();
    assert_eq!(back["ticketNumber"], page["number"]);
    for (number, refusal) in [
        (stranger(PAPER), "slip.other_number"),
        (stranger(SLIP), "slip.not_found"),
        ("x".to_owned(), "number.shape"),
    ] {
        let wish = json!({ "number": number, "reason": "丢失" });
        assert_eq!(counter.refusal("void_slip", wish), refusal);
    }
    for count in [0, 101] {
        let wish = json!({ "count": count, "holder": "", "printer": "file" });
        assert_eq!(counter.refusal("issue_slips", wish), "slip.count");
    }
    assert_eq!(
        page["number"], "YC-Y260210-3001X",
        "slips take no number away from tickets"
    );
    counter.log_in("shen", "Ziji-2026");
    assert_eq!(counter.call("verify", json!({}))["sound"], true);
}

#[test]
fn a_visit_from_a_blank_slip_takes_the_slip_along_with_its_time() {
    let mut counter = Counter::opened();
    let wish = json!({ "count": 2, "holder": "窗口抽屉", "printer": "file" });
    counter.call("issue_slips", wish);
    let out = counter.call("list_slips", json!({}))["out"].clone();
    let number = |nth: usize| out[nth]["number"].clone();
    counter.pass_days(2);
    let with = |slip: Value, received: &str| {
        let mut visit = visit_of("阿的·木呷约布");
        visit["slipNumber"] = slip;
        visit["receivedAt"] = json!(received);
        visit
    };
    let ticket_number = |counter: &mut Counter| {
        let (ticket, _) = counter.visit("单巧云");
        counter.call("get_ticket", json!({ "id": ticket }))["number"].clone()
    };
    let usual = "2026-02-11T10:20:00+08:00";
    let other = ticket_number(&mut counter);
    for (visit, field, code) in [
        (with(other, usual), "slip_number", "slip.other_number"),
        (
            with(json!(stranger(PAPER)), usual),
            "slip_number",
            "slip.other_number",
        ),
        (
            with(json!("YC-X260210"), usual),
            "slip_number",
            "number.shape",
        ),
        (with(number(0), ""), "received_at", "slip.time_missing"),
        (
            with(number(0), "2026-02-10T08:59:00+08:00"),
            "received_at",
            "slip.time_early",
        ),
        (
            with(number(0), "2026-02-12T09:01:00+08:00"),
            "received_at",
            "received.future",
        ),
    ] {
        let check = counter.call("check_intake", visit.clone());
        let notices = check["notices"].as_array().unwrap();
        let noticed = notices.iter().find(|one| one["code"] == code);
        assert!(noticed.is_some(), "{code}: {notices:?}");
        let refused = counter.ask("register_visit", visit).unwrap_err();
        assert_eq!(
            (&refused["code"], &refused["field"]),
            (&json!(code), &json!(field))
        );
    }
    let typed = number(0).as_str().unwrap().to_lowercase().replace('-', "");
    let visit = with(json!(typed), usual);
    let done = counter.call("register_visit", visit.clone());
    let page = counter.call("get_ticket", json!({ "id": done["tickets"][0]["id"] }));
    assert_eq!(
        page["receivedAt"], usual,
        "the limits run from the slip's time"
    );
    let list = counter.call("list_slips", json!({}));
    assert_eq!(list["out"].as_array().unwrap().len(), 1, "the gap list");
    assert_eq!(list["out"][0]["number"], number(1));
    assert_eq!(list["settled"][0]["state"], "back");
    assert_eq!(
        list["settled"][0]["ticketNumber"],
        done["tickets"][0]["number"]
    );
    assert_eq!(counter.refusal("register_visit", visit), "slip.settled");
    counter.call(
        "void_slip",
        json!({ "number": number(1), "reason": "写坏了" }),
    );
    let void = with(number(1), usual);
    assert_eq!(counter.refusal("register_visit", void), "slip.settled");
    counter.log_in("shen", "Ziji-2026");
    assert_eq!(counter.call("verify", json!({}))["sound"], true);
}
