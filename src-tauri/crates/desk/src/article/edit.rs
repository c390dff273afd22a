//! Editing from outside the editor: some fields changed, one revision saved.

use super::{WRITERS, find_revision, merge, open, save};
use crate::{Act, Desk, Hand, byline};
use model::{
    Error, Result, Time,
    article::{Content, LeadImage, Related, Status},
    event::Origin,
};
use serde::Deserialize;
use store::{Db, article::Article};

/// What to change; what is not given stays.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Edit {
    pub article: String,
    pub title: Option<String>,
    pub kicker: Option<String>,
    pub standfirst: Option<String>,
    pub section: Option<String>,
    pub slug: Option<String>,
    pub language: Option<String>,
    /// A date or time by the newsroom's clocks, or empty for none.
    pub embargo: Option<String>,
    /// The date that prints, likewise.
    #[ts(optional)]
    pub date: Option<String>,
    /// Where it was first published; empty for here.
    #[ts(optional)]
    pub canonical: Option<String>,
    #[ts(optional)]
    pub search_title: Option<String>,
    #[ts(optional)]
    pub search_description: Option<String>,
    /// The articles that are the same in other languages, by id.
    #[ts(optional)]
    pub translations: Option<Vec<String>>,
    /// The articles to read next: by id, or else the headline of one that is elsewhere.
    #[ts(optional)]
    pub related: Option<Vec<String>>,
    pub body: Option<String>,
    /// Names; who has a profile is printed as that says.
    pub bylines: Option<Vec<String>>,
    pub tags: Option<Vec<String>>,
    /// The revision that the change was made to, else the head. What others did to the article since is merged with
    /// it, where the two don't touch.
    #[ts(optional)]
    pub base: Option<String>,
    /// The picture at its top by its name or the beginning of it, or empty for none.
    #[ts(optional)]
    pub lead_image: Option<String>,
    #[ts(optional)]
    pub lead_alt: Option<String>,
    #[ts(optional)]
    pub lead_caption: Option<String>,
    #[ts(optional)]
    pub lead_credit: Option<String>,
}

/// Saves a revision with these fields changed.
///
/// # Errors
/// `wrong-role`, `no-such-article`, `no-such-asset`, `no-picture`, `too-long`, `bad-slug`, `bad-time`, `no-such-revision`,
/// `changed-meanwhile`; system errors.
pub fn edit(desk: &Desk, hand: &Hand, ask: Edit) -> Result<Act> {
    desk.act(hand, |txn| {
        let me = hand.must(txn, WRITERS)?;
        let article = open(txn, &ask.article)?;
        let base = match &ask.base {
            Some(base) => find_revision(txn, &article, base)?,
            None => article.head,
        };
        let mut content = store::article::content(txn, base)?;
        for (field, value) in [
            (&mut content.title, &ask.title),
            (&mut content.kicker, &ask.kicker),
            (&mut content.standfirst, &ask.standfirst),
            (&mut content.section, &ask.section),
            (&mut content.slug, &ask.slug),
            (&mut content.language, &ask.language),
            (&mut content.body, &ask.body),
            (&mut content.search_title, &ask.search_title),
            (&mut content.search_description, &ask.search_description),
        ] {
            if let Some(value) = value {
                field.clone_from(value);
            }
        }
        if let Some(tags) = &ask.tags {
            content.tags.clone_from(tags);
        }
        if let Some(canonical) = &ask.canonical {
            content.canonical = Some(canonical.trim().to_owned()).filter(|at| !at.is_empty());
        }
        let zone = store::person::settings(txn)?.time_zone;
        let embargo = (&mut content.embargo, &ask.embargo);
        set_time(embargo, &zone)?;
        let date = (&mut content.date, &ask.date);
        set_time(date, &zone)?;
        others(txn, &mut content, &ask)?;
        if let Some(names) = &ask.bylines {
            let before = std::mem::take(&mut content.bylines);
            content.bylines = names
                .iter()
                .map(|name| byline::of(txn, name, &before))
                .collect::<Result<_>>()?;
        }
        lead(txn, &mut content, &ask)?;
        let content = merge::onto_head(txn, &article, base, content)
            .map_err(|error| not_merged(error, &article))?;
        let title = content.title.clone();
        let changed = save(txn, &me, &article, content, Origin::Edit)?;
        let now = store::article::get(txn, article.id)?.status;
        let words = if changed {
            format!("Saved “{title}”{}", fell_out(article.status, now))
        } else {
            format!("“{title}” is already so")
        };
        Ok(Act {
            words,
            undo: changed,
        })
    })
}

/// Sets a time to what was written for it; to none for nothing.
fn set_time((field, value): (&mut Option<Time>, &Option<String>), zone: &str) -> Result<()> {
    if let Some(text) = value {
        let text = Some(text.as_str()).filter(|text| !text.is_empty());
        *field = text.map(|text| Time::written(text, zone)).transpose()?;
    }
    Ok(())
}

/// What is refused as changed meanwhile is kept nowhere here, unlike what is typed in the window.
fn not_merged(error: Error, article: &Article) -> Error {
    if error.code != "changed-meanwhile" {
        return error;
    }
    let (id, head) = (article.id, article.head.short());
    Error::refused(
        &error.code,
        "Someone else changed the same passage meanwhile; this change was not saved.",
    )
    .hint(format!(
        "`copydesk article show {id} --format md` has the newest text: bring both together by hand, and save that \
         with --base {head}."
    ))
}

/// What is said where an edit took an article out of review or left its approval behind.
pub(crate) fn fell_out(was: Status, now: Status) -> &'static str {
    match (was, now) {
        (Status::InReview, Status::Draft) => {
            "; it is out of review, and is submitted again once it is ready"
        }
        (Status::Approved | Status::Published, Status::Draft) => {
            "; that is not approved yet, and is submitted once it is ready"
        }
        _ => "",
    }
}

/// Changes which other articles it names.
fn others(db: &Db, content: &mut Content, ask: &Edit) -> Result<()> {
    if let Some(ids) = &ask.translations {
        content.translations = ids
            .iter()
            .map(|id| Ok(store::article::find(db, id)?.id))
            .collect::<Result<_>>()?;
    }
    if let Some(named) = &ask.related {
        content.related = named
            .iter()
            .map(|name| match store::article::find(db, name) {
                Ok(article) => Ok(Related {
                    title: article.title,
                    article: Some(article.id),
                }),
                // Six signs and more of an id alone are meant as one.
                Err(none)
                    if name.len() > 5
                        && name.chars().all(|c| c.is_ascii_hexdigit() || c == '-') =>
                {
                    Err(none)
                }
                Err(_) => Ok(Related {
                    title: name.clone(),
                    article: None,
                }),
            })
            .collect::<Result<_>>()?;
    }
    Ok(())
}

/// Changes the picture at the top: another one begins with the words that it came in with.
fn lead(db: &Db, content: &mut Content, ask: &Edit) -> Result<()> {
    let words = [&ask.lead_alt, &ask.lead_caption, &ask.lead_credit];
    match ask.lead_image.as_deref() {
        None if words.iter().all(|word| word.is_none()) => return Ok(()),
        None => {}
        Some("") => {
            content.lead_image = None;
            return Ok(());
        }
        Some(prefix) => {
            let kept = store::asset::find(db, prefix)?;
            if !kept.asset.media.is_picture() {
                return Err(Error::refused(
                    "no-picture",
                    "An attachment can’t stand at the top of an article.",
                )
                .hint("Link to it in the text."));
            }
            content.lead_image = Some(LeadImage {
                asset: kept.asset.hash,
                caption: String::new(),
                credit: String::new(),
                alt: kept.alt,
            });
        }
    }
    let Some(lead) = &mut content.lead_image else {
        return Err(Error::refused(
            "no-picture",
            "The article has no picture at its top to describe.",
        )
        .hint("Name one with --lead-image."));
    };
    for (field, word) in [&mut lead.alt, &mut lead.caption, &mut lead.credit]
        .into_iter()
        .zip(words)
    {
        if let Some(word) = word {
            field.clone_from(word);
        }
    }
    Ok(())
}
