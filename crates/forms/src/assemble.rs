//! Several papers as one file, with the page numbers of a bound volume.

use fachuang_core::case_file::{CaseFile, Listed, Printing};

use crate::{
    FontStore, Form, FormError, Rendered,
    backend::{Archive, Printpdf},
    display::{ASCENT_EM, DisplayList, DisplayPage, Ink, Item, TextRun},
    fonts::Role,
    forms, layout, write,
};

/// Size of the number of a leaf.
const FOLIO_PT: f32 = 12.0;

/// From the upper and the outer edge of the sheet to the number of a leaf.
const FOLIO_MM: f32 = 9.0;

/// One paper among several.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    pub form: Form,
    pub file: &'a CaseFile,
    pub printing: &'a Printing,
}

/// Prints papers of one case as one volume (卷宗), all from the same case file.
///
/// # Errors
/// As [`crate::render`].
pub fn assemble(
    codes: &[&str],
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    let part = |code: &&str| {
        Ok(Part {
            form: forms::find(code)?,
            file,
            printing,
        })
    };
    let parts: Vec<Part<'_>> = codes.iter().map(part).collect::<Result<_, FormError>>()?;
    bind(&parts, file, printing, fonts)
}

/// Binds papers, each made from what it was made from, to one volume (卷宗).
///
/// Pages count through the volume, the number stands in the upper right corner of a front and in the upper left corner
/// of a back; covers and the table of contents are not counted. The table of contents lists every counted paper with
/// its first page.
///
/// # Errors
/// As [`crate::render`].
pub fn bind(
    parts: &[Part<'_>],
    about: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    bound(parts, about, printing, None, fonts)
}

/// Binds the same volume once more as a copy: every page of it bears 作废 where the printing says so, else 补打.
///
/// # Errors
/// As [`crate::render`].
pub fn bind_copy(
    parts: &[Part<'_>],
    about: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    let mark = printing.mark.map_or(forms::COPY, forms::mark_text);
    bound(parts, about, printing, Some(mark), fonts)
}

fn bound(
    parts: &[Part<'_>],
    about: &CaseFile,
    printing: &Printing,
    mark: Option<&str>,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    let lay_out = |part: &Part<'_>, file: &CaseFile| {
        let mut document = part.form.document(file, part.printing);
        if let Some(mark) = mark {
            document.furniture.watermark = Some(mark.to_owned());
        }
        layout::lay_out(&document, fonts)
    };
    let mut counted = Vec::new();
    let mut listed = Vec::new();
    let mut next = 1;
    for part in parts {
        if part.form.info.outside_count {
            counted.push(None);
            continue;
        }
        let list = lay_out(part, part.file)?;
        listed.push(Listed {
            name: part.form.info.name.to_owned(),
            page: next,
        });
        next += list.pages.len();
        counted.push(Some(list));
    }
    let mut volume = empty(&format!("卷宗 {}", about.number));
    let mut number = 0;
    for (part, list) in parts.iter().zip(counted) {
        let is_counted = list.is_some();
        let mut list = match list {
            Some(list) => list,
            None => {
                let mut file = part.file.clone();
                file.details.contents.clone_from(&listed);
                let pages = (next - 1).to_string();
                file.details.facts.insert("page_count".to_owned(), pages);
                lay_out(part, &file)?
            }
        };
        for page in &mut list.pages {
            if is_counted {
                number += 1;
                page.under.push(folio(number, page, fonts)?);
            }
        }
        add(&mut volume, list);
    }
    write("volume", volume, about, printing, fonts, &Archive)
}

/// Puts papers one behind the other into one file, for printing them at once; each keeps its own page numbers.
///
/// # Errors
/// As [`crate::render`].
pub fn bundle(parts: &[Part<'_>], fonts: &FontStore) -> Result<Rendered, FormError> {
    let Some(first) = parts.first() else {
        return Err(FormError::UnknownForm(String::new()));
    };
    let mut all = empty(first.form.info.name);
    for part in parts {
        let document = part.form.document(part.file, part.printing);
        add(&mut all, layout::lay_out(&document, fonts)?);
    }
    write("bundle", all, first.file, first.printing, fonts, &Printpdf)
}

fn empty(title: &str) -> DisplayList {
    DisplayList {
        title: title.to_owned(),
        pages: Vec::new(),
        substitutes: Vec::new(),
        missing: Vec::new(),
    }
}

fn add(all: &mut DisplayList, list: DisplayList) {
    all.pages.extend(list.pages);
    for substitute in list.substitutes {
        if !all.substitutes.contains(&substitute) {
            all.substitutes.push(substitute);
        }
    }
    all.missing.extend(list.missing);
    all.missing.sort_unstable();
    all.missing.dedup();
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
