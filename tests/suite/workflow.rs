//! Whatever people do in whatever order: what is approved is what a small model of the rules says is approved, and
//! nothing else is ever released.

use crate::office::{
    CHIEF, OTHER_REVIEWER, OTHER_WRITER, Office, PUBLISHER, REVIEWER, THIRD_WRITER, WRITER,
};
use model::{
    bundle::{Manifest, ManifestApproval},
    signed::Say,
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, prop_oneof},
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
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
}

use Deed::{
    Accept, Approve, Confirm, Edit, Proof, Recall, Reject, Release, Rework, SendBack, Submit,
    Suggest, Undo, Withdraw,
};

/// The workflows that the section has in turn: each stage with who of the people below may pass it.
const ROUTES: [&[(&str, &[usize])]; 4] = [
    &[("desk", &[2, 3, 5])],
    &[("desk", &[2, 3, 5]), ("legal", &[3, 5])],
    &[("facts", &[2]), ("law", &[4, 5])],
    &[("law", &[4, 5])],
];

/// The check that some stages of some of them ask for; it finds something in the texts from this one on.
const ASKED: &str = "skipped-heading";
const ASKING: [(usize, &str); 2] = [(1, "legal"), (2, "facts")];
const FLAWED: usize = 2;

/// The same as the desk is told them.
fn stages(route: usize) -> Value {
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
type Step = (usize, Deed, usize, usize);

/// With their roles: w, r and p. The chief holds all.
const PEOPLE: [(&str, &str); 6] = [
    (WRITER, "w"),
    (OTHER_WRITER, "w"),
    (REVIEWER, "r"),
    (OTHER_REVIEWER, "r"),
    (PUBLISHER, "p"),
    (CHIEF, "wrpa"),
];

/// Who made both articles, and does nothing after it.
const AUTHOR: usize = PEOPLE.len();

/// The roles of which one is needed.
fn needs(deed: Deed) -> &'static str {
    match deed {
        Edit | Submit | Recall | Confirm | Suggest | Accept | Reject => "wr",
        // A stage may be another role's to pass.
        Approve | SendBack => "rp",
        Withdraw | Release | Proof => "p",
        Undo => "wrp",
        Rework => "a",
    }
}

/// What someone said of a text: yes or no, of whose texts it knew.
#[derive(Debug, Clone)]
struct Word {
    who: usize,
    deed: Deed,
    text: String,
    stage: Option<&'static str>,
    savers: Vec<usize>,
}

/// An article as the rules see it: texts by hash, and only what happened since the last release or withdrawal.
#[derive(Debug, Clone, Default)]
struct Piece {
    head: String,
    live: Option<String>,
    saved_now: Vec<usize>,
    saved_ever: Vec<usize>,
    words: Vec<Word>,
    /// Its texts that the one check of a stage finds fault with.
    flawed: BTreeSet<String>,
    /// The workflow that it was submitted under, and the stages that its live text has passed.
    route: Option<usize>,
    live_stages: Vec<String>,
}

impl Piece {
    fn route(&self) -> &'static [(&'static str, &'static [usize])] {
        ROUTES[self.route.unwrap_or_default()]
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
    fn held(&self) -> bool {
        let (stage, _) = self.route()[self.yes().1.min(self.route().len() - 1)];
        let asks = ASKING.contains(&(self.route.unwrap_or_default(), stage));
        asks && self.flawed.contains(&self.head)
    }

    fn saved(&mut self, who: usize, head: String) {
        self.head = head;
        self.saved_now.push(who);
        self.saved_ever.push(who);
    }

    /// The words of these people were taken in.
    fn also_by(&mut self, whose: &[usize]) {
        self.saved_now.extend(whose);
        self.saved_ever.extend(whose);
    }

    fn said(&mut self, who: usize, deed: Deed) {
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

    fn begins_again(&mut self, live: Option<String>) {
        self.live = live;
        self.saved_now.clear();
        self.words.clear();
        self.live_stages = self
            .route()
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        self.route = None;
    }

    /// Live; or with a yes for each stage in turn after the last no, and for whatever anyone saved the yes of someone else.
    fn approved(&self) -> bool {
        if self.live.as_ref() == Some(&self.head) {
            return true;
        }
        let (yes, passed) = self.yes();
        let seen_by_another = |saver: &usize| yes.iter().any(|word| word.who != *saver);
        passed == self.route().len()
            && yes
                .iter()
                .flat_map(|word| &word.savers)
                .all(seen_by_another)
    }
}

/// A step that someone could take back.
struct Done {
    who: usize,
    /// Whose suggestions were accepted.
    whose: Vec<usize>,
    piece: usize,
    deed: Deed,
    before: Piece,
    status: String,
    set: usize,
    undone: bool,
}

struct World {
    office: Office,
    ids: [String; 2],
    pieces: [Piece; 2],
    done: Vec<Done>,
    /// The workflow that the section has.
    set: usize,
    counts: BTreeMap<String, u32>,
}

impl World {
    fn new() -> Self {
        let office = Office::staffed();
        let ids = ["A ferry for Sundays", "Night buses to the harbour"]
            .map(|title| office.draft_by(THIRD_WRITER, title));
        let pieces = [0, 1].map(|at: usize| {
            let shown = office.does("", "article_read", json!({"article": ids[at]}));
            let mut piece = Piece::default();
            piece.saved(AUTHOR, text(&shown, "revision"));
            piece
        });
        Self {
            office,
            ids,
            pieces,
            done: vec![],
            set: 0,
            counts: BTreeMap::new(),
        }
    }

    fn shown(&self, at: usize) -> Value {
        self.office
            .does("", "article_read", json!({"article": self.ids[at]}))
    }

    /// The open suggestions on an article, each with whose it is.
    fn open(&self, at: usize) -> Vec<(String, usize)> {
        let ask = json!({"article": self.ids[at]});
        let page = self.office.does("", "review_suggestions", ask);
        let whose = |one: &Value| {
            let author = text(one, "author");
            PEOPLE.iter().position(|(name, _)| *name == author).unwrap()
        };
        let all = page["items"].as_array().unwrap().iter();
        all.map(|one| (text(one, "id"), whose(one))).collect()
    }

    /// The command of a step, and what it is asked.
    fn asked(
        &self,
        (who, deed, at, variant): Step,
        open: &[(String, usize)],
    ) -> (&'static str, Value) {
        let article = &self.ids[at];
        let out = self.office.room.path("bundle.zip");
        match deed {
            Edit => (
                "article_edit",
                json!({"article": article, "body": body(variant)}),
            ),
            Submit => ("article_submit", json!({"article": article})),
            Recall => ("article_recall", json!({"article": article})),
            Approve => ("review_approve", json!({"article": article})),
            Confirm => ("review_confirm", json!({"article": article})),
            SendBack => (
                "review_request_changes",
                json!({"article": article, "note": "Check the date."}),
            ),
            Withdraw => (
                "article_withdraw",
                json!({"article": article, "reason": "The plan was dropped."}),
            ),
            Undo => ("undo", json!({})),
            Rework => (
                "workflow_set",
                json!({"section": "Transport", "stages": stages(variant)}),
            ),
            Suggest => {
                // One of them leaves nothing for another to hold to.
                let proposed = ["text 0", "text 1", "text 2", "lines"][variant];
                (
                    "review_suggest",
                    json!({"article": article, "quote": "text", "proposed": proposed}),
                )
            }
            Accept => (
                "review_accept",
                match open.get(who % open.len().max(1)) {
                    // Now and then all at once.
                    Some((id, _)) if variant > 0 => json!({"article": article, "suggestion": id}),
                    _ => json!({"article": article, "all": true}),
                },
            ),
            Reject => ("review_reject", json!({"article": article, "all": true})),
            Release => ("export_bundle", json!({"out": out})),
            Proof => ("export_bundle", json!({"out": out, "proof": true})),
        }
    }

    fn step(&mut self, (who, deed, at, variant): Step) {
        let may = |who: usize| needs(deed).chars().any(|role| PEOPLE[who].1.contains(role));
        // One in four tries what may not be theirs; else someone does it who may.
        let able: Vec<usize> = (0..PEOPLE.len()).filter(|who| may(*who)).collect();
        let who = if variant == 0 {
            who
        } else {
            able[who % able.len()]
        };
        let name = PEOPLE[who].0;
        let open = self.open(at);
        let (command, args) = self.asked((who, deed, at, variant), &open);
        let (before, held) = (self.shown(at), self.pieces[at].held());
        let code = self.office.code(name, command, args);
        let yes = matches!(deed, Approve | Confirm) && code == "ok";
        assert!(!yes || open.is_empty(), "{name} {deed:?} with {open:?}");
        *self.counts.entry(format!("{deed:?} {code}")).or_default() += 1;
        assert!(may(who) || code == "wrong-role", "{name} {deed:?}: {code}");
        assert!(
            code != ASKED || held,
            "{name} {deed:?}: {:?}",
            self.pieces[at]
        );
        if code == "ok" {
            self.follow((who, deed, at, variant), &before, &open);
        }
        for at in [0, 1] {
            let shown = self.shown(at);
            let says = ["approved", "published"].contains(&shown["status"].as_str().unwrap());
            assert_eq!(
                says,
                self.pieces[at].approved(),
                "{name} {deed:?}: {shown} {:?}",
                self.pieces[at]
            );
            assert_eq!(text(&shown, "revision"), self.pieces[at].head);
        }
    }

    /// What a step that went through did, by the rules.
    fn follow(&mut self, (who, deed, at, variant): Step, before: &Value, open: &[(String, usize)]) {
        let set = self.set;
        let piece = self.pieces[at].clone();
        let head = text(&self.shown(at), "revision");
        let mut whose = vec![];
        match deed {
            Accept => {
                let left = self.open(at);
                let taken = open.iter().filter(|one| !left.contains(one));
                whose = taken.map(|(_, whose)| *whose).collect();
                // The headings are as they were.
                if piece.flawed.contains(&piece.head) {
                    self.pieces[at].flawed.insert(head.clone());
                }
                self.pieces[at].saved(who, head);
                self.pieces[at].also_by(&whose);
            }
            Edit if head == piece.head => return,
            Edit => {
                if variant >= FLAWED {
                    self.pieces[at].flawed.insert(head.clone());
                }
                self.pieces[at].saved(who, head);
            }
            Submit if ["in-review", "approved"].contains(&before["status"].as_str().unwrap()) => {
                return;
            }
            Approve | Confirm | SendBack => self.pieces[at].said(who, deed),
            Withdraw => self.pieces[at].begins_again(None),
            Undo => return self.take_back(who),
            Release | Proof => return self.printed(deed),
            Rework if variant == set => return,
            Rework => self.set = variant,
            Submit => self.pieces[at].route = Some(set),
            Recall | Suggest | Reject => {}
        }
        self.done.push(Done {
            who,
            whose,
            piece: at,
            deed,
            before: piece,
            status: text(before, "status"),
            set,
            undone: false,
        });
    }

    fn take_back(&mut self, who: usize) {
        let done = self
            .done
            .iter_mut()
            .rev()
            .find(|done| done.who == who && !done.undone)
            .unwrap();
        done.undone = true;
        if done.deed == Rework {
            self.set = done.set;
            return;
        }
        if matches!(done.deed, Suggest | Reject) {
            return;
        }
        let (at, deed, status) = (done.piece, done.deed, done.status.clone());
        let whose = done.whose.clone();
        self.pieces[at] = done.before.clone();
        if matches!(deed, Edit | Accept) {
            let head = self.pieces[at].head.clone();
            self.pieces[at].saved(who, head);
            // Whoever wrote and took it back has saved twice, and is known as a contributor either way; and whose words
            // were taken in and out again, since the text that has them can be brought back.
            self.pieces[at].also_by(&whose);
        }
        assert_eq!(text(&self.shown(at), "status"), status, "undo of {deed:?}");
    }

    /// A bundle must verify; and a release holds, of each article, the approved head or what was live.
    fn printed(&mut self, deed: Deed) {
        let out = self.office.room.path("bundle.zip");
        let found = self.office.does("", "verify_bundle", json!({"path": out}));
        assert_eq!(found["ok"], true, "{found}");
        if deed == Proof {
            return;
        }
        for article in printed(&fs::read(&out).unwrap()).articles {
            let at = self
                .ids
                .iter()
                .position(|id| *id == article.article.to_string())
                .unwrap();
            let open = self.open(at);
            let piece = &mut self.pieces[at];
            let printed = article.revision.to_string();
            if piece.live.as_ref() != Some(&printed) {
                assert!(
                    piece.approved() && piece.head == printed && open.is_empty(),
                    "{printed} was printed: {piece:?}"
                );
                piece.begins_again(Some(printed));
            }
            // Each stage that its workflow asks for has a yes to that very text, and the manifest names it.
            assert_eq!(article.stages, piece.live_stages);
            for stage in &article.stages {
                let passes = |one: &ManifestApproval| {
                    one.say == Say::Approve && one.stage.as_ref() == Some(stage)
                };
                assert!(article.approvals.iter().any(passes), "{stage}: {article:?}");
            }
        }
    }
}

/// The manifest of a zip.
fn printed(bytes: &[u8]) -> Manifest {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    serde_json::from_reader(zip.by_name("manifest.json").unwrap()).unwrap()
}

/// One of the four texts.
fn body(variant: usize) -> String {
    let more = if variant >= FLAWED {
        "\n## By day\n\n#### By night\n\nNo boat.\n"
    } else {
        ""
    };
    format!("The {variant}. text.\n{more}")
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let deed = prop_oneof![
        5 => Just(Edit), 5 => Just(Submit), 1 => Just(Recall), 6 => Just(Approve), 3 => Just(Confirm),
        2 => Just(SendBack), 1 => Just(Withdraw), 4 => Just(Undo), 2 => Just(Release), 1 => Just(Proof),
        1 => Just(Rework), 3 => Just(Suggest), 4 => Just(Accept), 2 => Just(Reject),
    ];
    vec((0..PEOPLE.len(), deed, 0..2_usize, 0..4_usize), 40..160)
}

#[test]
fn what_was_released_alone_still_verifies_once_four_eyes_are_wanted() {
    let office = Office::staffed();
    let settings =
        |four_eyes: bool| json!({"settings": {"name": "The Quay", "four_eyes": four_eyes}});
    office.does(CHIEF, "settings_set", settings(false));
    let id = office.draft_by(CHIEF, "A ferry for Sundays");
    office.does(CHIEF, "article_submit", json!({"article": id}));
    office.does(CHIEF, "review_approve", json!({"article": id}));
    office.release("first.zip");
    office.does(CHIEF, "settings_set", settings(true));
    office.approved("Night buses to the harbour");
    let out = office.release("second.zip");
    assert!(!printed(&fs::read(&out).unwrap()).four_eyes);
    let found = office.does("", "verify_bundle", json!({"path": out}));
    assert_eq!(found["faults"], json!([]));
}

/// How many random sequences are walked.
const SEQUENCES: u32 = 48;

#[test]
fn nothing_is_approved_or_released_but_by_the_rules() {
    let config = Config {
        cases: SEQUENCES,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let counts = RefCell::new(BTreeMap::<String, u32>::new());
    TestRunner::new(config)
        .run(&steps(), |steps| {
            let mut world = World::new();
            steps.into_iter().for_each(|step| world.step(step));
            for (what, count) in world.counts {
                *counts.borrow_mut().entry(what).or_default() += count;
            }
            Ok(())
        })
        .unwrap();
    let counts = counts.into_inner();
    println!("{SEQUENCES} sequences: {counts:#?}");
    for deed in [
        "Approve ok",
        "Confirm ok",
        "Undo ok",
        "Release ok",
        "SendBack ok",
        "Withdraw ok",
        "Rework ok",
        "Suggest ok",
        "Accept ok",
        "Reject ok",
        "Accept suggestion-detached",
        "Approve open-suggestions",
        "Approve not-your-stage",
        "Approve skipped-heading",
    ] {
        assert!(counts.contains_key(deed), "it never came to {deed}");
    }
}
