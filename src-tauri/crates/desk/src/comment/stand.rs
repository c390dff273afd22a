//! How a comment stands, as a change of it holds that: its state, its text, what was found in it.

use model::{
    ArticleId, Result, Time,
    comment::{Answers, Changed, Decided, Reason, Stand, Text, What},
    event::Event,
};
use store::{
    Txn,
    comment::{Comment, Taken},
};

/// The reason for which a comment waits that says something else at its source than what somebody decided on.
pub(super) const EDITED: &str = "edited";

/// Writes what comments became into the journal, in one event; nothing where nothing did.
pub(crate) fn change(
    txn: &Txn,
    what: What,
    article: Option<ArticleId>,
    changes: Vec<Changed>,
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let count = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    txn.append(Event::CommentsChanged {
        what,
        records: store::comment::keep_changes(txn, changes)?,
        count,
        article,
        back: false,
    })
}

/// A reason without more words.
pub(super) fn reason(code: &str) -> Reason {
    Reason {
        code: code.into(),
        detail: String::new(),
    }
}

/// What a comment says, as a change holds it.
pub(crate) fn text_of(comment: &Comment) -> Text {
    Text {
        body: comment.body.clone(),
        original: comment.original.clone(),
    }
}

/// A comment's state and who decided it, as a change holds them.
pub(crate) fn decided_of(comment: &Comment) -> Result<Decided> {
    Ok(Decided {
        state: comment.state,
        reasons: comment.reasons.clone(),
        by: comment.decided_by,
        at: comment
            .decided_at
            .as_deref()
            .map(str::parse::<Time>)
            .transpose()?,
    })
}

/// Whether a comment is as a change left it.
pub(crate) fn stands(comment: &Comment, left: &Stand) -> bool {
    let answers = Answers {
        parent: comment.parent,
        source: comment.answers.clone(),
    };
    left.decided.as_ref().is_none_or(|decided| {
        (decided.state, &decided.reasons, decided.by)
            == (comment.state, &comment.reasons, comment.decided_by)
    }) && left
        .text
        .as_ref()
        .is_none_or(|text| *text == text_of(comment))
        && left.answers.as_ref().is_none_or(|one| *one == answers)
        && left
            .findings
            .as_ref()
            .is_none_or(|findings| *findings == comment.findings)
}

/// Whether a comment is as it came in.
pub(crate) fn stands_as_taken(comment: &Comment, taken: &Taken) -> bool {
    comment.decided_by.is_none()
        && (comment.state, &comment.reasons) == (taken.state, &taken.reasons)
        && (&comment.body, &comment.original) == (&taken.body, &taken.original)
}
