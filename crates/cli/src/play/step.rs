//! A step of a path as the procedure of its ticket asks for it.

use std::collections::BTreeMap;

use fachuang_api::wire::procedure::{ProcedureField, ProcedureStep, TakeStep};
use fachuang_api::wire::ticket::TicketPage;
use fachuang_api::wire::{FieldChange, Saved};
use fachuang_core::time;
use serde_json::Value;

use super::compare::Stored;
use super::file::{Step, Visit};
use super::office::{Office, Post};
use crate::seat::Refused;

/// Longest answer taken over from a summary.
const ANSWER_MAX: usize = 60;

/// Finds the ticket of a visit whose procedure has a step: the one in focus, then those opened beside it, then the first.
pub(super) fn ticket_with(
    office: &mut Office,
    step: &str,
    stored: &Stored,
) -> Result<Option<TicketPage>, Refused> {
    let sides = stored.sides.iter().map(|(_, id)| id);
    let mut ids: Vec<&String> = vec![&stored.focus];
    ids.extend(sides);
    ids.push(&stored.main);
    for id in ids {
        let page = page(office, id)?;
        if find(&page, step).is_some() {
            return Ok(Some(page));
        }
    }
    Ok(None)
}

fn page(office: &mut Office, id: &str) -> Result<TicketPage, Refused> {
    let wish = fachuang_api::wire::ById { id: id.to_owned() };
    office.seat.ask("get_ticket", &wish)
}

fn find<'a>(page: &'a TicketPage, step: &str) -> Option<&'a ProcedureStep> {
    page.procedure.steps.iter().find(|known| known.code == step)
}

/// Takes a step at the desk of whoever the file names, or of the clerk who writes down what others did. Returns the step
/// as it stands afterwards.
pub(super) fn take(
    office: &mut Office,
    visit: &Visit,
    code: &str,
    step: &Step,
    ticket: &str,
    cases: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    let mut posts = vec![
        Post::of_actor(&step.actor),
        Post::Clerk,
        Post::Director,
        Post::Reviewer,
    ];
    posts.dedup();
    let mut found = None;
    let mut at_desk = Post::Clerk;
    for post in &posts {
        at_desk = *post;
        office.sit(at_desk)?;
        let seen = page(office, ticket)?;
        let offered = find(&seen, code).cloned();
        let possible = offered.as_ref().is_some_and(|step| step.offered);
        let locked = offered.as_ref().is_some_and(|step| step.locked);
        found = Some((seen, offered));
        if possible || !locked {
            break;
        }
    }
    let locked = |found: &Option<(TicketPage, Option<ProcedureStep>)>| {
        let offered = found.as_ref().and_then(|(_, offered)| offered.as_ref());
        offered.is_some_and(|step| step.locked && !step.offered)
    };
    if locked(&found) {
        // Nobody of the posts has it in hand: whoever has it enters it, where they have an account.
        let holder = found.as_ref().map(|(page, _)| page.assignee_id.clone());
        office.sit_for(&holder.unwrap_or_default())?;
        let seen = page(office, ticket)?;
        let offered = find(&seen, code).cloned();
        found = Some((seen, offered));
    }
    let Some((seen, Some(offered))) = found else {
        return Ok(());
    };
    let wish = TakeStep {
        ticket_id: ticket.to_owned(),
        version: seen.version,
        step: code.to_owned(),
        day: String::new(),
        values: answers(office, at_desk, visit, step, &offered.fields, cases),
    };
    let _: Saved = office.seat.ask("take_step", &wish)?;
    Ok(())
}

/// Answers the questions of a step from the details of the file. What the file does not say and the desk must know is
/// filled in from the visit; people it does not name are those of the centre, but not who is at the desk; a visit it names
/// is the first ticket of that visit.
fn answers(
    office: &Office,
    at_desk: Post,
    visit: &Visit,
    step: &Step,
    fields: &[ProcedureField],
    cases: &BTreeMap<String, String>,
) -> Vec<FieldChange> {
    let mut given: Vec<FieldChange> = Vec::new();
    let others = office
        .staff
        .iter()
        .filter(|(name, _)| *name != at_desk.name());
    let mut spare: Vec<&String> = others.map(|(_, id)| id).collect();
    let mut left_over = String::new();
    for field in fields {
        let told = step
            .details
            .get(&field.code)
            .map(in_words)
            .unwrap_or_default();
        let known = |code: &str| {
            let one = given.iter().find(|one| one.field == code);
            one.map_or("", |one| one.value.as_str()).to_owned()
        };
        let required = match field.required.as_str() {
            "always" => true,
            "when" => known(&field.other_field) == field.other_value,
            "without" => step.text(&field.other_field).is_empty(),
            _ => false,
        };
        let value = match field.kind.as_str() {
            "staff" | "assignee" => {
                let id = office.staff.get(&told).cloned();
                let id = id.or_else(|| spare.first().map(|id| (*id).clone()).filter(|_| required));
                spare.retain(|one| Some(*one) != id.as_ref());
                id.unwrap_or_default()
            }
            "choice" | "several" => {
                let fits = |name: &str| name == told || told.contains(name) || name.contains(&told);
                let choice = field
                    .choices
                    .iter()
                    .find(|one| !told.is_empty() && (one.code == told || fits(&one.name)));
                match (choice, field.choices.first()) {
                    (Some(choice), _) => choice.code.clone(),
                    (None, Some(first)) if required => {
                        left_over.clone_from(&told);
                        first.code.clone()
                    }
                    _ => told,
                }
            }
            "ticket" => cases.get(&told).cloned().unwrap_or(told),
            "yes_no" if told.is_empty() && required => "true".to_owned(),
            "yes_no" => told,
            "money" => told
                .parse::<u64>()
                .map_or(told, |yuan| (yuan * 100).to_string()),
            "moment" if told.is_empty() && required => {
                time::to_text(office.seat.now_ms())[..16].to_owned()
            }
            "day" if told.is_empty() && required => time::day_of(office.seat.now_ms()).to_string(),
            "number" if told.is_empty() && required => field.min.max(1).to_string(),
            "text" | "long_text" | "institution"
                if told.is_empty() && field.code == "text" && !left_over.is_empty() =>
            {
                std::mem::take(&mut left_over)
            }
            "text" | "long_text" | "institution" if told.is_empty() && required => {
                filler(visit, field)
            }
            _ => told,
        };
        if !value.is_empty() {
            given.push(FieldChange {
                field: field.code.clone(),
                value,
            });
        }
    }
    given
}

fn filler(visit: &Visit, field: &ProcedureField) -> String {
    let text = match field.code.as_str() {
        "address" => &visit.visitor.address,
        _ if field.kind == "long_text" => &visit.summary,
        _ => &visit.matter,
    };
    text.chars().take(ANSWER_MAX).collect()
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(in_words).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
