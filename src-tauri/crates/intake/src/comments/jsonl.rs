//! JSON lines: one comment a line, as a library writes them.

use super::{
    OURS, Origin, field,
    offer::{Offers, Record},
    source::{Line, Source},
};
use model::{
    Result,
    comment::{CommentState, Reason, Sent},
};
use serde::{Deserialize, Deserializer};

/// A comment of a file; the fields are those that the terminal prints, and private ones.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Comment {
    #[serde(deserialize_with = "text")]
    id: Option<String>,
    #[serde(deserialize_with = "text")]
    article: Option<String>,
    article_slug: Option<String>,
    article_title: Option<String>,
    article_address: Option<String>,
    language: Option<String>,
    #[serde(deserialize_with = "text")]
    parent: Option<String>,
    author: Option<String>,
    email: Option<String>,
    address: Option<String>,
    site: Option<String>,
    created: Option<String>,
    body: Option<String>,
    original: Option<String>,
    state: Option<CommentState>,
    reasons: Vec<Reason>,
    deleted: bool,
    newsroom: bool,
    source: Option<String>,
    decided_by: Option<String>,
    decided_at: Option<String>,
}

/// A text, or a number that stands for one.
pub(super) fn text<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Named {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(match Option::<Named>::deserialize(from)? {
        Some(Named::Text(text)) => Some(text),
        Some(Named::Number(number)) => Some(number.to_string()),
        None => None,
    })
}

/// Whether a file that begins so holds more than one line of objects, or one with a library's fields.
pub(super) fn is_first(start: &str) -> bool {
    let mut lines = start.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default().trim_end();
    let second = lines.next().unwrap_or_default();
    first.ends_with('}') && second.starts_with('{')
        || first.ends_with('}') && first.contains("\"state\"") && first.contains("\"reasons\"")
}

/// Reads line by line.
pub(super) fn read(mut source: Source<'_>, offers: &mut Offers<'_, '_>) -> Result<()> {
    let ours = Origin::of(OURS);
    let mut objects = false;
    while let Some((number, line, replaced)) = source.next_line()? {
        let place = format!("line {number}");
        let Line::Whole(line) = line else {
            objects = true;
            offers.left(&ours, place, "", super::offer::too_long())?;
            continue;
        };
        if line.trim().is_empty() {
            continue;
        }
        if !field::is_object(&line) {
            offers.left(
                &ours,
                place,
                &line,
                "It is no comment: it is no JSON object.",
            )?;
            continue;
        }
        objects = true;
        match serde_json::from_str::<Comment>(&line) {
            Ok(comment) if comment.body.is_none() && !comment.deleted => {
                offers.left(&ours, place, &line, "It is no comment: it has no body.")?;
            }
            Ok(comment) => {
                let (origin, mut record) = record(comment);
                (record.line, record.replaced) = (number, replaced);
                offers.record(&origin, record)?;
            }
            Err(cause) => {
                offers.left(&ours, place, &line, format!("It is no comment: {cause}."))?;
            }
        }
    }
    let told = offers.told();
    if told.comments == 0 && told.leftovers > 0 && !objects {
        return Err(super::none(
            "It should hold one JSON object a line, as `copydesk comment export` writes them.",
        ));
    }
    Ok(())
}

fn record(comment: Comment) -> (Origin, Record) {
    let origin = Origin {
        source: comment.source.as_deref().and_then(field::some),
        language: comment.language.as_deref().and_then(field::some),
        original: comment.original.as_deref().map(field::clean),
        decided_by: comment.decided_by.as_deref().and_then(field::some),
        decided_at: comment.decided_at.and_then(|at| at.parse().ok()),
        ..Origin::of(OURS)
    };
    let mut place = field::named(comment.article.as_deref().unwrap_or_default());
    place.slug = comment.article_slug.or(place.slug);
    place.address = comment.article_address.or(place.address);
    place.title = comment.article_title;
    let record = Record {
        sent: Sent {
            place,
            id: comment.id.unwrap_or_default(),
            parent: comment.parent,
            author: comment.author.unwrap_or_default(),
            email: comment.email,
            address: comment.address,
            site: comment.site,
            body: comment.body.unwrap_or_default(),
            state: comment.state,
            reasons: comment.reasons,
            deleted: comment.deleted,
            newsroom: comment.newsroom,
            ..Sent::default()
        },
        date: comment.created.unwrap_or_default(),
        ..Record::default()
    };
    (origin, record)
}
