//! Random walks through every procedure: whoever may not take a step is refused with its code and changes nothing, and no
//! path skips a duty. The walk knows the tables alone, so that a new window walks too.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_core::account::role::Right;
use fachuang_core::desk::Actor;
use fachuang_core::dictionary;
use fachuang_core::procedure::{
    self, Effect, End, Kind, PROCEDURES, Procedure, Step, StepField, Wish,
};
use fachuang_core::ticket::machine::{Author, CITIZEN};
use fachuang_core::ticket::{Act, State, Ticket, act};
use fachuang_core::time;
use fachuang_core::window::{self, FieldKind};
use uuid::Uuid;

use crate::support::{Dice, TestDesk, TicketAdder, centre, comparable, entries, open, station};

/// Moves of one walk.
const MOVES: u32 = 180;

fn answer(field: &StepField, desk: &TestDesk, ticket: Uuid, dice: &mut Dice) -> String {
    let pick = |options: &[(&str, &str)], dice: &mut Dice| dice.pick(options).0.to_owned();
    match field.kind {
        Kind::Plain(FieldKind::Text | FieldKind::LongText) | Kind::Institution => {
            "已写明".to_owned()
        }
        Kind::Plain(FieldKind::Money) => (dice.below(900_000) + 100).to_string(),
        Kind::Plain(FieldKind::Day) => time::day_of(desk.now_ms()).to_string(),
        Kind::Plain(FieldKind::Bool) => (dice.below(4) > 0).to_string(),
        Kind::Plain(FieldKind::Choice(table)) => dice
            .pick(dictionary::bundled(table).unwrap().entries())
            .code
            .clone(),
        Kind::Options(options) | Kind::Several(options) => pick(options, dice),
        Kind::Number(from, to) => {
            (u64::from(from) + dice.below(u64::from(to - from) + 1)).to_string()
        }
        Kind::Moment => time::to_text(desk.now_ms())[..16].to_owned(),
        Kind::Staff | Kind::StaffAbout => {
            let staff = [desk.handler.id, desk.second.id, desk.clerk.id];
            dice.pick(&staff).to_string()
        }
        Kind::Ticket => ticket.to_string(),
        Kind::IdKind => "household_book".to_owned(),
    }
}

fn filled(step: &Step, desk: &TestDesk, ticket: Uuid, dice: &mut Dice) -> Wish {
    Wish {
        step: step.code.to_owned(),
        day: None,
        values: step
            .fields
            .iter()
            .map(|field| (field.code.to_owned(), answer(field, desk, ticket, dice)))
            .collect(),
    }
}

/// Nothing at a desk is other than before, where that was looked at.
fn unchanged(desk: &TestDesk, before: Option<Vec<String>>) -> bool {
    before.is_none_or(|before| desk.dump().unwrap() == before)
}

/// What a walk met.
#[derive(Debug, Default)]
struct Tally {
    taken: BTreeMap<&'static str, u32>,
    tried: BTreeMap<&'static str, u32>,
    refused: BTreeMap<String, u32>,
    answers: BTreeMap<String, u32>,
    closed: u32,
}

struct Walk {
    procedure: &'static Procedure,
    desks: [TestDesk; 2],
    dice: Dice,
    tally: Tally,
}

impl Walk {
    fn meet(&mut self) {
        let [a, b] = &mut self.desks;
        let (from_a, from_b) = (entries(a), entries(b));
        a.merge(&from_b).unwrap();
        b.merge(&from_a).unwrap();
    }

    /// Tries a step: by somebody who may, or any step by anybody.
    fn step(&mut self, at: usize, id: Uuid, able: bool) {
        let desk = &mut self.desks[at];
        let ticket = desk.ticket(id);
        let everybody = desk.everybody();
        let steps: Vec<&'static Step> = self.procedure.steps().collect();
        let mut step = *self.dice.pick(&steps);
        let mut actor = self.dice.pick(&everybody).clone();
        if able {
            let open: Vec<(Actor, &'static Step)> = everybody
                .iter()
                .flat_map(|actor| {
                    procedure::offers(&desk.view(), actor, &ticket)
                        .into_iter()
                        .filter(|offer| offer.idle.is_none())
                        .map(|offer| (actor.clone(), offer.step))
                })
                .collect();
            // What has been tried least goes first, so that the far ends of the table are met.
            let least = |step: &Step| self.tally.tried.get(step.code).copied().unwrap_or(0);
            if let Some((_, rarest)) = open.iter().min_by_key(|(_, step)| least(step)) {
                let rarest = rarest.code;
                let of_it: Vec<_> = open
                    .iter()
                    .filter(|(_, step)| step.code == rarest)
                    .collect();
                (actor, step) = (*self.dice.pick(&of_it)).clone();
            }
        }
        let id_text = actor.id.to_string();
        let tier = desk.site().tier.clone();
        let author = Author {
            id: &id_text,
            role: &actor.role,
            tier: &tier,
        };
        let expected =
            procedure::permit(ticket.progress().unwrap(), step, author).map_err(|idle| idle.code());
        let wish = filled(step, desk, id, &mut self.dice);
        // Comparing everything takes long, so the tries of one in thirty stand for all.
        let before = (self.dice.below(30) == 0).then(|| desk.dump().unwrap());
        let done = desk.write(&actor, |tx| {
            procedure::take_step(tx, id, ticket.version, &wish)
        });
        let place = format!(
            "{} {} by {} at {tier}",
            self.procedure.window, step.code, actor.role
        );
        *self.tally.tried.entry(step.code).or_insert(0) += u32::from(able);
        match (expected, done.map_err(|fault| fault.code())) {
            (Ok(()), Ok(())) => {
                *self.tally.taken.entry(step.code).or_insert(0) += 1;
                let ticket = desk.ticket(id);
                let last = ticket.life.steps.last().unwrap();
                assert_eq!(last.idle, None, "{place}: what was allowed takes effect");
            }
            (Ok(()), Err(code)) => {
                let of_the_actor = ["right.missing", "ticket.restricted"].contains(&code);
                assert!(
                    !code.starts_with("app.") && (!code.starts_with("right.") || of_the_actor),
                    "{place}: {code}"
                );
                *self
                    .tally
                    .answers
                    .entry(format!("{} {code}", step.code))
                    .or_insert(0) += 1;
                assert!(unchanged(desk, before), "{place}");
            }
            (Err(code), Err(given)) => {
                let blind = ["right.missing", "ticket.restricted"].contains(&given);
                assert!(given == code || blind, "{place}: {given} for {code}");
                *self.tally.refused.entry(code.to_owned()).or_insert(0) += 1;
                assert!(unchanged(desk, before), "{place}");
            }
            (Err(code), Ok(())) => panic!("{place} went through in spite of {code}"),
        }
    }

    /// Does a common act in the plainest way; who may not is refused, which other walks look at.
    fn act(&mut self, at: usize, id: Uuid) {
        let desk = &mut self.desks[at];
        let version = desk.version(id);
        let everybody = desk.everybody();
        let actor = self.dice.pick(&everybody).clone();
        let lawyer = if self.dice.below(2) == 0 {
            desk.handler.id
        } else {
            desk.second.id
        };
        let outcomes = window::find(self.procedure.window).unwrap().outcomes;
        let outcome = self.dice.pick(outcomes).code;
        let which = self.dice.below(6);
        let done = desk.write(&actor, |tx| match which {
            0 => act::assign(tx, id, version, lawyer, ""),
            1 => act::accept(tx, id, version),
            2 | 3 => act::close(tx, id, version, outcome, "已写明"),
            4 => act::reopen(tx, id, version, "又来办"),
            _ => act::withdraw(tx, id, version, "不办了"),
        });
        self.tally.closed += u32::from(done.is_ok() && matches!(which, 2 | 3));
    }
}

/// Looks at what took effect as a reader of the journal would, without asking the rules that allowed it.
fn skips_no_duty(procedure: &Procedure, ticket: &Ticket) {
    let mut done: Vec<(&'static Step, String)> = Vec::new();
    let mut undone: BTreeSet<usize> = BTreeSet::new();
    let mut began = BTreeSet::new();
    for step in ticket.life.steps.iter().filter(|step| step.idle.is_none()) {
        let author = Uuid::from_bytes(step.event.origin.account).to_string();
        let station = step.event.origin.tier != "centre";
        let data = |key: &str| {
            step.event
                .record
                .data
                .get(key)
                .map_or("", |value| value.as_text())
                .to_owned()
        };
        if step.act == Act::Register {
            began.insert(author.clone());
        }
        if step.act == Act::Rate {
            assert_eq!(step.event.origin.role, CITIZEN, "the rated do not rate");
        }
        if matches!(step.act, Act::Close | Act::Refuse) && decided_at_centre(procedure) {
            assert!(!station, "{}: decided at a station", procedure.window);
        }
        if step.act != Act::Step {
            if step.act == Act::Reopen {
                let ends = |(_, (step, _)): &(usize, &(&Step, String))| {
                    matches!(step.effect, Effect::End(..))
                };
                undone.extend(done.iter().enumerate().filter(ends).map(|(at, _)| at));
            }
            continue;
        }
        let Some(known) = procedure.step(&data("step")) else {
            continue;
        };
        let place = format!("{} {}", procedure.window, known.code);
        let stands = |code: &str| {
            done.iter()
                .enumerate()
                .any(|(at, (step, _))| step.code == code && !undone.contains(&at))
        };
        for before in known.after {
            assert!(stands(before), "{place} without {before}");
        }
        assert!(
            known.after_any.is_empty() || known.after_any.iter().any(|code| stands(code)),
            "{place}"
        );
        assert!(!known.not_after.iter().any(|code| stands(code)), "{place}");
        if known.hand.centre_only || known.hand.right == Right::DecideApplication {
            assert!(!station, "{place} at a station");
        }
        if known.hand.right == Right::DecideApplication {
            assert!(!began.contains(&author), "{place} by who registered");
        }
        for (earlier, by) in &done {
            let same_pair = known.hand.not_by.contains(&earlier.code);
            let stands_yet = stands(earlier.code);
            assert!(
                !(same_pair && stands_yet && *by == author),
                "{place} by who did {}",
                earlier.code
            );
        }
        for field in known
            .fields
            .iter()
            .filter(|field| field.required == procedure::Required::Always)
        {
            // Particulars of a person stand in the register.
            let private = known.effect == Effect::NameVisitor;
            assert!(
                private || !data(&format!("field.{}", field.code)).is_empty(),
                "{place}: {}",
                field.code
            );
        }
        if let Effect::End(State::Refused, End::Field(field)) = known.effect {
            assert!(
                !data(&format!("field.{field}")).is_empty(),
                "{place} without reason"
            );
        }
        for (at, (earlier, _)) in done.iter().enumerate() {
            if known.undoes.contains(&earlier.code) {
                undone.insert(at);
            }
        }
        done.push((known, author));
    }
}

/// The window leaves decisions to the centre.
fn decided_at_centre(procedure: &Procedure) -> bool {
    window::find(procedure.window)
        .is_some_and(|window| window.at_station != window::AtStation::Full)
}

#[test]
fn no_walk_through_a_procedure_skips_a_duty() {
    for procedure in PROCEDURES {
        let (a, mut b) = (open(&centre()), open(&station(3)));
        // The same people sit at both desks.
        for (own, other) in [
            (&mut b.clerk, &a.clerk),
            (&mut b.handler, &a.handler),
            (&mut b.second, &a.second),
            (&mut b.reviewer, &a.reviewer),
            (&mut b.director, &a.director),
        ] {
            *own = other.clone();
        }
        let mut walk = Walk {
            procedure,
            desks: [a, b],
            dice: Dice::new(&format!("walk {}", procedure.window)),
            tally: Tally::default(),
        };
        walk.meet();
        let mut ids = Vec::new();
        let mut at = 0;
        for round in 0..MOVES {
            if round % 60 == 0 {
                let adder = TicketAdder::at(procedure.window).applicant("张三");
                ids.push(adder.add(&mut walk.desks[at]));
            }
            if round % 20 == 0 {
                walk.meet();
                at = usize::from(round % 100 == 40);
            }
            for desk in &walk.desks {
                desk.pass_minutes(7);
            }
            // The newest ticket most of the time.
            let last = ids.len() - 1;
            let id = if walk.dice.below(4) > 0 {
                ids[last]
            } else {
                *walk.dice.pick(&ids)
            };
            if walk.dice.below(6) == 0 {
                walk.act(at, id);
            } else {
                walk.step(at, id, true);
                for _ in 0..3 {
                    walk.step(at, id, false);
                }
            }
        }
        walk.meet();
        let [a, b] = &mut walk.desks;
        assert_eq!(comparable(a), comparable(b));
        for id in &ids {
            skips_no_duty(procedure, &a.ticket(*id));
        }
        assert!(a.verify().unwrap().is_sound());
        let never: Vec<&str> = procedure
            .steps()
            .map(|step| step.code)
            .filter(|code| !walk.tally.taken.contains_key(code))
            .collect();
        let all = procedure.steps().count();
        println!(
            "{}: {} of {all} steps taken, never {never:?}\n{:?}",
            procedure.window,
            all - never.len(),
            walk.tally
        );
        assert!(
            never.len() * 3 < all,
            "{}: most of the table is met",
            procedure.window
        );
        assert!(
            walk.tally.refused.len() >= 4,
            "{}: {:?}",
            procedure.window,
            walk.tally.refused
        );
    }
}
