//! The hash chain of one series.

use crate::entry::{Entry, EntryId};

/// Where a series is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    #[error("{0} does not follow its predecessor")]
    Gap(EntryId),
    #[error("{0} names another predecessor")]
    Link(EntryId),
    #[error("{0} was changed")]
    Head(EntryId),
    #[error("the content of {0} was changed")]
    Body(EntryId),
}

/// Lists every fault of one series, given in order of its sequence from 1.
pub fn check_series<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<ChainFault> {
    let mut faults = Vec::new();
    let mut expected_seq = 1;
    let mut prev = [0; 32];
    for entry in entries {
        let id = entry.head.id;
        if id.seq != expected_seq {
            faults.push(ChainFault::Gap(id));
        }
        if entry.head.prev != prev {
            faults.push(ChainFault::Link(id));
        }
        if !entry.head_is_whole() {
            faults.push(ChainFault::Head(id));
        }
        if !entry.body_is_whole() {
            faults.push(ChainFault::Body(id));
        }
        expected_seq = id.seq + 1;
        prev = entry.hash;
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::entry::{Head, Hlc, Origin, Subject};

    fn series(length: u64) -> Vec<Entry> {
        let mut prev = [0; 32];
        (1..=length)
            .map(|seq| {
                let head = Head {
                    id: EntryId {
                        device: 7,
                        epoch: 0,
                        seq,
                    },
                    hlc: Hlc {
                        wall_ms: seq as i64,
                        counter: 0,
                    },
                    origin: Arc::new(Origin {
                        account: [1; 16],
                        role: "clerk".into(),
                        site: "YC".into(),
                        tier: "centre".into(),
                    }),
                    subject: Subject {
                        kind: "ticket".into(),
                        id: [2; 16],
                    },
                    kind: "ticket.note".into(),
                    version: 1,
                    base: vec![(
                        "matter".into(),
                        vec![EntryId {
                            device: 7,
                            epoch: 0,
                            seq: 1,
                        }],
                    )],
                    payload_hash: [0; 32],
                    prev,
                };
                let entry = Entry::seal(head, vec![0xa0, seq as u8]);
                prev = entry.hash;
                entry
            })
            .collect()
    }

    #[test]
    fn an_untouched_series_has_no_fault() {
        assert_eq!(check_series(&series(5)), []);
    }

    #[test]
    fn a_redacted_body_leaves_the_chain_whole() {
        let mut entries = series(3);
        entries[1].body.clear();
        assert_eq!(check_series(&entries), []);
    }

    #[test]
    fn every_change_is_found_where_it_happened() {
        let id = |seq| EntryId {
            device: 7,
            epoch: 0,
            seq,
        };
        let mut body = series(3);
        body[1].body[1] ^= 1;
        assert_eq!(check_series(&body), [ChainFault::Body(id(2))]);

        let mut role = series(3);
        Arc::make_mut(&mut role[1].head.origin).role = "director".into();
        assert_eq!(check_series(&role), [ChainFault::Head(id(2))]);

        let mut gone = series(3);
        gone.remove(1);
        assert_eq!(
            check_series(&gone),
            [ChainFault::Gap(id(3)), ChainFault::Link(id(3))]
        );

        let mut forged = series(3);
        let head = forged[1].head.clone();
        forged[1] = Entry::seal(head, vec![0xa0, 0x99]);
        assert_eq!(check_series(&forged), [ChainFault::Link(id(3))]);
    }

    #[test]
    fn entry_ids_survive_text() {
        let id = EntryId {
            device: 4_000_000_000,
            epoch: 3,
            seq: 12,
        };
        assert_eq!(id.to_string().parse::<EntryId>().unwrap(), id);
        for wrong in ["", "1.2", "1.2.3.4", "a.b.c", "1.70000.2"] {
            assert!(wrong.parse::<EntryId>().is_err(), "{wrong}");
        }
    }
}
