//! The comments of a page by their markup: nested or flat lists of any sort.

use super::{
    role::names,
    take::select,
    walk::{Walker, lines, place},
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
                       .commenter, .author, .username, .user-name, .name, cite";
const DATES: &str = "time, [itemprop=datePublished], [itemprop=dateCreated], .comment-date, .comment-meta a, .date, .when, .time";
const BODIES: &str = "[itemprop=text], .comment-content, .comment-text, .comment__body, .comment__text, .comment-body, \
                      .message, .text, .body, .content";

/// The comments of a page, by their elements.
type Items = HashMap<NodeId, usize>;

/// Takes the comments in `element`; where its markup marks none, its lines are left to be read as such.
pub(super) fn read(walker: &mut Walker<'_>, element: ElementRef<'_>) {
    let items: Vec<ElementRef<'_>> = element
        .descendent_elements()
        .skip(1)
        .filter(|one| is_item(*one))
        .collect();
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
    for (at, item) in items.iter().enumerate() {
        let outer = item
            .ancestors()
            .find_map(|node| known.get(&node.id()).copied());
        let mut comment = comment(walker, *item, &known);
        let (author, answered) = answers(&comment.author, &walker.page.comments[start..]);
        comment.author = author;
        comment.parent = outer.map(|outer| start + outer).or_else(|| {
            by_depth(*item, at, &mut levels)
                .or(answered)
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
    let whole = |class: &str| {
        matches!(
            class,
            "comment" | "comment-item" | "comment__item" | "remark" | "response" | "kommentar"
        )
    };
    let named = element
        .attr("class")
        .unwrap_or_default()
        .split_whitespace()
        .any(whole);
    let id = element.attr("id").unwrap_or_default();
    let numbered = id
        .strip_prefix("comment-")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // WordPress wraps an `article` with a like id in the item.
    let inside = element
        .parent()
        .and_then(ElementRef::wrap)
        .is_some_and(|outer| outer.value().name() == "li" && is_item(outer));
    (named || numbered) && !inside && !select(element, AUTHORS).is_empty()
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

fn comment(walker: &mut Walker<'_>, item: ElementRef<'_>, items: &Items) -> PageComment {
    let author = own(item, AUTHORS, items);
    let name = author.map(|found| {
        let inner = select(found, ".fn, [itemprop=name], a, b, strong")
            .into_iter()
            .find(|one| !words(*one).is_empty());
        words(
            inner
                .filter(|_| found.value().name() != "a")
                .unwrap_or(found),
        )
    });
    let name = name.unwrap_or_default();
    let says = labels::lists()
        .says
        .iter()
        .find_map(|says| name.strip_suffix(says));
    let date = own(item, DATES, items);
    let created = date.and_then(|found| {
        let exact = found.attr("datetime").or_else(|| found.attr("content"));
        exact
            .and_then(dates::moment)
            .or_else(|| dates::moment(&words(found)))
    });
    let holds = |body: ElementRef<'_>| {
        let known = |one: ElementRef<'_>| author.is_some_and(|author| author.id() == one.id());
        let nested = |one: ElementRef<'_>| one.id() != body.id() && items.contains_key(&one.id());
        body.descendent_elements()
            .any(|one| known(one) || nested(one))
    };
    let body = BODIES
        .split(", ")
        .find_map(|css| own(item, css, items).filter(|body| !holds(*body)));
    let (said, left) = match body {
        Some(body) => (
            walker.convert.blocks_in(body).join("\n\n"),
            others(item, items, Some(body)),
        ),
        None => {
            let mut said = vec![];
            let meta: Vec<ElementRef<'_>> = author.into_iter().chain(date).collect();
            paragraphs(walker, item, items, &meta, &mut said);
            (said.join("\n\n"), others(item, items, None))
        }
    };
    let known = [name.clone(), date.map(words).unwrap_or_default()];
    sort_out(walker, item, &said, &known, left);
    PageComment {
        parent: None,
        author: squeeze(says.unwrap_or(&name))
            .trim_end_matches(':')
            .to_owned(),
        created,
        body: said,
    }
}

/// The lines of an item that are not what it says: its name and date, a link to answer, or something unknown.
fn sort_out(
    walker: &mut Walker<'_>,
    item: ElementRef<'_>,
    said: &str,
    known: &[String],
    left: Vec<String>,
) {
    for line in left {
        let is_said = said.contains(&line) || key(said).contains(&key(&line));
        let mut rest = line.clone();
        for known in known.iter().filter(|known| !known.is_empty()) {
            rest = rest.replacen(known.as_str(), "", 1);
        }
        let says = labels::lists().says.contains(&rest.trim());
        let furniture = key(&rest).is_empty()
            || says
            || labels::is_furniture(&line)
            || labels::is(&rest, &labels::lists().reply)
            || dates::is_date(rest.trim())
            || rest.chars().count() <= 30;
        if is_said {
            continue;
        }
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
            "p" | "blockquote" | "pre" if holds() => {}
            "p" | "blockquote" | "pre" => out.append(&mut walker.convert.block_of(inner)),
            name if is_block(name) => paragraphs(walker, inner, items, meta, out),
            _ => {}
        }
    }
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

/// In a flat list the classes `depth-1`, `depth-2` tell what answers what.
fn by_depth(item: ElementRef<'_>, at: usize, levels: &mut Vec<(u32, usize)>) -> Option<usize> {
    let class = item.attr("class").unwrap_or_default();
    let depth = class
        .split_whitespace()
        .find_map(|word| {
            word.strip_prefix("depth-")
                .or_else(|| word.strip_prefix("level-"))
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
