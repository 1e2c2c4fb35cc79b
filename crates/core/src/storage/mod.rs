//! Where the record lives: one encrypted SQLite database per device on a local fixed disk.

pub mod access;
pub mod backup;
pub mod backup_due;
mod backup_name;
pub mod connect;
pub mod due;
pub mod durable;
pub mod fresh;
pub mod identity;
pub mod local;
pub mod pace;
pub mod paper_file;
pub mod place;
pub mod project;
pub mod rekey;
mod rows;
pub mod salvage;
mod schema;
pub mod series;
pub mod verify;
pub mod whereabouts;

pub use connect::StorageError;
pub use fachuang_envelope::Entry;
pub use rusqlite::Connection;
pub use schema::{MIGRATIONS, SCHEMA};
