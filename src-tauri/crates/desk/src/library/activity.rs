//! The journal in words: narrowed down, page by page, or into a file.

use crate::{
    Act, Activity, Desk, Hand, Page,
    hand::{find_person, name_of},
    paging::bad_cursor,
    words,
};
use model::{Error, Result, Time, person::Person};
use serde::{Deserialize, Serialize};
use std::{path::Path, str::FromStr};
use store::{
    Db,
    journal::{Done, Sought},
};

/// What things that were done are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ActivityKind {
    /// Articles made, edited, named, put into the bin.
    Texts,
    /// Submissions, claims, verdicts, notes, suggestions.
    Review,
    /// Readers' comments.
    Comments,
    /// Releases, withdrawals, embargoes.
    Publishing,
    /// People, keys, settings, words, pictures, templates, profiles.
    Library,
}

/// Each kind with its name and the events that are of it.
const KINDS: [(ActivityKind, &str, &[&str]); 5] = [
    (
        ActivityKind::Texts,
        "texts",
        &[
            "article-made",
            "revision-saved",
            "revision-named",
            "bin-set",
            "bin-emptied",
            "recheck-set",
            "source-kept",
        ],
    ),
    (
        ActivityKind::Review,
        "review",
        &[
            "status-set",
            "route-set",
            "claim-set",
            "due-set",
            "verdict-given",
            "verdict-taken-back",
            "note-made",
            "note-set",
            "note-replied",
            "note-taken-back",
            "suggestion-made",
            "suggestion-decided",
            "alarm-set",
            "passages-ticked",
            "change-explained",
        ],
    ),
    (
        ActivityKind::Comments,
        "comments",
        &[
            "comments-taken",
            "comments-taken-back",
            "comment-decided",
            "comments-changed",
            "place-set",
            "rules-set",
            "commenting-set",
            "commenter-banned",
            "commenter-forgotten",
            "private-erased",
        ],
    ),
    (
        ActivityKind::Publishing,
        "publishing",
        &[
            "released",
            "attested",
            "attestation-taken-back",
            "addresses-set",
            "withdrawn",
            "embargo-lifted",
            "edition-saved",
            "edition-removed",
            "profile-saved",
            "profile-removed",
            "theme-set",
        ],
    ),
    (
        ActivityKind::Library,
        "library",
        &[
            "settings-set",
            "person-set",
            "key-made",
            "key-revoked",
            "template-set",
            "profile-set",
            "word-set",
            "asset-added",
            "asset-removed",
            "asset-described",
        ],
    ),
];

impl ActivityKind {
    fn events(self) -> &'static [&'static str] {
        let found = KINDS.iter().find(|(kind, _, _)| *kind == self);
        found.map_or(&[], |(_, _, events)| events)
    }
}

impl FromStr for ActivityKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = KINDS.iter().find(|(_, name, _)| *name == text);
        found.map(|(kind, _, _)| *kind).ok_or_else(|| {
            Error::usage("unknown-kind", format!("“{text}” is no kind of activity."))
                .hint("A kind is texts, review, comments, publishing or library.")
        })
    }
}

/// What is asked for: of which article, by whom (an id or a name), about what, from a day on and through a day, both by
/// the newsroom's calendar.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ActivityAsk {
    #[ts(optional)]
    pub article: Option<String>,
    #[ts(optional)]
    pub by: Option<String>,
    #[ts(optional)]
    pub kind: Option<ActivityKind>,
    #[ts(optional)]
    pub from: Option<String>,
    #[ts(optional)]
    pub through: Option<String>,
}

/// A page of it: how many at most, and where it goes on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ActivityList {
    pub sought: ActivityAsk,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// What was done, newest first.
///
/// # Errors
/// `no-such-article`, `no-such-person`, `bad-time`, `bad-cursor`; system errors.
pub fn activity(desk: &Desk, hand: &Hand, ask: ActivityList) -> Result<Page<Activity>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000) as usize;
    let mut before = match ask.after.as_deref() {
        Some(after) => Some(after.parse().map_err(|_| bad_cursor(after))?),
        None => None,
    };
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let sought = sought(db, hand, &ask.sought)?;
        let mut items = vec![];
        loop {
            // Entries that only the machine cares about make a page no shorter.
            let entries = store::journal::seek(db, &sought, before, limit as u32)?;
            let Some(last) = entries.last() else {
                return Ok(Page { items, next: None });
            };
            before = Some(last.seq);
            for done in entries {
                let seq = done.seq;
                items.extend(in_words(db, &people, &done));
                if items.len() == limit {
                    let next = Some(seq.to_string());
                    return Ok(Page { items, next });
                }
            }
        }
    })
}

fn sought(db: &Db, hand: &Hand, ask: &ActivityAsk) -> Result<Sought> {
    let named = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let zone = store::person::settings(db)?.time_zone;
    let begins = |day: String| Time::written(&day, &zone);
    let by = named(&ask.by).map(|name| match hand.actor {
        Some(me) if name == "me" => Ok(me),
        _ => find_person(db, &name).map(|person| person.id),
    });
    let through = named(&ask.through).map(|day| {
        let day: model::Day = day.parse()?;
        begins(day.next()?.to_string())
    });
    Ok(Sought {
        article: named(&ask.article)
            .map(|article| store::article::find(db, &article).map(|found| found.id))
            .transpose()?,
        actor: by.transpose()?,
        kinds: ask.kind.map(ActivityKind::events),
        from: named(&ask.from).map(begins).transpose()?,
        until: through.transpose()?,
    })
}

fn in_words(db: &Db, people: &[Person], done: &Done) -> Option<Activity> {
    Some(Activity {
        seq: i32::try_from(done.seq).unwrap_or(i32::MAX),
        at: done.entry.at.to_string(),
        who: done
            .entry
            .actor
            .map(|actor| name_of(people, actor))
            .unwrap_or_default(),
        words: words::by(db, &done.entry.event, done.entry.actor)?,
        article: words::article(&done.entry.event),
        undoes: done.entry.undoes.map(|step| step.to_string()),
    })
}

/// Into which file, whose name ends with `.csv` or `.json`, and what.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct ActivityExport {
    pub path: String,
    pub sought: ActivityAsk,
}

/// How many entries are read at once for a file.
const PAGE: u32 = 1000;

/// Writes what was done, newest first, into a new file: rows of a table, or a JSON list.
///
/// # Errors
/// As [`activity`]; `unknown-format`, `target-in-the-way`, `cancelled`; system errors, and then nothing is left there.
pub fn export_activity(desk: &Desk, hand: &Hand, ask: ActivityExport) -> Result<Act> {
    let path = Path::new(&ask.path);
    let csv = match path.extension().and_then(|ext| ext.to_str()) {
        Some("csv") => true,
        Some("json") => false,
        _ => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            return Err(
                Error::usage("unknown-format", format!("“{name}” names no format."))
                    .hint("A name that ends with .csv or .json does."),
            );
        }
    };
    desk.admit(hand)?;
    let mut count = 0_u64;
    crate::export::write_file(desk, path, |out| {
        desk.store.read(|db| {
            let people = store::person::list(db)?;
            let sought = sought(db, hand, &ask.sought)?;
            let io = |cause| Error::io(path, &cause);
            out.write_all(if csv { HEAD.as_bytes() } else { b"[" })
                .map_err(io)?;
            let (mut before, mut newest) = (None, 0);
            loop {
                let entries = store::journal::seek(db, &sought, before, PAGE)?;
                let Some(last) = entries.last() else { break };
                before = Some(last.seq);
                newest = newest.max(entries.first().map_or(0, |first| first.seq));
                for one in entries
                    .iter()
                    .filter_map(|done| in_words(db, &people, done))
                {
                    let comma = if count == 0 { "\n" } else { ",\n" };
                    let line = match csv {
                        true => row(&one),
                        false => [comma.into(), json(&one)?].concat(),
                    };
                    out.write_all(line.as_bytes()).map_err(io)?;
                    count += 1;
                }
                let read = u64::try_from(newest - last.seq).unwrap_or_default();
                if !hand
                    .progress
                    .step(read, u64::try_from(newest).unwrap_or_default())
                {
                    return Err(Error::refused("cancelled", "Stopped; nothing was written."));
                }
            }
            out.write_all(if csv { b"" } else { b"\n]\n" }).map_err(io)
        })
    })?;
    Ok(Act {
        words: format!("Wrote {} entries", words::grouped(count)),
        undo: false,
    })
}

fn json(one: &Activity) -> Result<String> {
    serde_json::to_string(one).map_err(|cause| Error::system("json", cause.to_string()))
}

/// The first row of a table, as RFC 4180 has it.
const HEAD: &str = "at,who,what,article,entry\r\n";

fn row(one: &Activity) -> String {
    let article = one.article.as_deref().unwrap_or_default();
    let cells = [&one.at, &one.who, &one.words, article, &one.seq.to_string()].map(cell);
    format!("{}\r\n", cells.join(","))
}

/// A cell; one that a spreadsheet would take for a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        assert_eq!(cell("Ada"), "Ada");
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=SUM(A1)"), "'=SUM(A1)");
    }
}
