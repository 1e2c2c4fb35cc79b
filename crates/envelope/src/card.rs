//! The card with which a device is enrolled: its address and its public keys, as a file or as a code on paper.

mod paper;

use thiserror::Error;

use crate::address::Address;
use crate::cbor::{CborFault, Reader, Writer};
use crate::keys::{DevicePublic, DeviceSecret, OpenPublic, SignPublic};
use crate::manifest::{read_address, write_address};

/// First bytes of a card.
const MAGIC: [u8; 8] = *b"\x89FCC\r\n\x1a\n";

/// Version of the card this program writes and the newest it reads.
const VERSION: u16 = 1;

/// Bytes before the map: magic, version, length.
const FIXED: usize = 12;

/// Bytes of the map; some 90 are usual.
const MAP_MAX: usize = 1024;

const SIGNATURE: usize = 64;

/// Separates the signature of a card from every other.
const CARD_DOMAIN: &[u8] = b"fachuang card 1\0";

mod key {
    pub(super) const ADDRESS: u64 = 1;
    pub(super) const SIGN: u64 = 2;
    pub(super) const OPEN: u64 = 3;
}

/// Address and public keys of one device. Whose they are is for two people to agree on, by the fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub address: Address,
    pub keys: DevicePublic,
}

/// Why what was read or typed is not a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CardError {
    /// The file does not begin like a card.
    #[error("not a card")]
    NotACard,
    /// A later version of the program made it.
    #[error("card of version {0}, newer than this program")]
    Newer(u16),
    /// It ends too early or was changed.
    #[error("the card is damaged")]
    Damaged,
    /// Whoever made it does not have the signing key it names.
    #[error("the card is not signed by its own key")]
    Signature,
    /// A character that no code contains; positions count from 1 without blanks and hyphens.
    #[error("character {0} is not part of a code")]
    Sign(usize),
    /// A block with a slip, or in another's place; blocks count from 1.
    #[error("block {0} has a slip")]
    Block(usize),
    /// Characters are missing or too many.
    #[error("a code has whole blocks, not {0} characters")]
    Length(usize),
}

impl CardError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotACard => "card.not_a_card",
            Self::Newer(_) => "card.newer",
            Self::Damaged => "card.damaged",
            Self::Signature => "card.signature",
            Self::Sign(_) => "card.sign",
            Self::Block(_) => "card.block",
            Self::Length(_) => "card.length",
        }
    }
}

impl Card {
    /// Returns the card of a device.
    pub fn of(address: Address, secret: &DeviceSecret) -> Self {
        Self {
            address,
            keys: secret.public(),
        }
    }

    /// Returns the card as a file, signed with the key it names.
    pub fn to_file(&self, secret: &DeviceSecret) -> Vec<u8> {
        let mut map = Writer::default();
        map.map(3);
        map.uint(key::ADDRESS);
        write_address(&mut map, &self.address);
        map.uint(key::SIGN);
        map.bytes(&self.keys.sign.0);
        map.uint(key::OPEN);
        map.bytes(&self.keys.open.0);
        let map = map.finish();
        let mut file = MAGIC.to_vec();
        file.extend_from_slice(&VERSION.to_be_bytes());
        file.extend_from_slice(&(map.len() as u16).to_be_bytes());
        file.extend_from_slice(&map);
        file.extend_from_slice(&secret.sign(&[CARD_DOMAIN, &map].concat()));
        file
    }

    /// Reads the file of a card.
    ///
    /// # Errors
    /// `card.not_a_card`, `card.newer`, `card.damaged`, `card.signature`.
    pub fn read_file(file: &[u8]) -> Result<Self, CardError> {
        let rest = file.strip_prefix(&MAGIC).ok_or(CardError::NotACard)?;
        let (head, rest) = rest
            .split_at_checked(FIXED - MAGIC.len())
            .ok_or(CardError::Damaged)?;
        let version = u16::from_be_bytes([head[0], head[1]]);
        let length = usize::from(u16::from_be_bytes([head[2], head[3]]));
        match version {
            VERSION => {}
            0 => return Err(CardError::Damaged),
            newer => return Err(CardError::Newer(newer)),
        }
        if length > MAP_MAX || rest.len() != length + SIGNATURE {
            return Err(CardError::Damaged);
        }
        let (map, signature) = rest.split_at(length);
        let card = read_map(map).map_err(|_| CardError::Damaged)?;
        let signature = signature.try_into().map_err(|_| CardError::Damaged)?;
        let message = [CARD_DOMAIN, map].concat();
        if card.keys.sign.has_signed(&message, signature) {
            Ok(card)
        } else {
            Err(CardError::Signature)
        }
    }

    /// Returns the card as lines of three blocks of eight characters; the last of each block is a check character.
    pub fn to_paper(&self) -> String {
        paper::write(self)
    }

    /// Reads a typed code: case, width, blanks, line ends and hyphens do not matter, O is read as 0, I and L as 1.
    ///
    /// # Errors
    /// `card.sign`, `card.block`, `card.length`, `card.newer`, `card.damaged`.
    pub fn read_paper(typed: &str) -> Result<Self, CardError> {
        paper::read(typed)
    }
}

fn read_map(map: &[u8]) -> Result<Card, CborFault> {
    let (mut address, mut sign, mut open) = (None, None, None);
    let mut reader = Reader::new(map);
    reader.map(MAP_MAX, |reader, key| {
        match key {
            key::ADDRESS => address = Some(read_address(reader)?),
            key::SIGN => sign = Some(SignPublic(reader.fixed()?)),
            key::OPEN => open = Some(OpenPublic(reader.fixed()?)),
            _ => reader.raw().map(drop)?,
        }
        Ok(())
    })?;
    reader.end()?;
    Ok(Card {
        address: address.ok_or(CborFault::Shape)?,
        keys: DevicePublic {
            sign: sign.ok_or(CborFault::Shape)?,
            open: open.ok_or(CborFault::Shape)?,
        },
    })
}
