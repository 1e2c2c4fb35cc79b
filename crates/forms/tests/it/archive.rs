//! Papers for the archive against the clauses of ISO 19005-2 (PDF/A-2u) that a program can tell from the file alone.
//!
//! The file is read back by its bytes and by its objects; what the writer meant is not asked. No validator of part 2
//! could be had, so each clause is a check of its own here, and a file that breaks it is shown to be caught.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_forms::{Group, assemble, list, render};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, content::Content};

use crate::{pages::FONTS, sample};

/// Actions that a file for the archive may have (6.5.1); all others are forbidden.
const ACTIONS: [&[u8]; 4] = [b"GoTo", b"GoToR", b"URI", b"Named"];

/// Operators that pages use; all of them are defined in PDF 1.7 (6.2.2), none shows what is not in the file.
const OPERATORS: [&str; 22] = [
    "BT", "ET", "Tf", "Tj", "Td", "Tm", "Tc", "g", "G", "rg", "RG", "w", "d", "m", "l", "re", "S",
    "f", "h", "n", "f*", "B",
];

/// Returns every clause that a file breaks, with what breaks it.
fn broken(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(broken_frame(bytes));
    match Document::load_mem(bytes) {
        Ok(file) => {
            found.extend(broken_objects(&file));
            found.extend(broken_catalog(&file));
            for id in file.page_iter() {
                found.extend(broken_page(&file, id));
            }
        }
        Err(reason) => found.push(format!("6.1 not a file: {reason}")),
    }
    found
}

fn find(bytes: &[u8], words: &[u8], from: usize) -> Option<usize> {
    let place = bytes
        .get(from..)?
        .windows(words.len())
        .position(|part| part == words)?;
    Some(from + place)
}

/// Head, cross references and the lengths of streams (6.1.2 to 6.1.4, 6.1.7).
fn broken_frame(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let mut claim = |holds: bool, clause: &str| {
        if !holds {
            found.push(clause.to_owned());
        }
    };
    claim(
        bytes.starts_with(b"%PDF-1.") && bytes.get(7).is_some_and(u8::is_ascii_digit),
        "6.1.2 head",
    );
    let comment = bytes
        .split(|byte| *byte == b'\n')
        .nth(1)
        .unwrap_or_default();
    let high = comment.iter().filter(|byte| **byte > 127).count();
    claim(
        comment.starts_with(b"%") && high >= 4,
        "6.1.2 four bytes above 127 in the second line",
    );
    claim(
        bytes.trim_ascii_end().ends_with(b"%%EOF"),
        "6.1.3 nothing behind the end",
    );
    let number = |text: &[u8]| std::str::from_utf8(text).ok()?.trim().parse::<usize>().ok();
    let table = bytes
        .windows(9)
        .rposition(|part| part == b"startxref")
        .and_then(|at| number(bytes[at + 9..].split(|b| *b == b'%').next()?));
    let Some(table) = table.filter(|at| bytes[*at..].starts_with(b"xref")) else {
        claim(false, "6.1.4 cross references where the end says");
        return found;
    };
    let lines = bytes[table..].split(|byte| *byte == b'\n').skip(1);
    let mut next = 0;
    for line in lines.take_while(|line| !line.starts_with(b"trailer")) {
        let words: Vec<&[u8]> = line.trim_ascii().split(|byte| *byte == b' ').collect();
        match words.as_slice() {
            [first, _count] => next = number(first).unwrap_or(usize::MAX),
            [place, _, kind] => {
                let start = format!("{next} ");
                let there = number(place)
                    .and_then(|at| bytes.get(at..))
                    .unwrap_or_default();
                claim(
                    *kind == b"f" || there.starts_with(start.as_bytes()),
                    "6.1.4 place of an object",
                );
                claim(
                    line.len() == 19 || line.len() == 20,
                    "6.1.4 length of an entry",
                );
                next += 1;
            }
            _ => claim(false, "6.1.4 an entry"),
        }
    }
    let mut at = 0;
    while let Some(begin) = find(bytes, b"stream", at) {
        at = begin + 6;
        if begin >= 3 && &bytes[begin - 3..begin] == b"end" {
            continue;
        }
        let head = bytes[..begin]
            .windows(4)
            .rposition(|part| part == b" obj")
            .unwrap_or(0);
        let said = find(bytes, b"/Length ", head).and_then(|place| {
            let digits = bytes[place + 8..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            number(&bytes[place + 8..place + 8 + digits])
        });
        let body = if bytes[at..].starts_with(b"\r\n") {
            at + 2
        } else {
            at + 1
        };
        let end = said
            .and_then(|length| bytes.get(body + length..))
            .unwrap_or_default();
        let end = end.strip_prefix(b"\r").unwrap_or(end);
        claim(
            end.strip_prefix(b"\n")
                .is_some_and(|end| end.starts_with(b"endstream")),
            "6.1.7.1 length of a stream",
        );
        at = body + said.unwrap_or(0);
    }
    found
}

/// What may stand nowhere in a file: encryption, LZW, other files, scripts, films, transparency (6.1.3, 6.1.7.2, 6.2.8,
/// 6.2.10, 6.3, 6.4, 6.5).
fn broken_objects(file: &Document) -> Vec<String> {
    let mut found = Vec::new();
    if file.trailer.has(b"Encrypt") {
        found.push("6.1.3 encrypted".into());
    }
    let ids = file.trailer.get(b"ID").and_then(Object::as_array);
    if !ids.is_ok_and(|ids| {
        ids.len() == 2
            && ids
                .iter()
                .all(|id| id.as_str().is_ok_and(|id| !id.is_empty()))
    }) {
        found.push("6.1.3 no ID".into());
    }
    for object in file.objects.values() {
        walk(object, &mut |dictionary| {
            for key in [
                &b"AA"[..],
                b"JS",
                b"JavaScript",
                b"EmbeddedFiles",
                b"XFA",
                b"SMask",
                b"OPI",
                b"PS",
                b"TR",
                b"F",
                b"FFilter",
                b"AcroForm",
                b"Perms",
                b"NeedAppearances",
                b"Alternates",
                b"Group",
            ] {
                if dictionary.has(key) {
                    found.push(format!("6.2 to 6.5 {}", String::from_utf8_lossy(key)));
                }
            }
            let name = |key: &[u8]| {
                dictionary
                    .get(key)
                    .and_then(Object::as_name)
                    .unwrap_or_default()
            };
            let action =
                name(b"Type") == b"Action" || (dictionary.has(b"S") && dictionary.has(b"URI"));
            if action && !ACTIONS.contains(&name(b"S")) {
                found.push("6.5.1 an action".into());
            }
            if !matches!(name(b"Filter"), b"" | b"FlateDecode")
                || dictionary
                    .get(b"Filter")
                    .is_ok_and(|filter| filter.as_array().is_ok())
            {
                found.push("6.1.7.2 a filter".into());
            }
            if ["Image", "Form", "PS"]
                .iter()
                .any(|kind| name(b"Subtype") == kind.as_bytes())
            {
                found.push("6.2.8, 6.2.9 an object beside the page".into());
            }
        });
        if let Object::Stream(stream) = object
            && stream.dict.has(b"Filter")
            && stream.decompressed_content().is_err()
        {
            found.push("6.1.7 a stream that cannot be read".into());
        }
    }
    found
}

fn walk(object: &Object, look: &mut dyn FnMut(&Dictionary)) {
    let inner = |dictionary: &Dictionary, look: &mut dyn FnMut(&Dictionary)| {
        look(dictionary);
        dictionary.iter().for_each(|(_, value)| walk(value, look));
    };
    match object {
        Object::Dictionary(dictionary) => inner(dictionary, look),
        Object::Stream(stream) => inner(&stream.dict, look),
        Object::Array(values) => values.iter().for_each(|value| walk(value, look)),
        _ => {}
    }
}

/// Colours that are defined without a printer, and what the file says of itself (6.2.3, 6.2.4, 6.6).
fn broken_catalog(file: &Document) -> Vec<String> {
    let mut found = Vec::new();
    let catalog = file.catalog().unwrap();
    let intents = catalog.get(b"OutputIntents").and_then(Object::as_array);
    let intent = intents
        .ok()
        .and_then(|intents| intents.first()?.as_dict().ok());
    let profile = intent
        .filter(|intent| {
            intent
                .get(b"S")
                .and_then(Object::as_name)
                .is_ok_and(|kind| kind == b"GTS_PDFA1")
        })
        .and_then(|intent| stream(file, intent.get(b"DestOutputProfile").ok()?));
    match profile {
        None => found.push("6.2.3 no output intent".into()),
        Some(profile) => {
            let icc = plain(&profile);
            let size = icc
                .get(..4)
                .map(|size| u32::from_be_bytes(size.try_into().unwrap()) as usize);
            let three = profile
                .dict
                .get(b"N")
                .and_then(Object::as_i64)
                .is_ok_and(|n| n == 3);
            if size != Some(icc.len())
                || icc.get(36..40) != Some(b"acsp")
                || icc.get(16..20) != Some(b"RGB ")
                || !three
            {
                found.push("6.2.3 profile".into());
            }
        }
    }
    let metadata = catalog
        .get(b"Metadata")
        .ok()
        .and_then(|object| stream(file, object));
    let Some(metadata) = metadata else {
        found.push("6.6.2 no metadata".into());
        return found;
    };
    if metadata.dict.has(b"Filter") {
        found.push("6.6.2.1 metadata behind a filter".into());
    }
    let xmp = String::from_utf8(metadata.content.clone()).unwrap_or_default();
    for words in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>U</pdfaid:conformance>",
        "xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"",
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
        "<?xpacket end=\"w\"?>",
    ] {
        if !xmp.contains(words) {
            found.push(format!("6.6 {words}"));
        }
    }
    let info = file
        .trailer
        .get(b"Info")
        .ok()
        .and_then(|info| file.dereference(info).ok());
    let info = info
        .and_then(|(_, info)| info.as_dict().ok().cloned())
        .unwrap_or_default();
    for (key, element) in [
        ("Title", "rdf:li xml:lang=\"x-default\""),
        ("Author", "rdf:li"),
        ("Creator", "xmp:CreatorTool"),
        ("Producer", "pdf:Producer"),
    ] {
        let Ok(said) = info.get(key.as_bytes()).and_then(lopdf::decode_text_string) else {
            continue;
        };
        let said = said
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        if !xmp.contains(&format!("<{element}>{said}</")) {
            found.push(format!("6.6.3 {key} says something else: {said}"));
        }
    }
    for (key, element) in [
        ("CreationDate", "xmp:CreateDate"),
        ("ModDate", "xmp:ModifyDate"),
    ] {
        let digits =
            |text: &str| -> String { text.chars().filter(char::is_ascii_digit).take(14).collect() };
        let said = info
            .get(key.as_bytes())
            .and_then(Object::as_str)
            .map(|text| digits(&String::from_utf8_lossy(text)));
        let meant = xmp
            .split_once(&format!("<{element}>"))
            .map(|(_, rest)| digits(rest));
        if said.ok() != meant {
            found.push(format!("6.6.3 {key}"));
        }
    }
    found
}

fn stream(file: &Document, object: &Object) -> Option<Stream> {
    file.dereference(object).ok()?.1.as_stream().ok().cloned()
}

fn plain(stream: &Stream) -> Vec<u8> {
    if stream.dict.has(b"Filter") {
        stream.decompressed_content().unwrap()
    } else {
        stream.content.clone()
    }
}

/// Operators and fonts of a page (6.2.2, 6.2.11): whole in the file, every code on the page with a glyph, a width and a
/// meaning.
fn broken_page(file: &Document, id: ObjectId) -> Vec<String> {
    let mut found = Vec::new();
    let page = file.get_dictionary(id).unwrap();
    if page.has(b"Annots")
        && page
            .get(b"Annots")
            .and_then(Object::as_array)
            .is_ok_and(|notes| !notes.is_empty())
    {
        found.push("6.3 a note on the page".into());
    }
    let fonts: BTreeMap<Vec<u8>, Dictionary> = file
        .get_page_fonts(id)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, font.clone()))
        .collect();
    let content = Content::decode(&file.get_page_content(id)).unwrap();
    let mut font = Vec::new();
    let mut used: BTreeMap<Vec<u8>, BTreeSet<u16>> = BTreeMap::new();
    for operation in &content.operations {
        if !OPERATORS.contains(&operation.operator.as_str()) {
            found.push(format!("6.2.2 operator {}", operation.operator));
        }
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("Tf", [name, _]) => font = name.as_name().unwrap().to_vec(),
            ("Tj", [text]) => {
                let codes = text.as_str().unwrap().chunks(2);
                let codes =
                    codes.map(|code| u16::from_be_bytes([code[0], *code.get(1).unwrap_or(&0)]));
                used.entry(font.clone()).or_default().extend(codes);
            }
            _ => {}
        }
    }
    for (name, codes) in used {
        match fonts.get(&name) {
            Some(font) => found.extend(broken_font(file, font, &codes)),
            None => found.push("6.2.11 a font that is not there".into()),
        }
    }
    found
}

/// One font with the codes that a page uses of it (6.2.11.3 to 6.2.11.8).
fn broken_font(file: &Document, font: &Dictionary, codes: &BTreeSet<u16>) -> Vec<String> {
    let mut found = Vec::new();
    let mut claim = |holds: bool, clause: String| {
        if !holds {
            found.push(clause);
        }
    };
    let named = |dictionary: &Dictionary, key: &[u8], value: &[u8]| {
        dictionary
            .get(key)
            .and_then(Object::as_name)
            .is_ok_and(|name| name == value)
    };
    claim(
        named(font, b"Subtype", b"Type0") && named(font, b"Encoding", b"Identity-H"),
        "6.2.11.3.3 coding".into(),
    );
    let below = font
        .get(b"DescendantFonts")
        .and_then(Object::as_array)
        .unwrap();
    let below = file.dereference(&below[0]).unwrap().1.as_dict().unwrap();
    claim(
        named(below, b"Subtype", b"CIDFontType2") && named(below, b"CIDToGIDMap", b"Identity"),
        "6.2.11.3.2 glyphs".into(),
    );
    let descriptor = file
        .dereference(below.get(b"FontDescriptor").unwrap())
        .unwrap();
    let descriptor = descriptor.1.as_dict().unwrap();
    let names: BTreeSet<&[u8]> = [
        (font, &b"BaseFont"[..]),
        (below, b"BaseFont"),
        (descriptor, b"FontName"),
    ]
    .into_iter()
    .filter_map(|(dictionary, key)| dictionary.get(key).and_then(Object::as_name).ok())
    .collect();
    let tagged = names.first().is_some_and(|name| {
        name.len() > 7 && name[..6].iter().all(u8::is_ascii_uppercase) && name[6] == b'+'
    });
    claim(
        names.len() == 1 && tagged,
        "6.2.11.4.2 name of a part of a font".into(),
    );
    let Some(program) = descriptor
        .get(b"FontFile2")
        .ok()
        .and_then(|program| stream(file, program))
    else {
        return vec!["6.2.11.4.1 not embedded".into()];
    };
    let length = program.dict.get(b"Length1").and_then(Object::as_i64);
    let program = plain(&program);
    claim(
        length.is_ok_and(|length| length == program.len() as i64),
        "6.2.11.4.1 length".into(),
    );
    let face = Program(&program);
    let set = descriptor
        .get(b"CIDSet")
        .ok()
        .and_then(|set| stream(file, set))
        .map(|set| plain(&set));
    if let Some(set) = set {
        let bit = |glyph: usize| {
            set.get(glyph / 8)
                .is_some_and(|byte| byte & (0x80 >> (glyph % 8)) != 0)
        };
        claim(
            (0..set.len() * 8).all(|glyph| bit(glyph) == (glyph < face.count())),
            "6.2.11.4.2 set of glyphs".into(),
        );
    }
    let meanings = font
        .get(b"ToUnicode")
        .ok()
        .and_then(|map| stream(file, map));
    let meanings = meanings
        .map(|map| meanings_of(&plain(&map)))
        .unwrap_or_default();
    let widths = widths_of(below);
    for code in codes {
        claim(
            usize::from(*code) < face.count() && *code != 0,
            format!("6.2.11.8 code {code} without a glyph"),
        );
        let width = widths.get(code).copied().unwrap_or(1000.0);
        claim(
            (width - face.width(*code)).abs() <= 1.0,
            format!("6.2.11.5 width of {code}"),
        );
        let meant = meanings.get(code);
        let known = meant.is_some_and(|meant| {
            !meant.is_empty()
                && !meant
                    .chars()
                    .any(|c| matches!(c, '\0' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFD}'))
        });
        claim(known, format!("6.2.11.7 meaning of {code}"));
    }
    found
}

/// A TrueType program as a reader of the file takes it.
struct Program<'a>(&'a [u8]);

impl Program<'_> {
    fn table(&self, tag: &[u8]) -> &[u8] {
        let count = usize::from(self.word(self.0, 4));
        let record = (0..count).map(|nth| &self.0[12 + nth * 16..28 + nth * 16]);
        let record = record
            .into_iter()
            .find(|record| &record[..4] == tag)
            .unwrap();
        let long = |at: usize| u32::from_be_bytes(record[at..at + 4].try_into().unwrap()) as usize;
        &self.0[long(8)..long(8) + long(12)]
    }

    fn word(&self, bytes: &[u8], at: usize) -> u16 {
        u16::from_be_bytes([bytes[at], bytes[at + 1]])
    }

    fn count(&self) -> usize {
        usize::from(self.word(self.table(b"maxp"), 4))
    }

    fn width(&self, glyph: u16) -> f32 {
        let own = self.word(self.table(b"hhea"), 34);
        let at = usize::from(glyph.min(own - 1)) * 4;
        let units = f32::from(self.word(self.table(b"head"), 18));
        f32::from(self.word(self.table(b"hmtx"), at)) * 1000.0 / units
    }
}

fn widths_of(font: &Dictionary) -> BTreeMap<u16, f32> {
    let listed = font.get(b"W").and_then(Object::as_array).unwrap();
    let mut widths = BTreeMap::new();
    for pair in listed.chunks(2) {
        let first = u16::try_from(pair[0].as_i64().unwrap()).unwrap();
        for (code, width) in (first..).zip(pair[1].as_array().unwrap()) {
            widths.insert(code, width.as_float().unwrap());
        }
    }
    widths
}

/// Reads what codes mean from the ranges of a map.
fn meanings_of(map: &[u8]) -> BTreeMap<u16, String> {
    let text = String::from_utf8_lossy(map);
    let mut meanings = BTreeMap::new();
    for line in text.lines().filter(|line| line.ends_with(">]")) {
        let words: Vec<&str> = line
            .split(['<', '>'])
            .filter(|word| !matches!(*word, "" | "[" | "]"))
            .collect();
        let first = u16::from_str_radix(words[0], 16).unwrap();
        for (code, word) in (first..).zip(&words[2..]) {
            let units: Vec<u16> = (0..word.len() / 4)
                .map(|nth| u16::from_str_radix(&word[nth * 4..nth * 4 + 4], 16).unwrap())
                .collect();
            meanings.insert(code, String::from_utf16(&units).unwrap_or_default());
        }
    }
    meanings
}

#[test]
fn every_paper_for_the_archive_keeps_the_clauses_that_a_program_can_tell() {
    let mut checked = 0;
    let kept = list().iter().filter(|form| form.group != Group::Desk);
    for code in kept.flat_map(|form| [Some(form.code), form.large].into_iter().flatten()) {
        for (name, file, count) in sample::all() {
            let paper = render(code, &file, &sample::printing(count), &FONTS).unwrap();
            assert_eq!(broken(&paper.pdf), [""; 0], "{code} {name}");
            checked += 1;
        }
    }
    assert!(checked > 400, "{checked}");
}

#[test]
fn so_does_a_bound_volume() {
    let codes = [
        "med_cover",
        "med_contents",
        "med_apply",
        "med_agreement",
        "med_back",
    ];
    for (file, count) in [
        (sample::plain(), 1),
        (sample::longest(), 2),
        (sample::rare(), 1),
    ] {
        let volume = assemble(&codes, &file, &sample::printing(count), &FONTS).unwrap();
        assert_eq!(broken(&volume.pdf), [""; 0]);
    }
}

#[test]
fn a_paper_of_the_counter_is_none_for_the_archive() {
    let paper = render("notify", &sample::plain(), &sample::printing(1), &FONTS).unwrap();
    let found = broken(&paper.pdf);
    for clause in ["6.2.3 no output intent", "6.6.2 no metadata"] {
        assert!(found.iter().any(|each| each == clause), "{found:?}");
    }
}

#[test]
fn a_file_that_breaks_a_clause_is_caught() {
    let paper = render("med_power", &sample::plain(), &sample::printing(1), &FONTS).unwrap();
    let changed = |change: &dyn Fn(&mut Document)| {
        let mut file = Document::load_mem(&paper.pdf).unwrap();
        change(&mut file);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        broken(&bytes)
    };
    let every = |file: &mut Document, change: &dyn Fn(&mut Dictionary)| {
        for object in file.objects.values_mut() {
            match object {
                Object::Dictionary(dictionary) => change(dictionary),
                Object::Stream(stream) => change(&mut stream.dict),
                _ => {}
            }
        }
    };
    assert_eq!(changed(&|_| {}), [""; 0], "written again without a change");
    let drop_key =
        |key: &'static [u8]| changed(&|file| every(file, &|each| drop(each.remove(key))));
    for (found, clause) in [
        (drop_key(b"OutputIntents"), "6.2.3"),
        (drop_key(b"Metadata"), "6.6.2"),
        (drop_key(b"FontFile2"), "6.2.11.4.1"),
        (drop_key(b"ToUnicode"), "6.2.11.7"),
        (changed(&|file| drop(file.trailer.remove(b"ID"))), "6.1.3"),
        (
            changed(&|file| {
                every(file, &|each| {
                    if each.has_type(b"Page") {
                        each.set("AA", Dictionary::new())
                    }
                })
            }),
            "AA",
        ),
        (
            changed(&|file| {
                every(file, &|each| {
                    if each.has(b"Filter") {
                        each.set("Filter", "LZWDecode")
                    }
                })
            }),
            "6.1.7.2",
        ),
        (
            changed(&|file| {
                every(file, &|each| {
                    if each.has(b"Title") {
                        each.set("Title", Object::string_literal("else"))
                    }
                })
            }),
            "6.6.3 Title",
        ),
    ] {
        assert!(
            found.iter().any(|each| each.contains(clause)),
            "{clause}: {found:?}"
        );
    }
    let mut moved = paper.pdf.clone();
    moved.splice(20..20, *b"     ");
    assert!(broken(&moved).iter().any(|each| each.starts_with("6.1.4")));
    let at = find(&paper.pdf, b"/Length ", 0).unwrap() + 8;
    let mut longer = paper.pdf.clone();
    longer[at] = if longer[at] == b'9' {
        b'8'
    } else {
        longer[at] + 1
    };
    assert!(broken(&longer).iter().any(|each| each.starts_with("6.1.7")));
}
