//! The command list, the wire types and the Chinese messages: everything a front needs of the core.

pub mod command;
mod front;
mod handle;
mod lookout;
mod machine;
pub mod message;
pub mod refusal;
mod schema;
#[cfg(feature = "typescript")]
pub mod typescript;
pub mod wire;

pub use front::{BACKUPS, DATABASE_FILE, Front, Host, Now, Stopwatch, is_set_up};
pub use handle::backup::{BackupOutcome, BackupRun};
pub use handle::hall::{HallDone, HallErrand, HallNext, HallPlace};
pub use handle::package::shown_manifest;
pub use handle::print::{Sheets, sheets_to_print};
pub use handle::turn::{Next, Turn, TurnDone, TurnErrand};
pub use lookout::Lookout;
pub use machine::whereabouts;
pub use refusal::Refusal;
pub use schema::schema;
