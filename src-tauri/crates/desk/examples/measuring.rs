//! What the desk takes for its acts in a library of some size, as series for the table of speeds: a line begins with `=`,
//! and says which work, of which size, whose, in which unit, and every single time.
//!
//! `measuring saves LIBRARY` types into an article of 1,000, 3,000 and 10,000 words; `measuring searches LIBRARY ARTICLES`
//! asks a library that `listing` filled; `measuring comments LIBRARY COMMENTS` moderates one that `moderating` filled;
//! `measuring verify LIBRARY BUNDLE ARTICLES` verifies a bundle of so many, and says when its hashes and signatures were done.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use desk::{
    Desk, Hand, Ids, Progress, Quiet, article, comment, draft, export, library::Rest, search,
};
use model::{Error, PersonId, Result, Time, article::Content, comment::CommentState};
use std::{
    cell::{Cell, RefCell},
    path::Path,
    sync::Mutex,
    sync::atomic::{AtomicU64, Ordering},
    time::{Instant, SystemTime},
};

/// How many words an article has that is typed into.
const LENGTHS: [usize; 3] = [1_000, 3_000, 10_000];
/// How often a save, a search and a page are measured, and how often a step of a thousand decisions.
const RUNS: usize = 300;
const STEPS: usize = 7;
/// How many comments are decided at once.
const AT_ONCE: usize = 1_000;
/// How many comments the rules are tried on at a time.
const TRIED: u32 = 1000;
/// What is asked: a word that all texts have, one that some have, two at once, one that few have, all of them whole; and the beginning
/// of one that is being typed.
const QUERIES: [(&str, &str); 5] = [
    ("search-common", "\"lo\""),
    ("search-some", "\"minelo\""),
    ("search-two", "stave \"tor\""),
    ("search-rare", "\"gihapene\""),
    ("search-typed", "sta"),
];

/// Ids that no run before this one gave.
struct Fresh(AtomicU64, u64);

impl Fresh {
    fn new() -> Self {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_nanos());
        Self(AtomicU64::new(0), u64::try_from(now).unwrap_or_default())
    }

    fn bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        bytes[..8].copy_from_slice(&self.1.to_be_bytes());
        bytes[8..].copy_from_slice(&count.to_be_bytes());
        bytes
    }
}

impl Ids for Fresh {
    fn id(&self) -> uuid::Uuid {
        let bytes = self.bytes();
        let mut random = [0; 10];
        random.copy_from_slice(&bytes[6..]);
        uuid::Builder::from_unix_timestamp_millis(1_800_000_000_000, &random).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [7; 32];
        secret[..16].copy_from_slice(&self.bytes());
        secret
    }
}

/// Whoever is first in the library, at work, while the library rests in pauses, as in the window.
struct Bench {
    desk: Desk,
    ids: Fresh,
    me: Option<PersonId>,
    clock: Cell<i64>,
    rest: RefCell<Rest>,
}

impl Bench {
    fn open(library: &str) -> Result<Self> {
        let desk = Desk::open(Path::new(library))?;
        let mut bench = Self {
            rest: RefCell::new(Rest::of(&desk)?),
            desk,
            ids: Fresh::new(),
            me: None,
            clock: Cell::new(1_800_000_000_000),
        };
        let people = desk::person::list(&bench.desk, &bench.hand(), desk::person::List::default())?;
        bench.me = people.first().map(|person| person.id);
        Ok(bench)
    }

    /// A pause of some seconds, in which what was written goes where it belongs.
    fn pause(&self) -> Result<()> {
        (0..20).try_for_each(|_| self.rest.borrow_mut().look(&self.desk))
    }

    fn hand(&self) -> Hand<'_> {
        self.clock.set(self.clock.get() + 1000);
        Hand {
            actor: self.me,
            now: Time(self.clock.get()),
            ids: &self.ids,
            progress: &Quiet,
            passphrases: None,
        }
    }
}

/// As in both programs: which memory a work is given decides much of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["saves", library] => saves(&Bench::open(library)?),
        ["searches", library, articles] => searches(&Bench::open(library)?, articles),
        ["verify", library, bundle, articles] => verify(&Bench::open(library)?, bundle, articles),
        ["comments", library, comments] => {
            let bench = Bench::open(library)?;
            pending(&bench, comments)?;
            next(&bench, comments)?;
            many(&bench, comments)?;
            rules(&bench, comments)
        }
        _ => Err(usage()),
    }
}

fn usage() -> Error {
    Error::usage(
        "usage",
        "measuring saves LIBRARY, searches LIBRARY ARTICLES, comments LIBRARY COMMENTS, or verify LIBRARY BUNDLE ARTICLES",
    )
}

fn said(key: &str, size: &str, whose: &str, took: &[f64]) {
    let took: Vec<String> = took.iter().map(|took| format!("{took:.4}")).collect();
    println!("=\t{key}\t{size}\t{whose}\tms\t{}", took.join(" "));
}

/// So many times, in milliseconds.
fn timed(times: usize, mut act: impl FnMut(usize) -> Result<()>) -> Result<Vec<f64>> {
    let mut took = vec![];
    for nth in 0..times {
        let begun = Instant::now();
        act(nth)?;
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(took)
}

fn saves(bench: &Bench) -> Result<()> {
    for words in LENGTHS {
        let text = corpus::long(0, words, None);
        let new = article::New {
            title: text.title,
            body: Some(text.body.clone()),
            ..article::New::default()
        };
        let made = article::new(&bench.desk, &bench.hand(), new)?;
        let (id, revision) = (made.id.clone(), made.revision.clone());
        let mut content: Content = made.content;
        let mut was = None;
        let took = timed(RUNS, |nth| {
            content.body = format!("{}{nth}", text.body);
            let ask = draft::Save {
                article: id.clone(),
                base: revision.clone(),
                content: content.clone(),
                was: was.clone(),
                cursor: None,
            };
            was = Some(draft::save(&bench.desk, &bench.hand(), ask)?.hash);
            Ok(())
        })?;
        said("save", &words.to_string(), "ours", &took);
        let took = timed(RUNS, |nth| {
            let ask = article::Edit {
                article: id.clone(),
                body: Some(format!("{}{nth}", text.body)),
                ..article::Edit::default()
            };
            article::edit(&bench.desk, &bench.hand(), ask).map(drop)
        })?;
        said("revise", &words.to_string(), "ours", &took);
    }
    Ok(())
}

fn searches(bench: &Bench, articles: &str) -> Result<()> {
    for (key, query) in QUERIES {
        let took = timed(RUNS / 3, |_| {
            let ask = search::Find {
                query: query.to_owned(),
                limit: Some(20),
                after: None,
            };
            search::find(&bench.desk, &bench.hand(), ask).map(drop)
        })?;
        said(key, articles, "ours", &took);
    }
    Ok(())
}

/// Those that wait, `limit` a page.
fn page(bench: &Bench, limit: u32, after: Option<String>) -> Result<desk::Page<desk::CommentRow>> {
    let ask = comment::List {
        state: Some(CommentState::Pending),
        limit: Some(limit),
        after,
        ..comment::List::default()
    };
    comment::list(&bench.desk, &bench.hand(), ask)
}

fn pending(bench: &Bench, comments: &str) -> Result<()> {
    let mut places = vec![];
    let mut after = page(bench, 1000, None)?.next;
    while let Some(place) = after {
        places.push(place.clone());
        after = page(bench, 1000, Some(place))?.next;
    }
    let count = places.len().max(1);
    // In turn, so that what the machine does meanwhile is done to both.
    let (mut took, mut first) = (vec![], vec![]);
    for nth in 0..RUNS {
        let place = places.get(nth * 7919 % count).cloned();
        took.extend(timed(1, |_| page(bench, 50, place.clone()).map(drop))?);
        first.extend(timed(1, |_| page(bench, 50, None).map(drop))?);
    }
    said("pending", comments, "ours", &took);
    said("pending", comments, "the first page", &first);
    Ok(())
}

fn decide(bench: &Bench, ids: &[String]) -> Result<()> {
    let ask = serde_json::json!({"comments": ids, "state": "published"});
    let ask = serde_json::from_value(ask).map_err(|_| usage())?;
    comment::decide(&bench.desk, &bench.hand(), ask).map(drop)
}

fn undo(bench: &Bench) -> Result<()> {
    comment::undo(&bench.desk, &bench.hand(), comment::UndoDecision {}).map(drop)
}

/// One is decided, and the one after it shown.
fn next(bench: &Bench, comments: &str) -> Result<()> {
    let rows = page(bench, 1000, None)?.items;
    let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    let times = RUNS.min(ids.len().saturating_sub(1));
    let took = timed(times, |nth| {
        decide(bench, &ids[nth..=nth])?;
        let comment = ids[nth + 1].clone();
        comment::show(&bench.desk, &bench.hand(), comment::Show { comment }).map(drop)
    })?;
    (0..times).try_for_each(|_| undo(bench))?;
    bench.pause()?;
    said("next", comments, "ours", &took);
    Ok(())
}

fn many(bench: &Bench, comments: &str) -> Result<()> {
    let rows = page(bench, 1000, None)?.items;
    let ids: Vec<String> = rows.into_iter().map(|row| row.id).take(AT_ONCE).collect();
    let (mut decided, mut undone) = (vec![], vec![]);
    for _ in 0..STEPS {
        decided.extend(timed(1, |_| decide(bench, &ids))?);
        bench.pause()?;
        undone.extend(timed(1, |_| undo(bench))?);
        bench.pause()?;
    }
    for (key, took) in [("decide", decided), ("undo", undone)] {
        said(key, comments, "ours", &took);
        // Once more, to stand beside updates of the very rows: a line of the table has one floor.
        said(&format!("{key}-rows"), comments, "ours", &took);
    }
    Ok(())
}

/// A trial judges each of the newest comments twice: by the rules that are set, and by those that are tried.
fn rules(bench: &Bench, comments: &str) -> Result<()> {
    let took = timed(RUNS / 10, |_| {
        let ask = comment::TryRules {
            rules: None,
            limit: Some(TRIED),
        };
        comment::try_rules(&bench.desk, &bench.hand(), ask).map(drop)
    })?;
    let each: Vec<f64> = took
        .iter()
        .map(|took| took / f64::from(TRIED) / 2.0)
        .collect();
    said("rules", comments, "ours", &each);
    Ok(())
}

/// When the first half of a work was done.
struct Half(Instant, Mutex<f64>);

impl Progress for Half {
    fn step(&self, done: u64, total: u64) -> bool {
        if done * 2 <= total
            && let Ok(mut half) = self.1.lock()
        {
            *half = self.0.elapsed().as_secs_f64() * 1000.0;
        }
        true
    }
}

/// Hashes, approvals and signatures are the first half of what a verification tells, the reprint is the second.
fn verify(bench: &Bench, bundle: &str, articles: &str) -> Result<()> {
    let (mut halves, mut wholes) = (vec![], vec![]);
    for _ in 0..3 {
        let half = Half(Instant::now(), Mutex::new(0.0));
        let hand = Hand {
            progress: &half,
            ..bench.hand()
        };
        let ask = export::Verify {
            path: bundle.to_owned(),
            key: None,
            key_file: None,
            newer: None,
        };
        let said = export::verify(&bench.desk, &hand, ask)?;
        wholes.push(half.0.elapsed().as_secs_f64() * 1000.0);
        if !said.ok {
            return Err(Error::damaged("bench", "The bundle has faults."));
        }
        halves.push(half.1.into_inner().unwrap_or_default());
    }
    said("verify", articles, "ours", &halves);
    said("verify-reprint", articles, "ours", &wholes);
    Ok(())
}
