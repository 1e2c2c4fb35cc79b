//! Columns with merged cells, heads that are repeated, and rows that are cut when a page cannot hold them.

use std::rc::Rc;

use crate::{
    FormError,
    display::{ASCENT_EM, Ink, Item, TextRun},
    document::{Content, Grid, GridCell, GridRow, Paragraph},
    layout::{
        Context,
        block::{Group, Rule, Slab, in_order},
        inline::{self, Line},
        mm,
        table::set_all,
    },
};

const RULE_PT: f32 = 0.57;

/// Rows up to this height are never cut.
const WHOLE_MM: f32 = 110.0;

/// A head taller than this is not repeated.
const TALLEST_HEAD_MM: f32 = 50.0;

/// Widest box of a character of an identity number.
const BOX_MM: f32 = 6.0;

/// One cell with its lines set.
struct Set<'a> {
    cell: &'a GridCell,
    left: f32,
    right: f32,
    lines: Vec<Line>,
}

impl Set<'_> {
    fn text_height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }
}

/// Lays out a grid, one group per row or per rows that a merged cell joins.
pub(super) fn lay(grid: &Grid, width: f32, fonts: &Context<'_>) -> Result<Vec<Group>, FormError> {
    let table = Table {
        grid,
        edges: edges(&grid.columns, width),
        id: fonts.next_table(),
        width,
    };
    let mut groups: Vec<Group> = Vec::new();
    let mut head: Vec<Slab> = Vec::new();
    let mut repeated = None;
    let mut first = 0;
    while first < grid.rows.len() {
        let end = band_end(&grid.rows, first);
        let slabs = table.lay_band(&grid.rows[first..end], fonts)?;
        if end <= grid.head_rows {
            head = in_order([Group::of(head), Group::of(slabs)]);
        } else if repeated.is_none() && !head.is_empty() {
            let tall: f32 = head.iter().map(|slab| slab.height).sum();
            repeated = Some(Rc::new(head.clone()));
            if tall > mm(TALLEST_HEAD_MM) {
                repeated = Some(Rc::new(Vec::new()));
            }
            // The head stays with the first row.
            let begin = [std::mem::take(&mut head), slabs].map(Group::of);
            groups.push(Group::of(in_order(begin)));
        } else {
            groups.push(Group {
                head: repeated.clone(),
                ..Group::of(slabs)
            });
        }
        if let Some(group) = groups.last_mut() {
            group.with_next = grid.rows[end - 1].with_next;
        }
        first = end;
    }
    if !head.is_empty() {
        groups.push(Group::of(head));
    }
    // The last row never stands alone on a page.
    if let [.., before, last] = groups.as_mut_slice() {
        before.with_next = true;
        last.with_next = false;
    }
    Ok(groups)
}

/// Returns where the columns begin and where the last one ends.
fn edges(columns: &[f32], width: f32) -> Vec<f32> {
    let all: f32 = columns.iter().map(|part| part.max(0.1)).sum();
    let mut edges = vec![0.0];
    let mut sum = 0.0;
    for part in columns {
        sum += part.max(0.1);
        edges.push(width * sum / all);
    }
    edges
}

/// Returns the row after the rows that merged cells join to a first one.
fn band_end(rows: &[GridRow], first: usize) -> usize {
    let mut end = first + 1;
    let mut row = first;
    while row < end && row < rows.len() {
        let reach = rows[row]
            .cells
            .iter()
            .map(|cell| row.saturating_add(cell.rows.max(1)));
        end = reach.fold(end, usize::max).min(rows.len());
        row += 1;
    }
    end
}

struct Table<'a> {
    grid: &'a Grid,
    edges: Vec<f32>,
    id: usize,
    width: f32,
}

impl Table<'_> {
    fn lay_band(&self, rows: &[GridRow], fonts: &Context<'_>) -> Result<Vec<Slab>, FormError> {
        let mut set = Vec::new();
        for row in rows {
            let cells: Result<Vec<Set<'_>>, FormError> =
                row.cells.iter().map(|cell| self.set(cell, fonts)).collect();
            set.push(cells?);
        }
        let heights = self.heights(rows, &set);
        if heights.iter().sum::<f32>() <= mm(WHOLE_MM) {
            return Ok(vec![self.whole(&set, &heights)]);
        }
        let cut = set.iter().zip(rows);
        Ok(in_order(
            cut.map(|(cells, row)| Group::of(self.cut(cells, row))),
        ))
    }

    fn set<'c>(&self, cell: &'c GridCell, fonts: &Context<'_>) -> Result<Set<'c>, FormError> {
        let last = self.edges.len() - 1;
        let from = cell.column.min(last.saturating_sub(1));
        let to = from.saturating_add(cell.columns.max(1)).min(last);
        let (left, right) = (self.edges[from], self.edges[to]);
        let room = (right - left - 2.0 * mm(self.grid.pad_x_mm)).max(1.0);
        let lines = match &cell.content {
            Content::Lines(paragraphs) => set_all(paragraphs, room, fonts)?,
            Content::Boxes { text, count } => boxes(text, *count, room, fonts)?,
        };
        Ok(Set {
            cell,
            left,
            right,
            lines,
        })
    }

    fn heights(&self, rows: &[GridRow], set: &[Vec<Set<'_>>]) -> Vec<f32> {
        let pad = 2.0 * mm(self.grid.pad_y_mm);
        let mut heights: Vec<f32> = rows.iter().map(|row| mm(row.least_mm)).collect();
        for (height, cells) in heights.iter_mut().zip(set) {
            let single = cells.iter().filter(|cell| cell.cell.rows <= 1);
            *height = single
                .map(|cell| cell.text_height() + pad)
                .fold(height.max(pad), f32::max);
        }
        for (nth, cells) in set.iter().enumerate() {
            for cell in cells.iter().filter(|cell| cell.cell.rows > 1) {
                let end = nth.saturating_add(cell.cell.rows).min(heights.len());
                let missing = cell.text_height() + pad - heights[nth..end].iter().sum::<f32>();
                heights[end - 1] += missing.max(0.0);
            }
        }
        heights
    }

    /// Returns rows as one strip, with the lines between them.
    fn whole(&self, set: &[Vec<Set<'_>>], heights: &[f32]) -> Slab {
        let (pad_x, pad_y) = (mm(self.grid.pad_x_mm), mm(self.grid.pad_y_mm));
        let total: f32 = heights.iter().sum();
        let mut slab = Slab {
            height: total,
            ..Slab::default()
        };
        let mut top = 0.0;
        let mut order = 0;
        let mut lines = Vec::new();
        for (nth, cells) in set.iter().enumerate() {
            for cell in cells {
                let end = nth.saturating_add(cell.cell.rows.max(1)).min(heights.len());
                let height: f32 = heights[nth..end].iter().sum();
                let spare = (height - cell.text_height()) / 2.0;
                let mut y = top + if cell.cell.middle { spare } else { pad_y };
                for line in &cell.lines {
                    slab.items.extend(
                        line.items
                            .iter()
                            .map(|item| (order, item.clone().moved(cell.left + pad_x, y))),
                    );
                    y += line.height;
                }
                order += 1;
                if cell.left > 0.5 {
                    lines.push(rule((cell.left, top), (cell.left, top + height)));
                }
                if nth > 0 {
                    lines.push(rule((cell.left, top), (cell.right, top)));
                }
            }
            top += heights[nth];
        }
        let items = lines.into_iter().map(|line| (u32::MAX, line));
        slab.items.extend(items);
        slab.rule = Some(self.rule(true, Vec::new()));
        slab
    }

    /// Returns a row too tall for any page as strips of one line.
    fn cut(&self, cells: &[Set<'_>], row: &GridRow) -> Vec<Slab> {
        let (pad_x, pad_y) = (mm(self.grid.pad_x_mm), mm(self.grid.pad_y_mm));
        let verticals: Vec<f32> = cells
            .iter()
            .map(|cell| cell.left)
            .filter(|left| *left > 0.5)
            .collect();
        let count = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
        let mut slabs = Vec::new();
        for nth in 0..count.max(1) {
            let lines = cells.iter().filter_map(|cell| cell.lines.get(nth));
            let tallest = lines.map(|line| line.height).fold(0.0, f32::max);
            let above = if nth == 0 { pad_y } else { 0.0 };
            let below = if nth + 1 >= count { pad_y } else { 0.0 };
            let mut slab = Slab {
                height: above + tallest + below,
                ..Slab::default()
            };
            for (cell, order) in cells.iter().zip(0..) {
                let items = cell.lines.get(nth).map_or(&[][..], |line| &line.items);
                slab.items.extend(
                    items
                        .iter()
                        .map(|item| (order, item.clone().moved(cell.left + pad_x, above))),
                );
            }
            slab.rule = Some(self.rule(nth == 0, verticals.clone()));
            slabs.push(slab);
        }
        // Room for the pen that the text left.
        let used: f32 = slabs.iter().map(|slab| slab.height).sum();
        if let Some(last) = slabs.last_mut() {
            last.height += (mm(row.least_mm.min(WHOLE_MM)) - used).max(0.0);
        }
        slabs
    }

    fn rule(&self, begins_row: bool, verticals: Vec<f32>) -> Rule {
        Rule {
            table: self.id,
            ruled: true,
            begins_row,
            width: self.width,
            verticals,
        }
    }
}

fn rule(from: (f32, f32), to: (f32, f32)) -> Item {
    Item::Line {
        from,
        to,
        width: RULE_PT,
        dashed: false,
        ink: Ink::Black,
    }
}

/// Returns a line with one character per box; a text with more characters than boxes is set as it is.
fn boxes(
    text: &Paragraph,
    count: usize,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Line>, FormError> {
    let mut characters = Vec::new();
    for span in &text.spans {
        let role = inline::role_of(span.voice, span.strong);
        let seen = inline::printable(&span.text).filter(|c| *c != '\n');
        characters.extend(seen.map(|character| (character, role)));
    }
    #[expect(clippy::cast_precision_loss, reason = "18 boxes")]
    let edge = (width / count.max(1) as f32).min(mm(BOX_MM));
    if characters.len() > count || edge < text.size_pt * 0.6 {
        return inline::set(text, width, fonts);
    }
    let height = edge.max(text.size_pt * 1.3);
    let (mut items, mut x) = (Vec::new(), 0.0);
    let baseline = (height - text.size_pt) / 2.0 + ASCENT_EM * text.size_pt;
    for nth in 0..count {
        items.push(Item::Rect {
            x,
            y: 0.0,
            width: edge,
            height,
            stroke: Some(0.4),
        });
        if let Some((character, role)) = characters.get(nth) {
            let (character, glyph) = fonts.resolve(*role, *character)?;
            let advance = glyph.advance_em * text.size_pt;
            items.push(Item::Text(TextRun {
                text: character.to_string(),
                face: glyph.face,
                size: text.size_pt,
                x: x + (edge - advance) / 2.0,
                baseline,
                tracking: 0.0,
                width: advance,
                ink: Ink::Black,
            }));
        }
        x += edge;
    }
    Ok(vec![Line { height, items }])
}
