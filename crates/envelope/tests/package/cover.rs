//! Who made it, whom it is for, and whether the cover is that of the content.

use std::io::Cursor;

use fachuang_envelope::{Address, Addressee, DeviceSecret, Keyring, Passphrase, open, seal};

use crate::support::*;

/// Opens a file as some device with some keys.
fn code_at(file: &[u8], me: &Address, keys: &DeviceSecret, revoked: bool) -> &'static str {
    let keyring = Keyring {
        addressee: Addressee::Me(std::slice::from_ref(me)),
        secrets: &[keys.open().clone()],
        passphrase: None,
        senders: &Pinned { revoked },
    };
    match open(file, Cursor::new(Vec::new()), &keyring) {
        Ok(_) => "opened",
        Err(error) => error.code(),
    }
}

#[test]
fn a_package_for_somebody_else_is_refused_before_a_key_is_tried() {
    let code = code_at(&small(), &stranger(), &stranger_keys(), false);
    assert_eq!(code, "package.wrong_addressee");
    let later = Address::new("ZX", 1, 1).unwrap();
    let code = code_at(&small(), &later, &centre_keys(), false);
    assert_eq!(
        code, "package.wrong_addressee",
        "another epoch is another addressee"
    );
}

#[test]
fn a_device_that_was_restored_answers_to_its_address_of_before() {
    let mine = [Address::new("ZX", 1, 1).unwrap(), centre()];
    let keyring = Keyring {
        addressee: Addressee::Me(&mine),
        secrets: &[stranger_keys().open().clone(), centre_keys().open().clone()],
        passphrase: None,
        senders: &Pinned { revoked: false },
    };
    assert!(open(&small()[..], Cursor::new(Vec::new()), &keyring).is_ok());
}

#[test]
fn the_wrong_key_is_told_from_the_wrong_file() {
    let code = code_at(&small(), &centre(), &stranger_keys(), false);
    assert_eq!(code, "package.no_key");
}

#[test]
fn words_are_asked_for_and_wrong_ones_told() {
    let words = words();
    let (file, _) = make(&series(7, 2, 20), &[], for_words(&words));
    let code = |words: Option<&Passphrase>| open_with(&file, &[], words).unwrap_err().code();
    assert_eq!(code(None), "package.passphrase_needed");
    let wrong = Passphrase::new("青山 绿水 灯笼 河流 书桌 雨伞 一二四").unwrap();
    assert_eq!(code(Some(&wrong)), "package.wrong_passphrase");
    assert!(open_with(&file, &[], Some(&words)).is_ok());
}

#[test]
fn words_are_the_same_however_they_are_typed() {
    let words = |typed| Passphrase::new(typed);
    let plain = words("deng long 2026 qing shan");
    assert!(plain.is_some());
    for typed in [
        " Deng  LONG 2026\tqing shan\n",
        "ｄｅｎｇ　ｌｏｎｇ　２０２６　ｑｉｎｇ　Ｓｈａｎ",
    ] {
        assert!(words(typed) == plain, "{typed}");
    }
    assert!(words("deng long 2026 qingshan") != plain);
    assert!(words("           a           ").is_none());
}

#[test]
fn a_sender_that_is_not_pinned_or_was_revoked_is_refused() {
    assert_eq!(
        code_at(&small(), &centre(), &centre_keys(), true),
        "package.revoked_sender"
    );
    let mut file = Vec::new();
    let mut none = std::iter::empty().peekable();
    seal(
        &mut file,
        waybill(),
        &mut none,
        [],
        &stranger_keys(),
        for_centre(),
    )
    .unwrap();
    assert_eq!(
        refusal(&file),
        "package.unknown_sender",
        "the name of the station, the key of another"
    );
}

#[test]
fn a_signature_of_another_key_under_the_stations_name_is_refused() {
    let mut parts = Parts::of(&small());
    let manifest = parts.manifest();
    parts.sign(&manifest, &stranger_keys());
    assert_eq!(refusal(&parts.sealed()), "package.signature_wrong");
}

#[test]
fn a_recipient_cannot_pass_a_package_on_as_if_it_were_for_a_third() {
    let parts = Parts::of(&small());
    let passed_on = parts.sealed_for(&stranger_keys());
    assert_eq!(
        code_at(&passed_on, &stranger(), &stranger_keys(), false),
        "package.wrong_addressee"
    );

    // With a cover that names the third.
    let mut other = waybill();
    other.to = stranger();
    let mut file = Vec::new();
    let mut none = std::iter::empty().peekable();
    seal(
        &mut file,
        other,
        &mut none,
        [],
        &station_keys(),
        for_centre(),
    )
    .unwrap();
    let outer = Parts::of(&file).outer;
    let passed_on = Parts { outer, ..parts }.sealed_for(&stranger_keys());
    assert_eq!(
        code_at(&passed_on, &stranger(), &stranger_keys(), false),
        "package.cover_differs"
    );
}

#[test]
fn a_cover_of_another_package_is_refused() {
    let parts = Parts::of(&small());
    for change in [
        |waybill: &mut fachuang_envelope::Waybill| waybill.number = 4,
        |waybill: &mut fachuang_envelope::Waybill| waybill.made_ms += 1,
        |waybill: &mut fachuang_envelope::Waybill| waybill.from = centre(),
    ] {
        let mut other = waybill();
        change(&mut other);
        let mut file = Vec::new();
        let mut none = std::iter::empty().peekable();
        seal(
            &mut file,
            other,
            &mut none,
            [],
            &station_keys(),
            for_centre(),
        )
        .unwrap();
        let outer = Parts::of(&file).outer;
        let body = parts.body.clone();
        assert_eq!(
            refusal(&Parts { outer, body }.sealed()),
            "package.cover_differs"
        );
    }
}

#[test]
fn a_manifest_that_says_otherwise_than_its_cover_is_refused_even_when_signed() {
    let mut parts = Parts::of(&small());
    parts.amend(|map| map.set(2, 4));
    assert_eq!(refusal(&parts.sealed()), "package.cover_differs");
}

#[test]
fn words_where_the_cover_says_keys_are_refused() {
    let parts = Parts::of(&small());
    assert_eq!(
        refusal(&parts.sealed_by(&words_recipient(2))),
        "package.cover_differs"
    );
}

#[test]
fn words_that_cost_hours_of_work_are_refused_at_once() {
    let words = words();
    let (file, _) = make(&[], &[], for_words(&words));
    let length = u16::from_be_bytes([file[12], file[13]]);
    let at = 14 + usize::from(length) + 8;
    let text = String::from_utf8_lossy(&file[at..]).into_owned();
    let line = text.lines().nth(1).unwrap();
    assert!(
        line.starts_with("-> scrypt ") && line.ends_with(" 2"),
        "{line}"
    );
    let place = at + text.find(" 2\n").unwrap() + 1;
    let mut dear = file[..place].to_vec();
    dear.extend_from_slice(b"30");
    dear.extend_from_slice(&file[place + 1..]);
    let code = open_with(&trailed_again(&dear), &[], Some(&words))
        .unwrap_err()
        .code();
    assert_eq!(code, "package.excessive_work");
}
