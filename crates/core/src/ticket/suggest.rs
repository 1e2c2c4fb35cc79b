//! Who should take a ticket: those on duty first, then those with the fewest open tickets. A mediation goes before that by
//! what the dispute is about and how hard it is.

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
    /// Knows this kind of dispute well: its code; empty otherwise, and where no dispute is mediated.
    pub field: String,
    /// Kind of mediator where a dispute is mediated, by code; empty for none.
    pub qualification: String,
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

/// What a dispute asks of its mediator.
struct Dispute<'a> {
    /// Code of its field; empty while nobody has said.
    field: &'a str,
    /// 疑难 or 重大: not for a mediator beside other work.
    hard: bool,
}

/// Mediates beside other work.
const BESIDE_OTHER_WORK: &str = "part_time";
/// Difficulties that ask for a full-time mediator, a lawyer or an expert.
const HARD: [&str; 2] = ["hard", "major"];

impl<'a> Dispute<'a> {
    /// Returns the dispute a ticket is about; none at a window that mediates none.
    fn of(ticket: &'a Ticket, window: &str) -> Option<Self> {
        let fields = crate::window::find(window)?.fields;
        fields.iter().find(|field| field.code == "dispute_type")?;
        Some(Self {
            field: ticket.text("field.dispute_type"),
            hard: HARD.contains(&ticket.text("field.difficulty")),
        })
    }

    /// Knows this kind of dispute well.
    fn is_known_to(&self, staff: &Staff) -> bool {
        !self.field.is_empty() && staff.fields.iter().any(|code| code == self.field)
    }

    /// Place of a kind of mediator: the lower the better.
    fn rank(&self, qualification: &str) -> u8 {
        match qualification {
            "" => 2,
            BESIDE_OTHER_WORK if self.hard => 1,
            _ => 0,
        }
    }
}

/// Suggests assignees of a ticket, best first and the excluded last.
pub fn suggest(view: &View<'_>, ticket: &Ticket) -> Result<Vec<Suggestion>> {
    let window = &ticket.progress()?.window;
    let duty = staff::list_duty(view, view.today())?;
    let kept_away = party_check::list_excluded(view, ticket)?;
    let dispute = Dispute::of(ticket, window);
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
            field: match &dispute {
                Some(dispute) if dispute.is_known_to(&staff) => dispute.field.to_owned(),
                _ => String::new(),
            },
            qualification: match dispute {
                Some(_) => staff.qualification.clone(),
                None => String::new(),
            },
            excluded,
            staff,
        });
    }
    found.sort_by(|a, b| {
        let rank = |one: &Suggestion| {
            let kind = dispute
                .as_ref()
                .map_or(0, |dispute| dispute.rank(&one.qualification));
            (
                one.excluded.is_some(),
                one.field.is_empty(),
                kind,
                !one.on_duty,
                one.open_tickets,
            )
        };
        rank(a)
            .cmp(&rank(b))
            .then_with(|| a.staff.name.cmp(&b.staff.name))
            .then(a.staff.id.cmp(&b.staff.id))
    });
    Ok(found)
}
