//! Settings and checks.

use fachuang_core::account::role::Right;
use fachuang_core::desk::{Site, key};
use fachuang_core::site::{self, SiteChanges};
use fachuang_core::window::WINDOWS;

use super::person::version;
use super::second::stand_by;
use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::setting::{PromisedDays, SaveSettings, Settings, VerifyReport};
use crate::wire::{Nothing, Saved};

pub fn get_settings(front: &mut Front, _: Nothing) -> Answer<Settings> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let site = desk.site();
    let receipt_form = view.local(key::RECEIPT_FORM)?;
    Ok(Settings {
        version: site.version.to_string(),
        site_name: site.name.clone(),
        tier: site.tier.clone(),
        segment: site.segment.clone(),
        address: site.address.clone(),
        phone: site.phone.clone(),
        complaint_phone: site.complaint_phone.clone(),
        desk_name: view.local(key::DESK_NAME)?,
        device_mark: view.local(key::MARK)?,
        lock_after_minutes: site.lock_after_minutes,
        large_print: view.local(key::LARGE_PRINT)? == "true",
        receipt_form: if receipt_form.is_empty() {
            DEFAULT_RECEIPT.to_owned()
        } else {
            receipt_form
        },
        printer: view.local(key::PRINTER)?,
        promised_days: promised(site),
    })
}

/// Receipt printed unless set otherwise.
const DEFAULT_RECEIPT: &str = "receipt_a4";

pub fn save_settings(front: &mut Front, wish: SaveSettings) -> Answer<Saved> {
    front.desk()?.1.require(Right::ManageSettings)?;
    let seen = version(&wish.version)?;
    if !fachuang_forms::list()
        .iter()
        .any(|form| form.code == wish.receipt_form)
    {
        return Err(Refusal::at("paper.form_unknown", "receipt_form"));
    }
    let desk_name = check_desk_name(&wish.desk_name)?.to_owned();
    for (field, text) in [
        ("address", &wish.address),
        ("phone", &wish.phone),
        ("complaint_phone", &wish.complaint_phone),
        ("printer", &wish.printer),
    ] {
        if text.chars().count() > 200 {
            return Err(Refusal::at("text.too_long", field));
        }
        if text.chars().any(char::is_control) {
            return Err(Refusal::at("text.control", field));
        }
    }
    let changes = SiteChanges {
        address: wish.address.clone(),
        phone: wish.phone.clone(),
        complaint_phone: wish.complaint_phone.clone(),
        lock_after_minutes: wish.lock_after_minutes,
        promised_days: wish
            .promised_days
            .iter()
            .map(|one| (one.window.clone(), one.working_days))
            .collect(),
    };
    let site = front.desk()?.0.site();
    let of_the_site = changes != changes_of(site, &changes);
    let stood_by = match of_the_site {
        true => Some(stand_by(front, Right::ManageSettings)?),
        false => None,
    };
    front.write(|tx| {
        site::change(tx, seen, &changes)?;
        tx.set_local(key::DESK_NAME, &desk_name)?;
        tx.set_local(key::LARGE_PRINT, &wish.large_print.to_string())?;
        tx.set_local(key::RECEIPT_FORM, &wish.receipt_form)?;
        tx.set_local(key::PRINTER, wish.printer.trim())?;
        tx.log_access("settings_changed", "", "")?;
        match &stood_by {
            Some(stood_by) => stood_by.note(tx, "settings_changed"),
            None => Ok(()),
        }
    })?;
    super::session::keep_shown_names(front)?;
    let site = front.desk()?.0.site();
    Ok(Saved {
        id: site.id.to_string(),
        version: site.version.to_string(),
    })
}

/// Accepts the name of a counter PC: 1 to 20 visible characters.
pub(crate) fn check_desk_name(name: &str) -> Answer<&str> {
    let name = name.trim();
    let fits = (1..=20).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    match fits {
        true => Ok(name),
        false => Err(Refusal::at("settings.desk_name", "desk_name")),
    }
}

/// Returns the settings of the site as they stand, for the windows that are to be changed.
fn changes_of(site: &Site, wish: &SiteChanges) -> SiteChanges {
    let now = promised(site);
    SiteChanges {
        address: site.address.clone(),
        phone: site.phone.clone(),
        complaint_phone: site.complaint_phone.clone(),
        lock_after_minutes: site.lock_after_minutes,
        promised_days: wish
            .promised_days
            .iter()
            .map(|(window, days)| {
                let stands = now.iter().find(|one| one.window == *window);
                (window.clone(), stands.map_or(*days, |one| one.working_days))
            })
            .collect(),
    }
}

fn promised(site: &Site) -> Vec<PromisedDays> {
    WINDOWS
        .iter()
        .map(|window| PromisedDays {
            window: window.code.to_owned(),
            working_days: site
                .promised_days
                .iter()
                .find(|(code, _)| code == window.code)
                .map_or(window.promised_working_days.unwrap_or(0), |(_, days)| *days),
        })
        .collect()
}

pub fn verify(front: &mut Front, _: Nothing) -> Answer<VerifyReport> {
    let open = front.open()?;
    if !open.actor.may(Right::ReadAudit) {
        open.actor.require(Right::Backup)?;
    }
    let report = open.desk.verify()?;
    let sound = report.is_sound();
    let mut broken = report.broken;
    broken.extend(
        report
            .access_fault
            .map(|line| format!("access log line {line}")),
    );
    Ok(VerifyReport {
        entries: report.entries as u32,
        broken,
        differing: report.differing,
        damaged: report.damaged,
        sound,
    })
}
