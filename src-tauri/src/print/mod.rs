//! Printers of this computer: finished papers go to a named queue, without a dialog.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::command::Fault;

#[cfg(not(windows))]
mod cups;
#[cfg(windows)]
mod windows;

const MOST_COPIES: u16 = 99;
const LONGEST_MEDIA: usize = 40;

/// A queue the clerk can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printer {
    /// Name of the queue.
    pub name: String,
    /// Whether the system prints here when nobody chooses.
    pub is_default: bool,
}

/// One paper to print.
#[derive(Debug)]
pub struct Job {
    /// The PDF.
    pub file: PathBuf,
    /// Name of the queue.
    pub printer: String,
    /// Number of copies, at least one.
    pub copies: u16,
    /// Name of the paper size as the print system writes it, for example `A4` or `Custom.80x297mm`.
    pub media: String,
}

impl Job {
    /// Checks and holds what the page asked for.
    pub fn new(
        file: &Path,
        printer: String,
        copies: u16,
        media: String,
    ) -> Result<Self, PrintError> {
        if !(1..=MOST_COPIES).contains(&copies) {
            return Err(PrintError::CopiesOutOfRange(copies));
        }
        let is_name = !media.is_empty()
            && media.len() <= LONGEST_MEDIA
            && media.starts_with(|c: char| c.is_ascii_alphanumeric())
            && media
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !is_name {
            return Err(PrintError::UnknownMedia(media));
        }
        Ok(Self {
            file: file.to_owned(),
            printer,
            copies,
            media,
        })
    }
}

/// Why a paper did not go to the printer.
#[derive(Debug)]
pub enum PrintError {
    /// The system has no print service, or it is not installed.
    NoSpooler(String),
    /// There is no queue of this name.
    NoSuchPrinter(String),
    /// The number of copies is not between 1 and 99.
    CopiesOutOfRange(u16),
    /// The paper size is not a name the print system takes.
    UnknownMedia(String),
    /// The print system said no.
    Refused(String),
}

impl From<PrintError> for Fault {
    fn from(error: PrintError) -> Self {
        match error {
            PrintError::NoSpooler(detail) => Self::new("print.no_spooler", detail),
            PrintError::NoSuchPrinter(name) => Self::new("print.no_such_printer", name),
            PrintError::CopiesOutOfRange(copies) => Self::new("print.copies_out_of_range", copies),
            PrintError::UnknownMedia(media) => Self::new("print.unknown_media", media),
            PrintError::Refused(detail) => Self::new("print.refused", detail),
        }
    }
}

/// A print system.
pub trait PrintTarget {
    /// Lists its queues.
    fn list(&self) -> Result<Vec<Printer>, PrintError>;
    /// Hands a paper over and returns the job's name once the file is no longer needed.
    fn print(&self, job: &Job) -> Result<String, PrintError>;
}

/// Returns the print system of this computer.
#[cfg(not(windows))]
pub fn system() -> Box<dyn PrintTarget> {
    Box::new(cups::Cups::installed())
}

/// Returns the print system of this computer.
#[cfg(windows)]
pub fn system() -> Box<dyn PrintTarget> {
    Box::new(windows::WindowsSpooler)
}

/// Prints on a queue that exists, so that a name is never taken for an option.
pub fn send(target: &dyn PrintTarget, job: &Job) -> Result<String, PrintError> {
    let known = target.list()?;
    if known.iter().any(|printer| printer.name == job.printer) {
        target.print(job)
    } else {
        Err(PrintError::NoSuchPrinter(job.printer.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(copies: u16, media: &str) -> Result<Job, PrintError> {
        Job::new(
            Path::new("paper.pdf"),
            "window".to_owned(),
            copies,
            media.to_owned(),
        )
    }

    #[test]
    fn a_job_has_a_sane_number_of_copies_and_a_plain_paper_size() {
        assert!(job(1, "A4").is_ok());
        assert!(job(99, "Custom.80x297mm").is_ok());
        for copies in [0, 100] {
            let error = job(copies, "A4").unwrap_err();
            assert!(matches!(error, PrintError::CopiesOutOfRange(_)), "{copies}");
        }
        let too_long = "A".repeat(LONGEST_MEDIA + 1);
        for media in ["", "-o", "A4 -o raw", "A4;reboot", "A4,Duplex", &too_long] {
            let error = job(1, media).unwrap_err();
            assert!(matches!(error, PrintError::UnknownMedia(_)), "{media}");
        }
    }

    struct OneQueue;

    impl PrintTarget for OneQueue {
        fn list(&self) -> Result<Vec<Printer>, PrintError> {
            Ok(vec![Printer {
                name: "window".to_owned(),
                is_default: true,
            }])
        }

        fn print(&self, job: &Job) -> Result<String, PrintError> {
            Ok(format!("{}-1", job.printer))
        }
    }

    #[test]
    fn a_paper_goes_only_to_a_queue_that_exists() {
        let mut job = job(1, "A4").unwrap();
        assert_eq!(send(&OneQueue, &job).unwrap(), "window-1");
        job.printer = "-oraw".to_owned();
        let error = send(&OneQueue, &job).unwrap_err();
        assert!(matches!(error, PrintError::NoSuchPrinter(_)));
    }
}
