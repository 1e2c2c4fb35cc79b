//! Who should take a ticket, with the reason.

use fachuang_core::procedure::QUALIFICATIONS;
use fachuang_core::staff;
use fachuang_core::ticket::{self, act, suggest};

use super::intake::id;
use super::show;
use crate::front::{Answer, Front};
use crate::wire::ById;
use crate::wire::ticket::{Suggestion, Suggestions};

/// Says in words why somebody is suggested: what they know well, what kind of mediator they are, and that they are there.
fn why_suggested(one: &suggest::Suggestion) -> String {
    let mut reasons = Vec::new();
    if !one.field.is_empty() {
        let field = show::name_in(staff::FIELDS, &one.field);
        reasons.push(format!("熟悉{field}纠纷"));
    }
    let kinds = QUALIFICATIONS.iter();
    let mut kinds = kinds.filter(|(code, _)| *code == one.qualification);
    reasons.extend(kinds.next().map(|(_, name)| (*name).to_owned()));
    if one.on_duty {
        reasons.push("今日值班".to_owned());
    }
    reasons.join("，")
}

pub fn suggest_assignees(front: &mut Front, wish: ById) -> Answer<Suggestions> {
    let (desk, actor) = front.desk()?;
    let view = desk.view();
    let ticket = ticket::get(&view, id(&wish.id, "id")?)?;
    act::require_sight(actor, &ticket)?;
    let staff = suggest::suggest(&view, &ticket)?
        .into_iter()
        .map(|one| Suggestion {
            reason: match &one.excluded {
                Some(sentence) => format!("利益冲突，须回避：{sentence}"),
                None => why_suggested(&one),
            },
            staff_id: one.staff.id.to_string(),
            name: one.staff.name,
            role_name: show::role_name(&one.staff.role).to_owned(),
            unit: one.staff.unit,
            open_tickets: one.open_tickets,
            on_duty: one.on_duty,
            excluded: one.excluded.is_some(),
        })
        .collect();
    Ok(Suggestions { staff })
}
