//! Writes the command permissions of the shell and embeds the page, the icon and the configuration.

/// Every command of the shell; one that is missing here would be open to every window.
const COMMANDS: &[&str] = &[
    "rpc",
    "rating_rpc",
    "open_rating",
    "close_rating",
    "print_paper",
    "save_paper",
    "list_printers",
    "list_trays",
    "choose_package",
    "choose_folder",
    "list_sticks",
    "save_card",
];

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .expect("the shell's configuration and permissions are valid");
}
