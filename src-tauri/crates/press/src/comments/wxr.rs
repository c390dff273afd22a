//! A WordPress export (WXR 1.2) of nothing but comments: an item for each article, and its comments in it. What WordPress
//! has no place for rides along in meta data, so that a library knows its own again: the very words, the state, the id.

use super::{Kept, Newsroom, Under, Writer, failed};
use crate::{
    wxr::{FOOT, NEWSROOM, author, channel, gmt, rss},
    xml::{element, legal},
};
use model::{Error, Result, comment::CommentState};
use std::{borrow::Cow, collections::HashMap, fmt::Write as _, io::Write};

/// Writes item by item.
pub(super) struct Wxr<'a> {
    out: &'a mut dyn Write,
    /// What is written next; kept so that it is made once.
    room: String,
    posts: u64,
    comments: u64,
    /// The numbers of the comments of the item that is open, by their ids; none where no item is.
    numbers: Option<HashMap<String, u64>>,
}

impl<'a> Wxr<'a> {
    pub(super) fn new(out: &'a mut dyn Write) -> Self {
        Self {
            out,
            room: String::new(),
            posts: 0,
            comments: 0,
            numbers: None,
        }
    }

    fn plain(&mut self, text: &str) {
        self.room.push_str(text);
    }

    /// An element with a text.
    fn element(&mut self, name: &str, text: &str) {
        element(&mut self.room, name, text);
    }

    /// What WordPress keeps beside a post or a comment.
    fn meta(&mut self, of: &str, key: &str, text: &str) {
        let _ = writeln!(self.room, "<wp:{of}>");
        self.element("wp:meta_key", &format!("_copydesk_{key}"));
        self.element("wp:meta_value", &exact(text));
        let _ = writeln!(self.room, "</wp:{of}>");
    }

    fn written(&mut self) -> Result<()> {
        let done = self.out.write_all(self.room.as_bytes());
        self.room.clear();
        done.map_err(|cause| failed(&cause))
    }

    fn close(&mut self) {
        if self.numbers.take().is_some() {
            self.plain("</item>\n");
        }
    }

    /// The fields that WordPress has.
    fn theirs(&mut self, kept: &Kept, parent: u64) {
        let number = self.comments;
        let at = gmt(kept.created);
        let _ = writeln!(self.room, "<wp:comment_id>{number}</wp:comment_id>");
        self.element("wp:comment_author", &kept.author);
        for (name, text) in [
            ("wp:comment_author_email", &kept.email),
            ("wp:comment_author_url", &kept.site),
            ("wp:comment_author_IP", &kept.address),
        ] {
            self.element(name, text.as_deref().unwrap_or_default());
        }
        self.element("wp:comment_date", &at);
        self.element("wp:comment_date_gmt", &at);
        // Readers hold it against the very words, which show no more than this either.
        let content = markup::comment_html(&kept.body).replace(|c| !legal(c), "");
        self.element("wp:comment_content", content.trim());
        self.element("wp:comment_approved", approved(kept.state));
        self.element("wp:comment_type", "comment");
        let _ = writeln!(self.room, "<wp:comment_parent>{parent}</wp:comment_parent>");
        self.plain("<wp:comment_user_id>0</wp:comment_user_id>\n");
    }

    /// What only a library knows.
    fn ours(&mut self, kept: &Kept) -> Result<()> {
        let reasons = match kept.reasons.as_slice() {
            [] => None,
            some => Some(
                serde_json::to_string(some)
                    .map_err(|cause| Error::system("json", cause.to_string()))?,
            ),
        };
        let created = kept.created.to_string();
        let decided_at = kept.decided_at.map(|at| at.to_string());
        for (key, text) in [
            ("id", Some(kept.id.as_str())),
            ("source", Some(kept.source.as_str())),
            ("parent", kept.parent.as_deref()),
            ("created", Some(created.as_str())),
            ("body", Some(kept.body.as_str())),
            ("original", kept.original.as_deref()),
            ("state", Some(kept.state.name())),
            ("reasons", reasons.as_deref()),
            ("newsroom", kept.newsroom.then_some("1")),
            ("decided_by", kept.decided_by.as_deref()),
            ("decided_at", decided_at.as_deref()),
        ] {
            if let Some(text) = text {
                self.meta("commentmeta", key, text);
            }
        }
        Ok(())
    }
}

impl Writer for Wxr<'_> {
    fn begin(&mut self, newsroom: &Newsroom) -> Result<()> {
        let Newsroom {
            name,
            address,
            language,
        } = newsroom;
        channel(&mut self.room, name, address, "", language);
        author(&mut self.room, 1, NEWSROOM, name);
        self.plain("<generator>Copydesk</generator>\n");
        self.written()
    }

    fn article(&mut self, under: &Under) -> Result<()> {
        self.close();
        self.numbers = Some(HashMap::new());
        self.posts += 1;
        let post = self.posts;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let at = under.published.map_or(String::new(), gmt);
        self.plain("<item>\n");
        self.element("title", &text(&under.title));
        self.element("link", &text(&under.address));
        if let Some(published) = under.published {
            let _ = writeln!(self.room, "<pubDate>{}</pubDate>", rss(published));
        }
        self.element("dc:creator", NEWSROOM);
        let _ = writeln!(self.room, "<guid isPermaLink=\"false\">post-{post}</guid>");
        for name in ["description", "content:encoded", "excerpt:encoded"] {
            self.element(name, "");
        }
        let _ = writeln!(self.room, "<wp:post_id>{post}</wp:post_id>");
        self.element("wp:post_date", &at);
        self.element("wp:post_date_gmt", &at);
        self.element("wp:comment_status", "closed");
        self.element("wp:ping_status", "closed");
        self.element("wp:post_name", &text(&under.slug));
        // Where the article is not there yet, an item without a text is nothing to publish.
        self.element("wp:status", "draft");
        self.plain("<wp:post_parent>0</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n");
        self.element("wp:post_type", "post");
        self.element("wp:post_password", "");
        self.plain("<wp:is_sticky>0</wp:is_sticky>\n");
        for (key, text) in [("article", &under.id), ("language", &under.language)] {
            if let Some(text) = text {
                self.meta("postmeta", key, text);
            }
        }
        self.written()
    }

    fn comment(&mut self, kept: &Kept) -> Result<()> {
        if self.numbers.is_none() {
            self.article(&Under::default())?;
        }
        self.comments += 1;
        let number = self.comments;
        let parent = self.numbers.as_mut().and_then(|numbers| {
            let parent = kept.parent.as_ref().and_then(|id| numbers.get(id)).copied();
            numbers.insert(kept.id.clone(), number);
            parent
        });
        self.plain("<wp:comment>\n");
        self.theirs(kept, parent.unwrap_or(0));
        self.ours(kept)?;
        self.plain("</wp:comment>\n");
        self.written()
    }

    fn end(&mut self) -> Result<()> {
        self.close();
        self.plain(FOOT);
        self.written()?;
        self.out.flush().map_err(|cause| failed(&cause))
    }
}

/// What WordPress calls a state: it has one for what waits, and one for what was taken off.
fn approved(state: CommentState) -> &'static str {
    match state {
        CommentState::Published => "1",
        CommentState::Pending | CommentState::Held => "0",
        CommentState::Rejected => "trash",
        CommentState::Spam => "spam",
    }
}

/// A text that comes back as it was: as JSON where XML can't hold it, or where it could be taken for that.
fn exact(text: &str) -> Cow<'_, str> {
    if !text.starts_with('"') && !text.contains('\r') && text.chars().all(legal) {
        return Cow::Borrowed(text);
    }
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match legal(c) {
            true => out.push(c),
            // The two that JSON writes as they are.
            false => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
        }
    }
    Cow::Owned(out)
}
