//! What a commenter would be told of a decision.

use model::comment::{CommentState, Reason};

/// What the commenter would read: nothing of a comment that is published, or over which nobody has decided.
pub(crate) fn statement(state: CommentState, reasons: &[Reason]) -> String {
    let (CommentState::Held | CommentState::Rejected | CommentState::Spam, Some(reason)) =
        (state, reasons.first())
    else {
        return String::new();
    };
    let because = match reason.code.as_str() {
        "hate" => "it demeans people for what they are",
        "threat" => "it threatens someone",
        "harassment" => "it attacks a person rather than an argument",
        "sexual" => "it is sexual in a way that does not belong here",
        "spam" => "it advertises something",
        "off-topic" => "it is not about the article",
        "personal-data" => "it gives away someone’s personal details",
        "impersonation" => "it is written under someone else’s name",
        "misinformation" => "it states as fact what is known to be untrue",
        "copyright" => "it repeats a text that belongs to someone else",
        "illegal" => "the law does not allow us to show it",
        "other" if !reason.detail.is_empty() => {
            return format!(
                "Your comment was not published: {} You can answer this message.",
                sentence(&reason.detail)
            );
        }
        "closed" => "the discussion of this article is closed",
        "banned" => "you can’t take part in discussions here for now",
        "repeat" => "the same text, or nearly the same, was sent before",
        "deleted" => "it was deleted where you sent it",
        _ => "it does not keep to our rules for comments",
    };
    format!("Your comment was not published because {because}. You can answer this message.")
}

/// Words as a sentence: with a full stop at the end, where nothing else ends it.
fn sentence(words: &str) -> String {
    match words.ends_with(['.', '!', '?', '…']) {
        true => words.to_owned(),
        false => format!("{words}."),
    }
}
