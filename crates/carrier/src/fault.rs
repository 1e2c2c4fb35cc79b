//! What an object store says no with, as the hall knows it.

use std::error::Error;

use fachuang_core::exchange::hall::PlaceFault;
use object_store::client::{HttpError, HttpErrorKind};

/// Codes of stores that have no room left.
const FULL: [&str; 5] = [
    "QuotaExceeded",
    "QuotaExceed",
    "InsufficientStorage",
    "StorageFull",
    "507 ",
];

/// Codes that tell more than a status does, whatever the status is.
const TOLD: [(&str, PlaceFault); 6] = [
    ("NoSuchBucket", PlaceFault::NoBucket),
    ("InvalidAccessKeyId", PlaceFault::UnknownKey),
    ("NotSignedUp", PlaceFault::UnknownKey),
    ("SignatureDoesNotMatch", PlaceFault::WrongSecret),
    ("RequestTimeTooSkewed", PlaceFault::Clock),
    ("RequestExpired", PlaceFault::Clock),
];

/// Says what kept the store from serving.
pub(crate) fn of(fault: &object_store::Error) -> PlaceFault {
    let said = fault.to_string();
    if FULL.iter().any(|code| said.contains(code)) {
        return PlaceFault::Full;
    }
    let has_code = |code: &str| said.contains(&format!("<Code>{code}</Code>"));
    if let Some((_, told)) = TOLD.iter().find(|(code, _)| has_code(code)) {
        return *told;
    }
    match fault {
        object_store::Error::NotFound { .. } => PlaceFault::Missing,
        object_store::Error::PermissionDenied { .. }
        | object_store::Error::Unauthenticated { .. } => PlaceFault::Denied,
        other if is_unreached(other) => PlaceFault::Missing,
        // Of a listing only the words tell.
        _ => of_status(&said),
    }
}

fn of_status(said: &str) -> PlaceFault {
    let after = said.split("status code: ").nth(1).unwrap_or_default();
    match after.get(..3) {
        Some("401" | "403") => PlaceFault::Denied,
        Some("502" | "503" | "504") => PlaceFault::Missing,
        _ => PlaceFault::Failed,
    }
}

/// Nobody answered, or not to the end.
fn is_unreached(fault: &object_store::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(fault);
    while let Some(one) = next {
        if let Some(http) = one.downcast_ref::<HttpError>() {
            return !matches!(http.kind(), HttpErrorKind::Decode);
        }
        next = one.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> object_store::Error {
        object_store::Error::Generic {
            store: "S3",
            source: text.into(),
        }
    }

    #[test]
    fn words_of_stores_become_faults_of_a_place() {
        let status = |status: &str, body: &str| {
            said(&format!(
                "Server returned non-2xx status code: {status}: {body}"
            ))
        };
        for (fault, wanted) in [
            (
                status("403 Forbidden", "<Code>AccessDenied</Code>"),
                PlaceFault::Denied,
            ),
            (
                status("403 Forbidden", "<Code>SignatureDoesNotMatch</Code>"),
                PlaceFault::WrongSecret,
            ),
            (
                status("403 Forbidden", "<Code>InvalidAccessKeyId</Code>"),
                PlaceFault::UnknownKey,
            ),
            (
                status("403 Forbidden", "<Code>RequestTimeTooSkewed</Code>"),
                PlaceFault::Clock,
            ),
            (
                status("403 Forbidden", "<Code>QuotaExceeded</Code>"),
                PlaceFault::Full,
            ),
            (
                status("507 Insufficient Storage", "<Code>XMinioStorageFull</Code>"),
                PlaceFault::Full,
            ),
            (
                status("404 Not Found", "<Code>NoSuchBucket</Code>"),
                PlaceFault::NoBucket,
            ),
            (
                status("404 Not Found", "<title>no store</title>"),
                PlaceFault::Failed,
            ),
            (status("503 Service Unavailable", ""), PlaceFault::Missing),
            (status("500 Internal Server Error", ""), PlaceFault::Failed),
            (said("something else"), PlaceFault::Failed),
        ] {
            assert_eq!(of(&fault), wanted, "{fault}");
        }
    }
}
