//! One front's view of the program: locked or open, and the answer to every command.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use fachuang_core::account::lockout::Attempts;
use fachuang_core::account::slot::{DatabaseKey, KdfCost, SlotFile};
use fachuang_core::chance::Random;
use fachuang_core::desk::{Actor, Desk, View, key};
use fachuang_core::error::Error;
use fachuang_core::staff::Staff;
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::{MIGRATIONS, SCHEMA, StorageError};
use fachuang_core::time::Clock;
use fachuang_forms::FontStore;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::command::{Access, for_each_command};
use crate::handle::{
    catalogue, conflict, intake, list, paper, person, rating, session, setting, staff, ticket,
};
use crate::refusal::Refusal;
use crate::wire::account::*;
use crate::wire::catalogue::*;
use crate::wire::intake::*;
use crate::wire::list::*;
use crate::wire::paper::*;
use crate::wire::person::*;
use crate::wire::rating::*;
use crate::wire::setting::*;
use crate::wire::ticket::*;
use crate::wire::*;

/// Name of the database inside the data directory.
pub const DATABASE_FILE: &str = "desk.db";
/// Directory of the backups inside the data directory.
pub const BACKUPS: &str = "backups";

/// Where the time comes from: Unix milliseconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What the machine gives a front.
pub struct Host {
    pub data_dir: PathBuf,
    /// Directory of the fonts for papers.
    pub fonts_dir: PathBuf,
    /// Text of the system's mount table, where there is one: databases do not live on shares or sticks.
    pub mountinfo: String,
    pub program_version: String,
    pub clock: Now,
    pub random: Box<dyn Random + Send>,
    /// Cost of turning a password into a key.
    pub kdf: KdfCost,
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host")
            .field("data_dir", &self.data_dir)
            .finish_non_exhaustive()
    }
}

/// Chance shared by the desk and the key slots.
#[derive(Clone)]
struct Chance(Arc<Mutex<Box<dyn Random + Send>>>);

impl Random for Chance {
    fn fill(&mut self, bytes: &mut [u8]) {
        let mut random = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        random.fill(bytes);
    }
}

struct HostClock(Now);

impl Clock for HostClock {
    fn now_ms(&self) -> i64 {
        (self.0)()
    }
}

/// A desk in use by somebody.
pub(crate) struct Open {
    pub desk: Desk,
    pub key: DatabaseKey,
    pub actor: Actor,
    pub staff: Staff,
    pub must_change: bool,
}

/// A citizen was asked to rate a ticket.
pub(crate) struct Asked {
    pub token: String,
    pub ticket: uuid::Uuid,
    /// `waiting`, `rated` or `declined`.
    pub state: &'static str,
}

/// The program as one front sees it.
pub struct Front {
    pub(crate) host: Host,
    chance: Chance,
    pub(crate) open: Option<Open>,
    pub(crate) asked: Option<Asked>,
    pub(crate) fonts: Option<FontStore>,
    /// Until when the last refused login has to wait.
    pub(crate) wait_until_ms: i64,
}

impl std::fmt::Debug for Front {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Front")
            .field("open", &self.open.is_some())
            .finish_non_exhaustive()
    }
}

/// Answer of a command.
pub(crate) type Answer<T> = Result<T, Refusal>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    #[serde(default)]
    id: Value,
    command: String,
    #[serde(default = "no_arguments")]
    args: Value,
}

fn no_arguments() -> Value {
    json!({})
}

/// Longest request in bytes.
const REQUEST_MAX: usize = 2 * 1024 * 1024;

impl Front {
    /// Returns a locked front over a data directory.
    pub fn new(mut host: Host) -> Self {
        let random = std::mem::replace(&mut host.random, Box::new(Spent));
        let chance = Chance(Arc::new(Mutex::new(random)));
        Self {
            host,
            chance,
            open: None,
            asked: None,
            fonts: None,
            wait_until_ms: 0,
        }
    }

    /// Answers a request of a member of staff's window: `{"id", "command", "args"}` gives `{"id", "ok"}` or
    /// `{"id", "error"}`.
    pub fn call(&mut self, request: &str) -> String {
        self.answer(request, &[Access::Anyone, Access::Staff])
    }

    /// Answers a request of the citizen's window, which may ask about the rating and nothing else.
    pub fn call_rating(&mut self, request: &str) -> String {
        self.answer(request, &[Access::Citizen])
    }

    fn answer(&mut self, request: &str, allowed: &[Access]) -> String {
        if request.len() > REQUEST_MAX {
            return json!({ "id": null, "error": Refusal::of("request.malformed") }).to_string();
        }
        let request: Request = match serde_json::from_str(request) {
            Ok(request) => request,
            Err(_) => {
                return json!({ "id": null, "error": Refusal::of("request.malformed") })
                    .to_string();
            }
        };
        match self.dispatch(&request.command, request.args, allowed) {
            Ok(answer) => json!({ "id": request.id, "ok": answer }).to_string(),
            Err(refusal) => json!({ "id": request.id, "error": refusal }).to_string(),
        }
    }

    fn dispatch(&mut self, command: &str, args: Value, allowed: &[Access]) -> Answer<Value> {
        macro_rules! dispatch {
            ($($name:ident($request:ty) -> $answer:ty, $access:ident, $module:ident :: $handler:ident;)*) => {
                match command {
                    $(stringify!($name) => {
                        self.admit(Access::$access, allowed, command)?;
                        let request: $request = serde_json::from_value(args)
                            .map_err(|fault| Refusal::of("request.bad_args").with_detail(&fault.to_string()))?;
                        let answer: $answer = $module::$handler(self, request)?;
                        serde_json::to_value(answer).map_err(|_| Refusal::of("app.internal"))
                    })*
                    _ => Err(Refusal::of("request.unknown_command")),
                }
            };
        }
        for_each_command!(dispatch)
    }

    fn admit(&self, access: Access, allowed: &[Access], command: &str) -> Answer<()> {
        if !allowed.contains(&access) {
            return Err(Refusal::of("session.not_citizen"));
        }
        match (&self.open, access) {
            (None, Access::Staff) => Err(Refusal::of("session.locked")),
            (Some(open), Access::Staff)
                if open.must_change && !matches!(command, "session" | "change_password") =>
            {
                Err(Refusal::of("session.must_change"))
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.host.clock)()
    }

    pub(crate) fn random(&mut self) -> impl Random + 'static {
        self.chance.clone()
    }

    pub(crate) fn clock(&self) -> Box<dyn Clock + Send> {
        Box::new(HostClock(self.host.clock.clone()))
    }

    pub(crate) fn chance(&self) -> Box<dyn Random + Send> {
        Box::new(self.chance.clone())
    }

    pub(crate) fn open(&mut self) -> Answer<&mut Open> {
        self.open
            .as_mut()
            .ok_or_else(|| Refusal::of("session.locked"))
    }

    pub(crate) fn desk(&self) -> Answer<(&Desk, &Actor)> {
        let open = self
            .open
            .as_ref()
            .ok_or_else(|| Refusal::of("session.locked"))?;
        Ok((&open.desk, &open.actor))
    }

    /// Runs a decision as the person at the desk.
    pub(crate) fn write<T>(
        &mut self,
        decide: impl FnOnce(&mut fachuang_core::desk::Tx<'_>) -> Result<T, Error>,
    ) -> Answer<T> {
        let open = self.open()?;
        let actor = open.actor.clone();
        Ok(open.desk.write(&actor, decide)?)
    }

    pub(crate) fn database_path(&self) -> PathBuf {
        self.host.data_dir.join(DATABASE_FILE)
    }

    pub(crate) fn backups_dir(&self) -> PathBuf {
        self.host.data_dir.join(BACKUPS)
    }

    pub(crate) fn slots(&self) -> Answer<SlotFile> {
        let (slots, copies) = SlotFile::load(&self.host.data_dir).map_err(Error::from)?;
        if copies == fachuang_core::account::slot::Copies::NeedRepair {
            slots.save(&self.host.data_dir).map_err(Error::from)?;
        }
        Ok(slots)
    }

    /// Opens the database with its key and starts the desk.
    pub(crate) fn start(&self, key: &DatabaseKey, slots: &SlotFile) -> Answer<Desk> {
        let path = self.database_path();
        let database = Database::at(&path, key, SCHEMA).with_slots(slots);
        let mut connection = database.writer().map_err(Error::from)?;
        migrate(&mut connection, MIGRATIONS).map_err(Error::from)?;
        let desk = Desk::start(connection, self.clock(), self.chance())?;
        let known = desk
            .view()
            .local(key::SLOT_GENERATION)?
            .parse()
            .unwrap_or(0);
        slots.require_generation(known).map_err(Error::from)?;
        Ok(desk)
    }

    pub(crate) fn attempts(&self) -> Answer<Attempts> {
        Ok(Attempts::load(&self.host.data_dir).map_err(Error::from)?.0)
    }

    /// The set-up was finished here.
    pub(crate) fn is_set_up(&self) -> bool {
        is_set_up(&self.host.data_dir)
    }

    /// Forgets the key and closes the database.
    pub fn lock(&mut self) {
        self.open = None;
        self.asked = None;
    }

    /// Builds the read model anew.
    ///
    /// # Errors
    /// The refusal, ready for a person.
    pub fn rebuild(&mut self) -> Result<(), Refusal> {
        let open = self.open()?;
        open.actor
            .require(fachuang_core::account::role::Right::Backup)?;
        open.desk.rebuild()?;
        Ok(())
    }

    /// Puts a backup in the place of the database. The desk is locked afterwards, in a new epoch.
    ///
    /// # Errors
    /// The refusal, ready for a person.
    pub fn restore_from(&mut self, backup: &Path) -> Result<PathBuf, Refusal> {
        setting::restore(self, backup)
    }
}

/// Stands where chance was taken from the host.
struct Spent;

impl Random for Spent {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

/// A data directory holds a finished desk.
pub fn is_set_up(data_dir: &Path) -> bool {
    data_dir
        .join(fachuang_core::account::slot::KEYS_FILE)
        .exists()
        || data_dir
            .join(fachuang_core::account::slot::KEYS_COPY_FILE)
            .exists()
}

/// Names of staff for what a handler shows.
pub(crate) fn staff_name(view: &View<'_>, id: &str) -> Answer<String> {
    Ok(fachuang_core::staff::name_of(view, id)?)
}

impl From<StorageError> for Refusal {
    fn from(fault: StorageError) -> Self {
        Error::from(fault).into()
    }
}
