//! What a place has to be able to do, asked of a folder and of an object store alike.

use std::path::Path;

use fachuang_carrier::{ObjectStores, StoreCarrier};
use fachuang_core::exchange::hall::carrier::Boxes;
use fachuang_core::exchange::hall::store::{REGION, Stores};
use fachuang_core::exchange::hall::{Carrier, FolderCarrier, Name, PlaceFault, Store, try_out};
use zeroize::Zeroizing;

use crate::server::{BUCKET, KEY_ID, READER_ID, SECRET, Server, Way};

/// More than the buffers between here and a server hold.
const LARGE: usize = 3 * 1024 * 1024;

pub fn store(server: &Server) -> Store {
    Store {
        endpoint: server.endpoint(),
        bucket: BUCKET.to_owned(),
        prefix: "hall/yc".to_owned(),
        region: REGION.to_owned(),
        key_id: KEY_ID.to_owned(),
        secret: Zeroizing::new(SECRET.to_owned()),
        plain: false,
    }
}

pub fn reach(store: &Store, own: u32) -> StoreCarrier {
    StoreCarrier::new(&store.clone().checked().unwrap(), own).unwrap()
}

fn letter(to: u32, number: u64) -> Name {
    Name::Letter {
        to,
        epoch: 0,
        number,
        tag: 7,
    }
}

/// Runs a check over a folder and over an object store; the check gets the place as each device reaches it, and the folder
/// of this computer in which everything ends up.
fn over_both(check: impl Fn(&(dyn Fn(u32) -> Box<dyn Carrier> + Sync), &Path)) {
    let share = tempfile::tempdir().unwrap();
    check(
        &|own| Box::new(FolderCarrier::new(share.path(), own)),
        share.path(),
    );
    let server = Server::start();
    check(
        &|own| Box::new(reach(&store(&server), own)),
        &server.lying("hall/yc"),
    );
}

#[test]
fn what_one_desk_puts_the_others_list_and_get_until_it_is_removed() {
    over_both(|seen_by, _| {
        let (one, two) = (seen_by(1), seen_by(2));
        one.list(&[]).unwrap();
        assert_eq!(
            two.list(&[1, 3]).unwrap(),
            Boxes::from([(1, Vec::new()), (2, Vec::new())]),
            "a desk that was never there has no box"
        );
        one.put(&letter(2, 1), b"sealed").unwrap();
        one.put(&letter(3, 1), b"for another").unwrap();
        one.put(&Name::Here(5), b"").unwrap();
        assert_eq!(
            two.list(&[1, 3]).unwrap()[&1],
            [Name::Here(5), letter(2, 1), letter(3, 1)]
        );
        assert_eq!(two.get(1, &letter(2, 1), 100).unwrap(), b"sealed");
        assert_eq!(two.get(1, &letter(2, 1), 3).unwrap(), b"sea");
        assert_eq!(two.get(1, &Name::Here(5), 3).unwrap(), b"");
        assert_eq!(two.get(1, &letter(2, 2), 9), Err(PlaceFault::Missing));
        assert_eq!(two.get(3, &letter(2, 1), 9), Err(PlaceFault::Missing));
        one.put(&letter(2, 1), b"sealed").unwrap();
        for name in [letter(2, 1), letter(3, 1), Name::Here(5)] {
            one.remove(&name).unwrap();
            one.remove(&name).unwrap();
        }
        assert_eq!(two.list(&[1]).unwrap()[&1], Vec::new());
    });
}

#[test]
fn what_is_foreign_or_half_written_is_not_seen() {
    over_both(|seen_by, folder| {
        let (one, two) = (seen_by(1), seen_by(2));
        one.list(&[]).unwrap();
        one.put(&letter(2, 1), b"sealed").unwrap();
        let own = folder.join("00000001");
        std::fs::write(own.join("Thumbs.db"), b"foreign").unwrap();
        std::fs::write(own.join(format!("{}.part", letter(2, 2))), b"half").unwrap();
        std::fs::create_dir(folder.join("公告")).unwrap();
        std::fs::create_dir(folder.join("000000010")).unwrap();
        std::fs::write(
            folder.join("000000010").join(letter(2, 9).to_string()),
            b"x",
        )
        .unwrap();
        let deeper = own.join("deeper");
        std::fs::create_dir(&deeper).unwrap();
        std::fs::write(deeper.join(letter(2, 8).to_string()), b"x").unwrap();
        assert_eq!(
            two.list(&[1, 3]).unwrap(),
            Boxes::from([(1, vec![letter(2, 1)]), (2, Vec::new())])
        );
    });
}

#[test]
fn several_write_at_once_and_everything_comes_to_lie_whole() {
    over_both(|seen_by, folder| {
        let bytes = |own: u32, number: u64| vec![own as u8 * 16 + number as u8; 200_000];
        std::thread::scope(|scope| {
            let mut writers = Vec::new();
            for own in 1..=4 {
                writers.push(scope.spawn(move || {
                    let place = seen_by(own);
                    place.list(&[]).unwrap();
                    for number in 1..=5 {
                        place.put(&letter(9, number), &bytes(own, number)).unwrap();
                    }
                }));
            }
            for writer in writers {
                writer.join().unwrap();
            }
        });
        let reader = seen_by(9);
        let boxes = reader.list(&[1, 2, 3, 4]).unwrap();
        for own in 1..=4 {
            assert_eq!(boxes[&own].len(), 5, "{}", folder.display());
            for number in 1..=5 {
                let read = reader.get(own, &letter(9, number), 1_000_000).unwrap();
                assert!(read == bytes(own, number), "{own} {number}");
            }
        }
    });
}

#[test]
fn a_line_that_breaks_anywhere_leaves_all_of_a_letter_or_nothing() {
    let server = Server::start();
    let (one, two) = (reach(&store(&server), 1), reach(&store(&server), 2));
    one.list(&[]).unwrap();
    two.list(&[]).unwrap();
    let bytes = vec![7; LARGE];
    for (number, broken) in [
        Way::Down,
        Way::CutAfter(100),
        Way::CutAfter(LARGE / 2),
        Way::CutBack(1),
    ]
    .into_iter()
    .enumerate()
    {
        let name = letter(2, number as u64);
        server.line().set(broken);
        assert_eq!(
            one.put(&name, &bytes),
            Err(PlaceFault::Missing),
            "{broken:?}"
        );
        server.line().set(Way::Open);
        if let Ok(read) = two.get(1, &name, u64::MAX) {
            assert!(read == bytes, "{broken:?}: half of it lies there");
        }
        one.put(&name, &bytes).unwrap();
        server.line().set(match broken {
            Way::CutAfter(_) => Way::CutBack(LARGE / 2),
            broken => broken,
        });
        assert_eq!(
            two.get(1, &name, u64::MAX),
            Err(PlaceFault::Missing),
            "{broken:?}"
        );
        server.line().set(Way::Down);
        assert_eq!(two.list(&[1]), Err(PlaceFault::Missing));
        assert_eq!(one.remove(&name), Err(PlaceFault::Missing));
        server.line().set(Way::Open);
        assert!(two.get(1, &name, u64::MAX).unwrap() == bytes);
    }
    assert_eq!(two.list(&[1]).unwrap()[&1].len(), 4);
}

#[test]
fn a_wrong_key_a_missing_bucket_and_nobody_there_are_told_apart() {
    let server = Server::start();
    let sound = store(&server);
    reach(&sound, 1).list(&[]).unwrap();
    reach(&sound, 1).put(&letter(2, 1), b"sealed").unwrap();
    let wrong_secret = Store {
        secret: Zeroizing::new("falsch".to_owned()),
        ..sound.clone()
    };
    let wrong_key = Store {
        key_id: "AKNOBODY".to_owned(),
        ..sound.clone()
    };
    let no_bucket = Store {
        bucket: "nobody".to_owned(),
        ..sound.clone()
    };
    let nobody_there = Store {
        endpoint: "http://127.0.0.1:1".to_owned(),
        ..sound.clone()
    };
    for (store, fault) in [
        (&wrong_secret, PlaceFault::WrongSecret),
        (&wrong_key, PlaceFault::UnknownKey),
        (&no_bucket, PlaceFault::NoBucket),
        (&nobody_there, PlaceFault::Missing),
    ] {
        let place = reach(store, 1);
        assert_eq!(place.list(&[2]), Err(fault), "{store:?}");
        assert_eq!(place.get(1, &letter(2, 1), 9), Err(fault), "{store:?}");
        assert_eq!(place.put(&letter(2, 2), b"sealed"), Err(fault), "{store:?}");
        assert_eq!(try_out(&place, 7), Err(fault), "{store:?}");
    }
    assert!(
        !server.lying("../nobody").exists(),
        "no bucket is made by what is put into it"
    );
}

#[test]
fn a_key_that_may_only_look_is_told_when_it_writes() {
    let server = Server::start();
    reach(&store(&server), 1).list(&[]).unwrap();
    let reader = Store {
        key_id: READER_ID.to_owned(),
        ..store(&server)
    };
    let place = reach(&reader, 1);
    place.list(&[]).unwrap();
    assert_eq!(place.put(&letter(2, 1), b"x"), Err(PlaceFault::Denied));
    assert_eq!(try_out(&place, 7), Err(PlaceFault::Denied));
    assert_eq!(try_out(&reach(&reader, 2), 7), Err(PlaceFault::Denied));
}

#[test]
fn a_place_that_serves_is_as_it_was_when_it_was_tried() {
    over_both(|seen_by, folder| {
        seen_by(1).list(&[]).unwrap();
        seen_by(1).put(&letter(2, 1), b"sealed").unwrap();
        try_out(&*seen_by(1), 7).unwrap();
        try_out(&*seen_by(3), 7).unwrap();
        let seen = seen_by(2).list(&[1, 3]).unwrap();
        assert_eq!(seen[&1], [letter(2, 1)], "{}", folder.display());
        assert_eq!(seen[&3], []);
    });
}

#[test]
fn another_prefix_is_another_place() {
    let server = Server::start();
    let sound = store(&server);
    reach(&sound, 1).put(&letter(2, 1), b"sealed").unwrap();
    let elsewhere = Store {
        prefix: "hall".to_owned(),
        ..sound
    };
    assert_eq!(
        reach(&elsewhere, 2).list(&[1]).unwrap(),
        Boxes::from([(2, Vec::new())])
    );
}

#[test]
fn the_same_store_is_reached_over_the_same_connections() {
    let server = Server::start();
    let stores = ObjectStores::default();
    let here = store(&server);
    let first = stores.reach(&here, 1).unwrap();
    assert!(std::sync::Arc::ptr_eq(
        &first,
        &stores.reach(&here, 1).unwrap()
    ));
    let renewed = Store {
        secret: Zeroizing::new("neu".to_owned()),
        ..here
    };
    let second = stores.reach(&renewed, 1).unwrap();
    assert!(!std::sync::Arc::ptr_eq(&first, &second));
    assert_eq!(second.list(&[]), Err(PlaceFault::WrongSecret));
    drop((first, second));
}
