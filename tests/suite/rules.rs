//! A small model of the rules of the workflow, by which random steps through the desk are judged: written for itself, and
//! nothing of the program's own is in it.

use crate::office::{CHIEF, OTHER_REVIEWER, OTHER_WRITER, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    Edit,
    Submit,
    Recall,
    Approve,
    Confirm,
    SendBack,
    Withdraw,
    Undo,
    Release,
    Proof,
    Rework,
    Suggest,
    Accept,
    Reject,
    Eyes,
    Move,
    Bin,
}

use Deed::{
    Accept, Approve, Bin, Confirm, Edit, Eyes, Move, Proof, Recall, Reject, Release, Rework,
    SendBack, Submit, Suggest, Undo, Withdraw,
};

/// The workflows that a section has in turn: each stage with who of the people below may pass it.
pub const ROUTES: [&[(&str, &[usize])]; 4] = [
    &[("desk", &[2, 3, 5])],
    &[("desk", &[2, 3, 5]), ("legal", &[3, 5])],
    &[("facts", &[2]), ("law", &[4, 5])],
    &[("law", &[4, 5])],
];

/// The sections as articles name them, which of the two each is, and how the desk is told of each when it gets other stages.
pub const SECTIONS: [(&str, usize); 4] = [
    ("Transport", 0),
    ("Harbour news", 1),
    ("harbour  news ", 1),
    ("TRANSPORT", 0),
];
pub const TOLD: [&str; 2] = ["transport ", "Harbour news"];

/// The check that some stages of some of them ask for; it finds something in the texts from this one on.
pub const ASKED: &str = "skipped-heading";
pub const ASKING: [(usize, &str); 2] = [(1, "legal"), (2, "facts")];
pub const FLAWED: usize = 2;

/// The same as the desk is told them.
pub fn stages(route: usize) -> Value {
    match route {
        0 => json!([]),
        1 => {
            json!([{"name": "desk", "who": ["reviewer"]}, {"name": "legal", "who": [OTHER_REVIEWER, CHIEF], "checks": [ASKED]}])
        }
        2 => {
            json!([{"name": "facts", "who": [REVIEWER], "checks": [ASKED]}, {"name": "law", "who": ["publisher"]}])
        }
        _ => json!([{"name": "law", "who": ["publisher"]}]),
    }
}

/// Who does what to which of two articles; an edit writes one of four texts.
pub type Step = (usize, Deed, usize, usize);

/// With their roles: w, r and p. The chief holds all.
pub const PEOPLE: [(&str, &str); 6] = [
    (WRITER, "w"),
    (OTHER_WRITER, "w"),
    (REVIEWER, "r"),
    (OTHER_REVIEWER, "r"),
    (PUBLISHER, "p"),
    (CHIEF, "wrpa"),
];

/// Who made both articles, and does nothing after it.
pub const AUTHOR: usize = PEOPLE.len();

/// The roles of which one is needed.
pub fn needs(deed: Deed) -> &'static str {
    match deed {
        Edit | Submit | Recall | Confirm | Suggest | Accept | Reject | Move | Bin => "wr",
        // A stage may be another role's to pass.
        Approve | SendBack => "rp",
        Withdraw | Release | Proof => "p",
        Undo => "wrp",
        Rework | Eyes => "a",
    }
}

/// What someone said of a text: yes or no, of whose texts it knew.
#[derive(Debug, Clone)]
pub struct Word {
    who: usize,
    deed: Deed,
    text: String,
    stage: Option<&'static str>,
    savers: Vec<usize>,
}

/// An article as the rules see it: texts by hash, and only what happened since the last release or withdrawal.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    pub head: String,
    pub live: Option<String>,
    saved_now: Vec<usize>,
    saved_ever: Vec<usize>,
    words: Vec<Word>,
    /// Its texts that the one check of a stage finds fault with.
    pub flawed: BTreeSet<String>,
    /// Which of its texts are in another section than the first.
    moved: BTreeMap<String, usize>,
    /// The workflow that it was submitted under in each section, and the stages that its live text has passed.
    routes: [Option<usize>; 2],
    pub live_stages: Vec<String>,
    /// It is a draft that was laid aside: what its words are worth it shows once it is submitted, or brought back by an edit.
    pub aside: bool,
    pub binned: bool,
    /// The texts that it had.
    texts: Vec<String>,
}

impl Piece {
    fn route(&self) -> &'static [(&'static str, &'static [usize])] {
        ROUTES[self.way()]
    }

    /// Which of the two sections its head is in.
    fn section(&self) -> usize {
        self.moved.get(&self.head).copied().unwrap_or_default()
    }

    fn way(&self) -> usize {
        self.routes[self.section()].unwrap_or_default()
    }

    /// It is submitted where its section has these workflows.
    pub fn submitted(&mut self, set: [usize; 2]) {
        let section = self.section();
        self.routes[section] = Some(set[section]);
        self.aside = false;
    }

    /// Its text became another, in the section `to` where it was moved, and with the fault, or without.
    pub fn edited(&mut self, who: usize, head: String, to: Option<usize>, flawed: Option<bool>) {
        let section = to.unwrap_or(self.section());
        if flawed.unwrap_or(self.flawed.contains(&self.head)) {
            self.flawed.insert(head.clone());
        }
        self.moved.insert(head.clone(), section);
        self.saved(who, head);
    }

    /// Whether someone may pass the stage that waits.
    pub fn waits_for(&self, who: usize) -> bool {
        let (_, able) = self.route()[self.yes().1.min(self.route().len() - 1)];
        able.contains(&who)
    }

    /// A text that it had and has no longer.
    pub fn stale(&self) -> Option<&String> {
        self.texts.iter().find(|text| **text != self.head)
    }

    /// The words on the head since the last no, and how many stages they pass.
    fn yes(&self) -> (Vec<&Word>, usize) {
        let of_head: Vec<&Word> = self
            .words
            .iter()
            .filter(|word| word.text == self.head)
            .collect();
        let no = of_head.iter().rposition(|word| word.deed == SendBack);
        let yes = of_head[no.map_or(0, |no| no + 1)..].to_vec();
        let passed = yes.iter().fold(0, |passed, word| {
            let next = self.route().get(passed).map(|(name, _)| *name);
            passed + usize::from(word.deed == Approve && next.is_some() && word.stage == next)
        });
        (yes, passed)
    }

    /// Whether the stage that waits, or that a confirmation is for, holds up what stands there.
    pub fn held(&self) -> bool {
        let (stage, _) = self.route()[self.yes().1.min(self.route().len() - 1)];
        let asks = ASKING.contains(&(self.way(), stage));
        asks && self.flawed.contains(&self.head)
    }

    pub fn saved(&mut self, who: usize, head: String) {
        self.texts.push(head.clone());
        self.head = head;
        self.aside = false;
        self.saved_now.push(who);
        self.saved_ever.push(who);
    }

    /// The words of these people were taken in.
    pub fn also_by(&mut self, whose: &[usize]) {
        self.saved_now.extend(whose);
        self.saved_ever.extend(whose);
    }

    pub fn said(&mut self, who: usize, deed: Deed) {
        assert!(deed == SendBack || !self.held(), "{self:?}");
        let saved = match self.live {
            Some(_) => &self.saved_now,
            None => &self.saved_ever,
        };
        let (stage, able) = self.route()[self.yes().1.min(self.route().len() - 1)];
        assert!(
            deed != Approve || able.contains(&who),
            "{who} passed {stage}"
        );
        self.words.push(Word {
            who,
            deed,
            stage: (deed == Approve).then_some(stage),
            text: self.head.clone(),
            savers: saved.clone(),
        });
    }

    pub fn begins_again(&mut self, live: Option<String>) {
        self.live = live;
        self.saved_now.clear();
        self.words.clear();
        self.live_stages = self
            .route()
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        self.routes = [None; 2];
    }

    /// Live; or with a yes for each stage in turn after the last no, and for whatever anyone saved the yes of someone else,
    /// where that is wanted.
    pub fn approved(&self, four_eyes: bool) -> bool {
        if self.live.as_ref() == Some(&self.head) {
            return true;
        }
        let (yes, passed) = self.yes();
        let seen_by_another = |saver: &usize| yes.iter().any(|word| word.who != *saver);
        let mut savers = yes.iter().flat_map(|word| &word.savers);
        passed == self.route().len() && !self.aside && (!four_eyes || savers.all(seen_by_another))
    }

    /// How it stands by the rules as they are, where it stood so before something was taken back.
    pub fn again(&self, stood: &str, four_eyes: bool) -> &'static str {
        match stood {
            "draft" => "draft",
            "changes-requested" => "changes-requested",
            "withdrawn" => "withdrawn",
            _ if self.live.as_ref() == Some(&self.head) => "published",
            _ if self.approved(four_eyes) => "approved",
            _ => "in-review",
        }
    }
}
