//! The program under test: its own screen, its own bus, its own data, driven by WebKitWebDriver.

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use xtask::screen::{USUAL_SIZE, VirtualScreen};

use crate::wire::Driver;

const BINARY: &str = "FACHUANG_E2E_BINARY";
const SCREENSHOTS: &str = "FACHUANG_SCREENSHOTS";
const POLL: Duration = Duration::from_millis(50);
/// Longest time for a program to come up or go down, and for a page to become what is waited for.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that outlives the program, so that a journey can start it again on the same data.
#[derive(Debug, Clone)]
pub struct Data {
    folder: Arc<TempDir>,
    /// Commands the program finds before those of the system.
    commands: Option<PathBuf>,
}

impl Data {
    /// Makes an empty folder; it is removed with the last value that names it.
    pub fn empty() -> Self {
        Self {
            folder: Arc::new(tempfile::tempdir().expect("a temporary folder")),
            commands: None,
        }
    }

    /// Makes an empty folder for a program that finds the commands of another folder first.
    pub fn with_commands(commands: &Path) -> Self {
        Self {
            commands: Some(commands.to_owned()),
            ..Self::empty()
        }
    }

    /// Returns the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The running program; dropped, it ends together with its screen and its driver.
#[derive(Debug)]
pub struct App {
    /// The open session.
    pub driver: Driver,
    /// Number of keys pressed since the start or since the count was last taken.
    pub keys_pressed: usize,
    /// First byte of the log that has not been read by `new_complaints`.
    log_read: usize,
    binary: PathBuf,
    driver_process: Child,
    // The order matters: the program goes before its screen, the screen before its folder.
    /// The screen its windows are on.
    pub screen: VirtualScreen,
    folder: TempDir,
}

impl App {
    /// Starts the program on a data folder, with further arguments if there are any.
    ///
    /// # Panics
    /// When `FACHUANG_E2E_BINARY` does not name a program.
    pub fn start_with(data: &Data, arguments: &[&str]) -> Self {
        Self::start_sized(data, arguments, USUAL_SIZE)
    }

    /// Starts the program on a screen of this width and height.
    ///
    /// # Panics
    /// When `FACHUANG_E2E_BINARY` does not name a program.
    pub fn start_sized(data: &Data, arguments: &[&str], size: (u32, u32)) -> Self {
        let binary = binary();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let screen =
            VirtualScreen::start_sized(&folder.path().join("screen"), size).expect("Xvfb starts");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let driver_process = start_driver(&folder, &screen, address, data.commands.as_deref());
        let mut driver = Driver::at(address);
        until("the driver is ready", || driver.is_ready().then_some(()));

        let mut words = vec!["--data", data.path().to_str().expect("a plain path")];
        words.extend(arguments);
        driver.open(&json!({
            "browserName": "wry",
            "webkitgtk:browserOptions": { "binary": binary, "args": words },
        }));
        Self {
            driver,
            keys_pressed: 0,
            log_read: 0,
            binary,
            driver_process,
            screen,
            folder,
        }
    }

    /// Starts the program on a data folder.
    pub fn start(data: &Data) -> Self {
        Self::start_with(data, &[])
    }

    /// Ends the program as a power cut would.
    pub fn kill(self) {
        let ids = self.program_ids();
        assert!(!ids.is_empty(), "the program runs");
        for id in &ids {
            signal("-KILL", &id.to_string());
        }
        until("the program is gone", || {
            self.program_ids().is_empty().then_some(())
        });
    }

    /// Returns the number of keys pressed and begins to count anew.
    pub fn take_key_count(&mut self) -> usize {
        std::mem::take(&mut self.keys_pressed)
    }

    /// Returns what the page has complained about since the last call: errors, warnings, refused content.
    pub fn new_complaints(&mut self) -> Vec<String> {
        let log = fs::read(self.folder.path().join("log")).unwrap_or_default();
        let whole_lines = log
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let fresh = String::from_utf8_lossy(&log[self.log_read..whole_lines]).into_owned();
        self.log_read = whole_lines;
        fresh
            .lines()
            .filter(|line| is_complaint(line))
            .map(str::to_owned)
            .collect()
    }

    /// Returns the folder for pictures of this run.
    pub fn screenshots(&self) -> PathBuf {
        std::env::var_os(SCREENSHOTS).map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots"),
            PathBuf::from,
        )
    }

    /// Returns the processes of the program that belong to this session.
    fn program_ids(&self) -> Vec<u32> {
        let group = self.driver_process.id().to_string();
        let processes = fs::read_dir("/proc").expect("a process table");
        processes
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter(|id: &u32| {
                let folder = PathBuf::from(format!("/proc/{id}"));
                let runs_binary =
                    fs::read_link(folder.join("exe")).is_ok_and(|program| program == self.binary);
                runs_binary && process_group(&folder).as_deref() == Some(group.as_str())
            })
            .collect()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.driver.close();
        signal("-TERM", &format!("-{}", self.driver_process.id()));
        // It was asked to end; a driver that ended before is as good.
        let _ = self.driver_process.wait();
    }
}

/// Waits until something is there, and returns it.
///
/// # Panics
/// When it is not there in good time.
pub fn until<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = found() {
            return value;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(POLL);
    }
}

fn binary() -> PathBuf {
    let path = std::env::var_os(BINARY)
        .map(PathBuf::from)
        .unwrap_or_else(|| {
            panic!(
                "{BINARY} must name the program to test; `cargo xtask test` builds it and sets this"
            )
        });
    path.canonicalize()
        .unwrap_or_else(|error| panic!("{BINARY} {}: {error}", path.display()))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound address").port()
}

/// Starts a driver in a process group of its own, away from the settings of whoever runs the tests.
fn start_driver(
    folder: &TempDir,
    screen: &VirtualScreen,
    address: SocketAddr,
    commands: Option<&Path>,
) -> Child {
    let log = File::create(folder.path().join("log")).expect("a log file");
    let mut driver = Command::new("dbus-run-session");
    driver
        .args(["--", "WebKitWebDriver"])
        .arg(format!("--port={}", address.port()))
        .env("DISPLAY", screen.display())
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
        .env("GDK_BACKEND", "x11")
        .env("NO_AT_BRIDGE", "1")
        .env("TZ", "Asia/Shanghai")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a second handle"))
        .stderr(log)
        .process_group(0);
    if let Some(commands) = commands {
        let usual = std::env::var("PATH").unwrap_or_default();
        driver.env("PATH", format!("{}:{usual}", commands.display()));
    }
    for name in [
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
    ] {
        let path = folder.path().join(name.to_lowercase());
        fs::create_dir_all(&path).expect("a private folder");
        driver.env(name, path);
    }
    driver
        .spawn()
        .expect("dbus-run-session and WebKitWebDriver are installed")
}

fn signal(name: &str, target: &str) {
    // Whoever is gone already need not be told.
    let _ = Command::new("kill")
        .args([name, "--", target])
        .stderr(Stdio::null())
        .status();
}

/// Returns the process group of a process, the fifth field of its `stat`.
fn process_group(folder: &Path) -> Option<String> {
    let stat = fs::read_to_string(folder.join("stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(") ")?;
    after_name.split(' ').nth(2).map(str::to_owned)
}

/// Tells whether a line of the log is something a page should not say.
fn is_complaint(line: &str) -> bool {
    let from_page = line.contains("CONSOLE ");
    from_page && (line.contains(" ERROR ") || line.contains(" WARN"))
}

#[test]
fn errors_and_refused_content_are_complaints_and_a_log_line_is_not() {
    let refused = "CONSOLE SECURITY ERROR Refused to apply a stylesheet";
    assert!(is_complaint(refused));
    assert!(is_complaint(
        "x.js:1:2: CONSOLE JS ERROR TypeError: undefined"
    ));
    assert!(!is_complaint("x.js:1:2: CONSOLE LOG hello"));
    assert!(!is_complaint("a warning of a library"));
}
