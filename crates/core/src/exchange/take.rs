//! Takes entries of a file into the journal, one by one: whose they are, whether they may be, whether they are known.
//!
//! Authority over a ticket is decided by the fold, which sees all entries. Here it is decided whether an entry is what it
//! says: whose series, of which site. One that is not is set aside with its reason; the others are as good without it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fachuang_envelope::{Carried, Entry, EntryId, Subject};
use rusqlite::{Connection, named_params};
use uuid::Uuid;

use super::arrival::Runs;
use super::package::Counts;
use super::peer::{self, Peer, Relation};
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value, record};
use crate::site::Tier;
use crate::storage::series::{self, Known, KnownEntry};

/// An entry that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub entry: EntryId,
    pub hash: [u8; 32],
    /// Code of the message table.
    pub reason: &'static str,
    bytes: Vec<u8>,
}

/// What came of entries.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    pub counts: Counts,
    pub refused: Vec<Refused>,
    /// Written by a newer program: kept, and understood after an upgrade.
    pub newer: u64,
    /// What entries that count from now on are about, as far as it is tickets.
    pub tickets: BTreeSet<Uuid>,
    /// Likewise persons.
    pub persons: BTreeSet<Uuid>,
}

impl Taken {
    /// Notes what an entry that counts from now on is about.
    pub(super) fn note(&mut self, about: &Subject) {
        match about.kind.as_str() {
            subject::TICKET => self.tickets.insert(Uuid::from_bytes(about.id)),
            subject::PERSON => self.persons.insert(Uuid::from_bytes(about.id)),
            _ => false,
        };
    }
}

/// Why an entry of a sound file is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Distrust {
    /// No series has such a number.
    Impossible,
    /// It says it was made at another site than its desk is of.
    Origin,
    /// The sender carries what another desk has to send itself.
    NotItsOwn,
    /// Only the centre writes such a thing.
    CentreOnly,
}

impl Distrust {
    fn code(self) -> &'static str {
        match self {
            Self::Impossible => "entry.impossible",
            Self::Origin => "entry.origin",
            Self::NotItsOwn => "entry.not_its_own",
            Self::CentreOnly => "entry.centre_only",
        }
    }
}

/// Whether an entry may come in.
enum Verdict {
    Fresh,
    Known,
    Refused(&'static str),
}

/// Two different entries under one number, or one that follows another than the one here.
///
/// The code is `exchange.forked`; the detail names the entry.
fn forked(id: EntryId) -> Error {
    Error::refused("exchange.forked").with(id.to_string())
}

/// Entries of a stretch of a file that are here, each by its id.
struct Here(BTreeMap<(u32, u16), Known>);

/// Entries of one series that are further apart than this are looked up by themselves.
const APART: u64 = 16;

impl Here {
    /// Looks up a stretch of entries, run by run rather than one by one.
    fn of(connection: &Connection, entries: &[Carried]) -> Result<Self> {
        let mut wanted: BTreeMap<(u32, u16), Vec<u64>> = BTreeMap::new();
        for carried in entries {
            let id = carried.entry.head.id;
            wanted
                .entry((id.device, id.epoch))
                .or_default()
                .push(id.seq);
        }
        let mut here = BTreeMap::new();
        for (of, mut seqs) in wanted {
            seqs.sort_unstable();
            let known: &mut Known = here.entry(of).or_default();
            for run in seqs.chunk_by(|a, b| b - a <= APART) {
                let (first, last) = (run[0], run[run.len() - 1]);
                known.extend(series::known(connection, of, first, last)?);
            }
        }
        Ok(Self(here))
    }

    fn find(&self, id: EntryId) -> Option<KnownEntry> {
        self.0.get(&(id.device, id.epoch))?.get(&id.seq).copied()
    }
}

/// Decides about one entry of a file that was looked through.
fn judge(tx: &Tx<'_>, from: &Peer, here: &Here, carried: &Carried) -> Result<Verdict> {
    let view = tx.view();
    let entry = &carried.entry;
    let id = entry.head.id;
    if let Some(fault) = carried.fault {
        return Ok(Verdict::Refused(fault.code()));
    }
    if !(1..=i64::MAX as u64).contains(&id.seq) {
        return Ok(Verdict::Refused(Distrust::Impossible.code()));
    }
    if here.find(id).is_some() {
        return Ok(Verdict::Known);
    }
    Ok(match distrust(&view, from, entry, tx.tail().device)? {
        Some(reason) => Verdict::Refused(reason.code()),
        None => Verdict::Fresh,
    })
}

/// Looks for what must keep a whole file out, before anything of it comes in: another entry under a known number, one
/// that follows another than the one here, one of this desk that it never wrote. Returns the rows of entries that were
/// taken back and come again.
///
/// # Errors
/// `exchange.forked`, `exchange.own_older`.
pub(super) fn look_through(tx: &Tx<'_>, ends: &mut Ends, entries: &[Carried]) -> Result<Vec<i64>> {
    let here = Here::of(tx.view().connection, entries)?;
    let tail = tx.tail();
    let mut again = Vec::new();
    for carried in entries.iter().filter(|carried| carried.fault.is_none()) {
        let entry = &carried.entry;
        let id = entry.head.id;
        match here.find(id) {
            Some(known) if known.hash != entry.hash => return Err(forked(id)),
            Some(known) => {
                if known.withdrawn {
                    again.push(known.rid);
                }
            }
            // A later life or another copy of this desk has written it.
            None if id.device == tail.device && id.epoch >= tail.epoch => {
                return Err(Error::refused("exchange.own_older"));
            }
            None => {
                let before = match ends.get(&(id.device, id.epoch)) {
                    Some((seq, hash)) if seq + 1 == id.seq => Some(*hash),
                    _ => hash_before(tx, id)?,
                };
                if before.is_some_and(|hash| hash != entry.head.prev) {
                    return Err(forked(id));
                }
            }
        }
        ends.insert((id.device, id.epoch), (id.seq, entry.hash));
    }
    Ok(again)
}

/// The newest entry looked at of each series, with its hash.
pub(super) type Ends = HashMap<(u32, u16), (u64, [u8; 32])>;

fn hash_before(tx: &Tx<'_>, id: EntryId) -> Result<Option<[u8; 32]>> {
    let before = EntryId {
        seq: id.seq.saturating_sub(1),
        ..id
    };
    Ok(series::find_rid(tx.view().connection, before)?.map(|(_, hash)| hash))
}

/// Returns why an entry is not believed; none when it is.
///
/// A superior and a sibling are believed about everything. A station is believed about its own series, and about those of
/// the rooms below it, as far as they say they are of that site.
fn distrust(view: &View<'_>, from: &Peer, entry: &Entry, own: u32) -> Result<Option<Distrust>> {
    if from.relation != Relation::Subordinate {
        return Ok(None);
    }
    let (id, origin) = (entry.head.id, &entry.head.origin);
    // The first entries of a desk are made before it knows its site.
    let nowhere = origin.site.is_empty() && origin.tier.is_empty();
    if id.device == from.device {
        if !nowhere && (origin.site != from.segment || origin.tier != from.tier) {
            return Ok(Some(Distrust::Origin));
        }
    } else {
        let room = Tier::Room.code();
        let below = from.tier == Tier::Station.code() && (nowhere || origin.tier == room);
        let known = peer::find(view.connection, id.device)?.is_some();
        let elsewhere = origin.site == view.site.segment
            || peer::site_name(view.connection, &origin.site)?.is_some();
        if !below || known || elsewhere || id.device == own {
            return Ok(Some(Distrust::NotItsOwn));
        }
    }
    if belongs_to_the_centre(view, from, entry)? {
        return Ok(Some(Distrust::CentreOnly));
    }
    Ok(None)
}

/// The entry is about what the centre alone writes: its own site and accounts, the calendar, the parameters.
fn belongs_to_the_centre(view: &View<'_>, from: &Peer, entry: &Entry) -> Result<bool> {
    let id = Uuid::from_bytes(entry.head.subject.id);
    Ok(match entry.head.subject.kind.as_str() {
        subject::CALENDAR | subject::PARAMETER | subject::TEMPLATE_PACK => true,
        subject::SITE => id == view.site.id,
        subject::STAFF => {
            let named = Record::decode(&entry.body)
                .and_then(|record| record.set.get("site").cloned())
                .unwrap_or(Value::Empty);
            let of_sender = entry.head.id.device == from.device;
            let elsewhere = match named.as_text() {
                "" => false,
                site => site == view.site.segment || of_sender && site != from.segment,
            };
            elsewhere || is_staff_of(view, id)?
        }
        _ => false,
    })
}

/// The account is one of this site.
fn is_staff_of(view: &View<'_>, id: Uuid) -> Result<bool> {
    Ok(view
        .connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM staff WHERE id = :id AND site IN ('', :own))",
        )?
        .query_row(
            named_params! { ":id": id.as_bytes().as_slice(), ":own": view.site.segment },
            |row| row.get(0),
        )?)
}

/// Takes entries of a file that was looked through in, in the order given, and notes that they came with a package; without
/// one it is only to see what would come of it.
pub(super) fn take(
    tx: &mut Tx<'_>,
    from: &Peer,
    package: Option<i64>,
    entries: &[Carried],
) -> Result<Taken> {
    let (mut taken, mut came) = (Taken::default(), Runs::default());
    let here = Here::of(tx.view().connection, entries)?;
    tx.expect(entries.iter().map(|carried| &*carried.entry))?;
    for carried in entries {
        taken.counts.entries += 1;
        match judge(tx, from, &here, carried)? {
            Verdict::Fresh => {
                let entry = &carried.entry;
                if let Some(rid) = tx.adopt(entry)? {
                    came.add(rid);
                }
                taken.counts.fresh += 1;
                taken.newer += u64::from(entry.head.version > record::VERSION);
                taken.note(&entry.head.subject);
            }
            Verdict::Known => taken.counts.known += 1,
            Verdict::Refused(reason) => {
                taken.counts.refused += 1;
                taken.refused.push(Refused {
                    entry: carried.entry.head.id,
                    hash: carried.entry.hash,
                    reason,
                    bytes: written(&carried.entry),
                });
            }
        }
    }
    if let Some(package) = package {
        came.note(tx.view().connection, package)?;
    }
    Ok(taken)
}

fn written(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(entry, &mut bytes)
        .unwrap_or_else(|_| unreachable!("writing to memory cannot fail"));
    bytes
}

/// Keeps entries that were not taken in, once each.
pub(super) fn set_aside(tx: &Tx<'_>, package: i64, refused: &[Refused]) -> Result<()> {
    let connection = tx.view().connection;
    let mut add = connection.prepare_cached(
        "INSERT INTO quarantine (package, entry, hash, reason, bytes)
         SELECT :package, :entry, :hash, :reason, :bytes
         WHERE NOT EXISTS (SELECT 1 FROM quarantine WHERE package = :package AND entry = :entry)",
    )?;
    for one in refused {
        add.execute(named_params! {
            ":package": package,
            ":entry": one.entry.to_string(),
            ":hash": one.hash.as_slice(),
            ":reason": one.reason,
            ":bytes": one.bytes,
        })?;
    }
    Ok(())
}
