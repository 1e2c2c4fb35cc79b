//! The harness itself: what it finds, presses and counts on a page of a few controls.

use serde_json::json;

use crate::app::{App, Data, until};

const CONTROLS: &str = r#"
    document.body.replaceChildren();
    document.body.insertAdjacentHTML("beforeend", `
        <h1>来访登记</h1>
        <label for="name">姓名</label><input id="name">
        <span id="phone-name">电话</span><input aria-labelledby="phone-name">
        <button type="button" data-testid="save">保存并打印</button>
        <label hidden>姓名<input></label>
        <p id="said"></p>`);
    document.querySelector("button").addEventListener("click", () => {
        document.querySelector("p").textContent = "已保存";
    });
    window.seen = [];
    addEventListener("keydown", (event) => {
        if (["Alt", "Control", "Shift"].includes(event.key)) return;
        window.seen.push((event.altKey ? "Alt+" : "") + event.key);
    });
"#;

fn page_of_controls() -> App {
    let app = App::start(&Data::empty());
    app.wait_until(
        "the page is there",
        "return document.readyState === 'complete'",
    );
    app.script(CONTROLS, json!([]));
    app
}

#[test]
fn things_are_found_the_way_a_person_names_them() {
    let mut app = page_of_controls();
    let name = app.label("姓名");
    app.click(&name);
    app.type_text("张三丰");
    assert_eq!(app.value_of(&app.focused()), "张三丰");
    assert_eq!(app.value_of(&app.label("电话")), "");
    assert_eq!(app.text_of(&app.role("heading", "来访登记")), "来访登记");
    assert!(!app.shows("已保存"));
    app.click(&app.role("button", "保存并打印"));
    assert_eq!(app.text_of(&app.text("已保存")), "已保存");
    assert_eq!(app.text_of(&app.test_id("save")), "保存并打印");
}

#[test]
fn keys_reach_the_page_and_are_counted() {
    let mut app = page_of_controls();
    app.press("F8");
    app.press("Alt+1");
    app.type_text("ab");
    let seen = app.script("return window.seen;", json!([]));
    assert_eq!(seen, json!(["F8", "Alt+1", "a", "b"]));
    assert_eq!(app.take_key_count(), 4);
    assert_eq!(app.take_key_count(), 0);
}

#[test]
fn a_program_that_was_killed_starts_again_on_the_same_data() {
    let data = Data::empty();
    App::start(&data).kill();
    let app = App::start(&data);
    let request = json!({ "request": r#"{"id":1,"command":"no_such","args":{}}"# });
    let answer = app.invoke("rpc", request);
    assert!(answer.is_ok(), "{answer:?}");
}

#[test]
fn the_windows_can_be_driven_in_turn() {
    let app = App::start(&Data::empty());
    let clerks = app.window();
    app.invoke("open_rating", json!({})).unwrap();
    let citizens = app.switch_to_new_window(std::slice::from_ref(&clerks));
    assert_eq!(app.window(), citizens);
    app.switch_to(&clerks);
    app.invoke("close_rating", json!({})).unwrap();
    until("the citizen's window is closed", || {
        (app.windows() == [clerks.clone()]).then_some(())
    });
}
