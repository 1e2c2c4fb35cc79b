//! Takes out of a file what no reader of it needs: the writer of PDF files sets every state before every stroke.

use lopdf::{Document, Object};
use zlib_rs::{DeflateConfig, ReturnCode, compress_bound, compress_slice};

use crate::FormError;

/// How hard it is tried to make a stream small, out of 9; above it nothing is gained.
const LEVEL: i32 = 7;

/// What the note takes that a stream is compressed.
const NOTE: usize = 19;

/// Compresses the streams of a file. The same stream gives the same bytes on every machine.
pub(super) fn compress(file: &mut Document) -> Result<(), FormError> {
    let config = DeflateConfig {
        level: LEVEL,
        ..DeflateConfig::default()
    };
    for object in file.objects.values_mut() {
        let Object::Stream(stream) = object else {
            continue;
        };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        let mut room = vec![0; compress_bound(stream.content.len())];
        let (small, done) = compress_slice(&mut room, &stream.content, config);
        if done != ReturnCode::Ok {
            return Err(FormError::Backend(format!("compression: {done:?}")));
        }
        if small.len() + NOTE < stream.content.len() {
            let small = small.to_vec();
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(small);
        }
    }
    Ok(())
}

/// Makes the pages of a file small. Streams must not be compressed yet.
pub(super) fn spare_strokes(file: &mut Document) -> Result<(), FormError> {
    let broken = |e: lopdf::Error| FormError::Backend(e.to_string());
    let pages: Vec<_> = file.page_iter().collect();
    for page in pages {
        let content = file
            .get_dictionary(page)
            .and_then(|page| page.get(b"Contents"));
        let content = content.and_then(Object::as_reference).map_err(broken)?;
        let stream = file.get_object_mut(content).and_then(Object::as_stream_mut);
        let stream = stream.map_err(broken)?;
        // A page that cannot be read stays as it is.
        if let Some(spare) = spare(&stream.content) {
            stream.set_content(spare);
        }
    }
    Ok(())
}

/// Says every state once and every length to a hundredth of a point, which is 0.004 mm.
fn spare(content: &[u8]) -> Option<Vec<u8>> {
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
        let found = spare(before.as_bytes()).unwrap();
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
        assert_eq!(spare(b"q\n0 g\nQ\n"), None);
    }
}
