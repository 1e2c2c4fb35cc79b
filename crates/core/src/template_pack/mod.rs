//! Template packages (文书样式包): what the office changes of its papers, from a day on.
//!
//! The record keeps the text of a package as it was brought in. What it means is for whoever makes papers; a package that
//! was taken back stays in the record and makes no more papers.

use uuid::Uuid;

use crate::account::role::{Right, Role};
use crate::desk::{Tx, View, subject};
use crate::error::{Error, Result};
use crate::exchange::peer::require_own_rules;
use crate::journal::fold::STATE;
use crate::journal::{Event, Record, Value};
use crate::person::short_text;
use crate::time::{self, Day};

const IMPORT: &str = "template_pack.import";
const WITHDRAW: &str = "template_pack.withdraw";

/// Largest package in bytes.
pub const TEXT_MAX: usize = 512 * 1024;

/// Every desk writes about packages under one identity, so that all see the same list.
const PACKAGES: Uuid = Uuid::from_u128(0x0197_0000_0000_7000_8000_7061_636b_6167);

/// What is said about a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPackage {
    pub name: String,
    /// Tells packages apart; one is brought in once.
    pub version: String,
    /// First day on which it makes papers.
    pub valid_from: Day,
    /// Decision or letter it rests on.
    pub source: String,
    pub text: String,
}

/// A package of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub valid_from: Day,
    pub source: String,
    pub text: String,
    pub at_ms: i64,
    /// Staff id as text.
    pub author: String,
    pub withdrawn: Option<Withdrawn>,
}

/// A package was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub at_ms: i64,
    /// Staff id as text.
    pub author: String,
    pub reason: String,
}

/// Brings a package in.
///
/// # Errors
/// `right.missing`, `exchange.centre_decides`, `template_pack.twice`, `template_pack.too_large`, and those of texts.
pub fn import(tx: &mut Tx<'_>, new: &NewPackage) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    require_own_rules(tx.view().connection)?;
    if new.text.len() > TEXT_MAX {
        return Err(Error::at("template_pack.too_large", "text"));
    }
    let packages = list(&tx.view())?;
    if packages.iter().any(|known| known.version == new.version) {
        return Err(Error::at("template_pack.twice", "text").with(new.version.clone()));
    }
    let text = |text: &str, field: &str| {
        short_text(text, 100).map_err(|code| Error::at(code, field.to_owned()))
    };
    let body = Record::of([
        ("name", Value::text(&text(&new.name, "text")?)),
        ("version", Value::text(&text(&new.version, "text")?)),
        ("valid_from", Value::text(&new.valid_from.to_string())),
        ("source", Value::text(&text(&new.source, "text")?)),
        ("text", Value::text(&new.text)),
    ]);
    append(tx, IMPORT, &body)
}

/// Takes a package back; what it made stays as it is.
///
/// # Errors
/// `right.missing`, `exchange.centre_decides`, `template_pack.not_found`, `reason.missing`, and those of texts.
pub fn withdraw(tx: &mut Tx<'_>, version: &str, reason: &str) -> Result<()> {
    tx.actor().require(Right::ManageSettings)?;
    require_own_rules(tx.view().connection)?;
    let standing = list(&tx.view())?
        .into_iter()
        .any(|known| known.version == version && known.withdrawn.is_none());
    if !standing {
        return Err(Error::at("template_pack.not_found", "version"));
    }
    let reason = short_text(reason, 400).map_err(|code| Error::at(code, "reason"))?;
    if reason.is_empty() {
        return Err(Error::at("reason.missing", "reason"));
    }
    let body = Record::of([
        ("version", Value::text(version)),
        ("reason", Value::text(&reason)),
    ]);
    append(tx, WITHDRAW, &body)
}

fn append(tx: &mut Tx<'_>, kind: &str, body: &Record) -> Result<()> {
    let folded = tx.view().fold(PACKAGES)?;
    let seen = folded.event_heads(|kind| kind.starts_with("template_pack."));
    let base = vec![(STATE.to_owned(), seen)];
    tx.append(subject::TEMPLATE_PACK, PACKAGES, kind, body, base)?;
    Ok(())
}

/// Written by somebody who may change settings; a package from elsewhere by anybody else has no effect.
fn authorised(event: &Event) -> bool {
    Role::from_code(&event.origin.role).is_some_and(|role| role.may(Right::ManageSettings))
}

/// Lists the packages in the order in which they begin.
pub fn list(view: &View<'_>) -> Result<Vec<Package>> {
    let folded = view.fold(PACKAGES)?;
    let mut packages: Vec<Package> = Vec::new();
    for event in folded.events.iter().filter(|event| authorised(event)) {
        let text = |key: &str| {
            let value = event.record.data.get(key);
            value.map_or("", |value| value.as_text()).to_owned()
        };
        let author = Uuid::from_bytes(event.origin.account).to_string();
        let known = packages
            .iter_mut()
            .find(|package| package.version == text("version"));
        match (event.kind.as_str(), known) {
            (IMPORT, None) => {
                let Some(valid_from) = time::day_from_text(&text("valid_from")) else {
                    continue;
                };
                packages.push(Package {
                    name: text("name"),
                    version: text("version"),
                    valid_from,
                    source: text("source"),
                    text: text("text"),
                    at_ms: event.at_ms,
                    author,
                    withdrawn: None,
                });
            }
            (WITHDRAW, Some(package)) => {
                package.withdrawn.get_or_insert(Withdrawn {
                    at_ms: event.at_ms,
                    author,
                    reason: text("reason"),
                });
            }
            _ => {}
        }
    }
    packages.sort_by_key(|package| (package.valid_from, package.at_ms));
    Ok(packages)
}

/// Lists the packages that make papers on a day, later ones over earlier ones.
pub fn in_force(view: &View<'_>, day: Day) -> Result<Vec<Package>> {
    let mut packages = list(view)?;
    packages.retain(|package| package.withdrawn.is_none() && package.valid_from <= day);
    Ok(packages)
}
