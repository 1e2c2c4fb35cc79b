//! Files and folders the clerk chooses for exchange with other desks, and the sticks that are plugged in.

use std::fs;
use std::path::{Path, PathBuf};

use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Ending of exchange files, without the dot.
const PACKAGE: &str = "fcx";
/// Folders below which this system shows sticks.
const STICK_ROOTS: [&str; 2] = ["/media/", "/run/media/"];

fn dialog(window: &WebviewWindow) -> FileDialogBuilder<tauri::Wry> {
    window.dialog().file().set_parent(window)
}

/// Waits for what the clerk chose; `None` when they gave up.
async fn chosen(ask: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> Option<PathBuf> {
    let (reply, answer) = oneshot::channel();
    ask(Box::new(move |path| {
        // Nobody waits any more when the window has gone.
        let _ = reply.send(path);
    }));
    answer.await.ok()??.into_path().ok()
}

/// Asks for an exchange file.
pub async fn package(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = dialog(window).add_filter("FCX", &[PACKAGE]);
    chosen(|done| dialog.pick_file(done)).await
}

/// Asks for a folder.
pub async fn folder(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = dialog(window);
    chosen(|done| dialog.pick_folder(done)).await
}

/// Asks where to write a text.
pub async fn text_file(window: &WebviewWindow, name: &str) -> Option<PathBuf> {
    let dialog = dialog(window)
        .set_file_name(name)
        .add_filter("TXT", &["txt"]);
    chosen(|done| dialog.save_file(done)).await
}

/// Lists the folders of sticks that are plugged in, in the order of their names.
pub fn sticks() -> Vec<PathBuf> {
    let mut found = match fs::read_to_string("/proc/self/mounts") {
        Ok(mounts) => mounted(&mounts),
        Err(_) => letters(),
    };
    found.retain(|folder| folder.is_dir());
    found.sort();
    found
}

/// Returns the places below the folders for sticks in a table of mounts.
fn mounted(mounts: &str) -> Vec<PathBuf> {
    let places = mounts.lines().filter_map(|line| line.split(' ').nth(1));
    places
        .map(unescape)
        .filter(|place| STICK_ROOTS.iter().any(|root| place.starts_with(root)))
        .map(PathBuf::from)
        .collect()
}

/// Returns a place as it is called: the table writes blanks and the like as three octal digits.
fn unescape(place: &str) -> String {
    let mut bytes = Vec::with_capacity(place.len());
    let mut rest = place.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..3).filter(|_| *first == b'\\');
        let code = digits.and_then(|digits| {
            let text = std::str::from_utf8(digits).ok()?;
            u8::from_str_radix(text, 8).ok()
        });
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[3..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the drives after the system's own that hold something.
fn letters() -> Vec<PathBuf> {
    ('D'..='Z')
        .map(|letter| PathBuf::from(format!("{letter}:\\")))
        .filter(|drive: &PathBuf| Path::new(drive).exists())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sticks_are_what_is_mounted_where_the_system_puts_them() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n\
            /dev/sdb1 /media/yao/U\\040\\347\\233\\230 vfat rw 0 0\n\
            /dev/sdc1 /run/media/yao/KEY exfat rw 0 0\n\
            tmpfs /mnt/media/x tmpfs rw 0 0\n";
        assert_eq!(
            mounted(mounts),
            [
                Path::new("/media/yao/U 盘"),
                Path::new("/run/media/yao/KEY")
            ]
        );
    }

    #[test]
    fn a_backslash_that_escapes_nothing_stays() {
        assert_eq!(unescape(r"/media/a\b\04"), r"/media/a\b\04");
    }
}
