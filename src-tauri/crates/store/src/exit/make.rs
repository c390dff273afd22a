//! A library from the lines of an export. It is made beside its place and moved there whole.

use super::{FORMAT, FileLine, line, texts};
use crate::{Db, Store, asset, comment, error::sql, journal, schema, search};
use base64::Engine;
use model::{
    Error, Hash, Hasher, Kind, Result, article,
    event::{Entry, Event},
};
use rusqlite::Connection;
use serde::Deserialize;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Where a library is made until it is whole, within its folder.
const BESIDE: &str = ".incoming";

/// A library that is being made. Dropped before [`Incoming::finish`], it leaves nothing.
pub struct Incoming {
    dir: PathBuf,
    made_dir: bool,
    conn: Option<Connection>,
    read: Reading,
    hasher: Hasher,
}

/// How far the lines were read, and what they left open.
#[derive(Default)]
struct Reading {
    lines: u64,
    phase: Phase,
    head: Option<(i64, Hash)>,
    seq: i64,
    prev: Option<Hash>,
    /// Texts whose entry is the next one.
    ahead: Vec<Hash>,
    /// Texts that someone forgotten is not in any more, whose entry is still to come.
    replaced: BTreeSet<(Hash, Hash)>,
    /// Files that were named and have no line yet.
    files: BTreeSet<Hash>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    #[default]
    Head,
    Replaced,
    Journal,
    Local,
    Files,
    Now,
    End,
}

/// What a line asks of whoever has the files beside the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// The file with this hash, of this many bytes.
    File(Hash, u64),
}

pub(super) fn damaged(why: impl Into<String>) -> Error {
    Error::damaged("damaged-export", why)
}

impl Incoming {
    /// Begins a library in `dir`, which does not exist or is empty.
    ///
    /// # Errors
    /// `library-exists`, `target-in-the-way`; system errors.
    pub fn begin(dir: &Path) -> Result<Self> {
        let made_dir = free(dir)?;
        let beside = dir.join(BESIDE);
        let lost = |cause| Error::io(&beside, &cause);
        if beside.exists() {
            fs::remove_dir_all(&beside).map_err(lost)?;
        }
        crate::private::folder(&beside.join("assets")).map_err(lost)?;
        crate::private::file(&beside.join("library.db")).map_err(lost)?;
        let mut begun = Self {
            dir: dir.to_owned(),
            made_dir,
            conn: None,
            read: Reading::default(),
            hasher: Hasher::default(),
        };
        let mut conn = Connection::open(beside.join("library.db")).map_err(sql)?;
        // It is nobody's yet: what is cut short is thrown away, and it is synced once it is whole.
        conn.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;
            PRAGMA foreign_keys = ON; PRAGMA locking_mode = EXCLUSIVE;",
        )
        .map_err(sql)?;
        conn.set_prepared_statement_cache_capacity(128);
        schema::migrate(&mut conn)?;
        conn.execute_batch("BEGIN").map_err(sql)?;
        begun.conn = Some(conn);
        Ok(begun)
    }

    /// Takes one line, without its end.
    ///
    /// # Errors
    /// `no-export`, `newer-export`, `newer-journal`, `damaged-export` with the line's number; system errors.
    pub fn line(&mut self, line: &[u8]) -> Result<Asked> {
        let asked = self.take(line).map_err(|error| self.at_line(error));
        self.hasher.update(line);
        self.hasher.update(b"\n");
        self.read.lines += 1;
        asked
    }

    /// Keeps the file that a line asked for.
    ///
    /// # Errors
    /// `damaged-export` where it is another; system errors.
    pub fn file(&self, hash: Hash, bytes: &[u8]) -> Result<()> {
        if Hash::of(bytes) != hash {
            return Err(
                damaged(format!("The file assets/{hash} is not what its name says.")).hint(AGAIN),
            );
        }
        asset::put(&self.dir.join(BESIDE), bytes).map(drop)
    }

    /// Which line is the next, or was the last.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.read.lines
    }

    /// Asks questions of what is made so far.
    ///
    /// # Errors
    /// What `ask` returns.
    pub fn ask<T>(&self, ask: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        ask(&self.db()?)
    }

    pub(super) fn db(&self) -> Result<Db<'_>> {
        match &self.conn {
            Some(conn) => Ok(Db::of(conn)),
            None => Err(Error::system("internal", "The library is closed already.")),
        }
    }

    /// What went wrong, with the number of its line. What the system or a newer program is to blame for stays as it is.
    fn at_line(&self, error: Error) -> Error {
        let own = ["no-export", "newer-export", "newer-journal"].contains(&error.code.as_str());
        if own || (error.kind == Kind::System && error.code != "library") {
            return error;
        }
        let said = error.message;
        damaged(format!("Line {}: {said}", self.read.lines + 1)).hint(AGAIN)
    }

    fn take(&mut self, line: &[u8]) -> Result<Asked> {
        let text = std::str::from_utf8(line).map_err(|_| damaged("It is not UTF-8."))?;
        if self.read.phase == Phase::Head {
            self.head(text)?;
            return Ok(Asked::Nothing);
        }
        let kind = parse::<line::Kind>(text)?.kind;
        let phase = match kind.as_ref() {
            "library" => Phase::Head,
            "replaced" => Phase::Replaced,
            "revision" | "comments" | "changes" | "rules" | "theme" | "said" | "source"
            | "entry" => Phase::Journal,
            "draft" | "suggesting" | "look" | "commenter" | "sent" | "ban-key" | "ban-mark"
            | "secret" => Phase::Local,
            "file" => Phase::Files,
            "end" => Phase::End,
            _ => Phase::Now,
        };
        if phase < self.read.phase || self.read.phase == Phase::End {
            return Err(damaged(format!("“{kind}” does not come here.")));
        }
        if phase > Phase::Journal && self.read.phase <= Phase::Journal {
            self.journal_is_whole()?;
        }
        if phase > Phase::Files && self.read.phase <= Phase::Files && !self.read.files.is_empty() {
            return Err(damaged("A file that an entry names has no line."));
        }
        self.read.phase = phase;
        match kind.as_ref() {
            "replaced" => self.replaced(&parse(text)?)?,
            "entry" => self.entry(&parse(text)?)?,
            "file" => return self.named(&parse(text)?),
            "end" => self.end(&parse(text)?)?,
            _ if phase == Phase::Journal => self.text(&parse(text)?)?,
            local if phase == Phase::Local => self.local(local, text)?,
            _ => {}
        }
        Ok(Asked::Nothing)
    }

    fn head(&mut self, text: &str) -> Result<()> {
        #[derive(Deserialize)]
        struct Begins {
            kind: String,
            format: String,
        }
        let begins: Option<Begins> = serde_json::from_str(text).ok();
        match begins {
            Some(begins) if begins.kind == "library" && begins.format == FORMAT => {}
            Some(begins) if begins.kind == "library" && newer(&begins.format) => {
                return Err(Error::unreadable(
                    "newer-export",
                    format!(
                        "The export is {}, which a newer Copydesk wrote.",
                        short(&begins.format)
                    ),
                )
                .hint("Update Copydesk and try again."));
            }
            _ => {
                return Err(
                    Error::unreadable("no-export", "This is no export of a library.")
                        .hint("`copydesk library export` makes one."),
                );
            }
        }
        let head: line::Head = parse(text)?;
        self.read.head = Some((head.entries, head.newest));
        self.read.phase = Phase::Replaced;
        Ok(())
    }

    fn replaced(&mut self, line: &line::Replaced) -> Result<()> {
        let db = self.db()?;
        // What stands for another must not stand for itself in the end.
        if comment::kept(&db, line.now)? == line.was || comment::kept(&db, line.was)? != line.was {
            return Err(damaged(
                "A text stands in the place of itself, or of one that is replaced already.",
            ));
        }
        comment::replace_text(&db, line.was, line.now)?;
        self.read.replaced.insert((line.was, line.now));
        Ok(())
    }

    fn text(&mut self, line: &line::Text) -> Result<()> {
        let decoded;
        let bytes = match (line.content, &line.text, &line.base64) {
            (Some(json), None, None) => json.get().as_bytes(),
            (None, Some(text), None) => text.as_bytes(),
            (None, None, Some(text)) => {
                decoded = base64::engine::general_purpose::STANDARD
                    .decode(text.as_bytes())
                    .map_err(|_| damaged("It is no base64."))?;
                &decoded
            }
            _ => return Err(damaged("It holds no text, or more than one.")),
        };
        if Hash::of(bytes) != line.sha256 {
            return Err(damaged("The text is not what its hash says."));
        }
        if line.kind == "revision" {
            let slug = article::Content::from_bytes(bytes)?.slug;
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            // It becomes the name of a folder wherever the article is published.
            if slug.len() > LONGEST_SLUG || !slug.chars().all(plain) {
                return Err(damaged("The article’s address is none."));
            }
        }
        if !self
            .db()?
            .keep_as(line.sha256, bytes, line.kind != "revision")?
        {
            return Err(damaged("The text stands here twice."));
        }
        self.read.ahead.push(line.sha256);
        Ok(())
    }

    fn entry(&mut self, line: &line::Entry) -> Result<()> {
        let bytes = line.entry.get().as_bytes();
        let hash = Hash::of(bytes);
        if line.seq != self.read.seq + 1 {
            return Err(damaged(format!(
                "Entry {} stands where {} should.",
                line.seq,
                self.read.seq + 1
            )));
        }
        if hash != line.sha256 {
            return Err(damaged("The entry is not what its hash says."));
        }
        let entry = Entry::from_bytes(bytes)?;
        if entry.prev != self.read.prev.unwrap_or_else(|| Hash::of(b"")) {
            return Err(damaged("The entry does not follow the one before."));
        }
        self.texts_of(&entry.event)?;
        let db = self.db()?;
        journal::write(db.conn, &entry, hash, bytes)?;
        journal::apply(&db, line.seq, &entry)?;
        if let Event::AssetAdded { asset, .. } = &entry.event {
            self.read.files.extend(asset.files().map(|(hash, _)| hash));
        }
        self.read.seq = line.seq;
        self.read.prev = Some(hash);
        Ok(())
    }

    /// An entry's texts are here, and those that came just before it are its.
    fn texts_of(&mut self, event: &Event) -> Result<()> {
        if let Event::CommenterForgotten { texts, .. } = event {
            for (was, now) in texts.iter().filter(|(was, now)| was != now) {
                if !self.read.replaced.remove(&(*was, *now)) {
                    return Err(damaged(
                        "A text was replaced of which nothing was said before.",
                    ));
                }
            }
        }
        let mut ahead = std::mem::take(&mut self.read.ahead);
        let db = self.db()?;
        for (text, _) in texts(event) {
            let kept = comment::kept(&db, text)?;
            ahead.retain(|one| *one != kept);
            if !has(&db, kept)? {
                return Err(damaged(format!("The text {} is missing.", text.short())));
            }
        }
        match ahead.first() {
            None => Ok(()),
            Some(text) => Err(damaged(format!(
                "The text {} is not this entry’s.",
                text.short()
            ))),
        }
    }

    fn journal_is_whole(&self) -> Result<()> {
        let read = &self.read;
        let made: bool = self
            .db()?
            .conn
            .query_row(
                "SELECT NOT EXISTS (SELECT 1 FROM j_article WHERE head = '') AND EXISTS (SELECT 1 FROM j_settings)",
                [],
                |row| row.get(0),
            )
            .map_err(sql)?;
        if !made {
            return Err(damaged(
                "An article was made without a text, or the library without settings.",
            ));
        }
        let whole = read.head == read.prev.map(|newest| (read.seq, newest));
        if whole && read.ahead.is_empty() && read.replaced.is_empty() {
            Ok(())
        } else {
            Err(damaged("The journal is not whole."))
        }
    }

    fn named(&mut self, line: &FileLine) -> Result<Asked> {
        if !self.read.files.remove(&line.sha256) {
            return Err(damaged(
                "No entry names this file, or it stands here twice.",
            ));
        }
        match (line.gone, line.size, &line.base64) {
            (true, None, None) => Ok(Asked::Nothing),
            (false, Some(size), None) => Ok(Asked::File(line.sha256, size)),
            (false, Some(_), Some(text)) => {
                let bytes = base64::engine::general_purpose::STANDARD
                    .decode(text.as_bytes())
                    .map_err(|_| damaged("It is no base64."))?;
                self.file(line.sha256, &bytes)?;
                Ok(Asked::Nothing)
            }
            _ => Err(damaged("The file is there and is not.")),
        }
    }

    fn end(&self, line: &line::End) -> Result<()> {
        if line.lines != self.read.lines || line.sha256 != self.hasher.clone().finish() {
            return Err(damaged(
                "What stands before the end is not what was written.",
            ));
        }
        Ok(())
    }

    /// Says that no more lines come.
    ///
    /// # Errors
    /// `damaged-export` where the end is missing.
    pub fn ended(&self) -> Result<()> {
        if self.read.phase == Phase::End {
            return Ok(());
        }
        Err(self.at_line(damaged("It is cut off: the end is missing.")))
    }

    /// Puts the library in its place.
    ///
    /// # Errors
    /// As [`Incoming::ended`]; system errors.
    pub fn finish(mut self) -> Result<()> {
        self.ended()?;
        search::rebuild(&self.db()?, &|| Ok(()))?;
        let beside = self.dir.join(BESIDE);
        if let Some(conn) = self.conn.take() {
            crate::sums::make(&conn, |_| true)?;
            conn.execute_batch("COMMIT").map_err(sql)?;
            drop(conn);
        }
        // Opened once as any library is: in the mode in which it is kept, and with all of its settings.
        drop(Store::open(&beside)?);
        let place = |name: &str| {
            let lost = |cause| Error::io(&self.dir, &cause);
            let file = beside.join(name);
            fs::File::open(&file)
                .and_then(|file| file.sync_all())
                .map_err(lost)?;
            fs::rename(&file, self.dir.join(name)).map_err(lost)
        };
        place("assets")?;
        // The database goes last: until it is there, there is no library.
        place("library.db")?;
        let lost = |cause| Error::io(&self.dir, &cause);
        fs::File::open(&self.dir)
            .and_then(|dir| dir.sync_all())
            .map_err(lost)?;
        self.made_dir = false;
        // It is whole; an empty folder beside it is no harm.
        let _ = fs::remove_dir_all(&beside);
        Ok(())
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        drop(self.conn.take());
        let beside = self.dir.join(BESIDE);
        if beside.exists() {
            // What is half made is worth nothing; the error that counts is the one before.
            let _ = fs::remove_dir_all(&beside);
            if !self.dir.join("library.db").exists() {
                // The folder was empty, so what stands there was placed just now.
                let _ = fs::remove_dir_all(self.dir.join("assets"));
            }
        }
        if self.made_dir {
            let _ = fs::remove_dir(&self.dir);
        }
    }
}

/// More than any slug is long.
const LONGEST_SLUG: usize = 200;
/// What to do about an export that is damaged.
const AGAIN: &str = "Export the library again, or take an older export.";

/// Whether a folder can take a library: it is not there (`true`), or empty but for what a cut-off import left.
fn free(dir: &Path) -> Result<bool> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(cause) => return Err(Error::io(dir, &cause)),
    };
    let mut others = entries.filter_map(|entry| entry.ok().map(|entry| entry.file_name()));
    if dir.join("library.db").exists() {
        return Err(Error::refused(
            "library-exists",
            format!("There is a library at {} already.", dir.display()),
        )
        .hint("Choose another folder."));
    }
    match others.find(|name| name != BESIDE) {
        None => Ok(false),
        Some(_) => Err(Error::refused(
            "target-in-the-way",
            format!("{} is not empty.", dir.display()),
        )
        .hint("Choose a new folder.")),
    }
}

pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|cause| damaged(format!("It can’t be read: {cause}.")))
}

fn has(db: &Db, text: Hash) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)")
        .map_err(sql)?
        .query_row([text.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Whether a format is one of ours with a higher number.
fn newer(format: &str) -> bool {
    let (name, number) = FORMAT.split_once('/').unwrap_or((FORMAT, "1"));
    let numbered = |number: &str| number.parse::<u64>().unwrap_or(0);
    format
        .split_once('/')
        .is_some_and(|(its, its_number)| its == name && numbered(its_number) > numbered(number))
}

/// What somebody else wrote, in a sentence of ours.
fn short(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}
