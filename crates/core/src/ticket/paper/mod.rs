//! Papers of a ticket (文书): issued papers are records with a number, a checksum and what they were made from.
//!
//! What a paper was made from is kept once, under the paper's own identity and not among the events of the ticket, so
//! that opening a ticket reads none of it.

mod deliver;
mod fate;
mod issue;
mod keep;
mod list;

/// Ending of the code under which a form's large print is recorded.
const LARGE: &str = "_large";

/// Returns the code of a form, be it in usual or in large print.
pub fn form_of(code: &str) -> &str {
    code.strip_suffix(LARGE).unwrap_or(code)
}

pub use deliver::{Delivery, RECEIVERS, WAYS, deliver};
pub use fate::{Copied, copied, void};
pub use issue::{Made, next_print, prints, record, take_number};
pub use keep::{Bound, Kept, Source, keep, kept};
pub use list::{Issued, Voided, find, find_by_hash, issued, of_person, single, spoken};
