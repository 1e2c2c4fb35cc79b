//! 法律咨询: answered on the spot or later, with the way to the other windows; letters, hand-overs and complaints with
//! their limits.

use super::*;
use crate::account::role::Right;
use crate::deadline::Unit;
use crate::error::{Error, Result};
use crate::ticket::act::COMPLAINT_TARGET;
use crate::ticket::{Act, Ticket};
use crate::window::FieldKind::{Bool, Day, LongText, Text};
use Kind::{Moment, Number, Options, Plain, Staff};

/// 申诉求决 and its siblings take different ways.
const PETITION_KINDS: &[(&str, &str)] = &[
    ("suggestion", "建议意见"),
    ("appeal", "申诉求决"),
    ("accusation", "检举控告"),
];

const OPINION_KINDS: &[(&str, &str)] = &[
    ("opinion", "意见"),
    ("suggestion", "建议"),
    ("praise", "表扬"),
];

const VERDICTS: &[(&str, &str)] = &[
    ("valid", "属实"),
    ("partly", "部分属实"),
    ("invalid", "不属实"),
];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "consult",
    stages: &[
        stage("received", "登记"),
        stage("examined", "审查").aside(),
        stage("advised", "解答"),
        stage("answered", "答复"),
    ],
    steps: &[
        step("advise", "解答咨询")
            .to("advised")
            .fields(&[
                ask("lawyer", "解答律师", Staff).required(Required::Without("adviser")),
                ask("adviser", "村（居）法律顾问", Staff),
                ask("minutes", "用时（分钟）", Number(0, 600)),
                ask("topic", "解答要点", Plain(LongText)),
                ask("written", "书面答复", Plain(Bool)),
            ])
            .basis("法律援助法第二十二条"),
        step("answer_promised", "约定限时答复").fields(&[
            ask("until", "答复日期", Plain(Day)).must(),
            ask("why", "不能当场答复的原因", Plain(Text)).must(),
        ]),
        step("answered_later", "作出限时答复")
            .to("answered")
            .after(&["answer_promised"])
            .fields(&[
                ask("text", "答复内容", Plain(LongText)).must(),
                ask("lawyer", "答复人", Staff).must(),
            ]),
        step("book_checkup", "预约法治体检").by(COUNTER).fields(&[
            ask("unit", "单位", Plain(Text)),
            ask("at", "约定时间", Moment),
        ]),
        step("judgment_served_note", "记下文书送达和期限")
            .by(COUNTER)
            .fields(&[
                ask("served_on", "送达日", Plain(Day)).must(),
                ask("days", "期限（日）", Number(1, 365)).must(),
                ask("what", "哪种期限", Plain(Text)).hint("上诉、起诉、申请执行等"),
            ])
            .starts(&[start("CASE-EXT")
                .from(From::Field("served_on"))
                .lasting("days", Unit::Natural)
                .outlives()
                .about("what")])
            .basis("民事诉讼法第八十五条"),
        step("petition_received", "收到信访材料")
            .by(COUNTER)
            .once()
            .to("examined")
            .fields(&[
                ask("classification", "分类", Options(PETITION_KINDS)).must(),
                ask("number", "来文文号", Plain(Text)),
                ask("people", "来访人数", Number(1, 9999)).hint("多人走访的推选代表，不超过5人"),
            ])
            .starts(&[start("PET-TELL")])
            .basis("信访工作条例第二十三条、第二十九条"),
        step("review", "审查职责")
            .by(CENTRE)
            .after(&["petition_received"])
            .fields(&[ask("opinion", "审查意见", Plain(LongText))])
            .basis("信访工作条例第二十三条"),
        step("misrouted", "认定不属本机关职责")
            .once()
            .after(&["petition_received"])
            .not_after(&["petition_accepted"])
            .fields(&[ask("competent", "有权处理的机关", Plain(Text)).must()])
            .starts(&[start("PET-OBJ")])
            .basis("信访工作条例第二十三条"),
        step("petition_objection", "提出退回异议")
            .by(CENTRE)
            .once()
            .after(&["misrouted"])
            .fields(&[ask("to", "转送机关", Plain(Text)).must()])
            .meets(&["PET-OBJ"])
            .basis("信访工作条例第二十三条"),
        step("petition_accepted", "决定受理信访事项")
            .by(CENTRE)
            .once()
            .after(&["petition_received"])
            .not_after(&["misrouted"])
            .fields(&[ask("remark", "意见", Plain(Text))])
            .starts(&[start("PET-DONE")])
            .basis("信访工作条例第三十四条"),
        step("petition_extended", "批准延长办理期限")
            .by(CENTRE)
            .once()
            .after(&["petition_accepted"])
            .fields(&[
                ask("accepted_on", "受理日", Plain(Day)).must(),
                ask("days", "自受理起共几日", Number(61, 90)).must(),
                ask("reason", "理由", Plain(Text)).must(),
            ])
            .drops(&["PET-DONE"])
            .starts(&[start("PET-DONE")
                .from(From::Field("accepted_on"))
                .lasting("days", Unit::Natural)])
            .basis("信访工作条例第三十四条"),
        step("petition_answered", "答复信访人")
            .to("answered")
            .once()
            .after(&["petition_accepted"])
            .fields(&[ask("text", "处理意见", Plain(LongText)).must()])
            .meets(&["PET-DONE", "PET-TELL"])
            .starts(&[start("PET-REV-ASK").outlives()])
            .basis("信访工作条例第三十四条、第三十五条"),
        step("written_notice", "书面告知")
            .to("answered")
            .after_any(&["petition_received", "complaint_taken", "opinion_taken"])
            .fields(&[ask("to", "告知谁", Plain(Text)).must()])
            .meets(&["PET-TELL"])
            .basis("信访工作条例第二十三条"),
        step("complaint_taken", "登记投诉")
            .by(COUNTER)
            .once()
            .to("examined")
            .fields(&[
                ask("about", "投诉内容", Plain(LongText)).must(),
                ask("target", "被投诉人", Kind::StaffAbout),
                ask("target_unit", "被投诉单位", Plain(Text)).required(Required::Without("target")),
                ask("oral", "口头投诉，如实记录", Plain(Bool)),
            ])
            .sets(&[sets("restricted", ""), sets(COMPLAINT_TARGET, "target")])
            .starts(&[start("PET-TELL")])
            .check(not_about_oneself)
            .basis("信访工作条例第三十条"),
        step("complaint_forwarded", "报送同级司法局")
            .by(CENTRE)
            .after(&["complaint_taken"])
            .fields(&[ask("to", "报送机关", Plain(Text)).must()]),
        step("complaint_examined", "核查投诉")
            .by(CENTRE.not_by(&["complaint_taken"]))
            .once()
            .after(&["complaint_taken"])
            .fields(&[
                ask("verdict", "结论", Options(VERDICTS)).must(),
                ask("facts", "查明的情况", Plain(LongText)).must(),
                ask("measure", "处理措施", Plain(LongText))
                    .required(Required::When("verdict", "valid")),
            ])
            .basis("信访工作条例第三十条"),
        step("complaint_answered", "答复投诉人")
            .to("answered")
            .once()
            .after(&["complaint_examined"])
            .fields(&[ask("text", "答复内容", Plain(LongText)).must()])
            .meets(&["PET-TELL"]),
        step("opinion_taken", "登记意见、建议")
            .by(COUNTER)
            .once()
            .fields(&[
                ask("kind", "种类", Options(OPINION_KINDS)).must(),
                ask("text", "内容", Plain(LongText)).must(),
            ]),
        step("opinion_answered", "答复意见、建议")
            .by(Hand::of(Right::ResolveConflict).centre_only())
            .to("answered")
            .once()
            .after(&["opinion_taken"])
            .fields(&[
                ask("adopted", "采纳", Plain(Bool)).must(),
                ask("text", "答复内容", Plain(LongText)).must(),
            ]),
    ],
    acts: &[
        act(Act::Register).starts(&[start("LA-URGENT").from(From::Ticket("limitation_day"))]),
        act(Act::Transfer).starts(&[start("LA-URGENT").from(From::Ticket("limitation_day"))]),
    ],
    way: &[
        way("complaint_examined"),
        way("complaint_answered"),
        way("petition_accepted"),
        way("petition_answered"),
        way("opinion_answered"),
        way("answered_later"),
        way("advise").unless(&[
            "complaint_taken",
            "petition_received",
            "opinion_taken",
            "answer_promised",
        ]),
    ],
    close: &[
        need(
            &["answered"],
            &["advise", "opinion_answered", "complaint_answered"],
        ),
        need(
            &["answered_later"],
            &[
                "advise",
                "answered_later",
                "petition_answered",
                "complaint_answered",
            ],
        ),
        need(&["drafted"], &["drafting"]),
        need(&["not_ours"], &["written_notice"]).check(objects_to_a_misrouted_petition),
        need(&["answered", "answered_later", "guided"], &[]).check(tells_of_aid),
    ],
    file: None,
    papers: &[],
    results: &[],
};

/// Who is complained of takes no complaint about themselves.
fn not_about_oneself(given: &mut Given<'_>) -> Result<()> {
    if given.value("target") == given.actor.id.to_string() {
        Err(Error::at("complaint.own", "values.target"))
    } else {
        Ok(())
    }
}

/// Advice tells of the right to apply for legal aid: as a step, or as ticked at registration.
fn tells_of_aid(ticket: &Ticket) -> Result<()> {
    let ticked = ticket.folded.value("told").as_texts();
    let advised = ticket.progress()?.has("advise");
    if !advised
        || ticket.progress()?.has("told_aid_right")
        || ticked.iter().any(|code| code == "aid_right")
    {
        Ok(())
    } else {
        Err(Error::at("told.aid_right", "outcome"))
    }
}

fn objects_to_a_misrouted_petition(ticket: &Ticket) -> Result<()> {
    let progress = ticket.progress()?;
    if progress.has("misrouted") && !progress.has("petition_objection") {
        let step = PROCEDURE.step("petition_objection");
        return Err(
            Error::at("ticket.close_before", "outcome").with(step.map_or("", |step| step.name))
        );
    }
    Ok(())
}
