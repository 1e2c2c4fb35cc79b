use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn setting(from: &str, area: &str, value: i64) -> Setting {
    Setting {
        from: day(from),
        area: area.to_owned(),
        value,
        source: "某县文件".to_owned(),
        disputed: false,
    }
}

#[test]
fn every_bundled_parameter_names_its_source_and_a_default_within_its_range() {
    let mut codes = std::collections::HashSet::new();
    for definition in definitions() {
        assert!(codes.insert(&definition.code), "{}", definition.code);
        assert!(!definition.source.is_empty(), "{}", definition.code);
        if let Some(default) = definition.default {
            let range = definition.least..=definition.most;
            assert!(range.contains(&default), "{}", definition.code);
        }
    }
    assert!(codes.len() > 40);
}

#[test]
fn a_value_is_typed_and_shown_in_its_own_unit() {
    for (measure, text, value) in [
        (Measure::Days, "30", 30),
        (Measure::Ratio, "2.5", 250),
        (Measure::Percent, "99.25", 9925),
        (Measure::Money, "625", 62_500),
        (Measure::Money, "625.05", 62_505),
        (Measure::Flag, "yes", 1),
    ] {
        assert_eq!(measure.parse(text), Some(value), "{text}");
        assert_eq!(measure.show(value), text);
    }
    for (measure, text) in [
        (Measure::Days, "7.5"),
        (Measure::Days, "-1"),
        (Measure::Days, ""),
        (Measure::Money, "1.234"),
        (Measure::Money, "一百"),
        (Measure::Money, "99999999999999999999"),
        (Measure::Flag, "1"),
    ] {
        assert_eq!(measure.parse(text), None, "{text}");
    }
}

#[test]
fn the_latest_value_that_has_taken_effect_is_in_force() {
    let mut parameters = Parameters::default();
    parameters.add("MED-VISIT", setting("2026-07-01", "", 20));
    parameters.add("MED-VISIT", setting("2026-01-01", "", 40));
    for (on, expected, unverified) in [
        ("2025-12-31", 30, true),
        ("2026-01-01", 40, false),
        ("2026-06-30", 40, false),
        ("2026-07-01", 20, false),
    ] {
        let found = parameters.in_force("MED-VISIT", "", day(on)).unwrap();
        assert_eq!(
            (found.value, found.unverified),
            (expected, unverified),
            "{on}"
        );
    }
    assert_eq!(parameters.in_force("HOT-BACK", "", day("2026-01-01")), None);
    assert_eq!(parameters.in_force("unknown", "", day("2026-01-01")), None);
}

#[test]
fn the_hardship_line_is_the_allowance_of_area_and_day_times_the_multiple() {
    let mut parameters = Parameters::default();
    assert_eq!(parameters.hardship_line("", day("2026-03-01")), None);
    parameters.add("hardship.base", setting("2025-07-01", "", 60_000));
    parameters.add("hardship.base", setting("2026-07-01", "", 65_050));
    parameters.add("hardship.base", setting("2026-01-01", "529931", 70_000));
    let line = |area, on| parameters.hardship_line(area, day(on)).unwrap().line_fen;
    assert_eq!(line("", "2026-06-30"), 150_000);
    assert_eq!(line("", "2026-07-01"), 162_625);
    assert_eq!(line("529931", "2026-08-01"), 175_000);
    assert_eq!(
        line("519921", "2026-06-30"),
        150_000,
        "an area without its own value"
    );
}
