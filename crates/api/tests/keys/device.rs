//! A data directory that was moved or copied.

use serde_json::json;

use crate::office::*;

#[test]
fn a_copied_data_directory_is_noticed_and_goes_its_own_way() {
    let mut office = Office::of_four();
    let first = office.register("单巧云");
    office.call("lock", json!({}));
    office.front = front(&office.data, &office.now, "copy").located(machine("m2"));
    assert_eq!(office.enter(CLERK)["foundElsewhere"], "machine");
    assert_eq!(
        code(office.ask("home", json!({}), None)),
        "device.elsewhere"
    );
    let settle = |copied: bool, mark: &str| json!({ "copied": copied, "deviceMark": mark, "deskName": if copied { "4号窗口机" } else { "" } });
    assert_eq!(
        code(office.ask("settle_whereabouts", settle(true, "4"), Some(DIRECTOR))),
        "right.missing"
    );
    office.enter(ADMIN);
    assert_eq!(
        code(office.ask("settle_whereabouts", settle(true, "3"), Some(DIRECTOR))),
        "device.mark_taken"
    );
    assert_eq!(
        code(office.ask("settle_whereabouts", settle(true, "4"), None)),
        "second.needed"
    );
    let session = office
        .ask("settle_whereabouts", settle(true, "4"), Some(DIRECTOR))
        .unwrap();
    assert_eq!(
        (&session["foundElsewhere"], &session["deskName"]),
        (&json!(""), &json!("4号窗口机"))
    );
    let copy = office.register("单巧云");
    assert_ne!(first, copy);
    assert!(copy.contains("-4"), "{copy}");
    assert!(office.is_sound());
    assert_eq!(office.enter(CLERK)["foundElsewhere"], "");
}

#[test]
fn a_moved_data_directory_goes_on_as_the_same_device() {
    let mut office = Office::of_four();
    let first = office.register("单巧云");
    office.call("lock", json!({}));
    office.front = front(&office.data, &office.now, "moved").located(machine("m2"));
    assert_eq!(office.enter(ADMIN)["foundElsewhere"], "machine");
    let wish = json!({ "copied": false, "deviceMark": "", "deskName": "" });
    office
        .ask("settle_whereabouts", wish.clone(), Some(DIRECTOR))
        .unwrap();
    assert_eq!(
        code(office.ask("settle_whereabouts", wish, Some(DIRECTOR))),
        "device.known_here"
    );
    let second = office.register("单巧云");
    assert_eq!(
        first[..first.len() - 2],
        second[..second.len() - 2],
        "the counter of the same mark goes on"
    );
    assert_ne!(first, second);
    assert!(office.is_sound());
}
