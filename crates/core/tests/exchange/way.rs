//! The way of one file: out, in, confirmed, taken back.

use fachuang_core::calendar::{self, Layer};
use fachuang_core::exchange::board;
use fachuang_core::exchange::export::Since;
use fachuang_core::exchange::package::State;
use fachuang_core::exchange::preview::{Verdict, preview};
use fachuang_core::exchange::ticket_state::{self, TicketState};
use fachuang_core::exchange::withdraw::withdraw;
use fachuang_core::parameter::{self, Change};
use fachuang_core::site::Tier;
use fachuang_core::staff;
use fachuang_core::template_pack;
use fachuang_core::ticket::act;

use crate::pair::{Stick, carry, file, introduce, paired, state, take, write_since};
use crate::support::{Place, TestDesk, TicketAdder, difference, open};

#[test]
fn a_ticket_of_a_station_is_at_the_centre_and_its_confirmation_comes_back() {
    let (mut centre, mut station) = paired();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let standing =
        |station: &TestDesk| ticket_state::of(&station.view(), station.tail(), id).unwrap();
    assert_eq!(standing(&station), Some(TicketState::NotExported));
    let bytes = file(&mut station, 1);
    assert_eq!(standing(&station), Some(TicketState::Exported));
    let clerk = centre.clerk.clone();
    let seen = preview(&mut centre, &clerk, &bytes).unwrap();
    assert_eq!(seen.verdict, Verdict::Next);
    assert_eq!(seen.new_tickets.len(), 1);
    assert_eq!(seen.new_tickets[0].visitor, "张三");
    assert_eq!(seen.counts.refused, 0);
    let done = take(&mut centre, &bytes);
    assert_eq!(done.package.state, State::Applied);
    assert_eq!(done.package.counts.fresh, seen.counts.fresh);
    assert_eq!(centre.ticket(id).text("matter"), "欠薪");
    assert_eq!(standing(&station), Some(TicketState::Exported));
    carry(&mut centre, &mut station);
    assert_eq!(standing(&station), Some(TicketState::Confirmed));
    assert!(centre.verify().unwrap().is_sound());
    let report = station.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let (mut centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    let bytes = file(&mut station, 1);
    take(&mut centre, &bytes);
    let before = state(&centre);
    let again = take(&mut centre, &bytes);
    assert!(again.seen_before);
    assert_eq!(state(&centre), before);
    // Another file with the same entries.
    let other = file(&mut station, 1);
    let done = take(&mut centre, &other);
    assert_eq!(
        done.package.counts.known + done.package.counts.fresh,
        done.package.counts.entries
    );
    assert_eq!(done.package.counts.fresh, 0, "{:?}", done.package.counts);
    assert_eq!(state(&centre), before);
}

#[test]
fn a_file_that_was_taken_back_leaves_what_was_and_comes_again() {
    let (mut centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut centre);
    carry(&mut station, &mut centre);
    let before = centre.dump().unwrap();
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .opponent("李四")
        .add(&mut station);
    let bytes = file(&mut station, 1);
    let done = take(&mut centre, &bytes);
    let with = state(&centre);
    assert!(
        !centre.ticket(id).findings().is_empty(),
        "李四 was served here"
    );
    // Work that came later.
    let clerk = centre.clerk.clone();
    let own = TicketAdder::at("notary").applicant("王五").add(&mut centre);
    let lawyer = centre.handler.id;
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap();
    centre
        .write(&clerk, |tx| withdraw(tx, done.package.id, "文件不该导入"))
        .unwrap();
    assert_eq!(
        act_error(&centre, id),
        "ticket.not_found",
        "the ticket is not there any more"
    );
    assert_eq!(centre.ticket(own).text("matter"), "欠薪", "own work stays");
    let report = centre.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
    let clerk = centre.clerk.clone();
    let seen = preview(&mut centre, &clerk, &bytes).unwrap();
    assert_eq!(seen.verdict, Verdict::Next);
    assert_eq!(seen.counts.returned, done.package.counts.fresh);
    let again = take(&mut centre, &bytes);
    assert_eq!(again.package.counts.returned, done.package.counts.fresh);
    let ticket = centre.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, lawyer.to_string());
    assert!(with.len() <= state(&centre).len());
    assert!(before.len() < centre.dump().unwrap().len());
    assert!(centre.verify().unwrap().is_sound());
}

fn act_error(desk: &TestDesk, id: uuid::Uuid) -> &'static str {
    fachuang_core::ticket::list::row(&desk.view(), id)
        .unwrap_err()
        .code()
}

#[test]
fn undo_at_once_gives_the_state_of_before() {
    let (mut centre, mut station) = paired();
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut centre);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut station);
    carry(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    let before = state(&centre);
    let id = TicketAdder::at("mediation")
        .applicant("王五")
        .opponent("李四")
        .add(&mut station);
    let done = carry(&mut station, &mut centre);
    let with = state(&centre);
    let clerk = centre.clerk.clone();
    centre
        .write(&clerk, |tx| withdraw(tx, done.package.id, "核对后再导"))
        .unwrap();
    let after = state(&centre);
    assert!(after == before, "{}", difference(&before, &after));
    // Another file of the sender brings it again, as the place on the link went back.
    let again = carry(&mut station, &mut centre);
    let now = state(&centre);
    assert!(now == with, "{}", difference(&with, &now));
    centre
        .write(&clerk, |tx| withdraw(tx, again.package.id, "再撤一次"))
        .unwrap();
    let after = state(&centre);
    assert!(after == before, "{}", difference(&before, &after));
    // The sender hears that it is not confirmed any more.
    let standing =
        |station: &TestDesk| ticket_state::of(&station.view(), station.tail(), id).unwrap();
    carry(&mut centre, &mut station);
    assert_eq!(standing(&station), Some(TicketState::Exported));
    carry(&mut station, &mut centre);
    carry(&mut centre, &mut station);
    assert_eq!(standing(&station), Some(TicketState::Confirmed));
}

#[test]
fn a_missing_file_is_named_and_what_waited_follows_by_itself() {
    let (mut centre, mut station) = paired();
    let stick = Stick::new();
    let mut files = Vec::new();
    for name in ["张三", "李四", "王五", "单巧云"] {
        TicketAdder::at("consult").applicant(name).add(&mut station);
        let written = write_since(&mut station, 1, Since::LastFile, &stick);
        files.push(std::fs::read(&written[0].path).unwrap());
    }
    take(&mut centre, &files[0]);
    let clerk = centre.clerk.clone();
    let seen = preview(&mut centre, &clerk, &files[3]).unwrap();
    assert_eq!((seen.verdict, seen.missing), (Verdict::Gap, Some((2, 3))));
    assert_eq!(take(&mut centre, &files[3]).package.state, State::Held);
    assert_eq!(take(&mut centre, &files[2]).package.state, State::Held);
    assert_eq!(crate::pair::tickets(&centre), 1);
    let done = take(&mut centre, &files[1]);
    assert_eq!(done.package.state, State::Applied);
    assert_eq!(done.followed.len(), 2);
    assert_eq!(crate::pair::tickets(&centre), 4);
    let report = centre.verify().unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn a_ticket_of_a_room_reaches_the_centre_through_its_station_and_the_answer_goes_back() {
    let (mut centre, mut station) = paired();
    let mut room = open(&Place {
        tier: Tier::Room,
        area: "石桥村",
        segment: "SQ",
        ..crate::support::station(9)
    });
    introduce(&mut station, &mut room);
    let id = TicketAdder::at("consult").applicant("张三").add(&mut room);
    carry(&mut room, &mut station);
    let done = carry(&mut station, &mut centre);
    assert_eq!(done.package.counts.refused, 0);
    let (clerk, lawyer) = (centre.clerk.clone(), centre.handler.id);
    let version = centre.version(id);
    centre
        .write(&clerk, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap();
    carry(&mut centre, &mut station);
    carry(&mut station, &mut room);
    let ticket = room.ticket(id);
    assert_eq!(ticket.progress().unwrap().assignee, lawyer.to_string());
    for desk in [&mut centre, &mut station, &mut room] {
        assert!(desk.verify().unwrap().is_sound());
    }
}

#[test]
fn a_station_has_the_rules_of_the_centre_and_says_when_they_differ() {
    let (mut centre, mut station) = paired();
    carry(&mut station, &mut centre);
    let admin = centre.admin.clone();
    let change = Change {
        code: "hardship.base".into(),
        value: "650".into(),
        from: "2026-01-01".into(),
        area: String::new(),
        source: "县民政局通知".into(),
    };
    centre
        .write(&admin, |tx| parameter::set(tx, &change))
        .unwrap();
    let own = station.admin.clone();
    let fault = station.write(&own, |tx| parameter::set(tx, &change));
    assert_eq!(fault.unwrap_err().code(), "exchange.centre_decides");
    let fault = station.write(&own, |tx| calendar::withdraw(tx, Layer::National, 2026));
    assert_eq!(fault.unwrap_err().code(), "exchange.centre_decides");
    let fault = station.write(&own, |tx| template_pack::withdraw(tx, "2026-1", "换新"));
    assert_eq!(fault.unwrap_err().code(), "exchange.centre_decides");
    let same = |desk: &TestDesk| board::rows(&desk.view(), desk.tail()).unwrap()[0].same_rules;
    assert!(!same(&centre), "the station has not heard of it");
    carry(&mut centre, &mut station);
    carry(&mut station, &mut centre);
    assert!(same(&centre));
    assert!(same(&station));
    // An account of the centre is known at the station by name, and is none of its own.
    let clerk = centre.clerk.id;
    assert_eq!(staff::get(&station.view(), clerk).unwrap().name, "林窗口");
    let own = staff::list(&station.view()).unwrap();
    assert!(own.iter().all(|one| one.id != clerk));
    assert!(
        staff::find_by_login(&station.view(), "clerk1")
            .unwrap()
            .is_none()
    );
    assert!(
        staff::find_by_login(&station.view(), "clerk3")
            .unwrap()
            .is_some()
    );
}
