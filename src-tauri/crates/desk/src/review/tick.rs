//! Signing off passage by passage. A tick is of what a passage shows, known by a hash: it survives edits elsewhere, goes
//! with an edit of the passage itself, and is there again when the passage is. All passages together are all that prints
//! of an article, so whoever ticked each has read the whole.

use crate::{Act, Desk, Hand, article};
use model::{
    Error, Hash, Result,
    article::Content,
    canonical,
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Txn, article::Article};

/// Which passages of which article, by the beginnings of their hashes, or all that are left (`rest`); `ticked` false takes
/// the sign-off back.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Tick {
    pub article: String,
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub passages: Vec<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub rest: bool,
    pub ticked: bool,
}

/// Signs passages of the head off, or takes that back.
///
/// # Errors
/// `wrong-role`, `not-your-stage`, `no-such-article`, `in-the-bin`, `no-such-passage`, `ambiguous-id`; system errors.
pub fn tick(desk: &Desk, hand: &Hand, ask: Tick) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let row = article::open(txn, &ask.article)?;
        // Whoever may pass the stage that waits reads for it, whatever their role is.
        if !me.holds(&[Role::Reviewer]) {
            super::Place::of(txn, &row)?.must_allow(&me)?;
        }
        let content = store::article::content(txn, row.head)?;
        let all: BTreeSet<Hash> = passages(&content)?
            .into_iter()
            .map(|one| one.hash)
            .collect();
        let chosen = if ask.rest {
            all.into_iter().collect()
        } else {
            let found = ask.passages.iter().map(|named| one_of(&all, named));
            found.collect::<Result<Vec<Hash>>>()?
        };
        let n = set(txn, &me, &row, chosen, ask.ticked)?;
        let what = match n {
            1 => "a passage".to_owned(),
            n => format!("{n} passages"),
        };
        let did = if ask.ticked {
            "Signed off"
        } else {
            "Took back the sign-off of"
        };
        Ok(Act {
            words: format!("{did} {what} of “{}”", row.title),
            undo: n > 0,
        })
    })
}

fn one_of(all: &BTreeSet<Hash>, named: &str) -> Result<Hash> {
    let named = named.to_ascii_lowercase();
    let mut found = all
        .iter()
        .filter(|one| !named.is_empty() && one.to_string().starts_with(&named));
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(*one),
        (Some(_), Some(_)) => Err(Error::usage(
            "ambiguous-id",
            "More than one passage begins so.",
        )),
        (None, _) => Err(Error::unreadable(
            "no-such-passage",
            "The text has no such passage as it stands.",
        )
        .hint("`copydesk review read` shows the passages.")),
    }
}

/// Ticks or unticks what is not so yet; returns how many that were.
fn set(
    txn: &Txn,
    me: &Person,
    row: &Article,
    mut passages: Vec<Hash>,
    ticked: bool,
) -> Result<usize> {
    let ticks = store::reading::ticks(txn, row.id)?;
    passages.retain(|passage| ticks.contains(&(*passage, me.id)) != ticked);
    passages.sort_unstable();
    passages.dedup();
    let n = passages.len();
    if n > 0 {
        txn.append(Event::PassagesTicked {
            article: row.id,
            person: me.id,
            passages,
            ticked,
        })?;
    }
    Ok(n)
}

/// Signs off what is left: whoever approves a text has read all of it.
pub(crate) fn the_rest(txn: &Txn, me: &Person, row: &Article, content: &Content) -> Result<()> {
    let all = passages(content)?.into_iter().map(|one| one.hash).collect();
    set(txn, me, row, all, true)?;
    Ok(())
}

/// Every passage of a content: its lines, its picture, whatever else prints of it as one, and the blocks of its text.
pub(crate) fn passages(content: &Content) -> Result<Vec<Passage>> {
    let mut out = vec![];
    let lines = [
        ("kicker", &content.kicker),
        ("title", &content.title),
        ("standfirst", &content.standfirst),
    ];
    for (field, text) in lines {
        if !text.is_empty() {
            out.push(Passage::new(field, text, text.clone()));
        }
    }
    if let Some(lead) = &content.lead_image {
        let shown = String::from_utf8_lossy(&canonical(&content.lead_image)?).into_owned();
        let words = match lead.alt.as_str() {
            "" => "[picture]".to_owned(),
            alt => format!("[picture: {alt}]"),
        };
        out.push(Passage::new("lead_image", &shown, words));
    }
    let mut rest = content.clone();
    for text in [
        &mut rest.kicker,
        &mut rest.title,
        &mut rest.standfirst,
        &mut rest.body,
    ] {
        text.clear();
    }
    (rest.lead_image, rest.assets) = (None, vec![]);
    let rest = String::from_utf8_lossy(&rest.bytes()?).into_owned();
    let names = content.bylines.iter().map(|byline| byline.name.as_str());
    let names = names.collect::<Vec<_>>().join(", ");
    out.push(Passage::new("details", &rest, names));
    let blocks = markup::rows(&content.body, &content.body);
    out.extend(blocks.iter().filter_map(|row| {
        Some(Passage {
            field: "body",
            hash: of_block(&row.plain)?,
            words: row.words(),
        })
    }));
    Ok(out)
}

/// A passage: the field that it is, or is of; its name; its words.
pub(crate) struct Passage {
    pub field: &'static str,
    pub hash: Hash,
    pub words: String,
}

impl Passage {
    fn new(field: &'static str, shown: &str, words: String) -> Self {
        let hash = named(field, shown);
        Self { field, hash, words }
    }
}

/// The name of a block of the page; none of one that shows nothing.
pub(crate) fn of_block(html: &str) -> Option<Hash> {
    let html = html.trim();
    (!html.is_empty()).then(|| named("body", html))
}

/// A hash of a kind of passage and of what it shows.
fn named(field: &str, shown: &str) -> Hash {
    Hash::of(["passage/1", field, shown].join("\n").as_bytes())
}
