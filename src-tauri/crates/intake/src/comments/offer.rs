//! A record becomes a comment, or a leftover that says why not: the same rules for every source.

use super::{Each, Found, LONGEST, OURS, Origin, Told, field};
use model::{Error, Kind, Result, comment::Sent, page::Leftover};

/// Longest name, id, address or headline, in characters.
const LINE: usize = 2_000;
/// How much of a leftover is shown, in characters.
const SHOWN: usize = 200;

/// A record as its source has it.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// What is known; `created` is read from `date`.
    pub(super) sent: Sent,
    /// The date, as it is written.
    pub(super) date: String,
    /// Where it stands, where it has no id.
    pub(super) line: u64,
    /// Why it can't be taken.
    pub(super) wrong: Option<String>,
    /// Some of its bytes were no text.
    pub(super) replaced: bool,
    /// It may have an id made for it.
    pub(super) nameless: bool,
}

/// To whom records are given.
pub(super) struct Offers<'a, 'b> {
    each: &'a mut Each<'b>,
    told: Told,
    /// Whoever takes them said no.
    refused: bool,
}

impl<'a, 'b> Offers<'a, 'b> {
    pub(super) fn new(each: &'a mut Each<'b>) -> Self {
        Self {
            each,
            told: Told::default(),
            refused: false,
        }
    }

    /// How much was found so far.
    pub(super) fn told(&self) -> Told {
        self.told
    }

    /// Gives a record, as what it is.
    pub(super) fn record(&mut self, origin: &Origin, record: Record) -> Result<()> {
        let place = match field::some(&record.sent.id) {
            Some(id) => format!("comment {}", shown(&id)),
            None => format!("line {}", record.line),
        };
        let replaced = record.replaced;
        let undated = record.date.trim().starts_with("0000-00-00");
        match stands(record, origin.archive == OURS) {
            Ok((sent, own)) => {
                let note = |why: &str| Leftover {
                    place: place.clone(),
                    text: shown(&sent.body),
                    why: format!("It was taken, but {why}."),
                };
                let mut notes = vec![];
                if own {
                    notes.push(note("not as an answer to itself"));
                }
                if replaced {
                    notes.push(note("bytes in it that are no text were replaced by �"));
                }
                if undated && sent.created.is_none() {
                    notes.push(note(
                        "its date there is 0000-00-00, which is none: it bears the moment at which it came in",
                    ));
                }
                self.give(origin, Ok(sent))?;
                notes
                    .into_iter()
                    .try_for_each(|note| self.give(origin, Err(note)))
            }
            Err((text, why)) => self.left(origin, place, &text, why),
        }
    }

    /// Gives what is no comment.
    pub(super) fn left(
        &mut self,
        origin: &Origin,
        place: String,
        text: &str,
        why: impl Into<String>,
    ) -> Result<()> {
        let left = Leftover {
            place,
            text: shown(text),
            why: why.into(),
        };
        self.give(origin, Err(left))
    }

    fn give(&mut self, origin: &Origin, what: Found) -> Result<()> {
        match &what {
            Ok(_) => self.told.comments += 1,
            Err(_) => self.told.leftovers += 1,
        }
        let done = (self.each)(origin, what);
        self.refused |= done.is_err();
        done
    }

    /// How it ended. What could be read of a file that can't be read on stands.
    pub(super) fn end(mut self, done: Result<()>) -> Result<Told> {
        match done {
            Err(error)
                if !self.refused && self.told.comments > 0 && error.kind == Kind::Unreadable =>
            {
                let why = format!("The file can’t be read on from here: {error}");
                self.left(&Origin::default(), "the rest of the file".into(), "", why)?;
                Ok(self.told)
            }
            Err(error) => Err(error),
            Ok(()) => Ok(self.told),
        }
    }
}

/// The comment that a record is, and whether it named itself as what it answers; else some of its text and why it is none.
fn stands(record: Record, ours: bool) -> std::result::Result<(Sent, bool), (String, String)> {
    let Record { mut sent, .. } = record;
    let gone = |sent: &Sent, why: String| Err((sent.body.clone(), why));
    sent.id = field::one_line(&sent.id);
    sent.parent = sent.parent.as_deref().and_then(field::some);
    sent.author = field::one_line(&sent.author);
    for text in [
        &mut sent.email,
        &mut sent.address,
        &mut sent.site,
        &mut sent.place.article,
        &mut sent.place.address,
        &mut sent.place.slug,
        &mut sent.place.title,
    ] {
        *text = text.as_deref().and_then(field::some);
    }
    if sent.place.slug.is_none() {
        sent.place.slug = sent.place.address.as_deref().and_then(field::slug);
    }
    sent.body = field::clean(&sent.body);
    if let Some(why) = record.wrong {
        return gone(&sent, why);
    }
    match field::moment(&record.date) {
        // What a library wrote is more exact than what stands beside it.
        Ok(created) => sent.created = sent.created.or(created),
        Err(_) => {
            return gone(&sent, field::no_date(&record.date));
        }
    }
    if sent.body.chars().count() > LONGEST {
        return gone(&sent, too_long());
    }
    // A library's own may have been emptied in it.
    if sent.body.trim().is_empty() && !sent.deleted && !ours {
        return gone(&sent, "It says nothing.".into());
    }
    if sent.id.is_empty() {
        if !record.nameless {
            return gone(&sent, "It has no id.".into());
        }
        sent.id = field::made(&sent.place, sent.created, &sent.body);
    }
    if let Some(name) = longest(&sent) {
        return gone(
            &sent,
            format!("Its {name} is longer than {LINE} characters."),
        );
    }
    let own = sent.parent.as_ref() == Some(&sent.id);
    if own {
        sent.parent = None;
    }
    Ok((sent, own))
}

/// The field that is longer than any should be.
fn longest(sent: &Sent) -> Option<&'static str> {
    [
        ("id", Some(&sent.id)),
        ("parent", sent.parent.as_ref()),
        ("author", Some(&sent.author)),
        ("e-mail", sent.email.as_ref()),
        ("network address", sent.address.as_ref()),
        ("site", sent.site.as_ref()),
        ("article", sent.place.article.as_ref()),
        ("article’s address", sent.place.address.as_ref()),
        ("article’s slug", sent.place.slug.as_ref()),
        ("article’s headline", sent.place.title.as_ref()),
    ]
    .into_iter()
    .find(|(_, text)| text.is_some_and(|text| text.chars().count() > LINE))
    .map(|(name, _)| name)
}

/// Why a text is not taken whose length is past all measure.
pub(super) fn too_long() -> String {
    format!("It is longer than {LONGEST} characters.")
}

/// The beginning of a text, for a report.
fn shown(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(SHOWN)
        .collect()
}

/// What a source that can't be read at all says.
pub(super) fn unreadable(code: &str, message: impl Into<String>) -> Error {
    Error::unreadable(code, message)
}
