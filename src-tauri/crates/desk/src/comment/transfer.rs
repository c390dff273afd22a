//! Comments from a file and into one: JSON lines, one comment a line, as the terminal prints them.

use super::{New, read::record, take};
use crate::{Act, Added, Desk, Hand, ImportReport, Skipped};
use model::{Error, Result, Time, comment::CommentState, person::Role};
use serde::Deserialize;
use std::path::Path;
use store::Db;

/// Which file; `dry_run` only reports.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Import {
    pub path: String,
    pub dry_run: bool,
}

/// Takes comments from a JSON lines file. One that is here already, by its id, is not taken again.
///
/// # Errors
/// `wrong-role`, `not-found`, what intake refuses; system errors. A bad line is skipped and reported.
pub fn import(desk: &Desk, hand: &Hand, ask: Import) -> Result<ImportReport> {
    let me = desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let (records, leftovers) =
        intake::comments::read(&crate::import::bytes(Path::new(&ask.path))?)?;
    let place = |leftover: model::page::Leftover| Skipped {
        r#where: leftover.place,
        why: leftover.why,
    };
    let mut report = crate::import::empty();
    report.skipped = leftovers.into_iter().map(place).collect();
    let fill = |db: &Db, report: &mut ImportReport| -> Result<Vec<New>> {
        let mut all = vec![];
        for record in &records {
            match article_of(db, &record.article) {
                Ok(article) => all.push(New {
                    article,
                    source: format!("jsonl:{}", record.id),
                    parent: record
                        .parent
                        .as_ref()
                        .map(|parent| format!("jsonl:{parent}")),
                    author: record.author.clone(),
                    email: record.email.clone(),
                    created: record
                        .created
                        .as_deref()
                        .and_then(|at| at.parse::<Time>().ok())
                        .unwrap_or(hand.now),
                    body: record.body.clone(),
                    state: record.state.unwrap_or(CommentState::Pending),
                    reasons: record.reasons.clone(),
                }),
                Err(_) => report.skipped.push(Skipped {
                    r#where: format!("comment {}", record.id),
                    why: format!("There is no article {}.", record.article),
                }),
            }
        }
        Ok(all)
    };
    if ask.dry_run {
        let all = desk.store.read(|db| fill(db, &mut report))?;
        for new in &all {
            match desk.store.read(|db| known(db, new))? {
                true => report.unchanged += 1,
                false => report.added.comments += 1,
            }
        }
        return Ok(report);
    }
    desk.act(hand, |txn| {
        me.must_hold(&[Role::Moderator])?;
        let all = fill(txn, &mut report)?;
        let (fresh, back): (Vec<New>, Vec<New>) = {
            let mut fresh = vec![];
            let mut back = vec![];
            for new in all {
                if known(txn, &new)? {
                    back.push(new)
                } else {
                    fresh.push(new)
                }
            }
            (fresh, back)
        };
        let (added, unchanged) = take(txn, hand, fresh)?;
        report.added = Added {
            comments: i32::try_from(added).unwrap_or(i32::MAX),
            ..report.added.clone()
        };
        report.unchanged = i32::try_from(unchanged as usize + back.len()).unwrap_or(i32::MAX);
        Ok(())
    })?;
    Ok(report)
}

/// A comment is here by its source, or because the file is our own export and names its very id.
fn known(db: &Db, new: &New) -> Result<bool> {
    let id = new.source.trim_start_matches("jsonl:");
    Ok(store::comment::by_source(db, &new.source)?.is_some()
        || (id.len() == 36 && store::comment::find(db, id).is_ok()))
}

/// By id or by slug.
fn article_of(db: &Db, named: &str) -> Result<model::ArticleId> {
    if let Ok(article) = store::article::find(db, named) {
        return Ok(article.id);
    }
    let slug = named
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or(named);
    match store::article::by_slug(db, slug, None)?.as_slice() {
        [one] => Ok(*one),
        _ => Err(Error::unreadable(
            "no-such-article",
            format!("There is no article {named}."),
        )),
    }
}

/// Into which file.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Export {
    pub path: String,
}

/// Writes every comment with its state to a new JSON lines file.
///
/// # Errors
/// `wrong-role`, `target-in-the-way`; system errors, and then nothing is left there.
pub fn export(desk: &Desk, hand: &Hand, ask: Export) -> Result<Act> {
    let path = Path::new(&ask.path);
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let mut count = 0_u64;
    crate::export::write_file(path, |out| {
        desk.store.read(|db| {
            let people = store::person::list(db)?;
            let mut after: Option<(String, String)> = None;
            loop {
                let place = after
                    .as_ref()
                    .map(|(created, id)| (created.as_str(), id.as_str()));
                let rows = store::comment::list(db, None, None, place, 500)?;
                let Some(last) = rows.last() else {
                    return Ok(());
                };
                after = Some((last.created.to_string(), last.id.to_string()));
                for comment in rows {
                    count += 1;
                    let line = serde_json::to_string(&record(comment, &people))
                        .map_err(|cause| Error::system("json", cause.to_string()))?;
                    writeln!(out, "{line}").map_err(|cause| Error::io(path, &cause))?;
                }
            }
        })
    })?;
    Ok(Act {
        words: format!("Wrote {count} comments"),
        undo: false,
    })
}
