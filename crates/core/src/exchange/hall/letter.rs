//! A letter: what another desk has not confirmed, and what was taken in from it.

use super::keeper;
use super::mailbox::{self, Mailbox};
use super::name::Name;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::exchange::apply::apply;
use crate::exchange::export::{self, outgoing, prepare_letter};
use crate::exchange::package::State;
use crate::exchange::progress::{Doing, Progress};
use crate::exchange::{feed, link, open};

/// Most entries in a letter: taking it in holds the desk up for well under a second.
pub(super) const ENTRIES_MAX: usize = 2_000;

/// Most entries looked at for one letter.
const ROWS_MAX: i64 = 20_000;

/// Entries that were looked at to no end before that is worth a transaction.
const WORTH_NOTING: i64 = 1_000;

/// Time after which a letter that is not confirmed is put there anew: whoever it is for may find it unreadable.
const ANEW_MS: i64 = 10 * 60_000;

/// Time after which a desk is told what was taken in even though there is nothing else to tell.
const OWED_MS: i64 = 60_000;

/// A letter to be put at the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    pub name: Name,
    pub bytes: Vec<u8>,
    /// There is more to send than a letter holds.
    pub is_full: bool,
}

/// How the mail to a desk looks from the place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// The letter that should lie for it is there.
    pub lies: bool,
    /// It gave a sign of life lately.
    pub awake: bool,
}

/// What is to be done for a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    Nothing,
    Letter,
    /// Nothing was found so far; there are more entries to look at.
    LookOn,
}

/// Says a time is over, also after a clock was set back.
fn over(since_ms: i64, now_ms: i64, ms: i64) -> bool {
    !(0..ms).contains(&(now_ms - since_ms))
}

/// Says whether a desk gets a letter now.
pub(super) fn due(desk: &mut Desk, peer: u32, seen: Seen) -> Result<Due> {
    let now_ms = desk.now_ms();
    let (view, tail) = (desk.view(), desk.tail());
    let (known, link) = outgoing(view.connection, tail, peer)?;
    let mailbox = mailbox::of(view.connection, peer)?;
    let waits = link.written > link.done;
    let stale = over(mailbox.put_ms, now_ms, ANEW_MS);
    let lost = match mailbox.put {
        Some(_) => !seen.lies,
        None => waits,
    };
    let owes = mailbox
        .owes_ms
        .is_some_and(|since| over(since, now_ms, OWED_MS));
    if lost || owes || waits && stale {
        return Ok(Due::Letter);
    }
    if waits && !seen.awake {
        // It finds the letter that lies there when it wakes, and the rest a round later.
        return Ok(Due::Nothing);
    }
    if feed::newest(view.connection, link.nr)? > link.written {
        return Ok(Due::Letter);
    }
    let plan = feed::plan_some(&view, &known, &link, ROWS_MAX, 1)?;
    if !plan.rids.is_empty() {
        return Ok(Due::Letter);
    }
    let passed = plan.passed_over(&link);
    if passed < WORTH_NOTING {
        return Ok(Due::Nothing);
    }
    desk.write(&keeper(), |tx| {
        let connection = tx.view().connection;
        let mut link = link::open(
            connection,
            link.way,
            link.peer,
            link.own_epoch,
            link.peer_epoch,
        )?;
        feed::store(connection, &mut link, &plan)?;
        link::save(connection, &link)
    })?;
    Ok(if passed < ROWS_MAX {
        Due::Nothing
    } else {
        Due::LookOn
    })
}

/// Writes the letter for a desk and notes it: should it never come to lie at the place, that is seen there.
pub(super) fn compose(desk: &mut Desk, program: &str, peer: u32) -> Result<Letter> {
    let bounds = (ROWS_MAX, ENTRIES_MAX);
    let load = prepare_letter(&desk.view(), desk.tail(), peer, program, bounds)?;
    let waybill = export::waybill(desk, &load, 0, 1)?;
    let (number, epoch) = (waybill.number, desk.tail().epoch);
    let mut bytes = Vec::new();
    // Nobody looks on: what is shown of a round is its end.
    let work = Progress::default().begin(Doing::Writing, 0);
    let sealed = export::seal_to(&mut bytes, &desk.view(), &load, 0, waybill, &work)?;
    let mut tag = [0; 8];
    tag.copy_from_slice(&sealed.package_hash[..8]);
    let name = Name::Letter {
        to: peer,
        epoch,
        number,
        tag: u64::from_be_bytes(tag),
    };
    let content = &sealed.manifest.content;
    let put_last = match content.entries {
        0 => 0,
        _ => content.feed_last,
    };
    desk.write(&keeper(), |tx| {
        export::note_written(tx, &load, 1, &sealed, &name.to_string())?;
        let connection = tx.view().connection;
        let (_, link) = outgoing(connection, tx.tail(), peer)?;
        mailbox::forget_letters(connection, link.nr, link.done)?;
        mailbox::save(
            connection,
            &Mailbox {
                owes_ms: None,
                put: Some(name.clone()),
                put_ms: tx.now_ms(),
                put_last,
                ..mailbox::of(connection, peer)?
            },
        )
    })?;
    Ok(Letter {
        name,
        bytes,
        is_full: content.entries as usize >= ENTRIES_MAX,
    })
}

/// Notes that a letter has done its work and need not lie there any more.
pub(super) fn close_confirmed(desk: &mut Desk, peer: u32) -> Result<Option<Name>> {
    let connection = desk.view().connection;
    let (_, link) = outgoing(connection, desk.tail(), peer)?;
    let mailbox = mailbox::of(connection, peer)?;
    let confirmed = mailbox.put_last > 0 && link.done >= mailbox.put_last;
    if mailbox.put.is_none() || !confirmed {
        return Ok(mailbox.put);
    }
    desk.write(&keeper(), |tx| {
        let closed = Mailbox {
            put: None,
            put_last: 0,
            ..mailbox
        };
        mailbox::save(tx.view().connection, &closed)
    })?;
    Ok(None)
}

/// What came of a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Took {
    /// Its desk has more than one letter holds.
    pub is_full: bool,
    /// It brought something that was not here.
    pub is_news: bool,
}

/// Takes a letter in. What it is refused for is kept with the desk it came from.
///
/// # Errors
/// Faults of the database; the letter is taken in again then.
pub(super) fn take_in(desk: &mut Desk, from: u32, name: &Name, bytes: &[u8]) -> Result<Took> {
    let done =
        check_box(from, bytes).and_then(|()| apply(desk, &keeper(), bytes, &name.to_string()));
    let applied = match done {
        Err(Error::Refused { code, .. }) => {
            note_fault(desk, from, code)?;
            return Ok(Took::default());
        }
        applied => applied?,
    };
    let entries = applied.package.counts.entries;
    let is_full = entries as usize >= ENTRIES_MAX;
    let at_once = is_full || applied.package.state == State::Held;
    desk.write(&keeper(), |tx| {
        let connection = tx.view().connection;
        let mailbox = mailbox::of(connection, from)?;
        let owes_ms = match (at_once, entries) {
            (true, _) => Some(i64::MIN / 2),
            (false, 0) => mailbox.owes_ms,
            (false, _) => mailbox.owes_ms.or(Some(tx.now_ms())),
        };
        mailbox::forget_letters(connection, applied.package.link, 0)?;
        mailbox::save(
            connection,
            &Mailbox {
                taken: Some(name.clone()),
                heard_ms: Some(tx.now_ms()),
                fault: String::new(),
                owes_ms,
                ..mailbox
            },
        )
    })?;
    Ok(Took {
        is_full,
        is_news: applied.package.counts.fresh > 0,
    })
}

/// A letter lies in the box of its sender, or somebody has moved it.
fn check_box(from: u32, bytes: &[u8]) -> Result<()> {
    match open::outer(bytes)?.from.device() == from {
        true => Ok(()),
        false => Err(Error::refused("hall.letter_moved")),
    }
}

/// Keeps why a letter of a desk was not taken in.
pub(super) fn note_fault(desk: &mut Desk, from: u32, code: &str) -> Result<()> {
    let mailbox = mailbox::of(desk.view().connection, from)?;
    if mailbox.fault == code {
        return Ok(());
    }
    desk.write(&keeper(), |tx| {
        let faulty = Mailbox {
            fault: code.to_owned(),
            ..mailbox
        };
        mailbox::save(tx.view().connection, &faulty)
    })
}
