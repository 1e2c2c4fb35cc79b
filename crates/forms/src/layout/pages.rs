//! From strips to pages.

use crate::{
    FormError,
    display::{DisplayList, DisplayPage, Ink, Item, TextRun},
    document::{Block, Document, FootKind, Height, Paragraph, Sheet, Span, Voice},
    fonts::{FaceId, FontStore, Role},
    layout::{
        Context, GETA,
        block::{Group, Rule, Slab, lay, total_height},
        inline, mm,
    },
    qr,
};

/// Longest page that PDF readers accept, with some reserve.
const LONGEST_PT: f32 = 14_000.0;

const FRAME_PT: f32 = 0.99;
const RULE_PT: f32 = 0.57;

/// Lays a document out on pages.
///
/// A character that no face has stands as 〓, and a note at the end of the paper says which it is.
///
/// # Errors
/// [`FormError::QrTooLong`], [`FormError::Barcode`] and [`FormError::Font`].
pub fn lay_out(document: &Document, fonts: &FontStore) -> Result<DisplayList, FormError> {
    let context = Context::new(fonts);
    let mut list = lay_close(document, &context)?;
    let mut missing = context.missing.take();
    if !missing.is_empty() {
        let mut noted = document.clone();
        noted.body.push(missing_note(&missing, document));
        let again = Context::new(fonts);
        list = lay_close(&noted, &again)?;
    }
    let roles = context.roles.take();
    let used = Role::ALL
        .into_iter()
        .filter(|role| roles.contains(&(*role as usize)));
    list.substitutes = used
        .filter_map(|role| fonts.substitute_for(role))
        .map(|(wanted, used)| (wanted.to_owned(), used.to_owned()))
        .collect();
    missing.sort_unstable();
    list.missing = missing;
    Ok(list)
}

/// Returns the sentence that names characters by their number where their shape cannot be printed.
fn missing_note(missing: &[char], document: &Document) -> Block {
    let numbers: Vec<String> = missing
        .iter()
        .map(|character| format!("U+{:04X}", u32::from(*character)))
        .collect();
    let reading = document.furniture.reading.as_ref();
    let reading = reading.map_or_else(String::new, |text| format!("姓名拼音注记：{text}。"));
    let text = format!(
        "注：{GETA} 代替字库暂缺的字（按先后为 {}），请手写补正。{reading}",
        numbers.join("、")
    );
    let size = smallest(&document.body).unwrap_or(10.5).max(9.0);
    let span = Span {
        voice: Voice::Hei,
        ..Span::plain(text)
    };
    Block::Paragraph(Paragraph::new(vec![span], size, size * 1.4))
}

/// Returns the size of the first paragraph, so that a note in large print is large.
fn smallest(blocks: &[Block]) -> Option<f32> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.size_pt.min(18.0)),
        Block::Keep(inner) => smallest(inner),
        _ => None,
    })
}

/// Closest that lines are moved together, in parts of the size.
const CLOSEST_LINES: f32 = 1.15;

/// Lays out with lines moved together when the paper allows it and that brings it onto one page.
fn lay_close(document: &Document, fonts: &Context<'_>) -> Result<DisplayList, FormError> {
    const STEPS: u8 = 5;
    let list = lay_once(document, fonts)?;
    let Some(closest) = document.closest_pitch.filter(|_| list.pages.len() == 2) else {
        return Ok(list);
    };
    for step in 1..=STEPS {
        let part = 1.0 - (1.0 - closest) * f32::from(step) / f32::from(STEPS);
        let mut close = document.clone();
        for blocks in [&mut close.head, &mut close.body, &mut close.closing] {
            squeeze(blocks, part);
        }
        let close = lay_once(&close, fonts)?;
        if close.pages.len() == 1 {
            return Ok(close);
        }
    }
    Ok(list)
}

/// Moves lines and gaps together; what is written or signed on keeps its room.
fn squeeze(blocks: &mut [Block], part: f32) {
    for block in blocks {
        match block {
            // Small notes are close already.
            Block::Paragraph(paragraph) => {
                let closest = (paragraph.size_pt * CLOSEST_LINES).min(paragraph.line_pt);
                paragraph.line_pt = (paragraph.line_pt * part).max(closest);
            }
            Block::Keep(inner) => squeeze(inner, part),
            Block::Gap { height_mm } => *height_mm *= part,
            Block::Seal(seal) => {
                seal.office.line_pt *= part;
                seal.day.line_pt *= part;
            }
            _ => {}
        }
    }
}

fn lay_once(document: &Document, fonts: &Context<'_>) -> Result<DisplayList, FormError> {
    let sheet = document.sheet;
    let width = mm(sheet.width_mm - sheet.left_mm - sheet.right_mm);
    let page_height = match sheet.height {
        Height::Sheet { height_mm, .. } => mm(height_mm),
        Height::Roll => LONGEST_PT,
    };
    let foot = FootLine::lay(document, width, fonts)?;
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
    let (closing_height, stub_height) = (total_height(&closing), total_height(&stub));
    let mut needed = closing_height + stub_height;
    pager.place_all(groups, needed);
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
            under: under(document, number, height, fonts)?,
        });
    }
    Ok(DisplayList {
        title: document.title.clone(),
        pages,
        substitutes: Vec::new(),
        missing: Vec::new(),
    })
}

/// Distance between two holes of a file and from the edge to them.
const HOLES_MM: f32 = 80.0;
const HOLE_EDGE_MM: f32 = 12.0;

/// Returns what stands on a page beside its text.
fn under(
    document: &Document,
    number: usize,
    height: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Item>, FormError> {
    let (sheet, furniture) = (document.sheet, &document.furniture);
    let mut items = Vec::new();
    if let Some(text) = &furniture.watermark {
        items.push(watermark(text, furniture.voice, sheet, height, fonts)?);
    }
    if furniture.binding {
        for nth in [-1.0, 0.0, 1.0] {
            items.extend(hole(mm(HOLE_EDGE_MM), height / 2.0 + nth * mm(HOLES_MM)));
        }
    }
    if let Some(code) = furniture.number.as_ref().filter(|_| number == 1) {
        items.extend(corner(code, furniture.voice, sheet, fonts)?);
    }
    if furniture.letter_line && number == 1 {
        // 170 mm in the middle of the sheet, 20 mm above its lower edge, thin over thick.
        let (left, y) = (mm((sheet.width_mm - 170.0) / 2.0), height - mm(20.0));
        for (dy, width) in [(-2.6, 0.7), (0.0, 2.0)] {
            items.push(Item::Line {
                from: (left, y + dy),
                to: (left + mm(170.0), y + dy),
                width,
                dashed: false,
                ink: Ink::Red,
            });
        }
    }
    Ok(items)
}

/// Size of the code in the corner, and its distance from both edges: what every printer still reaches.
const CORNER_MM: f32 = 10.5;
const CORNER_EDGE_MM: f32 = 5.0;
/// Size of the number beside it.
const CORNER_PT: f32 = 7.5;

/// Returns the number of the paper with its code, above the text area.
fn corner(
    number: &str,
    voice: Voice,
    sheet: Sheet,
    fonts: &Context<'_>,
) -> Result<Vec<Item>, FormError> {
    let (edge, size) = (mm(CORNER_EDGE_MM), mm(CORNER_MM));
    // The corner itself is for the number of the leaf in a volume.
    let left = mm(sheet.width_mm - sheet.right_mm) - size;
    let (modules, _) = qr::draw(number, size)?;
    let mut items: Vec<Item> = modules
        .into_iter()
        .map(|item| item.moved(left, edge))
        .collect();
    let text = format!("文书号 {number}");
    let role = inline::role_of(voice, false);
    let width = inline::natural_width(&text, role, CORNER_PT, fonts)?;
    let span = Span {
        voice,
        ..Span::plain(text)
    };
    let paragraph = Paragraph::new(vec![span], CORNER_PT, CORNER_PT * 1.3);
    for line in &inline::set(&paragraph, width + 1.0, fonts)? {
        let beside = left - mm(3.0) - width;
        items.extend(
            line.items
                .iter()
                .map(|item| item.clone().moved(beside, edge)),
        );
    }
    Ok(items)
}

fn hole(x: f32, y: f32) -> [Item; 2] {
    let reach = mm(2.0);
    let line = |from, to| Item::Line {
        from,
        to,
        width: 0.3,
        dashed: false,
        ink: Ink::Pale,
    };
    [
        line((x - reach, y), (x + reach, y)),
        line((x, y - reach), (x, y + reach)),
    ]
}

fn watermark(
    text: &str,
    voice: Voice,
    sheet: Sheet,
    height: f32,
    fonts: &Context<'_>,
) -> Result<Item, FormError> {
    const DEGREES: f32 = 35.0;
    let role = inline::role_of(voice, true);
    let page_width = mm(sheet.width_mm);
    let natural = inline::natural_width(text, role, 1.0, fonts)?.max(1.0);
    let size = (page_width.min(height) * 0.5 / natural).min(150.0);
    let (sin, cos) = DEGREES.to_radians().sin_cos();
    let width = natural * size;
    let mut face = None;
    for character in inline::printable(text) {
        face = Some(fonts.resolve(role, character)?.1.face);
    }
    let run = TextRun {
        text: inline::printable(text).collect(),
        face: face.unwrap_or(FaceId(0)),
        size,
        x: (page_width - width * cos) / 2.0,
        baseline: (height + width * sin) / 2.0,
        tracking: 0.0,
        width,
        ink: Ink::Pale,
    };
    Ok(Item::Turned {
        run,
        degrees: DEGREES,
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
    items: Vec<(u32, u32, Item)>,
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

    /// Places groups below each other, `after` being the room that the last one leaves below it.
    fn place_all(&mut self, groups: Vec<Group>, after: f32) {
        let mut heights: Vec<f32> = Vec::new();
        // From the end, as each may stand with those that follow it.
        let mut below = after;
        for (nth, group) in groups.iter().enumerate().rev() {
            let last = nth + 1 == groups.len();
            let kept = if group.with_next || last { below } else { 0.0 };
            below = group.height() + kept;
            heights.push(below);
        }
        for (group, height) in groups.into_iter().zip(heights.into_iter().rev()) {
            let begun = self.page().y > self.fresh_top();
            let alone = group.gap || !self.fits_fresh_page(height + group.head_height());
            if begun && !alone && self.page().y + height > self.limit {
                self.turn();
                self.put_head(&group);
            }
            self.place(group);
        }
    }

    fn place(&mut self, group: Group) {
        if group.turn && self.page().y > self.fresh_top() {
            self.turn();
        }
        let (y, limit, height) = (self.page().y, self.limit, group.height());
        if group.gap && (y <= self.fresh_top() && self.pages.len() > 1 || y + height > limit) {
            return;
        }
        if y + height <= limit {
            return self.put(group);
        }
        if self.fits_fresh_page(height + group.head_height()) {
            self.turn();
            self.put_head(&group);
            return self.put(group);
        }
        self.groups += 1;
        let slabs = group.slabs.clone();
        for slab in slabs {
            if self.page().y + slab.height > limit && self.page().y > self.fresh_top() {
                self.turn();
                self.put_head(&group);
                self.groups += 1;
            }
            self.put_slab(slab);
        }
    }

    fn put_head(&mut self, group: &Group) {
        self.groups += 1;
        for slab in group.head.iter().flat_map(|head| head.iter()) {
            self.put_slab(slab.clone());
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
        ink: Ink::Black,
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
    kind: FootKind,
    voice: Voice,
    left: Vec<inline::Line>,
    size: f32,
    line: f32,
}

impl FootLine {
    fn lay(document: &Document, width: f32, fonts: &Context<'_>) -> Result<Self, FormError> {
        let voice = document.furniture.voice;
        let Some(foot) = &document.foot else {
            return Ok(Self {
                height: 0.0,
                kind: FootKind::Counted,
                voice,
                left: Vec::new(),
                size: 0.0,
                line: 0.0,
            });
        };
        let role = inline::role_of(voice, false);
        let reserve = inline::natural_width(&page_number(888, 888), role, foot.size_pt, fonts)?;
        let span = Span {
            voice,
            ..Span::plain(&foot.left)
        };
        let left = Paragraph::new(vec![span], foot.size_pt, foot.line_pt);
        let left = inline::set(&left, width - reserve - foot.size_pt, fonts)?;
        let height = left.iter().map(|line| line.height).sum::<f32>() + mm(2.0);
        Ok(Self {
            height,
            kind: foot.kind,
            voice,
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
        fonts: &Context<'_>,
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
        let (text, voice) = match self.kind {
            FootKind::Counted => (page_number(number, count), self.voice),
            FootKind::Dashes { on_first } if on_first || number > 1 => {
                (format!("— {number} —"), Voice::Song)
            }
            FootKind::Dashes { .. } => return Ok(items),
        };
        let span = Span {
            voice,
            ..Span::plain(&text)
        };
        let role = inline::role_of(voice, false);
        let free = width - inline::natural_width(&text, role, self.size, fonts)?;
        let x = match self.kind {
            FootKind::Counted => free,
            // One character in from the outer edge.
            FootKind::Dashes { .. } if number % 2 == 1 => free - self.size,
            FootKind::Dashes { .. } => self.size,
        };
        let paragraph = Paragraph::new(vec![span], self.size, self.line);
        for line in &inline::set(&paragraph, width, fonts)? {
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
