//! A shared folder: one sub-folder for each desk, which only that desk writes to.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::carrier::{Boxes, Carrier, PlaceFault};
use super::name::{Name, box_of};
use crate::storage::durable::{remove_if_there, rename_durably};

/// Most names looked at in one sub-folder; a desk has one for each other desk and one for itself.
const NAMES_MAX: usize = 10_000;

/// Ending of a letter that is still being written.
const UNFINISHED: &str = ".part";

/// A folder on a share of the local network, as one desk reaches it.
#[derive(Debug, Clone)]
pub struct FolderCarrier {
    root: PathBuf,
    own: u32,
}

impl FolderCarrier {
    /// Reaches the folder as this device.
    pub fn new(root: &Path, own: u32) -> Self {
        Self {
            root: root.to_owned(),
            own,
        }
    }

    fn path(&self, of: u32, name: &Name) -> PathBuf {
        self.root.join(box_of(of)).join(name.to_string())
    }

    /// Makes the own sub-folder, and only that: a share that is not there is not made up.
    fn make_box(&self) -> Result<(), PlaceFault> {
        if !fs::metadata(&self.root).map_err(fault)?.is_dir() {
            return Err(PlaceFault::Missing);
        }
        match fs::create_dir(self.root.join(box_of(self.own))) {
            Err(refused) if refused.kind() != io::ErrorKind::AlreadyExists => Err(fault(refused)),
            _ => Ok(()),
        }
    }

    fn names(&self, of: u32) -> Result<Option<Vec<Name>>, PlaceFault> {
        let entries = match fs::read_dir(self.root.join(box_of(of))) {
            Err(refused) if refused.kind() == io::ErrorKind::NotFound => return Ok(None),
            entries => entries.map_err(fault)?,
        };
        let mut names = Vec::new();
        for entry in entries.take(NAMES_MAX) {
            let entry = entry.map_err(fault)?;
            let text = entry.file_name();
            let Some(text) = text.to_str() else {
                continue;
            };
            match Name::parse(text) {
                Some(name) => names.push(name),
                // Left over from a program that was ended while it wrote; nobody else writes here.
                None if of == self.own && text.ends_with(UNFINISHED) => {
                    remove_if_there(&entry.path()).map_err(fault)?;
                }
                None => {}
            }
        }
        names.sort();
        Ok(Some(names))
    }
}

/// Says what kept the folder from serving.
fn fault(fault: io::Error) -> PlaceFault {
    match fault.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => PlaceFault::Missing,
        io::ErrorKind::NotConnected
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::TimedOut => PlaceFault::Missing,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => PlaceFault::Denied,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => PlaceFault::Full,
        _ => PlaceFault::Failed,
    }
}

impl Carrier for FolderCarrier {
    fn list(&self, of: &[u32]) -> Result<Boxes, PlaceFault> {
        self.make_box()?;
        let mut boxes = Boxes::new();
        for device in of.iter().chain([&self.own]) {
            if let Some(names) = self.names(*device)? {
                boxes.insert(*device, names);
            }
        }
        Ok(boxes)
    }

    fn get(&self, from: u32, name: &Name, most: u64) -> Result<Vec<u8>, PlaceFault> {
        let file = File::open(self.path(from, name)).map_err(fault)?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(fault)?;
        Ok(bytes)
    }

    fn put(&self, name: &Name, bytes: &[u8]) -> Result<(), PlaceFault> {
        let path = self.path(self.own, name);
        let unfinished = self
            .root
            .join(box_of(self.own))
            .join(format!("{name}{UNFINISHED}"));
        let put = write(&unfinished, bytes)
            .and_then(|()| fs::read(&unfinished))
            .map_err(fault)
            .and_then(|read| match read == bytes {
                true => rename_durably(&unfinished, &path).map_err(fault),
                false => Err(PlaceFault::ReadBack),
            });
        if put.is_err() {
            // The first fault is the one to report; the next look cleans up what this leaves.
            let _ = remove_if_there(&unfinished);
        }
        put
    }

    fn remove(&self, name: &Name) -> Result<(), PlaceFault> {
        remove_if_there(&self.path(self.own, name)).map_err(fault)
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(number: u64) -> Name {
        Name::Letter {
            to: 2,
            epoch: 0,
            number,
            tag: 7,
        }
    }

    #[test]
    fn what_one_desk_puts_the_other_gets_and_nothing_else_is_seen() {
        let share = tempfile::tempdir().unwrap();
        let one = FolderCarrier::new(share.path(), 1);
        let two = FolderCarrier::new(share.path(), 2);
        one.list(&[]).unwrap();
        one.put(&letter(1), b"sealed").unwrap();
        let own = share.path().join("00000001");
        fs::write(own.join("Thumbs.db"), b"foreign").unwrap();
        fs::write(own.join(format!("{}.part", letter(2))), b"half").unwrap();
        fs::create_dir(share.path().join("公告")).unwrap();
        let seen = two.list(&[1, 3]).unwrap();
        assert_eq!(
            seen,
            Boxes::from([(1, vec![letter(1)]), (2, Vec::new())]),
            "a desk that was never there has no box"
        );
        assert_eq!(two.get(1, &letter(1), 100).unwrap(), b"sealed");
        assert_eq!(two.get(1, &letter(1), 3).unwrap(), b"sea");
        assert_eq!(two.get(1, &letter(3), 9), Err(PlaceFault::Missing));
        one.list(&[]).unwrap();
        let mut left: Vec<_> = fs::read_dir(&own)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left.len(), 2, "the half letter is gone: {left:?}");
        one.remove(&letter(1)).unwrap();
        one.remove(&letter(1)).unwrap();
        assert_eq!(two.list(&[1]).unwrap()[&1], Vec::new());
    }

    #[test]
    fn a_folder_that_is_gone_is_said_to_be_and_is_not_made_up() {
        let share = tempfile::tempdir().unwrap();
        let gone = share.path().join("gone");
        let one = FolderCarrier::new(&gone, 1);
        assert_eq!(one.list(&[]), Err(PlaceFault::Missing));
        assert_eq!(one.put(&letter(1), b"sealed"), Err(PlaceFault::Missing));
        assert_eq!(one.remove(&letter(1)), Ok(()));
        assert!(!gone.exists());
        fs::write(&gone, b"a file").unwrap();
        assert_eq!(one.list(&[]), Err(PlaceFault::Missing));
    }
}
