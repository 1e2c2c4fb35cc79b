//! Files: written, looked at, applied, taken back.

use std::path::{Path, PathBuf};

use fachuang_core::account::role::Right;
use fachuang_core::desk::View;
use fachuang_core::exchange::apply::Applied;
use fachuang_core::exchange::export::{ENDING, Order, Since, export};
use fachuang_core::exchange::inspect::{self, Manifest};
use fachuang_core::exchange::package::{self, Package, State};
use fachuang_core::exchange::preview::{self, Preview, TicketLine, Twins, Verdict};
use fachuang_core::exchange::{Difference, Peer, Relation, board, open, peer, withdraw};
use fachuang_core::time;

use super::conflict::high_risk;
use super::exchange::{device, minutes, refusal, small};
use super::show;
use super::turn::Begun;
use crate::front::{Answer, Front, staff_name};
use crate::message;
use crate::refusal::Refusal;
use crate::wire::ById;
use crate::wire::exchange::{
    ExportDone, ExportPackage, ListPackages, PackageDone, PackageDuplicate, PackageFile,
    PackageFiles, PackageFolder, PackageInterest, PackageList, PackageManifest, PackageOuter,
    PackagePreview, PackageRefusals, PackageRow, PackageTicket, UndoPackage, WrittenFile,
};
use crate::wire::ticket::{FieldConflict, Version};

/// Most files shown of one folder.
const FILES_MAX: usize = 200;

/// Accepts a path that says where it leads.
pub(super) fn path(text: &str, field: &str) -> Answer<PathBuf> {
    let path = PathBuf::from(text.trim());
    if path.is_absolute() {
        Ok(path)
    } else {
        Err(Refusal::at("exchange.path", field))
    }
}

pub(super) fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

pub fn export_package(front: &mut Front, wish: ExportPackage) -> Answer<ExportDone> {
    let folder = path(&wish.folder, "folder")?;
    let peer = device(&wish.device, "device")?;
    let since = match wish.since.as_str() {
        "confirmed" => Since::Confirmed,
        "last_file" => Since::LastFile,
        _ => return Err(Refusal::at("choice.unknown", "since")),
    };
    let program = front.host.program_version.clone();
    let open = front.open()?;
    let actor = open.actor.clone();
    let order = Order {
        peer,
        since,
        folder: &folder,
        program: &program,
    };
    let written = export(&mut open.desk, &actor, order)?;
    Ok(ExportDone {
        files: written
            .into_iter()
            .map(|file| WrittenFile {
                name: name_of(&file.path),
                path: file.path.to_string_lossy().into_owned(),
                number: small(file.number),
                entries: small(file.entries),
                kib: small(file.bytes.div_ceil(1024)),
                code: file.code,
            })
            .collect(),
        state_code: board::own_code(open.desk.tail()),
    })
}

fn outer(front: &Front, path: &Path, bytes: &[u8]) -> Answer<PackageOuter> {
    let (desk, _) = front.desk()?;
    let view = desk.view();
    let told = open::outer(bytes)?;
    let known = peer::find(view.connection, told.from.device())?;
    let here = told.to.device() == desk.tail().device && told.to.site() == desk.site().segment;
    let seen = package::was_taken(
        view.connection,
        told.from.device(),
        told.number,
        told.made_ms,
    )?;
    Ok(PackageOuter {
        path: path.to_string_lossy().into_owned(),
        name: name_of(path),
        from_segment: told.from.site().to_owned(),
        from_name: match known {
            Some(peer) => name_of_peer(peer),
            None if told.from.site() == desk.site().segment => desk.site().name.clone(),
            None => String::new(),
        },
        to_segment: told.to.site().to_owned(),
        number: small(told.number),
        made_at: time::to_text(told.made_ms),
        for_here: here,
        seen_before: seen,
    })
}

pub fn list_package_files(front: &mut Front, wish: PackageFolder) -> Answer<PackageFiles> {
    front.desk()?.1.require(Right::Exchange)?;
    let folder = path(&wish.folder, "folder")?;
    let entries =
        std::fs::read_dir(&folder).map_err(|_| Refusal::at("exchange.folder_missing", "folder"))?;
    let mut files = Vec::new();
    for entry in entries.flatten().take(10_000) {
        let file = entry.path();
        if file.extension().is_none_or(|ending| ending != ENDING) || files.len() >= FILES_MAX {
            continue;
        }
        // A folder may hold anything; what is no file of ours is not shown.
        if let Ok(bytes) = open::read_head(&file)
            && let Ok(told) = outer(front, &file, &bytes)
        {
            files.push(told);
        }
    }
    files.sort_by(|a, b| b.made_at.cmp(&a.made_at).then(a.name.cmp(&b.name)));
    Ok(PackageFiles { files })
}

pub fn inspect_package(front: &mut Front, wish: PackageFile) -> Answer<PackageOuter> {
    front.desk()?.1.require(Right::Exchange)?;
    let file = path(&wish.path, "path")?;
    outer(front, &file, &open::read_head(&file)?)
}

/// Returns a manifest as it is shown.
pub fn shown_manifest(manifest: &Manifest) -> PackageManifest {
    let Manifest {
        waybill,
        content,
        signer,
        ..
    } = manifest;
    let extras = content.extras.iter();
    PackageManifest {
        part: waybill.part,
        feed_first: small(waybill.feed_first),
        feed_last: small(content.feed_last),
        entries: small(content.entries),
        bytes: small(content.raw),
        chunks: small(content.chunks.len() as u64),
        extras: extras.map(|extra| extra.name.clone()).collect(),
        schema: waybill.schema,
        capabilities: waybill.capabilities.clone(),
        signer: signer.0.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

pub fn read_manifest(front: &mut Front, wish: PackageFile) -> Answer<PackageManifest> {
    let file = path(&wish.path, "path")?;
    let (desk, actor) = front.desk()?;
    let manifest = inspect::for_this_desk(desk, actor, &file)?;
    Ok(shown_manifest(&manifest))
}

fn ticket(line: TicketLine) -> PackageTicket {
    PackageTicket {
        id: line.id.to_string(),
        number: line.number,
        window_name: show::window_name(&line.window).to_owned(),
        visitor: match line.restricted {
            true => String::new(),
            false => line.visitor,
        },
    }
}

fn duplicate(twins: Twins) -> PackageDuplicate {
    let reasons = twins.reasons.iter();
    PackageDuplicate {
        reasons: reasons
            .map(|code| message::reason_name(code).to_owned())
            .collect(),
        first: twins.first,
        second: twins.second,
    }
}

/// Shows the values of a field that would stand beside each other; nothing can be decided about them yet.
fn difference(view: &View<'_>, one: Difference) -> FieldConflict {
    let candidates = one.candidates.into_iter().enumerate();
    FieldConflict {
        subject_kind: one.kind.to_owned(),
        subject_id: one.subject.to_string(),
        ticket_id: one.ticket.to_string(),
        visitor: one.visitor,
        field_name: message::field_name(&one.field).to_owned(),
        high_risk: high_risk(one.kind, &one.field),
        field: one.field,
        versions: candidates
            .map(|(at, candidate)| Version {
                entry: candidate.entry,
                value: candidate.value,
                actor: candidate.actor,
                site_name: show::site_name(view, &candidate.site),
                at: time::to_text(candidate.at_ms),
                provisional: at == 0,
            })
            .collect(),
    }
}

fn verdict(seen: &Preview) -> (String, String) {
    let code = match seen.verdict {
        Verdict::Next => "exchange.next",
        Verdict::Gap => "exchange.gap",
        Verdict::Lacks => "exchange.lacks",
        Verdict::SeenBefore => "exchange.seen_before",
        Verdict::Forked => "exchange.forked",
    };
    let missing = match seen.missing {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first}–{last}"),
        None => seen.twice.clone(),
    };
    message::sentence(code, &missing)
}

pub fn preview_package(front: &mut Front, wish: PackageFile) -> Answer<PackagePreview> {
    let file = path(&wish.path, "path")?;
    front.desk()?.1.require(Right::Exchange)?;
    let open = front.open()?;
    let actor = open.actor.clone();
    let seen = preview::preview(&mut open.desk, &actor, &file)?;
    let view = open.desk.view();
    let (verdict_text, verdict_hint) = verdict(&seen);
    let (missing_first, missing_last) = seen.missing.unwrap_or_default();
    let mut interests = Vec::new();
    for one in seen.interests {
        let mut excluded_staff = Vec::new();
        for id in &one.excluded_staff {
            excluded_staff.push(staff_name(&view, id)?);
        }
        interests.push(PackageInterest {
            ticket_number: one.ticket_number,
            other_number: one.other_number,
            sentence: one.sentence,
            excluded_staff,
        });
    }
    let mut differences = Vec::new();
    for one in seen.differences {
        differences.push(difference(&view, one));
    }
    let tickets =
        |lines: Vec<TicketLine>| -> Vec<PackageTicket> { lines.into_iter().map(ticket).collect() };
    Ok(PackagePreview {
        path: file.to_string_lossy().into_owned(),
        package_id: seen.package.to_string(),
        verdict: seen.verdict.code().to_owned(),
        verdict_text,
        verdict_hint,
        from_name: seen.from.site_name,
        from_segment: seen.from.segment,
        number: small(seen.number),
        made_at: time::to_text(seen.made_ms),
        code: seen.code,
        missing_first: small(missing_first),
        missing_last: small(missing_last),
        clock_ahead_minutes: minutes(seen.made_ms - view.now_ms),
        entries: small(seen.counts.entries),
        fresh: small(seen.counts.fresh),
        known: small(seen.counts.known),
        returned: small(seen.counts.returned),
        newer: small(seen.newer),
        new_tickets: tickets(seen.new_tickets),
        changed_tickets: tickets(seen.changed_tickets),
        conflicts: tickets(seen.conflicts),
        differences,
        duplicates: seen.duplicates.into_iter().map(duplicate).collect(),
        interests,
        refused: seen
            .refused
            .into_iter()
            .map(|one| refusal(one.entry, one.reason))
            .collect(),
    })
}

/// Name of another desk: that of its site, or its own where it is of this site.
fn name_of_peer(peer: Peer) -> String {
    match peer.relation {
        Relation::Sibling if !peer.desk_name.is_empty() => peer.desk_name,
        _ => peer.site_name,
    }
}

pub(super) fn row(view: &View<'_>, package: &Package) -> Answer<PackageRow> {
    let stands = package::stands(view.connection, package)?;
    let state = match package.state {
        State::Written if stands.confirmed => "confirmed",
        state => state.code(),
    };
    let site = peer::find(view.connection, package.peer)?;
    let stopped = site.as_ref().filter(|_| stands.stopped);
    Ok(PackageRow {
        stopped: stopped.map_or_else(String::new, |peer| peer.state.code().to_owned()),
        id: package.id.to_string(),
        way: package.way.code().to_owned(),
        device: package.peer.to_string(),
        site_name: site.map_or_else(String::new, name_of_peer),
        number: small(package.number),
        file_name: package.file_name.clone(),
        made_at: time::to_text(package.made_ms),
        at: time::to_text(package.at_ms),
        by: staff_name(view, &package.account.to_string())?,
        state: state.to_owned(),
        state_name: message::exchange_name(state).to_owned(),
        entries: small(package.counts.entries),
        fresh: small(package.counts.fresh),
        known: small(package.counts.known),
        returned: small(package.counts.returned),
        refused: small(package.counts.refused),
        can_undo: stands.can_undo,
        code: package.code(),
    })
}

pub(crate) fn apply_package(front: &mut Front, wish: PackageFile) -> Answer<Begun> {
    let file = path(&wish.path, "path")?;
    front.desk()?.1.require(Right::Exchange)?;
    front.begin_import(file)?;
    Ok(Begun::Import)
}

/// Shows what was done with a file; `backup` is the name of what was kept of the record before.
pub(super) fn done(view: &View<'_>, applied: &Applied, backup: String) -> Answer<PackageDone> {
    let mut followed = Vec::new();
    for one in &applied.followed {
        followed.push(row(view, one)?);
    }
    Ok(PackageDone {
        package: row(view, &applied.package)?,
        seen_before: applied.seen_before,
        followed,
        backup,
    })
}

pub fn undo_package(front: &mut Front, wish: UndoPackage) -> Answer<PackageRow> {
    let id = super::intake::id(&wish.id, "id")?;
    front.write(|tx| withdraw::withdraw(tx, id, &wish.reason))?;
    let view = front.desk()?.0.view();
    row(&view, &package::get_taken(view.connection, id)?)
}

pub fn list_packages(front: &mut Front, wish: ListPackages) -> Answer<PackageList> {
    let (desk, actor) = front.desk()?;
    if !actor.may(Right::Exchange) {
        actor.require(Right::ReadAudit)?;
    }
    let peer = match wish.device.trim() {
        "" => None,
        text => Some(device(text, "device")?),
    };
    if !(1..=500).contains(&wish.limit) {
        return Err(Refusal::at("list.filter", "limit"));
    }
    let view = desk.view();
    let mut packages = Vec::new();
    for one in package::list_by_hand(view.connection, peer, wish.limit)? {
        packages.push(row(&view, &one)?);
    }
    Ok(PackageList { packages })
}

pub fn list_set_aside(front: &mut Front, wish: ById) -> Answer<PackageRefusals> {
    let (desk, actor) = front.desk()?;
    actor.require(Right::Exchange)?;
    let id = super::intake::id(&wish.id, "id")?;
    let connection = desk.view().connection;
    let taken = package::get_taken(connection, id)?;
    Ok(PackageRefusals {
        refused: package::set_aside(connection, taken.rid)?
            .into_iter()
            .map(|(entry, reason)| refusal(entry, &reason))
            .collect(),
    })
}
