//! Exchange files without a window: written, looked at, taken in, taken back.

use std::path::Path;

use fachuang_api::wire::Nothing;
use fachuang_api::wire::exchange::{
    ExchangeBoard, ExportDone, ExportPackage, ListPackages, PackageDone, PackageFile, PackageList,
    PackageManifest, PackagePreview, PackageRow, PeerRow, UndoPackage,
};
use fachuang_api::wire::hall::HallState;
use fachuang_api::{HallPlace, shown_manifest};
use fachuang_core::exchange::hall::Store;
use fachuang_core::exchange::inspect;
use fachuang_core::exchange::open;
use fachuang_core::time;
use serde_json::{Value, json};

use crate::Fault;
use crate::seat::Refused;
use crate::upkeep::Upkeep;

/// Files listed at most.
const LISTED: u32 = 100;

fn refused(fault: fachuang_core::error::Error) -> Fault {
    Fault::Refused(Refused::from(fachuang_api::Refusal::from(fault)))
}

/// Tells what the manifest of a file says that is under this passphrase. It is whole and signed by the key it names;
/// whose key that is, nobody has looked up.
///
/// # Errors
/// What the file is refused for.
pub fn inspect_with(file: &Path, words: &str) -> Result<Value, Fault> {
    let mut shown = inspect(file)?;
    let manifest = inspect::under_passphrase(file, words).map_err(refused)?;
    shown["manifest"] = json!(shown_manifest(&manifest));
    Ok(shown)
}

/// Tells what the manifest of a file for this desk says, from a desk it knows.
///
/// # Errors
/// What the file is refused for.
pub fn inspect_at(desk: &mut Upkeep, file: &Path) -> Result<Value, Fault> {
    let mut shown = inspect(file)?;
    let path = full(file)?;
    let manifest: PackageManifest = desk.ask("read_manifest", &PackageFile { path })?;
    shown["manifest"] = json!(manifest);
    Ok(shown)
}

/// Tells what anybody can read off a file, without a key.
///
/// # Errors
/// What the file is refused for.
pub fn inspect(file: &Path) -> Result<Value, Fault> {
    let bytes = open::read_head(file).map_err(refused)?;
    let outer = open::outer(&bytes).map_err(refused)?;
    Ok(json!({
        "format": outer.format,
        "algorithm": format!("{:?}", outer.algorithm).to_lowercase(),
        "from": outer.from.to_string(),
        "to": outer.to.to_string(),
        "number": outer.number,
        "madeAt": time::to_text(outer.made_ms),
    }))
}

/// Returns the path in full, as the desk asks for it.
///
/// # Errors
/// A path that leads nowhere.
fn full(path: &Path) -> Result<String, Fault> {
    let full = path
        .canonicalize()
        .map_err(Fault::io(format!("找到 {}", path.display())))?;
    Ok(full.to_string_lossy().into_owned())
}

/// Tells what a file would bring; changes nothing.
///
/// # Errors
/// What the file is refused for.
pub fn preview(desk: &mut Upkeep, file: &Path) -> Result<PackagePreview, Fault> {
    let path = full(file)?;
    Ok(desk.ask("preview_package", &PackageFile { path })?)
}

/// Takes a file in.
///
/// # Errors
/// What the file is refused for.
pub fn apply(desk: &mut Upkeep, file: &Path) -> Result<PackageDone, Fault> {
    let path = full(file)?;
    let done = desk.ask("apply_package", &PackageFile { path })?;
    desk.catch_up();
    Ok(done)
}

/// Takes a file back.
///
/// # Errors
/// What the desk refuses.
pub fn undo(desk: &mut Upkeep, id: &str, reason: &str) -> Result<PackageRow, Fault> {
    let wish = UndoPackage {
        id: id.to_owned(),
        reason: reason.to_owned(),
    };
    Ok(desk.ask("undo_package", &wish)?)
}

/// Shows how exchange stands with every desk.
///
/// # Errors
/// What the desk refuses.
pub fn board(desk: &mut Upkeep) -> Result<ExchangeBoard, Fault> {
    Ok(desk.ask("exchange_board", &Nothing {})?)
}

/// Returns the folder the desks of the hall share.
///
/// # Errors
/// A path that leads nowhere.
pub fn hall_folder(folder: &Path) -> Result<HallPlace, Fault> {
    Ok(HallPlace::Folder(full(folder)?.into()))
}

/// An object store as it is named on the command line; the secret never is.
#[derive(Debug, Clone, Copy)]
pub struct StoreLine<'a> {
    /// `https://host/bucket/prefix`.
    pub url: &'a str,
    pub region: &'a str,
    pub key_id: &'a str,
    /// An address of the local network may be spoken to without TLS.
    pub plain: bool,
}

/// Returns the object store the desks of the hall share.
///
/// # Errors
/// What is wrong with the address, the key or the secret.
pub fn hall_store(line: StoreLine<'_>, secret: String) -> Result<HallPlace, Fault> {
    let (scheme, rest) = line.url.split_once("://").unwrap_or_default();
    let mut parts = rest.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let store = Store {
        endpoint: format!("{scheme}://{}", next()),
        bucket: next(),
        prefix: next(),
        region: line.region.to_owned(),
        key_id: line.key_id.to_owned(),
        secret: secret.into(),
        plain: line.plain,
    };
    let checked = store.checked().map_err(fachuang_api::Refusal::from);
    let store = checked.map_err(Refused::from)?;
    Ok(HallPlace::Store(Box::new(store)))
}

/// Does one round through the place the desks of the hall share.
///
/// # Errors
/// `right.missing`, and what keeps the place from serving.
pub fn hall(desk: &mut Upkeep, place: &HallPlace) -> Result<HallState, Fault> {
    Ok(desk.hall_round(place)?)
}

/// The place of the hall may serve later as it was named: it is not reached, or full.
pub fn may_come_back(fault: &Fault) -> bool {
    const LATER: [&str; 3] = ["hall.place_missing", "hall.place_full", "hall.place_failed"];
    matches!(fault, Fault::Refused(refused) if LATER.contains(&refused.code.as_str()))
}

/// Lists the newest files.
///
/// # Errors
/// What the desk refuses.
pub fn packages(desk: &mut Upkeep) -> Result<PackageList, Fault> {
    let wish = ListPackages {
        device: String::new(),
        limit: LISTED,
    };
    Ok(desk.ask("list_packages", &wish)?)
}

/// Writes what another desk has not confirmed, with what was taken in from it. `to` is its device or the segment of its
/// site; it may be left out where there is only one.
///
/// # Errors
/// A desk that is not enrolled or not the only one meant, and what the export is refused for.
pub fn export(desk: &mut Upkeep, to: Option<&str>, folder: &Path) -> Result<ExportDone, Fault> {
    let board: ExchangeBoard = board(desk)?;
    let meant = |peer: &&PeerRow| {
        let named = to.is_none_or(|to| peer.device == to || peer.segment == to);
        named && peer.state == "enrolled"
    };
    let found: Vec<&PeerRow> = board.peers.iter().filter(meant).collect();
    let [peer] = found[..] else {
        let known: Vec<String> = board
            .peers
            .iter()
            .map(|peer| format!("{}（{}，{}）", peer.device, peer.segment, peer.site_name))
            .collect();
        return Err(Fault::Content(format!(
            "没有说清发给谁，用 --to 指明设备号或编号前缀。已登记的有：{}",
            known.join("、")
        )));
    };
    let wish = ExportPackage {
        device: peer.device.clone(),
        since: "confirmed".to_owned(),
        folder: full(folder)?,
    };
    Ok(desk.ask("export_package", &wish)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(url: &str) -> Result<HallPlace, Fault> {
        let line = StoreLine {
            url,
            region: "",
            key_id: "AKYC2026",
            plain: false,
        };
        hall_store(line, "geheim".to_owned())
    }

    #[test]
    fn a_store_is_named_by_address_bucket_and_prefix() {
        let HallPlace::Store(store) =
            store("https://oss.example.cn:9000/yunchuan/hall/yc").unwrap()
        else {
            panic!("a store");
        };
        assert_eq!(store.endpoint, "https://oss.example.cn:9000");
        assert_eq!((&*store.bucket, &*store.prefix), ("yunchuan", "hall/yc"));
    }

    #[test]
    fn a_file_under_a_passphrase_shows_its_manifest_to_whoever_has_it() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../envelope/tests/fixtures");
        let file = fixtures.join("v1-words.fcx");
        let shown = inspect_with(&file, "马 河 灯 山 书 伞 2026 法窗").unwrap();
        assert_eq!(
            (&shown["to"], &shown["number"]),
            (&json!("ZX.1.0"), &json!(12))
        );
        let manifest = &shown["manifest"];
        assert_eq!(manifest["capabilities"], json!(["fold.version-2"]));
        assert!(manifest["entries"].as_u64().unwrap() > 0, "{manifest}");
        let code = |file: &Path, words: &str| match inspect_with(file, words) {
            Err(Fault::Refused(refused)) => refused.code,
            other => panic!("{other:?}"),
        };
        let wrong = "package.wrong_passphrase";
        assert_eq!(code(&file, "马 河 灯 山 书 伞 2027 法窗"), wrong);
        assert_eq!(code(&file, "太短"), wrong);
        let keys = fixtures.join("v1-keys.fcx");
        assert_eq!(code(&keys, "马 河 灯 山 书 伞 2026 法窗"), "package.no_key");
    }

    #[test]
    fn what_is_missing_or_not_sealed_is_refused() {
        for (url, code) in [
            ("oss.example.cn/yunchuan/hall", "hall.store_address"),
            ("https://oss.example.cn", "hall.store_bucket"),
            ("https://oss.example.cn/yunchuan", "hall.store_prefix"),
            ("http://oss.example.cn/yunchuan/hall", "hall.store_plain"),
        ] {
            let Err(Fault::Refused(refused)) = store(url) else {
                panic!("{url}");
            };
            assert_eq!(refused.code, code, "{url}");
        }
    }
}
