//! Acts done apart that do not go together.

use std::collections::BTreeSet;

use fachuang_envelope::EntryId;

use super::machine::{Act, Idle, Step};
use crate::journal::{Event, Folded};

/// Two acts that were done without knowledge of each other and do not go together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    pub first: EntryId,
    pub second: EntryId,
}

/// Finds acts done without knowledge of each other that do not go together, unless a later act knew both.
///
/// Acts that only add something always go together, and so do equal acts. Who had no authority to act is no rival of
/// anybody and settles nothing.
pub(super) fn clashes(folded: &Folded, steps: &[Step]) -> Vec<Clash> {
    let with_authority: BTreeSet<EntryId> = steps
        .iter()
        .filter(|step| step.moves_state && step.idle.is_none_or(Idle::has_authority))
        .map(|step| step.event.entry)
        .collect();
    let moving: Vec<usize> = (0..folded.events.len())
        .filter(|at| with_authority.contains(&folded.events[*at].entry))
        .collect();
    // Whoever accepts takes the ticket: by another hand it is another act.
    let same = |a: &Event, b: &Event| {
        let hand = a.kind != Act::Accept.kind() || a.origin.account == b.origin.account;
        a.kind == b.kind && a.record.tells_the_same(&b.record) && hand
    };
    let mut found = BTreeSet::new();
    for (place, first) in moving.iter().enumerate() {
        for second in &moving[place + 1..] {
            let (a, b) = (&folded.events[*first], &folded.events[*second]);
            if b.before.contains(first) || same(a, b) {
                continue;
            }
            let settled = moving.iter().any(|later| {
                let before = &folded.events[*later].before;
                before.contains(first) && before.contains(second)
            });
            if !settled {
                found.insert(Clash {
                    first: a.entry,
                    second: b.entry,
                });
            }
        }
    }
    found.into_iter().collect()
}
