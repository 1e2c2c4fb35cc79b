//! What can be measured of a page: axe-core's findings, and whether everything is on the screen.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::app::App;

/// The rules of WCAG 2.1 A and AA, without one that needs a page beside this one.
const RUN_AXE: &str = r#"
    const done = arguments[arguments.length - 1];
    const rules = { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], resultTypes: ["violations"] };
    window.axe.run(document, rules).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""})`))),
        (error) => done([`axe: ${error}`]),
    );
"#;

/// What sticks out of the window, is scrolled sideways, or is cut off without dots.
const SPILLS: &str = r#"
    const faults = [];
    const name = (node) => `${node.tagName.toLowerCase()}.${[...node.classList].join(".")} ${node.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}`;
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) faults.push(`the page is ${root.scrollWidth} wide in ${innerWidth}`);
    if (root.scrollHeight > innerHeight) faults.push(`the page is ${root.scrollHeight} high in ${innerHeight}`);
    const scrolls = (node, axis) => /auto|scroll/.test(getComputedStyle(node)[`overflow${axis}`]);
    const spoken = (node) => node.closest(".sr") === null && node.getClientRects().length > 0;
    for (const node of document.body.querySelectorAll("*")) {
        if (!spoken(node) || node.clientWidth === 0) continue;
        const style = getComputedStyle(node);
        const wide = node.scrollWidth > node.clientWidth + 1;
        const text = !/^(INPUT|TEXTAREA|SELECT|CANVAS)$/.test(node.tagName);
        if (wide && scrolls(node, "X")) faults.push(`scrolls sideways: ${name(node)}`);
        else if (wide && text && style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && style.clipPath === "none") {
            const dotted = [...node.querySelectorAll("*")].some((each) => getComputedStyle(each).textOverflow === "ellipsis" && each.scrollWidth > each.clientWidth);
            if (!dotted) faults.push(`cut off at the right: ${name(node)}`);
        }
    }
    for (const node of document.querySelectorAll("button, input, select, textarea, a[href], h1, h2")) {
        if (!spoken(node) || getComputedStyle(node).clipPath !== "none") continue;
        let holder = node.parentElement;
        while (holder !== null && !scrolls(holder, "Y")) holder = holder.parentElement;
        const box = node.getBoundingClientRect();
        const off = box.right > innerWidth + 1 || box.left < -1 || (holder === null && (box.bottom > innerHeight + 1 || box.top < -1));
        if (off) faults.push(`off the screen: ${name(node)} ${node.getAttribute("aria-label") ?? ""}`);
    }
    return [...new Set(faults)];
"#;

/// Whether whatever has the focus shows it: a line or a shadow that the same thing has not without the focus.
const FOCUS_IS_SEEN: &str = r#"
    const node = document.activeElement;
    if (node === null || node === document.body) return null;
    const marks = () => [node, node.parentElement, node.nextElementSibling].filter(Boolean).map((each) => {
        const style = getComputedStyle(each);
        return `${style.outlineStyle} ${style.outlineWidth} ${style.boxShadow} ${style.borderColor} ${style.backgroundColor}`;
    }).join("|");
    const focused = marks();
    node.blur();
    const blurred = marks();
    node.focus({ preventScroll: true, focusVisible: true });
    const label = node.getAttribute("aria-label") ?? node.textContent.trim().slice(0, 30);
    return focused === blurred ? `${node.tagName.toLowerCase()}.${[...node.classList].join(".")} ${label}` : null;
"#;

impl App {
    /// Returns what axe-core finds wrong with the page, one line for each element.
    ///
    /// # Panics
    /// When the packages of the page are not installed.
    pub fn axe_findings(&self) -> Vec<String> {
        if self.script("return typeof window.axe;", json!([])) != "object" {
            let path = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../ui/node_modules/axe-core/axe.min.js");
            let source = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            self.script(&source, json!([]));
        }
        texts(self.script_later(RUN_AXE))
    }

    /// Takes a picture and asserts that everything is on the screen and accessible.
    ///
    /// # Panics
    /// When something is not.
    pub fn look(&self, name: &str) {
        self.screenshot(name);
        assert_eq!(self.spills(), Vec::<String>::new(), "{name}");
        assert_eq!(self.axe_findings(), Vec::<String>::new(), "{name}");
    }

    /// Returns what is not wholly on the screen.
    pub fn spills(&self) -> Vec<String> {
        texts(self.script(SPILLS, json!([])))
    }

    /// Goes through the page by the Tab key and returns what shows no sign of the focus.
    pub fn unseen_focus(&mut self, stops: usize) -> Vec<String> {
        let mut unseen = Vec::new();
        for _ in 0..stops {
            self.press("Tab");
            if let Value::String(name) = self.script(FOCUS_IS_SEEN, json!([])) {
                unseen.push(name);
            }
        }
        unseen
    }
}

fn texts(value: Value) -> Vec<String> {
    serde_json::from_value(value).expect("a list of texts")
}
