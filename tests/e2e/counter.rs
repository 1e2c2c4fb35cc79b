//! The counter: a visitor comes, comes again, and nothing that was typed is lost.

use serde_json::json;

use crate::app::Data;
use crate::desk::{Desk, open_as, type_new_visitor, type_wages};

const ID_NUMBER: &str = "519921199012089314";
/// Keys for a name of three characters through an input method; the harness types it with three.
const NAME_KEYS: usize = 9;
const TYPED_NAME_KEYS: usize = 3;

#[test]
fn a_new_visitors_consultation_takes_at_most_44_keys_to_the_receipt() {
    let data = Data::empty();
    let mut app = Desk::prepare(&data).open(&data, "yao");

    type_new_visitor(&mut app, "褚望川");
    app.role("button", "去掉农民工");
    type_wages(&mut app);
    app.screenshot("counter-1-intake");
    app.press("F8");
    app.text("没有找到打印机，可另存为文件");
    let keys = app.take_key_count() + 2 * (NAME_KEYS - TYPED_NAME_KEYS);
    assert!(keys <= 44, "{keys} keys");

    app.wait_until(
        "the receipt is drawn",
        "return document.querySelector('.paper-sheets canvas')?.width > 300",
    );
    app.screenshot("counter-2-receipt");
    app.press("Esc");
    app.text("刚才：褚望川");
    app.screenshot("counter-3-saved");
    let number = app.script(
        "return document.querySelector('.act .last .num').textContent.trim();",
        json!([]),
    );
    let number = number.as_str().expect("a number").to_owned();
    assert!(number.starts_with("YC-"), "{number}");
    app.click(&app.role("button", &number));
    app.role("heading", "经过");
    app.text("劳动/欠薪");
    app.text("田兆丰");
    app.text("建议先协商");
    let lines = app.script(
        "return document.querySelectorAll('.time li b').length;",
        json!([]),
    );
    assert!(lines.as_u64() >= Some(1), "the timeline has a line");
    app.screenshot("counter-4-ticket");
    app.assert_no_complaints();
}

#[test]
fn a_returning_visitor_is_recognised_and_takes_at_most_12_keys() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    desk.register(
        "单巧云",
        ID_NUMBER,
        "legal_aid",
        "请求支付劳动报酬（农民工欠薪）",
    );
    let mut app = desk.open(&data, "yao");

    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text("9314");
    app.text("按输入的号码或首字母找到");
    app.press("Enter");
    app.wait_for_focus("事项");
    app.text("以前来过 1 次");
    assert_eq!(app.value_of(&app.label("姓名")), "单巧云");
    assert_eq!(app.value_of(&app.label("证件号")), "519921 19901208 9314");
    app.text("已沿用原档案");
    app.text("证件号后几位");
    app.type_text("ldq");
    app.press("Enter");
    app.screenshot("returning-1-intake");
    app.press("F8");
    app.text("没有找到打印机，可另存为文件");
    let keys = app.take_key_count();
    assert!(keys <= 12, "{keys} keys");
    let found = app.rpc("search", &json!({ "text": "9314", "limit": 10 }));
    let hits = found["hits"].as_array().expect("hits");
    assert_eq!(hits.len(), 2);
    assert_eq!(hits[0]["ticket"]["personId"], hits[1]["ticket"]["personId"]);
    app.assert_no_complaints();
}

#[test]
fn a_draft_outlives_a_power_cut_and_is_offered_again() {
    let data = Data::empty();
    let mut app = Desk::prepare(&data).open(&data, "yao");
    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text("褚望川");
    app.fill("电话", "19900010037");
    app.fill("摘要", "老板说年前给，到现在也没有给。");
    app.text("草稿已存");
    app.wait_until(
        "the whole form is kept",
        "return document.querySelector('.head .st')?.textContent.includes('草稿已存')",
    );
    app.kill();

    let mut app = open_as(&data, "yao");
    app.press("F2");
    app.text("没填完的 1 份");
    app.screenshot("draft-1-offered");
    app.press("F6");
    app.press("a");
    app.wait_until_gone("没填完的");
    assert_eq!(app.value_of(&app.label("姓名")), "褚望川");
    assert_eq!(app.value_of(&app.label("电话")), "199 0001 0037");
    assert_eq!(
        app.value_of(&app.label("摘要")),
        "老板说年前给，到现在也没有给。"
    );
    app.assert_no_complaints();
}

#[test]
fn a_wrong_check_digit_is_said_at_its_field_and_loses_nothing() {
    let data = Data::empty();
    let mut app = Desk::prepare(&data).open(&data, "yao");
    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text("褚望川");
    app.press("Enter");
    app.wait_for_focus("证件号");
    app.type_text("519921199012089315");
    app.fill("事项", "ldq");
    app.fill("摘要", "问工资怎么要。");
    app.press("F8");
    app.wait_for_focus("证件号");
    let note = app.script(
        "const input = document.activeElement;
         return document.getElementById(input.getAttribute('aria-describedby').split(' ')[0]).textContent;",
        json!([]),
    );
    let note = note.as_str().unwrap_or_default();
    assert!(
        note.contains("校验") || note.contains("末位") || note.contains("最后一位"),
        "{note}"
    );
    app.screenshot("wrong-1-check-digit");
    assert_eq!(app.value_of(&app.label("姓名")), "褚望川");
    assert_eq!(app.value_of(&app.label("证件号")), "519921 19901208 9315");
    assert_eq!(app.value_of(&app.label("事项")), "劳动/欠薪");
    assert_eq!(app.value_of(&app.label("摘要")), "问工资怎么要。");
    app.press("End");
    app.press("Backspace");
    app.type_text("4");
    app.press("F8");
    app.text("没有找到打印机，可另存为文件");
    app.assert_no_complaints();
}
