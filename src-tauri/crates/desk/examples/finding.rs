//! What a search of a large library takes: `finding LIBRARY` asks a library that `listing` filled, a page at a time, with
//! the count of what was found and the passages that are shown.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

use desk::{Desk, Hand, Ids, Quiet, search};
use model::{Error, Result, Time};
use std::{path::Path, time::Instant};

const RUNS: usize = 50;

/// What is asked: words that nearly all articles have, some, few or none, alone and together, and fields with them.
const QUERIES: [&str; 16] = [
    "ka",
    "ha",
    "minelo",
    "stave tor",
    "kalo ru",
    "lun -ha",
    "\"ka lo\"",
    "zeppelin",
    "k",
    "mi",
    "ka status:in-review",
    "ha tag:ferry",
    "ka before:2023-11-16",
    "section:Harbour",
    "tag:\"dossier 7\"",
    "by:\"Town harbour\"",
];

/// Nothing is made here.
struct Nothing;

impl Ids for Nothing {
    fn id(&self) -> uuid::Uuid {
        uuid::Uuid::nil()
    }

    fn secret(&self) -> [u8; 32] {
        [0; 32]
    }
}

fn main() -> Result<()> {
    let dir = std::env::args().nth(1);
    let dir = dir.ok_or_else(|| Error::usage("usage", "finding LIBRARY"))?;
    let desk = Desk::open(Path::new(&dir))?;
    println!(
        "milliseconds of {RUNS} searches for a page of 20, and the whole of the page after it"
    );
    for query in QUERIES {
        let first = search::find(&desk, &hand(), ask(query, None))?;
        let found = first.found.unwrap_or_default();
        let more = if first.more { " and more" } else { "" };
        let all = timed(|| search::find(&desk, &hand(), ask(query, None)))?;
        let next = match &first.next {
            Some(next) => timed(|| search::find(&desk, &hand(), ask(query, Some(next.clone()))))?,
            None => "-".into(),
        };
        println!("{query:<28} {all}   next {next}   ({found}{more})");
    }
    Ok(())
}

fn hand() -> Hand<'static> {
    Hand {
        actor: None,
        now: Time(1_800_000_000_000),
        ids: &Nothing,
        progress: &Quiet,
        passphrases: None,
    }
}

fn ask(query: &str, after: Option<String>) -> search::Find {
    search::Find {
        query: query.to_owned(),
        limit: Some(20),
        after,
    }
}

fn timed<T>(ask: impl Fn() -> Result<T>) -> Result<String> {
    let mut took = vec![];
    for _ in 0..RUNS {
        let before = Instant::now();
        ask()?;
        took.push(before.elapsed().as_secs_f64() * 1000.0);
    }
    took.sort_by(f64::total_cmp);
    let at = |share: usize| took.get((RUNS * share / 100).min(RUNS - 1)).copied();
    let (middle, slow) = (at(50).unwrap_or(0.0), at(99).unwrap_or(0.0));
    Ok(format!("p50 {middle:>7.1}   p99 {slow:>7.1}"))
}
