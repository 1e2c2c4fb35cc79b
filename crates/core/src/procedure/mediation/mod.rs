//! 人民调解: consent, acceptance, investigation, sessions, agreement, confirmation by the court and performance.
//!
//! Whoever works the ticket writes down what parties, mediators, committee and court do. A finding with a risk of
//! escalation makes a 重大事项报告 due at once.

mod check;
mod file;

pub use file::{FileLine, file_lines};

use super::*;
use crate::account::role::Right;
use crate::ticket::Act;
use crate::window::FieldKind::{Bool, Choice, Day, LongText, Money, Text};
use Kind::{Number, Options, Plain, Several, Staff};

/// Whether every side agrees to mediation.
const ANSWERS: &[(&str, &str)] = &[("all", "各方都同意"), ("some", "还有一方没答复")];

/// 依据：人民调解法第二十五条。
const RISKS: &[(&str, &str)] = &[
    ("none", "没有发现"),
    ("watch", "需要关注"),
    ("escalation", "可能激化"),
    ("crime", "可能引起治安或者刑事案件（民转刑）"),
    ("mass", "可能引起群体性事件"),
];
/// Risks that are reported at once.
const GRAVE: &[&str] = &["escalation", "crime", "mass"];

/// 依据：人民调解法第十九条。
const CHOSEN_BY: &[(&str, &str)] = &[("committee", "调委会指定"), ("parties", "当事人选择")];
/// Kinds of mediators.
pub const QUALIFICATIONS: &[(&str, &str)] = &[
    ("full_time", "专职人民调解员"),
    ("part_time", "兼职人民调解员"),
    ("lawyer", "律师或者特邀调解员"),
    ("expert", "行业专家"),
];

const WAYS_TOLD: &[(&str, &str)] = &[("spoken", "口头"), ("written", "书面")];

/// What an agreement still lacks to take effect. 依据：人民调解法第二十九条。
const LACKS: &[(&str, &str)] = &[
    ("parties", "当事人签名、盖章或者按指印"),
    ("mediator", "人民调解员签名"),
    ("seal", "人民调解委员会印章"),
];

const FAILURES: &[(&str, &str)] = &[
    ("no_agreement", "达不成协议"),
    ("one_stops", "一方要求终止调解"),
    ("absent", "一方不到场"),
    ("went_back", "达成后反悔，不签协议"),
    ("other", "其他"),
];

const PERFORMED: &[(&str, &str)] = &[
    ("true", "已全部履行"),
    ("part", "部分履行"),
    ("false", "没有履行"),
];

/// 依据：民事诉讼法第二百零五条。
const COURT_BASES: &[(&str, &str)] = &[
    ("inviting", "邀请调解的法院"),
    ("domicile", "当事人住所地基层法院"),
    ("object", "标的物所在地基层法院"),
    ("committee", "调解组织所在地基层法院"),
    ("intermediate", "有管辖权的中级法院"),
];

/// 依据：最高人民法院关于人民调解协议司法确认程序的若干规定（2011年）第三条。
const CONFIRMATION_PAPERS: &[(&str, &str)] = &[
    ("application", "司法确认申请书"),
    ("agreement", "调解协议"),
    ("identity", "身份证明、资格证明"),
    ("property", "与协议有关的财产权利证明"),
    ("contact", "双方送达地址、电话"),
    ("authority", "授权委托书（委托代理人的）"),
];

const COURT_RESULTS: &[(&str, &str)] = &[
    ("confirmed", "确认有效"),
    ("dismissed", "驳回申请"),
    ("not_accepted", "不予受理"),
    ("withdrawn", "撤回申请"),
];

const RISK: StepField = ask("risk", "激化风险", Options(RISKS))
    .hint("可能激化、民转刑、群体性的，当场报告，报告前不能办结");
const REPORT_DUE: Start = start("MAJOR").only("risk", GRAVE).outlives();

const AGREED: &[&str] = &["agreement_written", "agreement_oral"];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "mediation",
    stages: &[
        stage("application", "申请"),
        stage("consent", "征求同意"),
        stage("refused", "一方拒绝").aside(),
        stage("accepted", "受理"),
        stage("mediating", "调解"),
        stage("failed", "未成").aside(),
        stage("agreed", "协议"),
        stage("performed", "履行"),
        stage("visited", "回访"),
    ],
    steps: STEPS,
    // Another mediator is designated anew.
    acts: &[act(Act::HandOver).only_in(&[
        "application",
        "consent",
        "refused",
        "failed",
        "agreed",
        "performed",
        "visited",
    ])],
    way: &[
        way("consent_asked").unless(&["consent_refused", "mediate_fail"]),
        way("mediate_accept"),
        way("told_rights").unless(&["consent_refused", "mediate_fail"]),
        way("assign_mediator"),
        way("mediate_session"),
        way("agreement_written").unless(&["agreement_oral"]),
        way("agreement_effective"),
        way("told_other_ways").after_any(&["consent_refused", "mediate_fail"]),
        way("perform"),
        way("med_visit"),
    ],
    close: &[
        need(&["written", "written_performed"], &["agreement_written"])
            .check(check::require_effect),
        need(&["oral"], &["agreement_oral"]),
        need(&["failed"], &["mediate_fail"]),
        need(&["refused"], &["consent_refused"]),
        need(&["failed", "refused"], &["told_other_ways"]),
        need(&[], &[]).check(check::require_report),
        need(&["written", "written_performed", "oral", "failed"], &[]).check(check::require_return),
        need(&["written", "written_performed", "oral", "failed"], &[]).check(file::require_file),
    ],
    file: Some(file::file_lines),
    // 依据：司法部人民调解文书格式（2010年）；人民调解法第二十八条。
    papers: &[
        either("med_apply", "med_register"),
        either("med_agreement", "med_oral"),
    ],
    results: &[
        named(&["written", "written_performed"], "调解成功（司法确认）").only(
            "jc_result",
            "result",
            "confirmed",
        ),
        named(&["written_performed"], "调解成功（当场履行）"),
        named(&["written"], "调解成功"),
        named(&["oral"], "调解成功（口头协议）"),
        named(&["refused", "one_side"], "不予受理（一方拒绝调解）"),
    ],
};

static STEPS: &[Step] = &[
    step("consent_asked", "征求各方同意")
        .by(COUNTER)
        .from(&["application", "consent", "refused", "failed"])
        .to("consent")
        .undoes(&["consent_refused", "mediate_fail"])
        .fields(&[
            ask("result", "各方答复", Plain(Text)).hint("例如：双方同意；有一方没答复的先空着"),
            ask("answer", "是否都同意", Options(ANSWERS)),
            ask("mediator", "征求意见的调解员", Staff),
        ])
        .check(check::consent)
        .basis("人民调解法第三条、第十七条"),
    step("consent_refused", "一方明确拒绝")
        .by(COUNTER)
        .from(&["application", "consent", "accepted", "mediating"])
        .to("refused")
        .whose("当事人")
        .fields(&[
            ask("party", "哪一方", Plain(Text)),
            ask("reason", "理由", Plain(Text)),
        ])
        .drops(&["MED-1M"])
        .basis("人民调解法第十七条"),
    step("told_rights", "告知权利义务")
        .by(COUNTER)
        .fields(&[ask("how", "告知方式", Options(WAYS_TOLD))])
        .basis("人民调解法第二十三条、第二十四条")
        .papers(&["med_rights"]),
    step("mediate_accept", "受理")
        .from(&["application", "consent"])
        .to("accepted")
        .whose("人民调解委员会")
        .not_after(&["consent_refused"])
        .fields(&[
            ask("committee", "人民调解委员会", Plain(Text)),
            ask("number", "调解编号", Plain(Text)),
        ])
        .check(check::accept)
        .starts(&[start("MED-1M")])
        .basis("人民调解法第十七条")
        .papers(&["med_identity"]),
    step("assign_mediator", "确定调解员")
        .by(Hand::of(Right::AssignTicket))
        .after(&["mediate_accept"])
        .from(&["accepted", "mediating"])
        .effect(Effect::Assign("mediator"))
        .fields(&[
            ask("committee", "人民调解委员会", Plain(Text)),
            ask("mediator", "主持调解员", Staff).must(),
            ask("others", "其他调解员", Plain(Text)),
            ask("chosen_by", "怎样产生", Options(CHOSEN_BY)),
            ask("field", "专业领域", Plain(Choice("dispute_types"))),
            ask("qualification", "调解员身份", Options(QUALIFICATIONS)),
        ])
        .basis("人民调解法第十九条"),
    step("invite", "邀请他人参与")
        .after(&["mediate_accept"])
        .from(&["accepted", "mediating"])
        .fields(&[
            ask("who", "邀请谁", Plain(LongText))
                .must()
                .hint("亲属、邻里、同事、专业人士等，一行一人"),
            ask("consented", "当事人同意邀请", Plain(Bool)).must(),
        ])
        .check(check::invite)
        .basis("人民调解法第二十条"),
    step("site_visit", "调查核实")
        .after(&["mediate_accept"])
        .from(&["accepted", "mediating"])
        .to("mediating")
        .whose("人民调解员")
        .fields(&[
            ask("place", "地点", Plain(Text)),
            ask("present", "参加人、被调查人", Plain(Text)),
            ask("finding", "查明情况", Plain(LongText)),
            RISK,
        ])
        .starts(&[REPORT_DUE]),
    step("mediate_session", "调解")
        .after(&["mediate_accept", "assign_mediator"])
        .from(&["accepted", "mediating"])
        .to("mediating")
        .whose("人民调解员")
        .effect(Effect::Accept)
        .fields(&[
            ask("place", "地点", Plain(Text)),
            ask("present", "到场的人", Plain(Text)),
            ask("private", "不公开进行", Plain(Bool)),
            ask("content", "调解经过", Plain(LongText)),
            ask("result", "本次结果", Plain(Text)),
            RISK,
        ])
        .starts(&[REPORT_DUE])
        .basis("人民调解法第二十二条、第二十七条")
        .papers(&["med_record"]),
    step("warning_list", "列入预警名单")
        .whose("人民调解员")
        .fields(&[
            ask("level", "等级", Plain(Text))
                .must()
                .hint("例如：关注、预警、紧急"),
            ask("measures", "防范措施", Plain(LongText)),
            RISK,
        ])
        .starts(&[REPORT_DUE])
        .basis("人民调解法第二十五条"),
    step("major_event", "重大事项报告")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("what", "事项", Plain(LongText)).must(),
            ask("reported_to", "报告对象", Plain(Text)).must(),
            ask("measures", "已采取的防范措施", Plain(LongText)),
        ])
        .meets(&["MAJOR"])
        .starts(&[start("MAJOR").kept()])
        .basis("人民调解法第二十五条；信访工作条例第二十五条"),
    step("agreement_written", "达成书面协议")
        .after(&["mediate_accept", "mediate_session"])
        .from(&["mediating"])
        .to("agreed")
        .whose("当事人、人民调解员")
        .fields(&[
            ask("terms", "协议内容", Plain(LongText)).must(),
            ask("facts", "主要事实、争议事项和各方责任", Plain(LongText)),
            ask("manner", "履行方式", Plain(Text)),
            ask("perform_by", "履行期限", Plain(Day)),
            ask("place", "履行地点", Plain(Text)),
            ask("effective", "各方、调解员已签名，调委会已盖章", Plain(Bool))
                .must()
                .hint("签章齐全之日起生效"),
            ask("lacks", "还缺什么", Several(LACKS)).required(Required::When("effective", "false")),
            ask("signed", "签名情况", Plain(Text)).hint("按手印、代理人签名等在这里写明"),
            ask("copies", "份数", Number(1, 99)).hint("当事人各一份，调委会留存一份"),
            ask("number", "协议编号", Plain(Text)),
        ])
        .check(check::written)
        .starts(&[
            start("MED-JC").only("effective", &["true"]).outlives(),
            start("MED-VISIT").only("effective", &["true"]).outlives(),
        ])
        .meets(&["MED-1M"])
        .basis("人民调解法第二十八条、第二十九条；人民调解工作若干规定第三十五条")
        .papers(&["med_agreement"]),
    step("agreement_effective", "协议签章齐全，生效")
        .when(When::Both)
        .once()
        .after(&["agreement_written"])
        .fields(&[ask("signed", "补齐了什么", Plain(Text)).must()])
        .check(check::effective)
        .starts(&[start("MED-JC").outlives(), start("MED-VISIT").outlives()])
        .basis("人民调解法第二十九条"),
    step("agreement_oral", "达成口头协议")
        .after(&["mediate_accept", "mediate_session"])
        .from(&["mediating"])
        .to("agreed")
        .whose("当事人、人民调解员")
        .fields(&[
            ask("recorded", "调解员已记录协议内容", Plain(Bool)).must(),
            ask("terms", "协议内容", Plain(LongText)),
            ask("written_asked", "有一方要求书面协议", Plain(Bool)),
        ])
        .check(check::oral)
        .starts(&[start("MED-VISIT").outlives()])
        .meets(&["MED-1M"])
        .basis("人民调解法第二十八条、第三十条；人民调解工作若干规定第三十四条")
        .papers(&["med_oral"]),
    step("mediate_fail", "调解不成，终止")
        .after(&["mediate_accept"])
        .from(&["accepted", "mediating", "agreed"])
        .to("failed")
        .whose("人民调解员")
        .not_after(&["agreement_oral", "agreement_effective"])
        .undoes(&["agreement_written"])
        .fields(&[
            ask("reason", "原因", Options(FAILURES)),
            ask("text", "情况", Plain(LongText)),
        ])
        .check(check::fail)
        .meets(&["MED-1M"])
        .basis("人民调解法第二十六条"),
    step("told_other_ways", "告知其他途径")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[ask("ways", "告知了哪些途径", Plain(LongText))
            .must()
            .hint("仲裁、申请行政处理、起诉等，一行一种")])
        .basis("人民调解法第二十六条"),
    step("perform", "履行协议")
        .by(COUNTER)
        .when(When::Both)
        .to("performed")
        .whose("当事人")
        .after_any(AGREED)
        .fields(&[
            ask("amount", "履行金额", Plain(Money)),
            ask("what", "履行了什么", Plain(Text)),
            ask("voucher", "凭证", Plain(Text)),
        ])
        .basis("人民调解法第三十一条"),
    step("jc_apply", "共同申请司法确认")
        .by(COUNTER)
        .when(When::Both)
        .whose("当事人")
        .after(&["agreement_written"])
        .fields(&[
            ask("jointly", "双方共同申请", Plain(Bool)).must(),
            ask("court", "法院", Plain(Text)).must(),
            ask("court_basis", "为什么由这个法院管辖", Options(COURT_BASES)),
            ask("status_only", "确认的是身份、收养或者婚姻关系", Plain(Bool)),
            ask("papers", "提交的材料", Several(CONFIRMATION_PAPERS)),
        ])
        .check(check::confirmation)
        .meets(&["MED-JC"])
        .starts(&[
            start("MED-JC-CT-ACC").outlives(),
            start("MED-JC-CT-DEC").outlives(),
        ])
        .basis("人民调解法第三十三条；民事诉讼法第二百零五条"),
    step("jc_accepted", "法院受理司法确认申请")
        .by(COUNTER)
        .when(When::Both)
        .whose("法院")
        .after(&["jc_apply"])
        .fields(&[ask("number", "案号", Plain(Text))])
        .meets(&["MED-JC-CT-ACC"])
        .basis("最高人民法院关于人民调解协议司法确认程序的若干规定（2011年）第四条")
        .unverified(),
    step("jc_result", "法院作出裁定")
        .by(COUNTER)
        .when(When::Both)
        .whose("法院")
        .after(&["jc_apply"])
        .fields(&[
            ask("result", "结果", Options(COURT_RESULTS)).must(),
            ask("number", "案号", Plain(Text)),
        ])
        .meets(&["MED-JC-CT-ACC", "MED-JC-CT-DEC"])
        .basis("人民调解法第三十三条"),
    step("return_receipt", "回执移送单位")
        .by(COUNTER)
        .when(When::Both)
        .fields(&[
            ask("to", "移送单位", Plain(Text)).must(),
            ask("number", "回执文号", Plain(Text)),
            ask("text", "告知的结果", Plain(LongText)),
        ]),
    step("med_visit", "回访")
        .by(COUNTER)
        .when(When::Both)
        .to("visited")
        .whose("人民调解员")
        .after_any(AGREED)
        .fields(&[
            ask("performed", "履行情况", Options(PERFORMED)).must(),
            ask("text", "回访情况", Plain(LongText)).hint("满意程度、是否起诉、隐患和措施"),
            RISK,
        ])
        .meets(&["MED-VISIT"])
        .starts(&[REPORT_DUE])
        .basis("人民调解法第三十一条"),
];
