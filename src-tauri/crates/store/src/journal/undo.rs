//! Taking a step back: the inverse of an event, made from what it carries.

use model::{Error, Result, event::Event, event::Origin, suggestion::SuggestionState};

/// The event that takes `event` back.
///
/// # Errors
/// `not-undoable` where there is none: what is out in the world can't be called back.
pub fn inverse(event: &Event) -> Result<Event> {
    let no = |what: &str| {
        Err(Error::refused(
            "not-undoable",
            format!("{what} can’t be taken back."),
        )
        .hint("What was done before it stays as it is; what is wrong is put right by another step."))
    };
    match event.clone() {
        Event::SettingsSet {
            settings,
            was: Some(was),
        } => Ok(Event::SettingsSet {
            settings: was,
            was: Some(settings),
        }),
        Event::ThemeSet { theme, was } => Ok(Event::ThemeSet {
            theme: was,
            was: theme,
        }),
        Event::PersonSet {
            person,
            name,
            roles,
            was: Some((old_name, old_roles)),
        } => Ok(Event::PersonSet {
            person,
            name: old_name,
            roles: old_roles,
            was: Some((name, roles)),
        }),
        Event::AssetAdded { asset, name, alt } => Ok(Event::AssetRemoved { asset, name, alt }),
        Event::AssetRemoved { asset, name, alt } => Ok(Event::AssetAdded { asset, name, alt }),
        Event::AssetDescribed { asset, alt, was } => Ok(Event::AssetDescribed {
            asset,
            alt: was,
            was: alt,
        }),
        Event::Released { .. } => no("A release"),
        Event::Withdrawn { .. } => no("A withdrawal"),
        Event::EmbargoLifted { .. } => no("Lifting an embargo"),
        Event::CommentsTaken {
            batch,
            records,
            count,
            ..
        } => Ok(Event::CommentsTakenBack {
            batch,
            records,
            count,
        }),
        Event::BinEmptied { .. } => no("Emptying the bin"),
        Event::CommentsTakenBack { .. } => no("Taking an import back"),
        Event::CommenterForgotten { .. } => no("Forgetting someone"),
        Event::PrivateErased { .. } => no("Erasing what is private"),
        Event::VerdictTakenBack { .. } => no("Taking a verdict back"),
        Event::NoteTakenBack { .. } => no("Taking a note back"),
        Event::AttestationTakenBack { .. } => no("Taking an import back"),
        Event::KeyRevoked { .. } => no("Revoking a key"),
        Event::KeyMade { was: Some(_), .. } => Err(Error::refused(
            "not-undoable",
            "The key before is gone; it can’t be brought back.",
        )
        .hint("Seal the signature, or take the passphrase off, once more: each makes a new key.")),
        Event::KeyMade { .. } | Event::PersonSet { .. } => no("Adding a person"),
        other => inverse_of_note(&other)
            .or_else(|| inverse_of_remark(&other))
            .or_else(|| inverse_of_bundles(&other))
            .or_else(|| inverse_in_queue(&other))
            .or_else(|| inverse_of_import(&other))
            .or_else(|| inverse_of_comments(&other))
            .or_else(|| inverse_for_article(other))
            .map_or_else(|| no("A beginning"), Ok),
    }
}

/// The inverse of what became of a note or a suggestion: made, answered, resolved, decided; or of a comment.
fn inverse_of_note(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::NoteMade { note, article, .. }
        | Event::NoteReplied {
            reply: note,
            article,
            ..
        } => Event::NoteTakenBack { note, article },
        Event::NoteSet {
            note,
            article,
            resolved,
        } => Event::NoteSet {
            note,
            article,
            resolved: !resolved,
        },
        Event::CommentDecided {
            comment,
            article,
            state,
            reasons,
            by,
            was,
            was_reasons,
            was_by,
        } => Event::CommentDecided {
            comment,
            article,
            state: was,
            reasons: was_reasons,
            by: was_by,
            was: state,
            was_reasons: reasons,
            was_by: by,
        },
        Event::SuggestionMade {
            suggestion,
            article,
            author,
            ..
        } => Event::SuggestionDecided {
            suggestion,
            article,
            author,
            state: SuggestionState::TakenBack,
            why: String::new(),
            revision: None,
            was: SuggestionState::Open,
        },
        Event::SuggestionDecided {
            suggestion,
            article,
            author,
            state,
            was,
            ..
        } => Event::SuggestionDecided {
            suggestion,
            article,
            author,
            state: was,
            why: String::new(),
            revision: None,
            was: state,
        },
        _ => return None,
    })
}

/// The inverse of what became of comments, and of what is laid down about them.
fn inverse_of_comments(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::CommentsChanged {
            what,
            records,
            count,
            article,
            back,
        } => Event::CommentsChanged {
            what,
            records,
            count,
            article,
            back: !back,
        },
        Event::PlaceSet {
            place,
            article,
            was,
        } => Event::PlaceSet {
            place,
            article: was,
            was: article,
        },
        Event::RulesSet {
            rules,
            was: Some(was),
        } => Event::RulesSet {
            rules: was,
            was: Some(rules),
        },
        Event::CommentingSet { article, mode, was } => Event::CommentingSet {
            article,
            mode: was,
            was: mode,
        },
        Event::CommenterBanned {
            commenter,
            now,
            was,
        } => Event::CommenterBanned {
            commenter,
            now: was,
            was: now,
        },
        _ => return None,
    })
}

/// The inverse of what was remarked or laid down: a word declared right, a guess put aside, a
/// template, a profile.
fn inverse_of_remark(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::WordSet {
            language,
            article,
            word,
            known,
        } => Event::WordSet {
            language,
            article,
            word,
            known: !known,
        },
        Event::AlarmSet {
            article,
            check,
            passage,
            quote,
            aside,
        } => Event::AlarmSet {
            article,
            check,
            passage,
            quote,
            aside: !aside,
        },
        Event::PassagesTicked {
            article,
            person,
            passages,
            ticked,
        } => Event::PassagesTicked {
            article,
            person,
            passages,
            ticked: !ticked,
        },
        Event::ChangeExplained {
            article,
            change,
            person,
            before,
            after,
            why,
            was,
        } => Event::ChangeExplained {
            article,
            change,
            person,
            before,
            after,
            why: was,
            was: why,
        },
        Event::TemplateSet { key, now, was } => Event::TemplateSet {
            key,
            now: was,
            was: now,
        },
        Event::ProfileSet { profile, now, was } => Event::ProfileSet {
            profile,
            now: was,
            was: now,
        },
        _ => return None,
    })
}

/// The inverse of what became of an edition, or of a profile of bundles.
fn inverse_of_bundles(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::EditionSaved { edition, was: None } => Event::EditionRemoved { edition },
        Event::EditionSaved {
            edition,
            was: Some(was),
        } => Event::EditionSaved {
            edition: was,
            was: Some(edition),
        },
        Event::EditionRemoved { edition } => Event::EditionSaved { edition, was: None },
        Event::ProfileSaved { profile, was: None } => Event::ProfileRemoved { profile },
        Event::ProfileSaved {
            profile,
            was: Some(was),
        } => Event::ProfileSaved {
            profile: was,
            was: Some(profile),
        },
        Event::ProfileRemoved { profile } => Event::ProfileSaved { profile, was: None },
        _ => return None,
    })
}

/// The inverse of what became of an article in the queue of review: its stages, who reviews it, by which day.
fn inverse_in_queue(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::ClaimSet { article, by, was } => Event::ClaimSet {
            article,
            by: was,
            was: by,
        },
        Event::RouteSet {
            article,
            cycle,
            section,
            now,
            was,
        } => Event::RouteSet {
            article,
            cycle,
            section,
            now: was,
            was: now,
        },
        Event::DueSet { article, on, was } => Event::DueSet {
            article,
            on: was,
            was: on,
        },
        _ => return None,
    })
}

/// The inverse of what an import said of an article.
fn inverse_of_import(event: &Event) -> Option<Event> {
    Some(match event.clone() {
        Event::SourceKept {
            article,
            record,
            was,
        } => Event::SourceKept {
            article,
            record: was,
            was: record,
        },
        Event::AddressesSet {
            article,
            addresses,
            at,
            lead,
        } => Event::AddressesSet {
            article,
            addresses,
            at,
            lead: !lead,
        },
        Event::Attested {
            article,
            revision,
            at,
            status,
            was,
            was_live,
            ..
        } => Event::AttestationTakenBack {
            article,
            revision,
            at,
            status: was,
            was: status,
            live: was_live,
        },
        _ => return None,
    })
}

/// The inverse of what was done to an article's text or status; none for a beginning.
fn inverse_for_article(event: Event) -> Option<Event> {
    Some(match event {
        Event::ArticleMade { article, .. } => Event::BinSet {
            article,
            binned: true,
            status: None,
        },
        Event::BinSet {
            article,
            binned,
            status,
        } => Event::BinSet {
            article,
            binned: !binned,
            status: status.map(|(status, was)| (was, status)),
        },
        Event::RecheckSet {
            article, on, was, ..
        } => Event::RecheckSet {
            article,
            on: was,
            was: on,
            looked: false,
        },
        Event::RevisionNamed {
            article,
            revision,
            name,
            was,
        } => Event::RevisionNamed {
            article,
            revision,
            name: was,
            was: name,
        },
        Event::RevisionSaved {
            article,
            revision,
            status,
            was: Some((head, before)),
            ..
        } => Event::RevisionSaved {
            article,
            revision: head,
            origin: Origin::Undo,
            status: before,
            was: Some((revision, status)),
        },
        Event::StatusSet {
            article,
            status,
            was,
            ..
        } => Event::StatusSet {
            article,
            status: was,
            was: status,
            because: "undo".into(),
        },
        Event::VerdictGiven {
            verdict,
            article,
            status,
            was,
            ..
        } => Event::VerdictTakenBack {
            verdict,
            article,
            status: was,
            was: status,
        },
        _ => return None,
    })
}
