//! The steps of each window as the demonstration takes them, so that its tickets stand in every stage.

use fachuang_api::wire::intake::MaterialInput;
use fachuang_api::wire::procedure::TakeStep;
use fachuang_api::wire::ticket::{AddNote, AssignTicket, EndTicket, SaveMaterial};
use fachuang_api::wire::{FieldChange, Saved};

use super::life::{Life, Next, Underway};
use super::staff::{DIRECTOR, Worker};
use crate::seat::Refused;

/// Below this age a guardian consents before data go to an institution.
const GUARDIAN_BELOW: u32 = 14;

/// A step with its answers.
type Taken<'a> = (&'a str, &'a [(&'a str, &'a str)]);

impl Life<'_> {
    /// Takes a step of the ticket's procedure.
    pub(super) fn step(
        &mut self,
        ticket: &Underway,
        step: &str,
        values: &[(&str, &str)],
    ) -> Result<(), Refused> {
        let wish = TakeStep {
            ticket_id: ticket.id.clone(),
            version: self.page(&ticket.id)?.version,
            step: step.to_owned(),
            day: String::new(),
            values: values
                .iter()
                .map(|(field, value)| FieldChange {
                    field: (*field).to_owned(),
                    value: (*value).to_owned(),
                })
                .collect(),
        };
        let _: Saved = self.seat.ask("take_step", &wish)?;
        Ok(())
    }

    /// Takes a step unless it stands already or is not its turn.
    pub(super) fn ensure(
        &mut self,
        ticket: &Underway,
        step: &str,
        values: &[(&str, &str)],
    ) -> Result<(), Refused> {
        let page = self.page(&ticket.id)?;
        let mut known = page.procedure.steps.iter();
        if known.any(|one| one.code == step && one.offered && one.times == 0) {
            self.step(ticket, step, values)?;
        }
        Ok(())
    }

    fn ensure_all(&mut self, ticket: &Underway, steps: &[Taken<'_>]) -> Result<(), Refused> {
        for (step, values) in steps {
            self.ensure(ticket, step, values)?;
        }
        Ok(())
    }

    /// What the counter does at once when a matter comes to its window.
    pub(super) fn take_in(&mut self, ticket: &Underway) -> Result<(), Refused> {
        match ticket.window.as_str() {
            "legal_aid" => self.ensure(ticket, "application_received", &[("receipt_slip", "true")]),
            "mediation" if self.dice.happens(80) => {
                self.ensure(ticket, "consent_asked", &[("answer", "all")])
            }
            _ => Ok(()),
        }
    }

    /// What comes before somebody gets the ticket in hand.
    pub(super) fn before_assigning(&mut self, ticket: &Underway) -> Result<(), Refused> {
        match ticket.window.as_str() {
            "legal_aid" => self.ensure_all(
                ticket,
                &[
                    ("economic_check", &[("result", "meets"), ("way", "shared")]),
                    ("decide_grant", &[("reason", "符合法律援助条件。")]),
                ],
            ),
            "mediation" => self.ensure_all(
                ticket,
                &[
                    ("consent_asked", &[("answer", "all")]),
                    ("mediate_accept", &[]),
                ],
            ),
            _ => Ok(()),
        }
    }

    /// Hands the ticket to who is to work it.
    pub(super) fn hand_to(&mut self, ticket: &Underway, worker: &Worker) -> Result<(), Refused> {
        match ticket.window.as_str() {
            "legal_aid" => self.step(ticket, "assign", &[("lawyer", &worker.id)]),
            "mediation" => self.step(ticket, "assign_mediator", &[("mediator", &worker.id)]),
            _ => {
                let wish = AssignTicket {
                    id: ticket.id.clone(),
                    version: self.page(&ticket.id)?.version,
                    assignee_id: worker.id.clone(),
                    note: String::new(),
                };
                let _: Saved = self.seat.ask("assign_ticket", &wish)?;
                Ok(())
            }
        }
    }

    /// Writes down what was done in the meantime.
    pub(super) fn note(&mut self, ticket: &Underway) -> Result<(), Refused> {
        let minutes = self.dice.between(2, 12) * 5;
        let text = |words: &str| format!("{words}（{}）", ticket.matter);
        match ticket.window.as_str() {
            "consult" => {
                let minutes = minutes.to_string();
                let topic = text("解答来访人所问，建议先收集证据，并告知有权申请法律援助。");
                let advice = [
                    ("lawyer", ticket.worker.id.as_str()),
                    ("minutes", &minutes),
                    ("topic", &topic),
                ];
                self.step(ticket, "advise", &advice)?;
                self.step(ticket, "told_aid_right", &[("applies", "false")])
            }
            "mediation" => {
                let content = text("分别与双方谈话，约定下次调解时间。");
                let session = [("content", content.as_str()), ("risk", "none")];
                self.ensure(ticket, "mediate_session", &session)
            }
            "legal_aid" => {
                let what = text("会见受援人，核对证据，准备起诉材料。");
                self.ensure(ticket, "sign", &[])?;
                self.ensure(ticket, "progress", &[("what", &what)])
            }
            "notary" | "forensic" => self.go_to_institution(ticket),
            _ => {
                let note = AddNote {
                    id: ticket.id.clone(),
                    kind: "contact".to_owned(),
                    text: text("电话联系来访人，约定上门时间。"),
                    on_behalf_of: ticket.worker.id.clone(),
                    minutes,
                };
                let _: Saved = self.seat.ask("add_note", &note)?;
                self.ensure(ticket, "inform_policy", &[("doc", "权益告知书")])
            }
        }
    }

    /// First the matter goes to the institution, the next time its answer comes.
    fn go_to_institution(&mut self, ticket: &Underway) -> Result<(), Refused> {
        let page = self.page(&ticket.id)?;
        let mut done = page.procedure.done.iter();
        if done.any(|done| done.code == "refer_to") {
            return self.ensure_all(ticket, &[("notary_accept", &[]), ("entrust", &[])]);
        }
        let organ = [("answer", "无办案机关"), ("purpose", "本人维权使用")];
        self.ensure(ticket, "ask_case_organ", &organ)?;
        if page.age.is_some_and(|age| age < GUARDIAN_BELOW) {
            self.ensure(ticket, "guardian_consent", &[("relation", "父亲")])?;
        }
        let institution = match ticket.window.as_str() {
            "notary" => "云川县公证处",
            _ => "云川衡信司法鉴定所",
        };
        let letter = [("institution", institution), ("separate_consent", "true")];
        self.ensure(ticket, "refer_to", &letter)
    }

    /// Takes what is left of the way to an outcome. A step that itself ends the ticket leaves nothing to close.
    fn finish(&mut self, ticket: &Underway, outcome: &str) -> Result<(), Refused> {
        let session: Taken<'_> = (
            "mediate_session",
            &[("content", "双方到场，逐项协商。"), ("risk", "none")],
        );
        let written: Taken<'_> = (
            "agreement_written",
            &[
                ("terms", "按约定期限履行，互不再追究。"),
                ("effective", "true"),
                ("copies", "3"),
            ],
        );
        let steps: &[Taken<'_>] = match (ticket.window.as_str(), outcome) {
            ("consult", "drafted") => &[("drafting", &[("doc", "起诉状")])],
            ("mediation", "written") => &[session, written],
            ("mediation", "written_performed") => {
                &[session, written, ("perform", &[("what", "当场付清。")])]
            }
            ("mediation", "oral") => &[session, ("agreement_oral", &[("recorded", "true")])],
            ("mediation", _) => &[
                session,
                ("mediate_fail", &[("reason", "no_agreement")]),
                ("told_other_ways", &[("ways", "起诉")]),
            ],
            ("legal_aid", "done") => &[
                ("sign", &[]),
                (
                    "case_end",
                    &[("outcome", "达成调解，款项已付。"), ("way", "settled")],
                ),
                ("report", &[]),
            ],
            ("legal_aid", _) => &[(
                "terminate",
                &[
                    ("ground", "own_lawyer"),
                    ("reason", "受援人另行委托律师。"),
                    ("told_objection", "true"),
                ],
            )],
            ("special", _) => &[("answer", &[("text", "已答复办理结果。")])],
            ("notary", _) => &[("notary_accept", &[]), ("certificate", &[])],
            ("forensic", _) => &[
                ("entrust", &[]),
                ("forensic_accept", &[]),
                ("entrust_effective", &[]),
                ("opinion", &[]),
            ],
            _ => &[],
        };
        self.ensure_all(ticket, steps)
    }

    /// Marks what was to follow as received.
    fn receive_the_rest(&mut self, ticket: &Underway) -> Result<(), Refused> {
        loop {
            let page = self.page(&ticket.id)?;
            let mut missing = page.materials.iter().filter(|one| !one.present);
            let Some(missing) = missing.next() else {
                return Ok(());
            };
            let save = SaveMaterial {
                id: ticket.id.clone(),
                version: page.version.clone(),
                key: missing.key.clone(),
                material: MaterialInput {
                    name: missing.name.clone(),
                    form: missing.form.clone(),
                    copies: missing.copies,
                    present: true,
                },
            };
            let _: Saved = self.seat.ask("save_material", &save)?;
        }
    }

    /// Ends the ticket with an outcome of its window and asks for the rating.
    pub(super) fn close(
        &mut self,
        at: usize,
        ticket: &Underway,
        at_ms: i64,
    ) -> Result<(), Refused> {
        let outcomes: &[(u32, (&str, &str))] = match ticket.window.as_str() {
            "consult" => &[
                (80, ("answered", "")),
                (8, ("answered_later", "三日内书面答复。")),
                (7, ("guided", "引导到相应窗口申请。")),
                (5, ("drafted", "")),
            ],
            "mediation" => &[
                (58, ("written", "")),
                (16, ("written_performed", "")),
                (10, ("oral", "")),
                (16, ("failed", "双方分歧较大，已告知起诉等途径。")),
            ],
            "legal_aid" => &[
                (92, ("done", "")),
                (8, ("terminated", "受援人另行委托律师。")),
            ],
            "special" => &[
                (70, ("done", "")),
                (30, ("answered_later", "已答复处理结果。")),
            ],
            _ => &[(100, ("referred_done", ""))],
        };
        let (outcome, text) = *self.dice.weigh(outcomes);
        if outcome == "terminated" {
            self.sit(DIRECTOR)?;
        }
        self.receive_the_rest(ticket)?;
        self.finish(ticket, outcome)?;
        let page = self.page(&ticket.id)?;
        if page.state != "closed" {
            let end = EndTicket {
                id: ticket.id.clone(),
                version: page.version,
                outcome: outcome.to_owned(),
                text: text.to_owned(),
            };
            let _: Saved = self.seat.ask("close_ticket", &end)?;
        }
        self.sit(ticket.clerk)?;
        if self.dice.happens(90) {
            self.rate(ticket)?;
        }
        if self.dice.happens(2) {
            self.plan_days(at_ms, (2, 10), at, Next::Reopen);
        }
        Ok(())
    }

    /// Turns the matter down: aid by decision, all else at the counter.
    pub(super) fn refuse(&mut self, ticket: &Underway) -> Result<(), Refused> {
        if ticket.window == "legal_aid" {
            let second = self.dice.pick(&self.office.lawyers).id.clone();
            let refusal = [
                ("reason", "economic"),
                ("text", "核查后收入高于标准。"),
                ("co_sign", second.as_str()),
                ("told_objection", "true"),
            ];
            self.ensure(
                ticket,
                "economic_check",
                &[("result", "above"), ("way", "shared")],
            )?;
            self.step(ticket, "decide_refuse", &refusal)?;
            self.sit(ticket.clerk)?;
            return self.rate(ticket);
        }
        let (reason, text) = match ticket.window.as_str() {
            "mediation" => ("one_side", "对方明确表示不愿调解，已告知起诉等途径。"),
            _ => ("not_legal", "已告知向主管部门反映。"),
        };
        if ticket.window == "mediation" {
            self.ensure_all(
                ticket,
                &[
                    ("consent_refused", &[("party", "对方")]),
                    ("told_other_ways", &[("ways", "起诉")]),
                ],
            )?;
        }
        let end = EndTicket {
            id: ticket.id.clone(),
            version: self.page(&ticket.id)?.version,
            outcome: reason.to_owned(),
            text: text.to_owned(),
        };
        let _: Saved = self.seat.ask("refuse_ticket", &end)?;
        self.rate(ticket)
    }
}
