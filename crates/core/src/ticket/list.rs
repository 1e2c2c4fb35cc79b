//! Work lists: pages by key, counts with a ceiling.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};
use uuid::Uuid;

use crate::desk::View;
use crate::error::{Error, Result};
use crate::time::Day;

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

    fn condition(self) -> &'static str {
        match self {
            Self::Mine => "open = 1 AND holder = :me",
            Self::Open => "open = 1",
            Self::DueSoon => "open = 1 AND due_key >= :today AND due_key <= :soon",
            Self::Overdue => "open = 1 AND due_key < :today",
            Self::ToRate => "to_rate = 1",
            Self::All => "1",
        }
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
    /// Text in names, matter or summary.
    pub text: String,
    /// By due day rather than newest first.
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

struct Conditions {
    sql: Vec<String>,
    me: String,
    today: String,
    soon: String,
    text: String,
    group: String,
}

/// A text on fewer tickets than this is looked up in the index; a more common one is soon met from the newest on.
const FEW: usize = 1000;

fn conditions(view: &View<'_>, me: &str, filter: &Filter) -> Result<Conditions> {
    let today = view.today();
    let soon = today
        .checked_add_days(chrono::Days::new(SOON_DAYS - 1))
        .unwrap_or(Day::MAX);
    let mut sql = vec![filter.view.unwrap_or(ListView::All).condition().to_owned()];
    let mut when = |used: bool, condition: &str| {
        if used {
            sql.push(condition.to_owned());
        }
    };
    when(!filter.window.is_empty(), "window = :window");
    when(!filter.state.is_empty(), "state = :state");
    when(filter.assignee == "none", "assignee = ''");
    when(
        !filter.assignee.is_empty() && filter.assignee != "none",
        "assignee = :assignee",
    );
    when(
        !filter.group.is_empty(),
        "instr(' ' || groups || ' ', :group) > 0",
    );
    when(
        !filter.text.is_empty(),
        "(instr(find_text, :text) > 0 OR number = upper(:text))",
    );
    let text = crate::search::normal(filter.text.trim());
    if !text.is_empty()
        && let Some(rids) = crate::search::few_with_text(view.connection, &text, FEW)?
    {
        let rids: Vec<String> = rids.iter().map(i64::to_string).collect();
        sql.push(format!(
            "rid IN (SELECT rid FROM ticket WHERE number = upper(:text)
                 UNION ALL SELECT rid FROM ticket WHERE rid IN ({}))",
            rids.join(",")
        ));
    }
    Ok(Conditions {
        sql,
        me: me.to_owned(),
        today: today.to_string(),
        soon: soon.to_string(),
        text,
        group: format!(" {} ", filter.group),
    })
}

impl Conditions {
    /// Names and values of the parameters the text uses.
    fn bind<'a>(&'a self, filter: &'a Filter, sql: &str) -> Vec<(&'static str, &'a dyn ToSql)> {
        let all: [(&'static str, &'a dyn ToSql); 8] = [
            (":me", &self.me),
            (":today", &self.today),
            (":soon", &self.soon),
            (":window", &filter.window),
            (":state", &filter.state),
            (":assignee", &filter.assignee),
            (":group", &self.group),
            (":text", &self.text),
        ];
        all.into_iter()
            .filter(|(name, _)| sql.contains(name))
            .collect()
    }
}

/// Stands for "no due day" in cursors; later than every day.
const NO_DUE: &str = "9999-99-99";

/// Lists a page.
///
/// # Errors
/// `list.cursor` for a cursor that is none.
pub fn list(view: &View<'_>, me: &str, filter: &Filter) -> Result<Page> {
    let mut conditions = conditions(view, me, filter)?;
    let (after_due, after_rid) = read_cursor(&filter.after)?;
    if !filter.after.is_empty() {
        conditions.sql.push(if filter.by_due {
            "(due_key, rid) > (:after_due, :after_rid)".to_owned()
        } else {
            "rid < :after_rid".to_owned()
        });
    }
    let order = if filter.by_due {
        "due_key, rid"
    } else {
        "rid DESC"
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM ticket WHERE {} ORDER BY {order} LIMIT :limit",
        conditions.sql.join(" AND ")
    );
    let limit = i64::from(filter.limit.clamp(1, 100)) + 1;
    let mut parameters = conditions.bind(filter, &sql);
    parameters.push((":limit", &limit));
    if sql.contains(":after_due") {
        parameters.push((":after_due", &after_due));
    }
    if sql.contains(":after_rid") {
        parameters.push((":after_rid", &after_rid));
    }
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map(parameters.as_slice(), read)?;
    let mut rows: Vec<TicketRow> = rows.collect::<rusqlite::Result<_>>()?;
    let mut page = Page::default();
    if rows.len() as i64 == limit {
        rows.pop();
        if let Some(last) = rows.last() {
            let due = if last.due.is_empty() {
                NO_DUE
            } else {
                &last.due
            };
            page.next = format!("{due}/{}", last.rid);
        }
    }
    page.rows = rows;
    let counted = count(view, me, filter)?;
    page.total = counted.min(COUNT_MAX);
    page.total_capped = counted > COUNT_MAX;
    Ok(page)
}

fn read_cursor(cursor: &str) -> Result<(String, i64)> {
    if cursor.is_empty() {
        return Ok((String::new(), 0));
    }
    let wrong = || Error::at("list.cursor", "after");
    let (due, rid) = cursor.split_once('/').ok_or_else(wrong)?;
    Ok((due.to_owned(), rid.parse().map_err(|_| wrong())?))
}

/// Counts a list up to one more than [`COUNT_MAX`].
pub fn count(view: &View<'_>, me: &str, filter: &Filter) -> Result<u32> {
    let conditions = conditions(view, me, filter)?;
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE {} LIMIT {})",
        conditions.sql.join(" AND "),
        COUNT_MAX + 1
    );
    let parameters = conditions.bind(filter, &sql);
    Ok(view
        .connection
        .prepare_cached(&sql)?
        .query_row(parameters.as_slice(), |row| row.get(0))?)
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
    let today = view.today();
    let soon = today
        .checked_add_days(chrono::Days::new(SOON_DAYS - 1))
        .unwrap_or(Day::MAX)
        .to_string();
    let today = today.to_string();
    let mut open = view.connection.prepare_cached(
        "SELECT count(*), coalesce(sum(due_key BETWEEN :today AND :soon), 0), coalesce(sum(due_key < :today), 0)
         FROM ticket WHERE open = 1 AND window = :window",
    )?;
    let mut received = view.connection.prepare_cached(
        "SELECT count(*) FROM ticket WHERE received_day = :today AND window = :window",
    )?;
    let mut tiles = Vec::new();
    for window in crate::window::WINDOWS {
        let (count, due_soon, overdue) = open.query_row(
            named_params! { ":today": today, ":soon": soon, ":window": window.code },
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        let received = received.query_row(
            named_params! { ":today": today, ":window": window.code },
            |row| row.get(0),
        )?;
        tiles.push(Tile {
            window: window.code.to_owned(),
            today: received,
            open: count,
            due_soon,
            overdue,
        });
    }
    Ok(tiles)
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

/// Lists tickets with a difference to decide, newest first.
pub fn list_disputed(view: &View<'_>) -> Result<Vec<TicketRow>> {
    let sql =
        format!("SELECT {COLUMNS} FROM ticket WHERE disputed = 1 ORDER BY rid DESC LIMIT 200");
    let mut statement = view.connection.prepare_cached(&sql)?;
    let rows = statement.query_map([], read)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
