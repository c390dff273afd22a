//! Looking again at what is published: the day on which an article is due for it.

use super::open;
use crate::{Act, Desk, Hand, review::LOOKERS};
use model::{Day, Error, Result, event::Event};
use serde::Deserialize;

/// Which article, and the day, as 2026-12-01; none for no longer. `looked` says that it was looked at, and is still right.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Recheck {
    pub article: String,
    #[serde(default)]
    pub on: Option<String>,
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub looked: bool,
}

/// Sets the day on which an article is to be looked at again. It changes nothing that prints.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `bad-time`, `past-day`; system errors.
pub fn recheck(desk: &Desk, hand: &Hand, ask: Recheck) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, LOOKERS)?;
        let on = ask
            .on
            .as_deref()
            .filter(|day| !day.trim().is_empty())
            .map(|day| day.trim().parse::<Day>()?.ahead())
            .transpose()?;
        if let (true, Some(day)) = (ask.looked, on)
            && day < hand.today(txn)?
        {
            return Err(Error::usage("past-day", format!("{day} is past."))
                .hint("Name the day on which it is looked at next, or none."));
        }
        let article = open(txn, &ask.article)?;
        let looked = ask.looked;
        let undo = article.recheck != on || looked;
        if undo {
            txn.append(Event::RecheckSet {
                article: article.id,
                on,
                was: article.recheck,
                looked,
            })?;
        }
        let words = match on {
            Some(day) if looked => {
                format!(
                    "“{}” is still right; it is looked at again on {day}",
                    article.title
                )
            }
            None if looked => format!("“{}” is still right", article.title),
            Some(day) => format!("“{}” is to be looked at again on {day}", article.title),
            None => format!("“{}” need not be looked at again", article.title),
        };
        Ok(Act { words, undo })
    })
}
