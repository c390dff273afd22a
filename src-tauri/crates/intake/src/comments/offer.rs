//! A record becomes a comment, or a leftover that says why not: the same rules for every source.

use super::{Each, Found, LONGEST, OURS, Origin, Told, field};
use model::{Error, Kind, Result, comment::Sent, page::Leftover};
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

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
    /// What each comment says, by its id; both as numbers, since there may be millions.
    seen: HashMap<u64, u64>,
}

impl<'a, 'b> Offers<'a, 'b> {
    pub(super) fn new(each: &'a mut Each<'b>) -> Self {
        Self {
            each,
            told: Told::default(),
            refused: false,
            seen: HashMap::new(),
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
            Ok((sent, ..)) if self.is_another(origin, &sent) => {
                let why = "Another comment of this file, which came before it, has the same id: give it one of its own.";
                self.left(origin, place, &sent.body, why)
            }
            Ok((sent, own, no_network)) => {
                let note = |why: &str| Leftover {
                    place: place.clone(),
                    text: shown(&sent.body),
                    why: format!("It was taken, but {why}."),
                };
                let mut notes = vec![];
                if own {
                    notes.push(note("not as an answer to itself"));
                }
                if no_network {
                    notes.push(note(
                        "without what stands where its network address should, which is none",
                    ));
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

    /// Whether a comment of the same id came before it that says something else: only one of them can be the comment of that
    /// id, whichever it is, and each would undo what the other said.
    fn is_another(&mut self, origin: &Origin, sent: &Sent) -> bool {
        let of = |what: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            what(&mut hasher);
            hasher.finish()
        };
        let id = of(&|hasher| (&origin.archive, &sent.id).hash(hasher));
        let says = of(&|hasher| {
            let place = &sent.place;
            (&place.article, &place.address, &place.slug, &place.title).hash(hasher);
            (&sent.parent, &sent.author, &sent.email, &sent.body).hash(hasher);
            let created = sent.created.map(|at| at.0);
            (created, sent.state, sent.deleted).hash(hasher);
        });
        *self.seen.entry(id).or_insert(says) != says
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

/// The comment that a record is, whether it named itself as what it answers, and whether what stood for its network address
/// was left out, being none; else some of its text and why it is none.
fn stands(record: Record, ours: bool) -> std::result::Result<(Sent, bool, bool), (String, String)> {
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
    let no_network = sent
        .address
        .take_if(|address| !field::is_network(address))
        .is_some();
    Ok((sent, own, no_network))
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

#[cfg(test)]
mod tests {
    use crate::comments::{Kind, read};

    /// The words of the comments of a file, and what was left.
    fn found(kind: Kind, file: &str) -> (Vec<String>, Vec<String>) {
        let (mut said, mut left) = (vec![], vec![]);
        read(kind, &mut file.as_bytes(), &mut |_, found| {
            match found {
                Ok(sent) => said.push(sent.body),
                Err(one) => left.push(format!("{}: {}", one.place, one.why)),
            }
            Ok(())
        })
        .unwrap();
        (said, left)
    }

    #[test]
    fn the_second_comment_of_an_id_is_named() {
        let line = |more: &str| {
            format!(
                "{{\"id\":\"7\",\"article_slug\":\"quay\",\"author\":\"Greta\",\"created\":\"2024-05-02T10:00:00Z\",{more}}}\n"
            )
        };
        let (one, two) = (
            line("\"body\":\"One.\",\"state\":\"published\""),
            line("\"body\":\"Two.\""),
        );
        let (said, left) = found(Kind::JsonLines, &format!("{one}{two}"));
        assert_eq!(said, ["One."]);
        assert!(
            left.len() == 1 && left[0].contains("comment 7") && left[0].contains("same id"),
            "{left:?}"
        );
        // The same one twice is that.
        assert_eq!(
            found(Kind::JsonLines, &format!("{one}{one}")).1,
            Vec::<String>::new()
        );
        let comment = |author: &str, kind: &str| {
            format!(
                "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>{author}</wp:comment_author>\
                 <wp:comment_date_gmt>2024-05-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Good.</wp:comment_content>\
                 <wp:comment_approved>1</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type></wp:comment>"
            )
        };
        let export = |comments: &str| {
            format!(
                "<rss><channel><link>https://town.example</link><item><title>Quay</title><wp:post_id>1</wp:post_id>{comments}\
                 </item></channel></rss>"
            )
        };
        let both = export(&(comment("Greta", "") + &comment("Olle", "comment")));
        let (said, left) = found(Kind::Wxr, &both);
        assert!(
            said.len() == 1 && left.len() == 1 && left[0].contains("same id"),
            "{left:?}"
        );
        // What a reader says of a product is a comment; what a shop says to itself is none.
        assert_eq!(
            found(Kind::Wxr, &export(&comment("Greta", "review"))).0,
            ["Good."]
        );
        let (_, left) = found(Kind::Wxr, &export(&comment("Shop", "order_note")));
        assert_eq!(
            left,
            ["comment 7: It is an order_note, which no reader wrote."]
        );
    }
}
