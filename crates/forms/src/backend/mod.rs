//! File formats that pages can be written in.

mod archive;
mod font;
mod printpdf;
mod slim;

pub use self::{archive::Archive, printpdf::Printpdf};

use chrono::{DateTime, FixedOffset};

use crate::{FormError, display::DisplayList, fonts::FontStore};

/// What a file says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    pub author: String,
    pub created_at: DateTime<FixedOffset>,
    /// Equal papers have equal ids.
    pub id: [u8; 16],
}

/// Writes pages as PDF.
pub trait PdfBackend {
    /// Returns the bytes of the file; the same pages give the same bytes.
    ///
    /// # Errors
    /// [`FormError::Font`] and [`FormError::Backend`].
    fn write(
        &self,
        pages: &DisplayList,
        about: &About,
        fonts: &FontStore,
    ) -> Result<Vec<u8>, FormError>;
}
