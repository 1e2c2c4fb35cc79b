use std::{collections::BTreeMap, sync::LazyLock};

use fachuang_forms::{
    FontStore,
    breaking::{forbidden_first, forbidden_last},
    document::{
        Align, Barcode, Block, CheckBox, Content, Document, Field, FieldTable, Foot, FootKind,
        Furniture, Grid, GridCell, GridRow, Height, Paragraph, Qr, Seal, Sheet, Signatures, Span,
        Voice,
    },
    layout::lay_out,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{checks, sample};

pub static FONTS: LazyLock<FontStore> = LazyLock::new(sample::fonts);

const A4: Sheet = Sheet {
    width_mm: 210.0,
    height: Height::Sheet {
        height_mm: 297.0,
        part_mm: Some(148.5),
    },
    left_mm: 25.0,
    right_mm: 12.0,
    top_mm: 10.0,
    bottom_mm: 10.0,
};

pub const ROLL: Sheet = Sheet {
    width_mm: 80.0,
    height: Height::Roll,
    left_mm: 4.0,
    right_mm: 4.0,
    top_mm: 4.0,
    bottom_mm: 4.0,
};

pub fn paper(body: Vec<Block>) -> Document {
    Document {
        title: "试验".into(),
        sheet: A4,
        head: Vec::new(),
        running_head: Vec::new(),
        body,
        closing: Vec::new(),
        foot: None,
        stub: Vec::new(),
        closest_pitch: None,
        furniture: Furniture::default(),
    }
}

/// Chinese text as people write it: never more than three marks in a row.
fn chinese() -> impl Strategy<Value = String> {
    let word = "[一-龥]{1,6}";
    let mark = "[，。、；：？！）》”…·]{1,2}|（|《|“| |";
    let other = "[0-9]{1,6}(年|月|日|元)?|[A-Za-z]{1,9}|20[0-9]{2}年1?[0-9]月[1-9]日|";
    vec((word, mark, other), 1..40)
        .prop_map(|parts| parts.into_iter().map(|(a, b, c)| a + &b + &c).collect())
}

/// Anything, including what nobody should type.
pub fn wild() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[一-龥]{1,8}",
        2 => "[!-~]{1,30}",
        1 => "[，。、（）《》…—“”]{1,12}",
        1 => "[ \\n\\t　]{1,3}",
        1 => select(sample::RARE.chars().collect::<Vec<_>>()).prop_map(String::from),
        1 => "[\u{200b}\u{fe0f}\r\u{7}]{1,2}",
        1 => "[0-9]{1,90}",
    ];
    vec(piece, 0..24).prop_map(|parts| parts.concat())
}

fn span() -> impl Strategy<Value = Span> {
    let size = option::weighted(0.2, 8.0_f32..20.0);
    (
        wild(),
        any::<bool>(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
        size,
        0.0_f32..0.3,
    )
        .prop_map(|(text, strong, framed, keep, size_pt, tracking_em)| Span {
            text,
            strong,
            framed,
            keep,
            size_pt,
            tracking_em,
            ..Span::default()
        })
}

pub fn paragraph() -> impl Strategy<Value = Paragraph> {
    let shrink = option::of(5.0_f32..12.0);
    (
        vec(span(), 0..4),
        8.0_f32..18.0,
        0.9_f32..1.8,
        select(vec![
            Align::Left,
            Align::Centre,
            Align::Right,
            Align::Justify,
        ]),
        (shrink, prop_oneof![Just(0.0_f32), Just(2.0_f32)]),
    )
        .prop_map(
            |(spans, size_pt, pitch, align, (shrink_to_pt, indent_em))| Paragraph {
                align,
                shrink_to_pt,
                indent_em,
                ..Paragraph::new(spans, size_pt, size_pt * pitch)
            },
        )
}

fn table() -> impl Strategy<Value = FieldTable> {
    let label = ("[一-龥]{0,8}", 8.0_f32..18.0)
        .prop_map(|(text, size)| Paragraph::new(vec![Span::plain(text)], size, size * 1.4));
    let field = (label, vec(paragraph(), 0..4)).prop_map(|(label, value)| Field { label, value });
    (vec(vec(field, 1..=2), 1..12), any::<bool>()).prop_map(|(rows, ruled)| FieldTable {
        rows,
        label_mm: 16.0,
        second_mm: 36.0,
        ruled,
        pad_x_mm: 1.0,
        pad_y_mm: 1.0,
    })
}

/// Stands in the heads of tables and nowhere else.
const HEAD_WORD: char = '頭';

/// Grids whose cells are joined across columns and down rows, as a template may join them.
fn grid() -> impl Strategy<Value = Grid> {
    let content = prop_oneof![
        5 => vec(paragraph(), 0..3).prop_map(Content::Lines),
        1 => "[0-9*X]{0,22}".prop_map(|text| Content::Boxes {
            text: Paragraph::new(vec![Span::plain(text)], 10.5, 15.0),
            count: 18,
        }),
    ];
    let cell = (
        content,
        1_usize..3,
        prop::bool::weighted(0.15),
        any::<bool>(),
    );
    let row = (vec(cell, 3), prop_oneof![Just(0.0_f32), 5.0_f32..150.0]);
    (vec(row, 1..10), 0_usize..3).prop_map(|(rows, head_rows)| {
        let count = rows.len();
        let mut taken = [0_usize; 3];
        let mut built = Vec::new();
        for (nth, (contents, least_mm)) in rows.into_iter().enumerate() {
            let mut cells = Vec::new();
            let mut column = 0;
            for (content, wide, tall, middle) in contents {
                if column >= 3 {
                    break;
                }
                if taken[column] > nth {
                    column += 1;
                    continue;
                }
                let content = if nth < head_rows {
                    let word = Span::plain(HEAD_WORD.to_string());
                    Content::Lines(vec![Paragraph::new(vec![word], 10.0, 14.0)])
                } else {
                    content
                };
                let free = taken[column..]
                    .iter()
                    .take_while(|end| **end <= nth)
                    .count();
                let columns = wide.min(free);
                let rows = if tall && nth + 1 < count && nth >= head_rows {
                    2
                } else {
                    1
                };
                taken[column..column + columns].fill(nth + rows);
                cells.push(GridCell {
                    column,
                    columns,
                    rows,
                    content,
                    middle,
                });
                column += columns;
            }
            built.push(GridRow {
                cells,
                least_mm,
                with_next: false,
            });
        }
        Grid {
            columns: vec![2.0, 3.0, 4.0],
            head_rows,
            rows: built,
            pad_x_mm: 1.0,
            pad_y_mm: 1.0,
        }
    })
}

fn official() -> impl Strategy<Value = Block> {
    let seal = (paragraph(), paragraph()).prop_map(|(office, day)| {
        Block::Seal(Seal {
            office,
            day,
            height_mm: 10.0,
            right_em: 4.0,
        })
    });
    let bars = "[A-Z0-9-]{1,20}".prop_map(|content| {
        Block::Barcode(Barcode {
            caption: Paragraph::new(vec![Span::plain(&content)], 10.0, 13.0),
            content,
            width_mm: 60.0,
            height_mm: 12.0,
        })
    });
    let heading = ("[一-龥]{1,60}", 2_u8..4).prop_map(|(text, level)| {
        Block::Paragraph(Paragraph {
            heading: Some(level),
            ..Paragraph::new(vec![Span::plain(text)], 14.0, 20.0)
        })
    });
    prop_oneof![
        4 => grid().prop_map(Block::Grid),
        1 => seal,
        1 => bars,
        1 => heading,
        1 => (1_usize..40).prop_map(|count| Block::WritingLines { count, pitch_mm: 9.0 }),
        1 => any::<bool>().prop_map(|red| Block::Separator { red }),
        1 => Just(Block::NewPage),
    ]
}

pub fn block() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => simple_block(),
        2 => official(),
        1 => vec(prop_oneof![simple_block(), official()], 0..4).prop_map(Block::Keep),
    ]
}

fn simple_block() -> impl Strategy<Value = Block> {
    let check = (any::<bool>(), paragraph()).prop_map(|(ticked, label)| CheckBox { ticked, label });
    let labels = vec("[一-龥]{0,12}", 1..4);
    let signatures = (labels, 1_usize..3, any::<bool>(), 0_usize..3).prop_map(
        |(labels, per_row, dated, fingers)| {
            Block::Signatures(Signatures {
                labels,
                size_pt: 10.0,
                height_mm: 8.0,
                per_row,
                dated,
                fingers,
                voice: Voice::Hei,
            })
        },
    );
    let qr = || {
        "[A-Z0-9-]{1,24}".prop_map(|content| {
            Block::Qr(Qr {
                content,
                size_mm: 20.0,
                caption: None,
            })
        })
    };
    let beside =
        (vec(paragraph().prop_map(Block::Paragraph), 0..3), qr()).prop_map(|(left, right)| {
            Block::Beside {
                left,
                right: vec![right],
                right_mm: 24.0,
            }
        });
    prop_oneof![
        4 => paragraph().prop_map(Block::Paragraph),
        3 => table().prop_map(Block::Fields),
        1 => vec(check, 0..4).prop_map(Block::Checks),
        1 => signatures,
        1 => qr(),
        1 => beside,
        1 => (0.0_f32..40.0).prop_map(|height_mm| Block::Gap { height_mm }),
        1 => Just(Block::TearLine),
    ]
}

fn any_paper() -> impl Strategy<Value = Document> {
    let small = || {
        "[一-龥]{0,60}".prop_map(|text| {
            vec![Block::Paragraph(Paragraph::new(
                vec![Span::plain(text)],
                10.0,
                14.0,
            ))]
        })
    };
    let foot = option::of("[一-龥 ]{1,60}".prop_map(|left| Foot {
        kind: FootKind::Counted,
        left,
        size_pt: 9.0,
        line_pt: 12.0,
    }));
    (
        vec(block(), 0..8),
        small(),
        small(),
        small(),
        foot,
        any::<bool>(),
    )
        .prop_map(|(body, running_head, closing, stub, foot, roll)| {
            let foot = foot.filter(|_| !roll);
            Document {
                running_head,
                closing,
                stub,
                foot,
                sheet: if roll { ROLL } else { A4 },
                ..paper(body)
            }
        })
}

fn count(blocks: &[Block], by: i64, counts: &mut BTreeMap<char, i64>) {
    for block in blocks {
        if let Block::Keep(inner) = block {
            count(inner, by, counts);
        }
    }
    let mut paragraph = |paragraph: &Paragraph| {
        for span in &paragraph.spans {
            let seen: String = span
                .text
                .chars()
                .filter(|c| !"\u{200b}\u{fe0f}\u{7}".contains(*c))
                .collect();
            checks::inked(&seen, counts, by);
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(one) => paragraph(one),
            Block::Fields(table) => {
                for field in table.rows.iter().flatten() {
                    paragraph(&field.label);
                    field.value.iter().for_each(&mut paragraph);
                }
            }
            Block::Checks(boxes) => boxes.iter().for_each(|check| paragraph(&check.label)),
            Block::Signatures(signatures) => {
                let mut spans: Vec<Span> = signatures.labels.iter().map(Span::plain).collect();
                if signatures.dated {
                    spans.push(Span::plain("年月日".repeat(signatures.labels.len())));
                }
                paragraph(&Paragraph::new(spans, 10.0, 14.0));
            }
            Block::Qr(qr) => qr.caption.iter().for_each(&mut paragraph),
            Block::Beside { left, right, .. } => {
                let spans = |block: &Block| match block {
                    Block::Paragraph(one) => one.spans.clone(),
                    _ => Vec::new(),
                };
                left.iter()
                    .chain(right)
                    .for_each(|block| paragraph(&Paragraph::new(spans(block), 10.0, 14.0)));
            }
            Block::Grid(grid) => {
                for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                    match &cell.content {
                        Content::Lines(lines) => lines.iter().for_each(&mut paragraph),
                        Content::Boxes { text, .. } => paragraph(text),
                    }
                }
            }
            Block::Keep(_) => {}
            Block::Seal(seal) => [&seal.office, &seal.day]
                .into_iter()
                .for_each(&mut paragraph),
            Block::Barcode(code) => paragraph(&code.caption),
            Block::WritingLines { .. }
            | Block::Separator { .. }
            | Block::NewPage
            | Block::Gap { .. }
            | Block::TearLine => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_of_chinese_text_begins_or_ends_with_a_forbidden_mark(text in chinese(), size in 8.0_f32..18.0, narrow: bool) {
        let sheet = if narrow { ROLL } else { A4 };
        let body = vec![Block::Paragraph(Paragraph::new(vec![Span::plain(&text)], size, size * 1.4))];
        let list = lay_out(&Document { sheet, ..paper(body) }, &FONTS).unwrap();
        let lines: Vec<String> = list.pages.iter().flat_map(checks::lines).collect();
        for (nth, line) in lines.iter().enumerate() {
            let first = line.chars().next().unwrap();
            let last = line.trim_end().chars().next_back().unwrap();
            prop_assert!(nth == 0 || !forbidden_first(first), "{line:?} of {lines:?}");
            prop_assert!(nth + 1 == lines.len() || !forbidden_last(last), "{line:?} of {lines:?}");
        }
    }

    #[test]
    fn no_number_or_word_is_cut_at_a_line_end(text in chinese(), size in 8.0_f32..18.0) {
        let body = vec![Block::Paragraph(Paragraph::new(vec![Span::plain(&text)], size, size * 1.4))];
        let list = lay_out(&paper(body), &FONTS).unwrap();
        let lines: Vec<String> = list.pages.iter().flat_map(checks::lines).collect();
        for pair in lines.windows(2) {
            let last = pair[0].chars().next_back().unwrap();
            let first = pair[1].chars().next().unwrap();
            prop_assert!(!(last.is_ascii_alphanumeric() && first.is_ascii_alphanumeric()), "{pair:?}");
        }
    }

    #[test]
    fn any_paper_keeps_all_its_text_inside_the_margins_without_overlap(document in any_paper()) {
        let list = lay_out(&document, &FONTS).unwrap();
        checks::nothing_clips_or_overlaps(&list, document.sheet);
        let pages = list.pages.len();
        let mut counts = BTreeMap::new();
        for part in [&document.head, &document.body, &document.closing, &document.stub] {
            count(part, 1, &mut counts);
        }
        count(&document.running_head, i64::try_from(pages).unwrap() - 1, &mut counts);
        for number in 1..=pages {
            if let Some(foot) = &document.foot {
                checks::inked(&format!("{}第{number}页共{pages}页", foot.left), &mut counts, 1);
            }
        }
        for run in list.pages.iter().flat_map(checks::texts) {
            checks::inked(&run.text, &mut counts, -1);
        }
        // Heads of tables are repeated.
        counts.retain(|c, count| *count != 0 && !(*c == HEAD_WORD && *count < 0));
        prop_assert!(counts.is_empty(), "lost or doubled: {counts:?}");
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_on_the_next_one() {
    let long: String = "诉讼请求与事实理由".chars().cycle().take(4000).collect();
    let text = |text: &str| Paragraph::new(vec![Span::plain(text)], 12.0, 18.0);
    let row = vec![Field {
        label: text("事项"),
        value: vec![text(&long)],
    }];
    let table = FieldTable {
        rows: vec![row],
        label_mm: 25.0,
        second_mm: 0.0,
        ruled: true,
        pad_x_mm: 2.0,
        pad_y_mm: 1.0,
    };
    let list = lay_out(&paper(vec![Block::Fields(table)]), &FONTS).unwrap();
    assert!(list.pages.len() > 1);
    checks::nothing_clips_or_overlaps(&list, A4);
}

#[test]
fn a_name_shrinks_to_stay_on_one_line_but_never_below_8_points() {
    let sizes = |length: usize| {
        let name = "木".repeat(length);
        let name = Paragraph {
            shrink_to_pt: Some(2.0),
            ..Paragraph::new(vec![Span::plain(name)], 10.0, 14.0)
        };
        let list = lay_out(
            &Document {
                sheet: ROLL,
                ..paper(vec![Block::Paragraph(name)])
            },
            &FONTS,
        )
        .unwrap();
        checks::texts(&list.pages[0])
            .map(|run| run.size)
            .collect::<Vec<f32>>()
    };
    assert_eq!(sizes(20), [10.0]);
    assert_eq!(sizes(24), [8.5]);
    assert_eq!(sizes(30), [10.0, 10.0]);
}
