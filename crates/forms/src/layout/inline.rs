//! From a paragraph to lines.

use crate::{
    FormError,
    breaking::{is_space, line_starts},
    display::{ASCENT_EM, Item, TextRun},
    document::{Align, Paragraph, Span},
    fonts::{FontStore, Glyph, Role},
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

#[derive(Clone, Copy)]
struct Piece {
    character: char,
    glyph: Glyph,
    size: f32,
    span: usize,
    /// Space that belongs to the look of the span.
    tracking: f32,
    /// Room for a frame before and after the glyph.
    lead: f32,
    trail: f32,
}

impl Piece {
    fn advance(&self) -> f32 {
        self.lead + self.glyph.advance_em * self.size + self.tracking + self.trail
    }
}

/// Breaks a paragraph into lines of a width.
pub(super) fn set(
    paragraph: &Paragraph,
    width: f32,
    fonts: &FontStore,
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
    for pieces in &segments {
        for (begin, end) in break_lines(pieces, &paragraph.spans, width) {
            let items = place(&pieces[begin..end], paragraph, width, baseline, height);
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
    fonts: &FontStore,
) -> Result<f32, FormError> {
    printable(text)
        .map(|c| Ok(fonts.resolve(role, c)?.advance_em * size))
        .sum()
}

/// Resolves every character; each element is a piece between two hard line ends.
fn shape(
    paragraph: &Paragraph,
    scale: f32,
    fonts: &FontStore,
) -> Result<Vec<Vec<Piece>>, FormError> {
    let mut segments = vec![Vec::new()];
    for (nth, span) in paragraph.spans.iter().enumerate() {
        let size = span.size_pt.unwrap_or(paragraph.size_pt) * scale;
        let role = if span.strong {
            Role::Strong
        } else {
            Role::Text
        };
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
            let glyph = fonts.resolve(role, character)?;
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
            };
            if let Some(segment) = segments.last_mut() {
                segment.push(piece);
            }
        }
    }
    Ok(segments)
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

fn break_lines(pieces: &[Piece], spans: &[Span], width: f32) -> Vec<(usize, usize)> {
    let starts = allowed_starts(pieces, spans, width);
    let mut lines = Vec::new();
    let mut begin = 0;
    loop {
        let end = line_end(pieces, &starts, begin, width);
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

fn line_end(pieces: &[Piece], starts: &[bool], begin: usize, width: f32) -> usize {
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

fn place(
    pieces: &[Piece],
    paragraph: &Paragraph,
    width: f32,
    baseline: f32,
    height: f32,
) -> Vec<Item> {
    let ink_end = pieces
        .iter()
        .rposition(|piece| !is_space(piece.character))
        .map_or(0, |at| at + 1);
    let pieces = &pieces[..ink_end];
    let used: f32 = pieces.iter().map(Piece::advance).sum();
    let mut pen = match paragraph.align {
        Align::Left => 0.0,
        Align::Centre => ((width - used) / 2.0).max(0.0),
    };
    let mut items: Vec<Item> = Vec::new();
    for same_span in pieces.chunk_by(|a, b| a.span == b.span) {
        let first = same_span[0];
        if paragraph.spans[first.span].framed {
            let tracking = same_span[same_span.len() - 1].tracking;
            let advance = same_span.iter().map(Piece::advance).sum::<f32>() - tracking;
            let reach = ((height - first.size) / 2.0 - FRAME_PT).clamp(0.0, 0.2 * first.size);
            let top = baseline - ASCENT_EM * first.size - reach;
            let frame_height = first.size + 2.0 * reach;
            items.push(Item::Rect {
                x: pen,
                y: top,
                width: advance,
                height: frame_height,
                stroke: Some(FRAME_PT),
            });
        }
        for same_face in same_span.chunk_by(|a, b| a.glyph.face == b.glyph.face) {
            let (first, last) = (same_face[0], same_face[same_face.len() - 1]);
            let advance: f32 = same_face.iter().map(Piece::advance).sum();
            items.push(Item::Text(TextRun {
                text: same_face.iter().map(|piece| piece.character).collect(),
                face: first.glyph.face,
                size: first.size,
                x: pen + first.lead,
                baseline,
                tracking: first.tracking,
                width: (advance - first.lead - last.trail - last.tracking).max(0.0),
            }));
            pen += advance;
        }
    }
    items
}
