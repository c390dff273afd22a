//! The pictures of a page: each with what stands below it, whoever made it, and where it is.

use super::{
    frame::{select, size},
    role::names,
    walk::{Walker, is_unseen, lines, place},
    words,
};
use crate::{
    labels,
    lines::{Block, Part, squeeze},
    text::{key, lower},
};
use markup::from_html::{Piece, escape};
use model::page::PagePicture;
use scraper::ElementRef;

/// Longest caption, in bytes.
const CAPTION: usize = 1_200;
/// Widest picture that is a sign and not a picture of the article, in pixels.
const SIGN: u32 = 72;

/// Where a page names a picture's address: that of pages that load pictures late first, since `src` then holds a
/// stand-in.
const SOURCES: [&str; 7] = [
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-image",
    "src",
    "data-srcset",
    "srcset",
];

/// Words of what holds a picture's caption.
const CAPTIONS: &[&str] = &[
    "caption",
    "captions",
    "legende",
    "legend",
    "bildunterschrift",
    "bildtext",
    "cap",
    "pie",
    "piefoto",
    "didascalia",
    "onderschrift",
    "podpis",
    "legenda",
    "figcaption",
    "imagecaption",
    "photocaption",
    "wp",
];
/// Words of what names a picture's maker.
const CREDITS: &[&str] = &[
    "credit",
    "credits",
    "copyright",
    "source",
    "photographer",
    "byline",
    "copyrightholder",
    "credittext",
    "attribution",
    "fotograf",
    "quelle",
    "credito",
    "rights",
];
/// Words of pictures that are no pictures of the article.
const SIGNS: &[&str] = &[
    "avatar",
    "icon",
    "logo",
    "emoji",
    "smiley",
    "gravatar",
    "author",
    "authorphoto",
    "profile",
    "spacer",
    "pixel",
    "badge",
    "sprite",
    "sponsor",
    "byline",
    "ad",
    "advert",
    "flag",
];

/// The element of a picture and of what stands below it: a figure, or a block that holds nothing else.
pub(super) fn is_box(element: ElementRef<'_>, walker: &Walker<'_>) -> bool {
    let name = element.value().name();
    if walker.frame.above.contains(&element.id())
        || matches!(
            name,
            "body" | "main" | "article" | "ul" | "ol" | "tr" | "tbody" | "td"
        )
    {
        return false;
    }
    let pictures = pictures_in(element);
    if pictures.len() != 1 || matches!(name, "a" | "span") && size(element) > 0 {
        return matches!(name, "img") && !pictures.is_empty();
    }
    let said = size(element);
    if said == 0 {
        return true;
    }
    let holds = |css: &str| !select(element, css).is_empty();
    // A card of another article: a picture and a headline that lead there.
    let card = || {
        let linked: usize = select(element, "a").into_iter().map(size).sum();
        linked * 10 >= said * 8 || holds("h1, h2, h3, h4, form, input, time")
    };
    // Words beside a figure are none of its own.
    let figure = name == "figure"
        || select(element, "figure")
            .first()
            .is_some_and(|figure| size(*figure) == said);
    let called = || {
        element.descendent_elements().any(|one| {
            let names = names(one);
            CAPTIONS
                .iter()
                .any(|word| *word != "wp" && names.contains(*word))
                || names.contains("wp") && names.contains("caption")
        })
    };
    let table = name == "table" && select(element, "tr").len() <= 3;
    let small = || {
        matches!(name, "div" | "p" | "center" | "section")
            && said < 300
            && select(element, "p, div, small, br, em, i").len() <= 6
    };
    // A line of text with a picture in it is text.
    let first = || {
        pictures
            .first()
            .is_some_and(|picture| begins_with(element, *picture))
    };
    said <= CAPTION
        && !card()
        && (figure
            || called() && first()
            || (table || small() && !holds("p + p")) && first() && is_caption(element))
}

/// Whether what stands with a picture is a caption and no paragraph of the text: short, or with the name of who made it.
fn is_caption(element: ElementRef<'_>) -> bool {
    let said = words(element);
    let small = !select(element, "small, font[size='1'], font[size='-1'], em, i").is_empty();
    credit_in(&said).is_some()
        || said.chars().count() <= 160 && (small || element.value().name() == "table")
}

/// Whether nothing is said in `element` before the picture.
fn begins_with(element: ElementRef<'_>, picture: ElementRef<'_>) -> bool {
    for node in element.descendants() {
        if node.id() == picture.id() {
            return true;
        }
        let shown = node
            .parent()
            .and_then(ElementRef::wrap)
            .is_none_or(|outer| !is_unseen(outer) && outer.value().name() != "button");
        if shown
            && node
                .value()
                .as_text()
                .is_some_and(|text| !text.trim().is_empty())
        {
            return false;
        }
    }
    false
}

/// The pictures in `element` that show something of the article, each once.
pub(super) fn pictures_in(element: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let hidden = |one: ElementRef<'_>| {
        one.ancestors()
            .filter_map(ElementRef::wrap)
            .take(6)
            .any(is_unseen)
    };
    element
        .descendent_elements()
        .filter(|one| one.value().name() == "img" && is_picture(*one) && !hidden(*one))
        .collect()
}

/// Whether an element shows a picture that could be of the article: no sign, no stand-in, no face beside a name.
fn is_picture(image: ElementRef<'_>) -> bool {
    let Some(reference) = reference(image) else {
        return false;
    };
    let small = |name| {
        let width = image
            .attr(name)
            .and_then(|size| size.trim().trim_end_matches("px").parse::<u32>().ok());
        width.is_some_and(|width| width <= SIGN)
    };
    let sign = |one: ElementRef<'_>| {
        let names = names(one);
        SIGNS.iter().any(|word| names.contains(*word))
    };
    let outer = image.parent().and_then(ElementRef::wrap);
    let file = reference
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    let blank = ["spacer", "blank.", "pixel.", "1x1", "transparent."]
        .iter()
        .any(|word| file.contains(word));
    let data = reference.starts_with("data:");
    let named = data || !blank;
    named
        && (data || !small("width") || !small("height"))
        && !sign(image)
        && !outer.is_some_and(|outer| sign(outer) && outer.value().name() != "body")
}

/// Where a picture is, as the page writes it.
fn reference(image: ElementRef<'_>) -> Option<String> {
    let all: Vec<String> = SOURCES
        .iter()
        .filter_map(|name| {
            let value = image.attr(name)?.trim();
            let one = match name.ends_with("srcset") {
                true => value.split_whitespace().next()?.trim_end_matches(','),
                false => value,
            };
            (!one.is_empty() && !one.starts_with('#')).then(|| one.to_owned())
        })
        .collect();
    // A file beside the page is here, whatever address the page would have loaded it from.
    let beside = |one: &&String| {
        !one.contains("://")
            && !one.starts_with("//")
            && !one.starts_with("data:")
            && image.attr("src") == Some(one.as_str())
    };
    let stand_in = |one: &String| {
        one.starts_with("data:") && (one.len() < 120 || one.starts_with("data:image/svg"))
    };
    let runs = |one: &String| {
        one.to_lowercase().starts_with("javascript:")
            || one.starts_with("about:")
            || one.starts_with("blob:")
    };
    let all: Vec<&String> = all.iter().filter(|one| !runs(one)).collect();
    all.iter()
        .find(|one| beside(one) && one.contains("_files/"))
        .or_else(|| all.iter().find(|one| !one.starts_with("data:")))
        .or_else(|| all.iter().find(|one| !stand_in(one)))
        .or_else(|| {
            all.iter().find(|one| {
                one.starts_with("data:image/")
                    && one.len() >= 60
                    && !one.starts_with("data:image/gif")
            })
        })
        .map(|one| (*one).clone())
}

/// What a picture's element says of it.
fn read(element: ElementRef<'_>, image: ElementRef<'_>) -> PagePicture {
    let mut credits: Vec<String> = vec![];
    let mut held = vec![];
    for one in element.descendent_elements().skip(1) {
        let names = names(one);
        let named = CREDITS.iter().any(|word| names.contains(*word)) && !names.contains("caption");
        let inside = one.ancestors().any(|outer| held.contains(&outer.id()));
        if named && !inside && (1..200).contains(&size(one)) && !is_hidden_label(one) {
            credits.push(words(one));
            held.push(one.id());
        }
    }
    let said: Vec<String> = lines(element)
        .into_iter()
        .filter(|line| !labels::is_furniture(line) && !labels::is_picture_label(line))
        .collect();
    let mut caption = squeeze(&said.join(" "));
    for label in labels::picture_labels() {
        caption = without(&caption, label);
    }
    // A line that begins by saying that it names the maker does, where the page tells the two apart.
    for line in &said {
        if credits.is_empty() && said.len() > 1 && credit_in(line).is_some_and(|(at, _)| at == 0) {
            credits.push(line.clone());
        }
    }
    let mut credit = String::new();
    for said in &credits {
        caption = squeeze(&caption.replacen(said.as_str(), "", 1));
        let bare = credit_in(said).map_or(said.as_str(), |(_, name)| name);
        if credit.is_empty() {
            credit = clean(bare);
        }
    }
    // "Image source, NAME": the label names the maker wherever it stands.
    if credit.is_empty()
        && let Some((at, name)) = credit_in(&caption.clone())
    {
        credit = clean(name);
        caption = caption[..at].trim_end().to_owned();
    }
    let caption = caption
        .trim_matches(|c: char| c.is_whitespace() || "|·•(（[—–-".contains(c))
        .to_owned();
    PagePicture {
        alt: squeeze(image.attr("alt").unwrap_or_default()),
        caption,
        credit,
        ..PagePicture::default()
    }
}

/// A label that only a screen reader says.
fn is_hidden_label(element: ElementRef<'_>) -> bool {
    let names = names(element);
    names.contains("hidden") || names.contains("sr")
}

/// A text without the label that it begins with, or that stands within it.
fn without(text: &str, label: &str) -> String {
    match lower(text).find(label) {
        Some(at) => squeeze(&format!("{} {}", &text[..at], &text[at + label.len()..])),
        None => text.to_owned(),
    }
}

fn clean(name: &str) -> String {
    let edge = |c: char| c.is_whitespace() || "()（）[]©.:：,;|–—-".contains(c);
    let name = name
        .trim_start_matches(edge)
        .trim_end_matches(|c: char| c.is_whitespace() || ")）],;|".contains(c));
    // The full stop of an initial stays.
    let initial = name
        .trim_end_matches('.')
        .rsplit([' ', '.'])
        .next()
        .is_some_and(|last| last.chars().count() <= 1);
    if initial {
        name.to_owned()
    } else {
        name.trim_end_matches('.').to_owned()
    }
}

/// Where in a caption the name of who made the picture is announced, and the name.
pub(crate) fn credit_in(text: &str) -> Option<(usize, &str)> {
    let low = lower(text);
    let starts = |at: usize| {
        let before = text[..at].trim_end();
        before.is_empty()
            || before.ends_with([
                '.', '(', '（', '|', '/', '–', '—', '-', '!', '?', ';', ',', ']', '»', '”', '"',
                '؛', '。',
            ])
    };
    let mut best: Option<(usize, usize)> = None;
    for label in labels::credits() {
        for (at, _) in low.match_indices(label) {
            let end = at + label.len();
            let marked = label.ends_with([':', '：', '©', '/']) || label.ends_with(' ');
            let ends = marked || low[end..].starts_with([':', '：', ' ', '/']);
            if starts(at)
                && ends
                && best
                    .is_none_or(|(known, length)| at < known || at == known && end > known + length)
            {
                best = Some((at, end - at));
            }
        }
    }
    let (at, length) = best?;
    let name = text[at + length..].trim_start_matches([':', '：', ' ', '/', ',']);
    let open = text[..at].trim_end().ends_with(['(', '（']);
    let name = match open {
        true => name.split([')', '）']).next().unwrap_or(name),
        false => name,
    };
    let fits = (1..=120).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic);
    fits.then_some((at, name))
}

impl Walker<'_> {
    /// Takes a picture that stands by itself, with what is said of it; `part` is where it stands.
    pub fn picture(&mut self, element: ElementRef<'_>, part: Part) {
        let Some(image) = pictures_in(element).into_iter().next() else {
            return;
        };
        let mut picture = read(element, image);
        let Some(found) = reference(image) else {
            return;
        };
        picture.reference = found;
        // Each line counts once: what the caption and the credit do not say is the page's own.
        let mut said = [key(&picture.caption), key(&picture.credit)];
        for line in lines(element) {
            let bare = key(&line);
            match said.iter_mut().find(|said| said.contains(&bare)) {
                Some(said) => *said = said.replacen(&bare, "\u{1}", 1),
                None => self.page.furniture.push(line),
            }
        }
        self.add(picture, image, element, part);
    }

    /// Adds the pictures that stand among the words of `element` to the record; its Markdown holds them already.
    pub fn pictures_within(&mut self, element: ElementRef<'_>) {
        for image in pictures_in(element) {
            let Some(reference) = reference(image) else {
                continue;
            };
            let shown = self.convert.run_of(&[Piece::Element(image)]);
            let address = shown
                .first()
                .and_then(|shown| Some(shown.rsplit_once("](")?.1.strip_suffix(')')?.to_owned()));
            let known = self
                .page
                .pictures
                .iter()
                .any(|known| same_file(&known.reference, &reference));
            if !known {
                self.page.pictures.push(PagePicture {
                    reference,
                    alt: squeeze(image.attr("alt").unwrap_or_default()),
                    in_body: address,
                    ..PagePicture::default()
                });
            }
        }
    }

    /// Adds a picture to the record, and to the text where it stands there.
    fn add(
        &mut self,
        mut picture: PagePicture,
        image: ElementRef<'_>,
        element: ElementRef<'_>,
        part: Part,
    ) {
        let known = self
            .page
            .pictures
            .iter()
            .position(|known| same_file(&known.reference, &picture.reference));
        if let Some(known) = known.map(|at| &mut self.page.pictures[at]) {
            // The same picture once more, as in a gallery's preview: what it says may be more.
            if known.caption.is_empty() {
                known.caption = picture.caption;
                known.credit = picture.credit;
            } else if picture.caption != known.caption && !picture.caption.is_empty() {
                self.page.furniture.push(picture.caption);
            }
            return;
        }
        let address = match picture.reference.starts_with("data:") {
            true => format!("#picture-{}", self.page.pictures.len() + 1),
            false => self
                .convert
                .run_of(&[Piece::Element(image)])
                .first()
                .and_then(|shown| Some(shown.rsplit_once("](")?.1.strip_suffix(')')?.to_owned()))
                .filter(|_| picture.reference == image.attr("src").unwrap_or_default().trim())
                .unwrap_or_else(|| {
                    picture
                        .reference
                        .replace([' ', '(', ')', '<', '>', '\\', '"'], "%20")
                }),
        };
        let caption = match picture.caption.replace(['"', '\\'], "”") {
            caption if caption.is_empty() => String::new(),
            caption => format!(" \"{}\"", escape(&caption).replace('\n', " ")),
        };
        let alt = escape(&picture.alt).replace('\n', " ").replace(']', "\\]");
        let markdown = format!("![{alt}]({address}{caption})");
        picture.in_body = Some(address);
        let marked = part == Part::Text || self.frame.marks_text();
        self.text |= part == Part::Text && self.passed();
        let part = if marked && self.passed() {
            Part::Text
        } else {
            Part::Unknown
        };
        self.page.pictures.push(picture);
        self.blocks.push(Block {
            place: place(element),
            text: String::new(),
            markdown,
            part,
        });
    }
}

/// Whether a list or a table is there to show pictures.
pub(super) fn is_gallery(element: ElementRef<'_>) -> bool {
    let css = match element.value().name() {
        "ul" | "ol" => "li",
        "table" => "tr",
        _ => return false,
    };
    let items = select(element, css);
    let shown = items
        .iter()
        .filter(|item| !pictures_in(**item).is_empty())
        .count();
    shown > 0 && shown * 2 >= items.len()
}

/// Whether two addresses are of one file, whatever its size: pages show a picture in several.
fn same_file(one: &str, other: &str) -> bool {
    one == other
}

/// Marks the picture that stands for the article: the first above the text, or the one that the page names.
pub(super) fn lead(pictures: &mut [PagePicture], above: bool, named: &[String]) {
    let file = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    let named: Vec<String> = named
        .iter()
        .map(|one| file(one))
        .filter(|name| name.len() > 4)
        .collect();
    let said = pictures
        .iter()
        .position(|one| named.contains(&file(&one.reference)));
    let first = above.then_some(0).filter(|_| !pictures.is_empty());
    if let Some(lead) = first.or(said) {
        pictures[lead].lead = true;
    }
}
