//! Entries in the database: appending to the own series, reading those of a subject.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use fachuang_envelope::{Base, Entry, EntryId, Head, Hlc, Origin, Subject};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};

use crate::error::Result;

const COLUMNS: &str = "rid, device, epoch, seq, wall_ms, counter, account, role, site, tier, subject_kind, subject_id, \
     kind, version, base, payload_hash, prev, hash, body";
const COLUMN_COUNT: usize = 19;

/// End of the own series: what the next entry follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tail {
    pub device: u32,
    pub epoch: u16,
    /// Sequence of the newest entry; 0 before the first.
    pub seq: u64,
    pub prev: [u8; 32],
    /// Newest clock reading this device has made, in any epoch, or taken over from elsewhere.
    pub hlc: Hlc,
}

/// Reads the end of the series of a device and epoch; `seen` is the newest clock reading taken over from elsewhere.
pub fn tail(connection: &Connection, device: u32, epoch: u16, seen: Hlc) -> Result<Tail> {
    let newest = connection
        .prepare_cached(
            "SELECT seq, hash FROM entry
             WHERE device = :device AND epoch = :epoch ORDER BY seq DESC LIMIT 1",
        )?
        .query_row(
            named_params! { ":device": device, ":epoch": epoch },
            |row| Ok((row.get::<_, i64>("seq")?, row.get::<_, [u8; 32]>("hash")?)),
        )
        .optional()?;
    let own = connection
        .prepare_cached(
            "SELECT wall_ms, counter FROM entry
             WHERE device = :device ORDER BY epoch DESC, seq DESC LIMIT 1",
        )?
        .query_row(named_params! { ":device": device }, |row| {
            Ok(Hlc {
                wall_ms: row.get("wall_ms")?,
                counter: row.get("counter")?,
            })
        })
        .optional()?;
    let hlc = own.map_or(seen, |own| own.max(seen));
    let (seq, prev) = newest.map_or((0, [0; 32]), |(seq, hash)| (seq as u64, hash));
    Ok(Tail {
        device,
        epoch,
        seq,
        prev,
        hlc,
    })
}

/// Stores an entry, in the next row unless it is given one, and returns its local row id. The same entry again changes
/// nothing and returns none.
///
/// # Errors
/// `journal.equivocation` when another entry with the same id is there: a clone or a forgery.
pub fn insert(connection: &Connection, entry: &Entry, rid: Option<i64>) -> Result<Option<i64>> {
    let head = &entry.head;
    let base = write_base(&head.base);
    let added = connection
        .prepare_cached(
            "INSERT INTO entry (rid, device, epoch, seq, wall_ms, counter, account, role, site, tier, subject_kind,
                 subject_id, kind, version, base, payload_hash, prev, hash, body)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (device, epoch, seq) DO NOTHING",
        )?
        .execute(params![
            rid,
            head.id.device,
            head.id.epoch,
            head.id.seq as i64,
            head.hlc.wall_ms,
            head.hlc.counter,
            head.origin.account.as_slice(),
            head.origin.role,
            head.origin.site,
            head.origin.tier,
            head.subject.kind,
            head.subject.id.as_slice(),
            head.kind,
            head.version,
            base,
            head.payload_hash.as_slice(),
            head.prev.as_slice(),
            entry.hash.as_slice(),
            entry.body,
        ])?;
    if added == 1 {
        return Ok(Some(connection.last_insert_rowid()));
    }
    let known: [u8; 32] = connection
        .prepare_cached("SELECT hash FROM entry WHERE device = :device AND epoch = :epoch AND seq = :seq")?
        .query_row(
            named_params! { ":device": head.id.device, ":epoch": head.id.epoch, ":seq": head.id.seq as i64 },
            |row| row.get("hash"),
        )?;
    if known == entry.hash {
        Ok(None)
    } else {
        Err(crate::error::Error::refused("journal.equivocation"))
    }
}

/// Reads a row of [`COLUMNS`], by place: looking their names up took a third of the time of reading an entry.
fn read(row: &Row<'_>) -> rusqlite::Result<(i64, Entry)> {
    let base = row.get_ref(14)?.as_blob()?;
    let head = Head {
        id: EntryId {
            device: row.get(1)?,
            epoch: row.get(2)?,
            seq: row.get::<_, i64>(3)? as u64,
        },
        hlc: Hlc {
            wall_ms: row.get(4)?,
            counter: row.get(5)?,
        },
        origin: Arc::new(Origin {
            account: row.get(6)?,
            role: row.get(7)?,
            site: row.get(8)?,
            tier: row.get(9)?,
        }),
        subject: Subject {
            kind: row.get(10)?,
            id: row.get(11)?,
        },
        kind: row.get(12)?,
        version: row.get(13)?,
        base: read_base(base),
        payload_hash: row.get(15)?,
        prev: row.get(16)?,
    };
    let entry = Entry {
        head,
        hash: row.get(17)?,
        body: row.get(18)?,
    };
    Ok((row.get(0)?, entry))
}

/// A list of nothing, as most entries have it.
const NO_BASE: [u8; 1] = [0x80];

fn write_base(base: &Base) -> Vec<u8> {
    if base.is_empty() {
        return NO_BASE.to_vec();
    }
    let mut bytes = Vec::new();
    ciborium::into_writer(base, &mut bytes)
        .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
    bytes
}

fn read_base(bytes: &[u8]) -> Base {
    if bytes == NO_BASE {
        return Base::new();
    }
    ciborium::from_reader(bytes).unwrap_or_default()
}

/// Returns an entry, if it is there.
pub fn find(connection: &Connection, id: EntryId) -> Result<Option<Entry>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE device = :device AND epoch = :epoch AND seq = :seq"
    );
    let found = connection
        .prepare_cached(&sql)?
        .query_row(
            named_params! { ":device": id.device, ":epoch": id.epoch, ":seq": id.seq as i64 },
            read,
        )
        .optional()?;
    Ok(found.map(|(_, entry)| entry))
}

/// Entries about one subject in order of arrival, with the row id of the first.
#[derive(Debug, Clone, Default)]
pub struct SubjectEntries {
    /// Of the first that ever came, so that it stays when a package is taken back and comes again.
    pub first_rid: i64,
    /// Without those of packages that were taken back.
    pub entries: Vec<Arc<Entry>>,
}

/// Lists the entries about a subject that count.
pub fn list_of_subject(connection: &Connection, id: &[u8; 16]) -> Result<SubjectEntries> {
    let sql = format!(
        "SELECT {COLUMNS}, EXISTS (SELECT 1 FROM withdrawn WHERE entry_rid = rid) AS gone
         FROM entry WHERE subject_id = :id ORDER BY rid"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(named_params! { ":id": id.as_slice() })?;
    let mut found = SubjectEntries::default();
    while let Some(row) = rows.next()? {
        let (rid, entry) = read(row)?;
        if found.first_rid == 0 {
            found.first_rid = rid;
        }
        if !row.get::<_, bool>(COLUMN_COUNT)? {
            found.entries.push(Arc::new(entry));
        }
    }
    Ok(found)
}

/// Lists the subjects from one id to another; none when there are more than `most`.
pub fn list_between(
    connection: &Connection,
    first: &[u8; 16],
    last: &[u8; 16],
    most: usize,
) -> Result<Option<HashSet<[u8; 16]>>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT subject_id FROM entry WHERE subject_id BETWEEN :first AND :last",
    )?;
    let mut rows =
        statement.query(named_params! { ":first": first.as_slice(), ":last": last.as_slice() })?;
    let mut found = HashSet::new();
    while let Some(row) = rows.next()? {
        if found.len() == most {
            return Ok(None);
        }
        found.insert(row.get(0)?);
    }
    Ok(Some(found))
}

/// Says the journal has an entry about a subject before that of a row.
pub fn is_older(connection: &Connection, id: &[u8; 16], rid: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM entry WHERE subject_id = :id AND rid < :rid)",
        )?
        .query_row(named_params! { ":id": id.as_slice(), ":rid": rid }, |row| {
            row.get(0)
        })?)
}

/// Returns the newest row id; 0 before the first.
pub fn newest_rid(connection: &Connection) -> Result<i64> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT max(rid) FROM entry")?
        .query_row([], |row| row.get(0))?;
    Ok(newest.unwrap_or(0))
}

/// Returns the row id of an entry, if it is there.
pub fn find_rid(connection: &Connection, id: EntryId) -> Result<Option<(i64, [u8; 32])>> {
    Ok(connection
        .prepare_cached(
            "SELECT rid, hash FROM entry WHERE device = :device AND epoch = :epoch AND seq = :seq",
        )?
        .query_row(
            named_params! { ":device": id.device, ":epoch": id.epoch, ":seq": id.seq as i64 },
            |row| Ok((row.get("rid")?, row.get("hash")?)),
        )
        .optional()?)
}

/// Entries of one series that are there, by sequence.
pub type Known = BTreeMap<u64, KnownEntry>;

/// An entry that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownEntry {
    pub rid: i64,
    pub hash: [u8; 32],
    /// Its package was taken back.
    pub withdrawn: bool,
}

/// Returns which entries of a series are there, from one sequence to another.
pub fn known(
    connection: &Connection,
    (device, epoch): (u32, u16),
    first: u64,
    last: u64,
) -> Result<Known> {
    let end = |seq| i64::try_from(seq).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(
        "SELECT seq, rid, hash, EXISTS (SELECT 1 FROM withdrawn WHERE entry_rid = rid) AS gone FROM entry
         WHERE device = :device AND epoch = :epoch AND seq BETWEEN :first AND :last",
    )?;
    let rows = statement.query_map(
        named_params! { ":device": device, ":epoch": epoch, ":first": end(first), ":last": end(last) },
        |row| {
            let entry = KnownEntry {
                rid: row.get("rid")?,
                hash: row.get("hash")?,
                withdrawn: row.get("gone")?,
            };
            Ok((row.get::<_, i64>("seq")? as u64, entry))
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the entry in a row.
pub fn get(connection: &Connection, rid: i64) -> Result<Entry> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE rid = :rid");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":rid": rid }, read)?
        .1)
}

/// Hands every entry of the journal to `visit`, series by series in order of sequence.
pub fn for_each(connection: &Connection, mut visit: impl FnMut(Entry) -> Result<()>) -> Result<()> {
    let sql = format!("SELECT {COLUMNS} FROM entry ORDER BY device, epoch, seq");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(read(row)?.1)?;
    }
    Ok(())
}

/// Lists every subject of a kind in order of its first entry.
pub fn list_subjects(connection: &Connection, kind: &str) -> Result<Vec<[u8; 16]>> {
    let mut statement = connection
        .prepare("SELECT subject_id FROM entry WHERE subject_kind = :kind GROUP BY subject_id ORDER BY min(rid)")?;
    let rows = statement.query_map(named_params! { ":kind": kind }, |row| {
        row.get::<_, [u8; 16]>(0)
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
