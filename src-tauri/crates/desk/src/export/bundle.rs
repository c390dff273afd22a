//! The export: printed, signed, put in its place, and only then live.

use super::{
    edition::{self, Edition, Printing, edition, newsroom_key, surroundings},
    files::{beside_bundles, outside},
    lacking::warnings,
    printed::{Printed, remember},
    texts::Texts,
    wanted::{Wanted, Which},
};
use crate::{Desk, Exported, Hand, Warning};
use model::{
    ArticleId, Error, Hash, Result,
    bundle::{BundleKind, Manifest, Stage, Surroundings},
    event::Event,
    person::Role,
};
use press::{
    bundle::{Job, Placed, Prepared},
    print::Print,
};
use serde::Deserialize;
use std::{path::Path, thread};
use store::Db;

/// Where to, and of which sort.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Bundle {
    /// A name that ends in `.zip`, or a folder.
    pub out: String,
    pub proof: bool,
    #[ts(optional)]
    pub profile: Option<String>,
    #[ts(optional)]
    pub edition: Option<String>,
    /// An edition as it is being put together, in place of a kept one.
    #[ts(optional)]
    pub chosen: Option<model::edition::Edition>,
}

/// What is printed of the library as it is at one moment.
struct Made {
    wanted: Wanted,
    edition: Edition,
    around: Surroundings,
    /// Without its files.
    manifest: Manifest,
    /// The newest entry of the journal then.
    newest: String,
}

impl Made {
    fn of(desk: &Desk, db: &Db, which: &Which) -> Result<Self> {
        let (kind, wanted) = (which.kind(), which.find(db)?);
        let mut edition = edition(db, kind, &wanted)?;
        let broken = edition.hold_broken(desk.dir());
        if let (BundleKind::Release, Some(title)) = (kind, broken) {
            return Err(would_vanish(&title));
        }
        let around = surroundings(db, kind, &edition, &wanted)?;
        let manifest = edition::manifest(db, kind, &edition, &wanted)?;
        let newest = store::journal::newest_hash(db)?;
        Ok(Self {
            wanted,
            edition,
            around,
            manifest,
            newest,
        })
    }

    /// Refuses where a bundle would be another by now. What others typed meanwhile in an article whose printed text stays as
    /// it was is no reason.
    fn must_be(&self, now: &Self) -> Result<()> {
        if self.around == now.around && self.manifest == now.manifest {
            return Ok(());
        }
        let mut articles = self.manifest.articles.iter().zip(&self.around.articles);
        let changed = articles.find(|(article, placed)| {
            !now.manifest.articles.contains(article) || !now.around.articles.contains(placed)
        });
        let what = changed.map_or_else(
            || "Something that is printed".to_owned(),
            |(article, _)| format!("“{}”", article.title),
        );
        Err(Error::refused(
            "changed-meanwhile",
            format!("{what} was changed while it was printed."),
        )
        .hint("Export again."))
    }

    /// What a release makes live.
    fn newly_live(&self) -> Vec<(ArticleId, Hash)> {
        let new = |one: &&Printing| one.article.live != Some(one.revision);
        let new = self.edition.printing.iter().filter(new);
        new.map(|one| (one.article.id, one.revision)).collect()
    }
}

/// What readers have is not taken from them because a file was lost.
fn would_vanish(title: &str) -> Error {
    Error::refused(
        "damaged-picture",
        format!("The file of a picture of “{title}”, which is published, is missing or damaged: a release would take the article off the site."),
    )
    .hint("Put the file back from a backup (`library check` names it), or withdraw the article.")
}

/// Exports a bundle. A release makes its revisions live; a proof changes nothing.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `no-such-edition`, `nothing-to-print`, `inside-the-library`, `inside-a-bundle`, `damaged-picture`, `changed-meanwhile`,
/// `target-in-the-way` and what else [`press::bundle::prepare()`] refuses; `cancelled`; system errors. Nothing is then
/// released, and nothing left behind.
pub fn bundle(desk: &Desk, hand: &Hand, ask: Bundle) -> Result<Exported> {
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Publisher]))?;
    if ask.out.trim().is_empty() {
        return Err(Error::usage("no-target", "Say where the bundle shall go."));
    }
    let which = Which {
        edition: ask.edition,
        chosen: ask.chosen,
        profile: ask.profile,
        proof: ask.proof,
    };
    let out = Path::new(&ask.out);
    outside(desk, out)?;
    beside_bundles(out)?;
    let kind = which.kind();
    let (prepared, made, texts, warnings) = desk.store.read(|db| {
        hand.progress.stage(Stage::Choosing, 0, 1);
        let mut made = Made::of(desk, db, &which)?;
        if made.edition.printing.is_empty() && made.around.withdrawn.is_empty() {
            return Err(nothing(db, kind, &made)?);
        }
        let mut warnings = warnings(desk, db, (&made.edition, &made.around), &made.wanted)?;
        let texts = Texts::of(desk, &mut made.edition);
        let prepared = print(desk, hand, db, (&made, &texts), out)?;
        if let Some(old) = prepared.replaces()
            && !store::journal::was_released(db, old)?
        {
            warnings.push(unknown_release());
        }
        Ok((prepared, made, texts, warnings))
    })?;
    hand.progress.stage(Stage::Placing, 0, 1);
    let placed = thread::scope(|scope| {
        // Nobody waits for what the texts were read with to be let go: each connection kept many pages.
        let _ = thread::Builder::new().spawn_scoped(scope, move || drop(texts));
        place(desk, hand, &which, &made, prepared)
    })?;
    let written = placed.keep();
    hand.progress.stage(Stage::Placing, 1, 1);
    Ok(Exported {
        path: written.path.display().to_string(),
        files: i32::try_from(written.files).unwrap_or(i32::MAX),
        bytes: i64::try_from(written.bytes).unwrap_or(i64::MAX),
        manifest_sha256: written.manifest_sha256.to_string(),
        kind,
        held: made.edition.held,
        warnings,
        changes: written.changes,
    })
}

/// Prints a bundle beside its place.
fn print(
    desk: &Desk,
    hand: &Hand,
    db: &Db,
    (made, texts): (&Made, &Texts),
    out: &Path,
) -> Result<Prepared> {
    let theme = made.wanted.theme(desk, db)?;
    let key = newsroom_key(db)?;
    let print = Print {
        surroundings: &made.around,
        theme: &theme,
        contents: &|revision| texts.content(revision),
        heads: Some(&|revision| texts.head(revision)),
        html: &|revision, markdown| texts.html(revision, markdown),
        assets: &|hash| store::asset::read(desk.dir(), hash),
    };
    let past = Printed::new(db, &made.manifest);
    let job = Job {
        manifest: &made.manifest,
        print,
        revision_bytes: &|revision| texts.bytes(revision),
        key: &key,
        past: &past,
    };
    let step = |stage, done, total| hand.progress.stage(stage, done, total);
    press::bundle::prepare(out, job, &step)
}

/// A bundle with nothing in it would wipe the site that it takes the place of.
fn nothing(db: &Db, kind: BundleKind, made: &Made) -> Result<Error> {
    if made.wanted.others_speak(db, kind)? {
        let profile = &made.wanted.profile;
        let languages = profile.languages.join(", ");
        let what = format!(
            "The profile “{}” takes nothing but articles in {languages}, and nothing of “{}” that may print is.",
            profile.name,
            made.wanted.name()
        );
        return Ok(Error::refused("nothing-to-print", what)
            .hint("Choose another profile, or change the languages of this one."));
    }
    let held = made.edition.held.iter().take(3).map(|held| {
        let why = if held.detail.is_empty() {
            &held.reason
        } else {
            &held.detail
        };
        format!(
            "“{}” is held back: {}. ",
            held.title,
            why.trim_end_matches('.')
        )
    });
    let held = format!(
        "{}Choose another edition or profile.",
        held.collect::<String>()
    );
    let what = format!(
        "Nothing of “{}” may print, so there is no bundle to make.",
        made.wanted.name()
    );
    Ok(Error::refused("nothing-to-print", what).hint(held))
}

/// What was killed after its bundle took its place and before that was taken down.
fn unknown_release() -> Warning {
    Warning {
        code: "unknown-release".into(),
        part: String::new(),
        article: None,
        title: String::new(),
        words: "The release that was there is in no journal of this library: its export was cut short at the very end, or another \
             library made it. This one takes its place."
            .into(),
    }
}

/// Puts a bundle in its place; what a release holds is live then.
fn place(
    desk: &Desk,
    hand: &Hand,
    which: &Which,
    made: &Made,
    prepared: Prepared,
) -> Result<Placed> {
    let (kind, keep) = (which.kind(), made.edition.keep.as_ref());
    if kind == BundleKind::Proof {
        // What is forgotten is printed again: no reason to fail.
        let _ = desk.store.local(|db| remember(db, kind, &prepared, keep));
        return prepared.place();
    }
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let mut articles = made.newly_live();
        if store::journal::newest_hash(txn)? != made.newest {
            let now = Made::of(desk, txn, which)?;
            made.must_be(&now)?;
            articles = now.newly_live();
        }
        txn.append(Event::Released {
            edition: made.wanted.name().to_owned(),
            profile: made.wanted.profile.name.clone(),
            manifest: prepared.manifest_sha256(),
            articles,
        })?;
        remember(txn, kind, &prepared, keep)?;
        // It takes its place as the last act before the commit: if it can't, nothing is live; and if the commit fails,
        // what was there before comes back.
        prepared.place()
    })
}

/// Makes the approved heads among `ids` live without writing a bundle: only for filling the sample newsroom.
pub(crate) fn release_sample(desk: &Desk, hand: &Hand, ids: &[&String]) -> Result<()> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let wanted = Wanted::everything(txn)?;
        let all = edition(txn as &Db, BundleKind::Release, &wanted)?;
        let articles: Vec<(ArticleId, Hash)> = all
            .printing
            .iter()
            .filter(|printing| ids.iter().any(|id| **id == printing.article.id.to_string()))
            .map(|printing| (printing.article.id, printing.revision))
            .collect();
        let manifest = Hash::of(&model::canonical(&articles)?);
        txn.append(Event::Released {
            edition: "Everything".into(),
            profile: String::new(),
            manifest,
            articles,
        })
    })
}
