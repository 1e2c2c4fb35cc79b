//! What the file expects against what the desk shows.

use fachuang_api::wire::intake::LimitView;
use fachuang_api::wire::ticket::TicketPage;

use super::file::{Deadline, Visit};
use super::report::VisitReport;

/// Limit of the office for the reply to its letter; the files list none.
const REPLY: &str = "REFER-BACK";
/// What the play knows of a stored visit.
#[derive(Debug, Default)]
pub(super) struct Stored {
    pub person: String,
    /// Ticket the visit was registered with.
    pub main: String,
    /// Ticket the path works on: the main one, or the one the matter went on in.
    pub focus: String,
    pub focus_window: String,
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
    /// The desk of the station refused to decide; none where nobody tried.
    pub undecided: Option<bool>,
    /// The ticket was counted among those in no file yet; none where nobody looked.
    pub unsynced: Option<bool>,
}

/// What a visit that was refused for a field ends as; the desk keeps nothing of it.
pub(super) const NOT_REGISTERED: &str = "未登记（退回更正）";

/// Compares a limit with those of all tickets of the visit: where it starts, where it ends and what was taken out of it.
pub(super) fn compare_limit(report: &mut VisitReport, deadline: &Deadline, shown: &[LimitView]) {
    let rule = deadline.rule();
    let expected = in_words(
        &deadline.from,
        &deadline.due,
        &deadline.due_at,
        deadline.suspended_days,
        &deadline.due_strict,
    );
    let of_rule: Vec<String> = shown
        .iter()
        .filter(|limit| limit.code == rule)
        .map(|limit| {
            // A day no supplement moved is the strict one, too; a file says so only where it differs.
            let strict = match limit.suspended_days {
                0 => "",
                _ => limit.due_strict.as_str(),
            };
            let due_at = match deadline.due_at.as_str() {
                "" => "",
                _ => limit.due_at.as_str(),
            };
            in_words(
                &limit.from,
                &limit.due,
                due_at,
                limit.suspended_days,
                strict,
            )
        })
        .collect();
    let actual = match of_rule.iter().find(|one| **one == expected) {
        Some(same) => same.clone(),
        None => join(of_rule.iter().map(String::as_str)),
    };
    report.check(&format!("期限 {rule}"), expected, actual);
}

fn in_words(from: &str, due: &str, due_at: &str, suspended: u32, strict: &str) -> String {
    let mut words = format!("{from}→{due}");
    if !due_at.is_empty() {
        words += &format!(" {due_at}");
    }
    if suspended > 0 {
        words += &format!("，扣除{suspended}日");
    }
    if !strict.is_empty() {
        words += &format!("，不扣除为{strict}");
    }
    words
}

/// Notes legal limits that the desk counts although the file lists none of that code. One that ended unmet and the reply
/// to a referral letter are no difference.
pub(super) fn remark_on_limits(report: &mut VisitReport, visit: &Visit, shown: &[LimitView]) {
    let listed = |code: &str| {
        let mut deadlines = visit.expected.deadlines.iter();
        deadlines.any(|deadline| deadline.rule() == code)
    };
    let counted =
        |limit: &&LimitView| limit.kind == "statutory" && !limit.dropped && !limit.due.is_empty();
    for limit in shown.iter().filter(counted) {
        if !listed(&limit.code) && limit.code != REPLY {
            report.remarks.push(format!(
                "显示了文件未列的期限 {}：{}",
                limit.code, limit.due
            ));
        }
    }
}

/// Tells whether the desk gave a warning on any of the visit's pages; none for those of a station that sent no file.
pub(super) fn warned(
    code: &str,
    visit: &Visit,
    stored: &Stored,
    pages: &[TicketPage],
) -> Option<bool> {
    let same_as = |ids: &[String]| ids.iter().any(|id| stored.same_as.contains(id));
    let remarked = pages
        .iter()
        .flat_map(|page| &page.remarks)
        .any(|remark| remark.code == code);
    Some(match code {
        "STATION_NO_DECISION" => return stored.undecided,
        "STATION_UNSYNCED" => return stored.unsynced,
        "DUPLICATE_ID" => same_as(&visit.expected.duplicate_of),
        "SAME_PERSON" => same_as(&visit.related),
        "NAME_GLYPH" => stored.name_differs,
        "CONFLICT" => stored.conflicts,
        "GREEN_CHANNEL" => stored.green || remarked,
        "SENSITIVE" | "RESTRICTED" => pages.iter().any(|page| page.restricted),
        "NAME_OPTIONAL" => stored.unnamed,
        "ID_OTHER" => {
            let words = visit.visitor.id_type.trim_start_matches("其他");
            let words = words.trim_matches(['（', '）', '(', ')']);
            let shown = |word: &str| pages.iter().any(|page| page.id_kind_name.contains(word));
            [words, "其他"].iter().any(|word| shown(word))
        }
        _ => remarked,
    })
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
