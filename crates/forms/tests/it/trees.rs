//! Documents and templates that nobody would write: nothing panics, nothing runs on for ever, no text is lost.
//!
//! More of them by `PROPTEST_CASES`.

use std::collections::BTreeMap;

use fachuang_forms::{
    FormError, Package,
    display::DisplayList,
    document::{
        Align, Barcode, Block, CheckBox, Content, Document, Field, FieldTable, Foot, FootKind,
        Furniture, Grid, GridCell, GridRow, Height, Paragraph, Qr, Seal, Sheet, Signatures, Span,
        Voice,
    },
    forms,
    layout::lay_out,
    read,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    checks,
    pages::{self, FONTS},
    sample, tools,
};

fn config(usual: u32) -> ProptestConfig {
    let more = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: more.and_then(|cases| cases.parse().ok()).unwrap_or(usual),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// A length as a template, a setting or a slip of the pen may give it.
fn length() -> impl Strategy<Value = f32> {
    prop_oneof![
        6 => 0.0_f32..60.0,
        1 => Just(0.0_f32),
        1 => Just(-3.0_f32),
        1 => 60.0_f32..2_000.0,
    ]
}

fn count() -> impl Strategy<Value = usize> {
    prop_oneof![8 => 0_usize..6, 1 => 6_usize..60]
}

fn place() -> impl Strategy<Value = usize> {
    prop_oneof![8 => 0_usize..6, 1 => Just(usize::MAX)]
}

fn paragraph() -> impl Strategy<Value = Paragraph> {
    let odd = (
        pages::wild(),
        0.0_f32..80.0,
        length(),
        option::of(length()),
        length(),
    )
        .prop_map(
            |(text, size_pt, line_pt, shrink_to_pt, indent_em)| Paragraph {
                align: Align::Justify,
                shrink_to_pt,
                indent_em,
                heading: (size_pt > 40.0).then_some(2),
                ..Paragraph::new(vec![Span::plain(text)], size_pt, line_pt)
            },
        );
    prop_oneof![3 => pages::paragraph(), 1 => odd]
}

fn odd_grid() -> impl Strategy<Value = Grid> {
    let content = prop_oneof![
        3 => vec(paragraph(), 0..3).prop_map(Content::Lines),
        1 => (paragraph(), count()).prop_map(|(text, count)| Content::Boxes { text, count }),
    ];
    let cell = (place(), place(), place(), content, any::<bool>()).prop_map(
        |(column, columns, rows, content, middle)| GridCell {
            column,
            columns,
            rows,
            content,
            middle,
        },
    );
    let row = (vec(cell, 0..4), length()).prop_map(|(cells, least_mm)| GridRow {
        cells,
        least_mm,
        with_next: least_mm > 20.0,
    });
    (
        vec(length(), 0..5),
        0_usize..3,
        vec(row, 0..6),
        length(),
        length(),
    )
        .prop_map(|(columns, head_rows, rows, pad_x_mm, pad_y_mm)| Grid {
            columns,
            head_rows,
            rows,
            pad_x_mm,
            pad_y_mm,
        })
}

fn odd_leaf() -> impl Strategy<Value = Block> {
    let field =
        (paragraph(), vec(paragraph(), 0..3)).prop_map(|(label, value)| Field { label, value });
    let fields = (
        vec(vec(field, 0..4), 0..5),
        length(),
        length(),
        any::<bool>(),
        length(),
    )
        .prop_map(|(rows, label_mm, second_mm, ruled, pad)| {
            Block::Fields(FieldTable {
                rows,
                label_mm,
                second_mm,
                ruled,
                pad_x_mm: pad,
                pad_y_mm: pad,
            })
        });
    let check = (any::<bool>(), paragraph()).prop_map(|(ticked, label)| CheckBox { ticked, label });
    let sign = (
        vec("[一-龥]{0,40}", 0..12),
        0.0_f32..60.0,
        length(),
        count(),
        any::<bool>(),
        count(),
    )
        .prop_map(|(labels, size_pt, height_mm, per_row, dated, fingers)| {
            Block::Signatures(Signatures {
                labels,
                size_pt,
                height_mm,
                per_row,
                dated,
                fingers,
                voice: Voice::Song,
            })
        });
    let seal = (paragraph(), paragraph(), length(), length()).prop_map(
        |(office, day, height_mm, right_em)| {
            Block::Seal(Seal {
                office,
                day,
                height_mm,
                right_em,
            })
        },
    );
    let codes = ("[A-Z0-9-]{1,30}", length(), length(), paragraph()).prop_flat_map(
        |(content, width_mm, height_mm, caption)| {
            let bars = Block::Barcode(Barcode {
                content: content.clone(),
                width_mm,
                height_mm,
                caption: caption.clone(),
            });
            let qr = Block::Qr(Qr {
                content,
                size_mm: width_mm,
                caption: Some(caption),
            });
            select(vec![bars, qr])
        },
    );
    prop_oneof![
        3 => paragraph().prop_map(Block::Paragraph),
        2 => fields,
        3 => odd_grid().prop_map(Block::Grid),
        1 => vec(check, 0..4).prop_map(Block::Checks),
        1 => sign,
        1 => seal,
        1 => codes,
        1 => (count(), length()).prop_map(|(count, pitch_mm)| Block::WritingLines { count, pitch_mm }),
        1 => any::<bool>().prop_map(|red| Block::Separator { red }),
        1 => Just(Block::NewPage),
        1 => length().prop_map(|height_mm| Block::Gap { height_mm }),
        1 => Just(Block::TearLine),
    ]
}

fn nested(leaf: BoxedStrategy<Block>, width: BoxedStrategy<f32>) -> BoxedStrategy<Block> {
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let beside = (
            vec(inner.clone(), 0..4),
            vec(inner.clone(), 0..3),
            width.clone(),
        )
            .prop_map(|(left, right, right_mm)| Block::Beside {
                left,
                right,
                right_mm,
            });
        prop_oneof![vec(inner, 0..4).prop_map(Block::Keep), beside]
    })
    .boxed()
}

fn odd_block() -> BoxedStrategy<Block> {
    nested(odd_leaf().boxed(), length().boxed())
}

fn odd_sheet() -> impl Strategy<Value = Sheet> {
    let height = prop_oneof![
        2 => (0.0_f32..400.0, option::of(length()))
            .prop_map(|(height_mm, part_mm)| Height::Sheet { height_mm, part_mm }),
        1 => Just(Height::Roll),
    ];
    (
        0.0_f32..300.0,
        height,
        length(),
        length(),
        length(),
        length(),
    )
        .prop_map(
            |(width_mm, height, left_mm, right_mm, top_mm, bottom_mm)| Sheet {
                width_mm,
                height,
                left_mm,
                right_mm,
                top_mm,
                bottom_mm,
            },
        )
}

fn odd_document() -> impl Strategy<Value = Document> {
    let part = |most: usize| vec(odd_block(), 0..most);
    let foot = option::of(("[一-龥]{0,30}", any::<bool>(), 0.0_f32..40.0).prop_map(
        |(left, on_first, size)| Foot {
            kind: if left.len() > 30 {
                FootKind::Counted
            } else {
                FootKind::Dashes { on_first }
            },
            left,
            size_pt: size,
            line_pt: size,
        },
    ));
    let furniture = (
        option::of("[一-龥]{0,9}"),
        option::of("[A-Z0-9-]{1,24}"),
        any::<bool>(),
    )
        .prop_map(|(watermark, number, binding)| Furniture {
            voice: Voice::Song,
            binding,
            watermark,
            letter_line: binding,
            number,
            reading: None,
        });
    let parts = (part(3), part(2), part(6), part(3), part(3));
    (
        parts,
        odd_sheet(),
        foot,
        furniture,
        option::of(0.0_f32..2.0),
    )
        .prop_map(
            |((head, running_head, body, closing, stub), sheet, foot, furniture, closest_pitch)| {
                Document {
                    title: "试验".into(),
                    sheet,
                    head,
                    running_head,
                    body,
                    closing,
                    foot,
                    stub,
                    closest_pitch,
                    furniture,
                }
            },
        )
}

/// Returns the words of blocks in the order in which they are read.
fn words(blocks: &[Block]) -> String {
    blocks.iter().map(words_of).collect()
}

fn text(paragraph: &Paragraph) -> String {
    paragraph
        .spans
        .iter()
        .map(|span| span.text.as_str())
        .collect()
}

fn words_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => text(paragraph),
        Block::Fields(table) => table
            .rows
            .iter()
            .flatten()
            .flat_map(|field| std::iter::once(&field.label).chain(&field.value))
            .map(text)
            .collect(),
        Block::Grid(grid) => grid
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| match &cell.content {
                Content::Lines(lines) => lines.iter().map(text).collect(),
                Content::Boxes { text: boxed, .. } => text(boxed),
            })
            .collect(),
        Block::Keep(inner) => words(inner),
        Block::Beside { left, right, .. } => words(left) + &words(right),
        Block::Seal(seal) => text(&seal.office) + &text(&seal.day),
        Block::Barcode(code) => text(&code.caption),
        Block::Checks(checks) => checks.iter().map(|check| text(&check.label)).collect(),
        Block::Signatures(signatures) => {
            let day = if signatures.dated { "年月日" } else { "" };
            let labels = signatures.labels.iter();
            labels.map(|label| format!("{label}{day}")).collect()
        }
        Block::Qr(qr) => qr.caption.as_ref().map(text).unwrap_or_default(),
        Block::WritingLines { .. }
        | Block::Separator { .. }
        | Block::NewPage
        | Block::Gap { .. }
        | Block::TearLine => String::new(),
    }
}

/// Returns what of a text leaves ink.
fn seen(text: &str) -> String {
    let unseen = |c: &char| c.is_whitespace() || "\u{200b}\u{fe0f}\u{7}".contains(*c);
    text.chars().filter(|c| !unseen(c)).collect()
}

fn shown(list: &DisplayList) -> String {
    let runs = list.pages.iter().flat_map(checks::texts);
    seen(&runs.map(|run| run.text.as_str()).collect::<String>())
}

fn all_words(document: &Document) -> String {
    let parts = [
        &document.head,
        &document.body,
        &document.closing,
        &document.stub,
    ];
    parts.into_iter().map(|part| seen(&words(part))).collect()
}

/// A paper on a roll, so that everything stands on one page.
fn rolled() -> impl Strategy<Value = Document> {
    let block = || nested(pages::block().boxed(), (10.0_f32..40.0).boxed());
    (vec(block(), 0..6), vec(block(), 0..2), vec(block(), 0..2)).prop_map(|(body, head, stub)| {
        Document {
            sheet: pages::ROLL,
            head,
            stub,
            ..pages::paper(body)
        }
    })
}

proptest! {
    #![proptest_config(config(120))]

    #[test]
    fn no_document_panics_runs_on_for_ever_or_loses_text(document in odd_document()) {
        let list = match lay_out(&document, &FONTS) {
            Ok(list) => list,
            Err(FormError::QrTooLong(_) | FormError::Barcode(_)) => return Ok(()),
            Err(other) => panic!("{other}"),
        };
        let expected = all_words(&document);
        let shown = shown(&list);
        // Each page but the first holds a character, a strip of a table or what a form asks for there.
        let most = 8 + expected.chars().count() + format!("{document:?}").len() / 10;
        prop_assert!(list.pages.len() <= most, "{} pages", list.pages.len());
        let mut counts = BTreeMap::new();
        checks::inked(&expected, &mut counts, 1);
        checks::inked(&shown, &mut counts, -1);
        counts.retain(|_, count| *count > 0);
        prop_assert!(counts.is_empty(), "lost: {counts:?}");
        let finite = |item: &fachuang_forms::display::Item| {
            let (left, top, right, bottom) = item.bounds();
            [left, top, right, bottom].iter().all(|edge| edge.is_finite())
        };
        prop_assert!(list.pages.iter().flat_map(|page| &page.items).all(finite));
    }

    #[test]
    fn every_document_is_read_in_its_order(document in rolled()) {
        let list = lay_out(&document, &FONTS).unwrap();
        if list.pages.len() == 1 {
            prop_assert_eq!(shown(&list), all_words(&document));
        }
    }
}

/// The text of a form that comes with the program, changed in a few places.
fn changed_form() -> impl Strategy<Value = String> {
    let sources: Vec<&'static str> = forms().iter().filter_map(|form| form.source()).collect();
    let marks = select(vec![
        "|",
        "||",
        "{",
        "}",
        "{name}",
        "[",
        "]",
        "[]",
        "*",
        "**",
        "//",
        "@keep\n",
        "@end\n",
        "@page\n",
        "\n",
        "\n\n",
        "|= 1 1\n",
        "|= 0.001 9000\n",
        "|= inf 1\n",
        "|!#|",
        "|!9999mm|",
        "|!NaNmm|",
        "|!@parties 99|",
        "<",
        "^",
        "#18 ",
        "+++\n",
        "\u{feff}",
        "\u{0}",
        "𪚥",
        "@gap 250\n",
        "@lines 250\n",
        "@sign(3,date,finger) 甲|乙\n",
        "@seal\n",
    ]);
    let change = (any::<prop::sample::Index>(), 0_usize..12, marks);
    (select(sources), vec(change, 1..6)).prop_map(|(source, changes)| {
        let mut text: Vec<char> = source.chars().collect();
        for (at, take, put) in changes {
            let at = at.index(text.len() + 1);
            let end = (at + take).min(text.len());
            text.splice(at..end, put.chars());
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(config(200))]

    #[test]
    fn a_changed_form_is_refused_or_laid_out(text in changed_form(), which in 0_usize..4) {
        let (_, file, count) = sample::all()[which].clone();
        let Ok(form) = read(&text) else { return Ok(()) };
        for form in [Some(form), form.large()].into_iter().flatten() {
            match form.render(&file, &sample::printing(count), &FONTS) {
                Ok(paper) => prop_assert!(paper.pages < 400, "{} pages", paper.pages),
                Err(FormError::QrTooLong(_) | FormError::Barcode(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }

    #[test]
    fn no_bytes_make_the_readers_of_forms_and_packages_panic(bytes in vec(any::<u8>(), 0..600), form in changed_form()) {
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(read(&text).is_err());
        prop_assert!(Package::read(&text).is_err());
        let head = "name = \"样式\"\nversion = \"1\"\nvalid_from = \"2026-03-01\"\n";
        let _ = Package::read(&format!("{head}=== form\n{form}"));
    }
}

#[test]
fn words_of_a_row_are_read_before_those_of_the_next_in_every_printed_file() {
    let paper = fachuang_forms::render(
        "med_agreement",
        &sample::plain(),
        &sample::printing(1),
        &FONTS,
    )
    .unwrap();
    let text = tools::text_of(&paper.pdf);
    let head = "当事人姓名或者名称性别证件号码联系方式单位或者住址申请人阿的·木呷约布";
    assert!(text.contains(head), "{text}");
}
