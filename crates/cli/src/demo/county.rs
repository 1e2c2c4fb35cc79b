//! The invented county 云川县: 21 townships with 15 villages each, and who works and trades there.

use super::dice::Dice;

/// Townships and sub-districts, each with a station.
pub const TOWNSHIPS: [&str; 21] = [
    "东关街道",
    "河口街道",
    "云台街道",
    "青石镇",
    "柳溪镇",
    "双河镇",
    "石板滩镇",
    "麻柳镇",
    "大桥镇",
    "龙泉镇",
    "枫香镇",
    "三岔镇",
    "盐井镇",
    "白鹭乡",
    "红岩乡",
    "云顶彝族乡",
    "杨柳乡",
    "茶园乡",
    "铁炉乡",
    "桂花乡",
    "望江乡",
];

/// Villages of each township; 21 × 15 = 315 rooms.
pub const VILLAGES_PER_TOWNSHIP: usize = 15;

const HEADS: [&str; 21] = [
    "文", "锦", "松", "新", "石", "长", "清", "凉", "高", "樟", "渡", "鹭", "坝", "桐", "竹", "梅",
    "白", "荷", "枣", "栗", "泉",
];
const TAILS: [&str; VILLAGES_PER_TOWNSHIP] = [
    "昌", "江", "坪", "桥", "梁", "坡", "水", "井", "湾", "木", "口", "塘", "子", "林", "垭",
];

/// Returns the villages of a township; those of a sub-district are communities.
pub fn villages(township: usize) -> Vec<String> {
    let suffix = if TOWNSHIPS[township].ends_with("街道") {
        "社区"
    } else {
        "村"
    };
    let head = HEADS[township];
    TAILS
        .iter()
        .map(|tail| format!("{head}{tail}{suffix}"))
        .collect()
}

/// Returns the address of somebody who lives in the county.
pub fn address(dice: &mut Dice) -> String {
    let township = dice.below(TOWNSHIPS.len() as u32) as usize;
    let villages = villages(township);
    let village = dice.pick(&villages);
    if village.ends_with('村') {
        format!(
            "云川县{}{village}{}组",
            TOWNSHIPS[township],
            dice.between(1, 9)
        )
    } else {
        format!("云川县{}{village}", TOWNSHIPS[township])
    }
}

/// An organisation with its credit code and phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    pub name: String,
    pub credit_code: String,
    pub phone: String,
}

const FIRMS: [&str; 14] = [
    "云川县丰禾建筑劳务有限公司",
    "云川县永固建材有限公司",
    "云川县锦绣物业服务有限公司",
    "云川县大成装饰工程有限公司",
    "云川县顺达运输有限公司",
    "云川县乐购商贸有限公司",
    "云川县碧波水产养殖有限公司",
    "云川县云顶茶业有限公司",
    "云川县跃马健身有限公司",
    "云川县启航教育培训有限公司",
    "云川县安居房地产开发有限公司",
    "云川县瑞丰农资有限公司",
    "云川县星光电子有限公司",
    "云川县和美家政服务有限公司",
];

/// Returns the firms people have trouble with, the same few again and again.
pub fn firms() -> Vec<Organisation> {
    let firm = |(at, name): (usize, &&str)| Organisation {
        name: (*name).to_owned(),
        credit_code: credit_code("91", at as u32 + 1),
        phone: format!("199000{:05}", 81_000 + at * 37),
    };
    FIRMS.iter().enumerate().map(firm).collect()
}

/// Returns the notary office and the forensic body of the county.
pub fn institution(window: &str) -> Organisation {
    let (name, prefix, number) = match window {
        "forensic" => ("云川明理司法鉴定所", "34", 902),
        _ => ("云川县公证处", "32", 901),
    };
    Organisation {
        name: name.to_owned(),
        credit_code: credit_code(prefix, number),
        phone: format!("199000{:05}", 82_000 + number),
    }
}

/// Returns a credit code with a check character that fits, in the area 519921 that no organisation has.
fn credit_code(prefix: &str, number: u32) -> String {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let mut code = format!("{prefix}519921MADM0{number:04}");
    let mut weight = 1;
    let mut sum = 0;
    for byte in code.bytes() {
        let value = ALPHABET.iter().position(|known| *known == byte);
        sum += value.unwrap_or(0) * weight;
        weight = weight * 3 % 31;
    }
    code.push(char::from(ALPHABET[(31 - sum % 31) % 31]));
    code
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fachuang_core::identifier::{CreditCode, Phone};

    use super::*;

    #[test]
    fn the_county_has_21_townships_and_315_villages_of_different_names() {
        let all: BTreeSet<String> = (0..TOWNSHIPS.len()).flat_map(villages).collect();
        assert_eq!((TOWNSHIPS.len(), all.len()), (21, 315));
    }

    #[test]
    fn every_organisation_has_a_sound_credit_code_of_its_own() {
        let mut all = firms();
        all.extend([institution("notary"), institution("forensic")]);
        let codes: BTreeSet<&str> = all.iter().map(|one| one.credit_code.as_str()).collect();
        assert_eq!(codes.len(), all.len());
        for one in &all {
            assert!(
                CreditCode::parse(&one.credit_code).is_ok() && Phone::parse(&one.phone).is_ok(),
                "{one:?}"
            );
        }
    }
}
