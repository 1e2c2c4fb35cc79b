//! Who sends a package and who is to open it.

use std::fmt;

use sha2::{Digest, Sha256};

/// Separates the identity of a link from every other use of the hash function.
const LINK_DOMAIN: &[u8] = b"fachuang link 1\0";

/// Characters a site code may have.
const SITE_MAX: usize = 16;

/// One device of one site, as long as its series lasts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    site: String,
    device: u32,
    epoch: u16,
}

impl Address {
    /// Returns the address, or nothing where the site code is not 1 to 16 capital letters and digits.
    pub fn new(site: &str, device: u32, epoch: u16) -> Option<Self> {
        let signs = site
            .bytes()
            .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        (signs && (1..=SITE_MAX).contains(&site.len())).then(|| Self {
            site: site.to_owned(),
            device,
            epoch,
        })
    }

    /// Returns the code of the site.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Returns the number of the device.
    pub fn device(&self) -> u32 {
        self.device
    }

    /// Returns the epoch of the device; a restore begins the next one.
    pub fn epoch(&self) -> u16 {
        self.epoch
    }

    /// Says the other address is the same device of the same site, whatever its epoch.
    pub fn is_same_device(&self, other: &Self) -> bool {
        self.site == other.site && self.device == other.device
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.site, self.device, self.epoch)
    }
}

/// One direction between two devices. What goes along it is numbered without a gap from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub [u8; 16]);

impl LinkId {
    /// Returns the link from one device to another; a new epoch of either is a new link.
    pub fn between(from: &Address, to: &Address) -> Self {
        let mut hash = Sha256::new().chain_update(LINK_DOMAIN);
        for end in [from, to] {
            hash.update([end.site.len() as u8]);
            hash.update(end.site.as_bytes());
            hash.update(end.device.to_be_bytes());
            hash.update(end.epoch.to_be_bytes());
        }
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize()[..16]);
        Self(id)
    }
}
