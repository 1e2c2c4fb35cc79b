//! Where the record lives: one encrypted SQLite database per device on a local fixed disk.

pub mod access;
pub mod backup;
pub mod connect;
pub mod durable;
pub mod local;
pub mod place;
pub mod project;
mod schema;
pub mod series;
pub mod verify;

pub use connect::StorageError;
pub use schema::{MIGRATIONS, SCHEMA};
