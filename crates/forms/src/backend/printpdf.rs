use std::collections::{BTreeMap, HashMap};

use printpdf::{
    Color, FontId, Greyscale, Line, LineDashPattern, LinePoint, OffsetDateTime, Op, PaintMode,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem,
    TextMatrix,
};

use super::{About, PdfBackend, slim::slim};
use crate::{
    FormError,
    display::{DisplayList, DisplayPage, Ink, Item, TextRun},
    fonts::{FaceId, FontStore},
};

/// What the file says it was made by.
pub(super) const CREATOR: &str = "法窗";
pub(super) const PRODUCER: &str = "printpdf";

/// Writes PDF with the printpdf crate.
#[derive(Debug, Clone, Copy, Default)]
pub struct Printpdf;

impl PdfBackend for Printpdf {
    fn write(
        &self,
        pages: &DisplayList,
        about: &About,
        fonts: &FontStore,
    ) -> Result<Vec<u8>, FormError> {
        finish(prepare(pages, about, fonts)?)
    }
}

/// Returns a file with everything on its pages, not yet compressed.
pub(super) fn prepare(
    pages: &DisplayList,
    about: &About,
    fonts: &FontStore,
) -> Result<lopdf::Document, FormError> {
    let mut copies = Copies::default();
    let mut document = PdfDocument::new(&pages.title);
    for page in &pages.pages {
        let ops = draw_page(page, &mut copies, fonts)?;
        let mut sheet = PdfPage::new(Pt(page.width).into(), Pt(page.height).into(), ops);
        // Through millimetres the size would be rounded.
        let exact = Rect::from_wh(Pt(page.width), Pt(page.height));
        (sheet.media_box, sheet.trim_box, sheet.crop_box) = (exact.clone(), exact.clone(), exact);
        document.pages.push(sheet);
    }
    for (id, (face, copy)) in &copies.faces {
        let font = fonts.thinned(*face, &copies.glyphs(*face, *copy))?;
        document
            .resources
            .fonts
            .map
            .insert(FontId(id.clone()), PdfFont::new(font));
    }
    let created = OffsetDateTime::from_unix_timestamp(about.created_at.timestamp())
        .map_err(|reason| FormError::Backend(reason.to_owned()))?;
    let info = &mut document.metadata.info;
    info.author.clone_from(&about.author);
    info.creator = CREATOR.into();
    info.producer = PRODUCER.into();
    (
        info.creation_date,
        info.modification_date,
        info.metadata_date,
    ) = (created, created, created);
    named(&document, about)
}

/// Returns the objects of the file with the id of the paper in place of the two random ids that printpdf puts into the
/// trailer; nothing else in its output varies.
fn named(document: &PdfDocument, about: &About) -> Result<lopdf::Document, FormError> {
    let options = PdfSaveOptions {
        image_optimization: None,
        ..PdfSaveOptions::default()
    };
    let mut warnings = Vec::new();
    let mut file = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(FormError::Backend(warning.msg.clone()));
    }
    let broken = |what: &dyn std::fmt::Display| FormError::Backend(what.to_string());
    let ids = file
        .trailer
        .get_mut(b"ID")
        .and_then(|ids| ids.as_array_mut())
        .map_err(|e| broken(&e))?;
    for id in ids {
        let hex: String = about.id.iter().map(|byte| format!("{byte:02x}")).collect();
        *id.as_str_mut().map_err(|e| broken(&e))? = hex.into_bytes();
    }
    // An empty mark would still claim conformance to PDF/X.
    let info = file
        .trailer
        .get(b"Info")
        .and_then(|info| info.as_reference())
        .map_err(|e| broken(&e))?;
    let info = file.get_dictionary_mut(info).map_err(|e| broken(&e))?;
    for empty in [
        b"GTS_PDFXVersion".as_slice(),
        b"Keywords",
        b"Subject",
        b"Identifier",
    ] {
        info.remove(empty);
    }
    slim(&mut file)?;
    Ok(file)
}

/// Returns the bytes of a file.
pub(super) fn finish(mut file: lopdf::Document) -> Result<Vec<u8>, FormError> {
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|e| FormError::Backend(e.to_string()))?;
    Ok(bytes)
}

/// The fonts of one file.
///
/// A PDF font gives each glyph one meaning for copying and searching. Where a face draws two characters with one
/// glyph, the second character takes the glyph from a second copy of the face.
#[derive(Default)]
struct Copies {
    faces: BTreeMap<String, (FaceId, u8)>,
    meanings: HashMap<(FaceId, u8, u16), char>,
}

impl Copies {
    /// Returns the number of the first copy in which the glyph of a character can have its own meaning.
    fn copy_for(
        &mut self,
        face: FaceId,
        character: char,
        fonts: &FontStore,
    ) -> Result<u8, FormError> {
        let glyph = fonts.parsed(face)?.lookup_glyph_index(u32::from(character));
        let index = glyph.ok_or(FormError::MissingGlyph { character })?;
        let mut copy = 0;
        while *self
            .meanings
            .entry((face, copy, index))
            .or_insert(character)
            != character
        {
            copy += 1;
        }
        Ok(copy)
    }

    /// Returns the characters that are drawn from a copy with their glyphs in the face.
    fn glyphs(&self, face: FaceId, copy: u8) -> BTreeMap<char, u16> {
        let of_copy = |(of, number, _): &(FaceId, u8, u16)| (*of, *number) == (face, copy);
        self.meanings
            .iter()
            .filter(|(key, _)| of_copy(key))
            .map(|((_, _, glyph), character)| (*character, *glyph))
            .collect()
    }

    /// Returns the name of a copy; the six capitals make the tag of a subset font.
    fn name(&mut self, face: FaceId, copy: u8) -> String {
        let letter = |n: u8| char::from(b'A' + n % 26);
        let name = format!("FACE{}{}", letter(face.0), letter(copy));
        self.faces.insert(name.clone(), (face, copy));
        name
    }
}

fn draw_page(
    page: &DisplayPage,
    copies: &mut Copies,
    fonts: &FontStore,
) -> Result<Vec<Op>, FormError> {
    let mut ops = vec![
        Op::SetFillColor {
            col: colour(Ink::Black),
        },
        Op::SetOutlineColor {
            col: colour(Ink::Black),
        },
    ];
    for item in page.under.iter().chain(&page.items) {
        match item {
            Item::Text(run) => draw_text(run, None, page.height, copies, fonts, &mut ops)?,
            Item::Turned { run, degrees } => {
                draw_text(run, Some(*degrees), page.height, copies, fonts, &mut ops)?;
            }
            Item::Line {
                from,
                to,
                width,
                dashed,
                ink,
            } => {
                let coloured = *ink != Ink::Black;
                if coloured {
                    ops.push(Op::SetOutlineColor { col: colour(*ink) });
                }
                let dash = if *dashed {
                    LineDashPattern::new(0.0, &[3.0, 2.0])
                } else {
                    LineDashPattern::default()
                };
                ops.push(Op::SetLineDashPattern { dash });
                ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
                let point = |at: &(f32, f32)| {
                    let p = Point {
                        x: Pt(at.0),
                        y: Pt(page.height - at.1),
                    };
                    LinePoint { p, bezier: false }
                };
                ops.push(Op::DrawLine {
                    line: Line {
                        points: vec![point(from), point(to)],
                        is_closed: false,
                    },
                });
                if coloured {
                    ops.push(Op::SetOutlineColor {
                        col: colour(Ink::Black),
                    });
                }
            }
            Item::Rect {
                x,
                y,
                width,
                height,
                stroke,
            } => {
                let mut rectangle = Rect::from_xywh(
                    Pt(*x),
                    Pt(page.height - y - height),
                    Pt(*width),
                    Pt(*height),
                );
                rectangle.mode = Some(PaintMode::Fill);
                if let Some(stroke) = stroke {
                    rectangle.mode = Some(PaintMode::Stroke);
                    ops.push(Op::SetLineDashPattern {
                        dash: LineDashPattern::default(),
                    });
                    ops.push(Op::SetOutlineThickness { pt: Pt(*stroke) });
                }
                ops.push(Op::DrawRectangle { rectangle });
            }
        }
    }
    Ok(ops)
}

fn colour(ink: Ink) -> Color {
    match ink {
        Ink::Black => Color::Greyscale(Greyscale::new(0.0, None)),
        Ink::Red => Color::Rgb(Rgb::new(0.86, 0.0, 0.0, None)),
        Ink::Pale => Color::Greyscale(Greyscale::new(0.88, None)),
    }
}

fn draw_text(
    run: &TextRun,
    degrees: Option<f32>,
    page_height: f32,
    copies: &mut Copies,
    fonts: &FontStore,
    ops: &mut Vec<Op>,
) -> Result<(), FormError> {
    let mut parts: Vec<(u8, String)> = Vec::new();
    for character in run.text.chars() {
        let copy = copies.copy_for(run.face, character, fonts)?;
        match parts.last_mut().filter(|(last, _)| *last == copy) {
            Some((_, text)) => text.push(character),
            None => parts.push((copy, character.to_string())),
        }
    }
    let coloured = run.ink != Ink::Black;
    if coloured {
        ops.push(Op::SetFillColor {
            col: colour(run.ink),
        });
    }
    ops.push(Op::StartTextSection);
    let (x, y) = (Pt(run.x), Pt(page_height - run.baseline));
    ops.push(match degrees {
        Some(degrees) => Op::SetTextMatrix {
            matrix: TextMatrix::TranslateRotate(x, y, degrees),
        },
        None => Op::SetTextCursor {
            pos: Point { x, y },
        },
    });
    ops.push(Op::SetCharacterSpacing {
        multiplier: run.tracking,
    });
    for (copy, text) in parts {
        let font = PdfFontHandle::External(FontId(copies.name(run.face, copy)));
        ops.push(Op::SetFont {
            font,
            size: Pt(run.size),
        });
        ops.push(Op::ShowText {
            items: vec![TextItem::Text(text)],
        });
    }
    ops.push(Op::EndTextSection);
    if coloured {
        ops.push(Op::SetFillColor {
            col: colour(Ink::Black),
        });
    }
    Ok(())
}
