use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Definition, Parameters, Setting, definitions, find};
use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::exchange::peer::require_own_rules;
use crate::journal::{Folded, Record, Value};
use crate::storage::series;
use crate::time::{self, Day};

/// A value to be set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    pub code: String,
    /// As typed; empty takes back what was set for that day.
    pub value: String,
    /// `YYYY-MM-DD`.
    pub from: String,
    /// Six digits, or empty for the area of the site.
    pub area: String,
    /// Where the value stands: a document with its number.
    pub source: String,
}

/// One entry of the history of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub from: String,
    pub area: String,
    /// As typed; empty where it was taken back.
    pub value: String,
    pub source: String,
    /// Staff id of who set it.
    pub by: String,
    pub at_ms: i64,
}

/// Everything that was set for a parameter, newest first.
pub type History = Vec<Line>;

/// Longest source in code points.
const SOURCE_MAX: usize = 200;

/// Returns the identity a thing has on every device, so that what two sites say about it meets.
pub(crate) fn shared_id(kind: &str, name: &str) -> Uuid {
    let digest = Sha256::digest(format!("{kind}:{name}").as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn id_of(code: &str) -> Uuid {
    shared_id(subject::PARAMETER, code)
}

/// Names of the fields that hold a value and its source.
fn fields(from: &str, area: &str) -> (String, String) {
    (
        format!("value.{from}.{area}"),
        format!("source.{from}.{area}"),
    )
}

fn checked(change: &Change) -> Result<(&'static Definition, Day)> {
    let definition = find(&change.code).ok_or_else(|| Error::at("parameter.unknown", "code"))?;
    let from = time::day_from_text(&change.from).ok_or_else(|| Error::at("day.shape", "from"))?;
    let digits = change.area.len() == 6 && change.area.bytes().all(|byte| byte.is_ascii_digit());
    let for_all = change.area.is_empty();
    let for_one = definition.by_area && digits;
    if !for_all && !for_one {
        return Err(Error::at("parameter.area", "area"));
    }
    if change.source.chars().any(char::is_control) {
        return Err(Error::at("text.control", "source"));
    }
    if change.source.chars().count() > SOURCE_MAX {
        return Err(Error::at("text.too_long", "source"));
    }
    Ok((definition, from))
}

/// Sets the value of a parameter from a day on, or takes it back.
///
/// # Errors
/// `right.missing`, `exchange.centre_decides`, `parameter.unknown`, `parameter.value`, `parameter.range`, `parameter.area`, `parameter.source`,
/// `parameter.not_set`, `day.shape`.
pub fn set(tx: &mut Tx<'_>, change: &Change) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    require_own_rules(tx.view().connection)?;
    let (definition, from) = checked(change)?;
    let (value_field, source_field) = fields(&from.to_string(), &change.area);
    let id = id_of(&definition.code);
    let (value, source) = if change.value.trim().is_empty() {
        if *tx.view().fold(id)?.value(&value_field) == Value::Empty {
            return Err(Error::at("parameter.not_set", "from"));
        }
        (Value::Empty, Value::Empty)
    } else {
        let value = definition
            .measure
            .parse(&change.value)
            .ok_or_else(|| Error::at("parameter.value", "value"))?;
        if !(definition.least..=definition.most).contains(&value) {
            let shown = |value| definition.measure.show(value);
            let range = format!("{} – {}", shown(definition.least), shown(definition.most));
            return Err(Error::at("parameter.range", "value").with(range));
        }
        if change.source.trim().is_empty() {
            return Err(Error::at("parameter.source", "source"));
        }
        (
            Value::text(&definition.measure.show(value)),
            Value::text(change.source.trim()),
        )
    };
    let record = Record::setting([(value_field, value), (source_field, source)]);
    tx.set(subject::PARAMETER, id, "parameter.set", &record)?;
    Ok(())
}

fn settings(definition: &Definition, folded: &Folded) -> Vec<Setting> {
    let mut found = Vec::new();
    for (field, state) in &folded.fields {
        let Some((from, area)) = field
            .strip_prefix("value.")
            .and_then(|rest| rest.split_once('.'))
        else {
            continue;
        };
        let value = definition.measure.parse(state.value().as_text());
        let (Some(from_day), Some(value)) = (time::day_from_text(from), value) else {
            continue;
        };
        found.push(Setting {
            from: from_day,
            area: area.to_owned(),
            value,
            source: folded.text(&fields(from, area).1).to_owned(),
            disputed: state.disputed(),
        });
    }
    found
}

/// Reads every value that was set.
pub fn read(view: &View<'_>) -> Result<Parameters> {
    let mut parameters = Parameters::default();
    for definition in definitions() {
        let folded = view.fold(id_of(&definition.code))?;
        for setting in settings(definition, &folded) {
            parameters.add(&definition.code, setting);
        }
    }
    Ok(parameters)
}

/// Lists everything that was ever set for a parameter, newest first.
///
/// # Errors
/// `parameter.unknown`.
pub fn history(view: &View<'_>, code: &str) -> Result<History> {
    find(code).ok_or_else(|| Error::at("parameter.unknown", "code"))?;
    let mut lines: Vec<Line> = Vec::new();
    for entry in series::list_of_subject(view.connection, id_of(code).as_bytes())?.entries {
        let Some(record) = Record::decode(&entry.body) else {
            continue;
        };
        let by = Uuid::from_bytes(entry.head.origin.account).to_string();
        let at_ms = record.at_ms(entry.head.hlc.wall_ms);
        let texts: BTreeMap<&str, &str> = record
            .set
            .iter()
            .map(|(field, value)| (field.as_str(), value.as_text()))
            .collect();
        for (field, value) in &texts {
            let Some((from, area)) = field
                .strip_prefix("value.")
                .and_then(|rest| rest.split_once('.'))
            else {
                continue;
            };
            let source = fields(from, area).1;
            lines.push(Line {
                from: from.to_owned(),
                area: area.to_owned(),
                value: (*value).to_owned(),
                source: texts.get(source.as_str()).copied().unwrap_or("").to_owned(),
                by: by.clone(),
                at_ms,
            });
        }
    }
    lines.sort_by(|a, b| (b.at_ms, &b.from).cmp(&(a.at_ms, &a.from)));
    Ok(lines)
}
