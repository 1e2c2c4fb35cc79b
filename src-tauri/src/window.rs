//! The two windows: the clerk's, and the citizen's on the second monitor.

use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Monitor, Url, WebviewWindow, WebviewWindowBuilder, Window};

use crate::front::Desk;

const MAIN: &str = "main";
const RATING: &str = "rating";

/// Name of the page event that asks the page to hand over what it has not yet saved.
const CLOSING_SCRIPT: &str = "window.dispatchEvent(new Event('desk-closing'))";

/// Time the page gets to hand over an unsaved draft before the desk is closed.
const HAND_OVER: Duration = Duration::from_millis(300);

/// Starts the program again with the plain renderer of WebKitGTK, unless somebody has chosen one.
///
/// The default renderer leaves the window blank on some graphics cards. The setting must be in the environment
/// before the first thread starts, and a new start is the only way to put it there without unsafe code.
#[cfg(target_os = "linux")]
pub fn prefer_plain_rendering() {
    use std::os::unix::process::CommandExt;

    const SETTING: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(SETTING).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // Returns only when it fails, and then the default renderer is what is left.
    let _ = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(SETTING, "1")
        .exec();
}

/// Does nothing: only WebKitGTK needs it.
#[cfg(not(target_os = "linux"))]
pub fn prefer_plain_rendering() {}

/// Opens the clerk's window.
pub fn open_main(app: &AppHandle) -> tauri::Result<()> {
    let window = open(app, MAIN)?;
    fit(&window)?;
    set_up_web_view(&window)
}

/// Makes a window that is larger than the free part of its monitor fill that part: a task bar covers nothing then.
fn fit(window: &WebviewWindow) -> tauri::Result<()> {
    let Some(monitor) = window.current_monitor()? else {
        return Ok(());
    };
    let free = monitor.work_area();
    let size = window.outer_size()?;
    if size.width <= free.size.width && size.height <= free.size.height {
        return Ok(());
    }
    // Without a window manager nothing answers to the wish to be maximised.
    window.set_size(free.size)?;
    window.set_position(free.position)?;
    window.maximize()
}

/// Brings the clerk's window to the front.
pub fn show_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window manager may refuse any of the three; the window is there all the same.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Shows the citizen's window full screen, on a monitor the clerk does not use if there is one.
pub fn open_rating(app: &AppHandle) -> tauri::Result<()> {
    let window = match app.get_webview_window(RATING) {
        Some(window) => window,
        None => {
            let window = open(app, RATING)?;
            set_up_web_view(&window)?;
            window
        }
    };
    if let Some(monitor) = citizens_monitor(app)? {
        window.set_position(*monitor.position())?;
    }
    window.set_fullscreen(true)?;
    window.set_focus()
}

/// Closes the citizen's window if it is open.
pub fn close_rating(app: &AppHandle) -> tauri::Result<()> {
    match app.get_webview_window(RATING) {
        Some(window) => window.destroy(),
        None => Ok(()),
    }
}

/// Ends the program in order when the clerk closes the window; the citizen cannot close theirs.
pub fn close_requested(window: &Window) {
    if window.label() != MAIN {
        return;
    }
    let app = window.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        if let Some(page) = app.get_webview_window(MAIN)
            && page.eval(CLOSING_SCRIPT).is_ok()
        {
            tokio::time::sleep(HAND_OVER).await;
        }
        if let Some(desk) = app.try_state::<Desk>() {
            desk.settle().await;
        }
        app.exit(0);
    });
}

fn open(app: &AppHandle, label: &str) -> tauri::Result<WebviewWindow> {
    let settings = app
        .config()
        .app
        .windows
        .iter()
        .find(|settings| settings.label == label)
        .ok_or(tauri::Error::WindowNotFound)?;
    WebviewWindowBuilder::from_config(app, settings)?
        .general_autofill_enabled(false)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()
}

/// Tells whether an address belongs to the pages inside the program.
fn is_own_page(url: &Url) -> bool {
    let packaged = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    packaged || (tauri::is_dev() && url.host_str() == Some("localhost"))
}

fn citizens_monitor(app: &AppHandle) -> tauri::Result<Option<Monitor>> {
    let clerks = match app.get_webview_window(MAIN) {
        Some(window) => window.current_monitor()?,
        None => None,
    };
    let monitors = app.available_monitors()?;
    let place = |monitor: &Monitor| (monitor.position().x, monitor.position().y);
    let taken = clerks.as_ref().map(place);
    Ok(monitors
        .into_iter()
        .find(|monitor| Some(place(monitor)) != taken))
}

/// Shows pinyin inside the field while it is typed, and in a development build what the page complains about.
#[cfg(target_os = "linux")]
fn set_up_web_view(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{InputMethodContextExt, SettingsExt, WebViewExt};

    window.with_webview(|platform| {
        let view = platform.inner();
        if let Some(input) = view.input_method_context() {
            input.set_enable_preedit(true);
        }
        if cfg!(debug_assertions)
            && let Some(settings) = WebViewExt::settings(&view)
        {
            settings.set_enable_write_console_messages_to_stdout(true);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn set_up_web_view(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(address: &str) -> bool {
        is_own_page(&Url::parse(address).unwrap())
    }

    #[test]
    fn only_the_pages_inside_the_program_can_be_shown() {
        assert!(allowed("tauri://localhost/rating.html"));
        assert!(allowed("http://tauri.localhost/"));
        for address in [
            "https://example.org/",
            "http://tauri.localhost.example.org/",
            "tauri://example.org/",
            "file:///etc/hostname",
            "data:text/html,hello",
            "about:blank",
        ] {
            assert!(!allowed(address), "{address}");
        }
    }
}
