//! The one way to print: for the bundle and for its verification alike. Each part of a bundle names its jobs; they run on all
//! cores, in any order, and what they print depends on nothing but what is printed from.

use crate::{
    epub, jsonl, markdown, ninjs,
    site::{self, Index},
    theme::Theme,
    wxr,
};
use model::{
    Hash, Result,
    article::Content,
    bundle::{Part, Surroundings},
};
use std::{
    io::Write,
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

/// The parts that can be made.
pub const BUILT: &[Part] = &Part::ALL;

/// Where contents come from, by hash.
pub type Contents<'a> = dyn Fn(Hash) -> Result<Content> + Sync + 'a;

/// Where the bytes of a picture's or an attachment's files come from, by hash.
pub type Assets<'a> = dyn Fn(Hash) -> Result<Vec<u8>> + Sync + 'a;

/// The safe HTML of the text of a revision, by its hash and its Markdown: what [`markup::article_html`] says, made now or kept
/// from before.
pub type Html<'a> = dyn Fn(Hash, &str) -> Result<String> + Sync + 'a;

/// The HTML, made now.
///
/// # Errors
/// None.
pub fn made(_: Hash, markdown: &str) -> Result<String> {
    Ok(markup::article_html(markdown))
}

/// All that a bundle's files are printed from.
#[derive(Clone, Copy)]
pub struct Print<'a> {
    /// Templates and stylesheet.
    pub theme: &'a Theme,
    /// What pages show besides their revision.
    pub surroundings: &'a Surroundings,
    /// The texts.
    pub contents: &'a Contents<'a>,
    /// The texts without their bodies, each asked for once, where they are at hand; else they are read.
    pub heads: Option<&'a Contents<'a>>,
    /// What the texts come to.
    pub html: &'a Html<'a>,
    /// The pictures.
    pub assets: &'a Assets<'a>,
}

/// Where printed files go. From several threads at once; each path once.
pub trait Sink: Sync {
    /// A file by its path from the bundle's root.
    ///
    /// # Errors
    /// What the sink can't do.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()>;

    /// A file that is written as it comes, for one that need not fit into memory.
    ///
    /// # Errors
    /// What `fill` returns; what the sink can't do.
    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()>;

    /// A file that depends on nothing but what `key` is the hash of ([`crate::key`]). `make` prints it; a sink that knows
    /// what it comes to need not ask.
    ///
    /// # Errors
    /// What `make` returns; what the sink can't do.
    fn keyed(&self, key: Hash, path: &str, make: &dyn Fn() -> Result<Vec<u8>>) -> Result<()> {
        let _ = key;
        self.put(path, &make()?)
    }
}

/// A piece of a part: prints some of its files.
pub(crate) type Job<'a> = Box<dyn Fn(&dyn Sink) -> Result<()> + Send + Sync + 'a>;

/// Prints the files of these parts into `sink`. `step` is told how many jobs are done, of how many, and may stop it.
///
/// # Errors
/// `bad-theme`; what `contents`, `assets`, `sink` and `step` return.
pub fn print(
    from: &Print,
    parts: &[Part],
    sink: &dyn Sink,
    step: &(dyn Fn(u64, u64) -> Result<()> + Sync),
) -> Result<()> {
    let index = Index::of(from)?;
    let mut jobs: Vec<Job> = vec![];
    for part in parts {
        match part {
            Part::Site => jobs.extend(site::jobs(from, &index)),
            Part::Wxr => jobs.extend(wxr::jobs(from, &index)),
            Part::Epub => jobs.extend(epub::jobs(from, &index)),
            Part::Ninjs => jobs.extend(ninjs::jobs(from, &index)),
            Part::Markdown => jobs.extend(markdown::jobs(from, &index)),
            Part::Jsonl => jobs.extend(jsonl::jobs(from, &index)),
        }
    }
    let (total, done) = (jobs.len() as u64, AtomicUsize::new(0));
    each(&jobs, &|_, job| {
        job(sink)?;
        step(done.fetch_add(1, Ordering::Relaxed) as u64 + 1, total)
    })
}

/// Does `work` for each of `all`, on every core; the first that fails, by its place, is what failed.
///
/// # Errors
/// What `work` returns.
pub(crate) fn each<T: Sync>(
    all: &[T],
    work: &(dyn Fn(usize, &T) -> Result<()> + Sync),
) -> Result<()> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failed = Mutex::new(None);
    let run = || {
        while !stopped.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(at) else { return };
            if let Err(error) = work(at, one) {
                stopped.store(true, Ordering::Relaxed);
                let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                if failed.as_ref().is_none_or(|(first, _)| at < *first) {
                    *failed = Some((at, error));
                }
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    thread::scope(|scope| {
        for _ in 1..cores.min(all.len()) {
            // Where the machine gives no thread, those that are there do it all.
            let _ = thread::Builder::new().spawn_scoped(scope, run);
        }
        run();
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}
