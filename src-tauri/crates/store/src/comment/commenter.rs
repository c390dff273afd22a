//! Who sent comments: their private rows, and what became of what they sent.

use crate::{Column, Db, error::sql};
use model::{
    CommentId, CommenterId, PersonId, Result, Time,
    comment::{Ban, CommentState},
};
use rusqlite::{OptionalExtension, Row};
use std::collections::HashMap;

/// A commenter's private row.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Commenter {
    pub salt: String,
    pub name: String,
    pub email: Option<String>,
    /// The network address that they sent from last.
    pub address: Option<String>,
    pub site: Option<String>,
    /// When something of theirs came in last.
    pub seen: String,
}

/// A commenter who is banned.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Banned {
    pub commenter: CommenterId,
    pub ban: Ban,
    pub by: PersonId,
    pub at: String,
}

const COLUMNS: &str = "salt, name, email, address, site, seen";

fn commenter_row(row: &Row, from: usize) -> rusqlite::Result<Commenter> {
    Ok(Commenter {
        salt: row.get(from)?,
        name: row.get(from + 1)?,
        email: row.get(from + 2)?,
        address: row.get(from + 3)?,
        site: row.get(from + 4)?,
        seen: row.get(from + 5)?,
    })
}

/// How many comments of a commenter there are in each state, and since when; of whoever has the same e-mail, too.
///
/// # Errors
/// System errors.
pub fn record(db: &Db, commenter: CommenterId) -> Result<(Vec<(CommentState, i64)>, String)> {
    let rows: Vec<(String, i64, String)> = db
        .conn
        .prepare_cached(
            "SELECT state, count(*), min(created) FROM j_comment WHERE commenter IN (
               SELECT ?1 UNION SELECT o.id FROM l_commenter AS l JOIN l_commenter AS o ON o.email = l.email WHERE l.id = ?1)
             GROUP BY state",
        )
        .map_err(sql)?
        .query_map([commenter.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let since = rows
        .iter()
        .map(|row| row.2.clone())
        .min()
        .unwrap_or_default();
    let counts = rows
        .into_iter()
        .map(|(state, n, _)| Ok((state.kept()?, n)))
        .collect::<Result<_>>()?;
    Ok((counts, since))
}

/// How many of a commenter's earlier comments are looked at for what became of them.
const LOOKED: u32 = 200;
/// Under how many other names of the same e-mail.
const NAMES: u32 = 20;

/// How many comments of a commenter there were in each state before a comment, known by when it was sent and its id; of
/// whoever has the same e-mail, too. Of the newest 200 alone, under 20 other names at most: it is asked for each comment that
/// is judged, and must not take longer for whoever sent 10,000s.
///
/// # Errors
/// System errors.
pub fn record_before(
    db: &Db,
    commenter: CommenterId,
    (before, id): (Time, CommentId),
) -> Result<Vec<(CommentState, i64)>> {
    let (before, id) = (before.to_string(), id.to_string());
    let mut names = vec![commenter.to_string()];
    names.extend(
        db.conn
            .prepare_cached(
                "SELECT o.id FROM l_commenter AS l JOIN l_commenter AS o ON o.email = l.email
                 WHERE l.id = ?1 AND o.id <> ?1 LIMIT ?2",
            )
            .map_err(sql)?
            .query_map((&names[0], NAMES), |row| row.get::<_, String>(0))
            .map_err(sql)?
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(sql)?,
    );
    if let [name] = names.as_slice() {
        return of_one(db, name, (&before, &id));
    }
    let mut newest: Vec<(String, String)> = vec![];
    for name in names {
        let mut asked = db
            .conn
            .prepare_cached(
                "SELECT created, state FROM j_comment WHERE commenter = ?1 AND (created, id) < (?2, ?3)
                 ORDER BY created DESC, id DESC LIMIT ?4",
            )
            .map_err(sql)?;
        let rows = asked
            .query_map((&name, &before, &id, LOOKED), |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .map_err(sql)?;
        for row in rows {
            newest.push(row.map_err(sql)?);
        }
    }
    newest.sort_unstable_by(|a, b| b.cmp(a));
    newest.truncate(LOOKED as usize);
    let mut counts: HashMap<CommentState, i64> = HashMap::new();
    for (_, state) in newest {
        *counts.entry(state.kept()?).or_default() += 1;
    }
    Ok(counts.into_iter().collect())
}

/// The same of one name alone, by the index alone.
fn of_one(db: &Db, name: &str, (before, id): (&str, &str)) -> Result<Vec<(CommentState, i64)>> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT state FROM j_comment WHERE commenter = ?1 AND (created, id) < (?2, ?3)
             ORDER BY created DESC, id DESC LIMIT ?4",
        )
        .map_err(sql)?;
    let mut rows = asked.query((name, before, id, LOOKED)).map_err(sql)?;
    let mut counts = CommentState::ALL.map(|state| (state, 0));
    while let Some(row) = rows.next().map_err(sql)? {
        let state = row.get_ref(0).map_err(sql)?.as_str();
        let state = state.unwrap_or_default().parse()?;
        counts
            .iter_mut()
            .filter(|(one, _)| *one == state)
            .for_each(|(_, n)| *n += 1);
    }
    Ok(counts.into_iter().filter(|(_, n)| *n > 0).collect())
}

/// The commenter with this name and e-mail, where one is known. Whoever says no e-mail is not the one whose e-mail was
/// erased: that row has no salt.
///
/// # Errors
/// System errors.
pub fn commenter_named(db: &Db, name: &str, email: Option<&str>) -> Result<Option<CommenterId>> {
    let id: Option<String> = db
        .conn
        .prepare_cached(
            "SELECT id FROM l_commenter WHERE name = ?1 AND email IS ?2 AND (?2 IS NOT NULL OR salt <> '') LIMIT 1",
        )
        .map_err(sql)?
        .query_row((name, email), |row| row.get(0))
        .optional()
        .map_err(sql)?;
    id.map(|id| id.kept()).transpose()
}

/// A commenter's private row, where it was not erased.
///
/// # Errors
/// System errors.
pub fn commenter(db: &Db, id: CommenterId) -> Result<Option<Commenter>> {
    db.conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM l_commenter WHERE id = ?1"))
        .map_err(sql)?
        .query_row([id.to_string()], |row| commenter_row(row, 0))
        .optional()
        .map_err(sql)
}

/// A page of the commenters whose name, e-mail or address has `holds` in it, from after an id on; of those alone who are banned
/// at a moment, where one is given.
///
/// # Errors
/// System errors.
pub fn commenters_with(
    db: &Db,
    holds: &str,
    banned: Option<Time>,
    after: &str,
    limit: u32,
) -> Result<Vec<(CommenterId, Commenter)>> {
    // A ban that ran out is none.
    let only = match banned {
        Some(_) => "AND id IN (SELECT commenter FROM j_ban WHERE until IS NULL OR until > ?2)",
        None => "AND ?2 IS NULL",
    };
    // Letters without case and accents are known here, and not to SQLite.
    let sought = markup::fold::folded(holds);
    let plain = holds.trim().to_lowercase();
    let mut asked = db
        .conn
        .prepare_cached(&format!(
            "SELECT id, {COLUMNS} FROM l_commenter WHERE id > ?1 {only} ORDER BY id"
        ))
        .map_err(sql)?;
    let at = banned.map(|at| at.to_string());
    let mut rows = asked.query((after, at)).map_err(sql)?;
    let mut found = vec![];
    while let Some(row) = rows.next().map_err(sql)? {
        let of = commenter_row(row, 1).map_err(sql)?;
        let holds = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| text.to_lowercase().contains(&plain))
        };
        let named =
            !sought.trim().is_empty() && markup::fold::folded(&of.name).contains(sought.trim());
        if plain.is_empty() || named || holds(&of.email) || holds(&of.address) {
            let id: String = row.get(0).map_err(sql)?;
            found.push((id.kept()?, of));
            if found.len() >= limit as usize {
                break;
            }
        }
    }
    Ok(found)
}

/// Everyone who gave the same e-mail.
///
/// # Errors
/// System errors.
pub fn with_email_of(db: &Db, of: &Commenter) -> Result<Vec<(CommenterId, Commenter)>> {
    let Some(email) = &of.email else {
        return Ok(vec![]);
    };
    db.conn
        .prepare_cached(&format!(
            "SELECT id, {COLUMNS} FROM l_commenter WHERE email = ?1 ORDER BY id"
        ))
        .map_err(sql)?
        .query_map([email], |row| {
            Ok((row.get::<_, String>(0)?, commenter_row(row, 1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(id, row)| Ok((id.kept()?, row)))
        .collect()
}

/// Every commenter's private row that was not erased, one after the other.
///
/// # Errors
/// What `each` returns; system errors.
pub fn commenters(db: &Db, mut each: impl FnMut(&str, Commenter) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare(&format!(
            "SELECT id, {COLUMNS} FROM l_commenter ORDER BY id"
        ))
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let id: String = row.get(0).map_err(sql)?;
        each(&id, commenter_row(row, 1).map_err(sql)?)?;
    }
    Ok(())
}

/// Keeps a commenter's private row; one that is there gets what is new of it, and a salt where its own was erased.
///
/// # Errors
/// System errors.
pub fn keep_commenter(db: &Db, id: CommenterId, of: &Commenter) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT INTO l_commenter (id, salt, name, email, address, site, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET address = coalesce(excluded.address, address), site = coalesce(excluded.site, site),
               seen = excluded.seen, salt = CASE WHEN salt IN ('', '-') THEN excluded.salt ELSE salt END
             WHERE address IS NOT coalesce(excluded.address, address) OR site IS NOT coalesce(excluded.site, site)
               OR seen <> excluded.seen OR salt IN ('', '-')",
        )
        .map_err(sql)?
        .execute((
            id.to_string(),
            &of.salt,
            &of.name,
            &of.email,
            &of.address,
            &of.site,
            &of.seen,
        ))
        .map_err(sql)?;
    Ok(())
}

/// Keeps from which network address a comment came.
///
/// # Errors
/// System errors.
pub fn keep_address(
    db: &Db,
    comment: CommentId,
    address: &str,
    created: Time,
    at: Time,
) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO l_sent (comment, address, created, at) VALUES (?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?
        .execute((
            comment.to_string(),
            address,
            created.to_string(),
            at.to_string(),
        ))
        .map_err(sql)?;
    Ok(())
}

/// From which network address a comment came, where that is still known.
///
/// # Errors
/// System errors.
pub fn address(db: &Db, comment: CommentId) -> Result<Option<String>> {
    db.conn
        .prepare_cached("SELECT address FROM l_sent WHERE comment = ?1")
        .map_err(sql)?
        .query_row([comment.to_string()], |row| row.get(0))
        .optional()
        .map_err(sql)
}

/// Every comment's network address that is still known, one after the other.
///
/// # Errors
/// What `each` returns; system errors.
pub fn addresses(db: &Db, mut each: impl FnMut(&str, &str) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT comment, address FROM l_sent ORDER BY comment")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let (comment, address): (String, String) =
            (row.get(0).map_err(sql)?, row.get(1).map_err(sql)?);
        each(&comment, &address)?;
    }
    Ok(())
}

/// How many comments came from a network address, and how many under a commenter, from a moment up to before a comment, known
/// by when it was sent and its id.
///
/// # Errors
/// System errors.
pub fn burst(
    db: &Db,
    address: Option<&str>,
    commenter: CommenterId,
    (from, (before, id)): (Time, (Time, CommentId)),
) -> Result<(u32, u32)> {
    let (from, before, id) = (from.to_string(), before.to_string(), id.to_string());
    let by_address = match address {
        Some(address) => db
            .conn
            .prepare_cached(
                "SELECT count(*) FROM l_sent WHERE address = ?1 AND created >= ?2
                   AND (created, comment) < (?3, ?4)",
            )
            .map_err(sql)?
            .query_row((address, &from, &before, &id), |row| row.get(0))
            .map_err(sql)?,
        None => 0,
    };
    let by_name = db
        .conn
        .prepare_cached(
            "SELECT count(*) FROM j_comment WHERE commenter = ?1 AND created >= ?2 AND (created, id) < (?3, ?4)",
        )
        .map_err(sql)?
        .query_row((commenter.to_string(), &from, &before, &id), |row| row.get(0))
        .map_err(sql)?;
    Ok((by_address, by_name))
}

/// How many comments arrived from a network address from a moment up to before another, whatever date they bear.
///
/// # Errors
/// System errors.
pub fn came(db: &Db, address: &str, (from, before): (Time, Time)) -> Result<u32> {
    db.conn
        .prepare_cached("SELECT count(*) FROM l_sent WHERE address = ?1 AND at >= ?2 AND at < ?3")
        .map_err(sql)?
        .query_row((address, from.to_string(), before.to_string()), |row| {
            row.get(0)
        })
        .map_err(sql)
}

fn ban_row(row: &Row) -> rusqlite::Result<[Option<String>; 5]> {
    Ok([
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
    ])
}

fn ban_of(row: [Option<String>; 5]) -> Result<Banned> {
    let [commenter, until, reason, by, at] = row;
    Ok(Banned {
        commenter: commenter.unwrap_or_default().parse()?,
        ban: Ban {
            until: until.map(|until| until.kept()).transpose()?,
            reason: reason.unwrap_or_default(),
        },
        by: by.unwrap_or_default().parse()?,
        at: at.unwrap_or_default(),
    })
}

/// The ban of a commenter, run out or not.
///
/// # Errors
/// System errors.
pub fn ban(db: &Db, commenter: CommenterId) -> Result<Option<Banned>> {
    db.conn
        .prepare_cached(
            "SELECT commenter, until, reason, person, at FROM j_ban WHERE commenter = ?1",
        )
        .map_err(sql)?
        .query_row([commenter.to_string()], ban_row)
        .optional()
        .map_err(sql)?
        .map(ban_of)
        .transpose()
}

/// The bans that hold at a moment for a commenter: their own, that of whoever has their e-mail, or that of whoever had it and
/// was forgotten; and whether one holds for someone else who sent from `address`.
///
/// # Errors
/// System errors.
pub fn bans_at(
    db: &Db,
    commenter: CommenterId,
    address: Option<&str>,
    at: Time,
) -> Result<(Option<Banned>, bool)> {
    let (by_email, by_address) = super::mark::marks(db, commenter, address)?;
    let own = db
        .conn
        .prepare_cached(
            "SELECT commenter, until, reason, person, at FROM j_ban WHERE (until IS NULL OR until > ?2) AND at <= ?2
               AND commenter IN (SELECT ?1 UNION SELECT o.id FROM l_commenter AS l
                 JOIN l_commenter AS o ON o.email = l.email WHERE l.id = ?1
                 UNION SELECT m.commenter FROM l_ban_mark AS m WHERE m.mark = ?3)
             LIMIT 1",
        )
        .map_err(sql)?
        .query_row((commenter.to_string(), at.to_string(), by_email), ban_row)
        .optional()
        .map_err(sql)?
        .map(ban_of)
        .transpose()?;
    let Some(address) = address else {
        return Ok((own, false));
    };
    let near = db
        .conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM j_ban AS b JOIN l_commenter AS l ON l.id = b.commenter
               WHERE (b.until IS NULL OR b.until > ?3) AND b.at <= ?3 AND b.commenter <> ?1 AND l.address = ?2)
             OR EXISTS (SELECT 1 FROM l_ban_mark AS m JOIN j_ban AS b ON b.commenter = m.commenter
               WHERE m.mark = ?4 AND (b.until IS NULL OR b.until > ?3) AND b.at <= ?3)",
        )
        .map_err(sql)?
        .query_row(
            (commenter.to_string(), address, at.to_string(), by_address),
            |row| row.get(0),
        )
        .map_err(sql)?;
    Ok((own, near))
}

/// The commenter whose id begins with `prefix`; none where there is no such one, or more than one.
///
/// # Errors
/// System errors.
pub fn commenter_like(db: &Db, prefix: &str) -> Result<Option<CommenterId>> {
    if prefix.is_empty() {
        return Ok(None);
    }
    let found: Vec<String> = db
        .conn
        .prepare_cached(
            "SELECT id FROM l_commenter WHERE id >= ?1 AND id < ?1 || 'g'
             UNION SELECT commenter FROM j_forgotten WHERE commenter >= ?1 AND commenter < ?1 || 'g' LIMIT 2",
        )
        .map_err(sql)?
        .query_map([prefix.to_ascii_lowercase()], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    match found.as_slice() {
        [one] => one.kept().map(Some),
        _ => Ok(None),
    }
}

/// The network addresses from which a commenter's comments came.
///
/// # Errors
/// System errors.
pub fn addresses_of(db: &Db, commenter: CommenterId) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(
            "SELECT DISTINCT address FROM l_sent WHERE comment IN (SELECT id FROM j_comment WHERE commenter = ?1)",
        )
        .map_err(sql)?
        .query_map([commenter.to_string()], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}
