//! An edition as a book (EPUB 3.3): a cover, a table of contents, a chapter for each article. Its date, its identifier and
//! its files come from the edition alone.

mod chapter;
mod container;
mod package;
mod tree;

use crate::{
    body,
    print::{Job, Print, Sink},
    site::{Index, dated, words},
    theme::Theme,
    xml::line,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use chapter::Chapters;
use container::Container;
use minijinja::{Value, value::Serde};
use model::{
    ArticleId, Hash, Result, Time,
    article::slug,
    asset::{AssetFile, Media},
    bundle::{BundleKind, Placed, Surroundings},
    canonical,
};
use serde::Serialize;
use std::{
    collections::{BTreeSet, HashMap},
    io::Write,
};

const STYLE: &str = include_str!("style.css");
/// The template of the cover; a theme without it gets ours.
pub(crate) const COVER: &str = "cover.svg";
/// How many letters a line of the cover's title holds, and how many lines there is room for.
const LINE: usize = 14;
const LINES: usize = 6;

/// What the book knows of one of its chapters.
struct Entry {
    article: ArticleId,
    title: String,
    language: String,
}

/// Chapters that stand together.
struct Section {
    name: String,
    chapters: usize,
}

/// A book, as its package describes it.
struct Book<'a> {
    around: &'a Surroundings,
    newsroom: String,
    title: String,
    hash: Hash,
    newest: Option<Time>,
    chapters: Vec<Entry>,
    sections: Vec<Section>,
    names: BTreeSet<String>,
    pictures: BTreeSet<AssetFile>,
    /// The first picture at the top of a chapter that is a photograph or the like.
    front: Option<AssetFile>,
    described: bool,
}

#[derive(Serialize)]
struct CoverForm<'a> {
    newsroom: &'a [String],
    edition: &'a [String],
    date: &'a str,
    proof: &'a str,
    direction: &'a str,
    language: &'a str,
    headlines: Vec<String>,
    /// How large the letters of the newsroom's name are, so that its longest line fits.
    size: usize,
    /// The bytes of the first picture at the top of a chapter, as an address; empty where there is none.
    picture: String,
}

/// The file under `epub/`.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    vec![Box::new(move |sink| book(from, index, sink))]
}

/// The name of the file.
fn name(around: &Surroundings) -> String {
    let edition = if around.edition.is_empty() {
        String::new()
    } else {
        format!("-{}", slug(&around.edition))
    };
    crate::names::safe(&format!("{}{edition}.epub", slug(&around.newsroom)))
}

/// The articles, those of one section together, sections in the order of their first: as one leafs.
fn in_order<'a>(from: &'a Print, index: &'a Index) -> Vec<(&'a str, Vec<&'a Placed>)> {
    let mut sections: Vec<(&str, Vec<&Placed>)> = vec![];
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (placed, entry) in from.surroundings.articles.iter().zip(&index.entries) {
        let at = *places.entry(&entry.section).or_insert_with(|| {
            sections.push((&entry.section, vec![]));
            sections.len() - 1
        });
        if let Some((_, articles)) = sections.get_mut(at) {
            articles.push(placed);
        }
    }
    for (folder, articles) in &mut sections {
        let front = from.surroundings.fronts.get(*folder);
        // What was there keeps its order.
        articles.sort_by_key(|placed| Some(&placed.article) != front);
    }
    sections
}

fn book(from: &Print, index: &Index, sink: &dyn Sink) -> Result<()> {
    let around = from.surroundings;
    sink.stream(&format!("epub/{}", name(around)), &mut |out| {
        write_book(from, index, out)
    })
}

fn write_book(from: &Print, index: &Index, out: &mut dyn Write) -> Result<()> {
    let around = from.surroundings;
    let mut container = Container::new(out)?;
    container.entry(
        "META-INF/container.xml",
        package::CONTAINER.as_bytes(),
        true,
    )?;
    let mut book = start(around)?;
    let pages: Chapters = around
        .articles
        .iter()
        .zip(&index.entries)
        .map(|(placed, entry)| (entry.path.trim_end_matches("index.html"), placed.article))
        .collect();
    for (folder, articles) in in_order(from, index) {
        let mut named = index.site.sections.iter();
        let section = named.find(|section| section.slug == folder);
        book.sections.push(Section {
            name: line(section.map_or(folder, |section| &section.name)),
            chapters: articles.len(),
        });
        for placed in articles {
            let content = (from.contents)(placed.revision)?;
            let html = (from.html)(placed.revision, &content.body)?;
            let mut made = chapter::chapter(from, &pages, placed, &content, html);
            let path = format!("EPUB/{}", chapter::file(placed.article));
            container.entry(&path, made.xhtml.as_bytes(), true)?;
            book.described &= made.described;
            let lead = body::lead(&content, around).map(|(_, asset)| body::shown(asset));
            let plain = lead.filter(|(_, media)| matches!(media, Media::Jpeg | Media::Png));
            book.front = book.front.or(plain);
            book.newest = book.newest.max(body::updated(&content, placed.date));
            book.pictures.append(&mut made.pictures);
            let names = content.bylines.iter().map(|one| line(&one.name));
            book.names.extend(names.filter(|name| !name.is_empty()));
            book.chapters.push(Entry {
                article: placed.article,
                title: chapter::title(&content),
                language: content.language,
            });
        }
    }
    for file in &book.pictures {
        let packed = file.1 == Media::Svg;
        let path = format!("EPUB/{}", chapter::picture(*file));
        container.entry(&path, &(from.assets)(file.0)?, packed)?;
    }
    container.entry("EPUB/style.css", STYLE.as_bytes(), true)?;
    container.entry("EPUB/cover.svg", &cover(from, &book)?, true)?;
    for (name, text) in [
        ("cover.xhtml", package::cover(&book)),
        ("nav.xhtml", package::nav(&book)),
        ("package.opf", package::package(&book)),
    ] {
        container.entry(&format!("EPUB/{name}"), text.as_bytes(), true)?;
    }
    container.finish()
}

/// A book without a chapter.
fn start(around: &Surroundings) -> Result<Book<'_>> {
    let newsroom = line(&around.newsroom);
    let edition = line(&around.edition);
    let texts: Vec<_> = around
        .articles
        .iter()
        .map(|placed| (placed.article, placed.revision))
        .collect();
    Ok(Book {
        title: if edition.is_empty() {
            newsroom.clone()
        } else {
            format!("{newsroom} – {edition}")
        },
        hash: Hash::of(&canonical(&(&newsroom, &edition, &texts))?),
        newsroom,
        around,
        newest: None,
        chapters: vec![],
        sections: vec![],
        names: BTreeSet::new(),
        front: None,
        pictures: BTreeSet::new(),
        described: true,
    })
}

/// The cover by the theme.
fn cover(from: &Print, book: &Book) -> Result<Vec<u8>> {
    let around = book.around;
    let newsroom = lines(&book.newsroom);
    let longest = newsroom.iter().map(|line| line.chars().count()).max();
    let picture = match book.front {
        Some((hash, media)) => {
            let bytes = STANDARD.encode((from.assets)(hash)?);
            format!("data:{};base64,{bytes}", media.name())
        }
        None => String::new(),
    };
    let day = book
        .newest
        .map(|at| dated(at, around, &around.language).human);
    let form = CoverForm {
        newsroom: &newsroom,
        size: (1560 / longest.unwrap_or(1).max(1)).min(124),
        picture,
        edition: &lines(&line(&around.edition)),
        date: day.as_deref().unwrap_or_default(),
        proof: match around.kind {
            BundleKind::Proof => words(&around.language).proof,
            BundleKind::Release => "",
        },
        direction: markup::direction(&around.language),
        language: chapter::language(&around.language),
        headlines: book
            .chapters
            .iter()
            .take(3)
            .map(|one| cut(&one.title, 44))
            .collect(),
    };
    let with = minijinja::context! { cover => Value::from(Serde(&form)) };
    if from.theme.has(COVER) {
        from.theme.render(COVER, with)
    } else {
        Theme::builtin()?.render(COVER, with)
    }
}

/// A title in lines that fit on a cover.
fn lines(title: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in title.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(last) if last.chars().count() + 1 + word.chars().count() <= LINE => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(cut(word, LINE + 6)),
        }
    }
    lines.truncate(LINES);
    lines
}

/// At most so many letters of a text.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most - 1).collect();
    out.push('…');
    out
}
