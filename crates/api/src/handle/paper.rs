//! 文书.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::Right;
use fachuang_core::case_file::{Applicant, CaseFile, Limit, LimitKind, Material, Printing, Site};
use fachuang_core::desk::{View, key};
use fachuang_core::storage::project;
use fachuang_core::ticket::{self, RatingState, Ticket, act};
use fachuang_core::{person, staff, time};
use fachuang_forms::FontStore;

use super::intake::id;
use super::show;
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::paper::{IssuePaper, PaperOf, PaperPreview};

fn form_name(code: &str) -> Answer<&'static str> {
    let form = fachuang_forms::list().iter().find(|form| form.code == code);
    form.map(|form| form.name)
        .ok_or_else(|| Refusal::at("paper.form_unknown", "form"))
}

/// Puts together what papers may know of a ticket.
pub(super) fn case_file(view: &View<'_>, ticket: &Ticket) -> Answer<CaseFile> {
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
            .map(|limit| Limit {
                kind: if limit.statutory {
                    LimitKind::Statutory
                } else {
                    LimitKind::Promised
                },
                due: limit.due,
                explanation: match limit.basis.as_str() {
                    "" => limit.explanation.clone(),
                    basis => format!("{}（{basis}）", limit.explanation.trim_end_matches('。')),
                },
                estimated: limit.estimated,
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

/// Renders a paper as its `count`-th print.
fn render(front: &mut Front, wish: &PaperOf, count: Option<u32>) -> Answer<PaperPreview> {
    let name = form_name(&wish.form)?;
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    if front.fonts.is_none() {
        let fonts = FontStore::load(&front.host.fonts_dir).map_err(refused)?;
        front.fonts = Some(fonts);
    }
    let (desk, actor) = front.desk()?;
    let view = desk.view();
    let ticket = ticket::get(&view, ticket_id)?;
    act::require_sight(actor, &ticket)?;
    actor.require(Right::PrintPaper)?;
    let count = count.unwrap_or_else(|| act::prints(&ticket, &wish.form) + 1);
    let file = case_file(&view, &ticket)?;
    let printing = Printing {
        at: time::civil(view.now_ms),
        count,
        operator: actor.name.clone(),
        desk: view.local(key::DESK_NAME)?,
    };
    let fonts = front
        .fonts
        .as_ref()
        .ok_or_else(|| Refusal::of("paper.font"))?;
    let rendered = fachuang_forms::render(&wish.form, &file, &printing, fonts).map_err(refused)?;
    Ok(PaperPreview {
        pdf: STANDARD.encode(&rendered.pdf),
        pages: rendered.pages,
        count,
        file_name: format!("{name}-{}.pdf", file.number),
    })
}

fn refused(fault: fachuang_forms::FormError) -> Refusal {
    use fachuang_forms::FormError;
    match fault {
        FormError::UnknownForm { .. } => Refusal::at("paper.form_unknown", "form"),
        FormError::MissingGlyph { character } => {
            Refusal::of("paper.glyph_missing").with_detail(&character.to_string())
        }
        FormError::Font { .. } => Refusal::of("paper.font"),
        FormError::QrTooLong(_) => Refusal::of("paper.too_long"),
        FormError::Backend { .. } => Refusal::of("paper.failed"),
    }
}

pub fn preview_paper(front: &mut Front, wish: PaperOf) -> Answer<PaperPreview> {
    render(front, &wish, None)
}

pub fn issue_paper(front: &mut Front, wish: IssuePaper) -> Answer<PaperPreview> {
    let of = PaperOf {
        ticket_id: wish.ticket_id.clone(),
        form: wish.form.clone(),
    };
    // A paper that cannot be made is not recorded as printed.
    let mut paper = render(front, &of, None)?;
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let count = front.write(|tx| {
        let count = act::paper(tx, ticket_id, &wish.form, &wish.printer)?;
        tx.log_access("paper_printed", &wish.ticket_id, &wish.form)?;
        Ok(count)
    })?;
    if count != paper.count {
        paper = render(front, &of, Some(count))?;
    }
    Ok(paper)
}
