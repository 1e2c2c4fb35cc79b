//! 卷宗目录: what belongs into the file of a mediation, must or as needed, and what is there.

use super::check;
use crate::error::{Error, Result};
use crate::ticket::{Progress, Ticket};

/// One line of the list of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLine {
    pub name: &'static str,
    /// 必须; otherwise 按需.
    pub must: bool,
    pub held: bool,
    /// How it comes into the file.
    pub how: &'static str,
}

/// Words by which a material shows who somebody is.
const IDENTITY: [&str; 6] = ["身份证", "户口", "营业执照", "护照", "居住证", "资格"];

/// Lists what belongs into the file of a mediation ticket.
///
/// A proof that is listed and has not come is missing; one nobody listed was looked at when the visitor was registered.
/// 依据：司法部人民调解文书格式（2010年）；卷内各件必须或者按需按各地归档要求。
pub fn file_lines(ticket: &Ticket) -> Vec<FileLine> {
    let Some(progress) = ticket.life.progress.as_ref() else {
        return Vec::new();
    };
    let materials = ticket.materials();
    let missing = |words: &[&str]| {
        let named = |name: &str| words.iter().any(|word| name.contains(word));
        let mut absent = materials.iter().filter(|material| !material.present);
        absent.any(|material| named(&material.name))
    };
    let any = |codes: &[&str]| codes.iter().any(|code| progress.has(code));
    let agreed = any(&["agreement_written", "agreement_oral"]);
    let sent = !ticket.text("field.sender").is_empty();
    let parties = ticket.parties();
    let represented = parties
        .iter()
        .any(|party| matches!(party.role.as_str(), "represented" | "agent"));
    let line = |name, must, held, how| FileLine {
        name,
        must,
        held,
        how,
    };
    vec![
        line("申请书或者受理登记表", true, true, "登记来访时生成"),
        line(
            "征求各方同意的记录",
            true,
            consented(ticket, progress),
            "记下“征求各方同意”",
        ),
        line(
            "当事人权利义务告知书",
            false,
            progress.has("told_rights") || told(ticket, "rights"),
            "记下“告知权利义务”，或者在登记时勾选已告知",
        ),
        line("身份证明", true, !missing(&IDENTITY), "在材料里标为已收"),
        line(
            "授权委托书",
            represented,
            !missing(&["授权委托"]),
            "在材料里标为已收",
        ),
        line(
            "调查记录",
            false,
            progress.has("site_visit"),
            "记下“调查核实”",
        ),
        line(
            "证据材料",
            false,
            materials.iter().any(|material| material.present),
            "在材料里标为已收",
        ),
        line(
            "调解记录",
            agreed,
            progress.has("mediate_session"),
            "记下“调解”",
        ),
        line(
            "调解协议书或者口头协议登记表",
            agreed,
            agreed,
            "记下达成的协议",
        ),
        line("履行凭证", false, progress.has("perform"), "记下“履行协议”"),
        line("回访记录", false, progress.has("med_visit"), "记下“回访”"),
        line(
            "司法确认材料",
            false,
            progress.has("jc_apply"),
            "记下“共同申请司法确认”",
        ),
        line(
            "移送回执",
            sent,
            progress.has("return_receipt"),
            "记下“回执移送单位”",
        ),
        line(
            "重大事项报告单",
            !check::reported(progress),
            progress.has("major_event") && check::reported(progress),
            "记下“重大事项报告”",
        ),
    ]
}

/// Acceptance asks for consent, also for that in the ticket this one was opened from.
fn consented(ticket: &Ticket, progress: &Progress) -> bool {
    progress.has("consent_asked") || ticket.id_in("split_from").is_some()
}

fn told(ticket: &Ticket, code: &str) -> bool {
    let ticked = ticket.folded.value("told").as_texts();
    ticked.iter().any(|one| one == code)
}

/// Nothing the file must hold is missing.
pub(super) fn require_file(ticket: &Ticket) -> Result<()> {
    let lines = file_lines(ticket);
    let mut missing = lines.iter().filter(|line| line.must && !line.held);
    match missing.next() {
        None => Ok(()),
        Some(line) => {
            let more: Vec<&str> = missing.map(|line| line.name).collect();
            let names = [&[line.name], more.as_slice()].concat().join("、");
            Err(Error::at("mediation.file_missing", "outcome").with(names))
        }
    }
}
