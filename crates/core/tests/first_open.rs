//! The first databases of a program, opened by many threads at once. Alone in its program, for only the first opening counts.

use std::sync::Barrier;
use std::thread;

use fachuang_core::account::slot::DatabaseKey;
use fachuang_core::storage::SCHEMA;
use fachuang_core::storage::connect::Database;

const THREADS: usize = 32;

#[test]
fn many_threads_may_open_the_first_databases_of_a_program() {
    let dir = tempfile::tempdir().unwrap();
    let together = Barrier::new(THREADS);
    thread::scope(|scope| {
        let opened: Vec<_> = (0..THREADS)
            .map(|number| {
                let (path, together) = (dir.path().join(format!("{number}.db")), &together);
                scope.spawn(move || {
                    let key = DatabaseKey::from_bytes([7; 32]);
                    together.wait();
                    Database::at(&path, &key, SCHEMA).create().map(drop)
                })
            })
            .collect();
        for one in opened {
            one.join().unwrap().unwrap();
        }
    });
}
