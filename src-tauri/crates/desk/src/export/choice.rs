//! Which content of an article prints: the head where it is approved, else the live one, else none, with the reason.

use crate::{
    Held,
    check::{Gate, passes},
};
use model::{
    Hash, KeyId, Kind, Result,
    article::{Standing, Status, Workflow, passed},
    signed::Say,
};
use std::collections::BTreeSet;
use store::{Db, article::Article, verdict::Given};

/// What prints of an article.
pub(super) enum Choice {
    /// This content.
    Prints(Hash),
    /// The live content, since the head may not yet; and why, where it is another reason than that it was edited since.
    Live(Hash, Option<String>),
    /// None; the reason as a code and in words.
    Held(String, String),
}

/// The articles outside the bin, in the order in which they may claim an address: what is in publication first, then
/// the older before the newer.
pub(super) fn in_turn(db: &Db) -> Result<Vec<Article>> {
    let mut all = Vec::with_capacity(store::article::how_many(db)?);
    store::article::each(db, |article| {
        all.push(article);
        Ok(())
    })?;
    all.sort_by_key(|article| article.live.is_none());
    Ok(all)
}

/// What a library asks of all that a release prints.
pub(super) struct Rules {
    pub four_eyes: bool,
    /// The keys that count no more.
    revoked: BTreeSet<KeyId>,
}

impl Rules {
    pub(super) fn of(db: &Db) -> Result<Self> {
        let revoked = store::person::revoked(db)?.into_iter();
        Ok(Self {
            four_eyes: store::person::settings(db)?.four_eyes,
            revoked: revoked.map(|one| one.key).collect(),
        })
    }
}

/// What a release prints of `article`.
pub(super) fn of_release(db: &Db, article: &Article, rules: &Rules) -> Result<Choice> {
    if article.status == Status::Published
        && let Some(live) = article.live
    {
        return Ok(Choice::Prints(live));
    }
    let given = store::verdict::list(db, article.id)?;
    let workflow = store::route::of(db, article.id, article.cycle, &article.section)?;
    let head = (article.head, article.cycle);
    let stands = match store::verdict::of(&given, head, rules.four_eyes, &workflow) {
        Standing::Approved(ids) if article.status == Status::Approved => ids,
        _ => {
            return Ok(match article.live {
                Some(live) => Choice::Live(live, None),
                None => why_not(article, &given, &workflow),
            });
        }
    };
    let mut by = given.iter().filter(|one| stands.contains(&one.verdict.id));
    let waits = if by.any(|one| rules.revoked.contains(&one.key))
        && article.live != Some(article.head)
    {
        let why = "A key that approved it was revoked since: it needs to be sent back and approved again.";
        Some(("revoked-key".into(), why.into()))
    } else {
        waits(db, article)?
    };
    Ok(match (waits, article.live) {
        (None, _) => Choice::Prints(article.head),
        (Some((_, why)), Some(live)) => Choice::Live(live, Some(why)),
        (Some((reason, why)), None) => Choice::Held(reason, why),
    })
}

/// Why a release would not print the head of each of these articles, which are approved; none for one that it would print.
pub(crate) fn held_back(db: &Db, articles: &[Article]) -> Result<Vec<Option<Held>>> {
    let rules = Rules::of(db)?;
    let each = articles.iter().map(|article| {
        let (reason, detail) = match of_release(db, article, &rules)? {
            Choice::Prints(_) => return Ok(None),
            Choice::Live(_, why) => ("edited-since".to_owned(), why.unwrap_or_default()),
            Choice::Held(reason, detail) => (reason, detail),
        };
        Ok(Some(Held {
            article: article.id.to_string(),
            title: article.title.clone(),
            reason,
            detail,
        }))
    });
    each.collect()
}

/// What an approved head waits for: an end of its embargo, whatever the check for that weighs, or what a check blocks.
fn waits(db: &Db, article: &Article) -> Result<Option<(String, String)>> {
    let content = store::article::content(db, article.head)?;
    if !article.lifted && content.embargo.is_some() {
        let zone = store::person::settings(db)?.time_zone;
        let until = content.embargo.map(|until| until.day(&zone).to_string());
        let why = format!(
            "Its embargo is until {}, and does not end by itself: someone has to lift it (in the review, or `article lift`).",
            until.unwrap_or_default()
        );
        return Ok(Some(("embargo".into(), why)));
    }
    match passes(db, article, &content, Gate::Export) {
        Ok(()) => Ok(None),
        Err(error) if error.kind == Kind::Refused => Ok(Some((error.code, error.message))),
        Err(error) => Err(error),
    }
}

/// What a proof prints of `article`: its head, however it stands.
pub(super) fn of_proof(article: &Article) -> Choice {
    if article.status == Status::Withdrawn {
        return Choice::Held("withdrawn".into(), "It was withdrawn.".into());
    }
    Choice::Prints(article.head)
}

fn why_not(article: &Article, given: &[Given], workflow: &Workflow) -> Choice {
    let said = store::verdict::on(given, article.head, article.cycle);
    let passed = passed(&said, &workflow.names());
    let waiting = workflow.stages.get(passed).filter(|_| passed > 0);
    let before = given
        .iter()
        .any(|g| g.cycle == article.cycle && g.verdict.say == Say::Approve);
    let on_head = given.iter().any(|g| {
        g.cycle == article.cycle && g.revision == article.head && g.verdict.say == Say::Approve
    });
    match article.status {
        Status::Withdrawn => Choice::Held("withdrawn".into(), "It was withdrawn.".into()),
        Status::ChangesRequested => Choice::Held(
            "changes-requested".into(),
            "A reviewer sent it back.".into(),
        ),
        _ if waiting.is_some() => Choice::Held(
            "stage-missing".into(),
            format!(
                "It has not passed “{}”.",
                waiting.map_or("", |stage| stage.name.as_str())
            ),
        ),
        _ if on_head => Choice::Held(
            "unconfirmed".into(),
            "A reviewer’s own changes wait for a confirmation.".into(),
        ),
        _ if before => Choice::Held(
            "edited-after-approval".into(),
            "It was edited after its approval.".into(),
        ),
        Status::InReview => Choice::Held("in-review".into(), "It is in review.".into()),
        _ => Choice::Held(
            "not-approved".into(),
            "It is a draft and was never approved.".into(),
        ),
    }
}
