use chrono::{Datelike, Days, NaiveDate};

use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::identifier::{Gender, is_sound_18};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn person(name: &str) -> PersonKey {
    PersonKey {
        name: name.to_owned(),
        ..PersonKey::default()
    }
}

fn codes(score: &Score) -> Vec<&'static str> {
    score.reasons.iter().map(|reason| reason.code()).collect()
}

#[test]
fn the_bundled_tables_of_names_can_be_read() {
    assert_eq!(compare_form("査"), "查");
    assert_eq!(name_keys("万俟").full, ["moqi"]);
}

#[test]
fn a_surname_is_read_as_a_surname_first() {
    let cases = [
        ("单巧云", "shanqiaoyun", "sqy"),
        ("曾广田", "zengguangtian", "zgt"),
        ("仇德贵", "qiudegui", "qdg"),
        ("解德林", "xiedelin", "xdl"),
        ("查永顺", "zhayongshun", "zys"),
        ("区志强", "ouzhiqiang", "ozq"),
        ("尉迟山", "yuchishan", "ycs"),
        ("覃石生", "qinshisheng", "qss"),
        ("欧阳慧", "ouyanghui", "oyh"),
        ("阿的·木呷约布", "ademugayuebu", "admgyb"),
    ];
    for (name, full, initials) in cases {
        let keys = name_keys(name);
        assert_eq!(keys.full[0], full, "{name}: {keys:?}");
        assert_eq!(keys.initials[0], initials, "{name}: {keys:?}");
    }
}

#[test]
fn other_readings_find_the_name_too() {
    let keys = name_keys("单长乐");
    for typed in ["shanchangle", "danchangle", "shanzhangle", "shanchangyue"] {
        assert!(keys.full.contains(&typed.to_owned()), "{typed}: {keys:?}");
    }
    let keys = name_keys("吕布");
    assert!(keys.full.contains(&"lvbu".to_owned()) && keys.full.contains(&"lubu".to_owned()));
    assert_eq!(name_keys("Anna 4").full, ["anna4"]);
    assert_eq!(name_keys("").full, [""]);
}

#[test]
fn a_typed_reading_is_brought_to_the_form_of_the_keys() {
    for typed in ["Lǚ Bù", "lü'bu", "LV BU"] {
        assert_eq!(normalise_reading(typed), "lvbu", "{typed}");
    }
}

#[test]
fn a_long_name_of_many_readings_has_a_bounded_number_of_keys() {
    assert!(name_keys(&"长乐和行".repeat(10)).full.len() <= 32);
}

#[test]
fn names_are_compared_without_dots_blanks_and_variant_glyphs() {
    assert_eq!(
        compare_form("阿的 · 木呷约布"),
        compare_form("阿的木呷约布")
    );
    assert_eq!(compare_form("査永顺"), compare_form("查永顺"));
    assert_eq!(compare_form("ＡＢＣ"), "abc");
    assert_ne!(compare_form("郭䶮"), compare_form("郭龑"));
}

#[test]
fn fragments_of_a_query_are_among_the_fragments_of_every_text_that_holds_it() {
    let text = "申请人2024年在工地焊加工房，写了欠条。";
    let index = bigrams(text);
    for query in ["工地", "焊加工", "2024年", "加工房，写了", "欠条"] {
        for fragment in query_bigrams(query) {
            assert!(index.contains(&fragment), "{query}: {fragment}");
        }
    }
    for query in ["条", "房", "人"] {
        let [fragment] = query_bigrams(query).try_into().unwrap();
        assert!(index.iter().any(|known| known.starts_with(&fragment)));
    }
    assert_eq!(query_bigrams("，"), Vec::<String>::new());
}

const YUNCHUAN: &str = "519921194308059111";

#[test]
fn one_number_is_one_person_however_the_name_is_written() {
    let a = PersonKey {
        id_number: Some(YUNCHUAN.to_owned()),
        ..person("查永顺")
    };
    let b = PersonKey {
        id_number: Some("519921430805911".to_owned()),
        ..person("査永顺")
    };
    let score = similarity(&a, &b);
    assert!(score.is_certain());
    assert_eq!(codes(&score), ["same_id_15_to_18", "name_differs"]);
    assert_eq!(codes(&similarity(&a, &a)), ["same_id"]);
}

#[test]
fn two_sound_numbers_are_two_persons_whatever_else_agrees() {
    let a = PersonKey {
        id_number: Some(YUNCHUAN.to_owned()),
        phones: vec!["19900010444".to_owned()],
        ..person("查永顺")
    };
    let b = PersonKey {
        id_number: Some("519921194601129262".to_owned()),
        ..a.clone()
    };
    let score = similarity(&a, &b);
    assert_eq!((score.value, codes(&score)), (0, vec!["contradicting_id"]));
}

#[test]
fn the_number_of_another_paper_does_not_contradict() {
    let a = PersonKey {
        id_number: Some(YUNCHUAN.to_owned()),
        phones: vec!["19900010444".to_owned()],
        ..person("查永顺")
    };
    let b = PersonKey {
        id_number: Some("E12345678".to_owned()),
        ..a.clone()
    };
    assert!(similarity(&a, &b).is_likely());
}

#[test]
fn each_ground_has_its_code() {
    let birth = Some(day(1990, 11, 2));
    let phone = vec!["19900010111".to_owned()];
    let with = |name: &str, birth, phones: &[String]| PersonKey {
        birth,
        phones: phones.to_vec(),
        ..person(name)
    };
    let cases = [
        (
            with("罗水旺", birth, &[]),
            with("罗水旺", birth, &[]),
            "same_name_birth",
            true,
        ),
        (
            with("罗水旺", None, &phone),
            with("罗水旺", None, &phone),
            "same_name_phone",
            true,
        ),
        (
            with("罗水旺", birth, &[]),
            with("罗水望", birth, &[]),
            "similar_name_birth",
            true,
        ),
        (
            with("郭䶮", birth, &[]),
            with("郭农", birth, &[]),
            "similar_name_birth",
            true,
        ),
        (
            with("罗水旺", None, &phone),
            with("罗水望", None, &phone),
            "similar_name_phone",
            true,
        ),
        (
            with("罗水旺", None, &phone),
            with("田继荣", None, &phone),
            "same_phone",
            false,
        ),
        (
            with("罗水旺", None, &[]),
            with("罗水旺", None, &[]),
            "same_name",
            false,
        ),
    ];
    for (a, b, code, likely) in cases {
        let score = similarity(&a, &b);
        assert!(codes(&score).contains(&code), "{a:?} {b:?} {score:?}");
        assert_eq!(score.is_likely(), likely, "{a:?} {b:?} {score:?}");
        assert_eq!(
            similarity(&b, &a),
            score,
            "the order of the two does not matter"
        );
    }
}

fn party(name: &str) -> PartyKey {
    PartyKey {
        name: name.to_owned(),
        ..PartyKey::default()
    }
}

fn organisation(name: &str) -> PartyKey {
    PartyKey {
        organisation: true,
        ..party(name)
    }
}

fn found(a: &PartyKey, b: &PartyKey) -> Option<(&'static str, &'static str)> {
    let forward = party_match(a, b);
    assert_eq!(
        forward,
        party_match(b, a),
        "the order of the two does not matter"
    );
    forward.map(|found| (found.strength.code(), found.reason.code()))
}

#[test]
fn a_party_is_found_by_number_however_it_is_called() {
    let mut a = organisation("磐石劳务");
    a.number = Some("91519921MAYC00077D".to_owned());
    let mut b = organisation("云川县磐石建筑劳务有限公司");
    b.number = Some("91519921mayc00077d".to_owned());
    assert_eq!(found(&a, &b), Some(("certain", "same_credit_code")));
    b.number = Some("91519921MAYC00843B".to_owned());
    assert_eq!(found(&a, &b), None);
    let (mut a, mut b) = (party("查永顺"), party("査永顺"));
    a.number = Some(YUNCHUAN.to_owned());
    b.number = Some("519921430805911".to_owned());
    assert_eq!(found(&a, &b), Some(("certain", "same_id_15_to_18")));
}

#[test]
fn an_organisation_is_found_by_its_name_in_other_writing() {
    let a = organisation("云川（石板滩）恒盛电器有限责任公司");
    let b = organisation("云川(石板滩)恒盛电器 有限公司");
    assert_eq!(found(&a, &b), Some(("likely", "same_organisation_name")));
    let head = organisation("安程财产保险股份有限公司");
    let branch = organisation("安程财产保险股份有限公司云川支公司");
    assert_eq!(found(&head, &branch), Some(("possible", "branch")));
    assert_eq!(found(&a, &head), None);
}

#[test]
fn a_person_is_found_by_name_only_as_a_possibility() {
    assert_eq!(
        found(&party("田兆丰"), &party("田兆丰")),
        Some(("possible", "same_name"))
    );
    let (mut a, mut b) = (party("李伟"), party("李伟"));
    a.number = Some("519921199012089314".to_owned());
    b.number = Some("519921197608239388".to_owned());
    assert_eq!(found(&a, &b), None, "two numbers are two persons");
    let (mut a, mut b) = (party("李伟"), party("李伟"));
    a.birth = Some(day(1990, 12, 8));
    b.birth = Some(day(1976, 8, 23));
    assert_eq!(found(&a, &b), None, "two births are two persons");
}

#[test]
fn a_name_with_a_phone_or_a_birth_is_likely() {
    let with_phone = |name: &str| PartyKey {
        phones: vec!["19900010888".to_owned()],
        ..party(name)
    };
    assert_eq!(
        found(&with_phone("龙𠅤"), &with_phone("龙𠅤")),
        Some(("likely", "same_name_phone"))
    );
    assert_eq!(
        found(&with_phone("龙𠅤"), &with_phone("龙享")),
        Some(("likely", "similar_name_phone"))
    );
    assert_eq!(
        found(&with_phone("龙𠅤"), &with_phone("区志强")),
        Some(("possible", "same_phone"))
    );
    assert_eq!(found(&party("龙𠅤"), &party("龙享")), None);
}

/// A fixed sequence of numbers, so that the synthetic county is the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % sides as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.roll(from.len())]
    }
}

const SURNAMES: [&str; 24] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "查", "单", "区", "覃", "欧阳",
    "罗", "田", "仇", "解", "阿的·", "吉克·", "马", "韦", "龙",
];

/// Each group sounds the same.
const HOMOPHONES: [&str; 16] = [
    "伟维卫",
    "建健剑",
    "芳方",
    "丽利莉",
    "军君均",
    "秀绣",
    "英瑛莹",
    "明鸣铭",
    "旺望",
    "龑䶮艳",
    "华桦",
    "强蔷",
    "慧惠",
    "平萍",
    "生笙声",
    "贵桂",
];

const PLAIN: [&str; 16] = [
    "东", "南", "山", "海", "春", "秋", "木呷", "约布", "石", "林", "宝", "福", "根", "花", "梅",
    "松",
];

const VILLAGES: [&str; 8] = [
    "云川县青石镇大坝村",
    "云川县白鹭乡柏树村",
    "云川县东关街道文昌社区",
    "云川县双河镇新桥村",
    "云川县云顶乡尔古村",
    "云川县红岩乡水井村",
    "云川县柳溪镇石门村",
    "云川县河口街道码头社区",
];

fn identity(birth: NaiveDate, serial: usize) -> String {
    let body = format!("519921{}{:03}", birth.format("%Y%m%d"), serial % 1000);
    "0123456789X"
        .chars()
        .map(|last| format!("{body}{last}"))
        .find(|number| is_sound_18(number))
        .unwrap()
}

/// A person with every field known; the tail of the name sounds like others.
fn somebody(dice: &mut Dice, serial: usize) -> PersonKey {
    let tail: Vec<char> = dice.pick(&HOMOPHONES).chars().collect();
    let tail = tail[dice.roll(tail.len())];
    let name = format!("{}{}{tail}", dice.pick(&SURNAMES), dice.pick(&PLAIN));
    // Old numbers of 15 digits only exist for the twentieth century.
    let birth = day(1938, 1, 1) + Days::new(dice.roll(22_000) as u64);
    let second = format!("1990002{:04}", dice.roll(10_000));
    PersonKey {
        id_number: Some(identity(birth, dice.roll(1000))),
        birth: Some(birth),
        gender: Some(if dice.roll(2) == 0 {
            Gender::Male
        } else {
            Gender::Female
        }),
        phones: vec![format!("1990{:07}", serial * 37), second],
        address: Some(format!(
            "{}{}组{}号",
            dice.pick(&VILLAGES),
            dice.roll(9) + 1,
            dice.roll(200)
        )),
        name,
    }
}

fn last_replaced(name: &str, by: char) -> String {
    let mut characters: Vec<char> = name.chars().collect();
    characters.pop();
    characters.push(by);
    characters.into_iter().collect()
}

fn homophone(name: &str, dice: &mut Dice) -> String {
    let last = name.chars().last().unwrap();
    let group = HOMOPHONES
        .iter()
        .find(|group| group.contains(last))
        .unwrap();
    let others: Vec<char> = group.chars().filter(|other| *other != last).collect();
    last_replaced(name, others[dice.roll(others.len())])
}

fn swap_digits(text: &str, dice: &mut Dice) -> String {
    let mut digits: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (4..digits.len() - 1)
        .filter(|place| digits[*place] != digits[place + 1])
        .collect();
    if let Some(place) = places.get(dice.roll(places.len().max(1))) {
        digits.swap(*place, place + 1);
    }
    digits.into_iter().collect()
}

/// The same person as written down at another desk.
fn again(original: &PersonKey, way: usize, dice: &mut Dice) -> PersonKey {
    let mut other = original.clone();
    match way {
        0 => {
            other.name = homophone(&original.name, dice);
            other.id_number = None;
            other.phones.clear();
        }
        1 => {
            other.name = homophone(&original.name, dice);
            (other.id_number, other.birth) = (None, None);
        }
        2 => {
            let mut characters: Vec<char> = original.name.chars().collect();
            characters.remove(characters.len() - 2);
            other.name = characters.into_iter().collect();
            other.id_number = None;
        }
        3 => {
            (other.id_number, other.birth, other.address) = (None, None, None);
            other.phones = vec![swap_digits(&original.phones[0], dice)];
        }
        4 => {
            let number = original.id_number.as_deref().unwrap();
            other.id_number = Some(format!("{}{}", &number[..6], &number[8..17]));
            other.name = homophone(&original.name, dice);
            other.phones.clear();
        }
        5 => {
            (other.id_number, other.birth, other.address) = (None, None, None);
            other.phones = vec!["19900019999".to_owned(), original.phones[1].clone()];
        }
        6 => {
            let birth = original.birth.unwrap();
            let swapped = NaiveDate::from_ymd_opt(birth.year(), birth.day(), birth.month());
            other.birth = swapped.or_else(|| birth.with_day(birth.day() % 10 + 10));
            (other.id_number, other.address) = (None, None);
            other.phones.clear();
        }
        7 => {
            let number = original.id_number.as_deref().unwrap();
            let short = format!("{}{}", &number[..6], &number[8..17]);
            other.id_number = Some(format!(
                "{}{}",
                &short[..12],
                swap_digits(&format!("0000{}", &short[12..]), dice).split_off(4)
            ));
            other.phones.clear();
        }
        _ => {
            other.name = format!(" {} ", original.name.replace('·', "•"));
            other.id_number = None;
            other.phones.clear();
        }
    }
    other
}

/// Somebody else who resembles the original.
fn double(original: &PersonKey, way: usize, dice: &mut Dice, serial: usize) -> PersonKey {
    let mut other = somebody(dice, serial);
    match way {
        // A namesake, known by number, or only by birth and phone.
        0 => other.name.clone_from(&original.name),
        1 => {
            other.name.clone_from(&original.name);
            other.id_number = None;
        }
        // A brother or sister at the same address with the same phone.
        2 => {
            other.name = homophone(&original.name, dice);
            other.phones.clone_from(&original.phones);
            other.address.clone_from(&original.address);
            other.gender = original.gender;
        }
        3 => {
            other.name = last_replaced(&original.name, '兴');
            other.phones.clone_from(&original.phones);
            other.address.clone_from(&original.address);
            other.id_number = None;
        }
        // Husband or wife.
        4 => {
            other.phones.clone_from(&original.phones);
            other.address.clone_from(&original.address);
            (other.id_number, other.birth) = (None, None);
        }
        // Born on the same day, one of them with the other's surname by chance.
        _ => {
            other.birth = original.birth;
            other.id_number = None;
        }
    }
    other
}

#[test]
fn persons_written_twice_are_found_and_others_are_left_alone() {
    let mut dice = Dice(20_260_210);
    let county: Vec<PersonKey> = (0..450).map(|serial| somebody(&mut dice, serial)).collect();
    let (mut hits, mut misses, mut false_alarms) = (0_u32, Vec::new(), Vec::new());
    for (serial, original) in county.iter().enumerate() {
        let copy = again(original, serial % 9, &mut dice);
        if similarity(original, &copy).is_likely() {
            hits += 1;
        } else {
            misses.push((original.clone(), copy));
        }
        let other = double(original, serial % 6, &mut dice, 1000 + serial);
        if similarity(original, &other).is_likely() {
            false_alarms.push((original.clone(), other));
        }
        for stranger in county.iter().skip(serial + 1) {
            if similarity(original, stranger).is_likely() {
                false_alarms.push((original.clone(), stranger.clone()));
            }
        }
    }
    let recall = f64::from(hits) / county.len() as f64;
    let precision = f64::from(hits) / (f64::from(hits) + false_alarms.len() as f64);
    assert!(
        recall >= 0.97,
        "recall {recall}: {:#?}",
        &misses[..misses.len().min(4)]
    );
    assert!(
        precision >= 0.9,
        "precision {precision}: {:#?}",
        &false_alarms[..false_alarms.len().min(4)]
    );
}

proptest::proptest! {
    #[test]
    fn passing_han_characters_by_changes_nothing(
        text in "([\\u{4e00}-\\u{9fff}]{0,3}[\\u{300}-\\u{310}\\u{3099}\\u{ac00}-\\u{ac20}\\u{1100}-\\u{1120}，。Ａ-Ｚİß㊣Ⅳ豈A-Z ]{0,4}\\PC{0,3}){0,6}",
    ) {
        let plainly: String = text.nfkc().flat_map(char::to_lowercase).collect();
        proptest::prop_assert_eq!(plain_form(&text), plainly);
    }
}
