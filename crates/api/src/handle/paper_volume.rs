//! Several papers at once: those a step asks for, and the bound volume (卷宗).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fachuang_core::account::role::Right;
use fachuang_core::case_file::{CaseFile, Printing};
use fachuang_core::desk::{Actor, View, key};
use fachuang_core::error::Error;
use fachuang_core::print_setting;
use fachuang_core::procedure::Place;
use fachuang_core::storage::paper_file;
use fachuang_core::ticket::paper::{Bound, Kept, Source};
use fachuang_core::ticket::{self, Ticket, act, paper};
use fachuang_forms::{
    FontStore, Form, FormInfo, Group, Need, Part, Rendered, bind, bind_copy, bundle,
};
use uuid::Uuid;

use super::intake::id;
use super::paper::{self as print, Issued, Wish, case_file, notes, printing, refused, with_fonts};
use super::paper_delivery::form_name;
use super::paper_library::{edition, source};
use super::paper_path::standing;
use super::paper_texts::remember;
use super::shelf::{Shelf, form};
use crate::front::{Answer, Front};
use crate::refusal::Refusal;
use crate::wire::FieldChange;
use crate::wire::paper::{IssueBatch, IssueVolume, PaperPreview, VolumeOf};

/// Most papers printed at once.
const BATCH_MAX: usize = 40;

pub fn issue_batch(front: &mut Front, wish: IssueBatch) -> Answer<PaperPreview> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    if wish.prints.len() > BATCH_MAX {
        return Err(Refusal::at("list.too_long", "prints"));
    }
    let mut wanted: BTreeMap<&str, Wish<'_>> = BTreeMap::new();
    for paper in &wish.prints {
        let form = form(&front.desk()?.0.view(), &paper.form)?;
        let filled = print::filled(&form.info, Some(&paper.filled))?;
        let wish_of = Wish {
            form,
            filled,
            serves: &[],
        };
        wanted.insert(&paper.form, wish_of);
    }
    let mut wanted: Vec<Wish<'_>> = wanted.into_values().collect();
    if wanted.is_empty() {
        return Err(Refusal::at("paper.none_chosen", "prints"));
    }
    wanted.sort_by_key(|wish| {
        let info = wish.form.info;
        (info.group, info.step, info.code)
    });
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let mut issued: Vec<Issued> = Vec::new();
            for wish_of in &wanted {
                let printer = match wish.printer.as_str() {
                    "" => print_place(&tx.view(), &wish_of.form)?,
                    chosen => chosen.to_owned(),
                };
                issued.push(print::issue(tx, ticket_id, wish_of, &printer, fonts)?);
            }
            let parts: Vec<Part<'_>> = issued
                .iter()
                .map(|one| Part {
                    form: one.form,
                    file: &one.file,
                    printing: &one.printing,
                })
                .collect();
            let all = bundle(&parts, fonts).map_err(refused)?;
            let number = issued.first().map_or("", |one| one.file.number.as_str());
            Ok(together(
                &all,
                &format!("文书{}份-{number}.pdf", parts.len()),
            ))
        })
    })
}

/// Returns the printer papers of a form's kind go to; empty for the one of the system.
fn print_place(view: &View<'_>, form: &Form) -> Result<String, Error> {
    let set = print_setting::get(view, form.info.paper.code())?.printer;
    match set.as_str() {
        "" => view.local(key::PRINTER),
        _ => Ok(set),
    }
}

pub(super) fn together(all: &Rendered, file_name: &str) -> PaperPreview {
    PaperPreview {
        notes: notes(all),
        sha256: all.sha256(),
        pdf: STANDARD.encode(&all.pdf),
        pages: all.pages,
        count: 1,
        number: String::new(),
        file_name: file_name.to_owned(),
    }
}

/// Code under which a bound volume is recorded.
pub(super) const VOLUME: &str = "volume";

/// A paper of a volume with what it is made from.
struct Leaf {
    form: Form,
    file: CaseFile,
    printing: Printing,
    /// What it was issued from; none for what is made for the volume alone.
    kept: Option<Uuid>,
}

impl Leaf {
    fn bound(&self) -> Bound {
        match self.kept {
            Some(kept) => Bound::Issued(kept),
            None => Bound::Frame {
                form: self.form.info.code.to_owned(),
                template: self.form.source().unwrap_or_default().to_owned(),
            },
        }
    }
}

/// Puts together what a volume holds: its cover and contents, the papers that stand as they were issued in the order of
/// the procedure, remarks and back; and the names of what the procedure cannot do without and nobody issued.
fn leaves(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    printing: &Printing,
    filled: &BTreeMap<String, String>,
) -> Result<(Vec<Leaf>, Vec<&'static str>), Error> {
    let window = &ticket.progress()?.window;
    let of_window = |form: &&FormInfo| form.group != Group::Desk && form.windows.contains(window);
    let all = Shelf::of(view)?;
    let shelf: Vec<&Form> = all
        .offered()
        .filter(|form| of_window(&&form.info))
        .collect();
    let Some(group) = shelf.first().map(|form| form.info.group) else {
        return Err(Error::refused("paper.no_volume"));
    };
    let whole = print::may_see_identity(actor, ticket)?;
    let issued = paper::issued(ticket);
    let mut found: Vec<(u16, i64, Leaf)> = Vec::new();
    let mut there: BTreeSet<String> = BTreeSet::new();
    for paper in &issued {
        let standing = paper.void.is_none() && paper.followed_by.is_none();
        if !standing || paper.form == VOLUME || paper.kept.is_none() {
            continue;
        }
        if paper.whole && !whole {
            return Err(Error::refused("right.missing"));
        }
        let (form, kept) = source(view, paper)?;
        if form.info.group != group || form.info.outside_count {
            continue;
        }
        there.insert(form.info.code.to_owned());
        let leaf = Leaf {
            form,
            file: kept.file,
            printing: kept.printing,
            kept: paper.kept,
        };
        found.push((form.info.step, paper.at_ms, leaf));
    }
    if found.is_empty() {
        return Err(Error::refused("paper.volume_empty"));
    }
    let mut frame = case_file(view, ticket, false)?;
    frame.details.filled.clone_from(filled);
    let progress = ticket.progress()?;
    let missing = standing(progress, &issued, shelf.iter().copied())
        .into_iter()
        .filter(|(form, _)| !is_frame(&form.info) && form.info.need == Need::Must)
        .filter(|(_, one)| one.is_some_and(|one| one.place == Place::Missing))
        .map(|(form, _)| form.info.name)
        .collect();
    for form in shelf.into_iter().copied() {
        let info = form.info;
        if info.outside_count || (info.step >= FRAME_STEP && !there.contains(info.code)) {
            // Contents come right behind the cover, whatever their place among the forms to choose from.
            let step = if info.step < BACK_STEP { 0 } else { info.step };
            found.push((
                step,
                i64::from(info.step),
                Leaf {
                    form,
                    file: frame.clone(),
                    printing: printing.clone(),
                    kept: None,
                },
            ));
        }
    }
    found.sort_by_key(|(step, at, _)| (*step, *at));
    Ok((
        found.into_iter().map(|(_, _, leaf)| leaf).collect(),
        missing,
    ))
}

/// Steps of the papers that make a volume out of the others: cover, contents, remarks, back.
const FRAME_STEP: u16 = 900;
/// Steps of those that stand behind the others.
const BACK_STEP: u16 = 950;

/// Makes a volume out of other papers.
pub(super) fn is_frame(form: &FormInfo) -> bool {
    form.group != Group::Desk && (form.outside_count || form.step >= FRAME_STEP)
}

/// Returns the names of the blanks of the papers that frame a volume.
pub(super) fn frame_blanks(view: &View<'_>) -> Result<BTreeSet<String>, Error> {
    let shelf = Shelf::of(view)?;
    let frame = shelf.offered().filter(|form| is_frame(&form.info));
    Ok(frame
        .flat_map(|form| form.info.blanks)
        .map(|blank| blank.name.clone())
        .collect())
}

/// Returns the texts for the blanks of the papers that frame a volume; one that none of them has is refused.
fn filled(view: &View<'_>, texts: Option<&[FieldChange]>) -> Answer<BTreeMap<String, String>> {
    let known = frame_blanks(view)?;
    print::typed(texts, |name| known.contains(name))
}

/// A bound volume, what should be said of it, and what it is made from.
struct Volume {
    rendered: Rendered,
    said: Vec<String>,
    about: CaseFile,
    parts: Vec<Bound>,
}

fn parts(leaves: &[Leaf]) -> Vec<Part<'_>> {
    leaves
        .iter()
        .map(|leaf| Part {
            form: leaf.form,
            file: &leaf.file,
            printing: &leaf.printing,
        })
        .collect()
}

fn bound(
    view: &View<'_>,
    actor: &Actor,
    ticket: &Ticket,
    printing: &Printing,
    filled: &BTreeMap<String, String>,
    fonts: &FontStore,
) -> Result<Volume, Error> {
    act::require_sight(actor, ticket)?;
    actor.require(Right::PrintPaper)?;
    let (leaves, missing) = leaves(view, actor, ticket, printing, filled)?;
    let mut about = case_file(view, ticket, false)?;
    about.details.filled.clone_from(filled);
    let rendered = bind(&parts(&leaves), &about, printing, fonts).map_err(refused)?;
    let mut said = notes(&rendered);
    if !missing.is_empty() {
        said.push(format!("卷宗里还没有：{}。", missing.join("、")));
    }
    Ok(Volume {
        rendered,
        said,
        about,
        parts: leaves.iter().map(Leaf::bound).collect(),
    })
}

/// Binds an issued volume once more from what it was made from; a copy bears the mark on every page.
///
/// # Errors
/// `paper.not_kept`, those of forms.
pub(super) fn bind_again(
    view: &View<'_>,
    kept: &Kept,
    number: &str,
    copy: bool,
    fonts: &FontStore,
) -> Result<Rendered, Error> {
    let gone = || Error::refused("paper.not_kept").with(number);
    let mut leaves = Vec::new();
    for part in &kept.parts {
        leaves.push(match part {
            Bound::Issued(id) => {
                let issued = paper::kept(view, *id)?.ok_or_else(gone)?;
                Leaf {
                    form: edition(&issued.form, &issued.template, number)?,
                    file: issued.file,
                    printing: issued.printing,
                    kept: Some(*id),
                }
            }
            Bound::Frame { form, template } => Leaf {
                form: edition(form, template, number)?,
                file: kept.file.clone(),
                printing: kept.printing.clone(),
                kept: None,
            },
        });
    }
    if leaves.is_empty() {
        return Err(gone());
    }
    let bind = if copy { bind_copy } else { bind };
    bind(&parts(&leaves), &kept.file, &kept.printing, fonts).map_err(refused)
}

fn preview(ticket: &Ticket, volume: &Rendered, said: Vec<String>, number: &str) -> PaperPreview {
    let name = print::file_name(form_name(VOLUME), ticket.text("number"), number);
    PaperPreview {
        notes: said,
        number: number.to_owned(),
        ..together(volume, &name)
    }
}

pub fn preview_volume(front: &mut Front, wish: VolumeOf) -> Answer<PaperPreview> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let filled = filled(&front.desk()?.0.view(), wish.filled.as_deref())?;
    with_fonts(front, |front, fonts| {
        let (desk, actor) = front.desk()?;
        let view = desk.view();
        let ticket = ticket::get(&view, ticket_id)?;
        let printing = printing(&view, actor, 1, None)?;
        let volume = bound(&view, actor, &ticket, &printing, &filled, fonts)?;
        Ok(preview(&ticket, &volume.rendered, volume.said, ""))
    })
}

pub fn issue_volume(front: &mut Front, wish: IssueVolume) -> Answer<PaperPreview> {
    let ticket_id = id(&wish.ticket_id, "ticket_id")?;
    let filled = filled(&front.desk()?.0.view(), wish.filled.as_deref())?;
    with_fonts(front, |front, fonts| {
        front.write(|tx| {
            let ticket = ticket::get(&tx.view(), ticket_id)?;
            // Bound anew it is another volume.
            let count = paper::next_print(&ticket, VOLUME, true);
            let number = paper::take_number(tx)?;
            let printing = printing(&tx.view(), tx.actor(), count, Some(number.clone()))?;
            let Volume {
                rendered,
                said,
                about,
                parts,
            } = bound(&tx.view(), tx.actor(), &ticket, &printing, &filled, fonts)?;
            let kept = paper::keep(
                tx,
                &Source {
                    form: VOLUME,
                    template: "",
                    fonts: &fonts.fingerprint(),
                    file: &about,
                    printing: &printing,
                    parts: &parts,
                },
            )?;
            paper_file::put(tx.view().connection, &rendered.pdf)?;
            let made = paper::Made {
                count,
                sha256: rendered.sha256(),
                number: number.clone(),
                pages: rendered.pages,
                kept: Some(kept),
                whole: paper::issued(&ticket).iter().any(|paper| paper.whole),
                repeats: true,
                ..paper::Made::default()
            };
            paper::record(tx, ticket_id, VOLUME, &wish.printer, &made)?;
            remember(tx, &filled)?;
            tx.log_access("paper_printed", &ticket_id.to_string(), &number)?;
            Ok(preview(&ticket, &rendered, said, &number))
        })
    })
}
