//! Bound volumes (卷宗).

use serde_json::json;

use crate::path::take;
use crate::{Counter, text_of};

#[test]
fn a_volume_binds_the_papers_as_they_were_issued_and_lists_them() {
    let mut counter = Counter::opened();
    let (ticket, person) = counter.visit("阿的·木呷约布");
    let filled = json!([{ "field": "file_number", "value": "2026-7" }]);
    let volume = json!({ "ticketId": ticket, "filled": filled });
    assert_eq!(
        counter.refusal("preview_volume", volume.clone()),
        "paper.volume_empty"
    );
    take(&mut counter, &ticket, "application_received", &[]);
    counter.issue(&ticket, "aid_grant");
    counter.issue(&ticket, "receipt_a4");
    let wrong = counter.issue(&ticket, "aid_assign");
    let why = json!({ "number": wrong["number"], "reason": "写错律师" });
    counter.call("void_paper", why);
    counter.issue(&ticket, "aid_apply");
    let page = counter.call("get_person", json!({ "id": person }));
    counter.call(
        "edit_person",
        json!({ "id": person, "version": page["version"], "reason": "核对证件",
            "changes": [{ "field": "name", "value": "阿的·木呷" }] }),
    );
    let text = text_of(&counter.call("preview_volume", volume));
    let at = |word: &str| {
        text.find(word)
            .unwrap_or_else(|| panic!("{word} in {text}"))
    };
    let order = [
        "法律援助案件卷宗",
        "法律援助卷内目录",
        "法律援助申请表",
        "给予法律援助决定书",
        "法律援助卷内备考表",
    ];
    let last: Vec<usize> = order.iter().map(|word| text.rfind(word).unwrap()).collect();
    assert!(at("法律援助卷内目录") < last[3], "{text}");
    assert!(last[2] < last[3] && last[3] < last[4], "{last:?} {text}");
    assert!(text.contains("阿的·木呷约布"), "as issued");
    assert!(text.contains("2026-7"), "{text}");
    assert!(
        !text.contains("指派通知书") && !text.contains("受理回执"),
        "{text}"
    );
    let issued = counter.call(
        "issue_volume",
        json!({ "ticketId": ticket, "printer": "file" }),
    );
    let notes = issued["notes"].to_string();
    let lacks = "卷宗里还没有：法律援助申请材料接收凭证。";
    assert!(
        notes.contains(lacks),
        "and no paper of a step ahead: {notes}"
    );
    let copy = counter.copy(&issued, false);
    assert_eq!(copy["pdf"], issued["pdf"]);
}

#[test]
fn a_volume_is_printed_again_to_the_byte_and_as_a_copy_with_the_mark_on_every_page() {
    let mut counter = Counter::opened();
    let (ticket, person) = counter.visit("阿的·木呷约布");
    counter.issue(&ticket, "aid_grant");
    counter.issue(&ticket, "aid_apply");
    let filled = json!([{ "field": "file_number", "value": "2026-7" }]);
    let volume = counter.call(
        "issue_volume",
        json!({ "ticketId": ticket, "filled": filled, "printer": "窗口一" }),
    );
    assert!(!text_of(&volume).contains("补打"));
    let page = counter.call("get_person", json!({ "id": person }));
    counter.call(
        "edit_person",
        json!({ "id": person, "version": page["version"], "reason": "核对证件",
            "changes": [{ "field": "name", "value": "阿的·木呷" }] }),
    );
    counter.issue(&ticket, "aid_assign");
    let texts = counter.call("first_texts", json!({ "ticketId": ticket, "form": "" }));
    assert!(texts["filled"].to_string().contains("2026-7"), "{texts}");
    // Another desk has the journal, and not the file.
    counter
        .database()
        .execute_batch("DELETE FROM paper_file")
        .unwrap();
    counter.restart();
    let exact = counter.copy(&volume, false);
    assert_eq!(exact["pdf"], volume["pdf"]);
    let marked = counter.copy(&volume, true);
    let text = text_of(&marked);
    let pages = marked["pages"].as_u64().unwrap();
    assert_eq!(volume["pages"], pages);
    assert_eq!(text.matches("补打").count() as u64, pages, "{text}");
    assert!(
        text.contains("阿的·木呷约布") && text.contains("2026-7"),
        "{text}"
    );
    assert!(!text.contains("指派通知书"), "what came later is not in it");
    let found = counter.call("verify_paper", json!({ "code": marked["sha256"] }));
    assert_eq!(found["papers"][0]["number"], volume["number"]);
    assert_eq!(found["papers"][0]["copies"], 2);

    let why = json!({ "number": volume["number"], "reason": "漏了一份" });
    counter.call("void_paper", why);
    let open = json!({ "number": volume["number"] });
    let void = text_of(&counter.call("open_paper", open));
    assert_eq!(void.matches("作废").count() as u64, pages, "{void}");
}

#[test]
fn a_volume_bears_its_number() {
    let mut counter = Counter::opened();
    let (ticket, _) = counter.visit("阿的·木呷约布");
    counter.issue(&ticket, "aid_grant");
    let wish = json!({ "ticketId": ticket, "filled": [], "printer": "file" });
    let volume = counter.call("issue_volume", wish);
    let number = volume["number"].as_str().unwrap();
    assert!(text_of(&volume).contains(number), "{}", text_of(&volume));
    let found = counter.call("verify_paper", json!({ "code": number }));
    assert_eq!(found["verdict"], "standing");
    assert_eq!(found["papers"][0]["sha256"], volume["sha256"]);
}
