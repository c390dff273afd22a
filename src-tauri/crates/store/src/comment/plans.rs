//! No list of comments, and nothing that a key at the queue waits for, looks at all comments or sorts them.

use super::{Filter, Where, Words};
use crate::{Db, Store};
use model::{ArticleId, CommentId, CommenterId, PersonId, Result, Time, comment::CommentState};
use rusqlite::{
    Row,
    trace::{TraceEvent, TraceEventCodes},
};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// The statements that were run.
type Seen = Arc<Mutex<Vec<String>>>;

/// An empty library that notes what it is asked.
fn traced() -> (tempfile::TempDir, Store, Seen) {
    let dir = tempfile::TempDir::new().unwrap();
    let store = Store::create(dir.path()).unwrap();
    let seen = Seen::default();
    let noted = Arc::clone(&seen);
    let note = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, statement) = event {
            noted.lock().unwrap().push(statement.to_owned());
        }
    };
    store
        .writer()
        .trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note))
        .unwrap();
    (dir, store, seen)
}

/// The plan of a statement, a step a line.
fn plan(db: &Db, statement: &str) -> Vec<String> {
    let mut asked = db
        .conn
        .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
        .unwrap();
    // Without values for its marks: the plan is the same for all.
    let mut rows = asked.raw_query();
    let mut steps = vec![];
    while let Some(row) = rows.next().unwrap() {
        steps.push(row.get(3).unwrap());
    }
    steps
}

/// What is wrong with the plans of what `ask` runs. `sorts` where few are sorted.
fn wrong(db: &Db, seen: &Seen, sorts: bool, ask: impl Fn(&Db) -> Result<()>) -> Vec<String> {
    seen.lock().unwrap().clear();
    ask(db).unwrap();
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    // What a trigger or the index of words does by itself begins with a stroke.
    seen.retain(|statement| statement.starts_with("SELECT"));
    assert!(!seen.is_empty());
    let mut found = vec![];
    for statement in seen {
        for step in plan(db, &statement) {
            let table = step
                .strip_prefix("SCAN ")
                .and_then(|rest| rest.split(' ').next());
            let scans = table.is_some_and(|table| {
                [
                    "c",
                    "f",
                    "l",
                    "o",
                    "j_comment",
                    "d_flag",
                    "d_print",
                    "l_sent",
                    "l_commenter",
                ]
                .contains(&table)
            });
            // In the order of an index, up to the limit.
            let walks = scans && step.contains("USING") && statement.contains("LIMIT");
            // Who sent it is looked up where something of them is shown.
            let idle = step.contains("l_commenter_called") && !statement.contains("l.name");
            if (scans && !walks) || (step.contains("TEMP B-TREE") && !sorts) || idle {
                found.push(format!("{step}\n  {statement}"));
            }
        }
    }
    found
}

fn filters() -> Vec<Filter> {
    let article = Some(Where::Article(ArticleId(Uuid::from_u128(1))));
    let state = Some(CommentState::Pending);
    let mut all = vec![];
    for newest in [false, true] {
        for filter in [
            Filter::default(),
            Filter {
                state,
                ..Filter::default()
            },
            Filter {
                article,
                state,
                ..Filter::default()
            },
            Filter {
                article,
                ..Filter::default()
            },
            Filter {
                article: Some(Where::Nowhere),
                state,
                ..Filter::default()
            },
            Filter {
                waiting: true,
                ..Filter::default()
            },
            Filter {
                waiting: true,
                article,
                ..Filter::default()
            },
            Filter {
                waiting: true,
                article: Some(Where::Nowhere),
                ..Filter::default()
            },
            Filter {
                waiting: true,
                commenter: Some(CommenterId(Uuid::from_u128(2))),
                ..Filter::default()
            },
            Filter {
                waiting: true,
                code: Some("links".into()),
                ..Filter::default()
            },
            Filter {
                code: Some("links".into()),
                state,
                ..Filter::default()
            },
            Filter {
                code: Some("links".into()),
                ..Filter::default()
            },
            Filter {
                commenter: Some(CommenterId(Uuid::from_u128(2))),
                ..Filter::default()
            },
            Filter {
                commenter: Some(CommenterId(Uuid::from_u128(2))),
                state,
                ..Filter::default()
            },
        ] {
            all.push(Filter { newest, ..filter });
        }
    }
    all
}

#[test]
fn every_list_is_walked_by_an_index() {
    let (_dir, store, seen) = traced();
    let key = Some(("2026-09-01T10:00:00.000Z", "01"));
    let mut found = vec![];
    store
        .local(|db| {
            for filter in filters() {
                for after in [None, key] {
                    let wrong = wrong(db, &seen, false, |db| {
                        super::list(db, &filter, after, 10).map(drop)?;
                        super::ids(db, &filter, after, 10).map(drop)
                    });
                    found.extend(wrong.iter().map(|wrong| format!("{filter:?}: {wrong}")));
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn nothing_at_the_queue_looks_at_all_comments() {
    let (_dir, store, seen) = traced();
    let (comment, commenter) = (
        CommentId(Uuid::from_u128(1)),
        CommenterId(Uuid::from_u128(2)),
    );
    let (person, article) = (PersonId(Uuid::from_u128(3)), ArticleId(Uuid::from_u128(4)));
    let (since, before) = (Time(0), (Time(1), comment));
    store
        .local(|db| {
            let straight = wrong(db, &seen, false, |db| {
                super::answers(db, comment, 5)?;
                super::orphans(db, "a")?;
                super::parent(db, comment)?;
                super::by_source(db, "a")?;
                let _ = super::find(db, "01");
                super::decided_by(db, person, 10)?;
                super::tally(db, None)?;
                super::tally(db, Some(article))?;
                super::answers(db, comment, 1)?;
                super::threads(db, None, Some("a"))?;
                super::commenter(db, commenter)?;
                super::commenter_named(db, "a", Some("b"))?;
                super::commenter_like(db, "a")?;
                super::address(db, comment)?;
                super::burst(db, Some("a"), commenter, (since, before))?;
                super::came(db, "a", (since, since))?;
                super::record_before(db, commenter, before)?;
                super::claims(db, since)?;
                super::has_due(db, since)?;
                super::places(db, "", 10)?;
                super::decided_since(db, None, 10)?;
                super::commenting(db, article).map(drop)
            });
            // What one person sent, what shares a number: few, and sorted or put together.
            let few = wrong(db, &seen, true, |db| {
                super::record(db, commenter)?;
                super::bans_at(db, commenter, Some("a"), since)?;
                super::alike(db, &[1, 2, 3], (since, before), 10)?;
                super::domains(db, "a.example", before)?;
                super::addresses_of(db, commenter)?;
                for waiting in [false, true] {
                    let like = Filter {
                        prints: Some(vec![1, 2, 3]),
                        waiting,
                        ..Filter::default()
                    };
                    super::list(db, &like, None, 10)?;
                    let words = Filter {
                        words: Words::of("harbour", true),
                        waiting,
                        state: (!waiting).then_some(CommentState::Pending),
                        ..Filter::default()
                    };
                    super::list(db, &words, None, 10)?;
                    super::ids(db, &words, None, 10)?;
                    let (rows, id) = (Some("[1]".to_owned()), |row: &Row| row.get::<_, String>(0));
                    super::list::page_of(db, "c.id", &words, (None, 10), rows, id)?;
                }
                super::threads(db, Some(article), None).map(drop)
            });
            let found = [straight, few].concat();
            assert!(found.is_empty(), "{}", found.join("\n"));
            Ok(())
        })
        .unwrap();
}

#[test]
fn whoever_sent_very_many_is_looked_at_no_longer() {
    let (_dir, store, seen) = traced();
    let commenter = CommenterId(Uuid::from_u128(2));
    store
        .local(|db| {
            db.conn
                .execute(
                    "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 499)
                     INSERT INTO j_comment (id, article, commenter, created, body, state, reasons, source, last_op)
                     SELECT printf('%08x-0000-0000-0000-000000000000', n), '', ?1,
                       printf('2026-09-01T10:%02d:%02d.000Z', n / 60, n % 60), '',
                       iif(n < 350, 'spam', 'published'), '[]', 's' || n, ''
                     FROM n",
                    [commenter.to_string()],
                )
                .unwrap();
            let last = (Time(1_800_000_000_000), CommentId(Uuid::from_u128(0)));
            let mut found = super::record_before(db, commenter, last)?;
            found.sort_unstable_by_key(|(_, n)| *n);
            assert_eq!(found, [(CommentState::Spam, 50), (CommentState::Published, 150)]);
            let (all, _) = super::record(db, commenter)?;
            assert_eq!(all.iter().map(|(_, n)| n).sum::<i64>(), 500, "whoever looks sees all");
            seen.lock().unwrap().clear();
            super::record(db, commenter)?;
            let asked = seen.lock().unwrap().remove(0);
            let plan = plan(db, &asked).join(", ");
            assert!(plan.contains("COVERING INDEX j_comment_theirs"), "{plan}");
            Ok(())
        })
        .unwrap();
}

#[test]
fn few_of_a_state_are_found_where_very_many_are_of_another() {
    let (_dir, store, seen) = traced();
    store
        .local(|db| {
            db.conn
                .execute_batch(
                    "WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 99)
                     INSERT INTO j_comment (id, article, commenter, created, body, state, reasons, source, last_op)
                     SELECT printf('%08x-0000-0000-0000-000000000000', n), iif(n % 10 = 1, 'a', ''), printf('%08x-0000-0000-0000-000000000000', 1),
                       printf('2026-09-01T10:00:%02d.000Z', n / 2), '', iif(n IN (20, 21, 40), 'pending', 'published'), '[]', 's' || n, ''
                     FROM n;
                     INSERT INTO d_tally (article, state, n) SELECT article, state, count(*) FROM j_comment GROUP BY 1, 2;
                     INSERT INTO d_tally (article, state, n) SELECT '*', state, count(*) FROM j_comment GROUP BY 2",
                )
                .unwrap();
            let of = |filter: Filter| {
                seen.lock().unwrap().clear();
                let ids = super::ids(db, &filter, None, 10).unwrap();
                let asked = seen.lock().unwrap().pop().unwrap();
                let ids: Vec<String> = ids.iter().map(|(id, _)| id.to_string()[6..8].to_owned()).collect();
                (ids.join(" "), plan(db, &asked).join(", "))
            };
            let nowhere = Filter {
                article: Some(Where::Nowhere),
                ..Filter::default()
            };
            let state = Some(CommentState::Pending);
            for (filter, index) in [
                (Filter { state, ..nowhere.clone() }, "j_comment_state"),
                (Filter { waiting: true, ..nowhere.clone() }, "j_comment_waits"),
            ] {
                let (ids, plan) = of(filter.clone());
                assert_eq!(ids, "14 28");
                assert!(plan.contains(index) && !plan.contains("B-TREE"), "{plan}");
                assert_eq!(of(Filter { newest: true, ..filter }).0, "28 14");
            }
            let state = Some(CommentState::Published);
            let (ids, plan) = of(Filter { state, ..nowhere });
            assert!(ids.starts_with("00 02 03 04 05"), "{ids}");
            assert!(plan.contains("j_comment_under") && !plan.contains("B-TREE"), "{plan}");
            Ok(())
        })
        .unwrap();
}
