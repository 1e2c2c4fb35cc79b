//! The forms of the desk; a form is one file and one line in [`FORMS`].

mod receipt;
mod receipt_80mm;
mod receipt_a4;
mod receipt_large;

use fachuang_core::case_file::{CaseFile, Printing};

use crate::document::Document;

/// Paper that a form is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    A4,
    /// Roll of 80 mm with 72 mm to print on.
    Roll80,
}

/// One form as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormInfo {
    pub code: &'static str,
    pub name: &'static str,
    pub paper: Paper,
}

/// One form with the function that fills it in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    pub info: FormInfo,
    pub build: fn(&CaseFile, &Printing) -> Document,
}

/// Every form, in the order in which people choose from them.
pub(crate) const FORMS: &[Form] = &[receipt_a4::FORM, receipt_80mm::FORM, receipt_large::FORM];
