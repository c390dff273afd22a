//! An article as the model has it: its texts by number, who saved them, and what was said of each.

use std::collections::BTreeSet;

/// A person, by their place in the list of people.
pub type Who = usize;
/// A text, by its number.
pub type Text = u32;
/// What was done, by its number.
pub type Step = u32;

/// What was done to something last, and which step that took back.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mark {
    pub step: Step,
    pub back: Option<Step>,
}

/// A yes, or a no, to one text.
#[derive(Debug, Clone)]
pub struct Word {
    pub step: Step,
    pub who: Who,
    pub approves: bool,
    pub no: bool,
    pub text: Text,
    pub savers: BTreeSet<Who>,
}

/// A note on an article.
#[derive(Debug, Clone)]
pub struct Note {
    pub id: String,
    pub open: bool,
    pub gone: bool,
    pub last: Mark,
}

/// An article.
#[derive(Debug, Clone)]
pub struct Article {
    pub head: Text,
    pub status: &'static str,
    pub live: Option<Text>,
    pub binned: bool,
    /// It was, at some time.
    pub withdrawn: bool,
    pub notes: Vec<Note>,
    /// The texts that it had last.
    pub had: Vec<Text>,
    pub saved_now: BTreeSet<Who>,
    pub saved_ever: BTreeSet<Who>,
    pub words: Vec<Word>,
    pub last: Mark,
    /// Every step about it: by whom, and what it took back.
    pub log: Vec<(Step, Who, Option<Step>)>,
}

impl Article {
    pub fn new(text: Text, by: Who) -> Self {
        Self {
            head: text,
            status: "draft",
            live: None,
            binned: false,
            withdrawn: false,
            notes: vec![],
            had: vec![text],
            saved_now: BTreeSet::from([by]),
            saved_ever: BTreeSet::from([by]),
            words: vec![],
            last: Mark::default(),
            log: vec![],
        }
    }

    /// What was said of a text since the last no.
    pub fn said(&self, text: Text) -> Vec<&Word> {
        let of: Vec<&Word> = self.words.iter().filter(|word| word.text == text).collect();
        let no = of.iter().rposition(|word| word.no);
        of[no.map_or(0, |no| no + 1)..].to_vec()
    }

    /// Whose saving nobody else has said yes to; none where nobody approved it.
    pub fn alone(&self, text: Text) -> Option<BTreeSet<Who>> {
        let said = self.said(text);
        if !said.iter().any(|word| word.approves) {
            return None;
        }
        let savers = said.iter().flat_map(|word| word.savers.iter().copied());
        Some(
            savers
                .filter(|saver| said.iter().all(|word| word.who == *saver))
                .collect(),
        )
    }

    pub fn stands(&self, text: Text) -> Option<&'static str> {
        if self.live == Some(text) {
            return Some("published");
        }
        self.alone(text)?.is_empty().then_some("approved")
    }

    /// How it stands now, where it stood so.
    pub fn reckoned(&self, stood: &'static str) -> &'static str {
        match stood {
            "in-review" | "approved" | "published" => self.stands(self.head).unwrap_or("in-review"),
            other => other,
        }
    }

    pub fn open_notes(&self) -> usize {
        self.notes.iter().filter(|note| note.open).count()
    }

    pub fn prints(&self) -> bool {
        self.status == "approved" && !self.binned && self.open_notes() == 0
    }

    pub fn begins_again(&mut self, live: Option<Text>, status: &'static str) {
        self.live = live;
        self.status = status;
        self.saved_now.clear();
        self.words.clear();
    }
}
