//! Folders of Markdown files: sites of Hugo, Zola, Jekyll, Eleventy and Astro, and notes as Obsidian keeps them.

mod footnotes;
mod hugo;
mod jekyll;
mod layout;
mod leads;
mod liquid;
mod marks;
mod mdx;
mod notes;
mod obsidian;
mod paths;
mod permalinks;
mod places;
mod stands;
#[cfg(test)]
mod tests;

use super::{
    Each, Files, Found,
    common::{FOREIGN, clean, decoded, first_words, foreign, keep, left, moment},
    prepared, rewrite,
    within::Within,
};
use crate::{
    front::{self, Value},
    lines,
};
use layout::{Layout, Program, TEXT};
use model::{
    Result, Time,
    archive::{Item, Picture, Stood},
};
use paths::Paths;
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

/// Endings of texts that are none of Markdown's, and can't be read here.
const OTHERS: [&str; 14] = [
    ".canvas",
    ".txt",
    ".rst",
    ".adoc",
    ".asciidoc",
    ".org",
    ".docx",
    ".doc",
    ".odt",
    ".rtf",
    ".pdf",
    ".ipynb",
    ".textile",
    ".base",
];

/// Why one of these stays out.
const UNREAD: &str = "It is no Markdown file, and is not read";

/// Reads every text of a folder.
pub(super) fn read(files: &Files, now: Option<Time>, each: &mut Each<'_>) -> Result<()> {
    let mut layout = layout::of(files);
    sections(files, &mut layout);
    let paths = Paths::new(files, &layout);
    let within = places::of(files, now, &layout)?;
    let mut reader = Reader::new(&paths, now, within);
    let count = files.all.len().max(1) as f64;
    for (nth, named) in files.all.iter().enumerate() {
        let part = (nth + 1) as f64 / count;
        for found in reader.file(&named.path)? {
            each(found, part)?;
        }
    }
    for note in reader.notes() {
        each(note, 1.0)?;
    }
    Ok(())
}

/// The names that a site's sections have in their `_index.md`.
fn sections(files: &Files, layout: &mut Layout) {
    if !matches!(layout.program, Program::Hugo | Program::Zola) {
        return;
    }
    let lists = files.all.iter().filter(|named| is_list(&named.path));
    for named in lists.take(10_000) {
        let folder = layout
            .within(&named.path)
            .and_then(|path| path.rsplit_once('/'));
        let Some((folder, _)) = folder else { continue };
        if let Ok(Some(bytes)) = files.read(&named.path, 1 << 20) {
            let text = lines::decode(&bytes);
            let (front, _) = front::split(&text);
            let title = front.get(&["title"]).map(Value::text).unwrap_or_default();
            if !title.is_empty() {
                layout.sections.insert(folder.to_owned(), clean(&title));
            }
        }
    }
}

/// Whether it is a list's own page, and no article.
fn is_list(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.starts_with("_index.") && paths::is_text(name)
}

struct Reader<'a> {
    files: &'a Files,
    now: Option<Time>,
    layout: &'a Layout,
    paths: &'a Paths<'a>,
    /// Where the pages of a site's texts are: to which paths their addresses lead.
    within: Within,
    seen: obsidian::Seen,
    /// PDFs among the texts, and the files that these lead to.
    attachments: Vec<String>,
    led: RefCell<HashSet<String>>,
    /// Of every article that was found.
    names: HashSet<String>,
    /// How many of a site's texts have no date.
    undated: usize,
    /// How many texts lie where the site has none, by their folder.
    elsewhere: BTreeMap<String, usize>,
    found: usize,
    published: usize,
}

/// What the path of a text says.
struct Placed {
    section: String,
    slug: String,
    /// Of the file's name.
    date: Option<String>,
    language: Option<String>,
    /// Its folder is its own.
    bundle: bool,
    drafts: bool,
}

impl<'a> Reader<'a> {
    /// One that has read nothing yet.
    fn new(paths: &'a Paths<'a>, now: Option<Time>, within: Within) -> Self {
        Self {
            files: paths.files,
            now,
            layout: paths.layout,
            paths,
            within,
            seen: obsidian::Seen::default(),
            attachments: vec![],
            led: RefCell::default(),
            names: HashSet::new(),
            undated: 0,
            elsewhere: BTreeMap::new(),
            found: 0,
            published: 0,
        }
    }

    fn file(&mut self, path: &str) -> Result<Vec<Found>> {
        let low = path.to_lowercase();
        if OTHERS.iter().any(|end| low.ends_with(end)) {
            let why = UNREAD;
            // A link may lead to it yet.
            if low.ends_with(".pdf") && self.layout.holds(path) {
                self.attachments.push(path.to_owned());
                return Ok(vec![]);
            }
            let notes = self.layout.program == Program::None || low.ends_with(".canvas");
            let text = low.rsplit('.').next().unwrap_or_default().to_owned();
            return Ok(match notes || self.layout.holds(path) {
                true => vec![Found::Left(left(path, text, why))],
                false => vec![],
            });
        }
        if !paths::is_text(path) {
            return Ok(vec![]);
        }
        let is_html = low.ends_with(".html") || low.ends_with(".htm");
        if !self.layout.holds(path) {
            if !is_html {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let folder = folder.split('/').next().unwrap_or_default();
                *self.elsewhere.entry(folder.to_owned()).or_default() += 1;
            }
            return Ok(vec![]);
        }
        let bytes = match self.files.read(path, TEXT) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Ok(vec![]),
            // One file that can't be read is no reason to leave the others.
            Err(why) => return Ok(vec![Found::Left(left(path, "", &why.to_string()))]),
        };
        if lines::is_binary(&bytes) {
            let why = "It is no text in any encoding";
            return Ok(vec![Found::Left(left(path, "", why))]);
        }
        let text = decoded(&bytes).replace(paths::FOUND, "");
        let (front, body) = front::split(&text);
        // Pages of a site that has them as files begin with what they say of themselves.
        if !front.there && (is_html || self.layout.program == Program::Jekyll) {
            if !is_html {
                *self
                    .elsewhere
                    .entry("without front matter".into())
                    .or_default() += 1;
            }
            return Ok(vec![]);
        }
        if is_list(path) {
            return Ok(self.list(path, body));
        }
        Ok(vec![self.item(path, front, body, foreign(&bytes))])
    }

    /// A list's own page: its name is its section's, its words are left.
    fn list(&self, path: &str, body: &str) -> Vec<Found> {
        match body.trim() {
            "" => vec![],
            words => {
                let why = "These words stand on the page of a section, which is no article";
                vec![Found::Left(left(path, words, why))]
            }
        }
    }

    fn item(
        &mut self,
        path: &str,
        front: front::Front,
        body: &str,
        foreign: Option<bool>,
    ) -> Found {
        let low = path.to_lowercase();
        let is_html = low.ends_with(".html") || low.ends_with(".htm");
        let mut front = front;
        if self.layout.program == Program::Jekyll {
            jekyll::parted(&mut front);
        }
        let mut item = Item {
            place: path.to_owned(),
            ..Item::default()
        };
        let placed = self.placed(path);
        let whole = front.clone();
        let place = |address: &str| self.picture(path, address);
        let draft = front::take(front, &mut item, &place) || placed.drafts;
        self.named(path, &placed, &whole, &mut item);
        item.body = match is_html {
            true => self.html(path, body, &mut item),
            false => self.text(path, body, &whole, &mut item),
        };
        titled(path, &placed, &mut item);
        if let Some(mixed) = foreign {
            item.left.push(left("text", "", FOREIGN));
            self.stands(draft || mixed, &whole, &mut item);
        } else {
            self.stands(draft, &whole, &mut item);
        }
        // Of a name in a place where none is expected, the path stays.
        item.body = item.body.replace(paths::FOUND, "");
        if item.lead.is_none() && placed.bundle && self.layout.program == Program::Hugo {
            item.lead = self.featured(path);
        }
        if item.body.is_empty() && item.standfirst.is_empty() && !whole.there {
            return Found::Left(left(path, "", "There is no text in it"));
        }
        if !self.names.insert(item.source.clone()) {
            // A copy of an article that was exported twice.
            item.source = format!("markdown:{path}");
            item.weak = true;
            self.names.insert(item.source.clone());
        }
        self.found += 1;
        self.published += usize::from(item.stood == Stood::Published);
        Found::Item(Box::new(item))
    }

    /// What its path says, where it says no better itself.
    fn named(&self, path: &str, placed: &Placed, front: &front::Front, item: &mut Item) {
        let own = path.strip_prefix(self.layout.root.as_str()).unwrap_or(path);
        (item.source, item.weak) = stands::source(self.layout, own, front);
        let ours = |name: &str| item.meta.iter().find(|(own, _)| own == name);
        if let Some((_, article)) = ours("article").filter(|_| is_ours(front)) {
            item.source = format!("copydesk:{article}");
            item.weak = false;
        }
        let page = own.contains("pages/") || placed.section.is_empty() && !placed.bundle;
        item.sort = match self.layout.program {
            Program::None => "note".to_owned(),
            _ if page && item.published.is_none() && placed.date.is_none() => "page".to_owned(),
            _ => "post".to_owned(),
        };
        if item.section.is_empty() {
            item.section.clone_from(&placed.section);
        }
        stands::addressed(self.layout, path, front, item);
        if item.address.is_none() && self.layout.program == Program::Jekyll {
            let named = (placed.date.as_deref(), placed.slug.as_str());
            item.address = jekyll::address(self.layout, path, front, named);
        }
        stands::aliased(self.layout, item);
        if item.slug.is_none() && self.layout.program != Program::None {
            item.slug = Some(placed.slug.clone());
        }
        if item.language.is_none() {
            item.language = placed
                .language
                .clone()
                .or_else(|| self.layout.language.clone());
        }
        if item.published.is_none() {
            item.published = placed.date.as_deref().and_then(moment);
        }
    }

    fn stands(&mut self, draft: bool, front: &front::Front, item: &mut Item) {
        let site = self.layout.program != Program::None;
        item.stood = match draft {
            true => Stood::Draft,
            false => stands::stood(self.layout, front, self.now, item),
        };
        self.undated += usize::from(site && !draft && item.published.is_none());
        if item.stood == Stood::Draft
            && let Some(at) = item.published.take()
        {
            keep(item, "date", &at.to_string());
        }
    }

    fn placed(&self, path: &str) -> Placed {
        let rest = self.layout.within(path).unwrap_or(path);
        let mut parts: Vec<&str> = rest.split('/').collect();
        let name = parts.pop().unwrap_or_default();
        let mut stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let program = self.layout.program;
        let site = program != Program::None;
        let is_language = |text: &str| self.layout.languages.iter().any(|own| own == text);
        let mut language = None;
        if let Some((before, code)) = stem.rsplit_once('.').filter(|_| site) {
            let short = code.len() == 2 && code.chars().all(|c| c.is_ascii_lowercase());
            if short || is_language(code) {
                language = Some(code.to_owned());
                stem = before;
            }
        }
        if let Some(first) = parts.first().filter(|first| site && is_language(first)) {
            language = Some((*first).to_owned());
            parts.remove(0);
        }
        if program == Program::Astro && matches!(parts.first(), Some(&"content" | &"pages")) {
            parts.remove(0);
        }
        let bundle = site && stem == "index" && !parts.is_empty();
        let mut stem = stem.to_owned();
        if bundle {
            stem = parts.pop().unwrap_or_default().to_owned();
        }
        let drafts = parts.contains(&"_drafts");
        let date = stem.get(..10).filter(|day| {
            let plain = |(at, c): (usize, char)| match at {
                4 | 7 => c == '-',
                _ => c.is_ascii_digit(),
            };
            day.char_indices().all(plain)
        });
        let date = date.map(str::to_owned);
        let dated = matches!(program, Program::Jekyll | Program::Zola | Program::Eleventy);
        if let (Some(_), true) = (&date, dated) {
            let rest = stem.get(10..).unwrap_or_default();
            let rest = rest.trim_start_matches(['-', '_']);
            if !rest.is_empty() {
                stem = rest.to_owned();
            }
        }
        Placed {
            section: self.section(&parts),
            slug: stem,
            date,
            language,
            bundle,
            drafts,
        }
    }

    /// The section by the folders that a text lies in.
    fn section(&self, parts: &[&str]) -> String {
        // Folders that only say that there are texts in them.
        let plain = |part: &&&str| {
            let part = part.to_lowercase();
            !matches!(
                part.as_str(),
                "_posts"
                    | "_drafts"
                    | "posts"
                    | "post"
                    | "blog"
                    | "content"
                    | "articles"
                    | "pages"
                    | "collections"
                    | "src"
                    | "notes"
            )
        };
        let site = self.layout.program != Program::None;
        let found = match self.layout.program {
            Program::Hugo | Program::Zola => parts.first().filter(plain),
            _ => parts
                .last()
                .filter(|part| !site || plain(part))
                .or_else(|| parts.iter().rev().find(plain).filter(|_| site)),
        };
        let Some(found) = found else {
            return String::new();
        };
        if let Some(title) = self.layout.sections.get(*found) {
            return title.clone();
        }
        if !site {
            return (*found).to_owned();
        }
        humane(found.trim_start_matches('_'))
    }

    /// A picture that front matter names.
    fn picture(&self, from: &str, address: &str) -> String {
        let found = self.paths.file(from, address);
        found
            .or_else(|| {
                self.paths
                    .attachment(from, address)
                    .filter(|_| !web(address))
            })
            .map_or_else(|| address.to_owned(), str::to_owned)
    }

    /// The picture of a folder that themes of Hugo take for its first.
    fn featured(&self, path: &str) -> Option<Picture> {
        let (folder, _) = path.rsplit_once('/')?;
        let own = format!("{folder}/");
        let from = self.files.all.partition_point(|named| named.path < own);
        let beside = self.files.all.get(from..)?.iter();
        let beside = beside.take_while(|named| named.path.starts_with(&own));
        let mut names = beside.filter_map(|named| {
            let name = named.path.strip_prefix(&own)?.to_lowercase();
            let first = ["feature", "cover", "thumbnail"];
            let picture = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg"];
            let is = first.iter().any(|start| name.starts_with(start))
                && picture.iter().any(|end| name.ends_with(end));
            is.then(|| named.path.clone())
        });
        Some(Picture {
            address: names.next()?,
            ..Picture::default()
        })
    }

    fn html(&self, path: &str, body: &str, item: &mut Item) -> String {
        let html = liquid::text(
            body.to_owned(),
            &front::Front::default(),
            path,
            self.paths,
            item,
        );
        let text = prepared::markdown(html, item, &mut |address, picture| {
            self.address(path, address, picture)
        });
        clean(&text)
    }

    /// The text, with what its program put into it as Markdown.
    fn text(&mut self, path: &str, body: &str, front: &front::Front, item: &mut Item) -> String {
        let mut text = super::embedded::cut_for(body.to_owned(), item);
        for more in ["<!--more-->", "<!-- more -->"] {
            text = text.replace(more, "");
        }
        text = match self.layout.program {
            Program::Hugo => hugo::text(text, front, path, self.paths, item),
            Program::Zola => hugo::zola(text, front, path, self.paths, item),
            Program::Jekyll | Program::Eleventy => {
                liquid::text(text, front, path, self.paths, item)
            }
            Program::Astro => text,
            Program::None => obsidian::text(text, path, self.paths, &mut self.seen, item),
        };
        if path.to_lowercase().ends_with(".mdx") {
            text = mdx::text(text, item);
        }
        let ours = is_ours(front);
        let text = rewrite::markdown(text, item, &mut |address, picture| {
            let page = (ours && !picture).then(|| self.own_page(path, address));
            page.flatten()
                .or_else(|| self.address(path, address, picture))
        });
        text.trim_matches(['\n', '\r']).trim_end().to_owned()
    }

    /// Where an address of a text leads; none where it stays as it is.
    fn address(&self, from: &str, address: &str, picture: bool) -> Option<String> {
        let found = self.place(from, address, picture)?;
        let path = found.split('#').next().unwrap_or_default();
        if path.to_lowercase().ends_with(".pdf") {
            self.led.borrow_mut().insert(path.to_owned());
        }
        Some(found)
    }

    fn place(&self, from: &str, address: &str, picture: bool) -> Option<String> {
        if let Some((_, found)) = address.split_once(paths::FOUND) {
            let (path, place) = found.split_at(found.find('#').unwrap_or(found.len()));
            let path = super::files::percent_encoding_decoded(path);
            return Some(format!("{path}{place}"));
        }
        if picture {
            return self.paths.file(from, address).map(str::to_owned);
        }
        if address.starts_with('#') {
            return None;
        }
        let page = self.paths.page(from, address);
        let found = page
            .or_else(|| self.paths.file(from, address).filter(|_| !web(address)))
            .or_else(|| places::at(&self.within, self.layout, address))?;
        let place = address.find('#').and_then(|at| address.get(at..));
        Some(format!("{found}{}", place.unwrap_or_default()))
    }

    /// The address that a link between two pages of our own export had before it went out.
    fn own_page(&self, from: &str, address: &str) -> Option<String> {
        if web(address) || address.starts_with('#') {
            return None;
        }
        let page = self.layout.within(self.paths.page(from, address)?)?;
        let folder = page.strip_suffix("index.md")?;
        let place = address.find(['#', '?']).and_then(|at| address.get(at..));
        let base = self.layout.base.as_deref().unwrap_or_default();
        Some(format!("{base}/{folder}{}", place.unwrap_or_default()))
    }
}

/// What notes of every program have alike: marks, tags among the words.
pub(super) fn shared(text: String, item: &mut Item) -> String {
    obsidian::plain(text, item)
}

/// Our own export says which article it is, and which revision of it.
fn is_ours(front: &front::Front) -> bool {
    let says = |name: &str, len: usize| {
        let value = front.get(&[name]).map(Value::text).unwrap_or_default();
        value.len() >= len && value.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
    };
    says("article", 32) && says("revision", 64)
}

fn web(address: &str) -> bool {
    address.contains("://") || address.starts_with("//") || address.starts_with("mailto:")
}

/// A folder's or a file's name as words.
fn humane(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + chars.as_str()
}

/// The headline: what is said of it, what the text begins with, or the file's name.
fn titled(path: &str, placed: &Placed, item: &mut Item) {
    crate::markdown::headline(item);
    if !item.title.is_empty() {
        return;
    }
    item.title = match item.sort.as_str() {
        "note" => {
            let name = path.rsplit('/').next().unwrap_or_default();
            let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            clean(name)
        }
        _ => humane(&placed.slug),
    };
    if item.title.is_empty() {
        item.title = first_words(&item.body);
    }
}
