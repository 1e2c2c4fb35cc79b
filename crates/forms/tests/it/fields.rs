//! Forms and their fields against the field research, with what nobody has read in the original marked.

use std::{fmt::Write, fs, path::Path};

use fachuang_forms::{document_text, form};

use crate::sample;

fn research() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/domain-3.txt");
    fs::read_to_string(path).unwrap()
}

/// Words of a form as its file says them and as it is printed, without blanks.
fn words(code: &str) -> String {
    let form = form(code).unwrap_or_else(|_| panic!("there is no form {code}"));
    let printed = document_text(code, &sample::plain(), &sample::printing(1)).unwrap();
    let text = format!("{}{printed}", form.source().unwrap());
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_form_has_the_fields_the_research_gives_and_the_unknown_is_marked() {
    let mut table = String::new();
    let (mut all, mut unread, mut lacking) = (0, 0, 0);
    for line in research().lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let [section, code, source, fields] = parts.as_slice() else {
            panic!("{line}");
        };
        let (name, words) = (form(code).unwrap().info.name, words(code));
        let has = |field: &&str| field.split('/').any(|word| words.contains(word));
        let (found, missing): (Vec<&str>, Vec<&str>) = fields.split_whitespace().partition(has);
        let from_memory = source.contains("mem");
        all += found.len() + missing.len();
        unread += usize::from(from_memory) * (found.len() + missing.len());
        lacking += missing.len();
        let known = match *source {
            "design" => "own design, no national text",
            source if source.contains("mem") => "UNKNOWN: from memory, not read in the original",
            _ => "read",
        };
        writeln!(table, "{section} {code} {name}: {source}, {known}").unwrap();
        writeln!(table, "  has {}", found.join(" ")).unwrap();
        if !missing.is_empty() {
            writeln!(table, "  LACKS {}", missing.join(" ")).unwrap();
        }
    }
    let listed: Vec<String> = research()
        .lines()
        .filter_map(|line| Some(line.split(" | ").nth(1)?.to_owned()))
        .collect();
    let others: Vec<&str> = fachuang_forms::list()
        .iter()
        .filter(|form| !form.code.starts_with("receipt"))
        .filter(|form| !listed.iter().any(|code| code == form.code))
        .map(|form| form.code)
        .collect();
    writeln!(table, "\nnot in the research: {}", others.join(" ")).unwrap();
    writeln!(
        table,
        "{all} fields, {unread} of them from memory, {lacking} lacking"
    )
    .unwrap();
    insta::assert_snapshot!(table);
}
