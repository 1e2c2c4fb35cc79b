//! The papers of a ticket in the order of its procedure: made, missing, to come, of a branch that was not taken.

use std::collections::BTreeSet;

use fachuang_core::desk::View;
use fachuang_core::procedure::{self, Part, Place, Sheet, Standing};
use fachuang_core::ticket::paper::{self, Issued, form_of};
use fachuang_core::ticket::{Progress, Ticket};
use fachuang_core::{staff, time};
use fachuang_forms::{Form, FormInfo, Group, Need};

use super::paper_delivery::form_name;
use super::paper_volume::{VOLUME, is_frame};
use super::shelf::Shelf;
use crate::front::Answer;
use crate::wire::ticket::PaperView;

/// Tells where each form stands that the procedure of a ticket knows; none for one that nobody asks for.
pub(super) fn standing<'a>(
    progress: &Progress,
    issued: &[Issued],
    forms: impl Iterator<Item = &'a Form>,
) -> Vec<(&'a Form, Option<Standing>)> {
    let valid = || issued.iter().filter(|paper| paper.void.is_none());
    let made: BTreeSet<&str> = valid().map(|paper| form_of(&paper.form)).collect();
    let forms: Vec<&Form> = forms.collect();
    let sheets: Vec<Sheet<'_>> = forms
        .iter()
        .map(|form| Sheet {
            form: form.info.code,
            must: form.info.need == Need::Must && form.info.windows.contains(&progress.window),
            part: part(&form.info, &progress.window),
            made: made.contains(form.info.code),
        })
        .collect();
    let bound = valid().any(|paper| paper.form == VOLUME);
    let places = procedure::shelf(progress, &sheets, bound);
    forms.into_iter().zip(places).collect()
}

/// Papers of another window's file stay out of this one.
fn part(form: &FormInfo, window: &String) -> Part {
    match form.group {
        Group::Desk => Part::Outside,
        _ if !form.windows.contains(window) => Part::Outside,
        _ if is_frame(form) => Part::Frame,
        _ => Part::Leaf,
    }
}

fn code(place: Place) -> &'static str {
    match place {
        Place::Made => "made",
        Place::Bound => "bound",
        Place::Missing => "missing",
        Place::Ahead => "ahead",
        Place::Aside => "aside",
    }
}

/// Returns the papers made from a ticket and those its procedure calls for, in the order of the procedure.
pub(super) fn papers(view: &View<'_>, ticket: &Ticket) -> Answer<Vec<PaperView>> {
    let mut papers = Vec::new();
    let progress = ticket.progress()?;
    let issued = paper::issued(ticket);
    let shelf = Shelf::of(view)?;
    for (form, standing) in standing(progress, &issued, shelf.offered()) {
        let Some(standing) = standing else { continue };
        let variants = [Some(*form), form.large()];
        let mut printed: Vec<Form> = variants
            .into_iter()
            .flatten()
            .filter(|one| paper::prints(ticket, one.info.code) > 0)
            .collect();
        if printed.is_empty() {
            printed.push(*form);
        }
        for one in printed {
            papers.push(row(view, ticket, &issued, &one.info, standing)?);
        }
    }
    Ok(papers)
}

fn row(
    view: &View<'_>,
    ticket: &Ticket,
    issued: &[Issued],
    form: &FormInfo,
    Standing {
        place,
        step,
        instead,
    }: Standing,
) -> Answer<PaperView> {
    let progress = ticket.progress()?;
    let last = issued.iter().rev().find(|paper| paper.form == form.code);
    let newest = progress.done.last();
    let asked =
        newest.filter(|done| !done.undone && step.is_some_and(|step| step.code == done.code));
    let since = |at_ms: i64| {
        let mut all = issued.iter();
        !all.any(|paper| form_of(&paper.form) == form_of(form.code) && paper.at_ms >= at_ms)
    };
    let wanted = matches!(place, Place::Made | Place::Missing);
    Ok(PaperView {
        form: form.code.to_owned(),
        name: form.name.to_owned(),
        must: form.need == Need::Must && form.windows.contains(&progress.window),
        state: code(place).to_owned(),
        instead: instead.map_or("", form_name).to_owned(),
        step_name: step.map_or("", |step| step.name).to_owned(),
        due: wanted && asked.is_some_and(|done| since(done.at_ms)),
        count: paper::prints(ticket, form.code),
        repeats: form.repeats,
        last_at: last
            .map(|paper| time::to_text(paper.at_ms))
            .unwrap_or_default(),
        last_by: match last {
            Some(paper) => staff::name_of(view, &paper.author)?,
            None => String::new(),
        },
    })
}
