//! A file that is taken in as a whole, in one transaction: fewer waits for the disk, and nothing to go on with.

use fachuang_envelope::Carried;
use uuid::Uuid;

use super::apply::{Begun, begin, crossed, finish, keep, propose_findings, step};
use super::open::{Checked, KEPT_MAX, Source, read_chunk};
use super::package::State;
use super::peer::Peer;
use super::{arrival, board, renewal};
use crate::desk::{Actor, Desk, View, subject};
use crate::error::Result;
use crate::storage::connect::Load;

/// What it is about is what limits are counted by: after a new one the rest of a file is looked at anew.
pub(super) fn is_rule(view: &View<'_>, carried: &Carried) -> bool {
    let about = &carried.entry.head.subject;
    match about.kind.as_str() {
        subject::CALENDAR | subject::PARAMETER => true,
        subject::SITE => about.id == *view.site.id.as_bytes(),
        _ => false,
    }
}

/// Says a file may be taken in as a whole: it is small, and brings no rules for its own tickets.
///
/// # Errors
/// Those of reading the file.
pub(super) fn fits(view: &View<'_>, opened: &mut Checked<'_>) -> Result<bool> {
    if opened.manifest().content.raw > KEPT_MAX {
        return Ok(false);
    }
    for index in 0..opened.chunk_count() {
        let chunk = read_chunk(opened, index)?;
        if chunk.iter().any(|one| is_rule(view, one)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes a checked file in, or keeps it while files before it are missing.
///
/// # Errors
/// As for [`begin`], those of reading the file, and faults of the database; nothing is stored then.
pub(super) fn take(
    desk: &mut Desk,
    actor: &Actor,
    opened: &mut Checked<'_>,
    from: &Peer,
    source: Source<'_>,
    file_name: &str,
) -> Result<Begun> {
    let told = board::read_told(opened)?;
    let keys = renewal::read(opened)?;
    desk.set_for(Load::Import)?;
    let done = desk.write(actor, |tx| {
        let mut begun = begin(tx, opened, from, file_name)?;
        if begun.package.state == State::Held {
            keep(tx, &begun.package, opened, source)?;
            return Ok(begun);
        }
        let id = Uuid::from_bytes(opened.manifest().waybill.package);
        for index in 0..opened.chunk_count() {
            step(tx, from, id, &read_chunk(opened, index)?)?;
        }
        tx.settle()?;
        let tickets = arrival::list_tickets(tx.view().connection, begun.package.rid)?;
        let crossed = crossed(&tx.view(), &tickets)?;
        let place = opened.manifest().content.entries;
        propose_findings(tx, id, place, &crossed)?;
        renewal::note(tx, from, keys)?;
        begun.package = finish(tx, opened.manifest(), from, begun.package.rid, &told)?;
        Ok(begun)
    });
    desk.set_for(Load::Usual)?;
    done
}
