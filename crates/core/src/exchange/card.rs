//! What a desk tells another one of itself so that both can exchange files: as a text for a file, a code to print, or to
//! be typed. It holds nothing secret; that it was not exchanged on the way shows in the fingerprint.

use fachuang_envelope::{DevicePublic, Fingerprint, OpenPublic, SignPublic};
use sha2::{Digest, Sha256};

use super::keys;
use crate::desk::{Tx, key};
use crate::error::{Error, Result};

/// Begins every card; the digit is the version.
const PREFIX: &str = "FCC1";
/// Digits and letters without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters in a printed group.
const GROUP: usize = 6;
/// Bytes at the end that show a slip.
const CHECK_BYTES: usize = 4;
/// Longest card in characters; real ones stay below 400.
const LONGEST: usize = 2_000;
/// Longest name in a card in code points.
const NAME_MAX: usize = 60;

/// A desk as it introduces itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub device: u32,
    pub epoch: u16,
    pub segment: String,
    pub tier: String,
    pub site_name: String,
    pub desk_name: String,
    /// Mark inside its ticket numbers.
    pub mark: String,
    pub keys: DevicePublic,
}

/// Body of a card, version 1: device and epoch; segment, tier, names of site and desk, mark; the two public keys.
type Body = ((u32, u16), [String; 5], [[u8; 32]; 2]);

fn check(body: &[u8]) -> [u8; CHECK_BYTES] {
    let digest = Sha256::new()
        .chain_update(b"fachuang card 1\0")
        .chain_update(body)
        .finalize();
    let mut check = [0; CHECK_BYTES];
    check.copy_from_slice(&digest[..CHECK_BYTES]);
    check
}

impl Card {
    /// Returns the card of this desk, drawing its keys first where it has none.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn own(tx: &mut Tx<'_>) -> Result<Self> {
        let keys = keys::ensure(tx)?;
        let view = tx.view();
        let tail = tx.tail();
        Ok(Self {
            device: tail.device,
            epoch: tail.epoch,
            segment: view.site.segment.clone(),
            tier: view.site.tier.clone(),
            site_name: view.site.name.clone(),
            desk_name: view.local(key::DESK_NAME)?,
            mark: view.local(key::MARK)?,
            keys,
        })
    }

    /// Returns the code both sides compare by telephone.
    pub fn fingerprint(&self) -> Fingerprint {
        self.keys.fingerprint()
    }

    /// Writes the card as text in groups.
    pub fn to_text(&self) -> String {
        let texts = [
            &self.segment,
            &self.tier,
            &self.site_name,
            &self.desk_name,
            &self.mark,
        ];
        let body: Body = (
            (self.device, self.epoch),
            texts.map(Clone::clone),
            [self.keys.sign.0, self.keys.open.0],
        );
        let mut bytes = Vec::new();
        ciborium::into_writer(&body, &mut bytes)
            .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
        let check = check(&bytes);
        bytes.extend(check);
        let signs = encode(&bytes);
        let groups: Vec<&str> = signs
            .as_bytes()
            .chunks(GROUP)
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect();
        format!("{PREFIX}-{}", groups.join("-"))
    }

    /// Reads a card as it was typed or scanned: case, blanks, dashes and line ends do not matter.
    ///
    /// # Errors
    /// `exchange.card`, at `card`.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong = || Error::at("exchange.card", "card");
        if text.len() > LONGEST {
            return Err(wrong());
        }
        let signs: String = text
            .chars()
            .filter(|sign| !sign.is_whitespace() && *sign != '-')
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        let bytes = decode(signs.strip_prefix(PREFIX).ok_or_else(wrong)?).ok_or_else(wrong)?;
        let split = bytes.len().checked_sub(CHECK_BYTES).ok_or_else(wrong)?;
        let (body, given) = bytes.split_at(split);
        if check(body) != given {
            return Err(wrong());
        }
        let ((device, epoch), [segment, tier, site_name, desk_name, mark], [sign, open]): Body =
            ciborium::from_reader(body).map_err(|_| wrong())?;
        let plain =
            |text: &String| text.chars().count() <= NAME_MAX && !text.chars().any(char::is_control);
        let names = [&segment, &tier, &site_name, &desk_name, &mark];
        if !names.into_iter().all(plain)
            || crate::site::check_segment(&segment).ok().as_ref() != Some(&segment)
            || crate::site::Tier::from_code(&tier).is_none()
            || device == 0
        {
            return Err(wrong());
        }
        Ok(Self {
            device,
            epoch,
            segment,
            tier,
            site_name,
            desk_name,
            mark,
            keys: DevicePublic {
                sign: SignPublic(sign),
                open: OpenPublic(open),
            },
        })
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(char::from(ALPHABET[(bits >> held & 31) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        text.push(char::from(ALPHABET[(bits << (5 - held) & 31) as usize]));
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut held) = (0u32, 0u32);
    for sign in text.chars() {
        let sign = match sign {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let digit = ALPHABET
            .iter()
            .position(|known| char::from(*known) == sign)?;
        bits = bits << 5 | digit as u32;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
        bits &= (1 << held) - 1;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fachuang_envelope::DeviceSecret;

    fn card() -> Card {
        Card {
            device: 0xF00D_0001,
            epoch: 2,
            segment: "QS".to_owned(),
            tier: "station".to_owned(),
            site_name: "青石镇公共法律服务工作站".to_owned(),
            desk_name: "1号窗口机".to_owned(),
            mark: "1".to_owned(),
            keys: DeviceSecret::from_seeds([1; 32], [2; 32]).public(),
        }
    }

    #[test]
    fn a_card_is_read_back_however_it_was_typed() {
        let text = card().to_text();
        assert!(text.len() < 400, "{}", text.len());
        assert_eq!(Card::parse(&text).unwrap(), card());
        let typed = text.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(Card::parse(&format!("\n{typed}\r\n")).unwrap(), card());
    }

    #[test]
    fn a_card_with_a_slip_or_from_elsewhere_is_refused() {
        let text = card().to_text();
        for at in 5..text.len() {
            let mut slip: Vec<u8> = text.bytes().collect();
            slip[at] = if slip[at] == b'7' { b'8' } else { b'7' };
            let slip = String::from_utf8(slip).unwrap();
            if let Ok(read) = Card::parse(&slip) {
                // Only bits behind the last byte may differ unnoticed.
                assert_eq!(read, card(), "{at}");
            }
        }
        for wrong in [
            "",
            "FCC1",
            "FCC2-AAAAAA",
            "你好",
            &text[..40],
            &"F".repeat(9_000),
        ] {
            assert_eq!(Card::parse(wrong).unwrap_err().code(), "exchange.card");
        }
    }
}
