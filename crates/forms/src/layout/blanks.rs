//! Blanks for the pen stand on one line each: whole, or drawn to the end of the line.

use std::ops::Range;

use crate::{
    breaking::BLANK,
    layout::inline::{Piece, line_end},
};

/// Fewest characters of a blank that is drawn to the end of the line only, and its fewest parts of ten.
const LEAST: usize = 6;
const LEAST_TENTHS: usize = 5;

/// Shortens the blanks that would leave their line by less than half; the others begin the next line.
///
/// A blank that is longer than a line becomes as long as the line.
pub(super) fn fit(pieces: &mut Vec<Piece>, starts: &mut Vec<bool>, width: f32, indent: f32) {
    let mut begin = 0;
    while begin < pieces.len() {
        let room = if begin == 0 { width - indent } else { width };
        let end = line_end(pieces, starts, begin, room);
        if end >= pieces.len() {
            return;
        }
        let next = (end + 1..pieces.len()).find(|at| starts[*at]);
        let next = next.unwrap_or(pieces.len());
        // Without a place to break, the line is one word.
        let alone = !starts[end];
        let word = if alone { begin..next } else { end..next };
        let Some(blank) = longest(pieces, word) else {
            begin = end;
            continue;
        };
        let line: f32 = pieces[begin..next].iter().map(Piece::advance).sum();
        let over = blank
            .clone()
            .rev()
            .scan(line, |line, at| {
                let still = *line > room;
                *line -= pieces[at].advance();
                still.then_some(())
            })
            .count();
        let left = blank.len() - over;
        let enough = left >= LEAST && left * 10 >= blank.len() * LEAST_TENTHS;
        if enough || (alone && left > 0) {
            pieces.drain(blank.end - over..blank.end);
            starts.drain(blank.end - over..blank.end);
        } else {
            begin = end;
        }
    }
}

/// Returns the longest blank of a word.
fn longest(pieces: &[Piece], word: Range<usize>) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    let mut at = word.start;
    while at < word.end {
        let rest = pieces[at..word.end].iter();
        let run = rest.take_while(|piece| piece.character == BLANK).count();
        if run > found.as_ref().map_or(0, Range::len) {
            found = Some(at..at + run);
        }
        at += run.max(1);
    }
    found
}
