//! A library as lines, from one moment of it.

use super::{FORMAT, line, state, texts};
use crate::{Column, Db, comment, error::sql, journal, person};
use base64::Engine;
use model::{
    Error, Hash, Hasher, Result,
    event::{Entry, Event},
};
use rusqlite::params_from_iter;
use serde::Serialize;
use serde_json::value::RawValue;
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
    io::Write,
    path::Path,
};

/// What goes out besides what everyone may read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice {
    /// Commenters' e-mails, addresses and sites, and what their bans are known again by.
    pub private: bool,
    /// The private halves of keys.
    pub keys: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// Lines, with the first and the last.
    pub lines: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// How many lines stand between two tellings of how far it is.
const TOLD: u64 = 200;

/// Where lines go, counted and hashed.
pub(super) struct Lines<'a> {
    out: &'a mut dyn Write,
    hasher: Hasher,
    count: u64,
    bytes: u64,
    total: u64,
    step: &'a dyn Fn(u64, u64) -> bool,
}

impl Lines<'_> {
    /// One line.
    pub(super) fn put(&mut self, line: &str) -> Result<()> {
        let lost = |cause| Error::io(Path::new("the export"), &cause);
        self.out.write_all(line.as_bytes()).map_err(lost)?;
        self.out.write_all(b"\n").map_err(lost)?;
        self.hasher.update(line.as_bytes());
        self.hasher.update(b"\n");
        self.bytes += line.len() as u64 + 1;
        self.count += 1;
        if self.count.is_multiple_of(TOLD) {
            self.told()?;
        }
        Ok(())
    }

    fn told(&self) -> Result<()> {
        // What stands once in the journal and once as it is now was not counted before: the end comes when it comes.
        if (self.step)(self.count.min(self.total), self.total) {
            Ok(())
        } else {
            Err(Error::refused(
                "cancelled",
                "Cancelled; nothing was written.",
            ))
        }
    }

    fn json(&mut self, line: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(line)
            .map_err(|cause| Error::system("json", format!("A line can’t be written: {cause}.")))?;
        self.put(&text)
    }

    /// The first column of every row that a question is answered with.
    pub(super) fn rows(&mut self, db: &Db, question: &str, values: &[bool]) -> Result<()> {
        let mut asked = db.conn.prepare(question).map_err(sql)?;
        let mut rows = asked.query(params_from_iter(values)).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let line = row.get_ref(0).map_err(sql)?;
            let line = line.as_str().map_err(|cause| {
                Error::damaged("damaged", format!("A row can’t be read: {cause}."))
                    .hint("Run `copydesk library check`.")
            })?;
            self.put(line)?;
        }
        Ok(())
    }
}

/// The files that belong to a library: those of every asset that ever came in, since older texts may show what was
/// removed since.
///
/// # Errors
/// `bad-entry`; system errors.
pub fn files(db: &Db) -> Result<BTreeSet<Hash>> {
    let mut asked = db
        .conn
        .prepare("SELECT bytes FROM journal WHERE kind = 'asset-added' ORDER BY seq")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        if let Event::AssetAdded { asset, .. } = Entry::from_bytes(&bytes)?.event {
            found.extend(asset.files().map(|(hash, _)| hash));
        }
    }
    Ok(found)
}

/// Writes a library. `file` makes the line of each of its files; `step` is told how far it is, and may stop it.
///
/// # Errors
/// `cancelled`; `damaged-blob`, `bad-entry` and others where the library is damaged; system errors.
pub fn write(
    db: &Db,
    choice: Choice,
    out: &mut dyn Write,
    file: &mut dyn FnMut(Hash) -> Result<line::FileLine<'static>>,
    step: &dyn Fn(u64, u64) -> bool,
) -> Result<Written> {
    let entries: i64 = count(db, "SELECT count(*) FROM journal")?;
    let rows = count(
        db,
        "SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM j_revision)
           + (SELECT count(*) FROM j_article) + (SELECT count(*) FROM j_comment)
           + (SELECT count(*) FROM l_commenter)",
    )?;
    let mut lines = Lines {
        out,
        hasher: Hasher::default(),
        count: 0,
        bytes: 0,
        total: (entries + rows).unsigned_abs(),
        step,
    };
    lines.told()?;
    lines.json(&line::Head {
        kind: "library".into(),
        format: FORMAT.into(),
        name: person::settings(db)?.name.into(),
        private: choice.private,
        keys: choice.keys,
        entries,
        newest: journal::newest_hash(db)?.kept()?,
    })?;
    let replaced =
        "SELECT json_object('kind', 'replaced', 'was', was, 'now', now) FROM d_text ORDER BY was";
    lines.rows(db, replaced, &[])?;
    journal_of(db, &mut lines)?;
    state::local(db, choice, &mut lines)?;
    for hash in files(db)? {
        lines.json(&file(hash)?)?;
    }
    state::now(db, &mut lines)?;
    let end = line::End {
        kind: "end".into(),
        lines: lines.count,
        sha256: lines.hasher.clone().finish(),
    };
    lines.json(&end)?;
    Ok(Written {
        lines: lines.count,
        bytes: lines.bytes,
    })
}

fn count(db: &Db, question: &str) -> Result<i64> {
    db.conn
        .query_row(question, [], |row| row.get(0))
        .map_err(sql)
}

/// The journal, each entry after the texts that it is the first to name.
fn journal_of(db: &Db, lines: &mut Lines) -> Result<()> {
    let mut written: HashSet<Hash> = HashSet::new();
    journal::raw(db, |seq, bytes| {
        for (text, kind) in texts(&Entry::from_bytes(bytes)?.event) {
            let kept = comment::kept(db, text)?;
            if written.insert(kept) {
                put_text(db, lines, kept, kind)?;
            }
        }
        let entry: &RawValue = serde_json::from_slice(bytes).map_err(|cause| {
            Error::damaged("bad-entry", format!("Entry {seq} can’t be read: {cause}."))
        })?;
        lines.json(&line::Entry {
            kind: "entry".into(),
            seq,
            sha256: Hash::of(bytes),
            entry,
        })
    })
}

fn put_text(db: &Db, lines: &mut Lines, hash: Hash, kind: &'static str) -> Result<()> {
    let bytes = db.blob(hash)?;
    let text = std::str::from_utf8(&bytes).ok();
    let mut line = line::Text {
        kind: kind.into(),
        sha256: hash,
        content: text.and_then(as_it_is),
        text: None,
        base64: None,
    };
    match (line.content, text) {
        (Some(_), _) => {}
        (None, Some(text)) => line.text = Some(Cow::Borrowed(text)),
        (None, None) => {
            let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
            line.base64 = Some(Cow::Owned(text));
        }
    }
    lines.json(&line)
}

/// A text as JSON within a line, where it is JSON and comes back from there to the last byte.
fn as_it_is(text: &str) -> Option<&RawValue> {
    let raw: &RawValue = serde_json::from_str(text).ok()?;
    (raw.get() == text && !text.contains(['\n', '\r'])).then_some(raw)
}
