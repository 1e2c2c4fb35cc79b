use printpdf::{
    Color, DictItem, FontId, Greyscale, Line, LineDashPattern, LinePoint, OffsetDateTime, Op,
    PaintMode, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb,
    TextItem, TextMatrix,
};

use super::{
    About, PdfBackend,
    font::{Font, Fonts},
    slim,
};
use crate::{
    FormError,
    display::{DisplayList, DisplayPage, Ink, Item, TextRun},
    fonts::FontStore,
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
    let used = Fonts::of(pages, fonts)?;
    let mut document = PdfDocument::new(&pages.title);
    for page in &pages.pages {
        let ops = draw_page(page, &used)?;
        let mut sheet = PdfPage::new(Pt(page.width).into(), Pt(page.height).into(), ops);
        // Through millimetres the size would be rounded.
        let exact = Rect::from_wh(Pt(page.width), Pt(page.height));
        (sheet.media_box, sheet.trim_box, sheet.crop_box) = (exact.clone(), exact.clone(), exact);
        document.pages.push(sheet);
    }
    for font in used.fonts.iter().filter(|font| !font.is_coded()) {
        let face = PdfFont::new(fonts.parsed(font.face)?.clone());
        let id = FontId(font.name.clone());
        document.resources.fonts.map.insert(id, face);
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
    let mut file = named(&document, about)?;
    used.add_to(&mut file, fonts)?;
    slim::spare_strokes(&mut file)?;
    Ok(file)
}

/// Returns the objects of the file with the id of the paper in place of the two random ids that printpdf puts into the
/// trailer; nothing else in its output varies.
fn named(document: &PdfDocument, about: &About) -> Result<lopdf::Document, FormError> {
    let options = PdfSaveOptions {
        image_optimization: None,
        // Codes of characters are written with an operator that printpdf does not know.
        secure: false,
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
    Ok(file)
}

/// Returns the bytes of a file.
pub(super) fn finish(mut file: lopdf::Document) -> Result<Vec<u8>, FormError> {
    slim::compress(&mut file)?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|e| FormError::Backend(e.to_string()))?;
    Ok(bytes)
}

fn draw_page(page: &DisplayPage, fonts: &Fonts) -> Result<Vec<Op>, FormError> {
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
            Item::Text(run) => draw_text(run, None, page.height, fonts, &mut ops)?,
            Item::Turned { run, degrees } => {
                draw_text(run, Some(*degrees), page.height, fonts, &mut ops)?;
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
    fonts: &Fonts,
    ops: &mut Vec<Op>,
) -> Result<(), FormError> {
    let mut parts: Vec<(&Font, String, Vec<u8>)> = Vec::new();
    for character in run.text.chars() {
        let place = fonts.place(run.face, character);
        let (font, code) = place.ok_or(FormError::MissingGlyph { character })?;
        if parts.last().is_none_or(|(last, ..)| last.name != font.name) {
            parts.push((font, String::new(), Vec::new()));
        }
        if let Some((_, text, codes)) = parts.last_mut() {
            text.push(character);
            codes.extend(code.to_be_bytes());
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
    for (font, text, codes) in parts {
        ops.push(Op::SetFont {
            font: PdfFontHandle::External(FontId(font.name.clone())),
            size: Pt(run.size),
        });
        ops.push(if font.is_coded() {
            Op::Unknown {
                key: "Tj".into(),
                value: vec![DictItem::String {
                    data: codes,
                    literal: false,
                }],
            }
        } else {
            Op::ShowText {
                items: vec![TextItem::Text(text)],
            }
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
