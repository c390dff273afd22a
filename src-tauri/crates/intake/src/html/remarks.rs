//! The comments of a page by their markup: nested or flat lists of any sort.

use super::{
    frame::{select, size},
    named::COMMENT,
    role::names,
    shape,
    walk::{Walker, is_unseen, lines, place},
    words,
};
use crate::{
    dates, labels,
    lines::{Part, squeeze},
    remarks::{answers, without_empty},
    text::{key, same},
};
use ego_tree::NodeId;
use markup::from_html::{Piece, is_block, pieces};
use model::page::{Leftover, PageComment};
use scraper::ElementRef;
use std::collections::HashMap;

const AUTHORS: &str = "[itemprop=author], [itemprop=creator], .fn, .comment-author, .comment__author, .comment-author-name, \
                       .commenter, .u-author, .p-author, .author, .username, .user-name, .user, .name, cite";
const DATES: &str = "time, [itemprop=datePublished], [itemprop=dateCreated], [itemprop=commentTime], .comment-date, \
                     .comment-meta a, .date, .when, .time, .datetime";
const BODIES: &str = "[itemprop=text], [itemprop=commentText], .comment-content, .comment-text, .comment__body, \
                      .comment__text, .comment-body, .p-content, .e-content, .message, .text, .body, .content";
/// Words of what holds a commenter's name, a comment's date, and what it says.
const AUTHOR_WORDS: &[&str] = &[
    "author",
    "user",
    "username",
    "nick",
    "nickname",
    "name",
    "commenter",
    "autor",
    "auteur",
    "autore",
    "nom",
    "nombre",
    "nome",
    "naam",
    "namn",
    "who",
    "poster",
    "skribent",
    "usuario",
    "utilisateur",
];
const DATE_WORDS: &[&str] = &[
    "date",
    "time",
    "datum",
    "fecha",
    "data",
    "dato",
    "when",
    "datetime",
    "posted",
    "ts",
    "timestamp",
];
const BODY_WORDS: &[&str] = &[
    "body",
    "text",
    "content",
    "message",
    "texte",
    "texto",
    "txt",
    "testo",
    "tekst",
    "contenu",
    "contenido",
    "copy",
    "inhalt",
];

/// The comments of a page, by their elements.
type Items = HashMap<NodeId, usize>;

/// Takes the comments in `element`; where its markup marks none, its lines are left to be read as such.
pub(super) fn read(walker: &mut Walker<'_>, element: ElementRef<'_>) {
    let mut items: Vec<ElementRef<'_>> = element
        .descendent_elements()
        .skip(1)
        .filter(|one| is_item(*one))
        .collect();
    if items.is_empty() {
        items = shape::items(element);
    }
    if items.is_empty() {
        let was = std::mem::replace(&mut walker.text, true);
        walker.walk(element, Part::Remarks);
        walker.text = was;
        return;
    }
    let start = walker.page.comments.len();
    let mut levels: Vec<(u32, usize)> = vec![];
    let known: Items = items
        .iter()
        .enumerate()
        .map(|(at, item)| (item.id(), at))
        .collect();
    let depths: Vec<u32> = items.iter().map(|item| depth_of(*item)).collect();
    let mut deep: Vec<(u32, usize)> = vec![];
    for (at, item) in items.iter().enumerate() {
        let set_in = by_place(depths[at], at, &mut deep);
        let outer = item
            .ancestors()
            .find_map(|node| known.get(&node.id()).copied());
        let mut comment = comment(walker, *item, &known);
        let (author, answered) = answers(&comment.author, &walker.page.comments[start..]);
        comment.author = author;
        comment.parent = outer.map(|outer| start + outer).or_else(|| {
            by_depth(*item, at, &mut levels)
                .or(answered)
                .or(set_in)
                .map(|parent| start + parent)
        });
        walker.page.comments.push(comment);
    }
    without_empty(&mut walker.page.comments);
    rest(walker, element, &known);
}

/// An element that holds one comment: named so, with an author or a text of its own in it.
fn is_item(element: ElementRef<'_>) -> bool {
    let kind = element.attr("itemtype").unwrap_or_default();
    if kind.ends_with("/Comment") || kind.ends_with("/UserComments") {
        return true;
    }
    if !matches!(element.value().name(), "li" | "div" | "article" | "section") {
        return false;
    }
    let class = element.attr("class").unwrap_or_default().to_lowercase();
    let named = class.split_whitespace().any(|class| {
        COMMENT.contains(&class) || class.ends_with("comment__item") || class.ends_with("-comment")
    });
    let id = element.attr("id").unwrap_or_default();
    let numbered = id
        .strip_prefix("comment-")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if !(named || numbered) {
        return false;
    }
    // Some pages wrap an element with a like name in the item.
    let inside = element
        .parent()
        .and_then(ElementRef::wrap)
        .is_some_and(|outer| {
            let alone = outer
                .child_elements()
                .filter(|one| !lines(*one).is_empty())
                .take(2)
                .count()
                == 1;
            (outer.value().name() == "li" || alone) && is_item(outer)
        });
    !inside && lines(element).len() >= 2
}

/// What belongs to `item` itself and not to an answer within it.
fn own<'a>(item: ElementRef<'a>, css: &str, items: &Items) -> Option<ElementRef<'a>> {
    select(item, css).into_iter().find(|found| {
        let holder = found
            .ancestors()
            .find(|node| items.contains_key(&node.id()));
        holder.is_some_and(|holder| holder.id() == item.id()) && !items.contains_key(&found.id())
    })
}

/// The first of an item's own elements that is called one of `words` and says no more than a name or a date.
fn called<'a>(
    item: ElementRef<'a>,
    words_of: &[&str],
    most: usize,
    items: &Items,
) -> Option<ElementRef<'a>> {
    item.descendent_elements().skip(1).find(|one| {
        let named = names(*one);
        let holder = one.ancestors().find(|node| items.contains_key(&node.id()));
        words_of.iter().any(|word| named.contains(*word))
            && holder.is_some_and(|holder| holder.id() == item.id())
            && !items.contains_key(&one.id())
            && !is_unseen(*one)
            && (1..=most).contains(&words(*one).chars().count())
    })
}

/// The first of an item's own elements that could be a name and nothing else.
fn first_named<'a>(item: ElementRef<'a>, items: &Items) -> Option<ElementRef<'a>> {
    item.descendent_elements().skip(1).find(|one| {
        let holder = one.ancestors().find(|node| items.contains_key(&node.id()));
        let own =
            holder.is_some_and(|holder| holder.id() == item.id()) && !items.contains_key(&one.id());
        if !own || is_unseen(*one) || one.child_elements().any(|inner| !words(inner).is_empty()) {
            return false;
        }
        let said = words(*one);
        (1..=60).contains(&said.chars().count())
            && !dates::is_date(&said)
            && !labels::is_furniture(&said)
            && !ends_sentence_long(&said)
            && said.chars().any(char::is_alphanumeric)
    })
}

fn ends_sentence_long(said: &str) -> bool {
    said.split_whitespace().count() > 4 || said.ends_with(['!', '?', '؟'])
}

/// A commenter's name by its element, without a date or a label that stands in there too.
fn name_of(found: ElementRef<'_>) -> String {
    let inner = select(found, ".fn, [itemprop=name], a, b, strong")
        .into_iter()
        .find(|one| !words(*one).is_empty());
    let whole = words(found);
    let mut name = match inner.filter(|_| found.value().name() != "a") {
        Some(inner) => words(inner),
        None => whole,
    };
    for inner in found.child_elements() {
        let said = words(inner);
        let apart = dates::is_date(&said)
            || inner.value().name() == "time"
            || inner.value().name() == "small";
        if apart && said.len() < name.len() {
            name = squeeze(&name.replacen(&said, "", 1));
        }
    }
    if let Some((only, _)) = shape::name_and_date(&name) {
        name = only;
    }
    name
}

/// Who wrote an item, and when.
fn name_and_time(
    item: ElementRef<'_>,
    author: Option<ElementRef<'_>>,
    date: Option<ElementRef<'_>>,
    items: &Items,
) -> (String, Option<model::Time>) {
    let mut name = author.map(name_of).unwrap_or_default();
    // A name with its date in the same element.
    if name.is_empty()
        && let Some(date) = date
        && let Some(outer) = date
            .parent()
            .and_then(ElementRef::wrap)
            .filter(|outer| !items.contains_key(&outer.id()) && outer.id() != item.id())
    {
        let rest = squeeze(&words(outer).replacen(&words(date), "", 1));
        if (1..=60).contains(&rest.chars().count()) {
            name = rest
                .trim_matches(|c: char| c.is_whitespace() || "()|·•—–,:-".contains(c))
                .to_owned();
        }
    }
    let mut created = date.and_then(|found| {
        let exact = ["datetime", "content", "title"]
            .iter()
            .find_map(|name| dates::moment(found.attr(name)?));
        let told = || dates::moment(words(found).trim_matches(|c: char| "()[] ".contains(c)));
        exact.or_else(told)
    });
    let first = lines(item).into_iter().next().unwrap_or_default();
    if let Some((only, when)) = shape::name_and_date(&first)
        && (created.is_none() || name.is_empty())
    {
        created = created.or_else(|| dates::moment(&when));
        name = only;
    }
    (name, created)
}

fn comment(walker: &mut Walker<'_>, item: ElementRef<'_>, items: &Items) -> PageComment {
    let date = own(item, DATES, items)
        .filter(|one| !words(*one).is_empty())
        .or_else(|| called(item, DATE_WORDS, 60, items))
        .or_else(|| dated(item, items));
    let author = own(item, AUTHORS, items)
        .filter(|one| (1..=100).contains(&words(*one).chars().count()))
        .or_else(|| called(item, AUTHOR_WORDS, 80, items))
        .or_else(|| first_named(item, items));
    let (name, created) = name_and_time(item, author, date, items);
    let says = labels::lists()
        .says
        .iter()
        .find_map(|says| name.strip_suffix(says));
    let holds = |body: ElementRef<'_>| {
        let meta = |one: ElementRef<'_>| {
            author.is_some_and(|known| known.id() == one.id())
                || date.is_some_and(|known| known.id() == one.id())
        };
        let nested = |one: ElementRef<'_>| one.id() != body.id() && items.contains_key(&one.id());
        body.descendent_elements()
            .any(|one| meta(one) || nested(one))
    };
    let body = BODIES
        .split(", ")
        .find_map(|css| {
            own(item, css, items).filter(|body| !holds(*body) && !words(*body).is_empty())
        })
        .or_else(|| called(item, BODY_WORDS, usize::MAX, items).filter(|body| !holds(*body)));
    // Buttons that stand in what holds the comment are not what it says.
    let buttons = body
        .map(|body| select(body, "nav, button, form, select, textarea"))
        .unwrap_or_default();
    walker
        .page
        .furniture
        .extend(buttons.into_iter().flat_map(lines));
    let (said, left) = match body {
        Some(body) => (
            walker.convert.blocks_in(body).join("\n\n"),
            others(item, items, Some(body)),
        ),
        None => {
            let mut said = vec![];
            let meta: Vec<ElementRef<'_>> = author.into_iter().chain(date).collect();
            paragraphs(walker, item, items, &meta, &mut said);
            let left = others(item, items, None);
            if said.is_empty() {
                said = spoken(&left, &name, date.map(words).as_deref().unwrap_or_default());
            }
            (said.join("\n\n"), left)
        }
    };
    let known = [name.clone(), date.map(words).unwrap_or_default()];
    // Where the comment has no element of its own, its lines are among these.
    let among = if body.is_some() { "" } else { said.as_str() };
    sort_out(walker, item, among, &known, left);
    let bare = squeeze(says.unwrap_or(&name));
    PageComment {
        parent: None,
        author: bare.trim_end_matches(':').trim_end().to_owned(),
        created,
        body: said,
    }
}

/// An item's own element that says nothing but a date.
fn dated<'a>(item: ElementRef<'a>, items: &Items) -> Option<ElementRef<'a>> {
    item.descendent_elements().skip(1).find(|one| {
        let holder = one.ancestors().find(|node| items.contains_key(&node.id()));
        let own =
            holder.is_some_and(|holder| holder.id() == item.id()) && !items.contains_key(&one.id());
        let said = || words(*one);
        own && one.text().map(str::len).sum::<usize>() <= 120
            && dates::is_date(said().trim_matches(|c: char| "()[] ".contains(c)))
    })
}

/// What is said in an item's lines: those that are no name, no date and no button.
fn spoken(lines: &[String], name: &str, date: &str) -> Vec<String> {
    let meta = |line: &str| {
        let rest = line.replacen(name, "", 1).replacen(date, "", 1);
        let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
        rest.is_empty()
            || dates::is_date(rest)
            || labels::is_furniture(line)
            || labels::is_answer_row(line)
            || labels::is(line, &labels::lists().reply)
            || shape::name_and_date(line).is_some()
    };
    lines
        .iter()
        .filter(|line| !meta(line))
        .map(|line| markup::from_html::escape(line))
        .collect()
}

/// The lines of an item that are not what it says: its name and date, a link to answer, or something unknown.
fn sort_out(
    walker: &mut Walker<'_>,
    item: ElementRef<'_>,
    said: &str,
    known: &[String],
    left: Vec<String>,
) {
    let mut unsaid = key(said);
    for line in left {
        let bare = key(&line);
        let is_said = !bare.is_empty() && unsaid.contains(&bare);
        if is_said {
            unsaid = unsaid.replacen(&bare, "\u{1}", 1);
            continue;
        }
        let mut rest = line.clone();
        for known in known.iter().filter(|known| !known.is_empty()) {
            rest = rest.replacen(known.as_str(), "", 1);
        }
        let says = labels::lists().says.contains(&rest.trim());
        let furniture = key(&rest).is_empty()
            || says
            || labels::is_furniture(&line)
            || labels::is(&rest, &labels::lists().reply)
            || labels::is_answer_row(&line)
            || dates::is_date(rest.trim())
            || rest.chars().count() <= 30;
        if furniture {
            walker.page.furniture.push(line);
        } else {
            walker.page.unrecognised.push(Leftover {
                place: place(item),
                text: line,
                why: "It stands among the comments and belongs to none".into(),
            });
        }
    }
}

/// The paragraphs right in an item whose text has no element of its own.
fn paragraphs(
    walker: &Walker<'_>,
    element: ElementRef<'_>,
    items: &Items,
    meta: &[ElementRef<'_>],
    out: &mut Vec<String>,
) {
    for inner in element.child_elements() {
        let named = names(inner);
        let aside = [
            "reply", "meta", "author", "vcard", "date", "actions", "header",
        ]
        .iter()
        .any(|word| named.contains(*word));
        let holds = || {
            let known = |one: ElementRef<'_>| meta.iter().any(|known| known.id() == one.id());
            inner.descendent_elements().any(known)
        };
        if items.contains_key(&inner.id()) || aside {
            continue;
        }
        match inner.value().name() {
            "p" | "blockquote" | "pre" if holds() || is_row(inner) => {}
            "p" | "blockquote" | "pre" => out.append(&mut walker.convert.block_of(inner)),
            name if is_block(name) => paragraphs(walker, inner, items, meta, out),
            _ => {}
        }
    }
}

/// A paragraph of nothing but links to answer and the like.
fn is_row(element: ElementRef<'_>) -> bool {
    let linked: usize = select(element, "a, button").into_iter().map(size).sum();
    linked > 0 && linked * 10 >= size(element) * 9 && size(element) <= 120
}

/// How deep an element lies on the page.
fn depth_of(element: ElementRef<'_>) -> u32 {
    u32::try_from(element.ancestors().take(10_000).count()).unwrap_or(0)
}

/// Of comments that do not stand within each other, one that lies deeper than the last answers it.
fn by_place(depth: u32, at: usize, levels: &mut Vec<(u32, usize)>) -> Option<usize> {
    levels.retain(|(level, _)| *level < depth);
    let parent = levels.last().map(|(_, parent)| *parent);
    levels.push((depth, at));
    parent
}

/// The lines of an item that are neither in `body` nor in an answer.
fn others(item: ElementRef<'_>, items: &Items, body: Option<ElementRef<'_>>) -> Vec<String> {
    fn gather(
        element: ElementRef<'_>,
        skip: &dyn Fn(ElementRef<'_>) -> bool,
        out: &mut Vec<String>,
    ) {
        for inner in element.child_elements().filter(|one| !skip(*one)) {
            match inner
                .descendent_elements()
                .skip(1)
                .any(|deep| is_block(deep.value().name()) || skip(deep))
            {
                true => gather(inner, skip, out),
                false => out.append(&mut lines(inner)),
            }
        }
        let bare: String = pieces(element)
            .iter()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(*text),
                Piece::Element(_) => None,
            })
            .collect::<Vec<_>>()
            .join(" ");
        out.extend(Some(squeeze(&bare)).filter(|text| !text.is_empty()));
    }
    let skip = |one: ElementRef<'_>| {
        items.contains_key(&one.id()) || body.is_some_and(|body| body.id() == one.id())
    };
    let mut out = vec![];
    gather(item, &skip, &mut out);
    out
}

/// What classes call the depth of a comment.
const LEVELS: [&str; 9] = [
    "depth", "level", "niveau", "ebene", "nivel", "livello", "indent", "nivå", "lvl",
];

/// In a flat list the classes `depth-1`, `depth-2` tell what answers what.
fn by_depth(item: ElementRef<'_>, at: usize, levels: &mut Vec<(u32, usize)>) -> Option<usize> {
    let class = item.attr("class").unwrap_or_default();
    let depth = class
        .split_whitespace()
        .find_map(|word| {
            let (name, number) = word.rsplit_once(['-', '_'])?;
            let name = name.rsplit(['-', '_']).next().unwrap_or(name);
            LEVELS.contains(&name).then_some(number)
        })
        .or_else(|| item.attr("data-depth"))
        .and_then(|depth| depth.parse().ok())?;
    levels.retain(|(level, _)| *level < depth);
    let parent = levels.last().map(|(_, parent)| *parent);
    levels.push((depth, at));
    parent
}

/// The titles and forms about the comments.
fn rest(walker: &mut Walker<'_>, element: ElementRef<'_>, items: &Items) {
    for line in others(element, items, None) {
        let lists = labels::lists();
        let form = || {
            element.descendent_elements().any(|one| {
                one.value().name() == "form" && lines(one).iter().any(|said| same(said, &line))
            })
        };
        if labels::is(&line, &lists.comments) || labels::is_furniture(&line) || form() {
            walker.page.furniture.push(line);
        } else {
            walker.page.unrecognised.push(Leftover {
                place: place(element),
                text: line,
                why: "It stands among the comments and belongs to none".into(),
            });
        }
    }
}
