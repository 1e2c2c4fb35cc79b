//! Files that were written or taken in, and what became of them.

use std::io::Read;

use fachuang_envelope::StateCode;
use rusqlite::{Connection, OptionalExtension, Row, named_params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::hall::name;
use super::link::Way;
use super::open::Source;
use crate::error::{Error, Result};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Written and read back.
    Written,
    /// Checked and kept; files before it are missing.
    Held,
    /// Being applied; a start of the program goes on with it.
    Applying,
    Applied,
    /// Applied, then taken back.
    Withdrawn,
    /// Two different entries under one number: kept apart, nothing of it was applied.
    Forked,
}

impl State {
    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Held => "held",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Withdrawn => "withdrawn",
            Self::Forked => "forked",
        }
    }

    fn from_code(code: &str) -> Self {
        match code {
            "held" => Self::Held,
            "applying" => Self::Applying,
            "applied" => Self::Applied,
            "withdrawn" => Self::Withdrawn,
            "forked" => Self::Forked,
            _ => Self::Written,
        }
    }
}

/// Entries of a file by what they were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub entries: u64,
    /// New here.
    pub fresh: u64,
    /// Here already.
    pub known: u64,
    /// Taken back before, and counted again from now on.
    pub returned: u64,
    /// Not taken in, each with its reason.
    pub refused: u64,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub rid: i64,
    pub id: Uuid,
    pub link: i64,
    pub way: Way,
    pub peer: u32,
    /// Number on its link.
    pub number: u64,
    pub feed_first: u64,
    /// One less than the first for a file without entries.
    pub feed_last: u64,
    /// By the clock of the desk that made it.
    pub made_ms: i64,
    /// Written or taken in by the clock here.
    pub at_ms: i64,
    pub account: Uuid,
    pub state: State,
    pub hash: [u8; 32],
    pub file_name: String,
    /// Place, number and hash of the link before it was applied.
    pub before: (u64, u64, [u8; 32]),
    /// Entries that were gone through.
    pub place: u64,
    pub counts: Counts,
}

impl Package {
    /// Returns the code of the file, as its slip shows it.
    pub fn code(&self) -> String {
        StateCode::of_package(&self.hash).to_string()
    }
}

const COLUMNS: &str = "rid, id, link, way, peer, number, feed_first, feed_last, made_ms, at_ms, account, state, hash, \
     file_name, before, before_no, before_hash, place, entries, fresh, known, returned, refused";

fn read(row: &Row<'_>) -> rusqlite::Result<Package> {
    let whole = |column: &str| row.get::<_, i64>(column).map(|number| number as u64);
    Ok(Package {
        rid: row.get("rid")?,
        id: Uuid::from_bytes(row.get("id")?),
        link: row.get("link")?,
        way: if row.get_ref("way")?.as_str()? == Way::Out.code() {
            Way::Out
        } else {
            Way::In
        },
        peer: row.get("peer")?,
        number: whole("number")?,
        feed_first: whole("feed_first")?,
        feed_last: whole("feed_last")?,
        made_ms: row.get("made_ms")?,
        at_ms: row.get("at_ms")?,
        account: Uuid::from_bytes(row.get("account")?),
        state: State::from_code(row.get_ref("state")?.as_str()?),
        hash: row.get("hash")?,
        file_name: row.get("file_name")?,
        before: (
            whole("before")?,
            whole("before_no")?,
            row.get("before_hash")?,
        ),
        place: whole("place")?,
        counts: Counts {
            entries: whole("entries")?,
            fresh: whole("fresh")?,
            known: whole("known")?,
            returned: whole("returned")?,
            refused: whole("refused")?,
        },
    })
}

/// Stores a file under a new row, which `rid` of the result names.
pub(super) fn add(connection: &Connection, package: &Package) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO package (id, link, way, peer, number, feed_first, feed_last, made_ms, at_ms, account, state,
                 hash, file_name, before, before_no, before_hash, place, entries, fresh, known, returned, refused)
             VALUES (:id, :link, :way, :peer, :number, :feed_first, :feed_last, :made_ms, :at_ms, :account, :state,
                 :hash, :file_name, 0, 0, zeroblob(32), 0, :entries, 0, 0, 0, 0)",
        )?
        .execute(named_params! {
            ":id": package.id.as_bytes().as_slice(),
            ":link": package.link,
            ":way": package.way.code(),
            ":peer": package.peer,
            ":number": package.number as i64,
            ":feed_first": package.feed_first as i64,
            ":feed_last": package.feed_last as i64,
            ":made_ms": package.made_ms,
            ":at_ms": package.at_ms,
            ":account": package.account.as_bytes().as_slice(),
            ":state": package.state.code(),
            ":hash": package.hash.as_slice(),
            ":file_name": package.file_name,
            ":entries": package.counts.entries as i64,
        })?;
    Ok(connection.last_insert_rowid())
}

/// Stores what changes of a file while it is applied.
pub(super) fn save(connection: &Connection, package: &Package) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE package SET state = :state, at_ms = :at_ms, account = :account, before = :before,
                 before_no = :before_no, before_hash = :before_hash, place = :place, fresh = :fresh, known = :known,
                 returned = :returned, refused = :refused
             WHERE rid = :rid",
        )?
        .execute(named_params! {
            ":state": package.state.code(),
            ":at_ms": package.at_ms,
            ":account": package.account.as_bytes().as_slice(),
            ":before": package.before.0 as i64,
            ":before_no": package.before.1 as i64,
            ":before_hash": package.before.2.as_slice(),
            ":place": package.place as i64,
            ":fresh": package.counts.fresh as i64,
            ":known": package.counts.known as i64,
            ":returned": package.counts.returned as i64,
            ":refused": package.counts.refused as i64,
            ":rid": package.rid,
        })?;
    Ok(())
}

fn find_where(
    connection: &Connection,
    condition: &str,
    values: &[(&str, &dyn rusqlite::ToSql)],
) -> Result<Option<Package>> {
    let sql = format!("SELECT {COLUMNS} FROM package WHERE {condition} LIMIT 1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(values, read)
        .optional()?)
}

/// Returns a file that was taken in.
pub fn find_taken(connection: &Connection, id: Uuid) -> Result<Option<Package>> {
    let id = id.as_bytes().as_slice();
    find_where(connection, "way = 'in' AND id = :id", &[(":id", &id)])
}

/// Returns a file that was taken in.
///
/// # Errors
/// `exchange.package_unknown`.
pub fn get_taken(connection: &Connection, id: Uuid) -> Result<Package> {
    find_taken(connection, id)?.ok_or_else(|| Error::refused("exchange.package_unknown"))
}

/// Returns the file of a link that can be applied next: one that was begun, or one that waits and now follows.
pub(super) fn find_next(connection: &Connection, link: i64, done: u64) -> Result<Option<Package>> {
    let follows = done as i64 + 1;
    find_where(
        connection,
        "link = :link AND way = 'in'
         AND (state = 'applying' OR state = 'held' AND feed_first <= :follows) ORDER BY feed_first, rid",
        &[(":link", &link), (":follows", &follows)],
    )
}

/// Counts the files that wait for others before them.
///
/// # Errors
/// Faults of the database.
pub fn count_waiting(connection: &Connection) -> Result<u64> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM package WHERE way = 'in' AND state = 'held'")?
        .query_row([], |row| row.get(0))?;
    Ok(count as u64)
}

/// Lists the links from desks that are heard on which files wait.
pub(super) fn waiting_links(connection: &Connection) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT package.link FROM package JOIN peer ON peer.device = package.peer
         WHERE package.way = 'in' AND package.state = 'held' AND peer.state = 'enrolled' ORDER BY package.link",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns any file whose applying was broken off and goes on, as its sender is heard.
pub(super) fn find_begun(connection: &Connection) -> Result<Option<Package>> {
    find_where(
        connection,
        "way = 'in' AND state = 'applying'
         AND EXISTS (SELECT 1 FROM peer WHERE device = package.peer AND peer.state = 'enrolled') ORDER BY rid",
        &[],
    )
}

/// Returns the file of a desk that was applied in part when the desk was frozen or revoked: it does not go on.
///
/// # Errors
/// Faults of the database.
pub fn find_stopped(connection: &Connection, peer: u32) -> Result<Option<Package>> {
    find_where(
        connection,
        "way = 'in' AND state = 'applying' AND peer = :peer
         AND EXISTS (SELECT 1 FROM peer WHERE device = package.peer AND peer.state <> 'enrolled') ORDER BY rid",
        &[(":peer", &peer)],
    )
}

/// Says a file is applied in part and does not go on, as its sender is not heard any more.
pub(super) fn is_stopped(connection: &Connection, package: &Package) -> Result<bool> {
    if package.state != State::Applying {
        return Ok(false);
    }
    let stopped = find_stopped(connection, package.peer)?;
    Ok(stopped.is_some())
}

/// Returns the first file of a link that waits for others before it.
pub fn find_held(connection: &Connection, link: i64) -> Result<Option<Package>> {
    find_where(
        connection,
        "link = :link AND way = 'in' AND state = 'held' ORDER BY feed_first, rid",
        &[(":link", &link)],
    )
}

/// Returns a later file of the same link that is applied or being applied, if there is one.
pub(super) fn find_later(connection: &Connection, package: &Package) -> Result<Option<Package>> {
    let (link, last, rid) = (package.link, package.feed_last as i64, package.rid);
    find_where(
        connection,
        "link = :link AND way = 'in' AND state IN ('applied', 'applying') AND rid <> :rid AND feed_last > :last
         ORDER BY feed_last DESC",
        &[(":link", &link), (":last", &last), (":rid", &rid)],
    )
}

/// Says no file of a link has come that was written after this one, whatever became of it.
pub(super) fn is_newest(connection: &Connection, package: &Package) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM package WHERE link = :link AND way = 'in' AND number > :number)",
        )?
        .query_row(
            named_params! { ":link": package.link, ":number": package.number as i64 },
            |row| row.get(0),
        )?)
}

/// Lists files with a desk, or with all where `peer` is none; newest first.
pub fn list(connection: &Connection, peer: Option<u32>, limit: u32) -> Result<Vec<Package>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM package WHERE :peer IS NULL OR peer = :peer ORDER BY rid DESC LIMIT :limit"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":peer": peer, ":limit": limit }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the files somebody carried, without the letters of the hall; otherwise like [`list`].
pub fn list_by_hand(
    connection: &Connection,
    peer: Option<u32>,
    limit: u32,
) -> Result<Vec<Package>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM package WHERE (:peer IS NULL OR peer = :peer) AND file_name NOT LIKE :letters
         ORDER BY rid DESC LIMIT :limit"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let letters = format!("%.{}", name::ENDING);
    let rows = statement.query_map(
        named_params! { ":peer": peer, ":limit": limit, ":letters": letters },
        read,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Bytes of a piece that is kept of a file.
const PIECE: u64 = 1024 * 1024;

/// Keeps the sealed bytes of a file in pieces, which were found to have the hash `hash`.
///
/// # Errors
/// `package.content_differs` where the file is another one meanwhile, `exchange.file_missing`, `package.io`.
pub(super) fn stage(
    connection: &Connection,
    package: i64,
    source: Source<'_>,
    hash: [u8; 32],
) -> Result<()> {
    unstage(connection, package)?;
    let mut from = source.open()?;
    let mut add = connection.prepare_cached(
        "INSERT INTO staged_piece (package, nr, bytes) VALUES (:package, :nr, :bytes)",
    )?;
    let mut sum = Sha256::new();
    let mut piece = Vec::new();
    for nr in 0.. {
        piece.clear();
        from.by_ref()
            .take(PIECE)
            .read_to_end(&mut piece)
            .map_err(|_| Error::refused("package.io"))?;
        if piece.is_empty() {
            break;
        }
        sum.update(&piece);
        add.execute(named_params! { ":package": package, ":nr": nr, ":bytes": piece })?;
    }
    if <[u8; 32]>::from(sum.finalize()) == hash {
        Ok(())
    } else {
        Err(Error::refused("package.content_differs"))
    }
}

/// Returns the sealed bytes of a file that waits or is being applied; a file has 72 MB at most, and some 20 as a rule.
///
/// # Errors
/// `exchange.package_unknown`.
pub(super) fn staged(connection: &Connection, package: i64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut statement = connection
        .prepare_cached("SELECT bytes FROM staged_piece WHERE package = :package ORDER BY nr")?;
    let mut rows = statement.query(named_params! { ":package": package })?;
    while let Some(row) = rows.next()? {
        let piece = row.get_ref("bytes")?;
        bytes.extend_from_slice(piece.as_blob().map_err(rusqlite::Error::from)?);
    }
    if bytes.is_empty() {
        return Err(Error::refused("exchange.package_unknown"));
    }
    Ok(bytes)
}

/// Lets the sealed bytes of a file go.
pub(super) fn unstage(connection: &Connection, package: i64) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM staged_piece WHERE package = :package")?
        .execute(named_params! { ":package": package })?;
    Ok(())
}

/// Lists the entries of a file that were not taken in, with the code of the reason.
pub fn set_aside(connection: &Connection, package: i64) -> Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, reason FROM quarantine WHERE package = :package ORDER BY rid",
    )?;
    let rows = statement.query_map(named_params! { ":package": package }, |row| {
        Ok((row.get("entry")?, row.get("reason")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Says a file that was written is confirmed, one that was taken in can be taken back, and one that was taken in by part
/// goes on.
///
/// # Errors
/// Faults of the database.
pub fn stands(connection: &Connection, package: &Package) -> Result<Stands> {
    let done = super::link::get(connection, package.link)?.done;
    let stopped = is_stopped(connection, package)?;
    let stands = stopped || package.state == State::Applied;
    Ok(Stands {
        confirmed: package.way == Way::Out && package.feed_last <= done,
        can_undo: stands && find_later(connection, package)?.is_none(),
        stopped,
    })
}

/// Where a file stands among those of its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// The other side has everything in it.
    pub confirmed: bool,
    /// No later file rests on it.
    pub can_undo: bool,
    /// It is applied in part and does not go on, as its sender is frozen or revoked.
    pub stopped: bool,
}

/// Says a file of this sender, number and time was taken in; what the plain header tells, so it is only for showing.
///
/// # Errors
/// Faults of the database.
pub fn was_taken(connection: &Connection, peer: u32, number: u64, made_ms: i64) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM package WHERE way = 'in' AND peer = :peer AND number = :number
                 AND made_ms = :made_ms AND state IN ('applied', 'held', 'applying'))",
        )?
        .query_row(
            named_params! { ":peer": peer, ":number": number as i64, ":made_ms": made_ms },
            |row| row.get(0),
        )?)
}
