//! Cards of enrolment, as a file and on paper.

use fachuang_envelope::{Address, Card, CardError, Fingerprint};

use crate::support::*;

const SIGNS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn card() -> Card {
    Card::of(station(), &station_keys())
}

#[test]
fn a_card_survives_its_file_and_every_changed_byte_or_cut_is_found() {
    let file = card().to_file(&station_keys());
    assert_eq!(Card::read_file(&file), Ok(card()));
    let mut refused = 0;
    for at in 0..file.len() {
        for mask in [1, 0x80, 0xff] {
            let mut changed = file.clone();
            changed[at] ^= mask;
            assert!(Card::read_file(&changed).is_err(), "{at}");
            refused += 1;
        }
        assert!(Card::read_file(&file[..at]).is_err(), "{at}");
        refused += 1;
    }
    println!(
        "card of {} bytes: {refused} changed or cut, all refused",
        file.len()
    );
    let longer = [&file[..], &[0]].concat();
    assert_eq!(Card::read_file(&longer), Err(CardError::Damaged));
    let other = card().to_file(&stranger_keys());
    assert_eq!(Card::read_file(&other), Err(CardError::Signature));
    assert_eq!(Card::read_file(&small()), Err(CardError::NotACard));
    let mut newer = file.clone();
    newer[9] = 2;
    assert_eq!(Card::read_file(&newer), Err(CardError::Newer(2)));
}

#[test]
fn a_printed_card_is_read_however_it_is_typed() {
    let paper = card().to_paper();
    let lines: Vec<&str> = paper.lines().collect();
    assert_eq!(lines.len(), 6, "{paper}");
    assert!(
        lines
            .iter()
            .all(|line| line.split(' ').all(|block| block.len() == 8))
    );
    let wide: String = paper
        .chars()
        .map(|sign| match sign {
            '\n' | ' ' => '\u{3000}',
            sign => char::from_u32(u32::from(sign) + 0xFEE0).unwrap(),
        })
        .collect();
    for typed in [
        paper.clone(),
        paper.to_lowercase(),
        paper.replace(' ', "-").replace('\n', "\r\n"),
        paper.replace([' ', '\n'], ""),
        paper.replace('0', "O").replace('1', "l"),
        paper.replace('0', "o").replace('1', "I"),
        wide,
    ] {
        assert_eq!(Card::read_paper(&typed), Ok(card()), "{typed}");
    }
    for site in ["A", "0123456789ABCDEF"] {
        let address = Address::new(site, u32::MAX, u16::MAX).unwrap();
        let card = Card::of(address, &centre_keys());
        assert_eq!(Card::read_paper(&card.to_paper()), Ok(card));
    }
}

#[test]
fn every_slip_on_paper_is_named_by_its_block() {
    let signs: Vec<char> = card().to_paper().replace([' ', '\n'], "").chars().collect();
    let mut slips = 0;
    for at in 0..signs.len() {
        for other in SIGNS.chars().filter(|other| *other != signs[at]) {
            let mut typed = signs.clone();
            typed[at] = other;
            let typed: String = typed.into_iter().collect();
            assert_eq!(Card::read_paper(&typed), Err(CardError::Block(at / 8 + 1)));
            slips += 1;
        }
        if at % 8 > 0 && signs[at] != signs[at - 1] {
            let mut typed = signs.clone();
            typed.swap(at - 1, at);
            let typed: String = typed.into_iter().collect();
            assert_eq!(Card::read_paper(&typed), Err(CardError::Block(at / 8 + 1)));
            slips += 1;
        }
    }
    let blocks: Vec<String> = signs
        .chunks(8)
        .map(|block| block.iter().collect())
        .collect();
    for one in 0..blocks.len() {
        for other in 0..one {
            if blocks[one] != blocks[other] {
                let mut typed = blocks.clone();
                typed.swap(one, other);
                let read = Card::read_paper(&typed.concat());
                assert_eq!(read, Err(CardError::Block(other + 1)));
                slips += 1;
            }
        }
    }
    println!(
        "{} characters in {} blocks: {slips} slips, all named",
        signs.len(),
        blocks.len()
    );
}

#[test]
fn two_slips_that_a_block_does_not_show_are_found_by_the_whole() {
    let signs: Vec<char> = card().to_paper().replace([' ', '\n'], "").chars().collect();
    let mut passed = 0;
    for block in [4, 9, 16] {
        for one in SIGNS.chars() {
            for other in SIGNS.chars() {
                let mut typed = signs.clone();
                (typed[block * 8 + 1], typed[block * 8 + 4]) = (one, other);
                let same = typed == signs;
                let read = Card::read_paper(&typed.into_iter().collect::<String>());
                match read {
                    Err(CardError::Block(named)) => assert_eq!(named, block + 1),
                    Ok(read) => assert!(same && read == card()),
                    Err(error) => {
                        assert_eq!(error, CardError::Damaged);
                        passed += 1;
                    }
                }
            }
        }
    }
    assert!(passed > 50, "{passed}");
}

#[test]
fn what_is_not_a_code_is_told() {
    let paper = card().to_paper();
    assert_eq!(Card::read_paper(""), Err(CardError::Length(0)));
    assert_eq!(
        Card::read_paper(&paper[..paper.len() - 1]),
        Err(CardError::Length(143))
    );
    assert_eq!(
        Card::read_paper(&paper[..paper.len() - 9]),
        Err(CardError::Length(136))
    );
    assert_eq!(
        Card::read_paper(&format!("U{paper}")),
        Err(CardError::Sign(1))
    );
    assert_eq!(
        Card::read_paper(&paper.repeat(2)).unwrap_err().code(),
        "card.length"
    );
    assert_eq!(Card::read_paper("建档卡").unwrap_err().code(), "card.sign");
}

#[test]
fn a_fingerprint_is_compared_by_telephone() {
    let print = card().keys.fingerprint();
    assert_eq!(print.as_str().len(), 24);
    let spoken = print.as_str().to_lowercase().replace('-', " ");
    assert_eq!(Fingerprint::parse(&spoken), Some(print.clone()));
    assert_ne!(print, centre_keys().public().fingerprint());
    assert_eq!(Fingerprint::parse(&print.as_str()[1..]), None);
    let mut other = card().keys;
    other.open = centre_keys().public().open;
    assert_ne!(other.fingerprint(), print, "both keys count");
}
