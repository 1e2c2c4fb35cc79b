//! 特殊群体维权: care, accompaniment and coordination until all its tickets are done.

use super::*;
use crate::account::role::Right;
use crate::window::FieldKind::{Bool, LongText, Text};
use Kind::{Number, Options, Plain};

/// Departments a matter is coordinated with.
const DEPARTMENTS: &[(&str, &str)] = &[
    ("police", "公安机关"),
    ("women", "妇联"),
    ("disabled", "残联"),
    ("union", "工会"),
    ("youth", "共青团"),
    ("civil_affairs", "民政部门"),
    ("education", "教育部门"),
    ("labour", "人力资源社会保障部门"),
    ("veterans", "退役军人事务部门"),
    ("court", "人民法院"),
    ("procuratorate", "人民检察院"),
    ("judicial_office", "司法所"),
    ("other", "其他部门"),
];

/// Where violence is stopped by an order of the court.
const ORDER: &[&str] = &["PO-DECIDE", "PO-DECIDE-24"];

pub(super) static PROCEDURE: Procedure = Procedure {
    window: "special",
    stages: &[
        stage("received", "登记"),
        stage("cared", "照顾措施"),
        stage("coordinated", "协调办理"),
        stage("answered", "反馈"),
    ],
    steps: &[
        home_visit::ORDER.to("cared"),
        home_visit::VISIT.to("cared"),
        step("consent_asked", "征求调解意愿")
            .by(COUNTER)
            .fields(&[ask("result", "各方意愿", Plain(Text)).must()])
            .basis("人民调解法第十七条"),
        step("inform_policy", "告知政策")
            .by(COUNTER)
            .to("cared")
            .fields(&[
                ask("doc", "告知书", Plain(Text)).must(),
                ask("signed", "本人签收", Plain(Bool)),
            ]),
        step("coordinate", "协调部门")
            .to("coordinated")
            .fields(&[
                ask("department", "部门", Options(DEPARTMENTS)).must(),
                ask("unit", "单位名称", Plain(Text)),
                ask("request", "请对方做什么", Plain(LongText)).must(),
                ask("separate_consent", "来访人单独同意提供信息", Plain(Bool)).must(),
            ])
            .check(common::consents)
            .basis("个人信息保护法第二十三条"),
        step("refer_to", "转介到机构")
            .to("coordinated")
            .fields(&[
                ask("institution", "机构", Kind::Institution).must(),
                ask("separate_consent", "来访人单独同意提供信息", Plain(Bool)).must(),
                ask("letter", "函件", Plain(Text)).hint("转介函、引导单等"),
            ])
            .check(common::consents)
            .basis("个人信息保护法第二十三条"),
        step("feedback", "收到反馈")
            .by(COUNTER)
            .whose("承办部门")
            .to("answered")
            .after_any(&["refer_to", "coordinate"])
            .fields(&[
                ask("result", "结果", Plain(LongText)).must(),
                ask("from", "反馈单位", Plain(Text)),
            ]),
        step("mandatory_report", "强制报告公安机关")
            .by(COUNTER)
            .fields(&[
                ask("organ", "报告的公安机关", Plain(Text)).must(),
                ask("what", "情况", Plain(LongText)).must(),
                ask("number", "接警编号", Plain(Text)),
            ])
            .basis("反家庭暴力法第十四条；未成年人保护法第十一条"),
        step("shelter", "引导庇护")
            .by(COUNTER)
            .fields(&[ask("place", "庇护场所", Plain(Text)).must()])
            .basis("反家庭暴力法第十八条"),
        step("protection_order_apply", "申请人身安全保护令")
            .whose("来访人")
            .fields(&[
                ask("court", "法院", Plain(Text)),
                ask("urgent", "情况紧急", Plain(Bool)),
                ask("by", "代为申请的单位", Plain(Text))
                    .hint("本人不能申请的，近亲属、公安、妇联、村居委会、救助机构可以代为申请"),
            ])
            .starts(&[
                start("PO-DECIDE")
                    .from(From::Moment)
                    .outlives()
                    .only("urgent", &["false"]),
                start("PO-DECIDE-24")
                    .from(From::Moment)
                    .outlives()
                    .only("urgent", &["true"]),
            ])
            .basis("反家庭暴力法第二十三条、第二十八条"),
        step("protection_order_issued", "收到人身安全保护令")
            .when(When::Both)
            .whose("法院")
            .after(&["protection_order_apply"])
            .fields(&[
                ask("months", "有效期（月）", Number(1, 6)).must(),
                ask("court", "法院", Plain(Text)),
            ])
            .meets(ORDER)
            .basis("反家庭暴力法第三十条"),
        step("protection_order_refused", "法院驳回申请")
            .when(When::Both)
            .whose("法院")
            .after(&["protection_order_apply"])
            .not_after(&["protection_order_issued"])
            .fields(&[ask("reason", "理由", Plain(LongText)).must()])
            .meets(ORDER)
            .basis("反家庭暴力法第二十八条、第三十一条"),
        step("restrict", "限制可见")
            .by(Hand::of(Right::RegisterVisit))
            .once()
            .fields(&[ask("reason", "理由", Plain(Text)).must()])
            .sets(&[sets("restricted", "")]),
        step("answer", "答复来访人").to("answered").fields(&[ask(
            "text",
            "答复内容",
            Plain(LongText),
        )
        .must()]),
    ],
    acts: &[],
    way: &[
        way("group_evidence"),
        way("home_visit"),
        way("protection_order_issued"),
        way("feedback"),
        way("answer"),
    ],
    close: &[
        need(
            &["done"],
            &[
                "answer",
                "feedback",
                "home_visit",
                "inform_policy",
                "protection_order_issued",
            ],
        ),
        need(&["referred"], &["refer_to", "coordinate", "guided"]),
    ],
    file: None,
    papers: &[],
    results: &[],
};
