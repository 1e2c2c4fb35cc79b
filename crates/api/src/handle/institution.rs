//! The register of institutions.

use fachuang_core::institution::{self, CATEGORIES, Institution, InstitutionData};

use super::catalogue::table;
use super::intake::id;
use super::person::version;
use crate::front::{Answer, Front};
use crate::wire::catalogue::Choice;
use crate::wire::institution::{InstitutionList, InstitutionRow, SaveInstitution};
use crate::wire::{Nothing, Saved};

fn row(one: Institution, categories: &[Choice]) -> InstitutionRow {
    let named = |code: &String| {
        let known = categories.iter().find(|choice| choice.code == *code);
        known.map_or_else(|| code.clone(), |choice| choice.name.clone())
    };
    InstitutionRow {
        id: one.id.to_string(),
        version: one.version.to_string(),
        name: one.name,
        windows: one.windows,
        category_names: one.categories.iter().map(named).collect(),
        categories: one.categories,
        credit_code: one.credit_code,
        branch_of: one.branch_of,
        address: one.address,
        phone: one.phone,
        contact: one.contact,
        note: one.note,
        active: one.active,
    }
}

pub fn list_institutions(front: &mut Front, _: Nothing) -> Answer<InstitutionList> {
    let (desk, _) = front.desk()?;
    let categories = table(CATEGORIES);
    let institutions = institution::list(&desk.view())?
        .into_iter()
        .map(|one| row(one, &categories))
        .collect();
    Ok(InstitutionList {
        institutions,
        categories,
    })
}

pub fn save_institution(front: &mut Front, wish: SaveInstitution) -> Answer<Saved> {
    let known = match wish.id.as_str() {
        "" => None,
        text => Some((id(text, "id")?, version(&wish.version)?)),
    };
    let data = InstitutionData {
        name: wish.name,
        windows: wish.windows,
        categories: wish.categories,
        credit_code: wish.credit_code,
        branch_of: wish.branch_of,
        address: wish.address,
        phone: wish.phone,
        contact: wish.contact,
        note: wish.note,
        active: wish.active,
    };
    let id = front.write(|tx| institution::save(tx, known, &data))?;
    Ok(Saved {
        id: id.to_string(),
        version: super::ticket::subject_version(front, id)?,
    })
}
