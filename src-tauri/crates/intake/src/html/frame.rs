//! Where on a page the headline and the article's text are.

use super::{
    meta::Meta,
    prose::{self, Prose},
    role, words,
};
use crate::text::{key, same};
use ego_tree::NodeId;
use scraper::{ElementRef, Selector};
use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

/// What marks the element that holds an article's text, the surest first.
const TEXTS: [&str; 15] = [
    "[itemprop=articleBody]",
    ".entry-content",
    ".article-body",
    ".article__body",
    ".articleBody",
    ".post-content",
    ".article-content",
    ".article__content",
    ".story-body",
    ".article-text",
    ".post-body",
    ".single-content",
    ".td-post-content",
    ".text-body",
    ".body-copy",
];

/// The elements by which everything else on the page is judged.
pub(super) struct Frame {
    pub headline: Option<NodeId>,
    /// The elements that hold the article's text.
    pub texts: HashSet<NodeId>,
    /// What holds the headline or the text, and is therefore no part of its own, whatever its name.
    pub above: HashSet<NodeId>,
    /// The element about the headline in which kicker, standfirst and byline stand too.
    pub near: Option<NodeId>,
    /// The innermost element that holds both the headline and the text.
    pub scope: Option<NodeId>,
    /// How long the article's text is, in bytes.
    pub length: usize,
}

impl Frame {
    pub fn of(root: ElementRef<'_>, meta: &Meta) -> Self {
        let mut found = texts(root);
        let headline = headline(root, meta, found.first().copied());
        if found.is_empty() {
            let article = headline.and_then(|one| {
                let mut outer = one.ancestors().filter_map(ElementRef::wrap);
                outer.find(|one| one.value().name() == "article")
            });
            found.extend(article);
        }
        let length = found.iter().map(|text| size(*text)).sum();
        let mut above = HashSet::new();
        for element in found.iter().chain(headline.as_ref()) {
            above.insert(element.id());
            above.extend(element.ancestors().map(|node| node.id()));
        }
        let about = |element: ElementRef<'_>| {
            let header = element.ancestors().filter_map(ElementRef::wrap).take(4);
            let named = header
                .clone()
                .find(|one| matches!(one.value().name(), "header" | "hgroup"));
            named.or_else(|| header.clone().next()).map(|one| one.id())
        };
        Self {
            headline: headline.map(|element| element.id()),
            texts: found.iter().map(|element| element.id()).collect(),
            above,
            near: headline.and_then(about),
            scope: scope(headline, found.first().copied()),
            length,
        }
    }

    pub fn marks_text(&self) -> bool {
        !self.texts.is_empty()
    }
}

fn scope(headline: Option<ElementRef<'_>>, text: Option<ElementRef<'_>>) -> Option<NodeId> {
    let (headline, text) = (headline?, text?);
    let about: Vec<NodeId> = headline.ancestors().map(|node| node.id()).collect();
    text.ancestors()
        .map(|node| node.id())
        .chain([text.id()])
        .find(|id| about.contains(id))
}

/// How much text an element holds, in bytes.
pub(super) fn size(element: ElementRef<'_>) -> usize {
    element.text().map(|text| text.trim().len()).sum()
}

/// What `css` finds in `element`, in the page's order.
pub(super) fn select<'a>(root: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Option<Selector>>> = RefCell::new(HashMap::new());
    }
    KNOWN.with(|known| {
        let mut known = known.borrow_mut();
        if !known.contains_key(css) {
            known.insert(css.to_owned(), Selector::parse(css).ok());
        }
        let selector = known.get(css).and_then(Option::as_ref);
        selector
            .map(|selector| root.select(selector).collect())
            .unwrap_or_default()
    })
}

/// What a browser shows as the headline: a heading that says what the page's title says, else the one about the text.
fn headline<'a>(
    root: ElementRef<'a>,
    meta: &Meta,
    text: Option<ElementRef<'a>>,
) -> Option<ElementRef<'a>> {
    let said = key(&meta.title);
    // A title for machines often ends in the site's name, or begins with it.
    let told = |element: &ElementRef<'_>| {
        let text = words(*element);
        let bare = key(&text);
        !same(&text, &meta.site)
            && (same(&text, &meta.title)
                || bare.len() > 8 && said.starts_with(&bare)
                || meta.titles.iter().any(|title| key(title) == bare))
    };
    let fits = |element: &ElementRef<'_>| {
        let text = words(*element);
        !text.is_empty()
            && text.chars().count() <= 1_000
            && !is_beside(*element)
            && !is_logo(*element)
    };
    let first: Vec<_> = select(root, "h1").into_iter().filter(fits).collect();
    let marked = || {
        let css = "[itemprop=headline], h1.entry-title, h2.entry-title, .entry-title, .post-title, .article-title, .headline, \
                   h1.p-name, h2.p-name";
        select(root, css)
            .into_iter()
            .filter(fits)
            .filter(|one| !is_remark(*one))
    };
    // Where no element is called so, it is the one that stands before the text and says what the title says.
    let heading = |css: &str| {
        let all = select(root, css)
            .into_iter()
            .filter(fits)
            .filter(|one| !is_remark(*one));
        all.filter(told)
            .find(|one| text.is_none_or(|text| before(*one, text)))
    };
    first
        .iter()
        .find(|element| told(element))
        .copied()
        .or_else(|| marked().find(told))
        .or_else(|| select(root, "article h1, main h1").into_iter().find(fits))
        .or_else(|| first.first().copied())
        .or_else(|| heading("h2, h3, h4"))
        .or_else(|| marked().next())
        .or_else(|| leaf(root, text, &told))
        .or_else(|| text.and_then(|text| nearest(root, text)).filter(fits))
}

/// The element without others in it that says what the title says, before the text; the last one, since the first may
/// be a step of the trail.
fn leaf<'a>(
    root: ElementRef<'a>,
    text: Option<ElementRef<'a>>,
    told: &dyn Fn(&ElementRef<'_>) -> bool,
) -> Option<ElementRef<'a>> {
    let plain = |one: &ElementRef<'_>| {
        let name = one.value().name();
        !matches!(name, "a" | "title" | "option" | "script" | "style")
            && one.child_elements().all(|inner| {
                matches!(
                    inner.value().name(),
                    "a" | "b" | "font" | "strong" | "em" | "i" | "br"
                )
            })
            && (4..400).contains(&size(*one))
    };
    let linked = |one: &ElementRef<'_>| {
        one.ancestors()
            .filter_map(ElementRef::wrap)
            .any(|outer| matches!(outer.value().name(), "a" | "li" | "nav"))
    };
    let mut found = None;
    for one in root.descendent_elements() {
        if text.is_some_and(|text| one.id() == text.id()) && found.is_some() {
            break;
        }
        if plain(&one) && told(&one) && !linked(&one) && !is_beside(one) && !is_logo(one) {
            found = Some(one);
        }
    }
    found
}

/// The last heading before the text, or the first within it.
fn nearest<'a>(root: ElementRef<'a>, text: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let about: Vec<NodeId> = text.ancestors().map(|node| node.id()).collect();
    let near = |one: ElementRef<'_>| {
        one.ancestors()
            .take(6)
            .any(|node| about.contains(&node.id()) || node.id() == text.id())
    };
    let mut last = None;
    let mut reached = false;
    for one in root.descendent_elements() {
        reached |= one.id() == text.id();
        if reached && last.is_some() {
            break;
        }
        let heading = matches!(one.value().name(), "h1" | "h2" | "h3");
        if heading && size(one) > 0 && !is_logo(one) && !is_beside(one) && near(one) {
            last = Some(one);
        }
    }
    last
}

/// Whether `one` stands before `other` on the page, or is in it.
fn before(one: ElementRef<'_>, other: ElementRef<'_>) -> bool {
    if one.ancestors().any(|outer| outer.id() == other.id()) {
        return true;
    }
    // Where their ancestors part, the order of the two branches tells.
    let line = |of: ElementRef<'_>| {
        let mut line: Vec<NodeId> = of.ancestors().map(|node| node.id()).collect();
        line.reverse();
        line.push(of.id());
        line
    };
    let (mine, others) = (line(one), line(other));
    let parts = mine.iter().zip(&others).position(|(a, b)| a != b);
    let Some((a, b)) = parts.and_then(|at| Some((*mine.get(at)?, *others.get(at)?))) else {
        return false;
    };
    let siblings = one
        .tree()
        .get(a)
        .map(|node| node.next_siblings().any(|next| next.id() == b));
    siblings.unwrap_or(false)
}

fn is_beside(element: ElementRef<'_>) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .any(|one| matches!(one.value().name(), "nav" | "aside" | "footer" | "dialog"))
}

/// A site's own name or picture, which leads to its front page.
fn is_logo(element: ElementRef<'_>) -> bool {
    let class = element.attr("class").unwrap_or_default();
    let named = ["logo", "site-title", "brand", "site-name", "masthead"]
        .iter()
        .any(|word| class.contains(word));
    let home = |link: ElementRef<'_>| {
        link.attr("href").is_some_and(is_front)
            || link.attr("rel").is_some_and(|rel| rel.contains("home"))
    };
    let links = select(element, "a");
    let outer = element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|one| one.value().name() == "a");
    let leads = links
        .iter()
        .chain(&outer)
        .any(|link| home(*link) && size(*link) * 10 >= size(element) * 8);
    named || leads
}

/// Whether an address leads to a site's front page.
pub(super) fn is_front(href: &str) -> bool {
    let path = match href.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => href,
    };
    let path = path.trim_matches(['/', '.', ' ']);
    !href.is_empty()
        && !href.starts_with(['#', '?'])
        && (path.is_empty() || path.starts_with("index."))
}

/// Whether `element` is in a reader's comment, or among those.
pub(super) fn is_remark(element: ElementRef<'_>) -> bool {
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .chain([element])
        .any(|one| {
            let id = one.attr("id").unwrap_or_default();
            let kind = one.attr("itemtype").unwrap_or_default();
            let class = one.attr("class").unwrap_or_default();
            let word = |word: &str| {
                role::is_comments(word) || matches!(word, "comment" | "respond" | "h-cite")
            };
            id.starts_with("comment") && !id.starts_with("comments-off")
                || kind.ends_with("Comment")
                || kind.ends_with("UserComments")
                || class
                    .split_whitespace()
                    .any(|class| word(&class.to_lowercase()))
        })
}

/// The elements that hold the article's text: named as such, or else where most of the paragraphs are.
fn texts<'a>(root: ElementRef<'a>) -> Vec<ElementRef<'a>> {
    let prose = Prose::of(root);
    let best = prose.best();
    for css in TEXTS {
        let all: Vec<_> = select(root, css)
            .into_iter()
            .filter(|element| !is_remark(*element))
            .collect();
        let Some(largest) = all.iter().copied().max_by_key(|element| size(*element)) else {
            continue;
        };
        // What is called so and holds but a small part of what is written is something else.
        let weight = prose.within(largest);
        if size(largest) < 40 || weight * 2 < prose.most() {
            continue;
        }
        // Several that are called so, each with a part of it: the text is what holds them all.
        let others = all
            .iter()
            .filter(|one| one.id() != largest.id() && prose.within(**one) > 0);
        let apart = others.clone().any(|one| {
            one.parent().map(|node| node.id()) != largest.parent().map(|node| node.id())
        });
        if apart && weight * 10 < prose.total() * 7 {
            let outer = others
                .clone()
                .try_fold(largest, |outer, one| prose::common(outer, *one));
            let fits = outer.filter(|outer| prose.fits(*outer));
            if let Some(outer) = fits {
                return vec![outer];
            }
        }
        let parent = largest.parent().map(|node| node.id());
        return all
            .into_iter()
            .filter(|one| one.parent().map(|node| node.id()) == parent)
            .collect();
    }
    // A page whose text lies right in `body` says nothing of what is text and what is not.
    best.filter(|one| !matches!(one.value().name(), "body" | "html"))
        .into_iter()
        .collect()
}
