//! The procedures as tables, to be read beside the law they cite.

use fachuang_core::account::role::Role;
use fachuang_core::procedure::{
    Effect, End, From, Length, PROCEDURES, Procedure, Required, Step, When, permit,
};
use fachuang_core::ticket::machine::Author;
use fachuang_core::ticket::{Progress, State};

use crate::stage::{done_at, in_progress};

/// A ticket in somebody's hand at a stage, with whatever a step waits for done by others.
fn standing(procedure: &Procedure, stage: &str, step: &Step) -> Progress {
    let state = match step.when {
        When::Ended => State::Closed,
        When::Open | When::Both => State::InProgress,
    };
    let done = |code: &&str| done_at(procedure.window, code);
    Progress {
        state,
        done: step.after.iter().chain(step.after_any).map(done).collect(),
        hands: vec!["first".to_owned(), "holder".to_owned()],
        ..in_progress(procedure.window, stage)
    }
}

/// Who may take a step once everything it waits for is there: `h` the holder, `f` who received the visitor, `o` others;
/// in brackets what only the centre allows.
fn hands(procedure: &Procedure, stage: &str, step: &Step, role: Role) -> String {
    let progress = standing(procedure, stage, step);
    let may = |id: &str, tier: &str| {
        permit(
            &progress,
            step,
            Author {
                id,
                role: role.code(),
                tier,
            },
        )
        .is_ok()
    };
    let who = |tier: &str| -> String {
        [("holder", 'h'), ("first", 'f'), ("other", 'o')]
            .into_iter()
            .filter(|(id, _)| may(id, tier))
            .map(|(_, mark)| mark)
            .collect()
    };
    match (who("centre"), who("station")) {
        (all, same) if all == same => all,
        (all, none) if none.is_empty() => format!("({all})"),
        (all, some) => format!("{some}({all})"),
    }
}

fn words(step: &Step) -> String {
    let mut lines = Vec::new();
    let mut say = |what: &str, codes: &[&str]| {
        if !codes.is_empty() {
            lines.push(format!("{what} {}", codes.join(" ")));
        }
    };
    say("after", step.after);
    say("after one of", step.after_any);
    say("not after", step.not_after);
    say("undoes", step.undoes);
    say("never by who did", step.hand.not_by);
    say("meets", step.meets);
    say("pauses", step.pauses);
    say("resumes", step.resumes);
    say("drops", step.drops);
    say("prints", step.papers);
    for start in step.starts {
        let from = match start.from {
            From::Day => String::new(),
            From::Moment => " from the moment".to_owned(),
            From::Field(field) => format!(" from {field}"),
            From::FieldOrMoment(field) => format!(" from {field} or the moment"),
            From::Ticket(field) => format!(" from the ticket's {field}"),
        };
        let length = match start.length {
            Length::Rule => String::new(),
            Length::Field(field, _) => format!(" lasting {field}"),
            Length::FieldIn(days, unit) => format!(" lasting {days} in {unit}"),
        };
        let only = start
            .only
            .map(|(field, value)| format!(" if {field} is {}", value.join(" or ")));
        let unless = match start.unless {
            [] => String::new(),
            steps => format!(" unless {}", steps.join(" or ")),
        };
        let outlives = if start.outlives { " past the end" } else { "" };
        let rule = start.rule;
        lines.push(format!(
            "starts {rule}{from}{length}{}{unless}{outlives}",
            only.unwrap_or_default()
        ));
    }
    match step.effect {
        Effect::None => {}
        Effect::Assign(field) => lines.push(format!("assigns to {field}")),
        Effect::PassFirstContact(field) => lines.push(format!("passes first contact to {field}")),
        Effect::NameVisitor => lines.push("names the visitor".to_owned()),
        Effect::Reopen(field, value) => {
            lines.push(format!("taken up again if {field} is {value}"));
        }
        Effect::Accept => lines.push("in progress".to_owned()),
        Effect::End(state, End::Code(code)) => lines.push(format!("{} as {code}", state.code())),
        Effect::End(state, End::Field(field)) => lines.push(format!("{} by {field}", state.code())),
    }
    if step.once {
        lines.push("once".to_owned());
    }
    lines.join("; ")
}

fn asks(step: &Step) -> String {
    let fields = step.fields.iter().map(|field| match field.required {
        Required::No => field.code.to_owned(),
        Required::Always => format!("{}!", field.code),
        Required::When(other, value) => format!("{}! if {other} is {value}", field.code),
        Required::Without(other) => format!("{}! without {other}", field.code),
    });
    fields.collect::<Vec<_>>().join(", ")
}

fn table(procedure: &Procedure) -> String {
    let roles = [
        Role::Clerk,
        Role::Handler,
        Role::Reviewer,
        Role::Director,
        Role::Archivist,
        Role::Auditor,
        Role::Admin,
    ];
    let mut lines = vec![
        "h holder, f who received the visitor first, o others; in brackets at the centre only; ! must be answered".to_owned(),
        format!("stages: {}", procedure.stages.iter().map(|stage| {
            let side = if stage.bar { "" } else { " (side way)" };
            format!("{} {}{side}", stage.code, stage.name)
        }).collect::<Vec<_>>().join(", ")),
    ];
    for rule in procedure.close {
        let outcomes = if rule.outcomes.is_empty() {
            "any outcome".to_owned()
        } else {
            rule.outcomes.join(", ")
        };
        let check = if rule.check.is_some() {
            ", and a check"
        } else {
            ""
        };
        lines.push(format!(
            "close as {outcomes}: one of [{}]{check}",
            rule.any_of.join(", ")
        ));
    }
    for step in procedure.steps() {
        let mark = if step.verified { "" } else { " 待核实" };
        lines.push(format!("\n{} {}{mark}", step.code, step.name));
        if !step.basis.is_empty() {
            lines.push(format!("  {}", step.basis));
        }
        let to = step
            .to
            .map_or(String::new(), |stage| format!(" -> {stage}"));
        let from = if step.from.is_empty() {
            "any".to_owned()
        } else {
            step.from.join(" ")
        };
        let when = match step.when {
            When::Open => "",
            When::Ended => " (ended)",
            When::Both => " (open or ended)",
        };
        lines.push(format!("  at {from}{to}{when}"));
        let stage = step
            .from
            .first()
            .copied()
            .unwrap_or(procedure.first_stage());
        let may: Vec<String> = roles
            .into_iter()
            .map(|role| (role, hands(procedure, stage, step, role)))
            .filter(|(_, hands)| !hands.is_empty())
            .map(|(role, hands)| format!("{} {hands}", role.code()))
            .collect();
        lines.push(format!("  by {}", may.join(", ")));
        for text in [asks(step), words(step)]
            .iter()
            .filter(|text| !text.is_empty())
        {
            lines.push(format!("  {text}"));
        }
    }
    lines.join("\n")
}

#[test]
fn the_procedure_of_each_window_is_as_agreed() {
    for procedure in PROCEDURES {
        insta::assert_snapshot!(procedure.window, table(procedure));
    }
}

#[test]
fn every_step_is_left_to_somebody() {
    for procedure in PROCEDURES {
        for step in procedure.steps() {
            let stage = step
                .from
                .first()
                .copied()
                .unwrap_or(procedure.first_stage());
            let somebody = Role::ALL
                .into_iter()
                .any(|role| !hands(procedure, stage, step, role).is_empty());
            assert!(somebody, "{} {}", procedure.window, step.code);
        }
    }
}

#[test]
fn no_station_decides() {
    use fachuang_core::account::role::Right;
    for procedure in PROCEDURES {
        for step in procedure
            .steps()
            .filter(|step| step.hand.right == Right::DecideApplication)
        {
            assert!(step.hand.centre_only, "{} {}", procedure.window, step.code);
        }
    }
}
