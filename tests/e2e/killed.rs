//! The window, killed at random moments while everything that can be done in it is done: what it acknowledged is there.

use crate::stage::{Newsroom, Window};
use rustix::process::{Signal, kill_process};
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    thread,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

const CHIEF: &str = "Edda Chief";
/// How often, where nobody says.
const KILLS: u64 = 5;
/// How long one lets it work at most, in milliseconds.
const LONGEST: u64 = 1_800;

fn kills() -> u64 {
    let asked = std::env::var("COPYDESK_KILLS").ok();
    asked.map_or(KILLS, |asked| asked.parse().expect("a number of kills"))
}

/// What the window said that it did.
#[derive(Debug, Clone)]
enum Told {
    /// What is typed into the draft.
    Typed(usize),
    /// A text that was saved as a revision and approved.
    Approved(String),
    Rejected(String),
    Imported(String),
    Exported,
    BackedUp(String),
}

/// The sorts of work.
const SORTS: [&str; 5] = [
    "drafting",
    "deciding",
    "importing",
    "exporting",
    "backing up",
];

/// A library of one who holds every role and works alone, with an article, comments, and pages to bring in.
struct Floor {
    newsroom: Newsroom,
    article: String,
    comments: Vec<String>,
    /// How much was done so far, so that nothing is done twice.
    done: usize,
    /// The texts of revisions that were read: they don't change.
    texts: RefCell<HashMap<String, Value>>,
}

impl Floor {
    fn new(comments: usize) -> Self {
        let newsroom = Newsroom::empty();
        let library = newsroom.library();
        newsroom.terminal_alone(&[
            "init",
            library.to_str().unwrap(),
            "--person",
            CHIEF,
            "--solo",
        ]);
        let terminal = |args: &[&str]| newsroom.terminal(CHIEF, args);
        let file = newsroom.path("text.md");
        fs::write(&file, "The bell rang.\n").unwrap();
        let file = file.to_str().unwrap();
        let made = terminal(&["article", "new", "--title", "The bell", "--file", file]);
        let article = made["id"].as_str().unwrap().to_owned();
        terminal(&["article", "submit", &article]);
        terminal(&["review", "approve", &article]);
        let lines: Vec<String> = (0..comments)
            .map(|n| {
                json!({"id": format!("c{n}"), "article": article, "parent": null, "author": "Tom Reader",
                    "created": "2026-10-01T10:00:00Z", "body": format!("Remark {n}"), "state": "pending"})
                .to_string()
            })
            .collect();
        let remarks = newsroom.path("comments.jsonl");
        fs::write(&remarks, lines.join("\n")).unwrap();
        terminal(&["comment", "import", remarks.to_str().unwrap()]);
        let list = terminal(&["comment", "list", "--limit", "1000"]);
        let all = list["items"].as_array().unwrap().iter();
        let comments = all.map(|one| one["id"].as_str().unwrap().to_owned());
        Self {
            comments: comments.collect(),
            article,
            newsroom,
            done: 0,
            texts: RefCell::default(),
        }
    }

    /// A path that a dialog gave.
    async fn chosen(&self, window: &Window, what: &str, path: &Path) -> Option<String> {
        self.newsroom.answers(&[Some(path)]);
        let path = window.tries("pick_path", json!({"what": what})).await?;
        path.as_str().map(str::to_owned)
    }

    /// Writes something else, and approves it.
    async fn approve(&self, window: &Window) -> Option<Told> {
        let text = format!("Approved for the {}. time.\n", self.done);
        let of = json!({"article": self.article});
        let edit = json!({"article": self.article, "body": text});
        window.tries("article_edit", edit).await?;
        window.tries("article_submit", of.clone()).await?;
        window.tries("review_approve", of).await?;
        Some(Told::Approved(text))
    }

    /// Does one thing of a sort in the window; what it acknowledged, none where the window is gone.
    async fn work(&mut self, window: &Window, sort: &str) -> Option<Told> {
        self.done += 1;
        let (n, article) = (self.done, json!(self.article));
        let of = json!({"article": article});
        match sort {
            "drafting" => {
                let view = window.tries("article_show", of).await?;
                let mut content = view["content"].clone();
                content["body"] = typed(n).into();
                let base = view["draft_base"].as_str().or(view["revision"].as_str());
                let save = json!({"article": article, "base": base, "was": view["draft_hash"], "content": content});
                window.tries("draft_save", save).await?;
                Some(Told::Typed(n))
            }
            "deciding" if n.is_multiple_of(2) => self.approve(window).await,
            "deciding" => {
                let comment = self.comments[n % self.comments.len()].clone();
                let say = json!({"comments": [comment], "state": "rejected", "reason": "hate"});
                window.tries("comment_decide", say).await?;
                Some(Told::Rejected(comment))
            }
            "importing" => {
                let (word, file) = (format!("gong{n}x"), self.newsroom.path(&format!("{n}.md")));
                fs::write(&file, format!("# The {word}\n\nIt rang.\n")).unwrap();
                let path = self.chosen(window, "import", &file).await?;
                window.tries("import_file", json!({"path": path})).await?;
                Some(Told::Imported(word))
            }
            "exporting" => {
                // Each has something new in it.
                self.approve(window).await?;
                let out = self.newsroom.path("bundle.zip");
                let out = self.chosen(window, "export", &out).await?;
                window.tries("export_bundle", json!({"out": out})).await?;
                Some(Told::Exported)
            }
            _ => {
                let dir = self.newsroom.path(&format!("copy-{n}"));
                fs::create_dir(&dir).unwrap();
                let dest = self.chosen(window, "backup", &dir).await?;
                window
                    .tries("library_backup", json!({"dest": dest}))
                    .await?;
                Some(Told::BackedUp(dest))
            }
        }
    }

    /// Whether it is there, as the terminal sees it; what is typed is the window's alone, and looked for there.
    fn is_there(&self, told: &Told) -> bool {
        let ask = |args: &[&str]| self.newsroom.terminal(CHIEF, args);
        match told {
            Told::Typed(_) => true,
            Told::Approved(text) => {
                let history = ask(&["article", "history", &self.article, "--limit", "1000"]);
                let mut all = history["items"].as_array().unwrap().iter();
                all.any(|entry| {
                    let of = entry["revision"].as_str().unwrap();
                    let mut texts = self.texts.borrow_mut();
                    let body = texts.entry(of.to_owned()).or_insert_with(|| {
                        ask(&["article", "show", &self.article, "--revision", of])["body"].clone()
                    });
                    *body == **text
                })
            }
            Told::Rejected(comment) => ask(&["comment", "explain", comment])["state"] == "rejected",
            Told::Imported(word) => {
                let found = ask(&["search", word]);
                found["items"].as_array().unwrap().len() == 1
            }
            Told::Exported => {
                let out = self.newsroom.path("bundle.zip");
                ask(&["verify", out.to_str().unwrap()])["ok"] == true
            }
            Told::BackedUp(dir) => {
                self.newsroom
                    .terminal_alone(&["--library", dir, "library", "check"]);
                true
            }
        }
    }
}

fn typed(n: usize) -> String {
    format!("The bell rang for the {n}. time.\n")
}

#[tokio::test]
async fn killed_at_work_all_that_the_window_acknowledged_is_there() {
    let kills = kills();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut seed = u64::from(now.subsec_nanos()) | 1;
    let first = seed;
    let mut floor = Floor::new(200);
    let (mut told, mut last_typed) = (vec![], None);
    let mut by = BTreeMap::<&str, u64>::new();
    for round in 0..kills {
        let sort = SORTS[usize::try_from(round).unwrap() % SORTS.len()];
        let window = Window::open(&floor.newsroom, CHIEF).await;
        window.find("card").await;
        if let Some(n) = last_typed.take() {
            let ask = json!({"article": floor.article});
            let view = window.invoke("article_show", ask).await.unwrap();
            let body = view["content"]["body"].as_str().unwrap();
            // The one after it may have come to the disk, though nobody was told.
            let there = [n, n + 1].map(typed).contains(&body.to_owned());
            assert!(there, "seed {first}, round {round}: {n} is lost: {body}");
            let of = json!({"article": floor.article});
            window.invoke("draft_leave", of).await.unwrap();
        }
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let moment = Duration::from_millis(20 + seed % LONGEST);
        let desktop = floor.newsroom.desktop();
        let kill = thread::spawn(move || {
            thread::sleep(moment);
            kill_process(desktop, Signal::KILL).unwrap();
        });
        let begun = Instant::now();
        while let Some(done) = floor.work(&window, sort).await {
            if let Told::Typed(n) = &done {
                last_typed = Some(*n);
            }
            told.push(done);
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it is never killed"
            );
        }
        kill.join().unwrap();
        drop(window);
        *by.entry(sort).or_default() += 1;
        let when = format!("seed {first}, round {round}, {sort}, killed after {moment:?}");
        let check = floor.newsroom.terminal(CHIEF, &["library", "check"]);
        assert_eq!(check["ok"], true, "{when}: {check}");
        if let Some(last) = told.last() {
            assert!(floor.is_there(last), "{when}: {last:?} is lost");
        }
    }
    let lost: Vec<&Told> = told.iter().filter(|one| !floor.is_there(one)).collect();
    assert!(lost.is_empty(), "seed {first}: lost {lost:?}");
    println!(
        "kills of the window: {kills} ({by:?}); acknowledged {}, lost 0; seed {first}",
        told.len()
    );
}
