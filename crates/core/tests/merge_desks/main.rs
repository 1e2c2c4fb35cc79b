//! What one desk makes of the entries of another: random histories, twins, restored copies, authority, clocks, nonsense.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod histories;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use fachuang_core::desk::{Actor, Device, Tx};
use fachuang_core::journal::{Record, Value};
use fachuang_core::person;
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::list;
use fachuang_core::ticket::rate::{self, Answer};
use fachuang_core::ticket::{Idle, RatingState, State};
use fachuang_envelope::{Entry, EntryId, Head, Hlc, Origin, Subject};
use histories::{THREE_YEARS_MS, check_numbers};
use support::moves::{person_ids, ticket_ids};
use support::{TestDesk, TicketAdder, centre, comparable, entries, open, station};
use uuid::Uuid;

/// Gives everything one desk has to another.
fn give(from: &TestDesk, to: &mut TestDesk) -> usize {
    let all = entries(from);
    to.merge(&all).unwrap()
}

/// A centre and a station that know of each other's staff.
fn paired_desks() -> (TestDesk, TestDesk) {
    let (mut centre, mut station) = (open(&centre()), open(&station(3)));
    give(&centre, &mut station);
    give(&station, &mut centre);
    (centre, station)
}

fn good() -> Answer {
    Answer {
        attitude: 5,
        efficiency: 5,
        skill: 5,
        overall: 5,
        ..Answer::default()
    }
}

#[test]
fn a_second_entry_under_a_known_id_is_refused_and_nothing_changes() {
    let (mut centre, mut station) = paired_desks();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    let mut parcel = entries(&station);
    let known = parcel
        .iter()
        .find(|entry| entry.head.kind == "visit.register")
        .unwrap();
    let body = Record::setting([("channel", Value::text("web"))]).encode();
    parcel.push(Entry::seal(known.head.clone(), body));
    let before = (centre.dump().unwrap(), entries(&centre));
    assert_eq!(
        centre.merge(&parcel).unwrap_err().code(),
        "journal.equivocation"
    );
    assert_eq!((centre.dump().unwrap(), entries(&centre)), before);
    assert!(centre.verify().unwrap().is_sound());
    assert!(
        give(&station, &mut centre) > 0,
        "the honest part still comes in"
    );
}

#[test]
fn an_entry_that_is_not_as_it_was_sealed_is_refused() {
    let (mut centre, mut station) = paired_desks();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let before = centre.dump().unwrap();
    for spoil in [
        (|entry: &mut Entry| entry.body[0] ^= 1) as fn(&mut Entry),
        |entry| Arc::make_mut(&mut entry.head.origin).tier = "centre".into(),
        |entry| entry.hash[0] ^= 1,
    ] {
        let mut parcel = entries(&station);
        spoil(parcel.last_mut().unwrap());
        assert_eq!(centre.merge(&parcel).unwrap_err().code(), "journal.damaged");
        assert_eq!(centre.dump().unwrap(), before);
    }
}

#[test]
fn a_restored_copy_under_a_new_epoch_and_mark_gives_out_no_number_again() {
    let (mut old, mut other) = paired_desks();
    TicketAdder::at("consult").applicant("张三").add(&mut old);
    let restored = Device {
        id: 1,
        epoch: 1,
        mark: "AB".into(),
        name: "1号窗口机".into(),
    };
    let (mut copy, clock, _dir) = old.copy_as(&restored);
    // The battery of the old computer's clock was empty.
    clock.set_ms(support::MORNING_MS - THREE_YEARS_MS);
    let newest = entries(&copy)
        .iter()
        .map(|entry| entry.head.hlc)
        .max()
        .unwrap();
    for _ in 0..5 {
        TicketAdder::at("consult").applicant("李四").add(&mut old);
    }
    let clerk = old.clerk.clone();
    for _ in 0..5 {
        TicketAdder::at("consult")
            .applicant("王五")
            .register(&mut copy, &clerk)
            .unwrap();
    }
    let first = entries(&copy)
        .into_iter()
        .find(|entry| entry.head.id.epoch == 1)
        .unwrap();
    assert!(
        first.head.hlc > newest,
        "an epoch goes on where the one before ended"
    );
    give(&old, &mut other);
    other.merge(&entries(&copy)).unwrap();
    copy.merge(&entries(&old)).unwrap();
    assert_eq!(comparable(&copy).len(), comparable(&other).len());
    let all: BTreeMap<EntryId, Entry> = entries(&other)
        .into_iter()
        .map(|entry| (entry.head.id, entry))
        .collect();
    check_numbers(&all);
    assert!(copy.verify().unwrap().is_sound());
    assert!(other.verify().unwrap().is_sound());
}

#[test]
fn a_copy_that_went_on_under_the_same_name_is_found_out_by_both() {
    let (mut old, _) = paired_desks();
    TicketAdder::at("consult").applicant("张三").add(&mut old);
    let same = Device {
        id: 1,
        epoch: 0,
        mark: "1".into(),
        name: "1号窗口机".into(),
    };
    let (mut copy, _, _dir) = old.copy_as(&same);
    let clerk = old.clerk.clone();
    TicketAdder::at("consult")
        .applicant("王五")
        .register(&mut copy, &clerk)
        .unwrap();
    let before = old.dump().unwrap();
    let parcel = entries(&copy);
    assert_eq!(
        old.merge(&parcel).unwrap_err().code(),
        "journal.equivocation"
    );
    assert_eq!(old.dump().unwrap(), before);
    TicketAdder::at("consult").applicant("李四").add(&mut old);
    assert!(old.verify().unwrap().is_sound());
}

#[test]
fn a_station_assigns_nobody_at_a_window_of_the_centre() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut station);
    let (clerk, lawyer) = (station.clerk.clone(), station.handler.id);
    let version = station.version(id);
    let fault = station
        .write(&clerk, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap_err();
    assert_eq!(fault.code(), "ticket.centre_only");
    // A station that leaves the question out still changes nothing.
    station
        .write(&clerk, |tx| {
            let record = Record::of([("assignee", Value::text(&lawyer.to_string()))]);
            tx.append("ticket", id, "ticket.assign", &record, Vec::new())
        })
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().state, State::Registered);
    assert_eq!(
        ticket.life.steps.last().unwrap().idle,
        Some(Idle::CentreOnly)
    );
    // The centre's own assignment, made without knowledge of the other, meets no rival.
    let (clerk, own) = (centre.clerk.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, own, ""))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, own.to_string());
    assert!(ticket.life.clashes.is_empty());
}

#[test]
fn an_act_without_authority_is_no_rival_of_one_with_it() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("legal_aid")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    let lawyer = station.handler.id;
    let clerk = station.clerk.clone();
    station
        .write(&clerk, |tx| {
            let record = Record::of([("assignee", Value::text(&lawyer.to_string()))]);
            tx.append("ticket", id, "ticket.assign", &record, Vec::new())
        })
        .unwrap();
    let (clerk, own) = (centre.clerk.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, own, ""))
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, own.to_string());
    assert_eq!(ticket.life.clashes, []);
}

fn close_at(desk: &mut TestDesk, id: Uuid) {
    let handler = desk.handler.clone();
    let version = desk.version(id);
    desk.write(&handler, |tx| act::accept(tx, id, version))
        .unwrap();
    desk.write(&handler, |tx| act::close(tx, id, version + 1, "done", ""))
        .unwrap();
}

#[test]
fn a_rating_at_the_centre_counts_for_a_ticket_closed_at_a_station() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    give(&station, &mut centre);
    // The clock of the centre is a year behind.
    centre
        .clock
        .set_ms(support::MORNING_MS - 365 * support::DAY_MS);
    centre
        .write(&Actor::citizen(), |tx| rate::rate(tx, id, &good()))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().rating_state, RatingState::Rated);
    assert!(ticket.life.steps.iter().all(|step| step.idle.is_none()));
    give(&centre, &mut station);
    assert_eq!(comparable(&station), comparable(&centre));
}

#[test]
fn a_rating_stays_when_somebody_who_saw_it_takes_the_ticket_up_again() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    station
        .write(&Actor::citizen(), |tx| rate::rate(tx, id, &good()))
        .unwrap();
    give(&station, &mut centre);
    let director = centre.director.clone();
    let version = centre.version(id);
    centre
        .write(&director, |tx| act::reopen(tx, id, version, "又有新情况"))
        .unwrap();
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().rating_state, RatingState::Rated);
    assert_eq!(ticket.progress().unwrap().state, State::InProgress);
}

#[test]
fn a_note_at_the_centre_on_a_ticket_of_a_station_takes_effect() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    give(&station, &mut centre);
    let lawyer = centre.handler.id.to_string();
    let clerk = centre.clerk.clone();
    let note = Note {
        kind: "advice".into(),
        text: "值班律师已解答".into(),
        on_behalf_of: lawyer.clone(),
        minutes: 20,
    };
    centre.write(&clerk, |tx| act::note(tx, id, &note)).unwrap();
    let ticket = centre.ticket(id);
    assert!(ticket.progress().unwrap().hands.contains(&lawyer));
    assert!(ticket.life.steps.iter().all(|step| step.idle.is_none()));
}

#[test]
fn staff_cannot_rate_wherever_the_entry_comes_from() {
    let (mut centre, mut station) = paired_desks();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    close_at(&mut station, id);
    let handler = station.handler.clone();
    let fault = station
        .write(&handler, |tx| rate::rate(tx, id, &good()))
        .unwrap_err();
    assert_eq!(fault.code(), "rating.citizen_only");
    station
        .write(&handler, |tx| {
            let record = Record::of([("overall", Value::Int(5))]);
            tx.append("ticket", id, "ticket.rate", &record, Vec::new())
        })
        .unwrap();
    give(&station, &mut centre);
    let ticket = centre.ticket(id);
    assert_eq!(
        ticket.progress().unwrap().rating_state,
        RatingState::NotAsked
    );
    assert!(
        ticket
            .life
            .steps
            .iter()
            .any(|step| step.idle == Some(Idle::CitizenOnly))
    );
    centre
        .write(&Actor::citizen(), |tx| rate::rate(tx, id, &good()))
        .unwrap();
    assert_eq!(
        centre.ticket(id).progress().unwrap().rating_state,
        RatingState::Rated
    );
}

#[test]
fn a_clock_that_is_years_ahead_elsewhere_moves_no_date_here() {
    let (mut centre, mut station) = paired_desks();
    station.clock.set_ms(support::MORNING_MS + THREE_YEARS_MS);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut station);
    give(&station, &mut centre);
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut centre);
    let clerk = centre.clerk.clone();
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| {
            act::transfer(tx, id, version, "legal_aid", "申请援助")
        })
        .unwrap();
    let row = list::row(&centre.view(), id).unwrap();
    assert!(
        row.due.as_str() < "2027",
        "a limit runs from the day of transfer: {}",
        row.due
    );
    let ticket = centre.ticket(id);
    assert_eq!(
        ticket.progress().unwrap().registered_ms,
        support::MORNING_MS
    );
    let director = centre.director.clone();
    centre
        .write(&director, |tx| act::void(tx, id, version + 1, "登错了"))
        .unwrap();
    assert_eq!(
        centre.ticket(id).progress().unwrap().ended_ms,
        Some(support::MORNING_MS)
    );
}

/// Makes an entry as a foreign program might.
fn foreign(
    seq: u64,
    prev: [u8; 32],
    subject: (&str, Uuid),
    kind: &str,
    wall_ms: i64,
    body: Vec<u8>,
) -> Entry {
    let head = Head {
        id: EntryId {
            device: 77,
            epoch: 0,
            seq,
        },
        hlc: Hlc {
            wall_ms,
            counter: 0,
        },
        origin: Arc::new(Origin {
            account: [9; 16],
            role: "clerk".into(),
            site: "XX".into(),
            tier: "station".into(),
        }),
        subject: Subject {
            kind: subject.0.into(),
            id: *subject.1.as_bytes(),
        },
        kind: kind.into(),
        version: 1,
        base: Vec::new(),
        payload_hash: [0; 32],
        prev,
    };
    Entry::seal(head, body)
}

#[test]
fn nonsense_in_an_entry_is_kept_and_harms_nothing() {
    let mut desk = open(&centre());
    let ticket = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let wild = Record {
        set: BTreeMap::from([
            ("received".to_owned(), Value::Int(i64::MAX)),
            ("promised_days".to_owned(), Value::Int(i64::MAX)),
            (
                "person".to_owned(),
                Value::text(&Uuid::from_u128(5).to_string()),
            ),
            ("party.visitor.role".to_owned(), Value::text("opponent")),
            (
                "party.visitor.name".to_owned(),
                Value::text("\u{0}\u{202e}"),
            ),
            ("groups".to_owned(), Value::Int(3)),
            ("material..name".to_owned(), Value::text("x")),
            ("day".to_owned(), Value::text("never")),
        ]),
        data: BTreeMap::from([("window".to_owned(), Value::text("nowhere"))]),
    };
    let mut prev = [0; 32];
    let mut parcel = Vec::new();
    let mut seq = 0;
    for wall_ms in [i64::MIN, -1, 8_210_000_000_000_000, i64::MAX] {
        for (kind, id) in [
            ("ticket", ticket),
            ("ticket", Uuid::from_u128(7)),
            ("person", ticket),
            ("person", Uuid::from_u128(5)),
            ("visit", Uuid::from_u128(6)),
            ("staff", Uuid::from_u128(8)),
            ("duty", Uuid::from_u128(9)),
            ("dragon", Uuid::from_u128(10)),
        ] {
            for entry_kind in [
                "ticket.register",
                "ticket.transfer",
                "ticket.set",
                "dragon.fly",
            ] {
                for body in [wild.encode(), vec![0xff, 0x00], Vec::new()] {
                    seq += 1;
                    let entry = foreign(seq, prev, (kind, id), entry_kind, wall_ms, body);
                    prev = entry.hash;
                    parcel.push(entry);
                }
            }
        }
    }
    assert_eq!(desk.merge(&parcel).unwrap(), parcel.len());
    let report = desk.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    TicketAdder::at("consult").applicant("李四").add(&mut desk);
    assert_eq!(ticket_ids(&desk).len(), 3);
}

#[test]
fn an_id_no_series_can_have_is_refused() {
    let mut desk = open(&centre());
    let before = entries(&desk).len();
    for seq in [0, u64::MAX] {
        let entry = foreign(
            seq,
            [0; 32],
            ("visit", Uuid::from_u128(6)),
            "visit.register",
            0,
            vec![0xa0],
        );
        assert_eq!(desk.merge(&[entry]).unwrap_err().code(), "journal.damaged");
    }
    assert_eq!(entries(&desk).len(), before);
}

#[test]
fn a_station_record_arrives_in_any_pieces_and_no_name_is_lost_on_the_way() {
    let (mut centre, mut station) = paired_desks();
    let first = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    TicketAdder::at("consult")
        .applicant("张叁")
        .add(&mut station);
    let kept = person_ids(&station);
    let first_person = station.ticket(first).id_in("person").unwrap();
    let other = *kept.iter().find(|id| **id != first_person).unwrap();
    let archivist = station.archivist.clone();
    station
        .write(&archivist, |tx| {
            person::merge(tx, other, first_person, "同一人")
        })
        .unwrap();
    // Everything but the entry the merge leads to.
    let parcel: Vec<Entry> = entries(&station)
        .into_iter()
        .filter(|entry| entry.head.subject.id != *other.as_bytes())
        .collect();
    centre.merge(&parcel).unwrap();
    let row = list::row(&centre.view(), first).unwrap();
    assert_eq!(
        row.visitor, "张三",
        "the visitor keeps a name until the other entry is there"
    );
    give(&station, &mut centre);
    assert_eq!(comparable(&centre), comparable(&station));
}

#[test]
fn a_decision_that_refuses_halfway_leaves_nothing() {
    let mut desk = open(&centre());
    let before = (desk.dump().unwrap(), entries(&desk));
    let clerk = desk.clerk.clone();
    let adder = TicketAdder::at("consult").applicant("张三");
    let fault = desk
        .write(&clerk, |tx: &mut Tx<'_>| {
            fachuang_core::visit::register(tx, &adder.visit)?;
            Err::<(), _>(fachuang_core::error::Error::refused("right.missing"))
        })
        .unwrap_err();
    assert_eq!(fault.code(), "right.missing");
    assert_eq!((desk.dump().unwrap(), entries(&desk)), before);
    adder.add(&mut desk);
    assert!(desk.verify().unwrap().is_sound());
}
