//! Applies a file: looked through, then in small transactions with a place to go on from, then confirmed.

use fachuang_envelope::{ChunkKind, Manifest};
use rusqlite::named_params;
use uuid::Uuid;

use super::link::{self, Link, Way};
use super::open::{self, Checked};
use super::package::{self, Counts, Package, State};
use super::peer::{self, Peer, PeerState};
use super::progress::Doing;
use super::take::{self, Ends};
use super::{board, prerequisite, renewal, withdraw};
use crate::account::role::Right;
use crate::desk::{Actor, Desk, Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::party_check;
use crate::storage::series::Tail;

/// Most entries in one transaction.
pub const BATCH: usize = 500;

/// A file as its manifest places it on a link.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub package: Package,
    pub link: Link,
}

/// What was done with a file, and with others that had waited for it.
#[derive(Debug, Clone)]
pub struct Applied {
    pub package: Package,
    /// It was applied before and nothing changed.
    pub seen_before: bool,
    /// Files that had waited and were applied after it.
    pub followed: Vec<Package>,
}

/// Takes a file in: applies it, or keeps it while files before it are missing.
///
/// A file that was applied before changes nothing. One that another program start broke off goes on where it was.
///
/// # Errors
/// `right.missing`, those of opening a file, `exchange.own_older`; and `exchange.forked` when it holds another entry
/// under a known number: it is then kept apart, and nothing more is taken from that desk.
pub fn apply(desk: &mut Desk, actor: &Actor, bytes: &[u8], file_name: &str) -> Result<Applied> {
    actor.require(Right::Exchange)?;
    let (mut opened, from) = open::check(&desk.view(), desk.tail(), bytes)?;
    let id = Uuid::from_bytes(opened.manifest().waybill.package);
    let known = package::find_taken(desk.view().connection, id)?;
    match known {
        Some(package) if package.state == State::Applied => {
            desk.write(actor, |tx| {
                tx.log_access("package_seen_again", &id.to_string(), file_name)
            })?;
            return Ok(Applied {
                package,
                seen_before: true,
                followed: Vec::new(),
            });
        }
        Some(package) if package.state == State::Forked => {
            return Err(Error::refused("exchange.forked"));
        }
        _ => {}
    }
    let chunks = read_all(&mut opened)?;
    let begun = desk.write(actor, |tx| {
        begin(tx, &opened, &from, &chunks, Some(bytes), file_name)
    });
    let begun = match begun {
        Err(fault) if fault.code() == "exchange.forked" => {
            set_fork_aside(desk, actor, &opened, &from, bytes, file_name)?;
            return Err(fault);
        }
        begun => begun?,
    };
    let mut package = begun.package;
    let link = package.link;
    if package.state == State::Applying {
        package = go_through(desk, actor, &mut opened, &from, package.rid)?;
    }
    let followed = follow(desk, actor, link)?;
    Ok(Applied {
        package: package::get_taken(desk.view().connection, package.id)?,
        seen_before: false,
        followed,
    })
}

/// Says a file was applied before, so that nothing would change.
///
/// # Errors
/// Those of opening a file.
pub fn seen_before(view: &View<'_>, tail: Tail, bytes: &[u8]) -> Result<bool> {
    let (opened, _) = open::check(view, tail, bytes)?;
    let id = Uuid::from_bytes(opened.manifest().waybill.package);
    let known = package::find_taken(view.connection, id)?;
    Ok(known.is_some_and(|known| known.state == State::Applied))
}

/// Goes on with files whose applying was broken off. Returns those that are applied now.
///
/// # Errors
/// Those of opening a file, and faults of the database.
pub fn resume(desk: &mut Desk, actor: &Actor) -> Result<Vec<Package>> {
    let mut done = Vec::new();
    while let Some(begun) = package::find_begun(desk.view().connection)? {
        done.extend(reopen(desk, actor, &begun)?);
        done.extend(follow(desk, actor, begun.link)?);
    }
    Ok(done)
}

/// Applies the files that had waited and now follow: those of a link, then those that rested on what came with them.
fn follow(desk: &mut Desk, actor: &Actor, nr: i64) -> Result<Vec<Package>> {
    let mut done = follow_link(desk, actor, nr)?;
    loop {
        let before = done.len();
        for other in package::waiting_links(desk.view().connection)? {
            // What cannot be opened any more goes on waiting, and the board shows it.
            done.extend(follow_link(desk, actor, other).unwrap_or_default());
        }
        if done.len() == before {
            return Ok(done);
        }
    }
}

fn follow_link(desk: &mut Desk, actor: &Actor, nr: i64) -> Result<Vec<Package>> {
    let mut done = Vec::new();
    loop {
        let connection = desk.view().connection;
        let come = link::get(connection, nr)?.done;
        let Some(next) = package::find_next(connection, nr, come)? else {
            return Ok(done);
        };
        match reopen(desk, actor, &next)? {
            Some(package) => done.push(package),
            None => return Ok(done),
        }
    }
}

/// Goes on with a file that was kept; none when it still has to wait.
fn reopen(desk: &mut Desk, actor: &Actor, waiting: &Package) -> Result<Option<Package>> {
    let bytes = package::staged(desk.view().connection, waiting.rid)?;
    let (mut opened, from) = open::check(&desk.view(), desk.tail(), &bytes)?;
    if waiting.state == State::Held {
        let chunks = read_all(&mut opened)?;
        let begun = desk.write(actor, |tx| {
            begin(tx, &opened, &from, &chunks, None, &waiting.file_name)
        })?;
        if begun.package.state == State::Held {
            return Ok(None);
        }
    }
    go_through(desk, actor, &mut opened, &from, waiting.rid).map(Some)
}

/// Reads the entries of all chunks.
pub(super) fn read_all(opened: &mut Checked<'_>) -> Result<Vec<Vec<fachuang_envelope::Carried>>> {
    (0..opened.chunk_count())
        .map(|index| {
            opened
                .read_chunk(index)
                .map_err(|fault| Error::refused(fault.code()))
        })
        .collect()
}

/// Places a checked file on its link, looks it through, and lets entries that were taken back count again.
///
/// # Errors
/// `package.malformed` for a file of a link that is none, `exchange.forked`, `exchange.own_older`.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    opened: &Checked<'_>,
    from: &Peer,
    chunks: &[Vec<fachuang_envelope::Carried>],
    bytes: Option<&[u8]>,
    file_name: &str,
) -> Result<Begun> {
    let manifest = opened.manifest();
    let mut ends = Ends::new();
    let mut again = Vec::new();
    for chunk in chunks {
        again.extend(take::look_through(tx, &mut ends, chunk)?);
    }
    let connection = tx.view().connection;
    let link = link_of(tx, manifest, from)?;
    let mut package = place(tx, opened, from, &link, file_name)?;
    if package.state == State::Applying {
        // Begun before the program was stopped; it goes on where it was.
        return Ok(Begun { package, link });
    }
    let entries = manifest.content.entries;
    let met = prerequisite::met(connection, tx.tail(), &manifest.waybill.prerequisites)?;
    let waits = entries > 0 && (package.feed_first > link.done + 1 || !met);
    package.state = if waits { State::Held } else { State::Applying };
    package.at_ms = tx.now_ms();
    package.account = tx.actor().id;
    if !waits {
        package.before = (link.done, link.number, link.hash);
        package.place = 0;
        package.counts = Counts {
            entries,
            returned: again.len() as u64,
            ..Counts::default()
        };
        for rid in &again {
            take::note_arrival(tx, *rid, package.rid)?;
        }
        withdraw::restore(tx, &again)?;
    }
    package::save(connection, &package)?;
    if let Some(bytes) = bytes {
        package::stage(connection, package.rid, bytes)?;
        let what = if waits {
            "package_held"
        } else {
            "package_begun"
        };
        tx.log_access(what, &package.id.to_string(), file_name)?;
    }
    Ok(Begun { package, link })
}

/// Returns the link a file says it is on.
fn link_of(tx: &Tx<'_>, manifest: &Manifest, from: &Peer) -> Result<Link> {
    let waybill = &manifest.waybill;
    let link = link::open(
        tx.view().connection,
        Way::In,
        from.device,
        waybill.to.epoch(),
        waybill.from.epoch(),
    )?;
    if link::identity(&tx.view(), tx.tail(), from, &link)? != waybill.link {
        return Err(Error::refused("package.malformed"));
    }
    Ok(link)
}

/// Returns the row of a file, which may be there already.
fn place(
    tx: &Tx<'_>,
    opened: &Checked<'_>,
    from: &Peer,
    link: &Link,
    file_name: &str,
) -> Result<Package> {
    let connection = tx.view().connection;
    let manifest = opened.manifest();
    let waybill = &manifest.waybill;
    let id = Uuid::from_bytes(waybill.package);
    if let Some(known) = package::find_taken(connection, id)? {
        return Ok(known);
    }
    let package = Package {
        rid: 0,
        id,
        link: link.nr,
        way: Way::In,
        peer: from.device,
        number: waybill.number,
        feed_first: waybill.feed_first,
        feed_last: manifest.content.feed_last,
        made_ms: waybill.made_ms,
        at_ms: tx.now_ms(),
        account: tx.actor().id,
        state: State::Held,
        hash: opened.package_hash(),
        file_name: file_name.to_owned(),
        before: (0, 0, [0; 32]),
        place: 0,
        counts: Counts {
            entries: manifest.content.entries,
            ..Counts::default()
        },
    };
    let rid = package::add(connection, &package)?;
    Ok(Package { rid, ..package })
}

/// Applies what is left of a file, batch by batch, and finishes it.
fn go_through(
    desk: &mut Desk,
    actor: &Actor,
    opened: &mut Checked<'_>,
    from: &Peer,
    rid: i64,
) -> Result<Package> {
    let id = Uuid::from_bytes(opened.manifest().waybill.package);
    let sizes: Vec<u64> = opened
        .manifest()
        .content
        .chunks
        .iter()
        .filter(|chunk| chunk.kind == ChunkKind::Entries)
        .map(|chunk| u64::from(chunk.count))
        .collect();
    let mut place = package::get_taken(desk.view().connection, id)?.place;
    let work = desk.progress().begin(Doing::Applying, sizes.iter().sum());
    let mut begins = 0;
    for (index, size) in sizes.into_iter().enumerate() {
        let ends = begins + size;
        if ends > place {
            let carried = opened
                .read_chunk(index)
                .map_err(|fault| Error::refused(fault.code()))?;
            let from_here = usize::try_from(place.saturating_sub(begins)).unwrap_or(usize::MAX);
            for batch in carried.get(from_here..).unwrap_or_default().chunks(BATCH) {
                desk.write(actor, |tx| step(tx, from, id, batch))?;
                place += batch.len() as u64;
                work.reach(place);
            }
        }
        begins = ends;
    }
    let manifest = opened.manifest().clone();
    let told = board::read_told(opened)?;
    let keys = renewal::read(opened)?;
    desk.write(actor, |tx| {
        renewal::note(tx, from, keys)?;
        finish(tx, &manifest, from, rid, &told)
    })
}

/// Applies one batch and moves the place.
fn step(
    tx: &mut Tx<'_>,
    from: &Peer,
    id: Uuid,
    batch: &[fachuang_envelope::Carried],
) -> Result<()> {
    let connection = tx.view().connection;
    let mut package = package::get_taken(connection, id)?;
    let taken = take::take(tx, from, package.rid, batch)?;
    take::set_aside(tx, package.rid, &taken.refused)?;
    package.place += batch.len() as u64;
    package.counts.fresh += taken.counts.fresh;
    package.counts.known += taken.counts.known;
    package.counts.refused += taken.counts.refused;
    package::save(connection, &package)
}

/// Confirms a file that was gone through: the place on the link, what the sender confirmed, what it told of itself, and
/// possible conflicts of interest of tickets that are new here.
fn finish(
    tx: &mut Tx<'_>,
    manifest: &Manifest,
    from: &Peer,
    rid: i64,
    told: &board::Told,
) -> Result<Package> {
    let connection = tx.view().connection;
    let id = Uuid::from_bytes(manifest.waybill.package);
    let mut package = package::get_taken(connection, id)?;
    let mut link = link::get(connection, package.link)?;
    if package.number >= link.number {
        hear(tx, manifest, from)?;
        board::note(tx, from, &package, told)?;
    }
    if manifest.content.entries > 0 && package.feed_last > link.done {
        link.done = package.feed_last;
    }
    if package.number > link.number {
        link.number = package.number;
        link.hash = package.hash;
    }
    link::save(connection, &link)?;
    // Those that were taken back before and came again were counted as known on the way.
    package.counts.known -= package.counts.returned.min(package.counts.known);
    package.state = State::Applied;
    package::save(connection, &package)?;
    package::unstage(connection, rid)?;
    propose_findings(tx, rid)?;
    let counts = package.counts;
    let summary = format!(
        "{} {} {} {}",
        counts.fresh, counts.known, counts.returned, counts.refused
    );
    tx.log_access("package_applied", &id.to_string(), &summary)?;
    Ok(package)
}

/// Notes what the sender has of the feeds from here, and what it refused.
fn hear(tx: &Tx<'_>, manifest: &Manifest, from: &Peer) -> Result<()> {
    let connection = tx.view().connection;
    let acks = &manifest.waybill.acks;
    for mut link in link::list(connection, Way::Out, from.device)? {
        let identity = link::identity(&tx.view(), tx.tail(), from, &link)?;
        if let Some(ack) = acks.links.iter().find(|ack| ack.link == identity) {
            // It may also be less than before: the other side took a file back.
            link.done = ack.through.min(link.written);
            link::save(connection, &link)?;
        }
    }
    connection
        .prepare_cached("DELETE FROM rejected WHERE peer = :peer")?
        .execute(named_params! { ":peer": from.device })?;
    let mut add = connection.prepare_cached(
        "INSERT OR REPLACE INTO rejected (peer, entry, reason, at_ms) VALUES (:peer, :entry, :reason, :at_ms)",
    )?;
    for one in &acks.rejected {
        add.execute(named_params! {
            ":peer": from.device,
            ":entry": one.id.to_string(),
            ":reason": one.reason,
            ":at_ms": tx.now_ms(),
        })?;
    }
    Ok(())
}

/// Lists the tickets that were registered elsewhere and came with a file.
pub(super) fn tickets_of(tx: &Tx<'_>, package: i64) -> Result<Vec<Uuid>> {
    let mut statement = tx.view().connection.prepare_cached(
        "SELECT DISTINCT subject_id FROM arrival JOIN entry ON entry.rid = arrival.entry_rid
         WHERE arrival.package = :package AND entry.kind = 'ticket.register' ORDER BY subject_id",
    )?;
    let rows = statement.query_map(named_params! { ":package": package }, |row| {
        Ok(Uuid::from_bytes(row.get("subject_id")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Enters possible conflicts of interest of new tickets as findings somebody has to answer.
fn propose_findings(tx: &mut Tx<'_>, package: i64) -> Result<()> {
    for id in tickets_of(tx, package)? {
        let found = party_check::find_unseen(&tx.view(), id)?;
        let fields: Vec<(String, Value)> = found
            .iter()
            .flat_map(|finding| party_check::finding_fields(finding, "pending", ""))
            .collect();
        if !fields.is_empty() {
            tx.set(subject::TICKET, id, "ticket.set", &Record::setting(fields))?;
        }
    }
    Ok(())
}

/// Keeps a file with a second entry under a known number, and hears that desk no more until somebody has looked.
fn set_fork_aside(
    desk: &mut Desk,
    actor: &Actor,
    opened: &Checked<'_>,
    from: &Peer,
    bytes: &[u8],
    file_name: &str,
) -> Result<()> {
    desk.write(actor, |tx| {
        let link = link_of(tx, opened.manifest(), from)?;
        let mut package = place(tx, opened, from, &link, file_name)?;
        package.state = State::Forked;
        package::save(tx.view().connection, &package)?;
        package::stage(tx.view().connection, package.rid, bytes)?;
        tx.log_access("package_forked", &package.id.to_string(), file_name)?;
        if from.state == PeerState::Enrolled {
            let reason = Record::of([("reason", Value::text("forked"))]);
            let id = peer::subject_of(from.device);
            tx.append(subject::DEVICE, id, peer::kind::FREEZE, &reason, Vec::new())?;
        }
        Ok(())
    })
}
