//! Deadlines: rules as data, and due days that explain themselves.

mod explain;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};

use crate::calendar::Calendar;
use crate::dictionary::{Table, TableError};

/// How the length of a limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Calendar days (日).
    Natural,
    /// Working days (工作日).
    Working,
    /// Running hours, nights and rest days included.
    Hours,
    /// Calendar months.
    Months,
}

/// One limit of law or of house rule, as data with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, for example `LA-REVIEW`.
    pub code: String,
    /// What starts the clock, as it is said in an explanation: 收到申请, 受理.
    pub trigger: String,
    pub length: u32,
    pub unit: Unit,
    /// A last day that is a rest day moves to the next working day. Never true of working days and hours.
    pub rolls: bool,
    /// Passing the due day is 超期; otherwise the law says 一般 and passing it is only a reminder.
    pub hard: bool,
    /// Chinese citation.
    pub basis: String,
    /// A person has compared the rule with the text of its source.
    pub verified: bool,
}

/// The rules in force, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Returns the rules that ship with the program.
    pub fn bundled() -> Self {
        Self::read(include_str!("../../../../assets/reference/deadlines.csv"))
            .expect("the bundled deadline rules are read by a test")
    }

    /// Reads a table with the columns `code`, `trigger`, `length`, `unit` (`natural`, `working`, `hour`, `month`),
    /// `rolls`, `hard`, `basis` and `verified` (the flags `yes` or `no`).
    ///
    /// # Errors
    /// `table.column_missing`, `table.field_count`, `table.value`, `table.repeated`.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let table = Table::read(text)?;
        let (code, trigger) = (table.column("code")?, table.column("trigger")?);
        let (length, unit) = (table.column("length")?, table.column("unit")?);
        let (rolls, basis) = (table.column("rolls")?, table.column("basis")?);
        let (hard, verified) = (table.column("hard")?, table.column("verified")?);
        let mut rules: Vec<Rule> = Vec::new();
        for row in table.rows() {
            let wrong = |column| TableError::Value {
                line: row.line,
                column,
            };
            let yes = |column, name| match row.field(column) {
                "yes" => Ok(true),
                "no" => Ok(false),
                _ => Err(wrong(name)),
            };
            let unit = match row.field(unit) {
                "natural" => Unit::Natural,
                "working" => Unit::Working,
                "hour" => Unit::Hours,
                "month" => Unit::Months,
                _ => return Err(wrong("unit")),
            };
            let rolls = yes(rolls, "rolls")?;
            if rolls && matches!(unit, Unit::Working | Unit::Hours) {
                return Err(wrong("rolls"));
            }
            let rule = Rule {
                code: row.field(code).to_owned(),
                trigger: row.field(trigger).to_owned(),
                length: row.field(length).parse().map_err(|_| wrong("length"))?,
                unit,
                rolls,
                hard: yes(hard, "hard")?,
                basis: row.field(basis).to_owned(),
                verified: yes(verified, "verified")?,
            };
            if rules.iter().any(|known| known.code == rule.code) {
                return Err(TableError::Repeated(row.line));
            }
            rules.push(rule);
        }
        Ok(Self(rules))
    }

    /// Finds the rule with this code.
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.code == code)
    }

    /// Lists all rules in the order of their table.
    pub fn all(&self) -> &[Rule] {
        &self.0
    }
}

/// The end of a limit, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Last day on which the thing may still be done.
    pub day: NaiveDate,
    /// Exact end of a limit in hours; a limit in days lasts until the end of its day.
    pub at: Option<DateTime<FixedOffset>>,
    /// Chinese, step by step: `2月10日收到申请，7 日，末日2月17日为春节假期，顺延至2月24日。`
    pub explanation: String,
    /// Chinese citation; empty for a promise of the house.
    pub basis: String,
    /// A year without a published holiday table took part in the count (估算).
    pub estimated: bool,
}

/// Returns the last day of a limit whose clock starts on `from`; that day is not counted.
///
/// A limit in hours counted from a day alone ends, to be safe, as if the clock had started when the day began;
/// [`due_at`] gives its exact end.
///
/// 依据：《中华人民共和国民法典》第二百条至第二百零三条；《中华人民共和国民事诉讼法》第八十五条。
pub fn due(rule: &Rule, from: NaiveDate, calendar: &Calendar) -> Due {
    let end = match rule.unit {
        Unit::Natural => calendar.add_natural_days(from, rule.length),
        Unit::Working => calendar.add_working_days(from, rule.length),
        Unit::Hours => calendar.add_natural_days(from, rule.length / 24),
        Unit::Months => calendar.add_months(from, rule.length),
    };
    let day = if rule.rolls {
        calendar.roll_forward(end)
    } else {
        end
    };
    let first_counted = if rule.unit == Unit::Working {
        from
    } else {
        end
    };
    let touches_rest_days = rule.rolls || rule.unit == Unit::Working;
    let estimated = touches_rest_days && spans_estimate(first_counted, day, calendar);
    Due {
        day,
        at: None,
        explanation: explain::rule(rule, from, end, day, estimated, calendar),
        basis: rule.basis.clone(),
        estimated,
    }
}

/// Returns the end of a limit whose clock starts at a moment; only a limit in hours has an exact end.
pub fn due_at(rule: &Rule, from: DateTime<FixedOffset>, calendar: &Calendar) -> Due {
    if rule.unit != Unit::Hours {
        return due(rule, from.date_naive(), calendar);
    }
    let at = from
        .checked_add_signed(TimeDelta::hours(rule.length.into()))
        .unwrap_or(from);
    Due {
        day: at.date_naive(),
        at: Some(at),
        explanation: explain::hours(rule, from, at),
        basis: rule.basis.clone(),
        estimated: false,
    }
}

/// Returns the last day of a promise of the house (承诺时限) in working days.
pub fn promised(trigger: &str, working_days: u32, from: NaiveDate, calendar: &Calendar) -> Due {
    let day = calendar.add_working_days(from, working_days);
    let estimated = spans_estimate(from, day, calendar);
    Due {
        day,
        at: None,
        explanation: explain::promise(trigger, working_days, from, day, estimated, calendar),
        basis: String::new(),
        estimated,
    }
}

fn spans_estimate(from: NaiveDate, to: NaiveDate, calendar: &Calendar) -> bool {
    (from.year()..=to.year()).any(|year| calendar.estimated(year))
}
