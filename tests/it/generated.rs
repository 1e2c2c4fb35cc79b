//! Generated files are as the code says.

use std::path::Path;

/// Set by `cargo xtask codegen` to write instead of compare.
const WRITE: &str = "FACHUANG_CODEGEN";

#[test]
fn the_types_of_the_user_interface_are_those_of_the_wire() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/shared/wire.ts");
    let expected = fachuang_api::typescript::typescript();
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &expected).unwrap();
    }
    let actual = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        actual == expected,
        "ui/src/shared/wire.ts is out of date: run `cargo xtask codegen`"
    );
}
