//! Yes and no, each signed, each on one exact content.

use super::{
    claim::{give, whose},
    stage::Place,
};
use crate::{
    Act, Desk, Hand,
    article::{self, WRITERS, contributors},
    check::{Gate, passes},
};
use model::{
    Error, Hash, Result, VerdictId,
    article::{Standing, Status, Step, Verdict, passed, standing},
    event::Event,
    person::{Person, Role},
    signed::{Say, Statement},
};
use serde::Deserialize;
use store::{Db, Txn, article::Article, verdict::Given};

/// Which article, at which revision.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Approve {
    pub article: String,
    /// What the reviewer has read; refused where it is no longer the head.
    pub revision: Option<String>,
    /// The stage that the yes is meant for; refused where another one waits by now.
    #[ts(optional)]
    pub stage: Option<String>,
    /// What to tell the writer with the yes.
    #[ts(optional)]
    pub remarks: Option<String>,
}

/// Approves the head, exactly as it stands: passes the stage that waits, as its workflow lets them.
///
/// # Errors
/// `wrong-role`, `not-your-stage`, `no-such-article`, `not-now`, `not-the-head`, `bad-revision`, `other-stage`, `said-already`,
/// `too-long`, a blocking check's code; system errors.
pub fn approve(desk: &Desk, hand: &Hand, ask: Approve) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let article = article::open(txn, &ask.article)?;
        let place = Place::of(txn, &article)?;
        place.must_allow(&me)?;
        decides(txn, &article, Step::Approve, ask.revision.as_deref())?;
        if let (Some(meant), Some(waits)) = (&ask.stage, place.workflow.waiting(place.passed))
            && *meant != waits.name
        {
            return Err(other_stage(&place, meant, &waits.name));
        }
        nothing_blocks(txn, &article)?;
        let given = standing_verdicts(txn, &article)?;
        if place.said_already(&me) {
            return Err(Error::refused(
                "said-already",
                "You approved this already; someone else’s yes is missing.",
            )
            .hint("A writer or another reviewer confirms it."));
        }
        let content = store::article::content(txn, article.head)?;
        super::tick::the_rest(txn, &me, &article, &content)?;
        // What is approved is what prints.
        store::html::keep(txn, article.head, &markup::article_html(&content.body))?;
        let remarks = article::remark(ask.remarks.as_deref().unwrap_or_default())?;
        let status = say(txn, desk, &me, &article, Say::Approve, &remarks, &given)?;
        let whose = whose(txn, &me, &article)?;
        let next = Place::of(txn, &article)?;
        let did = match place.named() {
            Some(stage) => format!("Passed “{}” at {}{whose}", article.title, stage.name),
            None => format!("Approved “{}”{whose}", article.title),
        };
        let words = match (status, next.named()) {
            (Status::Approved | Status::Published, _) if place.named().is_some() => {
                format!("{did}: it is approved")
            }
            (Status::Approved | Status::Published, _) => did,
            (_, Some(stage)) => format!("{did}; {} is next", stage.name),
            _ => format!("{did}; your own changes wait for another’s confirmation"),
        };
        Ok(Act { words, undo: true })
    })
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Confirm {
    pub article: String,
    /// What was read; refused where it is no longer the head.
    #[ts(optional)]
    pub revision: Option<String>,
}

/// Confirms what the approving reviewer changed themselves.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-now`, `not-the-head`, `bad-revision`, `nothing-to-confirm`, `own-change`, a blocking
/// check's code; system errors.
pub fn confirm(desk: &Desk, hand: &Hand, ask: Confirm) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let article = article::open(txn, &ask.article)?;
        decides(txn, &article, Step::Confirm, ask.revision.as_deref())?;
        let given = standing_verdicts(txn, &article)?;
        let workflow = Place::by(txn, &article, &given)?.workflow;
        let head = (article.head, article.cycle);
        let Standing::Unconfirmed(alone) = store::verdict::of(&given, head, true, &workflow) else {
            return Err(Error::refused(
                "nothing-to-confirm",
                "Nothing waits for a confirmation here.",
            )
            .hint("A reviewer approves it first."));
        };
        if alone.iter().all(|saver| *saver == me.id) {
            return Err(Error::refused(
                "own-change",
                "You changed this yourself; someone else confirms it.",
            ));
        }
        nothing_blocks(txn, &article)?;
        say(txn, desk, &me, &article, Say::Confirm, "", &given)?;
        Ok(Act {
            words: format!(
                "Confirmed “{}”{}",
                article.title,
                whose(txn, &me, &article)?
            ),
            undo: true,
        })
    })
}

/// Which article, and what should change.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct RequestChanges {
    pub article: String,
    pub note: String,
    /// What was read; refused where it is no longer the head.
    #[ts(optional)]
    pub revision: Option<String>,
}

/// Sends an article back with what should change.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-now`, `not-the-head`, `bad-revision`, `no-note`, `too-long`; system errors.
pub fn request_changes(desk: &Desk, hand: &Hand, ask: RequestChanges) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let article = article::open(txn, &ask.article)?;
        if !Place::of(txn, &article)?.allows(&me) {
            me.must_hold(&[Role::Reviewer])?;
        }
        decides(txn, &article, Step::RequestChanges, ask.revision.as_deref())?;
        let note = article::remark(&ask.note)?;
        if note.is_empty() {
            return Err(Error::usage("no-note", "Say what should change."));
        }
        let given = standing_verdicts(txn, &article)?;
        say(txn, desk, &me, &article, Say::RequestChanges, &note, &given)?;
        Ok(Act {
            words: format!(
                "Sent back “{}”{}",
                article.title,
                whose(txn, &me, &article)?
            ),
            undo: true,
        })
    })
}

/// Fewest digits of a hash that name a revision.
const DIGITS: usize = 6;

/// That a yes is meant for another stage than the one that waits: one that is passed, one that comes later, or none.
fn other_stage(place: &Place, meant: &str, waits: &str) -> Error {
    let mut stages = place.workflow.stages.iter();
    let (message, hint) = match stages.position(|stage| stage.name == meant) {
        Some(nth) if nth < place.passed => (
            format!("{meant} is passed already; {waits} waits."),
            "Look at it again.".to_owned(),
        ),
        Some(_) => (
            format!("{waits} comes first; {meant} waits until that is passed."),
            format!("Who may pass {waits} decides on it now."),
        ),
        None => (
            format!("It passes no stage “{meant}”; {waits} waits."),
            format!("Its stages are {}.", place.workflow.names().join(", ")),
        ),
    };
    Error::refused("other-stage", message).hint(hint)
}

/// Refuses a verdict that the status does not allow, or on what is not the head; where it was edited since it was read, it
/// says by whom.
fn decides(db: &Db, article: &Article, step: Step, read: Option<&str>) -> Result<()> {
    let Err(mut error) = step.from(article.status) else {
        return read_the_head(db, article, read);
    };
    if let Some(read) = read.filter(|read| read.len() >= DIGITS)
        && let Ok(revision) = article::find_revision(db, article, &read.to_ascii_lowercase())
        && revision != article.head
    {
        let since = article::edited_since(db, article, revision)?;
        error.message = format!("{} {since}", error.message);
    }
    Err(error)
}

/// Refuses a verdict on what is not the head, where it says what was read: a whole hash, or its first digits.
fn read_the_head(db: &Db, article: &Article, read: Option<&str>) -> Result<()> {
    let Some(read) = read.map(str::to_ascii_lowercase) else {
        return Ok(());
    };
    if read.len() < DIGITS || !read.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(
            Error::usage("bad-revision", format!("“{read}” names no revision."))
                .hint("Give its hash, or at least the first six digits of it."),
        );
    }
    if article.head.to_string().starts_with(&read) {
        return Ok(());
    }
    let since = match article::find_revision(db, article, &read) {
        Ok(revision) => article::edited_since(db, article, revision)?,
        Err(_) => "It has no such text.".to_owned(),
    };
    Err(Error::refused(
        "not-the-head",
        format!("That is not its newest text. {since}"),
    )
    .hint(format!("Read {} and decide on that.", article.head.short())))
}

/// Refuses a yes while a check blocks it.
fn nothing_blocks(txn: &Txn, article: &Article) -> Result<()> {
    let content = store::article::content(txn, article.head)?;
    passes(txn, article, &content, Gate::Approve)
}

/// The verdicts on the head in the present cycle.
fn standing_verdicts(txn: &Txn, article: &Article) -> Result<Vec<Given>> {
    let mut given = store::verdict::list(txn, article.id)?;
    given.retain(|given| given.revision == article.head && given.cycle == article.cycle);
    Ok(given)
}

/// Signs and appends what `me` says of the head; returns the status that follows.
fn say(
    txn: &Txn,
    desk: &Desk,
    me: &Person,
    article: &Article,
    say: Say,
    note: &str,
    given: &[Given],
) -> Result<Status> {
    let signer = desk.signer(txn, me)?;
    let place = Place::by(txn, article, given)?;
    let stage = match say {
        Say::Approve => place.workflow.waiting(place.passed),
        Say::Confirm | Say::RequestChanges => None,
    };
    let stage = stage.map(|stage| stage.name.clone());
    let contributors = contributors(txn, article)?;
    let statement = Statement {
        say,
        article: article.id,
        revision: article.head,
        person: me.id,
        key: signer.key,
        at: txn.at(),
        contributors: contributors.clone(),
        stage: stage.clone(),
    };
    let signature = press::statement::sign(&signer.secret, &statement)?;
    let verdict = VerdictId(txn.id());
    let mut all: Vec<Verdict> = given.iter().map(|given| given.verdict.clone()).collect();
    all.push(Verdict {
        id: verdict,
        person: me.id,
        say,
        stage: stage.clone(),
        contributors: contributors.clone(),
    });
    let four_eyes = store::person::settings(txn)?.four_eyes;
    let names = place.workflow.names();
    let status = match standing(&all, four_eyes, &names) {
        Standing::Approved(_) if article.live == Some(article.head) => Status::Published,
        Standing::Approved(_) => Status::Approved,
        Standing::SentBack => Status::ChangesRequested,
        Standing::Open | Standing::Passed(_) | Standing::Unconfirmed(_) => Status::InReview,
    };
    txn.append(Event::VerdictGiven {
        verdict,
        article: article.id,
        revision: article.head,
        say,
        note: note.to_owned(),
        key: signer.key,
        at: txn.at(),
        contributors,
        stage,
        signature,
        status,
        was: article.status,
    })?;
    // Who has said yes has let go of it, and whoever had a stage that is passed; what is missing is another's.
    let went_on = passed(&all, &names) > place.passed;
    if status == Status::InReview && (went_on || article.claimed == Some(me.id)) {
        give(txn, article, None)?;
    }
    Ok(status)
}

/// The statement behind a verdict, as it was signed.
pub(crate) fn statement_of(article: model::ArticleId, revision: Hash, given: &Given) -> Statement {
    Statement {
        say: given.verdict.say,
        article,
        revision,
        person: given.verdict.person,
        key: given.key,
        at: given.at,
        contributors: given.verdict.contributors.clone(),
        stage: given.verdict.stage.clone(),
    }
}
