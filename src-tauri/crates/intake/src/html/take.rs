//! The parts of a page that its markup names, taken into the article's fields.

use super::{
    frame::{self, select, size},
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
use scraper::ElementRef;

/// Words of what holds a writer's role.
const JOBS: [&str; 12] = [
    "role", "title", "job", "jobtitle", "position", "function", "fonction", "cargo", "funktion",
    "functie", "puesto", "ruolo",
];

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
            Role::Section => {
                let said = words(element).trim_matches(['/', '|', '·', ' ']).to_owned();
                // Where the trail tells the section, another name above the headline is that of a series.
                if self.trail.is_empty() && self.page.section.is_empty() {
                    self.page.section = said;
                } else if self.page.kicker.is_empty()
                    && !self.trail.iter().any(|step| same(step, &said))
                {
                    self.page.kicker = said;
                }
                self.furniture(element);
            }
            Role::Byline => self.byline(element),
            Role::Date => {
                self.date(element);
                self.furniture(element);
            }
            // What a box about an author calls its own parts are its lines.
            Role::Author if self.in_box => self.walk(element, Part::Unknown),
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
                // Without an element for the text, what is beside it can't be told from it.
                let part = if self.frame.marks_text() {
                    Part::Text
                } else {
                    Part::Unknown
                };
                self.walk(element, part);
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
        steps.retain(|step| {
            let low = step.to_lowercase();
            !labels::lists()
                .here
                .iter()
                .any(|here| here.trim_end_matches(':') == low.trim_end_matches([':', ' ']))
        });
        if let Some(first) = steps.first() {
            let link = select(element, "a")
                .into_iter()
                .find(|link| same(&words(*link), first));
            let front = link.is_none_or(|link| link.attr("href").is_none_or(frame::is_front));
            self.from_section = self.trail.is_empty() && !front && !trail::is_home(first);
        }
        if self.trail.is_empty() && (steps.len() > 1 || self.from_section) {
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
        // The first of its parts that is a name, where the whole says more.
        let part = || {
            let leaf = |one: &ElementRef<'_>| one.child_elements().next().is_none();
            let parts = element
                .descendent_elements()
                .skip(1)
                .filter(leaf)
                .map(words);
            parts
                .filter(|said| {
                    said.contains(' ') && author::is_name(said) && !labels::is_furniture(said)
                })
                .take(1)
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
            .or_else(|| Some(split()).filter(|names| !names.is_empty()))
            .unwrap_or_else(part);
        if names.is_empty() {
            return self.walk(element, Part::Outside);
        }
        let role = select(element, "span, div, p, a, em, small")
            .into_iter()
            .find(|one| {
                let called = super::role::names(*one);
                JOBS.iter().any(|word| called.contains(*word))
                    && !author::is_date_or_name(&words(*one), &names)
            });
        let role = role
            .map(words)
            .or_else(|| byline::role_after(&text))
            .unwrap_or_default();
        let alone = names.len() == 1;
        for name in names {
            let name = byline::written(&name);
            if !self
                .page
                .bylines
                .iter()
                .any(|byline| same(&byline.name, &name))
            {
                self.page.bylines.push(Byline {
                    name,
                    role: if alone { role.clone() } else { String::new() },
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
            let exact = ["datetime", "content", "title"]
                .iter()
                .find_map(|name| dates::moment(one.attr(name)?));
            let Some(exact) = exact else { continue };
            let outer = one
                .parent()
                .and_then(ElementRef::wrap)
                .filter(|outer| size(*outer) < 120)
                .map(words);
            let (_, changed) = dates::told(&outer.unwrap_or_else(|| words(one)));
            let names = super::role::names(one);
            let changed = changed
                .is_some_and(|day| day.to_string()[..10] == exact.to_string()[..10])
                || ["updated", "modified", "datemodified"]
                    .iter()
                    .any(|name| names.contains(*name));
            let published = self.page.date;
            let place = if changed {
                &mut self.page.modified
            } else {
                &mut self.page.date
            };
            let day = |time: &model::Time| time.to_string()[..10].to_owned();
            // The same day with its time says more than without.
            if place.is_none_or(|known| day(&known) == day(&exact))
                && !(changed && published == Some(exact))
            {
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
        self.in_box = true;
        let blocks = self.inside(element);
        self.in_box = false;
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
        // "Read also: a headline" on one line.
        let titles: Vec<String> = titles
            .into_iter()
            .map(
                |title| match labels::begins(&title, &labels::lists().related) {
                    Some((_, rest))
                        if rest.starts_with([':', '：', ' ']) && rest.chars().count() > 12 =>
                    {
                        rest.trim_start_matches([':', '：', ' ']).to_owned()
                    }
                    _ => title,
                },
            )
            .collect();
        let section = self.page.section.clone();
        for line in lines(element) {
            let bare = line.trim_start_matches(['-', '•', '»', '›', '·', ' ']);
            let bare = match labels::begins(bare, &labels::lists().related) {
                Some((label, rest))
                    if rest.starts_with([':', '：', ' '])
                        && titles.iter().any(|title| key(title) == key(rest)) =>
                {
                    self.page.furniture.push(label.to_owned());
                    rest
                }
                _ => bare,
            };
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

fn holds_image(element: ElementRef<'_>) -> bool {
    !select(element, "img").is_empty() && size(element) < 40
}
