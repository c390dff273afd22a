//! What waits for a verdict, in the order in which it was submitted; and what is to be looked at again.

use super::{Article, COLUMNS, from_row};
use crate::{Db, error::sql};
use model::{Day, Result};

/// What is in review, what was submitted first coming first: at most `limit`, from after a place, which is when one was
/// submitted and its id.
///
/// # Errors
/// System errors.
pub fn queue(db: &Db, after: Option<(&str, &str)>, limit: u32) -> Result<Vec<Article>> {
    let place = after.iter().flat_map(|(submitted, id)| [*submitted, *id]);
    let values = place.map(str::to_owned).chain([limit.to_string()]);
    walk(db, &statement(after.is_some()), values)
}

/// What is in publication and to be looked at again on `day` or before, the longest due first: at most `limit`, from after
/// a place, which is the day on which one was due and its id.
///
/// # Errors
/// System errors.
pub fn again(db: &Db, day: Day, after: Option<(&str, &str)>, limit: u32) -> Result<Vec<Article>> {
    let place = after.iter().flat_map(|(due, id)| [*due, *id]);
    let values = [day.to_string()].into_iter();
    let values = values.chain(place.map(str::to_owned));
    let statement = again_statement(after.is_some());
    walk(db, &statement, values.chain([limit.to_string()]))
}

/// How much is to be looked at again on `day` or before.
///
/// # Errors
/// System errors.
pub fn to_look_at_again(db: &Db, day: Day) -> Result<i64> {
    db.conn
        .prepare_cached(&format!("SELECT count(*) {AGAIN}"))
        .map_err(sql)?
        .query_row([day.to_string()], |row| row.get(0))
        .map_err(sql)
}

fn walk(db: &Db, statement: &str, values: impl Iterator<Item = String>) -> Result<Vec<Article>> {
    db.conn
        .prepare_cached(statement)
        .map_err(sql)?
        .query_map(rusqlite::params_from_iter(values), from_row)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .collect()
}

fn statement(goes_on: bool) -> String {
    let after = if goes_on {
        "AND (submitted, id) > (?, ?)"
    } else {
        ""
    };
    format!(
        "SELECT {COLUMNS} FROM j_article INDEXED BY j_article_queue
         WHERE status = 'in-review' AND binned = 0 {after} ORDER BY submitted, id LIMIT CAST(? AS INTEGER)"
    )
}

const AGAIN: &str = "FROM j_article INDEXED BY j_article_again
         WHERE recheck <= ? AND recheck IS NOT NULL AND live IS NOT NULL AND binned = 0";

fn again_statement(goes_on: bool) -> String {
    let after = if goes_on {
        "AND (recheck, id) > (?, ?)"
    } else {
        ""
    };
    format!("SELECT {COLUMNS} {AGAIN} {after} ORDER BY recheck, id LIMIT CAST(? AS INTEGER)")
}

#[cfg(test)]
mod tests {
    use super::{again_statement, statement};
    use rusqlite::Connection;

    #[test]
    fn a_page_of_the_queue_is_walked_to_and_never_sorted() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut conn).unwrap();
        for (statement, values) in [
            (statement(true), vec!["2026", "id", "10"]),
            (
                again_statement(true),
                vec!["2026-12-01", "2026-11-01", "id", "10"],
            ),
        ] {
            let plan: Vec<String> = conn
                .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
                .unwrap()
                .query_map(rusqlite::params_from_iter(values), |row| row.get(3))
                .unwrap()
                .collect::<rusqlite::Result<_>>()
                .unwrap();
            let plan = plan.join("; ");
            assert!(
                plan.contains("SEARCH") && !plan.contains("TEMP B-TREE"),
                "{plan}"
            );
        }
    }
}
