//! From a template and a case file to a document.

mod large;
mod shared;

use fachuang_core::case_file::{CaseFile, Printing};

use super::{
    Cell, Node, Piece, Row, Style, Template, TextKind,
    look::{self, LARGE_PT, Look, hao},
    values::{self, Values},
};
use crate::{
    chinese,
    document::{
        Align, Barcode, Block, Content, Document, Foot, FootKind, Furniture, Grid, GridCell,
        GridRow, Height, Paragraph, Qr, Seal, Signatures, Span, Voice,
    },
    forms::{mark_text, numbered},
    layout::mm,
};

const BLANK: &str = "＿";

/// A blank of more characters than this goes on in the next line, as writing does.
const SHORT_BLANK: usize = 8;

/// Part of the line pitch down to which a letter is set closer, so that its seal stands on the page of its words.
const CLOSEST_PITCH: f32 = 0.76;

/// The same for other papers, whose last notes are no reason for another page.
const CLOSE_PITCH: f32 = 0.86;

/// Part of its size to which a value in a table may shrink; sizes that differ more look like a mistake.
const SMALLEST_PART: f32 = 0.9;

/// How far a seal reaches below the day it is set on; nothing to be read stands there.
const BELOW_SEAL_MM: f32 = 8.0;

/// Marks that end a value; where the sentence goes on behind it they are left out.
const END_MARKS: [char; 6] = ['，', '。', '；', '、', ',', ';'];

/// A blank of so many characters that has a paragraph to itself becomes lines to write on.
const WHOLE_LINES: usize = 20;
const EMPTY_DAY: &str = "　　　　年　　月　　日";

/// Fills a template in.
pub(crate) fn build(
    template: &Template,
    file: &CaseFile,
    printing: &Printing,
    large: bool,
) -> Document {
    let builder = Builder {
        template,
        look: look::look(template.head.style, template.head.paper, large),
        values: Values { file, printing },
    };
    builder.document()
}

struct Builder<'a> {
    template: &'a Template,
    look: Look,
    values: Values<'a>,
}

impl Builder<'_> {
    fn document(&self) -> Document {
        let (file, printing) = (self.values.file, self.values.printing);
        let head = &self.template.head;
        let mut body = self.blocks(&self.template.body);
        if head.copies.len() > 1 {
            let note = self.note(&format!(
                "本件一式{}份：{}各一份。",
                count_word(self.copies()),
                head.copies.join("、")
            ));
            // A last line is no reason for another page.
            let mut last = body.pop_if(|last| matches!(last, Block::Gap { .. }));
            let mut end = match body.pop() {
                Some(Block::Keep(end)) => end,
                Some(end @ (Block::Paragraph(_) | Block::Seal(_))) => vec![end],
                end => {
                    body.extend(end.into_iter().chain(last.take()));
                    Vec::new()
                }
            };
            end.extend(last.into_iter().chain([note]));
            body.push(Block::Keep(end));
        }
        let roll = self.roll();
        if roll {
            body.push(self.note(&self.print_note()));
        }
        let title = if self.number().is_empty() {
            head.title.clone()
        } else {
            format!("{} {}", head.title, file.number)
        };
        let mark = printing.mark.map(|mark| mark_text(mark).to_owned());
        Document {
            title,
            sheet: self.look.sheet,
            head: self.head(),
            running_head: self.running_head(),
            body,
            closing: Vec::new(),
            foot: self.look.foot.map(|(kind, size_pt)| Foot {
                kind,
                left: match kind {
                    FootKind::Counted if self.look.large => {
                        format!("第 {} 次打印{}", printing.count, numbered(printing))
                    }
                    FootKind::Counted => self.print_note(),
                    FootKind::Dashes { .. } => String::new(),
                },
                size_pt,
                line_pt: size_pt * 1.3,
            }),
            stub: Vec::new(),
            closest_pitch: Some(match head.style {
                Style::Letter | Style::RedHead if !self.look.large => CLOSEST_PITCH,
                _ => CLOSE_PITCH,
            }),
            furniture: Furniture {
                voice: self.look.voice,
                binding: self.look.binding && !roll,
                watermark: mark.or_else(|| (printing.count > 1).then(|| "补打".to_owned())),
                letter_line: head.style == Style::Letter && !self.look.large,
                number: printing
                    .number
                    .clone()
                    .filter(|_| head.style != Style::Slip && !self.look.large),
                reading: file.applicant.name_reading.clone(),
            },
        }
    }

    /// Returns how many copies there are: every party gets one where the form says so.
    fn copies(&self) -> usize {
        let several = self
            .template
            .head
            .copies
            .iter()
            .filter(|who| who.starts_with("各方"));
        self.template.head.copies.len() + several.count() * self.values.file.details.parties.len()
    }

    /// Returns the number of the ticket; empty on a paper of the office.
    fn number(&self) -> &str {
        if self.template.head.office {
            ""
        } else {
            &self.values.file.number
        }
    }

    fn roll(&self) -> bool {
        self.look.sheet.height == Height::Roll
    }

    fn print_note(&self) -> String {
        let printing = self.values.printing;
        format!(
            "{} 打印　第 {} 次　样式 {}{}",
            chinese::minute(printing.at),
            printing.count,
            self.template.head.version,
            // Every other paper has it in its corner.
            if self.template.head.style == Style::Slip {
                numbered(printing)
            } else {
                String::new()
            }
        )
    }

    fn head(&self) -> Vec<Block> {
        match self.template.head.style {
            Style::Cover => Vec::new(),
            Style::Form => self.form_head(),
            Style::Slip => self.slip_head(),
            Style::Letter | Style::RedHead => self.letter_head(),
        }
    }

    fn form_head(&self) -> Vec<Block> {
        let mut blocks = vec![
            self.site_line().centred_block(),
            Block::Paragraph(self.title().centred()),
        ];
        let mut line = self.spans(&self.template.number);
        if !self.number().is_empty() {
            if !line.is_empty() {
                line.push(self.plain("　　"));
            }
            line.push(self.plain(&format!("办件号 {}", self.number())).kept());
        }
        if !line.is_empty() {
            blocks.push(Block::Paragraph(Paragraph {
                align: Align::Right,
                ..self.paragraph(line, self.look.table_size)
            }));
        }
        blocks.push(Block::Gap { height_mm: 1.5 });
        blocks
    }

    fn slip_head(&self) -> Vec<Block> {
        let file = self.values.file;
        let roll = self.roll();
        if self.number().is_empty() {
            return vec![
                self.site_line().centred_block(),
                Block::Paragraph(self.title().centred()),
                Block::Gap { height_mm: 2.0 },
            ];
        }
        let number = vec![
            self.plain("办件号 "),
            Span {
                size_pt: Some(self.look.size * 1.2),
                ..Span::strong(&file.number)
            }
            .kept(),
        ];
        let number = Paragraph::new(number, self.look.size, self.look.line * 1.25);
        let caption_size = self.look.note_size.max(8.0);
        let caption = Paragraph::new(
            vec![Span::plain("扫码查这一件")],
            caption_size,
            caption_size * 1.25,
        );
        let code = |size_mm: f32| {
            Block::Qr(Qr {
                content: self
                    .values
                    .printing
                    .number
                    .as_ref()
                    .unwrap_or(&file.number)
                    .clone(),
                size_mm,
                caption: Some(caption.clone().centred()),
            })
        };
        if roll {
            return vec![
                self.site_line().centred_block(),
                Block::Paragraph(self.title().centred()),
                Block::Paragraph(number.centred()),
                Block::Gap { height_mm: 3.5 },
                code(22.0),
                Block::Gap { height_mm: 1.5 },
            ];
        }
        let mut left = vec![
            Block::Paragraph(self.site_line()),
            Block::Paragraph(self.title()),
            Block::Paragraph(number),
        ];
        if !self.template.number.is_empty() {
            let spans = self.spans(&self.template.number);
            left.push(Block::Paragraph(self.paragraph(spans, self.look.size)));
        }
        vec![
            Block::Beside {
                left,
                right: vec![code(if self.look.large { 28.0 } else { 19.0 })],
                right_mm: if self.look.large { 39.0 } else { 23.0 },
            },
            Block::Gap { height_mm: 2.0 },
        ]
    }

    fn letter_head(&self) -> Vec<Block> {
        let site = match self.template.head.letterhead.as_str() {
            "" => &self.values.file.site.name,
            _ => &self.template.head.letterhead,
        };
        let style = self.template.head.style;
        let mark = match style {
            Style::RedHead => format!("{site}文件"),
            _ => site.clone(),
        };
        let size = if self.look.large { 30.0 } else { 34.0 };
        let span = Span {
            voice: Voice::Title,
            red: true,
            tracking_em: 0.05,
            ..Span::plain(mark)
        };
        let mut blocks = Vec::new();
        if style == Style::RedHead && !self.look.large {
            blocks.push(Block::Gap { height_mm: 20.0 });
        }
        blocks.push(Block::Paragraph(Paragraph {
            shrink_to_pt: Some(LARGE_PT),
            ..Paragraph::new(vec![span], size, size * 1.35).centred()
        }));
        let number = self.spans(&self.template.number);
        let number = (!number.is_empty()).then(|| self.paragraph(number, self.look.size));
        match style {
            Style::RedHead => {
                blocks.push(Block::Gap { height_mm: 8.0 });
                blocks.extend(number.map(|n| Block::Paragraph(n.centred())));
                blocks.push(Block::Separator { red: true });
            }
            _ => {
                blocks.push(Block::Separator { red: true });
                blocks.extend(number.map(|number| {
                    Block::Paragraph(Paragraph {
                        align: Align::Right,
                        ..number
                    })
                }));
            }
        }
        blocks.push(Block::Gap { height_mm: 5.0 });
        blocks.push(Block::Paragraph(self.title().centred()));
        blocks.push(Block::Gap { height_mm: 4.0 });
        blocks
    }

    fn running_head(&self) -> Vec<Block> {
        let head = &self.template.head;
        if matches!(head.style, Style::Cover | Style::Letter | Style::RedHead) && !self.look.large {
            return Vec::new();
        }
        let file = self.values.file;
        let size = self.look.note_size.max(9.0);
        let mut spans = vec![self.plain(&format!("{}　{}（续）", file.site.name, head.title))];
        if !self.number().is_empty() {
            spans.push(self.plain("　"));
            spans.push(self.plain(&format!("办件号 {}", file.number)).kept());
        }
        vec![
            Block::Paragraph(Paragraph::new(spans, size, size * 1.4)),
            Block::Gap { height_mm: 1.5 },
        ]
    }

    fn site_line(&self) -> Paragraph {
        let size = self.look.size.max(11.0);
        let span = Span {
            tracking_em: 0.05,
            ..self.plain(&self.values.file.site.name)
        };
        Paragraph::new(vec![span], size, size * 1.4)
    }

    fn title(&self) -> Paragraph {
        let size = self.look.title_size;
        let span = Span {
            tracking_em: 0.08,
            voice: match self.template.head.style {
                Style::Slip => Voice::Hei,
                _ => Voice::Title,
            },
            ..Span::strong(&self.template.head.title)
        };
        Paragraph {
            heading: Some(1),
            ..Paragraph::new(vec![span], size, size * 1.45)
        }
    }

    fn blocks(&self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Text { kind, pieces } => blocks.push(self.text(*kind, pieces)),
                Node::Table { columns, rows } => {
                    blocks.push(Block::Grid(self.table(columns, rows)));
                    // Tables that follow each other make one.
                    if !matches!(nodes.get(at + 1), Some(Node::Table { .. })) {
                        blocks.push(Block::Gap { height_mm: 1.5 });
                    }
                }
                Node::Sign(sign) => blocks.push(Block::Signatures(Signatures {
                    labels: sign.labels.clone(),
                    size_pt: self.look.table_size,
                    height_mm: self.look.sign_mm,
                    per_row: if self.look.large || self.roll() {
                        1
                    } else {
                        sign.per_row
                    },
                    dated: sign.dated,
                    fingers: sign.fingers,
                    voice: self.look.voice,
                })),
                Node::Seal { office, blank_day } => blocks.push(self.seal(office, *blank_day)),
                Node::Keep(inner) => blocks.push(Block::Keep(self.blocks(inner))),
                Node::Gap(height_mm) => blocks.push(Block::Gap {
                    height_mm: *height_mm,
                }),
                Node::Lines(count) => blocks.push(Block::WritingLines {
                    count: *count,
                    pitch_mm: if self.look.large { 12.0 } else { 9.0 },
                }),
                Node::Qr => blocks.push(Block::Qr(Qr {
                    content: self.values.file.number.clone(),
                    size_mm: 26.0,
                    caption: None,
                })),
                Node::Barcode => blocks.push(self.barcode()),
                Node::Tear => blocks.push(Block::TearLine),
                Node::Rule => blocks.push(Block::Separator { red: false }),
                Node::Page => blocks.push(Block::NewPage),
                Node::Shared(shared) => blocks.extend(self.shared(*shared)),
            }
            // Who signs, signs below the words and not on a page of their own.
            let signed = matches!(node, Node::Sign(_) | Node::Seal { .. } | Node::Keep(_));
            if let [
                ..,
                Block::Paragraph(words),
                Block::Signatures(_) | Block::Seal(_) | Block::Keep(_),
            ] = blocks.as_slice()
                && signed
                && words.heading.is_none()
            {
                let pair = blocks.split_off(blocks.len() - 2);
                blocks.push(Block::Keep(pair));
            }
            if ends_with_seal(node) && !matches!(nodes.get(at + 1), Some(Node::Sign(_))) {
                blocks.push(Block::Gap {
                    height_mm: BELOW_SEAL_MM,
                });
            }
        }
        blocks
    }

    fn barcode(&self) -> Block {
        let content = self.values.file.number.clone();
        let size = self.look.table_size;
        Block::Barcode(Barcode {
            caption: Paragraph::new(vec![Span::plain(&content)], size, size * 1.3).centred(),
            content,
            width_mm: 62.0,
            height_mm: 14.0,
        })
    }

    fn plain(&self, text: &str) -> Span {
        Span {
            voice: self.look.voice,
            tracking_em: self.look.tracking_em,
            ..Span::plain(text)
        }
    }

    fn paragraph(&self, spans: Vec<Span>, size: f32) -> Paragraph {
        let line = if size < self.look.size {
            size * 1.45
        } else {
            self.look.line
        };
        Paragraph::new(spans, size, line)
    }

    fn note(&self, text: &str) -> Block {
        let size = self.look.note_size;
        Block::Paragraph(self.paragraph(vec![self.plain(text)], size))
    }

    fn text(&self, kind: TextKind, pieces: &[Piece]) -> Block {
        if let [Piece::Value { name, width }] = pieces
            && *width >= WHOLE_LINES
            && self.values.get(name).is_none()
        {
            return Block::WritingLines {
                count: match *width {
                    0..=50 => 2,
                    51..60 => 3,
                    _ => 6,
                },
                pitch_mm: if self.look.large { 12.0 } else { 9.0 },
            };
        }
        let spans = self.spans(pieces);
        let paragraph = self.paragraph(spans, self.look.size);
        let with = |align: Align, indent_em: f32| Paragraph {
            align,
            indent_em,
            ..paragraph.clone()
        };
        Block::Paragraph(match kind {
            TextKind::Body => with(Align::Justify, 2.0),
            TextKind::Left => with(Align::Left, 0.0),
            TextKind::Right => with(Align::Right, 0.0),
            TextKind::Centre => with(Align::Centre, 0.0),
            TextKind::Big => self.big(pieces),
            TextKind::Heading | TextKind::Subheading => {
                // Letters have 黑体 and 楷体 (GB/T 9704); a form keeps to the face of its title.
                let voice = match (self.look.voice, kind) {
                    (Voice::Song, _) => Voice::Song,
                    (_, TextKind::Heading) => Voice::Hei,
                    _ => Voice::Kai,
                };
                let spans = paragraph.spans.iter().cloned();
                let strong = kind == TextKind::Heading;
                let spans = spans
                    .map(|span| Span {
                        voice,
                        strong,
                        ..span
                    })
                    .collect();
                Paragraph {
                    spans,
                    indent_em: 2.0,
                    heading: Some(if kind == TextKind::Heading { 2 } else { 3 }),
                    ..paragraph.clone()
                }
            }
            TextKind::Note => self.paragraph(self.spans(pieces), self.look.note_size),
        })
    }

    fn big(&self, pieces: &[Piece]) -> Paragraph {
        let size = if self.roll() { 30.0 } else { hao::NO_1 };
        let spans = self.spans(pieces).into_iter();
        let spans = spans.map(|span| Span {
            voice: Voice::Title,
            ..span
        });
        Paragraph {
            shrink_to_pt: Some(LARGE_PT),
            ..Paragraph::new(spans.collect(), size, size * 1.5).centred()
        }
    }

    fn seal(&self, office: &[Piece], blank_day: bool) -> Block {
        let day = if blank_day {
            EMPTY_DAY.to_owned()
        } else {
            chinese::day(self.values.printing.at.date_naive())
        };
        let head = &self.template.head;
        let letter = matches!(head.style, Style::Letter | Style::RedHead);
        Block::Seal(Seal {
            office: self.paragraph(self.spans(office), self.look.size),
            day: self.paragraph(vec![self.plain(&day)], self.look.size),
            height_mm: head.seal_mm.unwrap_or(if letter { 16.0 } else { 10.0 }),
            right_em: head.seal_right.unwrap_or(if letter { 4.0 } else { 2.0 }),
        })
    }

    fn spans(&self, pieces: &[Piece]) -> Vec<Span> {
        self.spans_of(pieces, None)
    }

    fn spans_of(&self, pieces: &[Piece], row: Option<(values::Row<'_>, usize)>) -> Vec<Span> {
        let value = |name: &str| match (name.strip_prefix("i."), row) {
            (Some(name), Some((row, nth))) => row.get(name, nth),
            (Some(_), None) => None,
            (None, _) => self.values.get(name),
        };
        let mut spans = Vec::new();
        for (nth, piece) in pieces.iter().enumerate() {
            let goes_on = nth + 1 < pieces.len();
            match piece {
                Piece::Text(text) => spans.push(self.plain(text)),
                Piece::Strong(inner) => {
                    let inner = self.spans_of(inner, row).into_iter();
                    spans.extend(inner.map(|span| Span {
                        strong: true,
                        ..span
                    }));
                }
                Piece::Value { name, width } => spans.push(match value(name) {
                    Some(text) if goes_on => self.plain(text.trim_end_matches(END_MARKS)),
                    Some(text) => self.plain(&text),
                    None if *width <= SHORT_BLANK => self.plain(&BLANK.repeat(*width)).kept(),
                    None => self.plain(&BLANK.repeat(*width)),
                }),
                Piece::Check { name, value } => {
                    let ticked = self.values.holds(name, value);
                    let mark = if ticked { '☑' } else { '☐' };
                    spans.push(self.plain(&format!("{mark}{value}")).kept());
                }
                Piece::Open(words) => spans.push(self.plain(&format!("☐{words}")).kept()),
            }
        }
        spans
    }

    fn table(&self, columns: &[f32], rows: &[Row]) -> Grid {
        let plain = |row: &Row| {
            let joined = row.cells.contains(&Cell::JoinUp);
            !row.head && row.each.is_none() && !joined
        };
        let flat = self.look.large && columns.len() > 2 && rows.iter().all(plain);
        let heads: Vec<&Row> = rows.iter().take_while(|row| row.head).collect();
        let listed = heads
            .first()
            .copied()
            .filter(|_| self.look.large && large::has_id_numbers(rows));
        let mut grid = Grid {
            columns: if flat || listed.is_some() {
                vec![2.0, 4.0]
            } else {
                self.widths(columns)
            },
            head_rows: if listed.is_some() { 0 } else { heads.len() },
            rows: Vec::new(),
            pad_x_mm: if self.look.large { 2.0 } else { 1.2 },
            pad_y_mm: 1.1,
        };
        for row in rows.iter().filter(|row| listed.is_none() || !row.head) {
            match row.each {
                Some((list, least)) => {
                    for (nth, item) in (1..).zip(self.values.rows(list, least)) {
                        let item = Some((item, nth));
                        match listed {
                            Some(head) => grid.rows.extend(self.listed(head, row, item)),
                            None => grid.rows.push(self.row(row, item)),
                        }
                    }
                }
                None if let Some(head) = listed => grid.rows.extend(self.listed(head, row, None)),
                None if flat => grid.rows.extend(self.flattened(row)),
                None => grid.rows.push(self.row(row, None)),
            }
        }
        join_up(&mut grid.rows, rows);
        grid
    }

    /// Returns the widths of columns, none narrower than two digits of a number or one character.
    fn widths(&self, columns: &[f32]) -> Vec<f32> {
        let sheet = self.look.sheet;
        let all: f32 = columns.iter().sum();
        let text = mm(sheet.width_mm - sheet.left_mm - sheet.right_mm);
        let pad = if self.look.large { 2.0 } else { 1.2 };
        let least = (self.look.table_size * 1.3 + 2.0 * mm(pad)) * all / text;
        let narrow = |part: &f32| *part < least;
        let given: f32 = columns
            .iter()
            .filter(|part| narrow(part))
            .map(|_| least)
            .sum();
        let rest: f32 = columns.iter().filter(|part| !narrow(part)).sum();
        let scale = if rest > 0.0 {
            ((all - given) / rest).max(0.1)
        } else {
            1.0
        };
        columns
            .iter()
            .map(|part| if narrow(part) { least } else { part * scale })
            .collect()
    }

    fn row(&self, row: &Row, item: Option<(values::Row<'_>, usize)>) -> GridRow {
        let mut cells: Vec<GridCell> = Vec::new();
        for (column, cell) in row.cells.iter().enumerate() {
            match (cell, cells.last_mut()) {
                (Cell::JoinLeft, Some(last)) => last.columns += 1,
                (Cell::JoinLeft | Cell::JoinUp, _) => {}
                _ => cells.push(self.cell(cell, column, row.least_mm, item)),
            }
        }
        GridRow {
            cells,
            least_mm: row.least_mm,
            with_next: false,
        }
    }

    fn cell(
        &self,
        cell: &Cell,
        column: usize,
        least_mm: f32,
        item: Option<(values::Row<'_>, usize)>,
    ) -> GridCell {
        let size = self.look.table_size;
        let content = match cell {
            Cell::Boxes(pieces) => Content::Boxes {
                text: self.paragraph(self.cell_spans(pieces, item), size),
                count: 18,
            },
            Cell::Text { lines, label } => Content::Lines(
                lines
                    .iter()
                    .map(|pieces| {
                        let number = matches!(pieces.as_slice(), [Piece::Value { name, .. }] if name == "i.n");
                        Paragraph {
                            align: if *label || number {
                                Align::Centre
                            } else {
                                Align::Left
                            },
                            shrink_to_pt: (!self.look.large && !*label && !has_boxes(pieces))
                                .then_some((size * SMALLEST_PART).max(8.0)),
                            ..self.paragraph(self.cell_spans(pieces, item), size)
                        }
                    })
                    .collect(),
            ),
            Cell::JoinLeft | Cell::JoinUp => Content::Lines(Vec::new()),
        };
        let label = matches!(cell, Cell::Text { label: true, .. });
        GridCell {
            column,
            columns: 1,
            rows: 1,
            content,
            middle: label || least_mm < 15.0,
        }
    }

    /// A value alone in a cell leaves the cell empty for the pen, without a blank.
    fn cell_spans(&self, pieces: &[Piece], item: Option<(values::Row<'_>, usize)>) -> Vec<Span> {
        let spans = self.spans_of(pieces, item);
        let alone = matches!(pieces, [Piece::Value { .. }]);
        let in_list = item.is_some_and(|(row, _)| matches!(row, values::Row::Empty));
        if alone || in_list {
            let filled = |span: &Span| !span.text.contains(BLANK);
            return spans.into_iter().filter(filled).collect();
        }
        spans
    }
}

impl Paragraph {
    fn centred_block(self) -> Block {
        Block::Paragraph(self.centred())
    }
}

/// Gives cells the rows that the template joins to them.
fn join_up(built: &mut [GridRow], rows: &[Row]) {
    // Rows of a list are never joined, so the rows correspond as long as there is no list before them.
    let simple = rows.iter().take_while(|row| row.each.is_none()).count();
    for (at, row) in rows.iter().enumerate().take(simple.min(built.len())) {
        let joined = row.cells.iter().enumerate();
        let joined: Vec<usize> = joined
            .filter(|(_, cell)| **cell == Cell::JoinUp)
            .map(|(column, _)| column)
            .collect();
        for column in joined {
            let above = built[..at]
                .iter_mut()
                .rev()
                .flat_map(|row| row.cells.iter_mut())
                .find(|cell| cell.column == column);
            if let Some(cell) = above {
                cell.rows += 1;
            }
        }
    }
}

/// Returns whether a text offers boxes to tick; a row of them is broken and never shrunk.
fn has_boxes(pieces: &[Piece]) -> bool {
    let is_box = |piece: &Piece| matches!(piece, Piece::Check { .. } | Piece::Open(_));
    pieces.iter().any(is_box)
}

/// Returns whether the seal is the last thing of a part of a paper.
fn ends_with_seal(node: &Node) -> bool {
    match node {
        Node::Seal { .. } => true,
        Node::Keep(inner) => inner.last().is_some_and(ends_with_seal),
        _ => false,
    }
}

fn count_word(count: usize) -> String {
    const WORDS: [&str; 10] = ["", "一", "两", "三", "四", "五", "六", "七", "八", "九"];
    WORDS
        .get(count)
        .map_or_else(|| count.to_string(), |word| (*word).to_owned())
}
