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
        .renew_recovery(&desk.key, cost, &mut desk.random)
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
    let later = br#"{"body":{"version":2,"shape":"unknown"},"seal":1}"#;
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
