//! What people of the invented county come with.

/// Who stands on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    Nobody,
    /// Another inhabitant in this role.
    Person(&'static str),
    /// A firm of the county, as opponent.
    Firm,
    /// The visitor comes for a firm.
    OwnFirm,
    /// The notary office or the forensic body.
    Institution,
}

/// A matter with what a clerk writes about it.
#[derive(Debug, Clone, Copy)]
pub struct Matter {
    pub name: &'static str,
    /// `{sum}` stands for an amount in yuan.
    pub summary: &'static str,
    pub request: &'static str,
    pub other: Other,
    pub groups: &'static [&'static str],
    pub youngest: u32,
    pub oldest: u32,
    pub materials: &'static [&'static str],
}

/// Returns a matter without groups, of people between 20 and 75.
const fn matter(
    name: &'static str,
    summary: &'static str,
    request: &'static str,
    other: Other,
) -> Matter {
    Matter {
        name,
        summary,
        request,
        other,
        groups: &[],
        youngest: 20,
        oldest: 75,
        materials: &["居民身份证"],
    }
}

const fn of(groups: &'static [&'static str], youngest: u32, oldest: u32, plain: Matter) -> Matter {
    Matter {
        groups,
        youngest,
        oldest,
        ..plain
    }
}

const OPPONENT: Other = Other::Person("opponent");
const SPOUSE: Other = Other::Person("spouse");

const CONSULT: &[(u32, Matter)] = &[
    (
        14,
        matter(
            "婚姻家庭（离婚、抚养）",
            "来访人与配偶分居一年多，想离婚，孩子在读小学。问起诉离婚要带什么、孩子归谁、共同的存款和欠账怎么分。",
            "了解离婚和抚养问题",
            SPOUSE,
        ),
    ),
    (
        14,
        matter(
            "劳动/欠薪",
            "来访人在工地做工，工钱拖欠{sum}元，没有签合同，只有微信转账和考勤照片。问怎样讨要、找哪个部门。",
            "了解怎样讨要工钱",
            Other::Firm,
        ),
    ),
    (
        10,
        matter(
            "合同债务（借款）",
            "来访人借给熟人{sum}元，对方写了欠条，过期两年没有还。问诉讼时效和起诉要准备的材料。",
            "了解追讨借款",
            OPPONENT,
        ),
    ),
    (
        7,
        matter(
            "交通事故",
            "来访人骑电动车被撞，交警认定对方主责，保险公司只肯赔一部分，差额{sum}元。问怎样索赔。",
            "了解索赔办法",
            OPPONENT,
        ),
    ),
    (
        6,
        matter(
            "消费（预付卡退款）",
            "来访人在店里办了{sum}元的预付卡，店家搬走后不退余额。问能不能退、向谁投诉。",
            "了解退款办法",
            Other::Firm,
        ),
    ),
    (
        6,
        matter(
            "物业",
            "来访人所在小区电梯常坏，业主拒交物业费被催缴。问不交有什么后果、怎样要求维修。",
            "了解物业费和维修责任",
            Other::Firm,
        ),
    ),
    (
        5,
        matter(
            "继承",
            "来访人父亲去世，留下一处房屋和存款，兄妹对分法说法不一。问没有遗嘱怎样分、要不要办公证。",
            "了解继承手续",
            Other::Nobody,
        ),
    ),
    (
        6,
        matter(
            "工伤",
            "来访人做工时手指受伤，老板垫付了医药费后不再管。问怎样认定工伤、能赔多少。",
            "了解工伤认定和赔偿",
            Other::Firm,
        ),
    ),
    (
        5,
        matter(
            "土地承包/征收",
            "来访人家承包地被征用，补偿款分配时村里说其户口不在，不给份额。问有没有道理。",
            "了解补偿款分配",
            Other::Nobody,
        ),
    ),
    (
        3,
        matter(
            "邻里（漏水）",
            "来访人楼上漏水泡坏天花板，楼上说是公共管道的事。问该找谁。",
            "了解责任和解决办法",
            OPPONENT,
        ),
    ),
    (
        3,
        of(
            &["small_firm"],
            28,
            60,
            matter(
                "合同债务（企业货款）",
                "来访人是企业负责人，有{sum}元货款收不回来，想知道催款和起诉的步骤，并预约法治体检。",
                "了解追讨货款",
                Other::OwnFirm,
            ),
        ),
    ),
    (
        2,
        of(
            &["small_firm"],
            28,
            60,
            matter(
                "劳动/欠薪（企业咨询）",
                "来访人是企业负责人，问用工不签合同有什么后果、资金紧张能否缓发工资。值班律师说明法定责任。",
                "了解用工责任",
                Other::OwnFirm,
            ),
        ),
    ),
    (
        3,
        matter(
            "代写法律文书（起诉状）",
            "来访人要起诉借款人，不会写起诉状，带来欠条和转账记录，请值班律师指导。",
            "代写起诉状",
            OPPONENT,
        ),
    ),
    (
        3,
        matter(
            "行政复议/诉讼",
            "来访人对一份处罚决定不服，问复议和诉讼的期限、向哪里递交。",
            "了解救济途径",
            Other::Nobody,
        ),
    ),
    (
        2,
        matter(
            "刑事（家属被拘留）",
            "来访人的家属被刑事拘留，问会怎样处理、能不能申请法律援助。值班律师说明程序。",
            "了解刑事程序",
            Other::Nobody,
        ),
    ),
];

const MEDIATION: &[(u32, Matter)] = &[
    (
        26,
        matter(
            "邻里纠纷（通道、排水）",
            "两家共用一条巷子，为堆放杂物和排水吵了多次，村里劝过没有劝好。来访人请求调解，只求通道通畅。",
            "清理通道、停止排水",
            OPPONENT,
        ),
    ),
    (
        18,
        matter(
            "婚姻家庭纠纷",
            "夫妻为家务和开销常争吵，来访人不想离婚，希望调解员上门劝说，约定各自承担的开支。",
            "调解夫妻矛盾",
            SPOUSE,
        ),
    ),
    (
        14,
        matter(
            "山林土地纠纷（地界）",
            "来访人量地时发现自家承包地少了一溜，怀疑被相邻人家种了过去，请求到地头实量。",
            "退还多占承包地",
            OPPONENT,
        ),
    ),
    (
        14,
        matter(
            "损害赔偿（打架致伤）",
            "两人因口角动手，来访人轻微伤，医药费和误工费合计{sum}元，对方认为双方都有错。",
            "赔偿医药费、误工费",
            OPPONENT,
        ),
    ),
    (
        10,
        matter(
            "合同纠纷（欠款）",
            "来访人为对方做装修，尾款{sum}元对方以质量不好为由不付，双方愿意调解。",
            "支付尾款",
            OPPONENT,
        ),
    ),
    (
        8,
        matter(
            "物业纠纷",
            "来访人家阳台被外墙漏水浸坏，物业公司说要走维修资金，双方愿意调解。",
            "修复并补偿",
            Other::Firm,
        ),
    ),
    (
        6,
        matter(
            "劳动争议（工资）",
            "来访人离职后公司扣发一个月工资{sum}元，双方同意先行调解。",
            "支付被扣工资",
            Other::Firm,
        ),
    ),
    (
        4,
        of(
            &["senior"],
            66,
            90,
            matter(
                "婚姻家庭纠纷（赡养）",
                "来访人年老多病，几个子女推来推去，请求调解约定每人每月的赡养费和轮流照料。",
                "约定赡养费和照料",
                OPPONENT,
            ),
        ),
    ),
];

const LEGAL_AID: &[(u32, Matter)] = &[
    (
        34,
        of(
            &["migrant_worker"],
            22,
            60,
            matter(
                "请求支付劳动报酬（农民工欠薪）",
                "申请人在工地做工，工钱{sum}元拖欠至今，多次催要未果，带来结算单和聊天记录，申请法律援助。",
                "申请法律援助：追索劳动报酬{sum}元",
                Other::Firm,
            ),
        ),
    ),
    (
        14,
        of(
            &["migrant_worker"],
            22,
            60,
            matter(
                "工伤事故人身损害赔偿",
                "申请人做工时摔伤住院，单位只付了部分医药费，没有签合同也没有买保险，申请法律援助。",
                "申请法律援助：工伤赔偿",
                Other::Firm,
            ),
        ),
    ),
    (
        14,
        matter(
            "交通事故人身损害赔偿",
            "申请人被撞成骨折，家中靠其一人做工，保险和车主都拖着不赔，申请法律援助。",
            "申请法律援助：交通事故赔偿",
            OPPONENT,
        ),
    ),
    (
        12,
        matter(
            "请求给付抚养费",
            "申请人离婚后独自带孩子，对方两年没有给抚养费，申请法律援助。",
            "申请法律援助：追索抚养费",
            OPPONENT,
        ),
    ),
    (
        10,
        of(
            &["senior"],
            66,
            90,
            matter(
                "请求给付赡养费",
                "申请人无固定生活来源，子女不给生活费，申请法律援助。",
                "申请法律援助：请求给付赡养费",
                OPPONENT,
            ),
        ),
    ),
    (
        8,
        of(
            &["violence_victim", "woman"],
            22,
            55,
            matter(
                "家庭暴力受害人主张权益（离婚、保护令）",
                "申请人多次被丈夫殴打，有报警回执和照片，申请法律援助离婚并申请人身安全保护令。",
                "申请法律援助：离婚、人身安全保护令",
                OPPONENT,
            ),
        ),
    ),
    (
        8,
        of(
            &["disabled"],
            20,
            70,
            matter(
                "请求给予社会保险待遇或者社会救助",
                "申请人肢体残疾，低保申请被退回，想弄清原因并请求帮助，申请法律援助。",
                "申请法律援助：社会救助",
                Other::Nobody,
            ),
        ),
    ),
];

const NOTARY: &[(u32, Matter)] = &[
    (
        40,
        matter(
            "继承（房屋）",
            "来访人父母去世，房屋仍登记在父亲名下，要办继承公证后过户，问材料清单。",
            "转介继承公证",
            Other::Institution,
        ),
    ),
    (
        20,
        of(
            &["senior"],
            66,
            88,
            matter(
                "遗嘱",
                "来访人年老，想把房屋留给照料自己的女儿，问遗嘱公证怎样办。",
                "转介遗嘱公证",
                Other::Institution,
            ),
        ),
    ),
    (
        20,
        matter(
            "有无违法犯罪记录（出国务工）",
            "来访人办理出国务工手续，需要无犯罪记录公证，问份数和翻译。",
            "转介公证",
            Other::Institution,
        ),
    ),
    (
        20,
        matter(
            "委托",
            "来访人在外地务工，要委托亲属代办过户，问委托书公证。",
            "转介委托公证",
            Other::Institution,
        ),
    ),
];

const FORENSIC: &[(u32, Matter)] = &[
    (
        50,
        matter(
            "法医临床（伤残等级）",
            "来访人交通事故后要做伤残等级鉴定，法院已立案，问委托流程和材料。",
            "转介伤残鉴定",
            Other::Institution,
        ),
    ),
    (
        30,
        matter(
            "文书鉴定（签名笔迹）",
            "来访人否认借条上的签名，法院同意鉴定，问样本怎样准备。",
            "转介笔迹鉴定",
            Other::Institution,
        ),
    ),
    (
        20,
        matter(
            "亲子鉴定（办理落户）",
            "来访人的孩子没有出生医学证明，落户要做亲子鉴定，问去哪里做、要谁到场。",
            "转介亲子鉴定",
            Other::Institution,
        ),
    ),
];

const SPECIAL: &[(u32, Matter)] = &[
    (
        30,
        of(
            &["senior"],
            66,
            92,
            matter(
                "老年人权益（上门服务）",
                "家属来电代约：老人行动不便，子女为照料推诿。窗口安排两名工作人员上门了解本人意愿。",
                "上门服务",
                OPPONENT,
            ),
        ),
    ),
    (
        25,
        of(
            &["disabled"],
            18,
            70,
            matter(
                "残疾人权益",
                "来访人听力残疾，用手写板沟通，反映单位扣发工资，请求帮助书面交涉。",
                "书面交涉",
                Other::Firm,
            ),
        ),
    ),
    (
        20,
        of(
            &["released"],
            20,
            65,
            matter(
                "刑满释放人员帮扶（安置帮教）",
                "来访人刚回来，身无分文，问临时救助和就业帮扶。在个别谈话室接待，告知安置帮教政策。",
                "了解帮扶政策",
                Other::Nobody,
            ),
        ),
    ),
    (
        15,
        of(
            &["military_family"],
            25,
            70,
            matter(
                "军属权益（宅基地）",
                "来访人是现役军人父母，宅基地被邻居占了一角，请求优先处理。",
                "拆除占用部分",
                OPPONENT,
            ),
        ),
    ),
    (
        10,
        of(
            &["violence_victim", "woman"],
            20,
            55,
            matter(
                "家庭暴力",
                "来访人遭丈夫殴打，暂住娘家，问保护令和庇护。",
                "申请人身安全保护令",
                SPOUSE,
            ),
        ),
    ),
];

/// Windows by how many of a hundred visits they get, after a year of a county: about two mediations and almost one aid
/// case for every five consultations.
pub const WINDOWS: &[(u32, &str)] = &[
    (55, "consult"),
    (24, "mediation"),
    (9, "legal_aid"),
    (5, "notary"),
    (3, "forensic"),
    (4, "special"),
];

/// Returns the matters of a window by weight.
pub fn of_window(window: &str) -> &'static [(u32, Matter)] {
    match window {
        "mediation" => MEDIATION,
        "legal_aid" => LEGAL_AID,
        "notary" => NOTARY,
        "forensic" => FORENSIC,
        "special" => SPECIAL,
        _ => CONSULT,
    }
}

/// What citizens write below a bad rating.
pub const COMPLAINTS: [&str; 6] = [
    "等了一个多小时才轮到。",
    "让我跑了三趟，每次都说缺材料。",
    "说话不耐烦，没听明白就让我走。",
    "打了几次电话都没人接。",
    "答应三天回话，一周没有消息。",
    "讲的都是法条，听不懂。",
];

/// What citizens write below a good rating.
pub const THANKS: [&str; 5] = [
    "讲得很清楚，谢谢。",
    "态度好，还给我倒了水。",
    "帮我要回了工钱，感谢！",
    "调解员上门好几次，辛苦了。",
    "很满意。",
];
