//! Sizes and margins of the styles, in millimetres and in 号.

use crate::{
    document::{FootKind, Height, Sheet, Voice},
    forms::Paper,
    layout::mm,
};

use super::Style;

/// The sizes of type that Chinese papers name by number, in points.
pub(super) mod hao {
    pub const NO_1: f32 = 26.0;
    pub const NO_2: f32 = 22.0;
    pub const SMALL_2: f32 = 18.0;
    pub const NO_3: f32 = 16.0;
    pub const NO_4: f32 = 14.0;
    pub const SMALL_4: f32 = 12.0;
    pub const NO_5: f32 = 10.5;
    pub const SMALL_5: f32 = 9.0;
}

/// Text area of an official letter: 156 mm for 28 characters, 225 mm for 22 lines.
const LETTER_WIDTH_MM: f32 = 156.0;
const LETTER_HEIGHT_MM: f32 = 225.0;
const LETTER_CHARACTERS: f32 = 28.0;
const LETTER_LINES: f32 = 22.0;

/// Smallest size in large print.
pub(super) const LARGE_PT: f32 = 18.0;

/// How a paper is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub sheet: Sheet,
    pub voice: Voice,
    pub size: f32,
    pub line: f32,
    pub table_size: f32,
    pub title_size: f32,
    pub note_size: f32,
    /// Space after each character, which sets the letters of official papers on their grid.
    pub tracking_em: f32,
    pub large: bool,
    pub foot: Option<(FootKind, f32)>,
    pub binding: bool,
    pub sign_mm: f32,
}

/// Returns how a style looks on a paper, in large print if so wished.
pub(super) fn look(style: Style, paper: Paper, large: bool) -> Look {
    // Large print has no room on a roll or a half sheet.
    let paper = if large && matches!(paper, Paper::Roll80 | Paper::A5) {
        Paper::A4
    } else {
        paper
    };
    let base = match style {
        Style::Form | Style::Cover => form(paper),
        Style::Slip => slip(paper),
        Style::Letter => letter(true),
        Style::RedHead => letter(false),
    };
    let base = Look {
        foot: base.foot.filter(|_| style != Style::Cover),
        ..base
    };
    if large { enlarged(base) } else { base }
}

fn sheet(paper: Paper, left_mm: f32, right_mm: f32, top_mm: f32, bottom_mm: f32) -> Sheet {
    let (width_mm, height) = match paper {
        Paper::A4 => (210.0, Some(297.0)),
        Paper::A4Landscape => (297.0, Some(210.0)),
        Paper::A5 => (148.0, Some(210.0)),
        Paper::Roll80 => (80.0, None),
    };
    Sheet {
        width_mm,
        height: height.map_or(Height::Roll, |height_mm| Height::Sheet {
            height_mm,
            part_mm: None,
        }),
        left_mm,
        right_mm,
        top_mm,
        bottom_mm,
    }
}

fn form(paper: Paper) -> Look {
    let landscape = paper == Paper::A4Landscape;
    Look {
        sheet: sheet(paper, 27.0, if landscape { 15.0 } else { 18.0 }, 18.0, 12.0),
        voice: Voice::Song,
        size: hao::SMALL_4,
        line: 21.0,
        table_size: hao::NO_5,
        title_size: hao::SMALL_2,
        note_size: hao::SMALL_5,
        tracking_em: 0.0,
        large: false,
        foot: Some((FootKind::Counted, hao::SMALL_5)),
        // What is glued onto a box is not punched.
        binding: paper != Paper::A5,
        sign_mm: 13.0,
    }
}

fn slip(paper: Paper) -> Look {
    let roll = paper == Paper::Roll80;
    let (size, line) = match paper {
        Paper::Roll80 => (10.0, 14.0),
        Paper::A5 => (hao::NO_5, 16.5),
        Paper::A4 | Paper::A4Landscape => (hao::SMALL_4, 19.0),
    };
    let margins = match paper {
        Paper::Roll80 => sheet(paper, 4.0, 4.0, 4.0, 6.0),
        Paper::A5 => sheet(paper, 20.0, 10.0, 9.0, 7.0),
        Paper::A4 | Paper::A4Landscape => sheet(paper, 25.0, 15.0, 14.0, 10.0),
    };
    Look {
        sheet: margins,
        voice: Voice::Hei,
        size,
        line,
        table_size: if roll { 10.0 } else { hao::NO_5 },
        title_size: if roll { 16.0 } else { hao::SMALL_2 },
        note_size: hao::SMALL_5,
        tracking_em: 0.0,
        large: false,
        foot: (!roll).then_some((FootKind::Counted, 8.5)),
        binding: paper == Paper::A4,
        sign_mm: 11.0,
    }
}

/// Official papers: 37 mm above, 28 mm at the binding side, 28 characters in 22 lines.
fn letter(letterhead: bool) -> Look {
    let advance = mm(LETTER_WIDTH_MM) / LETTER_CHARACTERS;
    // The foot stands below the text area: 2 mm and its own line.
    let foot_mm = 2.0 + hao::NO_4 * 1.3 * 25.4 / 72.0;
    let bottom = 297.0 - 37.0 - LETTER_HEIGHT_MM - foot_mm - 0.1;
    Look {
        sheet: sheet(Paper::A4, 28.0, 26.0, 37.0, bottom),
        voice: Voice::FangSong,
        size: hao::NO_3,
        line: mm(LETTER_HEIGHT_MM) / LETTER_LINES,
        table_size: hao::SMALL_4,
        title_size: hao::NO_2,
        note_size: hao::SMALL_4,
        // A little less than the grid, so that rounding never costs the 28th character.
        tracking_em: (advance - 0.01) / hao::NO_3 - 1.0,
        large: false,
        foot: Some((
            FootKind::Dashes {
                on_first: !letterhead,
            },
            hao::NO_4,
        )),
        binding: false,
        sign_mm: 14.0,
    }
}

fn enlarged(base: Look) -> Look {
    let sheet = Sheet {
        left_mm: base.sheet.left_mm.min(25.0),
        right_mm: base.sheet.right_mm.min(14.0),
        top_mm: base.sheet.top_mm.min(14.0),
        bottom_mm: base.sheet.bottom_mm.min(10.0),
        ..base.sheet
    };
    Look {
        sheet,
        size: LARGE_PT,
        line: 27.0,
        table_size: LARGE_PT,
        title_size: 28.0,
        note_size: LARGE_PT,
        tracking_em: 0.0,
        large: true,
        foot: base.foot.map(|_| (FootKind::Counted, LARGE_PT)),
        sign_mm: 17.0,
        ..base
    }
}
