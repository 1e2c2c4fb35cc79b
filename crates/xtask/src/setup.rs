//! Installs what this project needs and the machine does not have.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::Failure;
use crate::project::{Project, npm};

const RUST: Version = (1, 90);
const NODE: Version = (20, 19);

/// What the build, the window and the end-to-end tests need on Debian 12, Ubuntu 22.04 and their relatives.
const DEBIAN_PACKAGES: &[&str] = &[
    "build-essential",
    "pkg-config",
    "perl",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "cups-client",
    "xvfb",
    "dbus",
    "webkit2gtk-driver",
    "poppler-utils",
    "fonts-noto-cjk",
];

type Version = (u32, u32);

/// Checks the tools and installs packages and page modules; quick when nothing is missing.
pub fn setup(project: &Project) -> Result<(), Failure> {
    check_tool(
        "Rust",
        "rustc",
        RUST,
        "请用 rustup 安装或升级：rustup update stable",
        "install or update with rustup: rustup update stable",
    )?;
    check_tool(
        "Node.js",
        "node",
        NODE,
        "请安装 Node.js 20.19 或更新版本（含 npm）",
        "install Node.js 20.19 or newer, with npm",
    )?;
    system_packages(project)?;
    page_modules(project)
}

fn check_tool(
    name: &str,
    program: &str,
    least: Version,
    advice_zh: &str,
    advice_en: &str,
) -> Result<(), Failure> {
    let found = says(Command::new(program).arg("--version")).and_then(|text| version(&text));
    if found.is_some_and(|found| found >= least) {
        return Ok(());
    }
    let found = found.map_or_else(
        || "没有找到 (not found)".to_owned(),
        |(major, minor)| format!("{major}.{minor}"),
    );
    Err(Failure::new(format!(
        "需要 {name} {}.{} 或更新版本，本机：{found}。{advice_zh}\n\
         {name} {}.{} or newer is needed, this machine has: {found}. To go on, {advice_en}",
        least.0, least.1, least.0, least.1
    )))
}

/// Returns the first `major.minor` in what a tool says about itself.
fn version(text: &str) -> Option<Version> {
    text.split(|c: char| c.is_whitespace())
        .map(|word| word.trim_start_matches('v'))
        .find_map(|word| {
            let mut parts = word.split('.');
            Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
        })
}

fn system_packages(project: &Project) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !Path::new("/usr/bin/apt-get").exists() {
        return other_linux();
    }
    let listed = says(
        Command::new("dpkg-query")
            .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
            .args(DEBIAN_PACKAGES),
    );
    let missing = missing_packages(DEBIAN_PACKAGES, &listed.unwrap_or_default());
    if missing.is_empty() {
        return Ok(());
    }
    println!("缺少系统软件包 (missing packages): {}", missing.join(" "));
    let Some(prefix) = administrator() else {
        return Err(Failure::new(format!(
            "请以管理员身份运行后重试 (run this as an administrator, then try again):\n  \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
            missing.join(" ")
        )));
    };
    let apt = |arguments: &[&str]| {
        let mut words = prefix.to_vec();
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .args(arguments)
            .stdin(Stdio::null());
        command
    };
    project.run(&mut apt(&["update", "-qq"]))?;
    project.run(apt(&["install", "-y", "-qq", "--no-install-recommends"]).args(&missing))
}

/// Returns the packages that `dpkg-query` does not list as installed.
fn missing_packages(wanted: &[&'static str], listed: &str) -> Vec<&'static str> {
    let installed = |name: &str| {
        listed
            .lines()
            .any(|line| line == format!("{name} installed"))
    };
    wanted
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect()
}

/// Returns the words to put before a command that needs the administrator, if this user may run one unasked.
fn administrator() -> Option<&'static [&'static str]> {
    if says(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    says(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}

fn other_linux() -> Result<(), Failure> {
    let has_web_view =
        says(Command::new("pkg-config").args(["--print-errors", "--exists", "webkit2gtk-4.1"]));
    if has_web_view.is_some() {
        return Ok(());
    }
    Err(Failure::new(
        "本系统没有 apt-get，请用系统自带的包管理器安装：C 编译器、make、perl、pkg-config、\
         webkit2gtk 4.1、gtk 3、librsvg 2 的开发包，以及 cups 客户端；端到端测试另需 Xvfb、dbus、\
         WebKitWebDriver、poppler-utils 和一套中文字体。\n\
         This system has no apt-get. Install with its own package manager: a C compiler, make, perl, pkg-config, \
         the development packages of webkit2gtk 4.1, gtk 3 and librsvg 2, and the CUPS client; \
         the end-to-end tests also need Xvfb, dbus, WebKitWebDriver, poppler-utils and a Chinese font.",
    ))
}

/// Installs the page's modules when they are missing or older than the lock file.
fn page_modules(project: &Project) -> Result<(), Failure> {
    let ui = project.root.join("ui");
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    let locked = changed(&ui.join("package-lock.json"));
    if installed.is_some() && installed >= locked {
        return Ok(());
    }
    project.run(npm(["ci", "--no-audit", "--no-fund"]).stdin(Stdio::null()))
}

/// Returns what a command prints; `None` when it is missing or fails.
fn says(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    // A list with unknown names fails and still names those that are known.
    let is_list = command.get_program() == "dpkg-query";
    (output.status.success() || is_list)
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_found_in_what_a_tool_says() {
        assert_eq!(
            version("rustc 1.95.0 (f2d3ce0bd 2026-03-21)"),
            Some((1, 95))
        );
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("no version here"), None);
    }

    #[test]
    fn a_removed_package_whose_settings_are_left_counts_as_missing() {
        let listed = "xvfb installed\nperl config-files\n";
        assert_eq!(
            missing_packages(&["xvfb", "perl", "dbus"], listed),
            ["perl", "dbus"]
        );
    }
}
