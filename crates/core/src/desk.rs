//! The desk: one database, one write path.
//!
//! [`Desk::write`] is the only way anything is stored. It runs a decision, appends its entries to the own series, folds
//! the touched subjects anew, updates the read model and commits, all in one transaction. When it returns, the change is
//! on the disk.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use fachuang_envelope::{Base, Entry, EntryId, Head, Hlc, Origin, Subject, Verified};
use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use crate::account::role::{Right, Role};
use crate::calendar::{self, Calendar};
use crate::chance::Random;
use crate::error::{Error, Result};
use crate::exchange::hall;
use crate::exchange::progress::Progress;
use crate::journal::record::{self, Record};
use crate::journal::{Folded, fold};
use crate::parameter::{self, Parameters};
use crate::search;
use crate::storage::connect::{self, Load};
use crate::storage::due::Recomputed;
use crate::storage::fresh::Fresh;
use crate::storage::pace::Pace;
use crate::storage::project::{self, Basics, Depth, Lines, Scope};
use crate::storage::series::{self, SubjectEntries, Tail};
use crate::storage::{access, local};
use crate::time::{self, Clock, Day};

/// Kinds of subjects.
pub mod subject {
    pub const PERSON: &str = "person";
    pub const VISIT: &str = "visit";
    pub const TICKET: &str = "ticket";
    pub const STAFF: &str = "staff";
    pub const DUTY: &str = "duty";
    pub const INSTITUTION: &str = "institution";
    pub const SITE: &str = "site";
    pub const DEVICE: &str = "device";
    pub const PACKAGE: &str = "package";
    pub const PARAMETER: &str = "parameter";
    pub const CALENDAR: &str = "calendar";
    /// What one paper was made from.
    pub const PAPER: &str = "paper";
    /// What the office changes of its papers.
    pub const TEMPLATE_PACK: &str = "template_pack";
    /// A batch of blank slips.
    pub const SLIP: &str = "slip";
    /// The text of a template papers were made with.
    pub const TEMPLATE: &str = "template";
}

/// Who is at the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Account, which is also the staff id.
    pub id: Uuid,
    /// For the access log.
    pub name: String,
    /// Code of the role, or [`crate::ticket::machine::CITIZEN`].
    pub role: String,
}

impl Actor {
    /// Returns the citizen in front of the second screen.
    pub fn citizen() -> Self {
        Self {
            id: Uuid::nil(),
            name: String::new(),
            role: crate::ticket::machine::CITIZEN.to_owned(),
        }
    }

    /// The role may do it.
    pub fn may(&self, right: Right) -> bool {
        match Role::from_code(&self.role) {
            Some(role) => role.may(right),
            None => self.role == hall::ROLE && right == Right::Exchange,
        }
    }

    /// Refuses when the role may not do it.
    ///
    /// # Errors
    /// `right.missing`.
    pub fn require(&self, right: Right) -> Result<()> {
        if self.may(right) {
            Ok(())
        } else {
            Err(Error::refused("right.missing"))
        }
    }
}

/// The site this desk belongs to, as last set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    pub id: Uuid,
    pub version: u32,
    /// `centre`, `station` or `room`.
    pub tier: String,
    pub name: String,
    /// Two letters at the head of ticket numbers.
    pub segment: String,
    pub address: String,
    pub phone: String,
    pub complaint_phone: String,
    pub lock_after_minutes: u32,
    /// Promised limits that differ from the windows' own, in working days, by window code.
    pub promised_days: Vec<(String, u32)>,
}

/// A database that is open for work.
pub struct Desk {
    connection: Connection,
    tail: Tail,
    site: Site,
    calendar: Calendar,
    parameters: Parameters,
    recomputed: Recomputed,
    clock: Box<dyn Clock + Send>,
    random: Box<dyn Random + Send>,
    progress: Progress,
    /// Tickets the search index takes up at once.
    index_pace: Pace,
    /// What the file holds that somebody looks at before it is taken in.
    looked_at: Option<Arc<Verified>>,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("tail", &self.tail)
            .field("site", &self.site.segment)
            .finish_non_exhaustive()
    }
}

/// Reads the record; the same for a decision and for a screen.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub connection: &'a Connection,
    pub site: &'a Site,
    pub calendar: &'a Calendar,
    pub parameters: &'a Parameters,
    pub now_ms: i64,
    /// In a transaction, what it has added so far.
    pub fresh: Option<&'a RefCell<Fresh>>,
}

impl View<'_> {
    /// Returns the civil day of now.
    pub fn today(&self) -> Day {
        time::day_of(self.now_ms)
    }

    /// Lists the entries about a subject that count.
    pub fn entries_of(&self, id: Uuid) -> Result<SubjectEntries> {
        let fresh = self
            .fresh
            .and_then(|fresh| fresh.borrow().entries_of(id.as_bytes()));
        match fresh {
            Some(entries) => Ok(entries),
            None => series::list_of_subject(self.connection, id.as_bytes()),
        }
    }

    /// Says a subject cannot have rows yet, as it began in this transaction and this was not asked before.
    pub(crate) fn is_without_rows(&self, id: Uuid) -> bool {
        self.fresh
            .is_some_and(|fresh| fresh.borrow_mut().is_without_rows(id.as_bytes()))
    }

    /// Leaves what this transaction has added to the journal alone, which knows what was taken back.
    pub(crate) fn forget_fresh(&self) -> Result<()> {
        match self.fresh {
            Some(fresh) => fresh.borrow_mut().forget(self.connection),
            None => Ok(()),
        }
    }

    /// Folds the entries about a subject.
    pub fn fold(&self, id: Uuid) -> Result<Folded> {
        Ok(fold(&self.entries_of(id)?.entries))
    }

    /// Returns a local setting of this device.
    pub fn local(&self, key: &str) -> Result<String> {
        local::get(self.connection, key)
    }
}

/// One transaction: everything in it happens, or nothing.
pub struct Tx<'a> {
    connection: &'a Connection,
    site: &'a Site,
    calendar: &'a Calendar,
    parameters: &'a Parameters,
    random: &'a mut (dyn Random + Send),
    actor: &'a Actor,
    now_ms: i64,
    tail: Tail,
    touched: BTreeSet<(String, Uuid)>,
    /// Of what was touched and settled.
    basics: Basics,
    fresh: &'a RefCell<Fresh>,
    depth: Depth<'a>,
    /// The clock was moved by an entry from elsewhere.
    heard: bool,
}

impl std::fmt::Debug for Tx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("tail", &self.tail)
            .field("touched", &self.touched)
            .finish_non_exhaustive()
    }
}

impl<'a> Tx<'a> {
    /// Returns the record as this transaction sees it, its own entries included.
    pub fn view(&self) -> View<'a> {
        View {
            connection: self.connection,
            site: self.site,
            calendar: self.calendar,
            parameters: self.parameters,
            now_ms: self.now_ms,
            fresh: Some(self.fresh),
        }
    }

    /// Returns who acts.
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// Returns now in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Makes an identity that no other device makes.
    pub fn new_id(&mut self) -> Uuid {
        let mut bytes = [0; 10];
        self.random.fill(&mut bytes);
        uuid::Builder::from_unix_timestamp_millis(self.now_ms.max(0) as u64, &bytes).into_uuid()
    }

    /// Fills bytes with chance.
    pub fn random(&mut self) -> &mut (dyn Random + Send) {
        self.random
    }

    /// Appends an entry to the own series.
    pub fn append(
        &mut self,
        kind_of_subject: &str,
        id: Uuid,
        kind: &str,
        body: &Record,
        base: Base,
    ) -> Result<EntryId> {
        let hlc = self.tail.hlc.next(self.now_ms);
        let head = Head {
            id: EntryId {
                device: self.tail.device,
                epoch: self.tail.epoch,
                seq: self.tail.seq + 1,
            },
            hlc,
            origin: Arc::new(Origin {
                account: *self.actor.id.as_bytes(),
                role: self.actor.role.clone(),
                site: self.site.segment.clone(),
                tier: self.site.tier.clone(),
            }),
            subject: Subject {
                kind: kind_of_subject.to_owned(),
                id: *id.as_bytes(),
            },
            kind: kind.to_owned(),
            version: record::VERSION,
            base,
            payload_hash: [0; 32],
            prev: self.tail.prev,
        };
        let entry = Entry::seal(head, body.written_at(self.now_ms, hlc.wall_ms).encode());
        let entry = Arc::new(entry);
        self.fresh.borrow_mut().add(self.connection, &entry)?;
        self.tail.seq += 1;
        self.tail.prev = entry.hash;
        self.tail.hlc = hlc;
        self.touched.insert((kind_of_subject.to_owned(), id));
        Ok(entry.head.id)
    }

    /// Prepares for entries of other devices that are about to be taken in.
    ///
    /// # Errors
    /// Faults of the database.
    pub(crate) fn expect<'e>(&mut self, entries: impl Iterator<Item = &'e Entry>) -> Result<()> {
        let subjects = entries.map(|entry| entry.head.subject.id);
        self.fresh.borrow_mut().expect(self.connection, subjects)
    }

    /// Takes an entry of another device into the journal and returns its row id; one that is there already changes
    /// nothing and returns none. What it touches is folded when the transaction ends.
    ///
    /// # Errors
    /// `journal.equivocation` when another entry with the same id is there.
    pub fn adopt(&mut self, entry: &Arc<Entry>) -> Result<Option<i64>> {
        let Some(rid) = self.fresh.borrow_mut().add(self.connection, entry)? else {
            return Ok(None);
        };
        let subject = &entry.head.subject;
        self.touched
            .insert((subject.kind.clone(), Uuid::from_bytes(subject.id)));
        if entry.head.hlc > self.tail.hlc {
            self.tail.hlc = entry.head.hlc;
            self.heard = true;
        }
        Ok(Some(rid))
    }

    /// Folds what was touched so far and writes its rows, for what looks at them in the same transaction. Otherwise they
    /// are written when it ends. The rules limits are counted by go on being those of before.
    pub(crate) fn settle(&mut self) -> Result<()> {
        let touched = std::mem::take(&mut self.touched);
        let basics = project::touched(&self.view(), &touched, self.depth)?;
        self.basics = self.basics.and(basics);
        self.fresh.borrow_mut().settled(self.connection)
    }

    /// Leaves the search index of what this transaction touches to [`Desk::index_some`]. Until then what is found and
    /// listed is the same, only slower.
    pub(crate) fn index_later(&mut self) {
        self.depth = Depth::IndexLater;
    }

    /// Returns the end of the own series.
    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// Appends an entry that sets fields, having seen all that stands in them now.
    pub fn set(
        &mut self,
        kind_of_subject: &str,
        id: Uuid,
        kind: &str,
        body: &Record,
    ) -> Result<EntryId> {
        let folded = self.view().fold(id)?;
        let base = body
            .set
            .keys()
            .map(|field| (field.clone(), folded.base(field)))
            .collect();
        self.append(kind_of_subject, id, kind, body, base)
    }

    /// Writes a line of the access log.
    pub fn log_access(&mut self, action: &str, subject: &str, reason: &str) -> Result<()> {
        if hall::is_routine(self.actor, action) {
            return Ok(());
        }
        access::append(
            self.connection,
            self.now_ms,
            self.actor,
            action,
            subject,
            reason,
        )
    }

    /// Writes a line of the access log in another person's name, such as the one who stood by.
    pub fn log_access_of(
        &mut self,
        person: &Actor,
        action: &str,
        subject: &str,
        reason: &str,
    ) -> Result<()> {
        access::append(
            self.connection,
            self.now_ms,
            person,
            action,
            subject,
            reason,
        )
    }

    /// Sets a local value of this device.
    pub fn set_local(&mut self, key: &str, value: &str) -> Result<()> {
        local::set(self.connection, key, value)
    }
}

/// Identity of this device, given once at set-up and again after a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: u32,
    pub epoch: u16,
    /// Stands inside ticket numbers; never used again after a restore.
    pub mark: String,
    /// Name of the counter PC, for example 3号窗口机.
    pub name: String,
}

/// Keys of the local table.
pub mod key {
    pub const DEVICE: &str = "device";
    pub const EPOCH: &str = "epoch";
    pub const MARK: &str = "mark";
    pub const DESK_NAME: &str = "desk_name";
    pub const SITE: &str = "site";
    pub const HLC_SEEN: &str = "hlc_seen";
    /// Version of the search index.
    pub const FIND: &str = "find";
    pub const PRINTER: &str = "printer";
    pub const RECEIPT_FORM: &str = "receipt_form";
    pub const LARGE_PRINT: &str = "large_print";
    pub const SLOT_GENERATION: &str = "slot_generation";
    pub const KDF_COST: &str = "kdf_cost";
    pub const WHEREABOUTS: &str = "whereabouts";
    pub const REKEY_ADVISED: &str = "rekey_advised";
    pub const LAST_BACKUP: &str = "last_backup";
    /// Both secret keys of this device, and those of before.
    pub const DEVICE_KEYS: &str = "device_keys";
    pub const DEVICE_KEYS_PAST: &str = "device_keys_past";
    /// Folder the desks of the hall share, empty for none, and seconds between two rounds.
    pub const HALL_FOLDER: &str = "hall_folder";
    pub const HALL_SECONDS: &str = "hall_seconds";
    /// Object store in place of that folder, empty for none; the secret is nowhere else.
    pub const STORE_ENDPOINT: &str = "store_endpoint";
    pub const STORE_BUCKET: &str = "store_bucket";
    pub const STORE_PREFIX: &str = "store_prefix";
    pub const STORE_REGION: &str = "store_region";
    pub const STORE_KEY_ID: &str = "store_key_id";
    pub const STORE_SECRET: &str = "store_secret";
    pub const STORE_PLAIN: &str = "store_plain";
    /// Set by a migration that changed the read model; cleared by the rebuild at the next start.
    pub const REBUILD: &str = "rebuild";
}

/// Fills a search index that an earlier version of the program left behind.
fn index(connection: &mut Connection) -> Result<()> {
    if local::get_number(connection, key::FIND)? == search::VERSION {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    project::index(&transaction)?;
    local::set(&transaction, key::FIND, &search::VERSION.to_string())?;
    transaction.commit()?;
    Ok(())
}

impl Desk {
    /// Starts work on an open and migrated database.
    ///
    /// # Errors
    /// `desk.not_set_up` when the database has no device yet.
    pub fn start(
        mut connection: Connection,
        clock: Box<dyn Clock + Send>,
        random: Box<dyn Random + Send>,
    ) -> Result<Self> {
        let device = local::get_number(&connection, key::DEVICE)?;
        if device == 0 {
            return Err(Error::refused("desk.not_set_up"));
        }
        index(&mut connection)?;
        let epoch = local::get_number(&connection, key::EPOCH)?;
        let seen = Hlc {
            wall_ms: local::get_number(&connection, key::HLC_SEEN)?,
            counter: 0,
        };
        let tail = series::tail(&connection, device as u32, epoch as u16, seen)?;
        let mut desk = Self {
            connection,
            tail,
            site: Site::default(),
            calendar: Calendar::bundled(),
            parameters: Parameters::default(),
            recomputed: Recomputed::default(),
            clock,
            random,
            progress: Progress::default(),
            index_pace: Pace::new(project::INDEXED_AT_ONCE, project::INDEXED_MS),
            looked_at: None,
        };
        desk.read_basics(Basics::ALL)?;
        if !desk.view().local(key::REBUILD)?.is_empty() {
            desk.rebuild()?;
            local::set(&desk.connection, key::REBUILD, "")?;
        }
        Ok(desk)
    }

    /// Gives the database its device. For set-up and restore, before [`Desk::start`].
    pub fn install(connection: &Connection, device: &Device) -> Result<()> {
        local::set(connection, key::DEVICE, &device.id.to_string())?;
        local::set(connection, key::EPOCH, &device.epoch.to_string())?;
        local::set(connection, key::MARK, &device.mark)?;
        local::set(connection, key::DESK_NAME, &device.name)
    }

    /// Returns what those see who look on while this desk is busy with a file.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Returns now in Unix milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Returns the record as it stands.
    pub fn view(&self) -> View<'_> {
        View {
            connection: &self.connection,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            now_ms: self.clock.now_ms(),
            fresh: None,
        }
    }

    /// Sets the connection for what it is busy with.
    pub(crate) fn set_for(&self, load: Load) -> Result<()> {
        Ok(connect::set_for(&self.connection, load)?)
    }

    /// Returns what the file holds that was looked at last and not taken in yet.
    pub(crate) fn looked_at(&self) -> Option<&Arc<Verified>> {
        self.looked_at.as_ref()
    }

    /// Notes which file somebody looks at, so that it need not be gone through once more when it is taken in.
    pub(crate) fn look_at(&mut self, file: Option<Arc<Verified>>) {
        self.looked_at = file;
    }

    /// Returns the end of the own series.
    pub fn tail(&self) -> Tail {
        self.tail
    }

    /// Draws random bytes.
    pub(crate) fn draw<const N: usize>(&mut self) -> [u8; N] {
        crate::chance::draw(self.random.as_mut())
    }

    /// Returns the site.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Returns what the last new holiday table or parameter changed of the due days.
    pub fn recomputed(&self) -> Recomputed {
        self.recomputed
    }

    /// Runs a decision and stores all of it, or nothing.
    ///
    /// # Errors
    /// Whatever the decision refuses, and faults of the database; nothing is stored then.
    pub fn write<T>(
        &mut self,
        actor: &Actor,
        decide: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let now_ms = self.clock.now_ms();
        let fresh = RefCell::default();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tx = Tx {
            connection: &transaction,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            random: self.random.as_mut(),
            actor,
            now_ms,
            tail: self.tail,
            touched: BTreeSet::new(),
            basics: Basics::default(),
            fresh: &fresh,
            depth: Depth::Whole,
            heard: false,
        };
        let done = decide(&mut tx)?;
        let (tail, touched) = (tx.tail, std::mem::take(&mut tx.touched));
        if tx.heard {
            local::set(&transaction, key::HLC_SEEN, &tail.hlc.wall_ms.to_string())?;
        }
        let view = tx.view();
        let basics = tx.basics.and(project::touched(&view, &touched, tx.depth)?);
        transaction.commit()?;
        self.tail = tail;
        self.read_basics(basics)?;
        Ok(done)
    }

    /// Runs a decision to see what would come of it, and stores nothing. `look` sees the rows of persons as they would be,
    /// what the check for conflicts of interest reads of tickets, folds of everything, and the tickets that were touched.
    ///
    /// # Errors
    /// Whatever the decision refuses, and faults of the database.
    pub fn rehearse<T, L>(
        &mut self,
        actor: &Actor,
        decide: impl FnOnce(&mut Tx<'_>) -> Result<T>,
        look: impl FnOnce(&View<'_>, Lines, T) -> Result<L>,
    ) -> Result<L> {
        let now_ms = self.clock.now_ms();
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let fresh = RefCell::new(Fresh::rehearsing(&transaction)?);
        let lines = RefCell::default();
        let mut tx = Tx {
            connection: &transaction,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            random: self.random.as_mut(),
            actor,
            now_ms,
            tail: self.tail,
            touched: BTreeSet::new(),
            basics: Basics::default(),
            fresh: &fresh,
            depth: Depth::Look(&lines),
            heard: false,
        };
        let done = decide(&mut tx)?;
        tx.settle()?;
        let seen = look(&tx.view(), lines.take(), done)?;
        transaction.rollback()?;
        Ok(seen)
    }

    /// Takes entries from elsewhere into the journal and folds what they touch; those already there change nothing.
    /// Returns how many were new.
    ///
    /// # Errors
    /// `journal.damaged` for an entry that is not as it was sealed or has an impossible id, `journal.equivocation` for a
    /// second entry under a known id, and for one of the own series that was not made here: a copy of this desk goes on
    /// elsewhere. Nothing is stored then.
    pub fn merge(&mut self, entries: &[Entry]) -> Result<usize> {
        let possible = |entry: &Entry| (1..=i64::MAX as u64).contains(&entry.head.id.seq);
        if entries
            .iter()
            .any(|entry| !possible(entry) || !entry.head_is_whole() || !entry.body_is_whole())
        {
            return Err(Error::refused("journal.damaged"));
        }
        let own = (self.tail.device, self.tail.epoch);
        if entries.iter().any(|entry| {
            (entry.head.id.device, entry.head.id.epoch) == own && entry.head.id.seq > self.tail.seq
        }) {
            return Err(Error::refused("journal.equivocation"));
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut touched = BTreeSet::new();
        let mut fresh = 0;
        let mut hlc = self.tail.hlc;
        for entry in entries {
            if series::insert(&transaction, entry, None)?.is_some() {
                fresh += 1;
                hlc = hlc.max(entry.head.hlc);
                touched.insert((
                    entry.head.subject.kind.clone(),
                    Uuid::from_bytes(entry.head.subject.id),
                ));
            }
        }
        let view = View {
            connection: &transaction,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            now_ms: self.clock.now_ms(),
            fresh: None,
        };
        let basics = project::touched(&view, &touched, Depth::Whole)?;
        if hlc != self.tail.hlc {
            local::set(&transaction, key::HLC_SEEN, &hlc.wall_ms.to_string())?;
        }
        transaction.commit()?;
        self.tail.hlc = hlc;
        self.read_basics(basics)?;
        Ok(fresh)
    }

    /// Reads what every decision rests on anew.
    fn read_basics(&mut self, basics: Basics) -> Result<()> {
        if basics.recomputed.is_some() {
            self.recomputed = basics.recomputed.unwrap_or_default();
        }
        if basics.site {
            self.site = crate::site::read(&self.view())?;
        }
        if basics.calendar {
            self.calendar = calendar::read(&self.view())?;
        }
        if basics.parameters {
            self.parameters = parameter::read(&self.view())?;
        }
        Ok(())
    }

    /// Brings the search index up to date for some of the tickets that wait for it, and says whether more wait. For moments
    /// in which nobody else wants the desk.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn index_some(&mut self) -> Result<bool> {
        if !search::waiting(&self.connection)? {
            return Ok(false);
        }
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let begun_ms = self.clock.now_ms();
        let done = project::index_waiting(&transaction, self.index_pace.amount())?;
        transaction.commit()?;
        self.index_pace.took(done, self.clock.now_ms() - begun_ms);
        search::waiting(&self.connection)
    }

    /// Empties the read model and builds it again from the journal.
    pub fn rebuild(&mut self) -> Result<()> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let view = View {
            connection: &transaction,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            now_ms: self.clock.now_ms(),
            fresh: None,
        };
        project::all(&view)?;
        transaction.commit()?;
        Ok(())
    }

    /// Checks the journal's chains, builds the read model aside and compares, and checks the pages of the file.
    /// Changes nothing.
    pub fn verify(&mut self) -> Result<crate::storage::verify::Report> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let view = View {
            connection: &transaction,
            site: &self.site,
            calendar: &self.calendar,
            parameters: &self.parameters,
            now_ms: self.clock.now_ms(),
            fresh: None,
        };
        let report = crate::storage::verify::verify(&view)?;
        transaction.rollback()?;
        Ok(report)
    }

    /// Returns a canonical dump of the read model for comparisons.
    pub fn dump(&self) -> Result<Vec<String>> {
        crate::storage::verify::dump(&self.connection, Scope::ALL)
    }

    /// Returns the connection for a backup of the whole file.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }
}
