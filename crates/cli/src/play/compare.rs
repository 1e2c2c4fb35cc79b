//! What the file expects against what the desk shows.

use fachuang_api::wire::catalogue::Window;
use fachuang_api::wire::intake::LimitView;
use fachuang_api::wire::ticket::TicketPage;

use super::file::{Deadline, Visit};
use super::report::{Left, VisitReport};

/// What the play knows of a stored visit.
#[derive(Debug, Default)]
pub(super) struct Stored {
    pub person: String,
    /// Ticket the visit was registered with.
    pub main: String,
    /// Ticket the path works on: the main one, or the one the matter went on in.
    pub focus: String,
    pub focus_window: String,
    /// Day the focused ticket came in.
    pub focus_day: String,
    pub limits: Vec<LimitView>,
    /// Window and id of tickets opened for a side of the matter.
    pub sides: Vec<(String, String)>,
    /// The register entry was known before, under another writing of the name.
    pub name_differs: bool,
    /// Visits the same person was registered with before.
    pub same_as: Vec<String>,
    pub conflicts: bool,
    pub green: bool,
    pub unnamed: bool,
    pub rated: bool,
    /// Name of the outcome the path ended with.
    pub outcome: String,
}

/// Compares the final state where the desk has a name for it; other names belong to a procedure that is not built yet.
pub(super) fn compare_state(
    report: &mut VisitReport,
    visit: &Visit,
    main: &TicketPage,
    window: Option<&Window>,
) {
    let expected = visit.expected.final_state.as_str();
    let shown = [&main.outcome_name, &main.state_name];
    let named = |name: &String| {
        !name.is_empty() && (expected == name || expected.starts_with(&format!("{name}（")))
    };
    let is_outcome = window.is_some_and(|window| {
        window
            .outcomes
            .iter()
            .any(|outcome| outcome.name == expected)
    });
    if shown.iter().any(|name| named(name)) {
        report.check("最终状态", expected, expected);
    } else if expected == "承办" {
        let open = matches!(main.state.as_str(), "assigned" | "in_progress");
        let actual = if open {
            "承办"
        } else {
            main.state_name.as_str()
        };
        report.check("最终状态", expected, actual);
    } else if is_outcome || expected.starts_with("不予受理") || expected.starts_with("未登记")
    {
        report.check("最终状态", expected, main.outcome_name.as_str());
    } else if !expected.is_empty() {
        report.skip(Left::FinalState, expected);
        let ends = visit.path.iter().any(|step| step.step == "close");
        if ends {
            let ended = matches!(main.state.as_str(), "closed" | "refused");
            let actual = if ended {
                "已结束"
            } else {
                main.state_name.as_str()
            };
            report.check("办件已结束", "已结束", actual);
        }
    }
}

/// Compares a limit the desk shows when it starts on the day the ticket came in. Supplementing does not stop the clock
/// yet, so that the strict day counts where the file has one.
pub(super) fn compare_limit(report: &mut VisitReport, deadline: &Deadline, stored: &Stored) {
    let shown = stored
        .limits
        .iter()
        .find(|limit| limit.code == deadline.code);
    match shown {
        Some(limit) if deadline.from == stored.focus_day => {
            let expected = match deadline.due_strict.as_str() {
                "" => &deadline.due,
                strict => strict,
            };
            report.check(
                &format!("期限 {}", deadline.code),
                expected,
                limit.due.as_str(),
            );
        }
        _ => report.skip(Left::Deadline, deadline.code.as_str()),
    }
}

/// Notes legal limits that the desk counts although the file lists none of that code.
pub(super) fn remark_on_limits(report: &mut VisitReport, visit: &Visit, stored: &Stored) {
    let listed = |code: &str| {
        let mut deadlines = visit.expected.deadlines.iter();
        deadlines.any(|deadline| deadline.code == code)
    };
    for limit in &stored.limits {
        if limit.kind == "statutory" && !listed(&limit.code) {
            report.remarks.push(format!(
                "显示了文件未列的期限 {}：{}",
                limit.code, limit.due
            ));
        }
    }
}

/// Tells whether the desk gave a warning; none for warnings it cannot give yet.
pub(super) fn warned(
    code: &str,
    visit: &Visit,
    stored: &Stored,
    page: &TicketPage,
) -> Option<bool> {
    let same_as = |ids: &[String]| ids.iter().any(|id| stored.same_as.contains(id));
    match code {
        "DUPLICATE_ID" => Some(same_as(&visit.expected.duplicate_of)),
        "SAME_PERSON" => Some(same_as(&visit.related)),
        "NAME_GLYPH" => Some(stored.name_differs),
        "CONFLICT" => Some(stored.conflicts),
        "GREEN_CHANNEL" => Some(stored.green),
        "SENSITIVE" | "RESTRICTED" => Some(page.restricted),
        "NAME_OPTIONAL" => Some(stored.unnamed),
        "ID_OTHER" => {
            let words = visit.visitor.id_type.trim_start_matches("其他");
            let words = words.trim_matches(['（', '）', '(', ')']);
            Some(
                [words, "其他"]
                    .iter()
                    .any(|word| page.id_kind_name.contains(word)),
            )
        }
        _ => None,
    }
}

/// Returns a field's path as the file writes it: a visit of the file has one ticket.
pub(super) fn plain_path(field: &str) -> &str {
    field.strip_prefix("tickets[0].").unwrap_or(field)
}

/// Joins ids for a table.
pub(super) fn join<'a>(ids: impl IntoIterator<Item = &'a str>) -> String {
    let ids: Vec<&str> = ids.into_iter().collect();
    if ids.is_empty() {
        "无".to_owned()
    } else {
        ids.join("、")
    }
}
