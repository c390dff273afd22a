//! Where comments were left: places that are no article here yet, and articles on which they are closed.

use crate::{Act, Desk, Hand, Page, PlaceView, Proposed, words::grouped};
use model::{
    ArticleId, Error, OpId, Result,
    comment::{Commenting, Place},
    event::Event,
    person::Role,
};
use serde::Deserialize;
use store::{Db, Txn};

/// A page of the places, and where it goes on.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Places {
    pub limit: Option<u32>,
    pub after: Option<String>,
}

/// The places at which comments were left that are no article here, with articles that they could be.
///
/// # Errors
/// System errors.
pub fn places(desk: &Desk, _: &Hand, ask: Places) -> Result<Page<PlaceView>> {
    desk.store.read(|db| {
        let limit = ask.limit.unwrap_or(100).clamp(1, 1000);
        let rows = store::comment::places(db, ask.after.as_deref().unwrap_or_default(), limit + 1)?;
        crate::paging::page(
            rows,
            limit,
            |(place, ..)| place.clone(),
            |(place, title, comments)| {
                Ok(PlaceView {
                    proposed: proposed(db, &place, &title)?,
                    place,
                    title,
                    comments: i32::try_from(comments).unwrap_or(i32::MAX),
                })
            },
        )
    })
}

/// Articles that a place could be: with the headline that it had.
fn proposed(db: &Db, place: &str, title: &str) -> Result<Vec<Proposed>> {
    let title = if title.is_empty() {
        slug_of(place).replace('-', " ")
    } else {
        title.to_owned()
    };
    let found = store::article::by_headline(db, &title, 3)?;
    Ok(found
        .into_iter()
        .map(|(id, title)| Proposed {
            id: id.to_string(),
            title,
        })
        .collect())
}

/// Which place is which article; none to take it off the one that it was put under.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Assign {
    pub place: String,
    #[serde(default)]
    #[ts(optional)]
    pub article: Option<String>,
}

/// Says which article a place is: all comments that were left there are on it, and so are those that come.
///
/// # Errors
/// `wrong-role`, `no-such-place`, `no-such-article`; system errors.
pub fn assign(desk: &Desk, hand: &Hand, ask: Assign) -> Result<Act> {
    let op = OpId(hand.ids.id());
    let done = desk.part(hand, op, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        if !store::comment::is_place(txn, &ask.place)? {
            return Err(Error::unreadable(
                "no-such-place",
                format!("No comment was left at {}.", ask.place),
            )
            .hint("`copydesk comment places` lists them."));
        }
        let article = ask
            .article
            .as_deref()
            .map(|article| store::article::find(txn, article))
            .transpose()?;
        let was = store::comment::place_of(txn, &ask.place)?;
        let now = article.as_ref().map(|article| article.id);
        if was == now {
            return Ok(Act {
                words: "It is so already".into(),
                undo: false,
            });
        }
        txn.append(Event::PlaceSet {
            place: ask.place.clone(),
            article: now,
            was,
        })?;
        Ok(Act {
            words: match article {
                Some(article) => format!(
                    "Put the comments from {} under “{}”",
                    ask.place, article.title
                ),
                None => format!("The comments from {} wait again", ask.place),
            },
            undo: true,
        })
    })?;
    if done.undo && ask.article.is_some() {
        // What the rules said of them they said without knowing the article: its language, and whether it is closed.
        let theirs = desk
            .store
            .read(|db| store::comment::judged_at(db, &ask.place))?;
        super::judge::in_parts(desk, hand, op, &theirs)?;
    }
    Ok(done)
}

/// An article, or the place with its headline.
pub(super) type Found = (Option<ArticleId>, Option<(String, String)>);

/// Which article a comment was left on, by whatever its source says; or the place, with its headline, where it is none here.
pub(crate) fn find(db: &Db, place: &Place) -> Result<Found> {
    // A whole id; a beginning of one could be another archive's number.
    if let Some(id) = place
        .article
        .as_deref()
        .and_then(|id| id.parse::<ArticleId>().ok())
        && store::article::get(db, id).is_ok()
    {
        return Ok((Some(id), None));
    }
    // An article of an archive, or of another library, that came in.
    if let Some(named) = place.article.as_deref() {
        let source = match named.contains(':') {
            true => named.to_owned(),
            false => format!("copydesk:{named}"),
        };
        if let Some(id) = store::article::by_source(db, &source)? {
            return Ok((Some(id), None));
        }
    }
    let named = [&place.address, &place.slug, &place.article, &place.title]
        .into_iter()
        .flatten()
        .map(|text| super::text::one_line(text))
        .find(|text| !text.is_empty());
    let Some(key) = named else {
        return Ok((None, Some(("somewhere".into(), String::new()))));
    };
    let title = super::text::one_line(place.title.as_deref().unwrap_or_default());
    let kept = Some((key.clone(), title));
    if let Some(article) = store::comment::place_of(db, &key)? {
        return Ok((Some(article), kept));
    }
    let slugs = [
        place.address.as_deref().map(slug_of),
        place.slug.as_deref(),
        place.article.as_deref(),
    ];
    for slug in slugs.into_iter().flatten().filter(|slug| !slug.is_empty()) {
        if let [one] = store::article::by_slug(db, slug, None)?.as_slice() {
            return Ok((Some(*one), None));
        }
    }
    Ok((None, kept))
}

/// The last part of an address.
fn slug_of(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let last = path.rsplit('/').next().unwrap_or(path);
    last.strip_suffix(".html").unwrap_or(last)
}

/// On which article, and how comments come to it: `open`, `premoderated` or `closed`.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct CommentingAsk {
    pub article: String,
    pub mode: String,
}

/// Opens the comments on an article, has each wait for a person, or closes them.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `unknown-mode`; system errors.
pub fn set_commenting(desk: &Desk, hand: &Hand, ask: CommentingAsk) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Moderator])?;
        let article = store::article::find(txn, &ask.article)?;
        let mode = match ask.mode.as_str() {
            "open" => None,
            "pre-moderated" => Some(Commenting::Premoderated),
            mode => Some(mode.parse::<Commenting>()?),
        };
        set(txn, article.id, mode)?;
        let title = article.title;
        Ok(Act {
            words: match mode {
                None => format!("The comments on “{title}” are open"),
                Some(Commenting::Closed) => format!("The comments on “{title}” are closed"),
                Some(Commenting::Premoderated) => {
                    format!("Every comment on “{title}” waits for a person")
                }
            },
            undo: true,
        })
    })
}

fn set(txn: &Txn, article: ArticleId, mode: Option<Commenting>) -> Result<()> {
    let was = store::comment::commenting(txn, article)?;
    if was == mode {
        return Err(Error::refused("already-so", "It is so already."));
    }
    txn.append(Event::CommentingSet { article, mode, was })
}

/// How many comments an import found nowhere to put, in words.
pub(crate) fn waiting_words(n: u32) -> String {
    match n {
        1 => "1 comment waits to be assigned to an article".into(),
        n => format!(
            "{} comments wait to be assigned to an article",
            grouped(u64::from(n))
        ),
    }
}
