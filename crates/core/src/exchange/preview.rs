//! What a file would bring, before anything of it is applied. Nothing is stored.

use std::collections::BTreeSet;
use std::sync::Arc;

use fachuang_envelope::StateCode;
use uuid::Uuid;

use super::apply::{Begun, begin};
use super::differ::{self, Difference};
use super::link::Link;
use super::open::{self, Source};
use super::package::{self, Counts, Package, State};
use super::peer::Peer;
use super::progress::Doing;
use super::take::{self, Taken};
use crate::account::role::Right;
use crate::desk::{Actor, Desk, Tx, View};
use crate::error::{Error, Result};
use crate::naming::Reason;
use crate::party_check;
use crate::person::{self, Pair};
use crate::storage::connect::Load;
use crate::storage::project::{Line, Lines};
use crate::storage::series;

/// What a file is to this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It can be applied.
    Next,
    /// Files before it are missing; it is kept and applied by itself when they come.
    Gap,
    /// It rests on entries of others that are not here yet; it is kept likewise.
    Lacks,
    /// Applied before; nothing would change.
    SeenBefore,
    /// It holds another entry under a known number.
    Forked,
}

impl Verdict {
    /// Returns the code for the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Gap => "gap",
            Self::Lacks => "lacks",
            Self::SeenBefore => "seen_before",
            Self::Forked => "forked",
        }
    }
}

/// A ticket a file is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketLine {
    pub id: Uuid,
    pub number: String,
    pub window: String,
    pub restricted: bool,
    pub visitor: String,
}

/// Entry that would not be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedLine {
    pub entry: String,
    pub reason: &'static str,
}

/// A possible conflict of interest of a ticket a file would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    pub ticket_number: String,
    /// Ticket by which the other side was served.
    pub other_number: String,
    pub sentence: String,
    /// Staff ids.
    pub excluded_staff: Vec<String>,
}

/// Two register entries that are probably one person, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twins {
    pub first: String,
    pub second: String,
    /// Codes of [`naming::Reason`].
    pub reasons: Vec<&'static str>,
}

/// What a file would bring.
#[derive(Debug, Clone)]
pub struct Preview {
    pub package: Uuid,
    pub from: Peer,
    pub verdict: Verdict,
    pub number: u64,
    pub made_ms: i64,
    /// Code of the file, as its slip shows it.
    pub code: String,
    /// First and last missing file; the same number twice for one.
    pub missing: Option<(u64, u64)>,
    /// Entry under whose number there are two; empty unless forked.
    pub twice: String,
    pub counts: Counts,
    /// Written by a newer program; kept, and understood after an upgrade.
    pub newer: u64,
    pub new_tickets: Vec<TicketLine>,
    pub changed_tickets: Vec<TicketLine>,
    /// Tickets that would have different values side by side and have none now.
    pub conflicts: Vec<TicketLine>,
    /// Their values beside each other.
    pub differences: Vec<Difference>,
    /// Register entries that would be proposed as one person.
    pub duplicates: Vec<Twins>,
    /// Possible conflicts of interest of new tickets.
    pub interests: Vec<Interest>,
    pub refused: Vec<RefusedLine>,
}

/// Most duplicates shown, and most looked at to find those that are new.
const DUPLICATES_MAX: usize = 200;
const DUPLICATES_LOOKED_AT: usize = 500;

/// What stood before, and what came.
struct Tried {
    taken: Taken,
    returned: u64,
    link: Link,
    package: Package,
    /// Tickets with values side by side before.
    disputed: BTreeSet<Uuid>,
    duplicates: Vec<Pair>,
}

/// Looks at what a file would bring.
///
/// # Errors
/// `right.missing`, those of opening a file, `exchange.own_older`.
pub fn preview<'a>(desk: &mut Desk, actor: &Actor, file: impl Into<Source<'a>>) -> Result<Preview> {
    actor.require(Right::Exchange)?;
    let (mut opened, from) = open::check(&desk.view(), desk.tail(), file.into())?;
    let waybill = &opened.manifest().waybill;
    let id = Uuid::from_bytes(waybill.package);
    let mut seen = Preview {
        package: id,
        from: from.clone(),
        verdict: Verdict::Next,
        number: waybill.number,
        made_ms: waybill.made_ms,
        code: StateCode::of_package(&opened.package_hash()).to_string(),
        missing: None,
        twice: String::new(),
        counts: Counts {
            entries: opened.manifest().content.entries,
            ..Counts::default()
        },
        newer: 0,
        new_tickets: Vec::new(),
        changed_tickets: Vec::new(),
        conflicts: Vec::new(),
        differences: Vec::new(),
        duplicates: Vec::new(),
        interests: Vec::new(),
        refused: Vec::new(),
    };
    let known = package::find_taken(desk.view().connection, id)?;
    if let Some(known) = known.filter(|known| known.state == State::Applied) {
        seen.verdict = Verdict::SeenBefore;
        seen.counts.known = known.counts.entries - known.counts.refused;
        return Ok(seen);
    }
    let work = desk.progress().begin(Doing::Trying, seen.counts.entries);
    desk.set_for(Load::Import)?;
    let tried = desk.rehearse(
        actor,
        |tx| {
            let begun = begin(tx, &mut opened, &from, "")?;
            let mut tried = before(tx, begun)?;
            tried.returned = tried.package.counts.returned;
            for index in 0..opened.chunk_count() {
                let chunk = open::read_chunk(&mut opened, index)?;
                let taken = take::take(tx, &from, None, &chunk)?;
                tx.settle()?;
                add(&mut tried.taken, taken);
                work.add(chunk.len() as u64);
            }
            Ok(tried)
        },
        |view, lines, mut tried| {
            compare(view, &tried, lines, &mut seen)?;
            let touched = tried.taken.persons.iter().copied();
            tried.duplicates = person::list_duplicates_of(view, touched, DUPLICATES_LOOKED_AT)?;
            Ok(tried)
        },
    );
    desk.set_for(Load::Usual)?;
    match tried {
        Err(Error::Refused {
            code: "exchange.forked",
            detail,
            ..
        }) => {
            seen.verdict = Verdict::Forked;
            seen.twice = detail;
        }
        tried => {
            let tried = tried?;
            seen.duplicates = new_duplicates(&desk.view(), &tried.duplicates)?;
            tell(&mut seen, &tried);
        }
    }
    desk.look_at(Some(Arc::clone(opened.verified())));
    Ok(seen)
}

fn before(tx: &Tx<'_>, begun: Begun) -> Result<Tried> {
    let view = tx.view();
    let mut taken = Taken::default();
    for rid in &begun.again {
        taken.note(&series::get(view.connection, *rid)?.head.subject);
    }
    Ok(Tried {
        taken,
        returned: 0,
        link: begun.link,
        package: begun.package,
        disputed: disputed(&view)?,
        duplicates: Vec::new(),
    })
}

fn add(sum: &mut Taken, more: Taken) {
    sum.counts.fresh += more.counts.fresh;
    sum.counts.known += more.counts.known;
    sum.counts.refused += more.counts.refused;
    sum.newer += more.newer;
    sum.refused.extend(more.refused);
    sum.tickets.extend(more.tickets);
    sum.persons.extend(more.persons);
}

fn disputed(view: &View<'_>) -> Result<BTreeSet<Uuid>> {
    let mut statement = view
        .connection
        .prepare_cached("SELECT id FROM ticket WHERE disputed = 1")?;
    let rows = statement.query_map([], |row| Ok(Uuid::from_bytes(row.get("id")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns those of the pairs that are not proposed as one person without the file.
fn new_duplicates(view: &View<'_>, pairs: &[Pair]) -> Result<Vec<Twins>> {
    let mut found = Vec::new();
    for (a, b, score) in pairs {
        let now = person::list_duplicates_of(view, [a.id], DUPLICATES_LOOKED_AT)?;
        let is_known = now.iter().any(|(x, y, _)| (x.id, y.id) == (a.id, b.id));
        if !is_known {
            found.push(Twins {
                first: a.name.clone(),
                second: b.name.clone(),
                reasons: score.reasons.iter().copied().map(Reason::code).collect(),
            });
        }
    }
    found.truncate(DUPLICATES_MAX);
    Ok(found)
}

/// Notes what the record would show that it does not show now.
fn compare(view: &View<'_>, tried: &Tried, lines: Lines, seen: &mut Preview) -> Result<()> {
    let mut disputed: Vec<(Uuid, Line)> = Vec::new();
    for (id, line) in lines {
        if line.disputed && !tried.disputed.contains(&id) {
            disputed.push((id, line.clone()));
        }
        if line.is_new {
            for finding in party_check::find_unseen(view, id)? {
                seen.interests.push(Interest {
                    ticket_number: line.number.clone(),
                    other_number: finding.ticket_number,
                    sentence: finding.sentence,
                    excluded_staff: finding.excluded_staff,
                });
            }
            seen.new_tickets.push(shown(id, line));
        } else if tried.taken.tickets.contains(&id) {
            seen.changed_tickets.push(shown(id, line));
        }
    }
    seen.differences = differ::of_tickets(view, &disputed)?;
    let conflicts = disputed.into_iter();
    seen.conflicts = conflicts.map(|(id, line)| shown(id, line)).collect();
    Ok(())
}

fn shown(id: Uuid, line: Line) -> TicketLine {
    TicketLine {
        id,
        number: line.number,
        window: line.window,
        restricted: line.restricted,
        visitor: line.visitor,
    }
}

fn tell(seen: &mut Preview, tried: &Tried) {
    seen.counts.fresh = tried.taken.counts.fresh;
    seen.counts.returned = tried.returned;
    seen.counts.known = tried.taken.counts.known - tried.returned.min(tried.taken.counts.known);
    seen.counts.refused = tried.taken.counts.refused;
    seen.newer = tried.taken.newer;
    let refused = tried.taken.refused.iter();
    seen.refused = refused
        .map(|one| RefusedLine {
            entry: one.entry.to_string(),
            reason: one.reason,
        })
        .collect();
    if tried.package.state == State::Held {
        if tried.package.feed_first > tried.link.done + 1 {
            seen.verdict = Verdict::Gap;
            seen.missing = Some(missing_files(&tried.link, tried.package.number));
        } else {
            seen.verdict = Verdict::Lacks;
        }
    }
}

/// Returns the first and last file missing before a file.
pub fn missing_files(link: &Link, number: u64) -> (u64, u64) {
    let first = link.number + 1;
    (first, number.saturating_sub(1).max(first))
}
