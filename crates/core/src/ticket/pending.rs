//! What waits on tickets, whoever has them in hand: home visits that were ordered (上门服务), proposals somebody else has to
//! decide (提出作废、恢复办理), and referrals without an answer (转介未回复).

use rusqlite::named_params;
use uuid::Uuid;

use super::machine::{Progress, State};
use crate::desk::View;
use crate::error::Result;
use crate::procedure::{self, DoneStep};
use crate::time;

/// Rule of the answer to a referral; whatever meets it says that the institution answered.
pub const REFER_BACK: &str = "REFER-BACK";
/// Receipt of a referral: the institution has it, and has not answered yet.
const RECEIPT: &str = "refer_ack";
/// Most rows of a list.
const ROWS_MAX: u32 = 500;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Waits {
    HomeVisit,
    /// A decision whether to declare void.
    Void,
    /// A decision whether to take up again.
    Reopen,
    /// The answer of an institution.
    Referral,
}

impl Waits {
    /// Everything that is waited for.
    pub const ALL: [Self; 4] = [Self::HomeVisit, Self::Void, Self::Reopen, Self::Referral];

    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::HomeVisit => "home_visit",
            Self::Void => "void",
            Self::Reopen => "reopen",
            Self::Referral => "referral",
        }
    }

    /// Returns the step that began it.
    pub fn step(self) -> &'static str {
        match self {
            Self::HomeVisit => "home_visit_order",
            Self::Void => "propose_void",
            Self::Reopen => "propose_reopen",
            Self::Referral => "refer_to",
        }
    }

    fn possible(self, state: State) -> bool {
        match self {
            Self::HomeVisit | Self::Referral => state.is_open(),
            Self::Void => state != State::Void,
            Self::Reopen => !state.is_open() && state != State::Void,
        }
    }

    /// A later step answers what was begun.
    fn is_answered_by(self, done: &DoneStep, window: &str) -> bool {
        match self {
            Self::HomeVisit => done.code == "home_visit",
            Self::Void | Self::Reopen => false,
            Self::Referral => {
                let step = procedure::find(window).and_then(|known| known.step(&done.code));
                done.code != RECEIPT && step.is_some_and(|step| step.meets.contains(&REFER_BACK))
            }
        }
    }
}

/// The institution has said that it has the referral.
pub fn has_receipt(progress: &Progress, sent: &DoneStep) -> bool {
    let mut later = progress
        .done
        .iter()
        .skip_while(|done| done.entry != sent.entry);
    later.any(|done| !done.undone && done.code == RECEIPT)
}

/// Returns the step that waits; none when nothing of the kind does.
pub fn waiting(progress: &Progress, waits: Waits) -> Option<&DoneStep> {
    let begun = progress
        .last(waits.step())
        .filter(|_| waits.possible(progress.state))?;
    if waits == Waits::Referral {
        let step = procedure::find(&progress.window)?.step(waits.step())?;
        step.starts.iter().find(|start| start.rule == REFER_BACK)?;
    }
    let mut later = progress
        .done
        .iter()
        .skip_while(|done| done.entry != begun.entry);
    let answered = later.any(|done| !done.undone && waits.is_answered_by(done, &progress.window));
    (!answered).then_some(begun)
}

/// Something that waits, as its row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub waits: Waits,
    /// Agreed moment of a home visit, else the day it was begun.
    pub at: String,
    /// Ids with a blank between them: who goes, who proposed.
    pub staff: String,
}

/// Returns the rows of a ticket.
pub(crate) fn rows(progress: &Progress) -> Vec<Row> {
    let row = |waits: Waits| {
        let begun = waiting(progress, waits)?;
        let (at, staff) = match waits {
            Waits::HomeVisit => (
                begun.value("at").to_owned(),
                format!("{} {}", begun.value("staff_one"), begun.value("staff_two")),
            ),
            _ => (begun.day.to_string(), begun.author.clone()),
        };
        Some(Row { waits, at, staff })
    };
    Waits::ALL.into_iter().filter_map(row).collect()
}

/// Filter of what waits; empty texts filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub window: String,
    /// Staff id: who goes, who proposed.
    pub staff: String,
    /// First and last day, `YYYY-MM-DD`.
    pub from: String,
    pub until: String,
}

/// Lists tickets on which something waits, the earliest first; at most 500.
pub fn list(view: &View<'_>, waits: Waits, filter: &Filter) -> Result<Vec<Uuid>> {
    let mut statement = view.connection.prepare_cached(
        "SELECT t.id FROM pending AS p JOIN ticket AS t ON t.rid = p.rid
         WHERE p.kind = :kind AND p.at >= :from AND (:until = '' OR p.at < :until || '~')
           AND (:window = '' OR p.window = :window)
           AND (:staff = '' OR instr(' ' || p.staff || ' ', ' ' || :staff || ' ') > 0)
         ORDER BY p.at, p.rid LIMIT :most",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":kind": waits.code(), ":from": filter.from, ":until": filter.until, ":window": filter.window,
            ":staff": filter.staff, ":most": ROWS_MAX,
        },
        |row| Ok(Uuid::from_bytes(row.get("id")?)),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Counts tickets on which something waits; of home visits those of today and before.
pub fn count(view: &View<'_>, waits: Waits) -> Result<u32> {
    let until = match waits {
        Waits::HomeVisit => format!("{}~", time::day_of(view.now_ms)),
        _ => "~".to_owned(),
    };
    Ok(view
        .connection
        .prepare_cached("SELECT count(*) FROM pending WHERE kind = :kind AND at < :until")?
        .query_row(
            named_params! { ":kind": waits.code(), ":until": until },
            |row| row.get(0),
        )?)
}
