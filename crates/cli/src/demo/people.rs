//! Invented people with sound numbers of an area that does not exist.

use chrono::{Datelike, Days, NaiveDate};

use super::county;
use super::dice::Dice;

/// Somebody of the county.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub female: bool,
    pub birth: NaiveDate,
    pub id_number: String,
    pub phone: String,
    pub address: String,
    /// Code of the ethnicity.
    pub ethnicity: &'static str,
}

const SURNAMES: [&str; 60] = [
    "褚", "卫", "沈", "韩", "秦", "尤", "许", "吕", "施", "孔", "曹", "严", "华", "金", "魏", "陶",
    "姜", "戚", "谢", "邹", "喻", "柏", "水", "窦", "章", "云", "苏", "潘", "葛", "奚", "范", "彭",
    "郎", "鲁", "韦", "昌", "苗", "凤", "花", "方", "俞", "任", "袁", "柳", "鲍", "史", "唐", "费",
    "廉", "岑", "薛", "雷", "贺", "倪", "汤", "仇", "解", "查", "单", "区",
];
const RARE_SURNAMES: [&str; 8] = ["欧阳", "夏侯", "尉迟", "庹", "亓", "仉", "逄", "蒯"];
const MALE: [&str; 30] = [
    "德贵", "长林", "有田", "志明", "家顺", "永福", "建勇", "水生", "国胜", "明远", "学文", "海波",
    "立群", "石生", "春来", "大川", "守义", "正安", "云飞", "家骏", "铁柱", "满仓", "小龙", "子涵",
    "浩然", "宇轩", "新民", "向阳", "福全", "光荣",
];
const FEMALE: [&str; 30] = [
    "桂香", "秀英", "玉兰", "素珍", "凤琴", "雪梅", "春燕", "丽娟", "巧云", "晓岚", "小荷", "美玲",
    "金花", "彩霞", "翠萍", "艺宁", "思雨", "佳怡", "文静", "淑芬", "月娥", "冬梅", "秋菊", "兰芳",
    "红英", "会琼", "德芬", "开秀", "梦瑶", "欣然",
];
/// Characters that input methods and fonts lack; each is written as the identity card has it.
const RARE_GIVEN: [&str; 8] = ["䶮", "㛃", "𬭬", "𫍯", "珺玥", "翀", "垚", "𠅤"];
const YI: [&str; 6] = [
    "阿的·木呷",
    "吉克·伍沙",
    "阿苏·尔古",
    "沙马·日火",
    "曲比·石一",
    "吉木·约布",
];
const YI_FEMALE: [&str; 4] = ["吉克·阿呷莫", "阿依·伍各", "沙玛·尔洗", "曲木·子洛"];
/// Codes of 汉族 and 彝族.
const HAN: &str = "01";
const YI_CODE: &str = "07";

/// Makes people one after the other; no two have the same number or phone.
#[derive(Debug)]
pub struct People {
    dice: Dice,
    made: u32,
}

impl People {
    /// Returns the people of a seed.
    pub fn new(seed: &str) -> Self {
        Self {
            dice: Dice::new(&format!("{seed} people")),
            made: 0,
        }
    }

    /// Makes somebody whose age on `day` lies between two numbers of years.
    pub fn make(&mut self, day: NaiveDate, youngest: u32, oldest: u32) -> Person {
        let dice = &mut self.dice;
        let female = dice.happens(46);
        let (name, ethnicity) = name(dice, female);
        let years = dice.between(youngest, oldest.max(youngest + 1));
        let back = u64::from(years) * 365 + u64::from(years / 4) + u64::from(dice.between(1, 360));
        let birth = day.checked_sub_days(Days::new(back)).unwrap_or(day);
        let address = county::address(dice);
        self.made += 1;
        // The serial number says the sex; the phone counts up, so that nobody shares one by accident.
        let serial = (self.made % 500) * 2 + u32::from(!female);
        Person {
            id_number: id_number(birth, serial),
            phone: format!("199000{:05}", self.made % 80_000),
            name,
            female,
            birth,
            address,
            ethnicity,
        }
    }
}

fn name(dice: &mut Dice, female: bool) -> (String, &'static str) {
    if dice.happens(5) {
        let full = if female {
            dice.pick(&YI_FEMALE)
        } else {
            dice.pick(&YI)
        };
        return ((*full).to_owned(), YI_CODE);
    }
    let surname = if dice.happens(8) {
        dice.pick(&RARE_SURNAMES)
    } else {
        dice.pick(&SURNAMES)
    };
    let given = match (dice.happens(5), female) {
        (true, _) => dice.pick(&RARE_GIVEN),
        (_, true) => dice.pick(&FEMALE),
        (_, false) => dice.pick(&MALE),
    };
    (format!("{surname}{given}"), HAN)
}

/// Returns an 18-character number in the area 519921, which no place has.
///
/// 依据：GB 11643-1999《公民身份号码》，校验码按 ISO 7064 MOD 11-2。
fn id_number(birth: NaiveDate, serial: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHARACTERS: &[u8; 11] = b"10X98765432";
    let mut number = format!(
        "519921{:04}{:02}{:02}{:03}",
        birth.year(),
        birth.month(),
        birth.day(),
        serial % 1000
    );
    let sum: u32 = number
        .bytes()
        .zip(WEIGHTS)
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    number.push(char::from(CHARACTERS[(sum % 11) as usize]));
    number
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fachuang_core::identifier::{Gender, IdKind, Identifier, Phone, normalise_name};

    use super::*;

    #[test]
    fn everybody_has_a_sound_number_of_their_own_that_agrees_with_birth_and_sex() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let mut people = People::new("test");
        let mut numbers = BTreeSet::new();
        let mut rare = 0;
        for _ in 0..2000 {
            let person = people.make(today, 5, 92);
            let identifier =
                Identifier::parse(IdKind::ResidentId, &person.id_number, today).unwrap();
            assert_eq!(identifier.birth(), Some(person.birth));
            assert_eq!(identifier.gender() == Some(Gender::Female), person.female);
            assert!(Phone::parse(&person.phone).is_ok());
            assert_eq!(normalise_name(&person.name).unwrap(), person.name);
            rare += u32::from(person.name.chars().any(|c| c as u32 > 0x9FFF || c == '·'));
            numbers.insert(person.id_number);
        }
        assert!(numbers.len() > 1990, "{}", numbers.len());
        assert!(
            rare > 60,
            "rare characters and names with a dot occur: {rare}"
        );
    }
}
