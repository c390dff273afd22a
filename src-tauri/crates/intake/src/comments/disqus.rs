//! A Disqus export: threads, which are pages, and the posts under them.

use super::{
    Origin, field, html,
    offer::{Offers, Record},
    source::Source,
    xml::{Step, Xml},
};
use model::{
    Result,
    comment::{CommentState, Place, Sent},
};
use std::collections::HashMap;

/// Reads the posts, each when its element ends.
pub(super) fn read(source: Source<'_>, offers: &mut Offers<'_, '_>) -> Result<()> {
    let mut reading = Reading {
        xml: Xml::new(source),
        forum: String::new(),
        threads: HashMap::new(),
        thread: None,
        post: None,
    };
    let mut some = false;
    loop {
        match reading.xml.next()? {
            Step::Open(name) => {
                some |= name == "disqus";
                reading.open(&name);
            }
            Step::Close(name, text) => reading.close(&name, text, offers)?,
            Step::End if some => return Ok(()),
            Step::End => {
                return Err(super::none(
                    "It should be what Disqus exports: an XML file whose first element is <disqus>.",
                ));
            }
        }
    }
}

/// A page, by what is known of it.
#[derive(Default)]
struct Thread {
    id: String,
    forum: String,
    place: Place,
}

#[derive(Default)]
struct Post {
    record: Record,
    thread: String,
    /// The name that is known to everyone, where none was given.
    username: String,
    spam: bool,
    unapproved: bool,
}

struct Reading<'a> {
    xml: Xml<'a>,
    /// Of the thread that came last, for posts whose thread is not there.
    forum: String,
    threads: HashMap<String, (String, Place)>,
    thread: Option<Thread>,
    post: Option<Post>,
}

impl Reading<'_> {
    fn open(&mut self, name: &str) {
        let id = self.xml.id();
        match (&mut self.post, name) {
            (Some(post), "thread") => post.thread = id.unwrap_or_default(),
            (Some(post), "parent") => post.record.sent.parent = id,
            (None, "thread") if self.thread.is_none() => {
                self.thread = Some(Thread {
                    id: id.unwrap_or_default(),
                    ..Thread::default()
                });
            }
            (None, "post") => {
                let mut post = Post::default();
                post.record.sent.id = id.unwrap_or_default();
                post.record.line = self.xml.line();
                self.post = Some(post);
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, text: String, offers: &mut Offers<'_, '_>) -> Result<()> {
        if name == "post" {
            let replaced = self.xml.replaced();
            return match self.post.take() {
                Some(mut post) => {
                    post.record.replaced = replaced;
                    self.post(post, offers)
                }
                None => Ok(()),
            };
        }
        let by_author = self.xml.within("author");
        if let Some(post) = &mut self.post {
            let sent = &mut post.record.sent;
            match name {
                "message" => sent.body = html::markdown(&text, false),
                "createdAt" => post.record.date = text,
                "isDeleted" => sent.deleted = text.trim() == "true",
                "isSpam" => post.spam = text.trim() == "true",
                "isApproved" => post.unapproved = text.trim() == "false",
                "ipAddress" => sent.address = Some(text),
                "name" if by_author => sent.author = text,
                "email" if by_author => sent.email = Some(text),
                "username" if by_author => post.username = text,
                _ => {}
            }
            return Ok(());
        }
        let of_thread = self.xml.within("thread");
        if let Some(thread) = self.thread.as_mut().filter(|_| of_thread) {
            match name {
                "id" => thread.place.article = field::some(&text),
                "forum" => thread.forum = field::one_line(&text),
                "link" => thread.place.address = field::some(&text),
                "title" => thread.place.title = field::some(&text),
                _ => {}
            }
        } else if name == "thread"
            && let Some(thread) = self.thread.take()
        {
            if !thread.forum.is_empty() {
                self.forum.clone_from(&thread.forum);
            }
            self.threads.insert(thread.id, (thread.forum, thread.place));
        }
        Ok(())
    }

    fn post(&mut self, post: Post, offers: &mut Offers<'_, '_>) -> Result<()> {
        let Post {
            mut record,
            thread,
            username,
            spam,
            unapproved,
        } = post;
        let (forum, place) = match self.threads.get(&thread) {
            Some((forum, place)) => (forum.as_str(), place.clone()),
            None => ("", Place::default()),
        };
        let forum = if forum.is_empty() { &self.forum } else { forum };
        let origin = Origin::of(match forum {
            "" => "disqus".to_owned(),
            forum => format!("disqus:{forum}"),
        });
        let Sent {
            author,
            deleted,
            state,
            ..
        } = &mut record.sent;
        if author.trim().is_empty() {
            *author = username;
        }
        *state = Some(if *deleted {
            CommentState::Rejected
        } else if spam {
            CommentState::Spam
        } else if unapproved {
            CommentState::Pending
        } else {
            CommentState::Published
        });
        record.sent.place = place;
        offers.record(&origin, record)
    }
}
