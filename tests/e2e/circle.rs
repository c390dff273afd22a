//! The full circle: a released page, its form in a reader's browser, the receiver, the inbox, the moderator, and the
//! page again, on which the comment stands.

use crate::{
    axe,
    chromium::{Chromium, Served},
    stage::{Newsroom, program},
};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};
use thirtyfour::Key;

const ADMIN: &str = "Ana Reyes";
const PUBLISHER: &str = "Nils Aho";
const MODERATOR: &str = "Sam Iversen";
/// The headline of a page of the sample that is published.
const TITLE: &str = "Night market draws six thousand to the old rope works";

/// A newsroom whose site is on this machine, and whose pages' forms go to a receiver of its own.
struct Circle {
    newsroom: Newsroom,
    receiver: Child,
    site: Served,
    /// The article that is read, its page's address and its headline.
    article: String,
    page: String,
}

impl Circle {
    fn drawn() -> Self {
        let newsroom = Newsroom::sample();
        let site = Served::folder(newsroom.path("bundle/site"));
        fs::create_dir(newsroom.path("inbox")).unwrap();
        let mut command = Command::new(program("copydesk"));
        command
            .args([
                "receive",
                "--listen",
                "127.0.0.1:0",
                "--site",
                &site.origin,
                "--inbox",
            ])
            .arg(newsroom.path("inbox"));
        let mut receiver = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(receiver.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = format!("{}/comments", line.trim());
        let base = format!("{}/", site.origin);
        let set = [
            "library",
            "set",
            "--comment-address",
            &address,
            "--base-url",
            &base,
        ];
        newsroom.terminal(ADMIN, &set);
        let found = newsroom.terminal(PUBLISHER, &["article", "list", "--status", "published"]);
        let items = found["items"].as_array().unwrap();
        let article = items.iter().find(|item| item["title"] == TITLE).unwrap();
        let article = article["id"].as_str().unwrap().to_owned();
        let mut circle = Self {
            newsroom,
            receiver,
            site,
            article,
            page: String::new(),
        };
        circle.export();
        circle.page = circle.page_of_the_article();
        circle
    }

    /// Releases what is approved into the folder that the site is handed out from.
    fn export(&self) {
        let bundle = self.newsroom.path("bundle");
        let out = bundle.to_str().unwrap();
        self.newsroom.terminal(PUBLISHER, &["export", "--out", out]);
        self.newsroom.terminal(PUBLISHER, &["verify", out]);
    }

    /// The address of the page whose form names the article.
    fn page_of_the_article(&self) -> String {
        let root = self.newsroom.path("bundle/site");
        let named = format!("name=\"article\" value=\"{}\"", self.article);
        let folders = |dir: &Path| {
            let entries = fs::read_dir(dir)
                .unwrap()
                .map(|entry| entry.unwrap().path());
            entries.filter(|path| path.is_dir()).collect::<Vec<_>>()
        };
        let pages = folders(&root)
            .into_iter()
            .flat_map(|section| folders(&section));
        let found = pages.into_iter().find(|page| {
            fs::read_to_string(page.join("index.html")).is_ok_and(|text| text.contains(&named))
        });
        let found = found.expect("the article has a page with a form");
        let path = found.strip_prefix(&root).unwrap().to_str().unwrap();
        format!("{}/{path}/", self.site.origin)
    }

    /// Every comment in the inbox.
    fn inbox(&self) -> Vec<Value> {
        let entries = fs::read_dir(self.newsroom.path("inbox")).unwrap();
        let read = |path| serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        entries.map(|entry| read(entry.unwrap().path())).collect()
    }
}

impl Drop for Circle {
    fn drop(&mut self) {
        let _ = self.receiver.kill();
        let _ = self.receiver.wait();
    }
}

/// Takes what waits in the inbox into the library; its files are gone then.
fn take_in(circle: &Circle) {
    let waiting = circle.inbox().len();
    let inbox = circle.newsroom.path("inbox");
    let take = ["comment", "inbox", inbox.to_str().unwrap(), "--take"];
    let report = circle.newsroom.terminal(MODERATOR, &take);
    assert_eq!(report["added"]["comments"], waiting, "{report}");
    assert!(circle.inbox().is_empty());
}

/// Goes to a field or a button by the keyboard, as one does who has no mouse.
async fn tab_to(browser: &Chromium, id: &str) {
    for _ in 0..80 {
        if browser.focus().await == id {
            return;
        }
        browser.key(Key::Tab).await;
    }
    panic!("{id} can't be reached by the keyboard");
}

async fn fill(browser: &Chromium, name: &str, email: &str, body: &str) {
    tab_to(browser, "comment-name").await;
    browser.types(name).await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "comment-email");
    browser.types(email).await;
    browser.key(Key::Tab).await;
    assert_eq!(browser.focus().await, "comment-body");
    browser.types(body).await;
    browser.key(Key::Tab).await;
    // What lies between is for programs.
    assert_eq!(browser.focus().await, "button");
    browser.key(Key::Enter).await;
}

async fn round(scripts: bool) {
    let circle = Circle::drawn();
    let browser = Chromium::open(&circle.newsroom.path(""), scripts).await;
    // Whether scripts run at all, by a page that would show it.
    let probe = "<!DOCTYPE html><h1>off</h1><script>document.querySelector('h1').textContent = 'on'</script>";
    let file = circle.newsroom.path("bundle/site/probe.html");
    fs::write(&file, probe).unwrap();
    browser
        .driver
        .goto(format!("{}/probe.html", circle.site.origin))
        .await
        .unwrap();
    browser.headline(if scripts { "on" } else { "off" }).await;
    // An export replaces nothing but a bundle.
    fs::remove_file(file).unwrap();

    browser.driver.goto(&circle.page).await.unwrap();
    browser.headline(TITLE).await;
    let body = "I was there, and it was seven thousand: my stall ran out.";
    fill(&browser, "Ana Núñez", "ana@example.org", body).await;
    browser.headline("Thank you").await;

    let sent = circle.inbox();
    assert_eq!(sent.len(), 1);
    for (name, value) in [
        ("article", circle.article.as_str()),
        ("address", &circle.page),
        ("author", "Ana Núñez"),
        ("email", "ana@example.org"),
        ("body", body),
        ("ip", "127.0.0.1"),
    ] {
        assert_eq!(sent[0][name], value, "{name}");
    }

    // Back by the link, where the comment does not stand yet.
    browser.key(Key::Tab).await;
    browser.key(Key::Enter).await;
    browser.headline(TITLE).await;
    assert!(!browser.text().await.contains(body));

    take_in(&circle);
    let waits = [
        "comment",
        "list",
        "--state",
        "pending",
        "--article",
        &circle.article,
    ];
    let waiting = circle.newsroom.terminal(MODERATOR, &waits);
    let mut items = waiting["items"].as_array().unwrap().iter();
    let comment = items.find(|comment| comment["body"] == body).unwrap();
    let decide = [
        "comment",
        "decide",
        comment["id"].as_str().unwrap(),
        "--publish",
    ];
    circle.newsroom.terminal(MODERATOR, &decide);
    circle.export();
    browser.driver.refresh().await.unwrap();
    browser.headline(TITLE).await;
    let text = browser.text().await;
    assert!(text.contains(body) && text.contains("Ana Núñez"), "{text}");
    assert!(!text.contains("ana@example.org"));
    browser.close().await;
}

#[tokio::test]
async fn a_readers_comment_comes_to_stand_on_the_page() {
    round(true).await;
}

#[tokio::test]
async fn without_any_script_too() {
    round(false).await;
}

#[tokio::test]
async fn what_was_typed_into_a_refused_form_is_not_lost() {
    let circle = Circle::drawn();
    let browser = Chromium::open(&circle.newsroom.path(""), true).await;
    browser.driver.goto(&circle.page).await.unwrap();
    fill(&browser, "Ana Núñez", "ana@example.org", "   ").await;
    browser.headline("Your comment was not sent").await;
    assert!(browser.text().await.contains("Please fill in: Comment."));
    browser.driver.back().await.unwrap();
    browser.headline(TITLE).await;
    assert_eq!(browser.value("comment-name").await, "Ana Núñez");
    assert_eq!(browser.value("comment-email").await, "ana@example.org");
    assert_eq!(browser.value("comment-body").await, "   ");
    assert_eq!(circle.inbox().len(), 0);
    browser.close().await;
}

#[tokio::test]
async fn form_and_answers_are_within_reach_of_everyone() {
    let folder = tempfile::tempdir().unwrap();
    let browser = Chromium::open(folder.path(), true).await;
    let mut faults = vec![];
    for theme in ["light", "dark"] {
        // A receiver each, since a reader may send five at once and no more.
        let circle = Circle::drawn();
        for (width, height) in [(1280, 800), (375, 667)] {
            browser.looks(width, height, theme).await;
            for (body, answer) in [("It was.", "Thank you"), (" ", "Your comment was not sent")] {
                browser.driver.goto(&circle.page).await.unwrap();
                browser.headline(TITLE).await;
                faults.extend(seen(&browser, &format!("form-{theme}-{width}")).await);
                fill(&browser, "Ana", "", body).await;
                browser.headline(answer).await;
                let name = answer.to_lowercase().replace(' ', "-");
                faults.extend(seen(&browser, &format!("{name}-{theme}-{width}")).await);
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    browser.close().await;
}

/// What the judge finds, and what sticks out at the side.
async fn seen(browser: &Chromium, name: &str) -> Vec<String> {
    let form = "document.querySelector('form')?.scrollIntoView({block: 'center'})";
    browser.driver.execute(form, Vec::new()).await.unwrap();
    browser.picture(name).await;
    let mut faults = axe::faults(&browser.driver).await;
    let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    let wide = browser.driver.execute(wide, Vec::new()).await.unwrap();
    if wide.json() == true {
        faults.push("it sticks out at the side".into());
    }
    faults
        .into_iter()
        .map(|fault| format!("{name}: {fault}"))
        .collect()
}
