//! Entries of subjects that begin in a transaction, so that what was just written is not read back from the journal.

use std::collections::HashMap;
use std::sync::Arc;

use fachuang_envelope::Entry;
use rusqlite::Connection;

use super::series::{self, SubjectEntries};
use crate::error::Result;

/// Bytes of entries kept at once; of a whole file in one transaction the journal is asked for those that come up late.
const KEPT_MAX: usize = 16 * 1024 * 1024;

/// Of these, what there is room for from one settling of rows to the next: nothing is forgotten between the two.
const ROOM: usize = 8 * 1024 * 1024;

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

/// Entries of a rehearsal that are not in the journal yet, each with the row it will have.
#[derive(Debug)]
struct Held {
    next_rid: i64,
    entries: Vec<(i64, Arc<Entry>)>,
}

/// The subjects that came up in a transaction.
#[derive(Debug, Default)]
pub struct Fresh {
    /// None for one that had entries before.
    subjects: HashMap<[u8; 16], Option<Begun>>,
    /// Bytes of the entries.
    kept: usize,
    /// Of a rehearsal, in which the journal need not have what is kept here.
    held: Option<Held>,
}

impl Fresh {
    /// Begins a rehearsal: entries of subjects that begin in it stay out of the journal as long as they are kept here.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn rehearsing(connection: &Connection) -> Result<Self> {
        let held = Held {
            next_rid: series::newest_rid(connection)? + 1,
            entries: Vec::new(),
        };
        Ok(Self {
            held: Some(held),
            ..Self::default()
        })
    }

    /// Adds an entry to the journal and returns its row id; one that is there already changes nothing and returns none.
    /// In a rehearsal it is none that is there.
    ///
    /// # Errors
    /// `journal.equivocation` when another entry with the same id is there; faults of the database.
    pub fn add(&mut self, connection: &Connection, entry: &Arc<Entry>) -> Result<Option<i64>> {
        let Some(held) = &mut self.held else {
            let added = series::insert(connection, entry, None)?;
            if let Some(rid) = added {
                self.note(connection, rid, entry)?;
            }
            return Ok(added);
        };
        let rid = held.next_rid;
        held.next_rid += 1;
        let is_kept = self.note(connection, rid, entry)?;
        match &mut self.held {
            Some(held) if is_kept => held.entries.push((rid, Arc::clone(entry))),
            _ => {
                series::insert(connection, entry, Some(rid))?;
            }
        }
        Ok(Some(rid))
    }

    /// Notes an entry; says whether it is kept here.
    fn note(&mut self, connection: &Connection, rid: i64, entry: &Arc<Entry>) -> Result<bool> {
        let size = size_of(entry);
        if self.kept + size > KEPT_MAX {
            self.forget(connection)?;
        }
        let id = entry.head.subject.id;
        if let Some(known) = self.subjects.get_mut(&id) {
            let Some(begun) = known else {
                return Ok(false);
            };
            begun.found.entries.push(Arc::clone(entry));
            self.kept += size;
            return Ok(true);
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
        Ok(is_new)
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

    /// Makes room once the rows of all that is kept are written.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn settled(&mut self, connection: &Connection) -> Result<()> {
        if self.kept > KEPT_MAX - ROOM {
            self.forget(connection)?;
        }
        Ok(())
    }

    /// Leaves every subject to the journal. For entries that were taken back, which only the journal tells from others.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn forget(&mut self, connection: &Connection) -> Result<()> {
        let held = self.held.as_mut();
        for (rid, entry) in held.into_iter().flat_map(|held| held.entries.drain(..)) {
            series::insert(connection, &entry, Some(rid))?;
        }
        self.subjects.clear();
        self.kept = 0;
        Ok(())
    }
}
