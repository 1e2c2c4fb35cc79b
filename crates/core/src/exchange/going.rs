//! A file on its way in: its entries chunk by chunk, in transactions small enough that nobody at the desk waits for them.

use std::sync::Arc;

use fachuang_envelope::{Carried, ChunkKind};
use uuid::Uuid;

use super::apply::{self, Applied, finish, propose_findings, step, tickets_of};
use super::open::Checked;
use super::package::{self, Package, State};
use super::peer::{self, Peer, PeerState};
use super::progress::{Doing, Progress, Work};
use super::{board, renewal};
use crate::desk::{Actor, Desk, View};
use crate::error::{Error, Result};
use crate::party_check;
use crate::storage::connect::LogGrowth;

/// Most entries in one transaction while others may wait for the desk.
pub const BATCH: usize = 300;

/// Tickets looked at for conflicts of interest in one transaction.
const LOOKED_AT: usize = 100;

/// Bytes of entries before compression up to which a file is kept once it was read.
const KEPT_MAX: u64 = 8 * 1024 * 1024;

/// Entries of a file, chunk by chunk: those of a small file are read once, of a large one no more than a chunk is kept.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    kept: Vec<(usize, Arc<Vec<Carried>>)>,
}

impl Chunks {
    /// Reads a chunk.
    ///
    /// # Errors
    /// `package.content_differs`, `package.io`.
    pub(super) fn read(
        &mut self,
        opened: &mut Checked<'_>,
        index: usize,
    ) -> Result<Arc<Vec<Carried>>> {
        if let Some((_, chunk)) = self.kept.iter().find(|(kept, _)| *kept == index) {
            return Ok(Arc::clone(chunk));
        }
        if opened.manifest().content.raw > KEPT_MAX {
            self.kept.clear();
        }
        let chunk = opened
            .read_chunk(index)
            .map_err(|fault| Error::refused(fault.code()))?;
        let chunk = Arc::new(chunk);
        self.kept.push((index, Arc::clone(&chunk)));
        Ok(chunk)
    }
}

/// Returns the tickets that may be in conflict with others; of most nothing has to be written.
fn crossed(view: &View<'_>, tickets: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut found = Vec::new();
    for id in tickets {
        if party_check::may_cross(view, *id)? {
            found.push(*id);
        }
    }
    Ok(found)
}

/// A file that is being applied.
#[derive(Debug)]
pub struct Going<'a> {
    opened: Checked<'a>,
    chunks: Chunks,
    from: Peer,
    id: Uuid,
    rid: i64,
    link: i64,
    /// Entries gone through, and after them tickets looked at.
    place: u64,
    /// Most entries in one transaction.
    batch: usize,
    /// New tickets of the file, once all its entries are in.
    tickets: Option<Vec<Uuid>>,
    /// Shown to whoever looks on.
    work: Work,
}

impl<'a> Going<'a> {
    pub(super) fn new(
        progress: &Progress,
        opened: Checked<'a>,
        chunks: Chunks,
        from: Peer,
        package: &Package,
    ) -> Self {
        let work = progress.begin(Doing::Applying, opened.manifest().content.entries);
        work.reach(package.place);
        Self {
            opened,
            chunks,
            from,
            id: package.id,
            rid: package.rid,
            link: package.link,
            place: package.place,
            batch: BATCH,
            tickets: None,
            work,
        }
    }

    /// Takes larger steps, of a chunk of the file each: for a desk that nobody gets between two of them. Pages that every
    /// step changes are then written less often.
    pub(super) fn alone(self) -> Self {
        Self {
            batch: usize::MAX,
            ..self
        }
    }

    /// Takes the next step, in one transaction of at most [`BATCH`] entries, or of a chunk for a desk left alone. With the last one the files that waited for
    /// this one are applied as well, and it says what was done.
    ///
    /// # Errors
    /// Those of reading the file, and faults of the database. What was applied stays; a start of the program goes on.
    pub fn step(&mut self, desk: &mut Desk, actor: &Actor) -> Result<Option<Applied>> {
        let Some(package) = self.go_on(desk, actor)? else {
            return Ok(None);
        };
        let followed = apply::follow(desk, actor, self.link)?;
        Ok(Some(Applied {
            package,
            seen_before: false,
            followed,
        }))
    }

    /// Looks what became of the file since the last step, as others may have been at the desk: the file when it was
    /// applied meanwhile, with a letter of the hall for instance; none when it goes on here.
    ///
    /// # Errors
    /// `exchange.sender_frozen`, `package.revoked_sender`; `exchange.under_way` when somebody else goes on with it.
    pub(super) fn look_again(&self, view: &View<'_>) -> Result<Option<Package>> {
        let sender = peer::get(view.connection, self.from.device)?;
        match sender.state {
            PeerState::Enrolled => {}
            PeerState::Frozen => {
                return Err(Error::refused("exchange.sender_frozen").with(sender.site_name));
            }
            PeerState::Revoked => {
                return Err(Error::refused("package.revoked_sender").with(sender.site_name));
            }
        }
        let package = package::get_taken(view.connection, self.id)?;
        match package.state {
            State::Applied => Ok(Some(package)),
            State::Applying if package.place <= self.place => Ok(None),
            _ => Err(Error::refused("exchange.under_way")),
        }
    }

    /// Returns the link the file is on.
    pub(super) fn link(&self) -> i64 {
        self.link
    }

    /// Takes the next step; the last one gives the file as it is then.
    pub(super) fn go_on(&mut self, desk: &mut Desk, actor: &Actor) -> Result<Option<Package>> {
        desk.let_log_grow(LogGrowth::Import)?;
        let done = self.take_step(desk, actor);
        if !matches!(done, Ok(None)) {
            desk.let_log_grow(LogGrowth::Usual)?;
        }
        done
    }

    fn take_step(&mut self, desk: &mut Desk, actor: &Actor) -> Result<Option<Package>> {
        let entries = self.opened.manifest().content.entries;
        if self.place < entries {
            let (chunk, from_here) = self.next()?;
            let end = chunk.len().min(from_here.saturating_add(self.batch));
            let batch = chunk.get(from_here..end).unwrap_or_default();
            desk.write(actor, |tx| step(tx, &self.from, self.id, batch))?;
            self.place += batch.len() as u64;
            self.work.reach(self.place);
            return Ok(None);
        }
        if self.tickets.is_none() {
            self.tickets = Some(tickets_of(desk.view().connection, self.rid)?);
        }
        let looked = usize::try_from(self.place - entries).unwrap_or(usize::MAX);
        let tickets = self.tickets.as_deref().unwrap_or_default();
        let left = tickets.get(looked..).unwrap_or_default();
        if !left.is_empty() {
            let some = &left[..left.len().min(LOOKED_AT)];
            self.place += some.len() as u64;
            let crossed = crossed(&desk.view(), some)?;
            if !crossed.is_empty() {
                let place = self.place;
                desk.write(actor, |tx| propose_findings(tx, self.id, place, &crossed))?;
            }
            return Ok(None);
        }
        let told = board::read_told(&mut self.opened)?;
        let keys = renewal::read(&mut self.opened)?;
        let manifest = self.opened.manifest();
        desk.write(actor, |tx| {
            renewal::note(tx, &self.from, keys)?;
            finish(tx, manifest, &self.from, self.rid, &told)
        })
        .map(Some)
    }

    /// Returns the chunk the place is in, and where in it.
    fn next(&mut self) -> Result<(Arc<Vec<Carried>>, usize)> {
        let mut begins = 0;
        let chunks = self.opened.manifest().content.chunks.iter();
        let of_entries = chunks.filter(|chunk| chunk.kind == ChunkKind::Entries);
        let mut index = 0;
        for chunk in of_entries {
            let ends = begins + u64::from(chunk.count);
            if self.place < ends {
                break;
            }
            begins = ends;
            index += 1;
        }
        let chunk = self.chunks.read(&mut self.opened, index)?;
        let from_here = usize::try_from(self.place - begins).unwrap_or(usize::MAX);
        if from_here < chunk.len() {
            Ok((chunk, from_here))
        } else {
            Err(Error::refused("package.malformed"))
        }
    }
}
