//! What came in as it was published elsewhere: who said so, signed; and what else its archive said of it.

use crate::Column;
use crate::{
    Db,
    error::sql,
    journal::{run, who},
};
use model::{
    ArticleId, Error, Hash, KeyId, PersonId, Result, Time,
    article::is_device,
    event::{Entry, Event},
    signed::Attestation,
};
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

/// An attestation and its signature, 128 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attested {
    /// What was signed.
    pub says: Attestation,
    /// Ed25519 over its bytes.
    pub signature: String,
}

/// The newest attestation of this very text; none where nobody said so.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, article: ArticleId, revision: Hash) -> Result<Option<Attested>> {
    type Raw = (String, String, String, String, Option<String>, String);
    let row: Option<Raw> = db
        .conn
        .prepare_cached(
            "SELECT person, key, at, source, address, signature FROM j_attested
             WHERE article = ?1 AND revision = ?2 ORDER BY seq DESC LIMIT 1",
        )
        .map_err(sql)?
        .query_row((article.to_string(), revision.to_string()), |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })
        .optional()
        .map_err(sql)?;
    let Some((person, key, at, source, address, signature)) = row else {
        return Ok(None);
    };
    Ok(Some(Attested {
        says: Attestation {
            article,
            revision,
            person: person.parse::<PersonId>()?,
            key: key.parse::<KeyId>()?,
            at: at.parse::<Time>()?,
            source,
            address,
        },
        signature,
    }))
}

/// Whether someone attested any text of the article.
///
/// # Errors
/// System errors.
pub fn ever(db: &Db, article: ArticleId) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM j_attested WHERE article = ?1)")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Every text that someone attested, with its article.
///
/// # Errors
/// System errors.
pub fn every(db: &Db) -> Result<Vec<(ArticleId, Hash)>> {
    let rows: Vec<(String, String)> = db
        .conn
        .prepare_cached("SELECT article, revision FROM j_attested")
        .map_err(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.iter()
        .map(|(article, revision)| Ok((article.kept()?, revision.kept()?)))
        .collect()
}

/// Whether a release came out since a text of the article was attested, the first or that of this `moment`: readers may
/// have it from that.
///
/// # Errors
/// System errors.
pub fn released_since(db: &Db, article: ArticleId, moment: Option<Time>) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT (SELECT max(seq) FROM j_release)
                  > (SELECT min(seq) FROM j_attested WHERE article = ?1 AND at = ifnull(?2, at))",
        )
        .map_err(sql)?
        .query_row(
            (article.to_string(), moment.map(|at| at.to_string())),
            |row| row.get::<_, Option<bool>>(0),
        )
        .map(|since| since.unwrap_or(false))
        .map_err(sql)
}

/// The text that holds what an archive said of an article besides what prints of it; none for one that came from none.
///
/// # Errors
/// System errors.
pub fn record(db: &Db, article: ArticleId) -> Result<Option<Hash>> {
    db.conn
        .prepare_cached("SELECT record FROM j_source WHERE article = ?1")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get::<_, String>(0))
        .optional()
        .map_err(sql)?
        .map(|hash| hash.kept())
        .transpose()
}

/// The records of all articles that are not in the bin.
///
/// # Errors
/// System errors.
pub fn records(db: &Db) -> Result<Vec<Hash>> {
    let rows: Vec<String> = db
        .conn
        .prepare_cached(
            "SELECT s.record FROM j_source AS s JOIN j_article AS a ON a.id = s.article WHERE a.binned = 0
             ORDER BY s.article",
        )
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.iter().map(|hash| hash.kept()).collect()
}

/// The bytes of a record.
///
/// # Errors
/// `damaged-blob`; system errors.
pub fn text(db: &Db, record: Hash) -> Result<Vec<u8>> {
    db.blob(record)
}

/// What ends a name that is a page's file, and no folder's.
const PAGES: [&str; 10] = [
    ".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".cgi", ".cfm",
];
/// Longest part of a path, in bytes.
const PART: usize = 200;

/// The path of an address on the web below its host, as places of pages are written: without a slash before it, a folder with
/// one behind it; of an address from its host's root as well, `/old/`. None for a site's root, for what hangs on a query, and for what can't be the place of a file on every
/// system.
#[must_use]
pub fn path(address: &str) -> Option<String> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let path = match rest {
        Some(rest) => rest.split_once('/')?.1,
        None => address
            .strip_prefix('/')
            .filter(|path| !path.starts_with('/'))?,
    };
    // What stands behind a `#` is the reader's own.
    let path = path.split('#').next().unwrap_or_default();
    if path.contains('?') {
        return None;
    }
    // Files are called as the address reads once its `%` codes are.
    let path = unpercented(path)?;
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts
        .last()
        .is_some_and(|last| last.to_lowercase().starts_with("index."))
    {
        parts.pop();
    }
    if parts.is_empty() || parts == ["404.html"] || !parts.iter().all(|part| takes(part)) {
        return None;
    }
    let whole = parts.join("/");
    let low = whole.to_lowercase();
    Some(match PAGES.iter().any(|end| low.ends_with(end)) {
        true => whole,
        false => format!("{whole}/"),
    })
}

/// Whether every system takes a part of a path for a folder or a file.
fn takes(part: &str) -> bool {
    let none = |c: char| c.is_whitespace() || c.is_control() || "<>:\"|?*\\".contains(c);
    let stem = part.split('.').next().unwrap_or_default().to_lowercase();
    part.len() <= PART && !part.contains(none) && !part.ends_with('.') && !is_device(&stem)
}

/// Whether an event is what an import says of an article.
#[must_use]
pub fn is_of_these(event: &Event) -> bool {
    matches!(
        event,
        Event::Attested { .. }
            | Event::AttestationTakenBack { .. }
            | Event::SourceKept { .. }
            | Event::AddressesSet { .. }
    )
}

/// A path with its `%` codes read; none where they are no text.
fn unpercented(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if *first == b'%' => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(out).ok()
}

pub(crate) fn apply(db: &Db, seq: i64, entry: &Entry) -> Result<()> {
    let (op, now) = (entry.op.to_string(), entry.at.to_string());
    match &entry.event {
        Event::Attested {
            article,
            revision,
            key,
            at,
            source,
            address,
            signature,
            status,
            ..
        } => {
            run(
                db,
                "INSERT INTO j_attested (seq, article, revision, person, key, at, source, address, signature)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                (
                    seq,
                    article.to_string(),
                    revision.to_string(),
                    who(entry),
                    key.to_string(),
                    at.to_string(),
                    source,
                    address,
                    signature,
                ),
            )?;
            let content = crate::article::known_content(db, *revision)?;
            let old = address.as_deref().and_then(path);
            crate::address::claim(db, *article, &content.path(), &now)?;
            // Where readers find another article by now, an archive changes nothing.
            if let Some(old) = old
                && crate::address::holders(db, &old, *article)?.is_empty()
            {
                crate::address::claim(db, *article, &old, &now)?;
            }
            run(
                db,
                "UPDATE j_article SET live = ?2, live_cycle = cycle, cycle = cycle + 1, status = ?3, updated = ?4,
                   last_op = ?5 WHERE id = ?1",
                (
                    article.to_string(),
                    revision.to_string(),
                    status.name(),
                    now,
                    op,
                ),
            )
        }
        Event::AttestationTakenBack { .. } => taken_back(db, entry),
        Event::SourceKept {
            article,
            record: Some(record),
            ..
        } => run(
            db,
            "INSERT OR REPLACE INTO j_source (article, record, last_op) VALUES (?1, ?2, ?3)",
            (article.to_string(), record.to_string(), op),
        ),
        Event::SourceKept { article, .. } => run(
            db,
            "DELETE FROM j_source WHERE article = ?1",
            [article.to_string()],
        ),
        Event::AddressesSet { .. } => led_from(db, &entry.event),
        _ => Err(Error::damaged(
            "bad-entry",
            "That is no event of an import.",
        )),
    }
}

/// Addresses lead to an article from now on, or no longer.
fn led_from(db: &Db, event: &Event) -> Result<()> {
    let Event::AddressesSet {
        article,
        addresses,
        at,
        lead,
    } = event
    else {
        return Ok(());
    };
    let since = at.to_string();
    for old in addresses.iter().filter_map(|address| path(address)) {
        match lead {
            true => crate::address::claim(db, *article, &old, &since)?,
            false => crate::address::leave(db, *article, &old, &since)?,
        }
    }
    Ok(())
}

/// What was attested is live no more; what was before is so again.
fn taken_back(db: &Db, entry: &Entry) -> Result<()> {
    let (op, now) = (entry.op.to_string(), entry.at.to_string());
    let Event::AttestationTakenBack {
        article,
        revision,
        at,
        status,
        live,
        ..
    } = &entry.event
    else {
        return Ok(());
    };

    let id = article.to_string();
    run(
        db,
        "DELETE FROM j_attested WHERE article = ?1 AND revision = ?2 AND at = ?3",
        (&id, revision.to_string(), at.to_string()),
    )?;
    crate::address::release(db, *article, &at.to_string())?;
    let (live, cycle) = live.map(|(live, cycle)| (live.to_string(), cycle)).unzip();
    run(
                db,
                "UPDATE j_article SET live = ?2, live_cycle = ?3, cycle = cycle - 1, status = ?4, updated = ?5,
                   last_op = ?6 WHERE id = ?1",
                (id, live, cycle, status.name(), now, op),
            )
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn of_an_address_the_path_leads_on() {
        for (address, found) in [
            (
                "https://a.example/2024/05/the-quay/",
                Some("2024/05/the-quay/"),
            ),
            (
                "https://a.example/2024/05/the-quay",
                Some("2024/05/the-quay/"),
            ),
            ("http://a.example/quay.html", Some("quay.html")),
            ("/2024/quay", Some("2024/quay/")),
            ("/2024/../quay", None),
            ("2024/quay", None),
            ("https://a.example/quay.html#top", Some("quay.html")),
            ("https://a.example/caf%c3%a9/", Some("café/")),
            ("https://a.example/a%20b/", None),
            ("https://a.example/%2e%2e/x/", None),
            ("https://a.example/%ff/", None),
            ("https://a.example/?p=12", None),
            ("https://a.example/index.php?p=12", None),
            ("https://a.example/town/index.html", Some("town/")),
            (
                "https://a.example/2024/v1.2-is-out",
                Some("2024/v1.2-is-out/"),
            ),
            ("https://a.example/news.PHP", Some("news.PHP")),
            ("https://a.example/404.html", None),
            ("https://a.example/con/quay/", None),
            ("https://a.example/what:now/", None),
            ("https://a.example/feed.xml", Some("feed.xml/")),
            ("https://a.example/", None),
            ("https://a.example", None),
            ("https://a.example/../x/", None),
            ("mailto:a@a.example", None),
        ] {
            assert_eq!(path(address).as_deref(), found, "{address}");
        }
    }
}
