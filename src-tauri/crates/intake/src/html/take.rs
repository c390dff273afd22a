//! The parts of a page that its markup names, taken into the article's fields.

use super::{
    frame::size,
    remarks,
    role::Role,
    walk::{Walker, lines, place},
    words,
};
use crate::{
    author, body, byline, dates, labels,
    lines::{Block, Part, ends_sentence},
    tail,
    text::{key, same},
    trail,
};
use markup::from_html::holds_block;
use model::{article::Byline, page::Leftover};
use scraper::{ElementRef, Selector};

impl Walker<'_> {
    /// Takes `element` for what it is.
    pub fn take(&mut self, element: ElementRef<'_>, role: Role) {
        match role {
            Role::Furniture => self.furniture(element),
            Role::Trail => self.trail_of(element),
            Role::Kicker if self.page.kicker.is_empty() => self.page.kicker = words(element),
            Role::Standfirst if self.page.standfirst.is_empty() && !holds_image(element) => {
                self.page.standfirst = words(element);
            }
            Role::Kicker | Role::Standfirst => self.walk(element, Part::Outside),
            Role::Byline => self.byline(element),
            Role::Date => {
                self.date(element);
                self.furniture(element);
            }
            Role::Author => self.author(element),
            Role::Related => self.related(element),
            Role::Comments => remarks::read(self, element),
            Role::Tags => {
                for link in select(element, "a") {
                    self.page
                        .tags
                        .push(words(link).trim_start_matches('#').to_owned());
                }
                if self.page.tags.is_empty() {
                    self.page.tags.extend(
                        lines(element)
                            .iter()
                            .find_map(|line| labels::tags(line))
                            .unwrap_or_default(),
                    );
                }
                self.furniture(element);
            }
            Role::Quote => {
                let quote = self.convert.blocks_in(element).join("\n\n");
                let quote = quote
                    .strip_prefix("> ")
                    .map_or(quote.clone(), |rest| rest.replace("\n> ", "\n"));
                if !quote.is_empty() {
                    let lines: Vec<String> = quote
                        .lines()
                        .map(|line| format!("> {line}").trim_end().to_owned())
                        .collect();
                    self.push_all(vec![lines.join("\n")], element, Part::Text);
                }
            }
            Role::Text => {
                let was = self.text;
                let markdown = self.convert.block_of(element);
                self.push_all(markdown, element, Part::Text);
                self.text = was;
            }
        }
    }

    fn trail_of(&mut self, element: ElementRef<'_>) {
        let said = words(element);
        let mut steps: Vec<String> = vec![];
        for item in select(element, "li, a, [aria-current], .current, span") {
            let text = words(item);
            let text = text
                .trim_matches(|c: char| "»›>/→|«‹•:❯ ".contains(c))
                .to_owned();
            // An element that holds several steps is none.
            let holds = select(item, "a, li").len() > 1;
            if !text.is_empty() && !holds && !steps.contains(&text) {
                steps.push(text);
            }
        }
        if let Some((told, _)) = trail::trail(&said)
            && told.len() >= steps.len().min(2)
        {
            steps = told;
        }
        if self.trail.is_empty() && steps.len() > 1 {
            self.trail = steps;
        }
        self.furniture(element);
    }

    fn byline(&mut self, element: ElementRef<'_>) {
        let text = words(element);
        let linked = || {
            let css = "[itemprop=name], [rel~=author], .fn, .author-name, a";
            let named = |one: &ElementRef<'_>| author::is_name(&words(*one));
            select(element, css)
                .into_iter()
                .filter(named)
                .map(words)
                .collect::<Vec<_>>()
        };
        let split = || {
            byline::split_names(&text)
                .into_iter()
                .filter(|name| author::is_name(name))
                .collect::<Vec<_>>()
        };
        let names = byline::by(&text)
            .or_else(|| Some(linked()).filter(|names| !names.is_empty()))
            .unwrap_or_else(split);
        if names.is_empty() {
            return self.walk(element, Part::Outside);
        }
        for name in names {
            if !self
                .page
                .bylines
                .iter()
                .any(|byline| same(&byline.name, &name))
            {
                self.page.bylines.push(Byline {
                    name,
                    ..Byline::default()
                });
            }
        }
        self.date(element);
        self.furniture(element);
    }

    /// What an element says of when the article was published and changed.
    fn date(&mut self, element: ElementRef<'_>) {
        for line in lines(element) {
            dates::take(&mut self.page, &line);
        }
        // What is there for machines says it to the minute, and what stands before it says of which of the two.
        let css = "time[datetime], [itemprop=datePublished], [itemprop=dateModified], abbr[title], span[title]";
        for one in select(element, css).into_iter().chain([element]) {
            let exact = ["datetime", "content", "title"].iter().find_map(|name| dates::moment(one.attr(name)?));
            let Some(exact) = exact else { continue };
            let outer = one.parent().and_then(ElementRef::wrap).filter(|outer| size(*outer) < 120).map(words);
            let (_, changed) = dates::told(&outer.unwrap_or_else(|| words(one)));
            let names = super::role::names(one);
            let changed = changed.is_some_and(|day| day.to_string()[..10] == exact.to_string()[..10])
                || ["updated", "modified", "datemodified"].iter().any(|name| names.contains(*name));
            let published = self.page.date;
            let place = if changed { &mut self.page.modified } else { &mut self.page.date };
            let day = |time: &model::Time| time.to_string()[..10].to_owned();
            // The same day with its time says more than without.
            if place.is_none_or(|known| day(&known) == day(&exact)) && !(changed && published == Some(exact)) {
                *place = Some(exact);
            }
        }
    }

    /// The blocks of an element by themselves.
    fn inside(&mut self, element: ElementRef<'_>) -> Vec<Block> {
        let outer = std::mem::take(&mut self.blocks);
        let was = std::mem::replace(&mut self.text, true);
        self.walk(element, Part::Unknown);
        self.text = was;
        std::mem::replace(&mut self.blocks, outer)
    }

    fn author(&mut self, element: ElementRef<'_>) {
        let blocks = self.inside(element);
        let page = std::mem::take(&mut self.page);
        self.page = tail::author_part(&blocks, page);
    }

    /// The headlines of other articles are the headings, or else the links.
    fn related(&mut self, element: ElementRef<'_>) {
        let label =
            |text: &str| labels::is(text, &labels::lists().related) || labels::is_widget(text);
        let fits = |text: &String| {
            !text.is_empty() && !labels::is_furniture(text) && !label(text) && !body::is_meta(text)
        };
        let headings: Vec<String> = select(element, "h1, h2, h3, h4, h5, h6, [class*=title]")
            .into_iter()
            .filter(|one| !holds_block(*one))
            .map(words)
            .filter(fits)
            .collect();
        let links = || {
            select(element, "a")
                .into_iter()
                .map(words)
                .filter(fits)
                .collect::<Vec<_>>()
        };
        let titles = if headings.is_empty() {
            links()
        } else {
            headings
        };
        let section = self.page.section.clone();
        for line in lines(element) {
            let bare = line.trim_start_matches(['-', '•', '»', '›', '·', ' ']);
            let title = titles.iter().find(|title| key(title) == key(bare));
            if let Some(title) = title.filter(|title| !self.page.related.contains(title)) {
                self.page.related.push(title.clone());
            } else if title.is_some()
                || !fits(&line)
                || same(&line, &section)
                || line.split_whitespace().count() <= 3 && !ends_sentence(&line)
                || labels::begins(&line, &labels::lists().related).is_some()
            {
                self.page.furniture.push(line);
            } else {
                self.page.unrecognised.push(Leftover {
                    place: place(element),
                    text: line,
                    why: "It stands among the related titles".into(),
                });
            }
        }
    }
}

/// What `css` finds in `element`, in the page's order.
pub(super) fn select<'a>(element: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(css)
        .map(|selector| element.select(&selector).collect())
        .unwrap_or_default()
}

fn holds_image(element: ElementRef<'_>) -> bool {
    !select(element, "img").is_empty() && size(element) < 40
}
