//! Native dialogs, the only way by which the page comes to a path. They can't be driven from outside, so a debug
//! build takes its answers from a file instead where `COPYDESK_ANSWERS` names one.

use model::{Error, Result};
use serde::Deserialize;
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

/// What a path is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A file to take articles from.
    Import,
    /// A folder of them.
    ImportFolder,
    /// A zip archive of the pictures that articles of an archive show.
    Media,
    /// A folder of them.
    MediaFolder,
    /// Where a bundle goes.
    Export,
    /// Where a bundle goes as a folder.
    ExportFolder,
    /// A bundle to verify.
    Verify,
    /// The same, where it is a folder.
    VerifyFolder,
    /// A public key to verify it by.
    Key,
    /// A profile to take in.
    Profile,
    /// Where a profile goes.
    ProfileAs,
    /// Where a copy of the library goes.
    Backup,
    /// Where a sealed copy of the library goes.
    SealedBackup,
    /// The folder that backups go to unasked.
    BackupFolder,
    /// Where a library is made again.
    Restored,
    /// Where everything of the library goes.
    Library,
    /// A picture or a PDF to take in.
    Picture,
    /// Where the journal in words goes.
    Activity,
    /// The folder in which comments arrive.
    Inbox,
    /// A folder that holds a theme.
    Theme,
    /// A folder that a theme is written into.
    ThemeOut,
    /// A file to take comments from.
    Comments,
    /// A folder of them.
    CommentsFolder,
    /// Where comments go as a WordPress export.
    CommentsWxr,
    /// Where they go as JSON lines.
    CommentsJsonl,
    /// Where they go as a table.
    CommentsCsv,
}

/// Lets a person choose a path; none where they thought better of it.
///
/// # Errors
/// `bad-path` for one whose name is not Unicode, which the page could not name again.
pub async fn pick(app: &AppHandle, what: What) -> Result<Option<String>> {
    #[cfg(debug_assertions)]
    if let Some(answer) = answers::next() {
        return answer;
    }
    let (send, receive) = tokio::sync::oneshot::channel();
    // The receiver is gone only where the window is: then nobody waits for the answer.
    let done = move |path: Option<FilePath>| drop(send.send(path));
    let dialog = app.dialog().file();
    if let Some(asked) = opened(what) {
        open(dialog, asked, done);
        return receive.await.ok().flatten().map(text).transpose();
    }
    match what {
        What::Export => dialog
            .set_title("Export the bundle as")
            .set_file_name("edition.zip")
            .save_file(done),
        What::ExportFolder => dialog
            .set_title("Export the bundle into a folder of its own")
            .set_file_name("edition")
            .save_file(done),
        What::VerifyFolder => dialog
            .set_title("Choose a bundle’s folder to verify")
            .pick_folder(done),
        What::ProfileAs => dialog
            .set_title("Write the profile to")
            .set_file_name("profile.toml")
            .save_file(done),
        What::Backup | What::SealedBackup | What::BackupFolder | What::Restored => {
            of_backups(what, dialog, done);
        }
        What::Library => dialog
            .set_title("Export everything as")
            .set_file_name("library.zip")
            .save_file(done),
        What::Activity => dialog
            .set_title("Save the activity as")
            .set_file_name("activity.csv")
            .add_filter("Tables and JSON", &["csv", "json"])
            .save_file(done),
        What::Inbox => dialog
            .set_title("Choose the folder in which comments arrive")
            .pick_folder(done),
        What::Theme => dialog.set_title("Take in a theme").pick_folder(done),
        What::ThemeOut => dialog
            .set_title("Save the theme as")
            .set_file_name("theme")
            .save_file(done),
        What::CommentsFolder => dialog
            .set_title("Import a folder of comments")
            .pick_folder(done),
        What::CommentsWxr => save(dialog, "comments.xml", done),
        What::CommentsJsonl => save(dialog, "comments.jsonl", done),
        What::CommentsCsv => save(dialog, "comments.csv", done),
        What::ImportFolder => dialog.set_title("Import a folder").pick_folder(done),
        What::MediaFolder => dialog
            .set_title("Choose the folder that the pictures are in")
            .pick_folder(done),
        What::Import
        | What::Media
        | What::Verify
        | What::Key
        | What::Profile
        | What::Comments
        | What::Picture => {}
    }
    receive.await.ok().flatten().map(text).transpose()
}

/// Asks where a backup goes, or comes back to.
fn of_backups(
    what: What,
    dialog: FileDialogBuilder<Wry>,
    done: impl FnOnce(Option<FilePath>) + Send + 'static,
) {
    let (title, name) = match what {
        What::BackupFolder => {
            return dialog
                .set_title("Choose the folder for backups")
                .pick_folder(done);
        }
        What::SealedBackup => ("Seal a backup as", "library-backup.age"),
        What::Restored => ("Make the library in", "library-restored"),
        _ => ("Back the library up as", "library-backup"),
    };
    dialog.set_title(title).set_file_name(name).save_file(done);
}

/// A dialog that asks for a file: its title, what such files are called, and how their names end.
type Asked = (&'static str, &'static str, &'static [&'static str]);

/// What asks for a file that is there.
fn opened(what: What) -> Option<Asked> {
    Some(match what {
        What::Import => (
            "Import a file",
            "Archives, documents and saved pages",
            &[
                "xml", "wxr", "json", "jsonl", "zip", "textpack", "docx", "html", "htm", "txt",
                "md", "markdown",
            ],
        ),
        What::Media => (
            "Choose the archive that the pictures are in",
            "Zip archives",
            &["zip"],
        ),
        What::Verify => ("Choose a bundle to verify", "Bundles", &["zip"]),
        What::Key => ("Choose a public key", "Public keys", &["pub"]),
        What::Profile => ("Take a profile from a file", "Profiles", &["toml"]),
        What::Comments => (
            "Import comments",
            "Comments",
            &["xml", "wxr", "json", "jsonl", "csv", "html", "htm"],
        ),
        What::Picture => (
            "Choose a picture",
            "Pictures and PDFs",
            &["jpg", "jpeg", "png", "webp", "gif", "svg", "pdf"],
        ),
        _ => return None,
    })
}

/// Asks for a file.
fn open(
    dialog: FileDialogBuilder<Wry>,
    (title, kind, ends): Asked,
    done: impl FnOnce(Option<FilePath>) + Send + 'static,
) {
    dialog
        .set_title(title)
        .add_filter(kind, ends)
        .add_filter("All files", &["*"])
        .pick_file(done);
}

/// Asks where comments go.
fn save(
    dialog: FileDialogBuilder<Wry>,
    name: &str,
    done: impl FnOnce(Option<FilePath>) + Send + 'static,
) {
    dialog
        .set_title("Export the comments as")
        .set_file_name(name)
        .save_file(done);
}

/// A path as text.
fn text(path: FilePath) -> Result<String> {
    let bad = || Error::unreadable("bad-path", "The name of that file or folder can’t be read.");
    let path = path.into_path().map_err(|_| bad())?;
    path.into_os_string().into_string().map_err(|_| bad())
}

/// Answers for dialogs that nobody sees: one JSON value a line, a path or `null`, used in order.
#[cfg(debug_assertions)]
pub mod answers {
    use model::{Error, Result};
    use std::{
        path::PathBuf,
        sync::atomic::{AtomicUsize, Ordering},
    };

    static USED: AtomicUsize = AtomicUsize::new(0);

    /// The file that holds them, where there is one.
    #[expect(
        clippy::disallowed_methods,
        reason = "the shell reads the environment for everyone"
    )]
    pub fn file() -> Option<PathBuf> {
        std::env::var_os("COPYDESK_ANSWERS").map(PathBuf::from)
    }

    /// The next one; none where dialogs are to be shown.
    pub fn next() -> Option<Result<Option<String>>> {
        let file = file()?;
        Some(
            std::fs::read_to_string(&file)
                .map_err(|cause| Error::io(&file, &cause))
                .and_then(|all| {
                    let line = all
                        .lines()
                        .nth(USED.fetch_add(1, Ordering::Relaxed))
                        .unwrap_or("null");
                    serde_json::from_str(line).map_err(|cause| {
                        Error::usage("bad-answer", format!("The answer is not JSON: {cause}."))
                    })
                }),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::What;

    #[test]
    fn a_dialog_is_asked_for_by_its_purpose() {
        assert_eq!(
            serde_json::from_str::<What>("\"backup\"").unwrap(),
            What::Backup
        );
        assert!(serde_json::from_str::<What>("\"everything\"").is_err());
    }
}
