//! The values that templates can name.

use std::collections::BTreeMap;

use fachuang_core::case_file::{
    CaseFile, Limit, LimitKind, Listed, Material, Party, Printing, Served,
};

use super::List;
use crate::chinese;

/// Every name that a template may use without a label: values of the record, then fields of the windows.
pub(super) const KNOWN: &[&str] = &[
    "site",
    "site_address",
    "site_phone",
    "complaint_phone",
    "number",
    "window",
    "channel",
    "received",
    "received_day",
    "applicant",
    "applicant_reading",
    "id_kind",
    "id_number",
    "matter",
    "requests",
    "first_contact",
    "assignee",
    "operator",
    "desk",
    "today",
    "year",
    "printed",
    "due",
    "due_why",
    "promised",
    "promised_why",
    "opponent",
    "opponents",
    "received_list",
    "missing_list",
    "amount_upper",
    // Of the person and the ticket.
    "gender",
    "birth",
    "age",
    "ethnicity",
    "education",
    "occupation",
    "work_unit",
    "address",
    "household",
    "phone",
    "groups",
    "summary",
    "outcome",
    "outcome_text",
    "closed_day",
    "rating",
    // Of a delivery (送达).
    "delivery_way",
    "delivery_receiver",
    "delivery_receiver_name",
    "delivery_reason",
    "delivery_witness",
    "delivery_evidence",
    // Fields of the windows.
    "source",
    "aid_form",
    "amount",
    "payment_day",
    "economic_condition",
    "limit_day",
    "case_organ",
    "sender",
    "sender_number",
    "dispute_type",
    "difficulty",
    "occurred_on",
    "opponent_willing",
    "platform_number",
    "lawyer",
    "answer",
    "institution",
    "purpose",
    "copies",
    "property_place",
    "witness",
    "fee_relief",
    "acceptance_number",
    "class",
    "again",
    "facts",
    "proof",
    "needs",
    "guardian",
    "other_department",
];

/// The values of one print.
pub(super) struct Values<'a> {
    pub file: &'a CaseFile,
    pub printing: &'a Printing,
}

/// One row of a list, or none for an empty row.
#[derive(Clone, Copy)]
pub(super) enum Row<'a> {
    Party(&'a Party),
    Material(&'a Material),
    Limit(&'a Limit),
    Listed(&'a Listed),
    Line(&'a BTreeMap<String, String>),
    Served(&'a Served),
    Empty,
}

impl<'a> Values<'a> {
    /// Returns the text of a value, or nothing when there is none.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let details = &self.file.details;
        let stored = details.filled.get(name).or_else(|| details.facts.get(name));
        let text = match stored {
            Some(text) if name == "phone" => chinese::phone(text),
            Some(text) => text.clone(),
            None => self.built_in(name)?,
        };
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn built_in(&self, name: &str) -> Option<String> {
        let (file, printing) = (self.file, self.printing);
        let limit = |kind: LimitKind| file.limits.iter().find(|limit| limit.kind == kind);
        let due = |kind: LimitKind| limit(kind).map(|limit| chinese::day_with_weekday(limit.due));
        let why = |kind: LimitKind| limit(kind).map(|limit| limit.explanation.clone());
        let names = |present: bool| {
            let materials = file.materials.iter().filter(|m| m.present == present);
            let names: Vec<&str> = materials.map(|m| m.name.as_str()).collect();
            names.join("、")
        };
        Some(match name {
            "site" => file.site.name.clone(),
            "site_address" => file.site.address.clone(),
            "site_phone" => chinese::phone(&file.site.phone),
            "complaint_phone" => chinese::phone(&file.site.complaint_phone),
            "number" => file.number.clone(),
            "window" => file.window_name.clone(),
            "channel" => file.channel_name.clone(),
            "received" => chinese::minute(file.received_at),
            "received_day" => chinese::day(file.received_at.date_naive()),
            "applicant" => file.applicant.name.clone()?,
            "applicant_reading" => file.applicant.name_reading.clone()?,
            "id_kind" => file.applicant.id_kind_name.clone(),
            "id_number" => file.applicant.id_number.clone(),
            "matter" => file.matter.clone(),
            "requests" => file.requests.clone(),
            "first_contact" => file.first_contact.clone(),
            "assignee" => file.assignee.clone()?,
            "operator" => printing.operator.clone(),
            "desk" => printing.desk.clone(),
            "today" => chinese::day(printing.at.date_naive()),
            "year" => chinese::year(printing.at.date_naive()),
            "printed" => chinese::minute(printing.at),
            "due" => due(LimitKind::Statutory)?,
            "due_why" => why(LimitKind::Statutory)?,
            "promised" => due(LimitKind::Promised)?,
            "promised_why" => why(LimitKind::Promised)?,
            "opponent" => file.details.parties.first()?.name.clone(),
            "opponents" => {
                let names: Vec<&str> = file
                    .details
                    .parties
                    .iter()
                    .map(|p| p.name.as_str())
                    .collect();
                names.join("、")
            }
            "received_list" => names(true),
            "missing_list" => names(false),
            "amount_upper" => chinese::capital_amount(self.file.details.facts.get("amount")?)?,
            _ => return None,
        })
    }

    /// Returns whether a value is, or among others names, a word.
    pub(super) fn holds(&self, name: &str, word: &str) -> bool {
        let value = self.get(name).unwrap_or_default();
        value == word
            || value
                .split(['、', '；', '，'])
                .any(|part| part.trim() == word)
    }

    /// Returns the rows of a list, at least so many.
    pub(super) fn rows(&self, list: List, least: usize) -> Vec<Row<'a>> {
        let file = self.file;
        let materials = |wanted: fn(&Material) -> bool| {
            let found = file.materials.iter().filter(|m| wanted(m));
            found.map(Row::Material).collect()
        };
        let mut rows: Vec<Row<'a>> = match list {
            List::Parties => file.details.parties.iter().map(Row::Party).collect(),
            List::Materials => materials(|_| true),
            List::Received => materials(|m| m.present),
            List::Missing => materials(|m| !m.present),
            List::Limits => file.limits.iter().map(Row::Limit).collect(),
            List::Contents => file.details.contents.iter().map(Row::Listed).collect(),
            List::Lines => file.details.lines.iter().map(Row::Line).collect(),
            List::Served => file.details.served.iter().map(Row::Served).collect(),
            List::Rows => Vec::new(),
        };
        rows.resize(rows.len().max(least), Row::Empty);
        rows
    }
}

impl Row<'_> {
    /// Returns a value of the row; `nth` counts from 1.
    pub(super) fn get(&self, name: &str, nth: usize) -> Option<String> {
        let text = match (self, name) {
            (_, "n") => nth.to_string(),
            (Row::Party(party), "role") => party.role_name.clone(),
            (Row::Party(party), "name") => party.name.clone(),
            (Row::Party(party), "gender") => party.gender.clone(),
            (Row::Party(party), "id") => party.id_number.clone(),
            (Row::Party(party), "phone") => chinese::phone(&party.phone),
            (Row::Party(party), "address") => party.address.clone(),
            (Row::Material(material), "name") => material.name.clone(),
            (Row::Material(material), "form") => material.form_name.clone(),
            (Row::Material(material), "copies") => material.copies.to_string(),
            (Row::Limit(limit), "kind") => match limit.kind {
                LimitKind::Statutory => "法定期限".into(),
                LimitKind::Promised => "承诺时限".into(),
            },
            (Row::Limit(limit), "due") => chinese::day_with_weekday(limit.due),
            (Row::Listed(paper), "name") => paper.name.clone(),
            (Row::Listed(paper), "page") => paper.page.to_string(),
            (Row::Line(line), name) => line.get(name)?.clone(),
            (Row::Served(paper), "name") => paper.name.clone(),
            (Row::Served(paper), "number") => paper.number.clone(),
            (Row::Served(paper), "day") => paper.day.clone(),
            (Row::Served(_), "copies") => "1".to_owned(),
            (Row::Limit(limit), "why") => limit.explanation.clone(),
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}
