//! Print copies: the same picture, moved by the correction of the printer.

use fachuang_forms::{Correction, Paper, Part, bundle, form, print_copies, render, test_page};

use crate::sample::{fonts, plain, printing};
use crate::tools::{Picture, picture_of, text_of};

const NONE: Correction = Correction { right: 0, down: 0 };

/// Ten pixels are a millimetre, so that every step of a correction is whole pixels.
const DPI: u32 = 254;
const PIXELS_OF_HALF_MM: i32 = 5;

fn paper(code: &str) -> Vec<u8> {
    render(code, &plain(), &printing(1), &fonts()).unwrap().pdf
}

/// Counts the points of one picture that are missing from the other, where it was moved to.
fn astray(still: &Picture, moved: &Picture, by: Correction) -> usize {
    let (dx, dy) = (by.right * PIXELS_OF_HALF_MM, by.down * PIXELS_OF_HALF_MM);
    let (width, height) = (still.width as i32, still.height as i32);
    let mut astray = 0;
    for y in 0..height {
        for x in 0..width {
            let inside = (0..width).contains(&(x + dx)) && (0..height).contains(&(y + dy));
            if inside && still.ink(x, y) != moved.ink(x + dx, y + dy) {
                astray += 1;
            }
        }
    }
    astray
}

#[test]
fn a_print_copy_shows_the_same_picture_moved_by_exactly_the_correction() {
    for code in ["receipt_a4", "receipt_80mm", "notify"] {
        let pdf = paper(code);
        let still = picture_of(&pdf, DPI);
        for by in [
            Correction { right: 5, down: -3 },
            Correction {
                right: -40,
                down: 40,
            },
            Correction { right: 1, down: 0 },
        ] {
            let copies = print_copies(&pdf, |_| by).unwrap();
            assert_eq!(copies.len(), 1, "{code}");
            let moved = picture_of(&copies[0].pdf, DPI);
            assert_eq!((still.width, still.height), (moved.width, moved.height));
            let ink = still.count();
            assert!(ink > 5_000, "{code} shows something: {ink}");
            let astray = astray(&still, &moved, by);
            // The edge of a letter is rounded anew.
            assert!(astray * 200 < ink, "{code} {by:?}: {astray} of {ink}");
            // What is moved off the sheet is no longer read.
            if by.right.abs() < 10 {
                assert_eq!(text_of(&copies[0].pdf), text_of(&pdf), "{code}");
            }
        }
    }
}

#[test]
fn a_paper_without_correction_goes_to_the_printer_byte_for_byte() {
    let pdf = paper("receipt_a4");
    let copies = print_copies(&pdf, |_| NONE).unwrap();
    assert_eq!(copies.len(), 1);
    assert_eq!(
        (copies[0].paper, copies[0].media.as_str()),
        (Paper::A4, "A4")
    );
    assert!(copies[0].pdf == pdf);
}

#[test]
fn papers_of_several_kinds_become_one_copy_for_each_stack() {
    let (file, printing) = (plain(), printing(1));
    let part = |code: &str| Part {
        form: form(code).unwrap(),
        file: &file,
        printing: &printing,
    };
    let codes = ["receipt_a4", "notify", "queue", "receipt_80mm", "rating"];
    let parts: Vec<Part<'_>> = codes.into_iter().map(part).collect();
    let all = bundle(&parts, &fonts()).unwrap();
    let by = |paper| match paper {
        Paper::A4 => Correction { right: 2, down: 2 },
        _ => NONE,
    };
    let copies = print_copies(&all.pdf, by).unwrap();
    let kinds: Vec<Paper> = copies.iter().map(|copy| copy.paper).collect();
    let declared: Vec<Paper> = parts.iter().map(|part| part.form.info.paper).collect();
    let mut stacks: Vec<Paper> = Vec::new();
    for kind in declared {
        if stacks.last() != Some(&kind) || kind == Paper::Roll80 {
            stacks.push(kind);
        }
    }
    assert_eq!(kinds, stacks);
    let whole: String = copies.iter().map(|copy| text_of(&copy.pdf)).collect();
    assert_eq!(whole, text_of(&all.pdf), "no page is lost and none moves");
    let roll = copies.iter().find(|copy| copy.paper == Paper::Roll80);
    let media = &roll.unwrap().media;
    assert!(
        media.starts_with("Custom.80x") && media.ends_with("mm"),
        "{media}"
    );
    for copy in &copies {
        assert!(
            copy.pdf.len() < all.pdf.len() + 1_000,
            "only its own pages travel"
        );
    }
}

#[test]
fn what_is_no_pdf_is_refused() {
    for bytes in [&b""[..], b"%PDF-1.7\n", b"not a paper"] {
        assert!(print_copies(bytes, |_| NONE).is_err());
    }
}

#[test]
fn a_test_page_fits_its_paper_and_names_the_values_to_enter() {
    let fonts = fonts();
    for paper in Paper::ALL {
        let by = Correction { right: 3, down: -4 };
        let page = test_page(paper, by, "窗口一", &plain(), &printing(1), &fonts).unwrap();
        assert_eq!(page.pages, 1, "{paper:?}");
        assert!(page.missing.is_empty());
        let copies = print_copies(&page.pdf, |_| NONE).unwrap();
        assert_eq!(copies[0].paper, paper);
        let text = text_of(&page.pdf);
        for expected in ["窗口一", "左右1.5毫米", "上下-2.0毫米", "-8.5", "11.5"] {
            assert!(text.contains(expected), "{paper:?}: {expected} in {text}");
        }
        assert_eq!(text.contains("-12.0"), paper != Paper::Roll80);
    }
}

#[test]
fn the_crease_of_a_sheet_lies_on_the_value_that_puts_it_right() {
    // A printer that prints 2 mm too far right and 1.5 mm too high, corrected by what the page says, is right.
    let fault = Correction { right: 4, down: -3 };
    let put_right = Correction { right: -4, down: 3 };
    let first = test_page(Paper::A4, NONE, "窗口一", &plain(), &printing(1), &fonts());
    let first = first.unwrap().pdf;
    let printed = print_copies(&first, |_| fault).unwrap();
    let again = print_copies(&printed[0].pdf, |_| put_right).unwrap();
    let right = picture_of(&first, DPI);
    let ink = right.count();
    assert!(astray(&right, &picture_of(&again[0].pdf, DPI), NONE) * 200 < ink);
    // The middle mark of the scale stands in the middle of an uncorrected sheet; 6 mm long, the longest.
    let (middle, across) = (right.width as i32 / 2, right.height as i32 / 2 + 260);
    let stands =
        |x: i32| (across - 58..across - 52).all(|y| (-1..=1).any(|by| right.ink(x + by, y)));
    assert!(stands(middle));
    assert!(!stands(middle + 10), "the next marks are shorter");
}
