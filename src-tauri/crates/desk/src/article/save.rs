//! Saving a revision: the one way by which an article gets another content.

use model::{
    Error, Hash, PersonId, Result,
    article::{Content, Standing, Status, Step, slug},
    event::{Event, Origin},
    person::{Person, Role},
};
use std::collections::BTreeSet;
use store::{Db, Txn, article::Article};

/// Longest body, in bytes.
const BODY: usize = 20 << 20;
/// Longest other text, in bytes.
const FIELD: usize = 10_000;

/// Refuses a content that can't be kept, and takes out what no text holds (NUL and other control characters).
pub(crate) fn sane(content: &mut Content) -> Result<()> {
    let too_long = |what: &str| {
        Err(
            Error::refused("too-long", format!("The {what} is too long to be kept."))
                .hint("Split it into articles."),
        )
    };
    clean(&mut content.body);
    if content.body.len() > BODY {
        return too_long("text");
    }
    for field in [
        &mut content.title,
        &mut content.kicker,
        &mut content.standfirst,
        &mut content.section,
        &mut content.search_title,
        &mut content.search_description,
    ] {
        clean(field);
        if field.contains('\n') {
            *field = field.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        if field.len() > FIELD {
            return too_long("line");
        }
    }
    if content.slug != slug(&content.slug) {
        return Err(Error::refused(
            "bad-slug",
            format!("“{}” can't be part of an address.", content.slug),
        )
        .hint(format!("Try “{}”.", slug(&content.slug))));
    }
    Ok(())
}

fn clean(text: &mut String) {
    if text.contains('\r') {
        *text = text.replace("\r\n", "\n").replace('\r', "\n");
    }
    text.retain(|c| !c.is_control() || matches!(c, '\n' | '\t'));
}

/// Makes `content` the head; `false` where it is already. The status that follows is the workflow's.
pub(crate) fn save(
    txn: &Txn,
    me: &Person,
    article: &Article,
    mut content: Content,
    origin: Origin,
) -> Result<bool> {
    Step::Edit.from(article.status)?;
    sane(&mut content)?;
    follow_headline(txn, article, &mut content)?;
    let bytes = content.bytes()?;
    let revision = Hash::of(&bytes);
    if revision == article.head {
        return Ok(false);
    }
    txn.keep(&bytes, false)?;
    let status = status_after(txn, me, article, revision)?;
    txn.append(Event::RevisionSaved {
        article: article.id,
        revision,
        origin,
        status,
        was: Some((article.head, article.status)),
    })?;
    store::search::index(txn, &content, &markup::plain(&content.body))?;
    Ok(true)
}

/// While an article was never live and its slug is the one proposed from its headline, the slug follows the headline.
fn follow_headline(txn: &Txn, article: &Article, content: &mut Content) -> Result<()> {
    if article.live.is_some() || content.slug != article.slug || content.title == article.title {
        return Ok(());
    }
    let proposed = slug(&article.title);
    let rest = article.slug.strip_prefix(proposed.as_str());
    if rest
        .is_some_and(|rest| rest.is_empty() || rest.trim_start_matches('-').parse::<u32>().is_ok())
    {
        content.slug = super::free_slug(txn, &content.title, Some(article.id))?;
    }
    Ok(())
}

/// What an edit does to the status: draft; unless the content stands approved, or is the live one, or a reviewer
/// edits what is in review.
fn status_after(db: &Db, me: &Person, article: &Article, revision: Hash) -> Result<Status> {
    if article.live == Some(revision) {
        return Ok(Status::Published);
    }
    let four_eyes = store::person::settings(db)?.four_eyes;
    let given = store::verdict::list(db, article.id)?;
    if let Standing::Approved(_) = store::verdict::of(&given, revision, article.cycle, four_eyes) {
        return Ok(Status::Approved);
    }
    let stays = article.status == Status::InReview && me.holds(&[Role::Reviewer]);
    Ok(if stays {
        Status::InReview
    } else {
        Status::Draft
    })
}

/// Who saved text since the live revision, or ever where nothing is live; in order of id.
pub(crate) fn contributors(db: &Db, article: &Article) -> Result<Vec<PersonId>> {
    let saved: BTreeSet<PersonId> = store::article::history(db, article.id)?
        .into_iter()
        .filter(|saved| article.live.is_none() || saved.cycle == article.cycle)
        .map(|saved| saved.author)
        .collect();
    Ok(saved.into_iter().collect())
}
