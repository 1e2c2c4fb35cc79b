//! What several rows of one transaction are written from, read once.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use uuid::Uuid;

use crate::desk::View;
use crate::error::Result;
use crate::journal::Folded;
use crate::naming::{self, NameKeys};
use crate::person;

/// What several rows are written from, while nothing is added to the journal: folds of subjects, and the keys of names.
#[derive(Debug, Default)]
pub(super) struct Folds {
    subjects: HashMap<Uuid, Rc<Folded>>,
    names: HashMap<String, Rc<NameKeys>>,
    /// Persons that were merged into nobody.
    alone: HashSet<Uuid>,
}

/// Folds kept at once; of a whole file in one transaction only as many as soon come up again.
const FOLDS_MAX: usize = 4096;

impl Folds {
    pub(super) fn keep(&mut self, id: Uuid, folded: Folded) -> Rc<Folded> {
        if self.subjects.len() >= FOLDS_MAX {
            self.subjects.clear();
        }
        let folded = Rc::new(folded);
        self.subjects.insert(id, Rc::clone(&folded));
        folded
    }

    pub(super) fn get(&mut self, view: &View<'_>, id: Uuid) -> Result<Rc<Folded>> {
        if let Some(folded) = self.subjects.get(&id) {
            return Ok(Rc::clone(folded));
        }
        let folded = view.fold(id)?;
        Ok(self.keep(id, folded))
    }

    /// Notes a person that was merged into nobody.
    pub(super) fn stands_alone(&mut self, person: Uuid) {
        self.alone.insert(person);
    }

    /// Returns the person one leads to.
    pub(super) fn canonical(&self, view: &View<'_>, person: Uuid) -> Result<Uuid> {
        if self.alone.contains(&person) {
            return Ok(person);
        }
        person::canonical(view, person)
    }

    pub(super) fn keys_of(&mut self, name: &str) -> Rc<NameKeys> {
        if let Some(keys) = self.names.get(name) {
            return Rc::clone(keys);
        }
        if self.names.len() >= FOLDS_MAX {
            self.names.clear();
        }
        let keys = Rc::new(naming::name_keys(name));
        self.names.insert(name.to_owned(), Rc::clone(&keys));
        keys
    }
}
