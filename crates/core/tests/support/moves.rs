//! What people do at a desk, chosen by numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use fachuang_core::desk::{Actor, Desk};
use fachuang_core::error::Result;
use fachuang_core::person;
use fachuang_core::staff;
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::list::{self, Filter};
use fachuang_core::ticket::rate::{self, Answer};
use fachuang_core::ticket::{Material, Party};
use proptest::prelude::*;
use uuid::Uuid;

use super::{TestDesk, TicketAdder, entries, id18};

/// What one desk does next; the numbers choose among what is there.
#[derive(Debug, Clone)]
pub struct Move {
    pub desk: usize,
    pub what: u8,
    pub which: usize,
    pub how: u64,
}

/// Kinds of things that are done.
pub const KINDS: u8 = 28;

/// A number of moves within `length`, each at one of the desks and of a kind that `what` gives.
pub fn moves(
    desks: usize,
    what: impl Strategy<Value = u8>,
    length: Range<usize>,
) -> impl Strategy<Value = Vec<Move>> {
    let one =
        (0..desks, what, any::<u16>(), any::<u64>()).prop_map(|(desk, what, which, how)| Move {
            desk,
            what,
            which: usize::from(which),
            how,
        });
    prop::collection::vec(one, length)
}

pub fn pick<T: Clone>(items: &[T], which: usize) -> Option<T> {
    if items.is_empty() {
        None
    } else {
        Some(items[which % items.len()].clone())
    }
}

pub fn ticket_ids(desk: &Desk) -> Vec<Uuid> {
    let filter = Filter {
        limit: 100,
        ..Filter::default()
    };
    let page = list::list(&desk.view(), "", &filter).unwrap();
    let mut ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
    ids.sort();
    ids
}

pub fn person_ids(desk: &Desk) -> Vec<Uuid> {
    let mut ids = BTreeSet::new();
    for entry in entries(desk) {
        if entry.head.subject.kind == "person" {
            ids.insert(Uuid::from_bytes(entry.head.subject.id));
        }
    }
    ids.into_iter().collect()
}

const NAMES: [&str; 6] = ["张三", "李四", "欧阳𬭬", "阿卜杜·外力", "单巧云", "王五"];
const WINDOWS: [&str; 4] = ["consult", "legal_aid", "mediation", "notary"];

/// Does one thing at one desk; refusals are part of life, faults are not.
pub fn act_at(desk: &mut TestDesk, one: &Move) -> Result<()> {
    let how = one.how as usize;
    // A few tickets in many hands meet more often than many tickets.
    let tickets = ticket_ids(desk);
    if one.what == 0 || (one.what < 5 && tickets.len() < 5) {
        let mut adder = TicketAdder::at(WINDOWS[how % 4]).applicant(NAMES[how / 4 % 6]);
        if how.is_multiple_of(5) {
            adder = adder.id_number(&id18("19850312", (how % 3) as u32));
        }
        if how % 7 < 3 {
            adder = adder.opponent(NAMES[how / 24 % 6]);
        }
        if how.is_multiple_of(11) {
            adder = adder.and_at("consult");
        }
        let clerk = desk.clerk.clone();
        return adder.register(&mut desk.desk, &clerk).map(drop);
    }
    if (5..=8).contains(&one.what) {
        return act_on_person(desk, one);
    }
    let Some(id) = pick(&tickets, one.which) else {
        return Ok(());
    };
    let version = desk.version(id);
    let everybody = [
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.reviewer.clone(),
        desk.director.clone(),
    ];
    let anybody = everybody[how / 100 % 4].clone();
    let handler = if how.is_multiple_of(2) {
        desk.handler.clone()
    } else {
        desk.second.clone()
    };
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    let staff: Vec<Uuid> = staff::list(&desk.view())
        .unwrap()
        .iter()
        .filter(|one| one.role == "handler")
        .map(|one| one.id)
        .collect();
    let lawyer = pick(&staff, how).unwrap();
    let desk = &mut desk.desk;
    match one.what {
        1..=4 | 9 | 10 => {
            let field = ["matter", "summary", "requests"][how % 3];
            let changes = BTreeMap::from([(field.to_owned(), format!("改{}", how % 4))]);
            desk.write(&clerk, |tx| act::edit(tx, id, version, &changes, ""))
        }
        11 | 12 => desk.write(&anybody, |tx| act::assign(tx, id, version, lawyer, "")),
        13 | 14 => desk.write(&handler, |tx| act::accept(tx, id, version)),
        15 => desk.write(&handler, |tx| act::decline(tx, id, version, "手上太满")),
        16 => desk.write(&clerk, |tx| {
            act::transfer(tx, id, version, WINDOWS[how % 4], "走错窗口")
        }),
        17 | 18 => desk.write(&handler, |tx| act::close(tx, id, version, "withdrawn", "")),
        19 => desk.write(&clerk, |tx| act::withdraw(tx, id, version, "不办了")),
        20 => desk.write(&director, |tx| act::void(tx, id, version, "重复登记")),
        21 => desk.write(&director, |tx| act::reopen(tx, id, version, "材料补齐")),
        22 => desk.write(&clerk, |tx| {
            let note = Note {
                kind: "advice".into(),
                text: "已解答".into(),
                on_behalf_of: lawyer.to_string(),
                minutes: 5,
            };
            act::note(tx, id, &note)
        }),
        23 | 24 => {
            let level = (how % 5) as u32 + 1;
            let answer = Answer {
                attitude: level,
                efficiency: level,
                skill: level,
                overall: level,
                ..Answer::default()
            };
            desk.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer))
        }
        25 => desk.write(&clerk, |tx| {
            let material = Material {
                name: format!("材料{}", how % 3),
                form: "copy".into(),
                copies: 1,
                present: how.is_multiple_of(2),
                ..Material::default()
            };
            act::save_material(tx, id, version, &material)
        }),
        26 => desk.write(&clerk, |tx| {
            let party = Party {
                role: "opponent".into(),
                kind: "person".into(),
                name: NAMES[how % 6].into(),
                ..Party::default()
            };
            act::save_party(tx, id, version, &party, "补登")
        }),
        _ => desk.write(&anybody, |tx| {
            if how.is_multiple_of(2) {
                rate::ask_rating(tx, id)
            } else {
                rate::finish_rating(tx, id, "已回电道歉")
            }
        }),
    }
}

fn act_on_person(desk: &mut TestDesk, one: &Move) -> Result<()> {
    let persons = person_ids(desk);
    let Some(id) = pick(&persons, one.which) else {
        return Ok(());
    };
    let (clerk, archivist) = (desk.clerk.clone(), desk.archivist.clone());
    match one.what {
        5 | 6 => {
            let version = person::get(&desk.view(), id)?.version;
            let change = match one.how % 4 {
                0 => ("name", NAMES[one.how as usize / 4 % 6].to_owned()),
                1 => ("phone", format!("1990001{:04}", one.how / 4 % 3)),
                2 => ("address", format!("文明路{}号", one.how / 4 % 3)),
                _ => ("birth", format!("1985-03-{:02}", one.how / 4 % 3 + 1)),
            };
            let changes = BTreeMap::from([(change.0.to_owned(), change.1)]);
            desk.write(&clerk, |tx| {
                person::change(tx, id, version, &changes, "核对原件")
            })
        }
        7 => {
            let other = pick(&persons, one.how as usize).unwrap();
            desk.write(&archivist, |tx| person::merge(tx, id, other, "同一人"))
        }
        _ => desk.write(&archivist, |tx| person::unmerge(tx, id, "不是同一人")),
    }
}
