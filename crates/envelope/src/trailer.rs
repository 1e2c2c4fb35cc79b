//! The last bytes of a file: they tell a cut one from a damaged one before any key is tried.

use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

use crate::error::OpenError;
use crate::window::Hashed;

/// Bytes of the trailer: size and hash of all before it, and its mark.
pub(crate) const TRAILER: usize = 48;

/// Last bytes of every version of the format.
const MARK: [u8; 8] = *b"FCX\r\nEND";

/// Bytes hashed at once.
const BLOCK: usize = 64 * 1024;

/// Returns the trailer of a file with these bytes before it.
pub(crate) fn to_bytes(size: u64, hash: [u8; 32]) -> [u8; TRAILER] {
    let mut bytes = [0; TRAILER];
    bytes[..8].copy_from_slice(&size.to_be_bytes());
    bytes[8..40].copy_from_slice(&hash);
    bytes[40..].copy_from_slice(&MARK);
    bytes
}

/// Reads a file of `size` bytes to its end and holds it against its trailer; returns the hash of the whole file.
///
/// # Errors
/// `package.cut`, `package.damaged`, `package.io`.
pub(crate) fn check<S: Read + Seek>(staging: &mut S, size: u64) -> Result<[u8; 32], OpenError> {
    let before = size.checked_sub(TRAILER as u64).ok_or(OpenError::Cut)?;
    let mut trailer = [0; TRAILER];
    staging
        .seek(SeekFrom::Start(before))
        .map_err(OpenError::Io)?;
    staging.read_exact(&mut trailer).map_err(OpenError::Io)?;
    if trailer[40..] != MARK {
        return Err(OpenError::Cut);
    }
    staging.seek(SeekFrom::Start(0)).map_err(OpenError::Io)?;
    let mut hashed = Hashed::new(io::sink());
    let mut blocks = BufReader::with_capacity(BLOCK, staging.by_ref().take(before));
    let copied = io::copy(&mut blocks, &mut hashed).map_err(OpenError::Io)?;
    if copied < before {
        return Err(OpenError::Cut);
    }
    let hash = hashed.hash();
    hashed.write_all(&trailer).map_err(OpenError::Io)?;
    if to_bytes(before, hash) == trailer {
        Ok(hashed.hash())
    } else {
        Err(OpenError::Damaged("file"))
    }
}
