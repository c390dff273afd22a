//! Comments into a file, for the newsroom and never for a bundle.

use super::{read::decided, shown::shown};
use crate::{Act, Desk, Hand, words::grouped};
use model::{
    ArticleId, CommentId, Error, Result, Time,
    person::{Person, Role},
};
use press::comments::{Format, Kept, Newsroom, Under, Writer};
use serde::Deserialize;
use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::Path,
};
use store::Db;

/// Into which file, as `wxr`, `jsonl` or `csv` (by the file's name without one); `private` writes e-mails, addresses and
/// sites, too.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Export {
    pub path: String,
    #[serde(default)]
    #[ts(optional)]
    pub format: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub private: bool,
}

/// Writes every comment with its state to a new file, parents before their answers, article by article.
///
/// # Errors
/// `wrong-role`, `unknown-format`, `target-in-the-way`, `cancelled`; system errors, and then nothing is left there.
pub fn export(desk: &Desk, hand: &Hand, ask: Export) -> Result<Act> {
    let path = Path::new(&ask.path);
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let format: Format = match &ask.format {
        Some(name) => name.parse()?,
        None => match path.extension().and_then(|end| end.to_str()) {
            Some("xml" | "wxr") => Format::Wxr,
            Some("csv") => Format::Csv,
            _ => Format::JsonLines,
        },
    };
    let mut count = 0_u64;
    crate::export::write_file(desk, path, |out| {
        desk.store.read(|db| {
            let settings = store::person::settings(db)?;
            let mut writing = Writing {
                db,
                people: store::person::list(db)?,
                private: ask.private,
                base: settings.base_url.clone(),
                writer: press::comments::writer(format, out),
                count: 0,
            };
            writing.writer.begin(&Newsroom {
                name: settings.name,
                address: settings.base_url,
                language: settings.language,
            })?;
            let (all, _) = store::comment::tally(db, None)?;
            let all: u64 = all.iter().map(|(_, n)| n.unsigned_abs()).sum();
            for (article, place) in store::comment::groups(db)? {
                if !hand.progress.step(writing.count, all) {
                    return Err(Error::refused(
                        "cancelled",
                        "Cancelled; nothing was written.",
                    ));
                }
                writing.group(article, place)?;
            }
            writing.writer.end()?;
            count = writing.count;
            Ok(())
        })
    })?;
    Ok(Act {
        words: format!("Wrote {} comments", grouped(count)),
        undo: false,
    })
}

struct Writing<'a> {
    db: &'a Db<'a>,
    people: Vec<Person>,
    private: bool,
    base: String,
    writer: Box<dyn Writer + 'a>,
    count: u64,
}

impl Writing<'_> {
    /// Everything under one article, or at one place that is none.
    fn group(&mut self, article: Option<ArticleId>, place: Option<String>) -> Result<()> {
        self.writer
            .article(&self.under(article, place.as_deref())?)?;
        let order = in_order(store::comment::threads(self.db, article, place.as_deref())?);
        for id in order {
            let kept = self.kept(id)?;
            self.writer.comment(&kept)?;
            self.count += 1;
        }
        Ok(())
    }

    fn under(&self, article: Option<ArticleId>, place: Option<&str>) -> Result<Under> {
        let Some(article) = article else {
            let place = place.unwrap_or_default();
            let title = store::comment::title_of_place(self.db, place)?;
            let address = place.contains('/').then(|| place.to_owned());
            return Ok(Under {
                slug: (address.is_none() && !place.is_empty()).then(|| place.to_owned()),
                address,
                title: (!title.is_empty()).then_some(title),
                ..Under::default()
            });
        };
        let row = store::article::get(self.db, article)?;
        let content = store::article::content(self.db, row.head)?;
        Ok(Under {
            id: Some(article.to_string()),
            slug: Some(content.slug.clone()).filter(|slug| !slug.is_empty()),
            address: (!self.base.is_empty()).then(|| format!("{}{}", self.base, content.path())),
            title: Some(content.title.clone()),
            language: Some(content.language.clone()),
            published: row.created.parse::<Time>().ok(),
        })
    }

    fn kept(&self, id: CommentId) -> Result<Kept> {
        let comment = store::comment::find(self.db, &id.to_string())?;
        let private = match self.private {
            true => store::comment::commenter(self.db, comment.commenter)?.unwrap_or_default(),
            false => store::comment::Commenter::default(),
        };
        let address = match self.private {
            true => store::comment::address(self.db, id)?,
            false => None,
        };
        let (decided_by, decided_at) = decided(&comment, &self.people);
        Ok(Kept {
            id: id.to_string(),
            parent: comment.parent.map(|parent| parent.to_string()),
            author: match comment.newsroom {
                true => shown(&comment.author),
                false => comment.author,
            },
            source: comment.source,
            email: private.email,
            address,
            site: private.site,
            created: comment.created,
            body: comment.body,
            original: comment.original,
            state: comment.state,
            reasons: comment.reasons,
            newsroom: comment.newsroom,
            decided_by,
            decided_at: decided_at.and_then(|at| at.parse().ok()),
        })
    }
}

/// Comments in an order in which each comes after what it answers: those that answer nothing here as they were sent, and
/// below each its answers. No recursion: a thread may be of any depth.
pub(crate) fn in_order(all: Vec<(CommentId, Option<CommentId>)>) -> Vec<CommentId> {
    let here: HashSet<CommentId> = all.iter().map(|(id, _)| *id).collect();
    let mut below: HashMap<CommentId, Vec<CommentId>> = HashMap::new();
    let mut next = VecDeque::new();
    for (id, parent) in &all {
        match parent.filter(|parent| here.contains(parent) && parent != id) {
            Some(parent) => below.entry(parent).or_default().push(*id),
            None => next.push_back(*id),
        }
    }
    let mut order = Vec::with_capacity(all.len());
    while let Some(id) = next.pop_front() {
        order.push(id);
        next.extend(below.remove(&id).unwrap_or_default());
    }
    // A ring answers nothing that is here: each of it stands for itself.
    if order.len() < all.len() {
        let done: HashSet<CommentId> = order.iter().copied().collect();
        order.extend(
            all.into_iter()
                .map(|(id, _)| id)
                .filter(|id| !done.contains(id)),
        );
    }
    order
}
