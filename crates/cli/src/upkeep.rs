//! Upkeep of a data directory: verify, rebuild, backup, restore.

use std::path::Path;

use fachuang_api::wire::hall::HallState;
use fachuang_api::wire::setting::{BackupDone, RestoreBackup, RestoreDone, VerifyReport};
use fachuang_api::{Front, HallPlace};
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

    /// Asks the desk.
    ///
    /// # Errors
    /// Whatever the desk refuses.
    pub fn ask<A: DeserializeOwned>(
        &mut self,
        command: &str,
        args: &impl Serialize,
    ) -> Result<A, Refused> {
        ask(&mut self.front, command, args)
    }

    /// Does one round of the hall through a place.
    ///
    /// # Errors
    /// `right.missing`, and what keeps the place from serving.
    pub fn hall_round(&mut self, place: &HallPlace) -> Result<HallState, Refused> {
        self.front.hall_round(place).map_err(Refused::from)
    }

    /// Brings the search index up to date after an import, as nobody waits here.
    pub fn catch_up(&mut self) {
        while self.front.catch_up() {}
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
}

/// An account and its password.
#[derive(Clone)]
pub struct Account {
    pub login: String,
    pub password: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// Puts a backup in the place of the database, which may be damaged or missing; without a path the newest backup that is
/// whole. The second person stands by.
///
/// # Errors
/// `right.missing`, `second.needed`, and whatever is wrong with the backup; the database stays as it was then.
pub fn restore(
    front: &mut Front,
    backup: Option<&Path>,
    keeper: &Account,
    second: Option<&Account>,
) -> Result<RestoreDone, Refused> {
    let wish = RestoreBackup {
        file: String::new(),
        login: keeper.login.clone(),
        password: keeper.password.clone(),
        recovery_code: String::new(),
    };
    let second = second.map(|second| (second.login.clone(), second.password.clone()));
    front
        .restore_from(backup, &wish, second)
        .map_err(Refused::from)
}

fn ask<A: DeserializeOwned>(
    front: &mut Front,
    command: &str,
    args: &impl Serialize,
) -> Result<A, Refused> {
    let request = json!({ "command": command, "args": args }).to_string();
    read(command, &front.call(&request))
}

#[cfg(test)]
mod tests {
    use fachuang_core::time::SetClock;

    use super::*;
    use crate::{demo, host};

    /// 2026-11-20T15:30:00+08:00.
    const NOW_MS: i64 = 1_795_159_800_000;

    fn invented(data: &Path) -> Front {
        host::invented(data, &SetClock::at_ms(NOW_MS + 60_000), "upkeep")
    }

    fn open(data: &Path, login: &str, password: &str) -> Result<Upkeep, Refused> {
        Upkeep::open(invented(data), login, password)
    }

    fn account(login: &str) -> Account {
        Account {
            login: login.to_owned(),
            password: demo::PASSWORD.to_owned(),
        }
    }

    #[test]
    fn a_desk_is_verified_rebuilt_backed_up_and_brought_back() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("desk");
        demo::fill(&data, NOW_MS, 20, "upkeep").unwrap();
        let keeper = || open(&data, "guanli", demo::PASSWORD).unwrap();

        let before = keeper().verify().unwrap();
        assert!(before.sound && before.entries > 100, "{before:?}");
        keeper().rebuild().unwrap();
        assert!(keeper().verify().unwrap().sound);
        let backup = keeper().back_up().unwrap();
        assert!(backup.tickets >= 20, "{backup:?}");
        let file = data.join(fachuang_api::BACKUPS).join(&backup.file);
        let director = account("zhuren");
        let done = restore(
            &mut invented(&data),
            Some(&file),
            &account("guanli"),
            Some(&director),
        )
        .unwrap();
        assert!(
            data.join(&done.aside).exists(),
            "the replaced database is kept"
        );
        let after = keeper().verify().unwrap();
        assert!(after.sound && after.entries >= before.entries, "{after:?}");
    }

    #[test]
    fn a_damaged_database_comes_back_without_a_login() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("desk");
        demo::fill(&data, NOW_MS, 20, "upkeep").unwrap();
        let database = data.join(fachuang_api::DATABASE_FILE);
        let mut bytes = std::fs::read(&database).unwrap();
        bytes[..4096].fill(0x5a);
        std::fs::write(&database, &bytes).unwrap();
        let refused = open(&data, "guanli", demo::PASSWORD).unwrap_err();
        assert_eq!(refused.code, "storage.damaged");

        let mut front = invented(&data);
        let alone = restore(&mut front, None, &account("guanli"), None).unwrap_err();
        assert_eq!(alone.code, "second.needed");
        let clerk = restore(&mut front, None, &account("chuangkou1"), None).unwrap_err();
        assert_eq!(clerk.code, "right.missing");
        let auditor = account("shenji");
        let done = restore(&mut front, None, &account("guanli"), Some(&auditor)).unwrap();
        assert_eq!(std::fs::read(data.join(&done.aside)).unwrap(), bytes);
        let mut keeper = open(&data, "guanli", demo::PASSWORD).unwrap();
        assert!(keeper.verify().unwrap().sound);
    }

    #[test]
    fn a_clerk_and_a_wrong_password_get_nowhere() {
        let directory = tempfile::tempdir().unwrap();
        let data = directory.path().join("desk");
        demo::fill(&data, NOW_MS, 20, "upkeep").unwrap();
        let refused = open(&data, "guanli", "falsch-2026").unwrap_err();
        assert_eq!(refused.code, "login.wrong");
        let mut clerk = open(&data, "chuangkou1", demo::PASSWORD).unwrap();
        assert_eq!(clerk.rebuild().unwrap_err().code, "right.missing");
        assert_eq!(clerk.back_up().unwrap_err().code, "right.missing");
    }
}
