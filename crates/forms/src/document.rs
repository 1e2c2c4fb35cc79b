//! What a paper says, before anyone decides where on the page it stands.

use std::fmt::Write;

/// One paper: its sheet and its parts from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Title in the properties of the file.
    pub title: String,
    pub sheet: Sheet,
    /// Stands at the top of the first page.
    pub head: Vec<Block>,
    /// Repeated at the top of every further page.
    pub running_head: Vec<Block>,
    pub body: Vec<Block>,
    /// Kept together after the body, for example signatures.
    pub closing: Vec<Block>,
    /// Repeated at the bottom of every page.
    pub foot: Option<Foot>,
    /// Below the foot of the last page, for example a slip to tear off.
    pub stub: Vec<Block>,
    /// Part of the line pitch down to which lines move together when that brings a paper of two pages onto one.
    pub closest_pitch: Option<f32>,
    pub furniture: Furniture,
}

/// What stands on the page beside the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Furniture {
    /// Letters of the foot, the number and the watermark: those of the text, so that the file needs no further face.
    pub voice: Voice,
    /// Marks of three holes in the binding margin.
    pub binding: bool,
    /// Large and pale across every page, for example 补打.
    pub watermark: Option<String>,
    /// The double line near the bottom of the first page of a letter.
    pub letter_line: bool,
    /// Number of the paper in the upper right corner of the first page, with its code.
    pub number: Option<String>,
    /// How the name is read (拼音注记), for the note on characters that no face has.
    pub reading: Option<String>,
}

/// Size and margins of the paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    pub width_mm: f32,
    pub height: Height,
    /// Binding side.
    pub left_mm: f32,
    pub right_mm: f32,
    pub top_mm: f32,
    pub bottom_mm: f32,
}

/// How tall a page is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Height {
    /// A sheet of paper.
    Sheet {
        height_mm: f32,
        /// A paper of one page that fits into this much ends there, so that the rest can be cut off.
        part_mm: Option<f32>,
    },
    /// A roll that is cut where the content ends.
    Roll,
}

/// The bottom line of every page.
#[derive(Debug, Clone, PartialEq)]
pub struct Foot {
    pub kind: FootKind,
    /// Print note; empty when there is none.
    pub left: String,
    pub size_pt: f32,
    pub line_pt: f32,
}

/// How pages are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FootKind {
    /// `第 n 页 共 m 页` on the right.
    Counted,
    /// `— n —` outside, right on odd and left on even pages; not on the first page of a letter.
    Dashes { on_first: bool },
}

/// One part of a paper.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Paragraph(Paragraph),
    Fields(FieldTable),
    Grid(Grid),
    /// Parts that stay on one page when a page can hold them.
    Keep(Vec<Block>),
    Seal(Seal),
    Barcode(Barcode),
    /// Empty lines to write on.
    WritingLines {
        count: usize,
        pitch_mm: f32,
    },
    /// A line across the text area; a red one is two lines, thick and thin.
    Separator {
        red: bool,
    },
    /// What follows begins on a new page.
    NewPage,
    Checks(Vec<CheckBox>),
    Signatures(Signatures),
    Qr(Qr),
    /// Two columns; the right one has a fixed width.
    Beside {
        left: Vec<Block>,
        right: Vec<Block>,
        right_mm: f32,
    },
    Gap {
        height_mm: f32,
    },
    /// A dashed line across the text area.
    TearLine,
}

/// A run of text that is broken into lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Paragraph {
    pub spans: Vec<Span>,
    /// Size of spans that name none.
    pub size_pt: f32,
    pub line_pt: f32,
    pub align: Align,
    /// Smallest size that may be used to keep the text on one line; below it the text wraps at full size.
    pub shrink_to_pt: Option<f32>,
    /// 1 for the title of the paper; a heading stays with what follows it.
    pub heading: Option<u8>,
    /// Where the first line begins, in parts of the size.
    pub indent_em: f32,
}

/// Where the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
    /// Full lines reach both edges; the last line stands left.
    Justify,
}

/// The kind of letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Voice {
    /// 黑体.
    #[default]
    Hei,
    /// 宋体.
    Song,
    /// 楷体.
    Kai,
    /// 仿宋.
    FangSong,
    /// 小标宋.
    Title,
}

/// Text of one look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    pub text: String,
    pub voice: Voice,
    pub strong: bool,
    /// Printed in red, as the mark of an office on its letters.
    pub red: bool,
    /// Drawn with a frame, for example 绿色通道.
    pub framed: bool,
    /// Moved to the next line as a whole when it fits there.
    pub keep: bool,
    pub size_pt: Option<f32>,
    /// Space after each character in parts of the size.
    pub tracking_em: f32,
}

/// Labels with values; rows grow with their values.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldTable {
    pub rows: Vec<Vec<Field>>,
    pub label_mm: f32,
    /// Where the second field of a row begins, from the left edge of the table.
    pub second_mm: f32,
    /// With a frame and rules; otherwise plain lines.
    pub ruled: bool,
    pub pad_x_mm: f32,
    pub pad_y_mm: f32,
}

/// A label and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub label: Paragraph,
    pub value: Vec<Paragraph>,
}

/// A table of columns with merged cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Widths of the columns in parts of the whole.
    pub columns: Vec<f32>,
    /// How many of the first rows are repeated on every page.
    pub head_rows: usize,
    pub rows: Vec<GridRow>,
    pub pad_x_mm: f32,
    pub pad_y_mm: f32,
}

/// One row of a grid; it grows with its cells.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    pub cells: Vec<GridCell>,
    pub least_mm: f32,
    /// Stands on the page of the next row when a page can hold both.
    pub with_next: bool,
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// First column, from 0.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// How many rows it takes.
    pub rows: usize,
    pub content: Content,
    /// Stands in the middle of the height and not at the top.
    pub middle: bool,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Lines(Vec<Paragraph>),
    /// One character in each of a row of boxes, as for an identity number; a longer text is printed without boxes.
    Boxes {
        text: Paragraph,
        count: usize,
    },
}

/// The office and the day at the end of a letter, with room for the seal.
#[derive(Debug, Clone, PartialEq)]
pub struct Seal {
    pub office: Paragraph,
    pub day: Paragraph,
    /// Room above the office.
    pub height_mm: f32,
    /// From the right edge to the day, in parts of its size.
    pub right_em: f32,
}

/// A bar code of type Code 128, for numbers that are read by a hand scanner.
#[derive(Debug, Clone, PartialEq)]
pub struct Barcode {
    pub content: String,
    pub width_mm: f32,
    pub height_mm: f32,
    pub caption: Paragraph,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckBox {
    pub ticked: bool,
    pub label: Paragraph,
}

/// Lines to sign on.
#[derive(Debug, Clone, PartialEq)]
pub struct Signatures {
    pub labels: Vec<String>,
    pub size_pt: f32,
    /// Room for the hand above the line.
    pub height_mm: f32,
    /// How many stand beside each other.
    pub per_row: usize,
    /// With 年 月 日 below each line.
    pub dated: bool,
    /// How many of the first lines end with a box for a fingerprint.
    pub fingers: usize,
    pub voice: Voice,
}

/// A QR code, error correction level M.
#[derive(Debug, Clone, PartialEq)]
pub struct Qr {
    pub content: String,
    /// Edge of the printed modules, without the quiet zone.
    pub size_mm: f32,
    pub caption: Option<Paragraph>,
}

impl Span {
    /// Returns a span in the plain look of its paragraph.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Returns a span in the strong face.
    pub fn strong(text: impl Into<String>) -> Self {
        Self {
            strong: true,
            ..Self::plain(text)
        }
    }

    /// Returns a framed span.
    pub fn chip(text: impl Into<String>) -> Self {
        Self {
            framed: true,
            keep: true,
            ..Self::strong(text)
        }
    }

    /// Returns the same span, moved to the next line as a whole.
    pub fn kept(self) -> Self {
        Self { keep: true, ..self }
    }
}

impl Paragraph {
    /// Returns a paragraph set from the left that wraps at its full size.
    pub fn new(spans: Vec<Span>, size_pt: f32, line_pt: f32) -> Self {
        Self {
            spans,
            size_pt,
            line_pt,
            align: Align::Left,
            shrink_to_pt: None,
            heading: None,
            indent_em: 0.0,
        }
    }

    /// Returns the same paragraph with centred lines.
    pub fn centred(self) -> Self {
        Self {
            align: Align::Centre,
            ..self
        }
    }

    fn write_text(&self, out: &mut String) {
        for span in &self.spans {
            let (before, after) = match (span.framed, span.strong) {
                (true, _) => ("[", "]"),
                (false, true) => ("*", "*"),
                (false, false) => ("", ""),
            };
            let _ = write!(out, "{before}{}{after}", span.text);
        }
    }
}

impl Document {
    /// Returns the paper as plain text, one line per part; for reading and for tests.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let parts = [
            ("head", &self.head),
            ("running head", &self.running_head),
            ("body", &self.body),
        ];
        let tail = [("closing", &self.closing), ("stub", &self.stub)];
        let _ = writeln!(out, "title: {}", self.title);
        for (name, blocks) in parts
            .into_iter()
            .chain(tail)
            .filter(|(_, blocks)| !blocks.is_empty())
        {
            let _ = writeln!(out, "-- {name}");
            write_blocks(blocks, &mut out);
        }
        if let Some(foot) = &self.foot {
            let _ = writeln!(out, "-- foot\n{}", foot.left);
        }
        out
    }
}

fn write_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if let Some(level) = paragraph.heading {
                    let _ = write!(out, "{} ", "#".repeat(usize::from(level)));
                }
                paragraph.write_text(out);
                out.push('\n');
            }
            Block::Fields(table) => write_table(table, out),
            Block::Grid(grid) => write_grid(grid, out),
            Block::Keep(blocks) => write_blocks(blocks, out),
            Block::Seal(seal) => {
                for line in [&seal.office, &seal.day] {
                    out.push_str("seal: ");
                    line.write_text(out);
                    out.push('\n');
                }
            }
            Block::Barcode(code) => {
                let _ = writeln!(out, "bars {}", code.content);
            }
            Block::WritingLines { count, .. } => {
                let _ = writeln!(out, "{count} lines to write on");
            }
            Block::Separator { .. } => out.push_str("-----\n"),
            Block::NewPage => out.push_str("== new page\n"),
            Block::Checks(checks) => {
                for check in checks {
                    out.push_str(if check.ticked { "☑ " } else { "☐ " });
                    check.label.write_text(out);
                    out.push('\n');
                }
            }
            Block::Signatures(signatures) => {
                let marks = match (signatures.dated, signatures.fingers > 0) {
                    (true, true) => "____(finger, date)",
                    (true, false) => "____(date)",
                    (false, true) => "____(finger)",
                    (false, false) => "____",
                };
                let between = format!("{marks} ");
                let _ = writeln!(out, "{}{marks}", signatures.labels.join(&between));
            }
            Block::Qr(qr) => {
                let _ = write!(out, "QR {} ", qr.content);
                if let Some(caption) = &qr.caption {
                    caption.write_text(out);
                }
                out.push('\n');
            }
            Block::Beside { left, right, .. } => {
                write_blocks(left, out);
                write_blocks(right, out);
            }
            Block::Gap { .. } => {}
            Block::TearLine => out.push_str("- - -\n"),
        }
    }
}

fn write_table(table: &FieldTable, out: &mut String) {
    for row in &table.rows {
        for field in row {
            out.push_str("| ");
            field.label.write_text(out);
            out.push_str(" | ");
            for (nth, line) in field.value.iter().enumerate() {
                if nth > 0 {
                    out.push_str(" / ");
                }
                line.write_text(out);
            }
            out.push(' ');
        }
        out.push_str("|\n");
    }
}

fn write_grid(grid: &Grid, out: &mut String) {
    for (nth, row) in grid.rows.iter().enumerate() {
        out.push_str(if nth < grid.head_rows { "#" } else { "" });
        for cell in &row.cells {
            out.push_str("| ");
            match &cell.content {
                Content::Lines(lines) => {
                    for (nth, line) in lines.iter().enumerate() {
                        out.push_str(if nth > 0 { " / " } else { "" });
                        line.write_text(out);
                    }
                }
                Content::Boxes { text, count } => {
                    let _ = write!(out, "{count} boxes ");
                    text.write_text(out);
                }
            }
            out.push(' ');
        }
        out.push_str("|\n");
    }
}
