//! The same rows by the `sqlite3` shell, which nothing of this program is in. It knows no sealed databases, so its database
//! is a plain one.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rusqlite::{Connection, params_from_iter};

use crate::Failure;
use crate::figure::{Figures, timed};

const SHELL: &str = "sqlite3";

/// The settings of the desk's own connection.
const SETTINGS: &str =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -64000;
PRAGMA temp_store = MEMORY; PRAGMA secure_delete = FAST;\n";

/// A table with its stored columns, each name once.
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
}

impl Table {
    fn list(&self) -> String {
        self.columns.join(", ")
    }
}

/// Inserts the rows of some tables into a plain database with the same indexes, by the shell where there is one, and notes
/// how long that took.
pub fn measure(
    from: &Connection,
    tables: &[Table],
    folder: &Path,
    figures: &mut Figures,
) -> Result<(), Failure> {
    let rows = folder.join("shell-rows.db");
    take_out(from, tables, &rows)?;
    let target = folder.join("shell.db");
    let schema = format!("{SETTINGS}{}", schema_of(from, tables)?);
    if !run(&target, &schema)? {
        eprintln!("the {SHELL} shell is not installed; its figure is left out");
        return Ok(());
    }
    let mut script = format!(
        "{SETTINGS}ATTACH '{}' AS source;\nBEGIN IMMEDIATE;\n",
        rows.display()
    );
    for table in tables {
        let (name, columns) = (&table.name, table.list());
        script +=
            &format!("INSERT INTO main.{name} ({columns}) SELECT {columns} FROM source.{name};\n");
    }
    script += "COMMIT;\n";
    let (done, taken) = timed(|| run(&target, &script));
    done?;
    let clock_ms = vec![taken.clock.as_secs_f64() * 1000.0];
    figures.add_values(
        "plain: by the sqlite3 shell, not sealed",
        clock_ms,
        "ms",
        None,
    );
    Ok(())
}

/// Runs a script over a database; false where there is no shell.
fn run(database: &Path, script: &str) -> Result<bool, Failure> {
    let begun = Command::new(SHELL)
        .arg("-bail")
        .arg(database)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn();
    let mut shell = match begun {
        Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(false),
        begun => begun?,
    };
    if let Some(mut input) = shell.stdin.take() {
        input.write_all(script.as_bytes())?;
    }
    if shell.wait()?.success() {
        Ok(true)
    } else {
        Err("the sqlite3 shell did not insert the rows".into())
    }
}

/// Copies the rows into a plain database without indexes.
fn take_out(from: &Connection, tables: &[Table], path: &Path) -> Result<(), Failure> {
    let mut to = Connection::open(path)?;
    let transaction = to.transaction()?;
    for table in tables {
        let (name, columns) = (&table.name, table.list());
        transaction.execute_batch(&format!("CREATE TABLE {name} ({columns})"))?;
        let marks = vec!["?"; table.columns.len()].join(", ");
        let mut add = transaction.prepare(&format!("INSERT INTO {name} VALUES ({marks})"))?;
        let mut read = from.prepare(&format!("SELECT {columns} FROM {name}"))?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            let values =
                (0..table.columns.len()).map(|at| row.get::<_, rusqlite::types::Value>(at));
            add.execute(params_from_iter(
                values.collect::<rusqlite::Result<Vec<_>>>()?,
            ))?;
        }
    }
    transaction.commit()?;
    Ok(())
}

/// Returns the statements that make the tables and their indexes.
fn schema_of(from: &Connection, tables: &[Table]) -> Result<String, Failure> {
    let mut statement = from.prepare(
        "SELECT tbl_name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL
         ORDER BY type DESC, name",
    )?;
    let all = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut script = String::new();
    for one in all {
        let (of, sql) = one?;
        if tables.iter().any(|table| table.name == of) {
            script += &format!("{sql};\n");
        }
    }
    Ok(script)
}
