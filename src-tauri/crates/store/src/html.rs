//! The safe HTML of revisions, kept by their hashes: what is costliest to make of a text, and never another one.

use crate::{
    Db,
    blob::{pack, unpack},
    error::sql,
};
use model::{Hash, Result, bundle::Fault};
use rusqlite::OptionalExtension;

/// Keeps what the text of `revision` came to.
///
/// # Errors
/// System errors.
pub fn keep(db: &Db, revision: Hash, html: &str) -> Result<()> {
    put(db, revision, &Packed::of(html)?)
}

/// Keeps what `body`, the text of `revision`, comes to.
///
/// # Errors
/// System errors.
pub fn keep_of(db: &Db, revision: Hash, body: &str) -> Result<()> {
    let known = db.memo.and_then(|memo| memo.prose(body)?.html.as_ref());
    match known {
        Some(packed) => put(db, revision, packed),
        None => keep(db, revision, &markup::article_html(body)),
    }
}

/// Safe HTML as it is kept.
#[derive(Debug)]
pub(crate) struct Packed {
    html: Hash,
    bytes: Vec<u8>,
}

impl Packed {
    pub(crate) fn of(html: &str) -> Result<Self> {
        Ok(Self {
            html: Hash::of(html.as_bytes()),
            bytes: pack(html.as_bytes(), 1)?,
        })
    }
}

fn put(db: &Db, revision: Hash, packed: &Packed) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO d_html (revision, made_by, sha256, html) VALUES (?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?
        .execute((
            revision.to_string(),
            markup::made_by(),
            sum(&revision.to_string(), markup::made_by(), packed.html),
            &packed.bytes,
        ))
        .map_err(sql)?;
    Ok(())
}

/// What the text of `revision` comes to; none where it was not kept, by another markup, or is not what was kept.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, revision: Hash) -> Result<Option<String>> {
    let about = (revision.to_string(), markup::made_by());
    let kept = db
        .conn
        .prepare_cached("SELECT sha256, html FROM d_html WHERE revision = ?1 AND made_by = ?2")
        .map_err(sql)?
        .query_row((&about.0, about.1), |row| {
            let (sha256, packed) = (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_blob());
            let kept = sha256.ok().zip(packed.ok());
            Ok(kept.and_then(|(sha256, packed)| whole((&about.0, about.1, sha256), packed)))
        })
        .optional()
        .map_err(sql)?;
    Ok(kept.flatten())
}

/// The hash beside what is kept: of that, of which text it is, and what made it.
fn sum(revision: &str, made_by: &str, html: Hash) -> String {
    Hash::of(format!("{revision}\n{made_by}\n{html}").as_bytes()).to_string()
}

/// What was kept, where it is what the hash beside it says.
fn whole((revision, made_by, sha256): (&str, &str, &str), packed: &[u8]) -> Option<String> {
    let html = unpack(packed)?;
    if sum(revision, made_by, Hash::of(&html)) != sha256 {
        return None;
    }
    model::text(&html).map(str::to_owned)
}

/// Those that are damaged, whichever markup made them, and those that are not what their text comes to.
///
/// # Errors
/// System errors.
pub(crate) fn faults(db: &Db) -> Result<Vec<Fault>> {
    let mut asked = db
        .conn
        .prepare("SELECT revision, made_by, sha256, html FROM d_html ORDER BY revision")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let mut found = vec![];
    while let Some(row) = rows.next().map_err(sql)? {
        let text = |nth| {
            row.get_ref(nth)
                .map(|value| value.as_bytes().unwrap_or_default())
        };
        let [revision, made_by, sha256] =
            [0, 1, 2].map(|nth| text(nth).map(String::from_utf8_lossy));
        let (revision, made_by) = (revision.map_err(sql)?, made_by.map_err(sql)?);
        let beside = (&*revision, &*made_by, &*sha256.map_err(sql)?);
        let kept = whole(beside, text(3).map_err(sql)?);
        let detail = match kept {
            None => "What is kept of how the text looks on a page is damaged; it is made anew.",
            Some(_) if made_by != markup::made_by() => continue,
            Some(html) if is_of(db, &revision, &html) => continue,
            Some(_) => "What is kept of how the text looks on a page is not what it comes to.",
        };
        found.push(Fault {
            path: revision.into_owned(),
            kind: "html".into(),
            detail: detail.into(),
        });
    }
    Ok(found)
}

/// Whether this is what the text of a revision comes to.
fn is_of(db: &Db, revision: &str, html: &str) -> bool {
    let Ok(revision) = revision.parse() else {
        return false;
    };
    let content = crate::article::known_content(db, revision);
    content.is_ok_and(|content| markup::article_html(&content.body) == html)
}

#[cfg(test)]
mod tests {
    use super::{keep, of};
    use crate::Store;
    use model::Hash;

    #[test]
    fn what_is_kept_goes_stale_with_the_markup_and_with_a_flipped_bit() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let revision = Hash::of(b"revision");
        let text = "<p>The ferry sails at noon.</p>";
        let now = || store.read(|db| of(db, revision)).unwrap();
        let change = |set: &str| {
            store
                .local(|db| {
                    db.conn
                        .execute(&format!("UPDATE d_html SET {set}"), [])
                        .map_err(crate::error::sql)
                })
                .unwrap();
        };
        assert_eq!(now(), None);
        store.local(|db| keep(db, revision, text)).unwrap();
        assert_eq!(now().as_deref(), Some(text));
        change("made_by = 'another'");
        assert_eq!(now(), None);
        store.local(|db| keep(db, revision, text)).unwrap();
        assert_eq!(now().as_deref(), Some(text));
        change("html = zeroblob(20)");
        assert_eq!(now(), None);
        store.local(|db| keep(db, revision, text)).unwrap();
        let other = Hash::of(b"<p>Another</p>");
        change(&format!("sha256 = '{other}'"));
        assert_eq!(now(), None);
    }
}
