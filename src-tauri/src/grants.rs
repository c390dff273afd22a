//! Which paths the page may name. The page is hostile ground: a path is good only where a person chose it in a native
//! dialog, dropped it on the window, or where an export of this run wrote.

use model::{Error, Result};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The commands that take a path, each with the argument that holds it.
pub const TAKES_PATH: &[(&str, &str)] = &[
    ("import_file", "path"),
    ("asset_add", "path"),
    ("comment_import", "path"),
    ("comment_export", "path"),
    ("activity_export", "path"),
    ("export_bundle", "out"),
    ("verify_bundle", "path"),
    ("profile_import", "path"),
    ("profile_export", "path"),
    ("library_export", "out"),
    ("theme_export", "dest"),
    ("theme_import", "path"),
];

/// The commands that may take one, or several: none stands for what the library knows itself, or for nothing.
pub const MAY_TAKE_PATH: &[(&str, &str)] = &[
    ("library_backup", "dest"),
    ("library_settle", "dir"),
    ("backup_plan", "folder"),
    ("backup_restore", "dir"),
    ("import_file", "media"),
    ("import_file", "report"),
    ("inbox_set", "folder"),
    ("inbox_take", "folder"),
    ("verify_bundle", "key_file"),
    ("verify_bundle", "newer"),
];

/// The paths that were chosen, those that were exported, the reports of imports, and the libraries that were made of backups,
/// in this run.
#[derive(Default)]
pub struct Grants {
    chosen: Mutex<BTreeSet<PathBuf>>,
    exported: Mutex<BTreeSet<PathBuf>>,
    reports: Mutex<BTreeSet<PathBuf>>,
    libraries: Mutex<BTreeSet<PathBuf>>,
}

impl Grants {
    /// Lets the page name `path` from now on.
    pub fn allow(&self, path: impl AsRef<Path>) {
        locked(&self.chosen).insert(path.as_ref().to_owned());
    }

    /// Lets a command through unless it names a path that nobody chose.
    ///
    /// # Errors
    /// `path-not-chosen`.
    pub fn check(&self, command: &str, args: &Value) -> Result<()> {
        let of = |list: &'static [(&str, &str)]| {
            let found = list.iter().filter(|(takes, _)| *takes == command);
            found.map(|(_, field)| args.get(field).unwrap_or(&Value::Null))
        };
        let may = of(MAY_TAKE_PATH).filter(|named| !named.is_null());
        let chosen = locked(&self.chosen);
        let mut named = of(TAKES_PATH).chain(may);
        if named.all(|path| chosen.contains(Path::new(path.as_str().unwrap_or_default()))) {
            return Ok(());
        }
        Err(Error::refused(
            "path-not-chosen",
            "The window may only use files and folders that were chosen.",
        )
        .hint("Choose it in the dialog."))
    }

    /// Takes in what a command answered: an export's path may be verified and its folder shown, and so may the folder of an
    /// import's report.
    pub fn learn(&self, command: &str, answer: &str) {
        #[derive(Deserialize)]
        struct Exported {
            path: PathBuf,
        }
        #[derive(Deserialize)]
        struct Imported {
            report: PathBuf,
        }
        match command {
            "export_bundle" => {
                if let Ok(Exported { path }) = serde_json::from_str(answer) {
                    self.allow(&path);
                    locked(&self.exported).insert(path);
                }
            }
            "backup_restore" | "library_settle" => {
                if let Ok(Exported { path }) = serde_json::from_str(answer) {
                    locked(&self.libraries).insert(path);
                }
            }
            "import_file" => {
                if let Ok(Imported { report }) = serde_json::from_str(answer) {
                    locked(&self.reports).insert(report);
                }
            }
            _ => {}
        }
    }

    /// Refuses a path to which nothing was exported in this run.
    ///
    /// # Errors
    /// `not-exported`.
    pub fn must_be_exported(&self, path: &Path) -> Result<()> {
        if locked(&self.exported).contains(path) {
            return Ok(());
        }
        Err(Error::refused(
            "not-exported",
            "Only where a bundle was exported just now can be remembered.",
        ))
    }

    /// Refuses a path at which no library was made in this run.
    ///
    /// # Errors
    /// `not-made-here`.
    pub fn must_be_made(&self, path: &Path) -> Result<()> {
        if locked(&self.libraries).contains(path) {
            return Ok(());
        }
        Err(Error::refused(
            "not-made-here",
            "Only a library that was made here just now can be opened beside this one.",
        ))
    }

    /// The folder to show for `path`, where it is a bundle exported in this run, the folder around one, or an import's report.
    pub fn folder_to_show(&self, path: &Path) -> Option<PathBuf> {
        let exported = locked(&self.exported);
        let known =
            exported.contains(path) || exported.iter().any(|bundle| bundle.parent() == Some(path));
        drop(exported);
        let known = known || locked(&self.reports).contains(path);
        let folder = if path.is_dir() {
            Some(path)
        } else {
            path.parent()
        };
        folder.filter(|_| known).map(Path::to_owned)
    }
}

/// The set behind its lock; a thread that died while holding it left it whole.
fn locked(set: &Mutex<BTreeSet<PathBuf>>) -> MutexGuard<'_, BTreeSet<PathBuf>> {
    set.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Grants;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn a_path_that_nobody_chose_is_refused() {
        let grants = Grants::default();
        let args = json!({"path": "/srv/page.html", "dry_run": false});
        assert_eq!(
            grants.check("import_file", &args).unwrap_err().code,
            "path-not-chosen"
        );
        grants.allow("/srv/page.html");
        assert_eq!(grants.check("import_file", &args), Ok(()));
    }

    #[test]
    fn pictures_of_an_archive_and_its_report_are_where_a_person_chose() {
        let grants = Grants::default();
        grants.allow("/srv/export.xml");
        for field in ["media", "report"] {
            let with = |path: serde_json::Value| {
                grants.check(
                    "import_file",
                    &json!({"path": "/srv/export.xml", field: path}),
                )
            };
            assert_eq!(with(json!(null)), Ok(()));
            let chosen = format!("/srv/{field}");
            assert!(with(json!(chosen)).is_err());
            grants.allow(&chosen);
            assert_eq!(with(json!(chosen)), Ok(()));
        }
    }

    #[test]
    fn the_folder_of_an_imports_report_is_shown_and_nothing_more_may_be_done_with_it() {
        let grants = Grants::default();
        let report = Path::new("/srv/library/reports/import-1.csv");
        assert_eq!(grants.folder_to_show(report), None);
        grants.learn("import_file", r#"{"report":null}"#);
        grants.learn(
            "import_file",
            r#"{"report":"/srv/library/reports/import-1.csv"}"#,
        );
        let folder = Some(Path::new("/srv/library/reports").to_owned());
        assert_eq!(grants.folder_to_show(report), folder);
        assert!(grants.must_be_exported(report).is_err());
        let verify = json!({"path": "/srv/library/reports/import-1.csv"});
        assert!(grants.check("verify_bundle", &verify).is_err());
    }

    #[test]
    fn only_a_library_that_was_made_here_is_opened_beside_this_one() {
        let grants = Grants::default();
        let again = Path::new("/srv/library restored");
        assert!(grants.must_be_made(again).is_err());
        grants.learn(
            "backup_restore",
            r#"{"words":"","path":"/srv/library restored"}"#,
        );
        assert_eq!(grants.must_be_made(again), Ok(()));
        let dir = json!({"from": "/srv/backup", "dir": "/srv/elsewhere"});
        assert!(grants.check("backup_restore", &dir).is_err());
        assert_eq!(
            grants.check("backup_restore", &json!({"from": "/srv/backup"})),
            Ok(())
        );
    }

    #[test]
    fn a_missing_path_is_refused_and_other_commands_pass() {
        let grants = Grants::default();
        assert!(grants.check("export_bundle", &json!({})).is_err());
        assert_eq!(grants.check("desk_show", &json!({})), Ok(()));
    }

    #[test]
    fn a_key_beside_a_bundle_is_a_file_that_was_chosen_or_none() {
        let grants = Grants::default();
        grants.allow("/srv/edition.zip");
        let with = |key: serde_json::Value| {
            let args = json!({"path": "/srv/edition.zip", "key_file": key});
            grants.check("verify_bundle", &args)
        };
        assert_eq!(with(json!(null)), Ok(()));
        assert!(with(json!("/etc/passwd")).is_err());
        grants.allow("/srv/newsroom.pub");
        assert_eq!(with(json!("/srv/newsroom.pub")), Ok(()));
        let alone = json!({"key_file": "/srv/newsroom.pub"});
        assert!(grants.check("verify_bundle", &alone).is_err());
    }

    #[test]
    fn every_path_of_a_command_was_chosen() {
        let grants = Grants::default();
        grants.allow("/srv/edition.zip");
        let with = |newer: serde_json::Value| {
            let args = json!({"path": "/srv/edition.zip", "key_file": null, "newer": newer});
            grants.check("verify_bundle", &args)
        };
        assert_eq!(with(json!(null)), Ok(()));
        assert!(with(json!("/srv/weekly.zip")).is_err());
        grants.allow("/srv/weekly.zip");
        assert_eq!(with(json!("/srv/weekly.zip")), Ok(()));
    }

    #[test]
    fn only_where_something_was_exported_is_remembered() {
        let grants = Grants::default();
        grants.allow("/srv/out/edition.zip");
        let out = Path::new("/srv/out/edition.zip");
        assert!(grants.must_be_exported(out).is_err());
        grants.learn("export_bundle", r#"{"path":"/srv/out/edition.zip"}"#);
        assert_eq!(grants.must_be_exported(out), Ok(()));
    }

    #[test]
    fn the_inbox_is_a_folder_that_was_chosen_or_none() {
        let grants = Grants::default();
        for command in ["inbox_set", "inbox_take"] {
            let named = json!({"folder": "/srv/inbox"});
            assert!(grants.check(command, &named).is_err());
            assert!(grants.check(command, &json!({"folder": ["/"]})).is_err());
            assert_eq!(grants.check(command, &json!({"folder": null})), Ok(()));
            assert_eq!(grants.check(command, &json!({})), Ok(()));
        }
        grants.allow("/srv/inbox");
        assert_eq!(
            grants.check("inbox_set", &json!({"folder": "/srv/inbox"})),
            Ok(())
        );
    }

    #[test]
    fn only_an_exported_bundle_has_a_folder_to_show() {
        let grants = Grants::default();
        assert_eq!(
            grants.folder_to_show(Path::new("/srv/out/edition.zip")),
            None
        );
        grants.learn(
            "export_bundle",
            r#"{"path":"/srv/out/edition.zip","files":3}"#,
        );
        let folder = Some(Path::new("/srv/out").to_owned());
        assert_eq!(
            grants.folder_to_show(Path::new("/srv/out/edition.zip")),
            folder
        );
        assert_eq!(grants.folder_to_show(Path::new("/srv/out/other.zip")), None);
        assert_eq!(grants.folder_to_show(Path::new("/srv")), None);
    }

    #[test]
    fn an_exported_bundle_may_be_verified() {
        let grants = Grants::default();
        grants.learn("export_bundle", r#"{"path":"/srv/out/edition.zip"}"#);
        assert_eq!(
            grants.check("verify_bundle", &json!({"path": "/srv/out/edition.zip"})),
            Ok(())
        );
    }
}
