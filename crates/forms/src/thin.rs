//! A font file with the outlines of a few glyphs only, as it stands in a PDF.

mod characters;
mod outline;

pub(crate) use characters::Characters;

/// Head of a file with one face and TrueType outlines.
const PLAIN: &[u8] = &[0, 1, 0, 0];
/// Offset in `head` of the width of the entries in `loca`.
const LOCA_FORMAT: usize = 50;
/// Offset in `hhea` of how many glyphs have an advance of their own.
const ADVANCES: usize = 34;
/// Offset in `maxp` of the number of glyphs.
const GLYPHS: usize = 4;

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

/// Tables that a PDF needs of a font whose glyphs it names by number.
const EMBEDDED: [&[u8; 4]; 9] = [
    b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep",
];

/// Step of the grid that outlines are set on, in parts of the em of 1000. No point moves more than half of it: 0.03 points
/// at the size of text, 0.011 mm, a quarter of the dot of an office printer. The coordinates are smaller numbers then,
/// which takes a fifth of a file.
const STEP: i32 = 6;

/// Returns a font file with some glyphs only, their outlines on the grid, without names and characters.
///
/// The box for a missing character comes first, then the glyphs in the order given. None when the file is a collection,
/// has outlines of another kind or glyphs that are put together from others, or is damaged.
pub(crate) fn cut(file: &[u8], glyphs: impl Iterator<Item = u16>) -> Option<Vec<u8>> {
    if file.get(..4)? != PLAIN {
        return None;
    }
    let outlines = Outlines::of(file)?;
    let mut hhea = table(file, b"hhea")?.to_vec();
    let advances = usize::from(u16_at(&hhea, ADVANCES)?);
    let old_hmtx = table(file, b"hmtx")?;
    let (mut glyf, mut loca, mut hmtx) = (Vec::new(), vec![0; 4], Vec::new());
    let mut count = 0_u16;
    for glyph in std::iter::once(0).chain(glyphs).map(usize::from) {
        let outline = outlines.get(glyph)?;
        // A negative number of contours marks a glyph that is put together from others.
        if !outline.is_empty() && u16_at(outline, 0)? >= 0x8000 {
            return None;
        }
        let [advance, mut bearing] = metrics(old_hmtx, advances, glyph)?;
        match outline::on_grid(outline, STEP) {
            Some((set, moved)) => {
                glyf.extend(set);
                // The outline is drawn from the bearing, so both move together.
                bearing = bearing.wrapping_add_signed(moved);
            }
            None => glyf.extend(outline),
        }
        glyf.resize(glyf.len().next_multiple_of(2), 0);
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
        hmtx.extend([advance, bearing].iter().flat_map(|n| n.to_be_bytes()));
        count = count.checked_add(1)?;
    }
    let mut head = table(file, b"head")?.to_vec();
    let mut maxp = table(file, b"maxp")?.to_vec();
    for (bytes, at, number) in [
        (&mut head, LOCA_FORMAT, 1),
        (&mut hhea, ADVANCES, count),
        (&mut maxp, GLYPHS, count),
    ] {
        bytes
            .get_mut(at..at + 2)?
            .copy_from_slice(&number.to_be_bytes());
    }
    let mut tables: Vec<(&[u8; 4], &[u8])> = Vec::new();
    for tag in EMBEDDED {
        let bytes: &[u8] = match tag {
            b"glyf" => &glyf,
            b"head" => &head,
            b"hhea" => &hhea,
            b"hmtx" => &hmtx,
            b"loca" => &loca,
            b"maxp" => &maxp,
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

    fn chosen(file: &[u8], text: &str) -> Vec<u16> {
        let face = ParsedFont::from_bytes(file, 0, &mut Vec::new()).unwrap();
        text.chars()
            .map(|c| face.lookup_glyph_index(u32::from(c)).unwrap())
            .collect()
    }

    #[test]
    fn every_glyph_of_a_cut_face_is_drawn_and_set_as_in_the_whole_face() {
        for (name, text) in [
            (
                "NotoSansSC-Regular.ttf",
                "云川县 2026年é½Ǖ，法律援助受理回执ﬁÅ",
            ),
            ("NotoSansSC-Bold.ttf", "受理回执(补打)ñ·Ⅷ"),
            ("HanaMinB.ttf", "𠮷𬍛𬭎𠅤𡋾𪚥"),
        ] {
            let whole = file(name);
            let chosen = chosen(&whole, text);
            let part = cut(&whole, chosen.iter().copied()).unwrap();
            assert!(part.len() * 20 < whole.len(), "{name}");
            assert_eq!(glyph_count(&part), Some(chosen.len() + 1));
            let outlines = [&whole, &part].map(|file| Outlines::of(file).unwrap());
            let advance = |file: &[u8], glyph: usize| {
                let count = u16_at(table(file, b"hhea").unwrap(), ADVANCES).unwrap();
                metrics(table(file, b"hmtx").unwrap(), usize::from(count), glyph).unwrap()[0]
            };
            for (own, old) in (1..).zip(chosen.iter().map(|glyph| usize::from(*glyph))) {
                let before = outlines[0].get(old).unwrap();
                let expected = outline::on_grid(before, STEP).map(|(set, _)| set);
                let expected = expected.unwrap_or_else(|| before.to_vec());
                assert!(
                    outlines[1].get(own).unwrap().starts_with(&expected),
                    "{name} {old}"
                );
                assert_eq!(advance(&whole, old), advance(&part, own), "{name} {old}");
            }
        }
    }

    #[test]
    fn a_damaged_file_is_not_cut() {
        let whole = file("NotoSansSC-Regular.ttf");
        let chosen = chosen(&whole, "é法");
        let cut = |file: &[u8]| cut(file, chosen.iter().copied());
        for length in [0, 3, 11, 12, 40, 300, 5_000, 300_000] {
            assert_eq!(cut(&whole[..length]), None, "{length}");
        }
        let mut marked = whole.clone();
        marked[..4].copy_from_slice(b"ttcf");
        assert_eq!(cut(&marked), None, "a collection");
    }
}
