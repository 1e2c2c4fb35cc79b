//! Backups that were opened and counted before anybody is told that they exist, and the way back from them.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

pub use super::backup_name::{backup_name, begun_ms, list_expired};
use super::connect::{Database, StorageError};
use super::durable::{remove_if_there, rename_durably, sync_file, with_suffix, write_durably};
use crate::account::slot::{DatabaseKey, KEYS_COPY_FILE, KEYS_FILE, SlotFile};

/// Added to the name of a backup for the slot file that opens it.
const SLOTS_SUFFIX: &str = ".keys";

/// Added to a name while the file is not yet verified.
const PART_SUFFIX: &str = ".part";

/// What to back up, and where to.
#[derive(Debug, Clone, Copy)]
pub struct BackupOrder<'a> {
    /// Full path of the backup; nothing may be there yet.
    pub target: &'a Path,
    /// Key of the database, which is also the key of the backup.
    pub key: &'a DatabaseKey,
    /// Number of the last migration of this program.
    pub known_schema: u32,
    /// Slot file that goes beside the backup, so that its accounts can open it.
    pub slots: &'a SlotFile,
    /// Tables whose rows are counted.
    pub tables: &'a [&'a str],
    /// Breaks the work off when it becomes true; the backup fails and leaves nothing.
    pub stop: Option<&'a Arc<AtomicBool>>,
}

/// A backup that was opened, checked and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Where it lies.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Rows of each counted table.
    pub rows: Vec<(String, i64)>,
}

/// Writes a backup: temporary name, sync, check and count, rename, sync, open once more.
///
/// A file with the final name is therefore always a verified one; after a failure nothing is left. `source` must not be
/// inside a transaction.
///
/// # Errors
/// `storage.exists`, `storage.full`, `storage.damaged`, `storage.row_count`, and what the file system refuses.
pub fn back_up(source: &Connection, order: &BackupOrder<'_>) -> Result<BackupReport, StorageError> {
    let slots_path = with_suffix(order.target, SLOTS_SUFFIX);
    if order.target.exists() || slots_path.exists() {
        return Err(StorageError::Exists);
    }
    let part = with_suffix(order.target, PART_SUFFIX);
    // A stopped program may have left one; SQLite refuses to write over it.
    remove_if_there(&part)?;
    let report = write_and_verify(source, order, &part, &slots_path);
    if report.is_err() {
        // The first fault is the one to report, whatever the cleaning meets.
        for path in [&part, order.target, &slots_path] {
            let _ = remove_if_there(path);
        }
    }
    report
}

fn write_and_verify(
    source: &Connection,
    order: &BackupOrder<'_>,
    part: &Path,
    slots_path: &Path,
) -> Result<BackupReport, StorageError> {
    let before = count_rows(source, order.tables)?;
    copy_into(source, part)?;
    let after = count_rows(source, order.tables)?;
    sync_file(part)?;
    let database = Database::at(part, order.key, order.known_schema).with_slots(order.slots);
    let copy = verify_copy(&database, part, order.tables, order.stop)?;
    for ((table, found), (before, after)) in copy.rows.iter().zip(before.iter().zip(&after)) {
        // A writer may go on while a reader copies; then the copy lies between the two counts.
        let (low, high) = (before.1.min(after.1), before.1.max(after.1));
        if !(low..=high).contains(found) {
            return Err(StorageError::RowCount {
                table: table.clone(),
                expected: before.1,
                found: *found,
            });
        }
    }
    write_durably(slots_path, &order.slots.to_json()?)?;
    rename_durably(part, order.target)?;
    Database::at(order.target, order.key, order.known_schema)
        .with_slots(order.slots)
        .inspect()?;
    Ok(BackupReport {
        path: order.target.to_owned(),
        ..copy
    })
}

/// Writes a copy of the whole database, as it stands now, under a name where nothing is.
pub(super) fn copy_into(source: &Connection, part: &Path) -> Result<(), StorageError> {
    let name = part
        .to_str()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path is not Unicode"))?;
    // A copy counts as a write for a connection that is kept to queries, although it cannot touch the original.
    let kept_to_queries: i64 = source.pragma_query_value(None, "query_only", |row| row.get(0))?;
    source.pragma_update(None, "query_only", 0)?;
    let copied = source.execute("VACUUM INTO :part", [name]);
    source.pragma_update(None, "query_only", kept_to_queries)?;
    copied?;
    Ok(())
}

/// Opens a backup, checks every page and counts the rows of `tables`.
///
/// The slot file beside it, if it is whole, tells a wrong key from a damaged backup.
///
/// # Errors
/// `storage.missing`, `storage.foreign`, `storage.newer`, `storage.wrong_key`, `storage.damaged`, `storage.unreadable`,
/// `storage.not_a_database`.
pub fn verify_backup(
    path: &Path,
    key: &DatabaseKey,
    known_schema: u32,
    tables: &[&str],
) -> Result<BackupReport, StorageError> {
    let slots = beside(path);
    let mut database = Database::at(path, key, known_schema);
    if let Some(slots) = &slots {
        database = database.with_slots(slots);
    }
    verify_copy(&database, path, tables, None)
}

/// Operations of SQLite between two looks at whether to stop; about a millisecond.
const STOP_LOOK_OPS: i32 = 1_000;

/// Makes every statement of a connection fail from the moment `stop` becomes true.
pub fn stop_with(connection: &mut Connection, stop: &Arc<AtomicBool>) -> Result<(), StorageError> {
    let stop = Arc::clone(stop);
    connection.progress_handler(STOP_LOOK_OPS, Some(move || stop.load(Ordering::SeqCst)))?;
    Ok(())
}

fn verify_copy(
    database: &Database<'_>,
    path: &Path,
    tables: &[&str],
    stop: Option<&Arc<AtomicBool>>,
) -> Result<BackupReport, StorageError> {
    let mut copy = database.inspect()?;
    if let Some(stop) = stop {
        stop_with(&mut copy, stop)?;
    }
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StorageError::Damaged(verdict));
    }
    Ok(BackupReport {
        path: path.to_owned(),
        bytes: fs::metadata(path)?.len(),
        rows: count_rows(&copy, tables)?,
    })
}

/// Counts the rows of tables.
pub(super) fn count_rows(
    connection: &Connection,
    tables: &[&str],
) -> Result<Vec<(String, i64)>, StorageError> {
    tables
        .iter()
        .map(|table| {
            let quoted = table.replace('"', "\"\"");
            let sql = format!("SELECT count(*) FROM \"{quoted}\"");
            let rows = connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(((*table).to_owned(), rows))
        })
        .collect()
}

/// Returns the path of the slot file beside a backup.
pub fn slots_of(backup: &Path) -> PathBuf {
    with_suffix(backup, SLOTS_SUFFIX)
}

/// Which accounts may open the desk after a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotChoice {
    /// Those of today; who was removed since the backup stays out.
    Current,
    /// Those of the backup, when the slot file of today is lost.
    FromBackup,
}

/// What to restore, and where to.
#[derive(Debug, Clone, Copy)]
pub struct RestoreOrder<'a> {
    /// The backup.
    pub backup: &'a Path,
    /// Full path of the database to be replaced; no connection to it may be open.
    pub database: &'a Path,
    /// Key of the backup.
    pub key: &'a DatabaseKey,
    /// Number of the last migration of this program.
    pub known_schema: u32,
    /// Tables whose rows are counted.
    pub tables: &'a [&'a str],
    /// Which slot file is used from now on.
    pub slots: SlotChoice,
    /// Key the restored database gets, where it is another one than the backup has.
    pub rekey: Option<&'a DatabaseKey>,
    /// Mark in the names of the files that are set aside, such as the time.
    pub aside_mark: &'a str,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The restored database.
    pub restored: BackupReport,
    /// The files of before, under their new names.
    pub set_aside: Vec<PathBuf>,
}

/// Puts a backup in the place of the database.
///
/// The backup is copied beside the database and the copy verified before anything of the old desk moves. Old files are
/// renamed, never deleted. If the machine stops in between, the same call can be made again. The restored database
/// must begin a new epoch before it writes; that is the journal's business.
///
/// # Errors
/// `storage.missing`, `storage.foreign`, `storage.newer`, `storage.damaged`, `storage.exists`, `storage.full`, and
/// `keys.…` when the slot file of the backup cannot be used.
pub fn restore(order: &RestoreOrder<'_>) -> Result<RestoreReport, StorageError> {
    verify_backup(order.backup, order.key, order.known_schema, order.tables)?;
    let slots = match order.slots {
        SlotChoice::Current => None,
        SlotChoice::FromBackup => Some(read_slots(order)?),
    };
    let part = with_suffix(order.database, PART_SUFFIX);
    let ready = copy_and_verify(order, &part).and_then(|copied| Ok((copied, set_aside(order)?)));
    if ready.is_err() {
        let _ = remove_if_there(&part);
    }
    let (copied, set_aside) = ready?;
    if let Some(slots) = slots {
        slots.save(directory_of(order.database))?;
    }
    rename_durably(&part, order.database)?;
    Ok(RestoreReport {
        restored: BackupReport {
            path: order.database.to_owned(),
            ..copied
        },
        set_aside,
    })
}

fn read_slots(order: &RestoreOrder<'_>) -> Result<SlotFile, StorageError> {
    let slots = SlotFile::from_json(&fs::read(slots_of(order.backup))?)?;
    if order.key.check(slots.database()) == *slots.key_check() {
        Ok(slots)
    } else {
        Err(StorageError::WrongKey)
    }
}

fn copy_and_verify(order: &RestoreOrder<'_>, part: &Path) -> Result<BackupReport, StorageError> {
    fs::copy(order.backup, part)?;
    if let Some(new) = order.rekey {
        Database::at(part, order.key, order.known_schema).change_key(new)?;
    }
    sync_file(part)?;
    let key = order.rekey.unwrap_or(order.key);
    let mut database = Database::at(part, key, order.known_schema);
    let slots = match order.rekey {
        // The slot file of the backup knows only the key of before.
        Some(_) => None,
        None => beside(order.backup),
    };
    if let Some(slots) = &slots {
        database = database.with_slots(slots);
    }
    verify_copy(&database, part, order.tables, None)
}

fn beside(backup: &Path) -> Option<SlotFile> {
    let json = fs::read(slots_of(backup)).ok()?;
    SlotFile::from_json(&json).ok()
}

/// Renames what the restore replaces. The database goes first: a log without its database is harmless.
fn set_aside(order: &RestoreOrder<'_>) -> Result<Vec<PathBuf>, StorageError> {
    let mut old = vec![
        order.database.to_owned(),
        with_suffix(order.database, "-wal"),
        with_suffix(order.database, "-shm"),
    ];
    if order.slots == SlotChoice::FromBackup {
        let directory = directory_of(order.database);
        old.extend([KEYS_FILE, KEYS_COPY_FILE].map(|name| directory.join(name)));
    }
    old.retain(|path| path.exists());
    let renamed: Vec<PathBuf> = old
        .iter()
        .map(|path| with_suffix(path, &format!(".{}.aside", order.aside_mark)))
        .collect();
    if renamed.iter().any(|path| path.exists()) {
        return Err(StorageError::Exists);
    }
    for (from, to) in old.iter().zip(&renamed) {
        rename_durably(from, to)?;
    }
    Ok(renamed)
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(directory) if directory.as_os_str() != OsStr::new("") => directory,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::connect::{Migration, migrate};
    use super::*;
    use crate::account::slot::KdfCost;
    use crate::chance::Seeded;
    use tempfile::TempDir;
    use uuid::Uuid;

    const SCHEMA: &[Migration] = &[Migration {
        number: 1,
        name: "notes",
        sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
    }];

    struct Desk {
        directory: TempDir,
        key: DatabaseKey,
        slots: SlotFile,
        writer: Option<Connection>,
    }

    impl Desk {
        fn with_notes(count: usize) -> Self {
            let directory = tempfile::tempdir().unwrap();
            let mut random = Seeded::new("backup");
            let cost = KdfCost::for_tests();
            let database = Uuid::from_u128(7);
            let (slots, key, _) =
                SlotFile::create(database, "wang", "abcdefg1", cost, &mut random).unwrap();
            slots.save(directory.path()).unwrap();
            let path = directory.path().join("desk.db");
            let mut writer = Database::at(&path, &key, 1).create().unwrap();
            migrate(&mut writer, SCHEMA).unwrap();
            let desk = Self {
                directory,
                key,
                slots,
                writer: Some(writer),
            };
            desk.add_notes(count);
            desk
        }

        fn path(&self, name: &str) -> PathBuf {
            self.directory.path().join(name)
        }

        fn writer(&self) -> &Connection {
            self.writer.as_ref().unwrap()
        }

        fn add_notes(&self, count: usize) {
            let writer = self.writer();
            writer.execute_batch("BEGIN IMMEDIATE").unwrap();
            for _ in 0..count {
                writer
                    .execute("INSERT INTO note (text) VALUES (hex(randomblob(200)))", [])
                    .unwrap();
            }
            writer.execute_batch("COMMIT").unwrap();
        }

        fn back_up(&self, source: &Connection, name: &str) -> Result<BackupReport, StorageError> {
            let order = BackupOrder {
                target: &self.path(name),
                key: &self.key,
                known_schema: 1,
                slots: &self.slots,
                tables: &["note", "migration"],
                stop: None,
            };
            back_up(source, &order)
        }

        fn restore(&self, name: &str, slots: SlotChoice) -> Result<RestoreReport, StorageError> {
            restore(&RestoreOrder {
                backup: &self.path(name),
                database: &self.path("desk.db"),
                key: &self.key,
                known_schema: 1,
                tables: &["note"],
                slots,
                rekey: None,
                aside_mark: "20261122-101500",
            })
        }

        fn files(&self) -> Vec<String> {
            let mut names: Vec<String> = fs::read_dir(self.directory.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
                .collect();
            names.sort();
            names
        }

        fn count(&self) -> i64 {
            let path = self.path("desk.db");
            let reader = Database::at(&path, &self.key, 1).writer().unwrap();
            reader
                .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
                .unwrap()
        }
    }

    #[test]
    fn a_backup_holds_every_row_and_opens_with_its_own_slot_file() {
        let desk = Desk::with_notes(300);
        let report = desk.back_up(desk.writer(), "b.db").unwrap();
        assert_eq!(
            report.rows,
            [("note".to_owned(), 300), ("migration".to_owned(), 1)]
        );
        assert_eq!(report.bytes, fs::metadata(desk.path("b.db")).unwrap().len());
        assert_eq!(
            desk.files(),
            [
                "b.db",
                "b.db.keys",
                "desk.db",
                "desk.keys",
                "desk.keys.copy"
            ]
        );
        let slots = SlotFile::from_json(&fs::read(desk.path("b.db.keys")).unwrap()).unwrap();
        let key = slots.unlock("wang", "abcdefg1").unwrap().key;
        let again = verify_backup(&desk.path("b.db"), &key, 1, &["note", "migration"]);
        assert_eq!(again.unwrap(), report);
    }

    #[test]
    fn a_reading_connection_can_back_up_while_the_writer_stays_open() {
        let desk = Desk::with_notes(10);
        let path = desk.path("desk.db");
        let reader = Database::at(&path, &desk.key, 1).reader().unwrap();
        let report = desk.back_up(&reader, "b.db").unwrap();
        assert_eq!(report.rows[0].1, 10);
        assert!(reader.execute("DELETE FROM note", []).is_err());
    }

    #[test]
    #[cfg(feature = "sealed")]
    fn a_backup_is_sealed_with_the_key_of_the_database() {
        let desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        let bytes = fs::read(desk.path("b.db")).unwrap();
        assert!(!bytes.starts_with(b"SQLite format 3"));
        let wrong = DatabaseKey::generate(&mut Seeded::new("wrong"));
        let fault = verify_backup(&desk.path("b.db"), &wrong, 1, &[]).unwrap_err();
        assert_eq!(fault.code(), "storage.wrong_key");
    }

    #[test]
    fn a_backup_that_fails_half_way_leaves_nothing() {
        let mut desk = Desk::with_notes(3_000);
        let mut ticks = 0;
        let stop = move || {
            ticks += 1;
            ticks > 20
        };
        desk.writer
            .as_mut()
            .unwrap()
            .progress_handler(100, Some(stop))
            .unwrap();
        let before = desk.files();
        desk.back_up(desk.writer(), "b.db").unwrap_err();
        assert_eq!(desk.files(), before);
        desk.writer
            .as_mut()
            .unwrap()
            .progress_handler(100, None::<fn() -> bool>)
            .unwrap();
        assert!(desk.back_up(desk.writer(), "b.db").is_ok());
    }

    #[test]
    fn a_save_goes_on_while_a_backup_is_being_written() {
        let mut desk = Desk::with_notes(3_000);
        let path = desk.path("desk.db");
        let mut reader = Database::at(&path, &desk.key, 1).reader().unwrap();
        let writer = desk.writer.take().unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        let save = move || {
            let saved = writer.execute("INSERT INTO note (text) VALUES ('meanwhile')", []);
            sender.send(saved).is_err()
        };
        reader.progress_handler(1_000, Some(save)).unwrap();
        let target = desk.path("b.db");
        let order = BackupOrder {
            target: &target,
            key: &desk.key,
            known_schema: 1,
            slots: &desk.slots,
            tables: &["note"],
            stop: None,
        };
        let report = back_up(&reader, &order).unwrap();
        drop(reader);
        let saves: Vec<usize> = receiver.iter().map(Result::unwrap).collect();
        assert!(
            saves.len() > 3,
            "the backup took long enough: {}",
            saves.len()
        );
        let kept = report.rows[0].1;
        assert!((3_000..=3_000 + saves.len() as i64).contains(&kept));
        assert_eq!(desk.count(), 3_000 + saves.len() as i64);
    }

    #[test]
    fn a_backup_that_is_told_to_stop_ends_and_leaves_nothing() {
        let mut desk = Desk::with_notes(3_000);
        let before = desk.files();
        let stop = Arc::new(AtomicBool::new(true));
        let path = desk.path("desk.db");
        let mut reader = Database::at(&path, &desk.key, 1).reader().unwrap();
        stop_with(&mut reader, &stop).unwrap();
        desk.back_up(&reader, "b.db").unwrap_err();
        assert_eq!(desk.files(), before);
        stop.store(false, Ordering::SeqCst);
        assert!(desk.back_up(&reader, "b.db").is_ok());
        drop(desk.writer.take());
    }

    #[test]
    #[cfg(feature = "sealed")]
    fn a_backup_under_a_key_of_before_comes_back_under_the_key_of_now() {
        let mut desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        drop(desk.writer.take());
        let now = DatabaseKey::generate(&mut Seeded::new("now"));
        let (backup, database) = (desk.path("b.db"), desk.path("desk.db"));
        let report = restore(&RestoreOrder {
            backup: &backup,
            database: &database,
            key: &desk.key,
            known_schema: 1,
            tables: &["note"],
            slots: SlotChoice::Current,
            rekey: Some(&now),
            aside_mark: "20261122-101500",
        })
        .unwrap();
        assert_eq!(report.restored.rows, [("note".to_owned(), 10)]);
        assert!(Database::at(&database, &desk.key, 1).writer().is_err());
        desk.key = now;
        assert_eq!(desk.count(), 10);
    }

    #[test]
    fn a_backup_that_cannot_be_placed_leaves_nothing() {
        let desk = Desk::with_notes(10);
        let before = desk.files();
        desk.back_up(desk.writer(), "missing/b.db").unwrap_err();
        assert_eq!(desk.files(), before);
    }

    #[test]
    fn what_a_stopped_backup_left_is_in_nobodys_way() {
        let desk = Desk::with_notes(10);
        fs::write(desk.path("b.db.part"), b"half a backup").unwrap();
        desk.back_up(desk.writer(), "b.db").unwrap();
        assert!(!desk.files().contains(&"b.db.part".to_owned()));
    }

    #[test]
    fn a_backup_is_never_overwritten() {
        let desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        let before = fs::read(desk.path("b.db")).unwrap();
        let fault = desk.back_up(desk.writer(), "b.db").unwrap_err();
        assert_eq!(fault.code(), "storage.exists");
        assert_eq!(fs::read(desk.path("b.db")).unwrap(), before);
    }

    #[test]
    fn restoring_brings_back_the_rows_and_sets_the_old_files_aside() {
        let mut desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        desk.add_notes(5);
        let writer = desk.writer.take();
        // A log that was not moved into the database must not end up in the restored one.
        let config = rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        writer
            .as_ref()
            .unwrap()
            .set_db_config(config, true)
            .unwrap();
        drop(writer);
        let old = fs::read(desk.path("desk.db")).unwrap();
        let report = desk.restore("b.db", SlotChoice::Current).unwrap();
        assert_eq!(report.restored.rows, [("note".to_owned(), 10)]);
        assert_eq!(
            report.set_aside[0],
            desk.path("desk.db.20261122-101500.aside")
        );
        assert!(
            report
                .set_aside
                .contains(&desk.path("desk.db-wal.20261122-101500.aside"))
        );
        assert_eq!(fs::read(&report.set_aside[0]).unwrap(), old);
        assert_eq!(desk.count(), 10);
        assert!(desk.path("b.db").exists());
    }

    #[test]
    fn the_slot_file_of_a_backup_comes_back_when_it_is_asked_for() {
        let mut desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        drop(desk.writer.take());
        fs::write(desk.path(KEYS_FILE), b"lost").unwrap();
        let report = desk.restore("b.db", SlotChoice::FromBackup).unwrap();
        let (slots, _) = SlotFile::load(desk.directory.path()).unwrap();
        assert_eq!(slots, desk.slots);
        let aside = desk.path("desk.keys.20261122-101500.aside");
        assert!(report.set_aside.contains(&aside));
        assert_eq!(fs::read(aside).unwrap(), b"lost");
    }

    #[test]
    fn a_damaged_backup_changes_nothing() {
        let mut desk = Desk::with_notes(300);
        desk.back_up(desk.writer(), "b.db").unwrap();
        drop(desk.writer.take());
        let mut bytes = fs::read(desk.path("b.db")).unwrap();
        let middle = bytes.len() / 2;
        bytes.truncate(middle);
        fs::write(desk.path("b.db"), &bytes).unwrap();
        let before = desk.files();
        let fault = desk.restore("b.db", SlotChoice::Current).unwrap_err();
        assert_eq!(fault.code(), "storage.damaged");
        assert_eq!(desk.files(), before);
        assert_eq!(desk.count(), 300);
    }

    #[test]
    #[cfg(feature = "sealed")]
    fn one_changed_bit_anywhere_in_a_backup_is_noticed() {
        let desk = Desk::with_notes(100);
        desk.back_up(desk.writer(), "b.db").unwrap();
        let whole = fs::read(desk.path("b.db")).unwrap();
        for page in 0..whole.len() / 4096 {
            let mut damaged = whole.clone();
            damaged[page * 4096 + 1_000] ^= 4;
            fs::write(desk.path("b.db"), &damaged).unwrap();
            assert!(verify_backup(&desk.path("b.db"), &desk.key, 1, &["note"]).is_err());
        }
    }

    #[test]
    fn a_second_restore_does_not_overwrite_what_the_first_set_aside() {
        let mut desk = Desk::with_notes(10);
        desk.back_up(desk.writer(), "b.db").unwrap();
        drop(desk.writer.take());
        desk.restore("b.db", SlotChoice::Current).unwrap();
        let fault = desk.restore("b.db", SlotChoice::Current).unwrap_err();
        assert_eq!(fault.code(), "storage.exists");
        assert!(!desk.files().contains(&"desk.db.part".to_owned()));
        assert_eq!(desk.count(), 10);
    }
}
