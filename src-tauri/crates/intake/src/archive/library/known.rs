//! What an export says of its articles besides their texts.

use super::lines::Line;
use model::{ArticleId, Error, Hash, Result, Time, archive::Stood, page::Leftover};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Most bytes of notes that are held until their articles come.
const NOTES: usize = 64 << 20;

/// An article, without its text.
#[derive(Debug)]
pub(super) struct Article {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: String,
    pub(super) binned: bool,
    pub(super) head: Hash,
    pub(super) live: Option<Hash>,
    pub(super) updated: Option<Time>,
    pub(super) source: Option<String>,
    pub(super) published: Option<Time>,
    pub(super) notes: Vec<Note>,
}

impl Article {
    /// Its newest text, where another one is published.
    pub(super) fn newer(&self) -> Option<Hash> {
        self.live
            .filter(|live| *live != self.head)
            .map(|_| self.head)
    }

    /// How it stood. What was withdrawn is out no more.
    pub(super) fn stood(&self) -> Stood {
        match (self.live, self.status.as_str()) {
            (_, "withdrawn") => Stood::Draft,
            (Some(_), _) => Stood::Published,
            (None, "in-review" | "approved") => Stood::Waiting,
            _ => Stood::Draft,
        }
    }
}

/// An editor's note, or an answer in a thread.
#[derive(Debug, Deserialize)]
pub(super) struct Note {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    article: String,
    pub(super) thread: Option<String>,
    #[serde(default)]
    pub(super) quote: String,
    #[serde(default)]
    pub(super) text: String,
    #[serde(default)]
    pub(super) author: String,
    pub(super) at: Option<Time>,
    #[serde(default)]
    pub(super) resolved: bool,
}

/// All that is known before the texts are read.
#[derive(Default)]
pub(super) struct Known {
    pub(super) is_export: bool,
    pub(super) is_ended: bool,
    pub(super) lines: u64,
    pub(super) base_url: String,
    pub(super) articles: BTreeMap<String, Article>,
    /// Where the line of each file begins, and how long it is.
    pub(super) files: HashMap<Hash, (u64, u64)>,
    people: HashMap<String, String>,
    /// Where pages were, or are: each place, since when, and of which article.
    places: Vec<(String, String, String)>,
    /// Where the page of each article was, or is, and none of another was later.
    addresses: HashMap<String, Vec<String>>,
    /// The newest text of each article that was seen, for where nothing says more of it.
    saved: BTreeMap<ArticleId, Hash>,
    released: HashMap<String, Time>,
    others: BTreeMap<String, u64>,
    weight: usize,
    unheld: u64,
}

impl Known {
    /// Takes a line.
    pub(super) fn take(&mut self, line: &Line<'_>) -> Result<()> {
        self.lines = line.number;
        match line.kind() {
            "library" => self.first(line)?,
            "revision" => self.saved(line),
            "article" => self.article(line),
            "entry" => self.entry(line),
            "file" => self.file(line),
            "note" => self.note(line),
            "suggestion" => self.suggestion(line),
            "address" => {
                #[derive(Deserialize)]
                struct Address {
                    path: String,
                    article: String,
                    #[serde(default)]
                    since: String,
                }
                if let Some(Address {
                    path,
                    article,
                    since,
                }) = line.read()
                {
                    self.places.push((path, since, article));
                }
            }
            "person" => {
                #[derive(Deserialize)]
                struct Person {
                    id: String,
                    name: String,
                }
                if let Some(Person { id, name }) = line.read() {
                    self.people.insert(id, name);
                }
            }
            "settings" => {
                #[derive(Deserialize)]
                struct Settings {
                    settings: Inner,
                }
                #[derive(Deserialize)]
                struct Inner {
                    #[serde(default)]
                    base_url: String,
                }
                if let Some(Settings { settings }) = line.read() {
                    self.base_url = settings.base_url;
                }
            }
            "end" => {
                self.is_ended = true;
                self.without_line();
            }
            kind @ ("template" | "profile" | "edition" | "byline" | "word" | "ban" | "comment") => {
                *self.others.entry(kind.to_owned()).or_default() += 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn first(&mut self, line: &Line<'_>) -> Result<()> {
        #[derive(Deserialize)]
        struct Head {
            format: String,
        }
        let Some(Head { format }) = line.read() else {
            return Ok(());
        };
        if format != "copydesk-library/1" {
            let why = format!("It is {format}, which a newer program wrote.");
            return Err(Error::unreadable("newer-export", why).hint("Take a newer Copydesk."));
        }
        self.is_export = true;
        Ok(())
    }

    /// Which article a text is of; later ones take the place of earlier ones.
    fn saved(&mut self, line: &Line<'_>) {
        #[derive(Deserialize)]
        struct Saved {
            sha256: Hash,
            content: Of,
        }
        #[derive(Deserialize)]
        struct Of {
            article: ArticleId,
        }
        if let Some(Saved { sha256, content }) = line.read() {
            self.saved.insert(content.article, sha256);
        }
    }

    fn article(&mut self, line: &Line<'_>) {
        #[derive(Deserialize)]
        struct Told {
            id: String,
            #[serde(default)]
            title: String,
            #[serde(default)]
            status: String,
            #[serde(default)]
            binned: bool,
            revision: Hash,
            live: Option<Hash>,
            updated: Option<Time>,
            source: Option<String>,
        }
        let Some(told) = line.read::<Told>() else {
            return;
        };
        let published = self.released.get(&told.id).copied();
        self.articles.insert(
            told.id.clone(),
            Article {
                id: told.id,
                title: told.title,
                status: told.status,
                binned: told.binned,
                head: told.revision,
                live: told.live,
                updated: told.updated,
                source: told.source,
                published,
                notes: vec![],
            },
        );
    }

    /// When an article was published first.
    fn entry(&mut self, line: &Line<'_>) {
        #[derive(Deserialize)]
        struct Outer {
            entry: Entry,
        }
        #[derive(Deserialize)]
        struct Entry {
            at: Time,
            event: Released,
        }
        #[derive(Deserialize)]
        struct Released {
            kind: String,
            articles: Vec<(String, Hash)>,
        }
        const MARK: &[u8] = br#""kind":"released""#;
        if !line.bytes.windows(MARK.len()).any(|part| part == MARK) {
            return;
        }
        if let Some(Outer { entry }) = line.read()
            && entry.event.kind == "released"
        {
            for (article, _) in entry.event.articles {
                self.released.entry(article).or_insert(entry.at);
            }
        }
    }

    fn file(&mut self, line: &Line<'_>) {
        // Its bytes may be longer than any line that is held.
        let start = br#"{"kind":"file","sha256":""#;
        let hash = line
            .bytes
            .strip_prefix(start)
            .and_then(|rest| rest.get(..64));
        let hash = hash.and_then(|hash| std::str::from_utf8(hash).ok()?.parse().ok());
        if let Some(hash) = hash {
            self.files.insert(hash, (line.at, line.length));
        }
    }

    fn note(&mut self, line: &Line<'_>) {
        if let Some(note) = line.read::<Note>() {
            self.hold(note);
        }
    }

    /// What someone proposed and nobody decided is a remark: the words that it was about may be others by now.
    fn suggestion(&mut self, line: &Line<'_>) {
        #[derive(Deserialize)]
        struct Suggestion {
            article: String,
            #[serde(default)]
            quote: String,
            #[serde(default)]
            proposed: String,
            #[serde(default)]
            author: String,
            at: Option<Time>,
            #[serde(default)]
            state: String,
        }
        let Some(one) = line.read::<Suggestion>() else {
            return;
        };
        if !matches!(one.state.as_str(), "open" | "detached") {
            return;
        }
        let text = match one.proposed.is_empty() {
            true => "Suggested: leave it out.".to_owned(),
            false => format!("Suggested instead: {}", one.proposed),
        };
        self.hold(Note {
            id: String::new(),
            article: one.article,
            thread: None,
            quote: one.quote,
            text,
            author: one.author,
            at: one.at,
            resolved: false,
        });
    }

    fn hold(&mut self, note: Note) {
        self.weight += note.text.len() + note.quote.len() + 200;
        match self.articles.get_mut(&note.article) {
            Some(article) if self.weight <= NOTES => article.notes.push(note),
            _ => self.unheld += 1,
        }
    }

    /// Articles of which only texts came, as where an export is cut off.
    fn without_line(&mut self) {
        for (article, hash) in std::mem::take(&mut self.saved) {
            let id = article.to_string();
            // Where it is whole, an article without a line was deleted.
            if self.is_ended || self.articles.contains_key(&id) {
                continue;
            }
            let published = self.released.get(&id).copied();
            self.articles.insert(
                id.clone(),
                Article {
                    id,
                    title: String::new(),
                    status: String::new(),
                    binned: false,
                    head: hash,
                    live: None,
                    updated: None,
                    source: None,
                    published,
                    notes: vec![],
                },
            );
        }
    }

    /// Once all lines are read.
    pub(super) fn end(&mut self) {
        self.without_line();
        let mut places = std::mem::take(&mut self.places);
        places.retain(|(_, _, article)| self.articles.get(article).is_some_and(|one| !one.binned));
        places.sort();
        let mut newest = BTreeMap::new();
        for (path, _, article) in places {
            newest.insert(path, article);
        }
        for (path, article) in newest {
            self.addresses.entry(article).or_default().push(path);
        }
    }

    /// Whose name an id is; the id where nobody's is known.
    pub(super) fn person<'a>(&'a self, id: &'a str) -> &'a str {
        self.people.get(id).map_or(id, String::as_str)
    }

    /// Where the page of an article was, or is, in order.
    pub(super) fn addresses(&self, article: &str) -> impl Iterator<Item = &String> {
        self.addresses.get(article).into_iter().flatten()
    }

    /// What of the library is no article.
    pub(super) fn notes(&self) -> Vec<Leftover> {
        let mut out: Vec<Leftover> = self
            .others
            .iter()
            .map(|(kind, count)| Leftover {
                place: "library.jsonl".into(),
                text: format!("{count} × {kind}"),
                why: match kind.as_str() {
                    "comment" => "Readers’ comments are taken by themselves.".into(),
                    "byline" => "Profiles come with the articles that they sign.".into(),
                    _ => "It belongs to the library, not to an article.".into(),
                },
            })
            .collect();
        if self.unheld > 0 {
            out.push(Leftover {
                place: "library.jsonl".into(),
                text: format!("{} × note", self.unheld),
                why: "They belong to no article of it, or are more than are held at once.".into(),
            });
        }
        out
    }
}
