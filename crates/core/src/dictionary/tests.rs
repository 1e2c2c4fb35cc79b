use super::*;

#[test]
fn every_bundled_dictionary_can_be_read_and_has_entries() {
    for (name, text) in TABLES {
        let dictionary = Dictionary::read(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!dictionary.entries().is_empty(), "{name}");
    }
    assert_eq!(names().count(), TABLES.len());
}

#[test]
fn an_entry_is_found_by_code_by_name_and_by_other_names() {
    let channels = bundled("channels").unwrap();
    for word in ["phone_12348", "电话12348", "12348", " 电话 "] {
        assert_eq!(channels.find(word).unwrap().code, "phone_12348", "{word}");
    }
    assert_eq!(channels.find("飞鸽"), None);
    assert_eq!(channels.name_of("counter"), "现场");
    assert_eq!(channels.name_of("later_version"), "later_version");
}

#[test]
fn the_words_of_the_counter_are_known() {
    let cases = [
        ("channels", "现场 电话12348 网络 上门 他部门移送"),
        (
            "groups",
            "农民工 老年人 残疾人 因病因灾致贫户 小微企业 家暴受害人 妇女 军属 刑满释放人员 未成年人 困境儿童",
        ),
        ("ethnicities", "汉族 壮族 彝族 土家族 回族 苗族 其他"),
        ("education", "初中 小学 其他 本科 专科 中职 普通高中"),
        ("genders", "男 女 未说明"),
        (
            "party_roles",
            "opponent co_applicant represented third_party referrer guardian spouse co_heir notifying_organ \
             entrusting_organ institution agent companion",
        ),
        ("material_forms", "copy original electronic"),
    ];
    for (name, words) in cases {
        let dictionary = bundled(name).unwrap();
        for word in words.split_whitespace() {
            assert!(dictionary.find(word).is_some(), "{name} lacks {word}");
        }
    }
}

#[test]
fn there_are_fifty_six_ethnic_groups() {
    let ethnicities = bundled("ethnicities").unwrap();
    let numbered = |entry: &&Entry| entry.code.parse::<u32>().is_ok_and(|code| code <= 56);
    assert_eq!(ethnicities.entries().iter().filter(numbered).count(), 56);
    assert_eq!(ethnicities.find("基诺").unwrap().code, "56");
}

#[test]
fn sex_codes_are_those_of_the_identity_number() {
    use crate::identifier::Gender;
    for entry in bundled("genders").unwrap().entries() {
        assert_eq!(Gender::from_code(&entry.code).unwrap().code(), entry.code);
    }
}

#[test]
fn green_groups_and_sensitive_groups_are_marked() {
    let groups = bundled("groups").unwrap();
    assert!(groups.find("农民工").unwrap().green());
    assert!(!groups.find("妇女").unwrap().green());
    assert!(groups.find("家暴受害人").unwrap().flag("sensitive"));
}

#[test]
fn a_table_with_a_repeated_word_is_refused() {
    let text = "code,name,aliases\na,甲,乙\nb,乙,\n";
    assert_eq!(Dictionary::read(text).unwrap_err(), TableError::Repeated(3));
}

#[test]
fn a_table_with_an_empty_name_is_refused() {
    let error = Dictionary::read("code,name,aliases\na,,\n").unwrap_err();
    assert_eq!(error.code(), "table.value");
}
