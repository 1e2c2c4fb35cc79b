//! 司法鉴定: case organ first, referral with consent, entrustment, and the reply of the appraisal body, whose limits these
//! are.

use super::referral::{
    ACKNOWLEDGED, CHASE, FEE_RELIEF_LETTER, FEE_WRITTEN_BACK, FEEDBACK, GUARDIAN_CONSENT,
    GUIDE_SLIP, REFER_TO, VERIFY_AID,
};
use super::*;
use crate::deadline::Unit;
use crate::error::{Error, Result};
use crate::window::FieldKind::{Bool, Day, LongText, Text};
use Kind::{Number, Options, Plain, Several};

/// When an appraisal body does not accept. 依据：司法鉴定程序通则第十五条。
const GROUNDS: &[(&str, &str)] = &[
    ("scope", "超出鉴定机构业务范围"),
    (
        "material",
        "鉴定材料不真实、不完整、不充分或者取得方式不合法",
    ),
    ("purpose", "鉴定用途不合法或者违背社会公德"),
    ("rules", "鉴定要求不符合执业规则或者技术规范"),
    ("ability", "超出技术条件或者鉴定能力"),
    ("double", "就同一事项同时委托其他机构鉴定"),
    ("other", "其他"),
];

const SENT: &[&str] = &["refer_to", "guide_slip"];

/// The body has answered otherwise than by a receipt.
const REPLIED: &[&str] = &["entrust", "forensic_decline", "opinion", "feedback"];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "forensic",
    stages: &[
        stage("asked", "咨询事项"),
        stage("supplement", "待补材料").aside(),
        stage("referred", "转介"),
        stage("declined", "机构不予受理").aside(),
        stage("entrusted", "委托"),
        stage("accepted", "机构受理"),
        stage("appraising", "鉴定"),
        stage("resupply", "补充鉴定材料").aside(),
        stage("opinion", "出具意见"),
    ],
    steps: &[
        step("ask_case_organ", "询问有无办案机关")
            .by(COUNTER)
            .from(&["asked", "supplement"])
            .fields(&[
                ask("answer", "办案机关", Plain(Text))
                    .must()
                    .hint("没有的写明“无办案机关”和用途，个人委托能否受理由机构决定"),
                ask("purpose", "鉴定用途", Plain(Text)),
            ])
            .basis("司法鉴定程序通则第十一条"),
        step("checklist", "核对鉴定材料")
            .by(COUNTER)
            .from(&["asked", "supplement"])
            .to("asked")
            .fields(&[
                ask("missing", "还缺哪些材料", Plain(LongText)).hint("一行一种；齐全的空着"),
                ask("checked", "名称、种类、数量、性状", Plain(LongText)),
            ])
            .basis("司法鉴定程序通则第十二条"),
        step("one_time_notice", "一次性告知")
            .by(COUNTER)
            .once()
            .from(&["asked"])
            .to("supplement")
            .fields(&[ask("items", "告知补齐的材料", Plain(LongText))])
            .papers(&["notify"]),
        step("materials_completed", "材料补齐")
            .by(COUNTER)
            .from(&["asked", "supplement"])
            .to("asked")
            .whose("当事人")
            .fields(&[ask("items", "补来的材料", Plain(LongText))]),
        step("precheck", "预查不予受理的情形")
            .by(COUNTER)
            .from(&["asked", "supplement"])
            .fields(&[
                ask("grounds", "有哪些情形", Several(GROUNDS))
                    .hint("没有的空着；是否受理由鉴定机构决定"),
                ask("text", "说明", Plain(LongText)),
            ])
            .basis("司法鉴定程序通则第十五条"),
        GUARDIAN_CONSENT,
        VERIFY_AID,
        FEE_RELIEF_LETTER,
        REFER_TO
            .after(&["ask_case_organ"])
            .from(&["asked", "supplement", "referred", "declined"]),
        GUIDE_SLIP
            .after(&["ask_case_organ"])
            .from(&["asked", "supplement", "declined"]),
        ACKNOWLEDGED,
        CHASE,
        step("entrust", "委托鉴定")
            .by(COUNTER)
            .from(&["referred"])
            .to("entrusted")
            .whose("办案机关或者委托人")
            .after_any(SENT)
            .fields(&[
                ask("number", "委托文号", Plain(Text)),
                ask("matter", "委托鉴定事项", Plain(LongText)),
                ask("again", "重新鉴定", Plain(Bool)),
            ])
            .meets(&["REFER-BACK"])
            .starts(&[start("FOR-ACC")])
            .basis("司法鉴定程序通则第十三条"),
        step("forensic_accept", "鉴定机构受理")
            .by(COUNTER)
            .from(&["entrusted"])
            .to("accepted")
            .whose("鉴定机构")
            .after(&["entrust"])
            .fields(&[
                ask("reply", "回执文书", Plain(Text)),
                ask("number", "受理编号", Plain(Text)),
            ])
            .meets(&["FOR-ACC"])
            .basis("司法鉴定程序通则第十三条"),
        step("forensic_decline", "鉴定机构不予受理")
            .by(COUNTER)
            .from(&["referred", "entrusted"])
            .to("declined")
            .whose("鉴定机构")
            .after_any(SENT)
            .fields(&[
                ask("ground", "理由", Options(GROUNDS)).must(),
                ask("text", "说明", Plain(LongText)),
            ])
            .meets(&["FOR-ACC", "REFER-BACK"])
            .basis("司法鉴定程序通则第十五条"),
        step("entrust_effective", "司法鉴定委托书生效")
            .by(COUNTER)
            .from(&["entrusted", "accepted"])
            .to("appraising")
            .whose("鉴定机构")
            .after(&["forensic_accept"])
            .fields(&[
                ask("number", "委托书编号", Plain(Text)),
                ask("agreed_days", "约定的时限（工作日）", Number(1, 365))
                    .hint("另有约定的填写，没有的空着"),
            ])
            .starts(&[start("FOR-DONE").lasting("agreed_days", Unit::Working)])
            .basis("司法鉴定程序通则第二十八条"),
        step("forensic_supplement", "鉴定机构要求补充材料")
            .by(COUNTER)
            .from(&["appraising"])
            .to("resupply")
            .whose("鉴定机构")
            .after(&["entrust_effective"])
            .fields(&[ask("item", "补充什么", Plain(LongText)).must()])
            .pauses(&["FOR-DONE"])
            .basis("司法鉴定程序通则第二十八条"),
        step("forensic_supplied", "补充材料送到")
            .by(COUNTER)
            .from(&["resupply"])
            .to("appraising")
            .whose("办案机关或者委托人")
            .after(&["forensic_supplement"])
            .fields(&[ask("item", "送来什么", Plain(LongText))])
            .resumes(&["FOR-DONE"])
            .basis("司法鉴定程序通则第二十八条"),
        step("forensic_extend", "鉴定机构延长时限")
            .by(COUNTER)
            .from(&["appraising"])
            .once()
            .whose("鉴定机构")
            .after(&["entrust_effective"])
            .fields(&[
                ask("from_on", "原到期日", Plain(Day)).must(),
                ask("days", "延长几个工作日", Number(1, 30)).must(),
                ask("approved", "机构负责人已批准", Plain(Bool)).must(),
                ask("told", "已告知委托人", Plain(Bool)),
            ])
            .check(extension)
            .drops(&["FOR-DONE"])
            .starts(&[start("FOR-DONE")
                .from(From::Field("from_on"))
                .lasting("days", Unit::Working)])
            .basis("司法鉴定程序通则第二十八条"),
        step("opinion", "鉴定机构出具意见")
            .by(COUNTER)
            .to("opinion")
            .whose("鉴定机构")
            .after_any(SENT)
            .fields(&[
                ask("result", "鉴定意见", Plain(LongText)),
                ask("number", "意见书编号", Plain(Text)),
            ])
            .meets(&["FOR-DONE", "FOR-ACC", "REFER-BACK"])
            .basis("司法鉴定程序通则第二十八条"),
        FEEDBACK,
        FEE_WRITTEN_BACK,
    ],
    acts: &[],
    way: &[
        way("ask_case_organ"),
        way("checklist"),
        way("materials_completed").after_any(&["one_time_notice"]),
        way("precheck"),
        way("refer_to").unless(&["guide_slip"]),
        way("refer_ack").unless(REPLIED),
        way("entrust").unless(&["forensic_decline"]),
        way("forensic_accept"),
        way("entrust_effective"),
        way("forensic_supplied"),
        way("opinion").unless(&["forensic_decline"]),
    ],
    close: &[
        need(&["referred_done"], &["opinion", "feedback"]),
        need(&["not_accepted"], &["forensic_decline", "precheck"]),
        need(&["no_reply"], &["chase"]),
    ],
    file: None,
    papers: &[],
    results: &[],
};

/// 依据：《司法鉴定程序通则》第二十八条。
fn extension(given: &mut Given<'_>) -> Result<()> {
    if given.yes("approved") {
        Ok(())
    } else {
        Err(Error::at(
            "referral.extension_unapproved",
            "values.approved",
        ))
    }
}
