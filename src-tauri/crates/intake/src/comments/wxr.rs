//! A WordPress export (WXR 1.0 to 1.2): the comments of its items.

use super::{
    Origin, field, html,
    offer::{Offers, Record},
    source::Source,
    xml::{Step, Xml},
};
use model::{
    Error, Kind, Result,
    comment::{CommentState, Place, Reason, Sent},
};
use std::collections::{BTreeMap, HashMap};

/// What the keys of what a library adds begin with.
const KEY: &str = "_copydesk_";
/// Most characters of a key.
const KEYS: usize = 64;

/// Reads the comments, each when its element ends.
pub(super) fn read(source: Source<'_>, offers: &mut Offers<'_, '_>) -> Result<()> {
    let mut reading = Reading {
        xml: Xml::new(source),
        site: String::new(),
        items: 0,
        item: None,
        comment: None,
        key: String::new(),
    };
    let mut some = false;
    loop {
        let step = match reading.xml.next() {
            Ok(step) => step,
            Err(error) => match reading.beyond(error, offers)? {
                Some(next) => {
                    reading = next;
                    continue;
                }
                None => return Ok(()),
            },
        };
        match step {
            Step::Open(name) => {
                some |= name == "rss" || name == "channel";
                reading.open(&name);
            }
            Step::Close(name, text) => reading.close(&name, text, offers)?,
            Step::End if some => return Ok(()),
            Step::End => {
                return Err(super::none(
                    "It should be what WordPress exports: an RSS file with the extension .xml.",
                ));
            }
        }
    }
}

/// An item of the file.
#[derive(Default)]
struct Item {
    place: Place,
    /// Its number in the archive.
    number: String,
    language: Option<String>,
    /// The numbers of comments that have an id of a library, with it: what answers them names the number.
    ours: HashMap<String, String>,
}

/// A comment, field by field.
struct Comment {
    line: u64,
    fields: BTreeMap<String, String>,
    ours: BTreeMap<String, String>,
}

impl Comment {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn own(&self, name: &str) -> Option<&str> {
        self.ours.get(name).map(String::as_str)
    }
}

struct Reading<'a> {
    xml: Xml<'a>,
    site: String,
    /// How many items began.
    items: u64,
    item: Option<Item>,
    comment: Option<Comment>,
    key: String,
}

impl Reading<'_> {
    /// Behind what can't be read, where something follows that can; what is lost is told. An archive of which items were read
    /// is one, even where its end is missing.
    fn beyond(self, error: Error, offers: &mut Offers<'_, '_>) -> Result<Option<Self>> {
        let large = error.code == "too-large";
        if !large && (self.items == 0 || error.kind != Kind::Unreadable || error.code == "has-dtd")
        {
            return Err(error);
        }
        let origin = Origin::of("wxr");
        let place = format!("line {}", self.xml.line());
        if !large {
            let why = format!("The file can’t be read on from here: {error}");
            offers.left(&origin, "the rest of the file".into(), "", why)?;
            return Ok(None);
        }
        let why = format!(
            "{} What readers said up to the next item is not taken.",
            error.message
        );
        offers.left(&origin, place, "", why)?;
        let xml = self.xml.behind("</item>", &["rss", "channel"])?;
        Ok(xml.map(|xml| Self {
            xml,
            item: None,
            comment: None,
            key: String::new(),
            ..self
        }))
    }

    fn open(&mut self, name: &str) {
        match name {
            "item" => {
                self.item = Some(Item::default());
                self.items += 1;
            }
            "wp:comment" => {
                self.comment = Some(Comment {
                    line: self.xml.line(),
                    fields: BTreeMap::new(),
                    ours: BTreeMap::new(),
                });
            }
            "wp:commentmeta" | "wp:postmeta" => self.key.clear(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: String, offers: &mut Offers<'_, '_>) -> Result<()> {
        if name == "wp:comment" {
            return match self.comment.take() {
                Some(comment) => self.comment(&comment, offers),
                None => Ok(()),
            };
        }
        if name == "item"
            && let Some(torn) = self.comment.take()
        {
            let why = "It does not end as it began, and is not taken.";
            let place = format!("line {}", torn.line);
            offers.left(&Origin::of("wxr"), place, torn.field("content"), why)?;
        }
        if name == "item" && self.xml.lost() {
            let why =
                "A text before them does not end: what readers said of this item is not taken.";
            let number = self.item.as_ref().map_or("", |item| item.number.as_str());
            offers.left(&Origin::of("wxr"), format!("item {number}"), "", why)?;
        }
        if name == "wp:meta_key" {
            self.key = text.trim().chars().take(KEYS).collect();
            return Ok(());
        }
        if name == "wp:meta_value" {
            let key = self.key.strip_prefix(KEY).map(str::to_owned);
            match (key, &mut self.comment, &mut self.item) {
                (Some(key), Some(comment), _) => {
                    comment.ours.insert(key, text);
                }
                (Some(key), None, Some(item)) => match key.as_str() {
                    "article" => item.place.article = field::some(&text),
                    "language" => item.language = field::some(&text),
                    _ => {}
                },
                _ => {}
            }
            return Ok(());
        }
        if let Some(comment) = &mut self.comment {
            if let Some(field) = name.strip_prefix("wp:comment_") {
                comment.fields.insert(field.to_owned(), text);
            }
            return Ok(());
        }
        match (&mut self.item, name) {
            (Some(_), "item") => self.item = None,
            (Some(item), "title") if self.xml.within("item") => {
                item.place.title = field::some(&text)
            }
            (Some(item), "link") if self.xml.within("item") => {
                item.place.address = field::some(&text)
            }
            (Some(item), "wp:post_id") => item.number = field::one_line(&text),
            (Some(item), "wp:post_name") => {
                item.place.slug = field::some(&field::unpercented(&text));
            }
            // The address of the blog counts for more than the one that the feed links to.
            (None, "wp:base_blog_url") => self.site = field::one_line(&text),
            (None, "link") if self.site.is_empty() && self.xml.within("channel") => {
                self.site = field::one_line(&text);
            }
            _ => {}
        }
        Ok(())
    }

    fn comment(&mut self, comment: &Comment, offers: &mut Offers<'_, '_>) -> Result<()> {
        let replaced = self.xml.replaced();
        let site = self.site.trim_end_matches('/');
        let mut origin = Origin::of(match site {
            "" => "wxr".to_owned(),
            site => format!("wxr:{site}"),
        });
        let number = comment.field("id").trim();
        let kind = comment.field("type").trim();
        if !matches!(kind, "" | "comment" | "review") {
            let place = format!("comment {number}");
            let why = format!("It is {} {kind}, which no reader wrote.", article(kind));
            return offers.left(&origin, place, comment.field("content"), why);
        }
        let item = self.item.get_or_insert_default();
        let mut record = Record {
            line: comment.line,
            replaced,
            ..Record::default()
        };
        theirs(comment, &mut record);
        record.sent.place = item.place.clone();
        let parent = record.sent.parent.take();
        record.sent.parent = parent.map(|parent| item.ours.get(&parent).cloned().unwrap_or(parent));
        if let Some(id) = comment.own("id").filter(|id| field::is_ours(id)) {
            origin = Origin {
                language: item.language.clone(),
                ..Origin::of(super::OURS)
            };
            item.ours.insert(number.to_owned(), id.to_owned());
            id.clone_into(&mut record.sent.id);
            own(comment, &mut record.sent, &mut origin);
        } else if record.sent.place.article.is_none() && !item.number.is_empty() {
            // A number alone is another one in every archive.
            let site = crate::archive::common::site(site);
            record.sent.place.article = Some(format!("wxr:{site}:{}", item.number));
        }
        offers.record(&origin, record)
    }
}

/// What WordPress says of a comment.
fn theirs(comment: &Comment, record: &mut Record) {
    let text = |name: &str| Some(comment.field(name).to_owned());
    record.sent = Sent {
        id: comment.field("id").to_owned(),
        parent: text("parent").filter(|parent| !matches!(parent.trim(), "" | "0")),
        author: comment.field("author").to_owned(),
        email: text("author_email"),
        address: text("author_IP"),
        site: text("author_url"),
        body: match comment.own("id") {
            // It stands below, unless it was changed meanwhile.
            Some(_) if shows(comment) => String::new(),
            _ => html::markdown(comment.field("content"), true),
        },
        ..Sent::default()
    };
    match field::state(comment.field("approved")) {
        Some((state, deleted)) => {
            record.sent.state = Some(state);
            record.sent.deleted = deleted;
        }
        None => {
            record.wrong = Some(field::no_state(comment.field("approved")));
        }
    }
    // Archives that were brought over from elsewhere have no date in GMT.
    let gmt = comment.field("date_gmt");
    let dated = !gmt.trim().is_empty() && !gmt.trim().starts_with("0000");
    record.date = if dated { gmt } else { comment.field("date") }.to_owned();
}

/// Whether the content is what the words that a library added show.
fn shows(comment: &Comment) -> bool {
    comment.own("body").is_some_and(|body| {
        let shown = markup::comment_html(&exact(body));
        field::clean(&shown).trim() == field::clean(comment.field("content")).trim()
    })
}

/// What a library added. Who it is, is believed; what can be changed in WordPress only where WordPress says the same.
fn own(comment: &Comment, sent: &mut Sent, origin: &mut Origin) {
    let text = |name: &str| comment.own(name).map(exact);
    origin.source = text("source").and_then(|source| field::some(&source));
    origin.original = text("original").map(|text| field::clean(&text));
    origin.decided_by = text("decided_by").and_then(|by| field::some(&by));
    origin.decided_at = text("decided_at").and_then(|at| at.parse().ok());
    if sent.parent.is_none() {
        sent.parent = text("parent");
    }
    sent.newsroom = comment.own("newsroom") == Some("1");
    if let Some(at) = text("created").and_then(|at| at.parse::<model::Time>().ok())
        && at
            .to_string()
            .get(..19)
            .map(|at| at.replace('T', " "))
            .as_deref()
            == Some(comment.field("date_gmt").trim())
    {
        sent.created = Some(at);
    }
    if shows(comment) {
        sent.body = text("body").unwrap_or_default();
    }
    let state = text("state").and_then(|state| state.parse::<CommentState>().ok());
    if let Some(state) = state.filter(|state| approved(*state) == comment.field("approved").trim())
    {
        sent.state = Some(state);
        sent.deleted = false;
        let reasons = text("reasons").unwrap_or_default();
        sent.reasons = serde_json::from_str::<Vec<Reason>>(&reasons).unwrap_or_default();
    }
}

/// The word before another one.
fn article(word: &str) -> &'static str {
    match word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        true => "an",
        false => "a",
    }
}

/// What WordPress calls a state.
fn approved(state: CommentState) -> &'static str {
    match state {
        CommentState::Published => "1",
        CommentState::Pending | CommentState::Held => "0",
        CommentState::Rejected => "trash",
        CommentState::Spam => "spam",
    }
}

/// A text as it was: as it stands, or where XML could not hold it, as JSON.
fn exact(text: &str) -> String {
    let quoted = text
        .starts_with('"')
        .then(|| serde_json::from_str(text).ok());
    quoted.flatten().unwrap_or_else(|| text.to_owned())
}
