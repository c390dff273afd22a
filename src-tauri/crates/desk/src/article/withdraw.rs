//! Out of publication, out of sight, out of embargo.

use super::open;
use crate::{Act, Desk, Hand};
use model::{Error, Result, article::Step, event::Event, person::Role};
use serde::Deserialize;

/// Which article, and why.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Withdraw {
    pub article: String,
    pub reason: String,
}

/// Takes an article out of publication; only a new approval brings it back.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `not-now`, `no-reason`; system errors.
pub fn withdraw(desk: &Desk, hand: &Hand, ask: Withdraw) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let article = open(txn, &ask.article)?;
        Step::Withdraw.from(article.status)?;
        let Some(was_live) = article.live else {
            return Err(
                Error::refused("not-live", "The article is not in publication.")
                    .hint("There is nothing to do."),
            );
        };
        if ask.reason.trim().is_empty() {
            return Err(Error::usage("no-reason", "Withdrawing needs a reason."));
        }
        txn.append(Event::Withdrawn {
            article: article.id,
            reason: ask.reason.trim().to_owned(),
            was_live,
            was: article.status,
        })?;
        Ok(Act {
            words: format!("Withdrew “{}”", article.title),
            undo: false,
        })
    })
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Lift {
    pub article: String,
}

/// Lifts an embargo.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-embargo`; system errors.
pub fn lift(desk: &Desk, hand: &Hand, ask: Lift) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Reviewer, Role::Publisher])?;
        let article = open(txn, &ask.article)?;
        let content = store::article::content(txn, article.head)?;
        if content.embargo.is_none() || article.lifted {
            return Err(Error::refused(
                "no-embargo",
                "There is no embargo on this article.",
            ));
        }
        txn.append(Event::EmbargoLifted {
            article: article.id,
        })?;
        Ok(Act {
            words: format!("Lifted the embargo on “{}”", article.title),
            undo: false,
        })
    })
}
