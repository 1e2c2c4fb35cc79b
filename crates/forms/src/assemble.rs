//! Several papers as one file, with the page numbers of a bound volume.

use fachuang_core::case_file::{CaseFile, Listed, Printing};

use crate::{
    FontStore, FormError, Rendered,
    display::{ASCENT_EM, DisplayList, DisplayPage, Ink, Item, TextRun},
    fonts::Role,
    forms, layout, write,
};

/// Size of the number of a leaf.
const FOLIO_PT: f32 = 12.0;

/// From the upper and the outer edge of the sheet to the number of a leaf.
const FOLIO_MM: f32 = 9.0;

/// Prints papers of one case as one volume (卷宗).
///
/// Pages count through the volume, the number stands in the upper right corner of a front and in the upper left corner
/// of a back; covers and the table of contents are not counted. The table of contents lists every counted paper with
/// its first page.
///
/// # Errors
/// As [`crate::render`].
pub fn assemble(
    codes: &[&str],
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    let forms: Result<Vec<_>, _> = codes.iter().map(|code| forms::find(code)).collect();
    let forms = forms?;
    let mut counted = Vec::new();
    let mut listed = Vec::new();
    let mut next = 1;
    for form in &forms {
        if form.info.outside_count {
            counted.push(None);
            continue;
        }
        let list = layout::lay_out(&form.document(file, printing), fonts)?;
        listed.push(Listed {
            name: form.info.name.to_owned(),
            page: next,
        });
        next += list.pages.len();
        counted.push(Some(list));
    }
    let mut file = file.clone();
    file.details.contents = listed;
    file.details
        .facts
        .insert("page_count".to_owned(), (next - 1).to_string());
    let mut volume = DisplayList {
        title: format!("卷宗 {}", file.number),
        pages: Vec::new(),
        substitutes: Vec::new(),
        missing: Vec::new(),
    };
    let mut number = 0;
    for (form, list) in forms.iter().zip(counted) {
        let is_counted = list.is_some();
        let list = match list {
            Some(list) => list,
            None => layout::lay_out(&form.document(&file, printing), fonts)?,
        };
        for mut page in list.pages {
            if is_counted {
                number += 1;
                page.under.push(folio(number, &page, fonts)?);
            }
            volume.pages.push(page);
        }
        for substitute in list.substitutes {
            if !volume.substitutes.contains(&substitute) {
                volume.substitutes.push(substitute);
            }
        }
        volume.missing.extend(list.missing);
    }
    volume.missing.sort_unstable();
    volume.missing.dedup();
    write("volume", volume, &file, printing, fonts)
}

fn folio(number: usize, page: &DisplayPage, fonts: &FontStore) -> Result<Item, FormError> {
    let text = number.to_string();
    let mut width = 0.0;
    let mut face = None;
    for digit in text.chars() {
        let glyph = fonts.resolve(Role::Text, digit)?;
        width += glyph.advance_em * FOLIO_PT;
        face = face.or(Some(glyph.face));
    }
    let edge = layout::mm(FOLIO_MM);
    let x = if number % 2 == 1 {
        page.width - edge - width
    } else {
        edge
    };
    let run = TextRun {
        text,
        face: face.ok_or(FormError::MissingGlyph { character: '0' })?,
        size: FOLIO_PT,
        x,
        baseline: edge - FOLIO_PT + ASCENT_EM * FOLIO_PT,
        tracking: 0.0,
        width,
        ink: Ink::Black,
    };
    Ok(Item::Text(run))
}
