//! The hall: what one desk does is at the others after a round or two, whatever the share does meanwhile.

use fachuang_core::exchange::export;
use fachuang_core::exchange::hall::{Hall, PlaceFault, keeper, mailbox};
use fachuang_core::exchange::package::{self, State};
use fachuang_core::exchange::peer;
use fachuang_core::ticket::act;
use uuid::Uuid;

use crate::kill::Fragile;
use crate::pair::{carry, introduce, state, tickets};
use crate::place::{Place, go_round, hall};
use crate::support::{TestDesk, TicketAdder, difference, entries, open, station};

const SECONDS: i64 = 5;

/// A hall at work: everybody does a round in turn.
struct Team {
    desks: Vec<TestDesk>,
    halls: Vec<Hall>,
    place: Place,
}

impl Team {
    fn of(count: u32) -> Self {
        let mut team = Self {
            desks: hall(count),
            halls: (0..count).map(|_| Hall::default()).collect(),
            place: Place::default(),
        };
        team.settle();
        team
    }

    fn round(&mut self, at: usize) {
        let desk = &mut self.desks[at];
        desk.clock.set_ms(desk.now_ms() + SECONDS * 1_000);
        go_round(&mut self.halls[at], desk, &self.place);
    }

    fn rounds(&mut self) {
        for at in 0..self.desks.len() {
            self.round(at);
        }
    }

    /// Rounds until everybody has everything and has said so.
    fn settle(&mut self) {
        for _ in 0..40 {
            self.rounds();
            if self.is_quiet() {
                return;
            }
        }
        panic!("the hall never comes to rest");
    }

    fn is_quiet(&self) -> bool {
        let newest = entries(&self.desks[0]).len();
        let same = self.desks.iter().all(|desk| entries(desk).len() == newest);
        let mut pairs = self
            .desks
            .iter()
            .flat_map(|from| self.desks.iter().map(move |to| (from, to)));
        same && pairs.all(|(from, to)| to_send(from, to.tail().device) == (0, 0))
    }

    fn same(&self) {
        for other in &self.desks[1..] {
            let (a, b) = (state(&self.desks[0]), state(other));
            assert!(a == b, "{}", difference(&a, &b));
        }
    }
}

/// Entries for a desk that it has not confirmed, and those in no letter yet.
fn to_send(from: &TestDesk, to: u32) -> (u64, u64) {
    let Some(known) = peer::find(from.view().connection, to).unwrap() else {
        return (0, 0);
    };
    let standing = export::standing(&from.view(), from.tail(), &known).unwrap();
    (standing.unconfirmed, standing.not_written)
}

#[test]
fn a_ticket_is_at_every_other_desk_after_one_round_of_each() {
    let mut team = Team::of(3);
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.round(0);
    team.round(1);
    team.round(2);
    for desk in &team.desks {
        assert_eq!(desk.ticket(id).text("matter"), "欠薪");
    }
    team.same();
}

#[test]
fn a_second_ticket_does_not_wait_until_the_first_is_confirmed() {
    let mut team = Team::of(2);
    for _ in 0..4 {
        TicketAdder::at("consult")
            .applicant("张三")
            .add(&mut team.desks[0]);
        team.rounds();
        assert_eq!(tickets(&team.desks[0]), tickets(&team.desks[1]));
    }
}

#[test]
fn a_quiet_hall_puts_nothing_and_writes_nothing() {
    let mut team = Team::of(3);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.settle();
    for _ in 0..20 {
        team.rounds();
    }
    let before: Vec<_> = (1..=3).map(|device| team.place.letters(device)).collect();
    let files = |team: &Team| -> Vec<usize> {
        let all = team.desks.iter();
        all.map(|desk| {
            package::list(desk.view().connection, None, 500)
                .unwrap()
                .len()
        })
        .collect()
    };
    let noted = files(&team);
    for _ in 0..50 {
        team.rounds();
    }
    let after: Vec<_> = (1..=3).map(|device| team.place.letters(device)).collect();
    assert_eq!(before, after);
    assert_eq!(files(&team), noted);
}

#[test]
fn letters_do_not_drown_the_access_log() {
    let mut team = Team::of(2);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.settle();
    for desk in &team.desks {
        let lines: i64 = desk
            .connection()
            .query_row(
                "SELECT count(*) FROM access WHERE action LIKE 'package_%'",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(lines, 0);
        let noted = package::list(desk.view().connection, None, 50).unwrap();
        assert!(!noted.is_empty(), "what came stands with the packages");
    }
}

#[test]
fn two_clerks_who_take_the_same_ticket_both_see_the_clash() {
    let mut team = Team::of(2);
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.settle();
    assign_to_own_handler(&mut team.desks[0], id);
    assign_to_own_handler(&mut team.desks[1], id);
    team.round(0);
    team.round(1);
    team.round(0);
    for desk in &team.desks {
        let ticket = desk.ticket(id);
        assert!(!ticket.life.clashes.is_empty(), "nobody is passed over");
        let assigned = ticket
            .life
            .steps
            .iter()
            .filter(|step| step.event.kind == "ticket.assign");
        assert_eq!(assigned.count(), 2, "both stand in the record");
    }
    team.same();
    let listed: i64 = team.desks[1]
        .connection()
        .query_row(
            "SELECT count(*) FROM ticket WHERE disputed = 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(listed, 1, "it is a task for somebody");
}

#[test]
fn who_comes_a_round_later_sees_that_the_ticket_is_taken() {
    let mut team = Team::of(2);
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.settle();
    let seen = team.desks[1].version(id);
    assign_to_own_handler(&mut team.desks[0], id);
    team.round(0);
    team.round(1);
    let late = &mut team.desks[1];
    let (clerk, handler) = (late.clerk.clone(), late.handler.id);
    let refused = late
        .write(&clerk, |tx| act::assign(tx, id, seen, handler, ""))
        .unwrap_err();
    assert_eq!(refused.code(), "record.changed_meanwhile");
    assert!(late.ticket(id).life.clashes.is_empty());
}

fn assign_to_own_handler(desk: &mut TestDesk, id: Uuid) {
    let (clerk, handler, version) = (desk.clerk.clone(), desk.handler.id, desk.version(id));
    desk.write(&clerk, |tx| act::assign(tx, id, version, handler, ""))
        .unwrap();
}

#[test]
fn a_place_that_is_gone_is_asked_ever_more_seldom_and_nothing_is_lost() {
    let mut team = Team::of(2);
    team.place.set_gone(true);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    let mut asked = 0;
    for _ in 0..60 {
        let rounds = team.halls[0].round_ms();
        let first = team.halls[0]
            .step(&mut team.desks[0], "test", None)
            .unwrap();
        if first.is_some() {
            asked += 1;
            let over =
                team.halls[0].step(&mut team.desks[0], "test", Some(Err(PlaceFault::Missing)));
            assert_eq!(over.unwrap(), None);
        }
        assert_eq!(team.halls[0].round_ms(), rounds, "no round was whole");
    }
    assert_eq!(team.halls[0].fault(), Some(PlaceFault::Missing));
    assert!((5..=12).contains(&asked), "{asked}");
    team.place.set_gone(false);
    for _ in 0..12 {
        team.rounds();
    }
    assert_eq!(team.halls[0].fault(), None);
    team.same();
}

#[test]
fn a_place_that_is_wiped_or_full_gets_the_letters_again() {
    let mut team = Team::of(2);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.round(0);
    team.place.wipe();
    team.settle();
    team.same();
    team.place.set_full(true);
    TicketAdder::at("consult")
        .applicant("李四")
        .add(&mut team.desks[1]);
    team.rounds();
    assert_eq!(team.halls[1].fault(), Some(PlaceFault::Full));
    team.place.set_full(false);
    for _ in 0..4 {
        team.rounds();
    }
    team.same();
    assert_eq!(tickets(&team.desks[0]), 2);
}

#[test]
fn half_a_letter_is_not_taken_in_and_the_whole_one_is() {
    let mut team = Team::of(2);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.round(0);
    let before = state(&team.desks[1]);
    team.place.cut_next(600);
    team.round(1);
    let mail = mailbox::of(team.desks[1].view().connection, 1).unwrap();
    assert!(mail.fault.starts_with("package."), "{}", mail.fault);
    assert_eq!(state(&team.desks[1]), before);
    for _ in 0..4 {
        team.rounds();
    }
    let mail = mailbox::of(team.desks[1].view().connection, 1).unwrap();
    assert_eq!(mail.fault, "");
    team.same();
}

#[test]
fn a_letter_in_the_box_of_another_desk_is_not_taken() {
    let mut team = Team::of(3);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[0]);
    team.round(0);
    let (name, bytes) = team
        .place
        .letters(1)
        .into_iter()
        .find(|(name, _)| name.to() == Some(3))
        .unwrap();
    team.place.wipe();
    use fachuang_core::exchange::hall::Carrier as _;
    team.place.as_seen_by(2).put(&name, &bytes).unwrap();
    team.round(2);
    let mail = mailbox::of(team.desks[2].view().connection, 2).unwrap();
    assert_eq!(mail.fault, "hall.letter_moved");
    assert_eq!(tickets(&team.desks[2]), 0);
    team.settle();
    team.same();
}

#[test]
fn a_desk_that_sleeps_finds_everything_when_it_wakes() {
    let mut team = Team::of(3);
    let mut letters = 0;
    for hour in 0..12 {
        TicketAdder::at("consult")
            .applicant("张三")
            .add(&mut team.desks[hour % 2]);
        for _ in 0..20 {
            team.desks[0].pass_minutes(3);
            team.desks[1].pass_minutes(3);
            team.round(0);
            team.round(1);
        }
        letters = letters.max(team.place.letters(1).len());
    }
    assert!(letters <= 2, "one letter for each other desk: {letters}");
    assert_eq!(tickets(&team.desks[2]), 0);
    team.settle();
    assert_eq!(tickets(&team.desks[2]), 12);
    team.same();
}

#[test]
fn entries_of_a_desk_that_is_heard_are_not_sent_on_and_those_of_one_that_died_are() {
    let mut team = Team::of(3);
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[2]);
    team.round(2);
    team.round(0);
    let known = entries(&team.desks[1]).len();
    assert_eq!(tickets(&team.desks[0]), 1);
    assert_eq!(to_send(&team.desks[0], 2), (0, 0), "nothing is sent on");
    // The third desk dies before the second has read its letter, and is given up everywhere.
    team.place.wipe();
    for at in [0, 1] {
        let desk = &mut team.desks[at];
        let admin = desk.admin.clone();
        desk.write(&admin, |tx| {
            fachuang_core::exchange::enrol::revoke(tx, 3, "主板烧坏", None)
        })
        .unwrap();
    }
    for _ in 0..30 {
        team.round(0);
        team.round(1);
    }
    assert!(entries(&team.desks[1]).len() > known);
    assert_eq!(tickets(&team.desks[1]), 1);
}

#[test]
fn what_a_station_brings_to_one_desk_is_at_all_and_answers_go_back() {
    let mut team = Team::of(3);
    let mut out = open(&station(7));
    introduce(&mut team.desks[0], &mut out);
    let id = TicketAdder::at("consult").applicant("张三").add(&mut out);
    carry(&mut out, &mut team.desks[0]);
    team.settle();
    team.same();
    assign_to_own_handler(&mut team.desks[2], id);
    team.settle();
    carry(&mut team.desks[0], &mut out);
    let told = out
        .ticket(id)
        .life
        .steps
        .iter()
        .any(|step| step.event.kind == "ticket.assign");
    assert!(
        told,
        "the station knows what another desk of the centre did"
    );
}

#[test]
fn a_copied_desk_is_noticed_and_heard_no_more() {
    let mut team = Team::of(2);
    let copy = team.desks[1].copy_as(&fachuang_core::desk::Device {
        id: 2,
        epoch: 0,
        mark: "2".to_owned(),
        name: "副本".to_owned(),
    });
    let (mut twin, _clock, _dir) = copy;
    let clerk = team.desks[1].clerk.clone();
    TicketAdder::at("consult")
        .applicant("李四")
        .register(&mut twin, &clerk)
        .unwrap();
    TicketAdder::at("consult")
        .applicant("张三")
        .add(&mut team.desks[1]);
    team.round(1);
    team.round(0);
    let mut other = Hall::default();
    let seat = team.place.as_seen_by(2);
    fachuang_core::exchange::hall::round(&mut other, &mut twin, "test", &seat).unwrap();
    for _ in 0..4 {
        team.round(0);
    }
    let known = peer::get(team.desks[0].view().connection, 2).unwrap();
    assert_eq!(known.state.code(), "frozen");
    assert_eq!(tickets(&team.desks[0]), 1);
}

#[test]
fn the_hall_has_no_right_but_to_exchange() {
    let mut team = Team::of(2);
    let desk = &mut team.desks[0];
    let ask = |tx: &mut fachuang_core::desk::Tx<'_>| {
        fachuang_core::exchange::enrol::revoke(tx, 2, "不该做到", None)
    };
    assert_eq!(
        desk.write(&keeper(), ask).unwrap_err().code(),
        "right.missing"
    );
    let refused = TicketAdder::at("consult")
        .applicant("张三")
        .register(desk, &keeper());
    assert_eq!(refused.unwrap_err().code(), "right.missing");
}

#[test]
fn the_power_may_go_anywhere_in_a_round() {
    const CUTS: u32 = 60;
    let mut fragile = Fragile::found("hall-round");
    let mut other = open(&crate::support::Place {
        device: 2,
        mark: "2",
        ..crate::support::centre()
    });
    fragile.introduce(&mut other);
    let place = Place::default();
    let mut sound = Hall::default();
    let mut dice = crate::fault_vfs::Dice::new(21);
    let (mut cut, mut held) = (0, 0);
    for at in 0..CUTS {
        TicketAdder::at("consult").applicant("张三").add(&mut other);
        let clerk = fragile.clerk.clone();
        TicketAdder::at("mediation")
            .applicant("李四")
            .opponent("王五")
            .register(fragile.desk(), &clerk)
            .unwrap();
        go_round(&mut sound, &mut other, &place);
        let seat = place.as_seen_by(1);
        fragile.vfs.cut_after(dice.below(160));
        let tried = fachuang_core::exchange::hall::round(
            &mut Hall::default(),
            fragile.desk(),
            "test",
            &seat,
        );
        cut += u32::from(tried.is_err());
        fragile.restart();
        for _ in 0..3 {
            let now = other.now_ms().max(fragile.clock_ms()) + 61_000;
            fragile.set_ms(now);
            other.clock.set_ms(now);
            let mut hall = Hall::default();
            fachuang_core::exchange::hall::round(&mut hall, fragile.desk(), "test", &seat).unwrap();
            go_round(&mut sound, &mut other, &place);
        }
        let all = package::list(fragile.desk().view().connection, None, 50).unwrap();
        held += all.iter().filter(|one| one.state == State::Held).count();
        let (a, b) = (fragile.state(), state(&other));
        assert!(a == b, "cut {at}: {}", difference(&a, &b));
    }
    assert!(cut > CUTS / 3, "{cut} cuts");
    assert_eq!(held, 0, "no gap is ever left");
    assert!(fragile.desk().verify().unwrap().is_sound());
    println!("rounds cut {cut} of {CUTS}");
}
