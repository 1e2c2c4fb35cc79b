//! A card as a code that is printed and typed: five bits a character, a check character in every block.

use sha2::{Digest, Sha256};

use super::{Card, CardError};
use crate::address::Address;
use crate::code::{is_separator, narrow};
use crate::keys::{DevicePublic, OpenPublic, SignPublic};

/// Version of the code.
const VERSION: u8 = 1;

/// Digits and letters without I, L, O and U, so that nothing can be misread.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a block before its check character.
const DATA: usize = 7;

/// Characters of a block.
const BLOCK: usize = DATA + 1;

const BLOCKS_PER_LINE: usize = 3;

/// Blocks of the longest code: that of a site of 16 characters.
const BLOCKS_MAX: usize = 22;

/// Separates the check sum of a code from every other use of the hash function.
const SUM_DOMAIN: &[u8] = b"fachuang card code 1\0";

/// Bytes of the check sum over all blocks.
const SUM: usize = 4;

pub(super) fn write(card: &Card) -> String {
    let mut digits = to_digits(&pack(card));
    digits.resize(digits.len().next_multiple_of(DATA), 0);
    let mut text = String::new();
    for (at, block) in digits.chunks(DATA).enumerate() {
        match at {
            0 => {}
            at if at % BLOCKS_PER_LINE == 0 => text.push('\n'),
            _ => text.push(' '),
        }
        for digit in block.iter().chain([&check(at, block)]) {
            text.push(char::from(SIGNS[usize::from(*digit)]));
        }
    }
    text
}

pub(super) fn read(typed: &str) -> Result<Card, CardError> {
    let mut digits = Vec::new();
    let signs = typed
        .chars()
        .map(narrow)
        .filter(|sign| !is_separator(*sign));
    for (at, sign) in signs.enumerate() {
        if at == BLOCKS_MAX * BLOCK {
            return Err(CardError::Length(at + 1));
        }
        digits.push(digit_of(sign).ok_or(CardError::Sign(at + 1))?);
    }
    let mut data = Vec::with_capacity(digits.len());
    let blocks = digits.chunks_exact(BLOCK);
    let left_over = blocks.remainder();
    for (at, block) in blocks.enumerate() {
        let (block, last) = block.split_at(DATA);
        if check(at, block) != last[0] {
            return Err(CardError::Block(at + 1));
        }
        data.extend_from_slice(block);
    }
    if !left_over.is_empty() || data.is_empty() {
        return Err(CardError::Length(digits.len()));
    }
    let bytes = to_bytes(&data);
    if bytes[0] != VERSION {
        return Err(CardError::Newer(u16::from(bytes[0])));
    }
    let Some(card) = unpack(&bytes) else {
        return Err(CardError::Length(digits.len()));
    };
    // What fills the last block up is nothing, and what was read is what would be written.
    if write(&card)
        .chars()
        .filter(|sign| !is_separator(*sign))
        .count()
        != digits.len()
    {
        return Err(CardError::Length(digits.len()));
    }
    let whole = pack(&card);
    if bytes.starts_with(&whole) && bytes[whole.len()..].iter().all(|byte| *byte == 0) {
        Ok(card)
    } else {
        Err(CardError::Damaged)
    }
}

/// Returns what the code carries: version, address, keys, check sum.
fn pack(card: &Card) -> Vec<u8> {
    let site = card.address.site().as_bytes();
    let mut bytes = vec![VERSION, site.len() as u8];
    bytes.extend_from_slice(site);
    bytes.extend_from_slice(&card.address.device().to_be_bytes());
    bytes.extend_from_slice(&card.address.epoch().to_be_bytes());
    bytes.extend_from_slice(&card.keys.sign.0);
    bytes.extend_from_slice(&card.keys.open.0);
    let sum = Sha256::new().chain_update(SUM_DOMAIN).chain_update(&bytes);
    bytes.extend_from_slice(&sum.finalize()[..SUM]);
    bytes
}

/// Reads the address and the keys; the check sum is the caller's.
fn unpack(bytes: &[u8]) -> Option<Card> {
    let (length, rest) = bytes.get(1..)?.split_first()?;
    let (site, rest) = rest.split_at_checked(usize::from(*length))?;
    let (device, rest) = rest.split_first_chunk()?;
    let (epoch, rest) = rest.split_first_chunk()?;
    let (sign, rest) = rest.split_first_chunk()?;
    let (open, rest) = rest.split_first_chunk()?;
    let site = std::str::from_utf8(site).ok()?;
    let address = Address::new(
        site,
        u32::from_be_bytes(*device),
        u16::from_be_bytes(*epoch),
    )?;
    let card = Card {
        address,
        keys: DevicePublic {
            sign: SignPublic(*sign),
            open: OpenPublic(*open),
        },
    };
    (rest.len() >= SUM).then_some(card)
}

fn to_digits(bytes: &[u8]) -> Vec<u8> {
    let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let count = (bytes.len() * 8).div_ceil(5);
    (0..count)
        .map(|digit| (0..5).fold(0, |value, at| value << 1 | bit(digit * 5 + at)))
        .collect()
}

fn to_bytes(digits: &[u8]) -> Vec<u8> {
    let bit = |at: usize| digits[at / 5] >> (4 - at % 5) & 1;
    let count = digits.len() * 5 / 8;
    (0..count)
        .map(|byte| (0..8).fold(0, |value, at| value << 1 | bit(byte * 8 + at)))
        .collect()
}

fn digit_of(sign: char) -> Option<u8> {
    let upper = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = SIGNS.iter().position(|known| char::from(*known) == upper)?;
    u8::try_from(at).ok()
}

/// Returns the check digit of a block: a weighted sum in the field of 32 elements that begins with the block's place.
///
/// Each place has another power of the generator as its weight, so one wrong character, two swapped neighbours and two
/// swapped blocks always show.
fn check(block: usize, digits: &[u8]) -> u8 {
    let begin = (block as u8 + 1) & 31;
    digits.iter().fold(begin, |sum, digit| double(sum ^ digit))
}

/// Multiplies by the generator of the field, x⁵ + x² + 1.
fn double(element: u8) -> u8 {
    let doubled = element << 1;
    if doubled & 0b10_0000 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}
