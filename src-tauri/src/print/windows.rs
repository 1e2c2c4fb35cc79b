//! Windows: the PDF service of the system draws the pages onto the queue.
//!
//! Only Linux is built and tested automatically. This file has been compiled for Windows by hand before trays came in, and
//! never been run.

use winprint::printer::{FilePrinter, PrintOutcome, PrinterDevice, WinPdfPrinter};
use winprint::ticket::{
    Copies, FeatureOptionPack, FeatureOptionPackWithPredefined, PredefinedMediaName,
    PrintCapabilities, PrintTicketBuilder,
};

use super::{Job, PrintError, PrintTarget, Printer, Tray};

/// The spooler of Windows.
#[derive(Debug)]
pub struct WindowsSpooler;

impl PrintTarget for WindowsSpooler {
    fn list(&self) -> Result<Vec<Printer>, PrintError> {
        let devices =
            PrinterDevice::all().map_err(|error| PrintError::NoSpooler(error.to_string()))?;
        // Without a default printer the list is still right.
        let default = PrinterDevice::user_default().ok().flatten();
        Ok(devices
            .iter()
            .map(|device| Printer {
                name: device.name().to_owned(),
                is_default: default
                    .as_ref()
                    .is_some_and(|default| default.name() == device.name()),
            })
            .collect())
    }

    fn trays(&self, printer: &str) -> Result<Vec<Tray>, PrintError> {
        let capabilities = PrintCapabilities::fetch(&device(printer)?).map_err(refused)?;
        let names = capabilities
            .input_bins()
            .filter_map(|bin| Some(bin.display_name()?.replace([' ', ',', '\u{3000}'], "_")));
        Ok(names
            .map(|name| Tray {
                option: name.clone(),
                name,
                is_default: false,
            })
            .collect())
    }

    fn print(&self, job: &Job) -> Result<String, PrintError> {
        let device = device(&job.printer)?;
        let mut ticket = PrintTicketBuilder::new(&device).map_err(refused)?;
        ticket.merge(Copies(job.copies)).map_err(refused)?;
        if let Some(name) = predefined(&job.media) {
            let capabilities = PrintCapabilities::fetch(&device).map_err(refused)?;
            let size = capabilities
                .page_media_sizes()
                .find(|size| size.as_predefined_name() == Some(name))
                .ok_or_else(|| PrintError::UnknownMedia(job.media.clone()))?;
            ticket.merge(size).map_err(refused)?;
        }
        if let Some(tray) = &job.tray {
            let capabilities = PrintCapabilities::fetch(&device).map_err(refused)?;
            let is_it = |name: &str| name.replace([' ', ',', '\u{3000}'], "_") == *tray;
            let bin = capabilities
                .input_bins()
                .find(|bin| bin.display_name().is_some_and(is_it))
                .ok_or_else(|| PrintError::UnknownTray(tray.clone()))?;
            ticket.merge(bin).map_err(refused)?;
        }
        let ticket = ticket.build().map_err(refused)?;
        match WinPdfPrinter::new(device)
            .print(&job.file, ticket)
            .map_err(refused)?
        {
            PrintOutcome::Completed => Ok(job.printer.clone()),
            PrintOutcome::Canceled => Err(PrintError::Refused("the job was cancelled".to_owned())),
        }
    }
}

fn device(name: &str) -> Result<PrinterDevice, PrintError> {
    PrinterDevice::by_os_name(name).map_err(|_| PrintError::NoSuchPrinter(name.to_owned()))
}

/// Returns the Windows name of a sheet size; a roll keeps the size its driver is set to.
fn predefined(media: &str) -> Option<PredefinedMediaName> {
    match media {
        "A4" => Some(PredefinedMediaName::ISOA4),
        "A5" => Some(PredefinedMediaName::ISOA5),
        _ => None,
    }
}

fn refused(error: impl std::fmt::Display) -> PrintError {
    PrintError::Refused(error.to_string())
}
