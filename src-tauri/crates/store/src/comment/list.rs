//! The queue and every other list of comments, walked by key.

use super::{
    COLUMNS, Comment, FROM, comment, raw,
    tally::counts,
    words::{Matching, Words},
};
use crate::{Column, Db, error::sql};
use model::{ArticleId, CommentId, CommenterId, Result, comment::CommentState};
use rusqlite::{OptionalExtension, Row, types::Value};

/// Under which article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// Under this one.
    Article(ArticleId),
    /// Under none that is here.
    Nowhere,
}

impl Where {
    /// As the rows of comments say it.
    fn key(self) -> String {
        match self {
            Self::Article(article) => article.to_string(),
            Self::Nowhere => String::new(),
        }
    }
}

/// Which comments; whatever is none narrows nothing down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Filter {
    pub state: Option<CommentState>,
    /// Those that wait for a person: that nobody judged, and that a rule held.
    pub waiting: bool,
    pub article: Option<Where>,
    pub commenter: Option<CommenterId>,
    /// In which the pipeline found this.
    pub code: Option<String>,
    /// That share one of these numbers.
    pub prints: Option<Vec<i64>>,
    /// Which hold these words.
    pub words: Option<Words>,
    /// That had come in when [`mark`] gave this.
    pub mark: Option<i64>,
    /// The newest first.
    pub newest: bool,
}

/// A statement's clauses, with their values in the order of their marks.
#[derive(Default)]
struct Clauses {
    wanted: Vec<String>,
    values: Vec<Value>,
}

impl Clauses {
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    /// A column is this text.
    fn is(&mut self, column: &str, text: impl Into<String>) {
        let value = self.value(text.into());
        self.wanted.push(format!("{column} = {value}"));
    }

    /// What the filter narrows down by besides the order's own columns.
    fn narrowed(&mut self, filter: &Filter, rows: Option<String>) {
        if let Some(article) = filter.article {
            self.is("c.article", article.key());
        }
        if let Some(commenter) = filter.commenter {
            self.is("c.commenter", commenter.to_string());
        }
        if let Some(prints) = &filter.prints {
            let prints: Vec<String> = prints.iter().map(|print| self.value(*print)).collect();
            self.wanted.push(format!(
                "c.id IN (SELECT comment FROM d_print WHERE print IN ({}))",
                prints.join(", ")
            ));
        }
        if let Some(rows) = rows {
            let rows = self.value(rows);
            self.wanted.push(format!(
                "c.id IN (SELECT id FROM d_found WHERE kind = 'comment' AND row IN (SELECT value FROM json_each({rows})))"
            ));
        }
    }
}

/// How many of what an article has are passed in its index while one comment is looked up.
const PASSED_MEANWHILE: i64 = 8;

/// The index in whose order a list is walked. By itself SQLite would gather and sort all that wait for one page, or walk all of
/// one state for those of one article; which is done only where there are few of them on all articles, and very many on that one.
fn walked(db: &Db, filter: &Filter) -> Result<&'static str> {
    Ok(match filter {
        Filter { code: Some(_), .. }
        | Filter {
            prints: Some(_), ..
        }
        | Filter { words: Some(_), .. } => "",
        Filter {
            commenter: Some(_), ..
        } => " INDEXED BY j_comment_theirs",
        Filter {
            article: Some(article),
            state,
            waiting,
            ..
        } => {
            let here: i64 = counts(db, &article.key())?.0.iter().map(|(_, n)| n).sum();
            let (states, wait) = counts(db, "*")?;
            let few = |n: i64| n * PASSED_MEANWHILE < here;
            let of = |state| states.iter().find(|(one, _)| *one == state);
            match state.and_then(of) {
                Some((_, n)) if few(*n) => " INDEXED BY j_comment_state",
                None if *waiting && few(wait) => " INDEXED BY j_comment_waits",
                _ => " INDEXED BY j_comment_under",
            }
        }
        Filter { waiting: true, .. } => " INDEXED BY j_comment_waits",
        _ => "",
    })
}

/// After how many comments that were looked at, along the list, it is asked whether it goes on like this; and how many may be
/// looked at for a page.
const LOOKED_AT: [usize; 6] = [250, 500, 1000, 2000, 4000, 10_000];
const LONGEST_LOOK: usize = 5000;

/// Up to how many comments that hold the whole words are known for a beginning to be looked for in them along the list, and
/// how many may then be passed.
const KNOWN: usize = 50_000;
const PASSED: usize = 30_000;

/// Up to how many of whatever has some words are gathered and sorted; of more, the list is walked until the page is full.
const GATHERED: usize = 2000;

/// The comments alone.
const ALONE: &str = "j_comment AS c";

/// Where columns of comments come from: what shows nothing of who sent them looks none of those up.
fn source(columns: &str) -> &'static str {
    if columns == COLUMNS { FROM } else { ALONE }
}

/// The statement's end from FROM on, which is `source`, without its limit, with its values. `key` is where it goes on from; `rows` are
/// those of the index of words that match. Where what it says is gathered, no other column of the comment leads.
fn asked(
    db: &Db,
    source: &str,
    filter: &Filter,
    key: Option<(&str, &str)>,
    rows: Option<String>,
) -> Result<(String, Vec<Value>)> {
    let gathered = rows.is_some() || filter.prints.is_some();
    let mut clauses = Clauses::default();
    // The order's own columns are those of the index that narrows down most.
    let mut order = ("c.created", "c.id");
    let mut from = source.replacen(ALONE, &format!("{ALONE}{}", walked(db, filter)?), 1);
    let mut state = if gathered { "+c.state" } else { "c.state" };
    if let Some(code) = &filter.code {
        from = format!("d_flag AS f JOIN {source}").replacen(
            ALONE,
            &format!("{ALONE} ON c.id = f.comment"),
            1,
        );
        (order, state) = (("f.created", "f.comment"), "f.state");
        clauses.is("f.code", code.clone());
    }
    if let Some(wanted) = filter.state {
        clauses.is(state, wanted.name());
    }
    if let Some(mark) = filter.mark {
        let mark = clauses.value(mark);
        clauses.wanted.push(format!("c.rowid <= {mark}"));
    }
    if filter.waiting {
        // As the index has it, word by word: it is used for nothing else.
        let waits = "(c.state = 'pending' OR (c.state = 'held' AND c.decided_by IS NULL))";
        clauses.wanted.push(match gathered {
            true => waits.replace("c.state", "+c.state"),
            false => waits.to_owned(),
        });
    }
    clauses.narrowed(filter, rows);
    if let Some((created, id)) = key {
        let way = if filter.newest { "<" } else { ">" };
        let (created, id) = (
            clauses.value(created.to_owned()),
            clauses.value(id.to_owned()),
        );
        clauses.wanted.push(format!(
            "({}, {}) {way} ({created}, {id})",
            order.0, order.1
        ));
    }
    let way = if filter.newest { " DESC" } else { "" };
    let wanted = match clauses.wanted.is_empty() {
        true => String::new(),
        false => format!(" WHERE {}", clauses.wanted.join(" AND ")),
    };
    Ok((
        format!("{from}{wanted} ORDER BY {}{way}, {}{way}", order.0, order.1),
        clauses.values,
    ))
}

/// From after which key, and how many.
type Stretch<'a> = (Option<(&'a str, &'a str)>, u32);

/// `columns` of a page, from after the key. Words that many have are looked for along the list; of those that few have all
/// comments are gathered and sorted.
fn walk<T>(
    db: &Db,
    columns: &str,
    filter: &Filter,
    page: Stretch,
    read: fn(&Row) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let Some(words) = &filter.words else {
        return page_of(db, columns, filter, page, None, read);
    };
    let walk = Along {
        columns,
        page,
        read,
    };
    let share = match walk.that(db, filter, &Sought::Said(words))? {
        Walked::Full(page) => return Ok(page),
        Walked::Few { found, looked } => (found, looked),
    };
    let mut all = None;
    if let Some(whole) = Matching::of_whole(db, words, KNOWN)? {
        if whole.count() <= GATHERED {
            all = Some(whole.that_hold(db, words)?);
        } else if share.0 > 0 && page.1 as usize * share.1 / share.0 <= PASSED {
            let sought = Sought::Known(&whole, Some(words));
            if let Walked::Full(page) = walk.that(db, filter, &sought)? {
                return Ok(page);
            }
        }
    }
    let all = match all {
        Some(all) => all,
        None => Matching::of(db, words)?,
    };
    if all.count() > GATHERED
        && let Walked::Full(page) = walk.that(db, filter, &Sought::Known(&all, None))?
    {
        return Ok(page);
    }
    page_of(db, columns, filter, page, Some(all.rows()), read)
}

/// `columns` of a page, from after the key; of words, of the comments whose rows in the index of words are these.
pub(super) fn page_of<T>(
    db: &Db,
    columns: &str,
    filter: &Filter,
    (after, limit): Stretch,
    rows: Option<String>,
    read: fn(&Row) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (rest, mut values) = asked(db, source(columns), filter, after, rows)?;
    values.push(Value::Integer(limit.into()));
    db.conn
        .prepare_cached(&format!(
            "SELECT {columns} FROM {rest} LIMIT ?{}",
            values.len()
        ))
        .map_err(sql)?
        .query_map(rusqlite::params_from_iter(values), read)
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// What is looked for along a list.
enum Sought<'a> {
    /// What says these words; given up where it is found too seldom for a page.
    Said(&'a Words),
    /// What is known to match, and says these words where there are such.
    Known(&'a Matching, Option<&'a Words>),
}

/// What was found along a list.
enum Walked<T> {
    /// A page, or all to the end of the list.
    Full(Vec<T>),
    /// It was given up: so many were found among so many that were looked at.
    Few { found: usize, looked: usize },
}

/// A page that is looked for along a list, in its order, whatever is said in it.
struct Along<'a, T> {
    columns: &'a str,
    page: Stretch<'a>,
    read: fn(&Row) -> rusqlite::Result<T>,
}

impl<T> Along<'_, T> {
    fn that(&self, db: &Db, filter: &Filter, sought: &Sought) -> Result<Walked<T>> {
        let filter = Filter {
            words: None,
            ..filter.clone()
        };
        let (after, limit) = (self.page.0, self.page.1 as usize);
        let (rest, mut values) = asked(db, ALONE, &filter, after, None)?;
        let most = match sought {
            Sought::Said(_) => LOOKED_AT.last().copied(),
            Sought::Known(_, Some(_)) => Some(2 * PASSED),
            Sought::Known(_, None) => None,
        };
        // One more than are looked at tells whether there are more.
        let read_on = most.and_then(|most| i64::try_from(most + 1).ok());
        values.push(Value::Integer(read_on.unwrap_or(i64::MAX)));
        // Only what the index of words has can be found: nothing in the bin, and nothing that is on no article.
        let found = "SELECT row FROM d_found WHERE id = ";
        let known = match sought {
            Sought::Said(_) => "0".to_owned(),
            Sought::Known(..) => format!("({found}c.id)"),
        };
        let walking = format!(
            "SELECT c.id, c.body, {known} FROM {rest} LIMIT ?{}",
            values.len()
        );
        let mut walking = db.conn.prepare_cached(&walking).map_err(sql)?;
        let taken = format!(
            "SELECT {} FROM {} WHERE c.id = ?1 AND EXISTS ({found}?1)",
            self.columns,
            source(self.columns)
        );
        let mut taken = db.conn.prepare_cached(&taken).map_err(sql)?;
        let mut rows = walking
            .query(rusqlite::params_from_iter(values))
            .map_err(sql)?;
        let (mut page, mut looked) = (vec![], 0);
        while page.len() < limit {
            let found = page.len();
            let too_few = match sought {
                Sought::Said(_) => {
                    LOOKED_AT.contains(&looked) && found * LONGEST_LOOK < limit * looked
                }
                Sought::Known(_, words) => words.is_some() && looked == 2 * PASSED,
            };
            if too_few {
                return Ok(Walked::Few { found, looked });
            }
            let Some(row) = rows.next().map_err(sql)? else {
                break;
            };
            looked += 1;
            if wanted(row, sought)? {
                let id: String = row.get(0).map_err(sql)?;
                let one = taken.query_row([id], self.read).optional();
                page.extend(one.map_err(sql)?);
            }
        }
        Ok(Walked::Full(page))
    }
}

/// Whether a row of a list is one of those that are looked for.
fn wanted(row: &Row, sought: &Sought) -> Result<bool> {
    let says = |words: &Words| {
        let text = row.get_ref(1).map_err(sql)?.as_str();
        Ok(text.is_ok_and(|text| words.are_in(text)))
    };
    match sought {
        Sought::Said(words) => says(words),
        Sought::Known(all, words) => {
            let known = row.get::<_, Option<i64>>(2).map_err(sql)?;
            let known = known.is_some_and(|row| all.has(row));
            Ok(known && words.map_or(Ok(true), says)?)
        }
    }
}

/// A page of comments, from after the key, oldest first or newest first.
///
/// # Errors
/// System errors.
pub fn list(
    db: &Db,
    filter: &Filter,
    after: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<Comment>> {
    walk(db, COLUMNS, filter, (after, limit), raw)?
        .into_iter()
        .map(comment)
        .collect()
}

/// The ids of a page of them, each with when it was sent.
///
/// # Errors
/// System errors.
pub fn ids(
    db: &Db,
    filter: &Filter,
    after: Option<(&str, &str)>,
    limit: u32,
) -> Result<Vec<(CommentId, String)>> {
    let read = |row: &Row| Ok((row.get::<_, String>(0)?, row.get(1)?));
    walk(db, "c.id, c.created", filter, (after, limit), read)?
        .into_iter()
        .map(|(id, created)| Ok((id.kept()?, created)))
        .collect()
}

/// The comments that were left at a place over which the rules decided, or nobody yet, as they were sent.
///
/// # Errors
/// System errors.
pub fn judged_at(db: &Db, place: &str) -> Result<Vec<CommentId>> {
    db.conn
        .prepare_cached(
            "SELECT id FROM j_comment WHERE place = ?1 AND decided_by IS NULL
               AND (decided_at IS NOT NULL OR (state = 'pending' AND reasons = '[]')) ORDER BY created, id",
        )
        .map_err(sql)?
        .query_map([place], |row| row.get::<_, String>(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|id| id.kept())
        .collect()
}

/// The ids of the comments that were left at a place.
///
/// # Errors
/// System errors.
pub(crate) fn ids_at(db: &Db, place: &str) -> Result<Vec<String>> {
    db.conn
        .prepare_cached("SELECT id FROM j_comment WHERE place = ?1")
        .map_err(sql)?
        .query_map([place], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// A mark of what has come in so far: comments that come later are beyond it.
///
/// # Errors
/// System errors.
pub fn mark(db: &Db) -> Result<i64> {
    db.conn
        .prepare_cached("SELECT coalesce(max(rowid), 0) FROM j_comment")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .map_err(sql)
}

/// The comments that answer one, oldest first, up to `limit`.
///
/// # Errors
/// System errors.
pub fn answers(db: &Db, parent: CommentId, limit: u32) -> Result<Vec<Comment>> {
    super::all(
        db,
        "WHERE c.parent = ?1 ORDER BY c.created, c.id LIMIT ?2",
        (parent.to_string(), limit),
    )
}

/// The comments that answer one which is not here, by its source.
///
/// # Errors
/// System errors.
pub fn orphans(db: &Db, source: &str) -> Result<Vec<Comment>> {
    super::all(db, "WHERE c.answers = ?1 ORDER BY c.id", [source])
}

/// Whether there are any such.
///
/// # Errors
/// System errors.
pub fn has_orphans(db: &Db) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM j_comment WHERE answers IS NOT NULL)")
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .map_err(sql)
}

/// What a comment answers, where that is here.
///
/// # Errors
/// System errors.
pub fn parent(db: &Db, comment: CommentId) -> Result<Option<CommentId>> {
    let parent: Option<Option<String>> = db
        .conn
        .prepare_cached("SELECT parent FROM j_comment WHERE id = ?1")
        .map_err(sql)?
        .query_row([comment.to_string()], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    parent.flatten().map(|parent| parent.kept()).transpose()
}

/// The articles and places under which there are comments: those without an article by place, first.
///
/// # Errors
/// System errors.
pub fn groups(db: &Db) -> Result<Vec<(Option<ArticleId>, Option<String>)>> {
    db.conn
        .prepare_cached(
            "SELECT DISTINCT '', place FROM j_comment WHERE article = ''
             UNION ALL SELECT article, NULL FROM d_tally WHERE article NOT IN ('*', '') AND n > 0 GROUP BY article",
        )
        .map_err(sql)?
        .query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(article, place)| {
            let article = match article.is_empty() {
                true => None,
                false => Some(article.kept()?),
            };
            Ok((article, place))
        })
        .collect()
}

/// Every comment under an article, or at a place, in the order in which they were sent, each with what it answers.
///
/// # Errors
/// System errors.
pub fn threads(
    db: &Db,
    article: Option<ArticleId>,
    place: Option<&str>,
) -> Result<Vec<(CommentId, Option<CommentId>)>> {
    let (which, value) = match article {
        Some(article) => ("article = ?1", article.to_string()),
        None => (
            "place IS nullif(?1, '') AND article = ''",
            place.unwrap_or_default().to_owned(),
        ),
    };
    db.conn
        .prepare_cached(&format!(
            "SELECT id, parent FROM j_comment WHERE {which} ORDER BY created, id"
        ))
        .map_err(sql)?
        .query_map([value], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(id, parent)| Ok((id.kept()?, parent.map(|parent| parent.kept()).transpose()?)))
        .collect()
}
