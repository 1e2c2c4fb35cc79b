//! What is done to records seldom: the form of every step, a person registered twice, two places that differ.

use serde_json::json;

use crate::app::{App, Data};
use crate::desk::{Desk, PASSWORD, enter, open_as};
use crate::difference;

const ID_NUMBER: &str = "519921199012089314";
const MATTER: &str = "请求支付劳动报酬（农民工欠薪）";

#[test]
fn the_form_of_every_step_opens_by_its_key_fits_and_is_accessible() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "consult", "劳动/欠薪");
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &ticket);
    for (key, name) in [
        ("u", "不予受理"),
        ("z", "转其他窗口"),
        ("f", "另开一件"),
        ("c", "申请人撤回"),
        ("l", "关联办件"),
        ("b", "办结"),
    ] {
        app.press(key);
        app.role("heading", name);
        app.look(&format!("step-{key}"));
        app.press("Esc");
        app.press("Esc");
        app.role("heading", "现在可以办");
    }
    app.press("n");
    app.wait_for_focus("内容");
    app.look("step-n");
    app.press("Esc");
    app.press("Esc");
    app.assert_no_complaints();
}

#[test]
fn a_withdrawn_ticket_is_opened_again_by_the_director() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &ticket);
    app.press("c");
    app.wait_for_focus("原因");
    app.type_text("已经和解");
    app.press("F8");
    app.text("申请人撤回，已记下");
    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(&mut app, "lu", PASSWORD);
    open_ticket(&mut app, &ticket);
    app.press("r");
    app.role("heading", "恢复办理");
    app.look("step-r");
    app.wait_for_focus("原因");
    app.type_text("和解没有履行");
    app.press("F8");
    app.text("恢复办理，已记下");
    app.assert_no_complaints();
}

#[test]
fn a_director_voids_a_ticket_after_a_warning() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    let mut app = desk.open(&data, "lu");
    open_ticket(&mut app, &ticket);
    app.press("v");
    app.text("作废后办件号不再使用");
    app.look("step-v");
    app.wait_for_focus("原因");
    app.type_text("登记重复");
    app.press("F8");
    app.text("作废，已记下");
    app.look("step-v-done");
    app.assert_no_complaints();
}

#[test]
fn a_party_is_changed_with_a_reason_and_a_material_is_ticked() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    let mut app = desk.open(&data, "yao");
    open_ticket(&mut app, &ticket);
    app.look("record-overview");
    app.press("4");
    app.click(&app.label("改田兆丰"));
    app.fill("姓名或名称", "田兆峰");
    app.fill("电话", "19900010075");
    app.look("record-party");
    app.press("F8");
    app.text("要写原因");
    app.fill("为什么改", "照身份证更正");
    app.press("F8");
    app.text("田兆峰已存");
    app.text("199****0075");
    app.look("record-party-saved");
    app.press("2");
    app.click(&app.label("退还欠条"));
    app.click(&app.label("收下欠条"));
    app.click(&app.role("button", "添材料"));
    app.fill("材料名称", "工资条");
    app.look("record-material");
    app.click(&app.role("button", "收下"));
    app.label("退还工资条");
    app.look("record-materials");
    app.assert_no_complaints();
}

#[test]
fn a_person_registered_twice_is_found_merged_and_split_again() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let first = desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    desk.register("单巧云", "", "consult", "劳动/欠薪");
    let mut app = desk.open(&data, "lu");
    app.go("/duplicates");
    app.text("1 对");
    app.look("person-1-duplicates");
    app.press("Enter");
    app.text("保留这份");
    app.look("person-2-compare");
    app.fill("为什么是同一个人", "本人带身份证来核对过");
    app.press("F8");
    app.text("没有疑似重复的档案");
    app.look("person-3-none");
    let page = app.rpc("get_ticket", &json!({ "id": first["id"] }));
    let person = page["personId"].as_str().expect("a person").to_owned();
    app.go(&format!("/persons/{person}"));
    app.text("并入这份的档案");
    app.text("来过 2 次");
    app.look("person-4-merged");
    app.click(&app.label("拆回单巧云"));
    app.wait_for_focus("为什么拆回");
    app.type_text("不是同一个人，合并错了");
    app.look("person-5-unmerge");
    app.press("F8");
    app.wait_until_gone("并入这份的档案");
    app.text("来过 1 次");
    app.assert_no_complaints();
}

#[test]
fn two_places_that_differ_are_shown_with_both_values_and_one_is_chosen() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    let ticket = desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    desk.close();
    let id = ticket["id"].as_str().expect("an id");
    difference::make(&data, id, "field.amount", "530000", "350000");
    let mut app = open_as(&data, "lu");
    app.text("两处不同，待决定");
    app.look("differ-1-home");
    app.text("5,300");
    app.go("/conflicts");
    app.text("3,500");
    app.look("differ-2-list");
    app.press("d");
    app.wait_until(
        "both values can be chosen",
        "return document.querySelectorAll('main input[type=radio]').length >= 2;",
    );
    app.look("differ-3-decide");
    open_ticket(&mut app, &ticket);
    app.text("1 处待决定");
    app.look("differ-4-ticket");
    app.press("d");
    app.wait_until(
        "both values can be chosen",
        "return document.querySelectorAll('main input[type=radio]').length >= 2;",
    );
    app.press("1");
    app.wait_until(
        "the first value is chosen",
        "return document.querySelector('main input[type=radio]').checked;",
    );
    app.fill("依据", "欠条写的是五千三百元");
    app.look("differ-5-on-the-ticket");
    app.press("F8");
    app.wait_until_gone("1 处待决定");
    app.assert_no_complaints();
}

fn open_ticket(app: &mut App, ticket: &serde_json::Value) {
    app.go(&format!(
        "/tickets/{}",
        ticket["id"].as_str().unwrap_or_default()
    ));
    app.role("heading", "经过");
}
