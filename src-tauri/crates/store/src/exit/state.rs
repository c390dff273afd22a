//! What is local and goes out with a library, and how everything stands now: each a question whose rows are lines.

use super::write::{Choice, Lines};
use crate::{Db, error::sql};
use model::Result;

/// What a library is made from besides its journal; `?1` is whether what is private goes out.
const LOCAL: [&str; 4] = [
    "SELECT json_object('kind', 'draft', 'article', article, 'person', person, 'base', base, 'sha256', hash,
       'saved', saved, 'cursor', cursor, 'content', json(CAST(content AS TEXT)))
     FROM l_draft WHERE ?1 IN (0, 1) ORDER BY article, person",
    "SELECT json_object('kind', 'suggesting', 'article', article, 'person', person, 'base', base, 'sha256', hash,
       'saved', saved, 'body', body)
     FROM l_suggesting WHERE ?1 IN (0, 1) ORDER BY article, person",
    "SELECT json_object('kind', 'look', 'article', article, 'person', person, 'revision', revision, 'at', at,
       'before', before, 'before_at', before_at)
     FROM l_look WHERE ?1 IN (0, 1) ORDER BY article, person",
    // Without what is private a commenter is as they are once that was erased: with the salt goes what the journal's
    // commitment could be guessed at with.
    "SELECT json_object('kind', 'commenter', 'commenter', id, 'name', name, 'email', iif(?1, email, NULL),
       'address', iif(?1, address, NULL), 'site', iif(?1, site, NULL),
       'salt', CASE WHEN ?1 THEN salt WHEN email IS NULL AND salt <> '' THEN '-' ELSE '' END, 'seen', seen)
     FROM l_commenter ORDER BY id",
];

/// What only moderators may have.
const PRIVATE: [&str; 3] = [
    "SELECT json_object('kind', 'sent', 'comment', comment, 'address', address, 'created', created, 'at', at)
     FROM l_sent ORDER BY comment",
    "SELECT json_object('kind', 'ban-key', 'key', key) FROM l_ban_key",
    "SELECT json_object('kind', 'ban-mark', 'commenter', commenter, 'mark', mark)
     FROM l_ban_mark ORDER BY mark, commenter",
];

/// The private halves of keys, sealed where they are.
const SECRETS: [&str; 2] = [
    "SELECT json_object('kind', 'secret', 'key', key, 'secret', secret) FROM l_secret ORDER BY key",
    "SELECT json_object('kind', 'secret', 'key', key, 'sealed', json(json)) FROM l_sealed ORDER BY key",
];

pub(super) fn local(db: &Db, choice: Choice, lines: &mut Lines) -> Result<()> {
    for question in LOCAL {
        lines.rows(db, question, &[choice.private])?;
    }
    let more = [(choice.private, &PRIVATE[..]), (choice.keys, &SECRETS[..])];
    for question in more
        .iter()
        .filter(|(yes, _)| *yes)
        .flat_map(|(_, all)| *all)
    {
        lines.rows(db, question, &[])?;
    }
    Ok(())
}

/// How everything stands now, each table by its question; the ones that are not named here are told row by row.
const NOW: &[(&str, &str)] = &[
    (
        "j_settings",
        "SELECT json_object('kind', 'settings', 'settings', json(json)) FROM j_settings",
    ),
    (
        "j_person",
        "SELECT json_object('kind', 'person', 'id', id, 'name', name, 'roles', json(roles)) FROM j_person ORDER BY id",
    ),
    (
        "j_key",
        "SELECT json_object('kind', 'key', 'id', id, 'person', person, 'public', public, 'made', made,
           'sealed', json(iif(sealed, 'true', 'false')), 'renewed_by', renewed_by) FROM j_key ORDER BY id",
    ),
    (
        "j_article",
        "SELECT json_object('kind', 'article', 'id', a.id, 'title', a.title, 'status', a.status,
           'binned', json(iif(a.binned, 'true', 'false')), 'section', a.section, 'slug', a.slug, 'byline', a.byline,
           'revision', a.head, 'live', a.live, 'created', a.created, 'updated', a.updated, 'source', a.source,
           'claimed', a.claimed, 'due', a.due, 'recheck', a.recheck,
           'content', iif(b.packed = 0, json(CAST(b.bytes AS TEXT)), NULL))
         FROM j_article AS a LEFT JOIN blob AS b ON b.hash = a.head WHERE a.emptied = 0 ORDER BY a.id",
    ),
    (
        "j_revision",
        "SELECT json_object('kind', 'saved', 'article', article, 'revision', revision, 'parent', parent, 'author', author,
           'at', at, 'origin', origin, 'name', name, 'cycle', cycle, 'seq', seq)
         FROM j_revision ORDER BY seq",
    ),
    (
        "j_verdict",
        "SELECT json_object('kind', 'verdict', 'id', id, 'article', article, 'revision', revision, 'person', person,
           'say', json(say), 'note', note, 'key', key, 'at', at, 'contributors', json(contributors), 'stage', stage,
           'signature', signature, 'cycle', cycle, 'taken_back', json(iif(taken_back, 'true', 'false')))
         FROM j_verdict ORDER BY seq",
    ),
    (
        "j_note",
        "SELECT json_object('kind', 'note', 'id', id, 'article', article, 'thread', thread, 'quote', quote, 'text', text,
           'author', author, 'at', at, 'resolved', json(iif(resolved, 'true', 'false'))) FROM j_note ORDER BY id",
    ),
    (
        "j_suggestion",
        "SELECT json_object('kind', 'suggestion', 'id', id, 'article', article, 'quote', quote, 'proposed', proposed,
           'author', author, 'at', at, 'state', state, 'why', why, 'decided_by', decided_by, 'decided_at', decided_at,
           'accepted', accepted) FROM j_suggestion ORDER BY id",
    ),
    (
        "j_comment",
        "SELECT json_object('kind', 'comment', 'id', c.id, 'article', nullif(c.article, ''), 'place', c.place,
           'parent', c.parent, 'answers', c.answers, 'commenter', c.commenter,
           'author', iif(c.newsroom, (SELECT json_extract(json, '$.name') FROM j_settings), coalesce(l.name, '')),
           'created', c.created, 'body', c.body, 'original', c.original, 'state', c.state, 'reasons', json(c.reasons),
           'findings', json(c.findings), 'decided_by', c.decided_by, 'decided_at', c.decided_at, 'source', c.source,
           'newsroom', json(iif(c.newsroom, 'true', 'false')))
         FROM j_comment AS c LEFT JOIN l_commenter AS l ON l.id = c.commenter ORDER BY c.id",
    ),
    (
        "j_ban",
        "SELECT json_object('kind', 'ban', 'commenter', commenter, 'until', until, 'reason', reason, 'person', person,
           'at', at) FROM j_ban ORDER BY commenter",
    ),
    (
        "j_profile",
        "SELECT json_object('kind', 'byline', 'id', id, 'byline', json(json)) FROM j_profile ORDER BY id",
    ),
    (
        "j_asset",
        "SELECT json_object('kind', 'asset', 'id', id, 'name', name, 'alt', alt, 'added', added, 'person', person,
           'asset', json(json)) FROM j_asset ORDER BY id",
    ),
    (
        "j_template",
        "SELECT json_object('kind', 'template', 'key', key, 'template', json(json)) FROM j_template ORDER BY key",
    ),
    (
        "j_word",
        "SELECT json_object('kind', 'word', 'language', language, 'article', nullif(article, ''), 'word', word,
           'person', person, 'at', at) FROM j_word ORDER BY language, article, word",
    ),
    (
        "j_address",
        "SELECT json_object('kind', 'address', 'path', path, 'article', article, 'since', since)
         FROM j_address ORDER BY path, article",
    ),
    (
        "j_edition",
        "SELECT json_object('kind', 'edition', 'name', name, 'edition', json(json)) FROM j_edition ORDER BY name",
    ),
    (
        "j_bundle_profile",
        "SELECT json_object('kind', 'profile', 'name', name, 'profile', json(json)) FROM j_bundle_profile ORDER BY name",
    ),
    (
        "j_release",
        "SELECT json_object('kind', 'release', 'seq', seq, 'at', at, 'person', person, 'edition', edition,
           'manifest', manifest, 'articles', articles) FROM j_release ORDER BY seq",
    ),
];

pub(super) fn now(db: &Db, lines: &mut Lines) -> Result<()> {
    for (_, question) in NOW {
        lines.rows(db, question, &[])?;
    }
    for table in rest(db)? {
        let columns: Vec<String> = db
            .conn
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
            .map_err(sql)?
            .query_map([&table], |row| row.get(0))
            .map_err(sql)?
            .collect::<rusqlite::Result<_>>()
            .map_err(sql)?;
        let fields: String = columns
            .iter()
            .map(|column| format!(", '{column}', {column}"))
            .collect();
        let question = format!(
            "SELECT json_object('kind', 'row', 'table', '{table}', 'row', json_object({})) FROM {table} ORDER BY {}",
            fields.trim_start_matches(", "),
            columns.join(", ")
        );
        lines.rows(db, &question, &[])?;
    }
    Ok(())
}

/// The journaled tables that have no question of their own.
fn rest(db: &Db) -> Result<Vec<String>> {
    let all: Vec<String> = db
        .conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'j\\_%' ESCAPE '\\' ORDER BY name")
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let named = |table: &str| NOW.iter().any(|(name, _)| *name == table);
    Ok(all.into_iter().filter(|table| !named(table)).collect())
}
