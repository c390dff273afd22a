//! Suggesting: other words for a passage, or a whole edited text taken apart into suggestions.

use crate::{
    Desk, Hand, Suggested,
    article::{self, BODY, WRITERS, clean_text, find_revision},
    words::grouped,
};
use model::{Error, Hash, Result, SuggestionId, event::Event, note::Anchor, person::Person};
use serde::Deserialize;
use std::collections::HashSet;
use store::{Db, Txn, article::Article, suggestion::Suggestion};

/// Longest passage, and longest words in its place, in bytes.
const LIMIT: usize = 20_000;

/// Most suggestions that are open on one article.
const MOST: usize = 5_000;

/// For which words of which article; `nth` (from 1) where they occur more than once, or `start`, their place in the Markdown
/// in UTF-16 units. An empty `proposed` leaves them out.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Suggest {
    pub article: String,
    pub quote: String,
    pub nth: Option<u32>,
    #[ts(optional)]
    pub start: Option<u32>,
    pub proposed: String,
}

/// Proposes other words for a passage of the head. Nothing of the text changes by it.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `quote-not-found`, `quote-ambiguous`, `nothing-to-suggest`,
/// `suggested-already`, `too-long`, `too-many`; system errors.
pub fn suggest(desk: &Desk, hand: &Hand, ask: Suggest) -> Result<Suggested> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let (mut quote, mut proposed) = (ask.quote, ask.proposed);
        clean_text(&mut quote);
        clean_text(&mut proposed);
        if quote.trim().is_empty() {
            return Err(
                Error::usage("no-words", "A suggestion needs the words that it is about.").hint(
                    "To add something, quote the word beside it, and propose it with what is new.",
                ),
            );
        }
        if quote == proposed {
            return Err(nothing());
        }
        let body = store::article::content(txn, row.head)?.body;
        let place = (ask.nth, ask.start);
        let anchor = super::note::anchor(&body, row.head, &quote, place)?;
        make(txn, &me, &row, vec![(anchor, proposed)])
    })
}

/// A whole text with one's changes in it, and the revision that it began with.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct SuggestAll {
    pub article: String,
    /// A revision; the head, where none is named.
    #[ts(optional)]
    pub base: Option<String>,
    pub body: String,
}

/// Makes a suggestion of each stretch in which a text differs from the revision that it began with. Where that is no
/// longer the head, each is followed to where its words stand now, or has lost them.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-such-revision`, `nothing-to-suggest`, `no-words`,
/// `suggested-already`, `too-long`, `too-many`; system errors.
pub fn suggest_all(desk: &Desk, hand: &Hand, ask: SuggestAll) -> Result<Suggested> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let base = match ask.base.as_deref() {
            Some(base) => find_revision(txn, &row, base)?,
            None => row.head,
        };
        let before = store::article::content(txn, base)?.body;
        let mut body = ask.body;
        clean_text(&mut body);
        article::limited(&body, BODY, "text")?;
        let all = changes(&before, base, &body).ok_or_else(|| {
            Error::refused(
                "no-words",
                "There is no text yet that a suggestion could be about.",
            )
            .hint("Write it into the article, or make a note.")
        })?;
        let made = make(txn, &me, &row, all)?;
        // What was kept of it while it was written is sent; not what was typed elsewhere since.
        let kept = store::suggesting::get(txn, row.id, me.id)?;
        if kept.is_some_and(|kept| kept.hash == Hash::of(body.as_bytes())) {
            store::suggesting::remove(txn, row.id, me.id)?;
        }
        Ok(made)
    })
}

/// The changes from a text to another, each with the words that it is about; none where there are no words.
fn changes(before: &str, base: Hash, body: &str) -> Option<Vec<(Anchor, String)>> {
    // How a text ends is nobody's words: editors add a line's end, and pipes take it off.
    let end = before.trim_end().len();
    let ended = format!("{}{}", body.trim_end(), &before[end..]);
    let stretches = markup::suggested::stretches(before, &ended)?;
    let all = stretches.into_iter().map(|stretch| {
        let anchor = markup::anchor::at(before, base, stretch.place);
        (anchor, stretch.proposed)
    });
    Some(all.collect())
}

/// How many suggestions a person's text makes, sent as it is; one where it can't be sent, which says why.
pub(super) fn count(db: &Db, me: &Person, row: &Article, base: Hash, body: &str) -> Result<usize> {
    let before = store::article::content(db, base)?.body;
    let Some(mut all) = changes(&before, base, body) else {
        return Ok(1);
    };
    leave_out(&store::suggestion::open(db, row.id)?, me, &mut all);
    Ok(all.len())
}

/// Leaves out what the same person has suggested already.
fn leave_out(open: &[Suggestion], me: &Person, all: &mut Vec<(Anchor, String)>) {
    let mine: HashSet<_> = open
        .iter()
        .filter(|one| one.author == me.id)
        .map(|one| {
            let anchor = &one.anchor;
            (anchor.revision, anchor.start, &anchor.quote, &one.proposed)
        })
        .collect();
    all.retain(|(anchor, proposed)| {
        !mine.contains(&(anchor.revision, anchor.start, &anchor.quote, proposed))
    });
}

/// Makes suggestions, but for those that the same person has made already.
fn make(
    txn: &Txn,
    me: &Person,
    row: &Article,
    mut all: Vec<(Anchor, String)>,
) -> Result<Suggested> {
    if all.is_empty() {
        return Err(nothing());
    }
    let open = store::suggestion::open(txn, row.id)?;
    leave_out(&open, me, &mut all);
    if all.is_empty() {
        return Err(Error::refused(
            "suggested-already",
            "You have suggested this already.",
        ));
    }
    if open.len() + all.len() > MOST {
        return Err(Error::refused(
            "too-many",
            format!(
                "At most {} suggestions are open on one article.",
                grouped(MOST as u64)
            ),
        )
        .hint("Have some of them accepted or rejected first."));
    }
    let mut made = vec![];
    for (anchor, proposed) in all {
        if anchor.quote.len().max(proposed.len()) > LIMIT {
            return Err(Error::refused(
                "too-long",
                format!(
                    "The change at “{}…” is too long for one suggestion.",
                    anchor.quote.chars().take(30).collect::<String>().trim()
                ),
            )
            .hint("Suggest it in parts, or edit the text."));
        }
        let id = SuggestionId(txn.id());
        txn.append(Event::SuggestionMade {
            suggestion: id,
            article: row.id,
            author: me.id,
            anchor,
            proposed,
        })?;
        made.push(id.to_string());
    }
    let words = match made.len() {
        1 => "Suggested a change".to_owned(),
        n => format!("Suggested {} changes", grouped(n as u64)),
    };
    Ok(Suggested {
        words,
        undo: true,
        suggestions: made,
    })
}

fn nothing() -> Error {
    Error::refused("nothing-to-suggest", "The text stays as it is by that.")
        .hint("Change some of it, and suggest that.")
}
