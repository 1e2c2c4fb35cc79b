//! The lookout: answers what only reads, on a connection of its own, while the front is busy.
//!
//! A check of the whole database, a backup or an import takes its time. Lists and the search do not wait for it: they show
//! what was last committed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fachuang_core::desk::{Actor, View};
use fachuang_core::exchange::progress::Progress;
use fachuang_core::reader::Reader;
use serde_json::Value;
use uuid::Uuid;

use crate::command::for_each_command;
use crate::front::{Answer, Request, arguments, sent, written};
use crate::handle::{exchange, list};
use crate::wire::Nothing;
use crate::wire::list::*;

/// What a reading command sees: the record, and who looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub view: &'a View<'a>,
    pub actor: &'a Actor,
    /// How far the desk has come with a file.
    pub progress: &'a Progress,
}

/// Somebody who looks.
pub(crate) struct Seat {
    pub reader: Reader,
    pub actor: Actor,
    pub progress: Progress,
}

/// Shared by a front and whoever asks beside it.
#[derive(Clone, Default)]
pub struct Lookout(Arc<Mutex<Option<Seat>>>);

impl std::fmt::Debug for Lookout {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lookout").finish_non_exhaustive()
    }
}

impl Lookout {
    /// Answers a request of a member of staff's window that only reads. None when the front has to answer it: another
    /// command, or nobody at the desk.
    pub fn call(&self, request: &str) -> Option<String> {
        // What takes two persons is no reading, so nobody stands by here.
        let Request {
            id, command, args, ..
        } = Request::read(request)?;
        let mut seat = self.seat();
        let Seat {
            reader,
            actor,
            progress,
        } = seat.as_mut()?;
        let mut look = |look: &dyn Fn(&Sight<'_>) -> Answer<Value>| {
            let answer = reader.look(|view| {
                look(&Sight {
                    view,
                    actor,
                    progress,
                })
            });
            written(&id, answer)
        };
        macro_rules! read {
            (Reading, $request:ty, $handler:path) => {
                Some(look(&|sight| {
                    let request: $request = arguments(args.clone())?;
                    sent($handler(sight, request)?)
                }))
            };
            ($access:ident, $request:ty, $handler:path) => {
                None
            };
        }
        macro_rules! reading {
            ($($name:ident($request:ty) -> $answer:ty, $access:ident, $module:ident :: $handler:ident;)*) => {
                match command.as_str() {
                    $(stringify!($name) => read!($access, $request, $module::$handler),)*
                    _ => None,
                }
            };
        }
        for_each_command!(reading)
    }

    /// Sees to it that this person sits here, or nobody.
    pub(crate) fn keep(&self, who: Option<Uuid>, take: impl FnOnce() -> Option<Seat>) {
        let mut seat = self.seat();
        if seat.as_ref().map(|seat| seat.actor.id) != who {
            *seat = None;
            *seat = take();
        }
    }

    /// Closes the connection; a look that has begun ends first.
    pub(crate) fn close(&self) {
        *self.seat() = None;
    }

    fn seat(&self) -> MutexGuard<'_, Option<Seat>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
