//! What a place has to be able to do so that desks can exchange letters there.

use std::collections::BTreeMap;

use super::name::Name;

/// Why a place does not serve. Nothing is lost by any of these: the next round tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// It is not there, or not reached.
    #[error("the place is not there")]
    Missing,
    /// This desk may not look into it, or not write to it.
    #[error("the place does not let this desk in")]
    Denied,
    /// The store has no such bucket.
    #[error("there is no such bucket")]
    NoBucket,
    /// The store does not know the access key.
    #[error("the access key is not known")]
    UnknownKey,
    /// The secret is not the one of the access key.
    #[error("the secret does not belong to the access key")]
    WrongSecret,
    /// The clock of this machine is too far from that of the store.
    #[error("the clocks differ too much")]
    Clock,
    #[error("the place is full")]
    Full,
    /// What was put there reads back differently.
    #[error("what was put there reads back differently")]
    ReadBack,
    #[error("the place failed")]
    Failed,
}

impl PlaceFault {
    /// Returns the code the message table knows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "hall.place_missing",
            Self::Denied => "hall.place_denied",
            Self::NoBucket => "hall.store_no_bucket",
            Self::UnknownKey => "hall.store_key_unknown",
            Self::WrongSecret => "hall.store_secret_wrong",
            Self::Clock => "hall.store_clock",
            Self::Full => "hall.place_full",
            Self::ReadBack => "hall.place_read_back",
            Self::Failed => "hall.place_failed",
        }
    }
}

/// What lies in the boxes of some desks; a desk that was never there has no box.
pub type Boxes = BTreeMap<u32, Vec<Name>>;

/// A place as one desk reaches it: everybody's box to read, its own to write.
///
/// A stick is carried by hand and needs none of this; a shared folder and an object store are two of these.
pub trait Carrier {
    /// Lists the boxes of these desks, and the own box, which is made first where there is none.
    ///
    /// # Errors
    /// Whatever keeps the place from serving.
    fn list(&self, of: &[u32]) -> Result<Boxes, PlaceFault>;

    /// Reads what lies in a box, up to `most` bytes.
    ///
    /// # Errors
    /// `Missing` when it is gone meanwhile, and whatever keeps the place from serving.
    fn get(&self, from: u32, name: &Name, most: u64) -> Result<Vec<u8>, PlaceFault>;

    /// Puts something into the own box: nobody ever sees half of it, and it is read back before this returns.
    ///
    /// # Errors
    /// Whatever keeps the place from serving; nothing lies there then under this name, or all of it.
    fn put(&self, name: &Name, bytes: &[u8]) -> Result<(), PlaceFault>;

    /// Takes something out of the own box; what is not there is fine.
    ///
    /// # Errors
    /// Whatever keeps the place from serving.
    fn remove(&self, name: &Name) -> Result<(), PlaceFault>;
}

/// Tries a place before anything is trusted to it: looks into it, puts a small thing there, reads it back and takes it away
/// again. `number` names the thing and is drawn by the caller; one that is left is taken for a past sign of life, which the
/// next round removes.
///
/// # Errors
/// Whatever keeps the place from serving.
pub fn try_out(place: &dyn Carrier, number: u64) -> Result<(), PlaceFault> {
    const SMALL: &[u8] = b"fachuang";
    let name = Name::Here(number);
    place.list(&[])?;
    place.put(&name, SMALL)?;
    place.remove(&name)
}
