//! Visits that come in at a station: registered at its own desk and carried to the centre by file. They go on at the
//! centre where the path says so or the station may not decide; else the station goes on, and the centre has what was
//! sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fachuang_api::wire::exchange::{
    ExchangeBoard, PackageDone, PackageFile, PackageInterest, PackagePreview,
};
use fachuang_api::wire::ticket::{AssignTicket, TicketPage};
use fachuang_api::wire::{ById, Nothing, Saved};

use super::compare::{Stored, join};
use super::file::Visit;
use super::office::{Office, Post};
use super::run::{CENTRE, Player};
use crate::seat::Refused;

/// The station writes a file for the centre.
pub(super) const EXPORT: &str = "export_to_centre";
/// The centre takes it in and goes on; where a path does not say so, it takes it in at once and the station goes on.
pub(super) const IMPORT: &str = "import_at_centre";

/// How a visits file begins the site of a station.
const STATION: &str = "station:";
/// Second letters of the segments of stations; the first is an S.
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTVWXYZ";

/// Sets up a desk for every station of a visits file, by its site there.
///
/// # Errors
/// Whatever the set-up or the exchange are refused for.
pub(super) fn found_stations(
    centre: &mut Office,
    data: &Path,
    visits: &[Visit],
) -> Result<BTreeMap<String, Office>, Refused> {
    let sites: BTreeSet<&str> = visits
        .iter()
        .filter(|visit| visit.site.starts_with(STATION) && visit.step(EXPORT).is_some())
        .map(|visit| visit.site.as_str())
        .collect();
    let mut stations = BTreeMap::new();
    for (site, letter) in sites.into_iter().zip(LETTERS.chars()) {
        let area = site.trim_start_matches(STATION);
        let segment = format!("S{letter}");
        let of_it: Vec<&Visit> = visits.iter().filter(|visit| visit.site == site).collect();
        let place = data.join("stations").join(&segment);
        let station = centre.found_station(&place, (area, &segment), &of_it)?;
        stations.insert(site.to_owned(), station);
    }
    Ok(stations)
}

impl Player<'_> {
    /// Its station sends a file to the centre; what only a station's desk shows is looked at before.
    pub(super) fn export(&mut self, at: usize, stored: &mut Stored) -> Result<bool, Refused> {
        if self.here == CENTRE {
            return Ok(false);
        }
        let station = &mut self.offices[self.here];
        let board: ExchangeBoard = station.seat.ask("exchange_board", &Nothing {})?;
        stored.unsynced = Some(board.not_exported > 0);
        stored.undecided = Some(refuses_to_assign(station, stored)?);
        let stick = self.stick();
        let station = &mut self.offices[self.here];
        station.sit(Post::Clerk)?;
        let centre = station.centre.clone();
        self.under_way = station.send(&centre, &stick)?;
        let board: ExchangeBoard = self.offices[self.here]
            .seat
            .ask("exchange_board", &Nothing {})?;
        self.reports[at].check("导出后未导出的办件", "0", board.not_exported.to_string());
        if self.visits[at].step(IMPORT).is_none() {
            let here = self.here;
            self.take_in(at, stored)?;
            match stored.undecided {
                Some(true) => self.take_over(at, stored)?,
                _ => self.go_to(here),
            }
        }
        Ok(true)
    }

    /// The centre takes the file in and goes on with the visit.
    pub(super) fn import(&mut self, at: usize, stored: &mut Stored) -> Result<bool, Refused> {
        self.take_in(at, stored)?;
        self.desk_of[at] = CENTRE;
        Ok(true)
    }

    /// The centre gives the ticket to its own clerk and goes on with the visit.
    fn take_over(&mut self, at: usize, stored: &Stored) -> Result<(), Refused> {
        let centre = &mut self.offices[CENTRE];
        centre.sit(Post::Director)?;
        let of = ById {
            id: stored.main.clone(),
        };
        let page: TicketPage = centre.seat.ask("get_ticket", &of)?;
        let wish = AssignTicket {
            id: page.id,
            version: page.version,
            assignee_id: centre.staff[Post::Clerk.name()].clone(),
            note: String::new(),
        };
        let _: Saved = centre.seat.ask("assign_ticket", &wish)?;
        centre.sit(Post::Clerk)?;
        self.desk_of[at] = CENTRE;
        Ok(())
    }

    /// Of a ticket that came from a station, whoever has it in hand sits down.
    pub(super) fn sit_as_holder(&mut self, at: usize, stored: &Stored) -> Result<(), Refused> {
        let carried = self.visits[at].step(IMPORT).is_some() && self.here == CENTRE;
        if !carried {
            return Ok(());
        }
        self.offices[CENTRE].sit(Post::Reviewer)?;
        let page = self.page(&stored.focus)?;
        self.offices[CENTRE].sit_for(&page.assignee_id)
    }

    /// The centre looks at what the file would bring, and takes it in.
    fn take_in(&mut self, at: usize, stored: &mut Stored) -> Result<(), Refused> {
        self.go_to(CENTRE);
        self.offices[CENTRE].sit(Post::Reviewer)?;
        for path in std::mem::take(&mut self.under_way) {
            let file = PackageFile { path };
            let seen: PackagePreview = self.offices[CENTRE].seat.ask("preview_package", &file)?;
            self.compare_preview(at, &seen, stored);
            let done: PackageDone = self.offices[CENTRE].seat.ask("apply_package", &file)?;
            let entries = done.package.fresh + done.package.known;
            let whole = (entries == done.package.entries).to_string();
            self.reports[at].check("文件全部采用", "true", whole);
        }
        let page: TicketPage = self.offices[CENTRE].seat.ask(
            "get_ticket",
            &ById {
                id: stored.main.clone(),
            },
        )?;
        let number = self.reports[at].number.clone();
        self.reports[at].check("到中心的办件编号", number, page.number);
        Ok(())
    }

    /// Folder of the station's data that files are carried in.
    fn stick(&self) -> PathBuf {
        self.offices[self.here].stick.clone()
    }

    /// Compares what the preview shows of the visit's ticket: that it is new, and whom it meets at the centre.
    fn compare_preview(&mut self, at: usize, seen: &PackagePreview, stored: &mut Stored) {
        let visit = &self.visits[at];
        let number = self.reports[at].number.clone();
        let new = seen
            .new_tickets
            .iter()
            .any(|ticket| ticket.number == number);
        self.reports[at].check("预览中的新办件", "有", if new { "有" } else { "没有" });
        let other = |one: &PackageInterest| {
            let known = self.numbers.get(&one.other_number);
            known.map_or("?", String::as_str).to_owned()
        };
        let met: Vec<(String, &PackageInterest)> = seen
            .interests
            .iter()
            .filter(|one| one.ticket_number == number)
            .map(|one| (other(one), one))
            .collect();
        let expected = visit.expected.conflict_with.iter().map(String::as_str);
        let found: BTreeSet<&str> = met.iter().map(|(visit, _)| visit.as_str()).collect();
        stored.conflicts = !found.is_empty();
        let found = join(found);
        let mut kept_away = Vec::new();
        for step in visit
            .path
            .iter()
            .filter(|step| step.step == "conflict_check")
        {
            let lawyer = step.text("excluded_lawyer");
            let excluded: BTreeSet<&str> = met
                .iter()
                .filter(|(visit, _)| visit == step.text("hit"))
                .flat_map(|(_, one)| one.excluded_staff.iter().map(String::as_str))
                .collect();
            let actual = match excluded.contains(lawyer) {
                true => lawyer.to_owned(),
                false => join(excluded),
            };
            kept_away.push((lawyer, actual));
        }
        let expected: BTreeSet<&str> = expected.collect();
        let report = &mut self.reports[at];
        report.check("利益冲突", join(expected), found);
        for (lawyer, actual) in kept_away {
            report.check("须回避", lawyer, actual);
        }
    }
}

/// Tries to give the ticket to somebody: a station must leave that to the centre where the window says so.
fn refuses_to_assign(station: &mut Office, stored: &Stored) -> Result<bool, Refused> {
    station.sit(Post::Director)?;
    let of = ById {
        id: stored.main.clone(),
    };
    let page: TicketPage = station.seat.ask("get_ticket", &of)?;
    let Some(somebody) = station.staff.values().next().cloned() else {
        return Ok(false);
    };
    if page.state == "closed" {
        return Ok(false);
    }
    let tried: Result<Saved, Refused> = station.seat.ask(
        "assign_ticket",
        &AssignTicket {
            id: page.id,
            version: page.version,
            assignee_id: somebody,
            note: String::new(),
        },
    );
    Ok(tried.is_err_and(|refused| refused.code == "ticket.centre_only"))
}
