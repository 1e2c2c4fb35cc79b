//! An object store as a place where the desks of a hall exchange letters.
//!
//! The one crate below the fronts that knows a network. What it carries is sealed and signed before it comes here: a store
//! sees names, sizes and times.

mod fault;
mod sign;
mod store;

use std::sync::{Arc, Mutex, PoisonError};

use fachuang_core::exchange::hall::store::{Store, Stores};
use fachuang_core::exchange::hall::{Carrier, PlaceFault};

pub use store::StoreCarrier;

/// Reaches object stores, and keeps the connections to the one that was reached last.
#[derive(Debug, Default)]
pub struct ObjectStores(Mutex<Option<Reached>>);

#[derive(Debug)]
struct Reached {
    store: Store,
    own: u32,
    carrier: Arc<StoreCarrier>,
}

impl Stores for ObjectStores {
    fn reach(&self, store: &Store, own: u32) -> Result<Arc<dyn Carrier>, PlaceFault> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reached) = kept
            .as_ref()
            .filter(|kept| kept.store == *store && kept.own == own)
        {
            let carrier: Arc<StoreCarrier> = Arc::clone(&reached.carrier);
            return Ok(carrier);
        }
        let carrier = Arc::new(StoreCarrier::new(store, own)?);
        *kept = Some(Reached {
            store: store.clone(),
            own,
            carrier: Arc::clone(&carrier),
        });
        Ok(carrier)
    }
}
