//! Taking a step: check, decide, append.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::field::Kind;
use super::run::{Given, permit_on};
use super::step::{Effect, Step};
use super::{Procedure, find};
use crate::desk::{Actor, Tx, View};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::person::Visitor;
use crate::ticket::machine::Author;
use crate::ticket::{Act, Ticket, act};
use crate::time::{self, Day};
use crate::{staff, visit, window};

/// A step somebody wants to take.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub step: String,
    /// Civil day it happened on; today when none is given.
    pub day: Option<Day>,
    /// Answers by field code.
    pub values: BTreeMap<String, String>,
}

/// Records a step of the procedure.
///
/// # Errors
/// `step.unknown`, the code of why it is not possible, `step.day_future`, `step.day_early`, `field.unknown`,
/// `field.missing`, whatever is wrong with an answer, at the field, `staff.not_found`, `staff.inactive`,
/// those of who may work a ticket, `ticket.not_found`, what the step's own check refuses, and those of every act.
pub fn take_step(tx: &mut Tx<'_>, id: Uuid, version: u32, wish: &Wish) -> Result<()> {
    let ticket = act::open(tx, id, Some(version), Act::Step)?;
    let progress = ticket.progress()?;
    let Some(step) = find(&progress.window).and_then(|procedure| procedure.step(&wish.step)) else {
        return Err(Error::at("step.unknown", "step").with(wish.step.clone()));
    };
    let actor = tx.actor();
    let own = actor.id.to_string();
    let view = tx.view();
    let author = Author {
        id: &own,
        role: &actor.role,
        tier: &view.site.tier,
    };
    permit_on(&ticket, progress, step, author).map_err(|idle| idle.refuse())?;
    let day = check_day(
        &ticket,
        step,
        wish.day.unwrap_or(view.today()),
        view.today(),
    )?;
    let values = check_values(tx, &ticket, step, &wish.values)?;
    let mut given = Given {
        view,
        actor,
        ticket: &ticket,
        progress,
        step,
        day,
        values: &values,
        noted: BTreeMap::new(),
    };
    if let Some(check) = step.check {
        check(&mut given)?;
    }
    let noted = given.noted;
    let mut data = BTreeMap::from([
        ("step".to_owned(), Value::text(step.code)),
        ("day".to_owned(), Value::text(&day.to_string())),
    ]);
    // Particulars of a person belong to the register, where they can be corrected and erased.
    let private = step.effect == Effect::NameVisitor;
    data.extend(
        values
            .iter()
            .filter(|_| !private)
            .map(|(code, value)| (format!("field.{code}"), Value::text(value))),
    );
    data.extend(
        noted
            .iter()
            .map(|(code, fact)| (format!("noted.{code}"), Value::text(fact))),
    );
    let mut set = fields_set(step, &values);
    if step.effect == Effect::NameVisitor {
        set.extend(name_visitor(tx, &ticket, &values)?);
    }
    act::append(tx, &ticket, Act::Step, &Record { set, data })
}

/// Returns the fields of the ticket that a step sets with these answers.
pub(super) fn fields_set(
    step: &Step,
    values: &BTreeMap<String, String>,
) -> BTreeMap<String, Value> {
    let set = step.sets.iter().filter_map(|sets| {
        let value = match (sets.from, values.get(sets.from).map(String::as_str)) {
            ("", _) | (_, Some("true")) => Value::Bool(true),
            (_, Some("false")) => Value::Bool(false),
            (_, Some(text)) => Value::text(text),
            (_, None) => return None,
        };
        Some((sets.ticket.to_owned(), value))
    });
    set.collect()
}

/// Returns the step that records the delivery of one of these papers, where somebody may take it now.
pub fn step_for_delivery(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    forms: &[&str],
) -> Option<&'static Step> {
    let progress = ticket.progress().ok()?;
    let id = actor.id.to_string();
    let author = Author {
        id: &id,
        role: &actor.role,
        tier: &view.site.tier,
    };
    find(&progress.window)?.steps().find(|step| {
        step.delivers.iter().any(|form| forms.contains(form))
            && permit_on(ticket, progress, step, author).is_ok()
    })
}

/// Enters the visitor who stayed unnamed; the answers stand in the register, not in the step.
fn name_visitor(
    tx: &mut Tx<'_>,
    ticket: &Ticket,
    values: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Value>> {
    let text = |code: &str| values.get(code).cloned().unwrap_or_default();
    let visitor = Visitor {
        name: text("name"),
        id_kind: text("id_kind"),
        id_number: text("id_number"),
        no_document_reason: text("no_document_reason"),
        phone: text("phone"),
        ..Visitor::default()
    };
    visit::name_visitor(tx, ticket, &visitor)
}

/// A step is written on its day or later, and happened neither before the matter came in nor before what it follows.
fn check_day(ticket: &Ticket, step: &Step, day: Day, today: Day) -> Result<Day> {
    if day > today {
        return Err(Error::at("step.day_future", "day").with(today.to_string()));
    }
    let progress = ticket.progress()?;
    let received = ticket
        .folded
        .value("received")
        .as_int()
        .map(time::day_of)
        .unwrap_or_else(|| time::day_of(progress.registered_ms));
    let follows = step.after.iter().filter_map(|code| progress.last(code));
    let earliest = follows.map(|done| done.day).max().unwrap_or(received);
    if day < earliest.max(received) {
        return Err(Error::at("step.day_early", "day").with(earliest.max(received).to_string()));
    }
    Ok(day)
}

fn check_values(
    tx: &Tx<'_>,
    ticket: &Ticket,
    step: &Step,
    typed: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>> {
    let path = |code: &str| format!("values.{code}");
    if let Some(unknown) = typed
        .keys()
        .find(|code| step.fields.iter().all(|field| field.code != **code))
    {
        return Err(Error::at("field.unknown", path(unknown)));
    }
    let mut values = BTreeMap::new();
    for field in step.fields {
        let given = typed.get(field.code).map_or("", String::as_str);
        let value = field
            .read(given)
            .map_err(|fault| Error::at(fault, path(field.code)).with(field.label))?;
        if value.is_empty() {
            continue;
        }
        let id =
            || Uuid::parse_str(&value).map_err(|_| Error::at("choice.unknown", path(field.code)));
        match field.kind {
            Kind::Staff if step.effect == Effect::Assign(field.code) => {
                act::require_worker(&tx.view(), ticket, id()?, &path(field.code))?;
            }
            Kind::Staff | Kind::StaffAbout => {
                let one = staff::get(&tx.view(), id()?)?;
                if !one.active {
                    return Err(Error::at("staff.inactive", path(field.code)).with(one.name));
                }
            }
            Kind::Ticket => {
                crate::ticket::get(&tx.view(), id()?)?;
            }
            _ => {}
        }
        values.insert(field.code.to_owned(), value);
    }
    let value_of = |code: &str| values.get(code).cloned().unwrap_or_default();
    for field in step.fields {
        if field.is_required(value_of) && !values.contains_key(field.code) {
            return Err(Error::at("field.missing", path(field.code)).with(field.label));
        }
    }
    Ok(values)
}

/// Says whether a ticket has been through what its window asks for before it is closed with an outcome.
///
/// # Errors
/// `ticket.close_before` with the step that is missing, and what a rule's own check refuses.
pub fn check_close(ticket: &Ticket, outcome: &window::Outcome) -> Result<()> {
    let progress = ticket.progress()?;
    let Some(procedure) = find(&progress.window) else {
        return Ok(());
    };
    let asked = |outcomes: &[&str]| outcomes.is_empty() || outcomes.contains(&outcome.code);
    for rule in procedure.close.iter().filter(|rule| asked(rule.outcomes)) {
        missing(procedure, rule.any_of, |code| progress.has(code))?;
        if let Some(check) = rule.check {
            check(ticket)?;
        }
    }
    Ok(())
}

fn missing(procedure: &Procedure, any_of: &[&str], has: impl Fn(&str) -> bool) -> Result<()> {
    if any_of.is_empty() || any_of.iter().any(|code| has(code)) {
        return Ok(());
    }
    let names: Vec<&str> = any_of
        .iter()
        .filter_map(|code| procedure.step(code))
        .map(|step| step.name)
        .collect();
    Err(Error::at("ticket.close_before", "outcome").with(names.join("、")))
}
