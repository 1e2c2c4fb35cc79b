use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;

fn mark(text: &str) -> DeviceMark {
    DeviceMark::parse(text).unwrap()
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 2, 10).unwrap()
}

#[test]
fn a_number_is_written_as_on_the_receipt() {
    let number = TicketNumber::new("YC", 'Y', day(), mark("3"), 14).unwrap();
    assert_eq!(number.to_string(), "YC-Y260210-3014K");
}

#[test]
fn a_number_is_read_as_people_type_it() {
    let number = TicketNumber::parse("YC-Y260210-3014K").unwrap();
    for typed in [
        "ycy2602103014k",
        "ＹＣ－Ｙ２６０２１０－３０１４Ｋ",
        " yc y260210 3014k ",
        "YC—Y260210—3014K",
    ] {
        assert_eq!(TicketNumber::parse(typed).as_ref(), Ok(&number), "{typed}");
    }
    assert_eq!((number.site(), number.window()), ("YC", 'Y'));
    assert_eq!((number.day(), number.counter()), (day(), 14));
    assert_eq!(number.device().as_str(), "3");
}

#[test]
fn a_counter_grows_beyond_three_digits() {
    let number = TicketNumber::new("YC", 'Y', day(), mark("3"), 12_345).unwrap();
    assert!(number.to_string().starts_with("YC-Y260210-312345"));
    assert_eq!(TicketNumber::parse(&number.to_string()), Ok(number));
}

#[test]
fn a_mark_of_two_letters_cannot_be_taken_for_a_counter() {
    let number = TicketNumber::new("BL", 'T', day(), mark("AZ"), 1000).unwrap();
    let read = TicketNumber::parse(&number.to_string()).unwrap();
    assert_eq!((read.device().as_str(), read.counter()), ("AZ", 1000));
}

#[test]
fn wrong_numbers_say_what_is_wrong() {
    let cases = [
        ("", "number.shape"),
        ("YC-Y260210-3014", "number.shape"),
        ("YC-Y260210-3014L", "number.check"),
        ("YC-Y260210-30140", "number.shape"),
        ("YC-Y260230-3014K", "number.day_impossible"),
        ("YO-Y260210-3014K", "number.shape"),
        ("YC-Y260210-3000K", "number.shape"),
        ("YC-Y260210-30014K", "number.shape"),
        ("YC-Y260210-A014K", "number.shape"),
        ("YC-Y260210-399999999999K", "number.shape"),
        ("云川-Y260210-3014K", "number.shape"),
    ];
    for (typed, code) in cases {
        assert_eq!(
            TicketNumber::parse(typed).unwrap_err().code(),
            code,
            "{typed}"
        );
    }
}

#[test]
fn a_number_outside_its_ranges_is_not_made() {
    let make = |site, window, counter| TicketNumber::new(site, window, day(), mark("1"), counter);
    assert!(make("YC", 'Y', 1).is_ok());
    assert!(make("Y", 'Y', 1).is_err());
    assert!(make("yc", 'Y', 1).is_err());
    assert!(make("YC", 'I', 1).is_err());
    assert!(make("YC", 'Y', 0).is_err());
}

#[test]
fn marks_are_counted_without_repetition_until_they_run_out() {
    let marks: Vec<DeviceMark> = (0..).map_while(DeviceMark::nth).collect();
    assert_eq!(marks.len(), 539);
    assert_eq!((marks[0].as_str(), marks[9].as_str()), ("1", "0"));
    assert_eq!((marks[10].as_str(), marks[538].as_str()), ("AA", "ZZ"));
    for (index, mark) in marks.iter().enumerate() {
        assert_eq!(mark.index() as usize, index);
    }
}

#[test]
fn a_rating_code_has_eight_characters_and_is_read_as_typed() {
    let code = RatingCode::from_random(0x1234_5678_9ABC_DEF0);
    assert_eq!(code.as_str().len(), 8);
    assert_eq!(
        RatingCode::parse(&code.to_string().to_lowercase()),
        Ok(code)
    );
    assert_eq!(RatingCode::parse("O0I1-AAAA"), Err(NumberError::Shape));
}

fn any_number() -> impl Strategy<Value = TicketNumber> {
    let letters = "[A-HJ-NP-TV-Z]";
    let site = "[A-HJ-NP-TV-Z]{2}";
    let devices = (0_u32..539).prop_map(|index| DeviceMark::nth(index).unwrap());
    (site, letters, 0_u64..36_000, devices, 1_u32..20_000).prop_map(
        |(site, window, offset, device, counter)| {
            let first = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();
            let window = window.chars().next().unwrap();
            TicketNumber::new(&site, window, first + Days::new(offset), device, counter).unwrap()
        },
    )
}

const TYPEABLE: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Every text that differs from the given one by one character or by two swapped neighbours.
fn slips(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut slips = Vec::new();
    for index in 0..characters.len() {
        for by in TYPEABLE.chars().filter(|by| *by != characters[index]) {
            let mut slip = characters.clone();
            slip[index] = by;
            slips.push(slip.into_iter().collect());
        }
        if index > 0 && characters[index] != characters[index - 1] {
            let mut slip = characters.clone();
            slip.swap(index, index - 1);
            slips.push(slip.into_iter().collect());
        }
    }
    slips
}

proptest! {
    #[test]
    fn every_number_is_read_back(number in any_number()) {
        prop_assert_eq!(TicketNumber::parse(&number.to_string()), Ok(number));
    }

    #[test]
    fn every_slip_in_a_ticket_number_shows(number in any_number()) {
        for slip in slips(&number.to_string().replace('-', "")) {
            prop_assert!(TicketNumber::parse(&slip).is_err(), "{} taken for {}", slip, number);
        }
    }

    #[test]
    fn every_slip_in_a_rating_code_shows(random in any::<u64>()) {
        let code = RatingCode::from_random(random);
        prop_assert_eq!(RatingCode::parse(code.as_str()), Ok(code.clone()));
        for slip in slips(code.as_str()) {
            prop_assert!(RatingCode::parse(&slip).is_err(), "{} taken for {}", slip, code);
        }
    }
}
