//! From a document to pages.

mod blanks;
mod block;
mod grid;
mod inline;
mod pages;
mod table;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

pub use inline::SMALLEST_PT;
pub use pages::lay_out;

use crate::{
    FormError,
    fonts::{FontStore, Glyph, Role},
};

/// Stands for a character that no face has, as printers have always marked a missing type.
pub(crate) const GETA: char = '〓';

/// Points in a length.
pub(crate) fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// What laying out one paper shares.
pub(crate) struct Context<'a> {
    fonts: &'a FontStore,
    tables: Cell<usize>,
    missing: RefCell<Vec<char>>,
    roles: RefCell<BTreeSet<usize>>,
}

impl<'a> Context<'a> {
    fn new(fonts: &'a FontStore) -> Self {
        Self {
            fonts,
            tables: Cell::new(0),
            missing: RefCell::default(),
            roles: RefCell::default(),
        }
    }

    /// Returns a number that tells a table from its neighbours.
    fn next_table(&self) -> usize {
        self.tables.set(self.tables.get() + 1);
        self.tables.get()
    }

    /// Returns a character with its glyph; one that no face has is noted and stands as 〓.
    fn resolve(&self, role: Role, character: char) -> Result<(char, Glyph), FormError> {
        self.roles.borrow_mut().insert(role as usize);
        match self.fonts.resolve(role, character) {
            Err(FormError::MissingGlyph { character }) => {
                let mut missing = self.missing.borrow_mut();
                if !missing.contains(&character) {
                    missing.push(character);
                }
                Ok((GETA, self.fonts.resolve(role, GETA)?))
            }
            found => Ok((character, found?)),
        }
    }
}
