//! A backup of Remark42: a line about the site, then one comment a line.

use super::{
    Origin, field, html,
    offer::{Offers, Record},
    source::{Line, Source},
};
use model::{
    Result,
    comment::{CommentState, Place, Sent},
};
use serde::Deserialize;

/// A comment, as far as it is of use here.
#[derive(Deserialize)]
struct Comment {
    id: String,
    #[serde(default)]
    pid: String,
    #[serde(default)]
    text: String,
    /// What the commenter typed; none in what was brought over from another system.
    #[serde(default)]
    orig: String,
    #[serde(default)]
    user: User,
    #[serde(default)]
    locator: Locator,
    #[serde(default)]
    time: String,
    #[serde(default, rename = "delete")]
    deleted: bool,
    #[serde(default)]
    title: String,
}

#[derive(Default, Deserialize)]
struct User {
    #[serde(default)]
    name: String,
    /// A hash of the network address, which still tells whether two are one.
    #[serde(default)]
    ip: String,
}

#[derive(Default, Deserialize)]
struct Locator {
    #[serde(default)]
    site: String,
    #[serde(default)]
    url: String,
}

/// The first line, which tells of the site.
#[derive(Deserialize)]
struct Site {
    #[expect(dead_code, reason = "that it is there tells the format")]
    version: u32,
}

/// Whether a file's first line is one of a backup.
pub(super) fn is_first(line: &str) -> bool {
    let site = line.contains("\"version\"") && line.contains("\"users\"");
    site || line.contains("\"locator\"") && line.contains("\"pid\"")
}

/// Reads line by line.
pub(super) fn read(mut source: Source<'_>, offers: &mut Offers<'_, '_>) -> Result<()> {
    let mut last = Origin::of("remark42");
    while let Some((number, line, replaced)) = source.next_line()? {
        let place = format!("line {number}");
        let Line::Whole(line) = line else {
            offers.left(&last, place, "", super::offer::too_long())?;
            continue;
        };
        if line.trim().is_empty() || number == 1 && serde_json::from_str::<Site>(&line).is_ok() {
            continue;
        }
        if !field::is_object(&line) {
            offers.left(
                &last,
                place,
                &line,
                "It is no comment: it is no JSON object.",
            )?;
            continue;
        }
        match serde_json::from_str::<Comment>(&line) {
            Ok(comment) => {
                let site = field::one_line(&comment.locator.site);
                last = Origin::of(match site.as_str() {
                    "" => "remark42".to_owned(),
                    site => format!("remark42:{site}"),
                });
                let mut record = record(comment);
                (record.line, record.replaced) = (number, replaced);
                offers.record(&last, record)?;
            }
            Err(cause) => {
                offers.left(&last, place, &line, super::jsonl::wrong(&line, &cause, &[]))?
            }
        }
    }
    let told = offers.told();
    if told.comments == 0 && told.leftovers > 0 {
        return Err(super::none(
            "It should be a backup of Remark42, unpacked: one JSON object a line.",
        ));
    }
    Ok(())
}

fn record(comment: Comment) -> Record {
    // What is typed is kept there with the marks of HTML escaped, and shown as Markdown.
    let body = match comment.orig.trim() {
        "" => html::markdown(&comment.text, false),
        _ => field::unescaped(&comment.orig),
    };
    Record {
        sent: Sent {
            place: Place {
                address: Some(field::unescaped(&comment.locator.url)),
                title: Some(field::unescaped(&comment.title)),
                ..Place::default()
            },
            id: comment.id,
            parent: Some(comment.pid),
            author: field::unescaped(&comment.user.name),
            address: Some(comment.user.ip),
            body,
            state: Some(match comment.deleted {
                true => CommentState::Rejected,
                false => CommentState::Published,
            }),
            deleted: comment.deleted,
            ..Sent::default()
        },
        // What the program writes where it knows none.
        date: match comment.time.starts_with("0001-01-01T00:00:00") {
            true => String::new(),
            false => comment.time,
        },
        ..Record::default()
    }
}
