//! 文书.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::{Grant, Right, Role};
use fachuang_core::case_file::{Applicant, CaseFile, Limit, LimitKind, Material, Printing, Site};
use fachuang_core::desk::{Actor, View, key};
use fachuang_core::storage::project;
use fachuang_core::ticket::{self, Act, RatingState, Ticket, act};
use fachuang_core::{person, staff, time};
use fachuang_forms::fonts::Role as FontRole;
use fachuang_forms::{FontStore, FormInfo, Need, Rendered};
use uuid::Uuid;

use super::intake::id;
use super::{paper_facts, show};
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::FieldChange;
use crate::wire::paper::{IssuePaper, PaperOf, PaperPreview};
use crate::wire::ticket::PaperView;

pub(super) fn load_fonts(front: &mut Front) -> Answer<()> {
    if front.fonts.is_none() {
        let fonts = FontStore::load(&front.host.fonts_dir).map_err(refused)?;
        front.fonts = Some(fonts);
    }
    Ok(())
}

/// Returns the first character of a text that no paper can show; none while the fonts cannot be read, because then it is
/// not the text that is wrong.
pub(super) fn unprintable(front: &mut Front, text: &str) -> Option<char> {
    load_fonts(front).ok()?;
    let fonts = front.fonts.as_ref()?;
    text.chars().find(|&character| {
        [FontRole::Text, FontRole::Strong].into_iter().any(|role| {
            let found = fonts.resolve(role, character);
            matches!(found, Err(fachuang_forms::FormError::MissingGlyph { .. }))
        })
    })
}

fn form(code: &str) -> Answer<FormInfo> {
    fachuang_forms::find(code).ok_or_else(|| Refusal::at("paper.form_unknown", "form"))
}

/// Puts together what papers may know of a ticket.
pub(super) fn case_file(view: &View<'_>, ticket: &Ticket, full_identity: bool) -> Answer<CaseFile> {
    let progress = ticket.progress()?;
    let site = view.site;
    let visit = match ticket.id_in("visit") {
        Some(visit) => view.fold(visit)?,
        None => Default::default(),
    };
    let person = match ticket.id_in("person") {
        Some(person) => Some(view.fold(person::canonical(view, person)?)?),
        None => None,
    };
    let text = |field: &str| {
        person
            .as_ref()
            .map(|folded| folded.text(field).to_owned())
            .unwrap_or_default()
    };
    let mut disputed: Vec<String> = ticket
        .folded
        .disputed()
        .iter()
        .map(|field| printed_label(field))
        .collect();
    if let Some(person) = &person {
        disputed.extend(person.disputed().iter().map(|field| printed_label(field)));
    }
    let limits = project::limits(view, ticket)?;
    let rate = !matches!(progress.rating_state, RatingState::Rated)
        && progress.state != ticket::State::Void;
    Ok(CaseFile {
        site: Site {
            name: site.name.clone(),
            address: site.address.clone(),
            phone: site.phone.clone(),
            complaint_phone: site.complaint_phone.clone(),
        },
        number: ticket.text("number").to_owned(),
        window_name: show::window_name(&progress.window).to_owned(),
        channel_name: show::name_in("channels", visit.text("channel")),
        received_at: time::civil(
            ticket
                .folded
                .value("received")
                .as_int()
                .unwrap_or(progress.registered_ms),
        ),
        applicant: Applicant {
            name: Some(text("name")).filter(|name| !name.is_empty()),
            name_reading: Some(text("name_reading")).filter(|reading| !reading.is_empty()),
            id_kind_name: show::id_kind_name(&text("id_kind"), &text("id_kind_text")),
            id_number: show::mask_id(&text("id_kind"), &text("id_number")),
        },
        matter: ticket.text("matter").to_owned(),
        requests: ticket.folded.value("requests").as_texts().join("；"),
        materials: ticket
            .materials()
            .into_iter()
            .map(|material| Material {
                form_name: show::name_in("material_forms", &material.form),
                name: material.name,
                copies: material.copies,
                present: material.present,
            })
            .collect(),
        limits: limits
            .iter()
            .filter_map(|limit| {
                let counted = &limit.counted;
                Some(Limit {
                    kind: if limit.statutory() {
                        LimitKind::Statutory
                    } else {
                        LimitKind::Promised
                    },
                    due: counted.due?,
                    explanation: match counted.basis.as_str() {
                        "" => counted.explanation.clone(),
                        basis => {
                            format!("{}（{basis}）", counted.explanation.trim_end_matches('。'))
                        }
                    },
                    estimated: counted.estimated,
                })
            })
            .collect(),
        first_contact: staff::name_of(view, ticket.text("first_contact"))?,
        assignee: match progress.assignee.as_str() {
            "" => None,
            id => Some(staff::name_of(view, id)?),
        },
        green_channel: !ticket.text("green").is_empty(),
        disputed,
        rating_code: Some(ticket.text("rating_code").to_owned())
            .filter(|code| rate && !code.is_empty()),
        details: paper_facts::details(ticket, progress, person.as_ref(), full_identity),
    })
}

/// Returns the label a field has on paper.
fn printed_label(field: &str) -> String {
    match field {
        "name" => "申请人".to_owned(),
        "id_number" => "身份证".to_owned(),
        "limitation_day" => "何时答复".to_owned(),
        other => message::field_name(other).to_owned(),
    }
}

/// Longest text that a blank takes.
const BLANK_MAX: usize = 2000;

/// Returns the texts for the blanks of a form; a text for a blank that the form does not have is refused.
fn filled(form: &FormInfo, wish: Option<&[FieldChange]>) -> Answer<BTreeMap<String, String>> {
    let mut filled = BTreeMap::new();
    for change in wish.into_iter().flatten() {
        if !form.blanks.iter().any(|blank| blank.name == change.field) {
            return Err(Refusal::at("field.unknown", &change.field));
        }
        if change.value.chars().count() > BLANK_MAX {
            return Err(Refusal::at("text.too_long", &change.field));
        }
        filled.insert(change.field.clone(), change.value.clone());
    }
    Ok(filled)
}

/// Tells whether somebody may see the identity of the people of a ticket without masks.
fn may_see_identity(actor: &Actor, ticket: &Ticket) -> Answer<bool> {
    let role = Role::from_code(&actor.role);
    Ok(match role.map(|role| role.grant(Right::RevealIdentity)) {
        Some(Grant::Own) => ticket.progress()?.hands.contains(&actor.id.to_string()),
        _ => actor.may(Right::RevealIdentity),
    })
}

/// What a print is for.
#[derive(Clone, Copy, PartialEq)]
enum For {
    /// Identity numbers stay masked, since nothing is recorded.
    Preview,
    /// Identity numbers are printed whole where the form asks for it and the clerk may see them.
    Issue,
}

/// Renders a paper as its `count`-th print.
fn render(
    front: &mut Front,
    wish: &PaperOf,
    count: Option<u32>,
    purpose: For,
) -> Answer<PaperPreview> {
    let form = form(&wish.form)?;
    let filled = filled(&form, wish.filled.as_deref())?;
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    load_fonts(front)?;
    let (desk, actor) = front.desk()?;
    let view = desk.view();
    let ticket = ticket::get(&view, ticket_id)?;
    act::require_sight(actor, &ticket)?;
    actor.require(Right::PrintPaper)?;
    let count = count.unwrap_or_else(|| ticket::paper::prints(&ticket, &wish.form) + 1);
    let whole = purpose == For::Issue && form.full_identity && may_see_identity(actor, &ticket)?;
    let mut file = case_file(&view, &ticket, whole)?;
    file.details.filled = filled;
    let printing = Printing {
        at: time::civil(view.now_ms),
        count,
        operator: actor.name.clone(),
        desk: view.local(key::DESK_NAME)?,
        mark: None,
    };
    let fonts = front
        .fonts
        .as_ref()
        .ok_or_else(|| Refusal::of("paper.font"))?;
    let rendered = fachuang_forms::render(&wish.form, &file, &printing, fonts).map_err(refused)?;
    Ok(PaperPreview {
        notes: notes(&rendered),
        sha256: rendered.sha256(),
        pdf: STANDARD.encode(&rendered.pdf),
        pages: rendered.pages,
        count,
        file_name: format!("{}-{}.pdf", form.name, file.number),
    })
}

/// Returns what the clerk should know of a print.
pub(super) fn notes(rendered: &Rendered) -> Vec<String> {
    let mut notes = Vec::new();
    if !rendered.missing.is_empty() {
        let missing: String = rendered.missing.iter().collect();
        notes.push(format!(
            "字库没有“{missing}”，纸上以〓代替并注明编号，请手写补正，或者在来访人资料里补拼音注记。"
        ));
    }
    if !rendered.substitutes.is_empty() {
        let faces: Vec<String> = rendered
            .substitutes
            .iter()
            .map(|(wanted, used)| format!("{wanted}以{used}代替"))
            .collect();
        notes.push(format!("{}。", faces.join("，")));
    }
    notes
}

pub(super) fn refused(fault: fachuang_forms::FormError) -> Refusal {
    use fachuang_forms::FormError;
    match fault {
        FormError::UnknownForm { .. } => Refusal::at("paper.form_unknown", "form"),
        FormError::MissingGlyph { character } => {
            Refusal::of("paper.glyph_missing").with_detail(&character.to_string())
        }
        FormError::Font { .. } => Refusal::of("paper.font"),
        FormError::QrTooLong(_) | FormError::Barcode(_) => Refusal::of("paper.too_long"),
        FormError::Backend { .. } | FormError::Template { .. } => Refusal::of("paper.failed"),
    }
}

pub fn preview_paper(front: &mut Front, wish: PaperOf) -> Answer<PaperPreview> {
    render(front, &wish, None, For::Preview)
}

pub fn issue_paper(front: &mut Front, wish: IssuePaper) -> Answer<PaperPreview> {
    let of = PaperOf {
        ticket_id: wish.ticket_id.clone(),
        form: wish.form.clone(),
        filled: wish.filled.clone(),
    };
    // A paper that cannot be made is not recorded as printed.
    let mut paper = render(front, &of, None, For::Issue)?;
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let made = ticket::paper::Made {
        count: paper.count,
        edition: form(&wish.form)?.version.to_owned(),
        sha256: paper.sha256.clone(),
    };
    let count = front.write(|tx| {
        let count = ticket::paper::record(tx, ticket_id, &wish.form, &wish.printer, &made)?;
        tx.log_access("paper_printed", &wish.ticket_id, &wish.form)?;
        Ok(count)
    })?;
    if count != paper.count {
        paper = render(front, &of, Some(count), For::Issue)?;
    }
    Ok(paper)
}

/// Returns the papers made from a ticket and those its procedure cannot do without, in the order of the procedure.
pub(super) fn papers(view: &View<'_>, ticket: &Ticket) -> Answer<Vec<PaperView>> {
    let mut papers = Vec::new();
    let window = ticket.progress()?.window.clone();
    let codes = fachuang_forms::list().iter().flat_map(|form| {
        let large = form.large.and_then(fachuang_forms::find);
        std::iter::once(*form).chain(large)
    });
    for form in codes {
        let count = ticket::paper::prints(ticket, form.code);
        let must = form.need == Need::Must && form.windows.contains(&window);
        let is_large = form.name.ends_with("（大字版）");
        if count == 0 && (!must || is_large) {
            continue;
        }
        let printed = |step: &&ticket::Step| {
            step.act == Act::Paper
                && step
                    .event
                    .record
                    .data
                    .get("form")
                    .is_some_and(|code| code.as_text() == form.code)
        };
        let last = ticket.life.steps.iter().rev().find(printed);
        papers.push(PaperView {
            form: form.code.to_owned(),
            name: form.name.to_owned(),
            must,
            count,
            last_at: last
                .map(|step| time::to_text(step.event.at_ms))
                .unwrap_or_default(),
            last_by: match last {
                Some(step) => staff::name_of(
                    view,
                    &Uuid::from_bytes(step.event.origin.account).to_string(),
                )?,
                None => String::new(),
            },
        });
    }
    Ok(papers)
}
