//! Search (查询): names, pinyin, numbers and text, newest first.
//!
//! The index proposes, the row decides: every hit is checked against what the ticket says, so that results equal a scan
//! over all tickets. After an import the index catches up in small batches; tickets that wait for it are looked at row by
//! row.

pub mod cut;
mod text;

use std::collections::HashMap;

use rusqlite::{Connection, ToSql, named_params};
use uuid::Uuid;

use crate::desk::View;
use crate::error::Result;
use crate::identifier::normal::back_to_front;
use crate::naming;
use crate::number::TicketNumber;
use crate::ticket::list::{TicketRow, row_by_id};

use cut::Marked;
pub(crate) use text::{Stretch, Wanted, keys_in, waiting};

/// Returns text as it is searched: NFKC, lower case, one space for each run of blanks, lines kept apart.
pub fn normal(text: &str) -> String {
    let folded = naming::plain_form(text);
    let mut normal = String::with_capacity(folded.len());
    for (nr, line) in folded.lines().enumerate() {
        if nr > 0 {
            normal.push('\n');
        }
        for (nr, word) in line.split_whitespace().enumerate() {
            if nr > 0 {
                normal.push(' ');
            }
            normal.push_str(word);
        }
    }
    normal
}

/// Writes a fragment with letters only that the index certainly keeps whole: all but plain letters, digits and common
/// Han characters as their numbers. Vowel signs of other scripts would cut it in two.
fn token(fragment: &str) -> String {
    let mut token = String::with_capacity(fragment.len());
    for character in fragment.chars() {
        let common = matches!(character, '\u{4e00}'..='\u{9fa5}' | '\u{3400}'..='\u{4db5}');
        if common || character.is_ascii_alphanumeric() {
            token.push(character);
        } else {
            token.push_str(&format!("u{:x}", character as u32));
        }
    }
    token
}

/// Version of what the index keeps; an index of an earlier one is filled anew when the desk starts.
pub const VERSION: i64 = 2;

/// Returns what the index keeps of a ticket: its text, its number, and the cuts it is in.
pub(crate) fn kept(text: &str, number: &str, marked: &Marked<'_>) -> String {
    format!(
        "{} {} {}",
        tokens(text),
        text::number_token(number),
        marked.cuts()
    )
}

/// Returns what the index keeps of a text.
pub fn tokens(text: &str) -> String {
    naming::bigrams(text)
        .iter()
        .map(|fragment| token(fragment))
        .collect::<Vec<_>>()
        .join(" ")
}

/// How a query was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// 办件号.
    Number,
    /// 证件号.
    IdNumber,
    /// 证件号后几位.
    IdTail,
    /// 电话后几位.
    PhoneTail,
    /// 姓名拼音.
    Pinyin,
    /// 姓名或文字.
    Text,
}

impl Why {
    /// Returns the words the list shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "办件号",
            Self::IdNumber => "证件号",
            Self::IdTail => "证件号后几位",
            Self::PhoneTail => "电话后几位",
            Self::Pinyin => "姓名拼音",
            Self::Text => "姓名或内容",
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub hits: Vec<(TicketRow, Why)>,
    /// A whole ticket number was given and is there.
    pub exact: Option<Uuid>,
    pub more: bool,
}

/// Fewest digits that are looked for among numbers; fewer match too much.
const DIGITS_MIN: usize = 4;

/// Fewest bytes of a whole number of a paper, such as a passport.
const NUMBER_MIN: usize = 5;

/// Searches tickets, newest first. `sees` says which restricted tickets the reader may find.
pub fn search(
    view: &View<'_>,
    text: &str,
    limit: usize,
    sees: &dyn Fn(&TicketRow) -> bool,
) -> Result<Found> {
    let query = normal(text.trim());
    if query.is_empty() {
        return Ok(Found::default());
    }
    let mut exact = None;
    if let Ok(number) = TicketNumber::parse(text.trim()) {
        exact = row_by_number(view.connection, &number.to_string())?
            .filter(|row| sees(row))
            .map(|row| row.id);
    }
    // What the reader may not see takes the place of something further down, so the next try reaches deeper.
    let mut depth = limit + 1;
    loop {
        let lists = candidates(view.connection, &query, depth)?;
        let whole = lists.iter().all(|(_, rids)| rids.len() < depth);
        let mut found = pick(view, lists, limit, sees)?;
        if whole || found.more {
            found.exact = exact;
            return Ok(found);
        }
        depth = depth.saturating_mul(4);
    }
}

/// Takes the newest candidates the reader may see.
fn pick(
    view: &View<'_>,
    lists: Vec<(Why, Vec<i64>)>,
    limit: usize,
    sees: &dyn Fn(&TicketRow) -> bool,
) -> Result<Found> {
    let mut rids: Vec<(i64, Why)> = Vec::new();
    for (why, found) in lists {
        rids.extend(found.into_iter().map(|rid| (rid, why)));
    }
    rids.sort_by_key(|(rid, _)| std::cmp::Reverse(*rid));
    rids.dedup_by_key(|(rid, _)| *rid);
    let mut found = Found::default();
    for (rid, why) in rids {
        let Some(row) = row_by_id(view.connection, "rid = :value", &rid)? else {
            continue;
        };
        if !sees(&row) {
            continue;
        }
        if found.hits.len() == limit {
            found.more = true;
            break;
        }
        found.hits.push((row, why));
    }
    Ok(found)
}

fn row_by_number(connection: &Connection, number: &str) -> Result<Option<TicketRow>> {
    row_by_id(connection, "number = :value", &number)
}

/// Returns the row ids each way of reading the query proposes, each list newest first and no longer than `limit`.
pub fn candidates(
    connection: &Connection,
    query: &str,
    limit: usize,
) -> Result<Vec<(Why, Vec<i64>)>> {
    let mut found = Vec::new();
    let compact: String = query.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = compact.chars().take_while(char::is_ascii_digit).count();
    let numeric = digits >= DIGITS_MIN
        && (digits == compact.len() || (digits + 1 == compact.len() && compact.ends_with('x')));
    let whole: String = query.chars().filter(|c| !c.is_whitespace()).collect();
    if whole.len() >= NUMBER_MIN && whole.bytes().any(|byte| byte.is_ascii_digit()) {
        let key = crate::party_check::id_key(&whole.to_uppercase());
        let reversed = back_to_front(&key);
        found.push((
            Why::IdNumber,
            equal(connection, "id_tail", &reversed, limit)?,
        ));
    }
    if numeric {
        let reversed = back_to_front(&compact.to_ascii_uppercase());
        found.push((
            Why::IdTail,
            prefix(connection, "id_tail", &reversed, limit)?,
        ));
        if digits == compact.len() {
            found.push((
                Why::PhoneTail,
                prefix(connection, "phone_tail", &reversed, limit)?,
            ));
        }
    }
    if let Ok(number) = TicketNumber::parse(&compact) {
        found.push((
            Why::Number,
            equal(connection, "number", &number.to_string(), limit)?,
        ));
    }
    if query
        .chars()
        .all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '\'')
    {
        found.push((
            Why::Pinyin,
            by_reading(connection, &naming::normalise_reading(query), limit)?,
        ));
    }
    if let Some(wanted) = Wanted::new(query) {
        let newest = Stretch::newest(limit);
        found.push((Why::Text, wanted.keys(connection, None, newest)?));
    }
    Ok(found)
}

fn list(connection: &Connection, sql: &str, parameters: &[(&str, &dyn ToSql)]) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| row.get::<_, i64>(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn equal(connection: &Connection, column: &str, value: &str, limit: usize) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT rid FROM ticket WHERE {column} = :value AND {column} <> '' ORDER BY rid DESC LIMIT :limit"
    );
    list(
        connection,
        &sql,
        named_params! { ":value": value, ":limit": limit as i64 },
    )
}

fn prefix(connection: &Connection, column: &str, value: &str, limit: usize) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT rid FROM ticket WHERE {column} >= :value AND {column} < :end AND {column} <> ''
         ORDER BY rid DESC LIMIT :limit"
    );
    let end = format!("{value}\u{10ffff}");
    list(
        connection,
        &sql,
        named_params! { ":value": value, ":end": end, ":limit": limit as i64 },
    )
}

/// A reading with more keys than this is common: its newest tickets are found sooner by going through all from the newest.
const COMMON: usize = 8000;

/// Lists the tickets with somebody whose name begins so, newest first.
fn by_reading(connection: &Connection, reading: &str, limit: usize) -> Result<Vec<i64>> {
    if reading.is_empty() {
        return Ok(Vec::new());
    }
    let by_key = "SELECT rid FROM name_key WHERE key >= :value AND key < :end
        AND rid NOT IN (SELECT rid FROM find_waiting WHERE names IS NOT NULL) LIMIT :most";
    let (keys, mut rids) = named(connection, by_key, reading, COMMON)?;
    if keys == COMMON {
        let newest = "SELECT t.rid FROM ticket t WHERE EXISTS (
             SELECT 1 FROM name_key k WHERE k.rid = t.rid AND k.key >= :value AND k.key < :end)
             AND t.rid NOT IN (SELECT rid FROM find_waiting WHERE names IS NOT NULL)
         ORDER BY t.rid DESC LIMIT :most";
        (_, rids) = named(connection, newest, reading, limit)?;
    }
    rids.sort_unstable_by(|a, b| b.cmp(a));
    rids.dedup();
    rids.truncate(limit);
    Ok(rids)
}

/// Lists at most as many tickets as are wanted of those that are known by their keys, and all whose names wait. Returns how
/// many were known by their keys as well. In one statement, so that a ticket which moves from the one to the other
/// meanwhile is not missed.
fn named(
    connection: &Connection,
    by_key: &str,
    reading: &str,
    most: usize,
) -> Result<(usize, Vec<i64>)> {
    let sql = format!(
        "SELECT rid, NULL AS names FROM ({by_key})
         UNION ALL SELECT rid, names FROM find_waiting WHERE names IS NOT NULL"
    );
    let end = format!("{reading}\u{10ffff}");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows =
        statement.query(named_params! { ":value": reading, ":end": end, ":most": most as i64 })?;
    let (mut keys, mut found) = (0, Vec::new());
    let mut sounds: HashMap<String, bool> = HashMap::new();
    while let Some(row) = rows.next()? {
        let is_named = match row.get_ref("names")?.as_str_or_null().unwrap_or_default() {
            None => {
                keys += 1;
                true
            }
            Some(names) => split_names(names).any(|name| {
                *sounds
                    .entry(name.to_owned())
                    .or_insert_with(|| begins_so(name, reading))
            }),
        };
        if is_named {
            found.push(row.get("rid")?);
        }
    }
    Ok((keys, found))
}

fn begins_so(name: &str, reading: &str) -> bool {
    let keys = naming::name_keys(name);
    let mut all = keys.full.iter().chain(&keys.initials);
    all.any(|key| key.starts_with(reading))
}

/// Stands between the names of a ticket that waits; a name with a line end in it is two.
const BETWEEN_NAMES: char = '\n';

/// Writes the names of a ticket as one text.
pub(crate) fn join_names(names: &[String]) -> String {
    names.join(&BETWEEN_NAMES.to_string())
}

/// Lists the names in such a text.
pub(crate) fn split_names(names: &str) -> impl Iterator<Item = &str> {
    names.split(BETWEEN_NAMES).filter(|name| !name.is_empty())
}
