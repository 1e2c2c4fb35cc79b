//! A file taken in step by step, with those that had waited for it: between two steps the desk is free for others.

use std::collections::VecDeque;
use std::path::Path;

use super::apply::{Applied, Started, Stride, rise, start_reading};
use super::going::Going;
use super::link;
use super::open::{Reading, Source};
use super::package::{self, Package};
use crate::desk::{Actor, Desk};
use crate::error::Result;

/// Files that had waited and are applied one after the other: those of a link, then those of others that rested on what
/// came with them.
#[derive(Debug)]
pub(super) struct Followers {
    links: VecDeque<i64>,
    /// The first link is looked at, whose faults are told.
    is_first: bool,
    /// Something came since the links were listed, so others may follow now.
    found: bool,
    going: Option<Going<'static>>,
    pub done: Vec<Package>,
}

impl Followers {
    /// Begins with the link on which a file was applied.
    pub(super) fn of(link: i64) -> Self {
        Self {
            links: VecDeque::from([link]),
            is_first: true,
            found: true,
            going: None,
            done: Vec::new(),
        }
    }

    /// Takes the next step; says whether more is left.
    ///
    /// # Errors
    /// Those of opening a file of the first link, and faults of the database.
    pub(super) fn step(&mut self, desk: &mut Desk, actor: &Actor) -> Result<bool> {
        match self.advance(desk, actor) {
            Err(fault) if self.is_first => Err(fault),
            // What cannot be opened any more goes on waiting, and the board shows it.
            Err(_) => {
                self.going = None;
                self.links.pop_front();
                Ok(true)
            }
            more => more,
        }
    }

    fn advance(&mut self, desk: &mut Desk, actor: &Actor) -> Result<bool> {
        if let Some(going) = &mut self.going {
            if let Some(package) = go_on(going, desk, actor)? {
                self.going = None;
                self.found = true;
                self.done.push(package);
            }
            return Ok(true);
        }
        let Some(nr) = self.links.front() else {
            let again = std::mem::take(&mut self.found);
            if again {
                self.links = package::waiting_links(desk.view().connection)?.into();
            }
            return Ok(again);
        };
        let connection = desk.view().connection;
        let come = link::get(connection, *nr)?.done;
        if let Some(next) = package::find_next(connection, *nr, come)? {
            self.going = rise(desk, actor, &next)?;
        }
        if self.going.is_none() {
            self.links.pop_front();
            self.is_first = false;
        }
        Ok(true)
    }
}

/// Takes the next step of a file, unless it was finished meanwhile.
fn go_on(going: &mut Going<'_>, desk: &mut Desk, actor: &Actor) -> Result<Option<Package>> {
    match going.look_again(&desk.view())? {
        Some(package) => Ok(Some(package)),
        None => going.go_on(desk, actor),
    }
}

#[derive(Debug)]
enum Stage {
    /// Nothing is left to do.
    Done(Box<Applied>),
    Going(Box<Going<'static>>),
    Following(Box<(Package, Followers)>),
}

/// A file that is being taken in, with those that follow it.
#[derive(Debug)]
pub struct Import(Stage);

impl Import {
    /// Begins with a file: checks it to its end, looks it through and keeps it, so that it can be gone on with.
    ///
    /// # Errors
    /// As for [`apply`](super::apply::apply).
    pub fn begin(desk: &mut Desk, actor: &Actor, file: &Path, file_name: &str) -> Result<Self> {
        let reading = Reading::of_file(file)?;
        let started = start_reading(
            desk,
            actor,
            Source::File(file),
            reading,
            file_name,
            Stride::Steps,
        )?;
        Ok(Self(match started {
            Started::Done(applied) => Stage::Done(applied),
            Started::Going(going) => Stage::Going(going),
        }))
    }

    /// Goes on with any file whose applying was broken off; none when there is none.
    ///
    /// # Errors
    /// Those of opening a file, and faults of the database.
    pub fn resume(desk: &mut Desk, actor: &Actor) -> Result<Option<Self>> {
        let Some(begun) = package::find_begun(desk.view().connection)? else {
            return Ok(None);
        };
        let going = rise(desk, actor, &begun)?;
        Ok(going.map(|going| Self(Stage::Going(Box::new(going)))))
    }

    /// Takes the next step, in one transaction at most; the last one says what was done.
    ///
    /// # Errors
    /// Those of reading a file, `exchange.sender_frozen`, `package.revoked_sender`, `exchange.under_way`, and faults of the
    /// database. What was applied stays, and [`Import::resume`] goes on.
    pub fn step(&mut self, desk: &mut Desk, actor: &Actor) -> Result<Option<Applied>> {
        match &mut self.0 {
            Stage::Done(applied) => Ok(Some((**applied).clone())),
            Stage::Going(going) => {
                if let Some(package) = go_on(going, desk, actor)? {
                    let followers = Followers::of(going.link());
                    self.0 = Stage::Following(Box::new((package, followers)));
                }
                Ok(None)
            }
            Stage::Following(following) => {
                let (package, followers) = &mut **following;
                if followers.step(desk, actor)? {
                    return Ok(None);
                }
                let applied = Applied {
                    package: package.clone(),
                    seen_before: false,
                    followed: std::mem::take(&mut followers.done),
                };
                self.0 = Stage::Done(Box::new(applied.clone()));
                Ok(Some(applied))
            }
        }
    }
}
