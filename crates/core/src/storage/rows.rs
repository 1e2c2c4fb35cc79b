//! Writes rows of the read model, table by table, with a statement that is made once for many.

use rusqlite::{CachedStatement, Connection, ToSql};

use crate::error::Result;

/// Columns of a row with what stands in them.
pub(super) type Row<'r> = [(&'static str, &'r dyn ToSql)];

/// Rows that are written in one transaction.
pub(super) struct Rows<'c> {
    connection: &'c Connection,
    /// By how they begin.
    statements: Vec<(&'static str, CachedStatement<'c>)>,
}

impl<'c> Rows<'c> {
    pub(super) fn of(connection: &'c Connection) -> Self {
        Self {
            connection,
            statements: Vec::new(),
        }
    }

    /// Adds a row. `how` is the statement up to the columns, which are the same with every row of it.
    pub(super) fn add(&mut self, how: &'static str, row: &Row<'_>) -> Result<usize> {
        self.run(how, row, || {
            let values = vec!["?"; row.len()].join(", ");
            format!("{how} ({}) VALUES ({values})", names(row).join(", "))
        })
    }

    /// Changes the row that has the first column, and says how many there were. `how` is the statement up to the columns.
    pub(super) fn change(&mut self, how: &'static str, row: &Row<'_>) -> Result<usize> {
        self.run(how, row, || {
            let places = (1..).zip(names(row));
            let equal: Vec<String> = places.map(|(at, name)| format!("{name} = ?{at}")).collect();
            format!("{how} {} WHERE {}", equal[1..].join(", "), equal[0])
        })
    }

    fn run(
        &mut self,
        how: &'static str,
        row: &Row<'_>,
        sql: impl FnOnce() -> String,
    ) -> Result<usize> {
        let known = self
            .statements
            .iter()
            .position(|(begins, _)| *begins == how);
        let at = match known {
            Some(at) => at,
            None => {
                let statement = self.connection.prepare_cached(&sql())?;
                self.statements.push((how, statement));
                self.statements.len() - 1
            }
        };
        let (_, statement) = &mut self.statements[at];
        for (place, (_, value)) in (1..).zip(row) {
            statement.raw_bind_parameter(place, value)?;
        }
        Ok(statement.raw_execute()?)
    }
}

fn names(row: &Row<'_>) -> Vec<&'static str> {
    row.iter().map(|(name, _)| *name).collect()
}
