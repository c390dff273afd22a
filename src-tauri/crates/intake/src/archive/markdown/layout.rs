//! Which program builds a site from a folder, and which of its files are articles then.

use super::permalinks::Addresses;
use crate::{
    archive::{Files, common::clean},
    front::{self, Front, Value},
    lines,
};
use std::collections::BTreeMap;

/// A program that makes a site of Markdown files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Program {
    Hugo,
    Zola,
    Jekyll,
    Eleventy,
    Astro,
    /// Notes, as Obsidian and others keep them, and whatever else.
    #[default]
    None,
}

impl Program {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Jekyll => "Jekyll",
            Self::Eleventy => "Eleventy",
            Self::Astro => "Astro",
            Self::None => "no program",
        }
    }
}

/// How a folder is laid out.
#[derive(Debug, Default, Clone)]
pub(super) struct Layout {
    pub program: Program,
    /// What comes before every path of the site; empty, or with a slash at its end.
    pub root: String,
    /// The same of its texts.
    pub content: String,
    /// The site's address, without a slash at its end.
    pub base: Option<String>,
    /// What of Jekyll's sites stands between the host and the site: empty, or `/blog`.
    pub below: String,
    /// Where pages are, of the programs that put them by the paths of their texts.
    pub addresses: Option<Addresses>,
    /// It shows what has a date that is still to come.
    pub future: bool,
    /// Where Jekyll puts posts: its pattern; may be empty.
    pub permalink: String,
    pub language: Option<String>,
    /// Languages that the site has texts in, as folders or file names say them.
    pub languages: Vec<String>,
    /// The names of sections, by their folders from `content`.
    pub sections: BTreeMap<String, String>,
}

/// Most bytes of a settings file, and of a text.
pub(super) const TEXT: u64 = 64 << 20;

/// Files by which a program is known, and it.
const MARKS: [(&str, Program); 16] = [
    ("hugo.toml", Program::Hugo),
    ("hugo.yaml", Program::Hugo),
    ("hugo.yml", Program::Hugo),
    ("hugo.json", Program::Hugo),
    ("config/_default/hugo.toml", Program::Hugo),
    ("config/_default/config.toml", Program::Hugo),
    ("config/_default/hugo.yaml", Program::Hugo),
    ("config/_default/config.yaml", Program::Hugo),
    ("_config.yml", Program::Jekyll),
    ("_config.yaml", Program::Jekyll),
    ("_config.toml", Program::Jekyll),
    ("eleventy.config.js", Program::Eleventy),
    ("eleventy.config.mjs", Program::Eleventy),
    ("astro.config.mjs", Program::Astro),
    ("astro.config.ts", Program::Astro),
    ("astro.config.js", Program::Astro),
];

/// The folders that files lie in which are no texts of the site.
const NONE: [&str; 22] = [
    "node_modules",
    "vendor",
    "themes",
    "layouts",
    "archetypes",
    "public",
    "resources",
    "static",
    "assets",
    "templates",
    "_site",
    "_layouts",
    "_includes",
    "_data",
    "_sass",
    "_plugins",
    "sass",
    "i18n",
    "dist",
    "target",
    "data",
    "components",
];

/// The layout of an archive.
pub(super) fn of(files: &Files) -> Layout {
    let mut layout = Layout::default();
    let shallow = |path: &str| path.matches('/').count() <= 3;
    // Nearest to the top, so that a theme's example site is not taken for the site.
    let mut best: Option<(usize, &str, &str, Program)> = None;
    for named in files.all.iter().filter(|named| shallow(&named.path)) {
        for (mark, program) in MARKS.iter().chain(&[
            ("config.toml", Program::Hugo),
            ("config.yaml", Program::Hugo),
            ("config.yml", Program::Hugo),
        ]) {
            let Some(root) = named.path.strip_suffix(mark) else {
                continue;
            };
            let depth = root.matches('/').count();
            let whole = root.is_empty() || root.ends_with('/');
            let nearer = best.is_none_or(|(best, ..)| depth < best);
            let has = |folder: &str| below(files, &format!("{root}{folder}/"));
            let plain = mark.starts_with("config.");
            if whole && nearer && (!plain || has("content")) {
                best = Some((depth, root, &named.path, *program));
            }
        }
    }
    let own = match best {
        Some((_, root, path, program)) => {
            layout.root = root.to_owned();
            layout.program = program;
            settings(files, path, &mut layout)
        }
        None => guessed(files, &mut layout),
    };
    if layout.program == Program::None
        && files.is_zip()
        && let Some((top, _)) = files.all.first().and_then(|one| one.path.split_once('/'))
    {
        let top = format!("{top}/");
        if files.all.iter().all(|named| named.path.starts_with(&top)) {
            layout.root = top;
        }
    }
    layout.content = own.unwrap_or_else(|| match layout.program {
        Program::Hugo | Program::Zola => format!("{}content/", layout.root),
        Program::Astro => format!("{}src/", layout.root),
        _ => layout.root.clone(),
    });
    layout
}

fn below(files: &Files, folder: &str) -> bool {
    let at = files
        .all
        .partition_point(|named| named.path.as_str() < folder);
    files
        .all
        .get(at)
        .is_some_and(|named| named.path.starts_with(folder))
}

/// Without settings: by folders and files that only one program has. The folder of texts, where it is not the usual one.
fn guessed(files: &Files, layout: &mut Layout) -> Option<String> {
    for named in &files.all {
        let path = named.path.as_str();
        if let Some(at) = path
            .find("_posts/")
            .filter(|at| *at == 0 || path.get(..*at).is_some_and(|root| root.ends_with('/')))
        {
            layout.program = Program::Jekyll;
            let root = path.get(..at).unwrap_or_default();
            // A section of the site may have a folder of posts of its own.
            layout.root = match root.matches('/').count() {
                0 => String::new(),
                _ if files.all.iter().all(|one| one.path.starts_with(root)) => root.to_owned(),
                _ => String::new(),
            };
            return None;
        }
    }
    let list = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name == "_index.md"
    };
    let first = files.all.iter().find(|named| list(&named.path))?;
    layout.program = Program::Hugo;
    let content = first.path.find("content/");
    if let Some(at) = content.filter(|at| *at == 0 || first.path[..*at].ends_with('/')) {
        layout.root = first.path.get(..at).unwrap_or_default().to_owned();
        return None;
    }
    // It is the folder of texts itself.
    let top = first.path.split_once('/').map_or("", |(top, _)| top);
    let top = format!("{top}/");
    let wrapped = files.all.iter().all(|named| named.path.starts_with(&top));
    if wrapped && first.path.matches('/').count() == 1 {
        layout.root = top;
    }
    Some(layout.root.clone())
}

/// What a file of settings says.
fn said(files: &Files, path: &str) -> Option<Front> {
    let bytes = files.read(path, 1 << 20).ok()??;
    let text = lines::decode(&bytes);
    let fence = match path.rsplit('.').next() {
        Some("toml") => "+++",
        Some("json") => ";;;",
        Some("yaml" | "yml") => "---",
        _ => return None,
    };
    let text = text.trim_start_matches("---\n");
    let whole = format!("{fence}\n{text}\n{fence}\n");
    Some(front::split(&whole).0)
}

/// Hugo's settings may stand in several files of one folder, each with a part.
fn beside(files: &Files, path: &str, addresses: &mut Addresses) {
    let Some((folder, _)) = path
        .rsplit_once('/')
        .filter(|(folder, _)| folder.ends_with("_default"))
    else {
        return;
    };
    for end in ["toml", "yaml", "yml", "json"] {
        if let Some(front) = said(files, &format!("{folder}/permalinks.{end}")) {
            addresses.permalinks(&Value::Map(front.fields));
        }
        let languages = said(files, &format!("{folder}/languages.{end}"));
        if languages.is_some_and(|languages| languages.fields.len() > 1) {
            addresses.is_several();
        }
    }
}

/// What a program's settings say; the folder of texts, where it is not the usual one.
fn settings(files: &Files, path: &str, layout: &mut Layout) -> Option<String> {
    let front = said(files, path)?;
    let said = |names: &[&str]| front.get(names).map(Value::text).unwrap_or_default();
    if layout.program == Program::Hugo
        && !said(&["base_url"]).is_empty()
        && said(&["baseURL"]).is_empty()
    {
        layout.program = Program::Zola;
    }
    // Jekyll's `baseurl` is what stands between the host and the site; others call the whole address so.
    let (base, below) = match layout.program {
        Program::Jekyll => (said(&["url"]), said(&["baseurl"])),
        _ => (said(&["baseURL", "base_url", "url"]), String::new()),
    };
    let below = below.trim_matches('/');
    if !below.is_empty() {
        layout.below = format!("/{below}");
    }
    if base.starts_with("https://") || base.starts_with("http://") {
        layout.base = Some(format!("{}{}", base.trim_end_matches('/'), layout.below));
    }
    if matches!(layout.program, Program::Hugo | Program::Zola) {
        let mut addresses = Addresses::of(&front, layout.program);
        beside(files, path, &mut addresses);
        layout.addresses = Some(addresses);
    }
    let shows = front.get(&["buildFuture", "future"]);
    layout.future = shows.is_some_and(Value::is_true);
    if layout.program == Program::Jekyll {
        layout.permalink = said(&["permalink"]);
    }
    let language = said(&[
        "languageCode",
        "defaultContentLanguage",
        "default_language",
        "lang",
        "locale",
    ]);
    if !language.is_empty() {
        layout.language = Some(clean(&language));
    }
    if let Some(Value::Map(languages)) = front.get(&["languages"]) {
        layout.languages = languages.iter().map(|(name, _)| name.clone()).collect();
    }
    layout
        .languages
        .extend(Some(said(&["defaultContentLanguage"])).filter(|language| !language.is_empty()));
    let own = said(&["contentDir"]);
    let own = own.trim_matches('/');
    (!own.is_empty() && layout.program == Program::Hugo).then(|| format!("{}{own}/", layout.root))
}

impl Layout {
    /// A path from the folder of texts; none where it does not lie in it.
    pub fn within<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.content.as_str())
    }

    /// Whether a file is a text of the site, by where it lies.
    pub fn holds(&self, path: &str) -> bool {
        let Some(rest) = self.within(path) else {
            return false;
        };
        match self.program {
            Program::None => true,
            // What is below the folder of texts is a text, whatever its folder is called.
            Program::Hugo | Program::Zola if self.content != self.root => true,
            Program::Astro => rest.starts_with("content/") || rest.starts_with("pages/"),
            _ => !rest.split('/').any(|part| NONE.contains(&part)),
        }
    }
}
