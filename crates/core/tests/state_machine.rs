//! The life of a ticket: what may follow what, by whose hand, here and when desks meet.
#![allow(clippy::print_stdout, reason = "the figures are what the run is for")]

mod support;

use std::collections::BTreeMap;

use fachuang_core::account::role::Role;
use fachuang_core::desk::{Actor, Tx};
use fachuang_core::error::Result;
use fachuang_core::procedure::{self, Wish};
use fachuang_core::ticket::act::{self, Note};
use fachuang_core::ticket::machine::{Author, CITIZEN, Idle};
use fachuang_core::ticket::rate::{self, Answer};
use fachuang_core::ticket::{Act, Progress, Rating, RatingState, State, Ticket, permit};
use fachuang_core::ticket::{hand_over, paper, supervise};
use fachuang_core::visit::NewTicket;
use support::{Dice, TestDesk, TicketAdder, centre, comparable, entries, open, station};
use uuid::Uuid;

fn standing(state: State, rating: Option<u8>) -> Progress {
    Progress {
        state,
        window: "legal_aid".into(),
        left: Vec::new(),
        stage: String::new(),
        done: Vec::new(),
        first_contact: "first".into(),
        assignee: String::new(),
        outcome: String::new(),
        outcome_text: String::new(),
        registered_ms: 0,
        assigned_ms: None,
        accepted_ms: None,
        ended_ms: None,
        hands: vec!["held".into()],
        rating_state: match rating {
            None => RatingState::NotAsked,
            Some(_) => RatingState::Rated,
        },
        rating: rating.map(|level| Rating {
            attitude: level,
            efficiency: level,
            skill: level,
            overall: level,
            ..Rating::default()
        }),
        rating_finished: None,
        supervisions: Vec::new(),
    }
}

fn mark(verdict: std::result::Result<(), Idle>) -> &'static str {
    match verdict {
        Ok(()) => "yes",
        Err(Idle::NotNow) => "now",
        Err(Idle::NoRight) => ".",
        Err(Idle::CentreOnly) => "ctr",
        Err(Idle::CitizenOnly) => "cit",
        Err(Idle::AlreadyRated) => "had",
        Err(Idle::Rated) => "own",
        Err(Idle::ByStep) => "stp",
        Err(Idle::Twice) => "two",
        Err(Idle::ProposeOnly) => "pro",
        Err(Idle::NamedAlready) => "nam",
        Err(Idle::NotYours) => "oth",
        Err(Idle::FourEyes) => "4ey",
        Err(Idle::StepUnknown) => "unk",
        Err(Idle::StepStage(_)) => "stg",
        Err(Idle::StepBefore(_)) => "bef",
        Err(Idle::StepExcluded(_)) => "exc",
        Err(Idle::StepOnce) => "one",
        Err(Idle::StepValues) => "val",
        Err(Idle::StepLeft) => "lft",
    }
}

fn row(title: &str, progress: Option<&Progress>, act: Act, id: &str, tier: &str) -> String {
    let roles = Role::ALL.into_iter().map(Role::code).chain([CITIZEN]);
    let cells = roles.map(|role| {
        let author = Author { id, role, tier };
        let verdict = permit(progress, act, author, &|window| window == "legal_aid");
        format!("{:<10}", mark(verdict))
    });
    format!("{title:<16}{}", cells.collect::<String>())
        .trim_end()
        .to_owned()
}

#[test]
fn the_whole_table_of_state_act_and_role_is_as_agreed() {
    let mut lines = vec![
        "yes: may; now: not in this state; .: no right; ctr: the centre only; cit: the citizen only;".to_owned(),
        "had: rated already; own: not who is rated; two: registered already; pro: may only propose;".to_owned(),
        "oth: somebody else has it in hand; 4ey: not who began it".to_owned(),
        String::new(),
        format!("{:<16}{}", "", "clerk     handler   reviewer  director  archivist auditor   admin     citizen"),
    ];
    for act in Act::ALL {
        lines.push(format!("{act:?}"));
        lines.push(row("  (nothing)", None, act, "me", "centre"));
        for state in State::ALL {
            let progress = standing(state, None);
            lines.push(row(
                &format!("  {}", state.code()),
                Some(&progress),
                act,
                "me",
                "centre",
            ));
        }
        let mut mine = standing(State::InProgress, None);
        mine.assignee = "me".into();
        lines.push(row("  in my hand", Some(&mine), act, "me", "centre"));
        let mut begun = standing(State::InProgress, None);
        begun.first_contact = "me".into();
        lines.push(row("  begun by me", Some(&begun), act, "me", "centre"));
        let mut ended = standing(State::Closed, None);
        ended.first_contact = "me".into();
        lines.push(row("  and closed", Some(&ended), act, "me", "centre"));
        lines.push(row("  at station", Some(&begun), act, "me", "station"));
        if act.concerns_rating() {
            let bad = standing(State::Closed, Some(1));
            lines.push(row("  rated bad", Some(&bad), act, "me", "centre"));
            lines.push(row("  by the rated", Some(&bad), act, "held", "centre"));
            let good = standing(State::Closed, Some(5));
            lines.push(row("  rated good", Some(&good), act, "me", "centre"));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// Hands over the desk of who holds a ticket, with all that goes along.
fn hand_desk_over(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let view = tx.view();
    let progress = fachuang_core::ticket::get(&view, id)?.progress()?.clone();
    let holder = match progress.assignee.as_str() {
        "" => progress.first_contact,
        assignee => assignee.to_owned(),
    };
    let from = Uuid::parse_str(&holder).unwrap();
    let lawyers = fachuang_core::staff::list(&view)?;
    let mut takers = lawyers.iter().filter(|one| one.role == "handler");
    let to = takers.find(|one| one.id != from).unwrap().id;
    let mut parts = vec![(id, to)];
    for held in hand_over::list_held(&view, from)? {
        let ticket = fachuang_core::ticket::get(&view, held)?;
        let goes = act::may(&view, tx.actor(), &ticket, Act::HandOver).is_ok();
        if held != id && goes && act::sees(tx.actor(), &ticket) {
            parts.push((held, to));
        }
    }
    hand_over::hand_over(tx, from, &parts, "调离")
}

/// Issues a paper with a number.
fn numbered(tx: &mut Tx<'_>, id: Uuid) -> Result<String> {
    let number = paper::take_number(tx)?;
    let count = paper::prints(&fachuang_core::ticket::get(&tx.view(), id)?, "notify") + 1;
    let made = paper::Made {
        count,
        number: number.clone(),
        ..paper::Made::default()
    };
    paper::record(tx, id, "notify", "针式", &made)?;
    Ok(number)
}

/// Does an act in the plainest way.
fn perform(
    tx: &mut Tx<'_>,
    act: Act,
    id: Uuid,
    version: u32,
    lawyer: Uuid,
    other: Uuid,
) -> Result<()> {
    match act {
        Act::Register | Act::Link => act::link(tx, id, other, "related"),
        Act::Assign => act::assign(tx, id, version, lawyer, ""),
        Act::Accept => act::accept(tx, id, version),
        Act::Decline => act::decline(tx, id, version, "手上太满"),
        Act::Transfer => {
            let window = act::may(
                &tx.view(),
                tx.actor(),
                &fachuang_core::ticket::get(&tx.view(), id)?,
                act,
            )
            .and_then(|()| {
                Ok(fachuang_core::ticket::get(&tx.view(), id)?
                    .progress()?
                    .window
                    .clone())
            });
            let to = if window.is_ok_and(|window| window == "consult") {
                "mediation"
            } else {
                "consult"
            };
            act::transfer(tx, id, version, to, "走错窗口")
        }
        Act::Close => act::close(tx, id, version, "withdrawn", ""),
        Act::Refuse => act::refuse(tx, id, version, "other", ""),
        Act::Withdraw => act::withdraw(tx, id, version, "不办了"),
        Act::Void => act::void(tx, id, version, "重复登记"),
        Act::Reopen => act::reopen(tx, id, version, "材料补齐"),
        Act::Note => {
            let note = Note {
                kind: "work".into(),
                text: "已联系".into(),
                ..Note::default()
            };
            act::note(tx, id, &note)
        }
        Act::Split => {
            let new = NewTicket {
                window: "mediation".into(),
                matter: "邻里".into(),
                ..NewTicket::default()
            };
            act::split(tx, id, version, &new, "另有一事").map(drop)
        }
        Act::Paper => paper::record(tx, id, "receipt", "针式", &paper::Made::default()).map(drop),
        Act::CopyPaper => {
            let number = numbered(tx, id)?;
            paper::copied(tx, id, &number, &paper::Copied::default())
        }
        Act::VoidPaper => {
            let number = numbered(tx, id)?;
            paper::void(tx, id, &number, "写错了")
        }
        Act::Deliver => {
            let delivery = paper::Delivery {
                papers: vec![numbered(tx, id)?],
                way: "mail".into(),
                evidence: "EMS".into(),
                ..paper::Delivery::default()
            };
            paper::deliver(tx, id, &delivery).map(drop)
        }
        Act::AskRating => rate::ask_rating(tx, id),
        Act::Rate => rate::rate(tx, id, &answer(1)),
        Act::DeclineRating if tx.actor().role == CITIZEN => rate::decline_rating(tx, id),
        Act::DeclineRating => rate::end_asking(tx, id, true, "不愿意"),
        Act::NoAnswer => rate::end_asking(tx, id, false, "三次未接"),
        Act::FinishRating => rate::finish_rating(tx, id, "已回电道歉"),
        Act::Supervise => supervise::sweep(tx, 0, 1).map(drop),
        Act::SuperviseReply => supervise::reply(tx, id, &supervised(tx, id)?, "今天办完"),
        Act::SuperviseClose => supervise::close(tx, id, &supervised(tx, id)?, "已办完"),
        Act::HandOver => hand_desk_over(tx, id),
        Act::Step => {
            let wish = Wish {
                step: STEP.into(),
                values: BTreeMap::from([("means".to_owned(), "手写板".to_owned())]),
                ..Wish::default()
            };
            procedure::take_step(tx, id, version, &wish)
        }
    }
}

/// Key of the supervision that is open.
fn supervised(tx: &Tx<'_>, id: Uuid) -> Result<String> {
    let ticket = fachuang_core::ticket::get(&tx.view(), id)?;
    let open = ticket
        .progress()?
        .supervisions
        .iter()
        .find(|one| one.closed_ms.is_none());
    Ok(open.map(|one| one.key.clone()).unwrap_or_default())
}

/// Whether somebody may do an act now; a step is the one [`perform`] takes.
fn verdict(
    desk: &TestDesk,
    actor: &Actor,
    ticket: &Ticket,
    act: Act,
) -> std::result::Result<(), &'static str> {
    act::may(&desk.view(), actor, ticket, act).map_err(|fault| fault.code())?;
    let offers = procedure::offers(&desk.view(), actor, ticket);
    let step = offers.iter().find(|offer| offer.step.code == STEP);
    match step.and_then(|offer| offer.idle) {
        Some(idle) if act == Act::Step => Err(idle.code()),
        _ => Ok(()),
    }
}

/// A step of every window.
const STEP: &str = "barrier_free";

fn answer(level: u32) -> Answer {
    Answer {
        attitude: level,
        efficiency: level,
        skill: level,
        overall: level,
        ..Answer::default()
    }
}

#[test]
fn an_illegal_act_is_refused_with_its_code_and_leaves_everything_as_it_was() {
    let mut desk = open(&centre());
    let mut ids: Vec<Uuid> = ["consult", "legal_aid", "mediation"]
        .into_iter()
        .map(|window| TicketAdder::at(window).applicant("张三").add(&mut desk))
        .collect();
    let everybody = desk.everybody();
    let mut dice = Dice::new("acts");
    let (mut legal, mut illegal) = (BTreeMap::new(), BTreeMap::new());
    for round in 0..450 {
        desk.pass_minutes(1);
        // Fresh tickets, so that the early part of a life is met as often as the late one.
        if round % 20 == 0 {
            ids.remove(0);
            ids.push(TicketAdder::at("consult").applicant("李四").add(&mut desk));
        }
        let id = ids[dice.below(3) as usize];
        let other = ids[dice.below(3) as usize];
        // Ended for good is dull: void now and then only.
        let act = match *dice.pick(&Act::ALL) {
            Act::Register => continue,
            Act::Void if dice.below(6) > 0 => continue,
            act => act,
        };

        let lawyer = if dice.below(2) == 0 {
            desk.handler.id
        } else {
            desk.second.id
        };
        let ticket = desk.ticket(id);
        // Every other time by somebody who may, if there is anybody.
        let able: Vec<Actor> = everybody
            .iter()
            .filter(|actor| verdict(&desk, actor, &ticket, act).is_ok())
            .cloned()
            .collect();
        let actor = if able.is_empty() || dice.below(2) == 0 {
            dice.pick(&everybody).clone()
        } else {
            dice.pick(&able).clone()
        };
        let expected = verdict(&desk, &actor, &ticket, act);
        let before = (desk.dump().unwrap(), entries(&desk).len());
        let done = desk.write(&actor, |tx| {
            perform(tx, act, id, ticket.version, lawyer, other)
        });
        match (expected, done) {
            (Ok(()), Ok(())) => *legal.entry(act).or_insert(0) += 1,
            (Ok(()), Err(fault)) => {
                // Allowed by state and role, refused for what was said or because the case may not be read.
                let known = [
                    "ticket.link_self",
                    "ticket.same_window",
                    "right.missing",
                    "ticket.refusal_unknown",
                ];
                assert!(
                    known.contains(&fault.code()),
                    "{act:?} {} {fault}",
                    actor.role
                );
                assert_eq!((desk.dump().unwrap(), entries(&desk).len()), before);
            }
            (Err(code), Err(fault)) => {
                let blind = actor.role == "admin" && fault.code() == "right.missing";
                assert!(
                    fault.code() == code || blind,
                    "{act:?} by {}: {} for {code}",
                    actor.role,
                    fault.code()
                );
                assert_eq!((desk.dump().unwrap(), entries(&desk).len()), before);
                *illegal.entry(act).or_insert(0) += 1;
            }
            (Err(code), Ok(())) => {
                panic!("{act:?} by {} went through in spite of {code}", actor.role)
            }
        }
        let steps = desk.ticket(id).life.steps;
        assert!(
            steps.iter().all(|step| step.idle.is_none()),
            "what was allowed takes effect"
        );
    }
    println!("legal {legal:?}\nillegal {illegal:?}");
    assert!(legal.len() >= 16, "nearly every act happened");
    assert!(
        illegal.len() >= 16,
        "nearly every act was refused to somebody"
    );
    assert!(desk.verify().unwrap().is_sound());
}

#[test]
fn an_act_that_saw_an_older_version_is_told_who_came_before() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    let (clerk, handler) = (desk.clerk.clone(), desk.handler.clone());
    let seen = desk.version(id);
    desk.write(&handler, |tx| act::accept(tx, id, seen))
        .unwrap();
    let fault = desk
        .write(&clerk, |tx| act::withdraw(tx, id, seen, "不办了"))
        .unwrap_err();
    assert_eq!(fault.code(), "record.changed_meanwhile");
    assert!(fault.to_string().contains("周律师"), "{fault}");
}

#[test]
fn a_restricted_ticket_is_open_to_those_who_held_it_and_to_reviewers() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult")
        .applicant("张三")
        .restricted()
        .add(&mut desk);
    let note = Note {
        kind: "work".into(),
        text: "已联系".into(),
        ..Note::default()
    };
    let second = desk.second.clone();
    let fault = desk
        .write(&second, |tx| act::note(tx, id, &note))
        .unwrap_err();
    assert_eq!(fault.code(), "ticket.restricted");
    let (reviewer, lawyer) = (desk.reviewer.clone(), second.id);
    let version = desk.version(id);
    desk.write(&reviewer, |tx| act::assign(tx, id, version, lawyer, ""))
        .unwrap();
    desk.write(&second, |tx| act::note(tx, id, &note)).unwrap();
}

fn meet(a: &mut TestDesk, b: &mut TestDesk) {
    let (from_a, from_b) = (entries(a), entries(b));
    a.merge(&from_b).unwrap();
    b.merge(&from_a).unwrap();
    assert_eq!(comparable(a), comparable(b));
}

/// A ticket that both a centre and a station have.
fn shared_ticket() -> (TestDesk, TestDesk, Uuid) {
    let (mut a, mut b) = (open(&centre()), open(&station(3)));
    let id = TicketAdder::at("consult").applicant("张三").add(&mut a);
    meet(&mut a, &mut b);
    // The same people sit at both desks, since only who has a ticket in hand works it.
    b.clerk = a.clerk.clone();
    b.clock.set_ms(support::MORNING_MS - 400 * support::DAY_MS);
    (a, b, id)
}

type Deed = fn(&mut TestDesk, Uuid) -> Result<()>;

fn by(desk: &mut TestDesk, actor: Actor, id: Uuid, act: Act) -> Result<()> {
    let version = desk.version(id);
    let lawyer = desk.handler.id;
    desk.write(&actor, |tx| perform(tx, act, id, version, lawyer, id))
}

const WITHDRAW: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Withdraw)
};
const TRANSFER: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Transfer)
};
const ASSIGN: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Assign)
};
const ACCEPT: Deed = |desk, id| {
    let actor = desk.handler.clone();
    by(desk, actor, id, Act::Accept)
};
const CLOSE: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Close)
};
const VOID: Deed = |desk, id| {
    let actor = desk.director.clone();
    by(desk, actor, id, Act::Void)
};
const NOTE: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Note)
};
const PAPER: Deed = |desk, id| {
    let actor = desk.clerk.clone();
    by(desk, actor, id, Act::Paper)
};

#[test]
fn acts_done_apart_clash_when_they_do_not_go_together() {
    let cases: [(&str, Deed, Deed, bool); 14] = [
        ("withdraw, withdraw", WITHDRAW, WITHDRAW, false),
        ("close, close", CLOSE, CLOSE, false),
        ("void, void", VOID, VOID, false),
        ("note, note", NOTE, NOTE, false),
        ("note, close", NOTE, CLOSE, false),
        ("paper, transfer", PAPER, TRANSFER, false),
        ("close, transfer", CLOSE, TRANSFER, true),
        ("transfer, close", TRANSFER, CLOSE, true),
        ("close, withdraw", CLOSE, WITHDRAW, true),
        ("void, accept", VOID, ACCEPT, true),
        ("accept, transfer", ACCEPT, TRANSFER, true),
        ("accept, accept by another", ACCEPT, ACCEPT, true),
        ("assign, assign to another", ASSIGN, ASSIGN, true),
        ("assign, void", ASSIGN, VOID, true),
    ];
    for (title, here, there, clash) in cases {
        let (mut a, mut b, id) = shared_ticket();
        here(&mut a, id).unwrap();
        there(&mut b, id).unwrap();
        meet(&mut a, &mut b);
        let ticket = b.ticket(id);
        assert_eq!(!ticket.life.clashes.is_empty(), clash, "{title}");
        assert!(a.verify().unwrap().is_sound());
    }
}

#[test]
fn a_clash_ends_with_an_act_that_saw_both_sides() {
    let (mut a, mut b, id) = shared_ticket();
    CLOSE(&mut a, id).unwrap();
    TRANSFER(&mut b, id).unwrap();
    meet(&mut a, &mut b);
    assert_eq!(a.ticket(id).life.clashes.len(), 1);
    let director = b.director.clone();
    by(&mut b, director, id, Act::Reopen).unwrap();
    assert_eq!(b.ticket(id).life.clashes, []);
    assert_eq!(
        a.ticket(id).life.clashes.len(),
        1,
        "the other desk does not know yet"
    );
    meet(&mut a, &mut b);
    assert_eq!(a.ticket(id).life.clashes, []);
    assert!(a.ticket(id).progress().unwrap().state.is_open());
}

#[test]
fn an_impossible_act_is_kept_and_shown_without_effect() {
    let (mut a, mut b, id) = shared_ticket();
    VOID(&mut a, id).unwrap();
    CLOSE(&mut b, id).unwrap();
    meet(&mut a, &mut b);
    let ticket = a.ticket(id);
    assert_eq!(ticket.progress().unwrap().state, State::Void);
    let close = ticket
        .life
        .steps
        .iter()
        .find(|step| step.act == Act::Close)
        .unwrap();
    assert_eq!(close.idle, Some(Idle::NotNow));
    assert_eq!(ticket.life.clashes.len(), 1);
}

#[test]
fn of_two_ratings_given_apart_the_first_in_the_agreed_order_counts() {
    let (mut a, mut b, id) = shared_ticket();
    CLOSE(&mut a, id).unwrap();
    meet(&mut a, &mut b);
    a.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer(5)))
        .unwrap();
    b.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer(1)))
        .unwrap();
    meet(&mut a, &mut b);
    let ticket = b.ticket(id);
    assert_eq!(
        ticket.progress().unwrap().rating.as_ref().unwrap().overall,
        5
    );
    let rated: Vec<Option<Idle>> = ticket
        .life
        .steps
        .iter()
        .filter(|step| step.act == Act::Rate)
        .map(|step| step.idle)
        .collect();
    assert_eq!(rated, [None, Some(Idle::AlreadyRated)]);
}

#[test]
fn a_bad_rating_is_looked_into_once_and_never_by_those_who_are_rated() {
    let mut desk = open(&centre());
    let id = TicketAdder::at("consult").applicant("张三").add(&mut desk);
    ACCEPT(&mut desk, id).unwrap();
    CLOSE(&mut desk, id).unwrap();
    desk.write(&Actor::citizen(), |tx| rate::rate(tx, id, &answer(2)))
        .unwrap();
    let finish = |desk: &mut TestDesk, actor: &Actor| {
        desk.write(actor, |tx| rate::finish_rating(tx, id, "已回电道歉"))
            .map_err(|fault| fault.code())
    };
    let (clerk, handler, director) = (
        desk.clerk.clone(),
        desk.handler.clone(),
        desk.director.clone(),
    );
    assert_eq!(
        finish(&mut desk, &clerk),
        Err("rating.own"),
        "who registered is rated too"
    );
    assert_eq!(finish(&mut desk, &handler), Err("rating.own"));
    assert_eq!(finish(&mut desk, &Actor::citizen()), Err("right.missing"));
    finish(&mut desk, &director).unwrap();
    assert_eq!(finish(&mut desk, &director), Err("ticket.not_now"));
    assert!(desk.verify().unwrap().is_sound());
}
