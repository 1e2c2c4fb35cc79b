//! Backups: by hand, and beside the work of the desk.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use fachuang_core::account::role::Right;
use fachuang_core::account::slot::{DatabaseKey, SlotFile};
use fachuang_core::desk::View;
use fachuang_core::error::Error;
use fachuang_core::reader::Reader;
use fachuang_core::storage::backup::{
    BackupOrder, BackupReport, back_up as write_backup, backup_name, begun_ms, list_expired,
    slots_of, stop_with,
};
use fachuang_core::storage::backup_due::{BackupTimes, is_backup_due};
use fachuang_core::storage::connect::Database;
use fachuang_core::storage::{SCHEMA, StorageError};
use fachuang_core::time::{self, Clock};

use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::setting::{BackupDone, BackupList};

/// Tables counted in a backup.
pub(crate) const COUNTED: [&str; 2] = ["ticket", "entry"];
/// Newest backups kept, and days of which one is kept.
const KEEP_NEWEST: usize = 5;
const KEEP_DAYS: usize = 30;

/// What a front knows about backups beside the files themselves.
#[derive(Debug, Default)]
pub(crate) struct Backups {
    /// Stops the one that runs.
    stop: Arc<AtomicBool>,
    /// Held while one runs.
    gate: Arc<Mutex<()>>,
    running: bool,
    failed_ms: Option<i64>,
    /// Why the newest try failed; none after a good one.
    pub(crate) fault: Option<Refusal>,
    /// Made while nobody was at the desk, for the access log.
    unlogged: Vec<String>,
    /// Names given to backups of this second.
    given: Vec<String>,
}

/// A backup to be written on a thread of its own, beside the work of the desk.
#[derive(Debug)]
pub struct BackupRun {
    database: PathBuf,
    key: DatabaseKey,
    slots: SlotFile,
    target: PathBuf,
    stop: Arc<AtomicBool>,
    gate: Arc<Mutex<()>>,
}

/// What became of a backup that ran beside the desk.
#[derive(Debug)]
pub struct BackupOutcome(Result<BackupReport, StorageError>);

impl BackupRun {
    /// Writes the backup over a connection of its own; saves at the desk go on meanwhile.
    pub fn run(self) -> BackupOutcome {
        let _running = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        BackupOutcome(self.write())
    }

    /// Writes the backup if a look at the record, over a connection of its own, finds it wanted.
    pub(super) fn run_if(
        self,
        clock: Box<dyn Clock + Send>,
        wanted: impl FnOnce(&View<'_>) -> Result<bool, Error>,
    ) -> Result<Option<BackupReport>, Error> {
        let _running = self.gate.lock().unwrap_or_else(PoisonError::into_inner);
        let mut source = self.database().reader()?;
        stop_with(&mut source, &self.stop)?;
        Ok(match Reader::start(source, clock).look(wanted)? {
            true => Some(self.write()?),
            false => None,
        })
    }

    fn database(&self) -> Database<'_> {
        Database::at(&self.database, &self.key, SCHEMA).with_slots(&self.slots)
    }

    fn write(&self) -> Result<BackupReport, StorageError> {
        if let Some(directory) = self.target.parent() {
            std::fs::create_dir_all(directory)?;
        }
        let mut source = self.database().reader()?;
        stop_with(&mut source, &self.stop)?;
        write_backup(
            &source,
            &BackupOrder {
                target: &self.target,
                key: &self.key,
                known_schema: SCHEMA,
                slots: &self.slots,
                tables: &COUNTED,
                stop: Some(&self.stop),
            },
        )
    }
}

impl Front {
    /// Returns a backup to run now; nothing while nobody works, when none is due, or while one runs.
    ///
    /// Every run must be handed back to [`Front::backup_ended`].
    pub fn backup_if_due(&mut self) -> Option<BackupRun> {
        let now_ms = self.now_ms();
        let times = BackupTimes {
            good_ms: newest_ms(&self.backups_dir()),
            failed_ms: self.backups.failed_ms,
        };
        if self.open.is_none() || self.backups.running || !is_backup_due(times, now_ms) {
            return None;
        }
        let run = self.order_backup().ok()?;
        self.backups.running = true;
        Some(run)
    }

    /// Returns a backup to run now, whether one is due or not.
    pub(super) fn order_backup(&mut self) -> Answer<BackupRun> {
        if Arc::strong_count(&self.backups.stop) == 1 {
            // Nothing runs that it may have told to stop.
            self.backups.stop = Arc::new(AtomicBool::new(false));
        }
        let name = self.backup_name();
        Ok(BackupRun {
            database: self.database_path(),
            key: self.open()?.key.clone(),
            slots: self.slots()?,
            target: self.backups_dir().join(name),
            stop: Arc::clone(&self.backups.stop),
            gate: Arc::clone(&self.backups.gate),
        })
    }

    /// Returns a name for a backup that begins now; it is given to no other.
    fn backup_name(&mut self) -> String {
        let now_ms = self.now_ms();
        let directory = self.backups_dir();
        let given = &mut self.backups.given;
        // Those of another second are in nobody's way.
        given.retain(|name| begun_ms(name).is_some_and(|at| now_ms - at < 1_000));
        let name = backup_name(time::civil(now_ms).naive_local(), |name| {
            given.iter().any(|one| one == name) || directory.join(name).exists()
        });
        given.push(name.clone());
        name
    }

    /// Takes note of a backup that was asked for, in the access log, and lets the oldest ones go. Returns its name.
    pub(super) fn note_backup(&mut self, report: &BackupReport) -> Answer<String> {
        let name = report.path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        self.write(|tx| tx.log_access("backup", &name, ""))?;
        self.backups.fault = None;
        rotate(&self.backups_dir())?;
        Ok(name)
    }

    /// Takes note of a backup whose asker has gone.
    pub(super) fn note_orphan(&mut self, report: &BackupReport) {
        let name = report.path.file_name().unwrap_or_default();
        self.backups
            .unlogged
            .push(name.to_string_lossy().into_owned());
        self.log_backups();
    }

    /// Takes note of a backup that ran, and lets the oldest ones go.
    pub fn backup_ended(&mut self, outcome: BackupOutcome) {
        self.backups.running = false;
        if self.backups.stop.load(Ordering::SeqCst) {
            // Told to stop; that is no fault, and the next look at the clock begins another.
            return;
        }
        match outcome.0 {
            Ok(report) => {
                self.backups.fault = None;
                self.backups.failed_ms = None;
                self.note_orphan(&report);
                if let Err(refusal) = rotate(&self.backups_dir()) {
                    self.backups.fault = Some(refusal);
                }
            }
            Err(fault) => {
                self.backups.failed_ms = Some(self.now_ms());
                self.backups.fault = Some(fault.into());
            }
        }
    }

    /// Stops the backup that runs and returns when it has let go of the database.
    pub fn stop_backup(&mut self) {
        self.backups.stop.store(true, Ordering::SeqCst);
        let _ended = self
            .backups
            .gate
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
    }

    /// Writes the lines of the access log for backups that ran, as soon as somebody is at the desk.
    pub(crate) fn log_backups(&mut self) {
        if self.open.is_none() {
            return;
        }
        for name in std::mem::take(&mut self.backups.unlogged) {
            if self
                .write(|tx| tx.log_access("backup_by_clock", &name, ""))
                .is_err()
            {
                self.backups.unlogged.push(name);
            }
        }
    }

    /// Returns when the newest backup was begun, RFC 3339; empty when there is none.
    pub(crate) fn last_backup(&self) -> String {
        newest_ms(&self.backups_dir()).map_or_else(String::new, time::to_text)
    }
}

/// A backup has its final name only after it was opened and counted, so the names tell.
fn newest_ms(directory: &Path) -> Option<i64> {
    let names = backup_files(directory).ok()?;
    names.iter().filter_map(|name| begun_ms(name)).max()
}

pub fn back_up(front: &mut Front, _: Nothing) -> Answer<BackupDone> {
    front.desk()?.1.require(Right::Backup)?;
    let slots = front.slots()?;
    let directory = front.backups_dir();
    std::fs::create_dir_all(&directory).map_err(Error::from)?;
    let now_ms = front.now_ms();
    let name = front.backup_name();
    let target = directory.join(&name);
    let open = front.open()?;
    let report = write_backup(
        open.desk.connection(),
        &BackupOrder {
            target: &target,
            key: &open.key,
            known_schema: SCHEMA,
            slots: &slots,
            tables: &COUNTED,
            stop: None,
        },
    )
    .map_err(Error::from)?;
    Ok(BackupDone {
        file: front.note_backup(&report)?,
        at: time::to_text(now_ms),
        tickets: count(&report, "ticket"),
        entries: count(&report, "entry"),
        bytes: report.bytes.to_string(),
    })
}

/// Returns the rows of a counted table.
pub(crate) fn count(report: &BackupReport, table: &str) -> u32 {
    report
        .rows
        .iter()
        .find(|(name, _)| name.as_str() == table)
        .map_or(0, |(_, rows)| u32::try_from(*rows).unwrap_or(u32::MAX))
}

/// Lists the names of the backups in a directory, newest first.
pub(crate) fn backup_files(directory: &Path) -> Answer<Vec<String>> {
    let mut names = Vec::new();
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Ok(names);
    };
    for entry in entries {
        let name = entry
            .map_err(Error::from)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".db") {
            names.push(name);
        }
    }
    names.sort();
    names.reverse();
    Ok(names)
}

fn rotate(directory: &Path) -> Answer<()> {
    let names = backup_files(directory)?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for expired in list_expired(&names, KEEP_NEWEST, KEEP_DAYS) {
        let path = directory.join(expired);
        std::fs::remove_file(&path).map_err(Error::from)?;
        fachuang_core::storage::durable::remove_if_there(&slots_of(&path)).map_err(Error::from)?;
    }
    Ok(())
}

pub fn list_backups(front: &mut Front, _: Nothing) -> Answer<BackupList> {
    let directory = front.backups_dir();
    let mut backups = Vec::new();
    for file in backup_files(&directory)? {
        let bytes = std::fs::metadata(directory.join(&file))
            .map_err(Error::from)?
            .len();
        backups.push(crate::wire::setting::BackupFile {
            at: begun_ms(&file).map_or_else(String::new, time::to_text),
            bytes: bytes.to_string(),
            file,
        });
    }
    Ok(BackupList { backups })
}
