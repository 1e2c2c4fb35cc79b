//! One front's view of the program: locked or open, and the answer to every command.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use fachuang_core::account::lockout::Attempts;
use fachuang_core::account::slot::{DatabaseKey, KdfCost, SlotFile};
use fachuang_core::chance::Random;
use fachuang_core::desk::{Actor, Desk, View, key};
use fachuang_core::error::Error;
use fachuang_core::exchange::hall::Stores;
use fachuang_core::reader::Reader;
use fachuang_core::staff::Staff;
use fachuang_core::storage::connect::{Database, migrate};
use fachuang_core::storage::whereabouts::{Found, Whereabouts};
use fachuang_core::storage::{MIGRATIONS, SCHEMA, StorageError};
use fachuang_core::time::Clock;
use fachuang_forms::FontStore;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::command::{Access, for_each_command};
use crate::handle::backup::Backups;
use crate::handle::hall::HallWork;
use crate::handle::import::Imports;
use crate::handle::second::Second;
use crate::handle::turn::{Begun, Next};
use crate::handle::{
    backup, catalogue, conflict, duty, exchange, hall, institution, intake, keys, list, package,
    paper, paper_delivery, paper_library, paper_list, paper_texts, paper_volume, parameter, person,
    print, procedure, rating, restore, session, setting, shelf, slip, staff, suggest, supervise,
    ticket, whereabouts,
};
use crate::lookout::{Lookout, Seat, Sight};
use crate::refusal::Refusal;
use crate::wire::account::*;
use crate::wire::catalogue::*;
use crate::wire::duty::*;
use crate::wire::exchange::*;
use crate::wire::hall::*;
use crate::wire::institution::*;
use crate::wire::intake::*;
use crate::wire::keys::*;
use crate::wire::list::*;
use crate::wire::paper::*;
use crate::wire::parameter::*;
use crate::wire::person::*;
use crate::wire::print::*;
use crate::wire::procedure::*;
use crate::wire::rating::*;
use crate::wire::setting::*;
use crate::wire::slip::*;
use crate::wire::supervise::*;
use crate::wire::template::*;
use crate::wire::ticket::*;
use crate::wire::*;

/// Name of the database inside the data directory.
pub const DATABASE_FILE: &str = "desk.db";
/// Directory of the backups inside the data directory.
pub const BACKUPS: &str = "backups";

/// Holds what the locked screen shows: the names of site and desk. Written when the set-up is finished.
pub(crate) const SHOWN_FILE: &str = "desk.name";

/// Where the time comes from: Unix milliseconds.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Measures how long something takes: milliseconds from any beginning, never going back.
pub type Stopwatch = Arc<dyn Fn() -> u64 + Send + Sync>;

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
    /// Where the data directory was found.
    pub found: Found,
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
    lookout: Lookout,
    pub(crate) asked: Option<Asked>,
    pub(crate) fonts: Option<FontStore>,
    /// Until when the last refused login has to wait.
    pub(crate) wait_until_ms: i64,
    /// The second person of the request that is being answered.
    pub(crate) second: Option<Second>,
    /// Code of what kept the desk from opening when somebody had the right password.
    pub(crate) trouble: Option<String>,
    pub(crate) whereabouts: Whereabouts,
    pub(crate) backups: Backups,
    pub(crate) hall: HallWork,
    pub(crate) imports: Imports,
    pub(crate) stores: Option<Arc<dyn Stores>>,
    stopwatch: Option<Stopwatch>,
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

/// What a command comes to at once.
enum AtOnce {
    Answer(Value),
    /// It takes more than one step.
    Begun(Begun),
}

/// Longest request in bytes.
const REQUEST_MAX: usize = 2 * 1024 * 1024;

/// A request as a page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    #[serde(default)]
    pub id: Value,
    pub command: String,
    #[serde(default = "no_arguments")]
    pub args: Value,
    /// Who stands by, for a step that takes two persons; the desk answers `second.needed` when one is missing.
    #[serde(default)]
    pub second: Option<Second>,
}

fn no_arguments() -> Value {
    json!({})
}

impl Request {
    /// Reads a request; none when it is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if text.len() > REQUEST_MAX {
            return None;
        }
        serde_json::from_str(text).ok()
    }
}

/// Writes the answer of a request.
pub(crate) fn written(id: &Value, answer: Answer<Value>) -> String {
    match answer {
        Ok(answer) => json!({ "id": id, "ok": answer }).to_string(),
        Err(refusal) => json!({ "id": id, "error": refusal }).to_string(),
    }
}

/// Reads the arguments of a command.
pub(crate) fn arguments<T: serde::de::DeserializeOwned>(args: Value) -> Answer<T> {
    serde_json::from_value(args)
        .map_err(|fault| Refusal::of("request.bad_args").with_detail(&fault.to_string()))
}

/// Turns the answer of a command into what is sent.
pub(crate) fn sent<T: serde::Serialize>(answer: T) -> Answer<Value> {
    serde_json::to_value(answer).map_err(|_| Refusal::of("app.internal"))
}

impl Front {
    /// Returns a locked front over a data directory.
    pub fn new(mut host: Host) -> Self {
        let random = std::mem::replace(&mut host.random, Box::new(Spent));
        let chance = Chance(Arc::new(Mutex::new(random)));
        Self {
            host,
            chance,
            open: None,
            lookout: Lookout::default(),
            asked: None,
            fonts: None,
            wait_until_ms: 0,
            second: None,
            trouble: None,
            whereabouts: Whereabouts::default(),
            backups: Backups::default(),
            hall: HallWork::default(),
            imports: Imports::default(),
            stores: None,
            stopwatch: None,
        }
    }

    /// Lets the set-up measure what a password guess costs on this machine; without it the cost of the host is taken.
    pub fn measuring(self, stopwatch: Stopwatch) -> Self {
        Self {
            stopwatch: Some(stopwatch),
            ..self
        }
    }

    /// Lets the hall reach object stores; without it there are only folders.
    pub fn reaching(self, stores: Arc<dyn Stores>) -> Self {
        Self {
            stores: Some(stores),
            ..self
        }
    }

    /// Says which machine and folder this is, so that a copy of the data directory is noticed.
    pub fn located(self, whereabouts: Whereabouts) -> Self {
        Self {
            whereabouts,
            ..self
        }
    }

    /// Answers a request of a member of staff's window: `{"id", "command", "args"}` gives `{"id", "ok"}` or
    /// `{"id", "error"}`. A step that takes two persons names the other one in `"second": {"login", "password"}`.
    ///
    /// What takes more than one step is done to its end; see [`Front::ask`] for a front that has others to answer meanwhile.
    pub fn call(&mut self, request: &str) -> String {
        let mut next = self.ask(request);
        let answer = loop {
            next = match next {
                Next::Answer(answer) => break answer,
                Next::Turn(turn) => self.go_on(turn, None),
                Next::Errand(turn, errand) => self.go_on(turn, Some(errand.run())),
            };
        };
        while self.step_resumed() {}
        answer
    }

    /// Answers a request of a member of staff's window as [`Front::call`] does, or says what has to follow before there is
    /// an answer.
    pub fn ask(&mut self, request: &str) -> Next {
        const ALLOWED: [Access; 4] = [
            Access::Anyone,
            Access::Staff,
            Access::Steps,
            Access::Reading,
        ];
        let next = self.answer(request, &ALLOWED);
        self.man_lookout();
        next
    }

    /// Answers a request of the citizen's window, which may ask about the rating and nothing else.
    pub fn call_rating(&mut self, request: &str) -> String {
        match self.answer(request, &[Access::Citizen]) {
            Next::Answer(answer) => answer,
            // The citizen may ask for nothing that takes more than one step.
            Next::Turn(_) | Next::Errand(..) => {
                written(&Value::Null, Err(Refusal::of("session.not_citizen")))
            }
        }
    }

    fn answer(&mut self, request: &str, allowed: &[Access]) -> Next {
        let Some(request) = Request::read(request) else {
            let refusal = Refusal::of("request.malformed");
            return Next::Answer(written(&Value::Null, Err(refusal)));
        };
        self.second = request.second;
        let answer = self.dispatch(&request.command, request.args, allowed);
        self.second = None;
        match answer {
            Ok(AtOnce::Begun(begun)) => self.first_errand(request.id, begun),
            Ok(AtOnce::Answer(answer)) => Next::Answer(written(&request.id, Ok(answer))),
            Err(refusal) => Next::Answer(written(&request.id, Err(refusal))),
        }
    }

    /// Answers a command, or begins with it.
    fn dispatch(&mut self, command: &str, args: Value, allowed: &[Access]) -> Answer<AtOnce> {
        macro_rules! ask {
            (Reading, $answer:ty, $handler:path, $request:expr) => {{
                let answer: $answer = self.look(|sight| $handler(sight, $request))?;
                sent(answer).map(AtOnce::Answer)
            }};
            (Steps, $answer:ty, $handler:path, $request:expr) => {
                $handler(self, $request).map(AtOnce::Begun)
            };
            ($access:ident, $answer:ty, $handler:path, $request:expr) => {{
                let answer: $answer = $handler(self, $request)?;
                sent(answer).map(AtOnce::Answer)
            }};
        }
        macro_rules! dispatch {
            ($($name:ident($request:ty) -> $answer:ty, $access:ident, $module:ident :: $handler:ident;)*) => {
                match command {
                    $(stringify!($name) => {
                        self.admit(Access::$access, allowed, command)?;
                        let request: $request = arguments(args)?;
                        ask!($access, $answer, $module::$handler, request)
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
            (None, Access::Staff | Access::Steps | Access::Reading) => {
                Err(Refusal::of("session.locked"))
            }
            (Some(open), Access::Staff | Access::Steps | Access::Reading)
                if open.must_change && !matches!(command, "session" | "change_password") =>
            {
                Err(Refusal::of("session.must_change"))
            }
            (Some(open), Access::Staff | Access::Steps)
                if matches!(open.found, Found::OtherMachine | Found::OtherFolder)
                    && !matches!(
                        command,
                        "session" | "change_password" | "settle_whereabouts"
                    ) =>
            {
                Err(Refusal::of("device.elsewhere"))
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

    /// Returns what a password guess costs on this machine, measured now.
    pub(crate) fn measured_cost(&self) -> KdfCost {
        let Some(stopwatch) = &self.stopwatch else {
            return self.host.kdf;
        };
        let probe = KdfCost::probe();
        let time = || {
            let begun = stopwatch();
            let derived = probe.derive(b"fachuang probe", &[0; 16]);
            derived.map(|_| stopwatch().saturating_sub(begun))
        };
        // The faster of two: whatever else the machine was doing would make passwords cheaper to guess.
        let times = [time(), time()];
        match times.into_iter().flatten().min() {
            Some(probe_ms) => KdfCost::for_machine(probe_ms),
            None => self.host.kdf,
        }
    }

    /// Returns what a password guess costs at this desk, as measured at its set-up.
    pub(crate) fn cost(&self) -> KdfCost {
        let measured = self.open.as_ref().and_then(|open| {
            let text = open.desk.view().local(key::KDF_COST).ok()?;
            KdfCost::from_text(&text)
        });
        measured.unwrap_or(self.host.kdf)
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

    /// Looks at the record as the person at the desk.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Sight<'_>) -> Answer<T>) -> Answer<T> {
        let (desk, actor) = self.desk()?;
        look(&Sight {
            view: &desk.view(),
            actor,
            progress: &desk.progress(),
        })
    }

    /// Returns where reading commands are answered beside this front, from any thread.
    pub fn lookout(&self) -> Lookout {
        self.lookout.clone()
    }

    /// Gives the lookout a connection of its own when somebody is at the desk, and takes it away when nobody is.
    fn man_lookout(&self) {
        let settled =
            |open: &&Open| !matches!(open.found, Found::OtherMachine | Found::OtherFolder);
        let seat = self
            .open
            .as_ref()
            .filter(settled)
            .filter(|open| !open.must_change);
        self.lookout.keep(seat.map(|open| open.actor.id), || {
            let open = seat?;
            let path = self.database_path();
            // Without a second connection the front answers everything itself.
            let connection = Database::at(&path, &open.key, SCHEMA).reader().ok()?;
            Some(Seat {
                reader: Reader::start(connection, self.clock()),
                actor: open.actor.clone(),
                progress: open.desk.progress(),
            })
        });
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
        let opened = match database.writer() {
            Err(StorageError::Damaged(fault)) => {
                finish_rekey(&path, key, slots)?;
                database.writer().map_err(|_| StorageError::Damaged(fault))
            }
            opened => opened,
        };
        let mut connection = opened.map_err(Error::from)?;
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

    /// Goes on a little with a file that was broken off, then brings the search index nearer to what an import left, and
    /// says whether more is left to do. For moments in which nobody waits; a fault here keeps nobody out and is met again
    /// by whoever searches.
    pub fn catch_up(&mut self) -> bool {
        if self.step_resumed() {
            return true;
        }
        if self.imports.is_under_way() {
            // Its next step comes at once; the index of what it brings costs more than all of it and waits for its end.
            return false;
        }
        self.open
            .as_mut()
            .is_some_and(|open| open.desk.index_some().unwrap_or(false))
    }

    /// Forgets the key and closes the database.
    pub fn lock(&mut self) {
        self.lookout.close();
        self.imports.leave();
        self.open = None;
        self.asked = None;
        self.leave_hall();
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

    /// Puts a backup in the place of the database, be it damaged or sound; without a path the newest backup that is
    /// whole. `second` stands by. The desk is locked afterwards, in a new epoch.
    ///
    /// # Errors
    /// The refusal, ready for a person.
    pub fn restore_from(
        &mut self,
        backup: Option<&Path>,
        wish: &RestoreBackup,
        second: Option<(String, String)>,
    ) -> Result<RestoreDone, Refusal> {
        self.second = second.map(|(login, password)| Second { login, password });
        restore::restore(self, backup, wish)
    }
}

/// Ends a change of the database key that a power cut broke off: the slot file is new, the database is not.
fn finish_rekey(path: &Path, key: &DatabaseKey, slots: &SlotFile) -> Answer<()> {
    for past in slots.past_keys(key).map_err(Error::from)? {
        if Database::at(path, &past, SCHEMA).writer().is_ok() {
            fachuang_core::storage::rekey::rekey(path, &past, key, SCHEMA, &backup::COUNTED)
                .map_err(Error::from)?;
        }
    }
    Ok(())
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
        // Its keys may be lost since; a second set-up would lose the rest.
        || data_dir.join(SHOWN_FILE).exists()
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
