//! From an empty computer to a clerk at the desk, all through the window.

use serde_json::json;

use crate::app::{App, Data};
use crate::desk::{copy_the_recovery_code, log_in};

const ADMIN_PASSWORD: &str = "Guanli-2026";
const ONE_TIME: &str = "Yici-2026";

#[test]
fn an_empty_computer_becomes_a_desk_with_a_clerk_at_it() {
    let mut app = App::start(&Data::empty());
    set_up(&mut app);
    copy_the_recovery_code(&mut app);

    app.wait_until(
        "the login page",
        "return document.querySelector('h2')?.textContent === '登录'",
    );
    app.look("first-day-4-login");
    log_in(&mut app, "admin", ADMIN_PASSWORD);
    app.text("全部按键");
    add_a_clerk(&mut app);

    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    app.wait_until(
        "the login page",
        "return document.querySelector('h2')?.textContent === '登录'",
    );
    log_in(&mut app, "yao", ONE_TIME);
    app.text("先换一个自己的密码");
    app.look("first-day-6-change-password");
    app.fill("现在的密码", ONE_TIME);
    app.press("Enter");
    app.wait_for_focus("新密码");
    app.type_text("Suqin-2026");
    app.press("Enter");
    app.wait_for_focus("再输一遍");
    app.type_text("Suqin-2026");
    app.press("Enter");
    app.role("heading", "工作台");
    app.text("姚素琴");
    app.text("云川县公共法律服务中心");
    app.look("first-day-7-home");
    let session = app.rpc("session", &json!({}));
    assert_eq!(session["mustChangePassword"], false);
    app.assert_no_complaints();
}

fn set_up(app: &mut App) {
    app.text("首次设置");
    app.fill("县（市、区）名", "云川县");
    app.text("云川县公共法律服务中心");
    app.press("Enter");
    app.wait_for_focus("号段");
    app.type_text("yc");
    for (label, text) in [
        ("地址", "云川县文昌路8号"),
        ("服务电话", "0999-8000001"),
        ("投诉电话", "0999-8000008"),
    ] {
        app.press("Enter");
        app.wait_for_focus(label);
        app.type_text(text);
    }
    app.look("first-day-1-house");
    app.press("Enter");
    app.wait_for_focus("本机名称");
    app.type_text("3号窗口机");
    app.press("Enter");
    app.wait_for_focus("机号");
    app.type_text("3");
    app.look("first-day-2-machine");
    app.press("Enter");
    app.wait_for_focus("姓名");
    app.type_text("秦一鸣");
    for (label, text) in [
        ("账号", "admin"),
        ("密码", ADMIN_PASSWORD),
        ("再输一遍", ADMIN_PASSWORD),
    ] {
        app.press("Enter");
        app.wait_for_focus(label);
        app.type_text(text);
    }
    app.look("first-day-2-admin");
    app.press("Enter");
}

fn add_a_clerk(app: &mut App) {
    app.jump("z");
    app.text("人员账号");
    app.text("1 人在岗");
    app.press("n");
    app.wait_for_focus("姓名");
    app.type_text("姚素琴");
    app.fill("账号", "yao");
    app.fill("角色", "窗口");
    app.press("Enter");
    app.fill("一次性密码", ONE_TIME);
    app.look("first-day-5-clerk");
    app.press("F8");
    app.text("已新增 姚素琴");
    app.text("2 人在岗");
}
