//! Fresh desks with the people a visits file names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fachuang_api::wire::account::{AddStaff, SetUp, SetUpDone};
use fachuang_api::wire::exchange::{
    DeskCard, EnrolPeer, ExportDone, ExportPackage, PackageDone, PackageFile,
};
use fachuang_api::wire::parameter::{ParameterList, Recounted, SaveParameter};
use fachuang_api::wire::{Nothing, Saved};
use fachuang_core::time;

use super::carry::IMPORT;
use super::file::{Step, Visit};
use crate::seat::{Refused, Seat};

/// Someone with an account at the played desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    Clerk,
    Reviewer,
    Director,
    Admin,
}

impl Post {
    /// Returns who enters a step. Reviewer and director hand tickets to people themselves; all else the clerk enters for
    /// whoever did it, because lawyers, mediators, courts and the visitor do not sit at the desk.
    pub fn of_step(step: &Step) -> Self {
        match (step.step.as_str(), step.actor.as_str()) {
            ("assign" | "assign_mediator" | "conflict_check", "reviewer") => Self::Reviewer,
            ("assign" | "assign_mediator" | "conflict_check", "director") => Self::Director,
            _ => Self::Clerk,
        }
    }

    /// Returns who enters what an actor of the file does: the bureau's deeds are the director's, all others without a post
    /// of their own tell the clerk.
    pub fn of_actor(actor: &str) -> Self {
        match actor {
            "reviewer" => Self::Reviewer,
            "director" | "bureau" => Self::Director,
            _ => Self::Clerk,
        }
    }

    fn login(self) -> &'static str {
        match self {
            Self::Clerk => "chuangkou",
            Self::Reviewer => "shenpi",
            Self::Director => "zhuren",
            Self::Admin => "guanli",
        }
    }

    /// Returns the name of its account.
    pub fn name(self) -> &'static str {
        match self {
            Self::Clerk => "窗口人员",
            Self::Reviewer => "审批人员",
            Self::Director => "中心主任",
            Self::Admin => "管理人员",
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Reviewer => "reviewer",
            Self::Director => "director",
            Self::Admin => "admin",
        }
    }
}

/// Password of every account: the people are invented and the desk is for the play alone.
const PASSWORD: &str = "yanshi-2026";
const ONE_TIME: &str = "yici-2026";

/// Accounts that come beside the administrator's.
const POSTS: [Post; 3] = [Post::Clerk, Post::Reviewer, Post::Director];

/// Details of a step that name somebody who works tickets.
const WORKERS: [&str; 4] = ["lawyer", "adviser", "mediator", "excluded_lawyer"];

/// A desk the visits are played at.
#[derive(Debug)]
pub struct Office {
    pub seat: Seat,
    /// Staff id by name.
    pub staff: BTreeMap<String, String>,
    /// Of a station: the device of its centre, and the folder that files are carried in.
    pub centre: String,
    pub stick: PathBuf,
    /// Logins of those who work tickets that come from a station, by staff id.
    workers: BTreeMap<String, String>,
    /// Logins with a password of their own.
    claimed: BTreeSet<&'static str>,
}

/// Where a desk is.
struct Place<'a> {
    tier: &'a str,
    area: &'a str,
    segment: &'a str,
    seed: &'a str,
}

impl Office {
    /// Sets up a centre in an empty directory, with accounts for each post and everybody the paths name.
    ///
    /// # Errors
    /// Whatever the set-up or the staff are refused for.
    pub fn found(data: &Path, now_ms: i64, visits: &[Visit]) -> Result<Self, Refused> {
        let place = Place {
            tier: "centre",
            area: "云川县",
            segment: "YC",
            seed: "play",
        };
        let mut office = Self::set_up(data, now_ms, &place)?;
        office.add_people(visits)?;
        office.set_lengths(visits)?;
        Ok(office)
    }

    /// Sets up a station with everybody the paths of its visits name, and lets it and the centre know each other. What
    /// the centre gives every station has arrived.
    ///
    /// # Errors
    /// Whatever the set-up, the staff or the exchange are refused for.
    pub fn found_station(
        &mut self,
        data: &Path,
        (area, segment): (&str, &str),
        visits: &[&Visit],
    ) -> Result<Self, Refused> {
        let place = Place {
            tier: "station",
            area,
            segment,
            seed: area,
        };
        let mut station = Self::set_up(data, self.seat.now_ms(), &place)?;
        station.add_people(visits.iter().copied())?;
        let card = station.own_card()?;
        self.enrol(&card)?;
        let own = self.own_card()?;
        station.enrol(&own)?;
        station.centre = own.device;
        let stick = data.join("stick");
        std::fs::create_dir_all(&stick).map_err(|_| Refused::no_stick())?;
        self.claim(Post::Clerk)?;
        self.sit(Post::Clerk)?;
        let files = self.send(&card.device, &stick)?;
        station.claim(Post::Clerk)?;
        station.sit(Post::Clerk)?;
        for file in files {
            let _: PackageDone = station
                .seat
                .ask("apply_package", &PackageFile { path: file })?;
        }
        station.claim_posts()?;
        station.stick = stick;
        Ok(station)
    }

    fn own_card(&mut self) -> Result<DeskCard, Refused> {
        self.sit(Post::Admin)?;
        self.seat.ask("own_card", &Nothing {})
    }

    fn enrol(&mut self, card: &DeskCard) -> Result<(), Refused> {
        self.sit(Post::Admin)?;
        let wish = EnrolPeer {
            card: card.text.clone(),
            fingerprint: card.fingerprint.clone(),
        };
        let _: DeskCard = self.seat.ask("enrol_peer", &wish)?;
        Ok(())
    }

    /// Writes what a device has not confirmed into a folder; returns the paths.
    ///
    /// # Errors
    /// Whatever the export is refused for.
    pub fn send(&mut self, device: &str, folder: &Path) -> Result<Vec<String>, Refused> {
        let wish = ExportPackage {
            device: device.to_owned(),
            since: "confirmed".to_owned(),
            folder: folder.to_string_lossy().into_owned(),
        };
        let done: ExportDone = self.seat.ask("export_package", &wish)?;
        Ok(done.files.into_iter().map(|file| file.path).collect())
    }

    /// Lets every post choose a password of its own; from then on steps for two take two.
    ///
    /// # Errors
    /// Whatever the logins are refused for.
    pub fn claim_posts(&mut self) -> Result<(), Refused> {
        POSTS.into_iter().try_for_each(|post| self.claim(post))?;
        for login in self.workers.values() {
            self.seat.claim(login, ONE_TIME, PASSWORD)?;
        }
        Ok(())
    }

    fn claim(&mut self, post: Post) -> Result<(), Refused> {
        if self.claimed.insert(post.login()) {
            self.seat.claim(post.login(), ONE_TIME, PASSWORD)?;
        }
        Ok(())
    }

    fn set_up(data: &Path, now_ms: i64, place: &Place<'_>) -> Result<Self, Refused> {
        let mut seat = Seat::invented(data, now_ms, place.seed);
        let _: SetUpDone = seat.ask(
            "set_up",
            &SetUp {
                tier: place.tier.to_owned(),
                area: place.area.to_owned(),
                segment: place.segment.to_owned(),
                address: "云川县东关街道".to_owned(),
                phone: "19900000001".to_owned(),
                complaint_phone: "19900000002".to_owned(),
                desk_name: "1号窗口机".to_owned(),
                device_mark: "1".to_owned(),
                admin_login: Post::Admin.login().to_owned(),
                admin_name: Post::Admin.name().to_owned(),
                admin_password: PASSWORD.to_owned(),
            },
        )?;
        Ok(Self {
            seat,
            staff: BTreeMap::new(),
            centre: String::new(),
            stick: PathBuf::new(),
            workers: BTreeMap::new(),
            claimed: BTreeSet::new(),
        })
    }

    /// Adds an account for each post and everybody the paths name.
    fn add_people<'a>(
        &mut self,
        visits: impl IntoIterator<Item = &'a Visit>,
    ) -> Result<(), Refused> {
        self.sit(Post::Admin)?;
        for post in POSTS {
            self.add(post.login(), post.name(), post.role(), "", ONE_TIME)?;
        }
        let steps = |visit: &'a Visit| visit.path.iter().map(move |step| (visit, step));
        for (visit, step) in visits.into_iter().flat_map(steps) {
            for name in WORKERS.map(|key| step.text(key)) {
                if name.is_empty() || self.staff.contains_key(name) {
                    continue;
                }
                // The clerk who would enter for them at the centre did not receive the visitor.
                let login = match visit.step(IMPORT) {
                    Some(_) => format!("chengban{}", self.workers.len() + 1),
                    None => String::new(),
                };
                let one_time = if login.is_empty() { "" } else { ONE_TIME };
                self.add(&login, name, "handler", step.text("committee"), one_time)?;
                if !login.is_empty() {
                    self.workers.insert(self.staff[name].clone(), login);
                }
            }
        }
        Ok(())
    }

    /// Lets whoever has a ticket in hand sit down, where they have an account; else the clerk.
    ///
    /// # Errors
    /// Whatever the login is refused for.
    pub fn sit_for(&mut self, staff: &str) -> Result<(), Refused> {
        match self.workers.get(staff) {
            Some(login) => self.seat.sit(login, PASSWORD),
            None => self.sit(Post::Clerk),
        }
    }

    /// Sets the lengths of the area to those the file counts with, before the first visit comes in.
    fn set_lengths(&mut self, visits: &[Visit]) -> Result<(), Refused> {
        let deadlines = visits.iter().flat_map(|visit| &visit.expected.deadlines);
        let lengths: BTreeMap<String, u32> = deadlines
            .filter_map(|deadline| Some((deadline.rule(), deadline.param.as_ref()?.value)))
            .collect();
        let shown: ParameterList = self.seat.ask("list_parameters", &Nothing {})?;
        let from = time::day_of(self.seat.now_ms()).to_string();
        for known in &shown.rows {
            let Some(length) = lengths.get(&known.code).map(u32::to_string) else {
                continue;
            };
            if known.value != length {
                let wish = SaveParameter {
                    code: known.code.clone(),
                    value: length,
                    from: from.clone(),
                    area: String::new(),
                    source: "来访文件".to_owned(),
                };
                let _: Recounted = self.seat.ask("save_parameter", &wish)?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        login: &str,
        name: &str,
        role: &str,
        unit: &str,
        one_time_password: &str,
    ) -> Result<(), Refused> {
        let wish = AddStaff {
            login: login.to_owned(),
            name: name.to_owned(),
            role: role.to_owned(),
            windows: Vec::new(),
            phone: String::new(),
            unit: unit.to_owned(),
            one_time_password: one_time_password.to_owned(),
        };
        let saved: Saved = self.seat.ask("add_staff", &wish)?;
        self.staff.insert(name.to_owned(), saved.id);
        Ok(())
    }

    /// Lets a post sit down at the desk.
    ///
    /// # Errors
    /// Whatever the login is refused for.
    pub fn sit(&mut self, post: Post) -> Result<(), Refused> {
        self.seat.sit(post.login(), PASSWORD)
    }

    /// Returns the name behind a staff id, or the text itself.
    pub fn name_of<'a>(&'a self, id_or_name: &'a str) -> &'a str {
        let known = self.staff.iter().find(|(_, id)| *id == id_or_name);
        known.map_or(id_or_name, |(name, _)| name)
    }
}
