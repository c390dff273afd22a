//! Whatever people do in whatever order: what is approved is what a small model of the rules says is approved, and
//! nothing else is ever released.

use crate::{
    office::{CHIEF, Office, THIRD_WRITER},
    rules::{
        ASKED, AUTHOR,
        Deed::{
            self, Accept, Approve, Bin, Confirm, Edit, Eyes, Move, Proof, Recall, Reject, Release,
            Rework, SendBack, Submit, Suggest, Undo, Withdraw,
        },
        FLAWED, PEOPLE, Piece, SECTIONS, Step, TOLD, needs, stages,
    },
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
use std::{cell::RefCell, collections::BTreeMap, fs};

/// A step that someone could take back.
struct Done {
    who: usize,
    /// Whose suggestions were accepted.
    whose: Vec<usize>,
    piece: usize,
    deed: Deed,
    before: Piece,
    status: String,
    set: [usize; 2],
    four_eyes: bool,
    undone: bool,
}

struct World {
    office: Office,
    ids: [String; 2],
    pieces: [Piece; 2],
    done: Vec<Done>,
    /// The workflow that each section has.
    set: [usize; 2],
    four_eyes: bool,
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
            set: [0; 2],
            four_eyes: true,
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

    /// What someone says that they have read: the head, a text before it where there is one, or nothing.
    fn read(&self, at: usize, variant: usize) -> Option<&String> {
        let piece = &self.pieces[at];
        match variant {
            1 => Some(&piece.head),
            2 => piece.stale(),
            _ => None,
        }
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
            Approve | Confirm | SendBack => {
                let command = match deed {
                    Approve => "review_approve",
                    Confirm => "review_confirm",
                    _ => "review_request_changes",
                };
                let mut ask = json!({"article": article, "revision": self.read(at, variant)});
                if deed == SendBack {
                    ask["note"] = json!("Check the date.");
                }
                (command, ask)
            }
            Eyes => (
                "settings_set",
                json!({"settings": {"four_eyes": wanted(variant)}}),
            ),
            Move => (
                "article_edit",
                json!({"article": article, "section": SECTIONS[variant].0}),
            ),
            Bin => (
                "article_bin",
                json!({"article": article, "back": variant != INTO}),
            ),
            Withdraw => (
                "article_withdraw",
                json!({"article": article, "reason": "The plan was dropped."}),
            ),
            Undo => ("undo", json!({})),
            Rework => (
                "workflow_set",
                json!({"section": TOLD[at], "stages": stages(variant)}),
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
        // Now and then by whoever did something to the article last.
        let last =
            self.done.iter().rev().find(|done| {
                done.piece == at && !done.undone && !matches!(done.deed, Rework | Eyes)
            });
        let who = match last {
            Some(last) if deed == Undo && variant > 1 => last.who,
            _ => who,
        };
        let name = PEOPLE[who].0;
        let open = self.open(at);
        let (command, args) = self.asked((who, deed, at, variant), &open);
        let (before, held) = (self.shown(at), self.pieces[at].held());
        let code = self.office.code(name, command, args);
        let known = self
            .read(at, variant)
            .is_none_or(|read| *read == self.pieces[at].head);
        let verdict = matches!(deed, Approve | Confirm | SendBack) && code == "ok";
        assert!(!verdict || known, "{name} {deed:?} of a text that is gone");
        let yes = matches!(deed, Approve | Confirm) && code == "ok";
        assert!(!yes || open.is_empty(), "{name} {deed:?} with {open:?}");
        *self.counts.entry(format!("{deed:?} {code}")).or_default() += 1;
        let refused = code == "wrong-role" || code == "in-the-bin" && self.pieces[at].binned;
        assert!(may(who) || refused, "{name} {deed:?}: {code}");
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
            // In the bin it stays as it was put there, until it comes out.
            assert!(
                self.pieces[at].binned || says == self.pieces[at].approved(self.four_eyes),
                "{name} {deed:?}: {shown} {:?}",
                self.pieces[at]
            );
            assert_eq!(text(&shown, "revision"), self.pieces[at].head);
        }
    }

    /// What waits for each is what they have claimed, and what nobody has and they may pass or confirm.
    fn queues(&self) {
        let rows = |who: &str, mine: bool| {
            let page = self.office.does(who, "review_queue", json!({"mine": mine}));
            page["items"].as_array().unwrap().clone()
        };
        for (who, (name, roles)) in PEOPLE.into_iter().enumerate() {
            let mine = rows(name, true).into_iter().map(|row| text(&row, "id"));
            let for_me = |row: &Value| match row["claimed_by"].as_str() {
                Some(claimed) => claimed == name,
                None if row["waits"] == "confirmation" => roles.contains(['w', 'r']),
                None => {
                    let at = self.ids.iter().position(|id| row["id"] == **id).unwrap();
                    self.pieces[at].waits_for(who)
                }
            };
            let all = rows("", false).into_iter().filter(for_me);
            let expected: Vec<String> = all.map(|row| text(&row, "id")).collect();
            assert_eq!(mine.collect::<Vec<_>>(), expected, "{name}");
        }
    }

    /// What a step that went through did, by the rules.
    fn follow(&mut self, (who, deed, at, variant): Step, before: &Value, open: &[(String, usize)]) {
        let (set, four_eyes) = (self.set, self.four_eyes);
        let piece = self.pieces[at].clone();
        let head = text(&self.shown(at), "revision");
        let mut whose = vec![];
        match deed {
            Accept => {
                let left = self.open(at);
                let taken = open.iter().filter(|one| !left.contains(one));
                whose = taken.map(|(_, whose)| *whose).collect();
                self.pieces[at].edited(who, head, None, None);
                self.pieces[at].also_by(&whose);
            }
            Edit | Move if head == piece.head => return,
            Edit => self.pieces[at].edited(who, head, None, Some(variant >= FLAWED)),
            Move => self.pieces[at].edited(who, head, Some(SECTIONS[variant].1), None),
            Submit if ["in-review", "approved"].contains(&before["status"].as_str().unwrap()) => {
                return;
            }
            Approve | Confirm | SendBack => self.pieces[at].said(who, deed),
            Withdraw => self.pieces[at].begins_again(None),
            Undo => return self.take_back(who),
            Release | Proof => return self.printed(deed),
            Rework if variant == set[at] => return,
            Rework => self.set[at] = variant,
            Eyes if wanted(variant) == four_eyes => return,
            Eyes => {
                self.four_eyes = wanted(variant);
                self.lay_drafts_aside();
            }
            Bin if piece.binned == (variant == INTO) => return,
            Bin => self.pieces[at].binned = variant == INTO,
            Submit => self.pieces[at].submitted(set),
            Recall => self.pieces[at].aside = true,
            Suggest | Reject => {}
        }
        self.done.push(Done {
            who,
            whose,
            piece: at,
            deed,
            before: piece,
            status: text(before, "status"),
            set,
            four_eyes,
            undone: false,
        });
    }

    /// Another rule is no matter of what is a draft, until someone submits it.
    fn lay_drafts_aside(&mut self) {
        for at in [0, 1] {
            self.pieces[at].aside |= text(&self.shown(at), "status") == "draft";
        }
    }

    fn take_back(&mut self, who: usize) {
        let done = self
            .done
            .iter_mut()
            .rev()
            .find(|done| done.who == who && !done.undone)
            .unwrap();
        done.undone = true;
        if matches!(done.deed, Rework | Eyes) {
            (self.set, self.four_eyes) = (done.set, done.four_eyes);
            return self.lay_drafts_aside();
        }
        if matches!(done.deed, Suggest | Reject) {
            return;
        }
        let (at, deed, status) = (done.piece, done.deed, done.status.clone());
        let whose = done.whose.clone();
        self.pieces[at] = done.before.clone();
        if matches!(deed, Edit | Move | Accept) {
            let head = self.pieces[at].head.clone();
            self.pieces[at].saved(who, head);
            // Whoever wrote and took it back has saved twice, and is known as a contributor either way; and whose words
            // were taken in and out again, since the text that has them can be brought back.
            self.pieces[at].also_by(&whose);
        }
        let piece = &mut self.pieces[at];
        piece.aside |= status == "draft";
        let stands = piece.again(&status, self.four_eyes);
        let shown = text(&self.shown(at), "status");
        assert!(
            self.pieces[at].binned || shown == stands,
            "undo of {deed:?}: {shown}, not {stands}"
        );
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
                    piece.approved(self.four_eyes)
                        && !piece.binned
                        && piece.head == printed
                        && open.is_empty(),
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

/// Into the bin, and not out of it.
const INTO: usize = 1;

/// Whether four eyes are wanted from now on.
fn wanted(variant: usize) -> bool {
    variant < 2
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
        5 => Just(Edit), 5 => Just(Submit), 1 => Just(Recall), 8 => Just(Approve), 4 => Just(Confirm),
        2 => Just(SendBack), 2 => Just(Withdraw), 4 => Just(Undo), 2 => Just(Release), 1 => Just(Proof),
        1 => Just(Rework), 3 => Just(Suggest), 4 => Just(Accept), 2 => Just(Reject),
        2 => Just(Eyes), 2 => Just(Move), 1 => Just(Bin),
    ];
    let one = (0..PEOPLE.len(), deed, 0..2_usize, 0..4_usize).prop_map(|step| vec![step]);
    // What is done, and taken back under another rule.
    let turned = prop_oneof![3 => Just(SendBack), 1 => Just(Bin), 1 => Just(Recall), 1 => Just(Edit), 1 => Just(Confirm)];
    let back = prop_oneof![2 => Just(Undo), 1 => Just(Bin)];
    let under = (0..PEOPLE.len(), turned, 0..2_usize, 1..4_usize, back).prop_map(
        |(who, deed, at, variant, back)| {
            let first = if deed == Bin { INTO } else { variant };
            vec![
                (who, deed, at, first),
                (who, Eyes, at, variant),
                (who, back, at, 3),
            ]
        },
    );
    // Someone approves what they changed themselves, and another passes the next stage, or confirms it.
    let own = (
        0..2_usize,
        0..PEOPLE.len(),
        0..2_usize,
        1..4_usize,
        0..3_usize,
    )
        .prop_map(|(nth, who, at, variant, way)| {
            let chief = PEOPLE.len() - 1;
            let next = if way == 0 { Confirm } else { Approve };
            let mut steps = vec![
                (chief, Rework, at, way),
                (chief, Eyes, at, 1),
                (2 + nth, Edit, at, variant),
                (nth, Reject, at, 1),
                (2 + nth, Submit, at, 1),
                (nth, Approve, at, 1),
                (who, next, at, 1),
                (who, Confirm, at, 1 + variant % 2),
            ];
            // Now and then it is published by that, and withdrawn.
            if variant == 1 {
                steps.extend([(who, Release, at, 1), (who, Withdraw, at, 1)]);
            }
            steps
        });
    // Two suggest other words for the same ones, which holds up an approval, and both are taken in.
    let both = (0..PEOPLE.len(), 0..PEOPLE.len(), 0..2_usize).prop_map(|(one, other, at)| {
        vec![
            (one, Submit, at, 1),
            (one, Suggest, at, 3),
            (other, Suggest, at, 1),
            (other, Approve, at, 1),
            (one, Accept, at, 1),
            (other, Accept, at, 1),
        ]
    });
    vec(
        prop_oneof![14 => one, 2 => under, 2 => own, 1 => both],
        30..80,
    )
    .prop_map(|steps| steps.concat())
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
            world.queues();
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
        "Eyes ok",
        "Move ok",
        "Bin ok",
        "Approve not-the-head",
        "Confirm not-the-head",
        "SendBack not-the-head",
        "Approve in-the-bin",
    ] {
        assert!(counts.contains_key(deed), "it never came to {deed}");
    }
}
