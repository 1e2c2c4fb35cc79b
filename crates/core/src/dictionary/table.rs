//! Reference data as text: one head line, then one line per entry, fields separated by commas, no quotes.
//!
//! Chinese text uses the full-width comma, so that a field never needs quoting and the files stay easy to edit.

use thiserror::Error;

/// A reference file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    /// The head line lacks a column.
    #[error("column {0} is missing")]
    ColumnMissing(&'static str),
    /// A line has another count of fields than the head line.
    #[error("line {0} has another number of fields than the head line")]
    FieldCount(usize),
    /// A value cannot be understood.
    #[error("line {line}: {column} is not valid")]
    Value { line: usize, column: &'static str },
    /// A code or a day occurs twice.
    #[error("line {0} repeats an earlier entry")]
    Repeated(usize),
}

impl TableError {
    /// Returns the stable code that the message table and callers branch on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ColumnMissing(_) => "table.column_missing",
            Self::FieldCount(_) => "table.field_count",
            Self::Value { .. } => "table.value",
            Self::Repeated(_) => "table.repeated",
        }
    }
}

/// A read table: head line and entries.
#[derive(Debug)]
pub(crate) struct Table<'a> {
    columns: Vec<&'a str>,
    rows: Vec<Row<'a>>,
}

/// One entry with the number of its line.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub line: usize,
    fields: Vec<&'a str>,
}

impl<'a> Table<'a> {
    pub fn read(text: &'a str) -> Result<Self, TableError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty());
        let split = |line: &'a str| -> Vec<&'a str> { line.split(',').map(str::trim).collect() };
        let columns = lines
            .next()
            .map(|(_, head)| split(head))
            .unwrap_or_default();
        let mut rows = Vec::new();
        for (line, content) in lines {
            let fields = split(content);
            if fields.len() != columns.len() {
                return Err(TableError::FieldCount(line));
            }
            rows.push(Row { line, fields });
        }
        Ok(Self { columns, rows })
    }

    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    pub fn columns(&self) -> &[&'a str] {
        &self.columns
    }

    pub fn column(&self, name: &'static str) -> Result<usize, TableError> {
        self.columns
            .iter()
            .position(|column| *column == name)
            .ok_or(TableError::ColumnMissing(name))
    }
}

impl<'a> Row<'a> {
    pub fn field(&self, column: usize) -> &'a str {
        self.fields[column]
    }

    /// Reads a flag; none where it says neither `yes` nor `no`.
    pub fn yes(&self, column: usize) -> Option<bool> {
        match self.field(column) {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }
}
