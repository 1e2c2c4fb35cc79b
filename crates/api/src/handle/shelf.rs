//! The forms papers are made with today: those of the program, changed by the template packages in force.

use fachuang_core::desk::View;
use fachuang_core::error::Error;
use fachuang_core::template_pack::{self, in_force};
use fachuang_core::time;
use fachuang_forms::{Form, FormInfo, Package};

use super::paper::{office_file, printing, refused, with_fonts};
use crate::front::{Answer, Front, staff_name};
use crate::wire::Nothing;
use crate::wire::template::{
    ImportTemplatePack, TemplatePackForm, TemplatePackList, TemplatePackRow, WithdrawTemplatePack,
};

/// Forms by what is offered, and all that can be made.
pub(super) struct Shelf {
    forms: Vec<Form>,
    hidden: Vec<String>,
}

impl Shelf {
    /// Reads what is in force on the day of the view.
    pub(super) fn of(view: &View<'_>) -> Result<Self, Error> {
        let mut shelf = Self {
            forms: fachuang_forms::forms().to_vec(),
            hidden: Vec::new(),
        };
        for stored in in_force(view, view.today())? {
            // One that a later program no longer reads leaves the forms of the program in place.
            if let Ok(package) = Package::read(&stored.text) {
                shelf.take(&package);
            }
        }
        Ok(shelf)
    }

    fn take(&mut self, package: &Package) {
        for form in &package.forms {
            self.hidden.retain(|code| code != form.info.code);
            let known = |at: &Form| at.info.code == form.info.code;
            match self.forms.iter().position(known) {
                Some(at) => self.forms[at] = *form,
                None => {
                    let place = (form.info.group, form.info.step);
                    let later =
                        |at: &Form| at.source().is_some() && (at.info.group, at.info.step) > place;
                    let at = self.forms.iter().position(later);
                    self.forms.insert(at.unwrap_or(self.forms.len()), *form);
                }
            }
        }
        self.hidden.extend(package.hidden.iter().cloned());
    }

    /// Lists the forms that are offered, in the order in which people choose from them.
    pub(super) fn offered(&self) -> impl Iterator<Item = &Form> {
        let shown = |form: &&Form| !self.hidden.iter().any(|code| code == form.info.code);
        self.forms.iter().filter(shown)
    }

    /// Finds a form, or the large print of one, also of those that are not offered.
    pub(super) fn find(&self, code: &str) -> Option<Form> {
        self.forms.iter().find_map(|form| form.variant(code))
    }
}

/// Returns the form with a code as it is made today.
pub(super) fn form(view: &View<'_>, code: &str) -> Result<Form, Error> {
    let shelf = Shelf::of(view)?;
    shelf
        .find(code)
        .ok_or_else(|| Error::at("paper.form_unknown", "form"))
}

pub fn list_template_packs(front: &mut Front, _: Nothing) -> Answer<TemplatePackList> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let today = view.today();
    let mut packages = Vec::new();
    for stored in template_pack::list(&view)?.into_iter().rev() {
        let read = Package::read(&stored.text).ok();
        let withdrawn = stored.withdrawn.as_ref();
        let state = match (&withdrawn, stored.valid_from > today) {
            (Some(_), _) => "withdrawn",
            (None, true) => "waiting",
            (None, false) => "in_force",
        };
        packages.push(TemplatePackRow {
            name: stored.name,
            version: stored.version,
            valid_from: stored.valid_from.to_string(),
            source: stored.source,
            state: state.to_owned(),
            forms: read
                .iter()
                .flat_map(|package| &package.forms)
                .map(|form| changed(&form.info))
                .collect(),
            hidden: read
                .iter()
                .flat_map(|package| &package.hidden)
                .map(|code| super::paper_delivery::form_name(code).to_owned())
                .collect(),
            imported_at: time::to_text(stored.at_ms),
            imported_by: staff_name(&view, &stored.author)?,
            withdrawn_at: withdrawn
                .map(|one| time::to_text(one.at_ms))
                .unwrap_or_default(),
            withdrawn_by: match withdrawn {
                Some(one) => staff_name(&view, &one.author)?,
                None => String::new(),
            },
            reason: withdrawn.map(|one| one.reason.clone()).unwrap_or_default(),
        });
    }
    Ok(TemplatePackList { packages })
}

fn changed(form: &FormInfo) -> TemplatePackForm {
    TemplatePackForm {
        code: form.code.to_owned(),
        name: form.name.to_owned(),
        edition: form.version.to_owned(),
    }
}

/// Takes a package in when each of its forms can be read and laid out.
pub fn import_template_pack(
    front: &mut Front,
    wish: ImportTemplatePack,
) -> Answer<TemplatePackList> {
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let read = Package::read(&wish.text).map_err(told)?;
            let file = office_file(&tx.view(), "YC-Y260210-3014K");
            let printing = printing(&tx.view(), tx.actor(), 1, None)?;
            for form in &read.forms {
                form.render(&file, &printing, fonts).map_err(refused)?;
            }
            let new = template_pack::NewPackage {
                name: read.name,
                version: read.version.clone(),
                valid_from: read.valid_from,
                source: read.source,
                text: wish.text.clone(),
            };
            template_pack::import(tx, &new)?;
            tx.log_access("settings_changed", "template_pack", &read.version)
        })
    })?;
    list_template_packs(front, Nothing {})
}

/// Names the line of a broken package and the reason.
fn told(fault: fachuang_forms::FormError) -> Error {
    match fault {
        fachuang_forms::FormError::Template { form, line, reason } => {
            let reason: String = reason
                .lines()
                .next()
                .unwrap_or("")
                .chars()
                .take(120)
                .collect();
            let form: String = form.chars().take(40).collect();
            let place = format!("第 {line} 行 {form} {reason}");
            Error::at("template_pack.broken", "text")
                .with(place.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        other => refused(other),
    }
}

pub fn withdraw_template_pack(
    front: &mut Front,
    wish: WithdrawTemplatePack,
) -> Answer<TemplatePackList> {
    front.write(|tx| {
        template_pack::withdraw(tx, &wish.version, &wish.reason)?;
        tx.log_access("settings_changed", "template_pack", "")
    })?;
    list_template_packs(front, Nothing {})
}
