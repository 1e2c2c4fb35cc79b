//! 文书.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::{Grant, Right, Role};
use fachuang_core::case_file::{
    Applicant, CaseFile, Details, Limit, LimitKind, Material, Printing, Site,
};
use fachuang_core::desk::{Actor, Tx, View, key};
use fachuang_core::error::Error;
use fachuang_core::storage::{paper_file, project};
use fachuang_core::ticket::paper::{self, Source};
use fachuang_core::ticket::{self, RatingState, Ticket, act};
use fachuang_core::{person, staff, time};
use fachuang_forms::fonts::Role as FontRole;
use fachuang_forms::{FontStore, Form, FormInfo, Rendered};
use uuid::Uuid;

use super::intake::id;
use super::paper_texts::remember;
use super::shelf::form;
use super::{paper_delivery, paper_facts, show};
use crate::front::{Answer, Front};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::FieldChange;
use crate::wire::paper::{IssuePaper, PaperOf, PaperPreview};

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

/// Runs work that prints, with the fonts at hand.
pub(super) fn with_fonts<T>(
    front: &mut Front,
    work: impl FnOnce(&mut Front, &FontStore) -> Answer<T>,
) -> Answer<T> {
    load_fonts(front)?;
    let Some(fonts) = front.fonts.take() else {
        return Err(Refusal::of("paper.font"));
    };
    let done = work(front, &fonts);
    front.fonts = Some(fonts);
    done
}

/// Puts together what papers may know of a ticket.
pub(super) fn case_file(
    view: &View<'_>,
    ticket: &Ticket,
    full_identity: bool,
) -> Result<CaseFile, Error> {
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

/// Puts together what papers of the office may know, which belong to no ticket; `number` stands in their bar code.
pub(super) fn office_file(view: &View<'_>, number: &str) -> CaseFile {
    let site = view.site;
    CaseFile {
        site: Site {
            name: site.name.clone(),
            address: site.address.clone(),
            phone: site.phone.clone(),
            complaint_phone: site.complaint_phone.clone(),
        },
        number: number.to_owned(),
        window_name: String::new(),
        channel_name: String::new(),
        received_at: time::civil(view.now_ms),
        applicant: Applicant {
            name: None,
            name_reading: None,
            id_kind_name: String::new(),
            id_number: String::new(),
        },
        matter: String::new(),
        requests: String::new(),
        materials: Vec::new(),
        limits: Vec::new(),
        first_contact: String::new(),
        assignee: None,
        green_channel: false,
        disputed: Vec::new(),
        rating_code: None,
        details: Details::default(),
    }
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
pub(super) fn filled(
    form: &FormInfo,
    wish: Option<&[FieldChange]>,
) -> Answer<BTreeMap<String, String>> {
    typed(wish, |name| {
        form.blanks.iter().any(|blank| blank.name == name)
    })
}

/// Returns typed texts by their blank.
pub(super) fn typed(
    texts: Option<&[FieldChange]>,
    known: impl Fn(&str) -> bool,
) -> Answer<BTreeMap<String, String>> {
    let mut filled = BTreeMap::new();
    for change in texts.into_iter().flatten() {
        if !known(&change.field) {
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
pub(super) fn may_see_identity(actor: &Actor, ticket: &Ticket) -> Result<bool, Error> {
    let role = Role::from_code(&actor.role);
    Ok(match role.map(|role| role.grant(Right::RevealIdentity)) {
        Some(Grant::Own) => ticket.progress()?.hands.contains(&actor.id.to_string()),
        _ => actor.may(Right::RevealIdentity),
    })
}

/// What is printed.
pub(super) struct Wish<'a> {
    pub form: Form,
    pub filled: BTreeMap<String, String>,
    pub serves: &'a [String],
}

/// Puts together what one print shows.
pub(super) fn content(
    view: &View<'_>,
    ticket: &Ticket,
    wish: &Wish<'_>,
    whole: bool,
) -> Result<CaseFile, Error> {
    let mut file = case_file(view, ticket, whole)?;
    if proves_delivery(&wish.form) || !wish.serves.is_empty() {
        paper_delivery::fill(&mut file, ticket, wish.serves)?;
    }
    file.details.filled.clone_from(&wish.filled);
    Ok(file)
}

/// Lists papers that were handed over (送达回证).
fn proves_delivery(form: &Form) -> bool {
    form.source().is_some_and(|text| text.contains("@served"))
}

pub(super) fn printing(
    view: &View<'_>,
    actor: &Actor,
    count: u32,
    number: Option<String>,
) -> Result<Printing, Error> {
    Ok(Printing {
        at: time::civil(view.now_ms),
        count,
        operator: actor.name.clone(),
        desk: view.local(key::DESK_NAME)?,
        mark: None,
        number,
    })
}

fn wanted<'a>(
    view: &View<'_>,
    code: &str,
    filled_in: Option<&[FieldChange]>,
    serves: Option<&'a [String]>,
) -> Answer<Wish<'a>> {
    let form = form(view, code)?;
    let filled = filled(&form.info, filled_in)?;
    Ok(Wish {
        form,
        filled,
        serves: serves.unwrap_or_default(),
    })
}

/// A finished print with its number and what it is called.
pub(super) fn shown(
    rendered: &Rendered,
    count: u32,
    number: &str,
    (name, ticket): (&str, &str),
) -> PaperPreview {
    PaperPreview {
        notes: notes(rendered),
        sha256: rendered.sha256(),
        pdf: STANDARD.encode(&rendered.pdf),
        pages: rendered.pages,
        count,
        number: number.to_owned(),
        file_name: file_name(name, ticket, number),
    }
}

pub(super) fn file_name(name: &str, ticket: &str, number: &str) -> String {
    match number {
        "" => format!("{name}-{ticket}.pdf"),
        number => format!("{name}-{ticket}-{number}.pdf"),
    }
}

/// Returns what the clerk should know of a print.
pub(super) fn notes(rendered: &Rendered) -> Vec<String> {
    let mut notes = Vec::new();
    if !rendered.missing.is_empty() {
        let missing: String = rendered.missing.iter().collect();
        notes.push(format!(
            "字库没有“{missing}”，纸上以〓代替，注明编号和姓名的拼音注记，请手写补正。还没有拼音注记的，在来访人资料里补。"
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

pub(super) fn refused(fault: fachuang_forms::FormError) -> Error {
    use fachuang_forms::FormError;
    match fault {
        FormError::UnknownForm { .. } => Error::at("paper.form_unknown", "form"),
        FormError::MissingGlyph { character } => {
            Error::refused("paper.glyph_missing").with(character.to_string())
        }
        FormError::Font { .. } => Error::refused("paper.font"),
        FormError::QrTooLong(_) | FormError::Barcode(_) => Error::refused("paper.too_long"),
        FormError::Backend { .. } | FormError::Template { .. } => Error::refused("paper.failed"),
    }
}

/// Identity numbers stay masked, since nothing is recorded.
pub fn preview_paper(front: &mut Front, wish: PaperOf) -> Answer<PaperPreview> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let wanted = wanted(
        &front.desk()?.0.view(),
        &wish.form,
        wish.filled.as_deref(),
        wish.serves.as_deref(),
    )?;
    with_fonts(front, |front, fonts| {
        let (desk, actor) = front.desk()?;
        let view = desk.view();
        let ticket = ticket::get(&view, ticket_id)?;
        act::require_sight(actor, &ticket)?;
        actor.require(Right::PrintPaper)?;
        let info = wanted.form.info;
        let count = paper::next_print(&ticket, info.code, info.repeats);
        let file = content(&view, &ticket, &wanted, false)?;
        let printing = printing(&view, actor, count, None)?;
        let rendered = wanted.form.render(&file, &printing, fonts);
        let rendered = rendered.map_err(refused)?;
        let names = (info.name, file.number.as_str());
        Ok(shown(&rendered, count, "", names))
    })
}

pub fn issue_paper(front: &mut Front, wish: IssuePaper) -> Answer<PaperPreview> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let wanted = wanted(
        &front.desk()?.0.view(),
        &wish.form,
        wish.filled.as_deref(),
        wish.serves.as_deref(),
    )?;
    with_fonts(front, |front, fonts| {
        front.write(|tx| Ok(issue(tx, ticket_id, &wanted, &wish.printer, fonts)?.shown()))
    })
}

/// A paper that was issued just now.
pub(super) struct Issued {
    pub form: Form,
    pub file: CaseFile,
    pub printing: Printing,
    pub rendered: Rendered,
    pub number: String,
}

impl Issued {
    fn shown(&self) -> PaperPreview {
        let names = (self.form.info.name, self.file.number.as_str());
        shown(&self.rendered, self.printing.count, &self.number, names)
    }
}

/// Makes a paper and records it; one that cannot be made is not recorded. Identity numbers are printed whole where the
/// form asks for it and the clerk may see them.
pub(super) fn issue(
    tx: &mut Tx<'_>,
    ticket_id: Uuid,
    wish: &Wish<'_>,
    printer: &str,
    fonts: &FontStore,
) -> Result<Issued, Error> {
    let info = wish.form.info;
    let ticket = ticket::get(&tx.view(), ticket_id)?;
    act::require_sight(tx.actor(), &ticket)?;
    tx.actor().require(Right::PrintPaper)?;
    let whole = info.full_identity && may_see_identity(tx.actor(), &ticket)?;
    let file = content(&tx.view(), &ticket, wish, whole)?;
    let count = paper::next_print(&ticket, info.code, info.repeats);
    let number = paper::take_number(tx)?;
    let printing = printing(&tx.view(), tx.actor(), count, Some(number.clone()))?;
    let rendered = wish.form.render(&file, &printing, fonts).map_err(refused)?;
    let kept = paper::keep(
        tx,
        &Source {
            form: info.code,
            template: wish.form.source().unwrap_or_default(),
            fonts: &fonts.fingerprint(),
            file: &file,
            printing: &printing,
            parts: &[],
        },
    )?;
    // A paper outlives every version of the program that lays it out.
    paper_file::put(tx.view().connection, &rendered.pdf)?;
    let made = paper::Made {
        count,
        name: info.name.to_owned(),
        edition: info.version.to_owned(),
        sha256: rendered.sha256(),
        number: number.clone(),
        pages: rendered.pages,
        kept: Some(kept),
        whole,
        repeats: info.repeats,
    };
    paper::record(tx, ticket_id, info.code, printer, &made)?;
    remember(tx, &wish.filled)?;
    tx.log_access("paper_printed", &ticket_id.to_string(), &number)?;
    Ok(Issued {
        form: wish.form,
        file,
        printing,
        rendered,
        number,
    })
}
