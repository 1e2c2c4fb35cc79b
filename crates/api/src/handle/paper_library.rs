//! 电子文书库: issued papers as records, printed again, declared void, recognised by their code.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::Right;
use fachuang_core::case_file::PrintMark;
use fachuang_core::desk::{Actor, View};
use fachuang_core::error::Error;
use fachuang_core::number::{PAPER, TicketNumber};
use fachuang_core::storage::paper_file;
use fachuang_core::ticket::paper::{self, Copied, Delivery, Issued, Kept, RECEIVERS, WAYS};
use fachuang_core::ticket::{self, Ticket, act};
use fachuang_core::time;
use fachuang_forms::{FontStore, Form, Rendered};

use super::intake::id;
use super::paper::{file_name, may_see_identity, refused, shown, with_fonts};
use super::paper_delivery::{name_of, waits};
use super::paper_volume::{self, VOLUME};
use super::show;
use crate::front::{Answer, Front, staff_name};
use crate::refusal::Refusal;
use crate::wire::Nothing;
use crate::wire::paper::{
    ByPaper, CopyPaper, DeliveryView, IssuedPaper, PaperCheck, PaperCode, PaperLibrary,
    PaperPreview, PapersOf, VoidPaper,
};

pub fn list_papers(front: &mut Front, wish: PapersOf) -> Answer<PaperLibrary> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let tickets = match (wish.ticket_id.as_str(), wish.person_id.as_str()) {
        (ticket, "") => {
            let ticket = ticket::get(&view, id(ticket, "ticket_id")?)?;
            act::require_sight(actor, &ticket)?;
            vec![ticket]
        }
        (_, person) => {
            let mut tickets = paper::of_person(&view, id(person, "person_id")?)?;
            tickets.retain(|ticket| act::sees(actor, ticket));
            tickets
        }
    };
    let mut papers = Vec::new();
    for ticket in &tickets {
        for paper in paper::issued(ticket).iter().rev() {
            papers.push(row(&view, ticket, paper)?);
        }
    }
    Ok(PaperLibrary { papers })
}

fn state(paper: &Issued) -> &'static str {
    match (&paper.void, paper.followed_by) {
        (Some(_), _) => "void",
        (None, Some(_)) => "followed",
        (None, None) => "standing",
    }
}

fn row(view: &View<'_>, ticket: &Ticket, paper: &Issued) -> Answer<IssuedPaper> {
    let void = paper.void.as_ref();
    let mut deliveries = Vec::new();
    for delivery in &paper.deliveries {
        deliveries.push(delivery_view(view, delivery)?);
    }
    Ok(IssuedPaper {
        number: paper.number.clone(),
        form: paper.form.clone(),
        name: name_of(paper).to_owned(),
        edition: paper.edition.clone(),
        count: paper.count,
        pages: paper.pages,
        sha256: paper.sha256.clone(),
        issued_at: time::to_text(paper.at_ms),
        issued_by: staff_name(view, &paper.author)?,
        site_name: show::site_name(view, &paper.site),
        printer: paper.printer.clone(),
        ticket_id: ticket.id.to_string(),
        ticket_number: ticket.text("number").to_owned(),
        state: state(paper).to_owned(),
        followed_by: paper.followed_by.unwrap_or(0),
        void_reason: void.map(|void| void.reason.clone()).unwrap_or_default(),
        void_by: match void {
            Some(void) => staff_name(view, &void.author)?,
            None => String::new(),
        },
        void_at: void
            .map(|void| time::to_text(void.at_ms))
            .unwrap_or_default(),
        copies: paper.copies.len() as u32,
        awaits: waits(ticket, paper),
        deliveries,
    })
}

fn delivery_view(view: &View<'_>, delivery: &Delivery) -> Answer<DeliveryView> {
    Ok(DeliveryView {
        way_name: show::name_in(WAYS, &delivery.way),
        day: delivery.day.map(|day| day.to_string()).unwrap_or_default(),
        place: delivery.place.clone(),
        receiver_name: delivery.receiver_name.clone(),
        relation_name: show::name_in(RECEIVERS, &delivery.receiver),
        reason: delivery.reason.clone(),
        witness: delivery.witness.clone(),
        evidence: delivery.evidence.clone(),
        note: delivery.note.clone(),
        recorded_at: time::to_text(delivery.at_ms),
        recorded_by: staff_name(view, &delivery.author)?,
    })
}

/// Finds a paper somebody may look at.
fn found(view: &View<'_>, actor: &Actor, number: &str) -> Result<(Ticket, Issued), Error> {
    let Some((ticket, paper)) = paper::find(view, number)? else {
        return Err(Error::at("paper.not_found", "number").with(paper::spoken(number)));
    };
    act::require_sight(actor, &ticket)?;
    actor.require(Right::PrintPaper)?;
    if paper.whole && !may_see_identity(actor, &ticket)? {
        return Err(Error::refused("right.missing"));
    }
    Ok((ticket, paper))
}

/// Returns what a paper was made from, with the form in the edition of that day.
pub(super) fn source(view: &View<'_>, paper: &Issued) -> Result<(Form, Kept), Error> {
    let kept = kept_of(view, paper)?;
    let form = edition(&kept.form, &kept.template, &paper.number)?;
    Ok((form, kept))
}

/// Returns a form in the edition of a text.
pub(super) fn edition(form: &str, template: &str, number: &str) -> Result<Form, Error> {
    match template {
        "" => fachuang_forms::form(form).map_err(refused),
        text => fachuang_forms::read(text)
            .map_err(refused)?
            .variant(form)
            .ok_or_else(|| Error::refused("paper.not_kept").with(number)),
    }
}

fn kept_of(view: &View<'_>, paper: &Issued) -> Result<Kept, Error> {
    let kept = match paper.kept {
        Some(kept) => paper::kept(view, kept)?,
        None => None,
    };
    kept.ok_or_else(|| Error::refused("paper.not_kept").with(paper.number.clone()))
}

/// Returns the very file that was issued: as it was kept, else made again from the same things.
///
/// # Errors
/// `paper.not_exact` when what can be made is not the same to the last byte, `paper.not_kept`, those of forms.
fn exact(view: &View<'_>, paper: &Issued, fonts: &FontStore) -> Result<Vec<u8>, Error> {
    if let Some(pdf) = paper_file::get(view.connection, &paper.sha256)? {
        return Ok(pdf);
    }
    let made = if paper.form == VOLUME {
        paper_volume::bind_again(view, &kept_of(view, paper)?, &paper.number, false, fonts)?
    } else {
        let (form, kept) = source(view, paper)?;
        let made = form.render(&kept.file, &kept.printing, fonts);
        made.map_err(refused)?
    };
    if made.sha256() == paper.sha256 {
        Ok(made.pdf)
    } else {
        Err(Error::refused("paper.not_exact").with(paper.number.clone()))
    }
}

/// Makes a copy that says it is one: 补打, or 作废 of a void paper. It shows what the paper showed.
fn marked(view: &View<'_>, paper: &Issued, fonts: &FontStore) -> Result<Rendered, Error> {
    let mut kept = kept_of(view, paper)?;
    let copies = u32::try_from(paper.copies.len()).unwrap_or(u32::MAX);
    kept.printing.count = kept.printing.count.saturating_add(copies).saturating_add(1);
    kept.printing.mark = paper.void.as_ref().map(|_| PrintMark::Void);
    if paper.form == VOLUME {
        return paper_volume::bind_again(view, &kept, &paper.number, true, fonts);
    }
    let form = edition(&kept.form, &kept.template, &paper.number)?;
    form.render(&kept.file, &kept.printing, fonts)
        .map_err(refused)
}

fn exact_preview(ticket: &Ticket, paper: &Issued, pdf: &[u8]) -> PaperPreview {
    PaperPreview {
        pdf: STANDARD.encode(pdf),
        pages: paper.pages,
        count: paper.count,
        sha256: paper.sha256.clone(),
        number: paper.number.clone(),
        file_name: file_name(name_of(paper), ticket.text("number"), &paper.number),
        notes: Vec::new(),
    }
}

/// Shows an issued paper as it was issued; of a void one a copy with the mark.
pub fn open_paper(front: &mut Front, wish: ByPaper) -> Answer<PaperPreview> {
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let view = tx.view();
            let (ticket, paper) = found(&view, tx.actor(), &wish.number)?;
            tx.log_access("paper_opened", &ticket.id.to_string(), &paper.number)?;
            if paper.void.is_some() {
                let made = marked(&view, &paper, fonts)?;
                let names = (name_of(&paper), ticket.text("number"));
                return Ok(shown(&made, paper.count, &paper.number, names));
            }
            let pdf = exact(&view, &paper, fonts)?;
            Ok(exact_preview(&ticket, &paper, &pdf))
        })
    })
}

pub fn copy_paper(front: &mut Front, wish: CopyPaper) -> Answer<PaperPreview> {
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let view = tx.view();
            let (ticket, paper) = found(&view, tx.actor(), &wish.number)?;
            let preview = if wish.marked {
                let made = marked(&view, &paper, fonts)?;
                let names = (name_of(&paper), ticket.text("number"));
                shown(&made, paper.count, &paper.number, names)
            } else {
                exact_preview(&ticket, &paper, &exact(&view, &paper, fonts)?)
            };
            let copy = Copied {
                sha256: preview.sha256.clone(),
                marked: wish.marked,
                printer: wish.printer.clone(),
            };
            paper::copied(tx, ticket.id, &paper.number, &copy)?;
            tx.log_access("paper_printed", &ticket.id.to_string(), &paper.number)?;
            Ok(preview)
        })
    })
}

pub fn void_paper(front: &mut Front, wish: VoidPaper) -> Answer<Nothing> {
    front.write(|tx| {
        let Some((ticket, _)) = paper::find(&tx.view(), &wish.number)? else {
            return Err(Error::at("paper.not_found", "number").with(paper::spoken(&wish.number)));
        };
        paper::void(tx, ticket.id, &wish.number, &wish.reason)?;
        tx.log_access("paper_void", &ticket.id.to_string(), &wish.number)
    })?;
    Ok(Nothing {})
}

/// Length of a checksum in hexadecimal.
const HASH_LENGTH: usize = 64;

pub fn verify_paper(front: &mut Front, wish: PaperCode) -> Answer<PaperCheck> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::ViewCases)?;
    let view = desk.view();
    let typed = wish.code.trim();
    let is_hash = typed.len() == HASH_LENGTH && typed.chars().all(|c| c.is_ascii_hexdigit());
    let (code, hit) = if is_hash {
        let hash = typed.to_ascii_lowercase();
        let hit = paper::find_by_hash(&view, &hash)?;
        (hash, hit)
    } else {
        let number =
            TicketNumber::parse(typed).map_err(|fault| Refusal::at(fault.code(), "code"))?;
        if number.window() != PAPER {
            return Err(Refusal::at("paper.other_number", "code"));
        }
        let number = number.to_string();
        let hit = paper::find(&view, &number)?;
        (number, hit)
    };
    let Some((ticket, paper)) = hit else {
        return Ok(PaperCheck {
            verdict: "unknown".to_owned(),
            sentence: "这台电脑没有这份文书的记录。在别处打印的，等记录传来再查；已经传来仍查不到的，不是本系统出具的。".to_owned(),
            code,
            papers: Vec::new(),
        });
    };
    let sees = act::sees(actor, &ticket);
    let verdict = state(&paper);
    let name = if sees { name_of(&paper) } else { "文书" };
    let sentence = match verdict {
        "void" => format!(
            "是本系统出具的{name}，第 {} 次打印，已作废，不能再用。",
            paper.count
        ),
        "followed" => format!(
            "是本系统出具的{name}，第 {} 次打印；同一种文书之后又打印过第 {} 次，核对用的是哪一份。",
            paper.count,
            paper.followed_by.unwrap_or(paper.count)
        ),
        _ => format!(
            "是本系统出具的{name}，第 {} 次打印，记录在案。",
            paper.count
        ),
    };
    let papers = if sees {
        vec![row(&view, &ticket, &paper)?]
    } else {
        Vec::new()
    };
    Ok(PaperCheck {
        verdict: verdict.to_owned(),
        sentence,
        code,
        papers,
    })
}
