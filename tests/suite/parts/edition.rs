//! An edition that is hard to print: texts of every sort, names that no file system takes, headlines that mean harm. The
//! texts and pictures are in `tests/fixtures/edition`; `asset:quay.jpg` in one of them names the picture beside it.

use model::{
    ArticleId, CommentId, Error, Hash, Result, Time,
    article::{Byline, Content, Correction, CorrectionKind, LeadImage, Related},
    asset::Asset,
    bundle::{BundleKind, Part, Placed, PrintedComment, Surroundings},
};
use press::{
    print::{Print, Sink, print},
    theme::Theme,
};
use std::{
    collections::{BTreeMap, HashMap},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// What stands in a headline that means harm.
pub const HOSTILE: &str = "]]> <script>alert(1)</script> & \"quotes\" 'n' {{< harm >}}\u{0}\u{8}\u{b}\u{1b}\u{85}\u{fffe} \u{202e}end";

/// Everything that is printed from.
pub struct Edition {
    pub theme: Theme,
    pub around: Surroundings,
    pub contents: HashMap<Hash, Content>,
    pub bytes: HashMap<Hash, Vec<u8>>,
    names: HashMap<String, Hash>,
}

/// The file of a fixture.
pub fn fixture(name: &str) -> PathBuf {
    fixtures().join(name)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/edition")
}

/// A folder that is printed into.
struct Folder<'a>(&'a Path);

impl Sink for Folder<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(!path.exists(), "{} is printed twice", path.display());
        fs::write(path, bytes).unwrap();
        Ok(())
    }

    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut bytes = vec![];
        fill(&mut bytes)?;
        self.put(path, &bytes)
    }
}

/// The id of the article or the comment with this number.
pub fn id<T: std::str::FromStr>(number: usize) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("01930000-0000-7000-8000-{number:012}")
        .parse()
        .unwrap()
}

impl Edition {
    /// One without an article, with every picture of the fixtures.
    pub fn empty() -> Self {
        let mut edition = Self {
            theme: Theme::builtin().unwrap(),
            around: Surroundings {
                copydesk: "surroundings/1".into(),
                kind: BundleKind::Release,
                newsroom: "The Harbour & Quay <Gazette>".into(),
                language: "en".into(),
                time_zone: "Europe/Berlin".into(),
                base_url: "https://gazette.example/".into(),
                comment_address: "https://gazette.example/comment".into(),
                articles: vec![],
                assets: vec![],
                withdrawn: vec![],
                edition: "Week 48: the \u{7}quay".into(),
                fronts: BTreeMap::new(),
                feeds: true,
            },
            contents: HashMap::new(),
            bytes: HashMap::new(),
            names: HashMap::new(),
        };
        for name in [
            "quay.jpg",
            "crane.png",
            "wave.webp",
            "tide.gif",
            "map.svg",
            "minutes.pdf",
        ] {
            let taken =
                intake::asset::take(name, &fs::read(fixtures().join(name)).unwrap()).unwrap();
            edition.names.insert(name.into(), taken.asset.hash);
            let hashes: Vec<Hash> = taken.asset.files().map(|(hash, _)| hash).collect();
            edition.bytes.extend(hashes.into_iter().zip(taken.files));
            edition.around.assets.push(taken.asset);
        }
        edition.around.assets.sort_by_key(|asset| asset.hash);
        edition
    }

    /// The asset that a fixture is.
    pub fn asset(&self, name: &str) -> &Asset {
        self.around.asset(self.names[name]).unwrap()
    }

    /// A fixture's text.
    pub fn text(&self, name: &str) -> String {
        let mut text = fs::read_to_string(fixtures().join(name)).unwrap();
        for (name, hash) in &self.names {
            text = text.replace(&format!("asset:{name}"), &format!("asset:{hash}"));
        }
        text
    }

    /// The next article, of section Harbour, dated; not yet in the edition.
    pub fn article(&self, title: &str, body: &str) -> Content {
        let mut content = Content::new(id(self.around.articles.len() + 1), "en");
        content.title = title.into();
        content.slug = model::article::slug(title);
        content.section = "Harbour".into();
        content.standfirst = format!("What one should know of {title}.");
        content.bylines = vec![Byline {
            name: "Nora Vale".into(),
            role: "Harbour reporter".into(),
            ..Byline::default()
        }];
        content.body = body.into();
        content
    }

    /// Puts an article into the edition, with these comments.
    pub fn place(&mut self, mut content: Content, comments: Vec<PrintedComment>) {
        content.assets = markup_assets(&content.body);
        let revision = content.hash().unwrap();
        let number = i64::try_from(self.around.articles.len()).unwrap();
        self.around.articles.push(Placed {
            article: content.article,
            revision,
            date: Some(Time(1_795_000_000_123 - number * 3_600_000)),
            proposed: vec![],
            comments,
            moved_from: vec![],
            closed: false,
        });
        self.contents.insert(revision, content);
    }

    /// The article that was placed last.
    pub fn last(&mut self) -> &mut Placed {
        self.around.articles.last_mut().unwrap()
    }

    /// The hard one.
    pub fn hard() -> Self {
        let mut edition = Self::empty();
        for name in [
            "tables-and-notes",
            "pictures",
            "raw-html",
            "links",
            "shortcodes",
        ] {
            let body = edition.text(&format!("{name}.md"));
            let content = edition.article(&name.replace('-', " "), &body);
            edition.place(content, vec![]);
        }
        let mut content = edition.article("هفته‌ی کتاب", &edition.text("right-to-left.md"));
        content.language = "fa".into();
        content.tags = vec!["کتاب".into(), "books".into()];
        content.translations = vec![id(1)];
        edition.place(content, vec![]);
        edition.hostile();
        edition.bare();
        let long = (0..10_000).map(|n| if n % 90 == 89 { "word.\n\n" } else { "word " });
        let content = edition.article("Ten thousand words", &long.collect::<String>());
        edition.place(content, vec![]);
        for (slug, section) in [("con", "Aux"), ("x", "Nul"), (&*"x".repeat(255), "Harbour")] {
            let mut content = edition.article("A name that no file system takes", "Words.\n");
            content.slug = slug.into();
            content.section = section.into();
            edition.place(content, vec![]);
        }
        edition
    }

    /// An article whose every word means harm.
    fn hostile(&mut self) {
        let mut content = self.article(HOSTILE, &format!("Body ]]> {HOSTILE}\n\n`]]>`\n"));
        content.slug = "harm".into();
        content.kicker = HOSTILE.into();
        content.standfirst = HOSTILE.into();
        content.search_title = HOSTILE.into();
        content.search_description = HOSTILE.into();
        content.tags = vec![
            HOSTILE.into(),
            "..".into(),
            "C++".into(),
            "C".into(),
            "c".into(),
            String::new(),
        ];
        content.bylines.push(Byline {
            name: HOSTILE.into(),
            role: HOSTILE.into(),
            publications: vec![HOSTILE.into()],
            about: format!("{HOSTILE}\n\n{HOSTILE}"),
            links: vec!["javascript:alert(1)".into(), "https://nora.example/".into()],
            picture: Some(self.names["crane.png"]),
        });
        content.lead_image = Some(LeadImage {
            asset: self.names["quay.jpg"],
            caption: HOSTILE.into(),
            credit: "Nora \"Tide\" Vale".into(),
            alt: HOSTILE.into(),
        });
        content.corrections = vec![Correction {
            at: Time(1_796_000_000_000),
            kind: CorrectionKind::Correction,
            text: HOSTILE.into(),
        }];
        content.related = vec![
            Related {
                title: HOSTILE.into(),
                article: Some(id(1)),
            },
            Related {
                title: "Elsewhere".into(),
                article: None,
            },
        ];
        content.canonical = Some("https://elsewhere.example/a?b=1&c=2".into());
        let comment =
            |number: usize, parent: Option<usize>, author: &str, body: &str| PrintedComment {
                id: id::<CommentId>(number),
                parent: parent.map(id),
                author: author.into(),
                created: Time(1_795_100_000_000 + i64::try_from(number).unwrap() * 1000),
                body: body.into(),
                edited: false,
            };
        let comments = vec![
            comment(
                90,
                None,
                "<b>Bo</b> ]]> \u{0}",
                "First ]]> <script>alert(1)</script>\u{8}",
            ),
            // The answer has the smaller number: order counts, and not ids.
            comment(70, Some(90), "Ida", "An answer\nin two lines"),
            comment(80, Some(70), "", "An answer to the answer"),
        ];
        self.place(content, comments);
        self.last().moved_from = vec!["harbour/old-harm/".into()];
    }

    /// An article of which nothing is known.
    fn bare(&mut self) {
        let mut content = self.article("", "");
        content.section = String::new();
        content.standfirst = String::new();
        content.bylines = vec![];
        content.language = "not a language".into();
        self.place(content, vec![]);
        let last = self.last();
        last.date = None;
        last.closed = true;
    }

    /// Prints these parts into `dir`.
    pub fn print(&self, parts: &[Part], dir: &Path) {
        let from = Print {
            theme: &self.theme,
            surroundings: &self.around,
            contents: &|hash| {
                let found = self.contents.get(&hash).cloned();
                found.ok_or_else(|| Error::damaged("no-text", "It is not there."))
            },
            heads: None,
            html: &press::print::made,
            assets: &|hash| {
                let found = self.bytes.get(&hash).cloned();
                found.ok_or_else(|| Error::damaged("no-picture", "It is not there."))
            },
        };
        print(&from, parts, &Folder(dir), &|_, _| Ok(())).unwrap();
    }

    /// The id of the article that was placed as the first, second, …
    pub fn id(&self, at: usize) -> ArticleId {
        self.around.articles[at].article
    }
}

/// The assets that a text names.
fn markup_assets(body: &str) -> Vec<Hash> {
    let mut all: Vec<Hash> = body
        .match_indices("asset:")
        .filter_map(|(at, _)| body.get(at + 6..at + 70)?.parse().ok())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}
