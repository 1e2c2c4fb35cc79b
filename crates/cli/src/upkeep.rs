//! Upkeep of a data directory: verify, rebuild, backup, restore.

use std::path::{Path, PathBuf};

use fachuang_api::Front;
use fachuang_api::wire::setting::{BackupDone, VerifyReport};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::seat::{Refused, read};

/// A data directory that somebody with the right to do so has opened.
#[derive(Debug)]
pub struct Upkeep {
    front: Front,
}

impl Upkeep {
    /// Opens the data directory of `front` as `login`.
    ///
    /// # Errors
    /// Whatever the login is refused for.
    pub fn open(mut front: Front, login: &str, password: &str) -> Result<Self, Refused> {
        let args = json!({ "login": login, "password": password });
        let _: Value = ask(&mut front, "log_in", &args)?;
        Ok(Self { front })
    }

    /// Checks the journal, the read model and the file.
    ///
    /// # Errors
    /// `right.missing`, and faults of the database.
    pub fn verify(&mut self) -> Result<VerifyReport, Refused> {
        ask(&mut self.front, "verify", &json!({}))
    }

    /// Builds the read model anew from the journal.
    ///
    /// # Errors
    /// `right.missing`, and faults of the database.
    pub fn rebuild(&mut self) -> Result<(), Refused> {
        self.front.rebuild().map_err(Refused::from)
    }

    /// Writes a backup that was opened and counted.
    ///
    /// # Errors
    /// `right.missing`, and faults of the disk.
    pub fn back_up(&mut self) -> Result<BackupDone, Refused> {
        ask(&mut self.front, "back_up", &json!({}))
    }

    /// Puts a backup in the place of the database; returns where the replaced one was put aside.
    ///
    /// # Errors
    /// `right.missing`, and whatever is wrong with the backup; the database stays as it was then.
    pub fn restore(mut self, backup: &Path) -> Result<PathBuf, Refused> {
        self.front.restore_from(backup).map_err(Refused::from)
    }
}

fn ask<A: DeserializeOwned>(
    front: &mut Front,
    command: &str,
    args: &impl Serialize,
) -> Result<A, Refused> {
    let request = json!({ "command": command, "args": args }).to_string();
    read(command, &front.call(&request))
}
