//! From a document to pages.

mod block;
mod inline;
mod pages;
mod table;

pub use inline::SMALLEST_PT;
pub use pages::lay_out;

/// Points in a length.
pub(crate) fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}
