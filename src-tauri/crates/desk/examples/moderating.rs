//! What moderating a large library takes: `moderating LIBRARY COMMENTS` fills a library that was just made up to so many
//! comments, if they are not there, and measures every step at the queue; `moderating LIBRARY COMMENTS fill` fills it only.
//! It writes events as the desk would, but in large steps, so that it is done in minutes.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a measurement reads the clock and says what it found"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use desk::{Desk, Hand, Ids, Quiet, comment};
use model::{
    ArticleId, BatchId, CommentId, CommenterId, Error, PersonId, Result, Time,
    article::{Content, Status},
    comment::{CommentState, Evidence, Finding},
    event::{Event, Origin},
};
use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};
use store::{Store, Txn, comment::Taken};
use uuid::Uuid;

/// The first moment: nothing here depends on the present one.
const BEGIN: i64 = 1_700_000_000_000;
/// How many comments are written in one step.
const STEP: u32 = 2000;
/// How many articles they are on, and how many people sent them.
const ARTICLES: u32 = 500;
const PEOPLE: u32 = 60_000;
/// How often each step is measured.
const RUNS: usize = 200;

/// Ids that are the same in every run.
struct Counted(AtomicU64);

impl Ids for Counted {
    fn id(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        named(0, count)
    }

    fn secret(&self) -> [u8; 32] {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&count.to_be_bytes());
        bytes
    }
}

/// The id of the `nth` of a kind.
fn named(kind: u8, nth: u64) -> Uuid {
    let mut bytes = [kind; 10];
    bytes[2..].copy_from_slice(&nth.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(BEGIN as u64 + nth, &bytes).into_uuid()
}

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let usage = || Error::usage("usage", "moderating LIBRARY COMMENTS");
    let dir = args.next().ok_or_else(usage)?;
    let wanted: u32 = args.next().and_then(|n| n.parse().ok()).ok_or_else(usage)?;
    let (me, made) = {
        let store = Store::open(Path::new(&dir))?;
        let people = store.read(store::person::list)?;
        let me = people.first().map(|person| person.id).ok_or_else(usage)?;
        (me, fill(&store, me, wanted)?)
    };
    if args.next().is_some() {
        return Ok(());
    }
    let desk = Desk::open(Path::new(&dir))?;
    // What a run before this one wrote has other ids.
    let count = AtomicU64::new(u64::from(made) * 1000 + 1);
    let ids = Counted(count);
    let clock = AtomicU64::new(0);
    let bench = Bench {
        desk: &desk,
        ids: &ids,
        me,
        clock: &clock,
    };
    bench.reading(wanted)?;
    bench.deciding()?;
    bench.many()
}

/// Makes what is missing; gives how many steps were there before.
fn fill(store: &Store, me: PersonId, wanted: u32) -> Result<u32> {
    let counts = store.read(|db| store::comment::tally(db, None))?;
    let mut made: u32 = counts.0.iter().map(|(_, n)| *n as u32).sum();
    let before = made / STEP;
    let begun = Instant::now();
    let ids = Counted(AtomicU64::new(u64::from(made) * 10 + 1));
    if made == 0 {
        store.transact(Some(me), Time(BEGIN), &|| ids.id(), |txn| {
            (0..ARTICLES).try_for_each(|nth| article(txn, nth))
        })?;
    }
    while made < wanted {
        let step = STEP.min(wanted - made);
        let now = Time(BEGIN + i64::from(made) * 1000);
        store.transact(Some(me), now, &|| ids.id(), |txn| {
            let records = (made..made + step)
                .map(|nth| taken(txn, nth, now))
                .collect::<Result<Vec<_>>>()?;
            let records = txn.keep(&model::canonical(&records)?, true)?;
            txn.append(Event::CommentsTaken {
                batch: BatchId(txn.id()),
                records,
                count: step,
                reply: None,
            })
        })?;
        made += step;
        if made.is_multiple_of(100_000) {
            println!(
                "{made} comments after {:.0} s",
                begun.elapsed().as_secs_f64()
            );
        }
    }
    Ok(before)
}

fn article(txn: &Txn, nth: u32) -> Result<()> {
    let article = ArticleId(named(1, nth.into()));
    let mut content = Content::new(article, "en");
    content.title = format!("Report number {nth}");
    content.section = "Town".into();
    content.slug = format!("number-{nth}");
    content.body = corpus::long(nth as usize, 400, None).body;
    txn.append(Event::ArticleMade {
        article,
        source: None,
    })?;
    let revision = txn.keep(&content.bytes()?, false)?;
    txn.append(Event::RevisionSaved {
        article,
        revision,
        origin: Origin::Made,
        status: Status::Draft,
        was: None,
    })
}

/// The comment of this number: three of ten wait, every tenth has a suspect word, every fourth answers the one before on its
/// article, and a few people send many.
fn taken(txn: &Txn, nth: u32, now: Time) -> Result<Taken> {
    let person = (nth.wrapping_mul(2_654_435_761) >> 8) % PEOPLE;
    let person = person / (1 + person % 7);
    let commenter = CommenterId(named(2, person.into()));
    let id = CommentId(named(3, nth.into()));
    let sender = store::comment::Commenter {
        salt: format!("{person:064x}"),
        name: format!("Reader {person}"),
        email: Some(format!("reader{person}@reader.example")),
        address: None,
        site: None,
        seen: now.to_string(),
    };
    store::comment::keep_commenter(txn, commenter, &sender)?;
    let created = Time(BEGIN + i64::from(nth) * 1000);
    let address = format!("10.{}.{}.{}", person >> 16, person >> 8 & 255, person & 255);
    store::comment::keep_address(txn, id, &address, created, now)?;
    let found = |code: &str| Finding {
        code: code.into(),
        says: CommentState::Held,
        detail: "It has a suspect word.".into(),
        evidence: vec![Evidence::Words {
            start: 0,
            end: 4,
            weight: None,
        }],
    };
    Ok(Taken {
        id,
        article: Some(ArticleId(named(1, (nth % ARTICLES).into()))),
        parent: (nth.is_multiple_of(4) && nth >= ARTICLES)
            .then(|| CommentId(named(3, (nth - ARTICLES).into()))),
        commenter,
        commitment: sender.commitment()?,
        created,
        body: corpus::Dice::new(u64::from(nth) + 1_000_000).remark(8 + nth as usize % 40),
        state: match nth / 7 % 10 {
            0..3 => CommentState::Pending,
            3..8 => CommentState::Published,
            8 => CommentState::Rejected,
            _ => CommentState::Spam,
        },
        reasons: vec![],
        source: format!("bench:{nth}"),
        place: None,
        answers: None,
        findings: match nth % 10 {
            0 => vec![found("suspect-word")],
            5 => vec![found("links"), found("length")],
            _ => vec![],
        },
        original: None,
        newsroom: false,
        decided_there: None,
    })
}

/// A moderator at the queue.
struct Bench<'a> {
    desk: &'a Desk,
    ids: &'a Counted,
    me: PersonId,
    clock: &'a AtomicU64,
}

impl Bench<'_> {
    fn hand(&self) -> Hand<'_> {
        let seconds = self.clock.fetch_add(1, Ordering::Relaxed);
        Hand {
            actor: Some(self.me),
            now: Time(1_800_000_000_000 + seconds as i64 * 1000),
            ids: self.ids,
            progress: &Quiet,
            passphrases: None,
        }
    }

    fn timed(&self, what: &str, mut act: impl FnMut(usize) -> Result<()>) -> Result<()> {
        let mut took = vec![];
        for nth in 0..RUNS {
            let before = Instant::now();
            act(nth)?;
            took.push(before.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        let at = |share: usize| took.get((RUNS * share / 100).min(RUNS - 1)).copied();
        println!(
            "{what:<44} p50 {:>8.2} ms   p99 {:>8.2} ms   most {:>8.2} ms",
            at(50).unwrap_or_default(),
            at(99).unwrap_or_default(),
            at(100).unwrap_or_default()
        );
        Ok(())
    }

    fn list(&self, list: &comment::List) -> Result<desk::Page<desk::CommentRow>> {
        comment::list(self.desk, &self.hand(), list.clone())
    }

    /// Pages of a list: the first again and again, then one after the other.
    fn pages(&self, what: &str, list: &comment::List) -> Result<()> {
        self.timed(&format!("{what}: the first page"), |_| {
            self.list(list).map(drop)
        })?;
        let mut after = None;
        self.timed(&format!("{what}: page by page"), |_| {
            let page = self.list(&comment::List {
                after: after.clone(),
                ..list.clone()
            })?;
            after = page.next;
            Ok(())
        })
    }

    fn reading(&self, wanted: u32) -> Result<()> {
        let waiting = || comment::List {
            waiting: true,
            limit: Some(50),
            ..comment::List::default()
        };
        self.pages("queue", &waiting())?;
        self.pages(
            "queue, newest first",
            &comment::List {
                newest: true,
                ..waiting()
            },
        )?;
        self.pages(
            "every state",
            &comment::List {
                waiting: false,
                ..waiting()
            },
        )?;
        let article = Some(named(1, 3).to_string());
        self.pages(
            "of an article",
            &comment::List {
                article: article.clone(),
                ..waiting()
            },
        )?;
        self.pages(
            "of an article, every state",
            &comment::List {
                article,
                waiting: false,
                ..waiting()
            },
        )?;
        for code in ["suspect-word", "links", "none-such"] {
            self.pages(
                &format!("found {code}"),
                &comment::List {
                    found: Some(code.into()),
                    ..waiting()
                },
            )?;
        }
        for words in ["ka", "minelo", "stave tor", "zeppelin", "mi lo ka", "b"] {
            self.pages(
                &format!("words “{words}”"),
                &comment::List {
                    words: Some(words.into()),
                    ..waiting()
                },
            )?;
        }
        for person in [0, 5, 41_000] {
            let commenter = Some(named(2, person).to_string());
            self.pages(
                &format!("commenter {person}"),
                &comment::List {
                    commenter,
                    newest: true,
                    waiting: false,
                    ..waiting()
                },
            )?;
        }
        self.looking(wanted)
    }

    fn looking(&self, wanted: u32) -> Result<()> {
        let waiting = || comment::List {
            waiting: true,
            limit: Some(50),
            ..comment::List::default()
        };
        let like = Some(named(3, 77).to_string());
        self.pages("like one", &comment::List { like, ..waiting() })?;
        self.timed("count", |_| {
            comment::count(self.desk, &self.hand(), comment::Count::default()).map(drop)
        })?;
        self.timed("count of an article", |nth| {
            let article = Some(named(1, nth as u64).to_string());
            comment::count(self.desk, &self.hand(), comment::Count { article }).map(drop)
        })?;
        self.timed("show", |nth| {
            let comment = named(3, nth as u64 * 4999 % u64::from(wanted)).to_string();
            comment::show(self.desk, &self.hand(), comment::Show { comment }).map(drop)
        })
    }

    fn deciding(&self) -> Result<()> {
        let page = self.list(&comment::List {
            state: Some(CommentState::Pending),
            limit: Some(1000),
            ..comment::List::default()
        })?;
        let ids: Vec<String> = page.items.into_iter().map(|row| row.id).collect();
        let states = [
            CommentState::Published,
            CommentState::Held,
            CommentState::Rejected,
        ];
        self.timed("claim", |nth| {
            let comment = Some(ids[nth].clone());
            comment::claim(self.desk, &self.hand(), comment::Claim { comment }).map(drop)
        })?;
        self.timed("decide one", |nth| self.decide(&ids[nth], states[nth % 3]))?;
        self.timed("undo of one", |_| {
            comment::undo(self.desk, &self.hand(), comment::UndoDecision {}).map(drop)
        })?;
        self.timed("decisions", |_| {
            comment::decisions(self.desk, &self.hand(), comment::Decisions {}).map(drop)
        })?;
        self.timed("decide, and the next one shown", |nth| {
            self.decide(&ids[RUNS + nth], states[nth % 3])?;
            let comment = ids[RUNS + nth + 1].clone();
            comment::show(self.desk, &self.hand(), comment::Show { comment }).map(drop)
        })?;
        self.timed("edit", |nth| {
            let edit = comment::Edit {
                comment: ids[3 * RUNS + nth].clone(),
                text: format!("Edited, number {nth}"),
            };
            comment::edit(self.desk, &self.hand(), edit).map(drop)
        })
    }

    fn decide(&self, comment: &str, state: CommentState) -> Result<()> {
        let ask = comment::Decide {
            comments: vec![comment.to_owned()],
            all: None,
            except: vec![],
            state,
            reason: None,
            text: None,
            seen: None,
            mark: None,
        };
        comment::decide(self.desk, &self.hand(), ask).map(drop)
    }

    /// All that a filter holds, decided in one step and taken back by one undo.
    fn many(&self) -> Result<()> {
        let all = comment::List {
            found: Some("suspect-word".into()),
            ..comment::List::default()
        };
        let begun = Instant::now();
        let ask = comment::Decide {
            comments: vec![],
            all: Some(all),
            except: vec![],
            state: CommentState::Spam,
            reason: Some("spam".into()),
            text: None,
            seen: None,
            mark: None,
        };
        let act = comment::decide(self.desk, &self.hand(), ask)?;
        println!("{}: {:.1} s", act.words, begun.elapsed().as_secs_f64());
        self.timed("decisions, after that", |_| {
            comment::decisions(self.desk, &self.hand(), comment::Decisions {}).map(drop)
        })?;
        let begun = Instant::now();
        let act = comment::undo(self.desk, &self.hand(), comment::UndoDecision {})?;
        println!("{}: {:.1} s", act.words, begun.elapsed().as_secs_f64());
        Ok(())
    }
}
