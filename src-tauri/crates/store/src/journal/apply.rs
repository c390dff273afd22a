//! What each event does to the journaled tables. Nothing else writes them, so replaying the journal makes them again.

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Error, Hash, ProfileId, Result,
    article::{Byline, Content, Status},
    event::{Entry, Event, Origin},
    template::Kept,
};
use rusqlite::{OptionalExtension, Params};

/// Applies the entry at place `seq` to the tables of `db`.
///
/// # Errors
/// `damaged-blob` where a text it names is missing; system errors.
pub fn apply(db: &Db, seq: i64, entry: &Entry) -> Result<()> {
    apply_event(db, seq, entry)?;
    crate::article::follow_waits(db, &entry.event)
}

fn apply_event(db: &Db, seq: i64, entry: &Entry) -> Result<()> {
    let (op, at) = (entry.op.to_string(), entry.at.to_string());
    match &entry.event {
        Event::SettingsSet { settings, .. } => run(
            db,
            "INSERT OR REPLACE INTO j_settings (one, json, last_op) VALUES (1, ?1, ?2)",
            (json(settings)?, op),
        ),
        Event::ThemeSet { theme, .. } => crate::theme::apply(db, *theme, &op),
        Event::PersonSet {
            person,
            name,
            roles,
            ..
        } => run(
            db,
            "INSERT OR REPLACE INTO j_person (id, name, roles, last_op) VALUES (?1, ?2, ?3, ?4)",
            (person.to_string(), name, json(roles)?, op),
        ),
        Event::KeyMade {
            key,
            person,
            public,
            sealed,
            renewed,
            was,
            signed,
        } => run(
            db,
            "INSERT INTO j_key (id, person, public, made, sealed, renewed_by, renewed_sealed, succeeds, signed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            (
                key.to_string(),
                person.map(|person| person.to_string()),
                public,
                at,
                sealed,
                renewed.map(|renewed| renewed.by.to_string()),
                renewed.is_some_and(|renewed| renewed.sealed),
                was.filter(|_| signed.is_some()).map(|was| was.to_string()),
                signed,
            ),
        ),
        Event::KeyRevoked { key, reason } => run(
            db,
            "INSERT INTO j_revoked (key, at, reason) VALUES (?1, ?2, ?3)",
            (key.to_string(), at, reason),
        ),
        Event::NoteMade { .. }
        | Event::NoteReplied { .. }
        | Event::NoteSet { .. }
        | Event::NoteTakenBack { .. } => super::apply_note::apply(db, entry),
        Event::SuggestionMade { .. } | Event::SuggestionDecided { .. } => {
            super::apply_suggestion::apply(db, entry)
        }
        Event::WordSet { .. } => word_set(db, entry),
        Event::AlarmSet { .. } => alarm_set(db, entry),
        Event::TemplateSet { key, now, .. } => template_set(db, key, now, &op),
        Event::ProfileSet { profile, now, .. } => profile_set(db, *profile, now.as_ref()),
        Event::EditionSaved { .. }
        | Event::EditionRemoved { .. }
        | Event::ProfileSaved { .. }
        | Event::ProfileRemoved { .. } => of_bundles(db, &entry.event),
        Event::AssetAdded { .. } | Event::AssetRemoved { .. } | Event::AssetDescribed { .. } => {
            of_asset(db, entry)
        }
        Event::Released { .. } => release(db, seq, entry),
        import if crate::attested::is_of_these(import) => crate::attested::apply(db, seq, entry),
        about_comments if super::apply_comment::is_of_these(about_comments) => {
            super::apply_comment::apply(db, entry)
        }
        about_article => apply_to_article(db, seq, entry, about_article),
    }
}

/// An edition or a profile of bundles is as it says, under its name, or gone.
fn of_bundles(db: &Db, event: &Event) -> Result<()> {
    let (table, was, now) = match event {
        Event::EditionSaved { edition, was } => (
            "j_edition",
            was.as_ref().map(|was| &was.name),
            Some((&edition.name, json(edition)?)),
        ),
        Event::EditionRemoved { edition } => ("j_edition", Some(&edition.name), None),
        Event::ProfileSaved { profile, was } => (
            "j_bundle_profile",
            was.as_ref().map(|was| &was.name),
            Some((&profile.name, json(profile)?)),
        ),
        Event::ProfileRemoved { profile } => ("j_bundle_profile", Some(&profile.name), None),
        _ => return Ok(()),
    };
    if let Some(was) = was {
        run(db, &format!("DELETE FROM {table} WHERE name = ?1"), [was])?;
    }
    let Some((name, json)) = now else {
        return Ok(());
    };
    run(
        db,
        &format!("INSERT INTO {table} (name, json) VALUES (?1, ?2)"),
        (name, json),
    )
}

/// A picture or an attachment is on the list, described otherwise, or no longer on it.
fn of_asset(db: &Db, entry: &Entry) -> Result<()> {
    let (op, at) = (entry.op.to_string(), entry.at.to_string());
    match &entry.event {
        Event::AssetAdded { asset, name, alt } => run(
            db,
            "INSERT INTO j_asset (id, json, name, alt, added, person, last_op) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (
                asset.hash.to_string(),
                json(asset)?,
                name,
                alt,
                at,
                who(entry),
                op,
            ),
        ),
        Event::AssetRemoved { asset, .. } => run(
            db,
            "DELETE FROM j_asset WHERE id = ?1",
            [asset.hash.to_string()],
        ),
        Event::AssetDescribed { asset, alt, .. } => run(
            db,
            "UPDATE j_asset SET alt = ?2, last_op = ?3 WHERE id = ?1",
            (asset.to_string(), alt, op),
        ),
        _ => Ok(()),
    }
}

/// An edition is out: what it printed is live.
fn release(db: &Db, seq: i64, entry: &Entry) -> Result<()> {
    let (op, at) = (entry.op.to_string(), entry.at.to_string());
    match &entry.event {
        Event::Released {
            edition,
            manifest,
            articles,
            ..
        } => {
            run(
                db,
                "INSERT INTO j_release (seq, at, person, edition, manifest, articles) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                (
                    seq,
                    &at,
                    who(entry),
                    edition,
                    manifest.to_string(),
                    articles.len() as i64,
                ),
            )?;
            articles.iter().try_for_each(|(article, revision)| {
                crate::article::note_release(db, *article, *revision, seq)?;
                released(db, *article, *revision, &at, &op)
            })
        }
        _ => Ok(()),
    }
}

/// A word is among those that are right, or no longer.
fn word_set(db: &Db, entry: &Entry) -> Result<()> {
    let Event::WordSet {
        language,
        article,
        word,
        known,
    } = &entry.event
    else {
        return Ok(());
    };
    let article = crate::word::place(*article);
    if *known {
        run(
            db,
            "INSERT OR IGNORE INTO j_word (language, article, word, person, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (language, article, word, who(entry), entry.at.to_string()),
        )
    } else {
        run(
            db,
            "DELETE FROM j_word WHERE language = ?1 AND article = ?2 AND word = ?3",
            (language, article, word),
        )
    }
}

/// A guess is put aside for a passage, or no longer.
fn alarm_set(db: &Db, entry: &Entry) -> Result<()> {
    let Event::AlarmSet {
        article,
        check,
        passage,
        quote,
        aside,
    } = &entry.event
    else {
        return Ok(());
    };
    let (article, passage) = (article.to_string(), passage.to_string());
    if *aside {
        run(
            db,
            "INSERT OR IGNORE INTO j_aside (article, code, passage, quote, person, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                article,
                check,
                passage,
                quote,
                who(entry),
                entry.at.to_string(),
            ),
        )
    } else {
        run(
            db,
            "DELETE FROM j_aside WHERE article = ?1 AND code = ?2 AND passage = ?3",
            (article, check, passage),
        )
    }
}

/// What came of reading a text: passages signed off, and why another's words were changed.
fn of_reading(db: &Db, entry: &Entry) -> Result<()> {
    match &entry.event {
        Event::PassagesTicked {
            article,
            person,
            passages,
            ticked,
        } => {
            let statement = if *ticked {
                "INSERT OR IGNORE INTO j_tick (article, person, passage) VALUES (?1, ?2, ?3)"
            } else {
                "DELETE FROM j_tick WHERE article = ?1 AND person = ?2 AND passage = ?3"
            };
            passages.iter().try_for_each(|passage| {
                run(
                    db,
                    statement,
                    (article.to_string(), person.to_string(), passage.to_string()),
                )
            })
        }
        Event::ChangeExplained {
            article,
            change,
            person,
            before,
            after,
            why: Some(why),
            ..
        } => run(
            db,
            "INSERT OR REPLACE INTO j_why (article, change, person, cycle, before, after, why, at)
             VALUES (?1, ?2, ?3, (SELECT cycle FROM j_article WHERE id = ?1), ?4, ?5, ?6, ?7)",
            (
                article.to_string(),
                change.to_string(),
                person.to_string(),
                before,
                after,
                why,
                entry.at.to_string(),
            ),
        ),
        // The one that was given last: what was said of an earlier text stays.
        Event::ChangeExplained {
            article,
            change,
            person,
            ..
        } => run(
            db,
            "DELETE FROM j_why WHERE article = ?1 AND change = ?2 AND person = ?3 AND cycle =
               (SELECT max(cycle) FROM j_why WHERE article = ?1 AND change = ?2 AND person = ?3)",
            (article.to_string(), change.to_string(), person.to_string()),
        ),
        _ => Ok(()),
    }
}

/// A template is another one, or removed, or as it came.
fn template_set(db: &Db, key: &str, now: &Kept, op: &str) -> Result<()> {
    match crate::template::column(now)? {
        Some(json) => run(
            db,
            "INSERT OR REPLACE INTO j_template (key, json, last_op) VALUES (?1, ?2, ?3)",
            (key, json, op),
        ),
        None => run(db, "DELETE FROM j_template WHERE key = ?1", [key]),
    }
}

/// A profile is as `now` says, or gone.
fn profile_set(db: &Db, profile: ProfileId, now: Option<&Byline>) -> Result<()> {
    let id = profile.to_string();
    let Some(now) = now else {
        return run(db, "DELETE FROM j_profile WHERE id = ?1", [id]);
    };
    let picture = now.picture.map(|picture| picture.to_string());
    run(
        db,
        "INSERT OR REPLACE INTO j_profile (id, name, picture, json) VALUES (?1, ?2, ?3, ?4)",
        (id, crate::byline::folded(&now.name), picture, json(now)?),
    )
}

/// The events about one article.
fn apply_to_article(db: &Db, seq: i64, entry: &Entry, event: &Event) -> Result<()> {
    let (op, at) = (entry.op.to_string(), entry.at.to_string());
    match event {
        Event::ArticleMade { article, source } => run(
            db,
            "INSERT INTO j_article (id, head, cycle, status, binned, lifted, source, title, section, slug, byline,
               created, updated, last_op)
             VALUES (?1, '', 0, 'draft', 0, 0, ?2, '', '', '', '', ?3, ?3, ?4)",
            (article.to_string(), source, at, op),
        ),
        Event::RevisionSaved { article, revision, origin, status, was } => {
            let parent = was.map(|(hash, _)| hash.to_string());
            run(
                db,
                "INSERT INTO j_revision (seq, article, revision, parent, cycle, author, at, origin)
                 VALUES (?1, ?2, ?3, ?4, (SELECT cycle FROM j_article WHERE id = ?2), ?5, ?6, ?7)",
                (seq, article.to_string(), revision.to_string(), parent, who(entry), &at, origin_name(*origin)),
            )?;
            head(db, *article, (was.map(|(head, _)| head), *revision), *status, &at, &op)
        }
        Event::StatusSet { article, status, because, .. } => {
            if because == "submitted" {
                run(db, "UPDATE j_article SET submitted = ?2 WHERE id = ?1", (article.to_string(), &at))?;
            }
            set_status(db, *article, *status, &at, &op)
        }
        Event::VerdictGiven {
            verdict, article, revision, say, note, key, at: said, contributors, stage, signature, status, ..
        } => {
            run(
                db,
                "INSERT INTO j_verdict (seq, id, article, revision, cycle, person, say, note, key, at, contributors,
                   signature, taken_back, stage)
                 VALUES (?1, ?2, ?3, ?4, (SELECT cycle FROM j_article WHERE id = ?3), ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0, ?12)",
                (
                    seq,
                    verdict.to_string(),
                    article.to_string(),
                    revision.to_string(),
                    who(entry),
                    json(say)?,
                    note,
                    key.to_string(),
                    said.to_string(),
                    json(contributors)?,
                    signature,
                    stage,
                ),
            )?;
            set_status(db, *article, *status, &at, &op)
        }
        Event::VerdictTakenBack { verdict, article, status, .. } => {
            run(db, "UPDATE j_verdict SET taken_back = 1 WHERE id = ?1", [verdict.to_string()])?;
            set_status(db, *article, *status, &at, &op)
        }
        Event::Withdrawn { article, .. } => run(
            db,
            "UPDATE j_article SET live = NULL, live_cycle = NULL, cycle = cycle + 1, status = 'withdrawn',
               updated = ?2, last_op = ?3 WHERE id = ?1",
            (article.to_string(), at, op),
        ),
        Event::RevisionNamed { article, revision, name, .. } => run(
            db,
            "UPDATE j_revision SET name = ?3 WHERE article = ?1 AND revision = ?2",
            (article.to_string(), revision.to_string(), name),
        ),
        Event::PassagesTicked { .. } | Event::ChangeExplained { .. } => of_reading(db, entry),
        other => mark(db, other, &op),
    }
}

/// The events that set a mark on an article: lifted, to be looked at again, claimed, due, in the bin, gone from there.
fn mark(db: &Db, event: &Event, op: &str) -> Result<()> {
    match event {
        Event::EmbargoLifted { article } => run(
            db,
            "UPDATE j_article SET lifted = 1, last_op = ?2 WHERE id = ?1",
            (article.to_string(), op),
        ),
        Event::RecheckSet { article, on, .. } => run(
            db,
            "UPDATE j_article SET recheck = ?2 WHERE id = ?1",
            (article.to_string(), on.map(|day| day.to_string())),
        ),
        Event::ClaimSet { article, by, .. } => run(
            db,
            "UPDATE j_article SET claimed = ?2 WHERE id = ?1",
            (article.to_string(), by.map(|by| by.to_string())),
        ),
        Event::RouteSet {
            article,
            cycle,
            section,
            now,
            ..
        } => match now {
            Some(now) => run(
                db,
                "INSERT OR REPLACE INTO j_route (article, cycle, section, json) VALUES (?1, ?2, ?3, ?4)",
                (article.to_string(), cycle, section, json(now)?),
            ),
            None => run(
                db,
                "DELETE FROM j_route WHERE article = ?1 AND cycle = ?2 AND section = ?3",
                (article.to_string(), cycle, section),
            ),
        },
        Event::DueSet { article, on, .. } => run(
            db,
            "UPDATE j_article SET due = ?2 WHERE id = ?1",
            (article.to_string(), on.map(|day| day.to_string())),
        ),
        Event::BinSet {
            article,
            binned,
            status,
        } => run(
            db,
            "UPDATE j_article SET binned = ?2, last_op = ?3, status = coalesce(?4, status) WHERE id = ?1",
            (
                article.to_string(),
                binned,
                op,
                status.map(|(status, _)| status.name()),
            ),
        ),
        // Its source is free again: importing it once more makes another article.
        Event::BinEmptied { article } => run(
            db,
            "UPDATE j_article SET emptied = 1, source = NULL, last_op = ?2 WHERE id = ?1",
            (article.to_string(), op),
        ),
        other => Err(Error::damaged(
            "bad-entry",
            format!("An event is not about an article: {other:?}."),
        )),
    }
}

/// Another content is the head, after the one before; the columns that lists show come from it.
fn head(
    db: &Db,
    article: ArticleId,
    (was, revision): (Option<Hash>, Hash),
    status: Status,
    at: &str,
    op: &str,
) -> Result<()> {
    // Its form is looked at where it is saved, and by the check.
    let content = crate::article::known_content(db, revision)?;
    lift_ends(db, article, &content)?;
    crate::article::note_derived(db, &content, revision)?;
    crate::place::follow(db, article, was, revision, &content.body)?;
    let byline = content
        .bylines
        .iter()
        .map(|byline| byline.name.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    run(
        db,
        "UPDATE j_article SET head = ?2, status = ?3, title = ?4, section = ?5, slug = ?6, byline = ?7, updated = ?8,
           last_op = ?9, folded = ?10 WHERE id = ?1",
        (
            article.to_string(),
            revision.to_string(),
            status.name(),
            &content.title,
            &content.section,
            &content.slug,
            byline,
            at,
            op,
            crate::article::folded(&content.title),
        ),
    )
}

/// A lift is of one embargo: where the next head has another one, or none, it ends.
fn lift_ends(db: &Db, article: ArticleId, next: &Content) -> Result<()> {
    let lifted: Option<String> = db
        .conn
        .prepare_cached("SELECT head FROM j_article WHERE id = ?1 AND lifted = 1")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    let Some(head) = lifted else { return Ok(()) };
    if Content::from_bytes(&db.blob(head.kept()?)?)?.embargo == next.embargo {
        return Ok(());
    }
    run(
        db,
        "UPDATE j_article SET lifted = 0 WHERE id = ?1",
        [article.to_string()],
    )
}

/// The content is live from now on; another cycle begins where it was not.
fn released(db: &Db, article: ArticleId, revision: Hash, at: &str, op: &str) -> Result<()> {
    crate::address::note(db, &Content::from_bytes(&db.blob(revision)?)?, at)?;
    run(
        db,
        "UPDATE j_article SET live = ?2, live_cycle = cycle, cycle = cycle + 1, last_op = ?3,
           status = CASE WHEN head = ?2 THEN 'published' ELSE status END
         WHERE id = ?1 AND live IS NOT ?2",
        (article.to_string(), revision.to_string(), op),
    )
}

fn set_status(db: &Db, article: ArticleId, status: Status, at: &str, op: &str) -> Result<()> {
    run(
        db,
        "UPDATE j_article SET status = ?2, updated = ?3, last_op = ?4 WHERE id = ?1",
        (article.to_string(), status.name(), at, op),
    )
}

pub(crate) fn run(db: &Db, statement: &str, params: impl Params) -> Result<()> {
    db.conn
        .prepare_cached(statement)
        .map_err(sql)?
        .execute(params)
        .map_err(sql)?;
    Ok(())
}

pub(crate) fn who(entry: &Entry) -> String {
    entry
        .actor
        .map(|actor| actor.to_string())
        .unwrap_or_default()
}

fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Made => "made",
        Origin::Edit => "edit",
        Origin::Restore => "restore",
        Origin::Import => "import",
        Origin::Correction => "correction",
        Origin::Suggestion => "suggestion",
        Origin::Undo => "undo",
    }
}

/// The text of a value in a column.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| Error::system("json", cause.to_string()))
}
