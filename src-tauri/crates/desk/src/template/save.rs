//! Making, changing and removing a template.

use super::{all, kept, named, sane};
use crate::{Act, Desk, Hand, TemplateView, article::WRITERS};
use model::{
    Error, Result,
    article::slug,
    event::Event,
    template::{Kept, Template},
};
use serde::Deserialize;
use store::{Db, Txn};

/// A template; with the key or name of the one that it replaces, or none for a new one.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Save {
    #[serde(default)]
    pub key: Option<String>,
    pub template: Template,
}

/// Makes or changes a template. Articles that began with it stay as they are.
///
/// # Errors
/// `wrong-role`, `no-name`, `name-taken`, `no-such-template`, `too-long`; system errors.
pub fn save(desk: &Desk, hand: &Hand, ask: Save) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let mut template = ask.template;
        sane(&mut template)?;
        let key = match &ask.key {
            Some(name) => named(txn, name)?.key,
            None => free_key(txn, &template.name)?,
        };
        name_free(txn, &key, &template.name)?;
        let words = format!("Saved the template “{}”", template.name);
        set(txn, key, Kept::Changed(template), words)
    })
}

/// Which template, by key or name; `back` puts it back as it came with the program.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Remove {
    pub key: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub back: bool,
}

/// Removes a template, or puts one back as it came with the program, be it changed or removed.
///
/// # Errors
/// `wrong-role`, `no-such-template`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: Remove) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let came = super::shipped::all()
            .into_iter()
            .find(|(key, template)| {
                *key == ask.key || template.name.to_lowercase() == ask.key.to_lowercase()
            })
            .map(|(key, template)| (key.to_owned(), template.name));
        if ask.back {
            let Some((key, name)) = came else {
                return Err(Error::usage(
                    "no-such-template",
                    format!("No template “{}” came with the program.", ask.key),
                ));
            };
            name_free(txn, &key, &name)?;
            let words = format!("“{name}” is again as it came with Copydesk");
            return set(txn, key, Kept::AsShipped, words);
        }
        let gone = named(txn, &ask.key)?;
        let words = format!("Removed the template “{}”", gone.template.name);
        let now = if gone.shipped {
            Kept::Removed
        } else {
            Kept::AsShipped
        };
        set(txn, gone.key, now, words)
    })
}

/// Refuses a name, whatever its case, that another template has.
pub(crate) fn name_free(db: &Db, key: &str, name: &str) -> Result<()> {
    let wanted = name.to_lowercase();
    let taken = |other: &TemplateView| {
        !other.removed && other.key != key && other.template.name.to_lowercase() == wanted
    };
    if !all(db)?.iter().any(taken) {
        return Ok(());
    }
    Err(Error::refused(
        "name-taken",
        format!("There is a template “{name}” already."),
    )
    .hint("Give one of the two another name first."))
}

fn set(txn: &Txn, key: String, now: Kept, words: String) -> Result<Act> {
    let was = kept(txn, &key)?;
    let undo = was != now;
    if undo {
        txn.append(Event::TemplateSet { key, now, was })?;
    }
    Ok(Act { words, undo })
}

/// A key after the name that no template has.
fn free_key(txn: &Txn, name: &str) -> Result<String> {
    let base = slug(name);
    let taken = store::template::kept(txn)?;
    let free = |key: &String| {
        !taken.contains_key(key) && super::shipped::all().iter().all(|(came, _)| came != key)
    };
    let numbered = (2_u32..).map(|n| format!("{base}-{n}"));
    Ok(std::iter::once(base.clone())
        .chain(numbered)
        .find(free)
        .unwrap_or(base))
}
