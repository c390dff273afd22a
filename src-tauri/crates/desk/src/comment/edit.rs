//! What the newsroom writes: an edit of a comment, with what it said before kept; an answer under the newsroom's name.

use super::{
    shown::sender,
    stand::{change, text_of},
    text::{LONGEST, cleaned},
};
use crate::{Act, Desk, Hand};
use model::{
    BatchId, CommentId, CommenterId, Error, Result,
    comment::{Changed, CommentState, Stand, Text, What},
    event::Event,
    person::Role,
};
use serde::Deserialize;
use store::comment::Taken;

/// Which comment, and what it shall say; empty to have it say again what it said as it was sent.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Edit {
    pub comment: String,
    pub text: String,
}

/// Has a comment say something else. What it said as it was sent stays with it, and the page says that it was edited.
///
/// # Errors
/// `wrong-role`, `no-such-comment`, `no-text`, `too-long`, `claimed`; system errors.
pub fn edit(desk: &Desk, hand: &Hand, ask: Edit) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, &[Role::Moderator])?;
        let comment = store::comment::find(txn, &ask.comment)?;
        super::decide::left_to(txn, hand, &me, comment.id)?;
        let text = written(&ask.text)?;
        let before = comment.original.clone();
        let body = match (&before, text.is_empty()) {
            (_, false) => text,
            (Some(original), true) => original.clone(),
            (None, true) => {
                return Err(Error::usage("no-text", "A comment has to say something.")
                    .hint("Reject it where nothing of it shall stay."));
            }
        };
        if body == comment.body {
            return Ok(Act {
                words: "It says so already".into(),
                undo: false,
            });
        }
        let as_sent = before.unwrap_or_else(|| comment.body.clone());
        let original = (!comment.newsroom && body != as_sent).then_some(as_sent);
        let changed = Changed {
            comment: comment.id,
            salt: hand.salt(),
            was: Stand {
                text: Some(text_of(&comment)),
                findings: Some(comment.findings.clone()),
                ..Stand::default()
            },
            now: Stand {
                text: Some(Text { body, original }),
                // What was found stands in other words now.
                findings: Some(vec![]),
                ..Stand::default()
            },
        };
        change(txn, What::Edited, comment.article, vec![changed])?;
        Ok(Act {
            words: format!("Edited {}’s comment", sender(&comment.author)),
            undo: true,
        })
    })
}

fn written(text: &str) -> Result<String> {
    if text.chars().count() > LONGEST {
        return Err(Error::usage(
            "too-long",
            format!(
                "That is longer than a comment may be: at most {} characters.",
                crate::words::grouped(LONGEST as u64)
            ),
        )
        .hint("Shorten it, or answer in several comments."));
    }
    let text = cleaned(text);
    // What nobody sees is no text.
    let seen = |c: char| !c.is_whitespace() && !markup::fold::unseen(c);
    Ok(if text.contains(seen) {
        text
    } else {
        String::new()
    })
}

/// Which comment, and what the newsroom answers.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reply {
    pub comment: String,
    pub text: String,
}

/// Answers a comment under the newsroom's name; the answer prints wherever the comment does that it answers. Gives the new
/// comment's id.
///
/// # Errors
/// `wrong-role`, `no-such-comment`, `no-text`, `too-long`, `no-such-article` where the comment waits to be assigned;
/// system errors.
pub fn reply(desk: &Desk, hand: &Hand, ask: Reply) -> Result<String> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let parent = store::comment::find(txn, &ask.comment)?;
        let Some(article) = parent.article else {
            return Err(Error::refused(
                "no-such-article",
                "Nobody has said yet which article this comment is on.",
            )
            .hint("Assign its place to an article first."));
        };
        let body = written(&ask.text)?;
        if body.is_empty() {
            return Err(Error::usage("no-text", "An answer has to say something.")
                .hint("Write what the newsroom answers; `--text` or `--file` holds it in the terminal."));
        }
        let id = CommentId(txn.id());
        let records = vec![Taken {
            id,
            article: Some(article),
            parent: Some(parent.id),
            commenter: CommenterId(uuid::Uuid::nil()),
            commitment: String::new(),
            created: hand.now,
            body,
            state: CommentState::Published,
            reasons: vec![],
            source: format!("newsroom:{id}"),
            place: None,
            answers: None,
            findings: vec![],
            original: None,
            newsroom: true,
            decided_there: None,
        }];
        let records = txn.keep(&model::canonical(&records)?, true)?;
        txn.append(Event::CommentsTaken {
            batch: BatchId(txn.id()),
            records,
            count: 1,
            reply: Some(article),
        })?;
        Ok(id.to_string())
    })
}
