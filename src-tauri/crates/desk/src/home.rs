//! What waits for the person at the desk.

use crate::{
    Card, Desk, DeskView, Hand, Held, MentionRow, QueueRow, Recent, Row, article, export,
    hand::name_of, review, words,
};
use model::{
    ArticleId, PersonId, Result,
    article::{Order, Status},
    event::Event,
    person::{Person, Role},
    suggestion::SuggestionState,
};
use serde::Deserialize;
use store::{Db, article::Filter};

/// How many lines tell of what others did.
const RECENT: usize = 12;
/// How many letters of a note stand on a card.
const LINE: usize = 90;
/// How many entries of the journal are looked at for them.
const ENTRIES: u32 = 200;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Show {}

/// What waits for the person, the next edition, and what others did.
///
/// # Errors
/// System errors.
pub fn show(desk: &Desk, hand: &Hand, _: Show) -> Result<DeskView> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let me = hand
            .actor
            .and_then(|actor| people.iter().find(|person| person.id == actor));
        let rows = |status| -> Result<Vec<Row>> {
            let filter = Filter {
                status: Some(status),
                ..Filter::default()
            };
            store::article::list(db, &filter, Order::Changed, None, 12)?
                .iter()
                .map(|row| article::row(db, row))
                .collect()
        };
        let queue = review::Waiting::of(db, hand)?;
        let (mut waiting, mut drafts) = (vec![], vec![]);
        if let Some(me) = me {
            if me.holds(article::WRITERS) {
                waiting.extend(
                    rows(Status::ChangesRequested)?
                        .into_iter()
                        .map(|row| card(row, "Changes requested", "article")),
                );
                drafts.extend(
                    rows(Status::Draft)?
                        .into_iter()
                        .map(|row| card(row, "Draft", "article")),
                );
            }
            waiting.extend(queue.mine(db, 12)?.into_iter().map(review_card));
            waiting.extend(
                review::upon(db, me.id, 12, &people)?
                    .into_iter()
                    .map(mention_card),
            );
            waiting.extend(comments_card(db, me)?);
            if me.holds(review::LOOKERS) {
                waiting.extend(due(db, hand)?);
            }
        }
        let (edition_ready, edition_held) = approved(db)?;
        Ok(DeskView {
            waiting,
            drafts,
            edition_ready,
            edition_held,
            edition_waiting: queue.first(db, 12)?,
            recent: recent(db, hand.actor, &people)?,
        })
    })
}

/// What is approved, changed last first: what a release would print, and what it would hold back and why.
fn approved(db: &Db) -> Result<(Vec<Row>, Vec<Held>)> {
    let filter = Filter {
        status: Some(Status::Approved),
        ..Filter::default()
    };
    let all = store::article::list(db, &filter, Order::Changed, None, 12)?;
    let (mut ready, mut held) = (vec![], vec![]);
    for (article, why) in all.iter().zip(export::held_back(db, &all)?) {
        match why {
            None => ready.push(article::row(db, article)?),
            Some(why) => held.push(why),
        }
    }
    Ok((ready, held))
}

/// What others did, newest first: what someone did in a row to comments, or to an article's suggestions, is one line.
fn recent(db: &Db, me: Option<PersonId>, people: &[Person]) -> Result<Vec<Recent>> {
    let mut out: Vec<Recent> = vec![];
    let mut row: Option<((PersonId, InARow), u32)> = None;
    let others = people.iter().map(|person| person.id);
    let others: Vec<PersonId> = others.filter(|one| Some(*one) != me).collect();
    for done in store::journal::entries_by(db, &others, ENTRIES)? {
        let event = &done.entry.event;
        let Some(actor) = done.entry.actor else {
            continue;
        };
        let Some(words) = words::of(db, event) else {
            continue;
        };
        row = InARow::of(event).map(|kind| match row {
            Some((same, so_far)) if same == (actor, kind) => (same, so_far + 1),
            _ => ((actor, kind), 1),
        });
        if let (Some(((_, kind), n @ 2..)), Some(last)) = (row, out.last_mut()) {
            last.words = kind.words(db, n);
            continue;
        }
        if out.len() == RECENT {
            break;
        }
        out.push(Recent {
            words,
            who: name_of(people, actor),
            at: done.entry.at.to_string(),
            article: words::article(event),
        });
    }
    Ok(out)
}

/// What is told in one line where someone did it several times in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum InARow {
    Comments,
    Suggested(ArticleId),
    Decided(ArticleId, SuggestionState),
}

impl InARow {
    fn of(event: &Event) -> Option<Self> {
        Some(match event {
            Event::CommentDecided { .. } => Self::Comments,
            Event::SuggestionMade { article, .. } => Self::Suggested(*article),
            Event::SuggestionDecided { article, state, .. } => Self::Decided(*article, *state),
            _ => return None,
        })
    }

    fn words(self, db: &Db, n: u32) -> String {
        let title = |article: ArticleId| {
            store::article::get(db, article).map_or_else(
                |_| "an article".to_owned(),
                |found| format!("“{}”", found.title),
            )
        };
        let n = words::grouped(n.into());
        match self {
            Self::Comments => format!("decided on {n} comments"),
            Self::Suggested(article) => format!("suggested {n} changes in {}", title(article)),
            Self::Decided(article, state) => {
                let did = match state {
                    SuggestionState::Accepted => "accepted",
                    SuggestionState::Rejected => "rejected",
                    SuggestionState::TakenBack => "took back",
                    SuggestionState::Open | SuggestionState::Detached => "opened again",
                };
                format!("{did} {n} suggestions in {}", title(article))
            }
        }
    }
}

fn card(row: Row, line: &str, go: &str) -> Card {
    let byline = if row.byline.is_empty() {
        String::new()
    } else {
        format!(" · {}", row.byline)
    };
    Card {
        article: Some(row.id),
        title: row.title,
        stage: row.stage,
        line: format!("{line}{byline}"),
        status: Some(row.status),
        at: row.updated,
        go: go.into(),
        mine: false,
        due: None,
        overdue: false,
        note: None,
    }
}

/// What was to be looked at again by today.
fn due(db: &Db, hand: &Hand) -> Result<Vec<Card>> {
    review::due_again(db, hand, 12)?
        .iter()
        .map(|article| {
            let day = article.recheck.map(|day| day.to_string());
            let line = format!("Look again, since {}", day.unwrap_or_default());
            // What is to be done says more here than that it is published.
            Ok(Card {
                status: None,
                ..card(article::row(db, article)?, &line, "review")
            })
        })
        .collect()
}

fn review_card(waiting: QueueRow) -> Card {
    let line = if waiting.row.waits == "confirmation" {
        "Confirm a reviewer’s changes"
    } else {
        "In review"
    };
    Card {
        at: waiting.since,
        mine: waiting.mine,
        due: waiting.due,
        overdue: waiting.overdue,
        ..card(waiting.row, line, "review")
    }
}

fn mention_card(row: MentionRow) -> Card {
    Card {
        article: Some(row.article),
        title: row.article_title,
        line: format!("{} asks you: {}", row.by, beginning(&row.text)),
        status: None,
        at: row.at,
        go: "note".into(),
        mine: false,
        due: None,
        overdue: false,
        note: Some(row.note),
        stage: None,
    }
}

/// How a text begins, on one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LINE) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn comments_card(db: &Db, me: &Person) -> Result<Option<Card>> {
    let pending = store::comment::waiting(db, None)?;
    if pending == 0 || !me.holds(&[Role::Moderator]) {
        return Ok(None);
    }
    let waiting = store::comment::Filter {
        waiting: true,
        ..store::comment::Filter::default()
    };
    let oldest = store::comment::ids(db, &waiting, None, 1)?;
    Ok(Some(Card {
        article: None,
        title: if pending == 1 {
            "1 comment waits".into()
        } else {
            format!("{pending} comments wait")
        },
        line: "The oldest first".into(),
        status: None,
        at: oldest
            .into_iter()
            .next()
            .map(|(_, sent)| sent)
            .unwrap_or_default(),
        go: "comments".into(),
        mine: false,
        due: None,
        overdue: false,
        note: None,
        stage: None,
    }))
}
