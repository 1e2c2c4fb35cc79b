//! Which glyph a face has for a character.

use super::{table, u16_at, u32_at};

/// Platform and encoding of a list of all of Unicode, and the format in which it is a list of groups.
const ALL_OF_UNICODE: (u16, u16) = (3, 10);
const GROUPS: u16 = 12;

/// Characters that follow each other and whose glyphs do.
#[derive(Debug, Clone, Copy)]
struct Group {
    first: u32,
    last: u32,
    glyph: u32,
}

/// The characters of a face, found by halving; the reader of fonts goes through tens of thousands one after the other.
#[derive(Debug)]
pub(crate) struct Characters(Vec<Group>);

impl Characters {
    /// Reads the list of a plain font file; none when it has no list of this kind or the list is not in order.
    pub(crate) fn of(file: &[u8]) -> Option<Self> {
        let cmap = table(file, b"cmap")?;
        let lists = usize::from(u16_at(cmap, 2)?);
        let list = (0..lists).map(|nth| 4 + nth * 8).find_map(|at| {
            let kind = (u16_at(cmap, at)?, u16_at(cmap, at + 2)?);
            let list = cmap.get(u32_at(cmap, at + 4)? as usize..)?;
            (kind == ALL_OF_UNICODE && u16_at(list, 0)? == GROUPS).then_some(list)
        })?;
        let count = u32_at(list, 12)? as usize;
        let mut groups = Vec::new();
        for at in (0..count).map(|nth| 16 + nth * 12) {
            groups.push(Group {
                first: u32_at(list, at)?,
                last: u32_at(list, at + 4)?,
                glyph: u32_at(list, at + 8)?,
            });
        }
        let in_order = groups.windows(2).all(|pair| pair[0].last < pair[1].first);
        in_order.then_some(Self(groups))
    }

    /// Returns the glyph of a character.
    pub(crate) fn glyph(&self, character: char) -> Option<u16> {
        let code = u32::from(character);
        let after = self.0.partition_point(|group| group.last < code);
        let group = self.0.get(after).filter(|group| group.first <= code)?;
        u16::try_from(group.glyph.checked_add(code - group.first)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use printpdf::ParsedFont;

    #[test]
    fn every_character_has_the_glyph_that_the_reader_of_fonts_finds() {
        let fonts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts");
        for name in [
            "NotoSansSC-Bold.ttf",
            "NotoSerifSC-Regular.ttf",
            "HanaMinB.ttf",
        ] {
            let file = std::fs::read(fonts.join(name)).unwrap();
            let face = ParsedFont::from_bytes(&file, 0, &mut Vec::new()).unwrap();
            let characters = Characters::of(&file).unwrap();
            let mut found = 0;
            for character in ('\0'..='\u{323AF}').step_by(7) {
                let expected = face.lookup_glyph_index(u32::from(character)).unwrap_or(0);
                let glyph = characters.glyph(character).unwrap_or(0);
                assert_eq!(glyph, expected, "{name} {character}");
                found += usize::from(glyph != 0);
            }
            assert!(found > 1000, "{name} {found}");
        }
    }

    #[test]
    fn a_file_without_a_list_has_no_characters() {
        assert!(Characters::of(&[]).is_none());
        assert!(Characters::of(&[0, 1, 0, 0, 0, 0]).is_none());
    }
}
