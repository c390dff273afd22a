//! What an export of a large library is held against.
//!
//! `exporting fill LIBRARY ARTICLES FOLDER PICTURE` fills a library that was just made with so many approved articles, by
//! the desk's own acts, every fifth with a picture and every tenth with a note that was resolved, and writes the same texts
//! into FOLDER as Markdown with front matter, for another program to build, which has the picture at `/picture.jpg`.
//! `exporting texts FOLDER ARTICLES` only writes the texts, for both to read.
//! `exporting floor FOLDER PAGES FROM` writes so many pages of the size of the file FROM on all cores, and nothing else:
//! what the machine takes for the bare work.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use corpus::{Text, text};
use desk::{Desk, Hand, Ids, Quiet, article, asset, review};
use model::{Error, Result, Time};
use std::{
    fmt::Write,
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

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
        ["fill", library, articles, folder, picture] => fill(
            Path::new(library),
            number(articles)?,
            Path::new(folder),
            picture,
        ),
        ["texts", folder, articles] => (0..number(articles)?)
            .try_for_each(|nth| write(Path::new(folder), nth, &text(nth, None))),
        ["floor", folder, pages, from] => floor(Path::new(folder), number(pages)?, Path::new(from)),
        _ => Err(usage()),
    }
}

fn usage() -> Error {
    Error::usage(
        "usage",
        "exporting fill LIBRARY ARTICLES FOLDER PICTURE, texts FOLDER ARTICLES, or floor FOLDER PAGES FROM",
    )
}

fn number(text: &str) -> Result<usize> {
    text.parse().map_err(|_| usage())
}

fn fill(library: &Path, articles: usize, folder: &Path, picture: &str) -> Result<()> {
    let desk = Desk::open(library)?;
    let ids = Counted(AtomicU64::new(0));
    let person = desk::person::list(&desk, &hand(&ids, 0), desk::person::List::default())?;
    let me = person.first().ok_or_else(usage)?.id;
    let by = |nth| Hand {
        actor: Some(me),
        ..hand(&ids, nth)
    };
    let add = asset::Add {
        path: picture.to_owned(),
        alt: "The quay".into(),
    };
    let picture = asset::add(&desk, &by(0), add)?.hash;
    for nth in 0..articles {
        made(
            &desk,
            &by(nth),
            &text(nth, Some(&format!("asset:{picture}"))),
            nth,
        )?;
        write(folder, nth, &text(nth, Some("/picture.jpg")))?;
    }
    Ok(())
}

/// Makes an article, and says yes to it.
fn made(desk: &Desk, hand: &Hand, text: &Text, nth: usize) -> Result<()> {
    let new = article::New {
        title: text.title.clone(),
        language: Some(text.language.into()),
        section: Some(text.section.to_owned()),
        standfirst: Some(text.standfirst.clone()),
        body: Some(text.body.clone()),
        bylines: vec![text.byline.clone()],
        tags: text.tags.clone(),
        ..article::New::default()
    };
    let made = article::new(desk, hand, new)?.id;
    if nth.is_multiple_of(10) {
        let note = asked(serde_json::json!({
            "article": made, "nth": 1, "text": "Is that so?",
            "quote": text.body.split(' ').take(3).collect::<Vec<_>>().join(" "),
        }))?;
        let note = review::note(desk, hand, note)?.note.id;
        review::resolve(desk, hand, asked(serde_json::json!({"note": note}))?)?;
    }
    article::submit(desk, hand, asked(serde_json::json!({"article": made}))?)?;
    review::approve(desk, hand, asked(serde_json::json!({"article": made}))?)?;
    Ok(())
}

/// What is asked of the desk, from its JSON.
fn asked<T: serde::de::DeserializeOwned>(ask: serde_json::Value) -> Result<T> {
    serde_json::from_value(ask).map_err(|_| usage())
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
        "---\ntitle: {:?}\nlanguage: {}\ndate: 2023-11-{day:02}T{hour:02}:{minute:02}:00Z\ntags: [{}]\nbylines: [{:?}]\nstandfirst: {:?}\n---\n{}",
        text.title,
        text.language,
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
