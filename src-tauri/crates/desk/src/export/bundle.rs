//! The export: printed, signed, put in its place, and only then live.

use super::{
    edition::{self, Edition, edition, newsroom_key, surroundings},
    lacking::warnings,
    printed::{Printed, remember},
    texts::Texts,
    wanted::{Wanted, Which},
};
use crate::{Desk, Exported, Hand};
use model::{
    ArticleId, Error, Hash, Result,
    bundle::{BundleKind, Stage},
    event::Event,
    person::Role,
};
use press::{
    bundle::{Job, Placed, Prepared},
    print::Print,
};
use serde::Deserialize;
use std::path::Path;
use store::{Db, Txn};

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

/// Exports a bundle. A release makes its revisions live; a proof changes nothing.
///
/// # Errors
/// `wrong-role`, `no-such-profile`, `no-such-edition`, `target-in-the-way`, `changed-meanwhile`,
/// `cancelled`; system errors. Nothing is then released, and nothing left behind.
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
    let kind = which.kind();
    let out = Path::new(&ask.out);
    let (prepared, edition, named, warnings) = desk.store.read(|db| {
        hand.progress.stage(Stage::Choosing, 0, 1);
        let wanted = which.find(db)?;
        let theme = wanted.theme(desk, db)?;
        let mut edition = edition(db, kind, &wanted)?;
        edition.hold_broken(desk.dir());
        let texts = Texts::of(desk, &mut edition);
        let around = surroundings(db, kind, &edition, &wanted)?;
        let manifest = edition::manifest(db, kind, &edition, &wanted)?;
        let warnings = warnings(db, &edition, &around, &wanted.profile.parts)?;
        let key = newsroom_key(db)?;
        let print = Print {
            surroundings: &around,
            theme: &theme,
            contents: &|revision| texts.content(revision),
            heads: Some(&|revision| texts.head(revision)),
            html: &|revision, markdown| texts.html(revision, markdown),
            assets: &|hash| store::asset::read(desk.dir(), hash),
        };
        let past = Printed::new(db, &manifest);
        let job = Job {
            manifest,
            print,
            revision_bytes: &|revision| desk.store.read(|db| db.blob(revision)),
            key: &key,
            past: &past,
        };
        let step = |stage, done, total| hand.progress.stage(stage, done, total);
        let prepared = press::bundle::prepare(out, job, &step)?;
        Ok((prepared, edition, wanted.name().to_owned(), warnings))
    })?;
    hand.progress.stage(Stage::Placing, 0, 1);
    let placed = place(desk, hand, (kind, &edition, named), prepared)?;
    let written = placed.keep();
    hand.progress.stage(Stage::Placing, 1, 1);
    Ok(Exported {
        path: written.path.display().to_string(),
        files: i32::try_from(written.files).unwrap_or(i32::MAX),
        bytes: i64::try_from(written.bytes).unwrap_or(i64::MAX),
        manifest_sha256: written.manifest_sha256.to_string(),
        kind,
        held: edition.held,
        warnings,
        changes: written.changes,
    })
}

/// Puts a bundle in its place; what a release holds is live then.
fn place(
    desk: &Desk,
    hand: &Hand,
    (kind, edition, named): (BundleKind, &Edition, String),
    prepared: Prepared,
) -> Result<Placed> {
    if kind == BundleKind::Proof {
        // What is forgotten is printed again: no reason to fail.
        let _ = desk.store.local(|db| remember(db, kind, &prepared));
        return prepared.place();
    }
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let articles = newly_live(txn, edition)?;
        if !articles.is_empty() {
            let manifest = prepared.manifest_sha256();
            txn.append(Event::Released {
                edition: named,
                manifest,
                articles,
            })?;
        }
        remember(txn, kind, &prepared)?;
        // It takes its place as the last act before the commit: if it can't, nothing is live; and if the commit fails,
        // what was there before comes back.
        prepared.place()
    })
}

/// What becomes live, refused where it may no longer print. What others typed meanwhile in an article whose printed
/// text stays as it was is no reason.
fn newly_live(txn: &Txn, edition: &Edition) -> Result<Vec<(ArticleId, Hash)>> {
    let mut articles = vec![];
    for printing in &edition.printing {
        let now = store::article::get(txn, printing.article.id)?;
        let new = printing.article.live != Some(printing.revision);
        let same = if new {
            (now.head, now.cycle, now.status, now.binned)
                == (
                    printing.revision,
                    printing.article.cycle,
                    printing.article.status,
                    false,
                )
        } else {
            now.live == Some(printing.revision)
        };
        if !same {
            return Err(Error::refused(
                "changed-meanwhile",
                format!("“{}” was changed while it was printed.", now.title),
            )
            .hint("Export again."));
        }
        if new {
            articles.push((now.id, printing.revision));
        }
    }
    Ok(articles)
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
            manifest,
            articles,
        })
    })
}
