//! The backup clock: asks the desk once a minute whether a backup is due, and runs it away from everything else.
//!
//! When one is due is decided below, behind `front`. The backup reads over a connection of its own, so nothing waits for
//! it; a desk that closes stops it.

use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::time::MissedTickBehavior;

use crate::front::{Closed, Desk};

const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Starts the clock; it ends with the desk.
pub fn start(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut clock = tokio::time::interval(LOOK_EVERY);
        // After a machine has slept one look is enough.
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            if look(&app).await.is_err() {
                return;
            }
        }
    });
}

async fn look(app: &AppHandle) -> Result<(), Closed> {
    let desk = app.try_state::<Desk>().ok_or(Closed)?;
    let Some(run) = desk.backup_if_due().await? else {
        return Ok(());
    };
    // The panic hook has ended the program if the thread did not return.
    if let Ok(outcome) = tauri::async_runtime::spawn_blocking(move || run.run()).await {
        desk.backup_ended(outcome);
    }
    Ok(())
}
