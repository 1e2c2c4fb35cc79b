use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn limit(length: u32, unit: Unit) -> Rule {
    Rule {
        code: "TEST".to_owned(),
        trigger: "收到申请".to_owned(),
        length,
        unit,
        rolls: matches!(unit, Unit::Natural | Unit::Months),
        hard: true,
        basis: String::new(),
        verified: false,
    }
}

fn bundled(code: &str) -> Rule {
    Rules::bundled().get(code).unwrap().clone()
}

#[test]
fn the_bundled_rules_are_the_verified_ones_with_a_source() {
    let rules = Rules::bundled();
    let codes: Vec<&str> = rules.all().iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, ["LA-REVIEW", "MED-1M", "EVAL"]);
    assert!(
        rules
            .all()
            .iter()
            .all(|rule| rule.verified && !rule.basis.is_empty())
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
        assert_eq!(due.day, day(expected), "{explanation}");
        assert_eq!(due.explanation, explanation);
    }
}

#[test]
fn a_promise_counts_working_days_and_cites_no_law() {
    let calendar = Calendar::bundled();
    let due = promised("收到申请", 3, day("2026-02-10"), &calendar);
    assert_eq!(due.day, day("2026-02-13"));
    assert_eq!(
        due.explanation,
        "2月10日收到申请，承诺 3 个工作日，末日2月13日。"
    );
    assert_eq!(due.basis, "");
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
        assert_eq!(due(&month, day(from), &calendar).day, day(expected));
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
    let calendar = Calendar::bundled();
    let rule = limit(24, Unit::Hours);
    let from = DateTime::parse_from_rfc3339("2026-02-14T16:30:00+08:00").unwrap();
    let due = due_at(&rule, from, &calendar);
    assert_eq!(due.at.unwrap().to_rfc3339(), "2026-02-15T16:30:00+08:00");
    assert_eq!(
        due.explanation,
        "2月14日 16:30收到申请，24 小时，夜间和休息日照算，2月15日 16:30前。"
    );
}

#[test]
fn a_rule_table_with_a_wrong_value_is_refused() {
    let head = "code,trigger,length,unit,rolls,hard,basis,verified\n";
    for row in [
        "A,受理,x,natural,yes,yes,法,yes",
        "A,受理,7,week,yes,yes,法,yes",
        "A,受理,7,working,yes,yes,法,yes",
        "A,受理,7,natural,perhaps,yes,法,yes",
    ] {
        let error = Rules::read(&format!("{head}{row}\n")).unwrap_err();
        assert_eq!(error.code(), "table.value", "{row}");
    }
    let twice = format!("{head}A,受理,7,natural,yes,yes,法,yes\nA,受理,7,natural,yes,yes,法,yes\n");
    assert_eq!(Rules::read(&twice).unwrap_err(), TableError::Repeated(3));
}
