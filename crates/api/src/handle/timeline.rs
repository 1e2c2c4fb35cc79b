//! The timeline of a ticket: everything that happened, in words.

use fachuang_core::desk::View;
use fachuang_core::journal::{Record, Value};
use fachuang_core::ticket::paper::{self, WAYS};
use fachuang_core::ticket::supervise::Level;
use fachuang_core::ticket::{Act, Ticket, act::NOTE_KINDS};
use fachuang_core::time;
use uuid::Uuid;

use super::paper_delivery::{form_name, name_of};
use super::{procedure, show, supervise};
use crate::front::{Answer, staff_name};
use crate::message;
use crate::wire::ticket::TimelineRow;

/// Lists what happened, newest first. What has no effect says why.
pub fn timeline(view: &View<'_>, ticket: &Ticket) -> Answer<Vec<TimelineRow>> {
    let mut rows = Vec::new();
    for entry in &ticket.entries {
        let head = &entry.head;
        let step = ticket
            .life
            .steps
            .iter()
            .find(|step| step.event.entry == head.id);
        let record = Record::decode(&entry.body).unwrap_or_default();
        let (kind, title, text) = match step {
            Some(step) => of_step(
                view,
                ticket,
                step.act,
                &record,
                record.at_ms(head.hlc.wall_ms),
            )?,
            None => of_edit(&record),
        };
        rows.push(TimelineRow {
            entry: head.id.to_string(),
            at: time::to_text(record.at_ms(head.hlc.wall_ms)),
            kind: kind.to_owned(),
            title,
            text,
            actor: match head.origin.role.as_str() {
                fachuang_core::ticket::machine::CITIZEN => "群众".to_owned(),
                fachuang_core::ticket::supervise::SWEEP => "每日检查".to_owned(),
                fachuang_core::exchange::hall::ROLE => "大厅交换".to_owned(),
                _ => staff_name(view, &Uuid::from_bytes(head.origin.account).to_string())?,
            },
            site_name: show::site_name(view, &head.origin.site),
            not_effective: match step.and_then(|step| step.idle) {
                Some(idle) => message::sentence(idle.code(), idle.detail()).0,
                None => String::new(),
            },
        });
    }
    for clash in &ticket.life.clashes {
        for row in rows
            .iter_mut()
            .filter(|row| row.entry == clash.second.to_string())
        {
            row.kind = "conflict".to_owned();
            row.title = format!("{}，与另一处的办理同时发生，待核定", row.title);
        }
    }
    // Within one second the later entry stands above.
    rows.reverse();
    rows.sort_by(|a, b| b.at.cmp(&a.at));
    Ok(rows)
}

/// Returns the name of an issued paper.
fn paper_name(ticket: &Ticket, number: &str) -> String {
    let paper = paper::single(ticket, number).ok();
    paper.map_or_else(|| "文书".to_owned(), |paper| name_of(&paper).to_owned())
}

fn of_edit(record: &Record) -> (&'static str, String, String) {
    let mut names: Vec<String> = record
        .set
        .keys()
        .map(|field| message::field_name(field).to_owned())
        .collect();
    names.dedup();
    let reason = record
        .data
        .get("reason")
        .map(|value| value.as_text().to_owned())
        .unwrap_or_default();
    ("edit", format!("更改{}", names.join("、")), reason)
}

fn of_step(
    view: &View<'_>,
    ticket: &Ticket,
    act: Act,
    record: &Record,
    at_ms: i64,
) -> Answer<(&'static str, String, String)> {
    let data = |key: &str| {
        record
            .data
            .get(key)
            .map(|value| value.as_text().to_owned())
            .unwrap_or_default()
    };
    let number = |key: &str| record.data.get(key).and_then(Value::as_int).unwrap_or(0);
    let window = ticket
        .life
        .progress
        .as_ref()
        .map_or("", |progress| progress.window.as_str());
    Ok(match act {
        Act::Register => {
            let present = ticket
                .materials()
                .iter()
                .filter(|material| material.present)
                .count();
            let title = if present > 0 {
                format!("受理，收材料 {present} 份")
            } else {
                "受理".to_owned()
            };
            ("register", title, "首问责任人".to_owned())
        }
        Act::Assign => (
            "assign",
            format!("派给{}", staff_name(view, &data("assignee"))?),
            data("note"),
        ),
        Act::Accept => ("accept", "接办".to_owned(), String::new()),
        Act::Decline => ("decline", "退回派单".to_owned(), data("reason")),
        Act::Transfer => (
            "transfer",
            format!("转{}窗口", show::window_name(&data("window"))),
            data("reason"),
        ),
        Act::Split => (
            "split",
            format!("另开{}一件", show::window_name(&data("window"))),
            data("reason"),
        ),
        Act::Close => (
            "close",
            format!("办结：{}", show::outcome_name(window, &data("outcome"))),
            data("text"),
        ),
        Act::Refuse => (
            "refuse",
            format!("不予受理：{}", show::outcome_name(window, &data("outcome"))),
            data("text"),
        ),
        Act::Withdraw => ("withdraw", "申请人撤回".to_owned(), data("reason")),
        Act::Void => ("void", "作废".to_owned(), data("reason")),
        Act::Reopen => ("reopen", "恢复办理".to_owned(), data("reason")),
        Act::Note => {
            let kind = data("kind");
            let mut title = NOTE_KINDS
                .iter()
                .find(|(code, _)| *code == kind)
                .map_or("记事", |(_, name)| name)
                .to_owned();
            if record.data.contains_key("on_behalf_of") {
                title = format!("{title}（{}）", staff_name(view, &data("on_behalf_of"))?);
            }
            if number("minutes") > 0 {
                title = format!("{title}，{} 分钟", number("minutes"));
            }
            ("note", title, data("text"))
        }
        Act::Link if data("relation") == "same_matter" => {
            ("link", "并入已有办件".to_owned(), String::new())
        }
        Act::Link => ("link", "关联办件".to_owned(), String::new()),
        Act::Paper => {
            let form = match data("name").as_str() {
                "" => form_name(&data("form")).to_owned(),
                name => name.to_owned(),
            };
            let word = if number("count") > 1 {
                "补打"
            } else {
                "打印"
            };
            (
                "paper",
                format!("{word}{form}"),
                format!("第 {} 次", number("count")),
            )
        }
        Act::CopyPaper => {
            let word = if record.data.get("marked").is_some_and(Value::as_bool) {
                "补打"
            } else {
                "再次打印"
            };
            let title = format!("{word}{}", paper_name(ticket, &data("number")));
            ("paper", title, data("number"))
        }
        Act::VoidPaper => (
            "paper",
            format!("作废{}", paper_name(ticket, &data("number"))),
            data("reason"),
        ),
        Act::Deliver => {
            let papers = record.data.get("papers").map(Value::as_texts);
            let papers = papers.unwrap_or_default();
            let names: Vec<String> = papers
                .iter()
                .map(|number| paper_name(ticket, number))
                .collect();
            let receiver = match data("receiver_name").as_str() {
                "" => String::new(),
                name => format!("，{name}签收"),
            };
            let way = show::name_in(WAYS, &data("way"));
            let text = format!("{}{way}{receiver}", procedure::civil_day(&data("day")));
            ("paper", format!("送达{}", names.join("、")), text)
        }
        Act::AskRating => ("rating", "请群众评价".to_owned(), String::new()),
        Act::Rate => (
            "rating",
            format!("评价：总体 {} 分", number("overall")),
            data("comment"),
        ),
        Act::DeclineRating => ("rating", "不愿评价".to_owned(), data("reason")),
        Act::NoAnswer => ("rating", "没有作答".to_owned(), data("reason")),
        Act::HandOver => (
            "assign",
            format!(
                "{}离岗，移交给{}",
                staff_name(view, &data("from"))?,
                staff_name(view, &data("to"))?
            ),
            data("reason"),
        ),
        Act::Step => {
            let (title, text) = procedure::in_words(view, window, record, at_ms)?;
            ("step", title, text)
        }
        Act::Supervise => {
            let level = Level::from_number(number("level")).map_or("", Level::name);
            let superior = staff_name(view, &data("superior"))?;
            let text = format!(
                "{}，{}到期，督办人 {superior}",
                supervise::rule_name(&data("rule"), view),
                procedure::civil_day(&data("due")),
            );
            ("supervise", level.to_owned(), text)
        }
        Act::SuperviseReply => ("supervise", "答复督办".to_owned(), data("text")),
        Act::SuperviseClose => ("supervise", "督办销号".to_owned(), data("result")),
        Act::FinishRating => ("rating", "差评已核查".to_owned(), data("result")),
    })
}
