use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    day(2026, 2, 10)
}

fn parse(kind: IdKind, text: &str) -> Result<Identifier, &'static str> {
    Identifier::parse(kind, text, today()).map_err(|error| error.code())
}

#[test]
fn the_published_examples_are_accepted() {
    let cases = [
        (IdKind::ResidentId, "11010519491231002X"),
        (IdKind::ResidentId, "440524188001010014"),
        (IdKind::HmtResidence, "810000199001010019"),
        (IdKind::HmtResidence, "820000197511300027"),
        (IdKind::HmtResidence, "830000198512120024"),
        (IdKind::ForeignPermanent, "911840199003070014"),
        (IdKind::ForeignPermanent, "CAN110098062501"),
        (IdKind::ResidentId15, "519921430805911"),
        (IdKind::DisabilityCard, "51992119430805911144"),
        (IdKind::DisabilityCard, "51992119430805911144B1"),
        (IdKind::Passport, "E12345678"),
        (IdKind::TravelPermit, "H0012345600"),
        (IdKind::Officer, "军字第1234567号"),
        (IdKind::Other, "云释证2026000917"),
        (IdKind::None, ""),
    ];
    for (kind, number) in cases {
        assert_eq!(parse(kind, number).unwrap().number(), number, "{kind:?}");
    }
}

#[test]
fn what_is_typed_is_brought_to_one_form() {
    let typed = " １１０１０５ 19491231 002ｘ ";
    assert_eq!(
        parse(IdKind::ResidentId, typed).unwrap().number(),
        "11010519491231002X"
    );
}

#[test]
fn each_slip_has_its_own_code() {
    let cases = [
        (IdKind::ResidentId, "", "id.empty"),
        (IdKind::ResidentId, "1101051949123100", "id.length"),
        (IdKind::ResidentId, "11010519491231002Y", "id.shape"),
        (IdKind::ResidentId, "1101051949A231002X", "id.shape"),
        (IdKind::ResidentId, "110105194912310021", "id.check_digit"),
        (IdKind::ResidentId, "519921197704279417", "id.check_digit"),
        (IdKind::ResidentId, "519921202611059082", "id.birth_future"),
        (IdKind::ResidentId, "810000199001010019", "id.wrong_kind"),
        (IdKind::ResidentId, "911840199003070014", "id.wrong_kind"),
        (IdKind::ResidentId, "519921430805911", "id.wrong_kind"),
        (IdKind::HmtResidence, "11010519491231002X", "id.wrong_kind"),
        (IdKind::ResidentId15, "51992143080591", "id.length"),
        (
            IdKind::ResidentId15,
            "519921431305911",
            "id.birth_impossible",
        ),
        (IdKind::ForeignPermanent, "CA1110098062501", "id.shape"),
        (IdKind::DisabilityCard, "51992119430805911184", "id.shape"),
        (IdKind::Passport, "护照1", "id.length"),
        (IdKind::Passport, "护照123", "id.shape"),
        (IdKind::None, "1", "id.unexpected"),
    ];
    for (kind, number, code) in cases {
        assert_eq!(parse(kind, number), Err(code), "{kind:?} {number}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_refused_even_with_the_right_check_character() {
    let body = "51992119830229901";
    let number = (0..=10)
        .map(|value| {
            format!(
                "{body}{}",
                if value == 10 {
                    'X'
                } else {
                    (b'0' + value) as char
                }
            )
        })
        .find(|number| parse(IdKind::ResidentId, number) != Err("id.check_digit"))
        .unwrap();
    assert_eq!(
        parse(IdKind::ResidentId, &number),
        Err("id.birth_impossible")
    );
}

#[test]
fn a_birth_before_1900_is_a_warning_and_no_refusal() {
    let number = parse(IdKind::ResidentId, "440524188001010014").unwrap();
    assert_eq!(number.warnings(), [IdWarning::BornBefore1900]);
    assert_eq!(number.birth(), Some(day(1880, 1, 1)));
}

#[test]
fn birth_and_sex_are_read_from_the_number() {
    let man = parse(IdKind::ResidentId, "519921199012089314").unwrap();
    assert_eq!(man.birth(), Some(day(1990, 12, 8)));
    assert_eq!(man.gender(), Some(Gender::Male));
    let woman = parse(IdKind::DisabilityCard, "51992119460112926222").unwrap();
    assert_eq!(woman.gender(), Some(Gender::Female));
    assert_eq!(parse(IdKind::Other, "工01").unwrap().birth(), None);
}

#[test]
fn a_fifteen_digit_number_becomes_the_eighteen_of_the_same_person() {
    let old = parse(IdKind::ResidentId15, "519921430805911").unwrap();
    assert_eq!(old.converted().as_deref(), Some("519921194308059111"));
    assert_eq!(old.search_keys(), ["519921430805911", "519921194308059111"]);
    assert_eq!(old.tail_keys()[1], "111950803491129915");
    assert_eq!(old.masked(), "519921*****5911");
}

#[test]
fn lists_show_the_first_six_and_the_last_four() {
    let number = parse(IdKind::ResidentId, "519921199012089314").unwrap();
    assert_eq!(number.masked(), "519921********9314");
    assert_eq!(
        parse(IdKind::Passport, "E12345678").unwrap().masked(),
        "E1*****78"
    );
}

#[test]
fn every_kind_is_found_by_its_code_and_by_its_name() {
    for kind in IdKind::all() {
        assert_eq!(IdKind::from_code(kind.code()), Some(kind));
        if kind != IdKind::Other {
            assert_eq!(IdKind::from_name(kind.name()), (kind, None));
        }
    }
}

#[test]
fn a_paper_that_is_no_kind_of_its_own_keeps_its_description() {
    let described = |text: &str| (IdKind::Other, Some(text.to_owned()));
    assert_eq!(IdKind::from_name("工作证"), described("工作证"));
    assert_eq!(
        IdKind::from_name("其他（释放证明书）"),
        described("释放证明书")
    );
    assert_eq!(IdKind::from_name("未提供"), (IdKind::None, None));
}

#[test]
fn a_birth_after_the_day_of_registration_is_refused() {
    assert!(check_birth(today(), today()).is_ok());
    let error = check_birth(day(2026, 11, 5), day(2026, 6, 30)).unwrap_err();
    assert_eq!(error.code(), "birth.future");
}

#[test]
fn credit_codes_are_checked_by_their_sum() {
    for code in [
        "91350100M000100Y43",
        "91519921MAYC00077D",
        "32519921MAYC001499",
        "11519921MAYC00704W",
    ] {
        assert_eq!(CreditCode::parse(code).unwrap().as_str(), code);
    }
    let cases = [
        ("91350100M000100Y4Z", "credit.alphabet"),
        ("91350100M000100Y44", "credit.check"),
        ("91519921MAYC006323", "credit.check"),
        ("91350100M000100Y4", "credit.length"),
    ];
    for (code, expected) in cases {
        assert_eq!(CreditCode::parse(code).unwrap_err().code(), expected);
    }
}

#[test]
fn phones_are_brought_to_one_form_and_masked() {
    let cases = [
        ("199 0001 0592", "19900010592", "199****0592"),
        ("+86 19900010592", "19900010592", "199****0592"),
        ("8619900010592", "19900010592", "199****0592"),
        ("１９９-0001-0592", "19900010592", "199****0592"),
        ("0999-8123456", "0999-8123456", "0999-***3456"),
        ("(010)81234567", "010-81234567", "010-****4567"),
        ("09998123456转12", "0999-8123456-12", "0999-***3456"),
        ("0999-8123456-12", "0999-8123456-12", "0999-***3456"),
        ("400-999-0000", "4009990000", "400***0000"),
    ];
    for (typed, normal, masked) in cases {
        let phone = Phone::parse(typed).unwrap();
        assert_eq!(phone.normal(), normal, "{typed}");
        assert_eq!(phone.masked(), masked, "{typed}");
    }
}

#[test]
fn phones_of_no_known_shape_are_refused() {
    for typed in [
        "",
        "1990001059",
        "12900010592",
        "8123456",
        "abc",
        "0999-0123456",
        "19900010592转1",
    ] {
        assert_eq!(
            Phone::parse(typed).unwrap_err().code(),
            "phone.shape",
            "{typed}"
        );
    }
}

#[test]
fn the_tail_of_a_phone_is_a_prefix_of_its_tail_key() {
    assert!(
        Phone::parse("19900010592")
            .unwrap()
            .tail_key()
            .starts_with("2950")
    );
}

#[test]
fn name_dots_and_blanks_have_one_form() {
    for typed in [
        "阿的·木呷约布",
        "阿的•木呷约布",
        "阿的‧木呷约布",
        "阿的・木呷约布",
        "阿的･木呷约布",
        "阿的.木呷约布",
        " 阿的 · 木呷约布\u{3000}",
    ] {
        assert_eq!(normalise_name(typed).unwrap(), "阿的·木呷约布");
    }
    assert_eq!(normalise_name("J. Smith").unwrap(), "J. Smith");
    assert_eq!(normalise_name("张  三").unwrap(), "张 三");
}

#[test]
fn a_character_outside_the_basic_plane_counts_once() {
    assert_eq!(normalise_name("龙𠅤").unwrap().chars().count(), 2);
    assert!(normalise_name(&"𬭬".repeat(PERSON_NAME_MAX)).is_ok());
    let long = normalise_name(&"𬭬".repeat(PERSON_NAME_MAX + 1));
    assert_eq!(long.unwrap_err().code(), "name.too_long");
}

#[test]
fn names_without_content_or_with_hidden_characters_are_refused() {
    assert_eq!(
        normalise_name(" \u{3000}").unwrap_err().code(),
        "name.empty"
    );
    for typed in ["张\t三", "张\u{200B}三", "张\u{202E}三", "张\u{0}三"] {
        assert_eq!(normalise_name(typed).unwrap_err().code(), "name.control");
    }
}

/// A number with the right check character for a random area, birth and serial.
fn sound_number() -> impl Strategy<Value = String> {
    (110_000_u32..660_000, 0_i64..45_000, 0_u32..1000).prop_map(|(area, offset, serial)| {
        let birth = day(1900, 1, 1) + chrono::Days::new(offset as u64);
        let body = format!("{area}{}{serial:03}", birth.format("%Y%m%d"));
        "0123456789X"
            .chars()
            .map(|last| format!("{body}{last}"))
            .find(|number| is_sound_18(number))
            .unwrap()
    })
}

fn sound_code() -> impl Strategy<Value = String> {
    "[0-9A-HJ-NPQRTUWXY]{17}".prop_map(|body| {
        "0123456789ABCDEFGHJKLMNPQRTUWXY"
            .chars()
            .map(|last| format!("{body}{last}"))
            .find(|code| CreditCode::parse(code).is_ok())
            .unwrap()
    })
}

fn replaced(text: &str, index: usize, by: char) -> String {
    text.chars()
        .enumerate()
        .map(|(position, found)| if position == index { by } else { found })
        .collect()
}

fn swapped(text: &str, index: usize) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    characters.swap(index, index + 1);
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn every_sound_number_is_accepted(number in sound_number()) {
        let parsed = Identifier::parse(IdKind::ResidentId, &number, today());
        prop_assert!(parsed.is_ok(), "{number}: {parsed:?}");
    }

    #[test]
    fn every_single_slip_is_refused(number in sound_number(), index in 0_usize..18, by in 0_u32..11) {
        let by = if by == 10 { 'X' } else { char::from_digit(by, 10).unwrap() };
        let slip = replaced(&number, index, by);
        prop_assume!(slip != number);
        prop_assert!(Identifier::parse(IdKind::ResidentId, &slip, today()).is_err());
    }

    #[test]
    fn every_swap_of_neighbours_is_refused(number in sound_number(), index in 0_usize..17) {
        let slip = swapped(&number, index);
        prop_assume!(slip != number);
        prop_assert!(Identifier::parse(IdKind::ResidentId, &slip, today()).is_err());
    }

    #[test]
    fn every_slip_and_every_swap_in_a_credit_code_is_refused(
        code in sound_code(),
        index in 0_usize..17,
        by in "[0-9A-HJ-NPQRTUWXY]",
    ) {
        let slip = replaced(&code, index, by.chars().next().unwrap());
        if slip != code {
            prop_assert!(CreditCode::parse(&slip).is_err());
        }
        let slip = swapped(&code, index);
        if slip != code {
            prop_assert!(CreditCode::parse(&slip).is_err());
        }
    }

    #[test]
    fn a_normal_form_is_its_own_normal_form(text in "\\PC{0,30}") {
        for kind in IdKind::all() {
            if let Ok(number) = Identifier::parse(kind, &text, today()) {
                prop_assert_eq!(Identifier::parse(kind, number.number(), today()), Ok(number));
            }
        }
        if let Ok(phone) = Phone::parse(&text) {
            prop_assert_eq!(Phone::parse(&phone.normal()), Ok(phone));
        }
        if let Ok(name) = normalise_name(&text) {
            prop_assert_eq!(normalise_name(&name), Ok(name));
        }
    }
}
