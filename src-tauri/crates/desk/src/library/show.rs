//! The library's settings, people and counts.

use crate::{Act, Desk, Hand, LibraryView};
use model::{Error, Result, comment::REASONS, event::Event, person::Role, settings::Settings};
use serde::Deserialize;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Show {}

/// The library: settings, people, counts, the newsroom's public key.
///
/// # Errors
/// System errors.
pub fn show(desk: &Desk, hand: &Hand, _: Show) -> Result<LibraryView> {
    desk.store.read(|db| {
        let people = store::person::list(db)?;
        let (articles, review) = store::article::counts(db)?;
        let count = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(LibraryView {
            path: desk.dir().display().to_string(),
            settings: store::person::settings(db)?,
            me: hand
                .actor
                .and_then(|actor| people.iter().find(|person| person.id == actor).cloned()),
            review: count(review),
            pending: count(store::comment::pending(db, None)?),
            articles: count(articles),
            newsroom_key: crate::export::newsroom_key(db)?.public_file(),
            version: env!("CARGO_PKG_VERSION").into(),
            reasons: REASONS.map(str::to_owned).to_vec(),
            people,
        })
    })
}

/// All settings as they shall be.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Set {
    pub settings: Settings,
}

/// Changes the settings.
///
/// # Errors
/// `wrong-role`, `bad-setting`; system errors.
pub fn set(desk: &Desk, hand: &Hand, ask: Set) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Admin])?;
        sane(&ask.settings)?;
        let was = store::person::settings(txn)?;
        if was == ask.settings {
            return Ok(Act {
                words: "The settings are already so".into(),
                undo: false,
            });
        }
        txn.append(Event::SettingsSet {
            settings: ask.settings.clone(),
            was: Some(was),
        })?;
        Ok(Act {
            words: "Changed the settings".into(),
            undo: true,
        })
    })
}

/// Refuses settings that would make pages or addresses that can't be.
pub(crate) fn sane(settings: &Settings) -> Result<()> {
    let bad = |what: &str, hint: &str| Err(Error::usage("bad-setting", what).hint(hint));
    if settings.name.trim().is_empty() {
        return bad("The newsroom needs a name.", "It is printed on every page.");
    }
    let web = |address: &str| {
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"));
        rest.is_some_and(|rest| {
            !rest.is_empty()
                && !rest
                    .chars()
                    .any(|c| c.is_whitespace() || c == '"' || c == '<')
        })
    };
    let base = &settings.base_url;
    if !(base.is_empty() || web(base) && base.ends_with('/')) {
        return bad(
            "The site's address is none.",
            "Write it as https://example.org/, with the slash at its end.",
        );
    }
    if !settings.comment_address.is_empty() && !web(&settings.comment_address) {
        return bad(
            "The comment form's address is none.",
            "Write it as https://example.org/comments.",
        );
    }
    if !press::time_zone_known(&settings.time_zone) {
        return bad(
            "That time zone is not known.",
            "Write it as Europe/Stockholm or UTC.",
        );
    }
    if settings.language.is_empty()
        || !settings
            .language
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-')
    {
        return bad("That language is not known.", "Write it as en, de or fa.");
    }
    Ok(())
}
