//! What `copydesk library export` writes, into a library that has articles of its own. Texts stand in it long before it says
//! what they are, so it is read twice: for what there is to know of each article, and for their texts.

mod known;
mod lines;
#[cfg(test)]
mod tests;

use super::{Each, Files, Found, own};
use base64::Engine;
use known::{Article, Known, Note};
use lines::Line;
use model::{
    Error, Hash, Result,
    archive::{Item, Remark, Stood},
    article::Content,
    page::Leftover,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{BufRead, Read, Seek, SeekFrom},
};

/// Most bytes of published texts that wait for the newer ones of the same articles.
const WAITING: usize = 128 << 20;

/// How many lines stand between two tellings of how far it is.
const TOLD: u64 = 1000;

/// Reads it.
///
/// # Errors
/// `no-export`, `newer-export`; what `each` says; system errors.
pub(super) fn read(files: &Files, each: &mut Each<'_>) -> Result<()> {
    let path = lines::path(files)?;
    let size = files
        .all
        .iter()
        .find(|named| named.path == path)
        .map_or(0, |named| named.size);
    let share = |at: u64| match size {
        0 => 0.0,
        size => (at as f64 / size as f64).clamp(0.0, 1.0) / 2.0,
    };
    let mut known = Known::default();
    let broken = lines::each(files, &path, &mut |line| {
        known.take(&line)?;
        if line.number % TOLD == 0 {
            each(Found::Nothing, share(line.at))?;
        }
        Ok(())
    })?;
    known.end();
    if !known.is_export {
        return Err(Error::unreadable(
            "no-export",
            "It holds none of the lines of a library’s export.",
        )
        .hint("`copydesk library export` makes one."));
    }
    let mut texts = Texts::new(files, &known);
    lines::each(files, &path, &mut |line| {
        let behind = 0.5 + share(line.at);
        if line.number % TOLD == 0 {
            each(Found::Nothing, behind)?;
        }
        texts
            .take(&line)
            .into_iter()
            .try_for_each(|found| each(found, behind))
    })?;
    for found in texts.rest() {
        each(found, 1.0)?;
    }
    let cut = broken.map(|(line, why)| {
        (
            format!("line {line}"),
            format!("It can’t be read on from here: {why}."),
        )
    });
    let cut = cut.or_else(|| {
        let why = "It was cut off here: its last line is missing.".to_owned();
        (!known.is_ended).then(|| (format!("line {}", known.lines), why))
    });
    if let Some((place, why)) = cut {
        let text = String::new();
        each(Found::Left(Leftover { place, text, why }), 1.0)?;
    }
    for note in known.notes() {
        each(Found::Note(note), 1.0)?;
    }
    Ok(())
}

/// Gives the comments of an export, as JSON lines.
///
/// # Errors
/// As [`read`]; what `take` says.
pub(super) fn comments(
    files: &Files,
    take: &mut dyn FnMut(&mut dyn BufRead) -> Result<()>,
) -> Result<()> {
    let path = lines::path(files)?;
    files.open_file(&path, &mut |mut file| {
        take(&mut lines::Comments::new(&mut file))
    })
}

/// A text in its line.
#[derive(Deserialize)]
struct Text<'a> {
    sha256: Hash,
    #[serde(borrow)]
    content: Option<&'a RawValue>,
}

/// Makes articles of texts, as these come.
struct Texts<'a> {
    files: &'a Files,
    known: &'a Known,
    /// Which article's published text, or newer one, a hash is.
    wanted: HashMap<Hash, Vec<&'a Article>>,
    /// Published texts whose newer ones are still to come, by article.
    waiting: BTreeMap<&'a str, Item>,
    weight: usize,
    given: BTreeMap<&'a str, bool>,
    /// The texts that came.
    came: HashSet<Hash>,
}

impl<'a> Texts<'a> {
    fn new(files: &'a Files, known: &'a Known) -> Self {
        let mut wanted: HashMap<Hash, Vec<&Article>> = HashMap::new();
        for article in known.articles.values().filter(|one| !one.binned) {
            for hash in article.live.into_iter().chain(article.newer()) {
                wanted.entry(hash).or_default().push(article);
            }
            if article.live.is_none() {
                wanted.entry(article.head).or_default().push(article);
            }
        }
        Self {
            files,
            known,
            wanted,
            waiting: BTreeMap::new(),
            weight: 0,
            given: BTreeMap::new(),
            came: HashSet::new(),
        }
    }

    /// What a line gives.
    fn take(&mut self, line: &Line<'_>) -> Vec<Found> {
        if line.kind() != "revision" {
            return vec![];
        }
        let left = |why: &str| {
            vec![Found::Left(Leftover {
                place: format!("line {}", line.number),
                text: String::from_utf8_lossy(&line.bytes[..line.bytes.len().min(200)])
                    .into_owned(),
                why: why.to_owned(),
            })]
        };
        let Some(Text { sha256, content }) = line.read() else {
            return left("It is no text that can be read.");
        };
        let Some(articles) = self.wanted.get(&sha256).cloned() else {
            return vec![];
        };
        let bytes = content.map_or("", RawValue::get).as_bytes();
        if Hash::of(bytes) != sha256 {
            return left(
                "It is not the text that its hash stands for: it was changed, or is damaged.",
            );
        }
        let Ok(content) = Content::from_known_bytes(bytes) else {
            return left("It is no article’s text that is known here.");
        };
        if !self.came.insert(sha256) {
            return left("The same text came before it.");
        }
        let found = articles.into_iter().filter_map(|article| {
            let newer = article.newer() == Some(sha256);
            let waits = !newer && article.newer().is_some();
            match (newer, waits) {
                (true, _) => Some(self.with_newer(article, &content)),
                (_, true) => self.keep(article, &content),
                _ => Some(self.item(article, &content)),
            }
        });
        found.map(|item| Found::Item(Box::new(item))).collect()
    }

    /// Keeps a published text until the newer one comes; gives it at once where too many wait.
    fn keep(&mut self, article: &'a Article, content: &Content) -> Option<Item> {
        let mut item = self.item(article, content);
        if self.weight + item.body.len() > WAITING {
            item.left.push(newer_left(
                &item,
                "There are more such texts than are held at once.",
            ));
            return Some(item);
        }
        self.weight += item.body.len();
        self.given.insert(&article.id, false);
        self.waiting.insert(&article.id, item);
        None
    }

    /// The published text with the newer one as what is proposed; the newer one alone where it comes first.
    fn with_newer(&mut self, article: &'a Article, content: &Content) -> Item {
        let path = |hash: Hash| Some(format!("assets/{hash}"));
        let newer = own::item(content, &path);
        let Some(mut item) = self.waiting.remove(article.id.as_str()) else {
            return self.item(article, content);
        };
        self.weight = self.weight.saturating_sub(item.body.len());
        self.given.insert(&article.id, true);
        for (what, was, is) in [
            ("headline", &item.title, &newer.title),
            ("kicker", &item.kicker, &newer.kicker),
            ("standfirst", &item.standfirst, &newer.standfirst),
            ("section", &item.section, &newer.section),
        ] {
            if was != is {
                item.meta.push((format!("newer {what}"), is.clone()));
            }
        }
        for (name, bytes) in self.pictures(content) {
            if !item.files.iter().any(|(known, _)| *known == name) {
                item.files.push((name, bytes));
            }
        }
        item.proposed = (newer.body != item.body).then_some(newer.body);
        item
    }

    fn item(&mut self, article: &'a Article, content: &Content) -> Item {
        self.given.insert(&article.id, true);
        let mut item = own::item(content, &|hash| Some(format!("assets/{hash}")));
        item.stood = article.stood();
        item.published = item.published.or(article.published);
        item.changed = article.updated;
        item.meta
            .insert(0, ("status".into(), article.status.clone()));
        if let Some(source) = &article.source {
            item.meta.push(("source".into(), source.clone()));
        }
        if item.stood == Stood::Published {
            let here = content.path();
            let address = format!("{}{here}", self.known.base_url);
            item.address = Some(address).filter(|_| !self.known.base_url.is_empty());
            let old = self.known.addresses(&article.id);
            let old = old.filter(|old| **old != here || item.address.is_none());
            // From where the site is, as far as that is known.
            let site = match self.known.base_url.as_str() {
                "" => "/",
                site => site,
            };
            item.aliases = old.map(|old| format!("{site}{old}")).collect();
        }
        for note in article.notes.iter().filter(|note| note.thread.is_none()) {
            item.remarks.push(self.remark(article, note, &item.body));
        }
        item.files = self.pictures(content);
        item
    }

    /// A note with its answers, on its words where they still stand.
    fn remark(&self, article: &Article, note: &Note, body: &str) -> Remark {
        let start = match note.quote.is_empty() {
            true => None,
            false => body.find(&note.quote),
        };
        let mut text = note.text.clone();
        for answer in &article.notes {
            if answer.thread.as_ref() == Some(&note.id) {
                let who = self.known.person(&answer.author);
                text.push_str(&format!("\n\n{who}: {}", answer.text));
            }
        }
        if start.is_none() && !note.quote.is_empty() {
            text = format!(
                "On “{}”, which is no longer in the text: {text}",
                note.quote
            );
        }
        Remark {
            start: start.unwrap_or(0),
            end: start.map_or(0, |start| start + note.quote.len()),
            author: self.known.person(&note.author).to_owned(),
            at: note.at,
            text,
            done: note.resolved,
        }
    }

    /// The files that a text shows, where they stand within the lines; others lie beside them.
    fn pictures(&self, content: &Content) -> Vec<(String, Vec<u8>)> {
        let mut out: Vec<(String, Vec<u8>)> = vec![];
        for hash in content.every_asset() {
            let name = format!("assets/{hash}");
            let place = self
                .known
                .files
                .get(&hash)
                .filter(|_| self.files.is_alone());
            let known = out.iter().any(|(known, _)| *known == name);
            if let Some(place) = place.filter(|_| !known)
                && let Some(bytes) = within(self.files, *place, hash)
            {
                out.push((name, bytes));
            }
        }
        out
    }

    /// What is still to be told at the end.
    fn rest(mut self) -> Vec<Found> {
        let mut out = vec![];
        for (_, mut item) in std::mem::take(&mut self.waiting) {
            item.left
                .push(newer_left(&item, "It is missing, or damaged."));
            out.push(Found::Item(Box::new(item)));
        }
        for article in self.known.articles.values() {
            let why = match (article.binned, self.given.contains_key(article.id.as_str())) {
                (true, _) => "It is in the bin.",
                (_, false) => "Its text is missing, or damaged.",
                _ => continue,
            };
            out.push(Found::Left(Leftover {
                place: format!("article {}", article.id),
                text: article.title.clone(),
                why: why.into(),
            }));
        }
        out
    }
}

fn newer_left(item: &Item, why: &str) -> Leftover {
    Leftover {
        place: item.place.clone(),
        text: item.title.clone(),
        why: format!("Its newer text is not taken, only the published one. {why}"),
    }
}

/// A file within the lines, by the place of its line; none where it is not what its hash stands for.
fn within(files: &Files, (at, length): (u64, u64), hash: Hash) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    struct FileLine {
        base64: String,
    }
    let mut file = std::fs::File::open(&files.at).ok()?;
    file.seek(SeekFrom::Start(at)).ok()?;
    // A file in text is a third larger, and its line has a few words more.
    if length > crate::asset::LIMIT / 3 * 4 + 1000 {
        return None;
    }
    let mut line = vec![];
    file.take(length).read_to_end(&mut line).ok()?;
    let line: FileLine = serde_json::from_slice(&line).ok()?;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(line.base64)
        .ok()?;
    (Hash::of(&bytes) == hash).then_some(bytes)
}
