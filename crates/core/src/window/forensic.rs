use super::*;

const ORGAN: Hint = hint(
    "NO_CASE_ORGAN",
    "先问有没有办案机关；没有的先问用途，个人委托能否受理由机构决定",
    "司法鉴定程序通则第十一条",
);
const SUPPLEMENT: Hint = hint(
    "SUPP_EXCLUDED",
    "补充鉴定材料的时间不计入30个工作日",
    "司法鉴定程序通则第二十八条",
);
const FEE: Hint = hint(
    "FEE_RELIEF",
    "受援人的鉴定费应当减收或者免收，由法律援助机构核实",
    "法律援助法第五十三条",
);
const PLAIN: &[Hint] = &[ORGAN, SUPPLEMENT];
const INJURY: &[Hint] = &[ORGAN, FEE, SUPPLEMENT];
const CHILD: &[Hint] = &[ORGAN, GUARDIAN_CONSENT];

const INJURY_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    original("委托书或委托函"),
    copy("住院病历"),
    copy("影像片"),
];
const SAMPLE_PAPERS: &[MatterMaterial] = &[
    IDENTITY,
    original("委托书或委托函"),
    original("检材"),
    original("样本").may_follow(),
];

/// 司法鉴定: refers to an appraisal body and follows the reply; entrusted as a rule by the organ that handles the case.
pub(super) static WINDOW: Window = Window {
    code: "forensic",
    letter: 'J',
    short_name: "鉴定",
    name: "司法鉴定",
    at_station: AtStation::GuideOnly,
    name_optional: false,
    fields: &[
        field("has_case_organ", "有办案机关", FieldKind::Bool),
        field("case_organ", "办案机关", FieldKind::Text),
        field("sender_number", "委托文号", FieldKind::Text),
        field("class", "鉴定类别", FieldKind::Choice("forensic_classes")),
        field("institution", "鉴定机构", FieldKind::Text),
        field("purpose", "鉴定用途", FieldKind::Text),
        field("again", "重新鉴定", FieldKind::Bool),
        field("facts", "基本案情", FieldKind::LongText),
        field("fee_relief", "减免费用", FieldKind::Bool).hint("受援人附给予法律援助决定书"),
    ],
    matters: &[
        matter("fylc", "法医临床")
            .known_as(&["伤残等级", "伤情", "后续治疗费"])
            .hints(INJURY)
            .materials(INJURY_PAPERS),
        matter("qzjd", "亲子鉴定")
            .known_as(&["亲权", "法医物证"])
            .hints(CHILD)
            .materials(&[IDENTITY, HOUSEHOLD]),
        matter("wsjd", "文书鉴定")
            .known_as(&["笔迹", "签名", "印章"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("fybl", "法医病理")
            .known_as(&["死因"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("fydw", "法医毒物")
            .known_as(&["毒物", "酒精"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("jsb", "法医精神病")
            .known_as(&["精神", "行为能力"])
            .hints(PLAIN)
            .materials(INJURY_PAPERS),
        matter("hjjd", "痕迹鉴定")
            .known_as(&["痕迹", "车辆"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("wljd", "微量鉴定")
            .known_as(&["微量"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("sxzl", "声像资料鉴定")
            .known_as(&["声像", "录音", "录像", "电子数据"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("hjsh", "环境损害鉴定")
            .known_as(&["环境", "污染"])
            .hints(PLAIN)
            .materials(SAMPLE_PAPERS),
        matter("qt", "其他").hints(PLAIN).materials(&[IDENTITY]),
    ],
    outcomes: &[
        outcome("referred_done", "转介办结", OutcomeKind::Referred),
        outcome("guided", "引导申请", OutcomeKind::Referred).with_text(),
        outcome("not_accepted", "鉴定机构不予受理", OutcomeKind::NotAccepted).with_text(),
        outcome(
            "consent_refused",
            "不同意提供信息，自行前往",
            OutcomeKind::Withdrawn,
        ),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
        outcome("no_reply", "无回执结案", OutcomeKind::Failed).with_text(),
    ],
    refusals: &[
        refusal("scope", "超出鉴定机构业务范围", "司法鉴定程序通则第十五条"),
        refusal(
            "material",
            "鉴定材料不真实、不完整、不充分或者取得方式不合法",
            "司法鉴定程序通则第十五条",
        ),
        refusal(
            "purpose",
            "鉴定用途不合法或者违背社会公德",
            "司法鉴定程序通则第十五条",
        ),
        refusal(
            "rules",
            "鉴定要求不符合执业规则或者技术规范",
            "司法鉴定程序通则第十五条",
        ),
        refusal(
            "ability",
            "超出技术条件或者鉴定能力",
            "司法鉴定程序通则第十五条",
        ),
        refusal(
            "double",
            "就同一事项同时委托其他机构鉴定",
            "司法鉴定程序通则第十五条",
        ),
        refusal("other", "其他", "司法鉴定程序通则第十五条"),
    ],
    told: &[
        told(
            "organ_first",
            "诉讼中的鉴定由办案机关委托",
            "司法鉴定程序通则第十一条",
        ),
        told(
            "time",
            "机构7个工作日内决定是否受理，委托书生效起30个工作日内完成",
            "司法鉴定程序通则第十三条、第二十八条",
        ),
        told(
            "fee",
            "鉴定按规定收费；受援人应当减收或者免收",
            "法律援助法第五十三条",
        ),
        CONSENT,
        PRIVACY,
    ],
    limits: &["EVAL"],
    promised_working_days: None,
    closing: "鉴定由鉴定机构办理并依法收费。",
    phrases: &[
        "鉴定用途：",
        "办案机关：",
        "无办案机关，已告知个人委托能否受理由机构决定。",
        "已核对材料名称、种类、数量。",
        "机构已受理，委托书编号：",
    ],
};
