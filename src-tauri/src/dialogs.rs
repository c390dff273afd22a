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
    /// A file to take an article from.
    Import,
    /// Where a bundle goes.
    Export,
    /// A bundle to verify.
    Verify,
    /// Where a copy of the library goes.
    Backup,
    /// A picture or a PDF to take in.
    Picture,
    /// Where the journal in words goes.
    Activity,
    /// The folder in which comments arrive.
    Inbox,
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
    match what {
        What::Import => dialog
            .set_title("Import an article")
            .add_filter(
                "Saved pages and texts",
                &["html", "htm", "txt", "md", "markdown"],
            )
            .add_filter("All files", &["*"])
            .pick_file(done),
        What::Export => dialog
            .set_title("Export the bundle as")
            .set_file_name("edition.zip")
            .save_file(done),
        What::Verify => dialog
            .set_title("Choose a bundle to verify")
            .add_filter("Bundles", &["zip"])
            .add_filter("All files", &["*"])
            .pick_file(done),
        What::Backup => dialog
            .set_title("Back the library up as")
            .set_file_name("library-backup")
            .save_file(done),
        What::Activity => dialog
            .set_title("Save the activity as")
            .set_file_name("activity.csv")
            .add_filter("Tables and JSON", &["csv", "json"])
            .save_file(done),
        What::Inbox => dialog
            .set_title("Choose the folder in which comments arrive")
            .pick_folder(done),
        What::Comments => dialog
            .set_title("Import comments")
            .add_filter(
                "Comments",
                &["xml", "wxr", "json", "jsonl", "csv", "html", "htm"],
            )
            .add_filter("All files", &["*"])
            .pick_file(done),
        What::CommentsFolder => dialog
            .set_title("Import a folder of comments")
            .pick_folder(done),
        What::CommentsWxr => save(dialog, "comments.xml", done),
        What::CommentsJsonl => save(dialog, "comments.jsonl", done),
        What::CommentsCsv => save(dialog, "comments.csv", done),
        What::Picture => dialog
            .set_title("Choose a picture")
            .add_filter(
                "Pictures and PDFs",
                &["jpg", "jpeg", "png", "webp", "gif", "svg", "pdf"],
            )
            .add_filter("All files", &["*"])
            .pick_file(done),
    }
    receive.await.ok().flatten().map(text).transpose()
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
    let bad = || Error::unreadable("bad-path", "The name of that file or folder can't be read.");
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
