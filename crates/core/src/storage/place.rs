//! Where a database may live: a local fixed disk, no share, no stick, no folder that another program synchronises.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// File systems that reach another machine or the host of a virtual one.
const NETWORK_TYPES: &[&str] = &[
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "gfs2",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "ocfs2",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
];

/// File systems of sticks and memory cards.
const REMOVABLE_TYPES: &[&str] = &["exfat", "fat", "iso9660", "msdos", "udf", "umsdos", "vfat"];

/// Where desktops mount what is plugged in.
const REMOVABLE_MOUNTS: &[&str] = &["/media", "/run/media"];

/// Parts of folder names that synchronising programs use, in lower case.
const SYNC_FOLDERS: &[&str] = &[
    "onedrive",
    "dropbox",
    "nutstore",
    "坚果云",
    "baidusyncdisk",
    "百度网盘",
    "wpsdrive",
    "wps云盘",
    "icloud",
    "google drive",
    "googledrive",
];

/// Why a folder is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlaceFault {
    /// The path is relative or climbs with `..`, so nobody can tell where it leads.
    #[error("{0} does not say where it leads")]
    Relative(PathBuf),
    /// Another machine or the host of a virtual machine holds the files.
    #[error("the folder is on a network volume ({0})")]
    Network(String),
    /// The volume can be pulled out.
    #[error("the folder is on a removable volume ({0})")]
    Removable(String),
    /// A program outside our control serves the files.
    #[error("the folder is served by a program ({0})")]
    Fuse(String),
    /// Another program copies the files while we write them.
    #[error("the folder is kept in sync by another program ({0})")]
    SyncFolder(String),
}

impl PlaceFault {
    /// Returns the code the message table knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Relative(_) => "place.relative",
            Self::Network(_) => "place.network",
            Self::Removable(_) => "place.removable",
            Self::Fuse(_) => "place.fuse",
            Self::SyncFolder(_) => "place.sync_folder",
        }
    }
}

/// Accepts or refuses a folder for the database.
///
/// `path` is absolute with links resolved. `mountinfo` is the text of `/proc/self/mountinfo`, empty where there is none.
/// Drive kinds of Windows cannot be seen from here; only shares named as `\\server\share` are noticed.
///
/// # Errors
/// `place.relative`, `place.network`, `place.removable`, `place.fuse`, `place.sync_folder`.
pub fn check_place(path: &Path, mountinfo: &str) -> Result<(), PlaceFault> {
    let text = path.to_string_lossy();
    if names_a_share(&text) {
        return Err(PlaceFault::Network(text.into_owned()));
    }
    if !path.is_absolute() && !names_a_drive(&text) {
        return Err(PlaceFault::Relative(path.to_owned()));
    }
    for part in text.split(['/', '\\']) {
        if part == ".." {
            return Err(PlaceFault::Relative(path.to_owned()));
        }
        let lower = part.to_lowercase();
        if SYNC_FOLDERS.iter().any(|name| lower.contains(name)) {
            return Err(PlaceFault::SyncFolder(part.to_owned()));
        }
    }
    match find_mount(path, mountinfo) {
        Some(mount) => mount.check(),
        None => Ok(()),
    }
}

/// One line of mountinfo.
struct Mount {
    point: PathBuf,
    kind: String,
}

impl Mount {
    fn check(&self) -> Result<(), PlaceFault> {
        let kind = self.kind.to_ascii_lowercase();
        if NETWORK_TYPES.contains(&kind.as_str()) {
            return Err(PlaceFault::Network(self.kind.clone()));
        }
        let plugged_in = REMOVABLE_MOUNTS.iter().any(|m| self.point.starts_with(m));
        if plugged_in || REMOVABLE_TYPES.contains(&kind.as_str()) {
            return Err(PlaceFault::Removable(self.kind.clone()));
        }
        // fuseblk is a local NTFS partition; every other FUSE volume is a program.
        if kind == "fuse" || kind.starts_with("fuse.") {
            return Err(PlaceFault::Fuse(self.kind.clone()));
        }
        Ok(())
    }
}

/// Finds the mount that `path` lies on: the longest mount point, and of equals the one mounted last.
fn find_mount(path: &Path, mountinfo: &str) -> Option<Mount> {
    mountinfo
        .lines()
        .filter_map(read_mount)
        .filter(|mount| path.starts_with(&mount.point))
        .max_by_key(|mount| mount.point.components().count())
}

/// Reads one line: the fifth field is the mount point, the first after the lone dash is the type.
fn read_mount(line: &str) -> Option<Mount> {
    let (before, after) = line.split_once(" - ")?;
    let point = before.split(' ').nth(4)?;
    let kind = after.split(' ').next()?;
    Some(Mount {
        point: PathBuf::from(unescaped(point)),
        kind: kind.to_owned(),
    })
}

/// Undoes the octal escapes of blanks, tabs, line feeds and backslashes.
fn unescaped(field: &str) -> String {
    [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ]
    .iter()
    .fold(field.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn names_a_share(text: &str) -> bool {
    let text = text.replace('/', "\\");
    let long = text.strip_prefix(r"\\?\").or(text.strip_prefix(r"\\.\"));
    match long {
        Some(rest) => rest.to_ascii_uppercase().starts_with(r"UNC\"),
        None => text.starts_with(r"\\"),
    }
}

fn names_a_drive(text: &str) -> bool {
    let text = text.strip_prefix(r"\\?\").unwrap_or(text);
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && matches!(chars.next(), Some('\\' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTINFO: &str = r"
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
40 27 8:1 / /home rw - ext4 /dev/sda1 rw
41 27 0:40 / /mnt/share rw,relatime shared:5 master:2 - cifs //server/share rw
42 27 0:41 / /mnt/nfs rw - nfs4 server:/export rw
43 27 8:17 / /run/media/wang/USB\040STICK rw - vfat /dev/sdb1 rw
44 27 8:33 / /media/disk rw - ext4 /dev/sdc1 rw
45 27 0:45 / /home/wang/remote rw - fuse.sshfs server:/home rw
46 27 8:49 / /data rw - fuseblk /dev/sdd1 rw
47 27 8:50 / /srv rw - ext4 /dev/sde1 rw
48 47 0:46 / /srv rw - nfs server:/srv rw
49 27 8:65 / /boot/efi rw - vfat /dev/sda2 rw
50 27 0:50 / /host rw - 9p host rw
";

    fn verdict(path: &str) -> &'static str {
        match check_place(Path::new(path), MOUNTINFO) {
            Ok(()) => "ok",
            Err(fault) => fault.code(),
        }
    }

    #[test]
    fn only_local_fixed_disks_are_accepted() {
        for (path, expected) in [
            ("/var/lib/fachuang", "ok"),
            ("/home/wang/法窗", "ok"),
            ("/data/fachuang", "ok"),
            ("/mnt/sharepoint/desk", "ok"),
            ("/mnt/share/desk", "place.network"),
            ("/mnt/nfs", "place.network"),
            ("/host/desk", "place.network"),
            ("/srv/desk", "place.network"),
            ("/run/media/wang/USB STICK/desk", "place.removable"),
            ("/media/disk/desk", "place.removable"),
            ("/boot/efi/desk", "place.removable"),
            ("/home/wang/remote/desk", "place.fuse"),
            ("desk", "place.relative"),
            ("/home/../mnt/share/desk", "place.relative"),
        ] {
            assert_eq!(verdict(path), expected, "{path}");
        }
    }

    #[test]
    fn folders_of_synchronising_programs_are_refused_whatever_the_disk() {
        for path in [
            "/home/wang/Dropbox/desk",
            "/home/wang/OneDrive - 司法局/desk",
            "/home/wang/坚果云/desk",
            "/home/wang/我的坚果云/desk",
            "/home/wang/Nutstore Files/desk",
            r"C:\Users\wang\OneDrive\desk",
            r"D:\BaiduSyncdisk\desk",
        ] {
            assert_eq!(verdict(path), "place.sync_folder", "{path}");
        }
    }

    #[test]
    fn shares_of_windows_are_refused_by_their_name() {
        for (path, expected) in [
            (r"\\server\share\desk", "place.network"),
            ("//server/share/desk", "place.network"),
            (r"\\?\UNC\server\share\desk", "place.network"),
            (r"\\?\C:\fachuang", "ok"),
            (r"C:\ProgramData\fachuang", "ok"),
            (r"C:desk", "place.relative"),
        ] {
            assert_eq!(verdict(path), expected, "{path}");
        }
    }

    #[test]
    fn without_mountinfo_only_the_name_counts() {
        assert_eq!(check_place(Path::new("/mnt/share/desk"), ""), Ok(()));
        assert!(check_place(Path::new("/home/wang/Dropbox"), "").is_err());
        assert_eq!(check_place(Path::new("/x"), "no mountinfo at all"), Ok(()));
    }
}
