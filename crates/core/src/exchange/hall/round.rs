//! One round after the other: look who is there, take in what came, put what is due, tidy up.
//!
//! A round is cut into steps at the desk, each short, and errands at the place, which may be slow. Whoever drives it does
//! the errands away from the desk and lets others at the desk in between. A round that is broken off anywhere is simply
//! begun again.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use fachuang_envelope::limit;

use super::carrier::{Boxes, Carrier, PlaceFault};
use super::letter::{self, Due, Seen};
use super::mailbox;
use super::name::Name;
use crate::desk::Desk;
use crate::error::Result;
use crate::exchange::peer::{self, PeerState, Relation};

/// Time after which a desk gives another sign of life.
const LIFE_MS: i64 = 30_000;

/// Time without a sign of life after which a desk is taken to sleep.
const ASLEEP_MS: i64 = 120_000;

/// Most bytes of letters fetched in one round, beyond the first letter.
const MAIL_MAX: usize = 16 * 1024 * 1024;

/// Most rounds that are left out while the place does not serve.
const REST_MAX: u32 = 12;

/// What has to be done at the place, away from the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// Look into the boxes, give a sign of life, and fetch letters for this desk that it does not know.
    Collect {
        own: u32,
        of: Vec<u32>,
        here: Name,
        known: BTreeMap<u32, Name>,
    },
    Put {
        name: Name,
        bytes: Vec<u8>,
    },
    Remove(Vec<Name>),
    /// Nothing; others at the desk go first.
    Breathe,
}

/// A letter as it was fetched, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    from: u32,
    name: Name,
    bytes: std::result::Result<Vec<u8>, PlaceFault>,
}

/// What an errand brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brought {
    boxes: Boxes,
    letters: Vec<Arrived>,
}

impl Errand {
    /// Does the errand.
    ///
    /// # Errors
    /// Whatever keeps the place from serving.
    pub fn run(&self, place: &dyn Carrier) -> std::result::Result<Brought, PlaceFault> {
        match self {
            Self::Collect {
                own,
                of,
                here,
                known,
            } => collect(place, *own, of, here, known),
            Self::Put { name, bytes } => place.put(name, bytes).map(|()| Brought::default()),
            Self::Remove(names) => {
                for name in names {
                    place.remove(name)?;
                }
                Ok(Brought::default())
            }
            Self::Breathe => Ok(Brought::default()),
        }
    }
}

fn collect(
    place: &dyn Carrier,
    own: u32,
    of: &[u32],
    here: &Name,
    known: &BTreeMap<u32, Name>,
) -> std::result::Result<Brought, PlaceFault> {
    let boxes = place.list(of)?;
    let mine = boxes.get(&own).map(Vec::as_slice).unwrap_or_default();
    if !mine.contains(here) {
        place.put(here, b"")?;
        for past in mine.iter().filter(|name| name.to().is_none()) {
            place.remove(past)?;
        }
    }
    let mut letters = Vec::new();
    let mut sum = 0;
    for from in of {
        let newest = boxes
            .get(from)
            .and_then(|names| names.iter().filter(|name| name.to() == Some(own)).max());
        let Some(name) = newest.filter(|name| known.get(from) != Some(*name)) else {
            continue;
        };
        if sum > MAIL_MAX {
            break;
        }
        let bytes = match place.get(*from, name, limit::FILE_MAX + 1) {
            // Its desk has put another one there meanwhile.
            Err(PlaceFault::Missing) => continue,
            bytes => bytes,
        };
        sum += bytes.as_ref().map_or(0, Vec::len);
        letters.push(Arrived {
            from: *from,
            name: name.clone(),
            bytes,
        });
    }
    Ok(Brought { boxes, letters })
}

/// The newest sign of life of a desk.
#[derive(Debug, Clone, Copy)]
struct Life {
    count: u64,
    since_ms: i64,
    /// It was not there from the start.
    is_fresh: bool,
}

/// A letter that was not taken in; it is tried again after ever more rounds.
#[derive(Debug, Clone)]
struct Bad {
    name: Name,
    tries: u32,
    rests: u32,
}

/// What is left of a round.
#[derive(Debug, Default)]
struct Work {
    arrived: VecDeque<Arrived>,
    partners: VecDeque<u32>,
    /// Names in the own box.
    own: BTreeSet<Name>,
    is_tidied: bool,
}

#[derive(Debug, Default)]
enum Stage {
    #[default]
    Idle,
    Collecting(Vec<u32>),
    Working(Work),
}

/// What a program remembers from round to round. What must not be forgotten is in the database.
#[derive(Debug, Default)]
pub struct Hall {
    stage: Stage,
    lives: BTreeMap<u32, Life>,
    bad: BTreeMap<u32, Bad>,
    /// Whose letters are fetched first.
    turn: usize,
    fault: Option<PlaceFault>,
    fails: u32,
    rests: u32,
    /// When the last whole round ended.
    round_ms: Option<i64>,
    is_busy: bool,
    arrivals: u32,
}

impl Hall {
    /// Goes on with the round, or begins one. `done` is what the last errand brought; returns the next errand, or none
    /// when the round is over.
    ///
    /// # Errors
    /// Faults of the database; the round is over then.
    pub fn step(
        &mut self,
        desk: &mut Desk,
        program: &str,
        done: Option<std::result::Result<Brought, PlaceFault>>,
    ) -> Result<Option<Errand>> {
        let stage = std::mem::take(&mut self.stage);
        match (stage, done) {
            (Stage::Idle, None) => self.begin(desk),
            (Stage::Collecting(partners), Some(Ok(brought))) => {
                self.fault = None;
                self.fails = 0;
                self.note_lives(&brought.boxes, desk.now_ms());
                let own = brought.boxes.get(&desk.tail().device);
                self.stage = Stage::Working(Work {
                    arrived: brought.letters.into(),
                    partners: present(desk, partners, &brought.boxes)?.into(),
                    own: own.into_iter().flatten().cloned().collect(),
                    is_tidied: false,
                });
                Ok(Some(Errand::Breathe))
            }
            (Stage::Working(work), Some(Ok(_))) => self.work_on(desk, program, work),
            (_, Some(Err(fault))) => {
                self.note_fault(fault);
                Ok(None)
            }
            // Whoever drives has lost an errand, or brings one of a round that was broken off.
            (_, _) => Ok(None),
        }
    }

    /// Breaks the round off, such as when nobody is at the desk any more.
    pub fn break_off(&mut self) {
        self.stage = Stage::Idle;
    }

    /// There was more to take in or to send than one round does: the next one may follow at once.
    pub fn is_busy(&self) -> bool {
        self.is_busy
    }

    /// Returns what keeps the place from serving.
    pub fn fault(&self) -> Option<PlaceFault> {
        self.fault
    }

    /// Counts the letters that brought something new since the program began.
    pub fn arrivals(&self) -> u32 {
        self.arrivals
    }

    /// Returns when the last whole round ended; none before the first.
    pub fn round_ms(&self) -> Option<i64> {
        self.round_ms
    }

    /// Returns since when a desk has shown no sign of life; none when it never has since this program began to look.
    pub fn alive_ms(&self, peer: u32) -> Option<i64> {
        let life = self.lives.get(&peer)?;
        life.is_fresh.then_some(life.since_ms)
    }

    /// Says a desk gave a sign of life lately.
    pub fn is_awake(&self, peer: u32, now_ms: i64) -> bool {
        self.alive_ms(peer)
            .is_some_and(|since| now_ms - since < ASLEEP_MS)
    }

    fn begin(&mut self, desk: &Desk) -> Result<Option<Errand>> {
        if self.rests > 0 {
            self.rests -= 1;
            return Ok(None);
        }
        let view = desk.view();
        let mut of: Vec<u32> = peer::list(view.connection)?
            .into_iter()
            .filter(|peer| peer.state == PeerState::Enrolled)
            .map(|peer| peer.device)
            .collect();
        if !of.is_empty() {
            self.turn = (self.turn + 1) % of.len();
            of.rotate_left(self.turn);
        }
        let mut known = BTreeMap::new();
        for device in &of {
            if let Some(name) = mailbox::of(view.connection, *device)?.taken {
                known.insert(*device, name);
            }
            if let Some(bad) = self.bad.get_mut(device) {
                bad.rests = bad.rests.saturating_sub(1);
                if bad.rests > 0 {
                    known.insert(*device, bad.name.clone());
                }
            }
        }
        self.is_busy = false;
        self.stage = Stage::Collecting(of.clone());
        Ok(Some(Errand::Collect {
            own: desk.tail().device,
            of,
            here: Name::Here(view.now_ms.div_euclid(LIFE_MS) as u64),
            known,
        }))
    }

    fn note_lives(&mut self, boxes: &Boxes, now_ms: i64) {
        for (device, names) in boxes {
            let newest = names.iter().rev().find_map(|name| match name {
                Name::Here(count) => Some(*count),
                Name::Letter { .. } => None,
            });
            let Some(count) = newest else {
                continue;
            };
            let before = self.lives.get(device);
            if before.is_none_or(|life| life.count != count || life.since_ms > now_ms) {
                let life = Life {
                    count,
                    since_ms: now_ms,
                    is_fresh: before.is_some(),
                };
                self.lives.insert(*device, life);
            }
        }
    }

    fn note_fault(&mut self, fault: PlaceFault) {
        self.fault = Some(fault);
        self.fails += 1;
        self.rests = 2_u32.saturating_pow(self.fails.min(8) - 1).min(REST_MAX) - 1;
    }

    /// Does one short piece of work at the desk.
    fn work_on(
        &mut self,
        desk: &mut Desk,
        program: &str,
        mut work: Work,
    ) -> Result<Option<Errand>> {
        if let Some(one) = work.arrived.pop_front() {
            self.take_in(desk, &one)?;
            self.stage = Stage::Working(work);
            return Ok(Some(Errand::Breathe));
        }
        while let Some(peer) = work.partners.pop_front() {
            if let Some(errand) = self.post(desk, program, &mut work, peer)? {
                self.stage = Stage::Working(work);
                return Ok(Some(errand));
            }
        }
        if !work.is_tidied {
            work.is_tidied = true;
            let old = stale(desk, &work.own)?;
            if !old.is_empty() {
                self.stage = Stage::Working(work);
                return Ok(Some(Errand::Remove(old)));
            }
        }
        self.round_ms = Some(desk.now_ms());
        Ok(None)
    }

    fn take_in(&mut self, desk: &mut Desk, one: &Arrived) -> Result<()> {
        match &one.bytes {
            Ok(bytes) => {
                let took = letter::take_in(desk, one.from, &one.name, bytes)?;
                self.is_busy |= took.is_full;
                self.arrivals += u32::from(took.is_news);
            }
            Err(fault) => letter::note_fault(desk, one.from, fault.code())?,
        }
        let mailbox = mailbox::of(desk.view().connection, one.from)?;
        if mailbox.taken.as_ref() == Some(&one.name) {
            self.bad.remove(&one.from);
            return Ok(());
        }
        let before = self.bad.get(&one.from);
        let tries = before
            .filter(|bad| bad.name == one.name)
            .map_or(1, |bad| bad.tries.saturating_add(1));
        let bad = Bad {
            name: one.name.clone(),
            tries,
            rests: 2_u32.saturating_pow(tries.min(8)).min(2 * REST_MAX),
        };
        self.bad.insert(one.from, bad);
        Ok(())
    }

    /// Writes the letter for a desk if one is due.
    fn post(
        &mut self,
        desk: &mut Desk,
        program: &str,
        work: &mut Work,
        peer: u32,
    ) -> Result<Option<Errand>> {
        let known = peer::find(desk.view().connection, peer)?;
        if known.is_none_or(|peer| peer.state != PeerState::Enrolled) {
            // A letter of this round has shown that there are two of it.
            return Ok(None);
        }
        let lying = letter::close_confirmed(desk, peer)?;
        let now_ms = desk.now_ms();
        let seen = Seen {
            lies: lying.is_some_and(|name| work.own.contains(&name)),
            awake: self
                .lives
                .get(&peer)
                .is_none_or(|life| now_ms - life.since_ms < ASLEEP_MS),
        };
        match letter::due(desk, peer, seen)? {
            Due::Nothing => Ok(None),
            Due::LookOn => {
                self.is_busy = true;
                Ok(None)
            }
            Due::Letter => {
                let letter = letter::compose(desk, program, peer)?;
                self.is_busy |= letter.is_full;
                work.own.insert(letter.name.clone());
                Ok(Some(Errand::Put {
                    name: letter.name,
                    bytes: letter.bytes,
                }))
            }
        }
    }
}

/// Lists who gets letters here: the other desks of the site, and others that have been here.
fn present(desk: &Desk, of: Vec<u32>, boxes: &Boxes) -> Result<Vec<u32>> {
    let mut present = Vec::new();
    for device in of {
        let known = peer::get(desk.view().connection, device)?;
        if known.relation == Relation::Sibling || boxes.contains_key(&device) {
            present.push(device);
        }
    }
    Ok(present)
}

/// Lists what lies in the own box to no end: letters that were replaced or confirmed, and those for nobody.
fn stale(desk: &Desk, own: &BTreeSet<Name>) -> Result<Vec<Name>> {
    let connection = desk.view().connection;
    let mut old = Vec::new();
    for name in own {
        let Some(to) = name.to() else {
            continue;
        };
        let known = peer::find(connection, to)?;
        let is_heard = known.is_some_and(|peer| peer.state == PeerState::Enrolled);
        if !is_heard || mailbox::of(connection, to)?.put.as_ref() != Some(name) {
            old.push(name.clone());
        }
    }
    Ok(old)
}

/// Does one whole round at the desk, errands included; for whoever may wait for the place.
///
/// # Errors
/// Faults of the database. What is wrong with the place is told by [`Hall::fault`].
pub fn round(hall: &mut Hall, desk: &mut Desk, program: &str, place: &dyn Carrier) -> Result<()> {
    let mut done = None;
    while let Some(errand) = hall.step(desk, program, done)? {
        done = Some(errand.run(place));
    }
    Ok(())
}
