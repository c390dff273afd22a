//! Backups in the real window: made by one button, listed, and a library again by two. And a library in a synced folder, or where
//! nothing can be written, which is read there and worked in elsewhere.

use crate::stage::{Newsroom, Window, program};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// Opens the part of the library where backups are.
async fn part(window: &Window) {
    window.chord(&[thirtyfour::Key::Alt], '6').await;
    let part = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Backups'))";
    window.until(part).await;
    window.script(&format!("{part}.click()")).await;
    window.find("backup").await;
}

/// Waits for a window of its own over the library at `path`, and ends it: nobody drives that one.
async fn opened_beside(path: &Path) {
    for _ in 0..300 {
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let said = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let mut words = said.split(|byte| *byte == 0);
            let program = words.next().unwrap_or_default();
            let named = words.next() == Some(path.as_os_str().as_encoded_bytes());
            if named && program.ends_with(b"copydesk-desktop") {
                let id = entry.file_name().to_str().unwrap().parse().unwrap();
                let id = rustix::process::Pid::from_raw(id).unwrap();
                rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no window opened over {}", path.display());
}

/// The library at `path` is found whole by the terminal.
fn whole(path: &Path) {
    let mut check = Command::new(program("copydesk"));
    let check = check.arg("--library").arg(path).args(["library", "check"]);
    assert!(
        check.output().unwrap().status.success(),
        "{}",
        path.display()
    );
}

#[tokio::test]
async fn a_backup_is_made_by_one_button_and_a_library_again_by_two() {
    let newsroom = Newsroom::sample();
    let sealed = newsroom.path("monday.age");
    newsroom.answers(&[Some(&sealed)]);
    let window = Window::open(&newsroom, "Ana Reyes").await;
    window.find("palette").await;
    part(&window).await;
    window.says("no-backups", "Backups are listed here").await;
    window.click("backup-now").await;
    window
        .says("backup-row", "read back whole · nothing changed since")
        .await;
    assert!(window.reads().await.contains("Backed up to"));
    window.click("restore").await;
    window.click("dialog-do").await;
    window.says("told", "Restored to").await;
    let around = newsroom.library();
    let restored = fs::read_dir(around.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().contains("restored"))
        .unwrap();
    opened_beside(&restored).await;
    whole(&restored);
    // One that a passphrase seals.
    window.click("backup-seal").await;
    for name in ["passphrase-new", "passphrase-again"] {
        window.click(name).await;
        window.types("night ferry to the quay").await;
    }
    window.click("dialog-do").await;
    // A passphrase takes its time in a debug build: twice, since what was sealed is opened again.
    for _ in 0..600 {
        if sealed.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    window.says("backups", "sealed").await;
    assert!(
        fs::read(&sealed)
            .unwrap()
            .starts_with(b"age-encryption.org/v1\n")
    );
    // One that is deleted is asked about, since it can't be brought back.
    window.click("backup-remove").await;
    window.click("dialog-do").await;
    window
        .until("document.querySelectorAll('[data-test=backup-row]').length === 1")
        .await;
    window.close().await;
}

#[tokio::test]
async fn what_keeps_a_backup_from_being_made_is_said_with_what_to_do() {
    let newsroom = Newsroom::sample();
    let disk = newsroom.path("disk");
    fs::create_dir(&disk).unwrap();
    let folder = disk.to_str().unwrap();
    newsroom.terminal("Ana Reyes", &["library", "backups", "--folder", folder]);
    fs::remove_dir(&disk).unwrap();
    let window = Window::open(&newsroom, "Ana Reyes").await;
    window.find("palette").await;
    part(&window).await;
    window.click("backup-now").await;
    window.says("told", "is not there. Connect the disk").await;
    window.close().await;
}

#[tokio::test]
async fn a_library_in_a_synced_folder_is_read_there_and_worked_in_elsewhere() {
    let newsroom = Newsroom::sample();
    // Above it; what it is copied to is nowhere near.
    fs::create_dir(newsroom.library().parent().unwrap().join(".stfolder")).unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let here = elsewhere.path().join("here");
    newsroom.answers(&[Some(&here)]);
    let window = Window::open(&newsroom, "Marta Lind").await;
    window.says("shared", "Open to read only.").await;
    window.says("shared", "Syncthing").await;
    window.chord(&[thirtyfour::Key::Alt], '2').await;
    // A draft of one's own is no less closed, and nobody is told that somebody else may do here what nobody may.
    let draft = "[...document.querySelectorAll('[data-test=article-row]')].find(row => row.innerText.includes('lighthouse keepers'))";
    window.until(draft).await;
    window.script(&format!("{draft}.click()")).await;
    window.says("reading-only", "open to read only").await;
    assert!(!window.shows("submit").await);
    assert!(!window.shows("suggesting").await);
    window.chord(&[thirtyfour::Key::Control], 'n').await;
    window
        .until("!document.querySelector('dialog[open]')")
        .await;
    window.chord(&[thirtyfour::Key::Alt], '6').await;
    window.says("signature", "Not sealed").await;
    assert!(!window.shows("seal").await);
    window.click("settle").await;
    window.click("settle-choose").await;
    window.says("settle-into", "here").await;
    window.click("dialog-do").await;
    window.says("told", "work there from now on").await;
    opened_beside(&here).await;
    whole(&here);
    window.close().await;
}

/// A folder that can't be written, even by who may do anything; none where this test may not mount one.
struct Sealed(PathBuf);

impl Sealed {
    fn over(path: PathBuf) -> Option<Self> {
        let mount = |options: &[&str]| {
            let mut mount = Command::new("mount");
            let ended = mount.args(options).arg(&path).output();
            ended.is_ok_and(|done| done.status.success())
        };
        let bound = mount(&["--bind", path.to_str().unwrap()]);
        let sealed = bound.then(|| mount(&["-o", "remount,bind,ro"]))?;
        sealed.then_some(Self(path))
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

#[tokio::test]
async fn a_library_that_cannot_be_written_is_read_there_and_worked_in_elsewhere() {
    let newsroom = Newsroom::sample();
    let elsewhere = tempfile::tempdir().unwrap();
    let here = elsewhere.path().join("here");
    newsroom.answers(&[Some(&here)]);
    let Some(_sealed) = Sealed::over(newsroom.library()) else {
        eprintln!("not checked: a folder can only be mounted as root");
        return;
    };
    let window = Window::open(&newsroom, "Marta Lind").await;
    window
        .says("shared", "This library is in a place that can’t be written")
        .await;
    assert!(
        !window
            .find("shared")
            .await
            .text()
            .await
            .unwrap()
            .contains("Two computers")
    );
    window.chord(&[thirtyfour::Key::Alt], '2').await;
    window.find("article-row").await;
    part(&window).await;
    window
        .says("backups-shared", "a library that can’t be written")
        .await;
    window.click("settle").await;
    window.click("settle-choose").await;
    window.says("settle-into", "here").await;
    window.click("dialog-do").await;
    window.says("told", "work there from now on").await;
    opened_beside(&here).await;
    whole(&here);
    window.close().await;
}

#[tokio::test]
async fn a_damaged_library_says_what_was_found_and_names_both_ways_back() {
    let newsroom = Newsroom::sample();
    let file = newsroom.library().join("library.db");
    let mut bytes = fs::read(&file).unwrap();
    let entry = br#""because":"submitted""#;
    let at = bytes
        .windows(entry.len())
        .position(|one| one == entry)
        .unwrap();
    bytes[at + 12] ^= 1;
    fs::write(&file, bytes).unwrap();
    let window = Window::open(&newsroom, "Ana Reyes").await;
    window.find("go-library").await;
    part(&window).await;
    let care = "[...document.querySelectorAll('[data-test=library-row]')].find(row => row.innerText.includes('Key and care'))";
    window.script(&format!("{care}.click()")).await;
    window.tab_to("check-library").await;
    window.key(thirtyfour::Key::Enter).await;
    window
        .says("library-checked", "The library is damaged")
        .await;
    window.says("library-faults", "journal/").await;
    let command = format!(
        "copydesk --library '{}' library repair",
        newsroom.library().display()
    );
    window.says("damaged-command", &command).await;
    // It could not be pressed while it looked, and one is at it still.
    window
        .until("document.activeElement?.dataset.test === 'check-library'")
        .await;
    window.tab_to("damaged-backups").await;
    window.key(thirtyfour::Key::Enter).await;
    window.find("backup-now").await;
    window.close().await;
}
