//! What belongs to this device alone and never travels.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::error::Result;

/// Returns a local value; an empty text when it was never set.
pub fn get(connection: &Connection, key: &str) -> Result<String> {
    Ok(connection
        .prepare_cached("SELECT value FROM local WHERE key = :key")?
        .query_row(named_params! { ":key": key }, |row| row.get("value"))
        .optional()?
        .unwrap_or_default())
}

/// Returns a local whole number; 0 when it was never set.
pub fn get_number(connection: &Connection, key: &str) -> Result<i64> {
    Ok(get(connection, key)?.parse().unwrap_or(0))
}

/// Sets a local value.
pub fn set(connection: &Connection, key: &str, value: &str) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO local (key, value) VALUES (:key, :value)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )?
        .execute(named_params! { ":key": key, ":value": value })?;
    Ok(())
}

/// Takes the next counter of ticket numbers of a mark and day, from 1.
pub fn take_counter(connection: &Connection, mark: &str, day: &str) -> Result<u32> {
    Ok(connection
        .prepare_cached(
            "INSERT INTO number_counter (mark, day, next) VALUES (:mark, :day, 2)
             ON CONFLICT (mark, day) DO UPDATE SET next = next + 1
             RETURNING next - 1",
        )?
        .query_row(named_params! { ":mark": mark, ":day": day }, |row| {
            row.get(0)
        })?)
}
