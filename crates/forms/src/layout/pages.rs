//! From strips to pages.

use crate::{
    FormError,
    display::{DisplayList, DisplayPage, Item},
    document::{Document, Foot, Height, Paragraph, Span},
    fonts::{FontStore, Role},
    layout::{
        block::{Group, Rule, Slab, lay, total_height},
        inline, mm,
    },
};

/// Longest page that PDF readers accept, with some reserve.
const LONGEST_PT: f32 = 14_000.0;

const FRAME_PT: f32 = 0.99;
const RULE_PT: f32 = 0.57;

/// Lays a document out on pages.
///
/// # Errors
/// [`FormError::MissingGlyph`], [`FormError::QrTooLong`] and [`FormError::Font`].
pub fn lay_out(document: &Document, fonts: &FontStore) -> Result<DisplayList, FormError> {
    let sheet = document.sheet;
    let width = mm(sheet.width_mm - sheet.left_mm - sheet.right_mm);
    let page_height = match sheet.height {
        Height::Sheet { height_mm, .. } => mm(height_mm),
        Height::Roll => LONGEST_PT,
    };
    let foot = FootLine::lay(document.foot.as_ref(), width, fonts)?;
    let closing = lay(&document.closing, width, fonts)?;
    let stub = lay(&document.stub, width, fonts)?;
    let bottom = mm(sheet.bottom_mm);
    let mut pager = Pager {
        top: mm(sheet.top_mm),
        limit: page_height - bottom - foot.height,
        running: lay(&document.running_head, width, fonts)?,
        pages: vec![Page::default()],
        groups: 0,
    };
    pager.page().y = mm(sheet.top_mm);
    let mut groups = lay(&document.head, width, fonts)?;
    groups.extend(lay(&document.body, width, fonts)?);
    let last_group = groups.pop();
    groups.into_iter().for_each(|group| pager.place(group));
    let (closing_height, stub_height) = (total_height(&closing), total_height(&stub));
    let mut needed = closing_height + stub_height;
    if let Some(group) = last_group {
        // A signature never stands on a page of its own.
        let together = group.height() + needed;
        if pager.page().y + together > pager.limit && pager.fits_fresh_page(together) {
            pager.turn();
        }
        pager.place(group);
    }
    needed += pager.page().y;
    if needed > pager.limit {
        pager.turn();
    }
    let below = closing_height + foot.height + stub_height + bottom;
    let end = last_page_end(&pager, sheet.height, page_height, below);
    if end.pinned {
        pager.page().y = end.at - below;
    }
    closing.into_iter().for_each(|group| pager.put(group));
    if !matches!(sheet.height, Height::Roll) {
        pager.page().y = end.at - bottom - stub_height;
    }
    stub.into_iter().for_each(|group| pager.put(group));

    let count = pager.pages.len();
    let mut pages = Vec::new();
    for (page, number) in pager.pages.into_iter().zip(1..) {
        let last = number == count;
        let height = if last && matches!(sheet.height, Height::Roll) {
            page.y + bottom
        } else {
            page_height
        };
        let foot_top = if last {
            end.at - bottom - stub_height - foot.height
        } else {
            page_height - bottom - foot.height
        };
        let mut items = page.finish();
        items.extend(foot.items(number, count, foot_top, width, fonts)?);
        let moved = items
            .into_iter()
            .map(|item| item.moved(mm(sheet.left_mm), 0.0))
            .collect();
        pages.push(DisplayPage {
            width: mm(sheet.width_mm),
            height,
            items: moved,
        });
    }
    Ok(DisplayList {
        title: document.title.clone(),
        pages,
    })
}

struct End {
    /// Where the paper ends.
    at: f32,
    /// The closing stands at the end and not right after the body.
    pinned: bool,
}

fn last_page_end(pager: &Pager, height: Height, page_height: f32, below: f32) -> End {
    let (y, single) = (
        pager.pages.last().map_or(0.0, |page| page.y),
        pager.pages.len() == 1,
    );
    match height {
        Height::Roll => End {
            at: y + below,
            pinned: false,
        },
        // What does not fit into the part is cut off where it ends.
        Height::Sheet {
            part_mm: Some(part),
            ..
        } if single => End {
            at: mm(part).max(y + below),
            pinned: true,
        },
        Height::Sheet { .. } => End {
            at: page_height,
            pinned: single,
        },
    }
}

/// Fills one page after the other.
struct Pager {
    top: f32,
    /// Lowest point of the body.
    limit: f32,
    running: Vec<Group>,
    pages: Vec<Page>,
    /// Groups placed so far; gives every item its place in the reading order.
    groups: u32,
}

#[derive(Default)]
struct Page {
    y: f32,
    items: Vec<(u32, u16, Item)>,
    rules: Vec<(f32, f32, Rule)>,
}

impl Pager {
    fn page(&mut self) -> &mut Page {
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn turn(&mut self) {
        self.pages.push(Page {
            y: self.top,
            ..Page::default()
        });
        for group in self.running.clone() {
            self.put(group);
        }
    }

    fn fresh_top(&self) -> f32 {
        let head = if self.pages.len() == 1 {
            0.0
        } else {
            total_height(&self.running)
        };
        self.top + head
    }

    fn fits_fresh_page(&self, height: f32) -> bool {
        self.top + total_height(&self.running) + height <= self.limit
    }

    fn place(&mut self, group: Group) {
        let (y, limit, height) = (self.page().y, self.limit, group.height());
        if group.gap && (y <= self.fresh_top() && self.pages.len() > 1 || y + height > limit) {
            return;
        }
        if y + height <= limit {
            return self.put(group);
        }
        if self.fits_fresh_page(height) {
            self.turn();
            return self.put(group);
        }
        self.groups += 1;
        for slab in group.slabs {
            if self.page().y + slab.height > limit && self.page().y > self.fresh_top() {
                self.turn();
                self.groups += 1;
            }
            self.put_slab(slab);
        }
    }

    fn put(&mut self, group: Group) {
        self.groups += 1;
        for slab in group.slabs {
            self.put_slab(slab);
        }
    }

    fn put_slab(&mut self, slab: Slab) {
        let group = self.groups;
        let page = self.page();
        let y = page.y;
        page.items.extend(
            slab.items
                .into_iter()
                .map(|(order, item)| (group, order, item.moved(0.0, y))),
        );
        page.y += slab.height;
        if let Some(rule) = slab.rule {
            page.rules.push((y, page.y, rule));
        }
    }
}

impl Page {
    /// Returns the items in reading order, then the rules of the tables.
    fn finish(mut self) -> Vec<Item> {
        self.items.sort_by_key(|(group, order, _)| (*group, *order));
        let mut items: Vec<Item> = self.items.into_iter().map(|(_, _, item)| item).collect();
        for part in self.rules.chunk_by(|a, b| a.2.table == b.2.table) {
            items.extend(draw_rules(part));
        }
        items
    }
}

/// Draws the lines of the part of a table that stands on one page.
fn draw_rules(part: &[(f32, f32, Rule)]) -> Vec<Item> {
    let (Some((top, _, first)), Some((_, bottom, _))) = (part.first(), part.last()) else {
        return Vec::new();
    };
    let (top, bottom, width) = (*top, *bottom, first.width);
    let line = |from: (f32, f32), to: (f32, f32)| Item::Line {
        from,
        to,
        width: RULE_PT,
        dashed: false,
    };
    if !first.ruled {
        return vec![
            line((0.0, top), (width, top)),
            line((0.0, bottom), (width, bottom)),
        ];
    }
    let mut items = Vec::new();
    for (y, end, rule) in part {
        if rule.begins_row && *y > top {
            items.push(line((0.0, *y), (width, *y)));
        }
        items.extend(rule.verticals.iter().map(|x| line((*x, *y), (*x, *end))));
    }
    items.push(Item::Rect {
        x: 0.0,
        y: top,
        width,
        height: bottom - top,
        stroke: Some(FRAME_PT),
    });
    items
}

/// The foot of every page.
struct FootLine {
    height: f32,
    left: Vec<inline::Line>,
    size: f32,
    line: f32,
}

impl FootLine {
    fn lay(foot: Option<&Foot>, width: f32, fonts: &FontStore) -> Result<Self, FormError> {
        let Some(foot) = foot else {
            return Ok(Self {
                height: 0.0,
                left: Vec::new(),
                size: 0.0,
                line: 0.0,
            });
        };
        let reserve =
            inline::natural_width(&page_number(888, 888), Role::Text, foot.size_pt, fonts)?;
        let left = Paragraph::new(vec![Span::plain(&foot.left)], foot.size_pt, foot.line_pt);
        let left = inline::set(&left, width - reserve - foot.size_pt, fonts)?;
        let height = left.iter().map(|line| line.height).sum::<f32>() + mm(2.0);
        Ok(Self {
            height,
            left,
            size: foot.size_pt,
            line: foot.line_pt,
        })
    }

    fn items(
        &self,
        number: usize,
        count: usize,
        top: f32,
        width: f32,
        fonts: &FontStore,
    ) -> Result<Vec<Item>, FormError> {
        if self.left.is_empty() {
            return Ok(Vec::new());
        }
        let mut items = Vec::new();
        let mut y = top + mm(2.0);
        for line in &self.left {
            items.extend(line.items.iter().map(|item| item.clone().moved(0.0, y)));
            y += line.height;
        }
        let text = page_number(number, count);
        let right = Paragraph::new(vec![Span::plain(&text)], self.size, self.line);
        let x = width - inline::natural_width(&text, Role::Text, self.size, fonts)?;
        for line in &inline::set(&right, width, fonts)? {
            items.extend(
                line.items
                    .iter()
                    .map(|item| item.clone().moved(x, top + mm(2.0))),
            );
        }
        Ok(items)
    }
}

fn page_number(number: usize, count: usize) -> String {
    format!("第 {number} 页 共 {count} 页")
}
