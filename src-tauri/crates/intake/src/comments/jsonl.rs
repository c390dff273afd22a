//! JSON lines: one comment a line, as a library writes them.

use super::{
    OURS, Origin, field,
    offer::{Offers, Record},
    source::{Line, Source},
};
use model::{
    Result,
    comment::{Reason, Sent},
};
use serde::{Deserialize, Deserializer, de::Visitor};
use serde_json::error::Category;

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
    #[serde(deserialize_with = "text")]
    author: Option<String>,
    #[serde(deserialize_with = "text")]
    email: Option<String>,
    #[serde(deserialize_with = "text")]
    address: Option<String>,
    /// As the inbox names the network address.
    #[serde(deserialize_with = "text")]
    ip: Option<String>,
    #[serde(deserialize_with = "text")]
    site: Option<String>,
    #[serde(deserialize_with = "text")]
    created: Option<String>,
    #[serde(deserialize_with = "text")]
    body: Option<String>,
    original: Option<String>,
    #[serde(deserialize_with = "text")]
    state: Option<String>,
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
    from.deserialize_any(Text)
}

/// Takes a text, or what stands for one.
struct Text;

impl Visitor<'_> for Text {
    type Value = Option<String>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> std::result::Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> std::result::Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_i64<E>(self, number: i64) -> std::result::Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> std::result::Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> std::result::Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E>(self) -> std::result::Result<Self::Value, E> {
        Ok(None)
    }
}

/// The fields that hold a list, or a yes or no; all others hold a text.
const OTHERS: [(&str, &str); 3] = [
    (
        "reasons",
        "a list, as in `[{\"code\": \"spam\", \"detail\": \"\"}]`",
    ),
    ("deleted", "true or false, without quotation marks"),
    ("newsroom", "true or false, without quotation marks"),
];

/// In words why a text is no comment, and what to do; `numbers` are the fields in which a number stands for a text.
pub(super) fn wrong(json: &str, cause: &serde_json::Error, numbers: &[&str]) -> String {
    match cause.classify() {
        Category::Eof => {
            return "It is no comment: it ends in the middle. Perhaps the file was cut off, or a line break stands within a comment: write it as \\n."
                .into();
        }
        Category::Syntax | Category::Io => {
            let line = json.lines().nth(cause.line().saturating_sub(1));
            let before = line.and_then(|line| line.as_bytes().get(..cause.column()));
            let at = before.map_or(cause.column(), |before| {
                String::from_utf8_lossy(before).chars().count()
            });
            // What serde_json says of an escape like \ud83d that no second half follows.
            let half = ["surrogate", "hex escape"]
                .iter()
                .any(|said| cause.to_string().contains(said));
            return match half {
                true => format!(
                    "It is no comment: at character {at} a sign is written by half, as \\ud83d without what follows. Write the sign itself, or leave it out."
                ),
                false => format!(
                    "It is no comment: it is not written as JSON, which shows at character {at}. Perhaps a comma or a quotation mark is missing before it."
                ),
            };
        }
        Category::Data => {}
    }
    let fields: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(json).unwrap_or_default();
    for (name, value) in &fields {
        let of_its_own = OTHERS.iter().find(|(own, _)| own == name);
        let what = match (of_its_own, value) {
            (Some(("reasons", what)), value) => {
                let fits = serde_json::from_value::<Vec<Reason>>(value.clone()).is_ok();
                Some(*what).filter(|_| !fits)
            }
            (Some((_, what)), value) => Some(*what).filter(|_| !value.is_boolean()),
            (None, value) if !KNOWN.contains(&name.as_str()) || value.is_null() => None,
            (None, value) if value.is_string() => None,
            (None, value) if value.is_number() && numbers.contains(&name.as_str()) => None,
            (None, _) => Some("text between quotation marks"),
        };
        if let Some(what) = what {
            return format!("It is no comment: its “{name}” should be {what}.");
        }
    }
    "It is no comment: one of its fields stands twice, or holds what it can’t.".into()
}

/// The fields that hold a text, in whatever program's lines.
const KNOWN: [&str; 21] = [
    "id",
    "article",
    "article_slug",
    "article_title",
    "article_address",
    "language",
    "parent",
    "author",
    "email",
    "address",
    "site",
    "created",
    "body",
    "original",
    "state",
    "source",
    "decided_by",
    "decided_at",
    "ip",
    "text",
    "pid",
];
/// Those of a library's lines in which a number stands for a text.
const NUMBERS: [&str; 11] = [
    "id", "article", "parent", "author", "email", "address", "ip", "site", "created", "body",
    "state",
];

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
                offers.left(&ours, place, &line, wrong(&line, &cause, &NUMBERS))?;
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
    let (page, address) = field::addresses(comment.article_address, comment.address, comment.ip);
    place.address = page.or(place.address);
    place.title = comment.article_title;
    let said = comment.state.as_deref().and_then(field::some);
    let state = said.as_deref().map(|word| (word, field::state(word)));
    let (known, wrong) = match state {
        Some((word, None)) => (None, Some(field::no_state(word))),
        Some((_, known)) => (known, None),
        None => (None, None),
    };
    let record = Record {
        sent: Sent {
            place,
            id: comment.id.unwrap_or_default(),
            parent: comment.parent,
            author: comment.author.unwrap_or_default(),
            email: comment.email,
            address,
            site: comment.site,
            body: comment.body.unwrap_or_default(),
            state: known.map(|(state, _)| state),
            reasons: comment.reasons,
            deleted: comment.deleted || known.is_some_and(|(_, deleted)| deleted),
            newsroom: comment.newsroom,
            ..Sent::default()
        },
        date: comment.created.unwrap_or_default(),
        wrong,
        ..Record::default()
    };
    (origin, record)
}
