//! Papers of the desk: a case file becomes a document, the document becomes pages, the pages become a PDF.
//!
//! Nothing here reads a clock, a setting or a network; the same case file, printing and fonts give the same bytes.

mod assemble;
pub mod backend;
mod barcode;
pub mod breaking;
mod chinese;
pub mod display;
pub mod document;
mod error;
pub mod fonts;
mod forms;
pub mod layout;
mod package;
mod print_copy;
mod qr;
mod template;
mod thin;

use std::sync::LazyLock;

use fachuang_core::case_file::{CaseFile, Printing};
use sha2::{Digest, Sha256};

pub use crate::{
    assemble::{Part, assemble, bind, bind_copy, bundle},
    error::FormError,
    fonts::FontStore,
    forms::{Form, FormInfo, Paper, check_templates, find as form, read, test_page},
    package::Package,
    print_copy::{Correction, PrintCopy, print_copies},
    template::{Blank, Group, Need},
};
use crate::{
    backend::{About, Archive, PdfBackend, Printpdf},
    display::DisplayList,
    document::Document,
    forms::FORMS,
};

/// A paper ready to be shown or sent to a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub pdf: Vec<u8>,
    pub pages: u32,
    /// Kinds of letters the paper asks for with the faces that stand in for them.
    pub substitutes: Vec<(String, String)>,
    /// Characters that no face has; the paper prints 〓 for them.
    pub missing: Vec<char>,
}

impl Rendered {
    /// Returns the checksum of the file in lower-case hexadecimal.
    pub fn sha256(&self) -> String {
        let digest = Sha256::digest(&self.pdf);
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Returns every form, in the order in which people choose from them.
pub fn list() -> &'static [FormInfo] {
    static LIST: LazyLock<Vec<FormInfo>> =
        LazyLock::new(|| FORMS.iter().map(|form| form.info).collect());
    &LIST
}

/// Returns every form that comes with the program, in the same order.
pub fn forms() -> &'static [Form] {
    &FORMS
}

/// Finds a form, or the large print of one, by its code.
pub fn find(code: &str) -> Option<FormInfo> {
    forms::find(code).ok().map(|form| form.info)
}

/// Fills in a form and writes it as PDF.
///
/// # Errors
/// [`FormError`] when there is no such form, no font has a character, or a font file cannot be read.
pub fn render(
    code: &str,
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<Rendered, FormError> {
    form(code)?.render(file, printing, fonts)
}

impl Form {
    /// Fills the form in and writes it as PDF.
    ///
    /// # Errors
    /// As [`render`].
    pub fn render(
        &self,
        file: &CaseFile,
        printing: &Printing,
        fonts: &FontStore,
    ) -> Result<Rendered, FormError> {
        let pages = layout::lay_out(&self.document(file, printing), fonts)?;
        write(self.info.code, pages, file, printing, fonts, self.backend())
    }

    /// Returns how the form is written: papers of a case file are kept by archives, papers of the counter are not.
    fn backend(&self) -> &'static dyn PdfBackend {
        match self.info.group {
            Group::Desk => &Printpdf,
            Group::LegalAid | Group::Mediation => &Archive,
        }
    }
}

/// Writes pages as PDF with an id that follows from what they show.
fn write(
    code: &str,
    pages: DisplayList,
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
    backend: &dyn PdfBackend,
) -> Result<Rendered, FormError> {
    let mut hash = Sha256::new();
    hash.update(format!("{code}\n{}\n", printing.at.to_rfc3339()));
    pages.feed(&mut hash);
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    let about = About {
        author: file.site.name.clone(),
        created_at: printing.at,
        id,
    };
    let pdf = backend.write(&pages, &about, fonts)?;
    let count = u32::try_from(pages.pages.len()).map_err(|e| FormError::Backend(e.to_string()))?;
    Ok(Rendered {
        pdf,
        pages: count,
        substitutes: pages.substitutes,
        missing: pages.missing,
    })
}

/// Returns a filled-in form as a document.
///
/// # Errors
/// [`FormError::UnknownForm`].
pub fn document(code: &str, file: &CaseFile, printing: &Printing) -> Result<Document, FormError> {
    Ok(forms::find(code)?.document(file, printing))
}

/// Returns a filled-in form as plain text.
///
/// # Errors
/// [`FormError::UnknownForm`].
pub fn document_text(
    code: &str,
    file: &CaseFile,
    printing: &Printing,
) -> Result<String, FormError> {
    Ok(document(code, file, printing)?.to_text())
}

/// Returns a filled-in form as pages.
///
/// # Errors
/// As [`render`], except for writing.
pub fn display_list(
    code: &str,
    file: &CaseFile,
    printing: &Printing,
    fonts: &FontStore,
) -> Result<DisplayList, FormError> {
    layout::lay_out(&document(code, file, printing)?, fonts)
}
