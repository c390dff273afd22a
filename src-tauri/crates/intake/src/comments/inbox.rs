//! One comment as a form's handler drops it: a JSON object of `docs/comment.schema.json`. Whoever fills the inbox may be
//! anyone, so all is held to limits, and what does not keep them is refused as a whole.

use super::{
    LONGEST, Origin, field, jsonl,
    offer::{Offers, Record},
};
use model::{Error, Result, comment::Sent};
use serde::Deserialize;
use std::io::{BufRead, Read};

/// Largest file, in bytes.
pub const LIMIT: u64 = 256 << 10;

/// The fields with the most characters of each, as the schema has them. Others are ignored.
pub const FIELDS: [(&str, usize); 9] = [
    ("article", 2_000),
    ("address", 2_000),
    ("parent", 200),
    ("author", 200),
    ("email", 320),
    ("body", LONGEST),
    ("created", 40),
    ("ip", 64),
    ("id", 200),
];

#[derive(Deserialize)]
struct Comment {
    #[serde(default)]
    article: Option<String>,
    #[serde(default)]
    address: Option<String>,
    #[serde(default, deserialize_with = "jsonl::text")]
    parent: Option<String>,
    #[serde(default)]
    author: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    created: Option<String>,
    #[serde(default)]
    ip: Option<String>,
    #[serde(default, deserialize_with = "jsonl::text")]
    id: Option<String>,
}

/// Reads the one comment.
pub(super) fn read(from: &mut dyn BufRead, offers: &mut Offers<'_, '_>) -> Result<()> {
    let mut bytes = vec![];
    from.take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|cause| super::source::failed(&cause))?;
    if bytes.len() as u64 > LIMIT {
        let message = format!("The file is larger than {} KiB.", LIMIT >> 10);
        return Err(Error::unreadable("too-large", message));
    }
    let text = std::str::from_utf8(&bytes).map_err(|cause| {
        let at = cause.valid_up_to();
        Error::unreadable("not-utf-8", format!("Byte {at} of the file is no UTF-8."))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if !field::is_object(text) {
        return Err(refused("It is no comment: it is no JSON object."));
    }
    let comment: Comment = serde_json::from_str(text)
        .map_err(|cause| refused(&jsonl::wrong(text, &cause, &["id", "parent"])))?;
    let record = record(comment)?;
    offers.record(&Origin::of("inbox"), record)?;
    if offers.told().comments == 0 {
        return Err(refused("There is nothing in it that can be taken."));
    }
    Ok(())
}

fn refused(why: &str) -> Error {
    Error::unreadable("not-a-comment", why)
}

fn record(comment: Comment) -> Result<Record> {
    let given = [
        &comment.article,
        &comment.address,
        &comment.parent,
        &comment.author,
        &comment.email,
        &comment.body,
        &comment.created,
        &comment.ip,
        &comment.id,
    ]
    .map(|text| text.as_deref().unwrap_or_default().chars().count());
    let mut lengths = FIELDS.iter().zip(given);
    if let Some(((name, most), _)) = lengths.find(|((_, most), length)| length > most) {
        return Err(refused(&format!(
            "Its {name} is longer than {most} characters."
        )));
    }
    let mut place = field::named(comment.article.as_deref().unwrap_or_default());
    if let Some(address) = comment.address.as_deref().and_then(field::some) {
        place.slug = field::slug(&address).or(place.slug);
        place.address = Some(address);
    }
    if place == model::comment::Place::default() {
        return Err(refused("It names neither an article nor an address."));
    }
    let date = comment.created.unwrap_or_default();
    if field::moment(&date).is_err() {
        return Err(refused(&field::no_date(&date)));
    }
    let body = comment.body.unwrap_or_default();
    if body.trim().is_empty() {
        return Err(refused(
            "It says nothing: its “body” holds what the reader wrote.",
        ));
    }
    Ok(Record {
        sent: Sent {
            place,
            id: comment.id.unwrap_or_default(),
            parent: comment.parent,
            author: comment.author.unwrap_or_default(),
            email: comment.email,
            address: comment.ip,
            body,
            ..Sent::default()
        },
        date,
        line: 1,
        nameless: true,
        ..Record::default()
    })
}
