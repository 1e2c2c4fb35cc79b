//! An invented county: people, their papers and what they come for. The same seed gives the same county.

use std::collections::BTreeMap;

use fachuang_core::person::Visitor;
use fachuang_core::time::Day;
use fachuang_core::visit::{NewMaterial, NewParty, NewTicket, NewVisit};
use fachuang_core::window::WINDOWS;

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎\
     余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单曲仇区";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志海波云飞鹏辉斌宇浩凯健俊帆雪琳晶欣雨晨阳龙春\
     生光荣富贵福禄寿康宁安泰和顺昌盛兴旺达通利财宝珍珠翠碧莲荷菊竹松柏林森木水江河湖山石岩峰岭川田野青绿紫丹朱素月星辰\
     天宗祖德仁义礼智信忠孝廉耻文武才学思维哲理正直诚实善良慧聪巧灵秋冬夏东南西北中长永久远新立成功业勤俭朴厚朗清婉婷婕嫣";
const PLACES: [&str; 24] = [
    "云顶乡",
    "尔古村",
    "青石镇",
    "白河镇",
    "柳湾村",
    "松林坪",
    "石门坎",
    "双桥镇",
    "红岩村",
    "大坝口",
    "新街社区",
    "文昌路",
    "东门外",
    "砖瓦厂",
    "水磨沟",
    "龙潭乡",
    "老鹰岩",
    "三岔河",
    "工业园区",
    "菜市口",
    "桃花坞",
    "羊角脑",
    "五里铺",
    "金竹园",
];
const WORKS: [&str; 16] = [
    "宏泰建筑",
    "安居物业",
    "青禾农业",
    "远达运输",
    "金源矿业",
    "锦绣纺织",
    "康乐养老",
    "华盛建材",
    "云川水电",
    "佳美家政",
    "顺风快运",
    "龙腾装饰",
    "长兴劳务",
    "福满楼餐饮",
    "绿野林业",
    "明珠幼教",
];
const SENTENCES: [&str; 28] = [
    "来访人自述在@工地做了#个月木工，工头一直没有结清工钱。",
    "对方写过一张欠条，写明欠款#元，到期后多次催要没有结果。",
    "双方系邻居，因宅基地边界争执多年，@村委会调解过一次未成。",
    "来访人与配偶分居#个月，想了解离婚时子女抚养如何处理。",
    "父亲去世后兄妹为老屋继承发生分歧，遗嘱是否有效需要核对。",
    "在@路口与货车相撞，交警认定对方负主要责任，保险公司拖延赔付。",
    "用人单位没有签订书面劳动合同，也没有缴纳社会保险。",
    "收到法院传票，开庭日期临近，想申请律师代理。",
    "土地承包合同到期后，承租方拒绝腾退并继续耕种#亩。",
    "租住房屋漏水严重，房东拒绝维修，也不退还押金#元。",
    "购买的农机质量有问题，商家以超过保修期为由推脱。",
    "老人赡养费每月#元，次子连续多个月没有支付。",
    "工伤认定申请被驳回，对伤残等级鉴定结论不服。",
    "公司以末位淘汰为由解除合同，来访人要求支付赔偿金。",
    "因医疗纠纷与@卫生院协商未果，病历已经封存。",
    "已告知需要补交身份证复印件和收入证明。",
    "已说明申请条件和办理时限，来访人表示理解。",
    "建议先向人民调解委员会申请调解，再考虑诉讼。",
    "来访人情绪比较激动，已安抚并请值班律师一同接待。",
    "证据有微信聊天记录、转账截图和两名工友的证言。",
    "来访人不识字，由同村村民陪同，内容已当面念读确认。",
    "申请公证的委托书用于在外地办理房屋过户手续。",
    "委托事项为交通事故伤残等级和误工期的鉴定。",
    "欠薪涉及@项目部农民工#人，已报劳动监察。",
    "对方提出一次性补偿#元，来访人认为数额过低。",
    "未成年子女在@小学就读，希望由来访人直接抚养。",
    "征地补偿款分配方案公示后，来访人被排除在外。",
    "来访人要求查询此前的调解协议是否已经司法确认。",
];
const REQUESTS: [&str; 10] = [
    "追索劳动报酬",
    "追索赡养费",
    "请求赔偿损失",
    "请求返还欠款",
    "请求解除合同",
    "确认调解协议",
    "指派律师代理",
    "代写起诉状",
    "办理委托公证",
    "申请伤残鉴定",
];

/// Groups people may be in, with how many of a thousand are.
const GROUPS: [(&str, usize); 4] = [
    ("senior", 90),
    ("migrant_worker", 60),
    ("disabled", 25),
    ("veteran", 8),
];

/// Chance that repeats itself; quick rather than good.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// Returns one of several.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Returns true in so many of a hundred cases.
    pub fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }
}

/// Somebody who comes to the counter.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub id_number: String,
    pub phone: String,
    pub address: String,
    /// Codes of the groups; none for most people.
    pub groups: Vec<String>,
}

/// People and texts of the county.
#[derive(Debug)]
pub struct County {
    dice: Dice,
    surnames: Vec<char>,
    given: Vec<char>,
    known: Vec<Person>,
}

impl County {
    pub fn new(seed: u64) -> Self {
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect();
        Self {
            dice: Dice::new(seed),
            surnames: letters(SURNAMES),
            given: letters(GIVEN),
            known: Vec::new(),
        }
    }

    fn name(&mut self) -> String {
        // The lower of two throws twice over, so that some surnames are common and others rare.
        let end = self.surnames.len();
        let at = self
            .dice
            .below(end)
            .min(self.dice.below(end))
            .min(self.dice.below(end));
        let mut name = String::from(self.surnames[at]);
        for _ in 0..if self.dice.percent(20) { 1 } else { 2 } {
            name.push(*self.dice.pick(&self.given));
        }
        name
    }

    fn new_person(&mut self) -> Person {
        let birth = Day::from_ymd_opt(
            1945 + self.dice.below(60) as i32,
            1 + self.dice.below(12) as u32,
            1 + self.dice.below(28) as u32,
        )
        .unwrap_or_default();
        let body = format!(
            "519921{}{:03}",
            birth.format("%Y%m%d"),
            self.dice.below(1000)
        );
        let place = *self.dice.pick(&PLACES);
        Person {
            name: self.name(),
            id_number: with_check(&body),
            phone: format!("199000{:05}", self.dice.below(100_000)),
            address: format!("云川县{place}{}号", 1 + self.dice.below(400)),
            groups: GROUPS
                .iter()
                .filter(|(_, share)| self.dice.below(1000) < *share)
                .map(|(code, _)| (*code).to_owned())
                .collect(),
        }
    }

    /// Somebody new, or in one of five cases somebody who was here before.
    fn visitor(&mut self) -> Person {
        if !self.known.is_empty() && self.dice.percent(20) {
            return self.dice.pick(&self.known).clone();
        }
        let person = self.new_person();
        if self.known.len() < 50_000 {
            self.known.push(person.clone());
        }
        person
    }

    fn sentence(&mut self) -> String {
        let place = *self.dice.pick(&PLACES);
        let number = 2 + self.dice.below(900);
        self.dice
            .pick(&SENTENCES)
            .replace('@', place)
            .replace('#', &number.to_string())
    }

    fn opponent(&mut self) -> NewParty {
        let mut party = NewParty {
            role: "opponent".into(),
            ..NewParty::default()
        };
        if self.dice.percent(50) {
            let (place, work) = (*self.dice.pick(&PLACES), *self.dice.pick(&WORKS));
            party.kind = "organisation".into();
            party.name = format!("云川{place}{work}有限公司");
        } else {
            party.kind = "person".into();
            party.name = self.name();
        }
        party
    }

    /// Returns the next visit with one ticket.
    pub fn visit(&mut self, received_ms: Option<i64>) -> NewVisit {
        let person = self.visitor();
        let window = self.dice.pick(&WINDOWS);
        let matter = self.dice.pick(window.matters).name.to_owned();
        let summary: String = (0..2 + self.dice.below(4))
            .map(|_| self.sentence())
            .collect();
        let parties = if self.dice.percent(60) {
            vec![self.opponent()]
        } else {
            Vec::new()
        };
        let material = |name: &str, form: &str| NewMaterial {
            name: name.into(),
            form: form.into(),
            copies: 1,
            present: true,
        };
        NewVisit {
            channel: "counter".into(),
            received_ms,
            visitor: Visitor {
                name: person.name,
                id_number: person.id_number,
                phone: person.phone,
                address: person.address,
                groups: person.groups,
                ..Visitor::default()
            },
            tickets: vec![NewTicket {
                window: window.code.into(),
                matter,
                summary,
                requests: vec![(*self.dice.pick(&REQUESTS)).into()],
                parties,
                materials: vec![material("身份证", "copy"), material("欠条", "original")],
                fields: BTreeMap::new(),
                ..NewTicket::default()
            }],
            ..NewVisit::default()
        }
    }
}

/// Completes the first 17 digits of an identity number.
fn with_check(body: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .bytes()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}
