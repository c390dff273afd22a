//! What the events of suggestions do to the journaled tables.

use super::apply::{run, who};
use crate::Db;
use model::{
    Result,
    event::{Entry, Event},
    suggestion::SuggestionState,
};

/// Applies an event that is about a suggestion.
pub(super) fn apply(db: &Db, entry: &Entry) -> Result<()> {
    match &entry.event {
        Event::SuggestionMade { .. } => made(db, entry),
        Event::SuggestionDecided { .. } => decided(db, entry),
        _ => Ok(()),
    }
}

/// A suggestion is there, and followed from now on.
fn made(db: &Db, entry: &Entry) -> Result<()> {
    let Event::SuggestionMade {
        suggestion,
        article,
        author,
        anchor,
        proposed,
    } = &entry.event
    else {
        return Ok(());
    };
    run(
        db,
        "INSERT INTO j_suggestion (id, article, quote, prefix, suffix, revision, start, proposed, author, at, state, why, last_op)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open', '', ?11)",
        (
            suggestion.to_string(),
            article.to_string(),
            &anchor.quote,
            &anchor.prefix,
            &anchor.suffix,
            anchor.revision.map(|revision| revision.to_string()),
            anchor.start.and_then(|start| i64::try_from(start).ok()),
            proposed,
            author.to_string(),
            entry.at.to_string(),
            entry.op.to_string(),
        ),
    )?;
    crate::place::keep(db, &suggestion.to_string(), *article, anchor)
}

/// What became of a suggestion. Whose words were taken in once is remembered even where that is undone: the text that
/// has them can be brought back.
fn decided(db: &Db, entry: &Entry) -> Result<()> {
    let Event::SuggestionDecided {
        suggestion,
        article,
        state,
        why,
        revision,
        ..
    } = &entry.event
    else {
        return Ok(());
    };
    let id = suggestion.to_string();
    let open = *state == SuggestionState::Open;
    run(
        db,
        "UPDATE j_suggestion SET state = ?2, why = ?3, accepted = ?4, decided_by = ?5, decided_at = ?6, last_op = ?7
         WHERE id = ?1",
        (
            &id,
            state.name(),
            why,
            revision.map(|revision| revision.to_string()),
            (!open).then(|| who(entry)),
            (!open).then(|| entry.at.to_string()),
            entry.op.to_string(),
        ),
    )?;
    if *state == SuggestionState::Accepted {
        run(
            db,
            "UPDATE j_suggestion SET cycle = (SELECT cycle FROM j_article WHERE id = ?2) WHERE id = ?1",
            (&id, article.to_string()),
        )?;
    }
    if open {
        crate::place::wake(db, &id, *article)
    } else {
        crate::place::rest(db, &id, *article)
    }
}
