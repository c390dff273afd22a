//! What a step that was taken back is called: of many acts of one kind, how many articles or comments they were about.

use crate::{
    comment,
    words::{self, grouped},
};
use model::event::Event;
use std::collections::HashSet;
use store::Db;

/// Stand for an article and for comments in the words of an act, so that acts of one kind are called the same.
const ARTICLE: &str = "\u{1}";
const COMMENTS: &str = "\u{2}";

/// What a step did, so far.
#[derive(Default)]
pub(super) struct Undone {
    /// Articles and comments that an import brought.
    articles: u64,
    comments: u64,
    /// Whether it made an article.
    made: bool,
    /// Acts that there are words for, the words of the first, and those of every one where they are of one kind.
    acts: u64,
    first: String,
    all: Option<String>,
    /// The articles, and how many comments, they were about.
    about: HashSet<String>,
    said_of: u64,
}

impl Undone {
    /// One act more, before it is taken back.
    pub(super) fn note(&mut self, db: &Db, event: &Event) {
        match event {
            Event::ArticleMade { source, .. } => {
                self.made = true;
                self.articles += u64::from(source.is_some());
            }
            Event::CommentsTaken {
                count, reply: None, ..
            } => self.comments += u64::from(*count),
            _ => {}
        }
        // An import is called by what it brought.
        if self.articles > 0 {
            return;
        }
        let Some((kind, comments)) = kind(db, event) else {
            return;
        };
        self.acts += 1;
        if self.acts == 1 {
            self.first = words::of(db, event).unwrap_or_default();
            self.all = Some(kind);
        } else if self.all.as_ref() != Some(&kind) {
            self.all = None;
        }
        if self.all.is_some() {
            self.about.extend(words::article(event));
            self.said_of += comments;
        }
    }

    /// What it is called.
    pub(super) fn words(self) -> String {
        let came = |n, what| format!("{} that came in", counted(n, what));
        match (self.articles, self.comments) {
            (1, 0) => return "the article that came in".into(),
            (1.., 0) => return came(self.articles, "article"),
            (1.., comments) => {
                let articles = counted(self.articles, "article");
                return format!("{articles} and {}", came(comments, "comment"));
            }
            (0, 1..) if self.acts > 1 => return came(self.comments, "comment"),
            _ => {}
        }
        let all = self.all.unwrap_or_default();
        match self.acts {
            0 if self.made => "the new article".into(),
            1 => self.first,
            _ if all.contains(COMMENTS) => {
                all.replacen(COMMENTS, &counted(self.said_of, "comment"), 1)
            }
            // Several acts on one article are no more articles by it.
            acts if all.contains(ARTICLE) && self.about.len() as u64 == acts => {
                all.replacen(ARTICLE, &counted(acts, "article"), 1)
            }
            acts => counted(acts, "change"),
        }
    }
}

/// What an act is called beside others of its kind, and how many comments it is about.
fn kind(db: &Db, event: &Event) -> Option<(String, u64)> {
    let said = words::with(db, event, &|_| ARTICLE.to_owned())?;
    let count = match event {
        Event::CommentDecided { .. } => 1,
        Event::CommentsChanged { count, .. } | Event::CommentsTaken { count, .. } => *count,
        _ => return Some((said, 0)),
    };
    // They may stand on several articles, or on none.
    let on = format!(" on {ARTICLE}");
    let said = said.strip_suffix(&on).unwrap_or(&said);
    let one = [comment::comments(count), "a comment".into()];
    let said = match one.iter().find(|one| said.contains(one.as_str())) {
        Some(one) => said.replacen(one, COMMENTS, 1),
        None => said.to_owned(),
    };
    Some((said, u64::from(count)))
}

fn counted(n: u64, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{} {what}{s}", grouped(n))
}

#[cfg(test)]
mod tests {
    use super::{ARTICLE, Undone};

    #[test]
    fn acts_are_counted_as_articles_only_where_each_was_on_another() {
        let noted = |about: &[&str]| {
            let undone = Undone {
                acts: 2,
                all: Some(format!("made a note on {ARTICLE}")),
                about: about.iter().map(|one| (*one).to_owned()).collect(),
                ..Undone::default()
            };
            undone.words()
        };
        assert_eq!(noted(&["a", "b"]), "made a note on 2 articles");
        assert_eq!(noted(&["a"]), "2 changes");
    }

    #[test]
    fn an_import_is_called_by_what_it_brought() {
        let came = |articles, comments| {
            let undone = Undone {
                articles,
                comments,
                acts: 9,
                ..Undone::default()
            };
            undone.words()
        };
        assert_eq!(came(1, 0), "the article that came in");
        assert_eq!(came(2000, 0), "2,000 articles that came in");
        assert_eq!(came(2, 1), "2 articles and 1 comment that came in");
        assert_eq!(came(0, 4000), "4,000 comments that came in");
    }
}
