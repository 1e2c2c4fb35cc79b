//! A font file with the outlines of a few glyphs only.
//!
//! The writer of PDF files looks at every glyph and every character of a font before it keeps the few that a paper needs;
//! with tens of thousands of Han characters that takes most of the time of a paper. It is handed a thinned file instead.

mod outline;

use std::collections::{BTreeMap, BTreeSet};

/// Head of a file with one face and TrueType outlines.
const PLAIN: &[u8] = &[0, 1, 0, 0];
/// Tables that are kept as they are.
const KEPT: [&[u8; 4]; 3] = [b"cvt ", b"fpgm", b"prep"];
/// Names by which a reader of the paper tells the font: family, style, whole name, PostScript name. Licence and makers
/// stand in the whole file and take more room than a line of text.
const NAMES: [u16; 4] = [1, 2, 4, 6];
/// Platform and language of the names that are kept: Windows, English.
const NAMED_IN: (u16, u16) = (3, 0x409);
/// Offset in `head` of the width of the entries in `loca`.
const LOCA_FORMAT: usize = 50;
/// Offset in `hhea` of how many glyphs have an advance of their own.
const ADVANCES: usize = 34;
/// Offset in `maxp` of the number of glyphs.
const GLYPHS: usize = 4;
/// Length of `post` without names of glyphs.
const POST: usize = 32;

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes([two[0], two[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(bytes, at)?) << 16 | u32::from(u16_at(bytes, at.checked_add(2)?)?))
}

/// Returns a table of a plain font file.
fn table<'a>(file: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(file, 4)?);
    let record = (0..count)
        .map(|at| 12 + at * 16)
        .find(|at| file.get(*at..*at + 4) == Some(tag.as_slice()))?;
    let (from, length) = (u32_at(file, record + 8)?, u32_at(file, record + 12)?);
    file.get(from as usize..(from as usize).checked_add(length as usize)?)
}

/// The outlines of a font.
struct Outlines<'a> {
    glyf: &'a [u8],
    loca: &'a [u8],
    wide: bool,
}

impl<'a> Outlines<'a> {
    fn of(file: &'a [u8]) -> Option<Self> {
        Some(Self {
            glyf: table(file, b"glyf")?,
            loca: table(file, b"loca")?,
            wide: u16_at(table(file, b"head")?, LOCA_FORMAT)? == 1,
        })
    }

    fn get(&self, glyph: usize) -> Option<&'a [u8]> {
        let offset = |at: usize| -> Option<usize> {
            if self.wide {
                u32_at(self.loca, at * 4).map(|offset| offset as usize)
            } else {
                u16_at(self.loca, at * 2).map(|half| usize::from(half) * 2)
            }
        };
        self.glyf.get(offset(glyph)?..offset(glyph + 1)?)
    }
}

/// Returns the advance and the left side bearing of a glyph.
fn metrics(hmtx: &[u8], advances: usize, glyph: usize) -> Option<[u16; 2]> {
    let last = advances.checked_sub(1)?;
    let advance = u16_at(hmtx, glyph.min(last) * 4)?;
    let bearing = if glyph <= last {
        glyph * 4 + 2
    } else {
        advances * 4 + (glyph - advances) * 2
    };
    Some([advance, u16_at(hmtx, bearing)?])
}

/// Writes which character has which glyph: one group for each, in a table for all of Unicode.
fn characters(glyphs: &BTreeMap<char, u16>) -> Option<Vec<u8>> {
    let groups = u32::try_from(glyphs.len()).ok()?;
    let mut cmap: Vec<u8> = [0_u16, 1, 3, 10]
        .iter()
        .flat_map(|n| n.to_be_bytes())
        .collect();
    cmap.extend(12_u32.to_be_bytes());
    cmap.extend([0, 12, 0, 0]);
    for number in [16 + groups * 12, 0, groups] {
        cmap.extend(number.to_be_bytes());
    }
    for (character, glyph) in glyphs {
        let code = u32::from(*character);
        for number in [code, code, u32::from(*glyph)] {
            cmap.extend(number.to_be_bytes());
        }
    }
    Some(cmap)
}

/// Returns a plain TrueType file that has some characters only, each with the glyph of the given number.
///
/// The glyphs keep their order and are numbered anew. None when the file is a collection, has outlines of another kind
/// or glyphs that are put together from others, or is damaged.
pub(crate) fn thinned(file: &[u8], glyphs: &BTreeMap<char, u16>) -> Option<Vec<u8>> {
    if file.get(..4)? != PLAIN {
        return None;
    }
    let outlines = Outlines::of(file)?;
    // The box for a missing character is part of every font.
    let mut kept = BTreeSet::from([0]);
    kept.extend(glyphs.values());
    let kept: Vec<u16> = kept.into_iter().collect();
    let count = u16::try_from(kept.len()).ok()?;
    let renumbered = |glyph: u16| u16::try_from(kept.binary_search(&glyph).ok()?).ok();

    let mut hhea = table(file, b"hhea")?.to_vec();
    let advances = usize::from(u16_at(&hhea, ADVANCES)?);
    let old_hmtx = table(file, b"hmtx")?;
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), vec![0; 4], Vec::new());
    for glyph in &kept {
        let outline = outlines.get(usize::from(*glyph))?;
        // A negative number of contours marks a glyph that is put together from others.
        if !outline.is_empty() && u16_at(outline, 0)? >= 0x8000 {
            return None;
        }
        glyf.extend(outline);
        glyf.resize(glyf.len().next_multiple_of(4), 0);
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        for number in metrics(old_hmtx, advances, usize::from(*glyph))? {
            hmtx.extend(number.to_be_bytes());
        }
    }
    let mut head = table(file, b"head")?.to_vec();
    head.get_mut(LOCA_FORMAT..LOCA_FORMAT + 2)?
        .copy_from_slice(&[0, 1]);
    hhea.get_mut(ADVANCES..ADVANCES + 2)?
        .copy_from_slice(&count.to_be_bytes());
    let mut maxp = table(file, b"maxp")?.to_vec();
    maxp.get_mut(GLYPHS..GLYPHS + 2)?
        .copy_from_slice(&count.to_be_bytes());
    let mut post = table(file, b"post")?.get(..POST)?.to_vec();
    post.get_mut(..4)?.copy_from_slice(&[0, 3, 0, 0]);
    let mut renamed = BTreeMap::new();
    for (character, glyph) in glyphs {
        renamed.insert(*character, renumbered(*glyph)?);
    }
    let cmap = characters(&renamed)?;

    let name = names(table(file, b"name")?)?;
    let mut tables: Vec<(&[u8; 4], &[u8])> = vec![
        (b"name", &name),
        (b"cmap", &cmap),
        (b"glyf", &glyf),
        (b"head", &head),
        (b"hhea", &hhea),
        (b"hmtx", &hmtx),
        (b"loca", &loca),
        (b"maxp", &maxp),
        (b"post", &post),
    ];
    for tag in KEPT {
        tables.extend(table(file, tag).map(|bytes| (tag, bytes)));
    }
    tables.sort_by_key(|(tag, _)| **tag);
    write(&tables)
}

/// Returns the table of names with the few that a paper needs.
fn names(table: &[u8]) -> Option<Vec<u8>> {
    let count = usize::from(u16_at(table, 2)?);
    let texts = usize::from(u16_at(table, 4)?);
    let (mut records, mut kept, mut number) = (Vec::<u8>::new(), Vec::<u8>::new(), 0_u16);
    for at in (0..count).map(|nth| 6 + nth * 12) {
        let field = |nth: usize| u16_at(table, at + nth * 2);
        let is_kept = NAMES.contains(&field(3)?) && (field(0)?, field(2)?) == NAMED_IN;
        if !is_kept {
            continue;
        }
        let (length, offset) = (usize::from(field(4)?), usize::from(field(5)?));
        let text = table.get(texts + offset..texts + offset + length)?;
        records.extend(table.get(at..at + 10)?);
        records.extend(u16::try_from(kept.len()).ok()?.to_be_bytes());
        kept.extend(text);
        number += 1;
    }
    let mut written = vec![0, 0];
    written.extend(number.to_be_bytes());
    written.extend((6 + number * 12).to_be_bytes());
    written.extend(records);
    written.extend(kept);
    Some(written)
}

/// Tables that a PDF needs of a font whose glyphs it names by number.
const EMBEDDED: [&[u8; 4]; 9] = [
    b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep",
];

/// Step of the grid that outlines are set on, in parts of the em of 1000. No point moves more than half of it: 0.03 points
/// at the size of text, 0.011 mm, a quarter of the dot of an office printer. The coordinates are smaller numbers then,
/// which takes a fifth of a file.
const STEP: i32 = 6;

/// Returns a font file as it stands in a PDF: without names and characters, its outlines on the grid.
pub(crate) fn embedded(file: &[u8]) -> Option<Vec<u8>> {
    if file.get(..4)? != PLAIN {
        return None;
    }
    let outlines = Outlines::of(file)?;
    let count = usize::from(u16_at(table(file, b"maxp")?, GLYPHS)?);
    let advances = usize::from(u16_at(table(file, b"hhea")?, ADVANCES)?);
    let mut hmtx = table(file, b"hmtx")?.to_vec();
    let (mut glyf, mut loca) = (Vec::new(), vec![0; 4]);
    for glyph in 0..count {
        let outline = outlines.get(glyph)?;
        let (set, moved) = outline::on_grid(outline, STEP).unwrap_or_else(|| (outline.to_vec(), 0));
        if glyph < advances {
            // The outline is drawn from the bearing, so both move together.
            let at = glyph * 4 + 2;
            let bearing = u16_at(&hmtx, at)?.wrapping_add_signed(moved);
            hmtx.get_mut(at..at + 2)?
                .copy_from_slice(&bearing.to_be_bytes());
        }
        glyf.extend(set);
        glyf.resize(glyf.len().next_multiple_of(2), 0);
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
    }
    let mut head = table(file, b"head")?.to_vec();
    head.get_mut(LOCA_FORMAT..LOCA_FORMAT + 2)?
        .copy_from_slice(&[0, 1]);
    let mut tables: Vec<(&[u8; 4], &[u8])> = Vec::new();
    for tag in EMBEDDED {
        let bytes: &[u8] = match tag {
            b"glyf" => &glyf,
            b"head" => &head,
            b"hmtx" => &hmtx,
            b"loca" => &loca,
            other => match table(file, other) {
                Some(bytes) => bytes,
                None => continue,
            },
        };
        tables.push((tag, bytes));
    }
    write(&tables)
}

/// Returns how many glyphs a font file has.
pub(crate) fn glyph_count(file: &[u8]) -> Option<usize> {
    Some(usize::from(u16_at(table(file, b"maxp")?, GLYPHS)?))
}

/// Returns the sum of a table as numbers of four bytes.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, four| {
        let mut padded = [0; 4];
        padded[..four.len()].copy_from_slice(four);
        sum.wrapping_add(u32::from_be_bytes(padded))
    })
}

/// Writes tables as one file.
fn write(tables: &[(&[u8; 4], &[u8])]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let mut file = PLAIN.to_vec();
    file.extend(count.to_be_bytes());
    let power = count.checked_ilog2()?;
    let range = 16_u16 << power;
    for number in [range, u16::try_from(power).ok()?, count * 16 - range] {
        file.extend(number.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    for (tag, bytes) in tables {
        file.extend(*tag);
        file.extend(checksum(bytes).to_be_bytes());
        file.extend(u32::try_from(at).ok()?.to_be_bytes());
        file.extend(u32::try_from(bytes.len()).ok()?.to_be_bytes());
        at = (at + bytes.len()).next_multiple_of(4);
    }
    for (_, bytes) in tables {
        file.extend(*bytes);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use printpdf::ParsedFont;

    fn file(name: &str) -> Vec<u8> {
        let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts");
        std::fs::read(fonts.join(name)).unwrap()
    }

    fn face(file: &[u8]) -> ParsedFont {
        ParsedFont::from_bytes(file, 0, &mut Vec::new()).unwrap()
    }

    fn chosen(face: &ParsedFont, text: &str) -> BTreeMap<char, u16> {
        text.chars()
            .map(|c| (c, face.lookup_glyph_index(u32::from(c)).unwrap()))
            .collect()
    }

    #[test]
    fn every_character_of_a_thinned_face_is_drawn_and_set_as_in_the_whole_face() {
        for (name, text) in [
            (
                "NotoSansSC-Regular.ttf",
                "云川县 2026年é½Ǖ，法律援助受理回执ﬁÅ",
            ),
            ("NotoSansSC-Bold.ttf", "受理回执(补打)ñ·Ⅷ"),
            ("HanaMinB.ttf", "𠮷𬍛𬭎𠅤𡋾𪚥"),
        ] {
            let whole_file = file(name);
            let whole = face(&whole_file);
            let chosen = chosen(&whole, text);
            let thin_file = thinned(&whole_file, &chosen).unwrap();
            assert!(thin_file.len() * 20 < whole_file.len(), "{name}");
            let thin = face(&thin_file);
            let (before, after) = (
                Outlines::of(&whole_file).unwrap(),
                Outlines::of(&thin_file).unwrap(),
            );
            for (character, glyph) in &chosen {
                let own = thin.lookup_glyph_index(u32::from(*character)).unwrap();
                let old = before.get(usize::from(*glyph)).unwrap();
                let new = after.get(usize::from(own)).unwrap();
                assert!(new.starts_with(old), "{name} {character}");
                assert_eq!(
                    whole.get_horizontal_advance(*glyph),
                    thin.get_horizontal_advance(own),
                    "{name} {character}"
                );
            }
            assert_eq!(thin.lookup_glyph_index(u32::from('Ω')).unwrap_or(0), 0);
        }
    }

    #[test]
    fn a_damaged_file_is_not_thinned() {
        let whole_file = file("NotoSansSC-Regular.ttf");
        let chosen = chosen(&face(&whole_file), "é法");
        for length in [0, 3, 11, 12, 40, 300, 5_000, 300_000] {
            assert_eq!(thinned(&whole_file[..length], &chosen), None, "{length}");
        }
        let mut marked = whole_file.clone();
        marked[..4].copy_from_slice(b"ttcf");
        assert_eq!(thinned(&marked, &chosen), None, "a collection");
    }
}
