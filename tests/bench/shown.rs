//! How long the window takes from the start of its program until all of it is on the display, and how much memory it
//! holds then, beside a window with nothing in it. `shown open LIBRARY PERSON SIZE TIMES` and `shown idle LIBRARY PERSON`;
//! `./dev bench` runs this. The display is a virtual one whose picture is a file, so that looking at it takes no time, and
//! the window is shown from the first picture on that hardly differs from the one that stays.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement that can't go on says so by failing"
)]

#[path = "told.rs"]
#[allow(dead_code, reason = "its other ways to tell are for others")]
mod told;

use serde_json::json;
use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use told::series;

/// How long between two looks at the display, and for how long nothing may change until it is taken to stay.
const LOOK: Duration = Duration::from_millis(5);
const STILL: Duration = Duration::from_millis(1500);
/// How long it may take at most.
const LONG: Duration = Duration::from_secs(60);
/// How many of a thousand points may still change, as a cursor does that blinks.
const HARDLY: usize = 2;
/// Of the picture every so manieth point is looked at.
const EVERY: usize = 7;
/// After how long the memory is looked at.
const IDLE: Duration = Duration::from_secs(15);

/// A display of our own.
struct Display {
    dir: tempfile::TempDir,
    name: String,
    server: Child,
}

impl Display {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp", "-noreset", "-fbdir"])
            .arg(dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is not installed");
        let (mut number, mut byte) = (String::new(), [0]);
        let out = server.stdout.as_mut().unwrap();
        while out.read(&mut byte).unwrap() == 1 && byte != *b"\n" {
            number.push(char::from(byte[0]));
        }
        let name = format!(":{number}");
        Self { dir, name, server }
    }

    /// Some points of what is on it.
    fn look(&self) -> Vec<u32> {
        let file = fs::read(self.dir.path().join("Xvfb_screen0")).unwrap();
        let points = file.as_chunks::<4>().0.iter().step_by(EVERY);
        points.map(|point| u32::from_le_bytes(*point)).collect()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A program with a window, in a process group of its own.
struct Running(Child);

impl Running {
    fn start(display: &Display, program: &Path, home: &Path, library: (&str, &str)) -> Self {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &display.name)
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("COPYDESK_LIBRARY", library.0)
            .env("COPYDESK_PERSON", library.1)
            .env("GDK_BACKEND", "x11")
            .env("GTK_THEME", "Adwaita")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        Self(command.spawn().unwrap())
    }

    /// Its processes: itself, and what it started.
    fn processes(&self) -> Vec<u32> {
        let mut parents = BTreeMap::new();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let id = entry.file_name().to_string_lossy().parse::<u32>();
            let stat = fs::read_to_string(entry.path().join("stat"));
            if let (Ok(id), Ok(stat)) = (id, stat) {
                // After the name, which may hold anything: its state, then its parent.
                let rest = stat.rsplit(')').next().unwrap_or_default();
                let parent = rest.split_whitespace().nth(1).unwrap_or_default();
                parents.insert(id, parent.parse::<u32>().unwrap_or_default());
            }
        }
        let mut all = vec![self.0.id()];
        let mut at = 0;
        while at < all.len() {
            let children = parents.iter().filter(|(_, parent)| **parent == all[at]);
            let children: Vec<u32> = children.map(|(id, _)| *id).collect();
            all.extend(children);
            at += 1;
        }
        all
    }

    /// Its memory in megabytes: with its part of what it shares, and what is its own alone.
    fn memory(&self) -> (f64, f64) {
        let (mut all, mut own) = (0.0, 0.0);
        for id in self.processes() {
            let told = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
            for line in told.lines() {
                let mut words = line.split_whitespace();
                let name = words.next().unwrap_or_default();
                let size: f64 = words.next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
                match name {
                    "Pss:" => all += size / 1024.0,
                    "Private_Clean:" | "Private_Dirty:" => own += size / 1024.0,
                    _ => {}
                }
            }
        }
        (all, own)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = i32::try_from(self.0.id()).ok();
        if let Some(group) = group.and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
        let _ = self.0.wait();
    }
}

/// Starts a program and gives it with the time until all of its window is shown.
fn shown(display: &Display, program: &Path, home: &Path, library: (&str, &str)) -> (Running, f64) {
    let blank = display.look();
    let begun = Instant::now();
    let running = Running::start(display, program, home, library);
    let mut looks: Vec<(Duration, Vec<u32>)> = vec![];
    let mut last = blank.clone();
    while begun.elapsed() < LONG {
        let (at, look) = (begun.elapsed(), display.look());
        if differs(&look, &last) > 0 {
            last.clone_from(&look);
            looks.push((at, look));
        }
        let since = looks.last().map(|(since, _)| *since);
        if since.is_some_and(|since| at - since > STILL) && differs(&last, &blank) > HARDLY {
            break;
        }
        std::thread::sleep(LOOK);
    }
    let stays = last;
    let from = looks
        .iter()
        .rposition(|(_, look)| differs(look, &stays) > HARDLY)
        .map_or(0, |before| before + 1);
    let (at, _) = looks.get(from).expect("nothing was shown");
    (running, at.as_secs_f64() * 1000.0)
}

/// In how many of a thousand points two pictures differ.
fn differs(a: &[u32], b: &[u32]) -> usize {
    let points = a.iter().zip(b).filter(|(a, b)| a != b).count();
    (points * 1000).div_ceil(a.len().max(1))
}

/// A program of this build.
fn program(name: &str) -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.parent().and_then(Path::parent).unwrap().join(name);
    assert!(path.exists(), "{} is not built", path.display());
    path
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let home = tempfile::tempdir().unwrap();
    let both = [
        ("ours", program("copydesk-desktop")),
        ("empty window", program("examples/empty")),
    ];
    match args[..] {
        ["open", library, person, size, times] => {
            let size = size.parse().unwrap();
            for _ in 0..times.parse::<usize>().unwrap() {
                for (whose, program) in &both {
                    let display = Display::new();
                    let (running, took) = shown(&display, program, home.path(), (library, person));
                    series("open", size, whose, "ms", &json!([took]));
                    drop(running);
                }
            }
        }
        ["idle", library, person] => {
            for _ in 0..3 {
                for (whose, program) in &both {
                    let display = Display::new();
                    let (running, _) = shown(&display, program, home.path(), (library, person));
                    std::thread::sleep(IDLE);
                    let (all, own) = running.memory();
                    series("idle", 1, whose, "MB", &json!([all]));
                    series("idle-private", 1, whose, "MB", &json!([own]));
                }
            }
        }
        _ => panic!("shown open LIBRARY PERSON SIZE TIMES, or idle LIBRARY PERSON"),
    }
}
