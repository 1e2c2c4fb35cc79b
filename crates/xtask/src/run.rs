//! `cargo xtask run`: builds the program and opens it, on a virtual screen if there is no other.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;

use crate::Failure;
use crate::project::{Project, cargo, npm};
use crate::setup;

/// How the program is opened.
#[derive(Debug, Args)]
pub struct Options {
    /// Opens a filled demonstration county instead of an own desk.
    #[arg(long)]
    demo: bool,
    /// Opens the desk in this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "demo")]
    data: Option<PathBuf>,
    /// Builds with all optimisations, which takes longer.
    #[arg(long)]
    release: bool,
    /// Without a display: ends after the picture of the first page is taken.
    #[arg(long)]
    once: bool,
}

/// Sets up, builds and opens the program.
pub fn run(project: &Project, options: &Options) -> Result<(), Failure> {
    setup::setup(project)?;
    project.run(&mut npm(["run", "build"]))?;
    build_window(project, options.release)?;
    let data = if options.demo {
        Some(demo_data(project)?)
    } else {
        options.data.clone()
    };

    let mut window = Command::new(project.program("fachuang-desktop", options.release));
    if let Some(data) = data {
        window.arg("--data").arg(data);
    }
    window.env("FACHUANG_FONTS", project.root.join("assets/fonts"));
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if has_display || !cfg!(target_os = "linux") {
        project.run(&mut window)
    } else {
        show_on_virtual_screen(project, &window, options.once)
    }
}

/// Builds the window with its pages inside, as every installer does.
pub fn build_window(project: &Project, release: bool) -> Result<(), Failure> {
    let mut build = cargo([
        "build",
        "-p",
        "fachuang-desktop",
        "--features",
        "custom-protocol",
    ]);
    if release {
        build.arg("--release");
    }
    project.run(&mut build)
}

/// Returns the folder of the demonstration county, filled once, and says how to sign in.
fn demo_data(project: &Project) -> Result<PathBuf, Failure> {
    let folder = project.target.join("demo");
    // Written last, so that a county that was filled only in part is filled again.
    let accounts = project.target.join("demo-accounts.txt");
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", folder.display()));
    if !accounts.exists() {
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(failed)?;
        }
        println!("正在生成演示数据 (filling the demonstration county)");
        let output = cargo([
            "run",
            "--quiet",
            "-p",
            "fachuang-cli",
            "--",
            "demo",
            "--data",
        ])
        .arg(&folder)
        .current_dir(&project.root)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(failed)?;
        if !output.status.success() {
            return Err(Failure::new(
                "fachuang demo could not fill the demonstration county",
            ));
        }
        fs::write(&accounts, &output.stdout).map_err(failed)?;
    }
    println!(
        "{}",
        fs::read_to_string(&accounts).map_err(failed)?.trim_end()
    );
    Ok(folder)
}

#[cfg(target_os = "linux")]
fn show_on_virtual_screen(project: &Project, window: &Command, once: bool) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    use std::time::Duration;

    use xtask::screen::VirtualScreen;

    const PATIENCE: Duration = Duration::from_secs(60);

    let failed = |error: std::io::Error| Failure::new(format!("virtual screen: {error}"));
    let frames = project.target.join("virtual-screen");
    let screen = VirtualScreen::start(&frames).map_err(failed)?;
    let mut session = Command::new("dbus-run-session")
        .arg("--")
        .arg(window.get_program())
        .args(window.get_args())
        .envs(
            window
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("DISPLAY", screen.display())
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .stdin(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(failed)?;

    let picture = screen.wait_for_page(PATIENCE).and_then(|picture| {
        let path = project.target.join("screenshots/first.png");
        picture.save(&path)?;
        Ok(path)
    });
    if let Ok(path) = &picture {
        println!(
            "没有显示器，窗口开在虚拟屏幕 {} 上 (no display: the window is on a virtual screen)",
            screen.display()
        );
        println!("截图 (screenshot): {}", path.display());
    }
    if once || picture.is_err() {
        let group = format!("-{}", session.id());
        // The session may have ended by itself, and then there is nothing to stop.
        let _ = Command::new("kill").args(["-TERM", "--", &group]).status();
        let _ = session.wait();
        return picture.map(drop).map_err(failed);
    }
    println!("按 Ctrl-C 结束 (Ctrl-C ends it)");
    let status = session.wait().map_err(failed)?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("fachuang-desktop: {status}")))
    }
}

#[cfg(not(target_os = "linux"))]
fn show_on_virtual_screen(_: &Project, _: &Command, _: bool) -> Result<(), Failure> {
    Err(Failure::new("a virtual screen is there on Linux only"))
}
