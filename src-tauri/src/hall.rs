//! The hall: carries errands between the desk and the shared folder, round after round.
//!
//! What is due is decided below, behind `front`. The folder is touched away from the desk, so that a share that does not
//! answer keeps nobody waiting.

use std::time::Duration;

use fachuang_api::{HallDone, HallNext};
use tauri::{AppHandle, Manager};

use crate::front::{Closed, Desk};

/// Starts the hall; it ends with the desk.
pub fn start(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut done = None;
        while let Ok(next) = go_on(&app, done).await {
            done = next;
        }
    });
}

/// Does what follows: an errand, whose outcome is returned, or a rest.
async fn go_on(app: &AppHandle, done: Option<HallDone>) -> Result<Option<HallDone>, Closed> {
    let desk = app.try_state::<Desk>().ok_or(Closed)?;
    match desk.hall_next(done).await? {
        HallNext::Errand(errand) => {
            let run = tauri::async_runtime::spawn_blocking(move || errand.run());
            // The panic hook has ended the program if the thread did not return.
            Ok(run.await.ok())
        }
        HallNext::Rest(seconds) => {
            tokio::time::sleep(Duration::from_secs(u64::from(seconds))).await;
            Ok(None)
        }
    }
}
