//! What a test of the window stands on: a fresh sample newsroom in a folder of its own, a display, and the driver
//! with the one window it opens. All of it ends with the test.

use std::{
    io::Read,
    net::{TcpListener, TcpStream},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use thirtyfour::{Capabilities, WebDriver};

/// The folder that holds the programs: this test's own build.
fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().and_then(Path::parent).unwrap().to_owned()
}

/// A program of this build.
pub fn program(name: &str) -> PathBuf {
    let path = programs().join(name);
    assert!(
        path.exists(),
        "{} is not built: run ./dev test, or cargo build --workspace --bins",
        path.display()
    );
    path
}

/// A tool from the person's path or Cargo's.
pub fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let cargo = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo/bin"));
    let found = std::env::split_paths(&path)
        .chain(cargo)
        .map(|dir| dir.join(name))
        .find(|file| file.exists());
    found.unwrap_or_else(|| panic!("{name} is not installed: ./dev test installs it"))
}

/// A folder of its own for one test: library, home, answers of the dialogs.
pub struct Newsroom {
    dir: tempfile::TempDir,
}

impl Newsroom {
    /// The sample newsroom, fresh.
    pub fn sample() -> Self {
        let newsroom = Self::empty();
        newsroom.fill();
        newsroom
    }

    /// Makes the sample newsroom where there is no library yet.
    pub fn fill(&self) {
        let made = Command::new(program("copydesk"))
            .arg("init")
            .arg(self.library())
            .arg("--sample")
            .output();
        let made = made.unwrap();
        assert!(
            made.status.success(),
            "init: {}",
            String::from_utf8_lossy(&made.stderr)
        );
    }

    /// An empty folder where nothing has been made yet.
    pub fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    /// The library's folder.
    pub fn library(&self) -> PathBuf {
        self.path("library")
    }

    /// A path in the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Lets the dialogs answer with these paths, in order; none is a dialog that was closed.
    pub fn answers(&self, paths: &[Option<&Path>]) {
        let lines: Vec<_> = paths
            .iter()
            .map(|path| serde_json::json!(path).to_string())
            .collect();
        std::fs::write(self.path("answers"), lines.join("\n")).unwrap();
    }

    /// What the terminal prints for `args`, as JSON.
    pub fn terminal(&self, person: &str, args: &[&str]) -> serde_json::Value {
        let mut command = Command::new(program("copydesk"));
        command
            .arg("--library")
            .arg(self.library())
            .args(["--json", "--as", person])
            .args(args);
        let done = command.output().unwrap();
        assert!(
            done.status.success(),
            "{args:?}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        serde_json::from_slice(&done.stdout).unwrap()
    }

    /// Runs the terminal as nobody.
    pub fn terminal_alone(&self, args: &[&str]) {
        let done = Command::new(program("copydesk")).args(args).output();
        let done = done.unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{args:?}: {said}");
    }

    /// The process of the window that is open on this library.
    pub fn desktop(&self) -> rustix::process::Pid {
        let library = format!("COPYDESK_LIBRARY={}", self.library().display());
        let exe = program("copydesk-desktop").canonicalize().unwrap();
        let ours = |process: &Path| {
            let around = std::fs::read(process.join("environ")).unwrap_or_default();
            std::fs::read_link(process.join("exe")).is_ok_and(|runs| runs == exe)
                && around
                    .split(|byte| *byte == 0)
                    .any(|pair| pair == library.as_bytes())
        };
        let found = std::fs::read_dir("/proc")
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|process| ours(process))
            .expect("a window is open");
        let id = found.file_name().unwrap().to_str().unwrap().parse();
        rustix::process::Pid::from_raw(id.unwrap()).unwrap()
    }

    /// What every program of the test sees of the world.
    pub fn surround(&self, command: &mut Command, person: &str) {
        command
            .env("HOME", self.dir.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("COPYDESK_LIBRARY", self.library())
            .env("COPYDESK_ANSWERS", self.path("answers"))
            .env("GDK_BACKEND", "x11")
            .env("GTK_THEME", "Adwaita")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("COPYDESK_PERSON");
        if !person.is_empty() {
            command.env("COPYDESK_PERSON", person);
        }
    }
}

/// A display to open windows on: the one there is, else a virtual one.
pub struct Display {
    name: String,
    own: Option<Child>,
}

impl Display {
    /// The display, ready to be drawn on.
    pub fn get() -> Self {
        if let Some(name) = std::env::var("DISPLAY")
            .ok()
            .filter(|name| !name.is_empty())
        {
            return Self { name, own: None };
        }
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1280x800x24",
            "-nolisten",
            "tcp",
            // Else it starts anew when its last window goes, and breaks the connection of one that opens just then.
            "-noreset",
        ]);
        let mut own = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is not installed");
        let (mut number, mut byte) = (String::new(), [0]);
        let out = own.stdout.as_mut().unwrap();
        while out.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
            number.push(char::from(byte[0]));
        }
        Self {
            name: format!(":{number}"),
            own: Some(own),
        }
    }

    /// Its name, for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own {
            let _ = own.kill();
            let _ = own.wait();
        }
    }
}

/// The open window of a test.
pub struct Window {
    /// The driver's session with it.
    pub driver: WebDriver,
    group: Child,
    display: Display,
}

impl Window {
    /// Opens the window on the newsroom's library, with `person` at it.
    pub async fn open(newsroom: &Newsroom, person: &str) -> Self {
        Self::open_by(newsroom, person, &program("copydesk-desktop")).await
    }

    /// The same, by a program that starts it.
    pub async fn open_by(newsroom: &Newsroom, person: &str, by: &Path) -> Self {
        let display = Display::get();
        let port = free_port();
        let mut command = Command::new(tool("dbus-run-session"));
        command
            .arg("--")
            .arg(tool("WebKitWebDriver"))
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            // Without it the window can't be driven.
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        newsroom.surround(&mut command, person);
        let log = std::fs::File::create(newsroom.path("window.log")).unwrap();
        command
            .env("DISPLAY", display.name())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        // Its own group, since ending the first of them leaves the driver and the window alive.
        let group = command.process_group(0).spawn().unwrap();
        let mut wanted = Capabilities::new();
        let window = serde_json::json!({"binary": by, "args": []});
        wanted.set("webkitgtk:browserOptions", window).unwrap();
        let started = Ended(Some(group));
        wait_for(port, "WebKitWebDriver");
        let session = WebDriver::builder(format!("http://127.0.0.1:{port}"), wanted);
        let driver = session
            .request_timeout(Duration::from_secs(60))
            .connect()
            .await;
        let driver = driver.unwrap_or_else(|cause| {
            panic!(
                "no window: {cause}\n{}",
                std::fs::read_to_string(newsroom.path("window.log")).unwrap_or_default()
            )
        });
        driver
            .set_script_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        Self {
            driver,
            group: started.keep(),
            display,
        }
    }

    /// The display that it is on, as `DISPLAY` names it.
    pub fn display(&self) -> &str {
        self.display.name()
    }

    /// Closes the window and its driver.
    pub async fn close(self) {
        self.driver.clone().quit().await.unwrap();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // The driver ends with its group; asking it to end the session first would wait for an answer in vain.
        let _ = self.driver.clone().leak();
        end(&mut self.group);
    }
}

/// A group that is ended unless it is kept: for the time until the window is there.
pub struct Ended(pub Option<Child>);

impl Ended {
    /// The group, to be ended by who takes it.
    pub fn keep(mut self) -> Child {
        self.0.take().unwrap()
    }
}

impl Drop for Ended {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            end(child);
        }
    }
}

/// Ends a child with its whole process group.
fn end(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
    }
    let _ = child.wait();
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    let bound = TcpListener::bind("127.0.0.1:0").unwrap();
    bound.local_addr().unwrap().port()
}

/// Waits until `what` listens on `port`.
pub fn wait_for(port: u16, what: &str) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{what} did not start"
        );
        thread::sleep(Duration::from_millis(20));
    }
}
