//! The days of the demonstration: visits come in, tickets are worked, closed, rated, and some go wrong.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use chrono::Datelike;
use fachuang_api::wire::catalogue::{Catalogue, Choice};
use fachuang_api::wire::intake::{
    ConflictAnswer, DraftRow, IntakeCheck, MaterialInput, NewTicket, PartyInput, SaveDraft,
    TicketInput, VisitDone, VisitInput, Visitor,
};
use fachuang_api::wire::list::{ListTickets, TicketList};
use fachuang_api::wire::rating::{
    FinishRatingTask, RatingScreen, RatingTasks, StopRating, SubmitRating,
};
use fachuang_api::wire::ticket::{OnVersion, SplitTicket, TicketPage, TransferTicket, WithReason};
use fachuang_api::wire::{ById, Nothing, Saved};
use fachuang_core::time;
use serde_json::json;

use super::county::{self, Organisation};
use super::days::{CLOSES, DAY_MS, Days, MINUTE_MS, OPENS, midnight_ms};
use super::dice::Dice;
use super::matters::{self, COMPLAINTS, Matter, Other, THANKS, WINDOWS};
use super::people::{People, Person};
use super::staff::{CLERKS, DIRECTOR, Office, Worker};
use crate::seat::{Refused, Seat};

/// Tickets of which one is declared void, so that even a small county shows one.
const VOID_EVERY: usize = 31;
/// Tickets of which one is taken back.
const WITHDRAWN_EVERY: usize = 34;

/// What happens next to a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Next {
    Arrive,
    Assign,
    Accept,
    Decline,
    Note,
    Close,
    Refuse,
    Withdraw,
    Void,
    Transfer,
    Split,
    Reopen,
}

/// A ticket that is on its way.
#[derive(Debug, Clone)]
pub(super) struct Underway {
    pub(super) id: String,
    pub(super) window: String,
    pub(super) matter: &'static str,
    /// Who is to work it, or gave the advice.
    pub(super) worker: Worker,
    pub(super) clerk: &'static str,
}

/// Plays the days.
pub struct Life<'a> {
    pub(super) seat: &'a mut Seat,
    pub(super) office: &'a Office,
    pub(super) dice: Dice,
    people: People,
    /// Visitors who came before.
    known: Vec<Person>,
    firms: Vec<Organisation>,
    /// When, in which order of planning, to which ticket, what.
    plan: BinaryHeap<Reverse<(i64, u32, usize, Next)>>,
    planned: u32,
    tickets: Vec<Underway>,
}

impl<'a> Life<'a> {
    /// Gets ready to play.
    pub fn new(seat: &'a mut Seat, office: &'a Office, seed: &str) -> Self {
        Self {
            seat,
            office,
            dice: Dice::new(&format!("{seed} life")),
            people: People::new(seed),
            known: Vec::new(),
            firms: county::firms(),
            plan: BinaryHeap::new(),
            planned: 0,
            tickets: Vec::new(),
        }
    }

    /// Plays until now; returns how many tickets are in each state.
    ///
    /// # Errors
    /// Whatever the desk refuses.
    pub fn run(mut self, days: &Days, tickets: u32) -> Result<Vec<(String, u32)>, Refused> {
        for at_ms in days.arrivals(&mut self.dice, tickets) {
            self.plan_at(at_ms, 0, Next::Arrive);
        }
        while let Some(Reverse((at_ms, _, ticket, next))) = self.plan.pop() {
            if at_ms > days.now_ms {
                break;
            }
            self.seat.advance_to(at_ms);
            match next {
                Next::Arrive => self.arrive(at_ms)?,
                _ => self.go_on(ticket, next, at_ms)?,
            }
        }
        self.seat.advance_to(days.now_ms);
        self.finish_bad_ratings()?;
        self.leave_drafts()?;
        self.count_states()
    }

    fn plan_at(&mut self, at_ms: i64, ticket: usize, next: Next) {
        self.planned += 1;
        self.plan.push(Reverse((at_ms, self.planned, ticket, next)));
    }

    pub(super) fn plan_days(&mut self, from_ms: i64, days: (u32, u32), ticket: usize, next: Next) {
        let days = i64::from(self.dice.between(days.0, days.1));
        let minutes = i64::from(self.dice.between(OPENS, CLOSES));
        let at_ms = midnight_ms(time::day_of(from_ms)) + days * DAY_MS + minutes * MINUTE_MS;
        self.plan_at(at_ms.max(from_ms + 10 * MINUTE_MS), ticket, next);
    }

    fn plan_minutes(&mut self, from_ms: i64, minutes: (u32, u32), ticket: usize, next: Next) {
        let minutes = i64::from(self.dice.between(minutes.0, minutes.1));
        self.plan_at(from_ms + minutes * MINUTE_MS, ticket, next);
    }

    pub(super) fn sit(&mut self, login: &str) -> Result<(), Refused> {
        self.office.sit(self.seat, login)
    }

    pub(super) fn page(&mut self, id: &str) -> Result<TicketPage, Refused> {
        self.seat.ask("get_ticket", &ById { id: id.to_owned() })
    }

    /// Takes a visit in, as the clerk of that day.
    fn arrive(&mut self, at_ms: i64) -> Result<(), Refused> {
        let day = time::day_of(at_ms);
        let clerk = CLERKS[(at_ms.div_euclid(DAY_MS) % 3).unsigned_abs() as usize];
        self.sit(clerk)?;
        let window = *self.dice.weigh(WINDOWS);
        let matter = *self.dice.weigh(matters::of_window(window));
        let came_before = !self.known.is_empty() && self.dice.happens(12);
        let person = if came_before && matter.groups.is_empty() {
            self.dice.pick(&self.known).clone()
        } else {
            self.people.make(day, matter.youngest, matter.oldest)
        };
        let mut form = self.form(window, &matter, &person, at_ms);
        let check: IntakeCheck = self.seat.ask("check_intake", &form)?;
        if let Some(same) = check.same_persons.iter().find(|one| one.certain) {
            form.visitor.person_id = same.person_id.clone();
        }
        let check: IntakeCheck = self.seat.ask("check_intake", &form)?;
        if let (Some(found), Some(ticket)) = (check.tickets.first(), form.tickets.first_mut()) {
            for finding in &found.findings {
                let same = finding.strength == "certain" && self.dice.happens(60);
                ticket.conflict_answers.push(ConflictAnswer {
                    finding: finding.key.clone(),
                    answer: if same { "same" } else { "pending" }.to_owned(),
                    reason: String::new(),
                });
            }
        }
        let done: VisitDone = self.seat.ask("register_visit", &form)?;
        if !form.visitor.name.is_empty() && !came_before {
            self.known.push(person);
        }
        for ticket in done.tickets {
            self.begin(ticket, matter.name, clerk, at_ms)?;
        }
        Ok(())
    }

    fn form(&mut self, window: &str, matter: &Matter, person: &Person, at_ms: i64) -> VisitInput {
        let sum = format!("{}", self.dice.between(9, 900) * 100);
        let by_phone = window == "consult" && self.dice.happens(18);
        let unnamed = by_phone && self.dice.happens(50);
        let channel = match (by_phone, window) {
            (true, _) => "phone_12348",
            (_, "special") if self.dice.happens(30) => "home_visit",
            (_, "mediation") if self.dice.happens(15) => "transferred",
            _ if self.dice.happens(6) => "web",
            _ if self.dice.happens(3) => "letter",
            _ => "counter",
        };
        let referred = channel == "transferred";
        VisitInput {
            draft_id: String::new(),
            channel: channel.to_owned(),
            received_at: time::to_text(at_ms),
            referral_organ: if referred {
                "云川县公安局东关派出所"
            } else {
                ""
            }
            .to_owned(),
            slip_number: String::new(),
            referral_number: if referred {
                let year = time::day_of(at_ms).year();
                format!("云公东调移〔{year}〕{}号", self.dice.between(11, 199))
            } else {
                String::new()
            },
            visitor: self.visitor(person, matter, unnamed),
            tickets: vec![TicketInput {
                window: window.to_owned(),
                matter: matter.name.to_owned(),
                summary: matter.summary.replace("{sum}", &sum),
                requests: vec![matter.request.replace("{sum}", &sum)],
                parties: self.parties(window, matter, at_ms),
                materials: materials(&mut self.dice, matter),
                fields: Vec::new(),
                told: Vec::new(),
                limitation_kind: String::new(),
                limitation_day: String::new(),
                restricted: false,
                conflict_answers: Vec::new(),
                related: Vec::new(),
                same_matter_as: String::new(),
            }],
        }
    }

    fn visitor(&mut self, person: &Person, matter: &Matter, unnamed: bool) -> Visitor {
        // Now and then nobody has the card at hand: such people can turn up in the register twice.
        let shows_card = !unnamed && !self.dice.happens(6);
        let text = |given: &str| {
            if unnamed {
                String::new()
            } else {
                given.to_owned()
            }
        };
        Visitor {
            person_id: String::new(),
            name: text(&person.name),
            gender: text(if person.female { "2" } else { "1" }),
            birth: if shows_card {
                person.birth.to_string()
            } else {
                String::new()
            },
            id_kind: text(if shows_card { "resident_id" } else { "none" }),
            id_kind_text: String::new(),
            id_number: if shows_card {
                person.id_number.clone()
            } else {
                String::new()
            },
            no_document_reason: text(if shows_card { "" } else { "未随身携带" }),
            phone: person.phone.clone(),
            address: text(&person.address),
            ethnicity: text(person.ethnicity),
            education: String::new(),
            groups: matter.groups.iter().map(|&code| code.to_owned()).collect(),
            name_reading: String::new(),
            do_not_call: matter.groups.contains(&"violence_victim"),
            do_not_announce: matter.groups.contains(&"violence_victim"),
            brought_by: String::new(),
        }
    }

    fn parties(&mut self, window: &str, matter: &Matter, at_ms: i64) -> Vec<PartyInput> {
        let party = |role: &str, kind: &str, name: &str, phone: &str| PartyInput {
            key: "p0".to_owned(),
            role: role.to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            id_number: String::new(),
            credit_code: String::new(),
            phone: phone.to_owned(),
            groups: Vec::new(),
        };
        let organisation = |role: &str, one: &Organisation| PartyInput {
            credit_code: one.credit_code.clone(),
            ..party(role, "organisation", &one.name, &one.phone)
        };
        match matter.other {
            Other::Nobody => Vec::new(),
            Other::Firm => vec![organisation("opponent", self.dice.pick(&self.firms))],
            Other::OwnFirm => vec![organisation("represented", self.dice.pick(&self.firms))],
            Other::Institution => vec![organisation("institution", &county::institution(window))],
            Other::Person(role) => {
                // Sometimes the other side has been here before.
                let met = !self.known.is_empty() && self.dice.happens(5);
                let other = if met {
                    self.dice.pick(&self.known).clone()
                } else {
                    self.people.make(time::day_of(at_ms), 22, 70)
                };
                let full = met || self.dice.happens(60);
                vec![PartyInput {
                    id_number: if full { other.id_number } else { String::new() },
                    ..party(role, "person", &other.name, &other.phone)
                }]
            }
        }
    }

    /// Plans what becomes of a new ticket.
    fn begin(
        &mut self,
        ticket: NewTicket,
        matter: &'static str,
        clerk: &'static str,
        at_ms: i64,
    ) -> Result<(), Refused> {
        let worker = self.pick_worker(&ticket.window);
        let at = self.tickets.len();
        let window = ticket.window.clone();
        self.tickets.push(Underway {
            id: ticket.id,
            window: ticket.window,
            matter,
            worker,
            clerk,
        });
        let ticket = self.tickets[at].clone();
        self.take_in(&ticket)?;
        if at % VOID_EVERY == VOID_EVERY - 1 {
            self.plan_minutes(at_ms, (20, 60), at, Next::Void);
            return Ok(());
        }
        if at % WITHDRAWN_EVERY == WITHDRAWN_EVERY - 1 {
            self.plan_days(at_ms, (1, 9), at, Next::Withdraw);
            return Ok(());
        }
        match window.as_str() {
            "consult" => {
                self.plan_minutes(at_ms, (3, 9), at, Next::Note);
                match self.dice.below(100) {
                    0..=83 => self.plan_minutes(at_ms, (12, 50), at, Next::Close),
                    84..=91 => self.plan_days(at_ms, (1, 4), at, Next::Close),
                    92..=95 => self.plan_minutes(at_ms, (12, 40), at, Next::Split),
                    96..=97 => self.plan_minutes(at_ms, (12, 40), at, Next::Transfer),
                    _ => self.plan_days(at_ms, (2, 5), at, Next::Refuse),
                }
            }
            "notary" | "forensic" => {
                self.plan_days(at_ms, (1, 3), at, Next::Note);
                self.plan_days(at_ms, (4, 9), at, Next::Note);
                self.plan_days(at_ms, (10, 30), at, Next::Close);
            }
            "legal_aid" if self.dice.happens(10) => {
                self.plan_days(at_ms, (3, 7), at, Next::Refuse);
            }
            "mediation" if self.dice.happens(6) => {
                self.plan_days(at_ms, (2, 6), at, Next::Refuse);
            }
            // Nobody has looked at these yet: they become due and overdue.
            _ if self.dice.happens(7) => {}
            "legal_aid" => self.plan_days(at_ms, (1, 6), at, Next::Assign),
            _ => self.plan_minutes(at_ms, (30, 200), at, Next::Assign),
        }
        Ok(())
    }

    /// Picks who is to work a ticket: mostly those who sit in the centre and take it on themselves.
    fn pick_worker(&mut self, window: &str) -> Worker {
        let workers = match window {
            "mediation" | "special" => &self.office.mediators,
            _ => &self.office.lawyers,
        };
        let here: Vec<&Worker> = workers.iter().filter(|one| !one.login.is_empty()).collect();
        if !here.is_empty() && self.dice.happens(60) {
            (*self.dice.pick(&here)).clone()
        } else {
            self.dice.pick(workers).clone()
        }
    }

    fn go_on(&mut self, at: usize, next: Next, at_ms: i64) -> Result<(), Refused> {
        let ticket = self.tickets[at].clone();
        let acts_as = match next {
            Next::Void | Next::Reopen => DIRECTOR,
            Next::Assign | Next::Refuse if ticket.window == "legal_aid" => DIRECTOR,
            Next::Accept | Next::Decline => ticket.worker.login,
            _ => ticket.clerk,
        };
        self.sit(acts_as)?;
        let page = self.page(&ticket.id)?;
        let (id, version) = (ticket.id.clone(), page.version);
        let open = matches!(
            page.state.as_str(),
            "registered" | "assigned" | "in_progress"
        );
        if !open && next != Next::Void && next != Next::Reopen {
            return Ok(());
        }
        let with_reason = |reason: &str| WithReason {
            id: id.clone(),
            version: version.clone(),
            reason: reason.to_owned(),
        };
        match next {
            Next::Arrive => {}
            Next::Assign => self.assign(at, &ticket, at_ms)?,
            Next::Accept => {
                if ticket.window == "legal_aid" {
                    self.ensure(&ticket, "sign", &[])?;
                } else {
                    let _: Saved = self.seat.ask("accept_ticket", &OnVersion { id, version })?;
                }
                self.plan_days(at_ms, (2, 6), at, Next::Note);
                self.plan_end(at, &ticket.window, at_ms);
            }
            Next::Decline => {
                let reason = with_reason("手头案件已满，请另派。");
                let _: Saved = self.seat.ask("decline_ticket", &reason)?;
            }
            Next::Note => self.note(&ticket)?,
            Next::Close => self.close(at, &ticket, at_ms)?,
            Next::Refuse => self.refuse(&ticket)?,
            Next::Withdraw => {
                let reason = with_reason("来访人表示已自行解决，不再办理。");
                let _: Saved = self.seat.ask("withdraw_ticket", &reason)?;
            }
            Next::Void => {
                let _: Saved = self.seat.ask("void_ticket", &with_reason("重复录入。"))?;
            }
            Next::Reopen => {
                let reason = with_reason("来访人反映问题没有解决，恢复办理。");
                let _: Saved = self.seat.ask("reopen_ticket", &reason)?;
            }
            // Who stayed unnamed goes to no window that needs a name.
            Next::Transfer | Next::Split if page.person_id.is_empty() => {
                self.close(at, &ticket, at_ms)?;
            }
            Next::Transfer => {
                let move_on = TransferTicket {
                    id,
                    version,
                    window: "mediation".to_owned(),
                    reason: "双方愿意调解。".to_owned(),
                };
                let _: Saved = self.seat.ask("transfer_ticket", &move_on)?;
                self.tickets[at].window = "mediation".to_owned();
                self.tickets[at].worker = self.pick_worker("mediation");
                self.plan_minutes(at_ms, (30, 120), at, Next::Assign);
            }
            Next::Split => {
                let child = SplitTicket {
                    id,
                    version,
                    window: "legal_aid".to_owned(),
                    matter: "请求确认劳动关系".to_owned(),
                    summary: "咨询后当场申请法律援助。".to_owned(),
                    reason: "符合条件，申请法律援助。".to_owned(),
                };
                let child: NewTicket = self.seat.ask("split_ticket", &child)?;
                self.plan_minutes(at_ms, (5, 15), at, Next::Close);
                self.begin(child, "请求确认劳动关系", ticket.clerk, at_ms)?;
            }
        }
        Ok(())
    }

    /// Gives the ticket to its worker, or to another one when a conflict of interest excludes that one.
    fn assign(&mut self, at: usize, ticket: &Underway, at_ms: i64) -> Result<(), Refused> {
        self.before_assigning(ticket)?;
        let mut worker = ticket.worker.clone();
        for _ in 0..8 {
            match self.hand_to(ticket, &worker) {
                Ok(()) => break,
                Err(refused) if refused.code == "staff.excluded" => {
                    worker = self.dice.pick(&self.office.lawyers).clone();
                }
                Err(refused) => return Err(refused),
            }
        }
        let sits_here = !worker.login.is_empty();
        self.tickets[at].worker = worker;
        match (sits_here, self.dice.below(100)) {
            (true, 0..=9) => self.plan_days(at_ms, (1, 2), at, Next::Decline),
            (true, 10..=89) => self.plan_days(at_ms, (0, 2), at, Next::Accept),
            (true, _) => {}
            (false, _) => {
                self.plan_days(at_ms, (2, 6), at, Next::Note);
                self.plan_end(at, &ticket.window, at_ms);
            }
        }
        Ok(())
    }

    fn plan_end(&mut self, at: usize, window: &str, at_ms: i64) {
        let days = match window {
            "legal_aid" => (25, 70),
            "mediation" => (3, 28),
            _ => (4, 25),
        };
        self.plan_days(at_ms, days, at, Next::Close);
    }

    /// Asks the citizen, who mostly answers, mostly kindly.
    pub(super) fn rate(&mut self, ticket: &Underway) -> Result<(), Refused> {
        let asked = ById {
            id: ticket.id.clone(),
        };
        let _: Nothing = self.seat.ask("ask_rating", &asked)?;
        let stop = match self.dice.below(100) {
            0..=7 => Some(("no_answer", "来访人已离开，没有作答。")),
            8..=13 => Some(("declined", "来访人表示不想评价。")),
            _ => None,
        };
        if let Some((result, reason)) = stop {
            let stop = StopRating {
                ticket_id: asked.id,
                result: result.to_owned(),
                reason: reason.to_owned(),
            };
            let _: Nothing = self.seat.ask("stop_rating", &stop)?;
            return Ok(());
        }
        let screen: RatingScreen = self.seat.ask_as_citizen("rating_screen", &Nothing {})?;
        let overall = *self.dice.weigh(&[(66, 5), (22, 4), (6, 3), (4, 2), (2, 1)]);
        // Who is content overall is not discontented with a part.
        let least = if overall > 2 { 3 } else { 1 };
        let mut near = || {
            (overall + self.dice.below(3))
                .saturating_sub(1)
                .clamp(least, 5)
        };
        let (attitude, efficiency, skill) = (near(), near(), near());
        let comment = match overall {
            1 | 2 => *self.dice.pick(&COMPLAINTS),
            5 if self.dice.happens(25) => *self.dice.pick(&THANKS),
            _ => "",
        };
        let answer = SubmitRating {
            token: screen.token,
            attitude,
            efficiency,
            skill,
            overall,
            comment: comment.to_owned(),
            anonymous: self.dice.happens(20),
        };
        let _: Nothing = self.seat.ask_as_citizen("submit_rating", &answer)?;
        Ok(())
    }

    /// The director has looked into every other bad rating; the rest waits.
    fn finish_bad_ratings(&mut self) -> Result<(), Refused> {
        self.sit(DIRECTOR)?;
        let tasks: RatingTasks = self.seat.ask("list_rating_tasks", &Nothing {})?;
        let open = tasks.tasks.into_iter().filter(|task| task.state == "open");
        for task in open.step_by(2) {
            let finish = FinishRatingTask {
                id: task.id,
                result: "已电话向来访人说明并致歉，提醒经办人改进。".to_owned(),
            };
            let _: Nothing = self.seat.ask("finish_rating_task", &finish)?;
        }
        Ok(())
    }

    /// Leaves forms that were begun and not saved, as the window keeps them.
    fn leave_drafts(&mut self) -> Result<(), Refused> {
        let now_ms = self.seat.now_ms();
        for (at, clerk) in CLERKS.iter().enumerate() {
            self.sit(clerk)?;
            let window = ["legal_aid", "mediation", "consult"][at];
            let matter = matters::of_window(window)[at].1;
            let person = self
                .people
                .make(time::day_of(now_ms), matter.youngest, matter.oldest);
            let mut form = self.form(window, &matter, &person, now_ms);
            form.received_at.clear();
            let draft = SaveDraft {
                id: self.draft_id(),
                title: format!("{}　{}", person.name, matter.name),
                content: json!({ "layout": 1, "visit": form, "active": 0 }).to_string(),
            };
            let _: DraftRow = self.seat.ask("save_draft", &draft)?;
        }
        Ok(())
    }

    /// Makes the identity a window gives a form when it opens it: a random UUID.
    fn draft_id(&mut self) -> String {
        let [a, b, c] = [0, 1, 2].map(|_| self.dice.below(u32::MAX));
        format!(
            "{a:08x}-{:04x}-4{:03x}-8{:03x}-{:04x}{c:08x}",
            b >> 16,
            b & 0xFFF,
            c & 0xFFF,
            a & 0xFFFF
        )
    }

    fn count_states(&mut self) -> Result<Vec<(String, u32)>, Refused> {
        let catalogue: Catalogue = self.seat.ask("catalogue", &Nothing {})?;
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut after = String::new();
        loop {
            let page: TicketList = self.seat.ask(
                "list_tickets",
                &ListTickets {
                    view: "all".to_owned(),
                    window: String::new(),
                    state: String::new(),
                    assignee: String::new(),
                    group: String::new(),
                    green: false,
                    text: String::new(),
                    sort: "newest".to_owned(),
                    after,
                    limit: 100,
                },
            )?;
            for row in page.rows {
                *counts.entry(row.state).or_insert(0) += 1;
            }
            if page.next.is_empty() {
                break;
            }
            after = page.next;
        }
        let count = |state: &Choice| {
            let count = counts.get(&state.code).copied().unwrap_or(0);
            (state.name.clone(), count)
        };
        Ok(catalogue.ticket_states.iter().map(count).collect())
    }
}

fn materials(dice: &mut Dice, matter: &Matter) -> Vec<MaterialInput> {
    let material = |name: &str, present: bool| MaterialInput {
        name: name.to_owned(),
        form: "copy".to_owned(),
        copies: 1,
        present,
    };
    let mut all: Vec<MaterialInput> = matter
        .materials
        .iter()
        .map(|name| material(name, true))
        .collect();
    all.push(material("与事项有关的证据", dice.happens(70)));
    all
}
