//! The plain header: enough to tell the wrong file from the wrong key. Everything in it is repeated inside, signed.

use std::io::Read;

use sha2::{Digest, Sha256};

use crate::address::Address;
use crate::cbor::{Reader, Writer};
use crate::error::OpenError;
use crate::limit::OUTER_MAX;
use crate::manifest::{read_address, write_address};

/// First bytes of a package. The line ends in it show a transfer that changed them.
pub(crate) const MAGIC: [u8; 8] = *b"\x89FCX\r\n\x1a\n";

/// Version of the format this program writes and the newest it reads.
pub const FORMAT: u16 = 1;

/// How a package is sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// age v1 for X25519 keys; Ed25519, SHA-256, Zstandard inside.
    Keys,
    /// age v1 for a passphrase through scrypt; the same inside.
    Passphrase,
}

/// What anybody can read off a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outer {
    pub format: u16,
    pub algorithm: Algorithm,
    pub from: Address,
    pub to: Address,
    /// Number of the package on its link.
    pub number: u64,
    /// When it was made by the clock of the sender, in Unix milliseconds.
    pub made_ms: i64,
}

impl Algorithm {
    fn number(self) -> u16 {
        match self {
            Self::Keys => 1,
            Self::Passphrase => 2,
        }
    }

    fn of_number(number: u16) -> Option<Self> {
        [Self::Keys, Self::Passphrase]
            .into_iter()
            .find(|algorithm| algorithm.number() == number)
    }
}

/// Bytes before the map: magic, format, algorithm, length.
const FIXED: usize = 14;

/// Bytes of the check sum after the map.
const CHECK: usize = 8;

mod key {
    pub(super) const FROM: u64 = 1;
    pub(super) const TO: u64 = 2;
    pub(super) const NUMBER: u64 = 3;
    pub(super) const MADE: u64 = 4;
}

impl Outer {
    /// Returns the header as it begins a file.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut map = Writer::default();
        map.map(4);
        map.uint(key::FROM);
        write_address(&mut map, &self.from);
        map.uint(key::TO);
        write_address(&mut map, &self.to);
        map.uint(key::NUMBER);
        map.uint(self.number);
        map.uint(key::MADE);
        map.int(self.made_ms);
        let map = map.finish();
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&self.format.to_be_bytes());
        bytes.extend_from_slice(&self.algorithm.number().to_be_bytes());
        // The map is some 60 bytes; addresses are bounded.
        bytes.extend_from_slice(&(map.len() as u16).to_be_bytes());
        bytes.extend_from_slice(&map);
        let sum = check_sum(&bytes);
        bytes.extend_from_slice(&sum);
        bytes
    }

    /// Reads a header and returns it with its bytes.
    ///
    /// # Errors
    /// Those of [`crate::read_outer`].
    pub(crate) fn read(mut from: impl Read) -> Result<(Self, Vec<u8>), OpenError> {
        let mut bytes = Vec::with_capacity(256);
        fill(&mut from, &mut bytes, MAGIC.len())?;
        if !MAGIC.starts_with(&bytes) {
            return Err(OpenError::NotAPackage);
        }
        fill(&mut from, &mut bytes, FIXED)?;
        if bytes.len() < FIXED {
            return Err(OpenError::Cut);
        }
        let number = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let (format, algorithm, length) = (number(8), number(10), usize::from(number(12)));
        if format != FORMAT {
            return Err(match format {
                0 => OpenError::Damaged("format"),
                newer => OpenError::NewerFormat(newer),
            });
        }
        if length > OUTER_MAX {
            return Err(OpenError::Damaged("header"));
        }
        fill(&mut from, &mut bytes, FIXED + length + CHECK)?;
        if bytes.len() < FIXED + length + CHECK {
            return Err(OpenError::Cut);
        }
        let (covered, sum) = bytes.split_at(FIXED + length);
        if check_sum(covered) != sum {
            return Err(OpenError::Damaged("header"));
        }
        let algorithm =
            Algorithm::of_number(algorithm).ok_or(OpenError::UnknownAlgorithm(algorithm))?;
        let outer = read_map(&covered[FIXED..], format, algorithm)?;
        Ok((outer, bytes))
    }
}

fn read_map(map: &[u8], format: u16, algorithm: Algorithm) -> Result<Outer, OpenError> {
    let (mut from, mut to, mut number, mut made_ms) = (None, None, None, None);
    let mut reader = Reader::new(map);
    reader.map(OUTER_MAX, |reader, key| {
        match key {
            key::FROM => from = Some(read_address(reader)?),
            key::TO => to = Some(read_address(reader)?),
            key::NUMBER => number = Some(reader.uint()?),
            key::MADE => made_ms = Some(reader.int()?),
            _ => reader.raw().map(drop)?,
        }
        Ok(())
    })?;
    reader.end()?;
    let outer = || {
        Some(Outer {
            format,
            algorithm,
            from: from?,
            to: to?,
            number: number?,
            made_ms: made_ms?,
        })
    };
    outer().ok_or(OpenError::Malformed("header"))
}

fn check_sum(bytes: &[u8]) -> [u8; CHECK] {
    let mut sum = [0; CHECK];
    sum.copy_from_slice(&Sha256::digest(bytes)[..CHECK]);
    sum
}

/// Reads until there are `length` bytes, fewer where the file ends.
fn fill(from: &mut impl Read, bytes: &mut Vec<u8>, length: usize) -> Result<(), OpenError> {
    let missing = length - bytes.len();
    from.by_ref()
        .take(missing as u64)
        .read_to_end(bytes)
        .map_err(OpenError::Io)?;
    Ok(())
}
