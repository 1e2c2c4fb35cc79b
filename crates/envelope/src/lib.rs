//! Journal entries as bytes: identity, causality, hash chain, and the file they travel in.
//!
//! This crate knows no database and no rule of the desk. It answers three questions about entries that came from
//! anywhere: which one is it, what had its author seen, and has it been changed since. [`seal`] and [`open`] make and
//! read the exchange file, which `FORMAT.md` beside this crate specifies byte by byte.

mod address;
mod carry;
mod cbor;
mod chain;
mod code;
mod entry;
mod error;
mod frame;
mod keys;
pub mod limit;
mod lock;
mod manifest;
mod open;
mod outer;
mod seal;
mod state;
mod trailer;
mod window;

pub use address::{Address, LinkId};
pub use chain::{ChainFault, check_series};
pub use entry::{Base, DecodeError, Entry, EntryId, Head, Hlc, Origin, Subject, payload_hash};
pub use error::{OpenError, SealError};
pub use keys::{
    DevicePublic, DeviceSecret, Fingerprint, OpenPublic, OpenSecret, Passphrase, SignPublic,
    WorkFactor,
};
pub use lock::Lock;
pub use manifest::{
    Acks, AuditHead, ChunkInfo, ChunkKind, Content, ExtraInfo, LinkAck, Manifest, More, Part,
    Rejected, SeriesPoint, Waybill,
};
pub use open::{
    Addressee, Carried, EntryFault, Keyring, Opened, Senders, Standing, Verified, check_whole,
    open, open_keeping, open_staged, read_outer,
};
pub use outer::{Algorithm, FORMAT, Outer};
pub use seal::{Extra, Sealed, seal};
pub use state::StateCode;
