//! The attacks that everything is tried with: our own, one a line in `tests/fixtures/attacks`, and a public collection where
//! `COPYDESK_DATA` names the folder that has it.

use std::{fs, path::Path};

/// One text that somebody would do harm with.
#[derive(Clone)]
pub struct Attack {
    /// The class that it is of, and its place in there.
    pub name: String,
    /// What somebody writes.
    pub text: String,
}

impl Attack {
    /// It as one line, no longer than a headline may be.
    pub fn line(&self) -> String {
        self.text.replace('\n', " ").chars().take(200).collect()
    }
}

/// Our own, by class.
pub fn own() -> Vec<Attack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/attacks");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files.iter().flat_map(|file| read(file)).collect()
}

fn read(file: &Path) -> Vec<Attack> {
    let class = file.file_stem().unwrap().to_str().unwrap();
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('§'));
    lines
        .enumerate()
        .map(|(nth, line)| Attack {
            name: format!("{class} {}", nth + 1),
            text: written(line),
        })
        .collect()
}

/// What a line stands for: `␊` and `␉` are the line and the tab, `⟨200b⟩` is the character of that number.
fn written(line: &str) -> String {
    let line = line.replace('␊', "\n").replace('␉', "\t");
    let mut parts = line.split('⟨');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = part.split_once('⟩').unwrap();
        let number = u32::from_str_radix(number, 16).unwrap();
        text.push(char::from_u32(number).unwrap());
        text.push_str(rest);
    }
    text
}

/// Those of a public collection, which is no part of this project; none where it is not here.
pub fn public() -> Vec<Attack> {
    let file = std::env::var_os("COPYDESK_DATA")
        .map(|folder| Path::new(&folder).join("dompurify-payloads.jsonl"));
    let Some(lines) = file.and_then(|file| fs::read_to_string(file).ok()) else {
        println!("not checked: a public collection of attacks, which COPYDESK_DATA does not name");
        return vec![];
    };
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    let read = |line: &str| {
        let one: serde_json::Value = serde_json::from_str(line).unwrap();
        Attack {
            name: one["id"].as_str().unwrap().to_owned(),
            text: one["payload"].as_str().unwrap().to_owned(),
        }
    };
    let (all, blank): (Vec<Attack>, Vec<Attack>) = lines
        .map(read)
        .partition(|attack| !attack.text.trim().is_empty());
    println!(
        "a public collection: {} attacks, and {} that say nothing",
        all.len(),
        blank.len()
    );
    all
}

/// One in `of`, from the `nth` on; all of them where `COPYDESK_ATTACKS` says so.
pub fn some(of: usize, nth: usize) -> Vec<Attack> {
    let of = if std::env::var("COPYDESK_ATTACKS").is_ok_and(|said| said == "all") {
        1
    } else {
        of
    };
    all().into_iter().skip(nth % of).step_by(of).collect()
}

/// All that are here.
pub fn all() -> Vec<Attack> {
    let mut all = own();
    all.extend(public());
    all
}
