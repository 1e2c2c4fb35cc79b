//! Rows of limits: written with their ticket, computed anew when the calendar or a parameter changes.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, named_params};
use uuid::Uuid;

use super::rows::Rows;
use crate::calendar::Calendar;
use crate::deadline::{Run, Unit};
use crate::desk::View;
use crate::error::Result;
use crate::parameter::Parameters;
use crate::ticket::Progress;
use crate::ticket::limit::{self, Limit};
use crate::ticket::supervise::Level;
use crate::time::{self, Day};

fn pauses_to_text(pauses: &[(Day, Option<Day>)]) -> String {
    let pause = |(notice, arrival): &(Day, Option<Day>)| match arrival {
        Some(arrival) => format!("{notice}/{arrival}"),
        None => format!("{notice}/"),
    };
    pauses.iter().map(pause).collect::<Vec<_>>().join(" ")
}

fn pauses_from_text(text: &str) -> Vec<(Day, Option<Day>)> {
    text.split(' ')
        .filter_map(|pause| pause.split_once('/'))
        .filter_map(|(notice, arrival)| {
            Some((time::day_from_text(notice)?, time::day_from_text(arrival)))
        })
        .collect()
}

/// Writes the limits of a ticket that has none.
pub(super) fn write(rows: &mut Rows<'_>, rid: i64, window: &str, limits: &[Limit]) -> Result<()> {
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    for (nr, limit) in limits.iter().enumerate() {
        let (run, counted) = (&limit.run, &limit.counted);
        rows.add(
            "INSERT INTO ticket_limit",
            &[
                ("rid", &rid),
                ("nr", &(nr as i64)),
                ("window", &window),
                ("rule", &counted.rule),
                ("subject", &limit.subject),
                ("in_force", &run.in_force.to_string()),
                ("from_day", &run.from.to_string()),
                ("from_ms", &run.from_ms),
                ("length", &run.length.map(|(count, _)| count)),
                ("unit", &run.length.map_or("", |(_, unit)| unit.code())),
                ("pauses", &pauses_to_text(&run.pauses)),
                ("met", &text(limit.met)),
                ("dropped", &limit.dropped),
                ("due", &text(counted.due)),
                ("due_ms", &counted.due_at.map(|at| at.timestamp_millis())),
                ("due_strict", &text(counted.due_strict)),
                ("suspended", &counted.suspended_days),
                ("paused_since", &text(counted.paused_since)),
                (
                    "promised",
                    &text(counted.promised.as_ref().map(|promised| promised.day)),
                ),
                ("hard", &counted.hard),
                ("estimated", &counted.estimated),
                ("unverified", &counted.unverified),
            ],
        )?;
    }
    Ok(())
}

/// A stored limit: what it is computed from, and what was computed last.
struct Stored {
    rid: i64,
    nr: i64,
    limit: Limit,
    due: String,
    rest: (Option<i64>, String, u32, String, String, bool, bool),
}

fn day_in(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Day>> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| time::day_from_text(&text)))
}

fn text_in(row: &Row<'_>, column: &str) -> rusqlite::Result<String> {
    Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
}

fn read(
    row: &Row<'_>,
    calendar: &Calendar,
    parameters: &Parameters,
) -> rusqlite::Result<Option<Stored>> {
    let unit: String = row.get("unit")?;
    let length: Option<u32> = row.get("length")?;
    let rule: String = row.get("rule")?;
    let pauses: String = row.get("pauses")?;
    let (Some(from), Some(in_force)) = (day_in(row, "from_day")?, day_in(row, "in_force")?) else {
        return Ok(None);
    };
    let run = Run {
        from,
        from_ms: row.get("from_ms")?,
        length: length.zip(Unit::from_code(&unit)),
        pauses: pauses_from_text(&pauses),
        in_force,
    };
    let Some(mut limit) = limit::of_code(&rule, run, calendar, parameters) else {
        return Ok(None);
    };
    limit.subject = row.get("subject")?;
    limit.met = day_in(row, "met")?;
    limit.dropped = row.get("dropped")?;
    Ok(Some(Stored {
        rid: row.get("rid")?,
        nr: row.get("nr")?,
        limit,
        due: text_in(row, "due")?,
        rest: (
            row.get("due_ms")?,
            text_in(row, "due_strict")?,
            row.get("suspended")?,
            text_in(row, "paused_since")?,
            text_in(row, "promised")?,
            row.get("estimated")?,
            row.get("unverified")?,
        ),
    }))
}

impl Stored {
    fn changed(&self) -> bool {
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let counted = &self.limit.counted;
        let rest = (
            counted.due_at.map(|at| at.timestamp_millis()),
            text(counted.due_strict),
            counted.suspended_days,
            text(counted.paused_since),
            text(counted.promised.as_ref().map(|promised| promised.day)),
            counted.estimated,
            counted.unverified,
        );
        self.due != text(counted.due) || self.rest != rest
    }

    fn moved(&self) -> bool {
        let text = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let promised = self
            .limit
            .counted
            .promised
            .as_ref()
            .map(|promised| promised.day);
        self.due != text(self.limit.counted.due) || self.rest.4 != text(promised)
    }
}

/// What is computed anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Limits that touch one of these years, and those without an end.
    Years(BTreeSet<i32>),
    /// Limits of tickets received on or after a day.
    Since(Day),
}

/// What a new computation changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Limits looked at.
    pub limits: u32,
    /// Tickets with a limit or promise that ends on another day than before.
    pub tickets: u32,
    /// Those among them that are still open.
    pub open_tickets: u32,
}

const OF_TICKETS: &str = "SELECT l.rid, l.nr, l.rule, l.subject, l.in_force, l.from_day, l.from_ms, l.length, l.unit,
     l.pauses, l.met, l.dropped, l.due, l.due_ms, l.due_strict, l.suspended, l.paused_since, l.promised, l.estimated,
     l.unverified, t.id, t.open, coalesce(t.due, '') AS ticket_due, t.due_text
 FROM ticket_limit AS l JOIN ticket AS t ON t.rid = l.rid WHERE l.rid IN (";

/// Computes stored limits anew and updates the due days of their tickets.
pub fn recompute(
    connection: &Connection,
    which: &Which,
    calendar: &Calendar,
    parameters: &Parameters,
) -> Result<Recomputed> {
    let (first, last, since) = match which {
        Which::Years(years) => {
            let (Some(first), Some(last)) = (years.first(), years.last()) else {
                return Ok(Recomputed::default());
            };
            (
                format!("{first:04}-01-01"),
                format!("{last:04}-12-31"),
                String::new(),
            )
        }
        Which::Since(day) => (String::new(), String::new(), day.to_string()),
    };
    let condition = match which {
        Which::Years(_) => {
            "SELECT rid FROM ticket_limit WHERE due IS NULL
             OR (from_day <= :last AND max(due, coalesce(promised, due), coalesce(due_strict, due)) >= :first)"
        }
        Which::Since(_) => "SELECT rid FROM ticket_limit WHERE in_force >= :since",
    };
    let sql = format!("{OF_TICKETS}{condition}) ORDER BY l.rid, l.nr");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = match which {
        Which::Years(_) => statement.query(named_params! { ":first": first, ":last": last })?,
        Which::Since(_) => statement.query(named_params! { ":since": since })?,
    };
    let mut done = Recomputed::default();
    let mut changed_rows = Vec::new();
    let mut changed_tickets = Vec::new();
    let mut ticket: Option<OfTicket> = None;
    while let Some(row) = rows.next()? {
        let Some(stored) = read(row, calendar, parameters)? else {
            continue;
        };
        done.limits += 1;
        if ticket
            .as_ref()
            .is_none_or(|ticket| ticket.rid != stored.rid)
        {
            if let Some(finished) = ticket.take() {
                finished.close(&mut done, &mut changed_tickets);
            }
            ticket = Some(OfTicket {
                rid: stored.rid,
                open: row.get("open")?,
                due: row.get("ticket_due")?,
                due_text: row.get("due_text")?,
                moved: false,
                limits: Vec::new(),
            });
        }
        if let Some(ticket) = &mut ticket {
            ticket.moved |= stored.moved();
            ticket.limits.push(stored.limit.clone());
        }
        if stored.changed() {
            changed_rows.push(stored);
        }
    }
    if let Some(finished) = ticket {
        finished.close(&mut done, &mut changed_tickets);
    }
    drop(rows);
    store(connection, &changed_rows, &changed_tickets)?;
    Ok(done)
}

/// Limits of one ticket while they are read.
struct OfTicket {
    rid: i64,
    open: bool,
    due: String,
    due_text: String,
    moved: bool,
    limits: Vec<Limit>,
}

impl OfTicket {
    fn close(self, done: &mut Recomputed, changed: &mut Vec<(i64, Option<String>, String)>) {
        done.tickets += u32::from(self.moved);
        done.open_tickets += u32::from(self.moved && self.open);
        let (due, due_text) = shown(&self.limits, self.open);
        if due.as_deref().unwrap_or("") != self.due || due_text != self.due_text {
            changed.push((self.rid, due, due_text));
        }
    }
}

/// Returns the day a ticket stands in the lists by, and where it comes from.
pub(super) fn shown(limits: &[Limit], open: bool) -> (Option<String>, String) {
    match limit::first(limits).filter(|_| open) {
        Some(first) => (
            first.list_days().map(|day| day.to_string()),
            first.list_text().to_owned(),
        ),
        None => (None, String::new()),
    }
}

fn store(
    connection: &Connection,
    rows: &[Stored],
    tickets: &[(i64, Option<String>, String)],
) -> Result<()> {
    let mut update = connection.prepare_cached(
        "UPDATE ticket_limit SET due = :due, due_ms = :due_ms, due_strict = :due_strict, suspended = :suspended,
             paused_since = :paused_since, promised = :promised, estimated = :estimated, unverified = :unverified
         WHERE rid = :rid AND nr = :nr",
    )?;
    for stored in rows {
        let counted = &stored.limit.counted;
        update.execute(named_params! {
            ":rid": stored.rid,
            ":nr": stored.nr,
            ":due": counted.due.map(|day| day.to_string()),
            ":due_ms": counted.due_at.map(|at| at.timestamp_millis()),
            ":due_strict": counted.due_strict.map(|day| day.to_string()),
            ":suspended": counted.suspended_days,
            ":paused_since": counted.paused_since.map(|day| day.to_string()),
            ":promised": counted.promised.as_ref().map(|promised| promised.day.to_string()),
            ":estimated": counted.estimated,
            ":unverified": counted.unverified,
        })?;
    }
    let mut update = connection
        .prepare_cached("UPDATE ticket SET due = :due, due_text = :due_text WHERE rid = :rid")?;
    for (rid, due, due_text) in tickets {
        update.execute(named_params! { ":rid": rid, ":due": due, ":due_text": due_text })?;
    }
    Ok(())
}

/// A ticket with its row and the limits of it that run.
pub type Running = (i64, Uuid, Vec<Limit>);

/// Lists the next `count` tickets after row `after` with a limit that runs and ends on `until` or before.
pub fn list_running(view: &View<'_>, after: i64, until: Day, count: u32) -> Result<Vec<Running>> {
    let sql = format!(
        "{OF_TICKETS}SELECT rid FROM ticket_limit WHERE runs = 1 AND due <= :until AND rid > :after
         GROUP BY rid ORDER BY rid LIMIT :count) AND l.runs = 1 ORDER BY l.rid, l.nr"
    );
    let mut statement = view.connection.prepare_cached(&sql)?;
    let mut rows = statement
        .query(named_params! { ":until": until.to_string(), ":after": after, ":count": count })?;
    let mut found: Vec<Running> = Vec::new();
    while let Some(row) = rows.next()? {
        let Some(stored) = read(row, view.calendar, view.parameters)? else {
            continue;
        };
        if found.last().is_none_or(|(rid, _, _)| *rid != stored.rid) {
            found.push((stored.rid, Uuid::from_bytes(row.get("id")?), Vec::new()));
        }
        if let Some((_, _, limits)) = found.last_mut() {
            limits.push(stored.limit);
        }
    }
    Ok(found)
}

/// Writes the supervisions of a ticket in place of those it had.
pub(super) fn write_supervisions(
    rows: &mut Rows<'_>,
    rid: i64,
    progress: &Progress,
    first_contact: &str,
    green: bool,
) -> Result<()> {
    let holder = match progress.assignee.as_str() {
        "" => first_contact,
        assignee => assignee,
    };
    for one in &progress.supervisions {
        rows.add(
            "INSERT INTO supervision",
            &[
                ("rid", &rid),
                ("key", &one.key),
                ("window", &progress.window),
                ("rule", &one.rule),
                ("level", &one.level.number()),
                ("rank", &!green),
                ("due", &one.due),
                ("opened_ms", &one.opened_ms),
                ("raised_ms", &one.raised_ms),
                ("superior", &one.superior),
                ("holder", &holder),
                ("state", &one.state()),
            ],
        )?;
    }
    Ok(())
}

/// Filter of the list of supervisions; empty texts filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SupervisionFilter {
    pub window: String,
    pub level: Option<Level>,
    /// `open`, `replied` or `closed`; both that are not closed while empty.
    pub state: String,
    /// Only what this member of staff holds or watches over; empty for all.
    pub staff: String,
    /// Rows to leave out first.
    pub skip: u32,
    pub limit: u32,
}

/// One supervision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupervisionRow {
    pub ticket: Uuid,
    pub key: String,
}

const SUPERVISED: &str = "FROM supervision AS s JOIN ticket AS t ON t.rid = s.rid
     WHERE (s.state = :state OR (:state = '' AND s.state <> 'closed'))
       AND (:window = '' OR s.window = :window)
       AND (:level = 0 OR s.level = :level)
       AND (:staff = '' OR s.holder = :staff OR s.superior = :staff)";

/// Lists supervisions, the hardest first, of these the ones with a green channel, then the oldest; counts all that match.
pub fn list_supervisions(
    connection: &Connection,
    filter: &SupervisionFilter,
) -> Result<(Vec<SupervisionRow>, u32)> {
    let level = filter.level.map_or(0, Level::number);
    let sql = format!(
        "SELECT t.id, s.key {SUPERVISED} ORDER BY s.level DESC, s.rank, s.due, s.rid, s.key LIMIT :limit OFFSET :skip"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":state": filter.state, ":window": filter.window, ":level": level, ":staff": filter.staff,
            ":limit": filter.limit, ":skip": filter.skip,
        },
        |row| {
            Ok(SupervisionRow {
                ticket: Uuid::from_bytes(row.get("id")?),
                key: row.get("key")?,
            })
        },
    )?;
    let rows = rows.collect::<rusqlite::Result<_>>()?;
    let total = connection
        .prepare_cached(&format!("SELECT count(*) {SUPERVISED}"))?
        .query_row(
            named_params! {
                ":state": filter.state, ":window": filter.window, ":level": level, ":staff": filter.staff,
            },
            |row| row.get(0),
        )?;
    Ok((rows, total))
}
