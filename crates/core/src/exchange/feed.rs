//! What a link carries, numbered without gaps.
//!
//! A superior and a sibling are given everything that did not come from them; a sibling without what it says it hears
//! itself in the hall. A station is given what concerns it: its tickets with their visits and persons, and the reference
//! data of the centre. Once a subject is in a feed it stays there.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, named_params};
use uuid::Uuid;

use super::arrival::PACKAGE_OF_E;
use super::hall::mailbox;
use super::link::Link;
use super::peer::{Peer, Relation};
use crate::desk::{View, subject};
use crate::error::Result;
use crate::storage::series;
use crate::{person, ticket};

/// Kinds of subjects every station is given in full: the centre alone writes them.
const REFERENCE: [&str; 5] = [
    subject::CALENDAR,
    subject::PARAMETER,
    subject::TEMPLATE_PACK,
    subject::INSTITUTION,
    subject::SITE,
];

/// Entries that do not go to the other side: its own of this epoch, what it sent, and what was taken back here.
fn not_its_own() -> String {
    format!(
        "NOT (e.device = :peer AND e.epoch >= :peer_epoch)
         AND NOT EXISTS (SELECT 1 FROM withdrawn WHERE withdrawn.entry_rid = e.rid)
         AND NOT EXISTS (
             SELECT 1 FROM package JOIN link ON link.nr = package.link
             WHERE package.rid = {PACKAGE_OF_E} AND link.peer = :peer AND link.peer_epoch = :peer_epoch)"
    )
}

/// What a feed goes on with.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// Rows of entries that get the next numbers, in order of arrival.
    pub rids: Vec<i64>,
    /// Subjects that are in the feed from now on.
    members: BTreeSet<Uuid>,
    /// Entries up to this row have been looked at.
    looked: i64,
}

/// Finds the entries that belong into a feed and have no number yet; changes nothing.
pub(super) fn plan(view: &View<'_>, peer: &Peer, link: &Link) -> Result<Plan> {
    plan_until(view, peer, link, series::newest_rid(view.connection)?)
}

/// Finds some of them: looks at no more than `rows` entries, and stops after `most`. A feed that is not given everything
/// is planned as a whole.
pub(super) fn plan_some(
    view: &View<'_>,
    peer: &Peer,
    link: &Link,
    rows: i64,
    most: usize,
) -> Result<Plan> {
    let newest = series::newest_rid(view.connection)?;
    if peer.relation == Relation::Subordinate {
        return plan_until(view, peer, link, newest);
    }
    let until = newest.min(link.looked.saturating_add(rows));
    let mut plan = plan_until(view, peer, link, until)?;
    if plan.rids.len() > most {
        plan.rids.truncate(most);
        plan.looked = plan.rids.last().copied().unwrap_or(link.looked);
    }
    Ok(plan)
}

impl Plan {
    /// Returns a plan of nothing.
    pub fn none(link: &Link) -> Self {
        Self {
            looked: link.looked,
            ..Self::default()
        }
    }

    /// Returns how many entries were looked at to no end.
    pub fn passed_over(&self, link: &Link) -> i64 {
        match self.rids.is_empty() {
            true => self.looked - link.looked,
            false => 0,
        }
    }
}

fn plan_until(view: &View<'_>, peer: &Peer, link: &Link, until: i64) -> Result<Plan> {
    let mut plan = Plan {
        looked: until,
        ..Plan::default()
    };
    let found = match peer.relation {
        Relation::Superior => everything(view.connection, link, until, "[]")?,
        Relation::Sibling => {
            let hears = mailbox::hears(view.connection, peer.device)?;
            everything(view.connection, link, until, &hears)?
        }
        Relation::Subordinate => {
            plan.members = concerning(view, peer, link)?;
            about(view.connection, link, &plan.members)?
        }
    };
    let mut numbered = view.connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM feed WHERE entry_rid = :rid AND link = :link)",
    )?;
    for rid in found {
        let known: bool = numbered
            .query_row(named_params! { ":rid": rid, ":link": link.nr }, |row| {
                row.get(0)
            })?;
        if !known {
            plan.rids.push(rid);
        }
    }
    Ok(plan)
}

/// Gives the entries of a plan their numbers.
pub(super) fn store(connection: &Connection, link: &mut Link, plan: &Plan) -> Result<()> {
    let mut next = newest(connection, link.nr)?;
    let mut add = connection
        .prepare_cached("INSERT INTO feed (link, nr, entry_rid) VALUES (:link, :nr, :rid)")?;
    for rid in &plan.rids {
        next += 1;
        add.execute(named_params! { ":link": link.nr, ":nr": next as i64, ":rid": rid })?;
    }
    let mut join = connection.prepare_cached(
        "INSERT OR IGNORE INTO feed_subject (link, subject_id) VALUES (:link, :id)",
    )?;
    for id in &plan.members {
        join.execute(named_params! { ":link": link.nr, ":id": id.as_bytes().as_slice() })?;
    }
    link.looked = plan.looked;
    Ok(())
}

/// Returns the newest feed number given; 0 for none.
pub(super) fn newest(connection: &Connection, link: i64) -> Result<u64> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT max(nr) FROM feed WHERE link = :link")?
        .query_row(named_params! { ":link": link }, |row| row.get(0))?;
    Ok(newest.unwrap_or(0) as u64)
}

/// Lists the rows of entries of a feed from one number to another.
pub(super) fn rows(connection: &Connection, link: i64, first: u64, last: u64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry_rid FROM feed WHERE link = :link AND nr BETWEEN :first AND :last ORDER BY nr",
    )?;
    let rows = statement.query_map(
        named_params! { ":link": link, ":first": first as i64, ":last": last as i64 },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the entries up to a row that nobody looked at yet, without those of devices the other side hears itself.
fn everything(connection: &Connection, link: &Link, until: i64, hears: &str) -> Result<Vec<i64>> {
    let not_its_own = not_its_own();
    let sql = format!(
        "SELECT e.rid FROM entry e WHERE e.rid > :looked AND e.rid <= :until AND {not_its_own}
             AND e.device NOT IN (SELECT value FROM json_each(:hears)) ORDER BY e.rid"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":looked": link.looked,
            ":until": until,
            ":peer": link.peer,
            ":peer_epoch": link.peer_epoch,
            ":hears": hears,
        },
        |row| row.get(0),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Lists the subjects of entries that were not looked at yet.
fn touched(connection: &Connection, looked: i64) -> Result<Vec<(String, Uuid)>> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT subject_kind, subject_id FROM entry WHERE rid > :looked ORDER BY subject_kind, subject_id",
    )?;
    let rows = statement.query_map(named_params! { ":looked": looked }, |row| {
        Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn is_member(connection: &Connection, link: i64, id: Uuid) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM feed_subject WHERE link = :link AND subject_id = :id)",
        )?
        .query_row(
            named_params! { ":link": link, ":id": id.as_bytes().as_slice() },
            |row| row.get(0),
        )?)
}

/// Lists the subjects a station is given that have entries nobody has looked at yet.
fn concerning(view: &View<'_>, peer: &Peer, link: &Link) -> Result<BTreeSet<Uuid>> {
    let mut members: BTreeSet<Uuid> = BTreeSet::new();
    for (kind, id) in touched(view.connection, link.looked)? {
        match kind.as_str() {
            subject::TICKET => {
                if is_member(view.connection, link.nr, id)? || is_of_site(view, id, peer)? {
                    add_ticket(view, id, &mut members)?;
                }
            }
            subject::PERSON => {
                if is_member(view.connection, link.nr, id)? {
                    add_person(view, id, &mut members)?;
                }
            }
            subject::STAFF => {
                if is_of_either(view, id, peer)? {
                    members.insert(id);
                }
            }
            kind if REFERENCE.contains(&kind) => {
                let other_site = kind == subject::SITE && id != view.site.id;
                if !other_site || is_member(view.connection, link.nr, id)? {
                    members.insert(id);
                }
            }
            _ => {
                if is_member(view.connection, link.nr, id)? {
                    members.insert(id);
                }
            }
        }
    }
    Ok(members)
}

/// Lists the entries about subjects, in order of arrival.
fn about(connection: &Connection, link: &Link, members: &BTreeSet<Uuid>) -> Result<Vec<i64>> {
    let not_its_own = not_its_own();
    let sql = format!("SELECT e.rid FROM entry e WHERE e.subject_id = :id AND {not_its_own}");
    let mut find = connection.prepare_cached(&sql)?;
    let mut rids: BTreeSet<i64> = BTreeSet::new();
    for id in members {
        let rows = find.query_map(
            named_params! {
                ":id": id.as_bytes().as_slice(),
                ":peer": link.peer,
                ":peer_epoch": link.peer_epoch,
            },
            |row| row.get::<_, i64>(0),
        )?;
        for rid in rows {
            rids.insert(rid?);
        }
    }
    Ok(rids.into_iter().collect())
}

/// The ticket was received at the other site or came from there, or somebody of it has it in hand.
fn is_of_site(view: &View<'_>, id: Uuid, peer: &Peer) -> Result<bool> {
    if came_from(view, id, peer)? {
        return Ok(true);
    }
    let found: Option<(String, String)> = view
        .connection
        .prepare_cached("SELECT site, assignee FROM ticket WHERE id = :id")?
        .query_row(named_params! { ":id": id.as_bytes().as_slice() }, |row| {
            Ok((row.get("site")?, row.get("assignee")?))
        })
        .optional()?;
    let Some((site, assignee)) = found else {
        return Ok(false);
    };
    if site == peer.segment {
        return Ok(true);
    }
    let Ok(assignee) = Uuid::parse_str(&assignee) else {
        return Ok(false);
    };
    Ok(view
        .connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM staff WHERE id = :id AND site = :segment)")?
        .query_row(
            named_params! { ":id": assignee.as_bytes().as_slice(), ":segment": peer.segment },
            |row| row.get(0),
        )?)
}

/// The other desk sent something of the ticket: its own, or that of a room below it.
fn came_from(view: &View<'_>, id: Uuid, peer: &Peer) -> Result<bool> {
    Ok(view
        .connection
        .prepare_cached(&format!(
            "SELECT EXISTS (
                 SELECT 1 FROM entry e JOIN package ON package.rid = {PACKAGE_OF_E}
                 WHERE e.subject_id = :id AND package.peer = :peer)"
        ))?
        .query_row(
            named_params! { ":id": id.as_bytes().as_slice(), ":peer": peer.device },
            |row| row.get(0),
        )?)
}

/// Accounts of both sites: the station knows who decided and who works for it.
fn is_of_either(view: &View<'_>, id: Uuid, peer: &Peer) -> Result<bool> {
    Ok(view
        .connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM staff WHERE id = :id AND site IN ('', :own, :other))",
        )?
        .query_row(
            named_params! {
                ":id": id.as_bytes().as_slice(),
                ":own": view.site.segment,
                ":other": peer.segment,
            },
            |row| row.get(0),
        )?)
}

/// Adds a ticket with its visit and its persons.
fn add_ticket(view: &View<'_>, id: Uuid, members: &mut BTreeSet<Uuid>) -> Result<()> {
    members.insert(id);
    let ticket = match ticket::get(view, id) {
        Err(fault) if fault.code() == "ticket.not_found" => return Ok(()),
        ticket => ticket?,
    };
    members.extend(ticket.id_in("visit"));
    if let Some(person) = ticket.id_in("person") {
        add_person(view, person, members)?;
    }
    Ok(())
}

/// Adds a person with whom it was merged into and who was merged into it.
fn add_person(view: &View<'_>, id: Uuid, members: &mut BTreeSet<Uuid>) -> Result<()> {
    members.insert(id);
    members.extend(person::family(view, person::canonical(view, id)?)?);
    Ok(())
}
