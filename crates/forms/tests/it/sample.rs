//! Invented case files that receipts are tried with.

use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone};
use fachuang_core::case_file::{
    Applicant, CaseFile, Details, Limit, LimitKind, Material, Party, Printing, Served, Site,
};
use fachuang_forms::FontStore;

/// Characters of real names that ordinary fonts lack.
pub const RARE: &str = "㙍䶮龘喆堃赟頔翀祎邠玥𠮷𬍛𬭎𠅤𡋾𪚥";

pub fn fonts() -> FontStore {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/fonts");
    FontStore::load(&dir).unwrap()
}

fn at(day: u32, hour: u32, minute: u32) -> DateTime<FixedOffset> {
    let china = FixedOffset::east_opt(8 * 3600).unwrap();
    china
        .with_ymd_and_hms(2026, 2, day, hour, minute, 0)
        .unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, day).unwrap()
}

pub fn printing(count: u32) -> Printing {
    Printing {
        at: at(10, 9, 54),
        count,
        operator: "姚素琴".into(),
        desk: "3号窗口机".into(),
        mark: None,
        // The first print is a look at the paper, every later one was issued.
        number: (count > 1).then(|| "YC-P260210-3001K".into()),
    }
}

fn material(name: &str, form_name: &str, present: bool) -> Material {
    Material {
        name: name.into(),
        form_name: form_name.into(),
        copies: 1,
        present,
    }
}

fn party(nth: usize) -> Party {
    Party {
        role_name: if nth.is_multiple_of(2) {
            "被申请人"
        } else {
            "第三人"
        }
        .into(),
        name: [
            "云川县恒达建筑劳务有限公司",
            "罗国安",
            "沙马·尔布",
            "欧阳若兰",
        ][nth % 4]
            .into(),
        gender: if nth.is_multiple_of(2) { "" } else { "男" }.into(),
        id_number: format!("51992219750101{:04}", 1000 + nth),
        phone: "19900016002".into(),
        address: "云川县城关镇建设路7号恒达大厦3楼".into(),
    }
}

fn details() -> Details {
    let facts = [
        ("gender", "男"),
        ("birth", "1993年5月14日"),
        ("age", "32"),
        ("ethnicity", "彝族"),
        ("education", "初中"),
        ("occupation", "木工"),
        ("work_unit", "云川县恒达建筑劳务有限公司"),
        ("address", "云川县城关镇平安社区2组15号"),
        ("household", "云川县木垭乡瓦岗村3组"),
        ("phone", "19900017003"),
        ("groups", "农民工、少数民族"),
        ("amount", "48600元"),
        ("aid_form", "民事诉讼代理"),
        ("dispute_type", "劳动争议"),
        ("source", "当事人申请"),
        (
            "summary",
            "申请人2025年3月起在某工地做木工，约定日工资320元，至年底共欠工资48600元，有欠条，多次催要未果，现申请法律援助。",
        ),
    ];
    Details {
        window: "legal_aid".into(),
        closing: "审查结果书面告知您；时效快到的请马上说。".into(),
        parties: (0..2).map(party).collect(),
        facts: facts
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        contents: Vec::new(),
        lines: Vec::new(),
        served: vec![Served {
            name: "给予法律援助决定书".into(),
            number: "YC-P260210-3001K".into(),
            day: String::new(),
        }],
        filled: Default::default(),
    }
}

/// Returns every sample with its name and how often it was printed.
pub fn all() -> [(&'static str, CaseFile, u32); 5] {
    [
        ("plain", plain(), 1),
        ("longest", longest(), 1),
        ("empty", empty(), 1),
        ("rare", rare(), 1),
        ("reprint", plain(), 2),
    ]
}

pub fn plain() -> CaseFile {
    CaseFile {
        site: Site {
            name: "云川县公共法律服务中心".into(),
            address: "云川县城关镇平安路18号".into(),
            phone: "19900015001".into(),
            complaint_phone: "19900015008".into(),
        },
        number: "YC-Y260210-3014K".into(),
        window_name: "法律援助".into(),
        channel_name: "窗口".into(),
        received_at: at(10, 9, 50),
        applicant: Applicant {
            name: Some("阿的·木呷约布".into()),
            name_reading: None,
            id_kind_name: "居民身份证".into(),
            id_number: "519921********9314".into(),
        },
        matter: "请求支付劳动报酬（农民工欠薪）".into(),
        requests: String::new(),
        materials: vec![
            material("居民身份证", "复印件", true),
            material("欠条", "原件", true),
            material("进城务工证明", "原件", true),
            material("对方身份信息", "", false),
        ],
        limits: vec![
            Limit {
                kind: LimitKind::Statutory,
                due: day(24),
                explanation:
                    "收到日不算，7 日，末日2月17日为春节假期，顺延（法律援助法第四十三条）".into(),
                estimated: false,
            },
            Limit {
                kind: LimitKind::Promised,
                due: day(13),
                explanation: "本中心承诺 3 个工作日".into(),
                estimated: false,
            },
        ],
        first_contact: "姚素琴".into(),
        assignee: None,
        green_channel: true,
        disputed: Vec::new(),
        rating_code: None,
        details: details(),
    }
}

pub fn longest() -> CaseFile {
    let mut file = plain();
    let name: String = "阿卜杜热合曼·买买提吐尔逊·"
        .chars()
        .cycle()
        .take(50)
        .collect();
    file.site.name =
        "云川彝族回族苗族自治县人民政府驻平安社区公共法律服务工作站（城关片区）".into();
    file.applicant.name = Some(name.clone());
    file.applicant.id_kind_name = "港澳台居民居住证".into();
    file.first_contact = name.clone();
    file.assignee = Some(name.chars().rev().collect());
    file.matter = "申请人于2025年3月1日起在云川县某建筑工地做木工，约定日工资320元，至2025年12月31日共欠工资48600元，".chars().cycle().take(300).collect();
    file.materials = (1..=12_u32)
        .map(|nth| {
            let name =
                format!("第{nth}项材料：与本案有关的考勤记录、工资发放流水和聊天记录截图打印件");
            material(
                &name,
                if nth.is_multiple_of(2) {
                    "原件"
                } else {
                    "复印件"
                },
                !nth.is_multiple_of(4),
            )
        })
        .collect();
    file.limits[1].estimated = true;
    file.disputed = vec![
        "申请人".into(),
        "身份证".into(),
        "首问责任人".into(),
        "金额".into(),
    ];
    file.rating_code = Some("8K3P2W".into());
    file.details.parties = (0..12).map(party).collect();
    for party in &mut file.details.parties {
        party.name = name.clone();
    }
    for value in file.details.facts.values_mut() {
        *value = value.repeat(6);
    }
    let summary: String = file.matter.repeat(4);
    file.details.facts.insert("summary".into(), summary);
    file
}

pub fn empty() -> CaseFile {
    let mut file = plain();
    file.applicant = Applicant {
        name: None,
        name_reading: None,
        id_kind_name: String::new(),
        id_number: String::new(),
    };
    file.matter.clear();
    file.materials.clear();
    file.limits.clear();
    file.first_contact.clear();
    file.green_channel = false;
    file.details = Details::default();
    file.site.phone.clear();
    file.site.complaint_phone.clear();
    file
}

pub fn rare() -> CaseFile {
    let mut file = plain();
    file.applicant.name = Some("𡋾𠮷·䶮赟𬍛".into());
    file.applicant.name_reading = Some("gā jí yǎn yūn yáng".into());
    file.matter = format!("与{RARE}等人的劳动报酬纠纷");
    file.assignee = Some("邠翀𬭎".into());
    file.rating_code = Some("8K3P2W".into());
    file
}
