//! Where Hugo and Zola put the page of a text (https://gohugo.io/content-management/urls/).

use super::layout::Program;
use crate::front::{Front, Value};
use model::archive::Item;
use std::collections::BTreeMap;

/// Why the addresses of a site's texts are not known.
const LANGUAGES: &str = "The site is in several languages, and where the pages of each were can’t be told: its texts have no old \
    addresses, and nothing leads from these";
const SECTIONS: &str = "Their pages were where this pattern says, which can’t be told: they have no old addresses, and nothing leads from these";

/// What patterns are made of that is known here; longer names before those that they begin with.
const PARTS: [&str; 11] = [
    "slugorcontentbasename",
    "slugorfilename",
    "contentbasename",
    "filename",
    "sections",
    "section",
    "title",
    "month",
    "slug",
    "year",
    "day",
];

/// How a site makes addresses.
#[derive(Debug, Default, Clone)]
pub(super) struct Addresses {
    /// By sections.
    patterns: BTreeMap<String, String>,
    /// A page is a file, and no folder.
    files: bool,
    /// Capital letters stay.
    capitals: bool,
    /// They are not known at all.
    several: bool,
}

impl Addresses {
    /// What a site's settings say.
    pub fn of(settings: &Front, program: Program) -> Self {
        let mut all = Self::default();
        if program != Program::Hugo {
            return all;
        }
        let said = |name: &str| settings.get(&[name]);
        if let Some(permalinks) = said("permalinks") {
            all.permalinks(permalinks);
        }
        let ugly = said("uglyurls");
        all.files = ugly.is_some_and(Value::is_true);
        all.capitals = said("disablepathtolower").is_some_and(Value::is_true);
        let languages = said("languages");
        all.several = matches!(languages, Some(Value::Map(all)) if all.len() > 1)
            || matches!(ugly, Some(Value::Map(_)))
            || said("defaultcontentlanguageinsubdir").is_some_and(Value::is_true);
        all
    }

    /// The patterns of `permalinks`, which newer sites have below `page`.
    pub fn permalinks(&mut self, said: &Value) {
        let Value::Map(all) = said else { return };
        for (section, pattern) in all {
            match pattern {
                Value::Map(_) if section.eq_ignore_ascii_case("page") => self.permalinks(pattern),
                Value::Text(pattern) => {
                    let section = section.trim_matches('/').to_lowercase();
                    self.patterns.insert(section, pattern.clone());
                }
                _ => {}
            }
        }
    }

    /// Settings of other files of the site: that it is in several languages.
    pub fn is_several(&mut self) {
        self.several = true;
    }

    /// What can't be told, as a place, a text and why.
    pub fn unknown(&self) -> Vec<(&str, &str, &'static str)> {
        if self.several {
            return vec![("addresses", "", LANGUAGES)];
        }
        let odd = self.patterns.iter().filter(|(_, pattern)| !known(pattern));
        odd.map(|(section, pattern)| (section.as_str(), pattern.as_str(), SECTIONS))
            .collect()
    }

    /// The path of the page of a text that lies at `own`, from the site's root; none where it can't be told.
    pub fn page(&self, own: &str, front: &Front, item: &Item) -> Option<String> {
        if self.several {
            return None;
        }
        let own = own.rsplit_once('.').map_or(own, |(own, _)| own);
        let mut parts: Vec<&str> = own.split('/').collect();
        let bundle = parts.last() == Some(&"index");
        if bundle {
            parts.pop();
        }
        let last = (*parts.last()?).to_owned();
        let folders = parts.get(..parts.len() - 1).unwrap_or_default().join("/");
        let section = parts.first().filter(|_| parts.len() > 1).copied();
        let section = section.unwrap_or_default();
        let pattern = self.patterns.get(&section.to_lowercase());
        let page = match pattern {
            Some(pattern) => {
                let name = if bundle { "index" } else { last.as_str() };
                let of = Text {
                    names: [section, &folders, name, &last],
                    front,
                    item,
                };
                filled(pattern, &of)?
            }
            None => {
                let name = item.slug.as_deref().unwrap_or(&last);
                match folders.is_empty() {
                    true => name.to_owned(),
                    false => format!("{folders}/{name}"),
                }
            }
        };
        let page = page.replace(' ', "-");
        let page = match self.capitals {
            true => page,
            false => page.to_lowercase(),
        };
        let steps: Vec<&str> = page.split('/').filter(|step| !step.is_empty()).collect();
        let page = steps.join("/");
        if page.is_empty() {
            return None;
        }
        let is_file = self.files || pattern.is_some_and(|pattern| pattern.ends_with(".html"));
        Some(match (is_file, page.ends_with(".html")) {
            (true, false) => format!("{page}.html"),
            (true, true) => page,
            (false, _) => format!("{page}/"),
        })
    }
}

/// A text, as a pattern asks for it.
struct Text<'a> {
    /// Its section, all of its folders, its file's name, and its folder's where that is its own.
    names: [&'a str; 4],
    front: &'a Front,
    item: &'a Item,
}

/// The first part that is known of what follows a colon.
fn part(rest: &str) -> Option<&'static str> {
    let whole = rest
        .find(|c: char| !c.is_ascii_alphanumeric())
        .map_or(rest, |end| rest.get(..end).unwrap_or_default());
    // Of some sections only: `:sections[last]`.
    if rest.get(whole.len()..)?.starts_with('[') {
        return None;
    }
    let found = PARTS.iter().find(|part| whole.eq_ignore_ascii_case(part));
    found.copied()
}

fn known(pattern: &str) -> bool {
    pattern.split(':').skip(1).all(|rest| part(rest).is_some())
}

/// A pattern with what a text says; none where it asks for what is not known, or not said.
fn filled(pattern: &str, of: &Text<'_>) -> Option<String> {
    let mut pieces = pattern.split(':');
    let mut out = pieces.next()?.to_owned();
    for rest in pieces {
        let name = part(rest)?;
        let [section, folders, file, own] = of.names;
        let slug = of.item.slug.as_deref();
        let value = match name {
            "year" => date(of)?.get(..4)?.to_owned(),
            "month" => date(of)?.get(5..7)?.to_owned(),
            "day" => date(of)?.get(8..10)?.to_owned(),
            "section" => section.to_owned(),
            "sections" => folders.to_owned(),
            "filename" => file.to_owned(),
            "contentbasename" => own.to_owned(),
            "slugorfilename" => slug.unwrap_or(file).to_owned(),
            "slugorcontentbasename" => slug.unwrap_or(own).to_owned(),
            "slug" => match slug {
                Some(slug) => slug.to_owned(),
                None => plain(&of.item.title)?,
            },
            "title" => plain(&of.item.title)?,
            _ => return None,
        };
        out.push_str(&value);
        out.push_str(rest.get(name.len()..)?);
    }
    Some(out)
}

/// Its day, as it is written there.
fn date(of: &Text<'_>) -> Option<String> {
    let said = of.front.get(&["date"]).map(Value::text);
    let said = said.and_then(|text| text.get(..10).map(str::to_owned));
    let is_day = |day: &String| {
        let mut bytes = day.bytes().enumerate();
        bytes.all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        })
    };
    said.filter(is_day)
        .or_else(|| of.item.published?.to_string().get(..10).map(str::to_owned))
}

/// A headline as a part of an address; none of one that Hugo makes differently from version to version.
fn plain(title: &str) -> Option<String> {
    let odd = title.contains(" -") || title.contains("- ") || title.contains(['/', '%', '#']);
    let words = title.split_whitespace().map(|word| {
        let keeps = |c: &char| c.is_alphanumeric() || "._+~-@".contains(*c);
        word.chars().filter(keeps).collect::<String>()
    });
    let words: Vec<String> = words.collect();
    let lost = words.iter().any(String::is_empty);
    (!odd && !lost && !words.is_empty()).then(|| words.join("-"))
}
