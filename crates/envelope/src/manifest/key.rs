//! Keys of the map that a manifest is; frozen with version 1 of the format.

pub(super) const PACKAGE: u64 = 1;
pub(super) const NUMBER: u64 = 2;
pub(super) const MADE: u64 = 3;
pub(super) const FROM: u64 = 4;
pub(super) const TO: u64 = 5;
pub(super) const LINK: u64 = 6;
pub(super) const FEED: u64 = 7;
pub(super) const PREVIOUS: u64 = 8;
pub(super) const PART: u64 = 9;
pub(super) const PREREQUISITES: u64 = 10;
pub(super) const SCHEMA: u64 = 11;
pub(super) const CAPABILITIES: u64 = 12;
pub(super) const LINK_ACKS: u64 = 13;
pub(super) const SERIES_ACKS: u64 = 14;
pub(super) const REJECTED: u64 = 15;
pub(super) const CHUNKS: u64 = 16;
pub(super) const EXTRAS: u64 = 17;
pub(super) const ENTRIES: u64 = 18;
pub(super) const RAW: u64 = 19;
pub(super) const AUDIT: u64 = 20;
pub(super) const OUTER: u64 = 21;
pub(super) const SIGNER: u64 = 22;

/// All of the above stand in every manifest; keys after it belong to later versions.
pub(super) const LAST: u64 = SIGNER;
