//! What the machine says about itself and a folder, for noticing a copied data directory.

use std::path::Path;

use fachuang_core::storage::whereabouts::Whereabouts;

/// Returns which machine this is and which folder on it.
pub fn whereabouts(data: &Path) -> Whereabouts {
    Whereabouts {
        machine: machine_id(),
        folder: folder_id(data),
    }
}

#[cfg(unix)]
fn machine_id() -> String {
    std::fs::read_to_string("/etc/machine-id").unwrap_or_default()
}

#[cfg(unix)]
fn folder_id(data: &Path) -> String {
    use std::os::unix::fs::MetadataExt;
    // Not the number of the volume, which changes from one start of the machine to the next.
    std::fs::metadata(data).map_or_else(|_| String::new(), |folder| folder.ino().to_string())
}

#[cfg(windows)]
fn machine_id() -> String {
    let key = "HKLM\\SOFTWARE\\Microsoft\\Cryptography";
    let asked = std::process::Command::new("reg")
        .args(["query", key, "/v", "MachineGuid"])
        .output();
    let told = asked.map_or_else(|_| Vec::new(), |answer| answer.stdout);
    let told = String::from_utf8_lossy(&told).into_owned();
    told.split_whitespace()
        .last()
        .unwrap_or_default()
        .to_owned()
}

#[cfg(windows)]
fn folder_id(data: &Path) -> String {
    use std::os::windows::fs::MetadataExt;
    std::fs::metadata(data).map_or_else(
        |_| String::new(),
        |folder| folder.creation_time().to_string(),
    )
}
