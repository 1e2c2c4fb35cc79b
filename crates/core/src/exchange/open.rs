//! Opens a file as this desk may: for it, from an enrolled desk, whole to its last byte. Changes nothing.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fachuang_envelope::{
    Address, Addressee, Carried, Keyring, OpenError, Opened, Senders, SignPublic, Standing,
    Verified, limit, open_keeping, read_outer,
};
use rusqlite::Connection;
use uuid::Uuid;

use super::keys;
use super::link;
use super::package::{self, State};
use super::peer::{self, Peer, PeerState};
use super::renewal;
use crate::desk::View;
use crate::error::{Error, Result};
use crate::storage::series::Tail;

pub use fachuang_envelope::Outer;

/// What a program must know to fold what this one folds.
pub(super) const CAPABILITIES: [&str; 0] = [];

/// Bytes that hold the plain header for certain.
const HEAD_MAX: u64 = limit::OUTER_MAX as u64 + 64;

/// Bytes of entries before compression up to which the entries of a file are kept once they were read; of a larger file
/// no more than a chunk.
pub(super) const KEPT_MAX: u64 = 8 * 1024 * 1024;

/// A file that was checked to its end.
pub(super) type Checked<'a> = Opened<Reading<'a>>;

/// Where the bytes of a file are.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    Bytes(&'a [u8]),
    /// Read piece by piece and never as a whole, however large it is.
    File(&'a Path),
}

impl<'a> From<&'a [u8]> for Source<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Source<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Path> for Source<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File(path)
    }
}

impl<'a> From<&'a PathBuf> for Source<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::File(path)
    }
}

impl<'a> Source<'a> {
    /// Opens the bytes for reading, from the first on.
    ///
    /// # Errors
    /// `exchange.file_missing`, `package.io`.
    pub(super) fn open(self) -> Result<Reading<'a>> {
        Ok(match self {
            Self::Bytes(bytes) => Reading::Bytes(Cursor::new(Cow::Borrowed(bytes))),
            Self::File(path) => Reading::of_file(path)?,
        })
    }
}

/// The bytes of a file as they are read.
#[derive(Debug)]
pub(super) enum Reading<'a> {
    Bytes(Cursor<Cow<'a, [u8]>>),
    File(File),
}

impl Reading<'static> {
    /// Opens a file that is read for longer than its path is at hand.
    ///
    /// # Errors
    /// `exchange.file_missing`, `package.io`.
    pub(super) fn of_file(path: &Path) -> Result<Self> {
        open_file(path).map(Self::File)
    }

    /// Reads bytes that were kept.
    pub(super) fn of_kept(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cursor::new(Cow::Owned(bytes)))
    }
}

impl Read for Reading<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Bytes(bytes) => bytes.read(buffer),
            Self::File(file) => file.read(buffer),
        }
    }
}

impl Seek for Reading<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Bytes(bytes) => bytes.seek(to),
            Self::File(file) => file.seek(to),
        }
    }
}

/// Reads a file into memory, up to the size any real one has.
///
/// # Errors
/// `exchange.file_missing`, `package.too_big`, `package.io`.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let bytes = read_up_to(path, limit::FILE_MAX + 1)?;
    if bytes.len() as u64 > limit::FILE_MAX {
        return Err(Error::refused("package.too_big"));
    }
    Ok(bytes)
}

fn open_file(path: &Path) -> Result<File> {
    File::open(path).map_err(|fault| match fault.kind() {
        io::ErrorKind::NotFound => Error::refused("exchange.file_missing"),
        _ => Error::refused("package.io"),
    })
}

fn read_up_to(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = open_file(path)?;
    let mut bytes = Vec::new();
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|_| Error::refused("package.io"))?;
    Ok(bytes)
}

/// Reads as much of a file as its plain header needs.
///
/// # Errors
/// `exchange.file_missing`, `package.io`.
pub fn read_head(path: &Path) -> Result<Vec<u8>> {
    read_up_to(path, HEAD_MAX)
}

/// Reads what anybody can read off a file, without a key.
///
/// # Errors
/// `package.not_a_package`, `package.newer_format`, `package.unknown_algorithm`, `package.cut`, `package.damaged`.
pub fn outer(bytes: &[u8]) -> Result<Outer> {
    read_outer(bytes).map_err(refused)
}

/// The desks enrolled here, by the keys they sign with.
struct Enrolled<'a> {
    connection: &'a Connection,
    peers: Vec<Peer>,
    /// Key the sender signed with before it was enrolled with other ones.
    earlier: Option<SignPublic>,
}

impl Senders for Enrolled<'_> {
    fn standing(&self, from: &Address, signer: &SignPublic) -> Standing {
        let known = self.peers.iter().find(|peer| {
            let signs = peer.keys.sign == *signer || self.earlier == Some(*signer);
            peer.device == from.device() && peer.segment == from.site() && signs
        });
        match known.map(|peer| peer.state) {
            Some(PeerState::Enrolled | PeerState::Frozen) => Standing::Known,
            Some(PeerState::Revoked) => Standing::Revoked,
            None => Standing::Unknown,
        }
    }

    fn has_taken(&self, id: &[u8; 16], hash: &[u8; 32]) -> bool {
        let known = package::find_taken(self.connection, Uuid::from_bytes(*id));
        // Where the database does not answer, all of the file is looked at.
        known.is_ok_and(|known| {
            known.is_some_and(|known| known.state == State::Applied && known.hash == *hash)
        })
    }
}

/// Says why a file is not opened, with what helps to find the right one.
fn refused(fault: OpenError) -> Error {
    let about = match &fault {
        OpenError::WrongAddressee(to) => to.site().to_owned(),
        OpenError::UnknownSender { from, .. } | OpenError::RevokedSender { from, .. } => {
            from.site().to_owned()
        }
        _ => String::new(),
    };
    Error::refused(fault.code()).with(about)
}

/// Checks the bytes of a file to the last.
///
/// # Errors
/// Those of the format, all `package.…`; and `exchange.no_keys`, `exchange.own_file`, `exchange.own_older`,
/// `exchange.sender_frozen`, `exchange.needs_upgrade`.
pub(super) fn check<'a>(
    view: &View<'_>,
    tail: Tail,
    source: Source<'a>,
) -> Result<(Checked<'a>, Peer)> {
    check_reading(view, tail, source.open()?, None)
}

/// Checks bytes that are being read, as [`check`] does; those that were looked at before not once more.
pub(super) fn check_reading<'a>(
    view: &View<'_>,
    tail: Tail,
    mut reading: Reading<'a>,
    looked_at: Option<&Arc<Verified>>,
) -> Result<(Checked<'a>, Peer)> {
    let told = read_outer(&mut reading).map_err(refused)?;
    let mine = link::own_address(view, tail.device, tail.epoch)?;
    if told.from.is_same_device(&mine) {
        return Err(Error::refused("exchange.own_file").with(told.to.site()));
    }
    if told.to.is_same_device(&mine) && told.to.epoch() > tail.epoch {
        // Somebody heard from a later life of this device, so this one is an older copy.
        return Err(Error::refused("exchange.own_older"));
    }
    let mut addresses = Vec::new();
    for epoch in 0..=tail.epoch {
        addresses.push(link::own_address(view, tail.device, epoch)?);
    }
    let peers = peer::list(view.connection)?;
    let earlier = renewal::earlier_sign(view, &peers, &told.from)?;
    let senders = Enrolled {
        connection: view.connection,
        peers,
        earlier,
    };
    if let Some(known) = named_revoked(&senders.peers, &told.from) {
        return Err(Error::refused("package.revoked_sender").with(known.site_name.clone()));
    }
    let secrets = keys::openers(view)?;
    let opened = open_keeping(
        reading,
        &Keyring {
            addressee: Addressee::Me(&addresses),
            secrets: &secrets,
            passphrase: None,
            senders: &senders,
        },
        KEPT_MAX,
        looked_at,
    )
    .map_err(refused)?;
    let sender = sender_of(view.connection, &opened)?;
    if sender.state == PeerState::Frozen {
        return Err(Error::refused("exchange.sender_frozen").with(sender.site_name));
    }
    if let Some(lacking) = opened.manifest().lacking(&CAPABILITIES).next() {
        return Err(Error::refused("exchange.needs_upgrade").with(lacking));
    }
    Ok((opened, sender))
}

/// Reads the entries of one chunk of a file.
///
/// # Errors
/// `package.content_differs`, `package.io`.
pub(super) fn read_chunk(opened: &mut Checked<'_>, index: usize) -> Result<Arc<Vec<Carried>>> {
    opened
        .read_chunk(index)
        .map_err(|fault| Error::refused(fault.code()))
}

fn named_revoked<'a>(peers: &'a [Peer], from: &Address) -> Option<&'a Peer> {
    peers
        .iter()
        .find(|peer| peer.device == from.device() && peer.segment == from.site())
        .filter(|peer| peer.state == PeerState::Revoked)
}

fn sender_of(connection: &Connection, opened: &Checked<'_>) -> Result<Peer> {
    peer::get(connection, opened.manifest().waybill.from.device())
}
