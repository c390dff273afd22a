//! What is found out about an article by itself: what prints of it, and what goes with that.

use super::{
    choice::{Choice, Rules, of_proof, of_release},
    kept::{Keep, Kept, Lines},
};
use crate::article;
use model::{
    ArticleId, Hash, Result, Time,
    article::{Content, Standing},
    asset::Asset,
    bundle::BundleKind,
    signed::Say,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Db, article::Article, attested::Attested, verdict::Given};

/// What was found out about an article by itself: what prints of it, and what goes with that.
pub(super) struct Looked {
    pub choice: Choice,
    pub text: Option<Box<Text>>,
}

/// The text that prints, without its body, and what goes with it.
#[derive(Serialize, Deserialize)]
pub(super) struct Text {
    pub content: Box<Content>,
    /// The date that prints.
    pub date: Option<Time>,
    pub approvals: Vec<Given>,
    /// Who said that it came in as it was published elsewhere, where nobody approved it.
    pub imported: Option<Attested>,
    /// The stages that it had to pass.
    pub stages: Vec<String>,
    pub assets: Vec<Asset>,
    /// Whether its page was anywhere else before, whoever prints there now.
    pub elsewhere: bool,
    /// Where its page was before, and nobody else's was since.
    #[serde(skip)]
    pub moved_from: Vec<String>,
    /// The file of its page in a bundle.
    #[serde(skip)]
    pub page: String,
}

/// Everything that is found out about each of `all`, in their order, and what is to be kept of it.
pub(super) fn look_at(
    db: &Db,
    kind: BundleKind,
    all: &[Article],
    rules: &Rules,
) -> Result<(Vec<Looked>, Keep)> {
    let kept = Kept::of(db)?;
    let pieces = Kept::pieces(all);
    let done = db.on_all_cores(&pieces, all.len(), |db, (nth, places)| {
        let before = kept.piece(db, *nth)?;
        let mut lines = Lines::of(&before);
        let mut looked = Vec::with_capacity(places.len());
        for article in places.iter().filter_map(|at| all.get(*at)) {
            if let Some(mut text) = kept.text(&mut lines, article) {
                text.page = page_of(&text.content);
                if text.elsewhere {
                    text.moved_from = article::moved_from(db, article.id, &text.content)?;
                }
                looked.push(Looked {
                    choice: Choice::Prints(article.head),
                    text: Some(text),
                });
                continue;
            }
            let found = look(db, kind, article, rules)?;
            // A proof prints what nobody vouches for: that is never believed of a release.
            if let Some(text) = &found.text
                && text.is_whole()
                && text.is_vouched_for()
            {
                lines.add(article, text);
            }
            looked.push(found);
        }
        Ok((looked, lines.changed()))
    })?;
    let mut looked: Vec<Option<Looked>> = all.iter().map(|_| None).collect();
    let mut others = vec![];
    for ((nth, places), (found, now)) in pieces.into_iter().zip(done) {
        for (at, found) in places.into_iter().zip(found) {
            if let Some(place) = looked.get_mut(at) {
                *place = Some(found);
            }
        }
        others.push((nth, now));
    }
    // Each article is in one piece.
    let mut whole = Vec::with_capacity(looked.len());
    whole.extend(looked.into_iter().flatten());
    Ok((whole, kept.keep(others)))
}

impl Text {
    /// Whether nothing was missing that it shows.
    fn is_whole(&self) -> bool {
        let named: BTreeSet<Hash> = self.content.every_asset().collect();
        named.len() == self.assets.len()
    }

    /// Whether somebody approved it, or signed that it came in as it was published.
    fn is_vouched_for(&self) -> bool {
        !self.approvals.is_empty() || self.imported.is_some()
    }
}

fn page_of(content: &Content) -> String {
    format!("site/{}index.html", content.path())
}

fn look(db: &Db, kind: BundleKind, article: &Article, rules: &Rules) -> Result<Looked> {
    let choice = match kind {
        BundleKind::Release => of_release(db, article, rules)?,
        BundleKind::Proof => of_proof(article),
    };
    let (Choice::Prints(revision) | Choice::Live(revision, _)) = &choice else {
        return Ok(Looked { choice, text: None });
    };
    let mut content = Box::new(store::article::known_content(db, *revision)?);
    let given = store::verdict::list(db, article.id)?;
    let of = (*revision, content.section.as_str());
    let (approvals, stages) = approvals(db, &given, article, of, rules.four_eyes)?;
    let imported = match approvals.as_slice() {
        [] => store::attested::of(db, article.id, *revision)?,
        _ => None,
    };
    let assets = assets(db, &content)?;
    let elsewhere = article::was_elsewhere(db, article.id, &content)?;
    let moved_from = match approvals.is_empty() && imported.is_none() {
        true => article::moved_here(db, article.id, &content)?,
        false => article::moved_from(db, article.id, &content)?,
    };
    let date = date(db, article.id, &content, &given)?;
    // The longest of it, and of no use here.
    content.body = String::new();
    let text = Text {
        date,
        approvals,
        imported,
        stages,
        assets,
        elsewhere,
        moved_from,
        page: page_of(&content),
        content,
    };
    if kind == BundleKind::Release && !text.is_vouched_for() {
        let why = "Nothing says that its text was approved.";
        let choice = Choice::Held("not-approved".into(), why.into());
        return Ok(Looked { choice, text: None });
    }
    Ok(Looked {
        choice,
        text: Some(Box::new(text)),
    })
}

/// The verdicts that approve `revision`, and the stages that it passes; none where it is not approved. How many eyes a live one needed was settled
/// when it was released.
fn approvals(
    db: &Db,
    given: &[Given],
    article: &Article,
    (revision, section): (Hash, &str),
    four_eyes: bool,
) -> Result<(Vec<Given>, Vec<String>)> {
    let (cycle, four_eyes) = if article.live == Some(revision) {
        (article.live_cycle.unwrap_or_default(), false)
    } else {
        (article.cycle, four_eyes)
    };
    let workflow = store::route::of(db, article.id, cycle, section)?;
    let approvals = match store::verdict::of(given, (revision, cycle), four_eyes, &workflow) {
        Standing::Approved(ids) => given
            .iter()
            .filter(|given| ids.contains(&given.verdict.id))
            .cloned()
            .collect(),
        _ => vec![],
    };
    Ok((approvals, workflow.names()))
}

/// Every asset that a content shows and that is there, in the order of their hashes.
pub(super) fn assets(db: &Db, content: &Content) -> Result<Vec<Asset>> {
    let named: BTreeSet<Hash> = content.every_asset().collect();
    named
        .into_iter()
        .filter_map(|hash| store::asset::get(db, hash).transpose())
        .map(|kept| Ok(kept?.asset))
        .collect()
}

/// The date that prints: the one its editors set, or else the later of its first approval and its embargo's end, which is when
/// somebody lifted it where that was earlier.
///
/// # Errors
/// System errors.
pub(super) fn date(
    db: &Db,
    article: ArticleId,
    content: &Content,
    given: &[Given],
) -> Result<Option<Time>> {
    let approved = given
        .iter()
        .filter(|given| given.verdict.say == Say::Approve)
        .map(|given| given.at)
        .min();
    if content.date.is_some() {
        return Ok(content.date);
    }
    let (Some(approved), Some(embargo)) = (approved, content.embargo) else {
        return Ok(approved);
    };
    let lifted = store::article::lifted(db, article, embargo)?;
    let ended = lifted.map_or(embargo, |lifted| embargo.min(lifted));
    Ok(Some(approved.max(ended)))
}
