use std::collections::HashSet;

use super::*;
use crate::deadline::Rules;
use crate::dictionary;
use crate::number::LETTERS;

/// Window, matter as typed, code of the matter meant, outcome on closing (empty while open).
const VISITS: [[&str; 4]; 36] = [
    ["consult", "劳动/欠薪（企业咨询）", "ldqx", "当场答复"],
    [
        "legal_aid",
        "请求支付劳动报酬（农民工欠薪）",
        "ldbc",
        "办结",
    ],
    [
        "mediation",
        "邻里纠纷（共用巷道堆物、排水）",
        "ll",
        "口头协议",
    ],
    [
        "legal_aid",
        "请求支付劳动报酬（农民工欠薪）",
        "ldbc",
        "并入已有案件",
    ],
    [
        "notary",
        "继承（拆迁房屋仍登记在亡父名下）",
        "jc",
        "转介办结",
    ],
    [
        "mediation",
        "山林土地纠纷（承包地边界）",
        "sltd",
        "书面协议",
    ],
    ["special", "赡养（老年人、残疾人，上门服务）", "sy", "办结"],
    [
        "legal_aid",
        "请求支付劳动报酬（农民工欠薪，对方身份不明）",
        "ldbc",
        "办结",
    ],
    ["consult", "消费（装修定金）", "xf", "当场答复"],
    [
        "mediation",
        "损害赔偿（市场口角致轻微伤，警调对接）",
        "shpc",
        "书面协议，当场履行",
    ],
    ["legal_aid", "工伤事故人身损害赔偿", "gssg", ""],
    [
        "legal_aid",
        "工伤事故赔偿（仲裁时效将届满，先行提供）",
        "gssg",
        "办结",
    ],
    [
        "consult",
        "婚姻家庭（离婚、抚养、财产）",
        "hyjt",
        "当场答复",
    ],
    [
        "special",
        "残疾人权益（听障主播被公司罚款）",
        "cjr",
        "限时答复",
    ],
    [
        "legal_aid",
        "家庭暴力受害人主张权益（离婚、抚养、人身安全保护令）",
        "jtbl",
        "办结",
    ],
    ["notary", "有无违法犯罪记录（出国务工）", "wfz", "转介办结"],
    ["mediation", "邻里纠纷（楼上漏水）", "ll", "一方明确拒绝"],
    ["special", "军属权益（宅基地被占）", "jrjs", "书面协议"],
    [
        "forensic",
        "亲子鉴定（无出生医学证明，办理落户）",
        "qzjd",
        "转介办结",
    ],
    [
        "legal_aid",
        "请求给付抚养费、变更抚养关系（未成年人）",
        "fyf",
        "办结",
    ],
    ["mediation", "婚姻家庭纠纷（赡养）", "hyjt", "书面协议"],
    ["consult", "工伤（上诉期限）", "gs", "引导申请"],
    ["legal_aid", "交通事故人身损害赔偿", "jtsg", "不予援助"],
    ["mediation", "物业纠纷（楼顶种菜致电梯损坏）", "wy", ""],
    ["notary", "遗嘱（行动不便，上门办理）", "yz", "转介办结"],
    [
        "forensic",
        "法医临床（伤残等级、后续治疗费），受援人费用减免",
        "fylc",
        "转介办结",
    ],
    [
        "legal_aid",
        "通知辩护（未成年人涉嫌盗窃，审查起诉）",
        "tzbh",
        "办结",
    ],
    [
        "consult",
        "信访转办（养殖污染，非本机关职责）",
        "xfzb",
        "告知不属职权",
    ],
    [
        "special",
        "刑满释放人员帮扶（安置帮教、低保）",
        "xsfs",
        "办结",
    ],
    [
        "mediation",
        "合同纠纷（劳务报酬，法院委派诉前调解）",
        "ht",
        "书面协议",
    ],
    [
        "consult",
        "土地承包/征收（出嫁女补偿分配）",
        "tdcb",
        "当场答复",
    ],
    ["notary", "继承（父亲存款15万元）", "jc", "转介办结"],
    [
        "mediation",
        "山林土地纠纷（五保老人承包地、栽种树木）",
        "sltd",
        "调解不成",
    ],
    ["special", "困境儿童（事实无人抚养儿童补贴）", "kjet", ""],
    ["forensic", "文书鉴定（承诺书签名笔迹）", "wsjd", "转介办结"],
    ["consult", "消费（预付卡）", "xf", "限时答复"],
];

#[test]
fn every_matter_and_every_outcome_of_the_test_visits_can_be_represented() {
    for [code, typed, matter, outcome] in VISITS {
        let window = find(code).unwrap();
        let recognised = window.recognise(typed).map(|matter| matter.code);
        assert_eq!(recognised, Some(matter), "{code}: {typed}");
        if !outcome.is_empty() {
            assert!(window.outcome(outcome).is_some(), "{code}: {outcome}");
        }
    }
}

#[test]
fn a_matter_in_other_words_is_left_to_the_clerk() {
    assert!(find("legal_aid").unwrap().recognise("想问个事").is_none());
}

#[test]
fn matters_are_suggested_by_code_first_and_then_by_name() {
    let aid = find("legal_aid").unwrap();
    let codes = |typed: &str| -> Vec<&str> {
        aid.suggest(typed)
            .iter()
            .map(|matter| matter.code)
            .collect()
    };
    assert_eq!(codes("ld"), ["ldbc", "ldgx"]);
    assert_eq!(codes("LDBC"), ["ldbc"]);
    assert_eq!(codes("讨薪"), ["ldbc"]);
    assert_eq!(codes("").len(), aid.matters.len());
}

#[test]
fn codes_and_letters_are_unique() {
    let mut seen = HashSet::new();
    for window in WINDOWS {
        assert!(seen.insert(window.code.to_owned()), "{}", window.code);
        assert!(seen.insert(window.letter.to_string()), "{}", window.letter);
        assert!(LETTERS.contains(window.letter), "{}", window.letter);
        let lists: [Vec<&str>; 5] = [
            window.fields.iter().map(|field| field.code).collect(),
            window.matters.iter().map(|matter| matter.code).collect(),
            window.outcomes.iter().map(|outcome| outcome.code).collect(),
            window.refusals.iter().map(|refusal| refusal.code).collect(),
            window.told.iter().map(|told| told.code).collect(),
        ];
        for codes in lists {
            let unique: HashSet<&&str> = codes.iter().collect();
            assert_eq!(unique.len(), codes.len(), "{}: {codes:?}", window.code);
        }
    }
}

#[test]
fn whatever_a_window_refers_to_exists() {
    let rules = Rules::bundled();
    let forms = dictionary::bundled("material_forms").unwrap();
    for window in WINDOWS {
        for field in window.fields {
            if let FieldKind::Choice(name) = field.kind {
                assert!(dictionary::bundled(name).is_some(), "{name}");
            }
        }
        for code in window.limits {
            assert!(rules.knows(code), "{}: {code}", window.code);
        }
        for material in window.matters.iter().flat_map(|matter| matter.materials) {
            assert!(forms.find(material.form).is_some(), "{}", material.form);
        }
        assert!(!window.phrases.is_empty() && !window.told.is_empty());
    }
}

#[test]
fn a_window_that_may_refuse_has_coded_reasons() {
    for window in WINDOWS {
        let refuses = |outcome: &Outcome| outcome.kind == OutcomeKind::NotAccepted;
        assert!(window.outcomes.iter().any(refuses), "{}", window.code);
        assert!(!window.refusals.is_empty(), "{}", window.code);
    }
    let aid = find("legal_aid").unwrap();
    assert_eq!(aid.refusal("economic").unwrap().name, "经济困难标准不符");
}

#[test]
fn windows_are_found_by_letter() {
    let letters: String = WINDOWS.iter().map(|window| window.letter).collect();
    assert_eq!(letters, "ZYTGJQ");
    assert_eq!(find_by_letter('Y').unwrap().code, "legal_aid");
    assert!(find_by_letter('X').is_none() && find("register").is_none());
}
