//! Template packages: a head, then forms as they stand in files of their own, each behind a line `=== form`.
//!
//! ```text
//! name = "云川县司法局文书样式"
//! version = "2026-03"
//! valid_from = "2026-03-01"
//! source = "云司发〔2026〕5号"
//! hidden = ["lookup"]
//! === form
//! code = "notify"
//! …
//! +++
//! …
//! ```

use chrono::NaiveDate;
use serde::Deserialize;

use crate::{
    FormError,
    forms::{self, Form},
};

/// A line that begins a form.
const FORM: &str = "=== form";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    version: String,
    /// `YYYY-MM-DD`.
    valid_from: String,
    #[serde(default)]
    source: String,
    /// Codes of forms that are not offered.
    #[serde(default)]
    hidden: Vec<String>,
}

/// What an office changes of its papers.
#[derive(Debug, Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// First day on which it makes papers.
    pub valid_from: NaiveDate,
    pub source: String,
    /// Codes of forms that are not offered.
    pub hidden: Vec<String>,
    /// Forms in place of those with the same code, and further ones.
    pub forms: Vec<Form>,
}

impl Package {
    /// Reads a package; every form of it must be one that can be read.
    ///
    /// # Errors
    /// [`FormError::Template`] with the line of the package that is wrong, and why.
    pub fn read(text: &str) -> Result<Self, FormError> {
        let text = text
            .strip_prefix('\u{FEFF}')
            .unwrap_or(text)
            .replace("\r\n", "\n");
        let lines: Vec<&str> = text.lines().collect();
        let starts: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].trim_end() == FORM)
            .collect();
        let head_end = starts.first().copied().unwrap_or(lines.len());
        let head_text = lines[..head_end].join("\n");
        let head: Head = toml::from_str(&head_text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = head_text.get(..at).unwrap_or("").matches('\n').count() + 1;
            broken("", line, error.message())
        })?;
        let line_of = |key: &str| {
            let found = lines[..head_end]
                .iter()
                .position(|line| line.starts_with(key));
            found.map_or(1, |at| at + 1)
        };
        let valid_from = NaiveDate::parse_from_str(&head.valid_from, "%Y-%m-%d")
            .map_err(|_| broken("", line_of("valid_from"), "no such day"))?;
        for (key, value) in [("name", &head.name), ("version", &head.version)] {
            if value.trim().is_empty() {
                return Err(broken(
                    "",
                    line_of(key),
                    "the package has no name or version",
                ));
            }
        }
        let mut found: Vec<Form> = Vec::new();
        for (nth, start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
            let body = format!("{}\n", lines[start + 1..end].join("\n"));
            let form = forms::read(&body).map_err(|error| moved(error, start + 1))?;
            check(&form, &found, start + 2)?;
            found.push(form);
        }
        let unknown = |code: &&String| {
            forms::find(code).is_err() && !found.iter().any(|form| form.info.code == **code)
        };
        if let Some(code) = head.hidden.iter().find(unknown) {
            let reason = format!("there is no form {code} to hide");
            return Err(broken(code, line_of("hidden"), &reason));
        }
        if found.is_empty() && head.hidden.is_empty() {
            return Err(broken("", 1, "the package changes nothing"));
        }
        Ok(Self {
            name: head.name,
            version: head.version,
            valid_from,
            source: head.source,
            hidden: head.hidden,
            forms: found,
        })
    }
}

fn broken(form: &str, line: usize, reason: &str) -> FormError {
    FormError::Template {
        form: form.to_owned(),
        line,
        reason: reason.to_owned(),
    }
}

/// Counts the line of a fault from the head of the package.
fn moved(error: FormError, by: usize) -> FormError {
    match error {
        FormError::Template { form, line, reason } => FormError::Template {
            form,
            line: line + by,
            reason,
        },
        other => other,
    }
}

fn check(form: &Form, earlier: &[Form], line: usize) -> Result<(), FormError> {
    let code = form.info.code;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if code.is_empty() || code.len() > 40 || !code.chars().all(plain) || code.ends_with("_large") {
        return Err(broken(
            code,
            line,
            "a code is of small letters, digits and _",
        ));
    }
    if forms::find(code).is_ok_and(|known| known.source().is_none()) {
        return Err(broken(code, line, "this form is part of the program"));
    }
    if earlier.iter().any(|known| known.info.code == code) {
        return Err(broken(code, line, "the same form twice"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "name = \"县局样式\"\nversion = \"2026-03\"\nvalid_from = \"2026-03-01\"\n";
    const NOTE: &str = "=== form\ncode = \"note\"\ntitle = \"便条\"\ngroup = \"desk\"\nstep = 1\nneed = \"as_needed\"\nstyle = \"form\"\nversion = \"1\"\n+++\n";

    #[track_caller]
    fn check(text: &str, line: usize, reason: &str) {
        match Package::read(text) {
            Err(FormError::Template {
                line: at,
                reason: found,
                ..
            }) => {
                assert_eq!((at, found.contains(reason)), (line, true), "{found}");
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_package_brings_forms_and_hides_others() {
        let text = format!(
            "{HEAD}hidden = [\"lookup\"]\n{NOTE}甲\n{}乙\n",
            NOTE.replace("note", "other")
        );
        let package = Package::read(&text).unwrap();
        let codes: Vec<&str> = package.forms.iter().map(|form| form.info.code).collect();
        assert_eq!(codes, ["note", "other"]);
        assert_eq!(package.hidden, ["lookup"]);
        assert_eq!(package.valid_from.to_string(), "2026-03-01");
        assert!(
            Package::read(&text.replace('\n', "\r\n")).is_ok(),
            "written on Windows"
        );
    }

    #[test]
    fn a_broken_package_is_refused_with_its_line_and_reason() {
        check("", 1, "missing field");
        check(&HEAD.replace("03-01", "13-01"), 3, "no such day");
        check(HEAD, 1, "changes nothing");
        check(
            &format!("{HEAD}hidden = [\"nothing\"]\n"),
            4,
            "no form nothing",
        );
        check(
            &format!("{HEAD}unknown = 1\n{NOTE}甲\n"),
            4,
            "unknown field",
        );
        check(
            &format!("{HEAD}{NOTE}甲\n{{nothing}}\n"),
            14,
            "no value nothing",
        );
        check(
            &format!("{HEAD}{}甲\n", NOTE.replace("as_needed", "maybe")),
            9,
            "unknown variant",
        );
        check(&format!("{HEAD}{NOTE}甲\n{NOTE}乙\n"), 15, "twice");
        check(
            &format!("{HEAD}{}甲\n", NOTE.replace("note", "receipt_a4")),
            5,
            "part of the program",
        );
        check(
            &format!("{HEAD}{}甲\n", NOTE.replace("note", "便条")),
            5,
            "small letters",
        );
    }
}
