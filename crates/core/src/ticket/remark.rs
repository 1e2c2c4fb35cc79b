//! What whoever has a ticket open must know about it: rules its matter, its people, its steps and its limits bring with
//! them. Nothing here is stored.

use std::collections::BTreeSet;

use super::data::Ticket;
use super::limit::Limit;
use super::machine::{Progress, State};
use crate::calendar::{Calendar, Rest};
use crate::deadline::Unit;
use crate::error::Result;
use crate::procedure;
use crate::time::{self, Day};
use crate::window;

/// Below this age data are shared with the consent of a guardian only.
///
/// 依据：《中华人民共和国个人信息保护法》第三十一条。
const GUARDIAN_BELOW: i64 = 14;

/// Said of every limit it is true of.
const LIMIT_BY_LIMIT: &[&str] = &["HOLIDAY", "MONTH_END"];

/// A rule or fact that stands beside a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Stable code, the same as that of the hint at the counter.
    pub code: &'static str,
    pub text: String,
    /// Citation; empty for a rule of good service.
    pub basis: String,
}

struct Facts<'a> {
    ticket: &'a Ticket,
    progress: &'a Progress,
    limits: &'a [Limit],
    groups: Vec<String>,
    received: Day,
}

impl Facts<'_> {
    /// A step was taken here, whether or not it still stands.
    fn took(&self, code: &str) -> bool {
        let mut done = self.progress.done.iter();
        done.any(|done| done.window == self.progress.window && done.code == code)
    }

    /// The window's procedure knows a step.
    fn knows(&self, code: &str) -> bool {
        let procedure = procedure::find(&self.progress.window);
        procedure.is_some_and(|procedure| procedure.step(code).is_some())
    }

    fn of_groups(&self, wanted: &[&str]) -> bool {
        self.groups.iter().any(|one| wanted.contains(&one.as_str()))
    }

    fn counts(&self, code: &str) -> Option<&Limit> {
        let mut limits = self.limits.iter();
        limits.find(|limit| limit.code() == code && !limit.dropped)
    }

    fn sent(&self) -> bool {
        !self.ticket.text("field.sender").is_empty()
    }
}

struct Rule {
    code: &'static str,
    text: &'static str,
    basis: &'static str,
    when: fn(&Facts<'_>) -> bool,
}

/// Rules that follow from people and steps.
const RULES: &[Rule] = &[
    Rule {
        code: "BARRIER_FREE",
        text: "残疾人来访，按需要提供文字、手语、宣读等无障碍方式",
        basis: "无障碍环境建设法第四十四条",
        when: |facts| facts.of_groups(&["disabled"]),
    },
    Rule {
        code: "PRIORITY",
        text: "军人军属、烈士遗属、退役军人依法优先",
        basis: "",
        when: |facts| {
            facts.of_groups(&["serviceman", "military_family", "martyr_family", "veteran"])
        },
    },
    Rule {
        code: "GUARDIAN_CONSENT",
        text: "不满十四周岁，处理个人信息须监护人单独同意",
        basis: "个人信息保护法第三十一条",
        when: |facts| {
            let age = facts.ticket.folded.value("age").as_int();
            age.is_some_and(|age| age < GUARDIAN_BELOW)
        },
    },
    Rule {
        code: "PI_CONSENT",
        text: "向机构提供个人信息须当事人单独同意",
        basis: "个人信息保护法第二十三条",
        when: |facts| facts.knows("refer_to"),
    },
    Rule {
        code: "RETURN_RECEIPT",
        text: "移送、委派来的纠纷，办结前向移送单位出具回执",
        basis: "",
        when: |facts| facts.sent() && facts.knows("return_receipt"),
    },
    Rule {
        code: "JC_COURT",
        text: "法院邀请、委派调解的，向该法院申请司法确认",
        basis: "民事诉讼法第二百零五条",
        when: |facts| {
            let by_court = facts.ticket.text("field.source") == "court"
                || facts.ticket.text("field.sender").ends_with("法院");
            by_court && facts.knows("jc_apply")
        },
    },
    Rule {
        code: "ORAL_RECORD",
        text: "口头协议由调解员记录协议内容",
        basis: "人民调解法第二十八条",
        when: |facts| facts.took("agreement_oral"),
    },
    Rule {
        code: "NO_JC_DOC",
        text: "口头协议没有协议书，不提示申请司法确认；需要确认的先补书面协议",
        basis: "民事诉讼法第二百零五条",
        when: |facts| facts.took("agreement_oral") && !facts.took("agreement_written"),
    },
    Rule {
        code: "TOLD_WAYS",
        text: "终止调解，告知仲裁、行政、诉讼等途径",
        basis: "人民调解法第二十六条",
        when: |facts| facts.took("mediate_fail"),
    },
    Rule {
        code: "SUPP_ONCE",
        text: "补正一次性告知全部材料，并写明最后日期",
        basis: "法律援助法第四十三条",
        when: |facts| facts.took("supplement_notice"),
    },
    Rule {
        code: "REFUSAL_COSIGN",
        text: "不予援助有编码理由和第二人签署，书面告知异议途径",
        basis: "法律援助法第四十三条、第四十九条",
        when: |facts| facts.took("decide_refuse"),
    },
    Rule {
        code: "OBJ_PARAM",
        text: "提出异议的期限法律没有规定天数，按本地参数计算，尚待核实",
        basis: "法律援助法第四十九条",
        when: |facts| {
            let filed = facts.counts("LA-OBJ-FILE");
            filed.is_some_and(|limit| limit.counted.unverified)
        },
    },
];

/// Returns what stands beside a ticket: the hints of its matter first, then what people, steps and limits bring.
///
/// # Errors
/// `ticket.not_found` while its registration has not arrived.
pub fn remarks(
    ticket: &Ticket,
    limits: &[Limit],
    calendar: &Calendar,
    today: Day,
) -> Result<Vec<Remark>> {
    let progress = ticket.progress()?;
    if progress.state == State::Void {
        return Ok(Vec::new());
    }
    let received_ms = ticket.folded.value("received").as_int();
    let facts = Facts {
        ticket,
        progress,
        limits,
        groups: ticket.folded.value("groups").as_texts(),
        received: time::day_of(received_ms.unwrap_or(progress.registered_ms)),
    };
    let window = window::find(&progress.window);
    let matter = window.and_then(|window| window.recognise(ticket.text("matter")));
    let hints = matter.map_or(&[][..], |matter| matter.hints);
    let mut remarks: Vec<Remark> = hints
        .iter()
        .map(|hint| remark(hint.code, hint.text, hint.basis))
        .collect();
    let rules = RULES.iter().filter(|rule| (rule.when)(&facts));
    remarks.extend(rules.map(|rule| remark(rule.code, rule.text, rule.basis)));
    for limit in limits {
        remarks.extend(of_limit(limit, &facts, calendar, today));
    }
    // Each limit speaks for itself; of all else the first one says it.
    let mut seen = BTreeSet::new();
    remarks.retain(|remark| {
        let own = if LIMIT_BY_LIMIT.contains(&remark.code) {
            remark.text.clone()
        } else {
            String::new()
        };
        seen.insert((remark.code, own))
    });
    Ok(remarks)
}

fn remark(code: &'static str, text: impl Into<String>, basis: impl Into<String>) -> Remark {
    Remark {
        code,
        text: text.into(),
        basis: basis.into(),
    }
}

/// What the count of a limit brings with it.
fn of_limit(limit: &Limit, facts: &Facts<'_>, calendar: &Calendar, today: Day) -> Vec<Remark> {
    let counted = &limit.counted;
    let mut remarks = Vec::new();
    let mut say = |code: &'static str, text: String| {
        remarks.push(remark(code, text, counted.basis.as_str()));
    };
    if !limit.statutory() {
        return remarks;
    }
    let Some(due) = counted.due else {
        return remarks;
    };
    let name = &counted.name;
    if counted.is_alarm() {
        if due < facts.received {
            say(
                "LIMIT_PASSED_ALARM",
                format!("报警日{due}在登记前已过：{}", counted.explanation),
            );
        } else if !limit.is_open() || today < due {
            let left = (counted.from - facts.received).num_days();
            say(
                "LIMIT_OPEN",
                format!(
                    "登记时距期限届满{left}日，{due}报警：{}",
                    counted.explanation
                ),
            );
        }
        return remarks;
    }
    if limit.dropped {
        return remarks;
    }
    if counted.rolled
        || counted.unit == Unit::Working && rests_on_the_way(counted.from, due, calendar)
    {
        say("HOLIDAY", format!("{name}：{}", counted.explanation));
    }
    if counted.month_end {
        say("MONTH_END", format!("{name}：{}", counted.explanation));
    }
    if counted.suspended_days > 0 {
        say(
            "SUPP_EXCLUDED",
            format!("{name}：补充材料的{}日不计入", counted.suspended_days),
        );
    }
    let passed = limit
        .met
        .map_or(limit.is_open() && today > due, |met| met > due);
    if counted.unit == Unit::Months && !counted.hard && passed {
        say("OVER_1M", format!("{name}已满一般期限（{due}），不作逾期"));
    }
    remarks
}

/// A public holiday takes a day from Monday to Friday out of a count of working days.
fn rests_on_the_way(from: Day, due: Day, calendar: &Calendar) -> bool {
    let mut days = from.iter_days().skip(1).take_while(|day| *day <= due);
    days.any(|day| matches!(calendar.is_rest_day(day), Rest::Holiday(_)))
}

/// Says in words how a ticket stands: the stage while it is open, the result once it has ended.
///
/// # Errors
/// `ticket.not_found` while its registration has not arrived.
pub fn standing(ticket: &Ticket) -> Result<String> {
    let progress = ticket.progress()?;
    let procedure = procedure::find(&progress.window);
    if progress.state.is_open() {
        let stage = procedure
            .filter(|procedure| procedure.first_stage() != progress.stage)
            .and_then(|procedure| procedure.stage(&progress.stage));
        return Ok(stage
            .map_or(progress.state.name(), |stage| stage.name)
            .to_owned());
    }
    let mut results = procedure
        .map_or(&[][..], |procedure| procedure.results)
        .iter();
    let result = results.find(|named| named.fits(progress));
    if let Some(result) = result.filter(|_| progress.state != State::Void) {
        return Ok(result.name.to_owned());
    }
    let window = window::find(&progress.window);
    let outcome = window.and_then(|window| window.outcome(&progress.outcome));
    let refusal = window.and_then(|window| window.refusal(&progress.outcome));
    Ok(match (progress.state, outcome, refusal) {
        (State::Refused, _, Some(refusal)) => {
            format!("{}（{}）", progress.state.name(), refusal.name)
        }
        (State::Closed | State::Withdrawn, Some(outcome), _) => outcome.name.to_owned(),
        _ => progress.state.name().to_owned(),
    })
}
