//! What a package may hold at most. Every bound is checked before anything is allocated for what it bounds.

/// Bytes of all chunks before compression, 64 MB; a larger export becomes several parts.
pub const RAW_MAX: u64 = 64 * 1024 * 1024;

/// Bytes of one chunk before compression.
pub const CHUNK_RAW_MAX: usize = 1024 * 1024;

/// Chunks of one package.
pub const CHUNKS_MAX: usize = 4096;

/// Bytes of the signed manifest.
pub const MANIFEST_MAX: usize = 2 * 1024 * 1024;

/// Bytes of the plain header before its check sum.
pub const OUTER_MAX: usize = 1024;

/// Bytes of the header of the age file inside; some 400 are usual.
pub const AGE_HEADER_MAX: usize = 16 * 1024;

/// Bytes of a whole file: what cannot be compressed, its frames, the manifest and the seal.
pub const FILE_MAX: u64 = RAW_MAX + RAW_MAX / 16 + 2 * MANIFEST_MAX as u64;

/// How many times its stored size a chunk may have after decompression; real entries stay under 30.
pub const RATIO_MAX: u64 = 256;

/// Levels of nesting in CBOR.
pub const DEPTH_MAX: usize = 16;

/// Bytes of one text.
pub const TEXT_MAX: usize = 64 * 1024;

/// Series a waybill may name, in each of its lists.
pub const SERIES_MAX: usize = 4096;

/// Links a waybill may acknowledge.
pub const LINKS_MAX: usize = 1024;

/// Entries a waybill may reject at once; the others follow with the next package.
pub const REJECTED_MAX: usize = 4096;

/// Capabilities a waybill may ask for.
pub const CAPABILITIES_MAX: usize = 64;

/// Keys of a later version that are kept in one map.
pub const MORE_MAX: usize = 64;

/// Extras of one package.
pub const EXTRAS_MAX: usize = 1024;

/// Characters of a name, a capability or a reason code.
pub const NAME_MAX: usize = 64;

/// Highest accepted work factor of a passphrase: 2^17 rounds, 128 MiB of memory.
pub const WORK_MAX: u8 = 17;
