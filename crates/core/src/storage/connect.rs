//! Opens the database with every setting that keeps it whole, and reads each of them back.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::account::slot::{DatabaseKey, SlotFile};

/// Marks a file as a case desk: `FCDK` in its header.
pub const APPLICATION_ID: i32 = 0x4643_444B;

/// First SQLite without the bug that corrupts a WAL database under two connections.
const MIN_SQLITE: i32 = 3_051_003;

const BUSY_TIMEOUT_MS: u64 = 5_000;

/// Prepared statements a connection keeps; one registration alone needs some sixty.
const STATEMENTS_KEPT: usize = 256;

/// Pages of the log after which a commit moves them into the file.
const LOG_PAGES: u32 = 1_000;

/// The same while an import writes much in small transactions, most of which change the same pages: 200 MB at most.
const LOG_PAGES_OF_IMPORT: u32 = 50_000;

/// Memory for pages, as SQLite wants it: KiB below zero.
const CACHE: i32 = -64_000;

/// The same while a file comes in, which changes indexes all over: their pages are not read and sealed over and over.
const CACHE_OF_IMPORT: i32 = -120_000;

/// What a connection is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Load {
    Usual,
    /// Many entries, which touch pages all over the file.
    Import,
}

/// Sets how much memory pages may take from now on, and how far the log grows before a commit moves it into the file. What
/// is committed is on the disk either way.
pub(crate) fn set_for(connection: &Connection, load: Load) -> rusqlite::Result<()> {
    let (log_pages, cache) = match load {
        Load::Usual => (LOG_PAGES, CACHE),
        Load::Import => (LOG_PAGES_OF_IMPORT, CACHE_OF_IMPORT),
    };
    connection.pragma_update(None, "wal_autocheckpoint", log_pages)?;
    connection.pragma_update(None, "cache_size", cache)
}

/// Header of a database that is not sealed.
const PLAIN_HEADER: &[u8; 16] = b"SQLite format 3\0";

/// Why the database cannot be opened, changed or copied.
#[derive(Debug, Error)]
pub enum StorageError {
    /// There is no database at the path; it is never created by opening.
    #[error("there is no database at the path")]
    Missing,
    /// A database, backup or set-aside file of that name is there already.
    #[error("there is something at the path already")]
    Exists,
    /// The file holds nothing, as after a set-up that was cut short.
    #[error("the database is empty")]
    Empty,
    /// The file is a database of another program, or not sealed.
    #[error("the file belongs to another program")]
    Foreign,
    /// The file is no database at all.
    #[error("the file is not a database")]
    NotADatabase,
    /// A later version of the program wrote the database; it was left as it is.
    #[error("the database has schema {found}, this program knows {known}")]
    Newer {
        /// Schema number of the file.
        found: u32,
        /// Highest schema number of this program.
        known: u32,
    },
    /// The key belongs to another database.
    #[error("the key belongs to another database")]
    WrongKey,
    /// The key is right, so the file is damaged.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Wrong key or damaged file; nobody can tell without the slot file.
    #[error("the database cannot be read with this key")]
    Unreadable,
    /// The SQLite library has a known bug that corrupts databases.
    #[error("the SQLite library has version {0}, too old")]
    OldLibrary(i32),
    /// SQLite did not accept a setting the product relies on.
    #[error("setting {name} is {found} instead of {expected}")]
    Setting {
        /// Name of the setting.
        name: &'static str,
        /// What was asked for.
        expected: String,
        /// What was read back.
        found: String,
    },
    /// A migration that was applied differs from the one in the program.
    #[error("migration {0} is not the one that was applied")]
    MigrationChanged(u32),
    /// The program's own list has a gap, or a migration breaks a reference.
    #[error("migration {0} cannot be applied")]
    MigrationBroken(u32),
    /// A copy does not hold what the original holds.
    #[error("table {table} has {found} rows in the copy instead of {expected}")]
    RowCount {
        /// Name of the table.
        table: String,
        /// Rows of the original.
        expected: i64,
        /// Rows of the copy.
        found: i64,
    },
    /// The slot file of a backup cannot be used.
    #[error(transparent)]
    Slots(#[from] crate::account::slot::SlotError),
    /// SQLite refused.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The file system refused.
    #[error("file: {0}")]
    Io(#[from] io::Error),
}

impl StorageError {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "storage.missing",
            Self::Exists => "storage.exists",
            Self::Empty => "storage.empty",
            Self::Foreign => "storage.foreign",
            Self::NotADatabase => "storage.not_a_database",
            Self::Newer { .. } => "storage.newer",
            Self::WrongKey => "storage.wrong_key",
            Self::Damaged(_) => "storage.damaged",
            Self::Unreadable => "storage.unreadable",
            Self::OldLibrary(_) => "storage.old_library",
            Self::Setting { .. } => "storage.setting",
            Self::MigrationChanged(_) => "storage.migration_changed",
            Self::MigrationBroken(_) => "storage.migration_broken",
            Self::RowCount { .. } => "storage.row_count",
            Self::Slots(fault) => fault.code(),
            Self::Sqlite(fault) => match fault.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => "storage.full",
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => "storage.busy",
                Some(ErrorCode::ReadOnly) => "storage.read_only",
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => "storage.damaged",
                _ => "storage.sqlite",
            },
            Self::Io(fault) => match fault.kind() {
                io::ErrorKind::StorageFull => "storage.full",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "storage.read_only"
                }
                _ => "storage.io",
            },
        }
    }
}

/// How many connections share the database file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sharing {
    Many,
    One,
}

/// What a connection is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Create,
    Write,
    Read,
    /// Reads a copy that has no log of its own.
    Inspect,
}

/// A database file with the key that opens it.
#[derive(Debug, Clone, Copy)]
pub struct Database<'a> {
    path: &'a Path,
    key: &'a DatabaseKey,
    known_schema: u32,
    slots: Option<&'a SlotFile>,
    vfs: Option<&'a str>,
    sharing: Sharing,
}

impl<'a> Database<'a> {
    /// Names the database at `path`; `known_schema` is the number of the last migration of this program.
    pub fn at(path: &'a Path, key: &'a DatabaseKey, known_schema: u32) -> Self {
        Self {
            path,
            key,
            known_schema,
            slots: None,
            vfs: None,
            sharing: Sharing::Many,
        }
    }

    /// Adds the slot file, by which a wrong key can be told from a damaged database.
    pub fn with_slots(self, slots: &'a SlotFile) -> Self {
        Self {
            slots: Some(slots),
            ..self
        }
    }

    /// Goes through a registered SQLite file system other than the system's.
    pub fn on_vfs(self, name: &'a str) -> Self {
        Self {
            vfs: Some(name),
            ..self
        }
    }

    /// Keeps the file for one connection, so that no shared memory is needed.
    pub fn alone(self) -> Self {
        Self {
            sharing: Sharing::One,
            ..self
        }
    }

    /// Creates the database; an empty file left by a set-up that was cut short is taken over.
    ///
    /// # Errors
    /// `storage.exists`, `storage.setting`, and what the file system refuses.
    pub fn create(&self) -> Result<Connection, StorageError> {
        self.open(Purpose::Create)
    }

    /// Opens the one connection that writes.
    ///
    /// A file that is refused is left byte for byte as it was.
    ///
    /// # Errors
    /// `storage.missing`, `storage.empty`, `storage.foreign`, `storage.newer`, `storage.wrong_key`, `storage.damaged`,
    /// `storage.unreadable`, `storage.not_a_database`, `storage.setting`, `storage.old_library`.
    pub fn writer(&self) -> Result<Connection, StorageError> {
        self.open(Purpose::Write)
    }

    /// Opens a connection that can only read.
    ///
    /// # Errors
    /// As for [`Database::writer`].
    pub fn reader(&self) -> Result<Connection, StorageError> {
        self.open(Purpose::Read)
    }

    /// Opens a finished copy, such as a backup, for reading.
    ///
    /// # Errors
    /// As for [`Database::writer`].
    pub fn inspect(&self) -> Result<Connection, StorageError> {
        self.open(Purpose::Inspect)
    }

    /// Seals every page of a file that nobody uses, such as a copy, with another key. Without sealing nothing changes.
    ///
    /// # Errors
    /// As for [`Database::writer`].
    pub fn change_key(&self, key: &DatabaseKey) -> Result<(), StorageError> {
        let connection = self.connect(Purpose::Write)?;
        unlock(&connection, self.key)?;
        self.read_stamp(&connection)?
            .require_ours(self.known_schema)?;
        seal_with(&connection, key)
    }

    fn open(&self, purpose: Purpose) -> Result<Connection, StorageError> {
        let library = rusqlite::version_number();
        if library < MIN_SQLITE {
            return Err(StorageError::OldLibrary(library));
        }
        if let Some(slots) = self.slots
            && self.key.check(slots.database()) != *slots.key_check()
        {
            return Err(StorageError::WrongKey);
        }
        if self.vfs.is_none() && purpose != Purpose::Create {
            self.look_at_header()?;
        }
        let connection = self.connect(purpose)?;
        // Until the file is known to be ours, closing it must not move its log into it.
        require_config(
            &connection,
            DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
            true,
        )?;
        unlock(&connection, self.key)?;
        if self.sharing == Sharing::One {
            require(&connection, "locking_mode", "EXCLUSIVE", "exclusive")?;
        }
        let stamp = self.read_stamp(&connection)?;
        match purpose {
            Purpose::Create if !stamp.is_blank() => return Err(StorageError::Exists),
            Purpose::Create => {}
            _ if stamp.is_blank() => return Err(StorageError::Empty),
            _ => stamp.require_ours(self.known_schema)?,
        }
        configure(&connection, purpose)?;
        require_config(
            &connection,
            DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
            false,
        )?;
        Ok(connection)
    }

    fn connect(&self, purpose: Purpose) -> Result<Connection, StorageError> {
        prepare()?;
        let access = match purpose {
            Purpose::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Purpose::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Purpose::Read | Purpose::Inspect => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let opened = match self.vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(self.path, flags, vfs),
            None => Connection::open_with_flags(self.path, flags),
        };
        opened.map_err(|fault| match fault.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) if purpose == Purpose::Write => StorageError::Missing,
            _ => StorageError::Sqlite(fault),
        })
    }

    /// Refuses what can be refused before SQLite touches the file.
    fn look_at_header(&self) -> Result<(), StorageError> {
        let mut file = match File::open(self.path) {
            Ok(file) => file,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                return Err(StorageError::Missing);
            }
            Err(fault) => return Err(StorageError::Io(fault)),
        };
        let mut header = Vec::with_capacity(PLAIN_HEADER.len());
        Read::by_ref(&mut file).take(16).read_to_end(&mut header)?;
        if cfg!(feature = "sealed") && header == PLAIN_HEADER {
            return Err(StorageError::Foreign);
        }
        Ok(())
    }

    fn read_stamp(&self, connection: &Connection) -> Result<Stamp, StorageError> {
        Stamp::read(connection).map_err(|fault| match fault.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => self.explain(&fault),
            _ => StorageError::Sqlite(fault),
        })
    }

    /// Says why the first page cannot be read: SQLCipher gives one answer for three causes.
    fn explain(&self, fault: &rusqlite::Error) -> StorageError {
        if self.slots.is_some() {
            return StorageError::Damaged(fault.to_string());
        }
        let whole_pages = std::fs::metadata(self.path).is_ok_and(|file| file.len() % 4096 == 0);
        if whole_pages && cfg!(feature = "sealed") {
            StorageError::Unreadable
        } else {
            StorageError::NotADatabase
        }
    }
}

/// What a database says about itself.
struct Stamp {
    application_id: i32,
    schema: i64,
    objects: i64,
}

impl Stamp {
    fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get(0));
        Ok(Self {
            objects: number("SELECT count(*) FROM sqlite_schema")?,
            application_id: connection.pragma_query_value(None, "application_id", |r| r.get(0))?,
            schema: number("PRAGMA user_version")?,
        })
    }

    fn is_blank(&self) -> bool {
        self.application_id == 0 && self.schema == 0 && self.objects == 0
    }

    /// Refuses a database of another program or of a later version.
    fn require_ours(&self, known: u32) -> Result<(), StorageError> {
        if self.application_id != APPLICATION_ID {
            return Err(StorageError::Foreign);
        }
        let found = u32::try_from(self.schema).map_err(|_| StorageError::Foreign)?;
        if found > known {
            return Err(StorageError::Newer { found, known });
        }
        Ok(())
    }
}

/// Makes the library ready, once for the program. SQLCipher prepares itself after SQLite has said that it is ready: a second
/// thread that opens its first database at that moment would be told that the key cannot be set.
fn prepare() -> Result<(), StorageError> {
    static PREPARED: Mutex<bool> = Mutex::new(false);
    let mut prepared = PREPARED.lock().unwrap_or_else(PoisonError::into_inner);
    if !*prepared {
        Connection::open_in_memory()?;
        *prepared = true;
    }
    Ok(())
}

#[cfg(feature = "sealed")]
fn unlock(connection: &Connection, key: &DatabaseKey) -> Result<(), StorageError> {
    use zeroize::Zeroizing;
    // SQLCipher otherwise writes a line of its own for every page it cannot read.
    connection.pragma_update(None, "cipher_log_level", "NONE")?;
    let sql = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", *key.to_hex()));
    connection.execute_batch(&sql)?;
    let status = read_setting(connection, "cipher_status")?;
    if status != "1" {
        return Err(StorageError::Setting {
            name: "cipher_status",
            expected: "1".into(),
            found: status,
        });
    }
    Ok(())
}

#[cfg(feature = "sealed")]
fn seal_with(connection: &Connection, key: &DatabaseKey) -> Result<(), StorageError> {
    use zeroize::Zeroizing;
    let sql = Zeroizing::new(format!("PRAGMA rekey = \"x'{}'\"", *key.to_hex()));
    connection.execute_batch(&sql)?;
    Ok(())
}

#[cfg(not(feature = "sealed"))]
fn seal_with(_: &Connection, _: &DatabaseKey) -> Result<(), StorageError> {
    Ok(())
}

#[cfg(not(feature = "sealed"))]
fn unlock(_: &Connection, _: &DatabaseKey) -> Result<(), StorageError> {
    Ok(())
}

fn configure(connection: &Connection, purpose: Purpose) -> Result<(), StorageError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    connection.busy_timeout(Duration::from_millis(BUSY_TIMEOUT_MS))?;
    expect(connection, "busy_timeout", &BUSY_TIMEOUT_MS.to_string())?;
    require_config(connection, DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    require_config(connection, DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // A plan that looks at bound values is made anew for each of them; beside a partial index every query does.
    require_config(connection, DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    require(connection, "trusted_schema", "OFF", "0")?;
    require(connection, "cell_size_check", "ON", "1")?;
    require(connection, "foreign_keys", "ON", "1")?;
    require(
        connection,
        "cache_size",
        &CACHE.to_string(),
        &CACHE.to_string(),
    )?;
    require(connection, "temp_store", "MEMORY", "2")?;
    require(connection, "mmap_size", "0", "0")?;
    match purpose {
        Purpose::Create | Purpose::Write => {
            require(connection, "journal_mode", "WAL", "wal")?;
            require(connection, "synchronous", "FULL", "2")?;
            require(connection, "secure_delete", "FAST", "2")?;
            let pages = LOG_PAGES.to_string();
            require(connection, "wal_autocheckpoint", &pages, &pages)
        }
        Purpose::Read => {
            expect(connection, "journal_mode", "wal")?;
            require(connection, "query_only", "ON", "1")
        }
        Purpose::Inspect => require(connection, "query_only", "ON", "1"),
    }
}

/// Sets a pragma and reads it back.
fn require(
    connection: &Connection,
    name: &'static str,
    value: &str,
    expected: &str,
) -> Result<(), StorageError> {
    connection.execute_batch(&format!("PRAGMA {name} = {value}"))?;
    expect(connection, name, expected)
}

fn expect(connection: &Connection, name: &'static str, expected: &str) -> Result<(), StorageError> {
    let found = read_setting(connection, name)?;
    if found == expected {
        return Ok(());
    }
    Err(StorageError::Setting {
        name,
        expected: expected.to_owned(),
        found,
    })
}

fn require_config(
    connection: &Connection,
    config: DbConfig,
    value: bool,
) -> Result<(), StorageError> {
    connection.set_db_config(config, value)?;
    let found = connection.db_config(config)?;
    if found == value {
        return Ok(());
    }
    Err(StorageError::Setting {
        name: "db_config",
        expected: format!("{config:?}={value}"),
        found: found.to_string(),
    })
}

fn read_setting(connection: &Connection, name: &str) -> Result<String, StorageError> {
    let value = connection.pragma_query_value(None, name, |row| row.get::<_, Value>(0));
    match value {
        Ok(Value::Integer(number)) => Ok(number.to_string()),
        Ok(Value::Text(text)) => Ok(text),
        // A file system without memory mapping gives no row at all.
        Err(rusqlite::Error::QueryReturnedNoRows) if name == "mmap_size" => Ok("0".to_owned()),
        Ok(other) => Ok(format!("{other:?}")),
        Err(fault) => Err(StorageError::Sqlite(fault)),
    }
}

/// One step of the schema. Once released it stays as it is; the next one repairs it.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Number of the schema after this step, from 1 without gaps.
    pub number: u32,
    /// Short name for people.
    pub name: &'static str,
    /// Statements, without transaction control.
    pub sql: &'static str,
}

impl Migration {
    /// Returns the hash by which a changed migration is noticed.
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(self.sql.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What a migration run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// Schema number before.
    pub from: u32,
    /// Schema number now.
    pub to: u32,
}

/// Brings the database to the last migration of the list, each step in a transaction of its own.
///
/// # Errors
/// `storage.newer` and `storage.foreign` before anything is written; `storage.migration_changed` when an applied step
/// differs from the list; `storage.migration_broken` when the list has a gap or a step leaves a dangling reference.
pub fn migrate(
    connection: &mut Connection,
    migrations: &[Migration],
) -> Result<Migrated, StorageError> {
    for (expected, migration) in (1..).zip(migrations) {
        if migration.number != expected {
            return Err(StorageError::MigrationBroken(migration.number));
        }
    }
    let known = migrations.last().map_or(0, |last| last.number);
    let stamp = Stamp::read(connection)?;
    if !stamp.is_blank() {
        stamp.require_ours(known)?;
    }
    let from = u32::try_from(stamp.schema).map_err(|_| StorageError::Foreign)?;
    for migration in migrations {
        if migration.number <= from {
            require_frozen(connection, migration)?;
        } else {
            apply(connection, migration)?;
        }
    }
    Ok(Migrated { from, to: known })
}

fn require_frozen(connection: &Connection, migration: &Migration) -> Result<(), StorageError> {
    let applied: String = connection.query_row(
        "SELECT fingerprint FROM migration WHERE number = :number",
        [migration.number],
        |row| row.get(0),
    )?;
    if applied == migration.fingerprint() {
        Ok(())
    } else {
        Err(StorageError::MigrationChanged(migration.number))
    }
}

fn apply(connection: &mut Connection, migration: &Migration) -> Result<(), StorageError> {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if migration.number == 1 {
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.execute_batch(
            "CREATE TABLE migration (
                number INTEGER PRIMARY KEY,
                name TEXT NOT NULL,
                fingerprint TEXT NOT NULL
            ) STRICT",
        )?;
    }
    tx.execute_batch(migration.sql)?;
    tx.execute(
        "INSERT INTO migration (number, name, fingerprint) VALUES (:number, :name, :fingerprint)",
        (migration.number, migration.name, migration.fingerprint()),
    )?;
    let dangling = tx
        .prepare("PRAGMA foreign_key_check")?
        .query([])?
        .next()?
        .is_some();
    if dangling {
        return Err(StorageError::MigrationBroken(migration.number));
    }
    tx.pragma_update(None, "user_version", migration.number)?;
    tx.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests;
