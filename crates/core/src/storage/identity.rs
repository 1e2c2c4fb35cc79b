//! Who this device is, kept beside the database for the day the database cannot be read.
//!
//! A restore needs an epoch and a mark that were never used, and a damaged database cannot tell which were.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use rusqlite::Connection;

use super::durable::write_durably;
use super::local;
use crate::desk::key;
use crate::error::{Error, Result};

/// File name of the identity, beside the database.
pub const IDENTITY_FILE: &str = "desk.device";

const VERSION: u32 = 1;

/// The newest identity this device has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    pub device: u32,
    pub epoch: u16,
    /// Mark inside ticket numbers.
    pub mark: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    version: u32,
    identity: Identity,
    /// Shows damage; whoever can write here can also make a new one.
    checksum: String,
}

impl Identity {
    /// Reads the identity a database has.
    ///
    /// # Errors
    /// `desk.not_set_up` when the database has no device yet.
    pub fn of(connection: &Connection) -> Result<Self> {
        let device = local::get_number(connection, key::DEVICE)?;
        if device == 0 {
            return Err(Error::refused("desk.not_set_up"));
        }
        Ok(Self {
            device: device as u32,
            epoch: local::get_number(connection, key::EPOCH)? as u16,
            mark: local::get(connection, key::MARK)?,
        })
    }

    /// Reads the identity; nothing when there is none or it is damaged.
    pub fn load(directory: &Path) -> Option<Self> {
        let json = fs::read(directory.join(IDENTITY_FILE)).ok()?;
        let stored: Stored = serde_json::from_slice(&json).ok()?;
        let whole = stored.version == VERSION && stored.checksum == stored.identity.checksum();
        whole.then_some(stored.identity)
    }

    /// Writes the identity, unless it stands there already.
    ///
    /// # Errors
    /// Any fault of the file system.
    pub fn save(&self, directory: &Path) -> io::Result<()> {
        if Self::load(directory).as_ref() == Some(self) {
            return Ok(());
        }
        let stored = Stored {
            version: VERSION,
            identity: self.clone(),
            checksum: self.checksum(),
        };
        let json = serde_json::to_vec_pretty(&stored).map_err(io::Error::other)?;
        write_durably(&directory.join(IDENTITY_FILE), &json)
    }

    fn checksum(&self) -> String {
        let text = format!("{} {} {}", self.device, self.epoch, self.mark);
        let digest = Sha256::digest(text.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns the first epoch a device may begin after a restore: later than the backup's, than the newest one known beside
/// the database, and than one for each database that was set aside before.
///
/// `names` are the files of the data directory. The last is what is left when the file beside the database is lost.
pub fn next_epoch(backup: u16, beside: Option<u16>, database: &str, names: &[String]) -> u32 {
    let set_aside = names
        .iter()
        .filter_map(|name| name.strip_prefix(database)?.strip_suffix(".aside"))
        .filter(|stamp| stamp.starts_with('.'))
        .count();
    let counted = u32::from(backup).saturating_add(u32::try_from(set_aside).unwrap_or(u32::MAX));
    counted
        .max(u32::from(beside.unwrap_or(0)))
        .saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity() -> Identity {
        Identity {
            device: 77,
            epoch: 3,
            mark: "3".to_owned(),
        }
    }

    #[test]
    fn the_identity_survives_and_a_changed_one_is_not_believed() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(Identity::load(directory.path()), None);
        identity().save(directory.path()).unwrap();
        assert_eq!(Identity::load(directory.path()), Some(identity()));
        let path = directory.path().join(IDENTITY_FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"epoch\": 3", "\"epoch\": 1")).unwrap();
        assert_eq!(Identity::load(directory.path()), None);
    }

    #[test]
    fn the_next_epoch_was_never_used_whichever_trace_is_left() {
        let names = |names: &[&str]| -> Vec<String> {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        let twice = names(&[
            "desk.db.1770685200000.aside",
            "desk.db-wal.1770685200000.aside",
            "desk.db.1770771600000.aside",
            "desk.db",
            "desk.keys.1770771600000.aside",
        ]);
        for (backup, beside, names, expected) in [
            (0, Some(0), &[][..], 1),
            (0, Some(2), &twice[..], 3),
            (0, None, &twice[..], 3),
            (2, None, &[][..], 3),
            (1, Some(5), &twice[..], 6),
            (u16::MAX, None, &[][..], 65_536),
        ] {
            let next = next_epoch(backup, beside, "desk.db", names);
            assert_eq!(next, expected, "{backup} {beside:?} {names:?}");
        }
    }
}
