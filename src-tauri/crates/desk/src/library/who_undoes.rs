//! Who may take which event back: whoever may do it.

use crate::article::{IMPORTERS, WRITERS};
use model::{event::Event, person::Role};

/// Who may take comments in, with an article or alone.
const BRINGS_COMMENTS: [Role; 4] = [
    Role::Writer,
    Role::Reviewer,
    Role::Moderator,
    Role::Publisher,
];

/// Whoever may do it may take it back.
pub(super) fn who_may(event: &Event) -> &'static [Role] {
    match event {
        Event::CommentDecided { .. }
        | Event::CommentsChanged { .. }
        | Event::CommentsTaken { reply: Some(_), .. }
        | Event::PlaceSet { .. }
        | Event::RulesSet { .. }
        | Event::CommentingSet { .. }
        | Event::CommenterBanned { .. } => &[Role::Moderator],
        Event::ThemeSet { .. } | Event::Attested { .. } | Event::AddressesSet { .. } => {
            &[Role::Publisher]
        }
        // What an import does, too.
        Event::ArticleMade { .. }
        | Event::RevisionSaved { .. }
        | Event::SourceKept { .. }
        | Event::StatusSet { .. }
        | Event::BinSet { .. }
        | Event::AssetAdded { .. }
        | Event::ProfileSet { .. }
        | Event::NoteMade { .. }
        | Event::SuggestionMade { .. } => IMPORTERS,
        Event::CommentsTaken { .. } => &BRINGS_COMMENTS,
        Event::SettingsSet { .. } | Event::PersonSet { .. } | Event::KeyMade { was: None, .. } => {
            &[Role::Admin]
        }
        Event::EditionSaved { .. }
        | Event::EditionRemoved { .. }
        | Event::ProfileSaved { .. }
        | Event::ProfileRemoved { .. } => &[Role::Publisher],
        Event::VerdictGiven {
            say: model::signed::Say::Confirm,
            ..
        } => WRITERS,
        // A stage is passed by whichever role its workflow says.
        Event::PassagesTicked { .. } | Event::VerdictGiven { .. } => &Role::ALL,
        Event::RecheckSet { .. } | Event::DueSet { .. } => {
            &[Role::Writer, Role::Reviewer, Role::Publisher]
        }
        // It may go with a submission or with a verdict, whose own roles are asked for besides.
        Event::ClaimSet { .. } | Event::RouteSet { .. } => &Role::ALL,
        // None of these can be taken back by anyone, and that is the reason to give.
        Event::Released { .. }
        | Event::Withdrawn { .. }
        | Event::EmbargoLifted { .. }
        | Event::KeyMade { .. }
        | Event::KeyRevoked { .. }
        | Event::CommenterForgotten { .. }
        | Event::PrivateErased { .. }
        | Event::BinEmptied { .. } => &Role::ALL,
        _ => WRITERS,
    }
}
