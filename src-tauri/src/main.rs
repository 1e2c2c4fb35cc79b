//! The window of the case desk: opens it, hands requests to the desk, prints and saves papers.
//!
//! Nothing is decided here. What the clerk may do and what the papers say is settled below, behind `front`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod choose;
mod clock;
mod command;
mod fault;
mod front;
mod hall;
mod paper;
mod place;
mod print;
mod window;

use clap::Parser;
use tauri::{Manager, RunEvent, WindowEvent};

use crate::front::Desk;
use crate::paper::Spool;
use crate::place::{Arguments, Places};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    window::prefer_plain_rendering();
    let arguments = Arguments::parse();
    let builder = tauri::Builder::default()
        .plugin(single_instance(&arguments))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            command::rpc,
            command::rating_rpc,
            command::open_rating,
            command::close_rating,
            command::print_paper,
            command::save_paper,
            command::list_printers,
            command::list_trays,
            command::choose_package,
            command::choose_folder,
            command::list_sticks,
            command::save_card,
        ])
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                window::close_requested(window);
            }
        })
        .setup(move |app| {
            let places = Places::find(&arguments, app)?;
            fault::end_the_program_on_panic(&places.data_dir);
            app.manage(Spool::open(&places.data_dir)?);
            app.manage(Desk::open(&places)?);
            clock::start(app.handle().clone());
            hall::start(app.handle().clone());
            window::open_main(app.handle())?;
            Ok(())
        });
    let app = builder
        .build(tauri::generate_context!())
        .unwrap_or_else(|error| fault::refuse_to_start(&error));
    app.run(|app, event| {
        if let RunEvent::Exit = event
            && let Some(desk) = app.try_state::<Desk>()
        {
            desk.close();
        }
    });
}

/// Makes a second start on the same data show the window of the first.
fn single_instance(arguments: &Arguments) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    tauri_plugin_single_instance::Builder::new()
        .callback(|app, _arguments, _folder| window::show_main(app))
        .dbus_id(arguments.instance_name())
        .build()
}
