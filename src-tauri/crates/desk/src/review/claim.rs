//! Who reviews what, and by which day. A claim says who is at it; it keeps nobody else from a verdict.

use super::stage::Place;
use crate::{
    Act, Desk, Hand, article,
    hand::{find_person, name_of},
};
use model::{
    Day, Error, PersonId, Result,
    article::Step,
    event::Event,
    person::{Person, Role},
};
use serde::Deserialize;
use store::{Db, Txn, article::Article};

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Claim {
    pub article: String,
}

/// Takes a review upon oneself, as whoever may pass the stage that waits can.
///
/// # Errors
/// `wrong-role`, `not-your-stage`, `no-such-article`, `in-the-bin`, `not-now`, `claimed-already`; system errors.
pub fn claim(desk: &Desk, hand: &Hand, ask: Claim) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let article = article::open(txn, &ask.article)?;
        Place::of(txn, &article)?.must_allow(&me)?;
        Step::Claim.from(article.status)?;
        if let Some(other) = article.claimed.filter(|who| *who != me.id) {
            let name = name_of(&store::person::list(txn)?, other);
            return Err(Error::refused(
                "claimed-already",
                format!("{name} has claimed “{}”.", article.title),
            )
            .hint("It can be handed over to you; and nothing keeps you from a verdict."));
        }
        let words = format!("You review “{}”", article.title);
        set(txn, &article, Some(me.id), words)
    })
}

/// Which article.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Release {
    pub article: String,
}

/// Lets go of a review: of one's own, or of one that another has and can't do.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `not-now`, `not-claimed`; system errors.
pub fn release(desk: &Desk, hand: &Hand, ask: Release) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let article = article::open(txn, &ask.article)?;
        must_have_a_say(&Place::of(txn, &article)?, &me, &article)?;
        Step::Claim.from(article.status)?;
        if article.claimed.is_none() {
            return Err(Error::refused(
                "not-claimed",
                format!("Nobody has claimed “{}”.", article.title),
            ));
        }
        let words = format!("Released “{}”{}", article.title, whose(txn, &me, &article)?);
        set(txn, &article, None, words)
    })
}

/// Which article, and to whom, by name or id.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct HandOver {
    pub article: String,
    pub to: String,
}

/// Hands a review over to a person who may do it, whoever had it.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `not-now`, `no-such-person`, `ambiguous-person`, `can-not-review`;
/// system errors.
pub fn hand_over(desk: &Desk, hand: &Hand, ask: HandOver) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.me(txn)?;
        let article = article::open(txn, &ask.article)?;
        let place = Place::of(txn, &article)?;
        must_have_a_say(&place, &me, &article)?;
        Step::Claim.from(article.status)?;
        let to = find_person(txn, &ask.to)?;
        if !place.allows(&to) {
            let what = place.named().map_or_else(
                || "is not a reviewer".to_owned(),
                |stage| format!("may not pass “{}”", stage.name),
            );
            return Err(
                Error::refused("can-not-review", format!("{} {what}.", to.name))
                    .hint("Hand it over to someone who may pass it, or ask an admin."),
            );
        }
        let words = format!("{} reviews “{}”", to.name, article.title);
        set(txn, &article, Some(to.id), words)
    })
}

/// Refuses who has no say in whose a review is: who neither has it, nor may pass the stage that waits, nor is a reviewer.
fn must_have_a_say(place: &Place, me: &Person, article: &Article) -> Result<()> {
    if article.claimed == Some(me.id) || place.allows(me) {
        return Ok(());
    }
    me.must_hold(&[Role::Reviewer])
}

/// Which article, and the day, as 2026-12-01; none for no day.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Due {
    pub article: String,
    #[serde(default)]
    pub on: Option<String>,
}

/// Sets the day on which a review is due, by the newsroom's calendar.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `in-the-bin`, `bad-time`; system errors.
pub fn due(desk: &Desk, hand: &Hand, ask: Due) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Writer, Role::Reviewer, Role::Publisher])?;
        let on = day(ask.on.as_deref())?;
        let article = article::open(txn, &ask.article)?;
        let undo = set_due(txn, &article, on)?;
        let words = match on {
            Some(day) => format!("The review of “{}” is due on {day}", article.title),
            None => format!("The review of “{}” is due on no day", article.title),
        };
        Ok(Act { words, undo })
    })
}

/// A day that someone wrote; none for an empty line.
pub(crate) fn day(written: Option<&str>) -> Result<Option<Day>> {
    let written = written.map(str::trim).filter(|day| !day.is_empty());
    written.map(str::parse).transpose()
}

/// Another day, or none; `false` where it is that already.
pub(crate) fn set_due(txn: &Txn, article: &Article, on: Option<Day>) -> Result<bool> {
    if article.due == on {
        return Ok(false);
    }
    txn.append(Event::DueSet {
        article: article.id,
        on,
        was: article.due,
    })?;
    Ok(true)
}

/// Another has the review, or nobody; nothing where that is so already.
pub(crate) fn give(txn: &Txn, article: &Article, by: Option<PersonId>) -> Result<bool> {
    if article.claimed == by {
        return Ok(false);
    }
    txn.append(Event::ClaimSet {
        article: article.id,
        by,
        was: article.claimed,
    })?;
    Ok(true)
}

fn set(txn: &Txn, article: &Article, by: Option<PersonId>, words: String) -> Result<Act> {
    let undo = give(txn, article, by)?;
    Ok(Act { words, undo })
}

/// Whose review it was, to be said where another than `me` has claimed it.
pub(crate) fn whose(db: &Db, me: &Person, article: &Article) -> Result<String> {
    match article.claimed.filter(|who| *who != me.id) {
        Some(other) => Ok(format!(
            ", which {} had claimed",
            name_of(&store::person::list(db)?, other)
        )),
        None => Ok(String::new()),
    }
}
