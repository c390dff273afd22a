//! An article as a chapter.

use super::tree::{Element, Node, flow, parse, words as words_of, write};
use crate::{
    body,
    print::Print,
    site::{dated, words},
    xml::{escaped, line},
};
use markup::Place;
use model::{
    ArticleId, Hash,
    article::Content,
    asset::{Asset, AssetFile},
    bundle::{BundleKind, Placed, Surroundings},
};
use std::{
    collections::{BTreeSet, HashMap, hash_map::Entry},
    fmt::Write as _,
};
use url::Url;

/// The chapters of a book by their pages' folders (`section/slug/`).
pub(super) type Chapters<'a> = HashMap<&'a str, ArticleId>;

/// The name of a chapter's file, from `EPUB/`.
pub(super) fn file(article: ArticleId) -> String {
    format!("text/{article}.xhtml")
}

/// The name of a picture's file, from `EPUB/`.
pub(super) fn picture((hash, media): AssetFile) -> String {
    format!("assets/{hash}.{}", media.extension())
}

/// A language as the book may name it.
pub(super) fn language(tag: &str) -> &str {
    let mut parts = tag.split('-');
    let first = parts
        .next()
        .is_some_and(|it| matches!(it.len(), 2 | 3) && it.chars().all(|c| c.is_ascii_alphabetic()));
    let rest = parts
        .all(|it| (2..=8).contains(&it.len()) && it.chars().all(|c| c.is_ascii_alphanumeric()));
    if first && rest { tag } else { "und" }
}

/// A chapter and the pictures that it shows.
pub(super) struct Chapter {
    pub(super) xhtml: String,
    pub(super) pictures: BTreeSet<AssetFile>,
    /// Whether everything that it shows says what it is.
    pub(super) described: bool,
}

/// The first lines of every page of the book.
pub(super) fn page(title: &str, tag: &str, root: &str, body: &str) -> String {
    let tag = language(tag);
    let direction = markup::direction(tag);
    let title = escaped(title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{tag}\" xml:lang=\"{tag}\" dir=\"{direction}\">\n<head>\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"{root}style.css\"/>\n</head>\n\
         {body}\n</html>\n"
    )
}

/// The headline, or where there is none the name in its address.
pub(super) fn title(content: &Content) -> String {
    let title = line(&content.title);
    if title.is_empty() {
        content.slug.clone()
    } else {
        title
    }
}

/// The chapter that an article is.
pub(super) fn chapter(
    from: &Print,
    chapters: &Chapters,
    placed: &Placed,
    content: &Content,
    html: String,
) -> Chapter {
    let around = from.surroundings;
    let mut text = Text {
        around,
        chapters,
        here: content.path(),
        pictures: BTreeSet::new(),
        described: true,
        ids: HashMap::new(),
        references: HashMap::new(),
        notes: vec![],
    };
    let mut out = head(around, placed, content);
    if let Some((lead, asset)) = body::lead(content, around) {
        let mut nodes = vec![text.img(asset, &line(&lead.alt))];
        let words = [line(&lead.caption), line(&lead.credit)].join(" ");
        if !words.trim().is_empty() {
            let words = vec![Node::Text(words.trim().to_owned())];
            nodes.push(Node::Element(Element::new("figcaption", words)));
        }
        write(&[Node::Element(Element::new("figure", nodes))], &mut out);
        out.push('\n');
    }
    let nodes = text.nodes(html);
    write(&nodes, &mut out);
    corrections(&mut out, around, content);
    if !text.notes.is_empty() {
        out.push_str("<hr class=\"notes\"/>\n");
        write(&std::mem::take(&mut text.notes), &mut out);
    }
    out.push_str("</section>\n</body>");
    Chapter {
        xhtml: page(&title(content), &content.language, "../", &out),
        pictures: text.pictures,
        described: text.described,
    }
}

/// All that stands above the text.
fn head(around: &Surroundings, placed: &Placed, content: &Content) -> String {
    let mut out =
        String::from("<body>\n<section epub:type=\"chapter\" role=\"doc-chapter\">\n<header>\n");
    let paragraph = |out: &mut String, class: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "<p class=\"{class}\">{}</p>", escaped(text));
        }
    };
    if around.kind == BundleKind::Proof {
        paragraph(&mut out, "proof", words(&content.language).proof);
    }
    paragraph(&mut out, "kicker", &line(&content.kicker));
    let _ = writeln!(out, "<h1>{}</h1>", escaped(&title(content)));
    paragraph(&mut out, "standfirst", &line(&content.standfirst));
    paragraph(&mut out, "byline", &byline(content));
    if let Some(date) = placed.date {
        let date = dated(date, around, &content.language);
        let (machine, human) = (date.machine, escaped(&date.human));
        let _ = writeln!(
            out,
            "<p class=\"date\"><time datetime=\"{machine}\">{human}</time></p>"
        );
    }
    out.push_str("</header>\n");
    out
}

fn byline(content: &Content) -> String {
    let names = content.bylines.iter().map(|one| {
        let (name, role) = (line(&one.name), line(&one.role));
        if role.is_empty() {
            name
        } else {
            format!("{name}, {role}")
        }
    });
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("{} {}", words(&content.language).by, names.join("; "))
}

fn corrections(out: &mut String, around: &Surroundings, content: &Content) {
    for one in &content.corrections {
        let (kind, day, text) = body::correction(one, around, &content.language);
        let (kind, day, text) = (escaped(kind), escaped(&day), escaped(&text));
        let _ = write!(
            out,
            "\n<p class=\"correction\"><strong>{kind}</strong>, {day}: {text}</p>"
        );
    }
    out.push('\n');
}

/// A text on its way into a chapter.
struct Text<'a> {
    around: &'a Surroundings,
    chapters: &'a Chapters<'a>,
    /// The folder of its page, `section/slug/`.
    here: String,
    pictures: BTreeSet<AssetFile>,
    described: bool,
    /// The ids of the text, each with what it is called here.
    ids: HashMap<String, String>,
    /// The first reference to each note, by the note's id here.
    references: HashMap<String, String>,
    notes: Vec<Node>,
}

/// What marks a picture of the book in the HTML that has no other way to say it.
const OURS: &str = "copydesk-asset:";

impl Text<'_> {
    /// A picture of the book.
    fn img(&mut self, asset: &Asset, alt: &str) -> Node {
        let file = body::shown(asset);
        self.pictures.insert(file);
        self.described &= !alt.trim().is_empty();
        let mut img = Element::new("img", vec![]);
        img.set("src", &format!("../{}", picture(file)));
        img.set("alt", alt);
        if let Some((width, height)) = body::measures(asset) {
            img.set("width", &width.to_string());
            img.set("height", &height.to_string());
        }
        Node::Element(img)
    }

    /// The safe HTML of a text as pieces of the chapter; its notes are kept for the end.
    fn nodes(&mut self, html: String) -> Vec<Node> {
        let around = self.around;
        let html = markup::place_assets(&html, &mut |place| match place {
            Place::Link { asset } => {
                let asset = around.asset(asset)?;
                body::on_site(around, body::shown(asset))
            }
            Place::Picture {
                asset,
                alt,
                caption,
                alone,
            } => {
                let asset = around
                    .asset(asset)
                    .filter(|asset| asset.media.is_picture())?;
                let img = format!("<img src=\"{OURS}{}\" alt=\"{alt}\">", asset.hash);
                let caption = caption.replace('<', "&lt;").replace('>', "&gt;");
                Some(match (alone, caption.as_str()) {
                    (false, _) => img,
                    (true, "") => format!("<figure>{img}</figure>"),
                    (true, caption) => {
                        format!("<figure>{img}<figcaption>{caption}</figcaption></figure>")
                    }
                })
            }
        });
        let mut nodes = flow(parse(&html));
        self.name(&mut nodes);
        nodes = self.settled(nodes);
        // An article's own notes, not those that stand in something.
        let note = |node: &Node| matches!(node, Node::Element(element) if element.name == "aside");
        let (notes, rest) = nodes.into_iter().partition(note);
        self.notes = notes;
        rest
    }

    /// Gives every id in the text one that no other has, and drops the second of a name.
    fn name(&mut self, nodes: &mut [Node]) {
        for node in nodes {
            let Node::Element(element) = node else {
                continue;
            };
            if let Some(id) = element.attribute("id").map(str::to_owned) {
                let new = format!("n{}", self.ids.len() + 1);
                match self.ids.entry(id) {
                    Entry::Occupied(_) => element.remove("id"),
                    Entry::Vacant(free) => {
                        element.set("id", &new);
                        free.insert(new);
                    }
                }
            }
            self.name(&mut element.children);
        }
    }

    fn settled(&mut self, nodes: Vec<Node>) -> Vec<Node> {
        nodes
            .into_iter()
            .map(|node| match node {
                Node::Element(element) => self.element(element),
                text => text,
            })
            .collect()
    }

    fn element(&mut self, mut element: Element) -> Node {
        attributes(&mut element);
        let class = element.attribute("class").unwrap_or_default().to_owned();
        match (element.name.as_str(), class.as_str()) {
            ("img", _) => return self.shown(&element),
            ("a", _) => self.link(&mut element, false),
            ("sup", "footnote-reference") => {
                element.remove("class");
                for child in &mut element.children {
                    if let Node::Element(link) = child
                        && link.name == "a"
                    {
                        self.link(link, true);
                    }
                }
                return Node::Element(element);
            }
            ("div", "footnote-definition") => {
                element.remove("class");
                element.name = "aside".into();
                element.set("epub:type", "footnote");
                element.set("role", "doc-footnote");
                element.children = self.settled(std::mem::take(&mut element.children));
                self.back(&mut element);
                return Node::Element(element);
            }
            _ => {}
        }
        element.children = self.settled(std::mem::take(&mut element.children));
        Node::Element(element)
    }

    /// A picture: one of the book, or of one that is elsewhere its words.
    fn shown(&mut self, element: &Element) -> Node {
        let alt = line(element.attribute("alt").unwrap_or_default());
        let hash = element
            .attribute("src")
            .and_then(|src| src.strip_prefix(OURS)?.parse::<Hash>().ok());
        match hash.and_then(|hash| self.around.asset(hash)) {
            Some(asset) => self.img(asset, &alt),
            None => Node::Text(alt),
        }
    }

    /// A link, where it leads somewhere; a reference to a note as one.
    fn link(&mut self, element: &mut Element, note: bool) {
        let Some(to) = element.attribute("href").map(str::to_owned) else {
            return;
        };
        if let Some(inside) = to.strip_prefix('#') {
            let Some(id) = self.ids.get(inside).cloned() else {
                element.remove("href");
                return;
            };
            element.set("href", &format!("#{id}"));
            if note {
                element.set("epub:type", "noteref");
                element.set("role", "doc-noteref");
                if !self.references.contains_key(&id) {
                    let own = format!("r{}", self.references.len() + 1);
                    element.set("id", &own);
                    self.references.insert(id, own);
                }
            }
            return;
        }
        match self.address(&to) {
            Some(to) => element.set("href", &to),
            None => element.remove("href"),
        }
    }

    /// An address as a book may hold it: a chapter's, or a whole one.
    fn address(&self, to: &str) -> Option<String> {
        let base = self.around.base_url.as_str();
        let url = match Url::parse(to) {
            Ok(url) => url,
            Err(_) => Url::parse(base)
                .ok()?
                .join(&self.here)
                .ok()?
                .join(to)
                .ok()?,
        };
        if !matches!(url.scheme(), "http" | "https" | "mailto" | "tel") {
            return None;
        }
        let whole: String = url.as_str().to_owned();
        if !base.is_empty()
            && let Some(rest) = whole.strip_prefix(base)
            && let path = rest.split(['#', '?']).next().unwrap_or_default()
            && let Some(chapter) = self.chapters.get(path)
        {
            return Some(format!("{chapter}.xhtml"));
        }
        Some(strict(&whole))
    }

    /// From a note back to where it is referred to, by its number, which stands at the head of its words.
    fn back(&self, note: &mut Element) {
        let label = note.children.iter().position(|child| {
            let class = Some("footnote-definition-label");
            matches!(child, Node::Element(label) if label.attribute("class") == class)
        });
        let Some(at) = label else { return };
        let Node::Element(mut label) = note.children.remove(at) else {
            return;
        };
        label.remove("class");
        let id = note.attribute("id");
        if let Some(reference) = id.and_then(|id| self.references.get(id)) {
            let mut back = Element::new("a", vec![Node::Text(words_of(&label.children))]);
            back.set("href", &format!("#{reference}"));
            back.set("role", "doc-backlink");
            label.children = vec![Node::Element(back)];
        }
        let first = note.children.iter_mut().find_map(|child| match child {
            Node::Element(first) if first.name == "p" => Some(first),
            _ => None,
        });
        match first {
            Some(first) => {
                first.children.insert(0, Node::Text(" ".into()));
                first.children.insert(0, Node::Element(label));
            }
            None => note.children.insert(0, Node::Element(label)),
        }
    }
}

/// An address with every letter that none may have as its bytes in hex.
fn strict(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        let hex = |at: usize| {
            let digit = address.as_bytes().get(at);
            digit.is_some_and(u8::is_ascii_hexdigit)
        };
        let plain = match c {
            '%' => hex(at + 1) && hex(at + 2),
            c => c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=[]".contains(c),
        };
        if plain {
            out.push(c);
            continue;
        }
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What an element may say of itself in a book.
fn attributes(element: &mut Element) {
    element.remove("hreflang");
    if let Some(tag) = element.attribute("lang").map(str::to_owned) {
        element.remove("lang");
        if language(&tag) != "und" {
            element.set("lang", &tag);
            element.set("xml:lang", &tag);
        }
    }
    for key in ["colspan", "rowspan"] {
        let sound = element
            .attribute(key)
            .is_none_or(|value| value.parse::<u16>().is_ok_and(|n| (1..=1000).contains(&n)));
        if !sound {
            element.remove(key);
        }
    }
    if element.name == "ol"
        && element
            .attribute("start")
            .is_some_and(|value| value.parse::<u16>().is_err())
    {
        element.remove("start");
    }
}
