//! Every deadline the test visits expect, computed from the day its clock starts.

use fachuang_core::calendar::Calendar;
use fachuang_core::deadline::{Rules, Unit, compute};
use fachuang_core::parameter::{Parameters, Setting};
use fachuang_core::time::{self, Day};
use serde_json::Value;

use super::{day, run};

/// Steps after which material was asked for, and those with which it came.
const PAUSES: [(&str, &str, &str); 3] = [
    ("LA-REVIEW", "supplement_notice", "supplement_received"),
    ("NOT-CERT", "notary_supplement", "notary_supplied"),
    ("FOR-DONE", "forensic_supplement", "forensic_supplied"),
];

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

/// The day a step of the visit was taken.
fn step_day(visit: &Value, step: &str) -> Option<Day> {
    let received = time::day_of(time::from_text(text(visit, "received_at")).unwrap());
    let steps = visit["path"].as_array().unwrap();
    let found = steps.iter().find(|one| text(one, "step") == step)?;
    Some(received + chrono::Days::new(found["day"].as_u64().unwrap()))
}

#[test]
fn every_deadline_of_the_test_visits_is_computed_as_expected() {
    let visits: Vec<Value> =
        serde_json::from_str(include_str!("../../../../tests/fixtures/visits.json")).unwrap();
    let calendar = Calendar::bundled();
    let mut count = 0;
    for visit in &visits {
        let received = time::day_of(time::from_text(text(visit, "received_at")).unwrap());
        let expected = visit["expected"]["deadlines"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        for deadline in expected {
            let code = match (text(&deadline, "code"), text(&deadline, "part")) {
                ("MED-JC-CT", "accept") => "MED-JC-CT-ACC",
                ("MED-JC-CT", "decide") => "MED-JC-CT-DEC",
                (code, _) => code,
            };
            let mut parameters = Parameters::default();
            let rule = Rules::bundled().get(code, received).unwrap();
            let mut run = run(day(text(&deadline, "from")));
            run.in_force = received;
            if let Some(param) = deadline.get("param") {
                let value = param["value"].as_i64().unwrap();
                assert_eq!(text(param, "unit"), "N", "{code}");
                if rule.parameter.is_empty() {
                    run.length = Some((value as u32, Unit::Natural));
                } else {
                    parameters.add(
                        &rule.parameter,
                        Setting {
                            from: day("2026-01-01"),
                            area: String::new(),
                            value,
                            source: "测试".to_owned(),
                            disputed: false,
                        },
                    );
                }
            }
            for (paused, notice, arrival) in PAUSES {
                if paused == code
                    && let Some(notice) = step_day(visit, notice)
                {
                    run.pauses.push((notice, step_day(visit, arrival)));
                }
            }
            let limit = compute(rule, &run, &calendar, &parameters);
            let what = format!("{} {deadline} {}", text(visit, "id"), limit.explanation);
            assert_eq!(limit.due, Some(day(text(&deadline, "due"))), "{what}");
            let suspended = deadline
                .get("suspended_days")
                .and_then(Value::as_u64)
                .unwrap_or(0);
            assert_eq!(u64::from(limit.suspended_days), suspended, "{what}");
            let strict = deadline.get("due_strict").and_then(Value::as_str).map(day);
            assert_eq!(limit.due_strict, strict, "{what}");
            count += 1;
        }
    }
    assert!(count > 80, "{count} deadlines");
}
