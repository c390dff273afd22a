//! What the lists of a large library take: `listing LIBRARY ARTICLES` fills a library that was just made up to so many
//! articles, if they are not there, and measures every order and filter. It writes events as the desk would, but in
//! large steps, so that it is done in minutes.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

use model::{
    ArticleId, Error, PersonId, Result, Time,
    article::{Content, Order, Status},
    event::{Event, Origin},
};
use std::{
    cell::Cell,
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

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || Error::usage("usage", "listing LIBRARY ARTICLES");
    let dir = args.next().ok_or_else(usage)?;
    let wanted: u32 = args.next().and_then(|n| n.parse().ok()).ok_or_else(usage)?;
    let store = Store::open(Path::new(&dir))?;
    fill(&store, wanted)?;
    store.read(measure)
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
    content.body = format!("The {} was seen from the {}.\n", word(9), word(13));
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

fn measure(db: &Db) -> Result<()> {
    let nobody = PersonId(Uuid::nil());
    let filters = [
        ("all", Filter::default()),
        (
            "status: a fiftieth",
            Filter {
                status: Some(Status::InReview),
                ..Filter::default()
            },
        ),
        (
            "status: none",
            Filter {
                status: Some(Status::Withdrawn),
                ..Filter::default()
            },
        ),
        (
            "section: a seventh",
            Filter {
                section: Some("Harbour".into()),
                ..Filter::default()
            },
        ),
        (
            "text: a sixth",
            Filter {
                text: Some("FERRY".into()),
                ..Filter::default()
            },
        ),
        (
            "text: one",
            Filter {
                text: Some("number 777".into()),
                ..Filter::default()
            },
        ),
        (
            "text: none",
            Filter {
                text: Some("zeppelin".into()),
                ..Filter::default()
            },
        ),
        (
            "person: none",
            Filter {
                person: Some(nobody),
                ..Filter::default()
            },
        ),
    ];
    println!("milliseconds, p50 / p99 of {RUNS}; the page is of 300 rows");
    for (name, filter) in &filters {
        let many = store::article::count(db, filter)?;
        println!(
            "{name}: {many} articles, counted in {}",
            timed(|| store::article::count(db, filter))?
        );
        for order in Order::ALL {
            let first = timed(|| store::article::span(db, filter, order, 0, 300))?;
            let last =
                timed(|| store::article::span(db, filter, order, many.saturating_sub(300), 300))?;
            let middle = store::article::span(db, filter, order, many / 2, 1)?;
            let middle = middle.first().map(|article| Place::of(article, order));
            let next = timed(|| store::article::list(db, filter, order, middle.as_ref(), 300))?;
            let place = match &middle {
                Some(place) => timed(|| store::article::before(db, filter, order, place))?,
                None => "-".into(),
            };
            println!(
                "  {:<9} first {first}   from the middle on {next}   last {last}   place of the middle {place}",
                order.name()
            );
        }
    }
    Ok(())
}

fn timed<T>(ask: impl Fn() -> Result<T>) -> Result<String> {
    let mut took = vec![];
    for _ in 0..RUNS {
        let before = Instant::now();
        ask()?;
        took.push(before.elapsed());
    }
    took.sort_unstable();
    let at = |share: usize| took.get((RUNS * share / 100).min(RUNS - 1)).map_or(0.0, ms);
    Ok(format!("{:.1} / {:.1}", at(50), at(99)))
}

fn ms(took: &Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}
