//! The last bytes of a file: they tell a cut one from a damaged one before any key is tried.

use std::io::{Read, Seek, SeekFrom};

use sha2::{Digest, Sha256};

use crate::error::OpenError;

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
    let io = OpenError::Io;
    staging.seek(SeekFrom::Start(before)).map_err(io)?;
    staging.read_exact(&mut trailer).map_err(io)?;
    if trailer[40..] != MARK {
        return Err(OpenError::Cut);
    }
    staging.seek(SeekFrom::Start(0)).map_err(io)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    let mut left = before;
    while left > 0 {
        let most = BLOCK.min(usize::try_from(left).unwrap_or(BLOCK));
        let read = staging.read(&mut block[..most]).map_err(io)?;
        if read == 0 {
            return Err(OpenError::Cut);
        }
        hash.update(&block[..read]);
        left -= read as u64;
    }
    let whole = hash.clone().chain_update(trailer).finalize().into();
    if to_bytes(before, hash.finalize().into()) == trailer {
        Ok(whole)
    } else {
        Err(OpenError::Damaged("file"))
    }
}
