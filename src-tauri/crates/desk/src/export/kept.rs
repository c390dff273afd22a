//! What was found out about published articles when a bundle was made of them last. Whether an article prints is asked anew each
//! time; what prints with it (its text without the body, who said yes to it, its pictures) stands as long as nothing is done to it,
//! and the journal says to which articles anything was done since.

use super::look::Text;
use model::{ArticleId, Hash, Result, article::Status, event::Event};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write,
};
use store::{Db, article::Article, chosen};

/// What finds it out. Whoever changes what is found out in an article ([`super::look`]), or what is kept of it, gives it another
/// name: nothing that the one before found out is then believed.
const BY: &str = concat!("copydesk-chosen/3 ", env!("CARGO_PKG_VERSION"));

/// From this many entries of the journal on, all articles are looked at anew: more than that were likely touched.
const MOST: u32 = 5000;

/// Up to where what is kept holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    by: String,
    seq: i64,
    hash: String,
}

/// What is kept of a library, and which of it still stands.
pub(super) struct Kept {
    /// The mark as it is, where what is kept can be used.
    was: Option<String>,
    now: Mark,
    touched: BTreeSet<ArticleId>,
}

/// What an event was done to, as far as it makes another thing of what is kept.
enum Touched {
    Nothing,
    Article(ArticleId),
    Articles(Vec<ArticleId>),
    Everything,
}

/// One article's part of what is kept.
#[derive(Deserialize)]
struct Record {
    live: Hash,
    cycle: Option<i64>,
    text: Box<Text>,
}

/// The same, to be written.
#[derive(Serialize)]
struct Written<'a> {
    live: Hash,
    cycle: Option<i64>,
    text: &'a Text,
}

/// What is to be kept from now on.
pub(super) struct Keep {
    was: Option<String>,
    now: Mark,
    /// The pieces that are other ones.
    pieces: Vec<(i64, String)>,
}

impl Kept {
    /// What is kept of the library as it is.
    pub(super) fn of(db: &Db) -> Result<Self> {
        let (seq, hash) = store::journal::newest(db)?;
        let now = Mark {
            by: BY.into(),
            seq,
            hash,
        };
        let mark = chosen::mark(db)?;
        let touched = match &mark {
            Some(mark) => since(db, mark)?,
            None => None,
        };
        Ok(Self {
            was: mark.filter(|_| touched.is_some()),
            touched: touched.unwrap_or_default(),
            now,
        })
    }

    /// The articles in the pieces that they are kept in.
    pub(super) fn pieces(all: &[Article]) -> Vec<(i64, Vec<usize>)> {
        let mut pieces: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (at, article) in all.iter().enumerate() {
            pieces
                .entry(chosen::piece_of(article.id))
                .or_default()
                .push(at);
        }
        pieces.into_iter().collect()
    }

    /// What is kept in a piece.
    pub(super) fn piece(&self, db: &Db, nth: i64) -> Result<String> {
        let kept = match &self.was {
            Some(_) => chosen::piece(db, nth)?,
            None => None,
        };
        Ok(kept.unwrap_or_default())
    }

    /// What is kept of an article among the lines of its piece; none where it does not stand any more, or the article prints
    /// another thing.
    pub(super) fn text(&self, lines: &mut Lines, article: &Article) -> Option<Box<Text>> {
        if !is_kept(article) || self.touched.contains(&article.id) {
            return None;
        }
        let id = article.id.to_string();
        let line = *lines.before.get(id.as_str())?;
        let record: Record = serde_json::from_str(line).ok()?;
        if Some(record.live) != article.live || record.cycle != article.live_cycle {
            return None;
        }
        lines.stay.push((article.id, line));
        Some(record.text)
    }

    /// What is to be kept: the pieces that were looked at, where they are other ones; none of the rest.
    pub(super) fn keep(self, looked_at: Vec<(i64, Option<String>)>) -> Keep {
        let mut all: BTreeMap<i64, Option<String>> = (0..chosen::PIECES)
            .map(|nth| (nth, Some(String::new())))
            .collect();
        all.extend(looked_at);
        Keep {
            was: self.was,
            now: self.now,
            pieces: all
                .into_iter()
                .filter_map(|(nth, text)| Some((nth, text?)))
                .collect(),
        }
    }
}

impl Keep {
    /// Keeps it. Where another export did so meanwhile, theirs stands.
    pub(super) fn write(&self, db: &Db) -> Result<()> {
        let now = model::canonical(&self.now)?;
        let now = String::from_utf8_lossy(&now);
        chosen::keep(db, self.was.as_deref(), &now, &self.pieces)
    }
}

/// Whether what is found out about an article is kept: the text that prints is the head, and was released.
fn is_kept(article: &Article) -> bool {
    article.status == Status::Published && article.live == Some(article.head)
}

/// A piece, as it was and as it comes to be.
pub(super) struct Lines<'p> {
    /// Each article's line.
    before: HashMap<&'p str, &'p str>,
    /// Those that stand.
    stay: Vec<(ArticleId, &'p str)>,
    /// Those that are new.
    new: String,
}

impl<'p> Lines<'p> {
    pub(super) fn of(piece: &'p str) -> Self {
        let lines = piece.lines();
        Self {
            before: lines.filter_map(|line| line.split_once(' ')).collect(),
            stay: vec![],
            new: String::new(),
        }
    }

    /// Adds what was found out about an article, where that is kept.
    pub(super) fn add(&mut self, article: &Article, text: &Text) {
        let Some(live) = article.live.filter(|_| is_kept(article)) else {
            return;
        };
        let written = Written {
            live,
            cycle: article.live_cycle,
            text,
        };
        if let Ok(line) = serde_json::to_string(&written) {
            // Writing into a text can't fail.
            let _ = writeln!(self.new, "{} {line}", article.id);
        }
    }

    /// The piece as it is to be kept; none where it is as it was.
    pub(super) fn changed(self) -> Option<String> {
        if self.new.is_empty() && self.stay.len() == self.before.len() {
            return None;
        }
        let mut piece = self.new;
        for (article, line) in self.stay {
            let _ = writeln!(piece, "{article} {line}");
        }
        Some(piece)
    }
}

/// The articles to which anything was done since a mark; none where that can't be told.
fn since(db: &Db, mark: &str) -> Result<Option<BTreeSet<ArticleId>>> {
    let Ok(mark) = serde_json::from_str::<Mark>(mark) else {
        return Ok(None);
    };
    if mark.by != BY || store::journal::hash_at(db, mark.seq)?.as_ref() != Some(&mark.hash) {
        return Ok(None);
    }
    let Some(done) = store::journal::since(db, mark.seq, MOST)? else {
        return Ok(None);
    };
    let mut all = BTreeSet::new();
    for done in done {
        match touched(&done.entry.event) {
            Touched::Nothing => {}
            Touched::Article(article) => all.extend([article]),
            Touched::Articles(articles) => all.extend(articles),
            Touched::Everything => return Ok(None),
        }
    }
    Ok(Some(all))
}

/// What an event was done to. Each kind is named here: of a new one somebody has to say.
fn touched(event: &Event) -> Touched {
    match event {
        Event::ArticleMade { article, .. }
        | Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::VerdictTakenBack { article, .. }
        | Event::Withdrawn { article, .. }
        | Event::EmbargoLifted { article }
        | Event::RecheckSet { article, .. }
        | Event::ClaimSet { article, .. }
        | Event::DueSet { article, .. }
        | Event::RouteSet { article, .. }
        | Event::BinSet { article, .. }
        | Event::BinEmptied { article }
        | Event::RevisionNamed { article, .. }
        | Event::AlarmSet { article, .. }
        | Event::PassagesTicked { article, .. }
        | Event::ChangeExplained { article, .. }
        | Event::NoteMade { article, .. }
        | Event::NoteReplied { article, .. }
        | Event::NoteTakenBack { article, .. }
        | Event::SuggestionMade { article, .. }
        | Event::SuggestionDecided { article, .. }
        | Event::CommentingSet { article, .. }
        | Event::Attested { article, .. }
        | Event::AttestationTakenBack { article, .. }
        | Event::SourceKept { article, .. }
        | Event::AddressesSet { article, .. } => Touched::Article(*article),
        Event::Released { articles, .. } => {
            Touched::Articles(articles.iter().map(|(article, _)| *article).collect())
        }
        // Nothing of these is kept: comments, notes, words, and how bundles are made are asked for each time. An asset that comes
        // in was missed by nothing that is kept.
        Event::NoteSet { .. }
        | Event::WordSet { .. }
        | Event::TemplateSet { .. }
        | Event::ProfileSet { .. }
        | Event::EditionSaved { .. }
        | Event::EditionRemoved { .. }
        | Event::ProfileSaved { .. }
        | Event::ProfileRemoved { .. }
        | Event::ThemeSet { .. }
        | Event::RulesSet { .. }
        | Event::AssetAdded { .. }
        | Event::AssetDescribed { .. }
        | Event::CommentsTaken { .. }
        | Event::CommentsTakenBack { .. }
        | Event::CommentsChanged { .. }
        | Event::CommentDecided { .. }
        | Event::PlaceSet { .. }
        | Event::CommenterBanned { .. }
        | Event::CommenterForgotten { .. }
        | Event::PrivateErased { .. } => Touched::Nothing,
        // So rare that it is not worth knowing to what.
        Event::SettingsSet { .. }
        | Event::PersonSet { .. }
        | Event::KeyMade { .. }
        | Event::KeyRevoked { .. }
        | Event::AssetRemoved { .. } => Touched::Everything,
    }
}
