//! Where the project is, and running a command in it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Failure;

/// The project this task runner was built in.
#[derive(Debug)]
pub struct Project {
    /// Folder of the workspace.
    pub root: PathBuf,
    /// Folder of what Cargo builds.
    pub target: PathBuf,
}

impl Project {
    /// Finds the project.
    pub fn here() -> Self {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = package.ancestors().nth(2).unwrap_or(package).to_owned();
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |target| root.join(target));
        Self { root, target }
    }

    /// Returns the path of a program that Cargo builds in the development or the release profile.
    pub fn program(&self, name: &str, release: bool) -> PathBuf {
        let profile = if release { "release" } else { "debug" };
        let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        self.target.join(profile).join(name)
    }

    /// Shows a command and runs it in the project's folder.
    pub fn run(&self, command: &mut Command) -> Result<(), Failure> {
        command.current_dir(&self.root);
        let words: Vec<_> = std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(OsStr::to_string_lossy)
            .collect();
        let line = words.join(" ");
        println!("$ {line}");
        let status = command
            .status()
            .map_err(|error| Failure::new(format!("{line}: {error}")))?;
        if status.success() {
            return Ok(());
        }
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Err(Failure {
            message: format!("{line}: {status}"),
            code: code.unwrap_or(1),
        })
    }
}

/// Returns a Cargo command with these arguments.
pub fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments);
    command
}

/// Returns an npm command with these arguments, for the user interface.
pub fn npm<const N: usize>(arguments: [&str; N]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(["--prefix", "ui"]).args(arguments);
    command
}
