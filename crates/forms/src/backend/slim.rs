//! Takes out of a file what no reader of it needs.
//!
//! The writer of PDF files embeds tables that only programs with whole fonts read, writes widths and meanings of glyphs
//! at length, and sets every state before every stroke. All of it says the same in less.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::{FormError, thin};

/// Width of a glyph that is not listed, in thousandths of the size.
const USUAL_WIDTH: i64 = 1000;

/// Most meanings in one range: within it the first byte of the code stays the same.
const LONGEST_RANGE: usize = 0x100;

/// Makes fonts, meanings and pages of a file small. Streams must not be compressed yet.
pub(super) fn slim(file: &mut Document) -> Result<(), FormError> {
    let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
    let ids: Vec<ObjectId> = file.objects.keys().copied().collect();
    for id in ids {
        let Some(dictionary) = file.objects[&id].as_dict().ok().cloned() else {
            continue;
        };
        let kind = |name: &[u8]| dictionary.has_type(name);
        if kind(b"Font") {
            let meanings = dictionary.get(b"ToUnicode").and_then(Object::as_reference);
            if let Ok(meanings) = meanings {
                rewrite(file, meanings, meanings_in_ranges)?;
            }
            let fonts = file.objects.get_mut(&id).map(Object::as_dict_mut);
            if let Some(font) = fonts {
                spare_widths(font.map_err(broken)?);
            }
        } else if kind(b"FontDescriptor") {
            let program = dictionary.get(b"FontFile2").and_then(Object::as_reference);
            if let Ok(program) = program {
                rewrite(file, program, thin::embedded)?;
            }
        } else if kind(b"Page") {
            let content = dictionary.get(b"Contents").and_then(Object::as_reference);
            if let Ok(content) = content {
                rewrite(file, content, spare_strokes)?;
            }
        }
    }
    Ok(())
}

/// Puts the new content of a stream in its place; a stream that cannot be read stays as it is.
fn rewrite(
    file: &mut Document,
    id: ObjectId,
    change: fn(&[u8]) -> Option<Vec<u8>>,
) -> Result<(), FormError> {
    let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
    let Some(object) = file.objects.get_mut(&id) else {
        return Ok(());
    };
    let stream: &mut Stream = object.as_stream_mut().map_err(broken)?;
    if stream.dict.has(b"Filter") {
        return Ok(());
    }
    if let Some(content) = change(&stream.content) {
        if stream.dict.has(b"Length1") {
            let length = i64::try_from(content.len());
            let length = length.map_err(|e| FormError::Backend(e.to_string()))?;
            stream.dict.set("Length1", length);
        }
        stream.set_content(content);
    }
    Ok(())
}

/// Lists only the glyphs that are not as wide as most.
fn spare_widths(font: &mut Dictionary) {
    let descendants = font
        .get_mut(b"DescendantFonts")
        .and_then(Object::as_array_mut);
    let Ok([descendant]) = descendants.map(Vec::as_mut_slice) else {
        return;
    };
    let Ok(descendant) = descendant.as_dict_mut() else {
        return;
    };
    let usual = descendant.get(b"DW").and_then(Object::as_i64);
    let widths = descendant.get(b"W").and_then(Object::as_array);
    let (Ok(USUAL_WIDTH), Ok([Object::Integer(first), Object::Array(widths)])) =
        (usual, widths.map(Vec::as_slice))
    else {
        return;
    };
    let mut listed: Vec<Object> = Vec::new();
    let mut next = None;
    for (glyph, width) in (*first..).zip(widths) {
        if width.as_i64().is_ok_and(|width| width == USUAL_WIDTH) {
            continue;
        }
        match listed.last_mut() {
            Some(Object::Array(run)) if next == Some(glyph) => run.push(width.clone()),
            _ => listed.extend([Object::Integer(glyph), Object::Array(vec![width.clone()])]),
        }
        next = Some(glyph + 1);
    }
    descendant.set("W", listed);
}

/// Writes the meanings of glyphs as ranges: the codes follow each other, so only the characters need to be said.
fn meanings_in_ranges(map: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(map).ok()?;
    let mut meanings: Vec<(u16, &str)> = Vec::new();
    for line in text.lines() {
        let Some((code, meaning)) = line
            .strip_prefix('<')
            .and_then(|line| line.strip_suffix('>'))
            .and_then(|line| line.split_once("> <"))
        else {
            continue;
        };
        // The range of all codes is not a meaning.
        if (code, meaning) != ("0000", "FFFF") {
            meanings.push((u16::from_str_radix(code, 16).ok()?, meaning));
        }
    }
    if text.contains("beginbfrange") || meanings.is_empty() {
        return None;
    }
    meanings.sort_unstable();
    let follows = |a: &(u16, &str), b: &(u16, &str)| a.0 + 1 == b.0 && a.0 >> 8 == b.0 >> 8;
    let ranges: Vec<&[(u16, &str)]> = meanings.chunk_by(follows).collect();
    let mut out = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for hundred in ranges.chunks(100) {
        let _ = writeln!(out, "{} beginbfrange", hundred.len());
        for range in hundred {
            let (Some((first, _)), Some((last, _))) = (range.first(), range.last()) else {
                continue;
            };
            debug_assert!(range.len() <= LONGEST_RANGE);
            let _ = write!(out, "<{first:04X}><{last:04X}>[");
            for (_, meaning) in *range {
                let _ = write!(out, "<{meaning}>");
            }
            out.push_str("]\n");
        }
        out.push_str("endbfrange\n");
    }
    out.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    Some(out.into_bytes())
}

/// Says every state once and every length to a hundredth of a point, which is 0.004 mm.
fn spare_strokes(content: &[u8]) -> Option<Vec<u8>> {
    /// Operators that set a state and keep it until it is set again.
    const STATES: [&str; 7] = ["g", "G", "rg", "RG", "w", "d", "Tc"];
    let text = std::str::from_utf8(content).ok()?;
    let mut said: [Option<String>; STATES.len()] = Default::default();
    let mut out = String::with_capacity(content.len());
    for line in text.lines() {
        // A saved state would have to be told apart from the one it is restored to.
        let operator = line.rsplit(' ').next()?;
        if matches!(
            operator,
            "q" | "Q" | "gs" | "cs" | "CS" | "sc" | "SC" | "k" | "K"
        ) {
            return None;
        }
        let line = rounded(line, operator);
        if let Some(state) = STATES.iter().position(|state| *state == operator) {
            if said[state].as_ref() == Some(&line) {
                continue;
            }
            // Grey and colour of a kind are one state.
            match operator {
                "g" => said[2] = None,
                "rg" => said[0] = None,
                "G" => said[3] = None,
                "RG" => said[1] = None,
                _ => {}
            }
            said[state] = Some(line.clone());
        }
        out.push_str(&line);
        out.push('\n');
    }
    Some(out.into_bytes())
}

/// Rounds the numbers of a line; parts of a turn keep four digits.
fn rounded(line: &str, operator: &str) -> String {
    let words = line.split(' ').enumerate().map(|(nth, word)| {
        let turn = operator == "Tm" && nth < 4;
        match word.parse::<f64>() {
            Ok(number) if word.contains('.') => {
                let text = if turn {
                    format!("{number:.4}")
                } else {
                    format!("{number:.2}")
                };
                let text = text.trim_end_matches('0').trim_end_matches('.');
                if text == "-0" {
                    "0".to_owned()
                } else {
                    text.to_owned()
                }
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        let found = spare_strokes(before.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(found).unwrap(), after);
    }

    #[test]
    fn a_state_is_said_when_it_changes_and_a_length_to_a_hundredth() {
        check(
            "0 g\n0.57 w\n10.123456 20 m\n0.57 w\n0 g\n0.86 0 0 rg\n0 g\n<0012> Tj\n",
            "0 g\n0.57 w\n10.12 20 m\n0.86 0 0 rg\n0 g\n<0012> Tj\n",
        );
        check(
            "0.81915194 -0.57357657 0.001 1.0 175.73248 -0.001 Tm\n",
            "0.8192 -0.5736 0.001 1 175.73 0 Tm\n",
        );
    }

    #[test]
    fn a_page_that_saves_its_state_stays_as_it_is() {
        assert_eq!(spare_strokes(b"q\n0 g\nQ\n"), None);
    }

    #[test]
    fn meanings_that_follow_each_other_become_a_range() {
        let map = "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n2 beginbfchar\n<0001> <0020>\n<0002> <D842DFB7>\n<0100> <4E00>\nendbfchar\n";
        let found = String::from_utf8(meanings_in_ranges(map.as_bytes()).unwrap()).unwrap();
        assert!(
            found
                .contains("2 beginbfrange\n<0001><0002>[<0020><D842DFB7>]\n<0100><0100>[<4E00>]\n"),
            "{found}"
        );
    }
}
