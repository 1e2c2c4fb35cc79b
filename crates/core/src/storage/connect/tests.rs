use super::*;
use crate::account::slot::KdfCost;
use crate::chance::Seeded;
use std::path::PathBuf;
use tempfile::TempDir;
use uuid::Uuid;

const FIRST: Migration = Migration {
    number: 1,
    name: "notes",
    sql: "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;",
};
const SECOND: Migration = Migration {
    number: 2,
    name: "authors",
    sql: "ALTER TABLE note ADD COLUMN author TEXT NOT NULL DEFAULT '';
          CREATE INDEX note_by_author ON note (author);",
};

struct Desk {
    directory: TempDir,
    key: DatabaseKey,
    slots: SlotFile,
}

impl Desk {
    fn new() -> Self {
        let mut random = Seeded::new("connect");
        let (slots, key, _) = SlotFile::create(
            Uuid::from_u128(7),
            "wang",
            "abcdefg1",
            KdfCost::for_tests(),
            &mut random,
        )
        .unwrap();
        Self {
            directory: tempfile::tempdir().unwrap(),
            key,
            slots,
        }
    }

    fn with_database() -> Self {
        let desk = Self::new();
        let path = desk.path();
        let mut connection = Database::at(&path, &desk.key, 2).create().unwrap();
        migrate(&mut connection, &[FIRST, SECOND]).unwrap();
        connection
            .execute("INSERT INTO note (text) VALUES ('王小明 遗嘱')", [])
            .unwrap();
        drop(connection);
        desk
    }

    fn path(&self) -> PathBuf {
        self.directory.path().join("desk.db")
    }

    fn write_code(&self, known: u32) -> &'static str {
        let path = self.path();
        let database = Database::at(&path, &self.key, known);
        database.writer().unwrap_err().code()
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = std::fs::read_dir(self.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, std::fs::read(path).unwrap())
            })
            // The shared memory of the log is rebuilt at every opening.
            .filter(|(name, _)| !name.ends_with("-shm"))
            .filter(|(_, bytes)| !bytes.is_empty())
            .collect();
        files.sort();
        files
    }
}

#[test]
fn a_created_database_opens_for_one_writer_and_many_readers() {
    let desk = Desk::with_database();
    let path = desk.path();
    let database = Database::at(&path, &desk.key, 2).with_slots(&desk.slots);
    let writer = database.writer().unwrap();
    let readers = [database.reader().unwrap(), database.reader().unwrap()];
    writer
        .execute("INSERT INTO note (text) VALUES ('二')", [])
        .unwrap();
    for reader in &readers {
        let count: i64 = reader
            .query_row("SELECT count(*) FROM note", [], |row| row.get(0))
            .unwrap();
        assert_eq!(count, 2);
        assert!(reader.execute("DELETE FROM note", []).is_err());
    }
}

#[test]
fn every_setting_is_in_force() {
    let desk = Desk::with_database();
    let path = desk.path();
    let writer = Database::at(&path, &desk.key, 2).writer().unwrap();
    for (name, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("busy_timeout", "5000"),
        ("foreign_keys", "1"),
        ("cache_size", "-64000"),
        ("temp_store", "2"),
        ("mmap_size", "0"),
        ("trusted_schema", "0"),
        ("cell_size_check", "1"),
        ("secure_delete", "2"),
        ("wal_autocheckpoint", "1000"),
        ("application_id", &APPLICATION_ID.to_string()),
        ("user_version", "2"),
    ] {
        assert_eq!(read_setting(&writer, name).unwrap(), expected, "{name}");
    }
    for (config, expected) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        (DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false),
    ] {
        assert_eq!(writer.db_config(config).unwrap(), expected, "{config:?}");
    }
    let reader = Database::at(&path, &desk.key, 2).reader().unwrap();
    assert_eq!(read_setting(&reader, "query_only").unwrap(), "1");
}

#[test]
fn a_setting_that_does_not_hold_is_an_error() {
    let memory = Connection::open_in_memory().unwrap();
    let fault = require(&memory, "journal_mode", "WAL", "wal").unwrap_err();
    assert_eq!(fault.code(), "storage.setting");
}

#[test]
#[cfg(feature = "sealed")]
fn nothing_of_the_record_can_be_read_from_the_files() {
    let desk = Desk::with_database();
    let path = desk.path();
    let writer = Database::at(&path, &desk.key, 2).writer().unwrap();
    writer
        .execute("INSERT INTO note (text) VALUES ('王小明 遗嘱')", [])
        .unwrap();
    for (name, bytes) in desk.files() {
        for secret in ["王小明".as_bytes(), b"SQLite format 3", b"CREATE TABLE"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{name}");
        }
    }
}

#[test]
fn opening_never_creates_a_database() {
    let desk = Desk::new();
    assert_eq!(desk.write_code(2), "storage.missing");
    assert!(!desk.path().exists());
    std::fs::write(desk.path(), b"").unwrap();
    assert_eq!(desk.write_code(2), "storage.empty");
}

#[test]
fn creating_never_overwrites_a_database_but_takes_over_an_empty_file() {
    let desk = Desk::with_database();
    let path = desk.path();
    let fault = Database::at(&path, &desk.key, 2).create().unwrap_err();
    assert_eq!(fault.code(), "storage.exists");
    std::fs::write(&path, b"").unwrap();
    assert!(Database::at(&path, &desk.key, 2).create().is_ok());
}

#[test]
fn a_newer_database_is_refused_and_left_byte_for_byte_as_it_was() {
    let desk = Desk::with_database();
    let before = desk.files();
    assert_eq!(desk.write_code(1), "storage.newer");
    assert_eq!(desk.files(), before);
}

#[test]
fn a_newer_database_with_an_unfinished_log_keeps_its_log() {
    let desk = Desk::with_database();
    let path = desk.path();
    let writer = Database::at(&path, &desk.key, 2).writer().unwrap();
    require_config(&writer, DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    writer
        .execute("INSERT INTO note (text) VALUES ('still in the log')", [])
        .unwrap();
    drop(writer);
    let before = desk.files();
    assert_eq!(before.len(), 2, "database and log");
    assert_eq!(desk.write_code(1), "storage.newer");
    assert_eq!(desk.files(), before);
}

#[test]
fn migrating_refuses_a_newer_database_before_it_writes() {
    let desk = Desk::with_database();
    let path = desk.path();
    let mut writer = Database::at(&path, &desk.key, 2).writer().unwrap();
    let fault = migrate(&mut writer, &[FIRST]).unwrap_err();
    assert!(matches!(fault, StorageError::Newer { found: 2, known: 1 }));
}

#[test]
fn a_database_of_another_program_is_refused() {
    let desk = Desk::new();
    let path = desk.path();
    let plain = Connection::open(&path).unwrap();
    plain
        .execute_batch("CREATE TABLE bookmark (url TEXT)")
        .unwrap();
    drop(plain);
    let before = desk.files();
    assert_eq!(desk.write_code(2), "storage.foreign");
    assert_eq!(desk.files(), before);
}

#[test]
fn a_database_with_our_key_but_another_mark_is_refused() {
    let desk = Desk::new();
    let path = desk.path();
    let mut other = Database::at(&path, &desk.key, 2).create().unwrap();
    other
        .execute_batch("PRAGMA application_id = 77; CREATE TABLE t (x)")
        .unwrap();
    assert_eq!(
        migrate(&mut other, &[FIRST]).unwrap_err().code(),
        "storage.foreign"
    );
    drop(other);
    assert_eq!(desk.write_code(2), "storage.foreign");
}

#[test]
#[cfg(feature = "sealed")]
fn a_wrong_key_is_told_from_a_damaged_file_by_the_slot_file() {
    let desk = Desk::with_database();
    let path = desk.path();
    let wrong = DatabaseKey::generate(&mut Seeded::new("wrong"));
    let code = |database: Database<'_>| database.writer().unwrap_err().code();
    let with_slots = Database::at(&path, &wrong, 2).with_slots(&desk.slots);
    assert_eq!(code(with_slots), "storage.wrong_key");
    assert_eq!(code(Database::at(&path, &wrong, 2)), "storage.unreadable");

    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let database = Database::at(&path, &desk.key, 2);
    assert_eq!(code(database.with_slots(&desk.slots)), "storage.damaged");
    assert_eq!(code(database), "storage.unreadable");
}

#[test]
fn a_file_that_is_no_database_is_called_so() {
    let desk = Desk::new();
    std::fs::write(desk.path(), "一个文本文件".repeat(700)).unwrap();
    assert_eq!(desk.write_code(2), "storage.not_a_database");
}

#[test]
fn migrations_run_once_and_in_order() {
    let desk = Desk::new();
    let path = desk.path();
    let mut connection = Database::at(&path, &desk.key, 1).create().unwrap();
    let run = migrate(&mut connection, &[FIRST]).unwrap();
    assert_eq!(run, Migrated { from: 0, to: 1 });
    let run = migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    assert_eq!(run, Migrated { from: 1, to: 2 });
    let run = migrate(&mut connection, &[FIRST, SECOND]).unwrap();
    assert_eq!(run, Migrated { from: 2, to: 2 });
}

#[test]
fn an_applied_migration_is_frozen() {
    let desk = Desk::with_database();
    let path = desk.path();
    let mut writer = Database::at(&path, &desk.key, 2).writer().unwrap();
    let changed = Migration {
        sql: "CREATE TABLE note (id INTEGER PRIMARY KEY) STRICT;",
        ..FIRST
    };
    let fault = migrate(&mut writer, &[changed, SECOND]).unwrap_err();
    assert!(matches!(fault, StorageError::MigrationChanged(1)));
}

#[test]
fn a_failing_migration_leaves_the_schema_before_it() {
    let desk = Desk::with_database();
    let path = desk.path();
    let mut writer = Database::at(&path, &desk.key, 3).writer().unwrap();
    for sql in [
        "CREATE TABLE half (x); CREATE TABLE note (x);",
        "CREATE TABLE half (x REFERENCES note (id)); INSERT INTO half VALUES (999);",
    ] {
        let third = Migration {
            number: 3,
            name: "half",
            sql,
        };
        assert!(migrate(&mut writer, &[FIRST, SECOND, third]).is_err());
        assert_eq!(read_setting(&writer, "user_version").unwrap(), "2");
        assert!(writer.prepare("SELECT * FROM half").is_err());
    }
    let gap = Migration {
        number: 4,
        ..SECOND
    };
    let fault = migrate(&mut writer, &[FIRST, SECOND, gap]).unwrap_err();
    assert!(matches!(fault, StorageError::MigrationBroken(4)));
}
