//! Expected against actual, as a table and as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::table;

/// One thing the file expects and what the desk showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub what: String,
    pub expected: String,
    pub actual: String,
    pub same: bool,
}

/// What was left out of the play, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// A step that no procedure has.
    Step,
    /// A warning that another desk gives.
    Warning,
    /// The visit came in at another site that sends no file; it was played at the centre.
    Site,
}

/// Something left out, with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub kind: Left,
    pub name: String,
}

/// What became of one visit.
#[derive(Debug, Clone, Default, Serialize)]
pub struct VisitReport {
    pub id: String,
    pub window: String,
    /// Number of the ticket; empty when nothing was stored.
    pub number: String,
    pub steps_played: u32,
    pub checks: Vec<Check>,
    pub skipped: Vec<Skipped>,
    /// Facts beside what the file expects.
    pub remarks: Vec<String>,
}

impl VisitReport {
    /// Notes something expected and what was seen.
    pub fn check(&mut self, what: &str, expected: impl Into<String>, actual: impl Into<String>) {
        let (expected, actual) = (expected.into(), actual.into());
        self.checks.push(Check {
            what: what.to_owned(),
            same: expected == actual,
            expected,
            actual,
        });
    }

    /// Notes something left out.
    pub fn skip(&mut self, kind: Left, name: impl Into<String>) {
        self.skipped.push(Skipped {
            kind,
            name: name.into(),
        });
    }
}

/// Counts over all visits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub visits: u32,
    /// Visits stored.
    pub registered: u32,
    /// Visits that were refused and left nothing behind.
    pub rejected: u32,
    pub steps_played: u32,
    pub steps_skipped: u32,
    pub checks: u32,
    pub differing: u32,
}

/// The whole play.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    pub totals: Totals,
    /// How often each kind of check was made.
    pub checked: BTreeMap<String, u32>,
    pub skipped_steps: BTreeMap<String, u32>,
    pub skipped_warnings: BTreeMap<String, u32>,
    pub played_at_the_centre: BTreeMap<String, u32>,
    /// Every database was whole afterwards: journal, read model and file.
    pub sound: bool,
    pub visits: Vec<VisitReport>,
}

impl Report {
    /// Sums up what became of the visits.
    pub fn of(visits: Vec<VisitReport>, sound: bool) -> Self {
        let count = |kind: Left| {
            let mut names = BTreeMap::new();
            for skipped in visits.iter().flat_map(|visit| &visit.skipped) {
                if skipped.kind == kind {
                    *names.entry(skipped.name.clone()).or_insert(0) += 1;
                }
            }
            names
        };
        let checks = || visits.iter().flat_map(|visit| &visit.checks);
        let mut checked = BTreeMap::new();
        for check in checks() {
            *checked.entry(check.what.clone()).or_insert(0) += 1;
        }
        let skipped_steps: BTreeMap<String, u32> = count(Left::Step);
        let stored = |visit: &&VisitReport| !visit.number.is_empty();
        let rejected = |visit: &&VisitReport| {
            visit.number.is_empty() && visit.checks.iter().all(|check| check.same)
        };
        let totals = Totals {
            visits: visits.len() as u32,
            registered: visits.iter().filter(stored).count() as u32,
            rejected: visits.iter().filter(rejected).count() as u32,
            steps_played: visits.iter().map(|visit| visit.steps_played).sum(),
            steps_skipped: skipped_steps.values().sum(),
            checks: checks().count() as u32,
            differing: checks().filter(|check| !check.same).count() as u32,
        };
        Self {
            totals,
            checked,
            skipped_steps,
            skipped_warnings: count(Left::Warning),
            played_at_the_centre: count(Left::Site),
            sound,
            visits,
        }
    }

    /// Everything the file expects was seen, and the database is whole.
    pub fn agrees(&self) -> bool {
        self.sound && self.totals.differing == 0
    }

    /// Lists the differences, one line each.
    pub fn differences(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for visit in &self.visits {
            for check in visit.checks.iter().filter(|check| !check.same) {
                lines.push(format!(
                    "{} {}：应为“{}”，实为“{}”",
                    visit.id, check.what, check.expected, check.actual
                ));
            }
        }
        lines
    }

    /// Returns the report as a table with the counts below it.
    pub fn table(&self) -> String {
        let mut rows = Vec::new();
        for visit in &self.visits {
            for check in &visit.checks {
                rows.push(vec![
                    visit.id.clone(),
                    visit.number.clone(),
                    check.what.clone(),
                    check.expected.clone(),
                    check.actual.clone(),
                    if check.same { "相符" } else { "不符" }.to_owned(),
                ]);
            }
        }
        let head = ["来访", "办件编号", "项目", "应为", "实为", "结果"];
        let mut text = table::lay_out(&head, &rows);
        let totals = &self.totals;
        text += &format!(
            "\n来访 {} 件：登记 {} 件，按要求退回 {} 件。步骤：办理 {} 步，跳过 {} 步。核对 {} 项，不符 {} 项。数据库校验：{}。\n",
            totals.visits,
            totals.registered,
            totals.rejected,
            totals.steps_played,
            totals.steps_skipped,
            totals.checks,
            totals.differing,
            if self.sound { "完好" } else { "有问题" },
        );
        for (title, names) in [
            ("跳过的步骤（没有这个步骤）", &self.skipped_steps),
            ("未核对的提示", &self.skipped_warnings),
            ("在中心代为办理的站点", &self.played_at_the_centre),
        ] {
            if !names.is_empty() {
                let list: Vec<String> = names
                    .iter()
                    .map(|(name, count)| format!("{name}×{count}"))
                    .collect();
                text += &format!("{title}：{}\n", list.join("、"));
            }
        }
        for visit in &self.visits {
            for remark in &visit.remarks {
                text += &format!("备注 {}：{remark}\n", visit.id);
            }
        }
        text
    }
}
