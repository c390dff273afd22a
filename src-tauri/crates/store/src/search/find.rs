//! Asking the index.

use super::Kind;
use crate::{Column, Db, error::sql};
use markup::found::Term;
use model::{ArticleId, Error, PersonId, Result, article::Status, comment::CommentState};
use rusqlite::types::Value;
use std::{fmt, fmt::Write as _, str::FromStr};

/// One of some, and none of others; no matter where both are empty.
#[derive(Debug, Clone)]
pub struct Either<T> {
    /// One of these, where there are any.
    pub any: Vec<T>,
    /// None of these.
    pub not: Vec<T>,
}

impl<T> Default for Either<T> {
    fn default() -> Self {
        Self {
            any: vec![],
            not: vec![],
        }
    }
}

/// What is looked for. Names are folded.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// All of these.
    pub all: Vec<Term>,
    /// None of these.
    pub none: Vec<Term>,
    /// What kind it is.
    pub kinds: Either<Kind>,
    /// Where the article it is about stands.
    pub status: Either<Status>,
    /// Where the comment stands that it is.
    pub states: Either<CommentState>,
    /// The article's section.
    pub sections: Either<String>,
    /// The article's language, a BCP 47 tag or its beginning.
    pub languages: Either<String>,
    /// The article has each of these tags, or none.
    pub tags: Either<String>,
    /// A byline that has these words, or the people who are called so and saved the article or made the note; each of
    /// them.
    pub by: Vec<(String, Vec<PersonId>)>,
    /// Not by any of these.
    pub not_by: Vec<(String, Vec<PersonId>)>,
    /// Last changed, noted or sent at that moment or later.
    pub from: Option<String>,
    /// Before that moment.
    pub until: Option<String>,
}

/// Something that was found.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Found {
    pub kind: Kind,
    pub id: String,
    pub article: Option<ArticleId>,
    pub at: String,
    pub place: Cursor,
}

/// A place in what was found: the best first where there are words to go by and they are not in too much, else the newest.
#[derive(Debug, Clone, PartialEq)]
pub enum Cursor {
    /// A rank, the less the better, and a row.
    Rank(f64, i64),
    /// A moment and a row.
    Time(String, i64),
    /// A row alone, the newest first.
    Row(i64),
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rank(rank, row) => write!(f, "r{:x}~{row}", rank.to_bits()),
            Self::Time(at, row) => write!(f, "t{at}~{row}"),
            Self::Row(row) => write!(f, "n~{row}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let read = || {
            let (place, row) = text.split_once('~')?;
            let row = row.parse().ok()?;
            match place.strip_prefix('r') {
                Some(rank) => {
                    let rank = f64::from_bits(u64::from_str_radix(rank, 16).ok()?);
                    rank.is_finite().then_some(Self::Rank(rank, row))
                }
                None if place == "n" => Some(Self::Row(row)),
                None => Some(Self::Time(place.strip_prefix('t')?.to_owned(), row)),
            }
        };
        read().ok_or_else(bad_cursor)
    }
}

fn bad_cursor() -> Error {
    Error::usage(
        "bad-cursor",
        "That is not where a page of this search begins.",
    )
    .hint("Use the `next` of the page before, with the same question.")
}

/// A page of what there is, from after the cursor; the best first where it is the first page.
///
/// # Errors
/// `bad-cursor` where it is of another question; system errors.
pub fn find(db: &Db, ask: &Ask, after: Option<&Cursor>, limit: u32) -> Result<Vec<Found>> {
    crate::search::settle(db)?;
    let mut query = Query::of(ask);
    let by_words = !ask.all.is_empty();
    let by_row = by_words && matches!(after, Some(Cursor::Row(_)));
    let by_rank = by_words && !by_row;
    match after {
        Some(Cursor::Row(row)) if by_row => query.and("s.rowid < ?", [(*row).into()]),
        Some(Cursor::Rank(rank, row)) if by_rank => query.and(
            "(s.rank, s.rowid) > (?, ?)",
            [(*rank).into(), (*row).into()],
        ),
        Some(Cursor::Time(at, row)) if !by_rank => query.and(
            &format!("({AT}, d.row) < (?, ?)"),
            [at.clone().into(), (*row).into()],
        ),
        Some(_) => return Err(bad_cursor()),
        None => {}
    }
    query.values.push(i64::from(limit).into());
    // What is shown of the few is looked up once they are chosen; of the many, only what the clauses ask for.
    let (ranked, order) = if by_rank {
        let rows = query.rows("s.rowid AS row, s.rank AS rank", true);
        (
            format!("{rows} ORDER BY 2, 1 LIMIT ?"),
            "r.rank, r.row".to_owned(),
        )
    } else if by_row {
        let rows = query.rows("s.rowid AS row, NULL AS rank", true);
        (
            format!("{rows} ORDER BY s.rowid DESC LIMIT ?"),
            "r.row DESC".to_owned(),
        )
    } else {
        let rows = query.rows("d.row AS row, NULL AS rank", false);
        (
            format!("{rows} ORDER BY {AT} DESC, d.row DESC LIMIT ?"),
            format!("{AT} DESC, d.row DESC"),
        )
    };
    shown(db, &ranked, &order, query.values, by_row)
}

/// What is shown of the rows that a statement chooses, in an order.
fn shown(
    db: &Db,
    chosen: &str,
    order: &str,
    values: Vec<Value>,
    by_row: bool,
) -> Result<Vec<Found>> {
    let mut asked = db
        .conn
        .prepare_cached(&format!(
            "SELECT d.row, r.rank, d.kind, d.id, d.article, {AT} FROM ({chosen}) AS r JOIN d_found AS d ON d.row = r.row
             {ABOUT} ORDER BY {order}"
        ))
        .map_err(sql)?;
    let mut rows = asked
        .query(rusqlite::params_from_iter(values))
        .map_err(sql)?;
    let mut found = vec![];
    while let Some(row) = rows.next().map_err(sql)? {
        found.push(from_row(row, by_row)?);
    }
    Ok(found)
}

/// A first page of what there is, and how much that is, counted up to one more than are weighed; where there is more than `weighed`,
/// whatever came into the library last comes first.
///
/// # Errors
/// System errors.
pub fn first(db: &Db, ask: &Ask, weighed: u32, limit: u32) -> Result<(Vec<Found>, u32)> {
    if ask.all.is_empty() {
        let all = count(db, ask, weighed + 1)?;
        return Ok((find(db, ask, None, limit)?, all));
    }
    crate::search::settle(db)?;
    let terms: Result<Vec<String>> = ask.all.iter().map(|one| spelled_out(db, one)).collect();
    let mut query = Query::with(ask, &terms?);
    query.values.push(i64::from(weighed + 1).into());
    // Asked once: of the beginning of a word that many have, to find them is all the work.
    let statement = query.rows("s.rowid AS row", true);
    let rows: Vec<i64> = db
        .conn
        .prepare_cached(&format!("{statement} ORDER BY s.rowid DESC LIMIT ?"))
        .map_err(sql)?
        .query_map(rusqlite::params_from_iter(query.values), |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    if all <= weighed {
        return Ok((find(db, ask, None, limit)?, all));
    }
    let newest = rows.get(..limit as usize).unwrap_or(&rows);
    let chosen = "SELECT value AS row, NULL AS rank FROM json_each(?)";
    let values = vec![crate::journal::json(&newest)?.into()];
    Ok((shown(db, chosen, "r.row DESC", values, true)?, all))
}

/// How much there is, counted up to `most`: a number that is as large may stand for more.
fn count(db: &Db, ask: &Ask, most: u32) -> Result<u32> {
    crate::search::settle(db)?;
    let mut query = Query::of(ask);
    query.values.push(i64::from(most).into());
    let rows = query.rows("1", !ask.all.is_empty());
    db.conn
        .prepare_cached(&format!("SELECT count(*) FROM ({rows} LIMIT ?)"))
        .map_err(sql)?
        .query_row(rusqlite::params_from_iter(query.values), |row| row.get(0))
        .map_err(sql)
}

/// What something is about: the article, and what of it one narrows down by.
const ABOUT: &str = "LEFT JOIN j_article AS a ON a.id = d.article LEFT JOIN d_found AS about ON about.id = d.article";

/// When an article was last changed, a note made, a comment sent.
const AT: &str = "CASE d.kind WHEN 'article' THEN a.updated ELSE d.at END";

fn from_row(row: &rusqlite::Row, by_row: bool) -> Result<Found> {
    let text = |nth: usize| row.get::<_, String>(nth).map_err(sql);
    let number = row.get(0).map_err(sql)?;
    let rank: Option<f64> = row.get(1).map_err(sql)?;
    let article: Option<String> = row.get(4).map_err(sql)?;
    let at = text(5)?;
    Ok(Found {
        kind: text(2)?.kept()?,
        id: text(3)?,
        article: article.map(|id| id.kept()).transpose()?,
        place: match rank {
            Some(rank) => Cursor::Rank(rank, number),
            None if by_row => Cursor::Row(number),
            None => Cursor::Time(at.clone(), number),
        },
        at,
    })
}

/// A term as the index is asked for it: its words hold letters and digits alone, so that nothing in them is a command.
fn term(term: &Term) -> String {
    let end = if term.prefix { "\"*" } else { "\"" };
    format!("\"{}{end}", term.words.join(" "))
}

/// Most words that begin alike and are asked for one by one.
const ALIKE: i64 = 4000;

/// A term as [`term`] gives it, but for the beginning of a word, which becomes all words of the library that begin so: of a beginning
/// the index gathers whatever has such a word before it gives the first row, of words it gives them in order, one after the other.
fn spelled_out(db: &Db, one: &Term) -> Result<String> {
    let begins = match (&one.words[..], one.prefix) {
        ([begins], true) => begins,
        _ => return Ok(term(one)),
    };
    let words: Vec<String> = db
        .conn
        .prepare_cached("SELECT term FROM d_search_word WHERE term >= ?1 AND term < ?1 || char(1114111) LIMIT ?2")
        .map_err(sql)?
        .query_map((begins, ALIKE + 1), |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    if words.is_empty() || words.len() as i64 > ALIKE {
        return Ok(term(one));
    }
    Ok(format!("(\"{}\")", words.join("\" OR \"")))
}

/// What a statement asks, and the values in it, in order.
#[derive(Default)]
struct Query {
    clauses: String,
    values: Vec<Value>,
    /// Whether there is more than words to go by.
    narrowed: bool,
}

impl Query {
    /// What is asked for, wherever in it a page begins.
    fn of(ask: &Ask) -> Self {
        let terms: Vec<String> = ask.all.iter().map(term).collect();
        Self::with(ask, &terms)
    }

    /// The same; the words that all of it has are asked for so.
    fn with(ask: &Ask, all: &[String]) -> Self {
        let mut query = Self::default();
        narrow(&mut query, ask);
        query.narrowed = !query.clauses.is_empty();
        let none = || ask.none.iter().map(term).collect::<Vec<_>>().join(" OR ");
        if !all.is_empty() {
            let mut wanted = format!("({})", all.join(" AND "));
            if !ask.none.is_empty() {
                let _ = write!(wanted, " NOT ({})", none());
            }
            query.and("d_search MATCH ?", [wanted.into()]);
        } else if !ask.none.is_empty() {
            query.and(
                "d.row NOT IN (SELECT rowid FROM d_search WHERE d_search MATCH ?)",
                [none().into()],
            );
        }
        query
    }

    /// The rows that the clauses leave, by the index of words or without it.
    fn rows(&self, what: &str, by_words: bool) -> String {
        let from = match (by_words, self.narrowed) {
            (true, true) => format!("d_search AS s JOIN d_found AS d ON d.row = s.rowid {ABOUT}"),
            (true, false) => "d_search AS s".to_owned(),
            (false, _) => format!("d_found AS d {ABOUT}"),
        };
        format!("SELECT {what} FROM {from} WHERE 1{}", self.clauses)
    }

    fn and<const N: usize>(&mut self, clause: &str, values: [Value; N]) {
        let _ = write!(self.clauses, " AND {clause}");
        self.values.extend(values);
    }

    /// One of some and none of others, each by a clause of its own with one value.
    fn either(&mut self, clause: &str, asked: Either<String>) {
        let any = vec![clause; asked.any.len()].join(" OR ");
        if !any.is_empty() {
            self.and(&format!("({any})"), []);
            self.values.extend(asked.any.into_iter().map(Value::from));
        }
        for not in asked.not {
            self.and(&format!("NOT coalesce({clause}, 0)"), [not.into()]);
        }
    }
}

/// The clauses of all but the words.
fn narrow(query: &mut Query, ask: &Ask) {
    fn named<T: Copy>(of: &Either<T>, name: fn(T) -> &'static str) -> Either<String> {
        let names = |all: &[T]| all.iter().map(|one| name(*one).to_owned()).collect();
        Either {
            any: names(&of.any),
            not: names(&of.not),
        }
    }
    query.either("d.kind = ?", named(&ask.kinds, Kind::name));
    query.either("a.status = ?", named(&ask.status, Status::name));
    query.either(
        "(SELECT state FROM j_comment WHERE id = d.id) = ?",
        named(&ask.states, CommentState::name),
    );
    query.either("about.section = ?", ask.sections.clone());
    query.either(
        "about.language || '-' LIKE ? || '-%'",
        ask.languages.clone(),
    );
    const TAG: &str = "instr(about.tags, char(10) || ? || char(10)) > 0";
    for tag in &ask.tags.any {
        query.and(TAG, [tag.clone().into()]);
    }
    query.either(
        TAG,
        Either {
            any: vec![],
            not: ask.tags.not.clone(),
        },
    );
    for (name, people) in &ask.by {
        by(query, "", name, people);
    }
    for (name, people) in &ask.not_by {
        by(query, "NOT ", name, people);
    }
    if let Some(from) = &ask.from {
        query.and(&format!("{AT} >= ?"), [from.clone().into()]);
    }
    if let Some(until) = &ask.until {
        query.and(&format!("{AT} < ? AND {AT} <> ''"), [until.clone().into()]);
    }
}

/// Who it is by: of an article its bylines and who saved it, of a note who made it; of a comment nobody, since who sent
/// it is private.
fn by(query: &mut Query, not: &str, name: &str, people: &[PersonId]) {
    let marks = vec!["?"; people.len()].join(", ");
    query.and(
        &format!(
            "{not}CASE d.kind
               WHEN 'article' THEN instr(d.byline, ' ' || ?) > 0
                 OR EXISTS (SELECT 1 FROM j_revision AS r WHERE r.article = d.id AND r.author IN ({marks}))
               WHEN 'note' THEN EXISTS (SELECT 1 FROM j_note AS n WHERE n.id = d.id AND n.author IN ({marks}))
               ELSE 0 END"
        ),
        [name.to_owned().into()],
    );
    for _ in 0..2 {
        query
            .values
            .extend(people.iter().map(|person| Value::from(person.to_string())));
    }
}

/// Whom the articles that can be found are by, as they are written, several in one line parted by commas taken apart.
///
/// # Errors
/// System errors.
pub fn bylines(db: &Db) -> Result<Vec<String>> {
    let lines = strings(
        db,
        "SELECT DISTINCT byline FROM j_article WHERE binned = 0 AND byline <> ''",
    )?;
    let mut names: Vec<String> = lines
        .iter()
        .flat_map(|line| line.split(", "))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names.dedup();
    Ok(names)
}

/// The languages of articles that can be found, as lower case BCP 47 tags.
///
/// # Errors
/// System errors.
pub fn languages(db: &Db) -> Result<Vec<String>> {
    strings(
        db,
        "SELECT DISTINCT language FROM d_found WHERE language <> '' ORDER BY language",
    )
}

fn strings(db: &Db, statement: &str) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(statement)
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}
