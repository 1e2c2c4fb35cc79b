//! 法律援助: application, review, decision, assignment, work, closing and file.
//!
//! A station takes applications in and reviews them first; it neither decides nor assigns.

mod check;

use super::*;
use crate::account::role::Right;
use crate::ticket::{Act, State};
use crate::window::FieldKind::{Bool, Day, LongText, Money, Text};
use Kind::{Institution, Moment, Number, Options, Plain, Staff, Ticket};

/// 审查: asks for materials and checks the economy; decides nothing.
const REVIEW: Hand = Hand::of(Right::ReviewApplication);

/// What a station says after its first look.
const OPINIONS: &[(&str, &str)] = &[
    ("fits", "符合"),
    ("supplement", "补正"),
    ("unfit", "不符合"),
    ("elsewhere", "移送"),
];

/// 依据：法律援助法第三十二条、第四十一条、第四十二条。
const ECONOMY: &[(&str, &str)] = &[
    ("meets", "符合"),
    ("above", "人均高于标准"),
    ("exempt", "免核查"),
    ("no_condition", "不受经济困难条件限制"),
    ("recognised", "互认"),
];
/// 依据：法律援助法第四十一条。
const ECONOMY_WAYS: &[(&str, &str)] = &[
    ("stated", "按说明表核算"),
    ("shared", "信息共享查询"),
    ("promise", "个人诚信承诺"),
];
const STATION_ECONOMY: &[(&str, &str)] = &[
    ("exempt", "免核查"),
    ("no_condition", "不受经济困难条件限制"),
    ("stated", "已填说明表"),
    ("open", "待中心核查"),
];

/// Whom an organ must notify an agency for. 依据：法律援助法第二十五条、第二十八条。
const NOTIFIED_FOR: &[(&str, &str)] = &[
    ("minor", "未成年人"),
    ("disabled", "视力、听力、言语残疾人"),
    ("incapable", "不能完全辨认自己行为的成年人"),
    ("heavy", "可能被判处无期徒刑、死刑的人"),
    ("death_review", "申请法律援助的死刑复核案件被告人"),
    ("absent", "缺席审判案件的被告人"),
    ("medical", "强制医疗案件的被申请人或者被告人"),
    ("other", "法律法规规定的其他人员"),
];

/// Why aid may come before its formalities. 依据：法律援助法第四十四条。
const AID_FIRST_GROUNDS: &[(&str, &str)] = &[
    ("limit", "距法定时效或者期限届满不足七日"),
    ("preserve", "需要立即申请财产保全、证据保全或者先予执行"),
    ("other", "法律、法规、规章规定的其他情形"),
];

/// 依据：法律援助法第四十八条。
const TERMINATION_GROUNDS: &[(&str, &str)] = &[
    ("fraud", "受援人以欺骗或者其他不正当手段获得法律援助"),
    (
        "concealed",
        "受援人故意隐瞒与案件有关的重要事实或者提供虚假证据",
    ),
    ("unlawful", "受援人利用法律援助从事违法活动"),
    ("economy", "受援人的经济状况发生变化，不再符合法律援助条件"),
    ("case_over", "案件终止审理或者已经被撤销"),
    ("own_lawyer", "受援人自行委托律师或者其他代理人"),
    ("asked", "受援人有正当理由要求终止法律援助"),
    ("other", "法律法规规定的其他情形"),
];

/// Which event is the closing day of the case.
const CLOSING_WAYS: &[(&str, &str)] = &[
    ("court", "收到判决书、裁定书、调解书"),
    ("award", "收到仲裁裁决书或者复议决定书"),
    ("settled", "达成和解或者调解协议"),
    ("performed", "义务人开始履行"),
    ("organ", "办案机关作出处理决定"),
];

const OBJECTION_RESULTS: &[(&str, &str)] =
    &[("ordered", "责令给予法律援助"), ("upheld", "维持原决定")];

const GRADES: &[(&str, &str)] = &[
    ("excellent", "优秀"),
    ("good", "良好"),
    ("qualified", "合格"),
    ("unqualified", "不合格"),
];

/// Refusal grounds; the codes of the window's refusals.
const REFUSAL_GROUNDS: &[(&str, &str)] = &[
    ("person", "不属于援助对象"),
    ("matter", "不属于援助事项"),
    ("economic", "经济困难标准不符"),
    ("competence", "不属本机构管辖"),
    ("no_cause", "没有争议事由或者证据"),
    ("other", "其他"),
];

/// Stages in which a decision leaves the ticket where it is: aid came first.
const ALREADY_RUNNING: &[&str] = &["assigned", "working", "ended"];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "legal_aid",
    stages: &[
        stage("application", "申请"),
        stage("review", "审查"),
        stage("supplement", "待补正").aside(),
        stage("granted", "决定"),
        stage("assigned", "指派"),
        stage("working", "承办"),
        stage("ended", "结案"),
        stage("filed", "归档"),
    ],
    steps: &[
        step("application_received", "收到申请")
            .by(COUNTER)
            .whose("申请人")
            .from(&["application"])
            .to("review")
            .once()
            .not_after(&["notify_letter"])
            .fields(&[
                ask("receipt_slip", "已出具材料接收凭证", Plain(Bool)),
                ask("agent", "代为申请的人", Plain(Text)).hint(
                    "法定代理人、近亲属；法定代理人是侵权人的，由其他法定代理人或者近亲属代为申请",
                ),
            ])
            .starts(&[start("LA-REVIEW")])
            .meets(&["LA-TRANSFER"])
            .check(check::agent)
            .papers(&["aid_apply", "aid_received"])
            .basis("法律援助法第四十条、第四十三条"),
        step("detained_application", "在押人员提出申请")
            .by(COUNTER)
            .whose("在押人员")
            .from(&["application"])
            .once()
            .fields(&[
                ask("applied_at", "提出申请的时刻", Moment),
                ask("from", "哪个监管场所或者办案机关", Plain(Text)),
                ask("forwarder", "转交人", Plain(Text)),
            ])
            .starts(&[start("LA-TRANSFER").from(From::FieldOrMoment("applied_at"))])
            .basis("法律援助法第三十九条"),
        step("notify_letter", "收到通知辩护、通知代理公函")
            .by(COUNTER)
            .whose("办案机关")
            .from(&["application"])
            .to("granted")
            .once()
            .not_after(&["application_received"])
            .fields(&[
                ask("organ", "办案机关", Plain(Text)),
                ask("doc_no", "公函文号", Plain(Text)),
                ask("notified_for", "通知对象", Options(NOTIFIED_FOR)),
            ])
            .starts(&[start("LA-NOTIFY")])
            .check(check::notified)
            .papers(&["aid_rights"])
            .basis("法律援助法第二十五条、第二十八条、第三十六条"),
        step("first_review", "初审")
            .by(REVIEW)
            .from(&["review"])
            .once()
            .fields(&[
                ask("opinion", "初审意见", Options(OPINIONS)).must(),
                ask("econ_check", "经济状况", Options(STATION_ECONOMY)),
                ask("remark", "说明", Plain(LongText)).required(Required::When("opinion", "unfit")),
            ])
            .basis("法律援助法第十三条"),
        step("conflict_check", "核对利益冲突")
            .by(REVIEW)
            .fields(&[
                ask("hit", "哪一件来访", Ticket),
                ask("excluded_lawyer", "不得指派的律师", Staff),
                ask("remark", "说明", Plain(Text)),
            ])
            .basis("律师法第三十九条"),
        step("supplement_notice", "一次性补正通知")
            .by(REVIEW)
            .from(&["review"])
            .to("supplement")
            .once()
            .fields(&[
                ask("items", "须补充的全部材料", Plain(LongText))
                    .must()
                    .hint("一行一种；只通知一次，请写全"),
                ask("days", "期限", Number(1, 60)).must(),
                ask("unit", "怎样计算", Options(&[("N", "日"), ("W", "工作日")])),
            ])
            .starts(&[start("LA-SUPP").lasting_in("days", "unit")])
            .pauses(&["LA-REVIEW"])
            .check(check::last_day)
            .papers(&["aid_supplement"])
            .basis("法律援助法第四十三条"),
        step("supplement_received", "收到补充材料")
            .by(COUNTER)
            .whose("申请人")
            .from(&["supplement"])
            .to("review")
            .meets(&["LA-SUPP"])
            .resumes(&["LA-REVIEW"])
            .fields(&[ask("items", "收到的材料", Plain(LongText))])
            .basis("法律援助法第四十三条"),
        step("lapse", "视为撤回申请")
            .by(REVIEW.centre_only())
            .from(&["supplement"])
            .after(&["supplement_notice"])
            .effect(Effect::End(State::Withdrawn, End::Code("deemed_withdrawn")))
            .fields(&[ask("reason", "说明", Plain(LongText))])
            .drops(&["LA-REVIEW", "LA-SUPP"])
            .check(check::supplement_over)
            .basis("法律援助法第四十三条"),
        step("cooperation_sent", "发出异地协作函")
            .by(CENTRE)
            .from(&["review"])
            .not_after(&["cooperation_sent"])
            .fields(&[
                ask("to", "协作机构", Institution).must(),
                ask("what", "请求事项", Plain(LongText)).must(),
            ])
            .pauses(&["LA-REVIEW"])
            .papers(&["aid_cooperate"])
            .unverified(),
        step("cooperation_answered", "收到协作答复")
            .by(CENTRE)
            .after(&["cooperation_sent"])
            .undoes(&["cooperation_sent"])
            .fields(&[ask("result", "答复", Plain(LongText)).must()])
            .resumes(&["LA-REVIEW"])
            .unverified(),
        step("economic_check", "核查经济困难状况")
            .by(REVIEW)
            .from(&["review", "supplement", "granted", "assigned", "working"])
            .not_after(&["notify_letter"])
            .fields(&[
                ask("result", "结果", Options(ECONOMY)).must(),
                ask("way", "核查方式", Options(ECONOMY_WAYS)),
                ask("members", "共同生活的家庭成员（人）", Number(1, 30))
                    .required(Required::When("way", "stated")),
                ask("income", "家庭月收入", Plain(Money)).required(Required::When("way", "stated")),
                ask("proof", "证明文件", Plain(Text))
                    .required(Required::When("result", "recognised"))
                    .hint("免核查、互认的写明凭什么文件"),
            ])
            .check(check::economy)
            .papers(&["aid_economy"])
            .basis("法律援助法第四十一条、第四十二条"),
        step("aid_first", "先行提供法律援助")
            .by(DECIDE)
            .from(&["review", "supplement"])
            .to("granted")
            .once()
            .fields(&[
                ask("ground", "情形", Options(AID_FIRST_GROUNDS)),
                ask("reason", "说明", Plain(LongText)).must(),
                ask("days_left", "距届满天数", Number(0, 3650)),
            ])
            .meets(&["LA-URGENT"])
            .check(check::urgent)
            .papers(&["aid_first", "aid_rights"])
            .basis("法律援助法第四十四条"),
        step("formalities_completed", "补办手续")
            .by(COUNTER)
            .whose("受援人")
            .after(&["aid_first"])
            .fields(&[ask("items", "补交的材料", Plain(LongText))])
            .basis("法律援助法第四十四条"),
        step("decide_grant", "决定给予法律援助")
            .by(DECIDE.not_by(&["register", "application_received", "first_review"]))
            .from(&["review", "granted", "assigned", "working", "ended"])
            .to("granted")
            .keeps(ALREADY_RUNNING)
            .once()
            .after_any(&["application_received", "detained_application"])
            .not_after(&["decide_refuse"])
            .fields(&[
                ask("supplement_basis", "地方补充事项的依据", Plain(Text))
                    .hint("不在法律援助法第三十一条所列事项内的写明"),
                ask("reason", "理由", Plain(LongText)),
            ])
            .starts(&[start("LA-ASSIGN").unless(&["assign"])])
            .meets(&["LA-REVIEW", "LA-URGENT"])
            .check(check::grant)
            .papers(&["aid_approve", "aid_grant", "aid_rights"])
            .basis("法律援助法第三十一条、第四十三条"),
        step("grant_served", "送达给予援助决定书")
            .by(COUNTER)
            .when(When::Both)
            .after(&["decide_grant"])
            .once()
            .fields(&[
                ask("served", "送达日", Plain(Day)).must(),
                ask("way", "送达方式", Plain(Text)),
            ])
            .check(check::served_after_the_grant)
            .papers(&["aid_served"])
            .delivers(&["aid_grant"])
            .basis("参照民事诉讼法第八十七条至第九十一条"),
        step("decide_refuse", "决定不予法律援助")
            .by(DECIDE.not_by(&["register", "application_received", "first_review"]))
            .from(&["review"])
            .after_any(&["application_received", "detained_application"])
            .not_after(&["decide_grant"])
            .fields(&[
                ask("reason", "理由", Options(REFUSAL_GROUNDS)).must(),
                ask("text", "事实和依据", Plain(LongText)),
                ask("co_sign", "第二签署人", Staff).must(),
                ask("served", "送达日", Plain(Day)),
                ask("told_objection", "已书面告知提出异议的途径", Plain(Bool)).must(),
            ])
            .effect(Effect::End(State::Refused, End::Field("reason")))
            .starts(&[start("LA-OBJ-FILE").from(From::Field("served")).outlives()])
            .meets(&["LA-REVIEW"])
            .check(check::refuse)
            .papers(&["aid_approve", "aid_refuse"])
            .basis("法律援助法第四十三条、第四十九条"),
        step("decision_served", "送达决定书")
            .by(COUNTER)
            .when(When::Ended)
            .after_any(&["decide_refuse", "terminate"])
            .once()
            .fields(&[
                ask("served", "送达日", Plain(Day)).must(),
                ask("way", "送达方式", Plain(Text)),
            ])
            .starts(&[start("LA-OBJ-FILE").from(From::Field("served")).outlives()])
            .check(check::not_served_yet)
            .papers(&["aid_served"])
            .delivers(&["aid_refuse", "aid_terminate"])
            .basis("法律援助法第四十三条"),
        step("objection_filed", "收到异议")
            .by(COUNTER)
            .whose("申请人、受援人")
            .when(When::Ended)
            .after_any(&["decide_refuse", "terminate"])
            .once()
            .fields(&[
                ask("to", "向谁提出", Plain(Text)),
                ask("text", "异议内容", Plain(LongText)),
            ])
            .starts(&[start("LA-OBJ").outlives()])
            .meets(&["LA-OBJ-FILE"])
            .basis("法律援助法第四十九条"),
        step("objection_decided", "异议处理结果")
            .by(REVIEW.centre_only())
            .whose("司法行政部门")
            .when(When::Ended)
            .after(&["objection_filed"])
            .fields(&[
                ask("result", "结果", Options(OBJECTION_RESULTS)).must(),
                ask("text", "理由", Plain(LongText)),
            ])
            .effect(Effect::Reopen("result", "ordered"))
            .to("review")
            .undoes(&["decide_refuse", "terminate"])
            .meets(&["LA-OBJ"])
            .basis("法律援助法第四十九条"),
        step("assign", "指派承办律师")
            .by(CENTRE)
            .from(&["granted"])
            .to("assigned")
            .once()
            .after_any(&["decide_grant", "aid_first", "notify_letter"])
            .fields(&[
                ask("lawyer", "承办律师", Staff).must(),
                ask("minor_qualified", "熟悉未成年人身心特点", Plain(Bool)),
                ask("experienced", "具有三年以上相关执业经历", Plain(Bool)),
                ask("unit", "所属机构", Institution),
            ])
            .effect(Effect::Assign("lawyer"))
            .starts(&[start("LA-SIGN")])
            .meets(&["LA-ASSIGN"])
            .check(check::lawyer)
            .papers(&["aid_assign", "aid_letter"])
            .basis("法律援助法第二十六条、第三十六条、第四十三条"),
        step("inform_organ", "告知办案机关")
            .by(REVIEW)
            .after(&["notify_letter", "assign"])
            .fields(&[ask("to", "办案机关", Plain(Text)).must()])
            .meets(&["LA-NOTIFY"])
            .papers(&["aid_letter"])
            .basis("法律援助法第三十六条"),
        step("sign", "签订委托协议")
            .from(&["assigned"])
            .to("working")
            .once()
            .after(&["assign"])
            .fields(&[
                ask("place", "签订地点", Plain(Text)),
                ask("late", "迟延的原因", Plain(Text))
                    .hint("因受援人原因或者客观原因超过五日的写明"),
            ])
            .effect(Effect::Accept)
            .meets(&["LA-SIGN"])
            .papers(&["aid_agreement", "aid_power"])
            .basis("办理法律援助案件程序规定第二十七条"),
        step("progress", "承办进展")
            .from(&["assigned", "working"])
            .fields(&[
                ask("what", "做了什么", Plain(LongText)).must(),
                ask("remote", "远程会见", Plain(Bool)),
            ])
            .basis("法律援助法第五十条"),
        step("filing", "提起诉讼、仲裁或者复议")
            .from(&["assigned", "working"])
            .fields(&[
                ask("to", "受理机关", Plain(Text)).must(),
                ask("case_no", "案号", Plain(Text)),
            ]),
        step("change_asked", "要求更换承办律师")
            .by(REVIEW)
            .from(&["assigned", "working"])
            .after(&["assign"])
            .not_after(&["change_asked"])
            .fields(&[
                ask(
                    "who",
                    "谁提出",
                    Options(&[("recipient", "受援人"), ("lawyer", "承办律师")]),
                )
                .must(),
                ask("reason", "理由", Plain(LongText)).must(),
            ])
            .starts(&[start("LA-CHANGE")])
            .papers(&["aid_change_approve"])
            .basis("法律援助法第五十五条"),
        step("change_refused", "不同意更换")
            .by(CENTRE)
            .after(&["change_asked"])
            .undoes(&["change_asked"])
            .fields(&[ask("reason", "理由", Plain(LongText)).must()])
            .meets(&["LA-CHANGE"])
            .basis("法律援助法第五十五条"),
        step("change_agreed", "同意更换")
            .by(CENTRE)
            .after(&["change_asked"])
            .undoes(&["change_asked", "assign", "sign"])
            .to("granted")
            .fields(&[ask("reason", "说明", Plain(LongText))])
            .meets(&["LA-CHANGE"])
            .drops(&["LA-SIGN"])
            .papers(&["aid_change_notice"])
            .basis("法律援助法第五十五条"),
        step("terminate", "决定终止法律援助")
            .by(CENTRE)
            .from(&["granted", "assigned", "working"])
            .fields(&[
                ask("ground", "情形", Options(TERMINATION_GROUNDS)).must(),
                ask("reason", "事实和依据", Plain(LongText)).must(),
                ask("served", "送达日", Plain(Day)),
                ask("told_objection", "已书面告知提出异议的途径", Plain(Bool)).must(),
            ])
            .effect(Effect::End(State::Closed, End::Code("terminated")))
            .starts(&[start("LA-OBJ-FILE").from(From::Field("served")).outlives()])
            .check(check::told_objection)
            .papers(&["aid_terminate_approve", "aid_terminate"])
            .basis("法律援助法第四十八条、第四十九条"),
        step("case_end", "案件结束")
            .whose("办案机关、当事人")
            .from(&["working"])
            .to("ended")
            .fields(&[
                ask("outcome", "结果", Plain(LongText)).must(),
                ask("way", "结案日的依据", Options(CLOSING_WAYS)),
                ask("amount", "取得或者挽回的金额", Plain(Money)),
            ])
            .starts(&[start("LA-CLOSE")])
            .unverified(),
        step("report", "提交结案报告和案卷")
            .from(&["ended"])
            .after(&["case_end"])
            .once()
            .fields(&[ask("papers", "随附材料", Plain(LongText))])
            .starts(&[start("LA-PAY").outlives()])
            .meets(&["LA-CLOSE"])
            .papers(&["aid_closing"])
            .basis("法律援助法第五十条"),
        step("file_check", "审验案卷")
            .by(CENTRE)
            .after(&["report"])
            .fields(&[
                ask("missing", "缺少的材料", Plain(LongText)),
                ask("remark", "意见", Plain(LongText)),
            ]),
        step("subsidy", "支付办案补贴")
            .by(CENTRE)
            .when(When::Both)
            .after(&["report"])
            .once()
            .fields(&[
                ask("amount", "金额", Plain(Money)).must(),
                ask("account", "支付说明", Plain(Text)),
            ])
            .meets(&["LA-PAY"])
            .papers(&["aid_subsidy"])
            .basis("法律援助法第五十二条"),
        step("quality_review", "案件质量评查")
            .by(CENTRE)
            .when(When::Ended)
            .after(&["report"])
            .fields(&[
                ask("grade", "等次", Options(GRADES)).must(),
                ask("remark", "评查意见", Plain(LongText)),
            ])
            .check(check::not_the_lawyer)
            .basis("法律援助法第五十九条"),
        step("fee_relief", "核实费用减免")
            .by(CENTRE)
            .after_any(&["decide_grant", "aid_first", "notify_letter"])
            .fields(&[
                ask("institution", "公证机构、司法鉴定机构", Institution).must(),
                ask("amount", "减免金额", Plain(Money)).must(),
            ])
            .papers(&["fee"])
            .basis("法律援助法第五十三条"),
    ],
    acts: &[
        act(Act::Register).starts(&[start("LA-URGENT").from(From::Ticket("limitation_day"))]),
        act(Act::Transfer).starts(&[start("LA-URGENT").from(From::Ticket("limitation_day"))]),
        act(Act::Close).to("filed"),
        act(Act::Refuse).only_in(&[]),
        act(Act::Assign).only_in(&["application", "review", "supplement"]),
        // Another lawyer comes by 更换承办律师, which the recipient is told of.
        act(Act::HandOver).only_in(&["application", "review", "supplement", "granted"]),
    ],
    way: &[
        way("notify_letter").only("field.source", &["notification"]),
        way("application_received").unless(&["notify_letter"]),
        way("first_review"),
        way("supplement_received"),
        way("economic_check").unless(&["notify_letter"]),
        way("decide_grant"),
        way("assign"),
        way("inform_organ"),
        way("sign"),
        way("grant_served").unless(&["sign"]),
        way("case_end"),
        way("report"),
        way("file_check"),
        way("subsidy"),
    ],
    close: &[
        need(&["done"], &["report"]),
        need(&["terminated"], &["terminate"]),
        need(&["refused"], &["decide_refuse"]),
        need(&["deemed_withdrawn"], &["lapse"]),
    ],
    file: None,
    papers: &[
        // 依据：法律援助法第三十二条；互认的不再核查。
        spared(
            "aid_economy",
            "economic_check",
            "result",
            &["no_condition", "recognised"],
        ),
    ],
    results: &[
        named(&["done"], "归档"),
        named(&["refused"], "不予援助"),
        named(&[], "不予援助").only("decide_refuse", "told_objection", "true"),
    ],
};
