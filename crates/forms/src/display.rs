//! What stands where on each page: the last step before a file format.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::fonts::{FaceId, FontStore};

/// The pages of a paper, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayList {
    pub title: String,
    pub pages: Vec<DisplayPage>,
    /// Kinds of letters the paper asks for with the faces that stand in for them.
    pub substitutes: Vec<(String, String)>,
    /// Characters that no face has; the paper prints 〓 for them and says which they are.
    pub missing: Vec<char>,
}

/// One page; lengths in points, origin at the top left.
#[derive(Debug, Clone, PartialEq)]
pub struct DisplayPage {
    pub width: f32,
    pub height: f32,
    /// In reading order.
    pub items: Vec<Item>,
    /// Marks outside the reading order, drawn below everything: hole marks, a watermark.
    pub under: Vec<Item>,
}

/// What a thing is drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    #[default]
    Black,
    Red,
    /// Pale enough to read what stands on it.
    Pale,
}

/// One thing to draw on white.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Text(TextRun),
    Line {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        dashed: bool,
        ink: Ink,
    },
    /// Text turned to the left around its beginning.
    Turned {
        run: TextRun,
        degrees: f32,
    },
    /// Filled when `stroke` is none, otherwise an outline of that width.
    Rect {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        stroke: Option<f32>,
    },
}

/// Characters of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct TextRun {
    pub text: String,
    pub face: FaceId,
    pub size: f32,
    pub x: f32,
    pub baseline: f32,
    /// Extra space after each character.
    pub tracking: f32,
    pub width: f32,
    pub ink: Ink,
}

/// Part of the em box above the baseline.
pub(crate) const ASCENT_EM: f32 = 0.88;

impl TextRun {
    /// Returns left, top, right and bottom of the em boxes.
    pub fn bounds(&self) -> (f32, f32, f32, f32) {
        let top = self.baseline - ASCENT_EM * self.size;
        (self.x, top, self.x + self.width, top + self.size)
    }
}

impl Item {
    /// Returns the same thing moved right and down.
    pub(crate) fn moved(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Item::Text(run) | Item::Turned { run, .. } => {
                run.x += dx;
                run.baseline += dy;
            }
            Item::Line { from, to, .. } => {
                *from = (from.0 + dx, from.1 + dy);
                *to = (to.0 + dx, to.1 + dy);
            }
            Item::Rect { x, y, .. } => {
                *x += dx;
                *y += dy;
            }
        }
        self
    }

    /// Returns left, top, right and bottom.
    pub fn bounds(&self) -> (f32, f32, f32, f32) {
        match self {
            Item::Text(run) => run.bounds(),
            Item::Turned { run, degrees } => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                let (over, up) = (run.width * cos, run.width * sin);
                let (x, y, size) = (run.x, run.baseline, run.size);
                (x - size, y - up - size, x + over + size, y + size)
            }
            Item::Line { from, to, .. } => (
                from.0.min(to.0),
                from.1.min(to.1),
                from.0.max(to.0),
                from.1.max(to.1),
            ),
            Item::Rect {
                x,
                y,
                width,
                height,
                ..
            } => (*x, *y, x + width, y + height),
        }
    }
}

impl Item {
    /// Adds the item to a checksum, its numbers as they are kept.
    fn feed(&self, hash: &mut Sha256) {
        let ink = |ink: &Ink| match ink {
            Ink::Black => 0.0,
            Ink::Red => 1.0,
            Ink::Pale => 2.0,
        };
        let numbers = match self {
            Item::Text(run) | Item::Turned { run, .. } => {
                let turn = if let Item::Turned { degrees, .. } = self {
                    *degrees
                } else {
                    0.0
                };
                hash.update(run.text.as_bytes());
                hash.update([0, run.face.0]);
                let size = [run.size, run.tracking, run.width];
                [
                    run.x,
                    run.baseline,
                    size[0],
                    size[1],
                    size[2],
                    ink(&run.ink),
                    turn,
                ]
            }
            Item::Line {
                from,
                to,
                width,
                dashed,
                ink: of,
            } => {
                let dashed = if *dashed { 1.0 } else { 0.0 };
                [from.0, from.1, to.0, to.1, *width, dashed, ink(of)]
            }
            Item::Rect {
                x,
                y,
                width,
                height,
                stroke,
            } => [*x, *y, *width, *height, stroke.unwrap_or(-1.0), 0.0, 3.0],
        };
        for number in numbers {
            hash.update(number.to_le_bytes());
        }
    }
}

impl DisplayList {
    /// Adds what stands where to a checksum.
    pub(crate) fn feed(&self, hash: &mut Sha256) {
        hash.update(self.title.as_bytes());
        for page in &self.pages {
            for items in [&page.items, &page.under] {
                for number in [page.width, page.height] {
                    hash.update(number.to_le_bytes());
                }
                items.iter().for_each(|item| item.feed(hash));
            }
        }
    }

    /// Returns the list as text with one item per line; QR modules are counted, not listed.
    pub fn describe(&self, fonts: &FontStore) -> String {
        let mut out = String::new();
        for (nth, page) in self.pages.iter().enumerate() {
            let _ = writeln!(
                out,
                "page {} {:.1} x {:.1}",
                nth + 1,
                page.width,
                page.height
            );
            let mut filled = 0;
            for item in &page.items {
                match item {
                    Item::Text(run) => {
                        let (
                            face,
                            TextRun {
                                text,
                                size,
                                x,
                                baseline,
                                width,
                                ..
                            },
                        ) = (fonts.face_name(run.face), run);
                        let _ = writeln!(
                            out,
                            "{x:6.1} {baseline:6.1} {width:6.1} {face} {size:.1} {text}"
                        );
                    }
                    Item::Line {
                        from,
                        to,
                        width,
                        dashed,
                        ..
                    } => {
                        let kind = if *dashed { "dashes" } else { "line" };
                        let (x1, y1, x2, y2) = (from.0, from.1, to.0, to.1);
                        let _ = writeln!(
                            out,
                            "{x1:6.1} {y1:6.1} {kind} to {x2:.1} {y2:.1} width {width:.2}"
                        );
                    }
                    Item::Rect {
                        x,
                        y,
                        width,
                        height,
                        stroke: Some(stroke),
                    } => {
                        let _ = writeln!(
                            out,
                            "{x:6.1} {y:6.1} frame {width:.1} x {height:.1} width {stroke:.2}"
                        );
                    }
                    Item::Rect { stroke: None, .. } => filled += 1,
                    Item::Turned { run, degrees } => {
                        let _ = writeln!(out, "turned by {degrees}: {}", run.text);
                    }
                }
            }
            let _ = writeln!(out, "filled rectangles: {filled}");
            for item in &page.under {
                if let Item::Turned { run, .. } = item {
                    let _ = writeln!(out, "across: {}", run.text);
                }
            }
        }
        out
    }
}
