//! What a step of mediation is checked for before it is written, and what must be so before a ticket is closed.

use super::super::{DoneStep, Given};
use super::{GRAVE, LACKS};
use crate::error::{Error, Result};
use crate::ticket::{Party, Progress, Ticket};

/// Roles of those who are no side of the dispute.
const BESIDE: [&str; 8] = [
    "represented",
    "agent",
    "guardian",
    "companion",
    "referrer",
    "notifying_organ",
    "entrusting_organ",
    "institution",
];

/// Words by which an answer says more than a plain yes.
const DOUBTS: [&str; 8] = ["不", "拒", "未", "没", "尚", "暂", "仅", "只"];

/// Tells whether an answer in words is a plain yes of everybody.
fn says_yes(words: &str) -> bool {
    let agrees = ["同意", "愿意"].iter().any(|word| words.contains(word));
    agrees && !DOUBTS.iter().any(|word| words.contains(word))
}

/// Everybody agreed, as this step records it.
fn all_agreed(asked: &DoneStep) -> bool {
    match asked.value("answer") {
        "" => says_yes(asked.value("result")),
        answer => answer == "all",
    }
}

/// Consent of every side stands: the last time they were asked, and nobody has refused since.
fn has_consent(progress: &Progress) -> bool {
    let standing = |code: &str| {
        let mut done = progress.done.iter().rev();
        done.find(|done| !done.undone && done.code == code)
    };
    standing("consent_refused").is_none() && standing("consent_asked").is_some_and(all_agreed)
}

/// An answer in words that is no plain yes needs the choice beside it.
pub(super) fn consent(given: &mut Given<'_>) -> Result<()> {
    let words = given.value("result");
    if given.value("answer").is_empty() && !words.is_empty() && !says_yes(words) {
        return Err(Error::at("mediation.answer_unclear", "values.answer"));
    }
    Ok(())
}

/// Nobody is mediated with whose side has not agreed, here or in the ticket this one was opened from.
///
/// 依据：《中华人民共和国人民调解法》第三条、第十七条。
pub(super) fn accept(given: &mut Given<'_>) -> Result<()> {
    if has_consent(given.progress) {
        return Ok(());
    }
    if let Some(parent) = given.ticket.id_in("split_from") {
        let parent = crate::ticket::get(&given.view, parent)?;
        if has_consent(parent.progress()?) {
            return Ok(());
        }
    }
    Err(Error::refused("mediation.no_consent"))
}

/// 依据：《中华人民共和国人民调解法》第二十条。
pub(super) fn invite(given: &mut Given<'_>) -> Result<()> {
    if given.yes("consented") {
        Ok(())
    } else {
        Err(Error::at("mediation.invite_consent", "values.consented"))
    }
}

fn sides(parties: &[Party]) -> usize {
    parties
        .iter()
        .filter(|party| !party.name.is_empty() && !BESIDE.contains(&party.role.as_str()))
        .count()
}

/// An agreement has two sides, a copy for each of them and one for the committee, and every signature once it is said to
/// be in effect.
///
/// 依据：《中华人民共和国人民调解法》第二十九条。
pub(super) fn written(given: &mut Given<'_>) -> Result<()> {
    let others = sides(&given.ticket.parties());
    if others == 0 {
        return Err(Error::refused("mediation.other_side"));
    }
    let needed = others + 2;
    let copies = given.number("copies");
    if copies.is_some_and(|copies| copies < needed as i64) {
        return Err(Error::at("mediation.copies", "values.copies").with(needed.to_string()));
    }
    let lacks = given.value("lacks").to_owned();
    if given.yes("effective") && !lacks.is_empty() {
        let names: Vec<&str> = LACKS
            .iter()
            .filter(|(code, _)| lacks.split(' ').any(|lack| lack == *code))
            .map(|(_, name)| *name)
            .collect();
        return Err(Error::at("mediation.signatures", "values.lacks").with(names.join("、")));
    }
    let elements = ["facts", "manner", "perform_by", "place", "copies"];
    let unstated: Vec<&str> = elements
        .into_iter()
        .filter(|element| given.value(element).is_empty())
        .collect();
    if !unstated.is_empty() {
        given.note("unstated", unstated.join(" "));
    }
    Ok(())
}

/// The mediator writes down what was agreed orally; a side that wants it in writing gets it.
///
/// 依据：《中华人民共和国人民调解法》第二十八条；《人民调解工作若干规定》第三十四条。
pub(super) fn oral(given: &mut Given<'_>) -> Result<()> {
    if sides(&given.ticket.parties()) == 0 {
        return Err(Error::refused("mediation.other_side"));
    }
    if !given.yes("recorded") {
        return Err(Error::at("mediation.oral_unrecorded", "values.recorded"));
    }
    if given.yes("written_asked") {
        return Err(Error::at("mediation.written_asked", "values.written_asked"));
    }
    Ok(())
}

/// The written agreement that stands is in effect.
pub(super) fn in_effect(progress: &Progress) -> bool {
    let written = progress.last("agreement_written");
    written.is_some_and(|done| done.value("effective") == "true")
        || written.is_some() && progress.has("agreement_effective")
}

pub(super) fn effective(given: &mut Given<'_>) -> Result<()> {
    if in_effect(given.progress) {
        Err(Error::refused("mediation.effective_already"))
    } else {
        Ok(())
    }
}

/// An agreement in effect binds: a dispute about it goes to court.
///
/// 依据：《中华人民共和国人民调解法》第三十一条、第三十二条。
pub(super) fn fail(given: &mut Given<'_>) -> Result<()> {
    if in_effect(given.progress) {
        Err(Error::refused("mediation.agreed"))
    } else {
        Ok(())
    }
}

/// Both sides ask, for an agreement in effect that is no matter of status; a court that invited the mediation confirms
/// it itself.
///
/// 依据：《中华人民共和国人民调解法》第三十三条；《中华人民共和国民事诉讼法》第二百零五条。
pub(super) fn confirmation(given: &mut Given<'_>) -> Result<()> {
    if !in_effect(given.progress) {
        return Err(Error::refused("mediation.not_effective"));
    }
    if !given.yes("jointly") {
        return Err(Error::at("mediation.not_jointly", "values.jointly"));
    }
    if given.yes("status_only") {
        return Err(Error::at("mediation.status", "values.status_only"));
    }
    let sender = given.ticket.text("field.sender");
    let invited = given.ticket.text("field.source") == "court" || sender.ends_with("法院");
    if invited && !sender.is_empty() && given.value("court") != sender {
        return Err(Error::at("mediation.inviting_court", "values.court").with(sender));
    }
    Ok(())
}

/// A written result is one that is in effect.
pub(super) fn require_effect(ticket: &Ticket) -> Result<()> {
    if in_effect(ticket.progress()?) {
        Ok(())
    } else {
        Err(Error::at("mediation.not_effective", "outcome"))
    }
}

/// A finding with a grave risk has been reported since.
///
/// 依据：《中华人民共和国人民调解法》第二十五条。
pub(super) fn require_report(ticket: &Ticket) -> Result<()> {
    if reported(ticket.progress()?) {
        Ok(())
    } else {
        Err(Error::at("mediation.report_first", "outcome"))
    }
}

/// No finding with a grave risk waits for its report.
pub(super) fn reported(progress: &Progress) -> bool {
    let stands = |done: &&DoneStep| !done.undone && done.window == progress.window;
    let mut done = progress.done.iter().rev().filter(stands);
    let last = done.find(|done| done.code == "major_event" || GRAVE.contains(&done.value("risk")));
    last.is_none_or(|done| done.code == "major_event")
}

/// Who sent the matter has been told what came of it.
pub(super) fn require_return(ticket: &Ticket) -> Result<()> {
    let sender = ticket.text("field.sender");
    if sender.is_empty() || ticket.progress()?.has("return_receipt") {
        Ok(())
    } else {
        Err(Error::at("mediation.return_first", "outcome").with(sender))
    }
}

#[cfg(test)]
mod tests {
    use super::says_yes;

    #[test]
    fn only_a_plain_yes_of_everybody_is_taken_as_consent() {
        for yes in ["双方同意", "五名子女同意", "各方愿意调解"] {
            assert!(says_yes(yes), "{yes}");
        }
        for other in [
            "男方不同意",
            "一方同意，对方未答复",
            "仅申请人同意",
            "考虑三天",
            "拒绝",
            "",
        ] {
            assert!(!says_yes(other), "{other}");
        }
    }
}
