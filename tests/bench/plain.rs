//! The same rows by plain means, for comparison: a table without journal, and `LIKE`.

use fachuang_core::account::slot::DatabaseKey;
use fachuang_core::chance::Seeded;
use fachuang_core::storage::connect::Database;
use rusqlite::{Connection, named_params};

use crate::desk::Filled;
use crate::figure::{Figures, timed};
use crate::oracle::Oracle;
use crate::work::queries;
use crate::{Failure, Options};

const TABLE: &str = "CREATE TABLE plain (
    rid INTEGER PRIMARY KEY, number TEXT NOT NULL, visitor TEXT NOT NULL, id_number TEXT NOT NULL, text TEXT NOT NULL
) STRICT";

fn insert(connection: &Connection, oracle: &Oracle, at: usize) -> Result<(), Failure> {
    let ticket = &oracle.tickets[at];
    connection
        .prepare_cached(
            "INSERT INTO plain (number, visitor, id_number, text) VALUES (:number, :visitor, :id_number, :text)",
        )?
        .execute(named_params! {
            ":number": ticket.number, ":visitor": ticket.visitor, ":id_number": ticket.id_key, ":text": ticket.text,
        })?;
    Ok(())
}

/// Times plain inserts under the same settings and plain scans over the same tickets.
pub fn measure(filled: &Filled, options: &Options, figures: &mut Figures) -> Result<(), Failure> {
    let (_, key) = filled.key()?;
    let (desk, _) = filled.open(&key, "plain")?;
    let oracle = Oracle::read(&desk.view())?;

    let directory = tempfile::tempdir_in(&filled.directory)?;
    let path = directory.path().join("plain.db");
    let key = DatabaseKey::generate(&mut Seeded::new("plain"));
    let mut connection = Database::at(&path, &key, 0).create()?;
    connection.execute_batch(TABLE)?;
    let (done, taken) = timed(|| -> Result<(), Failure> {
        let transaction = connection.transaction()?;
        for at in 0..oracle.tickets.len() {
            insert(&transaction, &oracle, at)?;
        }
        Ok(transaction.commit()?)
    });
    done?;
    let each = taken / oracle.tickets.len().max(1) as u32;
    figures.add("plain: insert, per row of one transaction", &[each], None);
    let mut saves = Vec::new();
    for at in 0..options.saves.min(oracle.tickets.len()) {
        let (done, taken) = timed(|| insert(&connection, &oracle, at));
        done?;
        saves.push(taken);
    }
    figures.add("plain: insert a row, on disk", &saves, None);

    for (kind, queries) in queries(&oracle, (options.queries / 3).max(5)) {
        if !kind.starts_with("name") && !kind.starts_with("text") && kind != "no hit" {
            continue;
        }
        let mut taken = Vec::new();
        for query in queries {
            let (found, time) = timed(|| like(&connection, &query));
            found?;
            taken.push(time);
        }
        figures.add(&format!("plain: LIKE, {kind}"), &taken, None);
    }
    Ok(())
}

fn like(connection: &Connection, query: &str) -> Result<Vec<i64>, Failure> {
    let mut statement = connection.prepare_cached(
        "SELECT rid FROM plain WHERE text LIKE '%' || :query || '%' ORDER BY rid DESC LIMIT 51",
    )?;
    let rows = statement.query_map(named_params! { ":query": query }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
