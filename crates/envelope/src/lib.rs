//! Journal entries as bytes: identity, causality, hash chain.
//!
//! This crate knows no database and no rule of the desk. It answers three questions about entries that came from
//! anywhere: which one is it, what had its author seen, and has it been changed since. The exchange file grows here.

mod chain;
mod entry;

pub use chain::{ChainFault, check_series};
pub use entry::{Base, DecodeError, Entry, EntryId, Head, Hlc, Origin, Subject, payload_hash};
