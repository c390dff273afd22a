//! A busy desk: ten people of all roles do thousands of things at random, and a small model says of each what must come of
//! it: done, or refused by which code.

mod article;
mod model;

use crate::office::{
    ADMIN, CHIEF, MODERATOR, OTHER_MODERATOR, OTHER_REVIEWER, OTHER_WRITER, Office, PUBLISHER,
    REVIEWER, THIRD_WRITER, WRITER,
};
use article::Text;
use model::{Act, Model};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// How much is done, where nobody says.
const ACTS: u64 = 1_500;
const ARTICLES: usize = 24;
const COMMENTS: usize = 60;
/// Who made all articles, and who the rest of it was made by.
const MAKER: usize = 3;

/// With their roles: writer, reviewer, moderator, publisher, admin.
const PEOPLE: [(&str, &str); 10] = [
    (CHIEF, "wrmpa"),
    (WRITER, "w"),
    (OTHER_WRITER, "w"),
    (THIRD_WRITER, "w"),
    (REVIEWER, "r"),
    (OTHER_REVIEWER, "r"),
    (MODERATOR, "m"),
    (OTHER_MODERATOR, "m"),
    (PUBLISHER, "p"),
    (ADMIN, "a"),
];

fn number(name: &str) -> Option<u64> {
    let asked = std::env::var(name).ok()?;
    Some(asked.parse().unwrap())
}

/// Numbers that look like chance and come again from the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        // Marsaglia's xorshift64.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// How much memory of its own this program takes, in kilobytes.
fn memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:"));
    let size = line.and_then(|line| line.split_whitespace().nth(1));
    size.unwrap().parse().unwrap()
}

fn body(text: Text) -> String {
    format!("word{text}x is said.\n\nThe last boat leaves the old quay at midnight.\n")
}

/// The desk beside the model.
struct Busy {
    office: Office,
    model: Model,
    ids: Vec<String>,
    comments: Vec<String>,
    texts: Text,
    names: u32,
    seed: u64,
    /// How often each came to which end.
    ends: BTreeMap<String, u64>,
}

impl Busy {
    fn begin(seed: u64) -> Self {
        let office = Office::staffed();
        let ids: Vec<String> = (0..ARTICLES)
            .map(|nth| {
                let new = json!({"title": format!("Headline number {nth}"), "section": "Transport",
                    "bylines": [WRITER], "body": body(Text::try_from(nth).unwrap())});
                let made = office.does(PEOPLE[MAKER].0, "article_new", new);
                made["id"].as_str().unwrap().to_owned()
            })
            .collect();
        let lines: Vec<String> = (0..COMMENTS)
            .map(|nth| {
                json!({"id": format!("c{nth}"), "article": ids[nth % ARTICLES], "parent": null, "author": "Tom Reader",
                    "created": "2026-10-01T10:00:00Z", "body": format!("Remark {nth}"), "state": "pending"})
                .to_string()
            })
            .collect();
        let file = office.room.file("comments.jsonl", lines.join("\n"));
        office.does(MODERATOR, "comment_import", json!({"path": file}));
        let page = office.does(MODERATOR, "comment_list", json!({"limit": 1000}));
        let all = page["items"].as_array().unwrap().iter();
        let comments = all.map(|one| one["id"].as_str().unwrap().to_owned());
        let roles = PEOPLE.iter().map(|(_, roles)| *roles).collect();
        Self {
            comments: comments.collect(),
            model: Model::new(roles, ARTICLES, COMMENTS, MAKER),
            office,
            ids,
            texts: Text::try_from(ARTICLES).unwrap(),
            names: 0,
            seed,
            ends: BTreeMap::new(),
        }
    }

    /// Whoever may do such a thing as a rule, and now and then anybody.
    fn someone(&self, dice: &mut Dice, roles: &str) -> usize {
        let able = |who: &usize| PEOPLE[*who].1.chars().any(|role| roles.contains(role));
        let able: Vec<usize> = (0..PEOPLE.len()).filter(able).collect();
        match dice.below(10) {
            0 => dice.below(PEOPLE.len()),
            _ => dice.of(&able),
        }
    }

    /// Who does what next.
    fn next(&mut self, dice: &mut Dice) -> (usize, Act) {
        let at = dice.below(ARTICLES);
        let had = &self.model.articles[at].had;
        let old = had[dice.below(had.len())];
        let notes = self.model.articles[at].notes.len();
        let (roles, act) = match dice.below(100) {
            0..16 => {
                self.texts += 1;
                ("wr", Act::Edit(at, self.texts))
            }
            16..21 => ("wr", Act::Edit(at, old)),
            21..33 => ("wr", Act::Submit(at)),
            33..36 => ("wr", Act::Recall(at)),
            36..48 => ("r", Act::Approve(at)),
            48..53 => ("wr", Act::Confirm(at)),
            53..57 => ("r", Act::SendBack(at)),
            57..59 => ("p", Act::Withdraw(at)),
            59..61 => ("wr", Act::Bin(at, dice.below(3) == 0)),
            61..63 => ("wr", Act::Note(at)),
            63..68 if notes > 0 => ("wr", Act::Resolve(at, notes - 1 - dice.below(notes.min(3)))),
            63..80 => ("m", self.decision(dice)),
            80..83 => ("m", Act::Claim(dice.below(COMMENTS))),
            83..85 => {
                self.names += 1;
                ("a", Act::Rename(self.names))
            }
            85..89 => ("m", Act::UndoDecision),
            89 if dice.below(3) == 0 => ("p", Act::Release),
            _ => ("wrmpa", Act::Undo),
        };
        let who = self.someone(dice, roles);
        // What was made before the first act is not for the model to take back.
        if matches!(act, Act::Undo | Act::UndoDecision) && self.model.done[who].is_empty() {
            return (who, Act::Claim(at));
        }
        (who, act)
    }

    fn decision(&self, dice: &mut Dice) -> Act {
        let (state, reason) = dice.of(&[
            ("published", None),
            ("held", None),
            ("rejected", Some("hate")),
            ("rejected", Some("off-topic")),
            ("spam", Some("spam")),
        ]);
        let first = dice.below(COMMENTS);
        let mut which: Vec<usize> = (0..=dice.below(3))
            .map(|n| (first + n * 7) % COMMENTS)
            .collect();
        which.dedup();
        Act::Decide(which, state, reason)
    }

    /// The command of an act, and what it is asked.
    fn asked(&self, act: &Act) -> (&'static str, Value) {
        let article = |at: &usize| json!({"article": self.ids[*at]});
        let with = |at: &usize, more: (&str, Value)| {
            let mut ask = article(at);
            ask[more.0] = more.1;
            ask
        };
        match act {
            Act::Edit(at, text) => ("article_edit", with(at, ("body", body(*text).into()))),
            Act::Submit(at) => ("article_submit", article(at)),
            Act::Recall(at) => ("article_recall", article(at)),
            Act::Approve(at) => ("review_approve", article(at)),
            Act::Confirm(at) => ("review_confirm", article(at)),
            Act::SendBack(at) => {
                let note = ("note", "Which boat?".into());
                ("review_request_changes", with(at, note))
            }
            Act::Withdraw(at) => {
                let reason = ("reason", "It is not so.".into());
                ("article_withdraw", with(at, reason))
            }
            Act::Bin(at, into) => ("article_bin", with(at, ("back", (!into).into()))),
            Act::Note(at) => {
                let mut ask = with(at, ("quote", "old quay".into()));
                ask["text"] = "Which one?".into();
                ("review_note", ask)
            }
            Act::Resolve(at, nth) => {
                let note = &self.model.articles[*at].notes[*nth].id;
                ("review_resolve", json!({"note": note}))
            }
            Act::Decide(which, state, reason) => {
                let ids: Vec<&String> = which.iter().map(|nth| &self.comments[*nth]).collect();
                let ask = json!({"comments": ids, "state": state, "reason": reason});
                ("comment_decide", ask)
            }
            Act::Claim(nth) => ("comment_claim", json!({"comment": self.comments[*nth]})),
            Act::Rename(name) => {
                let settings = json!({"name": format!("Gazette {name}")});
                ("settings_set", json!({"settings": settings}))
            }
            Act::Release => {
                let out = self.office.path("bundle.zip");
                ("export_bundle", json!({"out": out}))
            }
            Act::Undo => ("undo", json!({})),
            Act::UndoDecision => ("comment_undo", json!({})),
        }
    }

    fn act(&mut self, dice: &mut Dice, nth: u64) {
        let (who, act) = self.next(dice);
        let (command, ask) = self.asked(&act);
        let name = PEOPLE[who].0;
        let when = format!("seed {}, act {nth}: {name} {act:?}", self.seed);
        let now = self.office.now();
        let expected = self.model.act(who, &act, now);
        let came = self.office.ask(name, command, ask);
        let code = match &came {
            Ok(_) => "ok".to_owned(),
            Err(error) => error.code.clone(),
        };
        let wanted = expected.err().unwrap_or("ok");
        assert_eq!(code, wanted, "{when}: {:?}", self.about(&act));
        if let (Ok(mine), Act::Claim(_), Ok(holder)) = (expected, &act, &came) {
            assert_eq!(mine, holder.is_null(), "{when}");
        }
        if let (Act::Note(at), Ok(made)) = (&act, &came) {
            let id = made["id"].as_str().unwrap().to_owned();
            self.model.articles[*at].notes.last_mut().unwrap().id = id;
        }
        let kind = format!("{act:?}");
        let kind = kind.split('(').next().unwrap().to_owned();
        *self.ends.entry(format!("{kind} {code}")).or_default() += 1;
        match &act {
            Act::Undo | Act::UndoDecision | Act::Release => {
                if nth.is_multiple_of(4) || act == Act::Release {
                    self.all_is_so(&when);
                }
            }
            _ => self.touched_is_so(&act, &when),
        }
        if nth.is_multiple_of(250) {
            self.all_is_so(&when);
        }
    }

    fn about(&self, act: &Act) -> String {
        match act {
            Act::Edit(at, _)
            | Act::Submit(at)
            | Act::Recall(at)
            | Act::Approve(at)
            | Act::Confirm(at)
            | Act::SendBack(at)
            | Act::Withdraw(at)
            | Act::Bin(at, _)
            | Act::Note(at)
            | Act::Resolve(at, _) => format!("{:?}", self.model.articles[*at]),
            Act::Decide(which, ..) => which
                .iter()
                .map(|nth| format!("{:?} ", self.model.comments[*nth]))
                .collect(),
            _ => String::new(),
        }
    }

    fn touched_is_so(&self, act: &Act, when: &str) {
        match act {
            Act::Edit(at, _)
            | Act::Submit(at)
            | Act::Recall(at)
            | Act::Approve(at)
            | Act::Confirm(at)
            | Act::SendBack(at)
            | Act::Withdraw(at)
            | Act::Bin(at, _) => self.article_is_so(*at, when),
            Act::Decide(which, ..) => which.iter().for_each(|nth| self.comment_is_so(*nth, when)),
            _ => {}
        }
    }

    fn article_is_so(&self, at: usize, when: &str) {
        let must = &self.model.articles[at];
        let ask = json!({"article": self.ids[at]});
        let is = self.office.does("", "article_read", ask);
        let seen = (&is["status"], &is["body"], is["live"].is_null());
        let expected = (
            &json!(must.status),
            &json!(body(must.head)),
            must.live.is_none(),
        );
        assert_eq!(seen, expected, "{when}: {must:?}");
    }

    fn comment_is_so(&self, nth: usize, when: &str) {
        let must = &self.model.comments[nth].stand;
        let ask = json!({"comment": self.comments[nth]});
        let is = self.office.does(MODERATOR, "comment_read", ask);
        let by = must.by.map(|who| PEOPLE[who].0);
        let seen = (&is["state"], &is["reasons"][0]["code"], &is["decided_by"]);
        let expected = (&json!(must.state), &json!(must.reason), &json!(by));
        assert_eq!(seen, expected, "{when}");
    }

    /// Articles, notes, comments, their counts, what a search finds, and the newsroom's name.
    fn all_is_so(&self, when: &str) {
        (0..ARTICLES).for_each(|at| self.article_is_so(at, when));
        (0..COMMENTS).for_each(|nth| self.comment_is_so(nth, when));
        for (at, must) in self.model.articles.iter().enumerate() {
            let ask = json!({"article": self.ids[at], "resolved": false, "limit": 1000});
            let notes = self.office.does("", "review_notes", ask);
            let open = notes["items"].as_array().unwrap().len();
            assert_eq!(open, must.open_notes(), "{when}: {at}");
            let ask = json!({"query": format!("word{}x", must.head)});
            let found = self.office.does(CHIEF, "search", ask);
            let found = found["items"].as_array().unwrap().iter();
            let found = found.filter(|hit| hit["id"] == *self.ids[at]).count();
            assert_eq!(
                found,
                usize::from(!must.binned),
                "{when}: word{}x",
                must.head
            );
        }
        let counted = self.office.does(MODERATOR, "comment_count", json!({}));
        for state in ["pending", "published", "held", "rejected", "spam"] {
            let all = self.model.comments.iter();
            let must = all.filter(|comment| comment.stand.state == state).count();
            assert_eq!(
                counted["states"][state].as_u64().unwrap_or_default(),
                must as u64,
                "{when}: {counted}"
            );
        }
        let shown = self.office.does("", "library_show", json!({}));
        let name = match self.model.name {
            0 => "The Harbour Gazette".to_owned(),
            name => format!("Gazette {name}"),
        };
        assert_eq!(shown["settings"]["name"], name, "{when}");
    }
}

#[test]
fn a_busy_desk_of_ten_is_as_a_model_says_after_every_act() {
    let asked = number("COPYDESK_ACTS");
    let acts = asked.unwrap_or(ACTS);
    let seed = number("COPYDESK_SEED").unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        now.as_secs() << 20 | u64::from(now.subsec_micros())
    });
    if asked.is_some() {
        // With the growing library they would grow up to their own bounds, and hide what else does.
        store::keep_few_pages(16 << 20).unwrap();
    }
    let mut dice = Dice(seed);
    let mut busy = Busy::begin(seed);
    let begun = Instant::now();
    let mut seen = vec![];
    for nth in 1..=acts {
        busy.act(&mut dice, nth);
        if nth % (acts / 10).max(1) == 0 {
            seen.push(memory());
        }
    }
    let took = begun.elapsed().as_secs_f64();
    busy.all_is_so(&format!("seed {seed}, at the end"));
    let found = busy.office.does("", "library_check", json!({}));
    assert_eq!(found["ok"], true, "seed {seed}: {found}");
    let refused: u64 = busy
        .ends
        .iter()
        .filter(|(end, _)| !end.ends_with(" ok"))
        .map(|(_, n)| n)
        .sum();
    let mut codes = BTreeMap::<&str, u64>::new();
    for (end, n) in &busy.ends {
        *codes.entry(end.rsplit(' ').next().unwrap()).or_default() += n;
    }
    println!("{:#?}", busy.ends);
    println!(
        "acts: {acts} in {took:.0} s ({:.0} a second, each looked at), {refused} refused; {codes:?}; journal of {} entries replays the same",
        acts as f64 / took,
        found["entries"]
    );
    println!("memory in kB after each tenth: {seen:?}; seed {seed}");
    // Where other tests run beside it, it is their memory too.
    let (half, end) = (seen[seen.len() / 2 - 1], seen[seen.len() - 1]);
    assert!(
        asked.is_none() || end < half * 9 / 8,
        "{half} kB after half of it became {end} kB"
    );
}
