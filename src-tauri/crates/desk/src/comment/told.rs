//! What was done with comments, in words.

use model::{
    ArticleId,
    comment::{CommentState, Commenting, What},
    event::Event,
};
use store::Db;

/// What an event about comments is, in words; none for one that is not.
pub(crate) fn words_of(
    db: &Db,
    event: &Event,
    title: impl Fn(&ArticleId) -> String,
) -> Option<String> {
    Some(match event {
        Event::CommentsTaken {
            reply: Some(article),
            ..
        } => format!("answered a comment on {}", title(article)),
        Event::CommentsTaken { count, .. } => format!("took in {}", comments(*count)),
        Event::CommentsTakenBack { count, .. } => format!("took back {}", comments(*count)),
        Event::CommentDecided { article, state, .. } => match article {
            Some(article) => format!("{} on {}", decision(*state), title(article)),
            None => decision(*state),
        },
        Event::CommentsChanged { .. } => changed(db, event, title)?,
        Event::PlaceSet {
            place,
            article: Some(article),
            ..
        } => format!("put the comments from {place} under {}", title(article)),
        Event::PlaceSet { place, .. } => {
            format!("took the comments from {place} off their article")
        }
        Event::RulesSet { .. } => "changed the rules for comments".into(),
        Event::CommentingSet { article, mode, .. } => match mode {
            Some(Commenting::Closed) => format!("closed the comments on {}", title(article)),
            Some(Commenting::Premoderated) => {
                format!("has every comment on {} wait for a person", title(article))
            }
            None => format!("opened the comments on {}", title(article)),
        },
        Event::CommenterBanned { now, .. } => match now {
            Some(ban) => match ban.until {
                Some(_) => "banned a commenter for a while".into(),
                None => "banned a commenter".into(),
            },
            None => "lifted a commenter’s ban".into(),
        },
        Event::CommenterForgotten { comments: n, .. } => {
            format!("had the sender of {} forgotten", comments(*n))
        }
        Event::PrivateErased { .. } => {
            "erased e-mails and addresses of commenters that were old enough".into()
        }
        _ => return None,
    })
}

fn changed(db: &Db, event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    let Event::CommentsChanged {
        what,
        records,
        count,
        article,
        back,
    } = event
    else {
        return None;
    };
    let on = article
        .as_ref()
        .map(|article| format!(" on {}", title(article)))
        .unwrap_or_default();
    Some(match what {
        What::Edited if *back => format!("took back an edit of a comment{on}"),
        What::Edited => format!("edited a comment{on}"),
        What::Updated => format!("brought {} up to date with their source", comments(*count)),
        What::Judged => format!("had the rules judge {}", comments(*count)),
        What::Decided if *back => format!("took back what was decided on {}", comments(*count)),
        What::Decided => {
            let all = store::comment::changes(db, *records).ok()?;
            let decided = all.first()?.now.decided.as_ref()?;
            let verb = super::verb(decided.state).to_lowercase();
            match *count {
                1 => format!("{}{on}", decision_of(&verb)),
                n if verb == SPAM => format!("marked {} as spam{on}", comments(n)),
                n => format!("{verb} {}{on}", comments(n)),
            }
        }
    })
}

const SPAM: &str = "marked as spam";

fn decision_of(verb: &str) -> String {
    match verb {
        SPAM => "marked a comment as spam".into(),
        verb => format!("{verb} a comment"),
    }
}

/// So many comments.
pub(crate) fn comments(n: u32) -> String {
    match n {
        1 => "1 comment".into(),
        n => format!("{} comments", crate::words::grouped(u64::from(n))),
    }
}

fn decision(state: CommentState) -> String {
    match state {
        CommentState::Pending => "put a comment back into the queue".into(),
        CommentState::Spam => "marked a comment as spam".into(),
        state => format!("{} a comment", state.name()),
    }
}
