//! Where on a page the most is written: its paragraphs, by the elements that hold them.

use super::{
    frame::{is_remark, select, size},
    role,
};
use ego_tree::NodeId;
use markup::from_html::is_block;
use scraper::ElementRef;
use std::collections::HashMap;

/// The least that a paragraph holds, in bytes, and the least that an article does.
const PARAGRAPH: usize = 40;
const ARTICLE: usize = 140;

/// The paragraphs of a page: how much is written in each, without its links.
pub(super) struct Prose<'a> {
    root: ElementRef<'a>,
    /// Each paragraph with what it weighs.
    all: Vec<(ElementRef<'a>, usize)>,
    /// How much is written within an element.
    within: HashMap<NodeId, usize>,
    /// How much is written right in an element, in paragraphs that may each stand in a wrapper of their own.
    right_in: HashMap<NodeId, usize>,
}

impl<'a> Prose<'a> {
    pub fn of(root: ElementRef<'a>) -> Self {
        let mut prose = Self {
            root,
            all: vec![],
            within: HashMap::new(),
            right_in: HashMap::new(),
        };
        let paragraphs = root.descendent_elements().filter(|one| is_paragraph(*one));
        for one in paragraphs {
            let linked: usize = select(one, "a").into_iter().map(size).sum();
            let weight = size(one).saturating_sub(2 * linked);
            if weight < PARAGRAPH || is_aside(one) || is_remark(one) {
                continue;
            }
            prose.all.push((one, weight));
            for outer in one.ancestors() {
                *prose.within.entry(outer.id()).or_default() += weight;
            }
            *prose.within.entry(one.id()).or_default() += weight;
            let holder = holder(one);
            *prose.right_in.entry(holder.id()).or_default() += weight;
        }
        prose
    }

    /// How much is written within `element`.
    pub fn within(&self, element: ElementRef<'_>) -> usize {
        self.within.get(&element.id()).copied().unwrap_or(0)
    }

    /// How much is written right in the element in which it is most.
    pub fn most(&self) -> usize {
        self.right_in.values().copied().max().unwrap_or(0)
    }

    /// The element that holds the article: in which most is written, and others that are called the same beside it.
    pub fn best(&self) -> Option<ElementRef<'a>> {
        let (id, weight) = self
            .right_in
            .iter()
            .max_by_key(|(id, weight)| (**weight, **id))?;
        if *weight < ARTICLE {
            return None;
        }
        let best = self.root.tree().get(*id).and_then(ElementRef::wrap)?;
        let kind = |one: ElementRef<'_>| {
            (
                one.value().name().to_owned(),
                one.attr("class").map(str::to_owned),
            )
        };
        let own = kind(best);
        let twins: Vec<ElementRef<'a>> = self
            .right_in
            .keys()
            .filter(|one| **one != *id)
            .filter_map(|one| self.root.tree().get(*one).and_then(ElementRef::wrap))
            .filter(|one| {
                own.1.as_deref().is_some_and(|class| !class.is_empty()) && kind(*one) == own
            })
            .collect();
        let mut found = best;
        for twin in twins {
            if let Some(outer) = common(found, twin) {
                found = outer;
            }
        }
        Some(if self.fits(found) { found } else { best })
    }

    /// Whether an element could hold the text and little else.
    pub fn fits(&self, element: ElementRef<'_>) -> bool {
        !matches!(element.value().name(), "body" | "html")
            && size(element) <= 3 * self.within(element) + 2_000
    }

    /// How much is written on the page.
    pub fn total(&self) -> usize {
        self.within(self.root)
    }
}

/// The innermost element that holds both.
pub(super) fn common<'a>(one: ElementRef<'a>, other: ElementRef<'a>) -> Option<ElementRef<'a>> {
    let others: Vec<NodeId> = other.ancestors().map(|node| node.id()).collect();
    one.ancestors()
        .filter(|node| others.contains(&node.id()))
        .find_map(ElementRef::wrap)
}

/// A block without others in it, or one whose own text is long though it holds some: lines parted by breaks.
fn is_paragraph(element: ElementRef<'_>) -> bool {
    let name = element.value().name();
    if !is_block(name) && !matches!(name, "font" | "span")
        || matches!(name, "html" | "ul" | "ol" | "table" | "tr" | "tbody")
    {
        return false;
    }
    let own: usize = element
        .children()
        .filter_map(|child| child.value().as_text().map(|text| text.trim().len()))
        .sum();
    if matches!(name, "font" | "span") {
        return own >= ARTICLE
            && !element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .take(3)
                .any(|outer| outer.value().name() == "p");
    }
    let holds = element
        .descendent_elements()
        .skip(1)
        .any(|inner| is_block(inner.value().name()) && inner.value().name() != "br");
    match holds {
        true => own >= ARTICLE,
        false => own >= PARAGRAPH || name == "p" || own * 2 >= size(element) && own > 0,
    }
}

/// The element in which a paragraph stands beside others: wrappers that hold nothing else are passed by. One whose
/// lines are parted by breaks holds them itself.
fn holder(paragraph: ElementRef<'_>) -> ElementRef<'_> {
    let breaks = paragraph
        .child_elements()
        .filter(|one| one.value().name() == "br")
        .count();
    if breaks >= 2 && paragraph.value().name() != "p" {
        return paragraph;
    }
    let mut at = paragraph;
    while let Some(outer) = at.parent().and_then(ElementRef::wrap) {
        let alone = outer
            .child_elements()
            .filter(|one| size(*one) > 0)
            .take(2)
            .count()
            <= 1;
        if !alone || matches!(outer.value().name(), "body" | "html" | "article" | "main") {
            return outer;
        }
        at = outer;
    }
    at
}

/// Whether what `element` holds is beside an article's text, by what it is or what that is called.
fn is_aside(element: ElementRef<'_>) -> bool {
    let beside = |one: ElementRef<'_>| {
        let name = one.value().name();
        matches!(
            name,
            "nav"
                | "aside"
                | "footer"
                | "form"
                | "dialog"
                | "figure"
                | "figcaption"
                | "label"
                | "button"
                | "select"
        ) || !matches!(name, "body" | "html" | "main" | "article") && role::is_off(one)
    };
    element
        .ancestors()
        .filter_map(ElementRef::wrap)
        .chain([element])
        .any(beside)
}
