//! From a paragraph to lines.

use crate::{
    FormError,
    breaking::{BLANK, is_space, line_starts},
    display::{ASCENT_EM, Ink, Item, TextRun},
    document::{Align, Paragraph, Span, Voice},
    fonts::{Glyph, Role},
    layout::{Context, blanks},
};

/// One line; its items stand relative to its left end and its top.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub height: f32,
    pub items: Vec<Item>,
}

/// Smallest size that anybody may be asked to read.
pub const SMALLEST_PT: f32 = 8.0;

/// Slack for sums of rounded widths.
const SLACK: f32 = 0.01;

/// Room between the text of a framed span and its frame, in parts of the size.
const FRAME_PAD_EM: f32 = 0.45;

const FRAME_PT: f32 = 0.85;

/// Most that a gap of a full line may be widened, in parts of the size; beyond it the line stays short.
const WIDEST_GAP_EM: f32 = 0.25;

/// Up to so many lines at the left edge never end with a line of only a few characters.
const FEW_LINES: usize = 3;
const FEW_CHARACTERS: usize = 2;

const EMPTY_BOX: char = '\u{2610}';
const TICKED_BOX: char = '\u{2611}';

/// Returns the chain of faces a span asks for.
pub(super) fn role_of(voice: Voice, strong: bool) -> Role {
    match (voice, strong) {
        (Voice::Hei, false) => Role::Text,
        (Voice::Hei, true) => Role::Strong,
        (Voice::Song, false) => Role::Song,
        (Voice::Song | Voice::Kai | Voice::FangSong, true) => Role::SongStrong,
        (Voice::Kai, false) => Role::Kai,
        (Voice::FangSong, false) => Role::FangSong,
        (Voice::Title, _) => Role::Title,
    }
}

/// A character on its line.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub character: char,
    glyph: Glyph,
    size: f32,
    span: usize,
    /// Space that belongs to the look of the span.
    tracking: f32,
    /// Room for a frame before and after the glyph.
    lead: f32,
    trail: f32,
    /// Drawn with a frame of its own: a ticked box.
    boxed: bool,
}

impl Piece {
    pub fn advance(&self) -> f32 {
        self.lead + self.glyph.advance_em * self.size + self.tracking + self.trail
    }
}

/// Breaks a paragraph into lines of a width.
pub(super) fn set(
    paragraph: &Paragraph,
    width: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Line>, FormError> {
    let mut segments = shape(paragraph, 1.0, fonts)?;
    if let (Some(smallest), [only]) = (paragraph.shrink_to_pt, segments.as_slice()) {
        let natural: f32 = only.iter().map(Piece::advance).sum();
        if natural > width {
            let size = (paragraph.size_pt * width / natural * 10.0).floor() / 10.0;
            if size >= smallest.max(SMALLEST_PT) {
                segments = shape(paragraph, size / paragraph.size_pt, fonts)?;
            }
        }
    }
    let tallest = paragraph
        .spans
        .iter()
        .filter_map(|span| span.size_pt)
        .fold(paragraph.size_pt, f32::max);
    let height = paragraph.line_pt.max(tallest * 1.1);
    let baseline = (height - tallest) / 2.0 + ASCENT_EM * tallest;
    let mut lines = Vec::new();
    for pieces in &mut segments {
        let widest = pieces.iter().map(Piece::advance).fold(0.0, f32::max);
        let indent = (paragraph.indent_em * paragraph.size_pt)
            .min(width / 2.0)
            .min(width - widest)
            .max(0.0);
        let mut starts = allowed_starts(pieces, &paragraph.spans, width);
        blanks::fit(pieces, &mut starts, width, indent);
        let mut broken = break_lines(pieces, &starts, width, indent);
        if paragraph.align == Align::Centre && broken.len() > 1 {
            broken = balanced(pieces, &starts, width, broken);
        } else if ends_short(paragraph, &broken) {
            broken = moved_on(pieces, &starts, width, broken);
        }
        for (begin, end) in broken {
            let line = Place {
                indent: if begin == 0 { indent } else { 0.0 },
                width,
                baseline,
                height,
                full: end < pieces.len(),
            };
            let items = place(&pieces[begin..end], paragraph, &line);
            lines.push(Line { height, items });
        }
    }
    Ok(lines)
}

/// Returns the width of a text in one look on one line.
pub(super) fn natural_width(
    text: &str,
    role: Role,
    size: f32,
    fonts: &Context<'_>,
) -> Result<f32, FormError> {
    printable(text)
        .filter(|c| *c != '\n')
        .map(|c| Ok(fonts.resolve(role, c)?.1.advance_em * size))
        .sum()
}

/// Resolves every character; each element is a piece between two hard line ends.
fn shape(
    paragraph: &Paragraph,
    scale: f32,
    fonts: &Context<'_>,
) -> Result<Vec<Vec<Piece>>, FormError> {
    let mut segments = vec![Vec::new()];
    for (nth, span) in paragraph.spans.iter().enumerate() {
        let size = span.size_pt.unwrap_or(paragraph.size_pt) * scale;
        let role = role_of(span.voice, span.strong);
        let pad = if span.framed {
            FRAME_PAD_EM * size
        } else {
            0.0
        };
        let count = printable(&span.text).count();
        for (at, character) in printable(&span.text).enumerate() {
            if character == '\n' {
                segments.push(Vec::new());
                continue;
            }
            let boxed = character == TICKED_BOX;
            let (character, glyph) = fonts.resolve(role, drawn_as(character))?;
            let lead = if at == 0 { pad } else { 0.0 };
            let trail = if at + 1 == count { pad } else { 0.0 };
            let tracking = span.tracking_em * size;
            let piece = Piece {
                character,
                glyph,
                size,
                span: nth,
                tracking,
                lead,
                trail,
                boxed,
            };
            if let Some(segment) = segments.last_mut() {
                segment.push(piece);
            }
        }
    }
    Ok(segments)
}

/// Returns the character whose glyph stands for another one.
///
/// No free face has a ticked box; the tick is a glyph, so that it can be copied as text, and the box is drawn.
fn drawn_as(character: char) -> char {
    match character {
        EMPTY_BOX => '□',
        TICKED_BOX => '√',
        other => other,
    }
}

/// Returns the characters that leave ink or space, with every blank but U+3000 as a plain space.
pub(super) fn printable(text: &str) -> impl Iterator<Item = char> {
    let unseen = |c: char| {
        let selector = matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
        let joiner = matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
        selector || joiner || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    text.chars().filter(move |&c| !unseen(c)).map(|c| match c {
        '\n' | '\u{3000}' => c,
        '\u{2028}' | '\u{2029}' => '\n',
        c if c.is_whitespace() => ' ',
        c => c,
    })
}

/// Returns whether a label or a value leaves a few characters in its last line.
fn ends_short(paragraph: &Paragraph, lines: &[(usize, usize)]) -> bool {
    paragraph.align == Align::Left
        && paragraph.indent_em <= 0.0
        && (2..=FEW_LINES).contains(&lines.len())
        && last_length(lines) <= FEW_CHARACTERS
}

/// Narrower widths that are tried for lines that end badly.
const STEPS: u8 = 24;

/// Returns as many lines of about the same length, so that none holds a single character.
fn balanced(
    pieces: &[Piece],
    starts: &[bool],
    width: f32,
    lines: Vec<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let all: f32 = pieces.iter().map(Piece::advance).sum();
    #[expect(clippy::cast_precision_loss, reason = "lines of a title or a label")]
    let least = (all / lines.len() as f32).min(width);
    let widths =
        (0..STEPS).map(|step| least + (width - least) * f32::from(step) / f32::from(STEPS));
    widths
        .map(|narrow| break_lines(pieces, starts, narrow, 0.0))
        .find(|narrow| narrow.len() == lines.len() && whole(narrow, starts))
        .unwrap_or(lines)
}

/// Returns as many lines with just so much moved to the last one that it holds more than a few characters.
fn moved_on(
    pieces: &[Piece],
    starts: &[bool],
    width: f32,
    lines: Vec<(usize, usize)>,
) -> Vec<(usize, usize)> {
    let narrower = (1..STEPS).map(|step| width * (1.0 - f32::from(step) / f32::from(STEPS) / 2.0));
    narrower
        .map(|narrow| break_lines(pieces, starts, narrow, 0.0))
        .take_while(|narrow| narrow.len() == lines.len() && whole(narrow, starts))
        .find(|narrow| last_length(narrow) > FEW_CHARACTERS)
        .unwrap_or(lines)
}

/// Returns whether no line begins inside a word.
fn whole(lines: &[(usize, usize)], starts: &[bool]) -> bool {
    lines.iter().all(|(begin, _)| *begin == 0 || starts[*begin])
}

fn last_length(lines: &[(usize, usize)]) -> usize {
    lines.last().map_or(0, |(begin, end)| end - begin)
}

fn break_lines(pieces: &[Piece], starts: &[bool], width: f32, indent: f32) -> Vec<(usize, usize)> {
    let mut lines = Vec::new();
    let mut begin = 0;
    loop {
        let room = if begin == 0 { width - indent } else { width };
        let end = line_end(pieces, starts, begin, room);
        lines.push((begin, end));
        if end >= pieces.len() {
            return lines;
        }
        begin = end;
    }
}

fn allowed_starts(pieces: &[Piece], spans: &[Span], width: f32) -> Vec<bool> {
    let characters: Vec<char> = pieces.iter().map(|piece| piece.character).collect();
    let mut starts = line_starts(&characters);
    let mut span_widths = vec![0.0; spans.len()];
    for piece in pieces {
        span_widths[piece.span] += piece.advance();
    }
    for at in 1..pieces.len() {
        let span = pieces[at].span;
        if span == pieces[at - 1].span && spans[span].keep && span_widths[span] <= width {
            starts[at] = false;
        }
    }
    starts
}

/// Returns where the line that begins at a piece ends.
pub(super) fn line_end(pieces: &[Piece], starts: &[bool], begin: usize, width: f32) -> usize {
    let mut pen = 0.0;
    let mut last_start = None;
    for at in begin..pieces.len() {
        if at > begin && starts[at] {
            last_start = Some(at);
        }
        pen += pieces[at].advance();
        let ink = pen - pieces[at].tracking;
        if at > begin && ink > width + SLACK && !is_space(pieces[at].character) {
            // A word longer than the line is cut rather than clipped.
            return last_start.unwrap_or(at);
        }
    }
    pieces.len()
}

/// Where a line stands.
struct Place {
    indent: f32,
    width: f32,
    baseline: f32,
    height: f32,
    /// The text goes on after this line.
    full: bool,
}

fn place(pieces: &[Piece], paragraph: &Paragraph, line: &Place) -> Vec<Item> {
    let ink_end = pieces
        .iter()
        .rposition(|piece| !is_space(piece.character))
        .map_or(0, |at| at + 1);
    let mut pieces = pieces[..ink_end].to_vec();
    let used: f32 = pieces.iter().map(Piece::advance).sum();
    let free = line.width - line.indent - used;
    let mut pen = match paragraph.align {
        Align::Left | Align::Justify => line.indent,
        Align::Centre => (free / 2.0).max(0.0),
        Align::Right => (line.indent + free).max(0.0),
    };
    if paragraph.align == Align::Justify && line.full && free > 0.0 {
        widen(&mut pieces, free);
    }
    let mut items: Vec<Item> = Vec::new();
    let framed = |piece: &Piece| paragraph.spans[piece.span].framed;
    let together = |a: &Piece, b: &Piece| a.span == b.span || (!framed(a) && !framed(b));
    for same_span in pieces.chunk_by(together) {
        let first = same_span[0];
        if framed(&first) {
            let tracking = same_span[same_span.len() - 1].tracking;
            let advance = same_span.iter().map(Piece::advance).sum::<f32>() - tracking;
            let reach = ((line.height - first.size) / 2.0 - FRAME_PT).clamp(0.0, 0.2 * first.size);
            let top = line.baseline - ASCENT_EM * first.size - reach;
            let frame_height = first.size + 2.0 * reach;
            items.push(Item::Rect {
                x: pen,
                y: top,
                width: advance,
                height: frame_height,
                stroke: Some(FRAME_PT),
            });
        }
        let red = |piece: &Piece| paragraph.spans[piece.span].red;
        let alike = |a: &Piece, b: &Piece| {
            a.glyph.face == b.glyph.face
                && (a.tracking - b.tracking).abs() < SLACK
                && (a.size - b.size).abs() < SLACK
                && red(a) == red(b)
        };
        for run in same_span.chunk_by(alike) {
            let (first, last) = (run[0], run[run.len() - 1]);
            let start = pen + first.lead;
            for piece in run {
                if piece.boxed {
                    items.push(tick_frame(piece, pen, line.baseline));
                }
                pen += piece.advance();
            }
            let width = pen - start - last.trail - last.tracking;
            items.push(Item::Text(TextRun {
                text: run.iter().map(|piece| piece.character).collect(),
                face: first.glyph.face,
                size: first.size,
                x: start,
                baseline: line.baseline,
                tracking: first.tracking,
                width: width.max(0.0),
                ink: if red(&first) { Ink::Red } else { Ink::Black },
            }));
        }
    }
    items
}

/// Returns the box around a tick, of the size of an empty box.
fn tick_frame(piece: &Piece, pen: f32, baseline: f32) -> Item {
    let edge = 0.8 * piece.size;
    Item::Rect {
        x: pen + piece.lead + (piece.glyph.advance_em * piece.size - edge) / 2.0,
        y: baseline - 0.78 * piece.size,
        width: edge,
        height: edge,
        stroke: Some(0.06 * piece.size),
    }
}

/// Spreads free room over the gaps of a line beside Chinese characters; numbers and words stay as they are.
fn widen(pieces: &mut [Piece], free: f32) {
    let wide = |piece: &Piece| piece.glyph.advance_em > 0.9;
    // A blank for the pen stays one line.
    let ruled = |pair: &[Piece]| pair.iter().all(|piece| piece.character == BLANK);
    let stretches: Vec<bool> = pieces
        .windows(2)
        .map(|pair| wide(&pair[0]) && !ruled(pair))
        .collect();
    let gaps = stretches.iter().filter(|stretches| **stretches).count();
    #[expect(clippy::cast_precision_loss, reason = "characters of one line")]
    let extra = free / gaps.max(1) as f32;
    // The last character has no gap after it; it goes with its neighbour so that both are one run.
    let last = stretches.last().copied().unwrap_or(false);
    for (piece, stretches) in pieces.iter_mut().zip(stretches.into_iter().chain([last])) {
        if stretches && extra < WIDEST_GAP_EM * piece.size {
            piece.tracking += extra;
        }
    }
}
