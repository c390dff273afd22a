//! What the shell does unasked, off the window's thread: it takes in the comments that arrive in the inbox, and has erased
//! what is private and old enough.

use crate::{
    events::{Teller, tell},
    ids,
    state::Shell,
};
use desk::{
    Quiet,
    comment::{Erase, ShowInbox, TakeInbox, erase, show_inbox, take_inbox},
    library::{Rest, back_up_unasked},
};
use model::{Kind, Result};
use serde::Serialize;
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// How often the inbox is looked into.
const LOOK_EVERY: Duration = Duration::from_secs(3);

/// How often what is private is looked through for what is old enough, in milliseconds.
const ERASE_EVERY: i64 = 86_400_000;

/// How often it is looked whether there is a pause in what is written.
const REST_EVERY: Duration = Duration::from_secs(1);

/// How long the window is left to who opened it before a backup is looked after, and how often that is done, in milliseconds.
const BACK_UP_AFTER: i64 = 120_000;
const BACK_UP_EVERY: i64 = 60_000;

/// What came in by the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Came {
    /// Comments that are new.
    added: i32,
    /// Files that are no comments, and were set aside.
    aside: usize,
}

/// What was done at one look.
#[derive(Default)]
struct Done {
    came: Option<Came>,
    erased: bool,
}

/// What is remembered from look to look.
#[derive(Debug, Clone, Default)]
struct Mind {
    /// When what is private was looked through last.
    erased_at: Option<i64>,
    /// The trouble that was told last, so that it is told once.
    trouble: String,
    /// The files that could not be read, nor set aside: they are still there at the next look.
    left: Vec<String>,
}

/// Does so until the window closes.
pub fn keep(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let mut mind = Mind::default();
        loop {
            // Before the first look too: whoever opens the window is shown the desk before anything is done in the library.
            tokio::time::sleep(LOOK_EVERY).await;
            let (with, mut had) = (app.clone(), mind.clone());
            let looked = tauri::async_runtime::spawn_blocking(move || {
                let done = look(&with.state::<Shell>(), &mut had);
                (done, had)
            });
            if let Ok((done, had)) = looked.await {
                mind = had;
                if done.erased || done.came.is_some() {
                    tell(&app, "changed", ());
                }
                if let Some(came) = done.came {
                    tell(&app, "inbox", came);
                }
            }
        }
    });
}

/// Has backups made while the window is open, beside all else: a large library takes its time. What keeps one from being made is
/// kept in the library for people to see.
pub fn back_up(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let pause = |ms: i64| Duration::from_millis(ms.unsigned_abs());
        tokio::time::sleep(pause(BACK_UP_AFTER)).await;
        loop {
            let with = app.clone();
            let made = tauri::async_runtime::spawn_blocking(move || {
                let shell = with.state::<Shell>();
                let teller = Teller::new(&with, "library_backup", &shell.jobs);
                back_up_unasked(&shell.desk, &shell.hand(&teller))
            });
            match made.await {
                Ok(Ok(true)) => tell(&app, "changed", ()),
                Ok(Ok(false)) | Err(_) => {}
                Ok(Err(error)) => tracing::warn!("no backup was made: {}", error.code),
            }
            tokio::time::sleep(pause(BACK_UP_EVERY)).await;
        }
    });
}

/// Puts what was written into the library's file in pauses, so that no act waits for that.
pub fn rest(app: AppHandle) {
    tauri::async_runtime::spawn(async move {
        let Ok(mut rest) = Rest::of(&app.state::<Shell>().desk) else {
            return;
        };
        loop {
            tokio::time::sleep(REST_EVERY).await;
            let (with, mut had) = (app.clone(), rest.clone());
            let looked = tauri::async_runtime::spawn_blocking(move || {
                let done = had.look(&with.state::<Shell>().desk);
                (done, had)
            });
            if let Ok((done, had)) = looked.await {
                rest = had;
                if let Err(error) = done {
                    tracing::warn!("the log was not put away: {}", error.code);
                }
            }
        }
    });
}

/// One look. What can't be done is told in the log and tried again.
fn look(shell: &Shell, mind: &mut Mind) -> Done {
    let mut done = Done::default();
    let now = ids::now().0;
    if mind.erased_at.is_none_or(|at| now - at >= ERASE_EVERY) {
        mind.erased_at = Some(now);
        match erase(&shell.desk, &shell.hand(&Quiet), Erase {}) {
            Ok(erased) => done.erased = erased > 0,
            Err(error) => tracing::warn!("what is private was not looked through: {}", error.code),
        }
    }
    match arrived(shell, &mut mind.left) {
        Ok(came) => {
            mind.trouble.clear();
            done.came = came;
        }
        Err(error) => {
            let trouble = error.to_string();
            if mind.trouble != trouble {
                tracing::warn!("the inbox was not taken in: {}", error.code);
                mind.trouble = trouble;
            }
        }
    }
    done
}

/// Takes in what arrived, as whoever sits here. Where they may not, or the desk is locked, it waits for who may.
fn arrived(shell: &Shell, left: &mut Vec<String>) -> Result<Option<Came>> {
    if shell.lock.shut().is_some() || shell.sitter().is_none() || shell.desk.is_shared() {
        return Ok(None);
    }
    let hand = shell.hand(&Quiet);
    if show_inbox(&shell.desk, &hand, ShowInbox {})?.waiting == 0 {
        return Ok(None);
    }
    match take_inbox(&shell.desk, &hand, TakeInbox::default()) {
        Ok(report) => {
            let names: Vec<String> = report.skipped.into_iter().map(|one| one.r#where).collect();
            let came = Came {
                added: report.added.comments,
                aside: names.iter().filter(|name| !left.contains(name)).count(),
            };
            *left = names;
            let told = came.added > 0 || came.aside > 0 || report.updated > 0;
            Ok(told.then_some(came))
        }
        Err(error) if error.kind == Kind::Refused && error.code == "wrong-role" => Ok(None),
        Err(error) => Err(error),
    }
}
