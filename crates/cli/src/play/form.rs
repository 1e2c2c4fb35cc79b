//! From a visit of the file to the form a clerk fills in.
//!
//! The file names things in words; the form takes codes. A word that no dictionary has goes onto the form as it is, so
//! that the desk refuses it by name.

use fachuang_api::wire::FieldChange;
use fachuang_api::wire::catalogue::{Catalogue, Window};
use fachuang_api::wire::intake::{
    MaterialInput, PartyInput, TicketInput, VisitInput, Visitor as VisitorInput,
};
use fachuang_core::dictionary;
use fachuang_core::identifier::IdKind;

use super::file::{Visit, Visitor};

/// Fills in the form of a visit. `same_matter_as` and `related` are ids of tickets.
pub fn fill(
    visit: &Visit,
    catalogue: &Catalogue,
    related: Vec<String>,
    same_matter_as: String,
) -> VisitInput {
    let window = catalogue
        .windows
        .iter()
        .find(|window| window.code == visit.window);
    let opened = visit.step("register");
    let restricted =
        opened.is_some_and(|step| step.says_yes("restricted") || step.says_yes("sensitive"));
    VisitInput {
        draft_id: String::new(),
        channel: code("channels", &visit.channel),
        received_at: visit.received_at.clone(),
        referral_organ: visit.referral.organ.clone(),
        slip_number: String::new(),
        referral_number: visit.referral.doc_no.clone(),
        visitor: visitor(
            &visit.visitor,
            window,
            opened.map(|step| step.text("by")).unwrap_or_default(),
        ),
        tickets: vec![TicketInput {
            window: visit.window.clone(),
            matter: visit.matter.clone(),
            summary: visit.summary.clone(),
            requests: visit.requests.clone(),
            parties: parties(visit),
            materials: materials(visit),
            fields: window
                .map(|window| fields(visit, window))
                .unwrap_or_default(),
            told: Vec::new(),
            limitation_kind: visit.limitation.kind.clone(),
            limitation_day: visit.limitation.date.clone(),
            restricted,
            conflict_answers: Vec::new(),
            related,
            same_matter_as,
        }],
    }
}

/// Returns the code a dictionary has for a word, else the word.
fn code(table: &str, word: &str) -> String {
    dictionary::bundled(table)
        .and_then(|table| table.find(word))
        .map_or_else(|| word.to_owned(), |entry| entry.code.clone())
}

/// Said at the counter when somebody who has to be named shows no document.
const NO_DOCUMENT: &str = "未随身携带";

fn visitor(typed: &Visitor, window: Option<&Window>, brought_by: &str) -> VisitorInput {
    let (kind, text) = IdKind::from_name(&typed.id_type);
    let nothing_shown = kind == IdKind::None;
    let may_stay_unnamed = window.is_some_and(|window| window.name_optional);
    let unnamed = typed.name.is_empty() && may_stay_unnamed;
    VisitorInput {
        person_id: String::new(),
        name: typed.name.clone(),
        gender: code("genders", &typed.gender),
        birth: typed.birth.clone(),
        id_kind: if nothing_shown && unnamed {
            String::new()
        } else {
            kind.code().to_owned()
        },
        id_kind_text: text.unwrap_or_default(),
        id_number: typed.id_number.clone(),
        no_document_reason: if nothing_shown && !unnamed {
            NO_DOCUMENT.to_owned()
        } else {
            String::new()
        },
        phone: typed.phone.clone(),
        address: typed.address.clone(),
        ethnicity: code("ethnicities", &typed.ethnicity),
        education: code("education", &typed.education),
        groups: typed
            .groups
            .iter()
            .map(|group| code("groups", group))
            .collect(),
        name_reading: String::new(),
        do_not_call: false,
        do_not_announce: false,
        brought_by: brought_by.to_owned(),
    }
}

fn parties(visit: &Visit) -> Vec<PartyInput> {
    let party = |(at, party): (usize, &super::file::Party)| PartyInput {
        key: format!("p{at}"),
        role: code("party_roles", &party.role),
        kind: party.kind.clone(),
        name: party.name.clone(),
        id_number: party.id_number.clone(),
        credit_code: party.credit_code.clone(),
        phone: party.phone.clone(),
        groups: party
            .groups
            .iter()
            .map(|group| code("groups", group))
            .collect(),
    };
    visit.parties.iter().enumerate().map(party).collect()
}

fn materials(visit: &Visit) -> Vec<MaterialInput> {
    let material = |material: &super::file::Material| MaterialInput {
        name: material.name.clone(),
        form: code("material_forms", &material.form),
        copies: material.copies,
        present: material.present,
    };
    visit.materials.iter().map(material).collect()
}

/// Answers those of the window's own questions that the file has an answer to.
fn fields(visit: &Visit, window: &Window) -> Vec<FieldChange> {
    let answers = [
        ("sender", visit.referral.organ.clone()),
        ("sender_number", visit.referral.doc_no.clone()),
        ("case_organ", case_organ(visit).unwrap_or_default()),
        ("institution", institution(visit).unwrap_or_default()),
    ];
    let asked = |code: &str| window.fields.iter().any(|field| field.code == code);
    answers
        .into_iter()
        .filter(|(code, value)| asked(code) && !value.is_empty())
        .map(|(code, value)| FieldChange {
            field: code.to_owned(),
            value,
        })
        .collect()
}

fn institution(visit: &Visit) -> Option<String> {
    let party = visit
        .parties
        .iter()
        .find(|party| party.role == "institution")
        .map(|party| party.name.clone());
    let told = visit
        .path
        .iter()
        .map(|step| step.text("institution"))
        .find(|name| !name.is_empty());
    party.or_else(|| told.map(str::to_owned))
}

/// The organ that handles the case, as answered or as entered among the parties.
fn case_organ(visit: &Visit) -> Option<String> {
    let answer = visit
        .step("ask_case_organ")
        .map(|step| step.text("answer"))
        .unwrap_or_default();
    if answer.starts_with('无') {
        return None;
    }
    if !answer.is_empty() {
        return Some(answer.to_owned());
    }
    let organs = ["entrusting_organ", "notifying_organ"];
    visit
        .parties
        .iter()
        .find(|party| organs.contains(&party.role.as_str()))
        .map(|party| party.name.clone())
}
