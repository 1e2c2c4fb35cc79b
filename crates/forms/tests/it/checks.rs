//! What must hold on every page.

use std::collections::BTreeMap;

use fachuang_forms::{
    display::{DisplayList, DisplayPage, Item, TextRun},
    document::Sheet,
};

const MM: f32 = 72.0 / 25.4;
const SLACK: f32 = 0.3;

/// Fails when something stands outside the margins, or when texts touch each other or a line.
#[track_caller]
pub fn nothing_clips_or_overlaps(list: &DisplayList, sheet: Sheet) {
    for page in &list.pages {
        for item in &page.items {
            let (left, top, right, bottom) = item.bounds();
            let inside = left >= sheet.left_mm * MM - SLACK
                && right <= (sheet.width_mm - sheet.right_mm) * MM + SLACK
                && top >= 0.0
                && bottom <= page.height;
            assert!(inside, "outside the margins: {item:?}");
        }
        texts_stay_apart(page);
    }
}

#[track_caller]
fn texts_stay_apart(page: &DisplayPage) {
    let runs: Vec<&TextRun> = texts(page).collect();
    for (nth, one) in runs.iter().enumerate() {
        for other in &runs[nth + 1..] {
            assert!(
                !overlap(one.bounds(), other.bounds()),
                "{one:?} lies on {other:?}"
            );
        }
        for item in &page.items {
            if matches!(item, Item::Line { .. } | Item::Rect { stroke: None, .. }) {
                assert!(
                    !overlap(one.bounds(), item.bounds()),
                    "{one:?} lies on {item:?}"
                );
            }
        }
    }
}

/// Returns whether `text`, a little smaller than it is, meets another thing; lines count although they are thin.
fn overlap(text: (f32, f32, f32, f32), other: (f32, f32, f32, f32)) -> bool {
    let across = text.0 + SLACK <= other.2 && other.0 <= text.2 - SLACK;
    let down = text.1 + SLACK <= other.3 && other.1 <= text.3 - SLACK;
    across && down
}

pub fn texts(page: &DisplayPage) -> impl Iterator<Item = &TextRun> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        Item::Line { .. } | Item::Rect { .. } | Item::Turned { .. } => None,
    })
}

/// Returns the lines of a page as read: runs on one baseline that follow each other without a gap.
pub fn lines(page: &DisplayPage) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut end: Option<(f32, f32)> = None;
    for run in texts(page) {
        let goes_on = end.is_some_and(|(x, y)| {
            (run.baseline - y).abs() < SLACK && run.x >= x - SLACK && run.x < x + 20.0
        });
        match lines.last_mut().filter(|_| goes_on) {
            Some(line) => line.push_str(&run.text),
            None => lines.push(run.text.clone()),
        }
        end = Some((run.x + run.width, run.baseline));
    }
    lines
}

/// Counts the characters that leave ink.
pub fn inked(text: &str, counts: &mut BTreeMap<char, i64>, by: i64) {
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        *counts.entry(character).or_default() += by;
    }
}
