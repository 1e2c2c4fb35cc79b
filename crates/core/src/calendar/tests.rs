use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_year_2026_has_248_working_days() {
    let count = Calendar::bundled().working_days_between(day("2025-12-31"), day("2026-12-31"));
    assert_eq!(count, 248);
}

#[test]
fn the_bundled_table_covers_2020_to_2026() {
    let calendar = Calendar::bundled();
    let covered: Vec<i32> = (2015..2035)
        .filter(|year| !calendar.estimated(*year))
        .collect();
    assert_eq!(covered, (2020..=2026).collect::<Vec<_>>());
}

#[test]
fn every_make_up_day_of_the_table_is_a_weekend_day() {
    for (day, entry) in &Calendar::bundled().days {
        if !entry.off {
            assert!(
                matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
                "{day}"
            );
        }
    }
}

/// Start, +3 and +7 calendar days rolled forward, +3, +7, +15 and +30 working days.
const VECTORS: [[&str; 7]; 3] = [
    [
        "2026-02-10",
        "2026-02-13",
        "2026-02-24",
        "2026-02-13",
        "2026-02-26",
        "2026-03-09",
        "2026-03-30",
    ],
    [
        "2026-04-29",
        "2026-05-06",
        "2026-05-06",
        "2026-05-07",
        "2026-05-12",
        "2026-05-22",
        "2026-06-12",
    ],
    [
        "2026-09-28",
        "2026-10-08",
        "2026-10-08",
        "2026-10-08",
        "2026-10-13",
        "2026-10-23",
        "2026-11-13",
    ],
];

#[test]
fn periods_of_days_end_as_counted_by_hand() {
    let calendar = Calendar::bundled();
    for [start, rest @ ..] in VECTORS {
        let start = day(start);
        let rolled = |count| calendar.roll_forward(calendar.add_natural_days(start, count));
        let working = |count| calendar.add_working_days(start, count);
        let found = [
            rolled(3),
            rolled(7),
            working(3),
            working(7),
            working(15),
            working(30),
        ];
        assert_eq!(found, rest.map(day), "from {start}");
    }
}

#[test]
fn a_month_without_the_day_ends_on_its_last_day_which_may_be_a_make_up_day() {
    let calendar = Calendar::bundled();
    let end = calendar.add_months(day("2026-01-30"), 1);
    assert_eq!(end, day("2026-02-28"));
    assert_eq!(calendar.is_rest_day(end), Rest::MakeUp("春节"));
    assert_eq!(calendar.roll_forward(end), end);
    assert_eq!(on_screen(end, &calendar), "2月28日 周六上班");
}

#[test]
fn a_year_without_a_table_knows_weekends_and_fixed_holidays() {
    let calendar = Calendar::bundled();
    assert!(calendar.estimated(2027));
    assert_eq!(calendar.is_rest_day(day("2027-05-03")), Rest::Working);
    assert_eq!(
        calendar.is_rest_day(day("2027-10-01")),
        Rest::Holiday("国庆节")
    );
    assert_eq!(calendar.is_rest_day(day("2027-02-06")), Rest::Weekend);
}

#[test]
fn an_imported_year_is_no_longer_estimated_and_a_local_day_leaves_it_so() {
    let head = "day,kind,holiday,source\n";
    let mut calendar = Calendar::bundled();
    let local = format!("{head}2027-07-05,off,火把节,本县通告\n");
    calendar.local.extend(Calendar::read(&local).unwrap().days);
    assert!(calendar.estimated(2027));
    assert_eq!(calendar.roll_forward(day("2027-07-05")), day("2027-07-06"));
    let year = format!("{head}2027-01-01,off,元旦,通知\n");
    calendar.replace_year(2027, Calendar::read(&year).unwrap().days);
    assert!(!calendar.estimated(2027));
    assert_eq!(calendar.is_rest_day(day("2027-10-01")), Rest::Working);
}

#[test]
fn a_broken_table_is_refused_with_its_line() {
    let cases = [
        ("day,kind,holiday\n", "table.column_missing"),
        (
            "day,kind,holiday,source\n2027-01-01,off,元旦\n",
            "table.field_count",
        ),
        (
            "day,kind,holiday,source\n2027-02-30,off,元旦,通知\n",
            "table.value",
        ),
        (
            "day,kind,holiday,source\n2027-01-01,rest,元旦,通知\n",
            "table.value",
        ),
        (
            "day,kind,holiday,source\n2027-01-01,off,元旦,通知\n2027-01-01,off,元旦,通知\n",
            "table.repeated",
        ),
    ];
    for (text, code) in cases {
        assert_eq!(Calendar::read(text).unwrap_err().code(), code, "{text}");
    }
}

#[test]
fn days_are_written_as_the_counter_says_them() {
    let calendar = Calendar::bundled();
    assert_eq!(on_screen(day("2026-02-24"), &calendar), "2月24日 周二");
    assert_eq!(on_paper(day("2026-02-24")), "2026年2月24日（周二）");
    assert_eq!(remaining(day("2026-02-13"), day("2026-02-10")), "剩 3 天");
    assert_eq!(remaining(day("2026-02-10"), day("2026-02-10")), "今天到期");
    assert_eq!(remaining(day("2026-02-09"), day("2026-02-10")), "超期 1 天");
}

#[test]
fn counting_past_the_end_of_the_calendar_stops_there() {
    let calendar = Calendar::bundled();
    let last = NaiveDate::MAX;
    assert_eq!(calendar.add_natural_days(last, 1), last);
    assert_eq!(calendar.add_months(last, 1), last);
    assert_eq!(calendar.add_working_days(last, 1), last);
}

proptest! {
    #[test]
    fn a_period_of_working_days_holds_exactly_that_many(offset in 0_u32..4000, count in 1_u32..60) {
        let calendar = Calendar::bundled();
        let start = calendar.add_natural_days(day("2019-06-01"), offset);
        let end = calendar.add_working_days(start, count);
        prop_assert_eq!(calendar.working_days_between(start, end), count);
        prop_assert!(!calendar.is_rest_day(end).rests());
    }

    #[test]
    fn rolling_forward_passes_rest_days_only(offset in 0_u32..4000) {
        let calendar = Calendar::bundled();
        let start = calendar.add_natural_days(day("2019-06-01"), offset);
        let rolled = calendar.roll_forward(start);
        prop_assert!(!calendar.is_rest_day(rolled).rests());
        let passed = start.iter_days().take_while(|day| *day < rolled);
        prop_assert!(passed.into_iter().all(|day| calendar.is_rest_day(day).rests()));
    }
}
