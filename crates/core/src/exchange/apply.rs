//! Applies a file: looked through, then in small transactions with a place to go on from, then confirmed.

use std::sync::Arc;

use fachuang_envelope::{Carried, Manifest};
use rusqlite::named_params;
use uuid::Uuid;

use super::arrival::Runs;
use super::going::Going;
use super::import::Followers;
use super::link::{self, Link, Way};
use super::open::{self, Checked, Reading, Source};
use super::package::{self, Counts, Package, State};
use super::peer::{self, Peer, PeerState};
use super::take::{self, Ends};
use super::{board, prerequisite, whole, withdraw};
use crate::account::role::Right;
use crate::desk::{Actor, Desk, Tx, View, subject};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::party_check;
use crate::storage::series::Tail;

/// A file as its manifest places it on a link.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub package: Package,
    pub link: Link,
    /// Rows of entries that were taken back before and come again.
    pub again: Vec<i64>,
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

/// How much of a file is taken in at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stride {
    /// All of a small one; of a large one a part after the other.
    Whole,
    /// Small parts, so that nobody waits for long.
    Steps,
}

/// A file that was begun with.
#[derive(Debug)]
pub enum Started<'a> {
    /// There is nothing more to do with it.
    Done(Box<Applied>),
    Going(Box<Going<'a>>),
}

/// Takes a file in: applies it, or keeps it while files before it are missing.
///
/// A file that was applied before changes nothing. One that another program start broke off goes on where it was.
///
/// # Errors
/// `right.missing`, those of opening a file, `exchange.own_older`; and `exchange.forked` when it holds another entry
/// under a known number: it is then kept apart, and nothing more is taken from that desk.
pub fn apply<'a>(
    desk: &mut Desk,
    actor: &Actor,
    file: impl Into<Source<'a>>,
    file_name: &str,
) -> Result<Applied> {
    let source = file.into();
    let mut going = match start_reading(
        desk,
        actor,
        source,
        source.open()?,
        file_name,
        Stride::Whole,
    )? {
        Started::Done(mut applied) => {
            if applied.package.state == State::Applied && !applied.seen_before {
                applied.followed = follow(desk, actor, applied.package.link)?;
            }
            return Ok(*applied);
        }
        Started::Going(going) => going.alone(),
    };
    loop {
        if let Some(applied) = going.step(desk, actor)? {
            return Ok(applied);
        }
    }
}

/// Begins to take a file in, as [`apply`] does; the steps that are left are taken one by one, and between two of them the
/// desk is free for whoever waits.
///
/// # Errors
/// As for [`apply`].
pub fn start<'a>(
    desk: &mut Desk,
    actor: &Actor,
    file: impl Into<Source<'a>>,
    file_name: &str,
) -> Result<Started<'a>> {
    let source = file.into();
    start_reading(
        desk,
        actor,
        source,
        source.open()?,
        file_name,
        Stride::Steps,
    )
}

/// Begins to take a file in that is already open, as [`start`] does; `source` is the same file once more.
pub(super) fn start_reading<'a>(
    desk: &mut Desk,
    actor: &Actor,
    source: Source<'_>,
    reading: Reading<'a>,
    file_name: &str,
    stride: Stride,
) -> Result<Started<'a>> {
    actor.require(Right::Exchange)?;
    let looked_at = desk.looked_at().cloned();
    let (mut opened, from) =
        open::check_reading(&desk.view(), desk.tail(), reading, looked_at.as_ref())?;
    if looked_at.is_some_and(|known| Arc::ptr_eq(&known, opened.verified())) {
        desk.look_at(None);
    }
    let id = Uuid::from_bytes(opened.manifest().waybill.package);
    let known = package::find_taken(desk.view().connection, id)?;
    match &known {
        Some(package) if package.state == State::Applied => {
            desk.write(actor, |tx| {
                tx.log_access("package_seen_again", &id.to_string(), file_name)
            })?;
            return Ok(Started::Done(Box::new(Applied {
                package: package.clone(),
                seen_before: true,
                followed: Vec::new(),
            })));
        }
        Some(package) if package.state == State::Forked => {
            return Err(Error::refused("exchange.forked"));
        }
        _ => {}
    }
    let is_begun = known.is_some_and(|package| package.state == State::Applying);
    let at_once = stride == Stride::Whole && !is_begun && whole::fits(&desk.view(), &mut opened)?;
    let begun = if at_once {
        whole::take(desk, actor, &mut opened, &from, source, file_name)
    } else {
        desk.write(actor, |tx| {
            let begun = begin(tx, &mut opened, &from, file_name)?;
            keep(tx, &begun.package, &opened, source)?;
            Ok(begun)
        })
    };
    let begun = match begun {
        Err(fault) if fault.code() == "exchange.forked" => {
            set_fork_aside(desk, actor, &opened, &from, source, file_name)?;
            return Err(fault);
        }
        begun => begun?,
    };
    if begun.package.state == State::Applying {
        let going = Going::new(&desk.progress(), opened, from, &begun.package);
        return Ok(Started::Going(Box::new(going)));
    }
    Ok(Started::Done(Box::new(Applied {
        package: begun.package,
        seen_before: false,
        followed: Vec::new(),
    })))
}

/// Says a file was applied before, so that nothing would change.
///
/// # Errors
/// Those of opening a file.
pub fn seen_before<'a>(view: &View<'_>, tail: Tail, file: impl Into<Source<'a>>) -> Result<bool> {
    let (opened, _) = open::check(view, tail, file.into())?;
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
pub(super) fn follow(desk: &mut Desk, actor: &Actor, nr: i64) -> Result<Vec<Package>> {
    let mut followers = Followers::of(nr);
    while followers.step(desk, actor)? {}
    Ok(followers.done)
}

/// Goes on with a file that was kept; none when it still has to wait.
fn reopen(desk: &mut Desk, actor: &Actor, waiting: &Package) -> Result<Option<Package>> {
    let Some(going) = rise(desk, actor, waiting)? else {
        return Ok(None);
    };
    let mut going = going.alone();
    loop {
        if let Some(package) = going.go_on(desk, actor)? {
            return Ok(Some(package));
        }
    }
}

/// Begins to go on with a file that was kept; none when it still has to wait.
pub(super) fn rise(
    desk: &mut Desk,
    actor: &Actor,
    waiting: &Package,
) -> Result<Option<Going<'static>>> {
    let kept = Reading::of_kept(package::staged(desk.view().connection, waiting.rid)?);
    let (mut opened, from) = open::check_reading(&desk.view(), desk.tail(), kept, None)?;
    let mut package = waiting.clone();
    if waiting.state == State::Held {
        let name = &waiting.file_name;
        let begun = desk.write(actor, |tx| begin(tx, &mut opened, &from, name))?;
        if begun.package.state == State::Held {
            return Ok(None);
        }
        package = begun.package;
    }
    let going = Going::new(&desk.progress(), opened, from, &package);
    Ok(Some(going))
}

/// Keeps the sealed bytes of a file that was begun with, so that it can be gone on with.
///
/// # Errors
/// `package.content_differs` where the file is another one meanwhile, `exchange.file_missing`, `package.io`.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    package: &Package,
    opened: &Checked<'_>,
    source: Source<'_>,
) -> Result<()> {
    package::stage(
        tx.view().connection,
        package.rid,
        source,
        opened.file_hash(),
    )?;
    let what = match package.state {
        State::Held => "package_held",
        _ => "package_begun",
    };
    tx.log_access(what, &package.id.to_string(), &package.file_name)
}

/// Places a checked file on its link, looks it through, and lets entries that were taken back count again.
///
/// # Errors
/// `package.malformed` for a file of a link that is none, `exchange.forked`, `exchange.own_older`.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    opened: &mut Checked<'_>,
    from: &Peer,
    file_name: &str,
) -> Result<Begun> {
    let mut ends = Ends::new();
    let mut again = Vec::new();
    for index in 0..opened.chunk_count() {
        again.extend(take::look_through(
            tx,
            &mut ends,
            &open::read_chunk(opened, index)?,
        )?);
    }
    let connection = tx.view().connection;
    let link = link_of(tx, opened.manifest(), from)?;
    let mut package = place(tx, opened, from, &link, file_name)?;
    if package.state == State::Applying {
        // Begun before the program was stopped; it goes on where it was.
        return Ok(Begun {
            package,
            link,
            again,
        });
    }
    let manifest = opened.manifest();
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
        let mut came = Runs::default();
        again.iter().for_each(|rid| came.add(*rid));
        came.note(connection, package.rid)?;
        withdraw::restore(tx, &again)?;
    }
    package::save(connection, &package)?;
    if waits && package::is_newest(connection, &package)? {
        // Also a file that waits says what arrived over there; if both sides waited, neither would send what is missing.
        hear(tx, opened.manifest(), from)?;
    }
    Ok(Begun {
        package,
        link,
        again,
    })
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

/// Applies one batch and moves the place.
pub(super) fn step(tx: &mut Tx<'_>, from: &Peer, id: Uuid, batch: &[Carried]) -> Result<()> {
    tx.index_later();
    let connection = tx.view().connection;
    let mut package = package::get_taken(connection, id)?;
    let taken = take::take(tx, from, Some(package.rid), batch)?;
    take::set_aside(tx, package.rid, &taken.refused)?;
    package.place += batch.len() as u64;
    package.counts.fresh += taken.counts.fresh;
    package.counts.known += taken.counts.known;
    package.counts.refused += taken.counts.refused;
    package::save(connection, &package)
}

/// Confirms a file that was gone through: the place on the link, what the sender confirmed, what it told of itself.
pub(super) fn finish(
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
    if package::is_newest(connection, &package)? {
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

/// Returns the tickets that may be in conflict with others; of most nothing has to be written.
pub(super) fn crossed(view: &View<'_>, tickets: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for id in tickets {
        if party_check::may_cross(view.connection, *id)? {
            found.push(*id);
        }
    }
    Ok(found)
}

/// Enters possible conflicts of interest of new tickets as findings somebody has to answer, and moves the place.
pub(super) fn propose_findings(
    tx: &mut Tx<'_>,
    package: Uuid,
    place: u64,
    tickets: &[Uuid],
) -> Result<()> {
    tx.index_later();
    for id in tickets {
        let found = party_check::find_unseen(&tx.view(), *id)?;
        let fields: Vec<(String, Value)> = found
            .iter()
            .flat_map(|finding| party_check::finding_fields(finding, "pending", ""))
            .collect();
        if !fields.is_empty() {
            tx.set(subject::TICKET, *id, "ticket.set", &Record::setting(fields))?;
        }
    }
    let connection = tx.view().connection;
    let mut package = package::get_taken(connection, package)?;
    package.place = place;
    package::save(connection, &package)
}

/// Keeps a file with a second entry under a known number, and hears that desk no more until somebody has looked.
fn set_fork_aside(
    desk: &mut Desk,
    actor: &Actor,
    opened: &Checked<'_>,
    from: &Peer,
    source: Source<'_>,
    file_name: &str,
) -> Result<()> {
    desk.write(actor, |tx| {
        let link = link_of(tx, opened.manifest(), from)?;
        let mut package = place(tx, opened, from, &link, file_name)?;
        package.state = State::Forked;
        package::save(tx.view().connection, &package)?;
        let connection = tx.view().connection;
        package::stage(connection, package.rid, source, opened.file_hash())?;
        tx.log_access("package_forked", &package.id.to_string(), file_name)?;
        if from.state == PeerState::Enrolled {
            let reason = Record::of([("reason", Value::text("forked"))]);
            let id = peer::subject_of(from.device);
            tx.append(subject::DEVICE, id, peer::kind::FREEZE, &reason, Vec::new())?;
        }
        Ok(())
    })
}
