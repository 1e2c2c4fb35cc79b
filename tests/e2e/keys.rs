//! Names of keys as people write them, and the codes WebDriver has for them.

/// Returns the code of one key: `"F8"`, `"Enter"`, `"Alt"`, `"a"`.
///
/// # Panics
/// For a name that is neither in the table nor a single character.
pub fn code(name: &str) -> char {
    let named = match name {
        "Backspace" => '\u{e003}',
        "Tab" => '\u{e004}',
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Ctrl" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Esc" => '\u{e00c}',
        "Space" => ' ',
        "PgUp" => '\u{e00e}',
        "PgDn" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "Left" => '\u{e012}',
        "Up" => '\u{e013}',
        "Right" => '\u{e014}',
        "Down" => '\u{e015}',
        "Delete" => '\u{e017}',
        _ => '\0',
    };
    if named != '\0' {
        return named;
    }
    let number = name.strip_prefix('F').and_then(|rest| rest.parse().ok());
    if let Some(number @ 1..=12) = number {
        return char::from_u32(0xe030 + number).expect("a private use character");
    }
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => only,
        _ => panic!("no key is called {name:?}"),
    }
}

/// Returns the codes of a combination in the order they are pressed: `"Alt+1"`, `"Ctrl+Shift+z"`.
pub fn combination(keys: &str) -> Vec<char> {
    keys.split('+').map(code).collect()
}

#[test]
fn keys_have_the_codes_of_the_standard() {
    assert_eq!(code("F1"), '\u{e031}');
    assert_eq!(code("F12"), '\u{e03c}');
    assert_eq!(code("F"), 'F');
    assert_eq!(combination("Alt+1"), ['\u{e00a}', '1']);
}
