//! Is the data directory where it was? A copy of it that goes on elsewhere would use the same numbers twice.

use sha2::{Digest, Sha256};

/// What the machine says about itself and about the folder; an empty text where it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// Identity of the installed system.
    pub machine: String,
    /// Identity of the folder on its volume: another one after copying, the same one after renaming.
    pub folder: String,
}

/// How a data directory was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nobody has noted yet where it is.
    First,
    /// Where it was, as far as the machine can tell.
    Here,
    /// On another machine.
    OtherMachine,
    /// On the same machine in another folder.
    OtherFolder,
}

impl Whereabouts {
    /// Returns the text to keep: hashes, so that the number of a machine does not lie in the database.
    pub fn to_text(&self) -> String {
        format!("{} {}", mark(&self.machine), mark(&self.folder))
    }

    /// Compares with what was kept. What either of them does not know is not held against the directory.
    pub fn compare(&self, kept: &str) -> Found {
        let Some((machine, folder)) = kept.split_once(' ') else {
            return Found::First;
        };
        let differs =
            |kept: &str, now: &str| !matches!((kept, now), ("-", _) | (_, "-")) && kept != now;
        if differs(machine, &mark(&self.machine)) {
            Found::OtherMachine
        } else if differs(folder, &mark(&self.folder)) {
            Found::OtherFolder
        } else {
            Found::Here
        }
    }
}

fn mark(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return "-".to_owned();
    }
    let digest = Sha256::new()
        .chain_update(b"fachuang whereabouts 1\0")
        .chain_update(text.as_bytes())
        .finalize();
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(machine: &str, folder: &str) -> Whereabouts {
        Whereabouts {
            machine: machine.to_owned(),
            folder: folder.to_owned(),
        }
    }

    #[test]
    fn a_copy_is_noticed_on_another_machine_and_in_another_folder() {
        let kept = at("m1", "f1").to_text();
        for (now, expected) in [
            (at("m1", "f1"), Found::Here),
            (at(" m1\n", "f1"), Found::Here),
            (at("m2", "f1"), Found::OtherMachine),
            (at("m2", "f2"), Found::OtherMachine),
            (at("m1", "f2"), Found::OtherFolder),
        ] {
            assert_eq!(now.compare(&kept), expected, "{now:?}");
        }
    }

    #[test]
    fn what_a_machine_does_not_say_is_not_held_against_it() {
        let kept = at("m1", "").to_text();
        assert_eq!(at("m1", "f1").compare(&kept), Found::Here);
        assert_eq!(at("", "").compare(&kept), Found::Here);
        assert_eq!(at("m2", "f1").compare(&kept), Found::OtherMachine);
        assert_eq!(at("m1", "f1").compare(""), Found::First);
    }

    #[test]
    fn the_number_of_the_machine_is_not_kept_in_clear() {
        assert!(!at("4c4c4544", "1234567").to_text().contains("4c4c4544"));
    }
}
