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
    article::{Byline, Content, Order, Status},
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
/// How many words there are.
const MOST_WORDS: f64 = 20_000.0;
/// What they are made of.
const SYLLABLES: [&str; 16] = [
    "ka", "lo", "mi", "ne", "ru", "sta", "ve", "tor", "gi", "ha", "pe", "lun", "do", "bri", "sol",
    "quay",
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
    content.tags = vec![word(5).to_owned(), format!("dossier {}", nth % 1000)];
    content.bylines = vec![Byline {
        name: format!(
            "{} {}",
            SECTIONS[nth as usize % 5],
            WORDS[nth as usize % 12]
        ),
        ..Byline::default()
    }];
    if nth.is_multiple_of(20) {
        "de".clone_into(&mut content.language);
    }
    content.body = text(nth);
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

/// 250 words, of which a few are in nearly every text and most in few, as in any language.
fn text(seed: u32) -> String {
    let mut state = u64::from(seed) * 2 + 1;
    let mut text = String::new();
    for nth in 1..=250 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from((state >> 33) as u32) / f64::from(u32::MAX >> 1);
        text.push_str(&spelt((share * MOST_WORDS.ln()).exp() as usize));
        text.push_str(if nth % 50 == 0 { ".\n\n" } else { " " });
    }
    text
}

/// The word of this rank: the first are the commonest.
fn spelt(mut rank: usize) -> String {
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[rank % SYLLABLES.len()]);
        rank /= SYLLABLES.len();
        if rank == 0 {
            return word;
        }
    }
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

fn measure(db: &Db) -> Result<()> {
    let filters = filters();
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
