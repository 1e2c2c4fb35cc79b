//! The program starts, looks as it should, and its walls stand.

use serde_json::json;

use crate::app::{App, Data, until};

#[test]
fn the_program_opens_on_an_empty_folder_without_a_complaint() {
    let mut app = App::start(&Data::empty());
    app.wait_until(
        "the page is there",
        "return document.body.innerText.trim() !== ''",
    );
    assert!(app.title().contains("法窗"), "{}", app.title());
    app.screenshot("smoke");
    app.assert_no_complaints();
}

#[test]
fn content_the_policy_forbids_is_refused_and_noticed() {
    let mut app = App::start(&Data::empty());
    app.wait_until(
        "the page is there",
        "return document.readyState === 'complete'",
    );
    app.assert_no_complaints();
    app.script(
        "const style = document.createElement('style');
         style.textContent = 'body { outline: 9px solid red }';
         document.head.append(style);",
        json!([]),
    );
    let width = app.script(
        "return getComputedStyle(document.body).outlineWidth;",
        json!([]),
    );
    assert_ne!(width, "9px", "an injected style has no effect");
    let complaints = until("the page complains", || {
        Some(app.new_complaints()).filter(|lines| !lines.is_empty())
    });
    assert!(complaints[0].contains("stylesheet"), "{complaints:?}");
}

#[test]
fn the_clerks_window_cannot_use_the_commands_of_the_citizens_window() {
    let app = App::start(&Data::empty());
    let refused = app
        .invoke("rating_rpc", json!({ "request": "{}" }))
        .unwrap_err();
    let words = refused.as_str().unwrap_or_default();
    assert!(words.contains("not allowed"), "{refused}");
    let answered = app.invoke(
        "rpc",
        json!({ "request": r#"{"id":1,"command":"no_such","args":{}}"# }),
    );
    assert!(answered.is_ok(), "{answered:?}");
}

#[test]
fn the_citizens_window_can_use_nothing_but_its_own_command() {
    let app = App::start(&Data::empty());
    let clerks = app.windows();
    app.invoke("open_rating", json!({})).unwrap();
    app.switch_to_new_window(&clerks);
    let request = json!({ "request": r#"{"id":1,"command":"no_such","args":{}}"# });
    assert!(app.invoke("rating_rpc", request.clone()).is_ok());
    for (command, arguments) in [
        ("rpc", request),
        ("open_rating", json!({})),
        ("close_rating", json!({})),
        ("list_printers", json!({})),
        ("list_trays", json!({ "printer": "x" })),
        (
            "print_paper",
            json!({ "pdf": "", "copies": 1, "places": [] }),
        ),
        ("save_paper", json!({ "pdf": "", "name": "x" })),
        ("choose_package", json!({})),
        ("choose_folder", json!({})),
        ("list_sticks", json!({})),
        ("save_card", json!({ "text": "", "name": "x" })),
    ] {
        let refused = app.invoke(command, arguments).unwrap_err();
        assert!(
            refused.as_str().unwrap_or_default().contains("not allowed"),
            "{command}: {refused}"
        );
    }
}

#[test]
fn the_page_cannot_be_led_away_from_the_program() {
    let app = App::start(&Data::empty());
    app.wait_until(
        "the page is there",
        "return document.readyState === 'complete'",
    );
    let before = app.script("return location.href;", json!([]));
    app.script(
        "location.href = 'https://example.org/'; window.open('https://example.org/');",
        json!([]),
    );
    app.script("return 1;", json!([]));
    assert_eq!(app.script("return location.href;", json!([])), before);
    assert_eq!(app.windows().len(), 1);
}
