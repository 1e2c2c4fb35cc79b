//! Entries of subjects that begin in a transaction, so that what was just written is not read back from the journal.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;
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

/// Subjects of the journal whose ids lie between two others, asked for at once.
#[derive(Debug)]
struct Around {
    ids: RangeInclusive<[u8; 16]>,
    there: HashSet<[u8; 16]>,
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
    /// What the journal had before what is kept here.
    around: Option<Around>,
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

    /// Prepares for entries about some subjects. Ids made in the same days lie close together, so that mostly one look says
    /// which of them the journal knows.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn expect(
        &mut self,
        connection: &Connection,
        subjects: impl Iterator<Item = [u8; 16]>,
    ) -> Result<()> {
        let new: BTreeSet<[u8; 16]> = subjects
            .filter(|id| !self.subjects.contains_key(id))
            .collect();
        self.around = None;
        if let (Some(first), Some(last)) = (new.first(), new.last()) {
            let there = series::list_between(connection, first, last, new.len() / 2)?;
            self.around = there.map(|there| Around {
                ids: *first..=*last,
                there,
            });
        }
        Ok(())
    }

    fn is_new(&self, connection: &Connection, id: &[u8; 16], rid: i64) -> Result<bool> {
        match &self.around {
            Some(around) if around.ids.contains(id) => Ok(!around.there.contains(id)),
            _ => Ok(!series::is_older(connection, id, rid)?),
        }
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
        let is_new = self.is_new(connection, &id, rid)?;
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
        self.around = None;
        self.kept = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use fachuang_envelope::{Base, EntryId, Head, Hlc, Origin, Subject};
    use proptest::prelude::*;

    use super::*;
    use crate::storage::MIGRATIONS;

    fn journal() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration.sql).unwrap();
        }
        connection
    }

    /// Ids of the same days, but for every seventh, which is made from a name.
    fn subject(nr: u8) -> [u8; 16] {
        let mut id = [1; 16];
        (id[0], id[15]) = (if nr.is_multiple_of(7) { 200 + nr } else { 1 }, nr);
        id
    }

    fn entry(seq: u64, about: u8) -> Arc<Entry> {
        let head = Head {
            id: EntryId {
                device: 3,
                epoch: 0,
                seq,
            },
            hlc: Hlc {
                wall_ms: seq as i64,
                counter: 0,
            },
            origin: Arc::new(Origin {
                account: [0; 16],
                role: "clerk".to_owned(),
                site: "QS".to_owned(),
                tier: "station".to_owned(),
            }),
            subject: Subject {
                kind: "ticket".to_owned(),
                id: subject(about),
            },
            kind: "ticket.set".to_owned(),
            version: 1,
            base: Base::new(),
            payload_hash: [0; 32],
            prev: [0; 32],
        };
        Arc::new(Entry::seal(head, vec![about; 40]))
    }

    /// What is seen of a subject: kept here, or else in the journal.
    fn seen(fresh: &Fresh, connection: &Connection, about: u8) -> (i64, Vec<u64>) {
        let id = subject(about);
        let found = match fresh.entries_of(&id) {
            Some(found) => found,
            None => series::list_of_subject(connection, &id).unwrap(),
        };
        let seqs = found.entries.iter().map(|entry| entry.head.id.seq);
        (found.first_rid, seqs.collect())
    }

    proptest! {
        #[test]
        fn a_rehearsal_sees_what_a_write_would_see(
            before in prop::collection::vec(0_u8..30, 0..20),
            files in prop::collection::vec((prop::collection::vec(0_u8..30, 1..20), any::<bool>()), 1..5),
        ) {
            let [written, rehearsed] = [journal(), journal()];
            let mut seq = 0;
            for about in before {
                seq += 1;
                for connection in [&written, &rehearsed] {
                    series::insert(connection, &entry(seq, about), None).unwrap();
                }
            }
            let mut write = Fresh::default();
            let mut rehearsal = Fresh::rehearsing(&rehearsed).unwrap();
            for (entries, is_forgotten) in files {
                for (fresh, connection) in [(&mut write, &written), (&mut rehearsal, &rehearsed)] {
                    fresh.expect(connection, entries.iter().copied().map(subject)).unwrap();
                }
                for about in entries {
                    seq += 1;
                    let entry = entry(seq, about);
                    let rids = [
                        write.add(&written, &entry).unwrap(),
                        rehearsal.add(&rehearsed, &entry).unwrap(),
                    ];
                    prop_assert_eq!(rids[0], rids[1]);
                }
                if is_forgotten {
                    rehearsal.forget(&rehearsed).unwrap();
                }
                for about in 0..30 {
                    let want = series::list_of_subject(&written, &subject(about)).unwrap();
                    let seqs: Vec<u64> = want.entries.iter().map(|entry| entry.head.id.seq).collect();
                    let want = (want.first_rid, seqs);
                    prop_assert_eq!(seen(&write, &written, about), want.clone());
                    prop_assert_eq!(seen(&rehearsal, &rehearsed, about), want);
                }
            }
        }
    }

    #[test]
    fn nothing_of_a_rehearsal_is_in_the_journal_before_it_must_be() {
        let connection = journal();
        let mut fresh = Fresh::rehearsing(&connection).unwrap();
        for seq in 1..=3 {
            fresh.add(&connection, &entry(seq, 5)).unwrap();
        }
        assert_eq!(series::newest_rid(&connection).unwrap(), 0);
        fresh.forget(&connection).unwrap();
        assert_eq!(series::newest_rid(&connection).unwrap(), 3);
        fresh.add(&connection, &entry(4, 5)).unwrap();
        assert_eq!(series::newest_rid(&connection).unwrap(), 4);
    }
}
