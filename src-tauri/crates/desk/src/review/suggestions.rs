//! The suggestions on an article as others see them, and in words.

use super::notes::Noted;
use crate::{
    Desk, Hand, Page, SuggestionView,
    article::quoted,
    hand::name_of,
    paging::{bad_cursor, page},
    words::grouped,
};
use model::{
    ArticleId, PersonId, Result, SuggestionId, event::Event, person::Person,
    suggestion::SuggestionState,
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{
    Db,
    article::{Article, Saved},
    suggestion::{Suggestion, Which},
};

/// Most suggestions of one page.
const MOST: u32 = 1000;
/// Most of a revision's suggestions that are looked at to say whose they were.
const LOOKED_AT: u32 = 1000;

/// Of which article, and from where on; with `all`, those that were decided too, with `decided` those alone.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Suggestions {
    pub article: String,
    #[ts(optional)]
    pub all: Option<bool>,
    #[ts(optional)]
    pub decided: Option<bool>,
    #[ts(optional)]
    pub limit: Option<u32>,
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of the suggestions on an article, oldest first; a hundred where no limit is named.
///
/// # Errors
/// `no-such-article`, `bad-cursor`; system errors.
pub fn suggestions(desk: &Desk, hand: &Hand, ask: Suggestions) -> Result<Page<SuggestionView>> {
    let limit = ask.limit.unwrap_or(100).clamp(1, MOST);
    let place =
        |cursor: &str| -> Result<SuggestionId> { cursor.parse().map_err(|_| bad_cursor(cursor)) };
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let after = ask.after.as_deref().map(place).transpose()?;
        let which = match (ask.all, ask.decided) {
            (_, Some(true)) => Which::Decided,
            (Some(true), _) => Which::All,
            _ => Which::Open,
        };
        let found = store::suggestion::page(db, row.id, which, after, limit + 1)?;
        let head = store::article::content(db, row.head)?;
        let people = store::person::list(db)?;
        let noted = Noted::of(db, &row, &head, None)?;
        let views = views(found, |id| noted.starts(id), (&people, hand.actor));
        page(views, limit, |one| one.id.clone(), Ok)
    })
}

/// Suggestions as others see them; `starts` says where each begins in the head and in what is being typed.
pub(crate) fn views(
    all: Vec<Suggestion>,
    starts: impl Fn(&str) -> (Option<i32>, Option<i32>),
    (people, me): (&[Person], Option<PersonId>),
) -> Vec<SuggestionView> {
    let view = |one: Suggestion| {
        let id = one.id.to_string();
        let (start, typed) = match one.state {
            SuggestionState::Open => starts(&id),
            _ => (None, None),
        };
        let was = one.anchor.quote;
        let (lead, tail) = markup::suggested::stays(&was, &one.proposed);
        SuggestionView {
            lead: units(&was[..lead]),
            tail: units(&was[was.len() - tail..]),
            author: name_of(people, one.author),
            mine: me == Some(one.author),
            state: match (one.state, start) {
                (SuggestionState::Open, None) => SuggestionState::Detached,
                (state, _) => state,
            },
            at: one.at,
            decided_by: one.decided_by.map(|by| name_of(people, by)),
            decided_at: one.decided_at,
            why: Some(one.why).filter(|why| !why.is_empty()),
            proposed: one.proposed,
            was,
            id,
            start,
            typed,
        }
    };
    all.into_iter().map(view).collect()
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// What a change does, in words: “noon” for “midnight”; “now” added; “big” left out.
pub(crate) fn change(was: &str, proposed: &str) -> String {
    let (lead, tail) = markup::suggested::stays(was, proposed);
    let gone = &was[lead..was.len() - tail];
    let came = &proposed[lead..proposed.len() - tail];
    match (gone.trim().is_empty(), came.trim().is_empty()) {
        (false, false) => format!("{} for {}", quoted(came), quoted(gone)),
        (true, false) => format!("{} added", quoted(came)),
        (false, true) => format!("{} left out", quoted(gone)),
        (true, true) => "other white space".to_owned(),
    }
}

/// What became of a suggestion, as a sentence without who did it.
pub(crate) fn words(
    db: &Db,
    event: &Event,
    title: impl Fn(&ArticleId) -> String,
) -> Option<String> {
    Some(match event {
        Event::SuggestionMade {
            article,
            anchor,
            proposed,
            ..
        } => format!(
            "suggested a change in {}: {}",
            title(article),
            change(&anchor.quote, proposed)
        ),
        Event::SuggestionDecided {
            suggestion,
            article,
            author,
            state,
            why,
            ..
        } => {
            let one = store::suggestion::find(db, &suggestion.to_string()).ok()?;
            let people = store::person::list(db).ok()?;
            let whose = format!("{}’s suggestion", name_of(&people, *author));
            let what = match state {
                SuggestionState::Accepted => format!("accepted {whose}"),
                SuggestionState::Rejected => format!("rejected {whose}"),
                SuggestionState::TakenBack => "took back a suggestion".into(),
                SuggestionState::Open | SuggestionState::Detached => {
                    format!("opened {whose} again")
                }
            };
            let why = match why.as_str() {
                "" => String::new(),
                why => format!(" ({why})"),
            };
            let change = change(&one.anchor.quote, &one.proposed);
            format!("{what} in {}: {change}{why}", title(article))
        }
        _ => return None,
    })
}

/// Whose suggestions a saved state took in, and which; none where it took in none.
pub(crate) fn taken_in(
    db: &Db,
    article: &Article,
    saved: &Saved,
    people: &[Person],
) -> Result<Option<String>> {
    if saved.origin != "suggestion" {
        return Ok(None);
    }
    let all = store::suggestion::taken_in(db, article.id, saved.revision, LOOKED_AT)?;
    Ok(match all.as_slice() {
        [] => None,
        [one] => Some(format!(
            "{}’s suggestion: {}",
            name_of(people, one.author),
            change(&one.anchor.quote, &one.proposed)
        )),
        many => {
            let whose: BTreeSet<String> =
                many.iter().map(|one| name_of(people, one.author)).collect();
            let whose = whose.into_iter().collect::<Vec<_>>().join(", ");
            let count = grouped(many.len() as u64);
            Some(format!("{count} suggestions by {whose}"))
        }
    })
}
