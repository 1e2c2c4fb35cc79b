//! Work lists: pages by key, counts with a ceiling.

mod counters;
mod keys;

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};
use uuid::Uuid;

use self::keys::{After, Keys, NO_DUE};
use crate::desk::View;
use crate::error::{Error, Result};
use crate::ticket::State;

/// One ticket as lists show it; nothing is masked yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    pub rid: i64,
    pub id: Uuid,
    pub number: String,
    pub visit_id: Uuid,
    pub person_id: Option<Uuid>,
    pub window: String,
    pub state: String,
    pub outcome: String,
    pub matter: String,
    pub requests: String,
    pub assignee: String,
    pub first_contact: String,
    pub site: String,
    pub channel: String,
    pub received_ms: i64,
    pub due: String,
    pub due_text: String,
    pub visitor: String,
    pub id_number: String,
    pub groups: Vec<String>,
    pub restricted: bool,
    pub green: String,
    pub disputed: bool,
    pub rating_state: String,
    pub rating_task: String,
}

const COLUMNS: &str = "rid, id, number, visit_id, person_id, window, state, outcome, matter, requests, assignee, \
     first_contact, site, channel, received_ms, coalesce(due, '') AS due, due_text, visitor, id_number, groups, \
     restricted, green, disputed, rating_state, rating_task";

fn read(row: &Row<'_>) -> rusqlite::Result<TicketRow> {
    let groups: String = row.get("groups")?;
    Ok(TicketRow {
        rid: row.get("rid")?,
        id: Uuid::from_bytes(row.get("id")?),
        number: row.get("number")?,
        visit_id: Uuid::from_bytes(row.get("visit_id")?),
        person_id: row
            .get::<_, Option<[u8; 16]>>("person_id")?
            .map(Uuid::from_bytes),
        window: row.get("window")?,
        state: row.get("state")?,
        outcome: row.get("outcome")?,
        matter: row.get("matter")?,
        requests: row.get("requests")?,
        assignee: row.get("assignee")?,
        first_contact: row.get("first_contact")?,
        site: row.get("site")?,
        channel: row.get("channel")?,
        received_ms: row.get("received_ms")?,
        due: row.get("due")?,
        due_text: row.get("due_text")?,
        visitor: row.get("visitor")?,
        id_number: row.get("id_number")?,
        groups: groups
            .split(' ')
            .filter(|code| !code.is_empty())
            .map(str::to_owned)
            .collect(),
        restricted: row.get("restricted")?,
        green: row.get("green")?,
        disputed: row.get("disputed")?,
        rating_state: row.get("rating_state")?,
        rating_task: row.get("rating_task")?,
    })
}

/// Returns the row that meets a condition on `:value`; the newest of several.
pub(crate) fn row_by_id(
    connection: &Connection,
    condition: &str,
    value: &dyn ToSql,
) -> Result<Option<TicketRow>> {
    let sql = format!("SELECT {COLUMNS} FROM ticket WHERE {condition} ORDER BY rid DESC LIMIT 1");
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(named_params! { ":value": value }, read)
        .optional()?)
}

/// Returns the row of a ticket.
///
/// # Errors
/// `ticket.not_found`.
pub fn row(view: &View<'_>, id: Uuid) -> Result<TicketRow> {
    row_by_id(view.connection, "id = :value", &id.as_bytes().as_slice())?
        .ok_or_else(|| Error::refused("ticket.not_found"))
}

/// Returns the ticket with a rating code.
///
/// # Errors
/// `rating.code_unknown`.
pub fn row_by_rating_code(view: &View<'_>, code: &str) -> Result<TicketRow> {
    row_by_id(
        view.connection,
        "rating_code = :value AND rating_code <> ''",
        &code,
    )?
    .ok_or_else(|| Error::at("rating.code_unknown", "token"))
}

/// Lists the tickets that share a visit or a person, newest first.
pub fn list_of(view: &View<'_>, column: Shared, id: Uuid) -> Result<Vec<TicketRow>> {
    let column = match column {
        Shared::Visit => "visit_id",
        Shared::Person => "person_id",
    };
    let sql =
        format!("SELECT {COLUMNS} FROM ticket WHERE {column} = :id ORDER BY rid DESC LIMIT 100");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(named_params! { ":id": id.as_bytes().as_slice() }, read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What tickets have in common.
#[derive(Debug, Clone, Copy)]
pub enum Shared {
    Visit,
    Person,
}

/// A work list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListView {
    /// Open and in my hand, or received by me and in nobody's.
    Mine,
    Open,
    DueSoon,
    Overdue,
    ToRate,
    All,
}

impl ListView {
    /// Every view with its code.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Mine, "mine"),
        (Self::Open, "open"),
        (Self::DueSoon, "due_soon"),
        (Self::Overdue, "overdue"),
        (Self::ToRate, "to_rate"),
        (Self::All, "all"),
    ];

    /// Finds the view with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|(_, known)| *known == code)
            .map(|(view, _)| view)
    }
}

/// Days, today included, in which a limit counts as near.
pub const SOON_DAYS: u64 = 7;

/// Filter of a work list; empty texts filter nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub view: Option<ListView>,
    pub window: String,
    pub state: String,
    /// Staff id, or `none`.
    pub assignee: String,
    pub group: String,
    /// With a green channel (绿色通道) only.
    pub green: bool,
    /// Text as the search takes it, or a ticket number.
    pub text: String,
    /// By due day, open tickets with a green channel first, rather than newest first.
    pub by_due: bool,
    /// Cursor of the last row of the page before.
    pub after: String,
    pub limit: u32,
}

/// A page of a work list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub rows: Vec<TicketRow>,
    pub next: String,
    pub total: u32,
    pub total_capped: bool,
}

/// Counts go no further.
pub const COUNT_MAX: u32 = 1000;

/// Counts of lists that are narrowed by a text go no further: each of their tickets has to be looked at.
pub const TEXT_COUNT_MAX: u32 = 100;

/// Lists a page.
///
/// # Errors
/// `list.cursor` for a cursor that is none.
pub fn list(view: &View<'_>, me: &str, filter: &Filter) -> Result<Page> {
    let after = read_cursor(&filter.after)?;
    let keys = Keys::new(view, me, filter);
    let limit = filter.limit.clamp(1, 100) as usize;
    let max = keys.count_max();
    // A text is looked for once: what is seen for the count begins with the page.
    let counts_at_once = after.is_none() && keys.looks_for_text();
    let seen = if counts_at_once {
        limit.max(max as usize)
    } else {
        limit
    };
    let mut rids = keys.list(after.as_ref(), seen + 1)?;
    let more = rids.len() > limit;
    let found = rids.len() as u32;
    rids.truncate(limit);
    let mut page = Page::default();
    for rid in rids {
        page.rows
            .extend(row_by_id(view.connection, "rid = :value", &rid)?);
    }
    if let Some(last) = page.rows.last().filter(|_| more) {
        let due = if last.due.is_empty() {
            NO_DUE
        } else {
            &last.due
        };
        let rank = u8::from(last.green.is_empty() || !is_open(last));
        page.next = format!("{rank}/{due}/{}", last.rid);
    }
    let counted = match (&after, more) {
        (None, false) => page.rows.len() as u32,
        (None, true) if counts_at_once => found,
        _ => count(view, me, filter)?,
    };
    page.total = counted.min(max);
    page.total_capped = counted > max;
    Ok(page)
}

fn read_cursor(cursor: &str) -> Result<Option<After>> {
    if cursor.is_empty() {
        return Ok(None);
    }
    let wrong = || Error::at("list.cursor", "after");
    let parts: Vec<&str> = cursor.split('/').collect();
    let [rank, due, rid] = parts[..] else {
        return Err(wrong());
    };
    Ok(Some(After {
        rank: rank.parse().map_err(|_| wrong())?,
        due: due.to_owned(),
        rid: rid.parse().map_err(|_| wrong())?,
    }))
}

fn is_open(row: &TicketRow) -> bool {
    State::from_code(&row.state).is_some_and(State::is_open)
}

/// Counts a list: from the counters where they tell, otherwise up to one more than its [`COUNT_MAX`] or
/// [`TEXT_COUNT_MAX`].
pub fn count(view: &View<'_>, me: &str, filter: &Filter) -> Result<u32> {
    if let Some(counted) = counters::of_list(view, filter)? {
        return Ok(counted);
    }
    let newest = Filter {
        by_due: false,
        ..filter.clone()
    };
    let keys = Keys::new(view, me, &newest);
    let most = keys.count_max() as usize + 1;
    Ok(keys.list(None, most)?.len() as u32)
}

/// Figures of one window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tile {
    pub window: String,
    pub today: u32,
    pub open: u32,
    pub due_soon: u32,
    pub overdue: u32,
}

/// Counts each window's tickets: received today, open, due soon, overdue.
pub fn tiles(view: &View<'_>) -> Result<Vec<Tile>> {
    crate::window::WINDOWS
        .iter()
        .map(|window| counters::tile(view, window.code))
        .collect()
}

/// Lists tickets whose bad rating somebody has to look into, open ones first, newest first.
pub fn list_rating_tasks(view: &View<'_>) -> Result<Vec<TicketRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket WHERE rating_task <> '' ORDER BY rating_task DESC, rid DESC LIMIT 200"
    );
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Counts the tickets with a difference to decide.
///
/// # Errors
/// Faults of the database.
pub fn count_disputed(view: &View<'_>) -> Result<u64> {
    let count: i64 = view
        .connection
        .prepare_cached("SELECT count(*) FROM ticket WHERE disputed = 1")?
        .query_row([], |row| row.get(0))?;
    Ok(count as u64)
}

/// Lists tickets with a difference to decide, newest first.
pub fn list_disputed(view: &View<'_>) -> Result<Vec<TicketRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM ticket WHERE disputed = 1 ORDER BY rid DESC LIMIT 200");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
