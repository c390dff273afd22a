//! What an article's people changed of each other's words: quotations, names, numbers that came in with an earlier
//! revision by someone else. Such a change stands first in review, and whoever made it says why.

use super::sought::Sought;
use crate::{
    Act, Desk, Hand, OthersWords, ToExplain,
    article::{self, REASON, WRITERS},
    check::{
        altered::{Altered, AlteredKind, altered, stands_in},
        quoted::{is_said, key},
    },
    hand::name_of,
};
use model::{
    Error, Hash, PersonId, Result, article::Content, event::Event, person::Person, settings::Weight,
};
use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet, VecDeque},
    rc::Rc,
};
use store::{
    Db, Txn,
    article::{Article, Saved},
};

/// Most saved states that are gone back through, and most of them that are read.
const STATES: u32 = 2_000;
const READ: usize = 80;

/// A change of another's words.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub kind: AlteredKind,
    pub before: String,
    /// Empty where it was taken out.
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

impl Changed {
    /// Whether it is so still; what became of a quotation may be gone since, and then the quotation is.
    fn stands(&mut self, now: &Sought) -> bool {
        let gone = self.after.is_empty();
        if gone || now.has(self.kind, &self.after) {
            return true;
        }
        if self.kind != AlteredKind::Quote || !is_said(&self.before) {
            return false;
        }
        self.after.clear();
        self.change = known_by(self.kind, &self.before, &self.after);
        true
    }
}

fn known_by(kind: AlteredKind, before: &str, after: &str) -> Hash {
    Hash::of([kind.name(), before, after].join("\n").as_bytes())
}

/// Whether both say the same; a quotation without its marks does not.
fn same(kind: AlteredKind, before: &str, after: &str) -> bool {
    before == after || kind == AlteredKind::Quote && key(before) == key(after)
}

/// The words by which a change goes on from an earlier one.
fn link(kind: AlteredKind, words: &str) -> (AlteredKind, String) {
    match kind {
        AlteredKind::Quote => (kind, key(words.trim_matches(['“', '”']))),
        _ => (kind, words.to_owned()),
    }
}

/// The states at which one person's edits end and another's begin, oldest first, each with its text once it is read.
struct Walk<'a> {
    db: &'a Db<'a>,
    states: Vec<Saved>,
    texts: Vec<Option<Rc<Sought>>>,
    read: usize,
}

impl Walk<'_> {
    /// The text of a state; none past what is read at most.
    fn text(&mut self, nth: usize) -> Result<Option<Rc<Sought>>> {
        if self.texts[nth].is_none() {
            if self.read == READ {
                return Ok(None);
            }
            self.read += 1;
            let content = store::article::content(self.db, self.states[nth].revision)?;
            self.texts[nth] = Some(Rc::new(Sought::of(&content)));
        }
        Ok(self.texts[nth].clone())
    }

    /// Who brought words in that stand in the state `nth`: the author of the oldest one from which on they are there.
    fn whose(&mut self, nth: usize, kind: AlteredKind, words: &str) -> Result<PersonId> {
        let mut author = self.states[nth].author;
        for earlier in (0..nth).rev() {
            match self.text(earlier)? {
                Some(text) if text.count(kind, words) > 0 => author = self.states[earlier].author,
                _ => break,
            }
        }
        Ok(author)
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
        texts: vec![None; states.len()],
        states,
        read: 0,
    };
    let language = content
        .language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut found = Found::default();
    // The newest changes matter most, where there are more than can be read.
    let first = live
        .unwrap_or(0)
        .max(walk.states.len().saturating_sub(READ / 2));
    for nth in first + 1..walk.states.len() {
        let (Some(old), Some(new)) = (walk.text(nth - 1)?, walk.text(nth)?) else {
            continue;
        };
        let who = (walk.states[nth].author, Some(walk.states[nth].at.clone()));
        let changes = altered(&old.pieces, &new.pieces, &language);
        found.take(&mut walk, (nth - 1, &old), changes, who)?;
    }
    let last = walk.states.len() - 1;
    let now = Sought::of(content);
    if let (false, Some(me), Some(old)) = (head, typing, walk.text(last)?) {
        let changes = altered(&old.pieces, &now.pieces, &language);
        found.take(&mut walk, (last, &old), changes, (me, None))?;
    }
    let mut found: Vec<Changed> = found.all.into_iter().flatten().collect();
    found.retain_mut(|one| now.count(one.kind, &one.before) < one.stood && one.stands(&now));
    with_reasons(db, article, &mut found)?;
    Ok(once(found))
}

/// A reason counts for a change by who gave it, since the text that is live.
fn with_reasons(db: &Db, article: &Article, found: &mut [Changed]) -> Result<()> {
    let cycle = article.live.map(|_| article.cycle);
    let mut reasons = HashMap::new();
    for reason in store::reading::reasons(db, article.id, cycle)? {
        reasons.insert((reason.change, reason.person), (reason.why, reason.at));
    }
    for one in found {
        one.reason = reasons.get(&(one.change, one.by)).cloned();
    }
    Ok(())
}

/// The same change by the same person in several places is one, of which the newest stands for all.
fn once(mut found: Vec<Changed>) -> Vec<Changed> {
    let mut known = HashSet::new();
    found.reverse();
    found.retain(|one| known.insert((one.change, one.by)));
    found.reverse();
    found
}

/// What was found so far, oldest first, and where among it is what was made of which words.
#[derive(Default)]
struct Found {
    all: Vec<Option<Changed>>,
    made: HashMap<(AlteredKind, String), VecDeque<usize>>,
}

impl Found {
    /// Adds what was changed after the state `nth` to what was found: a change of a change is one, from what stood there
    /// first.
    fn take(
        &mut self,
        walk: &mut Walk,
        (nth, old): (usize, &Sought),
        changes: Vec<Altered>,
        (by, at): (PersonId, Option<String>),
    ) -> Result<()> {
        for change in changes {
            let before = change.before;
            let made = self.made.get_mut(&link(change.kind, &before));
            let earlier = made.and_then(VecDeque::pop_front);
            let (before, whose, stood) = match earlier.and_then(|at| self.all[at].take()) {
                Some(earlier) => (earlier.before, earlier.whose, earlier.stood),
                None => {
                    let whose = walk.whose(nth, change.kind, &before)?;
                    let stood = old.count(change.kind, &before);
                    (before, whose, stood)
                }
            };
            if whose == by || same(change.kind, &before, &change.after) {
                continue;
            }
            if !change.after.is_empty() {
                let made = link(change.kind, &change.after);
                self.made.entry(made).or_default().push_back(self.all.len());
            }
            self.all.push(Some(Changed {
                kind: change.kind,
                change: known_by(change.kind, &before, &change.after),
                before,
                after: change.after,
                by,
                at: at.clone(),
                whose,
                reason: None,
                stood,
            }));
        }
        Ok(())
    }
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
    let (before, after) = (one.before.trim_matches(['“', '”']), &one.after);
    let what = match one.kind {
        AlteredKind::Quote => "quotation",
        AlteredKind::Name => "name",
        AlteredKind::Number => "number",
    };
    let became = match one.kind {
        _ if after.is_empty() => format!("“{before}” was taken out"),
        // Its marks went, and nothing else.
        AlteredKind::Quote if before == after => format!("“{before}” stands without its marks"),
        AlteredKind::Quote if one.before != before => {
            format!("“{before}” is now {after}, without marks")
        }
        AlteredKind::Quote => format!("“{before}” is now “{after}”"),
        _ => format!("{before} is now {after}"),
    };
    format!("{by} changed a {what} that {whose} brought in: {became}.")
}

/// What became of words, for a sentence that goes on.
pub(crate) fn became(before: &str, after: &str) -> String {
    match after {
        "" => format!("“{before}” was taken out"),
        _ => format!("“{before}” became “{after}”"),
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
        if ask.why.trim().is_empty() {
            return Err(Error::usage("no-reason", "Say why it was changed."));
        }
        crate::draft::settle(txn, &me, &row)?;
        let row = store::article::get(txn, row.id)?;
        let reason = Because {
            change: ask.change,
            why: ask.why,
        };
        let words = give_reasons(txn, &me, &row, &[reason])?;
        Ok(Act {
            words: words.unwrap_or_default(),
            undo: true,
        })
    })
}

/// A change of another's words, by the beginning of its hash, and why it was made; empty where that is not said yet.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Because {
    pub change: String,
    pub why: String,
}

/// Keeps the reasons that `me` gives for changes in the head of `row`; the words for the last of them, and none where no
/// reason was given.
///
/// # Errors
/// `too-long`, `no-such-change`, `ambiguous-id`, `not-yours`, `explained-already`; system errors.
pub(crate) fn give_reasons(
    txn: &Txn,
    me: &Person,
    row: &Article,
    reasons: &[Because],
) -> Result<Option<String>> {
    let mut words = None;
    let given = reasons.iter().filter(|one| !one.why.trim().is_empty());
    let given: Vec<&Because> = given.collect();
    if given.is_empty() {
        return Ok(words);
    }
    let content = store::article::content(txn, row.head)?;
    let mut all = changed(txn, row, &content, None)?;
    for reason in given {
        let mut why = reason.why.clone();
        article::clean_text(&mut why);
        let why = why.trim();
        article::limited(why, REASON, "reason")?;
        let one = named(&mut all, &reason.change)?;
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
        one.reason = Some((why.to_owned(), txn.at().to_string()));
        let before = one.before.trim_matches(['“', '”']);
        let became = became(before, &one.after);
        words = Some(format!("Said why {became}"));
        txn.append(Event::ChangeExplained {
            article: row.id,
            change: one.change,
            person: me.id,
            before: one.before.clone(),
            after: one.after.clone(),
            why: Some(why.to_owned()),
            was: None,
        })?;
    }
    Ok(words)
}

/// The one change whose hash begins so.
fn named<'a>(all: &'a mut [Changed], asked: &str) -> Result<&'a mut Changed> {
    let asked = asked.to_ascii_lowercase();
    let is = |one: &Changed| !asked.is_empty() && one.change.to_string().starts_with(&asked);
    let mut hashes: Vec<Hash> = all
        .iter()
        .filter(|one| is(one))
        .map(|one| one.change)
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    if hashes.len() > 1 {
        return Err(Error::usage(
            "ambiguous-id",
            "More than one change begins so.",
        ));
    }
    let found = all.iter_mut().find(|one| is(one));
    found.ok_or_else(|| {
        Error::unreadable(
            "no-such-change",
            "No change of another’s words is known by that.",
        )
        .hint("`copydesk review read` shows them.")
    })
}

/// A change as it is shown to `hand`, in `content`.
pub(crate) fn view(one: Changed, content: &Content, hand: &Hand, people: &[Person]) -> OthersWords {
    OthersWords {
        change: one.change.to_string(),
        kind: one.kind,
        by: name_of(people, one.by),
        whose: name_of(people, one.whose),
        at: one.at,
        why: one.reason.map(|(why, _)| why),
        mine: Some(one.by) == hand.actor,
        field: field(content, &one.after).map(Into::into),
        before: one.before,
        after: one.after,
    }
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Unexplained {
    pub article: String,
}

/// What the one who asks changed of others' words, in the head or in what they are typing, without a reason so far; nothing
/// where the newsroom does not look for that. Whether submitting needs the reasons.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn unexplained(desk: &Desk, hand: &Hand, ask: Unexplained) -> Result<ToExplain> {
    desk.store.read(|db| {
        let row = store::article::find(db, &ask.article)?;
        let weight = crate::check::weighs(db, crate::check::OTHERS_WORDS)?;
        let Some(me) = hand.actor.filter(|_| weight != Weight::Off) else {
            return Ok(ToExplain {
                needed: false,
                changes: vec![],
            });
        };
        let draft = store::draft::get(db, row.id, me)?;
        let content = match draft {
            Some(draft) => draft.content,
            None => store::article::content(db, row.head)?,
        };
        let people = store::person::list(db)?;
        let mine = changed(db, &row, &content, Some(me))?
            .into_iter()
            .filter(|one| one.by == me && one.reason.is_none());
        Ok(ToExplain {
            needed: weight == Weight::Block,
            changes: mine.map(|one| view(one, &content, hand, &people)).collect(),
        })
    })
}
