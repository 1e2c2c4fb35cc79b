//! From blocks to strips that a page can hold.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    FormError, barcode,
    display::{Ink, Item},
    document::{Align, Barcode, Block, CheckBox, Paragraph, Qr, Seal, Signatures, Span},
    layout::{Context, grid, inline, mm, table},
    qr,
};

/// A strip of the text area that is never cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Slab {
    pub height: f32,
    /// With the reading order inside the group; positions relative to the left margin and the top of the slab.
    pub items: Vec<(u32, Item)>,
    pub rule: Option<Rule>,
}

/// What a table draws around one of its slabs.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Tables are told apart by their place in the paper.
    pub table: usize,
    pub ruled: bool,
    pub begins_row: bool,
    pub width: f32,
    pub verticals: Vec<f32>,
}

/// Slabs that stay on one page when a page can hold them.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub slabs: Vec<Slab>,
    /// Empty space, not needed at the top of a page.
    pub gap: bool,
    /// Repeated above the group when it begins a page.
    pub head: Option<Rc<Vec<Slab>>>,
    /// A new page begins here.
    pub turn: bool,
    /// Stands on the page of the next group when a page can hold both.
    pub with_next: bool,
}

impl Group {
    pub(super) fn height(&self) -> f32 {
        self.slabs.iter().map(|slab| slab.height).sum()
    }

    pub(super) fn of(slabs: Vec<Slab>) -> Self {
        Self {
            slabs,
            ..Self::default()
        }
    }

    /// Returns the height of what is repeated above the group.
    pub(super) fn head_height(&self) -> f32 {
        let head = self.head.iter().flat_map(|head| head.iter());
        head.map(|slab| slab.height).sum()
    }
}

/// Returns the height of groups that stand below each other.
pub(super) fn total_height(groups: &[Group]) -> f32 {
    groups.iter().map(Group::height).sum()
}

/// Returns the slabs of groups that become one; what stands in a group is read before what stands in the next.
pub(super) fn in_order(groups: impl IntoIterator<Item = Group>) -> Vec<Slab> {
    let mut next = 0;
    let mut slabs = Vec::new();
    for group in groups {
        let items = group.slabs.iter().flat_map(|slab| &slab.items);
        let places: BTreeSet<u32> = items.map(|(order, _)| *order).collect();
        let places: BTreeMap<u32, u32> = places.into_iter().zip(next..).collect();
        next = places.values().last().map_or(next, |last| last + 1);
        for mut slab in group.slabs {
            for (order, _) in &mut slab.items {
                *order = places[order];
            }
            slabs.push(slab);
        }
    }
    slabs
}

/// Lays out blocks below each other.
pub(super) fn lay(
    blocks: &[Block],
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Group>, FormError> {
    let mut groups: Vec<Group> = Vec::new();
    // Headings that wait for the text they belong to.
    let mut headings: Vec<Slab> = Vec::new();
    for block in blocks {
        if let Block::Paragraph(heading) = block
            && heading.heading.is_some_and(|level| level > 1)
        {
            headings.extend(paragraph_slabs(heading, width, fonts)?);
            continue;
        }
        let before = groups.len();
        match block {
            Block::Paragraph(paragraph) => groups.extend(lay_paragraph(paragraph, width, fonts)?),
            Block::Fields(fields) => groups.extend(table::lay(fields, width, fonts)?),
            Block::Grid(grid) => groups.extend(grid::lay(grid, width, fonts)?),
            Block::Keep(blocks) => {
                let slabs = in_order(lay(blocks, width, fonts)?);
                groups.push(Group::of(slabs));
            }
            Block::Seal(seal) => groups.push(lay_seal(seal, width, fonts)?),
            Block::Barcode(code) => groups.push(lay_barcode(code, width, fonts)?),
            Block::WritingLines { count, pitch_mm } => {
                let line = || writing_line(mm(*pitch_mm), width);
                groups.extend((0..*count).map(|_| Group::of(vec![line()])));
            }
            Block::Separator { red } => groups.push(separator(*red, width)),
            Block::NewPage => groups.push(Group {
                turn: true,
                ..Group::default()
            }),
            Block::Checks(checks) => {
                for check in checks {
                    groups.push(lay_check(check, width, fonts)?);
                }
            }
            Block::Signatures(signatures) => {
                groups.extend(lay_signatures(signatures, width, fonts)?)
            }
            Block::Qr(qr) => groups.push(lay_qr(qr, width, fonts)?),
            Block::Beside {
                left,
                right,
                right_mm,
            } => groups.push(lay_beside(left, right, mm(*right_mm), width, fonts)?),
            Block::Gap { height_mm } => {
                let slab = Slab {
                    height: mm(*height_mm),
                    ..Slab::default()
                };
                groups.push(Group {
                    slabs: vec![slab],
                    gap: true,
                    ..Group::default()
                });
            }
            Block::TearLine => groups.push(tear_line(width)),
        }
        if matches!(block, Block::Gap { .. }) && !headings.is_empty() {
            // What belongs to the heading stands below the gap.
            headings.extend(groups.drain(before..).flat_map(|group| group.slabs));
            continue;
        }
        if matches!(block, Block::Signatures(_)) {
            // Who signs, signs below what is signed.
            for group in groups[..before].iter_mut().rev() {
                group.with_next = true;
                if !group.gap {
                    break;
                }
            }
        }
        if let Some(group) = groups.get_mut(before)
            && !headings.is_empty()
        {
            let words = std::mem::take(&mut group.slabs);
            let headings = std::mem::take(&mut headings);
            group.slabs = in_order([Group::of(headings), Group::of(words)]);
            // With a heading in it, it is no longer a gap that a page may leave out.
            group.gap = false;
        }
    }
    if !headings.is_empty() {
        groups.push(Group::of(headings));
    }
    Ok(groups)
}

/// Returns the lines of a paragraph as slabs.
fn paragraph_slabs(
    paragraph: &Paragraph,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Slab>, FormError> {
    let lines = inline::set(paragraph, width, fonts)?;
    let slab = |line: inline::Line| {
        let items = line.items.into_iter().map(|item| (0, item)).collect();
        Slab {
            height: line.height,
            items,
            rule: None,
        }
    };
    Ok(lines.into_iter().map(slab).collect())
}

/// Long paragraphs may be cut between lines, but never leave one line alone.
fn lay_paragraph(
    paragraph: &Paragraph,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Group>, FormError> {
    let mut slabs = paragraph_slabs(paragraph, width, fonts)?;
    if slabs.len() < 5 {
        return Ok(vec![Group::of(slabs)]);
    }
    let last = slabs.split_off(slabs.len() - 2);
    let middle = slabs.split_off(2);
    let mut groups = vec![Group::of(slabs)];
    groups.extend(middle.into_iter().map(|slab| Group::of(vec![slab])));
    groups.push(Group::of(last));
    Ok(groups)
}

fn lay_check(check: &CheckBox, width: f32, fonts: &Context<'_>) -> Result<Group, FormError> {
    let size = check.label.size_pt;
    let indent = 1.4 * size;
    let mut slabs = paragraph_slabs(&check.label, width - indent, fonts)?;
    for slab in &mut slabs {
        let moved = slab
            .items
            .drain(..)
            .map(|(order, item)| (order, item.moved(indent, 0.0)))
            .collect();
        slab.items = moved;
    }
    if let Some(first) = slabs.first_mut() {
        let edge = 0.8 * size;
        let top = (first.height - edge) / 2.0;
        let mut marks = vec![Item::Rect {
            x: 0.6,
            y: top,
            width: edge,
            height: edge,
            stroke: Some(0.7),
        }];
        if check.ticked {
            let at = |x: f32, y: f32| (0.6 + x * edge, top + y * edge);
            marks.push(Item::Line {
                from: at(0.18, 0.5),
                to: at(0.42, 0.78),
                width: 1.1,
                dashed: false,
                ink: Ink::Black,
            });
            marks.push(Item::Line {
                from: at(0.42, 0.78),
                to: at(0.85, 0.2),
                width: 1.1,
                dashed: false,
                ink: Ink::Black,
            });
        }
        first
            .items
            .splice(0..0, marks.into_iter().map(|item| (0, item)));
    }
    Ok(Group::of(slabs))
}

fn lay_signatures(
    signatures: &Signatures,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Group>, FormError> {
    let per_row = signatures.per_row.max(1);
    let between = mm(12.0).min(width * 0.1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of signatures")]
    let each = (width - between * (per_row - 1) as f32) / per_row as f32;
    let finger_box = mm(16.0).min(each / 3.0);
    let size = signatures.size_pt;
    let text = |text: &str, align: Align| Paragraph {
        align,
        ..Paragraph::new(
            vec![Span {
                voice: signatures.voice,
                ..Span::plain(text)
            }],
            size,
            size * 1.35,
        )
    };
    let mut slabs = Vec::new();
    let fingers = |nth: usize| {
        if nth < signatures.fingers {
            finger_box
        } else {
            0.0
        }
    };
    let mut order = 0;
    for (nth, row) in signatures.labels.chunks(per_row).enumerate() {
        let first = nth * per_row;
        let mut cells = Vec::new();
        for (label, nth) in row.iter().zip(first..) {
            let finger = fingers(nth);
            let room = each - if finger > 0.0 { finger + mm(2.0) } else { 0.0 };
            let role = inline::role_of(signatures.voice, false);
            let taken = inline::natural_width(label, role, size, fonts)?;
            // The way to sign stands below who signs.
            let label = match label.split_once('（') {
                Some((who, how)) if taken > room && !who.is_empty() => format!("{who}\n（{how}"),
                _ => label.clone(),
            };
            cells.push(paragraph_slabs(&text(&label, Align::Left), room, fonts)?);
        }
        let text_height = |slabs: &Vec<Slab>| slabs.iter().map(|slab| slab.height).sum::<f32>();
        let mut raised = false;
        for (label, nth) in row.iter().zip(first..) {
            let role = inline::role_of(signatures.voice, false);
            let taken = inline::natural_width(label, role, size, fonts)?;
            raised |= taken > (each - fingers(nth)) * LONG_LABEL;
        }
        let above_label = if raised { mm(LABEL_MM) } else { 0.0 };
        let below_label = if raised { mm(HAND_MM) } else { 0.0 };
        let height = cells
            .iter()
            .map(|cell| above_label + text_height(cell) + below_label)
            .fold(mm(signatures.height_mm).max(fingers(first)), f32::max);
        let day = paragraph_slabs(&text(EMPTY_DAY, Align::Right), each, fonts)?;
        let below = if signatures.dated {
            text_height(&day) + mm(1.0)
        } else {
            0.0
        };
        let mut slab = Slab {
            height: height + 1.0 + below,
            ..Slab::default()
        };
        let mut x = 0.0;
        for (cell, nth) in cells.iter().zip(first..) {
            let finger = fingers(nth);
            let end = x + each - finger;
            let mut y = if raised {
                above_label
            } else {
                height - text_height(cell)
            };
            for line in cell {
                slab.items.extend(
                    line.items
                        .iter()
                        .map(|(_, item)| (order, item.clone().moved(x, y))),
                );
                y += line.height;
            }
            slab.items.push((order, straight((x, height), end)));
            if finger > 0.0 {
                let box_at = Item::Rect {
                    x: end + mm(1.0),
                    y: height - finger + mm(1.0),
                    width: finger - mm(1.0),
                    height: finger - mm(1.0),
                    stroke: Some(0.4),
                };
                slab.items.push((order, box_at));
            }
            if signatures.dated {
                let mut y = height + mm(1.0);
                for line in &day {
                    slab.items.extend(
                        line.items
                            .iter()
                            .map(|(_, item)| (order, item.clone().moved(x, y))),
                    );
                    y += line.height;
                }
            }
            x += each + between;
            order += 1;
        }
        slabs.push(slab);
    }
    // Who signs, signs on one page.
    Ok(vec![Group::of(slabs)])
}

/// A label that takes more than this part of its line stands above it, so that there is room for the name.
const LONG_LABEL: f32 = 0.55;

/// Room above such a label.
const LABEL_MM: f32 = 2.0;

/// Room for the hand below it.
const HAND_MM: f32 = 9.0;

/// Room for the day that is written by hand.
const EMPTY_DAY: &str = "　　　　年　　月　　日";

fn straight(from: (f32, f32), to_x: f32) -> Item {
    Item::Line {
        from,
        to: (to_x, from.1),
        width: 0.57,
        dashed: false,
        ink: Ink::Black,
    }
}

fn writing_line(pitch: f32, width: f32) -> Slab {
    Slab {
        height: pitch,
        items: vec![(0, straight((0.0, pitch - 1.0), width))],
        rule: None,
    }
}

fn separator(red: bool, width: f32) -> Group {
    let line = |y: f32, thickness: f32, ink: Ink| Item::Line {
        from: (0.0, y),
        to: (width, y),
        width: thickness,
        dashed: false,
        ink,
    };
    let items = if red {
        vec![
            (0, line(mm(2.0), 2.0, Ink::Red)),
            (0, line(mm(2.0) + 2.6, 0.7, Ink::Red)),
        ]
    } else {
        vec![(0, line(mm(2.0), 0.57, Ink::Black))]
    };
    Group::of(vec![Slab {
        height: mm(5.0),
        items,
        rule: None,
    }])
}

/// The office stands over the middle of the day, as the seal will cover both.
fn lay_seal(seal: &Seal, width: f32, fonts: &Context<'_>) -> Result<Group, FormError> {
    let one_line = |paragraph: &Paragraph| -> Result<f32, FormError> {
        paragraph
            .spans
            .iter()
            .map(|span| {
                let size = span.size_pt.unwrap_or(paragraph.size_pt);
                let role = inline::role_of(span.voice, span.strong);
                inline::natural_width(&span.text, role, size, fonts)
            })
            .sum()
    };
    let (office, day) = (one_line(&seal.office)?, one_line(&seal.day)?);
    let right = (seal.right_em * seal.day.size_pt).min(width / 4.0);
    let room = (office.max(day) + seal.office.size_pt).min(width);
    let left = (width - right - (office.max(day) + room) / 2.0).clamp(0.0, width - room);
    let mut slabs = vec![Slab {
        height: mm(seal.height_mm),
        ..Slab::default()
    }];
    for paragraph in [&seal.office, &seal.day] {
        for mut slab in paragraph_slabs(&paragraph.clone().centred(), room, fonts)? {
            let items = slab.items.drain(..);
            let moved = items.map(|(order, item)| (order, item.moved(left, 0.0)));
            slab.items = moved.collect();
            slabs.push(slab);
        }
    }
    Ok(Group::of(slabs))
}

fn lay_barcode(code: &Barcode, width: f32, fonts: &Context<'_>) -> Result<Group, FormError> {
    let (bar_width, height) = (mm(code.width_mm).min(width), mm(code.height_mm));
    let left = (width - bar_width) / 2.0;
    let bars = barcode::draw(&code.content, bar_width, height)?;
    let mut slabs = vec![Slab {
        height: height + mm(1.0),
        items: bars
            .into_iter()
            .map(|item| (0, item.moved(left, 0.0)))
            .collect(),
        rule: None,
    }];
    slabs.extend(paragraph_slabs(&code.caption, width, fonts)?);
    Ok(Group::of(slabs))
}

fn lay_qr(code: &Qr, width: f32, fonts: &Context<'_>) -> Result<Group, FormError> {
    let size = mm(code.size_mm);
    let (items, module) = qr::draw(&code.content, size)?;
    // The standard asks for four blank modules around the code; above and beside it is margin or gap.
    let below = 4.0 * module;
    let left = ((width - size) / 2.0).max(0.0);
    let mut slab = Slab {
        height: size + below,
        ..Slab::default()
    };
    slab.items
        .extend(items.into_iter().map(|item| (0, item.moved(left, 0.0))));
    let mut slabs = vec![slab];
    if let Some(caption) = &code.caption {
        // The leading of the caption is part of the quiet zone.
        slabs[0].height -= (caption.line_pt - caption.size_pt).max(0.0) / 2.0;
        slabs.extend(paragraph_slabs(caption, width, fonts)?);
    }
    Ok(Group::of(slabs))
}

fn lay_beside(
    left: &[Block],
    right: &[Block],
    right_width: f32,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Group, FormError> {
    let right_width = right_width.min(width / 2.0);
    let left_width = width - right_width - mm(4.0);
    let left_groups = lay(left, left_width, fonts)?;
    let right_groups = lay(right, right_width, fonts)?;
    let left_slabs = left_groups.iter().map(|group| group.slabs.len()).sum();
    let missing = total_height(&right_groups) - total_height(&left_groups);
    let mut slabs = in_order(left_groups.into_iter().chain(right_groups));
    let right_slabs = slabs.split_off(left_slabs);
    if missing > 0.0 || slabs.is_empty() {
        slabs.push(Slab {
            height: missing.max(0.0),
            ..Slab::default()
        });
    }
    let mut y = 0.0;
    for slab in right_slabs {
        let moved = slab
            .items
            .into_iter()
            .map(|(order, item)| (order, item.moved(width - right_width, y)));
        slabs[0].items.extend(moved);
        y += slab.height;
    }
    Ok(Group::of(slabs))
}

fn tear_line(width: f32) -> Group {
    let height = mm(4.0);
    let line = Item::Line {
        from: (0.0, height / 2.0),
        to: (width, height / 2.0),
        width: 0.57,
        dashed: true,
        ink: Ink::Black,
    };
    Group::of(vec![Slab {
        height,
        items: vec![(0, line)],
        rule: None,
    }])
}
