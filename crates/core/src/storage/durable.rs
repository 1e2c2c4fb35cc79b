//! Small files that are either old or new after a power cut, never half.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Replaces the file at `path` by `bytes` and reads it back before it reports success.
///
/// Temporary name, sync, rename, sync of the directory. The temporary file is gone after a failure.
///
/// # Errors
/// Any fault of the file system; `InvalidData` when the bytes read back differ.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = with_suffix(path, ".tmp");
    let written = write_synced(&temporary, bytes).and_then(|()| rename_durably(&temporary, path));
    if written.is_err() {
        remove_if_there(&temporary)?;
    }
    written?;
    if fs::read(path)? == bytes {
        Ok(())
    } else {
        Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the file read back differs from what was written",
        ))
    }
}

/// Renames a file and makes the new name survive a power cut.
///
/// # Errors
/// Any fault of the file system.
pub fn rename_durably(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_directory_of(to)
}

/// Makes the content of a file that another writer closed survive a power cut.
///
/// # Errors
/// Any fault of the file system.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Windows flushes only through a handle that may write.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Removes a file; one that is not there is fine.
///
/// # Errors
/// Any other fault of the file system.
pub fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

/// Returns `path` with `suffix` added to its last component.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Syncs the directory entry; NTFS journals its names and has no handle for this.
fn sync_directory_of(path: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => File::open(directory)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_no_temporary_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("desk.keys");
        write_durably(&path, b"a longer first version").unwrap();
        write_durably(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_temporary_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("desk.keys");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("inside"), b"keeps the rename from working").unwrap();
        write_durably(&path, b"new").unwrap_err();
        assert!(path.join("inside").exists());
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }
}
