//! Printers of this computer: finished papers go to a named queue, without a dialog.

use std::path::{Path, PathBuf};

use fachuang_api::Sheets;
use serde::{Deserialize, Serialize};

use crate::command::Fault;

#[cfg(not(windows))]
mod cups;
#[cfg(windows)]
mod windows;

const MOST_COPIES: u16 = 99;
const LONGEST_MEDIA: usize = 40;
const LONGEST_TRAY: usize = 120;

/// A queue the clerk can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Printer {
    /// Name of the queue.
    pub name: String,
    /// Whether the system prints here when nobody chooses.
    pub is_default: bool,
}

/// A tray of a printer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tray {
    /// What chooses it, as the print system writes it.
    pub option: String,
    /// What it is called.
    pub name: String,
    /// Whether the printer takes it when nobody chooses.
    pub is_default: bool,
}

/// Where papers of one kind go.
#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    /// Code of the kind of paper.
    pub kind: String,
    /// Name of the queue.
    pub printer: String,
    /// What chooses the tray; empty for the one the printer takes by itself.
    pub tray: String,
    /// Millimetres to the right.
    pub right: String,
    /// Millimetres down.
    pub down: String,
}

/// Sheets of a paper with the place they go to.
#[derive(Debug)]
pub struct Sorted<'a> {
    /// The sheets, moved as their place asks.
    pub pdf: Vec<u8>,
    media: String,
    place: &'a Place,
}

impl Sorted<'_> {
    /// Makes the job that prints the file these sheets lie in.
    pub fn job(&self, file: &Path, copies: u16) -> Result<Job, PrintError> {
        let job = Job::new(file, self.place.printer.clone(), copies, self.media.clone())?;
        job.with_tray(&self.place.tray)
    }
}

/// Sorts a paper by where its sheets go.
pub fn sort<'a>(paper: &[u8], places: &'a [Place]) -> Result<Vec<Sorted<'a>>, Fault> {
    let of = |kind: &str| places.iter().find(|place| place.kind == kind);
    let sheets = fachuang_api::sheets_to_print(paper, |kind| {
        of(kind).map_or(("0", "0"), |place| {
            (place.right.as_str(), place.down.as_str())
        })
    });
    let sheets = sheets.map_err(|refusal| Fault::new("paper.not_a_pdf", refusal.code))?;
    sheets
        .into_iter()
        .map(|Sheets { kind, media, pdf }| {
            let place = of(kind).ok_or_else(|| PrintError::NoSuchPrinter(kind.to_owned()))?;
            Ok(Sorted { pdf, media, place })
        })
        .collect()
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
    /// What chooses the tray; absent for the one the printer takes by itself.
    pub tray: Option<String>,
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
            tray: None,
        })
    }

    /// Takes the paper from a tray; from the one the printer takes by itself when its name is empty.
    pub fn with_tray(mut self, tray: &str) -> Result<Self, PrintError> {
        let is_name = tray.len() <= LONGEST_TRAY
            && !tray.starts_with('-')
            && !tray
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || c == ',');
        if !is_name {
            return Err(PrintError::UnknownTray(tray.to_owned()));
        }
        self.tray = Some(tray.to_owned()).filter(|tray| !tray.is_empty());
        Ok(self)
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
    /// The tray is not one the print system takes.
    UnknownTray(String),
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
            PrintError::UnknownTray(tray) => Self::new("print.unknown_tray", tray),
            PrintError::Refused(detail) => Self::new("print.refused", detail),
        }
    }
}

/// A print system.
pub trait PrintTarget {
    /// Lists its queues.
    fn list(&self) -> Result<Vec<Printer>, PrintError>;
    /// Lists the trays a queue says it has; none where it does not say.
    fn trays(&self, printer: &str) -> Result<Vec<Tray>, PrintError>;
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
    require(target, &job.printer)?;
    target.print(job)
}

/// Lists the trays of a queue that exists.
pub fn trays(target: &dyn PrintTarget, printer: &str) -> Result<Vec<Tray>, PrintError> {
    require(target, printer)?;
    target.trays(printer)
}

fn require(target: &dyn PrintTarget, name: &str) -> Result<(), PrintError> {
    let known = target.list()?;
    if known.iter().any(|printer| printer.name == name) {
        Ok(())
    } else {
        Err(PrintError::NoSuchPrinter(name.to_owned()))
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

        fn trays(&self, _: &str) -> Result<Vec<Tray>, PrintError> {
            Ok(Vec::new())
        }

        fn print(&self, job: &Job) -> Result<String, PrintError> {
            Ok(format!("{}-1", job.printer))
        }
    }

    #[test]
    fn a_tray_is_one_plain_option() {
        let take = |tray: &str| job(1, "A4").unwrap().with_tray(tray);
        assert_eq!(take("").unwrap().tray, None);
        let chosen = take("InputSlot=Tray2").unwrap().tray;
        assert_eq!(chosen.as_deref(), Some("InputSlot=Tray2"));
        for tray in ["-o raw", "-x", "InputSlot=a b", "a=b,raw", "a\nb"] {
            let error = take(tray).unwrap_err();
            assert!(matches!(error, PrintError::UnknownTray(_)), "{tray}");
        }
    }

    #[test]
    fn a_kind_of_paper_without_a_place_is_not_printed_anywhere() {
        assert!(sort(b"no paper", &[]).is_err());
    }

    #[test]
    fn a_paper_goes_only_to_a_queue_that_exists() {
        let mut job = job(1, "A4").unwrap();
        assert_eq!(send(&OneQueue, &job).unwrap(), "window-1");
        job.printer = "-oraw".to_owned();
        let error = send(&OneQueue, &job).unwrap_err();
        assert!(matches!(error, PrintError::NoSuchPrinter(_)));
        let error = trays(&OneQueue, "-oraw").unwrap_err();
        assert!(matches!(error, PrintError::NoSuchPrinter(_)));
    }
}
