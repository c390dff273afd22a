//! Judges of what we print, that are not ours: installed by `./dev judges`, which `./dev test` does first. One that is not
//! there fails the test that needs it.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// What a judge said, and whether it was content.
pub struct Said {
    /// Whether its exit status was 0.
    pub content: bool,
    /// Both of its outputs.
    pub words: String,
}

/// A file of the judges' folder, `tests/validators`.
pub fn judge(name: &str) -> PathBuf {
    let folder = env::var_os("COPYDESK_JUDGES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("validators"),
        PathBuf::from,
    );
    there(folder.join(name))
}

/// The Python that has the judges of `requirements.txt`.
pub fn python() -> Command {
    let program = env::var_os("COPYDESK_JUDGES_PYTHON").map_or_else(
        || crate::checkout::root().join("target/validators/bin/python"),
        PathBuf::from,
    );
    Command::new(there(program))
}

/// A judge of this folder that is a script in Python.
pub fn script(name: &str) -> Command {
    let mut command = python();
    command.arg(judge(name));
    command
}

/// Runs a judge and says what it said.
pub fn said(command: &mut Command) -> Said {
    let done = command.output().unwrap_or_else(|cause| {
        panic!("{command:?} can't be run ({cause}); ./dev judges installs what is missing")
    });
    Said {
        content: done.status.success(),
        words: [done.stdout, done.stderr]
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .concat(),
    }
}

/// What the Nu HTML checker finds wrong with the pages and the stylesheets below `dir`, one line a fault.
pub fn html_faults(dir: &Path) -> Vec<String> {
    let mut checker = Command::new("java");
    checker.arg("-jar");
    checker.arg(judge("node_modules/vnu-jar/build/dist/vnu.jar"));
    checker.args(["--errors-only", "--also-check-css", "--skip-non-html"]);
    let said = said(checker.arg(dir));
    let faults: Vec<String> = said.words.lines().map(str::to_owned).collect();
    assert_eq!(said.content, faults.is_empty(), "{faults:?}");
    faults
}

/// What axe-core finds wrong with these pages, light and dark, one line a fault.
pub fn access_faults(pages: &[PathBuf]) -> Vec<String> {
    let mut browser = Command::new("node");
    let said = said(browser.arg(judge("access.mjs")).args(pages));
    assert!(said.content, "{}", said.words);
    said.words.lines().map(str::to_owned).collect()
}

/// What xmllint finds wrong with an XML file by a schema, which is one of the judges' files; empty where nothing is.
pub fn xml_faults(schema: &str, file: &Path) -> String {
    let mut lint = Command::new("xmllint");
    lint.args(["--noout", "--nonet", "--schema"]);
    faults(lint.arg(judge(schema)).arg(file))
}

/// What xmllint finds wrong with these files as XML; empty where nothing is.
pub fn broken_xml(files: &[PathBuf]) -> String {
    let mut lint = Command::new("xmllint");
    faults(lint.args(["--noout", "--nonet"]).args(files))
}

/// What of these pages is printed on paper that is for screens alone, or not printed that should be, one line a fault.
pub fn paper_faults(pages: &[PathBuf]) -> Vec<String> {
    let mut browser = Command::new("node");
    let said = said(browser.arg(judge("paper.mjs")).args(pages));
    assert!(said.content, "{}", said.words);
    said.words.lines().map(str::to_owned).collect()
}

/// What a JSON Schema, one of the judges' files, finds wrong with these files; empty where nothing is.
pub fn json_faults(schema: &str, files: &[PathBuf]) -> String {
    let schema = judge(schema);
    faults(script("schema.py").arg(schema).args(files))
}

/// What a JSON Schema that is no file of the judges' finds wrong with these files; empty where nothing is.
pub fn faults_by(schema: &Path, files: &[PathBuf]) -> String {
    faults(
        script("schema.py")
            .arg(there(schema.to_owned()))
            .args(files),
    )
}

/// The schema of ninjs 3.1, where it is on this machine: the one judge that need not be there.
pub fn ninjs_schema() -> Option<PathBuf> {
    let schema = crate::checkout::root().join("../shared/data/ninjs-schema_3.1.json");
    schema.exists().then_some(schema)
}

/// What epubcheck finds wrong with a book, warnings among it; empty where nothing is.
pub fn book_faults(book: &Path) -> String {
    faults(script("book.py").arg(book))
}

/// What Hugo says against building `source` into `to`, warnings among it; empty where it says nothing.
pub fn hugo_faults(source: &Path, to: &Path) -> String {
    let mut hugo = Command::new("hugo");
    hugo.args(["--quiet", "--panicOnWarning", "--source"]);
    faults(hugo.arg(source).arg("--destination").arg(to))
}

/// What feedparser reads in these feeds, by file.
pub fn feeds(files: &[PathBuf]) -> serde_json::Value {
    let said = said(script("feeds.py").args(files));
    assert!(said.content, "{}", said.words);
    serde_json::from_str(&said.words).unwrap()
}

fn faults(command: &mut Command) -> String {
    let said = said(command);
    if said.content {
        String::new()
    } else {
        said.words
    }
}

fn there(file: PathBuf) -> PathBuf {
    assert!(
        file.exists(),
        "{} is missing: ./dev judges installs it",
        file.display()
    );
    file
}
