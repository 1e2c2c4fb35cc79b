//! Passwords of the headless front: from a file, the environment or a prompt, never from an argument.

use std::path::Path;

use crate::Fault;

/// Environment variable that may hold the password.
pub const VARIABLE: &str = "FACHUANG_PASSWORD";

/// Environment variable that may hold the password of the second person.
pub const SECOND_VARIABLE: &str = "FACHUANG_SECOND_PASSWORD";

/// Returns the password: the first line of `file`, else the environment's, else what is typed at the prompt.
///
/// # Errors
/// [`Fault::Io`] when the file or the terminal cannot be read, [`Fault::Content`] when the password is empty.
pub fn obtain(file: Option<&Path>, environment: Option<String>) -> Result<String, Fault> {
    let password = match (file, environment) {
        (Some(file), _) => first_line(
            &std::fs::read_to_string(file)
                .map_err(Fault::io(format!("读取口令文件 {}", file.display())))?,
        ),
        (None, Some(given)) => given,
        (None, None) => {
            rpassword::prompt_password("口令：").map_err(Fault::io("从终端读取口令"))?
        }
    };
    if password.is_empty() {
        return Err(Fault::Content("口令为空。".to_owned()));
    }
    Ok(password)
}

/// Environment variable that may hold the secret of an object store.
pub const STORE_VARIABLE: &str = "FACHUANG_STORE_SECRET";

/// Returns the secret of an object store: the environment's, else what is typed at the prompt.
///
/// # Errors
/// [`Fault::Io`] when the terminal cannot be read.
pub fn store_secret(environment: Option<String>) -> Result<String, Fault> {
    match environment {
        Some(given) => Ok(given),
        None => rpassword::prompt_password("对象存储的访问密钥（Secret）：")
            .map_err(Fault::io("从终端读取访问密钥")),
    }
}

/// Environment variable that may hold the passphrase of an exchange file.
pub const PACKAGE_VARIABLE: &str = "FACHUANG_PACKAGE_PASSPHRASE";

/// Returns the passphrase of an exchange file: the environment's, else what is typed at the prompt.
///
/// # Errors
/// [`Fault::Io`] when the terminal cannot be read.
pub fn package_words(environment: Option<String>) -> Result<String, Fault> {
    match environment {
        Some(given) => Ok(given),
        None => rpassword::prompt_password("文件的口令：").map_err(Fault::io("从终端读取口令")),
    }
}

fn first_line(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_before_the_environment_and_only_its_first_line_counts() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("password");
        std::fs::write(&file, "\u{feff}门前大树 1\r\n第二行\n").unwrap();
        let found = obtain(Some(&file), Some("other".to_owned())).unwrap();
        assert_eq!(
            found, "门前大树 1",
            "a blank inside belongs to the password"
        );
        assert_eq!(obtain(None, Some("other".to_owned())).unwrap(), "other");
    }

    #[test]
    fn an_empty_password_is_not_tried() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("password");
        std::fs::write(&file, "\n").unwrap();
        assert!(matches!(obtain(Some(&file), None), Err(Fault::Content(_))));
        assert!(matches!(
            obtain(None, Some(String::new())),
            Err(Fault::Content(_))
        ));
        let missing = directory.path().join("none");
        assert!(matches!(
            obtain(Some(&missing), None),
            Err(Fault::Io { .. })
        ));
    }
}
