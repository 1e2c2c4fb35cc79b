//! The part of CBOR a package is made of, read with bounds: definite lengths, shortest heads, nothing allocated for a
//! length that was only claimed.

use crate::error::OpenError;
use crate::limit::{DEPTH_MAX, TEXT_MAX};

const UINT: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;

const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;
const BREAK: u8 = 0xff;

/// Why bytes are not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CborFault {
    /// They end within a value.
    Ends,
    /// Another kind of value, a number out of range, or no CBOR at all.
    Shape,
    /// More levels than allowed.
    Deep,
    /// A text longer than allowed.
    Text,
    /// More items than allowed.
    Many,
    /// The same key twice.
    Twice,
}

impl From<CborFault> for OpenError {
    fn from(fault: CborFault) -> Self {
        match fault {
            CborFault::Ends | CborFault::Shape => Self::Malformed("value"),
            CborFault::Deep => Self::TooDeep,
            CborFault::Text => Self::TooBig("text"),
            CborFault::Many => Self::TooBig("list"),
            CborFault::Twice => Self::Duplicate("key"),
        }
    }
}

/// Writes values one after the other.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn uint(&mut self, value: impl Into<u64>) {
        self.head(UINT, value.into());
    }

    pub(crate) fn int(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.head(UINT, value),
            Err(_) => self.head(NEGATIVE, !value as u64),
        }
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.head(BYTES, value.len() as u64);
        self.bytes.extend_from_slice(value);
    }

    /// Writes bytes as an array of numbers, as hashes of entries were first computed.
    pub(crate) fn numbers(&mut self, value: &[u8]) {
        self.array(value.len());
        for byte in value {
            self.uint(*byte);
        }
    }

    pub(crate) fn text(&mut self, value: &str) {
        self.head(TEXT, value.len() as u64);
        self.bytes.extend_from_slice(value.as_bytes());
    }

    pub(crate) fn array(&mut self, items: usize) {
        self.head(ARRAY, items as u64);
    }

    pub(crate) fn map(&mut self, pairs: usize) {
        self.head(MAP, pairs as u64);
    }

    pub(crate) fn flag(&mut self, value: bool) {
        self.bytes.push(if value { TRUE } else { FALSE });
    }

    pub(crate) fn null(&mut self) {
        self.bytes.push(NULL);
    }

    /// Writes what stands ready as CBOR.
    pub(crate) fn raw(&mut self, value: &[u8]) {
        self.bytes.extend_from_slice(value);
    }

    pub(crate) fn optional_bytes(&mut self, value: Option<&[u8]>) {
        match value {
            Some(value) => self.bytes(value),
            None => self.null(),
        }
    }

    /// Writes an array with one item after the other.
    pub(crate) fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.array(items.len());
        for item in items {
            write(self, item);
        }
    }

    fn head(&mut self, major: u8, value: u64) {
        let kind = major << 5;
        let long = value.to_be_bytes();
        let (info, from) = match value {
            0..=23 => (value as u8, 8),
            24..=0xff => (24, 7),
            0x100..=0xffff => (25, 6),
            0x1_0000..=0xffff_ffff => (26, 4),
            _ => (27, 0),
        };
        self.bytes.push(kind | info);
        self.bytes.extend_from_slice(&long[from..]);
    }
}

/// Reads values one after the other, borrowing from the bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Nothing may follow.
    pub(crate) fn end(self) -> Result<(), CborFault> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(CborFault::Shape)
        }
    }

    pub(crate) fn uint<T: TryFrom<u64>>(&mut self) -> Result<T, CborFault> {
        let value = self.head(UINT)?;
        T::try_from(value).map_err(|_| CborFault::Shape)
    }

    pub(crate) fn int(&mut self) -> Result<i64, CborFault> {
        let is_negative = self.rest.first().is_some_and(|byte| byte >> 5 == NEGATIVE);
        let major = if is_negative { NEGATIVE } else { UINT };
        let value = i64::try_from(self.head(major)?).map_err(|_| CborFault::Shape)?;
        Ok(if is_negative { !value } else { value })
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], CborFault> {
        let length = self.head(BYTES)?;
        self.take(length)
    }

    /// Reads bytes of a fixed number.
    pub(crate) fn fixed<const N: usize>(&mut self) -> Result<[u8; N], CborFault> {
        self.bytes()?.try_into().map_err(|_| CborFault::Shape)
    }

    pub(crate) fn text(&mut self) -> Result<&'a str, CborFault> {
        let length = self.head(TEXT)?;
        if length > TEXT_MAX as u64 {
            return Err(CborFault::Text);
        }
        std::str::from_utf8(self.take(length)?).map_err(|_| CborFault::Shape)
    }

    pub(crate) fn flag(&mut self) -> Result<bool, CborFault> {
        match self.take(1)?[0] {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(CborFault::Shape),
        }
    }

    /// Reads nothing where a null stands, else a value.
    pub(crate) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, CborFault>,
    ) -> Result<Option<T>, CborFault> {
        match self.rest.split_first() {
            Some((&NULL, rest)) => {
                self.rest = rest;
                Ok(None)
            }
            _ => read(self).map(Some),
        }
    }

    /// Reads the head of an array of exactly `items`.
    pub(crate) fn tuple(&mut self, items: u64) -> Result<(), CborFault> {
        if self.head(ARRAY)? == items {
            Ok(())
        } else {
            Err(CborFault::Shape)
        }
    }

    /// Reads an array of at most `most` items, each at least a byte long.
    pub(crate) fn list<T>(
        &mut self,
        most: usize,
        read: impl FnMut(&mut Self) -> Result<T, CborFault>,
    ) -> Result<Vec<T>, CborFault> {
        let items = self.head(ARRAY)?;
        if items > most as u64 {
            return Err(CborFault::Many);
        }
        if items > self.rest.len() as u64 {
            return Err(CborFault::Ends);
        }
        let mut read = read;
        (0..items).map(|_| read(self)).collect()
    }

    /// Reads a map with numbers as keys, in ascending order, and hands each key on with the reader at its value.
    pub(crate) fn map(
        &mut self,
        most: usize,
        mut read: impl FnMut(&mut Self, u64) -> Result<(), CborFault>,
    ) -> Result<(), CborFault> {
        let pairs = self.head(MAP)?;
        if pairs > most as u64 {
            return Err(CborFault::Many);
        }
        let mut before = None;
        for _ in 0..pairs {
            let key = self.uint()?;
            match before {
                Some(before) if before == key => return Err(CborFault::Twice),
                Some(before) if before > key => return Err(CborFault::Shape),
                _ => before = Some(key),
            }
            read(self, key)?;
        }
        Ok(())
    }

    /// Reads any value as it stands.
    pub(crate) fn raw(&mut self) -> Result<&'a [u8], CborFault> {
        let length = measure(self.rest)?;
        self.take(length as u64)
    }

    fn head(&mut self, major: u8) -> Result<u64, CborFault> {
        let (first, _) = self.rest.split_first().ok_or(CborFault::Ends)?;
        if first >> 5 != major {
            return Err(CborFault::Shape);
        }
        let (value, length) = argument(self.rest)?;
        let least = match length {
            1 => 0,
            2 => 24,
            3 => 0x100,
            5 => 0x1_0000,
            _ => 0x1_0000_0000,
        };
        if value < least {
            return Err(CborFault::Shape);
        }
        self.rest = &self.rest[length..];
        Ok(value)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], CborFault> {
        let length = usize::try_from(length).map_err(|_| CborFault::Ends)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(CborFault::Ends)?;
        self.rest = rest;
        Ok(taken)
    }
}

/// Returns the argument of the head that `bytes` begin with, and the length of the head.
fn argument(bytes: &[u8]) -> Result<(u64, usize), CborFault> {
    let (first, rest) = bytes.split_first().ok_or(CborFault::Ends)?;
    let width = match first & 31 {
        info @ 0..=23 => return Ok((u64::from(info), 1)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return Err(CborFault::Shape),
    };
    let digits = rest.get(..width).ok_or(CborFault::Ends)?;
    let value = digits
        .iter()
        .fold(0, |value: u64, digit| value << 8 | u64::from(*digit));
    Ok((value, 1 + width))
}

/// A value that is not read to its end.
enum Open {
    Counted(u64),
    Endless,
}

/// Returns the length of the one value that `bytes` begin with, whatever it is.
///
/// Any CBOR is let pass that keeps to the levels and the length of texts, but for strings in pieces, which nobody writes.
pub(crate) fn measure(bytes: &[u8]) -> Result<usize, CborFault> {
    let mut at = 0;
    let mut open: Vec<Open> = Vec::with_capacity(DEPTH_MAX);
    loop {
        let first = *bytes.get(at).ok_or(CborFault::Ends)?;
        if first == BREAK {
            at += 1;
            if !matches!(open.pop(), Some(Open::Endless)) {
                return Err(CborFault::Shape);
            }
        } else {
            let inside = pass(bytes, &mut at)?;
            if let Some(inside) = inside {
                if open.len() == DEPTH_MAX {
                    return Err(CborFault::Deep);
                }
                open.push(inside);
                continue;
            }
        }
        loop {
            match open.last_mut() {
                None => return Ok(at),
                Some(Open::Endless) => break,
                Some(Open::Counted(1)) => open.truncate(open.len() - 1),
                Some(Open::Counted(left)) => {
                    *left -= 1;
                    break;
                }
            }
        }
    }
}

/// Passes one value without what is inside; returns how much is inside, if anything.
fn pass(bytes: &[u8], at: &mut usize) -> Result<Option<Open>, CborFault> {
    let first = bytes[*at];
    let major = first >> 5;
    if first & 31 == 31 && matches!(major, ARRAY | MAP) {
        *at += 1;
        return Ok(Some(Open::Endless));
    }
    let (value, length) = argument(&bytes[*at..])?;
    *at += length;
    let left = (bytes.len() - *at) as u64;
    let inside = match major {
        BYTES | TEXT => {
            if major == TEXT && value > TEXT_MAX as u64 {
                return Err(CborFault::Text);
            }
            if value > left {
                return Err(CborFault::Ends);
            }
            let end = *at + value as usize;
            if major == TEXT && std::str::from_utf8(&bytes[*at..end]).is_err() {
                return Err(CborFault::Shape);
            }
            *at = end;
            0
        }
        ARRAY => value,
        MAP => value.saturating_mul(2),
        TAG => 1,
        _ => 0,
    };
    if inside > left {
        return Err(CborFault::Ends);
    }
    Ok((inside > 0).then_some(Open::Counted(inside)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_at_every_width_are_read_as_they_were_written() {
        let edges = [0, 23, 24, 255, 256, 65_535, 65_536, u64::from(u32::MAX)];
        for value in edges.into_iter().chain([1 << 32, u64::MAX]) {
            let mut writer = Writer::default();
            writer.uint(value);
            let bytes = writer.finish();
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.uint::<u64>(), Ok(value));
            assert_eq!(reader.end(), Ok(()));
            assert_eq!(measure(&bytes), Ok(bytes.len()));
        }
        for value in [0, -1, -24, -25, i64::MIN, i64::MAX] {
            let mut writer = Writer::default();
            writer.int(value);
            assert_eq!(Reader::new(&writer.finish()).int(), Ok(value));
        }
    }

    #[test]
    fn a_longer_head_than_needed_is_refused() {
        for bytes in [&[0x18, 23][..], &[0x19, 0, 255], &[0x1a, 0, 0, 255, 255]] {
            assert_eq!(Reader::new(bytes).uint::<u64>(), Err(CborFault::Shape));
        }
    }

    #[test]
    fn a_claimed_length_is_not_believed() {
        let array = [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(measure(&array), Err(CborFault::Ends));
        let list = Reader::new(&array).list(usize::MAX, |reader| reader.uint::<u64>());
        assert_eq!(list, Err(CborFault::Ends));
        let bytes = [0x5b, 0, 0, 0, 1, 0, 0, 0, 0];
        assert_eq!(Reader::new(&bytes).bytes(), Err(CborFault::Ends));
        assert_eq!(measure(&bytes), Err(CborFault::Ends));
        let map = [0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(measure(&map), Err(CborFault::Ends));
    }

    #[test]
    fn sixteen_levels_are_read_and_seventeen_are_not() {
        let nested = |levels: usize| {
            let mut bytes = vec![0x81; levels];
            bytes.push(0);
            bytes
        };
        assert_eq!(measure(&nested(16)), Ok(17));
        assert_eq!(measure(&nested(17)), Err(CborFault::Deep));
        assert_eq!(measure(&nested(1_000_000)), Err(CborFault::Deep));
        assert_eq!(measure(&[0x9f; 17]), Err(CborFault::Deep));
        assert_eq!(measure(&[0xc1; 18]), Err(CborFault::Deep));
    }

    #[test]
    fn a_text_has_64_kib_at_most() {
        let text = |length: usize| {
            let mut writer = Writer::default();
            writer.text(&"x".repeat(length));
            writer.finish()
        };
        assert_eq!(
            Reader::new(&text(TEXT_MAX)).text().map(str::len),
            Ok(TEXT_MAX)
        );
        assert_eq!(
            Reader::new(&text(TEXT_MAX + 1)).text(),
            Err(CborFault::Text)
        );
        assert_eq!(measure(&text(TEXT_MAX + 1)), Err(CborFault::Text));
    }

    #[test]
    fn keys_ascend_and_stand_once() {
        let read = |bytes: &[u8]| Reader::new(bytes).map(4, |reader, _| reader.raw().map(drop));
        assert_eq!(read(&[0xa2, 1, 0, 2, 0]), Ok(()));
        assert_eq!(read(&[0xa2, 2, 0, 2, 0]), Err(CborFault::Twice));
        assert_eq!(read(&[0xa2, 2, 0, 1, 0]), Err(CborFault::Shape));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_can_be_measured_ends_where_a_full_reader_ends(
            bytes in proptest::collection::vec(any::<u8>(), 0..64)
        ) {
            if let Ok(length) = measure(&bytes) {
                let mut rest = &bytes[..];
                let read: Result<ciborium::Value, _> = ciborium::from_reader(&mut rest);
                if read.is_ok() {
                    prop_assert_eq!(bytes.len() - rest.len(), length);
                }
            }
        }
    }
}
