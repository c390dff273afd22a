//! What the index holds, and how it follows what happens.

use super::Kind;
use crate::{Db, article, comment, error::sql, memo::Memo, person};
use markup::fold::folded;
use model::{
    ArticleId, Result,
    bundle::Fault,
    event::Event,
    person::{Person, Role},
};
use rusqlite::{OptionalExtension, types::ValueRef};
use std::{
    borrow::Cow,
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Brings the index in step with an event that was just applied.
///
/// # Errors
/// System errors.
pub(crate) fn follow(db: &Db, event: &Event) -> Result<()> {
    match event {
        Event::RevisionSaved { article, .. } => put_article(db, *article),
        Event::BinSet { article, .. } | Event::BinEmptied { article } => {
            put_article(db, *article)?;
            put_notes(db, "n.article = ?1", &article.to_string())?;
            put_comments(db, "c.article = ?1", &article.to_string()).map(drop)
        }
        Event::NoteMade { note, .. } | Event::NoteReplied { reply: note, .. } => {
            put_notes(db, "n.id = ?1", &note.to_string())
        }
        Event::NoteTakenBack { note, .. } => remove(db, &note.to_string()),
        Event::CommentsTaken { records, .. } | Event::CommentsTakenBack { records, .. } => {
            for taken in comment::records(db, *records)?.iter() {
                let id = taken.id.to_string();
                if put_comments(db, "c.id = ?1", &id)? == 0 {
                    remove(db, &id)?;
                }
            }
            Ok(())
        }
        Event::CommentsChanged { records, .. } => {
            for one in comment::changes(db, *records)?.iter() {
                if one.now.text.is_some() {
                    put_comments(db, "c.id = ?1", &one.comment.to_string())?;
                }
            }
            Ok(())
        }
        Event::CommenterForgotten { said, .. } => {
            for one in comment::said(db, *said)? {
                put_comments(db, "c.id = ?1", &one.comment.to_string())?;
            }
            Ok(())
        }
        Event::PlaceSet { place, .. } => {
            for id in comment::ids_at(db, place)? {
                remove(db, &id)?;
            }
            put_comments(db, "c.place = ?1", place).map(drop)
        }
        Event::PersonSet {
            person,
            name,
            roles,
            ..
        } => put_person(
            db,
            &Person {
                id: *person,
                name: name.clone(),
                roles: roles.clone(),
            },
        ),
        _ => Ok(()),
    }
}

/// Makes the index again from the tables; `each` is asked before each article and each comment.
///
/// # Errors
/// `damaged-blob`; what `each` returns, and nothing is changed then; system errors.
pub fn rebuild(db: &Db, each: &dyn Fn() -> Result<()>) -> Result<()> {
    // In one step: the index makes a piece of itself at each end of one, and pieces have to be brought together again.
    db.conn.execute_batch("SAVEPOINT rebuild").map_err(sql)?;
    let done = made_again(db, each);
    if done.is_err() {
        db.conn.execute_batch("ROLLBACK TO rebuild").map_err(sql)?;
    }
    db.conn.execute_batch("RELEASE rebuild").map_err(sql)?;
    done
}

fn made_again(db: &Db, each: &dyn Fn() -> Result<()>) -> Result<()> {
    db.conn
        .execute_batch(
            "DELETE FROM d_found; INSERT INTO d_search (d_search) VALUES ('delete-all');",
        )
        .map_err(sql)?;
    // A text that is damaged can't be found by its words; `faults` then says so.
    article::each(db, |one| {
        each()?;
        crate::schema::whole(put_article(db, one.id)).map(Option::unwrap_or_default)
    })?;
    put_notes(db, "?1 = 'all'", "all")?;
    put_each_comment(db, "?1 = 'all'", "all", each)?;
    person::list(db)?
        .iter()
        .try_for_each(|one| put_person(db, one))
}

/// What can't be found that should be, and the other way round.
///
/// # Errors
/// System errors.
pub(crate) fn faults(db: &Db) -> Result<Vec<Fault>> {
    let wrong: i64 = db
        .conn
        .query_row(
            "WITH should (id, revision) AS (
               SELECT id, head FROM j_article WHERE binned = 0 AND head <> ''
               UNION ALL SELECT n.id, NULL FROM j_note AS n JOIN j_article AS a ON a.id = n.article WHERE a.binned = 0
               UNION ALL SELECT c.id, NULL FROM j_comment AS c JOIN j_article AS a ON a.id = c.article
                 WHERE a.binned = 0
               UNION ALL SELECT id, NULL FROM j_person)
             SELECT (SELECT count(*) FROM should LEFT JOIN d_found AS d ON d.id = should.id
                     WHERE d.id IS NULL OR d.revision IS NOT should.revision
                        OR NOT EXISTS (SELECT 1 FROM d_search WHERE rowid = d.row))
                  + (SELECT count(*) FROM d_found WHERE id NOT IN (SELECT id FROM should))",
            [],
            |row| row.get(0),
        )
        .map_err(sql)?;
    if wrong == 0 {
        return Ok(vec![]);
    }
    Ok(vec![Fault {
        path: "d_search".into(),
        kind: "search".into(),
        detail: format!(
            "The search does not find {wrong} of what is here as it stands; a repair makes it again."
        ),
    }])
}

/// What of something is searched.
#[derive(Default)]
struct Entry<'a> {
    article: Option<&'a str>,
    at: &'a str,
    revision: Option<String>,
    section: Option<String>,
    tags: Option<String>,
    byline: Option<String>,
    language: Option<&'a str>,
    /// Headline or name, what stands around it, text; folded.
    words: [Cow<'a, str>; 3],
}

fn put(db: &Db, kind: Kind, id: &str, entry: &Entry) -> Result<()> {
    let mut insert = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_found (kind, id, article, at, revision, section, tags, byline, language)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )
        .map_err(sql)?;
    let mut new = || {
        insert
            .execute((
                kind.name(),
                id,
                entry.article,
                entry.at,
                &entry.revision,
                &entry.section,
                &entry.tags,
                &entry.byline,
                entry.language,
            ))
            .map_err(sql)
    };
    if new()? == 0 {
        remove(db, id)?;
        new()?;
    }
    let row = db.conn.last_insert_rowid();
    let Some(memo) = db.memo else {
        return write(db, row, &entry.words.each_ref().map(AsRef::as_ref));
    };
    let held = memo.hold(
        row,
        entry
            .words
            .each_ref()
            .map(|words| words.as_ref().to_owned()),
    );
    match held > HELD {
        true => settle(db),
        false => Ok(()),
    }
}

/// How many bytes of words are held back.
const HELD: usize = 8 << 20;

fn write(db: &Db, row: i64, [title, head, body]: &[&str; 3]) -> Result<()> {
    db.conn
        .prepare_cached("INSERT INTO d_search (rowid, title, head, body) VALUES (?1, ?2, ?3, ?4)")
        .map_err(sql)?
        .execute((row, title, head, body))
        .map_err(sql)?;
    Ok(())
}

/// Writes the words that were held back: the index makes a piece of itself of what it has each time that anything else could
/// be taken back alone, and pieces have to be brought together again, so it gets them all at once at the end of a transaction.
///
/// # Errors
/// System errors.
pub(crate) fn settle(db: &Db) -> Result<()> {
    let held = db.memo.map(Memo::held).unwrap_or_default();
    for (row, words) in held {
        write(db, row, &words.each_ref().map(String::as_str))?;
    }
    Ok(())
}

fn remove(db: &Db, id: &str) -> Result<()> {
    let row: Option<i64> = db
        .conn
        .prepare_cached("DELETE FROM d_found WHERE id = ?1 RETURNING row")
        .map_err(sql)?
        .query_row([id], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    if let Some(row) = row.filter(|row| !db.memo.is_some_and(|memo| memo.let_go(*row))) {
        db.conn
            .prepare_cached("DELETE FROM d_search WHERE rowid = ?1")
            .map_err(sql)?
            .execute([row])
            .map_err(sql)?;
    }
    Ok(())
}

fn put_article(db: &Db, article: ArticleId) -> Result<()> {
    let row = article::get(db, article)?;
    let id = article.to_string();
    if row.binned {
        return remove(db, &id);
    }
    let content = article::content(db, row.head)?;
    let lines = |all: Vec<String>| format!("\n{}\n", all.join("\n"));
    let names: Vec<&str> = content
        .bylines
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    let head = [
        content.kicker.as_str(),
        &content.standfirst,
        &content.section,
        &content.tags.join("\n"),
        &names.join("\n"),
    ];
    put(
        db,
        Kind::Article,
        &id,
        &Entry {
            article: Some(&id),
            at: &row.updated,
            revision: Some(row.head.to_string()),
            section: Some(folded(&content.section)),
            tags: Some(lines(content.tags.iter().map(|tag| folded(tag)).collect())),
            byline: Some(lines(
                names
                    .iter()
                    .map(|name| format!(" {}", folded(name)))
                    .collect(),
            )),
            language: Some(&content.language.to_lowercase()),
            words: [
                folded(&content.title).into(),
                folded(&head.join("\n")).into(),
                match db.memo.and_then(|memo| memo.prose(&content.body)) {
                    Some(known) => known.words.as_str().into(),
                    None => folded(&markup::plain(&content.body)).into(),
                },
            ],
        },
    )
}

/// The notes of which a clause is true that takes one value.
fn put_notes(db: &Db, which: &str, value: &str) -> Result<()> {
    let mut asked = db
        .conn
        .prepare_cached(&format!(
            "SELECT n.id, n.article, n.at, n.text, n.quote, a.binned FROM j_note AS n
             JOIN j_article AS a ON a.id = n.article WHERE {which} ORDER BY n.id"
        ))
        .map_err(sql)?;
    let mut rows = asked.query([value]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let text = |nth: usize| row.get::<_, String>(nth).map_err(sql);
        let (id, about, at) = (text(0)?, text(1)?, text(2)?);
        if row.get(5).map_err(sql)? {
            remove(db, &id)?;
            continue;
        }
        let entry = Entry {
            article: Some(&about),
            at: &at,
            words: [
                "".into(),
                folded(&text(4)?).into(),
                folded(&text(3)?).into(),
            ],
            ..Entry::default()
        };
        put(db, Kind::Note, &id, &entry)?;
    }
    Ok(())
}

/// The comments of which a clause is true that takes one value. Only what they say: who sent one is private, and never
/// among the words that are searched. Gives how many they are.
fn put_comments(db: &Db, which: &str, value: &str) -> Result<u64> {
    put_each_comment(db, which, value, &|| Ok(()))
}

fn put_each_comment(
    db: &Db,
    which: &str,
    value: &str,
    each: &dyn Fn() -> Result<()>,
) -> Result<u64> {
    let mut asked = db
        .conn
        .prepare_cached(&format!(
            "SELECT c.id, c.article, c.created, c.body, a.binned FROM j_comment AS c
             JOIN j_article AS a ON a.id = c.article WHERE {which} ORDER BY c.id"
        ))
        .map_err(sql)?;
    let mut rows = asked.query([value]).map_err(sql)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(sql)? {
        each()?;
        count += 1;
        let text = |nth: usize| row.get::<_, String>(nth).map_err(sql);
        let (id, about, at) = (text(0)?, text(1)?, text(2)?);
        if row.get(4).map_err(sql)? {
            remove(db, &id)?;
            continue;
        }
        let body = text(3)?;
        let words = match db.memo.and_then(|memo| memo.remark(&body)) {
            Some(known) => known.words.as_str().into(),
            None => folded(&body).into(),
        };
        let entry = Entry {
            article: Some(&about),
            at: &at,
            words: ["".into(), "".into(), words],
            ..Entry::default()
        };
        put(db, Kind::Comment, &id, &entry)?;
    }
    Ok(count)
}

fn put_person(db: &Db, person: &Person) -> Result<()> {
    let roles: Vec<&str> = person.roles.iter().copied().map(Role::name).collect();
    let entry = Entry {
        words: [
            folded(&person.name).into(),
            folded(&roles.join(" ")).into(),
            "".into(),
        ],
        ..Entry::default()
    };
    put(db, Kind::Person, &person.id.to_string(), &entry)
}

/// A sum over all that is found by which word, and where in it: the same for two indexes that find the same. It is no matter in
/// which order they came to it, nor how their rows are numbered.
///
/// # Errors
/// What `each` returns, which is asked before each place of a word; system errors.
pub(crate) fn words(db: &Db, each: &dyn Fn() -> Result<()>) -> Result<u64> {
    let was: bool = db
        .conn
        .pragma_query_value(None, "query_only", |row| row.get(0))
        .map_err(sql)?;
    // A table that this connection alone sees, to look at the index through: nothing of the library is written.
    db.conn
        .pragma_update(None, "query_only", false)
        .map_err(sql)?;
    let made = db.conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, d_search, instance)",
    );
    let counted = made.map_err(sql).and_then(|()| sum_of(db, each));
    let dropped = db.conn.execute_batch("DROP TABLE IF EXISTS temp.words");
    db.conn
        .pragma_update(None, "query_only", was)
        .map_err(sql)?;
    dropped.map_err(sql)?;
    counted
}

/// What is found, by its row, and how many words it has, by which what is found is put in order. Of an article the moment is that of its last revision, or where the index was made again, of what was
/// done to it last: of something that was done to it, in any case.
const FOUND: &str = "SELECT row, kind, id, article, iif(kind = 'article', iif(EXISTS (SELECT 1 FROM journal AS j
    WHERE j.article = d_found.id AND j.at = d_found.at), 'then', ''), at), revision, section, tags, byline, language,
    (SELECT sz FROM d_search_docsize WHERE id = d_found.row) FROM d_found";

/// By what the index puts in order what it finds, and of how many rows it says how long they are.
const ORDERS: &str = "SELECT (SELECT group_concat(k || ' ' || v) FROM d_search_config WHERE k IN ('rank', 'version')),
    (SELECT count(*) FROM d_search_docsize)";

fn sum_of(db: &Db, each: &dyn Fn() -> Result<()>) -> Result<u64> {
    let orders = |row: &rusqlite::Row| Ok((row.get(0)?, row.get(1)?));
    let orders: (Option<String>, i64) = db.conn.query_row(ORDERS, [], orders).map_err(sql)?;
    let mut begun = DefaultHasher::new();
    orders.hash(&mut begun);
    let mut sum = begun.finish();
    let mut ids: HashMap<i64, u64> = HashMap::new();
    let mut asked = db.conn.prepare(FOUND).map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let mut whole = DefaultHasher::new();
        for nth in 1..11 {
            let value = row.get_ref(nth).map_err(sql)?;
            value.as_bytes_or_null().ok().flatten().hash(&mut whole);
        }
        sum = sum.wrapping_add(whole.finish());
        ids.insert(
            row.get(0).map_err(sql)?,
            hashed(row.get_ref(2).map_err(sql)?),
        );
    }
    let mut asked = db
        .conn
        .prepare("SELECT doc, term, col, offset FROM temp.words")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    // A word is told for each place of it, one after the other.
    let (mut word, mut number) = (vec![], 0);
    while let Some(row) = rows.next().map_err(sql)? {
        each()?;
        let term = row.get_ref(1).map_err(sql)?;
        if term.as_bytes_or_null().ok().flatten() != Some(word.as_slice()) {
            number = hashed(term);
            word = term
                .as_bytes_or_null()
                .ok()
                .flatten()
                .unwrap_or_default()
                .to_vec();
        }
        let doc: i64 = row.get(0).map_err(sql)?;
        let column = row.get_ref(2).map_err(sql)?;
        let column = column.as_bytes_or_null().ok().flatten().unwrap_or_default();
        let offset: i64 = row.get(3).map_err(sql)?;
        let place = column.iter().fold(offset as u64, |so_far, byte| {
            mixed(so_far, u64::from(*byte))
        });
        let at = ids.get(&doc).copied().unwrap_or_default();
        sum = sum.wrapping_add(mixed(mixed(at, number), place));
    }
    Ok(sum)
}

fn hashed(value: ValueRef) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.as_bytes_or_null().ok().flatten().hash(&mut hasher);
    hasher.finish()
}

/// One number of two: quick, for there are as many places of words as there are words. Two multiplications spread each bit over
/// all (the finisher of SplitMix64, by Steele, Lea and Flood, 2014).
fn mixed(one: u64, other: u64) -> u64 {
    let mut sum = one
        .rotate_left(23)
        .wrapping_add(other)
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    sum = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum = (sum ^ (sum >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ (sum >> 31)
}
