use super::*;

const GREEN: Hint = hint("GREEN_CHANNEL", "走绿色通道，优先接待", "");
const BARRIER_FREE: Hint = hint(
    "BARRIER_FREE",
    "听力残疾的提供文字或手语交流，视力残疾的宣读告知内容",
    "无障碍环境建设法第四十条",
);
const PRIORITY: Hint = hint(
    "PRIORITY",
    "军人、军属和烈士等遗属优先",
    "军人地位和权益保障法第六十一条",
);
const SENSITIVE: Hint = hint("SENSITIVE", "资料限制可见", "");
const VIOLENCE: Hint = hint(
    "ECON_NO_CONDITION",
    "家庭暴力受害人申请援助不受经济困难条件限制",
    "法律援助法第三十二条",
);
const TWO_STAFF: Hint = hint("TWO_STAFF", "上门服务须两名工作人员", "");
const RESTRICTED: Hint = hint("RESTRICTED", "刑满释放人员信息限制可见", "");

const PAPERS: &[MatterMaterial] = &[IDENTITY, copy("群体身份证明").may_follow()];

/// 特殊群体维权: one person accompanies the visitor to whatever window the matter needs.
pub(super) static WINDOW: Window = Window {
    code: "special",
    letter: 'Q',
    short_name: "特殊群体",
    name: "特殊群体维权",
    at_station: AtStation::Full,
    name_optional: false,
    fields: &[
        field("proof", "群体证明", FieldKind::Text).hint("证件名称和号码，例如残疾人证、军属证明"),
        field("needs", "需要的照顾", FieldKind::Text).hint("手语、翻译、轮椅、宣读等"),
        field("home_visit", "需要上门", FieldKind::Bool).hint("须两名工作人员"),
        field("guardian", "监护人", FieldKind::Text).hint("未成年人填写姓名和关系"),
        field("urgent", "有现实危险", FieldKind::Bool).hint("勾选后立即报告值班领导"),
        field("other_department", "需要协调的部门", FieldKind::Text),
    ],
    matters: &[
        matter("sy", "赡养")
            .known_as(&["抚养", "扶养"])
            .hints(&[GREEN, TWO_STAFF])
            .materials(&[
                IDENTITY,
                HOUSEHOLD,
                original("无固定生活来源证明").may_follow(),
            ]),
        matter("lnr", "老年人权益")
            .known_as(&["老年人", "养老"])
            .hints(&[GREEN, TWO_STAFF])
            .materials(PAPERS),
        matter("cjr", "残疾人权益")
            .known_as(&["残疾人", "听障", "视障"])
            .hints(&[GREEN, BARRIER_FREE])
            .materials(&[IDENTITY, copy("残疾人证")]),
        matter("wcnr", "未成年人权益")
            .known_as(&["未成年人", "校园"])
            .hints(&[SENSITIVE, GUARDIAN_CONSENT])
            .materials(&[HOUSEHOLD]),
        matter("kjet", "困境儿童")
            .known_as(&["儿童", "无人抚养"])
            .hints(&[SENSITIVE, GUARDIAN_CONSENT])
            .materials(&[HOUSEHOLD, original("村（居）委会情况说明")]),
        matter("fn", "妇女权益")
            .known_as(&["妇女", "出嫁女"])
            .materials(PAPERS),
        matter("jtbl", "家庭暴力")
            .known_as(&["家暴", "虐待"])
            .hints(&[SENSITIVE, VIOLENCE])
            .materials(&[
                IDENTITY,
                copy("报警回执").may_follow(),
                copy("伤情照片").may_follow(),
            ]),
        matter("nmg", "农民工权益")
            .known_as(&["农民工", "欠薪"])
            .hints(&[GREEN])
            .materials(&[IDENTITY, original("务工证明").may_follow()]),
        matter("jrjs", "军人军属权益")
            .known_as(&["军属权益", "军属", "军人"])
            .hints(&[PRIORITY])
            .materials(&[IDENTITY, copy("军属证明")]),
        matter("tyjr", "退役军人权益")
            .known_as(&["退役军人", "优抚"])
            .hints(&[PRIORITY])
            .materials(&[IDENTITY, copy("退役证明")]),
        matter("xsfs", "刑满释放人员帮扶")
            .known_as(&["刑满释放", "安置帮教"])
            .hints(&[RESTRICTED])
            .materials(&[original("释放证明书")]),
        matter("pkh", "困难群众帮扶")
            .known_as(&["脱贫", "低保", "特困", "救助"])
            .hints(&[GREEN])
            .materials(PAPERS),
        matter("qt", "其他").materials(PAPERS),
    ],
    outcomes: &[
        outcome("done", "办结", OutcomeKind::Done),
        outcome("answered", "当场答复", OutcomeKind::Done),
        outcome("answered_later", "限时答复", OutcomeKind::Done).with_text(),
        outcome("written", "书面协议", OutcomeKind::Done),
        outcome("oral", "口头协议", OutcomeKind::Done),
        outcome("referred_done", "转办结案", OutcomeKind::Referred),
        outcome("referred", "转办", OutcomeKind::Referred).with_text(),
        outcome("guided", "引导申请", OutcomeKind::Referred).with_text(),
        outcome("not_ours", "告知不属职权", OutcomeKind::NotAccepted).with_text(),
        outcome("failed", "未能解决", OutcomeKind::Failed).with_text(),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
    ],
    refusals: &[
        refusal("not_ours", "不属本机关职责，已告知向哪里提出", ""),
        refusal("no_group", "不属于特殊群体，已转其他窗口", ""),
        refusal("other", "其他", ""),
    ],
    told: &[
        told(
            "aid_right",
            "有权申请法律援助，条件和程序",
            "法律援助法第二十三条",
        ),
        told(
            "barrier_free",
            "可以提供无障碍服务、翻译和上门服务",
            "无障碍环境建设法第四十条",
        ),
        told("free", "本窗口不收任何费用", ""),
        PRIVACY,
    ],
    limits: &["EVAL"],
    promised_working_days: None,
    closing: "有人身危险的请立即报警，并告诉工作人员。",
    phrases: &[
        "来访人行动不便，约定上门时间：",
        "已提供手语（文字）交流。",
        "已宣读告知内容。",
        "已联系民政部门：",
        "已陪同转至法律援助窗口。",
        "已告知安置帮教政策和救助途径。",
    ],
};
