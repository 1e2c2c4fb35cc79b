//! Windows and dictionaries for the screens.

use fachuang_core::account::role::Role;
use fachuang_core::dictionary;
use fachuang_core::identifier::IdKind;
use fachuang_core::naming::name_keys;
use fachuang_core::ticket::paper::{RECEIVERS, WAYS};
use fachuang_core::ticket::{State, act::NOTE_KINDS};
use fachuang_core::window::{Field, FieldKind, Matter, WINDOWS};
use fachuang_forms::{FormInfo, Group, Need};

use super::shelf::Shelf;
use crate::front::{Answer, Front};
use crate::wire::Nothing;
use crate::wire::catalogue as wire;
use crate::wire::catalogue::{Catalogue, Choice, Outcome, PaperKind};

pub(super) fn choice(code: &str, name: &str) -> Choice {
    let keys = name_keys(name);
    Choice {
        code: code.to_owned(),
        name: name.to_owned(),
        keys: keys.initials.into_iter().chain(keys.full).collect(),
        green: false,
    }
}

/// Returns the choices of a dictionary.
pub(super) fn table(name: &str) -> Vec<Choice> {
    let Some(table) = dictionary::bundled(name) else {
        return Vec::new();
    };
    let entries = table.entries().iter();
    entries
        .map(|entry| Choice {
            green: entry.green(),
            ..choice(&entry.code, &entry.name)
        })
        .collect()
}

pub(super) fn field(field: &Field) -> wire::IntakeField {
    let (kind, choices) = match field.kind {
        FieldKind::Text => ("text", Vec::new()),
        FieldKind::LongText => ("long_text", Vec::new()),
        FieldKind::Money => ("money", Vec::new()),
        FieldKind::Day => ("day", Vec::new()),
        FieldKind::Bool => ("yes_no", Vec::new()),
        FieldKind::Choice(name) => ("choice", table(name)),
    };
    wire::IntakeField {
        code: field.code.to_owned(),
        label: field.label.to_owned(),
        kind: kind.to_owned(),
        choices,
        hint: field.hint.to_owned(),
    }
}

fn matter(matter: &Matter) -> wire::Matter {
    let green = matter
        .hints
        .iter()
        .find(|hint| hint.code == "GREEN_CHANNEL");
    wire::Matter {
        code: matter.code.to_owned(),
        name: matter.name.to_owned(),
        materials: matter
            .materials
            .iter()
            .map(|material| wire::MaterialHint {
                name: material.name.to_owned(),
                form: material.form.to_owned(),
                may_follow: material.may_follow,
            })
            .collect(),
        green_reason: green.map(|hint| hint.text).unwrap_or_default().to_owned(),
    }
}

/// Reasons for which nobody shows a document.
const NO_DOCUMENT_REASONS: [(&str, &str); 6] = [
    ("not_brought", "未随身携带"),
    ("lost", "遗失，正在补办"),
    ("homeless", "流浪人员，身份待查"),
    ("urgent", "情况紧急，来不及出示"),
    ("minor", "未成年人，尚未办理"),
    ("refused", "不愿出示"),
];

pub fn catalogue(front: &mut Front, _: Nothing) -> Answer<Catalogue> {
    let shelf = Shelf::of(&front.desk()?.0.view())?;
    let papers: Vec<FormInfo> = shelf.offered().map(|form| form.info).collect();
    let windows = WINDOWS
        .iter()
        .zip(1..)
        .map(|(window, key)| wire::Window {
            code: window.code.to_owned(),
            name: window.name.to_owned(),
            short_name: window.short_name.to_owned(),
            key,
            fields: window.fields.iter().map(field).collect(),
            matters: window.matters.iter().map(matter).collect(),
            outcomes: window
                .outcomes
                .iter()
                .map(|one| Outcome {
                    code: one.code.to_owned(),
                    name: one.name.to_owned(),
                    needs_text: one.requires_text,
                })
                .collect(),
            refusals: window
                .refusals
                .iter()
                .map(|one| Outcome {
                    code: one.code.to_owned(),
                    name: one.name.to_owned(),
                    needs_text: false,
                })
                .collect(),
            told: window
                .told
                .iter()
                .map(|one| choice(one.code, one.text))
                .collect(),
            phrases: window
                .phrases
                .iter()
                .map(|text| (*text).to_owned())
                .collect(),
            name_optional: window.name_optional,
        })
        .collect();
    Ok(Catalogue {
        windows,
        channels: table("channels"),
        groups: table("groups"),
        id_kinds: IdKind::all()
            .map(|kind| choice(kind.code(), kind.name()))
            .collect(),
        genders: table("genders"),
        ethnicities: table("ethnicities"),
        educations: table("education"),
        party_roles: table("party_roles"),
        material_forms: table("material_forms"),
        rating_levels: table("rating_levels"),
        roles: Role::ALL
            .iter()
            .map(|role| choice(role.code(), super::show::role_name(role.code())))
            .collect(),
        ticket_states: State::ALL
            .iter()
            .map(|state| choice(state.code(), state.name()))
            .collect(),
        delivery_ways: table(WAYS),
        delivery_receivers: table(RECEIVERS),
        papers: papers.iter().map(paper_kind).collect(),
        no_document_reasons: NO_DOCUMENT_REASONS
            .iter()
            .map(|(code, name)| choice(code, name))
            .collect(),
        note_kinds: NOTE_KINDS
            .iter()
            .map(|(code, name)| choice(code, name))
            .collect(),
    })
}

fn paper_kind(form: &FormInfo) -> PaperKind {
    let (group, group_name) = match form.group {
        Group::Desk => ("desk", "窗口文书"),
        Group::LegalAid => ("legal_aid", "法律援助文书"),
        Group::Mediation => ("mediation", "人民调解文书"),
    };
    PaperKind {
        code: form.code.to_owned(),
        name: form.name.to_owned(),
        group: group.to_owned(),
        group_name: group_name.to_owned(),
        windows: form.windows.to_vec(),
        must: form.need == Need::Must,
        copies: form.copies.to_vec(),
        basis: form.basis.to_vec(),
        large: form.large.unwrap_or_default().to_owned(),
        frame: super::paper_volume::is_frame(form),
        paper: form.paper.code().to_owned(),
        blanks: form
            .blanks
            .iter()
            .map(|blank| choice(&blank.name, &blank.label))
            .collect(),
    }
}
