//! The procedure of a ticket on the wire and in words.

use std::collections::BTreeMap;

use chrono::Datelike;
use fachuang_core::desk::{Actor, View};
use fachuang_core::identifier::IdKind;
use fachuang_core::institution;
use fachuang_core::journal::{Record, Value};
use fachuang_core::procedure::{
    self, DoneStep, Effect, Kind, Offer, PROCEDURES, Required, StageState, Step, StepField, Wish,
    ask,
};
use fachuang_core::ticket::{self, Ticket};
use fachuang_core::time;
use fachuang_core::window::{Field, FieldKind};

use super::catalogue::{self, choice};
use super::intake::id;
use super::person::version as parse_version;
use super::ticket::saved;
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::Saved;
use crate::wire::catalogue::Choice;
use crate::wire::procedure::{
    DoneStep as DoneView, FileLine, ProcedureField, ProcedureStage, ProcedureStep, ProcedureView,
    TakeStep,
};

pub fn take_step(front: &mut Front, wish: TakeStep) -> Answer<Saved> {
    let (ticket, seen) = (
        id(&wish.ticket_id, "ticket_id")?,
        parse_version(&wish.version)?,
    );
    let day = match wish.day.as_str() {
        "" => None,
        text => Some(time::day_from_text(text).ok_or_else(|| Refusal::at("day.shape", "day"))?),
    };
    let values: BTreeMap<String, String> = wish
        .values
        .into_iter()
        .map(|change| (change.field, change.value))
        .collect();
    let step = Wish {
        step: wish.step,
        day,
        values,
    };
    front.write(|tx| procedure::take_step(tx, ticket, seen, &step))?;
    saved(front, ticket)
}

/// Returns the procedure of a ticket: the bar, every step with the reason why it is not offered, and what was done.
pub fn procedure(view: &View<'_>, actor: &Actor, ticket: &Ticket) -> Answer<ProcedureView> {
    let progress = ticket.progress()?;
    let stages = procedure::bar(progress)
        .into_iter()
        .map(|(stage, state)| ProcedureStage {
            code: stage.code.to_owned(),
            name: stage.name.to_owned(),
            state: match state {
                StageState::Done => "done",
                StageState::Now => "now",
                StageState::Next => "next",
            }
            .to_owned(),
        })
        .collect();
    let next = super::ticket::next_in_procedure(view, actor, ticket);
    let own = procedure::find(&progress.window).map_or(&[][..], |known| known.steps);
    let steps = procedure::offers(view, actor, ticket)
        .into_iter()
        .map(|offer| {
            let is_next = next.is_some_and(|next| next.code == offer.step.code);
            let stands = |done: &&DoneStep| {
                !done.undone && done.window == progress.window && done.code == offer.step.code
            };
            step_view(
                own,
                &offer,
                is_next,
                progress.done.iter().filter(stands).count() as u32,
            )
        })
        .collect();
    let mut done = Vec::new();
    for one in &progress.done {
        let record = ticket
            .life
            .steps
            .iter()
            .find(|step| step.event.entry == one.entry)
            .map(|step| &step.event.record);
        let (name, text) = match record {
            Some(record) => in_words(view, &one.window, record, one.at_ms)?,
            None => (one.code.clone(), String::new()),
        };
        done.push(DoneView {
            entry: one.entry.to_string(),
            code: one.code.clone(),
            name,
            window: one.window.clone(),
            day: one.day.to_string(),
            at: time::to_text(one.at_ms),
            actor: staff_name(view, &one.author)?,
            text,
            undone: one.undone,
        });
    }
    Ok(ProcedureView {
        stages,
        steps,
        done,
        file: procedure::find(&progress.window)
            .and_then(|known| known.file)
            .map(|lines| lines(ticket))
            .unwrap_or_default()
            .into_iter()
            .map(|line| FileLine {
                name: line.name.to_owned(),
                must: line.must,
                held: line.held,
                how: line.how.to_owned(),
            })
            .collect(),
    })
}

fn step_view(own: &[Step], offer: &Offer, is_next: bool, times: u32) -> ProcedureStep {
    let step = offer.step;
    let (reason_code, reason, hint) = match offer.idle {
        None => Default::default(),
        Some(idle) => {
            let (text, hint) = message::sentence(idle.code(), idle.detail());
            (idle.code().to_owned(), text, hint)
        }
    };
    ProcedureStep {
        code: step.code.to_owned(),
        name: step.name.to_owned(),
        own: own.iter().any(|known| known.code == step.code),
        whose: step.whose.to_owned(),
        offered: offer.idle.is_none(),
        next: is_next,
        locked: message::message(&reason_code).kind == message::Kind::Right
            && !reason_code.is_empty(),
        reason_code,
        reason,
        hint,
        times,
        fields: match offer.idle {
            None => {
                let fields = step.fields.iter();
                fields.map(|field| field_view(step, field)).collect()
            }
            Some(_) => Vec::new(),
        },
        basis: step.basis.to_owned(),
        unverified: !step.verified,
    }
}

fn field_view(step: &Step, field: &StepField) -> ProcedureField {
    let listed = |options: &[(&str, &str)]| -> Vec<Choice> {
        let options = options.iter();
        options.map(|(code, name)| choice(code, name)).collect()
    };
    let of = |kind: &str| (kind.to_owned(), Vec::new(), 0, 0);
    let (kind, choices, min, max) = match field.kind {
        Kind::Plain(kind) => {
            let known = catalogue::field(&Field {
                code: field.code,
                label: field.label,
                kind,
                hint: field.hint,
            });
            (known.kind, known.choices, 0, 0)
        }
        Kind::Options(options) => ("choice".to_owned(), listed(options), 0, 0),
        Kind::Several(options) => ("several".to_owned(), listed(options), 0, 0),
        Kind::Number(min, max) => ("number".to_owned(), Vec::new(), min, max),
        Kind::Moment => of("moment"),
        Kind::Staff if step.effect == Effect::Assign(field.code) => of("assignee"),
        Kind::Staff | Kind::StaffAbout => of("staff"),
        Kind::Institution => of("institution"),
        Kind::Ticket => of("ticket"),
        Kind::IdKind => {
            let kinds = IdKind::all();
            let choices = kinds.map(|kind| choice(kind.code(), kind.name())).collect();
            ("choice".to_owned(), choices, 0, 0)
        }
    };
    let (required, other_field, other_value) = match field.required {
        Required::No => ("no", "", ""),
        Required::Always => ("always", "", ""),
        Required::When(field, value) => ("when", field, value),
        Required::Without(field) => ("without", field, ""),
    };
    ProcedureField {
        code: field.code.to_owned(),
        label: field.label.to_owned(),
        hint: field.hint.to_owned(),
        kind,
        choices,
        min,
        max,
        required: required.to_owned(),
        other_field: other_field.to_owned(),
        other_value: other_value.to_owned(),
    }
}

/// Finds a step of a window; one of another window when the ticket was there before.
fn find_step(window: &str, code: &str) -> Option<&'static Step> {
    let own = procedure::find(window);
    own.into_iter()
        .chain(PROCEDURES)
        .find_map(|known| known.step(code))
}

/// Returns what an entry of a step says: its name, and every answer, after its day if it was written later. The code
/// stands for a step nobody knows.
pub fn in_words(
    view: &View<'_>,
    window: &str,
    record: &Record,
    at_ms: i64,
) -> Answer<(String, String)> {
    let data = |key: &str| record.data.get(key).map_or("", Value::as_text);
    let code = data("step");
    let Some(step) = find_step(window, code) else {
        return Ok((code.to_owned(), data("day").to_owned()));
    };
    let mut lines = Vec::new();
    if data("day") != time::day_of(at_ms).to_string() {
        lines.push(format!("{}的事", civil_day(data("day"))));
    }
    for field in step.fields {
        let stored = data(&format!("field.{}", field.code));
        if !stored.is_empty() {
            lines.push(format!("{}：{}", field.label, shown(view, field, stored)?));
        }
    }
    for (key, fact) in &record.data {
        if let Some(code) = key.strip_prefix("noted.") {
            lines.extend(noted(step, code, &fact.display()));
        }
    }
    Ok((step.name.to_owned(), lines.join("；")))
}

/// Returns a stored day as people read it.
pub fn civil_day(text: &str) -> String {
    match time::day_from_text(text) {
        Some(day) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        None => text.to_owned(),
    }
}

/// Returns an answer as people read it, ids as names and numbers.
fn shown(view: &View<'_>, field: &StepField, stored: &str) -> Answer<String> {
    Ok(match field.kind {
        Kind::Staff | Kind::StaffAbout => staff_name(view, stored)?,
        Kind::Institution => {
            institution::find_named(view, stored)?.map_or_else(|| stored.to_owned(), |one| one.name)
        }
        Kind::Ticket => match stored.parse() {
            Ok(id) => ticket::get(view, id)?.text("number").to_owned(),
            Err(_) => stored.to_owned(),
        },
        Kind::IdKind => IdKind::from_code(stored)
            .map_or(stored, |kind| kind.name())
            .to_owned(),
        Kind::Plain(FieldKind::Day) => civil_day(stored),
        _ => field.show(stored),
    })
}

/// Returns a fact that was worked out with a step in words; nothing for one that an answer says already.
fn noted(step: &Step, code: &str, fact: &str) -> Option<String> {
    let money = || ask("", "", Kind::Plain(FieldKind::Money)).show(fact);
    let labels = || {
        let named = |code: &str| step.fields.iter().find(|field| field.code == code);
        let labels = fact.split(' ').filter_map(named).map(|field| field.label);
        labels.collect::<Vec<_>>().join("、")
    };
    match code {
        "institution" | "case_number" => None,
        "per_head" => Some(format!("人均月收入：{}", money())),
        "line" => Some(format!("经济困难标准：每人每月{}", money())),
        "days_left" => Some(format!("距届满：{fact}日")),
        "last_day" => Some(format!("最后一日：{}", civil_day(fact))),
        "unstated" => Some(format!("没有写明：{}", labels())),
        _ => Some(fact.to_owned()),
    }
}
