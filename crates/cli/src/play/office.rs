//! A fresh desk with the people a visits file names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fachuang_api::wire::account::{AddStaff, SetUp, SetUpDone};
use fachuang_api::wire::parameter::{ParameterList, Recounted, SaveParameter};
use fachuang_api::wire::{Nothing, Saved};
use fachuang_core::time;

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

/// Details of a step that name somebody who works tickets.
const WORKERS: [&str; 4] = ["lawyer", "adviser", "mediator", "excluded_lawyer"];

/// The desk the visits are played at.
#[derive(Debug)]
pub struct Office {
    pub seat: Seat,
    /// Staff id by name.
    pub staff: BTreeMap<String, String>,
}

impl Office {
    /// Sets up a centre in an empty directory, with accounts for each post and everybody the paths name.
    ///
    /// # Errors
    /// Whatever the set-up or the staff are refused for.
    pub fn found(data: &Path, now_ms: i64, visits: &[Visit]) -> Result<Self, Refused> {
        let mut seat = Seat::invented(data, now_ms, "play");
        let _: SetUpDone = seat.ask(
            "set_up",
            &SetUp {
                tier: "centre".to_owned(),
                area: "云川县".to_owned(),
                segment: "YC".to_owned(),
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
        let mut office = Self {
            seat,
            staff: BTreeMap::new(),
        };
        office.sit(Post::Admin)?;
        let posts = [Post::Clerk, Post::Reviewer, Post::Director];
        for post in posts {
            office.add(post.login(), post.name(), post.role(), "", ONE_TIME)?;
        }
        let mut known = BTreeSet::new();
        for step in visits.iter().flat_map(|visit| &visit.path) {
            for name in WORKERS.map(|key| step.text(key)) {
                if !name.is_empty() && known.insert(name.to_owned()) {
                    office.add("", name, "handler", step.text("committee"), "")?;
                }
            }
        }
        office.set_lengths(visits)?;
        for post in posts {
            office.seat.claim(post.login(), ONE_TIME, PASSWORD)?;
        }
        Ok(office)
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
            fields: None,
            qualification: None,
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
