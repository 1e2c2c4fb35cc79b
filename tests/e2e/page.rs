//! What a person does with a page: look for a thing by its name, press keys, wait.

use std::path::Path;

use serde_json::{Value, json};

use crate::app::{App, PATIENCE, until};
use crate::keys;

/// Key under which the standard hands over a reference to an element.
const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds a control by the text of its label, by `aria-label` or by `aria-labelledby`.
const BY_LABEL: &str = r#"
    const wanted = arguments[0];
    const text = (node) => {
        if (!node) return "";
        const spoken = node.cloneNode(true);
        for (const silent of spoken.querySelectorAll("[aria-hidden=true], kbd")) silent.remove();
        return spoken.textContent.replace(/\s+/g, " ").trim();
    };
    const shown = (node) => node && node.getClientRects().length > 0;
    for (const label of document.querySelectorAll("label")) {
        if (text(label) !== wanted) continue;
        const control = label.control || label.querySelector("input, select, textarea, [role]");
        if (shown(control)) return control;
    }
    for (const control of document.querySelectorAll("[aria-label], [aria-labelledby]")) {
        const names = (control.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
        const spoken = names.map((id) => text(document.getElementById(id))).join(" ");
        const name = control.getAttribute("aria-label") || spoken;
        if (name === wanted && shown(control)) return control;
    }
    return null;
"#;

/// Finds an element by its role, explicit or native, and the name it is announced with.
const BY_ROLE: &str = r#"
    const [role, wanted] = arguments;
    const native = {
        button: "button, input[type=submit]", link: "a[href]", heading: "h1, h2, h3, h4, h5, h6",
        textbox: "input:not([type]), input[type=text], input[type=password], textarea",
        checkbox: "input[type=checkbox]", radio: "input[type=radio]", dialog: "dialog", table: "table",
        row: "tr", navigation: "nav", main: "main",
    };
    const text = (node) => {
        if (!node) return "";
        const spoken = node.cloneNode(true);
        for (const silent of spoken.querySelectorAll("[aria-hidden=true], kbd")) silent.remove();
        return spoken.textContent.replace(/\s+/g, " ").trim();
    };
    const selector = [`[role="${role}"]`, native[role]].filter(Boolean).join(", ");
    for (const node of document.querySelectorAll(selector)) {
        const names = (node.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
        const spoken = names.map((id) => text(document.getElementById(id))).join(" ");
        const label = node.labels && node.labels.length ? text(node.labels[0]) : "";
        const name = node.getAttribute("aria-label") || spoken || label || text(node);
        if (name === wanted && node.getClientRects().length > 0) return node;
    }
    return null;
"#;

/// Finds the innermost shown element that holds a text.
const BY_TEXT: &str = r#"
    const wanted = arguments[0];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    let found = null;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.textContent.includes(wanted) && node.getClientRects().length > 0) found = node;
        else if (found && !found.contains(node)) break;
    }
    return found;
"#;

/// Calls a command of the shell and hands over `{ok}` or `{error}`.
const INVOKE: &str = r#"
    const [command, args, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(command, args)
        .then((ok) => done({ ok }), (error) => done({ error }));
"#;

/// A thing on the page.
#[derive(Debug, Clone)]
pub struct Element(String);

impl App {
    /// Waits for a control and returns it by the text of its label.
    pub fn label(&self, text: &str) -> Element {
        until(&format!("a control labelled {text:?}"), || {
            self.find(BY_LABEL, json!([text]))
        })
    }

    /// Waits for an element and returns it by its role and name.
    pub fn role(&self, role: &str, name: &str) -> Element {
        until(&format!("a {role} called {name:?}"), || {
            self.find(BY_ROLE, json!([role, name]))
        })
    }

    /// Waits for an element and returns it by its `data-testid`.
    pub fn test_id(&self, id: &str) -> Element {
        let script = "return document.querySelector(`[data-testid=\"${arguments[0]}\"]`);";
        until(&format!("data-testid {id:?}"), || {
            self.find(script, json!([id]))
        })
    }

    /// Waits for a text and returns the innermost element that holds it.
    pub fn text(&self, text: &str) -> Element {
        until(&format!("the text {text:?}"), || {
            self.find(BY_TEXT, json!([text]))
        })
    }

    /// Tells whether a text is on the page now.
    pub fn shows(&self, text: &str) -> bool {
        self.find(BY_TEXT, json!([text])).is_some()
    }

    /// Returns the element that has the focus.
    pub fn focused(&self) -> Element {
        until("something has the focus", || {
            self.find("return document.activeElement;", json!([]))
        })
    }

    /// Clicks an element, after the whole of it was brought into view.
    pub fn click(&self, element: &Element) {
        self.script(
            "arguments[0].scrollIntoView({ block: 'nearest' });",
            json!([reference(element)]),
        );
        self.element_command("POST", element, "click", Some(json!({})));
    }

    /// Returns the text of an element.
    pub fn text_of(&self, element: &Element) -> String {
        as_text(self.element_command("GET", element, "text", None))
    }

    /// Returns what stands in an input now.
    pub fn value_of(&self, element: &Element) -> String {
        as_text(self.element_command("GET", element, "property/value", None))
    }

    /// Returns the title of the window's page.
    pub fn title(&self) -> String {
        as_text(self.must("GET", "/title", None))
    }

    /// Presses one key or combination, for example `"F8"`, `"Alt+1"`, `"Enter"`; it counts as one key.
    pub fn press(&mut self, keys: &str) {
        let codes = keys::combination(keys);
        self.act(&codes);
        self.keys_pressed += 1;
    }

    /// Types a text into whatever has the focus; every character counts as one key.
    pub fn type_text(&mut self, text: &str) {
        for character in text.chars() {
            self.act(&[character]);
            self.keys_pressed += 1;
        }
    }

    /// Clicks a control by its label, empties it and types a text; every character counts as one key.
    pub fn fill(&mut self, label: &str, text: &str) {
        let control = self.label(label);
        self.click(&control);
        self.script("arguments[0].select();", json!([reference(&control)]));
        self.type_text(text);
    }

    /// Gives a file to a control for files, as if it had been chosen in the dialog of the system.
    pub fn choose_file(&self, label: &str, path: &Path) {
        let body = json!({ "text": path.to_str().expect("a plain path") });
        self.element_command("POST", &self.label(label), "value", Some(body));
    }

    /// Calls a command of the desk as the page would, as whoever is logged in.
    ///
    /// # Panics
    /// When the desk refuses it.
    pub fn rpc(&self, command: &str, args: &Value) -> Value {
        let request = json!({ "id": 1, "command": command, "args": args }).to_string();
        let answer = self
            .invoke("rpc", json!({ "request": request }))
            .unwrap_or_else(|error| panic!("{command}: {error}"));
        let text = as_text(answer);
        let mut answer: Value = serde_json::from_str(&text).expect("the desk answers in JSON");
        assert!(answer.get("ok").is_some(), "{command}: {answer}");
        answer["ok"].take()
    }

    /// Waits until the control that has the focus is the one with this label.
    pub fn wait_for_focus(&self, label: &str) {
        until(&format!("the cursor in {label:?}"), || {
            let control = self.find(BY_LABEL, json!([label]))?;
            let here = self.script(
                "return arguments[0] === document.activeElement;",
                json!([reference(&control)]),
            );
            (here == json!(true)).then_some(())
        });
    }

    /// Jumps to a screen by Alt G, which also works in a field, and its letter, as slowly as a hand: two characters at
    /// once are a scanner's.
    pub fn jump(&mut self, letter: &str) {
        self.press("Alt+g");
        self.wait_until(
            "the letters of the rail",
            "return document.querySelector('.rail.jumping') !== null",
        );
        self.press(letter);
    }

    /// Waits until a text is no longer on the page.
    pub fn wait_until_gone(&self, text: &str) {
        until(&format!("the text {text:?} is gone"), || {
            (!self.shows(text)).then_some(())
        });
    }

    /// Waits until a script returns true; a script that fails is one that is not yet true.
    pub fn wait_until(&self, what: &str, script: &str) {
        until(what, || {
            let body = json!({ "script": script, "args": [] });
            let answer = self.driver.send("POST", "/execute/sync", Some(body));
            (answer.ok()? == json!(true)).then_some(())
        });
    }

    /// Runs a script in the page and returns its value.
    pub fn script(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.must("POST", "/execute/sync", Some(body))
    }

    /// Runs a script that hands its value to its last argument, and returns it.
    pub fn script_later(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.must("POST", "/execute/async", Some(body))
    }

    /// Shows the place of the program with this address, as a link there would.
    pub fn go(&self, address: &str) {
        self.script("location.hash = arguments[0];", json!([address]));
    }

    /// Calls a command of the shell as the page would.
    ///
    /// # Errors
    /// Returns what the shell refuses the command with.
    pub fn invoke(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let body = json!({ "script": INVOKE, "args": [command, arguments] });
        let mut answer = self.must("POST", "/execute/async", Some(body));
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["ok"].take()),
        }
    }

    /// Writes a picture of the whole screen, once it stands still, to `target/screenshots/NAME.png`.
    pub fn screenshot(&self, name: &str) {
        let picture = self.screen.wait_for_page(PATIENCE).expect("a painted page");
        let path = self.screenshots().join(format!("{name}.png"));
        picture.save(&path).expect("a picture is written");
    }

    /// Returns the handles of all windows.
    pub fn windows(&self) -> Vec<String> {
        let handles = self.must("GET", "/window/handles", None);
        serde_json::from_value(handles).expect("a list of handles")
    }

    /// Returns the handle of the window that is driven now.
    pub fn window(&self) -> String {
        as_text(self.must("GET", "/window", None))
    }

    /// Drives another window from now on.
    pub fn switch_to(&self, window: &str) {
        self.must("POST", "/window", Some(json!({ "handle": window })));
    }

    /// Waits for a window that is not among `known`, drives it and returns its handle.
    pub fn switch_to_new_window(&self, known: &[String]) -> String {
        let fresh = until("a new window", || {
            self.windows()
                .into_iter()
                .find(|window| !known.contains(window))
        });
        self.switch_to(&fresh);
        fresh
    }

    /// Asserts that no page has complained since the last call.
    pub fn assert_no_complaints(&mut self) {
        let complaints = self.new_complaints();
        assert!(
            complaints.is_empty(),
            "the page complains:\n{}",
            complaints.join("\n")
        );
    }

    fn find(&self, script: &str, arguments: Value) -> Option<Element> {
        let body = json!({ "script": script, "args": arguments });
        // A page that is being replaced answers with an error; the caller asks again.
        let found = self.driver.send("POST", "/execute/sync", Some(body)).ok()?;
        Some(Element(found.get(REFERENCE)?.as_str()?.to_owned()))
    }

    fn act(&mut self, codes: &[char]) {
        let down = codes
            .iter()
            .map(|code| json!({ "type": "keyDown", "value": code }));
        let up = codes
            .iter()
            .rev()
            .map(|code| json!({ "type": "keyUp", "value": code }));
        let actions: Vec<Value> = down.chain(up).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.must("POST", "/actions", Some(body));
    }

    fn element_command(
        &self,
        method: &str,
        element: &Element,
        what: &str,
        body: Option<Value>,
    ) -> Value {
        self.must(method, &format!("/element/{}/{what}", element.0), body)
    }

    fn must(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        self.driver
            .send(method, path, body)
            .unwrap_or_else(|refusal| {
                panic!("{method} {path}: {}: {}", refusal.error, refusal.message)
            })
    }
}

fn reference(element: &Element) -> Value {
    json!({ REFERENCE: element.0 })
}

fn as_text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => panic!("a text was expected, not {other}"),
    }
}
