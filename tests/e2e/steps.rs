//! Steps of a procedure, taken by the keyboard.

use crate::app::App;
use crate::desk::{PASSWORD, enter};

/// Opens the form of a step from the list of steps, which says it can be taken.
pub fn open_step(app: &mut App, name: &str) {
    app.press("g");
    app.wait_for_focus("选一步");
    app.type_text(name);
    app.press("Enter");
    app.role("heading", name);
    app.wait_until(
        "the cursor in the first question",
        "const form = document.querySelector('.stepform');
         const first = form.querySelector('[data-answers] input, [data-answers] textarea, input');
         return first === document.activeElement;",
    );
}

/// Answers the questions of the open form by their labels.
pub fn answer(app: &mut App, answers: &[(&str, &str)]) {
    for (label, text) in answers {
        app.fill(label, text);
        app.press("Tab");
    }
}

/// Takes a step with its answers and waits until it is on the ticket.
pub fn take_step(app: &mut App, name: &str, answers: &[(&str, &str)]) {
    open_step(app, name);
    answer(app, answers);
    send_step(app, name);
}

/// Sends the open form and waits until the step is on the ticket.
pub fn send_step(app: &mut App, name: &str) {
    app.press("F8");
    app.text(&format!("{name}，已记下"));
    app.wait_until(
        "the form is closed",
        "return document.querySelector('.stepform') === null;",
    );
}

/// Closes the open ticket with an outcome, by its name.
pub fn close_ticket(app: &mut App, outcome: &str) {
    app.press("b");
    app.wait_for_focus("办理结果");
    app.type_text(outcome);
    app.press("Enter");
    app.press("F8");
    app.text("办结，已记下");
}

/// Somebody else logs in at the same desk.
pub fn change_over(app: &mut App, login: &str) {
    app.press("F12");
    app.click(&app.role("button", "换人登录"));
    enter(app, login, PASSWORD);
}

/// Shows the page of a ticket.
pub fn open_ticket(app: &mut App, id: &str) {
    app.go(&format!("/tickets/{id}"));
    app.role("heading", "经过");
}
