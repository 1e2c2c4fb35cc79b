//! The recorded visits, played without a window and then opened one by one in it.

use fachuang_cli::play::play;
use serde_json::{Value, json};

use crate::app::{App, Data};
use crate::desk::enter;

const VISITS: &str = include_str!("../fixtures/visits.json");
const DIRECTOR: &str = "zhuren";
const PASSWORD: &str = "yanshi-2026";
/// Word of the head for a visitor who gave no name.
const UNNAMED: &str = "未留姓名";

#[test]
fn every_recorded_visit_opens_in_the_window_with_its_number_name_state_and_timeline() {
    let data = Data::empty();
    let report = play(VISITS, data.path()).expect("the visits are played");
    assert_eq!(report.differences(), Vec::<String>::new());
    let mut app = App::start(&data);
    enter(&mut app, DIRECTOR, PASSWORD);
    let registered: Vec<_> = report
        .visits
        .iter()
        .filter(|visit| !visit.number.is_empty())
        .collect();
    assert_eq!(registered.len(), 33);
    for visit in registered {
        find_by_number(&mut app, &visit.number);
        let page = page_of(&app, &visit.number);
        let seen = what_the_page_says(&app);
        assert_eq!(seen["number"], visit.number.as_str(), "{}", visit.id);
        let name = recorded_name(&visit.id);
        let shown = seen["visitor"].as_str().unwrap_or_default();
        assert!(shown.starts_with(&name), "{}: {name} in {shown}", visit.id);
        assert_eq!(seen["state"], page["standing"], "{}", visit.id);
        let lines: Vec<&Value> = page["timeline"].as_array().expect("lines").iter().collect();
        let mut titles: Vec<&str> = lines
            .iter()
            .filter_map(|line| line["title"].as_str())
            .collect();
        let mut shown: Vec<&str> = seen["timeline"]
            .as_array()
            .expect("lines")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        titles.sort_unstable();
        shown.sort_unstable();
        assert!(!titles.is_empty(), "{}", visit.id);
        assert_eq!(shown, titles, "{}", visit.id);
        assert_eq!(app.spills(), Vec::<String>::new(), "{}", visit.id);
        app.screenshot(&format!("visit-{}", visit.id));
    }
    app.assert_no_complaints();
}

/// Looks a number up from the search box at the top, as with a receipt in the hand.
fn find_by_number(app: &mut App, number: &str) {
    app.press("F3");
    app.type_text(number);
    app.press("Enter");
    app.wait_until(
        "the ticket with this number",
        &format!(
            "return document.querySelector('.tno')?.textContent.trim().startsWith('{number}');"
        ),
    );
}

fn page_of(app: &App, number: &str) -> Value {
    let found = app.rpc("find_ticket", &json!({ "number": number }));
    app.rpc("get_ticket", &json!({ "id": found["id"] }))
}

fn what_the_page_says(app: &App) -> Value {
    app.script(
        "const text = (css) => document.querySelector(css)?.textContent.trim() ?? '';
         return {
             number: text('.tno').split(/\\s/)[0],
             visitor: text('.tid h1'),
             state: text('.tno .chip'),
             timeline: [...document.querySelectorAll('.time li p b')].map((each) => each.textContent),
         };",
        json!([]),
    )
}

/// Returns the name in the fixture, as it was corrected later if it was: a person has one name, whatever the visit.
fn recorded_name(id: &str) -> String {
    let visits: Vec<Value> = serde_json::from_str(VISITS).expect("the fixture is JSON");
    let visit = visits
        .iter()
        .find(|visit| visit["id"] == id)
        .expect("a visit of the fixture");
    let same_person = |other: &&Value| {
        other["id"] == id
            || other["visitor"]["id_number"].is_string()
                && other["visitor"]["id_number"] == visit["visitor"]["id_number"]
    };
    let corrected = visits
        .iter()
        .filter(same_person)
        .filter_map(|other| other["path"].as_array())
        .flatten()
        .filter(|step| step["step"] == "correct_name")
        .find_map(|step| step["to"].as_str());
    let name = corrected.or_else(|| visit["visitor"]["name"].as_str());
    name.unwrap_or(UNNAMED).to_owned()
}
