//! A file on its way in: one step of it each time whoever drives the front comes round, so that others are answered in
//! between.

use std::path::PathBuf;

use fachuang_core::desk::Actor;
use fachuang_core::error::Error;
use fachuang_core::exchange::apply;
use fachuang_core::exchange::import::Import;
use fachuang_core::exchange::progress::{Doing, Work};
use fachuang_core::storage::backup::BackupReport;
use fachuang_core::storage::series::Tail;
use fachuang_core::time::Clock;
use serde_json::Value;

use super::backup::BackupRun;
use super::package;
use crate::front::{Answer, Front, sent};
use crate::refusal::Refusal;

/// The file that is under way, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Imports {
    /// Counts the files, so that nobody who asked for one gets the answer of another.
    nr: u64,
    under_way: Option<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    file: PathBuf,
    actor: Actor,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// It is looked at and the record is kept, away from the desk.
    Preparing(Work),
    /// With the name of the backup.
    Going(Import, String),
    /// Goes on since the last login; nobody asked.
    Resuming(Import),
}

/// What is to be done before a file is applied, away from the desk.
#[derive(Debug)]
pub struct ImportErrand {
    file: PathBuf,
    tail: Tail,
    clock: ErrandClock,
    backup: BackupRun,
}

struct ErrandClock(Box<dyn Clock + Send>);

impl std::fmt::Debug for ErrandClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrandClock").finish_non_exhaustive()
    }
}

/// What came of it: the backup, unless the file was applied before.
#[derive(Debug)]
pub struct ImportDone(Result<Option<BackupReport>, Error>);

impl ImportErrand {
    /// Checks the file to its end and keeps the record as it is; saves at the desk go on meanwhile.
    pub fn run(self) -> ImportDone {
        let Self {
            file,
            tail,
            clock,
            backup,
        } = self;
        // Whatever a file brings, the record of before can be had again.
        ImportDone(backup.run_if(clock.0, |view| Ok(!apply::seen_before(view, tail, &file)?)))
    }
}

impl Imports {
    /// Returns the count of the file that was begun last.
    pub(super) fn nr(&self) -> u64 {
        self.nr
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    /// Leaves the file that is under way where it is; the next login goes on with it.
    pub(crate) fn leave(&mut self) {
        self.under_way = None;
    }
}

impl Front {
    /// Begins with a file; its errand and its turns follow.
    pub(super) fn begin_import(&mut self, file: PathBuf) -> Answer<()> {
        if self.imports.under_way.is_some() {
            return Err(Refusal::of("exchange.under_way"));
        }
        let open = self.open()?;
        let actor = open.actor.clone();
        let shown = open.desk.progress().begin(Doing::BackingUp, 0);
        self.imports.nr += 1;
        self.imports.under_way = Some(UnderWay {
            file,
            actor,
            stage: Stage::Preparing(shown),
        });
        Ok(())
    }

    /// Returns what the file that was just begun needs first.
    pub(super) fn first_of_import(&mut self) -> Answer<ImportErrand> {
        let errand = self.import_errand();
        if errand.is_err() {
            self.imports.leave();
        }
        errand
    }

    fn import_errand(&mut self) -> Answer<ImportErrand> {
        let under_way = self.imports.under_way.as_ref();
        let file = under_way.map(|one| one.file.clone()).unwrap_or_default();
        Ok(ImportErrand {
            file,
            tail: self.desk()?.0.tail(),
            clock: ErrandClock(self.clock()),
            backup: self.order_backup()?,
        })
    }

    /// Takes the next step of the file with a count; none when more of them follow.
    pub(super) fn step_of_import(
        &mut self,
        nr: u64,
        done: Option<ImportDone>,
    ) -> Answer<Option<Value>> {
        let step = self.advance(nr, done);
        match &step {
            Ok(None) => {}
            Ok(Some(_)) => self.imports.leave(),
            Err(_) if nr == self.imports.nr => self.imports.leave(),
            Err(_) => {}
        }
        step
    }

    fn advance(&mut self, nr: u64, done: Option<ImportDone>) -> Answer<Option<Value>> {
        let own = nr == self.imports.nr;
        let Some(under_way) = self.imports.under_way.take_if(|_| own) else {
            if let Some(ImportDone(Ok(Some(report)))) = done {
                self.note_orphan(&report);
            }
            return Err(Refusal::of("exchange.broken_off"));
        };
        let UnderWay { file, actor, stage } = under_way;
        let stage = match (stage, done) {
            (Stage::Preparing(shown), Some(ImportDone(prepared))) => {
                let backup = match prepared? {
                    Some(report) => self.note_backup(&report)?,
                    None => String::new(),
                };
                drop(shown);
                let desk = &mut self.open()?.desk;
                let import = Import::begin(desk, &actor, &file, &package::name_of(&file))?;
                Stage::Going(import, backup)
            }
            (Stage::Going(mut import, backup), None) => {
                let desk = &mut self.open()?.desk;
                if let Some(applied) = import.step(desk, &actor)? {
                    let shown = package::done(&desk.view(), &applied, backup)?;
                    return sent(shown).map(Some);
                }
                Stage::Going(import, backup)
            }
            // Whoever drives has lost an errand.
            _ => return Err(Refusal::of("exchange.broken_off")),
        };
        self.imports.under_way = Some(UnderWay { file, actor, stage });
        Ok(None)
    }

    /// Begins to go on with a file whose applying was broken off, if there is one and no other is under way. One that cannot
    /// go on waits, and shows in the list of files: a fault here must keep nobody out.
    pub(super) fn resume_import(&mut self) {
        if self.imports.is_under_way() {
            return;
        }
        let Some(open) = self.open.as_mut() else {
            return;
        };
        let actor = open.actor.clone();
        if let Ok(Some(import)) = Import::resume(&mut open.desk, &actor) {
            self.imports.nr += 1;
            self.imports.under_way = Some(UnderWay {
                file: PathBuf::new(),
                actor,
                stage: Stage::Resuming(import),
            });
        }
    }

    /// Takes the next step of a file that goes on since the last login; says whether there is one.
    pub(crate) fn step_resumed(&mut self) -> bool {
        let resuming = |one: &mut UnderWay| matches!(one.stage, Stage::Resuming(_));
        let Some(mut under_way) = self.imports.under_way.take_if(resuming) else {
            return false;
        };
        let (Stage::Resuming(import), Some(open)) = (&mut under_way.stage, self.open.as_mut())
        else {
            return false;
        };
        match import.step(&mut open.desk, &under_way.actor) {
            Ok(None) => self.imports.under_way = Some(under_way),
            Ok(Some(_)) => {
                drop(under_way);
                self.resume_import();
            }
            // It waits for the next login.
            Err(_) => {}
        }
        true
    }
}
