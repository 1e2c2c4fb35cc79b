//! What an inspector would send back, looked for on every paper with every sample.

use fachuang_forms::{
    display::{DisplayPage, TextRun},
    display_list, document,
    document::{Block, Document},
    document_text, list,
};

use crate::{checks, pages::FONTS, sample};

const MM: f32 = 72.0 / 25.4;

/// Every paper with its large print.
fn codes() -> impl Iterator<Item = &'static str> {
    let written = list()
        .iter()
        .filter(|form| !form.code.starts_with("receipt_"));
    written.flat_map(|form| [Some(form.code), form.large].into_iter().flatten())
}

/// Calls `look` with every paper, its pages and a name to find it by.
fn each(look: impl Fn(&Document, &[DisplayPage], &str)) {
    for code in codes() {
        for (name, file, count) in sample::all() {
            let printing = sample::printing(count);
            let document = document(code, &file, &printing).unwrap();
            let pages = display_list(code, &file, &printing, &FONTS).unwrap();
            look(&document, &pages.pages, &format!("{code} {name}"));
        }
    }
}

/// Texts of a page without its foot.
fn body(page: &DisplayPage) -> Vec<&TextRun> {
    let foot = |run: &&TextRun| {
        let text = &run.text;
        text.contains("页 共")
            || text.contains("次打印")
            || text.contains(" 打印　第")
            || text.starts_with("— ")
    };
    checks::texts(page).filter(|run| !foot(run)).collect()
}

/// Every block of a paper, those within others after them.
fn blocks(blocks: &[Block]) -> Vec<&Block> {
    fn inner(block: &Block) -> Vec<&Block> {
        match block {
            Block::Keep(inner) => {
                let mut found = self::blocks(inner);
                found.push(block);
                found
            }
            _ => vec![block],
        }
    }
    blocks.iter().flat_map(inner).collect()
}

fn count_blanks(text: &str) -> usize {
    let blank = |c: char| c == '＿';
    text.split(|c| !blank(c))
        .filter(|run| !run.is_empty())
        .count()
}

#[test]
fn a_blank_for_the_pen_is_on_one_line() {
    for code in codes() {
        for (name, file, count) in sample::all() {
            let printing = sample::printing(count);
            let text = document_text(code, &file, &printing).unwrap();
            let pages = display_list(code, &file, &printing, &FONTS).unwrap();
            let lines = pages.pages.iter().flat_map(checks::lines);
            let found: usize = lines.map(|line| count_blanks(&line)).sum();
            assert_eq!(found, count_blanks(&text), "{code} {name}");
        }
    }
}

#[test]
fn no_page_ends_with_a_heading() {
    each(|document, pages, name| {
        let headings: Vec<String> = blocks(&document.body)
            .into_iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) if paragraph.heading.is_some() => Some(
                    paragraph
                        .spans
                        .iter()
                        .map(|span| span.text.as_str())
                        .collect(),
                ),
                _ => None,
            })
            .collect();
        for page in pages {
            let last = body(page).last().map(|run| run.text.clone());
            // Lines to write on belong to a heading as words do.
            let ruled = page.items.iter().any(|item| {
                let end = body(page).last().map_or(0.0, |run| run.baseline);
                item.bounds().1 > end + 4.0 && item.bounds().2 - item.bounds().0 > 100.0 * MM
            });
            assert!(
                ruled || last.is_none_or(|text| !headings.contains(&text)),
                "{name}"
            );
        }
    });
}

#[test]
fn nobody_signs_on_a_page_without_words() {
    each(|document, pages, name| {
        let labels: Vec<&str> = blocks(&document.body)
            .into_iter()
            .filter_map(|block| match block {
                Block::Signatures(signatures) => Some(signatures.labels.iter().map(String::as_str)),
                _ => None,
            })
            .flatten()
            .collect();
        let heads: String = blocks(&document.running_head)
            .into_iter()
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some(&paragraph.spans),
                _ => None,
            })
            .flatten()
            .map(|span| span.text.as_str())
            .collect();
        for page in pages.iter().skip(1) {
            let texts = body(page);
            let first = texts.iter().find(|run| !heads.contains(run.text.as_str()));
            let Some(first) = first else { continue };
            let signs = labels
                .iter()
                .any(|label| label.starts_with(first.text.as_str()));
            // A label of a table is set in from the edge.
            let edge = document.sheet.left_mm * MM;
            assert!(!signs || first.x > edge + 0.5, "{name}: {}", first.text);
        }
    });
}

#[test]
fn no_text_stands_where_a_seal_reaches_below_its_day() {
    each(|document, pages, name| {
        let days = blocks(&document.body)
            .into_iter()
            .filter_map(|block| match block {
                Block::Seal(seal) => Some(&seal.day.spans[0].text),
                _ => None,
            });
        for day in days {
            let page = pages
                .iter()
                .rfind(|page| body(page).iter().any(|run| run.text == *day));
            let Some(page) = page else { continue };
            let texts = body(page);
            let day = texts.iter().rfind(|run| run.text == *day).unwrap();
            let (left, _, right, bottom) = day.bounds();
            let middle = f32::midpoint(left, right);
            for run in texts.iter().filter(|run| run.bounds().1 > bottom - 1.0) {
                let (left, top, right, _) = run.bounds();
                let under = right > middle - 15.0 * MM && left < middle + 15.0 * MM;
                assert!(!under || top > bottom + 6.0 * MM, "{name}: {}", run.text);
            }
        }
    });
}

#[test]
fn a_sentence_goes_on_behind_a_value_without_two_marks() {
    for code in codes() {
        for (name, file, count) in sample::all() {
            let text = document_text(code, &file, &sample::printing(count)).unwrap();
            for marks in [
                "，，", "，。", "。，", "。。", "，）", "，；", "，、", "。的",
            ] {
                assert!(!text.contains(marks), "{code} {name}: {marks}");
            }
        }
    }
}

#[test]
fn what_is_said_of_a_party_in_large_print_is_on_one_page() {
    for (code, head) in [
        ("med_apply_large", "当事人"),
        ("med_confirm_large", "申请人"),
    ] {
        let printing = sample::printing(1);
        let pages = display_list(code, &sample::longest(), &printing, &FONTS).unwrap();
        let mut parties = 0;
        for page in &pages.pages {
            let count = |label: &str| body(page).iter().filter(|run| run.text == label).count();
            // The label of the list stands beside another column, a heading across does not.
            let heads = body(page)
                .iter()
                .filter(|run| run.text == head && run.x < 60.0 * MM)
                .count();
            assert!(
                heads >= count("证件号码") && count("证件号码") == count("联系方式"),
                "{code}"
            );
            parties += count("证件号码");
        }
        assert_eq!(parties, 13, "{code}");
    }
}

#[test]
fn a_heading_within_a_table_in_large_print_stands_with_its_rows() {
    let printing = sample::printing(1);
    let pages = display_list("med_apply_large", &sample::rare(), &printing, &FONTS).unwrap();
    for page in &pages.pages {
        let last = body(page).last().map(|run| run.text.as_str());
        assert_ne!(last, Some("申请人"));
        assert_ne!(last, Some("被申请人"));
    }
}
