//! 打印测试页: shows how far a printer is off, and says which numbers to enter against it.
//!
//! The scales stand around the middle of the sheet, so that folding it in half reads them without a ruler. Their labels
//! are the values to enter, which already contain the correction the page was printed with.

use fachuang_core::case_file::{CaseFile, Printing};
use fachuang_core::print_setting::in_mm;

use super::Paper;
use crate::{
    FontStore, FormError, Rendered,
    backend::Printpdf,
    display::{DisplayPage, Ink, Item, TextRun},
    document::{Block, Document, Furniture, Height, Paragraph, Sheet, Span},
    fonts::Role,
    layout::{self, mm},
    print_copy::Correction,
    write,
};

/// From every edge of the sheet to the frame.
const FRAME_MM: f32 = 15.0;
/// Thermal printers reach 72 mm of the 80 mm.
const ROLL_FRAME_MM: f32 = 6.0;
const ROLL_WIDTH_MM: f32 = 80.0;
/// From the middle of a scale to its ends.
const REACH_MM: i32 = 10;
const LABEL_PT: f32 = 7.0;
/// Room under the text of a roll for what is drawn there.
const ROLL_ROOM_MM: f32 = 44.0;

fn paper_name(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "A4 竖放",
        Paper::A4Landscape => "A4 横放",
        Paper::A5 => "A5",
        Paper::Roll80 => "80 毫米小票",
    }
}

/// Makes the test page of a kind of paper, to be printed with the correction it names.
///
/// # Errors
/// As [`crate::render`].
pub fn test_page(
    paper: Paper,
    correction: Correction,
    place: &str,
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    let document = document(paper, correction, place, file, printing);
    let mut list = layout::lay_out(&document, fonts)?;
    for page in &mut list.pages {
        let mut drawing = Drawing { page, fonts };
        drawing.frame(paper)?;
        drawing.scales(paper, correction)?;
    }
    write("test_page", list, file, printing, fonts, &Printpdf)
}

fn document(
    paper: Paper,
    correction: Correction,
    place: &str,
    file: &CaseFile,
    printing: &Printing,
) -> Document {
    let (size, inset) = match paper {
        Paper::Roll80 => (9.0, 3.0),
        _ => (10.5, 9.0),
    };
    let line = |text: String| {
        let paragraph = Paragraph::new(vec![Span::plain(text)], size, size * 1.6);
        Block::Paragraph(paragraph)
    };
    let title = Paragraph::new(vec![Span::strong("打印测试页")], size * 1.6, size * 2.4);
    let (right, down) = (in_mm(correction.right), in_mm(correction.down));
    let mut body = vec![
        Block::Paragraph(title.centred()),
        line(format!(
            "{}　{}　{}　{}",
            file.site.name,
            printing.desk,
            paper_name(paper),
            place.trim(),
        )),
        line(format!(
            "{} 打印，已按左右 {right} 毫米、上下 {down} 毫米校正。",
            printing.at.format("%Y-%m-%d %H:%M"),
        )),
        line("一、左右：左边对齐右边对折，看竖的折痕落在“左右”尺的几上，在设置里把“左右”填成这个数。".to_owned()),
    ];
    if paper == Paper::Roll80 {
        body.push(line(
            "二、小票的长短由打印机裁切，“上下”按预印的抬头量着填：往下为正，往上为负。".to_owned(),
        ));
    } else {
        body.push(line("二、上下：上边对齐下边对折，看横的折痕落在“上下”尺的几上，在设置里把“上下”填成这个数。".to_owned()));
    }
    body.push(line(format!(
        "三、保存后再打一张：折痕落在 {right}{}，就校好了。框线离纸边应是 {} 毫米。",
        if paper == Paper::Roll80 {
            String::new()
        } else {
            format!(" 和 {down}")
        },
        frame_mm(paper),
    )));
    body.push(line(format!(
        "四、下面的粗线应长 {} 毫米。不是的，打印机在缩放，先在打印机的设置里改成实际大小。",
        measure_mm(paper)
    )));
    if paper == Paper::Roll80 {
        body.push(Block::Gap {
            height_mm: ROLL_ROOM_MM,
        });
    }
    let edge = frame_mm(paper) + inset;
    let (width_mm, height) = match paper.sheet_mm() {
        Some((width_mm, height_mm)) => (
            width_mm,
            Height::Sheet {
                height_mm,
                part_mm: None,
            },
        ),
        None => (ROLL_WIDTH_MM, Height::Roll),
    };
    Document {
        title: format!("打印测试页 {}", paper_name(paper)),
        sheet: Sheet {
            width_mm,
            height,
            left_mm: edge,
            right_mm: edge,
            top_mm: edge,
            bottom_mm: edge,
        },
        head: Vec::new(),
        running_head: Vec::new(),
        body,
        closing: Vec::new(),
        closest_pitch: None,
        foot: None,
        stub: Vec::new(),
        furniture: Furniture::default(),
    }
}

fn frame_mm(paper: Paper) -> f32 {
    match paper {
        Paper::Roll80 => ROLL_FRAME_MM,
        _ => FRAME_MM,
    }
}

fn measure_mm(paper: Paper) -> f32 {
    match paper {
        Paper::Roll80 => 50.0,
        _ => 100.0,
    }
}

/// Draws at places given in millimetres from the upper left corner of the sheet.
struct Drawing<'a> {
    page: &'a mut DisplayPage,
    fonts: &'a FontStore,
}

impl Drawing<'_> {
    fn size_mm(&self) -> (f32, f32) {
        let in_mm = |points: f32| points * 25.4 / 72.0;
        (in_mm(self.page.width), in_mm(self.page.height))
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.page.items.push(Item::Line {
            from: (mm(from.0), mm(from.1)),
            to: (mm(to.0), mm(to.1)),
            width,
            dashed: false,
            ink: Ink::Black,
        });
    }

    /// Writes a few characters around a place.
    fn label(&mut self, text: &str, (x_mm, baseline_mm): (f32, f32)) -> Result<(), FormError> {
        let mut runs: Vec<TextRun> = Vec::new();
        let mut width = 0.0;
        for character in text.chars() {
            let glyph = self.fonts.resolve(Role::Text, character)?;
            let advance = glyph.advance_em * LABEL_PT;
            match runs.last_mut().filter(|run| run.face == glyph.face) {
                Some(run) => {
                    run.text.push(character);
                    run.width += advance;
                }
                None => runs.push(TextRun {
                    text: character.to_string(),
                    face: glyph.face,
                    size: LABEL_PT,
                    x: width,
                    baseline: mm(baseline_mm),
                    tracking: 0.0,
                    width: advance,
                    ink: Ink::Black,
                }),
            }
            width += advance;
        }
        let left = mm(x_mm) - width / 2.0;
        let items = runs.into_iter().map(|run| Item::Text(run).moved(left, 0.0));
        self.page.items.extend(items);
        Ok(())
    }

    /// Draws a frame with millimetres from the left and the upper edge of the sheet along it.
    fn frame(&mut self, paper: Paper) -> Result<(), FormError> {
        let (width, height) = self.size_mm();
        let edge = frame_mm(paper);
        let corners = [
            (edge, edge),
            (width - edge, edge),
            (width - edge, height - edge),
            (edge, height - edge),
        ];
        for (at, corner) in corners.iter().enumerate() {
            self.line(*corner, corners[(at + 1) % corners.len()], 0.6);
        }
        let tick = |nth: i32| match nth {
            nth if nth % 10 == 0 => 4.0,
            nth if nth % 5 == 0 => 2.5,
            _ => 1.5,
        };
        for nth in whole_mm(edge, width - edge) {
            let x = nth as f32;
            self.line((x, edge), (x, edge + tick(nth)), 0.2);
            if nth % 10 == 0 {
                self.label(&nth.to_string(), (x, edge + 6.8))?;
            }
        }
        for nth in whole_mm(edge, height - edge) {
            let y = nth as f32;
            self.line((edge, y), (edge + tick(nth), y), 0.2);
            if nth % 10 == 0 && nth as f32 > edge + 6.0 {
                self.label(&nth.to_string(), (edge + 6.4, y + 0.9))?;
            }
        }
        Ok(())
    }

    /// Draws the scales around the middle of the sheet, and a line of known length.
    fn scales(&mut self, paper: Paper, correction: Correction) -> Result<(), FormError> {
        let (width, height) = self.size_mm();
        let middle = width / 2.0;
        let (across, measure) = match paper {
            Paper::Roll80 => (height - 38.0, height - 18.0),
            _ => (height / 2.0 + 26.0, height / 2.0 + 46.0),
        };
        self.line((middle - 12.0, across), (middle + 12.0, across), 0.3);
        for (half_mm, length) in ticks() {
            let x = middle + half_mm as f32 / 2.0;
            self.line((x, across - length), (x, across), 0.15);
            if half_mm % 10 == 0 {
                let value = in_mm(correction.right + half_mm);
                self.label(&value, (x, across + 3.4))?;
            }
        }
        self.label("左右", (middle, across - 7.0))?;
        if paper != Paper::Roll80 {
            let (x, centre) = (middle - 30.0, height / 2.0);
            self.line((x, centre - 12.0), (x, centre + 12.0), 0.3);
            for (half_mm, length) in ticks() {
                let y = centre + half_mm as f32 / 2.0;
                self.line((x - length, y), (x, y), 0.15);
                if half_mm % 10 == 0 {
                    let value = in_mm(correction.down + half_mm);
                    self.label(&value, (x + 4.6, y + 0.9))?;
                }
            }
            self.label("上下", (x - 10.0, centre + 0.9))?;
        }
        let half = measure_mm(paper) / 2.0;
        self.line((middle - half, measure), (middle + half, measure), 1.2);
        for end in [middle - half, middle + half] {
            self.line((end, measure - 2.0), (end, measure + 2.0), 0.3);
        }
        let caption = format!("{} 毫米", measure_mm(paper));
        self.label(&caption, (middle, measure + 4.4))
    }
}

/// Whole millimetres from one place to another.
fn whole_mm(from: f32, to: f32) -> std::ops::RangeInclusive<i32> {
    from.ceil() as i32..=to.floor() as i32
}

/// Half millimetres of a scale from its middle, with the length of each mark in millimetres.
fn ticks() -> impl Iterator<Item = (i32, f32)> {
    (-2 * REACH_MM..=2 * REACH_MM).map(|half_mm| {
        let length = match half_mm {
            0 => 6.0,
            half_mm if half_mm % 10 == 0 => 5.0,
            half_mm if half_mm % 2 == 0 => 3.0,
            _ => 1.8,
        };
        (half_mm, length)
    })
}
