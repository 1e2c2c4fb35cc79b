//! The merge rules, proved on random histories of several devices with wrong clocks and unreliable delivery.
//!
//! The model beside the fold is deliberately naive: it looks at each pair of writes and asks whether the author of one
//! had the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fachuang_core::journal::{Folded, Record, Value, fold};
use fachuang_envelope::{Entry, EntryId, Head, Hlc, Origin, Subject};
use proptest::prelude::*;

const FIELDS: [&str; 4] = ["name", "phone", "amount", "matter"];
const STATE: &str = "@state";

/// What one device does next.
#[derive(Debug, Clone)]
enum Move {
    /// Writes a value to a field, having seen everything the device has.
    Write {
        device: usize,
        field: usize,
        value: u8,
    },
    /// Lets something happen, having seen everything the device has.
    Happen { device: usize, kind: u8 },
    /// Delivers some entries of one device to another; the mask drops some of them.
    Deliver { from: usize, to: usize, mask: u64 },
}

fn moves(devices: usize) -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (0..devices, 0..FIELDS.len(), 0u8..4)
            .prop_map(|(device, field, value)| Move::Write { device, field, value }),
        2 => (0..devices, 0u8..5).prop_map(|(device, kind)| Move::Happen { device, kind }),
        3 => (0..devices, 0..devices, any::<u64>()).prop_map(|(from, to, mask)| Move::Deliver { from, to, mask }),
    ];
    prop::collection::vec(one, 1..60)
}

struct Device {
    has: BTreeMap<EntryId, Entry>,
    next_seq: u64,
    prev: [u8; 32],
    clock: Hlc,
    /// Wall time of this device; may run years ahead, behind, or backwards.
    skew_ms: i64,
}

/// Everything that was written, and what its author had at that moment.
#[derive(Default)]
struct Truth {
    entries: Vec<Entry>,
    author_had: BTreeMap<EntryId, BTreeSet<EntryId>>,
}

fn play(moves: &[Move], skews: &[i64]) -> (Vec<Device>, Truth) {
    let mut devices: Vec<Device> = skews
        .iter()
        .map(|skew_ms| Device {
            has: BTreeMap::new(),
            next_seq: 1,
            prev: [0; 32],
            clock: Hlc {
                wall_ms: 0,
                counter: 0,
            },
            skew_ms: *skew_ms,
        })
        .collect();
    let mut truth = Truth::default();
    for (step, one) in moves.iter().enumerate() {
        match one {
            Move::Write {
                device,
                field,
                value,
            } => {
                let field = FIELDS[*field];
                let seen = fold(devices[*device].has.values()).base(field);
                let record = Record::setting([(field, Value::Int(i64::from(*value)))]);
                append(
                    &mut devices,
                    &mut truth,
                    *device,
                    step,
                    "ticket.set",
                    record,
                    vec![(field.to_owned(), seen)],
                );
            }
            Move::Happen { device, kind } => {
                let seen = fold(devices[*device].has.values()).event_heads(|_| true);
                let kind = format!("ticket.event{kind}");
                let base = vec![(STATE.to_owned(), seen)];
                append(
                    &mut devices,
                    &mut truth,
                    *device,
                    step,
                    &kind,
                    Record::default(),
                    base,
                );
            }
            Move::Deliver { from, to, mask } => {
                let parcel: Vec<Entry> = devices[*from]
                    .has
                    .values()
                    .enumerate()
                    .filter(|(at, _)| mask >> (at % 64) & 1 == 1)
                    .map(|(_, entry)| entry.clone())
                    .collect();
                let clock = parcel.iter().map(|entry| entry.head.hlc).max();
                let receiver = &mut devices[*to];
                receiver.clock = receiver.clock.max(clock.unwrap_or(receiver.clock));
                receiver
                    .has
                    .extend(parcel.into_iter().map(|entry| (entry.head.id, entry)));
            }
        }
    }
    (devices, truth)
}

fn append(
    devices: &mut [Device],
    truth: &mut Truth,
    at: usize,
    step: usize,
    kind: &str,
    record: Record,
    base: Vec<(String, Vec<EntryId>)>,
) {
    let tier = if at == 0 { "centre" } else { "station" };
    let device = &mut devices[at];
    device.clock = device.clock.next(step as i64 * 60_000 + device.skew_ms);
    let head = Head {
        id: EntryId {
            device: at as u32 + 1,
            epoch: 0,
            seq: device.next_seq,
        },
        hlc: device.clock,
        origin: Arc::new(Origin {
            account: [at as u8; 16],
            role: "clerk".into(),
            site: format!("S{at}"),
            tier: tier.into(),
        }),
        subject: Subject {
            kind: "ticket".into(),
            id: [9; 16],
        },
        kind: kind.to_owned(),
        version: 1,
        base,
        payload_hash: [0; 32],
        prev: device.prev,
    };
    let entry = Entry::seal(head, record.encode());
    device.next_seq += 1;
    device.prev = entry.hash;
    truth
        .author_had
        .insert(entry.head.id, device.has.keys().copied().collect());
    device.has.insert(entry.head.id, entry.clone());
    truth.entries.push(entry);
}

fn skews() -> impl Strategy<Value = Vec<i64>> {
    const THREE_YEARS_MS: i64 = 3 * 365 * 86_400_000;
    prop::collection::vec(prop_oneof![Just(0), -THREE_YEARS_MS..THREE_YEARS_MS], 2..6)
}

/// Entries that stand for each field: no other author of a write to it had them in view.
fn model_heads(truth: &Truth) -> BTreeMap<String, BTreeSet<EntryId>> {
    let mut heads: BTreeMap<String, BTreeSet<EntryId>> = BTreeMap::new();
    for entry in &truth.entries {
        let Some((field, _)) = entry.head.base.iter().find(|(field, _)| field != STATE) else {
            continue;
        };
        let replaced = truth.entries.iter().any(|other| {
            other.head.base.iter().any(|(name, _)| name == field)
                && truth.author_had[&other.head.id].contains(&entry.head.id)
        });
        if !replaced {
            heads
                .entry(field.clone())
                .or_default()
                .insert(entry.head.id);
        }
    }
    heads
}

fn heads(folded: &Folded) -> BTreeMap<String, BTreeSet<EntryId>> {
    folded
        .fields
        .iter()
        .map(|(field, state)| (field.clone(), state.base().into_iter().collect()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    // P1, P2, P3, P4: order, repetition and parcels of delivery do not matter; all replicas converge.
    #[test]
    fn every_order_and_repetition_gives_the_same_state(
        (moves, skews, shuffle) in skews().prop_flat_map(|skews| (moves(skews.len()), Just(skews), any::<u64>()))
    ) {
        let (_, truth) = play(&moves, &skews);
        let expected = fold(&truth.entries);
        let mut shuffled = truth.entries.clone();
        let mut state = shuffle | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        shuffled.extend(truth.entries.iter().take(truth.entries.len() / 2).cloned());
        prop_assert_eq!(fold(&shuffled), expected);
    }

    // P5, P6: a write is shown or kept beside others, or somebody who had it replaced it; and never comes back.
    #[test]
    fn no_write_is_lost_and_none_comes_back(
        (moves, skews) in skews().prop_flat_map(|skews| (moves(skews.len()), Just(skews)))
    ) {
        let (_, truth) = play(&moves, &skews);
        let folded = fold(&truth.entries);
        // An author who saw a field's heads has, through them, seen all they replaced: the model and the fold agree
        // where deliveries were whole; where a parcel was cut, the fold may keep more, never fewer.
        let model = model_heads(&truth);
        let actual = heads(&folded);
        for (field, standing) in &model {
            prop_assert!(actual[field].is_superset(standing), "{field}: a write was lost");
        }
        for entry in &truth.entries {
            let Some((field, _)) = entry.head.base.iter().find(|(field, _)| field != STATE) else { continue };
            let shown = actual[field].contains(&entry.head.id);
            let replaced_by = truth.entries.iter().find(|other| other.base_of(field).contains(&entry.head.id));
            prop_assert_eq!(shown, replaced_by.is_none(), "{} {}", field, entry.head.id);
            if let Some(other) = replaced_by {
                prop_assert!(truth.author_had[&other.head.id].contains(&entry.head.id));
            }
        }
    }

    // P6 on every device along the way: what some head has replaced is never shown.
    #[test]
    fn no_device_shows_what_it_knows_to_be_replaced(
        (moves, skews) in skews().prop_flat_map(|skews| (moves(skews.len()), Just(skews)))
    ) {
        let (devices, _) = play(&moves, &skews);
        for device in &devices {
            let folded = fold(device.has.values());
            for (field, state) in &folded.fields {
                for other in device.has.values() {
                    for seen in other.base_of(field) {
                        prop_assert!(!state.base().contains(seen));
                    }
                }
            }
        }
    }

    // P11: the same history under other clocks leaves the same values standing.
    #[test]
    fn clocks_decide_nothing_but_what_is_shown_first(
        (moves, skews, others) in skews().prop_flat_map(|skews| {
            let devices = skews.len();
            (moves(devices), Just(skews), prop::collection::vec(-100_000_000_000i64..100_000_000_000, devices))
        })
    ) {
        let (_, first) = play(&moves, &skews);
        let (_, second) = play(&moves, &others);
        prop_assert_eq!(heads(&fold(&first.entries)), heads(&fold(&second.entries)));
    }

    // Events keep the order their authors saw, whatever the clocks say.
    #[test]
    fn an_event_never_precedes_what_its_author_had_seen(
        (moves, skews) in skews().prop_flat_map(|skews| (moves(skews.len()), Just(skews)))
    ) {
        let (_, truth) = play(&moves, &skews);
        let folded = fold(&truth.entries);
        let place: BTreeMap<EntryId, usize> =
            folded.events.iter().enumerate().map(|(at, event)| (event.entry, at)).collect();
        for (at, event) in folded.events.iter().enumerate() {
            for seen in &event.seen {
                prop_assert!(place[seen] < at);
                prop_assert!(event.before.contains(&place[seen]));
            }
        }
        let happened = truth.entries.iter().filter(|entry| entry.head.kind != "ticket.set").count();
        prop_assert_eq!(folded.events.len(), happened, "no event is dropped");
    }
}

#[test]
fn equal_values_from_two_places_are_no_difference() {
    let moves = [
        Move::Write {
            device: 0,
            field: 0,
            value: 3,
        },
        Move::Write {
            device: 1,
            field: 0,
            value: 3,
        },
        Move::Write {
            device: 1,
            field: 1,
            value: 1,
        },
        Move::Write {
            device: 0,
            field: 1,
            value: 2,
        },
    ];
    let (_, truth) = play(&moves, &[0, 0]);
    assert_eq!(fold(&truth.entries).disputed(), ["phone"]);
}

#[test]
fn a_decision_that_saw_both_values_ends_the_difference() {
    let whole = u64::MAX;
    let moves = [
        Move::Write {
            device: 0,
            field: 2,
            value: 1,
        },
        Move::Write {
            device: 1,
            field: 2,
            value: 2,
        },
        Move::Deliver {
            from: 1,
            to: 0,
            mask: whole,
        },
        Move::Write {
            device: 0,
            field: 2,
            value: 1,
        },
    ];
    let (_, truth) = play(&moves, &[0, 0]);
    let folded = fold(&truth.entries);
    assert!(folded.disputed().is_empty());
    assert_eq!(folded.value("amount"), &Value::Int(1));
}
