//! Holiday tables that came after the program: entries of the journal, a year at a time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use uuid::Uuid;

use super::{Calendar, Entry};
use crate::account::role::Right;
use crate::desk::{Tx, View, subject};
use crate::dictionary::TableError;
use crate::error::{Error, Result};
use crate::exchange::peer::require_own_rules;
use crate::journal::{Record, Value};
use crate::parameter::shared_id;

/// Where days of a table apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The yearly notice for the whole country; stands in place of an earlier table of its year.
    National,
    /// Days of rest of an autonomous area, laid over the national table.
    Local,
}

impl Layer {
    /// Finds the layer with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::National, Self::Local]
            .into_iter()
            .find(|layer| layer.code() == code)
    }

    /// Returns the code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Local => "local",
        }
    }
}

/// Years a table can be for.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// Names of the fields of a stored table.
const DAYS: &str = "days";

fn id_of(layer: Layer, year: i32) -> Uuid {
    shared_id(subject::CALENDAR, &format!("{}:{year}", layer.code()))
}

/// Days of one year, as they are stored.
type Year = BTreeMap<NaiveDate, Entry>;

/// Reads and checks a table that is to be imported, year by year.
fn check(text: &str, layer: Layer) -> Result<BTreeMap<i32, Year>> {
    let read = Calendar::read(text).map_err(|fault| refusal(&fault))?;
    let mut years: BTreeMap<i32, Year> = BTreeMap::new();
    for (day, entry) in read.days {
        if !YEARS.contains(&day.year()) {
            return Err(Error::at("calendar.year", "text").with(day.to_string()));
        }
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        if !entry.off && !weekend {
            return Err(Error::at("calendar.make_up", "text").with(day.to_string()));
        }
        years.entry(day.year()).or_default().insert(day, entry);
    }
    if years.is_empty() {
        return Err(Error::at("calendar.empty", "text"));
    }
    if layer == Layer::National {
        for (year, days) in &years {
            let first = NaiveDate::from_ymd_opt(*year, 1, 1);
            if !first.is_some_and(|day| days.get(&day).is_some_and(|entry| entry.off)) {
                return Err(Error::at("calendar.new_year", "text").with(year.to_string()));
            }
        }
    }
    Ok(years)
}

fn refusal(fault: &TableError) -> Error {
    let place = match fault {
        TableError::ColumnMissing(column) => (*column).to_owned(),
        TableError::FieldCount(line) | TableError::Repeated(line) => line.to_string(),
        TableError::Value { line, column } => format!("{line} {column}"),
    };
    Error::at(fault.code(), "text").with(place)
}

/// Stores a table; due days that rest on it are computed anew in the same write.
///
/// # Errors
/// `right.missing`, `exchange.centre_decides`; `table.column_missing`, `table.field_count`, `table.value` and `table.repeated` with the line;
/// `calendar.year` for a day of an impossible year, `calendar.make_up` for a make-up working day that is no weekend day,
/// `calendar.new_year` for a national table without 1 January, `calendar.empty`.
pub fn import(tx: &mut Tx<'_>, layer: Layer, text: &str) -> Result<Vec<i32>> {
    tx.actor().require(Right::ManageSettings)?;
    require_own_rules(tx.view().connection)?;
    let years = check(text, layer)?;
    for (year, days) in &years {
        let lines: Vec<String> = days
            .iter()
            .map(|(day, entry)| {
                let kind = if entry.off { "off" } else { "work" };
                format!("{day},{kind},{},{}", entry.holiday, entry.source)
            })
            .collect();
        let record = Record::setting([(DAYS, Value::texts(&lines))]);
        tx.set(
            subject::CALENDAR,
            id_of(layer, *year),
            "calendar.set",
            &record,
        )?;
    }
    Ok(years.into_keys().collect())
}

/// Takes back an imported table: what the program came with applies again.
///
/// # Errors
/// `right.missing`, `exchange.centre_decides`, `calendar.not_imported`.
pub fn withdraw(tx: &mut Tx<'_>, layer: Layer, year: i32) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    require_own_rules(tx.view().connection)?;
    let id = id_of(layer, year);
    if *tx.view().fold(id)?.value(DAYS) == Value::Empty {
        return Err(Error::refused("calendar.not_imported").with(year.to_string()));
    }
    let record = Record::setting([(DAYS, Value::Empty)]);
    tx.set(subject::CALENDAR, id, "calendar.set", &record)?;
    Ok(())
}

fn stored(view: &View<'_>, layer: Layer, year: i32) -> Result<Year> {
    let folded = view.fold(id_of(layer, year))?;
    let mut days = Year::new();
    for line in folded.value(DAYS).as_texts() {
        let parts: Vec<&str> = line.splitn(4, ',').collect();
        let [day, kind, holiday, source] = parts[..] else {
            continue;
        };
        if let Some(day) = crate::time::day_from_text(day) {
            let entry = Entry {
                off: kind == "off",
                holiday: holiday.to_owned(),
                source: source.to_owned(),
            };
            days.insert(day, entry);
        }
    }
    Ok(days)
}

/// Reads the calendar as it stands: the tables of the program, those imported since, and the local layer.
pub fn read(view: &View<'_>) -> Result<Calendar> {
    let mut calendar = Calendar::bundled();
    for year in YEARS {
        let days = stored(view, Layer::National, year)?;
        if !days.is_empty() {
            calendar.replace_year(year, days);
        }
        calendar.local.extend(stored(view, Layer::Local, year)?);
    }
    Ok(calendar)
}

/// What is known of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearTable {
    pub year: i32,
    pub layer: Layer,
    /// Came with the program rather than by import.
    pub bundled: bool,
    pub days_off: u32,
    pub make_up_days: u32,
    pub sources: Vec<String>,
    /// Two sites imported different tables; the shown one is provisional.
    pub disputed: bool,
}

/// Lists the years with a table, newest first.
pub fn list(view: &View<'_>) -> Result<Vec<YearTable>> {
    let mut tables = Vec::new();
    let bundled = Calendar::bundled();
    for year in YEARS.rev() {
        for layer in [Layer::National, Layer::Local] {
            let imported = stored(view, layer, year)?;
            let from_program = imported.is_empty() && layer == Layer::National;
            let days = if from_program {
                bundled.of_year(year)
            } else {
                imported
            };
            if days.is_empty() {
                continue;
            }
            let mut sources: Vec<String> =
                days.values().map(|entry| entry.source.clone()).collect();
            sources.sort();
            sources.dedup();
            let off = days.values().filter(|entry| entry.off).count();
            tables.push(YearTable {
                year,
                layer,
                bundled: from_program,
                days_off: off as u32,
                make_up_days: (days.len() - off) as u32,
                sources,
                disputed: !view.fold(id_of(layer, year))?.disputed().is_empty(),
            });
        }
    }
    Ok(tables)
}
