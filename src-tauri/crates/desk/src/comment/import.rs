//! Comments from a file, whatever wrote it, or from a folder of them.

use super::{
    New,
    again::{Again, same_author, would},
    new::named_at,
    place,
    reading::{Came, Counted, Piece, Reader, name},
    stand::EDITED,
    take::{Took, take},
    text::{LONGEST, cleaned},
};
use crate::{
    Desk, Hand, ImportReport, Skipped,
    article::IMPORTERS,
    import::{Reasons, Way, ahead},
};
use intake::{
    archive::{Archive, Kind as ArchiveKind},
    comments::{Kind, Origin},
};
use model::{
    ArticleId, CommentId, Error, Hash, Kind as Of, OpId, PersonId, Result,
    bundle::Stage,
    comment::{Place, REASONS, Sent},
    person::Role,
};
use serde::Deserialize;
use std::{
    cell::Cell,
    collections::HashMap,
    io::BufReader,
    path::{Path, PathBuf},
};
use store::{
    Ahead, Db,
    comment::{Commenter, DecidedThere},
};

/// How many of what was left out are named.
const NAMED: usize = 1000;
/// What is said of a comment that came in begins so.
const TAKEN: &str = "It was taken";

/// Which file or folder; `dry_run` only reports. Where `whole` is asked for, which no window does, the receipt names all that was
/// left out.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Import {
    pub path: String,
    pub dry_run: bool,
    #[serde(skip)]
    #[ts(skip)]
    pub whole: bool,
}

/// Takes comments from a WordPress or Disqus export, a Remark42 backup, a table, JSON lines, a saved page, or a folder of
/// such files or of single comments. One that is here already is brought up to date, and never taken twice. What is left of
/// an import that was stopped stands, and the same import goes on with it; one undo takes all of it back.
///
/// # Errors
/// `wrong-role`, `not-found`, `not-comments`, what intake refuses; `cancelled`; system errors. What can't be taken is
/// skipped and reported.
pub fn import(desk: &Desk, hand: &Hand, ask: Import) -> Result<ImportReport> {
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Moderator]))?;
    let path = Path::new(&ask.path);
    let mut taking = Taking::new(desk, hand, hand.actor);
    taking.dry = ask.dry_run;
    taking.whole |= ask.whole;
    if !ask.dry_run {
        super::learned::keep_up(desk, false)?;
    }
    let files = match path.is_dir() {
        true => Some(files_in(path)?),
        false => None,
    };
    let step = |taking: &Taking<'_>, (done, all): (u64, u64)| taking.goes_on(done, all.max(1));
    let _bulk = (!ask.dry_run).then(|| desk.store.bulk()).transpose()?;
    taking.all(&step, |reader| match &files {
        Some(files) => reader.folder(files),
        None => reader.file(path, None),
    })?;
    taking.end()
}

/// How the comments of an archive come in with its articles.
pub(crate) struct Archived {
    /// The step that all of it is.
    pub op: OpId,
    /// Nothing comes in.
    pub dry: bool,
    /// Each waits for a moderator, however it stood there.
    pub pending: bool,
    /// How many steps of how many are behind.
    pub from: u64,
    pub steps: u64,
    /// All that is left out is named.
    pub whole: bool,
}

/// Takes the comments of an archive in.
///
/// # Errors
/// As [`import`].
pub(crate) fn of_archive(
    desk: &Desk,
    hand: &Hand,
    how: Archived,
    archive: &Archive,
) -> Result<ImportReport> {
    let mut taking = Taking::new(desk, hand, hand.actor);
    (taking.op, taking.dry, taking.pending) = (how.op, how.dry, how.pending);
    (taking.along, taking.whole) = (true, how.whole);
    if how.pending {
        taking.may = IMPORTERS;
    }
    if !how.dry && !how.pending {
        super::learned::keep_up(desk, false)?;
    }
    let at = archive.files.at.as_path();
    let step = |taking: &Taking<'_>, (done, all): (u64, u64)| {
        let done = how.from + done.min(all) * (how.steps - how.from) / all.max(1);
        taking.hand.progress.counted(taking.seen());
        taking.told(hand.progress.stage(Stage::Comments, done, how.steps))
    };
    let read = taking.all(&step, |reader| {
        // By its own handles: it is read on another core than the one that writes.
        let Some(archive) = Archive::open(at)? else {
            return Ok(());
        };
        archive.comments(&mut |from| reader.from("comments.jsonl", from, None))?;
        let exports = match archive.kind {
            ArchiveKind::Wxr => archive.exports(),
            _ => vec![],
        };
        for path in exports {
            let size = archive.files.all.iter().find(|one| one.path == path);
            let size = size.map_or(1, |one| one.size.max(1));
            archive.files.open_file(path, &mut |file| {
                let read = Cell::new(0);
                let counted = Counted { file, read: &read };
                let mut from = BufReader::with_capacity(1 << 16, counted);
                reader.counted(path, &mut from, (&read, size))
            })?;
        }
        Ok(())
    });
    match read {
        // What was read before stands, as it does of the articles.
        Err(error) if error.kind == Of::Unreadable => {
            taking.skip("comments".into(), error.message);
        }
        done => done?,
    }
    if how.dry {
        // Where they belong can't be told before the articles are here.
        taking.unplaced = 0;
    }
    taking.end()
}

/// The files of a folder that could be comments, in their order.
pub(super) fn files_in(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = vec![];
    for entry in std::fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let entry = entry.map_err(|cause| Error::io(dir, &cause))?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        // Not what a link leads to: whoever fills the folder is to reach nothing else by it.
        let plain = entry.file_type().is_ok_and(|kind| kind.is_file());
        if plain && !hidden {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Asked whether to go on, with how much of how much is behind.
type Step<'a> = dyn Fn(&Taking<'_>, (u64, u64)) -> Result<()> + 'a;

/// Comments on their way in.
pub(super) struct Taking<'a> {
    desk: &'a Desk,
    hand: &'a Hand<'a>,
    op: OpId,
    /// Whose act it is; nobody's where it can't be taken back.
    by: Option<PersonId>,
    /// Who may.
    may: &'static [Role],
    /// They come with their articles.
    along: bool,
    dry: bool,
    /// Each waits for a moderator, however it stood where it comes from, and one that is here stays as it is.
    pending: bool,
    batch: Vec<Came>,
    /// What their texts come to.
    known: Ahead,
    report: ImportReport,
    /// All of it is named, and not the first alone.
    whole: bool,
    skipped: Reasons,
    noted: Reasons,
    unplaced: u32,
}

impl<'a> Taking<'a> {
    /// None so far. They come in as someone's act, or as nobody's, which no undo takes back.
    pub(super) fn new(desk: &'a Desk, hand: &'a Hand<'a>, by: Option<PersonId>) -> Self {
        Self {
            desk,
            hand,
            op: OpId(hand.ids.id()),
            by,
            may: &[Role::Moderator],
            along: false,
            dry: false,
            pending: false,
            batch: vec![],
            known: Ahead::default(),
            report: crate::import::empty(),
            whole: false,
            skipped: Reasons::default(),
            noted: Reasons::default(),
            unplaced: 0,
        }
    }

    fn goes_on(&self, done: u64, all: u64) -> Result<()> {
        self.told(self.hand.progress.step(done, all))
    }

    /// How many comments are behind.
    fn seen(&self) -> u64 {
        let all = &self.report;
        [all.added.comments, all.updated, all.unchanged]
            .iter()
            .map(|n| u64::try_from(*n).unwrap_or_default())
            .sum()
    }

    /// Whether it goes on.
    fn told(&self, on: bool) -> Result<()> {
        if on {
            return Ok(());
        }
        let so_far = self.report.added.comments;
        Err(Error::refused(
            "cancelled",
            match so_far {
                0 => "Cancelled; nothing came in.".to_owned(),
                n => format!("Stopped: {n} comments came in before; undo takes them back."),
            },
        ))
    }

    /// What was left out is named, and what was taken and is not quite as it was.
    fn skip(&mut self, place: String, why: String) {
        let named = if self.whole { usize::MAX } else { NAMED };
        if why.starts_with(TAKEN) {
            self.noted.count(&why);
            if self.report.notes.len() < named {
                self.report.notes.push(Skipped {
                    r#where: place,
                    why,
                });
            }
            return;
        }
        self.skipped.count(&why);
        if self.report.skipped.len() < named {
            self.report.skipped.push(Skipped {
                r#where: place,
                why,
            });
        }
    }

    /// Takes all that is read on another core meanwhile; `step` is asked before each part whether to go on.
    fn all(
        &mut self,
        step: &Step<'_>,
        read: impl FnOnce(&mut Reader<'_>) -> Result<()> + Send,
    ) -> Result<()> {
        let (pending, works) = (self.pending, (!self.dry).then_some(self.desk));
        let reading = |way: &Way<Piece>| {
            let mut reader = Reader::new(way, pending, works);
            let done = read(&mut reader);
            // What was read before stands.
            match &done {
                Err(error) if error.kind != Of::Unreadable => {}
                _ => reader.give()?,
            }
            done
        };
        ahead(reading, |piece| {
            for (place, why) in piece.left {
                self.skip(place, why);
            }
            step(self, piece.behind)?;
            self.batch.extend(piece.all);
            self.known = piece.known;
            self.flush()
        })
    }

    /// One comment from the inbox, known by the name of its file where it says neither an id nor a moment.
    pub(super) fn dropped(&mut self, file: &Path, bytes: &[u8]) -> Result<()> {
        let (mut from, mut left, mut one) = (bytes, None, None);
        intake::comments::read(Kind::Inbox, &mut from, &mut |origin, found| {
            match found {
                Ok(sent) => one = Some((sent, origin.clone())),
                Err(why) if why.why.starts_with(TAKEN) => {}
                Err(why) => left = Some(why),
            }
            Ok(())
        })?;
        if let Some(left) = left {
            let why = format!("{}: {}", name(file), left.why);
            return Err(Error::unreadable("not-a-comment", why));
        }
        let Some((mut sent, origin)) = one else {
            return Ok(());
        };
        // Whoever sends it may write any date: nothing was sent after it arrived.
        sent.created = sent.created.map(|created| created.min(self.hand.now));
        if !names_itself(bytes) {
            let of = format!("{}\n{}", name(file), sent.id);
            sent.id = Hash::of(of.as_bytes())
                .to_string()
                .chars()
                .take(32)
                .collect();
        }
        if self.is_anothers(&sent, &origin)? {
            let why = "Its id is that of another comment.";
            return Err(Error::unreadable("id-taken", why));
        }
        self.batch.push((sent, origin, None));
        Ok(())
    }

    /// Whether a comment with this id is here, or on its way in, that says something else or stands elsewhere: what arrives
    /// never changes what is here, since anybody may have sent it.
    fn is_anothers(&self, sent: &Sent, origin: &Origin) -> Result<bool> {
        let same = |(one, ..): &&Came| one.id == sent.id;
        if let Some((one, ..)) = self.batch.iter().find(same) {
            return Ok(one.body != sent.body || one.place != sent.place);
        }
        self.desk.store.read(|db| {
            let Some(id) = store::comment::by_source(db, &origin.known(&sent.id))? else {
                return Ok(false);
            };
            let kept = store::comment::find(db, &id.to_string())?;
            if store::comment::forgotten(db, kept.commenter)? {
                return Ok(false);
            }
            let (article, _) = place::find(db, &sent.place)?;
            let said = kept.original.as_ref().unwrap_or(&kept.body);
            Ok(*said != cleaned(&sent.body) || article != kept.article)
        })
    }

    /// Takes what was read so far.
    pub(super) fn flush(&mut self) -> Result<()> {
        let mut known = std::mem::take(&mut self.batch);
        let ahead = std::mem::take(&mut self.known);
        for (sent, _, file) in known.extract_if(.., |(sent, ..)| !known_reasons(sent)) {
            self.skip(
                named_at(file.as_deref(), &sent.id),
                "Its reason is none that is known here.".into(),
            );
        }
        if known.is_empty() {
            return Ok(());
        }
        let took = match self.dry {
            true => self.desk.store.read(|db| {
                let (all, unplaced, clash) = placed(db, known, self.pending)?;
                let mut took = Took::default();
                for new in &all {
                    match would(db, self.hand, new)? {
                        None => took.added += 1,
                        Some(Again::Otherwise(_)) => took.updated += 1,
                        Some(Again::Same) => took.unchanged += 1,
                        Some(Again::Stays(why)) => took.stay.push((new.at(), why)),
                    }
                }
                Ok((took, unplaced, clash))
            })?,
            false => self
                .desk
                .part_by(self.by, self.hand, self.op, ahead, |txn| {
                    self.hand.must(txn, self.may)?;
                    let (all, unplaced, clash) = placed(txn, known, self.pending)?;
                    Ok((take(txn, self.hand, all)?, unplaced, clash))
                })?,
        };
        let (took, unplaced, clash) = took;
        for at in clash {
            self.skip(
                at,
                "Another comment has this id here, by someone else or from another place or time; give the file other ids."
                    .into(),
            );
        }
        for (at, why) in took.stay {
            self.skip(at, why);
        }
        let plus = |to: &mut i32, n: u32| {
            *to = to.saturating_add(i32::try_from(n).unwrap_or(i32::MAX));
        };
        plus(&mut self.report.added.comments, took.added);
        plus(&mut self.report.updated, took.updated);
        plus(&mut self.report.unchanged, took.unchanged);
        self.unplaced += unplaced;
        Ok(())
    }

    /// The receipt.
    pub(super) fn end(mut self) -> Result<ImportReport> {
        self.flush()?;
        for (all, list, what) in [
            (self.skipped.all, &mut self.report.skipped, "were left out"),
            (self.noted.all, &mut self.report.notes, "came in like these"),
        ] {
            let more = all.saturating_sub(list.len() as u64);
            if more > 0 {
                list.push(Skipped {
                    r#where: "and more".into(),
                    why: format!("{} more {what}.", crate::words::grouped(more)),
                });
            }
        }
        self.report.left = self.skipped.counted();
        self.report.noted = self.noted.counted();
        // What would come in with the articles of an archive is not there yet.
        if self.unplaced > 0 && !(self.dry && self.along) {
            self.report.notes.push(Skipped {
                r#where: "articles".into(),
                why: format!(
                    "{}: no article here is where they were left.",
                    place::waiting_words(self.unplaced)
                ),
            });
        }
        Ok(self.report)
    }
}

/// Whether a comment's reasons are those that people give, or that rules do.
fn known_reasons(sent: &Sent) -> bool {
    let rules = super::pipeline::codes();
    sent.reasons.iter().all(|reason| {
        let code = reason.code.as_str();
        REASONS.contains(&code) || rules.contains(&code) || ["deleted", EDITED].contains(&code)
    })
}

/// Comments under their articles, how many stay without one, and where those stand whose ids are other comments' here.
type Placed = (Vec<New>, u32, Vec<String>);

/// Puts comments under their articles.
fn placed(db: &Db, batch: Vec<Came>, only_new: bool) -> Result<Placed> {
    let mut unplaced = 0;
    let mut clash = vec![];
    let mut all = Vec::with_capacity(batch.len());
    // Those of one article stand together.
    let mut last: Option<(Place, place::Found)> = None;
    // By whom those are that count from 1 in this very part.
    let mut by: HashMap<String, Commenter> = HashMap::new();
    for (mut sent, origin, file) in batch {
        let (article, place) = match &last {
            Some((of, found)) if *of == sent.place => found.clone(),
            _ => {
                let found = place::find(db, &sent.place)?;
                last = Some((sent.place.clone(), found.clone()));
                found
            }
        };
        // The codes alone, unless it is our own: what another file says beside them could be about the commenter.
        if origin.source.is_none() {
            sent.reasons
                .iter_mut()
                .for_each(|reason| reason.detail.clear());
        }
        let known = origin.known(&sent.id);
        if counts_anew(&known, &origin) {
            let before = by.entry(known.clone()).or_insert_with(|| Commenter {
                name: sent.author.clone(),
                email: sent.email.clone(),
                ..Commenter::default()
            });
            if !same_author(before, &sent) || others(db, &known, (article, place.as_ref(), &sent))?
            {
                clash.push(named_at(file.as_deref(), &sent.id));
                continue;
            }
        }
        unplaced += u32::from(article.is_none());
        all.push(New {
            article,
            place,
            parent: sent.parent.as_deref().map(|parent| origin.known(parent)),
            own: known
                .strip_prefix(super::JSONL)
                .and_then(|id| id.parse().ok()),
            source: origin.source.unwrap_or(known),
            only_new,
            file,
            original: origin
                .original
                .map(|text| cleaned(&text))
                .filter(|text| !text.is_empty() && text.chars().count() <= LONGEST),
            decided: (origin.decided_by.is_some() || origin.decided_at.is_some()).then_some(
                DecidedThere {
                    at: origin.decided_at,
                    by: origin.decided_by,
                },
            ),
            sent,
        });
    }
    Ok((all, unplaced, clash))
}

/// Whether ids of this source are nobody's for good: tables and lines count from 1 each time.
fn counts_anew(known: &str, origin: &Origin) -> bool {
    let own = known
        .strip_prefix(super::JSONL)
        .is_some_and(|id| id.parse::<CommentId>().is_ok());
    !own && origin.source.is_none() && ["csv", "jsonl"].contains(&origin.archive.as_str())
}

/// Whether an id that counts from 1 each time is another comment's here: one is known again only by its place, its date and
/// who wrote it as well.
fn others(
    db: &Db,
    known: &str,
    (article, place, sent): (Option<ArticleId>, Option<&(String, String)>, &Sent),
) -> Result<bool> {
    let Some(id) = store::comment::by_source(db, known)? else {
        return Ok(false);
    };
    let kept = store::comment::find(db, &id.to_string())?;
    let there = match (kept.article, article) {
        (Some(kept), Some(article)) => kept == article,
        (None, None) => kept.place.as_ref() == place.map(|(place, _)| place),
        _ => true,
    };
    let then = sent.created.is_none_or(|created| created == kept.created);
    // Of someone who was forgotten nothing is known, and nothing comes back.
    let theirs = match store::comment::commenter(db, kept.commenter)? {
        Some(private) => same_author(&private, sent),
        None => true,
    };
    Ok(!(there && then && theirs))
}

/// Whether a file of the inbox says by what it is known again: an id, or when it was sent.
fn names_itself(bytes: &[u8]) -> bool {
    let Ok(said) = serde_json::from_slice::<serde_json::Value>(
        bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes),
    ) else {
        return false;
    };
    ["id", "created"].iter().any(|name| match said.get(name) {
        Some(serde_json::Value::String(text)) => !text.trim().is_empty(),
        Some(serde_json::Value::Number(_)) => true,
        _ => false,
    })
}
