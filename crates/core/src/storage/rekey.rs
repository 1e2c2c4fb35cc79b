//! Gives a database another key, by way of a copy that was opened and counted first.

use std::path::Path;

use super::backup::{copy_into, verify_backup};
use super::connect::{Database, StorageError};
use super::durable::{remove_if_there, rename_durably, sync_file, with_suffix};
use crate::account::slot::DatabaseKey;

/// Added to the name of the database for the copy under the new key.
const PART_SUFFIX: &str = ".rekey";

/// Writes the database anew under another key and puts it in the place of the old file. No connection may be open.
///
/// Until the rename the old file is as it was, so the call can be made again after a power cut. The slot file has to be
/// saved before: it opens the old key, too, see [`crate::account::slot::SlotFile::past_keys`].
///
/// # Errors
/// As for [`Database::writer`], and `storage.full`, `storage.row_count`.
pub fn rekey(
    database: &Path,
    old: &DatabaseKey,
    new: &DatabaseKey,
    known_schema: u32,
    tables: &[&str],
) -> Result<(), StorageError> {
    let part = with_suffix(database, PART_SUFFIX);
    let written = write_copy(database, &part, (old, new), known_schema, tables);
    if written.is_err() {
        // The first fault is the one to report, whatever the cleaning meets.
        let _ = remove_if_there(&part);
    }
    written?;
    // The writer is closed and has moved its log into the old file; what is left of it must not meet the new one.
    for suffix in ["-wal", "-shm"] {
        remove_if_there(&with_suffix(database, suffix))?;
    }
    rename_durably(&part, database)?;
    Ok(())
}

fn write_copy(
    database: &Path,
    part: &Path,
    (old, new): (&DatabaseKey, &DatabaseKey),
    known_schema: u32,
    tables: &[&str],
) -> Result<(), StorageError> {
    remove_if_there(part)?;
    let before = {
        let source = Database::at(database, old, known_schema).writer()?;
        copy_into(&source, part)?;
        super::backup::count_rows(&source, tables)?
    };
    Database::at(part, old, known_schema).change_key(new)?;
    sync_file(part)?;
    let copy = verify_backup(part, new, known_schema, tables)?;
    for ((table, found), (_, expected)) in copy.rows.iter().zip(&before) {
        if found != expected {
            return Err(StorageError::RowCount {
                table: table.clone(),
                expected: *expected,
                found: *found,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::connect::{Migration, migrate};
    use super::*;
    use crate::chance::Seeded;

    const SCHEMA: &[Migration] = &[Migration {
        number: 1,
        name: "notes",
        sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
    }];

    fn notes(path: &Path, key: &DatabaseKey) -> Result<i64, StorageError> {
        let reader = Database::at(path, key, 1).writer()?;
        Ok(reader.query_row("SELECT count(*) FROM note", [], |row| row.get(0))?)
    }

    fn filled(path: &Path, key: &DatabaseKey) {
        let mut writer = Database::at(path, key, 1).create().unwrap();
        migrate(&mut writer, SCHEMA).unwrap();
        for _ in 0..50 {
            writer
                .execute("INSERT INTO note (text) VALUES (hex(randomblob(200)))", [])
                .unwrap();
        }
    }

    #[test]
    #[cfg(feature = "sealed")]
    fn the_new_key_opens_every_row_and_the_old_one_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("desk.db");
        let mut random = Seeded::new("rekey");
        let old = DatabaseKey::generate(&mut random);
        let new = DatabaseKey::generate(&mut random);
        filled(&path, &old);
        rekey(&path, &old, &new, 1, &["note"]).unwrap();
        assert_eq!(notes(&path, &new).unwrap(), 50);
        assert!(notes(&path, &old).is_err());
        let names: Vec<_> = std::fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .filter(|name| name != "desk.db")
            .collect();
        assert!(names.is_empty(), "{names:?}");
    }

    #[test]
    fn what_a_power_cut_left_is_written_over_and_a_failure_leaves_the_old_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("desk.db");
        let mut random = Seeded::new("rekey");
        let old = DatabaseKey::generate(&mut random);
        let new = DatabaseKey::generate(&mut random);
        filled(&path, &old);
        std::fs::write(directory.path().join("desk.db.rekey"), b"half a copy").unwrap();
        assert!(rekey(&path, &old, &new, 1, &["no_such_table"]).is_err());
        assert_eq!(notes(&path, &old).unwrap(), 50);
        assert!(!directory.path().join("desk.db.rekey").exists());
        rekey(&path, &old, &new, 1, &["note"]).unwrap();
        assert_eq!(notes(&path, &new).unwrap(), 50);
    }
}
