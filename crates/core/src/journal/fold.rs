//! What is so, as a function of a set of entries.
//!
//! A field holds every value nobody has knowingly replaced: the entries no other entry names in its `base`. One such
//! value is the value; several different ones are a difference for a person to decide, with one of them shown for the
//! time being. Events are put in an order that respects what their authors had seen. Neither depends on the order of
//! arrival, on repetition, or on clocks being right.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};
use std::sync::Arc;

use fachuang_envelope::{Entry, EntryId, Hlc, Origin};
use smallvec::SmallVec;

use super::record::{Record, Value};

/// Base name under which events about the state of a record list what they follow.
pub const STATE: &str = "@state";
/// Base name for the events of a rating.
pub const RATING: &str = "@rating";

/// A value nobody has replaced.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldHead {
    pub entry: EntryId,
    /// Orders what people see; may run ahead of every clock.
    pub hlc: Hlc,
    /// When it was written, by the clock of the desk.
    pub at_ms: i64,
    pub origin: Arc<Origin>,
    pub value: Value,
}

/// All values of a field that stand, the shown one first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldState {
    pub heads: SmallVec<[FieldHead; 1]>,
}

impl FieldState {
    /// Returns the value shown: the latest of those that stand.
    pub fn value(&self) -> &Value {
        self.heads.first().map_or(&Value::Empty, |head| &head.value)
    }

    /// Different values stand side by side (两处不同).
    pub fn disputed(&self) -> bool {
        self.heads
            .windows(2)
            .any(|pair| pair[0].value != pair[1].value)
    }

    /// Returns the entries an edit that has seen everything names as its base.
    pub fn base(&self) -> Vec<EntryId> {
        self.heads.iter().map(|head| head.entry).collect()
    }
}

/// Something that happened to a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub entry: EntryId,
    /// Orders what people see; may run ahead of every clock.
    pub hlc: Hlc,
    /// When it happened, by the clock of the desk.
    pub at_ms: i64,
    pub origin: Arc<Origin>,
    pub kind: String,
    pub record: Record,
    /// Events its author had seen, by base name.
    pub seen: Vec<EntryId>,
    /// Indexes into [`Folded::events`] of the events that came before it for certain.
    pub before: BTreeSet<usize>,
}

/// The fold of all entries about one subject.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Folded {
    pub fields: BTreeMap<String, FieldState>,
    /// Events in an order every device agrees on.
    pub events: Vec<Arc<Event>>,
    /// Entries written by a newer program: kept, carried on, not understood.
    pub unfolded: Vec<EntryId>,
}

impl Folded {
    /// Returns the shown value of a field.
    pub fn value(&self, field: &str) -> &Value {
        self.fields
            .get(field)
            .map_or(&Value::Empty, FieldState::value)
    }

    /// Returns the shown text of a field.
    pub fn text(&self, field: &str) -> &str {
        self.value(field).as_text()
    }

    /// Returns what an edit of a field that has seen everything names as its base.
    pub fn base(&self, field: &str) -> Vec<EntryId> {
        self.fields
            .get(field)
            .map(FieldState::base)
            .unwrap_or_default()
    }

    /// Returns the events of some kinds that no event of these kinds has followed up yet.
    pub fn event_heads(&self, belongs: impl Fn(&str) -> bool) -> Vec<EntryId> {
        let followed: BTreeSet<EntryId> = self
            .events
            .iter()
            .filter(|event| belongs(&event.kind))
            .flat_map(|event| event.seen.iter().copied())
            .collect();
        self.events
            .iter()
            .filter(|event| belongs(&event.kind) && !followed.contains(&event.entry))
            .map(|event| event.entry)
            .collect()
    }

    /// Names of the fields in dispute.
    pub fn disputed(&self) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|(_, state)| state.disputed())
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

/// Folds entries of one subject; order and repetition do not matter.
pub fn fold<'a, E: Borrow<Entry> + 'a>(entries: impl IntoIterator<Item = &'a E>) -> Folded {
    fold_without(entries, &BTreeSet::new())
}

/// Folds entries of one subject of which some set nothing, because their authors had no right to. Their events stay.
pub fn fold_without<'a, E: Borrow<Entry> + 'a>(
    entries: impl IntoIterator<Item = &'a E>,
    barred: &BTreeSet<EntryId>,
) -> Folded {
    let entries: BTreeMap<EntryId, &Entry> = entries
        .into_iter()
        .map(|entry| {
            let entry: &Entry = entry.borrow();
            (entry.head.id, entry)
        })
        .collect();
    let mut folded = Folded::default();
    let replaced = replaced(&entries, barred);
    let mut events = Vec::new();
    for entry in entries.values() {
        let record = if entry.head.version == super::record::VERSION {
            Record::decode(&entry.body)
        } else {
            None
        };
        let Some(mut record) = record else {
            if !entry.body.is_empty() {
                folded.unfolded.push(entry.head.id);
            }
            continue;
        };
        let at_ms = record.at_ms(entry.head.hlc.wall_ms);
        let is_event = !entry.head.kind.ends_with(".set");
        // What an event set stays with it as well.
        let set = if is_event {
            record.set.clone()
        } else {
            std::mem::take(&mut record.set)
        };
        let is_barred = barred.contains(&entry.head.id);
        for (field, value) in set.into_iter().filter(|_| !is_barred) {
            if replaced
                .get(field.as_str())
                .is_some_and(|gone| gone.contains(&entry.head.id))
            {
                continue;
            }
            folded
                .fields
                .entry(field)
                .or_default()
                .heads
                .push(FieldHead {
                    entry: entry.head.id,
                    hlc: entry.head.hlc,
                    at_ms,
                    origin: Arc::clone(&entry.head.origin),
                    value,
                });
        }
        if is_event {
            let seen = [STATE, RATING]
                .iter()
                .flat_map(|name| entry.base_of(name))
                .copied()
                .collect();
            events.push(Event {
                entry: entry.head.id,
                hlc: entry.head.hlc,
                at_ms,
                origin: Arc::clone(&entry.head.origin),
                kind: entry.head.kind.clone(),
                record,
                seen,
                before: BTreeSet::new(),
            });
        }
    }
    for state in folded.fields.values_mut() {
        state
            .heads
            .sort_by_key(|head| std::cmp::Reverse((head.hlc, head.entry)));
    }
    folded.events = in_causal_order(events).into_iter().map(Arc::new).collect();
    folded
}

/// Returns, by base name, the entries somebody has knowingly replaced. A barred entry replaces nothing by itself; whoever
/// replaced it has seen through it what it had replaced.
fn replaced<'a>(
    entries: &BTreeMap<EntryId, &'a Entry>,
    barred: &BTreeSet<EntryId>,
) -> HashMap<&'a str, BTreeSet<EntryId>> {
    let mut replaced: HashMap<&str, BTreeSet<EntryId>> = HashMap::new();
    let standing = entries.values().filter(|e| !barred.contains(&e.head.id));
    for entry in standing {
        for (name, seen) in &entry.head.base {
            let mut open: Vec<EntryId> = seen.clone();
            let gone = replaced.entry(name).or_default();
            while let Some(id) = open.pop() {
                if id == entry.head.id || !gone.insert(id) || !barred.contains(&id) {
                    continue;
                }
                if let Some(through) = entries.get(&id) {
                    open.extend(through.base_of(name));
                }
            }
        }
    }
    replaced
}

/// Place of an event among those nothing else decides between: the centre's before a station's, then by clock.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
struct Rank {
    away: bool,
    hlc: Hlc,
    entry: EntryId,
}

#[derive(PartialEq, Eq)]
struct Ready(Rank, usize);

impl Ord for Ready {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.0, other.1).cmp(&(self.0, self.1))
    }
}

impl PartialOrd for Ready {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Orders events so that each follows all its author had seen. Events in a circle, which only a forger can make, come
/// last in order of their ids.
fn in_causal_order(events: Vec<Event>) -> Vec<Event> {
    if events.len() < 2 {
        return events;
    }
    let index: HashMap<EntryId, usize> = events
        .iter()
        .enumerate()
        .map(|(at, event)| (event.entry, at))
        .collect();
    let mut missing: Vec<usize> = vec![0; events.len()];
    let mut followers: Vec<Vec<usize>> = vec![Vec::new(); events.len()];
    for (at, event) in events.iter().enumerate() {
        for earlier in event
            .seen
            .iter()
            .filter_map(|id| index.get(id))
            .filter(|earlier| **earlier != at)
        {
            followers[*earlier].push(at);
            missing[at] += 1;
        }
    }
    let rank = |at: usize| {
        let event: &Event = &events[at];
        Rank {
            away: event.origin.tier != "centre",
            hlc: event.hlc,
            entry: event.entry,
        }
    };
    let mut ready: BinaryHeap<Ready> = (0..events.len())
        .filter(|at| missing[*at] == 0)
        .map(|at| Ready(rank(at), at))
        .collect();
    let mut order = Vec::with_capacity(events.len());
    while let Some(Ready(_, at)) = ready.pop() {
        order.push(at);
        for follower in &followers[at] {
            missing[*follower] -= 1;
            if missing[*follower] == 0 {
                ready.push(Ready(rank(*follower), *follower));
            }
        }
    }
    let placed: BTreeSet<usize> = order.iter().copied().collect();
    order.extend((0..events.len()).filter(|at| !placed.contains(at)));

    let place: HashMap<usize, usize> = order
        .iter()
        .enumerate()
        .map(|(place, at)| (*at, place))
        .collect();
    let mut slots: Vec<Option<Event>> = events.into_iter().map(Some).collect();
    let mut sorted: Vec<Event> = Vec::with_capacity(slots.len());
    for (here, at) in order.iter().enumerate() {
        let Some(mut event) = slots[*at].take() else {
            continue;
        };
        let direct: Vec<usize> = event
            .seen
            .iter()
            .filter_map(|id| index.get(id))
            .map(|at| place[at])
            .filter(|p| *p < here)
            .collect();
        for earlier in direct {
            let further: Vec<usize> = sorted[earlier].before.iter().copied().collect();
            event.before.insert(earlier);
            event.before.extend(further);
        }
        sorted.push(event);
    }
    sorted
}
