//! Bodies of journal entries: versioned, and frozen once released.
//!
//! Version 1 of every kind is a CBOR map with `set` (fields and their values) and `data` (what happened). Fields and keys
//! this program does not know stay in the stored bytes and travel on.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::quick;

/// Version of the bodies this program writes.
pub const VERSION: u16 = 1;

/// Key under which an entry keeps the clock of its desk where the hybrid clock runs ahead of it, because an entry from
/// a desk with a wrong clock came in before.
pub const AT: &str = "@at";

/// A value of a field. An empty field is `Empty`, which is a value like any other: it was cleared by somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
pub enum Value {
    Empty,
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Value>),
}

/// Reads a value as what it is; trying one kind after the other took an eighth of the time of a registration.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing, a truth value, a whole number, a text or a list of them")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Empty)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        Value::deserialize(from)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        i64::try_from(value)
            .map(Value::Int)
            .map_err(|_| E::custom("a number that is too large"))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_bytes<E: de::Error>(self, value: &[u8]) -> Result<Value, E> {
        std::str::from_utf8(value)
            .map(|text| Value::Text(text.to_owned()))
            .map_err(|_| E::custom("bytes that are no text"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = from.next_element()? {
            values.push(value);
        }
        Ok(Value::List(values))
    }
}

impl Value {
    /// Returns text as a value; nothing for an empty text.
    pub fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// Returns a list of texts as a value.
    pub fn texts<S: AsRef<str>>(texts: &[S]) -> Self {
        if texts.is_empty() {
            Self::Empty
        } else {
            Self::List(
                texts
                    .iter()
                    .map(|text| Self::Text(text.as_ref().to_owned()))
                    .collect(),
            )
        }
    }

    /// Returns the text; an empty one where the value is no text.
    pub fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// Returns the whole number, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the truth value; false where it is none.
    pub fn as_bool(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// Returns the texts of a list.
    pub fn as_texts(&self) -> Vec<String> {
        match self {
            Self::List(values) => values
                .iter()
                .map(|value| value.as_text().to_owned())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the value as people read it in a comparison.
    pub fn display(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Bool(flag) => if *flag { "是" } else { "否" }.to_owned(),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(values) => values
                .iter()
                .map(Self::display)
                .collect::<Vec<_>>()
                .join("、"),
        }
    }
}

/// The body of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, Value>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub data: BTreeMap<String, Value>,
}

impl Record {
    /// Returns a record that only sets fields.
    pub fn setting<K: Into<String>>(fields: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self {
            set: fields
                .into_iter()
                .map(|(field, value)| (field.into(), value))
                .collect(),
            ..Self::default()
        }
    }

    /// Returns a record of something that happened.
    pub fn of<K: Into<String>>(data: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self {
            data: data
                .into_iter()
                .map(|(key, value)| (key.into(), value))
                .collect(),
            ..Self::default()
        }
    }

    /// Returns when it was written by the clock of its desk; `wall_ms` is the hybrid clock's reading.
    pub fn at_ms(&self, wall_ms: i64) -> i64 {
        self.data.get(AT).and_then(Value::as_int).unwrap_or(wall_ms)
    }

    /// Returns the same record as written at `now_ms` while the hybrid clock read `wall_ms`.
    pub fn written_at(&self, now_ms: i64, wall_ms: i64) -> Self {
        let mut record = self.clone();
        if now_ms != wall_ms {
            record.data.insert(AT.to_owned(), Value::Int(now_ms));
        }
        record
    }

    /// Says the same happened as in another record, whenever it was.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        let facts = |record: &Self| {
            let mut facts = record.data.clone();
            facts.remove(AT);
            facts
        };
        facts(self) == facts(other)
    }

    /// Returns the bytes that are hashed, stored and carried.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes)
            .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
        bytes
    }

    /// Reads a body; none for bytes this version cannot read, which are kept and folded after an upgrade.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        quick::read(bytes).or_else(|| ciborium::from_reader(bytes).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_survives_its_bytes() {
        let record = Record {
            set: BTreeMap::from([
                ("name".to_owned(), Value::text("欧阳𬭬")),
                ("groups".to_owned(), Value::texts(&["老年人", "残疾人"])),
                ("phone".to_owned(), Value::Empty),
                ("amount".to_owned(), Value::Int(-1_262_500)),
                ("restricted".to_owned(), Value::Bool(true)),
            ]),
            data: BTreeMap::from([("reason".to_owned(), Value::text("核对原件"))]),
        };
        assert_eq!(Record::decode(&record.encode()), Some(record));
    }

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let record = Record::setting([("matter", Value::text("欠薪")), ("copies", Value::Int(2))]);
        let hex: String = record
            .encode()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            hex,
            "a163736574a266636f7069657302666d617474657266e6aca0e896aa"
        );
    }

    #[test]
    fn unknown_keys_do_not_stop_a_reader() {
        let mut bytes = Vec::new();
        let newer = BTreeMap::from([
            ("set", BTreeMap::from([("name", "甲")])),
            ("later", BTreeMap::new()),
        ]);
        ciborium::into_writer(&newer, &mut bytes).unwrap();
        assert_eq!(
            Record::decode(&bytes).unwrap().set["name"],
            Value::text("甲")
        );
        assert_eq!(Record::decode(b"\xff\x00"), None);
    }

    #[test]
    fn every_value_is_read_as_it_was_written() {
        let list = Value::List(vec![Value::Int(-3), Value::Empty, Value::List(vec![])]);
        for value in [
            Value::Empty,
            Value::Bool(true),
            Value::Int(i64::MIN),
            Value::Int(i64::MAX),
            Value::Text(String::new()),
            Value::Text("阿的·木呷约布\n\u{202e}".into()),
            list,
        ] {
            let mut bytes = Vec::new();
            ciborium::into_writer(&value, &mut bytes).unwrap();
            let read: Value = ciborium::from_reader(bytes.as_slice()).unwrap();
            assert_eq!(read, value);
        }
    }

    #[test]
    fn what_is_no_value_is_refused_and_text_in_bytes_is_text() {
        use ciborium::Value as Cbor;
        let read = |cbor: &Cbor| -> Option<Value> {
            let mut bytes = Vec::new();
            ciborium::into_writer(cbor, &mut bytes).unwrap();
            ciborium::from_reader(bytes.as_slice()).ok()
        };
        let text = Cbor::Bytes("法".as_bytes().to_vec());
        assert_eq!(read(&text), Some(Value::Text("法".into())));
        for none in [
            Cbor::Bytes(vec![0xff]),
            Cbor::Float(1.5),
            Cbor::Integer(u64::MAX.into()),
            Cbor::Map(vec![]),
            Cbor::Tag(1, Box::new(Cbor::Bool(true))),
            Cbor::Array(vec![Cbor::Float(0.5)]),
        ] {
            assert_eq!(read(&none), None, "{none:?}");
        }
    }
}
