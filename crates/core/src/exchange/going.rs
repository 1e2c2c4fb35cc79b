//! A file on its way in: its entries chunk by chunk, in transactions small enough that nobody at the desk waits for them.

use std::sync::Arc;

use fachuang_envelope::{Carried, ChunkKind};
use uuid::Uuid;

use super::apply::{self, Applied, crossed, finish, propose_findings, step};
use super::open::{self, Checked};
use super::package::{self, Package, State};
use super::peer::{self, Peer, PeerState};
use super::progress::{Doing, Progress, Work};
use super::{arrival, board, renewal, whole};
use crate::desk::{Actor, Desk, View};
use crate::error::{Error, Result};
use crate::storage::connect::Load;
use crate::storage::fresh;
use crate::storage::pace::Pace;

/// Most entries in one transaction while others may wait for the desk.
pub const BATCH: usize = 300;

/// Milliseconds such a transaction may take; with the save that waits for it that stays under 50.
const BATCH_MS: i64 = 20;

/// Entries in one transaction of a desk left alone, about. Pages of indexes all over the file are then written once for
/// many entries.
const ALONE: u64 = 120_000;

/// Most entries in memory at once, and bytes of them after which no more are read.
const GATHERED: usize = 20_000;
const GATHERED_MAX: usize = 8 * 1024 * 1024;

/// Tickets looked at for conflicts of interest in one transaction.
const LOOKED_AT: usize = 100;

/// A file that is being applied.
#[derive(Debug)]
pub struct Going<'a> {
    opened: Checked<'a>,
    /// Where a step ended within a chunk, that chunk.
    chunk: Option<(usize, Arc<Vec<Carried>>)>,
    from: Peer,
    id: Uuid,
    rid: i64,
    link: i64,
    /// Entries gone through, and after them tickets looked at.
    place: u64,
    /// Entries in one transaction; none for a desk left alone.
    pace: Option<Pace>,
    /// New tickets of the file, once all its entries are in.
    tickets: Option<Vec<Uuid>>,
    /// Shown to whoever looks on.
    work: Work,
}

impl<'a> Going<'a> {
    pub(super) fn new(
        progress: &Progress,
        opened: Checked<'a>,
        from: Peer,
        package: &Package,
    ) -> Self {
        let work = progress.begin(Doing::Applying, opened.manifest().content.entries);
        work.reach(package.place);
        Self {
            opened,
            chunk: None,
            from,
            id: package.id,
            rid: package.rid,
            link: package.link,
            place: package.place,
            pace: Some(Pace::new(BATCH, BATCH_MS)),
            tickets: None,
            work,
        }
    }

    /// Takes larger steps: for a desk that nobody gets between two of them. Pages that every step changes are then written
    /// less often.
    pub(super) fn alone(self) -> Self {
        Self { pace: None, ..self }
    }

    /// Takes the next step, in one transaction of at most [`BATCH`] entries, or of more for a desk left alone. With the last
    /// one the files that waited for this one are applied as well, and it says what was done.
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
        desk.set_for(Load::Import)?;
        let done = self.take_step(desk, actor);
        if !matches!(done, Ok(None)) {
            desk.set_for(Load::Usual)?;
        }
        done
    }

    fn take_step(&mut self, desk: &mut Desk, actor: &Actor) -> Result<Option<Package>> {
        let entries = self.opened.manifest().content.entries;
        if self.place < entries {
            self.place = match self.pace {
                Some(pace) => self.take_some(desk, actor, pace)?,
                None => self.take_many(desk, actor)?,
            };
            self.work.reach(self.place);
            return Ok(None);
        }
        if self.tickets.is_none() {
            self.tickets = Some(arrival::list_tickets(desk.view().connection, self.rid)?);
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

    /// Takes as many entries in as nobody minds to wait for; returns the place behind them.
    fn take_some(&mut self, desk: &mut Desk, actor: &Actor, mut pace: Pace) -> Result<u64> {
        let batch = self.gather(self.place, pace.amount())?;
        let begun_ms = desk.now_ms();
        desk.write(actor, |tx| step(tx, &self.from, self.id, &batch))?;
        pace.took(batch.len(), desk.now_ms() - begun_ms);
        self.pace = Some(pace);
        Ok(self.place + batch.len() as u64)
    }

    /// Takes entries in for as long as the rules for the rest stay the same; returns the place behind them.
    fn take_many(&mut self, desk: &mut Desk, actor: &Actor) -> Result<u64> {
        let end = self.opened.manifest().content.entries;
        desk.write(actor, |tx| {
            let mut place = self.place;
            while place < end && place - self.place < ALONE {
                let batch = self.gather(place, GATHERED)?;
                step(tx, &self.from, self.id, &batch)?;
                tx.settle()?;
                place += batch.len() as u64;
                self.work.reach(place);
                if batch.iter().any(|one| whole::is_rule(&tx.view(), one)) {
                    break;
                }
            }
            Ok(place)
        })
    }

    fn read(&mut self, index: usize) -> Result<Arc<Vec<Carried>>> {
        match &self.chunk {
            Some((at, chunk)) if *at == index => Ok(Arc::clone(chunk)),
            _ => {
                let chunk = open::read_chunk(&mut self.opened, index)?;
                self.chunk = Some((index, Arc::clone(&chunk)));
                Ok(chunk)
            }
        }
    }

    /// Returns the entries from a place on, at most some of them.
    fn gather(&mut self, mut place: u64, most: usize) -> Result<Vec<Carried>> {
        let mut batch: Vec<Carried> = Vec::new();
        let mut bytes = 0;
        while batch.len() < most
            && bytes < GATHERED_MAX
            && place < self.opened.manifest().content.entries
        {
            let (chunk, from_here) = self.chunk_at(place)?;
            let left = &chunk[from_here..];
            let some = &left[..left.len().min(most - batch.len())];
            let sizes = some.iter().map(|one| fresh::size_of(&one.entry));
            bytes += sizes.sum::<usize>();
            place += some.len() as u64;
            batch.extend_from_slice(some);
        }
        Ok(batch)
    }

    /// Returns the chunk a place is in, and where in it.
    fn chunk_at(&mut self, place: u64) -> Result<(Arc<Vec<Carried>>, usize)> {
        let mut begins = 0;
        let chunks = self.opened.manifest().content.chunks.iter();
        let of_entries = chunks.filter(|chunk| chunk.kind == ChunkKind::Entries);
        let mut index = 0;
        for chunk in of_entries {
            let ends = begins + u64::from(chunk.count);
            if place < ends {
                break;
            }
            begins = ends;
            index += 1;
        }
        let chunk = self.read(index)?;
        let from_here = usize::try_from(place - begins).unwrap_or(usize::MAX);
        if from_here < chunk.len() {
            Ok((chunk, from_here))
        } else {
            Err(Error::refused("package.malformed"))
        }
    }
}
