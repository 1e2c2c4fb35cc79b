//! 转介: what the windows share that hand a matter to an institution: consent, pre-check, reply, and relief of fees for
//! aid recipients.

use super::*;
use crate::error::{Error, Result};
use crate::institution;
use crate::ticket::State;
use crate::window::FieldKind::{Bool, Day, LongText, Money, Text};
use Kind::{Institution, Options, Plain, Ticket};

/// Below this age a guardian consents.
///
/// 依据：《中华人民共和国个人信息保护法》第三十一条。
const GUARDIAN_BELOW: i64 = 14;

/// How fees are relieved.
const RELIEFS: &[(&str, &str)] = &[
    ("waived", "免收"),
    ("reduced", "减收"),
    ("deferred", "缓缴"),
];

const CHASED_BY: &[(&str, &str)] = &[
    ("phone", "电话"),
    ("letter", "函"),
    ("visit", "上门"),
    ("other", "其他"),
];

/// By whose hand a matter leaves with the visitor's data: whoever works it, at the centre; a station guides.
const REFER: Hand = RECORD.centre_only();

/// 转介: only with consent of its own to the sharing of data; the reply is waited for.
pub(super) const REFER_TO: Step = step("refer_to", "转介")
    .by(REFER)
    .to("referred")
    .fields(&[
        ask("institution", "办理机构", Institution).must(),
        ask(
            "separate_consent",
            "当事人单独同意向机构提供信息",
            Plain(Bool),
        )
        .must(),
        ask("letter", "随送文书", Plain(Text)).hint("例如：转介函"),
        ask("letter_number", "文号", Plain(Text)),
        ask("green", "告知绿色通道", Plain(Bool)),
    ])
    .check(refer)
    .starts(&[start("REFER-BACK")])
    .basis("个人信息保护法第二十三条")
    .papers(&["refer"]);

/// 引导: the visitor goes there in person, no data leave.
pub(super) const GUIDE_SLIP: Step = step("guide_slip", "出具引导单")
    .by(COUNTER)
    .to("referred")
    .fields(&[
        ask("institution", "引导到哪个机构", Institution).must(),
        ask("text", "告知的内容", Plain(LongText)),
    ])
    .papers(&["guide"]);

/// 监护人同意.
pub(super) const GUARDIAN_CONSENT: Step = step("guardian_consent", "监护人单独同意")
    .by(COUNTER)
    .whose("监护人")
    .fields(&[
        ask("relation", "与当事人的关系", Plain(Text)).must(),
        ask("name", "监护人姓名", Plain(Text)),
    ])
    .basis("个人信息保护法第三十一条");

/// 回执: the institution has the letter.
pub(super) const ACKNOWLEDGED: Step = step("refer_ack", "机构回执")
    .by(COUNTER)
    .whose("办理机构")
    .after(&["refer_to"])
    .fields(&[
        ask("number", "回执文号", Plain(Text)),
        ask("contact", "机构经办人", Plain(Text)),
    ])
    .meets(&["REFER-BACK"]);

/// 催办.
pub(super) const CHASE: Step = step("chase", "催问机构")
    .by(COUNTER)
    .after(&["refer_to"])
    .fields(&[
        ask("by", "方式", Options(CHASED_BY)),
        ask("letter_number", "催办函文号", Plain(Text)).hint("发催办函的填写，答复可以以后再记"),
        ask("answer", "机构答复", Plain(LongText)).required(Required::Without("letter_number")),
        ask("next_on", "下次催问", Plain(Day)),
    ])
    .papers(&["chase"]);

/// 机构反馈 beside acceptance and result.
pub(super) const FEEDBACK: Step = step("feedback", "机构反馈")
    .by(COUNTER)
    .whose("办理机构")
    .after_any(&["refer_to", "guide_slip"])
    .fields(&[ask("result", "反馈内容", Plain(LongText)).must()])
    .meets(&["REFER-BACK"]);

/// 核实受援人身份.
pub(super) const VERIFY_AID: Step = step("verify_aid", "核实受援情况")
    .by(COUNTER)
    .fields(&[
        ask("case", "法律援助办件", Ticket).required(Required::Without("decision_number")),
        ask("decision_number", "外地援助机构决定书文号", Plain(Text)),
        ask("agency", "作出决定的援助机构", Plain(Text)).hint("外地机构的，填向谁核实的"),
    ])
    .check(verify_aid)
    .basis("法律援助法第五十三条");

/// 费用减免核实函.
pub(super) const FEE_RELIEF_LETTER: Step = step("fee_relief_letter", "出具费用减免核实函")
    .by(CENTRE)
    .after(&["verify_aid"])
    .fields(&[
        ask("kind", "减免方式", Options(RELIEFS)).must(),
        ask("number", "文号", Plain(Text)),
    ])
    .basis("法律援助法第五十三条；公证法第三十四条")
    .papers(&["fee"]);

/// 减免结果回写.
pub(super) const FEE_WRITTEN_BACK: Step = step("fee_written_back", "回写减免结果")
    .by(COUNTER)
    .after(&["fee_relief_letter"])
    .fields(&[
        ask("case", "法律援助办件", Ticket),
        ask("amount", "减免金额", Plain(Money)),
        ask("kind", "实际减免方式", Options(RELIEFS)),
        ask("text", "说明", Plain(Text)),
    ])
    .check(written_back)
    .basis("法律援助法第五十三条");

/// Data leave with consent of their subject, a child's with that of a guardian; grounds for refusal and missing
/// materials have been dealt with first; the institution takes such matters.
fn refer(given: &mut Given<'_>) -> Result<()> {
    if !given.yes("separate_consent") {
        return Err(Error::at("referral.no_consent", "values.separate_consent"));
    }
    let age = given.ticket.folded.value("age").as_int();
    if age.is_some_and(|age| age < GUARDIAN_BELOW) && !given.progress.has("guardian_consent") {
        return Err(Error::refused("referral.guardian"));
    }
    if let Some(found) = given.progress.last("precheck")
        && !found.value("grounds").is_empty()
    {
        let field = given_field(given, "precheck", "grounds");
        let names = field.map_or_else(String::new, |field| field.show(found.value("grounds")));
        return Err(Error::refused("referral.grounds").with(names));
    }
    let missing = given.progress.last("checklist");
    let told = ["one_time_notice", "materials_completed"];
    if missing.is_some_and(|list| !list.value("missing").is_empty())
        && !told.iter().any(|step| given.progress.has(step))
    {
        return Err(Error::refused("referral.notice_first"));
    }
    let named = given.value("institution").to_owned();
    if let Some(known) = institution::find_named(&given.view, &named)? {
        if !known.active {
            return Err(Error::at("institution.inactive", "values.institution").with(known.name));
        }
        if !known.serves(&given.progress.window) {
            return Err(
                Error::at("institution.other_window", "values.institution").with(known.name)
            );
        }
        if !known.takes(given.ticket.text("field.class")) {
            return Err(Error::at("institution.other_class", "values.institution").with(known.name));
        }
        given.note("institution", known.name);
    }
    Ok(())
}

fn given_field(given: &Given<'_>, step: &str, field: &str) -> Option<&'static StepField> {
    let step = find(&given.progress.window)?.step(step)?;
    step.fields.iter().find(|known| known.code == field)
}

/// The case is one of this person's in which aid was granted and has not ended early; another agency's decision is named.
///
/// 依据：《中华人民共和国法律援助法》第五十三条。
fn verify_aid(given: &mut Given<'_>) -> Result<()> {
    let Ok(case) = uuid::Uuid::parse_str(given.value("case")) else {
        return Ok(());
    };
    let case = crate::ticket::get(&given.view, case)?;
    if case.text("person") != given.ticket.text("person") {
        return Err(Error::at("referral.other_person", "values.case"));
    }
    let progress = case.progress()?;
    let stands = |codes: &[&str]| {
        let mut done = progress.done.iter().filter(|done| !done.undone);
        done.any(|done| codes.contains(&done.code.as_str()))
    };
    let ended = matches!(
        progress.state,
        State::Refused | State::Withdrawn | State::Void
    );
    if ended || stands(&["terminate"]) || !stands(&["decide_grant", "aid_first", "notify_letter"]) {
        return Err(Error::at("referral.no_aid", "values.case"));
    }
    given.note("case_number", case.text("number"));
    Ok(())
}

/// What is written back belongs to the case that was verified.
fn written_back(given: &mut Given<'_>) -> Result<()> {
    let verified = given.progress.last("verify_aid");
    let verified = verified.map_or("", |done| done.value("case"));
    let case = given.value("case");
    if !case.is_empty() && case != verified {
        return Err(Error::at("referral.other_case", "values.case"));
    }
    Ok(())
}
