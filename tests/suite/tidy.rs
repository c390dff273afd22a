//! What reviewers would otherwise say again and again.

use crate::checkout::{Source, root, sources};
use std::{collections::BTreeSet, process::Command};

/// Most lines of a file, and of a function: past them two things live together.
const FILE: usize = 600;
const FUNCTION: usize = 80;

fn rust() -> Vec<Source> {
    let mut all = sources("src-tauri", &[".rs"]);
    all.extend(sources("tests", &[".rs"]));
    all
}

fn interface() -> Vec<Source> {
    sources("ui/src", &[".ts", ".svelte"])
}

/// A line's indent, in spaces.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line begins a function, and what it is called.
fn function(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(visible) = rest.strip_prefix("pub") {
        rest = visible.strip_prefix('(').map_or(visible, |within| {
            within.split_once(')').map_or(within, |(_, rest)| rest)
        });
    }
    let mut words = rest.trim_start();
    while let Some(more) = ["const ", "async ", "unsafe "]
        .iter()
        .find_map(|word| words.strip_prefix(word))
    {
        words = more;
    }
    words
        .strip_prefix("fn ")?
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
}

/// The functions of a file that rustfmt wrote, with their lengths: each ends where a brace closes at its own indent.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = vec![];
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = function(line) else { continue };
        if line.ends_with(['}', ';']) {
            continue;
        }
        let end = lines[at + 1..].iter().position(|below| {
            indent(below) == indent(line)
                && (below.trim_start().starts_with('}') || below.trim_start() == ");")
        });
        found.push((name.to_owned(), end.map_or(lines.len() - at, |end| end + 2)));
    }
    found
}

fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn the_ruler_measures_what_it_should() {
    let text = "pub(crate) async fn a(\n    b: u8,\n) -> u8 {\n    b\n}\nfn c() {}\n    fn d() {\n        1;\n    }\n";
    assert_eq!(functions(text), [("a".to_owned(), 5), ("d".to_owned(), 3)]);
}

#[test]
fn no_file_and_no_function_is_two() {
    let mut found = vec![];
    for source in rust() {
        let lines = source.text.lines().count();
        if lines > FILE {
            found.push(format!("{}: {lines} lines", source.name));
        }
        for (name, lines) in functions(&source.text) {
            if lines > FUNCTION {
                found.push(format!("{}: fn {name}: {lines} lines", source.name));
            }
        }
    }
    for source in interface() {
        let lines = source.text.lines().count();
        if lines > FILE && !source.name.contains("generated") {
            found.push(format!("{}: {lines} lines", source.name));
        }
    }
    none(
        &format!("longer than {FILE} lines a file or {FUNCTION} a function"),
        found,
    );
}

/// What belongs at the top, but for what begins with a dot.
const TOP: [&str; 13] = [
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "clippy.toml",
    "deny.toml",
    "dev",
    "docs",
    "icons",
    "src-tauri",
    "tests",
    "ui",
];

#[test]
fn nothing_lies_at_the_top_that_does_not_belong_there() {
    // Of a copy that is no clone, or somebody else's, git tells nothing.
    let listed = Command::new("git")
        .args(["ls-tree", "--name-only", "HEAD"])
        .current_dir(root())
        .output();
    let Some(listed) = listed.ok().filter(|listed| listed.status.success()) else {
        return println!("not checked: this is no clone that git lists");
    };
    let listed = String::from_utf8(listed.stdout).unwrap();
    let seen: Vec<&str> = listed
        .lines()
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(seen, TOP);
}

#[test]
fn every_module_says_what_it_is_for() {
    let bare = rust()
        .into_iter()
        // A list that is included by others belongs to their modules, and a build's list of names to its build.
        .filter(|source| {
            !source.text.starts_with("commands! {") && !source.name.ends_with("/names.rs")
        })
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.name)
        .collect();
    none("these begin without `//!`", bare);
}

#[test]
fn no_test_is_ignored() {
    let mark = ["#[", "ignore"].concat();
    let ignored = rust()
        .into_iter()
        .filter(|source| source.text.contains(&mark))
        .map(|source| source.name)
        .collect();
    none("ignored tests", ignored);
}

#[test]
fn no_error_is_a_mere_text() {
    let mut found = vec![];
    for source in rust() {
        for (number, line) in source.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains("Result<") && code.contains(", String>") && !code.contains('"') {
                found.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
            }
        }
    }
    none("an error has a code and a sentence", found);
}

/// Whether a line has a sentence between its quotation marks in which an apostrophe is a typewriter's; `within` where it begins
/// between them.
fn typewritten(line: &str, within: bool) -> bool {
    let said = line.split('"').skip(usize::from(!within)).step_by(2);
    said.filter(|text| text.contains(' ')).any(|text| {
        text.split('\'')
            .zip(text.split('\'').skip(1))
            .any(|(before, after)| {
                before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '}')
                    && after.starts_with(|c: char| c.is_ascii_lowercase())
            })
    })
}

#[test]
fn what_the_program_says_has_the_apostrophe_of_print() {
    assert!(typewritten("format!(\"It can't be read: {why}.\")", false));
    assert!(typewritten("and what isn't.\");", true));
    assert!(!typewritten("a.split('\"').chain(b.split('\"'))", false));
    let mut found = vec![];
    let tests = |name: &str| name.contains("/tests/") || name.ends_with("/tests.rs");
    let written = rust();
    let program = written
        .iter()
        .filter(|one| one.name.starts_with("src-tauri/") && !tests(&one.name));
    for source in program {
        let code = source.text.split("#[cfg(test)]\nmod tests {").next();
        let mut within = false;
        for (number, line) in code.unwrap_or_default().lines().enumerate() {
            let beside = ["//", "reason = ", "error!(", "/*", "description = "];
            if typewritten(line, within) && !beside.iter().any(|one| line.contains(one)) {
                found.push(format!("{}:{}: {}", source.name, number + 1, line.trim()));
            }
            within = line.ends_with('\\') && (within || line.contains('"'));
        }
    }
    for source in sources("ui/src/lib/words/en", &[".ftl"]) {
        for (number, line) in source.text.lines().enumerate() {
            if !line.starts_with('#') && typewritten(line, true) {
                found.push(format!("{}:{}: {line}", source.name, number + 1));
            }
        }
    }
    none("these are typewritten", found);
}

#[test]
fn only_the_client_knows_tauri() {
    let found = interface()
        .into_iter()
        .filter(|source| !source.name.starts_with("ui/src/lib/ipc/"))
        .filter(|source| source.text.contains("@tauri-apps"))
        .map(|source| source.name)
        .collect();
    none("these import Tauri", found);
}

/// Whether a line of a stylesheet names a colour by its numbers, or a size of text in pixels.
fn literal(line: &str) -> bool {
    let Some((name, value)) = line.trim().split_once(':') else {
        return false;
    };
    let digits = |part: &str| part.chars().take_while(char::is_ascii_hexdigit).count();
    let hex = value.split('#').skip(1).any(|part| digits(part) >= 3);
    let function = ["rgb(", "rgba(", "hsl(", "oklch("]
        .iter()
        .any(|function| value.contains(function));
    let pixels = name.starts_with("font") && value.contains("px");
    name.chars().all(|c| c.is_ascii_lowercase() || c == '-') && (hex || function || pixels)
}

#[test]
fn colours_and_sizes_of_text_come_from_the_tokens() {
    assert!(literal("color: #fffa;") && literal("  font-size: 13px;"));
    assert!(!literal("color: var(--ink);") && !literal("width: 13px;"));
    let mut found = vec![];
    for source in sources("ui/src", &[".svelte"]) {
        let style = source.text.split("<style").nth(1).unwrap_or_default();
        for line in style.lines().filter(|line| literal(line)) {
            found.push(format!("{}: {}", source.name, line.trim()));
        }
    }
    none("these are no tokens", found);
}

/// What follows each `before` in `text`, up to `end`.
fn after<'a>(text: &'a str, before: &str, end: &[char]) -> Vec<&'a str> {
    text.match_indices(before)
        .filter(|(at, _)| {
            !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
        })
        .filter_map(|(at, found)| text[at + found.len()..].split(end).next())
        .collect()
}

/// A catalogue's keys.
fn catalogue() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for source in sources("ui/src/lib/words/en", &[".ftl"]) {
        for line in source.text.lines() {
            let key = line.split_once(" =").map_or("", |(key, _)| key);
            if !key.is_empty() && !key.starts_with([' ', '#', '-', '.']) {
                assert!(keys.insert(key.to_owned()), "{key} is there twice");
            }
        }
    }
    keys
}

#[test]
fn every_word_of_the_interface_is_in_the_catalogue_and_every_one_there_is_used() {
    let keys = catalogue();
    let (mut unknown, mut asked) = (vec![], BTreeSet::new());
    for source in interface() {
        for key in after(&source.text, "t(\"", &['"']) {
            asked.insert(key.to_owned());
            if !keys.contains(key) {
                unknown.push(format!("{}: {key}", source.name));
            }
        }
        for pattern in after(&source.text, "t(`", &['`']) {
            // A key made by a template: what stands before and after the part that changes says which they are.
            let start = pattern.split("${").next().unwrap_or_default();
            let end = pattern.rsplit('}').next().unwrap_or_default();
            let fits = |key: &&String| key.starts_with(start) && key.ends_with(end);
            let family: Vec<String> = keys.iter().filter(fits).cloned().collect();
            if family.is_empty() || start.is_empty() && end.is_empty() {
                unknown.push(format!("{}: {pattern}", source.name));
            }
            asked.extend(family);
        }
        // A key may come to `t` by a name: then it stands somewhere as a text of its own.
        for quoted in source.text.split('"').skip(1).step_by(2) {
            if keys.contains(quoted) {
                asked.insert(quoted.to_owned());
            }
        }
    }
    none("no such words", unknown);
    let unused = keys
        .into_iter()
        .filter(|key| !asked.contains(key))
        .collect();
    none("words that nothing says", unused);
}
