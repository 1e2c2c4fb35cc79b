//! From blocks to strips that a page can hold.

use crate::{
    FormError,
    display::Item,
    document::{Block, CheckBox, Paragraph, Qr, Signatures, Span},
    fonts::FontStore,
    layout::{inline, mm, table},
    qr,
};

/// A strip of the text area that is never cut.
#[derive(Debug, Clone, Default)]
pub(super) struct Slab {
    pub height: f32,
    /// With the reading order inside the group; positions relative to the left margin and the top of the slab.
    pub items: Vec<(u16, Item)>,
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
}

impl Group {
    pub(super) fn height(&self) -> f32 {
        self.slabs.iter().map(|slab| slab.height).sum()
    }

    fn of(slabs: Vec<Slab>) -> Self {
        Self { slabs, gap: false }
    }
}

/// Returns the height of groups that stand below each other.
pub(super) fn total_height(groups: &[Group]) -> f32 {
    groups.iter().map(Group::height).sum()
}

/// Lays out blocks below each other.
pub(super) fn lay(
    blocks: &[Block],
    width: f32,
    fonts: &FontStore,
) -> Result<Vec<Group>, FormError> {
    let mut groups = Vec::new();
    for (nth, block) in blocks.iter().enumerate() {
        match block {
            Block::Paragraph(paragraph) => groups.extend(lay_paragraph(paragraph, width, fonts)?),
            Block::Fields(fields) => groups.extend(table::lay(fields, nth, width, fonts)?),
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
                });
            }
            Block::TearLine => groups.push(tear_line(width)),
        }
    }
    Ok(groups)
}

/// Returns the lines of a paragraph as slabs.
fn paragraph_slabs(
    paragraph: &Paragraph,
    width: f32,
    fonts: &FontStore,
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
    fonts: &FontStore,
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

fn lay_check(check: &CheckBox, width: f32, fonts: &FontStore) -> Result<Group, FormError> {
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
            });
            marks.push(Item::Line {
                from: at(0.42, 0.78),
                to: at(0.85, 0.2),
                width: 1.1,
                dashed: false,
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
    fonts: &FontStore,
) -> Result<Vec<Group>, FormError> {
    let per_row = signatures.per_row.max(1);
    let between = mm(12.0).min(width * 0.1);
    #[expect(clippy::cast_precision_loss, reason = "a handful of signatures")]
    let each = (width - between * (per_row - 1) as f32) / per_row as f32;
    let mut groups = Vec::new();
    for row in signatures.labels.chunks(per_row) {
        let mut cells = Vec::new();
        for label in row {
            let label = Paragraph::new(
                vec![Span::plain(label)],
                signatures.size_pt,
                signatures.size_pt * 1.35,
            );
            cells.push(paragraph_slabs(&label, each, fonts)?);
        }
        let text_height = |slabs: &Vec<Slab>| slabs.iter().map(|slab| slab.height).sum::<f32>();
        let height = cells
            .iter()
            .map(text_height)
            .fold(mm(signatures.height_mm), f32::max);
        let mut slab = Slab {
            height: height + 1.0,
            ..Slab::default()
        };
        let mut x = 0.0;
        for (cell, order) in cells.iter().zip(0..) {
            let mut y = height - text_height(cell);
            for line in cell {
                slab.items.extend(
                    line.items
                        .iter()
                        .map(|(_, item)| (order, item.clone().moved(x, y))),
                );
                y += line.height;
            }
            slab.items.push((
                order,
                Item::Line {
                    from: (x, height),
                    to: (x + each, height),
                    width: 0.57,
                    dashed: false,
                },
            ));
            x += each + between;
        }
        groups.push(Group::of(vec![slab]));
    }
    Ok(groups)
}

fn lay_qr(code: &Qr, width: f32, fonts: &FontStore) -> Result<Group, FormError> {
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
    fonts: &FontStore,
) -> Result<Group, FormError> {
    let right_width = right_width.min(width / 2.0);
    let left_width = width - right_width - mm(4.0);
    let mut slabs: Vec<Slab> = lay(left, left_width, fonts)?
        .into_iter()
        .flat_map(|group| group.slabs)
        .collect();
    let right_groups = lay(right, right_width, fonts)?;
    let missing = total_height(&right_groups) - slabs.iter().map(|slab| slab.height).sum::<f32>();
    if missing > 0.0 || slabs.is_empty() {
        slabs.push(Slab {
            height: missing.max(0.0),
            ..Slab::default()
        });
    }
    let mut y = 0.0;
    for slab in right_groups.into_iter().flat_map(|group| group.slabs) {
        let moved = slab
            .items
            .into_iter()
            .map(|(_, item)| (1, item.moved(width - right_width, y)));
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
    };
    Group::of(vec![Slab {
        height,
        items: vec![(0, line)],
        rule: None,
    }])
}
