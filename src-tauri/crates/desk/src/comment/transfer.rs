//! Comments from a file and into one: JSON lines, one comment a line, as the terminal prints them.

use super::{JSONL, New, read::record, take};
use crate::{Act, Desk, Hand, ImportReport, Skipped};
use intake::comments::Kind as Format;
use model::{
    ArticleId, CommentId, Error, Kind, Result,
    comment::{CommentState, Reason, Sent},
    page::Leftover,
    person::Role,
};
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

/// Takes comments from a JSON lines file, in any order. One that is here already, by its id, is not taken again.
///
/// # Errors
/// `wrong-role`, `not-found`, what intake refuses; system errors. A bad line is skipped and reported.
pub fn import(desk: &Desk, hand: &Hand, ask: Import) -> Result<ImportReport> {
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let (records, leftovers) = read(&crate::import::bytes(Path::new(&ask.path))?)?;
    let mut report = crate::import::empty();
    report.skipped = leftovers
        .into_iter()
        .map(|leftover| Skipped {
            r#where: leftover.place,
            why: leftover.why,
        })
        .collect();
    if ask.dry_run {
        let (fresh, known) = desk
            .store
            .read(|db| sorted(db, hand, &records, &mut report))?;
        (report.added.comments, report.unchanged) = (count(fresh.len()), known);
        return Ok(report);
    }
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let (fresh, known) = sorted(txn, hand, &records, &mut report)?;
        let (added, twice) = take(txn, hand, fresh)?;
        report.added.comments = count(added as usize);
        report.unchanged = known.saturating_add(count(twice as usize));
        Ok(())
    })?;
    Ok(report)
}

fn read(bytes: &[u8]) -> Result<(Vec<Sent>, Vec<Leftover>)> {
    let (mut records, mut leftovers) = (vec![], vec![]);
    let mut bytes = bytes;
    intake::comments::read(Format::JsonLines, &mut bytes, &mut |_, found| {
        match found {
            Ok(sent) => records.push(sent),
            Err(leftover) => leftovers.push(leftover),
        }
        Ok(())
    })?;
    Ok((records, leftovers))
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// The comments that are not here yet, and how many are; what can't be taken is reported as skipped.
fn sorted(
    db: &Db,
    hand: &Hand,
    records: &[Sent],
    report: &mut ImportReport,
) -> Result<(Vec<New>, i32)> {
    let (mut fresh, mut known) = (vec![], 0);
    for record in records {
        let new = new(db, hand, record);
        match new {
            Ok(new) if is_here(db, &new)? => known += 1,
            Ok(new) => fresh.push(new),
            Err(error) if error.kind == Kind::System => return Err(error),
            Err(error) => report.skipped.push(Skipped {
                r#where: format!("comment {}", record.id),
                why: error.message,
            }),
        }
    }
    Ok((fresh, known))
}

fn new(db: &Db, hand: &Hand, record: &Sent) -> Result<New> {
    let place = [
        &record.place.article,
        &record.place.address,
        &record.place.slug,
    ];
    let named = place
        .into_iter()
        .find_map(Option::as_deref)
        .unwrap_or_default();
    Ok(New {
        article: article_of(db, named)?,
        source: format!("{JSONL}{}", record.id),
        parent: record
            .parent
            .as_ref()
            .map(|parent| format!("{JSONL}{parent}")),
        author: one_line(&record.author),
        email: record.email.as_deref().map(one_line),
        created: record.created.unwrap_or(hand.now),
        body: record.body.clone(),
        state: record.state.unwrap_or(CommentState::Pending),
        // The codes alone: what a file says beside them could be about the commenter, and the journal would keep it.
        reasons: record
            .reasons
            .iter()
            .map(|reason| Reason::of(&reason.code))
            .collect::<Result<_>>()?,
    })
}

/// A name is one line, whatever it came with.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A comment is here by its source, or because the file is our own export and names its very id.
fn is_here(db: &Db, new: &New) -> Result<bool> {
    let id = new.source.trim_start_matches(JSONL);
    Ok(store::comment::by_source(db, &new.source)?.is_some()
        || (id.parse::<CommentId>().is_ok() && store::comment::find(db, id).is_ok()))
}

/// By its whole id, or by its slug; a beginning of an id could be another archive's number.
fn article_of(db: &Db, named: &str) -> Result<ArticleId> {
    if let Ok(id) = named.parse::<ArticleId>() {
        return Ok(store::article::get(db, id)?.id);
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
    desk.admit(hand)?;
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
