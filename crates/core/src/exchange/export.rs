//! Writes what another desk has not confirmed into a file: beside its name first, then read back, then under its name.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use fachuang_envelope::{
    Acks, AuditHead, Entry, LinkAck, Lock, Rejected, Sealed, StateCode, Waybill, limit, seal,
};
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

use super::board::{self, Told};
use super::feed::{self, Plan};
use super::hall::mailbox;
use super::link::{self, Link, Way};
use super::package::{self, Counts, Package, State};
use super::peer::{self, Peer, PeerState};
use super::progress::{Doing, Work};
use super::{prerequisite, renewal, withdraw};
use crate::account::role::Right;
use crate::desk::{Actor, Desk, Tx, View};
use crate::error::{Error, Result};
use crate::journal::record;
use crate::storage::durable::{remove_if_there, rename_durably, with_suffix};
use crate::storage::series::{self, Tail};
use crate::time;

/// Where an export begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// After what the other side confirmed: files that were lost do not matter.
    Confirmed,
    /// After the newest file: small, and of use only together with those before.
    LastFile,
}

/// What to write and where.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// Device it is for.
    pub peer: u32,
    pub since: Since,
    /// Folder the file goes to.
    pub folder: &'a Path,
    /// Version of this program.
    pub program: &'a str,
}

/// A file that was written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub path: PathBuf,
    pub number: u64,
    pub entries: u64,
    pub bytes: u64,
    /// Code for the slip: the other side sees the same.
    pub code: String,
}

/// Ending of exchange files.
pub const ENDING: &str = "fcx";

/// What is going into files.
pub(super) struct Load {
    pub link: Link,
    pub peer: Peer,
    /// Entries that get their feed numbers with the first file.
    plan: Plan,
    /// Rows of all entries to go, the first of which has the feed number `first`.
    rids: Vec<i64>,
    first: u64,
    acks: Acks,
    audit: Option<AuditHead>,
    told: Told,
}

/// Writes everything another desk has not confirmed; more than one file where one would grow too large.
///
/// Each file is said to be exported only after it was read back from where it was written.
///
/// # Errors
/// `right.missing`, `exchange.peer_unknown`, `exchange.peer_revoked`, `exchange.sender_frozen`, `exchange.folder_missing`,
/// `exchange.folder_full`, `exchange.folder_read_only`, `exchange.folder_failed`, `exchange.read_back`.
pub fn export(desk: &mut Desk, actor: &Actor, order: Order<'_>) -> Result<Vec<Written>> {
    actor.require(Right::Exchange)?;
    if !order.folder.is_dir() {
        return Err(Error::refused("exchange.folder_missing"));
    }
    let load = prepare(&desk.view(), desk.tail(), order)?;
    let mut files = Vec::new();
    let mut gone = 0;
    loop {
        let part = files.len() as u32 + 1;
        let left = load.rids.len() - gone;
        let work = desk.progress().begin(Doing::Writing, left as u64);
        let made = write_part(desk, actor, order, &load, gone, (part, work))?;
        gone += made.entries as usize;
        files.push(made);
        if gone >= load.rids.len() {
            return Ok(files);
        }
    }
}

/// Collects what goes into the files; changes nothing.
fn prepare(view: &View<'_>, tail: Tail, order: Order<'_>) -> Result<Load> {
    let connection = view.connection;
    let (peer, link) = outgoing(connection, tail, order.peer)?;
    let plan = feed::plan(view, &peer, &link)?;
    let numbered = feed::newest(connection, link.nr)?;
    let first = match order.since {
        Since::Confirmed => link.done + 1,
        Since::LastFile => link.written + 1,
    };
    let mut rids = feed::rows(connection, link.nr, first, numbered)?;
    rids.extend(&plan.rids);
    load(view, tail, (peer, link), plan, (first, rids), order.program)
}

/// Collects what goes into one letter: no more than `most` entries after those that are confirmed; changes nothing.
pub(super) fn prepare_letter(
    view: &View<'_>,
    tail: Tail,
    peer: u32,
    program: &str,
    (rows, most): (i64, usize),
) -> Result<Load> {
    let connection = view.connection;
    let (peer, link) = outgoing(connection, tail, peer)?;
    let numbered = feed::newest(connection, link.nr)?;
    let first = link.done + 1;
    let last = numbered.min(link.done + most as u64);
    let mut rids = feed::rows(connection, link.nr, first, last)?;
    let plan = match most.saturating_sub(rids.len()) {
        0 => Plan::none(&link),
        room => feed::plan_some(view, &peer, &link, rows, room)?,
    };
    rids.extend(&plan.rids);
    rids.truncate(most);
    load(view, tail, (peer, link), plan, (first, rids), program)
}

/// Returns a desk that may be sent something, with the link to it.
pub(super) fn outgoing(connection: &Connection, tail: Tail, peer: u32) -> Result<(Peer, Link)> {
    let peer = peer::get(connection, peer)?;
    match peer.state {
        PeerState::Revoked => {
            return Err(Error::refused("exchange.peer_revoked").with(peer.site_name));
        }
        PeerState::Frozen => {
            return Err(Error::refused("exchange.sender_frozen").with(peer.site_name));
        }
        PeerState::Enrolled => {}
    }
    let epoch = link::epoch_of(connection, &peer)?;
    let link = link::find_or_new(connection, Way::Out, peer.device, tail.epoch, epoch)?;
    Ok((peer, link))
}

fn load(
    view: &View<'_>,
    tail: Tail,
    (peer, link): (Peer, Link),
    plan: Plan,
    (first, rids): (u64, Vec<i64>),
    program: &str,
) -> Result<Load> {
    let connection = view.connection;
    let numbered = feed::newest(connection, link.nr)?;
    let told = Told {
        program: program.to_owned(),
        rules: board::rules_code(connection)?,
        unconfirmed: numbered + plan.rids.len() as u64 - link.done,
        state: board::own_code(tail),
        hears: mailbox::heard(connection)?,
    };
    Ok(Load {
        acks: acks(view, tail, &peer)?,
        audit: audit(connection)?,
        first,
        rids,
        plan,
        link,
        peer,
        told,
    })
}

/// Tells how far the feeds from the other desk were applied here, and which of its entries were set aside.
fn acks(view: &View<'_>, tail: Tail, peer: &Peer) -> Result<Acks> {
    let mut acks = Acks::default();
    for link in link::list(view.connection, Way::In, peer.device)? {
        acks.links.push(LinkAck {
            link: link::identity(view, tail, peer, &link)?,
            through: link.done,
            package: link.hash,
        });
    }
    let newest = acks.links.len().saturating_sub(limit::LINKS_MAX);
    acks.links.drain(..newest);
    let mut statement = view.connection.prepare_cached(
        "SELECT DISTINCT entry, quarantine.hash AS hash, reason FROM quarantine
         JOIN package ON package.rid = quarantine.package
         WHERE package.peer = :peer ORDER BY quarantine.rid DESC LIMIT :limit",
    )?;
    let mut rows = statement
        .query(named_params! { ":peer": peer.device, ":limit": limit::REJECTED_MAX as i64 })?;
    while let Some(row) = rows.next()? {
        let entry: String = row.get("entry")?;
        if let Ok(id) = entry.parse() {
            acks.rejected.push(Rejected {
                id,
                hash: row.get("hash")?,
                reason: row.get("reason")?,
            });
        }
    }
    Ok(acks)
}

/// Returns the end of the access log, which the other side keeps as a witness.
fn audit(connection: &Connection) -> Result<Option<AuditHead>> {
    Ok(connection
        .prepare_cached("SELECT seq, hash FROM access ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(AuditHead {
                count: row.get::<_, i64>("seq")? as u64,
                hash: row.get("hash")?,
            })
        })
        .optional()?)
}

/// Writes one file with as many entries as it holds of those from place `gone` on.
fn write_part(
    desk: &mut Desk,
    actor: &Actor,
    order: Order<'_>,
    load: &Load,
    gone: usize,
    (part, work): (u32, Work),
) -> Result<Written> {
    let waybill = waybill(desk, load, gone, part)?;
    let (number, view) = (waybill.number, desk.view());
    let (from, to) = (waybill.from.to_string(), waybill.to.to_string());
    let name = file_name(&from, &to, number, waybill.made_ms);
    let path = order.folder.join(&name);
    let temporary = with_suffix(&path, ".part");
    let sealed = seal_into(&temporary, &view, load, gone, waybill, &work)
        .and_then(|sealed| {
            work.turn_to(Doing::ReadingBack);
            read_back(&temporary, &sealed).map(|()| sealed)
        })
        .and_then(|sealed| {
            rename_durably(&temporary, &path).map_err(folder_fault)?;
            Ok(sealed)
        });
    let sealed = match sealed {
        Err(fault) => {
            // The first fault is the one to report, whatever the cleaning meets.
            let _ = remove_if_there(&temporary);
            return Err(fault);
        }
        Ok(sealed) => sealed,
    };
    desk.write(actor, |tx| {
        note_written(tx, load, part, &sealed, &name)?;
        let id = uuid::Uuid::from_bytes(sealed.manifest.waybill.package);
        tx.log_access("package_written", &id.to_string(), &name)
    })?;
    Ok(Written {
        path,
        number,
        entries: sealed.manifest.content.entries,
        bytes: sealed.file_size,
        code: StateCode::of_package(&sealed.package_hash).to_string(),
    })
}

/// Says what goes along with the entries from place `gone` on.
pub(super) fn waybill(desk: &mut Desk, load: &Load, gone: usize, part: u32) -> Result<Waybill> {
    let (package, made_ms) = (desk.draw(), desk.now_ms());
    let (view, tail) = (desk.view(), desk.tail());
    let link = link::find_or_new(
        view.connection,
        Way::Out,
        load.link.peer,
        load.link.own_epoch,
        load.link.peer_epoch,
    )?;
    let from = link::own_address(&view, tail.device, tail.epoch)?;
    let to = load
        .peer
        .address(link.peer_epoch)
        .ok_or_else(|| Error::refused("exchange.peer_unknown"))?;
    Ok(Waybill {
        package,
        number: link.number + 1,
        made_ms,
        link: fachuang_envelope::LinkId::between(&from, &to),
        from,
        to,
        feed_first: load.first + gone as u64,
        previous: (link.number > 0).then_some(link.hash),
        part,
        prerequisites: prerequisite::of_recipient(view.connection, &load.peer, link.peer_epoch)?,
        schema: u32::from(record::VERSION),
        capabilities: Vec::new(),
        acks: load.acks.clone(),
        audit: load.audit,
        more: Default::default(),
    })
}

/// Name of a file: who to whom, which one, when. Never read back; everything in it is inside, signed.
fn file_name(from: &str, to: &str, number: u64, made_ms: i64) -> String {
    let site = |address: &str| address.split('.').next().unwrap_or_default().to_owned();
    let stamp: String = time::to_text(made_ms)
        .chars()
        .filter(char::is_ascii_digit)
        .take(14)
        .collect();
    format!("{}-{}-{number:06}-{stamp}.{ENDING}", site(from), site(to))
}

fn folder_fault(fault: io::Error) -> Error {
    Error::refused(match fault.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "exchange.folder_full",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "exchange.folder_read_only"
        }
        io::ErrorKind::NotFound => "exchange.folder_missing",
        _ => "exchange.folder_failed",
    })
}

fn seal_into(
    temporary: &Path,
    view: &View<'_>,
    load: &Load,
    gone: usize,
    waybill: Waybill,
    work: &Work,
) -> Result<Sealed> {
    let mut file = BufWriter::new(File::create(temporary).map_err(folder_fault)?);
    let sealed = seal_to(&mut file, view, load, gone, waybill, work)?;
    let file = file
        .into_inner()
        .map_err(|fault| folder_fault(fault.into_error()))?;
    file.sync_all().map_err(folder_fault)?;
    Ok(sealed)
}

/// Seals the entries from place `gone` on, as many as one file holds.
pub(super) fn seal_to(
    into: impl Write,
    view: &View<'_>,
    load: &Load,
    gone: usize,
    waybill: Waybill,
    work: &Work,
) -> Result<Sealed> {
    let rids = load.rids.get(gone..).unwrap_or_default();
    let entries = rids.iter().map(|rid| -> io::Result<Entry> {
        work.add(1);
        series::get(view.connection, *rid).map_err(io::Error::other)
    });
    let signer = renewal::signer_for(view, load.peer.device)?;
    let [told, hall] = board::extras(&load.told);
    let extras = [told, hall, renewal::extra(&signer, &load.peer)].map(Ok);
    let lock = Lock::Keys {
        device: load.peer.keys.open,
        escrow: None,
    };
    seal(
        into,
        waybill,
        &mut entries.peekable(),
        extras,
        &signer,
        lock,
    )
    .map_err(|fault| match fault {
        fachuang_envelope::SealError::Io(fault) => folder_fault(fault),
        other => Error::refused(other.code()),
    })
}

/// Reads a file back from where it was written and compares it with what was made.
fn read_back(path: &Path, sealed: &Sealed) -> Result<()> {
    let mut file = File::open(path).map_err(folder_fault)?;
    let mut sum = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer).map_err(folder_fault)?;
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
    }
    let size = fs::metadata(path).map_err(folder_fault)?.len();
    let same = <[u8; 32]>::from(sum.finalize()) == sealed.file_hash && size == sealed.file_size;
    if same {
        Ok(())
    } else {
        Err(Error::refused("exchange.read_back"))
    }
}

/// Notes a file that is where it belongs; with the first of several, the feed numbers of all entries that are new to it.
pub(super) fn note_written(
    tx: &mut Tx<'_>,
    load: &Load,
    part: u32,
    sealed: &Sealed,
    name: &str,
) -> Result<()> {
    let connection = tx.view().connection;
    let mut link = link::open(
        connection,
        Way::Out,
        load.link.peer,
        load.link.own_epoch,
        load.link.peer_epoch,
    )?;
    if part == 1 {
        feed::store(connection, &mut link, &load.plan)?;
    }
    let waybill = &sealed.manifest.waybill;
    let content = &sealed.manifest.content;
    let id = uuid::Uuid::from_bytes(waybill.package);
    package::add(
        connection,
        &Package {
            rid: 0,
            id,
            link: link.nr,
            way: Way::Out,
            peer: link.peer,
            number: waybill.number,
            feed_first: waybill.feed_first,
            feed_last: content.feed_last,
            made_ms: waybill.made_ms,
            at_ms: tx.now_ms(),
            account: tx.actor().id,
            state: State::Written,
            hash: sealed.package_hash,
            file_name: name.to_owned(),
            before: (0, 0, [0; 32]),
            place: 0,
            counts: Counts {
                entries: content.entries,
                ..Counts::default()
            },
        },
    )?;
    link.number = waybill.number;
    link.hash = sealed.package_hash;
    link.written = link.written.max(content.feed_last);
    link::save(connection, &link)
}

/// How far what goes to a desk has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// In files that it has not confirmed.
    pub unconfirmed: u64,
    /// In no file yet.
    pub not_written: u64,
    /// When the oldest file it has not confirmed was written.
    pub since_ms: Option<i64>,
    /// A file of it was taken back since the newest one for it: it believes what is missing here to have arrived, until
    /// the next one tells.
    pub taken_back: bool,
}

/// Counts the entries that have their number in the feed to a desk and that it has not confirmed.
///
/// # Errors
/// Faults of the database.
pub fn waiting(view: &View<'_>, tail: Tail, peer: &Peer) -> Result<u64> {
    let connection = view.connection;
    let epoch = link::epoch_of(connection, peer)?;
    let link = link::find_or_new(connection, Way::Out, peer.device, tail.epoch, epoch)?;
    Ok(feed::newest(connection, link.nr)?.saturating_sub(link.done))
}

/// Returns how far what goes to a desk has come.
///
/// # Errors
/// Faults of the database.
pub fn standing(view: &View<'_>, tail: Tail, peer: &Peer) -> Result<Standing> {
    let connection = view.connection;
    let epoch = link::epoch_of(connection, peer)?;
    let link = link::find_or_new(connection, Way::Out, peer.device, tail.epoch, epoch)?;
    let numbered = feed::newest(connection, link.nr)?;
    let waiting = feed::plan(view, peer, &link)?.rids.len() as u64;
    let since_ms: Option<i64> = connection
        .prepare_cached(
            "SELECT min(at_ms) FROM package WHERE way = 'out' AND link = :link AND feed_last > :done",
        )?
        .query_row(
            named_params! { ":link": link.nr, ":done": link.done as i64 },
            |row| row.get(0),
        )?;
    Ok(Standing {
        unconfirmed: link.written.saturating_sub(link.done),
        not_written: numbered.saturating_sub(link.written) + waiting,
        since_ms,
        taken_back: withdraw::is_untold(connection, peer.device, link.looked)?,
    })
}
