//! A bucket, or a folder in one: one prefix for each desk, under which only that desk puts anything.

use std::collections::btree_map::Entry;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use fachuang_core::exchange::hall::carrier::Boxes;
use fachuang_core::exchange::hall::name::box_of;
use fachuang_core::exchange::hall::{Carrier, Name, PlaceFault, Store};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};
use tokio::runtime::{Builder, Runtime};

use crate::fault;
use crate::sign::Signing;

/// Most names looked at in one round.
const NAMES_MAX: usize = 100_000;

/// Name of what shows that a desk has a box, also while nothing lies in it.
const MARK: &str = "box";

const CONNECT: Duration = Duration::from_secs(5);
const READ: Duration = Duration::from_secs(15);
/// One request to its end, also over a slow line.
const REQUEST: Duration = Duration::from_secs(60);
/// Everything of one errand, after which the place is taken not to be reached.
const ERRAND: Duration = Duration::from_secs(90);

/// An S3-compatible object store, as one desk reaches it.
#[derive(Debug)]
pub struct StoreCarrier {
    store: AmazonS3,
    prefix: String,
    own: u32,
    runtime: Runtime,
}

impl StoreCarrier {
    /// Reaches a store as this device. Nothing is asked of it yet.
    ///
    /// # Errors
    /// `Failed` when no client can be made of what the store is said to be.
    pub fn new(store: &Store, own: u32) -> Result<Self, PlaceFault> {
        let options = ClientOptions::new()
            .with_allow_http(store.endpoint.starts_with("http://"))
            .with_connect_timeout(CONNECT)
            .with_read_timeout(READ)
            .with_timeout(REQUEST);
        // The next round tries again, and says meanwhile what is wrong.
        let retry = RetryConfig {
            max_retries: 0,
            ..RetryConfig::default()
        };
        let client = AmazonS3Builder::new()
            .with_endpoint(&store.endpoint)
            .with_virtual_hosted_style_request(names_bucket(&store.endpoint, &store.bucket))
            .with_bucket_name(&store.bucket)
            .with_region(&store.region)
            .with_access_key_id(&store.key_id)
            .with_secret_access_key(store.secret.as_str())
            .with_crypto_provider(Arc::new(Signing))
            // Not every vendor has it.
            .with_disable_bulk_delete(true)
            .with_client_options(options)
            .with_retry(retry)
            .build()
            .map_err(|_| PlaceFault::Failed)?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|_| PlaceFault::Failed)?;
        Ok(Self {
            store: client,
            prefix: store.prefix.clone(),
            own,
            runtime,
        })
    }

    /// Waits for an answer; whoever runs an errand may.
    fn wait<T>(
        &self,
        answer: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, PlaceFault> {
        let within = async { tokio::time::timeout(ERRAND, answer).await };
        match self.runtime.block_on(within) {
            Ok(answer) => answer.map_err(|fault| fault::of(&fault)),
            Err(_) => Err(PlaceFault::Missing),
        }
    }

    fn path(&self, of: u32, name: &str) -> Path {
        Path::from(format!("{}/{}/{name}", self.prefix, box_of(of)))
    }

    /// Lists what lies in all boxes, each name with its box.
    async fn names(&self) -> object_store::Result<Vec<(String, String)>> {
        let root = Path::from(self.prefix.as_str());
        let mut listed = self.store.list(Some(&root));
        let mut names = Vec::new();
        while let Some(one) =
            std::future::poll_fn(|context| listed.as_mut().poll_next(context)).await
        {
            let location = one?.location;
            let parts: Vec<_> = location.prefix_match(&root).into_iter().flatten().collect();
            if let [of, name] = &parts[..] {
                names.push((of.as_ref().to_owned(), name.as_ref().to_owned()));
            }
            if names.len() >= NAMES_MAX {
                break;
            }
        }
        Ok(names)
    }

    async fn read(&self, path: &Path, most: u64) -> object_store::Result<Vec<u8>> {
        let mut stream = self.store.get(path).await?.into_stream();
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        while bytes.len() < most
            && let Some(piece) =
                std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
        {
            bytes.extend_from_slice(&piece?);
        }
        bytes.truncate(most);
        Ok(bytes)
    }
}

/// The address names the bucket itself, as some vendors ask for: `https://bucket.oss-cn-example.com`.
fn names_bucket(endpoint: &str, bucket: &str) -> bool {
    let host = endpoint.split("://").nth(1).unwrap_or_default();
    host.strip_prefix(bucket)
        .is_some_and(|rest| rest.starts_with('.'))
}

impl Carrier for StoreCarrier {
    fn list(&self, of: &[u32]) -> Result<Boxes, PlaceFault> {
        let listed = self.wait(self.names())?;
        let mut boxes = Boxes::new();
        for device in of.iter().chain([&self.own]) {
            let of = box_of(*device);
            let mut lying = listed.iter().filter(|(one, _)| *one == of).peekable();
            if lying.peek().is_some() {
                let mut names: Vec<Name> =
                    lying.filter_map(|(_, name)| Name::parse(name)).collect();
                names.sort();
                boxes.insert(*device, names);
            }
        }
        if let Entry::Vacant(own) = boxes.entry(self.own) {
            let mark = self.path(self.own, MARK);
            self.wait(self.store.put(&mark, PutPayload::new()))?;
            own.insert(Vec::new());
        }
        Ok(boxes)
    }

    fn get(&self, from: u32, name: &Name, most: u64) -> Result<Vec<u8>, PlaceFault> {
        let path = self.path(from, &name.to_string());
        self.wait(self.read(&path, most))
    }

    fn put(&self, name: &Name, bytes: &[u8]) -> Result<(), PlaceFault> {
        let path = self.path(self.own, &name.to_string());
        let payload = PutPayload::from(bytes.to_vec());
        // The store shows an object whole or not at all. Nobody else puts anything under these names, and no name means two
        // letters, so writing over one does no harm.
        self.wait(self.store.put(&path, payload))?;
        match self.get(self.own, name, bytes.len() as u64 + 1)? == bytes {
            true => Ok(()),
            false => Err(PlaceFault::ReadBack),
        }
    }

    fn remove(&self, name: &Name) -> Result<(), PlaceFault> {
        let path = self.path(self.own, &name.to_string());
        self.wait(async {
            match self.store.delete(&path).await {
                Err(object_store::Error::NotFound { .. }) => Ok(()),
                removed => removed,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_names_the_bucket_is_spoken_to_as_it_stands() {
        for (endpoint, wanted) in [
            ("https://yunchuan.oss-cn-example.com", true),
            ("https://oss-cn-example.com", false),
            ("https://yunchuan-2.oss-cn-example.com", false),
            ("http://127.0.0.1:9000", false),
        ] {
            assert_eq!(names_bucket(endpoint, "yunchuan"), wanted, "{endpoint}");
        }
    }
}
