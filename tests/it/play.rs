//! Recorded and invented visits, played from registration to rating, show what their files expect.

use fachuang_cli::play::play;
use fachuang_cli::play::report::{Report, Totals};

const VISITS: &str = include_str!("../fixtures/visits.json");
const MORE_VISITS: &str = include_str!("../fixtures/more_visits.json");

fn played(text: &str) -> Report {
    let directory = tempfile::tempdir().unwrap();
    play(text, &directory.path().join("desk")).unwrap()
}

/// Returns a visits file with one replacement, which must hit exactly once.
fn with(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old}");
    text.replace(old, new)
}

/// What is left out must be known by name: a step that silently stops being played is a loss.
fn times(report: &Report, step: &str) -> u32 {
    report.skipped_steps.get(step).copied().unwrap_or(0)
}

#[test]
fn every_recorded_visit_shows_what_its_file_expects() {
    let report = played(VISITS);
    assert_eq!(report.differences(), Vec::<String>::new());
    assert!(report.sound, "journal, read model and file agree");
    assert_eq!(
        report.totals,
        Totals {
            visits: 36,
            registered: 33,
            rejected: 3,
            steps_played: 325,
            steps_skipped: 0,
            checks: 414,
            differing: 0,
        }
    );
    // Four visits come in at the desks of their stations and are carried to the centre.
    assert!(report.skipped_steps.is_empty());
    assert!(report.skipped_warnings.is_empty());
    assert!(report.played_at_the_centre.is_empty());
    for (what, count) in [
        ("同一人", 33),
        ("利益冲突", 33),
        ("指派回避人员", 2),
        ("保存时退回", 3),
        ("退回后办件数", 3),
        ("更正后的姓名", 3),
        ("评价", 31),
        ("最终状态", 36),
        ("期限 LA-REVIEW", 7),
        ("期限 MED-JC-CT-ACC", 2),
        ("期限 EVAL", 31),
        ("提示 CONFLICT", 2),
        ("提示 DUPLICATE_ID", 3),
        ("提示 HOLIDAY", 6),
        ("提示 STATION_NO_DECISION", 2),
        ("提示 STATION_UNSYNCED", 1),
        ("预览中的新办件", 4),
        ("文件全部采用", 4),
        ("到中心的办件编号", 4),
        ("导出后未导出的办件", 4),
    ] {
        assert_eq!(report.checked.get(what), Some(&count), "{what}");
    }
}

#[test]
fn invented_visits_of_the_same_shape_play_as_well() {
    let report = played(MORE_VISITS);
    assert_eq!(report.differences(), Vec::<String>::new());
    assert!(report.sound);
    assert_eq!(
        report.totals,
        Totals {
            visits: 19,
            registered: 17,
            rejected: 2,
            steps_played: 110,
            steps_skipped: 1,
            checks: 167,
            differing: 0,
        }
    );
    assert_eq!(
        times(&report, "withdraw_for_rest"),
        1,
        "an unknown step is named"
    );
}

#[test]
fn a_file_that_expects_something_else_is_told_so_at_the_place() {
    let slips = [
        // A conflict nobody would find.
        (
            r#""conflict_with": "MV-008""#,
            r#""conflict_with": "MV-003""#,
            "MV-012",
            "利益冲突",
        ),
        // A limit that never started.
        (
            r#""code": "LA-TRANSFER""#,
            r#""code": "PO-DECIDE""#,
            "MV-015",
            "期限 PO-DECIDE",
        ),
        (
            r#""final_state": "视为撤回""#,
            r#""final_state": "归档""#,
            "MV-014",
            "最终状态",
        ),
        (r#""OBJ_PARAM："#, r#""OVER_1M："#, "MV-016", "提示 OVER_1M"),
        // One day late.
        (
            r#""due": "2026-10-08""#,
            r#""due": "2026-10-09""#,
            "MV-012",
            "期限 LA-REVIEW",
        ),
        // A sound number where a slip is expected.
        (
            r#""phone": "1990002007""#,
            r#""phone": "19900020070""#,
            "MV-007",
            "保存时退回",
        ),
        (
            r#""outcome": "引导申请""#,
            r#""outcome": "发射火箭""#,
            "MV-006",
            "步骤 close",
        ),
        (
            r#""channel": "他部门移送""#,
            r#""channel": "飞鸽""#,
            "MV-008",
            "登记",
        ),
    ];
    let text = slips
        .iter()
        .fold(MORE_VISITS.to_owned(), |text, (old, new, _, _)| {
            with(&text, old, new)
        });
    let report = played(&text);
    assert!(!report.agrees());
    assert!(report.sound);
    for (_, _, visit, what) in slips {
        let found = report.visits.iter().any(|one| {
            one.id == visit
                && one
                    .checks
                    .iter()
                    .any(|check| check.what == what && !check.same)
        });
        assert!(found, "{what}: {:?}", report.differences());
    }
}

#[test]
fn visits_full_of_words_nobody_knows_are_reported_and_never_stop_the_play() {
    let report = played(
        r#"[
        {"id":"X-1","window":"observatory","received_at":"2026-05-06T09:00:00+08:00","channel":"现场","matter":"观星"},
        {"id":"X-2","window":"consult","received_at":"2026-05-06T09:00:00+08:00","channel":"现场","matter":"消费",
         "visitor":{"name":"尧星辰","id_type":"火星护照","id_number":"M-77","gender":"外星","groups":["外星人"]},
         "parties":[{"role":"comet","kind":"cloud","name":"彗星"}]},
        {"id":"X-3","window":"consult","received_at":"2026-05-06T09:00:00+08:00","channel":"现场","matter":"消费",
         "visitor":{"name":"尧星汉","id_type":"火星护照","id_number":"M-78"},"related":["X-9"],
         "path":[{"step":"register","day":0},{"step":"assign","day":1,"lawyer":"查无此人","actor":"emperor"},
                 {"step":"rate","day":-5},{"step":"transfer_to","window":"moon","child":true,"day":999999999},
                 {"step":"merge_into","target":"X-9"},{"step":"","day":3},
                 {"step":"close","outcome":null}]}
        ]"#,
    );
    assert!(!report.agrees());
    assert!(report.sound);
    assert_eq!(report.totals.visits, 3);
    assert_eq!(
        report.totals.registered, 1,
        "an unknown paper is registered under its own name"
    );
    let differing: Vec<&str> = report.visits[2]
        .checks
        .iter()
        .filter(|check| !check.same)
        .map(|check| check.what.as_str())
        .collect();
    for expected in ["关联来访", "步骤 rate", "步骤 transfer_to", "步骤 close"] {
        assert!(differing.contains(&expected), "{expected}: {differing:?}");
    }
}
