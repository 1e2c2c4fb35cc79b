//! The fonts of a file: of each face the outlines of the characters on the pages, their widths and meanings.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::ParsedFont;

use crate::{
    FormError,
    display::{DisplayList, Item},
    fonts::{FaceId, FontStore},
};

/// Width of a glyph that is not listed, in thousandths of the size.
const USUAL_WIDTH: i64 = 1000;

/// Most ranges of meanings that a reader takes in one list.
const RANGES: usize = 100;

/// A font with some characters of a face.
///
/// A PDF font gives each glyph one meaning for copying and searching. Where a face draws two characters with one
/// glyph, the second character takes the glyph from a second copy of the face.
pub(super) struct Font {
    pub name: String,
    pub face: FaceId,
    /// By glyph in the face.
    characters: BTreeMap<u16, char>,
    /// The file of the font; none for a face that only the writer of the pages can cut.
    program: Option<Vec<u8>>,
}

impl Font {
    /// Returns whether the font is written here and its characters are written by their codes.
    pub fn is_coded(&self) -> bool {
        self.program.is_some()
    }
}

/// The fonts of one file, with the font and the code of every character on its pages.
pub(super) struct Fonts {
    pub fonts: Vec<Font>,
    places: HashMap<(FaceId, char), (usize, u16)>,
}

impl Fonts {
    /// Returns the fonts for the characters on some pages.
    ///
    /// # Errors
    /// [`FormError::MissingGlyph`] and [`FormError::Font`].
    pub fn of(pages: &DisplayList, store: &FontStore) -> Result<Self, FormError> {
        let mut copies: BTreeMap<(FaceId, u8), BTreeMap<u16, char>> = BTreeMap::new();
        let mut glyphs = HashMap::new();
        let items = pages
            .pages
            .iter()
            .flat_map(|page| page.under.iter().chain(&page.items));
        for item in items {
            let (Item::Text(run) | Item::Turned { run, .. }) = item else {
                continue;
            };
            for character in run.text.chars() {
                if glyphs.contains_key(&(run.face, character)) {
                    continue;
                }
                let glyph = store.glyph_index(run.face, character)?;
                let glyph = glyph.ok_or(FormError::MissingGlyph { character })?;
                let mut copy = 0;
                while *copies
                    .entry((run.face, copy))
                    .or_default()
                    .entry(glyph)
                    .or_insert(character)
                    != character
                {
                    copy += 1;
                }
                glyphs.insert((run.face, character), (copy, glyph));
            }
        }
        let (mut fonts, mut places) = (Vec::new(), HashMap::new());
        for ((face, copy), characters) in copies {
            // The box for a missing character has the code 0.
            for (code, character) in (1..).zip(characters.values()) {
                if glyphs
                    .get(&(face, *character))
                    .is_some_and(|(of, _)| *of == copy)
                {
                    places.insert((face, *character), (fonts.len(), code));
                }
            }
            fonts.push(Font {
                name: name(face, copy),
                face,
                program: store.cut(face, characters.keys().copied())?,
                characters,
            });
        }
        Ok(Self { fonts, places })
    }

    /// Returns the font of a character with its code there.
    pub fn place(&self, face: FaceId, character: char) -> Option<(&Font, u16)> {
        let (font, code) = self.places.get(&(face, character))?;
        Some((self.fonts.get(*font)?, *code))
    }

    /// Adds the fonts to a file, where its pages look for them.
    pub fn add_to(&self, file: &mut Document, store: &FontStore) -> Result<(), FormError> {
        let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
        let mut added = Vec::new();
        for font in &self.fonts {
            if let Some(program) = &font.program {
                let id = add(file, font, program, store.parsed(font.face)?)?;
                added.push((font.name.clone(), id));
            }
        }
        let pages: Vec<ObjectId> = file.page_iter().collect();
        let Some(page) = pages.first() else {
            return Ok(());
        };
        // All pages share one dictionary of fonts.
        let resources = file
            .get_dictionary(*page)
            .and_then(|page| page.get(b"Resources"));
        let resources = resources.and_then(Object::as_reference).map_err(broken)?;
        let shared = file
            .get_dictionary(resources)
            .and_then(|page| page.get(b"Font"));
        let shared = shared.and_then(Object::as_reference).map_err(broken)?;
        let shared = file.get_dictionary_mut(shared).map_err(broken)?;
        for (name, id) in added {
            shared.set(name, id);
        }
        Ok(())
    }
}

/// Returns the name of a copy; the six capitals make the tag of a font that has a part of its face.
fn name(face: FaceId, copy: u8) -> String {
    let letter = |n: u8| char::from(b'A' + n % 26);
    format!("FACE{}{}", letter(face.0), letter(copy))
}

/// Adds a font and returns its number.
fn add(
    file: &mut Document,
    font: &Font,
    program: &[u8],
    face: &ParsedFont,
) -> Result<ObjectId, FormError> {
    let length = i64::try_from(program.len()).map_err(|e| FormError::Backend(e.to_string()))?;
    let program = Stream::new(dictionary! { "Length1" => length }, program.to_vec());
    let program = file.add_object(program);
    let own = face.font_name.as_deref().unwrap_or(&font.name);
    let full_name = || Object::Name(format!("{}+{own}", font.name).into_bytes());
    let descriptor = file.add_object(descriptor(face, full_name(), program));
    let meanings = meanings(&font.characters.values().copied().collect::<Vec<char>>());
    let meanings = file.add_object(Stream::new(Dictionary::new(), meanings.into_bytes()));
    let text = |text: &str| Object::String(text.into(), StringFormat::Literal);
    let glyphs = dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => full_name(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => text("Adobe"), "Ordering" => text("Identity"), "Supplement" => 0,
        },
        "CIDToGIDMap" => "Identity",
        "DW" => USUAL_WIDTH,
        "W" => widths(font, face),
        "FontDescriptor" => descriptor,
    };
    Ok(file.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => full_name(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Dictionary(glyphs)],
        "ToUnicode" => meanings,
    }))
}

/// Returns what a reader needs to stand a font in for another one, in thousandths of the size.
fn descriptor(face: &ParsedFont, name: Object, program: ObjectId) -> Dictionary {
    /// The letters are the usual ones.
    const NONSYMBOLIC: i64 = 32;
    let metrics = &face.pdf_font_metrics;
    let part = |units: i16| thousandths(f32::from(units), face).round() as i64;
    let weight = (f32::from(metrics.us_weight_class) / 65.0).powi(2).round() as i64;
    let edges = [metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max];
    let edges: Vec<Object> = edges.into_iter().map(|edge| part(edge).into()).collect();
    let capital = face.font_metrics.cap_height.map_or_else(
        || part(metrics.ascender),
        |units| thousandths(units, face).round() as i64,
    );
    dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name,
        "Ascent" => part(metrics.ascender),
        "Descent" => part(metrics.descender),
        "CapHeight" => capital,
        "ItalicAngle" => 0,
        "Flags" => NONSYMBOLIC,
        "StemV" => 50 + weight,
        "FontBBox" => edges,
        "FontFile2" => program,
    }
}

fn thousandths(units: f32, face: &ParsedFont) -> f32 {
    units * 1000.0 / f32::from(face.pdf_font_metrics.units_per_em.max(1))
}

/// Lists the glyphs that are not as wide as most, those that follow each other behind one code.
fn widths(font: &Font, face: &ParsedFont) -> Vec<Object> {
    let mut listed: Vec<Object> = Vec::new();
    let mut next = 0;
    for (code, glyph) in (1_i64..).zip(font.characters.keys()) {
        let units = f32::from(face.get_horizontal_advance(*glyph));
        let width = thousandths(units, face) as i64;
        if width == USUAL_WIDTH {
            continue;
        }
        match listed.last_mut() {
            Some(Object::Array(run)) if next == code => run.push(width.into()),
            _ => listed.extend([code.into(), Object::Array(vec![width.into()])]),
        }
        next = code + 1;
    }
    listed
}

/// Writes what the codes from 1 on mean, in ranges within which the first byte of a code stays the same.
fn meanings(characters: &[char]) -> String {
    let mut ranges: Vec<(usize, &[char])> = Vec::new();
    let (mut first, mut rest) = (1, characters);
    while !rest.is_empty() {
        let (range, after) = rest.split_at(rest.len().min(0x100 - first % 0x100));
        ranges.push((first, range));
        (first, rest) = (first + range.len(), after);
    }
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for part in ranges.chunks(RANGES) {
        let _ = writeln!(out, "{} beginbfrange", part.len());
        for (first, range) in part {
            let _ = write!(out, "<{first:04X}><{:04X}>[", first + range.len() - 1);
            for character in *range {
                out.push('<');
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "{unit:04X}");
                }
                out.push('>');
            }
            out.push_str("]\n");
        }
        out.push_str("endbfrange\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_share_their_first_byte_are_one_range_of_meanings() {
        let mut characters = vec!['一'; 0x101];
        (characters[1], characters[0xff]) = ('𠮷', '乙');
        let found = meanings(&characters);
        assert!(
            found.contains("2 beginbfrange\n<0001><00FF>[<4E00><D842DFB7><4E00>"),
            "{found}"
        );
        assert!(
            found.contains("<4E00>]\n<0100><0101>[<4E59><4E00>]\nendbfrange\n"),
            "{found}"
        );
    }
}
