//! Entries of subjects that begin in a transaction, so that what was just written is not read back from the journal.

use std::collections::HashMap;
use std::sync::Arc;

use fachuang_envelope::Entry;
use rusqlite::Connection;

use super::series::{self, SubjectEntries};
use crate::error::Result;

/// Bytes of entries kept at once; of a whole file in one transaction the journal is asked for those that come up late.
const KEPT_MAX: usize = 12 * 1024 * 1024;

/// Bytes an entry takes beside its body, about.
const HEAD: usize = 512;

/// Returns the bytes an entry takes, about.
pub fn size_of(entry: &Entry) -> usize {
    HEAD + entry.body.len()
}

/// A subject that had no entry before the transaction.
#[derive(Debug)]
struct Begun {
    found: SubjectEntries,
    has_rows: bool,
}

/// The subjects that came up in a transaction.
#[derive(Debug, Default)]
pub struct Fresh {
    /// None for one that had entries before.
    subjects: HashMap<[u8; 16], Option<Begun>>,
    /// Bytes of the entries.
    kept: usize,
}

impl Fresh {
    /// Notes an entry that was added to the journal.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn note(&mut self, connection: &Connection, rid: i64, entry: &Arc<Entry>) -> Result<()> {
        let size = size_of(entry);
        if self.kept + size > KEPT_MAX {
            self.forget();
        }
        let id = entry.head.subject.id;
        if let Some(known) = self.subjects.get_mut(&id) {
            if let Some(begun) = known {
                begun.found.entries.push(Arc::clone(entry));
                self.kept += size;
            }
            return Ok(());
        }
        let is_new = !series::is_older(connection, &id, rid)?;
        let begun = is_new.then(|| Begun {
            found: SubjectEntries {
                first_rid: rid,
                entries: vec![Arc::clone(entry)],
            },
            has_rows: false,
        });
        // What is not kept takes the room of its name all the same.
        self.kept += if is_new { size } else { HEAD };
        self.subjects.insert(id, begun);
        Ok(())
    }

    /// Returns the entries of a subject that began in the transaction; none where the journal has to be asked.
    pub fn entries_of(&self, id: &[u8; 16]) -> Option<SubjectEntries> {
        let begun = self.subjects.get(id)?.as_ref()?;
        Some(begun.found.clone())
    }

    /// Says a subject cannot have rows yet, as it began in the transaction and this was not asked before.
    pub fn is_without_rows(&mut self, id: &[u8; 16]) -> bool {
        match self.subjects.get_mut(id) {
            Some(Some(begun)) => !std::mem::replace(&mut begun.has_rows, true),
            _ => false,
        }
    }

    /// Leaves every subject to the journal. For entries that were taken back, which only the journal tells from others.
    pub fn forget(&mut self) {
        self.subjects.clear();
        self.kept = 0;
    }
}
