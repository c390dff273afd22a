//! Words that are right though no dictionary has them: the newsroom's, and those of one article.

use super::{check::plain, language_of};
use crate::{
    Act, Desk, Hand, KnownWord,
    article::{self, WRITERS},
    hand::name_of,
};
use model::{Error, Result, event::Event};
use serde::Deserialize;

/// Of one language, by its tag, or of all.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Words {
    pub language: Option<String>,
}

/// The newsroom's words, by language and alphabet.
///
/// # Errors
/// System errors.
pub fn words(desk: &Desk, _: &Hand, ask: Words) -> Result<Vec<KnownWord>> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let language = ask.language.as_deref().map(language_of);
        let words = store::word::list(db, language.as_deref())?;
        Ok(words
            .into_iter()
            .map(|word| KnownWord {
                by: name_of(&people, word.person),
                language: word.language,
                word: word.word,
                at: word.at,
            })
            .collect())
    })
}

/// A word, and the tag of its language.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Add {
    pub language: String,
    pub word: String,
}

/// Adds a word to the newsroom's, for whatever is written in its language. One in small letters is right with a capital
/// too, and any with a genitive's `’s`.
///
/// # Errors
/// `wrong-role`, `bad-word`, `bad-language`; system errors.
pub fn add(desk: &Desk, hand: &Hand, ask: Add) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let (language, word) = spelt(&ask.language, &ask.word)?;
        if store::word::is_known(txn, &language, None, &word)? {
            return Ok(Act {
                words: format!("“{word}” is among the newsroom’s words already"),
                undo: false,
            });
        }
        let words = format!("Added “{word}” to the newsroom’s words");
        txn.append(Event::WordSet {
            language,
            article: None,
            word,
            known: true,
        })?;
        Ok(Act { words, undo: true })
    })
}

/// A word of the newsroom's, and the tag of its language.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub language: String,
    pub word: String,
}

/// Takes a word out of the newsroom's.
///
/// # Errors
/// `wrong-role`, `bad-word`, `bad-language`, `no-such-word`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let (language, word) = spelt(&ask.language, &ask.word)?;
        if !store::word::is_known(txn, &language, None, &word)? {
            return Err(Error::refused(
                "no-such-word",
                format!("“{word}” is not among the newsroom’s words in {language}."),
            )
            .hint("`copydesk library words list` shows them."));
        }
        let words = format!("Took “{word}” out of the newsroom’s words");
        txn.append(Event::WordSet {
            language,
            article: None,
            word,
            known: false,
        })?;
        Ok(Act { words, undo: true })
    })
}

/// A word in an article, and the tag of the language that it is written in; `back` has it looked at again.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Ignore {
    pub article: String,
    pub language: String,
    pub word: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub back: bool,
}

/// Leaves a word as it is in one article, whoever opens it: the article is shared, and so is what was decided about it.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `bad-word`, `bad-language`; system errors.
pub fn ignore(desk: &Desk, hand: &Hand, ask: Ignore) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let row = article::open(txn, &ask.article)?;
        let (language, word) = spelt(&ask.language, &ask.word)?;
        let article = Some(row.id);
        let undo = store::word::is_known(txn, &language, article, &word)? == ask.back;
        let words = if ask.back {
            format!("“{word}” is looked at again in “{}”", row.title)
        } else {
            format!("“{word}” stays as it is in “{}”", row.title)
        };
        if undo {
            txn.append(Event::WordSet {
                language,
                article,
                word,
                known: !ask.back,
            })?;
        }
        Ok(Act { words, undo })
    })
}

/// The language of a tag, and the word as it is kept: without the genitive's `’s`, which would make another word of it.
fn spelt(tag: &str, word: &str) -> Result<(String, String)> {
    if !model::article::language_tag(tag) {
        return Err(Error::usage("bad-language", "That language is not known.")
            .hint("Write it as en, de or fa."));
    }
    let plain = plain(word.trim());
    let kept = plain.strip_suffix("'s").unwrap_or(&plain);
    let one = kept.chars().count() <= 64
        && kept.contains(char::is_alphabetic)
        && !kept.contains(|c: char| c.is_whitespace() || c.is_control());
    if !one {
        return Err(Error::usage("bad-word", "That is not one word.")
            .hint("Add words one by one, without the spaces between."));
    }
    Ok((language_of(tag), kept.to_owned()))
}
