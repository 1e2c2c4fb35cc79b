//! Frames: how chunks, manifest and signature stand in the decrypted stream.

use std::io;

use sha2::{Digest, Sha256};

use crate::error::OpenError;
use crate::limit::{CHUNK_RAW_MAX, RATIO_MAX};
use crate::manifest::{ChunkInfo, ChunkKind};

/// First bytes inside the age file.
pub(crate) const BODY_MAGIC: [u8; 8] = *b"FCXBODY\x01";

/// First byte of the frame of the manifest.
pub(crate) const MANIFEST_TAG: u8 = 16;

/// Bytes before a chunk: tag, codec, count, raw size, stored size.
pub(crate) const FRAME_BYTES: usize = 14;

/// Bytes of the signature after the manifest.
pub(crate) const SIGNATURE_BYTES: usize = 64;

/// Separates the hash of a chunk from every other use of the hash function.
const CHUNK_DOMAIN: &[u8] = b"fachuang chunk 1\0";

/// Separates the signature of a manifest from every other.
const SIGNATURE_DOMAIN: &[u8] = b"fachuang manifest 1\0";

/// Level of compression: above it the size hardly falls and the time grows a hundredfold.
const LEVEL: i32 = 3;

/// Below this many bytes no ratio is suspicious.
const RATIO_FREE: u64 = 64 * 1024;

/// How a chunk is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Codec {
    Plain,
    Zstd,
}

/// What stands before a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) kind: ChunkKind,
    pub(crate) codec: Codec,
    pub(crate) count: u32,
    pub(crate) raw: u32,
    pub(crate) stored: u32,
}

impl Frame {
    pub(crate) fn to_bytes(self) -> [u8; FRAME_BYTES] {
        let mut bytes = [0; FRAME_BYTES];
        bytes[0] = self.kind.tag();
        bytes[1] = match self.codec {
            Codec::Plain => 0,
            Codec::Zstd => 1,
        };
        bytes[2..6].copy_from_slice(&self.count.to_be_bytes());
        bytes[6..10].copy_from_slice(&self.raw.to_be_bytes());
        bytes[10..14].copy_from_slice(&self.stored.to_be_bytes());
        bytes
    }

    /// Reads a frame and holds it against the bounds, before anything is read of the chunk.
    ///
    /// # Errors
    /// `package.malformed`, `package.too_big`, `package.ratio`.
    pub(crate) fn of_bytes(bytes: &[u8; FRAME_BYTES]) -> Result<Self, OpenError> {
        let number = |at: usize| {
            let digits = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]];
            u32::from_be_bytes(digits)
        };
        let frame = Self {
            kind: ChunkKind::of_tag(bytes[0]).ok_or(OpenError::Malformed("frame"))?,
            codec: match bytes[1] {
                0 => Codec::Plain,
                1 => Codec::Zstd,
                _ => return Err(OpenError::Malformed("codec")),
            },
            count: number(2),
            raw: number(6),
            stored: number(10),
        };
        frame.check()?;
        Ok(frame)
    }

    fn check(&self) -> Result<(), OpenError> {
        let (raw, stored) = (u64::from(self.raw), u64::from(self.stored));
        if raw > CHUNK_RAW_MAX as u64 || stored > raw {
            return Err(OpenError::TooBig("chunk"));
        }
        if is_suspicious(raw, stored) {
            return Err(OpenError::Ratio { stored, raw });
        }
        let fits = raw > 0 && (self.codec == Codec::Zstd || raw == stored);
        if fits {
            Ok(())
        } else {
            Err(OpenError::Malformed("frame"))
        }
    }

    /// Returns what the manifest says of this chunk.
    pub(crate) fn info(self, stored: &[u8]) -> ChunkInfo {
        let hash = Sha256::new()
            .chain_update(CHUNK_DOMAIN)
            .chain_update(self.to_bytes())
            .chain_update(stored)
            .finalize();
        ChunkInfo {
            kind: self.kind,
            stored: self.stored,
            raw: self.raw,
            count: self.count,
            hash: hash.into(),
        }
    }
}

fn is_suspicious(raw: u64, stored: u64) -> bool {
    raw > RATIO_FREE && raw > stored * RATIO_MAX
}

/// Compresses chunks; those that it cannot make smaller, or makes suspiciously small, stay as they are.
pub(crate) struct Packer {
    zstd: zstd::bulk::Compressor<'static>,
}

impl Packer {
    pub(crate) fn new() -> io::Result<Self> {
        let zstd = zstd::bulk::Compressor::new(LEVEL)?;
        Ok(Self { zstd })
    }

    /// Returns the frame of a chunk of 1 byte to 1 MiB, and its stored bytes.
    pub(crate) fn pack(
        &mut self,
        kind: ChunkKind,
        count: u32,
        raw: &[u8],
    ) -> io::Result<(Frame, Vec<u8>)> {
        let packed = self.zstd.compress(raw)?;
        let is_useful =
            packed.len() < raw.len() && !is_suspicious(raw.len() as u64, packed.len() as u64);
        let (codec, stored) = if is_useful {
            (Codec::Zstd, packed)
        } else {
            (Codec::Plain, raw.to_vec())
        };
        let frame = Frame {
            kind,
            codec,
            count,
            raw: raw.len() as u32,
            stored: stored.len() as u32,
        };
        Ok((frame, stored))
    }
}

/// Returns a chunk as it was before compression, which has exactly the size its frame says.
///
/// # Errors
/// `package.malformed`.
pub(crate) fn unpack(frame: Frame, stored: Vec<u8>) -> Result<Vec<u8>, OpenError> {
    if frame.codec == Codec::Plain {
        return Ok(stored);
    }
    let raw = zstd::bulk::decompress(&stored, frame.raw as usize)
        .map_err(|_| OpenError::Malformed("compression"))?;
    if raw.len() == frame.raw as usize {
        Ok(raw)
    } else {
        Err(OpenError::Malformed("compression"))
    }
}

/// Returns what is signed for a manifest.
pub(crate) fn signed(manifest: &[u8]) -> Vec<u8> {
    [SIGNATURE_DOMAIN, manifest].concat()
}
