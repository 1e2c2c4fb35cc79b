//! What the steps of a legal-aid case look at before they are written.

use crate::error::{Error, Result};
use crate::procedure::Given;
use crate::time::Day;
use crate::window::{self, Matter};

/// Days before the end of a limit in which aid comes first and formalities later.
///
/// 依据：法律援助法第四十四条第一款第一项。
const URGENT_DAYS: i64 = 7;

fn matter(given: &Given<'_>) -> Option<&'static Matter> {
    window::find(&given.progress.window)?.recognise(given.ticket.text("matter"))
}

fn hinted(given: &Given<'_>, code: &str) -> bool {
    matter(given).is_some_and(|matter| matter.hints.iter().any(|hint| hint.code == code))
}

fn of_groups(given: &Given<'_>, wanted: &[&str]) -> bool {
    let groups = given.ticket.folded.value("groups").as_texts();
    groups.iter().any(|group| wanted.contains(&group.as_str()))
}

/// Whoever applies for another does not stand on the other side.
///
/// 依据：法律援助法第四十条。
pub(super) fn agent(given: &mut Given<'_>) -> Result<()> {
    let agent = crate::naming::compare_form(given.value("agent"));
    let opposes =
        given.ticket.parties().iter().any(|party| {
            party.role == "opponent" && crate::naming::compare_form(&party.name) == agent
        });
    if opposes && !agent.is_empty() {
        return Err(Error::at("aid.agent_opponent", "values.agent"));
    }
    Ok(())
}

/// The letter names the organ and its number, here or at intake.
pub(super) fn notified(given: &mut Given<'_>) -> Result<()> {
    let at_intake = |field: &str| !given.ticket.text(field).is_empty();
    if given.value("organ").is_empty() && !at_intake("field.case_organ") {
        return Err(Error::at("aid.organ_missing", "values.organ"));
    }
    if given.value("doc_no").is_empty() && !at_intake("field.sender_number") {
        return Err(Error::at("aid.letter_number_missing", "values.doc_no"));
    }
    Ok(())
}

/// Works out the last day that is printed on a supplement notice.
pub(super) fn last_day(given: &mut Given<'_>) -> Result<()> {
    let days = given.number("days").unwrap_or(0) as u32;
    let calendar = given.view.calendar;
    let last = if given.value("unit") == "W" {
        calendar.add_working_days(given.day, days)
    } else {
        calendar.roll_forward(calendar.add_natural_days(given.day, days))
    };
    given.note("last_day", last.to_string());
    Ok(())
}

/// An application lapses only after the last day printed on the notice.
pub(super) fn supplement_over(given: &mut Given<'_>) -> Result<()> {
    let printed = given.progress.last("supplement_notice");
    let last: Option<Day> = printed
        .map(|notice| notice.value("noted.last_day"))
        .and_then(crate::time::day_from_text);
    match last {
        Some(last) if given.day <= last => {
            Err(Error::at("aid.supplement_running", "day").with(last.to_string()))
        }
        _ => Ok(()),
    }
}

/// Shows the arithmetic of the economic check and refuses a result that contradicts it.
///
/// 依据：法律援助法第三十四条、第四十一条。
pub(super) fn economy(given: &mut Given<'_>) -> Result<()> {
    let (Some(members), Some(income)) = (given.number("members"), given.number("income")) else {
        return Ok(());
    };
    let received = given
        .progress
        .last("application_received")
        .map_or(given.day, |done| done.day);
    let line = given.view.parameters.hardship_line("", received);
    let Some(line) = line.map(|line| line.line_fen) else {
        return Err(Error::at("aid.line_unknown", "values.income").with(received.to_string()));
    };
    // Both sides times the members, so that no fen is lost in a division.
    let meets = income <= line.saturating_mul(members);
    given.note("per_head", (income / members.max(1)).to_string());
    given.note("line", line.to_string());
    let says = given.value("result");
    if (says == "meets" && !meets) || (says == "above" && meets) {
        return Err(Error::at("aid.economic_result", "values.result"));
    }
    Ok(())
}

/// The days to the limit are those of the calendar, and fewer than seven where the limit is the ground.
///
/// 依据：法律援助法第四十四条。
pub(super) fn urgent(given: &mut Given<'_>) -> Result<()> {
    let limit = crate::time::day_from_text(given.ticket.text("limitation_day"));
    let Some(limit) = limit else {
        return if given.value("ground") == "limit" {
            Err(Error::at("aid.limit_unknown", "values.ground"))
        } else {
            Ok(())
        };
    };
    let left = (limit - given.day).num_days();
    given.note("days_left", left.to_string());
    if given.number("days_left").is_some_and(|told| told != left) {
        return Err(Error::at("aid.days_left", "values.days_left").with(left.to_string()));
    }
    if given.value("ground") == "limit" && left >= URGENT_DAYS {
        return Err(Error::at("aid.not_urgent", "values.ground").with(left.to_string()));
    }
    Ok(())
}

/// Something makes the economy no question: what was said at intake or at the station, the matter, or the person.
fn economy_settled(given: &Given<'_>) -> bool {
    let condition = given.ticket.text("field.economic_condition");
    let at_intake = condition.starts_with("exempt_")
        || condition.starts_with("none_")
        || condition == "recognised";
    let looked = given
        .progress
        .last("first_review")
        .map(|done| done.value("econ_check"));
    let at_station = matches!(looked, Some("exempt" | "no_condition"));
    at_intake || at_station || unconditional(given) || exempt(given)
}

/// Whoever suffers violence needs to meet no economic condition, nor does a matter the law names.
///
/// 依据：法律援助法第三十二条。
fn unconditional(given: &Given<'_>) -> bool {
    of_groups(given, &["violence_victim"]) || hinted(given, "ECON_NO_CONDITION")
}

/// Persons whose economy is not checked once they prove who they are.
///
/// 依据：法律援助法第四十二条。
fn exempt(given: &Given<'_>) -> bool {
    let relieved = [
        "dibao",
        "tekun",
        "social_relief",
        "judicial_relief",
        "preferential",
    ];
    let without_income = ["minor", "senior", "disabled"];
    of_groups(given, &relieved)
        || (hinted(given, "ECON_EXEMPT")
            && (of_groups(given, &["migrant_worker"]) || of_groups(given, &without_income)))
}

/// Aid is granted once the economy is settled; a check that found too much stands until an objection is upheld.
///
/// 依据：法律援助法第三十一条、第三十二条、第四十二条、第四十九条。
pub(super) fn grant(given: &mut Given<'_>) -> Result<()> {
    let answered = |step: &str| {
        let done = given.progress.last(step);
        done.map_or("", |done| done.value("result"))
    };
    if answered("objection_decided") == "ordered" {
        return Ok(());
    }
    match answered("economic_check") {
        "above" => Err(Error::refused("aid.economic_above")),
        "" if !economy_settled(given) => Err(Error::refused("aid.economy_open")),
        _ => Ok(()),
    }
}

/// A refusal has a second signature by somebody else and tells the way to object.
///
/// 依据：法律援助法第四十三条、第四十九条。
pub(super) fn refuse(given: &mut Given<'_>) -> Result<()> {
    if given.value("co_sign") == given.actor.id.to_string() {
        return Err(Error::at("aid.second_signature", "values.co_sign"));
    }
    told_objection(given)
}

/// The way to object is told in writing.
///
/// 依据：法律援助法第四十九条。
pub(super) fn told_objection(given: &mut Given<'_>) -> Result<()> {
    if given.yes("told_objection") {
        Ok(())
    } else {
        Err(Error::at("aid.objection_not_told", "values.told_objection"))
    }
}

/// The day of service is written once: with the decision or afterwards.
pub(super) fn not_served_yet(given: &mut Given<'_>) -> Result<()> {
    let decided = ["decide_refuse", "terminate"]
        .iter()
        .filter_map(|code| given.progress.last(code));
    if decided
        .into_iter()
        .any(|done| !done.value("served").is_empty())
    {
        Err(Error::refused("aid.served_already"))
    } else {
        Ok(())
    }
}

/// A grant is handed over on the day it was decided or later, and not in the future.
pub(super) fn served_after_the_grant(given: &mut Given<'_>) -> Result<()> {
    let decided = given.progress.last("decide_grant").map(|done| done.day);
    let Some(served) = given.day_in("served") else {
        return Ok(());
    };
    if served > given.view.today() {
        let today = given.view.today().to_string();
        return Err(Error::at("step.day_future", "values.served").with(today));
    }
    match decided {
        Some(decided) if served < decided => {
            Err(Error::at("step.day_early", "values.served").with(decided.to_string()))
        }
        _ => Ok(()),
    }
}

/// The lawyer fits the case and stands on no other side.
///
/// 依据：法律援助法第二十六条；未成年人保护法第一百零四条。
pub(super) fn lawyer(given: &mut Given<'_>) -> Result<()> {
    let chosen = given.value("lawyer").to_owned();
    let excluded = given
        .progress
        .done
        .iter()
        .any(|done| done.code == "conflict_check" && done.value("excluded_lawyer") == chosen);
    if excluded {
        return Err(Error::at("aid.lawyer_excluded", "values.lawyer"));
    }
    let notified_for = given
        .progress
        .last("notify_letter")
        .map_or("", |done| done.value("notified_for"))
        .to_owned();
    let minor = notified_for == "minor"
        || (given.progress.has("notify_letter") && of_groups(given, &["minor"]));
    if minor && !given.yes("minor_qualified") {
        return Err(Error::at("aid.minor_lawyer", "values.minor_qualified"));
    }
    let heavy = matches!(notified_for.as_str(), "heavy" | "death_review");
    if heavy && !given.yes("experienced") {
        return Err(Error::at("aid.experienced_lawyer", "values.experienced"));
    }
    Ok(())
}

/// Whoever worked a case does not grade it.
pub(super) fn not_the_lawyer(given: &mut Given<'_>) -> Result<()> {
    let own = given.actor.id.to_string();
    if given.progress.hands.contains(&own) {
        Err(Error::refused("aid.own_case"))
    } else {
        Ok(())
    }
}
