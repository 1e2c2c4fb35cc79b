//! Limits of a ticket: what the law gives and what the office promised.

use std::sync::LazyLock;

use crate::calendar::Calendar;
use crate::deadline::{self, Rules};
use crate::time::Day;
use crate::window::Window;

static RULES: LazyLock<Rules> = LazyLock::new(Rules::bundled);

/// A due date of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Code of the rule; `promised` for the office's own promise.
    pub code: String,
    /// 法定 rather than 承诺.
    pub statutory: bool,
    /// For example 法定 7 日.
    pub title: String,
    pub due: Day,
    pub explanation: String,
    pub basis: String,
    pub estimated: bool,
    /// Nobody has confirmed the rule yet (待核实).
    pub unverified: bool,
}

/// What the office's own limit is counted from, in words.
const RECEIVED: &str = "收到";

/// Returns the limits that start with the day a matter came to a window, the promised one first.
pub fn on_arrival(
    window: &Window,
    day: Day,
    promised_days: u32,
    calendar: &Calendar,
) -> Vec<Limit> {
    let mut limits = Vec::new();
    if promised_days > 0 {
        let due = deadline::promised(RECEIVED, promised_days, day, calendar);
        limits.push(Limit {
            code: "promised".to_owned(),
            statutory: false,
            title: format!("承诺 {promised_days} 个工作日"),
            due: due.day,
            explanation: due.explanation,
            basis: due.basis,
            estimated: due.estimated,
            unverified: false,
        });
    }
    for code in window.limits {
        let Some(rule) = RULES.get(code) else {
            continue;
        };
        if rule.length == 0 {
            continue;
        }
        let due = deadline::due(rule, day, calendar);
        limits.push(Limit {
            code: rule.code.clone(),
            statutory: true,
            title: format!("法定 {}", length(rule)),
            due: due.day,
            explanation: due.explanation,
            basis: due.basis,
            estimated: due.estimated,
            unverified: !rule.verified,
        });
    }
    limits
}

fn length(rule: &deadline::Rule) -> String {
    match rule.unit {
        deadline::Unit::Natural => format!("{} 日", rule.length),
        deadline::Unit::Working => format!("{} 个工作日", rule.length),
        deadline::Unit::Hours => format!("{} 小时", rule.length),
        deadline::Unit::Months => format!("{} 个月", rule.length),
    }
}

/// Returns the limit that comes first.
pub fn first(limits: &[Limit]) -> Option<&Limit> {
    limits.iter().min_by_key(|limit| limit.due)
}
