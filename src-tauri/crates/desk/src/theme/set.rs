//! The theme shown, made the newsroom's own, dressed in its colours, and put back as it came.

use super::trial;
use crate::{Act, Desk, Hand, ThemeFileView, ThemeView};
use model::{
    Error, Result, canonical,
    event::Event,
    person::Role,
    theme::{Look, NewsroomTheme, ThemeFile},
};
use press::theme::Theme;
use serde::Deserialize;
use store::{Db, Txn};

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Show {}

/// The theme as it is.
///
/// # Errors
/// System errors.
pub fn show(desk: &Desk, _: &Hand, _: Show) -> Result<ThemeView> {
    desk.store.read(|db| {
        let own = store::theme::get(db)?;
        let set = own.is_some();
        let own = own.map(|(_, theme)| theme).unwrap_or_default();
        let mut names = Theme::builtin_files();
        names.extend(own.bytes());
        let files = names.into_iter().map(|(name, bytes)| ThemeFileView {
            own: own.files.contains_key(&name),
            size: i32::try_from(bytes.len()).unwrap_or(i32::MAX),
            name,
        });
        Ok(ThemeView {
            own: set,
            templates: !own.files.is_empty(),
            files: files.collect(),
            look: own.look,
        })
    })
}

/// Which colours, type and logo.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Dress {
    pub look: Look,
}

/// Sets colours, type and logo.
///
/// # Errors
/// `wrong-role`, `bad-colour`, `too-faint`, `no-such-asset`, `bad-media`, `bad-theme`; system errors.
pub fn dress(desk: &Desk, hand: &Hand, ask: Dress) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        ask.look.check()?;
        if let Some(logo) = ask.look.logo {
            let kept = store::asset::find(txn, &logo.to_string())?;
            if !kept.asset.media.is_picture() {
                return Err(Error::usage("bad-media", "A logo is a picture."));
            }
        }
        let mut theme = own(txn)?;
        theme.look = ask.look.clone();
        changed(desk, txn, theme, "Changed how the site looks")
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Copy {}

/// Makes the program's templates the newsroom's own, to be changed.
///
/// # Errors
/// `wrong-role`, `already-own`; system errors.
pub fn copy(desk: &Desk, hand: &Hand, _: Copy) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let mut theme = own(txn)?;
        if !theme.files.is_empty() {
            return Err(Error::refused(
                "already-own",
                "The newsroom has templates of its own already.",
            )
            .hint("`copydesk theme reset` puts them back as they came."));
        }
        let files = Theme::builtin_files().into_iter();
        theme.files = files
            .map(|(name, bytes)| (name, ThemeFile::of(bytes)))
            .collect();
        changed(desk, txn, theme, "Made the templates the newsroom’s own")
    })
}

/// Whether the colours, type and logo stay.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Reset {
    pub keep_look: bool,
}

/// Puts the theme back as it came with the program.
///
/// # Errors
/// `wrong-role`; system errors.
pub fn reset(desk: &Desk, hand: &Hand, ask: Reset) -> Result<Act> {
    desk.act(hand, |txn| {
        hand.must(txn, &[Role::Publisher])?;
        let look = if ask.keep_look {
            own(txn)?.look
        } else {
            Look::default()
        };
        let theme = NewsroomTheme {
            look,
            ..NewsroomTheme::default()
        };
        changed(desk, txn, theme, "Put the theme back as it came")
    })
}

/// The newsroom's own theme; an empty one where it has none.
pub(super) fn own(db: &Db) -> Result<NewsroomTheme> {
    Ok(store::theme::get(db)?
        .map(|(_, theme)| theme)
        .unwrap_or_default())
}

/// Makes `theme` the newsroom's, once something was printed by it.
pub(super) fn changed(desk: &Desk, txn: &Txn, theme: NewsroomTheme, words: &str) -> Result<Act> {
    let was = store::theme::hash(txn)?;
    let hash = if theme == NewsroomTheme::default() {
        None
    } else {
        trial::print(desk, txn, &theme)?;
        Some(txn.keep(&canonical(&theme)?, true)?)
    };
    if hash == was {
        return Ok(Act {
            words: "The theme is so already".into(),
            undo: false,
        });
    }
    txn.append(Event::ThemeSet { theme: hash, was })?;
    Ok(Act {
        words: words.into(),
        undo: true,
    })
}
