//! Who should take a ticket: those on duty first, then those with the fewest open tickets.

use rusqlite::named_params;

use super::data::Ticket;
use crate::account::role::{Right, Role};
use crate::desk::View;
use crate::error::Result;
use crate::party_check;
use crate::staff::{self, Staff};

/// Somebody who may take the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub staff: Staff,
    pub open_tickets: u32,
    pub on_duty: bool,
    /// Must not take it because of a conflict of interest: the sentence that says why.
    pub excluded: Option<String>,
}

/// Counts the open tickets in somebody's hand.
pub fn open_load(view: &View<'_>, staff: &str) -> Result<u32> {
    Ok(view
        .connection
        .prepare_cached("SELECT count(*) FROM ticket WHERE open = 1 AND assignee = :staff")?
        .query_row(named_params! { ":staff": staff }, |row| row.get(0))?)
}

/// Suggests assignees of a ticket, best first and the excluded last.
pub fn suggest(view: &View<'_>, ticket: &Ticket) -> Result<Vec<Suggestion>> {
    let window = &ticket.progress()?.window;
    let duty = staff::list_duty(view, view.today())?;
    let kept_away = party_check::list_excluded(view, ticket)?;
    let mut found = Vec::new();
    for staff in staff::list(view)? {
        let works = Role::from_code(&staff.role).is_some_and(|role| role.may(Right::WorkTicket));
        if !staff.active || !works || !staff.serves(window) {
            continue;
        }
        let id = staff.id.to_string();
        let excluded = kept_away
            .iter()
            .find(|(staff, _)| *staff == id)
            .map(|(_, sentence)| sentence.clone());
        found.push(Suggestion {
            open_tickets: open_load(view, &id)?,
            on_duty: duty.contains(&id),
            excluded,
            staff,
        });
    }
    found.sort_by(|a, b| {
        let rank = |one: &Suggestion| (one.excluded.is_some(), !one.on_duty, one.open_tickets);
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.staff.name.cmp(&b.staff.name))
            .then(a.staff.id.cmp(&b.staff.id))
    });
    Ok(found)
}
