//! Supervision (督办): opened by itself when a limit comes near or passes, answered by the holder, closed by a person.

use rusqlite::named_params;
use uuid::Uuid;

use super::act::{append, open, text};
use super::data::{Ticket, get};
use super::limit::Limit;
use super::machine::{Act, Idle, Progress};
use crate::account::role::Role;
use crate::deadline::{Keeper, Light};
use crate::desk::{Actor, Tx, View};
use crate::error::{Error, Result};
use crate::journal::{Record, Value};
use crate::staff;
use crate::storage::due;
use crate::time::Day;

/// Role of the entries the daily sweep makes.
pub const SWEEP: &str = "sweep";

/// How hard a ticket is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 提醒.
    Remind = 1,
    /// 催办.
    Urge,
    /// 督办.
    Press,
    /// 挂牌.
    List,
}

impl Level {
    /// Every level, the mildest first.
    pub const ALL: [Self; 4] = [Self::Remind, Self::Urge, Self::Press, Self::List];

    /// Finds the level with a number.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    /// Returns the number that is stored.
    pub fn number(self) -> i64 {
        self as i64
    }

    /// Returns the name people read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Remind => "提醒",
            Self::Urge => "催办",
            Self::Press => "督办",
            Self::List => "挂牌",
        }
    }
}

/// One supervision of a ticket: about one limit, raised step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervision {
    /// The limit it is about; the same on every device.
    pub key: String,
    pub rule: String,
    pub due: String,
    pub level: Level,
    pub opened_ms: i64,
    /// When it came to the level it has.
    pub raised_ms: i64,
    /// Staff id of who watches over it; empty where nobody could be found.
    pub superior: String,
    pub reply: String,
    pub replied_by: String,
    pub replied_ms: Option<i64>,
    pub result: String,
    pub closed_by: String,
    pub closed_ms: Option<i64>,
}

impl Supervision {
    /// Returns the code lists filter by.
    pub fn state(&self) -> &'static str {
        match (self.closed_ms, self.replied_ms) {
            (Some(_), _) => "closed",
            (None, Some(_)) => "replied",
            (None, None) => "open",
        }
    }
}

/// Names the limit a supervision is about: the same on every device, whatever the due day becomes.
pub fn key_of(limit: &Limit) -> String {
    let parts = [limit.code(), &limit.run.from.to_string(), &limit.subject];
    parts.join("/").trim_end_matches('/').to_owned()
}

fn data<'a>(record: &'a Record, key: &str) -> &'a str {
    record.data.get(key).map_or("", Value::as_text)
}

fn level_in(record: &Record) -> Option<Level> {
    Level::from_number(record.data.get("level")?.as_int()?)
}

/// Says whether an entry about a supervision can take effect as things stand.
///
/// # Errors
/// [`Idle::NotNow`] for a level that was reached already, and for one that is not there or closed.
pub(super) fn check(
    progress: &Progress,
    act: Act,
    record: &Record,
) -> std::result::Result<(), Idle> {
    let known = progress
        .supervisions
        .iter()
        .find(|one| one.key == data(record, "key"));
    let possible = match act {
        Act::Supervise => {
            level_in(record).is_some_and(|level| known.is_none_or(|known| level > known.level))
        }
        Act::SuperviseReply | Act::SuperviseClose => {
            known.is_some_and(|known| known.closed_ms.is_none())
        }
        _ => true,
    };
    if possible { Ok(()) } else { Err(Idle::NotNow) }
}

/// Lets an entry about a supervision take effect.
pub(super) fn advance(
    progress: &mut Progress,
    act: Act,
    record: &Record,
    author: &str,
    at_ms: i64,
) {
    let key = data(record, "key");
    let place = progress.supervisions.iter().position(|one| one.key == key);
    match (act, place) {
        (Act::Supervise, place) => {
            let Some(level) = level_in(record) else {
                return;
            };
            let opened_ms = place.map_or(at_ms, |place| progress.supervisions[place].opened_ms);
            let raised = Supervision {
                key: key.to_owned(),
                rule: data(record, "rule").to_owned(),
                due: data(record, "due").to_owned(),
                level,
                opened_ms,
                raised_ms: at_ms,
                superior: data(record, "superior").to_owned(),
                reply: String::new(),
                replied_by: String::new(),
                replied_ms: None,
                result: String::new(),
                closed_by: String::new(),
                closed_ms: None,
            };
            match place {
                Some(place) => progress.supervisions[place] = raised,
                None => progress.supervisions.push(raised),
            }
        }
        (Act::SuperviseReply, Some(place)) => {
            let one = &mut progress.supervisions[place];
            one.reply = data(record, "text").to_owned();
            one.replied_by = author.to_owned();
            one.replied_ms = Some(at_ms);
        }
        (Act::SuperviseClose, Some(place)) => {
            let one = &mut progress.supervisions[place];
            one.result = data(record, "result").to_owned();
            one.closed_by = author.to_owned();
            one.closed_ms = Some(at_ms);
        }
        _ => {}
    }
}

/// Returns the level an open limit calls for; none while it gives no reason.
///
/// What an applicant or a court has to do is never pressed; what an institution has to do is asked after.
fn level_for(view: &View<'_>, limit: &Limit) -> Option<Level> {
    let today = view.today();
    let on = |code| view.parameters.flag(code, today);
    if !matches!(limit.counted.keeper, Keeper::Office | Keeper::Institution) {
        return None;
    }
    let thresholds = view.parameters.thresholds(today);
    let light = limit.light(crate::time::civil(view.now_ms), thresholds)?;
    let passed = limit.counted.due.map_or(0, |due| (today - due).num_days());
    let list_days = view.parameters.number("supervise.list_days", today);
    match light {
        Light::Overdue if list_days.is_some_and(|days| passed >= days) => Some(Level::List),
        Light::Overdue if on("supervise.press") => Some(Level::Press),
        Light::Overdue | Light::Red if on("supervise.urge") => Some(Level::Urge),
        Light::Overdue | Light::Red | Light::Yellow if on("supervise.remind") => {
            Some(Level::Remind)
        }
        _ => None,
    }
}

/// Returns who watches over a ticket: a reviewer, from 督办 on a director; of the holder's unit or window if there is
/// one, never the holder.
fn superior(view: &View<'_>, ticket: &Ticket, level: Level) -> Result<String> {
    let progress = ticket.progress()?;
    let people = staff::list(view)?;
    let unit = people
        .iter()
        .find(|one| one.id.to_string() == progress.assignee)
        .map_or("", |one| one.unit.as_str());
    let wanted = if level >= Level::Press {
        [Role::Director, Role::Reviewer]
    } else {
        [Role::Reviewer, Role::Director]
    };
    let rank = |role: &str| wanted.iter().position(|one| one.code() == role);
    let found = people
        .iter()
        .filter(|one| one.active && one.id.to_string() != progress.assignee)
        .filter_map(|one| {
            let elsewhere = one.unit != unit;
            Some((
                (
                    rank(&one.role)?,
                    elsewhere,
                    !one.serves(&progress.window),
                    one.id,
                ),
                one.id,
            ))
        })
        .min();
    Ok(found.map(|(_, id)| id.to_string()).unwrap_or_default())
}

/// What one stretch of the daily sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    pub opened: u32,
    pub raised: u32,
    /// Where the next stretch goes on; none at the end.
    pub next: Option<i64>,
}

/// Days before the end of a limit beyond which no light can be yellow.
const FAR_DAYS: u64 = 91;

/// Opens and raises supervisions of the next `count` tickets after row `after`. Repeated, it changes nothing.
///
/// # Errors
/// `right.missing` for anybody but the sweep itself.
pub fn sweep(tx: &mut Tx<'_>, after: i64, count: u32) -> Result<Swept> {
    if tx.actor().role != SWEEP {
        return Err(Error::refused("right.missing"));
    }
    let view = tx.view();
    let far = view
        .today()
        .checked_add_days(chrono::Days::new(FAR_DAYS))
        .unwrap_or(Day::MAX);
    let mut done = Swept::default();
    let found = due::list_running(&view, after, far, count)?;
    let mut known = view
        .connection
        .prepare_cached("SELECT level FROM supervision WHERE rid = :rid AND key = :key")?;
    for (rid, id, limits) in &found {
        let mut needed = Vec::new();
        for limit in limits {
            let Some(level) = level_for(&view, limit) else {
                continue;
            };
            let key = key_of(limit);
            let mut rows = known.query(named_params! { ":rid": rid, ":key": key })?;
            let before: i64 = match rows.next()? {
                Some(row) => row.get("level")?,
                None => 0,
            };
            if level.number() > before {
                needed.push((key, level, limit, before));
            }
        }
        if needed.is_empty() {
            continue;
        }
        let ticket = get(&view, *id)?;
        for (key, level, limit, before) in needed {
            let due = limit.counted.due.map(|day| day.to_string());
            let record = Record::of([
                ("key", Value::text(&key)),
                ("rule", Value::text(limit.code())),
                ("due", Value::text(&due.unwrap_or_default())),
                ("level", Value::Int(level.number())),
                ("superior", Value::text(&superior(&view, &ticket, level)?)),
            ]);
            append(tx, &ticket, Act::Supervise, &record)?;
            done.opened += u32::from(before == 0);
            done.raised += u32::from(before > 0);
        }
    }
    done.next = found
        .last()
        .map(|(rid, _, _)| *rid)
        .filter(|_| found.len() == count as usize);
    Ok(done)
}

/// Returns who the sweep acts as: nobody of the staff.
pub fn sweeper() -> Actor {
    Actor {
        id: Uuid::nil(),
        name: String::new(),
        role: SWEEP.to_owned(),
    }
}

fn open_one(ticket: &Ticket, key: &str) -> Result<Supervision> {
    let known = ticket
        .progress()?
        .supervisions
        .iter()
        .find(|one| one.key == key);
    match known {
        None => Err(Error::at("supervise.not_found", "key")),
        Some(one) if one.closed_ms.is_some() => Err(Error::refused("supervise.closed")),
        Some(one) => Ok(one.clone()),
    }
}

/// Answers a supervision: what the holder did and will do.
///
/// # Errors
/// `supervise.not_found`, `supervise.closed`, `supervise.text`, and those of every act.
pub fn reply(tx: &mut Tx<'_>, id: Uuid, key: &str, words: &str) -> Result<()> {
    let ticket = open(tx, id, None, Act::SuperviseReply)?;
    open_one(&ticket, key)?;
    let words = text("text", words)?;
    if words.is_empty() {
        return Err(Error::at("supervise.text", "text"));
    }
    let record = Record::of([("key", Value::text(key)), ("text", Value::text(&words))]);
    append(tx, &ticket, Act::SuperviseReply, &record)
}

/// Closes a supervision with its result; from 催办 on only once the holder has answered.
///
/// # Errors
/// `supervise.not_found`, `supervise.closed`, `supervise.unanswered`, `supervise.result`, and those of every act.
pub fn close(tx: &mut Tx<'_>, id: Uuid, key: &str, result: &str) -> Result<()> {
    let ticket = open(tx, id, None, Act::SuperviseClose)?;
    let known = open_one(&ticket, key)?;
    if known.level > Level::Remind && known.replied_ms.is_none() {
        return Err(Error::refused("supervise.unanswered"));
    }
    let result = text("result", result)?;
    if result.is_empty() {
        return Err(Error::at("supervise.result", "result"));
    }
    let record = Record::of([("key", Value::text(key)), ("result", Value::text(&result))]);
    append(tx, &ticket, Act::SuperviseClose, &record)
}
