//! A step that was recorded elsewhere, looked at again as at the desk: its day, its answers, the fields it sets.
//!
//! What only the register or the rest of the record can say, such as whether a member of staff is active, is asked at
//! the desk alone. An answer this program does not know the question of is kept and looked at by nobody, so a newer
//! program may ask more; what it asks without fail belongs to a step with a code of its own.

use std::collections::BTreeMap;

use super::step::{Effect, Step};
use super::take::fields_set;
use crate::journal::{Event, Record, Value};
use crate::ticket::machine::Idle;
use crate::time;

/// Fields that naming the visitor sets beside those of its table.
const OF_VISITOR: [&str; 2] = ["person", "age"];

/// Says whether a recorded step is such as a desk writes.
///
/// # Errors
/// [`Idle::StepValues`].
pub(crate) fn recheck(step: &Step, event: &Event) -> Result<(), Idle> {
    let values = answers(&event.record);
    // Particulars of a person belong to the register, so the step holds none of them.
    let private = step.effect == Effect::NameVisitor;
    let sound = day_is_past(event)
        && (private || answers_fit(step, &values))
        && sets_no_more(step, &values, &event.record.set, private);
    if sound { Ok(()) } else { Err(Idle::StepValues) }
}

fn answers(record: &Record) -> BTreeMap<String, String> {
    let named = record.data.iter().filter_map(|(key, value)| {
        let code = key.strip_prefix("field.")?;
        Some((code.to_owned(), value.as_text().to_owned()))
    });
    named.collect()
}

/// The day it happened on is one, and not after the day it was written.
fn day_is_past(event: &Event) -> bool {
    match event.record.data.get("day") {
        None | Some(Value::Empty) => true,
        Some(day) => {
            time::day_from_text(day.as_text()).is_some_and(|day| day <= time::day_of(event.at_ms))
        }
    }
}

fn answers_fit(step: &Step, values: &BTreeMap<String, String>) -> bool {
    let value_of = |code: &str| values.get(code).cloned().unwrap_or_default();
    step.fields
        .iter()
        .all(|field| match values.get(field.code) {
            Some(stored) => !stored.is_empty() && field.read(stored).as_ref() == Ok(stored),
            None => !field.is_required(value_of),
        })
}

fn sets_no_more(
    step: &Step,
    values: &BTreeMap<String, String>,
    set: &BTreeMap<String, Value>,
    names_visitor: bool,
) -> bool {
    let table = fields_set(step, values);
    set.iter().all(|(field, value)| {
        let of_visitor = OF_VISITOR.contains(&field.as_str()) || field.starts_with("finding.");
        table.get(field) == Some(value) || (names_visitor && of_visitor)
    })
}
