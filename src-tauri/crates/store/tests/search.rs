//! What is found, and in which order.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing"
)]

use markup::found::Term;
use store::{
    Store,
    search::{Ask, Cursor, find, first},
};
use tempfile::TempDir;

/// A library as version 6 of the schema wrote it: the sample newsroom, with comments from elsewhere.
const LIBRARY: &[u8] = include_bytes!("../../../../tests/fixtures/library-6.db.zst");

fn row(place: &Cursor) -> i64 {
    match place {
        Cursor::Rank(_, row) | Cursor::Time(_, row) | Cursor::Row(row) => *row,
    }
}

#[test]
fn of_more_than_is_weighed_the_newest_come_first_whatever_a_word_begins_with() {
    let dir = TempDir::new().unwrap();
    let bytes = zstd::stream::decode_all(LIBRARY).unwrap();
    std::fs::write(dir.path().join("library.db"), bytes).unwrap();
    let store = Store::open(dir.path()).unwrap();
    let mut more = 0;
    for begins in ["a", "t", "th", "the", "ha", "harb", "ne", "b", "ü", "xyzzy"] {
        for with in [None, Some("the")] {
            let all: Vec<Term> = [
                Term::new(begins, true),
                with.and_then(|one| Term::new(one, false)),
            ]
            .into_iter()
            .flatten()
            .collect();
            let ask = Ask {
                all,
                ..Ask::default()
            };
            let (some, found, every) = store
                .read(|db| {
                    let (some, found) = first(db, &ask, 3, 5)?;
                    Ok((some, found, find(db, &ask, None, 10_000)?))
                })
                .unwrap();
            let told = format!("{begins} {with:?}");
            let seen: Vec<i64> = some.iter().map(|one| row(&one.place)).collect();
            let mut right: Vec<i64> = every.iter().map(|one| row(&one.place)).collect();
            assert_eq!(found as usize, right.len().min(4), "{told}");
            if right.len() > 3 {
                right.sort_unstable_by(|one, other| other.cmp(one));
                more += 1;
            }
            right.truncate(seen.len());
            assert_eq!(seen, right, "{told}");
        }
    }
    assert!(more > 8, "{more}");
}
