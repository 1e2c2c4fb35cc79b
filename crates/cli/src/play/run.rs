//! Plays the visits through the commands of the window, one event after the other.

use std::collections::{BTreeMap, BTreeSet};

use fachuang_api::wire::catalogue::{Catalogue, Window};
use fachuang_api::wire::intake::{IntakeCheck, LimitView, NewTicket, VisitDone, VisitInput};
use fachuang_api::wire::list::{ListTickets, TicketList};
use fachuang_api::wire::person::{EditPerson, PersonPage};
use fachuang_api::wire::setting::VerifyReport;
use fachuang_api::wire::ticket::{
    AddNote, AssignTicket, EndTicket, LinkTickets, SplitTicket, Suggestions, TicketPage,
};
use fachuang_api::wire::{ById, FieldChange, Nothing, Saved};

use super::carry::{EXPORT, IMPORT};
use super::compare::{
    NOT_REGISTERED, Stored, compare_limit, join, plain_path, remark_on_limits, warned,
};
use super::file::{Step, Visit};
use super::form;
use super::office::{Office, Post};
use super::report::{Left, Report, VisitReport};
use super::step;
use super::timeline::timeline;
use crate::seat::Refused;

/// Place of the centre among the desks.
pub(super) const CENTRE: usize = 0;
/// Outcome of a ticket that was entered into another one's case.
const MERGED: &str = "并入已有案件";
/// Steps of the file that are acts of every ticket, or looks at what the desk shows.
const BY_ACT: [&str; 10] = [
    "register",
    "dedupe_hit",
    "conflict_check",
    "transfer_to",
    "correct_name",
    "merge_into",
    "close",
    "rate",
    EXPORT,
    IMPORT,
];
/// Step that notes where the visitor was told to go.
const GUIDED: &str = "guided";
/// Outcome of a ticket whose matter went on in another window.
const HANDED_ON: &str = "转办结案";

/// Plays every visit and compares.
///
/// # Errors
/// Refusals of what the play itself needs: logins, lists, pages. Whatever a visit is refused for is a difference, not an
/// error.
pub fn play(
    centre: Office,
    stations: BTreeMap<String, Office>,
    visits: &[Visit],
) -> Result<Report, Refused> {
    let mut player = Player::new(centre, stations, visits)?;
    for event in timeline(visits) {
        player.now_ms = event.at_ms;
        player.go_to(player.desk_of[event.visit]);
        match event.step {
            None => player.register(event.visit)?,
            Some(step) => player.walk(event.visit, &visits[event.visit].path[step])?,
        }
    }
    for at in 0..visits.len() {
        player.go_to(player.desk_of[at]);
        player.compare_end(at)?;
    }
    let mut sound = true;
    for office in &mut player.offices {
        office.sit(Post::Admin)?;
        let verified: VerifyReport = office.seat.ask("verify", &Nothing {})?;
        sound &= verified.sound;
    }
    Ok(Report::of(player.reports, sound))
}

pub(super) struct Player<'a> {
    /// The centre, then the stations.
    pub(super) offices: Vec<Office>,
    /// The desk that is played at.
    pub(super) here: usize,
    /// The desk each visit is at now.
    pub(super) desk_of: Vec<usize>,
    pub(super) now_ms: i64,
    /// Files that were written and not taken in yet.
    pub(super) under_way: Vec<String>,
    pub(super) visits: &'a [Visit],
    catalogue: Catalogue,
    stored: BTreeMap<String, Stored>,
    /// Visit id by ticket number.
    pub(super) numbers: BTreeMap<String, String>,
    pub(super) reports: Vec<VisitReport>,
}

impl<'a> Player<'a> {
    fn new(
        mut centre: Office,
        stations: BTreeMap<String, Office>,
        visits: &'a [Visit],
    ) -> Result<Self, Refused> {
        centre.sit(Post::Clerk)?;
        let catalogue = centre.seat.ask("catalogue", &Nothing {})?;
        let desk_of = |visit: &Visit| {
            let own = visit.step(EXPORT).is_some();
            let station = stations.keys().position(|site| own && *site == visit.site);
            station.map_or(CENTRE, |at| at + 1)
        };
        let report = |visit: &Visit| VisitReport {
            id: visit.id.clone(),
            window: visit.window.clone(),
            ..VisitReport::default()
        };
        Ok(Self {
            here: CENTRE,
            under_way: Vec::new(),
            desk_of: visits.iter().map(desk_of).collect(),
            now_ms: centre.seat.now_ms(),
            offices: [centre].into_iter().chain(stations.into_values()).collect(),
            visits,
            catalogue,
            stored: BTreeMap::new(),
            numbers: BTreeMap::new(),
            reports: visits.iter().map(report).collect(),
        })
    }

    /// Sits down at a desk, whose clock goes to now.
    pub(super) fn go_to(&mut self, desk: usize) {
        self.here = desk;
        self.offices[desk].seat.advance_to(self.now_ms);
    }

    pub(super) fn page(&mut self, id: &str) -> Result<TicketPage, Refused> {
        self.offices[self.here]
            .seat
            .ask("get_ticket", &ById { id: id.to_owned() })
    }

    fn count_tickets(&mut self) -> Result<u32, Refused> {
        let list: TicketList = self.offices[self.here].seat.ask(
            "list_tickets",
            &ListTickets {
                view: "all".to_owned(),
                window: String::new(),
                state: String::new(),
                assignee: String::new(),
                group: String::new(),
                text: String::new(),
                sort: "newest".to_owned(),
                after: String::new(),
                limit: 1,
            },
        )?;
        Ok(list.total)
    }

    fn window(&self, code: &str) -> Option<&Window> {
        self.catalogue
            .windows
            .iter()
            .find(|window| window.code == code)
    }

    /// Ids of the main tickets of earlier visits; a reference to nothing stored is a difference.
    fn tickets_of(&mut self, at: usize, what: &str, visits: &[String]) -> Vec<String> {
        let mut ids = Vec::new();
        for id in visits {
            match self.stored.get(id) {
                Some(known) => ids.push(known.main.clone()),
                None => self.reports[at].check(what, id.as_str(), "没有这件来访"),
            }
        }
        ids
    }

    fn register(&mut self, at: usize) -> Result<(), Refused> {
        let visit = &self.visits[at];
        self.offices[self.here].sit(Post::Clerk)?;
        if self.here == CENTRE && visit.site != "centre" && !visit.site.is_empty() {
            self.reports[at].skip(Left::Site, visit.site.as_str());
        }
        let related = self.tickets_of(at, "关联来访", &visit.related);
        let target: Vec<String> = visit
            .step("merge_into")
            .map(|step| step.text("target").to_owned())
            .into_iter()
            .collect();
        let same_matter = self.tickets_of(at, "并入", &target).pop();
        let mut form = form::fill(
            visit,
            &self.catalogue,
            related,
            same_matter.unwrap_or_default(),
        );

        let before = self.count_tickets()?;
        let checked: Result<IntakeCheck, Refused> =
            self.offices[self.here].seat.ask("check_intake", &form);
        let mut stored = Stored {
            unnamed: visit.visitor.name.is_empty(),
            ..Stored::default()
        };
        match &checked {
            Ok(check) => {
                if let Some(same) = check.same_persons.iter().find(|person| person.certain) {
                    form.visitor.person_id = same.person_id.clone();
                    stored.name_differs = same.name_differs;
                    stored.same_as = self.visits_of(&same.person_id);
                }
                if let Some(rejection) = &visit.expect_rejected {
                    let field = rejection.field.as_str();
                    let stopped = check
                        .notices
                        .iter()
                        .filter(|notice| notice.blocks)
                        .map(|notice| plain_path(&notice.field));
                    let stopped: BTreeSet<&str> = stopped.collect();
                    let stopped = if stopped.contains(field) {
                        field.to_owned()
                    } else {
                        join(stopped)
                    };
                    self.reports[at].check("录入时提示", field, stopped);
                }
            }
            Err(refused) => self.reports[at].check("录入检查", "可以检查", refused.brief()),
        }
        if visit.expect_rejected.is_none() && checked.is_ok() {
            // The chosen register entry and the continued case change what counts as a conflict.
            let check: IntakeCheck = self.offices[self.here].seat.ask("check_intake", &form)?;
            self.compare_intake(at, &check, &mut form, &mut stored);
        }
        let done: Result<VisitDone, Refused> =
            self.offices[self.here].seat.ask("register_visit", &form);
        if let Some(rejection) = &visit.expect_rejected {
            let actual = match &done {
                Ok(_) => "已登记".to_owned(),
                Err(refused) => plain_path(&refused.field).to_owned(),
            };
            self.reports[at].check("保存时退回", rejection.field.as_str(), actual);
            let after = self.count_tickets()?;
            self.reports[at].check("退回后办件数", before.to_string(), after.to_string());
            return Ok(());
        }
        match done {
            Err(refused) => self.reports[at].check("登记", "已登记", refused.brief()),
            Ok(done) => self.keep(at, done, stored)?,
        }
        Ok(())
    }

    fn visits_of(&self, person: &str) -> Vec<String> {
        let theirs = |(_, stored): &(&String, &Stored)| stored.person == person;
        self.stored
            .iter()
            .filter(theirs)
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Compares what the check shows beside the form, and answers the conflicts it found.
    fn compare_intake(
        &mut self,
        at: usize,
        check: &IntakeCheck,
        form: &mut VisitInput,
        stored: &mut Stored,
    ) {
        let visit = &self.visits[at];
        let report = &mut self.reports[at];
        let mut expected: BTreeSet<&str> = visit
            .expected
            .duplicate_of
            .iter()
            .map(String::as_str)
            .collect();
        let mut found: BTreeSet<&str> = BTreeSet::new();
        if !form.visitor.person_id.is_empty() {
            let named =
                |id: &&String| expected.contains(id.as_str()) || visit.related.contains(*id);
            let known = stored.same_as.iter().find(named).or(stored.same_as.first());
            found.extend(known.map(String::as_str));
            // Somebody who comes again is found too; the file lists that under `related` only.
            expected.extend(
                found
                    .iter()
                    .filter(|id| visit.related.iter().any(|related| related == *id)),
            );
        }
        report.check("同一人", join(expected), join(found));

        let Some(first) = check.tickets.first() else {
            report.check("录入检查", "有一件办件", "没有办件");
            return;
        };
        let expected: BTreeSet<&str> = visit
            .expected
            .conflict_with
            .iter()
            .map(String::as_str)
            .collect();
        let other = |number: &String| self.numbers.get(number).map_or("?", String::as_str);
        let found: BTreeSet<&str> = first
            .findings
            .iter()
            .map(|finding| other(&finding.ticket_number))
            .collect();
        // Of a visit that is carried to the centre, the centre finds out.
        let here = visit.step(EXPORT).is_none();
        if here {
            report.check("利益冲突", join(expected.clone()), join(found));
        }
        for step in visit
            .path
            .iter()
            .filter(|step| here && step.step == "conflict_check")
        {
            let lawyer = step.text("excluded_lawyer");
            let excluded = first
                .findings
                .iter()
                .filter(|finding| other(&finding.ticket_number) == step.text("hit"))
                .flat_map(|finding| &finding.excluded_staff)
                .map(|staff| self.offices[self.here].name_of(staff))
                .collect::<BTreeSet<_>>();
            let actual = if excluded.contains(lawyer) {
                lawyer.to_owned()
            } else {
                join(excluded)
            };
            report.check("须回避", lawyer, actual);
        }
        let answers = first.findings.iter().map(|finding| {
            let known = expected.contains(other(&finding.ticket_number));
            fachuang_api::wire::intake::ConflictAnswer {
                finding: finding.key.clone(),
                answer: if known { "same" } else { "pending" }.to_owned(),
                reason: String::new(),
            }
        });
        let answers = answers.collect();
        if let Some(ticket) = form.tickets.first_mut() {
            ticket.conflict_answers = answers;
        }
        stored.conflicts = !first.findings.is_empty();
        stored.green = !first.green_reason.is_empty();
    }

    fn keep(&mut self, at: usize, done: VisitDone, stored: Stored) -> Result<(), Refused> {
        let visit = &self.visits[at];
        let Some(ticket) = done.tickets.into_iter().next() else {
            self.reports[at].check("登记", "有办件编号", "没有办件");
            return Ok(());
        };
        self.reports[at].check("登记", "已登记", "已登记");
        self.reports[at].number = ticket.number.clone();
        self.numbers.insert(ticket.number, visit.id.clone());
        let stored = Stored {
            person: done.person_id,
            main: ticket.id.clone(),
            focus: ticket.id.clone(),
            focus_window: ticket.window,
            ..stored
        };
        self.stored.insert(visit.id.clone(), stored);
        if !visit.related.is_empty() {
            let page = self.page(&ticket.id)?;
            let linked: BTreeSet<&str> = visit
                .related
                .iter()
                .filter(|id| {
                    let other = self.stored.get(*id).map(|other| &other.main);
                    page.linked.iter().any(|link| Some(&link.id) == other)
                })
                .map(String::as_str)
                .collect();
            let expected = join(visit.related.iter().map(String::as_str));
            self.reports[at].check("关联来访", expected, join(linked));
        }
        Ok(())
    }

    /// Takes one step of a path, or names it as skipped. What the desk refuses is a difference.
    fn walk(&mut self, at: usize, step: &Step) -> Result<(), Refused> {
        let visit = &self.visits[at];
        let Some(stored) = self.stored.remove(&visit.id) else {
            self.reports[at].skip(Left::Step, step.step.as_str());
            return Ok(());
        };
        let mut stored = stored;
        self.offices[self.here].sit(Post::of_step(step))?;
        let mut procedure = None;
        if !BY_ACT.contains(&step.step.as_str()) {
            procedure = step::ticket_with(&mut self.offices[self.here], &step.step, &stored)?;
        }
        let of_visit = |(id, known): (&String, &Stored)| (id.clone(), known.main.clone());
        let cases = self.stored.iter().map(of_visit).collect();
        let taken = match step.step.as_str() {
            _ if procedure.is_some() => {
                let ticket = procedure.map(|page| page.id).unwrap_or_default();
                let code = step.step.as_str();
                step::take(
                    &mut self.offices[self.here],
                    visit,
                    code,
                    step,
                    &ticket,
                    &cases,
                )
                .map(|()| true)
            }
            // The visit is registered already; what stands in this step went onto the form.
            "register" => Ok(true),
            "advise" => self.advise(at, step, &stored),
            "dedupe_hit" => Ok(self.compare_hit(at, step, &stored)),
            "conflict_check" => self.try_excluded(at, step, &stored),
            "assign" => self.assign(at, step.text("lawyer"), &stored),
            "assign_mediator" => self.assign(at, step.text("mediator"), &stored),
            "transfer_to" => self.hand_on(at, step, &mut stored),
            "correct_name" => self.correct_name(at, step, &stored),
            "merge_into" => self.merge_into(at, step, &mut stored),
            "close" => self
                .sit_as_holder(at, &stored)
                .and_then(|()| self.close(at, step, &mut stored)),
            "rate" => self.rate(at, step, &mut stored),
            EXPORT => self.export(at, &mut stored),
            IMPORT => self.import(at, &mut stored),
            _ => Ok(false),
        };
        self.stored.insert(visit.id.clone(), stored);
        match taken {
            Ok(true) => self.reports[at].steps_played += 1,
            Ok(false) => self.reports[at].skip(Left::Step, step.step.as_str()),
            Err(refused) => {
                let what = format!("步骤 {}", step.step);
                self.reports[at].check(&what, "可以办理", refused.brief());
            }
        }
        Ok(())
    }

    /// Notes advice on behalf of who gave it, on the ticket of the advice window where the visit has one.
    fn advise(&mut self, at: usize, step: &Step, stored: &Stored) -> Result<bool, Refused> {
        let side = stored
            .sides
            .iter()
            .find(|(window, _)| window == "consult")
            .map(|(_, id)| id.clone());
        let helper = ["lawyer", "adviser"]
            .map(|key| step.text(key))
            .into_iter()
            .find(|name| !name.is_empty());
        let topic = match step.text("topic") {
            "" => format!("解答：{}", self.visits[at].matter),
            topic => topic.to_owned(),
        };
        let note = AddNote {
            id: side.unwrap_or_else(|| stored.focus.clone()),
            kind: "advice".to_owned(),
            text: topic,
            on_behalf_of: helper
                .and_then(|name| self.offices[self.here].staff.get(name))
                .cloned()
                .unwrap_or_default(),
            minutes: step.number("minutes"),
        };
        let _: Saved = self.offices[self.here].seat.ask("add_note", &note)?;
        Ok(true)
    }

    fn compare_hit(&mut self, at: usize, step: &Step, stored: &Stored) -> bool {
        let hit = step.text("hit");
        let found = if stored.same_as.iter().any(|id| id == hit) {
            hit.to_owned()
        } else {
            join(stored.same_as.iter().map(String::as_str))
        };
        self.reports[at].check("查重命中", hit, found);
        true
    }

    /// Tries to hand the ticket to the excluded lawyer: the list must mark them and the desk must refuse.
    fn try_excluded(&mut self, at: usize, step: &Step, stored: &Stored) -> Result<bool, Refused> {
        let lawyer = step.text("excluded_lawyer");
        let Some(staff) = self.offices[self.here].staff.get(lawyer).cloned() else {
            self.reports[at].check("指派回避人员", "被拒绝", "没有这个人");
            return Ok(true);
        };
        let suggestions: Suggestions = self.offices[self.here].seat.ask(
            "suggest_assignees",
            &ById {
                id: stored.focus.clone(),
            },
        )?;
        let marked = suggestions
            .staff
            .iter()
            .any(|one| one.staff_id == staff && one.excluded);
        let actual = if marked { "标为回避" } else { "未标" };
        self.reports[at].check("推荐名单", "标为回避", actual);
        let page = self.page(&stored.focus)?;
        let tried: Result<Saved, Refused> = self.offices[self.here].seat.ask(
            "assign_ticket",
            &AssignTicket {
                id: stored.focus.clone(),
                version: page.version,
                assignee_id: staff,
                note: String::new(),
            },
        );
        let actual = match tried {
            Ok(_) => "已派".to_owned(),
            Err(refused) => refused.code,
        };
        self.reports[at].check("指派回避人员", "staff.excluded", actual);
        Ok(true)
    }

    fn assign(&mut self, at: usize, name: &str, stored: &Stored) -> Result<bool, Refused> {
        let Some(staff) = self.offices[self.here].staff.get(name).cloned() else {
            self.reports[at].check("派单", name, "没有这个人");
            return Ok(true);
        };
        let page = self.page(&stored.focus)?;
        let _: Saved = self.offices[self.here].seat.ask(
            "assign_ticket",
            &AssignTicket {
                id: stored.focus.clone(),
                version: page.version,
                assignee_id: staff,
                note: String::new(),
            },
        )?;
        let page = self.page(&stored.focus)?;
        self.reports[at].check("派单", name, page.assignee);
        Ok(true)
    }

    /// Opens a ticket at another window, or notes that the visitor was told to go there.
    ///
    /// Where the file names a `purpose`, the new ticket is for a side of the matter and the path goes on here; else the
    /// matter itself goes on there.
    fn hand_on(&mut self, at: usize, step: &Step, stored: &mut Stored) -> Result<bool, Refused> {
        let visit = &self.visits[at];
        let to = step.text("window");
        let name = self
            .window(to)
            .map_or(to, |window| window.name.as_str())
            .to_owned();
        let (purpose, kind) = (step.text("purpose"), step.text("kind"));
        let why = [purpose, kind].into_iter().find(|words| !words.is_empty());
        let why = why.map_or_else(|| format!("转{name}窗口办理"), str::to_owned);
        if !step.says_yes("child") {
            let focus = stored.focus.clone();
            step::take(
                &mut self.offices[self.here],
                visit,
                GUIDED,
                step,
                &focus,
                &BTreeMap::new(),
            )?;
            return Ok(true);
        }
        let page = self.page(&stored.focus)?;
        let child: NewTicket = self.offices[self.here].seat.ask(
            "split_ticket",
            &SplitTicket {
                id: stored.focus.clone(),
                version: page.version,
                window: to.to_owned(),
                matter: if purpose.is_empty() {
                    visit.matter.as_str()
                } else {
                    purpose
                }
                .to_owned(),
                summary: visit.summary.clone(),
                reason: why,
            },
        )?;
        self.reports[at].check("转出办件的窗口", to, child.window.as_str());
        self.numbers.insert(child.number, visit.id.clone());
        if purpose.is_empty() {
            stored.focus = child.id;
            stored.focus_window = child.window;
        } else {
            stored.sides.push((child.window, child.id));
        }
        Ok(true)
    }

    fn correct_name(&mut self, at: usize, step: &Step, stored: &Stored) -> Result<bool, Refused> {
        let person = ById {
            id: stored.person.clone(),
        };
        let page: PersonPage = self.offices[self.here].seat.ask("get_person", &person)?;
        let edit = EditPerson {
            id: stored.person.clone(),
            version: page.version,
            changes: vec![FieldChange {
                field: "name".to_owned(),
                value: step.text("to").to_owned(),
            }],
            reason: "核对证件后更正".to_owned(),
        };
        let _: Saved = self.offices[self.here].seat.ask("edit_person", &edit)?;
        let page: PersonPage = self.offices[self.here].seat.ask("get_person", &person)?;
        self.reports[at].check("更正后的姓名", step.text("to"), page.name);
        Ok(true)
    }

    /// Ties the ticket to the case it belongs to and ends it: no second case is opened.
    fn merge_into(&mut self, at: usize, step: &Step, stored: &mut Stored) -> Result<bool, Refused> {
        let target = step.text("target");
        let Some(other) = self.stored.get(target).map(|known| known.main.clone()) else {
            return Ok(true);
        };
        let link = LinkTickets {
            id: stored.focus.clone(),
            other_id: other.clone(),
            relation: "same_matter".to_owned(),
        };
        let _: Saved = self.offices[self.here].seat.ask("link_tickets", &link)?;
        let page = self.page(&stored.focus)?;
        let tied = page.linked.iter().any(|link| link.id == other);
        self.reports[at].check("并入", target, if tied { target } else { "" });
        self.end(stored, MERGED)?;
        Ok(true)
    }

    /// Ends the focused ticket with the outcome of this name.
    fn end(&mut self, stored: &mut Stored, outcome: &str) -> Result<(), Refused> {
        let page = self.page(&stored.focus)?;
        let window = self.window(&stored.focus_window);
        let known = window.and_then(|window| {
            window
                .outcomes
                .iter()
                .find(|known| known.name == outcome || known.code == outcome)
        });
        let end = EndTicket {
            id: stored.focus.clone(),
            version: page.version,
            // An outcome the window does not have goes to the desk as it is, to be refused by name.
            outcome: known
                .map_or(outcome, |known| known.code.as_str())
                .to_owned(),
            text: match known {
                Some(known) if known.needs_text => format!("经办：{outcome}"),
                _ => String::new(),
            },
        };
        let _: Saved = self.offices[self.here].seat.ask("close_ticket", &end)?;
        stored.outcome = outcome.to_owned();
        Ok(())
    }

    /// Ends the ticket, or refuses the matter when the other side did not consent. The ticket whose matter went on
    /// elsewhere ends with it.
    fn close(&mut self, at: usize, step: &Step, stored: &mut Stored) -> Result<bool, Refused> {
        let outcome = step.text("outcome");
        let visit = &self.visits[at];
        let refusal = self
            .window(&stored.focus_window)
            .filter(|_| visit.step("consent_refused").is_some())
            .and_then(|window| {
                let fits = |known: &&fachuang_api::wire::catalogue::Outcome| {
                    known.name.starts_with(outcome)
                };
                window.refusals.iter().find(fits).cloned()
            });
        let Some(refusal) = refusal else {
            self.end(stored, outcome)?;
            let page = self.page(&stored.focus)?;
            self.reports[at].check("办结结果", outcome, page.outcome_name);
            if stored.focus != stored.main {
                self.end_handed_on(stored)?;
            }
            return Ok(true);
        };
        let page = self.page(&stored.focus)?;
        let end = EndTicket {
            id: stored.focus.clone(),
            version: page.version,
            outcome: refusal.code,
            text: outcome.to_owned(),
        };
        let _: Saved = self.offices[self.here].seat.ask("refuse_ticket", &end)?;
        let page = self.page(&stored.focus)?;
        self.reports[at].check("不予受理的理由", refusal.name, page.outcome_name);
        stored.outcome = outcome.to_owned();
        Ok(true)
    }

    fn end_handed_on(&mut self, stored: &Stored) -> Result<(), Refused> {
        let page = self.page(&stored.main)?;
        let outcome = self.window(&page.window).and_then(|window| {
            window
                .outcomes
                .iter()
                .find(|known| known.name == HANDED_ON)
                .map(|known| known.code.clone())
        });
        if let Some(outcome) = outcome {
            let end = EndTicket {
                id: page.id,
                version: page.version,
                outcome,
                text: String::new(),
            };
            let _: Saved = self.offices[self.here].seat.ask("close_ticket", &end)?;
        }
        Ok(())
    }

    /// Compares what stands when every path has been walked.
    fn compare_end(&mut self, at: usize) -> Result<(), Refused> {
        let visit = &self.visits[at];
        let Some(stored) = self.stored.remove(&visit.id) else {
            let report = &mut self.reports[at];
            if visit.expect_rejected.is_some() && report.checks.iter().all(|check| check.same) {
                let expected = visit.expected.final_state.as_str();
                report.check("最终状态", expected, NOT_REGISTERED);
            }
            for deadline in &visit.expected.deadlines {
                report.check(
                    &format!("期限 {}", deadline.rule()),
                    &deadline.due,
                    "没有登记",
                );
            }
            return Ok(());
        };
        self.offices[self.here].sit(Post::Reviewer)?;
        let mut ids = vec![&stored.main];
        let others = [&stored.focus]
            .into_iter()
            .chain(stored.sides.iter().map(|(_, id)| id));
        ids.extend(others.filter(|id| **id != stored.main));
        let mut pages = Vec::new();
        for id in ids {
            pages.push(self.page(id)?);
        }
        let limits: Vec<LimitView> = pages.iter().flat_map(|page| page.limits.clone()).collect();
        let report = &mut self.reports[at];
        let expected = visit.expected.final_state.as_str();
        if !expected.is_empty() {
            report.check("最终状态", expected, pages[0].standing.as_str());
        }
        for deadline in &visit.expected.deadlines {
            compare_limit(report, deadline, &limits);
        }
        remark_on_limits(report, visit, &limits);
        for warning in &visit.expected.warnings {
            let code = warning.split(['：', ':']).next().unwrap_or_default().trim();
            match warned(code, visit, &stored, &pages) {
                None => report.skip(Left::Warning, code),
                Some(given) => {
                    let actual = if given { "有" } else { "没有" };
                    report.check(&format!("提示 {code}"), "有", actual);
                }
            }
        }
        for (window, _) in &stored.sides {
            report
                .remarks
                .push(format!("为{window}窗口另开的办件没有写明如何结束，仍在办"));
        }
        self.stored.insert(visit.id.clone(), stored);
        Ok(())
    }
}
