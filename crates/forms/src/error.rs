use std::path::PathBuf;

/// What can keep a paper from being printed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FormError {
    #[error("there is no form {0}")]
    UnknownForm(String),
    /// Printing a box instead of somebody's name is not an option.
    #[error("no font has the character {character} (U+{:04X})", *.character as u32)]
    MissingGlyph { character: char },
    #[error("font file {}: {reason}", .path.display())]
    Font { path: PathBuf, reason: String },
    #[error("the QR code cannot hold {0:?}")]
    QrTooLong(String),
    #[error("the bar code cannot hold {0:?}")]
    Barcode(String),
    #[error("template {form}, line {line}: {reason}")]
    Template {
        form: String,
        line: usize,
        reason: String,
    },
    #[error("the PDF could not be written: {0}")]
    Backend(String),
}
