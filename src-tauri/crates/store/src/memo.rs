//! What is worked out once for a transaction: what texts come to, on another core before they are written, and what was read
//! in it just now.

use crate::{comment::Taken, html::Packed};
use model::{Hash, Result, article::Content, comment::Changed};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

/// What texts come to, worked out before they are written. Each is found by the very text, so that it is never another's.
#[derive(Debug, Default)]
pub struct Ahead {
    remarks: HashMap<String, Remark>,
    articles: HashMap<String, Prose>,
}

/// What a comment's text comes to: by what it is found again, and its words as the search keeps them.
#[derive(Debug)]
pub struct Remark {
    pub(crate) prints: Vec<i64>,
    pub(crate) words: String,
}

impl Remark {
    /// Works it out.
    #[must_use]
    pub fn of(body: &str) -> Self {
        Self {
            prints: crate::comment::prints_of(body),
            words: markup::fold::folded(body),
        }
    }
}

/// What an article's text comes to: its words as the search keeps them, and where it is asked for, its safe HTML.
#[derive(Debug)]
pub struct Prose {
    pub(crate) words: String,
    pub(crate) html: Option<Packed>,
}

impl Prose {
    /// Works it out; the safe HTML where it `prints`.
    ///
    /// # Errors
    /// System errors.
    pub fn of(body: &str, prints: bool) -> Result<Self> {
        let html = prints.then(|| Packed::of(&markup::article_html(body)));
        Ok(Self {
            words: markup::fold::folded(&markup::plain(body)),
            html: html.transpose()?,
        })
    }
}

impl Ahead {
    /// Takes what a comment's text comes to.
    pub fn remark(&mut self, body: String, remark: Remark) {
        self.remarks.insert(body, remark);
    }

    /// Takes what an article's text comes to.
    pub fn prose(&mut self, body: String, prose: Prose) {
        self.articles.insert(body, prose);
    }
}

/// What a transaction knows.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    ahead: Ahead,
    content: RefCell<Option<(Hash, Content)>>,
    taken: RefCell<Option<(Hash, Rc<Vec<Taken>>)>>,
    changed: RefCell<Option<(Hash, Rc<Vec<Changed>>)>>,
    held: RefCell<Held>,
}

/// Words that the search is to have, by their rows in its list.
#[derive(Debug, Default)]
struct Held {
    all: BTreeMap<i64, [String; 3]>,
    bytes: usize,
}

impl Memo {
    pub(crate) fn new(ahead: Ahead) -> Self {
        Self {
            ahead,
            ..Self::default()
        }
    }

    pub(crate) fn remark(&self, body: &str) -> Option<&Remark> {
        self.ahead.remarks.get(body)
    }

    pub(crate) fn prose(&self, body: &str) -> Option<&Prose> {
        self.ahead.articles.get(body)
    }

    /// The content that was read or kept last, where it is this one.
    pub(crate) fn content(&self, revision: Hash) -> Option<Content> {
        let last = self.content.borrow();
        let (_, content) = last.as_ref().filter(|(hash, _)| *hash == revision)?;
        Some(content.clone())
    }

    pub(crate) fn read(&self, revision: Hash, content: Content) {
        *self.content.borrow_mut() = Some((revision, content));
    }

    /// The comments that were read last, where they are of this text.
    pub(crate) fn taken(&self, text: Hash) -> Option<Rc<Vec<Taken>>> {
        let last = self.taken.borrow();
        let (_, taken) = last.as_ref().filter(|(hash, _)| *hash == text)?;
        Some(Rc::clone(taken))
    }

    /// What the journal names is kept otherwise from now on.
    pub(crate) fn forget(&self) {
        *self.taken.borrow_mut() = None;
        *self.changed.borrow_mut() = None;
    }

    /// Holds words back; gives how many bytes are held.
    pub(crate) fn hold(&self, row: i64, words: [String; 3]) -> usize {
        let mut held = self.held.borrow_mut();
        held.bytes += words.iter().map(String::len).sum::<usize>();
        held.all.insert(row, words);
        held.bytes
    }

    /// Whether the words of a row were held back, which they are no more.
    pub(crate) fn let_go(&self, row: i64) -> bool {
        self.held.borrow_mut().all.remove(&row).is_some()
    }

    /// All that was held back, which is no more.
    pub(crate) fn held(&self) -> BTreeMap<i64, [String; 3]> {
        std::mem::take(&mut *self.held.borrow_mut()).all
    }

    /// What comments became that was read or kept last, where it is of this text.
    pub(crate) fn changed(&self, text: Hash) -> Option<Rc<Vec<Changed>>> {
        let last = self.changed.borrow();
        let (_, changed) = last.as_ref().filter(|(hash, _)| *hash == text)?;
        Some(Rc::clone(changed))
    }

    pub(crate) fn became(&self, text: Hash, changed: &Rc<Vec<Changed>>) {
        *self.changed.borrow_mut() = Some((text, Rc::clone(changed)));
    }

    pub(crate) fn took(&self, text: Hash, taken: &Rc<Vec<Taken>>) {
        *self.taken.borrow_mut() = Some((text, Rc::clone(taken)));
    }
}
