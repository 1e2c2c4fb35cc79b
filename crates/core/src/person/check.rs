//! What a visitor's particulars must look like.

use std::collections::BTreeMap;

use chrono::Datelike;

use crate::dictionary;
use crate::error::Error;
use crate::identifier::{Gender, IdKind, Identifier, Phone, normalise_name};
use crate::journal::Value;
use crate::time::{self, Day};

/// Particulars of a visitor as typed; empty text means not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitor {
    pub name: String,
    /// Code of the gender dictionary.
    pub gender: String,
    /// `YYYY-MM-DD`.
    pub birth: String,
    pub id_kind: String,
    pub id_kind_text: String,
    pub id_number: String,
    pub no_document_reason: String,
    pub phone: String,
    pub address: String,
    pub ethnicity: String,
    pub education: String,
    pub groups: Vec<String>,
    pub name_reading: String,
    pub do_not_call: bool,
    pub do_not_announce: bool,
}

/// Something wrong or doubtful about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Path of the field.
    pub field: String,
    pub code: &'static str,
    /// A fact for the sentence.
    pub detail: String,
    /// Nothing can be saved with it.
    pub blocks: bool,
}

impl Notice {
    pub(crate) fn wrong(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: field.into(),
            code,
            detail: String::new(),
            blocks: true,
        }
    }

    pub(crate) fn doubtful(field: impl Into<String>, code: &'static str) -> Self {
        Self {
            field: field.into(),
            code,
            detail: String::new(),
            blocks: false,
        }
    }

    pub(crate) fn with(self, detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            ..self
        }
    }

    /// Returns the notice as a refusal.
    pub fn refuse(self) -> Error {
        Error::at(self.code, self.field).with(self.detail)
    }
}

/// Particulars brought to one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VisitorFields {
    /// Fields of the person record; only those that were given.
    pub fields: BTreeMap<String, Value>,
    pub birth: Option<Day>,
    pub gender: Option<Gender>,
    /// The 18-digit form of the number, or the number itself for other papers; what equal persons share.
    pub id_key: String,
    /// The number in groups as people read it aloud.
    pub id_grouped: String,
}

/// Longest address in code points.
const ADDRESS_MAX: usize = 200;
/// Longest other short text in code points.
const TEXT_MAX: usize = 100;

/// Nobody alive was born before; such a year is a slip.
const OLDEST_BIRTH_YEAR: i32 = 1850;
/// Longest reason in code points.
const REASON_MAX: usize = 500;

/// Returns a reason as stored; an empty one stays empty.
///
/// # Errors
/// `text.control`, `text.too_long`.
pub fn reason_text(given: &str) -> Result<String, Error> {
    let given = given.trim();
    if given.chars().any(|c| c.is_control() && c != '\n') {
        return Err(Error::at("text.control", "reason"));
    }
    if given.chars().count() > REASON_MAX {
        return Err(Error::at("text.too_long", "reason"));
    }
    Ok(given.to_owned())
}

/// Returns a reason as stored, for what is not done without one.
///
/// # Errors
/// `reason.missing`, `text.control`, `text.too_long`.
pub fn require_reason(given: &str) -> Result<String, Error> {
    let reason = reason_text(given)?;
    if reason.is_empty() {
        return Err(Error::at("reason.missing", "reason"));
    }
    Ok(reason)
}

/// Returns the text as stored, or what is wrong with it.
pub(crate) fn short_text(text: &str, max: usize) -> Result<String, &'static str> {
    let text = text.trim();
    if text.chars().any(|c| c.is_control()) {
        return Err("text.control");
    }
    if text.chars().count() > max {
        return Err("text.too_long");
    }
    Ok(text.to_owned())
}

/// Checks a visitor's particulars on a day and brings them to one form. The list names every wrong or doubtful field,
/// the fields hold all that is right.
pub fn check_visitor(visitor: &Visitor, today: Day) -> (VisitorFields, Vec<Notice>) {
    let mut done = VisitorFields::default();
    let mut notices = Vec::new();
    let mut keep = |field: &str, value: Value| {
        if value != Value::Empty {
            done.fields.insert(field.to_owned(), value);
        }
    };

    if !visitor.name.trim().is_empty() {
        match normalise_name(&visitor.name) {
            Ok(name) => keep("name", Value::text(&name)),
            Err(fault) => notices.push(Notice::wrong("visitor.name", fault.code())),
        }
    }
    let mut birth = None;
    if !visitor.birth.is_empty() {
        match time::day_from_text(&visitor.birth) {
            None => notices.push(Notice::wrong("visitor.birth", "day.shape")),
            Some(day) if day > today => {
                notices.push(
                    Notice::wrong("visitor.birth", "birth.future").with(visitor.birth.clone()),
                );
            }
            Some(day) if day.year() < OLDEST_BIRTH_YEAR => {
                notices.push(Notice::wrong("visitor.birth", "day.shape"));
            }
            Some(day) => birth = Some(day),
        }
    }
    let mut gender = None;
    if !visitor.gender.is_empty() {
        match Gender::from_code(&visitor.gender) {
            None => notices.push(Notice::wrong("visitor.gender", "choice.unknown")),
            Some(known) => gender = Some(known).filter(|known| known.is_known()),
        }
    }

    let mut id_key = String::new();
    let mut id_grouped = String::new();
    let typed = visitor.id_number.trim();
    let kind = match visitor.id_kind.as_str() {
        "" if typed.is_empty() => None,
        "" => Some(IdKind::ResidentId),
        code => match IdKind::from_code(code) {
            Some(kind) => Some(kind),
            None => {
                notices.push(Notice::wrong("visitor.id_kind", "choice.unknown"));
                None
            }
        },
    };
    match kind {
        None => {}
        Some(IdKind::None) if visitor.no_document_reason.trim().is_empty() => {
            notices.push(Notice::wrong(
                "visitor.no_document_reason",
                "id.reason_missing",
            ));
        }
        Some(kind) if typed.is_empty() && !kind.needs_reason() => {
            notices.push(Notice::doubtful("visitor.id_number", "id.empty"));
        }
        Some(kind) => match Identifier::parse(kind, typed, today) {
            Err(fault) => {
                let future = notices.iter().any(|notice| notice.code == "birth.future");
                if !future {
                    notices.push(Notice::wrong("visitor.id_number", fault.code()));
                }
            }
            Ok(identifier) => {
                keep("id_kind", Value::text(kind.code()));
                keep("id_number", Value::text(identifier.number()));
                id_key = identifier
                    .converted()
                    .unwrap_or_else(|| identifier.number().to_owned());
                id_grouped = group(identifier.number());
                for warning in identifier.warnings() {
                    notices.push(Notice::doubtful("visitor.id_number", warning.code()));
                }
                if let Some(inside) = identifier.birth() {
                    if birth.is_some_and(|typed| typed != inside) {
                        notices.push(
                            Notice::doubtful("visitor.birth", "birth.differs")
                                .with(inside.to_string()),
                        );
                    }
                    birth = birth.or(Some(inside));
                }
                if let Some(inside) = identifier.gender() {
                    if gender.is_some_and(|typed| typed != inside) {
                        notices.push(Notice::doubtful("visitor.gender", "gender.differs"));
                    }
                    gender = gender.or(Some(inside));
                }
            }
        },
    }
    if kind.is_some_and(IdKind::needs_description) && visitor.id_kind_text.trim().is_empty() {
        notices.push(Notice::wrong(
            "visitor.id_kind_text",
            "id.kind_text_missing",
        ));
    }
    if let Some(day) = birth {
        keep("birth", Value::text(&day.to_string()));
    }
    if let Some(known) = gender {
        keep("gender", Value::text(known.code()));
    }
    if !visitor.phone.trim().is_empty() {
        match Phone::parse(&visitor.phone) {
            Ok(phone) => keep("phone", Value::text(&phone.normal())),
            Err(fault) => notices.push(Notice::wrong("visitor.phone", fault.code())),
        }
    }
    for (field, text, max) in [
        ("id_kind_text", &visitor.id_kind_text, TEXT_MAX),
        ("no_document_reason", &visitor.no_document_reason, TEXT_MAX),
        ("address", &visitor.address, ADDRESS_MAX),
        ("name_reading", &visitor.name_reading, TEXT_MAX),
    ] {
        match short_text(text, max) {
            Ok(text) => keep(field, Value::text(&text)),
            Err(code) => notices.push(Notice::wrong(format!("visitor.{field}"), code)),
        }
    }
    for (field, table, code) in [
        ("ethnicity", "ethnicities", &visitor.ethnicity),
        ("education", "education", &visitor.education),
    ] {
        if code.is_empty() {
            continue;
        }
        match dictionary::bundled(table).and_then(|table| table.find(code)) {
            Some(entry) => keep(field, Value::text(&entry.code)),
            None => notices.push(Notice::wrong(format!("visitor.{field}"), "choice.unknown")),
        }
    }
    match group_codes(&visitor.groups) {
        Ok(codes) => keep("groups", Value::texts(&codes)),
        Err(()) => notices.push(Notice::wrong("visitor.groups", "choice.unknown")),
    }
    for (field, flag) in [
        ("do_not_call", visitor.do_not_call),
        ("do_not_announce", visitor.do_not_announce),
    ] {
        if flag {
            keep(field, Value::Bool(true));
        }
    }
    (
        VisitorFields {
            birth,
            gender,
            id_key,
            id_grouped,
            ..done
        },
        notices,
    )
}

/// Returns groups by code, sorted, from codes or names.
pub(crate) fn group_codes(groups: &[String]) -> Result<Vec<String>, ()> {
    let table = dictionary::bundled("groups").ok_or(())?;
    let mut codes = Vec::new();
    for group in groups {
        codes.push(table.find(group).ok_or(())?.code.clone());
    }
    codes.sort();
    codes.dedup();
    Ok(codes)
}

/// Returns an 18-character number as 6-8-4, any other as it is.
fn group(number: &str) -> String {
    if number.len() == 18 && number.is_ascii() {
        format!("{} {} {}", &number[..6], &number[6..14], &number[14..])
    } else {
        number.to_owned()
    }
}
