//! The journal in plain words.

use model::{
    ArticleId, Hash, PersonId,
    article::{Byline, CorrectionKind, Status, Workflow},
    event::{Event, Origin},
    signed::Say,
    template::Kept,
};
use store::Db;

/// A number as it is written in a sentence.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What was done, as a sentence without who did it; none for what only the machine cares about.
pub(crate) fn of(db: &Db, event: &Event) -> Option<String> {
    let title = |article: &ArticleId| {
        store::article::get(db, *article).map_or_else(
            |_| "an article".to_owned(),
            |found| format!("“{}”", found.title),
        )
    };
    with(db, event, &title)
}

/// The same of what `actor` did: nobody gives anything to themselves.
pub(crate) fn by(db: &Db, event: &Event, actor: Option<PersonId>) -> Option<String> {
    match event {
        Event::ClaimSet {
            article,
            by: Some(to),
            ..
        } if Some(*to) == actor => {
            let title = store::article::get(db, *article).ok()?.title;
            Some(format!("took on the review of “{title}”"))
        }
        event => of(db, event),
    }
}

/// The same with what stands for an article.
pub(crate) fn with(db: &Db, event: &Event, title: &dyn Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::SettingsSet { was: None, .. } => "made the library".into(),
        Event::SettingsSet { .. } => "changed the settings".into(),
        Event::PersonSet {
            name, was: None, ..
        } => format!("added {name}"),
        Event::PersonSet { name, .. } => format!("changed {name}"),
        Event::ThemeSet { .. } => "changed how the site looks".into(),
        Event::KeyMade { .. } | Event::KeyRevoked { .. } => crate::key::words(db, event)?,
        Event::ArticleMade { .. } | Event::RouteSet { .. } => return None,
        Event::RevisionSaved { .. } => saved(db, event, title)?,
        Event::StatusSet {
            article,
            because,
            status,
            ..
        } => stands(*status, because, title(article)),
        Event::VerdictGiven { .. } | Event::VerdictTakenBack { .. } => said(event, title)?,
        Event::Withdrawn {
            article, reason, ..
        } => format!("withdrew {}: {reason}", title(article)),
        Event::EmbargoLifted { article } => format!("lifted the embargo on {}", title(article)),
        Event::RecheckSet { .. } | Event::TemplateSet { .. } | Event::ProfileSet { .. } => {
            laid_down(event, title)?
        }
        Event::ClaimSet { .. } | Event::DueSet { .. } => queued(db, event, title)?,
        Event::BinSet { .. } | Event::BinEmptied { .. } => binned(event, title)?,
        Event::RevisionNamed { article, name, .. } => match name.as_str() {
            "" => format!("took the name off a revision of {}", title(article)),
            name => format!("named a revision of {} “{name}”", title(article)),
        },
        Event::Released {
            articles, edition, ..
        } => match articles.len() {
            0 => format!("released {edition} again, with nothing new in it"),
            1 => format!("released {edition}: 1 article"),
            n => format!("released {edition}: {n} articles"),
        },
        Event::EditionSaved { .. }
        | Event::EditionRemoved { .. }
        | Event::ProfileSaved { .. }
        | Event::ProfileRemoved { .. } => arranged(event)?,
        Event::WordSet { .. } | Event::AlarmSet { .. } => spelt(event, title)?,
        Event::PassagesTicked { .. } | Event::ChangeExplained { .. } => read(event, title)?,
        Event::NoteMade { .. }
        | Event::NoteReplied { .. }
        | Event::NoteSet { .. }
        | Event::NoteTakenBack { .. } => noted(event, title)?,
        Event::SuggestionMade { .. } | Event::SuggestionDecided { .. } => {
            crate::review::words_of_suggestion(db, event, title)?
        }
        Event::AssetAdded { .. } | Event::AssetRemoved { .. } | Event::AssetDescribed { .. } => {
            pictured(event)?.into()
        }
        _ if store::attested::is_of_these(event) => imported(event, title)?,
        _ => crate::comment::words_of(db, event, title)?,
    })
}

/// What an import said of an article; what goes with its text says nothing by itself.
fn imported(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    match event {
        Event::Attested { article, .. } => {
            Some(format!("took in {} as published elsewhere", title(article)))
        }
        _ => None,
    }
}

/// What became of an edition, or of a profile of bundles.
fn arranged(event: &Event) -> Option<String> {
    Some(match event {
        Event::EditionSaved { edition, was: None } => {
            format!("made the edition “{}”", edition.name)
        }
        Event::EditionSaved { edition, .. } => format!("changed the edition “{}”", edition.name),
        Event::EditionRemoved { edition } => format!("removed the edition “{}”", edition.name),
        Event::ProfileSaved { profile, was: None } => {
            format!("made the profile “{}” for bundles", profile.name)
        }
        Event::ProfileSaved { profile, .. } => {
            format!("changed the profile “{}” for bundles", profile.name)
        }
        Event::ProfileRemoved { profile } => {
            format!("removed the profile “{}” for bundles", profile.name)
        }
        _ => return None,
    })
}

/// What was done to a picture or an attachment.
fn pictured(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::AssetAdded { asset, .. } if asset.media.is_picture() => "added a picture",
        Event::AssetAdded { .. } => "added an attachment",
        Event::AssetRemoved { .. } => "removed a picture",
        Event::AssetDescribed { .. } => "described a picture",
        _ => return None,
    })
}

/// A status that a step led to, or that another rule did.
fn stands(status: Status, because: &str, title: String) -> String {
    match (because, status) {
        ("submitted", _) => format!("submitted {title}"),
        ("recalled", _) => format!("recalled {title}"),
        ("four-eyes", Status::InReview) => {
            format!("put {title} into review again: the yes of another is wanted")
        }
        ("four-eyes", _) => format!("let the approval of {title} count: one yes is enough"),
        _ => format!("took back a step on {title}"),
    }
}

/// A text that was saved; none where what it came from says so itself.
fn saved(db: &Db, event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    let Event::RevisionSaved {
        article,
        revision,
        origin,
        was,
        ..
    } = event
    else {
        return None;
    };
    let title = title(article);
    Some(match (origin, was) {
        (_, None) => format!("made {title}"),
        (Origin::Restore, _) => format!("restored an older text of {title}"),
        (Origin::Suggestion, _) => return None,
        (Origin::Undo, _) => format!("took back an edit of {title}"),
        // It came in as its change was submitted.
        (Origin::Correction, _) => format!("added {} to {title}", correction(db, *revision)),
        _ => format!("edited {title}"),
    })
}

/// What was said to readers of a mistake, in the text that this made.
fn correction(db: &Db, revision: Hash) -> String {
    let content = store::article::content(db, revision).ok();
    match content.and_then(|mut content| content.corrections.pop()) {
        Some(last) => {
            let what = match last.kind {
                CorrectionKind::Correction => "a correction",
                CorrectionKind::Clarification => "a clarification",
            };
            format!("{what}, {},", crate::article::quoted(&last.text))
        }
        None => "a correction".to_owned(),
    }
}

/// A verdict, given or taken back.
fn said(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::VerdictGiven {
            article,
            say,
            note,
            stage,
            ..
        } => {
            let title = title(article);
            let usual = Workflow::default().names();
            let what = match (say, stage) {
                (Say::Approve, Some(stage)) if !usual.contains(stage) => {
                    format!("approved {title} as {stage}")
                }
                (Say::Approve, _) => format!("approved {title}"),
                (Say::Confirm, _) => format!("confirmed {title}"),
                (Say::RequestChanges, _) => format!("sent back {title}"),
            };
            if note.is_empty() {
                what
            } else {
                format!("{what}: {note}")
            }
        }
        Event::VerdictTakenBack { article, .. } => {
            format!("took back a verdict on {}", title(article))
        }
        _ => return None,
    })
}

/// What became of a note.
fn noted(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::NoteMade { article, .. } => format!("made a note on {}", title(article)),
        Event::NoteReplied { article, .. } => format!("replied to a note on {}", title(article)),
        Event::NoteTakenBack { article, .. } => format!("took back a note on {}", title(article)),
        Event::NoteSet {
            article, resolved, ..
        } => {
            let did = if *resolved {
                "resolved a note"
            } else {
                "opened a note again"
            };
            match article {
                Some(article) => format!("{did} on {}", title(article)),
                None => did.to_owned(),
            }
        }
        _ => return None,
    })
}

/// What became of an article in the bin.
fn binned(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::BinSet {
            article,
            binned: true,
            ..
        } => format!("put {} into the bin", title(article)),
        Event::BinSet {
            article,
            status: Some((Status::InReview, _)),
            ..
        } => format!(
            "took {} out of the bin, into review: the yes of another is wanted",
            title(article)
        ),
        Event::BinSet { article, .. } => format!("took {} out of the bin", title(article)),
        Event::BinEmptied { article } => format!("deleted {} for good", title(article)),
        _ => return None,
    })
}

/// What became of an article's place in the queue of review.
fn queued(db: &Db, event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::ClaimSet {
            article,
            by: Some(by),
            ..
        } => {
            let people = store::person::list(db).ok()?;
            let who = crate::hand::name_of(&people, *by);
            format!("gave the review of {} to {who}", title(article))
        }
        Event::ClaimSet { article, .. } => format!("let go of the review of {}", title(article)),
        Event::DueSet {
            article,
            on: Some(on),
            ..
        } => format!("wants the review of {} by {on}", title(article)),
        Event::DueSet { article, .. } => {
            format!("took the day off the review of {}", title(article))
        }
        _ => return None,
    })
}

/// What became of a profile, a template, or of the day to look at an article again.
fn laid_down(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::ProfileSet { now, was, .. } => profile(now.as_ref(), was.as_ref())?,
        Event::RecheckSet {
            article,
            on,
            looked,
            ..
        } => match on {
            Some(day) if *looked => {
                format!(
                    "looked at {} again: still right; next on {day}",
                    title(article)
                )
            }
            None if *looked => format!("looked at {} again: still right", title(article)),
            Some(day) => format!("wants {} looked at again on {day}", title(article)),
            None => format!("no longer wants {} looked at again", title(article)),
        },
        Event::TemplateSet { now, was, .. } => match (now, was) {
            (Kept::Changed(template), _) => format!("saved the template “{}”", template.name),
            (Kept::Removed, Kept::Changed(template)) => {
                format!("removed the template “{}”", template.name)
            }
            (Kept::Removed, _) => "removed a template".into(),
            (Kept::AsShipped, Kept::Changed(template)) => {
                format!("put away the newsroom’s template “{}”", template.name)
            }
            (Kept::AsShipped, _) => "brought a template back".into(),
        },
        _ => return None,
    })
}

/// What became of an author's profile.
fn profile(now: Option<&Byline>, was: Option<&Byline>) -> Option<String> {
    Some(match (now, was) {
        (Some(now), None) => format!("added the profile of {}", now.name),
        (Some(now), Some(_)) => format!("changed the profile of {}", now.name),
        (None, Some(was)) => format!("removed the profile of {}", was.name),
        (None, None) => return None,
    })
}

/// What was decided about a word, in the newsroom's texts or in one article; or about a passage that a check found.
fn spelt(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    if let Event::AlarmSet {
        article,
        quote,
        aside,
        ..
    } = event
    {
        let title = title(article);
        return Some(if *aside {
            format!("dismissed a check of “{quote}” in {title}")
        } else {
            format!("has “{quote}” checked again in {title}")
        });
    }
    let Event::WordSet {
        article,
        word,
        known,
        ..
    } = event
    else {
        return None;
    };
    Some(match (article.as_ref().map(title), known) {
        (Some(title), true) => format!("left “{word}” as it is in {title}"),
        (Some(title), false) => format!("has “{word}” looked at again in {title}"),
        (None, true) => format!("added “{word}” to the newsroom’s words"),
        (None, false) => format!("took “{word}” out of the newsroom’s words"),
    })
}

/// What was read of a change, and why another's words were changed.
fn read(event: &Event, title: impl Fn(&ArticleId) -> String) -> Option<String> {
    Some(match event {
        Event::PassagesTicked {
            article,
            passages,
            ticked,
            ..
        } => {
            let n = match passages.len() {
                1 => "a passage".to_owned(),
                n => format!("{n} passages"),
            };
            let did = if *ticked {
                "signed off"
            } else {
                "took back the sign-off of"
            };
            format!("{did} {n} of {}", title(article))
        }
        Event::ChangeExplained {
            article,
            before,
            after,
            why,
            ..
        } => {
            let became = crate::review::others::became(before, after);
            match why {
                Some(why) => format!("said why {became} in {}: {why}", title(article)),
                None => format!("took back why {became} in {}", title(article)),
            }
        }
        _ => return None,
    })
}

/// The article that an event is about.
pub(crate) fn article(event: &Event) -> Option<String> {
    match event {
        Event::ArticleMade { article, .. }
        | Event::RevisionSaved { article, .. }
        | Event::StatusSet { article, .. }
        | Event::VerdictGiven { article, .. }
        | Event::VerdictTakenBack { article, .. }
        | Event::Withdrawn { article, .. }
        | Event::EmbargoLifted { article }
        | Event::RecheckSet { article, .. }
        | Event::ClaimSet { article, .. }
        | Event::DueSet { article, .. }
        | Event::BinSet { article, .. }
        | Event::RevisionNamed { article, .. }
        | Event::AlarmSet { article, .. }
        | Event::PassagesTicked { article, .. }
        | Event::ChangeExplained { article, .. }
        | Event::NoteMade { article, .. }
        | Event::NoteReplied { article, .. }
        | Event::NoteTakenBack { article, .. }
        | Event::SuggestionMade { article, .. }
        | Event::CommentingSet { article, .. }
        | Event::Attested { article, .. }
        | Event::AttestationTakenBack { article, .. }
        | Event::SourceKept { article, .. }
        | Event::AddressesSet { article, .. }
        | Event::SuggestionDecided { article, .. } => Some(article.to_string()),
        Event::CommentsTaken { reply: article, .. }
        | Event::CommentsChanged { article, .. }
        | Event::WordSet { article, .. }
        | Event::NoteSet { article, .. }
        | Event::CommentDecided { article, .. } => article.map(|article| article.to_string()),
        _ => None,
    }
}
