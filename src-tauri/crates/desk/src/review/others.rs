//! What an article's people changed of each other's words: quotations, names, numbers that came in with an earlier
//! revision by someone else. Such a change stands first in review, and whoever made it says why.

use crate::{
    Act, Desk, Hand,
    article::{self, WRITERS},
    check::altered::{Altered, AlteredKind, altered, pieces, quoted_in, stands_in, times_in},
    hand::name_of,
};
use model::{Error, Hash, PersonId, Result, article::Content, event::Event, person::Person};
use serde::Deserialize;
use std::collections::HashSet;
use store::{
    Db,
    article::{Article, Saved},
};

/// Most saved states that are gone back through, and most of them that are read.
const STATES: u32 = 2_000;
const READ: usize = 80;
/// Longest reason, in bytes.
const LIMIT: usize = 2_000;

/// A change of another's words.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub kind: AlteredKind,
    pub before: String,
    pub after: String,
    /// By this it is known: a hash of what stood there and what stands there.
    pub change: Hash,
    /// Who changed it, and when; now, where it is being typed.
    pub by: PersonId,
    pub at: Option<String>,
    /// Who brought it in.
    pub whose: PersonId,
    pub reason: Option<(String, String)>,
    /// How often the words stood in the text before.
    stood: usize,
}

/// The states at which one person's edits end and another's begin, oldest first, each with its pieces once it is read.
struct Walk<'a> {
    db: &'a Db<'a>,
    states: Vec<Saved>,
    pieces: Vec<Option<Vec<String>>>,
    read: usize,
}

impl Walk<'_> {
    /// The pieces of a state; none past what is read at most.
    fn pieces(&mut self, nth: usize) -> Result<Option<Vec<String>>> {
        if self.pieces[nth].is_none() {
            if self.read == READ {
                return Ok(None);
            }
            self.read += 1;
            let content = store::article::content(self.db, self.states[nth].revision)?;
            self.pieces[nth] = Some(pieces(&content));
        }
        Ok(self.pieces[nth].clone())
    }

    /// Who brought words in that stand in the state `nth`: the author of the oldest one from which on they are there.
    fn whose(&mut self, nth: usize, words: &str) -> Result<PersonId> {
        let mut author = self.states[nth].author;
        for earlier in (0..nth).rev() {
            match self.pieces(earlier)? {
                Some(pieces) if has(&pieces, words) => author = self.states[earlier].author,
                _ => break,
            }
        }
        Ok(author)
    }
}

fn has(pieces: &[String], words: &str) -> bool {
    let words = words.trim_matches(['“', '”']);
    pieces.iter().any(|piece| stands_in(piece, words).is_some())
}

/// How often words stand in a text; a quotation, where they are given with marks.
fn count(pieces: &[String], words: &str) -> usize {
    match words.strip_prefix('“') {
        Some(quoted) => quoted_in(pieces, quoted.trim_end_matches('”')),
        None => pieces.iter().map(|piece| times_in(piece, words)).sum(),
    }
}

/// What was changed of others' words since `article` went live, or was begun, and stands so in `content`: its head, or
/// what `typing` makes of that. Edits of one person that follow each other count as one.
///
/// # Errors
/// System errors.
pub(crate) fn changed(
    db: &Db,
    article: &Article,
    content: &Content,
    typing: Option<PersonId>,
) -> Result<Vec<Changed>> {
    let mut states = store::article::history(db, article.id, None, STATES)?;
    states.reverse();
    // Of each person's run of edits, how it left the text.
    let ends: Vec<bool> = (0..states.len())
        .map(|nth| {
            states.get(nth + 1).map(|next| next.author) != Some(states[nth].author)
                || article.live == Some(states[nth].revision)
        })
        .collect();
    let mut ends = ends.into_iter();
    states.retain(|_| ends.next().unwrap_or(true));
    let head = content.hash()? == article.head;
    if states.is_empty()
        || states.len() == 1 && (head || typing.is_none_or(|me| states[0].author == me))
    {
        return Ok(vec![]);
    }
    let live = states
        .iter()
        .rposition(|saved| article.live == Some(saved.revision));
    let mut walk = Walk {
        db,
        pieces: vec![None; states.len()],
        states,
        read: 0,
    };
    let language = content
        .language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let now = pieces(content);
    let mut found: Vec<Changed> = vec![];
    // The newest changes matter most, where there are more than can be read.
    let first = live
        .unwrap_or(0)
        .max(walk.states.len().saturating_sub(READ / 2));
    for nth in first + 1..walk.states.len() {
        let (Some(old), Some(new)) = (walk.pieces(nth - 1)?, walk.pieces(nth)?) else {
            continue;
        };
        let (by, at) = (walk.states[nth].author, Some(walk.states[nth].at.clone()));
        take(
            &mut walk,
            &mut found,
            nth - 1,
            altered(&old, &new, &language),
            (by, at),
            &old,
        )?;
    }
    let last = walk.states.len() - 1;
    if let (false, Some(me), Some(old)) = (head, typing, walk.pieces(last)?) {
        take(
            &mut walk,
            &mut found,
            last,
            altered(&old, &now, &language),
            (me, None),
            &old,
        )?;
    }
    found.retain(|one| has(&now, &one.after) && count(&now, &one.before) < one.stood);
    for reason in store::reading::reasons(db, article.id)? {
        for one in found.iter_mut().filter(|one| one.change == reason.change) {
            one.reason = Some((reason.why.clone(), reason.at.clone()));
        }
    }
    Ok(once(found))
}

/// The same change by the same person in several places is one, of which the newest stands for all.
fn once(mut found: Vec<Changed>) -> Vec<Changed> {
    let mut known = HashSet::new();
    found.reverse();
    found.retain(|one| known.insert((one.change, one.by)));
    found.reverse();
    found
}

/// Adds what was changed after the state `nth` to what was found: a change of a change is one, from what stood there
/// first.
fn take(
    walk: &mut Walk,
    found: &mut Vec<Changed>,
    nth: usize,
    changes: Vec<Altered>,
    (by, at): (PersonId, Option<String>),
    old: &[String],
) -> Result<()> {
    for change in changes {
        let earlier = found
            .iter()
            .position(|one| one.kind == change.kind && one.after == change.before)
            .map(|earlier| found.remove(earlier));
        let (before, whose, stood) = match earlier {
            Some(earlier) => (earlier.before, earlier.whose, earlier.stood),
            None => {
                let whose = walk.whose(nth, &change.before)?;
                let stood = count(old, &change.before);
                (change.before, whose, stood)
            }
        };
        if whose == by || before == change.after {
            continue;
        }
        let named = [change.kind.name(), &before, &change.after].join("\n");
        found.push(Changed {
            kind: change.kind,
            change: Hash::of(named.as_bytes()),
            before,
            after: change.after,
            by,
            at: at.clone(),
            whose,
            reason: None,
            stood,
        });
    }
    Ok(())
}

/// The field that the words stand in, where that is not the text.
pub(crate) fn field(content: &Content, words: &str) -> Option<&'static str> {
    let caption = content.lead_image.as_ref().map_or("", |lead| &lead.caption);
    [
        ("title", content.title.as_str()),
        ("kicker", &content.kicker),
        ("standfirst", &content.standfirst),
        ("lead-image", caption),
    ]
    .into_iter()
    .find(|(_, text)| stands_in(text, words).is_some())
    .map(|(field, _)| field)
}

/// What was done to whose words, in a sentence.
pub(crate) fn sentence(one: &Changed, people: &[Person]) -> String {
    let (by, whose) = (name_of(people, one.by), name_of(people, one.whose));
    let (before, after) = (&one.before, &one.after);
    match one.kind {
        AlteredKind::Quote => format!(
            "{by} changed a quotation that {whose} brought in: “{before}” is now “{after}”."
        ),
        AlteredKind::Name => {
            format!("{by} changed a name that {whose} brought in: {before} is now {after}.")
        }
        AlteredKind::Number => {
            format!("{by} changed a number that {whose} brought in: {before} is now {after}.")
        }
    }
}

/// Which change of another's words, by the beginning of its hash, and why it was made.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Explain {
    pub article: String,
    pub change: String,
    pub why: String,
}

/// Says why one changed another's words; the reason stays with the article. What is being typed becomes a revision, since
/// that is what the reason is about.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-reason`, `too-long`, `no-such-change`, `ambiguous-id`, `not-yours`,
/// `explained-already`; system errors.
pub fn explain(desk: &Desk, hand: &Hand, ask: Explain) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let mut why = ask.why.clone();
        article::clean_text(&mut why);
        let why = why.trim();
        if why.is_empty() {
            return Err(Error::usage("no-reason", "Say why it was changed."));
        }
        article::limited(why, LIMIT, "reason")?;
        crate::draft::settle(txn, &me, &row)?;
        let row = store::article::get(txn, row.id)?;
        let content = store::article::content(txn, row.head)?;
        let asked = ask.change.to_ascii_lowercase();
        let mut all = changed(txn, &row, &content, None)?
            .into_iter()
            .filter(|one| !asked.is_empty() && one.change.to_string().starts_with(&asked));
        let one = all.next().ok_or_else(|| {
            Error::unreadable(
                "no-such-change",
                "No change of another’s words is known by that.",
            )
            .hint("`copydesk review read` shows them.")
        })?;
        if all.any(|other| other.change != one.change) {
            return Err(Error::usage(
                "ambiguous-id",
                "More than one change begins so.",
            ));
        }
        if one.by != me.id {
            let people = store::person::list(txn)?;
            return Err(Error::refused(
                "not-yours",
                format!(
                    "{} made this change and says why.",
                    name_of(&people, one.by)
                ),
            ));
        }
        if one.reason.is_some() {
            return Err(
                Error::refused("explained-already", "The reason was given already.")
                    .hint("Undo takes it back."),
            );
        }
        let words = format!("Said why “{}” became “{}”", one.before, one.after);
        txn.append(Event::ChangeExplained {
            article: row.id,
            change: one.change,
            person: me.id,
            before: one.before,
            after: one.after,
            why: Some(why.to_owned()),
            was: None,
        })?;
        Ok(Act { words, undo: true })
    })
}
