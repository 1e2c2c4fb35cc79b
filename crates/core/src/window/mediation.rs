use super::*;

const REFUSED: Hint = hint(
    "REFUSED",
    "一方明确拒绝调解的不得调解，告知诉讼等途径",
    "人民调解法第十七条",
);
const ESCALATION: Hint = hint(
    "MAJOR",
    "可能激化或者涉嫌犯罪的，采取防范措施并及时报告",
    "人民调解法第二十五条",
);
const PLAIN: &[Hint] = &[REFUSED];
const HOT: &[Hint] = &[REFUSED, ESCALATION];

const PAPERS: &[MatterMaterial] = &[IDENTITY, copy("与纠纷有关的证据材料").may_follow()];
const LAND_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    copy("农村土地承包经营权证"),
    copy("现场照片").may_follow(),
];
const DAMAGE_PAPERS: &[MatterMaterial] =
    &[IDENTITY, copy("诊断证明"), copy("医疗票据").may_follow()];

/// 人民调解: free of charge, only while both sides are willing.
pub(super) static WINDOW: Window = Window {
    code: "mediation",
    letter: 'T',
    short_name: "调解",
    name: "人民调解",
    at_station: AtStation::Full,
    name_optional: false,
    fields: &[
        field("source", "来源", FieldKind::Choice("mediation_sources")),
        field(
            "dispute_type",
            "纠纷类型",
            FieldKind::Choice("dispute_types"),
        ),
        field("difficulty", "难易", FieldKind::Choice("difficulty_levels")),
        field("amount", "争议金额", FieldKind::Money),
        field("occurred_on", "发生日期", FieldKind::Day),
        field("opponent_willing", "对方同意调解", FieldKind::Bool)
            .hint("还没问到的空着，不影响登记"),
        field("sender", "移送单位", FieldKind::Text).hint("公安、法院、信访移送的填写，须出回执"),
        field("sender_number", "移送文号", FieldKind::Text),
        field("platform_number", "其他平台案号", FieldKind::Text),
    ],
    matters: &[
        matter("ll", "邻里纠纷")
            .known_as(&["邻里", "漏水", "相邻"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("hyjt", "婚姻家庭纠纷")
            .known_as(&["婚姻家庭", "赡养", "抚养"])
            .hints(HOT)
            .materials(&[IDENTITY, HOUSEHOLD]),
        matter("sltd", "山林土地纠纷")
            .known_as(&["山林", "土地", "承包地"])
            .hints(HOT)
            .materials(LAND_PAPERS),
        matter("shpc", "损害赔偿")
            .known_as(&["损害", "打架", "轻微伤"])
            .hints(HOT)
            .materials(DAMAGE_PAPERS),
        matter("ht", "合同纠纷")
            .known_as(&["合同", "欠款"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("fwzjd", "房屋宅基地纠纷")
            .known_as(&["宅基地", "房屋"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("wy", "物业纠纷")
            .known_as(&["物业"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("ldzy", "劳动争议")
            .known_as(&["劳动", "劳务报酬"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("dljt", "道路交通事故")
            .known_as(&["道路交通", "交通事故"])
            .hints(PLAIN)
            .materials(DAMAGE_PAPERS),
        matter("yl", "医疗纠纷")
            .known_as(&["医疗"])
            .hints(HOT)
            .materials(DAMAGE_PAPERS),
        matter("zdcq", "征地拆迁纠纷")
            .known_as(&["征地", "拆迁"])
            .hints(HOT)
            .materials(PAPERS),
        matter("xf", "消费纠纷")
            .known_as(&["消费"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("hj", "环境污染纠纷")
            .known_as(&["环境", "污染"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("zscq", "知识产权纠纷")
            .known_as(&["知识产权"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("sx", "涉校纠纷")
            .known_as(&["校园", "学校"])
            .hints(HOT)
            .materials(PAPERS),
        matter("sn", "涉农纠纷")
            .known_as(&["农资", "种子"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("scjy", "生产经营纠纷")
            .known_as(&["经营"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("cwgl", "村务管理纠纷")
            .known_as(&["村务"])
            .hints(PLAIN)
            .materials(PAPERS),
        matter("qt", "其他").hints(PLAIN).materials(PAPERS),
    ],
    outcomes: &[
        outcome("written", "书面协议", OutcomeKind::Done),
        outcome("written_performed", "书面协议，当场履行", OutcomeKind::Done),
        outcome("oral", "口头协议", OutcomeKind::Done),
        outcome("failed", "调解不成", OutcomeKind::Failed).with_text(),
        outcome("refused", "一方明确拒绝", OutcomeKind::NotAccepted),
        outcome("not_accepted", "不予受理", OutcomeKind::NotAccepted).with_text(),
        outcome("referred", "移送其他组织", OutcomeKind::Referred).with_text(),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
        outcome("merged", "并入已有案件", OutcomeKind::Merged),
    ],
    refusals: &[
        refusal("one_side", "一方明确拒绝调解", "人民调解法第十七条"),
        refusal(
            "not_civil",
            "不属于民间纠纷，或者法律规定由专门机关处理",
            "",
        ),
        refusal("settled", "已经裁判或者正在由其他机关处理", ""),
        refusal("other", "其他", ""),
    ],
    told: &[
        told("free", "人民调解不收任何费用", "人民调解法第四条"),
        told(
            "rights",
            "可以选人民调解员，可以接受、拒绝或者要求终止，可以要求公开或者不公开",
            "人民调解法第二十三条",
        ),
        told(
            "duties",
            "如实陈述，遵守秩序，尊重对方",
            "人民调解法第二十四条",
        ),
        told(
            "confirmation",
            "达成协议后三十日内可以共同申请司法确认",
            "人民调解法第三十三条",
        ),
        told(
            "other_ways",
            "调解不成的，可以仲裁、申请行政处理或者起诉",
            "人民调解法第二十六条",
        ),
        PRIVACY,
    ],
    limits: &["EVAL"],
    promised_working_days: None,
    closing: "调解以双方自愿为前提，您随时可以要求终止。",
    phrases: &[
        "双方因",
        "多次协商未果。",
        "双方同意调解。",
        "对方明确表示不同意调解，已告知可以起诉。",
        "口头协议内容：",
        "已告知双方权利义务。",
    ],
};
