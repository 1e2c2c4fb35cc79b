//! A second look at the database: reads what was last committed, also while the desk is busy writing.

use rusqlite::Connection;

use crate::calendar::{self, Calendar};
use crate::desk::{Site, View};
use crate::error::Error;
use crate::parameter::{self, Parameters};
use crate::time::Clock;

/// What every look rests on.
struct Basics {
    site: Site,
    calendar: Calendar,
    parameters: Parameters,
}

impl Basics {
    /// Returns what a desk has that nobody has set up.
    fn bundled() -> Self {
        Self {
            site: Site::default(),
            calendar: Calendar::bundled(),
            parameters: Parameters::default(),
        }
    }
}

/// A connection that only reads.
pub struct Reader {
    connection: Connection,
    clock: Box<dyn Clock + Send>,
    basics: Basics,
    /// Version of the database the basics were read from; none before the first look.
    version: Option<i64>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Reader {
    /// Starts on a connection from [`crate::storage::connect::Database::reader`], over a database a desk has started on.
    pub fn start(connection: Connection, clock: Box<dyn Clock + Send>) -> Self {
        Self {
            connection,
            clock,
            basics: Basics::bundled(),
            version: None,
        }
    }

    /// Looks at the record; all of one look is of one moment, however long it takes.
    ///
    /// # Errors
    /// Whatever the look refuses, and faults of the database.
    pub fn look<T, E: From<Error>>(
        &mut self,
        look: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let moment = self.connection.transaction().map_err(Error::from)?;
        let now_ms = self.clock.now_ms();
        let version = version(&moment).map_err(Error::from)?;
        if self.version != Some(version) {
            self.basics = read(&view(&moment, &Basics::bundled(), now_ms))?;
            self.version = Some(version);
        }
        look(&view(&moment, &self.basics, now_ms))
    }
}

fn view<'a>(connection: &'a Connection, basics: &'a Basics, now_ms: i64) -> View<'a> {
    View {
        connection,
        site: &basics.site,
        calendar: &basics.calendar,
        parameters: &basics.parameters,
        now_ms,
        fresh: None,
    }
}

/// Returns a number that changes with every commit of another connection.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

fn read(view: &View<'_>) -> Result<Basics, Error> {
    Ok(Basics {
        site: crate::site::read(view)?,
        calendar: calendar::read(view)?,
        parameters: parameter::read(view)?,
    })
}
