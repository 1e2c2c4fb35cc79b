//! The forms of the desk; a form is one file and one line in [`RECEIPTS`] or [`TEMPLATES`].

mod receipt;
mod receipt_80mm;
mod receipt_a4;
mod receipt_large;
mod test_page;

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use fachuang_core::case_file::{CaseFile, Printing};
use serde::Deserialize;

pub(crate) use receipt::{COPY, mark_text, numbered};
pub use test_page::test_page;

use crate::{
    FormError,
    document::Document,
    template::{self, Blank, Group, Need, Template},
};

/// Paper that a form is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    #[default]
    A4,
    A4Landscape,
    A5,
    /// Roll of 80 mm with 72 mm to print on.
    Roll80,
}

/// One form as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormInfo {
    pub code: &'static str,
    pub name: &'static str,
    pub paper: Paper,
    pub group: Group,
    /// Codes of the windows that offer it; all when empty.
    pub windows: &'static [String],
    /// Place in the order of the procedure.
    pub step: u16,
    pub need: Need,
    /// Who gets one copy each; one copy for the file when empty.
    pub copies: &'static [String],
    /// Who signs.
    pub signed: &'static [String],
    /// How long it is kept, where that is settled.
    pub retention: &'static str,
    /// Articles it rests on.
    pub basis: &'static [String],
    /// Edition of the text, which stays printable when a later one comes.
    pub version: &'static str,
    /// What can be typed before printing.
    pub blanks: &'static [Blank],
    /// Each print is a paper of its own, as one of another delivery, and is no copy of one before.
    pub repeats: bool,
    /// Stands outside the page count of a volume.
    pub outside_count: bool,
    /// Prints identity numbers whole and not masked.
    pub full_identity: bool,
    /// Code of the same paper in large print.
    pub large: Option<&'static str>,
}

/// One form with what fills it in.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    pub info: FormInfo,
    fill: Fill,
}

/// How a form becomes a document.
#[derive(Debug, Clone, Copy)]
enum Fill {
    Built(fn(&CaseFile, &Printing) -> Document),
    Written {
        written: &'static Written,
        large: bool,
    },
}

impl Form {
    const fn receipt(
        code: &'static str,
        name: &'static str,
        paper: Paper,
        build: fn(&CaseFile, &Printing) -> Document,
    ) -> Self {
        Self {
            info: FormInfo {
                code,
                name,
                paper,
                group: Group::Desk,
                windows: &[],
                step: 10,
                need: Need::Must,
                copies: &[],
                signed: &[],
                retention: "",
                basis: &[],
                version: "2026",
                blanks: &[],
                repeats: false,
                outside_count: false,
                full_identity: false,
                large: None,
            },
            fill: Fill::Built(build),
        }
    }

    fn written(written: &'static Written) -> Self {
        let Template { head, blanks, .. } = &written.template;
        Self {
            info: FormInfo {
                code: &head.code,
                name: &head.title,
                paper: head.paper,
                group: head.group,
                windows: &head.windows,
                step: head.step,
                need: head.need,
                copies: &head.copies,
                signed: &head.signed,
                retention: &head.retention,
                basis: &head.basis,
                version: &head.version,
                blanks,
                repeats: head.repeats,
                outside_count: head.outside_count,
                full_identity: head.full_identity,
                large: head.citizen.then_some(written.large_code.as_str()),
            },
            fill: Fill::Written {
                written,
                large: false,
            },
        }
    }

    /// Returns the large print of a form that has one.
    pub fn large(&self) -> Option<Self> {
        let Fill::Written { written, .. } = self.fill else {
            return None;
        };
        written.template.head.citizen.then(|| Self {
            info: FormInfo {
                code: &written.large_code,
                name: &written.large_name,
                large: None,
                ..self.info
            },
            fill: Fill::Written {
                written,
                large: true,
            },
        })
    }

    /// Returns the form under a code: itself, or its large print.
    pub fn variant(&self, code: &str) -> Option<Self> {
        if self.info.code == code {
            return Some(*self);
        }
        self.large().filter(|large| large.info.code == code)
    }

    /// Returns the text the form is written in; none for one that is part of the program.
    pub fn source(&self) -> Option<&'static str> {
        match self.fill {
            Fill::Built(_) => None,
            Fill::Written { written, .. } => Some(written.text),
        }
    }

    /// Returns the document of a case.
    pub(crate) fn document(&self, file: &CaseFile, printing: &Printing) -> Document {
        match self.fill {
            Fill::Built(build) => build(file, printing),
            Fill::Written { written, large } => {
                template::build(&written.template, file, printing, large)
            }
        }
    }
}

/// A template with the names made from it.
#[derive(Debug)]
struct Written {
    text: &'static str,
    template: Template,
    large_code: String,
    large_name: String,
}

impl Written {
    fn new(text: &'static str) -> Result<Self, FormError> {
        let template = Template::parse(text)?;
        Ok(Self {
            text,
            large_code: format!("{}_large", template.head.code),
            large_name: format!("{}（大字版）", template.head.title),
            template,
        })
    }
}

/// Templates that did not come with the program, by their text. There are as many as an office ever had, so that each
/// stays for the life of the program.
static READ: Mutex<BTreeMap<&'static str, &'static Written>> = Mutex::new(BTreeMap::new());

/// Reads a form from the text of its template.
///
/// # Errors
/// [`FormError::Template`] with the line that is wrong.
pub fn read(text: &str) -> Result<Form, FormError> {
    if let Some(known) = WRITTEN.iter().find(|known| known.text == text) {
        return Ok(Form::written(known));
    }
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = read.get(text) {
        return Ok(Form::written(known));
    }
    Template::parse(text)?;
    let written: &'static Written = Box::leak(Box::new(Written::new(Box::leak(
        text.to_owned().into_boxed_str(),
    ))?));
    read.insert(written.text, written);
    Ok(Form::written(written))
}

static WRITTEN: LazyLock<Vec<Written>> = LazyLock::new(|| {
    let parsed = TEMPLATES.iter().filter_map(|text| Written::new(text).ok());
    let mut written: Vec<Written> = parsed.collect();
    written.sort_by_key(|each| (each.template.head.group, each.template.head.step));
    written
});

/// Every form, in the order in which people choose from them.
pub(crate) static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let written = WRITTEN.iter().map(Form::written);
    RECEIPTS.iter().copied().chain(written).collect()
});

/// Finds a form that comes with the program, or the large print of one, by its code.
pub fn find(code: &str) -> Result<Form, FormError> {
    let found = FORMS.iter().find_map(|form| form.variant(code));
    found.ok_or_else(|| FormError::UnknownForm(code.to_owned()))
}

/// Reads every template that comes with the program.
///
/// # Errors
/// [`FormError::Template`] with the first line that is wrong.
pub fn check_templates() -> Result<usize, FormError> {
    for text in TEMPLATES {
        Template::parse(text)?;
    }
    Ok(TEMPLATES.len())
}

const RECEIPTS: &[Form] = &[receipt_a4::FORM, receipt_80mm::FORM, receipt_large::FORM];

/// Papers written as text files; their heads say in which order people choose from them.
const TEMPLATES: &[&str] = &[
    include_str!("desk/answer.form"),
    include_str!("desk/appointment.form"),
    include_str!("desk/authority.form"),
    include_str!("desk/blank_register.form"),
    include_str!("desk/blank_slip.form"),
    include_str!("desk/board.form"),
    include_str!("desk/chase.form"),
    include_str!("desk/complaint.form"),
    include_str!("desk/consent.form"),
    include_str!("desk/cooperate.form"),
    include_str!("desk/correct.form"),
    include_str!("desk/duty.form"),
    include_str!("desk/fee.form"),
    include_str!("desk/forensic.form"),
    include_str!("desk/forward.form"),
    include_str!("desk/guide.form"),
    include_str!("desk/handover.form"),
    include_str!("desk/home_visit.form"),
    include_str!("desk/import_report.form"),
    include_str!("desk/label.form"),
    include_str!("desk/ledger.form"),
    include_str!("desk/lookup.form"),
    include_str!("desk/major.form"),
    include_str!("desk/material_receipt.form"),
    include_str!("desk/material_return.form"),
    include_str!("desk/not_accepted.form"),
    include_str!("desk/notary.form"),
    include_str!("desk/notify.form"),
    include_str!("desk/promise.form"),
    include_str!("desk/queue.form"),
    include_str!("desk/rating.form"),
    include_str!("desk/refer.form"),
    include_str!("desk/remind.form"),
    include_str!("desk/report.form"),
    include_str!("desk/result.form"),
    include_str!("desk/route.form"),
    include_str!("desk/served.form"),
    include_str!("desk/special.form"),
    include_str!("desk/supervise.form"),
    include_str!("desk/visit.form"),
    include_str!("legal_aid/agreement.form"),
    include_str!("legal_aid/apply.form"),
    include_str!("legal_aid/approve.form"),
    include_str!("legal_aid/assign.form"),
    include_str!("legal_aid/change_approve.form"),
    include_str!("legal_aid/change_notice.form"),
    include_str!("legal_aid/closing.form"),
    include_str!("legal_aid/consult.form"),
    include_str!("legal_aid/contents.form"),
    include_str!("legal_aid/cooperate.form"),
    include_str!("legal_aid/cover.form"),
    include_str!("legal_aid/duty.form"),
    include_str!("legal_aid/economy.form"),
    include_str!("legal_aid/entrust.form"),
    include_str!("legal_aid/first.form"),
    include_str!("legal_aid/grant.form"),
    include_str!("legal_aid/interview.form"),
    include_str!("legal_aid/letter.form"),
    include_str!("legal_aid/letter_compulsory.form"),
    include_str!("legal_aid/letter_defence.form"),
    include_str!("legal_aid/letter_forwarded.form"),
    include_str!("legal_aid/moved.form"),
    include_str!("legal_aid/objection.form"),
    include_str!("legal_aid/power.form"),
    include_str!("legal_aid/quality.form"),
    include_str!("legal_aid/received.form"),
    include_str!("legal_aid/refuse.form"),
    include_str!("legal_aid/remarks.form"),
    include_str!("legal_aid/rights.form"),
    include_str!("legal_aid/served.form"),
    include_str!("legal_aid/subsidy.form"),
    include_str!("legal_aid/supplement.form"),
    include_str!("legal_aid/terminate.form"),
    include_str!("legal_aid/terminate_approve.form"),
    include_str!("legal_aid/withdraw.form"),
    include_str!("mediation/agreement.form"),
    include_str!("mediation/apply.form"),
    include_str!("mediation/back.form"),
    include_str!("mediation/closing.form"),
    include_str!("mediation/confirm.form"),
    include_str!("mediation/contents.form"),
    include_str!("mediation/cover.form"),
    include_str!("mediation/declined.form"),
    include_str!("mediation/evidence.form"),
    include_str!("mediation/identity.form"),
    include_str!("mediation/inquiry.form"),
    include_str!("mediation/invite.form"),
    include_str!("mediation/notice.form"),
    include_str!("mediation/oral.form"),
    include_str!("mediation/passed.form"),
    include_str!("mediation/payment.form"),
    include_str!("mediation/power.form"),
    include_str!("mediation/record.form"),
    include_str!("mediation/register.form"),
    include_str!("mediation/remarks.form"),
    include_str!("mediation/rights.form"),
    include_str!("mediation/stopped.form"),
    include_str!("mediation/visit.form"),
];
