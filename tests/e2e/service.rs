//! A ticket after the counter: assigned, taken on, closed, rated, handed to another window.

use serde_json::json;

use crate::app::{App, Data};
use crate::desk::Desk;

const ID_NUMBER: &str = "519921199012089314";
const MATTER: &str = "请求支付劳动报酬（农民工欠薪）";

#[test]
fn a_ticket_is_assigned_closed_and_rated_by_the_visitor() {
    let data = Data::empty();
    let mut app = desk_with_a_ticket(&data);
    open_the_first_ticket(&mut app);
    app.role("button", "派单");
    app.screenshot("service-1-registered");
    app.press("F8");
    app.text("骆以安");
    app.screenshot("service-2-assign");
    app.press("F8");
    app.text("派单，已记下");
    app.role("button", "办结");
    app.press("b");
    app.wait_for_focus("办理结果");
    app.type_text("办结");
    app.press("Enter");
    app.fill("说明", "对方当庭付清。");
    app.screenshot("service-3-close");
    app.press("F8");
    app.text("办结，已记下");

    let clerks = app.window();
    app.press("F7");
    app.text("正在等来访人评价");
    app.screenshot("service-4-waiting");
    app.switch_to_new_window(std::slice::from_ref(&clerks));
    app.text("这次办事，您满意吗？");
    for row in ["服务态度", "办事效率", "政策和业务水平", "总体评价"] {
        app.click(&app.role("radio", &format!("{row} 满意")));
    }
    app.text("每行都选好了");
    app.screenshot("service-5-rating");
    app.click(&app.role("button", "提交评价"));
    app.text("已收到");
    app.switch_to(&clerks);
    app.wait_until_gone("正在等来访人评价");
    app.wait_until(
        "the ratings on the ticket",
        "return document.querySelectorAll('.rdone dd').length >= 4
            && [...document.querySelectorAll('.rdone dd')].every((each) => each.textContent === '满意')",
    );
    app.invoke("close_rating", json!({})).unwrap();
    app.screenshot("service-6-rated");
    app.assert_no_complaints();
}

#[test]
fn a_ticket_is_handed_to_another_window() {
    let data = Data::empty();
    let mut app = desk_with_a_ticket(&data);
    open_the_first_ticket(&mut app);
    app.role("button", "转其他窗口");
    app.press("z");
    app.wait_for_focus("转到窗口");
    app.type_text("3");
    app.press("Enter");
    app.fill("原因", "双方愿意先调解。");
    app.screenshot("transfer-1-form");
    app.press("F8");
    app.text("转其他窗口，已记下");
    app.wait_until(
        "the new window at the head",
        "return document.querySelector('.tno .win').textContent.includes('调解')",
    );
    app.text("双方愿意先调解。");
    app.screenshot("transfer-2-done");
    app.assert_no_complaints();
}

#[test]
fn the_screens_of_the_day_can_be_looked_at_in_usual_and_in_large_print() {
    let data = Data::empty();
    let mut app = desk_with_a_ticket(&data);
    app.role("heading", "工作台");
    look(&mut app, "look-home");
    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text("尔古");
    app.fill("事项", "ldq");
    look(&mut app, "look-intake");
    app.press("Esc");
    app.jump("b");
    app.role("grid", "办件");
    look(&mut app, "look-list");
    app.press("Enter");
    app.role("heading", "经过");
    look(&mut app, "look-ticket");
    app.assert_no_complaints();
}

fn desk_with_a_ticket(data: &Data) -> App {
    let mut desk = Desk::prepare(data);
    desk.register("单巧云", ID_NUMBER, "legal_aid", MATTER);
    desk.open(data, "yao")
}

/// Goes to the list of tickets and opens the first by the keyboard.
fn open_the_first_ticket(app: &mut App) {
    app.jump("b");
    app.role("grid", "办件");
    app.text("单巧云");
    app.press("Enter");
    app.role("heading", "经过");
}

/// Takes pictures of a screen in usual and in large print, in which nothing may stick out.
fn look(app: &mut App, name: &str) {
    app.screenshot(name);
    app.press("F11");
    app.wait_until(
        "large print",
        "return document.documentElement.classList.contains('large')",
    );
    app.screenshot(&format!("{name}-large"));
    let sticks_out = app.script(
        "return document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight;",
        json!([]),
    );
    assert_eq!(sticks_out, false, "{name} fits the window in large print");
    app.press("F11");
    app.wait_until(
        "usual print",
        "return !document.documentElement.classList.contains('large')",
    );
}
