//! Plays a visits file through the commands of the window and compares what the desk shows with what the file expects.

mod carry;
mod compare;
pub mod file;
mod form;
mod office;
mod rate;
pub mod report;
mod run;
mod step;
mod timeline;

use std::path::Path;

use crate::Fault;
use report::Report;

/// Plays the visits in `text` at a fresh desk in the empty directory `data`.
///
/// # Errors
/// [`Fault::Content`] when the text is no visits file, [`Fault::Refused`] when the desk cannot be set up.
pub fn play(text: &str, data: &Path) -> Result<Report, Fault> {
    let visits = file::read(text).map_err(Fault::Content)?;
    let mut centre = office::Office::found(data, timeline::first_ms(&visits), &visits)?;
    let stations = carry::found_stations(&mut centre, data, &visits)?;
    centre.claim_posts()?;
    Ok(run::play(centre, stations, &visits)?)
}
