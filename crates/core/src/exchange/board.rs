//! What the centre sees of each desk, and what each file tells about the desk that made it.

use std::collections::BTreeMap;

use fachuang_envelope::{Extra, Hlc, SeriesPoint, StateCode};
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::export;
use super::hall::mailbox;
use super::link::{self, Way};
use super::open::Checked;
use super::package::{self, Package};
use super::peer::{self, Peer};
use super::preview::missing_files;
use super::renewal;
use crate::desk::{Tx, View, key};
use crate::error::{Error, Result};
use crate::storage::local;
use crate::storage::series::{self, Tail};

/// Name of the extra that tells about the sender.
const EXTRA: &str = "desk";
/// Version of what is in it.
const EXTRA_VERSION: u32 = 1;
/// Name of the extra that tells whom the sender hears in the hall.
const HALL: &str = "hall";
const HALL_VERSION: u32 = 1;
/// Most desks told of there.
const HEARS_MAX: usize = 256;
/// Longest text in it in bytes.
const TEXT_MAX: usize = 64;

/// What a desk tells of itself with every file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Version of its program.
    pub program: String,
    /// Code of its calendar, parameters and templates: the same code for the same rules.
    pub rules: String,
    /// Entries the other side has not confirmed.
    pub unconfirmed: u64,
    /// Code of its own series up to the end.
    pub state: String,
    /// Desks of its site whose entries it takes in from themselves.
    pub hears: Vec<u32>,
}

/// Returns the code of the calendar, the parameters and the templates that count here.
pub fn rules_code(connection: &Connection) -> Result<String> {
    let mut statement = connection.prepare_cached(
        "SELECT hash FROM entry WHERE subject_kind IN ('calendar', 'parameter', 'template_pack')
         AND NOT EXISTS (SELECT 1 FROM withdrawn WHERE entry_rid = rid) ORDER BY hash",
    )?;
    let mut rows = statement.query([])?;
    let mut sum = Sha256::new().chain_update(b"fachuang rules 1\0");
    while let Some(row) = rows.next()? {
        sum.update(row.get::<_, [u8; 32]>("hash")?);
    }
    let digest = sum.finalize();
    Ok(digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

/// Returns the code of a series up to its end, as both sides see it.
fn code_of(device: u32, epoch: u16, seq: u64, hash: [u8; 32]) -> String {
    let end = SeriesPoint {
        device,
        epoch,
        seq,
        hash,
    };
    StateCode::of_series([end]).to_string()
}

/// Returns the code of the own series.
pub fn own_code(tail: Tail) -> String {
    code_of(tail.device, tail.epoch, tail.seq, tail.prev)
}

/// Returns the code of another desk's series as far as it has come here; empty when nothing has.
pub fn code_here(connection: &Connection, peer: &Peer) -> Result<String> {
    let newest = connection
        .prepare_cached(
            "SELECT epoch, seq, hash FROM entry WHERE device = :device ORDER BY epoch DESC, seq DESC LIMIT 1",
        )?
        .query_row(named_params! { ":device": peer.device }, |row| {
            Ok((
                row.get::<_, u16>("epoch")?,
                row.get::<_, i64>("seq")? as u64,
                row.get::<_, [u8; 32]>("hash")?,
            ))
        })
        .optional()?;
    Ok(newest.map_or_else(String::new, |(epoch, seq, hash)| {
        code_of(peer.device, epoch, seq, hash)
    }))
}

type Written = (String, String, u64, String);

/// Returns what is told, as extras of a file.
pub(super) fn extras(told: &Told) -> [Extra; 2] {
    let body: Written = (
        told.program.clone(),
        told.rules.clone(),
        told.unconfirmed,
        told.state.clone(),
    );
    let (mut desk, mut hall) = (Vec::new(), Vec::new());
    ciborium::into_writer(&body, &mut desk)
        .and_then(|()| ciborium::into_writer(&told.hears, &mut hall))
        .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
    let extra = |name: &str, version, bytes| Extra {
        name: name.to_owned(),
        version,
        bytes,
    };
    [
        extra(EXTRA, EXTRA_VERSION, desk),
        extra(HALL, HALL_VERSION, hall),
    ]
}

/// Reads what a file tells of its sender; nothing where a later version tells it in another way.
pub(super) fn read_told(opened: &mut Checked<'_>) -> Result<Told> {
    let hears = match read_extra(opened, HALL, HALL_VERSION)? {
        Some(bytes) => ciborium::from_reader::<Vec<u32>, _>(&*bytes).unwrap_or_default(),
        None => Vec::new(),
    };
    let told = Told {
        hears: hears.into_iter().take(HEARS_MAX).collect(),
        ..Told::default()
    };
    let Some(bytes) = read_extra(opened, EXTRA, EXTRA_VERSION)? else {
        return Ok(told);
    };
    let Ok((program, rules, unconfirmed, state)) = ciborium::from_reader::<Written, _>(&*bytes)
    else {
        return Ok(told);
    };
    let texts = [&program, &rules, &state];
    if texts.iter().any(|text| text.len() > TEXT_MAX) {
        return Ok(told);
    }
    Ok(Told {
        program,
        rules,
        unconfirmed,
        state,
        ..told
    })
}

/// Reads an extra of a file; none where the file has none of that version.
pub(super) fn read_extra(
    opened: &mut Checked<'_>,
    name: &str,
    version: u32,
) -> Result<Option<Vec<u8>>> {
    let extras = &opened.manifest().content.extras;
    let at = extras
        .iter()
        .position(|extra| extra.name == name && extra.version == version);
    let Some(at) = at else {
        return Ok(None);
    };
    let bytes = opened
        .read_extra(at)
        .map_err(|fault| Error::refused(fault.code()))?;
    Ok(Some(bytes))
}

/// Keeps what the newest file of a desk told.
pub(super) fn note(tx: &Tx<'_>, from: &Peer, package: &Package, told: &Told) -> Result<()> {
    tx.view()
        .connection
        .prepare_cached(
            "INSERT OR REPLACE INTO told (peer, made_ms, received_ms, number, program, rules, unconfirmed, state_code)
             VALUES (:peer, :made_ms, :received_ms, :number, :program, :rules, :unconfirmed, :state)",
        )?
        .execute(named_params! {
            ":peer": from.device,
            ":made_ms": package.made_ms,
            ":received_ms": tx.now_ms(),
            ":number": package.number as i64,
            ":program": told.program,
            ":rules": told.rules,
            ":unconfirmed": told.unconfirmed as i64,
            ":state": told.state,
        })?;
    // Whatever it hears from whom: what this desk wrote it gets from this desk.
    let own = tx.tail().device;
    let hears: Vec<u32> = told
        .hears
        .iter()
        .copied()
        .filter(|heard| *heard != own)
        .collect();
    mailbox::note_hears(tx.view().connection, from.device, &hears)
}

/// Newest file of a desk and what it told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest {
    pub number: u64,
    pub made_ms: i64,
    pub received_ms: i64,
    pub told: Told,
}

/// A desk as the board shows it.
#[derive(Debug, Clone)]
pub struct Row {
    pub peer: Peer,
    pub newest: Option<Newest>,
    /// First and last missing file.
    pub missing: Option<(u64, u64)>,
    /// Files that wait for those.
    pub waiting: u64,
    /// A file of it that was applied in part when it was frozen or revoked, and does not go on.
    pub stopped: Option<Package>,
    /// Entries in files for it that it has not confirmed, and those in no file yet.
    pub unconfirmed: u64,
    pub not_written: u64,
    /// When the oldest file it has not confirmed was written.
    pub unconfirmed_since_ms: Option<i64>,
    /// A file of it was taken back here, and it was not told.
    pub taken_back: bool,
    pub same_rules: bool,
    /// It is known to have the keys of this desk as they are now.
    pub keys_confirmed: bool,
    /// The newest file was made later than it came in, by the clock here; milliseconds.
    pub clock_ahead_ms: i64,
    /// When the oldest ticket of its site that is in dispute was received.
    pub oldest_conflict_ms: Option<i64>,
    /// Entries of this desk it refused, and those of it set aside here.
    pub rejected_there: u64,
    pub set_aside_here: u64,
    /// Its series as it has come here.
    pub state_here: String,
}

fn newest(connection: &Connection, peer: u32) -> Result<Option<Newest>> {
    Ok(connection
        .prepare_cached("SELECT * FROM told WHERE peer = :peer")?
        .query_row(named_params! { ":peer": peer }, |row| {
            Ok(Newest {
                number: row.get::<_, i64>("number")? as u64,
                made_ms: row.get("made_ms")?,
                received_ms: row.get("received_ms")?,
                told: Told {
                    program: row.get("program")?,
                    rules: row.get("rules")?,
                    unconfirmed: row.get::<_, i64>("unconfirmed")? as u64,
                    state: row.get("state_code")?,
                    hears: Vec::new(),
                },
            })
        })
        .optional()?)
}

fn count(connection: &Connection, sql: &str, peer: &Peer) -> Result<u64> {
    let found: i64 = connection
        .prepare_cached(sql)?
        .query_row(named_params! { ":peer": peer.device }, |row| row.get(0))?;
    Ok(found as u64)
}

/// Shows every desk, for whoever reads beside the desk that works.
///
/// # Errors
/// Faults of the database.
pub fn rows_beside(view: &View<'_>) -> Result<Vec<Row>> {
    let connection = view.connection;
    let device = local::get_number(connection, key::DEVICE)? as u32;
    let epoch = local::get_number(connection, key::EPOCH)? as u16;
    let seen = Hlc {
        wall_ms: 0,
        counter: 0,
    };
    rows(view, series::tail(connection, device, epoch, seen)?)
}

/// Shows every desk.
///
/// # Errors
/// Faults of the database.
pub fn rows(view: &View<'_>, tail: Tail) -> Result<Vec<Row>> {
    let mut waiting: BTreeMap<u32, u64> = BTreeMap::new();
    for held in package::list(view.connection, None, u32::MAX)? {
        if held.state == package::State::Held {
            *waiting.entry(held.peer).or_default() += 1;
        }
    }
    let own_rules = rules_code(view.connection)?;
    let mut found = Vec::new();
    for peer in peer::list(view.connection)? {
        let mut missing = None;
        for link in link::list(view.connection, Way::In, peer.device)? {
            if let Some(held) = package::find_held(view.connection, link.nr)?
                && held.feed_first > link.done + 1
            {
                missing = Some(missing_files(&link, held.number));
            }
        }
        let standing = export::standing(view, tail, &peer)?;
        let newest = newest(view.connection, peer.device)?;
        let told_rules = newest.as_ref().map(|newest| &newest.told.rules);
        let ahead = newest
            .as_ref()
            .map_or(0, |newest| (newest.made_ms - newest.received_ms).max(0));
        found.push(Row {
            missing,
            waiting: waiting.get(&peer.device).copied().unwrap_or(0),
            stopped: package::find_stopped(view.connection, peer.device)?,
            unconfirmed: standing.unconfirmed,
            not_written: standing.not_written,
            unconfirmed_since_ms: standing.since_ms,
            taken_back: standing.taken_back,
            same_rules: told_rules.is_none_or(|rules| *rules == own_rules),
            keys_confirmed: renewal::is_confirmed(view, peer.device)?,
            clock_ahead_ms: ahead,
            oldest_conflict_ms: oldest_conflict(view, &peer)?,
            rejected_there: count(
                view.connection,
                "SELECT count(*) FROM rejected WHERE peer = :peer",
                &peer,
            )?,
            set_aside_here: count(
                view.connection,
                "SELECT count(*) FROM quarantine JOIN package ON package.rid = quarantine.package
                 WHERE package.peer = :peer",
                &peer,
            )?,
            state_here: code_here(view.connection, &peer)?,
            newest,
            peer,
        });
    }
    Ok(found)
}

fn oldest_conflict(view: &View<'_>, peer: &Peer) -> Result<Option<i64>> {
    Ok(view
        .connection
        .prepare_cached(
            "SELECT min(received_ms) FROM ticket WHERE disputed = 1 AND site = :segment",
        )?
        .query_row(named_params! { ":segment": peer.segment }, |row| row.get(0))?)
}
