//! What becomes of suggestions: accepted, rejected, taken back; one, or all of an article in one step.

use super::suggestions::change;
use crate::{
    Act, Desk, Hand,
    article::{self, REASON, WRITERS, sane, save},
    hand::name_of,
    words::grouped,
};
use model::{
    Error, Hash, Result,
    event::{Event, Origin},
    person::Person,
    suggestion::SuggestionState,
};
use serde::Deserialize;
use std::{collections::BTreeMap, ops::Range};
use store::{Db, Txn, article::Article, suggestion::Suggestion};

/// Which suggestion on an article, or all that are open.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Accept {
    pub article: String,
    #[ts(optional)]
    pub suggestion: Option<String>,
    #[ts(optional)]
    pub all: Option<bool>,
}

/// Puts the words of a suggestion, or of all that are open, in the place of those that they are about, as a revision by who
/// accepts. Whoever made them is from then on one of those whose words the article is. Of several about the same words the
/// one that was made first is taken, and the others stay open.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-such-suggestion`, `which-suggestion`, `decided-already`,
/// `no-suggestions`, `suggestion-detached`, and what saving refuses; system errors.
pub fn accept(desk: &Desk, hand: &Hand, ask: Accept) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let chosen = chosen(txn, &row, (ask.suggestion.as_deref(), ask.all))?;
        let mut content = store::article::content(txn, row.head)?;
        let fit = Fit::of(txn, &row, &content.body, chosen)?;
        let Some((_, first)) = fit.taken.first() else {
            return Err(fit.none_fits());
        };
        let first = first.clone();
        content.body = fit.text(&content.body);
        sane(&mut content)?;
        // Before the revision: undone in the other order, each finds its words where they were.
        let revision = content.hash()?;
        for (_, one) in &fit.taken {
            decide(txn, one, SuggestionState::Accepted, "", Some(revision))?;
        }
        save(txn, &me, &row, content, Origin::Suggestion)?;
        let fell_out = article::fell_out(row.status, store::article::get(txn, row.id)?.status);
        let words = match fit.taken.len() {
            1 => format!("Accepted {}{}", whose(txn, &me, &first)?, fit.left()),
            n => format!("Accepted {} suggestions{}", grouped(n as u64), fit.left()),
        };
        Ok(Act {
            words: format!("{words}{fell_out}"),
            undo: true,
        })
    })
}

/// Which suggestion on an article, or all that are open; and why.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reject {
    pub article: String,
    #[ts(optional)]
    pub suggestion: Option<String>,
    #[ts(optional)]
    pub all: Option<bool>,
    #[ts(optional)]
    pub why: Option<String>,
}

/// Rejects a suggestion, or all that are open; the text stays as it is.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-such-suggestion`, `which-suggestion`, `decided-already`,
/// `no-suggestions`, `too-long`; system errors.
pub fn reject(desk: &Desk, hand: &Hand, ask: Reject) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let why = article::remark(&ask.why.unwrap_or_default())?;
        article::limited(&why, REASON, "reason")?;
        let chosen = chosen(txn, &row, (ask.suggestion.as_deref(), ask.all))?;
        for one in &chosen {
            decide(txn, one, SuggestionState::Rejected, &why, None)?;
        }
        Ok(Act {
            words: match chosen.as_slice() {
                [one] => format!("Rejected {}", whose(txn, &me, one)?),
                many => format!("Rejected {} suggestions", grouped(many.len() as u64)),
            },
            undo: true,
        })
    })
}

/// Which of one's own suggestions on an article, or all of them that are open.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct TakeBack {
    pub article: String,
    #[ts(optional)]
    pub suggestion: Option<String>,
    #[ts(optional)]
    pub all: Option<bool>,
}

/// Takes one's own suggestion back, or all of one's own that are open.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `no-such-suggestion`, `which-suggestion`, `decided-already`,
/// `no-suggestions`, `not-yours`; system errors.
pub fn take_back(desk: &Desk, hand: &Hand, ask: TakeBack) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let mut chosen = chosen(txn, &row, (ask.suggestion.as_deref(), ask.all))?;
        chosen.retain(|one| one.author == me.id);
        if chosen.is_empty() {
            return Err(
                Error::refused("not-yours", "Only who made a suggestion takes it back.")
                    .hint("Whoever may edit the article may reject it."),
            );
        }
        for one in &chosen {
            decide(txn, one, SuggestionState::TakenBack, "", None)?;
        }
        Ok(Act {
            words: match chosen.len() {
                1 => "Took back a suggestion".into(),
                n => format!("Took back {} suggestions", grouped(n as u64)),
            },
            undo: true,
        })
    })
}

/// The open suggestion that is named, or all that are open on the article.
fn chosen(db: &Db, row: &Article, asked: (Option<&str>, Option<bool>)) -> Result<Vec<Suggestion>> {
    match asked {
        (Some(named), None | Some(false)) => {
            let one = store::suggestion::find(db, named)?;
            if one.article != row.id {
                return Err(Error::unreadable(
                    "no-such-suggestion",
                    format!("There is no suggestion {named} on “{}”.", row.title),
                ));
            }
            let done = match one.state {
                SuggestionState::Open | SuggestionState::Detached => return Ok(vec![one]),
                SuggestionState::Accepted => "accepted",
                SuggestionState::Rejected => "rejected",
                SuggestionState::TakenBack => "taken back",
            };
            Err(Error::refused(
                "decided-already",
                format!("This suggestion was {done} already."),
            ))
        }
        (None, Some(true)) => match store::suggestion::open(db, row.id)? {
            all if all.is_empty() => Err(Error::refused(
                "no-suggestions",
                "No suggestion is open on this article.",
            )),
            all => Ok(all),
        },
        _ => Err(Error::usage(
            "which-suggestion",
            "Name one suggestion, or all of them.",
        )),
    }
}

fn decide(
    txn: &Txn,
    one: &Suggestion,
    state: SuggestionState,
    why: &str,
    revision: Option<Hash>,
) -> Result<()> {
    txn.append(Event::SuggestionDecided {
        suggestion: one.id,
        article: one.article,
        author: one.author,
        state,
        why: why.to_owned(),
        revision,
        was: SuggestionState::Open,
    })
}

/// Whose suggestion, and what it says, for the status line.
fn whose(db: &Db, me: &Person, one: &Suggestion) -> Result<String> {
    let whose = if one.author == me.id {
        "your own suggestion".to_owned()
    } else {
        let people = store::person::list(db)?;
        format!("{}’s suggestion", name_of(&people, one.author))
    };
    let change = change(&one.anchor.quote, &one.proposed);
    Ok(format!("{whose}: {change}"))
}

/// Which of some suggestions fit into a text together.
struct Fit {
    /// Those that do, each with the place of its words, in the order of the text.
    taken: Vec<(Range<usize>, Suggestion)>,
    /// Those about words that another one of them changes.
    over: usize,
    /// Those that have lost their words.
    lost: Vec<Suggestion>,
}

impl Fit {
    /// Of `chosen`, oldest first, into the head.
    fn of(db: &Db, row: &Article, body: &str, chosen: Vec<Suggestion>) -> Result<Self> {
        let mut places = store::place::at(db, row.id, row.head)?;
        let mut taken: BTreeMap<usize, (usize, Suggestion)> = BTreeMap::new();
        let (mut over, mut lost) = (0, vec![]);
        for one in chosen {
            let place = places.remove(&one.id.to_string());
            let place = place.filter(|at| body.get(at.clone()) == Some(&one.anchor.quote));
            let Some(place) = place else {
                lost.push(one);
                continue;
            };
            let before = taken.range(..place.end).next_back();
            if before.is_some_and(|(_, (end, _))| *end > place.start) {
                over += 1;
            } else {
                taken.insert(place.start, (place.end, one));
            }
        }
        let taken = taken.into_iter();
        Ok(Self {
            taken: taken.map(|(start, (end, one))| (start..end, one)).collect(),
            over,
            lost,
        })
    }

    /// The text with the words of those that fit in their places.
    fn text(&self, body: &str) -> String {
        let (mut out, mut at) = (String::with_capacity(body.len()), 0);
        for (place, one) in &self.taken {
            out.push_str(&body[at..place.start]);
            out.push_str(&one.proposed);
            at = place.end;
        }
        out.push_str(&body[at..]);
        out
    }

    /// Why none of them fits.
    fn none_fits(&self) -> Error {
        let message = match self.lost.as_slice() {
            [one] => format!(
                "The text no longer has the words that this suggestion is about: {}.",
                change(&one.anchor.quote, &one.proposed)
            ),
            _ => "The text no longer has the words that these suggestions are about.".into(),
        };
        Error::refused("suggestion-detached", message)
            .hint("Reject it, or make the change by hand; undoing the edit of its words attaches it again.")
    }

    /// What could not be taken, for the status line.
    fn left(&self) -> String {
        let n = |count: usize| grouped(count as u64);
        let over = match self.over {
            0 => None,
            1 => Some("1 is about the same words and is left".to_owned()),
            many => Some(format!("{} are about the same words and are left", n(many))),
        };
        let lost = match self.lost.len() {
            0 => None,
            1 => Some("1 has lost its words".to_owned()),
            many => Some(format!("{} have lost their words", n(many))),
        };
        let said: Vec<String> = over.into_iter().chain(lost).collect();
        if said.is_empty() {
            return String::new();
        }
        format!("; {}", said.join(", "))
    }
}
