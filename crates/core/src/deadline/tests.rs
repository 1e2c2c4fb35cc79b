use chrono::{DateTime, NaiveDate};

use super::*;
use crate::calendar::Calendar;
use crate::dictionary::TableError;
use crate::parameter::{Parameters, Setting};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn limit(length: u32, unit: Unit) -> Rule {
    Rule {
        code: "TEST".to_owned(),
        name: "审查".to_owned(),
        trigger: "收到申请".to_owned(),
        length: Some(length),
        unit,
        rolls: matches!(unit, Unit::Natural | Unit::Months),
        pauses: None,
        pause_basis: String::new(),
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

fn bundled(code: &str) -> Rule {
    Rules::bundled()
        .get(code, day("2026-01-01"))
        .unwrap()
        .clone()
}

fn run(from: &str) -> Run {
    Run {
        from: day(from),
        from_ms: at(&format!("{from}T09:00:00+08:00")).timestamp_millis(),
        length: None,
        pauses: Vec::new(),
        in_force: day(from),
    }
}

fn at(text: &str) -> DateTime<chrono::FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

fn due(rule: &Rule, from: NaiveDate, calendar: &Calendar) -> Limit {
    compute(
        rule,
        &run(&from.to_string()),
        calendar,
        &Parameters::default(),
    )
}

fn paused(code: &str, from: &str, pauses: &[(&str, &str)]) -> Limit {
    let mut run = run(from);
    for (notice, arrival) in pauses {
        let arrival = (!arrival.is_empty()).then(|| day(arrival));
        run.pauses.push((day(notice), arrival));
    }
    compute(
        &bundled(code),
        &run,
        &Calendar::bundled(),
        &Parameters::default(),
    )
}

#[test]
fn every_bundled_rule_has_a_source_and_only_what_this_office_does_can_be_late() {
    for rule in Rules::bundled().all() {
        assert!(
            !rule.basis.is_empty() && !rule.name.is_empty(),
            "{}",
            rule.code
        );
        assert!(!rule.hard || rule.keeper == Keeper::Office, "{}", rule.code);
        for parameter in [&rule.parameter, &rule.promise] {
            let known = crate::parameter::find(parameter).is_some();
            assert!(known || parameter.is_empty(), "{}: {parameter}", rule.code);
        }
    }
}

#[test]
fn a_rule_keeps_its_old_version_for_days_before_the_new_one() {
    let old = Rules::bundled()
        .get("LA-REVIEW", day("2021-12-31"))
        .unwrap();
    let new = Rules::bundled()
        .get("LA-REVIEW", day("2022-01-01"))
        .unwrap();
    assert_eq!((old.unit, new.unit), (Unit::Working, Unit::Natural));
    let calendar = Calendar::bundled();
    let mut run = run("2022-01-05");
    run.in_force = day("2021-12-30");
    let rule = Rules::bundled().get("LA-REVIEW", run.in_force).unwrap();
    let kept = compute(rule, &run, &calendar, &Parameters::default());
    assert_eq!(
        kept.due,
        Some(day("2022-01-14")),
        "seven working days, as on the day of acceptance"
    );
}

#[test]
fn every_due_day_says_how_it_came_about() {
    let calendar = Calendar::bundled();
    let cases = [
        (
            bundled("LA-REVIEW"),
            "2026-02-10",
            "2026-02-24",
            "2月10日收到申请，7 日，末日2月17日为春节假期，顺延至2月24日。",
        ),
        (
            bundled("LA-REVIEW"),
            "2026-03-06",
            "2026-03-13",
            "3月6日收到申请，7 日，末日3月13日。",
        ),
        (
            bundled("LA-REVIEW"),
            "2026-02-28",
            "2026-03-09",
            "2月28日收到申请，7 日，末日3月7日为周六，顺延至3月9日。",
        ),
        (
            bundled("LA-REVIEW"),
            "2026-02-07",
            "2026-02-14",
            "2月7日收到申请，7 日，末日2月14日，当天调休上班，不顺延。",
        ),
        (
            bundled("MED-1M"),
            "2026-01-30",
            "2026-02-28",
            "1月30日受理，一个月；2月无30日，取月末2月28日，当天调休上班，不顺延。",
        ),
        (
            bundled("MED-1M"),
            "2026-01-07",
            "2026-02-09",
            "1月7日受理，一个月，末日2月7日为周六，顺延至2月9日。",
        ),
        (
            bundled("EVAL"),
            "2026-02-14",
            "2026-02-14",
            "2月14日办结，当天。",
        ),
        (
            limit(5, Unit::Natural),
            "2026-03-31",
            "2026-04-07",
            "3月31日收到申请，5 日，末日4月5日为清明假期，顺延至4月7日。",
        ),
        (
            limit(7, Unit::Working),
            "2026-02-10",
            "2026-02-26",
            "2月10日收到申请，7 个工作日，其间2月14日上班、2月15日至23日春节假期，末日2月26日。",
        ),
        (
            limit(5, Unit::Working),
            "2026-12-28",
            "2027-01-05",
            "12月28日收到申请，5 个工作日，其间2027年1月1日元旦假期，末日2027年1月5日。估算：2027年放假安排未公布。",
        ),
    ];
    for (rule, from, expected, explanation) in cases {
        let due = due(&rule, day(from), &calendar);
        assert_eq!(due.due, Some(day(expected)), "{explanation}");
        assert_eq!(due.explanation, explanation);
    }
}

#[test]
fn a_promise_counts_working_days() {
    let calendar = Calendar::bundled();
    let due = promised("收到申请", 3, day("2026-02-10"), &calendar);
    assert_eq!(due.day, day("2026-02-13"));
    assert_eq!(
        due.explanation,
        "2月10日收到申请，承诺 3 个工作日，末日2月13日。"
    );
}

#[test]
fn mediation_limits_end_as_the_test_visits_say() {
    let calendar = Calendar::bundled();
    let month = bundled("MED-1M");
    for (from, expected) in [
        ("2026-02-11", "2026-03-11"),
        ("2026-03-17", "2026-04-17"),
        ("2026-05-13", "2026-06-15"),
        ("2026-06-16", "2026-07-16"),
    ] {
        assert_eq!(due(&month, day(from), &calendar).due, Some(day(expected)));
    }
}

#[test]
fn the_month_of_a_mediation_is_a_reminder_and_not_a_limit_to_be_late_for() {
    assert!(!bundled("MED-1M").hard);
    assert!(bundled("LA-REVIEW").hard);
}

#[test]
fn a_limit_is_an_estimate_only_if_an_unpublished_year_took_part() {
    let calendar = Calendar::bundled();
    let review = bundled("LA-REVIEW");
    assert!(!due(&review, day("2026-12-20"), &calendar).estimated);
    assert!(due(&review, day("2026-12-28"), &calendar).estimated);
    assert!(!due(&bundled("EVAL"), day("2027-01-08"), &calendar).estimated);
}

#[test]
fn hours_run_through_nights_and_rest_days() {
    let mut run = run("2026-02-14");
    run.from_ms = at("2026-02-14T16:30:00+08:00").timestamp_millis();
    let found = compute(
        &bundled("LA-TRANSFER"),
        &run,
        &Calendar::bundled(),
        &Parameters::default(),
    );
    assert_eq!(found.due_at, Some(at("2026-02-15T16:30:00+08:00")));
    assert_eq!(
        found.explanation,
        "2月14日 16:30收到申请，24 小时，夜间和休息日照算，2月15日 16:30前。"
    );
}

#[test]
fn time_for_supplements_is_taken_out_and_said_so() {
    for (code, from, pause, due, strict, days, explanation) in [
        (
            "LA-REVIEW",
            "2026-03-20",
            ("2026-03-23", "2026-03-27"),
            "2026-03-31",
            "2026-03-27",
            4,
            "3月20日收到申请，7 日，3月23日通知补正、3月27日补齐，扣除 4 日，末日3月31日；不扣除为3月27日，扣除的依据待核实。",
        ),
        (
            "NOT-CERT",
            "2026-01-16",
            ("2026-01-21", "2026-01-28"),
            "2026-02-13",
            "2026-02-06",
            5,
            "1月16日公证受理，15 个工作日，1月21日通知补正、1月28日补齐，扣除 5 个工作日，末日2月13日；不扣除为2月6日。",
        ),
        (
            "FOR-DONE",
            "2026-07-20",
            ("2026-07-27", "2026-08-03"),
            "2026-09-07",
            "2026-08-31",
            5,
            "7月20日委托书生效，30 个工作日，7月27日通知补正、8月3日补齐，扣除 5 个工作日，末日9月7日；不扣除为8月31日。",
        ),
    ] {
        let found = paused(code, from, &[pause]);
        assert_eq!(
            (found.due, found.due_strict),
            (Some(day(due)), Some(day(strict)))
        );
        assert_eq!(
            (found.suspended_days, found.explanation.as_str()),
            (days, explanation)
        );
        assert_eq!(found.unverified, code == "LA-REVIEW", "{code}");
    }
}

#[test]
fn pauses_that_overlap_are_taken_out_once_and_late_ones_not_at_all() {
    let both = paused(
        "LA-REVIEW",
        "2026-03-20",
        &[("2026-03-23", "2026-03-26"), ("2026-03-24", "2026-03-27")],
    );
    assert_eq!(
        (both.suspended_days, both.due),
        (4, Some(day("2026-03-31")))
    );
    let late = paused("LA-REVIEW", "2026-03-20", &[("2026-03-28", "2026-03-30")]);
    assert_eq!(
        (late.suspended_days, late.due, late.due_strict),
        (0, Some(day("2026-03-27")), None)
    );
}

#[test]
fn a_limit_never_ends_before_the_material_it_waits_for() {
    // The last day, a Saturday, had moved to Monday; on that Monday something is asked for and comes on Thursday.
    let found = paused("LA-REVIEW", "2026-03-14", &[("2026-03-23", "2026-03-26")]);
    assert_eq!(found.due, Some(day("2026-03-26")));
    assert_eq!(
        found.explanation,
        "3月14日收到申请，7 日，3月23日通知补正、3月26日补齐，扣除 3 日，末日3月24日，早于材料补齐，到3月26日为止；\
         不扣除为3月23日，扣除的依据待核实。"
    );
}

#[test]
fn while_material_is_awaited_the_clock_stands_still() {
    let found = paused("LA-REVIEW", "2026-03-20", &[("2026-03-23", "")]);
    assert_eq!(found.paused_since, Some(day("2026-03-23")));
    let much_later = at("2026-06-01T09:00:00+08:00");
    assert_eq!(light(&found, much_later, WARN), Light::Still);
}

#[test]
fn a_length_nobody_has_set_gives_no_end_and_an_assumed_one_is_marked() {
    let calendar = Calendar::bundled();
    let mut parameters = Parameters::default();
    let rule = bundled("HOT-BACK");
    let unknown = compute(&rule, &run("2026-03-20"), &calendar, &parameters);
    assert_eq!(unknown.due, None);
    assert_eq!(
        unknown.explanation,
        "3月20日收到转办，期限长短未定，须先设参数。"
    );
    let assumed = compute(
        &bundled("LA-CLOSE"),
        &run("2026-03-20"),
        &calendar,
        &parameters,
    );
    assert!(assumed.unverified && assumed.due == Some(day("2026-04-20")));
    let setting = |from: &str, value| Setting {
        from: day(from),
        area: String::new(),
        value,
        source: "某市文件".to_owned(),
        disputed: false,
    };
    parameters.add("LA-CLOSE", setting("2026-01-01", 20));
    parameters.add("LA-CLOSE", setting("2026-04-01", 10));
    parameters.add("promise.LA-REVIEW", setting("2026-01-01", 3));
    let set = compute(
        &bundled("LA-CLOSE"),
        &run("2026-03-20"),
        &calendar,
        &parameters,
    );
    assert!(
        !set.unverified && set.due == Some(day("2026-04-09")),
        "the value of the acceptance day"
    );
    let review = compute(
        &bundled("LA-REVIEW"),
        &run("2026-03-20"),
        &calendar,
        &parameters,
    );
    assert_eq!(
        review.promised.unwrap().day,
        day("2026-03-25"),
        "beside the legal day"
    );
    let mut printed = run("2026-03-23");
    printed.length = Some((5, Unit::Working));
    let notice = compute(&bundled("LA-SUPP"), &printed, &calendar, &parameters);
    assert_eq!(
        (notice.due, notice.unverified),
        (Some(day("2026-03-30")), false),
        "as printed"
    );
}

const WARN: Thresholds = Thresholds {
    yellow_days: 3,
    red_days: 1,
};

#[test]
fn a_light_changes_as_the_end_comes_near() {
    let calendar = Calendar::bundled();
    // Code, start, then the light on days of 2026.
    type Case<'a> = (&'a str, &'a str, &'a [(&'a str, Light)]);
    let cases: [Case; 4] = [
        (
            "LA-REVIEW",
            "2026-03-06",
            &[
                ("03-09", Light::Green),
                ("03-10", Light::Yellow),
                ("03-12", Light::Red),
                ("03-13", Light::Red),
                ("03-14", Light::Overdue),
            ],
        ),
        (
            "LA-ASSIGN",
            "2026-03-09",
            &[
                ("03-09", Light::Green),
                ("03-11", Light::Yellow),
                ("03-12", Light::Red),
                ("03-13", Light::Overdue),
            ],
        ),
        (
            "MED-1M",
            "2026-03-17",
            &[
                ("04-13", Light::Green),
                ("04-14", Light::Yellow),
                ("04-17", Light::Yellow),
                ("12-31", Light::Yellow),
            ],
        ),
        (
            "LA-URGENT",
            "2026-03-20",
            &[
                ("03-09", Light::Green),
                ("03-10", Light::Yellow),
                ("03-13", Light::Red),
                ("03-25", Light::Red),
            ],
        ),
    ];
    for (code, from, lights) in cases {
        let found = due(&bundled(code), day(from), &calendar);
        for (today, expected) in lights {
            let now = at(&format!("2026-{today}T23:00:00+08:00"));
            assert_eq!(light(&found, now, WARN), *expected, "{code} on {today}");
        }
    }
}

#[test]
fn a_limit_in_hours_is_judged_by_the_minute() {
    let found = due(
        &bundled("LA-TRANSFER"),
        day("2026-03-20"),
        &Calendar::bundled(),
    );
    for (now, expected) in [
        ("2026-03-20T20:59:00+08:00", Light::Green),
        ("2026-03-20T21:00:00+08:00", Light::Yellow),
        ("2026-03-21T03:00:00+08:00", Light::Red),
        ("2026-03-21T08:59:00+08:00", Light::Red),
        ("2026-03-21T09:00:00+08:00", Light::Overdue),
    ] {
        assert_eq!(light(&found, at(now), WARN), expected, "{now}");
    }
}

#[test]
fn a_rule_table_with_a_wrong_value_is_refused() {
    let head = "code,name,trigger,length,unit,rolls,pauses,pause_basis,hard,by,parameter,promise,basis,verified,valid_from,valid_to\n";
    for row in [
        "A,审查,受理,x,natural,yes,none,,yes,office,,,法,yes,,",
        "A,审查,受理,7,week,yes,none,,yes,office,,,法,yes,,",
        "A,审查,受理,7,working,yes,none,,yes,office,,,法,yes,,",
        "A,审查,受理,7,natural,perhaps,none,,yes,office,,,法,yes,,",
        "A,审查,受理,7,natural,yes,some,,yes,office,,,法,yes,,",
        "A,审查,受理,7,natural,yes,none,,yes,court,,,法,yes,,",
        "A,审查,受理,7,before,no,none,,yes,office,,,法,yes,,",
        "A,审查,受理,7,natural,yes,none,,yes,office,,,,yes,,",
        "A,审查,受理,7,natural,yes,none,,yes,office,,,法,yes,2026-2-1,",
    ] {
        let error = Rules::read(&format!("{head}{row}\n")).unwrap_err();
        assert_eq!(error.code(), "table.value", "{row}");
    }
    let version = |from: &str, to: &str| {
        format!("A,审查,受理,7,natural,yes,none,,yes,office,,,法,yes,{from},{to}\n")
    };
    let twice = format!(
        "{head}{}{}",
        version("", "2026-01-01"),
        version("2026-01-01", "")
    );
    assert_eq!(Rules::read(&twice).unwrap_err(), TableError::Repeated(3));
    let apart = format!(
        "{head}{}{}",
        version("", "2025-12-31"),
        version("2026-01-01", "")
    );
    assert_eq!(Rules::read(&apart).unwrap().all().len(), 2);
}
