//! Where the record lives: one encrypted SQLite database per device on a local fixed disk.

pub mod backup;
pub mod connect;
pub mod durable;
pub mod place;
