//! Steps of a procedure as a test takes them.

use fachuang_core::deadline::Run;
use fachuang_core::desk::Actor;
use fachuang_core::procedure::{self, Clock, Wish, clocks};
use fachuang_core::ticket::act;
use fachuang_core::ticket::limit::{self, Limit};
use fachuang_core::time::day_of;
use uuid::Uuid;

use super::{DAY_MS, TestDesk, TicketAdder, refusal};

/// Returns a wish to take a step today.
pub fn wish(step: &str, values: &[(&str, &str)]) -> Wish {
    Wish {
        step: step.to_owned(),
        day: None,
        values: values
            .iter()
            .map(|(code, value)| ((*code).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

/// Takes a step; a refusal tells field and code.
pub fn take(
    desk: &mut TestDesk,
    actor: &Actor,
    id: Uuid,
    step: &str,
    values: &[(&str, &str)],
) -> Result<(), String> {
    take_wish(desk, actor, id, &wish(step, values))
}

/// Takes a step; a refusal tells field and code.
pub fn take_wish(desk: &mut TestDesk, actor: &Actor, id: Uuid, wish: &Wish) -> Result<(), String> {
    let version = desk.version(id);
    desk.write(actor, |tx| procedure::take_step(tx, id, version, wish))
        .map_err(|fault| refusal(&fault))
}

/// The clerk takes steps that must all be possible.
pub fn walk(desk: &mut TestDesk, id: Uuid, steps: &[(&str, &[(&str, &str)])]) {
    let clerk = desk.clerk.clone();
    for (step, values) in steps {
        let taken = take(desk, &clerk, id, step, values);
        assert_eq!(taken, Ok(()), "{step}");
    }
}

/// The clerk closes the ticket; a refusal tells field and code.
pub fn close(desk: &mut TestDesk, id: Uuid, outcome: &str) -> Result<(), String> {
    let (version, clerk) = (desk.version(id), desk.clerk.clone());
    desk.write(&clerk, |tx| act::close(tx, id, version, outcome, "已写明"))
        .map_err(|fault| refusal(&fault))
}

/// Lets days pass.
pub fn pass_days(desk: &TestDesk, days: i64) {
    desk.clock.set_ms(desk.now_ms() + days * DAY_MS);
}

/// Returns the clocks of one rule.
pub fn clocks_of(desk: &TestDesk, id: Uuid, rule: &str) -> Vec<Clock> {
    let mut all = clocks(&desk.ticket(id));
    all.retain(|clock| clock.rule == rule);
    all
}

/// Registers an application of the same person for legal aid and grants it.
pub fn granted_aid(desk: &mut TestDesk, ticket: Uuid) -> Uuid {
    let id = applied_for_aid(desk, ticket);
    let (clerk, director) = (desk.clerk.clone(), desk.director.clone());
    take(desk, &clerk, id, "application_received", &[]).unwrap();
    take(desk, &director, id, "decide_grant", &[]).unwrap();
    id
}

/// Registers an application of the same person for legal aid.
pub fn applied_for_aid(desk: &mut TestDesk, ticket: Uuid) -> Uuid {
    let mut visit = TicketAdder::at("legal_aid")
        .applicant("来访人")
        .matter("请求支付劳动报酬（农民工欠薪）")
        .opponent("宏达建筑有限公司");
    visit.visit.visitor.groups = vec!["migrant_worker".to_owned()];
    let person = desk.ticket(ticket).id_in("person").unwrap();
    visit.person(person).add(desk)
}

/// Returns the limits that the clocks of a ticket come to, with the rules and parameters of the day it was registered.
pub fn limits(desk: &TestDesk, id: Uuid) -> Vec<Limit> {
    let ticket = desk.ticket(id);
    let in_force = day_of(ticket.progress().unwrap().registered_ms);
    let view = desk.view();
    clocks(&ticket)
        .into_iter()
        .map(|clock| {
            let run = Run {
                from: clock.from_day,
                from_ms: clock.from_at_ms,
                length: clock.length,
                pauses: clock.pauses,
                in_force,
            };
            limit::of_code(&clock.rule, run, view.calendar, view.parameters).unwrap()
        })
        .collect()
}
