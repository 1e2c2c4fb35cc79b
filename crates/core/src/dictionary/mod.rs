//! Code tables that an office may extend: channels, groups, roles and the like.
//!
//! Codes are stable and stored; names may be reworded. A lookup takes either, and the other names an entry is known by.

mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

pub(crate) use table::Table;
pub use table::TableError;

/// One value of a dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Stable code that is stored and exchanged.
    pub code: String,
    /// Chinese name that screens and papers show.
    pub name: String,
    /// Other words for the same value, accepted on lookup.
    pub aliases: Vec<String>,
    attributes: BTreeMap<String, String>,
}

impl Entry {
    /// Tells whether a yes-or-no column of the entry says yes.
    pub fn flag(&self, column: &str) -> bool {
        self.attribute(column) == Some("yes")
    }

    /// Returns the text of a further column, unless it is empty.
    pub fn attribute(&self, column: &str) -> Option<&str> {
        self.attributes
            .get(column)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// Tells whether the entry is a group served first and without queueing (绿色通道).
    pub fn green(&self) -> bool {
        self.flag("green")
    }
}

/// One code table, in the order in which it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dictionary {
    entries: Vec<Entry>,
}

impl Dictionary {
    /// Reads a table with the columns `code`, `name`, `aliases` (separated by `|`) and any further ones.
    ///
    /// # Errors
    /// `table.column_missing`, `table.field_count`, `table.value`, `table.repeated`.
    pub fn read(text: &str) -> Result<Self, TableError> {
        let table = Table::read(text)?;
        let (code, name) = (table.column("code")?, table.column("name")?);
        let aliases = table.column("aliases")?;
        let mut known = HashSet::new();
        let mut entries = Vec::new();
        for row in table.rows() {
            for (column, label) in [(code, "code"), (name, "name")] {
                if row.field(column).is_empty() {
                    return Err(TableError::Value {
                        line: row.line,
                        column: label,
                    });
                }
            }
            let entry = Entry {
                code: row.field(code).to_owned(),
                name: row.field(name).to_owned(),
                aliases: row
                    .field(aliases)
                    .split('|')
                    .filter(|alias| !alias.is_empty())
                    .map(str::to_owned)
                    .collect(),
                attributes: (0..table.columns().len())
                    .filter(|column| ![code, name, aliases].contains(column))
                    .map(|column| {
                        let key = table.columns()[column].to_owned();
                        (key, row.field(column).to_owned())
                    })
                    .collect(),
            };
            let words = [&entry.code, &entry.name].into_iter().chain(&entry.aliases);
            let words: HashSet<String> = words.cloned().collect();
            if !known.is_disjoint(&words) {
                return Err(TableError::Repeated(row.line));
            }
            known.extend(words);
            entries.push(entry);
        }
        Ok(Self { entries })
    }

    /// Lists the entries in the order in which they are offered.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Finds the entry with this code, name or other name.
    pub fn find(&self, word: &str) -> Option<&Entry> {
        let word = word.trim();
        let has = |entry: &&Entry| {
            entry.code == word
                || entry.name == word
                || entry.aliases.iter().any(|alias| alias == word)
        };
        self.entries.iter().find(has)
    }

    /// Returns the Chinese name of a code; an unknown code stands for itself.
    pub fn name_of<'a>(&'a self, code: &'a str) -> &'a str {
        self.find(code).map_or(code, |entry| &entry.name)
    }
}

/// Every dictionary that ships with the program: one line per table.
const TABLES: [(&str, &str); 20] = [
    (
        "aid_forms",
        include_str!("../../../../assets/reference/aid_forms.csv"),
    ),
    (
        "aid_sources",
        include_str!("../../../../assets/reference/aid_sources.csv"),
    ),
    (
        "channels",
        include_str!("../../../../assets/reference/channels.csv"),
    ),
    (
        "delivery_receivers",
        include_str!("../../../../assets/reference/delivery_receivers.csv"),
    ),
    (
        "delivery_ways",
        include_str!("../../../../assets/reference/delivery_ways.csv"),
    ),
    (
        "difficulty_levels",
        include_str!("../../../../assets/reference/difficulty_levels.csv"),
    ),
    (
        "dispute_types",
        include_str!("../../../../assets/reference/dispute_types.csv"),
    ),
    (
        "economic_conditions",
        include_str!("../../../../assets/reference/economic_conditions.csv"),
    ),
    (
        "education",
        include_str!("../../../../assets/reference/education.csv"),
    ),
    (
        "ethnicities",
        include_str!("../../../../assets/reference/ethnicities.csv"),
    ),
    (
        "forensic_classes",
        include_str!("../../../../assets/reference/forensic_classes.csv"),
    ),
    (
        "genders",
        include_str!("../../../../assets/reference/genders.csv"),
    ),
    (
        "groups",
        include_str!("../../../../assets/reference/groups.csv"),
    ),
    (
        "material_forms",
        include_str!("../../../../assets/reference/material_forms.csv"),
    ),
    (
        "mediation_sources",
        include_str!("../../../../assets/reference/mediation_sources.csv"),
    ),
    (
        "party_roles",
        include_str!("../../../../assets/reference/party_roles.csv"),
    ),
    (
        "rating_dimensions",
        include_str!("../../../../assets/reference/rating_dimensions.csv"),
    ),
    (
        "rating_levels",
        include_str!("../../../../assets/reference/rating_levels.csv"),
    ),
    (
        "visibility_levels",
        include_str!("../../../../assets/reference/visibility_levels.csv"),
    ),
    (
        "visitor_kinds",
        include_str!("../../../../assets/reference/visitor_kinds.csv"),
    ),
];

static BUNDLED: LazyLock<BTreeMap<&'static str, Dictionary>> = LazyLock::new(|| {
    TABLES
        .iter()
        .map(|(name, text)| {
            let read = Dictionary::read(text);
            (
                *name,
                read.expect("every bundled dictionary is read by a test"),
            )
        })
        .collect()
});

/// Returns the dictionary of this name that ships with the program, for example `channels` or `groups`.
pub fn bundled(name: &str) -> Option<&'static Dictionary> {
    BUNDLED.get(name)
}

/// Lists the names of all dictionaries.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUNDLED.keys().copied()
}
