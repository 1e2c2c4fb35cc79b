use super::*;

const WAGE: &[Hint] = &[
    hint(
        "GREEN_CHANNEL",
        "农民工讨薪走绿色通道，优先受理、优先指派",
        "",
    ),
    hint(
        "ECON_EXEMPT",
        "进城务工人员请求支付劳动报酬，免核查经济困难状况，须附务工证明",
        "法律援助法第四十二条",
    ),
];
const INJURY: &[Hint] = &[
    hint(
        "ECON_EXEMPT",
        "进城务工人员请求工伤事故人身损害赔偿，免核查经济困难状况，须附证明",
        "法律援助法第四十二条",
    ),
    hint(
        "AID_FIRST",
        "距仲裁时效或诉讼时效届满不足7日的，先行提供，手续后补",
        "法律援助法第四十四条",
    ),
];
const SUPPORT: &[Hint] = &[hint(
    "ECON_EXEMPT",
    "无固定生活来源的未成年人、老年人、残疾人，免核查经济困难状况，须附证明",
    "法律援助法第四十二条",
)];
const VIOLENCE: &[Hint] = &[
    hint(
        "ECON_NO_CONDITION",
        "虐待、遗弃或者家庭暴力的受害人不受经济困难条件限制",
        "法律援助法第三十二条",
    ),
    hint("SENSITIVE", "家暴案件限制可见，住址对对方保密", ""),
    hint(
        "PROTECTION_ORDER",
        "可以申请人身安全保护令，法院七十二小时内裁定，紧急的二十四小时内",
        "反家庭暴力法第二十八条",
    ),
];
const NO_CONDITION: &[Hint] = &[hint(
    "ECON_NO_CONDITION",
    "申请法律援助不受经济困难条件限制",
    "法律援助法第三十二条",
)];
const NOTIFIED: &[Hint] = &[
    hint(
        "MUST_NOTIFY",
        "应当通知辩护的，不审查经济状况，收到通知之日起三日内指派",
        "法律援助法第二十五条、第三十六条",
    ),
    hint(
        "MINOR_LAWYER",
        "被告人、犯罪嫌疑人未成年的，指派熟悉未成年人身心特点的律师",
        "未成年人保护法第一百零四条",
    ),
    hint("SENSITIVE", "未成年人案件限制可见", ""),
];

const STATEMENT: MatterMaterial = original("经济困难状况说明表");
const WAGE_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    original("欠条或工程结算单"),
    original("进城务工证明"),
    copy("微信聊天记录").may_follow(),
    copy("对方身份信息").may_follow(),
];
const INJURY_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    copy("出院记录"),
    original("务工证明").may_follow(),
    copy("工伤认定材料").may_follow(),
];
const SUPPORT_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    HOUSEHOLD,
    copy("亲属关系证明"),
    original("无固定生活来源证明").may_follow(),
];
const DAMAGE_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    STATEMENT,
    copy("事故认定或鉴定材料"),
    copy("住院病历"),
];
const PLAIN_PAPERS: &[MatterMaterial] = &[IDENTITY, STATEMENT, copy("与事项有关的证据材料")];

/// 法律援助: the centre decides, a station reviews first.
pub(super) static WINDOW: Window = Window {
    code: "legal_aid",
    letter: 'Y',
    short_name: "援助",
    name: "法律援助",
    at_station: AtStation::FirstReview,
    name_optional: false,
    fields: &[
        field("source", "来源", FieldKind::Choice("aid_sources")),
        field("aid_form", "援助形式", FieldKind::Choice("aid_forms")),
        field("amount", "金额", FieldKind::Money).hint("请求的金额，按证据写"),
        field("payment_day", "约定付款", FieldKind::Day),
        field(
            "economic_condition",
            "经济状况",
            FieldKind::Choice("economic_conditions"),
        ),
        field("case_organ", "办案机关", FieldKind::Text).hint("已立案或通知辩护的填写"),
        field("sender_number", "来文文号", FieldKind::Text),
    ],
    matters: &[
        matter("ldbc", "请求支付劳动报酬（农民工欠薪）")
            .known_as(&["请求支付劳动报酬", "劳动报酬", "欠薪", "讨薪"])
            .hints(WAGE)
            .materials(WAGE_PAPERS),
        matter("gssg", "工伤事故人身损害赔偿")
            .known_as(&["工伤事故赔偿", "工伤"])
            .hints(INJURY)
            .materials(INJURY_PAPERS),
        matter("jtsg", "交通事故人身损害赔偿")
            .known_as(&["交通事故"])
            .materials(DAMAGE_PAPERS),
        matter("syf", "请求给付赡养费")
            .known_as(&["赡养"])
            .hints(SUPPORT)
            .materials(SUPPORT_PAPERS),
        matter("fyf", "请求给付抚养费")
            .known_as(&["抚养费", "抚养关系"])
            .hints(&[
                hint(
                    "GUARDIAN",
                    "由法定代理人代为申请；法定代理人是侵权人的，由其他法定代理人或近亲属代为申请",
                    "法律援助法第四十条",
                ),
                GUARDIAN_CONSENT,
            ])
            .materials(&[IDENTITY, HOUSEHOLD, STATEMENT, copy("离婚协议书或判决书")]),
        matter("fuyf", "请求给付扶养费")
            .known_as(&["扶养"])
            .materials(SUPPORT_PAPERS),
        matter("jtbl", "家庭暴力受害人主张权益")
            .known_as(&["家庭暴力", "家暴", "虐待", "遗弃"])
            .hints(VIOLENCE)
            .materials(&[
                IDENTITY,
                copy("报警回执").may_follow(),
                copy("伤情照片").may_follow(),
                copy("诊断证明").may_follow(),
            ]),
        matter("tzbh", "通知辩护")
            .known_as(&["通知代理", "强制医疗"])
            .hints(NOTIFIED)
            .materials(&[original("通知辩护公函"), copy("起诉意见书或起诉书")]),
        matter("ldgx", "请求确认劳动关系")
            .known_as(&["劳动关系"])
            .materials(PLAIN_PAPERS),
        matter("shbx", "请求给予社会保险待遇或者社会救助")
            .known_as(&["社会保险", "社会救助", "低保"])
            .materials(PLAIN_PAPERS),
        matter("fxj", "请求发给抚恤金")
            .known_as(&["抚恤"])
            .materials(PLAIN_PAPERS),
        matter("gjpc", "请求国家赔偿")
            .known_as(&["国家赔偿"])
            .materials(PLAIN_PAPERS),
        matter("xwnl", "请求认定公民无民事行为能力或者限制民事行为能力")
            .known_as(&["行为能力"])
            .materials(PLAIN_PAPERS),
        matter("spyp", "食品药品安全事故人身损害赔偿")
            .known_as(&["食品", "药品"])
            .materials(DAMAGE_PAPERS),
        matter("ylsg", "医疗事故人身损害赔偿")
            .known_as(&["医疗"])
            .materials(DAMAGE_PAPERS),
        matter("hjwr", "环境污染、生态破坏损害赔偿")
            .known_as(&["环境污染", "生态破坏"])
            .materials(PLAIN_PAPERS),
        matter("ylqs", "英雄烈士近亲属维护英烈人格权益")
            .known_as(&["英烈", "烈士"])
            .hints(NO_CONDITION)
            .materials(&[IDENTITY, copy("近亲属关系证明")]),
        matter("jyyw", "因见义勇为行为主张相关民事权益")
            .known_as(&["见义勇为"])
            .hints(NO_CONDITION)
            .materials(&[IDENTITY, copy("见义勇为证明")]),
        matter("zsgp", "再审改判无罪请求国家赔偿")
            .known_as(&["改判无罪"])
            .hints(NO_CONDITION)
            .materials(&[IDENTITY, copy("再审判决书")]),
        matter("xsbh", "刑事辩护与代理（申请）")
            .known_as(&["刑事"])
            .materials(PLAIN_PAPERS),
        matter("qt", "其他").materials(PLAIN_PAPERS),
    ],
    outcomes: &[
        outcome("done", "办结", OutcomeKind::Done),
        outcome("refused", "不予援助", OutcomeKind::NotAccepted).with_text(),
        outcome("moved", "移送有权机构", OutcomeKind::Referred).with_text(),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
        outcome("deemed_withdrawn", "视为撤回", OutcomeKind::Withdrawn).with_text(),
        outcome("terminated", "终止", OutcomeKind::Terminated).with_text(),
        outcome("merged", "并入已有案件", OutcomeKind::Merged),
    ],
    refusals: &[
        refusal("person", "不属于援助对象", ""),
        refusal(
            "matter",
            "不属于援助事项，也不在本地补充事项内",
            "法律援助法第三十一条",
        ),
        refusal("economic", "经济困难标准不符", "法律援助法第三十四条"),
        refusal("competence", "不属本机构管辖", "法律援助法第三十八条"),
        refusal("no_cause", "没有争议事由或者证据", ""),
        refusal("other", "其他", ""),
    ],
    told: &[
        told(
            "aid_right",
            "有权申请法律援助，条件和程序",
            "法律援助法第二十三条",
        ),
        told("free", "法律援助不收任何费用", "法律援助法第二十条"),
        told(
            "honest",
            "如实说明经济困难状况，骗取法律援助要承担责任",
            "法律援助法第四十一条、第六十四条",
        ),
        told("secret", "您的情况依法保密", "法律援助法第二十一条"),
        told(
            "complain",
            "可以了解进展，不依法履责的可以投诉，可以申请更换人员",
            "法律援助法第五十五条",
        ),
        PRIVACY,
    ],
    limits: &["LA-REVIEW", "EVAL"],
    promised_working_days: Some(3),
    closing: "审查结果书面告知您；时效快到的请马上说。",
    phrases: &[
        "申请人自述：",
        "多次催要未果。",
        "现申请法律援助，请求帮助",
        "对方身份信息不清，请求协助查明。",
        "材料可后补，不影响受理。",
        "已一次性告知需要补充的全部材料和最后日期。",
    ],
};
