//! A ticket after the counter: assigned, taken on, closed, rated, handed to another window.

use serde_json::json;

use crate::app::{App, Data};
use crate::desk::{Desk, PASSWORD, enter};
use crate::steps::take_step;

const ID_NUMBER: &str = "519921199012089314";
const MATTER: &str = "劳动/欠薪";

#[test]
fn a_ticket_is_assigned_closed_and_rated_by_the_visitor() {
    let data = Data::empty();
    let mut app = desk_with_a_ticket(&data);
    open_the_first_ticket(&mut app);
    app.role("button", "派单");
    app.screenshot("service-1-registered");
    app.press("F8");
    app.text("骆以安");
    app.look("service-2-assign");
    app.press("F8");
    app.text("派单，已记下");
    advise(&mut app, "骆以安");
    app.press("b");
    app.wait_for_focus("办理结果");
    app.type_text("当场答复");
    app.press("Enter");
    app.fill("说明", "讲清了怎么申请仲裁。");
    app.look("service-3-close");
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
    app.look("service-5-rating");
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
    app.look("service-6-rated");
    app.assert_no_complaints();
}

#[test]
fn a_ticket_is_assigned_to_a_lawyer_who_takes_it_at_the_same_desk_closes_it_and_is_rated() {
    let data = Data::empty();
    let mut desk = Desk::prepare(&data);
    desk.register("单巧云", ID_NUMBER, "consult", MATTER);
    desk.hire("zhu", "祝怀谨", "handler");
    let mut app = desk.open(&data, "yao");
    open_the_first_ticket(&mut app);
    app.press("F8");
    app.click(&app.text("祝怀谨"));
    app.screenshot("hand-1-assign");
    app.press("F8");
    app.text("派单，已记下");
    app.text("派给祝怀谨");
    app.assert_no_complaints();

    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(&mut app, "zhu", PASSWORD);
    app.role("heading", "工作台");
    app.text("单巧云");
    app.screenshot("hand-2-lawyers-desk");
    open_the_first_ticket(&mut app);
    app.role("button", "接办");
    app.screenshot("hand-3-to-take");
    app.press("F8");
    app.text("接办，已记下");
    advise(&mut app, "祝怀谨");
    app.press("F8");
    app.wait_for_focus("办理结果");
    app.type_text("当场答复");
    app.press("Enter");
    app.fill("说明", "讲清了怎么申请仲裁。");
    app.press("F8");
    app.text("办结，已记下");
    app.screenshot("hand-4-closed");

    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(&mut app, "yao", PASSWORD);
    app.go("/ratings");
    app.text("单巧云");
    app.press("Enter");
    app.role("heading", "经过");
    let clerks = app.window();
    app.press("F7");
    app.text("正在等来访人评价");
    app.switch_to_new_window(std::slice::from_ref(&clerks));
    app.text("这次办事，您满意吗？");
    for row in ["服务态度", "办事效率", "政策和业务水平", "总体评价"] {
        app.click(&app.role("radio", &format!("{row} 不满意")));
    }
    app.click(&app.role("button", "提交评价"));
    app.text("已收到");
    app.look("hand-5-thanks");
    app.switch_to(&clerks);
    app.wait_until_gone("正在等来访人评价");
    app.invoke("close_rating", json!({})).unwrap();

    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(&mut app, "lu", PASSWORD);
    app.go("/ratings");
    app.text("承办 祝怀谨");
    app.fill("回访结果", "已电话回访，说明了办理经过。");
    app.look("hand-6-task");
    app.press("F8");
    app.text("已回访");
    app.screenshot("hand-7-task-done");
    app.assert_no_complaints();
}

#[test]
fn a_locked_screen_holds_nothing_of_a_case_and_comes_back_to_it() {
    let data = Data::empty();
    let mut app = desk_with_a_ticket(&data);
    open_the_first_ticket(&mut app);
    app.press("F12");
    app.text("已锁屏");
    app.look("lock-1");
    let whole = app.script("return document.documentElement.outerHTML;", json!([]));
    let whole = whole.as_str().unwrap_or_default();
    for word in ["单巧云", "田兆丰", "9314", "YC-", "欠条"] {
        assert!(!whole.contains(word), "{word} is still on the page");
    }
    app.fill("密码", PASSWORD);
    app.press("Enter");
    app.role("heading", "经过");
    app.text("单巧云");

    app.press("F2");
    app.wait_for_focus("姓名");
    app.type_text("褚望川");
    app.press("F12");
    app.text("已锁屏");
    app.fill("密码", PASSWORD);
    app.press("Enter");
    app.wait_until(
        "the form as it was left",
        "return [...document.querySelectorAll('input')].some((each) => each.value === '褚望川');",
    );
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
    app.look("transfer-1-form");
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
    desk.register("单巧云", ID_NUMBER, "consult", MATTER);
    desk.open(data, "yao")
}

/// Answers a consultation and tells of the right to apply for legal aid, which closing asks for.
fn advise(app: &mut App, lawyer: &str) {
    let topic = "先协商，不成向劳动仲裁委员会申请仲裁。";
    take_step(
        app,
        "解答咨询",
        &[("解答律师", lawyer), ("解答要点", topic)],
    );
    take_step(app, "告知法律援助", &[("来访人申请援助", "否")]);
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
