//! What waits for the person at the desk.

use crate::{Card, Desk, DeskView, Hand, Recent, Row, article, hand::name_of, words};
use model::{
    Result,
    article::Status,
    person::{Person, Role},
};
use serde::Deserialize;
use store::{Db, article::Filter};

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
            store::article::list(db, &filter, None, 12)?
                .iter()
                .map(|row| article::row(db, row))
                .collect()
        };
        let in_review = rows(Status::InReview)?;
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
            waiting.extend(in_review.iter().filter_map(|row| review_card(me, row)));
            waiting.extend(comments_card(db, me)?);
        }
        let recent = store::journal::entries(db, None, None, 40)?
            .into_iter()
            .filter(|done| done.entry.actor != hand.actor && done.entry.actor.is_some())
            .filter_map(|done| {
                Some(Recent {
                    words: words::of(db, &done.entry.event)?,
                    who: done
                        .entry
                        .actor
                        .map(|actor| name_of(&people, actor))
                        .unwrap_or_default(),
                    at: done.entry.at.to_string(),
                    article: words::article(&done.entry.event),
                })
            })
            .take(12)
            .collect();
        Ok(DeskView {
            waiting,
            drafts,
            edition_ready: rows(Status::Approved)?,
            edition_waiting: in_review,
            recent,
        })
    })
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
        line: format!("{line}{byline}"),
        status: Some(row.status),
        at: row.updated,
        go: go.into(),
    }
}

fn review_card(me: &Person, row: &Row) -> Option<Card> {
    if row.waits == "confirmation" {
        return me
            .holds(article::WRITERS)
            .then(|| card(row.clone(), "Confirm a reviewer’s changes", "review"));
    }
    me.holds(&[Role::Reviewer])
        .then(|| card(row.clone(), "In review", "review"))
}

fn comments_card(db: &Db, me: &Person) -> Result<Option<Card>> {
    let pending = store::comment::pending(db, None)?;
    if pending == 0 || !me.holds(&[Role::Moderator]) {
        return Ok(None);
    }
    let oldest = store::comment::list(
        db,
        Some(model::comment::CommentState::Pending),
        None,
        None,
        1,
    )?;
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
            .first()
            .map(|comment| comment.created.to_string())
            .unwrap_or_default(),
        go: "comments".into(),
    }))
}
