//! Deadlines against a table of cases and against a second computation.

mod visits;
mod walk;

use chrono::{DateTime, NaiveDate};
use fachuang_core::calendar::Calendar;
use fachuang_core::deadline::{Keeper, Limit, Rule, Rules, Run, Unit, compute};
use fachuang_core::parameter::Parameters;
use walk::{Days, hours, walk};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A run that starts in the morning of a day.
pub fn run(from: NaiveDate) -> Run {
    let morning = format!("{from}T09:00:00+08:00");
    Run {
        from,
        from_ms: DateTime::parse_from_rfc3339(&morning)
            .unwrap()
            .timestamp_millis(),
        length: None,
        pauses: Vec::new(),
        in_force: from,
    }
}

fn rule(unit: Unit, length: u32) -> Rule {
    let working = unit == Unit::Working;
    Rule {
        code: "TEST".to_owned(),
        name: "审查".to_owned(),
        trigger: "收到申请".to_owned(),
        length: Some(length),
        unit,
        rolls: matches!(unit, Unit::Natural | Unit::Months),
        pauses: Some(if working {
            Unit::Working
        } else {
            Unit::Natural
        }),
        pause_basis: "法".to_owned(),
        hard: true,
        keeper: Keeper::Office,
        parameter: String::new(),
        promise: String::new(),
        basis: "法".to_owned(),
        verified: true,
        valid_from: None,
        valid_to: None,
    }
}

fn limit(
    unit: &str,
    length: u32,
    from: NaiveDate,
    pause: walk::Pause,
    calendar: &Calendar,
) -> Limit {
    let unit = Unit::from_code(unit).unwrap();
    let mut run = run(from);
    run.pauses = pause
        .iter()
        .map(|(notice, arrival)| (*notice, Some(*arrival)))
        .collect();
    compute(&rule(unit, length), &run, calendar, &Parameters::default())
}

#[test]
fn every_case_of_the_table_ends_as_the_table_and_the_walk_say() {
    let (calendar, days) = (Calendar::bundled(), Days::read());
    let mut count = 0;
    for line in include_str!("cases.csv").lines().skip(1) {
        let parts: Vec<&str> = line.split(',').collect();
        let [unit, length, from, notice, arrival, suspended, due, _] = parts[..] else {
            panic!("{line}");
        };
        let (length, from) = (length.parse().unwrap(), day(from));
        let pause = (!notice.is_empty()).then(|| (day(notice), day(arrival)));
        let found = limit(unit, length, from, pause, &calendar);
        let suspended: u32 = suspended.parse().unwrap();
        assert_eq!(found.due, Some(day(due)), "{line}");
        assert_eq!(found.suspended_days, suspended, "{line}");
        assert_eq!(
            walk(unit, length, from, pause, &days),
            (day(due), suspended),
            "{line}"
        );
        count += 1;
    }
    assert!(count >= 150, "{count} cases");
}

#[test]
fn every_start_from_2022_to_2026_ends_where_a_walk_day_by_day_arrives() {
    let (calendar, days) = (Calendar::bundled(), Days::read());
    let lengths = [
        ("natural", 3),
        ("natural", 5),
        ("natural", 7),
        ("natural", 30),
        ("working", 5),
        ("working", 15),
        ("working", 30),
        ("month", 1),
        ("month", 3),
    ];
    let starts = day("2022-01-01")
        .iter_days()
        .take_while(|start| *start < day("2026-09-01"));
    let mut seed = 7_u32;
    for start in starts {
        for (unit, length) in lengths {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let notice = start + chrono::Days::new(u64::from(seed >> 16) % 12);
            let pause = (
                notice,
                notice + chrono::Days::new(u64::from(seed >> 24) % 9 + 1),
            );
            for pause in [None, Some(pause)] {
                let found = limit(unit, length, start, pause, &calendar);
                let (due, waited) = walk(unit, length, start, pause, &days);
                assert_eq!(
                    (found.due, found.suspended_days),
                    (Some(due), waited),
                    "{unit} {length} from {start} {pause:?}: {}",
                    found.explanation
                );
            }
        }
    }
}

#[test]
fn hours_end_where_counting_them_one_by_one_arrives() {
    let calendar = Calendar::bundled();
    for (from, count) in [
        ("2026-02-14T16:30:00+08:00", 24),
        ("2026-12-31T23:59:00+08:00", 24),
        ("2024-02-28T09:15:00+08:00", 24),
        ("2026-09-30T17:45:00+08:00", 72),
        ("2025-01-27T08:00:00+08:00", 72),
    ] {
        let at = DateTime::parse_from_rfc3339(from).unwrap();
        let mut run = run(at.date_naive());
        run.from_ms = at.timestamp_millis();
        let found = compute(
            &rule(Unit::Hours, count),
            &run,
            &calendar,
            &Parameters::default(),
        );
        assert_eq!(found.due_at, Some(hours(at, count)), "{from}");
        assert_eq!(found.due, Some(hours(at, count).date_naive()), "{from}");
    }
}

#[test]
fn the_table_of_all_rules_reads_like_the_law_it_cites() {
    let mut lines = Vec::new();
    for rule in Rules::bundled().all() {
        let unit = match rule.unit {
            Unit::Natural => "日",
            Unit::Working => "个工作日",
            Unit::Hours => "小时",
            Unit::Months => "个月",
            Unit::Before => "日前报警",
        };
        let length = match rule.length {
            Some(length) => format!("{length} {unit}"),
            None if rule.parameter.is_empty() => format!("文书载明{unit}"),
            None => format!("参数 {}{unit}", rule.parameter),
        };
        let pauses = match rule.pauses {
            None => "不扣除",
            Some(Unit::Working) => "补正按工作日扣除",
            Some(_) => "补正按日扣除",
        };
        let validity = match (rule.valid_from, rule.valid_to) {
            (None, None) => "一直".to_owned(),
            (Some(from), None) => format!("{from} 起"),
            (None, Some(to)) => format!("至 {to}"),
            (Some(from), Some(to)) => format!("{from} 至 {to}"),
        };
        lines.push(format!(
            "{} | {} | {}起算 | {length} | {} | {pauses} | {} | {} | {} | {} | {validity}",
            rule.code,
            rule.name,
            rule.trigger,
            if rule.rolls {
                "末日顺延"
            } else {
                "不顺延"
            },
            if rule.hard {
                "过期为超期"
            } else {
                "过期只提醒"
            },
            rule.keeper.name(),
            rule.basis,
            if rule.verified { "已核" } else { "待核实" },
        ));
    }
    insta::with_settings!({
        snapshot_path => "../../../../tests/snapshots",
        prepend_module_to_snapshot => false,
    }, {
        insta::assert_snapshot!("deadline_rules", lines.join("\n"));
    });
}
