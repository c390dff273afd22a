//! Whether the search comes to every word that its index holds.

use crate::{Db, error::sql};
use model::{Result, bundle::Fault};

/// The words that the index holds and a question does not come to wherever they are: it leads from a word to where that stands in
/// it by a table of its own, of which SQLite does not see whether all rows are there.
///
/// # Errors
/// What `each` returns, which is asked before each word; system errors.
pub(crate) fn unreached(db: &Db, each: &dyn Fn() -> Result<()>) -> Result<Option<Fault>> {
    let mut all = db
        .conn
        .prepare("SELECT term, doc FROM d_search_word")
        .map_err(sql)?;
    let mut one = db
        .conn
        .prepare("SELECT count(*) FROM d_search WHERE d_search MATCH ?1")
        .map_err(sql)?;
    let mut missed = 0_u64;
    let mut words = all.query([]).map_err(sql)?;
    while let Some(word) = words.next().map_err(sql)? {
        each()?;
        let term: String = word.get(0).map_err(sql)?;
        let there: i64 = word.get(1).map_err(sql)?;
        let asked = format!("\"{term}\"");
        let found: i64 = one.query_row([asked], |row| row.get(0)).map_err(sql)?;
        missed += u64::from(found != there);
    }
    Ok((missed > 0).then(|| Fault {
        path: "d_search".into(),
        kind: "search".into(),
        detail: match missed {
            1 => "The search misses some of what holds one of its words; a repair makes it again.".into(),
            _ => format!("The search misses some of what holds {missed} of its words; a repair makes it again."),
        },
    }))
}
