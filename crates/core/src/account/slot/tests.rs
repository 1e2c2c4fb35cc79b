use super::hex::hex;
use super::*;
use crate::chance::Seeded;

const DATABASE: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

struct Desk {
    file: SlotFile,
    key: DatabaseKey,
    recovery: RecoveryCode,
    random: Seeded,
}

fn desk() -> Desk {
    let mut random = Seeded::new("slots");
    let (file, key, recovery) = SlotFile::create(
        DATABASE,
        "wang",
        "门前大树1",
        KdfCost::for_tests(),
        &mut random,
    )
    .unwrap();
    Desk {
        file,
        key,
        recovery,
        random,
    }
}

impl Desk {
    fn add(
        &mut self,
        login: &str,
        password: &str,
        origin: PasswordOrigin,
    ) -> Result<(), SlotError> {
        let cost = KdfCost::for_tests();
        self.file
            .add_slot(&self.key, login, password, origin, cost, &mut self.random)
    }

    fn replace(
        &mut self,
        login: &str,
        password: &str,
        origin: PasswordOrigin,
    ) -> Result<(), SlotError> {
        let cost = KdfCost::for_tests();
        self.file
            .replace_slot(&self.key, login, password, origin, cost, &mut self.random)
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, SlotError>) -> &'static str {
    result.unwrap_err().code()
}

#[test]
fn password_and_recovery_code_open_the_same_key() {
    let desk = desk();
    let opened = desk.file.unlock("wang", "门前大树1").unwrap();
    assert_eq!(opened.key, desk.key);
    assert!(!opened.must_change);
    let typed = RecoveryCode::parse(&desk.recovery.reveal()).unwrap();
    assert_eq!(desk.file.unlock_with_recovery(&typed).unwrap(), desk.key);
}

#[test]
fn a_wrong_password_an_unknown_account_and_a_wrong_recovery_code_have_their_own_codes() {
    let desk = desk();
    assert_eq!(
        code(desk.file.unlock("wang", "门前大树2")),
        "keys.wrong_password"
    );
    assert_eq!(
        code(desk.file.unlock("li", "门前大树1")),
        "keys.unknown_account"
    );
    let other = RecoveryCode::generate(&mut Seeded::new("other"));
    assert_eq!(
        code(desk.file.unlock_with_recovery(&other)),
        "keys.wrong_recovery"
    );
}

#[test]
fn the_same_password_composed_differently_opens_the_slot() {
    let mut desk = desk();
    desk.add("li", "caf\u{e9}-2026", PasswordOrigin::Owner)
        .unwrap();
    assert!(desk.file.unlock("li", "cafe\u{301}-2026").is_ok());
}

#[test]
fn every_damaged_byte_is_called_damage_and_never_a_wrong_password() {
    let json = desk().file.to_json().unwrap();
    for at in 0..json.len() {
        let mut damaged = json.clone();
        damaged[at] ^= 0x01;
        match SlotFile::from_json(&damaged) {
            Err(SlotError::Damaged | SlotError::Newer(_)) => {}
            Ok(file) => assert_eq!(
                file,
                desk().file,
                "only a blank between fields may change without harm, not byte {at}"
            ),
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
}

#[test]
fn an_altered_file_with_a_fresh_checksum_is_called_altered() {
    let mut desk = desk();
    desk.add("li", "abcdefg1", PasswordOrigin::OneTime).unwrap();
    let mut forged = desk.file.clone();
    forged.body.slots[2].must_change = false;
    let forged = SlotFile::from_json(&forged.to_json().unwrap()).unwrap();
    assert_eq!(code(forged.unlock("li", "abcdefg1")), "keys.altered");
    let mut swapped = desk.file.clone();
    swapped.body.generation += 5;
    assert_eq!(code(swapped.unlock("wang", "门前大树1")), "keys.altered");
    assert_eq!(
        code(swapped.remove_slot(&desk.key, "li")),
        "keys.altered",
        "an honest change must not sign what a stranger altered"
    );
}

#[test]
fn a_slot_opens_for_no_other_account_and_in_no_other_database() {
    let mut desk = desk();
    desk.add("li", "abcdefg1", PasswordOrigin::Owner).unwrap();
    let mut renamed = desk.file.clone();
    renamed.body.slots[0].account = "zhao".into();
    assert_eq!(
        code(renamed.unlock("zhao", "门前大树1")),
        "keys.wrong_password"
    );
    let mut moved = desk.file.clone();
    moved.body.database = Uuid::from_u128(2);
    assert_eq!(
        code(moved.unlock("wang", "门前大树1")),
        "keys.wrong_password"
    );
}

#[test]
fn a_one_time_password_must_be_changed_and_then_no_longer_opens() {
    let mut desk = desk();
    desk.add("li", "abcdefg1", PasswordOrigin::Owner).unwrap();
    desk.replace("li", "Einmal-77", PasswordOrigin::OneTime)
        .unwrap();
    assert_eq!(
        code(desk.file.unlock("li", "abcdefg1")),
        "keys.wrong_password"
    );
    assert!(desk.file.unlock("li", "Einmal-77").unwrap().must_change);
    desk.replace("li", "ihr-neues-1", PasswordOrigin::Owner)
        .unwrap();
    assert!(!desk.file.unlock("li", "ihr-neues-1").unwrap().must_change);
    assert_eq!(
        code(desk.file.unlock("li", "Einmal-77")),
        "keys.wrong_password"
    );
}

#[test]
fn every_change_raises_the_generation_and_an_old_file_is_noticed() {
    let mut desk = desk();
    desk.add("li", "abcdefg1", PasswordOrigin::Owner).unwrap();
    let before = desk.file.clone();
    desk.file.remove_slot(&desk.key, "li").unwrap();
    assert_eq!(desk.file.generation(), before.generation() + 1);
    assert!(
        before.unlock("li", "abcdefg1").is_ok(),
        "the old file alone still opens"
    );
    let known = desk.file.generation();
    assert_eq!(code(before.require_generation(known)), "keys.outdated");
    assert!(desk.file.require_generation(known).is_ok());
    assert!(desk.file.require_generation(known - 1).is_ok());
}

#[test]
fn a_renewed_recovery_code_makes_the_old_one_worthless() {
    let mut desk = desk();
    let cost = KdfCost::for_tests();
    let renewed = desk
        .file
        .renew_recovery(&desk.key, Holder::Office, cost, &mut desk.random)
        .unwrap();
    assert_eq!(desk.file.unlock_with_recovery(&renewed).unwrap(), desk.key);
    assert_eq!(
        code(desk.file.unlock_with_recovery(&desk.recovery)),
        "keys.wrong_recovery"
    );
}

#[test]
fn accounts_are_unique_well_named_and_never_all_removed() {
    let mut desk = desk();
    assert_eq!(
        code(desk.add("wang", "abcdefg1", PasswordOrigin::Owner)),
        "keys.account_exists"
    );
    for login in ["", "wang li", "a\tb", &"x".repeat(65)] {
        assert_eq!(
            code(desk.add(login, "abcdefg1", PasswordOrigin::Owner)),
            "keys.bad_login"
        );
    }
    assert_eq!(
        code(desk.file.remove_slot(&desk.key, "wang")),
        "keys.last_account"
    );
    assert_eq!(
        code(desk.file.remove_slot(&desk.key, "li")),
        "keys.unknown_account"
    );
    assert_eq!(
        code(desk.replace("li", "abcdefg1", PasswordOrigin::Owner)),
        "keys.unknown_account"
    );
    assert_eq!(desk.file.logins().collect::<Vec<_>>(), ["wang"]);
    assert_eq!(desk.file.generation(), 1, "a refused change is no change");
}

#[test]
fn a_real_account_costs_at_least_46_mib() {
    assert_eq!(code(KdfCost::new(46 * 1024 - 1, 3, 1)), "keys.bad_cost");
    assert_eq!(code(KdfCost::new(64 * 1024, 0, 1)), "keys.bad_cost");
    assert_eq!(code(KdfCost::new(u32::MAX, 3, 1)), "keys.bad_cost");
    let cost = KdfCost::new(46 * 1024, 1, 1).unwrap();
    let mut random = Seeded::new("real cost");
    let (file, key, _) = SlotFile::create(DATABASE, "wang", "abcdefg1", cost, &mut random).unwrap();
    assert_eq!(file.unlock("wang", "abcdefg1").unwrap().key, key);
}

#[test]
fn one_whole_copy_is_enough_and_the_newer_one_counts() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    assert_eq!(code(SlotFile::load(path)), "keys.missing");
    let mut desk = desk();
    desk.file.save(path).unwrap();
    let old = std::fs::read(path.join(KEYS_COPY_FILE)).unwrap();
    desk.add("li", "abcdefg1", PasswordOrigin::Owner).unwrap();
    desk.file.save(path).unwrap();
    assert_eq!(
        SlotFile::load(path).unwrap(),
        (desk.file.clone(), Copies::Alike)
    );

    std::fs::write(path.join(KEYS_COPY_FILE), &old).unwrap();
    assert_eq!(
        SlotFile::load(path).unwrap(),
        (desk.file.clone(), Copies::NeedRepair)
    );

    std::fs::write(path.join(KEYS_COPY_FILE), b"{\"body\":").unwrap();
    assert_eq!(
        SlotFile::load(path).unwrap(),
        (desk.file.clone(), Copies::NeedRepair)
    );

    std::fs::remove_file(path.join(KEYS_FILE)).unwrap();
    assert_eq!(code(SlotFile::load(path)), "keys.damaged");
}

#[test]
fn a_file_of_a_later_program_is_called_newer() {
    let later = br#"{"body":{"version":3,"shape":"unknown"},"seal":1}"#;
    assert_eq!(code(SlotFile::from_json(later)), "keys.newer");
}

#[test]
fn debug_output_and_the_file_hide_the_key() {
    let desk = desk();
    assert_eq!(format!("{:?}", desk.key), "DatabaseKey(hidden)");
    let json = String::from_utf8(desk.file.to_json().unwrap()).unwrap();
    assert!(!json.contains(&hex(desk.key.expose())));
    assert!(!json.contains("门前大树1"));
}

/// A file as the first layout wrote it: passwords seal the database key itself.
const FIRST_LAYOUT: &str = include_str!("first_layout.json");

#[test]
fn a_file_of_the_first_layout_opens_and_its_slots_are_renewed_at_the_login() {
    let mut file = SlotFile::from_json(FIRST_LAYOUT.as_bytes()).unwrap();
    let cost = KdfCost::for_tests();
    let key = file.unlock("wang", "门前大树1").unwrap().key;
    assert!(file.should_refresh("wang", cost));
    let mut random = Seeded::new("renewal");
    let origin = PasswordOrigin::Owner;
    file.replace_slot(&key, "wang", "门前大树1", origin, cost, &mut random)
        .unwrap();
    assert!(!file.should_refresh("wang", cost));
    assert!(file.should_refresh("li", cost));
    let again = SlotFile::from_json(&file.to_json().unwrap()).unwrap();
    assert_eq!(again.unlock("wang", "门前大树1").unwrap().key, key);
    assert_eq!(again.unlock("li", "abcdefg1").unwrap().key, key);
}

#[test]
fn a_slot_that_is_too_cheap_for_a_real_account_is_renewed() {
    let desk = desk();
    assert!(desk.file.should_refresh("wang", KdfCost::for_machine(100)));
    assert!(!desk.file.should_refresh("wang", KdfCost::for_tests()));
}

#[test]
fn a_new_database_key_reaches_everybody_who_stayed_and_nobody_who_left() {
    let mut desk = desk();
    desk.add("li", "abcdefg1", PasswordOrigin::Owner).unwrap();
    desk.add("zhao", "hijklmn1", PasswordOrigin::Owner).unwrap();
    let cost = KdfCost::for_tests();
    let escrow = desk
        .file
        .renew_recovery(
            &desk.key,
            Holder::Escrow("云川县司法局"),
            cost,
            &mut desk.random,
        )
        .unwrap();
    desk.file.remove_slot(&desk.key, "zhao").unwrap();
    let done = desk.file.rekey(&desk.key, cost, &mut desk.random).unwrap();
    assert_ne!(done.key, desk.key);
    assert!(done.one_time.is_empty() && done.recovery.is_none() && !done.lost_escrow);
    for (login, password) in [("wang", "门前大树1"), ("li", "abcdefg1")] {
        assert_eq!(desk.file.unlock(login, password).unwrap().key, done.key);
    }
    for code in [&desk.recovery, &escrow] {
        assert_eq!(desk.file.unlock_with_recovery(code).unwrap(), done.key);
    }
    assert_eq!(
        code(desk.file.unlock("zhao", "hijklmn1")),
        "keys.unknown_account"
    );
    assert_eq!(
        code(desk.file.remove_slot(&desk.key, "li")),
        "keys.altered",
        "the old key signs nothing any more"
    );
}

#[test]
fn keys_of_before_are_found_with_the_key_of_now_and_not_the_other_way_round() {
    let mut desk = desk();
    let cost = KdfCost::for_tests();
    let second = desk
        .file
        .rekey(&desk.key, cost, &mut desk.random)
        .unwrap()
        .key;
    let third = desk
        .file
        .rekey(&second, cost, &mut desk.random)
        .unwrap()
        .key;
    assert_eq!(
        desk.file.past_keys(&third).unwrap(),
        [second.clone(), desk.key.clone()]
    );
    assert_eq!(code(desk.file.past_keys(&second)), "keys.altered");
    assert_eq!(code(desk.file.past_keys(&desk.key)), "keys.altered");
}

#[test]
fn accounts_of_the_first_layout_get_a_one_time_password_with_a_new_database_key() {
    let mut file = SlotFile::from_json(FIRST_LAYOUT.as_bytes()).unwrap();
    let key = file.unlock("wang", "门前大树1").unwrap().key;
    let cost = KdfCost::for_tests();
    let mut random = Seeded::new("renewal");
    let done = file.rekey(&key, cost, &mut random).unwrap();
    let logins: Vec<&str> = done
        .one_time
        .iter()
        .map(|(login, _)| login.as_str())
        .collect();
    assert_eq!(logins, ["wang", "li"]);
    for (login, password) in &done.one_time {
        let opened = file.unlock(login, password).unwrap();
        assert!(opened.must_change && opened.key == done.key);
        assert!(
            crate::account::password::PasswordRules::default()
                .check(login, password)
                .is_ok()
        );
    }
    let recovery = done.recovery.unwrap();
    assert_eq!(file.unlock_with_recovery(&recovery).unwrap(), done.key);
}

#[test]
fn a_holder_outside_opens_the_desk_until_the_slot_is_taken_away() {
    let mut desk = desk();
    let cost = KdfCost::for_tests();
    assert_eq!(desk.file.escrow_holder(), None);
    for name in ["", " 局", "局\n", &"长".repeat(41)] {
        let refused =
            desk.file
                .renew_recovery(&desk.key, Holder::Escrow(name), cost, &mut desk.random);
        assert_eq!(code(refused), "keys.bad_holder");
    }
    let held = desk
        .file
        .renew_recovery(
            &desk.key,
            Holder::Escrow("云川县司法局"),
            cost,
            &mut desk.random,
        )
        .unwrap();
    assert_eq!(desk.file.escrow_holder(), Some("云川县司法局"));
    assert_eq!(desk.file.unlock_with_recovery(&held).unwrap(), desk.key);
    assert_eq!(
        desk.file.unlock_with_recovery(&desk.recovery).unwrap(),
        desk.key,
        "the office keeps its own"
    );
    desk.file.remove_escrow(&desk.key).unwrap();
    assert_eq!(
        code(desk.file.unlock_with_recovery(&held)),
        "keys.wrong_recovery"
    );
    assert_eq!(desk.file.escrow_holder(), None);
}
