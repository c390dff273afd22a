//! What the events of notes do to the journaled tables: threads, and who is called upon in them.

use super::apply::{run, who};
use crate::Db;
use model::{
    ArticleId, NoteId, PersonId, Result,
    event::{Entry, Event},
};

/// Applies an event that is about a note.
pub(super) fn apply(db: &Db, entry: &Entry) -> Result<()> {
    match &entry.event {
        Event::NoteMade {
            note,
            article,
            mentions,
            ..
        } => {
            made(db, entry)?;
            mentioned(db, mentions, (*note, *note, *article))
        }
        Event::NoteReplied {
            reply,
            note,
            article,
            text,
            mentions,
        } => {
            run(
                db,
                "INSERT INTO j_note (id, article, quote, prefix, suffix, text, author, at, resolved, last_op, thread)
                 VALUES (?1, ?2, '', '', '', ?3, ?4, ?5, 0, ?6, ?7)",
                (
                    reply.to_string(),
                    article.to_string(),
                    text,
                    who(entry),
                    entry.at.to_string(),
                    entry.op.to_string(),
                    note.to_string(),
                ),
            )?;
            mentioned(db, mentions, (*reply, *note, *article))?;
            who_waits(db, &note.to_string())
        }
        Event::NoteSet { note, resolved, .. } => {
            run(
                db,
                "UPDATE j_note SET resolved = ?2, last_op = ?3 WHERE id = ?1",
                (note.to_string(), resolved, entry.op.to_string()),
            )?;
            who_waits(db, &note.to_string())
        }
        Event::NoteTakenBack { note, article } => taken_back(db, *note, *article),
        _ => Ok(()),
    }
}

/// A note is there, and followed from now on.
fn made(db: &Db, entry: &Entry) -> Result<()> {
    let Event::NoteMade {
        note,
        article,
        anchor,
        text,
        ..
    } = &entry.event
    else {
        return Ok(());
    };
    run(
        db,
        "INSERT INTO j_note (id, article, quote, prefix, suffix, text, author, at, resolved, last_op, revision, start)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, ?10, ?11)",
        (
            note.to_string(),
            article.to_string(),
            &anchor.quote,
            &anchor.prefix,
            &anchor.suffix,
            text,
            who(entry),
            entry.at.to_string(),
            entry.op.to_string(),
            anchor.revision.map(|revision| revision.to_string()),
            anchor.start.and_then(|start| i64::try_from(start).ok()),
        ),
    )?;
    crate::place::keep(db, &note.to_string(), *article, anchor)
}

/// A note or a reply is gone, with its passage and with whom it called upon.
fn taken_back(db: &Db, note: NoteId, article: ArticleId) -> Result<()> {
    let id = note.to_string();
    let thread = crate::note::thread_of(db, note)?;
    run(
        db,
        "DELETE FROM j_mention WHERE thread = ?1 AND note = ?2",
        [thread.to_string(), id.clone()],
    )?;
    run(db, "DELETE FROM j_note WHERE id = ?1", [&id])?;
    crate::place::drop(db, &id, article)?;
    who_waits(db, &thread.to_string())
}

/// People are called upon in a note, which stands in a thread.
fn mentioned(
    db: &Db,
    people: &[PersonId],
    (note, thread, article): (NoteId, NoteId, ArticleId),
) -> Result<()> {
    people.iter().try_for_each(|person| {
        run(
            db,
            "INSERT OR IGNORE INTO j_mention (person, note, thread, article, waits) VALUES (?1, ?2, ?3, ?4, 1)",
            (
                person.to_string(),
                note.to_string(),
                thread.to_string(),
                article.to_string(),
            ),
        )
    })
}

/// Reckons for all who are called upon in a thread whether that waits still: it is open, and they said nothing since.
fn who_waits(db: &Db, thread: &str) -> Result<()> {
    run(
        db,
        "UPDATE j_mention AS m SET waits =
           EXISTS (SELECT 1 FROM j_note AS n WHERE n.id = m.thread AND n.resolved = 0)
           AND NOT EXISTS (SELECT 1 FROM j_note AS r WHERE r.article = m.article AND r.thread = m.thread
             AND r.author = m.person AND r.rowid > (SELECT n.rowid FROM j_note AS n WHERE n.id = m.note))
         WHERE thread = ?1",
        [thread],
    )
}
