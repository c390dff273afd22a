//! What the items of a WordPress export name by a number or a short name: read before them, since it may stand behind.

use super::item::{is_article, unescaped};
use crate::{
    archive::{common::site, within::Within},
    comments::{
        field::one_line,
        xml::{Step, Xml},
    },
};
use model::{
    Result,
    archive::{Lead, Picture},
    article::Byline,
};
use std::{cell::Cell, collections::HashMap};

/// Most steps up a tree of categories, which may be a ring.
const UP: usize = 20;

/// Most bytes of blocks that several posts show.
const BLOCKS: usize = 32 << 20;
/// Bytes of them that each text may show, and most bytes of what all texts show past that: a long one in very many posts would
/// fill the disk.
const SHOWN: usize = 64 << 10;
const ALL: usize = 256 << 20;

/// A category.
#[derive(Debug, Clone, Default)]
struct Category {
    name: String,
    parent: String,
    number: String,
}

/// A picture, or another file that was uploaded.
#[derive(Debug, Clone, Default)]
pub(super) struct Attachment {
    /// Its whole address.
    pub(super) address: String,
    pub(super) caption: String,
    pub(super) alt: String,
    /// The number of the item that it was uploaded to.
    pub(super) parent: String,
}

/// All of it.
#[derive(Debug, Default)]
pub(super) struct First {
    /// What tells the site from others.
    pub(super) site: String,
    pub(super) language: Option<String>,
    authors: HashMap<String, Byline>,
    categories: HashMap<String, Category>,
    attachments: HashMap<String, Attachment>,
    /// What several posts show, by their numbers, and how many bytes that is.
    blocks: HashMap<String, String>,
    held: usize,
    /// How many bytes of them texts showed past what each may.
    shown: Cell<usize>,
    /// The numbers of what was uploaded to an item, in the archive's order.
    uploaded: HashMap<String, Vec<String>>,
    /// Where addresses lead: to which articles, by what is behind the site in their sources, or by those themselves.
    within: Within,
    reading: Open,
}

/// What is being read.
#[derive(Debug, Default)]
struct Open {
    fields: HashMap<String, String>,
    key: String,
    item: bool,
    seen: u64,
}

impl First {
    /// Reads up to the end of the next element; `told` is asked now and then whether to go on.
    pub(super) fn take(
        &mut self,
        xml: &mut Xml<'_>,
        told: &mut dyn FnMut() -> Result<()>,
    ) -> Result<bool> {
        match xml.next()? {
            Step::Open(name) => {
                match name.as_str() {
                    "item" => {
                        self.reading.item = true;
                        self.reading.fields.clear();
                    }
                    "wp:author" | "wp:category" | "wp:postmeta" if !self.reading.item => {
                        self.reading.fields.clear();
                    }
                    _ => {}
                }
                Ok(true)
            }
            Step::Close(name, text) => {
                self.close(&name, text, xml);
                self.reading.seen += 1;
                if self.reading.seen.is_multiple_of(2048) {
                    told()?;
                }
                Ok(true)
            }
            Step::End => Ok(false),
        }
    }

    fn close(&mut self, name: &str, text: String, xml: &Xml<'_>) {
        match name {
            "wp:author" => self.author(),
            "wp:category" => self.category(),
            "item" => self.item(),
            "wp:meta_key" => self.reading.key = one_line(&text),
            "wp:meta_value" if self.reading.key == "_wp_attachment_image_alt" => {
                self.reading.fields.insert("alt".into(), text);
            }
            "wp:meta_value" if self.reading.key == "_copydesk_article" => {
                self.reading.fields.insert("own".into(), text);
            }
            "wp:base_blog_url" => self.site_is(&text),
            "link" if self.site.is_empty() && xml.within("channel") => self.site_is(&text),
            "language" if xml.within("channel") => {
                self.language =
                    Some(one_line(&text).replace('_', "-")).filter(|tag| !tag.is_empty());
            }
            "title"
            | "content:encoded"
            | "excerpt:encoded"
            | "wp:post_id"
            | "wp:post_parent"
            | "wp:post_type"
            | "wp:status"
            | "wp:post_password"
            | "link"
            | "wp:attachment_url"
            | "guid"
            | "wp:author_login"
            | "wp:author_display_name"
            | "wp:author_first_name"
            | "wp:author_last_name"
            | "wp:category_nicename"
            | "wp:category_parent"
            | "wp:cat_name"
            | "wp:term_id" => {
                self.reading.fields.insert(name.to_owned(), text);
            }
            _ => {}
        }
    }

    /// The same site under either protocol, and with a slash or without.
    fn site_is(&mut self, text: &str) {
        self.site = site(&one_line(text));
    }

    fn field(&self, name: &str) -> String {
        self.reading
            .fields
            .get(name)
            .map(|text| one_line(text))
            .unwrap_or_default()
    }

    /// One that people read, in which WordPress leaves entities.
    fn name(&self, name: &str) -> String {
        one_line(&unescaped(&self.field(name)))
    }

    fn author(&mut self) {
        let login = self.field("wp:author_login");
        let whole = format!(
            "{} {}",
            self.name("wp:author_first_name"),
            self.name("wp:author_last_name")
        );
        let shown = self.name("wp:author_display_name");
        let named = [shown, one_line(&whole), login.clone()];
        let name = named
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default();
        let byline = Byline {
            name,
            ..Byline::default()
        };
        self.authors.insert(login.to_lowercase(), byline);
    }

    fn category(&mut self) {
        let category = Category {
            name: self.name("wp:cat_name"),
            parent: self.name("wp:category_parent"),
            number: self.field("wp:term_id"),
        };
        self.categories
            .insert(self.field("wp:category_nicename"), category);
    }

    fn item(&mut self) {
        self.reading.item = false;
        match self.field("wp:post_type").as_str() {
            "attachment" => {}
            "wp_block" => return self.shared(),
            _ => return self.article(),
        }
        let number = self.field("wp:post_id");
        let given = [self.field("wp:attachment_url"), self.field("guid")];
        let attachment = Attachment {
            address: given
                .into_iter()
                .find(|address| !address.is_empty())
                .unwrap_or_default(),
            caption: self.field("excerpt:encoded"),
            alt: self.field("alt"),
            parent: self.field("wp:post_parent"),
        };
        if attachment.parent != "0" && !attachment.parent.is_empty() {
            let uploaded = self.uploaded.entry(attachment.parent.clone()).or_default();
            uploaded.push(number.clone());
        }
        if !attachment.address.is_empty() {
            let file = || Lead::File(attachment.address.clone());
            self.within.put(&self.field("link"), file());
            let asked = format!("https://{}/?attachment_id={number}", self.site);
            self.within.put(&asked, file());
        }
        self.attachments.insert(number, attachment);
    }

    /// A block that several posts show.
    fn shared(&mut self) {
        let words = self.reading.fields.remove("content:encoded");
        let words = words.unwrap_or_default();
        let open =
            self.field("wp:status") == "publish" && self.field("wp:post_password").is_empty();
        if open && self.held + words.len() <= BLOCKS {
            self.held += words.len();
            self.blocks.insert(self.field("wp:post_id"), words);
        }
    }

    /// The words of a block that several posts show.
    pub(super) fn block(&self, number: &str) -> Option<&str> {
        self.blocks.get(number).map(String::as_str)
    }

    /// Whether a text that shows so many bytes of such blocks may show so many more.
    pub(super) fn shows(&self, before: usize, more: usize) -> bool {
        let past = |bytes: usize| bytes.saturating_sub(SHOWN);
        let all = self.shown.get() + past(before + more) - past(before);
        if all <= ALL {
            self.shown.set(all);
        }
        all <= ALL
    }

    /// Where the page of an article is, by all its addresses.
    fn article(&mut self) {
        let (number, guid) = (self.field("wp:post_id"), self.field("guid"));
        let named = [self.field("own"), number.clone(), guid.clone()];
        let named = named.into_iter().position(|name| !name.is_empty());
        let gone = ["trash", "auto-draft"].contains(&self.field("wp:status").as_str());
        if self.site.is_empty() || gone || !is_article(&self.field("wp:post_type")) {
            return;
        }
        let source = match named {
            Some(0) => format!("copydesk:{}", self.field("own")),
            Some(1) => number.clone(),
            Some(_) => guid.clone(),
            None => return,
        };
        let asked = |name: &str| match number.as_str() {
            "" => String::new(),
            number => format!("https://{}/?{name}={number}", self.site),
        };
        for address in [self.field("link"), guid, asked("p"), asked("page_id")] {
            self.within.put(&address, Lead::Article(source.clone()));
        }
    }

    /// Writes down where a link leads in the text of the page with the address `page`.
    pub(super) fn led(&self, page: Option<&str>, address: &str, leads: &mut Vec<(String, Lead)>) {
        let site = format!("https://{}", self.site);
        let before = leads.len();
        self.within.note((Some(&site), page), address, leads);
        if let Some((_, Lead::Article(source))) = leads.get_mut(before)
            && !source.starts_with("copydesk:")
        {
            *source = format!("wxr:{}:{source}", self.site);
        }
    }

    /// The author with a login; by the login where nothing else is known of them.
    pub(super) fn signed(&self, login: &str) -> Option<Byline> {
        let login = one_line(login);
        let known = self.authors.get(&login.to_lowercase()).cloned();
        let alone = Byline {
            name: login,
            ..Byline::default()
        };
        Some(known.unwrap_or(alone)).filter(|byline| !byline.name.is_empty())
    }

    /// The attachment with a number.
    pub(super) fn attachment(&self, number: &str) -> Option<&Attachment> {
        self.attachments.get(number.trim())
    }

    /// The numbers of what was uploaded to an item.
    pub(super) fn uploaded(&self, item: &str) -> &[String] {
        self.uploaded.get(item).map_or(&[], Vec::as_slice)
    }

    /// How deep a category lies, and whether its number is this one.
    pub(super) fn depth(&self, short: &str) -> usize {
        self.above(short).count()
    }

    /// The number of a category.
    pub(super) fn number(&self, short: &str) -> &str {
        self.categories
            .get(short)
            .map_or("", |category| category.number.as_str())
    }

    /// The name of a section for a category: its own, or the whole way where another one has the same.
    pub(super) fn section(&self, short: &str, said: &str) -> String {
        let Some(category) = self.categories.get(short) else {
            return one_line(said);
        };
        let own = match category.name.as_str() {
            "" => one_line(said),
            name => name.to_owned(),
        };
        let mut alike = self
            .categories
            .values()
            .filter(|other| other.name == category.name);
        if alike.nth(1).is_none() {
            return own;
        }
        let mut way: Vec<String> = self
            .above(short)
            .filter_map(|short| self.categories.get(short))
            .map(|category| category.name.clone())
            .collect();
        way.reverse();
        way.push(own);
        way.join(" / ")
    }

    /// The categories above one, the nearest first; a ring ends where it began.
    fn above<'a>(&'a self, short: &'a str) -> impl Iterator<Item = &'a str> {
        let mut seen = vec![short];
        std::iter::from_fn(move || {
            let parent = &self.categories.get(*seen.last()?)?.parent;
            // Some exports name the parent by its name.
            let short = self
                .categories
                .get_key_value(parent.as_str())
                .map(|(short, _)| short.as_str());
            let named = || {
                let mut all = self
                    .categories
                    .iter()
                    .filter(|(_, one)| one.name == *parent && !parent.is_empty());
                all.next().map(|(short, _)| short.as_str())
            };
            let next = short.or_else(named)?;
            if seen.contains(&next) || seen.len() > UP {
                return None;
            }
            seen.push(next);
            Some(next)
        })
    }
}

impl Attachment {
    /// As a picture of an article.
    pub(super) fn picture(&self) -> Picture {
        Picture {
            address: self.address.clone(),
            alt: self.alt.clone(),
            caption: markup::plain(&markup::from_html::markdown(&self.caption))
                .trim()
                .to_owned(),
            credit: String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, First, SHOWN};
    use crate::archive::wxr::{blocks::filled, raw::Raw};
    use model::archive::Item;

    #[test]
    fn a_long_block_that_very_many_posts_show_does_not_fill_the_disk() {
        let mut first = First::default();
        first.blocks.insert("1".into(), "Short.".into());
        first.blocks.insert("2".into(), "x".repeat((4 << 20) - 100));
        let text = "<!-- wp:block {\"ref\":2} /--><!-- wp:block {\"ref\":1} /-->";
        let shown = |first: &First| {
            let mut item = Item::default();
            let text = filled(text, &mut Raw::default(), first, &mut item);
            (text.len(), item.left)
        };
        let posts = 200;
        let of_each: Vec<_> = (0..posts).map(|_| shown(&first)).collect();
        let bytes: usize = of_each.iter().map(|(bytes, _)| bytes).sum();
        assert!(bytes > ALL && bytes < ALL + posts * SHOWN, "{bytes}");
        // The first have all of it. Those past that have what is short, and say what they lack.
        let (bytes, left) = &of_each[0];
        assert!(*bytes > 4_000_000 && left.is_empty(), "{bytes} {left:?}");
        let (bytes, left) = &of_each[posts - 1];
        assert!(*bytes < 100 && left[0].text == "2", "{bytes} {left:?}");
        assert!(
            left[0]
                .why
                .starts_with("This block is long, and so many posts")
        );
    }
}
