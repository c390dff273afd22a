//! The open exit: everything of a library in lines that other programs can read, and a library from such lines.

mod source;
mod target;

use crate::{Desk, ExportedAll, Hand, words::grouped};
use model::{
    ArticleId, Error, Hash, Kind, Result,
    article::{Standing, Status},
    person::Role,
};
use press::theme::Theme;
use serde::Deserialize;
use source::Source;
use std::{collections::BTreeMap, path::Path};
use store::{
    Db,
    exit::{Choice, FileLine, Incoming},
};
use target::Target;

/// Into which folder, `.zip` or `.jsonl`; `private` writes what is private of commenters, too, and `keys` the private
/// halves of keys.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Export {
    pub out: String,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub private: bool,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub keys: bool,
}

/// Writes everything of the library as it is at one moment. What is private only a moderator may have, and keys only an
/// admin.
///
/// # Errors
/// `wrong-role`, `target-in-the-way`, `target-busy`, `inside-the-library`, `too-large`, `cancelled`; damage; system errors, and then nothing is left there.
pub fn export(desk: &Desk, hand: &Hand, ask: Export) -> Result<ExportedAll> {
    desk.admit(hand)?;
    desk.store.read(|db| {
        if ask.private {
            hand.must(db, &[Role::Moderator])?;
        }
        if ask.keys {
            hand.must(db, &[Role::Admin])?;
        }
        Ok(())
    })?;
    let out =
        std::path::absolute(&ask.out).map_err(|cause| Error::io(Path::new(&ask.out), &cause))?;
    let choice = Choice {
        private: ask.private,
        keys: ask.keys,
    };
    crate::export::outside(desk, &out)?;
    let mut target = Target::begin(&out)?;
    let (written, gone) = desk
        .store
        .read(|db| everything(desk, hand, db, choice, &mut target))?;
    let files = target.files;
    let bytes = written.bytes + target.bytes;
    target.place()?;
    let mut words = format!(
        "Wrote {} lines and {} files to {}",
        grouped(written.lines),
        grouped(files),
        out.display()
    );
    if !gone.is_empty() {
        words += &format!(
            "; {} files are missing or damaged",
            grouped(gone.len() as u64)
        );
    }
    Ok(ExportedAll {
        path: out.display().to_string(),
        lines: i64::try_from(written.lines).unwrap_or(i64::MAX),
        files: i32::try_from(files).unwrap_or(i32::MAX),
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        gone: gone.iter().map(Hash::to_string).collect(),
        words,
    })
}

/// Writes files and lines of one moment; gives the files that are not there any more.
fn everything(
    desk: &Desk,
    hand: &Hand,
    db: &Db,
    choice: Choice,
    target: &mut Target,
) -> Result<(store::exit::Written, Vec<Hash>)> {
    let all = store::exit::files(db)?;
    let count = all.len() as u64;
    let mut sizes: BTreeMap<Hash, Option<u64>> = BTreeMap::new();
    let read = |hash| match store::asset::read(desk.dir(), hash) {
        Ok(bytes) => Ok(Some(bytes)),
        // One picture less keeps nobody from leaving with all the others.
        Err(error) if error.code == "damaged-asset" => Ok(None),
        Err(error) => Err(error),
    };
    if target.has_files() {
        for (done, hash) in (0_u64..).zip(&all) {
            if !hand.progress.step(done, count) {
                return Err(Error::refused(
                    "cancelled",
                    "Cancelled; nothing was written.",
                ));
            }
            let bytes = read(*hash)?;
            if let Some(bytes) = &bytes {
                target.file(*hash, bytes)?;
            }
            sizes.insert(*hash, bytes.map(|bytes| bytes.len() as u64));
        }
    }
    let mut gone = vec![];
    let mut inside = 0;
    let beside = target.has_files();
    let mut line = |hash| {
        let (size, base64) = match (beside, sizes.get(&hash)) {
            (true, size) => (size.copied().flatten(), None),
            (false, _) => match read(hash)? {
                Some(bytes) => (
                    Some(bytes.len() as u64),
                    Some(source::base64(&bytes).into()),
                ),
                None => (None, None),
            },
        };
        match size {
            Some(_) => inside += 1,
            None => gone.push(hash),
        }
        Ok(FileLine {
            kind: "file".into(),
            sha256: hash,
            size,
            gone: size.is_none(),
            base64,
        })
    };
    let step = |done, total| hand.progress.step(done, total);
    let written = store::exit::write(db, choice, target.lines()?, &mut line, &step)?;
    target.files = inside;
    Ok((written, gone))
}

/// Makes a library in `dir`, which does not exist or is empty, from an export of one. Whoever has the export may: it is a
/// library of its own, in which nobody works yet.
///
/// # Errors
/// `library-exists`, `target-in-the-way`; `no-export`, `newer-export`, `damaged-export` with the line; `cancelled`; system
/// errors. Nothing is then left there.
pub fn from_export(from: &Path, dir: &Path, hand: &Hand) -> Result<Desk> {
    let mut source = Source::open(from)?;
    let mut incoming = Incoming::begin(dir)?;
    source.read(&mut incoming, hand)?;
    incoming.ended()?;
    incoming
        .ask(|db| verdicts_hold(db).and_then(|()| theme_holds(db)))
        .map_err(|error| match error.kind {
            Kind::System => error,
            // Whatever can't be read of it now, an export that is whole would have.
            _ => Error::damaged("damaged-export", error.message)
                .hint("Export the library again, or take an older export."),
        })?;
    incoming.finish()?;
    Desk::open(dir)
}

/// The newsroom's theme is one that its site can be printed by.
fn theme_holds(db: &Db) -> Result<()> {
    match store::theme::get(db)? {
        Some((_, own)) => Theme::over(own.bytes()).map(|_| ()),
        None => Ok(()),
    }
}

/// Whether someone attested, by a key of theirs, that this text came in as it was published elsewhere.
fn attested(db: &Db, article: ArticleId, revision: Hash) -> Result<bool> {
    let Some(one) = store::attested::of(db, article, revision)? else {
        return Ok(false);
    };
    let key = store::person::key_by_id(db, one.says.key);
    Ok(key.is_ok_and(|key| {
        key.person == Some(one.says.person)
            && press::statement::attests(&key.public, &one.says, &one.signature)
    }))
}

/// Every verdict is signed by the key that it names, and that key is the person's; what is approved and what is live has
/// the verdicts that say so.
fn verdicts_hold(db: &Db) -> Result<()> {
    store::article::each_kept(db, |article| {
        let all = store::verdict::list(db, article.id)?;
        for given in &all {
            let key = store::person::key_by_id(db, given.key);
            let said = crate::review::statement_of(article.id, given.revision, given);
            let holds = key.is_ok_and(|key| {
                key.person == Some(given.verdict.person)
                    && press::statement::verify(&key.public, &said, &given.signature)
            });
            if !holds {
                return Err(Error::damaged(
                    "damaged-export",
                    format!(
                        "The verdict {} is not signed by who gave it.",
                        given.verdict.id
                    ),
                ));
            }
        }
        let approved =
            (article.status == Status::Approved).then_some((article.head, article.cycle));
        let live = article.live.zip(article.live_cycle);
        for (revision, cycle) in approved.into_iter().chain(live) {
            let section = store::article::content(db, revision)?.section;
            let workflow = store::route::of(db, article.id, cycle, &section)?;
            // How many eyes it needed was settled when it was said.
            let stands = store::verdict::of(&all, (revision, cycle), false, &workflow);
            let stands = matches!(stands, Standing::Approved(_))
                || article.live == Some(revision) && attested(db, article.id, revision)?;
            if !stands {
                return Err(Error::damaged(
                    "damaged-export",
                    format!("Nothing says that “{}” was approved.", article.title),
                ));
            }
        }
        Ok(())
    })
}
