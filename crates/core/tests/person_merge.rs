//! Two entries of one human being: joined, and exactly parted again.

mod support;

use std::collections::BTreeMap;

use fachuang_core::person;
use fachuang_core::ticket::list;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRng, TestRunner};
use support::{TestDesk, TicketAdder, centre, comparable, entries, id18, open, station};
use uuid::Uuid;

/// The read model but for how often a person's record was written, which a merge and its end add to.
fn what_is_so(desk: &TestDesk) -> Vec<String> {
    let versionless = |line: String| match line.strip_prefix("person ") {
        Some(rest) => rest.rsplit_once(" version=").unwrap().0.to_owned(),
        None => line,
    };
    desk.dump().unwrap().into_iter().map(versionless).collect()
}

fn register(desk: &mut TestDesk, name: &str, number: Option<u32>) -> (Uuid, Uuid) {
    let mut adder = TicketAdder::at("consult").applicant(name);
    if let Some(order) = number {
        adder = adder.id_number(&id18("19850312", order));
    }
    let clerk = desk.clerk.clone();
    let done = adder.register(&mut desk.desk, &clerk).unwrap();
    (done.person.unwrap(), done.tickets[0].id)
}

fn merge(desk: &mut TestDesk, keep: Uuid, absorb: Uuid) -> Result<(), &'static str> {
    let archivist = desk.archivist.clone();
    desk.write(&archivist, |tx| person::merge(tx, keep, absorb, "同一人"))
        .map_err(|fault| fault.code())
}

fn unmerge(desk: &mut TestDesk, absorbed: Uuid) -> Result<(), &'static str> {
    let archivist = desk.archivist.clone();
    desk.write(&archivist, |tx| person::unmerge(tx, absorbed, "不是同一人"))
        .map_err(|fault| fault.code())
}

fn visitor(desk: &TestDesk, ticket: Uuid) -> String {
    list::row(&desk.view(), ticket).unwrap().visitor
}

#[test]
fn tickets_follow_a_merge_and_go_back_with_its_end() {
    let mut desk = open(&centre());
    let (kept, _) = register(&mut desk, "张三", Some(1));
    let (absorbed, ticket) = register(&mut desk, "章三", None);
    merge(&mut desk, kept, absorbed).unwrap();
    assert_eq!(visitor(&desk, ticket), "张三");
    unmerge(&mut desk, absorbed).unwrap();
    assert_eq!(visitor(&desk, ticket), "章三");
}

#[test]
fn a_change_of_the_kept_entry_shows_on_every_ticket_that_leads_to_it() {
    let mut desk = open(&centre());
    let (a, on_a) = register(&mut desk, "张三", Some(1));
    let (b, on_b) = register(&mut desk, "章三", None);
    let (c, on_c) = register(&mut desk, "张叁", None);
    merge(&mut desk, b, c).unwrap();
    merge(&mut desk, a, b).unwrap();
    let version = person::get(&desk.view(), a).unwrap().version;
    let clerk = desk.clerk.clone();
    let changes = BTreeMap::from([("name".to_owned(), "张三丰".to_owned())]);
    desk.write(&clerk, |tx| {
        person::change(tx, a, version, &changes, "核对原件")
    })
    .unwrap();
    for ticket in [on_a, on_b, on_c] {
        assert_eq!(visitor(&desk, ticket), "张三丰");
    }
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn what_came_after_a_merge_stays_when_it_is_taken_back() {
    let mut desk = open(&centre());
    let (kept, _) = register(&mut desk, "张三", Some(1));
    let (absorbed, _) = register(&mut desk, "章三", None);
    merge(&mut desk, kept, absorbed).unwrap();
    let clerk = desk.clerk.clone();
    let later = TicketAdder::at("mediation")
        .person(absorbed)
        .register(&mut desk.desk, &clerk)
        .unwrap();
    assert_eq!(
        later.person,
        Some(kept),
        "a new visit belongs to the entry that counts"
    );
    let later = later.tickets[0].id;
    unmerge(&mut desk, absorbed).unwrap();
    assert_eq!(visitor(&desk, later), "张三");
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn merges_that_make_no_sense_are_refused_with_a_code_and_change_nothing() {
    let mut desk = open(&centre());
    let (a, _) = register(&mut desk, "张三", Some(1));
    let (b, _) = register(&mut desk, "章三", None);
    let (c, _) = register(&mut desk, "李四", None);
    merge(&mut desk, a, b).unwrap();
    let before = desk.dump().unwrap();
    assert_eq!(merge(&mut desk, a, a), Err("person.same_entry"));
    assert_eq!(merge(&mut desk, b, a), Err("person.same_entry"));
    assert_eq!(merge(&mut desk, c, b), Err("person.already_merged"));
    assert_eq!(
        merge(&mut desk, a, Uuid::from_u128(1)),
        Err("person.not_found")
    );
    assert_eq!(unmerge(&mut desk, a), Err("person.not_merged"));
    for actor in [desk.clerk.clone(), desk.handler.clone(), desk.admin.clone()] {
        let fault = desk
            .write(&actor, |tx| person::merge(tx, a, c, "同一人"))
            .unwrap_err();
        assert_eq!(fault.code(), "right.missing");
    }
    let archivist = desk.archivist.clone();
    let fault = desk
        .write(&archivist, |tx| person::merge(tx, a, c, " "))
        .unwrap_err();
    assert_eq!(fault.code(), "reason.missing");
    assert_eq!(desk.dump().unwrap(), before);
}

#[test]
fn a_circle_of_two_sites_leads_everybody_to_the_same_entry_and_can_be_opened() {
    let (mut centre, mut station) = (open(&centre()), open(&station(3)));
    let (a, on_a) = register(&mut centre, "张三", Some(1));
    let (b, on_b) = register(&mut centre, "章三", None);
    let all = entries(&centre);
    station.merge(&all).unwrap();
    merge(&mut centre, a, b).unwrap();
    merge(&mut station, b, a).unwrap();
    let (from_centre, from_station) = (entries(&centre), entries(&station));
    centre.merge(&from_station).unwrap();
    station.merge(&from_centre).unwrap();
    assert_eq!(comparable(&centre), comparable(&station));
    let leads_to = person::canonical(&centre.view(), a).unwrap();
    assert_eq!(person::canonical(&centre.view(), b).unwrap(), leads_to);
    assert_eq!(leads_to, a.min(b));
    assert_eq!(visitor(&centre, on_a), visitor(&centre, on_b));
    assert!(centre.verify().unwrap().is_sound());
    unmerge(&mut centre, a).unwrap();
    assert_eq!(person::canonical(&centre.view(), b).unwrap(), a);
    unmerge(&mut centre, b).unwrap();
    assert_eq!(
        (visitor(&centre, on_a), visitor(&centre, on_b)),
        ("张三".into(), "章三".into())
    );
    assert!(centre.verify().unwrap().is_sound());
}

#[test]
fn taking_merges_back_in_any_order_gives_the_register_from_before() {
    let config = Config {
        cases: 16,
        failure_persistence: None,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let people = prop::collection::vec((0usize..5, prop::option::of(0u32..4)), 2..9);
    let pairs = prop::collection::vec((any::<u8>(), any::<u8>()), 1..8);
    runner
        .run(
            &(people, pairs, any::<u64>()),
            |(people, pairs, shuffle)| {
                let mut desk = open(&centre());
                let names = ["张三", "章三", "李四", "欧阳𬭬", "阿卜杜·外力"];
                let mut ids: Vec<Uuid> = Vec::new();
                for (name, number) in people {
                    let (id, _) = register(&mut desk, names[name], number);
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                let before = what_is_so(&desk);
                let mut merged = Vec::new();
                for (keep, absorb) in pairs {
                    let (keep, absorb) = (
                        ids[keep as usize % ids.len()],
                        ids[absorb as usize % ids.len()],
                    );
                    if merge(&mut desk, keep, absorb).is_ok() {
                        merged.push(absorb);
                    }
                }
                prop_assert!(desk.verify().unwrap().is_sound());
                while !merged.is_empty() {
                    let at = shuffle as usize % merged.len();
                    unmerge(&mut desk, merged.swap_remove(at)).unwrap();
                }
                prop_assert_eq!(what_is_so(&desk), before);
                prop_assert!(desk.verify().unwrap().is_sound());
                Ok(())
            },
        )
        .unwrap();
}
