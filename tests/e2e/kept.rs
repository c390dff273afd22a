//! Nothing that the window showed as saved is lost: killed at any moment, or with no room left on the disk.

use crate::stage::{Newsroom, Window};
use rustix::process::{Signal, kill_process};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use thirtyfour::Key;

const WRITER: &str = "Marta Lind";
const TITLE: &str = "The bell of the school";

/// The lines of the text as they stand in the editor.
const LINES: &str =
    "[...document.querySelectorAll('[data-test=body] .cm-line')].map(line => line.textContent)";

/// A draft of two paragraphs, so that one can type in the midst of a text.
fn draft(newsroom: &Newsroom) {
    let file = newsroom.path("text.md");
    fs::write(&file, "The bell rang.\n\nNobody came.\n").unwrap();
    let file = file.to_str().unwrap();
    let new = ["article", "new", "--title", TITLE, "--file", file];
    newsroom.terminal(WRITER, &new);
}

/// The window with the draft open in it.
async fn open(newsroom: &Newsroom) -> Window {
    let window = Window::open(newsroom, WRITER).await;
    window.find("card").await;
    window.to_article(TITLE).await;
    let there = format!(
        "{LINES}.length > 2 && document.querySelector('[data-test=headline]').value === '{TITLE}'"
    );
    window.until(&there).await;
    window
}

async fn first_line(window: &Window) -> String {
    let lines = window.script(&format!("return {LINES}")).await;
    assert_eq!(lines[2], "Nobody came.", "what was not touched stays");
    lines[0].as_str().unwrap().to_owned()
}

/// Gives the text the focus as a key does, while the window has much to do, and leaves the cursor where it is.
async fn go_on(window: &Window) {
    let focus = "document.querySelector('[data-test=body] .cm-content').focus();
        for (const begun = Date.now(); Date.now() - begun < 400; );";
    window.script(focus).await;
}

fn rounds() -> u64 {
    let asked = std::env::var("COPYDESK_KILLS").ok();
    asked.map_or(8, |asked| asked.parse().expect("a number of rounds"))
}

/// A moment within the next second and a half that no run shares with another.
fn some_moment() -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Duration::from_millis(u64::from(now.subsec_nanos()) / 1_000 % 1_500)
}

#[tokio::test]
async fn killed_while_typing_all_that_was_shown_as_saved_is_back_with_the_cursor() {
    let newsroom = Newsroom::sample();
    draft(&newsroom);
    let mut window = open(&newsroom).await;
    // The first time one goes to the end of the first paragraph; after that one goes on where one was.
    go_on(&window).await;
    window.chord(&[Key::Control], char::from(Key::Home)).await;
    window.key(Key::End).await;
    for round in 0..rounds() {
        window.types(&format!(" Saved {round}.")).await;
        window
            .until("document.querySelector('[data-test=saved].good')")
            .await;
        let saved = first_line(&window).await;
        assert!(saved.ends_with(&format!(" Saved {round}.")), "{saved}");
        let more =
            " and on and on and on and on and on and on and on and on and on and on".repeat(3);
        let desktop = newsroom.desktop();
        let moment = some_moment();
        let kill = thread::spawn(move || {
            thread::sleep(moment);
            kill_process(desktop, Signal::KILL).unwrap();
        });
        // The window goes away in the midst of this.
        let typing = window.driver.action_chain().send_keys(&more);
        let _ = typing.perform().await;
        kill.join().unwrap();
        drop(window);
        window = open(&newsroom).await;
        let back = first_line(&window).await;
        let typed = format!("{saved}{more}");
        assert!(
            back.starts_with(&saved) && typed.starts_with(&back),
            "round {round}, killed after {moment:?}: “{saved}” was saved, “{back}” came back"
        );
        go_on(&window).await;
        window.types("~").await;
        let here = first_line(&window).await;
        assert_eq!(
            here,
            format!("{back}~"),
            "round {round}: the cursor is where it was"
        );
    }
    println!(
        "kills of the window while it is typed into: {}, lost 0",
        rounds()
    );
    window.close().await;
}

/// A small file system of its own; gone with the test.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// None where this test may not mount one.
    fn at(path: PathBuf) -> Option<Self> {
        fs::create_dir_all(&path).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=16m", "tmpfs"])
            .arg(&path);
        let mounted = mount.output().is_ok_and(|done| done.status.success());
        mounted.then_some(Self(path))
    }

    /// Leaves no room; gives the file that takes it.
    fn fill(&self) -> PathBuf {
        let filler = self.0.join("filler");
        let mut file = fs::File::create(&filler).unwrap();
        for size in [65_536, 4_096, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
        filler
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Leaves no page beside the library's file that a save could write over on a full disk.
fn empty_the_log(library: &Path) {
    let log = library.join("library.db-wal");
    for _ in 0..200 {
        let mut sqlite = Command::new("sqlite3");
        sqlite
            .arg(library.join("library.db"))
            .arg("PRAGMA wal_checkpoint(TRUNCATE)");
        let ran = sqlite.output().expect("sqlite3 is needed to empty a log");
        assert!(ran.status.success(), "{ran:?}");
        if fs::metadata(&log).unwrap().len() == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{} is not empty", log.display());
}

#[tokio::test]
async fn on_a_full_disk_the_window_says_so_and_saves_once_there_is_room() {
    let newsroom = Newsroom::empty();
    let Some(disk) = SmallDisk::at(newsroom.library()) else {
        eprintln!("not checked: a small disk can only be mounted as root");
        return;
    };
    newsroom.fill();
    draft(&newsroom);
    let window = open(&newsroom).await;
    go_on(&window).await;
    window.types("One. ").await;
    window.says("saved", "Saved").await;
    empty_the_log(&newsroom.library());
    let filler = disk.fill();
    window.types("Not a page is left for this. ").await;
    window.says("saved", "Not saved: The disk is full").await;
    let typed = first_line(&window).await;
    fs::remove_file(filler).unwrap();
    window.says("saved", "Saved").await;
    assert_eq!(first_line(&window).await, typed);
    drop(window);
    let window = open(&newsroom).await;
    assert_eq!(first_line(&window).await, typed);
    window.close().await;
}
