//! The folder in which comments arrive, file by file, as a form's handler drops them: taken in and deleted, since they are
//! private; what can't be read is set aside, with the reason, and stands in nobody's way.

use super::import::{Taking, files_in};
use crate::{Act, Desk, Hand, ImportReport, InboxView, Skipped};
use model::{Error, Kind, Result, person::Role};
use serde::Deserialize;
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

/// The folder within it that what can't be read is moved to.
pub(super) const ASIDE: &str = "set-aside";
/// How many files are taken in at once.
const MOST: usize = 1000;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct ShowInbox {}

/// The folder, and how much is in it.
///
/// # Errors
/// System errors.
pub fn show_inbox(desk: &Desk, _: &Hand, _: ShowInbox) -> Result<InboxView> {
    let Some(folder) = desk.store.read(store::comment::inbox)? else {
        return Ok(InboxView {
            folder: None,
            waiting: 0,
            aside: vec![],
            trouble: None,
        });
    };
    let dir = Path::new(&folder);
    let (waiting, trouble) = match files_in(dir) {
        Ok(files) => (files.iter().filter(|file| is_comment(file)).count(), None),
        Err(error) => (0, Some(error.message)),
    };
    let aside = files_in(&dir.join(ASIDE)).unwrap_or_default();
    Ok(InboxView {
        waiting: i32::try_from(waiting).unwrap_or(i32::MAX),
        aside: aside
            .iter()
            .filter(|file| is_comment(file))
            .take(100)
            .map(|file| name(file))
            .collect(),
        folder: Some(folder),
        trouble,
    })
}

fn is_comment(file: &Path) -> bool {
    file.extension()
        .is_some_and(|end| end.eq_ignore_ascii_case("json"))
}

fn name(file: &Path) -> String {
    file.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Which folder; none for none any more.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SetInbox {
    pub folder: Option<String>,
}

/// Names the folder in which comments arrive on this machine.
///
/// # Errors
/// `wrong-role`, `not-a-folder`; system errors.
pub fn set_inbox(desk: &Desk, hand: &Hand, ask: SetInbox) -> Result<Act> {
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let folder = match &ask.folder {
        Some(folder) => {
            let path = std::path::absolute(folder)
                .map_err(|cause| Error::io(Path::new(folder), &cause))?;
            if !path.is_dir() {
                return Err(Error::unreadable(
                    "not-a-folder",
                    format!("{} is no folder.", path.display()),
                )
                .hint("Name the folder that the form’s handler writes to."));
            }
            Some(path.to_string_lossy().into_owned())
        }
        None => None,
    };
    desk.store
        .local(|db| store::comment::keep_inbox(db, folder.as_deref()))?;
    Ok(Act {
        words: match &folder {
            Some(folder) => format!("Comments arrive in {folder}"),
            None => "No folder is watched any more".into(),
        },
        undo: false,
    })
}

/// From which folder; from the one that is watched without one.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct TakeInbox {
    pub folder: Option<String>,
}

/// Takes in what arrived, and deletes the files of what is safe in the library. What can't be read is moved aside and named.
///
/// # Errors
/// `wrong-role`, `no-inbox`; system errors.
pub fn take_inbox(desk: &Desk, hand: &Hand, ask: TakeInbox) -> Result<ImportReport> {
    desk.admit(hand)?;
    let kept = desk.store.read(|db| {
        hand.must(db, &[Role::Moderator])?;
        store::comment::inbox(db)
    })?;
    let Some(folder) = ask.folder.or(kept) else {
        return Err(
            Error::usage("no-inbox", "No folder is named in which comments arrive.")
                .hint("`copydesk comment inbox DIR` names one."),
        );
    };
    let dir = PathBuf::from(folder);
    let mut files = files_in(&dir)?;
    files.retain(|file| is_comment(file));
    files.truncate(MOST);
    if !files.is_empty() {
        super::learned::keep_up(desk, false)?;
    }
    // It is nobody's act: the files are deleted once they are taken in, so that taking it back would lose what readers wrote,
    // and whoever undoes their last act means another.
    let mut taking = Taking::new(desk, hand, None);
    let (mut taken, mut aside) = (vec![], vec![]);
    for file in files {
        let bytes = match whole(&file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind == Kind::System => {
                aside.push(Skipped {
                    r#where: name(&file),
                    why: error.message,
                });
                continue;
            }
            // Whoever put it there took it away again.
            Err(error) if error.code == "not-found" => continue,
            Err(error) => {
                aside.push(set_aside(&dir, &file, &error));
                continue;
            }
        };
        match taking.dropped(&file, &bytes) {
            Ok(()) => taken.push(file),
            Err(error) if error.kind == Kind::Unreadable => {
                aside.push(set_aside(&dir, &file, &error));
            }
            Err(error) => return Err(error),
        }
    }
    let mut report = taking.end()?;
    // Only now, when all of it is in the library for good.
    for file in taken {
        match std::fs::remove_file(&file) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => aside.push(Skipped {
                r#where: name(&file),
                why: format!("It was taken, but stays there: {cause}."),
            }),
            _ => {}
        }
    }
    report.skipped.splice(0..0, aside);
    Ok(report)
}

/// A file's bytes, up to a little more than a comment may have.
fn whole(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    File::open(file)
        .map_err(|cause| Error::io(file, &cause))?
        .take(intake::comments::INBOX_LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::io(file, &cause))?;
    Ok(bytes)
}

/// Moves a file aside, with the reason beside it. Where that can't be done it stays, named, and in nobody's way.
fn set_aside(dir: &Path, file: &Path, error: &Error) -> Skipped {
    let moved = match move_aside(dir, file, &error.message) {
        Ok(()) => format!("It was moved to {ASIDE}."),
        Err(cause) => format!("It could not be moved to {ASIDE}: {cause}."),
    };
    Skipped {
        r#where: name(file),
        why: format!("{} {moved}", error.message),
    }
}

fn move_aside(dir: &Path, file: &Path, why: &str) -> std::io::Result<()> {
    let aside = dir.join(ASIDE);
    std::fs::create_dir_all(&aside)?;
    // A link leads to another place, where others may read what came in.
    if !std::fs::symlink_metadata(&aside)?.is_dir() {
        return Err(std::io::ErrorKind::NotADirectory.into());
    }
    let plain = name(file);
    let mut to = aside.join(&plain);
    let mut nth = 1;
    while to.exists() {
        nth += 1;
        to = aside.join(format!("{nth}-{plain}"));
    }
    std::fs::rename(file, &to)?;
    std::fs::write(to.with_extension("why.txt"), format!("{why}\n"))
}
