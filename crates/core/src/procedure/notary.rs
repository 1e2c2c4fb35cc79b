//! 公证: material list, one-time notice, referral with consent, and the reply of the notary office, whose limits these are.

use super::referral::{
    ACKNOWLEDGED, CHASE, FEE_RELIEF_LETTER, FEE_WRITTEN_BACK, FEEDBACK, GUARDIAN_CONSENT,
    GUIDE_SLIP, REFER_TO, VERIFY_AID,
};
use super::*;
use crate::window::FieldKind::{Bool, Day, LongText, Text};
use Kind::{Number, Options, Plain, Several};

/// When a notary office does not handle a matter. 依据：公证法第三十一条。
const GROUNDS: &[(&str, &str)] = &[
    (
        "no_guardian",
        "无民事行为能力人或者限制民事行为能力人没有监护人代理",
    ),
    ("no_interest", "与申请公证的事项没有利害关系"),
    ("expert", "属专业技术鉴定、评估事项"),
    ("dispute", "当事人之间有争议"),
    ("false_facts", "虚构、隐瞒事实或者提供虚假证明材料"),
    ("insufficient", "证明材料不充分或者拒绝补充"),
    ("unlawful", "不真实、不合法"),
    ("morality", "违背社会公德"),
    ("fee", "拒绝按规定支付公证费"),
];

/// The office has answered otherwise than by a receipt.
const REPLIED: &[&str] = &["notary_accept", "notary_decline", "certificate", "feedback"];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "notary",
    stages: &[
        stage("asked", "咨询事项"),
        stage("listed", "核对材料"),
        stage("supplement", "待补材料").aside(),
        stage("referred", "转介"),
        stage("declined", "机构不予办理").aside(),
        stage("accepted", "机构受理"),
        stage("verifying", "机构待补材料").aside(),
        stage("certified", "出证"),
    ],
    steps: &[
        step("checklist", "核对材料清单")
            .by(COUNTER)
            .from(&["asked", "listed", "supplement"])
            .to("listed")
            .fields(&[
                ask("missing", "还缺哪些材料", Plain(LongText)).hint("一行一种；齐全的空着"),
                ask("purpose", "公证书用途", Plain(Text)),
                ask("extra", "机构另要的材料", Plain(Text)),
            ])
            .basis("公证程序规则第十八条"),
        step("one_time_notice", "一次性告知")
            .by(COUNTER)
            .once()
            .from(&["asked", "listed"])
            .to("supplement")
            .fields(&[
                ask("items", "告知补齐的材料", Plain(LongText)).hint("空着的，以材料清单为准")
            ])
            .papers(&["notify"]),
        step("materials_completed", "材料补齐")
            .by(COUNTER)
            .from(&["asked", "listed", "supplement"])
            .to("listed")
            .whose("当事人")
            .fields(&[ask("items", "补来的材料", Plain(LongText))]),
        step("precheck", "预查不予办理的情形")
            .by(COUNTER)
            .from(&["asked", "listed", "supplement"])
            .fields(&[
                ask("grounds", "有哪些情形", Several(GROUNDS))
                    .hint("没有的空着；是否办理由公证机构决定"),
                ask("text", "说明", Plain(LongText)),
            ])
            .basis("公证法第三十一条"),
        GUARDIAN_CONSENT,
        VERIFY_AID,
        FEE_RELIEF_LETTER,
        REFER_TO.from(&["asked", "listed", "supplement", "referred", "declined"]),
        GUIDE_SLIP.from(&["asked", "listed", "supplement", "declined"]),
        ACKNOWLEDGED,
        CHASE,
        step("notary_accept", "公证机构受理")
            .by(COUNTER)
            .from(&["referred"])
            .to("accepted")
            .whose("公证机构")
            .after_any(&["refer_to", "guide_slip"])
            .fields(&[
                ask("reply", "回执文书", Plain(Text)).hint("例如：受理通知单"),
                ask("number", "受理通知单号", Plain(Text)),
                ask("place", "办理地点", Plain(Text)),
                ask("video", "录音录像或者视频办理", Plain(Bool)),
            ])
            .sets(&[Sets {
                ticket: "field.acceptance_number",
                from: "number",
            }])
            .meets(&["REFER-BACK"])
            .starts(&[start("NOT-CERT")])
            .basis("公证程序规则第二十条"),
        step("notary_decline", "公证机构不予办理")
            .by(COUNTER)
            .from(&["referred", "accepted", "verifying"])
            .to("declined")
            .whose("公证机构")
            .after_any(&["refer_to", "guide_slip"])
            .fields(&[
                ask("ground", "理由", Options(GROUNDS)).must(),
                ask("text", "说明", Plain(LongText)),
            ])
            .meets(&["REFER-BACK"])
            .drops(&["NOT-CERT"])
            .basis("公证法第三十一条"),
        step("notary_supplement", "公证机构要求补充材料")
            .by(COUNTER)
            .from(&["accepted"])
            .to("verifying")
            .whose("公证机构")
            .after(&["notary_accept"])
            .fields(&[ask("item", "补充什么", Plain(LongText)).must()])
            .pauses(&["NOT-CERT"])
            .basis("公证法第三十条"),
        step("notary_supplied", "补充材料送到")
            .by(COUNTER)
            .from(&["verifying"])
            .to("accepted")
            .whose("当事人")
            .after(&["notary_supplement"])
            .fields(&[ask("item", "送来什么", Plain(LongText))])
            .resumes(&["NOT-CERT"])
            .basis("公证法第三十条"),
        step("certificate", "公证机构出证")
            .by(COUNTER)
            .from(&["referred", "accepted", "verifying"])
            .to("certified")
            .whose("公证机构")
            .after_any(&["refer_to", "guide_slip"])
            .fields(&[
                ask("number", "公证书编号", Plain(Text)),
                ask("issued_on", "出具日期", Plain(Day)),
                ask("copies", "份数", Number(1, 99)),
            ])
            .meets(&["NOT-CERT", "REFER-BACK"])
            .basis("公证法第三十条"),
        FEEDBACK,
        FEE_WRITTEN_BACK,
    ],
    acts: &[],
    way: &[
        way("checklist"),
        way("materials_completed").after_any(&["one_time_notice"]),
        way("precheck"),
        way("refer_to").unless(&["guide_slip"]),
        way("refer_ack").unless(REPLIED),
        way("notary_accept").unless(REPLIED),
        way("notary_supplied"),
        way("certificate").unless(&["notary_decline"]),
    ],
    close: &[
        need(&["referred_done"], &["certificate", "feedback"]),
        need(&["not_accepted"], &["notary_decline", "precheck"]),
        need(&["no_reply"], &["chase"]),
    ],
    file: None,
    papers: &[],
    results: &[],
};
