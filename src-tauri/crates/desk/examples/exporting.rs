//! What an export of a large library is held against.
//!
//! `exporting fill LIBRARY ARTICLES FOLDER` fills a library that was just made with so many approved articles, by the
//! desk's own acts, and writes the same texts into FOLDER as Markdown with front matter, for another program to build.
//! `exporting floor FOLDER PAGES FROM` writes so many pages of the size of the file FROM on all cores, and nothing else:
//! what the machine takes for the bare work.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

use desk::{Desk, Hand, Ids, Quiet, article, review};
use model::{Error, Result, Time};
use std::{
    fmt::Write,
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

const WORDS: [&str; 16] = [
    "harbour", "council", "ferry", "market", "quay", "lamp", "bridge", "tide", "school", "garden",
    "boat", "rope", "bell", "street", "the", "of",
];
const SECTIONS: [&str; 7] = [
    "Town", "Harbour", "Schools", "Sport", "Letters", "Weather", "Old Quay",
];
/// The first moment: nothing here depends on the present one.
const BEGIN: i64 = 1_700_000_000_000;

/// Ids that count.
struct Counted(AtomicU64);

impl Ids for Counted {
    fn id(&self) -> uuid::Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&count.to_be_bytes());
        uuid::Builder::from_unix_timestamp_millis(BEGIN.unsigned_abs() + count, &random).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        [7; 32]
    }
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["fill", library, articles, folder] => {
            fill(Path::new(library), number(articles)?, Path::new(folder))
        }
        ["floor", folder, pages, from] => floor(Path::new(folder), number(pages)?, Path::new(from)),
        _ => Err(usage()),
    }
}

fn usage() -> Error {
    Error::usage(
        "usage",
        "exporting fill LIBRARY ARTICLES FOLDER, or floor FOLDER PAGES FROM",
    )
}

fn number(text: &str) -> Result<usize> {
    text.parse().map_err(|_| usage())
}

/// An article's words.
struct Text {
    title: String,
    section: &'static str,
    tags: Vec<String>,
    byline: String,
    standfirst: String,
    body: String,
}

/// About 600 words: paragraphs, headings, a list, a quotation, stress and links.
fn text(nth: usize) -> Text {
    let mut state = nth as u64 * 2 + 1;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let mut sentence = |words: usize| {
        let mut sentence = String::new();
        for at in 0..words {
            let word = WORDS[next() % WORDS.len()];
            match at {
                0 => sentence.push_str("Now "),
                7 => sentence.push('*'),
                _ => {}
            }
            sentence.push_str(word);
            sentence.push_str(match at {
                7 => "* ",
                _ if at + 1 == words => ". ",
                _ => " ",
            });
        }
        sentence
    };
    let mut body = String::new();
    for part in 0..12 {
        match part {
            3 | 8 => body.push_str("## What follows from it\n\n"),
            5 => {
                for _ in 0..3 {
                    body.push_str("- ");
                    body.push_str(&sentence(6));
                    body.push('\n');
                }
                body.push('\n');
            }
            6 => body.push_str("> "),
            10 => body.push_str("See [the council’s paper](https://example.org/paper). "),
            _ => {}
        }
        for _ in 0..4 {
            body.push_str(&sentence(12));
        }
        body.push_str("\n\n");
    }
    Text {
        title: format!(
            "The {} and the {}, number {nth}",
            WORDS[nth % 14],
            WORDS[nth / 14 % 14]
        ),
        section: SECTIONS[nth % SECTIONS.len()],
        tags: vec![WORDS[nth % 13].to_owned(), format!("dossier {}", nth % 100)],
        byline: format!("{} Lind", WORDS[nth % 12]),
        standfirst: sentence(14).trim().to_owned(),
        body,
    }
}

fn fill(library: &Path, articles: usize, folder: &Path) -> Result<()> {
    let desk = Desk::open(library)?;
    let ids = Counted(AtomicU64::new(0));
    let person = desk::person::list(&desk, &hand(&ids, 0), desk::person::List::default())?;
    let me = person.first().ok_or_else(usage)?.id;
    for nth in 0..articles {
        let hand = Hand {
            actor: Some(me),
            ..hand(&ids, nth)
        };
        let text = text(nth);
        let made = article::new(
            &desk,
            &hand,
            article::New {
                title: text.title.clone(),
                section: Some(text.section.to_owned()),
                standfirst: Some(text.standfirst.clone()),
                body: Some(text.body.clone()),
                bylines: vec![text.byline.clone()],
                tags: text.tags.clone(),
                ..article::New::default()
            },
        )?;
        article::submit(
            &desk,
            &hand,
            serde_json::from_value(serde_json::json!({"article": made.id})).map_err(|_| usage())?,
        )?;
        review::approve(
            &desk,
            &hand,
            serde_json::from_value(serde_json::json!({"article": made.id})).map_err(|_| usage())?,
        )?;
        write(folder, nth, &text)?;
    }
    Ok(())
}

fn hand(ids: &Counted, nth: usize) -> Hand<'_> {
    Hand {
        actor: None,
        now: Time(BEGIN + i64::try_from(nth).unwrap_or(0) * 60_000),
        ids,
        progress: &Quiet,
        passphrases: None,
    }
}

/// The same text as a file that other programs build.
fn write(folder: &Path, nth: usize, text: &Text) -> Result<()> {
    let section = text.section.to_lowercase().replace(' ', "-");
    let dir = folder.join(&section);
    fs::create_dir_all(&dir).map_err(|cause| Error::io(&dir, &cause))?;
    let mut file = String::new();
    let tags: Vec<String> = text.tags.iter().map(|tag| format!("{tag:?}")).collect();
    let minute = nth % 60;
    let (hour, day) = (nth / 60 % 24, nth / 1440 % 28 + 1);
    let written = write!(
        file,
        "---\ntitle: {:?}\ndate: 2023-11-{day:02}T{hour:02}:{minute:02}:00Z\ntags: [{}]\nbylines: [{:?}]\nstandfirst: {:?}\n---\n{}",
        text.title,
        tags.join(", "),
        text.byline,
        text.standfirst,
        text.body
    );
    written.map_err(|_| usage())?;
    let path = dir.join(format!("number-{nth}.md"));
    fs::write(&path, file).map_err(|cause| Error::io(&path, &cause))
}

fn floor(folder: &Path, pages: usize, from: &Path) -> Result<()> {
    let bytes = fs::read(from).map_err(|cause| Error::io(from, &cause))?;
    let began = Instant::now();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let wrote = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..cores)
            .map(|core| {
                let bytes = &bytes;
                scope.spawn(move || {
                    (core..pages).step_by(cores).try_for_each(|nth| {
                        let dir = folder.join(format!("section-{}/number-{nth}", nth % 7));
                        let io = |cause| Error::io(&dir, &cause);
                        fs::create_dir_all(&dir).map_err(io)?;
                        fs::write(dir.join("index.html"), bytes).map_err(io)
                    })
                })
            })
            .collect();
        threads
            .into_iter()
            .try_for_each(|thread| thread.join().map_err(|_| usage())?)
    });
    wrote?;
    println!("{:.3}", began.elapsed().as_secs_f64());
    Ok(())
}
