//! One item of a WordPress export, field by field: no more of it is held than is read of it, whatever else stands in it.

use super::item::said;
use crate::comments::{
    field::{clean, one_line},
    xml::{Step, Xml},
};
use model::{Result, page::Leftover};

/// Elements of an item that something is read of.
const FIELDS: [&str; 17] = [
    "title",
    "link",
    "pubDate",
    "dc:creator",
    "guid",
    "content:encoded",
    "excerpt:encoded",
    "wp:post_id",
    "wp:post_date",
    "wp:post_date_gmt",
    "wp:post_modified",
    "wp:post_modified_gmt",
    "wp:comment_status",
    "wp:post_name",
    "wp:status",
    "wp:post_type",
    "wp:post_password",
];
/// Those that are kept by a name of their own.
const KEPT: [&str; 3] = ["wp:is_sticky", "wp:menu_order", "wp:post_parent"];
/// Those that say nothing of the article, or what others say.
const SILENT: [&str; 5] = [
    "wp:ping_status",
    "wp:post_parent",
    "wp:attachment_url",
    "wp:post_mime_type",
    "wp:postmeta",
];
/// What of a comment tells whether someone linked here from elsewhere.
const PINGS: [&str; 5] = [
    "wp:comment_type",
    "wp:comment_author",
    "wp:comment_author_url",
    "wp:comment_date_gmt",
    "wp:comment_content",
];

/// Meta that says nothing of the article itself, or is used elsewhere.
const NOISE: [&str; 7] = [
    "_edit_lock",
    "_edit_last",
    "_thumbnail_id",
    "_pingme",
    "_encloseme",
    "_wp_attached_file",
    "_wp_attachment_metadata",
];
/// Meta that is read: it has a place even where other meta takes all there is.
const READ: [&str; 6] = [
    "_thumbnail_id",
    "_copydesk_",
    "_yoast_wpseo_",
    "rank_math_",
    "_aioseo_",
    "_seopress_titles_",
];
/// Most bytes of what one name of the meta says, and of all of it.
const META: usize = 64 << 10;
const METAS: usize = 512 << 10;
/// Most bytes of terms and of links from elsewhere.
const TERMS: usize = 8 << 20;
/// Most bytes of what is left of an item in whole; of what is more, the beginning is.
const LEFT: usize = 8 << 20;

/// Whether meta says nothing of the article itself, or is used elsewhere.
pub(super) fn is_quiet(key: &str) -> bool {
    NOISE.contains(&key) || key.starts_with("_oembed_") || key.starts_with("_copydesk_")
}

/// What an item says.
#[derive(Default)]
pub(super) struct Raw {
    pub(super) fields: Vec<(String, String)>,
    /// Taxonomy, short name, name.
    pub(super) terms: Vec<(String, String, String)>,
    pub(super) meta: Vec<(String, String)>,
    /// Who linked to it from elsewhere: address and moment.
    pub(super) pings: Vec<String>,
    /// What is not kept.
    pub(super) left: Vec<Leftover>,
    /// Some of it may not be what was written there.
    doubtful: bool,
    /// How many bytes there are of meta, of terms, and of what is left.
    metas: usize,
    named: usize,
    lefts: usize,
}

impl Raw {
    /// Reads up to the item's end. What there is of it by then stands where it can't be read to its end.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        let (mut key, mut term) = (String::new(), (String::new(), String::new()));
        let mut comment: Option<Vec<(String, String)>> = None;
        xml.replaced();
        xml.cut();
        xml.torn();
        loop {
            match xml.next()? {
                Step::Open(name) => match name.as_str() {
                    "category" => {
                        let attribute = |name| xml.attribute(name).unwrap_or_default().to_owned();
                        term = (attribute("domain"), attribute("nicename"));
                    }
                    "wp:comment" => comment = Some(vec![]),
                    _ => {}
                },
                Step::Close(name, text) => {
                    self.whole(&name, &key, comment.is_some(), xml);
                    match (name.as_str(), &mut comment) {
                        ("item", _) => {
                            self.torn(xml.torn());
                            return Ok(());
                        }
                        ("wp:comment", Some(fields)) => {
                            self.ping(fields);
                            comment = None;
                        }
                        (name, Some(fields)) => {
                            if PINGS.contains(&name) && text.len() < META {
                                fields.push((name.to_owned(), text));
                            }
                        }
                        ("category", None) => self.term(std::mem::take(&mut term), text),
                        ("wp:meta_key", None) => key = one_line(&text),
                        ("wp:meta_value", None) => self.value(std::mem::take(&mut key), text),
                        (_, None) => self.field(name, text),
                    }
                }
                Step::End => return Ok(()),
            }
        }
    }

    /// Says what was wrong with the bytes of an element that ended. What is wrong with comments is said where these are read.
    fn whole(&mut self, name: &str, key: &str, comment: bool, xml: &mut Xml<'_>) {
        let (cut, replaced) = (xml.cut(), xml.replaced());
        let place = match name {
            "wp:meta_value" => format!("meta {key}"),
            name => name.to_owned(),
        };
        if comment {
            return;
        }
        if cut {
            self.doubtful = true;
            let why = "It is longer than 60 MB: what is past that is not taken, and the article came in as a draft";
            self.left.push(said(&place, "", why));
        }
        if replaced && !std::mem::replace(&mut self.doubtful, true) {
            let why = "Bytes in it are not in the encoding that the file names, and were read as Windows-1252: look whether its \
                letters are right. It came in as a draft";
            self.left.push(said(&place, "", why));
        }
    }

    /// Says that something of it did not end as it began.
    fn torn(&mut self, torn: bool) {
        self.doubtful |= torn;
        if torn {
            let why = "Something in it does not end as it began: what follows that in it may be missing, or stand where it should \
                not. It came in as a draft";
            self.left.push(said("the item", "", why));
        }
    }

    fn field(&mut self, name: String, text: String) {
        let short = text.len() <= META || name == "content:encoded" || name == "excerpt:encoded";
        let known = FIELDS.contains(&name.as_str()) || KEPT.contains(&name.as_str());
        let first = !self.fields.iter().any(|(own, _)| *own == name);
        if known && short && first {
            self.fields.push((name, text));
        } else if !SILENT.contains(&name.as_str()) && name != "wp:post_password" {
            let why = match known {
                true => "It is too long, or stands there twice",
                false => "There is no field for it",
            };
            self.leave(&name, &text, why);
        }
    }

    fn term(&mut self, (domain, short): (String, String), name: String) {
        let bytes = domain.len() + short.len() + name.len();
        if self.named + bytes > TERMS || bytes > META {
            self.leave(
                &format!("taxonomy {domain}"),
                &name,
                "It is too long to be kept",
            );
            return;
        }
        self.named += bytes;
        self.terms.push((domain, short, name));
    }

    fn value(&mut self, key: String, value: String) {
        let read = READ.iter().any(|start| key.starts_with(start)) && value.len() <= 4 << 10;
        if is_quiet(&key) && !read {
            return;
        }
        let bytes = key.len() + value.len();
        let room = bytes <= META && self.metas + bytes <= METAS;
        if room || read && self.metas + bytes <= 2 * METAS {
            self.metas += bytes;
            self.meta.push((key, value));
        } else {
            self.leave(&format!("meta {key}"), &value, "It is too long to be kept");
        }
    }

    /// What is not kept, in whole as far as there is room.
    fn leave(&mut self, place: &str, text: &str, why: &str) {
        let text = clean(text.trim());
        if text.is_empty() {
            return;
        }
        let place: String = place.chars().take(200).collect();
        if self.lefts + text.len() + place.len() <= LEFT {
            self.lefts += text.len() + place.len();
            self.left.push(said(&place, &text, why));
            return;
        }
        let start: String = text.chars().take(200).collect();
        let why = format!("{why}; this is the beginning of {} bytes", text.len());
        // Of a great many, one line says it.
        if self.left.len() < 10_000 {
            self.left.push(said(&place, &start, &why));
        } else if self.left.len() == 10_000 {
            self.left.push(said(
                &place,
                &start,
                "There are more such fields than are named",
            ));
        }
    }

    fn ping(&mut self, fields: &[(String, String)]) {
        let of = |name: &str| {
            let found = fields.iter().find(|(known, _)| known == name);
            found.map(|(_, text)| one_line(text)).unwrap_or_default()
        };
        if matches!(of("wp:comment_type").as_str(), "pingback" | "trackback") {
            let told = [
                of("wp:comment_author"),
                of("wp:comment_author_url"),
                of("wp:comment_date_gmt"),
                of("wp:comment_content"),
            ];
            let told = one_line(&told.join(" "));
            if self.named + told.len() > TERMS {
                self.leave("pingback", &told, "It is too long to be kept");
                return;
            }
            self.named += told.len();
            self.pings.push(told);
        }
    }

    /// Whether what it says may not be what was written there.
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// A field as it is written.
    pub(super) fn text(&self, name: &str) -> &str {
        let found = self.fields.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, text)| text.as_str())
    }

    /// The same on one line.
    pub(super) fn line(&self, name: &str) -> String {
        one_line(self.text(name))
    }

    /// What the meta says by a name.
    pub(super) fn meta(&self, name: &str) -> Option<&str> {
        let found = self.meta.iter().find(|(known, _)| known == name);
        found
            .map(|(_, text)| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// Short name and name of each term of a taxonomy.
    pub(super) fn of(&self, taxonomy: &str) -> impl Iterator<Item = (&str, String)> {
        let all = self
            .terms
            .iter()
            .filter(move |(domain, ..)| domain == taxonomy);
        all.map(|(_, short, name)| (short.as_str(), one_line(&super::item::unescaped(name))))
    }
}
