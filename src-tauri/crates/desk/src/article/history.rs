//! What an article was: its revisions, their names, and what differs between them.

use super::{WRITERS, milestone::milestones, open};
use crate::paging::{bad_cursor, page};
use crate::{Act, Desk, Diff, FieldDiff, Hand, HistoryEntry, Milestone, Page, Paragraph};
use model::{
    Error, Hash, Result,
    article::{Content, CorrectionKind, Standing},
    event::{Event, Origin},
    person::Person,
    signed::Say,
};
use serde::Deserialize;
use store::{
    Db,
    article::{Article, Saved},
    verdict::Given,
};

/// Longest name of a revision, in characters.
const NAME: usize = 120;

/// Which article; how many of its states at most, and from where on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct History {
    pub article: String,
    #[ts(optional)]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    #[ts(optional)]
    pub after: Option<String>,
}

/// The revision of `article` whose hash begins with `prefix`; `head` and `live` name those.
pub(crate) fn find_revision(db: &Db, article: &Article, prefix: &str) -> Result<Hash> {
    let prefix = prefix.to_ascii_lowercase();
    match (prefix.as_str(), article.live) {
        ("head", _) => return Ok(article.head),
        ("live", Some(live)) => return Ok(live),
        _ => {}
    }
    if prefix.is_empty() {
        return Err(no_such_revision(&prefix));
    }
    let found = store::article::prefixed(db, article.id, &prefix)?;
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(no_such_revision(&prefix)),
        _ => Err(Error::usage(
            "ambiguous-id",
            format!("More than one revision begins with {prefix}."),
        )),
    }
}

fn no_such_revision(prefix: &str) -> Error {
    Error::unreadable(
        "no-such-revision",
        format!("This article has no revision {prefix}."),
    )
    .hint("`copydesk article history` shows them.")
}

/// A page of the saved states of an article, newest first.
///
/// # Errors
/// `no-such-article`, `bad-cursor`; system errors.
pub fn history(desk: &Desk, _: &Hand, ask: History) -> Result<Page<HistoryEntry>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
    let before = ask.after.as_deref().map(place).transpose()?;
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let states = store::article::history(db, article.id, before, limit + 1)?;
        let people = store::person::list(db)?;
        let known = Known {
            milestones: milestones(db, &article, &states, &people)?,
            people,
            given: store::verdict::list(db, article.id)?,
            four_eyes: store::person::settings(db)?.four_eyes,
        };
        page(
            states,
            limit,
            |saved| saved.seq.to_string(),
            |saved| entry(db, &article, &known, saved),
        )
    })
}

/// The place in the journal that a cursor names.
fn place(cursor: &str) -> Result<i64> {
    cursor.parse().map_err(|_| bad_cursor(cursor))
}

/// What every entry of a history is told by.
struct Known {
    people: Vec<Person>,
    milestones: Vec<(i64, Milestone)>,
    given: Vec<Given>,
    four_eyes: bool,
}

fn entry(db: &Db, article: &Article, known: &Known, saved: Saved) -> Result<HistoryEntry> {
    let content = store::article::content(db, saved.revision)?;
    let words = markup::words(&markup::plain(&content.body));
    let before = saved
        .parent
        .map(|parent| store::article::content(db, parent))
        .transpose()?;
    let suggested = crate::review::taken_in(db, article, &saved, &known.people)?;
    let changed = before.map_or(words, |before| changed_words(&before, &content));
    let workflow = store::route::of(db, article.id, saved.cycle, &content.section)?;
    let state = (saved.revision, saved.cycle);
    let standing = store::verdict::of(&known.given, state, known.four_eyes, &workflow);
    Ok(HistoryEntry {
        revision: saved.revision.to_string(),
        parent: saved.parent.map(|parent| parent.to_string()),
        author: crate::hand::name_of(&known.people, saved.author),
        at: saved.at,
        suggested,
        origin: serde_json::from_value(saved.origin.into()).unwrap_or(Origin::Edit),
        title: content.title,
        words: i32::try_from(words).unwrap_or(i32::MAX),
        changed: i32::try_from(changed).unwrap_or(i32::MAX),
        live: article.live == Some(saved.revision),
        head: article.head == saved.revision,
        approved: matches!(standing, Standing::Approved(_)),
        name: saved.name,
        milestones: known
            .milestones
            .iter()
            .filter(|(of, _)| *of == saved.seq)
            .map(|(_, milestone)| milestone.clone())
            .collect(),
    })
}

fn changed_words(from: &Content, to: &Content) -> usize {
    fields(from, to, "UTC")
        .iter()
        .flat_map(|field| &field.segments)
        .filter(|segment| segment.kind != markup::SegmentKind::Same)
        .map(|segment| markup::words(&segment.text))
        .sum()
}

/// Which article, between which revisions.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct DiffAsk {
    pub article: String,
    /// A revision, or `look` for what one looked at last, `approved`, `live`; else what was last approved, else the
    /// live one.
    pub from: Option<String>,
    /// Else the head.
    pub to: Option<String>,
}

/// What differs between two revisions, field by field, word by word.
///
/// # Errors
/// `no-such-article`, `no-such-revision`; system errors.
pub fn diff(desk: &Desk, hand: &Hand, ask: DiffAsk) -> Result<Diff> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let to = ask
            .to
            .as_deref()
            .map_or(Ok(article.head), |to| find_revision(db, &article, to))?;
        let from = match ask.from.as_deref() {
            Some(from) => crate::review::since(db, hand, &article, from)?,
            None => base(db, &article, to)?,
        };
        let after = store::article::content(db, to)?;
        let before = match from {
            Some(from) => store::article::content(db, from)?,
            None => Content::new(article.id, &after.language),
        };
        let rows = compared(&before, &after, from.is_none());
        let zone = store::person::settings(db)?.time_zone;
        Ok(Diff {
            from: from.map(|from| from.to_string()),
            to: to.to_string(),
            fields: fields(&before, &after, &zone),
            html: rows.into_iter().map(|row| row.html).collect(),
            gone: markup::became::gone(&before.body, &after.body)
                .into_iter()
                .map(|(nth, text)| Paragraph {
                    nth: i32::try_from(nth).unwrap_or(i32::MAX),
                    text,
                })
                .collect(),
            retargeted: match from {
                Some(_) => markup::retargeted(&before.body, &after.body),
                None => vec![],
            },
        })
    })
}

/// The blocks of the page of `after`, each with what became of it since `before`; all as they stand for a first reading.
pub(crate) fn compared(before: &Content, after: &Content, first: bool) -> Vec<markup::Row> {
    markup::rows(if first { &after.body } else { &before.body }, &after.body)
}

/// What a reader of a change has seen: what was approved last, else what is live.
fn base(db: &Db, article: &Article, to: Hash) -> Result<Option<Hash>> {
    let approved = last_approved(db, article, to)?.map(|given| given.revision);
    Ok(approved.or(article.live.filter(|live| *live != to)))
}

/// The newest approval of another text than `to`.
pub(crate) fn last_approved(db: &Db, article: &Article, to: Hash) -> Result<Option<Given>> {
    Ok(store::verdict::list(db, article.id)?
        .into_iter()
        .rev()
        .find(|given| given.verdict.say == Say::Approve && given.revision != to))
}

fn lines<T>(all: &[T], line: impl Fn(&T) -> String) -> String {
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn people(content: &Content) -> String {
    lines(&content.bylines, |b| {
        let picture = b.picture.map(|picture| picture.to_string());
        let (titles, links) = (b.publications.join(", "), b.links.join(", "));
        let picture = picture.unwrap_or_default();
        let parts = [&b.name, &b.role, &titles, &b.about, &links, &picture];
        let said = parts.into_iter().filter(|part| !part.is_empty());
        said.map(String::as_str).collect::<Vec<_>>().join(", ")
    })
}

fn related(content: &Content) -> String {
    lines(&content.related, |other| match other.article {
        Some(article) => format!("{} ({article})", other.title),
        None => other.title.clone(),
    })
}

fn corrections(content: &Content, zone: &str) -> String {
    lines(&content.corrections, |c| {
        let kind = match c.kind {
            CorrectionKind::Correction => "Correction",
            CorrectionKind::Clarification => "Clarification",
        };
        format!("{kind}, {}: {}", c.at.day(zone), c.text)
    })
}

fn lead_image(content: &Content) -> String {
    content
        .lead_image
        .as_ref()
        .map_or_else(String::new, |lead| {
            let asset = lead.asset.to_string();
            [&asset, &lead.alt, &lead.caption, &lead.credit]
                .map(String::as_str)
                .join("\n")
        })
}

fn translations(content: &Content) -> String {
    lines(&content.translations, ToString::to_string)
}

/// Every field that differs, and the body always: whatever prints of a revision is in one of them. Days are those of `zone`.
pub(crate) fn fields(from: &Content, to: &Content, zone: &str) -> Vec<FieldDiff> {
    let day = |time: Option<model::Time>| time.map_or_else(String::new, |time| time.to_string());
    let pairs = [
        ("title", from.title.clone(), to.title.clone()),
        ("kicker", from.kicker.clone(), to.kicker.clone()),
        ("standfirst", from.standfirst.clone(), to.standfirst.clone()),
        ("body", from.body.clone(), to.body.clone()),
        ("section", from.section.clone(), to.section.clone()),
        ("slug", from.slug.clone(), to.slug.clone()),
        ("tags", from.tags.join(", "), to.tags.join(", ")),
        ("bylines", people(from), people(to)),
        ("related", related(from), related(to)),
        (
            "corrections",
            corrections(from, zone),
            corrections(to, zone),
        ),
        ("lead_image", lead_image(from), lead_image(to)),
        ("translations", translations(from), translations(to)),
        ("language", from.language.clone(), to.language.clone()),
        ("date", day(from.date), day(to.date)),
        ("embargo", day(from.embargo), day(to.embargo)),
        (
            "canonical",
            from.canonical.clone().unwrap_or_default(),
            to.canonical.clone().unwrap_or_default(),
        ),
        (
            "search_title",
            from.search_title.clone(),
            to.search_title.clone(),
        ),
        (
            "search_description",
            from.search_description.clone(),
            to.search_description.clone(),
        ),
    ];
    pairs
        .into_iter()
        .filter(|(field, from, to)| *field == "body" || from != to)
        .map(|(field, from, to)| FieldDiff {
            field: field.into(),
            segments: markup::diff(&from, &to),
        })
        .collect()
}

/// Which saved state, and what it is called from now on.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Name {
    pub article: String,
    pub revision: String,
    /// Empty takes the name away.
    pub name: String,
}

/// Gives a saved state a name, so that it is found again.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-such-revision`, `too-long`; system errors.
pub fn name(desk: &Desk, hand: &Hand, ask: Name) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let article = open(txn, &ask.article)?;
        let revision = find_revision(txn, &article, &ask.revision)?;
        let name = ask.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > NAME {
            return Err(
                Error::refused("too-long", "That name is too long to be kept.")
                    .hint("A few words are enough."),
            );
        }
        let was = store::article::named(txn, article.id, revision)?;
        let undo = name != was;
        let words = match name.as_str() {
            "" => format!("Took the name off {}", revision.short()),
            name => format!("Named {} “{name}”", revision.short()),
        };
        if undo {
            txn.append(Event::RevisionNamed {
                article: article.id,
                revision,
                name,
                was,
            })?;
        }
        Ok(Act { words, undo })
    })
}
