//! What the events of comments do to the journaled tables.

use super::apply::{json, run, who};
use crate::Column;
use crate::{
    Db,
    comment::{self, Moves},
    error::sql,
};
use model::{
    ArticleId, Hash, Result,
    comment::{Ban, Decided, Stand},
    event::{Entry, Event},
};

/// Whether an event is about comments, or who sent them.
pub(super) fn is_of_these(event: &Event) -> bool {
    matches!(
        event,
        Event::CommentsTaken { .. }
            | Event::CommentsTakenBack { .. }
            | Event::CommentsChanged { .. }
            | Event::CommentDecided { .. }
            | Event::PlaceSet { .. }
            | Event::RulesSet { .. }
            | Event::CommentingSet { .. }
            | Event::CommenterBanned { .. }
            | Event::CommenterForgotten { .. }
            | Event::PrivateErased { .. }
    )
}

/// Applies an event that is about comments, or who sent them.
pub(super) fn apply(db: &Db, entry: &Entry) -> Result<()> {
    let (op, at) = (entry.op.to_string(), entry.at.to_string());
    match &entry.event {
        Event::CommentsTaken { records, .. } => taken(db, *records, &op),
        Event::CommentsTakenBack { records, .. } => taken_back(db, *records),
        Event::CommentsChanged { records, back, .. } => {
            let mut moves = Moves::default();
            for one in comment::changes(db, *records)?.iter() {
                let stand = if *back { &one.was } else { &one.now };
                changed(db, &one.comment.to_string(), stand, (&op, &mut moves))?;
            }
            moves.count(db)
        }
        Event::CommentDecided {
            comment,
            state,
            reasons,
            by,
            ..
        } => {
            let decided = Decided {
                state: *state,
                reasons: reasons.clone(),
                by: *by,
                at: Some(entry.at),
            };
            let mut moves = Moves::default();
            moves.decide(db, &comment.to_string(), (&decided, &op))?;
            moves.count(db)
        }
        Event::PlaceSet {
            place,
            article,
            was,
        } => placed(db, place, (*article, *was), &op),
        Event::RulesSet { rules, .. } => run(
            db,
            "INSERT OR REPLACE INTO j_rules (one, rules, last_op) VALUES (1, ?1, ?2)",
            (rules.to_string(), op),
        ),
        Event::CommentingSet { article, mode, .. } => match mode {
            Some(mode) => run(
                db,
                "INSERT OR REPLACE INTO j_commenting (article, mode, last_op) VALUES (?1, ?2, ?3)",
                (article.to_string(), mode.name(), op),
            ),
            None => run(
                db,
                "DELETE FROM j_commenting WHERE article = ?1",
                [article.to_string()],
            ),
        },
        Event::CommenterBanned { commenter, now, .. } => {
            banned(db, &commenter.to_string(), now.as_ref(), entry)
        }
        Event::CommenterForgotten {
            commenter,
            texts,
            said,
            banned,
            ..
        } => {
            let commenter = commenter.to_string();
            if !banned {
                run(db, "DELETE FROM j_ban WHERE commenter = ?1", [&commenter])?;
            }
            forgotten(db, &commenter, texts, *said, &at)
        }
        _ => Ok(()),
    }
}

/// The comments that were left at a place are on another article, or on none again.
fn placed(
    db: &Db,
    place: &str,
    (now, was): (Option<ArticleId>, Option<ArticleId>),
    op: &str,
) -> Result<()> {
    let text = |article: Option<ArticleId>| article.map(|article| article.to_string());
    run(
        db,
        "UPDATE j_place SET article = ?2, last_op = ?3 WHERE place = ?1",
        (place, text(now), op),
    )?;
    let (now, was) = (text(now).unwrap_or_default(), text(was).unwrap_or_default());
    let mut moves = Moves::default();
    moves.place(db, place, (&now, &was))?;
    moves.count(db)?;
    run(
        db,
        "UPDATE j_comment SET article = ?2 WHERE place = ?1 AND article = ?3",
        (place, now, was),
    )
}

fn banned(db: &Db, commenter: &str, now: Option<&Ban>, entry: &Entry) -> Result<()> {
    match now {
        Some(ban) => run(
            db,
            "INSERT OR REPLACE INTO j_ban (commenter, until, reason, person, at, last_op) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                commenter,
                ban.until.map(|until| until.to_string()),
                &ban.reason,
                who(entry),
                entry.at.to_string(),
                entry.op.to_string(),
            ),
        ),
        None => run(db, "DELETE FROM j_ban WHERE commenter = ?1", [commenter]),
    }
}

fn taken(db: &Db, records: Hash, op: &str) -> Result<()> {
    let mut insert = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO j_comment (id, article, parent, commenter, created, body, state, reasons, source,
               last_op, place, findings, original, answers, newsroom, decided_there)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )
        .map_err(sql)?;
    let records = comment::records(db, records)?;
    let mut fresh = vec![];
    for one in records.iter() {
        if let Some((place, title)) = &one.place {
            run(
                db,
                "INSERT OR IGNORE INTO j_place (place, title, article, last_op) VALUES (?1, ?2, NULL, ?3)",
                (place, title, op),
            )?;
        }
        let (id, created) = (one.id.to_string(), one.created.to_string());
        let findings = json(&one.findings)?;
        let new = insert
            .execute((
                &id,
                one.article
                    .map(|article| article.to_string())
                    .unwrap_or_default(),
                one.parent.map(|parent| parent.to_string()),
                one.commenter.to_string(),
                &created,
                &one.body,
                one.state.name(),
                json(&one.reasons)?,
                &one.source,
                op,
                one.place.as_ref().map(|(place, _)| place),
                &findings,
                &one.original,
                &one.answers,
                one.newsroom,
                one.decided_there.as_ref().map(json).transpose()?,
            ))
            .map_err(sql)?;
        if new > 0 {
            fresh.push((one, id, created, findings));
        }
    }
    let noted: Vec<comment::Noted<'_>> = fresh
        .iter()
        .map(|(one, id, created, findings)| {
            let says = [created, one.body.as_str(), one.state.name(), findings];
            (id.as_str(), says)
        })
        .collect();
    comment::put_prints(db, &noted)?;
    comment::count_in(db, fresh.iter().map(|(one, ..)| *one))
}

fn taken_back(db: &Db, records: Hash) -> Result<()> {
    for one in comment::records(db, records)?.iter() {
        run(
            db,
            "DELETE FROM j_comment WHERE id = ?1",
            [one.id.to_string()],
        )?;
        if let Some((place, _)) = &one.place {
            run(
                db,
                "DELETE FROM j_place WHERE place = ?1 AND article IS NULL
                   AND NOT EXISTS (SELECT 1 FROM j_comment WHERE place = ?1)",
                [place],
            )?;
        }
    }
    Ok(())
}

fn changed(db: &Db, id: &str, stand: &Stand, (op, moves): (&str, &mut Moves)) -> Result<()> {
    match &stand.decided {
        Some(decided) => moves.decide(db, id, (decided, op))?,
        None => run(
            db,
            "UPDATE j_comment SET last_op = ?2 WHERE id = ?1",
            (id, op),
        )?,
    }
    if let Some(text) = &stand.text {
        run(
            db,
            "UPDATE j_comment SET body = ?2, original = ?3 WHERE id = ?1",
            (id, &text.body, &text.original),
        )?;
    }
    if let Some(answers) = &stand.answers {
        run(
            db,
            "UPDATE j_comment SET parent = ?2, answers = ?3 WHERE id = ?1",
            (
                id,
                answers.parent.map(|parent| parent.to_string()),
                &answers.source,
            ),
        )?;
    }
    if let Some(findings) = &stand.findings {
        run(
            db,
            "UPDATE j_comment SET findings = ?2 WHERE id = ?1",
            (id, json(findings)?),
        )?;
    }
    if stand.text.is_some() || stand.findings.is_some() {
        comment::note_prints(db, id.kept()?)?;
    }
    Ok(())
}

/// What the journal names is kept elsewhere from now on, and their comments say what is left of them.
fn forgotten(db: &Db, commenter: &str, texts: &[(Hash, Hash)], said: Hash, at: &str) -> Result<()> {
    for (was, now) in texts {
        comment::replace_text(db, *was, *now)?;
    }
    run(
        db,
        "INSERT OR IGNORE INTO j_forgotten (commenter, at) VALUES (?1, ?2)",
        (commenter, at),
    )?;
    for one in comment::said(db, said)? {
        run(
            db,
            "UPDATE j_comment SET body = ?2, original = ?3, reasons = ?4, findings = '[]' WHERE id = ?1",
            (
                one.comment.to_string(),
                &one.body,
                &one.original,
                json(&one.reasons)?,
            ),
        )?;
        comment::note_prints(db, one.comment)?;
    }
    Ok(())
}
