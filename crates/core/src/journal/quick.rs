//! Reads the plain form of a body, as this program writes it, without the detours of a general reader. Every other form is
//! left to that one.

use std::collections::BTreeMap;

use super::record::{Record, Value};

/// Lists in lists deeper than this are left to the general reader.
const DEPTH_MAX: u8 = 8;

/// Kinds of items, by the three bits they begin with. RFC 8949, 3.1.
mod major {
    pub const UNSIGNED: u8 = 0;
    pub const NEGATIVE: u8 = 1;
    pub const TEXT: u8 = 3;
    pub const ARRAY: u8 = 4;
    pub const MAP: u8 = 5;
    pub const SIMPLE: u8 = 7;
}

const FALSE: u64 = 20;
const TRUE: u64 = 21;
const NULL: u64 = 22;

/// Reads a body; none for any other than the plain form.
pub(super) fn read(bytes: &[u8]) -> Option<Record> {
    let mut rest = Rest(bytes);
    let mut record = Record::default();
    let (mut has_set, mut has_data) = (false, false);
    for _ in 0..rest.count(major::MAP)? {
        let (fields, known) = match rest.text()? {
            "set" => (&mut record.set, &mut has_set),
            "data" => (&mut record.data, &mut has_data),
            _ => return None,
        };
        if std::mem::replace(known, true) {
            return None;
        }
        *fields = rest.fields()?;
    }
    rest.0.is_empty().then_some(record)
}

/// What is left of the bytes.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.0.split_at_checked(count)?;
        self.0 = left;
        Some(taken)
    }

    /// Reads the head of an item: its kind and its number.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = self.take(1)?[0];
        let number = match first & 0x1f {
            small @ 0..24 => u64::from(small),
            // A number with a fraction, or one of the rarer signs.
            _ if first >> 5 == major::SIMPLE => return None,
            24 => u64::from(self.take(1)?[0]),
            25 => u64::from(u16::from_be_bytes(self.take(2)?.try_into().ok()?)),
            26 => u64::from(u32::from_be_bytes(self.take(4)?.try_into().ok()?)),
            27 => u64::from_be_bytes(self.take(8)?.try_into().ok()?),
            _ => return None,
        };
        Some((first >> 5, number))
    }

    fn count(&mut self, major: u8) -> Option<u64> {
        let (found, count) = self.head()?;
        (found == major).then_some(count)
    }

    fn text_of(&mut self, length: u64) -> Option<&'a str> {
        std::str::from_utf8(self.take(usize::try_from(length).ok()?)?).ok()
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.count(major::TEXT)?;
        self.text_of(length)
    }

    fn fields(&mut self) -> Option<BTreeMap<String, Value>> {
        let mut fields = BTreeMap::new();
        for _ in 0..self.count(major::MAP)? {
            let name = self.text()?.to_owned();
            if fields.insert(name, self.value(DEPTH_MAX)?).is_some() {
                return None;
            }
        }
        Some(fields)
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        Some(match self.head()? {
            (major::UNSIGNED, number) => Value::Int(i64::try_from(number).ok()?),
            (major::NEGATIVE, number) => Value::Int(-1 - i64::try_from(number).ok()?),
            (major::TEXT, length) => Value::Text(self.text_of(length)?.to_owned()),
            (major::ARRAY, count) => {
                let below = depth.checked_sub(1)?;
                let values = (0..count).map(|_| self.value(below));
                Value::List(values.collect::<Option<_>>()?)
            }
            (major::SIMPLE, FALSE) => Value::Bool(false),
            (major::SIMPLE, TRUE) => Value::Bool(true),
            (major::SIMPLE, NULL) => Value::Empty,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(bytes: &[u8]) -> Option<Record> {
        ciborium::from_reader(bytes).ok()
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Empty),
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            (-40i64..40).prop_map(Value::Int),
            "\\PC{0,40}".prop_map(Value::Text),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop::collection::vec(inner, 0..4).prop_map(Value::List)
        })
    }

    fn records() -> impl Strategy<Value = Record> {
        let fields = || prop::collection::btree_map("\\PC{0,30}", values(), 0..6);
        (fields(), fields()).prop_map(|(set, data)| Record { set, data })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_here(record in records()) {
            prop_assert_eq!(read(&record.encode()), Some(record));
        }

        #[test]
        fn what_is_read_here_is_what_the_general_reader_reads(
            record in records(),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
            cut in any::<prop::sample::Index>(),
        ) {
            let mut bytes = record.encode();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            for bytes in [&bytes[..], &bytes[..cut.index(bytes.len())]] {
                if let Some(quickly) = read(bytes) {
                    prop_assert_eq!(Some(quickly), slow(bytes));
                }
            }
        }
    }

    #[test]
    fn every_other_form_is_left_to_the_general_reader() {
        let deep = (0..20).fold(Value::Empty, |inner, _| Value::List(vec![inner]));
        let deep = Record::setting([("deep", deep)]);
        assert_eq!(read(&deep.encode()), None);
        assert_eq!(Record::decode(&deep.encode()), Some(deep));
        let twice = b"\xa2\x63set\xa1\x61a\x01\x63set\xa1\x61a\x02";
        assert_eq!((read(twice), slow(twice)), (None, None));
        let endless = b"\xbf\x63set\xa1\x61a\x7f\x61b\x61c\xff\xff";
        assert_eq!(read(endless), None);
        let half = b"\xa1\x63set\xa1\x61a\xf9\x00\x14";
        assert_eq!((read(half), slow(half)), (None, None));
        let more = b"\xa1\x63set\xa1\x61a\x01\x00";
        assert_eq!(read(more), None);
    }
}
