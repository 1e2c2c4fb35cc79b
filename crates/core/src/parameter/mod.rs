//! Parameters: what differs from area to area and year to year, with the day it takes effect and its source.
//!
//! Definitions are data; values are entries of the journal and travel with it. What a running ticket is measured by is
//! the value in force on the day the ticket was received.

mod definition;
mod set;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use definition::{Definition, Measure, definitions, find};
pub(crate) use set::shared_id;
pub use set::{Change, History, Line, history, read, set};

use crate::deadline::Thresholds;
use crate::time::Day;

/// A value somebody set, in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub from: Day,
    /// Area code for a parameter that differs by area; empty for the area of the site.
    pub area: String,
    /// In the smallest unit of the measure: days, fen, hundredths.
    pub value: i64,
    pub source: String,
    /// Two sites set different values; the shown one is provisional.
    pub disputed: bool,
}

/// A value with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    pub value: i64,
    pub source: String,
    /// None for the value the program came with.
    pub from: Option<Day>,
    /// Nobody has confirmed the value yet (待核实).
    pub unverified: bool,
}

/// Every value that was ever set, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<String, Vec<Setting>>);

/// The income under which an applicant counts as poor (经济困难标准), with its arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HardshipLine {
    /// Minimum living allowance, fen a head and month.
    pub base_fen: i64,
    /// Hundredths.
    pub multiple: i64,
    pub line_fen: i64,
    pub base: InForce,
    pub factor: InForce,
}

impl Parameters {
    /// Adds a value; a later one for the same day and area takes its place.
    pub fn add(&mut self, code: &str, setting: Setting) {
        let known = self.0.entry(code.to_owned()).or_default();
        known.retain(|one| (one.from, &one.area) != (setting.from, &setting.area));
        known.push(setting);
        known.sort_by(|a, b| (a.from, &a.area).cmp(&(b.from, &b.area)));
    }

    /// Lists the values of a parameter, oldest first.
    pub fn settings(&self, code: &str) -> &[Setting] {
        self.0.get(code).map_or(&[], Vec::as_slice)
    }

    /// Returns what is in force on a day in an area: the latest value that has taken effect, one for the area itself
    /// before one for all, and the value the program came with where nobody set any.
    pub fn in_force(&self, code: &str, area: &str, day: Day) -> Option<InForce> {
        let latest = |wanted: &str| {
            self.settings(code)
                .iter()
                .rev()
                .find(|one| one.from <= day && one.area == wanted)
        };
        let own = if area.is_empty() { None } else { latest(area) };
        if let Some(setting) = own.or_else(|| latest("")) {
            return Some(InForce {
                value: setting.value,
                source: setting.source.clone(),
                from: Some(setting.from),
                unverified: setting.disputed,
            });
        }
        let definition = find(code)?;
        Some(InForce {
            value: definition.default?,
            source: definition.source.clone(),
            from: None,
            unverified: !definition.verified,
        })
    }

    /// Returns the whole number in force on a day.
    pub fn number(&self, code: &str, day: Day) -> Option<i64> {
        self.in_force(code, "", day).map(|found| found.value)
    }

    /// Returns whether a yes-or-no parameter says yes on a day.
    pub fn flag(&self, code: &str, day: Day) -> bool {
        self.number(code, day) == Some(1)
    }

    /// Returns from how many days before the end on a limit is yellow and red.
    pub fn thresholds(&self, day: Day) -> Thresholds {
        let days = |code| self.number(code, day).unwrap_or(0).clamp(0, 90) as u32;
        Thresholds {
            yellow_days: days("alert.yellow_days"),
            red_days: days("alert.red_days"),
        }
    }

    /// Returns the hardship line of an area on a day: minimum living allowance times multiple.
    pub fn hardship_line(&self, area: &str, day: Day) -> Option<HardshipLine> {
        let base = self.in_force("hardship.base", area, day)?;
        let factor = self.in_force("hardship.multiple", area, day)?;
        Some(HardshipLine {
            base_fen: base.value,
            multiple: factor.value,
            line_fen: base.value.saturating_mul(factor.value) / 100,
            base,
            factor,
        })
    }
}
