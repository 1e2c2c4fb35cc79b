//! Names of what lies at a place. Only names made or read here become paths.

use std::fmt;

/// Ending of letters; what is in them is an exchange file.
pub const ENDING: &str = "fcm";

/// Beginning of a sign of life.
const HERE: &str = "here-";

/// Something in the box of a desk. In order: signs of life, then letters by whom they are for, the newest last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Its desk was awake; another number each time.
    Here(u64),
    /// A letter: for which device, from which epoch of its desk, its number there, and chance, so that none is used twice.
    Letter {
        to: u32,
        epoch: u16,
        number: u64,
        tag: u64,
    },
}

impl Name {
    /// Reads a name; none for anything else that may lie there, such as a letter that is still being written.
    pub fn parse(text: &str) -> Option<Self> {
        let name = Self::read(text)?;
        (name.to_string() == text).then_some(name)
    }

    fn read(text: &str) -> Option<Self> {
        if let Some(count) = text.strip_prefix(HERE) {
            return Some(Self::Here(u64::from_str_radix(count, 16).ok()?));
        }
        let mut parts = text.strip_suffix(ENDING)?.strip_suffix('.')?.split('-');
        let name = Self::Letter {
            to: u32::from_str_radix(parts.next()?, 16).ok()?,
            epoch: u16::from_str_radix(parts.next()?, 16).ok()?,
            number: parts.next()?.parse().ok()?,
            tag: u64::from_str_radix(parts.next()?, 16).ok()?,
        };
        parts.next().is_none().then_some(name)
    }

    /// Returns whom a letter is for.
    pub fn to(&self) -> Option<u32> {
        match self {
            Self::Letter { to, .. } => Some(*to),
            Self::Here(_) => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here(count) => write!(f, "{HERE}{count:016x}"),
            Self::Letter {
                to,
                epoch,
                number,
                tag,
            } => write!(f, "{to:08x}-{epoch:04x}-{number:010}-{tag:016x}.{ENDING}"),
        }
    }
}

/// Returns the name of the box of a desk.
pub fn box_of(device: u32) -> String {
    format!("{device:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written_and_nothing_else_is() {
        let letter = Name::Letter {
            to: 0xF00D_0001,
            epoch: 2,
            number: 17,
            tag: 0xABCD,
        };
        for name in [letter.clone(), Name::Here(3)] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        let text = letter.to_string();
        assert_eq!(text, "f00d0001-0002-0000000017-000000000000abcd.fcm");
        for foreign in [
            "",
            ".fcm",
            "here-",
            "here-3",
            "../f00d0001-0002-0000000017-000000000000abcd.fcm",
            "F00D0001-0002-0000000017-000000000000ABCD.fcm",
            "f00d0001-0002-0000000017-000000000000abcd.fcm.part",
            "f00d0001-0002-0000000017-000000000000abcd-1.fcm",
            "f00d0001-+002-0000000017-000000000000abcd.fcm",
            "Thumbs.db",
            "公告.docx",
        ] {
            assert_eq!(Name::parse(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn the_newest_letter_for_a_desk_is_the_last_also_after_a_restore() {
        let letter = |epoch, number| Name::Letter {
            to: 1,
            epoch,
            number,
            tag: 9 - u64::from(epoch),
        };
        let mut names = vec![letter(1, 1), letter(0, 500), letter(0, 9)];
        names.sort();
        assert_eq!(names, [letter(0, 9), letter(0, 500), letter(1, 1)]);
    }
}
