//! Forms and their fields against the field research, with what nobody has read in the original marked.
//!
//! `FACHUANG_FIELDS=1` writes `FIELDS.md` anew from the research and the form files.

use std::{fmt::Write, fs, path::Path};

use fachuang_forms::{Need, document_text, form, list};

use crate::sample;

const HEAD: &str = "# Forms and their fields

Every form with the fields that the field research gives for it (domain 3.1 to 3.3), as `tests/it/fields.rs` finds them in
the form files; the test holds this page equal to them. Words with a slash between mean the same.

- **read**: the form or its fields were read in the source named.
- **UNKNOWN**: from memory. The national text was not to be had; a person has to hold the form against it.
- **own**: no national text was found, or the law names the paper without giving a form; own design.
";

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Words of a form as its file says them and as it is printed, without blanks.
fn words(code: &str) -> String {
    let form = form(code).unwrap_or_else(|_| panic!("there is no form {code}"));
    let printed = document_text(code, &sample::plain(), &sample::printing(1)).unwrap();
    let text = format!("{}{printed}", form.source().unwrap_or_default());
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Returns how far the fields of a source can be relied on.
fn known(source: &str) -> &str {
    match source {
        source if source.contains("mem") => "UNKNOWN",
        source if source.contains("design") => "own",
        _ => "read",
    }
}

#[test]
fn every_form_has_the_fields_the_research_gives_and_the_unknown_is_marked() {
    let research = fs::read_to_string(path("tests/fixtures/domain-3.txt")).unwrap();
    let mut page = HEAD.to_owned();
    let (mut listed, mut fields_of) = (Vec::new(), [0, 0, 0]);
    let mut section_before = "";
    for line in research.lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [section, code, source, fields] = parts.as_slice() else {
            panic!("{line}");
        };
        let (info, words) = (form(code).unwrap().info, words(code));
        let (part, item) = section.split_once(' ').unwrap_or((section, ""));
        if part != section_before && !listed.iter().any(|(_, of)| *of == part) {
            writeln!(
                page,
                "\n## Domain {part}\n\n| | Form | | Source | Fields |\n|---|---|---|---|---|"
            )
            .unwrap();
        }
        assert!(
            part == section_before || !listed.iter().any(|(_, of)| *of == part),
            "{line}: the parts of the research stand together"
        );
        section_before = part;
        for field in fields.split_whitespace() {
            let found = field.split('/').any(|word| words.contains(word));
            assert!(found, "{code} lacks {field}");
            let kind = ["read", "UNKNOWN", "own"]
                .iter()
                .position(|kind| *kind == known(source));
            fields_of[kind.unwrap()] += 1;
        }
        let need = match info.need {
            Need::Must => "must",
            Need::AsNeeded => "as needed",
        };
        writeln!(
            page,
            "| {item} | `{code}` {} | {need} | {source}: **{}** | {} |",
            info.name,
            known(source),
            fields.replace(' ', "、"),
        )
        .unwrap();
        listed.push((*code, part));
    }
    let missing: Vec<&str> = list()
        .iter()
        .map(|form| form.code)
        .filter(|code| !listed.iter().any(|(listed, _)| listed == code))
        .collect();
    assert!(missing.is_empty(), "without a line of fields: {missing:?}");
    assert_eq!(listed.len(), list().len(), "one line a form");
    let [read, unknown, own] = fields_of;
    writeln!(
        page,
        "\n{} forms, {} fields: {read} read, {unknown} unknown, {own} of own design. None is lacking in its form file.",
        listed.len(),
        read + unknown + own,
    )
    .unwrap();
    if std::env::var_os("FACHUANG_FIELDS").is_some() {
        fs::write(path("FIELDS.md"), &page).unwrap();
    }
    assert_eq!(fs::read_to_string(path("FIELDS.md")).unwrap(), page);
}
