//! What the lists of a large library take: `listing LIBRARY ARTICLES` fills a library that was just made up to so many
//! articles, if they are not there, and measures every order and filter; `listing LIBRARY ARTICLES fill` fills it only. It
//! writes events as the desk would, but in large steps, so that it is done in minutes.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use model::{
    ArticleId, Error, PersonId, Result, Time,
    article::{Byline, Content, Order, Status},
    event::{Event, Origin},
};
use std::{
    cell::{Cell, RefCell},
    path::Path,
    time::{Duration, Instant},
};
use store::{
    Db, Store, Txn,
    article::{Filter, Place},
};
use uuid::Uuid;

const WORDS: [&str; 12] = [
    "harbour", "council", "ferry", "market", "quay", "lamp", "bridge", "tide", "school", "garden",
    "rope", "bell",
];
const SECTIONS: [&str; 7] = [
    "Town", "Harbour", "Schools", "Sport", "Letters", "Weather", "Old Quay",
];
/// The first moment: nothing here depends on the present one.
const BEGIN: i64 = 1_700_000_000_000;
const RUNS: usize = 50;

/// As in both programs: which memory a work is given decides much of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || Error::usage("usage", "listing LIBRARY ARTICLES");
    let dir = args.next().ok_or_else(usage)?;
    let wanted: u32 = args.next().and_then(|n| n.parse().ok()).ok_or_else(usage)?;
    let store = Store::open(Path::new(&dir))?;
    fill(&store, wanted)?;
    if args.next().is_some() {
        return Ok(());
    }
    store.read(|db| measure(db, wanted))
}

/// Makes what is missing, a thousand articles a step.
fn fill(store: &Store, wanted: u32) -> Result<()> {
    let me = store.read(|db| Ok(store::person::list(db)?.first().map(|person| person.id)))?;
    let count = Cell::new(0_u64);
    let id = || {
        count.set(count.get() + 1);
        let random = (count.get() ^ u64::from(wanted) << 40).to_be_bytes();
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&random);
        let at = BEGIN as u64 + count.get();
        uuid::Builder::from_unix_timestamp_millis(at, &bytes).into_uuid()
    };
    let mut made = store.read(|db| store::article::count(db, &Filter::default()))?;
    while made < wanted {
        let step = 1000.min(wanted - made);
        let now = Time(BEGIN + i64::from(made) * 60_000);
        store.transact(me, now, &id, |txn| {
            (made..made + step).try_for_each(|nth| article(txn, nth))
        })?;
        made += step;
    }
    Ok(())
}

fn article(txn: &Txn, nth: u32) -> Result<()> {
    let article = ArticleId(txn.id());
    let word = |by: u32| WORDS[(nth.wrapping_mul(2_654_435_761) >> by) as usize % WORDS.len()];
    let mut content = Content::new(article, "en");
    content.title = format!("The {} and the {}, number {nth}", word(3), word(17));
    content.section = SECTIONS[nth as usize % SECTIONS.len()].to_owned();
    content.slug = format!("number-{nth}");
    content.tags = vec![word(5).to_owned(), format!("dossier {}", nth % 1000)];
    content.bylines = vec![Byline {
        name: format!(
            "{} {}",
            SECTIONS[nth as usize % 5],
            WORDS[nth as usize % 12]
        ),
        ..Byline::default()
    }];
    let text = corpus::text(nth as usize, None);
    content.body = text.body;
    let language = if nth.is_multiple_of(20) {
        "de"
    } else {
        text.language
    };
    language.clone_into(&mut content.language);
    txn.append(Event::ArticleMade {
        article,
        source: None,
    })?;
    let revision = txn.keep(&content.bytes()?, false)?;
    let status = if nth.is_multiple_of(50) {
        Status::InReview
    } else {
        Status::Draft
    };
    txn.append(Event::RevisionSaved {
        article,
        revision,
        origin: Origin::Made,
        status,
        was: None,
    })
}

/// What is measured: a name, and what the list is narrowed down by.
fn filters() -> Vec<(&'static str, Filter)> {
    let only = |narrow: fn(&mut Filter)| {
        let mut filter = Filter::default();
        narrow(&mut filter);
        filter
    };
    vec![
        ("all", Filter::default()),
        (
            "status: a fiftieth",
            only(|f| f.status = Some(Status::InReview)),
        ),
        ("status: none", only(|f| f.status = Some(Status::Withdrawn))),
        (
            "section: a seventh",
            only(|f| f.section = Some("Harbour".into())),
        ),
        ("text: a sixth", only(|f| f.text = Some("FERRY".into()))),
        ("text: one", only(|f| f.text = Some("number 777".into()))),
        ("text: none", only(|f| f.text = Some("zeppelin".into()))),
        ("tag: a twelfth", only(|f| f.tag = Some("FERRY".into()))),
        (
            "tag: a thousandth",
            only(|f| f.tag = Some("dossier 7".into())),
        ),
        (
            "byline: a sixtieth",
            only(|f| f.byline = Some("Town harbour".into())),
        ),
        (
            "language: a twentieth",
            only(|f| f.language = Some("de".into())),
        ),
        (
            "person: none",
            only(|f| f.person = Some(PersonId(Uuid::nil()))),
        ),
    ]
}

fn measure(db: &Db, size: u32) -> Result<()> {
    let filters = filters();
    let all = RefCell::new(vec![]);
    let timed = |ask: &dyn Fn() -> Result<()>| timed(&all, ask);
    println!("milliseconds, p50 / p99 of {RUNS}; the page is of 300 rows");
    for (name, filter) in &filters {
        let many = store::article::count(db, filter)?;
        println!(
            "{name}: {many} articles, counted in {}",
            timed(&|| store::article::count(db, filter).map(drop))?
        );
        for order in Order::ALL {
            let first = timed(&|| store::article::span(db, filter, order, 0, 300).map(drop))?;
            let last = timed(&|| {
                store::article::span(db, filter, order, many.saturating_sub(300), 300).map(drop)
            })?;
            let middle = store::article::span(db, filter, order, many / 2, 1)?;
            let middle = middle.first().map(|article| Place::of(article, order));
            let next =
                timed(&|| store::article::list(db, filter, order, middle.as_ref(), 300).map(drop))?;
            let place = match &middle {
                Some(place) => {
                    timed(&|| store::article::before(db, filter, order, place).map(drop))?
                }
                None => "-".into(),
            };
            println!(
                "  {:<9} first {first}   from the middle on {next}   last {last}   place of the middle {place}",
                order.name()
            );
        }
    }
    let all: Vec<String> = all
        .borrow()
        .iter()
        .map(|took| format!("{:.3}", ms(took)))
        .collect();
    println!("=\tlist\t{size}\tours\tms\t{}", all.join(" "));
    Ok(())
}

/// The middle and the slow end of what is asked; every single time goes to all of them.
fn timed(all: &RefCell<Vec<Duration>>, ask: &dyn Fn() -> Result<()>) -> Result<String> {
    let mut took = vec![];
    for _ in 0..RUNS {
        let before = Instant::now();
        ask()?;
        took.push(before.elapsed());
    }
    all.borrow_mut().extend(&took);
    took.sort_unstable();
    let at = |share: usize| took.get((RUNS * share / 100).min(RUNS - 1)).map_or(0.0, ms);
    Ok(format!("{:.1} / {:.1}", at(50), at(99)))
}

fn ms(took: &Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
