use super::*;

const PETITION: &[Hint] = &[
    hint(
        "PET_TELL",
        "不属本机关职责的，当场或者十五日内书面告知向哪里提出",
        "信访工作条例第二十三条",
    ),
    hint(
        "NO_TARGET_LEAK",
        "反映人信息不得提供给被反映单位",
        "信访工作条例第三十条",
    ),
];

/// 律师咨询: answers on the spot or within an agreed time, and shows the way to the other windows.
pub(super) static WINDOW: Window = Window {
    code: "consult",
    letter: 'Z',
    short_name: "咨询",
    name: "律师咨询",
    at_station: AtStation::Full,
    name_optional: true,
    fields: &[
        field("lawyer", "接待律师", FieldKind::Text),
        field("answer", "解答要点", FieldKind::LongText)
            .hint("写明问了什么、怎么答的、建议下一步做什么"),
        field("limit_day", "权利期限", FieldKind::Day)
            .hint("上诉、仲裁、起诉等期限的最后一日，来访人说不清的看文书"),
        field("sender", "来文单位", FieldKind::Text).hint("热线、信访等转来的填写"),
        field("sender_number", "来文文号", FieldKind::Text),
    ],
    matters: &[
        matter("hyjt", "婚姻家庭").known_as(&["离婚", "抚养", "家庭"]),
        matter("ldqx", "劳动/欠薪").known_as(&["劳动", "欠薪", "工资", "社保"]),
        matter("gs", "工伤").known_as(&["职业病"]),
        matter("jtsg", "交通事故").known_as(&["车祸"]),
        matter("yl", "医疗").known_as(&["医患"]),
        matter("xf", "消费").known_as(&["预付卡", "退款", "定金"]),
        matter("wy", "物业").known_as(&["业主"]),
        matter("tdcb", "土地承包/征收").known_as(&["土地", "征收", "承包地", "补偿分配"]),
        matter("zjd", "宅基地").known_as(&["建房"]),
        matter("ll", "邻里").known_as(&["相邻", "漏水"]),
        matter("htzw", "合同债务").known_as(&["合同", "借款", "欠条", "债务"]),
        matter("jc", "继承").known_as(&["遗产", "遗嘱"]),
        matter("zscq", "知识产权").known_as(&["商标", "专利", "著作权"]),
        matter("xzfy", "行政复议/诉讼").known_as(&["行政"]),
        matter("xs", "刑事")
            .known_as(&["拘留", "辩护"])
            .hints(&[hint(
                "AID_RIGHT",
                "符合条件的可以申请法律援助，未成年人等应当有人辩护",
                "法律援助法第二十五条",
            )]),
        matter("spyp", "食品药品"),
        matter("hj", "环境").known_as(&["污染"]),
        matter("jy", "教育").known_as(&["学校"]),
        matter("xfzb", "信访转办")
            .known_as(&["信访", "来信"])
            .hints(PETITION),
        matter("ts", "投诉、意见和建议")
            .known_as(&["投诉", "意见", "建议"])
            .hints(&[hint(
                "NO_TARGET_LEAK",
                "投诉内容和投诉人信息不得提供给被投诉人",
                "信访工作条例第三十条",
            )]),
        matter("ds", "代写法律文书").known_as(&["代书", "起诉状"]),
        matter("fztj", "法治体检").known_as(&["体检"]),
        matter("qt", "其他"),
    ],
    outcomes: &[
        outcome("answered", "当场答复", OutcomeKind::Done),
        outcome("answered_later", "限时答复", OutcomeKind::Done).with_text(),
        outcome("guided", "引导申请", OutcomeKind::Referred).with_text(),
        outcome("referred", "转办", OutcomeKind::Referred).with_text(),
        outcome("not_ours", "告知不属职权", OutcomeKind::NotAccepted).with_text(),
        outcome("drafted", "文书已交付", OutcomeKind::Done),
        outcome("done", "办结", OutcomeKind::Done),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
        outcome("other", "其他", OutcomeKind::Done).with_text(),
    ],
    refusals: &[
        refusal("not_legal", "不是法律问题", ""),
        refusal(
            "not_ours",
            "不属本机关职责，已告知向哪里提出",
            "信访工作条例第二十三条",
        ),
        refusal(
            "in_trial",
            "属于诉讼权利事项，已告知依法办理",
            "信访工作条例第三十一条",
        ),
        refusal("other", "其他", ""),
    ],
    told: &[
        told(
            "aid_right",
            "有权申请法律援助，条件和程序",
            "法律援助法第二十三条",
        ),
        told("free", "咨询不收任何费用", ""),
        PRIVACY,
    ],
    limits: &["EVAL"],
    promised_working_days: None,
    closing: "咨询意见根据您讲的情况作出，仅供参考；您有权申请法律援助。",
    phrases: &[
        "来访人问：",
        "律师答复：",
        "建议先收集证据：",
        "建议先协商，写明付款日期；协商不成的，可申请调解、仲裁或者起诉。",
        "已告知有权申请法律援助及条件、程序。",
        "已告知诉讼时效和上诉期限。",
    ],
};
