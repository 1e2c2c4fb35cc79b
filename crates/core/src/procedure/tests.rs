use std::collections::BTreeSet;

use super::*;
use crate::deadline::Rules;
use crate::dictionary;
use crate::window::{FieldKind, WINDOWS};

fn all_steps() -> impl Iterator<Item = (&'static Procedure, &'static Step)> {
    PROCEDURES
        .iter()
        .flat_map(|procedure| procedure.steps().map(move |step| (*procedure, step)))
}

#[test]
fn every_window_has_its_procedure() {
    let windows: Vec<&str> = WINDOWS.iter().map(|window| window.code).collect();
    let procedures: Vec<&str> = PROCEDURES.iter().map(|known| known.window).collect();
    assert_eq!(procedures, windows);
}

#[test]
fn codes_are_unique_within_a_procedure() {
    for procedure in PROCEDURES {
        let own: BTreeSet<&str> = procedure.steps.iter().map(|step| step.code).collect();
        assert_eq!(own.len(), procedure.steps.len(), "{}", procedure.window);
        let stages: BTreeSet<&str> = procedure.stages.iter().map(|stage| stage.code).collect();
        assert_eq!(stages.len(), procedure.stages.len(), "{}", procedure.window);
        assert!(procedure.stages.first().is_some_and(|stage| stage.bar));
    }
    for (procedure, step) in all_steps() {
        let fields: BTreeSet<&str> = step.fields.iter().map(|field| field.code).collect();
        assert_eq!(
            fields.len(),
            step.fields.len(),
            "{} {}",
            procedure.window,
            step.code
        );
    }
}

#[test]
fn the_way_of_a_procedure_goes_along_its_own_steps() {
    for procedure in PROCEDURES {
        assert!(!procedure.way.is_empty(), "{}", procedure.window);
        for way in procedure.way {
            let named = way.after_any.iter().chain(way.unless).chain([&way.step]);
            for code in named {
                let place = format!("{} {}: {code}", procedure.window, way.step);
                assert!(procedure.step(code).is_some(), "{place}");
            }
            if let Some((field, values)) = way.only {
                let window = crate::window::find(procedure.window).unwrap();
                let code = field.strip_prefix("field.").unwrap();
                let field = window.fields.iter().find(|known| known.code == code);
                for value in values {
                    assert_eq!(field.unwrap().check(value).as_deref(), Ok(*value));
                }
            }
        }
    }
}

#[test]
fn whatever_a_step_names_exists() {
    let rules = Rules::bundled();
    for (procedure, step) in all_steps() {
        let place = format!("{} {}", procedure.window, step.code);
        for stage in step.from.iter().chain(&step.to).chain(step.keeps) {
            assert!(procedure.stage(stage).is_some(), "{place}: stage {stage}");
        }
        let steps = [step.after, step.after_any, step.not_after, step.undoes];
        for code in steps.into_iter().flatten() {
            assert!(procedure.step(code).is_some(), "{place}: step {code}");
        }
        for code in step.hand.not_by.iter().filter(|code| **code != "register") {
            assert!(procedure.step(code).is_some(), "{place}: step {code}");
        }
        let started = step.starts.iter().map(|start| start.rule);
        let moved = [step.meets, step.pauses, step.resumes, step.drops];
        for rule in moved.into_iter().flatten().copied().chain(started) {
            assert!(rules.knows(rule), "{place}: rule {rule}");
        }
        let has = |code: &str| step.fields.iter().any(|field| field.code == code);
        for start in step.starts {
            if let From::Field(code) | From::FieldOrMoment(code) = start.from {
                assert!(has(code), "{place}: field {code}");
            }
            if let Length::Field(code, _) | Length::FieldIn(code, _) = start.length {
                assert!(has(code), "{place}: field {code}");
            }
            if let Length::FieldIn(_, unit) = start.length {
                assert!(has(unit), "{place}: field {unit}");
            }
            for code in start.unless {
                assert!(procedure.step(code).is_some(), "{place}: step {code}");
            }
            assert!(start.subject.is_empty() || has(start.subject), "{place}");
            if let Some((code, _)) = start.only {
                assert!(has(code), "{place}: field {code}");
            }
        }
        for sets in step.sets.iter().filter(|sets| !sets.from.is_empty()) {
            assert!(has(sets.from), "{place}: field {}", sets.from);
        }
        match step.effect {
            Effect::Assign(code) | Effect::Reopen(code, _) => {
                assert!(has(code), "{place}: field {code}");
            }
            Effect::End(_, End::Field(code)) => assert!(has(code), "{place}: field {code}"),
            _ => {}
        }
    }
}

#[test]
fn whatever_a_field_refers_to_exists() {
    for (procedure, step) in all_steps() {
        for field in step.fields {
            let place = format!("{} {} {}", procedure.window, step.code, field.code);
            if let Kind::Plain(FieldKind::Choice(table)) = field.kind {
                assert!(dictionary::bundled(table).is_some(), "{place}: {table}");
            }
            if let Required::When(other, _) | Required::Without(other) = field.required {
                let known = step.fields.iter().any(|field| field.code == other);
                assert!(known, "{place}: {other}");
            }
        }
    }
}

#[test]
fn an_ending_step_and_a_closing_rule_name_outcomes_of_their_window() {
    for procedure in PROCEDURES {
        let window = crate::window::find(procedure.window).unwrap();
        for step in procedure.steps() {
            if let Effect::End(state, End::Code(code)) = step.effect {
                let known = match state {
                    crate::ticket::State::Refused => window.refusal(code).is_some(),
                    _ => window.outcome(code).is_some(),
                };
                assert!(known, "{} {}: {code}", procedure.window, step.code);
            }
        }
        for rule in procedure.close {
            for code in rule.outcomes {
                assert!(
                    window.outcome(code).is_some(),
                    "{}: {code}",
                    procedure.window
                );
            }
            for code in rule.any_of {
                assert!(
                    procedure.step(code).is_some(),
                    "{}: {code}",
                    procedure.window
                );
            }
        }
    }
}

#[test]
fn an_answer_is_brought_to_its_stored_form_or_refused() {
    let options = ask("kind", "种类", Kind::Several(&[("a", "甲"), ("b", "乙")]));
    assert_eq!(options.read(" b  a "), Ok("b a".to_owned()));
    assert_eq!(options.read("c"), Err("choice.unknown"));
    assert_eq!(options.show("b a"), "乙、甲");
    let number = ask("days", "日数", Kind::Number(1, 30));
    assert_eq!(number.read("07"), Ok("7".to_owned()));
    assert_eq!(number.read("31"), Err("field.number"));
    let moment = ask("at", "时刻", Kind::Moment);
    assert_eq!(
        moment.read("2026-03-01T23:59"),
        Ok("2026-03-01T23:59".to_owned())
    );
    assert_eq!(moment.read("2026-03-01 23:59"), Err("field.moment"));
    let staff = ask("lawyer", "律师", Kind::Staff);
    assert_eq!(staff.read("张三"), Err("choice.unknown"));
}
