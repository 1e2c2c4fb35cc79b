//! Papers about exchange: 催交单 to stations whose files are missing, 导入报告 of a file that was taken in.

use fachuang_core::account::role::Right;
use fachuang_core::desk::{Actor, View};
use fachuang_core::exchange::board::{self, Row};
use fachuang_core::exchange::{PeerState, Relation, package};
use fachuang_core::time;

use super::exchange::{device, minutes, refusal};
use super::intake::id;
use super::paper_list::{Line, Listed, line};
use super::{package as files, procedure};
use crate::front::Answer;
use crate::refusal::Refusal;

/// Days without a file after which a station is reminded.
const SILENT_DAYS: i64 = 7;
/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;
/// Refused entries that are listed.
const REFUSED_MAX: usize = 200;

/// Lists what is asked of stations: those that are named, or all that owe something.
pub(super) fn reminder(view: &View<'_>, actor: &Actor, devices: &[String]) -> Answer<Listed> {
    actor.require(Right::Exchange)?;
    let mut wanted = Vec::new();
    for text in devices {
        wanted.push(device(text, "ticket_ids")?);
    }
    let mut lines = Vec::new();
    for row in board::rows_beside(view)? {
        let station =
            row.peer.relation == Relation::Subordinate && row.peer.state == PeerState::Enrolled;
        let owes = owed(view, &row);
        let meant = match wanted.is_empty() {
            true => !owes.is_empty(),
            false => wanted.contains(&row.peer.device),
        };
        if station && meant {
            lines.push(line([
                ("site", row.peer.site_name.clone()),
                ("desk", row.peer.desk_name.clone()),
                ("newest", newest(&row)),
                ("missing", missing(&row)),
                ("owes", owes.join("；")),
                ("code", row.state_here),
            ]));
        }
    }
    Ok(Listed {
        form: "remind",
        facts: Line::new(),
        lines,
    })
}

fn newest(row: &Row) -> String {
    row.newest.as_ref().map_or_else(String::new, |newest| {
        let day = time::day_of(newest.received_ms).to_string();
        format!("第{}号，{}", newest.number, procedure::civil_day(&day))
    })
}

fn missing(row: &Row) -> String {
    match row.missing {
        Some((first, last)) if first == last => format!("第{first}号"),
        Some((first, last)) => format!("第{first}至{last}号"),
        None => String::new(),
    }
}

/// Says what a station has to do, in words.
fn owed(view: &View<'_>, row: &Row) -> Vec<String> {
    let mut found = Vec::new();
    match &row.newest {
        None => found.push("还没有交过文件，请导出全部记录".to_owned()),
        Some(newest) => {
            let days = (view.now_ms - newest.received_ms) / DAY_MS;
            if days >= SILENT_DAYS {
                found.push(format!("{days}天没有交文件，请导出一次"));
            }
        }
    }
    if row.missing.is_some() {
        found.push("缺的文件请重新导出，文件会自动补齐".to_owned());
    }
    if row.unconfirmed > 0 {
        found.push(format!(
            "中心发出的{}条还没有导入，请把回执文件导入",
            row.unconfirmed
        ));
    }
    if !row.same_rules {
        found.push("期限、参数或文书样式不是最新的，请导入回执文件".to_owned());
    }
    if minutes(row.clock_ahead_ms) > 0 {
        found.push("电脑时钟偏快，请校准".to_owned());
    }
    found
}

/// Lists what a file brought and which of its entries were set aside.
pub(super) fn import_report(view: &View<'_>, actor: &Actor, ids: &[String]) -> Answer<Listed> {
    if !actor.may(Right::Exchange) {
        actor.require(Right::ReadAudit)?;
    }
    let [text] = ids else {
        return Err(Refusal::at("list.filter", "ticket_ids"));
    };
    let package = package::get_taken(view.connection, id(text, "ticket_ids")?)?;
    let row = files::row(view, &package)?;
    let facts = line([
        ("import_site", row.site_name),
        ("import_number", row.number.to_string()),
        ("import_made", procedure::civil_day(day_part(&row.made_at))),
        ("import_at", procedure::civil_day(day_part(&row.at))),
        ("import_by", row.by),
        ("import_state", row.state_name),
        ("import_code", row.code),
        ("import_entries", row.entries.to_string()),
        ("import_fresh", (row.fresh + row.returned).to_string()),
        ("import_known", row.known.to_string()),
        ("import_refused", row.refused.to_string()),
    ]);
    let aside = package::set_aside(view.connection, package.rid)?;
    let lines = aside.into_iter().take(REFUSED_MAX).map(|(entry, reason)| {
        let said = refusal(entry, &reason);
        line([("entry", said.entry), ("reason", said.reason_text)])
    });
    Ok(Listed {
        form: "import_report",
        facts,
        lines: lines.collect(),
    })
}

/// Returns the day of a moment as it is written.
fn day_part(moment: &str) -> &str {
    moment.split('T').next().unwrap_or_default()
}
