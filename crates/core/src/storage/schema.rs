//! Versions of the database. A released one stays as it is; the next one repairs it.

use super::connect::Migration;

/// Every step from an empty file to the newest schema.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "first",
        sql: include_str!("migrations/0001_first.sql"),
    },
    Migration {
        number: 2,
        name: "lists",
        sql: include_str!("migrations/0002_lists.sql"),
    },
    Migration {
        number: 3,
        name: "limit",
        sql: include_str!("migrations/0003_limit.sql"),
    },
    Migration {
        number: 4,
        name: "institution",
        sql: include_str!("migrations/0004_institution.sql"),
    },
    Migration {
        number: 5,
        name: "exchange",
        sql: include_str!("migrations/0005_exchange.sql"),
    },
    Migration {
        number: 6,
        name: "lists_of_duty",
        sql: include_str!("migrations/0006_lists_of_duty.sql"),
    },
    Migration {
        number: 7,
        name: "paper",
        sql: include_str!("migrations/0007_paper.sql"),
    },
    Migration {
        number: 8,
        name: "hall",
        sql: include_str!("migrations/0008_hall.sql"),
    },
    Migration {
        number: 9,
        name: "backlog",
        sql: include_str!("migrations/0009_backlog.sql"),
    },
    Migration {
        number: 10,
        name: "import",
        sql: include_str!("migrations/0010_import.sql"),
    },
    Migration {
        number: 11,
        name: "across",
        sql: include_str!("migrations/0011_across.sql"),
    },
    Migration {
        number: 12,
        name: "sides",
        sql: include_str!("migrations/0012_sides.sql"),
    },
];

/// Number of the newest schema.
pub const SCHEMA: u32 = MIGRATIONS.len() as u32;
