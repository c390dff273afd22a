//! In a reader's browser: printed pages with attacks in all their texts, as they are published and without their policy; the
//! raw attacks; and canaries among them, without which silence would prove nothing.

use super::trap::Trap;
use crate::{
    attacks::{
        corpus::{self, Attack},
        laid::Laid,
        ways,
    },
    chromium::Chromium,
    office::{MODERATOR, Office, PUBLISHER, WRITER},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Which of how many attacks go through the browsers where not all do.
const SHARE: usize = 6;

/// How long a page is watched after everything on it was touched, in milliseconds.
const WATCH: u32 = 40;

/// What has to be noticed of each canary.
pub const CANARIES: [(&str, &str); 12] = [
    ("script", "<img src=x onerror=alert(1)>"),
    ("script", "<script>alert(1)</script>"),
    ("script", "<svg onload=alert(1)></svg>"),
    ("script", "<p onmouseover=alert(1)>words</p>"),
    ("script", "<a href=\"javascript:alert(1)\">words</a>"),
    ("dialog", "<img src=x onerror=confirm(1)>"),
    (
        "window",
        "<img src=x onerror=\"window.open('//evil.example')\">",
    ),
    (
        "navigation",
        "<meta http-equiv=refresh content='0;url=http://evil.example/p'>",
    ),
    ("request", "<style>@import 'http://evil.example/p';</style>"),
    (
        "request",
        "<link rel=stylesheet href=http://evil.example/p>",
    ),
    (
        "form",
        "<form action=http://evil.example/f><button>Send</button></form>",
    ),
    ("focus", "<input autofocus>"),
];

/// What is noticed of a canary although the page's own policy holds.
const IN_SPITE_OF_POLICY: [&str; 3] = ["navigation", "focus", "form"];

/// A browser over a trap.
struct Watch {
    browser: Chromium,
    trap: Trap,
}

impl Watch {
    async fn over(folder: &Path) -> Self {
        let trap = Trap::set(folder);
        let profile = folder.parent().unwrap();
        let everywhere = format!("--host-resolver-rules=MAP * 127.0.0.1:{}", trap.port);
        let quiet = [
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            &everywhere,
        ];
        let browser = Chromium::open_with(profile, true, &quiet).await;
        let hooks = json!({"source": include_str!("hooks.js")});
        browser.order("Page.enable", json!({})).await;
        browser
            .order("Page.addScriptToEvaluateOnNewDocument", hooks)
            .await;
        Self { browser, trap }
    }

    /// Whether pages are shown without the policy in their heads, so that only what cleaned their texts keeps them harmless.
    async fn without_policy(&self, without: bool) {
        let bypass = json!({"enabled": without});
        self.browser.order("Page.setBypassCSP", bypass).await;
    }

    /// What happens on a page. A browser that is no more is a failure, and no silence.
    async fn visit(&self, path: &str) -> BTreeSet<String> {
        let address = self.trap.address(path);
        self.trap.sprung();
        if let Err(cause) = self.browser.driver.goto(&address).await {
            panic!(
                "{path} never came: {cause}; asked for {:?}",
                self.trap.sprung()
            );
        }
        let poke = include_str!("poke.js");
        let poked = self
            .browser
            .driver
            .execute_async(poke, vec![json!(WATCH)])
            .await;
        let mut all = BTreeSet::new();
        let pictures = match poked {
            Ok(poked) => {
                all.extend(strings(&poked.json()["fired"]));
                strings(&poked.json()["pictures"])
            }
            // The page went away while it was touched.
            Err(_) => {
                all.insert("navigation".into());
                vec![]
            }
        };
        if self
            .browser
            .driver
            .current_url()
            .await
            .unwrap()
            .as_str()
            .split('#')
            .next()
            != Some(&address)
        {
            all.insert("navigation".into());
        }
        // A picture from elsewhere may be in a text; the page's policy keeps it from being asked for.
        for asked in self.trap.sprung() {
            if !pictures.contains(&asked) {
                all.insert(format!("request {asked}"));
            }
        }
        all
    }
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// How often what happened.
#[derive(Default)]
struct Count(BTreeMap<String, u32>);

impl Count {
    fn add(&mut self, all: &BTreeSet<String>) {
        for what in all {
            let kind = what.split(' ').next().unwrap().to_owned();
            *self.0.entry(kind).or_default() += 1;
        }
    }
}

/// The pages of articles below a folder: those that have the words that each article has.
fn pages(folder: &Path, below: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages(folder, &path, found);
        } else if path.ends_with("index.html")
            && fs::read_to_string(&path)
                .unwrap()
                .contains("<div class=\"body\">")
        {
            found.push(
                path.strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
            );
        }
    }
}

/// A printed page with each canary in the place of its text, and each attack by itself.
fn lay_out(site: &Path, page: &str, attacks: &[Attack]) {
    let whole = fs::read_to_string(site.join(page)).unwrap();
    let (before, rest) = whole.split_once("<div class=\"body\">").unwrap();
    let after = &rest[rest.find("<nav class=\"tags\"").unwrap()..];
    fs::create_dir_all(site.join("raw")).unwrap();
    for (nth, (_, canary)) in CANARIES.iter().enumerate() {
        let text = format!("{before}<div class=\"body\">{canary}</div>{after}");
        fs::write(site.join(format!("raw/canary-{nth}.html")), text).unwrap();
    }
    for (nth, attack) in attacks.iter().enumerate() {
        let text = format!(
            "<!doctype html><html><head><title>x</title></head><body>{}",
            attack.text
        );
        fs::write(site.join(format!("raw/{nth}.html")), text).unwrap();
    }
}

/// Shows every canary: how many were noticed for what they are, of how many.
async fn canaries(watch: &Watch, policy: bool) -> [usize; 2] {
    let mut seen = 0;
    for (nth, (kind, canary)) in CANARIES.iter().enumerate() {
        let page = format!("raw/canary-{nth}.html");
        let mut all = watch.visit(&page).await;
        // A busy browser may be late with one, as with the focus; a dead one never notices it.
        for _ in 0..3 {
            if all.is_empty() {
                all = watch.visit(&page).await;
            }
        }
        let wanted = if policy && !IN_SPITE_OF_POLICY.contains(kind) {
            "refused"
        } else {
            kind
        };
        let noticed = all.iter().any(|what| what.starts_with(wanted));
        assert!(
            noticed,
            "nobody noticed {canary}, with its policy: {policy}: {all:?}"
        );
        seen += 1;
    }
    [seen, CANARIES.len()]
}

/// Shows all pages, with canaries before, amidst and after.
async fn silent(watch: &Watch, pages: &[String], policy: bool) {
    watch.without_policy(!policy).await;
    let (mut fired, mut dead, mut alive) = (vec![], 0, [0; 2]);
    for half in pages.chunks(pages.len().div_ceil(2)) {
        let [seen, all] = canaries(watch, policy).await;
        alive = [alive[0] + seen, alive[1] + all];
        for page in half {
            let mut all = watch.visit(page).await;
            // What the policy refused of a page's pictures from elsewhere did not happen.
            all.retain(|what| what != "refused img-src" || !policy);
            if !all.is_empty() {
                fired.push(format!("{page}: {all:?}"));
            }
            dead += 1;
        }
    }
    let [seen, all] = canaries(watch, policy).await;
    alive = [alive[0] + seen, alive[1] + all];
    let how = if policy {
        "as published"
    } else {
        "without their policy"
    };
    println!(
        "Chromium, {dead} pages {how}: {} fired; canaries {}/{}",
        fired.len(),
        alive[0],
        alive[1]
    );
    assert!(fired.is_empty(), "{how}:\n{}", fired.join("\n"));
}

/// Shows raw attacks: how many of them did something, and what.
async fn raw(watch: &Watch, attacks: &[Attack]) -> (usize, Count) {
    let (mut count, mut raw) = (Count::default(), 0);
    for nth in 0..attacks.len() {
        let happened = watch.visit(&format!("raw/{nth}.html")).await;
        raw += usize::from(!happened.is_empty());
        count.add(&happened);
    }
    (raw, count)
}

#[tokio::test]
async fn no_attack_does_anything_in_a_readers_browser() {
    let attacks = corpus::some(SHARE, 0);
    let laid = Laid::of(&attacks);
    let site = laid.printed().join("site");
    let mut all = vec![];
    pages(&site, &site, &mut all);
    all.sort();
    assert_eq!(all.len(), attacks.len());
    lay_out(&site, &all[0], &attacks);
    let watch = Watch::over(&site).await;
    println!("{} attacks, each in 20 fields", attacks.len());
    silent(&watch, &all, true).await;
    silent(&watch, &all, false).await;
    let (raw, count) = raw(&watch, &attacks).await;
    println!(
        "Chromium, raw: {raw} of {} fired: {:?}",
        attacks.len(),
        count.0
    );
    assert!(
        raw > attacks.len() / 4,
        "only {raw} of {} raw attacks do anything",
        attacks.len()
    );
    watch.browser.close().await;
}

/// How many of a public collection go at once, since every page names what is on the others.
const PART: usize = 75;

/// The pages of articles as the desk previews them, beside a site: where each is.
fn previewed(laid: &Laid, site: &Path) -> Vec<String> {
    let one = |(nth, article): (usize, &String)| {
        let page = laid
            .office
            .does(WRITER, "preview", json!({"article": article}));
        let name = format!("previews/{nth}.html");
        fs::create_dir_all(site.join("previews")).unwrap();
        fs::write(site.join(&name), page["html"].as_str().unwrap()).unwrap();
        name
    };
    laid.articles.iter().enumerate().map(one).collect()
}

/// A site of what came in as archives, saved pages, documents and comments, with an attack wherever such a file has a text.
fn brought(attacks: &[Attack]) -> (Office, PathBuf) {
    let office = Office::staffed();
    let import = |path: &Path| {
        let ask = json!({"path": path, "as_drafts": true});
        let report = office.does(WRITER, "import_file", ask);
        assert_ne!(report["added"]["articles"], 0, "{report}");
    };
    let files = [
        ("export.xml", ways::wordpress(attacks, None).into_bytes()),
        ("ghost.json", ways::ghost(attacks).into_bytes()),
        ("all.docx", ways::word(attacks)),
    ];
    for (name, bytes) in files {
        import(Path::new(&office.room.file(name, bytes)));
    }
    import(&ways::markdown(&office.room, attacks));
    import(&ways::pages(&office.room, attacks));
    office.draft("Night trams");
    for (name, text) in ways::comments(attacks, "night-trams") {
        let ask = json!({"path": office.room.file(name, text)});
        office.does(MODERATOR, "comment_import", ask);
    }
    let out = office.path("proof");
    let ask = json!({"out": out, "proof": true, "profile": "site"});
    office.does(PUBLISHER, "export_bundle", ask);
    (office, out.join("site"))
}

#[tokio::test]
async fn no_public_attack_does_anything_in_a_readers_browser_whichever_way_it_came() {
    let attacks = corpus::public();
    let (mut fired, mut shown) = (0, 0);
    for part in attacks.chunks(PART) {
        let laid = Laid::of(part);
        let site = laid.printed().join("site");
        let mut all = vec![];
        pages(&site, &site, &mut all);
        assert_eq!(all.len(), part.len());
        all.extend(previewed(&laid, &site));
        lay_out(&site, &all[0], part);
        let watch = Watch::over(&site).await;
        silent(&watch, &all, true).await;
        silent(&watch, &all, false).await;
        fired += raw(&watch, part).await.0;
        shown += all.len();
        watch.browser.close().await;

        let (_office, site) = brought(part);
        let mut all = vec![];
        pages(&site, &site, &mut all);
        assert!(all.len() > 3 * part.len(), "{} pages", all.len());
        // Canaries stand in the place of a text, between the page's head and its tags.
        let tagged = |page: &&String| {
            let page = fs::read_to_string(site.join(page)).unwrap();
            page.contains("<nav class=\"tags\"")
        };
        lay_out(&site, all.iter().find(tagged).unwrap(), &[]);
        let watch = Watch::over(&site).await;
        silent(&watch, &all, true).await;
        silent(&watch, &all, false).await;
        shown += all.len();
        watch.browser.close().await;
    }
    println!(
        "Chromium, {} public attacks on {shown} pages: 0 fired; raw {fired} fired",
        attacks.len()
    );
    assert!(
        fired >= attacks.len() / 6,
        "only {fired} raw attacks do anything"
    );
}
