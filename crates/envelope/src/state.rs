//! What a desk has, as a code that two people compare by telephone.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::code;
use crate::manifest::SeriesPoint;

/// Separates a state from every other use of the hash function.
const STATE_DOMAIN: &[u8] = b"fachuang state 1\0";

/// Separates a package from it.
const PACKAGE_DOMAIN: &[u8] = b"fachuang package code 1\0";

/// Characters of a code: 31 bits against accident, and a check character.
const SIGNS: usize = 8;

/// A short code; equal on both sides where both have the same. It proves nothing against somebody who wants two states
/// to have one code: the signed manifest does that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateCode(String);

impl StateCode {
    /// Returns the code of a set of series, each up to its last entry. Their order does not matter.
    pub fn of_series(points: impl IntoIterator<Item = SeriesPoint>) -> Self {
        let mut points: Vec<SeriesPoint> = points.into_iter().collect();
        points.sort();
        points.dedup();
        let mut hash = Sha256::new().chain_update(STATE_DOMAIN);
        for point in points {
            hash.update(point.device.to_be_bytes());
            hash.update(point.epoch.to_be_bytes());
            hash.update(point.seq.to_be_bytes());
            hash.update(point.hash);
        }
        Self(code::readable(&hash.finalize().into(), SIGNS))
    }

    /// Returns the code of one package from the hash of its manifest; for the slip that goes with the stick.
    pub fn of_package(package_hash: &[u8; 32]) -> Self {
        let hash = Sha256::new()
            .chain_update(PACKAGE_DOMAIN)
            .chain_update(package_hash);
        Self(code::readable(&hash.finalize().into(), SIGNS))
    }

    /// Reads a typed code; nothing where it has a slip.
    pub fn parse(typed: &str) -> Option<Self> {
        code::normal(typed, SIGNS).map(Self)
    }

    /// Returns the code in two groups of four.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StateCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
