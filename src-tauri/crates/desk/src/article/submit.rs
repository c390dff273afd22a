//! Asking for review, and taking that back.

use super::{WRITERS, open, reckoned, save};
use crate::{
    Act, Desk, Hand,
    check::{Gate, passes},
    draft, review,
};
use model::{
    Day, Error, Hash, Kind, Result,
    article::{Correction, CorrectionKind, Status, Step, folder},
    event::{Event, Origin},
    person::Person,
};
use serde::{Deserialize, Serialize};
use store::{Txn, article::Article};

/// What a change to something published is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum SubmitKind {
    /// It goes on.
    Update,
    /// Nobody needs to know.
    Typo,
    /// It was wrong.
    Correction,
    /// It was unclear.
    Clarification,
}

/// Which article, and what the change is where it is live.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Submit {
    pub article: String,
    #[serde(default)]
    pub kind: Option<SubmitKind>,
    /// The public text of a correction or clarification.
    #[serde(default)]
    pub text: Option<String>,
    /// The day on which the review is due, as 2026-12-01.
    #[serde(default)]
    #[ts(optional)]
    pub due: Option<String>,
    /// Why one changed words of others; what is left out or empty is not said yet.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<review::Because>>")]
    pub reasons: Vec<review::Because>,
}

/// Asks for review. What is submitted or approved already stays as it is. A correction or clarification of what is
/// live adds its public text first, once. A day named is the one on which the review is due, even then. Reasons for changes
/// of others' words are kept with it, in one step.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `not-now`, `no-text`, `bad-time`, `too-long`, `changed-meanwhile`,
/// `no-such-change`, `ambiguous-id`, `not-yours`, `explained-already`, a blocking check's code; system errors.
pub fn submit(desk: &Desk, hand: &Hand, ask: Submit) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let article = open(txn, &ask.article)?;
        let id = article.id;
        let undo = submit_one(txn, hand, &me, article, &ask)?;
        let title = store::article::get(txn, id)?.title;
        let words = if undo {
            format!("Submitted “{title}”")
        } else {
            format!("“{title}” is submitted already")
        };
        Ok(Act { words, undo })
    })
}

/// Submits one article; `false` where it is submitted or approved already.
pub(super) fn submit_one(
    txn: &Txn,
    hand: &Hand,
    me: &Person,
    mut article: Article,
    ask: &Submit,
) -> Result<bool> {
    draft::settle(txn, me, &article)?;
    article = store::article::get(txn, article.id)?;
    if let Some(live) = article.live {
        correct(txn, hand, me, (&article, live), ask)?;
        article = store::article::get(txn, article.id)?;
    }
    Step::Submit.from(article.status)?;
    let due = review::day(ask.due.as_deref())?;
    let said = review::give_reasons(txn, me, &article, &ask.reasons)?.is_some();
    if matches!(article.status, Status::InReview | Status::Approved) {
        let set = due.is_some() && review::set_due(txn, &article, due)?;
        return Ok(set || said);
    }
    let content = store::article::content(txn, article.head)?;
    passes(txn, &article, &content, Gate::Submit)?;
    take_route(txn, &article, &content.section)?;
    // What was recalled may stand approved by the stages, or the rule, that there are now.
    let status = reckoned(txn, &article, (article.head, Status::InReview), None)?;
    txn.append(Event::StatusSet {
        article: article.id,
        status,
        was: article.status,
        because: "submitted".into(),
    })?;
    queue_again(txn, hand, &article, due)?;
    Ok(true)
}

/// What came in waiting for a yes waits here for one; what a check keeps from it stays a draft.
pub(crate) fn submit_imported(txn: &Txn, hand: &Hand, me: &Person, article: Article) -> Result<()> {
    let ask = Submit {
        article: article.id.to_string(),
        kind: None,
        text: None,
        due: None,
        reasons: vec![],
    };
    match txn.part(|txn| submit_one(txn, hand, me, article, &ask)) {
        Err(error) if error.kind == Kind::Refused => Ok(()),
        done => done.map(|_| ()),
    }
}

/// Writes down the stages that it passes from now on.
fn take_route(txn: &Txn, article: &Article, section: &str) -> Result<()> {
    let was = store::route::taken(txn, article.id, article.cycle, section)?;
    let now = Some(review::next_route(&store::person::settings(txn)?, section));
    if now != was {
        txn.append(Event::RouteSet {
            article: article.id,
            cycle: article.cycle,
            section: folder(section),
            now,
            was,
        })?;
    }
    Ok(())
}

/// The day on which the review is due: the one that was named, or the one that it had and that is not past. Who sent it
/// back goes on with it; else it is nobody's yet.
fn queue_again(txn: &Txn, hand: &Hand, article: &Article, due: Option<Day>) -> Result<()> {
    let today = hand.today(txn)?;
    review::set_due(
        txn,
        article,
        due.or(article.due.filter(|day| *day >= today)),
    )?;
    if article.status != Status::ChangesRequested {
        review::give(txn, article, None)?;
    }
    Ok(())
}

/// Adds the public text of a correction or clarification to the head, unless it is there since the live revision.
fn correct(
    txn: &Txn,
    hand: &Hand,
    me: &Person,
    (article, live): (&Article, Hash),
    ask: &Submit,
) -> Result<()> {
    let kind = match ask.kind {
        Some(SubmitKind::Correction) => CorrectionKind::Correction,
        Some(SubmitKind::Clarification) => CorrectionKind::Clarification,
        _ => return Ok(()),
    };
    let text = ask.text.as_deref().unwrap_or_default().trim();
    if text.is_empty() {
        return Err(
            Error::refused("no-text", "A correction needs its public text.")
                .hint("Say what was wrong and what replaced it."),
        );
    }
    let mut content = store::article::content(txn, article.head)?;
    let before = store::article::content(txn, live)?.corrections;
    let said = |correction: &Correction| correction.kind == kind && correction.text == text;
    if content
        .corrections
        .iter()
        .any(|one| said(one) && !before.contains(one))
    {
        return Ok(());
    }
    content.corrections.push(Correction {
        at: hand.now,
        kind,
        text: text.to_owned(),
    });
    save(txn, me, article, content, Origin::Correction)?;
    Ok(())
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Recall {
    pub article: String,
}

/// Takes back what was submitted.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-now`; system errors.
pub fn recall(desk: &Desk, hand: &Hand, ask: Recall) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        let article = open(txn, &ask.article)?;
        Step::Recall.from(article.status)?;
        txn.append(Event::StatusSet {
            article: article.id,
            status: Status::Draft,
            was: article.status,
            because: "recalled".into(),
        })?;
        Ok(Act {
            words: format!("Recalled “{}”", article.title),
            undo: true,
        })
    })
}
