//! An object store as the office names it: where it is, and as whom it is spoken to. Nothing here reaches it.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::carrier::{Carrier, PlaceFault};
use crate::desk::{Tx, View, key};
use crate::error::{Error, Result};

/// Region that stores without regions answer to.
pub const REGION: &str = "us-east-1";

const HTTPS: &str = "https://";
const HTTP: &str = "http://";

/// Longest name of a bucket, as every vendor has it.
const BUCKET_MAX: usize = 63;
const PREFIX_MAX: usize = 200;
const KEY_MAX: usize = 256;

/// An object store and who speaks to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Store {
    /// Scheme, host and perhaps port.
    pub endpoint: String,
    pub bucket: String,
    /// Folder in the bucket, without slashes at its ends; never empty.
    pub prefix: String,
    pub region: String,
    pub key_id: String,
    pub secret: Zeroizing<String>,
    /// An address of the local network may be spoken to without TLS.
    pub plain: bool,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("endpoint", &self.endpoint)
            .field("bucket", &self.bucket)
            .field("prefix", &self.prefix)
            .finish_non_exhaustive()
    }
}

/// Reaches object stores. A front brings it: nothing here knows a network.
pub trait Stores: fmt::Debug + Send + Sync {
    /// Reaches a store as a device.
    ///
    /// # Errors
    /// `Failed` when nothing can be made of what the store is said to be.
    fn reach(&self, store: &Store, own: u32) -> std::result::Result<Arc<dyn Carrier>, PlaceFault>;
}

impl Store {
    /// Returns the store as it is kept and compared, or what is wrong with it.
    ///
    /// # Errors
    /// `hall.store_address`, `hall.store_plain`, `hall.store_bucket`, `hall.store_prefix`, `hall.store_region`,
    /// `hall.store_key`, `hall.store_secret`.
    pub fn checked(self) -> Result<Self> {
        let endpoint = self.endpoint.trim().trim_end_matches('/').to_owned();
        check_endpoint(&endpoint, self.plain)?;
        let bucket = self.bucket.trim().to_owned();
        let prefix = self.prefix.trim().trim_matches('/').to_owned();
        let region = match self.region.trim() {
            "" => REGION.to_owned(),
            region => region.to_owned(),
        };
        let key_id = self.key_id.trim().to_owned();
        let in_bucket = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        let in_prefix = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let parts = || prefix.split('/');
        let printable = |text: &str| {
            (1..=KEY_MAX).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic())
        };
        for (sound, refused) in [
            (
                (3..=BUCKET_MAX).contains(&bucket.len()) && bucket.chars().all(in_bucket),
                Error::refused("hall.store_bucket"),
            ),
            (
                prefix.len() <= PREFIX_MAX
                    && parts().all(|part| !part.is_empty() && part.chars().all(in_prefix))
                    && parts().all(|part| part != "." && part != ".."),
                Error::refused("hall.store_prefix"),
            ),
            (
                region.len() <= BUCKET_MAX && region.chars().all(in_bucket),
                Error::refused("hall.store_region"),
            ),
            (printable(&key_id), Error::refused("hall.store_key")),
            (printable(&self.secret), Error::refused("hall.store_secret")),
        ] {
            if !sound {
                return Err(refused);
            }
        }
        Ok(Self {
            endpoint,
            bucket,
            prefix,
            region,
            key_id,
            ..self
        })
    }

    /// The secret belongs to the same key at the same place, so that it need not be typed again.
    pub fn has_secret_of(&self, other: &Self) -> bool {
        (&self.endpoint, &self.bucket, &self.key_id)
            == (&other.endpoint, &other.bucket, &other.key_id)
    }

    /// Returns the store that is kept, if there is one.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn kept(view: &View<'_>) -> Result<Option<Self>> {
        let endpoint = view.local(key::STORE_ENDPOINT)?;
        if endpoint.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            endpoint,
            bucket: view.local(key::STORE_BUCKET)?,
            prefix: view.local(key::STORE_PREFIX)?,
            region: view.local(key::STORE_REGION)?,
            key_id: view.local(key::STORE_KEY_ID)?,
            secret: Zeroizing::new(view.local(key::STORE_SECRET)?),
            plain: view.local(key::STORE_PLAIN)? == "true",
        }))
    }

    /// Keeps a store in the database, which is sealed, or none any more.
    ///
    /// # Errors
    /// Faults of the database.
    pub fn keep(tx: &mut Tx<'_>, store: Option<&Self>) -> Result<()> {
        let text = |of: fn(&Self) -> &str| store.map_or("", of);
        let plain = store.is_some_and(|store| store.plain);
        for (name, value) in [
            (key::STORE_ENDPOINT, text(|store| &store.endpoint)),
            (key::STORE_BUCKET, text(|store| &store.bucket)),
            (key::STORE_PREFIX, text(|store| &store.prefix)),
            (key::STORE_REGION, text(|store| &store.region)),
            (key::STORE_KEY_ID, text(|store| &store.key_id)),
            (key::STORE_SECRET, text(|store| &store.secret)),
            (key::STORE_PLAIN, if plain { "true" } else { "" }),
        ] {
            tx.set_local(name, value)?;
        }
        Ok(())
    }
}

/// Accepts an address with TLS, and one without on this computer, or on the local network where that is wanted.
fn check_endpoint(endpoint: &str, plain: bool) -> Result<()> {
    let wrong = || Error::refused("hall.store_address");
    let (rest, sealed) = match (endpoint.strip_prefix(HTTPS), endpoint.strip_prefix(HTTP)) {
        (Some(rest), _) => (rest, true),
        (_, Some(rest)) => (rest, false),
        _ => return Err(wrong()),
    };
    let host = host_of(rest).ok_or_else(wrong)?;
    if sealed || is_this_computer(host) || plain && is_local_network(host) {
        Ok(())
    } else {
        Err(Error::refused("hall.store_plain"))
    }
}

/// Returns the host of what follows the scheme; none where anything but host and port stands.
fn host_of(rest: &str) -> Option<&str> {
    let (host, port) = match rest.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => rest.split_at(rest.find(':').unwrap_or(rest.len())),
    };
    let port = port
        .strip_prefix(':')
        .or(port.is_empty().then_some("443"))?;
    let named = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
    let is_address = rest.starts_with('[') && host.parse::<IpAddr>().is_ok();
    let is_name = !host.is_empty() && host.chars().all(named);
    (port.parse::<u16>().is_ok_and(|port| port > 0) && (is_address || is_name)).then_some(host)
}

fn is_this_computer(host: &str) -> bool {
    let address = host.parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn is_local_network(host: &str) -> bool {
    match host.parse() {
        Ok(IpAddr::V4(address)) => address.is_private(),
        Ok(IpAddr::V6(address)) => address.is_unique_local(),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(endpoint: &str) -> Store {
        Store {
            endpoint: endpoint.to_owned(),
            bucket: "yunchuan".to_owned(),
            prefix: "/hall/".to_owned(),
            region: String::new(),
            key_id: "AKYC2026".to_owned(),
            secret: Zeroizing::new("geheim+/=".to_owned()),
            plain: false,
        }
    }

    fn code(store: Store) -> &'static str {
        store
            .checked()
            .map_or_else(|refused| refused.code(), |_| "")
    }

    #[test]
    fn without_tls_only_this_computer_and_the_local_network_are_spoken_to() {
        for (endpoint, plain, wanted) in [
            ("https://oss.example.cn", false, ""),
            ("https://oss.example.cn:9000/", false, ""),
            ("https://[fd00::1]:9000", false, ""),
            ("http://127.0.0.1:9000", false, ""),
            ("http://[::1]:9000", false, ""),
            ("http://localhost", false, ""),
            ("http://192.168.3.8:9000", true, ""),
            ("http://10.0.0.8", true, ""),
            ("http://[fd00::1]", true, ""),
            ("http://192.168.3.8:9000", false, "hall.store_plain"),
            ("http://8.8.8.8", true, "hall.store_plain"),
            ("http://oss.example.cn", true, "hall.store_plain"),
            ("http://localhost.example.cn", true, "hall.store_plain"),
            ("http://192.168.3.8.example.cn", true, "hall.store_plain"),
            ("oss.example.cn", false, "hall.store_address"),
            ("ftp://oss.example.cn", false, "hall.store_address"),
            ("https://", false, "hall.store_address"),
            ("https://oss.example.cn/bucket", false, "hall.store_address"),
            (
                "https://AK:geheim@oss.example.cn",
                false,
                "hall.store_address",
            ),
            (
                "http://127.0.0.1:9000@example.cn",
                true,
                "hall.store_address",
            ),
            ("http://[::1]example.cn", true, "hall.store_address"),
            ("https://oss.example.cn:0", false, "hall.store_address"),
            ("https://oss.example.cn:", false, "hall.store_address"),
            ("https://云川.cn", false, "hall.store_address"),
        ] {
            let asked = Store {
                plain,
                ..store(endpoint)
            };
            assert_eq!(code(asked), wanted, "{endpoint}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_what_is_sound_is_kept_in_one_form() {
        let sound = store("https://oss.example.cn/").checked().unwrap();
        assert_eq!(sound.endpoint, "https://oss.example.cn");
        assert_eq!((&*sound.prefix, &*sound.region), ("hall", REGION));
        for (change, wanted) in [
            (
                |store: &mut Store| store.bucket = "Yunchuan".into(),
                "hall.store_bucket",
            ),
            (
                |store: &mut Store| store.bucket = "yc".into(),
                "hall.store_bucket",
            ),
            (
                |store: &mut Store| store.prefix = "/".into(),
                "hall.store_prefix",
            ),
            (
                |store: &mut Store| store.prefix = "a/../b".into(),
                "hall.store_prefix",
            ),
            (
                |store: &mut Store| store.prefix = "大厅".into(),
                "hall.store_prefix",
            ),
            (
                |store: &mut Store| store.region = "cn north".into(),
                "hall.store_region",
            ),
            (
                |store: &mut Store| store.key_id = String::new(),
                "hall.store_key",
            ),
            (
                |store: &mut Store| *store.secret = "a\nb".into(),
                "hall.store_secret",
            ),
        ] as [(fn(&mut Store), &str); 8]
        {
            let mut wrong = store("https://oss.example.cn");
            change(&mut wrong);
            assert_eq!(code(wrong), wanted);
        }
    }

    #[test]
    fn the_secret_is_never_printed() {
        let printed = format!("{:?}", store("https://oss.example.cn"));
        assert!(!printed.contains("geheim"), "{printed}");
        assert!(!printed.contains("AKYC"), "{printed}");
    }
}
