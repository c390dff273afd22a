//! What waits for a verdict, in the order in which it was submitted.

use super::{Article, COLUMNS, from_row};
use crate::{Db, error::sql};
use model::Result;

/// What is in review, what was submitted first coming first: at most `limit`, from after a place, which is when one was
/// submitted and its id.
///
/// # Errors
/// System errors.
pub fn queue(db: &Db, after: Option<(&str, &str)>, limit: u32) -> Result<Vec<Article>> {
    db.conn
        .prepare_cached(&statement(after.is_some()))
        .map_err(sql)?
        .query_map(
            rusqlite::params_from_iter(
                after
                    .iter()
                    .flat_map(|(submitted, id)| [*submitted, *id])
                    .map(str::to_owned)
                    .chain([limit.to_string()]),
            ),
            from_row,
        )
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

#[cfg(test)]
mod tests {
    use super::statement;
    use rusqlite::Connection;

    #[test]
    fn a_page_of_the_queue_is_walked_to_and_never_sorted() {
        let mut conn = Connection::open_in_memory().unwrap();
        crate::schema::migrate(&mut conn).unwrap();
        let plan: Vec<String> = conn
            .prepare(&format!("EXPLAIN QUERY PLAN {}", statement(true)))
            .unwrap()
            .query_map(("2026", "id", "10"), |row| row.get(3))
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
