//! Two contents that began as one brought together: the text by paragraph, the rest field by field.

use crate::{FieldMerge, Merged};
use markup::merge::{Part, PartKind, join_parts};
use model::{Error, Hash, Result, article::Content};
use serde_json::{Map, Value};
use store::{Db, article::Article};

/// Lists of which both may have changed different things.
const SETS: [&str; 5] = ["tags", "assets", "translations", "related", "corrections"];

/// Brings what `mine` and `theirs` changed in `was` together. Where both changed one thing, each otherwise, it is
/// mine in what comes out, and `clean` is false.
///
/// # Errors
/// System errors.
pub(crate) fn together(was: &Content, theirs: &Content, mine: &Content) -> Result<Merged> {
    let parts = if was.body == theirs.body || theirs.body == mine.body {
        vec![]
    } else {
        markup::merge::merge(&was.body, &theirs.body, &mine.body)
    };
    let (before, other, mut merged) = (object(was)?, object(theirs)?, object(mine)?);
    let mut fields = vec![];
    for (field, value) in &mut merged {
        let (Some(was), Some(theirs)) = (before.get(field), other.get(field)) else {
            continue;
        };
        if field == "body" {
            if value == was {
                value.clone_from(theirs);
            } else if !parts.is_empty() {
                *value = join_parts(&parts, Part::text).into();
            }
            continue;
        }
        let kind = match (&*value == was, theirs == was) {
            (true, true) => continue,
            (false, true) => PartKind::Mine,
            (true, false) => PartKind::Theirs,
            (false, false) if value == theirs || SETS.contains(&field.as_str()) => PartKind::Same,
            (false, false) => PartKind::Both,
        };
        fields.push(FieldMerge {
            field: field.clone(),
            kind,
            was: shown(was),
            mine: shown(value),
            theirs: shown(theirs),
        });
        match kind {
            PartKind::Theirs => value.clone_from(theirs),
            PartKind::Same => *value = united(was, theirs, value),
            PartKind::Mine | PartKind::Both => {}
        }
    }
    let mut kinds = parts
        .iter()
        .map(|part| part.kind)
        .chain(fields.iter().map(|field| field.kind));
    Ok(Merged {
        clean: kinds.all(|kind| kind != PartKind::Both),
        content: content_of(merged)?,
        parts,
        fields,
    })
}

/// What `mine` and the head are together, where `mine` began with an older revision, `base`.
///
/// # Errors
/// `changed-meanwhile` where both changed one thing, each otherwise; `no-such-revision`; system errors.
pub(crate) fn onto_head(db: &Db, article: &Article, base: Hash, mine: Content) -> Result<Content> {
    if base == article.head {
        return Ok(mine);
    }
    let merged = together(
        &revision(db, article, base)?,
        &store::article::content(db, article.head)?,
        &mine,
    )?;
    if merged.clean {
        return Ok(merged.content);
    }
    Err(Error::refused(
        "changed-meanwhile",
        "Someone else changed the same passage meanwhile; neither change is lost.",
    )
    .hint("What you typed is kept as it is: the window shows both, to choose."))
}

/// The content of one of the article's revisions.
///
/// # Errors
/// `no-such-revision` where it is none of them; system errors.
pub(crate) fn revision(db: &Db, article: &Article, revision: Hash) -> Result<Content> {
    let revision = super::find_revision(db, article, &revision.to_string())?;
    store::article::content(db, revision)
}

/// A content's fields by name.
pub(crate) fn object(content: &Content) -> Result<Map<String, Value>> {
    match serde_json::to_value(content) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::system("json", "A content is no object.")),
        Err(cause) => Err(Error::system("json", cause.to_string())),
    }
}

/// The content with these fields.
pub(crate) fn content_of(fields: Map<String, Value>) -> Result<Content> {
    serde_json::from_value(Value::Object(fields))
        .map_err(|cause| Error::system("json", cause.to_string()))
}

/// Theirs, without what I took out of the list, and with what I added to it.
fn united(was: &Value, theirs: &Value, mine: &Value) -> Value {
    let (Value::Array(was), Value::Array(theirs), Value::Array(mine)) = (was, theirs, mine) else {
        return mine.clone();
    };
    let kept = theirs
        .iter()
        .filter(|one| !was.contains(one) || mine.contains(one));
    let added = mine
        .iter()
        .filter(|one| !was.contains(one) && !theirs.contains(one));
    kept.chain(added).cloned().collect()
}

/// A field's value in words.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(shown).collect::<Vec<_>>().join("; "),
        Value::Object(fields) => {
            let texts = fields.values().map(shown).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
