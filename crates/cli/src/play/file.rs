//! The visits file: what came in, what was done, and what the desk must show of it.
//!
//! Keys this reader does not know are passed over, so that a richer file still plays.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One visit of the file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Visit {
    pub id: String,
    pub window: String,
    pub channel: String,
    pub received_at: String,
    pub site: String,
    pub visitor: Visitor,
    #[serde(deserialize_with = "or_default")]
    pub parties: Vec<Party>,
    #[serde(deserialize_with = "or_default")]
    pub matter: String,
    #[serde(deserialize_with = "or_default")]
    pub summary: String,
    #[serde(deserialize_with = "or_default")]
    pub requests: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub materials: Vec<Material>,
    #[serde(deserialize_with = "or_default")]
    pub limitation: Limitation,
    #[serde(deserialize_with = "or_default")]
    pub referral: Referral,
    /// Earlier visits of the same matter or person.
    #[serde(deserialize_with = "one_or_many")]
    pub related: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub path: Vec<Step>,
    pub expect_rejected: Option<Rejection>,
    #[serde(deserialize_with = "or_default")]
    pub expected: Expected,
}

/// Who came.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Visitor {
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    #[serde(deserialize_with = "or_default")]
    pub gender: String,
    #[serde(deserialize_with = "or_default")]
    pub birth: String,
    #[serde(deserialize_with = "or_default")]
    pub id_type: String,
    #[serde(deserialize_with = "or_default")]
    pub id_number: String,
    #[serde(deserialize_with = "or_default")]
    pub phone: String,
    #[serde(deserialize_with = "or_default")]
    pub address: String,
    #[serde(deserialize_with = "or_default")]
    pub ethnicity: String,
    #[serde(deserialize_with = "or_default")]
    pub education: String,
    #[serde(deserialize_with = "or_default")]
    pub groups: Vec<String>,
}

/// Somebody else in the matter.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Party {
    #[serde(deserialize_with = "or_default")]
    pub role: String,
    #[serde(deserialize_with = "or_default")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    #[serde(deserialize_with = "or_default")]
    pub id_number: String,
    #[serde(deserialize_with = "or_default")]
    pub credit_code: String,
    #[serde(deserialize_with = "or_default")]
    pub phone: String,
    #[serde(deserialize_with = "or_default")]
    pub groups: Vec<String>,
}

/// A material handed in or still to come.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Material {
    #[serde(deserialize_with = "or_default")]
    pub name: String,
    #[serde(deserialize_with = "or_default")]
    pub form: String,
    #[serde(deserialize_with = "or_default")]
    pub copies: u32,
    #[serde(deserialize_with = "or_default")]
    pub present: bool,
}

/// The legal limit the visitor told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Limitation {
    #[serde(deserialize_with = "or_default")]
    pub kind: String,
    #[serde(deserialize_with = "or_default")]
    pub date: String,
}

/// Who sent the visitor.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Referral {
    #[serde(deserialize_with = "or_default")]
    pub organ: String,
    #[serde(deserialize_with = "or_default")]
    pub doc_no: String,
}

/// One step of the path with its details.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Step {
    #[serde(deserialize_with = "or_default")]
    pub step: String,
    /// Calendar days after the day the visit came in.
    #[serde(deserialize_with = "or_default")]
    pub day: i64,
    #[serde(deserialize_with = "or_default")]
    pub actor: String,
    #[serde(flatten)]
    pub details: BTreeMap<String, Value>,
}

impl Step {
    /// Returns a detail as text; empty when it is not there.
    pub fn text(&self, key: &str) -> &str {
        self.details
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// Returns a detail as yes or no; no when it is not there.
    pub fn says_yes(&self, key: &str) -> bool {
        self.details
            .get(key)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    /// Returns a detail as a small number; 0 when it is not there.
    pub fn number(&self, key: &str) -> u32 {
        let number = self.details.get(key).and_then(Value::as_u64);
        number.and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
    }
}

/// The field that must be refused.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Rejection {
    pub field: String,
    pub why: String,
}

/// What the desk must show when the whole path has been entered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Expected {
    #[serde(deserialize_with = "or_default")]
    pub deadlines: Vec<Deadline>,
    #[serde(deserialize_with = "or_default")]
    pub final_state: String,
    #[serde(deserialize_with = "or_default")]
    pub warnings: Vec<String>,
    #[serde(deserialize_with = "one_or_many")]
    pub duplicate_of: Vec<String>,
    #[serde(deserialize_with = "one_or_many")]
    pub conflict_with: Vec<String>,
}

/// A limit with the day it starts from and its last day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Deadline {
    pub code: String,
    #[serde(deserialize_with = "or_default")]
    pub from: String,
    #[serde(deserialize_with = "or_default")]
    pub due: String,
    /// Exact end of a limit in hours.
    #[serde(deserialize_with = "or_default")]
    pub due_at: String,
    #[serde(deserialize_with = "or_default")]
    pub suspended_days: u32,
    /// Last day when supplementing does not stop the clock.
    #[serde(deserialize_with = "or_default")]
    pub due_strict: String,
    /// Which half of a rule of two it is: `accept` or `decide`.
    #[serde(deserialize_with = "or_default")]
    pub part: String,
    /// Length that no law settles.
    pub param: Option<Param>,
}

/// A length of the area.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Param {
    pub value: u32,
    #[serde(deserialize_with = "or_default")]
    pub unit: String,
}

impl Deadline {
    /// Returns the code of the desk's rule: the two halves of the court's limit have one each.
    pub fn rule(&self) -> String {
        match self.part.as_str() {
            "accept" => format!("{}-ACC", self.code),
            "decide" => format!("{}-DEC", self.code),
            _ => self.code.clone(),
        }
    }
}

impl Visit {
    /// Finds the first step of a kind.
    pub fn step(&self, kind: &str) -> Option<&Step> {
        self.path.iter().find(|step| step.step == kind)
    }
}

/// Reads `null` as nothing given.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Reads one reference or a list of them.
fn one_or_many<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Option::deserialize(from)? {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
    })
}

/// Reads a visits file.
///
/// # Errors
/// A sentence that names what is wrong and where.
pub fn read(text: &str) -> Result<Vec<Visit>, String> {
    let visits: Vec<Visit> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|fault| format!("来访文件无法读取：{fault}"))?;
    let mut seen = std::collections::BTreeSet::new();
    for visit in &visits {
        if visit.id.is_empty() || !seen.insert(visit.id.as_str()) {
            return Err(format!("来访文件中的编号“{}”为空或者重复。", visit.id));
        }
        if fachuang_core::time::from_text(&visit.received_at).is_none() {
            return Err(format!(
                "{} 的 received_at“{}”不是时间。",
                visit.id, visit.received_at
            ));
        }
    }
    Ok(visits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_missing_are_nothing_given_and_unknown_keys_are_passed_over() {
        let visits = read(
            r#"[{"id":"A","received_at":"2026-01-05T09:00:00+08:00","visitor":{"name":null,"groups":null},
                "related":"B","moon":"full","path":[{"step":"advise","day":2,"minutes":30,"sure":true}],
                "expected":{"conflict_with":["B","C"],"duplicate_of":null}}]"#,
        )
        .unwrap();
        let visit = &visits[0];
        assert_eq!((visit.visitor.name.as_str(), visit.related.len()), ("", 1));
        assert_eq!(visit.expected.conflict_with, ["B", "C"]);
        assert!(visit.expected.duplicate_of.is_empty());
        assert_eq!(visit.path[0].number("minutes"), 30);
        assert!(visit.path[0].says_yes("sure"));
        assert_eq!(visit.path[0].text("minutes"), "", "a number is no text");
    }

    #[test]
    fn a_file_without_usable_ids_or_times_is_refused_with_the_place() {
        for (text, word) in [
            ("{", "无法读取"),
            (r#"[{"id":"A","received_at":"morning"}]"#, "A"),
            (
                r#"[{"id":"A","received_at":"2026-01-05T09:00:00+08:00"},{"id":"A","received_at":"2026-01-05T09:00:00+08:00"}]"#,
                "重复",
            ),
        ] {
            assert!(read(text).unwrap_err().contains(word), "{text}");
        }
    }
}
