//! Every page as a picture, as coarse as a reader sees it from across the room.
//!
//! `FACHUANG_PICTURES=1` writes the pictures anew; look at the papers first.

use std::{fmt::Write, fs, path::Path};

use fachuang_forms::{list, render};

use crate::{pages::FONTS, sample, tools};

/// Fields of a page, across and down.
const ACROSS: usize = 12;
const DOWN: usize = 16;

/// Ink of a field that makes one step, in parts of a black field; nine steps at most.
const STEP: f64 = 0.02;

/// Returns the ink of the fields of every page, a digit each.
fn picture(pdf: &[u8], pages: u32) -> Vec<String> {
    let page = |number| {
        let (width, height, points) = tools::page_of(pdf, number, 40);
        let field = |nth: usize| {
            let (left, top) = (nth % ACROSS * width / ACROSS, nth / ACROSS * height / DOWN);
            let (right, bottom) = (
                (nth % ACROSS + 1) * width / ACROSS,
                (nth / ACROSS + 1) * height / DOWN,
            );
            let rows = (top..bottom).flat_map(|y| &points[y * width + left..y * width + right]);
            let ink: f64 = rows.map(|point| f64::from(255 - point) / 255.0).sum();
            let all = ((right - left) * (bottom - top)).max(1);
            #[expect(clippy::cast_precision_loss, reason = "points of a field")]
            let part = ink / all as f64;
            char::from_digit(((part / STEP).round() as u32).min(9), 10).unwrap()
        };
        (0..ACROSS * DOWN).map(field).collect()
    };
    (1..=pages).map(page).collect()
}

#[test]
fn every_page_looks_as_it_did_when_it_was_looked_at() {
    let mut found = String::new();
    for form in list() {
        let paper = render(form.code, &sample::plain(), &sample::printing(2), &FONTS).unwrap();
        for (number, fields) in (1..).zip(picture(&paper.pdf, paper.pages)) {
            writeln!(found, "{} {number} {fields}", form.code).unwrap();
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pictures.txt");
    if std::env::var_os("FACHUANG_PICTURES").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap();
    assert_eq!(found.lines().count(), known.lines().count(), "pages");
    for (now, before) in found.lines().zip(known.lines()) {
        let name = |line: &str| line.rsplit_once(' ').unwrap().0.to_owned();
        assert_eq!(name(now), name(before));
        // Versions of a renderer differ a little at the edges of letters.
        let apart = now
            .bytes()
            .zip(before.bytes())
            .any(|(a, b)| a.abs_diff(b) > 1);
        assert!(!apart, "{now}\n{before}");
    }
}

#[test]
fn an_empty_page_and_a_page_of_other_words_would_be_seen() {
    let print = |code: &str| {
        let paper = render(code, &sample::plain(), &sample::printing(1), &FONTS).unwrap();
        picture(&paper.pdf, 1).remove(0)
    };
    let (one, other) = (print("aid_grant"), print("aid_refuse"));
    assert!(
        one.bytes()
            .zip(other.bytes())
            .any(|(a, b)| a.abs_diff(b) > 1)
    );
    assert!(one.bytes().any(|field| field > b'1'));
}
