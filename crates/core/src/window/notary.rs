use super::*;

const PERSONAL: &[Hint] = &[hint(
    "IN_PERSON_ONLY",
    "须本人亲自办理，不得代理；行动不便的可约公证处上门",
    "公证法第二十六条",
)];
const PROPERTY: &[Hint] = &[hint(
    "REAL_PROPERTY",
    "涉及不动产的，由不动产所在地公证机构办理",
    "公证法第二十五条",
)];
const SUPPLEMENT: Hint = hint(
    "SUPP_EXCLUDED",
    "补充材料、核实和不可抗力的时间不计入15个工作日",
    "公证法第三十条",
);
const INHERITANCE: &[Hint] = &[PROPERTY[0], SUPPLEMENT];

const KINSHIP: &[MatterMaterial] = &[IDENTITY, HOUSEHOLD, copy("亲属关系证明")];
const PLAIN: &[MatterMaterial] = &[IDENTITY, HOUSEHOLD];

/// 公证服务: refers to a notary office and follows the reply; nothing is notarised here.
pub(super) static WINDOW: Window = Window {
    code: "notary",
    letter: 'G',
    short_name: "公证",
    name: "公证服务",
    at_station: AtStation::GuideOnly,
    name_optional: false,
    fields: &[
        field("institution", "公证机构", FieldKind::Text),
        field("purpose", "用途", FieldKind::Text).hint("公证书用在哪里，例如出国务工、过户"),
        field("copies", "份数", FieldKind::Text),
        field("property_place", "不动产所在地", FieldKind::Text),
        field("witness", "证人", FieldKind::Text).hint("姓名、住址、联系方式"),
        field("fee_relief", "减免费用", FieldKind::Bool).hint("受援人或符合援助条件的，附核实函"),
        field("acceptance_number", "受理通知单号", FieldKind::Text),
    ],
    matters: &[
        matter("jc", "继承")
            .known_as(&["遗产", "存款"])
            .hints(INHERITANCE)
            .materials(&[
                IDENTITY,
                HOUSEHOLD,
                copy("死亡证明"),
                copy("亲属关系证明").may_follow(),
                copy("财产凭证"),
            ]),
        matter("yz", "遗嘱").hints(PERSONAL).materials(&[
            IDENTITY,
            HOUSEHOLD,
            copy("财产凭证"),
            copy("医院诊断证明").may_follow(),
        ]),
        matter("wt", "委托")
            .known_as(&["授权委托"])
            .materials(&[IDENTITY, original("委托书")]),
        matter("sm", "声明").materials(&[IDENTITY, original("声明书")]),
        matter("zy", "赠与").hints(PROPERTY).materials(&[
            IDENTITY,
            copy("财产凭证"),
            original("赠与书"),
        ]),
        matter("ccfg", "财产分割").hints(PROPERTY).materials(&[
            IDENTITY,
            copy("财产凭证"),
            original("分割协议"),
        ]),
        matter("ht", "合同")
            .known_as(&["协议"])
            .materials(&[IDENTITY, original("合同文本")]),
        matter("wfz", "有无违法犯罪记录")
            .known_as(&["无犯罪记录", "犯罪记录"])
            .materials(&[IDENTITY, HOUSEHOLD, original("无犯罪记录证明")]),
        matter("hyzk", "婚姻状况")
            .known_as(&["结婚", "离婚"])
            .materials(PLAIN),
        matter("qsgx", "亲属关系").materials(KINSHIP),
        matter("sy", "收养关系")
            .known_as(&["收养"])
            .hints(PERSONAL)
            .materials(KINSHIP),
        matter("cs", "出生").materials(&[IDENTITY, HOUSEHOLD, copy("出生医学证明")]),
        matter("sc", "生存").hints(PERSONAL).materials(PLAIN),
        matter("sw", "死亡").materials(&[IDENTITY, copy("死亡证明"), copy("亲属关系证明")]),
        matter("sfjl", "身份、经历")
            .known_as(&["身份", "经历"])
            .materials(PLAIN),
        matter("xlxw", "学历、学位")
            .known_as(&["学历", "学位", "毕业证"])
            .materials(&[IDENTITY, original("学历学位证书")]),
        matter("zwzc", "职务、职称")
            .known_as(&["职务", "职称"])
            .materials(&[IDENTITY, original("职称证书")]),
        matter("zbpm", "招标投标、拍卖")
            .known_as(&["招标", "拍卖"])
            .materials(&[copy("营业执照"), original("招标拍卖文件")]),
        matter("gszc", "公司章程")
            .known_as(&["章程"])
            .materials(&[copy("营业执照"), original("章程文本")]),
        matter("bqzj", "保全证据")
            .known_as(&["证据保全"])
            .materials(&[IDENTITY, copy("证据线索材料")]),
        matter("qmyj", "签名、印鉴、日期")
            .known_as(&["签名", "印鉴"])
            .materials(&[IDENTITY, original("待签署文书")]),
        matter("fbyy", "副本、影印本与原本相符")
            .known_as(&["副本", "影印本"])
            .materials(&[IDENTITY, original("原本")]),
        matter("tc", "提存").materials(&[IDENTITY, copy("债权债务凭证")]),
        matter("qt", "其他").materials(&[IDENTITY]),
    ],
    outcomes: &[
        outcome("referred_done", "转介办结", OutcomeKind::Referred),
        outcome("guided", "引导申请", OutcomeKind::Referred).with_text(),
        outcome("not_accepted", "公证机构不予办理", OutcomeKind::NotAccepted).with_text(),
        outcome(
            "consent_refused",
            "不同意提供信息，自行前往",
            OutcomeKind::Withdrawn,
        ),
        outcome("withdrawn", "撤回", OutcomeKind::Withdrawn),
        outcome("no_reply", "无回执结案", OutcomeKind::Failed).with_text(),
    ],
    refusals: &[
        refusal(
            "no_guardian",
            "无民事行为能力人或者限制民事行为能力人没有监护人代理",
            "公证法第三十一条",
        ),
        refusal(
            "no_interest",
            "与申请公证的事项没有利害关系",
            "公证法第三十一条",
        ),
        refusal("expert", "属专业技术鉴定、评估事项", "公证法第三十一条"),
        refusal("dispute", "当事人之间有争议", "公证法第三十一条"),
        refusal(
            "false_facts",
            "虚构、隐瞒事实或者提供虚假证明材料",
            "公证法第三十一条",
        ),
        refusal(
            "insufficient",
            "证明材料不充分或者拒绝补充",
            "公证法第三十一条",
        ),
        refusal("unlawful", "不真实、不合法", "公证法第三十一条"),
        refusal("morality", "违背社会公德", "公证法第三十一条"),
        refusal("fee", "拒绝按规定支付公证费", "公证法第三十一条"),
    ],
    told: &[
        told("list", "需要的全部材料（一次性告知）", ""),
        told(
            "time",
            "公证机构受理后15个工作日内出具公证书",
            "公证法第三十条",
        ),
        told(
            "fee",
            "公证按规定收费；符合法律援助条件的可以减免",
            "公证法第三十四条",
        ),
        CONSENT,
        PRIVACY,
    ],
    limits: &["EVAL"],
    promised_working_days: None,
    closing: "公证由公证机构办理并依法收费。",
    phrases: &[
        "公证用途：",
        "已开具一次性告知书。",
        "已预约公证处，时间：",
        "申请人行动不便，约公证员上门。",
        "公证处已受理，受理通知单号：",
    ],
};
