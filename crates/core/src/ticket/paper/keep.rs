//! What a paper was made from: the values it shows, its template, its fonts.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::case_file::{CaseFile, Printing, freeze, thaw};
use crate::desk::{Tx, View, subject};
use crate::error::Result;
use crate::journal::{Record, Value};
use crate::storage::series;

/// Kind of the entry with what a paper was made from.
const MADE: &str = "paper.made";
/// Kind of the entry with the text of a template.
const TEXT: &str = "template.text";

/// What a paper is made from, to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Code of the form, or of its large print.
    pub form: &'a str,
    /// Text of its template; empty for a form that is part of the program.
    pub template: &'a str,
    /// Fingerprint of the fonts.
    pub fonts: &'a str,
    pub file: &'a CaseFile,
    pub printing: &'a Printing,
    /// What a volume binds, in its order; empty for a single paper.
    pub parts: &'a [Bound],
}

/// A part of a volume.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bound {
    /// A paper as it was issued: what that one was made from.
    Issued(Uuid),
    /// A paper made for this volume alone, from what the volume is made from.
    Frame {
        form: String,
        /// Text of its template; empty for a form that is part of the program, and while the text has not arrived.
        template: String,
    },
}

/// What a paper was made from, as kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub form: String,
    /// Text of its template; empty for a form that is part of the program, and while the text has not arrived.
    pub template: String,
    pub fonts: String,
    pub file: CaseFile,
    pub printing: Printing,
    /// What a volume binds, in its order; empty for a single paper.
    pub parts: Vec<Bound>,
}

/// Keeps what a paper is made from; its template is kept once, however many papers it makes.
pub fn keep(tx: &mut Tx<'_>, source: &Source<'_>) -> Result<Uuid> {
    let mut data = freeze(source.file, source.printing);
    data.insert("form".to_owned(), Value::text(source.form));
    data.insert("fonts".to_owned(), Value::text(source.fonts));
    if !source.template.is_empty() {
        let template = keep_template(tx, source.template)?;
        data.insert("template".to_owned(), Value::text(&template.to_string()));
    }
    if !source.parts.is_empty() {
        let parts: Vec<Value> = source
            .parts
            .iter()
            .map(|part| keep_part(tx, part))
            .collect::<Result<_>>()?;
        data.insert("parts".to_owned(), Value::List(parts));
    }
    let id = tx.new_id();
    tx.append(subject::PAPER, id, MADE, &Record::of(data), Vec::new())?;
    Ok(id)
}

/// Returns the identity of a text: the same text has the same one on every desk.
fn template_id(text: &str) -> Uuid {
    let digest = Sha256::digest(text.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn keep_template(tx: &mut Tx<'_>, text: &str) -> Result<Uuid> {
    let id = template_id(text);
    if template(&tx.view(), id)?.is_none() {
        let body = Record::of([("text", Value::text(text))]);
        tx.append(subject::TEMPLATE, id, TEXT, &body, Vec::new())?;
    }
    Ok(id)
}

fn keep_part(tx: &mut Tx<'_>, part: &Bound) -> Result<Value> {
    Ok(match part {
        Bound::Issued(kept) => Value::List(vec![Value::text(&kept.to_string())]),
        Bound::Frame { form, template } => {
            let template = match template.as_str() {
                "" => String::new(),
                text => keep_template(tx, text)?.to_string(),
            };
            Value::List(vec![
                Value::Empty,
                Value::text(form),
                Value::text(&template),
            ])
        }
    })
}

fn thaw_part(view: &View<'_>, part: &Value) -> Result<Option<Bound>> {
    let Value::List(values) = part else {
        return Ok(None);
    };
    let nth = |at: usize| values.get(at).map_or("", |value| value.as_text());
    if let Ok(kept) = Uuid::parse_str(nth(0)) {
        return Ok(Some(Bound::Issued(kept)));
    }
    Ok(Some(Bound::Frame {
        form: nth(1).to_owned(),
        template: template_text(view, nth(2))?,
    }))
}

/// Returns the text of the template with an identity in words; empty when there is none, or it has not arrived.
fn template_text(view: &View<'_>, id: &str) -> Result<String> {
    Ok(match Uuid::parse_str(id) {
        Ok(id) => template(view, id)?.unwrap_or_default(),
        Err(_) => String::new(),
    })
}

/// Returns the text of a template; none when it has not arrived, or is not what its identity says.
fn template(view: &View<'_>, id: Uuid) -> Result<Option<String>> {
    let found = text_in(view, id, TEXT, "text")?;
    Ok(found.filter(|text| template_id(text) == id))
}

fn text_in(view: &View<'_>, id: Uuid, kind: &str, key: &str) -> Result<Option<String>> {
    let found = first(view, id, kind)?;
    Ok(found.and_then(|record| Some(record.data.get(key)?.as_text().to_owned())))
}

fn first(view: &View<'_>, id: Uuid, kind: &str) -> Result<Option<Record>> {
    let found = series::list_of_subject(view.connection, id.as_bytes())?;
    let entry = found.entries.iter().find(|entry| entry.head.kind == kind);
    Ok(entry.and_then(|entry| Record::decode(&entry.body)))
}

/// Returns what a paper was made from; none when it has not arrived or cannot be read.
pub fn kept(view: &View<'_>, id: Uuid) -> Result<Option<Kept>> {
    let Some(record) = first(view, id, MADE)? else {
        return Ok(None);
    };
    let Some((file, printing)) = thaw(&record.data) else {
        return Ok(None);
    };
    let text = |key: &str| record.data.get(key).map_or("", |value| value.as_text());
    let kept_parts = match record.data.get("parts") {
        Some(Value::List(parts)) => parts.as_slice(),
        _ => &[],
    };
    let mut parts = Vec::new();
    for part in kept_parts {
        let Some(part) = thaw_part(view, part)? else {
            return Ok(None);
        };
        parts.push(part);
    }
    Ok(Some(Kept {
        form: text("form").to_owned(),
        template: template_text(view, text("template"))?,
        parts,
        fonts: text("fonts").to_owned(),
        file,
        printing,
    }))
}
