//! The commands a page may call. Which page may call which is set in `capabilities/`.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use tauri::{AppHandle, State, WebviewWindow};

use crate::choose;
use crate::front::Desk;
use crate::paper::{self, Spool};
use crate::print::{self, Place, Printer, Tray};
use crate::window;

/// What went wrong in the shell. The page has the Chinese sentence for each code.
#[derive(Debug, Serialize)]
pub struct Fault {
    /// Stable name of the case.
    pub code: &'static str,
    /// Words of the system, for the log and for whoever helps the clerk.
    pub detail: String,
}

impl Fault {
    /// Makes a fault from its code and what the system said.
    pub fn new(code: &'static str, detail: impl ToString) -> Self {
        Self {
            code,
            detail: detail.to_string(),
        }
    }

    fn closed() -> Self {
        Self::new("app.closing", "the desk is closed")
    }

    fn window(error: tauri::Error) -> Self {
        Self::new("window.failed", error)
    }
}

/// What became of a paper that was handed to a printer.
#[derive(Debug, Serialize)]
pub struct Printed {
    /// Name the print system gave the job.
    pub job: String,
}

/// What became of a paper that the clerk wanted as a file.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// Name of the file without its folder; absent when the clerk changed their mind.
    pub name: Option<String>,
}

/// Answers a request of the clerk's window.
#[tauri::command]
pub async fn rpc(desk: State<'_, Desk>, request: String) -> Result<String, Fault> {
    desk.answer(request).await.ok_or_else(Fault::closed)
}

/// Answers a request of the citizen's window.
#[tauri::command]
pub async fn rating_rpc(desk: State<'_, Desk>, request: String) -> Result<String, Fault> {
    desk.answer_citizen(request).await.ok_or_else(Fault::closed)
}

/// Shows the citizen's window.
#[tauri::command]
pub async fn open_rating(app: AppHandle) -> Result<(), Fault> {
    window::open_rating(&app).map_err(Fault::window)
}

/// Closes the citizen's window.
#[tauri::command]
pub async fn close_rating(app: AppHandle) -> Result<(), Fault> {
    window::close_rating(&app).map_err(Fault::window)
}

/// Lists the printers of this computer.
#[tauri::command]
pub async fn list_printers() -> Result<Vec<Printer>, Fault> {
    in_background(|| print::system().list().map_err(Fault::from)).await
}

/// Lists the trays of a printer.
#[tauri::command]
pub async fn list_trays(printer: String) -> Result<Vec<Tray>, Fault> {
    in_background(move || Ok(print::trays(print::system().as_ref(), &printer)?)).await
}

/// Prints a paper without a dialog, each kind of paper where it goes.
#[tauri::command]
pub async fn print_paper(
    spool: State<'_, Arc<Spool>>,
    pdf: String,
    copies: u16,
    places: Vec<Place>,
) -> Result<Printed, Fault> {
    let spool = Arc::clone(&spool);
    in_background(move || {
        let paper = paper::decode(&pdf)?;
        let mut jobs = Vec::new();
        for sheets in print::sort(&paper, &places)? {
            let file = spool.put(&sheets.pdf)?;
            let job = sheets.job(&file, copies)?;
            jobs.push(print::send(print::system().as_ref(), &job)?);
        }
        Ok(Printed {
            job: jobs.join(" "),
        })
    })
    .await
}

/// Asks the clerk for a file name and writes a paper there.
#[tauri::command]
pub async fn save_paper(window: WebviewWindow, pdf: String, name: String) -> Result<Saved, Fault> {
    let paper = paper::decode(&pdf)?;
    let Some(path) = paper::ask_for_file(&window, &name).await else {
        return Ok(Saved { name: None });
    };
    write_named(path, paper).await
}

/// A place on this machine that the clerk chose.
#[derive(Debug, Serialize)]
pub struct Chosen {
    /// Absent when the clerk changed their mind.
    pub path: Option<String>,
}

impl From<Option<PathBuf>> for Chosen {
    fn from(path: Option<PathBuf>) -> Self {
        Self {
            path: path.map(|path| path.to_string_lossy().into_owned()),
        }
    }
}

/// Asks the clerk for an exchange file.
#[tauri::command]
pub async fn choose_package(window: WebviewWindow) -> Result<Chosen, Fault> {
    Ok(choose::package(&window).await.into())
}

/// Asks the clerk for a folder.
#[tauri::command]
pub async fn choose_folder(window: WebviewWindow) -> Result<Chosen, Fault> {
    Ok(choose::folder(&window).await.into())
}

/// Lists the folders of sticks that are plugged in.
#[tauri::command]
pub async fn list_sticks() -> Result<Vec<String>, Fault> {
    in_background(|| {
        let sticks = choose::sticks().into_iter();
        Ok(sticks
            .map(|stick| stick.to_string_lossy().into_owned())
            .collect())
    })
    .await
}

/// Asks the clerk for a file name and writes the card of this desk there.
#[tauri::command]
pub async fn save_card(window: WebviewWindow, text: String, name: String) -> Result<Saved, Fault> {
    let Some(path) = choose::text_file(&window, &paper::plain_name(&name, "txt")).await else {
        return Ok(Saved { name: None });
    };
    write_named(path, text.into_bytes()).await
}

async fn write_named(path: PathBuf, bytes: Vec<u8>) -> Result<Saved, Fault> {
    in_background(move || {
        paper::write(&path, &bytes)?;
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Ok(Saved { name })
    })
    .await
}

/// Runs work that may block away from the threads that serve the windows.
async fn in_background<T, F>(work: F) -> Result<T, Fault>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Fault> + Send + 'static,
{
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Fault::new("app.internal", error)),
    }
}
